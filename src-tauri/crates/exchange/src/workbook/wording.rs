//! The words of the questionnaire: headings and answers as written, and as understood when they come back.

use crate::text::is_shown;
use assay_core::words::{Claim, Word};
use assay_message::{Part, Told, message};

/// The headings of the questionnaire, in the order they are written.
pub(super) const HEADINGS: [&str; 8] = [
    "No.",
    "Topic",
    "Question",
    "Why we ask",
    "Evidence to send",
    "Answer",
    "Explanation",
    "Evidence files or links",
];

/// A column that is read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// The question's id.
    Number,
    /// The claim.
    Answer,
    /// Comment or reason.
    Explanation,
    /// Names of files and links.
    Files,
}

impl Field {
    pub(super) const ALL: [Self; 4] = [Self::Number, Self::Answer, Self::Explanation, Self::Files];
    /// Those without which a row of headings is none.
    pub(super) const REQUIRED: [Self; 3] = [Self::Number, Self::Answer, Self::Explanation];

    /// The heading as written.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Number => HEADINGS[0],
            Self::Answer => HEADINGS[5],
            Self::Explanation => HEADINGS[6],
            Self::Files => HEADINGS[7],
        }
    }

    /// The field a heading names.
    pub(super) fn of(heading: &str) -> Option<Self> {
        if heading.len() > 120 {
            return None;
        }
        Some(match plain(heading).as_str() {
            "no" | "number" | "questionno" | "questionnumber" | "questionid" => Self::Number,
            "answer" | "youranswer" => Self::Answer,
            "explanation" | "yourexplanation" => Self::Explanation,
            "evidencefilesorlinks" | "evidencefilesorlinktext" | "evidencefiles" => Self::Files,
            _ => return None,
        })
    }
}

/// Letters and digits only, in lower case: what is compared of headings.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The claim that an answer states. `None` when it states none that is known.
pub(super) fn claim(answer: &str) -> Option<Claim> {
    // A question mark is left on: “Yes?” is no answer.
    let words = answer.trim().trim_end_matches(['.', ',', ';', ':', '!']).to_lowercase();
    Some(match words.split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "yes" | "y" => Claim::Yes,
        "partial" | "partially" | "partly" => Claim::Partial,
        "no" | "n" => Claim::No,
        "not applicable" | "n/a" | "na" => Claim::NotApplicable,
        _ => return None,
    })
}

/// The answers offered, in the order people expect.
pub(super) fn answers() -> Vec<&'static str> {
    Claim::ALL.iter().map(|claim| claim.title()).collect()
}

/// The text of a cell: line breaks of one kind, nothing that is not shown, and nothing at all when only blanks are left.
pub(super) fn clean(raw: &str) -> String {
    let lines = raw.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let text: String = lines.chars().filter(is_shown).collect();
    if text.trim().is_empty() { String::new() } else { text }
}

/// Up to twenty items with commas, and how many more there are.
pub(super) fn listed<T: Told>(items: impl IntoIterator<Item = T>) -> Part {
    const MOST: usize = 20;
    let mut items = items.into_iter();
    let start = Part::list(items.by_ref().take(MOST));
    match items.count() {
        0 => start,
        more => message!("{start} and {more} more").into(),
    }
}

/// `1 question`, `2 questions`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_offered_is_understood() {
        for word in Claim::ALL {
            assert_eq!(claim(word.title()), Some(*word));
        }
        for (said, meant) in [
            ("YES", Claim::Yes),
            (" y.", Claim::Yes),
            ("Partly;", Claim::Partial),
            ("PARTIALLY", Claim::Partial),
            ("n", Claim::No),
            ("No!", Claim::No),
            ("N/A", Claim::NotApplicable),
            ("na", Claim::NotApplicable),
            ("\u{a0}Not\n applicable ", Claim::NotApplicable),
        ] {
            assert_eq!(claim(said), Some(meant), "{said:?}");
        }
        for other in ["ja", "oui", "Yes?", "yes and no", "", ".", "1", "true", "not", "nope", "see above"] {
            assert_eq!(claim(other), None, "{other:?}");
        }
    }

    #[test]
    fn headings_are_found_however_they_are_spelt() {
        for field in Field::ALL {
            assert_eq!(Field::of(field.heading()), Some(field));
            assert_eq!(Field::of(&format!("  {} :", field.heading().to_uppercase())), Some(field));
        }
        assert_eq!(Field::of("Question"), None);
        assert_eq!(Field::of("Answers given by"), None);
    }

    #[test]
    fn lists_are_cut() {
        assert!(listed(0..23).to_string().ends_with("18, 19 and 3 more"));
        assert_eq!(listed(0..2).to_string(), "0, 1");
    }
}
