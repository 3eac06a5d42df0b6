//! What was recorded → its parts of the attached data.

use super::judged::StandingPart;
use super::{Of, parts};
use assay_core::ids::{
    AssessmentId, BomId, BoundaryId, ElementId, EventId, EvidenceId, FindingId, FlowId, FrameworkId,
    KnockOutId, QuestionId, RequirementId, ReviewId, RiskId, TestId, ThreatId, VendorId,
};
use assay_core::pack::PackRef;
use assay_core::record::{
    Adoption, Assessment, AssuranceLevel, Bom, BomPart, Boundary, CertificateReview, Component, Condition,
    CustomerControl, Decision, Deferred, Element, Event, Evidence, Exclusion, FileRef, Finding, FlagRef,
    Flow, Interview, Override, Person, Purpose, RecordedThreat, Response, Review, Risk, SecurityTest,
    SocReview, SpecChoice, Subservice, TestException, ThreatNote, Tier, TierOverride, Vendor,
};
use assay_core::risk::{Rating, Ratings};
use assay_core::words::{
    AiRole, Alternative, AuditResult, Claim, Conclusion, ConditionStage, ElementFact, ElementKind,
    EvidenceKind, Known, Letter, Method, Outcome, ProcessingRole, Respondent, RiskCategory, RiskStatus,
    ScopeFact, Severity, SocCategory, SocType, Stage, SubserviceMethod, TestKind, TestOutcome,
    ThreatDecision, Treatment, Trigger,
};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

