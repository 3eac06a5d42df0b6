//! What is there → what a person makes of it: read, decided and written with its journal entry in one durable transaction.

use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Edited, Heading};
use crate::state::State;
use crate::{merge, record, search, summary, unknown};
use assay_core::ids::AssessmentId;
use assay_core::record::{Key, Record};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Transaction};
use serde_json::Value;
use std::collections::HashMap;

/// What a person did, whole: it is saved, undone and redone as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was done, for the journal and the menu: "Answer ACC-01".
    pub label: String,
    /// The assessment it belongs to, whose undo takes it back; `None` for the vault itself, such as its vendors.
    pub scope: Option<AssessmentId>,
    /// Who did it.
    pub actor: String,
    /// What becomes of which record, one after the other.
    pub edits: Vec<Edit>,
}

/// What becomes of one record. Each edit says what it was made of, so that nothing is overwritten unseen.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A record that is not there yet.
    Insert(Box<Record>),
    /// A record in one state takes the next.
    Replace {
        /// The state it must be in.
        expected: Box<Record>,
        /// The next, under the same key.
        next: Box<Record>,
    },
    /// A record in this state goes.
    Remove(Box<Record>),
    /// Some fields of a record that is there; what others made of its other fields stays.
    Fields {
        /// Which record.
        key: Key,
        /// Which of its fields.
        fields: Vec<Field>,
    },
}

/// A field of a record, by its name in the record's JSON, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What the person saw.
    pub was: Value,
    /// What they made of it.
    pub now: Value,
}

/// A change is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The newest entry of the journal: this change's, or the last one's when nothing was altered.
    pub seq: i64,
}

impl Vault {
    /// Makes a change of what is there: `plan` reads through the state and says what is to become of it, and what to hand
    /// out. Nobody writes between its reading and its writing. Returns once the change is durable, or leaves everything
    /// as it was.
    ///
    /// A change that alters nothing writes nothing.
    ///
    /// # Errors
    /// Those of `plan`; [`VaultError::AlreadyThere`], [`VaultError::ChangedSince`] and [`VaultError::FieldsChangedSince`]
    /// when a record is not in the state that an edit was made of; [`VaultError::MissingParent`] and
    /// [`VaultError::StillNeeded`] when a record would be left without the record it belongs to;
    /// [`VaultError::DiskFull`], [`VaultError::InUse`] after five seconds of waiting for another programme,
    /// [`VaultError::ReadOnly`], [`VaultError::Damaged`].
    pub fn change<T, E: From<VaultError>>(
        &mut self,
        at: DateTime<FixedOffset>,
        plan: impl FnOnce(&State) -> Result<(Change, T), E>,
    ) -> Result<(Applied, T), E> {
        self.write(|tx| {
            let (change, out) = plan(&State::within(tx))?;
            Ok((save(tx, change, at)?, out))
        })
    }

    /// Runs `work` in a write transaction, in turn with this process's other writers, and commits it durably.
    pub(crate) fn write<T, E: From<VaultError>>(
        &mut self,
        work: impl FnOnce(&Transaction) -> Result<T, E>,
    ) -> Result<T, E> {
        self.turns.write(&mut self.conn, work)
    }
}

fn save(conn: &Connection, change: Change, at: DateTime<FixedOffset>) -> Result<Applied, VaultError> {
    let mut edits = Vec::new();
    for turn in turns(conn, &change.label, change.edits)? {
        let after = match &turn.next {
            next if *next == turn.former => continue,
            Some(next) => Some(match &turn.before {
                Some(stored) => unknown::body_over(&turn.key, stored, next)?,
                None => record::to_body(next)?,
            }),
            None => None,
        };
        let edit = Edited { key: turn.key, before: turn.before, after };
        write_row(conn, &edit, turn.next.as_ref())?;
        edits.push(edit);
    }
    if edits.is_empty() {
        return Ok(Applied { seq: journal::head(conn)?.0 });
    }
    check_families(conn, &change.label, &edits)?;
    let heading = Heading {
        at: &at.to_rfc3339(),
        actor: &change.actor,
        scope: change.scope.as_ref().map(AssessmentId::as_str),
        label: &change.label,
        undoes: None,
        redoes: None,
    };
    Ok(Applied { seq: journal::append(conn, &heading, &edits)? })
}

