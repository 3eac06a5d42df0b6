//! An assessment → the report that is read ([`compose`]) and the data that is attached to it ([`data`]).
//!
//! Both are functions of the case, the library it was made with and [`About`]: no clock, no randomness, no file. The
//! report says what is missing instead of leaving a section out, shows no score without its coverage, and prints neither
//! private notes nor words reserved for those who report under an audit standard.

mod answers;
mod categories;
mod changed;
mod data;
mod decide;
mod diagram;
mod engagement;
mod evidence;
mod findings;
mod frameworks;
mod front;
mod gates;
mod limits;
mod method;
mod plan;
mod reviews;
mod risks;
mod section;
mod security_tests;
mod sign;
mod since;
mod system;
mod threats;
mod view;
mod words;

use crate::document::{Block, Document, Level};
use assay_core::case::Case;
use assay_core::changed::ChangedSinceIssue;
use assay_core::comparison::Comparison;
use assay_core::pack::{Library, hex};
use assay_core::signing::Exception;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use view::View;

/// Whether a report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Status {
    /// To be read before issuing; not for signature.
    Draft,
    /// Numbered, frozen, to be signed.
    Issued,
}

/// What a report says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// 1, 2, 3 … within the assessment.
    pub number: u32,
    /// Draft or issued.
    pub status: Status,
    /// Day and time of issue, by the local clock.
    pub issued: DateTime<FixedOffset>,
    /// Number and hash of the last journal entry when the report was made.
    pub journal: (i64, String),
    /// Name and version of the program, such as `Assay 0.1.0`.
    pub program: String,
    /// The issue that this one supersedes.
    pub supersedes: Option<u32>,
    /// What changed since the assessment this one follows, where it follows one.
    pub since: Option<Comparison>,
    /// What changed since the issue before this one, where there is one.
    pub changed: Option<ChangedSinceIssue>,
    /// Rules of signing that were set aside to issue it, each with its reason.
    pub exceptions: Vec<Exception>,
}

/// The report on a case. The same arguments give the same document.
pub fn compose(case: &Case, library: &Library, about: &About) -> Document {
    let view = View::new(case, library, about);
    let hash = hex(&Sha256::digest(data::bytes(&view)));
    let mut blocks = vec![front::cover(&view)];
    blocks.extend(front::control(&view, &hash));
    blocks.extend(front::summary(&view));
    blocks.push(Block::contents("Contents", Level::Two));
    let sections = [
        engagement::blocks,
        method::blocks,
        frameworks::blocks,
        findings::blocks,
        threats::blocks,
        risks::blocks,
        plan::blocks,
        decide::blocks,
        gates::blocks,
        answers::blocks,
        evidence::blocks,
        limits::blocks,
        sign::blocks,
    ];
    for section in sections {
        blocks.extend(section(&view));
    }
    let assessment = &case.assessment;
    let service = words::flat(&assessment.service);
    let vendor = words::flat(&case.vendor.name);
    Document {
        title: words::or(&assessment.title, "Vendor security assessment"),
        subtitle: if service.is_empty() { vendor } else { format!("{vendor}: {service}") },
        language: "en-GB".into(),
        author: words::flat(&assessment.assessor.name),
        organisation: words::flat(&assessment.assessor.organisation),
        classification: words::flat(&assessment.classification),
        reference: view.reference(),
        issued: words::date(about.issued.date_naive()),
        // The whole hash stands under document control; a foot has room for its head only.
        footer: format!("Data SHA-256 {}…", hash.get(..16).unwrap_or(&hash)),
        watermark: match about.status {
            Status::Draft => "DRAFT".into(),
            Status::Issued => String::new(),
        },
        blocks,
    }
}

/// The same assessment as JSON, to be attached to the report as `assessment.json`. Its SHA-256 is printed in the report.
///
/// Holds no private notes. The same arguments give the same bytes.
pub fn data(case: &Case, library: &Library, about: &About) -> Vec<u8> {
    data::bytes(&View::new(case, library, about))
}

/// Writes the TypeScript of what [`data`] makes, which its schema is made from: a file for each type, into the folder.
///
/// # Errors
/// When a file cannot be written.
#[cfg(feature = "ts")]
pub fn data_typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    data::typescript(folder)
}
