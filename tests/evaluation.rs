//! What is claimed and what is concluded, what is written and what is earned, by command.

use assay_core::record::Record;
use assay_tests::{Desk, PASSPHRASE, judge};
use assay_vault::{Change, Edit, Vault, VaultError};
use chrono::DateTime;
use serde_json::{Value, json};

const VAULT: &str = "work.assay";

fn open_kinds(desk: &Desk) -> Vec<String> {
    let points = desk.json(&["close-out", VAULT]);
    let points = points.as_array().expect("points");
    points.iter().map(|p| p["kind"].as_str().expect("a kind").to_owned()).collect()
}

fn states(desk: &Desk, state: &str) -> usize {
    let view = desk.json(&["decide", VAULT]);
    view["knock_outs"].as_array().expect("knock-outs").iter().filter(|k| k["state"] == state).count()
}

/// The vendor's file with the same answer in every row.
fn answered(desk: &Desk, answer: &str, explanation: &str) {
    desk.ok(&["export", VAULT, "form.csv"]);
    let script = format!(
        r#"
import csv
rows = list(csv.reader(open("form.csv", encoding="utf-8-sig", newline="")))
head = next(n for n, row in enumerate(rows) if any(cell.startswith("Answer") for cell in row))
column = lambda word: next(n for n, cell in enumerate(rows[head]) if cell.startswith(word))
number, answer, explanation = column("No"), column("Answer"), column("Explanation")
for row in rows[head + 1:]:
    if row and row[number]: row[answer], row[explanation] = "{answer}", "{explanation}"
rows.append(["" for _ in rows[head]])
rows[-1][number], rows[-1][answer], rows[-1][explanation] = "AIG-18", "{answer}", "{explanation}"
csv.writer(open("back.csv", "w", encoding="utf-8", newline="")).writerows(rows)
"#
    );
    std::fs::write(desk.file("fill.py"), script).expect("written");
    judge(0, "python3", &["fill.py"], desk.path());
}

#[test]
fn what_a_vendor_says_does_not_apply_counts_when_it_is_concluded() {
    let desk = Desk::new();
    desk.with_assessment();
    answered(&desk, "Not applicable", "This is not part of the service");
    let back = desk.json(&["returned", VAULT, "back.csv"]);
    assert_eq!(back[0]["refused"], 1, "the row for a question to our own people: {}", back[0]);
    assert_eq!(desk.json(&["question", VAULT, "AIG-18"])["response"]["claim"], Value::Null);

    desk.ok(&["answer", VAULT, "ACC-01", "--conclude", "effective"]);
    let asked = desk.json(&["questions", VAULT])["tally"]["asked"].as_u64().expect("asked");
    let total = desk.json(&["results", VAULT])["total"].clone();
    assert_eq!((total["concluded"].as_u64(), total["applicable"].as_u64()), (Some(1), Some(asked)));
    assert_eq!(states(&desk, "not-applicable"), 1, "of health data alone, which is not in scope");
    // One is fed by the question that is concluded; what the vendor says of all the others settles none.
    let all = desk.json(&["decide", VAULT])["knock_outs"].as_array().map_or(0, Vec::len);
    assert_eq!((states(&desk, "clear"), states(&desk, "not-assessed")), (1, all - 2));
    let said = desk.refused(1, &["decide", VAULT, "--outcome", "approve", "--by", "C. Park"]);
    assert!(said.contains("the best is “Defer”") && said.contains("too little is known"), "{said}");
    assert!(open_kinds(&desk).iter().filter(|kind| *kind == "not-concluded").count() as u64 == asked - 1);

    // Accepted one by one and together, each time with a reason in the assessor's words.
    let said = desk.refused(1, &["accept-not-applicable", VAULT, "CRY-01", "--reason", " "]);
    assert!(said.contains("The reason is missing"), "{said}");
    let said = desk.refused(1, &["accept-not-applicable", VAULT, "ACC-01", "--reason", "x"]);
    assert!(said.contains("ACC-01 is concluded “effective”"), "{said}");
    desk.ok(&["accept-not-applicable", VAULT, "CRY-01", "--reason", "No data leave the rack"]);
    let answer = desk.json(&["question", VAULT, "CRY-01"])["response"].clone();
    assert_eq!(answer["rationale"], "No data leave the rack");
    assert_eq!(answer["reason"], "This is not part of the service", "what the vendor wrote stays");
    let total = desk.json(&["results", VAULT])["total"].clone();
    assert_eq!(total["applicable"].as_u64(), Some(asked - 1));
    desk.ok(&["accept-not-applicable", VAULT, "--reason", "Seen: the service has no such part"]);
    let total = desk.json(&["results", VAULT])["total"].clone();
    let own = asked - back[0]["changed"].as_u64().expect("changed");
    assert_eq!(total["applicable"].as_u64(), Some(own + 1), "what only we answer, and ACC-01");
    assert!(states(&desk, "not-applicable") > 8);
    desk.ok(&["undo", VAULT]);
    let total = desk.json(&["results", VAULT])["total"].clone();
    assert_eq!(total["applicable"].as_u64(), Some(asked - 1), "one step");
}

