//! Each register: its columns, and what of the evaluation stands in them.

use super::{Register, Value};
use assay_core::evaluation::Evaluation;
use assay_core::ids::{EvidenceId, QuestionId, ThreatId};
use assay_core::pack::Band;
use assay_core::record::{Condition, Evidence, Finding, Response, Risk};
use assay_core::risk::Rating;
use assay_core::score::RequirementState;
use assay_core::standing::Standing;
use assay_core::words::{Conclusion, RiskStatus, Severity, Treatment, Word};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// The columns of the first sheet.
pub(super) const ABOUT: [(&str, f64); 2] = [("What", 26.0), ("Value", 90.0)];

/// All registers, in the order of their sheets.
pub(super) fn all(of: &Evaluation) -> Vec<Register> {
    vec![findings(of), risks(of), plan(of), requirements(of), questions(of), evidence(of), threats(of)]
}

/// What the workbook is about, and what it is not.
pub(super) fn about(of: &Evaluation, made: DateTime<FixedOffset>, program: &str) -> Vec<Vec<Value>> {
    let (vendor, assessment) = (&of.case.vendor, &of.case.assessment);
    let issue = of.case.issues.keys().next_back();
    let counts = match issue {
        Some(number) => {
            format!("An unsigned extract. What counts is the signed PDF; the newest is issue {number}.")
        }
        None => "An unsigned extract. What counts is the signed PDF; none is issued yet.".to_owned(),
    };
    let total = &of.results.total;
    vec![
        vec![text("Assessment"), text(&assessment.title)],
        vec![text("Assessment id"), text(assessment.id.as_str())],
        vec![text("Vendor"), text(&vendor.name)],
        vec![text("Service"), text(&assessment.service)],
        vec![text("Classification"), text(&assessment.classification)],
        vec![text("Assessor"), text(&assessment.assessor.name)],
        vec![text("Made on"), Value::Moment(made)],
        vec![text("Made with"), text(program)],
        vec![text("Standing"), text(counts)],
        vec![text("Score, of 100"), total.score.map_or(Value::Blank, Value::Number)],
        vec![text("Coverage, %"), total.coverage().map_or(Value::Blank, Value::Number)],
        vec![text("Questions concluded"), number(total.concluded)],
        vec![text("Questions that apply"), number(total.applicable)],
        vec![
            text("Kept back"),
            text("Private notes, the names of those spoken to, and how the vendor's people can be reached."),
        ],
    ]
}

fn findings(of: &Evaluation) -> Register {
    let rows = of.findings().into_iter().map(|finding| {
        let question = finding.question.as_ref();
        let risks = of.case.risks.values().filter(|risk| risk.findings.contains(&finding.id));
        vec![
            text(finding.id.as_str()),
            text(&finding.title),
            text(finding.severity.title()),
            number(rank(finding.severity)),
            text(&finding.condition),
            text(&finding.criterion),
            text(&finding.cause),
            text(&finding.effect),
            text(&finding.recommendation),
            text(&finding.owner),
            day(finding.due),
            text(&finding.vendor_response),
            text(question.map_or("", QuestionId::as_str)),
            text(requirements_of(of, question)),
            text(
                finding
                    .flag
                    .as_ref()
                    .map_or_else(String::new, |flag| format!("{} of {}", flag.flag, flag.review)),
            ),
            text(joined(risks.map(|risk| risk.id.as_str()))),
        ]
    });
    Register {
        name: "Findings",
        columns: &[
            ("No.", 9.0),
            ("Finding", 36.0),
            ("Severity", 11.0),
            ("Severity, 1 to 4", 11.0),
            ("Condition", 50.0),
            ("Criterion", 36.0),
            ("Cause", 36.0),
            ("Effect", 36.0),
            ("Recommendation", 46.0),
            ("Owner", 22.0),
            ("Due", 12.0),
            ("Vendor's response", 36.0),
            ("Question", 11.0),
            ("Requirements", 30.0),
            ("Red flag", 20.0),
            ("Risks", 14.0),
        ],
        rows: rows.collect(),
    }
}

