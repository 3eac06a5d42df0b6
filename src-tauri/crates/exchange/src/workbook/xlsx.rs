//! A workbook → the sheets in it, cell by cell.
//!
//! Only values are read. No formula is worked out, no link is followed, no macro is in what the parser sees, and an
//! entity that a part defines for itself is an error to it.

use super::cell::{Cell, weight};
use super::error::WorkbookError;
use super::package::{self, MOST_SHEETS, Package};
use super::table::{Reading, Sheet, Wanted};
use crate::text::quoted;
use assay_message::{Message, message};
use calamine::{Reader, SheetType, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of sheets that are gone through, counted as if each sheet were the largest part: several can name the same.
const MOST_READ: usize = 1 << 30;

/// The sheets, in the order of the workbook.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, WorkbookError> {
    let package = package::bounded(bytes)?;
    // The parser adds up the letters and digits of a cell's name unchecked; in a build that checks sums it panics on
    // names no spreadsheet writes.
    catch_unwind(AssertUnwindSafe(|| parse(package)))
        .unwrap_or_else(|_| Err(WorkbookError::Damaged { why: message!("it names cells that no sheet has") }))
}

fn parse(package: Package) -> Result<Vec<Sheet>, WorkbookError> {
    let largest = package.largest;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(package.bytes)).map_err(|error| damaged(message!("its parts"), &error))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if names.len() > MOST_SHEETS {
        return Err(WorkbookError::TooMany { what: message!("sheets"), limit: MOST_SHEETS });
    }
    if names.len().saturating_mul(largest) > MOST_READ {
        return Err(WorkbookError::TooBig {
            what: message!("The sheets of the workbook have"),
            limit: MOST_READ,
        });
    }
    let mut read = 0;
    let mut found = Vec::with_capacity(names.len());
    for name in names {
        let mut sheet = cells(&mut workbook, &name, &mut read)?;
        if let Sheet::Table(table) = &mut sheet {
            let merges = workbook.merge_cells_by_sheet_name(&name);
            for merge in merges.map_err(|error| damaged(Message::verbatim(quoted(&name)), &error))? {
                table.merge(merge.start, merge.end)?;
            }
        }
        found.push(sheet);
    }
    Ok(found)
}

/// The cells of a sheet that hold something.
fn cells(workbook: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, read: &mut usize) -> Result<Sheet, WorkbookError> {
    let broken = |error: &XlsxError| damaged(message!("sheet {name}", name = quoted(name)), error);
    let mut reading = Reading::new(name.to_owned());
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(|error| broken(&error))? {
        let formula = record.formula.is_some();
        if !formula && record.value == calamine::DataRef::Empty {
            continue;
        }
        let (row, column) = record.pos;
        match reading.wants(row, column)? {
            Wanted::Keep => {
                let cell = if formula { Cell::Formula } else { Cell::value(&record.value) };
                *read += if formula { 0 } else { weight(&record.value) };
                reading.put(row, column, cell, *read)?;
            }
            Wanted::Pass => {}
            Wanted::Stop => break,
        }
    }
    reading.finish()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the words of the parser are for programmers")]
fn damaged(what: Message, error: &XlsxError) -> WorkbookError {
    let why = match error {
        XlsxError::Password => return WorkbookError::Encrypted,
        XlsxError::FileNotFound(part) => message!("part {part} is missing", part = quoted(part)),
        XlsxError::WorksheetNotFound(_) => message!("{what} is missing"),
        XlsxError::RelationshipNotFound => message!("its parts do not say which of them is the workbook"),
        XlsxError::CellError(value) => {
            message!("{what} holds the error value {value}, which is not known", value = quoted(value))
        }
        XlsxError::XmlEof(_) => message!("{what} ends too early"),
        _ => message!("{what} cannot be understood"),
    };
    WorkbookError::Damaged { why }
}
