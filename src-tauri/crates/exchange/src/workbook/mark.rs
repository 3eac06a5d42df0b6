//! The mark a questionnaire carries → which assessment and vendor it was made for.
//!
//! In a workbook it is a sheet of its own, in CSV the first row. It starts with [`TITLE`]; a key is followed by its value
//! in the next cell.

use super::error::WorkbookError;
use super::table::{Head, Sheet};
use super::wording::plain;
use super::{Outgoing, cell::Cell};
use crate::text::{Notes, quoted};
use assay_core::ids::AssessmentId;
use std::collections::BTreeMap;

/// The sheet that carries it.
pub(super) const SHEET: &str = "Assay";
/// What it starts with.
pub(super) const TITLE: &str = "Assay questionnaire";
/// The version of the format written and read.
const VERSION: &str = "1";

/// What a file says of itself. Both are empty when it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// The assessment, as written.
    pub(super) assessment: String,
    /// The vendor.
    pub(super) vendor: String,
}

/// Keys and values to write.
pub(super) fn pairs(out: &Outgoing) -> [(&'static str, &str); 4] {
    [
        ("Format", VERSION),
        ("Assessment", out.assessment.as_str()),
        ("Question bank", &out.bank),
        ("Vendor", &out.vendor),
    ]
}

/// The mark of a file; of several, the first.
pub(super) fn find(sheets: &[Sheet]) -> Result<Mark, WorkbookError> {
    for sheet in sheets {
        let values = read(sheet.head());
        let Some(version) = values.get("format") else { continue };
        if version != VERSION {
            return Err(WorkbookError::Version { version: quoted(version) });
        }
        let value = |key| values.get(key).cloned().unwrap_or_default();
        let vendor = Notes::default().name(&value("vendor"), "the vendor");
        return Ok(Mark { assessment: value("assessment").trim().to_owned(), vendor });
    }
    Ok(Mark::default())
}

/// Refuses the file of another assessment.
pub(super) fn check(mark: &Mark, expected: Option<&AssessmentId>) -> Result<(), WorkbookError> {
    match expected {
        Some(id) if !mark.assessment.is_empty() && mark.assessment != id.as_str() => {
            Err(WorkbookError::OtherAssessment { found: quoted(&mark.assessment), expected: id.to_string() })
        }
        _ => Ok(()),
    }
}

/// Keys and values under the title, in its row and in the rows below.
fn read(head: &Head) -> BTreeMap<String, String> {
    let Some((&first, cells)) = head.first_key_value() else { return BTreeMap::new() };
    let shown = |cells: &BTreeMap<u32, Cell>, column: u32| {
        cells.get(&column).map(|cell| cell.shown().to_owned()).unwrap_or_default()
    };
    if plain(&shown(cells, 0)) != plain(TITLE) {
        return BTreeMap::new();
    }
    let across = (1..9).step_by(2).map(|column| (shown(cells, column), shown(cells, column + 1)));
    let down = head.range(first + 1..).take(8).map(|(_, cells)| (shown(cells, 0), shown(cells, 1)));
    // A value given twice keeps its first: a row of the table below cannot change it.
    let mut values = BTreeMap::new();
    for (key, value) in across.chain(down) {
        values.entry(plain(&key)).or_insert(value);
    }
    values
}
