//! Tables: columns that share the width by need, a header that is repeated, rows that stay whole.

use std::ops::ControlFlow;

use super::rows::Column as RowColumn;
use super::{AFTER_BLOCK, CAPTION, CELL, LABEL, LEFT, Layout, WIDTH, offset};
use crate::document::{Align, Cell, Span, Table};
use crate::pdf::RenderError;
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines, height, one_line, widest_word};
use crate::pdf::style::{ACCENT, BODY_HEIGHT, MUTED, RULE};
use crate::pdf::tags::{Node, Role, Scope};

/// Space left and right of the text of a cell.
const SIDE: f32 = 5.0;
/// Space above and below the text of a cell.
const PAD: f32 = 2.8;
/// Room for the mark of a tone.
const MARK: f32 = 12.0;
/// No column asks for more than this share of the width because of one long word.
const WIDEST_NEED: f32 = 0.3;
/// How many rows are looked at to find out what width columns need.
const ROWS_MEASURED: usize = 400;
/// Progress is told after so many rows.
const ROWS_PER_REPORT: usize = 200;

/// A column in its place.
struct Place {
    x: f32,
    width: f32,
    align: Align,
}

/// The header row, ready to be drawn again.
struct Header {
    lines: Vec<Vec<Line>>,
    height: f32,
}

impl<'d> Layout<'d> {
    /// Height of caption, header and first row.
    pub(super) fn table_opening(&mut self, table: &Table) -> f32 {
        if table.columns.is_empty() {
            return 0.0;
        }
        let places = self.places(table);
        let caption = if table.caption.is_empty() { 0.0 } else { CAPTION.leading + 6.0 };
        let header = self.header(table, &places).height;
        let first = table.rows.first().map_or(CELL.leading, |row| {
            let mut highest: f32 = CELL.leading;
            for (index, (cell, place)) in row.cells.iter().zip(&places).enumerate() {
                let setting = cell_setting(table, index);
                let lines = break_lines(&mut self.shaper, &cell.spans, &setting, text_width(cell, place));
                highest = highest.max(height(&lines));
            }
            highest
        });
        caption + header + (first + 2.0 * PAD).min(BODY_HEIGHT * 0.4)
    }

    pub(super) fn table(
        &mut self,
        table: &'d Table,
        progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
    ) -> Result<(), RenderError> {
        if table.columns.is_empty() {
            return Ok(());
        }
        let places = self.places(table);
        let header = self.header(table, &places);
        let opening = self.table_opening(table);
        self.space(4.0);
        self.need(opening);
        let node = self.node(Role::Table(String::new()));
        if !table.caption.is_empty() {
            let caption = self.tags.add(node, Role::Caption);
            let mut text = self.plain_text(caption, &table.caption, &CAPTION, WIDTH);
            self.flow(&mut text, LEFT, WIDTH);
            self.y += 4.0;
        }
        let head = self.tags.add(node, Role::TableHead);
        let head = self.tags.add(head, Role::TableRow);
        self.draw_header(&header, &places, Some(head));
        let body = self.tags.add(node, Role::TableBody);
        if table.rows.is_empty() {
            self.empty_row(table, body);
        }
        for (index, row) in table.rows.iter().enumerate() {
            if index % ROWS_PER_REPORT == ROWS_PER_REPORT - 1
                && progress(index as f32 / table.rows.len() as f32).is_break()
            {
                return Err(RenderError::Cancelled);
            }
            let tag = self.tags.add(body, Role::TableRow);
            let mut columns = Vec::with_capacity(places.len());
            for (index, place) in places.iter().enumerate() {
                columns.push(self.cell(table, tag, index, row.cells.get(index), place));
            }
            self.row(
                &mut columns,
                PAD,
                &mut |layout| layout.draw_header(&header, &places, None),
                &|ink, strip| {
                    ink.rule((LEFT, strip.bottom), (LEFT + WIDTH, strip.bottom), Stroke::solid(RULE, 0.5));
                },
            );
        }
        self.y += AFTER_BLOCK;
        Ok(())
    }

    fn cell(
        &mut self,
        table: &Table,
        row: Node,
        index: usize,
        cell: Option<&Cell>,
        place: &Place,
    ) -> RowColumn {
        let role = if index == 0 && table.row_headers {
            Role::HeaderCell(Scope::Row)
        } else {
            Role::Cell { columns: 1 }
        };
        let node = self.tags.add(row, role);
        let Some(cell) = cell else { return RowColumn::new(place.x, place.width, Vec::new()) };
        let width = text_width(cell, place);
        let text = self.text(node, &cell.spans, &cell_setting(table, index), width);
        let mut column = RowColumn::new(place.x + place.width - width, width, vec![text]);
        column.align = place.align;
        column.mark = cell.tone;
        column
    }

    fn empty_row(&mut self, table: &Table, body: Node) {
        let row = self.tags.add(body, Role::TableRow);
        let cell = self.tags.add(row, Role::Cell { columns: table.columns.len() });
        let setting = Setting { face: Face::Italic, colour: MUTED, ..CELL };
        let text = self.plain_text(cell, &table.empty, &setting, WIDTH);
        let mut columns = [RowColumn::new(LEFT, WIDTH, vec![text])];
        self.row(&mut columns, PAD, &mut |_| {}, &|ink, strip| {
            ink.rule((LEFT, strip.bottom), (LEFT + WIDTH, strip.bottom), Stroke::solid(RULE, 0.5));
        });
    }

