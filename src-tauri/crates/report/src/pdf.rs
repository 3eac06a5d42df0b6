//! A [`Document`] → a PDF that is tagged, archivable (PDF/A-3a) and accessible (PDF/UA-1), with the data attached and
//! places for signatures.
//!
//! Stages, each a module: cleaned text ([`crate::clean`]) is shaped into glyphs (`shape`, `fonts`) and broken into lines
//! (`lines`); blocks are laid out on pages (`layout`, `figures`, `style`) as drawing operations (`canvas`) with a
//! structure (`tags`); then the file is put together (`finish`) with `metadata`, `outline`, `links`, `fields` and the
//! attachment (`attach`), and written (`file`).

mod attach;
mod canvas;
mod fields;
mod figures;
mod file;
mod finish;
mod fonts;
mod layout;
mod lines;
mod links;
mod machine;
mod metadata;
mod object;
mod outline;
mod picture;
mod shape;
pub(crate) mod style;
mod tags;

use assay_message::Message;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::thread::{self, ScopedJoinHandle};

use chrono::{DateTime, FixedOffset};

use crate::document::Document;
use crate::theme::Theme;

/// A file that travels inside the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its file name, such as `assessment.json`.
    pub name: String,
    /// Its media type, such as `application/json`.
    pub mime: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What it is, for people.
    pub description: String,
    /// When it was last changed.
    pub modified: DateTime<FixedOffset>,
}

/// What a report needs beyond its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderInputs {
    /// The data of the report, where it carries any.
    pub attachment: Option<Attachment>,
    /// When the report is made.
    pub created: DateTime<FixedOffset>,
    /// The program that makes it, such as `Assay 0.1.0`.
    pub producer: String,
    /// Folders with fonts, for characters that the typefaces of this program lack.
    pub font_folders: Vec<PathBuf>,
    /// How it looks.
    pub theme: Theme,
    /// What the identifier of the file is made from; the same for the same report.
    pub id_seed: [u8; 16],
}

/// A report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What could not be shown as it was meant, in sentences for a person.
    pub warnings: Vec<Message>,
}

/// A step of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Blocks are laid out on pages.
    Layout,
    /// Pages are drawn.
    Drawing,
    /// Structure, fonts and attachment are added.
    Finishing,
    /// The file is written.
    Writing,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The step.
    pub stage: Stage,
    /// The share of the whole that is done, from 0 to 1.
    pub fraction: f32,
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error, assay_message::Told)]
pub enum RenderError {
    /// The caller asked to stop.
    #[error("The report was not made, because it was cancelled.")]
    Cancelled,
    /// A typeface of the program is damaged.
    #[error("The typeface {0} of this program cannot be used.")]
    Font(&'static str),
    /// A font of the machine is damaged.
    #[error("The font {0} of this machine, which has characters of this report, cannot be used.")]
    MachineFont(String),
}

/// Share of the work that each stage has begun after.
const DRAWING_AT: f32 = 0.55;
const FINISHING_AT: f32 = 0.75;
const WRITING_AT: f32 = 0.9;

/// What a thread made.
fn joined<T>(thread: ScopedJoinHandle<T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Renders a document. `progress` is called often and may break off.
///
/// The same document and inputs give the same bytes, in every process and thread.
///
/// # Errors
///
/// [`RenderError::Cancelled`] when `progress` broke off. The others do not depend on the document.
pub fn render(
    document: &Document,
    inputs: &RenderInputs,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Rendered, RenderError> {
    let (laid, attached) = thread::scope(|scope| {
        let attached =
            inputs.attachment.as_ref().map(|attachment| scope.spawn(|| attach::stream(attachment)));
        let laid = layout::lay_out(document, &inputs.theme, &inputs.font_folders, &mut |part| {
            progress(Progress { stage: Stage::Layout, fraction: part * DRAWING_AT })
        });
        (laid, attached.map(joined))
    });
    let laid = laid?;
    let mut step = |stage, fraction| match progress(Progress { stage, fraction }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(RenderError::Cancelled),
    };
    step(Stage::Drawing, DRAWING_AT)?;
    let layout::Laid { canvas, tags, annotations, outline, shaper, warnings } = laid;
    let mut file = file::File::default();
    let pages = finish::number_pages(&mut file, &canvas);
    step(Stage::Finishing, FINISHING_AT)?;
    let parts = finish::Parts { document, inputs, attached, tags, annotations, outline, shaper };
    let trailer = finish::finish(&mut file, canvas, &pages, parts)?;
    step(Stage::Writing, WRITING_AT)?;
    let bytes = file.save(trailer);
    step(Stage::Writing, 1.0)?;
    Ok(Rendered { bytes, pages: pages.len(), warnings })
}
