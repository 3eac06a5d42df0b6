//! Scores: figures, distribution, and each framework with its domains.

use super::front::score_words;
use super::method::level_title;
use super::outline::{Section, part};
use super::view::{View, framework_anchor};
use super::words::{conclusion_tone, count, flat, gap_words, or, percent, whole};
use crate::document::{Bar, Bars, Block, Drawing, Fact, Level, Segment, Span, Stack, StackRow, Tone};
use assay_core::score::{Figure, FrameworkResult, GroupResult, RequirementState};
use assay_core::words::{Conclusion, Word};
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part("All questions")];
    blocks.extend(overall(view));
    if view.evaluation.results.frameworks.is_empty() {
        blocks.push(Block::p("No framework was chosen, so there is no result by requirement."));
    }
    let results = &view.evaluation.results.frameworks;
    if !results.is_empty() {
        let rows = results.iter().map(|result| bar(flat(&result.total.title), &result.total)).collect();
        blocks.push(part("Frameworks"));
        blocks.push(Block::figure("Score with coverage by framework", Drawing::Bars(Bars { rows })));
    }
    for result in results {
        let edition = view.library.frameworks.get(&result.framework).map_or("", |f| &f.edition);
        let id = framework_anchor(result.framework.as_str());
        blocks.push(Block::unnumbered(Level::Three, flat(&result.total.title), id));
        blocks.push(Block::p(standing(result, edition)));
    }
    if !results.is_empty() {
        blocks.push(Block::spans(vec![
            Span::plain("Each framework by its domains, and requirement by requirement, is in "),
            view.outline.refer(Section::Requirements),
            Span::plain("."),
        ]));
    }
    blocks.push(part("Since the last assessment"));
    blocks.extend(super::since::blocks(view));
    blocks
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
                                label: format!("Level {level}, {}:", level_title(*level).to_lowercase()),
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
    let over = results.overclaimed.len();
    if over > 0 {
        blocks.push(Block::spans(vec![
            Span::plain(format!(
                "{} claimed clearly better than concluded; listed in ",
                count(over, "question is", "questions are")
            )),
            view.outline.refer(Section::Requirements),
            Span::plain("."),
        ]));
    }
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

/// A framework by its domains.
pub(super) fn domains(result: &FrameworkResult) -> Vec<Block> {
    let (applying, idle): (Vec<&GroupResult>, Vec<&GroupResult>) =
        result.domains.iter().partition(|d| d.concluded.applicable > 0);
    let mut bars = vec![bar("All".into(), &result.total)];
    bars.extend(applying.into_iter().map(|d| bar(domain(d), d)));
    let mut blocks = vec![Block::figure(
        format!("{}: score with coverage by domain", flat(&result.total.title)),
        Drawing::Bars(Bars { rows: bars }),
    )];
    if !idle.is_empty() {
        let names: Vec<String> = idle.into_iter().map(domain).collect();
        blocks.push(Block::p(format!("Nothing applies in: {}.", names.join("; "))));
    }
    blocks
}

fn standing(result: &FrameworkResult, edition: &str) -> String {
    let total = &result.total;
    let in_state = |state| result.requirements.iter().filter(|r| r.state == state).count();
    let score = |figure: &Figure| {
        figure.score.map_or_else(|| "no score".to_owned(), |s| format!("{} of 100", whole(s)))
    };
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
