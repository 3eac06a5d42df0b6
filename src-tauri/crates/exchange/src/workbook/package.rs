//! A zip from outside → a zip of the parts that are parsed, each unpacked once, counted and looked through.
//!
//! The parser of workbooks trusts what a part says about itself: it reserves room for as many texts as the part announces,
//! and copies the name of a font into every style that uses it. So a part that would make it take more room than the
//! part's own size warrants stops here, and what the parser sees is a fresh archive that holds nothing else: no macro, no
//! picture, no embedded object.

use super::error::WorkbookError;
use assay_message::{Message, message};
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Entries an archive may have.
const MOST_ENTRIES: usize = 2_000;
/// Bytes all entries together may have, unpacked. Counted while unpacking: the sizes an archive declares can lie.
const MOST_BYTES: usize = 256 << 20;
/// Bytes the texts that cells share may have.
const MOST_STRINGS: usize = 64 << 20;
/// Bytes the styles may have.
const MOST_STYLES: usize = 16 << 20;
/// Bytes the copies that the parser makes of styles may come to.
const MOST_STYLED: usize = 512 << 20;
/// Bytes a list of relationships may have.
const MOST_RELATIONS: usize = 1 << 20;
/// Sheets a workbook may have.
pub(super) const MOST_SHEETS: usize = 64;

/// What is left of the archive.
pub(super) struct Package {
    /// A zip without compression.
    pub(super) bytes: Vec<u8>,
    /// Bytes of its largest part.
    pub(super) largest: usize,
}

/// The archive without what is not parsed.
///
/// # Errors
/// When it is no workbook, is protected or damaged, or is beyond the bounds.
pub(super) fn bounded(bytes: &[u8]) -> Result<Package, WorkbookError> {
    // Counted before the directory is read, and not from its own count.
    let entries = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
    if entries > MOST_ENTRIES {
        return Err(WorkbookError::TooMany { what: message!("parts"), limit: MOST_ENTRIES });
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(message!("its directory"), &error))?;
    kind(&archive)?;
    let mut clean = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let (mut left, mut largest) = (MOST_BYTES, 0);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| damaged(message!("a part"), &error))?;
        let name =
            entry.name().map_err(|error| damaged(message!("the name of a part"), &error))?.into_owned();
        // Every entry counts, whether it is kept or not: two names can lead to the same packed bytes.
        let mut part = Vec::new();
        let read = entry.by_ref().take(left as u64 + 1).read_to_end(&mut part);
        if part.len() > left {
            return Err(WorkbookError::TooBig { what: message!("The workbook has"), limit: MOST_BYTES });
        }
        read.map_err(|error| damaged(Message::verbatim(quoted(&name)), &ZipError::from(error)))?;
        left -= part.len();
        let kept = name.to_ascii_lowercase();
        if !is_parsed(&kept, part.len()) {
            continue;
        }
        let reason =
            WorkbookError::Damaged { why: message!("part {name} is not in UTF-8", name = quoted(&name)) };
        let part = String::from_utf8(part).ok().filter(|part| says_utf8(part)).ok_or(reason)?;
        look_through(&kept, &part)?;
        largest = largest.max(part.len());
        let written = clean.start_file(&name, stored).and_then(|()| Ok(clean.write_all(part.as_bytes())?));
        written.map_err(|error| damaged(Message::verbatim(quoted(&name)), &error))?;
    }
    let bytes = clean.finish().map_err(|error| damaged(message!("its directory"), &error))?.into_inner();
    Ok(Package { bytes, largest })
}

/// Refuses what is another kind of file in a zip.
fn kind<R: Read + std::io::Seek>(archive: &ZipArchive<R>) -> Result<(), WorkbookError> {
    let holds = |end: &[u8]| archive.file_names_raw().any(|name| name.to_ascii_lowercase().ends_with(end));
    let other = |found| Err(WorkbookError::OtherFile { found });
    if holds(b"workbook.bin") {
        Err(WorkbookError::BinaryExcel)
    } else if holds(b"workbook.xml") {
        Ok(())
    } else if holds(b"content.xml") && holds(b"mimetype") {
        Err(WorkbookError::OpenDocument)
    } else if holds(b"word/document.xml") {
        other(message!("a Word document"))
    } else if holds(b"ppt/presentation.xml") {
        other(message!("a presentation"))
    } else if holds(b".iwa") {
        other(message!("a document of Numbers, Pages or Keynote"))
    } else if holds(b"_rels/.rels") {
        // The workbook can have any name; the parser finds it or says that it is missing.
        Ok(())
    } else {
        other(message!("an archive without a workbook in it"))
    }
}

