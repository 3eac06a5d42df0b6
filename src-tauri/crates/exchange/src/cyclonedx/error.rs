//! Why a bill of materials could not be read, in one sentence for the person who chose it.

/// Why a file could not be read. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More bytes than are read.
    #[error("The file has {size} bytes; bills of materials up to {limit} bytes are read.")]
    TooLarge {
        /// Bytes it has.
        size: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// No bytes, or blanks only.
    #[error("The file is empty.")]
    Empty,
    /// XML, or another language of tags.
    #[error("The file is XML; export the bill of materials as CycloneDX JSON and read that.")]
    Xml,
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
        why: String,
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
        what: &'static str,
        /// How many are read.
        limit: usize,
    },
    /// A bill of materials of the other widespread format.
    #[error("The file is an SPDX document; export the bill of materials as CycloneDX JSON and read that.")]
    Spdx,
    /// JSON of another kind.
    #[error(
        "The file is not a CycloneDX bill of materials: “bomFormat” is {found} where “CycloneDX” is expected."
    )]
    NotCycloneDx {
        /// What is there: a text in quotation marks, or the kind of value.
        found: String,
    },
    /// A part that everything else depends on has another form than the format gives it.
    #[error(
        "The file cannot be read as a CycloneDX bill of materials: {place} is {found} where {wanted} is expected."
    )]
    Malformed {
        /// Which part, as a path from the top of the file, `$`.
        place: String,
        /// What is there.
        found: &'static str,
        /// What should be there.
        wanted: &'static str,
    },
}
