//! Scope, responses and evidence → where each question of the bank stands.
//!
//! What the vendor claims never becomes what is concluded: a claim of “not applicable” is a claim, and its question stays
//! in the coverage as not assessed until the assessor concludes that it does not apply, with a reason of the assessor's own.

use crate::applicability::{NotAsked, why_not_asked};
use crate::assurance::{self, Earned};
use crate::case::Case;
use crate::ids::QuestionId;
use crate::pack::{Bank, Library, Question};
use crate::record::{Assessment, AssuranceLevel, Response};
use crate::words::{Claim, Conclusion};
use assay_message::{Message, Told};
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// Where a question stands. No two of these are ever mixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Standing {
    /// Not asked here.
    NotAsked {
        /// Why, in a sentence.
        reason: Message,
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
    bank: &'a Bank,
    not_asked: Arc<NotAskedHere>,
    /// Where each question of the bank stands that is asked, in talking order.
    judged: Vec<Option<Standing>>,
}

impl<'a> Standings<'a> {
    /// Where a question stands; `None` when the bank has no such question.
    pub fn of(&self, question: &QuestionId) -> Option<&Standing> {
        let place = self.bank.questions.get_index_of(question)?;
        match self.judged.get(place)? {
            Some(standing) => Some(standing),
            None => self.not_asked.at(place).map(|(_, standing)| standing),
        }
    }

    /// Why a question is not asked; `None` when it is, or the bank has no such question.
    pub fn why_not_asked(&self, question: &QuestionId) -> Option<&NotAsked> {
        self.not_asked.at(self.bank.questions.get_index_of(question)?).map(|(why, _)| why)
    }

    /// Whether a question is asked.
    pub fn is_asked(&self, question: &QuestionId) -> bool {
        let place = self.bank.questions.get_index_of(question);
        place.and_then(|place| self.judged.get(place)).is_some_and(Option::is_some)
    }

    /// The questions asked with where they stand, in talking order.
    pub fn of_asked(&self) -> impl Iterator<Item = (&'a Question, &Standing)> + Clone {
        self.asked.iter().copied().zip(self.judged.iter().flatten())
    }

    /// How a question is judged, from effective to ineffective; `None` when it is not.
    pub fn conclusion(&self, question: &QuestionId) -> Option<Conclusion> {
        self.of(question).and_then(Standing::conclusion)
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

    /// What its evidence allows; `None` when it is not judged.
    pub fn earned(&self) -> Option<&Earned> {
        match self {
            Self::Concluded { earned, .. } => Some(earned),
            Self::NotAsked { .. }
            | Self::Unanswered
            | Self::Claimed { .. }
            | Self::WithoutReason
            | Self::NotApplicable { .. }
            | Self::NotAssessed => None,
        }
    }

    /// The assurance level that its conclusion counts at; `None` when it is not judged.
    pub fn level(&self) -> Option<AssuranceLevel> {
        match self {
            Self::Concluded { level, .. } => Some(*level),
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

/// Why each question of a bank is not asked, in talking order, and so where it stands; nothing for those that are. It
/// stays as it is until the assessment itself changes, whatever is answered.
#[derive(Debug, Clone)]
pub struct NotAskedHere(Vec<Option<(NotAsked, Standing)>>);

impl NotAskedHere {
    fn at(&self, place: usize) -> Option<&(NotAsked, Standing)> {
        self.0.get(place).and_then(Option::as_ref)
    }
}

/// Which questions of the library's bank are not asked in an assessment.
pub fn not_asked(library: &Library, assessment: &Assessment) -> NotAskedHere {
    let why = |question: &Question| {
        why_not_asked(library, question, assessment).map(|why| {
            let reason = why.message();
            (why, Standing::NotAsked { reason })
        })
    };
    NotAskedHere(library.bank.in_order().map(why).collect())
}

/// Where every question of the library's bank stands on `today`.
pub fn standings<'a>(case: &Case, library: &'a Library, today: NaiveDate) -> Standings<'a> {
    standings_where(case, library, Arc::new(not_asked(library, &case.assessment)), today)
}

/// The same, where it is known already which questions are not asked.
pub fn standings_where<'a>(
    case: &Case,
    library: &'a Library,
    not_asked: Arc<NotAskedHere>,
    today: NaiveDate,
) -> Standings<'a> {
    let mut asked = Vec::new();
    let stands = |(place, question): (usize, &'a Question)| {
        not_asked.at(place).is_none().then(|| {
            asked.push(question);
            of_response(case, question, case.responses.get(&question.id), today)
        })
    };
    let judged = library.bank.in_order().enumerate().map(stands).collect();
    Standings { asked, bank: &library.bank, not_asked, judged }
}
