//! Evidence: files kept in the vault by their SHA-256, and things seen and not retained.

use super::removing::removed;
use super::{OfAssessment, add, input, key_in, made, plan, put, replace, required, unknown, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::assurance;
use assay_core::ids::{AssessmentId, EvidenceId, QuestionId};
use assay_core::record::{Evidence, FileRef, Record, Response};
use assay_core::words::EvidenceKind;
use assay_message::{Message, message};
use assay_vault::State;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::Path;

/// The largest file taken in as evidence.
const LARGEST: files::Limit = files::Limit { bytes: 2 << 30, what: || message!("pieces of evidence") };

input! {
    /// A file to take in.
    Attach {
        /// In which assessment.
        assessment: AssessmentId,
        /// Where the file is.
        path: ChosenFile,
        /// What it is called in the report; empty takes the file's name.
        title: String,
        /// What kind of thing.
        kind: EvidenceKind,
        /// Who made it.
        issuer: String,
        /// Date on it.
        issued: Option<NaiveDate>,
        /// Last day it counts.
        valid_until: Option<NaiveDate>,
        /// Pages relied on.
        pages: String,
        /// Questions it bears on.
        questions: BTreeSet<QuestionId>,
    }
    /// A thing seen and not retained.
    Seen {
        /// In which assessment.
        assessment: AssessmentId,
        /// What it is called in the report.
        title: String,
        /// What kind of thing.
        kind: EvidenceKind,
        /// What was seen, where and by whom.
        note: String,
        /// Who made it.
        issuer: String,
        /// Date on it.
        issued: Option<NaiveDate>,
        /// Last day it counts.
        valid_until: Option<NaiveDate>,
        /// Pages relied on.
        pages: String,
        /// Questions it bears on.
        questions: BTreeSet<QuestionId>,
    }
    /// Evidence with its particulars changed; the file stays the one taken in.
    EvidenceInput {
        /// The whole.
        evidence: Evidence,
        /// The evidence as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Evidence>,
    }
    /// One piece of evidence.
    OfEvidence {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        evidence: EvidenceId,
    }
    /// Evidence to write to a file.
    EvidenceToFile {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        evidence: EvidenceId,
        /// Where to.
        path: ChosenFile,
    }
}

view! {
    /// A piece of evidence on the list.
    EvidenceRow {
        /// The evidence.
        evidence: Evidence,
        /// Questions relying on it.
        used_by: Vec<QuestionId>,
        /// True when its last day has passed.
        expired: bool,
        /// Why it is not in date for questions relying on it, in sentences; empty where it is.
        out_of_date: BTreeSet<Message>,
    }
}

/// All evidence of an assessment.
pub fn evidence(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<EvidenceRow>, Problem> {
    let today = desk.now().date_naive();
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let row = |piece: &Evidence| {
            let answers = case.responses.values().filter(|r| r.evidence.contains(&piece.id));
            let used_by: Vec<QuestionId> = answers.map(|r| r.question.clone()).collect();
            let questions = used_by.iter().filter_map(|id| library.bank.questions.get(id));
            let out_of_date = questions.filter_map(|q| assurance::out_of_date(piece, q, today)).collect();
            let expired = assurance::has_expired(piece, today);
            EvidenceRow { used_by, expired, out_of_date, evidence: piece.clone() }
        };
        Ok(case.evidence.values().map(row).collect())
    })
}

/// A last day before the date on the thing itself says nothing.
fn in_order(issued: Option<NaiveDate>, valid_until: Option<NaiveDate>) -> Result<(), Problem> {
    match (issued, valid_until) {
        (Some(issued), Some(last)) if last < issued => Err(Problem::new(
            "period",
            message!(
                "The last day it counts ({last}) is before the date on it ({issued}). Nothing was changed."
            ),
        )),
        _ => Ok(()),
    }
}

/// Takes a file into the vault, in pieces, and ties it to questions. Answers can be saved meanwhile.
pub fn attach_evidence(desk: &Desk, input: Attach, job: &Job) -> Result<Evidence, Problem> {
    in_order(input.issued, input.valid_until)?;
    let path = desk.path_of(&input.path)?;
    let (mut file, size) = files::open(&path)?;
    LARGEST.admit(&path, size)?;
    let name: String = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // The lock is let go while bytes stream in on a connection of their own.
    desk.read(|state| desk.assessment(state, &input.assessment))?;
    let mut intake = desk.with(|vault| Ok(vault.intake()?))?;
    let stored = intake.store(&mut file, LARGEST.bytes, &mut |done| {
        (job.0)(crate::Progress { label: message!("Taking in {name}"), done, total: size })
    })?;
    let evidence = Evidence {
        id: EvidenceId::new(desk.new_id("ev")?)?,
        assessment: input.assessment,
        title: if input.title.trim().is_empty() { name.clone() } else { input.title.trim().into() },
        kind: input.kind,
        issuer: input.issuer,
        issued: input.issued,
        valid_until: input.valid_until,
        received: desk.now(),
        pages: input.pages,
        reliability: String::new(),
        note: String::new(),
        file: Some(FileRef { name, size: stored.size, sha256: stored.sha256 }),
    };
    record(desk, evidence, &input.questions)
}

