//! Marks on pages: text, rules and areas → drawing operations, each inside marked content.
//!
//! Nothing can be drawn outside of [`Canvas::mark`] (content that belongs to a node of the structure) or
//! [`Canvas::decorate`] (an artifact, which those who listen never hear of): only these two lend out [`Ink`].
//! Coordinates run from the top left corner of the sheet, y downwards.

use std::sync::mpsc::{Receiver, SyncSender};

use lopdf::{Object, StringFormat};
use printpdf::{
    Color, CurTransMat, Line as PathLine, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfDocument,
    PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, Rgb as Parts, WindingOrder,
};

use super::file::write_object;
use super::fonts::Face;
use super::lines::{Line, Run};
use super::object::{hundredths, push_number, utf16};
use super::shape::{Operand, Piece};
use super::style::{Colour, SHEET_HEIGHT, Sheet};
use super::tags::{Node, Tags};
use crate::theme::{Palette, Rgb};

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
pub struct Canvas {
    palette: Palette,
    pages: Vec<Page>,
    /// Pages before this one were handed over to be set.
    settled: usize,
    /// Where pages are set, beside those who draw.
    setting: Option<SyncSender<Vec<Marks>>>,
}

/// One page.
#[derive(Default)]
pub struct Page {
    /// How its sheet lies.
    pub sheet: Sheet,
    /// What is drawn and not yet set.
    marks: Marks,
    /// What is drawn, as a content stream (ISO 32000-1, 7.8.2).
    pub content: Vec<u8>,
    /// How many pieces of content it has.
    pub pieces: usize,
}

/// What is drawn on a page.
#[derive(Default)]
pub struct Marks {
    /// Below everything else.
    under: Vec<Op>,
    /// The rest.
    over: Vec<Op>,
}

/// So many pages wait before they are set: operations take many times the room of the content stream.
const WAITING: usize = 16;
/// How steeply the word across a page rises: cosine and sine of its angle.
const RISE: (f32, f32) = (0.6, 0.8);

/// Sets pages as they come: what is drawn on each becomes a content stream.
pub fn set_pages(drawn: Receiver<Vec<Marks>>) -> Vec<Vec<u8>> {
    drawn.into_iter().flat_map(settle).map(|(under, over)| [under, over].concat()).collect()
}

impl Canvas {
    /// A canvas without pages. Those that are finished go to [`set_pages`], which is to run beside.
    pub const fn new(palette: Palette, setting: SyncSender<Vec<Marks>>) -> Self {
        Self { palette, pages: Vec::new(), settled: 0, setting: Some(setting) }
    }

    /// Adds an empty page and returns its position.
    pub fn add_page(&mut self, sheet: Sheet) -> usize {
        if self.pages.len() >= self.settled + WAITING
            && let Some(setting) = &self.setting
        {
            let waiting = self.pages.get_mut(self.settled..).unwrap_or_default();
            let waiting = waiting.iter_mut().map(|page| std::mem::take(&mut page.marks)).collect();
            // Whoever sets pages ends only after this.
            _ = setting.send(waiting);
            self.settled = self.pages.len();
        }
        self.pages.push(Page { sheet, ..Page::default() });
        self.pages.len() - 1
    }

    /// No page will be handed over any more.
    pub fn close(&mut self) {
        self.setting = None;
    }

    /// Takes the pages that were set, from the first on. More can be drawn on them.
    pub fn take_set(&mut self, contents: Vec<Vec<u8>>) {
        for (page, content) in self.pages.iter_mut().zip(contents) {
            page.content = content;
        }
    }

    /// How the sheet of a page lies.
    pub fn sheet(&self, page: usize) -> Sheet {
        self.pages.get(page).map_or(Sheet::Upright, |page| page.sheet)
    }

    /// Lays the sheet of a page in another way. What stands on it keeps its place.
    pub fn lay(&mut self, page: usize, sheet: Sheet) {
        if let Some(page) = self.pages.get_mut(page) {
            page.sheet = sheet;
        }
    }

