//! Elements, flows and boundaries → a drawing: boxes on shelves inside the boundaries they belong to.
//!
//! Records carry no coordinates, so the places come from the nesting alone: within a boundary, elements stand on shelves
//! and inner boundaries follow them. The same model gives the same drawing.

use super::words::clip;
use crate::document::{
    Area, Boundary as Frame, DataFlow, Element as Shape, ElementKind as ShapeKind, Flow as Arrow,
};
use assay_core::case::Case;
use assay_core::ids::{BoundaryId, ElementId};
use assay_core::record::Element;
use assay_core::words::ElementKind;
use std::collections::{BTreeMap, BTreeSet};

/// Beyond these a drawing on a page shows nothing any more; the tables say it all. They also bound the nesting.
const MOST_ELEMENTS: usize = 28;
const MOST_BOUNDARIES: usize = 12;

const WIDTH: f64 = 150.0;
const HEIGHT: f64 = 54.0;
const GAP: f64 = 56.0;
const PADDING: f64 = 22.0;
const TITLE: f64 = 24.0;
/// Widths at which a shelf is full: inside a boundary, and of the whole drawing.
const INNER: f64 = 2.0 * WIDTH + GAP;
const OUTER: f64 = 4.0 * WIDTH + 4.0 * GAP;

/// The drawing, or `None` when there is nothing to draw or too much for a page.
pub(super) fn sketch(case: &Case) -> Option<DataFlow> {
    if case.elements.is_empty()
        || case.elements.len() > MOST_ELEMENTS
        || case.boundaries.len() > MOST_BOUNDARIES
    {
        return None;
    }
    let mut plan =
        Plan { case, reached: BTreeSet::new(), drawing: DataFlow::default(), positions: BTreeMap::new() };
    let known = |id: &BoundaryId| case.boundaries.contains_key(id);
    let mut boxes = Vec::new();
    for element in plan.elements(|e| !e.boundary.as_ref().is_some_and(known)) {
        boxes.push(Item::Element(element));
    }
    let tops = case.boundaries.values().filter(|b| !b.parent.as_ref().is_some_and(known)).map(|b| &b.id);
    // Boundaries that contain each other have no top; each that is still unreached is taken as one.
    for id in tops.chain(case.boundaries.keys()) {
        if let Some(group) = plan.group(id) {
            boxes.push(group);
        }
    }
    let (shelves, _) = shelve(boxes, OUTER);
    plan.place(shelves, 0.0, 0.0);
    plan.arrows();
    Some(plan.drawing)
}

/// Something to place, with its size known.
enum Item<'a> {
    Element(&'a Element),
    Group { label: &'a str, items: Vec<Put<'a>>, size: (f64, f64) },
}

impl Item<'_> {
    fn size(&self) -> (f64, f64) {
        match self {
            Item::Element(_) => (WIDTH, HEIGHT),
            Item::Group { size, .. } => *size,
        }
    }
}

/// An item with its place, from the corner of what it is in.
struct Put<'a> {
    item: Item<'a>,
    x: f64,
    y: f64,
}

/// The items with the places they get on shelves up to `limit` wide, and the size of the whole.
fn shelve(items: Vec<Item>, limit: f64) -> (Vec<Put>, (f64, f64)) {
    let (mut x, mut y, mut shelf, mut width) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    let mut placed = Vec::with_capacity(items.len());
    for item in items {
        let (w, h) = item.size();
        if x > 0.0 && x + w > limit {
            x = 0.0;
            y += shelf + GAP;
            shelf = 0.0;
        }
        placed.push(Put { item, x, y });
        width = width.max(x + w);
        shelf = shelf.max(h);
        x += w + GAP;
    }
    (placed, (width, y + shelf))
}

struct Plan<'a> {
    case: &'a Case,
    reached: BTreeSet<&'a BoundaryId>,
    drawing: DataFlow,
    positions: BTreeMap<&'a ElementId, usize>,
}

impl<'a> Plan<'a> {
    fn elements(&self, wanted: impl Fn(&Element) -> bool) -> Vec<&'a Element> {
        let mut all: Vec<&Element> = self.case.elements.values().filter(|e| wanted(e)).collect();
        // What is out of scope stands last, where flows do not pass it.
        all.sort_by_key(|e| (e.out_of_scope.is_some(), e.kind, &e.name, &e.id));
        all
    }

    /// A boundary with what is in it; `None` when it was reached before.
    fn group(&mut self, id: &'a BoundaryId) -> Option<Item<'a>> {
        let boundary = self.case.boundaries.get(id)?;
        if !self.reached.insert(id) {
            return None;
        }
        let mut items: Vec<Item> =
            self.elements(|e| e.boundary.as_ref() == Some(id)).into_iter().map(Item::Element).collect();
        for inner in self.case.boundaries.values().filter(|b| b.parent.as_ref() == Some(id)) {
            items.extend(self.group(&inner.id));
        }
        let (items, (width, height)) = shelve(items, INNER);
        let size = (width.max(WIDTH) + 2.0 * PADDING, height + 2.0 * PADDING + TITLE);
        Some(Item::Group { label: &boundary.name, items, size })
    }

    /// Puts items down with their corner at (`x`, `y`). Outer boundaries come before inner ones, which lie on them.
    fn place(&mut self, items: Vec<Put<'a>>, x: f64, y: f64) {
        for Put { item, x: dx, y: dy } in items {
            let (width, height) = item.size();
            let area = Area { x: x + dx, y: y + dy, width, height };
            match item {
                Item::Element(element) => {
                    self.positions.insert(&element.id, self.drawing.elements.len());
                    self.drawing.elements.push(Shape {
                        label: clip(&element.name, 40),
                        kind: match element.kind {
                            ElementKind::Actor => ShapeKind::External,
                            ElementKind::Process => ShapeKind::Process,
                            ElementKind::Store => ShapeKind::Store,
                        },
                        area,
                    });
                }
                Item::Group { label, items, .. } => {
                    self.drawing.boundaries.push(Frame { label: clip(label, 40), area });
                    self.place(items, area.x + PADDING, area.y + PADDING + TITLE);
                }
            }
        }
    }

    fn arrows(&mut self) {
        for flow in self.case.flows.values() {
            let (Some(from), Some(to)) = (self.positions.get(&flow.source), self.positions.get(&flow.target))
            else {
                continue;
            };
            self.drawing.flows.push(Arrow { from: *from, to: *to, label: clip(&flow.name, 28) });
        }
    }
}
