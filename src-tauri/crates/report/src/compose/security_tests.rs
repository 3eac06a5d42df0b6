//! Security tests → the part of the threat model that says what was tried on the system, how it came out, and what that does to
//! the threats.

use super::outline::{joined, joined_or};
use super::view::{View, test_anchor};
use super::words::{bound, date, flat, list, or, sentence, told};
use crate::document::{Block, Card, Cell, Column, Fact, Part, Span, Table, Tone};
use assay_core::evaluation::{KindOfTest, TestProgress};
use assay_core::record::SecurityTest;
use assay_core::words::{TestOutcome, Word};

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
        let columns = vec![Column::new("Kind", 2.0), Column::new("State", 2.0), Column::new("Tests", 5.0)];
        blocks.push(Table::new("Tests that an AI system of this scope needs", columns, "").rows(rows).into());
    }
    if case.tests.is_empty() {
        blocks.push(Block::p("No test was planned or done."));
    }
    blocks.extend(case.tests.values().map(|test| Block::Card(card(view, test))));
    blocks.extend(tried(view));
    blocks
}

fn need(view: &View, test: &KindOfTest) -> Vec<Cell> {
    let state = match &test.progress {
        TestProgress::None => Cell::toned("None planned", Tone::High),
        TestProgress::Planned => Cell::toned("Planned", Tone::Medium),
        TestProgress::Done { outcome, .. } => {
            let (word, tone) = outcome_words(*outcome);
            Cell::toned(format!("Done: {}", word.to_lowercase()), tone)
        }
    };
    let tests = test.tests.iter().map(|id| view.test_span(id));
    vec![Cell::new(test.kind.title()), state, Cell::rich(joined_or(tests, "None"))]
}

/// How a test came out, in a word with its tone.
fn outcome(test: &SecurityTest) -> (&'static str, Tone) {
    test.outcome.map_or(("Not done", Tone::Neutral), outcome_words)
}

fn outcome_words(outcome: TestOutcome) -> (&'static str, Tone) {
    let tone = match outcome {
        TestOutcome::Withstood => Tone::Good,
        TestOutcome::Partly => Tone::Medium,
        TestOutcome::Failed => Tone::High,
        TestOutcome::Inconclusive => Tone::Neutral,
    };
    (outcome.title(), tone)
}

fn card(view: &View, test: &SecurityTest) -> Card {
    let (badge, tone) = outcome(test);
    let when = match (test.done, test.planned) {
        (Some(day), _) => Fact::new("Done", date(day)),
        (None, Some(day)) => Fact::new("Planned for", date(day)),
        (None, None) => Fact::new("Planned for", "No day is set"),
    };
    let evidence = joined_or(test.evidence.iter().map(|id| view.evidence_span(id)), "None");
    let elements: Vec<String> =
        test.elements.iter().map(|id| or(&view.name_of(id.as_str()), "Unnamed")).collect();
    let mut parts = vec![Part::new("Tested", or(&sentence(&list(&elements)), "Nothing is named."))];
    if !test.techniques.is_empty() {
        parts.push(Part { label: "Techniques".into(), spans: techniques(view, test) });
    }
    let said = [("Method", &test.method), ("Seen", &test.seen), ("Not told by it", &test.limits)];
    parts.extend(said.into_iter().filter_map(|(label, text)| {
        let text = sentence(text);
        (!text.is_empty()).then(|| Part::new(label, text))
    }));
    Card {
        id: test_anchor(&test.id),
        number: test.id.to_string(),
        title: or(&test.title, "Untitled"),
        badge: badge.into(),
        tone,
        facts: vec![
            Fact::new("Kind", test.kind.title()),
            when,
            Fact::new("By", or(&test.by, "Not recorded")),
            Fact::rich("Evidence", evidence),
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
            spans.push(Span::plain("; "));
        }
        spans.push(Span::mono(bound(&flat(id))));
        spans.extend(known(id).map(|title| Span::plain(format!(" {title}"))));
    }
    spans
}

/// Threats that stand for a technique that was tried on what they are about.
fn tried(view: &View) -> Option<Block> {
    let tried: Vec<_> = view.evaluation.threats.iter().filter(|t| !t.tests.is_empty()).collect();
    let table = Table::new(
        "Threats that the tests tried, with what that does to their likelihood",
        vec![
            Column::new("Threat", 3.6),
            Column::new("Tests", 1.2),
            Column::number("Likelihood", 1.2),
            Column::new("How it comes about", 4.0),
        ],
        "",
    )
    .rows(tried.iter().map(|threat| {
        vec![
            Cell::rich(vec![
                Span::plain(format!("{} ", or(&threat.title, "Untitled"))),
                Span::mono(bound(threat.rule.as_str())),
            ]),
            Cell::rich(joined(threat.tests.iter().map(|id| view.test_span(id)))),
            Cell::new(format!("{} of 5", threat.likelihood)),
            Cell::new(told(&threat.suggestion)),
        ]
    }));
    (!tried.is_empty()).then(|| table.into())
}
