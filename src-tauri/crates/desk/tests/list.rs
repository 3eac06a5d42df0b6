//! The list of assessments says what the questionnaires say, however they were changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

use assay_desk::{Desk, Environment, Job, api};
use serde_json::{Value, json};

fn does(desk: &Desk, name: &str, input: Value) -> Value {
    api::call(desk, name, input, &Job::UNWATCHED)
        .unwrap_or_else(|problem| panic!("{name}: {}", problem.sentence))
}

fn start(desk: &Desk, vendor: &Value, title: &str) -> Value {
    let input = json!({
        "vendor": vendor, "title": title, "service": "Ledger", "tier": 2, "facts": [], "frameworks": ["soc2"],
        "previous": null, "assessor": { "name": "Ada Kern", "role": "", "organisation": "" },
    });
    does(desk, "create_assessment", input)["id"].clone()
}

/// Each assessment's title with what the list says of it, after comparing that with its questionnaire.
fn list(desk: &Desk) -> Vec<String> {
    let session = does(desk, "session", json!({}));
    let cards = session["vendors"][0]["assessments"].as_array().unwrap();
    let mut all: Vec<String> = cards
        .iter()
        .map(|card| {
            let of = json!({ "assessment": card["assessment"]["id"] });
            let figure = does(desk, "questionnaire", of)["tally"]["concluded"].clone();
            assert_eq!(card["concluded"], figure["concluded"]);
            assert_eq!(card["applicable"], figure["applicable"]);
            format!("{} {}", card["assessment"]["title"].as_str().unwrap(), card["concluded"])
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_list_follows_answers_undo_and_redo() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(Environment { settings: None, ..Environment::of_this_machine() }).unwrap();
    let path = desk.offer(&folder.path().join("list.assay"));
    does(&desk, "create_vault", json!({ "path": path, "passphrase": "nine green bottles" }));
    let vendor = does(
        &desk,
        "save_vendor",
        json!({ "id": null, "name": "Ledgerworks", "legal_name": "", "country": "", "website": "",
                "contact_name": "", "contact_email": "", "services": [], "notes": "" }),
    );
    let first = start(&desk, &vendor["id"], "First");
    start(&desk, &vendor["id"], "Second");
    assert_eq!(list(&desk), ["First 0", "Second 0"]);
    let conclude = |word: &str| {
        let change = json!({ "conclusion": word, "rationale": "seen" });
        does(&desk, "answer", json!({ "assessment": first, "question": "ACC-01", "change": change }))
    };
    let answered = conclude("partially");
    assert_eq!(list(&desk), ["First 1", "Second 0"]);
    assert_eq!(answered["tally"]["concluded"]["concluded"], 1);
    does(&desk, "undo", json!({ "assessment": first }));
    assert_eq!(list(&desk), ["First 0", "Second 0"]);
    does(&desk, "redo", json!({ "assessment": first }));
    assert_eq!(list(&desk), ["First 1", "Second 0"]);
}
