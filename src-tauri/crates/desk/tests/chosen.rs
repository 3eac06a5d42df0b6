//! What a page that was taken over can do with files: nothing that nobody chose.
#![allow(clippy::expect_used)] // helpers of tests are tests

use assay_desk::{Desk, Environment, Job, Problem, api};
use assay_message::Message;
use chrono::DateTime;
use serde_json::{Value, json};
use std::path::Path;

const PASSPHRASE: &str = "four quiet words together";

fn desk(folder: &Path) -> Desk {
    let environment = Environment {
        now: Box::new(|| DateTime::parse_from_rfc3339("2026-11-16T09:00:00+01:00").expect("a time")),
        random: Box::new(|bytes| {
            getrandom::fill(bytes)
                .map_err(|e| Problem::new("no-randomness", Message::verbatim(e.to_string())))
        }),
        settings: Some(folder.join("settings")),
        meanwhile: Box::new(|| {}),
        issuing: Box::new(|_| {}),
    };
    Desk::new(environment).expect("a desk")
}

fn call(desk: &Desk, name: &str, input: Value) -> Result<Value, Problem> {
    api::call(desk, name, input, &Job::UNWATCHED)
}

/// The shape of every input that names a file, with that file.
fn inputs(file: &str) -> Vec<(&'static str, Value)> {
    let none = json!("asm-none");
    vec![
        ("create_vault", json!({ "path": file, "passphrase": PASSPHRASE })),
        ("open_vault", json!({ "path": file, "passphrase": PASSPHRASE })),
        ("open_sample", json!({ "path": file, "passphrase": PASSPHRASE })),
        ("forget_recent", json!({ "path": file })),
        ("back_up", json!({ "path": file })),
        ("export_questionnaire", json!({ "assessment": none, "path": file, "due": null })),
        ("read_returns", json!({ "paths": [file], "assessment": null })),
        (
            "attach_evidence",
            json!({ "assessment": none, "path": file, "title": "", "kind": "policy", "issuer": "", "issued": null,
                "valid_until": null, "pages": "", "questions": [] }),
        ),
        ("export_evidence", json!({ "assessment": none, "evidence": "ev-none", "path": file })),
        ("import_threat_dragon", json!({ "assessment": none, "path": file })),
        ("import_bom", json!({ "assessment": none, "path": file })),
        ("write_draft", json!({ "assessment": none, "path": file })),
        ("change_look", json!({ "logo": { "take": file } })),
        ("export_registers", json!({ "assessment": none, "path": file })),
        ("export_editable", json!({ "assessment": none, "path": file })),
        ("export_oscal", json!({ "assessment": none, "path": file, "model": "plan-of-action" })),
        ("issue_report", json!({ "assessment": none, "identity": "idn-none", "path": file, "location": "" })),
        ("export_issue", json!({ "assessment": none, "issue": "iss-none", "path": file })),
        ("export_certificate", json!({ "identity": "idn-none", "path": file })),
        (
            "countersign",
            json!({ "path": file, "out": file, "place": "reviewer", "identity": "idn-none", "location": "" }),
        ),
        ("countersigning_objections", json!({ "path": file, "place": "reviewer", "identity": "idn-none" })),
        ("look_at_token", json!({ "path": file })),
        ("take_identity_from_token", json!({ "path": file, "serial": "", "fingerprint": "" })),
        ("write_signed_revision", json!({ "path": file, "out": file })),
        ("request_time_stamp", json!({ "path": file, "out": file })),
        ("add_time_stamp", json!({ "path": file, "answer": file, "out": file, "trusted": [file] })),
        ("import_identity", json!({ "path": file, "passphrase": "" })),
        ("verify_pdf", json!({ "path": file, "trusted": [], "trust_vault": false })),
        ("verify_pdf", json!({ "path": file, "trusted": [file], "trust_vault": true })),
    ]
}

