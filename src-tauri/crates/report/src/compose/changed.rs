//! What is not as it was when the last report was issued → a table: what, from what to what, when and by whom.

use super::view::View;
use super::words::{flat, moment, or};
use crate::document::{Block, Cell, Column, Level, Table};
use assay_core::changed::{Became, FieldChange, Since};
use assay_core::words::Word;

/// The list of changes since the issue before this report; nothing where there is none.
pub(super) fn blocks(view: &View) -> Vec<Block> {
    let Some(since) = &view.about.changed else { return Vec::new() };
    let title = format!("Changed since issue {}", since.number);
    let columns = vec![
        Column::new("What", 2.2),
        Column::new("Change", 5.0),
        Column::new("When and by whom", 2.4),
        Column::new("Through", 2.0),
    ];
    let none = format!("Nothing changed since issue {}.", since.number);
    let heading = Block::unnumbered(Level::Two, title.clone(), "changed-since-issue");
    if since.changes.is_empty() {
        return vec![heading, Block::p(none)];
    }
    vec![heading, Table::new(title, columns, none).rows(since.changes.iter().map(row)).into()]
}

fn row(since: &Since) -> Vec<Cell> {
    let change = &since.change;
    let named: Vec<String> = [change.what.title().to_owned(), flat(&change.id), flat(&change.title)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let fields: Vec<String> = change.fields.iter().map(|field| in_words(change.became, field)).collect();
    let became = match change.became {
        Became::Added => "Added. ",
        Became::Changed => "",
        Became::Removed => "Removed. ",
    };
    vec![
        Cell::new(named.join(" ")),
        Cell::new(format!("{became}{}", fields.join("; "))),
        Cell::new(format!("{}, {}", moment(since.at), or(&since.by, "not recorded"))),
        Cell::new(flat(&since.doing)),
    ]
}

fn in_words(became: Became, field: &FieldChange) -> String {
    let (was, is) = (or(&field.was, "nothing"), or(&field.is, "nothing"));
    match became {
        Became::Added => format!("{}: {is}", field.field),
        Became::Changed => format!("{}: {was} \u{2192} {is}", field.field),
        Became::Removed => format!("{}: {was}", field.field),
    }
}
