//! Bills of materials: what is counted, what becomes a component, and what is refused in which words.

#![allow(clippy::wildcard_enum_match_arm)] // what a test does not expect fails it
#![allow(clippy::expect_used)]

use assay_core::words::{AiRole, ElementFact, Known};
use assay_exchange::ImportError;
use assay_exchange::cyclonedx::{BomError, MOST_PARTS, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn bill() -> Value {
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3f1c3a50-0000-4000-8000-000000000001",
        "version": 1,
        "metadata": {
            "timestamp": "2026-10-02T09:00:00Z",
            "component": { "type": "application", "bom-ref": "app", "name": "Harbour Triage", "version": "4.2" }
        },
        "components": [
            {
                "type": "machine-learning-model", "bom-ref": "m1", "group": "harbour", "name": "classifier", "version": "4.2",
                "supplier": { "name": "Reseller" }, "publisher": "Harbour",
                "licenses": [{ "license": { "id": "Apache-2.0" } }],
                "pedigree": { "ancestors": [{ "type": "machine-learning-model", "name": "base-model" }] },
                "modelCard": {
                    "modelParameters": {
                        "approach": { "type": "supervised" }, "task": "classification",
                        "datasets": [{ "ref": "d1" }, { "type": "dataset", "name": "Held-out letters", "classification": "confidential" }]
                    },
                    "considerations": {
                        "technicalLimitations": ["Handwriting"],
                        "ethicalConsiderations": [{ "name": "Language", "mitigationStrategy": "Measured by language" }]
                    }
                }
            },
            {
                "type": "data", "bom-ref": "d1", "name": "Letters",
                "data": [{
                    "type": "dataset", "classification": "restricted", "sensitiveData": ["Health details"],
                    "governance": { "owners": [{ "organization": { "name": "Data office" } }] }
                }]
            },
            {
                "type": "framework", "bom-ref": "f1", "name": "torch", "version": "2.8", "hashes": [{ "alg": "SHA-256", "content": "00" }],
                "licenses": [{ "expression": "BSD-3-Clause" }],
                "components": [{ "type": "library", "bom-ref": "l1", "name": "numerics", "version": "1.0" }]
            }
        ],
        "services": [
            {
                "bom-ref": "s1", "name": "Gateway", "provider": { "name": "Cloud" }, "authenticated": false, "x-trust-boundary": true,
                "data": [{ "classification": "PII", "flow": "inbound" }],
                "services": [{ "bom-ref": "s2", "name": "Inner", "authenticated": true }]
            }
        ],
        "vulnerabilities": [
            { "ratings": [{ "severity": "low" }, { "severity": "high" }] },
            { "ratings": [{ "severity": "critical" }], "analysis": { "state": "not_affected" } }
        ],
        "dependencies": [{ "ref": "app", "dependsOn": ["m1", "gone"] }]
    })
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("JSON")
}

#[test]
fn everything_is_counted_and_models_data_and_services_become_components() {
    let read = read(&bytes(&bill())).expect("reads");
    assert_eq!(read.about, "Harbour Triage 4.2");
    assert_eq!(read.format, "CycloneDX 1.6");
    let counts: Vec<(&str, u32)> = read.counts.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(
        counts,
        [("data", 1), ("framework", 1), ("library", 1), ("machine-learning-model", 1), ("service", 2)]
    );
    assert_eq!(read.licences.get("Apache-2.0"), Some(&1));
    assert_eq!((read.without_licence, read.without_version, read.without_hash), (4, 3, 3));
    assert_eq!(read.vulnerabilities.get("high"), Some(&1));
    assert_eq!(read.vulnerabilities.get("settled"), Some(&1));
    assert_eq!(read.parts.len(), 6);

    let names: Vec<&str> = read.found.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["Held-out letters", "harbour/classifier", "Letters", "Gateway", "Inner"]);
    let model = &read.found[1];
    assert_eq!(model.role, Some(AiRole::ModelArtifact));
    assert_eq!(model.component.providers, ["Reseller", "Harbour"]);
    for said in
        ["Made from base-model.", "Task: classification", "Limits: Handwriting", "Ethical risk: Language"]
    {
        assert!(model.description.contains(said), "{}", model.description);
    }
    let data = &read.found[2];
    assert_eq!(data.component.owner, "Data office");
    assert_eq!(data.component.data, ["restricted", "Health details"]);
    assert_eq!(data.facts.get(&ElementFact::PersonalData), Some(&Known::Yes));
    let gateway = &read.found[3];
    assert_eq!(gateway.facts.get(&ElementFact::Authenticated), Some(&Known::No));
    assert_eq!(gateway.facts.get(&ElementFact::PersonalData), Some(&Known::Yes));
    assert!(read.notes.iter().any(|n| n == "1 dependencies name an entry the file does not have."));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_place() {
    let said = |value: &Value| read(&bytes(value)).expect_err("refused").to_string();
    let mut wrong = bill();
    wrong["components"][2]["components"][0]["name"] = json!(7);
    assert_eq!(
        said(&wrong),
        "The bill of materials cannot be read: components[2].components[0].name is a number where a text is expected."
    );
    let mut wrong = bill();
    wrong["services"][0]["authenticated"] = json!("yes");
    assert!(said(&wrong).contains("services[0].authenticated is a text where true or false is expected"));
    let mut wrong = bill();
    wrong["specVersion"] = json!("2.0");
    assert!(said(&wrong).contains("versions 1.2 to 1.7 are read"));
    assert!(said(&json!({ "spdxVersion": "SPDX-2.3" })).contains("has no “bomFormat”"));
    assert_eq!(read(b" <?xml version=\"1.0\"?><bom/>"), Err(BomError::Xml));
    assert!(matches!(read(b"{\"bomFormat\": "), Err(BomError::File(ImportError::NotJson { .. }))));
    assert!(matches!(read(&vec![b' '; 50 << 20]), Err(BomError::File(ImportError::TooLarge { .. }))));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(read(deep.as_bytes()), Err(BomError::File(ImportError::TooDeep { .. }))));
}

