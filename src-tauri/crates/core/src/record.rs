//! What a vault keeps: one [`Record`] per thing a person recorded, arranged as a tree by [`Key`] and parent.
//!
//! Records are whole and typed; a change replaces a record by its next state. That is what makes undo, the journal
//! and a later merge the same for all of them. Here are their fields; [`registry`] says what each kind is called, where
//! it belongs, what it points to and how it is found.

mod registry;

pub use registry::{KINDS, Key, Record, Reference, Unreadable};

use crate::ids::{
    AssessmentId, BomId, BoundaryId, ElementId, EventId, EvidenceId, FindingId, FlowId, FrameworkId,
    IdentityId, IssueId, KnockOutId, QuestionId, RequirementId, ReviewId, RiskId, TestId, ThreatId, VendorId,
};
use crate::pack::PackRef;
use crate::risk::Ratings;
use crate::words::{
    AiRole, Alternative, AuditResult, Claim, Conclusion, ConditionStage, ElementFact, ElementKind,
    EvidenceKind, KnockOutState, Known, Letter, Method, Outcome, ProcessingRole, RiskCategory, RiskStatus,
    ScopeFact, Severity, SocCategory, SocType, Stage, SubserviceMethod, TestKind, TestOutcome,
    ThreatDecision, Treatment, Trigger, Word,
};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The organisation assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Vendor {
    /// Its id.
    pub id: VendorId,
    /// The name people use.
    pub name: String,
    /// The name in the contract.
    #[serde(default)]
    pub legal_name: String,
    /// Country of establishment.
    #[serde(default)]
    pub country: String,
    /// Address of its site, as text; never opened.
    #[serde(default)]
    pub website: String,
    /// The person to talk to.
    #[serde(default)]
    pub contact_name: String,
    /// Their mail address.
    #[serde(default)]
    pub contact_email: String,
    /// What it offers.
    #[serde(default)]
    pub services: Vec<String>,
    /// Free notes.
    #[serde(default)]
    pub notes: String,
}

/// A person with a part in the assessment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Organisation.
    pub organisation: String,
}

/// A conversation that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Interview {
    /// With whom.
    pub name: String,
    /// In what role.
    #[serde(default)]
    pub role: String,
    /// When.
    pub date: NaiveDate,
    /// About what.
    #[serde(default)]
    pub topics: String,
}

/// The vendor's risk tier: 1 is the most critical, 4 the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct Tier(u8);
impl Tier {
    /// The tier of the most critical vendors, in which most is asked.
    pub const STRICTEST: Self = Self(1);
    /// The tier to begin with while nothing is known.
    pub const MIDDLE: Self = Self(2);
    /// A tier from 1 to 4.
    pub fn new(tier: u8) -> Option<Self> {
        (1..=4).contains(&tier).then_some(Self(tier))
    }
    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}
impl TryFrom<u8> for Tier {
    type Error = String;
    fn try_from(tier: u8) -> Result<Self, String> {
        Self::new(tier).ok_or_else(|| format!("tier {tier} does not exist; tiers are 1 to 4"))
    }
}
impl From<Tier> for u8 {
    fn from(tier: Tier) -> u8 {
        tier.0
    }
}

/// A tier set against what the inherent-risk questions propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TierOverride {
    /// The tier that counts.
    pub tier: Tier,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub by: String,
    /// The second person, needed when less is asked than proposed.
    #[serde(default)]
    pub second: String,
    /// The tier that stood before it, to go back to when it is taken back and no tier is proposed.
    #[serde(default)]
    pub before: Option<Tier>,
}

/// What personal data is processed for, and in which role the vendor does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Purpose {
    /// The purpose, such as “answer support requests”.
    pub name: String,
    /// The vendor's role for it.
    pub role: ProcessingRole,
    /// Whose data, and which.
    #[serde(default)]
    pub data: String,
}

