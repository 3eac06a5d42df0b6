//! A model of OWASP Threat Dragon → boundaries, elements, flows, threats and decisions of an assessment.
//!
//! All diagrams of a file go into one model. What a drawing says only by where things are is read from there: an element
//! is in the innermost box around its centre unless the file declares another, and a flow crosses a boundary drawn as a
//! line where the two lines meet. Whatever is not understood or has to be changed is told in a remark; nothing is
//! dropped silently. The same bytes yield the same records with the same ids, so reading a file again changes nothing.
//!
//! Version 2 of the format is meant; version 1 keeps the same things in other places and is read as well.

mod cell;
mod plane;
mod threat;

use crate::error::ImportError;
use crate::json;
use crate::text::{Ids, LONGEST_NAME, LONGEST_TEXT, Notes, quoted};
use assay_core::ids::{AssessmentId, BoundaryId, ElementId, FlowId};
use assay_core::record::{Boundary, Element, Flow, RecordedThreat, ThreatNote};
use assay_core::words::{ElementFact, ElementKind, Known};
use cell::{Cell, End, Object, Shape, list, object, text};
use plane::{Line, Point, Rect};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use threat::join;

/// Diagrams a file may have.
const MOST_DIAGRAMS: usize = 1_000;
/// Cells a file may have, in all diagrams together.
const MOST_CELLS: usize = 20_000;
/// Threats a file may have.
const MOST_THREATS: usize = 50_000;
/// Pairs of straight pieces of lines compared, so that a file cannot ask for hours.
const MOST_PAIRS: usize = 50_000_000;

/// A model, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The model's title.
    pub title: String,
    /// Trust boundaries, drawn as boxes or as lines.
    pub boundaries: Vec<Boundary>,
    /// Actors, processes and stores, and an actor for every end of a flow that is attached to none.
    pub elements: Vec<Element>,
    /// Data flows.
    pub flows: Vec<Flow>,
    /// Threats on elements and flows.
    pub threats: Vec<RecordedThreat>,
    /// What was decided about them; an open threat has no note.
    pub decisions: Vec<ThreatNote>,
    /// One sentence per thing that was not understood, was changed or was concluded from the drawing.
    pub remarks: Vec<String>,
    /// What was read, as the file counts it.
    pub counts: Counts,
}

/// How many things of each kind the file has. Stand-ins for ends of flows are not among the actors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// External actors.
    pub actors: usize,
    /// Processes.
    pub processes: usize,
    /// Data stores.
    pub stores: usize,
    /// Data flows.
    pub flows: usize,
    /// Trust boundaries drawn as boxes.
    pub boundary_boxes: usize,
    /// Trust boundaries drawn as lines.
    pub boundary_curves: usize,
    /// Threats on elements and flows.
    pub threats: usize,
}

/// Reads the bytes of a model into records of `assessment`.
///
/// # Errors
/// [`ImportError`] when the bytes are too many (32 MB), are no JSON, nest too deep (64 levels), hold too much (20,000 cells,
/// 50,000 threats), or when the parts of a model do not have the form the format gives them.
pub fn read(bytes: &[u8], assessment: &AssessmentId) -> Result<Imported, ImportError> {
    let tree = json::parse(bytes)?;
    let model = object(Some(&tree), || "the whole file".into())?;
    if !model.contains_key("summary") && !model.contains_key("detail") {
        return Err(ImportError::Malformed {
            place: "“detail” beside “summary”".into(),
            found: "missing",
            wanted: "an object",
        });
    }
    let detail = object(model.get("detail"), || "“detail”".into())?;
    let diagrams = list(detail.get("diagrams"), || "“diagrams” in “detail”".into())?;
    if diagrams.len() > MOST_DIAGRAMS {
        return Err(ImportError::TooMany { what: "diagrams", limit: MOST_DIAGRAMS });
    }

    let mut draft = Draft::new(assessment.clone());
    draft.header(model, detail)?;
    let mut cells = 0;
    for (n, diagram) in diagrams.iter().enumerate() {
        let diagram = Diagram::read(diagram, n + 1, &mut cells, &mut draft.notes)?;
        draft.diagram(&diagram)?;
    }
    Ok(draft.finish())
}

/// A diagram's cells, and what to call it.
struct Diagram<'a> {
    number: usize,
    /// `diagram 1, “Payment”`.
    called: String,
    cells: Vec<Cell<'a>>,
}

