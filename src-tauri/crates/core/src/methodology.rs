//! An evaluation → the five steps of assessing an AI system, each with how far it is and what is missing.
//!
//! Identify components, evaluate threat vectors, test, score, mitigate: the steps are read from what is recorded.

use crate::evaluation::{Evaluation, TestProgress, ai_components, component_gaps};
use crate::record::Risk;
use crate::words::{RiskStatus, TestOutcome, Treatment, Word};
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
    pub title: String,
    /// What is done in it.
    pub meaning: String,
    /// Whether there is anything to do in it: without AI there is nothing to describe as a part of it or to test.
    pub applies: bool,
    /// How much is done.
    pub done: u32,
    /// Of how much.
    pub of: u32,
    /// What is missing, in sentences; empty when it is complete or does not apply.
    pub missing: Vec<String>,
}

impl Step {
    /// Whether it applies and nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.applies && self.missing.is_empty()
    }

    fn new(id: StepId, applies: bool, done: usize, of: usize, missing: Vec<String>) -> Self {
        let (title, meaning) = match id {
            StepId::Components => (
                "Identify components",
                "Data sources, models, APIs, cloud services, agents and tools: whose they are, which version, with which data.",
            ),
            StepId::Threats => (
                "Evaluate threats",
                "What can happen to each of them, by attackers, insiders and suppliers; each threat decided.",
            ),
            StepId::Tests => ("Test", "What was tried on the system, and what it withstood."),
            StepId::Scores => ("Score risks", "Impact and likelihood of what remains, on the matrix."),
            StepId::Mitigation => {
                ("Mitigate", "Controls, owners and days for each risk, and what remains after them.")
            }
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            id,
            title: title.into(),
            meaning: meaning.into(),
            applies,
            done: count(done),
            of: count(of),
            missing,
        }
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
    let mut gaps: Vec<String> = all.iter().filter_map(|e| component_gaps(e)).collect();
    let described = all.len() - gaps.len();
    if all.is_empty() {
        gaps.push("No component has a part in the AI system yet.".into());
    }
    Step::new(StepId::Components, true, described, all.len(), gaps)
}

fn threats(evaluation: &Evaluation) -> Step {
    let (all, undecided) = (evaluation.all_threats().count(), evaluation.undecided());
    let missing = match (all, undecided) {
        (0, _) => vec!["The model yields no threat yet.".into()],
        (_, 0) => Vec::new(),
        (_, n) => vec![format!("{n} threats are not decided.")],
    };
    Step::new(StepId::Threats, true, all - undecided, all, missing)
}

fn tests(evaluation: &Evaluation) -> Step {
    let needed: Vec<_> = evaluation.tests.iter().filter(|test| test.needed).collect();
    let missing: Vec<String> = needed
        .iter()
        .filter_map(|test| {
            let word = match &test.progress {
                TestProgress::None => "none is planned",
                TestProgress::Planned => "planned, not done",
                TestProgress::Done { outcome: TestOutcome::Inconclusive, .. } => "done, and it told nothing",
                TestProgress::Done {
                    outcome: TestOutcome::Withstood | TestOutcome::Partly | TestOutcome::Failed,
                    ..
                } => return None,
            };
            Some(format!("{} test: {word}.", test.kind.title()))
        })
        .collect();
    let done = needed.len() - missing.len();
    Step::new(StepId::Tests, !needed.is_empty(), done, needed.len(), missing)
}

fn scores(evaluation: &Evaluation) -> Step {
    let risks = evaluation.case.risks.len();
    let mut missing: Vec<String> =
        evaluation.unrated().iter().map(|title| format!("“{title}” is in no risk.")).collect();
    if risks == 0 {
        missing.push("The risk register is empty.".into());
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
    let mut missing: Vec<String> = risks
        .values()
        .filter(|risk| !is_treated(risk))
        .map(|risk| match (risk.owner.trim().is_empty(), risk.due) {
            (true, _) => format!("{} has no owner.", risk.id),
            (false, None) => format!("{} has no day, and its treatment is {}.", risk.id, word(risk.status)),
            (false, Some(day)) => format!("{}: treatment {}, due {day}.", risk.id, word(risk.status)),
        })
        .collect();
    let done = risks.len() - missing.len();
    if risks.is_empty() {
        missing.push("There is no risk to treat yet.".into());
    }
    Step::new(StepId::Mitigation, true, done, risks.len(), missing)
}

fn word(status: RiskStatus) -> String {
    status.title().to_lowercase()
}
