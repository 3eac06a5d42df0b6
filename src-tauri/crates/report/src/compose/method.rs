//! What the assessment was made with: criteria, scales, formulas with an example from the real data.

use super::outline::{Section, part};
use super::view::View;
use super::words::{band_tone, bound, conclusion_tone, count, flat, list, told};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::pack::ScaleStep;
use assay_core::risk::Rating;
use assay_core::score::{RequirementResult, RequirementState};
use assay_core::words::{Conclusion, Letter, Word};

/// How a score is made.
pub(super) const SCORE_FORMULA: &str =
    "score = Σ (weight × value) ÷ Σ weight, over the questions with a conclusion";

/// How a coverage is made.
pub(super) const COVERAGE_FORMULA: &str = "coverage = concluded ÷ applicable";

/// What a level is called here. The pack's own title may use a word that this report leaves to others.
pub(super) fn level_title(level: u8) -> &'static str {
    match level {
        0 => "Asserted by the vendor",
        1 => "Document seen",
        2 => "Document reviewed and in date",
        3 => "Examined by somebody independent",
        _ => "Verified by the assessor",
    }
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part("What this report is")];
    blocks.extend(nature(view));
    blocks.push(part("Criteria"));
    blocks.extend(criteria(view));
    blocks.push(part("Claim, evidence and conclusion"));
    blocks.extend(scales(view));
    blocks.push(part("Scores and coverage"));
    blocks.extend(scores(view));
    blocks.push(part("Samples"));
    blocks.extend(samples(view));
    if let Some(answers) = super::engagement::inherent_answers(view) {
        blocks.extend([part("Inherent risk"), answers]);
    }
    blocks.push(part("Risk matrix"));
    blocks.extend(matrix(view));
    blocks.push(part("Threats"));
    blocks.extend(threats(view));
    blocks.push(part("Knock-outs"));
    blocks.push(Block::p(format!(
        "A knock-out is a condition so grave that it caps the decision whatever the scores say. The list has {}. They \
         are evaluated apart from every score, so that no average can hide one. A knock-out is struck when a question \
         that feeds it is concluded at or below its threshold, or, while nothing asked here feeds it, when the assessor \
         records it. It is suspected when the vendor's own answer points to it and nothing is concluded yet. While one is \
         suspected or not assessed, no plain approval is possible.",
        count(view.evaluation.knock_outs.len(), "knock-out", "knock-outs")
    )));
    blocks
}

fn nature(view: &View) -> Vec<Block> {
    vec![
        Block::p(
            "This is a vendor risk assessment for the organisation named in the engagement. It is based on the \
             enquiries, documents and tests listed here. It is not an audit: it says nothing about how controls \
             operate beyond the procedures described, and nothing about what was not looked at.",
        ),
        Block::p(
            "The report therefore uses none of the words reserved for those who report under an audit standard, and it \
             does not say that the vendor conforms to a law, a standard or a framework as a whole. Where a document by \
             somebody else uses such words, it is named by its title and kind.",
        ),
        Block::spans(vec![
            Span::plain(
                "The report prepares a decision of people. It is meant for the recipients listed under document \
                 control, and for the service, period and scope named in ",
            ),
            view.outline.refer(Section::Engagement),
            Span::plain("."),
        ]),
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
            Cell::new("Its pack is not at hand; nothing is reported on it"),
        ],
    });
    let asked = view.asked.len();
    let all = view.library.bank.questions.len();
    vec![
        Table::new(
            "Frameworks reported on",
            vec![
                Column::new("Framework", 3.0),
                Column::new("Edition", 3.0),
                Column::new("Publisher", 1.6),
                Column::new("Pack", 1.8),
                Column::number("Requirements that apply", 1.4),
            ],
            "No framework was chosen, so nothing is reported by requirement.",
        )
        .rows(rows)
        .into(),
        packs(view),
        Block::spans(vec![
            Span::plain(format!(
                "Requirements are named by their numbers and by short titles in our own words; the text that counts is \
                 the publisher's. Each question is tagged with every requirement it bears on, so one answer serves \
                 several frameworks. Of {} in the bank, {asked} were asked in this scope and tier; the others are \
                 listed with the reason in ",
                count(all, "question", "questions")
            )),
            view.outline.refer(Section::Answers),
            Span::plain("."),
        ]),
    ]
}

