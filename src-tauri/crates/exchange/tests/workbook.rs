//! Questionnaires written, filled in oddly, broken on purpose, and read back.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests
#![allow(clippy::wildcard_enum_match_arm)] // what a test does not expect fails it

use assay_core::ids::{AssessmentId, QuestionId};
use assay_core::words::Claim;
use assay_exchange::workbook::{
    Current, Expected, Outgoing, OutgoingQuestion, OutgoingTopic, Returned, Row, RowOutcome, WorkbookError,
    read, write_csv, write_xlsx,
};
use assay_message::{Message, message};
use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const HEADINGS: [&str; 4] = ["No.", "Answer", "Explanation", "Evidence files or links"];

// Going out.

fn id(text: &str) -> QuestionId {
    QuestionId::new(text).unwrap()
}

fn assessment() -> AssessmentId {
    AssessmentId::new("ass-1").unwrap()
}

fn question(number: &str) -> OutgoingQuestion {
    OutgoingQuestion {
        id: id(number),
        text: format!("What about {number}?"),
        why: "It matters.".into(),
        evidence: vec!["Policy".into(), "Screenshot".into()],
        answered_by: vec!["Security".into()],
        claim: None,
        comment: String::new(),
        reason: String::new(),
        files: String::new(),
    }
}

fn outgoing(questions: Vec<OutgoingQuestion>) -> Outgoing {
    Outgoing {
        vendor: "Tallow".into(),
        service: "Payroll".into(),
        title: "Security questionnaire".into(),
        assessment: assessment(),
        prepared_by: "Ada, ada@example.com".into(),
        prepared: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        bank: "core@1.0.0".into(),
        due: NaiveDate::from_ymd_opt(2026, 12, 24),
        topics: vec![OutgoingTopic { title: "Access".into(), questions }],
    }
}

