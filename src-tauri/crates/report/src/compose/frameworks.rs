//! Scores → section 3, Results by framework: figures, distribution, and where each requirement stands.

use super::front::{gap_words, score_words};
use super::method::level_title;
use super::section::{Section, joined};
use super::view::{View, framework_anchor};
use super::words::{bound, conclusion_tone, count, date, flat, or, percent};
use crate::document::{
    Bar, Bars, Block, Cell, Column, Drawing, Fact, Segment, Span, Stack, StackRow, Table, Tone,
};
use assay_core::score::{Figure, FrameworkResult, GroupResult, RequirementResult, RequirementState};
use assay_core::specification::Specification;
use assay_core::words::{Claim, Conclusion, SpecAnswer, Word};
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![Section::Results.heading(), Section::Results.part(1, "All questions")];
    blocks.extend(overall(view));
    if view.evaluation.results.frameworks.is_empty() {
        blocks.push(Block::p("No framework was chosen, so there is no result by requirement."));
    }
    for (n, result) in view.evaluation.results.frameworks.iter().enumerate() {
        blocks.extend(framework(view, n + 2, result));
    }
    let next = view.evaluation.results.frameworks.len() + 2;
    blocks.push(Section::Results.part(next, "Answers taken over to near requirements"));
    blocks.push(suggestions(view));
    blocks.push(Section::Results.part(next + 1, "Since the last assessment"));
    blocks.extend(super::since::blocks(view));
    blocks
}

/// What became of suggestions: an answer near to a requirement counts for it only when somebody said so.
fn suggestions(view: &View) -> Block {
    let all = view.case.adoptions.values().flat_map(BTreeMap::values);
    Table::new(
        "Suggestions decided",
        vec![
            Column::new("Question", 1.2),
            Column::new("Requirement", 1.8),
            Column::new("Decided", 1.6),
            Column::new("By", 2.0),
            Column::new("Reason", 4.0),
        ],
        "No suggestion was decided: every requirement is judged by questions that examine it.",
    )
    .rows(all.map(|a| {
        vec![
            Cell::rich(vec![view.question_span(&a.question)]),
            Cell::rich(vec![view.requirement_span(&a.requirement)]),
            Cell::new(if a.accepted { "Accepted, counts" } else { "Refused" }),
            Cell::new(format!("{}, {}", or(&a.by, "Not named"), date(a.at.date_naive()))),
            Cell::new(or(&a.reason, "Not recorded")),
        ]
    }))
    .into()
}

fn overall(view: &View) -> Vec<Block> {
    let results = &view.evaluation.results;
    let mut blocks = vec![Block::facts(vec![
        Fact::new("Concluded by the assessor", score_words(&results.total)),
        Fact::new("By the vendor's claims alone", score_words(&results.claimed)),
        Fact::new(
            "Claimed less concluded",
            match (results.claimed.score, results.total.score) {
                (Some(claimed), Some(concluded)) => format!("{} points", gap_words(claimed, concluded)),
                (Some(_), None) | (None, Some(_) | None) => "None: one of the two figures is missing".into(),
            },
        ),
    ])];
    if !view.asked.is_empty() {
        blocks.push(Block::figure(
            "How the questions were concluded",
            Drawing::Stack(Stack { rows: vec![distribution("", &results.distribution)] }),
        ));
        let concluded: u32 = results.assurance.values().sum();
        if concluded > 0 {
            blocks.push(Block::figure(
                "Evidence levels of the conclusions",
                Drawing::Stack(Stack {
                    rows: vec![StackRow {
                        label: String::new(),
                        segments: results
                            .assurance
                            .iter()
                            .map(|(level, count)| Segment {
                                label: format!("{level} {}", level_title(*level)),
                                count: *count,
                                tone: match level {
                                    0 => Tone::High,
                                    1 => Tone::Medium,
                                    2 => Tone::Low,
                                    _ => Tone::Good,
                                },
                            })
                            .collect(),
                    }],
                }),
            ));
        }
    }
    let over = results.overclaimed.iter().map(|id| {
        let response = view.response(id);
        vec![
            Cell::rich(vec![
                view.question_span(id),
                Span::plain(format!(" {}", view.library.bank.questions.get(id).map_or("", |q| &q.text))),
            ]),
            Cell::new(response.and_then(|r| r.claim).map_or("Unanswered", Claim::title)),
            match response.and_then(|r| r.conclusion) {
                Some(conclusion) => Cell::toned(conclusion.title(), conclusion_tone(conclusion)),
                None => Cell::new("Not concluded"),
            },
        ]
    });
    blocks.push(
        Table::new(
            "Questions claimed clearly better than concluded",
            vec![Column::new("Question", 6.0), Column::new("Claim", 1.2), Column::new("Conclusion", 2.0)],
            "No question is claimed clearly better than it was concluded.",
        )
        .rows(over)
        .into(),
    );
    blocks
}

