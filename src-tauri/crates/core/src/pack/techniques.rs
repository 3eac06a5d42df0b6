//! The technique file (TOML) → published techniques of attack and weaknesses of AI systems, by id with their edition.

use super::PackError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One technique or weakness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(from = "(String, String)")]
pub struct Technique {
    /// Its published id, such as `AML.T0051.001` or `LLM01:2025`.
    pub id: String,
    /// Its name.
    pub title: String,
}

impl From<(String, String)> for Technique {
    fn from((id, title): (String, String)) -> Self {
        Self { id, title }
    }
}

/// A published list in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its name with the edition.
    pub title: String,
    /// Where its ids and names are from.
    pub source: String,
    /// What it lists.
    pub techniques: Vec<Technique>,
}

pub(super) fn parse(text: &str) -> Result<Vec<Edition>, PackError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "version")]
        _version: String,
        #[serde(rename = "title")]
        _title: String,
        edition: Vec<Edition>,
    }
    let raw: Raw = toml::from_str(text)
        .map_err(|e| PackError::Syntax { pack: "techniques".into(), what: e.to_string() })?;
    let mut seen = BTreeSet::new();
    for technique in raw.edition.iter().flat_map(|edition| &edition.techniques) {
        if !seen.insert(&technique.id) {
            let what = format!("{} stands twice", technique.id);
            return Err(PackError::Content { pack: "techniques".into(), what });
        }
    }
    Ok(raw.edition)
}
