//! A case with its library → everything the sections tell, worked out once: its evaluation on the day, and the
//! numbering.

use super::outline::{Kind, Outline, Section};
use super::words::{bound, flat, within};
use super::{About, Status};
use crate::document::{Signer, Span};
use assay_core::case::Case;
use assay_core::closeout::{OpenPoint, open_points};
use assay_core::evaluation::{Evaluation, evaluate};
use assay_core::ids::{
    BomId, BoundaryId, ElementId, EvidenceId, FindingId, FlowId, QuestionId, RequirementId, RiskId, TestId,
    ThreatId,
};
use assay_core::knockout::{KnockOutResult, KnockOutState};
use assay_core::pack::{Band, Library, Question};
use assay_core::record::{Evidence, Finding, Person, RecordedThreat, Response, Risk, ThreatNote};
use assay_core::risk::Rating;
use assay_core::specification::{Specification, specifications};
use assay_core::stride::{crossings, stale};
use assay_core::words::{Severity, ThreatDecision};
use assay_message::Language;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

impl AsRef<Language> for View<'_> {
    fn as_ref(&self) -> &Language {
        self.language
    }
}

/// What the sections read.
pub(super) struct View<'a> {
    pub case: &'a Case,
    pub library: &'a Library,
    /// In which the report is written.
    pub language: &'a Language,
    pub about: &'a About,
    /// What this report holds.
    pub outline: &'a Outline,
    /// What the rules say about the case on the day of the report.
    pub evaluation: Evaluation<'a>,
    /// Questions asked, in talking order.
    pub asked: Vec<&'a Question>,
    /// Decisions on threats that the model no longer yields.
    pub stale: Vec<&'a ThreatNote>,
    /// Boundaries that each flow crosses.
    pub crossings: BTreeMap<FlowId, BTreeSet<BoundaryId>>,
    pub open_points: Vec<OpenPoint>,
    /// How addressable specifications are met.
    pub specifications: Vec<Specification>,
    /// By number.
    evidence: Vec<(String, &'a Evidence)>,
}

/// This many findings are told in full where they are listed; of more, only the gravest.
const FEW: usize = 6;

impl<'a> View<'a> {
    pub fn new(
        case: &'a Case,
        library: &'a Library,
        about: &'a About,
        outline: &'a Outline,
        language: &'a Language,
    ) -> Self {
        let evaluation = evaluate(case, library, about.issued.date_naive());
        let evaluation = match about.status {
            Status::Draft => evaluation,
            Status::Issued => evaluation.issuing(about.number),
        };
        Self {
            case,
            library,
            language,
            about,
            outline,
            asked: evaluation.standings.asked.clone(),
            specifications: specifications(case, library, &evaluation.results),
            open_points: open_points(&evaluation),
            stale: stale(case, &evaluation.threats),
            crossings: crossings(case),
            evidence: case.numbered_evidence(),
            evaluation,
        }
    }

    /// Reference of the report that can be said on the telephone, such as `TAL-2026-7K2M issue 2`: letters of the
    /// vendor, year of the work, end of the assessment's id.
    pub fn reference(&self) -> String {
        let number = self.about.number;
        let kind = match (self.outline.kind(), self.about.status) {
            (Kind::Complete, Status::Issued) => say!(self, "issue {number}"),
            (Kind::Complete, Status::Draft) => say!(self, "draft of issue {number}"),
            // The day stands on the cover; a foot has no room for it beside the name of the longest kind.
            (other, _) => within(self, &other.title()),
        };
        let a = &self.case.assessment;
        let letters = self.case.vendor.name.chars().filter(char::is_ascii_alphanumeric);
        let vendor: String = letters.take(3).collect::<String>().to_uppercase();
        let vendor = if vendor.is_empty() { String::new() } else { format!("{vendor}-") };
        // Ids are ASCII, so counting letters from the end is counting bytes.
        let id = a.id.as_str();
        let end = id.get(id.len().saturating_sub(4)..).unwrap_or(id).to_uppercase();
        format!("{vendor}{}-{end} {kind}", a.started.year())
    }

