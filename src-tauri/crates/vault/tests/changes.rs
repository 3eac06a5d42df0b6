//! Changes, undo and redo, and what can be read back.

mod common;
use assay_vault::{Change, Edit, Vault, VaultError};
use common::*;

#[test]
fn what_is_saved_is_there_after_opening_again() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "Every account has an owner.");
    let head = vault.journal_head().unwrap();
    drop(vault);

    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(vault.get(&key("vendor", "v1")).unwrap(), Some(vendor("v1", "Ledgerworks")));
    assert_eq!(
        vault.children(&key("assessment", "a1")).unwrap(),
        vec![response("a1", "ACC-01", "Every account has an owner.")]
    );
    assert_eq!(vault.all("assessment").unwrap(), vec![assessment("a1", "v1")]);
    assert_eq!(vault.get(&key("vendor", "v2")).unwrap(), None);
    assert_eq!(vault.journal_head().unwrap(), head);
    assert_eq!(head.0, 2);
    let journal = vault.journal(Some(&assessment_id("a1")), 10).unwrap();
    assert_eq!(journal.len(), 1);
    assert_eq!((journal[0].label.as_str(), journal[0].actor.as_str()), ("Answer ACC-01", "Ada"));
    assert_eq!((journal[0].at, &journal[0].hash), (now(), &head.1));
    assert_eq!(vault.journal(None, 1).unwrap(), journal);
    assert_eq!(vault.journal(None, 10).unwrap().len(), 2);
}

#[test]
fn children_and_all_come_in_one_order() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    for question in ["LOG-02", "ACC-01", "LOG-01"] {
        answer(&mut vault, question, "x");
    }
    let ids: Vec<_> = vault.children(&key("assessment", "a1")).unwrap().iter().map(|r| r.key().id).collect();
    assert_eq!(ids, ["a1/ACC-01", "a1/LOG-01", "a1/LOG-02"]);
}

#[test]
fn a_change_that_alters_nothing_writes_nothing() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let seq = answer(&mut vault, "ACC-01", "x");
    assert_eq!(answer(&mut vault, "ACC-01", "x"), seq);
    let nothing = [
        put("Nothing", None, vec![]),
        Change {
            label: "Remove what is not there".into(),
            scope: None,
            edits: vec![Edit::Remove(key("vendor", "v9"))],
        },
    ];
    for change in nothing {
        assert_eq!(vault.apply(&change, now(), "Ada").unwrap().seq, seq);
    }
    assert_eq!(vault.stats().unwrap().entries, 2);
    assert_eq!(vault.undo_label(Some(&assessment_id("a1"))).unwrap().as_deref(), Some("Answer ACC-01"));
}

#[test]
fn of_several_edits_of_one_record_the_last_counts() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let change =
        put("Twice", Some("a1"), vec![response("a1", "ACC-01", "first"), response("a1", "ACC-01", "second")]);
    vault.apply(&change, now(), "Ada").unwrap();
    assert_eq!(vault.get(&key("response", "a1/ACC-01")).unwrap(), Some(response("a1", "ACC-01", "second")));
    vault.undo(Some(&assessment_id("a1")), now(), "Ada").unwrap().unwrap();
    assert_eq!(vault.get(&key("response", "a1/ACC-01")).unwrap(), None);
    vault.check_journal().unwrap();
}

#[test]
fn a_change_without_the_record_it_belongs_to_is_refused_whole() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let change = put("Import", None, vec![vendor("v2", "Otherworks"), assessment("a2", "v3")]);
    let error = vault.apply(&change, now(), "Ada").unwrap_err();
    assert!(
        matches!(&error, VaultError::MissingParent { record, parent, .. }
        if record.id == "a2" && parent == &key("vendor", "v3")),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "“Import” was not saved: the assessment a2 belongs to the vendor v3, which is not in the vault."
    );
    assert_eq!(vault.get(&key("vendor", "v2")).unwrap(), None);
    assert_eq!(vault.stats().unwrap().entries, 1);
    // The same, complete and in an order that only fits as a whole.
    let change = put("Import", None, vec![assessment("a2", "v3"), vendor("v3", "Otherworks")]);
    vault.apply(&change, now(), "Ada").unwrap();
}

