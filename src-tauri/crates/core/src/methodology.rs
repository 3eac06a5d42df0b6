//! An evaluation → the five steps of assessing an AI system, each with how far it is and what is missing.
//!
//! Identify components, evaluate threat vectors, test, score, mitigate: the steps are read from what is recorded.

use crate::evaluation::{Evaluation, TestProgress, ai_components, component_gaps};
use crate::record::Risk;
use crate::words::{RiskStatus, TestOutcome, Treatment};
use assay_message::{Message, message};
use serde::Serialize;

/// Which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "MethodStepId"))]
pub enum StepId {
    /// What the system is made of.
    Components,
    /// What can happen to it.
    Threats,
    /// What was tried on it.
    Tests,
    /// How likely and how bad.
    Scores,
    /// What is done about it.
    Mitigation,
}

/// A step and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "MethodStep"))]
pub struct Step {
    /// Which.
    pub id: StepId,
    /// Its name.
    pub title: Message,
    /// What is done in it.
    pub meaning: Message,
    /// Whether there is anything to do in it: without AI there is nothing to describe as a part of it or to test.
    pub applies: bool,
    /// How much is done.
    pub done: u32,
    /// Of how much.
    pub of: u32,
    /// What is missing, in sentences; empty when it is complete or does not apply.
    pub missing: Vec<Message>,
}

impl Step {
    /// Whether it applies and nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.applies && self.missing.is_empty()
    }

    fn new(id: StepId, applies: bool, done: usize, of: usize, missing: Vec<Message>) -> Self {
        let (title, meaning) = match id {
            StepId::Components => (
                message!("Identify components"),
                message!(
                    "Data sources, models, APIs, cloud services, agents and tools: whose they are, which version, with which data."
                ),
            ),
            StepId::Threats => (
                message!("Evaluate threats"),
                message!(
                    "What can happen to each of them, by attackers, insiders and suppliers; each threat decided."
                ),
            ),
            StepId::Tests => {
                (message!("Test"), message!("What was tried on the system, and what it withstood."))
            }
            StepId::Scores => {
                (message!("Score risks"), message!("Impact and likelihood of what remains, on the matrix."))
            }
            StepId::Mitigation => (
                message!("Mitigate"),
                message!("Controls, owners and days for each risk, and what remains after them."),
            ),
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { id, title, meaning, applies, done: count(done), of: count(of), missing }
    }
}

/// The five steps.
pub fn steps(evaluation: &Evaluation) -> Vec<Step> {
    vec![
        components(evaluation),
        threats(evaluation),
        tests(evaluation),
        scores(evaluation),
        mitigation(evaluation),
    ]
}

fn components(evaluation: &Evaluation) -> Step {
    if !evaluation.has_ai() {
        return Step::new(StepId::Components, false, 0, 0, Vec::new());
    }
    let all = ai_components(evaluation.case);
    let mut gaps: Vec<Message> = all.iter().filter_map(|e| component_gaps(e)).collect();
    let described = all.len() - gaps.len();
    if all.is_empty() {
        gaps.push(message!("No component has a part in the AI system yet."));
    }
    Step::new(StepId::Components, true, described, all.len(), gaps)
}

fn threats(evaluation: &Evaluation) -> Step {
    let (all, undecided) = (evaluation.all_threats().count(), evaluation.undecided());
    let missing = match (all, undecided) {
        (0, _) => vec![message!("The model yields no threat yet.")],
        (_, 0) => Vec::new(),
        (_, n) => vec![message!("{n} threats are not decided.")],
    };
    Step::new(StepId::Threats, true, all - undecided, all, missing)
}

fn tests(evaluation: &Evaluation) -> Step {
    let needed: Vec<_> = evaluation.tests.iter().filter(|test| test.needed).collect();
    let missing: Vec<Message> = needed
        .iter()
        .filter_map(|test| {
            let kind = test.kind;
            match &test.progress {
                TestProgress::None => Some(message!("{kind} test: none is planned.")),
                TestProgress::Planned => Some(message!("{kind} test: planned, not done.")),
                TestProgress::Done { outcome: TestOutcome::Inconclusive, .. } => {
                    Some(message!("{kind} test: done, and it told nothing."))
                }
                TestProgress::Done {
                    outcome: TestOutcome::Withstood | TestOutcome::Partly | TestOutcome::Failed,
                    ..
                } => None,
            }
        })
        .collect();
    let done = needed.len() - missing.len();
    Step::new(StepId::Tests, !needed.is_empty(), done, needed.len(), missing)
}

fn scores(evaluation: &Evaluation) -> Step {
    let risks = evaluation.case.risks.len();
    let mut missing = evaluation.in_no_risk();
    if risks == 0 {
        missing.push(message!("The risk register is empty."));
    }
    Step::new(StepId::Scores, true, risks, risks + missing.len(), missing)
}

/// Whether a risk is treated, not only planned to be: its treatment is done, or somebody bears it by name.
fn is_treated(risk: &Risk) -> bool {
    let owned = !risk.owner.trim().is_empty();
    match (risk.status, risk.treatment) {
        (RiskStatus::Closed, _) => owned,
        (RiskStatus::Open | RiskStatus::InProgress, Treatment::Accept) => owned,
        (
            RiskStatus::Open | RiskStatus::InProgress,
            Treatment::Mitigate | Treatment::Transfer | Treatment::Avoid,
        ) => false,
    }
}

fn mitigation(evaluation: &Evaluation) -> Step {
    let risks = &evaluation.case.risks;
    let mut missing: Vec<Message> = risks
        .values()
        .filter(|risk| !is_treated(risk))
        .map(|Risk { id, owner, due, status, .. }| match (owner.trim().is_empty(), due) {
            (true, _) => message!("{id} has no owner."),
            (false, None) => message!("{id} has no day, and its treatment is “{status}”."),
            (false, Some(day)) => message!("{id}: treatment “{status}”, due {day}."),
        })
        .collect();
    let done = risks.len() - missing.len();
    if risks.is_empty() {
        missing.push(message!("There is no risk to treat yet."));
    }
    Step::new(StepId::Mitigation, true, done, risks.len(), missing)
}
