//! Rows: columns of text side by side that move to the next page together.
//!
//! A row is not split, unless it is so high that this would leave much of a page empty.

use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, BODY, LEFT, Layout, Spot, Text, WIDTH, tone_mark};
use crate::document::{Align, Facts, Span, Tone};
use crate::pdf::canvas::Stroke;
use crate::pdf::canvas::{Decoration, Ink};
use crate::pdf::lines::Setting;
use crate::pdf::style::{BODY_HEIGHT, GUTTER, MUTED, RULE, columns};
use crate::pdf::tags::{Node, Role, Scope};

/// A row is split when it is higher than this share of a page.
const SPLIT_ABOVE: f32 = 0.4;
/// Fewer lines than this are not left behind when a row is split.
const LINES_TO_START: f32 = 3.0;

/// Space above and below a fact.
const FACT_PAD: f32 = 4.0;
/// The label of a fact, or of a part of a card.
const PAIR_LABEL: Setting = Setting { size: 8.5, colour: MUTED, ..BODY };

/// How much of a row must stay on one page: all of it, unless it is one that is split.
pub(super) fn row_opening(height: f32) -> f32 {
    if height <= BODY_HEIGHT * SPLIT_ABOVE { height } else { (LINES_TO_START + 2.0) * BODY.leading }
}

/// A column of a row: texts below each other.
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) align: Align,
    pub(super) texts: Vec<(Node, Text)>,
    /// Space below each text.
    pub(super) between: f32,
    /// A mark before the first line, whose room is left of `x`.
    pub(super) mark: Option<Tone>,
    /// The next text and line to draw.
    next: (usize, usize),
}

/// The part of a row on one page.
pub(super) struct Strip {
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// Whether the row starts here.
    pub(super) first: bool,
    /// Whether the row ends here.
    pub(super) last: bool,
}

impl Column {
    pub(super) fn new(x: f32, width: f32, texts: Vec<(Node, Text)>) -> Self {
        Self { x, width, align: Align::Start, texts, between: 0.0, mark: None, next: (0, 0) }
    }

    pub(super) fn height(&self) -> f32 {
        self.texts.iter().map(|(_, text)| text.height() + self.between).sum()
    }

    fn is_done(&self) -> bool {
        self.next.0 >= self.texts.len()
    }

    /// How many lines of each text fit, from the next one on, and their height. At least one line when `forced`.
    fn fitting(&self, room: f32, forced: bool) -> (Vec<(usize, usize, usize)>, f32) {
        let mut parts = Vec::new();
        let mut used = 0.0;
        let (first, mut start) = self.next;
        for (index, (_, text)) in self.texts.iter().enumerate().skip(first) {
            let mut end = start;
            for line in text.lines.get(start..).unwrap_or_default() {
                let free = forced && used == 0.0;
                if used + line.leading > room + 0.01 && !free {
                    break;
                }
                used += line.leading;
                end += 1;
            }
            // The last line of a text does not stand alone on the next page.
            if end + 1 == text.lines.len() && end > start + 2 {
                end -= 1;
                used -= text.lines.get(end).map_or(0.0, |line| line.leading);
            }
            parts.push((index, start, end));
            if end < text.lines.len() {
                break;
            }
            used += self.between;
            start = 0;
        }
        (parts, used)
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_facts(&mut self, facts: &Facts) -> Pairs {
        let pairs = facts.rows.iter().map(|fact| (fact.label.as_str(), fact.value.as_slice()));
        self.measure_pairs(pairs, Frame { left: LEFT, label: columns(3), width: WIDTH, pad: FACT_PAD })
    }

    pub(super) fn measure_pairs<'t>(
        &mut self,
        pairs: impl Iterator<Item = (&'t str, &'t [Span])>,
        frame: Frame,
    ) -> Pairs {
        let rows = pairs
            .map(|(label, spans)| {
                let label = self.measure_plain(label, &PAIR_LABEL, frame.label);
                (label, self.measure(spans, &BODY, frame.value()))
            })
            .collect();
        Pairs { frame, rows }
    }
}

