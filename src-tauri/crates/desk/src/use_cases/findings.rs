//! Findings: condition, criterion, cause, effect, recommendation.

use super::questionnaire::OfQuestion;
use super::removing::removed;
use super::{OfAssessment, add, input, key_in, made, plan, replace, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::case::Case;
use assay_core::finding::{self, FindingPart};
use assay_core::ids::{AssessmentId, FindingId, QuestionId, RequirementId, RiskId};
use assay_core::pack::Library;
use assay_core::record::{Finding, Record, Response};
use assay_core::standing::standings;
use assay_core::words::{Conclusion, Severity};
use assay_message::message;

input! {
    /// A finding as it should be.
    FindingInput {
        /// The whole.
        finding: Finding,
        /// The finding as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Finding>,
    }
    /// One finding.
    OfFinding {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        finding: FindingId,
    }
}

view! {
    /// A finding on the list.
    FindingView {
        /// The finding.
        finding: Finding,
        /// How what was found may be worded, with places to fill.
        pattern: Option<String>,
        /// What is still to be written in it; its report is not issued before.
        to_write: Vec<FindingPart>,
        /// Requirements it touches, full ids.
        requirements: Vec<RequirementId>,
        /// Risks that name it.
        risks: Vec<RiskId>,
    }
    /// A failed question without a finding.
    Failing {
        /// The question.
        question: QuestionId,
        /// What was asked.
        text: String,
        /// How it was judged.
        conclusion: Conclusion,
        /// The finding it would yield.
        title: String,
        /// How bad that would be.
        severity: Severity,
    }
    /// All findings and what has none yet.
    Findings {
        /// Worst first.
        findings: Vec<FindingView>,
        /// Judged ineffective or partially effective, and nothing written.
        failing: Vec<Failing>,
    }
}

/// All findings, and failed questions without one.
pub fn findings(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Findings, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let mut findings: Vec<FindingView> = case
            .findings
            .values()
            .map(|finding| FindingView {
                pattern: finding::pattern(finding, &library).map(str::to_owned),
                to_write: finding::to_write(finding, &library),
                requirements: finding
                    .question
                    .as_ref()
                    .and_then(|q| library.bank.questions.get(q))
                    .map(|q| q.requirements.clone())
                    .unwrap_or_default(),
                risks: case
                    .risks
                    .values()
                    .filter(|r| r.findings.contains(&finding.id))
                    .map(|r| r.id.clone())
                    .collect(),
                finding: finding.clone(),
            })
            .collect();
        findings.sort_by(|a, b| {
            b.finding.severity.cmp(&a.finding.severity).then(a.finding.id.cmp(&b.finding.id))
        });
        let standings = standings(&case, &library, desk.now().date_naive());
        let mut failing: Vec<Failing> = standings
            .asked
            .iter()
            .filter(|q| !case.findings.values().any(|f| f.question.as_ref() == Some(&q.id)))
            .filter_map(|q| {
                let conclusion = standings.conclusion(&q.id).filter(|c| *c >= Conclusion::Partially)?;
                Some(Failing {
                    question: q.id.clone(),
                    text: q.text.clone(),
                    conclusion,
                    title: q.finding.title.clone(),
                    severity: q.finding.severity,
                })
            })
            .collect();
        failing.sort_by(|a, b| b.conclusion.cmp(&a.conclusion).then(b.severity.cmp(&a.severity)));
        Ok(Findings { findings, failing })
    })
}

/// The next free id `prefix-01`, `prefix-02` … after those taken. What this program cannot read keeps its number too.
pub(crate) fn next_number<'a>(case: &'a Case, prefix: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let unread = case.unreadable.iter().filter_map(|record| record.key.id.rsplit('/').next());
    let highest = taken
        .chain(unread)
        .filter_map(|id| id.strip_prefix(prefix)?.strip_prefix('-')?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    format!("{prefix}-{:02}", highest.saturating_add(1))
}

/// Writes the finding a question yields, with the assessor's rationale as what was found.
pub fn raise_finding(desk: &Desk, input: OfQuestion, _: &Job) -> Result<Finding, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let question = library
            .bank
            .questions
            .get(&input.question)
            .ok_or_else(|| unknown(message!("question"), &input.question))?;
        if let Some(finding) = case.findings.values().find(|f| f.question.as_ref() == Some(&input.question)) {
            return Ok(plan("", Vec::new()).giving(finding.clone()));
        }
        let unanswered = || Response::unanswered(input.assessment.clone(), question.id.clone());
        let response = case.responses.get(&question.id).cloned().unwrap_or_else(unanswered);
        let id = FindingId::new(next_number(&case, "F", case.findings.keys().map(FindingId::as_str)))?;
        let finding = finding::drafted(id, question, &response);
        let label = format!("write finding {} on {}", finding.id, question.id);
        Ok(plan(label, vec![add(Record::Finding(finding.clone()))]).giving(finding))
    })
}

/// Refuses findings in which something is still to be written: a report with one says nothing to its readers.
pub(crate) fn finished(case: &Case, library: &Library) -> Result<(), Problem> {
    let open: Vec<String> = case
        .findings
        .values()
        .map(|finding| (&finding.id, finding::to_write(finding, library)))
        .filter(|(_, open)| !open.is_empty())
        .map(|(id, open)| format!("{id} ({})", finding::in_words(&open)))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        "to-write",
        message!("Findings are to be finished first: {open}. Nothing was issued.", open = open.join("; ")),
    ))
}

/// Saves a finding.
pub fn save_finding(desk: &Desk, input: FindingInput, _: &Job) -> Result<Finding, Problem> {
    required(message!("The finding's title"), &input.finding.title)?;
    let scope = input.finding.assessment.clone();
    desk.change(Some(&scope), |state| {
        let typed = input.finding;
        let Some(Record::Finding(old)) = state.get(&key_in("finding", &scope, &typed.id))? else {
            return Err(unknown(message!("finding"), &typed.id));
        };
        let label = format!("change finding {}", typed.id);
        let finding = made(&label, input.base.as_ref(), typed, Some(&old), &[], Record::Finding)?;
        let edits = vec![replace(Record::Finding(old), Record::Finding(finding.clone()))];
        Ok(plan(label, edits).giving(finding))
    })
}

/// Removes a finding, also from the risks that name it.
pub fn remove_finding(desk: &Desk, input: OfFinding, job: &Job) -> Result<Findings, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let own = key_in("finding", &input.assessment, &input.finding);
        let finding = state.get(&own)?.ok_or_else(|| unknown(message!("finding"), &input.finding))?;
        removed(state, &input.assessment, format!("remove finding {}", input.finding), finding)
    })?;
    findings(desk, OfAssessment { assessment: input.assessment }, job)
}
