//! What is kept about an assessment for lists: it goes with whatever changes the assessment, and with nothing else.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;
use assay_vault::Vault;
use common::{answer, assessment, assessment_id, head, place, put, redo, remove, undo, vault_at};

/// Keeps a summary of both assessments, as a list does.
fn keep(vault: &mut Vault) {
    let made = [(assessment_id("a1"), "one".to_owned()), (assessment_id("a2"), "two".to_owned())];
    let seq = head(vault).0;
    vault.keep_summaries(seq, &made).unwrap();
    assert_eq!(kept(vault), ["a1 one", "a2 two"]);
}

fn kept(vault: &Vault) -> Vec<String> {
    let summaries = vault.state().unwrap().summaries().unwrap();
    let mut all: Vec<String> = summaries.iter().map(|(id, body)| format!("{id} {body}")).collect();
    all.sort();
    all
}

#[test]
fn a_summary_goes_with_every_change_of_its_assessment() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    put(&mut vault, "Start", None, vec![assessment("a2", "v1")]).unwrap();
    keep(&mut vault);
    answer(&mut vault, "ACC-01", "changed");
    assert_eq!(kept(&vault), ["a2 two"], "after an answer");
    keep(&mut vault);
    undo(&mut vault, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(kept(&vault), ["a2 two"], "after taking it back");
    keep(&mut vault);
    redo(&mut vault, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(kept(&vault), ["a2 two"], "after making it again");
    keep(&mut vault);
    remove(&mut vault, "Remove", &[("assessment", "a2")]).unwrap();
    assert_eq!(kept(&vault), ["a1 one"], "after the assessment is gone");
}

#[test]
fn a_summary_of_what_was_there_before_another_wrote_is_not_kept() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let seen = head(&vault).0;
    answer(&mut vault, "ACC-01", "changed meanwhile");
    vault.keep_summaries(seen, &[(assessment_id("a1"), "old".to_owned())]).unwrap();
    assert_eq!(kept(&vault), [""; 0]);
}

#[test]
fn a_summary_stays_when_the_vault_is_opened_again_and_is_in_no_journal() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    put(&mut vault, "Start", None, vec![assessment("a2", "v1")]).unwrap();
    let before = head(&vault);
    keep(&mut vault);
    assert_eq!(head(&vault), before);
    drop(vault);
    let vault = Vault::open(&path, common::PASSPHRASE).unwrap();
    assert_eq!(kept(&vault), ["a1 one", "a2 two"]);
}
