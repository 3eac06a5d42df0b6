//! Scores, requirement by requirement: where each stands, what does not apply and why, and what was taken over.

use super::answers::claimed;
use super::outline::{joined, named_part, part};
use super::view::{View, requirements_anchor};
use super::words::{bound, conclusion_tone, date, flat, in_row, or, sentences, told, whole};
use crate::document::{Block, Cell, Column, Span, Table, Tone};
use assay_core::score::{FrameworkResult, RequirementResult, RequirementState};
use assay_core::specification::Specification;
use assay_core::words::SpecAnswer;
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = Vec::new();
    for result in &view.evaluation.results.frameworks {
        blocks.push(named_part(flat(&result.total.title), requirements_anchor(result.framework.as_str())));
        blocks.extend(framework(view, result));
    }
    if view.evaluation.results.frameworks.is_empty() {
        blocks.push(Block::p(say!(view, "No framework was chosen, so there is no result by requirement.")));
    }
    let (over, taken) = (overclaimed(view), suggestions(view));
    if over.is_some() {
        blocks.push(part(say!(view, "Claimed and concluded")));
        blocks.extend(over);
    }
    if taken.is_some() {
        blocks.push(part(say!(view, "Answers taken over to near requirements")));
        blocks.extend(taken);
    }
    blocks
}

fn framework(view: &View, result: &FrameworkResult) -> Vec<Block> {
    // A requirement that does not apply has no figure to show, whatever questions are tagged with it.
    let (asked, silent): (Vec<&RequirementResult>, Vec<&RequirementResult>) = result
        .requirements
        .iter()
        .partition(|r| r.state != RequirementState::NotApplicable && !r.figure.inputs.is_empty());
    if asked.is_empty() && silent.is_empty() {
        return vec![Block::p(say!(view, "The framework has no requirements that can be assessed."))];
    }
    let mut blocks = super::frameworks::domains(view, result);
    if !asked.is_empty() {
        blocks.push(requirements(view, &asked));
    }
    blocks.extend(addressable(view, result));
    if !silent.is_empty() {
        blocks.push(set_apart(view, &silent));
    }
    blocks
}

fn overclaimed(view: &View) -> Option<Block> {
    let results = &view.evaluation.results;
    let over = results.overclaimed.iter().map(|id| {
        let response = view.response(id);
        vec![
            Cell::rich(vec![
                view.question_span(id),
                Span::plain(say!(view, " ")),
                Span::plain(view.library.bank.questions.get(id).map_or("", |q| &q.text)),
            ]),
            Cell::new(claimed(view, response.and_then(|r| r.claim))),
            match response.and_then(|r| r.conclusion) {
                Some(conclusion) => Cell::toned(told(view, &conclusion), conclusion_tone(conclusion)),
                None => Cell::new(say!(view, "Not concluded")),
            },
        ]
    });
    (!results.overclaimed.is_empty()).then(|| {
        Table::new(
            say!(view, "Questions claimed clearly better than concluded"),
            vec![
                Column::new(say!(view, "Question"), 6.0),
                Column::new(say!(view, "Claim"), 1.2),
                Column::new(say!(view, "Conclusion"), 2.0),
            ],
            say!(view, "No question is claimed clearly better than it was concluded."),
        )
        .rows(over)
        .into()
    })
}

/// What became of suggestions: an answer near to a requirement counts for it only when somebody said so.
fn suggestions(view: &View) -> Option<Block> {
    let mut all = view.case.adoptions.values().flat_map(BTreeMap::values).peekable();
    all.peek()?;
    let table = Table::new(
        say!(view, "Suggestions decided"),
        vec![
            Column::new(say!(view, "Question"), 1.2),
            Column::new(say!(view, "Requirement"), 1.8),
            Column::new(say!(view, "Decided"), 1.6),
            Column::new(say!(view, "By"), 2.0),
            Column::new(say!(view, "Reason"), 4.0),
        ],
        say!(view, "No suggestion was decided: every requirement is judged by questions that examine it."),
    );
    let rows = all.map(|a| {
        vec![
            Cell::rich(vec![view.question_span(&a.question)]),
            Cell::rich(vec![
                Span::plain(view.framework_name(a.requirement.framework())),
                Span::plain(say!(view, " ")),
                view.requirement_span(&a.requirement),
            ]),
            Cell::new(if a.accepted { say!(view, "Accepted, counts") } else { say!(view, "Refused") }),
            Cell::new(in_row(view, &[or(&a.by, say!(view, "Not named")), date(view, a.at.date_naive())])),
            Cell::new(or(&a.reason, say!(view, "Not recorded"))),
        ]
    });
    Some(table.rows(rows).into())
}