/// Records a thing seen and not retained.
pub fn record_seen(desk: &Desk, input: Seen, _: &Job) -> Result<Evidence, Problem> {
    required(message!("What it is called"), &input.title)?;
    required(message!("What was seen"), &input.note)?;
    in_order(input.issued, input.valid_until)?;
    let evidence = Evidence {
        id: EvidenceId::new(desk.new_id("ev")?)?,
        assessment: input.assessment,
        title: input.title.trim().into(),
        kind: input.kind,
        issuer: input.issuer,
        issued: input.issued,
        valid_until: input.valid_until,
        received: desk.now(),
        pages: input.pages,
        reliability: String::new(),
        note: input.note,
        file: None,
    };
    record(desk, evidence, &input.questions)
}

fn record(desk: &Desk, evidence: Evidence, questions: &BTreeSet<QuestionId>) -> Result<Evidence, Problem> {
    desk.change(Some(&evidence.assessment), |state| {
        let (case, library) = desk.case(state, &evidence.assessment)?;
        let mut edits = vec![add(Record::Evidence(evidence.clone()))];
        for id in questions {
            if !library.bank.questions.contains_key(id) {
                return Err(unknown(message!("question"), id));
            }
            let before = case.responses.get(id).cloned();
            let mut response = before
                .clone()
                .unwrap_or_else(|| Response::unanswered(evidence.assessment.clone(), id.clone()));
            response.evidence.insert(evidence.id.clone());
            edits.push(put(before.map(Record::Response), Record::Response(response)));
        }
        Ok(plan(format!("add evidence “{}”", evidence.title), edits).giving(evidence.clone()))
    })
}

/// Changes the particulars of a piece of evidence.
pub fn save_evidence(desk: &Desk, input: EvidenceInput, _: &Job) -> Result<Evidence, Problem> {
    required(message!("What it is called"), &input.evidence.title)?;
    let scope = input.evidence.assessment.clone();
    desk.change(Some(&scope), |state| {
        let Some(Record::Evidence(old)) = state.get(&key_in("evidence", &scope, &input.evidence.id))? else {
            return Err(unknown(message!("evidence"), &input.evidence.id));
        };
        let seen = input.base.as_ref().unwrap_or(&old);
        let typed = Evidence { file: seen.file.clone(), received: seen.received, ..input.evidence };
        let label = format!("change evidence “{}”", typed.title);
        let new = made(&label, Some(seen), typed, Some(&old), &[], Record::Evidence)?;
        in_order(new.issued, new.valid_until)?;
        let edits = vec![replace(Record::Evidence(old), Record::Evidence(new.clone()))];
        Ok(plan(label, edits).giving(new))
    })
}

/// Removes a piece of evidence, also from every answer, test and review that relies on it. Undo brings all of that back; the
/// bytes stay in the vault.
pub fn remove_evidence(desk: &Desk, input: OfEvidence, job: &Job) -> Result<Vec<EvidenceRow>, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let Some(Record::Evidence(piece)) =
            state.get(&key_in("evidence", &input.assessment, &input.evidence))?
        else {
            return Err(unknown(message!("evidence"), &input.evidence));
        };
        let label = format!("remove evidence “{}”", piece.title);
        removed(state, &input.assessment, label, Record::Evidence(piece))
    })?;
    evidence(desk, OfAssessment { assessment: input.assessment }, job)
}

/// Writes a piece of evidence to a file, its hash checked on the way. Never overwrites. Answers can be saved meanwhile, and
/// stopping it leaves no file.
pub fn export_evidence(desk: &Desk, input: EvidenceToFile, job: &Job) -> Result<super::Done, Problem> {
    let path = desk.path_of(&input.path)?;
    desk.read_beside(|state| {
        let Some(Record::Evidence(piece)) =
            state.get(&key_in("evidence", &input.assessment, &input.evidence))?
        else {
            return Err(unknown(message!("evidence"), &input.evidence));
        };
        let Some(file) = piece.file else {
            return Err(Problem::new(
                "not-retained",
                message!("“{title}” was seen and not retained; there is no file.", title = piece.title),
            ));
        };
        write_out(state, &file, &path, job)
    })
}

/// Writes bytes kept in the vault to a new file, piece by piece.
pub(crate) fn write_out(
    state: &State,
    file: &FileRef,
    path: &Path,
    job: &Job,
) -> Result<super::Done, Problem> {
    let label = message!("Writing {name}", name = file.name);
    job.at(label.clone(), 0, file.size)?;
    files::write_with(path, |out| {
        state.stream_blob(&file.sha256, out, &mut |done| {
            (job.0)(crate::Progress { label: label.clone(), done, total: file.size })
        })?;
        Ok(())
    })?;
    Ok(super::Done {})
}
