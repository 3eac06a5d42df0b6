//! One of forty-one assessments holds an answer that only a newer program can read: everything else goes on working.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../vault/tests/common/newer.rs"]
mod newer;

use assay_desk::{Desk, Environment, Job, Problem, api};
use chrono::DateTime;
use newer::Written;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const PASSPHRASE: &str = "nine green bottles";

/// A desk with a clock that stands and chance that counts.
fn desk() -> Desk {
    static DRAWN: AtomicU64 = AtomicU64::new(1);
    Desk::new(Environment {
        now: Box::new(|| DateTime::parse_from_rfc3339("2026-06-01T10:00:00+02:00").unwrap()),
        random: Box::new(|bytes| {
            for chunk in bytes.chunks_mut(8) {
                let drawn = DRAWN.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                chunk.copy_from_slice(&drawn.to_le_bytes()[..chunk.len()]);
            }
            Ok(())
        }),
        settings: None,
        ..Environment::of_this_machine()
    })
    .unwrap()
}

fn call(desk: &Desk, name: &str, input: Value) -> Result<Value, Problem> {
    api::call(desk, name, input, &Job::UNWATCHED)
}

fn does(desk: &Desk, name: &str, input: Value) -> Value {
    call(desk, name, input).unwrap_or_else(|problem| panic!("{name}: {}", problem.sentence))
}

fn open(desk: &Desk, path: &Path) -> Value {
    does(desk, "open_vault", json!({ "path": desk.offer(path), "passphrase": PASSPHRASE }))
}

/// A vault with 41 assessments of one vendor, and their ids.
fn forty_one(folder: &Path) -> (PathBuf, Vec<String>) {
    let (desk, path) = (desk(), folder.join("many.assay"));
    does(&desk, "create_vault", json!({ "path": desk.offer(&path), "passphrase": PASSPHRASE }));
    let vendor = does(
        &desk,
        "save_vendor",
        json!({ "id": null, "name": "Ledgerworks", "legal_name": "", "country": "", "website": "", "contact_name": "",
                "contact_email": "", "services": [], "notes": "" }),
    );
    let start = |n: usize| {
        let assessment = does(
            &desk,
            "create_assessment",
            json!({ "vendor": vendor["id"], "title": format!("Assessment {n:02}"), "service": "Ledger", "tier": 2,
                    "facts": [], "frameworks": ["soc2"], "previous": null,
                    "assessor": { "name": "Ada Kern", "role": "", "organisation": "" } }),
        );
        let id = assessment["id"].as_str().unwrap().to_owned();
        answer(&desk, &id, "ACC-01", "as asked").unwrap();
        id
    };
    let ids = (1..=41).map(start).collect();
    (path, ids)
}

fn answer(desk: &Desk, assessment: &str, question: &str, comment: &str) -> Result<Value, Problem> {
    let change = json!({ "comment": comment });
    call(desk, "answer", json!({ "assessment": assessment, "question": question, "change": change }))
}

#[test]
fn one_answer_that_cannot_be_read_is_named_and_everything_else_works() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ids) = forty_one(folder.path());
    let strange = &ids[16];
    let body = format!(
        r#"{{"kind":"response","body":{{"assessment":"{strange}","question":"ACC-02","conclusion":"exemplary"}}}}"#
    );
    let database = newer::database(&path, PASSPHRASE);
    let id = format!("{strange}/ACC-02");
    let written = Written { kind: "response", id: &id, parent: ("assessment", strange), body: &body };
    newer::write(&database, Some(strange), &written);

    // The list opens, whole, and says what it cannot read.
    let desk = desk();
    let session = open(&desk, &path);
    let cards = session["vendors"][0]["assessments"].as_array().unwrap();
    assert_eq!(cards.len(), 41);
    let with_unreadable: Vec<&Value> =
        cards.iter().filter(|card| !card["unreadable"].as_array().unwrap().is_empty()).collect();
    assert_eq!(with_unreadable.len(), 1);
    assert_eq!(with_unreadable[0]["assessment"]["id"], **strange);
    assert_eq!(with_unreadable[0]["unreadable"][0]["key"]["id"], id);

    // Of that assessment and of the others everything works.
    for assessment in [strange, &ids[0]] {
        let of = || json!({ "assessment": assessment });
        for view in [
            "overview",
            "questionnaire",
            "findings",
            "threat_model",
            "components",
            "tests",
            "risks",
            "results",
            "decision",
            "onboarding",
            "evidence",
            "reviews",
            "report_preview",
            "journal",
            "status",
        ] {
            does(&desk, view, of());
        }
        does(&desk, "question", json!({ "assessment": assessment, "question": "ACC-01" }));
        answer(&desk, assessment, "ACC-03", "vermilion").unwrap();
        does(&desk, "undo", of());
        does(&desk, "redo", of());
        let found = does(&desk, "search", json!({ "assessment": assessment, "text": "vermilion" }));
        assert_eq!(found.as_array().unwrap().len(), 1);
        let out = folder.path().join(format!("{assessment}.pdf"));
        does(&desk, "write_draft", json!({ "assessment": assessment, "path": desk.offer(&out) }));
    }
    // Only what needs that very record fails, and says which and why.
    let refused = answer(&desk, strange, "ACC-02", "mine").unwrap_err();
    assert_eq!(refused.code, "unreadable-record");
    assert!(
        refused.sentence.to_string().contains(&id) && refused.sentence.to_string().contains("exemplary"),
        "{}",
        refused.sentence
    );

    // It is an open point and a limit of the report.
    let decision = does(&desk, "decision", json!({ "assessment": strange }));
    let points = decision["open_points"].as_array().unwrap();
    assert!(points.iter().any(|point| point["kind"] == "unreadable"), "{decision}");
    let report = does(&desk, "report_preview", json!({ "assessment": strange })).to_string();
    assert!(report.contains("could not be read") && report.contains("ACC-02"));

    // The copy carries it, byte for byte.
    let copy = folder.path().join("copy.assay");
    does(&desk, "back_up", json!({ "path": desk.offer(&copy) }));
    assert_eq!(newer::body(&newer::database(&copy, PASSPHRASE), "response", &id), body);
    let again = self::desk();
    assert_eq!(open(&again, &copy)["vendors"][0]["assessments"].as_array().unwrap().len(), 41);
}

#[test]
fn a_vendor_and_an_identity_that_cannot_be_read_are_named_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.assay");
    let desk = desk();
    does(&desk, "create_vault", json!({ "path": desk.offer(&path), "passphrase": PASSPHRASE }));
    does(
        &desk,
        "save_vendor",
        json!({ "id": null, "name": "Ledgerworks", "legal_name": "", "country": "", "website": "", "contact_name": "",
                "contact_email": "", "services": [], "notes": "" }),
    );
    let database = newer::database(&path, PASSPHRASE);
    let body = r#"{"kind":"vendor","body":{"id":"v9","name":["two","names"]}}"#;
    newer::write(&database, None, &Written { kind: "vendor", id: "v9", parent: ("", ""), body });
    let session = does(&desk, "session", json!({}));
    assert_eq!(session["vendors"].as_array().unwrap().len(), 1);
    assert_eq!(session["unreadable"][0]["key"], json!({ "kind": "vendor", "id": "v9" }));
}
