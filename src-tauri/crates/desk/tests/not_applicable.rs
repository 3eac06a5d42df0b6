//! A vendor that says of nearly everything that it does not apply: that is a claim, and the assessor's conclusion decides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use office::Office;
use serde_json::{Value, json};

/// The questions of the assessment, of which the vendor says that each does not apply; first one that feeds no knock-out.
fn all_off(office: &Office) -> Vec<String> {
    let view = office.call("questionnaire", office.of());
    let topics = view["topics"].as_array().unwrap().iter();
    let rows = topics.flat_map(|topic| topic["questions"].as_array().unwrap());
    let mut rows: Vec<&Value> = rows.collect();
    rows.sort_by_key(|row| !row["knock_out"].is_null());
    let questions: Vec<String> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    for question in &questions {
        office.answer(question, json!({ "claim": "not-applicable", "reason": "Not part of the service" }));
    }
    questions
}

fn total(office: &Office) -> (u64, u64) {
    let total = office.call("results", office.of())["total"].clone();
    (total["concluded"].as_u64().unwrap(), total["applicable"].as_u64().unwrap())
}

fn approve(office: &Office) -> Result<Value, assay_desk::Problem> {
    let decision = json!({ "assessment": office.assessment, "outcome": "approve", "rationale": "All well.",
                           "conditions": [], "decided_by": "Cleo Park", "overrides": [] });
    office.try_call("save_decision", json!({ "decision": decision, "confirm": false }))
}

#[test]
fn claims_of_not_applicable_stay_in_the_coverage_and_keep_from_approval_until_they_are_concluded() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let questions = all_off(&office);
    let (first, rest) = questions.split_first().unwrap();
    office.answer(first, json!({ "claim": "yes", "conclusion": "effective", "rationale": "Seen." }));
    let asked = u64::try_from(questions.len()).unwrap();
    assert!(asked > 10);
    assert_eq!(total(&office), (1, asked));
    let decision = office.call("decision", office.of());
    let knock_outs = decision["knock_outs"].as_array().unwrap();
    let fed = knock_outs.iter().filter(|k| k["by_note"] == false);
    let states: Vec<&Value> = fed.map(|k| &k["state"]).filter(|state| *state != "not-applicable").collect();
    assert!(!states.is_empty() && states.iter().all(|state| *state != "clear"), "{states:?}");
    let refused = approve(&office).unwrap_err();
    assert!(refused.sentence.to_string().contains("too little is known"), "{refused}");
    assert_eq!(office.call("decision", office.of())["decision"], Value::Null);

    // Accepted together, as the window does: with a reason, in one step, and one that can be taken back.
    let accept = |reason: &str| {
        let input = json!({ "assessment": office.assessment, "questions": rest, "reason": reason });
        office.try_call("conclude_not_applicable", input)
    };
    assert_eq!(accept(" ").unwrap_err().code, "missing");
    assert_eq!(total(&office), (1, asked));
    accept("Seen: the service has no such part").unwrap();
    assert_eq!(total(&office), (1, 1));
    let view = office.call("question", json!({ "assessment": office.assessment, "question": rest[0] }));
    assert_eq!(view["response"]["rationale"], "Seen: the service has no such part");
    assert_eq!(view["response"]["reason"], "Not part of the service", "what the vendor wrote stays");
    office.call("undo", office.of());
    assert_eq!(total(&office), (1, asked), "one step");
}
