//! A case, what it is made with, and a day → an [`Evaluation`]: everything the rules say about it, worked out once.
//!
//! Steps, gates, categories, close-out, overview and report read it and compute nothing again; they know this and not each
//! other.

use crate::case::Case;
use crate::decision::{self, Advice, DecisionStanding};
use crate::ids::{TestId, ThreatId};
use crate::knockout::{self, KnockOutResult};
use crate::monitoring::{self, LapsedUse, NextAssessment, OpenEvent};
use crate::pack::Library;
use crate::record::{Element, Finding, Risk, SecurityTest};
use crate::red_flag::{self, Raised};
use crate::risk::Rating;
use crate::score::{self, Results};
use crate::standing::{self, Standings};
use crate::stride::{self, Threat};
use crate::words::{AiRole, ScopeFact, Severity, TestKind, TestOutcome, ThreatDecision};
use assay_message::{Message, Part, message};
use chrono::NaiveDate;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A case as it stands on a day.
#[derive(Debug, Clone)]
pub struct Evaluation<'a> {
    /// The case.
    pub case: &'a Case,
    /// What it is made with.
    pub library: &'a Library,
    /// The day.
    pub day: NaiveDate,
    /// The number of the issue that is being made of it, if one is.
    pub issuing: Option<u32>,
    /// Where each question stands.
    pub standings: Standings<'a>,
    /// Scores with coverage.
    pub results: Results,
    /// Where each knock-out stands, struck ones first.
    pub knock_outs: Vec<KnockOutResult>,
    /// What the case allows to decide.
    pub advice: Advice,
    /// Whether the decision recorded stands.
    pub decision: DecisionStanding,
    /// Threats that rules make.
    pub threats: Vec<Threat>,
    /// Red flags of the reviews.
    pub red_flags: Vec<Raised>,
    /// The kinds of security test, needed or done.
    pub tests: Vec<KindOfTest>,
    /// When it is looked at again.
    pub next: NextAssessment,
    /// What happened and is open.
    pub events: Vec<OpenEvent>,
    /// What is relied on and stopped counting.
    pub lapsed: Vec<LapsedUse>,
}

/// How far a kind of security test is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TestProgress {
    /// None is planned.
    None,
    /// Planned, and no result.
    Planned,
    /// Done; the worst of the newest on each component.
    Done {
        /// Which test.
        test: TestId,
        /// How it came out.
        outcome: TestOutcome,
    },
}

/// A kind of security test: whether the system needs it, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KindOfTest {
    /// Which kind.
    pub kind: TestKind,
    /// Whether a system of this scope needs it.
    pub needed: bool,
    /// How far it is.
    pub progress: TestProgress,
    /// The tests of the kind, planned and done.
    pub tests: Vec<TestId>,
}

impl KindOfTest {
    /// Whether it was done and told something.
    pub fn is_done(&self) -> bool {
        match &self.progress {
            TestProgress::None | TestProgress::Planned => false,
            TestProgress::Done { outcome, .. } => match outcome {
                TestOutcome::Withstood | TestOutcome::Partly | TestOutcome::Failed => true,
                TestOutcome::Inconclusive => false,
            },
        }
    }

    /// Whether it was done and came out well enough to go on.
    pub fn is_withstood(&self) -> bool {
        match &self.progress {
            TestProgress::None | TestProgress::Planned => false,
            TestProgress::Done { outcome, .. } => match outcome {
                TestOutcome::Withstood | TestOutcome::Partly => true,
                TestOutcome::Failed | TestOutcome::Inconclusive => false,
            },
        }
    }
}

/// What the rules say about a case on a day.
pub fn evaluate<'a>(case: &'a Case, library: &'a Library, day: NaiveDate) -> Evaluation<'a> {
    evaluate_where(case, library, standing::standings(case, library, day), day)
}

