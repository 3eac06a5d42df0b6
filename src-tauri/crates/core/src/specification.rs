//! A case → how each addressable specification is met: as written, by an equal measure, not at all with reasons, or not.
//!
//! A specification that is addressable is not optional (45 CFR 164.306(d)(3)): where it is not put in place as written,
//! the reasons are written down, and a measure that does as much stands in its place where that is reasonable.

use crate::applicability::why_not_applicable;
use crate::case::Case;
use crate::ids::{QuestionId, RequirementId};
use crate::pack::Library;
use crate::record::SpecChoice;
use crate::score::Results;
use crate::words::{Alternative, Conclusion, Spec, SpecAnswer};
use assay_message::{Message, message};
use serde::Serialize;

/// An addressable specification that applies, and how it is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Specification {
    /// Which.
    pub requirement: RequirementId,
    /// Our title of it.
    pub title: String,
    /// How it is met; `None` while nothing is concluded.
    pub answer: Option<SpecAnswer>,
    /// From what that follows, in a sentence.
    pub because: Message,
    /// The questions that examine it.
    pub questions: Vec<QuestionId>,
    /// What was recorded to stand in its place.
    pub choice: Option<SpecChoice>,
}

/// Whether the chosen frameworks hold it, it applies, and it leaves the choice.
pub fn is_addressable(case: &Case, library: &Library, id: &RequirementId) -> bool {
    case.assessment.frameworks.iter().filter_map(|f| library.frameworks.get(f)).any(|framework| {
        framework.requirements.iter().any(|r| {
            r.id == *id
                && r.spec == Some(Spec::Addressable)
                && why_not_applicable(framework, r, &case.assessment).is_none()
        })
    })
}

/// Every addressable specification that applies, in the order of its framework.
pub fn specifications(case: &Case, library: &Library, results: &Results) -> Vec<Specification> {
    let rows = results.frameworks.iter().flat_map(|f| &f.requirements);
    rows.filter(|row| is_addressable(case, library, &row.id))
        .map(|row| {
            let questions: Vec<QuestionId> = row.figure.inputs.iter().map(|i| i.question.clone()).collect();
            let choice = case.spec_choices.get(&row.id).cloned();
            let works = row.lowest.map(|lowest| lowest <= Conclusion::Largely);
            let alternative = choice.as_ref().map(|c| c.alternative);
            let (answer, because) = match (alternative, works) {
                (Some(Alternative::Reasons), _) => {
                    (Some(SpecAnswer::Reasons), message!("The reasons are written down."))
                }
                (Some(Alternative::Equal), Some(true)) => {
                    (Some(SpecAnswer::Equal), message!("What stands in its place is concluded to work."))
                }
                (Some(Alternative::Equal), Some(false)) => {
                    (Some(SpecAnswer::Gap), message!("What stands in its place is concluded to fall short."))
                }
                (Some(Alternative::Equal), None) => {
                    (None, message!("What stands in its place is not concluded yet."))
                }
                (None, Some(true)) => {
                    (Some(SpecAnswer::Implemented), message!("Its questions are concluded to work."))
                }
                (None, Some(false)) => (
                    Some(SpecAnswer::Gap),
                    message!("Its questions fall short, and nothing is documented in its place."),
                ),
                (None, None) => (
                    None,
                    row.reason.clone().unwrap_or_else(|| message!("Its questions are not concluded yet.")),
                ),
            };
            Specification {
                requirement: row.id.clone(),
                title: row.title.clone(),
                answer,
                because,
                questions,
                choice,
            }
        })
        .collect()
}