#[test]
fn a_path_of_the_pages_choosing_is_refused_by_every_use_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let vault = desk.offer(&folder.path().join("work.assay"));
    call(&desk, "create_vault", json!({ "path": vault, "passphrase": PASSPHRASE })).expect("made");
    let secret = folder.path().join("secret.pdf");
    std::fs::write(&secret, "not chosen by anybody").expect("written");
    let target = folder.path().join("planted");
    let offered = ["0/other.assay", "1/secret.pdf", "0/../secret.pdf", "18446744073709551616/x", "/", ""];
    let paths = [secret.to_str().expect("text"), target.to_str().expect("text"), "planted", "secret.pdf"];
    for file in paths.into_iter().chain(offered) {
        for (name, input) in inputs(file) {
            let refused = call(&desk, name, input).expect_err(name);
            assert_eq!(refused.code, "not-chosen", "{name} with “{file}”: {}", refused.sentence);
        }
    }
    assert!(!target.exists());
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("read").flatten().map(|e| e.file_name()).collect();
    assert!(
        left.iter().all(|n| n.to_string_lossy().starts_with("work") || n == "secret.pdf" || n == "settings"),
        "{left:?}"
    );
}

/// A use case that takes a file and is not tried above would be a hole nobody sees.
#[test]
fn every_use_case_that_takes_a_file_is_tried() {
    let tried: Vec<&str> = inputs("").into_iter().map(|(name, _)| name).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    for name in api::NAMES {
        // What is expected instead of an unknown field tells whether an input has a file in it.
        let refused = call(&desk, name, json!({ "no such field": 0 }));
        let words = refused.err().map(|p| p.sentence.to_string()).unwrap_or_default();
        let takes = ["`path`", "`paths`", "`out`"].iter().any(|field| words.to_string().contains(field));
        assert!(!takes || tried.contains(name), "{name} takes a file and is not tried");
    }
    assert!(tried.len() >= 17);
}

#[test]
fn a_chosen_file_works_and_is_told_by_its_name_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("text").to_owned();
    let desk = desk(folder.path());
    let token = desk.offer(&folder.path().join("work.assay"));
    assert!(token.ends_with("/work.assay") && !token.contains(&place), "{token}");
    assert_eq!(token, desk.offer(&folder.path().join("work.assay")), "one file, one token");
    let session =
        call(&desk, "create_vault", json!({ "path": token, "passphrase": PASSPHRASE })).expect("made");
    assert_eq!((&session["path"], &session["name"]), (&json!("work.assay"), &json!("work")));

    let again = call(&desk, "create_vault", json!({ "path": token, "passphrase": PASSPHRASE }));
    let refused = again.expect_err("it exists");
    assert!(
        refused.sentence.to_string().contains("work.assay") && !refused.sentence.to_string().contains(&place),
        "{}",
        refused.sentence
    );
    let broken = desk.offer(&folder.path().join("gone.xlsx"));
    let read =
        call(&desk, "read_returns", json!({ "paths": [broken], "assessment": null })).expect("a report");
    assert_eq!(read[0]["path"], "gone.xlsx");
    assert!(!read.to_string().contains(&place), "{read}");

    let welcome = call(&desk, "close_vault", json!({})).expect("closed");
    assert!(!welcome["recent"].to_string().contains(&place), "{welcome}");
    let recent = &welcome["recent"][0];
    assert_eq!((&recent["is_present"], &recent["file"]), (&json!(true), &json!(token)));
    call(&desk, "open_vault", json!({ "path": recent["file"], "passphrase": PASSPHRASE })).expect("opened");
    let welcome = call(&desk, "forget_recent", json!({ "path": token })).expect("forgotten");
    assert_eq!(welcome["recent"], json!([]));
}

/// A token is good for this run of the program only: what another one offered is nothing here.
#[test]
fn a_token_of_another_run_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let token = desk(folder.path()).offer(&folder.path().join("work.assay"));
    let refused =
        call(&desk(folder.path()), "open_vault", json!({ "path": token, "passphrase": PASSPHRASE }));
    assert_eq!(refused.expect_err("refused").code, "not-chosen");
}
