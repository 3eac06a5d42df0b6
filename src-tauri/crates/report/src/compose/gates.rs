//! The way into use: the five steps of assessing an AI system, the gates, do's and don'ts, and monitoring.

use super::outline::{Section, part};
use super::view::View;
use super::words::{count, date, date_or, flat, or, sentence, told};
use crate::document::{Block, Cell, Column, Fact, Span, Table, Tone};
use assay_core::gate::{self, GateResult, ItemResult, State};
use assay_core::methodology::{self, Step};
use assay_core::words::Word;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let evaluation = &view.evaluation;
    let mut parts: Vec<(&str, Vec<Block>)> = Vec::new();
    if view.has_ai() {
        parts.push(("The five steps", vec![steps(&methodology::steps(evaluation))]));
    }
    parts.push(("Gates", gates(view, &gate::gates(evaluation))));
    parts.push(("Monitoring", monitored(view)));
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
    let mut blocks = vec![part("Knock-outs"), super::decide::all_knock_outs(view)];
    if all.is_empty() {
        blocks.push(Block::p("The packs of this assessment hold no gates."));
    }
    for gate in &all {
        blocks.push(part(flat(&gate.title)));
        blocks.push(items(&flat(&gate.title), gate.items.iter(), ("Holds", "Open")));
    }
    let (dos, donts) = (gate::dos(evaluation), gate::donts(evaluation));
    if !dos.is_empty() || !donts.is_empty() {
        blocks.push(part("Do and don't"));
        blocks.push(items("What is to be done", dos.iter(), ("Done", "Not done")));
        blocks.push(items("What must not be", donts.iter(), ("Kept", "Not shown")));
    }
    blocks
}

fn steps(all: &[Step]) -> Block {
    Table::new(
        "Assessing an AI system in five steps",
        vec![
            Column::new("Step", 2.0),
            Column::new("State", 1.4),
            Column::number("Done", 1.0),
            Column::new("What is missing", 5.0),
        ],
        "",
    )
    .rows(all.iter().map(|step| {
        let (word, tone) = match (step.applies, step.is_complete(), step.done) {
            (false, _, _) => ("Not applicable", Tone::Neutral),
            (true, true, _) => ("Complete", Tone::Good),
            (true, false, 0) => ("Not begun", Tone::Neutral),
            (true, false, _) => ("Under way", Tone::Medium),
        };
        let missing: Vec<String> = step.missing.iter().map(|m| sentence(&told(m))).collect();
        vec![
            Cell::new(told(&step.title)),
            Cell::toned(word, tone),
            Cell::new(format!("{} of {}", step.done, step.of)),
            Cell::new(or(&missing.join(" "), "Nothing")),
        ]
    }))
    .into()
}

fn gates(view: &View, all: &[GateResult]) -> Vec<Block> {
    if all.is_empty() {
        return vec![Block::p("The packs of this assessment hold no gates, so none was looked at.")];
    }
    let passed = all.iter().filter(|gate| gate.passed).count();
    let overview = Table::new(
        format!(
            "{passed} of {} passed; an item holds because the assessment says so, none is ticked by hand",
            count(all.len(), "gate", "gates")
        ),
        vec![
            Column::new("Gate", 1.8),
            Column::new("State", 1.4),
            Column::number("Hold", 1.0),
            Column::new("What passing it means", 5.2),
        ],
        "",
    )
    .rows(all.iter().map(|gate| {
        let state = match (gate.passed, gate.of) {
            (true, _) => Cell::toned("Passed", Tone::Good),
            (false, 0) => Cell::new("Nothing applies"),
            (false, _) => Cell::toned("Not passed", Tone::Medium),
        };
        let hold = format!("{} of {}", gate.met, gate.of);
        vec![Cell::new(flat(&gate.title)), state, Cell::new(hold), Cell::new(flat(&gate.meaning))]
    }));
    let mut blocks = vec![overview.into()];
    if let Some(gate) = all.iter().find(|gate| gate.met < gate.of) {
        let open = gate.items.iter().filter(|item| item.state == State::Open);
        blocks.push(items(&format!("Still open before “{}”", flat(&gate.title)), open, ("Holds", "Open")));
    }
    blocks.push(Block::spans(vec![
        Span::plain("Every item, with why it stands as it does, is in "),
        view.outline.refer(Section::GateItems),
        Span::plain("."),
    ]));
    blocks
}

