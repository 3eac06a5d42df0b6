//! What was typed and is not saved yet ↔ the table that keeps it, so that neither a refusal nor a crash loses it.
//!
//! A draft is the caller's text under an address of the caller's choosing. It is no record: it is in no journal, undo does
//! not reach it, and nothing but [`State::drafts`] reads it. It goes when it is dropped, and with the file.

use crate::error::VaultError;
use crate::file::Vault;
use crate::state::State;
use rusqlite::{Connection, params};

/// Version 4: the table, empty.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "CREATE TABLE draft(
            address TEXT PRIMARY KEY,
            body TEXT NOT NULL,
            what TEXT NOT NULL,
            place TEXT NOT NULL,
            at TEXT NOT NULL
         ) STRICT;",
    )?;
    Ok(())
}

/// Something typed and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is found by: there is one draft to an address.
    pub address: String,
    /// What was typed, as the caller writes it.
    pub body: String,
    /// What a person calls it.
    pub what: String,
    /// Where it was typed.
    pub place: String,
    /// When it was kept, RFC 3339.
    pub at: String,
}

impl State<'_> {
    /// The drafts, by address.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn drafts(&self) -> Result<Vec<Draft>, VaultError> {
        let mut rows =
            self.conn.prepare_cached("SELECT address, body, what, place, at FROM draft ORDER BY address")?;
        let rows = rows.query_map([], |row| {
            Ok(Draft {
                address: row.get(0)?,
                body: row.get(1)?,
                what: row.get(2)?,
                place: row.get(3)?,
                at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Vault {
    /// Keeps a draft, in the place of an earlier one of its address. It is durable when this returns.
    ///
    /// # Errors
    /// Those of a write: [`VaultError::DiskFull`], [`VaultError::InUse`], [`VaultError::ReadOnly`].
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), VaultError> {
        self.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO draft(address, body, what, place, at) VALUES(?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT(address) DO UPDATE SET body = ?2, what = ?3, place = ?4, at = ?5",
            )?
            .execute(params![draft.address, draft.body, draft.what, draft.place, draft.at])?;
            Ok(())
        })
    }

    /// Drops the draft of an address. Where there is none, nothing happens.
    ///
    /// # Errors
    /// As for [`Vault::keep_draft`].
    pub fn drop_draft(&mut self, address: &str) -> Result<(), VaultError> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM draft WHERE address = ?1")?.execute([address])?;
            Ok(())
        })
    }
}
