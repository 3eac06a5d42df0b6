//! Who may sign where, when and in which order: refused with a sentence, or signed with the reason stated for all to read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use assay_desk::Problem;
use office::{Office, open_points};
use serde_json::{Value, json};

fn office() -> (tempfile::TempDir, Office) {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    (folder, office)
}

/// An office with report 1 issued by Ada Moore as `one.pdf`.
fn issued() -> (tempfile::TempDir, Office) {
    let (folder, office) = office();
    office.issue("one.pdf", open_points("The board meets today")).unwrap();
    (folder, office)
}

fn refused(result: Result<Value, Problem>, rules: &[&str]) {
    let problem = result.unwrap_err();
    assert_eq!(problem.code, "signing-rules", "{problem}");
    for rule in rules {
        assert!(problem.sentence.to_string().contains(&format!("{rule}: ")), "{rule}: {problem}");
    }
}

fn aside(rules: &[&str]) -> Value {
    rules.iter().map(|rule| json!({ "rule": rule, "reason": format!("Reason {rule}") })).collect()
}

/// What the verdict says of a place: rules that stand against it, and rules set aside with their reasons.
fn place(verdict: &Value, field: &str) -> (Vec<String>, Vec<(String, String)>) {
    let places = verdict["places"].as_array().unwrap();
    let place = places.iter().find(|place| place["field"] == field).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let objections = place["objections"].as_array().unwrap().iter().map(|o| text(&o["rule"])).collect();
    let exceptions = place["exceptions"].as_array().unwrap();
    (objections, exceptions.iter().map(|e| (text(&e["rule"]), text(&e["reason"]))).collect())
}

#[test]
fn three_people_sign_in_order_and_the_verdict_names_each() {
    let (_folder, office) = issued();
    office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), json!([])).unwrap();
    let verdict =
        office.countersign(("two.pdf", "three.pdf"), ("Cleo Park", "executive"), json!([])).unwrap();
    // The countersigner trusts their own certificate alone.
    assert_eq!(verdict["word"], "unknown-signer");
    let verdict = office.verify("three.pdf");
    assert_eq!(verdict["word"], "valid", "{verdict}");
    for (field, name) in [("Assessor", "Ada Moore"), ("Reviewer", "Ben Ash"), ("Executive", "Cleo Park")] {
        let places = verdict["places"].as_array().unwrap();
        let place = places.iter().find(|place| place["field"] == field).unwrap();
        assert_eq!((&place["expected"], &place["signer"]), (&json!(name), &json!(name)));
        assert_eq!(place["objections"], json!([]), "{field}");
    }
    assert_eq!(
        place(&verdict, "Assessor").1,
        [("open-points".to_owned(), "The board meets today".to_owned())],
        "what was set aside to issue it"
    );
}

#[test]
fn one_identity_cannot_fill_two_places() {
    let (_folder, office) = issued();
    refused(
        office.countersign(("one.pdf", "two.pdf"), ("Ada Moore", "reviewer"), json!([])),
        &["same-person", "other-name"],
    );
    assert!(!office.folder.join("two.pdf").exists());
    let set_aside = aside(&["same-person", "other-name"]);
    office.countersign(("one.pdf", "two.pdf"), ("Ada Moore", "reviewer"), set_aside).unwrap();
    let verdict = office.verify("two.pdf");
    assert_eq!(verdict["word"], "valid");
    assert!(verdict["sentence"].as_str().unwrap().contains("set aside"), "{}", verdict["sentence"]);
    let (objections, exceptions) = place(&verdict, "Reviewer");
    assert_eq!(objections, [] as [String; 0]);
    assert!(exceptions.contains(&("same-person".into(), "Reason same-person".into())), "{exceptions:?}");
}

#[test]
fn a_name_that_only_looks_different_to_a_machine_is_no_second_person() {
    let (_folder, office) = issued();
    // The first letter is a Cyrillic one.
    office.identity("\u{410}da Moore");
    refused(
        office.countersign(("one.pdf", "two.pdf"), ("\u{410}da Moore", "reviewer"), json!([])),
        &["same-person", "other-name"],
    );
}

#[test]
fn of_two_reasons_for_one_rule_none_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let twice =
        json!([{ "rule": "open-points", "reason": "One" }, { "rule": "open-points", "reason": "Two" }]);
    assert_eq!(office.issue("one.pdf", twice).unwrap_err().code, "twice");
    assert!(!folder.path().join("one.pdf").exists());
}

