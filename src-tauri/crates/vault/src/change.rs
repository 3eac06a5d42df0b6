//! A [`Change`] → rows, journal entry and edits, in one durable transaction.

use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Edited, Heading};
use crate::{record, search};
use assay_core::ids::AssessmentId;
use assay_core::record::{Key, Record};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Transaction};
use std::collections::HashMap;

/// What a person did, whole: it is saved, undone and redone as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was done, for the journal and the menu: "Answer ACC-01".
    pub label: String,
    /// The assessment it belongs to, whose undo takes it back; `None` for the vault itself, such as its vendors.
    pub scope: Option<AssessmentId>,
    /// What becomes of which record. Of several edits of one record the last counts.
    pub edits: Vec<Edit>,
}

/// What becomes of one record.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// It is now this, whether it existed or not.
    Put(Box<Record>),
    /// It no longer exists. Removing what is not there is no change.
    Remove(Key),
}

/// A change is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The newest entry of the journal: this change's, or the last one's when nothing was altered.
    pub seq: i64,
}

impl Vault {
    /// Saves a change. Returns once it is durable, or leaves everything as it was.
    ///
    /// A change that alters nothing writes nothing.
    ///
    /// # Errors
    /// [`VaultError::MissingParent`] and [`VaultError::StillNeeded`] when a record would be left without the record it
    /// belongs to; [`VaultError::DiskFull`], [`VaultError::InUse`] after five seconds of waiting for another programme,
    /// [`VaultError::ReadOnly`], [`VaultError::Damaged`].
    pub fn apply(
        &mut self,
        change: &Change,
        at: DateTime<FixedOffset>,
        actor: &str,
    ) -> Result<Applied, VaultError> {
        let scope = change.scope.as_ref().map(AssessmentId::as_str);
        self.write(|tx| {
            let mut edits = Vec::new();
            for (key, next) in last_of_each(&change.edits) {
                let before = record::body(tx, &key)?;
                let after = next.map(record::to_body).transpose()?;
                if before != after {
                    let edit = Edited { key, before, after };
                    write_row(tx, &edit, next)?;
                    edits.push(edit);
                }
            }
            if edits.is_empty() {
                return Ok(Applied { seq: journal::head(tx)?.0 });
            }
            check_families(tx, &change.label, &edits)?;
            let heading = Heading {
                at: &at.to_rfc3339(),
                actor,
                scope,
                label: &change.label,
                undoes: None,
                redoes: None,
            };
            Ok(Applied { seq: journal::append(tx, &heading, &edits)? })
        })
    }

    /// Runs `work` in a write transaction, in turn with this process's other writers, and commits it durably.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.turns.write(&mut self.conn, work)
    }
}

/// The edits by key: each key once, in order of first mention, with its last edit.
fn last_of_each(edits: &[Edit]) -> Vec<(Key, Option<&Record>)> {
    let mut order: Vec<(Key, Option<&Record>)> = Vec::with_capacity(edits.len());
    let mut places: HashMap<Key, usize> = HashMap::new();
    for edit in edits {
        let (key, next) = match edit {
            Edit::Put(record) => (record.key(), Some(&**record)),
            Edit::Remove(key) => (key.clone(), None),
        };
        match places.get(&key) {
            Some(place) => order[*place].1 = next,
            None => {
                places.insert(key.clone(), order.len());
                order.push((key, next));
            }
        }
    }
    order
}

/// Writes one edit to the row and the search index. `next` is the record of `edit.after`.
pub(crate) fn write_row(conn: &Connection, edit: &Edited, next: Option<&Record>) -> Result<(), VaultError> {
    match (next, &edit.after) {
        (Some(record), Some(body)) => search::put(conn, record::put(conn, record, body)?, record),
        _ => search::remove(conn, record::remove(conn, &edit.key)?),
    }
}

/// No record may be left without the one it belongs to. The database would refuse that too, but not say which.
pub(crate) fn check_families(conn: &Connection, label: &str, edits: &[Edited]) -> Result<(), VaultError> {
    for edit in edits {
        match &edit.after {
            Some(body) => {
                if let Some(parent) = record::from_body(&edit.key, body)?.parent()
                    && record::body(conn, &parent)?.is_none()
                {
                    return Err(VaultError::MissingParent {
                        label: label.into(),
                        record: edit.key.clone(),
                        parent,
                    });
                }
            }
            None => {
                let children = record::count_children(conn, &edit.key)?;
                if children > 0 {
                    return Err(VaultError::StillNeeded {
                        label: label.into(),
                        record: edit.key.clone(),
                        children,
                    });
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::Vault;
    use crate::common::*;
    use crate::key::FileKey;
    use rusqlite::Connection;

    fn vault() -> (tempfile::TempDir, Vault) {
        let (folder, path) = place();
        let mut vault = Vault::create_with(&path, FileKey::of_bytes([1; 32], [2; 16])).unwrap();
        let change = put("Add", None, vec![vendor("v1", "Ledgerworks"), assessment("a1", "v1")]);
        vault.apply(&change, now(), "Ada").unwrap();
        (folder, vault)
    }

    #[test]
    fn a_change_that_does_not_fit_on_the_disk_changes_nothing() {
        let (_folder, mut vault) = vault();
        answer(&mut vault, "ACC-01", "one");
        // A limit of the database stands in for the end of the disk: SQLite reports both the same way.
        let pages: u32 = vault.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        vault.conn.pragma_update_and_check(None, "max_page_count", pages + 20, |_| Ok(())).unwrap();
        let head = vault.journal_head().unwrap();
        let long = put("Paste", Some("a1"), vec![response("a1", "ACC-01", &"much ".repeat(50_000))]);
        assert_eq!(vault.apply(&long, now(), "Ada").unwrap_err().code(), "disk-full");
        assert_eq!(vault.store_bytes(&[1; 500_000]).unwrap_err().code(), "disk-full");
        assert_eq!(vault.journal_head().unwrap(), head);
        assert_eq!(vault.get(&key("response", "a1/ACC-01")).unwrap(), Some(response("a1", "ACC-01", "one")));
        assert_eq!(vault.search("much", None, 5).unwrap(), []);
        assert_eq!(vault.stats().unwrap().blobs, 0);
        // Short answers still fit.
        answer(&mut vault, "ACC-01", "two");
        vault.check_journal().unwrap();
    }

    #[test]
    fn a_commit_is_on_the_disk_when_it_returns() {
        let (_folder, vault) = vault();
        let pragma = |conn: &Connection, name: &str| -> String {
            conn.query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| row.get(0))
                .unwrap()
        };
        let intake = vault.intake().unwrap();
        for conn in [&vault.conn, &intake.conn] {
            // 2 is FULL: the write-ahead log is synchronised at every commit.
            for (name, value) in
                [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("temp_store", "2")]
            {
                assert_eq!(pragma(conn, name), value, "{name}");
            }
        }
    }

    #[test]
    fn a_vault_in_use_says_so_and_keeps_what_it_has() {
        let (_folder, mut vault) = vault();
        let head = vault.journal_head().unwrap();
        let other = crate::file::connect(&vault.path, &vault.key).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        vault.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
        let change = put("Answer", Some("a1"), vec![response("a1", "ACC-01", "one")]);
        assert_eq!(vault.apply(&change, now(), "Ada").unwrap_err().code(), "in-use");
        assert_eq!(vault.journal_head().unwrap(), head);
        other.execute_batch("ROLLBACK").unwrap();
        vault.apply(&change, now(), "Ada").unwrap();
    }
}
