//! A case → the five steps of assessing an AI system, each with how far it is and what is missing.
//!
//! Identify components, evaluate threat vectors, test, score, mitigate: the steps are read from what is recorded.

use crate::case::Case;
use crate::gate::Picture;
use crate::ids::*;
use crate::record::Element;
use crate::risk::Rating;
use crate::stride::Threat;
use crate::words::*;
use serde::Serialize;
use std::collections::BTreeSet;

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
    /// How much is done.
    pub done: u32,
    /// Of how much.
    pub of: u32,
    /// What is missing, in sentences; empty when it is complete.
    pub missing: Vec<String>,
}

impl Step {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Elements in scope with a part in the AI system.
pub fn ai_components(case: &Case) -> Vec<&Element> {
    case.elements.values().filter(|e| e.out_of_scope.is_none() && e.role.is_some()).collect()
}

/// Words with commas and an “and”.
pub(crate) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// What is not recorded of an AI component, in a sentence.
pub fn component_gaps(element: &Element) -> Option<String> {
    let c = &element.component;
    let is_model = matches!(
        element.role,
        Some(AiRole::ModelArtifact | AiRole::InferenceApi | AiRole::FoundationModelApi)
    );
    let blank = |text: &str| text.trim().is_empty();
    let lacks: Vec<&str> = [
        (blank(&c.owner), "an owner"),
        (c.stages.is_empty(), "its stages of life"),
        (is_model && blank(&c.product), "the model's name"),
        (is_model && blank(&c.version), "its version"),
        (is_model && c.providers.iter().all(|p| blank(p)), "its provider"),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect();
    (!lacks.is_empty()).then(|| format!("{} lacks {}.", element.name, listed(&lacks)))
}

/// Threats of rules and recorded ones.
pub(crate) fn all_threats<'a>(case: &'a Case, threats: &'a [Threat]) -> Vec<&'a ThreatId> {
    threats.iter().map(|t| &t.id).chain(case.recorded_threats.keys()).collect()
}

/// Whether somebody decided about a threat.
pub(crate) fn is_decided(case: &Case, threat: &ThreatId) -> bool {
    case.threat_notes.get(threat).is_some_and(|note| note.decision != ThreatDecision::Open)
}

/// Whether a test of a kind was done on the AI system and came out well enough to go on.
pub(crate) fn is_tested(case: &Case, kind: TestKind) -> bool {
    case.tests.values().any(|test| {
        test.kind == kind && matches!(test.outcome, Some(TestOutcome::Withstood | TestOutcome::Partly))
    })
}

/// The kinds of test a system of this scope needs.
pub fn kinds_needed(case: &Case) -> BTreeSet<TestKind> {
    let a = &case.assessment;
    let mut kinds = BTreeSet::from([TestKind::Adversarial, TestKind::Robustness, TestKind::Penetration]);
    if a.has(ScopeFact::PersonalData) || a.has(ScopeFact::TrainsOnCustomerData) {
        kinds.insert(TestKind::Privacy);
    }
    let weighs =
        [ScopeFact::AutomatedDecisions, ScopeFact::ConsequentialDecisions, ScopeFact::SpecialCategories];
    if weighs.into_iter().any(|fact| a.has(fact)) {
        kinds.insert(TestKind::Bias);
    }
    kinds
}

/// Titles of the threats whose suggested rating is high, that nobody ruled out or mitigated, and that no risk names.
pub(crate) fn unrated(picture: &Picture) -> Vec<String> {
    let named: BTreeSet<&ThreatId> = picture.case.risks.values().flat_map(|r| &r.threats).collect();
    picture
        .threats
        .iter()
        .filter(|threat| {
            let decision =
                picture.case.threat_notes.get(&threat.id).map_or(ThreatDecision::Open, |n| n.decision);
            matches!(decision, ThreatDecision::Accepted | ThreatDecision::Transferred)
                && Rating::new(threat.likelihood, threat.impact).is_ok_and(|r| picture.is_high(r))
                && !named.contains(&threat.id)
        })
        .map(|threat| threat.title.clone())
        .collect()
}

/// The five steps.
pub fn steps(picture: &Picture) -> Vec<Step> {
    let case = picture.case;
    let step = |id, title: &str, meaning: &str, done: usize, of: usize, missing: Vec<String>| Step {
        id,
        title: title.into(),
        meaning: meaning.into(),
        done: done as u32,
        of: of as u32,
        missing,
    };

    let components = ai_components(case);
    let mut gaps: Vec<String> = components.iter().filter_map(|e| component_gaps(e)).collect();
    let described = components.len() - gaps.len();
    if components.is_empty() {
        gaps.push("No component has a part in the AI system yet.".into());
    }

    let threats = all_threats(case, picture.threats);
    let decided = threats.iter().filter(|id| is_decided(case, id)).count();
    let mut undecided = Vec::new();
    if threats.is_empty() {
        undecided.push("The model yields no threat yet.".into());
    } else if decided < threats.len() {
        undecided.push(format!("{} threats are not decided.", threats.len() - decided));
    }

    let needed = kinds_needed(case);
    let mut untested = Vec::new();
    for kind in &needed {
        let done = case.tests.values().any(|t| t.kind == *kind && t.outcome.is_some());
        let planned = case.tests.values().any(|t| t.kind == *kind);
        if !done {
            let word = if planned { "planned, not done" } else { "none is planned" };
            untested.push(format!("{} test: {word}.", kind.title()));
        }
    }
    let tested = needed.len() - untested.len();

    let mut unscored: Vec<String> =
        unrated(picture).iter().map(|title| format!("“{title}” is in no risk.")).collect();
    if case.risks.is_empty() {
        unscored.push("The risk register is empty.".into());
    }

    let treated = |risk: &&crate::record::Risk| !risk.owner.trim().is_empty() && risk.due.is_some();
    let done = case.risks.values().filter(treated).count();
    let mut untreated: Vec<String> = case
        .risks
        .values()
        .filter(|r| !treated(r))
        .map(|r| format!("{} lacks its owner or its day.", r.id))
        .collect();
    if case.risks.is_empty() {
        untreated.push("There is no risk to treat yet.".into());
    }

    vec![
        step(
            StepId::Components,
            "Identify components",
            "Data sources, models, APIs, cloud services, agents and tools: whose they are, which version, with which data.",
            described,
            components.len(),
            gaps,
        ),
        step(
            StepId::Threats,
            "Evaluate threats",
            "What can happen to each of them, by attackers, insiders and suppliers; each threat decided.",
            decided,
            threats.len(),
            undecided,
        ),
        step(
            StepId::Tests,
            "Test",
            "What was tried on the system, and what it withstood.",
            tested,
            needed.len(),
            untested,
        ),
        step(
            StepId::Scores,
            "Score risks",
            "Impact and likelihood of what remains, on the matrix.",
            case.risks.len(),
            case.risks.len() + unscored.len(),
            unscored,
        ),
        step(
            StepId::Mitigation,
            "Mitigate",
            "Controls, owners and days for each risk, and what remains after them.",
            done,
            case.risks.len(),
            untreated,
        ),
    ]
}
