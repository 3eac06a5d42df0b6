//! An evaluation → the registers of an assessment as a workbook: to sort, to count and to hand to other tools.
//!
//! A register is a table with one row for each thing; a date is a date, a number a number, and a text a text whatever it
//! begins with. Private notes, the names of those spoken to and how the vendor's people can be reached are not in it.

mod parts;

use assay_core::evaluation::Evaluation;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Why the registers were not written.
#[derive(Debug, thiserror::Error, assay_message::Told)]
pub enum RegistersError {
    /// Something that a workbook cannot hold, in the words of the library that writes it.
    #[error("the workbook could not be put together: {0}")]
    NotWritten(String),
}

/// A workbook, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registers {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// Its registers: name of the sheet and number of rows, in order.
    pub sheets: Vec<(&'static str, usize)>,
    /// Texts that no cell could hold whole; each goes on in the sheet [`LONG`].
    pub continued: usize,
}

/// The sheet with the rest of what is longer than a cell can hold.
pub const LONG: &str = "Long texts";

/// Characters a cell holds, in units of UTF-16.
const CELL: usize = 32_767;

/// What stands in a cell.
enum Value {
    Blank,
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Moment(DateTime<FixedOffset>),
}

/// A sheet: what it is called, its columns with their widths in characters, and its rows.
struct Register {
    name: &'static str,
    columns: &'static [(&'static str, f64)],
    rows: Vec<Vec<Value>>,
}

/// The registers of an assessment on a day. The same arguments give the same bytes.
///
/// # Errors
/// When the workbook cannot be put together; see [`RegistersError`].
pub fn write(
    evaluation: &Evaluation,
    made: DateTime<FixedOffset>,
    program: &str,
) -> Result<Registers, RegistersError> {
    whole(evaluation, made, program).map_err(|error| RegistersError::NotWritten(error.to_string()))
}

fn whole(
    evaluation: &Evaluation,
    made: DateTime<FixedOffset>,
    program: &str,
) -> Result<Registers, XlsxError> {
    let case = evaluation.case;
    let registers = parts::all(evaluation);
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!("Registers: {}", case.assessment.title))
        .set_author(&case.assessment.assessor.name)
        .set_company(&case.assessment.assessor.organisation)
        .set_subject(&case.vendor.name)
        .set_creation_datetime(&moment(made)?);
    workbook.set_properties(&properties);
    let about =
        Register { name: "About", columns: &parts::ABOUT, rows: parts::about(evaluation, made, program) };
    let mut long = Register {
        name: LONG,
        columns: &[("Sheet", 16.0), ("Row", 8.0), ("Column", 22.0), ("Part", 8.0), ("Text", 100.0)],
        rows: Vec::new(),
    };
    let mut continued = 0;
    sheet(workbook.add_worksheet(), &about, &mut |_, _, _| 0)?;
    for register in &registers {
        let mut keep = |row: usize, column: &str, rest: Vec<String>| {
            continued += 1;
            let first = long.rows.len();
            long.rows.extend((2..).zip(rest).map(|(part, text)| {
                let at = [row as f64, f64::from(part)];
                vec![
                    Value::Text(register.name.into()),
                    Value::Number(at[0]),
                    Value::Text(column.into()),
                    Value::Number(at[1]),
                    Value::Text(text),
                ]
            }));
            // Rows are counted from 1, and the first is the heading.
            first + 2
        };
        sheet(workbook.add_worksheet(), register, &mut keep)?;
    }
    if continued > 0 {
        sheet(workbook.add_worksheet(), &long, &mut |_, _, _| 0)?;
    }
    Ok(Registers {
        bytes: workbook.save_to_buffer()?,
        sheets: registers.iter().map(|register| (register.name, register.rows.len())).collect(),
        continued,
    })
}