parts! {
    /// A content pack the assessment was made with.
    PackPart<'a> of PackRef {
        name: &'a String,
        version: &'a String,
        /// SHA-256 over its files, 64 lower-case hex digits.
        sha256: &'a String,
    } without {};

    /// The organisation assessed.
    VendorPart<'a> of Vendor {
        id: &'a VendorId,
        name: &'a String,
        /// The name in the contract.
        legal_name: &'a String,
        country: &'a String,
        website: &'a String,
        services: &'a Vec<String>,
    } without { contact_name, contact_email, notes };

    /// A person with a part in the assessment.
    PersonPart<'a> of Person {
        name: &'a String,
        role: &'a String,
        organisation: &'a String,
    } without {};

    /// A conversation that was held. With whom stands in the report only.
    InterviewPart<'a> of Interview {
        role: &'a String,
        date: &'a NaiveDate,
        topics: &'a String,
    } without { name };

    /// A tier set against what the inherent-risk questions propose.
    TierOverridePart<'a> of TierOverride {
        tier: &'a Tier,
        reason: &'a String,
        by: &'a String,
        /// The second person, when less is asked than proposed.
        second: &'a String,
        /// The tier that stood before it.
        before: Option<&'a Tier>,
    } without {};

    /// What personal data is processed for.
    PurposePart<'a> of Purpose {
        name: &'a String,
        /// The vendor's role for it.
        role: &'a ProcessingRole,
        /// Whose data, and which.
        data: &'a String,
    } without {};

    /// What was looked at, and who took part.
    AssessmentPart<'a> of Assessment {
        id: &'a AssessmentId,
        title: &'a String,
        /// The service looked at.
        service: &'a String,
        /// What the service is bought for.
        purpose: &'a String,
        /// Risk tier, 1 the most critical to 4.
        tier: &'a Tier,
        tier_reason: &'a String,
        /// A critical function hangs on the service.
        critical: &'a bool,
        /// Inherent-risk question → option chosen.
        #[serde(rename = "inherent_risk")]
        inherent: &'a BTreeMap<String, String>,
        tier_override: Option<TierOverridePart<'a>>,
        purposes: Vec<PurposePart<'a>>,
        /// The assessment this one follows.
        #[serde(rename = "follows")]
        previous: Option<&'a AssessmentId>,
        /// Facts of the scope that turn questions on.
        facts: &'a BTreeSet<ScopeFact>,
        /// Facts that follow from the inherent-risk questions.
        derived_facts: &'a BTreeSet<ScopeFact>,
        frameworks: &'a BTreeSet<FrameworkId>,
        scope_in: &'a Vec<String>,
        scope_out: &'a Vec<String>,
        /// Where data is kept and reached from.
        locations: &'a Vec<String>,
        data_classes: &'a Vec<String>,
        period_from: Option<&'a NaiveDate>,
        period_to: Option<&'a NaiveDate>,
        assessor: PersonPart<'a>,
        reviewer: PersonPart<'a>,
        /// Who accepts the residual risk.
        accountable: PersonPart<'a>,
        interviews: Vec<InterviewPart<'a>>,
        distribution: &'a Vec<String>,
        classification: &'a String,
        /// For the executive.
        summary: &'a String,
        /// What the work could not see.
        limitations: &'a Vec<String>,
        started: &'a DateTime<FixedOffset>,
    } without { vendor, packs };

    /// Evidence the vendor still owes.
    DeferredPart<'a> of Deferred {
        what: &'a String,
        until: Option<&'a NaiveDate>,
    } without {};

    /// A second person's look at an answer, with what they saw.
    ReviewPart<'a> of Review {
        by: &'a String,
        at: &'a DateTime<FixedOffset>,
        conclusion: Option<&'a Conclusion>,
        #[serde(rename = "evidence_level")]
        assurance: &'a AssuranceLevel,
    } without {};

    /// A question, and what was answered to it.
    ResponsePart<'a> of Response {
        question: &'a QuestionId,
        /// What the vendor says; null is unanswered.
        claim: Option<&'a Claim>,
        /// The vendor's comment.
        comment: &'a String,
        /// Why it does not apply, as the vendor says.
        reason: &'a String,
        /// Ids of the evidence relied on.
        evidence: &'a BTreeSet<EvidenceId>,
        /// What the assessor judges; null is not looked at.
        conclusion: Option<&'a Conclusion>,
        /// How it was looked at.
        methods: &'a BTreeSet<Method>,
        /// What was done and seen.
        rationale: &'a String,
        #[serde(rename = "owed")]
        deferred: Option<DeferredPart<'a>>,
        reviewed: Option<ReviewPart<'a>>,
    } without { assessment, assurance, offered, spoken_to, notes, flagged, claim_changed } with {
        /// False for an answer kept to a question that is no longer asked.
        asked: bool,
        /// Where the question stands.
        standing: Option<StandingPart<'a>>,
        /// How it is known, once it is concluded: 0 asserted to 4 verified by the assessor, no higher than the evidence shows.
        evidence_level: Option<u8>,
        topic: &'a str,
        text: &'a str,
        respondent: Option<Respondent>,
        weight: Option<u8>,
        requirements: &'a [RequirementId],
    };

    /// The bytes behind a piece of evidence.
    FilePart<'a> of FileRef {
        name: &'a String,
        /// Bytes.
        size: &'a u64,
        /// 64 lower-case hex digits.
        sha256: &'a String,
    } without {};

    /// A file or a thing seen.
    EvidencePart<'a> of Evidence {
        id: &'a EvidenceId,
        title: &'a String,
        kind: &'a EvidenceKind,
        /// Who made it.
        issuer: &'a String,
        /// The date on it.
        issued: Option<&'a NaiveDate>,
        /// The last day it counts.
        valid_until: Option<&'a NaiveDate>,
        received: &'a DateTime<FixedOffset>,
        /// Pages relied on.
        pages: &'a String,
        /// How far it can be relied on.
        reliability: &'a String,
        /// What was seen, and by whom, when nothing was kept.
        note: &'a String,
        /// Null means seen, not retained.
        file: Option<FilePart<'a>>,
    } without { assessment } with {
        /// As in the report, such as `EV-03`.
        number: &'a str,
        retained: bool,
    };

    /// A trust boundary.
    BoundaryPart<'a> of Boundary {
        id: &'a BoundaryId,
        name: &'a String,
        /// The boundary around it.
        parent: Option<&'a BoundaryId>,
    } without { assessment };

    /// An element of the threat model as a component of the system.
    ComponentPart<'a> of Component {
        /// Stages of the life of the system it takes part in.
        stages: &'a BTreeSet<Stage>,
        owner: &'a String,
        /// Kinds of data in it or passing through it.
        data: &'a Vec<String>,
        product: &'a String,
        version: &'a String,
        /// Nearest first.
        providers: &'a Vec<String>,
        licence: &'a String,
        /// The bill of materials it was taken from.
        bom: Option<&'a BomId>,
    } without {};

    /// A part of the system assessed.
    ElementPart<'a> of Element {
        id: &'a ElementId,
        name: &'a String,
        kind: &'a ElementKind,
        boundary: Option<&'a BoundaryId>,
        /// Its part in an AI system.
        role: Option<&'a AiRole>,
        description: &'a String,
        /// What is known about it; a missing fact is unknown.
        facts: &'a BTreeMap<ElementFact, Known>,
        /// Why, when it is out of scope.
        out_of_scope: Option<&'a String>,
        component: ComponentPart<'a>,
    } without { assessment };

    /// Data going from one element to another.
    FlowPart<'a> of Flow {
        id: &'a FlowId,
        name: &'a String,
        source: &'a ElementId,
        target: &'a ElementId,
        protocol: &'a String,
        description: &'a String,
        /// What is known about it; a missing fact is unknown.
        facts: &'a BTreeMap<ElementFact, Known>,
        /// Boundaries drawn across it, besides those its ends imply.
        crosses: &'a BTreeSet<BoundaryId>,
        /// Why, when it is out of scope.
        out_of_scope: Option<&'a String>,
    } without { assessment } with {
        /// All boundaries it crosses.
        boundaries_crossed: Vec<&'a BoundaryId>,
    };

    /// A decision on a threat that the model no longer yields.
    ThreatNotePart<'a> of ThreatNote {
        threat: &'a ThreatId,
        decision: &'a ThreatDecision,
        reason: &'a String,
        /// The threat as it read when it was decided.
        title: &'a String,
    } without { assessment };

    /// A threat a person recorded or another tool knew.
    RecordedThreatPart<'a> of RecordedThreat {
        id: &'a ThreatId,
        /// The element or flow it is on.
        on: &'a String,
        letter: Option<&'a Letter>,
        title: &'a String,
        description: &'a String,
        mitigation: &'a String,
        severity: Option<&'a Severity>,
        /// Where it comes from.
        source: &'a String,
    } without { assessment } with {
        decision: ThreatDecision,
        decision_reason: &'a str,
    };

    /// A scenario with likelihood and impact.
    RiskPart<'a> of Risk {
        id: &'a RiskId,
        title: &'a String,
        scenario: &'a String,
        threats: &'a BTreeSet<ThreatId>,
        findings: &'a BTreeSet<FindingId>,
        categories: &'a BTreeSet<RiskCategory>,
        ratings: RatingsPart,
        /// Why these ratings.
        rationale: &'a String,
        treatment: &'a Treatment,
        /// Controls relied on.
        controls: &'a Vec<String>,
        /// How several controls were taken together.
        combining: &'a String,
        owner: &'a String,
        due: Option<&'a NaiveDate>,
        status: &'a RiskStatus,
    } without { assessment } with {
        inherent_band: &'a str,
        /// How the band came about.
        inherent_explained: String,
        residual_band: &'a str,
        residual_explained: String,
    };

    /// A red flag on a review of a report or certificate.
    FlagPart<'a> of FlagRef {
        review: &'a ReviewId,
        flag: &'a String,
    } without {};

    /// Condition, criterion, cause, effect, recommendation.
    FindingPart<'a> of Finding {
        id: &'a FindingId,
        /// The question it comes from.
        question: Option<&'a QuestionId>,
        /// The red flag it comes from.
        flag: Option<FlagPart<'a>>,
        title: &'a String,
        condition: &'a String,
        criterion: &'a String,
        cause: &'a String,
        effect: &'a String,
        recommendation: &'a String,
        severity: &'a Severity,
        /// Who mends it.
        owner: &'a String,
        due: Option<&'a NaiveDate>,
        vendor_response: &'a String,
    } without { assessment };

    /// A thing that must happen for an approval to hold.
    ConditionPart<'a> of Condition {
        text: &'a String,
        /// Before what.
        stage: &'a ConditionStage,
        owner: &'a String,
        due: Option<&'a NaiveDate>,
        evidence_of_closure: &'a String,
        /// When it was met; null is open.
        met: Option<&'a NaiveDate>,
    } without {};

    /// A knock-out set aside by an executive, by name and for a time.
    OverridePart<'a> of Override {
        knock_out: &'a KnockOutId,
        by: &'a String,
        reason: &'a String,
        compensating_control: &'a String,
        /// The last day it holds.
        until: &'a NaiveDate,
    } without {};

    /// What was decided, by whom, and why.
    DecisionPart<'a> of Decision {
        outcome: &'a Outcome,
        rationale: &'a String,
        conditions: Vec<ConditionPart<'a>>,
        decided_by: &'a String,
        decided_on: Option<&'a NaiveDate>,
        overrides: Vec<OverridePart<'a>>,
    } without { assessment, basis };

    /// An answer offered for a requirement it comes near to, and what became of the offer.
    AdoptionPart<'a> of Adoption {
        question: &'a QuestionId,
        requirement: &'a RequirementId,
        accepted: &'a bool,
        reason: &'a String,
        by: &'a String,
        at: &'a DateTime<FixedOffset>,
    } without { assessment };

    /// What stands in the place of an addressable specification.
    SpecChoicePart<'a> of SpecChoice {
        requirement: &'a RequirementId,
        alternative: &'a Alternative,
        reason: &'a String,
    } without { assessment };

    /// A control the customer must run.
    CustomerControlPart<'a> of CustomerControl {
        text: &'a String,
        owner: &'a String,
        in_place: Option<&'a bool>,
    } without {};

    /// An organisation the vendor relies on.
    SubservicePart<'a> of Subservice {
        name: &'a String,
        /// What it does for the service.
        does: &'a String,
        method: &'a SubserviceMethod,
        own_report_seen: Option<&'a bool>,
        /// Whether the service cannot do without it.
        is_key: &'a bool,
    } without {};

    /// A deviation the auditor found.
    TestExceptionPart<'a> of TestException {
        criterion: &'a String,
        control: &'a String,
        deviation: &'a String,
        /// What the vendor's management says.
        response: &'a String,
        our_view: &'a String,
    } without {};

    /// The review of a SOC 2 report.
    SocReviewPart<'a> of SocReview {
        id: &'a ReviewId,
        evidence: Option<&'a EvidenceId>,
        auditor: &'a String,
        auditor_licensed: Option<&'a bool>,
        kind: Option<&'a SocType>,
        period_from: Option<&'a NaiveDate>,
        period_to: Option<&'a NaiveDate>,
        categories: &'a BTreeSet<SocCategory>,
        result: Option<&'a AuditResult>,
        /// What a qualified, adverse or disclaimed result is about.
        reservations: &'a String,
        boundary: &'a String,
        covers_our_service: Option<&'a bool>,
        subservices: Vec<SubservicePart<'a>>,
        customer_controls: Vec<CustomerControlPart<'a>>,
        exceptions: Vec<TestExceptionPart<'a>>,
        subsequent_events: &'a String,
        /// The day up to which a bridge letter speaks.
        bridge_until: Option<&'a NaiveDate>,
    } without { assessment, notes };

    /// A control left out of a statement of applicability.
    ExclusionPart<'a> of Exclusion {
        control: &'a String,
        justification: &'a String,
        /// Whether the reason holds here.
        holds: Option<&'a bool>,
    } without {};

    /// The review of an ISO certificate.
    CertificateReviewPart<'a> of CertificateReview {
        id: &'a ReviewId,
        evidence: Option<&'a EvidenceId>,
        standard: &'a String,
        number: &'a String,
        /// The body that issued it.
        body: &'a String,
        /// Who accredits that body.
        accreditation: &'a String,
        accredited: Option<&'a bool>,
        scope: &'a String,
        covers_our_service: Option<&'a bool>,
        sites: &'a Vec<String>,
        issued: Option<&'a NaiveDate>,
        expires: Option<&'a NaiveDate>,
        /// Last surveillance audit.
        surveillance: Option<&'a NaiveDate>,
        /// Version or date of the statement of applicability.
        statement: &'a String,
        statement_seen: Option<&'a bool>,
        exclusions: Vec<ExclusionPart<'a>>,
        internal_audit: Option<&'a NaiveDate>,
        /// Major nonconformities still open.
        open_majors: Option<&'a u32>,
    } without { assessment, notes };

    /// One entry of a bill of materials.
    BillEntryPart<'a> of BomPart {
        name: &'a String,
        version: &'a String,
        kind: &'a String,
        licence: &'a String,
        /// Package address.
        purl: &'a String,
    } without {};

    /// A bill of materials the vendor gave.
    BillPart<'a> of Bom {
        id: &'a BomId,
        /// The file it was read from.
        evidence: &'a EvidenceId,
        about: &'a String,
        format: &'a String,
        serial: &'a String,
        made: &'a String,
        /// Entries by type, in the words of the file.
        counts: &'a BTreeMap<String, u32>,
        licences: &'a BTreeMap<String, u32>,
        without_version: &'a u32,
        without_licence: &'a u32,
        without_hash: &'a u32,
        /// Vulnerabilities named in it, by severity.
        vulnerabilities: &'a BTreeMap<String, u32>,
        /// The first entries, up to 5,000.
        parts: Vec<BillEntryPart<'a>>,
        /// What was odd in the file.
        notes: &'a Vec<String>,
    } without { assessment };

    /// A test of a component: planned, then done with a result.
    SecurityTestPart<'a> of SecurityTest {
        id: &'a TestId,
        kind: &'a TestKind,
        title: &'a String,
        elements: &'a BTreeSet<ElementId>,
        /// Techniques tried, by their published ids.
        techniques: &'a BTreeSet<String>,
        planned: Option<&'a NaiveDate>,
        done: Option<&'a NaiveDate>,
        by: &'a String,
        method: &'a String,
        /// Null is not done.
        outcome: Option<&'a TestOutcome>,
        seen: &'a String,
        /// What it could not tell.
        limits: &'a String,
        evidence: &'a BTreeSet<EvidenceId>,
    } without { assessment };

    /// Something that happened and asks for another look.
    EventPart<'a> of Event {
        id: &'a EventId,
        trigger: &'a Trigger,
        date: &'a NaiveDate,
        what: &'a String,
        /// When it was dealt with; null is open.
        closed: Option<&'a NaiveDate>,
        outcome: &'a String,
    } without { assessment };
}

/// Likelihood and impact, 1 to 5 each.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct RatingPart {
    likelihood: u8,
    impact: u8,
}

impl From<Rating> for RatingPart {
    fn from(rating: Rating) -> Self {
        Self { likelihood: rating.likelihood(), impact: rating.impact() }
    }
}

/// Before treatment and after it.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct RatingsPart {
    inherent: RatingPart,
    residual: RatingPart,
}

impl Of<'_, Ratings> for RatingsPart {
    fn of(ratings: &Ratings) -> Self {
        Self { inherent: ratings.inherent().into(), residual: ratings.residual().into() }
    }
}
