//! The assessment this one follows → what got worse or better since, and what changed without new evidence.

use super::view::View;
use super::words::{count, flat, or};
use crate::document::{Block, Cell, Column, Span, Table, Tone};
use assay_core::comparison::{Difference, Shift, Then};
use assay_core::words::{Claim, Conclusion, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let Some(since) = &view.about.since else {
        return vec![Block::p("This assessment follows no earlier one.")];
    };
    let of = |shift: Shift| since.differences.iter().filter(|d| d.shift == shift).count();
    let turned = since.differences.iter().filter(|d| d.claim_turned).count();
    let unproven = since.differences.iter().filter(|d| d.without_new_evidence).count();
    let intro = format!(
        "Compared with {}: {} worse, {} better, {} otherwise changed, {} the same; {} not asked or not answered then, {} \
         not answered yet. {} turned from good news to bad; {} changed without evidence dated since.",
        or(&since.previous_title, "the assessment before"),
        of(Shift::Worse),
        of(Shift::Better),
        of(Shift::Changed),
        of(Shift::Same),
        of(Shift::New),
        of(Shift::Pending),
        count(turned, "claim", "claims"),
        count(unproven, "answer", "answers"),
    );
    let moved =
        since.differences.iter().filter(|d| matches!(d.shift, Shift::Worse | Shift::Better | Shift::Changed));
    let table = Table::new(
        "What changed since",
        vec![
            Column::new("Question", 5.0),
            Column::new("Change", 1.4),
            Column::new("Then", 2.0),
            Column::new("Now", 2.0),
        ],
        "No answer changed.",
    );
    let later = since.changed_after.map(|after| {
        Block::p(format!(
            "That assessment was changed after its report {} was issued ({}): what stands here as “then” is what it says \
             now.",
            after.issue,
            count(after.changes as usize, "change", "changes"),
        ))
    });
    let table = table.rows(moved.map(|d| row(view, d)));
    [Block::p(intro)].into_iter().chain(later).chain([table.into()]).collect()
}

fn row(view: &View, d: &Difference) -> Vec<Cell> {
    let (word, tone) = match d.shift {
        Shift::Worse => ("Worse", Tone::High),
        Shift::Better => ("Better", Tone::Good),
        Shift::Changed | Shift::Same | Shift::Pending | Shift::New => ("Changed", Tone::Neutral),
    };
    let mut text = format!(" {}", flat(&d.text));
    if d.without_new_evidence {
        text.push_str(" Without new evidence.");
    }
    vec![
        Cell::rich(vec![view.question_span(&d.question), Span::plain(text)]),
        Cell::toned(word, tone),
        Cell::new(side(d.then.as_ref())),
        Cell::new(side(d.now.as_ref())),
    ]
}

fn side(then: Option<&Then>) -> String {
    let claim = then.and_then(|t| t.claim).map_or("unanswered", Claim::title);
    let conclusion = then.and_then(|t| t.conclusion).map_or("not concluded", Conclusion::title);
    format!("{claim}; {}", conclusion.to_lowercase())
}
