//! Requirements of each framework → which apply, why or why not, and where they stand.

use super::outline::{joined_or, part};
use super::view::View;
use super::words::{bound, conclusion_tone, count, flat, told};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::score::{RequirementResult, RequirementState};
use assay_core::words::Word;
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let results = &view.evaluation.results.frameworks;
    let mut blocks = vec![Block::p(
        "For each requirement of the frameworks chosen: whether it applies to the service in this scope, for what reason, \
         and where it stands. This is the view of the assessor and takes the place of no statement that the vendor owes \
         under a standard of its own.",
    )];
    if results.is_empty() {
        blocks.push(Block::p("No framework was chosen, so there is nothing to state."));
    }
    for result in results {
        let applies =
            result.requirements.iter().filter(|r| r.state != RequirementState::NotApplicable).count();
        blocks.push(part(flat(&result.total.title)));
        blocks.push(Block::p(format!(
            "{applies} of {} apply.",
            count(result.requirements.len(), "requirement", "requirements")
        )));
        let columns = vec![
            Column::new("Requirement", 1.3),
            Column::new("Title", 3.2),
            Column::new("Applies", 0.9),
            Column::new("Why", 3.4),
            Column::new("Where it stands", 1.7),
            Column::new("Evidence", 1.6),
        ];
        let rows = result.requirements.iter().map(|requirement| row(view, requirement));
        blocks.push(
            Table::new(
                format!("{}: applicability", flat(&result.total.title)),
                columns,
                "The framework has no requirements that can be assessed.",
            )
            .rows(rows)
            .into(),
        );
    }
    blocks
}

fn row(view: &View, r: &RequirementResult) -> Vec<Cell> {
    let questions = r.figure.inputs.iter().map(|input| &input.question);
    let evidence: BTreeSet<String> = questions
        .filter_map(|question| view.response(question))
        .flat_map(|response| &response.evidence)
        .map(|id| view.evidence_number(id))
        .collect();
    let evidence = joined_or(evidence.iter().map(|number| Span::mono(bound(number))), "None");
    let why = |otherwise: &str| r.reason.as_ref().map_or_else(|| otherwise.to_owned(), told);
    let (applies, why, stands) = match r.state {
        RequirementState::NotApplicable => ("No", why("No reason is given"), Cell::new("Not applicable")),
        RequirementState::NotAsked => ("Yes", why("In scope"), Cell::new("Not asked")),
        RequirementState::NotAssessed => ("Yes", why("In scope"), Cell::new("Not assessed")),
        RequirementState::Concluded => (
            "Yes",
            why("In scope"),
            r.lowest.map_or_else(
                || Cell::new("Not assessed"),
                |lowest| Cell::toned(lowest.title(), conclusion_tone(lowest)),
            ),
        ),
    };
    vec![
        Cell::rich(vec![Span::mono(bound(r.id.number()))]),
        Cell::new(flat(&r.title)),
        Cell::new(applies),
        Cell::new(why),
        stands,
        Cell::rich(evidence),
    ]
}