/// One look at one vendor's service at one time: what is in scope and who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Whose service.
    pub vendor: VendorId,
    /// Title, as on the report.
    pub title: String,
    /// The service looked at.
    #[serde(default)]
    pub service: String,
    /// What it is bought for.
    #[serde(default)]
    pub purpose: String,
    /// Risk tier; decides how much is asked.
    pub tier: Tier,
    /// Why that tier.
    #[serde(default)]
    pub tier_reason: String,
    /// A critical function hangs on it. Apart from the tier on purpose.
    #[serde(default)]
    pub critical: bool,
    /// Answers of the buyer to the inherent-risk questions: question id → option id.
    #[serde(default)]
    pub inherent: BTreeMap<String, String>,
    /// The tier set against what those answers propose.
    #[serde(default)]
    pub tier_override: Option<TierOverride>,
    /// Facts of the scope that turn questions on, as recorded by hand. What counts is [`Assessment::has`].
    #[serde(default)]
    pub facts: BTreeSet<ScopeFact>,
    /// Facts that follow from the answers to the inherent-risk questions; they come and go with those.
    #[serde(default)]
    pub derived_facts: BTreeSet<ScopeFact>,
    /// What personal data is processed for. The vendor's roles follow from it.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// The assessment this one follows.
    #[serde(default)]
    pub previous: Option<AssessmentId>,
    /// Frameworks reported on.
    #[serde(default)]
    pub frameworks: BTreeSet<FrameworkId>,
    /// In scope.
    #[serde(default)]
    pub scope_in: Vec<String>,
    /// Out of scope.
    #[serde(default)]
    pub scope_out: Vec<String>,
    /// Where data is kept and reached from.
    #[serde(default)]
    pub locations: Vec<String>,
    /// Kinds of data.
    #[serde(default)]
    pub data_classes: Vec<String>,
    /// First day the work looks at.
    #[serde(default)]
    pub period_from: Option<NaiveDate>,
    /// Last day the work looks at.
    #[serde(default)]
    pub period_to: Option<NaiveDate>,
    /// Who assesses.
    #[serde(default)]
    pub assessor: Person,
    /// Who reviews; another person.
    #[serde(default)]
    pub reviewer: Person,
    /// Who accepts the residual risk.
    #[serde(default)]
    pub accountable: Person,
    /// Conversations held.
    #[serde(default)]
    pub interviews: Vec<Interview>,
    /// Who gets the report.
    #[serde(default)]
    pub distribution: Vec<String>,
    /// How confidential the report is.
    #[serde(default)]
    pub classification: String,
    /// Two or three sentences for the executive.
    #[serde(default)]
    pub summary: String,
    /// What the work could not see.
    #[serde(default)]
    pub limitations: Vec<String>,
    /// When it was begun.
    pub started: DateTime<FixedOffset>,
    /// The packs it is made with, frozen by version and SHA-256.
    pub packs: Vec<PackRef>,
}

impl Assessment {
    /// Whether a fact holds: it is recorded, follows from the inherent-risk questions, or a purpose says so. While purposes
    /// are recorded they alone tell the vendor's roles.
    pub fn has(&self, fact: ScopeFact) -> bool {
        let recorded = self.facts.contains(&fact) || self.derived_facts.contains(&fact);
        if self.purposes.is_empty() {
            return recorded;
        }
        match ProcessingRole::ALL.iter().find(|role| role.fact() == fact) {
            Some(role) => self.purposes.iter().any(|purpose| purpose.role == *role),
            None => recorded || fact == ScopeFact::PersonalData,
        }
    }
}

/// Evidence the vendor still owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Deferred {
    /// What is owed.
    pub what: String,
    /// By when.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// A second person's look at a response, with what they saw. A later change shows against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Review {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The conclusion then.
    pub conclusion: Option<Conclusion>,
    /// The assurance level then.
    #[serde(default)]
    pub assurance: AssuranceLevel,
}

/// A vendor's answer that a returned file changed after something was recorded, until somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClaimChange {
    /// What the vendor said before.
    pub was: Option<Claim>,
    /// The vendor's comment before.
    #[serde(default)]
    pub was_comment: String,
    /// Name of the file.
    pub by_file: String,
    /// When it was read.
    pub at: DateTime<FixedOffset>,
}

