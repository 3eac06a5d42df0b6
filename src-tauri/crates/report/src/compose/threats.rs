//! The threat model in short: the system and what it is made of, where the threats lie, the gravest that nobody decided, and
//! what was tried. Model and threats in full stand in the threat register.

use super::diagram::{Diagram, diagram};
use super::outline::{Section, part};
use super::security_tests;
use super::threat_register::{Line, category, lines, threat_table};
use super::view::View;
use super::words::series;
use crate::document::{Block, Cell, Column, Drawing, Table};
use assay_core::words::{Letter, ThreatDecision, Word};
use assay_message::word;
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let nothing = is_empty(view);
    let mut parts: Vec<(String, Vec<Block>)> = Vec::new();
    if !nothing {
        parts.push((say!(view, "Elements, flows and boundaries"), model(view)));
        parts.push((say!(view, "Threats"), threats(view)));
    }
    parts.push((say!(view, "Security tests"), security_tests::blocks(view)));
    let mut blocks = Vec::new();
    if nothing {
        blocks.push(Block::p(say!(
            view,
            "No threat model was recorded, so no threat was derived from the parts of the service."
        )));
    }
    for (title, content) in parts.into_iter().filter(|(_, content)| !content.is_empty()) {
        blocks.push(part(title));
        blocks.extend(content);
    }
    blocks
}

/// Whether there is no model and no threat.
pub(super) fn is_empty(view: &View) -> bool {
    let case = view.case;
    case.elements.is_empty()
        && case.flows.is_empty()
        && case.recorded_threats.is_empty()
        && view.stale.is_empty()
}

fn model(view: &View) -> Vec<Block> {
    let case = view.case;
    let mut blocks = Vec::new();
    match diagram(case) {
        Some(Diagram { flow, keys }) => {
            blocks.push(Block::figure(
                say!(view, "Elements, flows and trust boundaries; the numbers are those of the table of flows"),
                Drawing::DataFlow(flow),
            ));
            if !keys.is_empty() {
                let named: Vec<String> =
                    keys.into_iter().map(|(key, name)| say!(view, "{key}: {name}")).collect();
                blocks.push(Block::p(say!(view, "In the drawing stand {names}.", names = series(view, &named))));
            }
        }
        None if case.elements.is_empty() => {}
        None => blocks.push(Block::p(say!(
            view,
            "The model has {elements} and {boundaries}, too many to draw on a page; the tables hold them all.",
            elements = word!("{n}\u{a0}element|{n}\u{a0}elements", n = case.elements.len()),
            boundaries =
                word!("{n}\u{a0}trust boundary|{n}\u{a0}trust boundaries", n = case.boundaries.len())
        ))),
    }
    blocks
}

fn threats(view: &View) -> Vec<Block> {
    let lines = lines(view);
    let open = lines.iter().filter(|l| l.decision == ThreatDecision::Open).count();
    let mut blocks = vec![Block::p(say!(
        view,
        "{threats}: {decided} decided, {open} open. The suggestion of a threat is likelihood × impact with its band.",
        threats = word!("{n}\u{a0}threat|{n}\u{a0}threats", n = lines.len()),
        decided = lines.len() - open
    ))];
    let letters: BTreeSet<Option<Letter>> = lines.iter().map(|l| l.letter).collect();
    let order = Letter::ALL.iter().copied().map(Some).chain([None]).filter(|l| letters.contains(l));
    let top = view.library.matrix.bands.len().saturating_sub(2);
    blocks.push(
        Table::new(
            say!(view, "Threats by category"),
            vec![
                Column::new(say!(view, "Category"), 3.0),
                Column::number(say!(view, "Threats"), 1.0),
                Column::number(say!(view, "Decided"), 1.0),
                Column::number(say!(view, "Open"), 1.0),
                Column::number(say!(view, "Open in the two highest bands"), 1.6),
            ],
            say!(view, "No threat is known."),
        )
        .rows(order.map(|letter| {
            let its: Vec<&Line> = lines.iter().filter(|l| l.letter == letter).collect();
            let open: Vec<&&Line> = its.iter().filter(|l| l.decision == ThreatDecision::Open).collect();
            vec![
                Cell::new(category(view, letter)),
                Cell::new(its.len().to_string()),
                Cell::new((its.len() - open.len()).to_string()),
                Cell::new(open.len().to_string()),
                Cell::new(open.iter().filter(|l| l.rank >= top).count().to_string()),
            ]
        }))
        .into(),
    );
    let grave: Vec<&Line> =
        lines.iter().filter(|l| l.decision == ThreatDecision::Open && l.rank >= top).collect();
    if !grave.is_empty() {
        blocks.push(threat_table(view, say!(view, "Open threats in the two highest bands"), &grave));
    }
    blocks.push(Block::spans(runs!(
        view,
        [section = view.outline.refer(view, Section::ThreatRegister)],
        "Every threat with its decision is in {section}."
    )));
    blocks
}
