//! The table of contents: one linked entry for each heading, its page number added when all pages are known.
//!
//! It takes no more than two pages where it can: a long one stands in two columns, and one that is longer still lists the
//! parts alone.

use super::text::heading_words;
use super::typesetter::Typesetter;
use super::{
    Entry, LEFT, Layout, Link, PART_ABOVE, Spot, Target, Text, WIDTH, area, heading_setting, headings,
};
use crate::clean::flat;
use crate::document::{Contents, Heading, Level, Span};
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines};
use crate::pdf::style::{ACCENT, BODY_HEIGHT, INK, MUTED};
use crate::pdf::tags::{Node, Role};

/// Room for the number of a page.
const NUMBER: f32 = 26.0;

/// So many pages it may take.
const PAGES: f32 = 2.0;
/// Space between two columns.
const BETWEEN: f32 = 24.0;
/// Entries that stay together at the foot of a column: a part and the first of its sections.
const TOGETHER: f32 = 15.0;

/// An entry that waits for its page number.
pub(super) struct Pending {
    heading: usize,
    node: Node,
    at: Spot,
    /// Where its number ends.
    right: f32,
    setting: Setting,
}

/// The table of contents, measured.
pub(super) struct Measured<'d> {
    contents: &'d Contents,
    /// Its heading; empty where it has none.
    title: Text,
    entries: Vec<Listed<'d>>,
    /// How many columns there are, and how wide each is.
    columns: (usize, f32),
}

/// The column that entries are set in.
struct Place {
    /// Which.
    column: usize,
    /// Where columns begin on the page.
    top: f32,
}

/// An entry, measured.
struct Listed<'d> {
    /// Its heading, by its position among all headings.
    index: usize,
    heading: &'d Heading,
    setting: Setting,
    number: Option<Line>,
    lines: Vec<Line>,
    indent: f32,
    /// How far its words stand from the left edge of its number.
    start: f32,
    /// Space above.
    above: f32,
}

impl Listed<'_> {
    fn height(&self) -> f32 {
        self.above + self.setting.leading * self.lines.len() as f32
    }
}

