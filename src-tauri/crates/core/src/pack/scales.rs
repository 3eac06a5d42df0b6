//! The scale file (TOML) → what conclusions, claims and assurance levels mean and are worth.

use super::{PackError, read};
use crate::words::{Claim, Conclusion, Word};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A conclusion explained.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConclusionStep {
    /// Which.
    pub id: Conclusion,
    /// Word.
    pub title: String,
    /// What it means.
    pub meaning: String,
}

/// An assurance level explained.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AssuranceStep {
    /// 0 to 4.
    pub level: u8,
    /// Word.
    pub title: String,
    /// What it means.
    pub meaning: String,
}

/// A claim explained.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClaimStep {
    /// Which.
    pub id: Claim,
    /// Word.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What it counts in the claimed score; none leaves the sum.
    #[serde(default)]
    pub value: Option<f64>,
}

/// What conclusions and claims are worth.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Scale {
    /// Name.
    pub title: String,
    /// Value of each conclusion that counts, 0 to 1.
    pub values: BTreeMap<Conclusion, f64>,
    /// Conclusions explained.
    pub conclusions: Vec<ConclusionStep>,
    /// Levels explained.
    pub assurance: Vec<AssuranceStep>,
    /// Claims explained.
    pub claims: Vec<ClaimStep>,
}

#[derive(Deserialize)]
struct Raw {
    title: String,
    values: BTreeMap<Conclusion, f64>,
    level: Vec<ConclusionStep>,
    assurance: Vec<AssuranceStep>,
    claim: Vec<ClaimStep>,
}

impl Scale {
    /// Reads the scale.
    ///
    /// # Errors
    /// When it does not read, a judging conclusion has no value between 0 and 1, or a better one is worth less.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let raw: Raw = read("conclusion scale", text)?;
        let wrong = |what: String| PackError::Content { pack: "conclusion scale".into(), what };
        let mut last = 1.0;
        for conclusion in
            [Conclusion::Effective, Conclusion::Largely, Conclusion::Partially, Conclusion::Ineffective]
        {
            let value = *raw
                .values
                .get(&conclusion)
                .ok_or_else(|| wrong(format!("“{}” has no value", conclusion.id())))?;
            if !(0.0..=last).contains(&value) {
                return Err(wrong(format!(
                    "“{}” is worth {value}; values run from 1 down to 0",
                    conclusion.id()
                )));
            }
            last = value;
        }
        if raw.values.len() != 4 {
            return Err(wrong("only effective, largely, partially and ineffective have a value".into()));
        }
        Ok(Self {
            title: raw.title,
            values: raw.values,
            conclusions: raw.level,
            assurance: raw.assurance,
            claims: raw.claim,
        })
    }

    /// What a conclusion counts; `None` leaves the sum.
    pub fn value(&self, conclusion: Conclusion) -> Option<f64> {
        self.values.get(&conclusion).copied()
    }

    /// What a claim counts, given which answer is good; `None` leaves the sum.
    pub fn claim_value(&self, claim: Claim, good: super::Good) -> Option<f64> {
        let value = self.claims.iter().find(|step| step.id == claim)?.value?;
        Some(if good == super::Good::Yes { value } else { 1.0 - value })
    }
}