fn distribution(label: &str, counts: &BTreeMap<Conclusion, u32>) -> StackRow {
    StackRow {
        label: label.to_owned(),
        segments: counts
            .iter()
            .map(|(conclusion, count)| Segment {
                label: conclusion.title().into(),
                count: *count,
                tone: conclusion_tone(*conclusion),
            })
            .collect(),
    }
}

fn framework(view: &View, n: usize, result: &FrameworkResult) -> Vec<Block> {
    let id = result.framework.as_str();
    let edition = view.library.frameworks.get(&result.framework).map_or("", |f| &f.edition);
    let mut blocks = vec![
        Section::Results.named_part(n, flat(&result.total.title), framework_anchor(id)),
        Block::p(standing(result, edition)),
    ];
    if result.requirements.is_empty() {
        blocks.push(Block::p("The framework has no requirements that can be assessed."));
        return blocks;
    }
    blocks.push(Block::figure(
        format!("{}: how its questions were concluded", flat(&result.total.title)),
        Drawing::Stack(Stack { rows: vec![distribution("", &result.distribution)] }),
    ));
    let (applying, idle): (Vec<&GroupResult>, Vec<&GroupResult>) =
        result.domains.iter().partition(|d| d.concluded.applicable > 0);
    let mut bars = vec![bar("All".into(), &result.total)];
    bars.extend(applying.into_iter().map(|d| bar(domain(d), d)));
    blocks.push(Block::figure(
        format!("{}: score with coverage by domain", flat(&result.total.title)),
        Drawing::Bars(Bars { rows: bars }),
    ));
    if !idle.is_empty() {
        let names: Vec<String> = idle.into_iter().map(domain).collect();
        blocks.push(Block::p(format!("Nothing applies in: {}.", names.join("; "))));
    }
    let (asked, silent): (Vec<&RequirementResult>, Vec<&RequirementResult>) =
        result.requirements.iter().partition(|r| !r.figure.inputs.is_empty());
    blocks.push(requirements(view, &asked));
    blocks.extend(addressable(view, result));
    blocks.push(without_question(&silent));
    blocks
}

fn standing(result: &FrameworkResult, edition: &str) -> String {
    let total = &result.total;
    let in_state = |state| result.requirements.iter().filter(|r| r.state == state).count();
    let score =
        |figure: &Figure| figure.score.map_or_else(|| "no score".to_owned(), |s| format!("{s:.0} of 100"));
    let coverage = |figure: &Figure| {
        figure.coverage().map_or_else(
            || "no requirement applies".to_owned(),
            |c| {
                format!("coverage {}, {} of {} requirements", percent(c), figure.concluded, figure.applicable)
            },
        )
    };
    format!(
        "Edition: {}. Concluded: {} ({}). By the vendor's claims alone: {} ({}). Of {}, {} concluded, {} asked and not \
         assessed, {} not asked, {} not applicable.",
        or(edition.trim_end_matches('.'), "not recorded"),
        score(&total.concluded),
        coverage(&total.concluded),
        score(&total.claimed),
        coverage(&total.claimed),
        count(result.requirements.len(), "requirement", "requirements"),
        in_state(RequirementState::Concluded),
        in_state(RequirementState::NotAssessed),
        in_state(RequirementState::NotAsked),
        in_state(RequirementState::NotApplicable),
    )
}

