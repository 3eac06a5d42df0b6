//! What was typed and is not saved yet is kept until it is saved or given up, and goes nowhere else.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

use assay_desk::{Desk, Environment, Job, Problem, api};
use chrono::DateTime;
use serde_json::{Value, json};
use std::path::Path;

const PASSPHRASE: &str = "nine green bottles";

/// A desk whose clock stands, so that what is written twice is the same.
fn desk() -> Desk {
    let now = || DateTime::parse_from_rfc3339("2026-06-01T10:00:00+02:00").unwrap();
    Desk::new(Environment { settings: None, now: Box::new(now), ..Environment::of_this_machine() }).unwrap()
}

fn call(desk: &Desk, name: &str, input: Value) -> Result<Value, Problem> {
    api::call(desk, name, input, &Job::UNWATCHED)
}

fn does(desk: &Desk, name: &str, input: Value) -> Value {
    call(desk, name, input).unwrap_or_else(|problem| panic!("{name}: {}", problem.sentence))
}

fn key(desk: &Desk, path: &Path) -> Value {
    json!({ "path": desk.offer(path), "passphrase": PASSPHRASE })
}

fn draft(address: &str, text: &str) -> Value {
    json!({ "address": address, "body": { "value": text, "base": "" }, "what": "Rationale", "place": "#/decision" })
}

/// Keeps a text, in the place of the state `before`; its number.
fn keep(desk: &Desk, address: &str, text: &str, before: Option<&Value>) -> Value {
    let mut input = draft(address, text);
    if let Some(before) = before {
        input["before"] = before.clone();
    }
    does(desk, "keep_draft", input)["number"].clone()
}

/// Address and text of each draft.
fn kept(desk: &Desk) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let drafts = does(desk, "drafts", json!({}));
    let drafts = drafts.as_array().unwrap().iter();
    drafts.map(|draft| (text(&draft["address"]), text(&draft["body"]["value"]))).collect()
}

fn pair(address: &str, text: &str) -> (String, String) {
    (address.to_owned(), text.to_owned())
}

/// An assessment in a new vault; its id.
fn started(desk: &Desk, path: &Path) -> Value {
    does(desk, "create_vault", key(desk, path));
    let vendor = json!({
        "id": null, "name": "Ledgerworks", "legal_name": "", "country": "", "website": "", "contact_name": "",
        "contact_email": "", "services": [], "notes": ""
    });
    let vendor = does(desk, "save_vendor", vendor);
    let start = json!({
        "vendor": vendor["id"], "title": "2026", "service": "Ledger", "tier": 2, "facts": [], "frameworks": ["soc2"],
        "previous": null, "assessor": { "name": "Ada Kern", "role": "", "organisation": "" },
    });
    does(desk, "create_assessment", start)["id"].clone()
}

#[test]
fn a_draft_outlives_closing_and_is_gone_when_it_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, path) = (desk(), folder.path().join("drafts.assay"));
    does(&desk, "create_vault", key(&desk, &path));
    let first = keep(&desk, "b", "one", None);
    keep(&desk, "a", "other", None);
    let number = keep(&desk, "b", "one and more", Some(&first));
    does(&desk, "close_vault", json!({}));
    assert_eq!(call(&desk, "drafts", json!({})).unwrap_err().code, "no-vault");
    does(&desk, "open_vault", key(&desk, &path));
    assert_eq!(kept(&desk), [pair("a", "other"), pair("b", "one and more")]);
    let first = does(&desk, "drafts", json!({}))[0].clone();
    assert_eq!(first["what"], "Rationale");
    assert_eq!(first["place"], "#/decision");
    assert_eq!(first["at"], "2026-06-01T10:00:00+02:00");
    does(&desk, "drop_draft", json!({ "number": number }));
    does(&desk, "drop_draft", json!({ "number": number }));
    does(&desk, "close_vault", json!({}));
    does(&desk, "open_vault", key(&desk, &path));
    assert_eq!(kept(&desk), [pair("a", "other")]);
}

#[test]
fn a_draft_is_there_after_the_program_ended_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, path) = (desk(), folder.path().join("drafts.assay"));
    does(&desk, "create_vault", key(&desk, &path));
    does(&desk, "keep_draft", draft("a", "typed a moment ago"));
    // The files as they lie on the disk now, with nobody having closed anything.
    let left = folder.path().join("left");
    std::fs::create_dir(&left).unwrap();
    for name in ["drafts.assay", "drafts.assay-wal"] {
        std::fs::copy(folder.path().join(name), left.join(name)).unwrap();
    }
    let next = self::desk();
    does(&next, "open_vault", key(&next, &left.join("drafts.assay")));
    assert_eq!(kept(&next), [pair("a", "typed a moment ago")]);
}

