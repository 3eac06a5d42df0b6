//! The way into use: the five steps of assessing an AI system, the gates, do's and don'ts, and monitoring.

use super::outline::{Section, part};
use super::view::View;
use super::words::{date, date_or, flat, or, sentence, sentences, told};
use crate::document::{Block, Cell, Column, Fact, Span, Table, Tone};
use assay_core::gate::{self, GateResult, ItemResult, State};
use assay_core::methodology::{self, Step};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let evaluation = &view.evaluation;
    let mut parts: Vec<(String, Vec<Block>)> = Vec::new();
    if view.has_ai() {
        parts.push((say!(view, "The five steps"), vec![steps(view, &methodology::steps(evaluation))]));
    }
    parts.push((say!(view, "Gates"), gates(view, &gate::gates(evaluation))));
    parts.push((say!(view, "Monitoring"), monitored(view)));
    let mut blocks = Vec::new();
    for (title, content) in parts {
        blocks.push(part(title));
        blocks.extend(content);
    }
    blocks
}

/// Every item of every gate with why it stands as it does; what to do, and what not.
pub(super) fn item_by_item(view: &View) -> Vec<Block> {
    let evaluation = &view.evaluation;
    let all = gate::gates(evaluation);
    let mut blocks = vec![part(say!(view, "Knock-outs")), super::decide::all_knock_outs(view)];
    if all.is_empty() {
        blocks.push(Block::p(say!(view, "The packs of this assessment hold no gates.")));
    }
    for gate in &all {
        blocks.push(part(flat(&gate.title)));
        blocks.push(items(
            view,
            flat(&gate.title),
            gate.items.iter(),
            (say!(view, "Holds"), say!(view, "Open")),
        ));
    }
    let (dos, donts) = (gate::dos(evaluation), gate::donts(evaluation));
    if !dos.is_empty() || !donts.is_empty() {
        blocks.push(part(say!(view, "Do and don't")));
        blocks.push(items(
            view,
            say!(view, "What is to be done"),
            dos.iter(),
            (say!(view, "Done"), say!(view, "Not done")),
        ));
        blocks.push(items(
            view,
            say!(view, "What must not be"),
            donts.iter(),
            (say!(view, "Kept"), say!(view, "Not shown")),
        ));
    }
    blocks
}

fn steps(view: &View, all: &[Step]) -> Block {
    Table::new(
        say!(view, "Assessing an AI system in five steps"),
        vec![
            Column::new(say!(view, "Step"), 2.0),
            Column::new(say!(view, "State"), 1.4),
            Column::number(say!(view, "Done"), 1.0),
            Column::new(say!(view, "What is missing"), 5.0),
        ],
        "",
    )
    .rows(all.iter().map(|step| {
        let (word, tone) = match (step.applies, step.is_complete(), step.done) {
            (false, _, _) => (say!(view, "Not applicable"), Tone::Neutral),
            (true, true, _) => (say!(view, "Complete"), Tone::Good),
            (true, false, 0) => (say!(view, "Not begun"), Tone::Neutral),
            (true, false, _) => (say!(view, "Under way"), Tone::Medium),
        };
        let missing: Vec<String> = step.missing.iter().map(|m| sentence(&told(view, m))).collect();
        vec![
            Cell::new(told(view, &step.title)),
            Cell::toned(word, tone),
            Cell::new(say!(view, "{done} of {of}", done = step.done, of = step.of)),
            Cell::new(or(&sentences(view, &missing), say!(view, "Nothing"))),
        ]
    }))
    .into()
}

fn gates(view: &View, all: &[GateResult]) -> Vec<Block> {
    if all.is_empty() {
        return vec![Block::p(say!(
            view,
            "The packs of this assessment hold no gates, so none was looked at."
        ))];
    }
    let passed = all.iter().filter(|gate| gate.passed).count();
    let overview = Table::new(
        say!(
            view,
            "{passed} of {n}\u{a0}gate passed; an item holds because the assessment says so, none is ticked by hand|{passed} \
             of {n}\u{a0}gates passed; an item holds because the assessment says so, none is ticked by hand",
            n = all.len()
        ),
        vec![
            Column::new(say!(view, "Gate"), 1.8),
            Column::new(say!(view, "State"), 1.4),
            Column::number(say!(view, "Hold"), 1.0),
            Column::new(say!(view, "What passing it means"), 5.2),
        ],
        "",
    )
    .rows(all.iter().map(|gate| {
        let state = match (gate.passed, gate.of) {
            (true, _) => Cell::toned(say!(view, "Passed"), Tone::Good),
            (false, 0) => Cell::new(say!(view, "Nothing applies")),
            (false, _) => Cell::toned(say!(view, "Not passed"), Tone::Medium),
        };
        let hold = say!(view, "{met} of {of}", met = gate.met, of = gate.of);
        vec![Cell::new(flat(&gate.title)), state, Cell::new(hold), Cell::new(flat(&gate.meaning))]
    }));
    let mut blocks = vec![overview.into()];
    if let Some(gate) = all.iter().find(|gate| gate.met < gate.of) {
        let open = gate.items.iter().filter(|item| item.state == State::Open);
        blocks.push(items(
            view,
            say!(view, "Still open before “{gate}”", gate = flat(&gate.title)),
            open,
            (say!(view, "Holds"), say!(view, "Open")),
        ));
    }
    blocks.push(Block::spans(runs!(
        view,
        [section = view.outline.refer(view, Section::GateItems)],
        "Every item, with why it stands as it does, is in {section}."
    )));
    blocks
}

