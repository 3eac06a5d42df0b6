//! The rows of the sheets with headings → what each says, set against what is recorded.

use super::cell::Cell;
use super::table::Table;
use super::wording::{Field, claim, plain};
use super::{Current, Expected, Row, RowOutcome};
use crate::text::{quoted, quoted_to};
use assay_core::ids::QuestionId;
use assay_core::words::Claim;
use assay_message::{Message, message};
use std::collections::BTreeMap;

/// What the explanation shows: the reason when it does not apply, else the comment.
pub(super) fn shown<'a>(claim: Option<Claim>, comment: &'a str, reason: &'a str) -> &'a str {
    if claim == Some(Claim::NotApplicable) { reason } else { comment }
}

/// Every row with a question number or an entry.
pub(super) fn judge(tables: &[Table], expected: &Expected) -> Vec<Row> {
    let asked = Asked::new(expected);
    let mut rows = Vec::new();
    for table in tables {
        for (number, cells) in &table.rows {
            if !is_heading(cells) {
                rows.extend(row(table, *number, cells, &asked));
            }
        }
    }
    settle_repeated(&mut rows, tables);
    rows
}

/// The headings once more, as they stand when two lists were put under each other.
fn is_heading(cells: &[Cell; 4]) -> bool {
    Field::REQUIRED.iter().all(|field| plain(cells[*field as usize].shown()) == plain(field.heading()))
}

/// The questions asked, found by their number in any case.
struct Asked<'a> {
    questions: &'a BTreeMap<QuestionId, Current>,
    /// `None` when two differ in case only.
    folded: BTreeMap<String, Option<&'a QuestionId>>,
}

impl<'a> Asked<'a> {
    fn new(expected: &'a Expected) -> Self {
        let mut folded = BTreeMap::new();
        for id in expected.questions.keys() {
            folded.entry(id.as_str().to_lowercase()).and_modify(|id| *id = None).or_insert(Some(id));
        }
        Self { questions: &expected.questions, folded }
    }

    fn find(&self, number: &str) -> Option<(&'a QuestionId, &'a Current)> {
        let exact = QuestionId::new(number.trim()).ok().and_then(|id| self.questions.get_key_value(&id));
        exact.or_else(|| {
            let id = (*self.folded.get(&number.trim().to_lowercase())?)?;
            self.questions.get_key_value(id)
        })
    }
}

/// What stands in the way, and in which column.
struct Refusal(Field, Message);

