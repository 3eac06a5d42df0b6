//! Elements, flows and boundaries → a drawing: boxes on shelves inside the boundaries they belong to, numbered arrows.
//!
//! Records carry no coordinates, so the places come from the nesting and from the order in which data reaches the
//! elements: what a flow leads to stands after what it comes from. Names of flows would cover the boxes, so an arrow
//! carries its number, and the table of flows says what it is. The same model gives the same drawing.

use super::words::flat;
use crate::document::{Area, DataFlow, DiagramBoundary, DiagramElement, DiagramFlow, DiagramKind, Spot};
use assay_core::case::Case;
use assay_core::ids::{BoundaryId, ElementId, FlowId};
use assay_core::record::Element;
use assay_core::words::ElementKind;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Beyond these a drawing on a page shows nothing any more; the tables say it all. They also bound the nesting.
const MOST_ELEMENTS: usize = 28;
const MOST_BOUNDARIES: usize = 12;
const MOST_FLOWS: usize = 60;
/// Room on a page, in points.
const ROOM: (f64, f64) = (470.0, 620.0);

const WIDTH: f64 = 90.0;
const HEIGHT: f64 = 34.0;
const GAP_ACROSS: f64 = 26.0;
const GAP_DOWN: f64 = 30.0;
const PADDING: f64 = 10.0;
const TITLE: f64 = 13.0;
/// Letters of a name that a box has room for.
const NAME: usize = 48;
/// Room a letter of a boundary's name takes, at most.
const LETTER: f64 = 5.0;
/// Half the side of the square that the number of a flow stands in.
const MARK: f64 = 6.0;
/// Between the arrows of flows between the same two elements.
const BESIDE: f64 = 13.0;

/// Numbers of the flows, in the order of the table that explains them.
pub(super) fn numbers(case: &Case) -> BTreeMap<&FlowId, u32> {
    case.flows.keys().zip(1..).collect()
}

/// A drawing, and the names that are too long to stand in it.
pub(super) struct Diagram {
    pub flow: DataFlow,
    /// What stands in the drawing, with the name it stands for.
    pub keys: Vec<(String, String)>,
}

/// The drawing, or `None` when there is nothing to draw or too much for a page.
pub(super) fn diagram(case: &Case) -> Option<Diagram> {
    if case.elements.is_empty()
        || case.elements.len() > MOST_ELEMENTS
        || case.boundaries.len() > MOST_BOUNDARIES
        || case.flows.len() > MOST_FLOWS
    {
        return None;
    }
    let order = order(case);
    let mut plan = Plan {
        case,
        order,
        reached: BTreeSet::new(),
        drawing: DataFlow::default(),
        keys: Vec::new(),
        places: BTreeMap::new(),
    };
    let known = |id: &BoundaryId| case.boundaries.contains_key(id);
    let mut items: Vec<(usize, Item)> =
        plan.elements(|e| !e.boundary.as_ref().is_some_and(known)).into_iter().map(Item::element).collect();
    let tops = case.boundaries.values().filter(|b| !b.parent.as_ref().is_some_and(known)).map(|b| &b.id);
    // Boundaries that contain each other have no top; each that is still unreached is taken as one.
    for id in tops.chain(case.boundaries.keys()) {
        items.extend(plan.group(id, ROOM.0));
    }
    let (shelves, size) = shelve(in_order(items), ROOM.0);
    if size.0 > ROOM.0 || size.1 > ROOM.1 {
        return None;
    }
    plan.place(shelves, 0.0, 0.0);
    plan.arrows();
    Some(Diagram { flow: plan.drawing, keys: plan.keys })
}

/// Places in the order in which data reaches the elements, from people and other systems onwards.
fn order(case: &Case) -> BTreeMap<&ElementId, usize> {
    let mut sources: Vec<&Element> = case.elements.values().collect();
    sources.sort_by_key(|e| (e.out_of_scope.is_some(), e.kind, &e.name, &e.id));
    let mut order = BTreeMap::new();
    for source in sources {
        let mut waiting = VecDeque::from([&source.id]);
        while let Some(id) = waiting.pop_front() {
            if !case.elements.contains_key(id) || order.contains_key(id) {
                continue;
            }
            order.insert(id, order.len());
            waiting.extend(case.flows.values().filter(|f| f.source == *id).map(|f| &f.target));
        }
    }
    order
}

/// Something to place, with its size known.
enum Item<'a> {
    Element(&'a Element),
    Group { label: &'a str, items: Vec<Put<'a>>, size: (f64, f64) },
}