/// The questionnaire in both formats.
fn both(out: &Outgoing) -> [(&'static str, Vec<u8>); 2] {
    [("form.xlsx", write_xlsx(out).unwrap()), ("form.csv", write_csv(out))]
}

/// One answered question of each kind, and one open.
fn answered() -> Vec<OutgoingQuestion> {
    let said = |number, claim, comment: &str, reason: &str, files: &str| OutgoingQuestion {
        claim,
        comment: comment.into(),
        reason: reason.into(),
        files: files.into(),
        ..question(number)
    };
    vec![
        said("ACC-01", Some(Claim::Yes), "", "", "policy.pdf"),
        said("ACC-02", Some(Claim::Partial), "All but one.", "", ""),
        said("ACC-03", Some(Claim::No), "Next year.", "", ""),
        said("ACC-04", Some(Claim::NotApplicable), "", "There are no offices.", ""),
        said("ACC-05", None, "", "", ""),
    ]
}

fn recorded(questions: &[OutgoingQuestion]) -> Expected {
    let current = |q: &OutgoingQuestion| Current {
        claim: q.claim,
        comment: q.comment.clone(),
        reason: q.reason.clone(),
        files: q.files.clone(),
    };
    Expected {
        assessment: Some(assessment()),
        questions: questions.iter().map(|q| (q.id.clone(), current(q))).collect(),
    }
}

// Coming back.

/// Questions with nothing recorded.
fn asked(numbers: &[&str]) -> Expected {
    Expected {
        assessment: Some(assessment()),
        questions: numbers.iter().map(|number| (id(number), Current::default())).collect(),
    }
}

/// A workbook made by hand.
fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// A workbook of one sheet, whose first row has the four headings.
fn sheet(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    book(|book| {
        let sheet = book.add_worksheet();
        row(sheet, 0, &HEADINGS);
        fill(sheet);
    })
}

fn row(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0..).zip(texts) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

/// A workbook of one sheet with these rows under the headings, starting with row 2.
fn rows(entries: &[[&str; 4]]) -> Vec<u8> {
    sheet(|sheet| {
        for (number, entry) in (1..).zip(entries) {
            row(sheet, number, entry);
        }
    })
}

fn back(bytes: &[u8], expected: &Expected) -> Returned {
    read("return.xlsx", bytes, expected).unwrap()
}

fn failure(bytes: &[u8]) -> WorkbookError {
    read("return.xlsx", bytes, &asked(&["ACC-01"])).unwrap_err()
}

/// The row with this number.
fn at(returned: &Returned, number: u32) -> &Row {
    let mut found = returned.rows.iter().filter(|row| row.row == number);
    let first = found.next().unwrap_or_else(|| panic!("no row {number} in {returned:#?}"));
    assert!(found.next().is_none(), "row {number} stands twice in {returned:#?}");
    first
}

/// Column and reason of a row that is refused.
fn refused(returned: &Returned, number: u32) -> (&str, String) {
    match &at(returned, number).outcome {
        RowOutcome::Refused { column, why } => (column, why.to_string()),
        other => panic!("row {number} is {other:?}"),
    }
}

fn changed(claim: Option<Claim>, comment: &str, reason: &str, files: &str) -> RowOutcome {
    RowOutcome::Changed { claim, comment: comment.into(), reason: reason.into(), files: files.into() }
}

fn english(messages: &[Message]) -> Vec<String> {
    messages.iter().map(ToString::to_string).collect()
}

fn remarked(returned: &Returned, words: &str) {
    assert!(
        returned.remarks.iter().any(|remark| remark.to_string().contains(words)),
        "no {words:?} in {returned:#?}"
    );
}

/// The parts of a zip, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |n| {
        let mut entry = archive.by_index(n).unwrap();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        (entry.name().unwrap().into_owned(), part)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

fn zipped<N: AsRef<str>, P: AsRef<[u8]>>(parts: &[(N, P)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        archive.start_file(name.as_ref(), SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_ref()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with a part changed as text.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let (_, part) = parts.iter_mut().find(|(found, _)| found == name).unwrap();
    let before = String::from_utf8(part.clone()).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "{name} is as it was");
    *part = after.into_bytes();
    zipped(&parts)
}

/// Fields of a CSV with commas.
fn fields(text: &str) -> Vec<String> {
    let (mut fields, mut field, mut open) = (Vec::new(), String::new(), false);
    for c in text.trim_start_matches('\u{feff}').chars() {
        match c {
            '"' => open = !open,
            ',' | '\n' if !open => fields.push(std::mem::take(&mut field)),
            '\r' if !open => {}
            c => field.push(c),
        }
    }
    fields
}

// Round trips.

#[test]
fn what_went_out_comes_back_as_recorded() {
    let questions = answered();
    let expected = recorded(&questions);
    for (name, bytes) in both(&outgoing(questions)) {
        let returned = read(name, &bytes, &expected).unwrap();
        assert_eq!(returned.assessment, Some(assessment()));
        assert_eq!(returned.vendor, "Tallow");
        assert_eq!(returned.remarks, [], "{name}");
        let outcomes: Vec<_> = returned.rows.iter().map(|row| &row.outcome).collect();
        let same = &RowOutcome::Unchanged;
        assert_eq!(outcomes, [same, same, same, same, &RowOutcome::Blank], "{name}");
        let ids: Vec<_> = returned.rows.iter().map(|row| row.question.as_ref().unwrap().as_str()).collect();
        assert_eq!(ids, ["ACC-01", "ACC-02", "ACC-03", "ACC-04", "ACC-05"]);
        assert!(returned.rows.iter().all(|row| row.notes.is_empty()), "{returned:#?}");
    }
}

#[test]
fn everything_recorded_elsewhere_arrives_whole() {
    let expected = asked(&["ACC-01", "ACC-02", "ACC-03", "ACC-04", "ACC-05"]);
    for (name, bytes) in both(&outgoing(answered())) {
        let returned = read(name, &bytes, &expected).unwrap();
        let outcomes: Vec<_> = returned.rows.into_iter().map(|row| row.outcome).collect();
        assert_eq!(
            outcomes,
            [
                changed(Some(Claim::Yes), "", "", "policy.pdf"),
                changed(Some(Claim::Partial), "All but one.", "", ""),
                changed(Some(Claim::No), "Next year.", "", ""),
                changed(Some(Claim::NotApplicable), "", "There are no offices.", ""),
                RowOutcome::Blank,
            ],
            "{name}"
        );
    }
}

#[test]
fn the_same_questionnaire_gives_the_same_bytes() {
    let out = outgoing(answered());
    assert_eq!(both(&out), both(&out));
}

/// A comment in a questionnaire, read back where nothing is recorded.
fn there_and_back(text: &str) -> [(&'static str, Vec<RowOutcome>); 2] {
    let said = OutgoingQuestion {
        claim: Some(Claim::Yes),
        comment: text.into(),
        files: text.into(),
        ..question("ACC-01")
    };
    both(&outgoing(vec![said])).map(|(name, bytes)| {
        let returned = read(name, &bytes, &asked(&["ACC-01"])).unwrap();
        (name, returned.rows.into_iter().map(|row| row.outcome).collect())
    })
}

const FORMULA_LIKE: [&str; 12] = [
    "=1+1",
    "=HYPERLINK(\"http://example.com\",\"x\")",
    "+44 20 7946 0000",
    "-",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "'=1",
    "''=1",
    "{=1}",
    "＝1",
];

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    for text in FORMULA_LIKE {
        for (name, outcomes) in there_and_back(text) {
            assert_eq!(outcomes, [changed(Some(Claim::Yes), text, "", text)], "{name}");
        }
    }
}

#[test]
fn texts_of_any_writing_come_back_whole() {
    for text in [
        "two\nlines",
        "\n first line empty",
        " blanks at both ends ",
        "say \"yes\", or 'no'; or <b>&amp;</b>",
        "\"",
        "a\tb",
        "Grüße, 日本語, עברית, 🔐 e\u{301}",
        "_x0041_ and _x000D_",
        "]]>",
        "1e5",
        "TRUE",
        "007",
        "#REF!",
        "http://example.com/a b",
    ] {
        for (name, outcomes) in there_and_back(text) {
            assert_eq!(outcomes, [changed(Some(Claim::Yes), text, "", text)], "{name}");
        }
    }
}

#[test]
fn line_breaks_become_one_kind_and_what_is_not_shown_goes() {
    for (name, outcomes) in there_and_back("a\r\nb\rc\u{2028}d\u{202e}e\u{0}f\u{feff}g\u{7}h") {
        let text = "a\nb\nc\ndefgh";
        assert_eq!(outcomes, [changed(Some(Claim::Yes), text, "", text)], "{name}");
    }
}

/// What is kept of a text: line breaks of one kind, and nothing that only changes how others are read.
fn kept(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let hidden = |c: char| {
        c.is_control() && !"\n\t".contains(c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
            || c == '\u{feff}'
    };
    let text = lines.replace(hidden, "");
    if text.trim().is_empty() { String::new() } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_comes_back(text in r#"[=+\-@'",;:x_0-9A-F\t\r\n ü🔐-]{0,40}|(?s:.){0,40}"#) {
        let text: &str = &text;
        let expected = kept(text);
        for (name, outcomes) in there_and_back(text) {
            let whole = changed(Some(Claim::Yes), &expected, "", &expected);
            prop_assert_eq!(&outcomes, &vec![whole], "{}", name);
        }
    }
}

#[test]
fn no_text_becomes_a_formula() {
    let evil = "=cmd|'/c calc'!A1";
    let said = OutgoingQuestion {
        text: evil.into(),
        why: evil.into(),
        evidence: vec![evil.into()],
        answered_by: vec![evil.into()],
        claim: Some(Claim::No),
        comment: evil.into(),
        reason: evil.into(),
        files: evil.into(),
        ..question("ACC-01")
    };
    let out = Outgoing {
        vendor: evil.into(),
        service: evil.into(),
        title: evil.into(),
        prepared_by: evil.into(),
        bank: evil.into(),
        topics: vec![OutgoingTopic { title: evil.into(), questions: vec![said] }],
        ..outgoing(vec![])
    };
    let [(_, workbook), (_, csv)] = both(&out);
    let mut formulas = Vec::new();
    for (name, part) in parts(&workbook) {
        let text = String::from_utf8(part).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let cells = text.match_indices("<f>").chain(text.match_indices("<f "));
            formulas.extend(cells.map(|(at, _)| text[at..].split("</f>").next().unwrap().to_owned()));
        }
        assert!(!text.contains("<hyperlink"), "{name}");
    }
    assert_eq!(formulas.len(), 1, "{formulas:?}");
    assert!(formulas[0].contains("Answered") && !formulas[0].contains("cmd"), "{formulas:?}");

    let fields = fields(std::str::from_utf8(&csv).unwrap());
    assert!(fields.iter().filter(|field| field.contains("cmd|")).count() >= 7, "{fields:?}");
    for field in fields {
        assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{field:?}");
    }
}

#[test]
fn a_text_no_cell_can_hold_is_an_error_when_writing() {
    let long = OutgoingQuestion { text: "x".repeat(32_768), ..question("ACC-01") };
    let error = write_xlsx(&outgoing(vec![long])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The workbook could not be made: a text has more than 32,767 characters, which no cell can hold."
    );
}

#[test]
fn a_questionnaire_without_questions_can_be_written() {
    for (name, bytes) in both(&outgoing(vec![])) {
        let returned = read(name, &bytes, &asked(&["ACC-01"])).unwrap();
        assert!(returned.rows.is_empty());
        assert_eq!(english(&returned.remarks), ["Asked and not in the file: ACC-01."]);
    }
}

// What is understood.

#[test]
fn columns_may_move_and_the_headings_stand_lower() {
    let bytes = book(|book| {
        let cover = book.add_worksheet();
        cover.set_name("Notes").unwrap();
        row(cover, 0, &["Dear Ada"]);
        let sheet = book.add_worksheet();
        sheet.set_name("Ours").unwrap();
        row(sheet, 2, &["Filled in by Bob", "No."]);
        row(sheet, 7, &["Owner", "EXPLANATION:", "Evidence files", "x", "your answer", "Question no."]);
        row(sheet, 8, &["Bob", "All of it.", "a.pdf", "?", " yes. ", "acc-01"]);
        // Rows 10 to 12 are empty.
        row(sheet, 12, &["Eve", "", "", "?", "", ""]);
        row(sheet, 13, &["Bob", "No site.", "", "", "N/A", "ACC-02"]);
    });
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02"]));
    assert_eq!(returned.rows.len(), 2, "{returned:#?}");
    assert_eq!(at(&returned, 9).question, Some(id("ACC-01")));
    assert_eq!(at(&returned, 9).sheet, "Ours");
    assert_eq!(at(&returned, 9).outcome, changed(Some(Claim::Yes), "All of it.", "", "a.pdf"));
    assert_eq!(at(&returned, 14).outcome, changed(Some(Claim::NotApplicable), "", "No site.", ""));
    remarked(&returned, "Sheet “Notes” was not read");
    remarked(&returned, "does not say which assessment");
    assert_eq!(returned.assessment, None);
    assert_eq!(returned.vendor, "");
}

#[test]
fn headings_are_found_in_the_fortieth_row_and_not_below() {
    let lower = |first| {
        book(|book| {
            let sheet = book.add_worksheet();
            row(sheet, first, &HEADINGS);
            row(sheet, first + 1, &["ACC-01", "Yes"]);
        })
    };
    assert_eq!(at(&back(&lower(39), &asked(&["ACC-01"])), 41).outcome, changed(Some(Claim::Yes), "", "", ""));
    assert!(matches!(failure(&lower(40)), WorkbookError::NoHeadings { .. }));
}

#[test]
fn blank_rows_are_skipped_and_blank_answers_change_nothing() {
    let mut expected = asked(&["ACC-01", "ACC-02"]);
    let current = Current { claim: Some(Claim::Yes), comment: "So it is.".into(), ..Current::default() };
    expected.questions.insert(id("ACC-01"), current);
    let bytes = rows(&[["ACC-01", "  ", "\n", ""], ["", " ", "", ""], ["ACC-02", "No", "Later.", ""]]);
    let returned = back(&bytes, &expected);
    assert_eq!(returned.rows.len(), 2, "{returned:#?}");
    assert_eq!(at(&returned, 2).outcome, RowOutcome::Blank);
    assert_eq!(at(&returned, 4).outcome, changed(Some(Claim::No), "Later.", "", ""));
}

#[test]
fn every_spelling_of_an_answer_is_understood() {
    for (said, claim) in [
        ("Yes", Claim::Yes),
        ("y", Claim::Yes),
        ("PARTIALLY", Claim::Partial),
        ("Partly.", Claim::Partial),
        ("no!", Claim::No),
        ("N", Claim::No),
        (" not  applicable ", Claim::NotApplicable),
        ("n/a", Claim::NotApplicable),
        ("NA", Claim::NotApplicable),
    ] {
        let returned = back(&rows(&[["ACC-01", said, "Because.", ""]]), &asked(&["ACC-01"]));
        match &at(&returned, 2).outcome {
            RowOutcome::Changed { claim: found, .. } => assert_eq!(*found, Some(claim), "{said}"),
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn headings_once_more_within_the_list_are_no_entry() {
    let bytes =
        rows(&[["ACC-01", "Yes", "", ""], ["No.", "Answer", "Explanation", ""], ["ACC-02", "Yes", "", ""]]);
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02"]));
    let numbers: Vec<u32> = returned.rows.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [2, 4]);
}

#[test]
fn an_explanation_without_an_answer_keeps_the_answer() {
    let mut expected = asked(&["ACC-01", "ACC-02"]);
    let current = Current { claim: Some(Claim::No), comment: "Old.".into(), ..Current::default() };
    expected.questions.insert(id("ACC-01"), current);
    let returned = back(&rows(&[["ACC-01", "", "New.", ""], ["ACC-02", "", "New.", ""]]), &expected);
    assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::No), "New.", "", ""));
    assert_eq!(english(&at(&returned, 2).notes), ["There is no answer; “No”, as recorded, stays."]);
    assert_eq!(at(&returned, 3).outcome, changed(None, "New.", "", ""));
    assert_eq!(english(&at(&returned, 3).notes), ["There is an entry and no answer."]);
}

#[test]
fn partial_and_no_are_taken_without_an_explanation_and_that_is_said() {
    let expected = asked(&["ACC-01", "ACC-02", "ACC-03"]);
    let bytes = rows(&[["ACC-01", "Partial", "", ""], ["ACC-02", "No", "", ""], ["ACC-03", "Yes", "", ""]]);
    let returned = back(&bytes, &expected);
    assert_eq!(english(&at(&returned, 2).notes), ["“Partial” is taken without an explanation."]);
    assert_eq!(english(&at(&returned, 3).notes), ["“No” is taken without an explanation."]);
    assert_eq!(at(&returned, 3).outcome, changed(Some(Claim::No), "", "", ""));
    assert!(at(&returned, 4).notes.is_empty());
}

#[test]
fn without_a_column_for_files_those_recorded_stay() {
    let mut expected = asked(&["ACC-01"]);
    let current = Current { claim: Some(Claim::No), files: "kept.pdf".into(), ..Current::default() };
    expected.questions.insert(id("ACC-01"), current);
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        row(sheet, 0, &HEADINGS[..3]);
        row(sheet, 1, &["ACC-01", "Yes", "Now it is."]);
    });
    assert_eq!(
        at(&back(&bytes, &expected), 2).outcome,
        changed(Some(Claim::Yes), "Now it is.", "", "kept.pdf")
    );
}

