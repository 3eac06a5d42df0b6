//! What a person typed → a passphrase: wiped when it is no longer needed, shown to nobody, the same on every system.
//!
//! An é can be typed as one character or as two, and systems differ. RFC 8265 (OpaqueString) makes one spelling of them:
//! blanks of other scripts become the plain one, and the rest is put into Unicode's form C. A new passphrase is kept in
//! that spelling. Vaults of earlier versions took the bytes as they were typed, so opening tries those as well.

use crate::Problem;
use assay_message::{Message, message};
use serde::{Deserialize, Deserializer, de};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A passphrase as it was typed.
pub struct Passphrase {
    typed: Zeroizing<String>,
    prepared: Zeroizing<String>,
}

impl Passphrase {
    /// What was typed, taken over without a copy.
    pub fn new(typed: String) -> Self {
        let typed = Zeroizing::new(typed);
        // Form C is at most three times as long as what it is made from: no part is left behind by growing.
        let mut prepared = Zeroizing::new(String::with_capacity(3 * typed.len()));
        prepared.extend(typed.chars().map(|c| if is_blank(c) { ' ' } else { c }).nfc());
        Self { typed, prepared }
    }

    /// Whether both are the same passphrase.
    pub fn same_as(&self, other: &Self) -> bool {
        *self.prepared == *other.prepared
    }

    /// Whether a blank stands where nobody sees it.
    pub fn has_blank_at_an_end(&self) -> bool {
        self.typed.trim().len() < self.typed.len()
    }

    /// The one spelling of a passphrase that is to protect a vault.
    ///
    /// # Errors
    /// When it is too short, one character over and over, blank, or holds a character that cannot be typed again.
    pub(crate) fn strong(&self) -> Result<&str, Problem> {
        let weak = |why: Message| {
            Err(Problem::new(
                "weak-passphrase",
                message!("{why} Nothing was changed. Several words are best."),
            ))
        };
        let text = self.prepared.as_str();
        if text.trim().is_empty() {
            return weak(message!("A passphrase of nothing or blanks alone protects nothing."));
        }
        if text.chars().count() < assay_vault::MIN_PASSPHRASE {
            return Err(assay_vault::VaultError::PassphraseTooShort.into());
        }
        let mut characters = text.chars();
        let first = characters.next();
        if characters.all(|c| Some(c) == first) {
            return weak(message!("One character over and over is guessed at once."));
        }
        if text.chars().any(char::is_control) {
            return weak(message!("The passphrase holds a character that does not show, such as a tab."));
        }
        Ok(text)
    }

    /// The spellings that a file of another program may have been locked with, the one of today first.
    pub(crate) fn spellings(&self) -> [&str; 2] {
        [&self.prepared, &self.typed]
    }

    /// What was typed, to the byte, as a token takes it; `None` when that is nothing. There is one try and no other spelling: a
    /// token counts those that are wrong.
    pub(crate) fn as_pin(&self) -> Option<&str> {
        Some(self.typed.as_str()).filter(|typed| !typed.is_empty())
    }

    /// Tries the spellings a vault may have been made with, the one of today first.
    ///
    /// # Errors
    /// Those of `open` with the last of them.
    pub(crate) fn try_spellings<T>(
        &self,
        mut open: impl FnMut(&str) -> Result<T, assay_vault::VaultError>,
    ) -> Result<T, assay_vault::VaultError> {
        match open(&self.prepared) {
            Err(assay_vault::VaultError::WrongPassphrase) if *self.typed != *self.prepared => {
                open(&self.typed)
            }
            opened => opened,
        }
    }
}

/// The blanks of Unicode beside the plain one.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    /// The page's text goes straight in: an owned text is taken over and not copied.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Typed;
        impl de::Visitor<'_> for Typed {
            type Value = Passphrase;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a passphrase")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Passphrase, E> {
                Ok(Passphrase::new(text.to_owned()))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<Passphrase, E> {
                Ok(Passphrase::new(text))
            }
        }
        deserializer.deserialize_string(Typed)
    }
}

#[cfg(test)]
mod tests {
    use super::Passphrase;

    #[test]
    fn one_passphrase_however_it_was_typed() {
        let composed = Passphrase::new("na\u{ef}ve caf\u{e9} \u{fc}ber".into());
        let decomposed = Passphrase::new("nai\u{308}ve cafe\u{301}\u{a0}u\u{308}ber".into());
        assert!(composed.same_as(&decomposed));
        // Compatibility forms stay apart: nothing that was typed is dropped.
        assert!(!Passphrase::new("ﬁnancial".into()).same_as(&Passphrase::new("financial".into())));
        assert!(!Passphrase::new("Correct horse".into()).same_as(&Passphrase::new("correct horse".into())));
    }

    #[test]
    fn what_protects_nothing_is_refused() {
        for weak in [
            "",
            "        ",
            "\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}",
            "aaaaaaaa",
            "éééééééé",
            "short",
            "with\ttab in it",
        ] {
            assert!(Passphrase::new(weak.into()).strong().is_err(), "{weak:?}");
        }
        assert_eq!(
            Passphrase::new("four plain words here".into()).strong().ok(),
            Some("four plain words here")
        );
    }

    #[test]
    fn nothing_of_it_is_shown() {
        let passphrase = Passphrase::new("correct horse battery staple".into());
        assert_eq!(format!("{passphrase:?}"), "Passphrase(…)");
        let refused = Passphrase::new("correct".into()).strong().map(str::len).unwrap_err();
        assert!(!refused.sentence.to_string().contains("correct"), "{}", refused.sentence);
    }
}
