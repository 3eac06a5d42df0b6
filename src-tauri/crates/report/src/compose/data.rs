//! The assessment behind a report → JSON that a machine reads: the twin that is attached to the PDF.
//!
//! Its field names are a promise, so each part is written out here rather than taken from the records, which may change
//! with the program. Private notes have no field.

use super::view::View;
use assay_core::changed::{Became, ChangedSinceIssue, FieldChange, RecordChange, Since};
use assay_core::ids::*;
use assay_core::knockout::KnockOutResult;
use assay_core::pack::PackRef;
use assay_core::record::*;
use assay_core::risk::Rating;
use assay_core::score::{Figure, FrameworkResult, GroupResult, Input, RequirementState};
use assay_core::signing::Exception;
use assay_core::standing::Standing;
use assay_core::stride::Threat;
use assay_core::words::*;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Raised when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// The twin of a report: pretty JSON, the same bytes for the same view.
pub(super) fn bytes(view: &View) -> Vec<u8> {
    // Keys are text and numbers are finite, so writing to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&twin(view)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[derive(Serialize)]
struct Twin<'a> {
    format: &'static str,
    version: u32,
    report: ReportPart<'a>,
    packs: &'a [PackRef],
    vendor: VendorPart<'a>,
    assessment: AssessmentPart<'a>,
    method: MethodPart<'a>,
    responses: Vec<ResponsePart<'a>>,
    questions_not_asked: Vec<NotAsked<'a>>,
    evidence: Vec<EvidencePart<'a>>,
    results: ResultsPart<'a>,
    knock_outs: &'a [KnockOutResult],
    threat_model: ModelPart<'a>,
    threats: Vec<ThreatPart<'a>>,
    recorded_threats: Vec<RecordedPart<'a>>,
    stale_threat_decisions: &'a [&'a ThreatNote],
    risks: Vec<RiskPart<'a>>,
    findings: Vec<&'a Finding>,
    decision: Option<&'a Decision>,
    decision_standing: &'a assay_core::decision::DecisionStanding,
    best_decision: BestPart<'a>,
    open_points: &'a [assay_core::closeout::OpenPoint],
    suggestions_decided: Vec<&'a Adoption>,
    addressable_specifications: &'a [assay_core::specification::Specification],
    soc_reviews: Vec<SocReview>,
    certificate_reviews: Vec<CertificateReview>,
    red_flags: &'a [assay_core::red_flag::Raised],
    since_last_time: Option<&'a assay_core::comparison::Comparison>,
    bills_of_materials: Vec<&'a Bom>,
    security_tests: Vec<&'a SecurityTest>,
    kinds_of_test_needed: BTreeSet<TestKind>,
    events: Vec<&'a Event>,
    open_events: &'a [assay_core::monitoring::OpenEvent],
    stopped_counting: &'a [assay_core::monitoring::LapsedUse],
    method_steps: Vec<assay_core::methodology::Step>,
    gates: Vec<assay_core::gate::GateResult>,
    dos: Vec<assay_core::gate::ItemResult>,
    donts: Vec<assay_core::gate::ItemResult>,
    risk_categories: Vec<assay_core::category::CategoryResult>,
    next_assessment: &'a assay_core::monitoring::NextAssessment,
}

#[derive(Serialize)]
struct ReportPart<'a> {
    reference: String,
    number: u32,
    status: super::Status,
    issued: DateTime<FixedOffset>,
    supersedes: Option<u32>,
    program: &'a str,
    journal_entry: i64,
    journal_hash: &'a str,
    signatures_expected: Vec<SignerPart<'a>>,
    rules_set_aside: Vec<ExceptionPart<'a>>,
    changed_since_issue: Option<ChangedPart<'a>>,
}

/// What is not as it was when the issue before was made.
#[derive(Serialize)]
struct ChangedPart<'a> {
    issue: u32,
    changes: Vec<ChangePart<'a>>,
}

#[derive(Serialize)]
struct ChangePart<'a> {
    what: &'a str,
    id: &'a str,
    title: &'a str,
    became: Became,
    fields: Vec<FieldPart<'a>>,
    at: DateTime<FixedOffset>,
    by: &'a str,
    through: &'a str,
}

#[derive(Serialize)]
struct FieldPart<'a> {
    field: &'a str,
    was: &'a str,
    is: &'a str,
}

