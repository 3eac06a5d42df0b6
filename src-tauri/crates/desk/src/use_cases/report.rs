//! The report to look at: preview, draft, and what was issued.

use super::evidence::write_out;
use super::preparation::compared;
use super::{OfAssessment, input, key_in, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::case::Case;
use assay_core::ids::{AssessmentId, IssueId};
use assay_core::pack::Library;
use assay_core::record::{Issue, Record};
use assay_message::{Language, Message, message};
use assay_report::compose::{self, About, Kind, Outline, Section, Status};
use assay_report::document::Document;
use assay_report::pdf::{Attachment, RenderInputs, Rendered, Stage};
use assay_report::theme::{Logo, Theme};
use assay_vault::State;
use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

input! {
    /// A report to look at.
    ReportOfKind {
        /// Of which assessment.
        assessment: AssessmentId,
        /// What it is for.
        #[serde(default)]
        kind: Kind,
        /// Sections that it does without.
        #[serde(default)]
        leave_out: Vec<Section>,
    }
    /// A draft to write.
    DraftToFile {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Where to.
        path: ChosenFile,
        /// What it is for.
        #[serde(default)]
        kind: Kind,
        /// Sections that it does without.
        #[serde(default)]
        leave_out: Vec<Section>,
    }
    /// An issued report to write to a file again.
    IssueToFile {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which.
        issue: IssueId,
        /// Where to.
        path: ChosenFile,
    }
}

view! {
    /// A draft written.
    Drafted {
        /// Where.
        path: ChosenFile,
        /// Pages.
        pages: u32,
        /// What could not be set as written, in sentences.
        warnings: Vec<Message>,
    }
}

/// What a report is drawn from.
#[derive(Clone)]
pub(crate) struct Drawing {
    pub(crate) case: Arc<Case>,
    pub(crate) library: Arc<Library>,
    pub(crate) about: About,
    pub(crate) outline: Outline,
    pub(crate) theme: Theme,
}

pub(crate) fn about(
    desk: &Desk,
    state: &State,
    (case, library): (&Case, &Library),
    at: DateTime<FixedOffset>,
    status: Status,
) -> Result<About, Problem> {
    let last = case.issues.keys().next_back().copied();
    // A number is given once, even where an older program took back what it was given to.
    let highest = state.highest_issue(&case.assessment)?.max(last.unwrap_or(0));
    let journal = state.journal(Some(&case.assessment.id), 1)?;
    Ok(About {
        number: highest + 1,
        status,
        issued: at,
        journal: journal.first().map(|e| (e.seq, e.hash.clone())).unwrap_or_default(),
        program: concat!("Assay ", env!("CARGO_PKG_VERSION")).into(),
        supersedes: last,
        since: compared(desk, state, (case, library), at.date_naive())?,
        changed: super::issuing::changed_since_issue(state, case)?,
        exceptions: Vec::new(),
    })
}

fn render(drawing: &Drawing, job: &Job) -> Result<Rendered, Problem> {
    let Drawing { case, library, about, outline, theme } = drawing;
    job.at(message!("Composing the report"), 0, 100)?;
    let compose::Report { document, data } =
        compose::compose(case, library, about, outline, &Language::english());
    // Two kinds of report on the same data are two files, and so are two looks of one. Documents hold text and finite
    // numbers, so writing cannot fail.
    let mut seed = Sha256::new_with_prefix(serde_json::to_vec(&document).unwrap_or_default());
    if let Some(data) = &data {
        seed.update(&data.bytes);
    }
    if *theme != Theme::default() {
        let Theme { logo, accent, organisation } = theme;
        let accent = accent.map_or_else(String::new, |accent| accent.to_string());
        seed.update(accent);
        seed.update(organisation);
        seed.update(logo.as_ref().map(Logo::png).unwrap_or_default());
    }
    let mut id_seed = [0; 16];
    id_seed.copy_from_slice(&seed.finalize()[..16]);
    let inputs = RenderInputs {
        attachment: data.map(|data| Attachment {
            name: data.name.into(),
            mime: "application/json".into(),
            bytes: data.bytes,
            description: data.description,
            modified: about.issued,
        }),
        created: about.issued,
        producer: about.program.clone(),
        font_folders: font_folders(),
        theme: theme.clone(),
        id_seed,
    };
    Ok(assay_report::pdf::render(&document, &inputs, &mut |step| {
        let label = match step.stage {
            Stage::Layout => message!("Laying out the pages"),
            Stage::Drawing => message!("Drawing the pages"),
            Stage::Finishing | Stage::Writing => message!("Writing the file"),
        };
        (job.0)(crate::Progress { label, done: (step.fraction * 100.0) as u64, total: 100 })
    })?)
}

/// Where this machine keeps fonts, which may have characters that the typefaces of the program lack: those of the
/// system before those of the person.
fn font_folders() -> Vec<PathBuf> {
    let system: &[&str] = if cfg!(target_os = "windows") {
        &["C:\\Windows\\Fonts"]
    } else if cfg!(target_os = "macos") {
        &["/System/Library/Fonts", "/Library/Fonts"]
    } else {
        &["/usr/share/fonts", "/usr/local/share/fonts"]
    };
    let own = directories::UserDirs::new().and_then(|user| user.font_dir().map(Path::to_path_buf));
    system.iter().map(PathBuf::from).chain(own).collect()
}

/// Pages that the board paper is meant to take.
const BOARD: usize = 2;

/// Draws a report. With it goes the sentence that the pages for those who decide are more than two, where they are; they
/// are counted on their own, while the rest is drawn.
pub(crate) fn render_and_count(drawing: &Drawing, job: &Job) -> Result<(Rendered, Option<Message>), Problem> {
    thread::scope(|scope| {
        let board = match drawing.outline.kind() {
            Kind::Complete | Kind::Full => {
                Some(Drawing { outline: Outline::of(Kind::Board), ..drawing.clone() })
            }
            Kind::Board
            | Kind::Annexes
            | Kind::Vendor
            | Kind::Plan
            | Kind::Questionnaire
            | Kind::Applicability => None,
        };
        let board = board.map(|board| scope.spawn(move || render(&board, &Job::UNWATCHED)));
        let drawn = render(drawing, job)?;
        let pages = match board {
            Some(board) => board.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?.pages,
            None if drawing.outline.kind() == Kind::Board => drawn.pages,
            None => return Ok((drawn, None)),
        };
        let lengthy = (pages > BOARD).then(|| {
            message!("The pages for those who decide take {pages} pages and are meant for {BOARD}. Nothing is cut; a shorter overall \
                 conclusion, reason of the decision or condition brings them together.")
        });
        Ok((drawn, lengthy))
    })
}

/// The report as it stands, to be shown on the screen.
pub fn report_preview(desk: &Desk, input: ReportOfKind, _: &Job) -> Result<Document, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), desk.now(), Status::Draft)?;
        let outline = Outline::of(input.kind).without(&input.leave_out);
        Ok(compose::compose(&case, &library, &about, &outline, &Language::english()).document)
    })
}

