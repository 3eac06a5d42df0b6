//! The vendor's workbook, filled in by another program and read back through the command.

use assay_tests::{Desk, judge};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Fills a written questionnaire as a vendor would, with openpyxl: `how` is Python that has `rows` (the question's id →
/// its row), `sheet` and `book`, and the columns as `answer`, `explanation` and `files`.
fn fill(desk: &Desk, from: &str, to: &str, how: &str) {
    let script = format!(
        r#"
import sys, openpyxl
book = openpyxl.load_workbook("{from}")
sheet = book["Questions"]
head = next(r for r in sheet.iter_rows(max_row=40) if any(str(c.value).startswith("Answer") for c in r))
column = lambda word: next(c.column for c in head if str(c.value).startswith(word))
number, answer, explanation, files = column("No"), column("Answer"), column("Explanation"), column("Evidence files")
rows = {{}}
for row in range(head[0].row + 1, sheet.max_row + 1):
    if sheet.cell(row, number).value: rows[sheet.cell(row, number).value] = row
{how}
book.save("{to}")
"#
    );
    std::fs::write(desk.file("fill.py"), script).expect("written");
    judge(0, "python3", &["fill.py"], desk.path());
}

/// A vault with one assessment per title, and their ids.
fn desk_with(titles: &[&str]) -> (Desk, Vec<String>) {
    let desk = Desk::new();
    desk.ok(&["new", "work.assay"]);
    desk.ok(&["vendor", "work.assay", "--name", "Tallow"]);
    let start = ["start", "work.assay", "--vendor", "Tallow", "--assessor", "Ada", "--framework", "soc2"];
    let ids = titles.iter().map(|title| {
        let view = desk.json(&[&start[..], &["--tier", "2", "--title", title]].concat());
        view["id"].as_str().expect("an id").to_owned()
    });
    let ids = ids.collect();
    (desk, ids)
}

fn claims(desk: &Desk, assessment: &str) -> BTreeMap<String, Value> {
    let view = desk.json(&["questions", "work.assay", "--assessment", assessment]);
    let topics = view["topics"].as_array().expect("topics");
    let rows = topics.iter().flat_map(|t| t["questions"].as_array().expect("questions"));
    rows.map(|row| (row["id"].as_str().expect("an id").to_owned(), row["claim"].clone())).collect()
}

#[test]
fn every_claim_of_a_filled_workbook_arrives() {
    let (desk, ids) = desk_with(&["2026"]);
    desk.ok(&["answer", "work.assay", "ACC-01", "--conclude", "partially"]);
    desk.ok(&["export", "work.assay", "form.xlsx"]);
    fill(
        &desk,
        "form.xlsx",
        "back.xlsx",
        r#"
words = ["Yes", "No", "Partial", "Not applicable"]
for n, row in enumerate(rows.values()):
    sheet.cell(row, answer).value = words[n % 4]
    sheet.cell(row, explanation).value = f"'=HYPERLINK(\"http://x\")' said {n}" if n % 5 else f"@sum {n}"
    sheet.cell(row, files).value = f"proof {n}.pdf"
"#,
    );
    let back = desk.json(&["returned", "work.assay", "back.xlsx"]);
    let after = claims(&desk, &ids[0]);
    assert_eq!(back[0]["changed"], json!(back[0]["rows"].as_array().expect("rows").len()), "{}", back[0]);
    assert_eq!(back[0]["refused"], 0);
    assert_eq!(back[0]["changed"].as_u64(), Some(after.values().filter(|c| !c.is_null()).count() as u64));
    assert!(after.len() > 50, "{}", after.len());
    let mut seen: Vec<&str> = after.values().filter_map(Value::as_str).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, ["no", "not-applicable", "partial", "yes"]);
    let first = desk.json(&["question", "work.assay", "ACC-01"])["response"].clone();
    assert_eq!(first["comment"], "@sum 0", "text that looks like a formula is text");
    assert_eq!(first["offered"], "proof 0.pdf");
    assert_eq!(first["conclusion"], "partially", "the conclusion is ours");

    // Out again: no text of the vendor's has become a formula.
    desk.ok(&["export", "work.assay", "again.xlsx"]);
    let found = judge(
        0,
        "python3",
        &[
            "-c",
            "import openpyxl
for s in openpyxl.load_workbook('again.xlsx'):
    for r in s.iter_rows():
        for c in r:
            if c.data_type == 'f': print(c.value)",
        ],
        desk.path(),
    );
    assert!(!found.contains("HYPERLINK") && !found.contains("sum"), "{found}");

    desk.ok(&["undo", "work.assay"]);
    assert!(claims(&desk, &ids[0]).values().all(Value::is_null), "one file is one step");
}

