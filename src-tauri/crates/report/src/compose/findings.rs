//! Findings: a list, then each as a card with condition, criterion, cause, effect and recommendation.

use super::outline::{Section, joined, joined_or};
use super::view::{View, finding_anchor};
use super::words::{count, date_or, list, or, or_in_lines, severity_tone};
use crate::document::{Block, Card, Cell, Column, Fact, Part, Span, Table};
use assay_core::ids::RequirementId;
use assay_core::record::Finding;
use assay_core::words::{Severity, Word};
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let findings = view.findings();
    if findings.is_empty() {
        return vec![Block::p("No finding was recorded.")];
    }
    let counts: Vec<String> = Severity::ALL
        .iter()
        .rev()
        .map(|s| (s, findings.iter().filter(|f| f.severity == *s).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| format!("{n} {}", s.title().to_lowercase()))
        .collect();
    let mut blocks = vec![Block::p(format!(
        "{}: {}. Worst first; within a severity the nearest due date first.",
        count(findings.len(), "finding", "findings"),
        list(&counts)
    ))];
    blocks.push(
        Table::new(
            "Findings",
            vec![
                Column::new("No.", 0.9),
                Column::new("Finding", 4.6),
                Column::new("Severity", 1.3),
                Column::new("Owner", 2.0),
                Column::new("Due", 1.8),
            ],
            "No finding was recorded.",
        )
        .rows(findings.iter().map(|f| {
            vec![
                Cell::rich(vec![view.finding_span(&f.id)]),
                Cell::new(or(&f.title, "Untitled")),
                Cell::toned(f.severity.title(), severity_tone(f.severity)),
                Cell::new(or(&f.owner, "No owner")),
                Cell::new(date_or(f.due, "No date")),
            ]
        }))
        .into(),
    );
    let (full, further): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|f| view.in_front(f));
    if !further.is_empty() {
        blocks.push(Block::spans(vec![
            Span::plain(format!(
                "The {} that follow are told in full; the other {} in ",
                full.len(),
                further.len()
            )),
            view.outline.refer(Section::FurtherFindings),
            Span::plain("."),
        ]));
    }
    blocks.extend(full.into_iter().map(|f| Block::Card(card(view, f))));
    blocks
}

/// The findings that are not told in full where they are listed.
pub(super) fn further(view: &View) -> Vec<Block> {
    let all = view.findings().into_iter().filter(|f| !view.in_front(f));
    all.map(|f| Block::Card(card(view, f))).collect()
}

/// Requirements by framework, each with its number and title.
fn requirements<'a>(view: &View, all: impl Iterator<Item = &'a RequirementId>) -> Vec<Span> {
    let mut by_framework: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for id in all {
        by_framework.entry(id.framework()).or_default().push(view.requirement_span(id));
    }
    let mut spans = Vec::new();
    for (framework, own) in by_framework {
        let before = if spans.is_empty() { "" } else { "; " };
        spans.push(Span::plain(before));
        spans.push(Span::strong(format!("{}: ", view.framework_name(framework))));
        spans.extend(joined(own));
    }
    if spans.is_empty() { vec![Span::plain("None reported on.")] } else { spans }
}

fn card(view: &View, f: &Finding) -> Card {
    let question = f.question.as_ref().and_then(|id| view.library.bank.questions.get(id));
    let examined = question.map_or(&[][..], |q| &q.requirements);
    let reported = examined
        .iter()
        .filter(|r| view.case.assessment.frameworks.iter().any(|id| id.as_str() == r.framework()));
    let response = f.question.as_ref().and_then(|id| view.response(id));
    let evidence = response.into_iter().flat_map(|r| &r.evidence);
    let said = |text: &str| or_in_lines(text, "Not recorded.");
    Card {
        id: finding_anchor(&f.id),
        number: f.id.to_string(),
        title: or(&f.title, "Untitled"),
        badge: f.severity.title().into(),
        tone: severity_tone(f.severity),
        facts: vec![
            Fact::new("Owner", or(&f.owner, "No owner")),
            Fact::new("Due", date_or(f.due, "No date")),
            Fact::rich("Question", joined_or(f.question.iter().map(|id| view.question_span(id)), "None")),
            Fact::rich("Evidence", joined_or(evidence.map(|id| view.evidence_span(id)), "None")),
        ],
        parts: vec![
            Part::new("Condition", said(&f.condition)),
            Part::new("Criterion", said(&f.criterion)),
            Part::new("Cause", said(&f.cause)),
            Part::new("Effect", said(&f.effect)),
            Part::new("Recommendation", said(&f.recommendation)),
            Part::new("Vendor's response", or_in_lines(&f.vendor_response, "None given.")),
            Part { label: "Requirements".into(), spans: requirements(view, reported) },
        ],
    }
}
