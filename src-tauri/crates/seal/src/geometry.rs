//! Signature places and what their pages show into the places that lie over something.
//!
//! Whoever signs decides what is drawn in the place. Where it lies over text or a picture, a signature replaces what was
//! read there before, without a change of the document. Lines and areas are left aside: places are framed with them.

use crate::font;
use crate::form::Field;
use crate::pdf::file::File;
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{Body, Dictionary, Id, Object};
use crate::pdf::{Broken, Read, filter};
use crate::revisions;
use assay_message::{Message, message};
use std::collections::{BTreeMap, BTreeSet};

/// Places looked at, at most, drawings inside each other, and decompressed bytes of what the pages show.
const MAX_PLACES: usize = 64;
const MAX_DEPTH: usize = 4;
const MAX_CONTENT: u64 = 64 << 20;
/// What may reach into a place at its edge, in points.
const EDGE: f64 = 1.0;

/// A rectangle: left, bottom, right, top, in points.
#[derive(Debug, Clone, Copy)]
struct Area(f64, f64, f64, f64);

impl Area {
    fn of(field: &Field) -> Option<Area> {
        let Some(Object::Array(corners)) = field.dictionary.get("Rect") else { return None };
        let corners: Vec<f64> = corners.iter().filter_map(Object::as_number).collect();
        let [a, b, c, d] = corners.try_into().ok()?;
        let area = Area(a.min(c) + EDGE, b.min(d) + EDGE, a.max(c) - EDGE, b.max(d) - EDGE);
        (area.0 < area.2 && area.1 < area.3).then_some(area)
    }

