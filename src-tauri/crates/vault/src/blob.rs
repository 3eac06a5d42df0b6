//! Bytes of any length → chunks in the vault, under their SHA-256, and back.
//!
//! A stream is written in small transactions, so that answers can be saved in between and memory stays flat. Until its
//! hash is known it is staged: a row without a name, which nobody can read. A stream that ends early is taken out again;
//! one that was interrupted by a crash is swept out when the vault is next opened.

use crate::error::VaultError;
use crate::file::{Turns, Vault, connect};
use crate::journal::hex;
use crate::state::State;
use assay_message::message;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::ops::ControlFlow;

/// Bytes in a chunk; the last of a file may be shorter.
const CHUNK: usize = 1 << 20;

/// Chunks written in one transaction.
const BATCH: usize = 2;

/// Pages given back to the disk in one transaction.
const PAGES: u32 = 1024;

/// Version 1: files and their chunks. A file without a name is staged.
pub(crate) fn tables(conn: &Connection) -> Result<(), VaultError> {
    conn.execute_batch(
        "CREATE TABLE blob(n INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, size INTEGER NOT NULL) STRICT;
         CREATE TABLE chunk(
            blob INTEGER NOT NULL REFERENCES blob(n),
            n INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY(blob, n)
         ) STRICT;",
    )?;
    Ok(())
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the bytes, 64 lower-case hex digits: the name they are read by.
    pub sha256: String,
    /// How many bytes.
    pub size: u64,
}

/// A second connection to a vault, to take in files on another thread while answers are being saved.
pub struct Intake {
    pub(crate) conn: Connection,
    turns: Turns,
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").finish_non_exhaustive()
    }
}

impl Intake {
    /// Takes in everything `reader` gives, up to `max` bytes. `progress` is told the bytes read so far, about every
    /// mebibyte, and can stop the intake. The same bytes are kept once, however often they are stored.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`], [`VaultError::Cancelled`], [`VaultError::Source`] and the errors of a write
    /// ([`VaultError::DiskFull`] …); none of them leaves anything behind.
    pub fn store(
        &mut self,
        reader: &mut dyn Read,
        max: u64,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Stored, VaultError> {
        store(&mut self.conn, &self.turns, reader, max, progress)
    }
}

impl Vault {
    /// A second connection, to take in files from another thread.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::ReadOnly`], [`VaultError::Damaged`].
    pub fn intake(&self) -> Result<Intake, VaultError> {
        Ok(Intake { conn: connect(&self.path, &self.key)?, turns: self.turns.clone() })
    }

    /// Keeps some bytes: packs, issued reports and other things of modest size.
    ///
    /// # Errors
    /// Those of a write: [`VaultError::DiskFull`], [`VaultError::InUse`] …
    pub fn store_bytes(&mut self, mut bytes: &[u8]) -> Result<Stored, VaultError> {
        store(&mut self.conn, &self.turns, &mut bytes, u64::MAX, &mut |_| ControlFlow::Continue(()))
    }
}

impl State<'_> {
    /// The size of the bytes kept under a SHA-256, if they are.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn blob_size(&self, sha256: &str) -> Result<Option<u64>, VaultError> {
        Ok(find(self.conn, sha256)?.map(|(_, size)| size))
    }

    /// Writes the bytes kept under a SHA-256 to `out`, and checks that they are the ones stored. After an error `out` may
    /// hold a part of them. Returns their number.
    ///
    /// # Errors
    /// [`VaultError::NoSuchBlob`], [`VaultError::Target`], and [`VaultError::Damaged`] when the bytes are not those
    /// that were stored.
    pub fn read_blob(&self, sha256: &str, out: &mut dyn Write) -> Result<u64, VaultError> {
        self.stream_blob(sha256, out, &mut |_| ControlFlow::Continue(()))
    }

    /// The same for bytes of any length: `progress` is told the bytes written so far, about every mebibyte, and can stop it.
    ///
    /// # Errors
    /// Those of [`State::read_blob`], and [`VaultError::Cancelled`].
    pub fn stream_blob(
        &self,
        sha256: &str,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<u64, VaultError> {
        let (blob, size) = find(self.conn, sha256)?.ok_or_else(|| VaultError::NoSuchBlob(sha256.into()))?;
        let mut chunks = self.conn.prepare_cached("SELECT data FROM chunk WHERE blob = ?1 ORDER BY n")?;
        let mut chunks = chunks.query([blob])?;
        let (mut hash, mut written) = (Sha256::new(), 0);
        while let Some(row) = chunks.next()? {
            let data = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            hash.update(data);
            written += data.len() as u64;
            out.write_all(data).map_err(VaultError::Target)?;
            if progress(written).is_break() {
                return Err(VaultError::Cancelled);
            }
        }
        if written != size || hex(&hash.finalize()) != sha256 {
            return Err(VaultError::Damaged(message!(
                "the file with SHA-256 {sha256} is not what was stored"
            )));
        }
        out.flush().map_err(VaultError::Target)?;
        Ok(written)
    }
}

