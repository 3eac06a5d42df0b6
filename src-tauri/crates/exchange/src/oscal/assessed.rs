//! The model of assessment results, and the parts of it that a plan refers to: observations, risks, findings.

use super::OscalError;
use super::value::{Source, control, labelled, line, list, object, prop, prose, reference, token};
use assay_core::ids::{QuestionId, TestId};
use assay_core::record::{Evidence, Finding, Response, Risk, SecurityTest};
use assay_core::risk::Rating;
use assay_core::score::RequirementState;
use assay_core::words::{Method, RiskStatus, Word};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a model holds: name of the list and number of entries.
pub type Counts = Vec<(&'static str, usize)>;

/// The results of an assessment.
///
/// # Errors
/// When no requirement was asked about.
pub fn results(source: &Source) -> Result<(Value, Counts), OscalError> {
    let case = source.evaluation.case;
    let selections = selections(source);
    if selections.is_empty() {
        return Err(OscalError::NothingReviewed);
    }
    let observations = observations(source);
    let risks: Vec<Value> = source.evaluation.risks().into_iter().map(|one| risk(source, one)).collect();
    let findings: Vec<Value> =
        source.evaluation.findings().into_iter().map(|one| finding(source, one)).collect();
    let resources = resources(source);
    let counts = vec![
        ("observations", observations.len()),
        ("risks", risks.len()),
        ("findings", findings.len()),
        ("resources", resources.len()),
    ];
    let assessment = &case.assessment;
    let total = &source.evaluation.results.total;
    let figure = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let props = [
        prop("score", &figure(total.score)),
        prop("coverage", &figure(total.coverage())),
        prop("decision", case.decision.as_ref().map_or("", |decision| Word::id(decision.outcome))),
        prop("tier", &assessment.tier.get().to_string()),
    ];
    let described = prose(&assessment.summary).or_else(|| prose(&assessment.title));
    let result = object([
        ("uuid", Some(json!(source.uuid("result", assessment.id.as_str())))),
        ("title", line(&assessment.title).or(Some(json!("Assessment")))),
        ("description", described.or(Some(json!("An assessment of a vendor.")))),
        ("start", Some(json!(assessment.started.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)))),
        ("props", list(props.into_iter().flatten())),
        ("reviewed-controls", Some(json!({ "control-selections": selections }))),
        ("observations", list(observations)),
        ("risks", list(risks)),
        ("findings", list(findings)),
    ]);
    let root = json!({ "assessment-results": object([
        ("uuid", Some(json!(source.uuid("assessment-results", &source.made.to_rfc3339())))),
        ("metadata", Some(source.metadata("Assessment results"))),
        ("import-ap", Some(json!({ "href": format!("#{}", source.uuid("resource", "scope")) }))),
        ("results", Some(json!([result]))),
        ("back-matter", Some(json!({ "resources": resources }))),
    ]) });
    Ok((root, counts))
}

/// The requirements that questions were asked about, by framework. Those that do not apply are not among them.
fn selections(source: &Source) -> Vec<Value> {
    let frameworks = source.evaluation.results.frameworks.iter();
    let one = frameworks.filter_map(|framework| {
        let reviewed = framework.requirements.iter().filter(|requirement| match requirement.state {
            RequirementState::NotApplicable | RequirementState::NotAsked => false,
            RequirementState::NotAssessed | RequirementState::Concluded => true,
        });
        let controls = list(reviewed.map(|requirement| json!({ "control-id": control(&requirement.id) })))?;
        Some(object([
            ("description", prose(&framework.total.title)),
            ("props", list(prop("framework", framework.framework.as_str()))),
            ("include-controls", Some(controls)),
        ]))
    });
    one.collect()
}

/// What was judged of each question, then what each test that was done has shown.
pub fn observations(source: &Source) -> Vec<Value> {
    let case = source.evaluation.case;
    let judged = case.responses.values().filter(|response| response.conclusion.is_some());
    let tested = case.tests.values().filter(|test| test.outcome.is_some());
    judged.map(|response| answered(source, response)).chain(tested.map(|test| tried(source, test))).collect()
}

