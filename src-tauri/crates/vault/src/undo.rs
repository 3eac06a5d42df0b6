//! Undo and redo: a journal entry → a new one that takes it back.
//!
//! Where undo stands is not kept anywhere; it follows from the newest entry of the scope. After a plain change, that
//! change is next to undo and nothing can be redone. After the undo of a change, undo stands where it stood before that
//! change, and the change is next to redo. A redo takes back an undo, so everything stands where it stood before that undo.

use crate::change::{check_families, write_row};
use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Edited, Heading};
use crate::record;
use assay_core::ids::AssessmentId;
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A change was taken back, or made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The new entry of the journal.
    pub seq: i64,
    /// Label of the change.
    pub label: String,
}

/// An entry as far as undo looks at it.
struct Place {
    seq: i64,
    label: String,
    undoes: Option<i64>,
    redoes: Option<i64>,
}

const COLUMNS: &str = "SELECT seq, label, undoes, redoes FROM journal WHERE";

fn place(row: &Row) -> rusqlite::Result<Place> {
    Ok(Place { seq: row.get(0)?, label: row.get(1)?, undoes: row.get(2)?, redoes: row.get(3)? })
}

/// The newest entry of the scope that is older than `seq`.
fn before(conn: &Connection, scope: Option<&str>, seq: i64) -> Result<Option<Place>, VaultError> {
    Ok(conn
        .prepare_cached(&format!("{COLUMNS} scope IS ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1"))?
        .query_row(params![scope, seq], place)
        .optional()?)
}

/// The change that undo would take back.
fn next_undo(conn: &Connection, scope: Option<&str>) -> Result<Option<Place>, VaultError> {
    let mut newest = before(conn, scope, i64::MAX)?;
    while let Some(entry) = newest {
        newest = match (entry.undoes, entry.redoes) {
            (None, None) => return Ok(Some(entry)),
            (Some(change), _) => before(conn, scope, change)?,
            (None, Some(undo)) => before(conn, scope, undo)?,
        };
    }
    Ok(None)
}

/// The undo that redo would take back.
fn next_redo(conn: &Connection, scope: Option<&str>) -> Result<Option<Place>, VaultError> {
    let mut newest = before(conn, scope, i64::MAX)?;
    while let Some(entry) = newest {
        newest = match (entry.undoes, entry.redoes) {
            (None, None) => return Ok(None),
            (Some(_), _) => return Ok(Some(entry)),
            (None, Some(undo)) => before(conn, scope, undo)?,
        };
    }
    Ok(None)
}

/// Writes a new entry with the opposite of the edits of entry `seq`.
fn take_back(conn: &Connection, seq: i64, heading: &Heading) -> Result<Undone, VaultError> {
    let mut edits = journal::edits(conn, seq)?;
    edits.reverse();
    let mut written = Vec::with_capacity(edits.len());
    for Edited { key, before: after, after: before } in edits {
        // Another scope may have changed the record since; its state must not be lost.
        if record::body(conn, &key)? != before {
            return Err(VaultError::ChangedSince { label: heading.label.into(), record: key });
        }
        let next = after.as_deref().map(|body| record::from_body(&key, body)).transpose()?;
        let edit = Edited { key, before, after };
        write_row(conn, &edit, next.as_ref())?;
        written.push(edit);
    }
    check_families(conn, heading.label, &written)?;
    Ok(Undone { seq: journal::append(conn, heading, &written)?, label: heading.label.into() })
}

impl Vault {
    /// Takes back the last change of an assessment that is not taken back yet; with `None`, of the vault itself.
    /// `Ok(None)` when there is none.
    ///
    /// # Errors
    /// [`VaultError::ChangedSince`] when a change outside the scope has altered the same record since, and those of
    /// [`Vault::apply`].
    pub fn undo(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: &str,
    ) -> Result<Option<Undone>, VaultError> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(change) = next_undo(tx, scope)? else { return Ok(None) };
            let (at, undoes) = (at.to_rfc3339(), Some(change.seq));
            let heading = Heading { at: &at, actor, scope, label: &change.label, undoes, redoes: None };
            take_back(tx, change.seq, &heading).map(Some)
        })
    }

    /// Makes again what the last undo of the scope took back. `Ok(None)` when there is none, such as after a new change.
    ///
    /// # Errors
    /// As for [`Vault::undo`].
    pub fn redo(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: &str,
    ) -> Result<Option<Undone>, VaultError> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(undo) = next_redo(tx, scope)? else { return Ok(None) };
            let (at, redoes) = (at.to_rfc3339(), Some(undo.seq));
            let heading = Heading { at: &at, actor, scope, label: &undo.label, undoes: None, redoes };
            take_back(tx, undo.seq, &heading).map(Some)
        })
    }

    /// Label of the change that [`Vault::undo`] would take back.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn undo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        Ok(next_undo(&self.conn, scope.map(AssessmentId::as_str))?.map(|change| change.label))
    }

    /// Label of the change that [`Vault::redo`] would make again.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn redo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        Ok(next_redo(&self.conn, scope.map(AssessmentId::as_str))?.map(|undo| undo.label))
    }
}