    fn meets(&self, other: &Area) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

/// One sentence for each place that lies over text, a picture or another place.
pub(crate) fn covered(file: &File, fields: &[Field]) -> Read<Vec<Message>> {
    let newest = file.newest();
    let mut pages: BTreeMap<u32, Vec<(&Field, Area)>> = BTreeMap::new();
    for field in fields.iter().take(MAX_PLACES) {
        if let (Some(page), Some(area)) = (field.dictionary.reference("P"), Area::of(field)) {
            pages.entry(page.number).or_default().push((field, area));
        }
    }
    let mut all = Vec::new();
    let mut left = MAX_CONTENT;
    for (page, places) in pages {
        let areas: Vec<Area> = places.iter().map(|(_, area)| *area).collect();
        let over = shown(file, Id::new(page), &areas, &mut left)?;
        let number = revisions::page_number(file, newest, page)?;
        for (at, (field, area)) in places.iter().enumerate() {
            if over.contains(&at) {
                all.push(match number {
                    None => {
                        message!("The signature place {name} lies over text or a picture.", name = field.name)
                    }
                    Some(page) => message!(
                        "The signature place {name} lies over text or a picture on page {page}.",
                        name = field.name
                    ),
                });
            }
            let other = places.iter().skip(at + 1).find(|(_, other)| other.meets(area));
            if let Some((other, _)) = other {
                all.push(match number {
                    None => message!(
                        "The signature places {name} and {other_name} lie over each other.",
                        name = field.name,
                        other_name = other.name
                    ),
                    Some(page) => message!(
                        "The signature places {name} and {other_name} lie over each other on page {page}.",
                        name = field.name,
                        other_name = other.name
                    ),
                });
            }
        }
    }
    Ok(all)
}

/// The places, by their number in `areas`, in which the page shows text or a picture.
fn shown(file: &File, page: Id, areas: &[Area], left: &mut u64) -> Read<BTreeSet<usize>> {
    let newest = file.newest();
    let Some(dictionary) = file.dictionary(Some(&Object::Reference(page)), newest)? else {
        return Ok(BTreeSet::new());
    };
    let parts = match dictionary.get("Contents") {
        Some(Object::Array(parts)) => parts.clone(),
        Some(part) => match file.resolve(Some(part), newest)? {
            Some(Object::Array(parts)) => parts,
            _ => vec![part.clone()],
        },
        None => Vec::new(),
    };
    let mut content = Vec::new();
    for part in parts {
        let Object::Reference(id) = part else { continue };
        if let Some(Body::Stream(dictionary, data)) = file.object(id, newest)? {
            content.extend(filter::decode(&dictionary, &data, *left)?);
            content.push(b'\n');
            *left = left.saturating_sub(content.len() as u64);
        }
    }
    let resources = resources(file, dictionary)?;
    let mut ink = Ink { file, areas, over: BTreeSet::new(), left };
    ink.draw(&content, &resources, IDENTITY, 0)?;
    Ok(ink.over)
}

/// The resources of a page, which it may have from the pages above it.
fn resources(file: &File, mut page: Dictionary) -> Read<Dictionary> {
    for _ in 0..16 {
        if let Some(found) = file.dictionary(page.get("Resources"), file.newest())? {
            return Ok(found);
        }
        let Some(above) = file.dictionary(page.get("Parent"), file.newest())? else { break };
        page = above;
    }
    Ok(Dictionary::default())
}

/// A transformation: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `first`, then `second`.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn point(matrix: Matrix, x: f64, y: f64) -> (f64, f64) {
    let [a, b, c, d, e, f] = matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

/// How text is set.
#[derive(Clone)]
struct Text {
    matrix: Matrix,
    line: Matrix,
    font: Option<std::rc::Rc<font::Advances>>,
    size: f64,
    spacing: f64,
    words: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

struct Ink<'f, 'a> {
    file: &'f File<'a>,
    areas: &'f [Area],
    over: BTreeSet<usize>,
    left: &'f mut u64,
}

impl Ink<'_, '_> {
    fn draw(&mut self, content: &[u8], resources: &Dictionary, start: Matrix, depth: usize) -> Read<()> {
        let mut fonts: BTreeMap<Vec<u8>, std::rc::Rc<font::Advances>> = BTreeMap::new();
        let text = Text {
            matrix: IDENTITY,
            line: IDENTITY,
            font: None,
            size: 0.0,
            spacing: 0.0,
            words: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut state = (start, text);
        let mut kept: Vec<(Matrix, Text)> = Vec::new();
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            lexer.skip();
            match lexer.peek() {
                None => return Ok(()),
                Some(b'A'..=b'Z' | b'a'..=b'z' | b'\'' | b'"') => {}
                Some(b']' | b'}' | b'{' | b')' | b'>') => {
                    return Err(Broken::because(message!("a page cannot be read")));
                }
                Some(_) => {
                    operands.push(lexer.object()?);
                    continue;
                }
            }
            match lexer.word() {
                b"true" | b"false" | b"null" => continue,
                b"q" if kept.len() < 256 => kept.push(state.clone()),
                b"Q" => state = kept.pop().unwrap_or(state),
                b"cm" => state.0 = then(matrix(&operands), state.0),
                b"Do" => self.object(&operands, resources, state.0, depth)?,
                b"BI" => {
                    self.mark_square(state.0);
                    skip_image(&mut lexer, content);
                }
                b"Tf" => {
                    if let [Object::Name(name), size] = operands.as_slice() {
                        state.1.size = size.as_number().unwrap_or(0.0);
                        let known = fonts.get(name).cloned();
                        let font = match known {
                            Some(font) => font,
                            None => std::rc::Rc::new(self.font(name, resources)?),
                        };
                        fonts.insert(name.clone(), font.clone());
                        state.1.font = Some(font);
                    }
                }
                word => self.text(word, &operands, &mut state),
            }
            operands.clear();
        }
    }

    fn font(&self, name: &[u8], resources: &Dictionary) -> Read<font::Advances> {
        let newest = self.file.newest();
        let fonts = self.file.dictionary(resources.get("Font"), newest)?.unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let font = self.file.dictionary(fonts.get(&name), newest)?.unwrap_or_default();
        font::Advances::read(self.file, newest, &font)
    }

