//! Marks on pages: text, rules and areas → drawing operations, each inside marked content.
//!
//! Nothing can be drawn outside of [`Canvas::mark`] (content that belongs to a node of the structure) or
//! [`Canvas::decorate`] (an artifact, which those who listen never hear of): only these two lend out [`Ink`].
//! Coordinates run from the top left corner of the sheet, y downwards.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, FontId, Line as PathLine, LineDashPattern, LinePoint, Op, PaintMode,
    PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, WindingOrder,
};

use super::fonts::Face;
use super::lines::{Line, Run};
use super::object::utf16;
use super::shape::Piece;
use super::style::{Colour, SHEET_HEIGHT};
use super::tags::{Node, Tags};

/// Why something is drawn that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoration {
    /// Rules, areas, marks.
    Layout,
    /// The running header.
    Header,
    /// The running footer.
    Footer,
    /// Header rows repeated on a further page.
    Repeated,
}

/// The pages drawn so far.
#[derive(Default)]
pub struct Canvas {
    sheets: Vec<Sheet>,
}

/// One page.
#[derive(Default)]
pub struct Sheet {
    /// What is drawn.
    pub ops: Vec<Op>,
    /// How many pieces of content it has.
    pub pieces: usize,
}

impl Canvas {
    /// Adds an empty page and returns its position.
    pub fn add_sheet(&mut self) -> usize {
        self.sheets.push(Sheet::default());
        self.sheets.len() - 1
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// The pages.
    pub fn into_sheets(self) -> Vec<Sheet> {
        self.sheets
    }

    /// Draws what belongs to a node.
    pub fn mark(&mut self, tags: &mut Tags, page: usize, node: Node, draw: impl FnOnce(&mut Ink)) {
        let Some(sheet) = self.sheets.get_mut(page) else { return };
        let number = sheet.pieces;
        sheet.pieces += 1;
        tags.own(node, page, number);
        sheet.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tags.tag(node).to_owned(),
            properties: properties([("MCID", DictItem::Int(number as i64))]),
        });
        draw(&mut Ink { ops: &mut sheet.ops });
        sheet.ops.push(Op::EndMarkedContent);
    }

    /// Draws an artifact.
    pub fn decorate(&mut self, page: usize, decoration: Decoration, draw: impl FnOnce(&mut Ink)) {
        let Some(sheet) = self.sheets.get_mut(page) else { return };
        let kind = |kind: &str| ("Type", DictItem::Name(kind.as_bytes().to_vec()));
        let part = |part: &str| ("Subtype", DictItem::Name(part.as_bytes().to_vec()));
        let properties = match decoration {
            Decoration::Layout => properties([kind("Layout")]),
            Decoration::Repeated => properties([kind("Pagination")]),
            Decoration::Header => properties([kind("Pagination"), part("Header")]),
            Decoration::Footer => properties([kind("Pagination"), part("Footer")]),
        };
        sheet.ops.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".to_owned(), properties });
        draw(&mut Ink { ops: &mut sheet.ops });
        sheet.ops.push(Op::EndMarkedContent);
    }
}

fn properties<const N: usize>(entries: [(&str, DictItem); N]) -> DictItem {
    let map: BTreeMap<String, DictItem> =
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    DictItem::Dict { map }
}

/// Draws on one page.
pub struct Ink<'a> {
    ops: &'a mut Vec<Op>,
}

