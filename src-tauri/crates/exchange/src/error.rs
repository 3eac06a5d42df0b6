//! Why a file could not be read, in one sentence for the person who chose it.

use assay_message::Message;

/// Why a file could not be read. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum ImportError {
    /// More bytes than are read.
    #[error("The file has {size} bytes; files up to {limit} bytes are read.")]
    TooLarge {
        /// Bytes it has.
        size: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// No bytes, or blanks only.
    #[error("The file is empty.")]
    Empty,
    /// Not UTF-8.
    #[error("The file is not text in UTF-8: the byte at position {position} does not belong there.")]
    NotText {
        /// Offset of the first bad byte, from 0.
        position: usize,
    },
    /// Not JSON.
    #[error("The file is not valid JSON at line {line}, column {column}: {why}.")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        why: Message,
    },
    /// Lists and objects inside each other beyond the limit.
    #[error("The file nests lists and objects more than {limit} deep at line {line}, column {column}.")]
    TooDeep {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// Levels allowed.
        limit: usize,
    },
    /// More things of a kind than are read.
    #[error("The file holds more than {limit} {what}; that many are not read.")]
    TooMany {
        /// What there is too much of.
        what: Message,
        /// How many are read.
        limit: usize,
    },
    /// A part has another form than the format gives it.
    #[error(
        "The file is not a Threat Dragon model that can be read: {place} is {found} where {wanted} is expected."
    )]
    Malformed {
        /// Which part, with the number and shape of the cell it is in.
        place: String,
        /// What is there.
        found: Message,
        /// What should be there.
        wanted: Message,
    },
    /// A format younger than this reader.
    #[error("The model is in version {version} of Threat Dragon's format; versions 1 and 2 are read.")]
    Version {
        /// The version the file names.
        version: String,
    },
    /// An id made from the file's ids was refused.
    #[error("{0}.")]
    Id(#[from] assay_core::ids::NotAnId),
}
