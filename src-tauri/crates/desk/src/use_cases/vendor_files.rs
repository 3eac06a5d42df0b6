//! The vendor's questionnaire as a file: out to be filled in offline, and back as claims.
//!
//! What comes back never touches a conclusion. Each file is one step for undo; a file that cannot be taken changes
//! nothing and does not keep the others from being read.

use super::{input, plan, put, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::case::Case;
use assay_core::ids::{AssessmentId, QuestionId};
use assay_core::pack::Library;
use assay_core::record::{ClaimChange, Record, Response};
use assay_core::standing::standings;
use assay_core::words::{Claim, Respondent};
use assay_exchange::workbook::{
    self, Current, Expected, Opened, Outgoing, OutgoingQuestion, OutgoingTopic, Returned, RowOutcome,
};
use assay_message::{Message, Told, message};
use assay_vault::Edit;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The largest returned file read.
const LARGEST: files::Limit = files::Limit { bytes: 64 << 20, what: || message!("returned questionnaires") };

input! {
    /// A questionnaire to write for the vendor.
    ExportQuestionnaire {
        /// Of which assessment.
        assessment: AssessmentId,
        /// A new file: `.csv` for CSV, else an Excel workbook.
        path: ChosenFile,
        /// The day it is wanted back.
        due: Option<NaiveDate>,
    }
    /// Returned files to read.
    ReadReturns {
        /// The files.
        paths: Vec<ChosenFile>,
        /// The assessment of files that do not say theirs.
        assessment: Option<AssessmentId>,
        /// Read into assessments whose report is issued, too: the person was asked.
        #[serde(default)]
        after_issue: bool,
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RowState {
    /// Taken, and different from what was there.
    Changed,
    /// The same as was there.
    Unchanged,
    /// Empty.
    Blank,
    /// Not taken.
    Refused,
}

view! {
    /// A row of a returned file.
    ReturnedRow {
        /// The sheet.
        sheet: String,
        /// Its number there.
        row: u32,
        /// The question.
        question: Option<QuestionId>,
        /// What became of it.
        state: RowState,
        /// What it says, or why it was refused and in which column.
        says: Option<Message>,
        /// What to know about it.
        notes: Vec<Message>,
        /// Whether something else stood there, which gave way to it.
        replaces: bool,
    }
    /// What became of a returned file.
    FileReturn {
        /// The file.
        path: ChosenFile,
        /// Title of the assessment it belongs to.
        assessment: String,
        /// Rows taken.
        changed: u32,
        /// Rows as they were.
        unchanged: u32,
        /// Empty rows.
        blank: u32,
        /// Rows refused.
        refused: u32,
        /// Every row that is not blank or unchanged.
        rows: Vec<ReturnedRow>,
        /// What to know about the file as a whole.
        remarks: Vec<Message>,
        /// Why nothing of it was taken.
        problem: Option<Message>,
        /// Nothing of it was taken because this report of the assessment is issued; the person may read it all the same.
        issued: Option<u32>,
    }
}

fn outgoing(case: &Case, library: &Library, prepared: NaiveDate, due: Option<NaiveDate>) -> Outgoing {
    let questions = standings(case, library, prepared).asked;
    let title =
        |id: &String| library.bank.roles.iter().find(|r| r.id == *id).map_or(id, |r| &r.title).clone();
    let person = &case.assessment.assessor;
    Outgoing {
        vendor: case.vendor.name.clone(),
        service: case.assessment.service.clone(),
        title: case.assessment.title.clone(),
        assessment: case.assessment.id.clone(),
        prepared_by: [&person.name, &person.organisation]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        prepared,
        bank: format!("{}@{}", library.bank.id, library.bank.version),
        due,
        topics: library
            .bank
            .topics
            .iter()
            .map(|topic| OutgoingTopic {
                title: topic.title.clone(),
                questions: questions
                    .iter()
                    // What the buyer's own people answer is not asked of the vendor.
                    .filter(|q| q.topic == topic.id && q.respondent == Respondent::Vendor)
                    .map(|q| {
                        let response = case.responses.get(&q.id);
                        let text =
                            |of: fn(&Response) -> &String| response.map(of).cloned().unwrap_or_default();
                        OutgoingQuestion {
                            id: q.id.clone(),
                            text: q.text.clone(),
                            why: q.why.clone(),
                            evidence: q.evidence.iter().map(|e| e.ask.clone()).collect(),
                            answered_by: q.who.iter().map(title).collect(),
                            claim: response.and_then(|r| r.claim),
                            comment: text(|r| &r.comment),
                            reason: text(|r| &r.reason),
                            files: text(|r| &r.offered),
                        }
                    })
                    .collect(),
            })
            .filter(|topic| !topic.questions.is_empty())
            .collect(),
    }
}

/// Writes the questionnaire for the vendor to a new file.
pub fn export_questionnaire(
    desk: &Desk,
    input: ExportQuestionnaire,
    _: &Job,
) -> Result<super::Done, Problem> {
    let path = desk.path_of(&input.path)?;
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let outgoing = outgoing(&case, &library, desk.now().date_naive(), input.due);
        let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let bytes = if is_csv {
            workbook::write_csv(&outgoing)
        } else {
            workbook::write_xlsx(&outgoing).map_err(|e| Problem::new("export", e.message()))?
        };
        files::write(&path, &bytes)?;
        Ok(super::Done {})
    })
}

fn expected(case: &Case, library: &Library, today: NaiveDate) -> Expected {
    let questions = standings(case, library, today)
        .asked
        .into_iter()
        // What the buyer's own people answer was never sent out, and no vendor answers it.
        .filter(|q| q.respondent == Respondent::Vendor)
        .map(|q| {
            let current = case.responses.get(&q.id).map_or_else(Current::default, |r| Current {
                claim: r.claim,
                comment: r.comment.clone(),
                reason: r.reason.clone(),
                files: r.offered.clone(),
            });
            (q.id.clone(), current)
        })
        .collect();
    Expected { assessment: Some(case.assessment.id.clone()), questions }
}

/// Files gone through ahead of the one being written.
const AHEAD: usize = 4;

/// Reads files that vendors sent back, each into the assessment it names. Going through a file needs no vault and is
/// done by several threads; the vault is written by one, file by file, so that stopping leaves whole files.
pub fn read_returns(desk: &Desk, input: ReadReturns, job: &Job) -> Result<Vec<FileReturn>, Problem> {
    let mut files = Vec::new();
    for file in &input.paths {
        files.push((file, desk.path_of(file)?));
    }
    let total = files.len() as u64;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let next = AtomicUsize::new(0);
    let mut reports: Vec<Option<FileReturn>> = files.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(AHEAD);
        for _ in 0..threads {
            let (sender, next, files) = (sender.clone(), &next, &files);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((file, path)) = files.get(at) else { break };
                    // Nobody receives any more once the work was stopped.
                    if sender.send((at, *file, opened(file, path))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (at, file, found)) in (0..).zip(receiver) {
            job.at(message!("Reading returned questionnaires"), done, total)?;
            let taken = found.and_then(|found| take(desk, file, found, &input));
            reports[at] = Some(taken.unwrap_or_else(|problem| failed(file, desk.without_paths(problem))));
        }
        Ok::<(), Problem>(())
    })?;
    job.at(message!("Reading returned questionnaires"), total, total)?;
    Ok(reports.into_iter().flatten().collect())
}

