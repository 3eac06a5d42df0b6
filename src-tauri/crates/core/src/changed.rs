//! A record as it was and as it is → what changed in it, in words: what is told of an assessment after its report was issued.
//!
//! Private notes and marks to come back to are no part of a report, so that a change of them is none.

use crate::record::Record;
use crate::words::{Word, words};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

words! {
    /// What of an assessment can change.
    Changed {
        /// Vendor.
        Vendor = "vendor", "Vendor";
        /// Scope.
        Scope = "scope", "Scope";
        /// Answer.
        Answer = "answer", "Answer";
        /// Evidence.
        Evidence = "evidence", "Evidence";
        /// Trust boundary.
        TrustBoundary = "trust-boundary", "Trust boundary";
        /// Element.
        Element = "element", "Element";
        /// Data flow.
        DataFlow = "data-flow", "Data flow";
        /// Threat.
        Threat = "threat", "Threat";
        /// Risk.
        Risk = "risk", "Risk";
        /// Finding.
        Finding = "finding", "Finding";
        /// Decision.
        Decision = "decision", "Decision";
        /// Knock-out.
        KnockOut = "knock-out", "Knock-out";
        /// Suggestion.
        Suggestion = "suggestion", "Suggestion";
        /// Review of a SOC 2 report.
        SocReview = "soc-review", "Review of a SOC 2 report";
        /// Review of a certificate.
        CertificateReview = "certificate-review", "Review of a certificate";
        /// Bill of materials.
        BillOfMaterials = "bill-of-materials", "Bill of materials";
        /// Security test.
        SecurityTest = "security-test", "Security test";
        /// Event.
        Event = "event", "Event";
        /// Specification.
        Specification = "specification", "Specification";
    }
}

/// Something recorded that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecordChange {
    /// What it is.
    pub what: Changed,
    /// Which: its number or id, such as `ACC-01`; empty where there is only one.
    pub id: String,
    /// Its title, where it has one besides the id.
    pub title: String,
    /// What became of it.
    pub became: Became,
    /// What differs, field by field; of something new or removed, what it says or said.
    pub fields: Vec<FieldChange>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Became {
    /// It was not there.
    Added,
    /// It says something else.
    Changed,
    /// It is no longer there.
    Removed,
}

/// A field that differs. Empty text stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FieldChange {
    /// Its name in words, such as `Claim` or `Ratings residual impact`.
    pub field: String,
    /// What it said.
    pub was: String,
    /// What it says.
    pub is: String,
}

/// A change since a report was issued, and how it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ChangeSince"))]
pub struct Since {
    /// What changed.
    pub change: RecordChange,
    /// When it was changed last.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub by: String,
    /// Doing what, such as `read answers.xlsx`.
    pub doing: String,
}

/// What of an assessment is not as it was when its last report was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangedSinceIssue {
    /// The number of the report.
    pub number: u32,
    /// When it was issued.
    pub issued: DateTime<FixedOffset>,
    /// What changed; empty when the report says what the vault says.
    pub changes: Vec<Since>,
}

/// What changed in a record; `None` when nothing did that a report would show.
pub fn change(was: Option<&Record>, is: Option<&Record>) -> Option<RecordChange> {
    let became = match (was, is) {
        (None, None) => return None,
        (None, Some(_)) => Became::Added,
        (Some(_), None) => Became::Removed,
        (Some(_), Some(_)) => Became::Changed,
    };
    let (what, title) = named(is.or(was)?)?;
    let key = is.or(was)?.key();
    let id = key.id.split_once('/').map_or(String::new(), |(_, id)| id.to_owned());
    let fields = differences(&shown(was), &shown(is));
    (!fields.is_empty()).then_some(RecordChange { what, id, title, became, fields })
}