fn risks(of: &Evaluation) -> Register {
    let rows = of.risks().into_iter().map(|risk| {
        let (before, after) = (risk.ratings.inherent(), risk.ratings.residual());
        let mut row = vec![
            text(risk.id.as_str()),
            text(&risk.title),
            text(&risk.scenario),
            text(joined(risk.categories.iter().map(|category| category.title()))),
        ];
        row.extend(rated(of, before));
        row.extend(rated(of, after));
        row.extend([
            text(&risk.rationale),
            text(risk.treatment.title()),
            text(joined(risk.controls.iter().map(String::as_str))),
            text(&risk.combining),
            text(&risk.owner),
            day(risk.due),
            text(risk.status.title()),
            text(joined(risk.findings.iter().map(|id| id.as_str()))),
            text(joined(risk.threats.iter().map(|id| id.as_str()))),
        ]);
        row
    });
    Register {
        name: "Risks",
        columns: &[
            ("No.", 9.0),
            ("Risk", 36.0),
            ("Scenario", 50.0),
            ("Categories", 24.0),
            ("Inherent likelihood", 11.0),
            ("Inherent impact", 11.0),
            ("Inherent band", 12.0),
            ("Residual likelihood", 11.0),
            ("Residual impact", 11.0),
            ("Residual band", 12.0),
            ("Why these ratings", 46.0),
            ("Treatment", 12.0),
            ("Controls", 46.0),
            ("How controls combine", 30.0),
            ("Owner", 22.0),
            ("Due", 12.0),
            ("Status", 12.0),
            ("Findings", 16.0),
            ("Threats", 30.0),
        ],
        rows: rows.collect(),
    }
}

/// Likelihood, impact and band.
fn rated(of: &Evaluation, rating: Rating) -> [Value; 3] {
    [number(rating.likelihood()), number(rating.impact()), text(&band(of, rating).title)]
}

fn band<'a>(of: &Evaluation<'a>, rating: Rating) -> &'a Band {
    of.library.matrix.band(rating)
}

/// Something to do, with what it comes from.
struct Task {
    due: Option<NaiveDate>,
    what: Value,
    from: &'static str,
    id: String,
    priority: Value,
    owner: Value,
    state: Value,
    closure: Value,
}

/// What is to be done: recommendations, treatments, conditions, evidence owed. What has no day comes last.
fn plan(of: &Evaluation) -> Register {
    let mut tasks: Vec<Task> = of.findings().into_iter().map(recommended).collect();
    let open = of.risks().into_iter().filter(|risk| risk.status != RiskStatus::Closed);
    tasks.extend(open.map(|risk| treated(of, risk)));
    let conditions = of.case.decision.iter().flat_map(|decision| (1..).zip(&decision.conditions));
    tasks.extend(conditions.map(|(n, condition)| required(n, condition)));
    tasks.extend(of.case.responses.values().filter_map(owed));
    // Stable: those of one day keep the order above.
    tasks.sort_by_key(|task| (task.due.is_none(), task.due));
    let rows = tasks.into_iter().map(|task| {
        let Task { due, what, from, id, priority, owner, state, closure } = task;
        vec![day(due), what, text(from), text(id), priority, owner, state, closure]
    });
    Register {
        name: "Treatment plan",
        columns: &[
            ("Due", 12.0),
            ("Action", 70.0),
            ("From", 16.0),
            ("No.", 11.0),
            ("Priority", 16.0),
            ("Owner", 24.0),
            ("Status, or met on", 14.0),
            ("Evidence of closure", 40.0),
        ],
        rows: rows.collect(),
    }
}

fn recommended(finding: &Finding) -> Task {
    let is_blank = finding.recommendation.trim().is_empty();
    Task {
        due: finding.due,
        what: text(if is_blank { &finding.title } else { &finding.recommendation }),
        from: "Finding",
        id: finding.id.to_string(),
        priority: text(finding.severity.title()),
        owner: text(&finding.owner),
        state: Value::Blank,
        closure: Value::Blank,
    }
}