/// The answer to one question: claim, evidence and conclusion, kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Response {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// To which question.
    pub question: QuestionId,
    /// What the vendor says; `None` is unanswered.
    #[serde(default)]
    pub claim: Option<Claim>,
    /// The vendor's comment.
    #[serde(default)]
    pub comment: String,
    /// Why it does not apply, as the vendor says. A conclusion that it does not apply has its reason in `rationale`.
    #[serde(default)]
    pub reason: String,
    /// Evidence the vendor names in its answer: files, links. Not looked at yet.
    #[serde(default)]
    pub offered: String,
    /// Evidence relied on.
    #[serde(default)]
    pub evidence: BTreeSet<EvidenceId>,
    /// What the assessor judges; `None` is not looked at yet.
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
    /// How it is known: 0 asserted to 4 verified by the assessor.
    #[serde(default)]
    pub assurance: AssuranceLevel,
    /// How it was looked at.
    #[serde(default)]
    pub methods: BTreeSet<Method>,
    /// The assessor's words: what was done and seen.
    #[serde(default)]
    pub rationale: String,
    /// Whom the assessor spoke to.
    #[serde(default)]
    pub spoken_to: Vec<String>,
    /// Private notes; never in the report.
    #[serde(default)]
    pub notes: String,
    /// Marked to come back to.
    #[serde(default)]
    pub flagged: bool,
    /// Evidence put off: what the vendor still owes.
    #[serde(default)]
    pub deferred: Option<Deferred>,
    /// A second person's look at it.
    #[serde(default)]
    pub reviewed: Option<Review>,
    /// A change by a returned file that nobody looked at yet.
    #[serde(default)]
    pub claim_changed: Option<ClaimChange>,
}

impl Response {
    /// An unanswered response.
    pub fn unanswered(assessment: AssessmentId, question: QuestionId) -> Self {
        Self {
            assessment,
            question,
            claim: None,
            comment: String::new(),
            reason: String::new(),
            offered: String::new(),
            evidence: BTreeSet::new(),
            conclusion: None,
            assurance: AssuranceLevel::default(),
            methods: BTreeSet::new(),
            rationale: String::new(),
            spoken_to: Vec::new(),
            notes: String::new(),
            flagged: false,
            deferred: None,
            reviewed: None,
            claim_changed: None,
        }
    }
}

/// How a thing is known: 0 asserted · 1 document seen · 2 reviewed, in date · 3 independently attested · 4 verified by the assessor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct AssuranceLevel(u8);
impl AssuranceLevel {
    /// A level from 0 to 4.
    pub fn new(level: u8) -> Option<Self> {
        (level <= 4).then_some(Self(level))
    }
    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}
impl TryFrom<u8> for AssuranceLevel {
    type Error = String;
    fn try_from(level: u8) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("level {level} does not exist; levels are 0 to 4"))
    }
}
impl From<AssuranceLevel> for u8 {
    fn from(level: AssuranceLevel) -> u8 {
        level.0
    }
}

/// The bytes behind a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileRef {
    /// Name the file had.
    pub name: String,
    /// Bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
    /// SHA-256 of the bytes, 64 lower-case hex digits.
    pub sha256: String,
}

/// A file or a thing seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// What it is called in the report.
    pub title: String,
    /// What kind of thing.
    pub kind: EvidenceKind,
    /// Who made it.
    #[serde(default)]
    pub issuer: String,
    /// Date on it; not the day it was received.
    #[serde(default)]
    pub issued: Option<NaiveDate>,
    /// Last day it counts.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Day and time it was received.
    pub received: DateTime<FixedOffset>,
    /// Pages relied on.
    #[serde(default)]
    pub pages: String,
    /// How far it can be relied on.
    #[serde(default)]
    pub reliability: String,
    /// What was seen, and by whom, when nothing was kept.
    #[serde(default)]
    pub note: String,
    /// The file; `None` means seen, not retained.
    #[serde(default)]
    pub file: Option<FileRef>,
}

