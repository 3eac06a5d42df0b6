//! The knock-out file (TOML) → conditions that cap the decision and that no average can hide.

use super::{PackError, read, unique};
use crate::ids::KnockOutId;
use crate::words::{Outcome, ScopeFact};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far a knock-out caps the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Cap {
    /// Not better than reject.
    Reject,
    /// Not better than defer.
    Defer,
    /// Not better than approve with conditions.
    Conditions,
}

impl Cap {
    /// The best decision under it.
    pub fn best(self) -> Outcome {
        match self {
            Self::Reject => Outcome::Reject,
            Self::Defer => Outcome::Defer,
            Self::Conditions => Outcome::Conditions,
        }
    }
}

/// A knock-out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KnockOut {
    /// Id.
    pub id: KnockOutId,
    /// Short name.
    pub title: String,
    /// When it strikes, in one sentence.
    pub condition: String,
    /// What it caps the decision at when it strikes.
    pub cap: Cap,
    /// What it caps the decision at while it is suspected or nobody assessed it: never a plain approval.
    #[serde(default = "conditions")]
    pub while_open: Cap,
    /// Scope facts that must all hold for it to matter.
    #[serde(default)]
    pub applies_when: BTreeSet<ScopeFact>,
    /// Why it is one.
    pub why: String,
    /// What lifts it.
    pub remedy: String,
}

fn conditions() -> Cap {
    Cap::Conditions
}

#[derive(Deserialize)]
struct Raw {
    knock_out: Vec<KnockOut>,
}

pub(super) fn parse(text: &str) -> Result<BTreeMap<KnockOutId, KnockOut>, PackError> {
    let raw: Raw = read("knock-outs", text)?;
    unique("knock-outs", raw.knock_out.iter().map(|knock_out| &knock_out.id))?;
    Ok(raw.knock_out.into_iter().map(|knock_out| (knock_out.id.clone(), knock_out)).collect())
}