#[test]
fn a_level_is_earned_and_old_evidence_is_out_of_date_everywhere() {
    let desk = Desk::new();
    desk.with_assessment();
    let judged =
        ["--conclude", "effective", "--level", "4", "--method", "examine", "--rationale", "All well"];
    for question in ["VUL-02", "VUL-03"] {
        desk.ok(&[&["answer", VAULT, question][..], &judged].concat());
    }
    let level = |question: &str| desk.json(&["question", VAULT, question])["row"]["assurance"].clone();
    assert_eq!(level("VUL-02"), 1, "nothing is linked");
    let counted = desk.json(&["results", VAULT])["assurance"].clone();
    assert_eq!(counted, json!({ "0": 0, "1": 2, "2": 0, "3": 0, "4": 0 }));
    assert!(open_kinds(&desk).contains(&"level-not-earned".to_owned()));

    std::fs::write(desk.file("scan.txt"), "none").expect("written");
    let asks = desk.json(&["question", VAULT, "VUL-03"])["question"]["evidence"].clone();
    assert!(
        asks.as_array().expect("asks").iter().all(|ask| ask["fresh_days"].as_u64() <= Some(90)),
        "{asks}"
    );
    let old = [
        "--issued",
        "2019-03-01",
        "--title",
        "Old scan",
        "--kind",
        "test-result",
        "--issuer",
        "Holm & Sedge",
    ];
    desk.ok(&[&["evidence", VAULT, "scan.txt", "--question", "VUL-03"][..], &old].concat());
    assert_eq!(level("VUL-03"), 1);
    let shown = desk.ok(&["question", VAULT, "VUL-03"]);
    assert!(shown.contains("Not in date") && shown.contains("“Old scan” is of 2019-03-01"), "{shown}");
    let points = desk.ok(&["close-out", VAULT]);
    assert!(points.contains("“Old scan” is of 2019-03-01; VUL-03 asks for at most"), "{points}");
    desk.ok(&["report", VAULT, "--out", "draft.pdf"]);
    let text = judge(0, "pdftotext", &["-layout", "draft.pdf", "-"], desk.path());
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("older than its question asks"), "the report says so");
}

#[test]
fn a_decision_is_confirmed_by_its_person_when_the_ground_moves() {
    let desk = Desk::new();
    desk.with_assessment();
    let said = desk.refused(1, &["decide", VAULT, "--outcome", "defer"]);
    assert!(said.contains("needs the name of the person who decides"), "{said}");
    for nobody in [".", "\u{200b}"] {
        let said = desk.refused(1, &["decide", VAULT, "--outcome", "defer", "--by", nobody]);
        assert!(said.contains("needs the name of the person who decides"), "{said}");
    }
    let said =
        desk.refused(1, &["decide", VAULT, "--outcome", "defer", "--by", "C. Park", "--on", "2999-01-01"]);
    assert!(said.contains("still to come"), "{said}");
    desk.ok(&["decide", VAULT, "--outcome", "defer", "--by", "C. Park", "--condition", "Sign the agreement"]);
    let standing = || desk.json(&["decide", VAULT])["standing"].clone();
    assert_eq!(standing(), json!({ "state": "stands", "because": [] }));
    desk.ok(&["answer", VAULT, "ACC-02", "--claim", "no"]);
    assert_eq!(standing()["state"], "stands", "a claim is no ground");
    desk.ok(&["answer", VAULT, "ACC-02", "--conclude", "partially"]);
    let moved = json!(["ACC-02 was “Not assessed” and is “Partially effective”."]);
    assert_eq!(standing(), json!({ "state": "to-confirm", "because": moved }));
    assert!(open_kinds(&desk).contains(&"decision-to-confirm".to_owned()));
    assert_eq!(item(&desk.json(&["gates", VAULT]), "pre-decision")["state"], "open");
    let said = desk.ok(&["status", VAULT]);
    let line = said.lines().find(|line| line.contains("to be confirmed")).expect("it is said");
    assert!(!line.contains('✓'), "{line}");
    desk.ok(&["decide", VAULT, "--met", "1=2026-01-02"]);
    assert_eq!(standing()["state"], "to-confirm", "a condition met confirms nothing");
    desk.ok(&["decide", VAULT, "--confirm"]);
    assert_eq!(standing()["state"], "stands");
}

