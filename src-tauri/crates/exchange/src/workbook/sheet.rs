//! Questions → a workbook: a guide, the questions with cells to fill in, and the mark by which it is recognised.

use super::wording::{Field, HEADINGS, answers};
use super::{Outgoing, OutgoingQuestion, WorkbookError, guide, look, mark, rows};
use assay_core::words::{Claim, Word};
use chrono::Datelike;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DocProperties, ExcelDateTime, Formula, IgnoreError,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

/// The row of the headings, from 0.
const HEADER: u32 = 4;
/// Columns to fill in.
const ANSWER: u16 = 5;
const EXPLANATION: u16 = 6;
const FILES: u16 = 7;
/// Widths of the columns, in characters.
const WIDTHS: [f64; 8] = [9.0, 15.0, 44.0, 36.0, 36.0, 15.0, 48.0, 30.0];

/// The questionnaire as a workbook. The same questionnaire gives the same bytes.
///
/// # Errors
/// [`WorkbookError::NotWritten`] when a text is longer than a cell can hold (32,767 characters).
pub fn write_xlsx(out: &Outgoing) -> Result<Vec<u8>, WorkbookError> {
    whole(out).map_err(|error| {
        WorkbookError::NotWritten(if matches!(error, XlsxError::MaxStringLengthExceeded) {
            "a text has more than 32,767 characters, which no cell can hold".into()
        } else {
            error.to_string()
        })
    })
}

fn whole(out: &Outgoing) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The day it was prepared rather than a clock.
    let year = u16::try_from(out.prepared.year()).unwrap_or(0);
    let day = |n: u32| u8::try_from(n).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(year, day(out.prepared.month()), day(out.prepared.day()))?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&out.title)
            .set_author(&out.prepared_by)
            .set_subject(format!("{}: {}", out.vendor, out.service))
            .set_creation_datetime(&made),
    );
    guide::write(out, workbook.add_worksheet())?;
    questions(out, workbook.add_worksheet())?;
    let hidden = workbook.add_worksheet();
    hidden.set_name(mark::SHEET)?.set_hidden(true);
    hidden.write_string(0, 0, mark::TITLE)?;
    for (row, (key, value)) in (1..).zip(mark::pairs(out)) {
        hidden.write_string(row, 0, key)?.write_string(row, 1, value)?;
    }
    hidden.set_column_width(0, 22)?.set_column_width(1, 40)?;
    workbook.save_to_buffer()
}

fn questions(out: &Outgoing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Questions")?.set_tab_color(look::TAB);
    sheet.set_screen_gridlines(false);
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let asked: Vec<(&str, &OutgoingQuestion)> = out
        .topics
        .iter()
        .flat_map(|topic| topic.questions.iter().map(|question| (topic.title.as_str(), question)))
        .collect();

    heading(out, sheet)?;
    for (row, (topic, question)) in (HEADER + 1..).zip(&asked) {
        line(sheet, row, topic, question)?;
    }
    if let Some(last) = u32::try_from(asked.len()).ok().filter(|count| *count > 0).map(|count| HEADER + count)
    {
        progress(sheet, last, &asked)?;
        offer_answers(sheet, last)?;
        show_state(sheet, last)?;
        sheet.autofilter(HEADER, 0, last, FILES)?;
        sheet.ignore_error_range(HEADER + 1, 0, last, FILES, IgnoreError::NumberStoredAsText)?;
        sheet.set_print_area(0, 0, last, FILES)?;
        sheet.set_selection(HEADER + 1, ANSWER, HEADER + 1, ANSWER)?;
    }

    // The question stays in sight while its answer is typed.
    sheet.set_freeze_panes(HEADER + 1, 3)?;
    sheet.protect_with_options(&protection());
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEADER, HEADER)?;
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&9&A&R&9Page &P of &N");
    Ok(())
}

/// Title block and headings.
fn heading(out: &Outgoing, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 30)?;
    sheet.write_string_with_format(0, 0, &out.title, &look::title())?;
    let mut about = format!(
        "{}: {}. Sent by {} on {}",
        out.vendor,
        out.service,
        out.prepared_by,
        guide::long(out.prepared)
    );
    if let Some(due) = out.due {
        about.push_str(&format!(", wanted back by {}", guide::long(due)));
    }
    sheet.write_string_with_format(1, 0, format!("{about}."), &look::subtitle())?;
    sheet.set_row_height(3, 6)?;
    sheet.set_row_height(HEADER, 24)?;
    for (column, title) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(HEADER, column, title, &look::heading())?;
    }
    Ok(())
}

