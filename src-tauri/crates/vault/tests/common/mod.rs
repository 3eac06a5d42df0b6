//! What the tests of the vault share: records to put in, and a clock that stands still.
#![allow(dead_code)] // each test binary uses its own part
#![allow(clippy::unwrap_used)] // helpers of tests are tests

pub mod newer;

use assay_core::ids::{AssessmentId, IssueId, QuestionId, VendorId};
use assay_core::record::{Assessment, FileRef, Issue, Key, Person, Record, Response, Tier, Vendor};
use assay_vault::{Change, Edit, State, Stats, Undone, Vault, VaultError};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

pub const PASSPHRASE: &str = "nine green bottles";

pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T09:30:00+01:00").unwrap()
}

pub fn assessment_id(id: &str) -> AssessmentId {
    AssessmentId::new(id).unwrap()
}

pub fn key(kind: &str, id: &str) -> Key {
    Key { kind: kind.into(), id: id.into() }
}

pub fn vendor(id: &str, name: &str) -> Record {
    Record::Vendor(Vendor {
        id: VendorId::new(id).unwrap(),
        name: name.into(),
        legal_name: String::new(),
        country: "DE".into(),
        website: String::new(),
        contact_name: String::new(),
        contact_email: String::new(),
        services: vec![],
        notes: String::new(),
    })
}

pub fn assessment(id: &str, vendor: &str) -> Record {
    Record::Assessment(Box::new(Assessment {
        id: assessment_id(id),
        vendor: VendorId::new(vendor).unwrap(),
        title: "Assessment of the hosted ledger".into(),
        service: "Hosted ledger".into(),
        purpose: String::new(),
        tier: Tier::new(1).unwrap(),
        tier_reason: String::new(),
        critical: true,
        inherent: Default::default(),
        tier_override: None,
        derived_facts: [].into(),
        purposes: Vec::new(),
        previous: None,
        facts: BTreeSet::new(),
        frameworks: BTreeSet::new(),
        scope_in: vec![],
        scope_out: vec![],
        locations: vec![],
        data_classes: vec![],
        period_from: None,
        period_to: None,
        assessor: Person::default(),
        reviewer: Person::default(),
        accountable: Person::default(),
        interviews: vec![],
        distribution: vec![],
        classification: String::new(),
        summary: String::new(),
        limitations: vec![],
        started: now(),
        packs: vec![],
    }))
}

pub fn response(assessment: &str, question: &str, comment: &str) -> Record {
    let mut response = Response::unanswered(assessment_id(assessment), QuestionId::new(question).unwrap());
    response.comment = comment.into();
    Record::Response(response)
}

pub fn issue(assessment: &str, number: u32) -> Record {
    Record::Issue(Issue {
        id: IssueId::new(format!("iss-{number}")).unwrap(),
        assessment: assessment_id(assessment),
        number,
        issued: now(),
        signer: "Ada".into(),
        fingerprint: "00".into(),
        file: FileRef { name: "report.pdf".into(), size: 1, sha256: "0".repeat(64) },
    })
}

/// Saves records, whether they were there or not.
pub fn put(
    vault: &mut Vault,
    label: &str,
    scope: Option<&str>,
    records: Vec<Record>,
) -> Result<i64, VaultError> {
    save(vault, label, scope, |state| {
        records
            .into_iter()
            .map(|record| {
                let next = Box::new(record);
                Ok(match state.get(&next.key())? {
                    Some(old) => Edit::Replace { expected: Box::new(old), next },
                    None => Edit::Insert(next),
                })
            })
            .collect()
    })
}

/// Removes records that are there.
pub fn remove(vault: &mut Vault, label: &str, keys: &[(&str, &str)]) -> Result<i64, VaultError> {
    save(vault, label, None, |state| {
        let records = keys.iter().map(|(kind, id)| Ok(state.get(&key(kind, id))?.unwrap()));
        records.map(|record| record.map(|record| Edit::Remove(Box::new(record)))).collect()
    })
}

/// Makes a change of what there is, as Ada.
pub fn save(
    vault: &mut Vault,
    label: &str,
    scope: Option<&str>,
    edits: impl FnOnce(&State) -> Result<Vec<Edit>, VaultError>,
) -> Result<i64, VaultError> {
    let scope = scope.map(assessment_id);
    let (applied, ()) = vault.change(now(), |state| {
        Ok::<_, VaultError>((
            Change { label: label.into(), scope, actor: "Ada".into(), edits: edits(state)? },
            (),
        ))
    })?;
    Ok(applied.seq)
}

pub fn answer(vault: &mut Vault, question: &str, comment: &str) -> i64 {
    let label = format!("Answer {question}");
    put(vault, &label, Some("a1"), vec![response("a1", question, comment)]).unwrap()
}

/// A copy that nobody watches.
pub fn back_up(vault: &Vault, path: &Path) -> Result<(), VaultError> {
    vault.reader()?.backup_to(path, &mut |_, _| ControlFlow::Continue(()))
}

/// Another passphrase, while nobody watches.
pub fn change_passphrase(vault: &mut Vault, old: &str, new: &str) -> Result<(), VaultError> {
    vault.change_passphrase(old, new, &|_, _| ())
}

pub fn get(vault: &Vault, kind: &str, id: &str) -> Option<Record> {
    vault.state().unwrap().get(&key(kind, id)).unwrap()
}

pub fn children(vault: &Vault, kind: &str, id: &str) -> Vec<Record> {
    vault.state().unwrap().children(&key(kind, id)).unwrap().read
}

pub fn head(vault: &Vault) -> (i64, String) {
    vault.state().unwrap().journal_head().unwrap()
}

pub fn stats(vault: &Vault) -> Stats {
    vault.state().unwrap().stats().unwrap()
}

pub fn undo(vault: &mut Vault, scope: Option<&AssessmentId>) -> Result<Option<Undone>, VaultError> {
    vault.undo(scope, now(), |_| Ok("Ada".into()))
}

pub fn redo(vault: &mut Vault, scope: Option<&AssessmentId>) -> Result<Option<Undone>, VaultError> {
    vault.redo(scope, now(), |_| Ok("Ada".into()))
}

pub fn undo_label(vault: &Vault, scope: Option<&AssessmentId>) -> Option<String> {
    vault.state().unwrap().undo_label(scope).unwrap()
}

pub fn redo_label(vault: &Vault, scope: Option<&AssessmentId>) -> Option<String> {
    vault.state().unwrap().redo_label(scope).unwrap()
}

/// A vault with a vendor and an assessment `a1`.
pub fn vault_at(path: &Path) -> Vault {
    let mut vault = Vault::create(path, PASSPHRASE, [7; 16]).unwrap();
    put(&mut vault, "Add Ledgerworks", None, vec![vendor("v1", "Ledgerworks"), assessment("a1", "v1")])
        .unwrap();
    vault
}

/// A folder that is removed afterwards, and the path of a vault in it.
pub fn place() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.assay");
    (folder, path)
}

/// The database of a vault without the crate.
pub fn raw(path: &Path) -> rusqlite::Connection {
    newer::database(path, PASSPHRASE)
}

/// Everything the folder holds: what must not change when a file is not to be touched.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}