#[test]
fn the_explanation_of_not_applicable_is_its_reason() {
    let mut expected = asked(&["ACC-01", "ACC-02", "ACC-03"]);
    let current = |claim, comment: &str, reason: &str| Current {
        claim: Some(claim),
        comment: comment.into(),
        reason: reason.into(),
        files: String::new(),
    };
    expected.questions.insert(id("ACC-01"), current(Claim::Yes, "Shown.", ""));
    expected.questions.insert(id("ACC-02"), current(Claim::NotApplicable, "Not shown.", "Old reason."));
    expected.questions.insert(id("ACC-03"), current(Claim::NotApplicable, "", "Old reason."));
    let bytes = rows(&[
        ["ACC-01", "N/A", "Reason.", ""],
        ["ACC-02", "N/A", "New reason.", ""],
        ["ACC-03", "Yes", "Comment.", ""],
    ]);
    let returned = back(&bytes, &expected);
    assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::NotApplicable), "", "Reason.", ""));
    assert_eq!(
        at(&returned, 3).outcome,
        changed(Some(Claim::NotApplicable), "Not shown.", "New reason.", "")
    );
    assert_eq!(at(&returned, 4).outcome, changed(Some(Claim::Yes), "Comment.", "Old reason.", ""));
}

#[test]
fn figures_are_taken_as_what_the_cell_shows() {
    let bytes = sheet(|sheet| {
        row(sheet, 1, &["ACC-01", "Yes"]);
        sheet.write_number(1, 2, 99.9).unwrap();
        sheet.write_boolean(1, 3, true).unwrap();
    });
    assert_eq!(
        at(&back(&bytes, &asked(&["ACC-01"])), 2).outcome,
        changed(Some(Claim::Yes), "99.9", "", "TRUE")
    );
}

