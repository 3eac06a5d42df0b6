//! The first sheet of the workbook: what it is, how to fill it in, and what becomes of it.

use super::wording::counted;
use super::{Outgoing, look};
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// What the sheet is called.
pub(super) const NAME: &str = "Read me first";

/// Columns: a margin, a label, the text.
const LABEL: u16 = 1;
const TEXT: u16 = 2;

/// How to fill it in, a step each.
const STEPS: [&str; 6] = [
    "Go to the sheet “Questions”. Each row is one question. White cells are yours; the others are locked so that nothing is changed by accident.",
    "Choose an Answer from the list: Yes, Partial, No or Not applicable.",
    "Write an Explanation whenever the answer is Partial, No or Not applicable, and wherever it helps to understand a Yes. A cell that needs one is red until it has text.",
    "Under Evidence files or links, name the files you send along, or where they can be seen. Put the files beside this workbook; nothing can be attached to a cell.",
    "You can do it in several sittings and share it among colleagues: the column Why we ask says who can best answer. The filter arrows show what is still open. The line at the top counts.",
    "Save it as an Excel workbook (.xlsx), without a password, and send it back. An answer you leave empty counts as open, not as No.",
];

/// What each answer means.
const MEANINGS: [(&str, &str); 4] = [
    ("Yes", "It holds everywhere in the service asked about."),
    ("Partial", "It holds in part. Say in which part it does and in which it does not."),
    ("No", "It does not hold. Say what is done instead or what is planned, with a date."),
    ("Not applicable", "The question does not fit the service. A reason is required."),
];

/// A sheet while it is written, from the top down.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn line(&mut self, label: &str, label_look: &Format, text: &str, look: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, LABEL, label, label_look)?;
        self.sheet.write_string_with_format(self.row, TEXT, text, look)?;
        self.row += 1;
        Ok(())
    }

    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.sheet.write_string_with_format(self.row, LABEL, title, &look::section().unset_text_wrap())?;
        self.sheet.set_row_height(self.row, 24)?;
        self.row += 1;
        Ok(())
    }
}

/// Writes the sheet.
pub(super) fn write(out: &Outgoing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?.set_active(true);
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, 3)?.set_column_width(LABEL, 20)?.set_column_width(TEXT, 92)?;
    sheet.set_row_height(1, 34)?;
    sheet.write_string_with_format(1, LABEL, &out.title, &look::title())?;
    sheet.write_string_with_format(
        2,
        LABEL,
        format!("{}: {}", out.vendor, out.service),
        &look::subtitle(),
    )?;

    let (label, text, strong) = (look::label(), look::text(), look::strong());
    let mut page = Page { sheet, row: 4 };
    let questions: usize = out.topics.iter().map(|topic| topic.questions.len()).sum();
    let size = format!("{} in {}", counted(questions, "question"), counted(out.topics.len(), "topic"));
    let due = out.due.map_or("as agreed".into(), long);
    page.line("Sent by", &label, &out.prepared_by, &text)?;
    page.line("Prepared on", &label, &long(out.prepared), &text)?;
    page.line("Wanted back", &label, &due, &strong)?;
    page.line("What is in it", &label, &size, &text)?;
    page.line("Reference", &label, &format!("{}, questions {}", out.assessment, out.bank), &text)?;

    page.section("What this is")?;
    let what = format!(
        "A questionnaire about the security of the service named above. It asks {} how things are done today. It can be filled in without a network connection.",
        out.vendor
    );
    page.line("", &label, &what, &text)?;

    page.section("How to fill it in")?;
    for (n, step) in STEPS.iter().enumerate() {
        page.line(&format!("Step {}", n + 1), &label, step, &text)?;
    }

    page.section("What each answer means")?;
    for (answer, meaning) in MEANINGS {
        page.line(answer, &strong, meaning, &text)?;
    }

    page.section("What happens with it")?;
    let then = format!(
        "What you enter is read into the assessment as your statement, row by row. {} then looks at it together with the evidence and comes to conclusions of their own. Those are not in this workbook, and nothing entered here changes them. A row that cannot be understood is named back to you; nothing is guessed.",
        out.prepared_by
    );
    page.line("", &label, &then, &text)?;

    let last = page.row;
    sheet.protect_with_options(&super::sheet::protection());
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_area(0, 0, last, TEXT)?;
    sheet.set_footer("&L&9&A&R&9Page &P of &N");
    Ok(())
}

/// `23 November 2026`.
pub(super) fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