fn treated(of: &Evaluation, risk: &Risk) -> Task {
    let verb = match risk.treatment {
        Treatment::Accept => "Bear and look at again",
        treatment @ (Treatment::Mitigate | Treatment::Transfer | Treatment::Avoid) => treatment.title(),
    };
    let controls = joined(risk.controls.iter().map(String::as_str));
    let by = if controls.is_empty() { String::new() } else { format!(", by: {controls}") };
    Task {
        due: risk.due,
        what: text(format!("{verb}: {}{by}", risk.title)),
        from: "Risk",
        id: risk.id.to_string(),
        priority: text(&band(of, risk.ratings.inherent()).title),
        owner: text(&risk.owner),
        state: text(risk.status.title()),
        closure: Value::Blank,
    }
}

fn required(n: u32, condition: &Condition) -> Task {
    Task {
        due: condition.due,
        what: text(&condition.text),
        from: "Condition",
        id: n.to_string(),
        priority: text(condition.stage.title()),
        owner: text(&condition.owner),
        state: condition.met.map_or_else(|| text("Open"), Value::Day),
        closure: text(&condition.evidence_of_closure),
    }
}

fn owed(response: &Response) -> Option<Task> {
    let owed = response.deferred.as_ref()?;
    Some(Task {
        due: owed.until,
        what: text(&owed.what),
        from: "Evidence owed",
        id: response.question.to_string(),
        priority: Value::Blank,
        owner: text("Vendor"),
        state: Value::Blank,
        closure: Value::Blank,
    })
}

fn requirements(of: &Evaluation) -> Register {
    let rows = of.results.frameworks.iter().flat_map(|framework| {
        framework.requirements.iter().map(move |requirement| {
            let figure = &requirement.figure;
            // What does not apply has no figure.
            let [score, coverage, concluded, applicable] = match requirement.state {
                RequirementState::NotApplicable => [Value::Blank, Value::Blank, Value::Blank, Value::Blank],
                RequirementState::NotAsked | RequirementState::NotAssessed | RequirementState::Concluded => [
                    figure.score.map_or(Value::Blank, Value::Number),
                    figure.coverage().map_or(Value::Blank, Value::Number),
                    number(figure.concluded),
                    number(figure.applicable),
                ],
            };
            vec![
                text(requirement.id.as_str()),
                text(&framework.total.title),
                text(requirement.id.number()),
                text(&requirement.title),
                text(&requirement.domain),
                text(state(requirement.state)),
                text(requirement.reason.as_ref().map(ToString::to_string).unwrap_or_default()),
                score,
                coverage,
                concluded,
                applicable,
                text(requirement.lowest.map_or("", Conclusion::title)),
                text(joined(figure.inputs.iter().map(|input| input.question.as_str()))),
            ]
        })
    });
    Register {
        name: "Requirements",
        columns: &[
            ("Id", 20.0),
            ("Framework", 26.0),
            ("No.", 14.0),
            ("Requirement", 50.0),
            ("Heading", 30.0),
            ("Standing", 16.0),
            ("Why it does not apply or is not asked", 40.0),
            ("Score, of 100", 11.0),
            ("Coverage, %", 11.0),
            ("Questions concluded", 11.0),
            ("Questions that apply", 11.0),
            ("Lowest conclusion", 18.0),
            ("Questions", 36.0),
        ],
        rows: rows.collect(),
    }
}

fn state(state: RequirementState) -> &'static str {
    match state {
        RequirementState::NotApplicable => "Does not apply",
        RequirementState::NotAsked => "Not asked",
        RequirementState::NotAssessed => "Not assessed",
        RequirementState::Concluded => "Concluded",
    }
}

