//! Issuing: a report drawn, signed, numbered, written to its file and kept in the vault. All of it, or nothing.
//!
//! What a crash leaves after each step, and what the next opening of the vault makes of it ([`settle`]):
//!
//! | step | what is there then | the next opening |
//! |---|---|---|
//! | [`Step::Drawn`] | nothing yet: report and signature are in memory | |
//! | [`Step::Noted`] | a note beside the vault of what will be written where | takes the note away |
//! | [`Step::Kept`] | the bytes in the vault, under no record: they count for nothing | takes the note away |
//! | [`Step::Written`] | the file beside its place, under a name of its own | takes file and note away |
//! | [`Step::Recorded`] | number, journal entry, record and copy, in one transaction: it is issued | puts the file in its place |
//! | [`Step::Placed`] | the file in its place | takes the note away |

use super::identities::{Holder, identity, period};
use super::report::{Drawing, about, render_and_count};
use super::sealing::{location, meaning, permitted, sign_at, signature_of};
use super::tokens::{self, TokenUse};
use super::{OfAssessment, add, input, key_in, plan, view};
use crate::verdict::{self, Verdict, Word};
use crate::{ChosenFile, Desk, Job, Problem};
use assay_core::case::Case;
use assay_core::changed::{self, ChangedSinceIssue, Since};
use assay_core::ids::{AssessmentId, IdentityId, IssueId};
use assay_core::pack::hex;
use assay_core::record::{FileRef, Issue, Record};
use assay_core::signing::{self, Exception, Objection, SetAside, SigningRule};
use assay_core::{closeout, evaluate};
use assay_message::{Message, message};
use assay_report::compose::{Kind, Outline, Status};
use assay_report::document::Signer;
use assay_report::pdf::Rendered;
use assay_seal::sign::Statement;
use assay_vault::{Aside, State};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

input! {
    /// A report to be looked at before it is signed.
    IssueCheck {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Who would sign.
        identity: IdentityId,
    }
}

/// A report to sign and issue. Like every input with a secret it is read and never written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueReport {
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// Who signs.
    pub identity: IdentityId,
    /// Where the PDF goes; an existing file is never overwritten.
    pub path: ChosenFile,
    /// Where it is signed; may be empty.
    pub location: String,
    /// Rules set aside, each with the reason that the report will print.
    #[serde(default)]
    pub set_aside: Vec<SetAside>,
    /// What an identity on a token needs besides.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<TokenUse>", optional))]
    pub token: TokenUse,
}

view! {
    /// A report as it would be issued now.
    BeforeIssuing {
        /// What stands against it.
        objections: Vec<Objection>,
        /// What should be known and stands against nothing: that the pages for those who decide are more than two.
        remarks: Vec<Message>,
    }
    /// A report issued.
    Issued {
        /// The issue.
        issue: Issue,
        /// Where the PDF is.
        path: ChosenFile,
        /// Pages.
        pages: u32,
        /// What could not be set as written, and that the certificate ends soon, in sentences.
        warnings: Vec<Message>,
        /// What the verifier says of it.
        verdict: Verdict,
    }
    /// What is not as it was when the last report was issued.
    IssueChanges {
        /// `None` before the first issue.
        since: Option<ChangedSinceIssue>,
    }
}

/// How far issuing is; see the table above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The report is drawn, signed and verified.
    Drawn,
    /// The note is beside the vault.
    Noted,
    /// The bytes are in the vault.
    Kept,
    /// The bytes are in a file beside its place.
    Written,
    /// The vault holds the issue.
    Recorded,
    /// The file is in its place.
    Placed,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 6] =
        [Self::Drawn, Self::Noted, Self::Kept, Self::Written, Self::Recorded, Self::Placed];
}

/// What is not as it was when the last report of a case was issued; `None` before the first.
pub(crate) fn changed_since_issue(state: &State, case: &Case) -> Result<Option<ChangedSinceIssue>, Problem> {
    let Some(issue) = case.issues.values().next_back() else { return Ok(None) };
    let entry = state.entered(&key_in("issue", &issue.assessment, &issue.id))?.unwrap_or_default();
    let changes = state
        .altered_since(&case.assessment, entry)?
        .into_iter()
        .filter_map(|altered| {
            let change = changed::change(altered.was.as_ref(), altered.is.as_ref())?;
            Some(Since { change, at: altered.by.at, by: altered.by.actor, doing: altered.by.label })
        })
        .collect();
    Ok(Some(ChangedSinceIssue { number: issue.number, issued: issue.issued, changes }))
}

/// What changed since the last report was issued: what, from what to what, when, by whom, doing what.
pub fn issue_changes(desk: &Desk, input: OfAssessment, _: &Job) -> Result<IssueChanges, Problem> {
    desk.read(|state| {
        let (case, _) = desk.case(state, &input.assessment)?;
        Ok(IssueChanges { since: changed_since_issue(state, &case)? })
    })
}

/// What a report is issued from.
struct Basis {
    drawing: Drawing,
    identity: Holder,
    /// What stands against it before it is drawn.
    objections: Vec<Objection>,
}

