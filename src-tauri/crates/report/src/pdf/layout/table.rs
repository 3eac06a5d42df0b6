//! Tables: columns that share the width by need, a header that is repeated, rows that stay whole.
//!
//! A wide table lies on turned sheets.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::rows::Column as RowColumn;
use super::text::continued;
use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, CAPTION, CELL, LABEL, LEFT, Layout, Text, offset};
use crate::clean::flat;
use crate::document::{Align, Cell, Row, Span, Table};
use crate::pdf::RenderError;
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, Shaped, break_lines, height, one_line};
use crate::pdf::style::{ACCENT, MUTED, RULE, Sheet};
use crate::pdf::tags::{Node, Role, Scope};

/// What says that a table goes on.
const CONTINUED: Setting = Setting { face: Face::SemiBold, size: 8.0, leading: 11.0, colour: MUTED };
/// Space left and right of the text of a cell.
const SIDE: f32 = 5.0;
/// Space above and below the text of a cell.
const PAD: f32 = 2.8;
/// Room for the mark of a tone.
const MARK: f32 = 12.0;
/// No column asks for more than this share of the width because of one long word.
const WIDEST_NEED: f32 = 0.3;
/// A column whose longest line is shorter than this share of the width gets room for all of it.
const SHORT: f32 = 0.2;
/// All short columns together get no more than this share of the width for that.
const SHORT_TOGETHER: f32 = 0.65;
/// How many rows are looked at to find out what width columns need.
const ROWS_MEASURED: usize = 2000;
/// A table is kept whole when it is lower than this share of a page.
const WHOLE_BELOW: f32 = 0.28;
/// Rows on their way to be drawn: so many at once, and so many lots.
const ROWS_SENT: usize = 16;
const LOTS_AHEAD: usize = 4;
/// Progress is told after so many rows.
const ROWS_PER_REPORT: usize = 200;

/// A column in its place.
#[derive(Clone)]
struct Place {
    x: f32,
    width: f32,
    align: Align,
}

/// The header row, ready to be drawn again.
struct Header {
    lines: Vec<Vec<Line>>,
    height: f32,
    /// What stands above it on a further page.
    continued: Option<Line>,
}

/// A table, measured as far as it must be known before it is drawn.
pub(super) struct Grid<'d> {
    table: &'d Table,
    places: Vec<Place>,
    header: Header,
    caption: Option<Text>,
    /// What is said when there are no rows.
    empty: Option<Text>,
    rows: Rows,
}

/// Rows, measured: those that a table begins with, and the others as they come.
struct Rows {
    first: VecDeque<GridRow>,
    more: Option<Receiver<Vec<GridRow>>>,
}

impl Rows {
    /// The next row, which is still to be taken.
    fn peek(&mut self) -> Option<&GridRow> {
        if self.first.is_empty() {
            self.first.extend(self.more.as_ref().and_then(|more| more.recv().ok()).into_iter().flatten());
        }
        self.first.front()
    }

    fn next(&mut self) -> Option<GridRow> {
        self.peek()?;
        self.first.pop_front()
    }
}

/// The rows of a table that are still to be measured.
pub(super) struct Rest<'d> {
    table: &'d Table,
    /// The first of them.
    from: usize,
    places: Vec<Place>,
    shaped: Cells,
    rows: SyncSender<Vec<GridRow>>,
}

/// Cells that are shaped already, for each column from the next row on.
type Cells = Vec<VecDeque<Shaped>>;

/// A row, measured.
struct GridRow {
    cells: Vec<Option<Text>>,
    height: f32,
}

impl Grid<'_> {
    /// Height of caption, header and the rows that stay with them: all of a low table, else two.
    pub(super) fn opening(&self) -> f32 {
        if self.places.is_empty() {
            return 0.0;
        }
        let head = self.caption.as_ref().map_or(0.0, |caption| caption.height() + 4.0) + self.header.height;
        let first = &self.rows.first;
        let rows: f32 = first.iter().map(|row| row.height).sum();
        if first.len() == self.table.rows.len()
            && head + rows <= sheet_of(self.table).body_height() * WHOLE_BELOW
        {
            return head + rows.max(CELL.leading + 2.0 * PAD);
        }
        let first: f32 = first.iter().take(2).map(|row| row.height).sum();
        head + first.min(sheet_of(self.table).body_height() * WHOLE_BELOW)
    }
}

