//! An entry of the journal → what of an assessment is no longer as it was then; two looks → whether somebody else wrote.

use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Entry};
use crate::record;
use crate::state::State;
use assay_core::record::{Assessment, Issue, Key, Record};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// A record that is not as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    /// As it was; `None` where it was not there, or is of a kind that this program does not read.
    pub was: Option<Record>,
    /// As it is, with the same exceptions.
    pub is: Option<Record>,
    /// The newest entry that altered it.
    pub by: Entry,
}

/// How far a vault is. It costs next to nothing to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Number of the newest entry of the journal; 0 before the first.
    pub entry: i64,
    /// Another number than before whenever somebody else wrote to the file: another program, or bytes of evidence that
    /// come in beside. What this vault itself saves leaves it. It means nothing else, and nothing after another opening.
    pub elsewhere: i64,
}

impl Vault {
    /// How far the vault is now. Where both numbers moved between two looks, somebody else saved something.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Damaged`].
    pub fn mark(&self) -> Result<Mark, VaultError> {
        mark(&self.conn)
    }
}

fn mark(conn: &Connection) -> Result<Mark, VaultError> {
    let elsewhere = conn.pragma_query_value(None, "data_version", |row| row.get(0))?;
    Ok(Mark { entry: journal::head(conn)?.0, elsewhere })
}

impl State<'_> {
    /// How far the vault is in this state; as [`Vault::mark`].
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn mark(&self) -> Result<Mark, VaultError> {
        mark(self.conn)
    }

    /// What was saved after entry `seq`, in its order: each record's key and what became of it; `None` where it was taken
    /// away, or is of a kind that this program does not read.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn edits_since(&self, seq: i64) -> Result<Vec<(Key, Option<Record>)>, VaultError> {
        let mut statement =
            self.conn.prepare_cached("SELECT kind, id, after FROM edit WHERE seq > ?1 ORDER BY seq, n")?;
        let mut rows = statement.query([seq])?;
        let mut edits = Vec::new();
        while let Some(row) = rows.next()? {
            let key = Key { kind: row.get(0)?, id: row.get(1)? };
            let after: Option<String> = row.get(2)?;
            let record = after.and_then(|body| record::from_body(&key, &body).ok());
            edits.push((key, record));
        }
        Ok(edits)
    }

    /// The entry that put a record into the vault, if it was ever there.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn entered(&self, key: &Key) -> Result<Option<i64>, VaultError> {
        Ok(self
            .conn
            .prepare_cached("SELECT min(seq) FROM edit WHERE kind = ?1 AND id = ?2 AND after IS NOT NULL")?
            .query_row(params![key.kind, key.id], |row| row.get(0))
            .optional()?
            .flatten())
    }

    /// What of an assessment and its vendor is no longer as it was after entry `seq`, by what it is and in its order.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn altered_since(&self, assessment: &Assessment, seq: i64) -> Result<Vec<Altered>, VaultError> {
        struct Ends {
            was: Option<String>,
            is: Option<String>,
            by: i64,
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT e.kind, e.id, e.before, e.after, e.seq FROM edit e JOIN journal j ON j.seq = e.seq
             WHERE j.seq > ?1 AND (j.scope = ?2 OR (e.kind = 'vendor' AND e.id = ?3)) ORDER BY e.seq, e.n",
        )?;
        let mut rows = statement.query(params![seq, assessment.id.as_str(), assessment.vendor.as_str()])?;
        let mut ends: BTreeMap<Key, Ends> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let key = Key { kind: row.get(0)?, id: row.get(1)? };
            let (was, is, by) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let ends = ends.entry(key).or_insert(Ends { was, is: None, by });
            (ends.is, ends.by) = (is, by);
        }
        let mut altered = Vec::new();
        for (key, Ends { was, is, by }) in ends.into_iter().filter(|(_, ends)| ends.was != ends.is) {
            let read = |body: Option<String>| body.and_then(|body| record::from_body(&key, &body).ok());
            altered.push(Altered { was: read(was), is: read(is), by: journal::entry_at(self.conn, by)? });
        }
        Ok(altered)
    }

    /// The highest number that any report of the assessment was ever issued under, taken back or not; 0 for none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn highest_issue(&self, assessment: &Assessment) -> Result<u32, VaultError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, after FROM edit WHERE kind = 'issue' AND after IS NOT NULL")?;
        let mut rows = statement.query([])?;
        let mut highest = 0;
        while let Some(row) = rows.next()? {
            let (key, body): (Key, String) = (Key { kind: "issue".into(), id: row.get(0)? }, row.get(1)?);
            if let Ok(Record::Issue(Issue { assessment: of, number, .. })) = record::from_body(&key, &body)
                && of == assessment.id
            {
                highest = highest.max(number);
            }
        }
        Ok(highest)
    }
}
