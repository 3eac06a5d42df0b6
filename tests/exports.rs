//! What is written for those who count, edit and feed other tools, judged by tools that read such files.

use assay_tests::{Desk, PASSPHRASE, assay_program, day, judge, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Runs one of the judges in `tests/support`.
fn judged(code: i32, script: &str, arguments: &[&str], folder: &Path) -> String {
    let script = root().join("tests/support").join(script);
    let mut all = vec![script.to_str().expect("text")];
    all.extend(arguments);
    judge(code, "python3", &all, folder)
}

fn sample() -> Desk {
    let desk = Desk::new();
    desk.ok(&["sample", "sample.assay"]);
    desk
}

/// A file written while the clock stands still for the program.
fn written_at_noon(desk: &Desk, arguments: &[&str], file: &str) -> Vec<u8> {
    let output = Command::new("faketime")
        .args(["-f", "2026-12-01 12:00:00"])
        .arg(assay_program())
        .args(arguments)
        .args(["--out", file])
        .current_dir(desk.path())
        .env("ASSAY_PASSPHRASE", PASSPHRASE)
        .env("ASSAY_CONFIG_DIR", desk.file("settings"))
        .env("TZ", "UTC")
        .output()
        .expect("faketime starts: ./dev test installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(desk.file(file)).expect("written")
}

#[test]
fn the_registers_say_what_the_report_says() {
    let desk = sample();
    let said = desk.json(&["registers", "sample.assay", "--out", "r.xlsx"]);
    assert_eq!(said["sheets"][0]["name"], "Findings");
    desk.ok(&["report", "sample.assay", "--out", "draft.pdf"]);
    judge(0, "pdfdetach", &["-saveall", "draft.pdf"], desk.path());
    judged(0, "registers.py", &["r.xlsx", "assessment.json"], desk.path());

    // Another figure is found, so the comparison can fail.
    let text = std::fs::read_to_string(desk.file("assessment.json")).expect("attached");
    let mut data: Value = serde_json::from_str(&text).expect("JSON");
    data["risks"][0]["ratings"]["residual"]["impact"] = 9.into();
    std::fs::write(desk.file("other.json"), data.to_string()).expect("written");
    let found = judged(1, "registers.py", &["r.xlsx", "other.json"], desk.path());
    assert!(found.contains("residual impact"), "{found}");
}

/// Tells of the cells of a sheet that hold a text beginning in some way: `type quoted text`.
const CELLS: &str = r#"
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
for cell in (cell for row in book[sys.argv[2]].iter_rows() for cell in row):
    if isinstance(cell.value, str) and cell.value.startswith(tuple("=+-@")):
        print(cell.data_type, cell.quotePrefix, cell.value)
"#;

/// The text of a cell put together with what goes on in the other sheet.
const LONG: &str = r#"
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
lines = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
text = None
for row in book["Findings"].iter_rows(min_row=2):
    for cell in row:
        mark = " [goes on in the sheet “Long texts”, row 2]"
        if isinstance(cell.value, str) and cell.value.endswith(mark):
            assert (lines[0][0], lines[0][1]) == ("Findings", cell.row), lines[0][:3]
            text = cell.value.removesuffix(mark) + "".join(line[4] for line in lines)
open(sys.argv[2], "w", encoding="utf-8").write(text)
"#;

#[test]
fn no_text_becomes_a_formula_and_none_is_cut() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["answer", vault, "ACC-02", "--claim", "no", "--conclude", "ineffective"]);
    for (n, text) in ["=1+2", "+49 30 1234", "-5 of 25", "@SUM(A1)"].into_iter().enumerate() {
        let question = ["ACC-02", "ACC-03", "ACC-04", "ACC-05"][n];
        desk.ok(&["answer", vault, question, "--claim", "no", "--conclude", "ineffective"]);
        desk.ok(&["finding", vault, question, &format!("--condition={text}"), "--due", &day(30)]);
    }
    desk.ok(&["registers", vault, "--out", "r.xlsx"]);
    let found = judge(0, "python3", &["-c", CELLS, "r.xlsx", "Findings"], desk.path());
    for text in ["=1+2", "+49 30 1234", "-5 of 25", "@SUM(A1)"] {
        assert!(found.contains(&format!("s True {text}")), "{found}");
    }

    let long: String = (0..8_000).map(|n| format!("{n} accounts; ")).collect();
    assert!(long.len() > 3 * 32_767);
    desk.ok(&["finding", vault, "ACC-02", &format!("--condition={long}")]);
    let said = desk.json(&["registers", vault, "--out", "long.xlsx"]);
    assert_eq!(said["continued"], 1);
    judge(0, "python3", &["-c", LONG, "long.xlsx", "text"], desk.path());
    let whole = std::fs::read_to_string(desk.file("text")).expect("put together");
    assert_eq!(whole.trim_end(), long.trim_end());
}