impl<'d> Typesetter<'d> {
    /// Measures a table as far as it must be known before it is drawn.
    pub(super) fn measure_table(&mut self, table: &'d Table) -> (Grid<'d>, Option<Rest<'d>>) {
        let sheet = sheet_of(table);
        let width = sheet.body_width();
        let (places, mut shaped) = self.places(table, width);
        let header = self.header(table, &places, width);
        let caption =
            (!table.caption.is_empty()).then(|| self.measure_plain(&table.caption, &CAPTION, width));
        let mut first = VecDeque::new();
        let mut height = 0.0;
        for row in &table.rows {
            if height > sheet.body_height() * WHOLE_BELOW || places.is_empty() {
                break;
            }
            let row = self.measure_row(table, row, &places, &mut shaped);
            height += row.height;
            first.push_back(row);
        }
        let empty = table.rows.is_empty().then(|| {
            let setting = Setting { face: Face::Italic, colour: MUTED, ..CELL };
            self.measure_plain(&table.empty, &setting, width)
        });
        let from = first.len();
        let (more, rest) = if from < table.rows.len() && !places.is_empty() {
            let (rows, more) = sync_channel(LOTS_AHEAD);
            (Some(more), Some(Rest { table, from, places: places.clone(), shaped, rows }))
        } else {
            (None, None)
        };
        (Grid { table, places, header, caption, empty, rows: Rows { first, more } }, rest)
    }

    /// Measures the other rows of a table while it is drawn, until nobody takes them any more.
    pub(super) fn measure_rest(&mut self, rest: Rest<'d>) {
        let Rest { table, from, places, mut shaped, rows } = rest;
        for lot in table.rows.get(from..).unwrap_or_default().chunks(ROWS_SENT) {
            let lot = lot.iter().map(|row| self.measure_row(table, row, &places, &mut shaped)).collect();
            if rows.send(lot).is_err() {
                return;
            }
        }
    }

    fn measure_row(&mut self, table: &Table, row: &Row, places: &[Place], shaped: &mut Cells) -> GridRow {
        let mut cells = Vec::with_capacity(places.len());
        let mut highest: f32 = 0.0;
        for (index, place) in places.iter().enumerate() {
            let text = row.cells.get(index).map(|cell| {
                let known = shaped.get_mut(index).and_then(VecDeque::pop_front);
                let shaped = known.unwrap_or_else(|| {
                    Shaped::new(&mut self.shaper, &cell.spans, &cell_setting(table, index))
                });
                self.break_shaped(&cell.spans, &shaped, text_width(cell, place))
            });
            highest = highest.max(text.as_ref().map_or(0.0, Text::height));
            cells.push(text);
        }
        GridRow { cells, height: highest + 2.0 * PAD }
    }

    fn header(&mut self, table: &Table, places: &[Place], width: f32) -> Header {
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
        let continued = (!table.caption.is_empty()).then(|| {
            let caption = continued(&self.document.language, &flat(&table.caption));
            one_line(&mut self.shaper, &caption, &CONTINUED, width)
        });
        Header { lines, height: highest + 2.0 * PAD, continued }
    }