impl<'a> Diagram<'a> {
    fn read(
        value: &'a Value,
        number: usize,
        cells: &mut usize,
        notes: &mut Notes,
    ) -> Result<Self, ImportError> {
        let diagram = object(Some(value), || format!("diagram {number}"))?;
        let mut called = format!("diagram {number}");
        let title = text(diagram, "title", &called, notes);
        if !title.trim().is_empty() {
            called = format!("{called}, {}", quoted(&title));
        }
        let (holder, first_version) = match diagram.get("diagramJson") {
            Some(inner) if !diagram.contains_key("cells") => {
                (object(Some(inner), || format!("“diagramJson” in {called}"))?, true)
            }
            _ => (diagram, false),
        };
        let drawn: &[Value] = match holder.get("cells") {
            None | Some(Value::Null) => &[],
            cells => list(cells, || format!("“cells” in {called}"))?,
        };
        *cells += drawn.len();
        if *cells > MOST_CELLS {
            return Err(ImportError::TooMany { what: "cells", limit: MOST_CELLS });
        }
        let method = text(diagram, "diagramType", &called, notes);
        let method = if method.trim().is_empty() { "method not named".to_owned() } else { quoted(&method) };
        let version = if first_version { "; it is of version 1" } else { "" };
        notes.say(format!(
            "{} ({method}) has {}{version}.",
            capital(&called),
            if drawn.len() == 1 { "1 cell".to_owned() } else { format!("{} cells", drawn.len()) }
        ));
        let about = text(diagram, "description", &called, notes);
        if !about.trim().is_empty() {
            notes
                .say(format!("The description of {called} is kept in this remark only: {}.", quoted(&about)));
        }
        let mut read = Vec::with_capacity(drawn.len());
        for (n, cell) in drawn.iter().enumerate() {
            read.extend(Cell::read(cell, n + 1, &called, first_version, notes)?);
        }
        Ok(Self { number, called, cells: read })
    }
}

/// The first letter as a capital, for the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The boxes of one diagram and what is in what.
struct Boxes {
    /// The record, the file's id, name and place of each.
    boxes: Vec<(BoundaryId, String, Option<Rect>)>,
    /// Those with a place, smallest first.
    by_area: Vec<usize>,
    by_id: BTreeMap<String, usize>,
}

impl Boxes {
    /// The smallest box around a point.
    fn around(&self, point: Point) -> Option<usize> {
        self.by_area.iter().copied().find(|i| self.boxes[*i].2.is_some_and(|rect| rect.holds(point)))
    }

    /// The smallest box that holds all of box `inner` and is larger, or as large and drawn earlier.
    fn around_box(&self, inner: usize) -> Option<usize> {
        let rect = self.boxes[inner].2?;
        let position = self.by_area.iter().position(|i| *i == inner)?;
        self.by_area[position + 1..]
            .iter()
            .copied()
            .find(|i| self.boxes[*i].2.is_some_and(|outer| outer.holds_all_of(&rect)))
    }

    fn name(&self, index: Option<usize>) -> String {
        index.map_or_else(|| "outside every box".into(), |i| format!("inside {}", quoted(&self.boxes[i].1)))
    }
}

/// What is read so far.
struct Draft {
    assessment: AssessmentId,
    imported: Imported,
    notes: Notes,
    ids: Ids,
    pairs: usize,
    unnamed: BTreeMap<&'static str, usize>,
    stand_ins: usize,
    filled_in: usize,
    said_no: usize,
}

impl Draft {
    fn new(assessment: AssessmentId) -> Self {
        Self {
            assessment,
            imported: Imported {
                title: String::new(),
                boundaries: Vec::new(),
                elements: Vec::new(),
                flows: Vec::new(),
                threats: Vec::new(),
                decisions: Vec::new(),
                remarks: Vec::new(),
                counts: Counts::default(),
            },
            notes: Notes::default(),
            ids: Ids::default(),
            pairs: 0,
            unnamed: BTreeMap::new(),
            stand_ins: 0,
            filled_in: 0,
            said_no: 0,
        }
    }

