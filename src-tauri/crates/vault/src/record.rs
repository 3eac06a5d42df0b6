//! The table of records: what the vault holds now.

use crate::error::VaultError;
use crate::state::State;
use assay_core::record::{Key, Record, Unreadable};
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

/// Whether there is a record under a key.
pub(crate) fn exists(conn: &Connection, key: &Key) -> Result<bool, VaultError> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM record WHERE kind = ?1 AND id = ?2")?
        .exists(params![key.kind, key.id])?)
}

/// How many records belong to a key.
pub(crate) fn count_children(conn: &Connection, key: &Key) -> Result<u64, VaultError> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM record WHERE parent_kind = ?1 AND parent_id = ?2")?
        .query_row(params![key.kind, key.id], |row| row.get(0))?)
}

/// Records read together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// Those this version can read, in their order.
    pub read: Vec<Record>,
    /// Those it cannot.
    pub unreadable: Vec<Unreadable>,
}

impl Records {
    /// Whether there is nothing, readable or not.
    pub fn is_empty(&self) -> bool {
        self.read.is_empty() && self.unreadable.is_empty()
    }
}

fn select(conn: &Connection, condition: &str, params: impl Params) -> Result<Records, VaultError> {
    let mut statement = conn
        .prepare_cached(&format!("SELECT kind, id, body FROM record WHERE {condition} ORDER BY kind, id"))?;
    let mut rows = statement.query(params)?;
    let mut records = Records::default();
    while let Some(row) = rows.next()? {
        match serde_json::from_str(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?) {
            Ok(record) => records.read.push(record),
            Err(error) => {
                let key = Key { kind: row.get(0)?, id: row.get(1)? };
                records.unreadable.push(Unreadable { key, detail: error.to_string() });
            }
        }
    }
    Ok(records)
}

/// What points to a record from among those that belong to `parent`: all that can be read and do, and all that cannot be
/// read and name it.
pub(crate) fn referrers(conn: &Connection, key: &Key, parent: &Key) -> Result<Vec<Key>, VaultError> {
    let id = key.id.strip_prefix(&format!("{}/", parent.id)).unwrap_or(&key.id);
    let named = serde_json::to_string(id).map_err(|error| unreadable(key, &error))?;
    let beside = select(
        conn,
        "parent_kind = ?1 AND parent_id = ?2 AND instr(body, ?3) > 0",
        params![parent.kind, parent.id, named],
    )?;
    let points = |record: &Record| record.references().iter().any(|reference| reference.one_of.contains(key));
    let read = beside.read.iter().filter(|record| points(record)).map(Record::key);
    let all = read.chain(beside.unreadable.into_iter().map(|unreadable| unreadable.key));
    Ok(all.filter(|referrer| referrer != key).collect())
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
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn children(&self, key: &Key) -> Result<Records, VaultError> {
        select(self.conn, "parent_kind = ?1 AND parent_id = ?2", params![key.kind, key.id])
    }

    /// Those of the records that belong to `key` which are of one kind, ordered by id. Others are not read.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn children_of_kind(&self, key: &Key, kind: &str) -> Result<Records, VaultError> {
        // The plus keeps SQLite to the index by parent: there are far more records of a kind in the whole vault.
        let condition = "parent_kind = ?1 AND parent_id = ?2 AND +kind = ?3";
        select(self.conn, condition, params![key.kind, key.id, kind])
    }

    /// All records of one kind (see [`Record::kind`]), ordered by id.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn all(&self, kind: &str) -> Result<Records, VaultError> {
        select(self.conn, "kind = ?1", [kind])
    }
}
