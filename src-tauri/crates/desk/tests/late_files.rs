//! A vendor's file that comes back after the report was issued: it asks first, and what it changed stays marked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use office::{Office, open_points};
use serde_json::{Value, json};

/// An office whose vendor said No to ACC-01 (concluded ineffective), with the file that says Yes, and report 1 issued.
fn office() -> (tempfile::TempDir, Office) {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    office.answer("ACC-01", json!({ "claim": "no", "comment": "Not yet", "conclusion": "ineffective" }));
    let path = office.folder.join("form.csv");
    office.call(
        "export_questionnaire",
        json!({ "assessment": office.assessment, "path": office.file("form.csv"), "due": null }),
    );
    let form = std::fs::read_to_string(&path).unwrap();
    let row = form.find("ACC-01").expect("the row");
    let answer = row + form[row..].find("No,Not yet").expect("the answer and its explanation");
    let late = format!("{}Yes,Now in place{}", &form[..answer], &form[answer + "No,Not yet".len()..]);
    std::fs::write(office.folder.join("late.csv"), late).unwrap();
    office.issue("one.pdf", open_points("Today")).unwrap();
    (folder, office)
}

fn read(office: &Office, after_issue: bool) -> Value {
    let input = json!({ "paths": [office.file("late.csv")], "assessment": null, "after_issue": after_issue });
    office.call("read_returns", input)[0].clone()
}

fn response(office: &Office) -> Value {
    let input = json!({ "assessment": office.assessment, "question": "ACC-01" });
    office.call("question", input)["response"].clone()
}

fn open_kinds(office: &Office) -> Vec<String> {
    let points = office.call("decision", office.of())["open_points"].clone();
    points.as_array().unwrap().iter().map(|point| point["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_file_that_comes_after_the_issue_asks_first() {
    let (_folder, office) = office();
    let told = read(&office, false);
    assert_eq!((&told["issued"], &told["changed"]), (&json!(1), &json!(0)), "{told}");
    let problem = told["problem"].as_str().unwrap();
    assert!(problem.contains("Report 1 of “Tallow 2026” is issued"), "{problem}");
    assert_eq!(response(&office)["claim"], "no", "nothing was changed");
    assert_eq!(office.call("issue_changes", office.of())["since"]["changes"], json!([]));
}

#[test]
fn what_a_late_file_changed_is_marked_until_somebody_looks() {
    let (_folder, office) = office();
    let told = read(&office, true);
    assert_eq!((&told["issued"], &told["changed"]), (&Value::Null, &json!(1)), "{told}");
    assert_eq!(told["rows"][0]["says"], "Yes (was “No”)");
    let marked = response(&office);
    assert_eq!(marked["claim"], "yes");
    assert_eq!(marked["claim_changed"]["was"], "no");
    assert_eq!(marked["claim_changed"]["was_comment"], "Not yet");
    assert_eq!(marked["claim_changed"]["by_file"], "late.csv");
    assert_eq!(marked["conclusion"], "ineffective", "a file never touches a conclusion");
    assert!(open_kinds(&office).contains(&"claim-changed".to_owned()));
    let change = office.call("issue_changes", office.of())["since"]["changes"][0].clone();
    assert_eq!(change["doing"], "read late.csv");

    office.answer("ACC-01", json!({ "notes": "asked the vendor" }));
    assert!(!response(&office)["claim_changed"].is_null(), "a note is no look at the change");
    office.answer("ACC-01", json!({ "change_seen": true }));
    assert_eq!(response(&office)["claim_changed"], Value::Null);
    assert!(!open_kinds(&office).contains(&"claim-changed".to_owned()));
}

#[test]
fn concluding_again_is_a_look_at_the_change() {
    let (_folder, office) = office();
    read(&office, true);
    office.answer("ACC-01", json!({ "conclusion": "effective" }));
    assert_eq!(response(&office)["claim_changed"], Value::Null);
}

#[test]
fn no_file_gives_a_judgement_its_reason_or_takes_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let said = json!({ "claim": "not-applicable", "reason": "No accounts", "conclusion": "not-applicable" });
    office.answer("ACC-01", said);
    assert_eq!(response(&office)["rationale"], "No accounts", "said once, for both");
    let standing = |question: &str| {
        let input = json!({ "assessment": office.assessment, "question": question });
        office.call("question", input)["row"]["standing"].clone()
    };
    let applies = json!({ "is": "not-applicable", "reason": "No accounts" });
    assert_eq!(standing("ACC-01"), applies);
    // Concluded without any reason, and so it does not count.
    office.answer("ACC-02", json!({ "conclusion": "not-applicable" }));
    assert_eq!(standing("ACC-02"), json!({ "is": "without-reason" }));

    let file = json!({ "assessment": office.assessment, "path": office.file("form.csv"), "due": null });
    office.call("export_questionnaire", file);
    let form = std::fs::read_to_string(office.folder.join("form.csv")).unwrap();
    assert!(form.contains("Not applicable,No accounts"), "{form}");
    let second = form.find("\nACC-02").unwrap();
    let blank = second + form[second..].find(",,,").expect("an answer and an explanation that are empty");
    let mut filled = form.clone();
    filled.replace_range(blank..blank + 3, ",Not applicable,Not ours,");
    let filled = filled.replacen("Not applicable,No accounts", "Yes,There are some after all", 1);
    std::fs::write(office.folder.join("late.csv"), filled).unwrap();
    let told = read(&office, false);
    assert_eq!(told["changed"], 2, "{told}");
    assert_eq!(response(&office)["claim"], "yes");
    assert_eq!(standing("ACC-01"), applies, "what we concluded stands as we said it");
    assert_eq!(standing("ACC-02"), json!({ "is": "without-reason" }), "the vendor's reason is not ours");
    office.answer("ACC-02", json!({ "rationale": "Seen: there are none" }));
    assert_eq!(standing("ACC-02"), json!({ "is": "not-applicable", "reason": "Seen: there are none" }));
}