impl<'a> Item<'a> {
    fn element((order, element): (usize, &'a Element)) -> (usize, Self) {
        (order, Self::Element(element))
    }

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

fn in_order(mut items: Vec<(usize, Item)>) -> Vec<Item> {
    items.sort_by_key(|(order, _)| *order);
    items.into_iter().map(|(_, item)| item).collect()
}

/// The items with the places they get on shelves up to `limit` wide, and the size of the whole.
fn shelve(items: Vec<Item>, limit: f64) -> (Vec<Put>, (f64, f64)) {
    let (mut x, mut y, mut shelf, mut width) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    let mut placed = Vec::with_capacity(items.len());
    for item in items {
        let (w, h) = item.size();
        if x > 0.0 && x + w > limit {
            x = 0.0;
            y += shelf + GAP_DOWN;
            shelf = 0.0;
        }
        placed.push(Put { item, x, y });
        width = width.max(x + w);
        shelf = shelf.max(h);
        x += w + GAP_ACROSS;
    }
    (placed, (width, y + shelf))
}

struct Plan<'a> {
    case: &'a Case,
    order: BTreeMap<&'a ElementId, usize>,
    reached: BTreeSet<&'a BoundaryId>,
    drawing: DataFlow,
    keys: Vec<(String, String)>,
    places: BTreeMap<&'a ElementId, usize>,
}

impl<'a> Plan<'a> {
    fn elements(&self, wanted: impl Fn(&Element) -> bool) -> Vec<(usize, &'a Element)> {
        let wanted = self.case.elements.values().filter(|e| wanted(e));
        wanted.map(|e| (self.order.get(&e.id).copied().unwrap_or(usize::MAX), e)).collect()
    }

    /// A boundary with what is in it, in a room of some width; `None` when it was reached before.
    fn group(&mut self, id: &'a BoundaryId, room: f64) -> Option<(usize, Item<'a>)> {
        let boundary = self.case.boundaries.get(id)?;
        if !self.reached.insert(id) {
            return None;
        }
        let room = room - 2.0 * PADDING;
        let mut items: Vec<(usize, Item)> =
            self.elements(|e| e.boundary.as_ref() == Some(id)).into_iter().map(Item::element).collect();
        let alone = items.len();
        for inner in self.case.boundaries.values().filter(|b| b.parent.as_ref() == Some(id)) {
            items.extend(self.group(&inner.id, room));
        }
        let order = items.iter().map(|(order, _)| *order).min().unwrap_or(usize::MAX);
        // A few elements stand close together; a boundary with others inside takes the room there is.
        let columns = match items.len() {
            _ if items.len() > alone => f64::MAX,
            0 | 1 => 1.0,
            2..=4 => 2.0,
            5 | 6 => 3.0,
            _ => 4.0,
        };
        let limit = (columns * (WIDTH + GAP_ACROSS) - GAP_ACROSS).min(room);
        let (items, (width, height)) = shelve(in_order(items), limit);
        let size = (width.max(WIDTH) + 2.0 * PADDING, height.max(TITLE) + 2.0 * PADDING + TITLE);
        Some((order, Item::Group { label: &boundary.name, items, size }))
    }

    /// The name where there is room for it, else a letter and a number that stand for it.
    fn label(&mut self, name: &str, most: usize, letter: &str) -> String {
        let name = flat(name);
        if name.chars().count() <= most {
            return name;
        }
        let key = format!("{letter}{}", self.keys.len() + 1);
        self.keys.push((key.clone(), name));
        key
    }

    /// Puts items down with their corner at (`x`, `y`). Outer boundaries come before inner ones, which lie on them.
    fn place(&mut self, items: Vec<Put<'a>>, x: f64, y: f64) {
        for Put { item, x: dx, y: dy } in items {
            let (width, height) = item.size();
            let area = Area { x: x + dx, y: y + dy, width, height };
            match item {
                Item::Element(element) => {
                    self.places.insert(&element.id, self.drawing.elements.len());
                    let label = self.label(&element.name, NAME, "E");
                    self.drawing.elements.push(DiagramElement {
                        label,
                        kind: match element.kind {
                            ElementKind::Actor => DiagramKind::External,
                            ElementKind::Process => DiagramKind::Process,
                            ElementKind::Store => DiagramKind::Store,
                        },
                        area,
                    });
                }
                Item::Group { label, items, .. } => {
                    let letters = ((width - 8.0) / LETTER) as usize;
                    let label = self.label(label, letters.clamp(8, 60), "B");
                    self.drawing.boundaries.push(DiagramBoundary { label, area });
                    self.place(items, area.x + PADDING, area.y + PADDING + TITLE);
                }
            }
        }
    }