/// True for what the parser may want. Properties are in no use and may be in any encoding; a list of relationships that
/// is larger is one of links in a sheet.
fn is_parsed(name: &str, size: usize) -> bool {
    let properties = name.starts_with("customxml/") || name.starts_with("docprops/");
    !properties && (name.ends_with(".xml") || name.ends_with(".rels") && size <= MOST_RELATIONS)
}

/// Refuses a part of which the parser would make much more than it is.
fn look_through(name: &str, part: &str) -> Result<(), WorkbookError> {
    let reason =
        |why: Message| WorkbookError::Damaged { why: message!("part {name} {why}", name = quoted(name)) };
    let too_big =
        |limit| WorkbookError::TooBig { what: message!("Part {name} has", name = quoted(name)), limit };
    if name.ends_with("sharedstrings.xml") {
        if part.len() > MOST_STRINGS {
            return Err(too_big(MOST_STRINGS));
        }
        // A text takes five bytes at least: `<si/>`.
        if announced(part) > part.len() / 5 {
            return Err(reason(message!("announces more texts than it can hold")));
        }
    }
    if name.ends_with("styles.xml") {
        if part.len() > MOST_STYLES {
            return Err(too_big(MOST_STYLES));
        }
        let styles = part.matches("xf").count();
        let longest = part.split('>').map(str::len).max().unwrap_or(0);
        if styles.saturating_mul(longest + 1024) > MOST_STYLED {
            return Err(reason(message!("has styles that take too much room")));
        }
    }
    if sheets(part) > MOST_SHEETS {
        return Err(WorkbookError::TooMany { what: message!("sheets"), limit: MOST_SHEETS });
    }
    Ok(())
}

/// False when a declaration names an encoding other than UTF-8. What is looked for in a part would have other bytes there.
fn says_utf8(part: &str) -> bool {
    part.split("<?xml").skip(1).all(|rest| {
        let words = rest.split("?>").next().unwrap_or_default().to_ascii_lowercase();
        !words.contains("encoding") || words.contains("utf-8") || words.contains("us-ascii")
    })
}

/// The largest number of texts that the part announces anywhere.
fn announced(part: &str) -> usize {
    let numbers = part.match_indices("uniqueCount").map(|(at, word)| {
        let rest = part[at + word.len()..].trim_start_matches([' ', '\t', '\r', '\n', '=', '\'', '"', '+']);
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if digits.is_empty() { 0 } else { digits.parse().unwrap_or(usize::MAX) }
    });
    numbers.max().unwrap_or(0)
}

/// How many tags are called `sheet`, with or without a prefix.
fn sheets(part: &str) -> usize {
    let called = |tag: &&str| {
        let name = tag.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
        name.rsplit(':').next() == Some("sheet")
    };
    part.split('<').skip(1).filter(called).count()
}

/// What the archive says is wrong.
#[expect(clippy::wildcard_enum_match_arm, reason = "the archive's crate adds kinds of error")]
fn damaged(what: Message, error: &ZipError) -> WorkbookError {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => WorkbookError::Encrypted,
        ZipError::InvalidPassword => WorkbookError::Encrypted,
        ZipError::CompressionMethodNotSupported(_) => {
            WorkbookError::Damaged { why: message!("{what} is packed in a way Excel does not use") }
        }
        _ => WorkbookError::Damaged { why: message!("{what} cannot be read") },
    }
}

/// A name of ours as it is, one of the file's in quotation marks.
fn quoted(what: &str) -> String {
    if what.contains(['/', '.']) { crate::text::quoted(what) } else { what.to_owned() }
}
