//! The way of an AI product into use, by command: components, a bill of materials, tests, gates, what happens since.

use assay_tests::Desk;
use serde_json::{Value, json};

const VAULT: &str = "acme.assay";

fn begun() -> Desk {
    let desk = Desk::new();
    desk.ok(&["new", VAULT]);
    desk.ok(&["vendor", VAULT, "--name", "Acme"]);
    let frameworks = ["soc2", "iso27001", "gdpr", "nist-ai-rmf", "iso42001", "eu-ai-act"];
    let facts = ["ai", "ai-provider", "generative-ai", "personal-data", "processor"];
    let mut start = vec!["start", VAULT, "--vendor", "Acme", "--title", "Acme 2026", "--service", "Triage"];
    start.extend(["--tier", "2", "--assessor", "Ada Moore"]);
    frameworks.iter().for_each(|f| start.extend(["--framework", f]));
    facts.iter().for_each(|f| start.extend(["--fact", f]));
    desk.ok(&start);
    desk
}

fn write(desk: &Desk, name: &str, value: &Value) {
    std::fs::write(desk.file(name), value.to_string()).expect("written");
}

fn item(view: &Value, id: &str) -> Value {
    let gates =
        view["gates"].as_array().expect("gates").iter().flat_map(|g| g["items"].as_array().expect("items"));
    let others = ["dos", "donts"].into_iter().flat_map(|part| view[part].as_array().expect("items"));
    gates.chain(others).find(|i| i["id"] == id).unwrap_or_else(|| panic!("no item {id}")).clone()
}

fn bill() -> Value {
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": { "component": { "type": "application", "name": "Triage", "version": "4.2" } },
        "components": [
            { "type": "machine-learning-model", "name": "classifier", "version": "4.2", "publisher": "Acme",
              "modelCard": { "considerations": { "technicalLimitations": ["Handwriting"] } } },
            { "type": "data", "name": "letters", "data": [{ "type": "dataset", "classification": "restricted" }] },
            { "type": "library", "name": "torch", "version": "2.8", "licenses": [{ "license": { "id": "BSD-3-Clause" } }] },
            { "type": "library", "name": "left", "licenses": [{ "license": { "id": "MIT" } }] },
        ],
        "services": [{ "name": "model-api", "provider": { "name": "Aurelian" }, "authenticated": true }],
    })
}

#[test]
fn a_bill_of_materials_makes_components_and_an_inventory() {
    let desk = begun();
    write(&desk, "bom.json", &bill());
    let read = desk.json(&["import", "cyclonedx", VAULT, "bom.json"]);
    assert_eq!(
        read["bom"]["counts"],
        json!({ "data": 1, "library": 2, "machine-learning-model": 1, "service": 1 })
    );
    assert_eq!((&read["added"], &read["known"]), (&json!(3), &json!(0)));
    assert_eq!(read["bom"]["licences"], json!({ "BSD-3-Clause": 1, "MIT": 1 }));

    // The file itself is kept, under the hash of its bytes.
    let session = desk.ok(&["search", VAULT, "Bill of materials"]);
    assert!(session.contains("Bill of materials: Triage 4.2"), "{session}");

    // A person's words about a component stay when the next bill of materials comes in; versions follow it.
    write(
        &desk,
        "own.json",
        &json!([{ "name": "classifier", "owner": "Ada", "stages": ["operation"], "version": "4.2" }]),
    );
    desk.ok(&["components", VAULT, "--from", "own.json"]);
    let mut newer = bill();
    newer["components"][0]["version"] = json!("4.3");
    write(&desk, "newer.json", &newer);
    let again = desk.json(&["import", "cyclonedx", VAULT, "newer.json"]);
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(3)));
    let view = desk.json(&["components", VAULT]);
    let rows = view["components"].as_array().expect("rows");
    let model = rows.iter().find(|r| r["element"]["name"] == "classifier").expect("the model");
    assert_eq!(model["element"]["component"]["owner"], "Ada");
    assert_eq!(model["element"]["component"]["version"], "4.3");
    assert_eq!(model["element"]["component"]["bom"], "BOM-02");

    // One undo takes the whole of it back.
    desk.ok(&["undo", VAULT]);
    let view = desk.json(&["components", VAULT]);
    assert_eq!(view["boms"].as_array().map(Vec::len), Some(1));

    let before = desk.json(&["components", VAULT]);
    assert!(
        desk.refused(1, &["import", "cyclonedx", VAULT, "bom.json"]).contains("was read before, as BOM-01")
    );
    let mut wrong = bill();
    wrong["components"][2]["version"] = json!(2.8);
    write(&desk, "wrong.json", &wrong);
    let said = desk.refused(1, &["import", "cyclonedx", VAULT, "wrong.json"]);
    assert!(said.contains("components[2].version is a number where a text is expected"), "{said}");
    std::fs::write(desk.file("deep.json"), "[".repeat(100_000)).expect("written");
    assert!(desk.refused(1, &["import", "cyclonedx", VAULT, "deep.json"]).contains("more than 64 deep"));
    std::fs::write(desk.file("big.json"), vec![b' '; 50 << 20]).expect("written");
    assert!(desk.refused(1, &["import", "cyclonedx", VAULT, "big.json"]).contains("up to 32 MB are read"));
    assert_eq!(desk.json(&["components", VAULT]), before, "nothing changed");
}