fn failed(file: &ChosenFile, problem: Problem) -> FileReturn {
    FileReturn {
        path: file.clone(),
        assessment: String::new(),
        changed: 0,
        unchanged: 0,
        blank: 0,
        refused: 0,
        rows: Vec::new(),
        remarks: Vec::new(),
        problem: Some(problem.sentence),
        issued: None,
    }
}

fn refused(file: &ChosenFile, error: &workbook::WorkbookError) -> Problem {
    Problem::new("import", message!("{file}: {error} Nothing was changed."))
}

fn opened(file: &ChosenFile, path: &Path) -> Result<Opened, Problem> {
    workbook::open(&file.name(), &files::read(path, LARGEST)?).map_err(|e| refused(file, &e))
}

/// Takes what a file says into the assessment it names, or into the one given when it names none.
fn take(desk: &Desk, file: &ChosenFile, found: Opened, input: &ReadReturns) -> Result<FileReturn, Problem> {
    let own = found.assessment.clone().or_else(|| input.assessment.clone()).ok_or_else(|| {
        Problem::new(
            "whose",
            message!(
                "{file} does not say which assessment it is for. Name the assessment and read it again."
            ),
        )
    })?;
    let at = desk.now();
    desk.change(Some(&own), |state| {
        let (case, library) = desk.case(state, &own).map_err(|_| {
            Problem::new(
                "unknown",
                message!(
                    "{file} is for the assessment {own}, which is not in this vault. Nothing was changed."
                ),
            )
        })?;
        let returned =
            found.against(&expected(&case, &library, at.date_naive())).map_err(|e| refused(file, &e))?;
        let edits = edits(&case, &returned, (&file.name(), at));
        let label = format!("read {}", file.name());
        match case.issues.keys().next_back() {
            Some(number) if !edits.is_empty() && !input.after_issue => {
                Ok(plan(label, Vec::new()).giving(after_issue(file, &case, *number, edits.len())))
            }
            Some(_) | None => {
                let report = report(file, &case, returned);
                Ok(plan(label, edits).giving(report))
            }
        }
    })
}

