//! Evidence: what each piece is, until when it counts, where it was used, and the hash of each file kept.

use super::outline::{joined_or, named_part, part};
use super::view::{EVIDENCE_ANCHOR, View};
use super::words::{bound, date_or, flat, or, sentence, sentences, size};
use crate::document::{Block, Cell, Column, Table};
use assay_core::record::Evidence;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let all = view.evidence();
    let mut blocks = vec![named_part(say!(view, "What was relied on"), EVIDENCE_ANCHOR)];
    blocks.push(
        Table::new(
            say!(view, "Evidence"),
            vec![
                Column::new(say!(view, "No."), 1.0),
                Column::new(say!(view, "What it is"), 3.0),
                Column::new(say!(view, "Dates"), 1.9),
                Column::new(say!(view, "Pages relied on"), 1.2),
                Column::new(say!(view, "Kept"), 1.8),
                Column::new(say!(view, "Used for"), 3.2),
            ],
            say!(view, "No evidence is recorded: the conclusions rest on what was said."),
        )
        .rows(all.iter().map(|(number, e)| {
            let case = view.case;
            let answers = case.responses.values().filter(|r| r.evidence.contains(&e.id));
            let tests = case.tests.values().filter(|t| t.evidence.contains(&e.id));
            let boms = case.boms.values().filter(|b| b.evidence == e.id);
            let used = answers
                .map(|r| view.question_span(&r.question))
                .chain(tests.map(|t| view.test_span(&t.id)))
                .chain(boms.map(|b| view.bom_span(&b.id)));
            vec![
                Cell::mono(bound(number)),
                Cell::new(what(view, e)),
                Cell::new(dates(view, e)),
                Cell::new(or(&e.pages, say!(view, "Not recorded"))),
                Cell::new(kept(view, e)),
                Cell::rich(joined_or(view, used, say!(view, "Nothing named"))),
            ]
        }))
        .into(),
    );
    blocks.push(part(say!(view, "Files kept")));
    blocks.push(
        Table::new(
            say!(view, "SHA-256 of each file kept"),
            vec![
                Column::new(say!(view, "No."), 1.0),
                Column::new(say!(view, "File"), 2.6),
                Column::number(say!(view, "Size"), 1.0),
                Column::new(say!(view, "SHA-256"), 5.0),
            ],
            say!(view, "No file was kept."),
        )
        .rows(all.iter().filter_map(|(number, e)| {
            let file = e.file.as_ref()?;
            Some(vec![
                Cell::mono(bound(number)),
                Cell::mono(flat(&file.name)),
                Cell::new(size(view, file.size)),
                Cell::mono(&file.sha256),
            ])
        }))
        .into(),
    );
    blocks.push(part(say!(view, "Reports and certificates reviewed")));
    blocks.extend(super::reviews::blocks(view));
    blocks
}

fn what(view: &View, e: &Evidence) -> String {
    let (title, kind) = (or(&e.title, say!(view, "Untitled")), e.kind);
    let mut said = vec![match flat(&e.issuer) {
        issuer if issuer.is_empty() => say!(view, "{title}. {kind}, issuer not recorded."),
        issuer => say!(view, "{title}. {kind} by {issuer}", issuer = sentence(&issuer)),
    }];
    let reliability = flat(&e.reliability);
    if !reliability.is_empty() {
        said.push(say!(view, "Reliability: {reliability}", reliability = sentence(&reliability)));
    }
    sentences(view, &said)
}

fn dates(view: &View, e: &Evidence) -> String {
    let until = match e.valid_until {
        Some(day) if expired(view, e) => say!(view, "ran out on {day}, before this report"),
        Some(day) => say!(view, "counts until {day}"),
        None => say!(view, "no end date"),
    };
    say!(
        view,
        "Dated {issued}; {until}; received {received}",
        issued = date_or(view, e.issued, say!(view, "not recorded")),
        received = e.received.date_naive()
    )
}

/// Whether it had run out when the report was made.
pub(super) fn expired(view: &View, e: &Evidence) -> bool {
    e.valid_until.is_some_and(|day| day < view.about.issued.date_naive())
}

fn kept(view: &View, e: &Evidence) -> String {
    let note = flat(&e.note);
    match &e.file {
        Some(_) if note.is_empty() => say!(view, "File kept"),
        Some(_) => say!(view, "File kept. {note}", note = sentence(&note)),
        None => match sentence(&note) {
            note if note.is_empty() => say!(view, "Seen, not retained. What was seen is not recorded."),
            note => say!(view, "Seen, not retained. {note}"),
        },
    }
}