fn basis(
    desk: &Desk,
    (assessment, signer): (&AssessmentId, &IdentityId),
    at: DateTime<FixedOffset>,
) -> Result<Basis, Problem> {
    let theme = desk.theme()?;
    desk.read(|state| {
        let (case, library) = desk.case(state, assessment)?;
        super::findings::finished(&case, &library)?;
        let about = about(desk, state, (&case, &library), at, Status::Issued)?;
        let identity = identity(state, signer)?;
        let next = signature_of(&identity, Signer::Assessor, at)?;
        let mut objections = signing::objections(Some(&verdict::paper(&case.assessment)), &[], &next);
        let points = closeout::open_points(&evaluate(&case, &library, at.date_naive()));
        objections.extend(signing::unsettled(&points));
        let outline = Outline::of(Kind::Complete);
        Ok(Basis { drawing: Drawing { case, library, about, outline, theme }, identity, objections })
    })
}

/// What stands against issuing the report as it is now, and what should be known before.
pub fn issuing_objections(desk: &Desk, input: IssueCheck, job: &Job) -> Result<BeforeIssuing, Problem> {
    let Basis { drawing, objections, .. } = basis(desk, (&input.assessment, &input.identity), desk.now())?;
    let (drawn, lengthy) = render_and_count(&drawing, job)?;
    let objections = objections.into_iter().chain(signing::not_as_written(&drawn.warnings)).collect();
    Ok(BeforeIssuing { objections, remarks: lengthy.into_iter().collect() })
}

/// Draws the report with the exceptions it prints. That something is not shown as written is known only once it is drawn.
fn draw(
    drawing: &mut Drawing,
    exceptions: Vec<Exception>,
    set_aside: &[SetAside],
    job: &Job,
) -> Result<(Rendered, Option<Message>), Problem> {
    drawing.about.exceptions = exceptions;
    let (drawn, lengthy) = render_and_count(drawing, job)?;
    let objections: Vec<Objection> = signing::not_as_written(&drawn.warnings).into_iter().collect();
    let further = permitted(objections, set_aside)?;
    if further.is_empty() {
        return Ok((drawn, lengthy));
    }
    drawing.about.exceptions.extend(further);
    render_and_count(drawing, job)
}

/// Draws the report, signs it as the assessor, checks it with the strict verifier, numbers it, keeps it in the vault and
/// writes the file: all of it or nothing. Refuses while a rule of signing stands that is not set aside with a reason.
pub fn issue_report(desk: &Desk, input: IssueReport, job: &Job) -> Result<Issued, Problem> {
    let path = desk.path_of(&input.path)?;
    if path.symlink_metadata().is_ok() {
        return Err(Problem::new(
            "file",
            message!("{path} exists already and stays as it is. Choose another name."),
        ));
    }
    let at = desk.now();
    let Basis { mut drawing, identity, objections } = basis(desk, (&input.assessment, &input.identity), at)?;
    let key = tokens::ready(desk, &identity, &input.token)?;
    let (once_drawn, before): (Vec<SetAside>, Vec<SetAside>) =
        input.set_aside.into_iter().partition(|one| one.rule == SigningRule::Warnings);
    let exceptions = permitted(objections, &before)?;
    let (drawn, lengthy) = draw(&mut drawing, exceptions, &once_drawn, job)?;
    job.at(message!("Signing"), 97, 100)?;
    let statement = Statement {
        reason: meaning(Signer::Assessor).into(),
        location: location(&input.location),
        at,
        certify: true,
    };
    let signed = sign_at(&drawn.bytes, Signer::Assessor, key.of(&identity), statement)?;
    key.signed(desk);
    job.at(message!("Verifying"), 99, 100)?;
    let verdict = verdict::verdict(&signed, std::slice::from_ref(&identity.certificate_der));
    if verdict.word != Word::Valid {
        return Err(Problem::new(
            "seal",
            message!(
                "The signed report did not verify ({sentence}). Nothing was issued.",
                sentence = verdict.sentence
            ),
        ));
    }
    desk.reached(Step::Drawn);
    let summary = assay_seal::identity::summary(&identity.certificate_der)?;
    let issue = Issue {
        id: IssueId::new(desk.new_id("iss")?)?,
        assessment: input.assessment.clone(),
        number: drawing.about.number,
        issued: at,
        signer: summary.name.clone(),
        fingerprint: summary.fingerprint.clone(),
        file: FileRef {
            name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            size: signed.len() as u64,
            sha256: hex(&Sha256::digest(&signed)),
        },
    };
    commit(desk, &drawing, &issue, &path, &signed)?;
    let ends = period(&summary).notice(&summary.name, at);
    Ok(Issued {
        issue,
        path: input.path,
        pages: u32::try_from(drawn.pages).unwrap_or(u32::MAX),
        warnings: drawn.warnings.into_iter().chain(lengthy).chain(ends).collect(),
        verdict,
    })
}

