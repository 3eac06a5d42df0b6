//! What the program writes for other programs is what its schemas in `docs/formats` say.

use assay_tests::card::{Card, P256};
use assay_tests::{Desk, judge, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Validates one file after another against a part of a schema; prints what does not fit.
const VALIDATE: &str = r##"
import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
wrong = 0
for part, file in zip(sys.argv[2::2], sys.argv[3::2]):
    at = schema if part == "-" else {"$defs": schema["$defs"], **schema["properties"][part]}
    data = json.load(open(file, encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(at).iter_errors(data):
        best = jsonschema.exceptions.best_match([error])
        print(f"{part}: {best.json_path}: {best.message[:300]}")
        wrong = 1
sys.exit(wrong)
"##;

fn schema(name: &str) -> String {
    root().join("docs/formats").join(name).to_str().expect("text").to_owned()
}

fn names(schema: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(schema).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    schema["properties"].as_object().expect("an object").keys().cloned().collect()
}

/// Runs a command with `--json` and keeps what it printed; returns the two arguments that validate it.
fn printed(desk: &Desk, arguments: &[&str]) -> [String; 2] {
    let file = format!("{}-{}.json", arguments[0], arguments.len());
    let text = serde_json::to_vec(&desk.json(arguments)).expect("JSON");
    std::fs::write(desk.file(&file), text).expect("written");
    [arguments[0].to_owned(), file]
}

fn validate(schema: &str, pairs: &[[String; 2]], folder: &Path) {
    let mut arguments = vec!["-c", VALIDATE, schema];
    arguments.extend(pairs.iter().flatten().map(String::as_str));
    judge(0, "python3", &arguments, folder);
}

#[test]
fn what_every_command_prints_is_what_its_schema_says() {
    let desk = Desk::new();
    let demo = printed(&desk, &["demo", "--out", "shown"]);
    let vault = "sample.assay";
    desk.ok(&["sample", vault]);
    std::fs::copy(root().join("tests/data/kiosk.json"), desk.file("kiosk.json")).expect("copied");
    std::fs::write(desk.file("answers.json"), r#"[{ "question": "ACC-02", "comment": "As seen" }]"#)
        .expect("written");
    let card = Card::new(desk.path());
    card.put("a1", P256, "900", "digitalSignature");
    let module = card.module("plain.so").display().to_string();
    let run: Vec<Vec<&str>> = vec![
        vec!["new", "other.assay"],
        vec!["vendor", "other.assay", "--name", "Ledgerworks"],
        vec![
            "start",
            "other.assay",
            "--vendor",
            "Ledgerworks",
            "--title",
            "One",
            "--framework",
            "hipaa",
            "--framework",
            "soc2",
            "--assessor",
            "Ada",
        ],
        vec!["list", vault],
        vec!["status", vault],
        vec!["people", vault],
        vec!["inherent", vault],
        vec!["interview", vault, "--with", "security=60"],
        vec!["owed", vault],
        vec!["export", vault, "form.csv"],
        vec!["returned", vault, "form.csv"],
        vec!["questions", vault],
        vec!["question", vault, "ACC-01"],
        vec!["answer", vault, "ACC-01", "--comment", "Said again"],
        vec!["answers", vault, "answers.json"],
        vec!["not-applicable", "other.assay", "physical", "--reason", "No rooms of its own"],
        vec!["suggestions", vault],
        vec!["addressable", "other.assay"],
        vec!["evidence", vault, "--seen", "The console", "--title", "Console"],
        vec!["review", vault],
        vec!["import", "threat-dragon", "other.assay", "kiosk.json"],
        vec!["components", vault],
        vec!["tests", vault],
        vec!["threats", vault],
        vec!["finding", vault],
        vec!["risk", vault],
        vec!["results", vault],
        vec!["close-out", vault],
        vec!["decide", vault],
        vec!["gates", vault],
        vec!["categories", vault],
        vec!["monitor", vault],
        vec!["undo", vault],
        vec!["redo", vault],
        vec!["journal", vault],
        vec!["search", vault, "access"],
        vec!["look", "--accent", "#0B5", "--organisation", "Moore & Co"],
        vec!["report", vault, "--out", "draft.pdf"],
        vec!["identity", "new", "other.assay", "--name", "Bo", "--organisation", "Ledgerworks"],
        vec!["identity", "token", &module],
        vec!["registers", vault, "--out", "registers.xlsx"],
        vec!["editable", vault, "--out", "draft.docx"],
        vec!["oscal", vault, "--out", "results.json"],
        vec!["certificate", "other.assay", "--out", "bo.pem"],
        vec!["verify", "shown/report.pdf", "--trust", "shown/assessor.pem"],
        vec!["issued", vault],
        vec!["backup", vault, "copy.assay"],
        vec!["sample", "second.assay"],
    ];
    let mut pairs = vec![demo];
    pairs.extend(run.iter().map(|arguments| printed(&desk, arguments)));

    let refused = desk.run(&["--json", "question", vault, "NONE-99"]);
    assert!(!refused.status.success());
    std::fs::write(desk.file("refused.json"), refused.stderr).expect("written");
    pairs.push(["refused".to_owned(), "refused.json".to_owned()]);
    validate(&schema("command.schema.json"), &pairs, desk.path());

    // These need another passphrase, a second person or an assessment before, or take one away; they print what commands
    // above print.
    let alike = ["passphrase", "sign", "countersign", "compare", "remove"].map(str::to_owned);
    let run: BTreeSet<String> = pairs.into_iter().map(|[name, _]| name).chain(alike).collect();
    assert_eq!(run, names(&schema("command.schema.json")));
}

#[test]
fn the_data_attached_to_the_sample_report_are_what_their_schema_says() {
    let desk = Desk::new();
    desk.with_demo();
    judge(0, "pdfdetach", &["-saveall", "report.pdf"], desk.path());
    let pair = ["-".to_owned(), "assessment.json".to_owned()];
    validate(&schema("assessment.schema.json"), &[pair], desk.path());

    // A field that the schema does not know does not fit, so the check above can fail.
    let text = std::fs::read_to_string(desk.file("assessment.json")).expect("attached");
    let mut data: Value = serde_json::from_str(&text).expect("JSON");
    data["findings"][0]["secret"] = Value::Bool(true);
    std::fs::write(desk.file("other.json"), data.to_string()).expect("written");
    let schema = schema("assessment.schema.json");
    let said = judge(1, "python3", &["-c", VALIDATE, &schema, "-", "other.json"], desk.path());
    assert!(said.contains("$.findings[0]") && said.contains("secret"), "{said}");

    // Whoever has the report has the data: how the vendor's people can be reached is not in it, nor who was spoken to.
    for kept_back in ["contact_email", "contact_name", "spoken_to", "notes\": \""] {
        assert!(!text.contains(kept_back), "{kept_back}");
    }
}
