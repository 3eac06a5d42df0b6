//! The versions of the file's tables: which step leads from one to the next.

use crate::error::VaultError;
use crate::{blob, draft, journal, record, search, summary};
use rusqlite::Connection;

/// The version written here (`user_version`).
pub(crate) const VERSION: i32 = 5;

/// Marks the file as ours (`application_id`): "ASSY".
pub(crate) const APPLICATION: i32 = 0x4153_5359;

type Step = fn(&Connection) -> Result<(), VaultError>;

/// The steps, each beside the tables it makes, and the version it leads to.
const STEPS: &[(i32, Step)] = &[
    (1, record::tables),
    (1, journal::tables),
    (1, blob::tables),
    (2, search::tables),
    // Kinds of record that programs of format 2 do not know, in the same tables. The number keeps those programs out.
    (3, |_| Ok(())),
    (4, summary::tables),
    (4, draft::tables),
    (5, draft::numbers),
];

/// Brings the tables from version `from` (0 is an empty file) to [`VERSION`], inside the caller's transaction.
pub(crate) fn migrate(conn: &Connection, from: i32) -> Result<(), VaultError> {
    for (version, step) in STEPS {
        if *version > from {
            step(conn)?;
        }
    }
    conn.pragma_update(None, "application_id", APPLICATION)?;
    conn.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// The version of the tables.
pub(crate) fn version(conn: &Connection) -> rusqlite::Result<i32> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}
