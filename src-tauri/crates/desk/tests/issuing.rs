//! Issuing is one act: number, journal entry, copy in the vault and file are all there, or none of them is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use assay_desk::use_cases::issuing::Step;
use office::{Office, open_points};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

const UNTIL: &str = "ASSAY_TEST_ISSUE_UNTIL";
const FOLDER: &str = "ASSAY_TEST_FOLDER";

/// Issues report 1; the program ends at the step that the variable names, as if the power failed.
#[test]
fn issuing_goes_step_by_step_to_the_end() {
    let until = std::env::var(UNTIL).ok();
    let seen: &'static Mutex<Vec<Step>> = Box::leak(Box::default());
    let note = move |step: Step| {
        seen.lock().unwrap().push(step);
        if until.as_deref() == Some(&format!("{step:?}")) {
            std::process::abort();
        }
    };
    match std::env::var_os(FOLDER) {
        Some(folder) => {
            let office = Office::there(Path::new(&folder), note);
            office.issue("report.pdf", open_points("To be shown today")).unwrap();
        }
        None => {
            let folder = tempfile::tempdir().unwrap();
            let office = Office::new(folder.path(), note);
            office.issue("report.pdf", open_points("To be shown today")).unwrap();
            assert_eq!(whole(&office, folder.path()), (true, true, true, true));
        }
    }
    assert_eq!(*seen.lock().unwrap(), Step::ALL);
}

/// Number, journal entry, copy and file.
fn whole(office: &Office, folder: &Path) -> (bool, bool, bool, bool) {
    let issues = office.call("issues", office.of());
    let issue = issues.as_array().unwrap().first();
    let journal = office.call("journal", office.of());
    let copy = issue.is_some_and(|issue| {
        let out = folder.join("copy.pdf");
        let input =
            json!({ "assessment": office.assessment, "issue": issue["id"], "path": office.file("copy.pdf") });
        let written = office.try_call("export_issue", input).is_ok();
        written && std::fs::read(&out).is_ok_and(|bytes| bytes.len() as u64 == issue["file"]["size"])
    });
    let _ = std::fs::remove_file(folder.join("copy.pdf"));
    (
        issue.is_some_and(|issue| issue["number"] == 1),
        journal.as_array().unwrap().iter().any(|entry| entry["label"] == "issue report 1"),
        copy,
        folder.join("report.pdf").exists(),
    )
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_crash_at_any_step_leaves_all_or_nothing() {
    for step in Step::ALL {
        let folder = tempfile::tempdir().unwrap();
        drop(Office::new(folder.path(), |_| {}));
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "issuing_goes_step_by_step_to_the_end"])
            .env(UNTIL, format!("{step:?}"))
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        assert!(!child.status.success(), "{step:?}: it was to end there");
        // The next opening makes it whole or takes it away.
        let office = Office::there(folder.path(), |_| {});
        let is_issued = matches!(step, Step::Recorded | Step::Placed);
        assert_eq!(whole(&office, folder.path()), (is_issued, is_issued, is_issued, is_issued), "{step:?}");
        let left = if is_issued { vec!["report.pdf", "work.assay"] } else { vec!["work.assay"] };
        assert_eq!(names(folder.path()), left, "{step:?}: nothing else is left");
        if is_issued {
            let verdict = office.verify("report.pdf");
            assert_eq!(verdict["word"], "valid", "{step:?}: {verdict}");
        }
        // And the work goes on with the next number.
        let issued = office.issue("next.pdf", open_points("Second")).unwrap();
        assert_eq!(issued["issue"]["number"], if is_issued { 2 } else { 1 }, "{step:?}");
    }
}

#[test]
fn what_changes_while_the_report_is_drawn_stops_it() {
    let folder = tempfile::tempdir().unwrap();
    drop(Office::new(folder.path(), |_| {}));
    let other = Mutex::new(Some(Office::there(folder.path(), |_| {})));
    let office = Office::there(folder.path(), move |step| {
        if step == Step::Drawn
            && let Some(other) = other.lock().unwrap().take()
        {
            other.answer("ACC-01", json!({ "conclusion": "ineffective" }));
        }
    });
    let problem = office.issue("report.pdf", open_points("Today")).unwrap_err();
    assert_eq!(problem.code, "changed-since", "{problem}");
    assert_eq!(whole(&office, folder.path()), (false, false, false, false));
    assert_eq!(names(folder.path()), ["work.assay"]);
    office.issue("report.pdf", open_points("Today")).unwrap();
    assert_eq!(whole(&office, folder.path()), (true, true, true, true));
}