impl Ink<'_> {
    /// Draws a line of text with its left edge at `x` and its base line at `baseline`.
    pub fn line(&mut self, line: &Line, x: f32, baseline: f32) {
        self.runs(&line.runs, x, baseline);
    }

    /// Draws some runs of a line.
    pub fn runs(&mut self, runs: &[Run], x: f32, baseline: f32) {
        let mut pen = TextPen { ops: self.ops, started: None, cursor: x, glyphs: Vec::new() };
        for run in runs {
            let mut at = x + run.x;
            for piece in &run.word.pieces {
                pen.piece(piece, run, at, baseline);
                at += piece.width * run.size / 1000.0;
            }
        }
        pen.stop();
    }

    /// Draws a line of text that is read out as something else.
    pub fn line_read_as(&mut self, line: &Line, x: f32, baseline: f32, words: &str) {
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Span".to_owned(),
            properties: actual_text(words),
        });
        self.runs(&line.runs, x, baseline);
        self.ops.push(Op::EndMarkedContent);
    }

    /// Fills a rectangle.
    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.ops.push(Op::SetFillColor { col: colour.into() });
        self.ops.push(Op::DrawRectangle { rectangle: rectangle(x, y, width, height, PaintMode::Fill) });
    }

    /// Draws the outline of a rectangle.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, stroke: Stroke) {
        self.stroke(stroke);
        self.ops.push(Op::DrawRectangle { rectangle: rectangle(x, y, width, height, PaintMode::Stroke) });
        self.unstroke(stroke);
    }

    /// Draws a straight line.
    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        self.stroke(stroke);
        let points = [from, to].map(|(x, y)| LinePoint { p: point(x, y), bezier: false }).to_vec();
        self.ops.push(Op::DrawLine { line: PathLine { points, is_closed: false } });
        self.unstroke(stroke);
    }

    /// Fills a polygon.
    pub fn polygon(&mut self, corners: &[(f32, f32)], colour: Colour) {
        self.ops.push(Op::SetFillColor { col: colour.into() });
        let points = corners.iter().map(|&(x, y)| LinePoint { p: point(x, y), bezier: false }).collect();
        self.path(points, PaintMode::Fill);
    }

    /// Fills a rectangle with round corners.
    pub fn round_area(&mut self, x: f32, y: f32, width: f32, height: f32, radius: f32, colour: Colour) {
        self.ops.push(Op::SetFillColor { col: colour.into() });
        self.path(round(x, y, width, height, radius), PaintMode::Fill);
    }

    /// Draws the outline of a rectangle with round corners.
    pub fn round_frame(&mut self, x: f32, y: f32, width: f32, height: f32, radius: f32, stroke: Stroke) {
        self.stroke(stroke);
        self.path(round(x, y, width, height, radius), PaintMode::Stroke);
        self.unstroke(stroke);
    }

    fn path(&mut self, points: Vec<LinePoint>, mode: PaintMode) {
        let polygon =
            Polygon { rings: vec![PolygonRing { points }], mode, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn stroke(&mut self, stroke: Stroke) {
        self.ops.push(Op::SetOutlineColor { col: stroke.colour.into() });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(stroke.width) });
        if let Some((dash, gap)) = stroke.dash {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[dash, gap]) });
        }
    }

    fn unstroke(&mut self, stroke: Stroke) {
        if stroke.dash.is_some() {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::solid() });
        }
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Its width.
    pub width: f32,
    /// Lengths of its dashes and gaps; solid when none.
    pub dash: Option<(f32, f32)>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(colour: Colour, width: f32) -> Self {
        Self { colour, width, dash: None }
    }

    /// A dashed line.
    pub const fn dashed(colour: Colour, width: f32, dash: f32, gap: f32) -> Self {
        Self { colour, width, dash: Some((dash, gap)) }
    }
}

impl From<Colour> for Color {
    fn from(Colour(r, g, b): Colour) -> Self {
        let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
        Color::Rgb(Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
    }
}

/// Joins pieces that follow each other in the same font into one operation.
struct TextPen<'a> {
    ops: &'a mut Vec<Op>,
    /// Font, size, colour and place of the text object that is open.
    started: Option<(Face, f32, Colour)>,
    /// Where the pen stands.
    cursor: f32,
    glyphs: Vec<TextItem>,
}

