//! Evidence: what each piece is, until when it counts, where it was used, and the hash of each file kept.

use super::outline::{joined_or, named_part, part};
use super::view::{EVIDENCE_ANCHOR, View};
use super::words::{bound, date, date_or, flat, or, sentence, size};
use crate::document::{Block, Cell, Column, Table};
use assay_core::record::Evidence;
use assay_core::words::Word;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let all = view.evidence();
    let mut blocks = vec![named_part("What was relied on", EVIDENCE_ANCHOR)];
    blocks.push(
        Table::new(
            "Evidence",
            vec![
                Column::new("No.", 1.0),
                Column::new("What it is", 3.0),
                Column::new("Dates", 1.9),
                Column::new("Pages relied on", 1.2),
                Column::new("Kept", 1.8),
                Column::new("Used for", 3.2),
            ],
            "No evidence is recorded: the conclusions rest on what was said.",
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
                Cell::new(what(e)),
                Cell::new(dates(view, e)),
                Cell::new(or(&e.pages, "Not recorded")),
                Cell::new(kept(e)),
                Cell::rich(joined_or(used, "Nothing named")),
            ]
        }))
        .into(),
    );
    blocks.push(part("Files kept"));
    blocks.push(
        Table::new(
            "SHA-256 of each file kept",
            vec![
                Column::new("No.", 1.0),
                Column::new("File", 2.6),
                Column::number("Size", 1.0),
                Column::new("SHA-256", 5.0),
            ],
            "No file was kept.",
        )
        .rows(all.iter().filter_map(|(number, e)| {
            let file = e.file.as_ref()?;
            Some(vec![
                Cell::mono(bound(number)),
                Cell::mono(flat(&file.name)),
                Cell::new(size(file.size)),
                Cell::mono(&file.sha256),
            ])
        }))
        .into(),
    );
    blocks.push(part("Reports and certificates reviewed"));
    blocks.extend(super::reviews::blocks(view));
    blocks
}

fn what(e: &Evidence) -> String {
    let mut text = format!("{}. {}", or(&e.title, "Untitled"), e.kind.title());
    match flat(&e.issuer) {
        issuer if issuer.is_empty() => text.push_str(", issuer not recorded."),
        issuer => text.push_str(&format!(" by {}", sentence(&issuer))),
    }
    let reliability = flat(&e.reliability);
    if !reliability.is_empty() {
        text.push_str(&format!(" Reliability: {}", sentence(&reliability)));
    }
    text
}

fn dates(view: &View, e: &Evidence) -> String {
    let until = match e.valid_until {
        Some(day) if expired(view, e) => format!("ran out on {}, before this report", date(day)),
        Some(day) => format!("counts until {}", date(day)),
        None => "no end date".into(),
    };
    format!(
        "Dated {}; {until}; received {}",
        date_or(e.issued, "not recorded"),
        date(e.received.date_naive())
    )
}

/// Whether it had run out when the report was made.
pub(super) fn expired(view: &View, e: &Evidence) -> bool {
    e.valid_until.is_some_and(|day| day < view.about.issued.date_naive())
}

fn kept(e: &Evidence) -> String {
    let note = flat(&e.note);
    match &e.file {
        Some(_) if note.is_empty() => "File kept".into(),
        Some(_) => format!("File kept. {}", sentence(&note)),
        None => format!("Seen, not retained. {}", sentence(&or(&note, "What was seen is not recorded"))),
    }
}
