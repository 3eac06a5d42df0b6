//! Why nothing of a workbook could be taken, or none could be made.

use assay_message::Message;

/// Why a file could not be read or written. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum WorkbookError {
    /// No bytes, or blanks only.
    #[error("The file is empty.")]
    Empty,
    /// More bytes than are read.
    #[error("The file has {size} bytes; questionnaires up to {limit} bytes are read.")]
    TooLarge {
        /// Bytes it has.
        size: usize,
        /// Bytes it may have.
        limit: usize,
    },
    /// A workbook of Excel 97 to 2003.
    #[error(
        "The file is a workbook in the old Excel format (.xls). Open it, save it as an Excel workbook (.xlsx), and read that."
    )]
    OldExcel,
    /// A workbook of Excel in its binary form.
    #[error(
        "The file is a binary Excel workbook (.xlsb). Open it, save it as an Excel workbook (.xlsx), and read that."
    )]
    BinaryExcel,
    /// An OpenDocument spreadsheet.
    #[error(
        "The file is an OpenDocument spreadsheet (.ods). Open it, save it as an Excel workbook (.xlsx), and read that."
    )]
    OpenDocument,
    /// Encrypted as a whole, or a part of it.
    #[error(
        "The file is protected by a password, so nothing in it can be read. Open it, save it without a password, and read that."
    )]
    Encrypted,
    /// Something else.
    #[error("The file is {found}; questionnaires come back as an Excel workbook (.xlsx) or as CSV.")]
    OtherFile {
        /// What it is.
        found: Message,
    },
    /// Begins like a workbook and is none to its end.
    #[error("The workbook is damaged or cut short: {why}.")]
    Damaged {
        /// Where and how.
        why: Message,
    },
    /// More of something than is read.
    #[error("The workbook has more than {limit} {what}; that many are not read.")]
    TooMany {
        /// What there is too much of.
        what: Message,
        /// How many are read.
        limit: usize,
    },
    /// More unpacked bytes, or more bytes in one part, than are read.
    #[error("{what} more than {limit} bytes when unpacked; that much is not read.")]
    TooBig {
        /// What is too big, with its verb.
        what: Message,
        /// Bytes it may have.
        limit: usize,
    },
    /// More rows than are read.
    #[error(
        "Sheet {sheet} has entries in row {row}, more than {limit} rows below its headings; that many are not read."
    )]
    TooManyRows {
        /// The sheet in quotation marks.
        sheet: String,
        /// The first row beyond, from 1.
        row: u32,
        /// Rows read.
        limit: u32,
    },
    /// Texts that come to more than is read, because many cells share them.
    #[error("The texts of the cells come to more than {limit} bytes; that much is not read.")]
    TooMuchText {
        /// Bytes read.
        limit: usize,
    },
    /// CSV that is not in a known encoding.
    #[error("The text is not in UTF-8 (row {row}). Save it as “CSV UTF-8”, and read that.")]
    NotUtf8 {
        /// The row with the first bad byte, from 1.
        row: u32,
    },
    /// CSV with a quotation mark that nothing closes, which would swallow all rows after it.
    #[error("The quotation mark that opens column {column} in row {row} is never closed.")]
    OpenQuote {
        /// Row, from 1.
        row: u32,
        /// Column letter.
        column: String,
    },
    /// No sheet has the headings in one row.
    #[error(
        "No sheet has the headings “No.”, “Answer” and “Explanation” in one row. They were looked for in the first 40 rows. {looked}"
    )]
    NoHeadings {
        /// One sentence per sheet: which row comes closest, and what it lacks.
        looked: Message,
    },
    /// A heading that matters stands twice.
    #[error(
        "Sheet {sheet} has the heading “{heading}” twice in row {row}, in columns {columns}; rename one of them."
    )]
    TwiceHeading {
        /// The sheet in quotation marks.
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// The heading.
        heading: &'static str,
        /// Column letters.
        columns: String,
    },
    /// Made for another assessment.
    #[error(
        "The file belongs to another assessment: it was made for {found}, and this one is “{expected}”. Nothing of it was taken."
    )]
    OtherAssessment {
        /// What the file says, in quotation marks.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// Made by a program younger than this one.
    #[error("The file is in version {version} of the questionnaire's format; version 1 is read.")]
    Version {
        /// The version the file names, in quotation marks.
        version: String,
    },
    /// No mark, and no question that is asked.
    #[error("None of the question numbers in the file is asked in this assessment.")]
    NothingAsked,
    /// A text that no cell of a workbook can hold.
    #[error("The workbook could not be made: {0}.")]
    NotWritten(String),
}
