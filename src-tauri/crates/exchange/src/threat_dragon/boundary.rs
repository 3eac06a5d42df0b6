//! Boxes and lines of a diagram → trust boundaries, and what is inside what.
//!
//! A box is inside the smallest box that holds all of it, an element inside the smallest box around its centre. Where the
//! file declares another, the declaration is followed and the difference told.

use super::cell::{Cell, End, Shape};
use super::plane::{Line, Point, Rect};
use super::{Diagram, Draft, capital};
use crate::error::ImportError;
use crate::text::{kept, quoted};
use assay_core::ids::BoundaryId;
use assay_core::record::Boundary;
use std::collections::BTreeMap;

/// Boxes of a diagram that are compared each with each.
const MOST_BOXES_COMPARED: usize = 2_000;

/// A boundary drawn as a box.
struct Drawn {
    id: BoundaryId,
    name: String,
    /// Where, if it has an area.
    rect: Option<Rect>,
}

/// The boxes of one diagram.
pub(super) struct Boxes {
    /// In the order of the file.
    all: Vec<Drawn>,
    /// Indices of those with an area, smallest first.
    by_area: Vec<usize>,
    /// Index by the file's id.
    by_id: BTreeMap<String, usize>,
}

impl Boxes {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn id(&self, index: usize) -> BoundaryId {
        self.all[index].id.clone()
    }

    /// The smallest box around a point.
    pub(super) fn around(&self, point: Point) -> Option<usize> {
        self.by_area.iter().copied().find(|i| self.all[*i].rect.is_some_and(|rect| rect.holds(point)))
    }

    /// The smallest box that holds all of the box at `place` in `by_area` and comes after it there.
    fn around_box(&self, place: usize) -> Option<usize> {
        let rect = self.all[self.by_area[place]].rect?;
        let holds = |i: &usize| self.all[*i].rect.is_some_and(|outer| outer.holds_all_of(&rect));
        self.by_area[place + 1..].iter().copied().find(holds)
    }

    fn inside(&self, index: Option<usize>) -> String {
        index.map_or_else(|| "outside every box".into(), |i| format!("inside {}", quoted(&self.all[i].name)))
    }
}

/// A boundary drawn as a line.
pub(super) struct Curve {
    pub(super) id: BoundaryId,
    pub(super) name: String,
    pub(super) line: Line,
}

