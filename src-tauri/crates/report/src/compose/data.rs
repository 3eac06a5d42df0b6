//! The assessment behind a report → JSON that a machine reads, attached to the PDF as `assessment.json`.
//!
//! The names of its fields are a promise, kept in `docs/formats/assessment.md` and its schema. So every part is a type of
//! its own, in which each field of the core's type is named once: published, or kept back. Kept back are private notes, how
//! the vendor's people can be reached, and the names of those who were spoken to.

mod judged;
mod recorded;

use super::view::View;
use assay_core::changed::{Became, ChangedSinceIssue, FieldChange, RecordChange, Since};
use assay_core::ids::QuestionId;
use assay_core::record::Response;
use assay_core::risk::Rating;
use assay_core::score::FrameworkResult;
use assay_core::signing::Exception;
use assay_core::words::{Conclusion, Outcome, TestKind, Word};
use assay_message::Message;
use chrono::{DateTime, FixedOffset};
use judged::{
    CategoryPart, ComparisonPart, DecisionStandingPart, FrameworkPart, GateItemPart, GatePart, KnockOutPart,
    LapsedPart, MatrixPart, NextAssessmentPart, OpenEventPart, OpenPointPart, RedFlagPart, ResultsPart,
    SpecificationPart, StepPart, ThreatPart,
};
use recorded::{
    AdoptionPart, AssessmentPart, BillPart, BoundaryPart, CertificateReviewPart, DecisionPart, ElementPart,
    EventPart, EvidencePart, FindingPart, FlowPart, PackPart, PersonPart, RecordedThreatPart, ResponsePart,
    RiskPart, SecurityTestPart, SocReviewPart, ThreatNotePart, VendorPart,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Raised when a field changes its meaning or goes away.
const VERSION: u32 = 2;

/// A part of the attached data, made from what stands for it in the core.
trait Of<'a, S> {
    fn of(source: &'a S) -> Self;
}

impl<'a, S> Of<'a, S> for &'a S {
    fn of(source: &'a S) -> Self {
        source
    }
}

/// A message is published in English, with days as in ISO 8601.
impl Of<'_, Message> for String {
    fn of(message: &Message) -> Self {
        message.to_string()
    }
}

impl<'a, S, P: Of<'a, S>> Of<'a, Option<S>> for Option<P> {
    fn of(source: &'a Option<S>) -> Self {
        source.as_ref().map(P::of)
    }
}

impl<'a, S, P: Of<'a, S>> Of<'a, Vec<S>> for Vec<P> {
    fn of(source: &'a Vec<S>) -> Self {
        source.iter().map(P::of).collect()
    }
}