/// A trust boundary: a place where trust changes. Boundaries nest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Boundary {
    /// Its id.
    pub id: BoundaryId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Name.
    pub name: String,
    /// The boundary around it.
    #[serde(default)]
    pub parent: Option<BoundaryId>,
}

/// A part of the system assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Element {
    /// Its id.
    pub id: ElementId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ElementKind,
    /// The boundary it is in.
    #[serde(default)]
    pub boundary: Option<BoundaryId>,
    /// Its part in an AI system.
    #[serde(default)]
    pub role: Option<AiRole>,
    /// What it does.
    #[serde(default)]
    pub description: String,
    /// What is known about it; a missing fact is unknown.
    #[serde(default)]
    pub facts: BTreeMap<ElementFact, Known>,
    /// Why it is out of scope, when it is.
    #[serde(default)]
    pub out_of_scope: Option<String>,
    /// What is known of it as a component.
    #[serde(default)]
    pub component: Component,
}

/// What an element of the threat model is as a component of the system: whose, what product, with which data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Component {
    /// Stages of the life of the system it takes part in.
    pub stages: BTreeSet<Stage>,
    /// Who answers for it.
    pub owner: String,
    /// Kinds of data in it or passing through it.
    pub data: Vec<String>,
    /// Product or model, by the name its maker gives it.
    pub product: String,
    /// Its version.
    pub version: String,
    /// Who provides it, nearest first: the vendor's provider, that one's provider, and so on.
    pub providers: Vec<String>,
    /// Licence.
    pub licence: String,
    /// The bill of materials it was taken from.
    pub bom: Option<BomId>,
}

/// One entry of a bill of materials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BomPart {
    /// Name.
    pub name: String,
    /// Version; empty when none is stated.
    pub version: String,
    /// Type, in the words of the file.
    pub kind: String,
    /// Licences; empty when none is stated.
    pub licence: String,
    /// Package address.
    pub purl: String,
}

/// A bill of materials the vendor gave: what it counts up to, kept with the file it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bom {
    /// Its id.
    pub id: BomId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The file, kept as evidence with its SHA-256.
    pub evidence: EvidenceId,
    /// What it describes.
    pub about: String,
    /// Format and version, such as `CycloneDX 1.6`.
    pub format: String,
    /// Serial number of the document.
    #[serde(default)]
    pub serial: String,
    /// When it was made, as the file says.
    #[serde(default)]
    pub made: String,
    /// Entries by type, in the words of the file.
    pub counts: BTreeMap<String, u32>,
    /// Entries by licence.
    pub licences: BTreeMap<String, u32>,
    /// Entries without a version.
    pub without_version: u32,
    /// Entries without a licence.
    pub without_licence: u32,
    /// Entries without a hash.
    pub without_hash: u32,
    /// Vulnerabilities named in it, by severity.
    #[serde(default)]
    pub vulnerabilities: BTreeMap<String, u32>,
    /// The first entries, up to 5,000.
    pub parts: Vec<BomPart>,
    /// What was odd in the file.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Bom {
    /// How many entries it has.
    pub fn total(&self) -> u32 {
        self.counts.values().sum()
    }

    /// What its entries are, most first, in words: `62 libraries`, `1 machine learning model`.
    pub fn contents(&self) -> Vec<String> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        counts.into_iter().map(|(kind, count)| format!("{count} {}", several(kind, *count))).collect()
    }
}

