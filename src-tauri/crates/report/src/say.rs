//! Words of the report → text in its language.
//!
//! Each fixed text stands where it is meant, in English, and is the key to that of another language. What speaks comes first:
//! a [`Language`], or what has one, such as the view of a case.

use crate::document::Span;
use assay_message::{Language, Message, Piece};

/// Words of the report in its language: `say!(view, "Issue {number}", number = 3)`.
///
/// What speaks comes first; the rest is as in [`assay_message::word`].
macro_rules! say {
    ($speaker:expr, $($words:tt)+) => {
        $crate::say::say($speaker, &assay_message::word!($($words)+))
    };
}

/// A sentence with runs of their own in the places that are named first:
/// `runs!(view, [section = view.outline.refer(view, Section::Gates)], "All of it is in {section}.")`.
macro_rules! runs {
    ($speaker:expr, [$($place:ident = $runs:expr),+ $(,)?], $words:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::say::runs(
            $speaker,
            &assay_message::word!($words $(, $place = _)+ $(, $name = $value)*),
            vec![$((stringify!($place), Vec::from($runs))),+],
        )
    };
}

/// A message in the language of what speaks.
pub fn say(speaker: &(impl AsRef<Language> + ?Sized), message: &Message) -> String {
    speaker.as_ref().say(message)
}

/// A message with runs in its open places.
pub fn runs(
    speaker: &(impl AsRef<Language> + ?Sized),
    message: &Message,
    places: Vec<(&str, Vec<Span>)>,
) -> Vec<Span> {
    let mut spans = Vec::new();
    for piece in speaker.as_ref().pieces(message) {
        match piece {
            Piece::Text(text) if text.is_empty() => {}
            Piece::Text(text) => spans.push(Span::plain(text)),
            Piece::Open(name) => {
                let own = places.iter().find(|(place, _)| *place == name);
                spans.extend(own.map(|(_, runs)| runs.as_slice()).unwrap_or_default().iter().cloned());
            }
        }
    }
    spans
}
