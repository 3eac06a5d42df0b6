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

/// Version 5: a number to each draft, so that two windows may each have one of the same thing.
pub(crate) fn numbers(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "ALTER TABLE draft RENAME TO draft_by_address;
         CREATE TABLE draft(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            address TEXT NOT NULL,
            body TEXT NOT NULL,
            what TEXT NOT NULL,
            place TEXT NOT NULL,
            at TEXT NOT NULL
         ) STRICT;
         INSERT INTO draft(address, body, what, place, at)
            SELECT address, body, what, place, at FROM draft_by_address ORDER BY address;
         DROP TABLE draft_by_address;",
    )?;
    Ok(())
}

/// Something typed and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is about. Two windows may each have a draft of the same.
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
    /// The drafts, each with its number, by address and of one address the earliest first.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn drafts(&self) -> Result<Vec<(i64, Draft)>, VaultError> {
        let mut rows = self.conn.prepare_cached(
            "SELECT number, address, body, what, place, at FROM draft ORDER BY address, number",
        )?;
        let rows = rows.query_map([], |row| {
            let draft = Draft {
                address: row.get(1)?,
                body: row.get(2)?,
                what: row.get(3)?,
                place: row.get(4)?,
                at: row.get(5)?,
            };
            Ok((row.get(0)?, draft))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Vault {
    /// Keeps a draft in the place of its earlier state, `before`, and gives its number, which no draft of this file had
    /// before. Where another window wrote on that state meanwhile, its draft stays beside. It is durable when this returns.
    ///
    /// # Errors
    /// Those of a write: [`VaultError::DiskFull`], [`VaultError::InUse`], [`VaultError::ReadOnly`].
    pub fn keep_draft(&mut self, draft: &Draft, before: Option<i64>) -> Result<i64, VaultError> {
        self.write(|tx| {
            if let Some(number) = before {
                tx.prepare_cached("DELETE FROM draft WHERE number = ?1 AND address = ?2")?
                    .execute(params![number, draft.address])?;
            }
            tx.prepare_cached(
                "INSERT INTO draft(address, body, what, place, at) VALUES(?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![draft.address, draft.body, draft.what, draft.place, draft.at])?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// Drops a draft. Where there is none of this number, nothing happens.
    ///
    /// # Errors
    /// As for [`Vault::keep_draft`].
    pub fn drop_draft(&mut self, number: i64) -> Result<(), VaultError> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM draft WHERE number = ?1")?.execute([number])?;
            Ok(())
        })
    }
}