fn find(conn: &Connection, sha256: &str) -> Result<Option<(i64, u64)>, VaultError> {
    Ok(conn
        .prepare_cached("SELECT n, size FROM blob WHERE sha256 = ?1")?
        .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn store(
    conn: &mut Connection,
    turns: &Turns,
    reader: &mut dyn Read,
    max: u64,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Stored, VaultError> {
    let mut staged = None;
    let stored = take_in(conn, turns, reader, max, progress, &mut staged);
    if let Some(blob) = staged {
        let discarded = discard(conn, turns, blob);
        // What went wrong first is what the person should read; the next opening sweeps what is left.
        if stored.is_ok() {
            discarded?;
        }
    }
    stored
}

/// Reads, hashes and writes batch after batch. `staged` names the row that is not yet, or no longer, to be kept.
fn take_in(
    conn: &mut Connection,
    turns: &Turns,
    reader: &mut dyn Read,
    max: u64,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    staged: &mut Option<i64>,
) -> Result<Stored, VaultError> {
    let mut batch: Vec<Vec<u8>> = (0..BATCH).map(|_| Vec::with_capacity(CHUNK)).collect();
    let (mut hash, mut size, mut written) = (Sha256::new(), 0_u64, 0_i64);
    loop {
        // Reading and hashing stay outside the transaction: that is when others get their turn.
        let mut full = 0;
        for chunk in &mut batch {
            chunk.clear();
            reader.take(CHUNK as u64).read_to_end(chunk).map_err(VaultError::Source)?;
            hash.update(&*chunk);
            size += chunk.len() as u64;
            if size > max {
                return Err(VaultError::TooLarge { max });
            }
            if progress(size).is_break() {
                return Err(VaultError::Cancelled);
            }
            if chunk.len() < CHUNK {
                break;
            }
            full += 1;
        }
        let ended = full < BATCH;
        let chunks = batch.iter().take(full + usize::from(ended)).filter(|chunk| !chunk.is_empty());
        let named = ended.then(|| hex(&hash.clone().finalize()));
        let kept = turns.write(conn, |tx| {
            if let Some(sha256) = &named
                && find(tx, sha256)?.is_some()
            {
                return Ok::<_, VaultError>(None);
            }
            let blob = match *staged {
                Some(blob) => blob,
                None => tx
                    .prepare_cached("INSERT INTO blob(size) VALUES(0) RETURNING n")?
                    .query_row([], |row| row.get(0))?,
            };
            let mut insert = tx.prepare_cached("INSERT INTO chunk(blob, n, data) VALUES(?1, ?2, ?3)")?;
            for (n, chunk) in (written..).zip(chunks) {
                insert.execute(params![blob, n, chunk])?;
            }
            if let Some(sha256) = &named {
                tx.execute(
                    "UPDATE blob SET sha256 = ?2, size = ?3 WHERE n = ?1",
                    params![blob, sha256, size],
                )?;
            }
            Ok(Some(blob))
        })?;
        match named {
            Some(sha256) => {
                if kept.is_some() {
                    *staged = None;
                }
                return Ok(Stored { sha256, size });
            }
            None => {
                *staged = kept;
                written += full as i64;
            }
        }
    }
}

/// Takes a staged row out again, a few chunks at a time, and gives its space back to the disk.
fn discard(conn: &mut Connection, turns: &Turns, blob: i64) -> Result<(), VaultError> {
    let few = "DELETE FROM chunk WHERE blob = ?1 AND n IN
               (SELECT n FROM chunk WHERE blob = ?1 ORDER BY n DESC LIMIT ?2)";
    let delete =
        |tx: &Transaction| Ok::<_, VaultError>(tx.prepare_cached(few)?.execute(params![blob, 2 * BATCH])?);
    while turns.write(conn, delete)? > 0 {}
    let delete = "DELETE FROM blob WHERE n = ?1 AND sha256 IS NULL";
    turns.write(conn, |tx| Ok::<_, VaultError>(tx.execute(delete, [blob])?))?;
    let mut free = u32::MAX;
    loop {
        let left = turns.write(conn, |tx| {
            let mut vacuum = tx.prepare(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
            let mut pages = vacuum.query([])?;
            while pages.next()?.is_some() {}
            Ok::<u32, VaultError>(tx.pragma_query_value(None, "freelist_count", |row| row.get(0))?)
        })?;
        if left == 0 || left >= free {
            break;
        }
        free = left;
    }
    Ok(())
}

/// Takes out what a crash left staged, unless another programme may still be at it.
pub(crate) fn sweep(vault: &mut Vault) -> Result<(), VaultError> {
    let staged: Vec<i64> = vault
        .conn
        .prepare("SELECT n FROM blob WHERE sha256 IS NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if staged.is_empty() || !vault.alone()? {
        return Ok(());
    }
    for blob in staged {
        discard(&mut vault.conn, &vault.turns, blob)?;
    }
    Ok(())
}