fn items<'a>(
    view: &View,
    caption: String,
    all: impl Iterator<Item = &'a ItemResult>,
    (met, open): (String, String),
) -> Block {
    Table::new(
        caption,
        vec![
            Column::new(say!(view, "What must hold"), 3.4),
            Column::new(say!(view, "State"), 1.4),
            Column::new(say!(view, "Why"), 4.2),
            Column::new(say!(view, "Who must act"), 1.5),
        ],
        say!(view, "Nothing is listed."),
    )
    .rows(all.map(|item| {
        let (state, who) = match item.state {
            State::Met => (Cell::toned(met.as_str(), Tone::Good), "–".to_owned()),
            State::Open => (Cell::toned(open.as_str(), Tone::Medium), told(view, &item.who)),
            State::NotApplicable => (Cell::new(say!(view, "Not applicable")), "–".to_owned()),
        };
        vec![Cell::new(flat(&item.text)), state, Cell::new(told(view, &item.because)), Cell::new(who)]
    }))
    .into()
}

fn monitored(view: &View) -> Vec<Block> {
    let next = &view.evaluation.next;
    let day = date_or(view, next.day, say!(view, "None is due"));
    let next = say!(view, "{day}. {because}", because = told(view, &next.because));
    let mut facts = vec![Fact::new(say!(view, "Next assessment"), next)];
    facts.extend(conditions(view));
    let mut blocks = vec![Block::facts(facts), events(view)];
    let lapsed = &view.evaluation.lapsed;
    if !lapsed.is_empty() {
        blocks.push(
            Table::new(
                say!(view, "Relied on, and counts no longer"),
                vec![
                    Column::new(say!(view, "Where"), 2.0),
                    Column::new(say!(view, "Since"), 1.6),
                    Column::new(say!(view, "What that means"), 3.4),
                    Column::new(say!(view, "Ask for instead"), 3.0),
                ],
                "",
            )
            .rows(lapsed.iter().map(|l| {
                let place = match (&l.question, &l.evidence) {
                    (Some(id), _) => view.question_span(id),
                    (None, Some(id)) => view.evidence_span(id),
                    (None, None) => Span::plain(flat(&l.on)),
                };
                vec![
                    Cell::rich(vec![place]),
                    Cell::new(date(view, l.from)),
                    Cell::new(flat(&l.meaning)),
                    Cell::new(flat(&l.instead)),
                ]
            }))
            .into(),
        );
    }
    blocks
}

/// How many conditions are met, and when the next one is due.
fn conditions(view: &View) -> Option<Fact> {
    let all = &view.case.decision.as_ref()?.conditions;
    if all.is_empty() {
        return None;
    }
    let open: Vec<_> = all.iter().filter(|c| c.met.is_none()).collect();
    let (met, of) = (all.len() - open.len(), all.len());
    let section = view.outline.refer(view, Section::Decision);
    let said = match open.iter().filter_map(|c| c.due).min() {
        None => runs!(view, [section = section], "{met} of {of} met. They stand in {section}."),
        Some(day) => runs!(
            view,
            [section = section],
            "{met} of {of} met; the next of those open is due on {day}. They stand in {section}."
        ),
    };
    Some(Fact::rich(say!(view, "Conditions"), said))
}

/// What was recorded, dealt with or not, and what the records themselves show; by day.
fn events(view: &View) -> Block {
    let recorded = view.case.events.values().map(|event| {
        let state = match event.closed {
            None => Cell::toned(say!(view, "Open"), Tone::Medium),
            Some(day) => {
                let outcome = or(&sentence(&event.outcome), say!(view, "What came of it is not recorded."));
                Cell::toned(say!(view, "Dealt with on {day}: {outcome}"), Tone::Good)
            }
        };
        (event.date, event.trigger, flat(&event.what), state)
    });
    let shown = view.evaluation.events.iter().filter(|event| event.id.is_none());
    let shown = shown.map(|event| {
        (event.date, event.trigger, told(view, &event.what), Cell::toned(say!(view, "Open"), Tone::Medium))
    });
    let mut all: Vec<_> = recorded.chain(shown).collect();
    all.sort_by(|a, b| (a.0, &a.2).cmp(&(b.0, &b.2)));
    Table::new(
        say!(view, "What happened and asks for another look"),
        vec![
            Column::new(say!(view, "Day"), 1.6),
            Column::new(say!(view, "Kind"), 2.0),
            Column::new(say!(view, "What"), 4.0),
            Column::new(say!(view, "State"), 3.0),
        ],
        say!(view, "Nothing is recorded, and nothing relied on has run out."),
    )
    .rows(all.into_iter().map(|(day, trigger, what, state)| {
        vec![Cell::new(date(view, day)), Cell::new(told(view, &trigger)), Cell::new(what), state]
    }))
    .into()
}