fn changed_part(since: &ChangedSinceIssue) -> ChangedPart<'_> {
    let ChangedSinceIssue { number, issued: _, changes } = since;
    ChangedPart { issue: *number, changes: changes.iter().map(change_part).collect() }
}

fn change_part(since: &Since) -> ChangePart<'_> {
    let Since { change: RecordChange { what, id, title, became, fields }, at, by, doing } = since;
    let fields = fields.iter().map(|FieldChange { field, was, is }| FieldPart { field, was, is });
    ChangePart { what, id, title, became: *became, fields: fields.collect(), at: *at, by, through: doing }
}

#[derive(Serialize)]
struct ExceptionPart<'a> {
    rule: &'static str,
    stood_against_it: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct SignerPart<'a> {
    field: &'static str,
    #[serde(flatten)]
    person: &'a Person,
}

#[derive(Serialize)]
struct VendorPart<'a> {
    id: &'a VendorId,
    name: &'a str,
    legal_name: &'a str,
    country: &'a str,
    website: &'a str,
    contact_name: &'a str,
    contact_email: &'a str,
    services: &'a [String],
}

#[derive(Serialize)]
struct AssessmentPart<'a> {
    id: &'a AssessmentId,
    title: &'a str,
    service: &'a str,
    purpose: &'a str,
    tier: Tier,
    tier_reason: &'a str,
    critical: bool,
    inherent_risk: &'a BTreeMap<String, String>,
    tier_override: Option<&'a TierOverride>,
    purposes: &'a [Purpose],
    follows: Option<&'a AssessmentId>,
    facts: &'a BTreeSet<ScopeFact>,
    derived_facts: &'a BTreeSet<ScopeFact>,
    frameworks: &'a BTreeSet<FrameworkId>,
    scope_in: &'a [String],
    scope_out: &'a [String],
    locations: &'a [String],
    data_classes: &'a [String],
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
    assessor: &'a Person,
    reviewer: &'a Person,
    accountable: &'a Person,
    interviews: &'a [Interview],
    distribution: &'a [String],
    classification: &'a str,
    summary: &'a str,
    limitations: &'a [String],
    started: DateTime<FixedOffset>,
}

#[derive(Serialize)]
struct MethodPart<'a> {
    score_formula: &'static str,
    coverage_formula: &'static str,
    conclusion_values: &'a BTreeMap<Conclusion, f64>,
    matrix: &'a assay_core::pack::Matrix,
}

#[derive(Serialize)]
struct ResponsePart<'a> {
    question: &'a QuestionId,
    asked: bool,
    topic: &'a str,
    text: &'a str,
    respondent: Option<Respondent>,
    weight: Option<u8>,
    requirements: &'a [RequirementId],
    claim: Option<Claim>,
    comment: &'a str,
    reason: &'a str,
    evidence: Vec<&'a EvidenceId>,
    conclusion: Option<Conclusion>,
    /// Where the question stands; of an answer that is no longer asked, why it is not.
    standing: Option<&'a Standing>,
    /// The level that counts.
    evidence_level: Option<u8>,
    methods: Vec<Method>,
    rationale: &'a str,
    owed: Option<&'a Deferred>,
    reviewed: Option<&'a Review>,
    spoken_to: &'a [String],
}

#[derive(Serialize)]
struct NotAsked<'a> {
    question: &'a QuestionId,
    text: &'a str,
    reason: String,
}

#[derive(Serialize)]
struct EvidencePart<'a> {
    number: &'a str,
    id: &'a EvidenceId,
    title: &'a str,
    kind: EvidenceKind,
    issuer: &'a str,
    issued: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    received: DateTime<FixedOffset>,
    pages: &'a str,
    reliability: &'a str,
    note: &'a str,
    retained: bool,
    file: Option<&'a FileRef>,
}

#[derive(Serialize)]
struct FigurePart<'a> {
    score: Option<f64>,
    coverage: Option<f64>,
    concluded: u32,
    applicable: u32,
    explained: String,
    inputs: &'a [Input],
}

