//! Questions of an assessment → a workbook that a vendor fills in offline → claims, comments and reasons.
//!
//! [`write_xlsx`] and [`write_csv`] make the file, [`read`] takes it back. What comes back is what the vendor says and
//! nothing else: conclusions are not in the file, so nothing in it can touch them.
//!
//! Reading is generous where the meaning is clear (columns may have moved, sheets and columns may have been added, `n/a`
//! is an answer) and refuses in words where it is not. A row is never dropped: each is changed, unchanged, blank or
//! refused with its place and the reason.
//!
//! `container` tells by the bytes what kind of file it is; `package` bounds the zip and hands on only parts that are safe
//! to parse; `xlsx` and `csv` turn either kind into cells; `table` finds the headings among the cells and keeps the
//! columns that matter; `rows` judges them; `sheet` and `guide` draw the workbook that goes out.

mod cell;
mod container;
mod csv;
mod error;
mod guide;
mod look;
mod mark;
mod package;
mod rows;
mod sheet;
mod table;
mod wording;
mod xlsx;

pub use csv::write_csv;
pub use error::WorkbookError;
pub use sheet::write_xlsx;

use assay_core::ids::{AssessmentId, QuestionId};
use assay_core::words::Claim;
use assay_message::{Message, message};
use chrono::NaiveDate;
use container::Container;
use std::collections::{BTreeMap, BTreeSet};

/// What goes out to a vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The vendor's name.
    pub vendor: String,
    /// The service assessed.
    pub service: String,
    /// What the questionnaire is called.
    pub title: String,
    /// The assessment; it stands in the file, so that the return is recognised.
    pub assessment: AssessmentId,
    /// Who sends it, with a way to reach them.
    pub prepared_by: String,
    /// The day it was made.
    pub prepared: NaiveDate,
    /// The question bank as `id@version`.
    pub bank: String,
    /// The day it is wanted back.
    pub due: Option<NaiveDate>,
    /// The questions, by topic in talking order.
    pub topics: Vec<OutgoingTopic>,
}

/// A topic of conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingTopic {
    /// Title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<OutgoingQuestion>,
}

/// A question with what the vendor said so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingQuestion {
    /// Its id, by which the answer is recognised.
    pub id: QuestionId,
    /// What is asked.
    pub text: String,
    /// Why it matters.
    pub why: String,
    /// Evidence to send, one item each.
    pub evidence: Vec<String>,
    /// Titles of the roles that can answer, best first.
    pub answered_by: Vec<String>,
    /// What the vendor said so far; `None` is unanswered.
    pub claim: Option<Claim>,
    /// The comment so far; it fills the explanation unless the claim is “not applicable”.
    pub comment: String,
    /// The reason so far; it fills the explanation when the claim is “not applicable”.
    pub reason: String,
    /// Names of files and links so far.
    pub files: String,
}

/// What a return is read against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// The assessment the file must be of, if it says any. `None` takes a file of any.
    pub assessment: Option<AssessmentId>,
    /// The questions asked, with what is recorded now.
    pub questions: BTreeMap<QuestionId, Current>,
}

/// What is recorded for a question now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Current {
    /// The claim.
    pub claim: Option<Claim>,
    /// The comment.
    pub comment: String,
    /// The reason why it does not apply.
    pub reason: String,
    /// Names of files and links.
    pub files: String,
}