const KINDS: [&str; 8] =
    ["complete", "board", "full", "annexes", "vendor", "plan", "questionnaire", "applicability"];

#[test]
fn an_editable_copy_of_every_kind_says_what_its_pdf_says() {
    let desk = sample();
    for kind in KINDS {
        let [pdf, docx, text] = ["pdf", "docx", "txt"].map(|end| format!("{kind}.{end}"));
        // At one time, since the data that a report names the hash of have the time in them.
        written_at_noon(&desk, &["report", "sample.assay", "--kind", kind], &pdf);
        written_at_noon(&desk, &["editable", "sample.assay", "--kind", kind], &docx);
        judge(0, "pdftotext", &["-raw", &pdf, &text], desk.path());
        let said = judged(0, "editable.py", &[&docx, &text], desk.path());
        let author = said.lines().find_map(|line| line.strip_prefix("author ")).unwrap_or_default();
        assert!(said.contains("language en-GB") && !author.is_empty(), "{kind}: {said}");
        let is_draft = ["complete", "board", "full", "annexes"].contains(&kind);
        assert_eq!(said.contains("status DRAFT"), is_draft, "{kind}: {said}");
    }
    // A word that is not in the copy is missed, so the comparison can fail.
    std::fs::write(desk.file("other.txt"), "Unheardof").expect("written");
    let said = judged(1, "editable.py", &["board.docx", "other.txt"], desk.path());
    assert!(said.contains("lost: Unheardof"), "{said}");
}

#[test]
fn the_vendors_editable_copy_has_nothing_that_its_pdf_has_not() {
    let desk = sample();
    written_at_noon(&desk, &["report", "sample.assay", "--kind", "vendor"], "v.pdf");
    written_at_noon(&desk, &["editable", "sample.assay", "--kind", "vendor"], "v.docx");
    judge(0, "pdftotext", &["-raw", "v.pdf", "v.txt"], desk.path());
    judged(0, "editable.py", &["v.docx", "v.txt", "only"], desk.path());
    desk.ok(&["editable", "sample.assay", "--out", "whole.docx"]);
    judged(1, "editable.py", &["whole.docx", "v.txt", "only"], desk.path());
}

fn schema(name: &str) -> String {
    root().join("tests/data/oscal").join(name).to_str().expect("text").to_owned()
}

fn read(desk: &Desk, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(desk.file(name)).expect("there")).expect("JSON")
}

fn list<'a>(of: &'a Value, name: &str) -> &'a Vec<Value> {
    of[name].as_array().expect(name)
}