#[derive(Serialize)]
struct ResultsPart<'a> {
    concluded: FigurePart<'a>,
    claimed: FigurePart<'a>,
    claimed_better_than_concluded: &'a [QuestionId],
    distribution: &'a BTreeMap<Conclusion, u32>,
    evidence_levels: &'a BTreeMap<u8, u32>,
    frameworks: Vec<FrameworkPart<'a>>,
}

#[derive(Serialize)]
struct FrameworkPart<'a> {
    framework: &'a FrameworkId,
    title: &'a str,
    edition: &'a str,
    pack_version: &'a str,
    total: GroupPart<'a>,
    domains: Vec<GroupPart<'a>>,
    distribution: &'a BTreeMap<Conclusion, u32>,
    requirements: Vec<RequirementPart<'a>>,
}

#[derive(Serialize)]
struct GroupPart<'a> {
    id: &'a str,
    title: &'a str,
    concluded: FigurePart<'a>,
    claimed: FigurePart<'a>,
}

#[derive(Serialize)]
struct RequirementPart<'a> {
    id: &'a RequirementId,
    title: &'a str,
    domain: &'a str,
    state: RequirementState,
    reason: &'a str,
    lowest_conclusion: Option<Conclusion>,
    figure: FigurePart<'a>,
}

#[derive(Serialize)]
struct ModelPart<'a> {
    boundaries: Vec<&'a Boundary>,
    elements: Vec<&'a Element>,
    flows: Vec<FlowPart<'a>>,
}

#[derive(Serialize)]
struct FlowPart<'a> {
    #[serde(flatten)]
    flow: &'a Flow,
    boundaries_crossed: Vec<&'a BoundaryId>,
}

#[derive(Serialize)]
struct ThreatPart<'a> {
    #[serde(flatten)]
    threat: &'a Threat,
    suggested_band: Option<&'a str>,
    decision: ThreatDecision,
    decision_reason: &'a str,
}

#[derive(Serialize)]
struct RecordedPart<'a> {
    #[serde(flatten)]
    threat: &'a RecordedThreat,
    decision: ThreatDecision,
    decision_reason: &'a str,
}

#[derive(Serialize)]
struct RiskPart<'a> {
    #[serde(flatten)]
    risk: &'a Risk,
    inherent_band: &'a str,
    inherent_explained: String,
    residual_band: &'a str,
    residual_explained: String,
}

#[derive(Serialize)]
struct BestPart<'a> {
    outcome: Outcome,
    because: &'a [String],
}

