//! The whole job through the command, as a consultant's script would do it.

use assay_tests::Desk;
use serde_json::Value;

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

fn questions(desk: &Desk, vault: &str) -> Vec<String> {
    desk.json(&["questions", vault])["topics"]
        .as_array()
        .expect("topics")
        .iter()
        .flat_map(|topic| topic["questions"].as_array().expect("questions"))
        .map(|question| question["id"].as_str().expect("id").to_owned())
        .collect()
}

#[test]
fn from_an_empty_folder_to_a_verified_report() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let all = questions(&desk, vault);
    assert!(all.len() >= 60, "the bank asks {} questions at tier 1", all.len());

    let said = desk.ok(&["question", vault, "ACC-01"]);
    for part in ["Why", "Who", "Good", "Red flag", "Ask for", "Serves"] {
        assert!(said.contains(part), "a question teaches: {said}");
    }
    desk.ok(&[
        "answer",
        vault,
        "ACC-01",
        "--claim",
        "yes",
        "--conclude",
        "effective",
        "--level",
        "4",
        "--method",
        "test",
        "--rationale",
        "Seen in the console",
    ]);
    std::fs::write(desk.file("mfa policy.txt"), "every administrator, hardware key").expect("written");
    let evidence = desk.json(&[
        "evidence",
        vault,
        "mfa policy.txt",
        "--kind",
        "configuration",
        "--question",
        "ACC-01",
        "--issued",
        "2026-10-01",
    ]);
    // The hash is the file's own: sha256sum says the same.
    let sum = assay_tests::judge(0, "sha256sum", &["mfa policy.txt"], desk.path());
    assert_eq!(evidence["file"]["sha256"].as_str(), sum.split_whitespace().next());

    std::fs::write(desk.file("model.json"), include_str!("data/kiosk.json")).expect("written");
    let imported = desk.json(&["import", "threat-dragon", vault, "model.json"]);
    assert_eq!(
        (imported["elements"].as_u64(), imported["flows"].as_u64(), imported["boundaries"].as_u64()),
        (Some(4), Some(4), Some(1))
    );
    let model = desk.json(&["threats", vault]);
    assert!(length(&model["threats"]) > 10);
    let threat = model["threats"][0]["threat"]["id"].as_str().expect("id").to_owned();
    assert!(!model["threats"][0]["threat"]["reason"].as_str().expect("reason").is_empty());
    desk.ok(&[
        "threats",
        vault,
        "--decide",
        &threat,
        "--as",
        "accepted",
        "--reason",
        "Kiosk stands in a guarded room",
    ]);

    desk.ok(&[
        "risk",
        vault,
        "--title",
        "Kiosk is opened",
        "--inherent",
        "3x4",
        "--residual",
        "2x4",
        "--owner",
        "B. Lee",
        "--threat",
        &threat,
    ]);
    let said =
        desk.refused(1, &["risk", vault, "--title", "Impossible", "--inherent", "2x2", "--residual", "3x2"]);
    assert!(said.contains("above the inherent"), "{said}");
    assert_eq!(length(&desk.json(&["risk", vault])["risks"]), 1);

    for question in all.iter().skip(1) {
        desk.ok(&["answer", vault, question, "--claim", "yes", "--conclude", "largely", "--level", "2"]);
    }
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
    let results = desk.json(&["results", vault]);
    assert_eq!(results["total"]["concluded"], results["total"]["applicable"]);
    let said = desk.refused(1, &["sign", vault, "--out", "report.pdf"]);
    assert!(said.contains("open-points: "), "{said}");
    let seen = "open-points=The board meets today";
    desk.ok(&["sign", vault, "--out", "report.pdf", "--location", "Cork", "--override", seen]);
    desk.ok(&["certificate", vault, "--out", "ada.pem"]);
    let said = desk.ok(&["verify", "report.pdf", "--trust", "ada.pem"]);
    for part in ["Ada Moore", "whole file"] {
        assert!(said.contains(part), "the verdict names signer and coverage: {said}");
    }

    desk.ok(&["identity", "new", vault, "--name", "Rhys Vane", "--organisation", "Moore & Co"]);
    let session = desk.json(&["list", vault]);
    let rhys = session["identities"]
        .as_array()
        .expect("identities")
        .iter()
        .find(|i| i["name"] == "Rhys Vane")
        .expect("made");
    let rhys = rhys["id"].as_str().expect("id");
    let countersign = ["countersign", vault, "report.pdf", "--as", "reviewer", "--out", "reviewed.pdf"];
    let said = desk.refused(1, &[&countersign[..], &["--identity", rhys]].concat());
    assert!(said.contains("names nobody for the place Reviewer"), "{said}");
    let why = ["--identity", rhys, "--override", "nobody-named=The reviewer joined late"];
    desk.ok(&[&countersign[..], &why].concat());
    desk.ok(&["certificate", vault, "--identity", rhys, "--out", "rhys.pem"]);
    let verify = ["verify", "reviewed.pdf", "--signatures", "2", "--trust", "ada.pem"];
    desk.refused(6, &verify);
    let said = desk.ok(&[&verify[..], &["--trust", "rhys.pem"]].concat());
    assert!(said.contains("The reviewer joined late") && said.contains("The board meets today"), "{said}");
    let verdict = desk.json(&[&verify[..], &["--trust", "rhys.pem"]].concat());
    assert_eq!(length(&verdict["signatures"]), 2);
}