/// A domain by number and title; some titles begin with the number in words, as in `Clause 4: …`.
fn domain(group: &GroupResult) -> String {
    let title = flat(&group.title);
    let numbered = ["Annex ", "Article ", "Chapter ", "Clause "].iter().any(|word| title.starts_with(word));
    if numbered { title } else { format!("{} {title}", group.id) }
}

fn bar(label: String, group: &GroupResult) -> Bar {
    let figure = &group.concluded;
    Bar {
        label,
        value: figure.score,
        coverage: figure.coverage().unwrap_or(0.0),
        note: if figure.applicable == 0 {
            "nothing applies".into()
        } else {
            format!("{} of {} requirements", figure.concluded, figure.applicable)
        },
    }
}

fn requirements(view: &View, asked: &[&RequirementResult]) -> Block {
    Table::new(
        "Requirements with questions in this assessment",
        vec![
            Column::new("Requirement", 1.5),
            Column::new("Title", 3.0),
            Column::new("Lowest conclusion", 1.6),
            Column::number("Score", 0.7),
            Column::number("Coverage", 0.9),
            Column::new("Questions", 3.8),
        ],
        "No requirement has a question in this assessment.",
    )
    .rows(asked.iter().map(|r| {
        let state = match (r.state, r.lowest) {
            (RequirementState::NotApplicable, _) => Cell::new("Not applicable"),
            (_, Some(lowest)) => Cell::toned(lowest.title(), conclusion_tone(lowest)),
            (_, None) => Cell::new("Not assessed"),
        };
        vec![
            Cell::mono(bound(r.id.number())),
            Cell::new(flat(&r.title)),
            state,
            Cell::new(r.figure.score.map_or_else(|| "none".to_owned(), |s| format!("{s:.0}"))),
            Cell::new(format!("{}\u{a0}of\u{a0}{}", r.figure.concluded, r.figure.applicable)),
            Cell::rich(joined(r.figure.inputs.iter().map(|i| view.question_span(&i.question)))),
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
            None => Cell::new("Open"),
            Some(SpecAnswer::Gap) => Cell::toned(SpecAnswer::Gap.title(), Tone::High),
            Some(answer) => Cell::toned(answer.title(), Tone::Good),
        };
        let why = s
            .choice
            .as_ref()
            .map_or_else(|| s.because.clone(), |c| format!("{} {}", flat(&c.reason), s.because));
        vec![Cell::mono(bound(s.requirement.number())), Cell::new(flat(&s.title)), answer, Cell::new(why)]
    });
    Some(
        Table::new(
            "Addressable specifications: what stands in their place is written down where they are not put in place as written",
            vec![
                Column::new("Specification", 1.8),
                Column::new("Title", 2.6),
                Column::new("Answer", 1.8),
                Column::new("From what", 4.0),
            ],
            "None applies.",
        )
        .rows(rows)
        .into(),
    )
}

/// Requirements that no question of this assessment examines, by the reason they share.
fn without_question(silent: &[&RequirementResult]) -> Block {
    let mut groups: Vec<((RequirementState, &str), Vec<&RequirementResult>)> = Vec::new();
    for requirement in silent {
        let key = (requirement.state, requirement.reason.as_str());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, members)) => members.push(requirement),
            None => groups.push((key, vec![requirement])),
        }
    }
    Table::new(
        "Requirements without a question in this assessment",
        vec![Column::new("Requirements", 2.4), Column::new("State", 1.5), Column::new("Reason", 5.0)],
        "Every requirement has a question in this assessment.",
    )
    .rows(groups.into_iter().map(|((state, reason), members)| {
        let mut cell = Cell::rich(joined(members.iter().map(|r| Span::mono(bound(r.id.number())))));
        if let [_, _, ..] = members[..] {
            cell.spans.insert(0, Span::plain(format!("{}: ", members.len())));
        }
        vec![
            cell,
            Cell::new(match state {
                RequirementState::NotApplicable => "Not applicable",
                RequirementState::NotAsked => "Not asked",
                RequirementState::NotAssessed | RequirementState::Concluded => "Not assessed",
            }),
            Cell::new(or(reason, "No reason is given.")),
        ]
    }))
    .into()
}
