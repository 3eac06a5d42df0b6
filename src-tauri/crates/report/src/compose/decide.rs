//! Knock-outs and the decision: where each knock-out stands, what the case allows, what was decided.

use super::front::outcome_words;
use super::outline::part;
use super::view::View;
use super::words::{all_told, bound, date, date_or, knock_out_tone, knock_out_word, or, sentence, told};
use crate::document::{Block, Cell, Column, Fact, Span, Table, Tone};
use assay_core::decision::DecisionState;
use assay_core::ids::KnockOutId;
use assay_core::knockout::{KnockOutResult, KnockOutState};
use assay_core::record::{Condition, Override};
use assay_core::words::{Outcome, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part("Decision")];
    blocks.extend(decision(view));
    blocks.extend([part("Knock-outs"), open_knock_outs(view)]);
    blocks.extend(overrides(view));
    blocks
}

/// Conditions with their numbers, by stage and then as recorded.
pub(super) fn by_stage(conditions: &[Condition]) -> Vec<(usize, &Condition)> {
    let mut all: Vec<&Condition> = conditions.iter().collect();
    all.sort_by_key(|c| c.stage);
    all.into_iter().enumerate().map(|(n, c)| (n + 1, c)).collect()
}

/// The entry by which somebody answers for a knock-out that struck, if there is one.
pub(super) fn set_aside<'a>(view: &View<'a>, id: &KnockOutId) -> Option<&'a Override> {
    view.case.decision.as_ref()?.overrides.iter().find(|o| o.knock_out == *id)
}

/// What a knock-out caps the decision at as it stands; for one that caps nothing, what it would when it strikes.
pub(super) fn at_best(knock_out: &KnockOutResult) -> Outcome {
    match knock_out.state {
        KnockOutState::Suspected | KnockOutState::NotAssessed => knock_out.while_open.best(),
        KnockOutState::Struck | KnockOutState::Clear | KnockOutState::NotApplicable => knock_out.cap.best(),
    }
}

fn overrides(view: &View) -> Option<Block> {
    let all = view.case.decision.as_ref().map_or(&[][..], |d| &d.overrides);
    let table = Table::new(
        "Knock-outs set aside: who answers for it, why, and what stands in until when",
        vec![
            Column::new("No.", 0.9),
            Column::new("By", 2.0),
            Column::new("Reason", 3.6),
            Column::new("Stands in meanwhile", 3.6),
            Column::new("Last day", 1.6),
        ],
        "",
    )
    .rows(all.iter().map(|o| {
        vec![
            Cell::mono(bound(o.knock_out.as_str())),
            Cell::new(or(&o.by, "Nobody is named")),
            Cell::new(or(&o.reason, "Not recorded")),
            Cell::new(or(&o.compensating_control, "Not recorded")),
            Cell::new(date(o.until)),
        ]
    }));
    (!all.is_empty()).then(|| table.into())
}

/// Those that strike, may strike, or were not assessed.
fn open_knock_outs(view: &View) -> Block {
    let open = |k: &&KnockOutResult| match k.state {
        KnockOutState::Struck | KnockOutState::Suspected | KnockOutState::NotAssessed => true,
        KnockOutState::Clear | KnockOutState::NotApplicable => false,
    };
    knock_outs(
        "Knock-outs that are not clear, struck ones first",
        view.evaluation.knock_outs.iter().filter(open),
    )
}

/// Every knock-out of the packs.
pub(super) fn all_knock_outs(view: &View) -> Block {
    knock_outs("All knock-outs, struck ones first", view.evaluation.knock_outs.iter())
}

fn knock_outs<'a>(caption: &str, all: impl Iterator<Item = &'a KnockOutResult>) -> Block {
    Table::new(
        caption,
        vec![
            Column::new("No.", 0.9),
            Column::new("Knock-out", 4.0),
            Column::new("State", 1.5),
            Column::new("At best", 1.6),
            Column::new("Why, and what lifts it", 4.0),
        ],
        "None: every knock-out that applies was assessed and is clear.",
    )
    .rows(all.map(|k| {
        let mut why = all_told(&k.because);
        if matches!(k.state, KnockOutState::Struck | KnockOutState::Suspected) {
            why.push_str(&format!(" What lifts it: {}", sentence(&k.remedy)));
        }
        vec![
            Cell::mono(bound(k.id.as_str())),
            Cell::rich(vec![
                Span::strong(sentence(&k.title)),
                Span::plain(format!(" {}", sentence(&k.condition))),
            ]),
            Cell::toned(knock_out_word(k.state), knock_out_tone(k.state)),
            Cell::new(at_best(k).title()),
            Cell::new(why),
        ]
    }))
    .into()
}

fn decision(view: &View) -> Vec<Block> {
    let best = &view.evaluation.advice;
    let decision = view.case.decision.as_ref();
    let mut rows = vec![
        Fact::rich("Decision", vec![Span::strong(outcome_words(view))]),
        Fact::new("Best that this assessment allows", best.best.title()),
        Fact::new(
            "Why not better",
            if best.because.is_empty() {
                "Nothing caps the decision".to_owned()
            } else {
                all_told(&best.because)
            },
        ),
    ];
    if let Some(decision) = decision {
        rows.push(Fact::new("Reason", or(&decision.rationale, "Not recorded")));
        rows.push(Fact::new("Decided by", or(&decision.decided_by, "Not recorded")));
        rows.push(Fact::new("Decided on", date_or(decision.decided_on, "Not recorded")));
    }
    let mut blocks = vec![Block::facts(rows)];
    match decision {
        None => blocks.push(Block::p("No decision is recorded. The person accountable has still to decide.")),
        Some(_) => {
            let standing = &view.evaluation.decision;
            let title = match standing.state {
                DecisionState::Missing | DecisionState::Stands => None,
                DecisionState::ToConfirm => {
                    Some("The decision is to be confirmed: what it rested on changed")
                }
                DecisionState::NotAllowed => Some("The decision does not stand"),
            };
            if let Some(title) = title {
                let because: Vec<String> = standing.because.iter().map(|why| sentence(&told(why))).collect();
                blocks.push(Block::callout(Tone::Critical, title, because.join(" ")));
            }
        }
    }
    let conditions = decision.map_or(&[][..], |d| &d.conditions);
    blocks.push(
        Table::new(
            "Conditions",
            vec![
                Column::number("No.", 0.6),
                Column::new("Condition", 3.0),
                Column::new("Stage", 1.3),
                Column::new("Owner", 1.5),
                Column::new("Due", 1.7),
                Column::new("How one will know", 2.2),
                Column::new("Met", 1.7),
            ],
            "No condition is attached.",
        )
        .rows(by_stage(conditions).into_iter().map(|(n, c)| {
            vec![
                Cell::new(n.to_string()),
                Cell::new(or(&c.text, "Not spelled out")),
                Cell::new(c.stage.title()),
                Cell::new(or(&c.owner, "No owner")),
                Cell::new(date_or(c.due, "No date")),
                Cell::new(or(&c.evidence_of_closure, "Not recorded")),
                Cell::new(date_or(c.met, "Open")),
            ]
        }))
        .into(),
    );
    blocks
}
