//! What is not as it was when the last report was issued → a table: what, from what to what, when and by whom.

use super::view::View;
use super::words::{flat, in_row, moment, or, series, told};
use crate::document::{Block, Cell, Column, Level, Table};
use assay_core::changed::{Became, FieldChange, Since};

/// The list of changes since the issue before this report; nothing where there is none.
pub(super) fn blocks(view: &View) -> Vec<Block> {
    let Some(since) = &view.about.changed else { return Vec::new() };
    let title = say!(view, "Changed since issue {number}", number = since.number);
    let columns = vec![
        Column::new(say!(view, "What"), 2.2),
        Column::new(say!(view, "Change"), 5.0),
        Column::new(say!(view, "When and by whom"), 2.4),
        Column::new(say!(view, "Through"), 2.0),
    ];
    let none = say!(view, "Nothing changed since issue {number}.", number = since.number);
    let heading = Block::unnumbered(Level::Two, title.clone(), "changed-since-issue");
    if since.changes.is_empty() {
        return vec![heading, Block::p(none)];
    }
    vec![
        heading,
        Table::new(title, columns, none).rows(since.changes.iter().map(|since| row(view, since))).into(),
    ]
}

fn row(view: &View, since: &Since) -> Vec<Cell> {
    let change = &since.change;
    let named: Vec<String> = [told(view, &change.what), flat(&change.id), flat(&change.title)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let fields: Vec<String> =
        change.fields.iter().map(|field| in_words(view, change.became, field)).collect();
    let fields = series(view, &fields);
    let became = match change.became {
        Became::Added => say!(view, "Added. {fields}"),
        Became::Changed => fields,
        Became::Removed => say!(view, "Removed. {fields}"),
    };
    vec![
        Cell::new(named.join(" ")),
        Cell::new(became),
        Cell::new(in_row(view, &[moment(view, since.at), or(&since.by, say!(view, "not recorded"))])),
        Cell::new(flat(&since.doing)),
    ]
}

fn in_words(view: &View, became: Became, field: &FieldChange) -> String {
    let (was, is) = (or(&field.was, say!(view, "nothing")), or(&field.is, say!(view, "nothing")));
    let field = &field.field;
    match became {
        Became::Added => say!(view, "{field}: {is}"),
        Became::Changed => say!(view, "{field}: {was} \u{2192} {is}"),
        Became::Removed => say!(view, "{field}: {was}"),
    }
}
