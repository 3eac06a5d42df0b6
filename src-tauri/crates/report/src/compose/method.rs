//! What the assessment was made with: criteria, scales, formulas with an example from the real data.

use super::outline::{Section, part};
use super::view::View;
use super::words::{band_tone, bound, conclusion_tone, flat, list, told, within};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::pack::ScaleStep;
use assay_core::risk::Rating;
use assay_core::score::{Figure, RequirementResult, RequirementState};
use assay_core::words::{Conclusion, Letter, Word};
use assay_message::{Message, word};

/// How a score is made.
pub(super) fn score_formula() -> Message {
    word!("score = Σ (weight × value) ÷ Σ weight, over the questions with a conclusion")
}

/// How a coverage is made.
pub(super) fn coverage_formula() -> Message {
    word!("coverage = concluded ÷ applicable")
}

/// What a level is called here. The pack's own title may use a word that this report leaves to others.
pub(super) fn level_title(level: u8) -> Message {
    match level {
        0 => word!("Asserted by the vendor"),
        1 => word!("Document seen"),
        2 => word!("Document reviewed and in date"),
        3 => word!("Examined by somebody independent"),
        _ => word!("Verified by the assessor"),
    }
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part(say!(view, "What this report is"))];
    blocks.extend(nature(view));
    blocks.push(part(say!(view, "Criteria")));
    blocks.extend(criteria(view));
    blocks.push(part(say!(view, "Claim, evidence and conclusion")));
    blocks.extend(scales(view));
    blocks.push(part(say!(view, "Scores and coverage")));
    blocks.extend(scores(view));
    blocks.push(part(say!(view, "Samples")));
    blocks.extend(samples(view));
    if let Some(answers) = super::engagement::inherent_answers(view) {
        blocks.extend([part(say!(view, "Inherent risk")), answers]);
    }
    blocks.push(part(say!(view, "Risk matrix")));
    blocks.extend(matrix(view));
    blocks.push(part(say!(view, "Threats")));
    blocks.extend(threats(view));
    blocks.push(part(say!(view, "Knock-outs")));
    blocks.push(Block::p(say!(
        view,
        "A knock-out is a condition so grave that it caps the decision whatever the scores say. The list has {knock_outs}. They \
         are evaluated apart from every score, so that no average can hide one. A knock-out is struck when a question \
         that feeds it is concluded at or below its threshold, or, while nothing asked here feeds it, when the assessor \
         records it. It is suspected when the vendor's own answer points to it and nothing is concluded yet. While one is \
         suspected or not assessed, no plain approval is possible.",
        knock_outs = word!(
            "{n}\u{a0}knock-out|{n}\u{a0}knock-outs",
            n = view.evaluation.knock_outs.len()
        )
    )));
    blocks
}

fn nature(view: &View) -> Vec<Block> {
    vec![
        Block::p(say!(
            view,
            "This is a vendor risk assessment for the organisation named in the engagement. It is based on the \
             enquiries, documents and tests listed here. It is not an audit: it says nothing about how controls \
             operate beyond the procedures described, and nothing about what was not looked at."
        )),
        Block::p(say!(
            view,
            "The report therefore uses none of the words reserved for those who report under an audit standard, and it \
             does not say that the vendor conforms to a law, a standard or a framework as a whole. Where a document by \
             somebody else uses such words, it is named by its title and kind."
        )),
        Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Engagement)],
            "The report prepares a decision of people. It is meant for the recipients listed under document control, and \
             for the service, period and scope named in {section}."
        )),
    ]
}