    /// Where the columns stand: wide enough for their words where possible, the rest by how much text they have and by
    /// the shares that the table asks for.
    fn places(&mut self, table: &Table, width: f32) -> (Vec<Place>, Cells) {
        let mut shaped = Vec::with_capacity(table.columns.len());
        let mut wishes = Vec::with_capacity(table.columns.len());
        for (index, column) in table.columns.iter().enumerate() {
            let title = [Span::plain(column.title.as_str())];
            let title = Shaped::new(&mut self.shaper, &title, &LABEL).extent();
            let mut cells = VecDeque::new();
            let setting = cell_setting(table, index);
            let (mut need, mut whole, mut amount, mut count): (f32, f32, f32, f32) =
                (title.widest, title.widest, 0.0, 0.0);
            for cell in table.rows.iter().take(ROWS_MEASURED).filter_map(|row| row.cells.get(index)) {
                let mark = mark_width(cell);
                let text = Shaped::new(&mut self.shaper, &cell.spans, &setting);
                let taken = text.extent();
                cells.push_back(text);
                if taken.widest < width * WIDEST_NEED {
                    need = need.max(taken.widest + mark);
                }
                whole = whole.max(taken.whole + mark);
                amount += (taken.whole + mark).powi(2);
                count += 1.0;
            }
            shaped.push(cells);
            // A hair more, so that rounding never breaks the widest word.
            let room = 2.0 * SIDE + 0.1;
            wishes.push(Wish {
                share: if column.share.is_finite() && column.share > 0.0 { column.share as f32 } else { 1.0 },
                need: need.min(width * WIDEST_NEED) + room,
                whole: whole.max(need) + room,
                amount: (amount / count.max(1.0)).sqrt() + room,
            });
        }
        let widths = share_out(&wishes, width);
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
        (places, shaped)
    }
}

impl<'d> Layout<'d> {
    pub(super) fn table(
        &mut self,
        grid: Grid<'d>,
        opening: f32,
        progress: &mut dyn FnMut(f32) -> ControlFlow<()>,
    ) -> Result<(), RenderError> {
        let Grid { table, places, header, caption, empty, mut rows } = grid;
        if places.is_empty() {
            return Ok(());
        }
        let sheet = sheet_of(table);
        let width = sheet.body_width();
        self.space(4.0);
        self.need(opening);
        let node = self.node(Role::Table(String::new()));
        if let Some(mut caption) = caption {
            let caption_node = self.tags.add(node, Role::Caption);
            self.flow(caption_node, &mut caption, LEFT, width);
            self.y += 4.0;
        }
        let head = self.tags.add(node, Role::TableHead);
        let head = self.tags.add(head, Role::TableRow);
        self.draw_header(&header, &places, width, Some(head));
        let body = self.tags.add(node, Role::TableBody);
        if let Some(empty) = empty {
            self.empty_row(table, empty, width, body);
        }
        let count = table.rows.len();
        for (index, row) in table.rows.iter().enumerate() {
            if index % ROWS_PER_REPORT == ROWS_PER_REPORT - 1
                && progress(index as f32 / count as f32).is_break()
            {
                return Err(RenderError::Cancelled);
            }
            // Fewer rows than the table has come only from a typesetter that was stopped.
            let Some(measured) = rows.next() else { return Err(RenderError::Cancelled) };
            // The last row does not stand alone on the next page.
            if index + 2 == count && count > 3 {
                let both = measured.height + rows.peek().map_or(0.0, |last| last.height);
                if measured.height <= self.room()
                    && both > self.room()
                    && both <= sheet.body_height() * WHOLE_BELOW
                {
                    self.turn();
                    self.draw_header(&header, &places, width, None);
                }
            }
            let tag = self.tags.add(body, Role::TableRow);
            let mut columns = self.row_columns(table, row, measured, &places, tag);
            self.row(
                &mut columns,
                PAD,
                &mut |layout| layout.draw_header(&header, &places, width, None),
                &|ink, strip| {
                    ink.rule((LEFT, strip.bottom), (LEFT + width, strip.bottom), Stroke::solid(RULE, 0.5));
                },
            );
        }
        self.y += AFTER_BLOCK;
        Ok(())
    }

