//! What a vault keeps: one [`Record`] per thing a person recorded, arranged as a tree by [`Key`] and parent.
//!
//! Records are whole and typed; a change replaces a record by its next state. That is what makes undo, the journal
//! and a later merge the same for all of them.

use crate::ids::*;
use crate::pack::PackRef;
use crate::risk::Ratings;
use crate::words::*;
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
    /// Facts of the scope that turn questions on.
    #[serde(default)]
    pub facts: BTreeSet<ScopeFact>,
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
    /// Why it does not apply, when claim or conclusion say so.
    #[serde(default)]
    pub reason: String,
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
            evidence: BTreeSet::new(),
            conclusion: None,
            assurance: AssuranceLevel::default(),
            methods: BTreeSet::new(),
            rationale: String::new(),
            spoken_to: Vec::new(),
            notes: String::new(),
            flagged: false,
        }
    }

    /// Whether claim or conclusion say "not applicable".
    pub fn is_not_applicable(&self) -> bool {
        match self.conclusion {
            Some(conclusion) => conclusion == Conclusion::NotApplicable,
            None => self.claim == Some(Claim::NotApplicable),
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
}

/// What the assessor recorded about a knock-out that no question feeds.
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
}

/// A signing identity: a key made in this vault and its certificate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningIdentity {
    /// Its id.
    pub id: IdentityId,
    /// Name in the certificate.
    pub name: String,
    /// Organisation in the certificate.
    pub organisation: String,
    /// When it was made.
    pub created: DateTime<FixedOffset>,
    /// The certificate, DER as lower-case hex.
    pub certificate: String,
    /// The private key, PKCS#8 DER as lower-case hex. It never leaves the encrypted vault.
    pub private_key: String,
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

/// One thing a vault keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum Record {
    /// See [`Vendor`].
    Vendor(Vendor),
    /// See [`Assessment`].
    Assessment(Box<Assessment>),
    /// See [`Response`].
    Response(Response),
    /// See [`Evidence`].
    Evidence(Evidence),
    /// See [`Boundary`].
    Boundary(Boundary),
    /// See [`Element`].
    Element(Element),
    /// See [`Flow`].
    Flow(Flow),
    /// See [`ThreatNote`].
    ThreatNote(ThreatNote),
    /// See [`RecordedThreat`].
    RecordedThreat(RecordedThreat),
    /// See [`Risk`].
    Risk(Box<Risk>),
    /// See [`Finding`].
    Finding(Finding),
    /// See [`Decision`].
    Decision(Decision),
    /// See [`KnockOutNote`].
    KnockOutNote(KnockOutNote),
    /// See [`SigningIdentity`].
    Identity(SigningIdentity),
    /// See [`Issue`].
    Issue(Issue),
}

/// Which record: its kind and an id that is unique within the kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The kind, as in [`Record::kind`].
    pub kind: String,
    /// The id within the kind.
    pub id: String,
}

impl Record {
    /// The kind's name in files: `vendor`, `assessment`, `response` …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Vendor(_) => "vendor",
            Self::Assessment(_) => "assessment",
            Self::Response(_) => "response",
            Self::Evidence(_) => "evidence",
            Self::Boundary(_) => "boundary",
            Self::Element(_) => "element",
            Self::Flow(_) => "flow",
            Self::ThreatNote(_) => "threat-note",
            Self::RecordedThreat(_) => "recorded-threat",
            Self::Risk(_) => "risk",
            Self::Finding(_) => "finding",
            Self::Decision(_) => "decision",
            Self::KnockOutNote(_) => "knock-out-note",
            Self::Identity(_) => "identity",
            Self::Issue(_) => "issue",
        }
    }

    /// Which record this is. Things named only within an assessment carry its id in theirs.
    pub fn key(&self) -> Key {
        let within = |assessment: &AssessmentId, id: &str| format!("{assessment}/{id}");
        let id = match self {
            Self::Vendor(x) => x.id.to_string(),
            Self::Assessment(x) => x.id.to_string(),
            Self::Response(x) => within(&x.assessment, x.question.as_str()),
            Self::Evidence(x) => within(&x.assessment, x.id.as_str()),
            Self::Boundary(x) => within(&x.assessment, x.id.as_str()),
            Self::Element(x) => within(&x.assessment, x.id.as_str()),
            Self::Flow(x) => within(&x.assessment, x.id.as_str()),
            Self::ThreatNote(x) => within(&x.assessment, x.threat.as_str()),
            Self::RecordedThreat(x) => within(&x.assessment, x.id.as_str()),
            Self::Risk(x) => within(&x.assessment, x.id.as_str()),
            Self::Finding(x) => within(&x.assessment, x.id.as_str()),
            Self::Decision(x) => x.assessment.to_string(),
            Self::KnockOutNote(x) => within(&x.assessment, x.knock_out.as_str()),
            Self::Identity(x) => x.id.to_string(),
            Self::Issue(x) => within(&x.assessment, x.id.as_str()),
        };
        Key { kind: self.kind().into(), id }
    }

    /// The record it belongs to, which must exist as long as it does.
    pub fn parent(&self) -> Option<Key> {
        let parent = match self {
            Self::Vendor(_) | Self::Identity(_) => return None,
            Self::Assessment(x) => return Some(Key { kind: "vendor".into(), id: x.vendor.to_string() }),
            Self::Response(x) => &x.assessment,
            Self::Evidence(x) => &x.assessment,
            Self::Boundary(x) => &x.assessment,
            Self::Element(x) => &x.assessment,
            Self::Flow(x) => &x.assessment,
            Self::ThreatNote(x) => &x.assessment,
            Self::RecordedThreat(x) => &x.assessment,
            Self::Risk(x) => &x.assessment,
            Self::Finding(x) => &x.assessment,
            Self::Decision(x) => &x.assessment,
            Self::KnockOutNote(x) => &x.assessment,
            Self::Issue(x) => &x.assessment,
        };
        Some(Key { kind: "assessment".into(), id: parent.to_string() })
    }

    /// The words a search finds it by. Empty for things nobody searches for; never holds a key.
    pub fn search_text(&self) -> String {
        let parts: Vec<&str> = match self {
            Self::Vendor(x) => vec![&x.name, &x.legal_name, &x.notes],
            Self::Assessment(x) => vec![&x.title, &x.service, &x.purpose, &x.summary],
            Self::Response(x) => vec![&x.comment, &x.reason, &x.rationale, &x.notes],
            Self::Evidence(x) => vec![&x.title, &x.issuer, &x.note, x.file.as_ref().map_or("", |f| &f.name)],
            Self::Boundary(x) => vec![&x.name],
            Self::Element(x) => vec![&x.name, &x.description],
            Self::Flow(x) => vec![&x.name, &x.protocol, &x.description],
            Self::ThreatNote(x) => vec![&x.title, &x.reason],
            Self::RecordedThreat(x) => vec![&x.title, &x.description, &x.mitigation],
            Self::Risk(x) => vec![&x.title, &x.scenario, &x.rationale, &x.owner],
            Self::Finding(x) => {
                vec![&x.title, &x.condition, &x.effect, &x.recommendation, &x.vendor_response]
            }
            Self::Decision(x) => vec![&x.rationale],
            Self::KnockOutNote(x) => vec![&x.note],
            Self::Identity(_) | Self::Issue(_) => vec![],
        };
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}
