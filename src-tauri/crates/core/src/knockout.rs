//! Standings, reviews and notes → where each knock-out stands. Evaluated apart from every score, so no average can hide
//! one.

use crate::case::Case;
use crate::ids::KnockOutId;
use crate::pack::{Cap, Good, KnockOut, Library, Question};
use crate::standing::{Standing, Standings};
use crate::words::{AuditResult, Claim, Conclusion, Word};
use serde::Serialize;

pub use crate::words::KnockOutState;

/// The knock-out of an adverse report. It is read from the reviews of reports: that there is no report says nothing of
/// what one would say.
const ADVERSE_REPORT: &str = "KO-05";

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
    /// What it caps the decision at when it strikes.
    pub cap: Cap,
    /// What it caps the decision at while it is suspected or not assessed.
    pub while_open: Cap,
    /// Where it stands.
    pub state: KnockOutState,
    /// Why, in sentences.
    pub because: Vec<String>,
    /// What lifts it.
    pub remedy: String,
    /// Whether a note can say where it stands: nothing asked or reviewed here feeds it.
    pub by_note: bool,
    /// What was noted about it, whether it counts or not.
    pub note: Option<String>,
}

/// Where every knock-out stands, struck ones first.
pub fn results(case: &Case, library: &Library, standings: &Standings) -> Vec<KnockOutResult> {
    let mut all: Vec<KnockOutResult> =
        library.knock_outs.values().map(|knock_out| result(case, standings, knock_out)).collect();
    all.sort_by_key(|k| k.state);
    all
}

fn result(case: &Case, standings: &Standings, knock_out: &KnockOut) -> KnockOutResult {
    let missing = knock_out.applies_when.iter().find(|fact| !case.assessment.has(**fact));
    let fed = feeding(case, standings, knock_out);
    let by_note = missing.is_none() && fed.is_empty();
    let (state, because) = match missing {
        Some(fact) => (KnockOutState::NotApplicable, vec![format!("The scope has no “{}”.", fact.title())]),
        None => with_note(case, knock_out, fed),
    };
    KnockOutResult {
        id: knock_out.id.clone(),
        title: knock_out.title.clone(),
        condition: knock_out.condition.clone(),
        cap: knock_out.cap,
        while_open: knock_out.while_open,
        state,
        because,
        remedy: knock_out.remedy.clone(),
        by_note,
        note: case.knock_outs.get(&knock_out.id).map(|note| note.note.clone()),
    }
}

/// What feeds a knock-out, each with where it puts it and why.
type Fed = Vec<(KnockOutState, String)>;

fn feeding(case: &Case, standings: &Standings, knock_out: &KnockOut) -> Fed {
    if knock_out.id.as_str() == ADVERSE_REPORT {
        return case
            .soc_reviews
            .values()
            .filter_map(|review| Some((review, review.result?)))
            .map(|(review, result)| {
                let auditor = if review.auditor.is_empty() { "an unnamed firm" } else { &review.auditor };
                let said = format!("The SOC 2 report by {auditor} is reviewed as “{}”.", result.title());
                let state = if is_adverse(result) { KnockOutState::Struck } else { KnockOutState::Clear };
                (state, said)
            })
            .collect();
    }
    standings
        .asked
        .iter()
        .filter_map(|question| {
            let at = question.knock_out.as_ref().filter(|strike| strike.id == knock_out.id)?.at;
            Some(by_question(question, standings.of(&question.id)?, at, case))
        })
        .collect()
}

/// Whether a report with this result strikes.
fn is_adverse(result: AuditResult) -> bool {
    match result {
        AuditResult::Adverse | AuditResult::Disclaimer => true,
        AuditResult::Qualified | AuditResult::Unqualified => false,
    }
}

fn by_question(
    question: &Question,
    standing: &Standing,
    at: Conclusion,
    case: &Case,
) -> (KnockOutState, String) {
    let id = &question.id;
    match standing {
        Standing::NotApplicable { .. } => {
            (KnockOutState::NotApplicable, format!("{id} is concluded not applicable."))
        }
        Standing::Concluded { conclusion, .. } => {
            // Conclusions are ordered best first.
            let state = if *conclusion >= at { KnockOutState::Struck } else { KnockOutState::Clear };
            (state, format!("{id} is concluded “{}”.", conclusion.title()))
        }
        Standing::NotAsked { .. }
        | Standing::Unanswered
        | Standing::Claimed { .. }
        | Standing::WithoutReason
        | Standing::NotAssessed => {
            let bad = match question.good_answer {
                Good::Yes => Claim::No,
                Good::No => Claim::Yes,
            };
            if case.responses.get(id).and_then(|r| r.claim) == Some(bad) {
                let said = format!("The vendor answers “{}” to {id}; nothing is concluded yet.", bad.title());
                (KnockOutState::Suspected, said)
            } else {
                (KnockOutState::NotAssessed, format!("{id} is not concluded."))
            }
        }
    }
}

/// A note says where a knock-out stands while nothing asked here feeds it. When something does, what was noted falls: at
/// once when it cleared the knock-out, on the first conclusion when it struck.
fn with_note(case: &Case, knock_out: &KnockOut, fed: Fed) -> (KnockOutState, Vec<String>) {
    let note = case.knock_outs.get(&knock_out.id);
    let said = |note: &crate::record::KnockOutNote| {
        let seen = if note.note.trim().is_empty() { "no note" } else { note.note.trim() };
        format!("Recorded by the assessor: {seen}")
    };
    // The worst of what feeds it decides; the states are ordered worst first.
    let Some(worst) = fed.iter().map(|(state, _)| *state).min() else {
        return match note {
            Some(note) if note.struck => (KnockOutState::Struck, vec![said(note)]),
            Some(note) => (KnockOutState::Clear, vec![said(note)]),
            None if knock_out.id.as_str() == ADVERSE_REPORT => {
                let open = "No report on the service is reviewed with its result; record what was seen.";
                (KnockOutState::NotAssessed, vec![open.to_owned()])
            }
            None => {
                let open = "No question asked here feeds it; record what was seen.";
                (KnockOutState::NotAssessed, vec![open.to_owned()])
            }
        };
    };
    let mut because: Vec<String> = fed.into_iter().map(|(_, why)| why).collect();
    let is_open = matches!(worst, KnockOutState::Suspected | KnockOutState::NotAssessed);
    match note {
        None => (worst, because),
        Some(note) if note.struck && is_open => {
            because.push(format!("{} It stands until that is concluded.", said(note)));
            (KnockOutState::Struck, because)
        }
        Some(note) => {
            because.push(format!("{} That was before this fed it, and no longer counts.", said(note)));
            (worst, because)
        }
    }
}