#[test]
fn a_note_settles_a_knock_out_only_while_nothing_feeds_it() {
    let desk = Desk::new();
    desk.with_assessment();
    let said = desk.refused(1, &["knock-out", VAULT, "KO-07", "--clear", "They told us"]);
    assert!(said.contains("KO-07 is read from what is answered"), "{said}");
    let state = || {
        let view = desk.json(&["decide", VAULT]);
        let all = view["knock_outs"].as_array().expect("knock-outs").clone();
        all.into_iter().find(|k| k["id"] == "KO-05").expect("known")["state"].clone()
    };
    assert_eq!(state(), "not-assessed");
    desk.ok(&["knock-out", VAULT, "KO-05", "--clear", "There is no report"]);
    assert_eq!(state(), "clear");
    desk.ok(&["knock-out", VAULT, "KO-05", "--remove"]);
    assert_eq!(state(), "not-assessed");
}

/// A record put into the vault as an older program left it there.
fn record(desk: &Desk, kind: &str, body: Value) {
    let record: Record = serde_json::from_value(json!({ "kind": kind, "body": body })).expect("a record");
    let mut vault = Vault::open(&desk.file(VAULT), PASSPHRASE).expect("the vault");
    let at = DateTime::parse_from_rfc3339("2026-01-05T09:00:00Z").expect("a moment");
    let scope = body["assessment"].as_str().map(|id| id.parse().expect("an id"));
    let (_, ()) = vault
        .change(at, |state| {
            let edit = match state.get(&record.key())? {
                Some(old) => Edit::Replace { expected: Box::new(old), next: Box::new(record) },
                None => Edit::Insert(Box::new(record)),
            };
            let edits = vec![edit];
            Ok::<_, VaultError>((Change { label: "as it was".into(), scope, actor: "Ada".into(), edits }, ()))
        })
        .expect("saved");
}

/// An item of a gate.
fn item(view: &Value, id: &str) -> Value {
    let gates = view["gates"].as_array().expect("gates").iter();
    let mut items = gates.flat_map(|gate| gate["items"].as_array().expect("items"));
    items.find(|item| item["id"] == id).expect("known").clone()
}

fn assessment(desk: &Desk) -> Value {
    desk.json(&["status", VAULT])["assessment"]["id"].clone()
}

#[test]
fn a_decision_that_does_not_say_what_it_rested_on_is_to_be_confirmed() {
    let desk = Desk::new();
    desk.with_assessment();
    let assessment = assessment(&desk);
    record(
        &desk,
        "decision",
        json!({ "assessment": assessment, "outcome": "defer", "decided_by": "C. Park", "decided_on": "2026-01-05" }),
    );
    let standing = || desk.json(&["decide", VAULT])["standing"].clone();
    assert_eq!(standing()["state"], "to-confirm");
    let why = standing()["because"].to_string();
    assert!(why.contains("was not kept by the program that recorded it"), "{why}");
    assert!(open_kinds(&desk).contains(&"decision-to-confirm".to_owned()));
    assert_eq!(item(&desk.json(&["gates", VAULT]), "pre-decision")["state"], "open");
    let said = desk.ok(&["status", VAULT]);
    let line = said.lines().find(|line| line.contains("to be confirmed")).expect("it is said");
    assert!(!line.contains('✓'), "{line}");
    assert_eq!(item(&desk.json(&["gates", VAULT]), "pre-decision")["state"], "open");
    desk.ok(&["decide", VAULT, "--confirm"]);
    assert_eq!(standing(), json!({ "state": "stands", "because": [] }));
}

#[test]
fn a_decision_is_not_older_than_the_one_it_replaces() {
    let desk = Desk::new();
    desk.with_assessment();
    let decide = |day: &'static str| ["decide", VAULT, "--outcome", "defer", "--by", "C. Park", "--on", day];
    desk.ok(&decide("2026-01-12"));
    let said = desk.refused(1, &decide("2026-01-05"));
    assert!(said.contains("2026-01-05 is before the decision it replaces, 2026-01-12"), "{said}");
    assert_eq!(desk.json(&["decide", VAULT])["decision"]["decided_on"], "2026-01-12");
    let mut scope = desk.json(&["status", VAULT])["assessment"].clone();
    scope["period_from"] = json!("2026-01-20");
    record(&desk, "assessment", scope);
    let said = desk.refused(1, &decide("2026-01-15"));
    assert!(said.contains("before the first day that the work looks at, 2026-01-20"), "{said}");
}

