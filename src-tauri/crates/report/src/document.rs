//! What a report says, independent of how it is shown: a list of blocks, from cover to signature places.
//!
//! Everything is plain text in typed places. There is no markup in any string, so names and answers typed by people
//! can contain anything. A tone (good, low … critical) is never the only carrier of a meaning: the words beside it say
//! the same.

use assay_message::{Language, Message, word};
use serde::{Deserialize, Serialize};

/// A whole report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Document {
    /// Title, as on the cover and in the window of a PDF reader.
    pub title: String,
    /// What the report is about, below the title. May be empty.
    pub subtitle: String,
    /// Language of the text; in files a BCP 47 tag such as `en-GB`.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub language: Language,
    /// Person who wrote the report.
    pub author: String,
    /// Organisation that issues the report.
    pub organisation: String,
    /// Handling words such as `Confidential`, repeated on each page. May be empty.
    pub classification: String,
    /// Number of the report, such as `ASR-2026-0014 issue 2`.
    pub reference: String,
    /// Day of issue in the words that readers see, such as `23 November 2026`.
    pub issued: String,
    /// A line at the foot of each page, such as the first characters of the hash of the data. May be empty.
    pub footer: String,
    /// A word across each page, such as `DRAFT`. May be empty.
    pub watermark: String,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Block {
    /// The first page. Title, subtitle, classification and organisation come from the document.
    Cover(Cover),
    /// Table of contents, made from the headings.
    Contents(Contents),
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list, marked by bullets or by numbers.
    Bullets(Bullets),
    /// Labels with their values, without a grid.
    Facts(Facts),
    /// A table.
    Table(Table),
    /// A passage set apart.
    Callout(Callout),
    /// A drawing with a caption and a text alternative.
    Figure(Figure),
    /// A few big numbers or words side by side.
    Tiles(Tiles),
    /// One finding (or risk, or threat) as a card of labelled parts.
    Card(Card),
    /// A place for a signature.
    Signature(Signature),
    /// Continue on a new page.
    PageBreak,
}

/// How a piece of text looks, and what that says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Style {
    /// Ordinary text.
    #[default]
    Plain,
    /// Important: semi-bold.
    Strong,
    /// Stressed, or a title: italic.
    Emphasis,
    /// Identifiers, hashes, file names: monospaced.
    Mono,
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Span {
    /// The text. Control characters are dropped when it is shown.
    pub text: String,
    /// Its style.
    pub style: Style,
    /// The `id` of a heading or card in the same document that this text leads to.
    pub link: Option<String>,
}

/// What a colour or shape stands for. Always accompanied by words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Low severity or risk.
    Low,
    /// Medium severity or risk.
    Medium,
    /// High severity or risk.
    High,
    /// Critical severity or risk.
    Critical,
    /// A remark to the reader.
    Info,
}

/// The cover page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cover {
    /// Labels and values below the title: vendor, service, assessor, period …
    pub lines: Vec<Fact>,
}

/// The table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Contents {
    /// Its heading, such as `Contents`.
    pub title: String,
    /// The deepest level of heading listed.
    pub depth: Level,
}