/// A kind of entry as one says it of so many.
fn several(kind: &str, count: u32) -> String {
    let word = kind.replace('-', " ");
    match word.strip_suffix('y') {
        _ if count == 1 || word.ends_with("data") || word.ends_with("firmware") => word,
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// A test of a component: planned, then done with a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SecurityTest {
    /// Its id.
    pub id: TestId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// What it looks for.
    pub kind: TestKind,
    /// Short name.
    pub title: String,
    /// What is tested.
    #[serde(default)]
    pub elements: BTreeSet<ElementId>,
    /// Techniques tried, by their published ids with edition, such as `AML.T0051.000` or `LLM01:2025`.
    #[serde(default)]
    pub techniques: BTreeSet<String>,
    /// When it is to be done.
    #[serde(default)]
    pub planned: Option<NaiveDate>,
    /// When it was done.
    #[serde(default)]
    pub done: Option<NaiveDate>,
    /// Who does or did it.
    #[serde(default)]
    pub by: String,
    /// How: tool, number of attempts, data, set-up.
    #[serde(default)]
    pub method: String,
    /// How it came out; `None` is not done.
    #[serde(default)]
    pub outcome: Option<TestOutcome>,
    /// What was measured and seen, with figures.
    #[serde(default)]
    pub seen: String,
    /// What it could not tell.
    #[serde(default)]
    pub limits: String,
    /// Evidence of it.
    #[serde(default)]
    pub evidence: BTreeSet<EvidenceId>,
}

/// Something that happened and asks for another look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ServiceEvent"))]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// What kind.
    pub trigger: Trigger,
    /// When it happened.
    pub date: NaiveDate,
    /// What happened.
    pub what: String,
    /// When it was dealt with; `None` is open.
    #[serde(default)]
    pub closed: Option<NaiveDate>,
    /// What came of it.
    #[serde(default)]
    pub outcome: String,
}

/// Data going from one element to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Flow {
    /// Its id.
    pub id: FlowId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Name.
    pub name: String,
    /// From.
    pub source: ElementId,
    /// To.
    pub target: ElementId,
    /// Protocol.
    #[serde(default)]
    pub protocol: String,
    /// What goes over it.
    #[serde(default)]
    pub description: String,
    /// What is known about it; a missing fact is unknown.
    #[serde(default)]
    pub facts: BTreeMap<ElementFact, Known>,
    /// Boundaries it crosses besides those its ends imply, such as one drawn as a line.
    #[serde(default)]
    pub crosses: BTreeSet<BoundaryId>,
    /// Why it is out of scope, when it is.
    #[serde(default)]
    pub out_of_scope: Option<String>,
}

/// What a person decided about a threat. Kept by the threat's stable id, also while the model no longer yields it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ThreatNote {
    /// The threat.
    pub threat: ThreatId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The decision.
    pub decision: ThreatDecision,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The threat as it read when it was decided, so that it can still be named after the model changed.
    #[serde(default)]
    pub title: String,
}

/// A threat a person recorded or another tool knew: not made by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecordedThreat {
    /// Its id.
    pub id: ThreatId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The element or flow it is on, by id.
    pub on: String,
    /// Letter; other methods' categories have none.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// What can happen.
    pub title: String,
    /// In more words.
    #[serde(default)]
    pub description: String,
    /// What answers it.
    #[serde(default)]
    pub mitigation: String,
    /// How bad, when the source said.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Where it comes from.
    pub source: String,
}

/// A scenario with likelihood and impact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Risk {
    /// Its id.
    pub id: RiskId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Short name.
    pub title: String,
    /// What happens, by what cause, to whom.
    #[serde(default)]
    pub scenario: String,
    /// Threats behind it.
    #[serde(default)]
    pub threats: BTreeSet<ThreatId>,
    /// Findings behind it.
    #[serde(default)]
    pub findings: BTreeSet<FindingId>,
    /// Categories.
    #[serde(default)]
    pub categories: BTreeSet<RiskCategory>,
    /// Inherent and residual rating; residual is never above inherent.
    pub ratings: Ratings,
    /// Why these ratings.
    #[serde(default)]
    pub rationale: String,
    /// What is done.
    pub treatment: Treatment,
    /// Controls relied on.
    #[serde(default)]
    pub controls: Vec<String>,
    /// How several controls were taken together.
    #[serde(default)]
    pub combining: String,
    /// Whose it is.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// How far.
    pub status: RiskStatus,
}

/// A red flag on a review of a report or certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FlagRef {
    /// On which review.
    pub review: ReviewId,
    /// Which flag of the red-flag pack.
    pub flag: String,
}

