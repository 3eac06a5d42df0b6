//! Findings: a list, then each as a card with condition, criterion, cause, effect and recommendation.

use super::outline::{Section, joined, joined_or};
use super::view::{View, finding_anchor};
use super::words::{date_or, list, or, or_in_lines, severity_tone, told, within};
use crate::document::{Block, Card, Cell, Column, Fact, Part, Span, Table};
use assay_core::ids::RequirementId;
use assay_core::record::Finding;
use assay_core::words::{Severity, Word};
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let findings = view.findings();
    if findings.is_empty() {
        return vec![Block::p(say!(view, "No finding was recorded."))];
    }
    let counts: Vec<String> = Severity::ALL
        .iter()
        .rev()
        .map(|s| (s, findings.iter().filter(|f| f.severity == *s).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| say!(view, "{n} {severity}", severity = within(view, s)))
        .collect();
    let mut blocks = vec![Block::p(say!(
        view,
        "{n}\u{a0}finding: {counts}. Worst first; within a severity the nearest due date first.|{n}\u{a0}findings: \
         {counts}. Worst first; within a severity the nearest due date first.",
        n = findings.len(),
        counts = list(view, &counts)
    ))];
    blocks.push(
        Table::new(
            say!(view, "Findings"),
            vec![
                Column::new(say!(view, "No."), 0.9),
                Column::new(say!(view, "Finding"), 4.6),
                Column::new(say!(view, "Severity"), 1.3),
                Column::new(say!(view, "Owner"), 2.0),
                Column::new(say!(view, "Due"), 1.8),
            ],
            say!(view, "No finding was recorded."),
        )
        .rows(findings.iter().map(|f| {
            vec![
                Cell::rich(vec![view.finding_span(&f.id)]),
                Cell::new(or(&f.title, say!(view, "Untitled"))),
                Cell::toned(told(view, &f.severity), severity_tone(f.severity)),
                Cell::new(or(&f.owner, say!(view, "No owner"))),
                Cell::new(date_or(view, f.due, say!(view, "No date"))),
            ]
        }))
        .into(),
    );
    let (full, further): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|f| view.in_front(f));
    if !further.is_empty() {
        blocks.push(Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::FurtherFindings)],
            "The {full} that follow are told in full; the other {further} in {section}.",
            full = full.len(),
            further = further.len()
        )));
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
        if !spans.is_empty() {
            spans.push(Span::plain(say!(view, "; ")));
        }
        let framework = view.framework_name(framework);
        spans.push(Span::strong(say!(view, "{framework}: ")));
        spans.extend(joined(view, own));
    }
    if spans.is_empty() { vec![Span::plain(say!(view, "None reported on."))] } else { spans }
}

fn card(view: &View, f: &Finding) -> Card {
    let question = f.question.as_ref().and_then(|id| view.library.bank.questions.get(id));
    let examined = question.map_or(&[][..], |q| &q.requirements);
    let reported = examined
        .iter()
        .filter(|r| view.case.assessment.frameworks.iter().any(|id| id.as_str() == r.framework()));
    let response = f.question.as_ref().and_then(|id| view.response(id));
    let evidence = response.into_iter().flat_map(|r| &r.evidence);
    let said = |text: &str| or_in_lines(text, say!(view, "Not recorded."));
    Card {
        id: finding_anchor(&f.id),
        number: f.id.to_string(),
        title: or(&f.title, say!(view, "Untitled")),
        badge: told(view, &f.severity),
        tone: severity_tone(f.severity),
        facts: vec![
            Fact::new(say!(view, "Owner"), or(&f.owner, say!(view, "No owner"))),
            Fact::new(say!(view, "Due"), date_or(view, f.due, say!(view, "No date"))),
            Fact::rich(
                say!(view, "Question"),
                joined_or(view, f.question.iter().map(|id| view.question_span(id)), say!(view, "None")),
            ),
            Fact::rich(
                say!(view, "Evidence"),
                joined_or(view, evidence.map(|id| view.evidence_span(id)), say!(view, "None")),
            ),
        ],
        parts: vec![
            Part::new(say!(view, "Condition"), said(&f.condition)),
            Part::new(say!(view, "Criterion"), said(&f.criterion)),
            Part::new(say!(view, "Cause"), said(&f.cause)),
            Part::new(say!(view, "Effect"), said(&f.effect)),
            Part::new(say!(view, "Recommendation"), said(&f.recommendation)),
            Part::new(
                say!(view, "Vendor's response"),
                or_in_lines(&f.vendor_response, say!(view, "None given.")),
            ),
            Part { label: say!(view, "Requirements"), spans: requirements(view, reported) },
        ],
    }
}