/// Depth of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Level {
    /// A part of the report: starts on a new page.
    One,
    /// A section.
    Two,
    /// A subsection.
    Three,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Heading {
    /// Its depth.
    pub level: Level,
    /// Its number, such as `3.2`.
    pub number: Option<String>,
    /// Its words, without the number.
    pub text: String,
    /// The name by which [`Span::link`] finds it; unique in the document.
    pub id: String,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Paragraph {
    /// Its text.
    pub spans: Vec<Span>,
    /// Whether it is a lead: set larger, opening a section.
    pub lead: bool,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bullets {
    /// Whether the items are numbered from 1 because their order matters.
    pub ordered: bool,
    /// The items.
    pub items: Vec<Vec<Span>>,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: Vec<Span>,
}

/// Labels with their values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Facts {
    /// The pairs, in order.
    pub rows: Vec<Fact>,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Align {
    /// At the start of the column: words.
    #[default]
    Start,
    /// In the middle: short marks.
    Centre,
    /// At the end: numbers.
    End,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Column {
    /// Its title, in the header row.
    pub title: String,
    /// Its share of the width, relative to the other columns; values up to 0 count as 1.
    pub share: f64,
    /// Where its text stands.
    pub align: Align,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cell {
    /// Its text.
    pub spans: Vec<Span>,
    /// A tone shown as a mark beside the text.
    pub tone: Option<Tone>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    /// Its cells: missing ones are empty, those beyond the columns are not shown.
    pub cells: Vec<Cell>,
}

/// A table. Its header row is repeated on each page that it reaches.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Table {
    /// Its caption. May be empty.
    pub caption: String,
    /// Its columns. A table without columns is not shown.
    pub columns: Vec<Column>,
    /// Whether the first cell of each row names the row.
    pub row_headers: bool,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What to say when there are no rows, such as `No findings were recorded.`
    pub empty: String,
    /// Whether it lies on sheets that are wider than high: on others its columns would be too narrow.
    #[serde(default)]
    pub wide: bool,
}

/// A passage set apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Callout {
    /// Its tone; the title says it in words.
    pub tone: Tone,
    /// Its title.
    pub title: String,
    /// Its text.
    pub spans: Vec<Span>,
}

/// One of a few big numbers or words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tile {
    /// What it is, such as `Decision`.
    pub label: String,
    /// The number or word, such as `72` or `Approve with conditions`.
    pub value: String,
    /// What must be read with it, such as `of 100 · coverage 86 %`. May be empty.
    pub note: String,
    /// Its tone; the value or note says it in words.
    pub tone: Tone,
}

/// A row of tiles: two to four look best; more are set in several rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tiles {
    /// The tiles.
    pub tiles: Vec<Tile>,
}

/// A labelled part of a card, such as `Condition` with its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Part {
    /// What the part is.
    pub label: String,
    /// Its text.
    pub spans: Vec<Span>,
}

/// One finding (or risk, or threat) with its parts: condition, criterion, cause, effect, recommendation …
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Card {
    /// The name by which [`Span::link`] finds it; unique in the document.
    pub id: String,
    /// Its number, such as `F-03`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its severity in one word, such as `High`.
    pub badge: String,
    /// The tone of the badge.
    pub tone: Tone,
    /// Short facts in a line or two: owner, due date, requirement …
    pub facts: Vec<Fact>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// Whose signature is awaited, which also names the field in the PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Signer {
    /// The person who made the assessment: signs first.
    Assessor,
    /// The person who reviewed it.
    Reviewer,
    /// The person who decides and accepts the residual risk.
    Executive,
}

impl Signer {
    /// All signers, in the order in which they sign.
    pub const ALL: [Signer; 3] = [Signer::Assessor, Signer::Reviewer, Signer::Executive];

    /// What a report calls the place.
    pub fn title(self) -> Message {
        match self {
            Signer::Assessor => word!("Assessor"),
            Signer::Reviewer => word!("Reviewer"),
            Signer::Executive => word!("Executive"),
        }
    }

    /// Name of the signature field in the PDF.
    pub const fn field(self) -> &'static str {
        match self {
            Signer::Assessor => "Assessor",
            Signer::Reviewer => "Reviewer",
            Signer::Executive => "Executive",
        }
    }
}

/// A place for a signature. At most one for each signer; a second one is shown without a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Signature {
    /// Who signs here.
    pub signer: Signer,
    /// The role in words, such as `Assessor`.
    pub label: String,
    /// Who is expected to sign, and what signing says. May be empty.
    pub who: String,
}

/// A drawing with a caption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Figure {
    /// Its caption. May be empty.
    pub caption: String,
    /// What it shows, for those who cannot see it. When empty, [`Drawing::in_words`] is used.
    pub alt: String,
    /// The drawing.
    pub drawing: Drawing,
}

impl Figure {
    /// The text alternative: the one given, else one made from the data.
    pub fn alternative(&self, language: &Language) -> String {
        if self.alt.trim().is_empty() { self.drawing.in_words(language) } else { self.alt.clone() }
    }
}