/// Makes parts, each from a type of the core: the fields published, those kept back (`without`), and what else is said of
/// it (`with`). A field that the core's type gains is an error until it is decided here whether it is published.
macro_rules! parts {
    ($(
        $(#[$meta:meta])*
        $part:ident<$a:lifetime> of $source:path {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        } without { $($kept:ident),* } $(with {
            $($(#[$more_meta:meta])* $more:ident: $more_type:ty,)*
        })?;
    )*) => {$(
        $(#[$meta])*
        #[derive(Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub(super) struct $part<$a> {
            $($(#[$field_meta])* $field: $type,)*
            $($($(#[$more_meta])* pub(super) $more: $more_type,)*)?
        }
        parts!(@made $part $a [$source] { $($field)* } { $($kept)* } $({ $($more: $more_type,)* })?);
    )*};
    (@made $part:ident $a:lifetime [$source:path] { $($field:ident)* } { $($kept:ident)* }) => {
        impl<$a> Of<$a, $source> for $part<$a> {
            fn of(source: &$a $source) -> Self {
                let $source { $($field,)* $($kept: _,)* } = source;
                Self { $($field: Of::of($field),)* }
            }
        }
    };
    (@made $part:ident $a:lifetime [$source:path] { $($field:ident)* } { $($kept:ident)* } {
        $($more:ident: $more_type:ty,)*
    }) => {
        impl<$a> $part<$a> {
            // A part says as much more of its source as it has to.
            #[allow(clippy::too_many_arguments)]
            pub(super) fn of(source: &$a $source, $($more: $more_type),*) -> Self {
                let $source { $($field,)* $($kept: _,)* } = source;
                Self { $($field: Of::of($field),)* $($more,)* }
            }
        }
    };
}
use parts;

/// The attached data: pretty JSON, the same bytes for the same view.
pub(super) fn bytes(view: &View) -> Vec<u8> {
    let beside = Beside::of(view);
    // Keys are text and numbers are finite, so writing to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&attached(view, &beside)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The TypeScript of the attached data: a file for each type, into the folder.
#[cfg(feature = "ts")]
pub(super) fn typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    let config = ts_rs::Config::new().with_large_int("number").with_out_dir(folder);
    <Attached<'static> as ts_rs::TS>::export_all(&config)
}

/// An assessment with its results, as attached to the report of it.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct Attached<'a> {
    /// `assay-assessment`.
    format: &'static str,
    /// Raised when a field changes its meaning or goes away.
    version: u32,
    report: ReportPart<'a>,
    packs: Vec<PackPart<'a>>,
    vendor: VendorPart<'a>,
    assessment: AssessmentPart<'a>,
    method: MethodPart<'a>,
    /// Every question asked, answered or not, then answers kept to questions that are no longer asked.
    responses: Vec<ResponsePart<'a>>,
    questions_not_asked: Vec<NotAsked<'a>>,
    evidence: Vec<EvidencePart<'a>>,
    results: ResultsPart<'a>,
    knock_outs: Vec<KnockOutPart<'a>>,
    threat_model: ModelPart<'a>,
    threats: Vec<ThreatPart<'a>>,
    recorded_threats: Vec<RecordedThreatPart<'a>>,
    /// Decisions on threats that the model no longer yields.
    stale_threat_decisions: Vec<ThreatNotePart<'a>>,
    /// Worst first.
    risks: Vec<RiskPart<'a>>,
    /// Worst first.
    findings: Vec<FindingPart<'a>>,
    decision: Option<DecisionPart<'a>>,
    /// Whether the decision stands on the day of the report.
    decision_standing: DecisionStandingPart<'a>,
    best_decision: BestPart,
    open_points: Vec<OpenPointPart<'a>>,
    suggestions_decided: Vec<AdoptionPart<'a>>,
    addressable_specifications: Vec<SpecificationPart<'a>>,
    soc_reviews: Vec<SocReviewPart<'a>>,
    certificate_reviews: Vec<CertificateReviewPart<'a>>,
    red_flags: Vec<RedFlagPart<'a>>,
    since_last_time: Option<ComparisonPart<'a>>,
    bills_of_materials: Vec<BillPart<'a>>,
    security_tests: Vec<SecurityTestPart<'a>>,
    kinds_of_test_needed: BTreeSet<TestKind>,
    events: Vec<EventPart<'a>>,
    open_events: Vec<OpenEventPart<'a>>,
    stopped_counting: Vec<LapsedPart<'a>>,
    method_steps: Vec<StepPart<'a>>,
    gates: Vec<GatePart<'a>>,
    dos: Vec<GateItemPart<'a>>,
    donts: Vec<GateItemPart<'a>>,
    risk_categories: Vec<CategoryPart<'a>>,
    next_assessment: NextAssessmentPart<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct ReportPart<'a> {
    /// As printed, such as `TAL-2026-7K2M issue 2`.
    reference: String,
    number: u32,
    status: super::Status,
    issued: DateTime<FixedOffset>,
    /// The number of the issue it takes the place of.
    supersedes: Option<u32>,
    program: &'a str,
    /// The newest entry of the vault's journal.
    journal_entry: i64,
    journal_hash: &'a str,
    signatures_expected: Vec<SignerPart<'a>>,
    rules_set_aside: Vec<ExceptionPart<'a>>,
    changed_since_issue: Option<ChangedPart<'a>>,
}

/// What is not as it was when the issue before was made.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct ChangedPart<'a> {
    issue: u32,
    changes: Vec<ChangePart<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct ChangePart<'a> {
    what: &'static str,
    id: &'a str,
    title: &'a str,
    became: Became,
    fields: Vec<FieldPart<'a>>,
    at: DateTime<FixedOffset>,
    by: &'a str,
    through: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct FieldPart<'a> {
    field: &'a str,
    was: &'a str,
    is: &'a str,
}

/// A rule of signing that stood against this report and was set aside.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct ExceptionPart<'a> {
    rule: &'static str,
    stood_against_it: String,
    reason: &'a str,
}

fn changed(since: &ChangedSinceIssue) -> ChangedPart<'_> {
    let ChangedSinceIssue { number, issued: _, changes } = since;
    ChangedPart { issue: *number, changes: changes.iter().map(change).collect() }
}

fn change(since: &Since) -> ChangePart<'_> {
    let Since { change: RecordChange { what, id, title, became, fields }, at, by, doing } = since;
    let fields = fields.iter().map(|FieldChange { field, was, is }| FieldPart { field, was, is });
    ChangePart {
        what: what.title(),
        id,
        title,
        became: *became,
        fields: fields.collect(),
        at: *at,
        by,
        through: doing,
    }
}

fn exception(exception: &Exception) -> ExceptionPart<'_> {
    let Exception { rule, sentence, reason } = exception;
    ExceptionPart { rule: Word::id(*rule), stood_against_it: sentence.to_string(), reason }
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct SignerPart<'a> {
    /// Name of the signature field in the PDF.
    field: &'static str,
    #[serde(flatten)]
    person: PersonPart<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct MethodPart<'a> {
    score_formula: String,
    coverage_formula: String,
    /// Conclusion → what it counts, 0 to 1.
    conclusion_values: &'a BTreeMap<Conclusion, f64>,
    matrix: MatrixPart<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct NotAsked<'a> {
    question: &'a QuestionId,
    text: &'a str,
    reason: String,
}

#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct ModelPart<'a> {
    boundaries: Vec<BoundaryPart<'a>>,
    elements: Vec<ElementPart<'a>>,
    flows: Vec<FlowPart<'a>>,
}

/// The best decision that the assessment allows, and why not a better one.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct BestPart {
    outcome: Outcome,
    because: Vec<String>,
}