#[test]
fn undo_goes_back_over_the_whole_assessment() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["answer", vault, "ACC-01", "--claim", "no"]);
    desk.ok(&["answer", vault, "ACC-01", "--claim", "yes"]);
    desk.ok(&["risk", vault, "--title", "Lost laptop", "--inherent", "3x3", "--residual", "2x2"]);
    let claim = || desk.json(&["question", vault, "ACC-01"])["response"]["claim"].clone();

    assert!(desk.ok(&["undo", vault]).contains("add risk R-01"));
    assert_eq!(length(&desk.json(&["risk", vault])["risks"]), 0);
    assert!(desk.ok(&["undo", vault]).contains("answer ACC-01: yes"));
    assert_eq!(claim(), "no");
    desk.ok(&["undo", vault]);
    assert_eq!(claim(), Value::Null);
    for _ in 0..3 {
        desk.ok(&["redo", vault]);
    }
    assert_eq!(claim(), "yes");
    assert_eq!(length(&desk.json(&["risk", vault])["risks"]), 1);
    assert!(length(&desk.json(&["journal", vault])) >= 9, "undo is itself written down");
}

#[test]
fn the_people_of_the_report_are_named_and_what_was_issued_is_written_again() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["people", vault, "--reviewer", "Ben Ash", "--role", "Partner", "--organisation", "Moore & Co"]);
    let shown = desk.ok(&["people", vault, "--executive", "Cleo Park"]);
    assert!(shown.contains("assessor   Ada Moore"), "{shown}");
    assert!(shown.contains("reviewer   Ben Ash, Partner, Moore & Co"), "{shown}");
    assert!(shown.contains("executive  Cleo Park"), "{shown}");
    let named = desk.json(&["status", vault])["assessment"].clone();
    assert_eq!(
        (&named["reviewer"]["name"], &named["accountable"]["name"]),
        (&"Ben Ash".into(), &"Cleo Park".into())
    );

    let identity = |name: &str| {
        let made = desk.json(&["identity", "new", vault, "--name", name, "--organisation", "Moore & Co"]);
        made["id"].as_str().expect("an id").to_owned()
    };
    let [ada, ben] = ["Ada Moore", "Ben Ash"].map(identity);
    assert!(desk.ok(&["issued", vault]).contains("No report is issued yet"));
    let sign =
        ["sign", vault, "--out", "report.pdf", "--identity", &ada, "--override", "open-points=Shown today"];
    desk.ok(&sign);
    // The reviewer is named on the paper, so no rule has to be set aside.
    desk.ok(&[
        "countersign",
        vault,
        "report.pdf",
        "--as",
        "reviewer",
        "--identity",
        &ben,
        "--out",
        "reviewed.pdf",
    ]);
    let issued = desk.json(&["issued", vault]);
    assert_eq!(
        (length(&issued), &issued[0]["number"], &issued[0]["signer"]),
        (1, &1.into(), &"Ada Moore".into())
    );
    let said = desk.refused(1, &["issued", vault, "--number", "2", "--out", "again.pdf"]);
    assert!(said.contains("no issued report 2") && !desk.file("again.pdf").exists(), "{said}");
    desk.ok(&["issued", vault, "--out", "again.pdf"]);
    let [first, again] =
        ["report.pdf", "again.pdf"].map(|name| std::fs::read(desk.file(name)).expect("a file"));
    assert!(first == again, "byte for byte as it was signed");
    assert!(
        desk.refused(1, &["issued", vault, "--number", "1", "--out", "again.pdf"]).contains("exists already")
    );

    let said = desk.refused(2, &["people", vault, "--reviewer", "", "--role", "Partner"]);
    assert!(said.contains("name somebody"), "{said}");
    for nobody in ["\u{200b}", "...", " \u{a0}-"] {
        let said = desk.refused(1, &["people", vault, "--reviewer", nobody]);
        assert!(said.contains("The reviewer’s name is missing"), "{nobody:?}: {said}");
    }
    let shown = desk.ok(&["people", vault, "--reviewer", ""]);
    assert!(shown.contains("reviewer   nobody is named"), "{shown}");
}

