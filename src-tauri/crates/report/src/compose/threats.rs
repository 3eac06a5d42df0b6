//! The threat model in short: the system and what it is made of, where the threats lie, the gravest that nobody decided, and
//! what was tried. Model and threats in full stand in the threat register.

use super::diagram::{Diagram, diagram};
use super::outline::{Section, part};
use super::security_tests;
use super::threat_register::{Line, lines, threat_table};
use super::view::View;
use super::words::count;
use crate::document::{Block, Cell, Column, Drawing, Span, Table};
use assay_core::words::{Letter, ThreatDecision, Word};
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let nothing = is_empty(view);
    let mut parts: Vec<(&str, Vec<Block>)> = Vec::new();
    if !nothing {
        parts.push(("Elements, flows and boundaries", model(view)));
        parts.push(("Threats", threats(view)));
    }
    parts.push(("Security tests", security_tests::blocks(view)));
    let mut blocks = Vec::new();
    if nothing {
        blocks.push(Block::p(
            "No threat model was recorded, so no threat was derived from the parts of the service.",
        ));
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
                "Elements, flows and trust boundaries; the numbers are those of the table of flows",
                Drawing::DataFlow(flow),
            ));
            if !keys.is_empty() {
                let named: Vec<String> =
                    keys.into_iter().map(|(key, name)| format!("{key}: {name}")).collect();
                blocks.push(Block::p(format!("In the drawing stand {}.", named.join("; "))));
            }
        }
        None if case.elements.is_empty() => {}
        None => blocks.push(Block::p(format!(
            "The model has {} and {}, too many to draw on a page; the tables hold them all.",
            count(case.elements.len(), "element", "elements"),
            count(case.boundaries.len(), "trust boundary", "trust boundaries")
        ))),
    }
    blocks
}

fn threats(view: &View) -> Vec<Block> {
    let lines = lines(view);
    let open = lines.iter().filter(|l| l.decision == ThreatDecision::Open).count();
    let mut blocks = vec![Block::p(format!(
        "{}: {} decided, {open} open. The suggestion of a threat is likelihood × impact with its band.",
        count(lines.len(), "threat", "threats"),
        lines.len() - open,
    ))];
    let categories: BTreeSet<&str> = lines.iter().map(|l| l.category).collect();
    let order = Letter::ALL.iter().map(|l| l.title()).chain(["Other"]).filter(|c| categories.contains(c));
    let top = view.library.matrix.bands.len().saturating_sub(2);
    blocks.push(
        Table::new(
            "Threats by category",
            vec![
                Column::new("Category", 3.0),
                Column::number("Threats", 1.0),
                Column::number("Decided", 1.0),
                Column::number("Open", 1.0),
                Column::number("Open in the two highest bands", 1.6),
            ],
            "No threat is known.",
        )
        .rows(order.map(|category| {
            let its: Vec<&Line> = lines.iter().filter(|l| l.category == category).collect();
            let open: Vec<&&Line> = its.iter().filter(|l| l.decision == ThreatDecision::Open).collect();
            vec![
                Cell::new(category),
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
        blocks.push(threat_table("Open threats in the two highest bands", &grave));
    }
    blocks.push(Block::spans(vec![
        Span::plain("Every threat with its decision is in "),
        view.outline.refer(Section::ThreatRegister),
        Span::plain("."),
    ]));
    blocks
}
