//! Question files (TOML) → the question bank.

use super::{PackError, read};
use crate::ids::{KnockOutId, QuestionId, RequirementId};
use crate::words::{Conclusion, EvidenceKind, Letter, Respondent, RiskCategory, ScopeFact, Severity, Stage};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// All questions, by topic in talking order.
#[derive(Debug, Clone)]
pub struct Bank {
    /// Id of the pack.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its name.
    pub title: String,
    /// Topics in talking order.
    pub topics: Vec<Topic>,
    /// Who can answer.
    pub roles: Vec<Role>,
    /// Questions by id, in talking order.
    pub questions: IndexMap<QuestionId, Question>,
}

/// A topic of conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Topic {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The file its questions are in.
    pub file: String,
}

/// A role that can answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Role {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
}

/// Evidence to ask for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What to ask for.
    pub ask: String,
    /// What kind of thing.
    pub kind: EvidenceKind,
    /// How old it may be, in days.
    pub fresh_days: u32,
}

/// How to verify an answer on site.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct Verify {
    /// What to read.
    pub examine: String,
    /// What to ask.
    pub interview: String,
    /// What to try.
    pub test: String,
    /// How many.
    pub sample: String,
}

/// A requirement the answer comes near to without being the same: offered, and counted only when accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// The requirement.
    pub requirement: RequirementId,
    /// What overlaps and what does not.
    pub why: String,
}

/// The knock-out a question feeds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Strike {
    /// Which.
    pub id: KnockOutId,
    /// The conclusion at or below which it strikes: partially or ineffective.
    pub at: Conclusion,
}

/// The finding a question yields when it fails, ready to edit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct FindingText {
    /// Short name.
    pub title: String,
    /// How to say what was found, with [places] to fill; see [`crate::finding`].
    pub condition: String,
    /// What should be.
    pub criterion: String,
    /// What can happen.
    pub effect: String,
    /// What to do.
    pub recommendation: String,
    /// How bad.
    pub severity: Severity,
}

/// The claim that is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Good {
    /// Yes is good.
    Yes,
    /// No is good.
    No,
}

/// A question, in our own words, tagged with all requirements it bears on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id, never reused.
    pub id: QuestionId,
    /// The topic it stands under; filled from the file it is in.
    #[serde(default)]
    pub topic: String,
    /// What is asked.
    pub text: String,
    /// Why it matters.
    pub why: String,
    /// Who is asked: vendor or own organisation.
    pub respondent: Respondent,
    /// Roles that can answer, best first.
    pub who: Vec<String>,
    /// Minutes it takes to answer.
    pub minutes: u32,
    /// Evidence to ask for.
    pub evidence: Vec<Ask>,
    /// What good looks like.
    pub good: String,
    /// What should make one wary.
    pub red_flags: Vec<String>,
    /// How to verify on site.
    pub verify: Verify,
    /// The claim that is good news.
    pub good_answer: Good,
    /// 1, 2 or 3.
    pub weight: u8,
    /// Why that weight.
    pub weight_reason: String,
    /// Requirements it examines.
    pub requirements: Vec<RequirementId>,
    /// Requirements it comes near to.
    #[serde(default)]
    pub near: Vec<Near>,
    /// Risk categories.
    pub risk_categories: BTreeSet<RiskCategory>,
    /// Lifecycle stages.
    pub stages: BTreeSet<Stage>,
    /// STRIDE letters it bears on.
    pub stride: BTreeSet<Letter>,
    /// The lowest-risk tier still asked: 1 = only tier 1, 4 = everybody.
    pub tier: u8,
    /// Scope facts that must all hold.
    pub applies_when: BTreeSet<ScopeFact>,
    /// The knock-out it feeds.
    #[serde(default)]
    pub knock_out: Option<Strike>,
    /// The finding it yields.
    pub finding: FindingText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBank {
    id: String,
    version: String,
    title: String,
    topics: Vec<Topic>,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    question: Vec<Question>,
}

impl Bank {
    /// Reads the bank; `file` gives the text of a topic's file.
    pub(super) fn parse<'a>(
        text: &str,
        file: impl Fn(&str) -> Result<&'a str, PackError>,
    ) -> Result<Self, PackError> {
        let raw: RawBank = read("questions", text)?;
        let mut bank = Self {
            id: raw.id,
            version: raw.version,
            title: raw.title,
            topics: raw.topics,
            roles: raw.roles,
            questions: IndexMap::new(),
        };
        for topic in &bank.topics {
            let raw: RawTopic = read(&topic.file, file(&topic.file)?)?;
            for mut question in raw.question {
                let wrong = |what: &str| PackError::Content {
                    pack: topic.file.clone(),
                    what: format!("{}: {what}", question.id),
                };
                if !(1..=3).contains(&question.weight) {
                    return Err(wrong("weight must be 1, 2 or 3"));
                }
                if !(1..=4).contains(&question.tier) {
                    return Err(wrong("tier must be 1 to 4"));
                }
                if question.text.trim().is_empty() || question.requirements.is_empty() {
                    return Err(wrong("text and requirements must not be empty"));
                }
                if let Some(role) = question.who.iter().find(|w| !bank.roles.iter().any(|r| r.id == **w)) {
                    return Err(wrong(&format!("the role “{role}” is not in bank.toml")));
                }
                if question
                    .knock_out
                    .as_ref()
                    .is_some_and(|s| !matches!(s.at, Conclusion::Partially | Conclusion::Ineffective))
                {
                    return Err(wrong("knock_out.at must be partially or ineffective"));
                }
                question.topic.clone_from(&topic.id);
                if let Some(twice) = bank.questions.insert(question.id.clone(), question) {
                    return Err(PackError::Content {
                        pack: topic.file.clone(),
                        what: format!("{} stands twice", twice.id),
                    });
                }
            }
        }
        Ok(bank)
    }

    /// Questions in talking order.
    pub fn in_order(&self) -> impl Iterator<Item = &Question> {
        self.questions.values()
    }
}