#[test]
fn an_assessment_that_was_removed_comes_back() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["answer", vault, "ACC-01", "--claim", "yes", "--comment", "As we said"]);
    std::fs::write(desk.file("policy.txt"), "The policy").expect("written");
    let piece = desk.json(&["evidence", vault, "policy.txt", "--question", "ACC-01"]);
    let before = desk.json(&["status", vault])["assessment"].clone();
    let id = before["id"].as_str().expect("an id");

    let said = desk.ok(&["remove", vault, "--assessment", id]);
    for part in ["“Tallow 2026”", "assay undo work.assay --vault", "stays in the vault’s journal"] {
        assert!(said.contains(part), "{said}");
    }
    assert!(!desk.ok(&["list", vault]).contains("Tallow 2026"));
    assert!(desk.refused(1, &["status", vault]).contains("no assessment yet"));
    // It was the last one, so the vault's own history is what is left to undo.
    assert!(desk.ok(&["undo", vault]).contains("Took back: remove Tallow 2026"));
    assert_eq!(desk.json(&["status", vault])["assessment"], before);
    let view = desk.json(&["question", vault, "ACC-01"]);
    assert_eq!(view["response"]["comment"], "As we said");
    assert_eq!(view["evidence"][0]["id"], piece["id"]);
    assert!(desk.ok(&["redo", vault, "--vault"]).contains("remove Tallow 2026"));
    assert!(desk.ok(&["undo", vault, "--vault"]).contains("remove Tallow 2026"));
    // The history of the assessment itself goes on where it was.
    assert!(desk.ok(&["undo", vault]).contains("add evidence"));
}

#[test]
fn a_number_can_be_checked_with_a_pencil() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["answer", vault, "ACC-01", "--conclude", "effective"]);
    desk.ok(&["answer", vault, "ACC-02", "--conclude", "ineffective"]);
    desk.ok(&["answer", vault, "ACC-03", "--claim", "not-applicable", "--reason", "No accounts"]);
    desk.ok(&["answer", vault, "ACC-04", "--claim", "yes"]);
    desk.ok(&["answer", vault, "ACC-06", "--conclude", "not-applicable", "--reason", "No secrets"]);
    let total = desk.json(&["results", vault])["total"].clone();
    let (mut top, mut bottom, mut concluded) = (0.0, 0.0, 0);
    for input in total["inputs"].as_array().expect("inputs") {
        if let Some(value) = input["value"].as_f64() {
            let weight = input["weight"].as_f64().expect("weight");
            top += weight * value;
            bottom += weight;
            concluded += 1;
        }
    }
    assert_eq!(concluded, 2, "not applicable and unconcluded stay out");
    assert!((total["score"].as_f64().expect("score") - top / bottom * 100.0).abs() < 1e-9);
    let asked = desk.json(&["questions", vault])["tally"]["asked"].as_u64().expect("asked");
    assert_eq!(
        total["applicable"].as_u64(),
        Some(asked - 1),
        "concluded not applicable leaves the coverage; claimed so, or not assessed, it stays"
    );
    assert!(desk.ok(&["results", vault, "--explain"]).contains("Σ weight·value ÷ Σ weight"));
}

