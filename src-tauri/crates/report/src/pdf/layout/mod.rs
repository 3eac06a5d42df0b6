//! Blocks → marks on pages, with their tags, links, fields and outline.
//!
//! Two stages run side by side. The [`Typesetter`] has the fonts: it measures blocks in order, each once, into a
//! [`Fragment`], which says how much of it must stay together. [`Layout`] draws fragments as they come: one cursor runs
//! down one column, and a heading may ask how what follows begins. Finished pages are set beside both. Few fragments
//! are on their way at a time, so that a long report takes no more memory than its pages.
//!
//! Each kind of block has a file; what they share is here: turning the page, and putting lines of text in their place.
//! Nothing is left out for want of room: what does not fit goes on, on the next page if need be.

mod card;
mod contents;
mod cover;
mod figure;
mod furniture;
mod heatmap;
mod rows;
mod signature;
mod table;
mod text;
mod tiles;
mod typesetter;

use assay_message::Message;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use self::typesetter::Typesetter;
use super::canvas::{Canvas, Stroke, set_pages};
use super::fonts::Face;
use super::lines::{Line, Setting, height};
use super::shape::Shaper;
use super::style::{ACCENT, BODY_TOP, BODY_WIDTH, INK, MARGIN, MUTED, PAPER, SHEET_HEIGHT, Sheet};
use super::tags::{Node, Role, Tags};
use super::{RenderError, joined};
use crate::document::{Align, Block, Bullets, Document, Heading, Level, Signer, Tone};
use crate::theme::{Palette, Theme};

/// Ordinary text.
const BODY: Setting = Setting { face: Face::Regular, size: 9.5, leading: 14.0, colour: INK };
/// A paragraph that opens a section.
const LEAD: Setting = Setting { face: Face::Regular, size: 11.5, leading: 17.0, colour: ACCENT };
/// Text of tables.
const CELL: Setting = Setting { face: Face::Regular, size: 8.0, leading: 10.8, colour: INK };
/// Titles of columns, labels.
const LABEL: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 11.0, colour: MUTED };
/// Captions.
const CAPTION: Setting = Setting { face: Face::SemiBold, size: 8.5, leading: 12.0, colour: ACCENT };
/// Notes in small type.
const NOTE: Setting = Setting { face: Face::Regular, size: 8.0, leading: 11.5, colour: MUTED };

/// A page filled by less than this share of its height is shared with the next part, and with what lies on the other
/// kind of sheet.
const SPARSE: f32 = 0.5;
/// Space above the title of a part on such a page.
const PART_ABOVE: f32 = 34.0;
/// Space after a block.
const AFTER_BLOCK: f32 = 14.0;
/// How high a heading is that follows another one, with the space around it.
const HEADING_OPENING: f32 = 44.0;
/// So many fragments are measured before they are drawn, and so many lots of pages drawn before they are set.
const MEASURED_AHEAD: usize = 32;
const DRAWN_AHEAD: usize = 2;

/// All that is drawn, ready to be written as a file.
pub struct Laid {
    /// The pages.
    pub canvas: Canvas,
    /// What their pieces are.
    pub tags: Tags,
    /// Links and fields.
    pub annotations: Vec<Annotation>,
    /// The outline, in reading order.
    pub outline: Vec<Entry>,
    /// The fonts with the glyphs used.
    pub shaper: Shaper,
    /// What could not be shown as it was meant.
    pub warnings: Vec<Message>,
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The page, from 0.
    pub page: usize,
    /// The distance from its top edge.
    pub y: f32,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its depth, from 1.
    pub depth: u8,
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub spot: Spot,
}

/// A link or a field on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The page, from 0.
    pub page: usize,
    /// Left, bottom, right, top in the coordinates of the file.
    pub area: [f32; 4],
    /// The node that it belongs to.
    pub node: Node,
    /// What it is.
    pub kind: AnnotationKind,
}

/// What an annotation is.
#[derive(Debug, Clone, PartialEq)]
pub enum AnnotationKind {
    /// A link to a place in the document.
    Link {
        /// Where it leads.
        to: Spot,
        /// Where it leads, in words.
        words: String,
    },
    /// A place for a signature.
    Signature {
        /// Who signs.
        signer: Signer,
        /// What it is, in words.
        words: String,
    },
}