impl TextPen<'_> {
    fn piece(&mut self, piece: &Piece, run: &Run, x: f32, baseline: f32) {
        let lifted = piece.glyphs.iter().any(|glyph| glyph.rise != 0.0);
        let apart = lifted || piece.actual.is_some();
        let look = (piece.face, run.size, run.colour);
        if apart || self.started != Some(look) || (self.cursor - x).abs() > 0.01 {
            self.stop();
            if let Some(words) = &piece.actual {
                self.ops.push(Op::BeginMarkedContentWithProperties {
                    tag: "Span".to_owned(),
                    properties: actual_text(words),
                });
            }
            self.start(look, x, baseline);
        }
        let mut codes: Vec<Codepoint> = Vec::with_capacity(piece.glyphs.len());
        let mut rise = 0.0;
        for glyph in &piece.glyphs {
            if glyph.rise != rise {
                self.push(&mut codes);
                self.show();
                rise = glyph.rise;
                self.ops.push(Op::SetLineOffset { multiplier: round_to(rise * run.size / 1000.0) });
            }
            if glyph.before != 0.0 {
                match codes.last_mut() {
                    Some(last) => last.offset = round_to(last.offset + glyph.before),
                    None => self.glyphs.push(TextItem::Offset(round_to(glyph.before))),
                }
            }
            codes.push(Codepoint::new(glyph.number, round_to(glyph.after)));
        }
        self.push(&mut codes);
        if rise != 0.0 {
            self.show();
            self.ops.push(Op::SetLineOffset { multiplier: 0.0 });
        }
        self.cursor = x + piece.width * run.size / 1000.0;
        if apart {
            self.stop();
            if piece.actual.is_some() {
                self.ops.push(Op::EndMarkedContent);
            }
        }
    }

    fn start(&mut self, look: (Face, f32, Colour), x: f32, baseline: f32) {
        let (face, size, colour) = look;
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetFillColor { col: colour.into() });
        let font = PdfFontHandle::External(FontId(face.resource().to_owned()));
        self.ops.push(Op::SetFont { font, size: Pt(size) });
        self.ops.push(Op::SetTextCursor { pos: point(x, baseline) });
        self.started = Some(look);
    }

    fn push(&mut self, codes: &mut Vec<Codepoint>) {
        if codes.is_empty() {
            return;
        }
        match self.glyphs.last_mut() {
            Some(TextItem::GlyphIds(open)) => open.append(codes),
            _ => self.glyphs.push(TextItem::GlyphIds(std::mem::take(codes))),
        }
    }

    fn show(&mut self) {
        if !self.glyphs.is_empty() {
            self.ops.push(Op::ShowText { items: std::mem::take(&mut self.glyphs) });
        }
    }

    fn stop(&mut self) {
        self.show();
        if self.started.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }
}

fn actual_text(words: &str) -> DictItem {
    properties([("ActualText", DictItem::String { data: utf16(words), literal: false })])
}

fn round_to(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Pt(round_to(x)), y: Pt(round_to(SHEET_HEIGHT - y)) }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32, mode: PaintMode) -> Rect {
    let corner = point(x, y + height);
    Rect {
        x: corner.x,
        y: corner.y,
        width: Pt(round_to(width)),
        height: Pt(round_to(height)),
        mode: Some(mode),
        winding_order: None,
    }
}

/// The outline of a rectangle with round corners, as Bézier curves.
fn round(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Vec<LinePoint> {
    let r = radius.min(width / 2.0).min(height / 2.0).max(0.0);
    // How far the handles of a quarter of a circle stand from its ends.
    let k = r * (1.0 - 0.552_284_8);
    let (right, bottom) = (x + width, y + height);
    let corner = |a: (f32, f32), b: (f32, f32), c: (f32, f32), d: (f32, f32)| {
        [(a, false), (b, true), (c, true), (d, false)]
    };
    [
        corner((right - r, y), (right - k, y), (right, y + k), (right, y + r)),
        corner((right, bottom - r), (right, bottom - k), (right - k, bottom), (right - r, bottom)),
        corner((x + r, bottom), (x + k, bottom), (x, bottom - k), (x, bottom - r)),
        corner((x, y + r), (x, y + k), (x + k, y), (x + r, y)),
    ]
    .into_iter()
    .flatten()
    .map(|((x, y), bezier)| LinePoint { p: point(x, y), bezier })
    .collect()
}