fn twin<'a>(view: &'a View) -> Twin<'a> {
    let case = view.case;
    let about = view.about;
    let evaluation = &view.evaluation;
    Twin {
        format: "assay-assessment",
        version: VERSION,
        report: ReportPart {
            reference: view.reference(),
            number: about.number,
            status: about.status,
            issued: about.issued,
            supersedes: about.supersedes,
            program: &about.program,
            journal_entry: about.journal.0,
            journal_hash: &about.journal.1,
            signatures_expected: view
                .signers()
                .into_iter()
                .filter(|(_, person)| !person.name.trim().is_empty())
                .map(|(signer, person)| SignerPart { field: signer.field(), person })
                .collect(),
            rules_set_aside: about
                .exceptions
                .iter()
                .map(|Exception { rule, sentence, reason }| ExceptionPart {
                    rule: rule.id(),
                    stood_against_it: sentence,
                    reason,
                })
                .collect(),
            changed_since_issue: about.changed.as_ref().map(changed_part),
        },
        packs: &case.assessment.packs,
        vendor: vendor(&case.vendor),
        assessment: assessment(&case.assessment),
        method: MethodPart {
            score_formula: super::method::SCORE_FORMULA,
            coverage_formula: super::method::COVERAGE_FORMULA,
            conclusion_values: &view.library.scale.values,
            matrix: &view.library.matrix,
        },
        responses: responses(view),
        questions_not_asked: view
            .library
            .bank
            .in_order()
            .filter_map(|q| {
                Some(NotAsked {
                    question: &q.id,
                    text: &q.text,
                    reason: evaluation.standings.why_not_asked(&q.id)?.to_string(),
                })
            })
            .collect(),
        evidence: view.evidence().into_iter().map(|(number, e)| evidence(number, e)).collect(),
        results: ResultsPart {
            concluded: figure(&view.evaluation.results.total),
            claimed: figure(&view.evaluation.results.claimed),
            claimed_better_than_concluded: &view.evaluation.results.overclaimed,
            distribution: &view.evaluation.results.distribution,
            evidence_levels: &view.evaluation.results.assurance,
            frameworks: view.evaluation.results.frameworks.iter().map(|f| framework(view, f)).collect(),
        },
        knock_outs: &view.evaluation.knock_outs,
        threat_model: ModelPart {
            boundaries: case.boundaries.values().collect(),
            elements: case.elements.values().collect(),
            flows: case
                .flows
                .values()
                .map(|flow| FlowPart {
                    flow,
                    boundaries_crossed: view.crossings.get(&flow.id).into_iter().flatten().collect(),
                })
                .collect(),
        },
        threats: view
            .evaluation
            .threats
            .iter()
            .map(|threat| {
                let (decision, decision_reason) = view.threat_decision(&threat.id);
                let suggested_band =
                    Rating::new(threat.likelihood, threat.impact).ok().map(|r| view.band(r).title.as_str());
                ThreatPart { threat, suggested_band, decision, decision_reason }
            })
            .collect(),
        recorded_threats: view
            .recorded_threats()
            .map(|threat| {
                let (decision, decision_reason) = view.threat_decision(&threat.id);
                RecordedPart { threat, decision, decision_reason }
            })
            .collect(),
        stale_threat_decisions: &view.stale,
        risks: view
            .risks()
            .into_iter()
            .map(|risk| {
                let (inherent, residual) = (risk.ratings.inherent(), risk.ratings.residual());
                RiskPart {
                    risk,
                    inherent_band: &view.band(inherent).title,
                    inherent_explained: view.library.matrix.explain(inherent),
                    residual_band: &view.band(residual).title,
                    residual_explained: view.library.matrix.explain(residual),
                }
            })
            .collect(),
        findings: view.findings(),
        decision: case.decision.as_ref(),
        decision_standing: &evaluation.decision,
        best_decision: BestPart {
            outcome: view.evaluation.advice.best,
            because: &view.evaluation.advice.because,
        },
        open_points: &view.open_points,
        suggestions_decided: case.adoptions.values().flat_map(BTreeMap::values).collect(),
        addressable_specifications: &view.specifications,
        soc_reviews: case
            .soc_reviews
            .values()
            .map(|review| SocReview { notes: String::new(), ..review.clone() })
            .collect(),
        certificate_reviews: case
            .certificate_reviews
            .values()
            .map(|review| CertificateReview { notes: String::new(), ..review.clone() })
            .collect(),
        red_flags: &view.evaluation.red_flags,
        since_last_time: about.since.as_ref(),
        bills_of_materials: case.boms.values().collect(),
        security_tests: case.tests.values().collect(),
        kinds_of_test_needed: evaluation
            .tests
            .iter()
            .filter(|test| test.needed)
            .map(|test| test.kind)
            .collect(),
        events: case.events.values().collect(),
        open_events: &evaluation.events,
        stopped_counting: &evaluation.lapsed,
        method_steps: assay_core::methodology::steps(evaluation),
        gates: assay_core::gate::gates(evaluation),
        dos: assay_core::gate::dos(evaluation),
        donts: assay_core::gate::donts(evaluation),
        risk_categories: assay_core::category::categories(evaluation),
        next_assessment: &evaluation.next,
    }
}

fn vendor(vendor: &Vendor) -> VendorPart<'_> {
    VendorPart {
        id: &vendor.id,
        name: &vendor.name,
        legal_name: &vendor.legal_name,
        country: &vendor.country,
        website: &vendor.website,
        contact_name: &vendor.contact_name,
        contact_email: &vendor.contact_email,
        services: &vendor.services,
    }
}

fn assessment(a: &Assessment) -> AssessmentPart<'_> {
    AssessmentPart {
        id: &a.id,
        title: &a.title,
        service: &a.service,
        purpose: &a.purpose,
        tier: a.tier,
        tier_reason: &a.tier_reason,
        critical: a.critical,
        inherent_risk: &a.inherent,
        tier_override: a.tier_override.as_ref(),
        purposes: &a.purposes,
        follows: a.previous.as_ref(),
        facts: &a.facts,
        derived_facts: &a.derived_facts,
        frameworks: &a.frameworks,
        scope_in: &a.scope_in,
        scope_out: &a.scope_out,
        locations: &a.locations,
        data_classes: &a.data_classes,
        period_from: a.period_from,
        period_to: a.period_to,
        assessor: &a.assessor,
        reviewer: &a.reviewer,
        accountable: &a.accountable,
        interviews: &a.interviews,
        distribution: &a.distribution,
        classification: &a.classification,
        summary: &a.summary,
        limitations: &a.limitations,
        started: a.started,
    }
}

