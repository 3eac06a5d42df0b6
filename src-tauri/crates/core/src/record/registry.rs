//! The kinds of record → [`Record`]: one entry for each kind, and everything that differs between kinds stands in it.

use super::{
    Adoption, Assessment, Bom, Boundary, CertificateReview, Decision, Element, Event, Evidence, Finding,
    Flow, Issue, KnockOutNote, RecordedThreat, Response, Risk, SecurityTest, SigningIdentity, SocReview,
    SpecChoice, ThreatNote, Vendor,
};
use crate::case::Case;
use crate::ids::AssessmentId;
use assay_message::{Message, Part, Told, message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::iter::empty as none;

/// Which record: its kind and an id that is unique within the kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "RecordKey"))]
pub struct Key {
    /// The kind, one of [`KINDS`]; in a vault of a newer program perhaps another.
    pub kind: String,
    /// The id within the kind.
    pub id: String,
}

impl Key {
    /// The kind as it is told to a person.
    pub fn named(&self) -> Message {
        match self.kind.as_str() {
            "vendor" => message!("vendor"),
            "assessment" => message!("assessment"),
            "response" => message!("response"),
            "evidence" => message!("evidence"),
            "boundary" => message!("boundary"),
            "element" => message!("element"),
            "flow" => message!("flow"),
            "threat-note" => message!("threat-note"),
            "recorded-threat" => message!("recorded-threat"),
            "risk" => message!("risk"),
            "finding" => message!("finding"),
            "decision" => message!("decision"),
            "knock-out-note" => message!("knock-out-note"),
            "identity" => message!("identity"),
            "issue" => message!("issue"),
            "adoption" => message!("adoption"),
            "soc-review" => message!("soc-review"),
            "certificate-review" => message!("certificate-review"),
            "bom" => message!("bom"),
            "security-test" => message!("security-test"),
            "event" => message!("event"),
            "spec-choice" => message!("spec-choice"),
            of_a_newer_program => Message::verbatim(of_a_newer_program),
        }
    }
}

/// A record that this program cannot read, because a newer one wrote it. It is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Unreadable {
    /// Which.
    pub key: Key,
    /// What the reader met.
    pub detail: String,
}

impl Told for Unreadable {
    /// “The response asm-1/ACC-01 cannot be read by this version of Assay (unknown variant …)”.
    fn told(&self) -> Part {
        let Self { key, detail } = self;
        let kind = key.named();
        message!("The {kind} {id} cannot be read by this version of Assay ({detail})", id = key.id).into()
    }
}

impl Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.told().fmt(f)
    }
}

/// What a record points to: a record under one of these keys must exist as long as it does. Whatever is pointed to belongs
/// to the same parent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// More than one where a field may name records of either kind.
    pub one_of: Vec<Key>,
}