#[test]
fn rich_text_is_taken_as_text() {
    let bytes = sheet(|sheet| {
        row(sheet, 1, &["ACC-01", "Yes"]);
        let (plain, bold) = (Format::new(), Format::new().set_bold());
        sheet.write_rich_string(1, 2, &[(&plain, "all "), (&bold, "of"), (&plain, " it")]).unwrap();
    });
    assert_eq!(
        at(&back(&bytes, &asked(&["ACC-01"])), 2).outcome,
        changed(Some(Claim::Yes), "all of it", "", "")
    );
}

#[test]
fn questions_left_out_of_the_file_are_named() {
    let returned = back(&rows(&[["ACC-01", "Yes", "", ""]]), &asked(&["ACC-01", "ACC-02", "ACC-03"]));
    remarked(&returned, "Asked and not in the file: ACC-02, ACC-03.");
}

// What is refused: rows.

#[test]
fn an_answer_that_is_none_is_named_with_its_column() {
    let returned = back(&rows(&[["ACC-01", "Maybe", "x", ""]]), &asked(&["ACC-01"]));
    assert_eq!(
        refused(&returned, 2),
        ("B “Answer”", "“Maybe” is none of Yes, Partial, No and Not applicable.".into())
    );
    assert_eq!(at(&returned, 2).question, Some(id("ACC-01")));
    for answer in ["Yes?", "yes and no", "ja", "1", "-"] {
        let returned = back(&rows(&[["ACC-01", answer, "x", ""]]), &asked(&["ACC-01"]));
        let (column, why) = refused(&returned, 2);
        assert!(column == "B “Answer”" && why.contains(&format!("“{answer}”")), "{column}: {why}");
    }
}

#[test]
fn not_applicable_needs_a_reason() {
    let returned = back(&rows(&[["ACC-01", "Not applicable", " ", "a.pdf"]]), &asked(&["ACC-01"]));
    assert_eq!(
        refused(&returned, 2),
        ("C “Explanation”", "“Not applicable” needs a reason, and there is none.".into())
    );
}

#[test]
fn entries_without_a_question_that_is_asked_are_refused() {
    let bytes = sheet(|sheet| {
        row(sheet, 1, &["ZZZ-99", "Yes"]);
        row(sheet, 2, &["", "Yes"]);
        row(sheet, 3, &["what?", "Yes"]);
        row(sheet, 4, &["", "Yes"]);
        sheet.write_number(4, 0, 45.5).unwrap();
        row(sheet, 5, &["", "Yes"]);
        sheet.write_formula(5, 0, Formula::new("=\"ACC-01\"").set_result("ACC-01")).unwrap();
        row(sheet, 6, &["ACC-01", "Yes"]);
        row(sheet, 7, &["ZZZ-98"]);
    });
    let returned = back(&bytes, &asked(&["ACC-01"]));
    for (number, why) in [
        (2, "Question “ZZZ-99” is not asked here."),
        (3, "There is an entry and no question number."),
        (4, "“what?” is not a question number."),
        (5, "The spreadsheet holds “45.5” as a number or date, which is no question asked here."),
        (6, "The question number is a formula."),
    ] {
        assert_eq!(refused(&returned, number), ("A “No.”", why.into()));
        assert_eq!(at(&returned, number).question, None);
    }
    assert_eq!(at(&returned, 7).outcome, changed(Some(Claim::Yes), "", "", ""));
    assert_eq!(at(&returned, 8).outcome, RowOutcome::Blank);
    assert_eq!(english(&at(&returned, 8).notes), ["“ZZZ-98” is no question asked here."]);
}

