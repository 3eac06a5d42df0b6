//! Marks on pages: text, rules and areas → drawing operations, each inside marked content.
//!
//! Nothing can be drawn outside of [`Canvas::mark`] (content that belongs to a node of the structure) or
//! [`Canvas::decorate`] (an artifact, which those who listen never hear of): only these two lend out [`Ink`].
//! Coordinates run from the top left corner of the sheet, y downwards.

use std::collections::BTreeMap;

use printpdf::{
    Color, CurTransMat, DictItem, FontId, Line as PathLine, LineDashPattern, LinePoint, Mm, Op, PaintMode,
    PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, Rgb,
    WindingOrder,
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
    /// The word across a page.
    Watermark,
    /// Header rows, and names of cards, repeated on a further page.
    Repeated,
}

/// The pages drawn so far.
#[derive(Default)]
pub struct Canvas {
    sheets: Vec<Sheet>,
    /// Pages before this one were set.
    settled: usize,
}

/// One page.
#[derive(Default)]
pub struct Sheet {
    /// What is drawn and not yet set.
    ops: Vec<Op>,
    /// What is drawn below everything else and not yet set.
    under: Vec<Op>,
    /// What is drawn, as a content stream (ISO 32000-1, 7.8.2).
    pub content: Vec<u8>,
    /// How many pieces of content it has.
    pub pieces: usize,
}

/// So many pages wait before they are set: operations take many times the room of the content stream.
const WAITING: usize = 16;
/// How steeply the word across a page rises: cosine and sine of its angle.
const RISE: (f32, f32) = (0.6, 0.8);

impl Canvas {
    /// Adds an empty page and returns its position.
    pub fn add_sheet(&mut self) -> usize {
        if self.sheets.len() >= self.settled + WAITING {
            self.settle(self.settled);
        }
        self.sheets.push(Sheet::default());
        self.sheets.len() - 1
    }

    /// Turns the operations of the pages from one on into content streams.
    fn settle(&mut self, from: usize) {
        self.sheets.get_mut(from..).unwrap_or_default().chunks_mut(WAITING).for_each(settle);
        self.settled = self.sheets.len();
    }

    /// How many pieces of content a page has.
    pub fn pieces(&self, page: usize) -> usize {
        self.sheets.get(page).map_or(0, |sheet| sheet.pieces)
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// The pages.
    pub fn into_sheets(mut self) -> Vec<Sheet> {
        self.settle(0);
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
        decorate(&mut sheet.ops, decoration, draw);
    }

    /// Draws an artifact below what is drawn already.
    pub fn underlay(&mut self, page: usize, draw: impl FnOnce(&mut Ink)) {
        let Some(sheet) = self.sheets.get_mut(page) else { return };
        decorate(&mut sheet.under, Decoration::Watermark, draw);
    }
}

fn decorate(ops: &mut Vec<Op>, decoration: Decoration, draw: impl FnOnce(&mut Ink)) {
    let kind = |kind: &str| ("Type", DictItem::Name(kind.as_bytes().to_vec()));
    let part = |part: &str| ("Subtype", DictItem::Name(part.as_bytes().to_vec()));
    let properties = match decoration {
        Decoration::Layout => properties([kind("Layout")]),
        Decoration::Repeated => properties([kind("Pagination")]),
        Decoration::Header => properties([kind("Pagination"), part("Header")]),
        Decoration::Footer => properties([kind("Pagination"), part("Footer")]),
        Decoration::Watermark => properties([kind("Pagination"), part("Watermark")]),
    };
    ops.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".to_owned(), properties });
    draw(&mut Ink { ops });
    ops.push(Op::EndMarkedContent);
}

/// Turns the operations of some pages into content streams.
fn settle(sheets: &mut [Sheet]) {
    let mut drawing = PdfDocument::new("");
    for sheet in sheets.iter_mut() {
        for ops in [&mut sheet.under, &mut sheet.ops] {
            // The size does not matter: only what is drawn is taken from here.
            drawing.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), std::mem::take(ops)));
        }
    }
    // Text is shown by an operation of our own, which `secure` would leave out.
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    // There is nothing to warn of: no font, no image.
    let drawn = drawing.to_lopdf_document(&options, &mut Vec::new());
    let mut contents = drawn.page_iter().map(|page| drawn.get_page_content(page));
    for sheet in sheets {
        let (under, over) = (contents.next().unwrap_or_default(), contents.next().unwrap_or_default());
        sheet.content = [under, std::mem::take(&mut sheet.content), over].concat();
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
        let mut pen = TextPen { ops: self.ops, started: None, cursor: x, shown: Vec::new() };
        for run in runs {
            let mut at = x + run.x;
            for piece in &run.word.pieces {
                pen.piece(piece, run, at, baseline);
                at += piece.width * run.size / 1000.0;
            }
        }
        pen.stop();
    }

    /// Draws a line of text that rises across the page, its middle at a place.
    pub fn turned(&mut self, line: &Line, x: f32, y: f32) {
        self.ops.push(Op::SaveGraphicsState);
        let middle = point(x, y);
        self.ops.push(Op::SetTransformationMatrix {
            matrix: CurTransMat::Raw([RISE.0, RISE.1, -RISE.1, RISE.0, middle.x.0, middle.y.0]),
        });
        // The origin is the middle now, and point() counts from the top of the sheet.
        self.runs(&line.runs, -line.width / 2.0, SHEET_HEIGHT + line.size * 0.35);
        self.ops.push(Op::RestoreGraphicsState);
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
    /// Glyph numbers, two bytes each, and moves between them: the operand of `TJ` (ISO 32000-1, 9.4.3).
    shown: Vec<DictItem>,
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
        let mut rise = 0.0;
        for glyph in &piece.glyphs {
            if glyph.rise != rise {
                self.show();
                rise = glyph.rise;
                self.ops.push(Op::SetLineOffset { multiplier: round_to(rise * run.size / 1000.0) });
            }
            self.step(glyph.before);
            let code = glyph.code.to_be_bytes();
            match self.shown.last_mut() {
                Some(DictItem::String { data, .. }) => data.extend(code),
                Some(_) | None => {
                    self.shown.push(DictItem::String { data: code.to_vec(), literal: false });
                }
            }
            self.step(glyph.after);
        }
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
        let font = PdfFontHandle::External(FontId(face.resource().into_owned()));
        self.ops.push(Op::SetFont { font, size: Pt(size) });
        self.ops.push(Op::SetTextCursor { pos: point(x, baseline) });
        self.started = Some(look);
    }

    /// Moves the pen to the left by thousandths of an em.
    fn step(&mut self, left: f32) {
        let left = round_to(left);
        if left == 0.0 {
            return;
        }
        match self.shown.last_mut() {
            Some(DictItem::Real(open)) => *open = round_to(*open + left),
            Some(_) | None => self.shown.push(DictItem::Real(left)),
        }
    }

    fn show(&mut self) {
        if !self.shown.is_empty() {
            let operand = DictItem::Array(std::mem::take(&mut self.shown));
            self.ops.push(Op::Unknown { key: "TJ".to_owned(), value: vec![operand] });
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