impl Draft {
    /// Which cell each cell is declared to be in. What a cell says of itself goes before what its parent says.
    pub(super) fn declared_parents<'a>(&mut self, diagram: &'a Diagram) -> BTreeMap<&'a str, &'a str> {
        let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
        for cell in &diagram.cells {
            if let (Some(id), Some(parent)) = (&cell.id, &cell.parent) {
                parents.entry(id).or_insert(parent);
            }
        }
        for cell in diagram.cells.iter().filter(|c| c.shape == Shape::Box) {
            let Some(id) = cell.id.as_deref() else { continue };
            for child in &cell.children {
                let said = *parents.entry(child).or_insert(id);
                if said != id {
                    self.notes.say(format!(
                        "{} lists {} as inside it, which is declared to be inside {}; the list is left aside.",
                        capital(&cell.place),
                        quoted(child),
                        quoted(said)
                    ));
                }
            }
        }
        parents
    }

    fn boundary(&mut self, cell: &Cell, fallback: &str) -> Result<(BoundaryId, String), ImportError> {
        let name = self.name(cell, "boundary");
        let id = BoundaryId::new(self.id(cell, "tb", &name, fallback))?;
        let about = cell.prose("description", &mut self.notes);
        if !about.is_empty() {
            self.notes.say(format!(
                "The description of the boundary {} is kept in this remark only: {}.",
                quoted(&name),
                kept(&about)
            ));
        }
        self.imported.boundaries.push(Boundary {
            id: id.clone(),
            assessment: self.assessment.clone(),
            name: name.clone(),
            parent: None,
        });
        Ok((id, name))
    }

    /// The boxes, each with the box it is inside.
    pub(super) fn boxes(
        &mut self,
        diagram: &Diagram,
        parents: &BTreeMap<&str, &str>,
    ) -> Result<Boxes, ImportError> {
        let first = self.imported.boundaries.len();
        let mut boxes = Boxes { all: Vec::new(), by_area: Vec::new(), by_id: BTreeMap::new() };
        let mut cells = Vec::new();
        for (n, cell) in diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Box) {
            let (id, name) = self.boundary(cell, &diagram.fallback(n))?;
            self.imported.counts.boundary_boxes += 1;
            if let Some(id) = &cell.id {
                boxes.by_id.entry(id.clone()).or_insert(cells.len());
            }
            let rect = cell.rect.filter(|rect| rect.area() > 0.0);
            if rect.is_none() {
                self.notes.say(format!("{} has no area; nothing is drawn inside it.", cell.called(&name)));
            }
            boxes.all.push(Drawn { id, name, rect });
            cells.push(cell);
        }
        let area = |i: usize| boxes.all[i].rect.map_or(0.0, |rect| rect.area());
        let mut by_area: Vec<usize> = (0..cells.len()).filter(|i| boxes.all[*i].rect.is_some()).collect();
        // Of two boxes in the same place the one drawn first is the outer one.
        by_area.sort_by(|a, b| area(*a).total_cmp(&area(*b)).then(b.cmp(a)));
        boxes.by_area = by_area;

        let mut outer = vec![None; cells.len()];
        for (place, index) in boxes.by_area.iter().enumerate() {
            outer[*index] = boxes.around_box(place);
        }
        for (index, cell) in cells.iter().enumerate() {
            let is_drawn = boxes.all[index].rect.is_some();
            outer[index] = self.placed(cell, &boxes.all[index].name, outer[index], is_drawn, &boxes, parents);
        }
        self.cut_circles(&mut outer, &boxes);
        for (boundary, outer) in self.imported.boundaries[first..].iter_mut().zip(&outer) {
            boundary.parent = outer.map(|i| boxes.id(i));
        }
        self.tell_overlaps(&boxes, diagram);
        Ok(boxes)
    }

    /// The box a thing is in: the declared one, else the one it is drawn in; a remark when the two disagree.
    pub(super) fn placed(
        &mut self,
        cell: &Cell,
        name: &str,
        drawn: Option<usize>,
        is_drawn: bool,
        boxes: &Boxes,
        parents: &BTreeMap<&str, &str>,
    ) -> Option<usize> {
        let Some(parent) = cell.id.as_deref().and_then(|id| parents.get(id)) else { return drawn };
        let Some(declared) = boxes.by_id.get(*parent).copied() else {
            self.notes.say(format!(
                "{} is declared to be inside {}, which is no boundary box of its diagram; it is placed as drawn.",
                cell.called(name),
                quoted(parent)
            ));
            return drawn;
        };
        if is_drawn && drawn != Some(declared) {
            self.notes.say(format!(
                "{} is declared to be {} but drawn {}; the declaration is followed.",
                cell.called(name),
                boxes.inside(Some(declared)),
                boxes.inside(drawn)
            ));
        }
        Some(declared)
    }

    /// A box cannot be inside itself, through others or directly: the link that closes a circle is cut.
    fn cut_circles(&mut self, outer: &mut [Option<usize>], boxes: &Boxes) {
        // 0 is not seen; otherwise the number of the walk that saw it first.
        let mut seen = vec![0; outer.len()];
        for start in 0..outer.len() {
            let mut here = start;
            while seen[here] == 0 {
                seen[here] = start + 1;
                let Some(next) = outer[here] else { break };
                if seen[next] == start + 1 {
                    outer[here] = None;
                    let [inner, around] = [here, next].map(|i| quoted(&boxes.all[i].name));
                    self.notes.say(format!(
                        "The boundary box {inner} is inside {around}, which is inside it by what is declared; {inner} is placed outside."
                    ));
                    break;
                }
                here = next;
            }
        }
    }

    /// Boxes that overlap in part say nothing certain about what is in both.
    fn tell_overlaps(&mut self, boxes: &Boxes, diagram: &Diagram) {
        if boxes.all.len() > MOST_BOXES_COMPARED {
            self.notes.say(format!(
                "{} has more than {MOST_BOXES_COMPARED} boundary boxes; whether some overlap is not looked at.",
                capital(&diagram.called)
            ));
            return;
        }
        let drawn: Vec<(&str, Rect)> = boxes
            .by_area
            .iter()
            .filter_map(|i| boxes.all[*i].rect.map(|rect| (boxes.all[*i].name.as_str(), rect)))
            .collect();
        for (n, (name, small)) in drawn.iter().enumerate() {
            for (other, large) in &drawn[n + 1..] {
                if large.overlaps(small) && !large.holds_all_of(small) {
                    self.notes.say_with(|| {
                        let (name, other) = (quoted(name), quoted(other));
                        format!(
                            "The boundary boxes {name} and {other} overlap and neither holds the other; what is in both is taken to be in {name}."
                        )
                    });
                }
            }
        }
    }

    /// The boundaries drawn as lines; one without a line is a boundary that nothing crosses.
    pub(super) fn curves(&mut self, diagram: &Diagram) -> Result<Vec<Curve>, ImportError> {
        let centres = centres(diagram);
        let mut curves = Vec::new();
        for (n, cell) in diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Curve) {
            let (id, name) = self.boundary(cell, &diagram.fallback(n))?;
            self.imported.counts.boundary_curves += 1;
            match line(cell, &centres) {
                Some(line) => curves.push(Curve { id, name, line }),
                None => self.notes.say(format!(
                    "The boundary line {} has no two points; no data flow crosses it.",
                    quoted(&name)
                )),
            }
        }
        Ok(curves)
    }
}

/// Centres of the cells with an area, by the file's id.
pub(super) fn centres<'a>(diagram: &'a Diagram) -> BTreeMap<&'a str, Point> {
    let mut centres = BTreeMap::new();
    for cell in &diagram.cells {
        if let (Some(id), Some(rect)) = (&cell.id, cell.rect) {
            centres.entry(id.as_str()).or_insert(rect.centre());
        }
    }
    centres
}

/// The line a flow or boundary is drawn as: from end to end by its points, as far as they are known.
pub(super) fn line(cell: &Cell, centres: &BTreeMap<&str, Point>) -> Option<Line> {
    let point = |end: &End| end.cell.as_deref().and_then(|id| centres.get(id).copied()).or(end.point);
    let points =
        point(&cell.source).into_iter().chain(cell.vertices.iter().copied()).chain(point(&cell.target));
    Line::new(points.collect())
}
