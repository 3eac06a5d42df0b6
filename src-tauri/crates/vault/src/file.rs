//! The file: making it, opening it, and telling apart what else it could be.
//!
//! Opening looks first and touches later. The salt is read and the key tried on connections that write nothing, so that a
//! file which turns out to be something else, or of a newer version, stays as it is to the byte. The file is never opened
//! past SQLite: closing a second handle would drop SQLite's locks for the whole process.

use crate::aside::Aside;
use crate::error::VaultError;
use crate::key::{COSTS, FileKey, SALT};
use crate::state::State;
use crate::{MIN_PASSPHRASE, blob, journal, schema};
use assay_message::{Message, message};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

/// Bytes in a page; a vault is a whole number of them.
const PAGE: u64 = 4096;

/// How long a write waits for another programme.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// One encrypted file with everything about some vendors in it.
///
/// Several may be open on the same file, in one programme or several; each sees what the others have saved.
pub struct Vault {
    pub(crate) conn: Connection,
    pub(crate) key: FileKey,
    pub(crate) path: PathBuf,
    pub(crate) turns: Turns,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("path", &self.path).finish_non_exhaustive()
    }
}

/// How much a vault holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Records now.
    pub records: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// Files kept, each counted once.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Bytes of the vault's file.
    pub file_bytes: u64,
}

/// Lets the writers of one process take turns. SQLite's own waiting polls, and a long intake would win nearly every poll.
#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<()>>);

impl Turns {
    /// Waits for the turn; it ends when the guard is dropped.
    pub(crate) fn take(&self) -> MutexGuard<'_, ()> {
        // A writer that panicked has rolled back, so there is nothing to distrust.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in a write transaction and commits it; an error leaves everything as it was.
    pub(crate) fn write<T, E: From<VaultError>>(
        &self,
        conn: &mut Connection,
        work: impl FnOnce(&Transaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let _turn = self.take();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(VaultError::from)?;
        let done = work(&tx)?;
        tx.commit().map_err(VaultError::from)?;
        Ok(done)
    }
}

impl Vault {
    /// Makes a new vault. `salt` must be random and is used for this vault only.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`]; [`VaultError::AlreadyExists`], and the file there stays as it is;
    /// [`VaultError::NoSuchFile`] when the folder does not exist; [`VaultError::DiskFull`], [`VaultError::Io`].
    pub fn create(path: &Path, passphrase: &str, salt: [u8; SALT]) -> Result<Self, VaultError> {
        Self::create_filled(path, passphrase, salt, |vault| Ok((vault, ()))).map(|(vault, ())| vault)
    }

    /// Makes a new vault that `fill` fills before anybody sees it. Until it is whole it stands beside `path` under a name of
    /// its own, and what is saved in it becomes durable together, at the end. Whatever fails leaves nothing.
    ///
    /// # Errors
    /// Those of [`Vault::create`], and those of `fill`.
    pub fn create_filled<T, E: From<VaultError>>(
        path: &Path,
        passphrase: &str,
        salt: [u8; SALT],
        fill: impl FnOnce(Self) -> Result<(Self, T), E>,
    ) -> Result<(Self, T), E> {
        check_strength(passphrase)?;
        // Before the second of thinking that the key costs.
        if path.symlink_metadata().is_ok() {
            return Err(VaultError::AlreadyExists(path.into()).into());
        }
        Self::fill_under(path, FileKey::derive(passphrase, salt, &COSTS[0])?, fill)
    }

    /// Makes a new, empty vault under a key.
    #[cfg(test)]
    pub(crate) fn create_with(path: &Path, key: FileKey) -> Result<Self, VaultError> {
        Self::fill_under(path, key, |vault| Ok((vault, ()))).map(|(vault, ())| vault)
    }

    /// Makes a new vault under a key and fills it.
    fn fill_under<T, E: From<VaultError>>(
        path: &Path,
        key: FileKey,
        fill: impl FnOnce(Self) -> Result<(Self, T), E>,
    ) -> Result<(Self, T), E> {
        let path = absolute(path)?;
        let (aside, file) = Aside::make(&path).map_err(|source| VaultError::io(&path, source))?;
        drop(file);
        let made = lay_out(aside.path(), &key)
            .and_then(|conn| {
                // Nothing here counts before the whole is put on the disk, at the end.
                conn.pragma_update(None, "synchronous", "OFF")?;
                Ok(Self { conn, key, path: aside.path().to_owned(), turns: Turns::default() })
            })
            .map_err(E::from)
            .and_then(fill)
            .and_then(|(vault, out)| Ok((vault.into_file()?, out)));
        for suffix in ["-wal", "-shm", "-journal"] {
            // A connection that was closed has left none; nothing more can be done about what cannot be removed.
            let _ = fs::remove_file(beside(aside.path(), suffix));
        }
        let (key, out) = made?;
        aside.publish(&path).map_err(|source| VaultError::io(&path, source))?;
        Ok((Self { conn: connect(&path, &key)?, key, path, turns: Turns::default() }, out))
    }

