//! What the program tells a person: words with places, and what stands in them.
//!
//! The English words are the key to other languages, so English is written once, where it is meant. Days and numbers stay
//! what they are until somebody shows the message: a page writes them as its platform does, a report in its [`Language`], and
//! [`Display`](fmt::Display) as in ISO 8601, for a terminal.

mod language;
mod places;

// The macros name this crate, and they are used in it too.
extern crate self as assay_message;

use chrono::NaiveDate;
use places::Places;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// Writes a [`Message`]: `message!("{id} is not concluded.")`, `message!("It ended on {day}.", day = last)`.
///
/// Each place has a name, that of a variable or of what is given. A place without one, and a thing given that has no
/// place, do not compile.
pub use assay_message_macros::message;

/// Writes a [`Message`] of a document that the program makes, in the same way: such words are no words of the page.
///
/// With `name = _` a place is left open, for something that is more than text. Words with a count have the forms of English
/// with `|` between, and the count is `n`: `word!("{n} day|{n} days", n = days)`.
pub use assay_message_macros::word;
pub use language::{Direction, Language, LanguageError, Piece, Plural, Table, Titles};

/// For an error: the words of its `#[error("…")]`, which `thiserror` displays, as a [`Message`].
///
/// Places are names or numbers of fields, constants, or named arguments of which the fields are variables.
pub use assay_message_macros::Told;

/// Words with places, `{name}`, and what stands in them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Message {
    /// The words in English, by which those of another language are found.
    say: Cow<'static, str>,
    /// What stands in each place.
    #[serde(default, skip_serializing_if = "Places::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<std::collections::HashMap<String, Part>>", optional))]
    with: Places,
}

/// What stands in a place of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "MessagePart"))]
pub enum Part {
    /// A name, an id, what a person typed, what another program said: not to be translated.
    Text(String),
    /// A number.
    Number(#[cfg_attr(feature = "ts", ts(type = "number"))] i64),
    /// A day.
    Day {
        /// As in ISO 8601.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        day: NaiveDate,
    },
    /// A message within the message.
    Message(Message),
    /// Whole sentences, one after the other.
    Sentences {
        /// In this order.
        sentences: Vec<Part>,
    },
    /// Things of a kind, with commas between.
    List {
        /// In this order.
        list: Vec<Part>,
    },
    /// Things that belong together, with commas and an “and” before the last.
    All {
        /// In this order.
        all: Vec<Part>,
    },
}

impl Message {
    /// What [`message!`] writes. The words must be a literal, so that they are in the list for translators.
    #[doc(hidden)]
    pub fn new<const N: usize>(say: &'static str, with: [(&'static str, Part); N]) -> Self {
        let with = with.into_iter().map(|(name, part)| (Cow::Borrowed(name), part));
        Self { say: Cow::Borrowed(say), with: with.collect() }
    }

    /// A text that is nothing to translate: typed by a person, or said by another program.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new("{text}", [("text", Part::Text(text.into()))])
    }

    /// Several sentences in a row.
    pub fn sentences(sentences: impl IntoIterator<Item = Message>) -> Self {
        Self::new("{sentences}", [("sentences", Part::sentences(sentences))])
    }

    /// The message as one text.
    pub(crate) fn told_by(&self, speaker: &dyn Speaker) -> String {
        let pieces = self.pieces(speaker).into_iter();
        pieces.map(|piece| if let Piece::Text(text) = piece { text } else { String::new() }).collect()
    }

    /// The message as its text and the names of places in which nothing stands.
    pub(crate) fn pieces(&self, speaker: &dyn Speaker) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut written = String::new();
        let mut rest = speaker.words(&self.say, self.with.get("n"));
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
        {
            written.push_str(before);
            match self.with.get(name) {
                Some(part) => written.push_str(&part.told_by(speaker)),
                None => {
                    pieces.push(Piece::Text(std::mem::take(&mut written)));
                    pieces.push(Piece::Open(name.to_owned()));
                }
            }
            rest = after;
        }
        written.push_str(rest);
        pieces.push(Piece::Text(written));
        pieces
    }

    /// Changes every text that stands in it.
    pub fn change_texts(&mut self, change: &dyn Fn(&mut String)) {
        for part in self.with.values_mut() {
            part.change_texts(change);
        }
    }
}

impl Part {
    /// Whole sentences, one after the other.
    pub fn sentences<T: Into<Part>>(sentences: impl IntoIterator<Item = T>) -> Self {
        Self::Sentences { sentences: sentences.into_iter().map(Into::into).collect() }
    }

    /// Things of a kind, with commas between.
    pub fn list<T: Told>(list: impl IntoIterator<Item = T>) -> Self {
        Self::List { list: list.into_iter().map(|one| one.told()).collect() }
    }

    /// Things that belong together, with commas and an “and” before the last.
    pub fn all_of<T: Told>(all: impl IntoIterator<Item = T>) -> Self {
        Self::All { all: all.into_iter().map(|one| one.told()).collect() }
    }

