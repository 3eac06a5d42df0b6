//! A vault that a newer program wrote to: what this one does not know stays, and what it cannot read locks nothing else.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use assay_core::record::{Deferred, Record};
use assay_vault::{Edit, Vault};
use common::newer::{self, Written};
use common::{
    PASSPHRASE, answer, assessment_id, back_up, children, get, key, place, put, raw, redo, remove, response,
    save, undo, vault_at,
};
use std::path::Path;

/// What a newer program keeps in a response besides what this one knows, spelled as no program of today would.
const UNKNOWN: [&str; 4] = [
    r#""legal_hold":{"by":"Counsel \u00e9","weight":1.50e+02,"until":null}"#,
    r#""sampled":18446744073709551617"#,
    r#""reminders":[ 3,  2.0 ]"#,
    r#""seen_at":"13:05""#,
];

fn newer_response() -> String {
    let [hold, sampled, reminders, seen_at] = UNKNOWN;
    format!(
        r#"{{"kind":"response","body":{{"assessment":"a1",{hold},"question":"ACC-01","comment":"as said",{sampled},"deferred":{{"what":"report",{reminders}}},"reviewed":{{"by":"Bo",{seen_at},"at":"2026-05-04T09:30:00+02:00","conclusion":null}}}}}}"#
    )
}

/// A vault with an assessment, to which a newer program wrote.
fn written(path: &Path, all: &[Written]) -> Vault {
    drop(vault_at(path));
    let conn = raw(path);
    for one in all {
        newer::write(&conn, Some("a1"), one);
    }
    drop(conn);
    Vault::open(path, PASSPHRASE).unwrap()
}

fn in_a1<'a>(kind: &'a str, id: &'a str, body: &'a str) -> Written<'a> {
    Written { kind, id, parent: ("assessment", "a1"), body }
}

#[test]
fn fields_of_a_newer_program_stay_byte_for_byte_through_fifty_edits_undo_and_redo() {
    let (_folder, path) = place();
    let body = newer_response();
    let mut vault = written(&path, &[in_a1("response", "a1/ACC-01", &body)]);
    let stored = || newer::body(&raw(&path), "response", "a1/ACC-01");
    let all_there = |when: &str| {
        let stored = stored();
        for unknown in UNKNOWN {
            assert!(stored.contains(unknown), "{when}: {unknown}\nnot in\n{stored}");
        }
    };
    let edit = |vault: &mut Vault, n: usize| {
        let Some(Record::Response(old)) = get(vault, "response", "a1/ACC-01") else { panic!("a response") };
        let mut next = old.clone();
        match n % 3 {
            0 => next.comment = format!("comment {n}"),
            1 => next.deferred = Some(Deferred { what: format!("report {n}"), until: None }),
            _ => next.rationale = format!("seen {n}"),
        }
        save(vault, "Answer ACC-01", Some("a1"), |_| {
            let [expected, next] = [old, next].map(|response| Box::new(Record::Response(response)));
            Ok(vec![Edit::Replace { expected, next }])
        })
        .unwrap();
    };
    for n in 0..25 {
        edit(&mut vault, n);
        answer(&mut vault, &format!("LOG-{n:02}"), "beside it");
        all_there(&format!("after edit {n}"));
    }
    let last = stored();
    let scope = assessment_id("a1");
    for n in 0..50 {
        undo(&mut vault, Some(&scope)).unwrap().unwrap();
        all_there(&format!("after undo {n}"));
    }
    assert_eq!(stored(), body);
    for n in 0..50 {
        redo(&mut vault, Some(&scope)).unwrap().unwrap();
        all_there(&format!("after redo {n}"));
    }
    assert_eq!(stored(), last);
    vault.check_journal().unwrap();
}

#[test]
fn a_field_nobody_changed_is_no_change_however_a_newer_program_spelled_it() {
    let (_folder, path) = place();
    let body = newer_response();
    let mut vault = written(&path, &[in_a1("response", "a1/ACC-01", &body)]);
    let head = common::head(&vault);
    let same = get(&vault, "response", "a1/ACC-01").unwrap();
    put(&mut vault, "Answer ACC-01", Some("a1"), vec![same]).unwrap();
    assert_eq!(common::head(&vault), head);
}

#[test]
fn what_cannot_be_read_is_named_and_keeps_nothing_else_from_being_read_changed_undone_or_copied() {
    let (folder, path) = place();
    let strange =
        r#"{"kind":"response","body":{"assessment":"a1","question":"ACC-02","conclusion":"exemplary"}}"#;
    let kind = r#"{"kind":"interview-slot","body":{"assessment":"a1","id":"s1","at":"2026-06-01"}}"#;
    let mut vault =
        written(&path, &[in_a1("response", "a1/ACC-02", strange), in_a1("interview-slot", "a1/s1", kind)]);
    answer(&mut vault, "ACC-01", "fine");
    answer(&mut vault, "ACC-01", "better");

    let found = vault.state().unwrap().children(&key("assessment", "a1")).unwrap();
    assert_eq!(found.read, [response("a1", "ACC-01", "better")]);
    let named: Vec<_> = found.unreadable.iter().map(|unreadable| unreadable.key.clone()).collect();
    assert_eq!(named, [key("interview-slot", "a1/s1"), key("response", "a1/ACC-02")]);
    assert!(found.unreadable[1].detail.contains("exemplary"), "{:?}", found.unreadable[1]);

    // Only what needs that very record fails, and says which.
    let error = vault.state().unwrap().get(&key("response", "a1/ACC-02")).unwrap_err();
    assert_eq!(error.code(), "unreadable-record");
    let over = put(&mut vault, "Answer ACC-02", Some("a1"), vec![response("a1", "ACC-02", "mine")]);
    assert_eq!(over.unwrap_err().code(), "unreadable-record");

    let scope = assessment_id("a1");
    undo(&mut vault, Some(&scope)).unwrap().unwrap();
    assert_eq!(children(&vault, "assessment", "a1"), [response("a1", "ACC-01", "fine")]);
    redo(&mut vault, Some(&scope)).unwrap().unwrap();

    let copy = folder.path().join("copy.assay");
    back_up(&vault, &copy).unwrap();
    drop(vault);
    Vault::open(&copy, PASSPHRASE).unwrap();
    for file in [&path, &copy] {
        assert_eq!(newer::body(&raw(file), "response", "a1/ACC-02"), strange);
        assert_eq!(newer::body(&raw(file), "interview-slot", "a1/s1"), kind);
    }
}

#[test]
fn an_assessment_with_a_record_that_cannot_be_read_is_not_removed() {
    let (_folder, path) = place();
    let kind = r#"{"kind":"interview-slot","body":{"assessment":"a1","id":"s1"}}"#;
    let mut vault = written(&path, &[in_a1("interview-slot", "a1/s1", kind)]);
    assert_eq!(remove(&mut vault, "Remove", &[("assessment", "a1")]).unwrap_err().code(), "still-needed");
}
