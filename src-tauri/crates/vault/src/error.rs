//! What can go wrong with a vault, in sentences for the person in front of it.

use crate::MIN_PASSPHRASE;
use assay_core::record::{Key, Reference};
use assay_message::{Message, Part, message};
use serde_json::Value;
use std::io;
use std::path::PathBuf;

/// A field that two people changed to different values.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Its name in the record's JSON.
    pub field: String,
    /// What stands there now.
    pub stands: Value,
    /// What would have been saved.
    pub wanted: Value,
}

/// Each field with what stands there and what was given.
fn told(clashes: &[Clash]) -> Part {
    let shown = |value: &Value| match value {
        Value::Null => message!("nothing"),
        Value::String(text) => message!("“{text}”"),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Message::verbatim(value.to_string())
        }
    };
    Part::sentences(clashes.iter().map(|Clash { field, stands, wanted }| {
        message!(
            "Its {field} is now {stands}, and you gave {wanted}.",
            stands = shown(stands),
            wanted = shown(wanted)
        )
    }))
}

/// Why a vault could not do what was asked. Unless a message says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error, assay_message::Told)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no file at the path.
    #[error("There is no file “{0}”. Check whether it was moved or renamed.")]
    NoSuchFile(PathBuf),
    /// Something is already there; it was left as it is.
    #[error("“{0}” already exists and was left as it is. Choose another name.")]
    AlreadyExists(PathBuf),
    /// The new passphrase is shorter than [`crate::MIN_PASSPHRASE`].
    #[error("The passphrase is too short: use at least {MIN_PASSPHRASE} characters. Several words are best.")]
    PassphraseTooShort,
    /// The file is something else, or a vault of which the beginning or end is missing.
    #[error("“{path}” is not an Assay vault: {why}. The file was not touched.")]
    NotAVault {
        /// Which file.
        path: PathBuf,
        /// How that was seen.
        why: Message,
    },
    /// The passphrase does not open the file. A damaged first page looks the same: nobody can tell the two apart.
    #[error(
        "The passphrase does not open the vault. If you are sure of it, the file may be damaged: try a backup. The file was not touched."
    )]
    WrongPassphrase,
    /// The file ends before the vault does.
    #[error(
        "“{0}” is cut off: its end is missing, as after a copy that did not finish. The file was not touched. Copy it again, or open a backup."
    )]
    Truncated(PathBuf),
    /// A part of the file is not what was written.
    #[error("The vault is damaged: {0}. It was not changed. Keep this file as it is and open a backup.")]
    Damaged(Message),
    /// The file was written by a later version of Assay.
    #[error(
        "The vault was written by a newer Assay (format {found}; this one knows up to {known}). The file was not touched. Update Assay to open it."
    )]
    NewerVersion {
        /// Format of the file.
        found: i32,
        /// Latest format known here.
        known: i32,
    },
    /// The records are not what the journal says, or the journal's chain of hashes does not hold.
    #[error(
        "The vault was changed outside Assay: its journal does not hold at entry {seq}. It was not changed now. Keep this file as it is and open a backup."
    )]
    JournalBroken {
        /// First entry that does not hold; 0 when a record has no entry at all.
        seq: i64,
    },
    /// A record of a change belongs to a record that is not in the vault.
    #[error(
        "“{label}” was not saved: the {kind} {id} belongs to the {parent_kind} {parent_id}, which is not in the vault.",
        kind = record.named(), id = record.id, parent_kind = parent.named(), parent_id = parent.id
    )]
    MissingParent {
        /// Label of the change.
        label: String,
        /// The record put.
        record: Key,
        /// What it belongs to.
        parent: Key,
    },
    /// A record of a change points to a record that is not in the vault.
    #[error(
        "“{label}” was not saved: the {kind} {id} points to {others}, which is not in the vault. Choose another or take it out.",
        kind = record.named(), id = record.id, others = named(reference)
    )]
    MissingReference {
        /// Label of the change.
        label: String,
        /// The record put.
        record: Key,
        /// What it points to.
        reference: Reference,
    },
    /// A change removes a record that another points to.
    #[error(
        "“{label}” was not saved: the {by_kind} {by_id} still points to the {kind} {id}. Take it out there first.",
        by_kind = by.named(), by_id = by.id, kind = record.named(), id = record.id
    )]
    StillReferred {
        /// Label of the change.
        label: String,
        /// The record removed.
        record: Key,
        /// The record that points to it.
        by: Box<Key>,
    },
    /// A change removes a record that others belong to.
    #[error(
        "“{label}” was not saved: the {kind} {id} still has {children} records that belong to it. Remove those first.",
        kind = record.named(), id = record.id
    )]
    StillNeeded {
        /// Label of the change.
        label: String,
        /// The record removed.
        record: Key,
        /// How many records belong to it.
        children: u64,
    },
    /// A change adds a record under a key that is taken.
    #[error("“{label}” was not saved: there is a {kind} {id} already. Nothing was changed.",
        kind = record.named(), id = record.id)]
    AlreadyThere {
        /// Label of the change.
        label: String,
        /// The record.
        record: Key,
    },
    /// A change makes another record of one.
    #[error("“{label}” was not saved: the {kind} {id} would become another record. Nothing was changed.",
        kind = record.named(), id = record.id)]
    OtherRecord {
        /// Label of the change.
        label: String,
        /// The record changed.
        record: Key,
    },
    /// A record is not, or no longer, what a change was made of; going on would lose that.
    #[error(
        "“{label}” was not done: the {kind} {id} was changed from elsewhere since. Nothing was changed.",
        kind = record.named(), id = record.id
    )]
    ChangedSince {
        /// Label of the change.
        label: String,
        /// The record in the way.
        record: Key,
    },
    /// Fields of a record were changed to something else since the person saw them.
    #[error(
        "“{label}” was not saved: the {kind} {id} was changed from elsewhere since. {clashes} Nothing was changed; look at both and save again.",
        kind = record.named(), id = record.id, clashes = told(clashes)
    )]
    FieldsChangedSince {
        /// Label of the change.
        label: String,
        /// The record.
        record: Key,
        /// The fields that stand in the way.
        clashes: Vec<Clash>,
    },
    /// What a change would take back stands in an issued report.
    #[error(
        "“{label}” cannot be taken back: the report is issued. Change what is wrong and issue again; the next report supersedes it."
    )]
    Issued {
        /// Label of the entry.
        label: String,
    },
    /// A record cannot be read by this version, though its bytes are intact.
    #[error(
        "The {kind} {id} cannot be read ({detail}). The rest of the vault is not affected; update Assay."
    )]
    Unreadable {
        /// Kind of the record.
        kind: String,
        /// Its id.
        id: String,
        /// What the reader met.
        detail: String,
    },
    /// No bytes are kept under the name.
    #[error("The vault holds no file with SHA-256 {0}.")]
    NoSuchBlob(String),
    /// The stream was longer than allowed; nothing of it was kept.
    #[error("The file is larger than {max} bytes and was not taken in. Nothing of it was kept.")]
    TooLarge {
        /// The limit, in bytes.
        max: u64,
    },
    /// The caller asked to stop; nothing of what was to be written is there.
    #[error("Stopped as asked. Nothing was changed, and no part of a file was left.")]
    Cancelled,
    /// The stream to take in could not be read; nothing of it was kept.
    #[error("The file could not be read ({0}). Nothing of it was kept.")]
    Source(#[source] io::Error),
    /// The place to write to could not be written; the vault is not affected.
    #[error("The file could not be written ({0}). The vault is not affected.")]
    Target(#[source] io::Error),
    /// Putting the vault under another passphrase did not complete, so the old one holds.
    #[error(
        "The passphrase could not be changed. The old one still opens the vault and everything in it is kept. Make room on the disk for a second copy of the vault and try again."
    )]
    PassphraseKept,
    /// The same, and what the database said.
    #[error(
        "The passphrase could not be changed ({0}). The old one still opens the vault and everything in it is kept. Make room on the disk for a second copy of the vault and try again."
    )]
    PassphraseKeptFor(#[source] rusqlite::Error),
    /// Another window or programme holds the vault.
    #[error(
        "The vault is in use by another window or programme. Nothing was changed. Close it there and try again."
    )]
    InUse,
    /// The medium is full; the change was not saved, everything saved before is kept.
    #[error(
        "The disk is full: this change was not saved. Everything saved before is kept. Free some space and try again."
    )]
    DiskFull,
    /// The file or its folder cannot be written to.
    #[error(
        "The vault cannot be written to: the file or its folder is read-only. Nothing was changed. Copy it to a folder you can write to."
    )]
    ReadOnly,
    /// The key could not be derived: too little memory, in practice.
    #[error(
        "The passphrase could not be turned into a key ({0}). Nothing was changed. Close other programmes and try again."
    )]
    Derivation(argon2::Error),
    /// The operating system refused.
    #[error("“{path}” could not be read or written ({source}). Nothing was changed.")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else the database said.
    #[error("The vault could not do that ({0}). Nothing of it was saved; everything saved before is kept.")]
    Storage(#[source] rusqlite::Error),
}