/// Writes an unsigned draft.
pub fn write_draft(desk: &Desk, input: DraftToFile, job: &Job) -> Result<Drafted, Problem> {
    let path = desk.path_of(&input.path)?;
    let theme = desk.theme()?;
    let drawing = desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), desk.now(), Status::Draft)?;
        let outline = Outline::of(input.kind).without(&input.leave_out);
        Ok(Drawing { case, library, about, outline, theme })
    })?;
    let (rendered, lengthy) = render_and_count(&drawing, job)?;
    let mut warnings = rendered.warnings;
    warnings.extend(lengthy);
    files::write(&path, &rendered.bytes)?;
    Ok(Drafted { path: input.path, pages: u32::try_from(rendered.pages).unwrap_or(u32::MAX), warnings })
}

/// Issued reports, newest first.
pub fn issues(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<Issue>, Problem> {
    desk.read(|state| {
        let (case, _) = desk.case(state, &input.assessment)?;
        Ok(case.issues.values().rev().cloned().collect())
    })
}

/// Writes an issued report, as it was signed, to a file.
pub fn export_issue(desk: &Desk, input: IssueToFile, job: &Job) -> Result<super::Done, Problem> {
    let path = desk.path_of(&input.path)?;
    desk.read_beside(|state| {
        let Some(Record::Issue(issue)) = state.get(&key_in("issue", &input.assessment, &input.issue))? else {
            return Err(super::unknown(message!("issued report"), &input.issue));
        };
        write_out(state, &issue.file, &path, job)
    })
}