#[test]
fn a_second_file_that_contradicts_the_first_says_what_gave_way() {
    let (desk, _) = desk_with(&["2026"]);
    desk.ok(&["export", "work.assay", "form.xlsx"]);
    let set = |to: &str, said: &str, why: &str| {
        let row = "sheet.cell(rows['ACC-01'], answer).value";
        let words = "sheet.cell(rows['ACC-01'], explanation).value";
        fill(&desk, "form.xlsx", to, &format!("{row} = '{said}'\n{words} = '{why}'"));
    };
    set("one.xlsx", "No", "Not yet");
    set("other.xlsx", "Yes", "For everybody");
    let first = desk.ok(&["returned", "work.assay", "one.xlsx"]);
    assert!(first.contains("1 changed") && !first.contains("ACC-01"), "nothing gave way: {first}");
    let second = desk.ok(&["returned", "work.assay", "other.xlsx"]);
    assert!(second.contains(", ACC-01: Yes (was “No”) The explanation was “Not yet”."), "{second}");
    // It stays marked until somebody looks, and one step takes it back.
    let changed = || desk.json(&["question", "work.assay", "ACC-01"])["response"]["claim_changed"].clone();
    assert_eq!((&changed()["was"], &changed()["by_file"]), (&json!("no"), &json!("other.xlsx")));
    desk.ok(&["undo", "work.assay"]);
    assert_eq!(changed(), Value::Null);
    assert_eq!(desk.json(&["question", "work.assay", "ACC-01"])["response"]["claim"], "no");
}

#[test]
fn a_file_that_comes_after_an_issue_asks_first_and_the_next_issue_lists_what_it_changed() {
    let (desk, _) = desk_with(&["2026"]);
    desk.ok(&["answer", "work.assay", "ACC-01", "--claim", "no", "--conclude", "ineffective"]);
    desk.ok(&[
        "decide",
        "work.assay",
        "--outcome",
        "reject",
        "--by",
        "C. Park",
        "--rationale",
        "No second factor",
    ]);
    desk.ok(&["export", "work.assay", "form.xlsx"]);
    fill(&desk, "form.xlsx", "late.xlsx", "sheet.cell(rows['ACC-01'], answer).value = 'Yes'");
    desk.ok(&["identity", "new", "work.assay", "--name", "Ada", "--organisation", "Ada & Co"]);
    let sign = |out: &str| {
        let open = "open-points=The board meets today";
        desk.ok(&["sign", "work.assay", "--out", out, "--override", open])
    };
    sign("one.pdf");
    let said = desk.refused(1, &["returned", "work.assay", "late.xlsx"]);
    assert!(said.contains("Report 1 of “2026” is issued"), "{said}");
    assert!(!desk.ok(&["status", "work.assay"]).contains("Changed since issue 1:"));

    desk.ok(&["returned", "work.assay", "late.xlsx", "--after-issue"]);
    let status = desk.ok(&["status", "work.assay"]);
    assert!(status.contains("Changed since issue 1:") && status.contains("read late.xlsx"), "{status}");
    let standing = || desk.json(&["decide", "work.assay"])["standing"]["state"].clone();
    assert_eq!(standing(), "stands", "what the vendor says is no ground of a decision");
    desk.ok(&["answer", "work.assay", "ACC-01", "--conclude", "effective"]);
    assert_eq!(standing(), "to-confirm");
    assert!(sign("two.pdf").contains("Issued report 2"));
    let text = judge(0, "pdftotext", &["two.pdf", "-"], desk.path());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, part) = text.split_once("Changed since issue 1").expect("the issue lists what changed");
    let part: String = part.chars().take(2000).collect();
    for told in ["Answer ACC-01", "Claim: no → yes", "Conclusion: ineffective → effective"] {
        assert!(part.contains(told), "“{told}” is not told: {part}");
    }
}