    /// Title and version; people and description go into a remark, because no record has a place for them.
    fn header(&mut self, model: &Object, detail: &Object) -> Result<(), ImportError> {
        let notes = &mut self.notes;
        let version = text(model, "version", "the model", notes);
        match version.trim().split('.').next().unwrap_or_default() {
            "2" => {}
            "" => notes.say("The model names no version; its diagrams tell."),
            "1" => notes.say(format!("The model is of version {}.", quoted(&version))),
            _ => return Err(ImportError::Version { version: quoted(&version) }),
        }
        let empty = Object::new();
        let summary = match model.get("summary") {
            None => &empty,
            summary => object(summary, || "“summary”".into())?,
        };
        let title = text(summary, "title", "“summary”", notes);
        self.imported.title = notes.name(&title, "the model");
        if self.imported.title.is_empty() {
            self.imported.title = "Untitled model".into();
            notes.say("The model has no title; it is called “Untitled model”.");
        }
        let contributors: Vec<&str> = match detail.get("contributors") {
            Some(Value::Array(people)) => people
                .iter()
                .filter_map(|p| p.get("name").and_then(Value::as_str))
                .filter(|n| !n.trim().is_empty())
                .collect(),
            _ => Vec::new(),
        };
        let kept = [
            ("owner", text(summary, "owner", "“summary”", notes)),
            ("reviewer", text(detail, "reviewer", "“detail”", notes)),
            ("contributors", contributors.join(", ")),
            ("description", text(summary, "description", "“summary”", notes)),
        ];
        for (what, said) in kept.iter().filter(|(_, said)| !said.trim().is_empty()) {
            notes.say(format!("The model's {what}, kept in this remark only: {}.", quoted(said)));
        }
        Ok(())
    }

    /// One diagram: boxes first, because elements are in them; flows last, because they connect elements.
    fn diagram(&mut self, diagram: &Diagram) -> Result<(), ImportError> {
        let parents = self.declared_parents(diagram);
        let boxes = self.boxes(diagram, &parents)?;
        let curves = self.curves(diagram)?;
        let elements = self.elements(diagram, &boxes, &parents)?;
        self.flows(diagram, &boxes, &curves, &elements)?;
        for cell in diagram.cells.iter().filter(|c| c.shape == Shape::Text && !c.name.is_empty()) {
            self.notes.say(format!(
                "The text in {} is kept in this remark only: {}.",
                cell.place,
                quoted(&cell.name)
            ));
        }
        for cell in &diagram.cells {
            let carries = matches!(cell.shape, Shape::Element(_) | Shape::Flow);
            if !carries && !cell.threats.is_empty() {
                self.notes.say(format!(
                    "The threats listed in {} ({}) are left aside: only elements and data flows carry threats.",
                    cell.place,
                    cell.threats.len()
                ));
            }
        }
        Ok(())
    }