fn answered(source: &Source, response: &Response) -> Value {
    let case = source.evaluation.case;
    let question = source.evaluation.library.bank.questions.get(&response.question);
    let methods: Vec<&str> = response.methods.iter().map(|method| method_word(*method)).collect();
    let evidence: Vec<&Evidence> = response.evidence.iter().filter_map(|id| case.evidence.get(id)).collect();
    // An answer carries no time of its own: it is as old as the newest thing it rests on.
    let collected = evidence.iter().map(|one| one.received).max().unwrap_or(case.assessment.started);
    let level = source.evaluation.standings.of(&response.question).and_then(level);
    let mut props: Vec<Value> = [
        prop("question", response.question.as_str()),
        prop("conclusion", response.conclusion.map_or("", Word::id)),
        prop("evidence-level", &level.map_or_else(String::new, |level| level.to_string())),
        prop("claim", response.claim.map_or("", Word::id)),
    ]
    .into_iter()
    .flatten()
    .collect();
    props.extend(requirements(source, Some(&response.question)));
    let words = labelled([
        ("Judged", response.conclusion.map_or("", Word::title)),
        ("What was done and seen", &response.rationale),
        ("The vendor's comment", &response.comment),
        ("The vendor's reason", &response.reason),
    ]);
    let title = format!("{}: {}", response.question, question.map_or("", |question| &question.text));
    object([
        ("uuid", Some(json!(source.uuid("observation", response.question.as_str())))),
        ("title", line(&title)),
        ("description", words.or(Some(json!("Nothing was written down.")))),
        ("props", list(props)),
        ("methods", Some(if methods.is_empty() { json!(["UNKNOWN"]) } else { json!(methods) })),
        ("types", Some(json!(["control-objective"]))),
        ("origins", Some(json!([source.origin()]))),
        ("subjects", Some(json!([subject(source)]))),
        ("relevant-evidence", list(evidence.into_iter().map(|one| relied_on(source, one)))),
        ("collected", Some(json!(collected.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)))),
    ])
}

/// The level that counts for a question that is concluded.
fn level(standing: &assay_core::standing::Standing) -> Option<u8> {
    use assay_core::standing::Standing;
    match standing {
        Standing::Concluded { level, .. } => Some(level.get()),
        Standing::NotAsked { .. }
        | Standing::Unanswered
        | Standing::Claimed { .. }
        | Standing::WithoutReason
        | Standing::NotApplicable { .. }
        | Standing::NotAssessed => None,
    }
}

fn method_word(method: Method) -> &'static str {
    match method {
        Method::Examine => "EXAMINE",
        Method::Interview => "INTERVIEW",
        Method::Test => "TEST",
    }
}

/// The vendor, whom everything is about.
fn subject(source: &Source) -> Value {
    json!({ "subject-uuid": source.uuid("party", "vendor"), "type": "party" })
}

fn relied_on(source: &Source, evidence: &Evidence) -> Value {
    object([
        ("href", Some(json!(format!("#{}", source.uuid("evidence", evidence.id.as_str()))))),
        ("description", prose(&evidence.title).or(Some(json!("Evidence without a title.")))),
        ("props", list(prop("pages", &evidence.pages))),
    ])
}

fn observation_of(test: &TestId) -> String {
    format!("test {test}")
}

fn tried(source: &Source, test: &SecurityTest) -> Value {
    let evidence = test.evidence.iter().filter_map(|id| source.evaluation.case.evidence.get(id));
    let day = test.done.or(test.planned).and_then(|day| source.moment(day));
    let started = source.evaluation.case.assessment.started;
    let collected = day.unwrap_or_else(|| started.to_rfc3339_opts(chrono::SecondsFormat::Secs, false));
    let props = [
        prop("test", test.id.as_str()),
        prop("kind", Word::id(test.kind)),
        prop("outcome", test.outcome.map_or("", Word::id)),
    ];
    let words = labelled([
        ("Outcome", test.outcome.map_or("", Word::title)),
        ("Method", &test.method),
        ("What was seen", &test.seen),
        ("What it could not tell", &test.limits),
        ("Done by", &test.by),
    ]);
    object([
        ("uuid", Some(json!(source.uuid("observation", &observation_of(&test.id))))),
        ("title", line(&format!("{}: {}", test.id, test.title))),
        ("description", words.or(Some(json!("Nothing was written down.")))),
        ("props", list(props.into_iter().flatten())),
        ("methods", Some(json!(["TEST"]))),
        ("types", Some(json!(["discovery"]))),
        ("origins", Some(json!([source.origin()]))),
        ("subjects", Some(json!([subject(source)]))),
        ("relevant-evidence", list(evidence.map(|one| relied_on(source, one)))),
        ("collected", Some(json!(collected))),
    ])
}

