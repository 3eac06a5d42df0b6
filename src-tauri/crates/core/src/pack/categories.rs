//! The category file (TOML) → the six risk categories of an AI product with the measures that answer each.

use super::PackError;
use crate::ids::QuestionId;
use crate::words::{RiskCategory, Word};
use serde::{Deserialize, Serialize};

/// A measure that answers a category of risk, and the questions that examine it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What is done.
    pub text: String,
    /// The questions that examine it.
    pub questions: Vec<QuestionId>,
}

/// A category of risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Which.
    pub id: RiskCategory,
    /// What can happen, in a sentence.
    pub meaning: String,
    /// What answers it.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
}

pub(super) fn parse(text: &str) -> Result<Vec<Category>, PackError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "version")]
        _version: String,
        #[serde(rename = "title")]
        _title: String,
        category: Vec<Category>,
    }
    let raw: Raw = toml::from_str(text)
        .map_err(|e| PackError::Syntax { pack: "risk-categories".into(), what: e.to_string() })?;
    let ids: Vec<RiskCategory> = raw.category.iter().map(|c| c.id).collect();
    if ids != RiskCategory::ALL {
        return Err(PackError::Content {
            pack: "risk-categories".into(),
            what: "each of the six categories must stand once, in their order".into(),
        });
    }
    Ok(raw.category)
}