impl<'d> Layout<'d> {
    /// Draws a row where the cursor stands and moves the cursor below it. `repeat` is called on each further page;
    /// `decorate` draws behind each part of the row. Returns where the row begins.
    pub(super) fn row(
        &mut self,
        columns: &mut [Column],
        pad: f32,
        repeat: &mut dyn FnMut(&mut Self),
        decorate: &dyn Fn(&mut Ink, &Strip),
    ) -> Spot {
        let height = columns.iter().map(Column::height).fold(0.0, f32::max) + 2.0 * pad;
        let few = 2.0 * pad + LINES_TO_START * BODY.leading;
        if height > self.room()
            && !self.is_fresh()
            && (height <= BODY_HEIGHT * SPLIT_ABOVE || self.room() < few)
        {
            self.turn();
            repeat(self);
        }
        let mut first = true;
        let begins = self.spot();
        loop {
            let room = self.room() - 2.0 * pad;
            let mut used: f32 = 0.0;
            let mut plan = Vec::with_capacity(columns.len());
            for column in columns.iter() {
                let (parts, height) = column.fitting(room, true);
                used = used.max(height);
                plan.push(parts);
            }
            for (column, parts) in columns.iter_mut().zip(&plan) {
                if let Some(&(index, _, end)) = parts.last() {
                    let complete = column.texts.get(index).is_none_or(|(_, text)| end >= text.lines.len());
                    column.next = if complete { (index + 1, 0) } else { (index, end) };
                }
            }
            let last = columns.iter().all(Column::is_done);
            let strip = Strip { top: self.y, bottom: self.y + used + 2.0 * pad, first, last };
            self.canvas.decorate(self.page, Decoration::Layout, |ink| {
                decorate(ink, &strip);
                for column in columns.iter().filter(|_| first) {
                    let line = column.texts.first().and_then(|(_, text)| text.lines.first());
                    if let (Some(tone), Some(line)) = (column.mark, line) {
                        tone_mark(ink, tone, column.x - 7.0, strip.top + pad + line.leading / 2.0, 6.5);
                    }
                }
            });
            for (column, parts) in columns.iter_mut().zip(plan) {
                let (x, width, align, between) = (column.x, column.width, column.align, column.between);
                let mut top = strip.top + pad;
                for (index, start, end) in parts {
                    if let Some((node, text)) = column.texts.get_mut(index) {
                        top += self.put(*node, text, start..end, (x, top), width, align) + between;
                    }
                }
            }
            self.y = strip.bottom;
            if last {
                return begins;
            }
            first = false;
            self.turn();
            repeat(self);
        }
    }

    pub(super) fn facts(&mut self, facts: Pairs) {
        self.pairs(facts, &mut |_| {}, &|ink, strip| {
            if strip.last {
                ink.rule((LEFT, strip.bottom), (LEFT + WIDTH, strip.bottom), Stroke::solid(RULE, 0.5));
            }
        });
        self.y += AFTER_BLOCK;
    }

    /// Draws labels with their texts as a table of two columns without a header: each label names its row.
    pub(super) fn pairs(
        &mut self,
        pairs: Pairs,
        repeat: &mut dyn FnMut(&mut Self),
        decorate: &dyn Fn(&mut Ink, &Strip),
    ) {
        let Pairs { frame, rows } = pairs;
        if rows.is_empty() {
            return;
        }
        let table = self.node(Role::Table(String::new()));
        let body = self.tags.add(table, Role::TableBody);
        for (label, value) in rows {
            let row = self.tags.add(body, Role::TableRow);
            let name = self.tags.add(row, Role::HeaderCell(Scope::Row));
            let cell = self.tags.add(row, Role::Cell { columns: 1 });
            let mut columns = [
                Column::new(frame.left, frame.label, vec![(name, label)]),
                Column::new(frame.left + frame.label + GUTTER, frame.value(), vec![(cell, value)]),
            ];
            self.row(&mut columns, frame.pad, repeat, decorate);
        }
    }
}

/// Where labels and their texts stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f32,
    /// Width of the labels.
    pub(super) label: f32,
    /// Width of the whole.
    pub(super) width: f32,
    /// Space above and below a text.
    pub(super) pad: f32,
}

impl Frame {
    fn value(&self) -> f32 {
        self.width - self.label - GUTTER
    }
}

/// Labels and their texts, measured.
pub(super) struct Pairs {
    frame: Frame,
    rows: Vec<(Text, Text)>,
}

impl Pairs {
    /// Height of the first row, as far as it must stay on one page.
    pub(super) fn opening(&self) -> f32 {
        self.openings().next().unwrap_or(0.0)
    }

    /// How much of each row must stay on one page.
    pub(super) fn openings(&self) -> impl Iterator<Item = f32> {
        self.rows
            .iter()
            .map(|(label, value)| row_opening(label.height().max(value.height()) + 2.0 * self.frame.pad))
    }
}