    fn told_by(&self, speaker: &dyn Speaker) -> String {
        let each = |parts: &[Part]| parts.iter().map(|part| part.told_by(speaker)).collect::<Vec<_>>();
        let between = |parts: &[Part], words| each(parts).join(speaker.words(words, None));
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day { day } => speaker.day(*day),
            Self::Message(message) => message.told_by(speaker),
            Self::Sentences { sentences } => between(sentences, " "),
            Self::List { list } => between(list, ", "),
            Self::All { all } => match all.as_slice() {
                [] => String::new(),
                [one] => one.told_by(speaker),
                [before @ .., last] => {
                    format!(
                        "{}{}{}",
                        between(before, ", "),
                        speaker.words(" and ", None),
                        last.told_by(speaker)
                    )
                }
            },
        }
    }

    fn change_texts(&mut self, change: &dyn Fn(&mut String)) {
        match self {
            Self::Text(text) => change(text),
            Self::Message(message) => message.change_texts(change),
            Self::Sentences { sentences: parts } | Self::List { list: parts } | Self::All { all: parts } => {
                parts.iter_mut().for_each(|part| part.change_texts(change));
            }
            Self::Number(_) | Self::Day { .. } => {}
        }
    }
}

/// Who writes a message out.
pub(crate) trait Speaker {
    /// What stands for an English text, in the form that a count takes where the text has one.
    fn words<'w>(&'w self, english: &'w str, n: Option<&Part>) -> &'w str;
    /// A day.
    fn day(&self, day: NaiveDate) -> String;
}

impl Speaker for Language {
    fn words<'w>(&'w self, english: &'w str, n: Option<&Part>) -> &'w str {
        self.words(english, n)
    }

    fn day(&self, day: NaiveDate) -> String {
        self.day(day)
    }
}

/// English, with days as in ISO 8601.
struct Terminal;

impl Speaker for Terminal {
    fn words<'w>(&'w self, english: &'w str, n: Option<&Part>) -> &'w str {
        language::form(Plural::One, english, english, n)
    }

    fn day(&self, day: NaiveDate) -> String {
        day.to_string()
    }
}

/// In English, with days as in ISO 8601.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.told_by(&Terminal))
    }
}

/// As in a [`Message`].
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.told_by(&Terminal))
    }
}

impl From<Message> for Part {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

/// What stands in a place of a message as more than the text it displays as.
pub trait Told {
    /// As part of a message.
    fn told(&self) -> Part;

    /// As a message of its own.
    fn message(&self) -> Message {
        match self.told() {
            Part::Message(message) => message,
            part @ (Part::Text(_)
            | Part::Number(_)
            | Part::Day { .. }
            | Part::Sentences { .. }
            | Part::List { .. }
            | Part::All { .. }) => Message::new("{text}", [("text", part)]),
        }
    }
}

impl Told for Part {
    fn told(&self) -> Part {
        self.clone()
    }
}

impl Told for Message {
    fn told(&self) -> Part {
        Part::Message(self.clone())
    }
}

impl Told for NaiveDate {
    fn told(&self) -> Part {
        Part::Day { day: *self }
    }
}

impl Told for str {
    fn told(&self) -> Part {
        Part::Text(self.to_owned())
    }
}

impl Told for String {
    fn told(&self) -> Part {
        Part::Text(self.clone())
    }
}

impl Told for Path {
    fn told(&self) -> Part {
        Part::Text(self.display().to_string())
    }
}

impl Told for PathBuf {
    fn told(&self) -> Part {
        self.as_path().told()
    }
}

impl<T: Told + ?Sized> Told for &T {
    fn told(&self) -> Part {
        (**self).told()
    }
}

impl<T: Told + ?Sized> Told for Box<T> {
    fn told(&self) -> Part {
        (**self).told()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Told for $number {
            fn told(&self) -> Part {
                Part::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}
numbers! { u8 u16 u32 u64 usize i32 i64 }

/// How the macros put a thing into its place: as it is told, or else as the text it displays as.
#[doc(hidden)]
pub mod place {
    use super::{Part, Told};
    use std::fmt::Display;

    /// The thing.
    #[derive(Debug)]
    pub struct Put<'a, T: ?Sized>(pub &'a T);

    /// Found first: a method of `Put` itself.
    pub trait AsTold {
        /// The part.
        fn part(&self) -> Part;
    }
    impl<T: Told + ?Sized> AsTold for Put<'_, T> {
        fn part(&self) -> Part {
            self.0.told()
        }
    }

    /// Found where there is no other: a method of `&Put`.
    pub trait AsText {
        /// The part.
        fn part(&self) -> Part;
    }
    impl<T: Display + ?Sized> AsText for &Put<'_, T> {
        fn part(&self) -> Part {
            Part::Text(self.0.to_string())
        }
    }
}

/// Puts each message in a JSON value as its English text, for a reader without a catalogue.
pub fn in_english(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(fields) if fields.contains_key("say") => {
            if let Ok(message) = Message::deserialize(&*value) {
                *value = Value::String(message.to_string());
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(in_english),
        Value::Array(all) => all.iter_mut().for_each(in_english),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