/// [`Record`] and all that is asked of a record whatever its kind, from one entry for each kind:
///
/// - the name of the kind in files, and the type that holds it;
/// - `id` and `parent`: where it stands in the tree of records;
/// - `search`: the texts it is found by; empty for what nobody searches for, and never a key;
/// - `refers`: what it points to;
/// - `case`: how it gets into the [`Case`] of its assessment, and `kept`: those of its kind in one.
macro_rules! records {
    ($($name:literal: $kind:ident($body:ty), |$record:ident| {
        id: $id:expr,
        parent: $parent:expr,
        search: [$($text:expr),* $(,)?],
        refers: [$($reference:expr),* $(,)?],
        case: |$case:ident| $insert:expr,
        kept: $kept:expr,
    })*) => {
        /// One thing a vault keeps.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "body")]
        pub enum Record {
            $(#[doc = concat!("A record of kind `", $name, "`.")]
            #[serde(rename = $name)]
            $kind($body),)*
        }

        /// The names of all kinds.
        pub const KINDS: &[&str] = &[$($name),*];

        // An entry need not look at its record for everything.
        #[allow(unused_variables)]
        impl Record {
            /// The kind's name in files: `vendor`, `assessment`, `response` …
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $name,)*
                }
            }

            /// Which record this is. Things named only within an assessment carry its id in theirs.
            pub fn key(&self) -> Key {
                let id = match self {
                    $(Self::$kind($record) => $id.to_string(),)*
                };
                Key { kind: self.kind().into(), id }
            }

            /// The record it belongs to, which must exist as long as it does.
            pub fn parent(&self) -> Option<Key> {
                match self {
                    $(Self::$kind($record) => $parent,)*
                }
            }

            /// The words a search finds it by. Empty for things nobody searches for; never holds a key.
            pub fn search_text(&self) -> String {
                let texts: Vec<&str> = match self {
                    $(Self::$kind($record) => vec![$($text),*],)*
                };
                texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
            }

            /// What it points to besides its parent, in the order of its fields.
            pub fn references(&self) -> Vec<Reference> {
                match self {
                    $(Self::$kind($record) => {
                        let all: [Vec<Reference>; _] = [$($reference),*];
                        all.concat()
                    })*
                }
            }

            /// Puts it where it belongs in the case of its assessment. What is above or beside an assessment stays out.
            pub(crate) fn insert_into(self, case: &mut Case) {
                match self {
                    $(Self::$kind($record) => {
                        let $case = case;
                        $insert;
                    })*
                }
            }

            /// Every record of a case below the assessment.
            pub(crate) fn all_of(case: &Case) -> Vec<Self> {
                let mut all = Vec::new();
                $({
                    let $case = case;
                    all.extend($kept.map(Self::$kind));
                })*
                all
            }
        }
    };
}