fn criteria(view: &View) -> Vec<Block> {
    let a = &view.case.assessment;
    let rows = a.frameworks.iter().map(|id| match view.library.frameworks.get(id) {
        Some(f) => {
            let results = view.evaluation.results.frameworks.iter().find(|r| r.framework == *id);
            let applicable = results.map_or(0, |r| r.total.concluded.applicable);
            vec![
                Cell::new(flat(&f.title)),
                Cell::new(flat(&f.edition)),
                Cell::new(flat(&f.publisher)),
                Cell::mono(bound(&format!("{} {}", f.id, f.version))),
                Cell::new(applicable.to_string()),
            ]
        }
        None => vec![
            Cell::mono(bound(id.as_str())),
            Cell::new(say!(view, "Its pack is not at hand; nothing is reported on it")),
        ],
    });
    let asked = view.asked.len();
    let all = view.library.bank.questions.len();
    vec![
        Table::new(
            say!(view, "Frameworks reported on"),
            vec![
                Column::new(say!(view, "Framework"), 3.0),
                Column::new(say!(view, "Edition"), 3.0),
                Column::new(say!(view, "Publisher"), 1.6),
                Column::new(say!(view, "Pack"), 1.8),
                Column::number(say!(view, "Requirements that apply"), 1.4),
            ],
            say!(view, "No framework was chosen, so nothing is reported by requirement."),
        )
        .rows(rows)
        .into(),
        packs(view),
        Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Answers)],
            "Requirements are named by their numbers and by short titles in our own words; the text that counts is the \
             publisher's. Each question is tagged with every requirement it bears on, so one answer serves several \
             frameworks. Of {questions} in the bank, {asked} were asked in this scope and tier; the others are listed with \
             the reason in {section}.",
            questions = word!("{n}\u{a0}question|{n}\u{a0}questions", n = all)
        )),
    ]
}

fn packs(view: &View) -> Block {
    Table::new(
        say!(view, "Packs this assessment is made with"),
        vec![
            Column::new(say!(view, "Pack"), 1.4),
            Column::new(say!(view, "Version"), 0.8),
            Column::new(say!(view, "SHA-256"), 5.0),
        ],
        say!(view, "No pack is recorded with this assessment."),
    )
    .rows(view.case.assessment.packs.iter().map(|p| {
        vec![Cell::mono(bound(&flat(&p.name))), Cell::new(flat(&p.version)), Cell::mono(flat(&p.sha256))]
    }))
    .into()
}

fn scales(view: &View) -> Vec<Block> {
    let scale = &view.library.scale;
    let value = |value: Option<f64>| value.map_or_else(|| say!(view, "none"), |v| view.language.number(v));
    let three = |what: String, number: String| {
        vec![Column::new(what, 1.6), Column::number(number, 0.7), Column::new(say!(view, "Meaning"), 5.0)]
    };
    vec![
        Block::p(say!(
            view,
            "Three things are kept apart for every question: what the vendor says (the claim), what was shown (the \
             evidence), and what the assessor judges (the conclusion). Unanswered, “not applicable”, “not assessed” \
             and “no” are four different things and are never counted as one another."
        )),
        Table::new(
            say!(view, "Conclusions"),
            three(say!(view, "Conclusion"), say!(view, "Value")),
            say!(view, "The scale has no conclusions."),
        )
        .rows(scale.conclusions.iter().map(|step| {
            vec![
                Cell::toned(flat(&step.title), conclusion_tone(step.id)),
                Cell::new(value(scale.value(step.id))),
                Cell::new(flat(&step.meaning)),
            ]
        }))
        .into(),
        Table::new(
            say!(view, "Claims"),
            three(say!(view, "Claim"), say!(view, "Value")),
            say!(view, "The scale has no claims."),
        )
        .rows(scale.claims.iter().map(|step| {
            vec![Cell::new(flat(&step.title)), Cell::new(value(step.value)), Cell::new(flat(&step.meaning))]
        }))
        .into(),
        Block::p(say!(
            view,
            "Where “no” is the good answer to a question, the value of the claim is turned round: 1 becomes 0 and 0 \
             becomes 1."
        )),
        Table::new(
            say!(view, "Evidence levels: how a conclusion is known"),
            three(say!(view, "Evidence level"), say!(view, "Level")),
            say!(view, "The scale has no evidence levels."),
        )
        .rows(scale.assurance.iter().map(|step| {
            vec![
                Cell::new(told(view, &level_title(step.level))),
                Cell::new(step.level.to_string()),
                Cell::new(flat(&step.meaning)),
            ]
        }))
        .into(),
        Block::p(say!(
            view,
            "The methods are three: examine (documents, settings, records), interview (people) and test (the thing \
             itself)."
        )),
    ]
}

