//! Responses and notes → where each knock-out stands. Evaluated apart from every score, so no average can hide one.

use crate::applicability::asked;
use crate::case::Case;
use crate::ids::*;
use crate::pack::{Cap, Good, Library};
use crate::red_flag;
use crate::words::*;
use serde::Serialize;

/// The knock-out an adverse report strikes, whatever the question about reports says.
const ADVERSE_REPORT: &str = "KO-05";

/// Where a knock-out stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum KnockOutState {
    /// It strikes.
    Struck,
    /// The vendor's own claim points to it and nothing is concluded yet.
    Suspected,
    /// Nothing is concluded about it.
    NotAssessed,
    /// Looked at, and it does not strike.
    Clear,
    /// Its scope facts do not hold, or none of its questions applies.
    NotApplicable,
}

/// A knock-out as it stands in a case.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KnockOutResult {
    /// Which.
    pub id: KnockOutId,
    /// Short name.
    pub title: String,
    /// When it strikes.
    pub condition: String,
    /// What it caps the decision at.
    pub cap: Cap,
    /// Where it stands.
    pub state: KnockOutState,
    /// Why, in sentences.
    pub because: Vec<String>,
    /// What lifts it.
    pub remedy: String,
}

/// Where every knock-out stands, struck ones first.
pub fn results(case: &Case, library: &Library) -> Vec<KnockOutResult> {
    let questions = asked(library, &case.assessment);
    let mut all: Vec<KnockOutResult> = library
        .knock_outs
        .values()
        .map(|knock_out| {
            let mut because = Vec::new();
            let missing = knock_out.applies_when.iter().find(|fact| !case.assessment.has(**fact));
            let state = if let Some(fact) = missing {
                because.push(format!("The scope has no “{}”.", fact.title()));
                KnockOutState::NotApplicable
            } else if let Some(note) = case.knock_outs.get(&knock_out.id) {
                because.push(format!(
                    "Recorded by the assessor: {}",
                    if note.note.is_empty() { "no note" } else { &note.note }
                ));
                if note.struck { KnockOutState::Struck } else { KnockOutState::Clear }
            } else {
                let feeding: Vec<_> = questions
                    .iter()
                    .filter_map(|q| q.knock_out.as_ref().filter(|s| s.id == knock_out.id).map(|s| (*q, s.at)))
                    .collect();
                let mut states = Vec::new();
                for (question, at) in &feeding {
                    let response = case.responses.get(&question.id);
                    if response.is_some_and(crate::record::Response::is_not_applicable) {
                        because.push(format!("{} is not applicable.", question.id));
                        states.push(KnockOutState::NotApplicable);
                        continue;
                    }
                    match response.and_then(|r| r.conclusion).filter(|c| *c != Conclusion::NotAssessed) {
                        // Conclusions are ordered best first.
                        Some(conclusion) if conclusion >= *at => {
                            because.push(format!("{} is concluded “{}”.", question.id, conclusion.title()));
                            states.push(KnockOutState::Struck);
                        }
                        Some(conclusion) => {
                            because.push(format!("{} is concluded “{}”.", question.id, conclusion.title()));
                            states.push(KnockOutState::Clear);
                        }
                        None => {
                            let bad = match question.good_answer {
                                Good::Yes => Claim::No,
                                Good::No => Claim::Yes,
                            };
                            if response.and_then(|r| r.claim) == Some(bad) {
                                because.push(format!(
                                    "The vendor answers “{}” to {}; nothing is concluded yet.",
                                    bad.title(),
                                    question.id
                                ));
                                states.push(KnockOutState::Suspected);
                            } else {
                                because.push(format!("{} is not concluded.", question.id));
                                states.push(KnockOutState::NotAssessed);
                            }
                        }
                    }
                }
                if knock_out.id.as_str() == ADVERSE_REPORT {
                    for (review, result) in red_flag::adverse(case) {
                        let auditor =
                            if review.auditor.is_empty() { "an unnamed firm" } else { &review.auditor };
                        because.push(format!(
                            "The SOC 2 report by {auditor} is reviewed as “{}”.",
                            result.title()
                        ));
                        states.push(KnockOutState::Struck);
                    }
                }
                if feeding.is_empty() && states.is_empty() {
                    because.push("No question asked here feeds it; record what was seen.".into());
                }
                // The worst of its questions decides; the order of the states is worst first.
                states.into_iter().min_by_key(|s| *s as u8).unwrap_or(KnockOutState::NotAssessed)
            };
            KnockOutResult {
                id: knock_out.id.clone(),
                title: knock_out.title.clone(),
                condition: knock_out.condition.clone(),
                cap: knock_out.cap,
                state,
                because,
                remedy: knock_out.remedy.clone(),
            }
        })
        .collect();
    all.sort_by_key(|k| k.state as u8);
    all
}
