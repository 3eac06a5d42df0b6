//! Files of other tools and of vendors → records of an assessment, with a remark for whatever did not fit; an evaluation →
//! files that other tools read.
//!
//! Functions of bytes: no file is opened here and no clock is read. What comes in is hostile until read: its size, depth
//! and counts are bounded before anything is built from it, and its texts are bounded and free of control characters.
//!
//! [`threat_dragon`] reads models of OWASP Threat Dragon, [`cyclonedx`] bills of materials. [`workbook`] writes the questionnaire that a vendor fills in
//! offline, and reads what comes back; [`registers`] writes what was recorded as tables, and [`oscal`] in the words of OSCAL. `json` (bytes → bounded tree) and `text` (text from outside →
//! names, prose and ids) are what readers of models need.

pub mod cyclonedx;
mod error;
mod json;
pub mod oscal;
pub mod registers;
mod text;
pub mod threat_dragon;
pub mod workbook;

pub use error::ImportError;
pub use threat_dragon::{Counts, Imported};
