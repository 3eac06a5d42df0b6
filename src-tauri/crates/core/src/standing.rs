//! Scope, responses and evidence → where each question of the bank stands.
//!
//! What the vendor claims never becomes what is concluded: a claim of “not applicable” is a claim, and its question stays
//! in the coverage as not assessed until the assessor concludes that it does not apply, with a reason of the assessor's own.

use crate::applicability::{NotAsked, why_not_asked};
use crate::assurance::{self, Earned};
use crate::case::Case;
use crate::ids::QuestionId;
use crate::pack::{Library, Question};
use crate::record::{Assessment, AssuranceLevel, Response};
use crate::words::{Claim, Conclusion};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a question stands. No two of these are ever mixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Standing {
    /// Not asked here.
    NotAsked {
        /// Why, in a sentence.
        reason: String,
    },
    /// Asked, and nothing is said or judged.
    Unanswered,
    /// The vendor claims something, and nothing is judged.
    Claimed {
        /// What.
        claim: Claim,
    },
    /// Judged not to apply, without a reason of the assessor's own, and so it does not count.
    WithoutReason,
    /// Judged not to apply, with the reason.
    NotApplicable {
        /// Why.
        reason: String,
    },
    /// Looked at, and no judgement was possible.
    NotAssessed,
    /// Judged.
    Concluded {
        /// From effective to ineffective; never “not assessed” or “not applicable”.
        conclusion: Conclusion,
        /// The level that counts: the one recorded, no higher than what is earned.
        level: AssuranceLevel,
        /// The level recorded.
        recorded: AssuranceLevel,
        /// What the evidence allows.
        earned: Earned,
    },
}

/// Why the assessor judges that a question does not apply. The vendor's reason is part of the claim and never counts here:
/// else a file of the vendor's could give a judgement its reason, or take it away.
fn reason(response: &Response) -> Option<String> {
    let words = response.rationale.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// Where an asked question with this response stands.
pub fn of_response(
    case: &Case,
    question: &Question,
    response: Option<&Response>,
    today: NaiveDate,
) -> Standing {
    let Some(response) = response else { return Standing::Unanswered };
    match (response.conclusion, response.claim) {
        (None, None) => Standing::Unanswered,
        (None, Some(claim)) => Standing::Claimed { claim },
        (Some(Conclusion::NotAssessed), _) => Standing::NotAssessed,
        (Some(Conclusion::NotApplicable), _) => match reason(response) {
            Some(reason) => Standing::NotApplicable { reason },
            None => Standing::WithoutReason,
        },
        (
            Some(
                conclusion @ (Conclusion::Effective
                | Conclusion::Largely
                | Conclusion::Partially
                | Conclusion::Ineffective),
            ),
            _,
        ) => {
            let earned = assurance::earned(case, question, response, today);
            let recorded = response.assurance;
            Standing::Concluded { conclusion, level: recorded.min(earned.level), recorded, earned }
        }
    }
}

/// The standing of every question of a bank.
#[derive(Debug, Clone)]
pub struct Standings<'a> {
    /// The questions asked, in talking order.
    pub asked: Vec<&'a Question>,
    by_question: BTreeMap<&'a QuestionId, (Option<NotAsked>, Standing)>,
}

impl Standings<'_> {
    /// Where a question stands; `None` when the bank has no such question.
    pub fn of(&self, question: &QuestionId) -> Option<&Standing> {
        self.by_question.get(question).map(|(_, standing)| standing)
    }

    /// Why a question is not asked; `None` when it is, or the bank has no such question.
    pub fn why_not_asked(&self, question: &QuestionId) -> Option<&NotAsked> {
        self.by_question.get(question).and_then(|(why, _)| why.as_ref())
    }

    /// Whether a question is asked.
    pub fn is_asked(&self, question: &QuestionId) -> bool {
        self.by_question.get(question).is_some_and(|(why, _)| why.is_none())
    }

    /// How a question is judged, from effective to ineffective; `None` when it is not.
    pub fn conclusion(&self, question: &QuestionId) -> Option<Conclusion> {
        self.of(question).and_then(Standing::conclusion)
    }

    /// Every question with where it stands.
    pub fn all(&self) -> impl Iterator<Item = (&QuestionId, &Standing)> {
        self.by_question.iter().map(|(id, (_, standing))| (*id, standing))
    }
}

impl Standing {
    /// How it is judged, from effective to ineffective; `None` when it is not.
    pub fn conclusion(&self) -> Option<Conclusion> {
        match self {
            Self::Concluded { conclusion, .. } => Some(*conclusion),
            Self::NotAsked { .. }
            | Self::Unanswered
            | Self::Claimed { .. }
            | Self::WithoutReason
            | Self::NotApplicable { .. }
            | Self::NotAssessed => None,
        }
    }

    /// Whether it is in the coverage: asked, and not judged not to apply.
    pub fn is_applicable(&self) -> bool {
        match self {
            Self::NotAsked { .. } | Self::NotApplicable { .. } => false,
            Self::Unanswered
            | Self::Claimed { .. }
            | Self::WithoutReason
            | Self::NotAssessed
            | Self::Concluded { .. } => true,
        }
    }

    /// The conclusion as a list counts it: what is not judged is not assessed.
    pub fn counted(&self) -> Conclusion {
        match self {
            Self::Concluded { conclusion, .. } => *conclusion,
            Self::NotApplicable { .. } => Conclusion::NotApplicable,
            Self::NotAsked { .. }
            | Self::Unanswered
            | Self::Claimed { .. }
            | Self::WithoutReason
            | Self::NotAssessed => Conclusion::NotAssessed,
        }
    }
}

/// Why questions of a bank are not asked, by question; those it does not hold are asked. It stays as it is until the
/// assessment itself changes, whatever is answered.
pub type NotAskedHere = BTreeMap<QuestionId, NotAsked>;

/// Why which questions of the library's bank are not asked in an assessment.
pub fn not_asked(library: &Library, assessment: &Assessment) -> NotAskedHere {
    let why =
        |question: &Question| Some((question.id.clone(), why_not_asked(library, question, assessment)?));
    library.bank.in_order().filter_map(why).collect()
}

/// Where every question of the library's bank stands on `today`.
pub fn standings<'a>(case: &Case, library: &'a Library, today: NaiveDate) -> Standings<'a> {
    standings_where(case, library, &not_asked(library, &case.assessment), today)
}

/// The same, where it is known already which questions are not asked.
pub fn standings_where<'a>(
    case: &Case,
    library: &'a Library,
    not_asked: &NotAskedHere,
    today: NaiveDate,
) -> Standings<'a> {
    let mut asked = Vec::new();
    let mut by_question = BTreeMap::new();
    for question in library.bank.in_order() {
        let why = not_asked.get(&question.id).cloned();
        let standing = match &why {
            Some(why) => Standing::NotAsked { reason: why.to_string() },
            None => {
                asked.push(question);
                of_response(case, question, case.responses.get(&question.id), today)
            }
        };
        by_question.insert(&question.id, (why, standing));
    }
    Standings { asked, by_question }
}
