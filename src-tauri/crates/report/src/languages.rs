//! The languages that a report can be written in: English, and one for each file in `languages`.

use assay_message::{Language, LanguageError};

/// The files of the languages besides English; each holds a [`assay_message::Table`].
pub const FILES: &[&str] = &[];

/// All languages, English first.
///
/// # Errors
/// When a file is not as it should be, which a test of this crate finds.
pub fn all() -> Result<Vec<Language>, LanguageError> {
    std::iter::once(Ok(Language::english())).chain(FILES.iter().map(|file| Language::read(file))).collect()
}