/// What the data say besides what the view of the report holds.
struct Beside {
    /// A blank answer for every question asked and not answered.
    unanswered: BTreeMap<QuestionId, Response>,
    method_steps: Vec<assay_core::methodology::Step>,
    gates: Vec<assay_core::gate::GateResult>,
    dos: Vec<assay_core::gate::ItemResult>,
    donts: Vec<assay_core::gate::ItemResult>,
    risk_categories: Vec<assay_core::category::CategoryResult>,
}

impl Beside {
    fn of(view: &View) -> Self {
        let evaluation = &view.evaluation;
        let case = view.case;
        let blank = |id: &QuestionId| Response::unanswered(case.assessment.id.clone(), id.clone());
        Self {
            unanswered: view
                .asked
                .iter()
                .filter(|question| !case.responses.contains_key(&question.id))
                .map(|question| (question.id.clone(), blank(&question.id)))
                .collect(),
            method_steps: assay_core::methodology::steps(evaluation),
            gates: assay_core::gate::gates(evaluation),
            dos: assay_core::gate::dos(evaluation),
            donts: assay_core::gate::donts(evaluation),
            risk_categories: assay_core::category::categories(evaluation),
        }
    }
}

fn attached<'a>(view: &'a View, beside: &'a Beside) -> Attached<'a> {
    let (case, evaluation) = (view.case, &view.evaluation);
    Attached {
        format: "assay-assessment",
        version: VERSION,
        report: report(view),
        packs: Of::of(&case.assessment.packs),
        vendor: Of::of(&case.vendor),
        assessment: Of::of(&case.assessment),
        method: MethodPart {
            score_formula: super::method::score_formula().to_string(),
            coverage_formula: super::method::coverage_formula().to_string(),
            conclusion_values: &view.library.scale.values,
            matrix: Of::of(&view.library.matrix),
        },
        responses: responses(view, beside),
        questions_not_asked: not_asked(view),
        evidence: view
            .evidence()
            .into_iter()
            .map(|(number, evidence)| EvidencePart::of(evidence, number, evidence.file.is_some()))
            .collect(),
        results: results(view),
        knock_outs: Of::of(&evaluation.knock_outs),
        threat_model: model(view),
        threats: threats(view),
        recorded_threats: view
            .recorded_threats()
            .map(|threat| {
                let (decision, reason) = view.threat_decision(&threat.id);
                RecordedThreatPart::of(threat, decision, reason)
            })
            .collect(),
        stale_threat_decisions: view.stale.iter().map(|note| ThreatNotePart::of(note)).collect(),
        risks: risks(view),
        findings: view.findings().into_iter().map(FindingPart::of).collect(),
        decision: Of::of(&case.decision),
        decision_standing: Of::of(&evaluation.decision),
        best_decision: BestPart {
            outcome: evaluation.advice.best,
            because: Of::of(&evaluation.advice.because),
        },
        open_points: Of::of(&view.open_points),
        suggestions_decided: case
            .adoptions
            .values()
            .flat_map(BTreeMap::values)
            .map(AdoptionPart::of)
            .collect(),
        addressable_specifications: Of::of(&view.specifications),
        soc_reviews: case.soc_reviews.values().map(SocReviewPart::of).collect(),
        certificate_reviews: case.certificate_reviews.values().map(CertificateReviewPart::of).collect(),
        red_flags: Of::of(&evaluation.red_flags),
        since_last_time: Of::of(&view.about.since),
        bills_of_materials: case.boms.values().map(BillPart::of).collect(),
        security_tests: case.tests.values().map(SecurityTestPart::of).collect(),
        kinds_of_test_needed: evaluation
            .tests
            .iter()
            .filter(|test| test.needed)
            .map(|test| test.kind)
            .collect(),
        events: case.events.values().map(EventPart::of).collect(),
        open_events: Of::of(&evaluation.events),
        stopped_counting: Of::of(&evaluation.lapsed),
        method_steps: Of::of(&beside.method_steps),
        gates: Of::of(&beside.gates),
        dos: Of::of(&beside.dos),
        donts: Of::of(&beside.donts),
        risk_categories: Of::of(&beside.risk_categories),
        next_assessment: Of::of(&evaluation.next),
    }
}

