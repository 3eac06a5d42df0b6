//! What can go wrong while an identity is made or a signature is put: one plain sentence each.

use assay_message::{Message, Told};
use thiserror::Error;

/// Why an identity could not be made, or a signature could not be put.
///
/// Verification has no error: whatever it is given, it answers with a [`crate::verify::Verdict`].
#[derive(Debug, Clone, PartialEq, Eq, Error, Told)]
pub enum SealError {
    /// A part of the subject (name, organisation, e-mail address) cannot stand in a certificate.
    #[error("The {part} cannot be used in a certificate: {reason}.")]
    Subject {
        /// Which part: message!("name"), "organisation" or "e-mail address".
        part: Message,
        /// What is wrong with it.
        reason: Message,
    },
    /// The period of validity asked for cannot be written down.
    #[error("A certificate must be valid for 1 to 30 years, between the years 1970 and 9999.")]
    Period,
    /// The certificate cannot be read, or is of a kind that is not supported.
    #[error("The certificate cannot be used: {0}.")]
    Certificate(Message),
    /// The private key cannot be read, or does not belong to the certificate.
    #[error("The private key cannot be used: {0}.")]
    Key(Message),
    /// A key that is not here signed nothing.
    #[error("{sentence}")]
    Outside {
        /// For scripts: kebab-case, stable.
        code: &'static str,
        /// Why, in whole sentences.
        sentence: Message,
    },
    /// The claimed time of signing lies outside the certificate's period of validity.
    #[error(
        "The certificate is not valid at the time of signing; it is valid from {from} to {until}. Check the clock, or make a \
         new identity."
    )]
    NotValidAtTime {
        /// First moment of validity, as UTC.
        from: String,
        /// Last moment of validity, as UTC.
        until: String,
    },
    /// The reason or the location cannot be written into a signature.
    #[error("The {part} of the signature cannot be used: {reason}.")]
    Statement {
        /// Which part: message!("reason"), "location" or "time".
        part: Message,
        /// What is wrong with it.
        reason: Message,
    },
    /// The bytes are not a PDF.
    #[error("The file is not a PDF.")]
    NotAPdf,
    /// The PDF cannot be read exactly, so it must not be signed.
    #[error("The PDF cannot be signed: {0}.")]
    Unreadable(Message),
    /// The PDF already carries signatures and they do not hold.
    #[error("The PDF cannot be signed, because what is signed in it does not hold: {0}")]
    NotSound(Message),
    /// The PDF has no signature place of this name.
    #[error("The PDF has no signature place named {0}.")]
    NoSuchPlace(String),
    /// The place carries a signature already.
    #[error("The place {0} is already signed.")]
    AlreadySigned(String),
    /// Only the first signature can fix what may still change.
    #[error(
        "Only the first signature of a document can limit later changes, and this document is already signed."
    )]
    NotFirst,
    /// The text does not fit the place in a legible size.
    #[error("The signature place {0} is too small for the name, reason and time.")]
    TooSmall(String),
    /// The signature is larger than the room reserved for it.
    #[error("The certificate is too large for the room a signature has.")]
    Room,
    /// A structure could not be written as ASN.1.
    #[error("The signature could not be encoded: {0}.")]
    Encoding(String),
    /// The finished file did not pass this crate's own verification, and was thrown away.
    #[error("The signed file did not pass the check made after signing: {0}")]
    SelfCheck(Message),
}

impl From<der::Error> for SealError {
    fn from(error: der::Error) -> Self {
        SealError::Encoding(error.to_string())
    }
}
