//! Categories of risk, gates, do's and don'ts, and monitoring → the last parts of section 8: the way into use.

use super::section::{Section, joined};
use super::view::View;
use super::words::*;
use crate::document::*;
use assay_core::category::{CategoryResult, MeasureState, categories};
use assay_core::gate::{GateResult, ItemResult, Picture, State, donts, dos, gates};
use assay_core::ids::TestId;
use assay_core::methodology::{self, Step};
use assay_core::monitoring;
use assay_core::words::{ScopeFact, Word};

/// What the gates of a view are read from.
pub(super) fn picture<'a>(view: &'a View<'_>) -> Picture<'a> {
    Picture {
        case: view.case,
        library: view.library,
        threats: &view.threats,
        knock_outs: &view.knock_outs,
        results: &view.results,
        today: view.about.issued.date_naive(),
    }
}

/// The parts, numbered from `first`.
pub(super) fn parts(view: &View, first: usize) -> Vec<Block> {
    let picture = picture(view);
    let mut blocks = Vec::new();
    let mut next = first;
    let mut part = |title: &str, content: Vec<Block>| {
        blocks.push(Section::Decision.part(next, title));
        blocks.extend(content);
        next += 1;
    };
    let with_ai = view.case.assessment.has(ScopeFact::Ai);
    if with_ai && !view.library.categories.is_empty() {
        part("Risk of AI by category", categories(&picture).iter().flat_map(|c| category(view, c)).collect());
    }
    let gates = gates(&picture);
    if !gates.is_empty() {
        let mut content = vec![steps(&methodology::steps(&picture))];
        content.extend(gates.iter().map(gate));
        part("Gates on the way into use", content);
        let kept = items("What is to be done", &dos(&picture), "Done", "Not done");
        let left = items("What must not be", &donts(&picture), "Kept", "Not shown to be kept");
        part("Do and don't", vec![kept, left]);
    }
    part("Monitoring", monitoring(view, &picture));
    blocks
}

fn state(item: &ItemResult, met: &str, open: &str) -> Cell {
    match item.state {
        State::Met => Cell::toned(met, Tone::Good),
        State::Open => Cell::toned(open, Tone::Medium),
        State::NotApplicable => Cell::new("Not applicable"),
    }
}

fn items(caption: &str, all: &[ItemResult], met: &str, open: &str) -> Block {
    Table::new(
        caption,
        vec![
            Column::new("What must hold", 3.4),
            Column::new("State", 1.3),
            Column::new("Why", 4.2),
            Column::new("Who acts", 1.3),
        ],
        "Nothing is listed.",
    )
    .rows(all.iter().map(|item| {
        vec![
            Cell::new(flat(&item.text)),
            state(item, met, open),
            Cell::new(flat(&item.because)),
            Cell::new(if item.state == State::Open { item.who.title() } else { "" }),
        ]
    }))
    .into()
}

fn steps(all: &[Step]) -> Block {
    Table::new(
        "The five steps of the method",
        vec![
            Column::new("Step", 2.0),
            Column::new("State", 1.4),
            Column::number("Done", 0.9),
            Column::new("Missing", 5.0),
        ],
        "No step is known.",
    )
    .rows(all.iter().map(|step| {
        let mut missing: Vec<String> = step.missing.iter().take(4).map(|m| flat(m)).collect();
        if let Some(more) = step.missing.len().checked_sub(4).filter(|n| *n > 0) {
            missing.push(format!("And {more} more."));
        }
        vec![
            Cell::new(flat(&step.title)),
            if step.is_complete() {
                Cell::toned("Complete", Tone::Good)
            } else {
                Cell::toned("Under way", Tone::Medium)
            },
            Cell::new(format!("{} of {}", step.done, step.of)),
            Cell::new(or(&missing.join(" "), "Nothing")),
        ]
    }))
    .into()
}

fn gate(gate: &GateResult) -> Block {
    let word = if gate.passed { "passed" } else { "not passed" };
    let caption = format!("{}: {word}, {} of {}. {}", gate.title, gate.met, gate.of, gate.meaning);
    items(&flat(&caption), &gate.items, "Met", "Open")
}

fn measure_cell(state: MeasureState) -> Cell {
    match state {
        MeasureState::InPlace => Cell::toned("In place", Tone::Good),
        MeasureState::InPart => Cell::toned("In part", Tone::Medium),
        MeasureState::Lacking => Cell::toned("Lacking", Tone::High),
        MeasureState::NotAssessed => Cell::new("Not assessed"),
        MeasureState::NotAsked => Cell::new("Not asked here"),
    }
}

fn category(view: &View, c: &CategoryResult) -> Vec<Block> {
    let none = |spans: Vec<Span>| if spans.is_empty() { vec![Span::plain("None")] } else { spans };
    let score = c.figure.score.map_or("No score".to_owned(), |score| format!("{score:.0} of 100"));
    let coverage = c.figure.coverage().map_or_else(String::new, |p| format!(", coverage {}", percent(p)));
    let tests: Vec<&str> = c.tests.iter().map(TestId::as_str).collect();
    let risks = none(joined(c.risks.iter().map(|id| view.risk_span(id))));
    let worst = c.worst.as_ref().map_or_else(String::new, |band| format!("; the worst is {}", flat(band)));
    vec![
        Block::unnumbered(Level::Three, flat(&c.title), format!("category-{}", c.id.id())),
        Block::p(flat(&c.meaning)),
        Block::facts(vec![
            Fact::new(
                "Score",
                format!("{score}{coverage} ({} of {})", c.figure.concluded, c.figure.applicable),
            ),
            Fact::rich("Weak answers", none(joined(c.weak.iter().map(|id| view.question_span(id))))),
            Fact::new("Threats", format!("{}, of which {} not decided", c.threats, c.threats_open)),
            Fact::rich("Risks", risks.into_iter().chain([Span::plain(worst)]).collect()),
            Fact::new("Tests", or(&tests.join(", "), "None")),
        ]),
        Table::new(
            format!("{}: measures that answer it", c.title),
            vec![Column::new("Measure", 4.0), Column::new("State", 1.4), Column::new("Examined by", 3.4)],
            "No measure is listed.",
        )
        .rows(c.measures.iter().map(|m| {
            vec![
                Cell::new(flat(&m.text)),
                measure_cell(m.state),
                Cell::rich(none(joined(m.questions.iter().map(|id| view.question_span(id))))),
            ]
        }))
        .into(),
    ]
}

fn monitoring(view: &View, picture: &Picture) -> Vec<Block> {
    let next = monitoring::next_assessment(view.case);
    let lapsed: Vec<String> = monitoring::lapsed(picture)
        .iter()
        .map(|l| flat(&format!("{}: {} {}", l.on, l.meaning, l.instead)))
        .collect();
    let mut blocks = vec![
        Block::facts(vec![Fact::new("Next assessment", format!("{}. {}", date(next.day), next.because))]),
        Table::new(
            "What happened and is open",
            vec![Column::new("Day", 1.4), Column::new("Kind", 2.2), Column::new("What", 5.6)],
            "Nothing that happened asks for another look.",
        )
        .rows(monitoring::open_events(picture).iter().map(|event| {
            vec![Cell::new(date(event.date)), Cell::new(event.trigger.title()), Cell::new(flat(&event.what))]
        }))
        .into(),
    ];
    if !lapsed.is_empty() {
        blocks.push(Block::unnumbered(Level::Three, "Relied on, and counts no longer", "lapsed"));
        blocks.push(Block::bullets(lapsed));
    }
    blocks
}