#[test]
fn a_note_on_a_knock_out_falls_when_what_it_was_made_on_changes() {
    let desk = Desk::new();
    desk.with_assessment();
    let knock_out = |id: &str| {
        let view = desk.json(&["decide", VAULT]);
        let all = view["knock_outs"].as_array().expect("knock-outs").clone();
        all.into_iter().find(|k| k["id"] == id).expect("known")
    };
    desk.ok(&["knock-out", VAULT, "KO-05", "--clear", "There is no report"]);
    assert_eq!(knock_out("KO-05")["state"], "clear");
    std::fs::write(desk.file("soc.json"), r#"{ "auditor": "Fell", "result": "adverse" }"#).expect("written");
    desk.ok(&["review", VAULT, "--soc", "soc.json"]);
    let fed = knock_out("KO-05");
    assert_eq!(fed["state"], "struck");
    assert!(fed["because"].to_string().contains("no longer counts"), "{fed}");

    // Noted by an older program while nothing fed it.
    let assessment = assessment(&desk);
    record(
        &desk,
        "knock-out-note",
        json!({ "assessment": assessment, "knock_out": "KO-12", "struck": false, "note": "They offer a yearly report" }),
    );
    assert_eq!(knock_out("KO-12")["state"], "not-assessed", "it is asked");
    desk.ok(&["answer", VAULT, "SUP-04", "--conclude", "ineffective"]);
    assert_eq!(knock_out("KO-12")["state"], "struck");
}

#[test]
fn a_vendor_without_ai_is_asked_for_no_test_of_it() {
    let desk = Desk::new();
    desk.ok(&["new", VAULT]);
    desk.ok(&["vendor", VAULT, "--name", "Tallow"]);
    let start = ["start", VAULT, "--vendor", "Tallow", "--title", "2026", "--tier", "1", "--assessor", "Ada"];
    desk.ok(&[&start[..], &["--framework", "soc2", "--fact", "personal-data"]].concat());
    let view = desk.json(&["gates", VAULT]);
    let steps = view["steps"].as_array().expect("steps").iter();
    let beside: Vec<&Value> = steps.filter(|step| step["applies"] == false).map(|step| &step["id"]).collect();
    assert_eq!(beside, ["components", "tests"]);
    for id in ["pre-components", "live-tests"] {
        assert_eq!(item(&view, id)["state"], "not-applicable", "{id}");
    }
    assert_eq!(desk.ok(&["gates", VAULT]).matches("not applicable\n").count(), 2);
    let needed = desk.json(&["tests", VAULT]);
    assert!(!needed.to_string().contains("\"needed\":true"), "{needed}");
}

#[test]
fn a_tier_is_lowered_by_two_people_and_followed_with_its_reasons() {
    let desk = Desk::new();
    desk.with_assessment();
    let lower = ["inherent", VAULT, "--tier", "4", "--reason", "A pilot", "--by", "Ada Moore"];
    let said = desk.refused(1, &lower);
    assert!(said.contains("second person"), "{said}");
    desk.ok(&[&lower[..], &["--second", "Ben Hall"]].concat());
    let tier = || desk.json(&["inherent", VAULT])["tier"].clone();
    assert_eq!(tier(), 4);
    desk.ok(&["inherent", VAULT, "--proposed"]);
    assert_eq!(tier(), 1, "back to where it was begun");

    desk.ok(&["inherent", VAULT, "--set", "IR-01=health-at-scale"]);
    let before = desk.json(&["status", VAULT])["assessment"].clone();
    let begin = [
        "start",
        VAULT,
        "--vendor",
        "Tallow & Wick Ltd",
        "--title",
        "Tallow 2027",
        "--assessor",
        "Ada Moore",
    ];
    let begin =
        [&begin[..], &["--framework", "soc2", "--follows", before["id"].as_str().expect("an id")]].concat();
    let usage = desk.run(&[&begin[..], &["--tier", "3"]].concat());
    assert_eq!(usage.status.code(), Some(2), "the tier comes along, and no other is taken");
    let next = desk.json(&begin);
    for part in ["tier", "tier_reason", "inherent", "derived_facts", "critical"] {
        assert_eq!(next[part], before[part], "{part}");
    }
}

#[test]
fn a_fact_recorded_by_hand_stays_when_an_answer_is_corrected() {
    let desk = Desk::new();
    desk.with_assessment();
    desk.ok(&["inherent", VAULT, "--set", "IR-01=health-at-scale"]);
    desk.ok(&["inherent", VAULT, "--set", "IR-01=none"]);
    let scope = desk.json(&["status", VAULT])["assessment"].clone();
    assert!(
        scope["facts"].as_array().expect("facts").contains(&json!("personal-data")),
        "{}",
        scope["facts"]
    );
    assert!(!scope["derived_facts"].as_array().expect("facts").contains(&json!("personal-data")));
}