#[test]
fn two_who_issue_at_once_never_give_one_number_twice() {
    for moment in [Step::Drawn, Step::Written] {
        let folder = tempfile::tempdir().unwrap();
        drop(Office::new(folder.path(), |_| {}));
        let other = Mutex::new(Some(Office::there(folder.path(), |_| {})));
        let office = Office::there(folder.path(), move |step| {
            if step == moment
                && let Some(other) = other.lock().unwrap().take()
            {
                other.issue("theirs.pdf", open_points("Today")).unwrap();
            }
        });
        let problem = office.issue("mine.pdf", open_points("Today")).unwrap_err();
        assert_eq!(problem.code, "changed-since", "{moment:?}: {problem}");
        assert_eq!(names(folder.path()), ["theirs.pdf", "work.assay"], "{moment:?}");
        let again = office.issue("mine.pdf", open_points("Today")).unwrap();
        assert_eq!(again["issue"]["number"], 2, "{moment:?}");
        let issues = office.call("issues", office.of());
        let mut numbers: Vec<u64> =
            issues.as_array().unwrap().iter().map(|issue| issue["number"].as_u64().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2], "{moment:?}");
    }
}

#[test]
fn a_report_that_cannot_get_its_name_is_issued_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("report.pdf");
    let office = Office::new(folder.path(), move |step| {
        if step == Step::Recorded {
            std::fs::write(&taken, "somebody else's").unwrap();
        }
    });
    let problem = office.issue("report.pdf", open_points("Today")).unwrap_err();
    assert_eq!(problem.code, "issued-not-written");
    assert!(problem.sentence.to_string().contains("Report 1 is issued and kept in the vault"), "{problem}");
    assert_eq!(std::fs::read(folder.path().join("report.pdf")).unwrap(), b"somebody else's");
    assert_eq!(whole(&office, folder.path()), (true, true, true, true));
    assert_eq!(names(folder.path()), ["report.pdf", "work.assay"]);
}

#[test]
fn an_issue_is_never_taken_back_and_its_number_never_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    office.issue("one.pdf", open_points("Today")).unwrap();
    let undone = office.try_call("undo", office.of());
    assert!(undone.is_err(), "undo stops at an issued report: {undone:?}");
    office.answer("ACC-01", json!({ "conclusion": "ineffective" }));
    let second = office.issue("two.pdf", open_points("Today")).unwrap();
    assert_eq!(second["issue"]["number"], 2);
}

#[test]
fn who_compares_with_last_time_hears_that_its_report_says_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let first = office.of()["assessment"].clone();
    office.answer("ACC-01", json!({ "claim": "yes" }));
    office.issue("one.pdf", open_points("Today")).unwrap();
    let own = office.call("overview", office.of())["assessment"].clone();
    let next = office.call(
        "create_assessment",
        json!({ "vendor": own["vendor"], "title": "A year later", "service": own["service"], "tier": null, "facts": [],
            "frameworks": ["soc2"], "assessor": own["assessor"], "previous": first }),
    );
    let compared = || office.call("since_last_time", json!({ "assessment": next["id"] }));
    assert_eq!(compared()["changed_after"], Value::Null, "it is what its report says");
    office.answer("ACC-01", json!({ "claim": "no" }));
    assert_eq!(compared()["changed_after"], json!({ "issue": 1, "changes": 1 }));
    let row =
        compared()["differences"].as_array().unwrap().iter().find(|d| d["question"] == "ACC-01").cloned();
    assert_eq!(row.unwrap()["then"]["claim"], "no", "what stands there now");
}

#[test]
fn what_changed_since_the_issue_is_told_with_who_and_how() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let changes = || office.call("issue_changes", office.of());
    assert_eq!(changes()["since"], Value::Null, "nothing is issued yet");
    office.answer("ACC-01", json!({ "claim": "no" }));
    office.issue("one.pdf", open_points("Today")).unwrap();
    assert_eq!(changes()["since"]["changes"], json!([]));
    office.answer("ACC-01", json!({ "notes": "private" }));
    assert_eq!(changes()["since"]["changes"], json!([]), "a private note is no change of a report");
    office.answer("ACC-01", json!({ "claim": "yes", "conclusion": "effective" }));
    let since = changes();
    assert_eq!(since["since"]["number"], 1);
    let [change] = since["since"]["changes"].as_array().unwrap().as_slice() else { panic!("one: {since}") };
    assert_eq!((&change["change"]["what"], &change["change"]["id"]), (&json!("answer"), &json!("ACC-01")));
    assert_eq!(change["by"], "Ada Moore");
    assert_eq!(change["doing"], "conclude ACC-01: effective");
    let fields = change["change"]["fields"].as_array().unwrap();
    assert!(fields.contains(&json!({ "field": "Claim", "was": "no", "is": "yes" })), "{fields:?}");
    let overview = office.call("overview", office.of());
    let step = overview["steps"].as_array().unwrap().iter().find(|step| step["id"] == "report").unwrap();
    assert_eq!(
        (&step["detail"], &step["state"]),
        (&json!("1 issued, 1 changed since"), &json!("needs-attention"))
    );
    // What goes back to what it was is no change any more.
    office.answer("ACC-01", json!({ "claim": "no", "clear_conclusion": true }));
    assert_eq!(changes()["since"]["changes"], json!([]));
}