#[test]
fn a_record_others_belong_to_is_not_removed() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "x");
    let remove = |keys: &[(&str, &str)]| Change {
        label: "Remove".into(),
        scope: None,
        edits: keys.iter().map(|(kind, id)| Edit::Remove(key(kind, id))).collect(),
    };
    let error = vault.apply(&remove(&[("assessment", "a1")]), now(), "Ada").unwrap_err();
    assert!(matches!(error, VaultError::StillNeeded { children: 1, .. }), "{error:?}");
    let all = remove(&[("vendor", "v1"), ("assessment", "a1"), ("response", "a1/ACC-01")]);
    vault.apply(&all, now(), "Ada").unwrap();
    assert_eq!(vault.stats().unwrap().records, 0);
    vault.undo(None, now(), "Ada").unwrap().unwrap();
    assert_eq!(vault.stats().unwrap().records, 3);
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
    let state = |vault: &Vault| vault.children(&key("assessment", "a1")).unwrap();
    let both = state(&vault);

    assert_eq!(vault.undo(scope, now(), "Ada").unwrap().unwrap().label, "Answer LOG-01");
    assert_eq!(vault.undo_label(scope).unwrap().as_deref(), Some("Answer ACC-01"));
    assert_eq!(vault.redo_label(scope).unwrap().as_deref(), Some("Answer LOG-01"));
    assert_eq!(vault.undo(scope, now(), "Ada").unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(state(&vault), vec![]);
    assert_eq!(vault.undo(scope, now(), "Ada").unwrap(), None, "the vendor is not of this scope");
    assert_eq!(vault.redo(scope, now(), "Ada").unwrap().unwrap().label, "Answer ACC-01");
    assert_eq!(vault.redo(scope, now(), "Ada").unwrap().unwrap().label, "Answer LOG-01");
    assert_eq!(state(&vault), both);
    assert_eq!(vault.redo(scope, now(), "Ada").unwrap(), None);

    vault.undo(scope, now(), "Ada").unwrap().unwrap();
    answer(&mut vault, "NET-01", "three");
    assert_eq!(vault.redo_label(scope).unwrap(), None, "a new change clears redo");
    assert_eq!(vault.undo_label(scope).unwrap().as_deref(), Some("Answer NET-01"));

    drop(vault);
    let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
    vault.undo(scope, now(), "Ada").unwrap().unwrap();
    assert_eq!(vault.undo_label(scope).unwrap().as_deref(), Some("Answer ACC-01"), "undo outlives closing");
    let newest = &vault.journal(scope, 1).unwrap()[0];
    assert_eq!((newest.seq, newest.undoes, newest.redoes), (10, Some(9), None));
}

#[test]
fn undo_does_not_lose_what_another_scope_changed_since() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "one");
    vault.apply(&put("Import", None, vec![response("a1", "ACC-01", "two")]), now(), "Bob").unwrap();
    let error = vault.undo(Some(&assessment_id("a1")), now(), "Ada").unwrap_err();
    assert!(matches!(error, VaultError::ChangedSince { .. }), "{error:?}");
    assert_eq!(vault.get(&key("response", "a1/ACC-01")).unwrap(), Some(response("a1", "ACC-01", "two")));
    vault.undo(None, now(), "Bob").unwrap().unwrap();
    vault.undo(Some(&assessment_id("a1")), now(), "Ada").unwrap().unwrap();
    assert_eq!(vault.get(&key("response", "a1/ACC-01")).unwrap(), None);
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
    assert_eq!(one.journal_head().unwrap(), two.journal_head().unwrap());
    assert_eq!(one.stats().unwrap().records, 102);
    drop(one);
    two.check_journal().unwrap();
}