/// The data of a drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Drawing {
    /// Likelihood by impact, with the risks in their cells.
    HeatMap(HeatMap),
    /// Scores with their coverage.
    Bars(Bars),
    /// How counts are distributed.
    Stack(Stack),
    /// Elements of a system, the flows between them and the boundaries that they cross.
    DataFlow(DataFlow),
}

/// A risk matrix. Levels run from the lowest to the highest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeatMap {
    /// Names of the likelihood levels, lowest first.
    pub likelihood: Vec<String>,
    /// Names of the impact levels, lowest first.
    pub impact: Vec<String>,
    /// `cells[likelihood][impact]`: the band of each cell. A missing one is shown without a band.
    pub cells: Vec<Vec<HeatCell>>,
    /// The risks. Those outside the matrix are not shown.
    pub points: Vec<HeatPoint>,
}

/// The band of one cell of a matrix.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeatCell {
    /// The band in words, such as `High`.
    pub label: String,
    /// Its tone.
    pub tone: Tone,
}

/// A cell of a matrix: positions in the lists of levels, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Place {
    /// Position in [`HeatMap::likelihood`].
    pub likelihood: usize,
    /// Position in [`HeatMap::impact`].
    pub impact: usize,
}

/// A risk in a matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeatPoint {
    /// Number of the risk, such as `R-07`.
    pub id: String,
    /// Where it stands before treatment.
    pub inherent: Place,
    /// Where it stands after treatment, when that was judged.
    pub residual: Option<Place>,
}

/// Scores with their coverage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bars {
    /// The bars, top to bottom.
    pub rows: Vec<Bar>,
}

/// One score with its coverage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bar {
    /// What is scored.
    pub label: String,
    /// The score, 0 to 100, or none when nothing was concluded.
    pub value: Option<f64>,
    /// The share of applicable requirements with a conclusion, 0 to 100.
    pub coverage: f64,
    /// A short remark. May be empty.
    pub note: String,
}

/// Rows of counts, each shown as parts of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stack {
    /// The rows, top to bottom.
    pub rows: Vec<StackRow>,
}

/// One row of counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StackRow {
    /// What is counted. May be empty when there is one row.
    pub label: String,
    /// Its parts, left to right.
    pub segments: Vec<Segment>,
}

/// One part of a row of counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Segment {
    /// What it counts, such as `Largely effective`.
    pub label: String,
    /// How many.
    pub count: u32,
    /// Its tone.
    pub tone: Tone,
}

/// A data-flow diagram. Coordinates are in any unit, y downwards; the drawing is scaled to the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DataFlow {
    /// Trust boundaries, drawn below the rest.
    pub boundaries: Vec<DiagramBoundary>,
    /// The elements.
    pub elements: Vec<DiagramElement>,
    /// The flows. Those that name an element outside the list are not shown.
    pub flows: Vec<DiagramFlow>,
}

/// A rectangle in a data-flow diagram, in points of a page.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A point in a data-flow diagram, in points of a page.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A trust boundary in a diagram.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DiagramBoundary {
    /// Its name.
    pub label: String,
    /// What it encloses.
    pub area: Area,
}

/// The kinds of element in a data-flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DiagramKind {
    /// Somebody or something outside: a square box.
    External,
    /// Something that acts on data: a box with round corners.
    #[default]
    Process,
    /// Where data rests: two parallel lines.
    Store,
}

/// An element of a data-flow diagram.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DiagramElement {
    /// Its name.
    pub label: String,
    /// Its kind.
    pub kind: DiagramKind,
    /// Where it stands.
    pub area: Area,
}

/// A flow of data, shown as an arrow with its number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DiagramFlow {
    /// Position of the source in [`DataFlow::elements`], from 0.
    pub from: usize,
    /// Position of the target in [`DataFlow::elements`], from 0.
    pub to: usize,
    /// Its number, which stands for its name in the drawing.
    pub number: u32,
    /// What flows. May be empty.
    pub label: String,
    /// Where the arrow begins.
    pub start: Spot,
    /// Where it ends.
    pub end: Spot,
    /// Where the middle of its number stands.
    pub mark: Spot,
}