#[test]
fn rows_that_disagree_on_a_question_are_all_refused() {
    let bytes =
        rows(&[["ACC-01", "Yes", "", ""], ["ACC-02", "Yes", "", ""], ["ACC-01", "No", "Not yet.", ""]]);
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02"]));
    for number in [2, 4] {
        let (column, why) = refused(&returned, number);
        assert_eq!(column, "A “No.”");
        assert_eq!(
            why,
            "Question ACC-01 is answered in 2 rows that do not agree (row 2 of “Sheet1”, row 4 of “Sheet1”); none of them is taken."
        );
    }
    assert_eq!(at(&returned, 3).outcome, changed(Some(Claim::Yes), "", "", ""));
}

#[test]
fn a_row_that_cannot_be_taken_takes_its_repetition_along() {
    let bytes = rows(&[["ACC-01", "Yes", "", ""], ["ACC-01", "Perhaps", "", ""]]);
    let returned = back(&bytes, &asked(&["ACC-01"]));
    assert!(refused(&returned, 2).1.contains("do not agree"));
    assert!(refused(&returned, 3).1.contains("“Perhaps”"));
}

#[test]
fn rows_that_agree_count_once_and_blank_ones_not_at_all() {
    let bytes = rows(&[["ACC-01", "Yes", "a", ""], ["ACC-01", "yes", "a", ""], ["ACC-01", "", "", ""]]);
    let returned = back(&bytes, &asked(&["ACC-01"]));
    assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::Yes), "a", "", ""));
    assert_eq!(at(&returned, 3).outcome, RowOutcome::Unchanged);
    assert_eq!(english(&at(&returned, 3).notes), ["It says the same as row 2 of “Sheet1”."]);
    assert_eq!(at(&returned, 4).outcome, RowOutcome::Blank);
}

#[test]
fn sheets_that_disagree_are_told_apart() {
    let bytes = book(|book| {
        for (name, answer) in [("Left", "Yes"), ("Right", "No")] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            row(sheet, 0, &HEADINGS);
            row(sheet, 1, &["ACC-01", answer, "x"]);
        }
    });
    let returned = back(&bytes, &asked(&["ACC-01"]));
    assert_eq!(returned.rows.len(), 2);
    for row in &returned.rows {
        match &row.outcome {
            RowOutcome::Refused { why, .. } => {
                assert!(why.to_string().contains("row 2 of “Left”, row 2 of “Right”"))
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn one_entry_merged_over_several_rows_counts_for_none() {
    let bytes = sheet(|sheet| {
        row(sheet, 1, &["ACC-01"]);
        row(sheet, 2, &["ACC-02"]);
        row(sheet, 3, &["ACC-03"]);
        row(sheet, 4, &["ACC-04", "Yes"]);
        sheet.merge_range(1, 1, 3, 1, "Yes", &Format::new()).unwrap();
        // Over columns only: one row, whose entry it is.
        sheet.merge_range(4, 2, 4, 3, "All of it.", &Format::new()).unwrap();
    });
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02", "ACC-03", "ACC-04"]));
    for number in [2, 3, 4] {
        assert_eq!(
            refused(&returned, number),
            (
                "B “Answer”",
                "Cells B2:B4 are merged over several rows, so one entry would count for all of them.".into()
            )
        );
    }
    assert_eq!(at(&returned, 5).outcome, changed(Some(Claim::Yes), "All of it.", "", ""));
}

#[test]
fn formulas_are_no_entries() {
    let formula = || Formula::new("=CONCATENATE(\"Y\",\"es\")").set_result("Yes");
    for (column, named) in [(1, "B “Answer”"), (2, "C “Explanation”"), (3, "D “Evidence files or links”")]
    {
        let bytes = sheet(|sheet| {
            row(sheet, 1, &["ACC-01", "Yes"]);
            sheet.write_formula(1, column, formula()).unwrap();
        });
        let returned = back(&bytes, &asked(&["ACC-01"]));
        let (found, why) = refused(&returned, 2);
        assert_eq!(found, named);
        assert!(why.ends_with("2 holds a formula; only text is taken."), "{why}");
    }
}

#[test]
fn error_values_are_no_entries() {
    let bytes = rows(&[["ACC-01", "Yes", "x", ""]]);
    let bytes = with_part(&bytes, "xl/worksheets/sheet1.xml", |sheet| {
        let start = sheet.find("<c r=\"C2\"").unwrap();
        let end = start + sheet[start..].find("</c>").unwrap();
        format!("{}<c r=\"C2\" t=\"e\"><v>#REF!</v>{}", &sheet[..start], &sheet[end..])
    });
    let returned = back(&bytes, &asked(&["ACC-01"]));
    assert_eq!(refused(&returned, 2), ("C “Explanation”", "Cell C2 holds the error value #REF!.".into()));
}

#[test]
fn texts_that_are_too_long_are_refused_and_not_cut() {
    let (most, more) = ("ü".repeat(20_000), "ü".repeat(20_001));
    let bytes = rows(&[["ACC-01", "Yes", &most, ""], ["ACC-02", "Yes", &more, ""]]);
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02"]));
    assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::Yes), &most, "", ""));
    assert_eq!(
        refused(&returned, 3),
        ("C “Explanation”", "Cell C3 has more than 20,000 characters; none of it is taken.".into())
    );
}

// What is refused: files.

#[test]
fn the_file_of_another_assessment_is_refused_whole() {
    let other = Outgoing { assessment: AssessmentId::new("ass-2").unwrap(), ..outgoing(answered()) };
    for (name, bytes) in both(&other) {
        let mut expected = recorded(&answered());
        assert_eq!(
            read(name, &bytes, &expected).unwrap_err().to_string(),
            "The file belongs to another assessment: it was made for “ass-2”, and this one is “ass-1”. Nothing of it was taken."
        );
        expected.assessment = None;
        assert_eq!(read(name, &bytes, &expected).unwrap().assessment, Some(other.assessment.clone()));
    }
}

