//! A [`Document`] → the same as a word processor's file (Office Open XML), for those who must edit it.
//!
//! Every kind of block becomes what it is there: a heading with its level, a table whose heading is repeated, a list. It
//! says on its first page that it is a copy which anybody can change. What a drawing shows stands as a table.
//!
//! Stages: cleaned text becomes runs (`text`), blocks become paragraphs and tables (`body`, `drawing`), the rest of the file
//! is written around them (`parts`).

mod body;
mod drawing;
mod parts;
mod text;

use crate::document::Document;
use crate::pdf::style::Sheet;
use crate::theme::{Palette, Theme};
use assay_message::{Message, word};
use chrono::{DateTime, FixedOffset};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Why the file was not made.
#[derive(Debug, thiserror::Error, assay_message::Told)]
pub enum DocxError {
    /// The parts could not be packed, which depends on their size alone.
    #[error("the parts of the document could not be packed: {0}")]
    Packing(#[from] zip::result::ZipError),
    /// The same, below the packing.
    #[error("the parts of the document could not be packed: {0}")]
    Writing(#[from] std::io::Error),
}

/// The title of what stands on the first page of every copy.
pub fn copy() -> Message {
    word!("Editable copy")
}

/// What stands below it.
pub fn copy_says() -> Message {
    word!(
        "Whoever has this file can change it, and nothing in it shows that it was changed. What counts is the report as a \
         signed PDF."
    )
}

/// Writes a document. The same document, look, time and program give the same bytes.
///
/// # Errors
/// When the file cannot be packed; see [`DocxError`].
pub fn render(
    document: &Document,
    theme: &Theme,
    created: DateTime<FixedOffset>,
    program: &str,
) -> Result<Vec<u8>, DocxError> {
    let logo = theme.logo.as_ref();
    let body = body::write(document, theme);
    let all = [
        ("[Content_Types].xml", parts::content_types(logo)),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/app.xml", parts::application(document, program)),
        ("docProps/core.xml", parts::core(document, created)),
        ("word/_rels/document.xml.rels", parts::document_relations(logo)),
        ("word/document.xml", parts::document(&body.xml, body.last)),
        ("word/footer1.xml", parts::footer(document, Sheet::Upright)),
        ("word/footer2.xml", parts::footer(document, Sheet::Turned)),
        ("word/header1.xml", parts::header(document, Sheet::Upright)),
        ("word/header2.xml", parts::header(document, Sheet::Turned)),
        ("word/numbering.xml", parts::numbering(body.ordered)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/styles.xml", parts::styles(document, &Palette::of(theme))),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // The archive's own default, whatever the clock says.
        .last_modified_time(zip::DateTime::default());
    for (name, xml) in all {
        archive.start_file(name, options)?;
        archive.write_all(xml.as_bytes())?;
    }
    if let Some(logo) = logo {
        archive.start_file(parts::LOGO, options)?;
        archive.write_all(logo.png())?;
    }
    Ok(archive.finish()?.into_inner())
}