impl VaultError {
    /// The error's name, kebab-case and stable: for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchFile(_) => "no-such-file",
            Self::AlreadyExists(_) => "already-exists",
            Self::PassphraseTooShort => "passphrase-too-short",
            Self::NotAVault { .. } => "not-a-vault",
            Self::WrongPassphrase => "wrong-passphrase",
            Self::Truncated(_) => "truncated",
            Self::Damaged(_) => "damaged",
            Self::NewerVersion { .. } => "newer-version",
            Self::JournalBroken { .. } => "journal-broken",
            Self::MissingParent { .. } => "missing-parent",
            Self::MissingReference { .. } => "missing-reference",
            Self::StillReferred { .. } => "still-referred",
            Self::StillNeeded { .. } => "still-needed",
            Self::AlreadyThere { .. } => "already-there",
            Self::OtherRecord { .. } => "other-record",
            Self::ChangedSince { .. } | Self::FieldsChangedSince { .. } => "changed-since",
            Self::Issued { .. } => "issued",
            Self::Unreadable { .. } => "unreadable-record",
            Self::NoSuchBlob(_) => "no-such-blob",
            Self::TooLarge { .. } => "too-large",
            Self::Cancelled => "cancelled",
            Self::Source(_) => "source-unreadable",
            Self::Target(_) => "target-unwritable",
            Self::PassphraseKept | Self::PassphraseKeptFor(_) => "passphrase-kept",
            Self::InUse => "in-use",
            Self::DiskFull => "disk-full",
            Self::ReadOnly => "read-only",
            Self::Derivation(_) => "key-derivation",
            Self::Io { .. } => "io",
            Self::Storage(_) => "storage",
        }
    }

    /// What an operating system error about `path` means.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the standard library adds kinds of error")]
    pub(crate) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::NotFound => Self::NoSuchFile(path),
            io::ErrorKind::AlreadyExists => Self::AlreadyExists(path),
            io::ErrorKind::StorageFull => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io { path, source },
        }
    }
}

/// A reference in words: “the element a1/x or the flow a1/x”.
fn named(reference: &Reference) -> Message {
    let the = |key: &Key| message!("the {kind} {id}", kind = key.named(), id = key.id);
    let all = reference.one_of.iter().map(the);
    all.reduce(|one, other| message!("{one} or {other}")).unwrap_or_else(|| Message::verbatim(""))
}

impl From<rusqlite::Error> for VaultError {
    /// What the database says once the key is known to be right. SQLCipher reports a page whose authentication code does
    /// not match as the plain error 1, which our own fixed statements never cause.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::InUse,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase | Code::Unknown) => {
                let code = error.sqlite_error().map_or(0, |told| told.extended_code);
                Self::Damaged(message!("a part of it is not what was written (code {code} of the database)"))
            }
            _ => Self::Storage(error),
        }
    }
}
