//! A language: the words that stand for the English ones, and how days, numbers, lists and plurals are written in it.
//!
//! Even a day, a list and a decimal number are words with places, so a language is a table and five properties, which one
//! file holds ([`Language::read`]). English needs no table. What a table lacks stands in English.

use crate::{Message, Part, Told, word};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A language, cheap to copy.
#[derive(Clone, PartialEq, Eq)]
pub struct Language(Arc<Table>);

/// What a file of a language holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// A BCP 47 tag, such as `de-CH`.
    pub tag: String,
    /// Where lines begin.
    pub direction: Direction,
    /// How many forms a text with a count has, and which counts take which.
    pub plural: Plural,
    /// How the title of a list's word is written within a sentence.
    pub titles: Titles,
    /// The English words, and those that stand for them: the same places, and `|` between forms.
    pub texts: BTreeMap<String, String>,
}

/// Where lines begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// On the left.
    LeftToRight,
    /// On the right.
    RightToLeft,
}

/// How many forms a text with a count has, and which counts take which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plural {
    /// One form, as in Japanese.
    Same,
    /// 1, and all others, as in English and German.
    One,
    /// 0 and 1, and all others, as in French.
    UpToOne,
    /// 1, 2 to 4, and all others, as in Czech.
    FewUpToFour,
    /// 1, what ends in 2 to 4 but not in 12 to 14, and all others, as in Polish.
    FewByEnding,
    /// What ends in 1 but not in 11, in 2 to 4 but not in 12 to 14, and all others, as in Ukrainian.
    OneByEnding,
}

impl Plural {
    /// How many forms there are.
    pub fn forms(self) -> usize {
        match self {
            Self::Same => 1,
            Self::One | Self::UpToOne => 2,
            Self::FewUpToFour | Self::FewByEnding | Self::OneByEnding => 3,
        }
    }

    /// Which form a count takes, from 0.
    fn form(self, n: i64) -> usize {
        let few = (2..=4).contains(&(n % 10)) && !(12..=14).contains(&(n % 100));
        match self {
            Self::Same => 0,
            Self::One => usize::from(n != 1),
            Self::UpToOne => usize::from(n > 1),
            Self::FewUpToFour => match n {
                1 => 0,
                2..=4 => 1,
                _ => 2,
            },
            Self::FewByEnding if n == 1 => 0,
            Self::OneByEnding if n % 10 == 1 && n % 100 != 11 => 0,
            Self::FewByEnding | Self::OneByEnding => 2 - usize::from(few),
        }
    }
}

/// How the title of a list's word, such as `High`, is written within a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Titles {
    /// In small letters, as in English.
    Small,
    /// As it is, as in German.
    Kept,
}

/// Why a file of a language was not read.
#[derive(Debug, thiserror::Error)]
#[error("The file of the language is not as it should be: {0}.")]
pub struct LanguageError(#[from] serde_json::Error);

impl Language {
    /// The language of the program itself.
    pub fn english() -> Self {
        Self::of(Table {
            tag: "en-GB".into(),
            direction: Direction::LeftToRight,
            plural: Plural::One,
            titles: Titles::Small,
            texts: BTreeMap::new(),
        })
    }

    /// The language that a file holds: a [`Table`] as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(json: &str) -> Result<Self, LanguageError> {
        Ok(Self::of(serde_json::from_str(json)?))
    }

    /// The language of a table.
    pub fn of(table: Table) -> Self {
        Self(Arc::new(table))
    }

    /// Its BCP 47 tag, such as `en-GB`.
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// Where its lines begin.
    pub fn direction(&self) -> Direction {
        self.0.direction
    }

    /// A message, as one text.
    pub fn say(&self, message: &Message) -> String {
        message.told_by(self)
    }

    /// A message, as its text and the names of the places that were left open, in the order of the language.
    pub fn pieces(&self, message: &Message) -> Vec<Piece> {
        message.pieces(self)
    }

    /// `12 May 2026`; a line may break before the year only.
    pub fn day(&self, day: NaiveDate) -> String {
        let month = match day.month() {
            1 => word!("January"),
            2 => word!("February"),
            3 => word!("March"),
            4 => word!("April"),
            5 => word!("May"),
            6 => word!("June"),
            7 => word!("July"),
            8 => word!("August"),
            9 => word!("September"),
            10 => word!("October"),
            11 => word!("November"),
            _ => word!("December"),
        };
        self.say(&word!("{day}\u{a0}{month} {year}", day = day.day(), year = day.year()))
    }

    /// `12 May 2026, 14:05 (UTC+02:00)`.
    pub fn moment(&self, at: DateTime<FixedOffset>) -> String {
        let (time, offset) = (at.format("%H:%M"), at.format("%:z"));
        self.say(&word!("{day}, {time} (UTC{offset})", day = at.date_naive()))
    }

    /// A number with its decimals, such as `1.4`.
    pub fn decimal(&self, value: f64, decimals: usize) -> String {
        self.with_decimal_sign(&format!("{value:.decimals$}"))
    }

    /// A number with the decimals it has, such as `0.75` or `1`.
    pub fn number(&self, value: f64) -> String {
        self.with_decimal_sign(&value.to_string())
    }

    fn with_decimal_sign(&self, digits: &str) -> String {
        digits.replace('.', &self.say(&word!(".")))
    }

    /// `78 %`, a half rounded away from zero as readers round it.
    pub fn percent(&self, value: f64) -> String {
        self.say(&word!("{number}\u{a0}%", number = format!("{:.0}", value.round())))
    }

    /// `a, b, c`.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        self.joined(items, &self.say(&word!(", ")))
    }

    /// `a; b; c`, for what has commas in it.
    pub fn series<T: AsRef<str>>(&self, items: &[T]) -> String {
        self.joined(items, &self.say(&word!("; ")))
    }

    /// `a, b and c`.
    pub fn all_of<T: AsRef<str>>(&self, items: &[T]) -> String {
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [most @ .., last] => {
                format!("{}{}{}", self.list(most), self.say(&word!(" and ")), last.as_ref())
            }
        }
    }

    /// Whole sentences in a row.
    pub fn sentences<T: AsRef<str>>(&self, sentences: &[T]) -> String {
        self.joined(sentences, &self.say(&word!(" ")))
    }

    fn joined<T: AsRef<str>>(&self, items: &[T], between: &str) -> String {
        items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(between)
    }

    /// The title of a list's word as it stands within a sentence.
    pub fn within(&self, title: &impl Told) -> String {
        let title = self.say(&title.message());
        match self.0.titles {
            Titles::Small => title.to_lowercase(),
            Titles::Kept => title,
        }
    }

    /// What stands for an English text, in the form that a count takes where the text has one.
    pub(crate) fn words<'w>(&'w self, english: &'w str, n: Option<&Part>) -> &'w str {
        form(self.0.plural, english, self.0.texts.get(english).map_or(english, String::as_str), n)
    }
}

/// The form that a count takes: words have forms where the English has.
pub(crate) fn form<'w>(plural: Plural, english: &str, words: &'w str, n: Option<&Part>) -> &'w str {
    match n {
        Some(Part::Number(n)) if english.contains('|') => {
            words.split('|').nth(plural.form(*n)).or(words.split('|').next_back()).unwrap_or(words)
        }
        Some(_) | None => words,
    }
}

/// A part of a message that was left open in places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// The name of an open place.
    Open(String),
}

impl AsRef<Language> for Language {
    fn as_ref(&self) -> &Language {
        self
    }
}

/// As its tag.
impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

/// Its tag.
impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.tag())
    }
}
