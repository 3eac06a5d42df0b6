//! `assets/demo/` → a finished sample assessment of a fictional AI vendor, through the same use cases a person has.

use crate::use_cases::questionnaire::{Answer, OfQuestion, ResponseChange};
use crate::use_cases::*;
use crate::{Desk, Job, Problem};
use assay_core::ids::*;
use assay_core::record::*;
use assay_core::risk::Rating;
use assay_core::words::*;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const SCRIPT: &str = include_str!("../../../../assets/demo/assessment.toml");

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_bytes!(concat!("../../../../assets/demo/evidence/", $name))),)*] };
}

/// The sample's evidence, by file name.
const FILES: &[(&str, &[u8])] = files!(
    "access-review-q3.txt"
    "injection-trials-2026-11-18.txt"
    "model-card-triage-4.txt"
    "penetration-test-summary.txt"
    "restore-test-2026-09.txt"
    "soc2-type2-extract.txt"
    "subprocessor-register.txt"
    "triage-4.2.cdx.json"
);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    summary: String,
    limitations: Vec<String>,
    /// The file's name.
    bill_of_materials: String,
    vendor: VendorPart,
    assessment: AssessmentPart,
    evidence: Vec<EvidencePart>,
    answer: Vec<AnswerPart>,
    boundary: Vec<BoundaryPart>,
    element: Vec<ElementPart>,
    flow: Vec<FlowPart>,
    #[serde(default)]
    threat: Vec<ThreatPart>,
    risk: Vec<RiskPart>,
    finding: Vec<FindingPart>,
    soc_review: SocPart,
    suggestion: Vec<SuggestionPart>,
    last_year: LastYearPart,
    test: Vec<TestPart>,
    event: Vec<EventPart>,
    decision: DecisionPart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestPart {
    kind: TestKind,
    title: String,
    elements: BTreeSet<ElementId>,
    techniques: BTreeSet<String>,
    planned: Option<NaiveDate>,
    done: Option<NaiveDate>,
    by: String,
    method: String,
    outcome: Option<TestOutcome>,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    limits: String,
    #[serde(default)]
    evidence: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventPart {
    trigger: Trigger,
    date: NaiveDate,
    what: String,
    closed: Option<NaiveDate>,
    outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorPart {
    name: String,
    legal_name: String,
    country: String,
    website: String,
    contact_name: String,
    contact_email: String,
    services: Vec<String>,
    notes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssessmentPart {
    title: String,
    service: String,
    purpose: String,
    facts: BTreeSet<ScopeFact>,
    frameworks: BTreeSet<FrameworkId>,
    #[allow(dead_code)] // The roles are scope facts as well; the script names them for its readers.
    roles: Vec<String>,
    scope_in: Vec<String>,
    scope_out: Vec<String>,
    locations: Vec<String>,
    period_from: NaiveDate,
    period_to: NaiveDate,
    data_classes: Vec<String>,
    inherent: BTreeMap<String, String>,
    purposes: Vec<Purpose>,
    assessor: PersonPart,
    reviewer: PersonPart,
    accountable: PersonPart,
    interviews: Vec<Interview>,
    distribution: Vec<String>,
    classification: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonPart {
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    organisation: String,
}
impl From<PersonPart> for Person {
    fn from(part: PersonPart) -> Self {
        Self { name: part.name, role: part.role, organisation: part.organisation }
    }
}

fn kept() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidencePart {
    key: String,
    title: String,
    kind: EvidenceKind,
    #[serde(default)]
    issuer: String,
    issued: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    file: Option<String>,
    #[serde(default = "kept")]
    retained: bool,
    #[serde(default)]
    note: String,
    #[serde(default)]
    pages: String,
    #[serde(default)]
    reliability: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerPart {
    question: QuestionId,
    claim: Option<Claim>,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    evidence: Vec<String>,
    conclusion: Option<Conclusion>,
    #[serde(default)]
    assurance: AssuranceLevel,
    #[serde(default)]
    methods: BTreeSet<Method>,
    #[serde(default)]
    rationale: String,
    #[serde(default)]
    spoken_to: Vec<String>,
    deferred: Option<Deferred>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundaryPart {
    id: BoundaryId,
    name: String,
    parent: Option<BoundaryId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ElementPart {
    id: ElementId,
    name: String,
    kind: ElementKind,
    boundary: Option<BoundaryId>,
    role: Option<AiRole>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    facts: BTreeMap<ElementFact, Known>,
    #[serde(default)]
    component: Component,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowPart {
    id: FlowId,
    name: String,
    source: ElementId,
    target: ElementId,
    #[serde(default)]
    protocol: String,
    #[serde(default)]
    facts: BTreeMap<ElementFact, Known>,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreatPart {
    rule: RuleId,
    element: String,
    decision: ThreatDecision,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskPart {
    #[allow(dead_code)] // Numbers are given by the register; the script's are for its readers.
    id: RiskId,
    title: String,
    scenario: String,
    #[serde(default)]
    causes: String,
    #[serde(default)]
    threats: BTreeSet<ThreatId>,
    #[serde(default)]
    findings_for: Vec<QuestionId>,
    categories: BTreeSet<RiskCategory>,
    inherent: Rating,
    residual: Rating,
    rationale: String,
    treatment: Treatment,
    controls: Vec<String>,
    #[serde(default)]
    combining: String,
    owner: String,
    due: Option<NaiveDate>,
    status: RiskStatus,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingPart {
    question: QuestionId,
    severity: Option<Severity>,
    owner: String,
    due: Option<NaiveDate>,
    vendor_response: String,
    cause: String,
    title: Option<String>,
    condition: Option<String>,
    effect: Option<String>,
    recommendation: Option<String>,
}

/// The review of the vendor's SOC 2 report; its evidence is named by the script's key.
#[derive(Deserialize)]
struct SocPart {
    evidence: String,
    #[serde(flatten)]
    form: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestionPart {
    question: QuestionId,
    requirement: RequirementId,
    accepted: bool,
    reason: String,
}

/// The assessment of the year before: less was asked, and less was known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LastYearPart {
    title: String,
    purpose: String,
    tier: Tier,
    tier_reason: String,
    facts: BTreeSet<ScopeFact>,
    frameworks: BTreeSet<FrameworkId>,
    period_from: NaiveDate,
    period_to: NaiveDate,
    summary: String,
    decision: DecisionPart,
    answer: Vec<AnswerPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionPart {
    outcome: Outcome,
    rationale: String,
    conditions: Vec<Condition>,
    decided_by: String,
}

/// Fills the open vault with the sample and returns its assessment.
///
/// # Errors
/// When the sample itself is inconsistent, which a test rules out, or the vault cannot be written.
pub fn fill(desk: &Desk, job: &Job) -> Result<AssessmentId, Problem> {
    let script: Script = toml::from_str(SCRIPT)
        .map_err(|e| Problem::new("sample", format!("The sample does not read: {e}")))?;
    let v = script.vendor;
    let vendor = scope::save_vendor(
        desk,
        scope::VendorInput {
            id: None,
            name: v.name,
            legal_name: v.legal_name,
            country: v.country,
            website: v.website,
            contact_name: v.contact_name,
            contact_email: v.contact_email,
            services: v.services,
            notes: v.notes,
            base: None,
        },
        job,
    )?;
    let a = script.assessment;
    let assessor = Person::from(a.assessor);
    let previous = last_year(desk, &vendor.id, &a.service, &assessor, script.last_year, job)?;
    let assessment = scope::create_assessment(
        desk,
        scope::NewAssessment {
            vendor: vendor.id,
            title: a.title,
            service: a.service,
            tier: None,
            facts: a.facts,
            frameworks: a.frameworks,
            previous: Some(previous),
            assessor,
        },
        job,
    )?;
    let id = assessment.id.clone();
    let whole = Assessment {
        purpose: a.purpose,
        purposes: a.purposes,
        scope_in: a.scope_in,
        scope_out: a.scope_out,
        locations: a.locations,
        data_classes: a.data_classes,
        period_from: Some(a.period_from),
        period_to: Some(a.period_to),
        reviewer: a.reviewer.into(),
        accountable: a.accountable.into(),
        interviews: a.interviews,
        distribution: a.distribution,
        classification: a.classification,
        summary: script.summary,
        limitations: script.limitations,
        ..assessment
    };
    scope::save_assessment(desk, scope::AssessmentInput { assessment: whole, base: None }, job)?;
    let inherent = inherent::InherentInput {
        assessment: id.clone(),
        answers: a.inherent,
        tier_override: None,
        base: None,
    };
    inherent::save_inherent_risk(desk, inherent, job)?;

    let evidence = take_in(desk, &id, script.evidence)?;
    answer_all(desk, &id, script.answer, &evidence, job)?;
    review(desk, &id, script.soc_review, &evidence, job)?;
    for part in script.suggestion {
        let input = preparation::DecideSuggestion {
            assessment: id.clone(),
            question: part.question,
            requirement: part.requirement,
            accepted: Some(part.accepted),
            reason: part.reason,
        };
        preparation::decide_suggestion(desk, input, job)?;
    }
    model(desk, &id, script.boundary, script.element, script.flow)?;
    let bill = &script.bill_of_materials;
    components::take_in_bom(desk, &id, bill.as_ref(), file(bill)?)?;
    for part in script.threat {
        let threat = ThreatId::new(format!("{}@{}", part.rule, part.element))?;
        let input = threats::Decide {
            assessment: id.clone(),
            threats: vec![threat],
            decision: part.decision,
            reason: part.reason,
        };
        threats::decide_threats(desk, input, job)?;
    }
    let mut findings_of = BTreeMap::new();
    for part in script.finding {
        let raised = findings::raise_finding(
            desk,
            OfQuestion { assessment: id.clone(), question: part.question.clone() },
            job,
        )?;
        let finding = Finding {
            severity: part.severity.unwrap_or(raised.severity),
            title: part.title.unwrap_or(raised.title),
            condition: part.condition.unwrap_or(raised.condition),
            effect: part.effect.unwrap_or(raised.effect),
            recommendation: part.recommendation.unwrap_or(raised.recommendation),
            owner: part.owner,
            due: part.due,
            vendor_response: part.vendor_response,
            cause: part.cause,
            ..raised
        };
        findings_of.insert(part.question, finding.id.clone());
        findings::save_finding(desk, findings::FindingInput { finding, base: None }, job)?;
    }
    for part in script.risk {
        let input = risks::RiskInput {
            assessment: id.clone(),
            id: None,
            title: part.title,
            scenario: format!("{} {}", part.scenario, part.causes).trim().to_owned(),
            threats: part.threats,
            findings: part.findings_for.iter().filter_map(|q| findings_of.get(q).cloned()).collect(),
            categories: part.categories,
            inherent: part.inherent,
            residual: part.residual,
            rationale: part.rationale,
            treatment: part.treatment,
            controls: part.controls,
            combining: part.combining,
            owner: part.owner,
            due: part.due,
            status: part.status,
            base: None,
        };
        risks::save_risk(desk, input, job)?;
    }
    test(desk, &id, script.test, &evidence, job)?;
    for part in script.event {
        let input = onboarding::EventInput {
            assessment: id.clone(),
            id: None,
            trigger: part.trigger,
            date: part.date,
            what: part.what,
            closed: part.closed,
            outcome: part.outcome,
            base: None,
        };
        onboarding::save_event(desk, input, job)?;
    }
    decide(desk, &id, script.decision, job)?;
    Ok(id)
}

/// Plans each test, then records how it came out.
fn test(
    desk: &Desk,
    assessment: &AssessmentId,
    parts: Vec<TestPart>,
    evidence: &BTreeMap<String, EvidenceId>,
    job: &Job,
) -> Result<(), Problem> {
    for part in parts {
        let plan = testing::TestInput {
            assessment: assessment.clone(),
            test: None,
            kind: Some(part.kind),
            base: None,
        };
        let planned = testing::save_test(desk, plan, job)?.tests.pop();
        let planned = planned.ok_or_else(|| unknown("test", &part.title))?;
        let pieces = part.evidence.iter().map(|key| evidence.get(key).cloned());
        let test = SecurityTest {
            title: part.title,
            elements: part.elements,
            techniques: part.techniques,
            planned: part.planned,
            done: part.done,
            by: part.by,
            method: part.method,
            outcome: part.outcome,
            seen: part.seen,
            limits: part.limits,
            evidence: pieces.collect::<Option<_>>().ok_or_else(|| unknown("evidence", &planned.id))?,
            ..planned
        };
        let result =
            testing::TestInput { assessment: assessment.clone(), test: Some(test), kind: None, base: None };
        testing::save_test(desk, result, job)?;
    }
    Ok(())
}

fn decide(desk: &Desk, id: &AssessmentId, part: DecisionPart, job: &Job) -> Result<(), Problem> {
    let decision = Decision {
        assessment: id.clone(),
        outcome: part.outcome,
        rationale: part.rationale,
        conditions: part.conditions,
        decided_by: part.decided_by,
        decided_on: None,
        overrides: Vec::new(),
        basis: None,
    };
    decide::save_decision(desk, decide::DecisionInput { decision, confirm: true, base: None }, job)?;
    Ok(())
}

/// The assessment of the year before, as it was left then.
fn last_year(
    desk: &Desk,
    vendor: &VendorId,
    service: &str,
    assessor: &Person,
    part: LastYearPart,
    job: &Job,
) -> Result<AssessmentId, Problem> {
    let made = scope::create_assessment(
        desk,
        scope::NewAssessment {
            vendor: vendor.clone(),
            title: part.title,
            service: service.to_owned(),
            tier: Some(part.tier),
            facts: part.facts,
            frameworks: part.frameworks,
            previous: None,
            assessor: assessor.clone(),
        },
        job,
    )?;
    let started = part.period_to.and_time(chrono::NaiveTime::MIN).and_local_timezone(*desk.now().offset());
    let whole = Assessment {
        purpose: part.purpose,
        tier_reason: part.tier_reason,
        period_from: Some(part.period_from),
        period_to: Some(part.period_to),
        summary: part.summary,
        started: started.single().unwrap_or(made.started),
        ..made.clone()
    };
    let id = whole.id.clone();
    let edits = vec![replace(Record::Assessment(Box::new(made)), Record::Assessment(Box::new(whole)))];
    desk.change(Some(&id), |_| Ok(plan("fill in last year's scope", edits)))?;
    answer_all(desk, &id, part.answer, &BTreeMap::new(), job)?;
    decide(desk, &id, part.decision, job)?;
    Ok(id)
}

fn answer_all(
    desk: &Desk,
    assessment: &AssessmentId,
    parts: Vec<AnswerPart>,
    evidence: &BTreeMap<String, EvidenceId>,
    job: &Job,
) -> Result<(), Problem> {
    let total = parts.len() as u64;
    for (done, part) in parts.into_iter().enumerate() {
        job.at("Filling in the sample", done as u64, total)?;
        let ids = part.evidence.iter().map(|key| named(evidence, key)).collect::<Result<BTreeSet<_>, _>>()?;
        let change = ResponseChange {
            claim: part.claim,
            comment: Some(part.comment),
            reason: Some(part.reason),
            evidence: Some(ids),
            conclusion: part.conclusion,
            assurance: Some(part.assurance),
            methods: Some(part.methods),
            rationale: Some(part.rationale),
            spoken_to: Some(part.spoken_to),
            deferred: part.deferred,
            ..ResponseChange::default()
        };
        let input = Answer { assessment: assessment.clone(), question: part.question, change, base: None };
        questionnaire::answer(desk, input, job)?;
    }
    Ok(())
}

fn named(evidence: &BTreeMap<String, EvidenceId>, key: &str) -> Result<EvidenceId, Problem> {
    evidence.get(key).cloned().ok_or_else(|| unknown("sample evidence", &key))
}

fn review(
    desk: &Desk,
    assessment: &AssessmentId,
    part: SocPart,
    evidence: &BTreeMap<String, EvidenceId>,
    job: &Job,
) -> Result<(), Problem> {
    let new = reviews::SocInput { assessment: assessment.clone(), review: None, base: None };
    let made = reviews::save_soc_review(desk, new, job)?;
    let empty = made.soc.into_iter().next().ok_or_else(|| unknown("review", &"SOC-1"))?;
    let mut form = part.form;
    form.insert("id".into(), empty.id.to_string().into());
    form.insert("assessment".into(), assessment.to_string().into());
    let review: SocReview = form
        .try_into()
        .map_err(|e| Problem::new("sample", format!("The sample's review does not read: {e}")))?;
    let review = SocReview { evidence: Some(named(evidence, &part.evidence)?), ..review };
    reviews::save_soc_review(
        desk,
        reviews::SocInput { assessment: assessment.clone(), review: Some(review), base: None },
        job,
    )?;
    Ok(())
}

/// The sample's evidence: files inside the program, and things seen.
/// The bytes of one of the sample's files.
fn file(name: &str) -> Result<&'static [u8], Problem> {
    let found = FILES.iter().find(|(file, _)| *file == name);
    found.map(|(_, bytes)| *bytes).ok_or_else(|| unknown("sample file", &name))
}

fn take_in(
    desk: &Desk,
    assessment: &AssessmentId,
    parts: Vec<EvidencePart>,
) -> Result<BTreeMap<String, EvidenceId>, Problem> {
    let mut ids = BTreeMap::new();
    let mut edits = Vec::new();
    desk.with(|vault| {
        for (number, part) in parts.into_iter().enumerate() {
            let id = EvidenceId::new(format!("ev-{:02}", number + 1))?;
            let file = match &part.file {
                Some(name) if part.retained => {
                    let stored = vault.store_bytes(file(name)?)?;
                    Some(FileRef { name: name.clone(), size: stored.size, sha256: stored.sha256 })
                }
                _ => None,
            };
            edits.push(add(Record::Evidence(Evidence {
                id: id.clone(),
                assessment: assessment.clone(),
                title: part.title,
                kind: part.kind,
                issuer: part.issuer,
                issued: part.issued,
                valid_until: part.valid_until,
                received: desk.now(),
                pages: part.pages,
                reliability: part.reliability,
                note: part.note,
                file,
            })));
            ids.insert(part.key, id);
        }
        Ok(())
    })?;
    desk.change(Some(assessment), |_| Ok(plan("add the sample's evidence", edits)))?;
    Ok(ids)
}

fn model(
    desk: &Desk,
    assessment: &AssessmentId,
    boundaries: Vec<BoundaryPart>,
    elements: Vec<ElementPart>,
    flows: Vec<FlowPart>,
) -> Result<(), Problem> {
    let mut edits = Vec::new();
    edits.extend(boundaries.into_iter().map(|part| {
        add(Record::Boundary(Boundary {
            id: part.id,
            assessment: assessment.clone(),
            name: part.name,
            parent: part.parent,
        }))
    }));
    edits.extend(elements.into_iter().map(|part| {
        add(Record::Element(Element {
            id: part.id,
            assessment: assessment.clone(),
            name: part.name,
            kind: part.kind,
            boundary: part.boundary,
            role: part.role,
            description: part.description,
            facts: part.facts,
            out_of_scope: None,
            component: part.component,
        }))
    }));
    edits.extend(flows.into_iter().map(|part| {
        add(Record::Flow(Flow {
            id: part.id,
            assessment: assessment.clone(),
            name: part.name,
            source: part.source,
            target: part.target,
            protocol: part.protocol,
            description: part.description,
            facts: part.facts,
            crosses: BTreeSet::new(),
            out_of_scope: None,
        }))
    }));
    desk.change(Some(assessment), |_| Ok(plan("draw the sample's model", edits)))
}
