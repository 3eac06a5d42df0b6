//! Records of one assessment → a [`Case`]: the assessment whole, ready to be judged.

use crate::ids::*;
use crate::record::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// One assessment with everything recorded in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Whose service.
    pub vendor: Vendor,
    /// What is in scope.
    pub assessment: Assessment,
    /// Responses by question; a question without one is unanswered.
    pub responses: BTreeMap<QuestionId, Response>,
    /// Evidence.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// Trust boundaries.
    pub boundaries: BTreeMap<BoundaryId, Boundary>,
    /// Elements of the threat model.
    pub elements: BTreeMap<ElementId, Element>,
    /// Data flows.
    pub flows: BTreeMap<FlowId, Flow>,
    /// Decisions on threats.
    pub threat_notes: BTreeMap<ThreatId, ThreatNote>,
    /// Threats no rule made.
    pub recorded_threats: BTreeMap<ThreatId, RecordedThreat>,
    /// Risk register.
    pub risks: BTreeMap<RiskId, Risk>,
    /// Findings.
    pub findings: BTreeMap<FindingId, Finding>,
    /// Decision, once there is one.
    pub decision: Option<Decision>,
    /// What was recorded about knock-outs.
    pub knock_outs: BTreeMap<KnockOutId, KnockOutNote>,
    /// Issued reports by number.
    pub issues: BTreeMap<u32, Issue>,
    /// What became of suggestions, by requirement and question.
    pub adoptions: BTreeMap<RequirementId, BTreeMap<QuestionId, Adoption>>,
    /// Reviews of SOC 2 reports.
    pub soc_reviews: BTreeMap<ReviewId, SocReview>,
    /// Reviews of ISO certificates.
    pub certificate_reviews: BTreeMap<ReviewId, CertificateReview>,
    /// Bills of materials.
    pub boms: BTreeMap<BomId, Bom>,
    /// Security tests, planned and done.
    pub tests: BTreeMap<TestId, SecurityTest>,
    /// What happened since.
    pub events: BTreeMap<EventId, Event>,
    /// What stands in the place of addressable specifications.
    pub spec_choices: BTreeMap<RequirementId, SpecChoice>,
}

impl Case {
    /// The case of `assessment`, from the records under it. Records of other kinds are left aside.
    pub fn new(vendor: Vendor, assessment: Assessment, records: Vec<Record>) -> Self {
        let mut case = Self {
            vendor,
            assessment,
            responses: BTreeMap::new(),
            evidence: BTreeMap::new(),
            boundaries: BTreeMap::new(),
            elements: BTreeMap::new(),
            flows: BTreeMap::new(),
            threat_notes: BTreeMap::new(),
            recorded_threats: BTreeMap::new(),
            risks: BTreeMap::new(),
            findings: BTreeMap::new(),
            decision: None,
            knock_outs: BTreeMap::new(),
            issues: BTreeMap::new(),
            adoptions: BTreeMap::new(),
            soc_reviews: BTreeMap::new(),
            certificate_reviews: BTreeMap::new(),
            boms: BTreeMap::new(),
            tests: BTreeMap::new(),
            events: BTreeMap::new(),
            spec_choices: BTreeMap::new(),
        };
        for record in records {
            match record {
                Record::Response(x) => drop(case.responses.insert(x.question.clone(), x)),
                Record::Evidence(x) => drop(case.evidence.insert(x.id.clone(), x)),
                Record::Boundary(x) => drop(case.boundaries.insert(x.id.clone(), x)),
                Record::Element(x) => drop(case.elements.insert(x.id.clone(), x)),
                Record::Flow(x) => drop(case.flows.insert(x.id.clone(), x)),
                Record::ThreatNote(x) => drop(case.threat_notes.insert(x.threat.clone(), x)),
                Record::RecordedThreat(x) => drop(case.recorded_threats.insert(x.id.clone(), x)),
                Record::Risk(x) => drop(case.risks.insert(x.id.clone(), *x)),
                Record::Finding(x) => drop(case.findings.insert(x.id.clone(), x)),
                Record::Decision(x) => case.decision = Some(x),
                Record::KnockOutNote(x) => drop(case.knock_outs.insert(x.knock_out.clone(), x)),
                Record::Issue(x) => drop(case.issues.insert(x.number, x)),
                Record::Adoption(x) => {
                    let of = case.adoptions.entry(x.requirement.clone()).or_default();
                    of.insert(x.question.clone(), x);
                }
                Record::SocReview(x) => drop(case.soc_reviews.insert(x.id.clone(), *x)),
                Record::CertificateReview(x) => drop(case.certificate_reviews.insert(x.id.clone(), *x)),
                Record::Bom(x) => drop(case.boms.insert(x.id.clone(), *x)),
                Record::SecurityTest(x) => drop(case.tests.insert(x.id.clone(), *x)),
                Record::Event(x) => drop(case.events.insert(x.id.clone(), x)),
                Record::SpecChoice(x) => drop(case.spec_choices.insert(x.requirement.clone(), x)),
                Record::Vendor(_) | Record::Assessment(_) | Record::Identity(_) => {}
            }
        }
        case
    }

    /// The threat model of the case as records of another assessment: boundaries, elements, flows. Decisions, risks and
    /// answers stay behind, for they are made anew.
    pub fn model_for(&self, assessment: &AssessmentId) -> Vec<Record> {
        let to = || assessment.clone();
        let mut all = Vec::new();
        all.extend(
            self.boundaries.values().map(|x| Record::Boundary(Boundary { assessment: to(), ..x.clone() })),
        );
        all.extend(
            self.elements.values().map(|x| Record::Element(Element { assessment: to(), ..x.clone() })),
        );
        all.extend(self.flows.values().map(|x| Record::Flow(Flow { assessment: to(), ..x.clone() })));
        all
    }

    /// Every record of the case below the assessment, as a vault keeps them.
    pub fn records(&self) -> Vec<Record> {
        let mut all = Vec::new();
        all.extend(self.responses.values().cloned().map(Record::Response));
        all.extend(self.evidence.values().cloned().map(Record::Evidence));
        all.extend(self.boundaries.values().cloned().map(Record::Boundary));
        all.extend(self.elements.values().cloned().map(Record::Element));
        all.extend(self.flows.values().cloned().map(Record::Flow));
        all.extend(self.threat_notes.values().cloned().map(Record::ThreatNote));
        all.extend(self.recorded_threats.values().cloned().map(Record::RecordedThreat));
        all.extend(self.risks.values().cloned().map(|risk| Record::Risk(Box::new(risk))));
        all.extend(self.findings.values().cloned().map(Record::Finding));
        all.extend(self.decision.iter().cloned().map(Record::Decision));
        all.extend(self.knock_outs.values().cloned().map(Record::KnockOutNote));
        all.extend(self.issues.values().cloned().map(Record::Issue));
        all.extend(self.adoptions.values().flat_map(BTreeMap::values).cloned().map(Record::Adoption));
        all.extend(self.soc_reviews.values().cloned().map(|x| Record::SocReview(Box::new(x))));
        all.extend(
            self.certificate_reviews.values().cloned().map(|x| Record::CertificateReview(Box::new(x))),
        );
        all.extend(self.boms.values().cloned().map(|x| Record::Bom(Box::new(x))));
        all.extend(self.tests.values().cloned().map(|x| Record::SecurityTest(Box::new(x))));
        all.extend(self.events.values().cloned().map(Record::Event));
        all.extend(self.spec_choices.values().cloned().map(Record::SpecChoice));
        all
    }
}