#[test]
fn two_windows_keep_a_draft_of_the_same_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drafts.assay");
    let [one, other] = [desk(), desk()];
    does(&one, "create_vault", key(&one, &path));
    does(&other, "open_vault", key(&other, &path));
    let mine = keep(&one, "a", "mine", None);
    let theirs = keep(&other, "a", "theirs", None);
    assert_ne!(mine, theirs);
    let mine = keep(&one, "a", "mine and more", Some(&mine));
    assert_eq!(kept(&one), [pair("a", "theirs"), pair("a", "mine and more")]);
    // What the one saved is gone; the other's stays.
    does(&one, "drop_draft", json!({ "number": mine }));
    assert_eq!(kept(&other), [pair("a", "theirs")]);

    // One that a second window took up is there in both states, when the first one goes on with it as well.
    let taken = keep(&other, "a", "theirs, gone on with", Some(&theirs));
    keep(&one, "a", "theirs, gone on with elsewhere", Some(&theirs));
    assert_eq!(kept(&one), [pair("a", "theirs, gone on with"), pair("a", "theirs, gone on with elsewhere")]);
    // A number is given once: nothing of somebody else's goes with a draft that is dropped twice.
    does(&other, "drop_draft", json!({ "number": taken }));
    let next = keep(&one, "b", "next", None);
    assert_ne!(next, taken);
}

#[test]
fn a_backup_holds_the_drafts() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, copy) = (desk(), folder.path().join("copy.assay"));
    does(&desk, "create_vault", key(&desk, &folder.path().join("drafts.assay")));
    does(&desk, "keep_draft", draft("a", "typed"));
    does(&desk, "back_up", json!({ "path": desk.offer(&copy) }));
    does(&desk, "open_vault", key(&desk, &copy));
    assert_eq!(kept(&desk), [pair("a", "typed")]);
}

#[test]
fn a_draft_changes_neither_journal_nor_undo_nor_anything_that_goes_out() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk();
    let assessment = started(&desk, &folder.path().join("drafts.assay"));
    let of = json!({ "assessment": assessment });
    let change = json!({ "rationale": "seen" });
    does(&desk, "answer", json!({ "assessment": assessment, "question": "ACC-01", "change": change }));
    let file = |name: &str| folder.path().join(name);
    let written = |round: &str| {
        let (pdf, csv) = (file(&format!("{round}.pdf")), file(&format!("{round}.csv")));
        does(&desk, "write_draft", json!({ "assessment": assessment, "path": desk.offer(&pdf) }));
        let export = json!({ "assessment": assessment, "path": desk.offer(&csv), "due": null });
        does(&desk, "export_questionnaire", export);
        let preview = does(&desk, "report_preview", of.clone());
        (std::fs::read(pdf).unwrap(), std::fs::read(csv).unwrap(), preview)
    };
    let journal = || {
        let of_vault = json!({ "assessment": null });
        (
            does(&desk, "journal", of.clone()),
            does(&desk, "journal", of_vault),
            does(&desk, "status", of.clone()),
        )
    };
    let (out, entries) = (written("before"), journal());
    does(&desk, "keep_draft", draft("a", "unsaid"));
    assert_eq!(journal(), entries);
    assert!(written("after") == out, "something that goes out changed");
    does(&desk, "undo", of.clone());
    does(&desk, "redo", of);
    assert_eq!(kept(&desk), [pair("a", "unsaid")]);
}

#[test]
fn what_is_too_long_for_a_draft_is_refused_whole_and_the_one_before_stays() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk();
    does(&desk, "create_vault", key(&desk, &folder.path().join("drafts.assay")));
    does(&desk, "keep_draft", draft("a", "short"));
    let long = "x".repeat(assay_desk::use_cases::drafts::MAX_DRAFT);
    let refused = call(&desk, "keep_draft", draft("a", &long)).unwrap_err();
    assert_eq!(refused.code, "too-large");
    assert!(refused.sentence.to_string().contains("“Rationale”"), "{}", refused.sentence);
    assert_eq!(kept(&desk), [pair("a", "short")]);
    // As long as is allowed, to the byte, comes back whole.
    let around = serde_json::to_string(&draft("b", "")["body"]).unwrap().len();
    let most = "y".repeat(assay_desk::use_cases::drafts::MAX_DRAFT - around);
    does(&desk, "keep_draft", draft("b", &most));
    assert_eq!(kept(&desk), [pair("a", "short"), pair("b", &most)]);
}
