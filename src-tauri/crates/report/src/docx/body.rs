//! Blocks → paragraphs and tables, in reading order.

use super::drawing;
use super::parts;
use super::text::{Bookmarks, Runs, escaped, runs};
use super::{copy, copy_says};
use crate::document::{
    Align, Block, Bullets, Callout, Card, Cell, Contents, Cover, Document, Fact, Figure, Heading, Level,
    Part, Signature, Span, Table, Tile, Tiles, Tone,
};
use crate::pdf::style::{Colour, Sheet, shades};
use crate::theme::{Logo, Palette, Rgb, Theme};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The body of the file.
pub struct Body {
    pub xml: String,
    /// How many numbered lists it has.
    pub ordered: usize,
    /// How its last pages lie.
    pub last: Sheet,
}

/// How the last paragraph of a section ends.
const SECTION_END: &str = "</w:sectPr></w:pPr></w:p>";
/// Tiles side by side.
const TILES: usize = 4;

/// The document as a body.
pub fn write(document: &Document, theme: &Theme) -> Body {
    let mut writer = Writer {
        document,
        theme,
        palette: Palette::of(theme),
        sheet: Sheet::Upright,
        xml: String::new(),
        ordered: 0,
        bookmarks: bookmarks(document),
        set: BTreeSet::new(),
        break_before: false,
    };
    let has_cover = matches!(document.blocks.first(), Some(Block::Cover(_)));
    if !has_cover {
        writer.paragraph("Title", &[Span::plain(document.title.as_str())]);
        writer.paragraph("Subtitle", &[Span::plain(document.subtitle.as_str())]);
        writer.copy();
    }
    for (n, (block, turned)) in document.blocks.iter().zip(document.turned()).enumerate() {
        writer.lay(if turned { Sheet::Turned } else { Sheet::Upright });
        writer.block(block, n == 0 && !has_cover);
    }
    Body { xml: writer.xml, ordered: writer.ordered, last: writer.sheet }
}

/// A name for each heading and card: names of bookmarks are short and of few characters, ids are not.
fn bookmarks(document: &Document) -> Bookmarks<'_> {
    let ids = document.blocks.iter().filter_map(Block::place);
    ids.enumerate().map(|(n, id)| (id, format!("place{n}"))).collect()
}

struct Writer<'d> {
    document: &'d Document,
    theme: &'d Theme,
    palette: Palette,
    /// How the pages lie.
    sheet: Sheet,
    xml: String,
    ordered: usize,
    bookmarks: Bookmarks<'d>,
    /// Bookmarks that are set already: a second place of the same id leads nowhere.
    set: BTreeSet<&'d str>,
    /// What comes next begins on a new page.
    break_before: bool,
}

/// Elements of a paragraph's look that stand after its style.
#[derive(Clone, Copy, Default)]
struct Look {
    align: Align,
    /// The list it is an item of.
    list: Option<usize>,
    header: bool,
}

