//! Findings: what they begin with, and that none with something left to write gets into a signed report.

use assay_core::finding::{self, FindingPart};
use assay_core::ids::FindingId;
use assay_core::record::Response;
use assay_desk::{Desk, Environment};
use assay_tests::Desk as Folder;
use serde_json::json;

const SEEN: &str = "Three of 25 leavers kept an account for 4 to 9 days.";

#[test]
fn a_finding_on_any_question_says_what_was_seen_and_leaves_no_place_to_fill() {
    let environment = Environment { settings: None, ..Environment::of_this_machine() };
    let desk = Desk::new(environment).expect("the packs read");
    let library = desk.built_in().unwrap();
    let mut looked_at = 0;
    for question in library.bank.questions.values() {
        let assessment = "asm-1".parse().expect("an id");
        let mut response = Response::unanswered(assessment, question.id.clone());
        let id = || FindingId::new("F-01").expect("an id");

        // Nothing seen, nothing said: what was found is left to be written, not made up.
        let blank = finding::drafted(id(), question, &response);
        let text = serde_json::to_string(&blank).expect("JSON");
        assert!(!text.replace("[]", "").contains('['), "{}: {text}", question.id);
        let open = finding::to_write(&blank, library);
        assert_eq!(open.is_empty(), !blank.condition.is_empty(), "{}: {open:?}", question.id);
        assert!(open.iter().all(|part| *part == FindingPart::Condition), "{}: {open:?}", question.id);

        response.rationale = SEEN.into();
        let finding = finding::drafted(id(), question, &response);
        assert!(finding.condition.ends_with(SEEN), "{}: {}", question.id, finding.condition);
        assert_eq!(finding::to_write(&finding, library), [], "{}", question.id);

        // One that took the pattern over, as findings of older vaults did.
        if let Some(pattern) = finding::pattern(&finding, library) {
            let copied = assay_core::record::Finding { condition: pattern.to_owned(), ..finding };
            assert_eq!(finding::to_write(&copied, library), [FindingPart::Condition], "{}", question.id);
            // Brackets a person typed are not ours.
            let own =
                assay_core::record::Finding { condition: "Index a[0] was read [sic].".into(), ..copied };
            assert_eq!(finding::to_write(&own, library), [], "{}", question.id);
        }
        looked_at += 1;
    }
    assert!(looked_at > 200, "{looked_at} questions");
}

#[test]
fn a_report_with_an_unfinished_finding_is_not_issued() {
    let desk = Folder::new();
    let vault = desk.with_assessment();
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Lee"]);
    desk.ok(&["answer", vault, "ACC-02", "--claim", "no", "--conclude", "ineffective"]);
    let finding = desk.json(&["finding", vault, "ACC-02"]);
    assert_eq!(finding["condition"], "");
    let points = desk.json(&["close-out", vault]);
    let unfinished = points.as_array().expect("points").iter().find(|p| p["kind"] == "finding-unfinished");
    let point = unfinished.expect("a point before signing");
    assert_eq!(point["place"], json!({ "at": "finding", "id": "F-01" }));
    assert_eq!(point["text"], "F-01 is to be finished: what was found.");

    let refused = desk.refused(1, &["sign", vault, "--out", "report.pdf"]);
    assert!(refused.contains("F-01 (what was found)") && refused.contains("Nothing was issued"), "{refused}");
    assert!(!desk.file("report.pdf").exists());

    // Raised again from an answer with words, it carries them.
    desk.ok(&["undo", vault]);
    desk.ok(&["answer", vault, "ACC-02", "--rationale", SEEN]);
    let finding = desk.json(&["finding", vault, "ACC-02"]);
    assert_eq!(finding["condition"], SEEN);
    // Or it is finished by itself.
    desk.ok(&["undo", vault]);
    desk.ok(&["undo", vault]);
    desk.ok(&["finding", vault, "ACC-02"]);
    let due = ["--severity", "low", "--owner", "Ben Lee", "--due", "2027-01-31"];
    let finding = desk.json(&[&["finding", vault, "ACC-02", "--condition", SEEN][..], &due].concat());
    assert_eq!((&finding["condition"], &finding["severity"]), (&json!(SEEN), &json!("low")));
    assert_eq!((&finding["owner"], &finding["due"]), (&json!("Ben Lee"), &json!("2027-01-31")));
    desk.ok(&["sign", vault, "--out", "report.pdf", "--override", "open-points=Seen"]);
}
