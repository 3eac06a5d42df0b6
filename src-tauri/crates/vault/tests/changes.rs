//! Changes, undo and redo, and what can be read back.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;
use assay_core::record::Record;
use assay_vault::{Edit, Field, State, Vault, VaultError};
use common::*;
use serde_json::{Value, json};

#[test]
fn what_is_saved_is_there_after_opening_again() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "Every account has an owner.");
    let head = vault.state().unwrap().journal_head().unwrap();
    drop(vault);

    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(vault.state().unwrap().get(&key("vendor", "v1")).unwrap(), Some(vendor("v1", "Ledgerworks")));
    assert_eq!(
        children(&vault, "assessment", "a1"),
        vec![response("a1", "ACC-01", "Every account has an owner.")]
    );
    assert_eq!(vault.state().unwrap().all("assessment").unwrap().read, vec![assessment("a1", "v1")]);
    assert_eq!(vault.state().unwrap().get(&key("vendor", "v2")).unwrap(), None);
    assert_eq!(vault.state().unwrap().journal_head().unwrap(), head);
    assert_eq!(head.0, 2);
    let journal = vault.state().unwrap().journal(Some(&assessment_id("a1")), 10).unwrap();
    assert_eq!(journal.len(), 1);
    assert_eq!((journal[0].label.as_str(), journal[0].actor.as_str()), ("Answer ACC-01", "Ada"));
    assert_eq!((journal[0].at, &journal[0].hash), (now(), &head.1));
    assert_eq!(vault.state().unwrap().journal(None, 1).unwrap(), journal);
    assert_eq!(vault.state().unwrap().journal(None, 10).unwrap().len(), 2);
}

#[test]
fn children_and_all_come_in_one_order() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    for question in ["LOG-02", "ACC-01", "LOG-01"] {
        answer(&mut vault, question, "x");
    }
    let ids: Vec<_> = children(&vault, "assessment", "a1").iter().map(|r| r.key().id).collect();
    assert_eq!(ids, ["a1/ACC-01", "a1/LOG-01", "a1/LOG-02"]);
}

#[test]
fn a_change_that_alters_nothing_writes_nothing() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let seq = answer(&mut vault, "ACC-01", "x");
    assert_eq!(answer(&mut vault, "ACC-01", "x"), seq);
    assert_eq!(put(&mut vault, "Nothing", None, vec![]).unwrap(), seq);
    let there_and_back = |_: &State| {
        let record = Box::new(vendor("v9", "Passing"));
        Ok(vec![Edit::Insert(record.clone()), Edit::Remove(record)])
    };
    assert_eq!(save(&mut vault, "There and back", None, there_and_back).unwrap(), seq);
    assert_eq!(vault.state().unwrap().stats().unwrap().entries, 2);
    assert_eq!(
        vault.state().unwrap().undo_label(Some(&assessment_id("a1"))).unwrap().as_deref(),
        Some("Answer ACC-01")
    );
}

#[test]
fn several_edits_of_one_record_are_made_one_after_the_other() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let twice = |_: &State| {
        let first = Box::new(response("a1", "ACC-01", "first"));
        let next = Box::new(response("a1", "ACC-01", "second"));
        Ok(vec![Edit::Insert(first.clone()), Edit::Replace { expected: first, next }])
    };
    save(&mut vault, "Twice", Some("a1"), twice).unwrap();
    assert_eq!(
        vault.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(),
        Some(response("a1", "ACC-01", "second"))
    );
    undo(&mut vault, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(vault.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(), None);
    vault.check_journal().unwrap();
}

#[test]
fn a_change_without_the_record_it_belongs_to_is_refused_whole() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let incomplete = vec![vendor("v2", "Otherworks"), assessment("a2", "v3")];
    let error = put(&mut vault, "Import", None, incomplete).unwrap_err();
    assert!(
        matches!(&error, VaultError::MissingParent { record, parent, .. }
        if record.id == "a2" && parent == &key("vendor", "v3")),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "“Import” was not saved: the assessment a2 belongs to the vendor v3, which is not in the vault."
    );
    assert_eq!(vault.state().unwrap().get(&key("vendor", "v2")).unwrap(), None);
    assert_eq!(vault.state().unwrap().stats().unwrap().entries, 1);
    // The same, complete and in an order that only fits as a whole.
    put(&mut vault, "Import", None, vec![assessment("a2", "v3"), vendor("v3", "Otherworks")]).unwrap();
}