fn requirements(view: &View, asked: &[&RequirementResult]) -> Block {
    Table::new(
        say!(view, "Requirements with questions in this assessment"),
        vec![
            Column::new(say!(view, "Requirement"), 1.5),
            Column::new(say!(view, "Title"), 3.0),
            Column::new(say!(view, "Lowest conclusion"), 2.0),
            Column::number(say!(view, "Score"), 0.7),
            Column::number(say!(view, "Coverage"), 0.9),
            Column::new(say!(view, "Questions"), 3.2),
        ],
        say!(view, "No requirement has a question in this assessment."),
    )
    .rows(asked.iter().map(|r| {
        let state = match r.lowest {
            Some(lowest) => Cell::toned(told(view, &lowest), conclusion_tone(lowest)),
            None => Cell::new(say!(view, "Not assessed")),
        };
        vec![
            Cell::mono(bound(r.id.number())),
            Cell::new(flat(&r.title)),
            state,
            Cell::new(r.figure.score.map_or_else(|| say!(view, "none"), whole)),
            Cell::new(say!(
                view,
                "{concluded}\u{a0}of\u{a0}{applicable}",
                concluded = r.figure.concluded,
                applicable = r.figure.applicable
            )),
            Cell::rich(joined(view, r.figure.inputs.iter().map(|i| view.question_span(&i.question)))),
        ]
    }))
    .into()
}

/// How the specifications that leave a choice are met, in frameworks that have them.
fn addressable(view: &View, result: &FrameworkResult) -> Option<Block> {
    let own: Vec<&Specification> = view
        .specifications
        .iter()
        .filter(|s| s.requirement.framework() == result.framework.as_str())
        .collect();
    if own.is_empty() {
        return None;
    }
    let rows = own.into_iter().map(|s| {
        let answer = match s.answer {
            None => Cell::new(say!(view, "Open")),
            Some(SpecAnswer::Gap) => Cell::toned(told(view, &SpecAnswer::Gap), Tone::High),
            Some(answer) => Cell::toned(told(view, &answer), Tone::Good),
        };
        let why = s.choice.as_ref().map_or_else(
            || told(view, &s.because),
            |c| sentences(view, &[flat(&c.reason), told(view, &s.because)]),
        );
        vec![Cell::mono(bound(s.requirement.number())), Cell::new(flat(&s.title)), answer, Cell::new(why)]
    });
    Some(
        Table::new(
            say!(view, "Addressable specifications: what stands in their place is written down where they are not put in place as written"),
            vec![
                Column::new(say!(view, "Specification"), 1.8),
                Column::new(say!(view, "Title"), 2.6),
                Column::new(say!(view, "Answer"), 1.8),
                Column::new(say!(view, "From what"), 4.0),
            ],
            say!(view, "None applies."),
        )
        .rows(rows)
        .into(),
    )
}

/// Requirements that do not apply or that no question of this assessment examines, by the reason they share.
fn set_apart(view: &View, silent: &[&RequirementResult]) -> Block {
    let mut groups: Vec<(_, Vec<&RequirementResult>)> = Vec::new();
    for requirement in silent {
        let key = (requirement.state, requirement.reason.clone());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, members)) => members.push(requirement),
            None => groups.push((key, vec![requirement])),
        }
    }
    Table::new(
        say!(view, "Requirements that do not apply or have no question in this assessment"),
        vec![
            Column::new(say!(view, "Requirements"), 2.4),
            Column::new(say!(view, "State"), 1.5),
            Column::new(say!(view, "Reason"), 5.0),
        ],
        say!(view, "Every requirement applies and has a question in this assessment."),
    )
    .rows(groups.into_iter().map(|((state, reason), members)| {
        let mut cell = Cell::rich(joined(view, members.iter().map(|r| Span::mono(bound(r.id.number())))));
        if let [_, _, ..] = members[..] {
            cell.spans.insert(0, Span::plain(say!(view, "{number}: ", number = members.len())));
        }
        vec![
            cell,
            Cell::new(match state {
                RequirementState::NotApplicable => say!(view, "Not applicable"),
                RequirementState::NotAsked => say!(view, "Not asked"),
                RequirementState::NotAssessed | RequirementState::Concluded => say!(view, "Not assessed"),
            }),
            Cell::new(
                reason
                    .as_ref()
                    .map_or_else(|| say!(view, "No reason is given."), |reason| told(view, reason)),
            ),
        ]
    }))
    .into()
}
