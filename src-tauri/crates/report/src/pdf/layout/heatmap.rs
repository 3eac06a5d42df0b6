//! The risk matrix: a real table for those who listen, areas with risks in them for those who look.

use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, LABEL, LEFT, Layout, Text, WIDTH, offset};
use crate::document::{Align, HeatMap, Place, Tone};
use crate::pdf::canvas::{Decoration, Ink, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, fitting_line, one_line};
use crate::pdf::style::{ACCENT, INK, MUTED, PAPER, shades};
use crate::pdf::tags::{Node, Role, Scope};

/// Width of the names of the likelihood levels.
const NAMES: f32 = 84.0;
/// Space between cells.
const GAP: f32 = 2.0;
/// Space within a cell.
const PAD: f32 = 5.0;
/// Height of a mark with the number of a risk, and the space around it.
const PILL: f32 = 12.0;
const PILL_GAP: f32 = 3.0;
/// Space between the band of a cell and its risks.
const BAND_GAP: f32 = 3.0;
/// Rows of marks in a cell that stay on one page; a cell with more goes on below.
const PILL_ROWS: usize = 36;
/// A name of a level or band has no more lines than this.
const NAME_LINES: usize = 6;
const BAND: Setting = Setting { face: Face::SemiBold, size: 7.5, leading: 10.0, colour: INK };
const LEVEL: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 10.5, colour: ACCENT };

/// The number of a risk in a cell.
struct Pill {
    line: Line,
    /// What is read out.
    words: String,
    residual: bool,
    x: f32,
    row: usize,
    width: f32,
}

/// A cell, measured: its band, and the risks in it.
struct HeatBox {
    tone: Tone,
    band: Text,
    pills: Vec<Pill>,
}

impl HeatBox {
    fn pill_rows(&self) -> usize {
        self.pills.last().map_or(0, |pill| pill.row + 1)
    }
}

/// A row of cells, measured.
struct HeatRow {
    name: Text,
    cells: Vec<HeatBox>,
}

impl HeatRow {
    fn band_height(&self) -> f32 {
        self.cells.iter().map(|cell| cell.band.height()).fold(BAND.leading, f32::max)
    }

    fn pill_rows(&self) -> usize {
        self.cells.iter().map(HeatBox::pill_rows).max().unwrap_or(0)
    }

    /// Into how many parts it is cut so that each fits a page.
    fn parts(&self) -> usize {
        self.pill_rows().div_ceil(PILL_ROWS).max(1)
    }

    /// The height of one of its parts.
    fn height(&self, part: usize) -> f32 {
        let rows = self.pill_rows().saturating_sub(part * PILL_ROWS).min(PILL_ROWS);
        let pills = (rows as f32 * (PILL + PILL_GAP) - PILL_GAP).max(14.0) + 2.0 * PAD;
        if part > 0 {
            return pills;
        }
        (pills + self.band_height() + BAND_GAP).max(self.name.height() + 2.0 * PAD)
    }
}

/// A risk matrix, measured.
pub(super) struct Matrix<'d> {
    map: &'d HeatMap,
    impacts: Vec<Text>,
    /// From the lowest likelihood to the highest.
    rows: Vec<HeatRow>,
    corner: Line,
    legend: [Line; 2],
}

