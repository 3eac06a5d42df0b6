//! The file of dated facts (TOML) → things that counted once and stopped counting on a day.

use super::{PackError, headed, read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A standard, validation or edition that no longer counts from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lapsed {
    /// Its id.
    pub id: String,
    /// How it is written, in lower case; any of these in a text names it.
    pub names: Vec<String>,
    /// How its successor is written; a text that names it too is left alone.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The first day it no longer counts.
    pub from: NaiveDate,
    /// What that means, in a sentence.
    pub meaning: String,
    /// What to ask for instead.
    pub instead: String,
}

impl Lapsed {
    /// Whether a text names it and not its successor.
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = text.to_lowercase().replace(['\u{2010}', '\u{2011}', '\u{2013}'], "-");
        let named = |names: &[String]| names.iter().any(|name| text.contains(name.as_str()));
        named(&self.names) && !named(&self.unless)
    }
}

pub(super) fn parse(text: &str) -> Result<Vec<Lapsed>, PackError> {
    headed! { lapsed: Vec<Lapsed> }
    let raw: Headed = read("dated-facts", text)?;
    for fact in &raw.lapsed {
        if let Some(name) = fact.names.iter().chain(&fact.unless).find(|n| **n != n.to_lowercase()) {
            return Err(PackError::Content {
                pack: "dated-facts".into(),
                what: format!("“{name}” of {} is not in lower case and would match nothing", fact.id),
            });
        }
    }
    Ok(raw.lapsed)
}
