//! Security tests → the part of the threat model that says what was tried on the system, how it came out, and what that does to
//! the threats.

use super::outline::{joined, joined_or};
use super::view::{View, test_anchor};
use super::words::{bound, date, flat, list, or, sentence, told, within};
use crate::document::{Block, Card, Cell, Column, Fact, Part, Span, Table, Tone};
use assay_core::evaluation::{KindOfTest, TestProgress};
use assay_core::record::SecurityTest;
use assay_core::words::TestOutcome;

/// What is needed, each test, and the threats that were tried; nothing when there is no AI and no test.
pub(super) fn blocks(view: &View) -> Vec<Block> {
    let case = view.case;
    let needed: Vec<&KindOfTest> = view.evaluation.tests.iter().filter(|test| test.needed).collect();
    if needed.is_empty() && case.tests.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if !needed.is_empty() {
        let rows = needed.into_iter().map(|test| need(view, test));
        let columns = vec![
            Column::new(say!(view, "Kind"), 2.0),
            Column::new(say!(view, "State"), 2.0),
            Column::new(say!(view, "Tests"), 5.0),
        ];
        blocks.push(
            Table::new(say!(view, "Tests that an AI system of this scope needs"), columns, "")
                .rows(rows)
                .into(),
        );
    }
    if case.tests.is_empty() {
        blocks.push(Block::p(say!(view, "No test was planned or done.")));
    }
    blocks.extend(case.tests.values().map(|test| Block::Card(card(view, test))));
    blocks.extend(tried(view));
    blocks
}

fn need(view: &View, test: &KindOfTest) -> Vec<Cell> {
    let state = match &test.progress {
        TestProgress::None => Cell::toned(say!(view, "None planned"), Tone::High),
        TestProgress::Planned => Cell::toned(say!(view, "Planned"), Tone::Medium),
        TestProgress::Done { outcome, .. } => Cell::toned(
            say!(view, "Done: {outcome}", outcome = within(view, outcome)),
            outcome_tone(*outcome),
        ),
    };
    let tests = test.tests.iter().map(|id| view.test_span(id));
    vec![Cell::new(told(view, &test.kind)), state, Cell::rich(joined_or(view, tests, say!(view, "None")))]
}

/// How a test came out, in a word with its tone.
fn outcome(view: &View, test: &SecurityTest) -> (String, Tone) {
    match test.outcome {
        None => (say!(view, "Not done"), Tone::Neutral),
        Some(outcome) => (told(view, &outcome), outcome_tone(outcome)),
    }
}

fn outcome_tone(outcome: TestOutcome) -> Tone {
    match outcome {
        TestOutcome::Withstood => Tone::Good,
        TestOutcome::Partly => Tone::Medium,
        TestOutcome::Failed => Tone::High,
        TestOutcome::Inconclusive => Tone::Neutral,
    }
}

fn card(view: &View, test: &SecurityTest) -> Card {
    let (badge, tone) = outcome(view, test);
    let when = match (test.done, test.planned) {
        (Some(day), _) => Fact::new(say!(view, "Done"), date(view, day)),
        (None, Some(day)) => Fact::new(say!(view, "Planned for"), date(view, day)),
        (None, None) => Fact::new(say!(view, "Planned for"), say!(view, "No day is set")),
    };
    let evidence = joined_or(view, test.evidence.iter().map(|id| view.evidence_span(id)), say!(view, "None"));
    let elements: Vec<String> =
        test.elements.iter().map(|id| or(&view.name_of(id.as_str()), say!(view, "Unnamed"))).collect();
    let mut parts = vec![Part::new(
        say!(view, "Tested"),
        or(&sentence(&list(view, &elements)), say!(view, "Nothing is named.")),
    )];
    if !test.techniques.is_empty() {
        parts.push(Part { label: say!(view, "Techniques"), spans: techniques(view, test) });
    }
    let said = [
        (say!(view, "Method"), &test.method),
        (say!(view, "Seen"), &test.seen),
        (say!(view, "Not told by it"), &test.limits),
    ];
    parts.extend(said.into_iter().filter_map(|(label, text)| {
        let text = sentence(text);
        (!text.is_empty()).then(|| Part::new(label, text))
    }));
    Card {
        id: test_anchor(&test.id),
        number: test.id.to_string(),
        title: or(&test.title, say!(view, "Untitled")),
        badge,
        tone,
        facts: vec![
            Fact::new(say!(view, "Kind"), told(view, &test.kind)),
            when,
            Fact::new(say!(view, "By"), or(&test.by, say!(view, "Not recorded"))),
            Fact::rich(say!(view, "Evidence"), evidence),
        ],
        parts,
    }
}

/// Published ids with the names the packs know for them.
fn techniques(view: &View, test: &SecurityTest) -> Vec<Span> {
    let known = |id: &str| {
        view.library
            .techniques
            .iter()
            .flat_map(|e| &e.techniques)
            .find(|t| t.id == id)
            .map(|t| flat(&t.title))
    };
    let mut spans = Vec::new();
    for id in &test.techniques {
        if !spans.is_empty() {
            spans.push(Span::plain(say!(view, "; ")));
        }
        spans.push(Span::mono(bound(&flat(id))));
        spans.extend(known(id).into_iter().flat_map(|title| [say!(view, " "), title].map(Span::plain)));
    }
    spans
}

/// Threats that stand for a technique that was tried on what they are about.
fn tried(view: &View) -> Option<Block> {
    let tried: Vec<_> = view.evaluation.threats.iter().filter(|t| !t.tests.is_empty()).collect();
    let table = Table::new(
        say!(view, "Threats that the tests tried, with what that does to their likelihood"),
        vec![
            Column::new(say!(view, "Threat"), 3.6),
            Column::new(say!(view, "Tests"), 1.2),
            Column::number(say!(view, "Likelihood"), 1.2),
            Column::new(say!(view, "How it comes about"), 4.0),
        ],
        "",
    )
    .rows(tried.iter().map(|threat| {
        vec![
            Cell::rich(vec![
                Span::plain(or(&threat.title, say!(view, "Untitled"))),
                Span::plain(say!(view, " ")),
                Span::mono(bound(threat.rule.as_str())),
            ]),
            Cell::rich(joined(view, threat.tests.iter().map(|id| view.test_span(id)))),
            Cell::new(say!(view, "{likelihood} of 5", likelihood = threat.likelihood)),
            Cell::new(told(view, &threat.suggestion)),
        ]
    }));
    (!tried.is_empty()).then(|| table.into())
}
