//! What a spreadsheet holds in a cell → text, or what stands in the way of one.

use super::wording::clean;
use crate::text::LONGEST_TEXT;
use calamine::{DataRef, ExcelDateTime};

/// Bytes beyond which a text has more characters than are kept, in any writing.
const MOST_BYTES: usize = 4 * LONGEST_TEXT + 4;

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text that somebody typed.
    Text(String),
    /// A number, date, time or truth value, as text. A question number that became one is no longer what it was.
    Figure(String),
    /// A formula, whatever its last value was.
    Formula,
    /// An error value such as `#REF!`.
    Error(String),
    /// More than 20,000 characters.
    TooLong,
}

impl Cell {
    /// From text of a file.
    pub(super) fn text(raw: &str) -> Self {
        // Counting the characters would cost as often as cells share the text.
        if raw.len() > MOST_BYTES {
            return Self::TooLong;
        }
        let text = clean(raw);
        match text.chars().count() {
            0 => Self::Empty,
            n if n > LONGEST_TEXT => Self::TooLong,
            _ => Self::Text(text),
        }
    }

    /// From a cell of a workbook.
    pub(super) fn value(value: &DataRef) -> Self {
        match value {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => Self::text(text),
            DataRef::SharedString(text) => Self::text(text),
            DataRef::Int(number) => Self::Figure(number.to_string()),
            DataRef::Float(number) => Self::Figure(number.to_string()),
            DataRef::Bool(truth) => Self::Figure(if *truth { "TRUE" } else { "FALSE" }.into()),
            DataRef::DateTime(moment) => Self::Figure(moment_as_text(moment)),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => match Self::text(text) {
                Self::Text(text) => Self::Figure(text),
                other @ (Self::Empty | Self::Figure(_) | Self::Formula | Self::Error(_) | Self::TooLong) => {
                    other
                }
            },
            DataRef::Error(error) => Self::Error(error.to_string()),
        }
    }

    /// The text typed or shown; empty when there is none.
    pub(super) fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Figure(text) => text,
            Self::Empty | Self::Formula | Self::Error(_) | Self::TooLong => "",
        }
    }
}

/// Bytes of text that are gone through to make a cell of a value.
pub(super) fn weight(value: &DataRef) -> usize {
    let length = match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        DataRef::Int(_)
        | DataRef::Float(_)
        | DataRef::Bool(_)
        | DataRef::DateTime(_)
        | DataRef::Error(_)
        | DataRef::Empty => 0,
    };
    if length > MOST_BYTES { 0 } else { length }
}

/// `2026-11-23`, `2026-11-23 14:05`, `14:05`, or hours, minutes and seconds of a duration.
fn moment_as_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() {
        // A cast from a float saturates, so no value is too large for it.
        let seconds = (days * 86_400.0).round() as i64;
        let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        return format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match (days < 1.0, (hour, minute, second) == (0, 0, 0)) {
        (true, _) => time,
        (false, true) => date,
        (false, false) => format!("{date} {time}"),
    }
}

/// `A` for 0, `Z` for 25, `AA` for 26.
pub(super) fn letters(column: u32) -> String {
    let (mut rest, mut name) = (u64::from(column) + 1, Vec::new());
    while rest > 0 {
        name.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let named: Vec<String> = [0, 25, 26, 51, 701, 702, 16_383].map(letters).into();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
        assert!(!letters(u32::MAX).is_empty());
    }

    #[test]
    fn figures_become_what_the_cell_shows() {
        let shown = |value: DataRef| Cell::value(&value).shown().to_owned();
        let moment = |days, kind| DataRef::DateTime(ExcelDateTime::new(days, kind, false));
        assert_eq!(shown(DataRef::Float(5.0)), "5");
        assert_eq!(shown(DataRef::Float(0.25)), "0.25");
        assert_eq!(shown(DataRef::Bool(true)), "TRUE");
        assert_eq!(shown(moment(46_349.0, DateTime)), "2026-11-23");
        assert_eq!(shown(moment(46_349.5, DateTime)), "2026-11-23 12:00");
        assert_eq!(shown(moment(0.75, DateTime)), "18:00");
        assert_eq!(shown(moment(1.5, TimeDelta)), "36:00:00");
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
            assert!(!shown(moment(odd, DateTime)).is_empty());
            assert!(!shown(moment(odd, TimeDelta)).is_empty());
        }
    }

    #[test]
    fn long_texts_are_told_by_characters() {
        assert_eq!(Cell::text(&"ü".repeat(LONGEST_TEXT)).shown().chars().count(), LONGEST_TEXT);
        assert_eq!(Cell::text(&"ü".repeat(LONGEST_TEXT + 1)), Cell::TooLong);
        assert_eq!(Cell::text(&"x".repeat(LONGEST_TEXT * 40)), Cell::TooLong);
        assert_eq!(Cell::text(" \u{a0}\n\t"), Cell::Empty);
    }
}
