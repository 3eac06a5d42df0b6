//! What only a newer program can read is shown, keeps its number, and is in nobody's way.

#[allow(clippy::unwrap_used)]
#[path = "../src-tauri/crates/vault/tests/common/newer.rs"]
mod newer;

use assay_desk::{Desk as Window, Environment, Job, api};
use assay_tests::{Desk, PASSPHRASE};
use newer::Written;
use serde_json::{Value, json};

const VAULT: &str = "work.assay";

/// A vault with so many assessments of one vendor, and their ids.
fn with_assessments(desk: &Desk, count: usize) -> Vec<String> {
    let environment = Environment { settings: None, ..Environment::of_this_machine() };
    let window = Window::new(environment).expect("a desk");
    let call = |name: &str, input: Value| {
        api::call(&window, name, input, &Job::UNWATCHED).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    let path = window.offer(&desk.file(VAULT));
    call("create_vault", json!({ "path": path, "passphrase": PASSPHRASE }));
    let vendor = call(
        "save_vendor",
        json!({ "id": null, "name": "Tallow", "legal_name": "", "country": "", "website": "", "contact_name": "",
                "contact_email": "", "services": [], "notes": "" }),
    );
    let start = |number: usize| {
        let begun = call(
            "create_assessment",
            json!({ "vendor": vendor["id"], "title": format!("Assessment {number:02}"), "service": "", "tier": 2,
                    "facts": [], "frameworks": ["soc2"], "previous": null,
                    "assessor": { "name": "Ada Moore", "role": "", "organisation": "" } }),
        );
        begun["id"].as_str().expect("an id").to_owned()
    };
    (1..=count).map(start).collect()
}

/// Writes a record as a newer program does, of which this one can read nothing but its kind and id.
fn write(desk: &Desk, assessment: &str, kind: &str, id: &str) {
    let database = newer::database(&desk.file(VAULT), PASSPHRASE);
    let id = format!("{assessment}/{id}");
    let body = format!(r#"{{"kind":"{kind}","body":{{"assessment":"{assessment}","shape":"of tomorrow"}}}}"#);
    let written = Written { kind, id: &id, parent: ("assessment", assessment), body: &body };
    newer::write(&database, Some(assessment), &written);
}

#[test]
fn one_assessment_of_forty_one_is_named_in_the_list_and_all_the_others_go_on() {
    let desk = Desk::new();
    let ids = with_assessments(&desk, 41);
    let strange = &ids[16];
    write(&desk, strange, "response", "ACC-02");

    let said = desk.ok(&["list", VAULT]);
    assert_eq!(said.matches(" concluded ").count(), 41, "{said}");
    assert!(said.contains("1 record cannot be read by this version of Assay"), "{said}");
    let line = said.lines().find(|line| line.contains("ACC-02")).expect("it is named");
    assert!(
        line.contains(&format!("response {strange}/ACC-02: ")) && line.contains("missing field"),
        "{line}"
    );
    let session = desk.json(&["list", VAULT]);
    let cards = session["vendors"][0]["assessments"].as_array().expect("cards");
    let named = cards.iter().filter(|card| card["unreadable"] != json!([]));
    assert_eq!(named.map(|card| &card["assessment"]["id"]).collect::<Vec<_>>(), [strange]);

    for assessment in [strange, &ids[0], &ids[40]] {
        let of = ["--assessment", assessment];
        desk.ok(&[&["status", VAULT], &of[..]].concat());
        desk.ok(&[&["answer", VAULT, "ACC-03", "--claim", "yes"], &of[..]].concat());
        desk.ok(&[&["question", VAULT, "ACC-03"], &of[..]].concat());
        desk.ok(&[&["undo", VAULT], &of[..]].concat());
        desk.ok(&[&["redo", VAULT], &of[..]].concat());
    }
    let said = desk.refused(1, &["answer", VAULT, "ACC-02", "--claim", "yes", "--assessment", strange]);
    assert!(said.contains("ACC-02 cannot be read"), "{said}");
    // It would not come back, so what holds it stays.
    let said = desk.refused(1, &["remove", VAULT, "--assessment", strange]);
    assert!(said.contains("was not removed"), "{said}");
    desk.ok(&["backup", VAULT, "copy.assay"]);
    assert!(desk.ok(&["list", "copy.assay"]).contains(&format!("{strange}/ACC-02")));
    let body = |name: &str| {
        newer::body(&newer::database(&desk.file(name), PASSPHRASE), "response", &format!("{strange}/ACC-02"))
    };
    assert_eq!(body(VAULT), body("copy.assay"), "byte for byte");
}

#[test]
fn what_only_a_newer_program_keeps_in_an_answer_outlives_fifty_answers_by_this_one() {
    let desk = Desk::new();
    let ids = with_assessments(&desk, 1);
    let (assessment, hold) =
        (&ids[0], r#""legal_hold":{"by":"Counsel \u00e9","weight":1.50e+02,"until":null}"#);
    let body = format!(
        r#"{{"kind":"response","body":{{"assessment":"{assessment}",{hold},"question":"ACC-01","comment":"as said"}}}}"#
    );
    let id = format!("{assessment}/ACC-01");
    let written = Written { kind: "response", id: &id, parent: ("assessment", assessment), body: &body };
    newer::write(&newer::database(&desk.file(VAULT), PASSPHRASE), Some(assessment), &written);
    let stored = || newer::body(&newer::database(&desk.file(VAULT), PASSPHRASE), "response", &id);

    let lines: String = (0..50)
        .map(|n| {
            let question = if n % 2 == 0 { "ACC-01" } else { "ACC-03" };
            json!({ "question": question, "comment": format!("said {n}"), "claim": "yes" }).to_string() + "\n"
        })
        .collect();
    let output = desk.fed(&["answer", VAULT, "--from", "-"], lines.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(stored().contains(hold) && stored().contains("said 48"), "{}", stored());
    let last = stored();
    for _ in 0..4 {
        desk.ok(&["undo", VAULT]);
        assert!(stored().contains(hold), "{}", stored());
    }
    for _ in 0..4 {
        desk.ok(&["redo", VAULT]);
    }
    assert_eq!(stored(), last, "byte for byte");
}

#[test]
fn a_vendor_that_cannot_be_read_is_named_in_the_list() {
    let desk = Desk::new();
    with_assessments(&desk, 1);
    let database = newer::database(&desk.file(VAULT), PASSPHRASE);
    let body = r#"{"kind":"vendor","body":{"id":"ven-9","name":["two","names"]}}"#;
    newer::write(&database, None, &Written { kind: "vendor", id: "ven-9", parent: ("", ""), body });
    drop(database);
    let said = desk.ok(&["list", VAULT]);
    assert!(said.contains("1 record cannot be read") && said.contains("  vendor ven-9: "), "{said}");
}

#[test]
fn the_number_of_what_cannot_be_read_is_not_given_again() {
    let desk = Desk::new();
    let ids = with_assessments(&desk, 1);
    for (kind, id) in [
        ("risk", "R-07"),
        ("finding", "F-04"),
        ("soc-review", "SOC-02"),
        ("certificate-review", "ISO-03"),
        ("security-test", "TST-05"),
        ("event", "EVT-06"),
        ("bom", "BOM-08"),
    ] {
        write(&desk, &ids[0], kind, id);
    }
    let files = [
        ("review.json", json!({})),
        ("tests.json", json!([{ "kind": "bias", "title": "Bias" }])),
        (
            "bom.json",
            json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [] }),
        ),
    ];
    for (name, value) in files {
        std::fs::write(desk.file(name), value.to_string()).expect("written");
    }
    let id = |call: &[&str], of: &str| {
        let view = desk.json(call);
        view.pointer(of).unwrap_or_else(|| panic!("{of} of {view}")).clone()
    };
    let risk = ["risk", VAULT, "--title", "t", "--inherent", "3x3", "--residual", "2x2"];
    assert_eq!(id(&risk, "/risks/0/risk/id"), "R-08");
    assert_eq!(id(&["finding", VAULT, "ACC-01"], "/id"), "F-05");
    assert_eq!(id(&["review", VAULT, "--soc", "review.json"], "/soc/0/id"), "SOC-03");
    assert_eq!(id(&["review", VAULT, "--certificate", "review.json"], "/certificates/0/id"), "ISO-04");
    assert_eq!(id(&["tests", VAULT, "--from", "tests.json"], "/tests/0/id"), "TST-06");
    let event = ["monitor", VAULT, "--event", "incident", "--on", "2026-01-05", "--what", "An outage"];
    assert_eq!(id(&event, "/events/0/id"), "EVT-07");
    assert_eq!(id(&["import", "cyclonedx", VAULT, "bom.json"], "/bom/id"), "BOM-09");
}