/// What becomes of a record by all edits of a change together.
struct Turn {
    key: Key,
    /// The record as it is stored.
    before: Option<String>,
    /// The same, read.
    former: Option<Record>,
    next: Option<Record>,
}

/// The edits by record: each once, in order of first mention. Every edit meets what the ones before it made.
fn turns(conn: &Connection, label: &str, edits: Vec<Edit>) -> Result<Vec<Turn>, VaultError> {
    let mut turns: Vec<Turn> = Vec::with_capacity(edits.len());
    let mut places: HashMap<Key, usize> = HashMap::with_capacity(edits.len());
    for edit in edits {
        let key = edit.key();
        let place = match places.get(&key) {
            Some(place) => *place,
            None => {
                let before = record::body(conn, &key)?;
                let former = before.as_deref().map(|body| record::from_body(&key, body)).transpose()?;
                let next = former.clone();
                places.insert(key.clone(), turns.len());
                turns.push(Turn { key, before, former, next });
                turns.len() - 1
            }
        };
        let turn = &mut turns[place];
        turn.next = edit.upon(label, turn.next.take())?;
    }
    Ok(turns)
}

impl Edit {
    fn key(&self) -> Key {
        match self {
            Self::Insert(record) | Self::Remove(record) => record.key(),
            Self::Replace { expected, .. } => expected.key(),
            Self::Fields { key, .. } => key.clone(),
        }
    }

    /// What becomes of its record, which is `current` now.
    fn upon(self, label: &str, current: Option<Record>) -> Result<Option<Record>, VaultError> {
        let changed = |record: Key| VaultError::ChangedSince { label: label.into(), record };
        match (self, current) {
            (Self::Insert(record), None) => Ok(Some(*record)),
            (Self::Insert(record), Some(_)) => {
                Err(VaultError::AlreadyThere { label: label.into(), record: record.key() })
            }
            (Self::Replace { expected, next }, Some(current)) if current == *expected => {
                same_key(label, &expected.key(), *next).map(Some)
            }
            (Self::Replace { expected, .. }, _) => Err(changed(expected.key())),
            (Self::Remove(expected), Some(current)) if current == *expected => Ok(None),
            (Self::Remove(expected), _) => Err(changed(expected.key())),
            (Self::Fields { key, fields }, Some(current)) => {
                with_fields(label, &key, &current, fields).map(Some)
            }
            (Self::Fields { key, .. }, None) => Err(changed(key)),
        }
    }
}

fn same_key(label: &str, key: &Key, next: Record) -> Result<Record, VaultError> {
    if next.key() == *key {
        Ok(next)
    } else {
        Err(VaultError::OtherRecord { label: label.into(), record: key.clone() })
    }
}

/// The record with some fields changed, unless one of them was changed to something else meanwhile.
fn with_fields(label: &str, key: &Key, current: &Record, fields: Vec<Field>) -> Result<Record, VaultError> {
    let unreadable = |error| record::unreadable(key, &error);
    let mut whole = serde_json::to_value(current).map_err(unreadable)?;
    let body = whole["body"].take();
    whole["body"] = merge::with_fields(body, fields).map_err(|clashes| VaultError::FieldsChangedSince {
        label: label.into(),
        record: key.clone(),
        clashes,
    })?;
    same_key(label, key, serde_json::from_value(whole).map_err(unreadable)?)
}

/// Writes one edit to the row and the search index, and lets go of what was said about its assessment. `next` is the record of `edit.after`.
pub(crate) fn write_row(conn: &Connection, edit: &Edited, next: Option<&Record>) -> Result<(), VaultError> {
    summary::forget(conn, &edit.key)?;
    match (next, &edit.after) {
        (Some(record), Some(body)) => search::put(conn, record::put(conn, record, body)?, record),
        _ => search::remove(conn, record::remove(conn, &edit.key)?),
    }
}