#[test]
fn a_younger_format_is_refused() {
    let csv = String::from_utf8(write_csv(&outgoing(answered()))).unwrap();
    let younger = csv.replacen("Format,1,", "Format,2,", 1);
    assert_ne!(csv, younger);
    assert_eq!(failure(younger.as_bytes()), WorkbookError::Version { version: "“2”".into() });
}

#[test]
fn a_file_without_a_mark_must_ask_at_least_one_question() {
    assert_eq!(failure(&rows(&[["ZZZ-1", "Yes", "", ""]])), WorkbookError::NothingAsked);
}

#[test]
fn a_sheet_without_the_headings_is_described() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        row(sheet, 3, &["No.", "Answer"]);
        row(sheet, 4, &["ACC-01", "Yes"]);
    });
    let error = failure(&bytes).to_string();
    assert!(
        error.contains(
            "In sheet “Sheet1” row 4 comes closest, with “No.” in column A, “Answer” in column B, and lacks “Explanation”."
        ),
        "{error}"
    );
}

#[test]
fn a_heading_that_stands_twice_is_refused() {
    let bytes = book(|book| row(book.add_worksheet(), 1, &["No.", "Answer", "Explanation", "Your answer"]));
    assert_eq!(
        failure(&bytes).to_string(),
        "Sheet “Sheet1” has the heading “Answer” twice in row 2, in columns B and D; rename one of them."
    );
}

#[test]
fn twenty_thousand_rows_are_read_and_no_more() {
    let long = |last: u32| {
        sheet(|sheet| {
            for number in 1..=last {
                sheet.write_string(number, 0, "ACC-01").unwrap();
            }
        })
    };
    assert_eq!(back(&long(20_000), &asked(&["ACC-01"])).rows.len(), 20_000);
    assert_eq!(
        failure(&long(20_001)),
        WorkbookError::TooManyRows { sheet: "“Sheet1”".into(), row: 20_002, limit: 20_000 }
    );
    // One entry in the last row there is.
    let far = sheet(|sheet| row(sheet, 1_048_575, &["ACC-01", "Yes"]));
    assert_eq!(
        failure(&far),
        WorkbookError::TooManyRows { sheet: "“Sheet1”".into(), row: 1_048_576, limit: 20_000 }
    );
    let csv = format!("No.,Answer,Explanation\r\n{}", "ACC-01,,\r\n".repeat(20_001));
    assert!(matches!(failure(csv.as_bytes()), WorkbookError::TooManyRows { row: 20_002, .. }));
}

#[test]
fn sheets_parts_and_bytes_are_bounded() {
    let sheets = |count| {
        book(|book| {
            for _ in 0..count {
                row(book.add_worksheet(), 0, &HEADINGS);
            }
        })
    };
    assert!(read("many.xlsx", &sheets(64), &asked(&[])).is_err_and(|e| e == WorkbookError::NothingAsked));
    assert_eq!(failure(&sheets(65)), WorkbookError::TooMany { what: message!("sheets"), limit: 64 });

    let many: Vec<(String, &str)> = (0..2_001).map(|n| (format!("xl/{n}.xml"), "")).collect();
    assert_eq!(failure(&zipped(&many)), WorkbookError::TooMany { what: message!("parts"), limit: 2_000 });

    let large = vec![b'x'; (64 << 20) + 1];
    assert_eq!(failure(&large), WorkbookError::TooLarge { size: (64 << 20) + 1, limit: 64 << 20 });
}

#[test]
fn a_part_that_announces_more_texts_than_it_holds_is_refused() {
    let bytes = with_part(&rows(&[["ACC-01", "Yes", "", ""]]), "xl/sharedStrings.xml", |part| {
        let start = part.find("uniqueCount=\"").unwrap() + "uniqueCount=\"".len();
        let end = start + part[start..].find('"').unwrap();
        format!("{}4000000000{}", &part[..start], &part[end..])
    });
    assert!(failure(&bytes).to_string().contains("announces more texts than it can hold"));
}

#[test]
fn entities_are_not_expanded() {
    let bytes = with_part(&rows(&[["ACC-01", "Yes", "why", ""]]), "xl/sharedStrings.xml", |part| {
        part.replacen("<sst", "<!DOCTYPE sst [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><sst", 1)
            .replacen("why", "&e;", 1)
    });
    assert!(matches!(failure(&bytes), WorkbookError::Damaged { .. }));
}

/// The old container with the name of a stream in it.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2048, 0);
    bytes
}

#[test]
fn other_kinds_of_file_are_named() {
    let kind = |found: &str| {
        format!("The file is {found}; questionnaires come back as an Excel workbook (.xlsx) or as CSV.")
    };
    let ods = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<office:document-content/>"),
    ]);
    let cases: Vec<(Vec<u8>, String)> = vec![
        (vec![], "The file is empty.".into()),
        (b"\xef\xbb\xbf \r\n".to_vec(), "The file is empty.".into()),
        (compound("Workbook"), WorkbookError::OldExcel.to_string()),
        (compound("EncryptedPackage"), WorkbookError::Encrypted.to_string()),
        (compound("WordDocument"), kind("an old Office document other than a workbook")),
        (ods, WorkbookError::OpenDocument.to_string()),
        (zipped(&[("xl/workbook.bin", "")]), WorkbookError::BinaryExcel.to_string()),
        (zipped(&[("word/document.xml", "")]), kind("a Word document")),
        (zipped(&[("ppt/presentation.xml", "")]), kind("a presentation")),
        (zipped(&[("Index/Document.iwa", "")]), kind("a document of Numbers, Pages or Keynote")),
        (zipped(&[("readme.txt", "hello")]), kind("an archive without a workbook in it")),
        (b"%PDF-1.7\n".to_vec(), kind("a PDF")),
        (b"\x89PNG\r\n\x1a\n".to_vec(), kind("a picture")),
        (b"{\"a\": 1}".to_vec(), kind("JSON")),
        (b"<!DOCTYPE html><html>".to_vec(), kind("a web page or XML")),
        (b"\x7fELF\0\0\0".to_vec(), kind("no spreadsheet")),
        (
            b"No.,Answer,Explanation\r\nACC-01,Yes,Caf\xe9".to_vec(),
            "The text is not in UTF-8 (row 2). Save it as “CSV UTF-8”, and read that.".into(),
        ),
    ];
    for (bytes, said) in cases {
        assert_eq!(failure(&bytes).to_string(), said);
        assert!(said.ends_with('.') && !said.contains('\n'), "{said}");
    }
    let prose = failure(b"Dear Ada,\nplease find it attached.\n");
    assert!(matches!(prose, WorkbookError::NoHeadings { .. }), "{prose}");
}

