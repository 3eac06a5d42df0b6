//! Bytes → what kind of file they are, by their content: the name may lie.

use super::error::WorkbookError;
use assay_message::message;

/// Bytes a file may have.
pub(super) const LARGEST: usize = 64 << 20;

/// A file that can be read on.
pub(super) enum Container {
    /// A zip, as a workbook of Excel is.
    Package,
    /// Text, as CSV is.
    Text(String),
}

/// What the bytes are.
///
/// # Errors
/// When they are too many, or are of a kind that is not read.
pub(super) fn recognise(bytes: &[u8]) -> Result<Container, WorkbookError> {
    if bytes.len() > LARGEST {
        return Err(WorkbookError::TooLarge { size: bytes.len(), limit: LARGEST });
    }
    let other = |found| Err(WorkbookError::OtherFile { found });
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Ok(Container::Package),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Err(compound(bytes)),
        [b'%', b'P', b'D', b'F', ..] => other(message!("a PDF")),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            other(message!("a picture"))
        }
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes).map(Container::Text),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes).map(Container::Text),
        _ if bytes.contains(&0) => other(message!("no spreadsheet")),
        _ => {
            let text = std::str::from_utf8(bytes)
                .map_err(|error| WorkbookError::NotUtf8 { row: line(&bytes[..error.valid_up_to()]) })?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let start = text.trim_start();
            if start.is_empty() {
                return Err(WorkbookError::Empty);
            }
            let marks: String = start.chars().filter(|c| !c.is_whitespace()).take(2).collect();
            match marks.as_str() {
                "{\"" | "[{" | "[[" | "[\"" => other(message!("JSON")),
                _ if start.starts_with('<') => other(message!("a web page or XML")),
                _ => Ok(Container::Text(text.to_owned())),
            }
        }
    }
}

/// A file of the container that Office used before 2007, and still uses around an encrypted workbook.
fn compound(bytes: &[u8]) -> WorkbookError {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        WorkbookError::Encrypted
    } else if holds("Workbook") || holds("Book") {
        WorkbookError::OldExcel
    } else {
        WorkbookError::OtherFile { found: message!("an old Office document other than a workbook") }
    }
}

/// Text in UTF-16, as Excel writes “Unicode text”.
fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, WorkbookError> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    for character in char::decode_utf16(units) {
        match character {
            Ok('\0') => return Err(WorkbookError::OtherFile { found: message!("no spreadsheet") }),
            Ok(character) => text.push(character),
            Err(_) => return Err(WorkbookError::NotUtf8 { row: line(text.as_bytes()) }),
        }
    }
    if text.trim().is_empty() { Err(WorkbookError::Empty) } else { Ok(text) }
}

/// The line after these bytes, from 1.
fn line(before: &[u8]) -> u32 {
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX).saturating_add(1)
}