/// So many blocks that lead to a wide table lie on the same sheet as it.
const LEADING: usize = 4;

impl Document {
    /// For each block, whether it lies on a sheet that is wider than high: wide tables do, and the headings and words that
    /// lead to one.
    pub fn turned(&self) -> Vec<bool> {
        let mut turned = vec![false; self.blocks.len()];
        for (index, block) in self.blocks.iter().enumerate() {
            if matches!(block, Block::Table(table) if table.wide) {
                let before = self.blocks.get(..index).unwrap_or_default();
                let from = index - leading(before);
                turned.iter_mut().take(index + 1).skip(from).for_each(|turned| *turned = true);
            }
        }
        turned
    }
}

/// How many of the blocks before a wide table lead to it: those of its part from its title on where these are few, else
/// its headings and the words below them.
fn leading(before: &[Block]) -> usize {
    let mut headed = None;
    for (count, block) in before.iter().rev().take(LEADING).enumerate() {
        match block {
            Block::Heading(heading) if heading.level == Level::One => return count + 1,
            Block::Heading(_) if headed.is_none_or(|headed| headed == count) => headed = Some(count + 1),
            Block::Heading(_) | Block::Paragraph(_) | Block::Callout(_) => {}
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Bullets(_)
            | Block::Facts(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Tiles(_)
            | Block::Card(_)
            | Block::Signature(_)
            | Block::PageBreak => return headed.unwrap_or(count),
        }
    }
    headed.unwrap_or(0)
}

impl Span {
    /// Text in a style, leading nowhere.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, link: None }
    }

    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Style::Plain)
    }

    /// Important text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::new(text, Style::Strong)
    }

    /// Stressed text.
    pub fn emphasis(text: impl Into<String>) -> Self {
        Self::new(text, Style::Emphasis)
    }

    /// An identifier, hash or file name.
    pub fn mono(text: impl Into<String>) -> Self {
        Self::new(text, Style::Mono)
    }

    /// The same text, leading to a heading or card of this document.
    #[must_use]
    pub fn to(mut self, id: impl Into<String>) -> Self {
        self.link = Some(id.into());
        self
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Span::plain(text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Self {
        Span::plain(text)
    }
}

impl From<Span> for Vec<Span> {
    fn from(span: Span) -> Self {
        vec![span]
    }
}

impl Fact {
    /// A label with a value in ordinary text.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: vec![Span::plain(value)] }
    }

    /// A label with a value of several runs.
    pub fn rich(label: impl Into<String>, value: Vec<Span>) -> Self {
        Self { label: label.into(), value }
    }
}

impl Part {
    /// A part in ordinary text.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), spans: vec![Span::plain(text)] }
    }
}

impl Column {
    /// A column of words with its share of the width.
    pub fn new(title: impl Into<String>, share: f64) -> Self {
        Self { title: title.into(), share, align: Align::Start }
    }

    /// A column of numbers with its share of the width.
    pub fn number(title: impl Into<String>, share: f64) -> Self {
        Self { title: title.into(), share, align: Align::End }
    }
}

impl Cell {
    /// A cell in ordinary text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { spans: vec![Span::plain(text)], tone: None }
    }

    /// A cell of several runs.
    pub fn rich(spans: Vec<Span>) -> Self {
        Self { spans, tone: None }
    }

    /// A cell with an identifier, hash or file name.
    pub fn mono(text: impl Into<String>) -> Self {
        Self { spans: vec![Span::mono(text)], tone: None }
    }

    /// A word with its tone, such as `High`.
    pub fn toned(word: impl Into<String>, tone: Tone) -> Self {
        Self { spans: vec![Span::plain(word)], tone: Some(tone) }
    }
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Row { cells }
    }
}

impl Table {
    /// An empty table whose rows are named by their first cell.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>, empty: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            columns,
            row_headers: true,
            rows: Vec::new(),
            empty: empty.into(),
            wide: false,
        }
    }

    /// The table with one more row.
    #[must_use]
    pub fn row(mut self, cells: Vec<Cell>) -> Self {
        self.rows.push(Row { cells });
        self
    }

    /// The table with more rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows.into_iter().map(Row::from));
        self
    }
}