    /// How many pieces of content a page has.
    pub fn pieces(&self, page: usize) -> usize {
        self.pages.get(page).map_or(0, |page| page.pieces)
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// The pages.
    pub fn into_pages(mut self) -> Vec<Page> {
        for pages in self.pages.chunks_mut(WAITING) {
            let marks = pages.iter_mut().map(|page| std::mem::take(&mut page.marks)).collect();
            for (page, (under, over)) in pages.iter_mut().zip(settle(marks)) {
                page.content = [under, std::mem::take(&mut page.content), over].concat();
            }
        }
        self.pages
    }

    /// Draws what belongs to a node.
    pub fn mark(&mut self, tags: &mut Tags, page: usize, node: Node, draw: impl FnOnce(&mut Ink)) {
        let Some(on) = self.pages.get_mut(page) else { return };
        let number = on.pieces;
        on.pieces += 1;
        tags.own(node, page, number);
        on.marks.over.push(written(format!("/{} <</MCID {number}>> BDC", tags.tag(node))));
        draw(&mut Ink { palette: &self.palette, ops: &mut on.marks.over });
        on.marks.over.push(Op::EndMarkedContent);
    }

    /// Draws an artifact.
    pub fn decorate(&mut self, page: usize, decoration: Decoration, draw: impl FnOnce(&mut Ink)) {
        let Some(page) = self.pages.get_mut(page) else { return };
        decorate(&self.palette, &mut page.marks.over, decoration, draw);
    }

    /// Draws an artifact below what is drawn already.
    pub fn underlay(&mut self, page: usize, draw: impl FnOnce(&mut Ink)) {
        let Some(page) = self.pages.get_mut(page) else { return };
        decorate(&self.palette, &mut page.marks.under, Decoration::Watermark, draw);
    }
}

fn decorate(palette: &Palette, ops: &mut Vec<Op>, decoration: Decoration, draw: impl FnOnce(&mut Ink)) {
    let properties = match decoration {
        Decoration::Layout => "/Type/Layout",
        Decoration::Repeated => "/Type/Pagination",
        Decoration::Header => "/Type/Pagination/Subtype/Header",
        Decoration::Footer => "/Type/Pagination/Subtype/Footer",
        Decoration::Watermark => "/Type/Pagination/Subtype/Watermark",
    };
    ops.push(written(format!("/Artifact <<{properties}>> BDC")));
    draw(&mut Ink { palette, ops });
    ops.push(Op::EndMarkedContent);
}

/// Turns what is drawn on some pages into content streams: what is below everything else, and the rest.
fn settle(drawn: Vec<Marks>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut drawing = PdfDocument::new("");
    for ops in drawn.into_iter().flat_map(|marks| [marks.under, marks.over]) {
        // The size does not matter: only what is drawn is taken from here.
        drawing.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    }
    // What is written already would be left out by `secure`.
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    // There is nothing to warn of: no font, no image.
    let drawn = drawing.to_lopdf_document(&options, &mut Vec::new());
    let mut contents = drawn.page_iter().map(|page| drawn.get_page_content(page));
    std::iter::from_fn(|| Some((contents.next()?, contents.next()?))).collect()
}

/// Draws on one page.
pub struct Ink<'a> {
    palette: &'a Palette,
    ops: &'a mut Vec<Op>,
}

