//! The assessment this one follows → what got worse or better since, and what changed without new evidence.

use super::view::View;
use super::words::{flat, or, sentences, told, within};
use crate::document::{Block, Cell, Column, Span, Table, Tone};
use assay_core::comparison::{Difference, Shift, Then};
use assay_message::word;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let Some(since) = &view.about.since else {
        return vec![Block::p(say!(view, "This assessment follows no earlier one."))];
    };
    let of = |shift: Shift| since.differences.iter().filter(|d| d.shift == shift).count();
    let turned = since.differences.iter().filter(|d| d.claim_turned).count();
    let unproven = since.differences.iter().filter(|d| d.without_new_evidence).count();
    let intro = say!(
        view,
        "Compared with {previous}: {worse} worse, {better} better, {changed} otherwise changed, {same} the same; {new} not \
         asked or not answered then, {pending} not answered yet. {claims} turned from good news to bad; {answers} changed \
         without evidence dated since.",
        previous = or(&since.previous_title, say!(view, "the assessment before")),
        worse = of(Shift::Worse),
        better = of(Shift::Better),
        changed = of(Shift::Changed),
        same = of(Shift::Same),
        new = of(Shift::New),
        pending = of(Shift::Pending),
        claims = word!("{n}\u{a0}claim|{n}\u{a0}claims", n = turned),
        answers = word!("{n}\u{a0}answer|{n}\u{a0}answers", n = unproven)
    );
    let moved =
        since.differences.iter().filter(|d| matches!(d.shift, Shift::Worse | Shift::Better | Shift::Changed));
    let table = Table::new(
        say!(view, "What changed since"),
        vec![
            Column::new(say!(view, "Question"), 5.0),
            Column::new(say!(view, "Change"), 1.4),
            Column::new(say!(view, "Then"), 2.0),
            Column::new(say!(view, "Now"), 2.0),
        ],
        say!(view, "No answer changed."),
    );
    let later = since.changed_after.map(|after| {
        Block::p(say!(
            view,
            "That assessment was changed after its report {issue} was issued ({changes}): what stands here as “then” is what \
             it says now.",
            issue = after.issue,
            changes = word!("{n}\u{a0}change|{n}\u{a0}changes", n = after.changes)
        ))
    });
    let table = table.rows(moved.map(|d| row(view, d)));
    [Block::p(intro)].into_iter().chain(later).chain([table.into()]).collect()
}

fn row(view: &View, d: &Difference) -> Vec<Cell> {
    let (word, tone) = match d.shift {
        Shift::Worse => (say!(view, "Worse"), Tone::High),
        Shift::Better => (say!(view, "Better"), Tone::Good),
        Shift::Changed | Shift::Same | Shift::Pending | Shift::New => (say!(view, "Changed"), Tone::Neutral),
    };
    let mut text = vec![flat(&d.text)];
    if d.without_new_evidence {
        text.push(say!(view, "Without new evidence."));
    }
    let text = [say!(view, " "), sentences(view, &text)].concat();
    vec![
        Cell::rich(vec![view.question_span(&d.question), Span::plain(text)]),
        Cell::toned(word, tone),
        Cell::new(side(view, d.then.as_ref())),
        Cell::new(side(view, d.now.as_ref())),
    ]
}

fn side(view: &View, then: Option<&Then>) -> String {
    let claim = then.and_then(|t| t.claim);
    let claim = claim.map_or_else(|| say!(view, "unanswered"), |claim| told(view, &claim));
    let conclusion = then.and_then(|t| t.conclusion);
    let conclusion = conclusion.map_or_else(|| say!(view, "not concluded"), |found| within(view, &found));
    say!(view, "{claim}; {conclusion}")
}
