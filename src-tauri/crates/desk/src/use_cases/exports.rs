//! An assessment for those who count, edit and feed other tools: registers, an editable copy of a report, OSCAL.

use super::report::about;
use super::{input, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::evaluation::evaluate;
use assay_core::ids::AssessmentId;
use assay_exchange::{oscal, registers};
use assay_message::{Language, message};
use assay_report::compose::{self, Kind, Outline, Section, Status};
use assay_report::docx;

input! {
    /// Registers to write.
    RegistersToFile {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Where to: a new workbook.
        path: ChosenFile,
    }
    /// An editable copy to write.
    EditableToFile {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Where to: a new document of a word processor.
        path: ChosenFile,
        /// What the report is for.
        #[serde(default)]
        kind: Kind,
        /// Sections that it does without.
        #[serde(default)]
        leave_out: Vec<Section>,
    }
    /// An assessment to write in OSCAL.
    OscalToFile {
        /// Which.
        assessment: AssessmentId,
        /// Where to: a new JSON file.
        path: ChosenFile,
        /// As which model.
        model: oscal::Model,
    }
}

view! {
    /// A list in a file that was written.
    Listed {
        /// What it is called there.
        name: String,
        /// Its entries.
        entries: u32,
    }
    /// Registers written.
    RegistersWritten {
        /// Where.
        path: ChosenFile,
        /// The registers in it.
        sheets: Vec<Listed>,
        /// Texts that no cell could hold whole, and that go on in a sheet of their own.
        continued: u32,
    }
    /// An editable copy written.
    EditableWritten {
        /// Where.
        path: ChosenFile,
    }
    /// A model of OSCAL written.
    OscalWritten {
        /// Where.
        path: ChosenFile,
        /// The lists in it.
        lists: Vec<Listed>,
    }
}

/// What wrote a file, as files say it.
const PROGRAM: &str = concat!("Assay ", env!("CARGO_PKG_VERSION"));

fn not_written(error: &dyn std::fmt::Display) -> Problem {
    Problem::new("not-written", message!("Nothing was written: {error}."))
}

fn count(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}

fn listed(lists: &[(&'static str, usize)]) -> Vec<Listed> {
    lists.iter().map(|(name, entries)| Listed { name: (*name).into(), entries: count(*entries) }).collect()
}

/// Writes the registers of an assessment as a workbook.
pub fn export_registers(desk: &Desk, input: RegistersToFile, job: &Job) -> Result<RegistersWritten, Problem> {
    let path = desk.path_of(&input.path)?;
    let now = desk.now();
    let (case, library) = desk.read(|state| desk.case(state, &input.assessment))?;
    job.at(message!("Writing the registers"), 0, 1)?;
    let evaluation = evaluate(&case, &library, now.date_naive());
    let written = registers::write(&evaluation, now, PROGRAM).map_err(|error| not_written(&error))?;
    files::write(&path, &written.bytes)?;
    let continued = count(written.continued);
    Ok(RegistersWritten { path: input.path, sheets: listed(&written.sheets), continued })
}

/// Writes a report of some kind as a document that can be edited. It is never signed and says so.
pub fn export_editable(desk: &Desk, input: EditableToFile, job: &Job) -> Result<EditableWritten, Problem> {
    let path = desk.path_of(&input.path)?;
    let now = desk.now();
    let document = desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), now, Status::Draft)?;
        job.at(message!("Composing the report"), 0, 2)?;
        let outline = Outline::of(input.kind).without(&input.leave_out);
        Ok(compose::compose(&case, &library, &about, &outline, &Language::english()).document)
    })?;
    job.at(message!("Writing the document"), 1, 2)?;
    let bytes = docx::render(&document, &desk.theme()?, now, PROGRAM).map_err(|error| not_written(&error))?;
    files::write(&path, &bytes)?;
    Ok(EditableWritten { path: input.path })
}

/// Writes an assessment in OSCAL.
pub fn export_oscal(desk: &Desk, input: OscalToFile, job: &Job) -> Result<OscalWritten, Problem> {
    let path = desk.path_of(&input.path)?;
    let now = desk.now();
    let (case, library) = desk.read(|state| desk.case(state, &input.assessment))?;
    job.at(message!("Writing OSCAL"), 0, 1)?;
    let evaluation = evaluate(&case, &library, now.date_naive());
    let written =
        oscal::write(&evaluation, input.model, now, PROGRAM).map_err(|error| not_written(&error))?;
    files::write(&path, &written.bytes)?;
    Ok(OscalWritten { path: input.path, lists: listed(&written.counts) })
}