/// The same, where it is known already how each question stands on that day.
pub fn evaluate_where<'a>(
    case: &'a Case,
    library: &'a Library,
    standings: Standings<'a>,
    day: NaiveDate,
) -> Evaluation<'a> {
    let results = score::results(case, library, &standings);
    let knock_outs = knockout::results(case, library, &standings);
    let advice = decision::advice(case, &results, &knock_outs, day);
    Evaluation {
        case,
        library,
        day,
        issuing: None,
        decision: decision::standing(case, &standings, &knock_outs, &advice),
        threats: stride::threats(case, library, &standings),
        red_flags: red_flag::raised(case, library, day),
        tests: kinds_of_test(case),
        next: monitoring::next_assessment(case),
        events: monitoring::open_events(case, library, day),
        lapsed: monitoring::lapsed(case, library, day),
        standings,
        results,
        knock_outs,
        advice,
    }
}

impl<'a> Evaluation<'a> {
    /// The same while issue `number` is being made of it.
    pub fn issuing(self, number: u32) -> Self {
        Self { issuing: Some(number), ..self }
    }

    /// Whether a rating lies in one of the two worst bands of the matrix.
    pub fn is_high(&self, rating: Rating) -> bool {
        let band = self.library.matrix.band(rating);
        self.library.matrix.bands.iter().rev().take(2).any(|b| b.id == band.id)
    }

    /// Findings, worst first, then by due date, then by id.
    pub fn findings(&self) -> Vec<&'a Finding> {
        let mut all: Vec<&Finding> = self.case.findings.values().collect();
        all.sort_by_key(|f| (Reverse(f.severity), f.due.is_none(), f.due, &f.id));
        all
    }

    /// Risks, highest residual band first, then highest inherent, then by id.
    pub fn risks(&self) -> Vec<&'a Risk> {
        let weight =
            |rating: Rating| (self.library.matrix.rank(rating), rating.likelihood() * rating.impact());
        let mut all: Vec<&Risk> = self.case.risks.values().collect();
        all.sort_by_key(|r| {
            (Reverse(weight(r.ratings.residual())), Reverse(weight(r.ratings.inherent())), &r.id)
        });
        all
    }

    /// Threats of rules and recorded ones.
    pub fn all_threats(&self) -> impl Iterator<Item = &ThreatId> {
        self.threats.iter().map(|t| &t.id).chain(self.case.recorded_threats.keys())
    }

    /// What was decided about a threat; open when nobody did.
    pub fn decided(&self, threat: &ThreatId) -> ThreatDecision {
        self.case.threat_notes.get(threat).map_or(ThreatDecision::Open, |note| note.decision)
    }

    /// How many threats nobody decided.
    pub fn undecided(&self) -> usize {
        self.all_threats().filter(|id| self.decided(id) == ThreatDecision::Open).count()
    }

    /// Titles of the threats that weigh and stand in no risk: open, accepted or transferred, with a high suggested rating,
    /// or recorded as high or critical.
    pub fn unrated(&self) -> Vec<&str> {
        let named: BTreeSet<&ThreatId> = self.case.risks.values().flat_map(|r| &r.threats).collect();
        let remains = |id: &ThreatId| match self.decided(id) {
            ThreatDecision::Open | ThreatDecision::Accepted | ThreatDecision::Transferred => {
                !named.contains(id)
            }
            ThreatDecision::Mitigated | ThreatDecision::Avoided | ThreatDecision::NotApplicable => false,
        };
        let by_rules = self.threats.iter().filter(|threat| {
            remains(&threat.id)
                && Rating::new(threat.likelihood, threat.impact).is_ok_and(|rating| self.is_high(rating))
        });
        let recorded = self.case.recorded_threats.values().filter(|threat| {
            remains(&threat.id)
                && threat.severity.is_some_and(|severity| match severity {
                    Severity::High | Severity::Critical => true,
                    Severity::Low | Severity::Medium => false,
                })
        });
        by_rules.map(|t| t.title.as_str()).chain(recorded.map(|t| t.title.as_str())).collect()
    }

    /// The threats that weigh and stand in no risk, each in a sentence.
    pub fn in_no_risk(&self) -> Vec<Message> {
        self.unrated().into_iter().map(|title| message!("“{title}” is in no risk.")).collect()
    }

    /// A kind of security test.
    pub fn test(&self, kind: TestKind) -> Option<&KindOfTest> {
        self.tests.iter().find(|test| test.kind == kind)
    }

    /// Whether there is AI to speak of.
    pub fn has_ai(&self) -> bool {
        has_ai(self.case)
    }
}