/// Writes one sheet. `keep` takes the rest of a text that is longer than a cell, with its row and column, and says in which
/// row it goes on.
fn sheet(
    sheet: &mut Worksheet,
    register: &Register,
    keep: &mut dyn FnMut(usize, &str, Vec<String>) -> usize,
) -> Result<(), XlsxError> {
    let Register { name, columns, rows } = register;
    sheet.set_name(*name)?;
    for (column, (title, width)) in (0..).zip(*columns) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, *title, &heading())?;
    }
    let [text, quoted, number, day, at] =
        [look(), look().set_quote_prefix(), figure(), date("yyyy-mm-dd"), date("yyyy-mm-dd hh:mm")];
    for (row, values) in (1..).zip(rows) {
        for (column, (value, (title, _))) in (0..).zip(values.iter().zip(*columns)) {
            match value {
                Value::Blank => sheet.write_blank(row, column, &text)?,
                Value::Number(value) => sheet.write_number_with_format(row, column, *value, &number)?,
                // A day that a workbook cannot count is a text.
                Value::Day(value) => match day_of(*value) {
                    Ok(value) => sheet.write_datetime_with_format(row, column, &value, &day)?,
                    Err(_) => sheet.write_string_with_format(row, column, value.to_string(), &text)?,
                },
                Value::Moment(value) => match moment(*value) {
                    Ok(value) => sheet.write_datetime_with_format(row, column, &value, &at)?,
                    Err(_) => sheet.write_string_with_format(row, column, value.to_rfc3339(), &text)?,
                },
                Value::Text(value) => {
                    let mut pieces = pieces(value);
                    let mut first = pieces.remove(0);
                    if !pieces.is_empty() {
                        let at = keep(row as usize + 1, title, pieces);
                        first.push_str(&going_on(at));
                    }
                    // The mark keeps it a text when somebody edits the cell.
                    let look = if is_formula(&first) { &quoted } else { &text };
                    sheet.write_string_with_format(row, column, first, look)?
                }
            };
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if let Some(columns) = u16::try_from(columns.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.autofilter(0, 0, last, columns)?;
        sheet.set_print_area(0, 0, last, columns)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&L&9&A&R&9Page &P of &N");
    Ok(())
}

/// What stands at the end of a cell that goes on elsewhere.
fn going_on(row: usize) -> String {
    format!(" [goes on in the sheet “{LONG}”, row {row}]")
}

/// A text in pieces that a cell can hold, whose joined text it is. The first leaves room for where it goes on.
fn pieces(text: &str) -> Vec<String> {
    let wide = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if wide(text) <= CELL {
        return vec![text.to_owned()];
    }
    let mut pieces = vec![String::new()];
    let mut room = CELL - wide(&going_on(usize::MAX));
    for c in text.chars() {
        if c.len_utf16() > room {
            pieces.push(String::new());
            room = CELL;
        }
        room -= c.len_utf16();
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// Whether a spreadsheet would take a text for a formula when it is typed into a cell.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

fn day_of(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), small(day.month()), small(day.day()))
}

/// By the clock it was recorded with, to the minute.
fn moment(at: DateTime<FixedOffset>) -> Result<ExcelDateTime, XlsxError> {
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    day_of(at.date_naive())?.and_hms(u16::from(small(at.hour())), small(at.minute()), 0)
}

const INK: Color = Color::RGB(0x1c2027);
const LINE: Color = Color::RGB(0xe3e0d8);
const ACCENT: Color = Color::RGB(0x22427c);

fn look() -> Format {
    Format::new()
        .set_font_name("Calibri")
        .set_font_size(11)
        .set_font_color(INK)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
}

fn heading() -> Format {
    look()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(ACCENT)
        .set_border_color(ACCENT)
        .set_align(FormatAlign::VerticalCenter)
}

/// As many decimals as there are, for what is shown is what is counted.
fn figure() -> Format {
    look().set_num_format("General").set_align(FormatAlign::Right)
}

fn date(form: &str) -> Format {
    look().set_num_format(form).set_align(FormatAlign::Left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_pieces_is_whole_and_each_fits_a_cell() {
        for text in ["", "short", &"€𝄞a".repeat(30_000), &"x".repeat(CELL), &"x".repeat(CELL + 1)] {
            let pieces = pieces(text);
            assert_eq!(pieces.concat(), text);
            let last = pieces.len() - 1;
            for (n, piece) in pieces.iter().enumerate() {
                let mark = if n == 0 && last > 0 { going_on(1_048_576).encode_utf16().count() } else { 0 };
                assert!(piece.encode_utf16().count() + mark <= CELL, "piece {n} of {last}");
            }
        }
        assert_eq!(pieces(&"x".repeat(CELL)).len(), 1, "what fits is not divided");
    }
}
