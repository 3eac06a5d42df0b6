//! The table of records: what the vault holds now.

use crate::error::VaultError;
use crate::state::State;
use assay_core::record::{Key, Record};
use rusqlite::{Connection, OptionalExtension, Params, params};

/// Version 1: the table. `n` is the row's number in the search index.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "CREATE TABLE record(
            n INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            parent_kind TEXT,
            parent_id TEXT,
            body TEXT NOT NULL,
            UNIQUE(kind, id),
            FOREIGN KEY(parent_kind, parent_id) REFERENCES record(kind, id) DEFERRABLE INITIALLY DEFERRED
         ) STRICT;
         CREATE INDEX record_parent ON record(parent_kind, parent_id);",
    )?;
    Ok(())
}

/// The record as the vault keeps it. The order of fields is that of the type, so the same record is the same text.
pub(crate) fn to_body(record: &Record) -> Result<String, VaultError> {
    serde_json::to_string(record).map_err(|error| unreadable(&record.key(), &error))
}

/// The record of a body.
pub(crate) fn from_body(key: &Key, body: &str) -> Result<Record, VaultError> {
    serde_json::from_str(body).map_err(|error| unreadable(key, &error))
}

pub(crate) fn unreadable(key: &Key, error: &serde_json::Error) -> VaultError {
    VaultError::Unreadable { kind: key.kind.clone(), id: key.id.clone(), detail: error.to_string() }
}

/// The body under a key.
pub(crate) fn body(conn: &Connection, key: &Key) -> Result<Option<String>, VaultError> {
    Ok(conn
        .prepare_cached("SELECT body FROM record WHERE kind = ?1 AND id = ?2")?
        .query_row(params![key.kind, key.id], |row| row.get(0))
        .optional()?)
}

/// Puts a row and returns its number.
pub(crate) fn put(conn: &Connection, record: &Record, body: &str) -> Result<i64, VaultError> {
    let (key, parent) = (record.key(), record.parent());
    let (parent_kind, parent_id) = parent.as_ref().map(|p| (&p.kind, &p.id)).unzip();
    // An update, not a replacement: the rows that belong to this one stay attached.
    Ok(conn
        .prepare_cached(
            "INSERT INTO record(kind, id, parent_kind, parent_id, body) VALUES(?1, ?2, ?3, ?4, ?5)
             ON CONFLICT(kind, id) DO UPDATE SET parent_kind = ?3, parent_id = ?4, body = ?5
             RETURNING n",
        )?
        .query_row(params![key.kind, key.id, parent_kind, parent_id, body], |row| row.get(0))?)
}

/// Removes a row and returns its number.
pub(crate) fn remove(conn: &Connection, key: &Key) -> Result<i64, VaultError> {
    Ok(conn
        .prepare_cached("DELETE FROM record WHERE kind = ?1 AND id = ?2 RETURNING n")?
        .query_row(params![key.kind, key.id], |row| row.get(0))?)
}

/// How many records belong to a key.
pub(crate) fn count_children(conn: &Connection, key: &Key) -> Result<u64, VaultError> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM record WHERE parent_kind = ?1 AND parent_id = ?2")?
        .query_row(params![key.kind, key.id], |row| row.get(0))?)
}

fn select(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Record>, VaultError> {
    let mut statement = conn
        .prepare_cached(&format!("SELECT kind, id, body FROM record WHERE {condition} ORDER BY kind, id"))?;
    let mut rows = statement.query(params)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let key = Key { kind: row.get(0)?, id: row.get(1)? };
        records.push(from_body(&key, row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(records)
}

impl State<'_> {
    /// The record under `key`, if there is one.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] when this version cannot read the record, [`VaultError::Damaged`] when the file is
    /// damaged there.
    pub fn get(&self, key: &Key) -> Result<Option<Record>, VaultError> {
        body(self.conn, key)?.map(|body| from_body(key, &body)).transpose()
    }

    /// The records that belong to `key`, ordered by kind and id.
    ///
    /// # Errors
    /// As for [`State::get`].
    pub fn children(&self, key: &Key) -> Result<Vec<Record>, VaultError> {
        select(self.conn, "parent_kind = ?1 AND parent_id = ?2", params![key.kind, key.id])
    }

    /// All records of one kind (see [`Record::kind`]), ordered by id.
    ///
    /// # Errors
    /// As for [`State::get`].
    pub fn all(&self, kind: &str) -> Result<Vec<Record>, VaultError> {
        select(self.conn, "kind = ?1", [kind])
    }
}
