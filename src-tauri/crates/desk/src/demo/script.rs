//! `assets/demo/` on a day → the sample as it reads on that day.

use super::days;
use crate::Problem;
use assay_core::ids::{
    BoundaryId, ElementId, FlowId, FrameworkId, KnockOutId, QuestionId, RequirementId, RiskId, RuleId,
    ThreatId,
};
use assay_core::record::{AssuranceLevel, Component, Condition, Deferred, Interview, Person, Purpose, Tier};
use assay_core::risk::Rating;
use assay_core::words::{
    AiRole, Claim, Conclusion, ElementFact, ElementKind, EvidenceKind, Known, Method, Outcome, RiskCategory,
    RiskStatus, ScopeFact, Severity, TestKind, TestOutcome, ThreatDecision, Treatment, Trigger,
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const SCRIPT: &str = include_str!("../../../../../assets/demo/assessment.toml");

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../../../../assets/demo/evidence/", $name))),)*] };
}

/// The sample's evidence, by file name.
const FILES: &[(&str, &str)] = files!(
    "access-review.txt"
    "injection-trials.txt"
    "model-card-triage-4.txt"
    "penetration-test-summary.txt"
    "restore-test.txt"
    "soc2-type2-extract.txt"
    "subprocessor-register.txt"
    "triage-4.2.cdx.json"
);

/// The sample as it reads when its day is the latest Friday before `today`.
///
/// # Errors
/// When the sample itself does not read, which a test rules out.
pub fn script(today: NaiveDate) -> Result<Script, Problem> {
    toml::from_str(&written_out(SCRIPT, today)?)
        .map_err(|e| Problem::new("sample", format!("The sample does not read: {e}")))
}

/// One of the sample's files, with the days that it names.
///
/// # Errors
/// When there is no such file or a day in it does not read, which a test rules out.
pub fn file(name: &str, today: NaiveDate) -> Result<Vec<u8>, Problem> {
    let found = FILES.iter().find(|(file, _)| *file == name);
    let (_, text) = found.ok_or_else(|| crate::use_cases::unknown("sample file", &name))?;
    written_out(text, today).map(String::into_bytes)
}