fn scores(view: &View) -> Vec<Block> {
    let mut blocks = vec![
        Block::spans(vec![Span::mono(told(view, &score_formula()))]),
        Block::spans(vec![Span::mono(told(view, &coverage_formula()))]),
        Block::p(say!(
            view,
            "Weights are 1, 2 or 3 and are printed with each question in the attached data, with the reason. “Not \
             applicable” needs a reason and leaves both sums. “Not assessed” stays out of the score and shows as \
             missing coverage. A score is never printed without its coverage: the coverage of a requirement and of the \
             whole counts questions; the coverage of a domain and of a framework counts requirements, so that a \
             requirement which no question examines shows as missing. A second, separate figure uses the vendor's \
             claims alone; it is never mixed into the first. Scores do not enter the rating of risks."
        )),
    ];
    match example(view) {
        Some(requirement) => blocks.extend(worked(view, requirement)),
        None => blocks.push(Block::p(
            say!(view, "No requirement has a conclusion yet, so this example uses figures that are made up: of two questions with \
             the weights 1 and 3, the heavy one effective and the light one ineffective, the score is (3 × 1 + 1 × 0) ÷ \
             (3 + 1) = 75, with a coverage of 2 of 2."),
        )),
    }
    blocks.push(Block::p(say!(
        view,
        "The score of the whole: {figure}.",
        figure = explained(view, &view.evaluation.results.total)
    )));
    blocks
}

/// The requirement that shows the formula best: several questions with differing weights and values, yet few.
fn example<'a>(view: &'a View) -> Option<&'a RequirementResult> {
    let differing = |r: &RequirementResult| {
        let counted: Vec<_> = r.figure.inputs.iter().filter_map(|i| i.value.map(|v| (i.weight, v))).collect();
        let weights = counted.iter().any(|(w, _)| counted.iter().any(|(other, _)| w != other));
        let values =
            counted.iter().any(|(_, v)| counted.iter().any(|(_, other)| (v - other).abs() > f64::EPSILON));
        (usize::from(weights) + usize::from(values), counted.len())
    };
    let mut candidates =
        view.evaluation.results.frameworks.iter().flat_map(|f| &f.requirements).filter(|r| {
            r.state == RequirementState::Concluded && r.figure.score.is_some() && r.figure.inputs.len() <= 8
        });
    let best = candidates.clone().map(differing).max()?;
    candidates.find(|r| differing(r) == best)
}

fn worked(view: &View, requirement: &RequirementResult) -> Vec<Block> {
    let figure = &requirement.figure;
    vec![
        Table::new(
            say!(
                view,
                "Worked example from this assessment: {id} {title}",
                id = requirement.id,
                title = flat(&requirement.title)
            ),
            vec![
                Column::new(say!(view, "Question"), 1.4),
                Column::new(say!(view, "Conclusion"), 2.4),
                Column::number(say!(view, "Weight"), 1.0),
                Column::number(say!(view, "Value"), 1.0),
                Column::number(say!(view, "Weight × value"), 1.4),
            ],
            say!(view, "It has no questions."),
        )
        .rows(figure.inputs.iter().map(|input| {
            vec![
                Cell::rich(vec![view.question_span(&input.question)]),
                Cell::new(told(view, &input.said)),
                Cell::new(input.weight.to_string()),
                Cell::new(input.value.map_or_else(|| say!(view, "outside"), |v| view.language.number(v))),
                Cell::new(input.value.map_or_else(
                    || say!(view, "outside"),
                    |v| view.language.decimal(f64::from(input.weight) * v, 2),
                )),
            ]
        }))
        .into(),
        Block::p(say!(view, "{figure}.", figure = explained(view, figure))),
    ]
}

/// A figure with what went into it, without a full stop.
fn explained(view: &View, figure: &Figure) -> String {
    told(view, &figure.explain()).trim_end_matches('.').to_owned()
}