#[test]
fn a_name_that_is_not_on_the_paper_is_refused() {
    let (_folder, office) = issued();
    office.identity("Dan Reed");
    refused(office.countersign(("one.pdf", "two.pdf"), ("Dan Reed", "reviewer"), json!([])), &["other-name"]);
    let set_aside = json!([{ "rule": "other-name", "reason": "Deputy of Ben Ash (ill)" }]);
    office.countersign(("one.pdf", "two.pdf"), ("Dan Reed", "reviewer"), set_aside).unwrap();
    let verdict = office.verify("two.pdf");
    assert_eq!(
        place(&verdict, "Reviewer").1,
        [("other-name".to_owned(), "Deputy of Ben Ash (ill)".to_owned())]
    );
    let reason = verdict["signatures"][1]["reason"].as_str().unwrap();
    assert_eq!(reason, "I reviewed this report. Set aside: other-name (Deputy of Ben Ash (ill))");
    // The same before issuing.
    refused(office.issue_as("Dan Reed", "other.pdf", open_points("Today")), &["other-name"]);
}

#[test]
fn a_place_for_which_nobody_is_named_says_what_to_do() {
    let (_folder, office) = office();
    office.name("reviewer", "");
    office.issue("one.pdf", open_points("Today")).unwrap();
    let problem = office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), json!([])).unwrap_err();
    assert!(problem.sentence.to_string().contains("names nobody for the place Reviewer"), "{problem}");
    assert!(
        problem.sentence.to_string().contains("Name them in the assessment and issue the report anew"),
        "{problem}"
    );
    // Nobody waits for a reviewer who is not named.
    office.countersign(("one.pdf", "two.pdf"), ("Cleo Park", "executive"), json!([])).unwrap();
}

#[test]
fn a_wrong_order_is_refused() {
    let (_folder, office) = issued();
    refused(office.countersign(("one.pdf", "two.pdf"), ("Cleo Park", "executive"), json!([])), &["order"]);
    office.countersign(("one.pdf", "two.pdf"), ("Cleo Park", "executive"), aside(&["order"])).unwrap();
    assert_eq!(
        place(&office.verify("two.pdf"), "Executive").1,
        [("order".to_owned(), "Reason order".to_owned())]
    );
    refused(office.countersign(("two.pdf", "three.pdf"), ("Ben Ash", "reviewer"), json!([])), &["order"]);
}

#[test]
fn a_time_before_the_signature_it_covers_is_refused() {
    let (_folder, office) = office();
    office.set_clock("2026-11-23T12:00:00+01:00");
    office.issue("one.pdf", open_points("Today")).unwrap();
    // Half past twelve by another zone's clock is half past eleven here.
    office.set_clock("2026-11-23T12:30:00+02:00");
    refused(
        office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), json!([])),
        &["earlier-time"],
    );
    office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), aside(&["earlier-time"])).unwrap();
    let verdict = office.verify("two.pdf");
    let exceptions = &verdict["places"][1]["exceptions"];
    assert!(exceptions[0]["sentence"].as_str().unwrap().contains("before that of Ada Moore"), "{exceptions}");
}

#[test]
fn a_blank_reason_sets_nothing_aside_and_a_taken_place_never_is() {
    let (_folder, office) = issued();
    let blank = json!([{ "rule": "order", "reason": "  " }]);
    refused(office.countersign(("one.pdf", "two.pdf"), ("Cleo Park", "executive"), blank), &["order"]);
    office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), json!([])).unwrap();
    let again = aside(&["place-taken", "same-person", "other-name", "order"]);
    refused(office.countersign(("two.pdf", "three.pdf"), ("Ben Ash", "reviewer"), again), &["place-taken"]);
}

#[test]
fn a_reason_that_sets_nothing_aside_is_not_dropped_in_silence() {
    let (_folder, office) = office();
    let mut set_aside = open_points("Today");
    set_aside.as_array_mut().unwrap().push(json!({ "rule": "warnings", "reason": "A picture of a lock" }));
    let problem = office.issue("one.pdf", set_aside).unwrap_err();
    assert_eq!(problem.code, "needless-override");
    assert!(problem.sentence.to_string().contains("warnings is kept"), "{problem}");
    assert!(!office.folder.join("one.pdf").exists());
    office.issue("one.pdf", open_points("Today")).unwrap();
    let problem =
        office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), aside(&["order"])).unwrap_err();
    assert_eq!(problem.code, "needless-override");
    assert!(!office.folder.join("two.pdf").exists());
}

#[test]
fn points_open_before_signing_are_to_be_seen() {
    let (_folder, office) = office();
    let check = json!({ "assessment": office.assessment, "identity": office.identity_of("Ada Moore") });
    let found = office.call("issuing_objections", check);
    assert_eq!(found["objections"][0]["rule"], "open-points", "{found}");
    assert_eq!(found["remarks"], json!([]), "{found}");
    refused(office.issue("one.pdf", json!([])), &["open-points"]);
    assert!(!office.folder.join("one.pdf").exists());
    assert_eq!(office.call("issues", office.of()), json!([]));
}