/// Where a link leads, before pages are known.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    /// The heading or card of that name.
    Name(String),
    /// The heading at that position among all headings.
    Heading(usize),
}

struct Link {
    page: usize,
    area: [f32; 4],
    node: Node,
    to: Target,
    words: String,
}

/// Lines of text, measured.
#[derive(Default)]
struct Text {
    lines: Vec<Line>,
    /// The name and the words of each span that is a link, by its position.
    links: BTreeMap<usize, (String, String)>,
    link_nodes: BTreeMap<usize, Node>,
}

impl Text {
    fn height(&self) -> f32 {
        height(&self.lines)
    }
}

/// A block, measured.
struct Fragment<'d> {
    /// How much of its beginning must stay with what stands above.
    opening: f32,
    content: Content<'d>,
}

/// What there is to draw of a block.
enum Content<'d> {
    Cover(cover::Measured),
    Contents(contents::Measured<'d>),
    Heading(text::Title<'d>),
    Paragraph(Text, f32),
    Bullets(&'d Bullets, Vec<text::Item>),
    Facts(rows::Pairs),
    Table(table::Grid<'d>),
    Callout(text::Passage),
    Figure(figure::Drawn<'d>),
    Tiles(Vec<tiles::TileRow>),
    Card(card::Measured<'d>),
    Signature(signature::Measured<'d>),
    PageBreak,
}

/// How what follows a heading begins.
#[derive(Debug, Clone, Copy, Default)]
struct Opening {
    /// How high what must stay with the heading is.
    height: f32,
    /// Whether it ends with a figure, which is not parted.
    whole: bool,
}

impl Opening {
    /// The same with something above it.
    fn below(self, height: f32) -> Self {
        Self { height: height + self.height, ..self }
    }
}

/// Some runs of a line, with the left edge and the base line of that line.
type Segment<'l> = (&'l Line, Range<usize>, f32, f32);

struct Layout<'d> {
    document: &'d Document,
    theme: &'d Theme,
    /// For each block, whether it lies on a turned sheet.
    turned: Vec<bool>,
    /// Blocks that are measured, in order.
    fragments: Receiver<Fragment<'d>>,
    canvas: Canvas,
    tags: Tags,
    /// Where new blocks go in the structure.
    parent: Node,
    page: usize,
    /// How the sheet of the page lies.
    sheet: Sheet,
    /// How that of the next page will lie.
    next_sheet: Sheet,
    y: f32,
    /// Pages without header and footer.
    plain: BTreeSet<usize>,
    /// All headings, in order.
    headings: Vec<&'d Heading>,
    /// Blocks after the one being drawn that were asked how they begin.
    ahead: VecDeque<Fragment<'d>>,
    heading_spots: Vec<Spot>,
    named_spots: HashMap<&'d str, Spot>,
    links: Vec<Link>,
    fields: Vec<Annotation>,
    contents: Vec<contents::Pending>,
    outline: Vec<Entry>,
    /// Whether the block before is a heading: two headings stand closer together.
    below_heading: bool,
    /// Depth of the last heading in the structure: levels are never skipped on the way down.
    depth: u8,
    warnings: Vec<Message>,
}

/// Lays out a document. `progress` hears the share of blocks that are done.
pub fn lay_out(
    document: &Document,
    theme: &Theme,
    font_folders: &[PathBuf],
    progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
) -> Result<Laid, RenderError> {
    let typesetter = Typesetter::new(document, theme, font_folders)?;
    thread::scope(|scope| {
        let (measured, fragments) = sync_channel(MEASURED_AHEAD);
        let (drawn, pages) = sync_channel(DRAWN_AHEAD);
        let measuring = scope.spawn(move || typesetter.measure_all(&measured));
        let setting = scope.spawn(move || set_pages(pages));
        let mut layout = Layout::new((document, theme), fragments, Canvas::new(Palette::of(theme), drawn));
        // When this ends early, nothing takes fragments and pages any more, and the others end too.
        layout.blocks(progress)?;
        layout.canvas.close();
        layout.canvas.take_set(joined(setting));
        let mut typesetter = joined(measuring);
        layout.finish_contents(&mut typesetter);
        layout.furniture(&mut typesetter);
        Ok(layout.finish(typesetter))
    })
}

impl<'d> Layout<'d> {
    fn new(
        (document, theme): (&'d Document, &'d Theme),
        fragments: Receiver<Fragment<'d>>,
        mut canvas: Canvas,
    ) -> Self {
        let tags = Tags::new();
        Self {
            document,
            theme,
            turned: document.turned(),
            fragments,
            page: canvas.add_page(Sheet::Upright),
            sheet: Sheet::Upright,
            next_sheet: Sheet::Upright,
            canvas,
            parent: tags.root(),
            tags,
            y: BODY_TOP,
            plain: BTreeSet::new(),
            headings: headings(document),
            ahead: VecDeque::new(),
            heading_spots: Vec::new(),
            named_spots: HashMap::new(),
            links: Vec::new(),
            fields: Vec::new(),
            contents: Vec::new(),
            outline: Vec::new(),
            below_heading: false,
            depth: 0,
            warnings: Vec::new(),
        }
    }

    fn blocks(&mut self, progress: &mut dyn FnMut(f32) -> ControlFlow<()>) -> Result<(), RenderError> {
        let blocks = &self.document.blocks;
        let count = blocks.len().max(1) as f32;
        for (index, block) in blocks.iter().enumerate() {
            if progress(index as f32 / count).is_break() {
                return Err(RenderError::Cancelled);
            }
            let following = blocks.get(index + 1..).unwrap_or_default();
            self.block(index, block, following, &mut |part| progress((index as f32 + part) / count))?;
        }
        Ok(())
    }

    fn block(
        &mut self,
        index: usize,
        block: &'d Block,
        following: &'d [Block],
        progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
    ) -> Result<(), RenderError> {
        let fragment = self.ahead.pop_front().or_else(|| self.fragments.recv().ok());
        // Fewer fragments than blocks come only from a typesetter that was stopped.
        let Some(Fragment { opening, content }) = fragment else { return Err(RenderError::Cancelled) };
        let sheet = match self.turned.get(index) {
            Some(true) => Sheet::Turned,
            Some(false) | None => Sheet::Upright,
        };
        // A heading may begin a page first.
        match content {
            Content::Heading(_) | Content::PageBreak => {}
            Content::Cover(_)
            | Content::Contents(_)
            | Content::Paragraph(..)
            | Content::Bullets(..)
            | Content::Facts(_)
            | Content::Table(_)
            | Content::Callout(_)
            | Content::Figure(_)
            | Content::Tiles(_)
            | Content::Card(_)
            | Content::Signature(_) => self.lay(sheet),
        }
        match content {
            Content::Cover(cover) => self.cover(cover),
            Content::Contents(contents) => self.contents(contents),
            Content::Heading(heading) => self.heading(heading, following, sheet),
            Content::Paragraph(text, after) => self.paragraph(text, after),
            Content::Bullets(bullets, texts) => self.bullets(bullets, texts),
            Content::Facts(facts) => self.facts(facts),
            Content::Table(grid) => self.table(grid, opening, progress)?,
            Content::Callout(passage) => self.callout(passage),
            Content::Figure(drawn) => self.figure(drawn, opening),
            Content::Tiles(rows) => self.tiles(rows),
            Content::Card(card) => self.card(card, opening),
            Content::Signature(signature) => {
                let all = opening + self.signatures(following);
                self.signature(signature, all);
            }
            Content::PageBreak => self.end_page(),
        }
        self.below_heading = matches!(block, Block::Heading(_));
        Ok(())
    }

    /// How high the places for signatures are that follow at once: who signs sees who else does.
    fn signatures(&mut self, following: &'d [Block]) -> f32 {
        let places = following.iter().take_while(|block| matches!(block, Block::Signature(_))).count();
        (0..places).map(|place| self.opening(following, place).height).sum()
    }

    /// How a following block begins: what a heading above must not be parted from.
    fn opening(&mut self, following: &'d [Block], index: usize) -> Opening {
        let Some(block) = following.get(index) else { return Opening::default() };
        match block {
            Block::PageBreak | Block::Cover(_) => return Opening::default(),
            Block::Heading(heading) if heading.level == Level::One => return Opening::default(),
            Block::Heading(_)
            | Block::Contents(_)
            | Block::Paragraph(_)
            | Block::Bullets(_)
            | Block::Facts(_)
            | Block::Table(_)
            | Block::Callout(_)
            | Block::Figure(_)
            | Block::Tiles(_)
            | Block::Card(_)
            | Block::Signature(_) => {}
        }
        while self.ahead.len() <= index {
            let Ok(fragment) = self.fragments.recv() else { break };
            self.ahead.push_back(fragment);
        }
        let Some(fragment) = self.ahead.get(index) else { return Opening::default() };
        let own = Opening { height: fragment.opening, whole: matches!(fragment.content, Content::Figure(_)) };
        match &fragment.content {
            Content::Heading(_) => self.opening(following, index + 1).below(own.height),
            // A paragraph that introduces a figure stays with it.
            Content::Paragraph(text, after) if matches!(following.get(index + 1), Some(Block::Figure(_))) => {
                let above = text.height() + after;
                self.opening(following, index + 1).below(above)
            }
            Content::Paragraph(..)
            | Content::Cover(_)
            | Content::Contents(_)
            | Content::Bullets(..)
            | Content::Facts(_)
            | Content::Table(_)
            | Content::Callout(_)
            | Content::Figure(_)
            | Content::Tiles(_)
            | Content::Card(_)
            | Content::Signature(_)
            | Content::PageBreak => own,
        }
    }

    /// Sees to it that what comes next lies on a kind of sheet. A page with little on it is not left for that: an upright
    /// one is turned, and a turned one is shared to its end.
    fn lay(&mut self, sheet: Sheet) {
        let is_shared = std::mem::replace(&mut self.next_sheet, sheet) != self.sheet;
        if sheet == self.sheet {
            return;
        }
        let has_little = self.y < BODY_TOP + Sheet::Turned.body_height() * SPARSE;
        match sheet {
            Sheet::Turned if has_little => self.lay_page(sheet),
            Sheet::Upright if self.is_fresh() => self.lay_page(sheet),
            Sheet::Upright if has_little || is_shared => {}
            Sheet::Turned | Sheet::Upright => self.turn(),
        }
    }

    fn lay_page(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.canvas.lay(self.page, sheet);
    }

    /// Height left on the page.
    fn room(&self) -> f32 {
        self.sheet.body_bottom() - self.y
    }

    /// Whether nothing stands on the page yet.
    fn is_fresh(&self) -> bool {
        self.y <= BODY_TOP + 0.01
    }

    /// Whether so little stands on the page that the next part begins below it.
    fn is_sparse(&self) -> bool {
        !self.is_fresh() && self.y < BODY_TOP + self.sheet.body_height() * SPARSE
    }

    /// Goes on to a new page.
    fn turn(&mut self) {
        self.sheet = self.next_sheet;
        self.page = self.canvas.add_page(self.sheet);
        self.y = BODY_TOP;
    }

    /// Goes on to a new page unless this one is empty.
    fn start_page(&mut self) {
        if !self.is_fresh() {
            self.turn();
        }
    }

    /// Lets nothing else stand on this page. A page is added when there is something to stand on it.
    fn end_page(&mut self) {
        if !self.is_fresh() {
            self.y = SHEET_HEIGHT;
        }
    }

    /// Makes sure that something of a height fits, unless no page is high enough.
    fn need(&mut self, height: f32) {
        if height > self.room() {
            self.start_page();
        }
    }

    /// Leaves space above a block, but not at the top of a page.
    fn space(&mut self, height: f32) {
        if !self.is_fresh() {
            self.y += height;
        }
    }

    fn spot(&self) -> Spot {
        Spot { page: self.page, y: self.y }
    }

    /// Notes that a name leads here.
    fn name(&mut self, name: &'d str) {
        let spot = self.spot();
        if !name.is_empty() {
            self.named_spots.entry(name).or_insert(spot);
        }
    }

    /// Adds a node below the block's parent.
    fn node(&mut self, role: Role) -> Node {
        self.tags.add(self.parent, role)
    }

    /// Draws some lines of a text, which belongs to a node, on the current page below a place. Returns the height that
    /// they took.
    fn put(
        &mut self,
        node: Node,
        text: &mut Text,
        lines: Range<usize>,
        (x, top): (f32, f32),
        width: f32,
        align: Align,
    ) -> f32 {
        let Text { lines: all, links, link_nodes } = text;
        let chosen = all.get(lines).unwrap_or_default();
        // What belongs to the same link, or to none, is one piece of content even over several lines.
        let mut groups: Vec<(Option<usize>, Vec<Segment>)> = Vec::new();
        let mut y = top;
        for line in chosen {
            let left = x + offset(line, width, align);
            let baseline = y + line.baseline();
            let mut start = 0;
            while let Some(first) = line.runs.get(start) {
                let count = line.runs.iter().skip(start).take_while(|run| run.link == first.link).count();
                let segment = (line, start..start + count, left, baseline);
                match groups.last_mut() {
                    Some((link, segments)) if *link == first.link => segments.push(segment),
                    _ => groups.push((first.link, vec![segment])),
                }
                start += count;
            }
            y += line.leading;
        }
        for (link, segments) in groups {
            let Some((index, (name, words))) =
                link.and_then(|index| links.get(&index).map(|link| (index, link)))
            else {
                self.canvas.mark(&mut self.tags, self.page, node, |ink| {
                    for (line, range, left, baseline) in segments {
                        ink.runs(line.runs.get(range).unwrap_or_default(), left, baseline);
                    }
                });
                continue;
            };
            let owner = *link_nodes.entry(index).or_insert_with(|| self.tags.add(node, Role::Link));
            let mut areas = Vec::new();
            self.canvas.mark(&mut self.tags, self.page, owner, |ink| {
                for (line, range, left, baseline) in segments {
                    let runs = line.runs.get(range).unwrap_or_default();
                    ink.runs(runs, left, baseline);
                    let (from, to) = extent(runs);
                    let (from, to) = (left + from, left + to);
                    ink.rule((from, baseline + 1.8), (to, baseline + 1.8), Stroke::solid(ACCENT, 0.4));
                    areas.push(area(from, baseline - line.size, to - from, line.size * 1.3));
                }
            });
            for area in areas {
                self.links.push(Link {
                    page: self.page,
                    area,
                    node: owner,
                    to: Target::Name(name.clone()),
                    words: words.clone(),
                });
            }
        }
        y - top
    }

    /// Draws all lines of a text where the cursor stands, over as many pages as it takes, and moves the cursor.
    fn flow(&mut self, node: Node, text: &mut Text, x: f32, width: f32) {
        let mut next = 0;
        let count = text.lines.len();
        while next < count {
            let mut fits = 0;
            let mut used = 0.0;
            for line in text.lines.get(next..).unwrap_or_default() {
                if used + line.leading > self.room() + 0.01 {
                    break;
                }
                used += line.leading;
                fits += 1;
            }
            let left = count - next;
            // Neither the first line of a paragraph stays alone at the foot of a page, nor the last one at its head.
            if fits < left && !self.is_fresh() && fits < 2 {
                fits = 0;
            } else if fits + 1 == left && fits > 2 {
                fits -= 1;
            }
            if fits == 0 {
                if !self.is_fresh() {
                    self.turn();
                    continue;
                }
                fits = 1;
            }
            let top = self.y;
            self.y += self.put(node, text, next..next + fits, (x, top), width, Align::Start);
            next += fits;
            if next < count {
                self.turn();
            }
        }
    }

    /// A depth for a heading that skips no level on the way down.
    fn next_depth(&self, wanted: u8) -> u8 {
        wanted.min(self.depth + 1).clamp(1, 6)
    }

    fn finish(mut self, typesetter: Typesetter) -> Laid {
        let mut annotations = Vec::new();
        for link in std::mem::take(&mut self.links) {
            let to = match &link.to {
                Target::Name(name) => self.named_spots.get(name.as_str()).copied(),
                Target::Heading(index) => self.heading_spots.get(*index).copied(),
            };
            // Each name was seen before the layout began, and each block is laid out.
            let Some(to) = to else { continue };
            self.tags.own_annotation(link.node, annotations.len());
            annotations.push(Annotation {
                page: link.page,
                area: link.area,
                node: link.node,
                kind: AnnotationKind::Link { to, words: link.words },
            });
        }
        for field in std::mem::take(&mut self.fields) {
            self.tags.own_annotation(field.node, annotations.len());
            annotations.push(field);
        }
        let Typesetter { shaper, mut warnings, .. } = typesetter;
        warnings.extend(self.warnings);
        warnings.extend(shaper.warnings());
        Laid { canvas: self.canvas, tags: self.tags, annotations, outline: self.outline, shaper, warnings }
    }
}

/// All headings of a document, in order.
fn headings(document: &Document) -> Vec<&Heading> {
    document.blocks.iter().filter_map(Block::as_heading).collect()
}

/// How far a line starts from the left edge of its column.
fn offset(line: &Line, width: f32, align: Align) -> f32 {
    let free = (width - line.width).max(0.0);
    match (align, line.backwards) {
        (Align::Start, false) | (Align::End, true) => 0.0,
        (Align::Centre, _) => free / 2.0,
        (Align::End, false) | (Align::Start, true) => free,
    }
}

/// From where to where some runs reach.
fn extent(runs: &[super::lines::Run]) -> (f32, f32) {
    let from = runs.iter().map(|run| run.x).fold(f32::MAX, f32::min);
    let to = runs.iter().map(|run| run.x + run.word.width * run.size / 1000.0).fold(0.0, f32::max);
    (from.min(to), to)
}

/// A rectangle in the coordinates of the file: left, bottom, right, top.
fn area(x: f32, y: f32, width: f32, height: f32) -> [f32; 4] {
    [x, SHEET_HEIGHT - y - height, x + width, SHEET_HEIGHT - y]
}

/// Draws the mark of a tone: each has a shape of its own, so that colour is not needed to tell them apart.
fn tone_mark(ink: &mut super::canvas::Ink, tone: Tone, x: f32, y: f32, size: f32) {
    let colour = super::style::shades(tone).strong;
    let r = size / 2.0;
    match tone {
        Tone::Good => ink.round_area(x - r, y - r, size, size, r, colour),
        Tone::Low => ink.polygon(&[(x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r)], colour),
        Tone::Medium => ink.polygon(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour),
        Tone::High => ink.polygon(&[(x - r, y + r * 0.8), (x + r, y + r * 0.8), (x, y - r)], colour),
        Tone::Critical => ink.area(x - r * 0.9, y - r * 0.9, size * 0.9, size * 0.9, colour),
        Tone::Info => ink.round_frame(
            x - r * 0.8,
            y - r * 0.8,
            size * 0.8,
            size * 0.8,
            r * 0.8,
            Stroke::solid(colour, 1.2),
        ),
        Tone::Neutral => ink.area(x - r, y - 0.7, size, 1.4, colour),
    }
}

/// The settings of a heading: its text, the space above and the space below.
fn heading_setting(level: Level) -> (Setting, f32, f32) {
    let setting = |size, leading| Setting { face: Face::SemiBold, size, leading, colour: ACCENT };
    match level {
        Level::One => (setting(22.0, 28.0), 0.0, 16.0),
        Level::Two => (setting(13.5, 18.0), 16.0, 6.0),
        Level::Three => (setting(10.5, 15.0), 10.0, 3.0),
    }
}

/// White text of a face and size on a dark ground.
const fn on_dark(face: Face, size: f32, leading: f32) -> Setting {
    Setting { face, size, leading, colour: PAPER }
}

/// The left edge of the body.
const LEFT: f32 = MARGIN;
/// The width of the body.
const WIDTH: f32 = BODY_WIDTH;