/// Every question asked, answered or not, and after them the answers kept to questions that are no longer asked.
fn responses<'a>(view: &'a View) -> Vec<ResponsePart<'a>> {
    let asked: BTreeSet<&QuestionId> = view.asked.iter().map(|q| &q.id).collect();
    let kept = view.case.responses.keys().filter(|id| !asked.contains(id)).map(|id| (id, false));
    view.asked
        .iter()
        .map(|q| (&q.id, true))
        .chain(kept)
        .map(|(id, asked)| {
            let question = view.library.bank.questions.get(id);
            let response = view.response(id);
            ResponsePart {
                question: id,
                asked,
                topic: question.map_or("", |q| &q.topic),
                text: question.map_or("", |q| &q.text),
                respondent: question.map(|q| q.respondent),
                weight: question.map(|q| q.weight),
                requirements: question.map_or(&[], |q| &q.requirements),
                claim: response.and_then(|r| r.claim),
                comment: response.map_or("", |r| &r.comment),
                reason: response.map_or("", |r| &r.reason),
                evidence: response.into_iter().flat_map(|r| &r.evidence).collect(),
                conclusion: response.and_then(|r| r.conclusion),
                standing: view.evaluation.standings.of(id),
                evidence_level: match view.evaluation.standings.of(id) {
                    Some(Standing::Concluded { level, .. }) => Some(level.get()),
                    Some(
                        Standing::NotAsked { .. }
                        | Standing::Unanswered
                        | Standing::Claimed { .. }
                        | Standing::WithoutReason
                        | Standing::NotApplicable { .. }
                        | Standing::NotAssessed,
                    )
                    | None => None,
                },
                methods: response.into_iter().flat_map(|r| r.methods.iter().copied()).collect(),
                rationale: response.map_or("", |r| &r.rationale),
                owed: response.and_then(|r| r.deferred.as_ref()),
                reviewed: response.and_then(|r| r.reviewed.as_ref()),
                spoken_to: response.map_or(&[], |r| &r.spoken_to),
            }
        })
        .collect()
}

fn evidence<'a>(number: &'a str, e: &'a Evidence) -> EvidencePart<'a> {
    EvidencePart {
        number,
        id: &e.id,
        title: &e.title,
        kind: e.kind,
        issuer: &e.issuer,
        issued: e.issued,
        valid_until: e.valid_until,
        received: e.received,
        pages: &e.pages,
        reliability: &e.reliability,
        note: &e.note,
        retained: e.file.is_some(),
        file: e.file.as_ref(),
    }
}

fn figure(figure: &Figure) -> FigurePart<'_> {
    FigurePart {
        score: figure.score,
        coverage: figure.coverage(),
        concluded: figure.concluded,
        applicable: figure.applicable,
        explained: figure.explain(),
        inputs: &figure.inputs,
    }
}

fn framework<'a>(view: &'a View, result: &'a FrameworkResult) -> FrameworkPart<'a> {
    let pack = view.library.frameworks.get(&result.framework);
    FrameworkPart {
        framework: &result.framework,
        title: &result.total.title,
        edition: pack.map_or("", |f| &f.edition),
        pack_version: pack.map_or("", |f| &f.version),
        total: group(&result.total),
        domains: result.domains.iter().map(group).collect(),
        distribution: &result.distribution,
        requirements: result
            .requirements
            .iter()
            .map(|r| RequirementPart {
                id: &r.id,
                title: &r.title,
                domain: &r.domain,
                state: r.state,
                reason: &r.reason,
                lowest_conclusion: r.lowest,
                figure: figure(&r.figure),
            })
            .collect(),
    }
}

fn group(group: &GroupResult) -> GroupPart<'_> {
    GroupPart {
        id: &group.id,
        title: &group.title,
        concluded: figure(&group.concluded),
        claimed: figure(&group.claimed),
    }
}
