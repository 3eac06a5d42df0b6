//! Changes and bytes → one encrypted file (`name.assay`) that keeps them, and back.
//!
//! A vault is an SQLite file encrypted by SQLCipher. The passphrase goes through Argon2id; its salt is the first sixteen
//! bytes of the file, so there is no side file and no readable header.
//!
//! - [`Vault::change`] is the one way to change: what it reads, what becomes of the records by its [`Change`], and the
//!   journal entry are one transaction, which is on the disk before the call returns. Nothing else writes records.
//! - [`Vault::state`] is the one way to read: a [`State`] shows one moment, whole.
//! - The journal keeps the state before and after of every record changed. So undo needs no knowledge of what a change
//!   meant, and opening can check that the records are what the journal says.
//! - Bytes (evidence, packs, issued reports) are kept apart under their SHA-256, streamed in and out by [`Intake`] and
//!   [`State::read_blob`]. They mean nothing until a record names them.
//! - Long work has a connection of its own, [`Intake`] to write and [`Reader`] to read, so that nobody waits for it.
//! - What was typed and is not saved yet is a [`Draft`]: kept beside the records, in no journal, until it is dropped.
//!
//! What does *not* happen here: no clock, no randomness (time and salt are parameters), no rule about assessments.

mod aside;
mod blob;
mod change;
mod copy;
mod draft;
mod error;
mod file;
mod journal;
mod key;
mod merge;
mod reader;
mod record;
mod schema;
mod search;
mod since;
mod state;
mod summary;
mod undo;
mod unknown;

// The unit tests use the records of the others.
#[cfg(test)]
extern crate self as assay_vault;
#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;

pub use aside::Aside;
pub use blob::{Intake, Stored};
pub use change::{Applied, Change, Edit, Field};
pub use draft::Draft;
pub use error::{Clash, VaultError};
pub use file::{Stats, Vault};
pub use journal::Entry;
pub use merge::merged;
pub use reader::Reader;
pub use record::Records;
pub use search::Hit;
pub use since::{Altered, Mark};
pub use state::State;
pub use undo::Undone;

/// The shortest passphrase a vault takes, in characters.
pub const MIN_PASSPHRASE: usize = 8;
