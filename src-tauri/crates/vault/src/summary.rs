//! What a list shows of each assessment ↔ the table it is read from, so that a list need not read the assessments.
//!
//! A summary is the caller's text about one assessment. It follows from the records, is in no journal, and goes with any
//! change of the assessment; whoever finds none makes it anew.

use crate::error::VaultError;
use crate::file::Vault;
use crate::journal;
use crate::state::State;
use assay_core::ids::AssessmentId;
use assay_core::record::Key;
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// Version 4: the table, empty.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch("CREATE TABLE summary(assessment TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;")?;
    Ok(())
}

/// A record changes, so what was said about its assessment no longer holds.
pub(crate) fn forget(conn: &Connection, key: &Key) -> Result<(), VaultError> {
    let assessment = key.id.split_once('/').map_or(key.id.as_str(), |(assessment, _)| assessment);
    conn.prepare_cached("DELETE FROM summary WHERE assessment = ?1")?.execute([assessment])?;
    Ok(())
}

impl State<'_> {
    /// The summaries kept, by assessment.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn summaries(&self) -> Result<HashMap<String, String>, VaultError> {
        let mut rows = self.conn.prepare_cached("SELECT assessment, body FROM summary")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Vault {
    /// Keeps summaries made of the state that the journal had entry `seq` as its newest in. Where something was saved
    /// since, nothing is kept: they may be about what is no longer there.
    ///
    /// # Errors
    /// As for [`Vault::change`].
    pub fn keep_summaries(&mut self, seq: i64, made: &[(AssessmentId, String)]) -> Result<(), VaultError> {
        self.write(|tx| {
            if journal::head(tx)?.0 == seq {
                let mut insert = tx.prepare_cached(
                    "INSERT INTO summary(assessment, body) VALUES(?1, ?2)
                     ON CONFLICT(assessment) DO UPDATE SET body = ?2",
                )?;
                for (assessment, body) in made {
                    insert.execute(params![assessment.as_str(), body])?;
                }
            }
            Ok(())
        })
    }
}
