//! The risk matrix: a real table for those who listen, areas with risks in them for those who look.

use super::{AFTER_BLOCK, LABEL, LEFT, Layout, WIDTH, offset};
use crate::document::{Align, Figure, HeatMap, Place, Span, Tone};
use crate::pdf::canvas::Decoration;
use crate::pdf::canvas::Stroke;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines, height, one_line};
use crate::pdf::style::{ACCENT, INK, MUTED, PAPER, shades};
use crate::pdf::tags::{Role, Scope};

/// Width of the names of the likelihood levels.
const NAMES: f32 = 84.0;
/// Space between cells.
const GAP: f32 = 2.0;
/// Space within a cell.
const PAD: f32 = 5.0;
/// Height of a mark with the number of a risk, and the space around it.
const PILL: f32 = 12.0;
const PILL_GAP: f32 = 3.0;
/// No row is higher than this; a cell with more risks says how many are left out.
const MOST_PILL_ROWS: usize = 6;
const BAND: Setting = Setting { face: Face::SemiBold, size: 7.5, leading: 10.0, colour: INK };
const LEVEL: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 10.5, colour: ACCENT };

/// The number of a risk in a cell.
struct Pill {
    line: Line,
    /// What is read out.
    words: String,
    residual: bool,
    x: f32,
    y: f32,
    width: f32,
}

impl<'d> Layout<'d> {
    pub(super) fn heat_map_height(&mut self, map: &HeatMap) -> f32 {
        let width = cell_width(map);
        let rows: f32 = (0..map.likelihood.len()).map(|row| self.row_height(map, row, width) + GAP).sum();
        rows + self.impact_height(map, width) + 24.0
    }

    pub(super) fn heat_map(&mut self, map: &'d HeatMap, figure: &Figure) {
        if map.likelihood.is_empty() || map.impact.is_empty() {
            return;
        }
        self.caption(&figure.caption);
        let table = self.node(Role::Table(figure.alternative()));
        let width = cell_width(map);
        let head = self.tags.add(table, Role::TableHead);
        let head = self.tags.add(head, Role::TableRow);
        let head_height = self.impact_height(map, width);

        let corner = self.tags.add(head, Role::HeaderCell(Scope::Column));
        let line = one_line(
            &mut self.shaper,
            "Likelihood ↓  Impact →",
            &Setting { size: 7.5, colour: MUTED, ..LABEL },
            NAMES,
        );
        let baseline = self.y + head_height - 6.0;
        self.canvas.mark(&mut self.tags, self.page, corner, |ink| ink.line(&line, LEFT, baseline));
        for (column, name) in map.impact.iter().enumerate() {
            let node = self.tags.add(head, Role::HeaderCell(Scope::Column));
            let mut text = self.plain_text(node, name, &LEVEL, width - 4.0);
            text.lines.truncate(3);
            let top = self.y + head_height - 4.0 - text.height();
            let count = text.lines.len();
            self.put(&mut text, 0..count, cell_x(column, width) + 2.0, top, width - 4.0, Align::Centre);
        }
        self.y += head_height;

        let body = self.tags.add(table, Role::TableBody);
        for likelihood in (0..map.likelihood.len()).rev() {
            let row = self.tags.add(body, Role::TableRow);
            let high = self.row_height(map, likelihood, width);
            self.need(high);
            let name = self.tags.add(row, Role::HeaderCell(Scope::Row));
            let words = map.likelihood.get(likelihood).map_or("", String::as_str);
            let mut text = self.plain_text(name, words, &LEVEL, NAMES - 8.0);
            text.lines.truncate(3);
            let (count, top) = (text.lines.len(), self.y + (high - text.height()) / 2.0);
            self.put(&mut text, 0..count, LEFT, top, NAMES - 8.0, Align::Start);
            for impact in 0..map.impact.len() {
                self.heat_cell(map, Place { likelihood, impact }, row, width, high);
            }
            self.y += high + GAP;
        }
        self.heat_legend();
        self.y += AFTER_BLOCK;
    }