#[test]
fn a_record_others_belong_to_is_not_removed() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "x");
    let error = remove(&mut vault, "Remove", &[("assessment", "a1")]).unwrap_err();
    assert!(matches!(error, VaultError::StillNeeded { children: 1, .. }), "{error:?}");
    remove(&mut vault, "Remove", &[("vendor", "v1"), ("assessment", "a1"), ("response", "a1/ACC-01")])
        .unwrap();
    assert_eq!(vault.state().unwrap().stats().unwrap().records, 0);
    undo(&mut vault, None).unwrap().unwrap();
    assert_eq!(vault.state().unwrap().stats().unwrap().records, 3);
    vault.check_journal().unwrap();
}

#[test]
fn undo_and_redo_are_linear_across_the_assessment() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let a1 = assessment_id("a1");
    let scope = Some(&a1);
    answer(&mut vault, "ACC-01", "one");
    answer(&mut vault, "LOG-01", "two");
    let state = |vault: &Vault| children(vault, "assessment", "a1");
    let both = state(&vault);

    assert_eq!(undo(&mut vault, scope).unwrap().unwrap().label, "Answer LOG-01");
    assert_eq!(vault.state().unwrap().undo_label(scope).unwrap().as_deref(), Some("Answer ACC-01"));
    assert_eq!(vault.state().unwrap().redo_label(scope).unwrap().as_deref(), Some("Answer LOG-01"));
    assert_eq!(undo(&mut vault, scope).unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(state(&vault), vec![]);
    assert_eq!(undo(&mut vault, scope).unwrap(), None, "the vendor is not of this scope");
    assert_eq!(redo(&mut vault, scope).unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(redo(&mut vault, scope).unwrap().unwrap().label, "Answer LOG-01");
    assert_eq!(state(&vault), both);
    assert_eq!(redo(&mut vault, scope).unwrap(), None);

    undo(&mut vault, scope).unwrap().unwrap();
    answer(&mut vault, "NET-01", "three");
    assert_eq!(vault.state().unwrap().redo_label(scope).unwrap(), None, "a new change clears redo");
    assert_eq!(vault.state().unwrap().undo_label(scope).unwrap().as_deref(), Some("Answer NET-01"));

    drop(vault);
    let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
    undo(&mut vault, scope).unwrap().unwrap();
    assert_eq!(
        vault.state().unwrap().undo_label(scope).unwrap().as_deref(),
        Some("Answer ACC-01"),
        "undo outlives closing"
    );
    let newest = &vault.state().unwrap().journal(scope, 1).unwrap()[0];
    assert_eq!((newest.seq, newest.undoes, newest.redoes), (10, Some(9), None));
}

#[test]
fn undo_does_not_lose_what_another_scope_changed_since() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "one");
    put(&mut vault, "Import", None, vec![response("a1", "ACC-01", "two")]).unwrap();
    let error = undo(&mut vault, Some(&assessment_id("a1"))).unwrap_err();
    assert!(matches!(error, VaultError::ChangedSince { .. }), "{error:?}");
    assert_eq!(
        vault.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(),
        Some(response("a1", "ACC-01", "two"))
    );
    undo(&mut vault, None).unwrap().unwrap();
    undo(&mut vault, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(vault.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(), None);
}

#[test]
fn two_programmes_can_write_one_vault() {
    let (_folder, path) = place();
    let mut one = vault_at(&path);
    let mut two = Vault::open(&path, PASSPHRASE).unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            (0..50).for_each(|n| {
                answer(&mut one, &format!("ONE-{n}"), "x");
            })
        });
        threads.spawn(|| {
            (0..50).for_each(|n| {
                answer(&mut two, &format!("TWO-{n}"), "y");
            })
        });
    });
    assert_eq!(one.state().unwrap().journal_head().unwrap(), two.state().unwrap().journal_head().unwrap());
    assert_eq!(one.state().unwrap().stats().unwrap().records, 102);
    drop(one);
    two.check_journal().unwrap();
}

/// Fields of the answer to ACC-01: name, what was seen, what it becomes.
fn fields(vault: &mut Vault, fields: &[(&str, Value, Value)]) -> Result<i64, VaultError> {
    let fields =
        fields.iter().cloned().map(|(name, was, now)| Field { name: name.into(), was, now }).collect();
    let key = key("response", "a1/ACC-01");
    save(vault, "Answer", Some("a1"), |_| Ok(vec![Edit::Fields { key, fields }]))
}