impl Matrix<'_> {
    fn head_height(&self) -> f32 {
        self.impacts.iter().map(Text::height).fold(LEVEL.leading, f32::max) + 6.0
    }

    pub(super) fn height(&self) -> f32 {
        let row = |row: &HeatRow| (0..row.parts()).map(|part| row.height(part) + GAP).sum::<f32>();
        self.rows.iter().map(row).sum::<f32>() + self.head_height() + 24.0
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_heat_map(&mut self, map: &'d HeatMap) -> Matrix<'d> {
        let width = cell_width(map);
        let impacts = map.impact.iter().map(|name| self.measure_name(name, &LEVEL, width - 4.0)).collect();
        let mut rows = Vec::with_capacity(map.likelihood.len());
        for (likelihood, name) in map.likelihood.iter().enumerate() {
            let name = self.measure_name(name, &LEVEL, NAMES - 8.0);
            let cells = (0..map.impact.len())
                .map(|impact| self.measure_heat_cell(map, Place { likelihood, impact }, width))
                .collect();
            rows.push(HeatRow { name, cells });
        }
        let corner = Setting { size: 7.5, colour: MUTED, ..LABEL };
        let words = say!(&self.document.language, "Likelihood ↓  Impact →");
        let corner = fitting_line(&mut self.shaper, &words, &corner, NAMES);
        let setting = Setting { face: Face::Regular, size: 7.5, leading: 11.0, colour: MUTED };
        let legend = [
            say!(&self.document.language, "before treatment"),
            say!(&self.document.language, "after treatment"),
        ]
        .map(|words| one_line(&mut self.shaper, &words, &setting, WIDTH));
        Matrix { map, impacts, rows, corner, legend }
    }

    /// The name of a level or band. One that would fill the page is no name: it is shortened to a line.
    fn measure_name(&mut self, name: &str, setting: &Setting, width: f32) -> Text {
        let text = self.measure_plain(name, setting, width);
        if text.lines.len() <= NAME_LINES {
            return text;
        }
        Text { lines: vec![one_line(&mut self.shaper, name, setting, width)], ..Text::default() }
    }

    fn measure_heat_cell(&mut self, map: &HeatMap, place: Place, width: f32) -> HeatBox {
        let cell = map.cell(place);
        let label = cell.map_or("", |cell| cell.label.as_str());
        HeatBox {
            tone: cell.map_or(Tone::Neutral, |cell| cell.tone),
            band: self.measure_name(&format!("{label} "), &BAND, width - 2.0 * PAD),
            pills: self.pills(map, place, width - 2.0 * PAD),
        }
    }

    /// The risks of a cell in their places.
    fn pills(&mut self, map: &HeatMap, place: Place, room: f32) -> Vec<Pill> {
        let mut risks: Vec<(&str, String, bool)> = Vec::new();
        for point in &map.points {
            if point.inherent == place {
                risks.push((
                    &point.id,
                    say!(&self.document.language, "{risk} before treatment, ", risk = point.id),
                    false,
                ));
            }
            if point.residual == Some(place) {
                risks.push((
                    &point.id,
                    say!(&self.document.language, "{risk} after treatment, ", risk = point.id),
                    true,
                ));
            }
        }
        let mut pills: Vec<Pill> = Vec::new();
        let (mut x, mut row) = (0.0, 0);
        for (id, words, residual) in risks {
            let colour = if residual { INK } else { PAPER };
            let setting = Setting { face: Face::SemiBold, size: 7.0, leading: PILL, colour };
            let line = one_line(&mut self.shaper, id, &setting, room - 8.0);
            let width = line.width + 8.0;
            if x > 0.0 && x + width > room {
                x = 0.0;
                row += 1;
            }
            pills.push(Pill { line, words, residual, x, row, width });
            x += width + PILL_GAP;
        }
        pills
    }
}

impl<'d> Layout<'d> {
    pub(super) fn heat_map(&mut self, matrix: Matrix<'d>, alternative: String) {
        let head_height = matrix.head_height();
        let Matrix { map, impacts, rows, corner: line, legend } = matrix;
        if map.likelihood.is_empty() || map.impact.is_empty() {
            return;
        }
        let table = self.node(Role::Table(alternative));
        let width = cell_width(map);
        let head = self.tags.add(table, Role::TableHead);
        let head = self.tags.add(head, Role::TableRow);
        let corner = self.tags.add(head, Role::HeaderCell(Scope::Column));
        let baseline = self.y + head_height - 6.0;
        self.canvas.mark(&mut self.tags, self.page, corner, |ink| ink.line(&line, LEFT, baseline));
        for (column, mut text) in impacts.into_iter().enumerate() {
            let node = self.tags.add(head, Role::HeaderCell(Scope::Column));
            let top = self.y + head_height - 4.0 - text.height();
            let lines = 0..text.lines.len();
            let x = cell_x(column, width) + 2.0;
            self.put(node, &mut text, lines, (x, top), width - 4.0, Align::Centre);
        }
        self.y += head_height;

        let body = self.tags.add(table, Role::TableBody);
        for row in rows.into_iter().rev() {
            let tag = self.tags.add(body, Role::TableRow);
            self.heat_row(row, tag, width);
        }
        self.heat_legend(legend);
        self.y += AFTER_BLOCK;
    }

    fn heat_row(&mut self, mut row: HeatRow, tag: Node, width: f32) {
        let name = self.tags.add(tag, Role::HeaderCell(Scope::Row));
        let nodes: Vec<Node> =
            row.cells.iter().map(|_| self.tags.add(tag, Role::Cell { columns: 1 })).collect();
        for part in 0..row.parts() {
            let height = row.height(part);
            self.need(height);
            let top = self.y;
            if part == 0 {
                let (lines, above) = (0..row.name.lines.len(), (height - row.name.height()) / 2.0);
                self.put(name, &mut row.name, lines, (LEFT, top + above), NAMES - 8.0, Align::Start);
            }
            let pills_top = if part == 0 { top + PAD + row.band_height() + BAND_GAP } else { top + PAD };
            for (column, (cell, node)) in row.cells.iter_mut().zip(&nodes).enumerate() {
                let x = cell_x(column, width);
                let fill = shades(cell.tone).fill;
                self.canvas.decorate(self.page, Decoration::Layout, |ink| {
                    ink.area(x, top, width, height, fill);
                });
                if part == 0 {
                    let lines = 0..cell.band.lines.len();
                    let room = width - 2.0 * PAD;
                    self.put(*node, &mut cell.band, lines, (x + PAD, top + PAD), room, Align::Start);
                }
                let shown = part * PILL_ROWS..(part + 1) * PILL_ROWS;
                let pills: Vec<&Pill> = cell.pills.iter().filter(|pill| shown.contains(&pill.row)).collect();
                if pills.is_empty() {
                    continue;
                }
                self.canvas.mark(&mut self.tags, self.page, *node, |ink| {
                    for pill in pills {
                        let below = (pill.row - shown.start) as f32 * (PILL + PILL_GAP);
                        pill.draw(ink, x + PAD, pills_top + below);
                    }
                });
            }
            self.y += height + GAP;
        }
    }

    /// What the two kinds of mark mean. The words of each cell say it to those who listen.
    fn heat_legend(&mut self, [before, after]: [Line; 2]) {
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

impl Pill {
    /// Draws the mark in a row that starts at a place.
    fn draw(&self, ink: &mut Ink, left: f32, top: f32) {
        let left = left + self.x;
        if self.residual {
            ink.round_area(left, top, self.width, PILL, PILL / 2.0, PAPER);
            ink.round_frame(left, top, self.width, PILL, PILL / 2.0, Stroke::solid(INK, 0.8));
        } else {
            ink.round_area(left, top, self.width, PILL, PILL / 2.0, INK);
        }
        let baseline = top + PILL / 2.0 + self.line.size * 0.35;
        let left = left + (self.width - self.line.width) / 2.0;
        ink.line_read_as(&self.line, left, baseline, &self.words);
    }
}

fn cell_width(map: &HeatMap) -> f32 {
    let count = map.impact.len().max(1) as f32;
    ((WIDTH - NAMES - GAP * (count - 1.0)) / count).max(16.0)
}

fn cell_x(column: usize, width: f32) -> f32 {
    LEFT + NAMES + column as f32 * (width + GAP)
}
