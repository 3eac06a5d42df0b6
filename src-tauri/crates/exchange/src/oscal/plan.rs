//! The model of a plan of action and milestones: what findings, risks, conditions of the decision and promises ask for.

use super::OscalError;
use super::assessed::{Counts, finding, observations, risk};
use super::value::{Source, labelled, line, list, object, prop, prose};
use assay_core::record::{Condition, Deferred, Finding, Response, Risk};
use assay_core::words::{RiskStatus, Word};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The plan of an assessment.
///
/// # Errors
/// When nothing is to be done.
pub fn plan(source: &Source) -> Result<(Value, Counts), OscalError> {
    let case = source.evaluation.case;
    let findings = source.evaluation.findings();
    let open: Vec<&Risk> =
        source.evaluation.risks().into_iter().filter(|risk| risk.status != RiskStatus::Closed).collect();
    let mut items: Vec<Value> = findings.iter().map(|one| recommended(source, one)).collect();
    items.extend(open.iter().map(|one| treated(source, one)));
    let conditions = case.decision.iter().flat_map(|decision| (1..).zip(&decision.conditions));
    items.extend(conditions.map(|(n, one)| required(source, n, one)));
    items.extend(
        case.responses.values().filter_map(|response| {
            response.deferred.as_ref().map(|deferred| owed(source, response, deferred))
        }),
    );
    if items.is_empty() {
        return Err(OscalError::NothingToDo);
    }
    // All risks that findings refer to are in it, closed ones too.
    let risks: Vec<Value> = source.evaluation.risks().into_iter().map(|one| risk(source, one)).collect();
    let findings: Vec<Value> = findings.into_iter().map(|one| finding(source, one)).collect();
    let wanted = referred(&risks, &findings);
    let seen = observations(source)
        .into_iter()
        .filter(|one| one["uuid"].as_str().is_some_and(|id| wanted.contains(id)));
    let seen: Vec<Value> = seen.map(without_files).collect();
    let counts = vec![
        ("poam-items", items.len()),
        ("observations", seen.len()),
        ("risks", risks.len()),
        ("findings", findings.len()),
    ];
    let id = source.uuid("party", "vendor");
    let root = json!({ "plan-of-action-and-milestones": object([
        ("uuid", Some(json!(source.uuid("plan", &source.made.to_rfc3339())))),
        ("metadata", Some(source.metadata("Plan of action and milestones"))),
        ("system-id", Some(json!({ "identifier-type": "https://ietf.org/rfc/rfc4122", "id": id }))),
        ("observations", list(seen)),
        ("risks", list(risks)),
        ("findings", list(findings)),
        ("poam-items", list(items)),
    ]) });
    Ok((root, counts))
}

/// The observations that risks and findings refer to.
fn referred(risks: &[Value], findings: &[Value]) -> BTreeSet<String> {
    let related =
        risks.iter().chain(findings).filter_map(|one| one["related-observations"].as_array()).flatten();
    related.filter_map(|one| one["observation-uuid"].as_str()).map(str::to_owned).collect()
}

/// An observation that names its evidence and does not lead to it: the list of evidence is with the results.
fn without_files(mut observation: Value) -> Value {
    if let Some(all) = observation.get_mut("relevant-evidence").and_then(Value::as_array_mut) {
        for one in all.iter_mut().filter_map(Value::as_object_mut) {
            one.remove("href");
        }
    }
    observation
}

/// An item: what it is made from, what is to be done, by whom, until when.
fn item(
    source: &Source,
    from: (&str, &str),
    title: &str,
    words: Option<Value>,
    props: Vec<Option<Value>>,
) -> Vec<(&'static str, Option<Value>)> {
    let (kind, id) = from;
    vec![
        ("uuid", Some(json!(source.uuid("item", &format!("{kind}/{id}"))))),
        ("title", line(title).or(Some(json!("Not spelled out")))),
        ("description", words.or(Some(json!("Nothing was written down.")))),
        ("props", list(std::iter::once(prop("from", kind)).chain(props).flatten())),
        ("origins", Some(json!([source.origin()]))),
    ]
}

fn whole(fields: Vec<(&'static str, Option<Value>)>) -> Value {
    Value::Object(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

fn due(day: Option<NaiveDate>) -> Option<Value> {
    prop("due", &day.map_or_else(String::new, |day| day.to_string()))
}

fn recommended(source: &Source, finding: &Finding) -> Value {
    let words = prose(&finding.recommendation).or_else(|| prose(&finding.title));
    let props =
        vec![due(finding.due), prop("owner", &finding.owner), prop("severity", Word::id(finding.severity))];
    let id = finding.id.as_str();
    let mut fields = item(source, ("finding", id), &format!("{id}: {}", finding.title), words, props);
    fields.push(("related-findings", Some(json!([{ "finding-uuid": source.uuid("finding", id) }]))));
    whole(fields)
}

fn treated(source: &Source, risk: &Risk) -> Value {
    let words = labelled([("Treatment", risk.treatment.title()), ("Controls", &risk.controls.join("\n"))]);
    let props = vec![due(risk.due), prop("owner", &risk.owner), prop("treatment", Word::id(risk.treatment))];
    let id = risk.id.as_str();
    let mut fields = item(source, ("risk", id), &format!("{id}: {}", risk.title), words, props);
    fields.push(("related-risks", Some(json!([{ "risk-uuid": source.uuid("risk", id) }]))));
    whole(fields)
}

fn required(source: &Source, n: usize, condition: &Condition) -> Value {
    let words =
        labelled([("Condition", &condition.text), ("Evidence of closure", &condition.evidence_of_closure)]);
    let props = vec![
        due(condition.due),
        prop("owner", &condition.owner),
        prop("stage", Word::id(condition.stage)),
        prop("met", &condition.met.map_or_else(String::new, |day| day.to_string())),
    ];
    whole(item(
        source,
        ("condition", &n.to_string()),
        &format!("Condition {n} of the decision"),
        words,
        props,
    ))
}

fn owed(source: &Source, response: &Response, deferred: &Deferred) -> Value {
    let id = response.question.as_str();
    let props = vec![due(deferred.until), prop("owner", "Vendor"), prop("question", id)];
    whole(item(
        source,
        ("evidence owed", id),
        &format!("Evidence owed for {id}"),
        prose(&deferred.what),
        props,
    ))
}
