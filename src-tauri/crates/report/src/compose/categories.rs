//! The six risk categories of AI → an annex: a card for each with what was found and how far the
//! measures that answer it are in place.

use super::front::score_words;
use super::outline::joined_or;
use super::view::View;
use super::words::{band_tone, flat, sentence, told};
use crate::document::{Block, Card, Fact, Part, Span, Tone};
use assay_core::category::{CategoryResult, MeasureResult, MeasureState, categories};
use assay_core::words::Word;

/// The cards; none when there is no AI and no test.
pub(super) fn blocks(view: &View) -> Vec<Block> {
    if !view.has_ai() && view.case.tests.is_empty() {
        return Vec::new();
    }
    let cards = categories(&view.evaluation);
    let mut blocks: Vec<Block> = cards.iter().map(|c| Block::Card(card(view, c))).collect();
    // Below the cards, so that the heading stays with the first one.
    blocks.push(Block::p(
        "Questions, threats, risks, findings and tests can belong to several categories, so the figures do not add up to \
         those of the whole.",
    ));
    blocks
}

fn card(view: &View, c: &CategoryResult) -> Card {
    let band =
        c.worst.as_ref().and_then(|title| view.library.matrix.bands.iter().find(|b| b.title == *title));
    let mut parts = Vec::new();
    if !c.meaning.trim().is_empty() {
        parts.push(Part::new("What can happen", sentence(&c.meaning)));
    }
    if !c.measures.is_empty() {
        parts.push(Part { label: "Measures".into(), spans: measures(view, &c.measures) });
    }
    let threats = if c.threats == 0 {
        "None".to_owned()
    } else {
        format!(
            "{}, {} not decided",
            c.threats,
            if c.threats_open == 0 { "none".into() } else { c.threats_open.to_string() }
        )
    };
    Card {
        id: format!("category-{}", c.id.id()),
        number: String::new(),
        title: told(&c.title),
        badge: c
            .worst
            .as_ref()
            .map_or_else(|| "No risk recorded".into(), |w| format!("Worst risk: {}", flat(w))),
        tone: band.map_or(Tone::Neutral, band_tone),
        facts: vec![
            Fact::new("Score", score_words(&c.figure)),
            Fact::new("Threats", threats),
            Fact::rich("Risks", joined_or(c.risks.iter().map(|id| view.risk_span(id)), "None")),
            Fact::rich("Findings", joined_or(c.findings.iter().map(|id| view.finding_span(id)), "None")),
            Fact::rich("Tests", joined_or(c.tests.iter().map(|id| view.test_span(id)), "None")),
            Fact::rich("Weak answers", joined_or(c.weak.iter().map(|id| view.question_span(id)), "None")),
        ],
        parts,
    }
}

/// `In place: a, b. Lacking: c .` Measures whose questions are not asked come last, with none named.
fn measures(view: &View, all: &[MeasureResult]) -> Vec<Span> {
    let states = [
        (MeasureState::InPlace, "In place"),
        (MeasureState::InPart, "In part"),
        (MeasureState::Lacking, "Lacking"),
        (MeasureState::NotAssessed, "Not assessed"),
        (MeasureState::NotAsked, "Not asked here"),
        (MeasureState::NotApplicable, "Not applicable here"),
    ];
    let mut spans = Vec::new();
    for (state, word) in states {
        let mut of_state = all.iter().filter(|m| m.state == state).peekable();
        if of_state.peek().is_none() {
            continue;
        }
        let before = if spans.is_empty() { "" } else { " " };
        spans.push(Span::strong(format!("{before}{word}: ")));
        while let Some(measure) = of_state.next() {
            spans.push(Span::plain(flat(&measure.text)));
            if !measure.questions.is_empty() {
                spans.push(Span::plain(" ("));
                spans.extend(joined_or(measure.questions.iter().map(|id| view.question_span(id)), ""));
                spans.push(Span::plain(")"));
            }
            spans.push(Span::plain(if of_state.peek().is_some() { "; " } else { "." }));
        }
    }
    spans
}
