//! Cells of a sheet, one by one → the row of headings among them, and under it the columns that are read.
//!
//! Cells come in the order of the file. The first 40 rows are kept whole until the headings are found in them; after
//! that only the columns that matter are kept, so that a sheet of any size takes bounded room.

use super::cell::{Cell, letters};
use super::error::WorkbookError;
use super::wording::Field;
use crate::text::quoted;
use assay_message::{Message, Part, message};
use std::collections::BTreeMap;

/// Rows in which headings are looked for.
const HEAD_ROWS: u32 = 40;
/// Rows below the headings that are read.
pub(super) const MOST_ROWS: u32 = 20_000;
/// Columns that are looked at.
pub(super) const MOST_COLUMNS: u32 = 256;
/// Bytes of text gone through in a file. A workbook can name one text in many cells, so its size does not bound this.
const MOST_TEXT: usize = 64 << 20;
/// Rows under merged cells that are gone through in a sheet, those under several of them each time.
const MOST_MERGED: usize = 200_000;

/// The first rows of a sheet, by row and column from 0.
pub(super) type Head = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// A sheet, read.
pub(super) enum Sheet {
    /// With headings.
    Table(Table),
    /// Without.
    Other(Other),
}

/// A sheet with headings.
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// Whatever stands above the headings.
    pub(super) head: Head,
    columns: [Option<u32>; 4],
    /// The cells of the columns that are read, by row from 0. Rows with none are not here.
    pub(super) rows: BTreeMap<u32, [Cell; 4]>,
    /// Rows under cells merged over several of them.
    pub(super) merged: BTreeMap<u32, (Field, String)>,
    /// Rows gone through for it.
    under_merges: usize,
}

/// A sheet without headings.
pub(super) struct Other {
    name: String,
    /// Its first rows.
    pub(super) head: Head,
}

impl Sheet {
    /// What stands first.
    pub(super) fn head(&self) -> &Head {
        match self {
            Self::Table(table) => &table.head,
            Self::Other(other) => &other.head,
        }
    }
}

impl Table {
    /// Letter and heading of a column: `F “Answer”`.
    pub(super) fn column(&self, field: Field) -> String {
        match self.columns[field as usize] {
            Some(column) => format!("{} “{}”", letters(column), field.heading()),
            None => format!("“{}”", field.heading()),
        }
    }

    /// What a cell is called: `F12`.
    pub(super) fn cell(&self, field: Field, row: u32) -> String {
        format!("{}{}", self.columns[field as usize].map(letters).unwrap_or_default(), row + 1)
    }

    /// True when the file has the column.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns[field as usize].is_some()
    }

    /// Notes the rows under cells merged over several rows. What is merged over columns only has one row, whose entry it
    /// is. An empty merge says nothing.
    pub(super) fn merge(&mut self, from: (u32, u32), to: (u32, u32)) -> Result<(), WorkbookError> {
        let last_row = self.rows.keys().next_back().copied().unwrap_or(0);
        let rows = from.0..=to.0.min(last_row);
        let over = |field: &Field| {
            self.columns[*field as usize].is_some_and(|column| (from.1..=to.1).contains(&column))
        };
        let Some(field) = Field::ALL.into_iter().find(over) else { return Ok(()) };
        let holds_nothing = self.columns[field as usize] == Some(from.1)
            && self.rows.get(&from.0).is_none_or(|cells| cells[field as usize] == Cell::Empty);
        if to.0 <= from.0 || holds_nothing {
            return Ok(());
        }
        let name = format!("{}{}:{}{}", letters(from.1), from.0 + 1, letters(to.1), to.0 + 1);
        for row in rows {
            self.under_merges += 1;
            if self.under_merges > MOST_MERGED {
                return Err(WorkbookError::TooMany {
                    what: message!("rows under merged cells"),
                    limit: MOST_MERGED,
                });
            }
            self.merged.entry(row).or_insert_with(|| (field, name.clone()));
        }
        Ok(())
    }
}

impl Other {
    /// Made by us for people or for ourselves, and not meant to be read.
    pub(super) fn is_ours(&self) -> bool {
        self.name == super::guide::NAME || self.name == super::mark::SHEET || self.head.is_empty()
    }

    /// That it was not read, and why.
    pub(super) fn remark(&self) -> Message {
        message!("Sheet {name} was not read: {why}.", name = quoted(&self.name), why = self.closest())
    }

    /// The row with most of the headings.
    fn closest(&self) -> Message {
        let found = |cells: &BTreeMap<u32, Cell>| {
            let named = cells.iter().filter_map(|(column, cell)| Some((Field::of(cell.shown())?, *column)));
            named.collect::<BTreeMap<Field, u32>>()
        };
        let rows = self.head.iter().map(|(row, cells)| (row, found(cells)));
        // The first of the best.
        let best = rows.rev().max_by_key(|(_, fields)| fields.len());
        match best {
            Some((row, fields)) if !fields.is_empty() => {
                let there: Vec<Message> = fields
                    .iter()
                    .map(|(field, column)| {
                        message!(
                            "“{heading}” in column {column}",
                            heading = field.heading(),
                            column = letters(*column)
                        )
                    })
                    .collect();
                let lacks: Vec<String> = Field::REQUIRED
                    .iter()
                    .filter(|field| !fields.contains_key(field))
                    .map(|field| format!("“{}”", field.heading()))
                    .collect();
                message!(
                    "row {row} comes closest, with {there}, and lacks {lacks}",
                    row = row + 1,
                    there = Part::list(&there),
                    lacks = Part::list(&lacks)
                )
            }
            _ => match (self.head.first_key_value(), self.head.last_key_value()) {
                (Some((first, _)), Some((last, _))) => {
                    message!(
                        "none of the headings is in rows {first} to {last}",
                        first = first + 1,
                        last = last + 1
                    )
                }
                _ => message!("it is empty"),
            },
        }
    }
}

