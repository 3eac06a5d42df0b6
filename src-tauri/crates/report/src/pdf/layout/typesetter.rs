//! What is measured: blocks → fragments. The only place of the layout that has the fonts.

use assay_message::{Direction, Message, message};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use super::table::Rest;
use super::{BODY, Content, Fragment, HEADING_OPENING, LEAD, Text, WIDTH, card, text, tiles};
use crate::clean::flat;
use crate::document::{Block, Document, Span};
use crate::pdf::RenderError;
use crate::pdf::lines::{Setting, Shaped};
use crate::pdf::shape::Shaper;
use crate::pdf::style::ACCENT;
use crate::theme::Theme;

/// Measures the blocks of a document.
pub(super) struct Typesetter<'d> {
    pub(super) document: &'d Document,
    pub(super) theme: &'d Theme,
    pub(super) shaper: Shaper,
    /// What links can lead to.
    names: BTreeSet<&'d str>,
    pub(super) warnings: Vec<Message>,
}

impl<'d> Typesetter<'d> {
    pub(super) fn new(
        document: &'d Document,
        theme: &'d Theme,
        font_folders: &[PathBuf],
    ) -> Result<Self, RenderError> {
        let mut names = BTreeSet::new();
        let mut warnings = Vec::new();
        for id in document.blocks.iter().filter_map(Block::place) {
            if !names.insert(id) {
                warnings.push(message!(
                    "More than one heading or card is named “{id}”; links lead to the first."
                ));
            }
        }
        let mut shaper = Shaper::new(font_folders)?;
        shaper.backwards = document.language.direction() == Direction::RightToLeft;
        shaper.hyphenation = match document.language.tag().as_bytes() {
            [a, b] | [a, b, b'-', ..] => hypher::Lang::from_iso([*a, *b]),
            _ => None,
        };
        Ok(Self { document, theme, shaper, names, warnings })
    }

    /// Measures all blocks in order, until nobody takes them any more.
    pub(super) fn measure_all(mut self, fragments: &SyncSender<Fragment<'d>>) -> Self {
        for block in &self.document.blocks {
            let (fragment, rest) = self.measure_block(block);
            if fragments.send(fragment).is_err() {
                break;
            }
            if let Some(rest) = rest {
                self.measure_rest(rest);
            }
        }
        self
    }

    /// Measures a block. Rows of a long table are still to be measured.
    fn measure_block(&mut self, block: &'d Block) -> (Fragment<'d>, Option<Rest<'d>>) {
        let mut rest = None;
        match block {
            Block::Heading(heading) => self.shaper.place = text::heading_words(heading),
            Block::Card(card) => self.shaper.place = card::card_words(card),
            Block::Signature(signature) => self.shaper.place = flat(&signature.label),
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Paragraph(_)
            | Block::Bullets(_)
            | Block::Facts(_)
            | Block::Table(_)
            | Block::Callout(_)
            | Block::Figure(_)
            | Block::Tiles(_)
            | Block::PageBreak => {}
        }
        let (opening, content) = match block {
            Block::Cover(cover) => (0.0, Content::Cover(self.measure_cover(cover))),
            Block::Contents(contents) => {
                (2.0 * BODY.leading, Content::Contents(self.measure_contents(contents)))
            }
            Block::Heading(heading) => (HEADING_OPENING, Content::Heading(self.measure_heading(heading))),
            Block::Paragraph(paragraph) => {
                let (setting, after) = if paragraph.lead { (LEAD, 12.0) } else { (BODY, 8.0) };
                let text = self.measure(&paragraph.spans, &setting, WIDTH);
                (2.0 * BODY.leading, Content::Paragraph(text, after))
            }
            Block::Bullets(bullets) => {
                let texts = self.measure_bullets(bullets);
                (2.0 * BODY.leading, Content::Bullets(bullets, texts))
            }
            Block::Facts(facts) => {
                let pairs = self.measure_facts(facts);
                (pairs.opening(), Content::Facts(pairs))
            }
            Block::Table(table) => {
                let (grid, more) = self.measure_table(table);
                rest = more;
                (grid.opening(), Content::Table(grid))
            }
            Block::Callout(callout) => {
                let passage = self.measure_callout(callout);
                (passage.opening(), Content::Callout(passage))
            }
            Block::Figure(figure) => {
                let drawn = self.measure_figure(figure);
                (drawn.opening(), Content::Figure(drawn))
            }
            Block::Tiles(tiles) => {
                let rows = self.measure_tiles(tiles);
                (rows.first().map_or(0.0, tiles::TileRow::opening), Content::Tiles(rows))
            }
            Block::Card(card) => {
                let card = self.measure_card(card);
                (card.opening(), Content::Card(card))
            }
            Block::Signature(signature) => {
                let signature = self.measure_signature(signature);
                (signature.opening(), Content::Signature(signature))
            }
            Block::PageBreak => (0.0, Content::PageBreak),
        };
        (Fragment { opening, content }, rest)
    }

    /// Breaks spans into lines. A link that leads nowhere becomes ordinary text.
    pub(super) fn measure(&mut self, spans: &[Span], setting: &Setting, width: f32) -> Text {
        let shaped = Shaped::new(&mut self.shaper, spans, setting);
        self.break_shaped(spans, &shaped, width)
    }

    /// Breaks spans that are shaped into lines.
    pub(super) fn break_shaped(&mut self, spans: &[Span], shaped: &Shaped, width: f32) -> Text {
        let mut links = BTreeMap::new();
        for (index, span) in spans.iter().enumerate() {
            let Some(link) = &span.link else { continue };
            if self.names.contains(link.as_str()) {
                links.insert(index, (link.clone(), span.text.clone()));
            } else {
                self.warnings.push(message!(
                    "“{text}” links to “{link}”, which is not in the report.",
                    text = span.text
                ));
            }
        }
        let mut lines = shaped.lines(&mut self.shaper, width);
        if spans.iter().all(|span| span.link.is_none()) {
            return Text { lines, ..Text::default() };
        }
        for run in lines.iter_mut().flat_map(|line| &mut line.runs) {
            run.link = run.link.filter(|link| links.contains_key(link));
            if run.link.is_some() {
                run.colour = ACCENT;
            }
        }
        Text { lines, links, link_nodes: BTreeMap::new() }
    }

    /// Breaks plain text into lines.
    pub(super) fn measure_plain(&mut self, text: &str, setting: &Setting, width: f32) -> Text {
        self.measure(&[Span::plain(text)], setting, width)
    }
}