impl Tile {
    /// A tile.
    pub fn new(
        label: impl Into<String>,
        value: impl Into<String>,
        note: impl Into<String>,
        tone: Tone,
    ) -> Self {
        Self { label: label.into(), value: value.into(), note: note.into(), tone }
    }
}

impl Block {
    /// The heading, if it is one.
    pub fn as_heading(&self) -> Option<&Heading> {
        if let Block::Heading(heading) = self { Some(heading) } else { None }
    }

    /// The id that links lead to, as headings and cards have one.
    pub fn place(&self) -> Option<&str> {
        let id = match self {
            Block::Heading(heading) => &heading.id,
            Block::Card(card) => &card.id,
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Paragraph(_)
            | Block::Bullets(_)
            | Block::Facts(_)
            | Block::Table(_)
            | Block::Callout(_)
            | Block::Figure(_)
            | Block::Tiles(_)
            | Block::Signature(_)
            | Block::PageBreak => return None,
        };
        (!id.is_empty()).then_some(id)
    }

    /// The cover with its lines.
    pub fn cover(lines: Vec<Fact>) -> Self {
        Block::Cover(Cover { lines })
    }

    /// The table of contents.
    pub fn contents(title: impl Into<String>, depth: Level) -> Self {
        Block::Contents(Contents { title: title.into(), depth })
    }

    /// A heading with its number.
    pub fn heading(
        level: Level,
        number: impl Into<String>,
        text: impl Into<String>,
        id: impl Into<String>,
    ) -> Self {
        Block::Heading(Heading { level, number: Some(number.into()), text: text.into(), id: id.into() })
    }

    /// A heading without a number.
    pub fn unnumbered(level: Level, text: impl Into<String>, id: impl Into<String>) -> Self {
        Block::Heading(Heading { level, number: None, text: text.into(), id: id.into() })
    }

    /// A paragraph in ordinary text.
    pub fn p(text: impl Into<String>) -> Self {
        Block::Paragraph(Paragraph { spans: vec![Span::plain(text)], lead: false })
    }

    /// A paragraph of several runs.
    pub fn spans(spans: Vec<Span>) -> Self {
        Block::Paragraph(Paragraph { spans, lead: false })
    }

    /// A paragraph that opens a section.
    pub fn lead(text: impl Into<String>) -> Self {
        Block::Paragraph(Paragraph { spans: vec![Span::plain(text)], lead: true })
    }

    /// A list with bullets, in ordinary text.
    pub fn bullets<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Block::Bullets(Bullets {
            ordered: false,
            items: items.into_iter().map(|text| vec![Span::plain(text)]).collect(),
        })
    }

    /// A numbered list, in ordinary text.
    pub fn numbered<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Block::Bullets(Bullets {
            ordered: true,
            items: items.into_iter().map(|text| vec![Span::plain(text)]).collect(),
        })
    }

    /// Labels with their values.
    pub fn facts(rows: Vec<Fact>) -> Self {
        Block::Facts(Facts { rows })
    }

    /// A passage set apart.
    pub fn callout(tone: Tone, title: impl Into<String>, text: impl Into<String>) -> Self {
        Block::Callout(Callout { tone, title: title.into(), spans: vec![Span::plain(text)] })
    }

    /// A drawing whose text alternative is made from its data.
    pub fn figure(caption: impl Into<String>, drawing: Drawing) -> Self {
        Block::Figure(Figure { caption: caption.into(), alt: String::new(), drawing })
    }

    /// A row of tiles.
    pub fn tiles(tiles: Vec<Tile>) -> Self {
        Block::Tiles(Tiles { tiles })
    }

    /// A place for a signature.
    pub fn signature(signer: Signer, label: impl Into<String>, who: impl Into<String>) -> Self {
        Block::Signature(Signature { signer, label: label.into(), who: who.into() })
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Block::Table(table)
    }
}

