//! The model in tables and every threat with its decision, open ones first; bills of materials.

use super::diagram::numbers;
use super::outline::part;
use super::view::View;
use super::words::{band_tone, bound, flat, in_row, or, sentences, severity_tone, told, within};
use super::{system, threats};
use crate::document::{Block, Cell, Column, Span, Table, Tone};
use assay_core::ids::BoundaryId;
use assay_core::risk::Rating;
use assay_core::words::{ElementFact, Known, Letter, ThreatDecision, Word};
use assay_message::word;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut parts: Vec<(String, Vec<Block>)> = vec![
        (say!(view, "Components"), system::components(view)),
        (say!(view, "Bills of materials"), system::bills(view)),
    ];
    if !threats::is_empty(view) {
        parts.push((say!(view, "Elements and flows"), model(view)));
        parts.push((say!(view, "All threats"), all(view)));
    }
    if !view.stale.is_empty() {
        parts.push((say!(view, "Decisions on threats that the model no longer yields"), vec![stale(view)]));
    }
    let mut blocks = Vec::new();
    for (title, content) in parts.into_iter().filter(|(_, content)| !content.is_empty()) {
        blocks.push(part(title));
        blocks.extend(content);
    }
    if blocks.is_empty() {
        blocks.push(Block::p(say!(view, "No threat model was recorded, so there is no threat to list.")));
    }
    blocks
}

fn model(view: &View) -> Vec<Block> {
    let case = view.case;
    let mut blocks = Vec::new();
    let elements = case.elements.values().map(|e| {
        let mut kind = vec![told(view, &e.kind)];
        kind.extend(e.role.map(|role| within(view, &role)));
        vec![
            Cell::new(with_scope(view, &e.name, e.out_of_scope.as_deref())),
            Cell::new(in_row(view, &kind)),
            Cell::new(e.boundary.as_ref().map_or_else(|| say!(view, "None"), |b| path(view, b))),
            Cell::new(facts(view, &e.facts)),
        ]
    });
    blocks.push(
        Table::new(
            say!(view, "Elements"),
            vec![
                Column::new(say!(view, "Element"), 2.4),
                Column::new(say!(view, "Kind"), 1.8),
                Column::new(say!(view, "Inside"), 2.0),
                Column::new(say!(view, "What is known"), 4.0),
            ],
            say!(view, "No element is recorded."),
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
            Cell::new(with_scope(view, &f.name, f.out_of_scope.as_deref())),
            Cell::new(format!(
                "{} → {}",
                flat(&view.name_of(f.source.as_str())),
                flat(&view.name_of(f.target.as_str()))
            )),
            Cell::new(or(&f.protocol, say!(view, "Not recorded"))),
            Cell::new(or(&in_row(view, &crossed), say!(view, "None"))),
            Cell::new(facts(view, &f.facts)),
        ]
    });
    blocks.push(
        Table::new(
            say!(view, "Flows"),
            vec![
                Column::new(say!(view, "No."), 0.6),
                Column::new(say!(view, "Flow"), 1.9),
                Column::new(say!(view, "From → to"), 2.4),
                Column::new(say!(view, "Protocol"), 1.2),
                Column::new(say!(view, "Boundaries crossed"), 1.8),
                Column::new(say!(view, "What is known"), 2.8),
            ],
            say!(view, "No flow is recorded."),
        )
        .rows(flows)
        .into(),
    );
    blocks
}

fn with_scope(view: &View, name: &str, out: Option<&str>) -> String {
    match out {
        Some(reason) => {
            let name = or(name, say!(view, "Unnamed"));
            let reason = or(reason, say!(view, "no reason recorded"));
            say!(view, "{name} (out of scope: {reason})")
        }
        None => or(name, say!(view, "Unnamed")),
    }
}

/// The boundary with those around it, outermost first.
fn path(view: &View, id: &BoundaryId) -> String {
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    let mut here = Some(id);
    while let Some(id) = here.filter(|id| seen.insert(*id)) {
        let Some(boundary) = view.case.boundaries.get(id) else { break };
        names.push(or(&boundary.name, say!(view, "Unnamed")));
        here = boundary.parent.as_ref();
    }
    names.reverse();
    or(&names.join(" › "), say!(view, "None"))
}

