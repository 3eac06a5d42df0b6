//! Cards: a finding, risk or threat with its title, severity, facts and parts, held together by a bar at its left.

use super::rows::{Column, Frame, Pairs, Strip};
use super::text::continued;
use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, Entry, LEFT, Layout, Text, WIDTH};
use crate::clean::flat;
use crate::document::{Card, Fact, Tone};
use crate::pdf::canvas::{Decoration, Ink, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, Shaped, one_line};
use crate::pdf::style::{BODY_HEIGHT, GUTTER, INK, MUTED, PAPER, RULE, Shades, shades};
use crate::pdf::tags::Role;

/// Left edge of the text.
const INSET: f32 = 14.0;
/// Space above and below the title.
const PAD: f32 = 9.0;
/// Width of the label of a part.
const PART_LABEL: f32 = 80.0;
/// Space above and below a part.
const PART_PAD: f32 = 4.0;
/// A card is kept whole when it is lower than this share of a page.
const WHOLE_BELOW: f32 = 0.4;
/// Facts side by side.
const FACTS_ACROSS: usize = 4;
/// Space between rows of facts, and below the last.
const FACT_PAD: f32 = 4.5;
/// A fact with more lines than this gets more columns.
const FACT_LINES: usize = 2;
/// Height of the line that says that a card goes on, with the space below it.
const CONTINUED: f32 = 22.0;
const TITLE: Setting = Setting { face: Face::SemiBold, size: 10.5, leading: 15.0, colour: INK };
const NUMBER: Setting = Setting { face: Face::Mono, size: 9.0, leading: 15.0, colour: MUTED };
const BADGE: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 15.0, colour: PAPER };
const REPEATED: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 11.0, colour: MUTED };
const FACT_LABEL: Setting = Setting { face: Face::Regular, size: 7.5, leading: 10.5, colour: MUTED };
const FACT: Setting = Setting { face: Face::Regular, size: 8.5, leading: 12.0, colour: INK };

/// A card, measured.
pub(super) struct Measured<'d> {
    card: &'d Card,
    number: Option<Line>,
    badge: Option<Line>,
    title: Text,
    /// Where the title starts, and its width.
    x: f32,
    width: f32,
    facts: Vec<Vec<Slot>>,
    parts: Pairs,
    /// What stands above the card where it goes on on another page.
    continued: Line,
}

/// A fact in its place: its label above its value.
struct Slot {
    x: f32,
    width: f32,
    label: Text,
    value: Text,
}

