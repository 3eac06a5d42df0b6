//! A vault as another program sees it: the format of the file said once more, without the crate that keeps it.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

/// Keys by passphrase, salt and lanes.
type Keys = BTreeMap<(String, [u8; 16], u32), [u8; 32]>;

/// The database of a vault. Argon2id (64 MiB, three passes, four lanes; earlier one) over the passphrase, salted with the
/// file's first sixteen bytes.
pub fn database(path: &Path, passphrase: &str) -> Connection {
    let mut salt = [0; 16];
    std::fs::File::open(path).unwrap().read_exact(&mut salt).unwrap();
    let open = |lanes: u32| {
        let mut spec = String::from("x'");
        key(passphrase, salt, lanes).iter().chain(&salt).for_each(|byte| write!(spec, "{byte:02x}").unwrap());
        spec.push('\'');
        let conn = Connection::open(path).unwrap();
        conn.pragma_update(None, "key", spec).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        conn
    };
    let fits = |conn: &Connection| conn.pragma_query_value(None, "schema_version", |_| Ok(())).is_ok();
    [4, 1].into_iter().map(open).find(fits).unwrap()
}

/// Deriving is slow, and the tests of one process ask for few keys.
fn key(passphrase: &str, salt: [u8; 16], lanes: u32) -> [u8; 32] {
    static KEYS: Mutex<Keys> = Mutex::new(BTreeMap::new());
    let mut keys = KEYS.lock().unwrap();
    *keys.entry((passphrase.to_owned(), salt, lanes)).or_insert_with(|| {
        let mut key = [0; 32];
        let params = argon2::Params::new(65536, 3, lanes, Some(32)).unwrap();
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
            .unwrap();
        key
    })
}

/// What a newer program writes.
pub struct Written<'a> {
    pub kind: &'a str,
    pub id: &'a str,
    /// Kind and id of the record it belongs to; empty when it stands alone.
    pub parent: (&'a str, &'a str),
    /// The record, as JSON, with its kind around it.
    pub body: &'a str,
}

/// Writes a record the way a newer program does: the row, its edit, and an entry of the journal that holds.
pub fn write(conn: &Connection, scope: Option<&str>, written: &Written) {
    let Written { kind, id, parent, body } = written;
    let before: Option<String> = conn
        .query_row("SELECT body FROM record WHERE kind = ?1 AND id = ?2", params![kind, id], |row| row.get(0))
        .optional()
        .unwrap();
    let (last, prev): (i64, Vec<u8>) = conn
        .query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let (seq, at, actor, label) = (last + 1, "2026-05-04T09:30:00+02:00", "Newer", "Work with a newer Assay");
    let mut hash = Sha256::new();
    let text = |hash: &mut Sha256, text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    hash.update(b"assay journal entry 1\n");
    hash.update(&prev);
    hash.update(seq.to_be_bytes());
    text(&mut hash, at);
    text(&mut hash, actor);
    hash.update([u8::from(scope.is_some())]);
    if let Some(scope) = scope {
        text(&mut hash, scope);
    }
    text(&mut hash, label);
    hash.update([0; 16]);
    text(&mut hash, kind);
    text(&mut hash, id);
    hash.update([1]);
    text(&mut hash, body);
    let hash: [u8; 32] = hash.finalize().into();
    conn.execute(
        "INSERT INTO record(kind, id, parent_kind, parent_id, body) VALUES(?1, ?2, nullif(?3, ''), nullif(?4, ''), ?5)
         ON CONFLICT(kind, id) DO UPDATE SET body = ?5",
        params![kind, id, parent.0, parent.1, body],
    )
    .unwrap();
    conn.execute(
        "INSERT INTO journal(seq, at, actor, scope, label, prev, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, at, actor, scope, label, prev, hash],
    )
    .unwrap();
    conn.execute(
        "INSERT INTO edit(seq, n, kind, id, before, after) VALUES(?1, 0, ?2, ?3, ?4, ?5)",
        params![seq, kind, id, before, body],
    )
    .unwrap();
}

/// The stored text of a record.
pub fn body(conn: &Connection, kind: &str, id: &str) -> String {
    conn.query_row("SELECT body FROM record WHERE kind = ?1 AND id = ?2", params![kind, id], |row| row.get(0))
        .unwrap()
}
