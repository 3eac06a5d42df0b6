//! CSV ↔ the questionnaire.
//!
//! A spreadsheet takes text that begins like a formula for one, so such text goes out behind an apostrophe, and exactly
//! one apostrophe of that kind comes off again: what was written is what is read.
//!
//! The reader is our own because it has to name rows as a spreadsheet numbers them, empty lines included, and has to see
//! a quotation mark that is never closed, which otherwise swallows every row after it without a word.

use super::cell::{Cell, letters};
use super::error::WorkbookError;
use super::table::{MOST_COLUMNS, Reading, Sheet, Wanted};
use super::wording::{HEADINGS, clean};
use super::{Outgoing, mark, rows};
use assay_core::words::Word;

/// Characters that begin a formula, or can come before one unseen. The wide ones count in some spreadsheets.
const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What may stand between fields. Spreadsheets of half of Europe write semicolons.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// The questionnaire as CSV: UTF-8 with a byte order mark, so that Excel reads it, and CR LF.
pub fn write_csv(out: &Outgoing) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let mut first = vec![mark::TITLE];
    first.extend(mark::pairs(out).iter().flat_map(|(key, value)| [*key, *value]));
    record(&mut text, &first);
    record(&mut text, &HEADINGS);
    for topic in &out.topics {
        for question in &topic.questions {
            let evidence = question.evidence.join("\n");
            let answer = question.claim.map_or("", Word::title);
            let explanation = rows::shown(question.claim, &question.comment, &question.reason);
            record(
                &mut text,
                &[
                    question.id.as_str(),
                    &topic.title,
                    &question.text,
                    &super::sheet::why(question),
                    &evidence,
                    answer,
                    explanation,
                    &question.files,
                ],
            );
        }
    }
    text.into_bytes()
}

fn record(text: &mut String, fields: &[&str]) {
    for (n, field) in fields.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        let field = disarmed(&clean(field));
        if field.contains([',', ';', '\t', '"', '\n', '\r', '\'']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push_str("\r\n");
}

/// With one more apostrophe when what follows the apostrophes there are would begin a formula.
fn disarmed(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(LEADS) { format!("'{text}") } else { text.to_owned() }
}

/// With one apostrophe less when it is one that [`disarmed`] puts there.
fn rearmed(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(LEADS) => rest,
        _ => text,
    }
}

/// The one sheet of a CSV. Of the delimiters, the first under which there are headings.
pub(super) fn sheets(name: &str, text: &str) -> Result<Vec<Sheet>, WorkbookError> {
    let mut first_failure = None;
    let mut first_other = None;
    for delimiter in DELIMITERS {
        match sheet(name, text, delimiter) {
            Ok(found @ Sheet::Table(_)) => return Ok(vec![found]),
            Ok(other) => first_other = first_other.or(Some(other)),
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    match (first_failure, first_other) {
        (Some(failure), _) => Err(failure),
        (None, other) => Ok(other.into_iter().collect()),
    }
}

fn sheet(name: &str, text: &str, delimiter: char) -> Result<Sheet, WorkbookError> {
    let mut reading = Reading::new(name.to_owned());
    let mut rest = text;
    let mut kept = 0;
    let mut row = 0_u32;
    while !rest.is_empty() {
        let mut column = 0_u32;
        loop {
            let (field, end) = field(&mut rest, delimiter).map_err(|OpenQuote| WorkbookError::OpenQuote {
                row: row.saturating_add(1),
                column: letters(column),
            })?;
            if !field.trim().is_empty() {
                match reading.wants(row, column)? {
                    Wanted::Keep => {
                        kept += field.len();
                        reading.put(row, column, Cell::text(rearmed(&field)), kept)?;
                    }
                    Wanted::Pass => {}
                    Wanted::Stop => return reading.finish(),
                }
            }
            column = column.saturating_add(1).min(MOST_COLUMNS);
            if end {
                break;
            }
        }
        row = row.saturating_add(1);
    }
    reading.finish()
}

/// A quotation mark that is never closed.
struct OpenQuote;

/// Takes the next field off, and tells whether it is the last of its row.
fn field(rest: &mut &str, delimiter: char) -> Result<(String, bool), OpenQuote> {
    let mut text = String::new();
    if let Some(mut inner) = rest.strip_prefix('"') {
        loop {
            let close = inner.find('"').ok_or(OpenQuote)?;
            text.push_str(&inner[..close]);
            inner = &inner[close + 1..];
            match inner.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    inner = after;
                }
                None => break,
            }
        }
        *rest = inner;
    }
    // The whole field when it is not quoted; else nothing, or what stands behind its closing mark against the rules.
    let end = rest.find([delimiter, '\n', '\r']).unwrap_or(rest.len());
    text.push_str(&rest[..end]);
    *rest = &rest[end..];
    if let Some(after) = rest.strip_prefix(delimiter) {
        // A delimiter at the very end of the text has an empty field behind it, which is as good as none.
        *rest = after;
        return Ok((text, after.is_empty()));
    }
    *rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
    Ok((text, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(mut text: &str, delimiter: char) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        while !text.is_empty() {
            let mut row = Vec::new();
            loop {
                let (field, end) = field(&mut text, delimiter).unwrap_or_else(|_| panic!("open quote"));
                row.push(field);
                if end {
                    break;
                }
            }
            rows.push(row);
        }
        rows
    }

    #[test]
    fn rows_and_fields_are_told_apart() {
        assert_eq!(
            fields("a,\"b,\"\"c\"\"\nd\"\r\n\r\ne;f,\rg", ','),
            [vec!["a", "b,\"c\"\nd"], vec![""], vec!["e;f", ""], vec!["g"]]
        );
        assert_eq!(fields("a;b\n", ';'), [["a", "b"]]);
        assert_eq!(fields("\"a\"b,c", ','), [["ab", "c"]]);
        assert!(field(&mut "\"a,b\nc", ',').is_err());
    }

    #[test]
    fn apostrophes_go_on_and_come_off_again() {
        for text in ["=1", "'=1", "''@x", "-", "+44", "\t", "'", "''", "'a", "a=1", "", "＝1"] {
            assert_eq!(rearmed(&disarmed(text)), text);
            assert!(!disarmed(text).starts_with(LEADS), "{text:?}");
        }
        assert_eq!(disarmed("'quoted' word"), "'quoted' word");
        assert_eq!(rearmed("'tis"), "'tis");
    }
}
