//! Cards: a finding, risk or threat with its title, severity, facts and parts, held together by a bar at its left.

use super::rows::Strip;
use super::{AFTER_BLOCK, Entry, LEFT, Layout, WIDTH};
use crate::document::{Align, Card, Fact, Span, Tone};
use crate::pdf::canvas::{Decoration, Ink, Stroke};
use crate::pdf::clean::flat;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines, height, one_line};
use crate::pdf::style::{BODY_HEIGHT, GUTTER, INK, MUTED, PAPER, RULE, shades};
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
/// Space above a row of facts, and below the last.
const FACT_PAD: f32 = 4.5;
/// A fact with more lines than this gets more columns.
const FACT_LINES: usize = 2;
/// A fact is never higher than this.
const FACT_MOST_LINES: usize = 8;
const TITLE: Setting = Setting { face: Face::SemiBold, size: 10.5, leading: 15.0, colour: INK };
const NUMBER: Setting = Setting { face: Face::Mono, size: 9.0, leading: 15.0, colour: MUTED };
const BADGE: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 15.0, colour: PAPER };
const FACT_LABEL: Setting = Setting { face: Face::Regular, size: 7.5, leading: 10.5, colour: MUTED };
const FACT: Setting = Setting { face: Face::Regular, size: 8.5, leading: 12.0, colour: INK };

/// The title row, measured.
struct Head {
    number: Option<Line>,
    badge: Option<Line>,
    /// Where the title starts, and its width.
    x: f32,
    width: f32,
    height: f32,
}

impl<'d> Layout<'d> {
    /// How much of a card must stay on one page: all of a small one, else its title, facts and first part.
    pub(super) fn card_opening(&mut self, card: &'d Card) -> f32 {
        let head = self.card_head(card).height + self.facts_height(card);
        let mut first = None;
        let mut all = 0.0;
        for part in &card.parts {
            all += self.pair_opening(&part.label, &part.spans, PART_LABEL, WIDTH - INSET, PART_PAD);
            first.get_or_insert(all);
            if all > BODY_HEIGHT {
                break;
            }
        }
        if head + all <= BODY_HEIGHT * WHOLE_BELOW {
            return head + all;
        }
        (head + first.unwrap_or(0.0)).min(BODY_HEIGHT * 0.6)
    }