fn items<'a>(caption: &str, all: impl Iterator<Item = &'a ItemResult>, (met, open): (&str, &str)) -> Block {
    Table::new(
        caption,
        vec![
            Column::new("What must hold", 3.4),
            Column::new("State", 1.4),
            Column::new("Why", 4.2),
            Column::new("Who must act", 1.5),
        ],
        "Nothing is listed.",
    )
    .rows(all.map(|item| {
        let (state, who) = match item.state {
            State::Met => (Cell::toned(met, Tone::Good), "–"),
            State::Open => (Cell::toned(open, Tone::Medium), item.who.title()),
            State::NotApplicable => (Cell::new("Not applicable"), "–"),
        };
        vec![Cell::new(flat(&item.text)), state, Cell::new(told(&item.because)), Cell::new(who)]
    }))
    .into()
}

fn monitored(view: &View) -> Vec<Block> {
    let next = &view.evaluation.next;
    let day = date_or(next.day, "None is due");
    let mut facts = vec![Fact::new("Next assessment", format!("{day}. {}", told(&next.because)))];
    facts.extend(conditions(view));
    let mut blocks = vec![Block::facts(facts), events(view)];
    let lapsed = &view.evaluation.lapsed;
    if !lapsed.is_empty() {
        blocks.push(
            Table::new(
                "Relied on, and counts no longer",
                vec![
                    Column::new("Where", 2.0),
                    Column::new("Since", 1.6),
                    Column::new("What that means", 3.4),
                    Column::new("Ask for instead", 3.0),
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
                    Cell::new(date(l.from)),
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
    let mut text = format!("{} of {} met", all.len() - open.len(), all.len());
    if let Some(day) = open.iter().filter_map(|c| c.due).min() {
        text.push_str(&format!("; the next of those open is due on {}", date(day)));
    }
    text.push_str(". They stand in ");
    Some(Fact::rich(
        "Conditions",
        vec![Span::plain(text), view.outline.refer(Section::Decision), Span::plain(".")],
    ))
}

/// What was recorded, dealt with or not, and what the records themselves show; by day.
fn events(view: &View) -> Block {
    let recorded = view.case.events.values().map(|event| {
        let state = match event.closed {
            None => Cell::toned("Open", Tone::Medium),
            Some(day) => {
                let outcome = or(&sentence(&event.outcome), "What came of it is not recorded.");
                Cell::toned(format!("Dealt with on {}: {outcome}", date(day)), Tone::Good)
            }
        };
        (event.date, event.trigger, flat(&event.what), state)
    });
    let shown = view.evaluation.events.iter().filter(|event| event.id.is_none());
    let shown =
        shown.map(|event| (event.date, event.trigger, told(&event.what), Cell::toned("Open", Tone::Medium)));
    let mut all: Vec<_> = recorded.chain(shown).collect();
    all.sort_by(|a, b| (a.0, &a.2).cmp(&(b.0, &b.2)));
    Table::new(
        "What happened and asks for another look",
        vec![
            Column::new("Day", 1.6),
            Column::new("Kind", 2.0),
            Column::new("What", 4.0),
            Column::new("State", 3.0),
        ],
        "Nothing is recorded, and nothing relied on has run out.",
    )
    .rows(all.into_iter().map(|(day, trigger, what, state)| {
        vec![Cell::new(date(day)), Cell::new(trigger.title()), Cell::new(what), state]
    }))
    .into()
}
