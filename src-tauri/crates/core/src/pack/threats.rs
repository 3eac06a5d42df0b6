//! The threat file (TOML) → rules that say when a threat arises on an element or flow.

use super::{PackError, read, unique};
use crate::ids::{QuestionId, RuleId};
use crate::words::{AiRole, ElementFact, ElementKind, Letter, RiskCategory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a rule can be about: an element kind or a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum On {
    /// An external actor.
    Actor,
    /// A process.
    Process,
    /// A data store.
    Store,
    /// A data flow.
    Flow,
}

impl From<ElementKind> for On {
    fn from(kind: ElementKind) -> Self {
        match kind {
            ElementKind::Actor => Self::Actor,
            ElementKind::Process => Self::Process,
            ElementKind::Store => Self::Store,
        }
    }
}

/// A rule of the threat library.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id, stable for ever.
    pub id: RuleId,
    /// STRIDE letter, or H.
    pub letter: Letter,
    /// Title with `{element}`, `{source}`, `{target}`, `{boundary}`.
    pub title: String,
    /// What it is about.
    pub on: BTreeSet<On>,
    /// Only elements with one of these AI roles; empty = any.
    #[serde(default)]
    pub roles: BTreeSet<AiRole>,
    /// Facts that must hold.
    #[serde(default)]
    pub when: Vec<ElementFact>,
    /// Facts each of which keeps it from firing; unknown does not.
    #[serde(default)]
    pub unless: Vec<ElementFact>,
    /// The mechanism.
    pub why: String,
    /// What happens to whom.
    pub effect: String,
    /// When it is a false alarm.
    pub not_when: String,
    /// How to check on site.
    pub check: String,
    /// What answers it.
    pub mitigations: Vec<String>,
    /// Questions whose conclusion bears on it.
    #[serde(default)]
    pub questions: Vec<QuestionId>,
    /// Ids in other catalogues, with their edition.
    #[serde(default)]
    pub refs: Vec<String>,
    /// Risk categories.
    pub risk_categories: BTreeSet<RiskCategory>,
    /// Suggested likelihood, 1 to 5.
    pub likelihood: u8,
    /// Suggested impact, 1 to 5.
    pub impact: u8,
}

/// The threat library.
#[derive(Debug, Clone)]
pub struct ThreatRules {
    /// Name.
    pub title: String,
    /// Rules.
    pub rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Raw {
    title: String,
    rule: Vec<Rule>,
}

impl ThreatRules {
    /// Reads the rules.
    ///
    /// # Errors
    /// When the file does not read, an id stands twice, or a suggestion is out of range.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let raw: Raw = read("threat rules", text)?;
        unique("threat rules", raw.rule.iter().map(|rule| &rule.id))?;
        let wrong = |rule: &Rule, what: &str| PackError::Content {
            pack: "threat rules".into(),
            what: format!("{}: {what}", rule.id),
        };
        for rule in &raw.rule {
            if rule.on.is_empty() {
                return Err(wrong(rule, "“on” is empty"));
            }
            if !(1..=5).contains(&rule.likelihood) || !(1..=5).contains(&rule.impact) {
                return Err(wrong(rule, "likelihood and impact must be 1 to 5"));
            }
        }
        Ok(Self { title: raw.title, rules: raw.rule })
    }
}
