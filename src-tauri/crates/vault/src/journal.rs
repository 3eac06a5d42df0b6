//! The journal: who changed what and when, each entry holding the hash of the one before.
//!
//! The hash of an entry covers the hash before it, its own fields, and the state *after* of every record it changed. The
//! state *before* needs no hash: it must be the state after of that record's previous edit, and [`check`] compares them.

use crate::error::VaultError;
use crate::file::Vault;
use crate::state::State;
use assay_core::ids::AssessmentId;
use assay_core::record::{Key, Record};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Version 1: entries and the edits of each.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "CREATE TABLE journal(
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            scope TEXT,
            label TEXT NOT NULL,
            undoes INTEGER REFERENCES journal(seq),
            redoes INTEGER REFERENCES journal(seq),
            prev BLOB NOT NULL,
            hash BLOB NOT NULL
         ) STRICT;
         CREATE INDEX journal_scope ON journal(scope, seq);
         CREATE TABLE edit(
            seq INTEGER NOT NULL REFERENCES journal(seq),
            n INTEGER NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            before TEXT,
            after TEXT,
            PRIMARY KEY(seq, n)
         ) STRICT;",
    )?;
    Ok(())
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When, as the caller said.
    pub at: DateTime<FixedOffset>,
    /// Who, as the caller said.
    pub actor: String,
    /// The assessment the change belongs to; `None` for changes of the vault itself, such as its vendors.
    pub scope: Option<AssessmentId>,
    /// What was done, for people. An undo or redo carries the label of the change it takes back or repeats.
    pub label: String,
    /// The entry of the change this one takes back.
    pub undoes: Option<i64>,
    /// The entry of the undo this one takes back.
    pub redoes: Option<i64>,
    /// SHA-256 of the entry, 64 lower-case hex digits.
    pub hash: String,
}

/// A record changed: its state before and after, `None` where it does not exist.
pub(crate) struct Edited {
    pub(crate) key: Key,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// What an entry says besides its edits.
pub(crate) struct Heading<'a> {
    pub(crate) at: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) scope: Option<&'a str>,
    pub(crate) label: &'a str,
    pub(crate) undoes: Option<i64>,
    pub(crate) redoes: Option<i64>,
}

type Hash = [u8; 32];

/// The hash of an entry as it is built up: heading, then each edit. Every field is preceded by its length, every optional
/// one by whether it is there, so that no two entries feed the same bytes.
struct EntryHash(Sha256);

impl EntryHash {
    fn new(prev: &Hash, seq: i64, heading: &Heading) -> Self {
        let mut hash = Self(Sha256::new());
        hash.0.update(b"assay journal entry 1\n");
        hash.0.update(prev);
        hash.0.update(seq.to_be_bytes());
        hash.text(heading.at);
        hash.text(heading.actor);
        hash.optional(heading.scope);
        hash.text(heading.label);
        for seq in [heading.undoes, heading.redoes] {
            hash.0.update(seq.unwrap_or(0).to_be_bytes());
        }
        hash
    }

    fn edit(&mut self, kind: &str, id: &str, after: Option<&str>) {
        self.text(kind);
        self.text(id);
        self.optional(after);
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        self.0.update([u8::from(text.is_some())]);
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn finish(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The newest entry's number and hash; zeros before the first.
pub(crate) fn head(conn: &Connection) -> Result<(i64, Hash), VaultError> {
    Ok(conn
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, [0; 32])))
}

/// Adds an entry. The head is read here, inside the caller's transaction, so that two programmes can take turns.
pub(crate) fn append(conn: &Connection, heading: &Heading, edits: &[Edited]) -> Result<i64, VaultError> {
    let (last, prev) = head(conn)?;
    let seq = last + 1;
    let mut hash = EntryHash::new(&prev, seq, heading);
    for edit in edits {
        hash.edit(&edit.key.kind, &edit.key.id, edit.after.as_deref());
    }
    conn.prepare_cached(
        "INSERT INTO journal(seq, at, actor, scope, label, undoes, redoes, prev, hash)
         VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        seq,
        heading.at,
        heading.actor,
        heading.scope,
        heading.label,
        heading.undoes,
        heading.redoes,
        prev,
        hash.finish()
    ])?;
    let mut insert = conn
        .prepare_cached("INSERT INTO edit(seq, n, kind, id, before, after) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (n, edit) in edits.iter().enumerate() {
        insert.execute(params![seq, n as i64, edit.key.kind, edit.key.id, edit.before, edit.after])?;
    }
    Ok(seq)
}