records! {
    "vendor": Vendor(Vendor), |vendor| {
        id: vendor.id,
        parent: None,
        search: [&vendor.name, &vendor.legal_name, &vendor.notes],
        refers: [],
        case: |_case| {},
        kept: none(),
    }
    "assessment": Assessment(Box<Assessment>), |assessment| {
        id: assessment.id,
        parent: Some(Key { kind: "vendor".into(), id: assessment.vendor.to_string() }),
        search: [&assessment.title, &assessment.service, &assessment.purpose, &assessment.summary],
        refers: [to_assessment(assessment.previous.as_ref())],
        case: |_case| {},
        kept: none(),
    }
    "response": Response(Response), |response| {
        id: within(&response.assessment, &response.question),
        parent: assessment(&response.assessment),
        search: [&response.comment, &response.reason, &response.rationale, &response.notes],
        refers: [to("evidence", &response.assessment, &response.evidence)],
        case: |case| case.responses.insert(response.question.clone(), response),
        kept: case.responses.values().cloned(),
    }
    "evidence": Evidence(Evidence), |evidence| {
        id: within(&evidence.assessment, &evidence.id),
        parent: assessment(&evidence.assessment),
        search: [
            &evidence.title,
            &evidence.issuer,
            &evidence.note,
            evidence.file.as_ref().map_or("", |file| &file.name),
        ],
        refers: [],
        case: |case| case.evidence.insert(evidence.id.clone(), evidence),
        kept: case.evidence.values().cloned(),
    }
    "boundary": Boundary(Boundary), |boundary| {
        id: within(&boundary.assessment, &boundary.id),
        parent: assessment(&boundary.assessment),
        search: [&boundary.name],
        refers: [to("boundary", &boundary.assessment, &boundary.parent)],
        case: |case| case.boundaries.insert(boundary.id.clone(), boundary),
        kept: case.boundaries.values().cloned(),
    }
    "element": Element(Element), |element| {
        id: within(&element.assessment, &element.id),
        parent: assessment(&element.assessment),
        search: [&element.name, &element.description, &element.component.product, &element.component.owner],
        refers: [
            to("boundary", &element.assessment, &element.boundary),
            to("bom", &element.assessment, &element.component.bom),
        ],
        case: |case| case.elements.insert(element.id.clone(), element),
        kept: case.elements.values().cloned(),
    }
    "flow": Flow(Flow), |flow| {
        id: within(&flow.assessment, &flow.id),
        parent: assessment(&flow.assessment),
        search: [&flow.name, &flow.protocol, &flow.description],
        refers: [
            to("element", &flow.assessment, [&flow.source, &flow.target]),
            to("boundary", &flow.assessment, &flow.crosses),
        ],
        case: |case| case.flows.insert(flow.id.clone(), flow),
        kept: case.flows.values().cloned(),
    }
    "threat-note": ThreatNote(ThreatNote), |note| {
        id: within(&note.assessment, &note.threat),
        parent: assessment(&note.assessment),
        search: [&note.title, &note.reason],
        refers: [],
        case: |case| case.threat_notes.insert(note.threat.clone(), note),
        kept: case.threat_notes.values().cloned(),
    }
    "recorded-threat": RecordedThreat(RecordedThreat), |threat| {
        id: within(&threat.assessment, &threat.id),
        parent: assessment(&threat.assessment),
        search: [&threat.title, &threat.description, &threat.mitigation],
        refers: [to_either(["element", "flow"], &threat.assessment, Some(&threat.on))],
        case: |case| case.recorded_threats.insert(threat.id.clone(), threat),
        kept: case.recorded_threats.values().cloned(),
    }
    "risk": Risk(Box<Risk>), |risk| {
        id: within(&risk.assessment, &risk.id),
        parent: assessment(&risk.assessment),
        search: [&risk.title, &risk.scenario, &risk.rationale, &risk.owner],
        refers: [to("finding", &risk.assessment, &risk.findings)],
        case: |case| case.risks.insert(risk.id.clone(), *risk),
        kept: case.risks.values().cloned().map(Box::new),
    }
    "finding": Finding(Finding), |finding| {
        id: within(&finding.assessment, &finding.id),
        parent: assessment(&finding.assessment),
        search: [
            &finding.title,
            &finding.condition,
            &finding.effect,
            &finding.recommendation,
            &finding.vendor_response,
        ],
        refers: [
            to_either(
                ["soc-review", "certificate-review"],
                &finding.assessment,
                finding.flag.as_ref().map(|flag| &flag.review),
            ),
        ],
        case: |case| case.findings.insert(finding.id.clone(), finding),
        kept: case.findings.values().cloned(),
    }
    "decision": Decision(Decision), |decision| {
        id: decision.assessment,
        parent: assessment(&decision.assessment),
        search: [&decision.rationale],
        refers: [],
        case: |case| case.decision = Some(decision),
        kept: case.decision.iter().cloned(),
    }
    "knock-out-note": KnockOutNote(KnockOutNote), |note| {
        id: within(&note.assessment, &note.knock_out),
        parent: assessment(&note.assessment),
        search: [&note.note],
        refers: [],
        case: |case| case.knock_outs.insert(note.knock_out.clone(), note),
        kept: case.knock_outs.values().cloned(),
    }
    "identity": Identity(SigningIdentity), |identity| {
        id: identity.id,
        parent: None,
        search: [],
        refers: [],
        case: |_case| {},
        kept: none(),
    }
    "issue": Issue(Issue), |issue| {
        id: within(&issue.assessment, &issue.id),
        parent: assessment(&issue.assessment),
        search: [],
        refers: [],
        case: |case| case.issues.insert(issue.number, issue),
        kept: case.issues.values().cloned(),
    }
    "adoption": Adoption(Adoption), |adoption| {
        id: within(&adoption.assessment, &format_args!("{}@{}", adoption.question, adoption.requirement)),
        parent: assessment(&adoption.assessment),
        search: [&adoption.reason],
        refers: [],
        case: |case| {
            let of_requirement = case.adoptions.entry(adoption.requirement.clone()).or_default();
            of_requirement.insert(adoption.question.clone(), adoption);
        },
        kept: case.adoptions.values().flat_map(BTreeMap::values).cloned(),
    }
    "soc-review": SocReview(Box<SocReview>), |review| {
        id: within(&review.assessment, &review.id),
        parent: assessment(&review.assessment),
        search: [
            &review.auditor,
            &review.boundary,
            &review.reservations,
            &review.subsequent_events,
            &review.notes,
        ],
        refers: [to("evidence", &review.assessment, &review.evidence)],
        case: |case| case.soc_reviews.insert(review.id.clone(), *review),
        kept: case.soc_reviews.values().cloned().map(Box::new),
    }
    "certificate-review": CertificateReview(Box<CertificateReview>), |review| {
        id: within(&review.assessment, &review.id),
        parent: assessment(&review.assessment),
        search: [&review.standard, &review.body, &review.scope, &review.number, &review.notes],
        refers: [to("evidence", &review.assessment, &review.evidence)],
        case: |case| case.certificate_reviews.insert(review.id.clone(), *review),
        kept: case.certificate_reviews.values().cloned().map(Box::new),
    }
    "bom": Bom(Box<Bom>), |bom| {
        id: within(&bom.assessment, &bom.id),
        parent: assessment(&bom.assessment),
        search: [&bom.about],
        refers: [to("evidence", &bom.assessment, [&bom.evidence])],
        case: |case| case.boms.insert(bom.id.clone(), *bom),
        kept: case.boms.values().cloned().map(Box::new),
    }
    "security-test": SecurityTest(Box<SecurityTest>), |test| {
        id: within(&test.assessment, &test.id),
        parent: assessment(&test.assessment),
        search: [&test.title, &test.method, &test.seen, &test.limits],
        refers: [
            to("element", &test.assessment, &test.elements),
            to("evidence", &test.assessment, &test.evidence),
        ],
        case: |case| case.tests.insert(test.id.clone(), *test),
        kept: case.tests.values().cloned().map(Box::new),
    }
    "event": Event(Event), |event| {
        id: within(&event.assessment, &event.id),
        parent: assessment(&event.assessment),
        search: [&event.what, &event.outcome],
        refers: [],
        case: |case| case.events.insert(event.id.clone(), event),
        kept: case.events.values().cloned(),
    }
    "spec-choice": SpecChoice(SpecChoice), |choice| {
        id: within(&choice.assessment, &choice.requirement),
        parent: assessment(&choice.assessment),
        search: [&choice.reason],
        refers: [],
        case: |case| case.spec_choices.insert(choice.requirement.clone(), choice),
        kept: case.spec_choices.values().cloned(),
    }
}

