//! Headings, paragraphs, lists and passages set apart.

use super::rows::{Column, row_opening};
use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, BODY, Entry, LEFT, Layout, PART_ABOVE, Text, WIDTH, heading_setting, tone_mark};
use crate::clean::flat;
use crate::document::{Align, Block, Bullets, Callout, Heading, Level, Span, Tone};
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::Setting;
use crate::pdf::style::{ACCENT, BODY_HEIGHT, RULE, Sheet, shades};
use crate::pdf::tags::Role;
use assay_message::Language;

/// Width of the mark of a list item, with the space after it.
const BULLET: f32 = 14.0;
/// Space within the edges of a passage set apart.
const CALLOUT_PAD: f32 = 10.0;
/// Width of the text of a passage set apart.
const CALLOUT_WIDTH: f32 = WIDTH - 3.0 - 2.0 * CALLOUT_PAD;
/// Room for the mark before its title.
const CALLOUT_MARK: f32 = 13.0;

/// A heading, measured.
pub(super) struct Title<'d> {
    heading: &'d Heading,
    number: Option<Text>,
    text: Text,
    /// How far the text stands from the left edge of its number.
    indent: f32,
}

/// An item of a list, measured.
pub(super) struct Item {
    mark: Text,
    text: Text,
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_heading(&mut self, heading: &'d Heading) -> Title<'d> {
        let (setting, _, _) = heading_setting(heading.level);
        let number =
            heading.number.as_ref().map(|number| self.measure_plain(&format!("{number} "), &setting, WIDTH));
        let indent = number
            .as_ref()
            .and_then(|number| number.lines.first())
            .map_or(0.0, |line| line.width + setting.size * 0.6);
        let text = self.measure_plain(&heading.text, &setting, WIDTH - indent);
        Title { heading, number, text, indent }
    }

    pub(super) fn measure_bullets(&mut self, bullets: &Bullets) -> Vec<Item> {
        let indent = bullet_indent(bullets);
        let texts: Vec<Text> =
            bullets.items.iter().map(|item| self.measure(item, &BODY, WIDTH - indent)).collect();
        let setting = Setting { colour: ACCENT, ..BODY };
        let mut items = Vec::with_capacity(texts.len());
        for (index, text) in texts.into_iter().enumerate() {
            let mark = if bullets.ordered { format!("{}.", index + 1) } else { "•".to_owned() };
            items.push(Item { mark: self.measure_plain(&mark, &setting, indent), text });
        }
        items
    }

    pub(super) fn measure_callout(&mut self, callout: &Callout) -> Passage {
        let title = callout_title(callout).map(|(title, setting)| {
            let mut title = self.measure_plain(title, &setting, CALLOUT_WIDTH - CALLOUT_MARK);
            for run in title.lines.iter_mut().flat_map(|line| &mut line.runs) {
                run.x += CALLOUT_MARK;
            }
            title
        });
        let words = has_words(&callout.spans).then(|| self.measure(&callout.spans, &BODY, CALLOUT_WIDTH));
        Passage { tone: callout.tone, title, words }
    }
}

impl<'d> Layout<'d> {
    pub(super) fn heading(&mut self, title: Title<'d>, following: &'d [Block], sheet: Sheet) {
        let Title { heading, number, mut text, indent } = title;
        let (_, before, after) = heading_setting(heading.level);
        let before = if self.below_heading { before * 0.25 } else { before };
        // A part begins on a new page, unless the one before would leave its last page nearly empty. What comes before the
        // numbered parts has pages of its own.
        let shares = heading.level == Level::One && heading.number.is_some() && self.is_sparse();
        let before = if shares { PART_ABOVE } else { before };
        if heading.level == Level::One && !shares {
            self.next_sheet = sheet;
            self.start_page();
        }
        self.lay(sheet);
        let wanted = match heading.level {
            Level::One => 1,
            Level::Two => 2,
            Level::Three => 3,
        };
        let depth = self.next_depth(wanted);
        self.depth = depth;
        let title = heading_words(heading);
        let node = self.tags.add_titled(self.parent, Role::Heading(depth), &title);

        let own = before + text.height() + after;
        let opening = self.opening(following, 0);
        // What can be parted begins below its heading; a figure cannot, so the heading goes with it where both fit.
        let is_whole = opening.whole && own - before + opening.height <= BODY_HEIGHT;
        self.need(own + if is_whole { opening.height } else { opening.height.min(BODY_HEIGHT * 0.6) });
        self.space(before);
        self.name(&heading.id);
        let spot = self.spot();
        self.heading_spots.push(spot);
        self.outline.push(Entry { depth, title, spot });
        if let Some(mut number) = number {
            let (count, top) = (number.lines.len().min(1), self.y);
            self.put(node, &mut number, 0..count, (LEFT, top), WIDTH, Align::Start);
        }
        self.flow(node, &mut text, LEFT + indent, WIDTH - indent);
        if heading.level == Level::One {
            self.title_rule();
        }
        self.y += after;
    }