#[test]
fn pages_for_those_who_decide_that_are_too_many_are_known_before_signing() {
    let (_folder, office) = office();
    let mut assessment = office.call("overview", office.of())["assessment"].clone();
    assessment["summary"] = json!("What was seen bears out what was said, with one exception. ".repeat(200));
    office.call("save_assessment", json!({ "assessment": assessment }));
    let check = json!({ "assessment": office.assessment, "identity": office.identity_of("Ada Moore") });
    let found = office.call("issuing_objections", check);
    let remark = found["remarks"][0].as_str().unwrap_or_else(|| panic!("{found}"));
    assert!(remark.contains("are meant for 2"), "{remark}");
}

#[test]
fn what_the_report_cannot_show_as_written_is_to_be_seen() {
    let (_folder, office) = office();
    office.answer("ACC-01", json!({ "comment": "\u{1F512} locked" }));
    refused(office.issue("one.pdf", open_points("Today")), &["warnings"]);
    let mut set_aside = open_points("Today");
    set_aside.as_array_mut().unwrap().push(json!({ "rule": "warnings", "reason": "A picture of a lock" }));
    let issued = office.issue("one.pdf", set_aside).unwrap();
    let (_, exceptions) = place(&issued["verdict"], "Assessor");
    assert!(exceptions.contains(&("warnings".into(), "A picture of a lock".into())), "{exceptions:?}");
}

#[test]
fn a_signature_made_against_the_rules_elsewhere_is_told() {
    use assay_seal::identity::{Algorithm, Subject, create};
    use assay_seal::sign::{Place, Statement, sign};
    let (_folder, office) = issued();
    let pdf = std::fs::read(office.folder.join("one.pdf")).unwrap();
    let subject = Subject { name: "Mallory".into(), organisation: "Elsewhere".into(), email: None };
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T10:00:00+01:00").unwrap();
    let identity = create(&subject, at.to_utc(), 1, Algorithm::P256, [7; 64]).unwrap();
    let statement = Statement { reason: "I reviewed this report".into(), location: None, at, certify: false };
    let signed = sign(&pdf, &identity, Place { field: "Reviewer".into() }, statement).unwrap();
    std::fs::write(office.folder.join("two.pdf"), signed).unwrap();
    let verdict = office.verify("two.pdf");
    assert_eq!(verdict["word"], "against-rules", "{verdict}");
    assert_eq!(place(&verdict, "Reviewer").0, ["other-name"]);
    assert!(verdict["sentence"].as_str().unwrap().contains("names Ben Ash"), "{}", verdict["sentence"]);
}

#[test]
fn a_file_with_active_content_is_not_countersigned_unseen() {
    use assay_seal::identity::{Algorithm, Subject, create};
    use assay_seal::sign::{Place, Statement, sign};
    let (_folder, office) = office();
    office.call("write_draft", json!({ "assessment": office.assessment, "path": office.file("draft.pdf") }));
    let mut draft = lopdf::Document::load(office.folder.join("draft.pdf")).unwrap();
    let script = lopdf::dictionary! { "S" => "JavaScript", "JS" => lopdf::Object::string_literal("hide()") };
    draft.catalog_mut().unwrap().set("OpenAction", script);
    let mut pdf = Vec::new();
    draft.save_to(&mut pdf).unwrap();
    let subject = Subject { name: "Ada Moore".into(), organisation: "Moore & Co".into(), email: None };
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00+01:00").unwrap();
    let identity = create(&subject, at.to_utc(), 1, Algorithm::P256, [7; 64]).unwrap();
    let statement = Statement { reason: "I made this".into(), location: None, at, certify: true };
    let signed = sign(&pdf, &identity, Place { field: "Assessor".into() }, statement).unwrap();
    std::fs::write(office.folder.join("one.pdf"), signed).unwrap();
    let verdict = office.verify("one.pdf");
    assert_eq!(verdict["word"], "against-rules");
    assert!(verdict["active"][0].as_str().unwrap().contains("JavaScript"), "{verdict}");
    refused(
        office.countersign(("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), json!([])),
        &["active-content"],
    );
    let check = json!({ "path": office.file("one.pdf"), "place": "reviewer",
                        "identity": office.identity_of("Ben Ash") });
    assert_eq!(office.call("countersigning_objections", check)[0]["rule"], "active-content");
}

#[test]
fn an_identity_that_signed_a_report_is_not_taken_back() {
    let (_folder, office) = issued();
    let vault = || json!({ "assessment": null });
    // The identities made last are those of Cleo Park and Ben Ash, who signed nothing.
    office.call("undo", vault());
    office.call("undo", vault());
    let problem = office.try_call("undo", vault()).unwrap_err();
    assert_eq!(problem.code, "issued");
    assert!(problem.sentence.to_string().contains("Ada Moore signed report 1"), "{problem}");
    assert_eq!(office.verify("one.pdf")["word"], "valid");
}