/// The edits of an entry, in their order.
pub(crate) fn edits(conn: &Connection, seq: i64) -> Result<Vec<Edited>, VaultError> {
    let mut statement =
        conn.prepare_cached("SELECT kind, id, before, after FROM edit WHERE seq = ?1 ORDER BY n")?;
    let rows = statement.query_map([seq], |row| {
        Ok(Edited {
            key: Key { kind: row.get(0)?, id: row.get(1)? },
            before: row.get(2)?,
            after: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the journal knows of one record: the entry that last changed it, and the state it left.
struct Known {
    seq: i64,
    body: Option<String>,
}

/// Checks the chain of hashes, and that every record is what its last edit says.
///
/// # Errors
/// [`VaultError::JournalBroken`] with the first entry that does not hold.
pub(crate) fn check(conn: &Connection) -> Result<(), VaultError> {
    let known = replay(conn)?;
    compare(conn, known)
}

fn text<'a>(row: &'a Row, column: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str()?)
}

fn optional_text<'a>(row: &'a Row, column: usize) -> rusqlite::Result<Option<&'a str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}

/// Writes a record's name into `name`: one text to look up by, without an allocation for each edit.
fn name_into(name: &mut String, kind: &str, id: &str) {
    name.clear();
    name.push_str(kind);
    name.push('\0');
    name.push_str(id);
}

/// Walks entries and edits side by side, and returns the state every record should be in.
fn replay(conn: &Connection) -> Result<HashMap<String, Known>, VaultError> {
    let mut entries = conn.prepare(
        "SELECT seq, at, actor, scope, label, undoes, redoes, prev, hash FROM journal ORDER BY seq",
    )?;
    let mut entries = entries.query([])?;
    // In the order they were written, which reads the file from front to back; that this is also the order of (seq, n) is
    // checked on the way.
    let mut edits = conn.prepare("SELECT seq, n, kind, id, before, after FROM edit ORDER BY rowid")?;
    let mut edits = edits.query([])?;

    let mut known: HashMap<String, Known> = HashMap::new();
    let mut name = String::new();
    let mut last: (i64, Hash) = (0, [0; 32]);
    let mut edit = edits.next()?;
    while let Some(entry) = entries.next()? {
        let seq: i64 = entry.get(0)?;
        let broken = || VaultError::JournalBroken { seq };
        let heading = Heading {
            at: text(entry, 1)?,
            actor: text(entry, 2)?,
            scope: optional_text(entry, 3)?,
            label: text(entry, 4)?,
            undoes: entry.get(5)?,
            redoes: entry.get(6)?,
        };
        if seq != last.0 + 1 || entry.get_ref(7)?.as_blob().ok() != Some(&last.1) {
            return Err(broken());
        }
        let mut hash = EntryHash::new(&last.1, seq, &heading);
        let mut n = 0;
        while let Some(row) = edit {
            if row.get::<_, i64>(0)? != seq {
                break;
            }
            if row.get::<_, i64>(1)? != n {
                return Err(broken());
            }
            n += 1;
            let (kind, id) = (text(row, 2)?, text(row, 3)?);
            let (before, after) = (optional_text(row, 4)?, optional_text(row, 5)?);
            hash.edit(kind, id, after);
            name_into(&mut name, kind, id);
            match known.get_mut(&name) {
                Some(state) if state.body.as_deref() == before => {
                    *state = Known { seq, body: after.map(str::to_owned) };
                }
                None if before.is_none() => {
                    known.insert(name.clone(), Known { seq, body: after.map(str::to_owned) });
                }
                _ => return Err(broken()),
            }
            edit = edits.next()?;
        }
        let hash = hash.finish();
        if entry.get_ref(8)?.as_blob().ok() != Some(&hash) {
            return Err(broken());
        }
        last = (seq, hash);
    }
    match edit {
        // An edit that belongs to no entry.
        Some(row) => Err(VaultError::JournalBroken { seq: row.get(0)? }),
        None => Ok(known),
    }
}

/// Compares the table of records with what the journal knows.
fn compare(conn: &Connection, mut known: HashMap<String, Known>) -> Result<(), VaultError> {
    let mut records = conn.prepare("SELECT kind, id, parent_kind, parent_id, body FROM record ORDER BY n")?;
    let mut records = records.query([])?;
    let mut name = String::new();
    while let Some(row) = records.next()? {
        let (kind, id) = (text(row, 0)?, text(row, 1)?);
        name_into(&mut name, kind, id);
        let Some(state) = known.remove(&name) else { return Err(VaultError::JournalBroken { seq: 0 }) };
        let body = text(row, 4)?;
        if state.body.as_deref() != Some(body) {
            return Err(VaultError::JournalBroken { seq: state.seq });
        }
        // A record this version cannot read is named when it is asked for; it must not lock up all the others.
        if let Ok(record) = serde_json::from_str::<Record>(body) {
            let (key, parent) = (record.key(), record.parent());
            let (parent_kind, parent_id) = parent.as_ref().map(|p| (p.kind.as_str(), p.id.as_str())).unzip();
            let same = key.kind == kind
                && key.id == id
                && optional_text(row, 2)? == parent_kind
                && optional_text(row, 3)? == parent_id;
            if !same {
                return Err(VaultError::JournalBroken { seq: state.seq });
            }
        }
    }
    match known.values().filter(|state| state.body.is_some()).map(|state| state.seq).min() {
        Some(seq) => Err(VaultError::JournalBroken { seq }),
        None => Ok(()),
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn entry(row: &Row) -> rusqlite::Result<Entry> {
    let seq = row.get(0)?;
    let strange = |column, why: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, why)
    };
    Ok(Entry {
        seq,
        at: DateTime::parse_from_rfc3339(text(row, 1)?).map_err(|e| strange(1, e.into()))?,
        actor: row.get(2)?,
        scope: optional_text(row, 3)?.map(AssessmentId::new).transpose().map_err(|e| strange(3, e.into()))?,
        label: row.get(4)?,
        undoes: row.get(5)?,
        redoes: row.get(6)?,
        hash: hex(&row.get::<_, Hash>(7)?),
    })
}

/// One entry by its number.
pub(crate) fn entry_at(conn: &Connection, seq: i64) -> Result<Entry, VaultError> {
    Ok(conn
        .prepare_cached(
            "SELECT seq, at, actor, scope, label, undoes, redoes, hash FROM journal WHERE seq = ?1",
        )?
        .query_row([seq], entry)?)
}

impl State<'_> {
    /// The `newest` latest entries, newest first: all of them, or those of one assessment.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn journal(&self, scope: Option<&AssessmentId>, newest: usize) -> Result<Vec<Entry>, VaultError> {
        // Two plans: the newest of a scope stand together in its index, which the newest of all do not.
        let condition = if scope.is_some() { "scope = ?1" } else { "?1 IS NULL" };
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT seq, at, actor, scope, label, undoes, redoes, hash FROM journal
             WHERE {condition} ORDER BY seq DESC LIMIT ?2"
        ))?;
        let newest = i64::try_from(newest).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![scope.map(AssessmentId::as_str), newest], entry)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest entry's number and hash (64 lower-case hex digits); 0 and zeros for a vault without changes. Whoever
    /// keeps this pair can later show that the journal up to there is the same.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn journal_head(&self) -> Result<(i64, String), VaultError> {
        let (seq, hash) = head(self.conn)?;
        Ok((seq, hex(&hash)))
    }
}

impl Vault {
    /// Checks the journal's chain of hashes, and that every record is what its last entry says. [`Vault::open`] does
    /// this too.
    ///
    /// # Errors
    /// [`VaultError::JournalBroken`] with the first entry that does not hold.
    pub fn check_journal(&self) -> Result<(), VaultError> {
        let snapshot = self.conn.unchecked_transaction()?;
        check(&snapshot)
    }
}