#[test]
fn the_content_counts_and_not_the_name() {
    let [(_, xlsx), (_, csv)] = both(&outgoing(answered()));
    let expected = recorded(&answered());
    assert_eq!(read("form.csv", &xlsx, &expected).unwrap().rows.len(), 5);
    assert_eq!(read("form.xlsx", &csv, &expected).unwrap().rows.len(), 5);
}

#[test]
fn a_workbook_cut_short_is_damaged() {
    let bytes = write_xlsx(&outgoing(answered())).unwrap();
    for end in [4, bytes.len() / 2, bytes.len() - 30] {
        let error = failure(&bytes[..end]);
        assert!(matches!(error, WorkbookError::Damaged { .. }), "{end}: {error}");
        assert!(error.to_string().starts_with("The workbook is damaged or cut short: "), "{error}");
    }
}

#[test]
fn a_workbook_without_its_sheet_is_damaged() {
    let bytes = write_xlsx(&outgoing(answered())).unwrap();
    let less: Vec<_> =
        parts(&bytes).into_iter().filter(|(name, _)| name != "xl/worksheets/sheet2.xml").collect();
    let error = failure(&zipped(&less));
    assert!(matches!(error, WorkbookError::Damaged { .. }), "{error}");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Reads what may be broken. Whatever comes out is rows in order or a sentence.
fn survives(bytes: &[u8], expected: &Expected) -> bool {
    match read("broken", bytes, expected) {
        Ok(returned) => {
            assert!(returned.rows.iter().all(|row| row.row > 0 && !row.sheet.is_empty()));
            true
        }
        Err(error) => {
            assert!(error.to_string().ends_with('.'), "{error}");
            false
        }
    }
}

#[test]
fn broken_files_are_refused_and_never_a_panic() {
    let expected = recorded(&answered());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for (name, whole) in both(&outgoing(answered())) {
        assert!(survives(&whole, &expected), "{name}");
        for _ in 0..200 {
            let cut = &whole[..dice.below(whole.len())];
            let cut_read = survives(cut, &expected);
            assert!(!(cut_read && name == "form.xlsx"), "{} bytes of a workbook were read", cut.len());
            let mut flipped = whole.clone();
            for _ in 0..=dice.below(4) {
                let place = dice.below(flipped.len());
                flipped[place] ^= 1 << dice.below(8);
            }
            survives(&flipped, &expected);
        }
    }
}

/// As above, with the parts broken and packed again, so that the sums of the archive do not stop it.
#[test]
fn broken_parts_are_refused_and_never_a_panic() {
    let expected = recorded(&answered());
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let whole = parts(&write_xlsx(&outgoing(answered())).unwrap());
    for _ in 0..200 {
        let mut broken = whole.clone();
        let at = dice.below(broken.len());
        let part = &mut broken[at].1;
        if dice.below(4) == 0 {
            part.truncate(dice.below(part.len()));
        } else {
            for _ in 0..=dice.below(3) {
                let place = dice.below(part.len());
                // Stays ASCII, so that it goes deeper than the check of the encoding.
                part[place] = b" <>/=\"'&;0A9"[dice.below(12)];
            }
        }
        survives(&zipped(&broken), &expected);
    }
}

// CSV.

#[test]
fn csv_with_semicolons_tabs_or_in_utf_16_is_read() {
    let rows = [["No.", "Answer", "Explanation"], ["ACC-01", "Partial", "Grüße"]];
    for delimiter in [",", ";", "\t"] {
        let text: String = rows.iter().map(|row| row.join(delimiter) + "\n").collect();
        let wide = |units: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(units).collect()
        };
        for bytes in [text.clone().into_bytes(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
            let returned = read("return.csv", &bytes, &asked(&["ACC-01"])).unwrap();
            assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::Partial), "Grüße", "", ""));
            assert_eq!(at(&returned, 2).sheet, "return.csv");
        }
    }
}

#[test]
fn rows_of_csv_are_counted_as_a_spreadsheet_counts_them() {
    let text = "\r\n\r\nNo.,Answer,Explanation\r\n\r\nACC-01,Yes,\"one\r\ntwo\"\r\nACC-02,No,later\r\n";
    let returned = read("return.csv", text.as_bytes(), &asked(&["ACC-01", "ACC-02"])).unwrap();
    assert_eq!(at(&returned, 5).outcome, changed(Some(Claim::Yes), "one\ntwo", "", ""));
    assert_eq!(at(&returned, 6).outcome, changed(Some(Claim::No), "later", "", ""));
}

#[test]
fn a_quotation_mark_never_closed_is_named() {
    let text = "No.,Answer,Explanation\r\nACC-01,Yes,\"open\r\nACC-02,No,later\r\n";
    assert_eq!(
        failure(text.as_bytes()).to_string(),
        "The quotation mark that opens column C in row 2 is never closed."
    );
}

// What other programs write, and what nobody writes by accident.

/// A workbook with other cells in the rows under its headings.
fn with_cells(cells: &str) -> Vec<u8> {
    with_part(&sheet(|_| {}), "xl/worksheets/sheet1.xml", |sheet| {
        sheet.replacen("</sheetData>", &format!("{cells}</sheetData>"), 1)
    })
}