/// What becomes of the responses by a file. A claim or comment that was there, or concluded on, is marked as changed.
fn edits(case: &Case, returned: &Returned, (file, at): (&str, DateTime<FixedOffset>)) -> Vec<Edit> {
    returned
        .rows
        .iter()
        .filter_map(|row| match (&row.question, &row.outcome) {
            (Some(question), RowOutcome::Changed { claim, comment, reason, files }) => {
                let before = case.responses.get(question).cloned();
                let unanswered = || Response::unanswered(case.assessment.id.clone(), question.clone());
                let next = Response {
                    claim: *claim,
                    comment: comment.clone(),
                    reason: reason.clone(),
                    offered: files.clone(),
                    claim_changed: before
                        .as_ref()
                        .and_then(|before| mark(before, (*claim, comment), (file, at))),
                    ..before.clone().unwrap_or_else(unanswered)
                };
                Some(put(before.map(Record::Response), Record::Response(next)))
            }
            (
                _,
                RowOutcome::Changed { .. }
                | RowOutcome::Unchanged
                | RowOutcome::Blank
                | RowOutcome::Refused { .. },
            ) => None,
        })
        .collect()
}

/// The mark on a response that a file changes, with what stood there when somebody last looked at it.
fn mark(
    before: &Response,
    (claim, comment): (Option<Claim>, &String),
    (file, at): (&str, DateTime<FixedOffset>),
) -> Option<ClaimChange> {
    let (was, was_comment) = match &before.claim_changed {
        Some(earlier) => (earlier.was, earlier.was_comment.clone()),
        None => (before.claim, before.comment.clone()),
    };
    let said_something = was.is_some() || !was_comment.is_empty() || before.conclusion.is_some();
    // A file that takes an earlier file's change back leaves nothing to look at.
    let is_new = before.claim_changed.is_none() || (claim, comment) != (was, &was_comment);
    (said_something && is_new).then(|| ClaimChange { was, was_comment, by_file: file.to_owned(), at })
}

fn after_issue(file: &ChosenFile, case: &Case, number: u32, changes: usize) -> FileReturn {
    let title = &case.assessment.title;
    let problem = message!(
        "Report {number} of “{title}” is issued, and {file} would change {changes} of the answers it rests on. Nothing was \
         changed. Read it after the issue all the same, if the next report is to take it in."
    );
    FileReturn {
        assessment: title.clone(),
        issued: Some(number),
        ..failed(file, Problem::new("issued", problem))
    }
}

fn report(file: &ChosenFile, case: &Case, returned: Returned) -> FileReturn {
    let mut of_file = FileReturn {
        path: file.clone(),
        assessment: case.assessment.title.clone(),
        changed: 0,
        unchanged: 0,
        blank: 0,
        refused: 0,
        rows: Vec::new(),
        remarks: returned.remarks,
        problem: None,
        issued: None,
    };
    for mut row in returned.rows {
        let mut replaces = false;
        let (state, says) = match row.outcome {
            RowOutcome::Changed { claim, comment, reason, .. } => {
                of_file.changed += 1;
                let says = claim.map_or_else(|| message!("Explained, not answered"), |claim| claim.message());
                let before = row.question.as_ref().and_then(|question| case.responses.get(question));
                let was = before.and_then(|before| before.claim).filter(|was| Some(*was) != claim);
                let words = before.into_iter().flat_map(|before| [&before.comment, &before.reason]);
                let gone = words.filter(|old| !old.trim().is_empty() && ![&comment, &reason].contains(old));
                let gone: Vec<Message> = gone.map(|old| message!("The explanation was “{old}”.")).collect();
                replaces = was.is_some() || !gone.is_empty();
                row.notes.extend(gone);
                let says = match was {
                    Some(was) => message!("{says} (was “{was}”)"),
                    None => says,
                };
                (RowState::Changed, Some(says))
            }
            RowOutcome::Unchanged => {
                of_file.unchanged += 1;
                (RowState::Unchanged, None)
            }
            RowOutcome::Blank => {
                of_file.blank += 1;
                (RowState::Blank, None)
            }
            RowOutcome::Refused { column, why } => {
                of_file.refused += 1;
                (RowState::Refused, Some(message!("Column {column}: {why}")))
            }
        };
        if matches!(state, RowState::Changed | RowState::Refused) || !row.notes.is_empty() {
            of_file.rows.push(ReturnedRow {
                sheet: row.sheet,
                row: row.row,
                question: row.question,
                state,
                says,
                notes: row.notes,
                replaces,
            });
        }
    }
    of_file
}