impl From<Card> for Block {
    fn from(card: Card) -> Self {
        Block::Card(card)
    }
}

impl Drawing {
    /// The data of the drawing in sentences: all that a reader can learn by looking at it.
    pub fn in_words(&self, language: &Language) -> String {
        let sentences: Vec<String> = match self {
            Drawing::HeatMap(map) => map.in_words(language),
            Drawing::Bars(bars) => bars.rows.iter().map(|bar| bar.in_words(language)).collect(),
            Drawing::Stack(stack) => stack.rows.iter().map(|row| row.in_words(language)).collect(),
            Drawing::DataFlow(flow) => flow.in_words(language),
        };
        language.sentences(&sentences)
    }
}

impl HeatMap {
    /// The band of a cell, if the matrix gives one.
    pub fn cell(&self, place: Place) -> Option<&HeatCell> {
        self.cells.get(place.likelihood)?.get(place.impact)
    }

    fn place_in_words(&self, language: &Language, place: Place) -> Option<String> {
        let likelihood = self.likelihood.get(place.likelihood)?;
        let impact = self.impact.get(place.impact)?;
        Some(match self.cell(place) {
            Some(HeatCell { label: band, tone: _ }) => {
                say!(language, "likelihood {likelihood}, impact {impact} ({band})")
            }
            None => say!(language, "likelihood {likelihood}, impact {impact}"),
        })
    }

    fn in_words(&self, language: &Language) -> Vec<String> {
        let mut sentences = vec![say!(
            language,
            "Risk matrix of {likelihood} likelihood levels by {impact} impact levels.",
            likelihood = self.likelihood.len(),
            impact = self.impact.len()
        )];
        for HeatPoint { id, inherent, residual } in &self.points {
            let Some(inherent) = self.place_in_words(language, *inherent) else { continue };
            let residual = residual.and_then(|place| self.place_in_words(language, place));
            sentences.push(match residual {
                Some(residual) => say!(language, "{id}: {inherent}; after treatment {residual}."),
                None => say!(language, "{id}: {inherent}."),
            });
        }
        sentences
    }
}

impl Bar {
    fn in_words(&self, language: &Language) -> String {
        let score = match self.value {
            Some(value) => say!(language, "score {value} of 100", value = format!("{value:.0}")),
            None => say!(language, "no score"),
        };
        let Self { label, note, .. } = self;
        let coverage = format!("{:.0}", self.coverage);
        if note.is_empty() {
            say!(language, "{label}: {score}, coverage {coverage} %.")
        } else {
            say!(language, "{label}: {score}, coverage {coverage} %, {note}.")
        }
    }
}

impl StackRow {
    fn in_words(&self, language: &Language) -> String {
        let counts =
            self.segments.iter().map(|Segment { label, count, .. }| say!(language, "{label} {count}"));
        let counts = language.list(&counts.collect::<Vec<_>>());
        match &self.label {
            label if label.is_empty() => say!(language, "{counts}."),
            label => say!(language, "{label}: {counts}."),
        }
    }
}