    fn row_columns(
        &mut self,
        table: &Table,
        row: &Row,
        measured: GridRow,
        places: &[Place],
        tag: Node,
    ) -> Vec<RowColumn> {
        let mut columns = Vec::with_capacity(places.len());
        for (index, (place, text)) in places.iter().zip(measured.cells).enumerate() {
            let role = if index == 0 && table.row_headers {
                Role::HeaderCell(Scope::Row)
            } else {
                Role::Cell { columns: 1 }
            };
            let node = self.tags.add(tag, role);
            let (Some(cell), Some(text)) = (row.cells.get(index), text) else {
                columns.push(RowColumn::new(place.x, place.width, Vec::new()));
                continue;
            };
            let width = text_width(cell, place);
            let mut column = RowColumn::new(place.x + place.width - width, width, vec![(node, text)]);
            column.align = place.align;
            column.mark = cell.tone;
            columns.push(column);
        }
        columns
    }

    fn empty_row(&mut self, table: &Table, text: Text, width: f32, body: Node) {
        let row = self.tags.add(body, Role::TableRow);
        let cell = self.tags.add(row, Role::Cell { columns: table.columns.len() });
        let mut columns = [RowColumn::new(LEFT, width, vec![(cell, text)])];
        self.row(&mut columns, PAD, &mut |_| {}, &|ink, strip| {
            ink.rule((LEFT, strip.bottom), (LEFT + width, strip.bottom), Stroke::solid(RULE, 0.5));
        });
    }

    /// Draws the header row: as header cells of `row`, or as a repetition that is not read out again.
    fn draw_header(&mut self, header: &Header, places: &[Place], width: f32, row: Option<Node>) {
        if let (None, Some(continued)) = (row, &header.continued) {
            let baseline = self.y + continued.baseline();
            self.canvas.decorate(self.page, Decoration::Repeated, |ink| ink.line(continued, LEFT, baseline));
            self.y += continued.leading + 2.0;
        }
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
            ink.rule((LEFT, bottom), (LEFT + width, bottom), Stroke::solid(ACCENT, 1.0));
        });
        self.y = bottom;
    }
}

fn cell_setting(table: &Table, index: usize) -> Setting {
    let face = if index == 0 && table.row_headers { Face::SemiBold } else { CELL.face };
    Setting { face, ..CELL }
}

fn text_width(cell: &Cell, place: &Place) -> f32 {
    (place.width - mark_width(cell)).max(1.0)
}

/// How the sheets lie that a table needs.
fn sheet_of(table: &Table) -> Sheet {
    if table.wide { Sheet::Turned } else { Sheet::Upright }
}

/// Room for the mark of a cell.
fn mark_width(cell: &Cell) -> f32 {
    if cell.tone.is_some() { MARK } else { 0.0 }
}

/// What a column wants of the width.
#[derive(Debug, Clone, Copy)]
struct Wish {
    /// The share that the table asks for.
    share: f32,
    /// The width of its widest word.
    need: f32,
    /// The width at which none of its lines breaks.
    whole: f32,
    /// The width at which none of its lines breaks, on the average of its cells: of the squares, for a long cell among
    /// short ones makes its row high.
    amount: f32,
}

/// Divides a width. Short columns do not break their lines; words break only when there is no room for all of them.
fn share_out(wishes: &[Wish], width: f32) -> Vec<f32> {
    let needs: f32 = wishes.iter().map(|wish| wish.need).sum();
    if needs >= width {
        let level = level(wishes, width);
        return wishes.iter().map(|wish| wish.need.min(level)).collect();
    }
    let shares: f32 = wishes.iter().map(|wish| wish.share).sum();
    let whole: f32 = wishes.iter().map(|wish| wish.whole).sum();
    if whole <= width {
        return wishes.iter().map(|wish| wish.whole + wish.share / shares * (width - whole)).collect();
    }
    let mut settled: Vec<Option<f32>> = short_columns(wishes, width, needs);
    let amounts: f32 = wishes.iter().map(|wish| wish.amount).sum();
    let weight = |wish: &Wish| (wish.share / shares * wish.amount / amounts).sqrt();
    loop {
        let taken: f32 = settled.iter().flatten().sum();
        let open: f32 = wishes
            .iter()
            .zip(&settled)
            .filter(|(_, done)| done.is_none())
            .map(|(wish, _)| weight(wish))
            .sum();
        let given: Vec<f32> = wishes
            .iter()
            .zip(&settled)
            .map(|(wish, done)| done.unwrap_or_else(|| weight(wish) / open * (width - taken)))
            .collect();
        // Those that get too little come first: what they take is missing for the others.
        let short = wishes.iter().zip(&given).any(|(wish, given)| *given < wish.need - 0.01);
        let mut changed = false;
        for ((wish, given), done) in wishes.iter().zip(&given).zip(&mut settled) {
            let fixed = if short { *given < wish.need - 0.01 } else { *given > wish.whole + 0.01 };
            if done.is_none() && fixed {
                *done = Some(if short { wish.need } else { wish.whole });
                changed = true;
            }
        }
        if !changed || settled.iter().all(Option::is_some) {
            let total: f32 = given.iter().sum();
            return given.iter().map(|given| given / total * width).collect();
        }
    }
}