impl Ink<'_> {
    /// Draws a line of text with its left edge at `x` and its base line at `baseline`.
    pub fn line(&mut self, line: &Line, x: f32, baseline: f32) {
        self.runs(&line.runs, x, baseline);
    }

    /// Draws some runs of a line.
    pub fn runs(&mut self, runs: &[Run], x: f32, baseline: f32) {
        let mut pen = TextPen::new(self.palette, self.ops, x);
        for run in runs {
            for piece in &run.word.pieces {
                pen.piece(piece, run, x + run.x + piece.from * run.size / 1000.0, baseline);
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
        self.ops.push(read_as(words));
        self.runs(&line.runs, x, baseline);
        self.ops.push(Op::EndMarkedContent);
    }

    /// Draws the picture of a name, its upper left corner at a place.
    pub fn picture(&mut self, name: &str, x: f32, y: f32, width: f32, height: f32) {
        let corner = point(x, y + height);
        let mut words = String::from("q\n");
        for part in [hundredths(width), 0.0, 0.0, hundredths(height), corner.x.0, corner.y.0] {
            push_number(&mut words, part);
            words.push(' ');
        }
        words.push_str(&format!("cm\n/{name} Do\nQ"));
        self.ops.push(written(words));
    }

    /// Fills a rectangle.
    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.fill(colour);
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
        self.fill(colour);
        let points = corners.iter().map(|&(x, y)| LinePoint { p: point(x, y), bezier: false }).collect();
        self.path(points, PaintMode::Fill);
    }

    /// Fills a rectangle with round corners.
    pub fn round_area(&mut self, x: f32, y: f32, width: f32, height: f32, radius: f32, colour: Colour) {
        self.fill(colour);
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

    fn fill(&mut self, colour: Colour) {
        self.ops.push(Op::SetFillColor { col: colour.within(self.palette).into() });
    }

    fn stroke(&mut self, stroke: Stroke) {
        self.ops.push(Op::SetOutlineColor { col: stroke.colour.within(self.palette).into() });
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

impl Rgb {
    /// Its parts from 0 to 1.
    fn parts(self) -> [f32; 3] {
        let Rgb(red, green, blue) = self;
        [red, green, blue].map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
    }
}

impl From<Rgb> for Color {
    fn from(colour: Rgb) -> Self {
        let [r, g, b] = colour.parts();
        Color::Rgb(Parts { r, g, b, icc_profile: None })
    }
}

/// An operation in its written form. Text is nearly all of a report; as operations of `printpdf` it would take many
/// times the memory and the time.
fn written(words: String) -> Op {
    Op::Unknown { key: words, value: Vec::new() }
}

/// Joins pieces that follow each other in the same font into one text object (ISO 32000-1, 9.4).
struct TextPen<'a> {
    palette: &'a Palette,
    ops: &'a mut Vec<Op>,
    /// Font, size and colour of the text object that is open.
    started: Option<(Face, f32, Colour)>,
    /// Where the pen stands.
    cursor: f32,
    /// The text object.
    text: String,
    /// What is not shown yet.
    operand: Operand,
}

impl<'a> TextPen<'a> {
    fn new(palette: &'a Palette, ops: &'a mut Vec<Op>, cursor: f32) -> Self {
        Self { palette, ops, started: None, cursor, text: String::new(), operand: Operand::default() }
    }

    fn piece(&mut self, piece: &Piece, run: &Run, x: f32, baseline: f32) {
        let apart = piece.shown.is_none() || piece.actual.is_some();
        let look = (piece.face, run.size, run.colour);
        if apart || self.started != Some(look) || (self.cursor - x).abs() > 0.01 {
            self.stop();
            if let Some(words) = &piece.actual {
                self.ops.push(read_as(words));
            }
            self.start(look, x, baseline);
        }
        match &piece.shown {
            Some(shown) => self.operand.shown(shown),
            None => self.lifted(piece, run.size),
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
        self.text.push_str("BT\n");
        for part in colour.within(self.palette).parts() {
            push_number(&mut self.text, part);
            self.text.push(' ');
        }
        self.text.push_str("rg\n/");
        self.text.push_str(&face.resource());
        self.text.push(' ');
        self.text.push_str(&size.to_string());
        self.text.push_str(" Tf\n");
        push_number(&mut self.text, hundredths(x));
        self.text.push(' ');
        push_number(&mut self.text, hundredths(SHEET_HEIGHT - baseline));
        self.text.push_str(" Td");
        self.started = Some(look);
    }

    /// Shows glyphs of which some stand above the base line.
    fn lifted(&mut self, piece: &Piece, size: f32) {
        let mut rise = 0.0;
        for glyph in &piece.glyphs {
            if glyph.rise != rise {
                rise = glyph.rise;
                self.lift(rise * size / 1000.0);
            }
            self.operand.glyph(glyph);
        }
        if rise != 0.0 {
            self.lift(0.0);
        }
    }

    /// Lifts what follows above the base line.
    fn lift(&mut self, rise: f32) {
        self.show();
        self.text.push('\n');
        push_number(&mut self.text, hundredths(rise));
        self.text.push_str(" Ts");
    }

    fn show(&mut self) {
        self.operand.close();
        if !self.operand.words.is_empty() {
            self.text.push_str("\n[");
            self.text.push_str(&self.operand.words);
            self.text.push_str("] TJ");
            self.operand.words.clear();
        }
    }

    fn stop(&mut self) {
        self.show();
        if self.started.take().is_some() {
            self.text.push_str("\nET");
            self.ops.push(written(std::mem::take(&mut self.text)));
        }
    }
}

/// Begins content that is read out as something else (ISO 32000-1, 14.9.4).
fn read_as(words: &str) -> Op {
    let mut operation = b"/Span <</ActualText ".to_vec();
    write_object(&Object::String(utf16(words), StringFormat::Hexadecimal), &mut operation);
    operation.extend(b">> BDC");
    written(String::from_utf8_lossy(&operation).into_owned())
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Pt(hundredths(x)), y: Pt(hundredths(SHEET_HEIGHT - y)) }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32, mode: PaintMode) -> Rect {
    let corner = point(x, y + height);
    Rect {
        x: corner.x,
        y: corner.y,
        width: Pt(hundredths(width)),
        height: Pt(hundredths(height)),
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