    /// Draws the rule below the title of a part and moves the cursor there.
    pub(super) fn title_rule(&mut self) {
        self.y += 7.0;
        let (y, right) = (self.y, LEFT + self.sheet.body_width());
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.rule((LEFT, y), (right, y), Stroke::solid(RULE, 0.6));
            ink.area(LEFT, y - 1.0, 36.0, 2.0, ACCENT);
        });
    }

    pub(super) fn paragraph(&mut self, mut text: Text, after: f32) {
        let node = self.node(Role::Paragraph);
        self.flow(node, &mut text, LEFT, WIDTH);
        self.y += after;
    }

    pub(super) fn bullets(&mut self, bullets: &Bullets, items: Vec<Item>) {
        if items.is_empty() {
            return;
        }
        let list = self.node(Role::List(if bullets.ordered { "Decimal" } else { "Disc" }));
        let indent = bullet_indent(bullets);
        for Item { mut mark, mut text } in items {
            let node = self.tags.add(list, Role::ListItem);
            let label = self.tags.add(node, Role::Label);
            let body = self.tags.add(node, Role::ListBody);
            self.need(BODY.leading * text.lines.len().min(2) as f32);
            let top = self.y;
            self.put(label, &mut mark, 0..1, (LEFT, top), indent, Align::Start);
            self.flow(body, &mut text, LEFT + indent, WIDTH - indent);
            self.y += 3.0;
        }
        self.y += 6.0;
    }

    pub(super) fn callout(&mut self, passage: Passage) {
        let Passage { tone, title, words } = passage;
        let shade = shades(tone);
        let left = LEFT + 3.0 + CALLOUT_PAD;
        let marked = title.is_some();
        if !marked && words.is_none() {
            return;
        }
        let section = self.node(Role::Section);
        let texts = title
            .into_iter()
            .chain(words)
            .map(|text| (self.tags.add(section, Role::Paragraph), text))
            .collect();
        self.space(4.0);
        let mut columns = [Column::new(left, CALLOUT_WIDTH, texts)];
        self.row(&mut columns, CALLOUT_PAD, &mut |_| {}, &|ink, strip| {
            ink.area(LEFT, strip.top, WIDTH, strip.bottom - strip.top, shade.tint);
            ink.area(LEFT, strip.top, 3.0, strip.bottom - strip.top, shade.strong);
            if strip.first && marked {
                tone_mark(ink, tone, left + 3.5, strip.top + CALLOUT_PAD + 7.5, 7.0);
            }
        });
        self.y += AFTER_BLOCK;
    }
}

/// A passage set apart, measured.
pub(super) struct Passage {
    tone: Tone,
    title: Option<Text>,
    words: Option<Text>,
}

impl Passage {
    /// How much of it must stay on one page.
    pub(super) fn opening(&self) -> f32 {
        let texts: f32 = self.title.iter().chain(&self.words).map(Text::height).sum();
        row_opening(texts + 2.0 * CALLOUT_PAD + 4.0)
    }
}

/// Room for the mark of an item, with the space after it.
fn bullet_indent(bullets: &Bullets) -> f32 {
    if bullets.ordered && bullets.items.len() > 9 { BULLET + 6.0 } else { BULLET }
}

/// The title of a passage, unless it is empty, and how it is set.
fn callout_title(callout: &Callout) -> Option<(&str, Setting)> {
    let colour = shades(callout.tone).strong;
    let setting = Setting { face: Face::SemiBold, size: 9.5, leading: 15.0, colour };
    Some(callout.title.as_str()).filter(|title| !title.trim().is_empty()).map(|title| (title, setting))
}

fn has_words(spans: &[Span]) -> bool {
    spans.iter().any(|span| !span.text.trim().is_empty())
}

/// A heading with its number, in one line of words.
pub(super) fn heading_words(heading: &Heading) -> String {
    let text = flat(&heading.text);
    match &heading.number {
        Some(number) => format!("{} {text}", flat(number)),
        None => text,
    }
}

/// The words above what goes on from the page before.
pub(super) fn continued(language: &Language, what: &str) -> String {
    say!(language, "{what} (continued)")
}