    pub(super) fn card(&mut self, card: &'d Card) {
        let head = self.card_head(card);
        let opening = self.card_opening(card);
        self.space(4.0);
        self.need(opening);
        self.name(&card.id);

        let section = self.node(Role::Section);
        let around = std::mem::replace(&mut self.parent, section);
        self.card_title(card, &head);
        self.card_facts(card);
        let shade = shades(card.tone);
        let edge = |ink: &mut Ink, strip: &Strip| {
            ink.area(LEFT, strip.top, 3.0, strip.bottom - strip.top, shade.strong);
        };
        let pairs: Vec<(&str, &[Span])> =
            card.parts.iter().map(|part| (part.label.as_str(), part.spans.as_slice())).collect();
        self.pairs(&pairs, LEFT + INSET, PART_LABEL, WIDTH - INSET, PART_PAD, &edge);
        self.parent = around;

        let y = self.y;
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.rule((LEFT, y), (LEFT + WIDTH, y), Stroke::solid(RULE, 0.5));
        });
        self.y += AFTER_BLOCK;
    }

    fn card_head(&mut self, card: &Card) -> Head {
        let number = (!card.number.trim().is_empty())
            .then(|| one_line(&mut self.shaper, &format!("{} ", card.number), &NUMBER, WIDTH * 0.25));
        let badge = (!card.badge.trim().is_empty())
            .then(|| one_line(&mut self.shaper, &card.badge, &BADGE, WIDTH * 0.25));
        let x = LEFT + INSET + number.as_ref().map_or(0.0, |line| line.width + 9.0);
        let right = LEFT + WIDTH - badge.as_ref().map_or(0.0, |line| badge_width(line) + 10.0);
        let width = right - x - 8.0;
        let title = break_lines(&mut self.shaper, &[Span::plain(card.title.as_str())], &TITLE, width);
        // A title longer than this is not a title; it must not fill the page.
        let height = height(title.get(..title.len().min(12)).unwrap_or_default()) + 2.0 * PAD;
        Head { number, badge, x, width, height }
    }

    fn card_title(&mut self, card: &'d Card, head: &Head) {
        let shade = shades(card.tone);
        let depth = self.depth.clamp(0, 5) + 1;
        let words = flat(&card.title);
        let title =
            if card.number.trim().is_empty() { words } else { format!("{} {words}", flat(&card.number)) };
        let node = self.tags.add_titled(self.parent, Role::Heading(depth), &title);
        let spot = self.spot();
        self.outline.push(Entry { depth, title, spot });
        let mut text = self.plain_text(node, &card.title, &TITLE, head.width);
        let (top, count) = (self.y, text.lines.len().min(12));
        let first_line = top + PAD + TITLE.leading / 2.0;
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.area(LEFT, top, WIDTH, head.height, shade.tint);
            ink.area(LEFT, top, 3.0, head.height, shade.strong);
        });
        if let Some(number) = &head.number {
            let baseline = first_line + TITLE.size * 0.35;
            self.canvas.mark(&mut self.tags, self.page, node, |ink| ink.line(number, LEFT + INSET, baseline));
        }
        self.put(&mut text, 0..count, head.x, top + PAD, head.width, Align::Start);
        if let Some(line) = &head.badge {
            let node = self.node(Role::Paragraph);
            self.canvas.mark(&mut self.tags, self.page, node, |ink| {
                badge(ink, line, card.tone, LEFT + WIDTH - 9.0, first_line);
            });
        }
        self.y += head.height;
    }

    /// Puts facts side by side: each gets as many columns as it needs to be short.
    fn fact_rows(&mut self, facts: &'d [Fact]) -> Vec<Vec<Slot<'d>>> {
        let mut rows: Vec<Vec<Slot>> = Vec::new();
        let mut used = FACTS_ACROSS;
        for fact in facts {
            let mut span = 1;
            let mut lines = break_lines(&mut self.shaper, &fact.value, &FACT, fact_width(span));
            while lines.len() > FACT_LINES && span < FACTS_ACROSS {
                span *= 2;
                lines = break_lines(&mut self.shaper, &fact.value, &FACT, fact_width(span));
            }
            if used + span > FACTS_ACROSS {
                rows.push(Vec::new());
                used = 0;
            }
            let x = LEFT + INSET + used as f32 * (fact_width(1) + GUTTER);
            // Short facts only: what needs more room is a part.
            let height = height(lines.get(..lines.len().min(FACT_MOST_LINES)).unwrap_or_default());
            if let Some(row) = rows.last_mut() {
                row.push(Slot { fact, x, width: fact_width(span), height });
            }
            used += span;
        }
        rows
    }

    fn facts_height(&mut self, card: &'d Card) -> f32 {
        let rows = self.fact_rows(&card.facts);
        rows.iter().map(|row| fact_row_height(row)).sum::<f32>()
            + if rows.is_empty() { 0.0 } else { FACT_PAD }
    }

    /// The facts: each a small label above its value.
    fn card_facts(&mut self, card: &'d Card) {
        let shade = shades(card.tone);
        let rows = self.fact_rows(&card.facts);
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let last = index + 1 == count;
            let height = fact_row_height(&row) + if last { FACT_PAD } else { 0.0 };
            self.need(height);
            let top = self.y;
            self.canvas.decorate(self.page, Decoration::Layout, |ink| {
                ink.area(LEFT, top, 3.0, height, shade.strong);
                if last {
                    let y = top + height;
                    ink.rule((LEFT + INSET, y), (LEFT + WIDTH, y), Stroke::solid(RULE, 0.5));
                }
            });
            for Slot { fact, x, width, .. } in row {
                let node = self.node(Role::Paragraph);
                let label = one_line(&mut self.shaper, &format!("{} ", fact.label), &FACT_LABEL, width);
                let mut value = self.text(node, &fact.value, &FACT, width);
                value.lines.truncate(FACT_MOST_LINES);
                let label_top = top + FACT_PAD;
                let baseline = label_top + label.baseline();
                self.canvas.mark(&mut self.tags, self.page, node, |ink| ink.line(&label, x, baseline));
                let lines = value.lines.len();
                self.put(&mut value, 0..lines, x, label_top + FACT_LABEL.leading, width, Align::Start);
            }
            self.y += height;
        }
    }
}

/// A fact in its place.
struct Slot<'d> {
    fact: &'d Fact,
    x: f32,
    width: f32,
    /// Height of its value.
    height: f32,
}

fn fact_row_height(row: &[Slot]) -> f32 {
    row.iter().map(|slot| slot.height).fold(0.0, f32::max) + FACT_LABEL.leading + FACT_PAD
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
