//! Knock-outs and the decision: where each knock-out stands, what the case allows, what was decided.

use super::front::outcome_words;
use super::outline::part;
use super::view::View;
use super::words::{
    all_told, bound, date, date_or, knock_out_tone, knock_out_word, or, sentence, sentences, told,
};
use crate::document::{Block, Cell, Column, Fact, Span, Table, Tone};
use assay_core::decision::DecisionState;
use assay_core::ids::KnockOutId;
use assay_core::knockout::{KnockOutResult, KnockOutState};
use assay_core::record::{Condition, Override};
use assay_core::words::Outcome;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part(say!(view, "Decision"))];
    blocks.extend(decision(view));
    blocks.extend([part(say!(view, "Knock-outs")), open_knock_outs(view)]);
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
        say!(view, "Knock-outs set aside: who answers for it, why, and what stands in until when"),
        vec![
            Column::new(say!(view, "No."), 0.9),
            Column::new(say!(view, "By"), 2.0),
            Column::new(say!(view, "Reason"), 3.6),
            Column::new(say!(view, "Stands in meanwhile"), 3.6),
            Column::new(say!(view, "Last day"), 1.6),
        ],
        "",
    )
    .rows(all.iter().map(|o| {
        vec![
            Cell::mono(bound(o.knock_out.as_str())),
            Cell::new(or(&o.by, say!(view, "Nobody is named"))),
            Cell::new(or(&o.reason, say!(view, "Not recorded"))),
            Cell::new(or(&o.compensating_control, say!(view, "Not recorded"))),
            Cell::new(date(view, o.until)),
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
        view,
        say!(view, "Knock-outs that are not clear, struck ones first"),
        view.evaluation.knock_outs.iter().filter(open),
    )
}

/// Every knock-out of the packs.
pub(super) fn all_knock_outs(view: &View) -> Block {
    knock_outs(view, say!(view, "All knock-outs, struck ones first"), view.evaluation.knock_outs.iter())
}

fn knock_outs<'a>(view: &View, caption: String, all: impl Iterator<Item = &'a KnockOutResult>) -> Block {
    Table::new(
        caption,
        vec![
            Column::new(say!(view, "No."), 0.9),
            Column::new(say!(view, "Knock-out"), 4.0),
            Column::new(say!(view, "State"), 1.5),
            Column::new(say!(view, "At best"), 1.6),
            Column::new(say!(view, "Why, and what lifts it"), 4.0),
        ],
        say!(view, "None: every knock-out that applies was assessed and is clear."),
    )
    .rows(all.map(|k| {
        let mut why: Vec<String> = k.because.iter().map(|because| told(view, because)).collect();
        if matches!(k.state, KnockOutState::Struck | KnockOutState::Suspected) {
            why.push(say!(view, "What lifts it: {remedy}", remedy = sentence(&k.remedy)));
        }
        vec![
            Cell::mono(bound(k.id.as_str())),
            Cell::rich(vec![
                Span::strong(sentence(&k.title)),
                Span::plain(say!(view, " ")),
                Span::plain(sentence(&k.condition)),
            ]),
            Cell::toned(knock_out_word(view, k.state), knock_out_tone(k.state)),
            Cell::new(told(view, &at_best(k))),
            Cell::new(sentences(view, &why)),
        ]
    }))
    .into()
}

fn decision(view: &View) -> Vec<Block> {
    let best = &view.evaluation.advice;
    let decision = view.case.decision.as_ref();
    let mut rows = vec![
        Fact::rich(say!(view, "Decision"), vec![Span::strong(outcome_words(view))]),
        Fact::new(say!(view, "Best that this assessment allows"), told(view, &best.best)),
        Fact::new(
            say!(view, "Why not better"),
            if best.because.is_empty() {
                say!(view, "Nothing caps the decision")
            } else {
                all_told(view, &best.because)
            },
        ),
    ];
    if let Some(decision) = decision {
        rows.push(Fact::new(say!(view, "Reason"), or(&decision.rationale, say!(view, "Not recorded"))));
        rows.push(Fact::new(say!(view, "Decided by"), or(&decision.decided_by, say!(view, "Not recorded"))));
        rows.push(Fact::new(
            say!(view, "Decided on"),
            date_or(view, decision.decided_on, say!(view, "Not recorded")),
        ));
    }
    let mut blocks = vec![Block::facts(rows)];
    match decision {
        None => blocks.push(Block::p(say!(
            view,
            "No decision is recorded. The person accountable has still to decide."
        ))),
        Some(_) => {
            let standing = &view.evaluation.decision;
            let title = match standing.state {
                DecisionState::Missing | DecisionState::Stands => None,
                DecisionState::ToConfirm => {
                    Some(say!(view, "The decision is to be confirmed: what it rested on changed"))
                }
                DecisionState::NotAllowed => Some(say!(view, "The decision does not stand")),
            };
            if let Some(title) = title {
                let because: Vec<String> =
                    standing.because.iter().map(|why| sentence(&told(view, why))).collect();
                blocks.push(Block::callout(Tone::Critical, title, sentences(view, &because)));
            }
        }
    }
    let conditions = decision.map_or(&[][..], |d| &d.conditions);
    blocks.push(
        Table::new(
            say!(view, "Conditions"),
            vec![
                Column::number(say!(view, "No."), 0.6),
                Column::new(say!(view, "Condition"), 3.0),
                Column::new(say!(view, "Stage"), 1.3),
                Column::new(say!(view, "Owner"), 1.5),
                Column::new(say!(view, "Due"), 1.7),
                Column::new(say!(view, "How one will know"), 2.2),
                Column::new(say!(view, "Met"), 1.7),
            ],
            say!(view, "No condition is attached."),
        )
        .rows(by_stage(conditions).into_iter().map(|(n, c)| {
            vec![
                Cell::new(n.to_string()),
                Cell::new(or(&c.text, say!(view, "Not spelled out"))),
                Cell::new(told(view, &c.stage)),
                Cell::new(or(&c.owner, say!(view, "No owner"))),
                Cell::new(date_or(view, c.due, say!(view, "No date"))),
                Cell::new(or(&c.evidence_of_closure, say!(view, "Not recorded"))),
                Cell::new(date_or(view, c.met, say!(view, "Open"))),
            ]
        }))
        .into(),
    );
    blocks
}
