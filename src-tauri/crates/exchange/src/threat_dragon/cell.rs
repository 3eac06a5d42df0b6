//! One cell of a diagram, in either version of the format → what it draws.
//!
//! Version 2 keeps a cell's attributes in `data` and its kind in `shape`; version 1 keeps both on the cell itself, with
//! the kind in `type` and the name in `attrs` or `labels`.
//!
//! A cell, `data` or list of threats of the wrong form is an error, because nothing of it can be told. A single attribute
//! of the wrong form is a remark, and counts as not given.

use super::plane::{Point, Rect};
use crate::error::ImportError;
use crate::json::kind;
use crate::text::{LONGEST_TEXT, Notes, quoted};
use assay_core::words::ElementKind;
use assay_message::message;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::OnceLock;

pub(super) type Object = Map<String, Value>;

/// What a cell draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Element(ElementKind),
    Flow,
    Box,
    Curve,
    Text,
}

impl Shape {
    /// From `shape` of version 2 or `type` of version 1. One released version of Threat Dragon misspelt the curve.
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "actor" | "tm.Actor" => Self::Element(ElementKind::Actor),
            "process" | "tm.Process" => Self::Element(ElementKind::Process),
            "store" | "tm.Store" => Self::Element(ElementKind::Store),
            "flow" | "tm.Flow" => Self::Flow,
            "trust-boundary-box" | "tm.BoundaryBox" => Self::Box,
            "trust-boundary-curve" | "trust-broundary-curve" | "tm.Boundary" => Self::Curve,
            "td-text-block" | "tm.Text" => Self::Text,
            _ => return None,
        })
    }

    /// The noun for remarks and for things without a name.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Element(ElementKind::Actor) => "actor",
            Self::Element(ElementKind::Process) => "process",
            Self::Element(ElementKind::Store) => "store",
            Self::Flow => "data flow",
            Self::Box => "boundary box",
            Self::Curve => "boundary line",
            Self::Text => "text block",
        }
    }
}

/// Where a line ends: at a cell, at a point, or nowhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct End {
    pub(super) cell: Option<String>,
    pub(super) point: Option<Point>,
}

/// A cell, read.
pub(super) struct Cell<'a> {
    /// `cell 3 (shape “flow”) of diagram 1, “Payment”`.
    pub(super) place: String,
    pub(super) shape: Shape,
    /// The file's id.
    pub(super) id: Option<String>,
    /// Empty when it has none.
    pub(super) name: String,
    /// The attributes.
    pub(super) data: &'a Object,
    pub(super) threats: Vec<&'a Object>,
    /// Where it is drawn, if it has an area.
    pub(super) rect: Option<Rect>,
    pub(super) source: End,
    pub(super) target: End,
    pub(super) vertices: Vec<Point>,
    /// The cell it is declared to be in.
    pub(super) parent: Option<String>,
    /// Cells declared to be in it.
    pub(super) children: Vec<String>,
}

impl<'a> Cell<'a> {
    /// Reads the cell `number` of `diagram`; `None`, with a remark, when its shape is not known.
    pub(super) fn read(
        value: &'a Value,
        number: usize,
        diagram: &str,
        first_version: bool,
        notes: &mut Notes,
    ) -> Result<Option<Self>, ImportError> {
        let plain = format!("cell {number} of {diagram}");
        let cell = object(Some(value), || plain.clone())?;
        let word = ["shape", "type"]
            .iter()
            .filter_map(|key| cell.get(*key))
            .chain(cell.get("data").and_then(|data| data.get("type")))
            .find_map(Value::as_str);
        let place = match word {
            Some(word) => format!("cell {number} (shape {}) of {diagram}", quoted(word)),
            None => format!("cell {number} (no shape) of {diagram}"),
        };
        let data = match cell.get("data") {
            _ if first_version => cell,
            None | Some(Value::Null) => EMPTY.get_or_init(Map::new),
            data => object(data, || format!("“data” in {place}"))?,
        };
        let Some(shape) = word.and_then(Shape::parse) else {
            notes.say(format!("What {place} draws is not known; it is not read."));
            return Ok(None);
        };
        let is_line = matches!(shape, Shape::Flow | Shape::Curve);
        let mut threats = read_threats(data, &place)?;
        if !first_version && cell.get("threats") != data.get("threats") {
            // The published schema has them beside `data`, the application inside it. A threat in both is one threat.
            let inside: BTreeSet<String> =
                threats.iter().filter_map(|t| t.get("id").and_then(id_text)).collect();
            let is_new = |t: &&Object| t.get("id").and_then(id_text).is_none_or(|id| !inside.contains(&id));
            threats.extend(read_threats(cell, &place)?.into_iter().filter(is_new));
        }
        let mut read = Self {
            shape,
            id: cell.get("id").and_then(id_text),
            name: String::new(),
            data,
            threats,
            rect: if is_line { None } else { read_rect(cell, &place, notes) },
            source: if is_line { read_end(cell, "source", &place, notes) } else { End::default() },
            target: if is_line { read_end(cell, "target", &place, notes) } else { End::default() },
            vertices: if is_line { read_vertices(cell, &place, notes) } else { Vec::new() },
            parent: cell.get("parent").and_then(id_text),
            children: match cell.get("children") {
                Some(Value::Array(children)) => children.iter().filter_map(id_text).collect(),
                _ => Vec::new(),
            },
            place,
        };
        let drawn = if first_version { drawn_name(cell) } else { None };
        let raw = drawn.map_or_else(|| read.text("name", notes), str::to_owned);
        read.name = notes.name(&raw, &read.place);
        Ok(Some(read))
    }

