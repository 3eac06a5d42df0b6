//! Tables → which of them lie on sheets that are wider than high.
//!
//! It follows from the characters alone, so that the PDF, the editable copy and the screen agree without fonts. Tables of
//! the same columns in one part are one register in pieces, and lie the same way.

use crate::document::{Block, Cell, Column, Level, Row, Span, Table};
use std::collections::BTreeMap;

/// Width of the text on an upright sheet and on a turned one, and height on a turned one, in points.
const UPRIGHT: f64 = 470.0;
const TURNED: f64 = 717.0;
const TURNED_HEIGHT: f64 = 453.0;
/// Width of a character of a cell in a text, and in a word that has wide ones.
const CHARACTER: f64 = 4.2;
const IN_WORD: f64 = 4.7;
/// Height of a line, and what stands around the text of a cell at its sides and above and below.
const LINE: f64 = 10.8;
const SIDES: f64 = 10.0;
const PADS: f64 = 5.6;
/// Room for the mark of a tone.
const MARK: f64 = 12.0;
/// No word asks for more than this share of the width: a hash may break.
const LONGEST_WORD: f64 = 0.3;
/// A table with fewer columns is not wide: its lines would only become too long to be read.
const COLUMNS: usize = 4;
/// A table is wide when its rows would fill more lines than this of an upright sheet, were each line full.
const FULL_LINES: f64 = 2.0;
/// It is wide only when it fills this share of a turned sheet: else a sheet would be turned for a few rows.
const FILLED: f64 = 0.7;

/// Marks the tables that are wide.
pub fn mark(blocks: &mut [Block]) {
    let mut registers: BTreeMap<(usize, Vec<String>), Vec<&mut Table>> = BTreeMap::new();
    let mut part = 0;
    for block in blocks {
        match block {
            Block::Heading(heading) if heading.level == Level::One => part += 1,
            Block::Table(table) => {
                let titles = table.columns.iter().map(|column| column.title.clone()).collect();
                registers.entry((part, titles)).or_default().push(table);
            }
            Block::Heading(_)
            | Block::Cover(_)
            | Block::Contents(_)
            | Block::Paragraph(_)
            | Block::Bullets(_)
            | Block::Facts(_)
            | Block::Callout(_)
            | Block::Figure(_)
            | Block::Tiles(_)
            | Block::Card(_)
            | Block::Signature(_)
            | Block::PageBreak => {}
        }
    }
    for mut register in registers.into_values() {
        let columns = register.first().map(|table| table.columns.clone()).unwrap_or_default();
        let rows: Vec<&Row> = register.iter().flat_map(|table| &table.rows).collect();
        let wide = is_wide(&columns, &rows);
        register.iter_mut().for_each(|table| table.wide = wide && !table.rows.is_empty());
    }
}

fn is_wide(columns: &[Column], rows: &[&Row]) -> bool {
    if columns.len() < COLUMNS || rows.is_empty() {
        return false;
    }
    let cells = |column: usize| rows.iter().filter_map(move |row| row.cells.get(column));
    let mark = |cell: &Cell| if cell.tone.is_some() { MARK } else { 0.0 };
    let words: f64 = (0..columns.len())
        .zip(columns)
        .map(|(index, column)| {
            let title = longest_word([column.title.as_str()].into_iter());
            let widest = cells(index).map(|cell| longest_word(texts(&cell.spans)) + mark(cell));
            SIDES + widest.fold(title, f64::max).min(UPRIGHT * LONGEST_WORD)
        })
        .sum();
    let text: f64 = rows.iter().flat_map(|row| &row.cells).map(|cell| length(&cell.spans) + mark(cell)).sum();
    let gaps = SIDES * columns.len() as f64;
    let lines = |width: f64| text / rows.len() as f64 / (width - gaps);
    let is_crowded = words > UPRIGHT || lines(UPRIGHT) > FULL_LINES;
    // Lines are never full: the longest cell of a row says how high it is.
    let height = rows.len() as f64 * ((lines(TURNED) * 1.5).ceil() * LINE + PADS);
    is_crowded && height >= TURNED_HEIGHT * FILLED
}

fn texts(spans: &[Span]) -> impl Iterator<Item = &str> {
    spans.iter().map(|span| span.text.as_str())
}

fn length(spans: &[Span]) -> f64 {
    texts(spans).map(|text| text.chars().count()).sum::<usize>() as f64 * CHARACTER
}

fn longest_word<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    let words = texts.flat_map(|text| text.split([' ', '\n', '/', '-']));
    words.map(|word| word.chars().count()).max().unwrap_or(0) as f64 * IN_WORD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;

    fn table(columns: usize, rows: usize, text: &str) -> Table {
        let columns = (0..columns).map(|_| Column::new("Title", 1.0)).collect::<Vec<_>>();
        let row = vec![Cell::new(text); columns.len()];
        Table::new("", columns, "").rows(vec![row; rows])
    }

    fn is_wide(table: &Table) -> bool {
        let mut blocks = [table.clone().into()];
        mark(&mut blocks);
        matches!(&blocks, [Block::Table(table)] if table.wide)
    }

    #[test]
    fn tables_of_the_same_columns_in_one_part_lie_the_same_way() {
        let text = "A sentence of some words in a cell. ".repeat(4);
        let few: Block = table(6, 2, &text).into();
        let part = |number: &str| Block::heading(Level::One, number, "Part", number);
        let mut blocks =
            vec![part("1"), few.clone(), table(6, 20, &text).into(), few.clone(), part("2"), few];
        mark(&mut blocks);
        let wide = |block: &Block| matches!(block, Block::Table(table) if table.wide);
        assert_eq!(blocks.iter().map(wide).collect::<Vec<_>>(), [false, true, true, true, false, false]);
    }

    #[test]
    fn a_table_is_wide_when_many_columns_hold_much_text_in_enough_rows() {
        let text = "A sentence of some words in a cell. ".repeat(4);
        assert!(is_wide(&table(6, 20, &text)));
        assert!(!is_wide(&table(6, 2, &text)), "two rows leave a turned sheet empty");
        assert!(!is_wide(&table(3, 20, &text)), "three columns have room");
        assert!(!is_wide(&table(6, 20, "Yes")), "short cells have room");
        assert!(!is_wide(&table(6, 0, "")));
    }

    #[test]
    fn a_table_is_wide_when_its_words_have_no_room_beside_each_other() {
        assert!(is_wide(&table(6, 60, "internationalisation")));
        assert!(!is_wide(&table(4, 60, "internationalisation")));
        let mut files = table(4, 60, "Kept");
        files.rows.iter_mut().for_each(|row| row.cells[3] = Cell::mono("0123456789abcdef".repeat(4)));
        assert!(!is_wide(&files), "a hash may break");
    }
}