/// Condition, criterion, cause, effect, recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The question it comes from.
    #[serde(default)]
    pub question: Option<QuestionId>,
    /// The red flag it comes from.
    #[serde(default)]
    pub flag: Option<FlagRef>,
    /// Short name.
    pub title: String,
    /// What was found.
    pub condition: String,
    /// What should be.
    #[serde(default)]
    pub criterion: String,
    /// Why it is so.
    #[serde(default)]
    pub cause: String,
    /// What can happen.
    #[serde(default)]
    pub effect: String,
    /// What to do.
    #[serde(default)]
    pub recommendation: String,
    /// How bad.
    pub severity: Severity,
    /// Who mends it.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// What the vendor says to it.
    #[serde(default)]
    pub vendor_response: String,
}

/// A thing that must happen for an approval to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Condition {
    /// What.
    pub text: String,
    /// Before what.
    pub stage: ConditionStage,
    /// Who.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// How one will know.
    #[serde(default)]
    pub evidence_of_closure: String,
    /// When it was met; `None` is open.
    #[serde(default)]
    pub met: Option<NaiveDate>,
}

/// A knock-out set aside by an executive, by name and for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Override {
    /// Which.
    pub knock_out: KnockOutId,
    /// The executive's name and role.
    pub by: String,
    /// Why.
    pub reason: String,
    /// What stands in for the missing control meanwhile.
    pub compensating_control: String,
    /// The last day it holds.
    pub until: NaiveDate,
}

/// What was decided, by whom, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Decision {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The decision.
    pub outcome: Outcome,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// What must happen.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Who decided.
    #[serde(default)]
    pub decided_by: String,
    /// The day it was decided.
    #[serde(default)]
    pub decided_on: Option<NaiveDate>,
    /// Knock-outs set aside.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// What it rested on, kept by the program when it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub basis: Option<Basis>,
}

/// What a decision rested on. When one of these is another today, the decision is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The tier.
    pub tier: Tier,
    /// What was concluded.
    pub conclusions: BTreeMap<QuestionId, Conclusion>,
    /// The assurance level that each conclusion counted at; `None` where an earlier program did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<BTreeMap<QuestionId, AssuranceLevel>>,
    /// Where the knock-outs stood.
    pub knock_outs: BTreeMap<KnockOutId, KnockOutState>,
    /// The findings with their severity.
    pub findings: BTreeMap<FindingId, Severity>,
    /// The risks with what remained of each and what is done.
    pub risks: BTreeMap<RiskId, RiskBasis>,
}

/// What a decision rested on of one risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskBasis {
    /// Likelihood after treatment, 1 to 5.
    pub likelihood: u8,
    /// Impact after treatment, 1 to 5.
    pub impact: u8,
    /// What is done.
    pub treatment: Treatment,
}

/// What became of a suggestion: a question's answer offered for a requirement it comes near to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adoption {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Whose answer.
    pub question: QuestionId,
    /// For which requirement.
    pub requirement: RequirementId,
    /// Accepted, and so it counts; or refused.
    pub accepted: bool,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who decided.
    #[serde(default)]
    pub by: String,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// What the vendor has in the place of an addressable specification, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SpecChoice {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The specification.
    pub requirement: RequirementId,
    /// What stands in its place.
    #[serde(alias = "stead")]
    pub alternative: Alternative,
    /// The measure or the reasons, and where they are written down.
    pub reason: String,
}

/// A control the customer must run for the report's conclusions to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomerControl {
    /// What we must do.
    pub text: String,
    /// Who does it here.
    #[serde(default)]
    pub owner: String,
    /// Whether it is done.
    #[serde(default)]
    pub in_place: Option<bool>,
}

/// An organisation the vendor relies on, as a SOC 2 report treats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Subservice {
    /// Its name.
    pub name: String,
    /// What it does for the service.
    #[serde(default)]
    pub does: String,
    /// Whether its controls are in the report.
    pub method: SubserviceMethod,
    /// Whether a report of its own was seen.
    #[serde(default)]
    pub own_report_seen: Option<bool>,
    /// Whether the service cannot do without it.
    #[serde(default)]
    pub is_key: bool,
}