/// Every question of the bank, asked or not, with where it stands; then answers to questions that the bank does not have.
fn questions(of: &Evaluation) -> Register {
    let numbers = of.case.numbered_evidence();
    let own = of.library.bank.in_order().map(|question| {
        let topic = of.library.bank.topics.iter().find(|topic| topic.id == question.topic);
        let (said, why, level) = of.standings.of(&question.id).map_or(("", String::new(), None), told);
        let mut row = vec![
            text(question.id.as_str()),
            text(topic.map_or(&question.topic, |topic| &topic.title)),
            text(&question.text),
            text(question.respondent.title()),
            number(question.weight),
            text(said),
            text(why),
            level.map_or(Value::Blank, number),
        ];
        row.extend(answer(of.case.responses.get(&question.id), &numbers));
        row.push(text(joined(question.requirements.iter().map(|id| id.as_str()))));
        row
    });
    let foreign = of.case.responses.iter().filter(|(id, _)| !of.library.bank.questions.contains_key(*id));
    let others = foreign.map(|(id, response)| {
        let mut row = vec![text(id.as_str())];
        row.extend(std::iter::repeat_with(|| Value::Blank).take(4));
        row.extend([
            text("Not asked"),
            text("The question bank of this assessment does not have it."),
            Value::Blank,
        ]);
        row.extend(answer(Some(response), &numbers));
        row.push(Value::Blank);
        row
    });
    let rows = own.chain(others);
    Register {
        name: "Questions",
        columns: &[
            ("No.", 11.0),
            ("Topic", 22.0),
            ("Question", 50.0),
            ("Asked of", 16.0),
            ("Weight", 9.0),
            ("Standing", 22.0),
            ("Why", 36.0),
            ("Level that counts", 11.0),
            ("Claim", 14.0),
            ("Vendor's comment", 46.0),
            ("Vendor's reason", 30.0),
            ("Conclusion", 20.0),
            ("Level recorded", 11.0),
            ("Methods", 20.0),
            ("What was done and seen", 50.0),
            ("Evidence", 20.0),
            ("Owed", 30.0),
            ("Owed until", 12.0),
            ("Looked at by", 22.0),
            ("Looked at on", 17.0),
            ("Requirements", 36.0),
        ],
        rows: rows.collect(),
    }
}

/// A standing in words, why it is that, and the level that counts.
fn told(standing: &Standing) -> (&str, String, Option<u8>) {
    let none = String::new();
    match standing {
        Standing::NotAsked { reason } => ("Not asked", reason.to_string(), None),
        Standing::Unanswered => ("Unanswered", none, None),
        Standing::Claimed { .. } => ("Claimed, not judged", none, None),
        Standing::WithoutReason => ("Not applicable, without a reason", none, None),
        Standing::NotApplicable { reason } => ("Not applicable", reason.clone(), None),
        Standing::NotAssessed => ("Not assessed", none, None),
        Standing::Concluded { conclusion, level, recorded: _, earned: _ } => {
            (conclusion.title(), none, Some(level.get()))
        }
    }
}

/// What was said and judged; blank where nothing was.
fn answer(response: Option<&Response>, numbers: &[(String, &Evidence)]) -> Vec<Value> {
    let Some(response) = response else { return std::iter::repeat_with(|| Value::Blank).take(12).collect() };
    let number_of =
        |id: &EvidenceId| numbers.iter().find(|(_, e)| e.id == *id).map(|(number, _)| number.as_str());
    vec![
        text(response.claim.map_or("", |claim| claim.title())),
        text(&response.comment),
        text(&response.reason),
        text(response.conclusion.map_or("", |conclusion| conclusion.title())),
        response.conclusion.map_or(Value::Blank, |_| number(response.assurance.get())),
        text(joined(response.methods.iter().map(|method| method.title()))),
        text(&response.rationale),
        text(joined(response.evidence.iter().filter_map(number_of))),
        text(response.deferred.as_ref().map_or("", |owed| &owed.what)),
        day(response.deferred.as_ref().and_then(|owed| owed.until)),
        text(response.reviewed.as_ref().map_or("", |review| &review.by)),
        response.reviewed.as_ref().map_or(Value::Blank, |review| Value::Moment(review.at)),
    ]
}

