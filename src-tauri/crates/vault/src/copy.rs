//! The file as a whole: a backup under the same passphrase, and the same file under another passphrase.

use crate::aside::Aside;
use crate::error::VaultError;
use crate::file::{self, PATIENCE, Vault, absolute, beside, check_strength, connect, fits};
use crate::key::{COSTS, FileKey};
use crate::reader::Reader;
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often somebody looks how far a copy is.
const LOOK: Duration = Duration::from_millis(50);

/// Bytes of a file that is being written; 0 before it is there.
fn written(path: &Path) -> u64 {
    path.metadata().map_or(0, |file| file.len())
}

impl Reader {
    /// Writes a copy of the vault, as it is now, to a new file under the same passphrase. Saving can go on meanwhile.
    /// `progress` is told the bytes written so far and about how many there will be, and can stop it.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`], and the file there stays as it is; [`VaultError::NoSuchFile`] when the folder does
    /// not exist; [`VaultError::DiskFull`], [`VaultError::Io`]; [`VaultError::Cancelled`]; [`VaultError::Damaged`] when
    /// the vault cannot be read whole. No error leaves a part of a copy behind.
    pub fn backup_to(
        self,
        path: &Path,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<(), VaultError> {
        let path = absolute(path)?;
        let io = |source| VaultError::io(&path, source);
        if path.symlink_metadata().is_ok() {
            return Err(VaultError::AlreadyExists(path));
        }
        let total = file::size(&self.conn)?;
        let mut stopped = progress(0, total).is_break();
        if stopped {
            return Err(VaultError::Cancelled);
        }
        let (aside, file) = Aside::make(&path).map_err(io)?;
        drop(file);
        let (conn, copy) = (self.conn, aside.path());
        let stop = conn.get_interrupt_handle();
        let copied = thread::scope(|scope| {
            let (running, ended) = mpsc::channel::<()>();
            let copying = scope.spawn(move || {
                let _running = running;
                // A path is bytes, and not always Unicode.
                let name = ToSqlOutput::Borrowed(ValueRef::Text(copy.as_os_str().as_encoded_bytes()));
                conn.execute("VACUUM INTO ?1", [name])
            });
            while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                stopped |= progress(written(copy).min(total), total).is_break();
                if stopped {
                    stop.interrupt();
                }
            }
            copying.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked))
        });
        if stopped || (copied.is_ok() && progress(total, total).is_break()) {
            return Err(VaultError::Cancelled);
        }
        copied?;
        aside.publish(&path).map_err(io)
    }
}

impl Vault {
    /// Puts the vault under another passphrase, writing every page anew. Until that is complete the old passphrase holds;
    /// a crash or error on the way leaves it so. Older backups keep the old passphrase. `progress` is told the bytes
    /// rewritten and how many there are.
    ///
    /// Nobody can read or save meanwhile: a page under the new key is unreadable to whoever holds the old one, so this
    /// needs the file for itself. Nor can it be stopped, only ended by a crash, which takes it back.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`] when `old` is not the passphrase; [`VaultError::PassphraseTooShort`];
    /// [`VaultError::InUse`] when the vault is open elsewhere or an [`crate::Intake`] or [`Reader`] exists;
    /// [`VaultError::PassphraseKept`] when the pages could not all be written.
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<(), VaultError> {
        check_strength(new)?;
        let salt = self.key.salt();
        let mut known = false;
        for cost in COSTS {
            known |= FileKey::derive(old, salt, cost)?.same_as(&self.key);
        }
        if !known {
            return Err(VaultError::WrongPassphrase);
        }
        self.rekey(FileKey::derive(new, salt, &COSTS[0])?, progress)
    }

    /// Puts the file under another key.
    pub(crate) fn rekey(
        &mut self,
        next: FileKey,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<(), VaultError> {
        let turns = self.turns.clone();
        let _turn = turns.take();
        if self.conn.is_readonly("main")? {
            return Err(VaultError::ReadOnly);
        }
        if !self.alone()? {
            return Err(VaultError::InUse);
        }
        // With a rollback journal, which keeps the pages as they were under the old key, and without anybody else.
        self.leave_wal()?;
        let (total, journal) = (file::size(&self.conn)?, beside(&self.path, "-journal"));
        progress(0, total);
        let rewritten = thread::scope(|scope| {
            let (running, ended) = mpsc::channel::<()>();
            // The journal grows with each page that is rewritten, and goes when all are.
            scope.spawn(move || {
                let mut most = 0;
                while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    most = written(&journal).min(total).max(most);
                    progress(most, total);
                }
            });
            let rewritten = self.conn.pragma_update(None, "rekey", &*next.spec());
            drop(running);
            rewritten
        });
        // SQLCipher does not tell whether its commit succeeded, so the file is asked. Closing the connection first takes
        // back what was not committed.
        drop(std::mem::replace(&mut self.conn, Connection::open_in_memory()?));
        let changed = fits(&self.path, &next).unwrap_or(false);
        if changed {
            self.key = next;
        }
        self.conn = connect(&self.path, &self.key)?;
        progress(total, total);
        if changed {
            return Ok(());
        }
        Err(match rewritten {
            Ok(()) => VaultError::PassphraseKept,
            Err(why) => VaultError::PassphraseKeptFor(why),
        })
    }

    /// Whether this is the only connection to the file just now. SQLite gives up the write-ahead log only then.
    pub(crate) fn alone(&mut self) -> Result<bool, VaultError> {
        self.conn.busy_timeout(Duration::ZERO)?;
        let left = self.leave_wal();
        self.conn.busy_timeout(PATIENCE)?;
        match left {
            Ok(()) => {
                self.journal_mode("WAL")?;
                Ok(true)
            }
            Err(VaultError::InUse) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn leave_wal(&self) -> Result<(), VaultError> {
        // A statement kept for later would count as somebody reading.
        self.conn.flush_prepared_statement_cache();
        if self.journal_mode("DELETE")? == "delete" { Ok(()) } else { Err(VaultError::InUse) }
    }

    fn journal_mode(&self, mode: &str) -> Result<String, VaultError> {
        Ok(self.conn.pragma_update_and_check(None, "journal_mode", mode, |row| row.get(0))?)
    }
}
