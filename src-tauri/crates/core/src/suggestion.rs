//! Concluded answers → requirements they come near to: offered with their source, counted only when accepted.

use crate::applicability::why_not_applicable;
use crate::case::Case;
use crate::ids::{QuestionId, RequirementId};
use crate::pack::{Library, Question};
use crate::record::Adoption;
use crate::standing::Standings;
use crate::words::Conclusion;
use serde::Serialize;

/// A suggestion, open or decided.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Suggestion {
    /// Whose answer.
    pub question: QuestionId,
    /// What that question asks.
    pub text: String,
    /// How it is concluded.
    pub conclusion: Conclusion,
    /// For which requirement.
    pub requirement: RequirementId,
    /// Our title of the requirement.
    pub title: String,
    /// What overlaps and what does not.
    pub why: String,
    /// What became of it; `None` is open.
    pub adoption: Option<Adoption>,
}

/// What can be suggested: answers concluded, for requirements that apply in the chosen frameworks. Open ones first.
pub fn suggestions(case: &Case, library: &Library, standings: &Standings) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> =
        standings.asked.iter().flat_map(|question| of_question(case, library, standings, question)).collect();
    all.sort_by_key(|s| s.adoption.is_some());
    all
}

/// What one question's answer can be suggested for.
pub fn of_question(
    case: &Case,
    library: &Library,
    standings: &Standings,
    question: &Question,
) -> Vec<Suggestion> {
    let Some(conclusion) = standings.conclusion(&question.id) else { return Vec::new() };
    question
        .near
        .iter()
        .filter_map(|near| {
            let requirement = library.requirement(&near.requirement)?;
            let reported =
                case.assessment.frameworks.iter().find(|f| f.as_str() == near.requirement.framework())?;
            let framework = library.frameworks.get(reported)?;
            if why_not_applicable(framework, requirement, &case.assessment).is_some() {
                return None;
            }
            let adoption = case.adoptions.get(&near.requirement).and_then(|of| of.get(&question.id)).cloned();
            Some(Suggestion {
                question: question.id.clone(),
                text: question.text.clone(),
                conclusion,
                requirement: near.requirement.clone(),
                title: requirement.title.clone(),
                why: near.why.clone(),
                adoption,
            })
        })
        .collect()
}

/// The questions whose answers were accepted for a requirement.
pub fn accepted<'a>(case: &'a Case, requirement: &RequirementId) -> impl Iterator<Item = &'a QuestionId> {
    case.adoptions
        .get(requirement)
        .into_iter()
        .flatten()
        .filter(|(_, a)| a.accepted)
        .map(|(question, _)| question)
}