#[test]
fn words_are_found_where_they_were_written() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&[
        "answer",
        vault,
        "INC-01",
        "--claim",
        "yes",
        "--comment",
        "The pager rota lives in a zinc box",
    ]);
    let hits = desk.json(&["search", vault, "zinc"]);
    assert_eq!(hits[0]["id"], "INC-01");
    assert_eq!(hits[0]["kind"], "response");
    assert!(length(&desk.json(&["search", vault, "backup"])) > 0, "questions are searched too");
    // What looks like a query language is text.
    for hostile in ["\"", "AND OR NOT", "zinc*) OR (", "NEAR(", "-", "'; DROP TABLE record;--"] {
        desk.ok(&["search", vault, "--", hostile]);
    }
    assert_eq!(desk.json(&["search", vault, "zinc"])[0]["id"], "INC-01");
    let none = desk.ok(&["search", vault, "quicksilver"]);
    assert_eq!(none, "Nothing in this assessment holds “quicksilver”.\n");
}

#[test]
fn a_change_that_no_file_made_cannot_be_seen() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let said = desk.refused(1, &["answer", vault, "ACC-01", "--change-seen"]);
    assert!(said.contains("No returned file changed what is claimed for ACC-01"), "{said}");
}

#[test]
fn the_window_says_how_it_is_used_where_there_is_no_display() {
    for (asked, said) in [("--help", "Usage: assay-desktop [VAULT]"), ("--version", "assay-desktop ")] {
        let told = std::process::Command::new(assay_tests::window_program())
            .arg(asked)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("it starts");
        assert!(told.status.success(), "{asked}");
        assert!(String::from_utf8_lossy(&told.stdout).contains(said), "{asked}");
    }
}

#[test]
fn the_passphrase_can_change() {
    let desk = Desk::new();
    desk.ok(&["new", "v.assay"]);
    let changed = desk
        .command(&["passphrase", "v.assay"])
        .env("ASSAY_NEW_PASSPHRASE", "another long passphrase")
        .output()
        .expect("runs");
    assert!(changed.status.success());
    let said = desk.refused(3, &["list", "v.assay"]);
    assert!(said.contains("passphrase"), "{said}");
    let opened = desk
        .command(&["list", "v.assay"])
        .env("ASSAY_PASSPHRASE", "another long passphrase")
        .output()
        .expect("runs");
    assert!(opened.status.success());
}

#[test]
fn the_demonstration_ends_in_a_verified_report() {
    let desk = Desk::new();
    let issued = desk.json(&["demo", "--out", "."]);
    assert_eq!(issued["verdict"]["word"], "valid");
    assert_eq!(issued["warnings"], serde_json::json!([]), "every letter of the sample can be set");
    let decision = desk
        .command(&["--json", "decide", "sample.assay"])
        .env("ASSAY_PASSPHRASE", "a sample, not a secret")
        .output()
        .expect("runs");
    let decision: Value = serde_json::from_slice(&decision.stdout).expect("JSON");
    let struck = decision["knock_outs"]
        .as_array()
        .expect("knock-outs")
        .iter()
        .filter(|k| k["state"] == "struck")
        .count();
    assert!(struck >= 1, "the sample shows a knock-out at work");
    assert_eq!(decision["advice"]["best"], decision["decision"]["outcome"]);
}