/// A deviation the auditor found in a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestException {
    /// The criterion, such as `CC6.2`.
    pub criterion: String,
    /// The control tested.
    #[serde(default)]
    pub control: String,
    /// What deviated, and in how many of how many.
    pub deviation: String,
    /// What the vendor's management says.
    #[serde(default)]
    pub response: String,
    /// What we think of it.
    #[serde(default)]
    pub our_view: String,
}

/// Our review of a SOC 2 report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SocReview {
    /// Its id.
    pub id: ReviewId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The report itself.
    #[serde(default)]
    pub evidence: Option<EvidenceId>,
    /// The audit firm.
    #[serde(default)]
    pub auditor: String,
    /// Whether the firm's licence and peer review were looked up.
    #[serde(default)]
    pub auditor_licensed: Option<bool>,
    /// Type 1 or Type 2.
    #[serde(default)]
    pub kind: Option<SocType>,
    /// First day of the period; empty for Type 1.
    #[serde(default)]
    pub period_from: Option<NaiveDate>,
    /// Last day of the period, or the date of a Type 1.
    #[serde(default)]
    pub period_to: Option<NaiveDate>,
    /// Categories covered.
    #[serde(default)]
    pub categories: BTreeSet<SocCategory>,
    /// How the auditor concludes.
    #[serde(default)]
    pub result: Option<AuditResult>,
    /// What a qualified, adverse or disclaimed result is about.
    #[serde(default)]
    pub reservations: String,
    /// The system boundary in the report's words or ours.
    #[serde(default)]
    pub boundary: String,
    /// Whether the service, entity, places and period we rely on lie inside it.
    #[serde(default)]
    pub covers_our_service: Option<bool>,
    /// Organisations the vendor relies on.
    #[serde(default)]
    pub subservices: Vec<Subservice>,
    /// Controls expected of us.
    #[serde(default)]
    pub customer_controls: Vec<CustomerControl>,
    /// Deviations found.
    #[serde(default)]
    pub exceptions: Vec<TestException>,
    /// What happened after the period.
    #[serde(default)]
    pub subsequent_events: String,
    /// The day up to which a bridge letter speaks.
    #[serde(default)]
    pub bridge_until: Option<NaiveDate>,
    /// Notes.
    #[serde(default)]
    pub notes: String,
}

/// A control left out of a statement of applicability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Exclusion {
    /// The control, such as `A.8.28`.
    pub control: String,
    /// The vendor's reason.
    #[serde(default)]
    pub justification: String,
    /// Whether the reason holds here.
    #[serde(default)]
    pub holds: Option<bool>,
}

/// Our review of an ISO certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CertificateReview {
    /// Its id.
    pub id: ReviewId,
    /// In which assessment.
    pub assessment: AssessmentId,
    /// The certificate itself.
    #[serde(default)]
    pub evidence: Option<EvidenceId>,
    /// The standard and year, such as `ISO/IEC 27001:2022`.
    #[serde(default)]
    pub standard: String,
    /// Number on the certificate.
    #[serde(default)]
    pub number: String,
    /// The body that issued it.
    #[serde(default)]
    pub body: String,
    /// Who accredits that body.
    #[serde(default)]
    pub accreditation: String,
    /// Whether the accreditation was looked up and stands for this standard.
    #[serde(default)]
    pub accredited: Option<bool>,
    /// Scope as written.
    #[serde(default)]
    pub scope: String,
    /// Whether the service, entity and places we rely on lie inside it.
    #[serde(default)]
    pub covers_our_service: Option<bool>,
    /// Sites.
    #[serde(default)]
    pub sites: Vec<String>,
    /// Issued.
    #[serde(default)]
    pub issued: Option<NaiveDate>,
    /// Expires.
    #[serde(default)]
    pub expires: Option<NaiveDate>,
    /// Last surveillance audit.
    #[serde(default)]
    pub surveillance: Option<NaiveDate>,
    /// Version or date of the statement of applicability.
    #[serde(default)]
    pub statement: String,
    /// Whether the statement of applicability was seen.
    #[serde(default)]
    pub statement_seen: Option<bool>,
    /// Controls left out.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// Last internal audit.
    #[serde(default)]
    pub internal_audit: Option<NaiveDate>,
    /// Major nonconformities still open.
    #[serde(default)]
    pub open_majors: Option<u32>,
    /// Notes.
    #[serde(default)]
    pub notes: String,
}