#[test]
fn texts_in_the_cell_itself_and_cells_without_names_are_read() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let cells = format!("<row>{}{}{}</row>", text("ACC-01"), text("Yes"), text("All &amp; more."));
    let named = "<row r=\"5\"><c r=\"C5\" t=\"str\"><v>Later.</v></c><c r=\"A5\" t=\"inlineStr\"><is><r><t>ACC</t></r><r><t>-02</t></r></is></c><c r=\"B5\" t=\"str\"><v>No</v></c></row>";
    let returned = back(&with_cells(&format!("{cells}{named}")), &asked(&["ACC-01", "ACC-02"]));
    assert_eq!(at(&returned, 2).outcome, changed(Some(Claim::Yes), "All & more.", "", ""));
    assert_eq!(at(&returned, 5).outcome, changed(Some(Claim::No), "Later.", "", ""));
}

#[test]
fn shared_formulas_and_formulas_without_a_value_are_no_entries() {
    let number = |n: u32| format!("<c r=\"A{n}\" t=\"str\"><v>ACC-0{}</v></c>", n - 1);
    let cells = format!(
        "<row r=\"2\">{}<c r=\"B2\" t=\"str\"><f t=\"shared\" ref=\"B2:B3\" si=\"0\">Z2</f><v>Yes</v></c></row>\
         <row r=\"3\">{}<c r=\"B3\" t=\"str\"><f t=\"shared\" si=\"0\"/><v>Yes</v></c></row>\
         <row r=\"4\">{}<c r=\"B4\"><f>Z4</f></c></row>",
        number(2),
        number(3),
        number(4)
    );
    let returned = back(&with_cells(&cells), &asked(&["ACC-01", "ACC-02", "ACC-03"]));
    for number in [2, 3, 4] {
        let why = format!("Cell B{number} holds a formula; only text is taken.");
        assert_eq!(refused(&returned, number), ("B “Answer”", why));
    }
}

#[test]
fn a_merge_of_the_headings_or_of_nothing_says_nothing() {
    let bytes = sheet(|sheet| {
        row(sheet, 3, &["ACC-01", "Yes", "x"]);
        row(sheet, 4, &["ACC-02", "Yes"]);
        sheet.merge_range(0, 1, 2, 1, "Answer", &Format::new()).unwrap();
        sheet.merge_range(3, 3, 4, 3, "", &Format::new()).unwrap();
    });
    let returned = back(&bytes, &asked(&["ACC-01", "ACC-02"]));
    assert_eq!(at(&returned, 4).outcome, changed(Some(Claim::Yes), "x", "", ""));
    assert_eq!(at(&returned, 5).outcome, changed(Some(Claim::Yes), "", "", ""));
}

#[test]
fn merges_over_each_other_are_bounded() {
    let bytes = sheet(|sheet| {
        row(sheet, 1, &["ACC-01", "Yes"]);
        row(sheet, 20_000, &["ACC-02"]);
    });
    let merges = "<mergeCell ref=\"A2:B20001\"/>".repeat(500_000);
    let bytes = with_part(&bytes, "xl/worksheets/sheet1.xml", |sheet| {
        sheet.replacen("</sheetData>", &format!("</sheetData><mergeCells>{merges}</mergeCells>"), 1)
    });
    assert_eq!(
        failure(&bytes),
        WorkbookError::TooMany { what: message!("rows under merged cells"), limit: 200_000 }
    );
}

#[test]
fn one_long_text_in_very_many_cells_is_bounded() {
    // Blanks only: nothing is kept of it, and yet it has to be gone through each time.
    let text = " ".repeat(30_000);
    let bytes = sheet(|sheet| {
        for number in 1..=3_000 {
            sheet.write_string(number, 2, text.as_str()).unwrap();
        }
    });
    assert_eq!(failure(&bytes), WorkbookError::TooMuchText { limit: 64 << 20 });
}

#[test]
fn parts_made_to_be_searched_for_ever_are_gone_through_once() {
    let whole = rows(&[["ACC-01", "Yes", "why", ""]]);
    for word in ["sheet/", "<?xml ", "uniqueCount", "<x:sheeT", "encoding"] {
        // Left behind the end of the document, where it is only looked at.
        let bytes =
            with_part(&whole, "xl/theme/theme1.xml", |part| part.to_owned() + &word.repeat(2_000_000));
        let _ = read("long.xlsx", &bytes, &asked(&["ACC-01"]));
    }
}

#[test]
fn more_sheets_than_are_read_are_counted_under_any_prefix() {
    let bytes = with_part(&rows(&[["ACC-01", "Yes", "", ""]]), "xl/workbook.xml", |part| {
        part.replacen("</sheets>", &("<x:sheet\tname=\"a\"/>".repeat(64) + "</sheets>"), 1)
    });
    assert_eq!(failure(&bytes), WorkbookError::TooMany { what: message!("sheets"), limit: 64 });
}

#[test]
fn parts_in_another_encoding_are_refused() {
    let bytes = with_part(&rows(&[["ACC-01", "Yes", "", ""]]), "xl/sharedStrings.xml", |part| {
        part.replacen("UTF-8", "UTF-7", 1)
    });
    assert!(failure(&bytes).to_string().contains("is not in UTF-8"));
}

#[test]
fn a_part_that_unpacks_to_more_than_is_read_is_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..257 {
        archive.write_all(&block).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(
        failure(&bytes),
        WorkbookError::TooBig { what: message!("The workbook has"), limit: 256 << 20 }
    );
}

#[test]
fn a_zip_with_a_password_is_told() {
    let mut bytes = rows(&[["ACC-01", "Yes", "", ""]]);
    // The flag of encryption, in the entries and in the directory.
    for place in 0..bytes.len() - 10 {
        match &bytes[place..place + 4] {
            b"PK\x03\x04" => bytes[place + 6] |= 1,
            b"PK\x01\x02" => bytes[place + 8] |= 1,
            _ => {}
        }
    }
    assert_eq!(failure(&bytes), WorkbookError::Encrypted);
}

#[test]
fn numbers_that_differ_in_case_only_are_not_guessed() {
    let bytes = rows(&[["ab-1", "Yes", "", ""], ["AB-1", "No", "", ""], ["Ab-1", "Yes", "", ""]]);
    let returned = back(&bytes, &asked(&["ab-1", "AB-1"]));
    assert_eq!(at(&returned, 2).question, Some(id("ab-1")));
    assert_eq!(at(&returned, 3).question, Some(id("AB-1")));
    assert_eq!(refused(&returned, 4), ("A “No.”", "Question “Ab-1” is not asked here.".into()));
}