/// Whether there is AI to speak of: in the scope, or by a component of the model.
pub fn has_ai(case: &Case) -> bool {
    case.assessment.has(ScopeFact::Ai) || !ai_components(case).is_empty()
}

/// Elements in scope with a part in the AI system.
pub fn ai_components(case: &Case) -> Vec<&Element> {
    case.elements.values().filter(|e| e.out_of_scope.is_none() && e.role.is_some()).collect()
}

/// What is not recorded of an AI component, in a sentence.
pub fn component_gaps(element: &Element) -> Option<Message> {
    lacking(&element.name, &component_lacks(element))
}

/// What is not recorded of an AI component, each as part of a sentence.
pub fn component_lacks(element: &Element) -> Vec<Message> {
    let c = &element.component;
    let is_model = matches!(
        element.role,
        Some(AiRole::ModelArtifact | AiRole::InferenceApi | AiRole::FoundationModelApi)
    );
    let blank = |text: &str| text.trim().is_empty();
    those([
        (blank(&c.owner), message!("an owner")),
        (c.stages.is_empty(), message!("its stages of life")),
        (is_model && blank(&c.product), message!("the model's name")),
        (is_model && blank(&c.version), message!("its version")),
        (is_model && c.providers.iter().all(|p| blank(p)), message!("its provider")),
    ])
}

/// What something lacks, in a sentence; `None` when it lacks nothing.
pub(crate) fn lacking(what: &str, lacks: &[Message]) -> Option<Message> {
    (!lacks.is_empty()).then(|| message!("{what} lacks {lacks}.", lacks = Part::all_of(lacks)))
}

/// The messages that hold.
pub(crate) fn those<const N: usize>(all: [(bool, Message); N]) -> Vec<Message> {
    all.into_iter().filter_map(|(holds, message)| holds.then_some(message)).collect()
}

/// The kinds of test a system of this scope needs; none where there is no AI.
fn kinds_needed(case: &Case) -> BTreeSet<TestKind> {
    let a = &case.assessment;
    if !has_ai(case) {
        return BTreeSet::new();
    }
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

/// Every kind of security test with how far it is.
fn kinds_of_test(case: &Case) -> Vec<KindOfTest> {
    let needed = kinds_needed(case);
    [TestKind::Adversarial, TestKind::Robustness, TestKind::Privacy, TestKind::Bias, TestKind::Penetration]
        .into_iter()
        .map(|kind| {
            let own: Vec<&SecurityTest> = case.tests.values().filter(|t| t.kind == kind).collect();
            KindOfTest {
                kind,
                needed: needed.contains(&kind),
                progress: progress(case, &own),
                tests: own.iter().map(|t| t.id.clone()).collect(),
            }
        })
        .collect()
}

/// How far the tests of one kind are: on each component, and on the system where none is named, the newest counts; of
/// those the worst tells.
fn progress(case: &Case, tests: &[&SecurityTest]) -> TestProgress {
    let in_scope =
        |id: &crate::ids::ElementId| case.elements.get(id).is_some_and(|e| e.out_of_scope.is_none());
    let places: BTreeSet<_> = tests.iter().flat_map(|t| &t.elements).filter(|id| in_scope(id)).collect();
    let on_system = tests.iter().copied().filter(|t| t.elements.is_empty());
    let on = |id| tests.iter().copied().filter(move |t| t.elements.contains(id));
    let newest = places
        .into_iter()
        .flat_map(|id| stride::newest_by(on(id), |_| ()))
        .chain(stride::newest_by(on_system, |_| ()));
    match newest.filter_map(|t| Some((t.outcome?, t))).max_by_key(|(outcome, _)| stride::badness(*outcome)) {
        Some((outcome, test)) => TestProgress::Done { test: test.id.clone(), outcome },
        None if tests.iter().any(|t| t.outcome.is_none()) => TestProgress::Planned,
        None => TestProgress::None,
    }
}
