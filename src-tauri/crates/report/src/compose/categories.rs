//! The six risk categories of AI → an annex: a card for each with what was found and how far the
//! measures that answer it are in place.

use super::front::score_words;
use super::outline::{joined, joined_or};
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
        say!(view, "Questions, threats, risks, findings and tests can belong to several categories, so the figures do not add up to \
         those of the whole."),
    ));
    blocks
}

fn card(view: &View, c: &CategoryResult) -> Card {
    let band =
        c.worst.as_ref().and_then(|title| view.library.matrix.bands.iter().find(|b| b.title == *title));
    let mut parts = Vec::new();
    if !c.meaning.trim().is_empty() {
        parts.push(Part::new(say!(view, "What can happen"), sentence(&c.meaning)));
    }
    if !c.measures.is_empty() {
        parts.push(Part { label: say!(view, "Measures"), spans: measures(view, &c.measures) });
    }
    let threats = if c.threats == 0 {
        say!(view, "None")
    } else {
        match c.threats_open {
            0 => say!(view, "{threats}, none not decided", threats = c.threats),
            open => say!(view, "{threats}, {open} not decided", threats = c.threats),
        }
    };
    Card {
        id: format!("category-{}", c.id.id()),
        number: String::new(),
        title: told(view, &c.title),
        badge: c.worst.as_ref().map_or_else(
            || say!(view, "No risk recorded"),
            |w| say!(view, "Worst risk: {band}", band = flat(w)),
        ),
        tone: band.map_or(Tone::Neutral, band_tone),
        facts: vec![
            Fact::new(say!(view, "Score"), score_words(view, &c.figure)),
            Fact::new(say!(view, "Threats"), threats),
            Fact::rich(
                say!(view, "Risks"),
                joined_or(view, c.risks.iter().map(|id| view.risk_span(id)), say!(view, "None")),
            ),
            Fact::rich(
                say!(view, "Findings"),
                joined_or(view, c.findings.iter().map(|id| view.finding_span(id)), say!(view, "None")),
            ),
            Fact::rich(
                say!(view, "Tests"),
                joined_or(view, c.tests.iter().map(|id| view.test_span(id)), say!(view, "None")),
            ),
            Fact::rich(
                say!(view, "Weak answers"),
                joined_or(view, c.weak.iter().map(|id| view.question_span(id)), say!(view, "None")),
            ),
        ],
        parts,
    }
}

/// `In place: a, b. Lacking: c .` Measures whose questions are not asked come last, with none named.
fn measures(view: &View, all: &[MeasureResult]) -> Vec<Span> {
    let states = [
        (MeasureState::InPlace, say!(view, "In place")),
        (MeasureState::InPart, say!(view, "In part")),
        (MeasureState::Lacking, say!(view, "Lacking")),
        (MeasureState::NotAssessed, say!(view, "Not assessed")),
        (MeasureState::NotAsked, say!(view, "Not asked here")),
        (MeasureState::NotApplicable, say!(view, "Not applicable here")),
    ];
    let mut spans = Vec::new();
    for (state, word) in states {
        let mut of_state = all.iter().filter(|m| m.state == state).peekable();
        if of_state.peek().is_none() {
            continue;
        }
        if !spans.is_empty() {
            spans.push(Span::strong(say!(view, " ")));
        }
        spans.push(Span::strong(say!(view, "{state}: ", state = word)));
        while let Some(measure) = of_state.next() {
            let measured = flat(&measure.text);
            let asked = joined(view, measure.questions.iter().map(|id| view.question_span(id)));
            spans.extend(match (asked.is_empty(), of_state.peek().is_some()) {
                (true, true) => vec![Span::plain(say!(view, "{measured}; "))],
                (true, false) => vec![Span::plain(say!(view, "{measured}."))],
                (false, true) => runs!(view, [questions = asked], "{measured} ({questions}); "),
                (false, false) => runs!(view, [questions = asked], "{measured} ({questions})."),
            });
        }
    }
    spans
}
