//! `assets/demo/` on a day → the sample as it reads on that day.

use super::days;
use crate::Problem;
use crate::use_cases::scope::VendorInput;
use assay_core::ids::{FrameworkId, KnockOutId, QuestionId, RiskId, RuleId, ThreatId};
use assay_core::record::{Interview, Person, Purpose, Tier};
use assay_core::risk::Rating;
use assay_core::words::{
    EvidenceKind, RiskCategory, RiskStatus, ScopeFact, Severity, TestKind, ThreatDecision, Treatment,
};
use assay_message::message;
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
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
        .map_err(|e| Problem::new("sample", message!("The sample does not read: {e}")))
}

/// One of the sample's files, with the days that it names.
///
/// # Errors
/// When there is no such file or a day in it does not read, which a test rules out.
pub fn file(name: &str, today: NaiveDate) -> Result<Vec<u8>, Problem> {
    let found = FILES.iter().find(|(file, _)| *file == name);
    let (_, text) = found.ok_or_else(|| crate::use_cases::unknown(message!("sample file"), &name))?;
    written_out(text, today).map(String::into_bytes)
}

fn written_out(text: &str, today: NaiveDate) -> Result<String, Problem> {
    days::written_out(text, days::friday(today))
        .map_err(|place| Problem::new("sample", message!("The sample's day {place} does not read.")))
}

/// A record or what a use case takes, from its fields. A key that it does not have is refused, as anywhere in the script.
///
/// # Errors
/// When the sample itself does not read, which a test rules out.
pub fn read<T: DeserializeOwned>(fields: toml::Table) -> Result<T, Problem> {
    let mut unknown = None;
    let read = serde_ignored::deserialize(fields, |key| unknown = Some(key.to_string()))
        .map_err(|e| Problem::new("sample", message!("The sample does not read: {e}")))?;
    match unknown {
        Some(key) => Err(Problem::new("sample", message!("The sample has a key nobody knows: {key}."))),
        None => Ok(read),
    }
}

/// The sample, part by part. What is a record or goes to a use case as it stands is a table, for [`read`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub summary: String,
    pub limitations: Vec<String>,
    /// The file's name.
    pub bill_of_materials: String,
    pub vendor: VendorInput,
    pub assessment: AssessmentPart,
    pub evidence: Vec<EvidencePart>,
    pub answer: Vec<AnswerPart>,
    pub boundary: Vec<toml::Table>,
    pub element: Vec<toml::Table>,
    pub flow: Vec<toml::Table>,
    #[serde(default)]
    pub threat: Vec<ThreatPart>,
    pub risk: Vec<RiskPart>,
    pub finding: Vec<FindingPart>,
    pub soc_review: SocPart,
    pub suggestion: Vec<toml::Table>,
    pub note: Vec<NotePart>,
    pub last_year: LastYearPart,
    pub test: Vec<TestPart>,
    pub event: Vec<toml::Table>,
    pub decision: toml::Table,
}

/// A test; its evidence is named by the script's key, the rest is the record's.
#[derive(Deserialize)]
pub struct TestPart {
    pub kind: TestKind,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(flatten)]
    pub form: toml::Table,
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
    pub assessor: Person,
    pub reviewer: Person,
    pub accountable: Person,
    pub interviews: Vec<Interview>,
    pub distribution: Vec<String>,
    pub classification: String,
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

/// An answer; its evidence is named by the script's key, the rest is the change of the response.
#[derive(Deserialize)]
pub struct AnswerPart {
    pub question: QuestionId,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(flatten)]
    pub change: toml::Table,
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
    #[expect(dead_code, reason = "the register gives numbers; the script's are for its readers")]
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
    pub decision: toml::Table,
    pub answer: Vec<AnswerPart>,
}

/// What was seen about a knock-out that no question feeds, and that does not strike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePart {
    pub knock_out: KnockOutId,
    pub note: String,
}
