//! The report: preview, draft, and the signed, numbered issue.

use super::{OfAssessment, add, input, plan, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::case::Case;
use assay_core::comparison::compare;
use assay_core::ids::*;
use assay_core::pack::Library;
use assay_core::record::*;
use assay_report::compose::{self, About, Status};
use assay_report::document::{Document, Signer};
use assay_report::pdf::{Attachment, RenderInputs, Rendered, Stage};
use assay_vault::State;
use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};

input! {
    /// A draft to write.
    DraftToFile {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Where to.
        path: ChosenFile,
    }
    /// A report to sign and issue.
    IssueReport {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Who signs.
        identity: IdentityId,
        /// Where the PDF goes; an existing file is never overwritten.
        path: ChosenFile,
        /// Where it is signed; may be empty.
        location: String,
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
        warnings: Vec<String>,
    }
    /// A report issued.
    Issued {
        /// The issue.
        issue: Issue,
        /// Where the PDF is.
        path: ChosenFile,
        /// Pages.
        pages: u32,
        /// What could not be set as written, in sentences.
        warnings: Vec<String>,
        /// What the verifier says of it.
        verdict: assay_seal::verify::Verdict,
    }
}

fn about(
    desk: &Desk,
    state: &State,
    (case, library): (&Case, &Library),
    at: DateTime<FixedOffset>,
    status: Status,
) -> Result<About, Problem> {
    let before = case.assessment.previous.as_ref().map(|id| desk.case(state, id)).transpose()?;
    let last = case.issues.keys().next_back().copied();
    let journal = state.journal(Some(&case.assessment.id), 1)?;
    Ok(About {
        number: last.unwrap_or(0) + 1,
        status,
        issued: at,
        journal: journal.first().map(|e| (e.seq, e.hash.clone())).unwrap_or_default(),
        program: concat!("Assay ", env!("CARGO_PKG_VERSION")).into(),
        supersedes: last,
        since: before.map(|(before, _)| compare(case, &before, library)),
    })
}

fn render(case: &Case, library: &Library, about: &About, job: &Job) -> Result<Rendered, Problem> {
    job.at("Composing the report", 0, 100)?;
    let document = compose::compose(case, library, about);
    let data = compose::data(case, library, about);
    let seed = Sha256::digest(&data);
    let mut id_seed = [0; 16];
    id_seed.copy_from_slice(&seed[..16]);
    let inputs = RenderInputs {
        attachment: Attachment {
            name: "assessment.json".into(),
            mime: "application/json".into(),
            bytes: data,
            description: "The assessment as data: every answer, score, threat and risk of this report".into(),
            modified: about.issued,
        },
        created: about.issued,
        producer: about.program.clone(),
        id_seed,
    };
    Ok(assay_report::pdf::render(&document, &inputs, &mut |step| {
        let label = match step.stage {
            Stage::Layout => "Laying out the pages",
            Stage::Drawing => "Drawing the pages",
            Stage::Finishing | Stage::Writing => "Writing the file",
        };
        (job.0)(crate::Progress { label: label.into(), done: (step.fraction * 100.0) as u64, total: 100 })
    })?)
}

/// The report as it stands, to be shown on the screen.
pub fn report_preview(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Document, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), desk.now(), Status::Draft)?;
        Ok(compose::compose(&case, &library, &about))
    })
}

/// Writes an unsigned draft.
pub fn write_draft(desk: &Desk, input: DraftToFile, job: &Job) -> Result<Drafted, Problem> {
    let path = desk.path_of(&input.path)?;
    let (case, library, about) = desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), desk.now(), Status::Draft)?;
        Ok((case, library, about))
    })?;
    let rendered = render(&case, &library, &about, job)?;
    files::write(&path, &rendered.bytes)?;
    Ok(Drafted {
        path: input.path,
        pages: u32::try_from(rendered.pages).unwrap_or(u32::MAX),
        warnings: rendered.warnings,
    })
}