fn packs(view: &View) -> Block {
    Table::new(
        "Packs this assessment is made with",
        vec![Column::new("Pack", 1.4), Column::new("Version", 0.8), Column::new("SHA-256", 5.0)],
        "No pack is recorded with this assessment.",
    )
    .rows(view.case.assessment.packs.iter().map(|p| {
        vec![Cell::mono(bound(&flat(&p.name))), Cell::new(flat(&p.version)), Cell::mono(flat(&p.sha256))]
    }))
    .into()
}

fn scales(view: &View) -> Vec<Block> {
    let scale = &view.library.scale;
    let value = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |v| format!("{v}"));
    let three = |what: &str, number: &str| {
        vec![Column::new(what, 1.6), Column::number(number, 0.7), Column::new("Meaning", 5.0)]
    };
    vec![
        Block::p(
            "Three things are kept apart for every question: what the vendor says (the claim), what was shown (the \
             evidence), and what the assessor judges (the conclusion). Unanswered, “not applicable”, “not assessed” \
             and “no” are four different things and are never counted as one another.",
        ),
        Table::new("Conclusions", three("Conclusion", "Value"), "The scale has no conclusions.")
            .rows(scale.conclusions.iter().map(|step| {
                vec![
                    Cell::toned(flat(&step.title), conclusion_tone(step.id)),
                    Cell::new(value(scale.value(step.id))),
                    Cell::new(flat(&step.meaning)),
                ]
            }))
            .into(),
        Table::new("Claims", three("Claim", "Value"), "The scale has no claims.")
            .rows(scale.claims.iter().map(|step| {
                vec![
                    Cell::new(flat(&step.title)),
                    Cell::new(value(step.value)),
                    Cell::new(flat(&step.meaning)),
                ]
            }))
            .into(),
        Block::p(
            "Where “no” is the good answer to a question, the value of the claim is turned round: 1 becomes 0 and 0 \
             becomes 1.",
        ),
        Table::new(
            "Evidence levels: how a conclusion is known",
            three("Evidence level", "Level"),
            "The scale has no evidence levels.",
        )
        .rows(scale.assurance.iter().map(|step| {
            vec![
                Cell::new(level_title(step.level)),
                Cell::new(step.level.to_string()),
                Cell::new(flat(&step.meaning)),
            ]
        }))
        .into(),
        Block::p(
            "The methods are three: examine (documents, settings, records), interview (people) and test (the thing \
             itself).",
        ),
    ]
}