/// A file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The assessment the file says it is of, if it says so.
    pub assessment: Option<AssessmentId>,
    /// The vendor the file was made for; empty when the file does not say.
    pub vendor: String,
    /// All rows with a question or an entry, in the order of the file.
    pub rows: Vec<Row>,
    /// One sentence per thing to know about the file as a whole: sheets left unread, questions that are not in it.
    pub remarks: Vec<Message>,
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sheet; for CSV, the file.
    pub sheet: String,
    /// The number the spreadsheet shows, from 1.
    pub row: u32,
    /// The question, when its number is one that is asked.
    pub question: Option<QuestionId>,
    /// What the row says.
    pub outcome: RowOutcome,
    /// Sentences about what is taken all the same, such as a missing explanation.
    pub notes: Vec<Message>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// Something else than what is recorded. The fields are what is to be recorded, whole.
    Changed {
        /// The claim; `None` when the row explains without answering and nothing was answered before.
        claim: Option<Claim>,
        /// The comment.
        comment: String,
        /// The reason why it does not apply.
        reason: String,
        /// Names of files and links.
        files: String,
    },
    /// What is recorded already.
    Unchanged,
    /// Nothing. What is recorded stays.
    Blank,
    /// Nothing that can be taken.
    Refused {
        /// The column it is about, by letter and heading: `F “Answer”`.
        column: String,
        /// Why, in a sentence.
        why: Message,
    },
}

/// A file that was gone through and not yet compared with what is recorded.
pub struct Opened {
    /// The assessment the file says it is of, if it says so.
    pub assessment: Option<AssessmentId>,
    mark: mark::Mark,
    sheets: Vec<table::Sheet>,
}

/// Goes through a file. `name` is the file's, for messages; what the file is, is told by `bytes` alone.
///
/// # Errors
/// [`WorkbookError`] when it is no workbook or CSV, is protected, damaged or beyond the bounds.
pub fn open(name: &str, bytes: &[u8]) -> Result<Opened, WorkbookError> {
    let sheets = match container::recognise(bytes)? {
        Container::Package => xlsx::sheets(bytes)?,
        Container::Text(text) => csv::sheets(name, &text)?,
    };
    let mark = mark::find(&sheets)?;
    Ok(Opened { assessment: AssessmentId::new(mark.assessment.clone()).ok(), mark, sheets })
}

/// Reads what a vendor sent back: [`open`] and [`Opened::against`] in one.
///
/// # Errors
/// Those of both.
pub fn read(name: &str, bytes: &[u8], expected: &Expected) -> Result<Returned, WorkbookError> {
    open(name, bytes)?.against(expected)
}

impl Opened {
    /// Compares the file with what is recorded.
    ///
    /// # Errors
    /// [`WorkbookError`] when nothing of the file can be taken: it holds no sheet with the headings, asks none of the
    /// questions, or belongs to another assessment.
    pub fn against(self, expected: &Expected) -> Result<Returned, WorkbookError> {
        let Self { assessment, mark, sheets } = self;
        mark::check(&mark, expected.assessment.as_ref())?;

        let (mut tables, mut remarks, mut passed) = (Vec::new(), Vec::new(), Vec::new());
        for sheet in sheets {
            match sheet {
                table::Sheet::Table(table) => tables.push(table),
                table::Sheet::Other(other) => passed.push(other),
            }
        }
        if tables.is_empty() {
            return Err(WorkbookError::NoHeadings { looked: table::looked(&passed) });
        }
        for other in passed.iter().filter(|other| !other.is_ours()) {
            remarks.push(other.remark());
        }

        let rows = rows::judge(&tables, expected);
        if mark.assessment.is_empty() {
            if !rows.iter().any(|row| row.question.is_some()) {
                return Err(WorkbookError::NothingAsked);
            }
            remarks.push(message!(
                "The file does not say which assessment it was made for; it was recognised by its question numbers."
            ));
        }
        let seen: BTreeSet<&QuestionId> = rows.iter().filter_map(|row| row.question.as_ref()).collect();
        let missing: Vec<&str> =
            expected.questions.keys().filter(|id| !seen.contains(id)).map(QuestionId::as_str).collect();
        if !missing.is_empty() {
            remarks
                .push(message!("Asked and not in the file: {missing}.", missing = wording::listed(&missing)));
        }
        Ok(Returned { assessment, vendor: mark.vendor, rows, remarks })
    }
}