impl Measured<'_> {
    fn title_height(&self) -> f32 {
        self.title.height() + 2.0 * PAD
    }

    /// How much of a card must stay on one page: all of a small one, else its title, facts and first part.
    pub(super) fn opening(&self) -> f32 {
        let facts: f32 = self.facts.iter().map(|row| fact_row_height(row)).sum();
        let head = self.title_height() + facts + if self.facts.is_empty() { 0.0 } else { FACT_PAD };
        let all: f32 = head + self.parts.openings().sum::<f32>();
        if all <= BODY_HEIGHT * WHOLE_BELOW {
            return all;
        }
        (head + self.parts.opening()).min(BODY_HEIGHT * 0.6)
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_card(&mut self, card: &'d Card) -> Measured<'d> {
        let number = (!card.number.trim().is_empty())
            .then(|| one_line(&mut self.shaper, &format!("{} ", card.number), &NUMBER, WIDTH * 0.25));
        let badge = (!card.badge.trim().is_empty())
            .then(|| one_line(&mut self.shaper, &card.badge, &BADGE, WIDTH * 0.4));
        let x = LEFT + INSET + number.as_ref().map_or(0.0, |line| line.width + 9.0);
        let right = LEFT + WIDTH - badge.as_ref().map_or(0.0, |line| badge_width(line) + 10.0);
        let width = right - x - 8.0;
        let title = self.measure_plain(&card.title, &TITLE, width);
        let facts = self.measure_card_facts(&card.facts);
        let parts = card.parts.iter().map(|part| (part.label.as_str(), part.spans.as_slice()));
        let frame = Frame { left: LEFT + INSET, label: PART_LABEL, width: WIDTH - INSET, pad: PART_PAD };
        let parts = self.measure_pairs(parts, frame);
        let name = if card.number.trim().is_empty() { &card.title } else { &card.number };
        let continued = one_line(
            &mut self.shaper,
            &continued(&self.document.language, &flat(name)),
            &REPEATED,
            WIDTH - INSET,
        );
        Measured { card, number, badge, title, x, width, facts, parts, continued }
    }

    /// Puts facts side by side: each gets as many columns as it needs to be short.
    fn measure_card_facts(&mut self, facts: &[Fact]) -> Vec<Vec<Slot>> {
        let mut rows: Vec<Vec<Slot>> = Vec::new();
        let mut used = FACTS_ACROSS;
        for fact in facts {
            let mut span = 1;
            let shaped = Shaped::new(&mut self.shaper, &fact.value, &FACT);
            let mut value = self.break_shaped(&fact.value, &shaped, fact_width(span));
            while value.lines.len() > FACT_LINES && span < FACTS_ACROSS {
                span *= 2;
                value = self.break_shaped(&fact.value, &shaped, fact_width(span));
            }
            if used + span > FACTS_ACROSS {
                rows.push(Vec::new());
                used = 0;
            }
            let x = LEFT + INSET + used as f32 * (fact_width(1) + GUTTER);
            let width = fact_width(span);
            let label = self.measure_plain(&format!("{} ", fact.label), &FACT_LABEL, width);
            if let Some(row) = rows.last_mut() {
                row.push(Slot { x, width, label, value });
            }
            used += span;
        }
        rows
    }
}

impl<'d> Layout<'d> {
    pub(super) fn card(&mut self, measured: Measured<'d>, opening: f32) {
        self.space(4.0);
        self.need(opening);
        let card = measured.card;
        self.name(&card.id);
        let section = self.node(Role::Section);
        let around = std::mem::replace(&mut self.parent, section);
        let shade = shades(card.tone);
        let continued = measured.continued.clone();
        let mut repeat = |layout: &mut Self| {
            let (top, page) = (layout.y, layout.page);
            layout.canvas.decorate(page, Decoration::Repeated, |ink| {
                ink.area(LEFT, top, WIDTH, CONTINUED - 4.0, shade.tint);
                ink.area(LEFT, top, 3.0, CONTINUED, shade.strong);
                ink.line(&continued, LEFT + INSET, top + 12.0);
            });
            layout.y += CONTINUED;
        };
        let edge = |ink: &mut Ink, strip: &Strip| {
            ink.area(LEFT, strip.top, 3.0, strip.bottom - strip.top, shade.strong);
        };
        let Measured { number, badge, title, x, width, facts, parts, .. } = measured;
        self.card_title(card, Head { number, badge, title, x, width }, &mut repeat);
        self.card_facts(facts, &mut repeat, &edge);
        self.pairs(parts, &mut repeat, &edge);
        self.parent = around;

        let y = self.y;
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.rule((LEFT, y), (LEFT + WIDTH, y), Stroke::solid(RULE, 0.5));
        });
        self.y += AFTER_BLOCK;
    }

    fn card_title(&mut self, card: &'d Card, head: Head, repeat: &mut dyn FnMut(&mut Self)) {
        let shade = shades(card.tone);
        let depth = self.depth.clamp(0, 5) + 1;
        let title = card_words(card);
        let node = self.tags.add_titled(self.parent, Role::Heading(depth), &title);
        let spot = self.spot();
        self.outline.push(Entry { depth, title, spot });
        self.title_ground(&head, shade);
        if let Some(number) = &head.number {
            let baseline = self.y + PAD + TITLE.leading / 2.0 + TITLE.size * 0.35;
            self.canvas.mark(&mut self.tags, self.page, node, |ink| ink.line(number, LEFT + INSET, baseline));
        }
        let mut columns = [Column::new(head.x, head.width, vec![(node, head.title)])];
        let begins = self.row(&mut columns, PAD, repeat, &|ink, strip| {
            if !strip.first {
                ink.area(LEFT, strip.top, WIDTH, strip.bottom - strip.top, shade.tint);
                ink.area(LEFT, strip.top, 3.0, strip.bottom - strip.top, shade.strong);
            }
        });
        if let Some(line) = &head.badge {
            let node = self.node(Role::Paragraph);
            let middle = begins.y + PAD + TITLE.leading / 2.0;
            self.canvas.mark(&mut self.tags, begins.page, node, |ink| {
                badge(ink, line, card.tone, LEFT + WIDTH - 9.0, middle);
            });
        }
    }

    /// The ground of a title, as far as it is on this page.
    fn title_ground(&mut self, head: &Head, shade: Shades) {
        let (top, height) = (self.y, (head.title.height() + 2.0 * PAD).min(self.room()));
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.area(LEFT, top, WIDTH, height, shade.tint);
            ink.area(LEFT, top, 3.0, height, shade.strong);
        });
    }

    /// The facts: each a small label above its value.
    fn card_facts(
        &mut self,
        rows: Vec<Vec<Slot>>,
        repeat: &mut dyn FnMut(&mut Self),
        edge: &dyn Fn(&mut Ink, &Strip),
    ) {
        if rows.is_empty() {
            return;
        }
        for row in rows {
            let mut columns = Vec::with_capacity(row.len());
            for Slot { x, width, label, value } in row {
                let node = self.node(Role::Paragraph);
                columns.push(Column::new(x, width, vec![(node, label), (node, value)]));
            }
            self.row(&mut columns, FACT_PAD / 2.0, repeat, edge);
        }
        let (top, page) = (self.y, self.page);
        self.canvas.decorate(page, Decoration::Layout, |ink| {
            edge(ink, &Strip { top, bottom: top + FACT_PAD, first: false, last: true });
            ink.rule(
                (LEFT + INSET, top + FACT_PAD),
                (LEFT + WIDTH, top + FACT_PAD),
                Stroke::solid(RULE, 0.5),
            );
        });
        self.y += FACT_PAD;
    }
}

/// The title row of a card, measured.
struct Head {
    number: Option<Line>,
    badge: Option<Line>,
    title: Text,
    x: f32,
    width: f32,
}

/// The title of a card with its number, in one line of words.
pub(super) fn card_words(card: &Card) -> String {
    let words = flat(&card.title);
    if card.number.trim().is_empty() { words } else { format!("{} {words}", flat(&card.number)) }
}

fn fact_row_height(row: &[Slot]) -> f32 {
    let height = |slot: &Slot| slot.label.height() + slot.value.height();
    row.iter().map(height).fold(0.0, f32::max) + FACT_PAD
}

/// Width of a fact over some columns.
fn fact_width(span: usize) -> f32 {
    let one = (WIDTH - INSET - GUTTER * (FACTS_ACROSS - 1) as f32) / FACTS_ACROSS as f32;
    one * span as f32 + GUTTER * (span - 1) as f32
}

/// A badge: a word on its tone, with round ends.
fn badge(ink: &mut Ink, line: &Line, tone: Tone, right: f32, middle: f32) {
    let width = badge_width(line);
    let shade = shades(tone);
    ink.round_area(right - width, middle - 7.5, width, 15.0, 7.5, shade.strong);
    ink.line(line, right - width + 9.0, middle + line.size * 0.35);
}

/// The width of a badge around a line.
fn badge_width(line: &Line) -> f32 {
    line.width + 18.0
}