/// Recorded facts in words: what holds, what does not. A fact that nobody recorded is not known.
fn facts(view: &View, facts: &BTreeMap<ElementFact, Known>) -> String {
    let with = |known: Known| -> Vec<String> {
        facts.iter().filter(|(_, k)| **k == known).map(|(fact, _)| told(view, fact)).collect()
    };
    let parts: Vec<String> = [
        (say!(view, "Yes"), with(Known::Yes)),
        (say!(view, "No"), with(Known::No)),
        (say!(view, "Not known"), with(Known::Unknown)),
    ]
    .into_iter()
    .filter(|(_, titles)| !titles.is_empty())
    .map(|(known, titles)| say!(view, "{known}: {facts}.", facts = in_row(view, &titles)))
    .collect();
    if parts.is_empty() { say!(view, "Nothing is recorded.") } else { sentences(view, &parts) }
}

/// A threat from a rule or from a person, as a row of one table.
pub(super) struct Line {
    title: String,
    source: String,
    /// The letter of its category; none for one that has none.
    pub letter: Option<Letter>,
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
                letter: Some(t.letter),
                on: flat(&t.target_name),
                rating,
                suggested: say!(
                    view,
                    "{band} ({likelihood}\u{a0}×\u{a0}{impact})",
                    band = band.map_or_else(|| say!(view, "None"), |band| band.title.clone()),
                    likelihood = t.likelihood,
                    impact = t.impact
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
            reason = say!(view, "Mitigation recorded: {mitigation}", mitigation = flat(&t.mitigation));
        }
        Line {
            title: flat(&t.title),
            source: or(&t.source, say!(view, "recorded by hand")),
            letter: t.letter,
            on: flat(&view.name_of(&t.on)),
            rating: None,
            suggested: t
                .severity
                .map_or_else(|| say!(view, "Not rated"), |severity| say!(view, "{severity} by its source")),
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
            l.letter.map_or("Other", Letter::title),
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
        Block::p(say!(
            view,
            "{threats}, open ones first, highest suggestion first. The attached data give for each threat why it fired, which \
             answers bear on it and how the suggestion came about.",
            threats = word!("{n}\u{a0}threat|{n}\u{a0}threats", n = lines.len())
        )),
        threat_table(view, say!(view, "All threats"), &all),
    ]
}

/// The word for the category of a letter.
pub(super) fn category(view: &View, letter: Option<Letter>) -> String {
    letter.map_or_else(|| say!(view, "Other"), |letter| told(view, &letter))
}

/// Threats with their decisions.
pub(super) fn threat_table(view: &View, caption: String, lines: &[&Line]) -> Block {
    Table::new(
        caption,
        vec![
            Column::new(say!(view, "Threat"), 4.0),
            Column::new(say!(view, "Category"), 1.5),
            Column::new(say!(view, "On"), 1.7),
            Column::new(say!(view, "Suggestion"), 1.6),
            Column::new(say!(view, "Decision"), 3.8),
        ],
        say!(view, "No rule fires on this model, and no threat was recorded."),
    )
    .rows(lines.iter().map(|l| {
        let mut suggestion = Cell::new(&l.suggested);
        suggestion.tone = l.tone;
        vec![
            Cell::rich(vec![
                Span::plain(or(&l.title, say!(view, "Untitled"))),
                Span::plain(say!(view, " ")),
                Span::mono(&l.source),
            ]),
            Cell::new(category(view, l.letter)),
            Cell::new(&l.on),
            suggestion,
            Cell::rich(decision(view, l)),
        ]
    }))
    .into()
}

fn decision(view: &View, line: &Line) -> Vec<Span> {
    let word = Span::strong(told(view, &line.decision));
    match (line.reason.is_empty(), line.decision) {
        (false, _) => runs!(view, [decision = word], "{decision}: {reason}", reason = line.reason),
        (true, ThreatDecision::Open) => vec![word],
        (true, _) => runs!(view, [decision = word], "{decision}: no reason recorded"),
    }
}

fn stale(view: &View) -> Block {
    Table::new(
        say!(view, "Decisions kept"),
        vec![
            Column::new(say!(view, "Threat"), 4.0),
            Column::new(say!(view, "Decision"), 1.4),
            Column::new(say!(view, "Reason"), 4.0),
        ],
        say!(view, "Every decision is on a threat of the present model."),
    )
    .rows(view.stale.iter().map(|note| {
        vec![
            Cell::new(or(&note.title, note.threat.to_string())),
            Cell::new(told(view, &note.decision)),
            Cell::new(or(&note.reason, say!(view, "No reason recorded"))),
        ]
    }))
    .into()
}