fn row(table: &Table, number: u32, cells: &[Cell; 4], asked: &Asked) -> Option<Row> {
    let [id, entries @ ..] = cells;
    let blank = entries.iter().all(|cell| *cell == Cell::Empty);
    let found = match id {
        Cell::Text(text) => asked.find(text),
        Cell::Figure(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => asked.find(text),
        Cell::Figure(_) | Cell::Empty | Cell::Formula | Cell::Error(_) | Cell::TooLong => None,
    };
    let mut notes = Vec::new();
    let merge = table.merged.get(&number).filter(|(field, _)| !blank || *field != Field::Number);
    let outcome = match (merge, found) {
        (Some((field, name)), _) => Err(Refusal(
            *field,
            message!("Cells {name} are merged over several rows, so one entry would count for all of them."),
        )),
        (None, None) if blank && *id == Cell::Empty => return None,
        (None, None) if blank => {
            notes.push(match id.shown() {
                "" => message!("The cell for the question number holds none."),
                text => message!("{text} is no question asked here.", text = quoted_to(text, 40)),
            });
            Ok(RowOutcome::Blank)
        }
        (None, None) => Err(unknown(id)),
        (None, Some(_)) if blank => Ok(RowOutcome::Blank),
        (None, Some((_, current))) => answered(table, number, cells, current, &mut notes),
    };
    let outcome = outcome
        .unwrap_or_else(|Refusal(field, why)| RowOutcome::Refused { column: table.column(field), why });
    Some(Row {
        sheet: table.name.clone(),
        row: number + 1,
        question: found.map(|(id, _)| id.clone()),
        outcome,
        notes,
    })
}

/// Why a row with an entry belongs to no question.
fn unknown(id: &Cell) -> Refusal {
    let why = match id {
        Cell::Empty => message!("There is an entry and no question number."),
        Cell::Text(text) => match QuestionId::new(text.trim()) {
            Ok(id) => message!("Question {id} is not asked here.", id = quoted_to(id.as_str(), 40)),
            Err(_) => message!("{text} is not a question number.", text = quoted_to(text, 40)),
        },
        Cell::Figure(text) => {
            message!(
                "The spreadsheet holds {text} as a number or date, which is no question asked here.",
                text = quoted_to(text, 40)
            )
        }
        Cell::Formula => message!("The question number is a formula."),
        Cell::Error(value) => {
            message!("The question number is the error value {value}.", value = quoted_to(value, 40))
        }
        Cell::TooLong => message!("The cell for the question number has more than 20,000 characters."),
    };
    Refusal(Field::Number, why)
}

/// A row with a question and at least one entry.
fn answered(
    table: &Table,
    number: u32,
    cells: &[Cell; 4],
    current: &Current,
    notes: &mut Vec<Message>,
) -> Result<RowOutcome, Refusal> {
    let text = |field: Field| {
        let cell = || table.cell(field, number);
        match &cells[field as usize] {
            Cell::Formula => Err(Refusal(
                field,
                message!("Cell {cell} holds a formula; only text is taken.", cell = cell()),
            )),
            Cell::Error(value) => {
                Err(Refusal(field, message!("Cell {cell} holds the error value {value}.", cell = cell())))
            }
            Cell::TooLong => Err(Refusal(
                field,
                message!("Cell {cell} has more than 20,000 characters; none of it is taken.", cell = cell()),
            )),
            cell @ (Cell::Empty | Cell::Text(_) | Cell::Figure(_)) => Ok(cell.shown()),
        }
    };
    let (answer, explanation) = (text(Field::Answer)?, text(Field::Explanation)?);
    let files = if table.has(Field::Files) { text(Field::Files)? } else { &current.files };

    let said = if answer.is_empty() {
        None
    } else {
        let why = || {
            message!(
                "{answer} is none of Yes, Partial, No and Not applicable.",
                answer = quoted_to(answer, 40)
            )
        };
        Some(claim(answer).ok_or_else(|| Refusal(Field::Answer, why()))?)
    };
    // An entry that is not there takes nothing back.
    if said.is_none() {
        notes.push(match current.claim {
            Some(claim) => message!("There is no answer; “{claim}”, as recorded, stays."),
            None => message!("There is an entry and no answer."),
        });
    }
    let claim = said.or(current.claim);

    let same = |new: &str, old: &str| super::wording::clean(old).trim() == new.trim();
    if claim == current.claim
        && same(explanation, shown(claim, &current.comment, &current.reason))
        && same(files, &current.files)
    {
        return Ok(RowOutcome::Unchanged);
    }
    let (comment, reason) = match claim {
        Some(claim @ Claim::NotApplicable) => {
            if explanation.is_empty() {
                return Err(Refusal(
                    Field::Explanation,
                    message!("“{claim}” needs a reason, and there is none."),
                ));
            }
            // A comment that was shown in the cell is gone from it; one that was not shown stays.
            let hidden = current.claim == Some(Claim::NotApplicable);
            (if hidden { current.comment.as_str() } else { "" }, explanation)
        }
        // The reason stays: the assessor's own judgement may rest on it.
        other => {
            if let Some(claim @ (Claim::Partial | Claim::No)) = other.filter(|_| explanation.is_empty()) {
                notes.push(message!("“{claim}” is taken without an explanation."));
            }
            (explanation, current.reason.as_str())
        }
    };
    Ok(RowOutcome::Changed {
        claim,
        comment: comment.to_owned(),
        reason: reason.to_owned(),
        files: files.to_owned(),
    })
}

/// Rows that answer one question count once when they agree, and not at all when they do not.
fn settle_repeated(rows: &mut [Row], tables: &[Table]) {
    let mut places: BTreeMap<QuestionId, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(id) = row.question.as_ref().filter(|_| row.outcome != RowOutcome::Blank) {
            places.entry(id.clone()).or_default().push(at);
        }
    }
    for (id, at) in places.iter().filter(|(_, at)| at.len() > 1) {
        let first = &rows[at[0]];
        let (first_place, agreed) = (place(first), first.outcome.clone());
        let refused = |row: &Row| matches!(row.outcome, RowOutcome::Refused { .. });
        if at.iter().all(|at| rows[*at].outcome == agreed && !refused(&rows[*at])) {
            for at in &at[1..] {
                rows[*at].outcome = RowOutcome::Unchanged;
                rows[*at].notes.push(message!("It says the same as {first_place}."));
            }
            continue;
        }
        let why = message!(
            "Question {id} is answered in {n} rows that do not agree ({rows}); none of them is taken.",
            n = at.len(),
            rows = super::wording::listed(at.iter().map(|at| place(&rows[*at])))
        );
        for at in at.iter().filter(|at| !refused(&rows[**at])).copied().collect::<Vec<_>>() {
            let sheet = tables.iter().find(|table| table.name == rows[at].sheet);
            let column = sheet.map(|table| table.column(Field::Number)).unwrap_or_default();
            rows[at].outcome = RowOutcome::Refused { column, why: why.clone() };
        }
    }
}

/// Sheet and row, as a sentence names them.
fn place(row: &Row) -> Message {
    message!("row {row} of {sheet}", row = row.row, sheet = quoted(&row.sheet))
}