    /// Which cell each cell is declared to be in. What a cell says of itself goes before what its parent says.
    fn declared_parents<'a>(&mut self, diagram: &'a Diagram) -> BTreeMap<&'a str, &'a str> {
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
                        "The {} lists the cell {} as inside it, but another box holds it too; the list is left aside.",
                        cell.place,
                        quoted(child)
                    ));
                }
            }
        }
        parents
    }

    /// The name of a thing, or a made one with a remark.
    fn name(&mut self, cell: &Cell, noun: &'static str) -> String {
        if !cell.name.is_empty() {
            return cell.name.clone();
        }
        let number = self.unnamed.entry(noun).or_insert(0);
        *number += 1;
        let name = format!("Unnamed {noun} {number}");
        self.notes.say(format!("{} has no name; it is called {}.", capital(&cell.place), quoted(&name)));
        name
    }

    /// The id of a thing: the file's with a prefix.
    fn id(&mut self, cell: &Cell, prefix: &str, name: &str, fallback: &str) -> String {
        let made = self.ids.make(prefix, cell.id.as_deref().unwrap_or(fallback));
        match &cell.id {
            None => self.notes.say(format!(
                "{} {} has no id; it got {}.",
                capital(&cell.place),
                quoted(name),
                made.id
            )),
            Some(id) if made.numbered => self.notes.say(format!(
                "{} has the id {}, which another cell has; it got {}.",
                cell.called(name),
                quoted(id),
                made.id
            )),
            Some(id) if made.altered => self.notes.say(format!(
                "{} has the id {}, which cannot be one here; it got {}.",
                cell.called(name),
                quoted(id),
                made.id
            )),
            Some(_) => {}
        }
        made.id
    }

    fn boundary(&mut self, cell: &Cell, fallback: &str) -> Result<(BoundaryId, String), ImportError> {
        let name = self.name(cell, "boundary");
        let id = BoundaryId::new(self.id(cell, "tb", &name, fallback))?;
        let about = cell.prose("description", &mut self.notes);
        if !about.is_empty() {
            self.notes.say(format!(
                "The description of the boundary {} is kept in this remark only: {}.",
                quoted(&name),
                quoted(&about)
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

    fn boxes(&mut self, diagram: &Diagram, parents: &BTreeMap<&str, &str>) -> Result<Boxes, ImportError> {
        let first = self.imported.boundaries.len();
        let cells: Vec<(usize, &Cell)> =
            diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Box).collect();
        let mut boxes =
            Boxes { boxes: Vec::with_capacity(cells.len()), by_area: Vec::new(), by_id: BTreeMap::new() };
        for (n, cell) in &cells {
            let (id, name) = self.boundary(cell, &format!("d{}-c{}", diagram.number, n + 1))?;
            self.imported.counts.boundary_boxes += 1;
            let index = boxes.boxes.len();
            if let Some(id) = &cell.id {
                boxes.by_id.entry(id.clone()).or_insert(index);
            }
            let rect = cell.rect.filter(|rect| rect.area() > 0.0);
            if rect.is_none() {
                self.notes.say(format!("{} has no area; nothing is drawn inside it.", cell.called(&name)));
            }
            boxes.boxes.push((id, name, rect));
        }
        let area = |i: usize| boxes.boxes[i].2.map_or(0.0, |rect| rect.area());
        let mut by_area: Vec<usize> =
            (0..boxes.boxes.len()).filter(|i| boxes.boxes[*i].2.is_some()).collect();
        // Of two boxes of the same place the one drawn first is the outer one.
        by_area.sort_by(|a, b| area(*a).total_cmp(&area(*b)).then(b.cmp(a)));
        boxes.by_area = by_area;

        let mut outer: Vec<Option<usize>> = Vec::with_capacity(cells.len());
        for (index, (_, cell)) in cells.iter().enumerate() {
            let drawn = boxes.around_box(index);
            outer.push(self.placed(cell, &boxes.boxes[index].1, drawn, cell.rect.is_some(), &boxes, parents));
        }
        self.cut_circles(&mut outer, &boxes);
        for (index, parent) in outer.iter().enumerate() {
            self.imported.boundaries[first + index].parent = parent.map(|p| boxes.boxes[p].0.clone());
        }
        self.overlaps(&boxes);
        Ok(boxes)
    }

    /// The box a thing is in: the declared one, else the one it is drawn in; a remark when the two disagree.
    fn placed(
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
                boxes.name(Some(declared)),
                boxes.name(drawn)
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
                    self.notes.say(format!(
                        "The boundary box {} is declared to be inside {}, which is inside it; it is placed outside.",
                        quoted(&boxes.boxes[here].1),
                        quoted(&boxes.boxes[next].1)
                    ));
                    break;
                }
                here = next;
            }
        }
    }

    /// Boxes that overlap in part say nothing certain about what is in both.
    fn overlaps(&mut self, boxes: &Boxes) {
        for (n, small) in boxes.by_area.iter().enumerate() {
            for large in &boxes.by_area[n + 1..] {
                let ((_, a, Some(inner)), (_, b, Some(around))) =
                    (&boxes.boxes[*small], &boxes.boxes[*large])
                else {
                    continue;
                };
                if around.overlaps(inner) && !around.holds_all_of(inner) {
                    self.notes.say(format!(
                        "The boundary boxes {} and {} overlap, but neither holds the other; an element in both is taken to be in {}.",
                        quoted(a),
                        quoted(b),
                        quoted(a)
                    ));
                }
            }
        }
    }

    fn curves(&mut self, diagram: &Diagram) -> Result<Vec<(BoundaryId, String, Line)>, ImportError> {
        let centres = centres(diagram);
        let mut curves = Vec::new();
        for (n, cell) in diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Curve) {
            let (id, name) = self.boundary(cell, &format!("d{}-c{}", diagram.number, n + 1))?;
            self.imported.counts.boundary_curves += 1;
            match line(cell, &centres) {
                Some(line) => curves.push((id, name, line)),
                None => self.notes.say(format!(
                    "The boundary line {} has no two points; no data flow crosses it.",
                    quoted(&name)
                )),
            }
        }
        Ok(curves)
    }

    fn elements<'a>(
        &mut self,
        diagram: &'a Diagram,
        boxes: &Boxes,
        parents: &BTreeMap<&str, &str>,
    ) -> Result<BTreeMap<&'a str, (ElementId, String)>, ImportError> {
        let mut by_id: BTreeMap<&str, (ElementId, String)> = BTreeMap::new();
        for (n, cell) in diagram.cells.iter().enumerate() {
            let Shape::Element(kind) = cell.shape else { continue };
            let count = match kind {
                ElementKind::Actor => &mut self.imported.counts.actors,
                ElementKind::Process => &mut self.imported.counts.processes,
                ElementKind::Store => &mut self.imported.counts.stores,
            };
            *count += 1;
            let name = self.name(cell, cell.shape.noun());
            let fallback = format!("d{}-c{}", diagram.number, n + 1);
            let id = ElementId::new(self.id(cell, "el", &name, &fallback))?;
            if let Some(raw) = &cell.id {
                by_id.entry(raw).or_insert_with(|| (id.clone(), name.clone()));
            }
            let drawn = cell.rect.and_then(|rect| boxes.around(rect.centre()));
            let inside = self.placed(cell, &name, drawn, cell.rect.is_some(), boxes, parents);
            if cell.rect.is_none() && inside.is_none() && !boxes.boxes.is_empty() {
                self.notes.say(format!("{} is drawn nowhere; it is in no boundary.", cell.called(&name)));
            }
            let facts = self.facts(cell);
            let description = self.description(cell, &[]);
            let out_of_scope = self.out_of_scope(cell, &name);
            self.threats(cell, id.as_str(), &name, diagram, &fallback)?;
            self.imported.elements.push(Element {
                id,
                assessment: self.assessment.clone(),
                name,
                kind,
                boundary: inside.map(|i| boxes.boxes[i].0.clone()),
                role: None,
                description,
                facts,
                out_of_scope,
            });
        }
        Ok(by_id)
    }

    fn flows(
        &mut self,
        diagram: &Diagram,
        boxes: &Boxes,
        curves: &[(BoundaryId, String, Line)],
        elements: &BTreeMap<&str, (ElementId, String)>,
    ) -> Result<(), ImportError> {
        let centres = centres(diagram);
        let pieces: usize = curves.iter().map(|(_, _, line)| line.pieces()).sum();
        let mut crossed_ever = BTreeSet::new();
        for (n, cell) in diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Flow) {
            self.imported.counts.flows += 1;
            let fallback = format!("d{}-c{}", diagram.number, n + 1);
            let ends =
                [&cell.source, &cell.target].map(|end| end.cell.as_deref().and_then(|id| elements.get(id)));
            let name = self.flow_name(cell, ends.map(|end| end.map(|(_, name)| name.as_str())));
            let id = FlowId::new(self.id(cell, "fl", &name, &fallback))?;

            let line = line(cell, &centres);
            let mut crosses = BTreeSet::new();
            if let Some(line) = &line {
                self.pairs = self.pairs.saturating_add(line.pieces().saturating_mul(pieces));
                if self.pairs > MOST_PAIRS {
                    return Err(ImportError::TooMany {
                        what: "pairs of lines between data flows and boundary lines",
                        limit: MOST_PAIRS,
                    });
                }
                for (index, (boundary, curve, _)) in
                    curves.iter().enumerate().filter(|(_, (_, _, curve))| line.meets(curve))
                {
                    crossed_ever.insert(index);
                    crosses.insert(boundary.clone());
                    self.notes.say(format!(
                        "The data flow {} crosses the boundary line {} as drawn in {}.",
                        quoted(&name),
                        quoted(curve),
                        diagram.called
                    ));
                }
            } else if !curves.is_empty() {
                self.notes.say(format!(
                    "The data flow {} has no line on the drawing; whether it crosses a boundary line is not known.",
                    quoted(&name)
                ));
            }

            let [source, target] = ends.map(|end| end.map(|(id, _)| id.clone()));
            let source = match source {
                Some(id) => id,
                None => self.stand_in(&name, &id, "source", &cell.source, boxes)?,
            };
            let target = match target {
                Some(id) => id,
                None => self.stand_in(&name, &id, "target", &cell.target, boxes)?,
            };
            let facts = self.facts(cell);
            let mut more = Vec::new();
            if cell.flag("isBidirectional", &mut self.notes) == Some(true) {
                more.push("Data goes both ways.".to_owned());
                self.notes.say(format!(
                    "The data flow {} goes both ways; it is one flow in the direction drawn, and its description says so.",
                    quoted(&name)
                ));
            }
            let description = self.description(cell, &more);
            let protocol = cell.text("protocol", &mut self.notes);
            let protocol = self.notes.name(&protocol, &format!("the protocol in {}", cell.place));
            let out_of_scope = self.out_of_scope(cell, &name);
            self.threats(cell, id.as_str(), &name, diagram, &fallback)?;
            self.imported.flows.push(Flow {
                id,
                assessment: self.assessment.clone(),
                name,
                source,
                target,
                protocol,
                description,
                facts,
                crosses,
                out_of_scope,
            });
        }
        for (index, (_, name, _)) in curves.iter().enumerate() {
            if !crossed_ever.contains(&index) {
                self.notes.say(format!(
                    "No data flow crosses the boundary line {} as drawn in {}.",
                    quoted(name),
                    diagram.called
                ));
            }
        }
        if !curves.is_empty() {
            self.notes.say(format!(
                "Lines in {} are compared as straight between their points; where Threat Dragon rounds them, look again.",
                diagram.called
            ));
        }
        Ok(())
    }

    fn flow_name(&mut self, cell: &Cell, ends: [Option<&str>; 2]) -> String {
        if !cell.name.is_empty() {
            return cell.name.clone();
        }
        let name = match ends {
            [Some(source), Some(target)] => format!("{source} to {target}"),
            [Some(source), None] => format!("From {source}"),
            [None, Some(target)] => format!("To {target}"),
            [None, None] => return self.name(cell, "data flow"),
        };
        let name: String = name.chars().take(LONGEST_NAME).collect();
        self.notes.say(format!("{} has no name; it is called {}.", capital(&cell.place), quoted(&name)));
        name
    }

    /// An actor for the end of a flow that is at no element, so that the flow is kept.
    fn stand_in(
        &mut self,
        flow_name: &str,
        flow: &FlowId,
        side: &str,
        end: &End,
        boxes: &Boxes,
    ) -> Result<ElementId, ImportError> {
        let name: String = format!("Unattached end of {flow_name}").chars().take(LONGEST_NAME).collect();
        let made = self.ids.make("el", &format!("{side} of {flow}"));
        let id = ElementId::new(made.id)?;
        let why = match &end.cell {
            Some(cell) => format!("names the cell {}, which is no element of its diagram", quoted(cell)),
            None => "is attached to nothing".to_owned(),
        };
        self.notes.say(format!(
            "The {side} of the data flow {} {why}; the actor {} stands for it.",
            quoted(flow_name),
            quoted(&name)
        ));
        self.stand_ins += 1;
        let inside = end.point.and_then(|point| boxes.around(point));
        self.imported.elements.push(Element {
            id: id.clone(),
            assessment: self.assessment.clone(),
            name,
            kind: ElementKind::Actor,
            boundary: inside.map(|i| boxes.boxes[i].0.clone()),
            role: None,
            description: format!("Stands for the {side} of a data flow that is attached to no element."),
            facts: BTreeMap::new(),
            out_of_scope: None,
        });
        Ok(id)
    }

    fn facts(&mut self, cell: &Cell) -> BTreeMap<ElementFact, Known> {
        const FACTS: [(&str, ElementFact); 7] = [
            ("isEncrypted", ElementFact::Encrypted),
            ("isPublicNetwork", ElementFact::PublicNetwork),
            ("providesAuthentication", ElementFact::Authenticated),
            ("storesCredentials", ElementFact::StoresCredentials),
            ("isALog", ElementFact::IsLog),
            ("isSigned", ElementFact::Signed),
            ("isWebApplication", ElementFact::WebApplication),
        ];
        let mut facts = BTreeMap::new();
        for (key, fact) in FACTS {
            if let Some(flag) = cell.flag(key, &mut self.notes) {
                facts.insert(fact, if flag { Known::Yes } else { Known::No });
                self.said_no += usize::from(!flag);
            }
        }
        facts
    }

    /// The description, followed by what the file says and no fact has a place for.
    fn description(&mut self, cell: &Cell, more: &[String]) -> String {
        const SENTENCES: [(&str, &str); 3] = [
            ("handlesCardPayment", "Handles card payments."),
            ("handlesGoodsOrServices", "Handles goods or services."),
            ("storesInventory", "Stores an inventory."),
        ];
        let mut more = more.to_vec();
        for (key, sentence) in SENTENCES {
            if cell.flag(key, &mut self.notes) == Some(true) {
                more.push(sentence.to_owned());
            }
        }
        let level = cell.text("privilegeLevel", &mut self.notes);
        let level = self.notes.name(&level, &format!("the privilege level in {}", cell.place));
        if !level.is_empty() {
            more.push(format!("Privilege level: {level}."));
        }
        let added: usize = more.iter().map(|sentence| sentence.chars().count() + 1).sum();
        let raw = cell.text("description", &mut self.notes);
        let about = self.notes.prose(&raw, LONGEST_TEXT - added, &format!("“description” in {}", cell.place));
        join(about, &more)
    }

    fn out_of_scope(&mut self, cell: &Cell, name: &str) -> Option<String> {
        let out = cell.flag("outOfScope", &mut self.notes) == Some(true);
        let reason = cell.prose("reasonOutOfScope", &mut self.notes);
        if out {
            return Some(if reason.is_empty() {
                "No reason is given in Threat Dragon.".into()
            } else {
                reason
            });
        }
        if !reason.is_empty() {
            self.notes.say(format!(
                "{} is in scope; the reason for its being out of scope is kept in this remark only: {}.",
                cell.called(name),
                quoted(&reason)
            ));
        }
        None
    }

    fn threats(
        &mut self,
        cell: &Cell,
        on: &str,
        name: &str,
        diagram: &Diagram,
        fallback: &str,
    ) -> Result<(), ImportError> {
        let called = format!("the {} {}", cell.shape.noun(), quoted(name));
        for (n, threat) in cell.threats.iter().enumerate() {
            self.imported.counts.threats += 1;
            if self.imported.counts.threats > MOST_THREATS {
                return Err(ImportError::TooMany { what: "threats", limit: MOST_THREATS });
            }
            let owner: String = cell.id.as_deref().unwrap_or(fallback).chars().take(80).collect();
            let on = threat::On {
                id: on,
                called: &called,
                diagram: &diagram.called,
                fallback: format!("{owner}-{}", n + 1),
            };
            let (record, note) = threat::read(
                threat,
                &on,
                &self.assessment,
                &mut self.ids,
                &mut self.filled_in,
                &mut self.notes,
            )?;
            self.imported.threats.push(record);
            self.imported.decisions.extend(note);
        }
        Ok(())
    }

    fn finish(mut self) -> Imported {
        let closing = [
            (self.stand_ins, "Ends of data flows attached to no element, with an actor standing for each"),
            (self.filled_in, "Texts that Threat Dragon fills in for a new threat, left empty"),
            (self.said_no, "Facts recorded as “no”, which Threat Dragon also writes where nobody answered"),
        ];
        self.imported.remarks = self.notes.into_remarks();
        let counted = closing.iter().filter(|(count, _)| *count > 0);
        self.imported.remarks.extend(counted.map(|(count, what)| format!("{what}: {count}.")));
        self.imported
    }
}

/// Centres of the cells with an area, by the file's id.
fn centres<'a>(diagram: &'a Diagram) -> BTreeMap<&'a str, Point> {
    let mut centres = BTreeMap::new();
    for cell in &diagram.cells {
        if let (Some(id), Some(rect)) = (&cell.id, cell.rect) {
            centres.entry(id.as_str()).or_insert(rect.centre());
        }
    }
    centres
}

/// The line a flow or boundary is drawn as: from end to end by its points, as far as they are known.
fn line(cell: &Cell, centres: &BTreeMap<&str, Point>) -> Option<Line> {
    let point = |end: &End| end.cell.as_deref().and_then(|id| centres.get(id).copied()).or(end.point);
    let points =
        point(&cell.source).into_iter().chain(cell.vertices.iter().copied()).chain(point(&cell.target));
    Line::new(points.collect())
}