    fn header(&mut self, table: &Table, places: &[Place]) -> Header {
        let mut lines = Vec::with_capacity(places.len());
        let mut highest: f32 = LABEL.leading;
        for (column, place) in table.columns.iter().zip(places) {
            let setting = Setting { colour: ACCENT, ..LABEL };
            let title =
                break_lines(&mut self.shaper, &[Span::plain(column.title.as_str())], &setting, place.width);
            // A header of many lines would leave no room for rows.
            const LINES: usize = 6;
            let title = if title.len() > LINES {
                vec![one_line(&mut self.shaper, &column.title, &setting, place.width)]
            } else {
                title
            };
            highest = highest.max(height(&title));
            lines.push(title);
        }
        Header { lines, height: highest + 2.0 * PAD }
    }

    /// Draws the header row: as header cells of `row`, or as a repetition that is not read out again.
    fn draw_header(&mut self, header: &Header, places: &[Place], row: Option<Node>) {
        let bottom = self.y + header.height;
        for (lines, place) in header.lines.iter().zip(places) {
            // Short titles stand on the rule, beside the last line of long ones.
            let top = bottom - PAD - height(lines);
            let draw = |ink: &mut crate::pdf::canvas::Ink| {
                let mut y = top;
                for line in lines {
                    ink.line(line, place.x + offset(line, place.width, place.align), y + line.baseline());
                    y += line.leading;
                }
            };
            match row {
                Some(row) => {
                    let node = self.tags.add(row, Role::HeaderCell(Scope::Column));
                    self.canvas.mark(&mut self.tags, self.page, node, draw);
                }
                None => self.canvas.decorate(self.page, Decoration::Repeated, draw),
            }
        }
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.rule((LEFT, bottom), (LEFT + WIDTH, bottom), Stroke::solid(ACCENT, 1.0));
        });
        self.y = bottom;
    }

    /// Where the columns stand: by their shares of the width, but wide enough for their words where possible.
    fn places(&mut self, table: &Table) -> Vec<Place> {
        let shares: Vec<f32> = table
            .columns
            .iter()
            .map(
                |column| {
                    if column.share.is_finite() && column.share > 0.0 { column.share as f32 } else { 1.0 }
                },
            )
            .collect();
        let mut needs = Vec::with_capacity(shares.len());
        for (index, column) in table.columns.iter().enumerate() {
            let mut need = widest_word(&mut self.shaper, &[Span::plain(column.title.as_str())], &LABEL);
            let setting = cell_setting(table, index);
            for cell in table.rows.iter().take(ROWS_MEASURED).filter_map(|row| row.cells.get(index)) {
                let mark = if cell.tone.is_some() { MARK } else { 0.0 };
                let word = widest_word(&mut self.shaper, &cell.spans, &setting);
                if word < WIDTH * WIDEST_NEED {
                    need = need.max(word + mark);
                }
            }
            // A hair more, so that rounding never breaks the widest word.
            needs.push(need.min(WIDTH * WIDEST_NEED) + 2.0 * SIDE + 0.1);
        }
        let widths = share_out(&shares, &needs, WIDTH);
        let count = widths.len();
        let mut x = LEFT;
        let mut places = Vec::with_capacity(count);
        for (index, (width, column)) in widths.into_iter().zip(&table.columns).enumerate() {
            // The outer edges of the text are those of the body.
            let left = if index == 0 { 0.0 } else { SIDE };
            let right = if index + 1 == count { 0.0 } else { SIDE };
            places.push(Place { x: x + left, width: (width - left - right).max(1.0), align: column.align });
            x += width;
        }
        places
    }
}

fn cell_setting(table: &Table, index: usize) -> Setting {
    let face = if index == 0 && table.row_headers { Face::SemiBold } else { CELL.face };
    Setting { face, ..CELL }
}

fn text_width(cell: &Cell, place: &Place) -> f32 {
    let mark = if cell.tone.is_some() { MARK } else { 0.0 };
    (place.width - mark).max(1.0)
}

/// Divides a width by shares, giving each at least what it needs as long as the needs fit together.
fn share_out(shares: &[f32], needs: &[f32], width: f32) -> Vec<f32> {
    let total: f32 = needs.iter().sum();
    if total >= width {
        return needs.iter().map(|need| need / total * width).collect();
    }
    let mut fixed: Vec<bool> = vec![false; shares.len()];
    loop {
        let taken: f32 = needs.iter().zip(&fixed).filter(|(_, fixed)| **fixed).map(|(need, _)| need).sum();
        let free: f32 = shares.iter().zip(&fixed).filter(|(_, fixed)| !**fixed).map(|(share, _)| share).sum();
        let widths: Vec<f32> = shares
            .iter()
            .zip(needs)
            .zip(&fixed)
            .map(|((share, need), fixed)| if *fixed { *need } else { share / free * (width - taken) })
            .collect();
        let mut changed = false;
        for ((width, need), fixed) in widths.iter().zip(needs).zip(&mut fixed) {
            if !*fixed && width < need {
                *fixed = true;
                changed = true;
            }
        }
        if !changed {
            return widths;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::share_out;

    #[test]
    fn columns_follow_their_shares_and_fill_the_width() {
        assert_eq!(share_out(&[1.0, 3.0], &[10.0, 10.0], 400.0), [100.0, 300.0]);
    }

    #[test]
    fn a_column_gets_what_its_words_need() {
        let widths = share_out(&[1.0, 1.0, 8.0], &[80.0, 10.0, 10.0], 400.0);
        assert_eq!(widths[0], 80.0);
        assert!((widths.iter().sum::<f32>() - 400.0).abs() < 0.01);
        assert!(widths[2] > widths[1] * 7.9);
    }

    #[test]
    fn needs_beyond_the_width_are_cut_in_proportion() {
        assert_eq!(share_out(&[1.0, 1.0], &[300.0, 100.0], 200.0), [150.0, 50.0]);
    }
}