/// Draws the report, signs it as the assessor, checks it with the strict verifier, keeps it in the vault and writes the file.
pub fn issue_report(desk: &Desk, input: IssueReport, job: &Job) -> Result<Issued, Problem> {
    let path = desk.path_of(&input.path)?;
    if path.symlink_metadata().is_ok() {
        return Err(Problem::new(
            "file",
            format!("{} exists already and stays as it is. Choose another name.", path.display()),
        ));
    }
    let at = desk.now();
    let (case, library, about, identity) = desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let about = about(desk, state, (&case, &library), at, Status::Issued)?;
        let identity = super::sealing::identity(state, &input.identity)?;
        Ok((case, library, about, identity))
    })?;
    let rendered = render(&case, &library, &about, job)?;
    job.at("Signing", 97, 100)?;
    let signed =
        super::sealing::sign_at(&rendered.bytes, Signer::Assessor, &identity, at, &input.location, true)?;
    job.at("Verifying", 99, 100)?;
    let verdict = assay_seal::verify::verify(&signed, std::slice::from_ref(&identity.certificate_der));
    if verdict.word != assay_seal::verify::Word::Valid {
        return Err(Problem::new(
            "seal",
            format!("The signed report did not verify ({}). Nothing was issued.", verdict.sentence),
        ));
    }
    let sha256 = desk.with(|vault| Ok(vault.store_bytes(&signed)?))?.sha256;
    let mut written = false;
    let issued = desk.change(Some(&input.assessment), |state| {
        // Drawing and signing took a while; the report is of what was there when that began.
        let (now, library) = desk.case(state, &input.assessment)?;
        let since = self::about(desk, state, (&now, &library), at, Status::Issued)?;
        if (since.number, &since.journal, &now.vendor) != (about.number, &about.journal, &case.vendor) {
            return Err(Problem::new(
                "changed-since",
                "The assessment was changed while its report was drawn and signed. Nothing was issued; look at what changed and issue it again.",
            ));
        }
        files::write(&path, &signed)?;
        written = true;
        let issue = Issue {
            id: IssueId::new(desk.new_id("iss")?)?,
            assessment: input.assessment.clone(),
            number: about.number,
            issued: at,
            signer: assay_seal::identity::summary(&identity.certificate_der)?.name,
            fingerprint: assay_seal::identity::fingerprint(&identity.certificate_der),
            file: FileRef {
                name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                size: signed.len() as u64,
                sha256,
            },
        };
        let label = format!("issue report {}", issue.number);
        Ok(plan(label, vec![add(Record::Issue(issue.clone()))]).giving(issue))
    });
    if issued.is_err() && written {
        // A report that the vault does not know is none. Nothing more can be done about what cannot be removed.
        let _ = std::fs::remove_file(&path);
    }
    let issue = issued?;
    Ok(Issued {
        issue,
        path: input.path,
        pages: u32::try_from(rendered.pages).unwrap_or(u32::MAX),
        warnings: rendered.warnings,
        verdict,
    })
}

/// Issued reports, newest first.
pub fn issues(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<Issue>, Problem> {
    desk.read(|state| {
        let (case, _) = desk.case(state, &input.assessment)?;
        Ok(case.issues.into_values().rev().collect())
    })
}

/// Writes an issued report, as it was signed, to a file.
pub fn export_issue(desk: &Desk, input: IssueToFile, _: &Job) -> Result<super::Done, Problem> {
    let path = desk.path_of(&input.path)?;
    desk.read(|state| {
        let (case, _) = desk.case(state, &input.assessment)?;
        let issue = case
            .issues
            .values()
            .find(|i| i.id == input.issue)
            .ok_or_else(|| super::unknown("issued report", &input.issue))?;
        let mut bytes = Vec::new();
        state.read_blob(&issue.file.sha256, &mut bytes)?;
        files::write(&path, &bytes)?;
        Ok(super::Done {})
    })
}