/// Where the headings were looked for and what was there, a sentence for each sheet.
pub(super) fn looked(sheets: &[Other]) -> Message {
    const MOST: usize = 20;
    let said = |sheet: &Other| {
        message!("In sheet {name} {closest}.", name = quoted(&sheet.name), closest = sheet.closest())
    };
    let mut said: Vec<Message> = sheets.iter().take(MOST).map(said).collect();
    match sheets.len() {
        0 => said.push(message!("The file has no sheet.")),
        n if n > MOST => said.push(message!("{most} more sheets are without them.", most = n - MOST)),
        _ => {}
    }
    Message::sentences(said)
}

/// What is to be done with a cell that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Keep it.
    Keep,
    /// Leave it.
    Pass,
    /// Leave it and all others: the sheet has no headings.
    Stop,
}

/// A sheet while its cells come in.
pub(super) struct Reading {
    name: String,
    head: Head,
    decided: bool,
    /// The row of the headings, and their columns.
    found: Option<(u32, [Option<u32>; 4])>,
    rows: BTreeMap<u32, [Cell; 4]>,
}

impl Reading {
    pub(super) fn new(name: String) -> Self {
        Self { name, head: Head::new(), decided: false, found: None, rows: BTreeMap::new() }
    }

    /// Whether a cell that holds something is wanted. Asked before its text is taken over.
    pub(super) fn wants(&mut self, row: u32, column: u32) -> Result<Wanted, WorkbookError> {
        if row >= HEAD_ROWS && !self.decided {
            self.decide()?;
        }
        let Some((header, columns)) = &self.found else {
            return Ok(match (self.decided, column < MOST_COLUMNS) {
                (true, _) => Wanted::Stop,
                (false, true) => Wanted::Keep,
                (false, false) => Wanted::Pass,
            });
        };
        if row > header + MOST_ROWS {
            return Err(WorkbookError::TooManyRows {
                sheet: quoted(&self.name),
                row: row.saturating_add(1),
                limit: MOST_ROWS,
            });
        }
        Ok(if row > *header && columns.contains(&Some(column)) { Wanted::Keep } else { Wanted::Pass })
    }

    /// Takes a cell that is wanted. `read` is the number of bytes of text gone through in the file so far.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        cell: Cell,
        read: usize,
    ) -> Result<(), WorkbookError> {
        if read > MOST_TEXT {
            return Err(WorkbookError::TooMuchText { limit: MOST_TEXT });
        }
        match self.found {
            None => {
                self.head.entry(row).or_default().insert(column, cell);
            }
            Some((_, columns)) => place(&mut self.rows, &columns, row, column, cell),
        }
        Ok(())
    }

    /// Finds the headings in the rows kept so far, and sorts what stands below them.
    fn decide(&mut self) -> Result<(), WorkbookError> {
        self.decided = true;
        for (row, cells) in &self.head {
            let mut columns: [Vec<u32>; 4] = Default::default();
            for (column, cell) in cells {
                if let Some(field) = Field::of(cell.shown()) {
                    columns[field as usize].push(*column);
                }
            }
            if Field::REQUIRED.iter().any(|field| columns[*field as usize].is_empty()) {
                continue;
            }
            if let Some(twice) = Field::ALL.into_iter().find(|field| columns[*field as usize].len() > 1) {
                let named: Vec<String> = columns[twice as usize].iter().map(|c| letters(*c)).collect();
                return Err(WorkbookError::TwiceHeading {
                    sheet: quoted(&self.name),
                    row: row + 1,
                    heading: twice.heading(),
                    columns: named.join(" and "),
                });
            }
            self.found = Some((*row, columns.map(|found| found.first().copied())));
            break;
        }
        if let Some((header, columns)) = self.found {
            for (row, cells) in self.head.split_off(&(header + 1)) {
                for (column, cell) in cells {
                    place(&mut self.rows, &columns, row, column, cell);
                }
            }
        }
        Ok(())
    }

    /// The sheet.
    pub(super) fn finish(mut self) -> Result<Sheet, WorkbookError> {
        if !self.decided {
            self.decide()?;
        }
        let Self { name, head, found, rows, .. } = self;
        Ok(match found {
            None => Sheet::Other(Other { name, head }),
            Some((_, columns)) => {
                Sheet::Table(Table { name, head, columns, rows, merged: BTreeMap::new(), under_merges: 0 })
            }
        })
    }
}

fn place(rows: &mut BTreeMap<u32, [Cell; 4]>, columns: &[Option<u32>; 4], row: u32, column: u32, cell: Cell) {
    if let Some(at) = columns.iter().position(|wanted| *wanted == Some(column)) {
        rows.entry(row).or_default()[at] = cell;
    }
}
