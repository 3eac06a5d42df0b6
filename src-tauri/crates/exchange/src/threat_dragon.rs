//! A model of OWASP Threat Dragon → boundaries, elements, flows, threats and decisions of an assessment.
//!
//! All diagrams of a file go into one model. What a drawing says only by where things are is read from there: an element
//! is in the innermost box around its centre unless the file declares another, and a flow crosses a boundary drawn as a
//! line where the two lines meet. Whatever is not understood or has to be changed is told in a remark; nothing is
//! dropped silently. The same bytes yield the same records with the same ids, so reading a file again changes nothing.
//!
//! Version 2 of the format is meant; version 1 keeps the same things in other places and is read as well.

mod boundary;
mod cell;
mod part;
mod plane;
mod threat;

use crate::error::ImportError;
use crate::json;
use crate::text::{Ids, Notes, kept, quoted};
use assay_core::ids::AssessmentId;
use assay_core::record::{Boundary, Element, Flow, RecordedThreat, ThreatNote};
use assay_message::message;
use cell::{Cell, Object, Shape, list, object, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Diagrams a file may have.
const MOST_DIAGRAMS: usize = 1_000;
/// Cells a file may have, in all diagrams together.
const MOST_CELLS: usize = 20_000;
/// Threats a file may have.
const MOST_THREATS: usize = 50_000;
/// Pairs of straight pieces of lines compared, so that a file cannot ask for hours.
const MOST_PAIRS: usize = 20_000_000;
/// Crossings of flows and boundary lines recorded.
const MOST_CROSSINGS: usize = 100_000;

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
            found: message!("missing"),
            wanted: message!("an object"),
        });
    }
    let detail = object(model.get("detail"), || "“detail”".into())?;
    let diagrams = list(detail.get("diagrams"), || "“diagrams” in “detail”".into())?;
    if diagrams.len() > MOST_DIAGRAMS {
        return Err(ImportError::TooMany { what: message!("diagrams"), limit: MOST_DIAGRAMS });
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
            return Err(ImportError::TooMany { what: message!("cells"), limit: MOST_CELLS });
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
            notes.say(format!("The description of {called} is kept in this remark only: {}.", kept(&about)));
        }
        let mut read = Vec::with_capacity(drawn.len());
        for (n, cell) in drawn.iter().enumerate() {
            read.extend(Cell::read(cell, n + 1, &called, first_version, notes)?);
        }
        Ok(Self { number, called, cells: read })
    }

    /// What stands for the id of the cell at `index` when the file gives it none.
    fn fallback(&self, index: usize) -> String {
        format!("d{}-c{}", self.number, index + 1)
    }
}

/// The first letter as a capital, for the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is read so far.
struct Draft {
    assessment: AssessmentId,
    imported: Imported,
    notes: Notes,
    ids: Ids,
    pairs: usize,
    crossings: usize,
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
            crossings: 0,
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
        match version.trim().trim_start_matches('v').split('.').next().unwrap_or_default() {
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
        let said = [
            ("owner", text(summary, "owner", "“summary”", notes)),
            ("reviewer", text(detail, "reviewer", "“detail”", notes)),
            ("contributors", contributors.join(", ")),
            ("description", text(summary, "description", "“summary”", notes)),
        ];
        for (what, said) in said.iter().filter(|(_, said)| !said.trim().is_empty()) {
            notes.say(format!("The model's {what}, kept in this remark only: {}.", kept(said)));
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
                kept(&cell.name)
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