fn scores(view: &View) -> Vec<Block> {
    let mut blocks = vec![
        Block::spans(vec![Span::mono(SCORE_FORMULA)]),
        Block::spans(vec![Span::mono(COVERAGE_FORMULA)]),
        Block::p(
            "Weights are 1, 2 or 3 and are printed with each question in the attached data, with the reason. “Not \
             applicable” needs a reason and leaves both sums. “Not assessed” stays out of the score and shows as \
             missing coverage. A score is never printed without its coverage: the coverage of a requirement and of the \
             whole counts questions; the coverage of a domain and of a framework counts requirements, so that a \
             requirement which no question examines shows as missing. A second, separate figure uses the vendor's \
             claims alone; it is never mixed into the first. Scores do not enter the rating of risks.",
        ),
    ];
    match example(view) {
        Some(requirement) => blocks.extend(worked(view, requirement)),
        None => blocks.push(Block::p(
            "No requirement has a conclusion yet, so this example uses figures that are made up: of two questions with \
             the weights 1 and 3, the heavy one effective and the light one ineffective, the score is (3 × 1 + 1 × 0) ÷ \
             (3 + 1) = 75, with a coverage of 2 of 2.",
        )),
    }
    blocks.push(Block::p(format!(
        "The score of the whole: {}.",
        view.evaluation.results.total.explain().trim_end_matches('.')
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
            format!("Worked example from this assessment: {} {}", requirement.id, flat(&requirement.title)),
            vec![
                Column::new("Question", 1.4),
                Column::new("Conclusion", 2.4),
                Column::number("Weight", 1.0),
                Column::number("Value", 1.0),
                Column::number("Weight × value", 1.4),
            ],
            "It has no questions.",
        )
        .rows(figure.inputs.iter().map(|input| {
            vec![
                Cell::rich(vec![view.question_span(&input.question)]),
                Cell::new(told(&input.said)),
                Cell::new(input.weight.to_string()),
                Cell::new(input.value.map_or_else(|| "outside".to_owned(), |v| format!("{v}"))),
                Cell::new(
                    input.value.map_or_else(
                        || "outside".to_owned(),
                        |v| format!("{:.2}", f64::from(input.weight) * v),
                    ),
                ),
            ]
        }))
        .into(),
        Block::p(format!("{}.", figure.explain().trim_end_matches('.'))),
    ]
}

fn samples(view: &View) -> Vec<Block> {
    vec![
        Block::spans(vec![
            Span::plain(
                "Samples were chosen by judgement and not by statistics. Where a sample was drawn, the basis of the conclusion in ",
            ),
            view.outline.refer(Section::Answers),
            Span::plain(
                " names what was looked at and how many; a result holds for the items looked at. Common sizes, by how \
                 often a control runs, served as a guide:",
            ),
        ]),
        Table::new(
            "Common sizes of samples",
            vec![Column::new("How often the control runs", 3.0), Column::new("Items looked at", 2.0)],
            "",
        )
        .rows(
            [
                ("Once a year", "1"),
                ("Once a quarter", "2"),
                ("Once a month", "2 to 5"),
                ("Once a week", "5 to 15"),
                ("Once a day", "20 to 40"),
                ("Many times a day", "25 to 60"),
                ("By a program", "1, with the control over changes to it"),
            ]
            .map(|(often, items)| vec![Cell::new(often), Cell::new(items)]),
        )
        .into(),
    ]
}

fn matrix(view: &View) -> Vec<Block> {
    let matrix = &view.library.matrix;
    let steps = |caption: &str, what: &str, steps: &[ScaleStep]| -> Block {
        Table::new(
            caption,
            vec![Column::new(what, 1.6), Column::number("Level", 0.7), Column::new("Meaning", 5.0)],
            "The scale has no levels.",
        )
        .rows(steps.iter().map(|s| {
            vec![Cell::new(flat(&s.title)), Cell::new(s.level.to_string()), Cell::new(flat(&s.meaning))]
        }))
        .into()
    };
    let mut columns = vec![Column::new("Likelihood", 1.6)];
    columns.extend(
        matrix.impact.iter().map(|s| Column::new(format!("Impact {} {}", s.level, flat(&s.title)), 1.3)),
    );
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
        Block::p(format!(
            "A risk has a likelihood and an impact from 1 to 5, before treatment (inherent) and after it (residual). \
             The matrix “{}” gives the band. Where an impact has several sides, the worst counts. Both numbers are \
             kept; they rank risks and are no sums of money. The residual rating is never above the inherent one.",
            flat(&matrix.title)
        )),
        steps("Likelihood", "Likelihood", &matrix.likelihood),
        steps("Impact", "Impact", &matrix.impact),
        Table::new("Bands by likelihood and impact", columns, "The matrix has no cells.").rows(cells).into(),
        Table::new(
            "What a band asks for",
            vec![Column::new("Band", 1.0), Column::new("Asks for", 5.0)],
            "The matrix has no bands.",
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
    let letters: Vec<String> = Letter::ALL.iter().map(|l| l.title().to_lowercase()).collect();
    vec![Block::p(format!(
        "The parts of the system, the flows between them and the boundaries where trust changes are held against {} \
         of the pack “{}”. Each says on what it fires and why; the categories are {}. A fact that nobody knows does \
         not silence a rule. The suggested likelihood is the rule's; it is raised by one when an answer that bears on \
         it is concluded “{}”, and lowered by one when all of them hold. A threat counts only through the decision of \
         a person, and becomes a risk only when a person records one.",
        count(view.library.threats.rules.len(), "rule", "rules"),
        flat(&view.library.threats.title),
        list(&letters),
        Conclusion::Ineffective.title()
    ))]
}