/// No record may be left without the one it belongs to, nor point to one that is not there. Of parents the database would
/// refuse that too, but not say which.
pub(crate) fn check_families(conn: &Connection, label: &str, edits: &[Edited]) -> Result<(), VaultError> {
    for edit in edits {
        match &edit.after {
            Some(after) => check_kept(conn, label, edit, after)?,
            None => check_removed(conn, label, edit)?,
        }
    }
    Ok(())
}

/// Parent and whatever the record newly points to must be there.
fn check_kept(conn: &Connection, label: &str, edit: &Edited, after: &str) -> Result<(), VaultError> {
    let key = &edit.key;
    let record = record::from_body(key, after)?;
    if let Some(parent) = record.parent()
        && !record::exists(conn, &parent)?
    {
        return Err(VaultError::MissingParent { label: label.into(), record: key.clone(), parent });
    }
    let references = record.references();
    if references.is_empty() {
        return Ok(());
    }
    // What an older program left pointing nowhere must not keep the rest of the record from being mended.
    let before = match &edit.before {
        Some(before) => record::from_body(key, before)?.references(),
        None => Vec::new(),
    };
    for reference in references.into_iter().filter(|reference| !before.contains(reference)) {
        let mut found = false;
        for target in &reference.one_of {
            found |= record::exists(conn, target)?;
        }
        if !found {
            return Err(VaultError::MissingReference { label: label.into(), record: key.clone(), reference });
        }
    }
    Ok(())
}

/// Nothing may belong to the record that goes, and nothing point to it.
fn check_removed(conn: &Connection, label: &str, edit: &Edited) -> Result<(), VaultError> {
    let key = &edit.key;
    let children = record::count_children(conn, key)?;
    if children > 0 {
        return Err(VaultError::StillNeeded { label: label.into(), record: key.clone(), children });
    }
    // Whatever points to a record belongs to the same parent.
    let parent = match &edit.before {
        Some(before) => record::from_body(key, before)?.parent(),
        None => None,
    };
    let Some(parent) = parent else { return Ok(()) };
    match record::referrers(conn, key, &parent)?.into_iter().next() {
        Some(by) => {
            Err(VaultError::StillReferred { label: label.into(), record: key.clone(), by: Box::new(by) })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Vault;
    use crate::common::{self, answer, assessment, get, head, place, put, response, stats, vendor};
    use crate::key::FileKey;
    use rusqlite::Connection;

    fn vault() -> (tempfile::TempDir, Vault) {
        let (folder, path) = place();
        let mut vault = Vault::create_with(&path, FileKey::of_bytes([1; 32], [2; 16])).unwrap();
        put(&mut vault, "Add", None, vec![vendor("v1", "Ledgerworks"), assessment("a1", "v1")]).unwrap();
        (folder, vault)
    }

    #[test]
    fn a_change_that_does_not_fit_on_the_disk_changes_nothing() {
        let (_folder, mut vault) = vault();
        answer(&mut vault, "ACC-01", "one");
        // A limit of the database stands in for the end of the disk: SQLite reports both the same way.
        let pages: u32 = vault.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        vault.conn.pragma_update_and_check(None, "max_page_count", pages + 20, |_| Ok(())).unwrap();
        let head = head(&vault);
        let long = vec![response("a1", "ACC-01", &"much ".repeat(50_000))];
        assert_eq!(put(&mut vault, "Paste", Some("a1"), long).unwrap_err().code(), "disk-full");
        assert_eq!(vault.store_bytes(&[1; 500_000]).unwrap_err().code(), "disk-full");
        assert_eq!(common::head(&vault), head);
        assert_eq!(get(&vault, "response", "a1/ACC-01"), Some(response("a1", "ACC-01", "one")));
        assert_eq!(vault.state().unwrap().search("much", None, 5).unwrap(), []);
        assert_eq!(stats(&vault).blobs, 0);
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
        let head = head(&vault);
        let other = crate::file::connect(&vault.path, &vault.key).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        vault.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
        let one = || vec![response("a1", "ACC-01", "one")];
        assert_eq!(put(&mut vault, "Answer", Some("a1"), one()).unwrap_err().code(), "in-use");
        assert_eq!(common::head(&vault), head);
        other.execute_batch("ROLLBACK").unwrap();
        put(&mut vault, "Answer", Some("a1"), one()).unwrap();
    }
}