/// The id of what is named only within an assessment.
fn within(assessment: &AssessmentId, id: &impl Display) -> String {
    format!("{assessment}/{id}")
}

/// The parent of what belongs to an assessment.
fn assessment(id: &AssessmentId) -> Option<Key> {
    Some(Key { kind: "assessment".into(), id: id.to_string() })
}

/// The assessment that one follows.
fn to_assessment(id: Option<&AssessmentId>) -> Vec<Reference> {
    id.and_then(assessment).map(|key| Reference { one_of: vec![key] }).into_iter().collect()
}

/// References to records of one kind in the same assessment.
fn to<'a, I: Display + 'a>(
    kind: &str,
    assessment: &AssessmentId,
    ids: impl IntoIterator<Item = &'a I>,
) -> Vec<Reference> {
    ids.into_iter()
        .map(|id| Reference { one_of: vec![Key { kind: kind.into(), id: within(assessment, id) }] })
        .collect()
}

/// A reference to a record of one of two kinds in the same assessment.
fn to_either(kinds: [&str; 2], assessment: &AssessmentId, id: Option<&impl Display>) -> Vec<Reference> {
    id.map(|id| Reference {
        one_of: kinds.map(|kind| Key { kind: kind.into(), id: within(assessment, id) }).into(),
    })
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{KINDS, Key, Record};
    use crate::removal::removal;
    use serde_json::json;

    /// A record that points to everything a record can point to.
    fn pointing() -> Vec<Record> {
        let bodies = [
            r#"{"kind":"assessment","body":{"id":"a","vendor":"v","title":"","tier":1,"previous":"b","started":"2026-11-18T09:00:00+01:00","packs":[]}}"#,
            r#"{"kind":"response","body":{"assessment":"a","question":"Q","evidence":["e1","e2"]}}"#,
            r#"{"kind":"element","body":{"assessment":"a","id":"x","name":"","kind":"process","boundary":"b","component":{"bom":"m"}}}"#,
            r#"{"kind":"recorded-threat","body":{"assessment":"a","id":"t","on":"x","title":"","source":""}}"#,
            r#"{"kind":"flow","body":{"assessment":"a","id":"w","name":"","source":"x","target":"y","crosses":["b"]}}"#,
            r#"{"kind":"bom","body":{"assessment":"a","id":"m","evidence":"e","about":"","format":"","counts":{},"licences":{},"without_version":0,"without_licence":0,"without_hash":0,"parts":[]}}"#,
            r#"{"kind":"risk","body":{"assessment":"a","id":"r","title":"","findings":["f"],"ratings":{"inherent":{"likelihood":1,"impact":1},"residual":{"likelihood":1,"impact":1}},"treatment":"mitigate","status":"open"}}"#,
            r#"{"kind":"finding","body":{"assessment":"a","id":"f","title":"","condition":"","severity":"high","flag":{"review":"r","flag":"soc-gap"}}}"#,
        ];
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }

    #[test]
    fn references_name_records_of_kinds_there_are_beside_the_record() {
        let said: Vec<Vec<String>> = pointing()
            .iter()
            .flat_map(Record::references)
            .map(|reference| reference.one_of.iter().map(|key| format!("{} {}", key.kind, key.id)).collect())
            .collect();
        assert_eq!(
            said,
            [
                vec!["assessment b"],
                vec!["evidence a/e1"],
                vec!["evidence a/e2"],
                vec!["boundary a/b"],
                vec!["bom a/m"],
                vec!["element a/x", "flow a/x"],
                vec!["element a/x"],
                vec!["element a/y"],
                vec!["boundary a/b"],
                vec!["evidence a/e"],
                vec!["finding a/f"],
                vec!["soc-review a/r", "certificate-review a/r"],
            ]
        );
        for key in pointing().iter().flat_map(Record::references).flat_map(|reference| reference.one_of) {
            assert!(KINDS.contains(&key.kind.as_str()), "{}", key.kind);
        }
    }

    #[test]
    fn whatever_a_record_points_to_goes_out_of_it_or_takes_it_along_or_stays() {
        for record in pointing() {
            for gone in record.references().into_iter().flat_map(|reference| reference.one_of) {
                let Ok(removal) = removal(standing_for(&gone), std::slice::from_ref(&record)) else {
                    // What was made of it keeps it.
                    assert_eq!(record.kind(), "bom");
                    continue;
                };
                let left = removal.freed.iter().flat_map(|(_, next)| next.references());
                assert!(left.flat_map(|reference| reference.one_of).all(|key| key != gone), "{}", gone.id);
                assert_eq!(removal.freed.len() + removal.gone.len(), 2, "{} {}", record.kind(), gone.id);
            }
        }
    }

    /// A record under a key.
    fn standing_for(key: &Key) -> Record {
        let Key { kind, id } = key;
        let (assessment, local) = id.split_once('/').unwrap_or(("a", id));
        let mut body = json!({ "assessment": assessment, "id": local });
        for (name, value) in [
            ("vendor", json!("v")),
            ("title", json!("")),
            ("name", json!("")),
            ("tier", json!(1)),
            ("started", json!("2026-11-18T09:00:00+01:00")),
            ("packs", json!([])),
            ("received", json!("2026-11-18T09:00:00+01:00")),
            ("condition", json!("")),
            ("severity", json!("high")),
            ("source", json!("x")),
            ("target", json!("y")),
            ("evidence", json!("e9")),
            ("about", json!("")),
            ("format", json!("")),
            ("counts", json!({})),
            ("licences", json!({})),
            ("without_version", json!(0)),
            ("without_licence", json!(0)),
            ("without_hash", json!(0)),
            ("parts", json!([])),
        ] {
            body[name] = value;
        }
        body["kind"] = json!(match kind.as_str() {
            "element" => "process",
            "soc-review" => "type-2",
            _ => "report",
        });
        let record: Record = serde_json::from_value(json!({ "kind": kind, "body": body })).unwrap();
        assert_eq!(record.key(), *key);
        record
    }
}
