//! Errors of every crate → one sentence for a person, with a code for scripts.

use assay_message::{Message, Told, message};
use serde::Serialize;

/// What went wrong: what happened, to what, what was kept, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("{sentence}")]
pub struct Problem {
    /// For scripts: kebab-case, stable.
    pub code: String,
    /// For people.
    pub sentence: Message,
    /// With `changed-since`: the fields that another person changed to something else meanwhile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<FieldClash>>", optional))]
    pub clashes: Vec<FieldClash>,
}

/// A field that two people changed to different values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FieldClash {
    /// Its name, as in the record that was sent.
    pub field: String,
    /// What stands there now.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub stands: serde_json::Value,
    /// What was sent and is not saved.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub wanted: serde_json::Value,
}

impl Problem {
    /// A problem.
    pub fn new(code: &str, sentence: Message) -> Self {
        Self { code: code.into(), sentence, clashes: Vec::new() }
    }

    /// The person stopped it.
    pub fn cancelled() -> Self {
        Self::new("cancelled", message!("Stopped as asked. Nothing was changed."))
    }

    /// No vault is open.
    pub(crate) fn no_vault() -> Self {
        Self::new("no-vault", message!("No vault is open. Create one or open one first."))
    }

    /// A file that could not be read or written.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the standard library adds kinds of error")]
    pub fn file(doing: Message, path: &std::path::Path, error: &std::io::Error) -> Self {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => message!("it does not exist"),
            std::io::ErrorKind::PermissionDenied => message!("access is not permitted"),
            std::io::ErrorKind::AlreadyExists => message!("a file of that name exists already"),
            std::io::ErrorKind::IsADirectory => message!("it is a folder"),
            std::io::ErrorKind::StorageFull => message!("the disk is full"),
            _ => Message::verbatim(error.to_string()),
        };
        Self::new("file", message!("Could not {doing} {path}: {why}. Nothing was changed."))
    }
}

macro_rules! from_error {
    ($($error:ty => $code:literal;)*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self { Self::new($code, error.message()) }
        }
    )*};
}
from_error! {
    assay_core::pack::PackError => "content-pack";
    assay_core::ids::NotAnId => "not-an-id";
    assay_core::risk::RatingError => "rating";
    assay_core::decision::DecisionError => "decision";
    assay_core::inherent::TierError => "tier";
    assay_core::removal::Needed => "in-use";
    assay_exchange::ImportError => "import";
}

impl From<assay_seal::error::SealError> for Problem {
    fn from(error: assay_seal::error::SealError) -> Self {
        use assay_seal::error::SealError;
        let sentence = error.message();
        match error {
            SealError::Outside { code, .. } => Self::new(code, sentence),
            SealError::Subject { .. }
            | SealError::Period
            | SealError::Certificate(_)
            | SealError::Key(_)
            | SealError::NotValidAtTime { .. }
            | SealError::Statement { .. }
            | SealError::NotAPdf
            | SealError::Unreadable(_)
            | SealError::NotSound(_)
            | SealError::NoSuchPlace(_)
            | SealError::AlreadySigned(_)
            | SealError::NotFirst
            | SealError::TooSmall(_)
            | SealError::Room
            | SealError::Encoding(_)
            | SealError::SelfCheck(_) => Self::new("seal", sentence),
        }
    }
}

impl From<assay_vault::VaultError> for Problem {
    fn from(error: assay_vault::VaultError) -> Self {
        let mut problem = Self::new(error.code(), error.message());
        if let assay_vault::VaultError::FieldsChangedSince { clashes, .. } = error {
            problem.clashes = clashes
                .into_iter()
                .map(|clash| FieldClash { field: clash.field, stands: clash.stands, wanted: clash.wanted })
                .collect();
        }
        problem
    }
}

impl From<assay_report::pdf::RenderError> for Problem {
    fn from(error: assay_report::pdf::RenderError) -> Self {
        use assay_report::pdf::RenderError;
        match error {
            RenderError::Cancelled => Self::cancelled(),
            RenderError::Font(_) | RenderError::MachineFont(_) => Self::new("report", error.message()),
        }
    }
}