fn evidence(of: &Evaluation) -> Register {
    let rows = of.case.numbered_evidence().into_iter().map(|(id, evidence)| {
        let answers = of.case.responses.values().filter(|response| response.evidence.contains(&evidence.id));
        let file = evidence.file.as_ref();
        vec![
            text(id),
            text(&evidence.title),
            text(evidence.kind.title()),
            text(&evidence.issuer),
            day(evidence.issued),
            day(evidence.valid_until),
            Value::Moment(evidence.received),
            text(&evidence.pages),
            text(&evidence.reliability),
            text(&evidence.note),
            text(if file.is_some() { "File kept" } else { "Seen, not retained" }),
            text(file.map_or("", |file| &file.name)),
            // Sizes of files are far below where a workbook rounds.
            file.map_or(Value::Blank, |file| Value::Number(file.size as f64)),
            text(file.map_or("", |file| &file.sha256)),
            text(joined(answers.map(|response| response.question.as_str()))),
            text(evidence.id.as_str()),
        ]
    });
    Register {
        name: "Evidence",
        columns: &[
            ("No.", 9.0),
            ("Evidence", 40.0),
            ("Kind", 14.0),
            ("Issuer", 26.0),
            ("Dated", 12.0),
            ("Valid until", 12.0),
            ("Received", 17.0),
            ("Pages relied on", 20.0),
            ("Reliability", 30.0),
            ("Note", 40.0),
            ("Kept", 18.0),
            ("File", 30.0),
            ("Bytes", 12.0),
            ("SHA-256", 68.0),
            ("Questions", 30.0),
            ("Id", 24.0),
        ],
        rows: rows.collect(),
    }
}

/// Threats that rules make, then those recorded.
fn threats(of: &Evaluation) -> Register {
    let decided = |id: &ThreatId| of.case.threat_notes.get(id).map_or("", |note| note.reason.as_str());
    let made = of.threats.iter().map(|threat| {
        let rating = Rating::new(threat.likelihood, threat.impact).ok();
        vec![
            text(threat.id.as_str()),
            text(threat.letter.title()),
            text(&threat.target_name),
            text(&threat.title),
            text(threat.reason.to_string()),
            text(format!("Rule {}", threat.rule)),
            number(threat.likelihood),
            number(threat.impact),
            text(rating.map_or("", |rating| &band(of, rating).title)),
            text(threat.suggestion.to_string()),
            text(of.decided(&threat.id).title()),
            text(decided(&threat.id)),
            text(joined(threat.bearing.iter().map(|bearing| bearing.question.as_str()))),
            text(joined(threat.tests.iter().map(|id| id.as_str()))),
            Value::Blank,
        ]
    });
    let recorded = of.case.recorded_threats.values().map(|threat| {
        let element = of.case.elements.values().find(|element| element.id.as_str() == threat.on);
        let flow = of.case.flows.values().find(|flow| flow.id.as_str() == threat.on);
        let on = element.map(|element| &element.name).or(flow.map(|flow| &flow.name)).unwrap_or(&threat.on);
        vec![
            text(threat.id.as_str()),
            text(threat.letter.map_or("", |letter| letter.title())),
            text(on),
            text(&threat.title),
            text(&threat.description),
            text(&threat.source),
            Value::Blank,
            Value::Blank,
            text(threat.severity.map_or("", |severity| severity.title())),
            Value::Blank,
            text(of.decided(&threat.id).title()),
            text(decided(&threat.id)),
            Value::Blank,
            Value::Blank,
            text(&threat.mitigation),
        ]
    });
    Register {
        name: "Threats",
        columns: &[
            ("Id", 26.0),
            ("Category", 20.0),
            ("On", 24.0),
            ("Threat", 46.0),
            ("Why, or what it is", 46.0),
            ("Source", 18.0),
            ("Likelihood suggested", 11.0),
            ("Impact suggested", 11.0),
            ("Band or severity", 12.0),
            ("How it was suggested", 40.0),
            ("Decision", 15.0),
            ("Why so decided", 40.0),
            ("Questions that bear on it", 26.0),
            ("Tests", 14.0),
            ("Mitigation recorded", 36.0),
        ],
        rows: made.chain(recorded).collect(),
    }
}

fn requirements_of(of: &Evaluation, question: Option<&QuestionId>) -> String {
    let question = question.and_then(|id| of.library.bank.questions.get(id));
    joined(question.into_iter().flat_map(|question| &question.requirements).map(|id| id.as_str()))
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    }
}

fn text(text: impl AsRef<str>) -> Value {
    let text = text.as_ref();
    if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
}

fn number(number: impl Into<f64>) -> Value {
    Value::Number(number.into())
}

fn day(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Blank, Value::Day)
}

fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    items.into_iter().collect::<Vec<_>>().join("; ")
}