/// The requirements a question examines, as properties with their ids as they stand in the report.
fn requirements(source: &Source, question: Option<&QuestionId>) -> Vec<Value> {
    let question = question.and_then(|id| source.evaluation.library.bank.questions.get(id));
    let ids = question.into_iter().flat_map(|question| &question.requirements);
    ids.filter_map(|id| prop("requirement", id.as_str())).collect()
}

/// A finding. Its target is the first requirement that its question examines; one without a question is its own.
pub fn finding(source: &Source, finding: &Finding) -> Value {
    let case = source.evaluation.case;
    let question = finding.question.as_ref();
    let own = question.and_then(|id| source.evaluation.library.bank.questions.get(id));
    let first = own.and_then(|question| question.requirements.first());
    let target = first.map_or_else(|| token(finding.id.as_str()), control);
    let mut props: Vec<Value> = [
        prop("finding", finding.id.as_str()),
        prop("severity", Word::id(finding.severity)),
        prop("owner", &finding.owner),
        prop("due", &finding.due.map_or_else(String::new, |day| day.to_string())),
        prop("red-flag", finding.flag.as_ref().map_or("", |flag| &flag.flag)),
    ]
    .into_iter()
    .flatten()
    .collect();
    props.extend(requirements(source, question));
    let words = labelled([
        ("Condition", &finding.condition),
        ("Criterion", &finding.criterion),
        ("Cause", &finding.cause),
        ("Effect", &finding.effect),
        ("Recommendation", &finding.recommendation),
        ("The vendor's response", &finding.vendor_response),
    ]);
    let seen = question.filter(|id| case.responses.get(*id).is_some_and(|r| r.conclusion.is_some()));
    let risks = case.risks.values().filter(|risk| risk.findings.contains(&finding.id));
    object([
        ("uuid", Some(json!(source.uuid("finding", finding.id.as_str())))),
        ("title", line(&format!("{}: {}", finding.id, finding.title))),
        ("description", words.or(Some(json!("Nothing was written down.")))),
        ("props", list(props)),
        ("origins", Some(json!([source.origin()]))),
        (
            "target",
            Some(
                json!({ "type": "objective-id", "target-id": target, "status": { "state": "not-satisfied" } }),
            ),
        ),
        ("related-observations", list(seen.map(|id| observed(source, id)))),
        (
            "related-risks",
            list(risks.map(|risk| json!({ "risk-uuid": source.uuid("risk", risk.id.as_str()) }))),
        ),
    ])
}

fn observed(source: &Source, question: &QuestionId) -> Value {
    json!({ "observation-uuid": source.uuid("observation", question.as_str()) })
}

/// A risk, characterised before treatment and after it.
pub fn risk(source: &Source, risk: &Risk) -> Value {
    let case = source.evaluation.case;
    let mut props: Vec<Value> = [
        prop("risk", risk.id.as_str()),
        prop("owner", &risk.owner),
        prop("due", &risk.due.map_or_else(String::new, |day| day.to_string())),
        prop("combining", &risk.combining),
    ]
    .into_iter()
    .flatten()
    .collect();
    props.extend(risk.categories.iter().filter_map(|category| prop("category", Word::id(*category))));
    props.extend(risk.threats.iter().filter_map(|id| prop("threat", id.as_str())));
    let controls = risk.controls.iter().enumerate().filter_map(|(n, text)| {
        let uuid = source.uuid("control", &format!("{}/{n}", risk.id));
        Some(json!({ "uuid": uuid, "description": prose(text)? }))
    });
    let findings = risk.findings.iter().filter_map(|id| case.findings.get(id));
    let questions: BTreeSet<&QuestionId> = findings.filter_map(|finding| finding.question.as_ref()).collect();
    let seen =
        questions.into_iter().filter(|id| case.responses.get(*id).is_some_and(|r| r.conclusion.is_some()));
    let scenario = prose(&risk.scenario).or_else(|| prose(&risk.title));
    let title = format!("{}: {}", risk.id, risk.title);
    object([
        ("uuid", Some(json!(source.uuid("risk", risk.id.as_str())))),
        ("title", line(&title)),
        ("description", scenario.clone().or(Some(json!("Nothing was written down.")))),
        ("statement", prose(&risk.rationale).or(scenario).or(Some(json!("Nothing was written down.")))),
        ("props", list(props)),
        ("status", Some(json!(status(risk.status)))),
        ("origins", Some(json!([source.origin()]))),
        (
            "characterizations",
            Some(json!([
                characterised(source, risk.ratings.inherent(), "initial"),
                characterised(source, risk.ratings.residual(), "adjusted"),
            ])),
        ),
        ("mitigating-factors", list(controls)),
        ("deadline", risk.due.and_then(|day| source.moment(day)).map(Value::String)),
        ("remediations", Some(json!([remediation(source, risk)]))),
        ("related-observations", list(seen.map(|id| observed(source, id)))),
    ])
}

