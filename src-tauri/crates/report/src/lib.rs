//! The report: a semantic [`document`] → a tagged, archivable PDF ([`pdf`]), or an editable copy ([`docx`]).
//!
//! The document knows sections, tables, figures and places for signatures, and nothing about pages or pixels. The same
//! document is drawn as a PDF here and shown as a preview on screen, so what is read before issuing is what is issued.
//!
//! No clock, no randomness, no file: time, seeds and the attached data come in as parameters. Same input, same bytes.

#[macro_use]
mod say;

mod clean;
pub mod compose;
pub mod document;
pub mod docx;
pub mod languages;
pub mod pdf;
pub mod theme;
