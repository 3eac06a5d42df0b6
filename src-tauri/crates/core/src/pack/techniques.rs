//! The technique file (TOML) → published techniques of attack and weaknesses of AI systems, by id with their edition.

use super::{PackError, headed, read, unique};
use serde::{Deserialize, Serialize};

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
    headed! { edition: Vec<Edition> }
    let raw: Headed = read("techniques", text)?;
    let techniques = raw.edition.iter().flat_map(|edition| &edition.techniques);
    unique("techniques", techniques.map(|technique| &technique.id))?;
    Ok(raw.edition)
}