fn status(status: RiskStatus) -> &'static str {
    match status {
        RiskStatus::Open => "open",
        RiskStatus::InProgress => "remediating",
        RiskStatus::Closed => "closed",
    }
}

fn characterised(source: &Source, rating: Rating, state: &str) -> Value {
    let band = &source.evaluation.library.matrix.band(rating).title;
    let facet = |name: &str, value: &str| {
        let state = json!({ "name": "state", "value": state });
        json!({ "name": name, "system": super::NAMESPACE, "value": value, "props": [state] })
    };
    let mut facets = vec![
        facet("likelihood", &rating.likelihood().to_string()),
        facet("impact", &rating.impact().to_string()),
    ];
    facets.extend(super::value::string(band).map(|band| facet("band", &band)));
    json!({ "origin": source.origin(), "facets": facets })
}

/// How a risk is treated, with the day it is due as a milestone.
fn remediation(source: &Source, risk: &Risk) -> Value {
    let lifecycle = match risk.status {
        RiskStatus::Open | RiskStatus::InProgress => "planned",
        RiskStatus::Closed => "completed",
    };
    let milestone = risk.due.and_then(|day| source.moment(day)).map(|day| {
        json!([{
            "uuid": source.uuid("milestone", risk.id.as_str()),
            "type": "milestone",
            "title": "Due",
            "timing": { "on-date": { "date": day } },
        }])
    });
    object([
        ("uuid", Some(json!(source.uuid("remediation", risk.id.as_str())))),
        ("lifecycle", Some(json!(lifecycle))),
        ("title", line(&format!("{}: {}", risk.treatment.title(), risk.title))),
        ("description", prose(&risk.controls.join("\n")).or(Some(json!(risk.treatment.title())))),
        ("props", Some(json!([{ "name": "type", "value": Word::id(risk.treatment) }]))),
        ("origins", Some(json!([source.origin()]))),
        ("tasks", milestone),
    ])
}

/// The scope, which stands for the plan of the assessment, then the evidence.
fn resources(source: &Source) -> Vec<Value> {
    let assessment = &source.evaluation.case.assessment;
    let scope = labelled([
        ("Service", &assessment.service),
        ("Purpose", &assessment.purpose),
        ("In scope", &assessment.scope_in.join("\n")),
        ("Out of scope", &assessment.scope_out.join("\n")),
        ("Limitations", &assessment.limitations.join("\n")),
    ]);
    let scope = object([
        ("uuid", Some(json!(source.uuid("resource", "scope")))),
        ("title", Some(json!("Scope of the assessment"))),
        ("description", scope.or(Some(json!("No scope was written down.")))),
    ]);
    let numbered = source.evaluation.case.numbered_evidence();
    let evidence = numbered.iter().map(|(number, evidence)| resource(source, number, evidence));
    std::iter::once(scope).chain(evidence).collect()
}

fn resource(source: &Source, number: &str, evidence: &Evidence) -> Value {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let props = [
        prop("evidence", number),
        prop("kind", Word::id(evidence.kind)),
        prop("issuer", &evidence.issuer),
        prop("issued", &day(evidence.issued)),
        prop("valid-until", &day(evidence.valid_until)),
        prop("received", &evidence.received.to_rfc3339()),
        prop("retained", if evidence.file.is_some() { "yes" } else { "no" }),
    ];
    let words = labelled([("Reliability", &evidence.reliability), ("Note", &evidence.note)]);
    let file = evidence.file.as_ref().map(|file| {
        json!([{
            "href": reference(&file.name),
            "hashes": [{ "algorithm": "SHA-256", "value": file.sha256 }],
        }])
    });
    object([
        ("uuid", Some(json!(source.uuid("evidence", evidence.id.as_str())))),
        ("title", line(&evidence.title).or(Some(json!("Evidence without a title")))),
        ("description", words),
        ("props", list(props.into_iter().flatten())),
        ("rlinks", file),
    ])
}
