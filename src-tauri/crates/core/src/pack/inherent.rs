//! The inherent-risk file (TOML) → what the buyer answers about the service before anything is asked of the vendor.

use super::{PackError, read, unique};
use crate::words::ScopeFact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One of a question's answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct InherentOption {
    /// Id within the question.
    pub id: String,
    /// The answer.
    pub title: String,
    /// What it adds to the sum.
    pub points: u32,
    /// Makes tier 1 whatever the sum.
    #[serde(default)]
    pub tier_1: bool,
    /// A critical function hangs on the service.
    #[serde(default)]
    pub critical: bool,
    /// Scope facts that follow from it.
    #[serde(default)]
    pub facts: BTreeSet<ScopeFact>,
}

/// A question to the buyer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct InherentQuestion {
    /// Id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Why it matters.
    pub why: String,
    /// Answers, from least to most.
    pub options: Vec<InherentOption>,
}

/// Points at or above which a tier is proposed; below all of them it is tier 4.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct TierPoints {
    /// Tier 1.
    pub tier_1: u32,
    /// Tier 2.
    pub tier_2: u32,
    /// Tier 3.
    pub tier_3: u32,
}

/// The questions and the points that make a tier.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct InherentRisk {
    /// Id of the pack.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its name.
    pub title: String,
    /// Points that make a tier.
    pub tiers: TierPoints,
    /// The questions.
    #[serde(rename = "question")]
    pub questions: Vec<InherentQuestion>,
}

impl InherentRisk {
    pub(super) fn parse(text: &str) -> Result<Self, PackError> {
        let pack: Self = read("inherent-risk", text)?;
        unique("inherent-risk", pack.questions.iter().map(|question| &question.id))?;
        let wrong = |what: String| PackError::Content { pack: "inherent-risk".into(), what };
        let TierPoints { tier_1, tier_2, tier_3 } = pack.tiers;
        if !(tier_1 > tier_2 && tier_2 > tier_3 && tier_3 > 0) {
            return Err(wrong("the points of tiers 1, 2 and 3 must fall".into()));
        }
        for question in &pack.questions {
            let ids: BTreeSet<&String> = question.options.iter().map(|o| &o.id).collect();
            if question.options.len() < 2 || ids.len() != question.options.len() {
                return Err(wrong(format!("{} needs two or more answers with different ids", question.id)));
            }
        }
        Ok(pack)
    }
}
