//! Records of one assessment → a [`Case`]: the assessment whole, ready to be judged.

use crate::ids::{
    AssessmentId, BomId, BoundaryId, ElementId, EventId, EvidenceId, FindingId, FlowId, KnockOutId,
    QuestionId, RequirementId, ReviewId, RiskId, TestId, ThreatId,
};
use crate::record::{
    Adoption, Assessment, Bom, Boundary, CertificateReview, Decision, Element, Event, Evidence, Finding,
    Flow, Issue, KnockOutNote, Record, RecordedThreat, Response, Risk, SecurityTest, SocReview, SpecChoice,
    ThreatNote, Unreadable, Vendor,
};
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
    /// What is recorded and cannot be read: it stands in none of the above.
    pub unreadable: Vec<Unreadable>,
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
            unreadable: Vec::new(),
        };
        for record in records {
            case.insert(record);
        }
        case
    }

    /// Takes in a record, in the place of the one with its key. One that does not belong to an assessment is left aside.
    pub fn insert(&mut self, record: Record) {
        record.insert_into(self);
    }

    /// The threat model of the case as records of another assessment: boundaries, elements, flows. Decisions, risks and
    /// answers stay behind, for they are made anew.
    pub fn into_model_of(self, assessment: &AssessmentId) -> Vec<Record> {
        let to = || assessment.clone();
        let mut all = Vec::new();
        all.extend(
            self.boundaries.into_values().map(|x| Record::Boundary(Boundary { assessment: to(), ..x })),
        );
        // A bill of materials stays with the assessment it was given for.
        all.extend(self.elements.into_values().map(|mut x| {
            x.component.bom = None;
            Record::Element(Element { assessment: to(), ..x })
        }));
        all.extend(self.flows.into_values().map(|x| Record::Flow(Flow { assessment: to(), ..x })));
        all
    }

    /// Every record of the case below the assessment, as a vault keeps them.
    pub fn records(&self) -> Vec<Record> {
        Record::all_of(self)
    }

    /// What each piece of evidence is called for a reader: its own id where all ids are short, else `EV-01`, `EV-02` … in the
    /// order of receipt. By number.
    pub fn numbered_evidence(&self) -> Vec<(String, &Evidence)> {
        if self.evidence.keys().all(|id| id.as_str().len() <= SHORT_ID) {
            let mut all: Vec<_> = self.evidence.iter().map(|(id, e)| (id.to_string(), e)).collect();
            all.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
            return all;
        }
        let mut all: Vec<&Evidence> = self.evidence.values().collect();
        all.sort_by_key(|e| (e.received, &e.id));
        all.into_iter().enumerate().map(|(n, e)| (format!("EV-{:02}", n + 1), e)).collect()
    }
}

/// Ids up to this length are shown as they are; longer ones are drawn at random.
const SHORT_ID: usize = 10;