    /// A text among the attributes; numbers count as text.
    pub(super) fn text(&self, key: &str, notes: &mut Notes) -> String {
        text(self.data, key, &self.place, notes)
    }

    /// Prose among the attributes.
    pub(super) fn prose(&self, key: &str, notes: &mut Notes) -> String {
        let raw = self.text(key, notes);
        notes.prose(&raw, LONGEST_TEXT, &format!("“{key}” in {}", self.place))
    }

    /// A flag among the attributes; `None` when nobody said.
    pub(super) fn flag(&self, key: &str, notes: &mut Notes) -> Option<bool> {
        match self.data.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::Bool(flag)) => Some(*flag),
            other => {
                notes.say(format!(
                    "“{key}” in {} is {} where true or false is expected; it counts as not known.",
                    self.place,
                    kind(other)
                ));
                None
            }
        }
    }

    /// Noun and name, for remarks.
    pub(super) fn called(&self, name: &str) -> String {
        format!("The {} {}", self.shape.noun(), quoted(name))
    }
}

/// The attributes of a cell without any.
static EMPTY: OnceLock<Object> = OnceLock::new();

/// The object `value` is, or an error that names the place.
pub(super) fn object(value: Option<&Value>, place: impl FnOnce() -> String) -> Result<&Object, ImportError> {
    value.and_then(Value::as_object).ok_or_else(|| ImportError::Malformed {
        place: place(),
        found: kind(value),
        wanted: message!("an object"),
    })
}

/// The list `value` is, or an error that names the place.
pub(super) fn list(
    value: Option<&Value>,
    place: impl FnOnce() -> String,
) -> Result<&Vec<Value>, ImportError> {
    value.and_then(Value::as_array).ok_or_else(|| ImportError::Malformed {
        place: place(),
        found: kind(value),
        wanted: message!("a list"),
    })
}

/// A text of an object, empty when it is not there; numbers count as text.
pub(super) fn text(object: &Object, key: &str, place: &str, notes: &mut Notes) -> String {
    match object.get(key) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        other => {
            notes.say(format!(
                "“{key}” in {place} is {} where a text is expected; it is left empty.",
                kind(other)
            ));
            String::new()
        }
    }
}

/// An id as the file writes it: a text or a number.
pub(super) fn id_text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    text.or_else(|| value.as_number().map(ToString::to_string))
}

fn read_threats<'a>(object: &'a Object, place: &str) -> Result<Vec<&'a Object>, ImportError> {
    match object.get("threats") {
        None | Some(Value::Null) => Ok(Vec::new()),
        threats => list(threats, || format!("“threats” in {place}"))?
            .iter()
            .enumerate()
            .map(|(n, threat)| self::object(Some(threat), || format!("threat {} in {place}", n + 1)))
            .collect(),
    }
}

/// The name as version 1 draws it.
fn drawn_name(cell: &Object) -> Option<&str> {
    let in_attrs = cell.get("attrs").and_then(|attrs| attrs.pointer("/text/text"));
    let in_label = cell.get("labels").and_then(|labels| labels.pointer("/0/attrs/text/text"));
    in_attrs.and_then(Value::as_str).or_else(|| in_label.and_then(Value::as_str))
}

fn read_point(object: &Object) -> Option<Point> {
    let number = |key: &str| object.get(key).and_then(Value::as_f64);
    Point::new(number("x")?, number("y")?)
}

fn read_rect(cell: &Object, place: &str, notes: &mut Notes) -> Option<Rect> {
    let corner = cell.get("position")?.as_object().and_then(read_point);
    let side = |key: &str| match cell.get("size") {
        None => Some(0.0),
        Some(size) => size.get(key).and_then(Value::as_f64),
    };
    let rect =
        corner.zip(side("width").zip(side("height"))).and_then(|(corner, (w, h))| Rect::new(corner, w, h));
    if rect.is_none() {
        notes.say(format!("Position or size of {place} cannot be placed on a drawing; they are left aside."));
    }
    rect
}

fn read_end(cell: &Object, key: &str, place: &str, notes: &mut Notes) -> End {
    match cell.get(key) {
        None | Some(Value::Null) => End::default(),
        Some(Value::Object(end)) => {
            let attached = end.get("cell").or_else(|| end.get("id")).and_then(id_text);
            let point = read_point(end);
            if point.is_none() && (end.contains_key("x") || end.contains_key("y")) {
                notes.say(format!(
                    "The point of “{key}” in {place} is no place on a drawing; it is left aside."
                ));
            }
            End { cell: attached, point }
        }
        Some(Value::String(id)) => End { cell: Some(id.clone()), point: None },
        other => {
            notes.say(format!(
                "“{key}” in {place} is {} where an object is expected; it counts as not attached.",
                kind(other)
            ));
            End::default()
        }
    }
}

fn read_vertices(cell: &Object, place: &str, notes: &mut Notes) -> Vec<Point> {
    let vertices = match cell.get("vertices") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(vertices)) => vertices,
        other => {
            notes.say(format!(
                "“vertices” in {place} is {} where a list is expected; it is left aside.",
                kind(other)
            ));
            return Vec::new();
        }
    };
    let points: Vec<Point> = vertices.iter().filter_map(|v| v.as_object().and_then(read_point)).collect();
    if points.len() < vertices.len() {
        notes.say(format!(
            "{} of the {} points of the line in {place} are no place on a drawing; they are left aside.",
            vertices.len() - points.len(),
            vertices.len()
        ));
    }
    points
}
