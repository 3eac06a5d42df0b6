//! The model in tables and every threat with its decision, open ones first; bills of materials.

use super::diagram::numbers;
use super::outline::part;
use super::view::View;
use super::words::{band_tone, bound, count, flat, or, severity_tone};
use super::{system, threats};
use crate::document::{Block, Cell, Column, Span, Table, Tone};
use assay_core::ids::BoundaryId;
use assay_core::risk::Rating;
use assay_core::words::{ElementFact, Known, Letter, ThreatDecision, Word};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut parts: Vec<(&str, Vec<Block>)> =
        vec![("Components", system::components(view)), ("Bills of materials", system::bills(view))];
    if !threats::is_empty(view) {
        parts.push(("Elements and flows", model(view)));
        parts.push(("All threats", all(view)));
    }
    if !view.stale.is_empty() {
        parts.push(("Decisions on threats that the model no longer yields", vec![stale(view)]));
    }
    let mut blocks = Vec::new();
    for (title, content) in parts.into_iter().filter(|(_, content)| !content.is_empty()) {
        blocks.push(part(title));
        blocks.extend(content);
    }
    if blocks.is_empty() {
        blocks.push(Block::p("No threat model was recorded, so there is no threat to list."));
    }
    blocks
}

fn model(view: &View) -> Vec<Block> {
    let case = view.case;
    let mut blocks = Vec::new();
    let elements = case.elements.values().map(|e| {
        let mut kind = e.kind.title().to_owned();
        if let Some(role) = e.role {
            kind.push_str(&format!(", {}", role.title().to_lowercase()));
        }
        vec![
            Cell::new(with_scope(&e.name, e.out_of_scope.as_deref())),
            Cell::new(kind),
            Cell::new(e.boundary.as_ref().map_or_else(|| "None".to_owned(), |b| path(view, b))),
            Cell::new(facts(&e.facts)),
        ]
    });
    blocks.push(
        Table::new(
            "Elements",
            vec![
                Column::new("Element", 2.4),
                Column::new("Kind", 1.8),
                Column::new("Inside", 2.0),
                Column::new("What is known", 4.0),
            ],
            "No element is recorded.",
        )
        .rows(elements)
        .into(),
    );
    let numbers = numbers(case);
    let flows = case.flows.values().map(|f| {
        let crossed: Vec<String> = view
            .crossings
            .get(&f.id)
            .into_iter()
            .flatten()
            .filter_map(|b| case.boundaries.get(b))
            .map(|b| flat(&b.name))
            .collect();
        vec![
            Cell::new(numbers.get(&f.id).map(u32::to_string).unwrap_or_default()),
            Cell::new(with_scope(&f.name, f.out_of_scope.as_deref())),
            Cell::new(format!(
                "{} → {}",
                flat(&view.name_of(f.source.as_str())),
                flat(&view.name_of(f.target.as_str()))
            )),
            Cell::new(or(&f.protocol, "Not recorded")),
            Cell::new(or(&crossed.join(", "), "None")),
            Cell::new(facts(&f.facts)),
        ]
    });
    blocks.push(
        Table::new(
            "Flows",
            vec![
                Column::new("No.", 0.6),
                Column::new("Flow", 1.9),
                Column::new("From → to", 2.4),
                Column::new("Protocol", 1.2),
                Column::new("Boundaries crossed", 1.8),
                Column::new("What is known", 2.8),
            ],
            "No flow is recorded.",
        )
        .rows(flows)
        .into(),
    );
    blocks
}

fn with_scope(name: &str, out: Option<&str>) -> String {
    match out {
        Some(reason) => {
            format!("{} (out of scope: {})", or(name, "Unnamed"), or(reason, "no reason recorded"))
        }
        None => or(name, "Unnamed"),
    }
}

/// The boundary with those around it, outermost first.
fn path(view: &View, id: &BoundaryId) -> String {
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    let mut here = Some(id);
    while let Some(id) = here.filter(|id| seen.insert(*id)) {
        let Some(boundary) = view.case.boundaries.get(id) else { break };
        names.push(or(&boundary.name, "Unnamed"));
        here = boundary.parent.as_ref();
    }
    names.reverse();
    or(&names.join(" › "), "None")
}

/// Recorded facts in words: what holds, what does not. A fact that nobody recorded is not known.
fn facts(facts: &BTreeMap<ElementFact, Known>) -> String {
    let with = |known: Known| -> Vec<&str> {
        facts.iter().filter(|(_, k)| **k == known).map(|(f, _)| f.title()).collect()
    };
    let parts: Vec<String> =
        [("Yes", with(Known::Yes)), ("No", with(Known::No)), ("Not known", with(Known::Unknown))]
            .into_iter()
            .filter(|(_, titles)| !titles.is_empty())
            .map(|(word, titles)| format!("{word}: {}.", titles.join(", ")))
            .collect();
    if parts.is_empty() { "Nothing is recorded.".into() } else { parts.join(" ") }
}

