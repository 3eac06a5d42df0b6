//! Values → the words a reader sees: dates, numbers with units, lists, and the tone that goes with a word.

use crate::document::{Span, Tone};
use crate::say::say;
use assay_core::knockout::KnockOutState;
use assay_core::pack::Band;
use assay_core::words::{Conclusion, Severity};
use assay_message::{Language, Message, Told};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// Runs of several sentences, one after the other.
pub(super) fn run_on(
    speaker: &(impl AsRef<Language> + ?Sized),
    all: impl IntoIterator<Item = Vec<Span>>,
) -> Vec<Span> {
    let mut spans = Vec::new();
    for sentence in all.into_iter().filter(|sentence| !sentence.is_empty()) {
        if !spans.is_empty() {
            spans.push(Span::plain(say!(speaker, " ")));
        }
        spans.extend(sentence);
    }
    spans
}

/// The run as it stands after a label in strong letters: `Gates: 2 of 4 passed`.
pub(super) fn labelled(label: impl Into<String>, text: impl Into<String>) -> Vec<Span> {
    vec![Span::strong(label), Span::plain(text)]
}

/// `12 May 2026`; a line may break before the year only.
pub(super) fn date(speaker: &(impl AsRef<Language> + ?Sized), day: NaiveDate) -> String {
    speaker.as_ref().day(day)
}

/// `12 May 2026`, or the words for a day that is not given.
pub(super) fn date_or(
    speaker: &(impl AsRef<Language> + ?Sized),
    day: Option<NaiveDate>,
    otherwise: String,
) -> String {
    day.map_or(otherwise, |day| date(speaker, day))
}

/// `12 May 2026, 14:05 (UTC+02:00)`.
pub(super) fn moment(speaker: &(impl AsRef<Language> + ?Sized), at: DateTime<FixedOffset>) -> String {
    speaker.as_ref().moment(at)
}

/// `78 %`.
pub(super) fn percent(speaker: &(impl AsRef<Language> + ?Sized), value: f64) -> String {
    speaker.as_ref().percent(value)
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
pub(super) fn share(speaker: &(impl AsRef<Language> + ?Sized), part: u32, whole: u32) -> String {
    match whole {
        0 => say!(speaker, "none"),
        whole => percent(speaker, f64::from(part) * 100.0 / f64::from(whole)),
    }
}

/// Bytes in the unit that reads best, such as `1.4 MB`; units are powers of ten.
pub(super) fn size(speaker: &(impl AsRef<Language> + ?Sized), bytes: u64) -> String {
    let number = |unit: f64| speaker.as_ref().decimal(bytes as f64 / unit, 1);
    match bytes {
        0..1_000 => say!(speaker, "{bytes}\u{a0}bytes"),
        1_000..1_000_000 => say!(speaker, "{number}\u{a0}kB", number = number(1e3)),
        1_000_000..1_000_000_000 => say!(speaker, "{number}\u{a0}MB", number = number(1e6)),
        _ => say!(speaker, "{number}\u{a0}GB", number = number(1e9)),
    }
}

/// The text with its spaces made unbreakable.
pub(super) fn bound(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(speaker: &(impl AsRef<Language> + ?Sized), items: &[T]) -> String {
    speaker.as_ref().all_of(items)
}

/// `a, b, c`.
pub(super) fn in_row<T: AsRef<str>>(speaker: &(impl AsRef<Language> + ?Sized), items: &[T]) -> String {
    speaker.as_ref().list(items)
}

/// `a; b; c`, of what has commas in it.
pub(super) fn series<T: AsRef<str>>(speaker: &(impl AsRef<Language> + ?Sized), items: &[T]) -> String {
    speaker.as_ref().series(items)
}

/// Sentences in a row.
pub(super) fn sentences<T: AsRef<str>>(speaker: &(impl AsRef<Language> + ?Sized), all: &[T]) -> String {
    speaker.as_ref().sentences(all)
}

/// What the core tells, in one line.
pub(super) fn told(speaker: &(impl AsRef<Language> + ?Sized), what: &impl Told) -> String {
    flat(&say(speaker, &what.message()))
}

/// Several things that the core tells, one after the other.
pub(super) fn all_told<'m>(
    speaker: &(impl AsRef<Language> + ?Sized),
    messages: impl IntoIterator<Item = &'m Message>,
) -> String {
    let all: Vec<String> = messages.into_iter().map(|message| told(speaker, message)).collect();
    sentences(speaker, &all)
}

/// The title of a list's word as it stands within a sentence.
pub(super) fn within(speaker: &(impl AsRef<Language> + ?Sized), title: &impl Told) -> String {
    speaker.as_ref().within(title)
}

/// What a person typed as one line: each run of spaces, line ends and control characters becomes one space.
pub(super) fn flat(text: &str) -> String {
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What a person typed, or other words when that is nothing.
pub(super) fn or(text: &str, otherwise: String) -> String {
    let text = flat(text);
    if text.is_empty() { otherwise } else { text }
}

/// What a person typed, in its lines, or other words when that is nothing.
pub(super) fn or_in_lines(text: &str, otherwise: String) -> String {
    let text = in_lines(text);
    if text.is_empty() { otherwise } else { text }
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
pub(super) fn knock_out_word(speaker: &(impl AsRef<Language> + ?Sized), state: KnockOutState) -> String {
    match state {
        KnockOutState::Struck => say!(speaker, "Struck"),
        KnockOutState::Suspected => say!(speaker, "Suspected"),
        KnockOutState::NotAssessed => say!(speaker, "Not assessed"),
        KnockOutState::Clear => say!(speaker, "Clear"),
        KnockOutState::NotApplicable => say!(speaker, "Not applicable"),
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
        let english = Language::english();
        let day = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
        assert_eq!(date(&english, day), "12\u{a0}May 2026");
        let at = day
            .and_hms_opt(9, 5, 0)
            .unwrap()
            .and_local_timezone(FixedOffset::east_opt(7200).unwrap())
            .unwrap();
        assert_eq!(moment(&english, at), "12\u{a0}May 2026, 09:05 (UTC+02:00)");
        assert_eq!(percent(&english, 77.6), "78\u{a0}%");
        assert_eq!(percent(&english, 78.5), "79\u{a0}%", "a half is rounded as readers round it");
        assert_eq!((gap_words(80.4, 78.5), gap_words(60.0, 62.5)), ("+1".into(), "−3".into()));
        assert_eq!(size(&english, 999), "999\u{a0}bytes");
        assert_eq!(size(&english, 1_440_000), "1.4\u{a0}MB");
    }

    #[test]
    fn lists_read_like_sentences() {
        let english = Language::english();
        assert_eq!(list::<&str>(&english, &[]), "");
        assert_eq!(list(&english, &["a"]), "a");
        assert_eq!(list(&english, &["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn typed_text_becomes_one_clean_line() {
        assert_eq!(flat("  one\n\ttwo\u{0}three  "), "one two three");
        assert_eq!(paragraphs("one\n\n two \n"), ["one", "two"]);
        assert_eq!(in_lines(" one\r\n\n two\tthree "), "one\ntwo three");
        assert_eq!(sentence_in_lines("one\ntwo"), "one\ntwo.");
        assert_eq!(sentence("done"), "done.");
        assert_eq!(sentence("done?"), "done?");
        assert_eq!(or(" \n", "Not recorded.".to_owned()), "Not recorded.");
    }
}
