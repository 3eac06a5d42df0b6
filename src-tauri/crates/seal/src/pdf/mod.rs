//! A strict reader of PDF structure: bytes into revisions, revisions into objects.
//!
//! It reads what a signature can depend on and nothing else: objects, cross-reference sections,
//! object streams. Pages, fonts and images stay opaque. Where the PDF standard lets readers differ
//! (a key twice in one dictionary, two cross-references at once, a wrong length), this reader stops,
//! because a file that two programs read differently cannot be vouched for.

use assay_message::Message;

pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod lexer;
pub(crate) mod object;

/// Why the reader stopped: half a sentence, to stand after "because" or a colon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
#[error("{0}")]
pub(crate) struct Broken(pub Message);

impl Broken {
    /// The usual case: a fixed reason.
    pub fn because(reason: Message) -> Self {
        Broken(reason)
    }
}

/// What reading gives.
pub(crate) type Read<T> = Result<T, Broken>;
