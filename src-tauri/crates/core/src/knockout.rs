//! Standings, reviews and notes → where each knock-out stands. Evaluated apart from every score, so no average can hide
//! one.

use crate::case::Case;
use crate::ids::{KnockOutId, QuestionId};
use crate::pack::{Cap, Good, KnockOut, Library, Question};
use crate::record::KnockOutNote;
use crate::standing::{Standing, Standings};
use crate::words::{AuditResult, Claim, Conclusion};
use assay_message::{Message, message};
use serde::Serialize;
use std::collections::BTreeMap;

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
    pub because: Vec<Message>,
    /// What lifts it.
    pub remedy: String,
    /// Whether a note can say where it stands: nothing asked or reviewed here feeds it.
    pub by_note: bool,
    /// What was noted about it, whether it counts or not.
    pub note: Option<String>,
    /// Whether that note says that it strikes; `None` without a note.
    pub struck: Option<bool>,
}

/// Where every knock-out stands, struck ones first.
pub fn results(case: &Case, library: &Library, standings: &Standings) -> Vec<KnockOutResult> {
    let mut all: Vec<KnockOutResult> =
        library.knock_outs.values().map(|knock_out| result(case, library, standings, knock_out)).collect();
    all.sort_by_key(|k| k.state);
    all
}

/// Where one knock-out stands.
pub fn result(case: &Case, library: &Library, standings: &Standings, knock_out: &KnockOut) -> KnockOutResult {
    let missing = knock_out.applies_when.iter().find(|fact| !case.assessment.has(**fact));
    let fed = feeding(case, standings, knock_out);
    let by_note = missing.is_none() && fed.is_empty();
    let (state, because) = match missing {
        Some(fact) => (KnockOutState::NotApplicable, vec![message!("The scope has no “{fact}”.")]),
        None => with_note(case, library, knock_out, fed),
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
        struck: case.knock_outs.get(&knock_out.id).map(|note| note.struck),
    }
}

/// What feeds a knock-out, each with where it puts it and why.
type Fed = Vec<(KnockOutState, Message)>;

fn feeding(case: &Case, standings: &Standings, knock_out: &KnockOut) -> Fed {
    if knock_out.id.as_str() == ADVERSE_REPORT {
        return case
            .soc_reviews
            .values()
            .filter_map(|review| Some((review, review.result?)))
            .map(|(review, result)| {
                let said = match review.auditor.as_str() {
                    "" => message!("The SOC 2 report by an unnamed firm is reviewed as “{result}”."),
                    auditor => message!("The SOC 2 report by {auditor} is reviewed as “{result}”."),
                };
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
) -> (KnockOutState, Message) {
    let id = &question.id;
    match standing {
        Standing::NotApplicable { .. } => {
            (KnockOutState::NotApplicable, message!("{id} is concluded not applicable."))
        }
        Standing::Concluded { conclusion, .. } => {
            // Conclusions are ordered best first.
            let state = if *conclusion >= at { KnockOutState::Struck } else { KnockOutState::Clear };
            (state, message!("{id} is concluded “{conclusion}”."))
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
                let said = message!("The vendor answers “{bad}” to {id}; nothing is concluded yet.");
                (KnockOutState::Suspected, said)
            } else {
                (KnockOutState::NotAssessed, message!("{id} is not concluded."))
            }
        }
    }
}

/// What is concluded on the questions that feed a knock-out, whether they are asked or no longer: what a note about it is
/// made on.
pub fn seen_with(case: &Case, library: &Library, knock_out: &KnockOutId) -> BTreeMap<QuestionId, Conclusion> {
    let feeds = |id: &QuestionId| {
        let question = library.bank.questions.get(id);
        question.and_then(|q| q.knock_out.as_ref()).is_some_and(|strike| strike.id == *knock_out)
    };
    let concluded = case.responses.values().filter_map(|r| Some((r.question.clone(), r.conclusion?)));
    concluded.filter(|(id, _)| feeds(id)).collect()
}

/// A note says where a knock-out stands while nothing asked here feeds it and what it was made on is as it was. When
/// something feeds it, what was noted falls: at once when it cleared the knock-out, on the first conclusion when it struck.
fn with_note(
    case: &Case,
    library: &Library,
    knock_out: &KnockOut,
    fed: Fed,
) -> (KnockOutState, Vec<Message>) {
    let note = case.knock_outs.get(&knock_out.id);
    let said = |note: &KnockOutNote| match note.note.trim() {
        "" => message!("Recorded by the assessor: no note"),
        seen => message!("Recorded by the assessor: {seen}"),
    };
    // The worst of what feeds it decides; the states are ordered worst first.
    let Some(worst) = fed.iter().map(|(state, _)| *state).min() else {
        let open = if knock_out.id.as_str() == ADVERSE_REPORT {
            message!("No report on the service is reviewed with its result; record what was seen.")
        } else {
            message!("No question asked here feeds it; record what was seen.")
        };
        return match note {
            Some(note) if note.struck => (KnockOutState::Struck, vec![said(note)]),
            Some(note) if note.seen_with == seen_with(case, library, &knock_out.id) => {
                (KnockOutState::Clear, vec![said(note)])
            }
            Some(note) => {
                let fallen = message!(
                    "What is concluded on its questions is another since, so that no longer counts."
                );
                (KnockOutState::NotAssessed, vec![said(note), fallen, open])
            }
            None => (KnockOutState::NotAssessed, vec![open]),
        };
    };
    let mut because: Vec<Message> = fed.into_iter().map(|(_, why)| why).collect();
    let is_open = matches!(worst, KnockOutState::Suspected | KnockOutState::NotAssessed);
    match note {
        None => (worst, because),
        Some(note) if note.struck && is_open => {
            because.extend([said(note), message!("It stands until that is concluded.")]);
            (KnockOutState::Struck, because)
        }
        Some(note) => {
            because.extend([said(note), message!("That was before this fed it, and no longer counts.")]);
            (worst, because)
        }
    }
}