    fn heat_cell(&mut self, map: &HeatMap, place: Place, row: crate::pdf::tags::Node, width: f32, high: f32) {
        let (x, top) = (cell_x(place.impact, width), self.y);
        let cell = map.cell(place);
        let tone = cell.map_or(Tone::Neutral, |cell| cell.tone);
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.area(x, top, width, high, shades(tone).fill);
        });
        let node = self.tags.add(row, Role::Cell { columns: 1 });
        let label = cell.map_or("", |cell| cell.label.as_str());
        let band = one_line(&mut self.shaper, &format!("{label} "), &BAND, width - 2.0 * PAD);
        let (pills, _) = self.pills(map, place, width);
        self.canvas.mark(&mut self.tags, self.page, node, |ink| {
            ink.line(&band, x + PAD, top + PAD + band.baseline());
            for pill in &pills {
                let (left, upper) = (x + PAD + pill.x, top + PAD + BAND.leading + 3.0 + pill.y);
                if pill.residual {
                    ink.round_area(left, upper, pill.width, PILL, PILL / 2.0, PAPER);
                    ink.round_frame(left, upper, pill.width, PILL, PILL / 2.0, Stroke::solid(INK, 0.8));
                } else {
                    ink.round_area(left, upper, pill.width, PILL, PILL / 2.0, INK);
                }
                let baseline = upper + PILL / 2.0 + pill.line.size * 0.35;
                let left = left + (pill.width - pill.line.width) / 2.0;
                ink.line_read_as(&pill.line, left, baseline, &pill.words);
            }
        });
    }

    /// The risks of a cell in their places, and the height that they take.
    fn pills(&mut self, map: &HeatMap, place: Place, width: f32) -> (Vec<Pill>, f32) {
        let mut risks: Vec<(String, String, bool)> = Vec::new();
        for point in &map.points {
            if point.inherent == place {
                risks.push((point.id.clone(), format!("{} before treatment, ", point.id), false));
            }
            if point.residual == Some(place) {
                risks.push((point.id.clone(), format!("{} after treatment, ", point.id), true));
            }
        }
        let room = width - 2.0 * PAD;
        let mut pills: Vec<Pill> = Vec::new();
        let (mut x, mut row) = (0.0, 0);
        for (index, (id, words, residual)) in risks.iter().enumerate() {
            let colour = if *residual { INK } else { PAPER };
            let setting = Setting { face: Face::SemiBold, size: 7.0, leading: PILL, colour };
            let line = one_line(&mut self.shaper, id, &setting, room - 8.0);
            let wide = line.width + 8.0;
            if x > 0.0 && x + wide > room {
                x = 0.0;
                row += 1;
            }
            if row + 1 == MOST_PILL_ROWS && risks.len() - index > 1 && x > 0.0 || row + 1 > MOST_PILL_ROWS {
                let rest = risks.len() - index;
                let setting = Setting { face: Face::SemiBold, size: 7.0, leading: PILL, colour: INK };
                let line = one_line(&mut self.shaper, &format!("+{rest}"), &setting, room);
                let words = format!("and {rest} more");
                let width = line.width + 8.0;
                let x = if x + width > room { room - width } else { x };
                let y = row.min(MOST_PILL_ROWS - 1) as f32 * (PILL + PILL_GAP);
                pills.push(Pill { line, words, residual: true, x, y, width });
                break;
            }
            let y = row as f32 * (PILL + PILL_GAP);
            pills.push(Pill { line, words: words.clone(), residual: *residual, x, y, width: wide });
            x += wide + PILL_GAP;
        }
        let high = pills.last().map_or(0.0, |pill| pill.y + PILL);
        (pills, high)
    }

    fn row_height(&mut self, map: &HeatMap, likelihood: usize, width: f32) -> f32 {
        let mut highest: f32 = 14.0;
        for impact in 0..map.impact.len() {
            highest = highest.max(self.pills(map, Place { likelihood, impact }, width).1);
        }
        highest + 2.0 * PAD + BAND.leading + 3.0
    }

    fn impact_height(&mut self, map: &HeatMap, width: f32) -> f32 {
        let mut highest = LEVEL.leading;
        for name in &map.impact {
            let lines = break_lines(&mut self.shaper, &[Span::plain(name.as_str())], &LEVEL, width - 4.0);
            highest = highest.max(height(lines.get(..lines.len().min(3)).unwrap_or_default()));
        }
        highest + 6.0
    }

    /// What the two kinds of mark mean. The words of each cell say it to those who listen.
    fn heat_legend(&mut self) {
        let setting = Setting { face: Face::Regular, size: 7.5, leading: 11.0, colour: MUTED };
        let before = one_line(&mut self.shaper, "before treatment", &setting, WIDTH);
        let after = one_line(&mut self.shaper, "after treatment", &setting, WIDTH);
        let middle = self.y + 9.0;
        let x = LEFT + NAMES;
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.round_area(x, middle - 4.0, 16.0, 8.0, 4.0, INK);
            ink.line(&before, x + 21.0 + offset(&before, before.width, Align::Start), middle + 2.6);
            let x = x + 21.0 + before.width + 18.0;
            ink.round_frame(x, middle - 4.0, 16.0, 8.0, 4.0, Stroke::solid(INK, 0.8));
            ink.line(&after, x + 21.0, middle + 2.6);
        });
        self.y += 16.0;
    }
}

fn cell_width(map: &HeatMap) -> f32 {
    let count = map.impact.len().max(1) as f32;
    ((WIDTH - NAMES - GAP * (count - 1.0)) / count).max(16.0)
}

fn cell_x(column: usize, width: f32) -> f32 {
    LEFT + NAMES + column as f32 * (width + GAP)
}
