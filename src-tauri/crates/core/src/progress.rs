//! An evaluation → the way through an assessment: ten steps, each with where it stands.

use crate::decision::DecisionState;
use crate::evaluation::{Evaluation, ai_components, component_gaps};
use crate::gate;
use crate::words::{Conclusion, KnockOutState};
use assay_message::{Message, Told, message};
use serde::Serialize;

/// Where a step of the way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StepState {
    /// Nothing yet.
    NotStarted,
    /// Some of it.
    InProgress,
    /// All of it.
    Done,
    /// Something must be looked at.
    NeedsAttention,
}

/// A step of the way through an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Step {
    /// `scope`, `questionnaire`, `findings`, `components`, `threats`, `tests`, `risks`, `decision`, `report`, `gates`.
    pub id: String,
    /// Title.
    pub title: Message,
    /// Where it stands.
    pub state: StepState,
    /// In words, such as “41 of 62”.
    pub detail: Message,
}

impl Step {
    fn new(id: &str, title: Message, state: StepState, detail: Message) -> Self {
        Self { id: id.into(), title, state, detail }
    }
}

/// What must be looked at comes before what is done, and that before what is begun.
fn state(started: bool, done: bool, attention: bool) -> StepState {
    match (attention, done, started) {
        (true, _, _) => StepState::NeedsAttention,
        (false, true, _) => StepState::Done,
        (false, false, true) => StepState::InProgress,
        (false, false, false) => StepState::NotStarted,
    }
}

/// The way through an assessment, in the order it is walked.
pub fn steps(evaluation: &Evaluation) -> Vec<Step> {
    vec![
        scope(evaluation),
        questionnaire(evaluation),
        findings(evaluation),
        components(evaluation),
        threats(evaluation),
        tests(evaluation),
        risks(evaluation),
        decision(evaluation),
        report(evaluation),
        gates(evaluation),
    ]
}

fn scope(evaluation: &Evaluation) -> Step {
    let a = &evaluation.case.assessment;
    let scoped = !a.scope_in.is_empty() && !a.assessor.name.is_empty();
    let detail = if scoped { message!("Complete") } else { message!("Scope and assessor to fill in") };
    Step::new("scope", message!("Vendor & scope"), state(true, scoped, false), detail)
}

fn questionnaire(evaluation: &Evaluation) -> Step {
    let total = &evaluation.results.total;
    let responses = &evaluation.case.responses;
    let asked = &evaluation.standings.asked;
    let answered = asked.iter().filter(|q| responses.get(&q.id).is_some_and(|r| r.claim.is_some())).count();
    let done = !asked.is_empty() && total.concluded == total.applicable;
    let detail = message!(
        "{answered} answered, {concluded} of {applicable} concluded",
        concluded = total.concluded,
        applicable = total.applicable
    );
    let started = answered > 0 || total.concluded > 0;
    Step::new("questionnaire", message!("Questionnaire"), state(started, done, false), detail)
}

fn findings(evaluation: &Evaluation) -> Step {
    let findings = &evaluation.case.findings;
    let failed = evaluation.standings.asked.iter().filter(|q| {
        evaluation.standings.conclusion(&q.id).is_some_and(|c| c >= Conclusion::Partially)
            && !findings.values().any(|f| f.question.as_ref() == Some(&q.id))
    });
    let to_write = failed.count();
    let all = findings.len();
    let detail = match to_write {
        0 => message!("{all} recorded"),
        n => message!("{all} recorded, {n} to write"),
    };
    let some = !findings.is_empty();
    Step::new("findings", message!("Findings"), state(some, some && to_write == 0, to_write > 0), detail)
}