/// How high entries are below each other.
fn high(entries: &[Listed]) -> f32 {
    entries.iter().map(Listed::height).sum()
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_contents(&mut self, contents: &'d Contents) -> Measured<'d> {
        let (setting, _, _) = heading_setting(Level::One);
        let title = flat(&contents.title);
        let title = if title.trim().is_empty() {
            Text::default()
        } else {
            self.measure_plain(&title, &setting, WIDTH)
        };
        let most = PAGES * BODY_HEIGHT - PART_ABOVE - title.height();
        let mut columns = (1, WIDTH);
        let mut entries = self.measure_entries(contents.depth, WIDTH);
        if high(&entries) > most {
            columns = (2, (WIDTH - BETWEEN) / 2.0);
            entries = self.measure_entries(contents.depth, columns.1);
            if high(&entries) > 2.0 * most {
                columns = (1, WIDTH);
                entries = self.measure_entries(Level::One, WIDTH);
            }
        }
        Measured { contents, title, entries, columns }
    }

    fn measure_entries(&mut self, depth: Level, width: f32) -> Vec<Listed<'d>> {
        let listed = headings(self.document).into_iter().enumerate();
        listed
            .filter(|(_, heading)| heading.level <= depth)
            .map(|(index, heading)| self.measure_entry(index, heading, width))
            .collect()
    }

    fn measure_entry(&mut self, index: usize, heading: &'d Heading, width: f32) -> Listed<'d> {
        let (face, size, leading, indent, column, above): (Face, f32, f32, f32, f32, f32) =
            match heading.level {
                Level::One => (Face::SemiBold, 10.0, 16.0, 0.0, 22.0, 7.0),
                Level::Two => (Face::Regular, 9.5, 15.0, 22.0, 28.0, 0.0),
                Level::Three => (Face::Regular, 8.5, 13.5, 50.0, 34.0, 0.0),
            };
        let colour = if heading.level == Level::One { ACCENT } else { INK };
        let setting = Setting { face, size, leading, colour };
        let number = heading.number.as_ref().map(|number| {
            let spans = [Span::plain(format!("{number} "))];
            break_lines(&mut self.shaper, &spans, &setting, f32::MAX).pop().unwrap_or_default()
        });
        let start = number.as_ref().map_or(0.0, |line| column.max(line.width + 6.0));
        let width = width - indent - start - NUMBER - 10.0;
        let flat_text = flat(&heading.text);
        let lines = break_lines(&mut self.shaper, &[Span::plain(flat_text)], &setting, width);
        Listed { index, heading, setting, number, lines, indent, start, above }
    }
}

impl Layout<'_> {
    pub(super) fn contents(&mut self, measured: Measured) {
        let Measured { contents, title: mut text, entries, columns } = measured;
        // They begin a page, unless they take fewer pages below the little that stands on this one.
        let (high, title) = (high(&entries) / columns.0 as f32, text.height() + 30.0);
        let further = ((high + title + PART_ABOVE - self.room()) / BODY_HEIGHT).ceil().max(0.0);
        let own = ((high + title) / BODY_HEIGHT).ceil();
        if self.is_sparse() && further < own {
            self.y += PART_ABOVE;
        } else {
            self.start_page();
        }
        let (_, _, after) = heading_setting(Level::One);
        let depth = self.next_depth(1);
        self.depth = depth;
        let title = flat(&contents.title);
        if !title.trim().is_empty() {
            let node = self.tags.add_titled(self.parent, Role::Heading(depth), &title);
            let spot = self.spot();
            self.outline.push(Entry { depth, title, spot });
            self.flow(node, &mut text, LEFT, WIDTH);
            self.title_rule();
            self.y += after;
        }

        let mut place = Place { column: 0, top: self.y };
        let root = self.node(Role::Contents);
        // The lists that are open, outermost first, each with the entry that a deeper list would belong to.
        let mut open: Vec<(Level, Node, Option<Node>)> = vec![(Level::One, root, None)];
        for entry in entries {
            let heading = entry.heading;
            while open.len() > 1 && open.last().is_some_and(|(level, _, _)| *level > heading.level) {
                open.pop();
            }
            if let Some(&(level, _, last)) = open.last()
                && heading.level > level
                && let Some(last) = last
            {
                let deeper = self.tags.add(last, Role::Contents);
                open.push((heading.level, deeper, None));
            }
            let list = open.last().map_or(root, |(_, list, _)| *list);
            let item = self.tags.add(list, Role::ContentsItem);
            if let Some(last) = open.last_mut() {
                last.2 = Some(item);
            }
            self.contents_entry(entry, item, columns, &mut place);
        }
        // The first part has a page of its own.
        self.end_page();
    }

    fn contents_entry(
        &mut self,
        entry: Listed,
        item: Node,
        (columns, width): (usize, f32),
        place: &mut Place,
    ) {
        let Listed { index, heading, setting, number, lines, indent, start, above } = entry;
        let Setting { size, leading, .. } = setting;
        let reference = self.tags.add(item, Role::Reference);
        let node = self.tags.add(reference, Role::Link);
        let high = leading * lines.len() as f32;

        let together = if heading.level == Level::One { TOGETHER } else { 0.0 };
        if high + above + together > self.room() {
            place.column += 1;
            self.y = place.top;
            if place.column >= columns {
                self.turn();
                *place = Place { column: 0, top: self.y };
            }
        }
        if self.y > place.top {
            self.y += above;
        }
        let (top, page) = (self.y, self.page);
        // Its page number stands beside the last line.
        let baseline = |line: usize| top + leading * line as f32 + leading * 0.5 + size * 0.35;
        let last = baseline(lines.len() - 1);
        let column = LEFT + place.column as f32 * (width + BETWEEN);
        let left = column + indent;
        self.canvas.mark(&mut self.tags, page, node, |ink| {
            if let Some(number) = &number {
                ink.line(number, left, baseline(0));
            }
            for (index, line) in lines.iter().enumerate() {
                ink.line(line, left + start, baseline(index));
            }
        });
        let end = lines.last().map_or(0.0, |line| line.width);
        let (from, to) = (left + start + end + 5.0, column + width - NUMBER);
        if to - from > 6.0 {
            self.canvas.decorate(page, Decoration::Layout, |ink| {
                ink.rule((from, last - 0.6), (to, last - 0.6), Stroke::dashed(MUTED, 0.5, 0.6, 2.8));
            });
        }
        self.links.push(Link {
            page,
            area: area(left, top, column + width - left, high),
            node,
            to: Target::Heading(index),
            words: heading_words(heading),
        });
        self.contents.push(Pending {
            heading: index,
            node,
            at: Spot { page, y: last },
            right: column + width,
            setting,
        });
        self.y += high;
    }

    /// Adds the page numbers to the entries.
    pub(super) fn finish_contents(&mut self, typesetter: &mut Typesetter) {
        for Pending { heading, node, at, right, setting } in std::mem::take(&mut self.contents) {
            let Some(spot) = self.heading_spots.get(heading) else { continue };
            let words = format!(" {}", spot.page + 1);
            let line = break_lines(&mut typesetter.shaper, &[Span::plain(words)], &setting, NUMBER)
                .pop()
                .unwrap_or_default();
            let x = right - line.width;
            self.canvas.mark(&mut self.tags, at.page, node, |ink| ink.line(&line, x, at.y));
        }
    }
}