    /// Takes what was saved into the file itself and closes it.
    fn into_file(self) -> Result<FileKey, VaultError> {
        let Self { conn, key, path: _, turns: _ } = self;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        conn.close().map_err(|(_, error)| error)?;
        Ok(key)
    }

    /// Opens a vault, brings it to the current version and checks its journal. One that cannot be written to, such as on a
    /// disc, opens for reading; every change is then refused with [`VaultError::ReadOnly`].
    ///
    /// # Errors
    /// [`VaultError::NoSuchFile`], [`VaultError::NotAVault`], [`VaultError::WrongPassphrase`],
    /// [`VaultError::NewerVersion`], [`VaultError::Truncated`], and then the file is not touched;
    /// [`VaultError::Damaged`], [`VaultError::JournalBroken`], [`VaultError::InUse`], [`VaultError::ReadOnly`].
    pub fn open(path: &Path, passphrase: &str) -> Result<Self, VaultError> {
        let path = absolute(path)?;
        check_shape(&path)?;
        let salt = read_salt(&path)?;
        for cost in COSTS {
            let key = FileKey::derive(passphrase, salt, cost)?;
            if fits(&path, &key)? {
                return Self::open_with(path, key);
            }
        }
        // Only now, because the random beginning of a real vault may look like anything.
        Err(match known_kind(&salt) {
            Some(why) => VaultError::NotAVault { path, why },
            None => VaultError::WrongPassphrase,
        })
    }

    /// Opens a vault under the key that fits.
    pub(crate) fn open_with(path: PathBuf, key: FileKey) -> Result<Self, VaultError> {
        let mut conn = match connect(&path, &key) {
            // What lies beside it belongs to it and cannot be taken in.
            Err(VaultError::ReadOnly) if !is_unfinished(&path) => return Self::open_to_read(path, key),
            connected => connected?,
        };
        // A change of passphrase that stopped before its journal counted leaves the journal lying there. Now that the
        // vault has a write-ahead log nobody reads it; it may already be gone.
        let _ = fs::remove_file(beside(&path, "-journal"));
        let tx = conn.transaction()?;
        let version = schema::version(&tx)?;
        if version == schema::VERSION {
            journal::check(&tx)?;
            drop(tx);
        } else {
            drop(tx);
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Again, inside the transaction: another programme may have been quicker. A journal that does not hold undoes
            // the migration, and the file stays as it is.
            schema::migrate(&tx, schema::version(&tx)?)?;
            journal::check(&tx)?;
            tx.commit()?;
        }
        let mut vault = Self { conn, key, path, turns: Turns::default() };
        blob::sweep(&mut vault)?;
        Ok(vault)
    }

    /// Opens a vault whose file or folder cannot be written to. Nobody can change it meanwhile, so no locks are needed.
    fn open_to_read(path: PathBuf, key: FileKey) -> Result<Self, VaultError> {
        let mut conn = connect_to_read(&path, &key)?;
        let tx = conn.transaction()?;
        if schema::version(&tx)? != schema::VERSION {
            // It would have to be brought to the current version first.
            return Err(VaultError::ReadOnly);
        }
        journal::check(&tx)?;
        drop(tx);
        Ok(Self { conn, key, path, turns: Turns::default() })
    }

    /// Where the file is, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl State<'_> {
    /// How much the vault holds.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn stats(&self) -> Result<Stats, VaultError> {
        Ok(self.conn.query_row(
            "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM journal), count(*), coalesce(sum(size), 0),
                (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)
             FROM blob WHERE sha256 IS NOT NULL",
            [],
            |row| {
                Ok(Stats {
                    records: row.get(0)?,
                    entries: row.get(1)?,
                    blobs: row.get(2)?,
                    blob_bytes: row.get(3)?,
                    file_bytes: row.get(4)?,
                })
            },
        )?)
    }
}

/// Refuses a new passphrase that is too short.
pub(crate) fn check_strength(passphrase: &str) -> Result<(), VaultError> {
    if passphrase.chars().count() < MIN_PASSPHRASE { Err(VaultError::PassphraseTooShort) } else { Ok(()) }
}

/// The path from the root: SQLite would read a name such as `file:x` or `:memory:` its own way.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, VaultError> {
    std::path::absolute(path).map_err(|source| VaultError::io(path, source))
}

