//! Words → the records they occur in. The index is kept in step by whatever writes a row.

use crate::error::VaultError;
use crate::record;
use crate::state::State;
use assay_core::ids::AssessmentId;
use assay_core::record::{Key, Record};
use rusqlite::{Connection, params};

/// Version 2: the index, filled from the records that are there. A row has the number of its record's row.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE search USING fts5(
            kind UNINDEXED, id UNINDEXED, scope UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2'
         );",
    )?;
    let mut rows = conn.prepare("SELECT n, kind, id, body FROM record ORDER BY n")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let key = Key { kind: row.get(1)?, id: row.get(2)? };
        // What cannot be read cannot be found, but it must not keep the vault from opening.
        if let Ok(record) = record::from_body(&key, &row.get::<_, String>(3)?) {
            add(conn, row.get(0)?, &record)?;
        }
    }
    Ok(())
}

/// Makes a record findable, in place of what its row said before.
pub(crate) fn put(conn: &Connection, n: i64, record: &Record) -> Result<(), VaultError> {
    remove(conn, n)?;
    add(conn, n, record)
}

fn add(conn: &Connection, n: i64, record: &Record) -> Result<(), VaultError> {
    let text = record.search_text();
    if !text.is_empty() {
        let key = record.key();
        conn.prepare_cached("INSERT INTO search(rowid, kind, id, scope, text) VALUES(?1, ?2, ?3, ?4, ?5)")?
            .execute(params![n, key.kind, key.id, assessment_of(record), text])?;
    }
    Ok(())
}

/// The record of a row is no longer there.
pub(crate) fn remove(conn: &Connection, n: i64) -> Result<(), VaultError> {
    conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([n])?;
    Ok(())
}

/// The assessment a record is in, if it is in one. An assessment is in itself.
fn assessment_of(record: &Record) -> Option<String> {
    [Some(record.key()), record.parent()]
        .into_iter()
        .flatten()
        .find(|key| key.kind == "assessment")
        .map(|key| key.id)
}

/// A record that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub key: Key,
    /// A few words around the place, as plain text.
    pub snippet: String,
}

/// What a person typed, as a query in which nothing has a meaning but the words: all of them must occur, the last one
/// may be unfinished. `None` when it holds no word.
fn as_query(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" ") + "*")
}

impl State<'_> {
    /// Records that contain all words typed, the last of them perhaps unfinished; the best first. Case and accents make
    /// no difference. In one assessment, or everywhere. At most `limit`.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there. No text typed is an error.
    pub fn search(
        &self,
        query: &str,
        scope: Option<&AssessmentId>,
        limit: usize,
    ) -> Result<Vec<Hit>, VaultError> {
        let Some(query) = as_query(query) else { return Ok(Vec::new()) };
        let mut statement = self.conn.prepare_cached(
            "SELECT kind, id, snippet(search, 3, '', '', '…', 16) FROM search
             WHERE search MATCH ?1 AND (?2 IS NULL OR scope = ?2)
             ORDER BY rank, kind, id LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let hits = statement.query_map(params![query, scope.map(AssessmentId::as_str), limit], |row| {
            Ok(Hit { key: Key { kind: row.get(0)?, id: row.get(1)? }, snippet: row.get(2)? })
        })?;
        Ok(hits.collect::<rusqlite::Result<_>>()?)
    }
}