    /// The response to a question, if one was recorded.
    pub fn response(&self, question: &QuestionId) -> Option<&'a Response> {
        self.case.responses.get(question)
    }

    /// Number of a piece of evidence in this report, such as `EV-03`.
    pub fn evidence_number(&self, id: &EvidenceId) -> String {
        let numbered = self.evidence.iter().find(|(_, evidence)| evidence.id == *id);
        numbered.map_or_else(|| id.to_string(), |(number, _)| number.clone())
    }

    /// Evidence in the order of its numbers.
    pub fn evidence(&self) -> Vec<(&str, &'a Evidence)> {
        self.evidence.iter().map(|(number, evidence)| (number.as_str(), *evidence)).collect()
    }

    /// Findings, worst first, then by due date, then by id.
    pub fn findings(&self) -> Vec<&'a Finding> {
        self.evaluation.findings()
    }

    /// Whether a finding is told in full in the section on findings; the others are in an annex.
    pub fn in_front(&self, finding: &Finding) -> bool {
        finding.severity >= Severity::High || self.case.findings.len() <= FEW
    }

    /// Risks, highest residual band first, then highest inherent, then by id.
    pub fn risks(&self) -> Vec<&'a Risk> {
        self.evaluation.risks()
    }

    /// The band of a rating.
    pub fn band(&self, rating: Rating) -> &'a Band {
        self.library.matrix.band(rating)
    }

    /// Knock-outs in a state.
    pub fn knock_outs_in(&self, state: KnockOutState) -> impl Iterator<Item = &KnockOutResult> {
        self.evaluation.knock_outs.iter().filter(move |k| k.state == state)
    }

    /// What was decided about a threat, and why.
    pub fn threat_decision(&self, id: &ThreatId) -> (ThreatDecision, &'a str) {
        self.case
            .threat_notes
            .get(id)
            .map_or((ThreatDecision::Open, ""), |note| (note.decision, &note.reason))
    }

    /// Threats that a person recorded or brought in.
    pub fn recorded_threats(&self) -> impl Iterator<Item = &'a RecordedThreat> {
        self.case.recorded_threats.values()
    }

    /// Name of an element or flow, by id.
    pub fn name_of(&self, id: &str) -> String {
        let element = ElementId::new(id).ok().and_then(|id| self.case.elements.get(&id)).map(|e| &e.name);
        let flow = || FlowId::new(id).ok().and_then(|id| self.case.flows.get(&id)).map(|f| &f.name);
        element.or_else(flow).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// Whether there is AI to speak of: in the scope, or by a component of the model.
    pub fn has_ai(&self) -> bool {
        self.evaluation.has_ai()
    }

    /// The three places for signatures with the person named for each.
    pub fn signers(&self) -> [(Signer, &'a Person); 3] {
        let a = &self.case.assessment;
        [
            (Signer::Assessor, &a.assessor),
            (Signer::Reviewer, &a.reviewer),
            (Signer::Executive, &a.accountable),
        ]
    }
}

/// Names that lead somewhere: the same id is printed the same way everywhere.
impl View<'_> {
    /// A question's id, leading to the topic it is answered under.
    pub fn question_span(&self, id: &QuestionId) -> Span {
        let span = Span::mono(bound(id.as_str()));
        match self.asked.iter().find(|q| q.id == *id) {
            Some(question) if self.outline.holds(Section::Answers) => span.to(topic_anchor(&question.topic)),
            Some(_) | None => span,
        }
    }

    /// What a framework is called.
    pub fn framework_name(&self, id: &str) -> String {
        let framework = self.library.frameworks.values().find(|f| f.id.as_str() == id);
        framework.map_or_else(|| id.to_owned(), |f| flat(&f.title))
    }

    /// A requirement by its number and title, leading to where it stands.
    pub fn requirement_span(&self, id: &RequirementId) -> Span {
        let (framework, number) = (id.framework(), bound(id.number()));
        let own = self.library.frameworks.values().find(|f| f.id.as_str() == framework);
        let title = own.and_then(|f| f.requirements.iter().find(|r| r.id == *id)).map(|r| flat(&r.title));
        let span = Span::plain(match title {
            Some(title) => format!("{number} {title}"),
            None => number,
        });
        let reported = self.evaluation.results.frameworks.iter().any(|f| f.framework.as_str() == framework);
        if !reported {
            span
        } else if self.outline.holds(Section::Requirements) {
            span.to(requirements_anchor(framework))
        } else if self.outline.holds(Section::Results) {
            span.to(framework_anchor(framework))
        } else {
            span
        }
    }

    /// A finding's id, leading to its card.
    pub fn finding_span(&self, id: &FindingId) -> Span {
        let span = Span::mono(bound(id.as_str()));
        let Some(finding) = self.case.findings.get(id) else { return span };
        let section = if self.in_front(finding) { Section::Findings } else { Section::FurtherFindings };
        if self.outline.holds(section) { span.to(finding_anchor(id)) } else { span }
    }

    /// A risk's id, leading to its card.
    pub fn risk_span(&self, id: &RiskId) -> Span {
        let span = Span::mono(bound(id.as_str()));
        let told = self.case.risks.contains_key(id) && self.outline.holds(Section::Risks);
        if told { span.to(risk_anchor(id)) } else { span }
    }

    /// A piece of evidence by its number, leading to the index.
    pub fn evidence_span(&self, id: &EvidenceId) -> Span {
        let span = Span::mono(bound(&self.evidence_number(id)));
        let told = self.case.evidence.contains_key(id) && self.outline.holds(Section::Evidence);
        if told { span.to(EVIDENCE_ANCHOR) } else { span }
    }

    /// A security test's id, leading to its card.
    pub fn test_span(&self, id: &TestId) -> Span {
        let span = Span::mono(bound(id.as_str()));
        let told = self.case.tests.contains_key(id) && self.outline.holds(Section::Threats);
        if told { span.to(test_anchor(id)) } else { span }
    }

    /// A bill of materials by its id, leading to what it counts up to.
    pub fn bom_span(&self, id: &BomId) -> Span {
        let span = Span::mono(bound(id.as_str()));
        let told = self.case.boms.contains_key(id) && self.outline.holds(Section::ThreatRegister);
        if told { span.to(bom_anchor(id)) } else { span }
    }

    /// A threat in words: what it is and on what.
    pub fn threat_words(&self, id: &ThreatId) -> String {
        if let Some(threat) = self.evaluation.threats.iter().find(|t| t.id == *id) {
            return format!("{} ({})", flat(&threat.title), bound(threat.rule.as_str()));
        }
        if let Some(threat) = self.case.recorded_threats.get(id) {
            return flat(&threat.title);
        }
        match self.case.threat_notes.get(id) {
            Some(note) if !note.title.trim().is_empty() => {
                say!(self, "{threat} (the model no longer yields it)", threat = flat(&note.title))
            }
            _ => say!(self, "{threat} (the model no longer yields it)", threat = id),
        }
    }
}

/// Where the evidence index begins.
pub(super) const EVIDENCE_ANCHOR: &str = "evidence-index";

/// Where a topic's answers begin.
pub(super) fn topic_anchor(topic: &str) -> String {
    format!("answers-{topic}")
}

/// Where a framework's results begin.
pub(super) fn framework_anchor(framework: &str) -> String {
    format!("framework-{framework}")
}

/// Where a framework's requirements begin.
pub(super) fn requirements_anchor(framework: &str) -> String {
    format!("requirements-{framework}")
}

/// A finding's card.
pub(super) fn finding_anchor(id: &FindingId) -> String {
    format!("finding-{id}")
}

/// A risk's card.
pub(super) fn risk_anchor(id: &RiskId) -> String {
    format!("risk-{id}")
}

/// A security test's card.
pub(super) fn test_anchor(id: &TestId) -> String {
    format!("test-{id}")
}

/// Where a bill of materials begins.
pub(super) fn bom_anchor(id: &BomId) -> String {
    format!("bom-{id}")
}