impl<'d> Writer<'d> {
    fn block(&mut self, block: &'d Block, is_first: bool) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Contents(contents) => self.contents(contents),
            Block::Heading(heading) => self.heading(heading, is_first),
            Block::Paragraph(paragraph) => {
                self.paragraph(if paragraph.lead { "Lead" } else { "Normal" }, &paragraph.spans);
            }
            Block::Bullets(bullets) => self.bullets(bullets),
            Block::Facts(facts) => self.facts(&facts.rows),
            Block::Table(table) => {
                self.caption(&table.caption);
                self.table(table, &table.caption, "");
            }
            Block::Callout(callout) => self.callout(callout),
            Block::Figure(figure) => self.figure(figure),
            Block::Tiles(tiles) => self.tiles(tiles),
            Block::Card(card) => self.card(card),
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak => self.break_before = true,
        }
    }

    /// Lays the pages that follow. What lies in another way is a section of its own, which its last paragraph ends.
    fn lay(&mut self, sheet: Sheet) {
        if sheet == self.sheet {
            return;
        }
        let ended = parts::section(std::mem::replace(&mut self.sheet, sheet));
        let _ = write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="After"/>{ended}</w:pPr></w:p>"#);
        self.break_before = false;
    }

    /// Width of the text, in twentieths of a point.
    fn width(&self) -> f64 {
        f64::from(parts::width(self.sheet))
    }

    /// A paragraph in a style.
    fn paragraph(&mut self, style: &str, spans: &[Span]) {
        self.set_paragraph(style, Look::default(), "", spans);
    }

    /// A paragraph in a style and look, with `before` in front of its runs.
    fn set_paragraph(&mut self, style: &str, look: Look, before: &str, spans: &[Span]) {
        let Runs { xml, backwards } = runs(spans, &self.bookmarks);
        let _ = write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>"#);
        if look.header {
            self.xml.push_str("<w:keepNext/>");
        }
        if std::mem::take(&mut self.break_before) {
            self.xml.push_str("<w:pageBreakBefore/>");
        }
        if let Some(list) = look.list {
            let _ = write!(self.xml, r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr>"#);
        }
        if backwards {
            self.xml.push_str("<w:bidi/>");
        }
        self.xml.push_str(match look.align {
            Align::Start => "",
            Align::Centre => r#"<w:jc w:val="center"/>"#,
            Align::End => r#"<w:jc w:val="right"/>"#,
        });
        let _ = write!(self.xml, "</w:pPr>{before}{xml}</w:p>");
    }

    /// What every copy says of itself.
    fn copy(&mut self) {
        self.callout(&Callout {
            tone: Tone::Medium,
            title: self.document.language.say(&copy()),
            spans: vec![Span::plain(self.document.language.say(&copy_says()))],
        });
    }

    fn cover(&mut self, cover: &Cover) {
        let document = self.document;
        self.line("Quiet", &document.classification);
        if let Some(logo) = &self.theme.logo {
            self.logo(logo);
        }
        self.line("Quiet", self.theme.name(&document.organisation));
        self.paragraph("Title", &[Span::plain(document.title.as_str())]);
        self.line("Subtitle", &document.subtitle);
        self.copy();
        self.facts(&cover.lines);
        self.line("Quiet", &document.reference);
        self.line("Quiet", &document.issued);
        self.break_before = true;
    }

    fn logo(&mut self, logo: &Logo) {
        let name = self.theme.logo_in_words(self.document);
        let picture = parts::picture(logo, &name);
        self.set_paragraph("Normal", Look::default(), &picture, &[]);
    }

    /// A paragraph of plain text, where there is any.
    fn line(&mut self, style: &str, text: &str) {
        if !text.trim().is_empty() {
            self.paragraph(style, &[Span::plain(text)]);
        }
    }

    /// The contents as a field, with what it shows until somebody has it made anew.
    fn contents(&mut self, contents: &Contents) {
        self.break_before = true;
        self.paragraph("ContentsTitle", &[Span::plain(contents.title.as_str())]);
        let headings = self.document.blocks.iter().filter_map(Block::as_heading);
        let listed: Vec<&Heading> = headings.filter(|heading| heading.level <= contents.depth).collect();
        let depth = level(contents.depth);
        let mut before = format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-{depth}" \n \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#
        );
        for heading in listed {
            let entry = Span::plain(words(heading)).to(heading.id.as_str());
            let style = format!("TOC{}", level(heading.level));
            self.set_paragraph(&style, Look::default(), &std::mem::take(&mut before), &[entry]);
        }
        let end = format!(r#"{before}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#);
        self.set_paragraph("After", Look::default(), &end, &[]);
        self.break_before = true;
    }

    fn heading(&mut self, heading: &'d Heading, is_first: bool) {
        // A part of the report begins on a new page, which a section does by itself.
        if heading.level == Level::One && !is_first && !self.xml.ends_with(SECTION_END) {
            self.break_before = true;
        }
        let place = self.bookmark(&heading.id);
        let style = format!("Heading{}", level(heading.level));
        self.set_paragraph(&style, Look::default(), &place, &[Span::plain(words(heading))]);
    }

    /// The mark that text can lead to; nothing for a second one of the same name.
    fn bookmark(&mut self, id: &'d str) -> String {
        let Some(name) = self.bookmarks.get(id).filter(|_| self.set.insert(id)) else { return String::new() };
        let n = self.set.len();
        format!(r#"<w:bookmarkStart w:id="{n}" w:name="{name}"/><w:bookmarkEnd w:id="{n}"/>"#)
    }

    fn bullets(&mut self, bullets: &Bullets) {
        // List 1 is that of all bullets; each numbered list counts for itself.
        let list = if bullets.ordered {
            self.ordered += 1;
            self.ordered + 1
        } else {
            1
        };
        for item in &bullets.items {
            self.set_paragraph("ListParagraph", Look { list: Some(list), ..Look::default() }, "", item);
        }
    }

    fn callout(&mut self, callout: &Callout) {
        self.begin_table(&[self.width()], "Callout", &callout.title, "");
        let colour = shades(callout.tone).tint;
        self.xml.push_str("<w:tr>");
        self.begin_cell(self.width(), Some(colour), None);
        self.paragraph("CalloutTitle", &[Span::plain(callout.title.as_str())]);
        self.paragraph("Cell", &callout.spans);
        self.xml.push_str("</w:tc></w:tr>");
        self.end_table();
    }

    fn facts(&mut self, rows: &[Fact]) {
        if rows.is_empty() {
            return;
        }
        let widths = [0.28, 0.72].map(|share| share * self.width());
        self.begin_table(&widths, "Facts", "", "");
        for Fact { label, value } in rows {
            self.xml.push_str("<w:tr>");
            self.begin_cell(widths[0], None, None);
            self.paragraph("CellStrong", &[Span::plain(label.as_str())]);
            self.xml.push_str("</w:tc>");
            self.begin_cell(widths[1], None, None);
            self.paragraph("Cell", value);
            self.xml.push_str("</w:tc></w:tr>");
        }
        self.end_table();
    }

    fn caption(&mut self, caption: &str) {
        self.line("Caption", caption);
    }

    /// A table; what it shows, for those who cannot see it, is `title` and `says`.
    fn table(&mut self, table: &Table, title: &str, says: &str) {
        if table.columns.is_empty() {
            return;
        }
        let share = |share: f64| if share > 0.0 { share } else { 1.0 };
        let total: f64 = table.columns.iter().map(|column| share(column.share)).sum();
        let widths: Vec<f64> = table.columns.iter().map(|c| self.width() * share(c.share) / total).collect();
        self.begin_table(&widths, "Grid", title, says);
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            self.begin_cell(*width, None, None);
            let look = Look { align: column.align, header: true, ..Look::default() };
            self.set_paragraph("CellHeading", look, "", &[Span::plain(column.title.as_str())]);
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
        if table.rows.is_empty() {
            self.xml.push_str("<w:tr>");
            self.begin_cell(self.width(), None, Some(widths.len()));
            self.paragraph("Cell", &[Span::plain(table.empty.as_str())]);
            self.xml.push_str("</w:tc></w:tr>");
        }
        for row in &table.rows {
            self.xml.push_str("<w:tr>");
            for (n, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
                let none = Cell::default();
                let cell = row.cells.get(n).unwrap_or(&none);
                self.begin_cell(*width, cell.tone.map(|tone| shades(tone).tint), None);
                let style = if table.row_headers && n == 0 { "CellStrong" } else { "Cell" };
                let look = Look { align: column.align, ..Look::default() };
                self.set_paragraph(style, look, "", &cell.spans);
                self.xml.push_str("</w:tc>");
            }
            self.xml.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn begin_table(&mut self, widths: &[f64], style: &str, title: &str, says: &str) {
        // A table cannot begin a page by itself.
        if self.break_before {
            self.paragraph("After", &[]);
        }
        let whole = self.width();
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{whole:.0}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>"#
        );
        for (name, text) in [("tblCaption", title), ("tblDescription", says)] {
            if !text.trim().is_empty() {
                let _ = write!(self.xml, r#"<w:{name} w:val="{}"/>"#, escaped(text));
            }
        }
        self.xml.push_str("</w:tblPr><w:tblGrid>");
        for width in widths {
            let _ = write!(self.xml, r#"<w:gridCol w:w="{width:.0}"/>"#);
        }
        self.xml.push_str("</w:tblGrid>");
    }

    /// A table is followed by a paragraph, else it would grow together with the next.
    fn end_table(&mut self) {
        self.xml.push_str("</w:tbl>");
        self.paragraph("After", &[]);
    }

    fn begin_cell(&mut self, width: f64, fill: Option<Colour>, over: Option<usize>) {
        let _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width:.0}" w:type="dxa"/>"#);
        if let Some(columns) = over {
            let _ = write!(self.xml, r#"<w:gridSpan w:val="{columns}"/>"#);
        }
        if let Some(Rgb(red, green, blue)) = fill.map(|fill| fill.within(&self.palette)) {
            let _ = write!(
                self.xml,
                r#"<w:shd w:val="clear" w:color="auto" w:fill="{red:02X}{green:02X}{blue:02X}"/>"#
            );
        }
        self.xml.push_str("</w:tcPr>");
    }

    fn figure(&mut self, figure: &Figure) {
        self.caption(&figure.caption);
        let language = &self.document.language;
        for table in drawing::tables(language, &figure.drawing) {
            self.table(&table, &figure.caption, &figure.alternative(language));
        }
    }

    fn tiles(&mut self, tiles: &Tiles) {
        for row in tiles.tiles.chunks(TILES) {
            let width = self.width() / row.len() as f64;
            self.begin_table(&vec![width; row.len()], "Tiles", "", "");
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for Tile { label, value, note, tone } in row {
                self.begin_cell(width, Some(shades(*tone).tint), None);
                self.paragraph("TileLabel", &[Span::plain(label.as_str())]);
                self.paragraph("TileValue", &[Span::plain(value.as_str())]);
                self.paragraph("TileLabel", &[Span::plain(note.as_str())]);
                self.xml.push_str("</w:tc>");
            }
            self.xml.push_str("</w:tr>");
            self.end_table();
        }
    }

    fn card(&mut self, card: &'d Card) {
        let place = self.bookmark(&card.id);
        let words = [&card.number, &card.title].map(|text| text.trim()).join(" ");
        let badge =
            if card.badge.trim().is_empty() { String::new() } else { format!(" ({})", card.badge.trim()) };
        let title = [Span::plain(words.trim()), Span::emphasis(badge)];
        self.set_paragraph("CardTitle", Look::default(), &place, &title);
        self.facts(&card.facts);
        for Part { label, spans } in &card.parts {
            self.line("PartLabel", label);
            self.paragraph("Normal", spans);
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.begin_table(&[self.width()], "Tiles", "", "");
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.begin_cell(self.width(), None, None);
        self.paragraph("CellStrong", &[Span::plain(signature.label.as_str())]);
        self.paragraph("Cell", &[Span::plain(signature.who.as_str())]);
        self.paragraph(
            "TileLabel",
            &[Span::plain(say!(&self.document.language, "Signed in the PDF, not here."))],
        );
        self.xml.push_str("</w:tc></w:tr>");
        self.end_table();
    }
}

fn level(level: Level) -> u8 {
    match level {
        Level::One => 1,
        Level::Two => 2,
        Level::Three => 3,
    }
}

/// A heading with its number.
fn words(heading: &Heading) -> String {
    match &heading.number {
        Some(number) => format!("{number} {}", heading.text),
        None => heading.text.clone(),
    }
}