fn components(evaluation: &Evaluation) -> Step {
    let all = evaluation.case.elements.len();
    let of_ai = ai_components(evaluation.case);
    let bare = of_ai.iter().filter(|e| component_gaps(e).is_some()).count();
    let detail = match (all, of_ai.len(), bare) {
        (0, _, _) => message!("None yet"),
        (all, 0, _) => message!("{all} recorded"),
        (all, ai, 0) => message!("{all} recorded, {ai} of the AI system"),
        (_, ai, bare) => message!("{bare} of {ai} AI components to describe"),
    };
    let described = all > 0 && bare == 0 && (!evaluation.has_ai() || !of_ai.is_empty());
    Step::new("components", message!("Components"), state(all > 0, described, bare > 0), detail)
}

fn threats(evaluation: &Evaluation) -> Step {
    let some = !evaluation.case.elements.is_empty();
    let (all, undecided) = (evaluation.all_threats().count(), evaluation.undecided());
    let detail = if some {
        message!("{decided} of {all} decided", decided = all - undecided)
    } else {
        message!("No model yet")
    };
    Step::new("threats", message!("Threats"), state(some, all > 0 && undecided == 0, false), detail)
}

fn tests(evaluation: &Evaluation) -> Step {
    let recorded = evaluation.case.tests.len();
    let needed = evaluation.tests.iter().filter(|test| test.needed).count();
    let done = evaluation.tests.iter().filter(|test| test.needed && test.is_done()).count();
    let detail = match (recorded, needed) {
        (0, 0) => message!("None"),
        (all, 0) => message!("{all} recorded"),
        (_, needed) => message!("{done} of {needed} kinds done"),
    };
    Step::new("tests", message!("Tests"), state(recorded > 0, recorded > 0 && done == needed, false), detail)
}

fn risks(evaluation: &Evaluation) -> Step {
    let risks = &evaluation.case.risks;
    let unowned = risks.values().filter(|r| r.owner.trim().is_empty()).count();
    let detail = match unowned {
        0 => message!("{all} in the register", all = risks.len()),
        n => message!("{n} without owner"),
    };
    let some = !risks.is_empty();
    Step::new("risks", message!("Risks"), state(some, some && unowned == 0, unowned > 0), detail)
}

fn decision(evaluation: &Evaluation) -> Step {
    let struck = evaluation.knock_outs.iter().filter(|k| k.state == KnockOutState::Struck).count();
    let outcome = evaluation.case.decision.as_ref().map(|decision| decision.outcome);
    let (state, detail) = match (evaluation.decision.state, outcome, struck) {
        (DecisionState::Stands, Some(outcome), _) => (StepState::Done, outcome.message()),
        (DecisionState::ToConfirm, Some(outcome), _) => {
            (StepState::NeedsAttention, message!("{outcome}: to be confirmed"))
        }
        (DecisionState::NotAllowed, Some(outcome), _) => {
            (StepState::NeedsAttention, message!("{outcome}: does not stand"))
        }
        (DecisionState::Missing, _, 0) | (_, None, 0) => (StepState::NotStarted, message!("Not decided")),
        (DecisionState::Missing, _, 1) | (_, None, 1) => {
            (StepState::NeedsAttention, message!("1 knock-out struck"))
        }
        (DecisionState::Missing, _, n) | (_, None, n) => {
            (StepState::NeedsAttention, message!("{n} knock-outs struck"))
        }
    };
    Step::new("decision", message!("Decision"), state, detail)
}

fn report(evaluation: &Evaluation) -> Step {
    let issued = evaluation.case.issues.len();
    let detail = if issued > 0 { message!("{issued} issued") } else { message!("Not issued") };
    Step::new("report", message!("Report"), state(false, issued > 0, false), detail)
}

fn gates(evaluation: &Evaluation) -> Step {
    let gates = gate::gates(evaluation);
    let passed = gates.iter().filter(|gate| gate.passed).count();
    let begun = gates.iter().any(|gate| gate.met > 0);
    let done = !gates.is_empty() && passed == gates.len();
    Step::new(
        "gates",
        message!("Gates"),
        state(begun, done, false),
        message!("{passed} of {of} passed", of = gates.len()),
    )
}