/// A threat from a rule or from a person, as a row of one table.
pub(super) struct Line {
    title: String,
    source: String,
    /// The word for its category.
    pub category: &'static str,
    on: String,
    rating: Option<Rating>,
    suggested: String,
    /// Rank of its band, higher is graver.
    pub rank: usize,
    tone: Option<Tone>,
    /// What was decided.
    pub decision: ThreatDecision,
    reason: String,
}

/// All threats: open ones first, then the graver suggestion.
pub(super) fn lines(view: &View) -> Vec<Line> {
    let mut all: Vec<Line> = view
        .evaluation
        .threats
        .iter()
        .map(|t| {
            let (decision, reason) = view.threat_decision(&t.id);
            let rating = Rating::new(t.likelihood, t.impact).ok();
            let band = rating.map(|r| view.band(r));
            Line {
                title: flat(&t.title),
                source: bound(t.rule.as_str()),
                category: t.letter.title(),
                on: flat(&t.target_name),
                rating,
                suggested: format!(
                    "{} ({}\u{a0}×\u{a0}{})",
                    band.map_or("None", |b| &b.title),
                    t.likelihood,
                    t.impact
                ),
                rank: rating.map_or(0, |r| view.library.matrix.rank(r)),
                tone: band.map(band_tone),
                decision,
                reason: flat(reason),
            }
        })
        .collect();
    all.extend(view.recorded_threats().map(|t| {
        let (decision, reason) = view.threat_decision(&t.id);
        let mut reason = flat(reason);
        if reason.is_empty() && !t.mitigation.trim().is_empty() {
            reason = format!("Mitigation recorded: {}", flat(&t.mitigation));
        }
        Line {
            title: flat(&t.title),
            source: or(&t.source, "recorded by hand"),
            category: t.letter.map_or("Other", Letter::title),
            on: flat(&view.name_of(&t.on)),
            rating: None,
            suggested: t
                .severity
                .map_or_else(|| "Not rated".to_owned(), |s| format!("{} by its source", s.title())),
            rank: t.severity.map_or(0, |s| s as usize),
            tone: t.severity.map(severity_tone),
            decision,
            reason,
        }
    }));
    all.sort_by_cached_key(|l| {
        (
            l.decision != ThreatDecision::Open,
            Reverse(l.rank),
            Reverse(l.rating.map_or(0, |r| r.likelihood() * r.impact())),
            l.category,
            l.source.clone(),
            l.on.clone(),
            l.title.clone(),
        )
    });
    all
}

fn all(view: &View) -> Vec<Block> {
    let lines = lines(view);
    let all: Vec<&Line> = lines.iter().collect();
    vec![
        Block::p(format!(
            "{}, open ones first, highest suggestion first. The attached data give for each threat why it fired, which \
             answers bear on it and how the suggestion came about.",
            count(lines.len(), "threat", "threats")
        )),
        threat_table("All threats", &all),
    ]
}

/// Threats with their decisions.
pub(super) fn threat_table(caption: &str, lines: &[&Line]) -> Block {
    Table::new(
        caption,
        vec![
            Column::new("Threat", 4.0),
            Column::new("Category", 1.5),
            Column::new("On", 1.7),
            Column::new("Suggestion", 1.6),
            Column::new("Decision", 3.8),
        ],
        "No rule fires on this model, and no threat was recorded.",
    )
    .rows(lines.iter().map(|l| {
        let mut suggestion = Cell::new(&l.suggested);
        suggestion.tone = l.tone;
        vec![
            Cell::rich(vec![Span::plain(format!("{} ", or(&l.title, "Untitled"))), Span::mono(&l.source)]),
            Cell::new(l.category),
            Cell::new(&l.on),
            suggestion,
            Cell::rich(decision(l)),
        ]
    }))
    .into()
}

fn decision(line: &Line) -> Vec<Span> {
    let word = Span::strong(line.decision.title());
    match (line.reason.is_empty(), line.decision) {
        (false, _) => vec![word, Span::plain(format!(": {}", line.reason))],
        (true, ThreatDecision::Open) => vec![word],
        (true, _) => vec![word, Span::plain(": no reason recorded")],
    }
}

fn stale(view: &View) -> Block {
    Table::new(
        "Decisions kept",
        vec![Column::new("Threat", 4.0), Column::new("Decision", 1.4), Column::new("Reason", 4.0)],
        "Every decision is on a threat of the present model.",
    )
    .rows(view.stale.iter().map(|note| {
        vec![
            Cell::new(or(&note.title, note.threat.as_str())),
            Cell::new(note.decision.title()),
            Cell::new(or(&note.reason, "No reason recorded")),
        ]
    }))
    .into()
}