#[test]
fn odd_workbooks_are_understood_or_refused_row_by_row() {
    let (desk, ids) = desk_with(&["2026"]);
    desk.ok(&["export", "work.assay", "form.xlsx"]);
    let odd = [
        (
            "moved.xlsx",
            "sheet.insert_cols(1, 3)\nsheet.insert_rows(1, 2)\nsheet.cell(rows['ACC-01'] + 2, answer + 3).value = 'y'",
            "changed",
            1,
        ),
        (
            "blank.xlsx",
            "sheet.insert_rows(rows['ACC-02'], 4)\nsheet.cell(rows['ACC-01'], answer).value = 'No'",
            "changed",
            1,
        ),
        ("wrong.xlsx", "sheet.cell(rows['ACC-01'], answer).value = 'mostly'", "refused", 1),
        ("formula.xlsx", "sheet.cell(rows['ACC-01'], answer).value = '=CONCAT(\"Y\",\"es\")'", "refused", 1),
        (
            "twice.xlsx",
            "sheet.cell(rows['ACC-02'], number).value = 'ACC-01'\nsheet.cell(rows['ACC-01'], answer).value = 'Yes'\nsheet.cell(rows['ACC-02'], answer).value = 'No'",
            "refused",
            2,
        ),
        (
            "unknown.xlsx",
            "sheet.cell(rows['ACC-01'], number).value = 'ZZZ-99'\nsheet.cell(rows['ACC-01'], answer).value = 'Yes'",
            "refused",
            1,
        ),
        (
            "merged.xlsx",
            "sheet.merge_cells(start_row=rows['ACC-01'], end_row=rows['ACC-02'], start_column=answer, end_column=answer)\nsheet.cell(rows['ACC-01'], answer).value = 'Yes'",
            "refused",
            1,
        ),
    ];
    for (name, how, figure, wanted) in odd {
        fill(&desk, "form.xlsx", name, how);
        let back = desk.json(&["returned", "work.assay", name, "--assessment", &ids[0]])[0].clone();
        let all = back.to_string();
        assert!(back[figure].as_u64().is_some_and(|n| n >= wanted), "{name}: {all}");
        if figure == "refused" {
            assert!(all.contains("Column"), "{name} names the column: {all}");
            assert!(claims(&desk, &ids[0]).values().all(Value::is_null), "{name} changed something");
        } else {
            desk.ok(&["undo", "work.assay"]);
        }
    }
    std::fs::write(desk.file("not.xlsx"), b"PK\x03\x04 no workbook at all").expect("written");
    assert!(desk.refused(1, &["returned", "work.assay", "not.xlsx"]).contains("not.xlsx"));
}

#[test]
fn three_hundred_files_come_back_in_one_go() {
    let titles: Vec<String> = (0..3).map(|n| format!("Service {n}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (desk, ids) = desk_with(&titles);
    let mut names = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        let form = format!("form-{n}.xlsx");
        desk.ok(&["export", "work.assay", &form, "--assessment", id]);
        fill(
            &desk,
            &form,
            &format!("back-{n}.xlsx"),
            "for row in rows.values(): sheet.cell(row, answer).value = 'Yes'",
        );
        for copy in 0..100 {
            let name = format!("back-{n}-{copy}.xlsx");
            std::fs::copy(desk.file(&format!("back-{n}.xlsx")), desk.file(&name)).expect("copied");
            names.push(name);
        }
    }
    std::fs::write(desk.file("broken.xlsx"), b"nothing").expect("written");
    names.insert(150, "broken.xlsx".into());
    let arguments: Vec<&str> =
        ["--json", "returned", "work.assay"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let output = desk.run(&arguments);
    assert_eq!(output.status.code(), Some(1), "one of them is broken, and a script must know");
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 of 301 files"));
    let back: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a report for each file");
    assert_eq!(back.len(), 301);
    let failed: Vec<&Value> = back.iter().filter(|f| !f["problem"].is_null()).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert!(failed[0]["path"].as_str().is_some_and(|p| p.ends_with("broken.xlsx")));
    for id in &ids {
        assert!(claims(&desk, id).values().filter(|c| *c == "yes").count() > 50);
    }
}
