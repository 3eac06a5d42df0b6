//! An assessment → a report of some kind: the document that is read and the data that is attached to it ([`compose`]).
//!
//! Both are functions of the case, the library it was made with, [`About`], the [`Outline`] and the [`Language`]: no clock, no randomness,
//! no file. The report says what is missing instead of leaving it out, cuts nothing that a person typed, shows no score
//! without its coverage, and prints neither private notes nor words reserved for those who report under an audit
//! standard. What is for the vendor is made of what the vendor may know and of nothing else.

mod answers;
mod applicability;
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
mod outline;
mod plan;
mod requirements;
mod reviews;
mod risks;
mod security_tests;
mod sign;
mod since;
mod summary;
mod system;
mod threat_register;
mod threats;
mod vendor;
mod view;
mod wide;
mod words;

use crate::document::{Block, Document, Level};
use assay_core::case::Case;
use assay_core::changed::ChangedSinceIssue;
use assay_core::comparison::Comparison;
use assay_core::pack::{Library, hex};
use assay_core::signing::Exception;
use assay_message::Language;
use chrono::{DateTime, FixedOffset};
use outline::Front;
pub use outline::{Kind, Outline, Section};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::thread;
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

/// A report, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What is read.
    pub document: Document,
    /// What is attached. Kinds that give an extract for a purpose carry none.
    pub data: Option<Data>,
}

/// A file of data attached to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// Its file name.
    pub name: &'static str,
    /// What it is, for people.
    pub description: String,
    /// Its content: JSON.
    pub bytes: Vec<u8>,
}

/// The report on a case, in a language. The same arguments give the same report.
pub fn compose(
    case: &Case,
    library: &Library,
    about: &About,
    outline: &Outline,
    language: &Language,
) -> Report {
    let mut report = match outline.kind() {
        Kind::Vendor => vendor::report(language, &vendor::VendorCopy::of(case, library, about), outline),
        Kind::Complete
        | Kind::Board
        | Kind::Full
        | Kind::Annexes
        | Kind::Plan
        | Kind::Questionnaire
        | Kind::Applicability => own(case, library, about, outline, language),
    };
    wide::mark(&mut report.document.blocks);
    report
}

/// A report for the organisation that assesses.
fn own(case: &Case, library: &Library, about: &About, outline: &Outline, language: &Language) -> Report {
    // An annex that would tell nothing is none.
    let whole = View::new(case, library, about, outline, language);
    let idle = [Section::FurtherFindings, Section::Categories, Section::OpenPoints];
    let idle: Vec<Section> = idle.into_iter().filter(|s| content(&whole, *s).is_empty()).collect();
    let outline = outline.clone().without(&idle);
    let view = View::new(case, library, about, &outline, language);
    let sections = || {
        let sections =
            outline.sections().map(|section| outline.numbered(&view, section, content(&view, section)));
        sections.flatten().collect::<Vec<Block>>()
    };
    // The data are as much to write as all sections together.
    let (data, sections) = thread::scope(|scope| {
        let data = scope.spawn(|| attached(&view));
        let sections = sections();
        (data.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), sections)
    });
    let hash = data.as_ref().map(|data| hex(&Sha256::digest(&data.bytes)));
    let mut blocks = Vec::new();
    for front in outline.kind().front() {
        match front {
            Front::Cover => blocks.push(front::cover(&view)),
            Front::Summary => blocks.extend(summary::blocks(&view)),
            Front::Control => blocks.extend(front::control(&view, hash.as_deref())),
            Front::Contents => blocks.push(Block::contents(say!(&view, "Contents"), depth(&outline))),
        }
    }
    blocks.extend(sections);
    let assessment = &case.assessment;
    let document = Document {
        title: front::title(&view),
        subtitle: front::subtitle(&view),
        language: language.clone(),
        author: words::flat(&assessment.assessor.name),
        organisation: words::flat(&assessment.assessor.organisation),
        classification: words::flat(&assessment.classification),
        reference: view.reference(),
        issued: words::date(&view, about.issued.date_naive()),
        // The whole hash stands under document control; a foot has room for its head only.
        watermark: watermark(&view),
        footer: match hash {
            Some(hash) => say!(&view, "Data SHA-256 {hash}", hash = hash.get(..16).unwrap_or(&hash)),
            None => say!(&view, "Unsigned copy"),
        },
        blocks,
    };
    Report { document, data }
}

/// What stands across every page. What is never issued is no draft of anything: its foot says that it is an unsigned copy.
fn watermark(view: &View) -> String {
    match (view.about.status, view.outline.kind()) {
        (Status::Draft, Kind::Complete | Kind::Full | Kind::Annexes | Kind::Board) => {
            say!(view, "DRAFT")
        }
        (Status::Draft, Kind::Vendor | Kind::Plan | Kind::Questionnaire | Kind::Applicability)
        | (Status::Issued, _) => String::new(),
    }
}

/// How deep the contents list: a report of few sections is found through by their headings alone.
fn depth(outline: &Outline) -> Level {
    match outline.kind() {
        Kind::Complete | Kind::Annexes => Level::Two,
        Kind::Full | Kind::Board | Kind::Vendor | Kind::Plan | Kind::Questionnaire | Kind::Applicability => {
            Level::One
        }
    }
}

fn content(view: &View, section: Section) -> Vec<Block> {
    match section {
        Section::Engagement => engagement::blocks(view),
        Section::Results => frameworks::blocks(view),
        Section::Findings => findings::blocks(view),
        Section::Threats => threats::blocks(view),
        Section::Risks => risks::blocks(view),
        Section::Plan => plan::blocks(view),
        Section::Decision => decide::blocks(view),
        Section::Gates => gates::blocks(view),
        Section::Limitations => limits::blocks(view),
        Section::SignOff => sign::blocks(view),
        Section::Method => method::blocks(view),
        Section::FurtherFindings => findings::further(view),
        Section::Requirements => requirements::blocks(view),
        Section::Answers => answers::blocks(view),
        Section::ThreatRegister => threat_register::blocks(view),
        Section::Categories => categories::blocks(view),
        Section::GateItems => gates::item_by_item(view),
        Section::OpenPoints => limits::all_open(view),
        Section::Evidence => evidence::blocks(view),
        Section::Applicability => applicability::blocks(view),
        // Of these the vendor's copy alone is made.
        Section::ForTheVendor | Section::Owed | Section::OwnAnswers => Vec::new(),
    }
}

/// The whole assessment as JSON, where the kind of report carries it.
fn attached(view: &View) -> Option<Data> {
    match view.outline.kind() {
        Kind::Complete | Kind::Full | Kind::Annexes => Some(Data {
            name: "assessment.json",
            description: say!(
                view,
                "The assessment as data: every answer, score, threat and risk of this report"
            ),
            bytes: data::bytes(view),
        }),
        Kind::Board | Kind::Vendor | Kind::Plan | Kind::Questionnaire | Kind::Applicability => None,
    }
}

/// Writes the TypeScript of the data attached to reports, which their schemas are made from: a file for each type, into
/// the folder.
///
/// # Errors
/// When a file cannot be written.
#[cfg(feature = "ts")]
pub fn data_typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    data::typescript(folder)?;
    vendor::typescript(folder)
}