/// What a record is and its title; `None` for what is no part of an assessment's content.
fn named(record: &Record) -> Option<(Changed, String)> {
    Some(match record {
        Record::Vendor(x) => (Changed::Vendor, x.name.clone()),
        Record::Assessment(x) => (Changed::Scope, x.title.clone()),
        Record::Response(_) => (Changed::Answer, String::new()),
        Record::Evidence(x) => (Changed::Evidence, x.title.clone()),
        Record::Boundary(x) => (Changed::TrustBoundary, x.name.clone()),
        Record::Element(x) => (Changed::Element, x.name.clone()),
        Record::Flow(x) => (Changed::DataFlow, x.name.clone()),
        Record::ThreatNote(x) => (Changed::Threat, x.title.clone()),
        Record::RecordedThreat(x) => (Changed::Threat, x.title.clone()),
        Record::Risk(x) => (Changed::Risk, x.title.clone()),
        Record::Finding(x) => (Changed::Finding, x.title.clone()),
        Record::Decision(_) => (Changed::Decision, String::new()),
        Record::KnockOutNote(_) => (Changed::KnockOut, String::new()),
        Record::Adoption(_) => (Changed::Suggestion, String::new()),
        Record::SocReview(x) => (Changed::SocReview, x.auditor.clone()),
        Record::CertificateReview(x) => (Changed::CertificateReview, x.standard.clone()),
        Record::Bom(x) => (Changed::BillOfMaterials, x.about.clone()),
        Record::SecurityTest(x) => (Changed::SecurityTest, x.title.clone()),
        Record::Event(x) => (Changed::Event, x.what.clone()),
        Record::SpecChoice(_) => (Changed::Specification, String::new()),
        Record::Identity(_) | Record::Issue(_) => return None,
    })
}

/// Fields that no report shows, or that only say which record it is.
const LEFT_OUT: [&str; 8] =
    ["id", "assessment", "vendor", "question", "notes", "flagged", "claim_changed", "packs"];

/// Of a longer list, such as the parts of a product, only the length is told.
const MOST: usize = 100;

/// The fields of a record by their path, as texts.
fn shown(record: Option<&Record>) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    // A record is JSON in every vault.
    let value = record.and_then(|record| serde_json::to_value(record).ok()).unwrap_or_default();
    if let Some(Value::Object(body)) = value.get("body") {
        for (name, value) in body.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
            flatten(name, value, &mut fields);
        }
    }
    fields
}

fn flatten(path: &str, value: &Value, fields: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Bool(is) => drop(fields.insert(path.into(), if *is { "yes" } else { "no" }.into())),
        Value::Number(number) => drop(fields.insert(path.into(), number.to_string())),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => drop(fields.insert(path.into(), text.clone())),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let words: Vec<String> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect();
            if !words.is_empty() {
                fields.insert(path.into(), words.join(", "));
            }
        }
        Value::Array(items) if items.len() > MOST => {
            fields.insert(path.into(), format!("{} entries", items.len()));
        }
        Value::Array(items) => {
            for (at, item) in (1..).zip(items) {
                flatten(&format!("{path} {at}"), item, fields);
            }
        }
        Value::Object(parts) => {
            for (name, part) in parts {
                flatten(&format!("{path} {name}"), part, fields);
            }
        }
    }
}

fn differences(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<FieldChange> {
    let names = was.keys().chain(is.keys().filter(|name| !was.contains_key(*name)));
    let text = |of: &BTreeMap<String, String>, name: &str| of.get(name).cloned().unwrap_or_default();
    names
        .map(|name| FieldChange { field: in_words(name), was: text(was, name), is: text(is, name) })
        .filter(|field| field.was != field.is)
        .collect()
}

/// `valid_until` → `Valid until`.
fn in_words(name: &str) -> String {
    let mut letters = name.replace('_', " ");
    if let Some(first) = letters.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::{Became, Changed, change};
    use crate::ids::{AssessmentId, QuestionId};
    use crate::record::{Record, Response};
    use crate::words::{Claim, Conclusion};

    fn answer() -> Response {
        Response::unanswered(AssessmentId::new("a1").unwrap(), QuestionId::new("ACC-01").unwrap())
    }

    #[test]
    fn an_answer_says_what_it_said_and_what_it_says() {
        let was = Response { claim: Some(Claim::No), ..answer() };
        let is = Response { claim: Some(Claim::Yes), conclusion: Some(Conclusion::Effective), ..answer() };
        let found = change(Some(&Record::Response(was)), Some(&Record::Response(is))).unwrap();
        assert_eq!(
            (found.what, found.id.as_str(), found.became),
            (Changed::Answer, "ACC-01", Became::Changed)
        );
        let fields: Vec<_> =
            found.fields.iter().map(|f| (f.field.as_str(), f.was.as_str(), f.is.as_str())).collect();
        assert_eq!(fields, [("Claim", "no", "yes"), ("Conclusion", "", "effective")]);
    }

    #[test]
    fn a_private_note_changes_nothing() {
        let noted = Response { notes: "ask again".into(), flagged: true, ..answer() };
        assert_eq!(change(Some(&Record::Response(answer())), Some(&Record::Response(noted))), None);
    }
}