/// Bytes of the vault's file, with what is not yet in it but beside it.
pub(crate) fn size(conn: &Connection) -> Result<u64, VaultError> {
    let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(conn.query_row(pages, [], |row| row.get(0))?)
}

/// The path of the file that SQLite keeps beside `path`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Tables into an empty file.
fn lay_out(path: &Path, key: &FileKey) -> Result<Connection, VaultError> {
    let mut conn = unlock(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    // What a cancelled intake took is given back to the disk; only a file without tables can be told so.
    conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    configure(&conn)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    schema::migrate(&tx, 0)?;
    tx.commit()?;
    // From here on the file itself is a vault, whatever becomes of the files beside it.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(conn)
}

/// A connection to a vault whose key is known to fit, ready to work.
pub(crate) fn connect(path: &Path, key: &FileKey) -> Result<Connection, VaultError> {
    let conn = unlock(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    configure(&conn)?;
    Ok(conn)
}

/// A connection that only reads, to a vault that nobody can write to.
pub(crate) fn connect_to_read(path: &Path, key: &FileKey) -> Result<Connection, VaultError> {
    let conn = look(path, &key.spec())?;
    settle(&conn)?;
    Ok(conn)
}

/// A connection with its key set. Whether it fits shows at the first read.
fn unlock(path: &Path, flags: OpenFlags, key: &FileKey) -> Result<Connection, VaultError> {
    unlock_with(path, flags, &key.spec())
}

fn unlock_with(path: &Path, flags: OpenFlags, spec: &str) -> Result<Connection, VaultError> {
    // SQLite counts itself as ready before SQLCipher is: of several first connections at once, all but one would fail. So
    // one is opened alone; whether that works shows again below.
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // SQLCipher would write about wrong keys to standard error.
    conn.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))?;
    conn.pragma_update(None, "key", spec)?;
    // The format of this file is fixed, whatever a later SQLCipher prefers.
    conn.pragma_update(None, "cipher_compatibility", 4)?;
    Ok(conn)
}

fn configure(conn: &Connection) -> Result<(), VaultError> {
    conn.busy_timeout(PATIENCE)?;
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::ReadOnly);
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update_and_check(None, "journal_size_limit", 16 << 20, |_| Ok(()))?;
    settle(conn)
}

/// What holds for every connection that works.
fn settle(conn: &Connection) -> Result<(), VaultError> {
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "trusted_schema", false)?;
    // A statement keeps its plan, whatever it is asked about: else SQLite plans some anew each time they run.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Refuses what cannot be a vault by its size alone.
fn check_shape(path: &Path) -> Result<(), VaultError> {
    let metadata = fs::metadata(path).map_err(|source| VaultError::io(path, source))?;
    let why = if !metadata.is_file() {
        message!("it is not a file")
    } else if metadata.len() < PAGE {
        message!("it is too short")
    } else if metadata.len() % PAGE != 0 && !is_unfinished(path) {
        // Where the last write was interrupted, SQLite mends the file.
        message!("its length does not fit, so it is something else or was cut off while it was copied")
    } else {
        return Ok(());
    };
    Err(VaultError::NotAVault { path: path.into(), why })
}

/// Whether the file alone is not the whole truth: it is open elsewhere, or was not closed. What lies beside it is the
/// write-ahead log, or while the passphrase is being changed the rollback journal.
fn is_unfinished(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|suffix| fs::metadata(beside(path, suffix)).is_ok_and(|m| m.len() > 0))
}

/// A connection that leaves no trace, as far as the file is whole.
fn look(path: &Path, spec: &str) -> Result<Connection, VaultError> {
    if is_unfinished(path) {
        let conn = unlock_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE, spec)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        conn.busy_timeout(PATIENCE)?;
        Ok(conn)
    } else {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        unlock_with(Path::new(&immutable(path)), flags, spec)
    }
}

/// The address by which SQLite opens a file without locks and without files beside it.
fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push_str("///");
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                uri.push(char::from(*byte))
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if cfg!(windows) => uri.push(':'),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// The first bytes of the file.
fn read_salt(path: &Path) -> Result<[u8; SALT], VaultError> {
    // Any key will do: nothing is decrypted.
    let conn = look(path, &format!("x'{}'", "0".repeat(64)))?;
    let hex: String = conn.query_row("PRAGMA cipher_salt", [], |row| row.get(0))?;
    let mut salt = [0; SALT];
    for (n, byte) in salt.iter_mut().enumerate() {
        *byte = hex
            .get(2 * n..2 * n + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            .ok_or_else(|| VaultError::Damaged(message!("its salt cannot be read")))?;
    }
    Ok(salt)
}

/// Whether the key opens the file, without touching it.
pub(crate) fn fits(path: &Path, key: &FileKey) -> Result<bool, VaultError> {
    let conn = look(path, &key.spec())?;
    // Reads the first page and nothing else.
    let application: i32 = match conn.pragma_query_value(None, "application_id", |row| row.get(0)) {
        Ok(application) => application,
        Err(error) => {
            return match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => Ok(false),
                // The first page is intact and says that there are more pages than the file has.
                Some(ErrorCode::DatabaseCorrupt) => Err(VaultError::Truncated(path.into())),
                _ => Err(error.into()),
            };
        }
    };
    let version = schema::version(&conn)?;
    if application != schema::APPLICATION || version < 1 {
        return Err(VaultError::NotAVault {
            path: path.into(),
            why: message!("it belongs to another programme"),
        });
    }
    if version > schema::VERSION {
        return Err(VaultError::NewerVersion { found: version, known: schema::VERSION });
    }
    Ok(true)
}