fn written_out(text: &str, today: NaiveDate) -> Result<String, Problem> {
    days::written_out(text, days::friday(today))
        .map_err(|place| Problem::new("sample", format!("The sample's day {place} does not read.")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub summary: String,
    pub limitations: Vec<String>,
    /// The file's name.
    pub bill_of_materials: String,
    pub vendor: VendorPart,
    pub assessment: AssessmentPart,
    pub evidence: Vec<EvidencePart>,
    pub answer: Vec<AnswerPart>,
    pub boundary: Vec<BoundaryPart>,
    pub element: Vec<ElementPart>,
    pub flow: Vec<FlowPart>,
    #[serde(default)]
    pub threat: Vec<ThreatPart>,
    pub risk: Vec<RiskPart>,
    pub finding: Vec<FindingPart>,
    pub soc_review: SocPart,
    pub suggestion: Vec<SuggestionPart>,
    pub note: Vec<NotePart>,
    pub last_year: LastYearPart,
    pub test: Vec<TestPart>,
    pub event: Vec<EventPart>,
    pub decision: DecisionPart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestPart {
    pub kind: TestKind,
    pub title: String,
    pub elements: BTreeSet<ElementId>,
    pub techniques: BTreeSet<String>,
    pub planned: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
    pub by: String,
    pub method: String,
    pub outcome: Option<TestOutcome>,
    #[serde(default)]
    pub seen: String,
    #[serde(default)]
    pub limits: String,
    #[serde(default)]
    pub evidence: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventPart {
    pub trigger: Trigger,
    pub date: NaiveDate,
    pub what: String,
    pub closed: Option<NaiveDate>,
    pub outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorPart {
    pub name: String,
    pub legal_name: String,
    pub country: String,
    pub website: String,
    pub contact_name: String,
    pub contact_email: String,
    pub services: Vec<String>,
    pub notes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessmentPart {
    pub title: String,
    pub service: String,
    pub purpose: String,
    pub facts: BTreeSet<ScopeFact>,
    pub frameworks: BTreeSet<FrameworkId>,
    pub scope_in: Vec<String>,
    pub scope_out: Vec<String>,
    pub locations: Vec<String>,
    /// When the work began.
    pub started: NaiveDate,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub data_classes: Vec<String>,
    pub inherent: BTreeMap<String, String>,
    pub purposes: Vec<Purpose>,
    pub assessor: PersonPart,
    pub reviewer: PersonPart,
    pub accountable: PersonPart,
    pub interviews: Vec<Interview>,
    pub distribution: Vec<String>,
    pub classification: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonPart {
    pub name: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub organisation: String,
}
impl From<&PersonPart> for Person {
    fn from(part: &PersonPart) -> Self {
        let PersonPart { name, role, organisation } = part.clone();
        Self { name, role, organisation }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidencePart {
    pub key: String,
    pub title: String,
    pub kind: EvidenceKind,
    #[serde(default)]
    pub issuer: String,
    pub issued: Option<NaiveDate>,
    /// When it came into the assessor's hands or sight.
    pub received: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    /// None when it was seen and not retained.
    pub file: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub pages: String,
    #[serde(default)]
    pub reliability: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerPart {
    pub question: QuestionId,
    pub claim: Option<Claim>,
    #[serde(default)]
    pub comment: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub evidence: Vec<String>,
    pub conclusion: Option<Conclusion>,
    #[serde(default)]
    pub assurance: AssuranceLevel,
    #[serde(default)]
    pub methods: BTreeSet<Method>,
    #[serde(default)]
    pub rationale: String,
    #[serde(default)]
    pub spoken_to: Vec<String>,
    pub deferred: Option<Deferred>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundaryPart {
    pub id: BoundaryId,
    pub name: String,
    pub parent: Option<BoundaryId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementPart {
    pub id: ElementId,
    pub name: String,
    pub kind: ElementKind,
    pub boundary: Option<BoundaryId>,
    pub role: Option<AiRole>,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub facts: BTreeMap<ElementFact, Known>,
    #[serde(default)]
    pub component: Component,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowPart {
    pub id: FlowId,
    pub name: String,
    pub source: ElementId,
    pub target: ElementId,
    #[serde(default)]
    pub protocol: String,
    #[serde(default)]
    pub facts: BTreeMap<ElementFact, Known>,
    #[serde(default)]
    pub description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreatPart {
    pub rule: RuleId,
    pub element: String,
    pub decision: ThreatDecision,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskPart {
    #[allow(dead_code)] // Numbers are given by the register; the script's are for its readers.
    pub id: RiskId,
    pub title: String,
    pub scenario: String,
    #[serde(default)]
    pub causes: String,
    #[serde(default)]
    pub threats: BTreeSet<ThreatId>,
    #[serde(default)]
    pub findings_for: Vec<QuestionId>,
    pub categories: BTreeSet<RiskCategory>,
    pub inherent: Rating,
    pub residual: Rating,
    pub rationale: String,
    pub treatment: Treatment,
    pub controls: Vec<String>,
    #[serde(default)]
    pub combining: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    pub status: RiskStatus,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingPart {
    pub question: QuestionId,
    pub severity: Option<Severity>,
    pub owner: String,
    pub due: Option<NaiveDate>,
    pub vendor_response: String,
    pub cause: String,
    pub title: Option<String>,
    pub condition: Option<String>,
    pub effect: Option<String>,
    pub recommendation: Option<String>,
}

/// The review of the vendor's SOC 2 report; its evidence is named by the script's key.
#[derive(Deserialize)]
pub struct SocPart {
    pub evidence: String,
    #[serde(flatten)]
    pub form: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestionPart {
    pub question: QuestionId,
    pub requirement: RequirementId,
    pub accepted: bool,
    pub reason: String,
}

/// The assessment of the year before: less was asked, and less was known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastYearPart {
    pub title: String,
    pub purpose: String,
    pub tier: Tier,
    pub tier_reason: String,
    pub facts: BTreeSet<ScopeFact>,
    pub frameworks: BTreeSet<FrameworkId>,
    /// When the work began.
    pub started: NaiveDate,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub summary: String,
    pub note: Vec<NotePart>,
    pub decision: DecisionPart,
    pub answer: Vec<AnswerPart>,
}

/// What was seen about a knock-out that no question feeds, and that does not strike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePart {
    pub knock_out: KnockOutId,
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionPart {
    pub outcome: Outcome,
    pub rationale: String,
    pub conditions: Vec<Condition>,
    pub decided_by: String,
    pub decided_on: NaiveDate,
}