fn stored(vault: &Vault) -> (String, bool) {
    match get(vault, "response", "a1/ACC-01") {
        Some(Record::Response(response)) => (response.comment, response.flagged),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fields_that_two_people_change_are_both_kept() {
    let (_folder, path) = place();
    let mut one = vault_at(&path);
    let mut two = Vault::open(&path, PASSPHRASE).unwrap();
    answer(&mut one, "ACC-01", "first");
    fields(&mut one, &[("comment", json!("first"), json!("second"))]).unwrap();
    fields(&mut two, &[("flagged", json!(false), json!(true))]).unwrap();
    assert_eq!(stored(&one), ("second".to_owned(), true));
    // The same value given twice is no quarrel.
    fields(&mut two, &[("comment", json!("first"), json!("second"))]).unwrap();

    let error = fields(&mut two, &[("comment", json!("first"), json!("third"))]).unwrap_err();
    assert_eq!(error.code(), "changed-since");
    let said = error.to_string();
    assert!(said.contains("Its comment is now “second”, and you gave “third”."), "{said}");
    assert_eq!(stored(&one).0, "second");
    undo(&mut one, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(stored(&two), ("second".to_owned(), false), "one step back, of whoever made it");
}

#[test]
fn a_record_that_is_not_what_a_change_was_made_of_stays() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "by another");
    let state = |text: &str| Box::new(response("a1", "ACC-01", text));
    let refused = [
        (Edit::Insert(state("mine")), "already-there"),
        (Edit::Replace { expected: state("seen"), next: state("mine") }, "changed-since"),
        (Edit::Remove(state("seen")), "changed-since"),
        (Edit::Remove(Box::new(response("a1", "LOG-01", "never there"))), "changed-since"),
        (
            Edit::Replace { expected: state("by another"), next: Box::new(response("a1", "LOG-01", "x")) },
            "other-record",
        ),
    ];
    let head = head(&vault);
    for (edit, code) in refused {
        let also = Edit::Insert(Box::new(response("a1", "LOG-02", "in the same change")));
        let error = save(&mut vault, "Save", Some("a1"), |_| Ok(vec![also, edit.clone()])).unwrap_err();
        assert_eq!(error.code(), code, "{edit:?}");
    }
    assert_eq!(common::head(&vault), head);
    assert_eq!(children(&vault, "assessment", "a1"), vec![*state("by another")]);
}

#[test]
fn numbers_drawn_by_two_at_once_are_all_different() {
    let (_folder, path) = place();
    let one = vault_at(&path);
    let two = Vault::open(&path, PASSPHRASE).unwrap();
    let add = |vault: &mut Vault| {
        save(vault, "Add", Some("a1"), |state| {
            let number = state.children(&key("assessment", "a1"))?.read.len();
            Ok(vec![Edit::Insert(Box::new(response("a1", &format!("Q-{number:03}"), "x")))])
        })
        .unwrap();
    };
    std::thread::scope(|threads| {
        for mut vault in [one, two] {
            threads.spawn(move || (0..40).for_each(|_| add(&mut vault)));
        }
    });
    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    let last = children(&vault, "assessment", "a1").pop().map(|record| record.key().id);
    assert_eq!(last.as_deref(), Some("a1/Q-079"));
}

#[test]
fn a_state_shows_one_moment_whatever_is_saved_meanwhile() {
    let (_folder, path) = place();
    let mut one = vault_at(&path);
    let two = Vault::open(&path, PASSPHRASE).unwrap();
    answer(&mut one, "ACC-01", "before");
    let state = two.state().unwrap();
    let seen = state.get(&key("response", "a1/ACC-01")).unwrap();
    answer(&mut one, "ACC-01", "after");
    answer(&mut one, "LOG-01", "new");
    assert_eq!(state.get(&key("response", "a1/ACC-01")).unwrap(), seen);
    assert_eq!(state.children(&key("assessment", "a1")).unwrap().read.len(), 1);
    drop(state);
    assert_eq!(children(&two, "assessment", "a1").len(), 2);
}

#[test]
fn undo_does_not_cross_an_issued_report() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let a1 = assessment_id("a1");
    let scope = Some(&a1);
    answer(&mut vault, "ACC-01", "before");
    put(&mut vault, "issue report 1", Some("a1"), vec![issue("a1", 1)]).unwrap();
    let refused = undo(&mut vault, scope).unwrap_err();
    assert_eq!(refused.code(), "issued");
    assert!(refused.to_string().contains("the next report supersedes it"), "{refused}");
    assert_eq!(undo_label(&vault, scope), None);

    answer(&mut vault, "ACC-01", "after");
    assert_eq!(undo(&mut vault, scope).unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(undo(&mut vault, scope).unwrap_err().code(), "issued");
    assert_eq!(redo(&mut vault, scope).unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(children(&vault, "assessment", "a1").len(), 2);

    // The whole assessment can go and come back; then it is as issued as it was.
    remove(&mut vault, "Remove", &[("response", "a1/ACC-01"), ("issue", "a1/iss-1"), ("assessment", "a1")])
        .unwrap();
    undo(&mut vault, None).unwrap().unwrap();
    assert_eq!(redo_label(&vault, None), None);
    assert_eq!(redo(&mut vault, None).unwrap_err().code(), "issued");
    undo(&mut vault, scope).unwrap().unwrap();
    assert_eq!(undo(&mut vault, scope).unwrap_err().code(), "issued");
}
