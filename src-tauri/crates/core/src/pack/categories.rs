//! The category file (TOML) → the six risk categories of an AI product with the measures that answer each.

use super::{PackError, headed, read};
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
    headed! { category: Vec<Category> }
    let raw: Headed = read("risk-categories", text)?;
    let ids: Vec<RiskCategory> = raw.category.iter().map(|c| c.id).collect();
    if ids != RiskCategory::ALL {
        return Err(PackError::Content {
            pack: "risk-categories".into(),
            what: "each of the six categories must stand once, in their order".into(),
        });
    }
    Ok(raw.category)
}
