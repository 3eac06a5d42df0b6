//! Values → the words a reader sees: dates, numbers with units, lists, and the tone that goes with a word.

use crate::document::Tone;
use assay_core::knockout::KnockOutState;
use assay_core::pack::Band;
use assay_core::words::{Conclusion, Severity};
use assay_message::Message;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A space at which no line breaks: between a number and its unit, inside a date or an id.
pub(super) const NBSP: char = '\u{a0}';

/// `12 May 2026`; a line may break before the year only.
pub(super) fn date(day: NaiveDate) -> String {
    day.format("%-d\u{a0}%B %Y").to_string()
}

/// `12 May 2026`, or the words for a day that is not given.
pub(super) fn date_or(day: Option<NaiveDate>, otherwise: &str) -> String {
    day.map_or_else(|| otherwise.to_owned(), date)
}

/// `12 May 2026, 14:05 (UTC+02:00)`.
pub(super) fn moment(at: DateTime<FixedOffset>) -> String {
    format!("{}, {} (UTC{})", date(at.date_naive()), at.format("%H:%M"), at.format("%:z"))
}

/// `78 %`.
pub(super) fn percent(value: f64) -> String {
    format!("{}{NBSP}%", whole(value))
}

/// A figure as a whole number, halves away from zero as readers round them.
pub(super) fn whole(value: f64) -> String {
    format!("{:.0}", value.round())
}

/// The difference of two figures as they are printed, with its sign.
pub(super) fn gap_words(claimed: f64, concluded: f64) -> String {
    // Rounded before subtracting, so that a reader with the two printed figures finds the same difference.
    match claimed.round() - concluded.round() {
        gap if gap > 0.0 => format!("+{gap:.0}"),
        gap if gap < 0.0 => format!("−{:.0}", -gap),
        _ => "0".into(),
    }
}

/// The share of `part` in `whole` in words such as `78 %`; `none` when the whole is empty.
pub(super) fn share(part: u32, whole: u32) -> String {
    if whole == 0 { "none".to_owned() } else { percent(f64::from(part) * 100.0 / f64::from(whole)) }
}

/// `1 question`, `12 questions`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n}{NBSP}{}", if n == 1 { one } else { many })
}

/// Bytes in the unit that reads best, such as `1.4 MB`; units are powers of ten.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}{NBSP}bytes"),
        1_000..1_000_000 => format!("{:.1}{NBSP}kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1}{NBSP}MB", bytes as f64 / 1e6),
        _ => format!("{:.1}{NBSP}GB", bytes as f64 / 1e9),
    }
}

/// The text with its spaces made unbreakable.
pub(super) fn bound(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// What the core tells, with days as the report writes them.
pub(super) fn told(message: &Message) -> String {
    flat(&message.written(&date))
}

/// Several things that the core tells, one after the other.
pub(super) fn all_told<'m>(messages: impl IntoIterator<Item = &'m Message>) -> String {
    messages.into_iter().map(told).collect::<Vec<_>>().join(" ")
}

/// What a person typed as one line: each run of spaces, line ends and control characters becomes one space.
pub(super) fn flat(text: &str) -> String {
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What a person typed, or other words when that is nothing.
pub(super) fn or(text: &str, otherwise: &str) -> String {
    let text = flat(text);
    if text.is_empty() { otherwise.to_owned() } else { text }
}

/// What a person typed, in its lines, or other words when that is nothing.
pub(super) fn or_in_lines(text: &str, otherwise: &str) -> String {
    let text = in_lines(text);
    if text.is_empty() { otherwise.to_owned() } else { text }
}

/// What a person typed as paragraphs: one for each line that says something.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(flat).filter(|line| !line.is_empty()).collect()
}

/// What a person typed in the lines in which it was typed: each as by [`flat`], those that say nothing left out.
pub(super) fn in_lines(text: &str) -> String {
    paragraphs(text).join("\n")
}

/// The text as a sentence: with a full stop when it ends in none.
pub(super) fn sentence(text: &str) -> String {
    closed(flat(text))
}

/// The text in its lines, with a full stop when it ends in none.
pub(super) fn sentence_in_lines(text: &str) -> String {
    closed(in_lines(text))
}

fn closed(text: String) -> String {
    if text.is_empty() || text.ends_with(['.', '!', '?', '\u{2026}', ':']) {
        text
    } else {
        format!("{text}.")
    }
}

/// The tone that goes with a conclusion.
pub(super) fn conclusion_tone(conclusion: Conclusion) -> Tone {
    match conclusion {
        Conclusion::Effective => Tone::Good,
        Conclusion::Largely => Tone::Low,
        Conclusion::Partially => Tone::Medium,
        Conclusion::Ineffective => Tone::High,
        Conclusion::NotAssessed | Conclusion::NotApplicable => Tone::Neutral,
    }
}

/// The tone that goes with a severity.
pub(super) fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Low => Tone::Low,
        Severity::Medium => Tone::Medium,
        Severity::High => Tone::High,
        Severity::Critical => Tone::Critical,
    }
}

/// The tone that goes with a band of a matrix.
pub(super) fn band_tone(band: &Band) -> Tone {
    match band.colour.as_str() {
        "good" => Tone::Good,
        "low" => Tone::Low,
        "medium" => Tone::Medium,
        "high" => Tone::High,
        "critical" => Tone::Critical,
        _ => Tone::Neutral,
    }
}

/// Where a knock-out stands, in words.
pub(super) fn knock_out_word(state: KnockOutState) -> &'static str {
    match state {
        KnockOutState::Struck => "Struck",
        KnockOutState::Suspected => "Suspected",
        KnockOutState::NotAssessed => "Not assessed",
        KnockOutState::Clear => "Clear",
        KnockOutState::NotApplicable => "Not applicable",
    }
}

/// The tone that goes with the state of a knock-out.
pub(super) fn knock_out_tone(state: KnockOutState) -> Tone {
    match state {
        KnockOutState::Struck => Tone::Critical,
        KnockOutState::Suspected => Tone::High,
        KnockOutState::NotAssessed | KnockOutState::NotApplicable => Tone::Neutral,
        KnockOutState::Clear => Tone::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_hold_together() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
        assert_eq!(date(day), "12\u{a0}May 2026");
        let at = day
            .and_hms_opt(9, 5, 0)
            .unwrap()
            .and_local_timezone(FixedOffset::east_opt(7200).unwrap())
            .unwrap();
        assert_eq!(moment(at), "12\u{a0}May 2026, 09:05 (UTC+02:00)");
        assert_eq!(percent(77.6), "78\u{a0}%");
        assert_eq!(percent(78.5), "79\u{a0}%", "a half is rounded as readers round it");
        assert_eq!((gap_words(80.4, 78.5), gap_words(60.0, 62.5)), ("+1".into(), "−3".into()));
        assert_eq!(size(999), "999\u{a0}bytes");
        assert_eq!(size(1_440_000), "1.4\u{a0}MB");
        assert_eq!(count(1, "day", "days"), "1\u{a0}day");
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn typed_text_becomes_one_clean_line() {
        assert_eq!(flat("  one\n\ttwo\u{0}three  "), "one two three");
        assert_eq!(paragraphs("one\n\n two \n"), ["one", "two"]);
        assert_eq!(in_lines(" one\r\n\n two\tthree "), "one\ntwo three");
        assert_eq!(sentence_in_lines("one\ntwo"), "one\ntwo.");
        assert_eq!(sentence("done"), "done.");
        assert_eq!(sentence("done?"), "done?");
        assert_eq!(or(" \n", "Not recorded."), "Not recorded.");
    }
}
