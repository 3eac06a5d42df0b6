//! A second connection that reads: for work that takes long, beside the vault that goes on being used.

use crate::error::VaultError;
use crate::file::{Vault, connect, connect_to_read};
use crate::state::State;
use rusqlite::Connection;

/// A second connection to a vault, to read it on another thread while answers are being saved.
pub struct Reader {
    pub(crate) conn: Connection,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Vault {
    /// A second connection, to read from another thread.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Damaged`].
    pub fn reader(&self) -> Result<Reader, VaultError> {
        let conn = if self.conn.is_readonly("main")? {
            connect_to_read(&self.path, &self.key)?
        } else {
            connect(&self.path, &self.key)?
        };
        Ok(Reader { conn })
    }
}

impl Reader {
    /// What the vault holds now.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Damaged`].
    pub fn state(&self) -> Result<State<'_>, VaultError> {
        State::at(&self.conn)
    }
}