/// Everything from the note to the file in its place.
fn commit(desk: &Desk, drawing: &Drawing, issue: &Issue, path: &Path, signed: &[u8]) -> Result<(), Problem> {
    let vault = desk.with(|vault| Ok(vault.path().to_owned()))?;
    let note = Note {
        assessment: issue.assessment.clone(),
        issue: issue.id.clone(),
        part: path.with_file_name(format!(".{}.part", issue.id)),
        target: std::path::absolute(path).map_err(|e| Problem::file(message!("write"), path, &e))?,
    };
    let beside = note.lay(&vault)?;
    desk.reached(Step::Noted);
    let done = record(desk, drawing, issue, &note, signed);
    drop(beside);
    done
}

fn record(desk: &Desk, drawing: &Drawing, issue: &Issue, note: &Note, signed: &[u8]) -> Result<(), Problem> {
    desk.with(|vault| Ok(vault.store_bytes(signed)?))?;
    desk.reached(Step::Kept);
    let failed = |e: std::io::Error| Problem::file(message!("write"), &note.target, &e);
    // Until it is given its name, an error takes the file away again.
    let (aside, mut file) = Aside::named(note.part.clone()).map_err(failed)?;
    file.write_all(signed).and_then(|()| file.sync_all()).map_err(failed)?;
    desk.reached(Step::Written);
    desk.change(Some(&issue.assessment), |state| {
        let (now, _) = desk.case(state, &issue.assessment)?;
        // Drawing and signing took a while; the report is of what was there when that began.
        if now != drawing.case {
            return Err(Problem::new(
                "changed-since",
                message!("The assessment was changed while its report was drawn and signed. Nothing was issued; look at what changed and \
                 issue it again."),
            ));
        }
        Ok(plan(format!("issue report {}", issue.number), vec![add(Record::Issue(issue.clone()))]))
    })?;
    desk.reached(Step::Recorded);
    aside.publish(&note.target).map_err(|e| {
        let why = failed(e).sentence;
        Problem::new(
            "issued-not-written",
            message!("Report {number} is issued and kept in the vault, but its file is not where it should be. {why} Write it out \
                 again from the vault, under another name.", number = issue.number),
        )
    })?;
    desk.reached(Step::Placed);
    Ok(())
}

/// What is about to be written where, for the case that it is cut short.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    assessment: AssessmentId,
    issue: IssueId,
    /// The file beside its place.
    part: PathBuf,
    /// Its place.
    target: PathBuf,
}

/// The beginning of the names of a vault's notes.
fn stem(vault: &Path) -> Option<String> {
    Some(format!("{}-issuing-", vault.file_name()?.to_str()?))
}

/// A note on the disk, locked as long as this is held, which tells that somebody is at it; gone when dropped.
struct Laid {
    path: PathBuf,
    _lock: File,
}

impl Drop for Laid {
    fn drop(&mut self) {
        // One that stays is taken away by the next opening.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Note {
    /// Lays the note beside the vault. `None` for names that are no Unicode, which a note cannot hold.
    fn lay(&self, vault: &Path) -> Result<Option<Laid>, Problem> {
        let (Some(stem), Ok(text)) = (stem(vault), serde_json::to_vec(self)) else { return Ok(None) };
        let path = vault.with_file_name(format!("{stem}{}", self.issue));
        let aside = vault.with_file_name(format!(".{stem}{}", self.issue));
        let lay = || {
            let (aside, mut file) = Aside::named(aside)?;
            file.lock()?;
            file.write_all(&text)?;
            aside.replace(&path)?;
            Ok(file)
        };
        let lock = lay().map_err(|e: std::io::Error| Problem::file(message!("write"), &path, &e))?;
        Ok(Some(Laid { path, _lock: lock }))
    }
}

/// Takes away, or completes, what an issue that was cut short left behind.
///
/// What cannot be done stays for another time: the vault opens all the same, and the copy in it is the truth.
pub(crate) fn settle(desk: &Desk) {
    let Ok(vault) = desk.with(|vault| Ok(vault.path().to_owned())) else { return };
    let (Some(stem), Some(folder)) = (stem(&vault), vault.parent()) else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&stem)) {
            let _ = settle_one(desk, &entry.path());
        }
    }
}

fn settle_one(desk: &Desk, path: &Path) -> Result<(), Problem> {
    let failed = |e: std::io::Error| Problem::file(message!("read"), path, &e);
    let file = File::open(path).map_err(failed)?;
    if file.try_lock().is_err() {
        // Somebody is issuing it just now.
        return Ok(());
    }
    let text = std::fs::read(path).map_err(failed)?;
    if let Ok(note) = serde_json::from_slice::<Note>(&text) {
        if !note.target.parent().is_some_and(Path::is_dir) {
            // It was on a medium that is not here now.
            return Ok(());
        }
        let issued = desk.read(|state| Ok(state.get(&key_in("issue", &note.assessment, &note.issue))?))?;
        if note.part.symlink_metadata().is_ok() {
            let left = Aside::left(note.part);
            match issued {
                // A name that was taken meanwhile stays with what took it.
                Some(_) => drop(left.publish(&note.target)),
                None => drop(left),
            }
        }
    }
    std::fs::remove_file(path).map_err(failed)
}
