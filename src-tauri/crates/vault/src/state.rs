//! A moment of the vault → what it held then. Whatever is read through one [`State`] fits together.

use crate::error::VaultError;
use crate::file::Vault;
use rusqlite::{Connection, Transaction};

/// What a vault holds at one moment: nobody else's change shows in it, whatever is saved meanwhile.
///
/// The state that [`Vault::change`] hands out is moreover the newest there is, and stays so until the change is saved.
pub struct State<'a> {
    pub(crate) conn: &'a Connection,
    /// Keeps the moment for as long as the state is looked at. A change has its own transaction around it.
    _snapshot: Option<Transaction<'a>>,
}

impl std::fmt::Debug for State<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl<'a> State<'a> {
    /// What the connection sees now, for as long as it is looked at.
    pub(crate) fn at(conn: &'a Connection) -> Result<Self, VaultError> {
        Ok(Self { conn, _snapshot: Some(conn.unchecked_transaction()?) })
    }

    /// The state inside a transaction that somebody else ends.
    pub(crate) fn within(conn: &'a Connection) -> Self {
        Self { conn, _snapshot: None }
    }
}

impl Vault {
    /// What the vault holds now.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Damaged`].
    pub fn state(&self) -> Result<State<'_>, VaultError> {
        State::at(&self.conn)
    }
}