/// What a file is that begins like this, as far as that can be told.
fn known_kind(start: &[u8; SALT]) -> Option<Message> {
    if start == b"SQLite format 3\0" {
        Some(message!("it is an SQLite database without encryption"))
    } else if start.starts_with(b"%PDF-") {
        Some(message!("it is a PDF document"))
    } else if start.starts_with(b"PK\x03\x04") {
        Some(message!("it is a ZIP archive or an office document"))
    } else if std::str::from_utf8(start)
        .is_ok_and(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
    {
        Some(message!("it is a text file"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::*;

    #[test]
    fn a_vault_opens_whatever_its_key_cost_and_a_new_passphrase_costs_what_is_asked_today() {
        for (cost, fits_today) in COSTS.iter().zip([true, false]) {
            let (_folder, path) = place();
            let salt = [7; SALT];
            let today = |passphrase: &str| FileKey::derive(passphrase, salt, &COSTS[0]).unwrap();
            let key = FileKey::derive(PASSPHRASE, salt, cost).unwrap();
            drop(Vault::create_with(&path, key).unwrap());
            assert_eq!(fits(&path, &today(PASSPHRASE)).unwrap(), fits_today);
            let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
            vault.change_passphrase(PASSPHRASE, "another horse, another staple", &|_, _| {}).unwrap();
            drop(vault);
            assert!(fits(&path, &today("another horse, another staple")).unwrap());
        }
        assert_eq!(COSTS.len(), 2, "each cost is tried above");
    }

    #[test]
    fn a_flipped_bit_is_reported_or_changes_nothing() {
        let (_folder, path) = place();
        let key = FileKey::of_bytes([1; 32], [2; SALT]);
        let open = || -> Result<Vault, VaultError> {
            if fits(&path, &key)? {
                Vault::open_with(path.clone(), key.clone())
            } else {
                Err(VaultError::WrongPassphrase)
            }
        };
        let mut vault = Vault::create_with(&path, key.clone()).unwrap();
        put(&mut vault, "Add", None, vec![vendor("v1", "Ledgerworks"), assessment("a1", "v1")]).unwrap();
        for n in 0..60 {
            answer(&mut vault, &format!("Q-{n}"), &"words and more ".repeat(n));
        }
        let sha256 =
            vault.store_bytes(&(0..400_000).map(|n| (n % 251) as u8).collect::<Vec<_>>()).unwrap().sha256;
        drop(vault);
        let read = |vault: &Vault| -> Result<_, VaultError> {
            let mut bytes = Vec::new();
            let state = vault.state()?;
            state.read_blob(&sha256, &mut bytes)?;
            let records = (state.all("vendor")?, state.all("assessment")?, state.all("response")?);
            let mut hits = state.search("words", None, 100)?;
            hits.sort_by(|a, b| a.key.cmp(&b.key));
            Ok((
                bytes,
                records,
                hits,
                state.journal(None, 100)?,
                state.undo_label(Some(&assessment_id("a1")))?,
            ))
        };
        let expected = read(&open().unwrap()).unwrap();
        let whole = fs::read(&path).unwrap();
        let pages = whole.len() / 4096;
        let mut reported = 0;
        // One bit in each page: the places wander over the page so that salt, content, and authentication code are all met.
        for page in 0..pages {
            let mut damaged = whole.clone();
            let place = page * 4096 + (page * 1237 + 5) % 4096;
            damaged[place] ^= 1 << (page % 8);
            fs::write(&path, &damaged).unwrap();
            match open().and_then(|vault| read(&vault)) {
                Ok(found) => assert!(found == expected, "bit in byte {place}"),
                Err(error) => {
                    let code = if page == 0 { "wrong-passphrase" } else { "damaged" };
                    assert_eq!(error.code(), code, "bit in byte {place}: {error:?}");
                    reported += 1;
                }
            }
        }
        assert!(reported > pages / 2, "{reported} of {pages}");
    }
}
