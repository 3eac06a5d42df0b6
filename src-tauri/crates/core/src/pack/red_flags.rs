//! The red-flag file (TOML) → the findings a review of a report or certificate can raise.

use super::{PackError, headed, read, unique};
use crate::words::Severity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which form raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Form {
    /// The review of a SOC 2 report.
    #[serde(rename = "soc2-report")]
    Soc2Report,
    /// The review of an ISO certificate.
    IsoCertificate,
}

/// A red flag and the finding it raises.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    /// Id; the rule of the same id says when it is raised.
    pub id: String,
    /// Which form raises it.
    pub form: Form,
    /// Short name.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// What was found; `{detail}` stands for what was seen.
    pub condition: String,
    /// What should be.
    pub criterion: String,
    /// What can happen.
    pub effect: String,
    /// What to do.
    pub recommendation: String,
    /// Why it matters.
    pub why: String,
}

pub(super) fn parse(text: &str) -> Result<BTreeMap<String, RedFlag>, PackError> {
    headed! { flag: Vec<RedFlag> }
    let raw: Headed = read("red-flags", text)?;
    unique("red-flags", raw.flag.iter().map(|flag| &flag.id))?;
    if let Some(flag) = raw.flag.iter().find(|flag| flag.condition.matches("{detail}").count() != 1) {
        let what = format!("the condition of {} must say {{detail}} once", flag.id);
        return Err(PackError::Content { pack: "red-flags".into(), what });
    }
    Ok(raw.flag.into_iter().map(|flag| (flag.id.clone(), flag)).collect())
}