#[test]
fn a_younger_version_is_read_with_a_note() {
    let mut young = bill();
    young["specVersion"] = json!("1.9");
    let read = read(&bytes(&young)).expect("reads");
    assert!(read.notes.iter().any(|note| note.contains("version 1.9")), "{:?}", read.notes);
}

#[test]
fn a_long_list_is_counted_whole_and_kept_in_part() {
    let entry = |n: usize| json!({ "type": "library", "name": format!("part {n}"), "version": "1" });
    let many: Vec<Value> = (0..MOST_PARTS + 10).map(entry).collect();
    let read = read(&bytes(&json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": many })))
        .expect("reads");
    assert_eq!(read.counts["library"] as usize, MOST_PARTS + 10);
    assert_eq!(read.parts.len(), MOST_PARTS);
    assert!(
        read.notes.iter().any(|note| note.starts_with("The first 5000 of 5010 entries")),
        "{:?}",
        read.notes
    );
}

/// Every path to a value of the document.
fn paths(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| paths(inner, &format!("{at}/{key}"), all)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, inner)| paths(inner, &format!("{at}/{n}"), all))
        }
        _ => {}
    }
}

fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!([])),
        Just(json!({})),
        "\\PC{0,40}".prop_map(Value::String),
        Just(json!("\u{202e}\u{0}<script>=1+1")),
    ]
}

proptest! {
    #[test]
    fn no_bytes_make_it_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_odd_value_makes_it_fall_over_or_slips_through_unshown(which in any::<prop::sample::Index>(), put in odd()) {
        let mut document = bill();
        let mut all = Vec::new();
        paths(&document, "", &mut all);
        let at = which.get(&all).clone();
        *document.pointer_mut(&at).expect("a path of it") = put;
        if let Ok(read) = read(&bytes(&document)) {
            for found in &read.found {
                let odd = found.name.contains(['\u{202e}', '\u{0}', '\n']);
                prop_assert!(!odd, "{}", found.name);
            }
        }
    }
}

#[test]
fn a_model_that_the_file_is_about_is_read_like_one_in_its_list() {
    let mut file = bill();
    let model = file["components"].as_array_mut().expect("a list").remove(0);
    let inside = json!([{ "type": "data", "name": "Tuning set" }, { "type": "library", "name": "tokens", "version": "2" }]);
    file["metadata"]["component"] = model;
    file["metadata"]["component"]["components"] = inside;
    let made = read(&bytes(&file)).expect("reads");
    assert_eq!(made.about, "harbour/classifier 4.2");
    assert_eq!(made.counts.get("machine-learning-model"), Some(&1));
    assert_eq!(made.parts.len(), 8);
    let names: Vec<&str> = made.found.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(
        names,
        ["Held-out letters", "harbour/classifier", "Tuning set", "Letters", "Gateway", "Inner"]
    );
    assert!(made.found[1].description.contains("Limits: Handwriting"), "{}", made.found[1].description);

    // Entries inside the application that the file is about are listed; the application is not.
    let mut file = bill();
    file["metadata"]["component"]["components"] =
        json!([{ "type": "machine-learning-model", "name": "inner-model" }]);
    let made = read(&bytes(&file)).expect("reads");
    assert_eq!(made.parts.len(), 7);
    assert!(made.found.iter().any(|f| f.name == "inner-model"));
    assert_eq!(made.counts.get("application"), None);
}

#[test]
fn a_score_without_a_severity_has_the_one_its_scale_gives_it() {
    for (rating, severity) in [
        (json!({ "score": 9.8, "method": "CVSSv31" }), "critical"),
        (json!({ "score": 9.8 }), "critical"),
        (json!({ "score": 9.8, "method": "CVSSv2" }), "high"),
        (json!({ "score": 7 }), "high"),
        (json!({ "score": 6.9, "method": "CVSSv4" }), "medium"),
        (json!({ "score": 0.1 }), "low"),
        (json!({ "score": 0.0 }), "none"),
        (json!({ "score": 9.8, "severity": "low" }), "low"),
        (json!({ "score": 9.8, "method": "OWASP" }), "unknown"),
    ] {
        let mut file = bill();
        file["vulnerabilities"] = json!([{ "ratings": [rating] }]);
        let made = read(&bytes(&file)).expect("reads");
        let counted: Vec<(&str, u32)> =
            made.vulnerabilities.iter().map(|(word, n)| (word.as_str(), *n)).collect();
        assert_eq!(counted, [(severity, 1)], "{rating}");
    }
    let mut wrong = bill();
    wrong["vulnerabilities"][0]["ratings"][0] = json!({ "score": "9.8" });
    let said = read(&bytes(&wrong)).expect_err("refused").to_string();
    assert!(
        said.contains("vulnerabilities[0].ratings[0].score is a text where a number is expected"),
        "{said}"
    );
}
