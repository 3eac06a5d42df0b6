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
    let rows = runs(&since.changes).into_iter().flat_map(|run| match run {
        Run::Each(changes) => changes.iter().map(|since| row(view, since)).collect(),
        Run::AddedAtOnce(changes) => at_once(view, changes).into_iter().collect::<Vec<_>>(),
    });
    vec![heading, Table::new(title, columns, none).rows(rows).into()]
}

/// More records of a kind than this that one act added are told in one row: a model that was read in has thousands, and each
/// stands where the report shows the model.
const MANY: usize = 25;

/// Changes that follow each other.
#[derive(Debug, PartialEq, Eq)]
enum Run<'a> {
    /// Told one by one.
    Each(&'a [Since]),
    /// Many of one kind, added by one act.
    AddedAtOnce(&'a [Since]),
}

fn runs(changes: &[Since]) -> Vec<Run<'_>> {
    let is_one_act = |one: &Since, next: &Since| {
        one.change.became == Became::Added
            && next.change.became == Became::Added
            && one.change.what == next.change.what
            && (one.at, &one.by, &one.doing) == (next.at, &next.by, &next.doing)
    };
    let parts = changes.chunk_by(is_one_act);
    parts.map(|part| if part.len() > MANY { Run::AddedAtOnce(part) } else { Run::Each(part) }).collect()
}

fn at_once(view: &View, changes: &[Since]) -> Option<Vec<Cell>> {
    let (first, last) = (changes.first()?, changes.last()?);
    let name = |since: &Since| or(&since.change.title, flat(&since.change.id));
    let (from, to) = (name(first), name(last));
    Some(vec![
        Cell::new(told(view, &first.change.what)),
        Cell::new(say!(view, "{n} added at once, from “{from}” to “{to}”.", n = changes.len())),
        when_and_by_whom(view, first),
        Cell::new(flat(&first.doing)),
    ])
}

fn when_and_by_whom(view: &View, since: &Since) -> Cell {
    Cell::new(in_row(view, &[moment(view, since.at), or(&since.by, say!(view, "not recorded"))]))
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
        when_and_by_whom(view, since),
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