fn samples(view: &View) -> Vec<Block> {
    vec![
        Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Answers)],
            "Samples were chosen by judgement and not by statistics. Where a sample was drawn, the basis of the conclusion \
             in {section} names what was looked at and how many; a result holds for the items looked at. Common sizes, by \
             how often a control runs, served as a guide:"
        )),
        Table::new(
            say!(view, "Common sizes of samples"),
            vec![
                Column::new(say!(view, "How often the control runs"), 3.0),
                Column::new(say!(view, "Items looked at"), 2.0),
            ],
            "",
        )
        .rows(
            [
                (say!(view, "Once a year"), "1".to_owned()),
                (say!(view, "Once a quarter"), "2".to_owned()),
                (say!(view, "Once a month"), say!(view, "2 to 5")),
                (say!(view, "Once a week"), say!(view, "5 to 15")),
                (say!(view, "Once a day"), say!(view, "20 to 40")),
                (say!(view, "Many times a day"), say!(view, "25 to 60")),
                (say!(view, "By a program"), say!(view, "1, with the control over changes to it")),
            ]
            .map(|(often, items)| vec![Cell::new(often), Cell::new(items)]),
        )
        .into(),
    ]
}

fn matrix(view: &View) -> Vec<Block> {
    let matrix = &view.library.matrix;
    let steps = |caption: String, what: String, steps: &[ScaleStep]| -> Block {
        Table::new(
            caption,
            vec![
                Column::new(what, 1.6),
                Column::number(say!(view, "Level"), 0.7),
                Column::new(say!(view, "Meaning"), 5.0),
            ],
            say!(view, "The scale has no levels."),
        )
        .rows(steps.iter().map(|s| {
            vec![Cell::new(flat(&s.title)), Cell::new(s.level.to_string()), Cell::new(flat(&s.meaning))]
        }))
        .into()
    };
    let mut columns = vec![Column::new(say!(view, "Likelihood"), 1.6)];
    columns.extend(matrix.impact.iter().map(|s| {
        Column::new(say!(view, "Impact {level} {title}", level = s.level, title = flat(&s.title)), 1.3)
    }));
    // Highest likelihood on top, as in the drawing.
    let cells = matrix.likelihood.iter().rev().map(|likelihood| {
        let mut row = vec![Cell::new(format!("{} {}", likelihood.level, flat(&likelihood.title)))];
        row.extend(matrix.impact.iter().map(|impact| match Rating::new(likelihood.level, impact.level) {
            Ok(rating) => {
                let band = view.band(rating);
                Cell::toned(&band.title, band_tone(band))
            }
            Err(_) => Cell::default(),
        }));
        row
    });
    vec![
        Block::p(say!(
            view,
            "A risk has a likelihood and an impact from 1 to 5, before treatment (inherent) and after it (residual). \
             The matrix “{matrix}” gives the band. Where an impact has several sides, the worst counts. Both numbers are \
             kept; they rank risks and are no sums of money. The residual rating is never above the inherent one.",
            matrix = flat(&matrix.title)
        )),
        steps(say!(view, "Likelihood"), say!(view, "Likelihood"), &matrix.likelihood),
        steps(say!(view, "Impact"), say!(view, "Impact"), &matrix.impact),
        Table::new(
            say!(view, "Bands by likelihood and impact"),
            columns,
            say!(view, "The matrix has no cells."),
        )
        .rows(cells)
        .into(),
        Table::new(
            say!(view, "What a band asks for"),
            vec![Column::new(say!(view, "Band"), 1.0), Column::new(say!(view, "Asks for"), 5.0)],
            say!(view, "The matrix has no bands."),
        )
        .rows(
            matrix.bands.iter().rev().map(|band| {
                vec![Cell::toned(flat(&band.title), band_tone(band)), Cell::new(flat(&band.action))]
            }),
        )
        .into(),
    ]
}

fn threats(view: &View) -> Vec<Block> {
    let letters: Vec<String> = Letter::ALL.iter().map(|l| within(view, l)).collect();
    vec![Block::p(say!(
        view,
        "The parts of the system, the flows between them and the boundaries where trust changes are held against {rules} \
         of the pack “{pack}”. Each says on what it fires and why; the categories are {categories}. A fact that nobody knows \
         does not silence a rule. The suggested likelihood is the rule's; it is raised by one when an answer that bears on \
         it is concluded “{ineffective}”, and lowered by one when all of them hold. A threat counts only through the decision \
         of a person, and becomes a risk only when a person records one.",
        rules = word!("{n}\u{a0}rule|{n}\u{a0}rules", n = view.library.threats.rules.len()),
        pack = flat(&view.library.threats.title),
        categories = list(view, &letters),
        ineffective = Conclusion::Ineffective
    ))]
}