fn ids(of: &Value, name: &str) -> BTreeSet<String> {
    list(of, name).iter().map(|one| one["uuid"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn what_is_written_in_oscal_is_what_its_schemas_say() {
    let desk = sample();
    desk.ok(&["oscal", "sample.assay", "--out", "results.json"]);
    desk.ok(&["oscal", "sample.assay", "--model", "plan-of-action", "--out", "plan.json"]);
    let results_schema = schema("oscal_assessment-results_schema.json");
    judged(0, "oscal.py", &[&results_schema, "results.json"], desk.path());
    judged(0, "oscal.py", &[&schema("oscal_poam_schema.json"), "plan.json"], desk.path());

    let (results, plan) = (read(&desk, "results.json"), read(&desk, "plan.json"));
    let result = &results["assessment-results"]["results"][0];
    let plan = &plan["plan-of-action-and-milestones"];
    let view = desk.json(&["finding", "sample.assay"]);
    let findings = list(&view, "findings");
    assert_eq!(list(result, "findings").len(), findings.len());
    // A thing has one id in both models.
    assert_eq!(ids(result, "findings"), ids(plan, "findings"));
    assert_eq!(ids(result, "risks"), ids(plan, "risks"));
    assert!(ids(result, "observations").is_superset(&ids(plan, "observations")));
    // Controls are facts: no two of them share a token.
    let controls: Vec<&str> = list(&result["reviewed-controls"], "control-selections")
        .iter()
        .flat_map(|one| list(one, "include-controls"))
        .filter_map(|one| one["control-id"].as_str())
        .collect();
    assert!(controls.contains(&"soc2_CC6.1"), "{controls:?}");
    assert_eq!(controls.len(), controls.iter().collect::<BTreeSet<_>>().len());
    // Days that are given are in it.
    let risk = desk.json(&["risk", "sample.assay"])["risks"][0]["risk"].clone();
    let same = |one: &&Value| one["props"][0]["value"] == risk["id"];
    let written = list(result, "risks").iter().find(same).expect("the risk");
    let due = risk["due"].as_str().expect("a day");
    assert!(written["deadline"].as_str().is_some_and(|day| day.starts_with(due)), "{written}");
    let likelihood = risk["ratings"]["inherent"]["likelihood"].to_string();
    assert_eq!(written["characterizations"][0]["facets"][0]["value"], likelihood.as_str());

    // How the vendor's people can be reached is in neither.
    for name in ["results.json", "plan.json"] {
        let text = std::fs::read_to_string(desk.file(name)).expect("there");
        assert!(!text.contains("maren.okafor@"), "{name}");
    }

    // What the schema does not know does not fit, so the checks above can fail.
    let mut other = results.clone();
    other["assessment-results"]["results"][0]["findings"][0]["target"]["type"] = "opinion".into();
    std::fs::write(desk.file("other.json"), other.to_string()).expect("written");
    let said = judged(1, "oscal.py", &[&results_schema, "other.json"], desk.path());
    assert!(said.contains("findings[0].target"), "{said}");
}

#[test]
fn what_has_no_place_in_oscal_is_said_and_nothing_is_written() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let said = desk.refused(1, &["oscal", vault, "--model", "plan-of-action", "--out", "plan.json"]);
    assert!(said.contains("Nothing was written") && said.contains("nothing is to be done"), "{said}");
    assert!(!desk.file("plan.json").exists());
    // Nothing is answered, and all the same it is valid.
    desk.ok(&["oscal", vault, "--out", "results.json"]);
    judged(0, "oscal.py", &[&schema("oscal_assessment-results_schema.json"), "results.json"], desk.path());
    // Texts that look like markup are texts.
    desk.ok(&["answer", vault, "ACC-02", "--conclude", "ineffective", "--rationale", "<b>*No*</b>\n# one\n"]);
    desk.ok(&["finding", vault, "ACC-02", "--condition", "[x](http://a.example) {{ insert }}"]);
    desk.ok(&["oscal", vault, "--model", "plan-of-action", "--out", "plan.json"]);
    judged(0, "oscal.py", &[&schema("oscal_poam_schema.json"), "plan.json"], desk.path());
    let text = std::fs::read_to_string(desk.file("plan.json")).expect("there");
    assert!(text.contains(r"\\<b\\>\\*No\\*") && !text.contains("<b>"), "{text}");
}

#[test]
fn the_same_vault_and_clock_give_the_same_files_for_their_owner_alone() {
    let desk = sample();
    let calls: [(&[&str], &str); 4] = [
        (&["registers", "sample.assay"], "xlsx"),
        (&["editable", "sample.assay"], "docx"),
        (&["oscal", "sample.assay"], "json"),
        (&["oscal", "sample.assay", "--model", "plan-of-action"], "json"),
    ];
    for (n, (call, ending)) in calls.into_iter().enumerate() {
        let [first, second] = ["a", "b"].map(|name| format!("{name}{n}.{ending}"));
        let one = written_at_noon(&desk, call, &first);
        assert!(one == written_at_noon(&desk, call, &second), "{call:?} differs from itself");
        // One that is there is never written over.
        let again: Vec<&str> = call.iter().copied().chain(["--out", &first]).collect();
        assert!(desk.refused(1, &again).contains("exists already"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(desk.file(&first)).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
