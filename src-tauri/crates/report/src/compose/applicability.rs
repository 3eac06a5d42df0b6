//! Requirements of each framework → which apply, why or why not, and where they stand.

use super::outline::{joined_or, part};
use super::view::View;
use super::words::{bound, conclusion_tone, flat, told};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::score::{RequirementResult, RequirementState};
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let results = &view.evaluation.results.frameworks;
    let mut blocks = vec![Block::p(say!(
        view,
        "For each requirement of the frameworks chosen: whether it applies to the service in this scope, for what reason, \
         and where it stands. This is the view of the assessor and takes the place of no statement that the vendor owes \
         under a standard of its own."
    ))];
    if results.is_empty() {
        blocks.push(Block::p(say!(view, "No framework was chosen, so there is nothing to state.")));
    }
    for result in results {
        let applying =
            result.requirements.iter().filter(|r| r.state != RequirementState::NotApplicable).count();
        blocks.push(part(flat(&result.total.title)));
        blocks.push(Block::p(say!(
            view,
            "{applying} of {n}\u{a0}requirement apply.|{applying} of {n}\u{a0}requirements apply.",
            n = result.requirements.len()
        )));
        let columns = vec![
            Column::new(say!(view, "Requirement"), 1.3),
            Column::new(say!(view, "Title"), 3.2),
            Column::new(say!(view, "Applies"), 0.9),
            Column::new(say!(view, "Why"), 3.4),
            Column::new(say!(view, "Where it stands"), 1.7),
            Column::new(say!(view, "Evidence"), 1.6),
        ];
        let rows = result.requirements.iter().map(|requirement| row(view, requirement));
        blocks.push(
            Table::new(
                say!(view, "{framework}: applicability", framework = flat(&result.total.title)),
                columns,
                say!(view, "The framework has no requirements that can be assessed."),
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
    let evidence =
        joined_or(view, evidence.iter().map(|number| Span::mono(bound(number))), say!(view, "None"));
    let why = |otherwise: String| r.reason.as_ref().map_or(otherwise, |reason| told(view, reason));
    let (applies, why, stands) = match r.state {
        RequirementState::NotApplicable => {
            (say!(view, "No"), why(say!(view, "No reason is given")), Cell::new(say!(view, "Not applicable")))
        }
        RequirementState::NotAsked => {
            (say!(view, "Yes"), why(say!(view, "In scope")), Cell::new(say!(view, "Not asked")))
        }
        RequirementState::NotAssessed => {
            (say!(view, "Yes"), why(say!(view, "In scope")), Cell::new(say!(view, "Not assessed")))
        }
        RequirementState::Concluded => (
            say!(view, "Yes"),
            why(say!(view, "In scope")),
            r.lowest.map_or_else(
                || Cell::new(say!(view, "Not assessed")),
                |lowest| Cell::toned(told(view, &lowest), conclusion_tone(lowest)),
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