/// What the assessor recorded about a knock-out while nothing asked here feeds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KnockOutNote {
    /// In which assessment.
    pub assessment: AssessmentId,
    /// Which.
    pub knock_out: KnockOutId,
    /// Whether it strikes.
    pub struck: bool,
    /// What was seen.
    #[serde(default)]
    pub note: String,
    /// What was concluded then on the questions that feed the knock-out, asked or not; kept by the program.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub seen_with: BTreeMap<QuestionId, Conclusion>,
}

/// A signing identity: a certificate and its key, made in this vault, read from a file, or on a token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "KeptIdentity", into = "KeptIdentity")]
pub struct SigningIdentity {
    /// Its id.
    pub id: IdentityId,
    /// Name in the certificate.
    pub name: String,
    /// Organisation in the certificate.
    pub organisation: String,
    /// When it was made or read.
    pub created: DateTime<FixedOffset>,
    /// The certificate, DER as lower-case hex.
    pub certificate: String,
    /// The certificates of the authorities above it, the nearest first, DER as lower-case hex.
    pub chain: Vec<String>,
    /// The key that signs in its name.
    pub key: IdentityKey,
}

/// Where the key of a signing identity is.
#[derive(Clone, PartialEq, Eq)]
pub enum IdentityKey {
    /// In the vault: PKCS#8 DER as lower-case hex. It never leaves it.
    Here(String),
    /// On a token or smart card, which it never leaves.
    OnToken(TokenKey),
}

/// A key on a token. Nothing of it is secret; the PIN is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenKey {
    /// The PKCS#11 module that reached the token when the identity was taken, as a path of that machine.
    pub module: String,
    /// The token's serial number, by which it is known.
    pub serial: String,
    /// What the token's owner calls it.
    pub label: String,
    /// The id that certificate and key have in common on it (`CKA_ID`), as lower-case hex.
    pub key_id: String,
}

/// An identity as it is stored: with a key or with where it is. One without either, or with both, does not read.
#[derive(Serialize, Deserialize)]
struct KeptIdentity {
    id: IdentityId,
    name: String,
    organisation: String,
    created: DateTime<FixedOffset>,
    certificate: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    chain: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    private_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<TokenKey>,
}

impl TryFrom<KeptIdentity> for SigningIdentity {
    type Error = &'static str;

    fn try_from(kept: KeptIdentity) -> Result<Self, Self::Error> {
        let KeptIdentity { id, name, organisation, created, certificate, chain, private_key, token } = kept;
        let key = match (private_key, token) {
            (Some(private_key), None) => IdentityKey::Here(private_key),
            (None, Some(token)) => IdentityKey::OnToken(token),
            (None, None) => return Err("an identity has a private key or says on which token it is"),
            (Some(_), Some(_)) => return Err("an identity has its private key in one place"),
        };
        Ok(Self { id, name, organisation, created, certificate, chain, key })
    }
}

impl From<SigningIdentity> for KeptIdentity {
    fn from(identity: SigningIdentity) -> Self {
        let SigningIdentity { id, name, organisation, created, certificate, chain, key } = identity;
        let (private_key, token) = match key {
            IdentityKey::Here(private_key) => (Some(private_key), None),
            IdentityKey::OnToken(token) => (None, Some(token)),
        };
        Self { id, name, organisation, created, certificate, chain, private_key, token }
    }
}

impl std::fmt::Debug for SigningIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningIdentity")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A signed, numbered, frozen version of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Issue {
    /// Its id.
    pub id: IssueId,
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// 1, 2, 3 … within the assessment; a later one supersedes the earlier.
    pub number: u32,
    /// When it was issued.
    pub issued: DateTime<FixedOffset>,
    /// Who signed.
    pub signer: String,
    /// Fingerprint of the signer's certificate.
    pub fingerprint: String,
    /// The PDF, kept in the vault.
    pub file: FileRef,
}