    fn object(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        matrix_now: Matrix,
        depth: usize,
    ) -> Read<()> {
        let newest = self.file.newest();
        let [Object::Name(name)] = operands else { return Ok(()) };
        let objects = self.file.dictionary(resources.get("XObject"), newest)?.unwrap_or_default();
        let Some(id) = objects.reference(&String::from_utf8_lossy(name)) else { return Ok(()) };
        let Some(Body::Stream(dictionary, data)) = self.file.object(id, newest)? else { return Ok(()) };
        if dictionary.name("Subtype") != Some(b"Form") || depth >= MAX_DEPTH {
            self.mark_square(matrix_now);
            return Ok(());
        }
        let content = filter::decode(&dictionary, &data, *self.left)?;
        *self.left = self.left.saturating_sub(content.len() as u64);
        let own = match dictionary.get("Matrix") {
            Some(Object::Array(numbers)) => matrix(numbers),
            _ => IDENTITY,
        };
        let resources = self.file.dictionary(dictionary.get("Resources"), newest)?.unwrap_or_default();
        self.draw(&content, &resources, then(own, matrix_now), depth + 1)
    }

    fn text(&mut self, word: &[u8], operands: &[Object], (page, text): &mut (Matrix, Text)) {
        let number = |at: usize| operands.get(at).and_then(Object::as_number).unwrap_or(0.0);
        match word {
            b"BT" => (text.matrix, text.line) = (IDENTITY, IDENTITY),
            b"Tm" => (text.matrix, text.line) = (matrix(operands), matrix(operands)),
            b"Td" => text.next_line(number(0), number(1)),
            b"TD" => {
                text.leading = -number(1);
                text.next_line(number(0), number(1));
            }
            b"T*" => text.next_line(0.0, -text.leading),
            b"TL" => text.leading = number(0),
            b"Tc" => text.spacing = number(0),
            b"Tw" => text.words = number(0),
            b"Tz" => text.scale = number(0) / 100.0,
            b"Ts" => text.rise = number(0),
            b"'" | b"\"" => {
                text.next_line(0.0, -text.leading);
                operands.iter().for_each(|operand| self.show(operand, *page, text));
            }
            b"Tj" => operands.iter().for_each(|operand| self.show(operand, *page, text)),
            b"TJ" => {
                let Some(Object::Array(parts)) = operands.first() else { return };
                for part in parts {
                    match part.as_number() {
                        Some(back) => text.advance(-back / 1000.0 * text.size * text.scale),
                        None => self.show(part, *page, text),
                    }
                }
            }
            _ => {}
        }
    }

    /// Goes over a string glyph by glyph; each has its middle somewhere.
    fn show(&mut self, string: &Object, page: Matrix, text: &mut Text) {
        let (Object::String(bytes), Some(font)) = (string, text.font.clone()) else { return };
        for (width, is_space) in font.of(bytes) {
            let along = width / 1000.0 * text.size;
            if !is_space {
                let place = then(text.matrix, page);
                let middle = point(place, along * text.scale / 2.0, text.rise + text.size * 0.25);
                self.mark(Area(middle.0, middle.1, middle.0, middle.1));
            }
            let gap = text.spacing + if is_space { text.words } else { 0.0 };
            text.advance((along + gap) * text.scale);
        }
    }

    fn mark_square(&mut self, matrix: Matrix) {
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(x, y)| point(matrix, x, y));
        let low = corners.iter().fold((f64::MAX, f64::MAX), |low, at| (low.0.min(at.0), low.1.min(at.1)));
        let high = corners.iter().fold((f64::MIN, f64::MIN), |high, at| (high.0.max(at.0), high.1.max(at.1)));
        self.mark(Area(low.0, low.1, high.0, high.1));
    }

    fn mark(&mut self, ink: Area) {
        let met = self.areas.iter().enumerate().filter(|(_, area)| area.meets(&ink)).map(|(at, _)| at);
        self.over.extend(met);
    }
}

impl Text {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.matrix = self.line;
    }

    fn advance(&mut self, by: f64) {
        self.matrix = then([1.0, 0.0, 0.0, 1.0, by, 0.0], self.matrix);
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let numbers: Vec<f64> = operands.iter().filter_map(Object::as_number).collect();
    numbers.try_into().unwrap_or(IDENTITY)
}

/// Skips the bytes of a picture that stands among the operators.
fn skip_image(lexer: &mut Lexer, content: &[u8]) {
    let rest = content.get(lexer.at..).unwrap_or_default();
    let end = rest.windows(4).position(|window| {
        window[0].is_ascii_whitespace() && &window[1..3] == b"EI" && window[3].is_ascii_whitespace()
    });
    lexer.at += end.map_or(rest.len(), |end| end + 3);
}