#[test]
fn five_steps_and_four_gates_open_as_the_work_is_done() {
    let desk = begun();
    let view = desk.json(&["gates", VAULT]);
    assert_eq!(view["steps"].as_array().map(Vec::len), Some(5));
    assert_eq!(view["gates"].as_array().map(Vec::len), Some(4));
    assert_eq!(item(&view, "pre-components")["state"], "open");

    // Step one: what it is made of.
    let parts = json!([
        { "name": "Classifier", "kind": "process", "role": "inference-api", "product": "Classifier", "version": "4.2",
          "providers": ["Acme"], "owner": "Bea", "stages": ["operation"], "data": ["Letters"] },
    ]);
    write(&desk, "parts.json", &parts);
    desk.ok(&["components", VAULT, "--from", "parts.json"]);
    assert_eq!(item(&desk.json(&["gates", VAULT]), "pre-components")["state"], "met");

    // Step two: each threat decided.
    let model = desk.json(&["threats", VAULT]);
    let threats = model["threats"].as_array().expect("threats");
    assert_eq!(item(&desk.json(&["gates", VAULT]), "dont-adversarial")["state"], "open");
    let ids: Vec<&str> = threats.iter().map(|t| t["threat"]["id"].as_str().expect("an id")).collect();
    let decide = ids.iter().flat_map(|id| ["--decide", id]);
    desk.ok(&["threats", VAULT, "--as", "mitigated", "--reason", "seen"]
        .into_iter()
        .chain(decide)
        .collect::<Vec<_>>());
    let view = desk.json(&["gates", VAULT]);
    assert_eq!(
        (&item(&view, "pre-threats")["state"], &item(&view, "dont-adversarial")["state"]),
        (&json!("met"), &json!("met"))
    );

    // Step three: tests, of which one fails and shows at the threat and at the gate.
    let tests = json!([
        { "kind": "adversarial", "title": "Evasion", "techniques": ["ML01:2023"], "done": "2026-01-12", "by": "Us",
          "outcome": "failed", "seen": "9 of 50 got through" },
        { "kind": "robustness", "title": "Odd letters", "done": "2026-01-12", "outcome": "withstood", "seen": "none of 200" },
        { "kind": "penetration", "title": "Interface", "done": "2026-01-12", "outcome": "partly", "seen": "two medium" },
    ]);
    write(&desk, "tests.json", &tests);
    let view = desk.json(&["tests", VAULT, "--from", "tests.json"]);
    let tried = view["tried"].as_array().expect("tried");
    assert!(tried.iter().any(|t| {
        t["suggestion"]
            .as_str()
            .is_some_and(|s| s.contains("Raised by 1 because of a test that failed: TST-01."))
    }));
    let gates = desk.json(&["gates", VAULT]);
    assert_eq!(item(&gates, "live-tests")["because"], "Adversarial test: TST-01 came out “Failed”.");
    let mut mended = tests.clone();
    mended[0]["outcome"] = json!("partly");
    write(&desk, "tests.json", &mended);
    desk.ok(&["tests", VAULT, "--from", "tests.json"]);
    assert_eq!(item(&desk.json(&["gates", VAULT]), "live-tests")["state"], "met");
    write(
        &desk,
        "tests.json",
        &json!([{ "kind": "bias", "title": "x", "outcome": "failed", "seen": "y", "done": "2999-01-01" }]),
    );
    assert!(desk.refused(1, &["tests", VAULT, "--from", "tests.json"]).contains("still to come"));

    // Steps four and five: risks with two layers, an owner and a day.
    desk.ok(&[
        "risk",
        VAULT,
        "--title",
        "Wrong urgency",
        "--inherent",
        "5x5",
        "--residual",
        "3x3",
        "--control",
        "Filter",
    ]);
    assert_eq!(item(&desk.json(&["gates", VAULT]), "dont-single")["because"], "R-01 rests on one control.");

    // The decision, its conditions, and the report.
    let decide = [
        "decide",
        VAULT,
        "--outcome",
        "defer",
        "--rationale",
        "Not yet",
        "--by",
        "Cem",
        "--condition",
        "Sign the agreement",
    ];
    desk.ok(&decide);
    let view = desk.json(&["gates", VAULT]);
    assert_eq!(item(&view, "dont-unassessed")["because"], "The decision is “Defer”.");
    assert_eq!(item(&view, "pre-conditions")["because"], "Not met: Sign the agreement.");
    desk.ok(&["decide", VAULT, "--met", "1=2026-02-01"]);
    assert_eq!(item(&desk.json(&["gates", VAULT]), "pre-conditions")["state"], "met");
    assert!(desk.refused(1, &["decide", VAULT, "--met", "2=2026-02-01"]).contains("There is no condition 2"));

    // What happens afterwards.
    assert_eq!(item(&desk.json(&["gates", VAULT]), "run-events")["state"], "met");
    desk.ok(&[
        "monitor",
        VAULT,
        "--event",
        "new-model",
        "--on",
        "2026-02-03",
        "--what",
        "Version 5 announced",
    ]);
    let view = desk.json(&["gates", VAULT]);
    assert_eq!(item(&view, "run-events")["state"], "open");
    desk.ok(&[
        "monitor",
        VAULT,
        "--id",
        "EVT-01",
        "--closed",
        "2026-02-10",
        "--outcome",
        "Looked at; nothing changes",
    ]);
    assert_eq!(item(&desk.json(&["gates", VAULT]), "run-events")["state"], "met");
    assert!(desk.ok(&["categories", VAULT]).contains("Bias and ethics"));
}
