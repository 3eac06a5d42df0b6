//! What the program tells a person: words with places, and what stands in them.
//!
//! The English words are the key to other languages, so English is written once, where it is meant. Days and numbers stay
//! what they are until somebody shows the message: a page writes them as its platform does, a report in its own form, and
//! [`Display`](fmt::Display) as in ISO 8601, for a terminal.

mod places;

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

    /// The message, written with days in a form of the caller's.
    pub fn written(&self, day: &dyn Fn(NaiveDate) -> String) -> String {
        let mut written = String::new();
        let mut rest = self.say.as_ref();
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
        {
            written.push_str(before);
            if let Some(part) = self.with.get(name) {
                written.push_str(&part.written(day));
            }
            rest = after;
        }
        written.push_str(rest);
        written
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

    fn written(&self, day: &dyn Fn(NaiveDate) -> String) -> String {
        let in_row = |parts: &[Part], between: &str| {
            parts.iter().map(|part| part.written(day)).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day { day: on } => day(*on),
            Self::Message(message) => message.written(day),
            Self::Sentences { sentences } => in_row(sentences, " "),
            Self::List { list } => in_row(list, ", "),
            Self::All { all } => match all.as_slice() {
                [] => String::new(),
                [one] => one.written(day),
                [before @ .., last] => format!("{} and {}", in_row(before, ", "), last.written(day)),
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

/// In English, with days as in ISO 8601.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written(&|day| day.to_string()))
    }
}

/// As in a [`Message`].
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written(&|day| day.to_string()))
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