impl DataFlow {
    fn in_words(&self, language: &Language) -> Vec<String> {
        let elements: Vec<&String> = self.elements.iter().map(|element| &element.label).collect();
        let elements = language.list(&elements);
        let mut sentences = vec![say!(language, "Data-flow diagram. Elements: {elements}.")];
        if !self.boundaries.is_empty() {
            let boundaries: Vec<&String> = self.boundaries.iter().map(|boundary| &boundary.label).collect();
            let boundaries = language.list(&boundaries);
            sentences.push(say!(language, "Trust boundaries: {boundaries}."));
        }
        for flow in &self.flows {
            let (Some(from), Some(to)) = (self.elements.get(flow.from), self.elements.get(flow.to)) else {
                continue;
            };
            let (number, from, to) = (flow.number, &from.label, &to.label);
            sentences.push(match &flow.label {
                what if what.is_empty() => say!(language, "{number}, {from} to {to}."),
                what => say!(language, "{number}, {from} to {to}: {what}."),
            });
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_blocks(blocks: Vec<Block>) -> Document {
        let none = String::new;
        Document {
            title: none(),
            subtitle: none(),
            language: Language::english(),
            author: none(),
            organisation: none(),
            classification: none(),
            reference: none(),
            issued: none(),
            footer: none(),
            watermark: none(),
            blocks,
        }
    }

    #[test]
    fn what_leads_to_a_wide_table_lies_as_it_does() {
        let title = |level| Block::heading(level, "1", "Title", "");
        let (part, section, words) = (title(Level::One), title(Level::Two), Block::p("Words."));
        let list = Block::bullets(["One"]);
        let wide = Block::Table(Table { wide: true, ..Table::default() });
        let turned = |blocks| of_blocks(blocks).turned().into_iter().filter(|turned| *turned).count();
        let of = |blocks: &[&Block]| turned(blocks.iter().map(|block| (*block).clone()).collect());
        assert_eq!(of(&[&part, &words, &section, &wide]), 4, "a part from its title on");
        assert_eq!(of(&[&part, &list, &section, &words, &wide]), 3, "a section with its words");
        assert_eq!(of(&[&section, &words, &words, &words, &section, &wide]), 2, "not the section before");
        assert_eq!(of(&[&list, &words, &wide]), 2, "words without a title");
        assert_eq!(of(&[&part, &words]), 0);
    }

    fn map() -> HeatMap {
        HeatMap {
            likelihood: vec!["Rare".into(), "Likely".into()],
            impact: vec!["Minor".into(), "Major".into()],
            cells: vec![vec![HeatCell { label: "Low".into(), tone: Tone::Low }]],
            points: vec![
                HeatPoint {
                    id: "R-1".into(),
                    inherent: Place { likelihood: 1, impact: 1 },
                    residual: Some(Place { likelihood: 0, impact: 0 }),
                },
                HeatPoint { id: "R-2".into(), inherent: Place { likelihood: 9, impact: 0 }, residual: None },
            ],
        }
    }

    #[test]
    fn a_heat_map_is_told_in_words_and_ignores_what_lies_outside() {
        assert_eq!(
            Drawing::HeatMap(map()).in_words(&Language::english()),
            "Risk matrix of 2 likelihood levels by 2 impact levels. R-1: likelihood Likely, impact Major; \
             after treatment likelihood Rare, impact Minor (Low)."
        );
    }

    #[test]
    fn a_score_is_never_told_without_its_coverage() {
        let bars = Bars {
            rows: vec![
                Bar { label: "Access".into(), value: Some(72.4), coverage: 86.0, note: String::new() },
                Bar { label: "Privacy".into(), value: None, coverage: 0.0, note: "not started".into() },
            ],
        };
        assert_eq!(
            Drawing::Bars(bars).in_words(&Language::english()),
            "Access: score 72 of 100, coverage 86 %. Privacy: no score, coverage 0 %, not started."
        );
    }

    #[test]
    fn the_alternative_given_wins_over_the_one_made() {
        let mut figure = Figure { caption: String::new(), alt: " ".into(), drawing: Drawing::HeatMap(map()) };
        assert!(figure.alternative(&Language::english()).starts_with("Risk matrix"));
        figure.alt = "Two risks, both low after treatment.".into();
        assert_eq!(figure.alternative(&Language::english()), "Two risks, both low after treatment.");
    }

    #[test]
    fn blocks_carry_their_kind_in_json_and_come_back() {
        let blocks = vec![
            Block::PageBreak,
            Block::heading(Level::Two, "1.1", "Scope", "scope"),
            Block::figure("Risks", Drawing::HeatMap(map())),
            Block::signature(Signer::Executive, "Executive", "Ada"),
        ];
        let json = serde_json::to_value(&blocks).unwrap();
        assert_eq!(json[0]["type"], "page-break");
        assert_eq!(json[1]["level"], "two");
        assert_eq!(json[2]["drawing"]["type"], "heat-map");
        assert_eq!(json[3]["signer"], "executive");
        assert_eq!(serde_json::from_value::<Vec<Block>>(json).unwrap(), blocks);
    }
}
