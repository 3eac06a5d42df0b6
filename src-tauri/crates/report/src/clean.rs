//! Text as people typed or imported it → text that can be shown.
//!
//! Dropped: control characters, invisible marks that could make a name look like another one (direction overrides,
//! soft hyphens, variation selectors, tags). Private characters have no meaning outside the font that they come from
//! and are shown as the replacement character.

use std::borrow::Cow;

/// What stands in for a character that cannot be shown.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The cleaned text on one line.
pub fn flat(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// The text without what must not be shown. A line break stays; each other white space becomes a space.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    cleaned.push('\n');
                }
            }
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => cleaned.push('\n'),
            '\u{202F}' | '\u{2007}' => cleaned.push('\u{A0}'),
            '\t' | '\u{B}' | '\u{C}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' => {
                cleaned.push(' ');
            }
            '\u{2010}' | '\u{2011}' => cleaned.push('-'),
            _ if is_dropped(character) => {}
            _ if is_private(character) => cleaned.push(REPLACEMENT),
            _ => cleaned.push(character),
        }
    }
    Cow::Owned(cleaned)
}

fn is_dropped(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

fn is_private(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF | 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_hidden_marks_are_dropped() {
        assert_eq!(clean("plain"), "plain");
        assert_eq!(clean("a\0b\u{7}c\u{1B}[31m\u{9F}d"), "abc[31md");
        assert_eq!(clean("invoice\u{202E}fdp.exe"), "invoicefdp.exe");
        assert_eq!(clean("co\u{AD}op\u{FEFF}"), "coop");
    }

    #[test]
    fn line_breaks_stay_and_other_white_space_is_a_space() {
        assert_eq!(clean("a\r\nb\rc\nd\u{2028}e\tf\u{2003}g"), "a\nb\nc\nd\ne f g");
    }

    #[test]
    fn private_characters_are_replaced() {
        assert_eq!(clean("\u{E001}\u{FFFF}\u{1FFFE}x"), "\u{FFFD}\u{FFFD}\u{FFFD}x");
    }
}