fn report<'a>(view: &'a View) -> ReportPart<'a> {
    let about = view.about;
    ReportPart {
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
            .map(|(signer, person)| SignerPart { field: signer.field(), person: Of::of(person) })
            .collect(),
        rules_set_aside: about.exceptions.iter().map(exception).collect(),
        changed_since_issue: about.changed.as_ref().map(changed),
    }
}

fn responses<'a>(view: &'a View, beside: &'a Beside) -> Vec<ResponsePart<'a>> {
    let asked: BTreeSet<&QuestionId> = view.asked.iter().map(|question| &question.id).collect();
    let kept = view.case.responses.keys().filter(|id| !asked.contains(id)).map(|id| (id, false));
    view.asked
        .iter()
        .map(|question| (&question.id, true))
        .chain(kept)
        .filter_map(|(id, asked)| {
            let response = view.response(id).or_else(|| beside.unanswered.get(id))?;
            let question = view.library.bank.questions.get(id);
            let standing = view.evaluation.standings.of(id);
            let level = standing.and_then(judged::level);
            Some(ResponsePart::of(
                response,
                asked,
                standing.map(Of::of),
                level,
                question.map_or("", |question| &question.topic),
                question.map_or("", |question| &question.text),
                question.map(|question| question.respondent),
                question.map(|question| question.weight),
                question.map_or(&[], |question| &question.requirements),
            ))
        })
        .collect()
}

fn not_asked<'a>(view: &'a View) -> Vec<NotAsked<'a>> {
    let questions = view.library.bank.in_order();
    questions
        .filter_map(|question| {
            let reason = view.evaluation.standings.why_not_asked(&question.id)?.to_string();
            Some(NotAsked { question: &question.id, text: &question.text, reason })
        })
        .collect()
}

fn results<'a>(view: &'a View) -> ResultsPart<'a> {
    let framework = |result: &'a FrameworkResult| {
        let pack = view.library.frameworks.get(&result.framework);
        FrameworkPart::of(
            result,
            &result.total.title,
            pack.map_or("", |pack| &pack.edition),
            pack.map_or("", |pack| &pack.version),
        )
    };
    let results = &view.evaluation.results;
    ResultsPart::of(results, results.frameworks.iter().map(framework).collect())
}

fn model<'a>(view: &'a View) -> ModelPart<'a> {
    let case = view.case;
    ModelPart {
        boundaries: case.boundaries.values().map(BoundaryPart::of).collect(),
        elements: case.elements.values().map(ElementPart::of).collect(),
        flows: case
            .flows
            .values()
            .map(|flow| FlowPart::of(flow, view.crossings.get(&flow.id).into_iter().flatten().collect()))
            .collect(),
    }
}

fn threats<'a>(view: &'a View) -> Vec<ThreatPart<'a>> {
    view.evaluation
        .threats
        .iter()
        .map(|threat| {
            let (decision, reason) = view.threat_decision(&threat.id);
            let rating = Rating::new(threat.likelihood, threat.impact).ok();
            ThreatPart::of(threat, rating.map(|rating| view.band(rating).title.as_str()), decision, reason)
        })
        .collect()
}

fn risks<'a>(view: &'a View) -> Vec<RiskPart<'a>> {
    view.risks()
        .into_iter()
        .map(|risk| {
            let (inherent, residual) = (risk.ratings.inherent(), risk.ratings.residual());
            RiskPart::of(
                risk,
                &view.band(inherent).title,
                view.library.matrix.explain(inherent).to_string(),
                &view.band(residual).title,
                view.library.matrix.explain(residual).to_string(),
            )
        })
        .collect()
}