/// The columns that get room for their longest line, shortest first, as long as the others keep room for their words.
fn short_columns(wishes: &[Wish], width: f32, needs: f32) -> Vec<Option<f32>> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|one, other| {
        let whole = |index: &usize| wishes.get(*index).map_or(0.0, |wish| wish.whole);
        whole(one).total_cmp(&whole(other))
    });
    let mut settled = vec![None; wishes.len()];
    let (mut short, mut taken) = (0.0, needs);
    for index in order {
        let (Some(wish), Some(place)) = (wishes.get(index), settled.get_mut(index)) else { continue };
        let more = wish.whole - wish.need;
        if wish.whole > width * SHORT
            || short + wish.whole > width * SHORT_TOGETHER
            || taken + more > width * 0.9
        {
            break;
        }
        *place = Some(wish.whole);
        short += wish.whole;
        taken += more;
    }
    settled
}

/// The width above which needs are cut so that they fit together: who needs little keeps it.
fn level(wishes: &[Wish], width: f32) -> f32 {
    let mut needs: Vec<f32> = wishes.iter().map(|wish| wish.need).collect();
    needs.sort_by(f32::total_cmp);
    let mut left = width;
    for (index, need) in needs.iter().enumerate() {
        let level = left / (needs.len() - index) as f32;
        if *need > level {
            return level;
        }
        left -= need;
    }
    width
}

#[cfg(test)]
mod tests {
    use super::{Wish, share_out};

    fn wish(share: f32, need: f32, whole: f32) -> Wish {
        Wish { share, need, whole, amount: whole }
    }

    #[test]
    fn columns_that_all_fit_keep_their_lines_and_fill_the_width() {
        assert_eq!(share_out(&[wish(1.0, 10.0, 50.0), wish(3.0, 10.0, 150.0)], 400.0), [100.0, 300.0]);
    }

    #[test]
    fn a_column_gets_what_its_words_need() {
        let wishes = [wish(1.0, 80.0, 900.0), wish(1.0, 10.0, 900.0), wish(8.0, 10.0, 900.0)];
        let widths = share_out(&wishes, 400.0);
        assert!(widths[0] >= 80.0);
        assert!((widths.iter().sum::<f32>() - 400.0).abs() < 0.01);
        assert!(widths[2] > widths[1] * 2.0);
    }

    #[test]
    fn a_short_column_keeps_its_lines_beside_a_long_one() {
        let widths = share_out(&[wish(1.0, 40.0, 62.0), wish(1.0, 60.0, 40_000.0)], 400.0);
        assert!((widths[0] - 62.0).abs() < 0.01 && (widths[1] - 338.0).abs() < 0.01, "{widths:?}");
    }

    #[test]
    fn the_more_text_the_wider() {
        let widths = share_out(&[wish(1.0, 20.0, 300.0), wish(1.0, 20.0, 2_700.0)], 400.0);
        assert!((widths[1] / widths[0] - 3.0).abs() < 0.01, "{widths:?}");
    }

    #[test]
    fn where_words_do_not_fit_together_the_long_ones_break() {
        assert_eq!(share_out(&[wish(1.0, 300.0, 300.0), wish(1.0, 50.0, 60.0)], 200.0), [150.0, 50.0]);
    }
}