/// One question. Everything is written as a string, so that no text can become a formula.
fn line(sheet: &mut Worksheet, row: u32, topic: &str, question: &OutgoingQuestion) -> Result<(), XlsxError> {
    let evidence: Vec<String> = question.evidence.iter().map(|item| format!("• {item}")).collect();
    let explanation = rows::shown(question.claim, &question.comment, &question.reason);
    let cells = [
        (question.id.as_str(), look::number()),
        (topic, look::aside()),
        (&question.text, look::locked()),
        (&why(question), look::aside()),
        (&evidence.join("\n"), look::aside()),
        (question.claim.map_or("", Word::title), look::answer()),
        (explanation, look::entry()),
        (&question.files, look::entry()),
    ];
    for (column, (text, look)) in (0..).zip(cells) {
        if text.is_empty() {
            sheet.write_blank(row, column, &look)?;
        } else {
            sheet.write_string_with_format(row, column, text, &look)?;
        }
    }
    Ok(())
}

/// Why it is asked, and who can best say.
pub(super) fn why(question: &OutgoingQuestion) -> String {
    match question.answered_by.as_slice() {
        [] => question.why.clone(),
        roles => format!("{}\nBest answered by: {}", question.why, roles.join(", ")).trim().to_owned(),
    }
}

/// “Answered 3 of 140. Explanations still needed: 2.” These are the only formulas.
fn progress(sheet: &mut Worksheet, last: u32, asked: &[(&str, &OutgoingQuestion)]) -> Result<(), XlsxError> {
    let (first, end) = (HEADER + 2, last + 1);
    let answers = format!("F{first}:F{end}");
    let needing: Vec<String> = needing().map(|word| format!("({answers}=\"{word}\")")).collect();
    let lacks = format!("SUMPRODUCT(({})*(LEN(TRIM(G{first}:G{end}))=0))", needing.join("+"));
    let answered = asked.iter().filter(|(_, question)| question.claim.is_some()).count();
    let lacking = asked.iter().filter(|(_, q)| {
        let explained = rows::shown(q.claim, &q.comment, &q.reason).trim();
        q.claim.is_some_and(|claim| claim != Claim::Yes) && explained.is_empty()
    });
    let formula = Formula::new(format!(
        "=\"Answered \"&COUNTA({answers})&\" of \"&ROWS({answers})&\". Explanations still needed: \"&{lacks}&\".\""
    ))
    .set_result(format!(
        "Answered {answered} of {}. Explanations still needed: {}.",
        asked.len(),
        lacking.count()
    ));
    sheet.write_formula_with_format(2, 0, formula, &look::progress())?;
    Ok(())
}

/// The answers that need an explanation.
fn needing() -> impl Iterator<Item = &'static str> {
    Claim::ALL.iter().filter(|claim| **claim != Claim::Yes).map(|claim| claim.title())
}

/// The list in the column of answers, and a word beside each entry.
fn offer_answers(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let first = HEADER + 1;
    let answer = DataValidation::new()
        .allow_list_strings(&answers())?
        .set_input_title(Field::Answer.heading())?
        .set_input_message(
            "Choose one of the list. Partial, No and Not applicable need an explanation in the next column.",
        )?
        .set_error_title("Not one of the answers")?
        .set_error_message(
            "Please choose Yes, Partial, No or Not applicable. Anything else belongs into the explanation.",
        )?;
    sheet.add_data_validation(first, ANSWER, last, ANSWER, &answer)?;
    let hint = |title: &str, message: &str| {
        DataValidation::new().allow_any_value().set_input_title(title)?.set_input_message(message)
    };
    let explanation =
        hint(Field::Explanation.heading(), "Needed for Partial, No and Not applicable. Welcome for Yes.")?;
    sheet.add_data_validation(first, EXPLANATION, last, EXPLANATION, &explanation)?;
    let files =
        hint(Field::Files.heading(), "Names of the files you send along, or where they can be seen.")?;
    sheet.add_data_validation(first, FILES, last, FILES, &files)?;
    Ok(())
}

/// Colours for what is open, what lacks an explanation, and what is done.
fn show_state(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let (first, row) = (HEADER + 1, HEADER + 2);
    let words: Vec<String> = needing().map(|word| format!("$F{row}=\"{word}\"")).collect();
    let lacks = format!("AND(OR({}),LEN(TRIM($G{row}))=0)", words.join(","));
    let states = [
        (ANSWER, format!("=LEN(TRIM($F{row}))=0"), look::open()),
        (EXPLANATION, format!("={lacks}"), look::lacks()),
        (0, format!("=AND(LEN(TRIM($F{row}))>0,NOT({lacks}))"), look::done()),
    ];
    for (column, rule, look) in states {
        let state = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look);
        sheet.add_conditional_format(first, column, last, column, &state)?;
    }
    Ok(())
}

/// Locked cells stay as they are; widths, heights and filters are the reader's own. There is no password: this guards
/// against slips, and reading does not rely on it.
pub(super) fn protection() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    }
}