    fn arrows(&mut self) {
        let mut beside: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        let numbers = numbers(self.case);
        let arrows: Vec<(usize, usize, &FlowId, &str)> = self
            .case
            .flows
            .values()
            .filter_map(|f| {
                let (from, to) = (*self.places.get(&f.source)?, *self.places.get(&f.target)?);
                (from != to).then_some((from, to, &f.id, f.name.as_str()))
            })
            .collect();
        for (from, to, ..) in &arrows {
            *beside.entry((*from.min(to), *from.max(to))).or_default() += 1;
        }
        let mut taken: Vec<Area> = self.drawing.elements.iter().map(|e| e.area).collect();
        taken.extend(self.drawing.boundaries.iter().map(title));
        let mut drawn: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for (from, to, id, name) in arrows {
            let pair = (from.min(to), from.max(to));
            let count = f64::from(beside.get(&pair).copied().unwrap_or(1));
            let at = drawn.entry(pair).or_default();
            // One side for both directions, whichever way the arrow points.
            let side = (f64::from(*at) - (count - 1.0) / 2.0) * BESIDE * if from < to { 1.0 } else { -1.0 };
            *at += 1;
            let (one, other) = (self.drawing.elements[from].area, self.drawing.elements[to].area);
            let (start, end) = between(one, other, side);
            let mark = mark(start, end, &taken);
            taken.push(square(mark));
            self.drawing.flows.push(DiagramFlow {
                from,
                to,
                number: numbers.get(id).copied().unwrap_or_default(),
                label: flat(name),
                start,
                end,
                mark,
            });
        }
    }
}

fn centre(area: Area) -> Spot {
    Spot { x: area.x + area.width / 2.0, y: area.y + area.height / 2.0 }
}

fn square(at: Spot) -> Area {
    Area { x: at.x - MARK, y: at.y - MARK, width: 2.0 * MARK, height: 2.0 * MARK }
}

/// Where the name of a boundary stands.
fn title(boundary: &DiagramBoundary) -> Area {
    let letters = u32::try_from(boundary.label.chars().count()).unwrap_or(u32::MAX);
    let width = (f64::from(letters) * LETTER + 4.0).min(boundary.area.width);
    Area { x: boundary.area.x + 2.0, y: boundary.area.y + 1.0, width, height: TITLE }
}

/// The ends of an arrow between two boxes, moved sideways and kept on their edges.
fn between(from: Area, to: Area, side: f64) -> (Spot, Spot) {
    let (start, end) = (centre(from), centre(to));
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let length = dx.hypot(dy).max(0.01);
    let (sx, sy) = (-dy / length * side, dx / length * side);
    // The moved line must still meet both boxes.
    let inside = |c: f64, moved: f64, half: f64| (c + moved).clamp(c - half + 4.0, c + half - 4.0);
    let moved = |c: Spot, area: Area| Spot {
        x: inside(c.x, sx, area.width / 2.0),
        y: inside(c.y, sy, area.height / 2.0),
    };
    let (start, end) = (moved(start, from), moved(end, to));
    (leaves(from, start, end), leaves(to, end, start))
}

/// Where a line from a point inside a box towards another point leaves the box.
fn leaves(area: Area, inside: Spot, towards: Spot) -> Spot {
    let (dx, dy) = (towards.x - inside.x, towards.y - inside.y);
    let part = |d: f64, low: f64, high: f64| match d {
        d if d > 0.01 => high / d,
        d if d < -0.01 => low / d,
        _ => f64::MAX,
    };
    let across = part(dx, area.x - inside.x, area.x + area.width - inside.x);
    let down = part(dy, area.y - inside.y, area.y + area.height - inside.y);
    let part = across.min(down).clamp(0.0, 1.0);
    Spot { x: inside.x + dx * part, y: inside.y + dy * part }
}

fn overlap(one: Area, other: Area) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

/// A place for the number of an arrow: on the line near its middle, else beside it, never on what is taken.
fn mark(start: Spot, end: Spot, taken: &[Area]) -> Spot {
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let length = dx.hypot(dy).max(0.01);
    let along = [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78, 0.15, 0.85];
    // Away from the line step by step: the drawing is bounded, so there is a free place at last.
    let away = (0..200).flat_map(|n| {
        let step = f64::from(n / 2 + n % 2) * 4.0;
        std::iter::once(if n % 2 == 0 { step } else { -step })
    });
    let places = away.flat_map(|away| {
        along.map(|part| Spot {
            x: start.x + dx * part - dy / length * away,
            y: start.y + dy * part + dx / length * away,
        })
    });
    let fits = |at: &Spot| {
        let own = square(*at);
        own.x >= 0.0
            && own.x + own.width <= ROOM.0
            && own.y >= 0.0
            && !taken.iter().any(|area| overlap(own, *area))
    };
    places.into_iter().find(fits).unwrap_or(Spot { x: (start.x + end.x) / 2.0, y: (start.y + end.y) / 2.0 })
}
