//! Scores: figures, distribution, and each framework with its domains.

use super::front::score_words;
use super::method::level_title;
use super::outline::{Section, part};
use super::view::{View, framework_anchor};
use super::words::{conclusion_tone, flat, gap_words, or, percent, sentences, series, told, whole, within};
use crate::document::{Bar, Bars, Block, Drawing, Fact, Level, Segment, Stack, StackRow, Tone};
use assay_core::score::{Figure, FrameworkResult, GroupResult, RequirementState};
use assay_core::words::Conclusion;
use std::collections::BTreeMap;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![part(say!(view, "All questions"))];
    blocks.extend(overall(view));
    if view.evaluation.results.frameworks.is_empty() {
        blocks.push(Block::p(say!(view, "No framework was chosen, so there is no result by requirement.")));
    }
    let results = &view.evaluation.results.frameworks;
    if !results.is_empty() {
        let rows = results.iter().map(|result| bar(view, flat(&result.total.title), &result.total)).collect();
        blocks.push(part(say!(view, "Frameworks")));
        blocks.push(Block::figure(
            say!(view, "Score with coverage by framework"),
            Drawing::Bars(Bars { rows }),
        ));
    }
    for result in results {
        let edition = view.library.frameworks.get(&result.framework).map_or("", |f| &f.edition);
        let id = framework_anchor(result.framework.as_str());
        blocks.push(Block::unnumbered(Level::Three, flat(&result.total.title), id));
        blocks.push(Block::p(standing(view, result, edition)));
    }
    if !results.is_empty() {
        blocks.push(Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Requirements)],
            "Each framework by its domains, and requirement by requirement, is in {section}."
        )));
    }
    blocks.push(part(say!(view, "Since the last assessment")));
    blocks.extend(super::since::blocks(view));
    blocks
}

fn overall(view: &View) -> Vec<Block> {
    let results = &view.evaluation.results;
    let mut blocks = vec![Block::facts(vec![
        Fact::new(say!(view, "Concluded by the assessor"), score_words(view, &results.total)),
        Fact::new(say!(view, "By the vendor's claims alone"), score_words(view, &results.claimed)),
        Fact::new(
            say!(view, "Claimed less concluded"),
            match (results.claimed.score, results.total.score) {
                (Some(claimed), Some(concluded)) => {
                    say!(view, "{gap} points", gap = gap_words(claimed, concluded))
                }
                (Some(_), None) | (None, Some(_) | None) => {
                    say!(view, "None: one of the two figures is missing")
                }
            },
        ),
    ])];
    if !view.asked.is_empty() {
        blocks.push(Block::figure(
            say!(view, "How the questions were concluded"),
            Drawing::Stack(Stack { rows: vec![distribution(view, &results.distribution)] }),
        ));
        let concluded: u32 = results.assurance.values().sum();
        if concluded > 0 {
            blocks.push(Block::figure(
                say!(view, "Evidence levels of the conclusions"),
                Drawing::Stack(Stack {
                    rows: vec![StackRow {
                        label: String::new(),
                        segments: results
                            .assurance
                            .iter()
                            .map(|(level, count)| Segment {
                                label: say!(
                                    view,
                                    "Level {level}, {title}:",
                                    title = within(view, &level_title(*level))
                                ),
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
        blocks.push(Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Requirements)],
            "{n}\u{a0}question is claimed clearly better than concluded; listed in {section}.|{n}\u{a0}questions are \
             claimed clearly better than concluded; listed in {section}.",
            n = over
        )));
    }
    blocks
}

fn distribution(view: &View, counts: &BTreeMap<Conclusion, u32>) -> StackRow {
    StackRow {
        label: String::new(),
        segments: counts
            .iter()
            .map(|(conclusion, count)| Segment {
                label: told(view, conclusion),
                count: *count,
                tone: conclusion_tone(*conclusion),
            })
            .collect(),
    }
}

/// A framework by its domains.
pub(super) fn domains(view: &View, result: &FrameworkResult) -> Vec<Block> {
    let (applying, idle): (Vec<&GroupResult>, Vec<&GroupResult>) =
        result.domains.iter().partition(|d| d.concluded.applicable > 0);
    let mut bars = vec![bar(view, say!(view, "All"), &result.total)];
    bars.extend(applying.into_iter().map(|d| bar(view, domain(d), d)));
    let mut blocks = vec![Block::figure(
        say!(view, "{framework}: score with coverage by domain", framework = flat(&result.total.title)),
        Drawing::Bars(Bars { rows: bars }),
    )];
    if !idle.is_empty() {
        let names: Vec<String> = idle.into_iter().map(domain).collect();
        blocks.push(Block::p(say!(view, "Nothing applies in: {domains}.", domains = series(view, &names))));
    }
    blocks
}

fn standing(view: &View, result: &FrameworkResult, edition: &str) -> String {
    let total = &result.total;
    let in_state = |state| result.requirements.iter().filter(|r| r.state == state).count();
    let score = |figure: &Figure| {
        figure
            .score
            .map_or_else(|| say!(view, "no score"), |s| say!(view, "{score} of 100", score = whole(s)))
    };
    let coverage = |figure: &Figure| {
        figure.coverage().map_or_else(
            || say!(view, "no requirement applies"),
            |c| {
                say!(
                    view,
                    "coverage {coverage}, {concluded} of {n} requirement|coverage {coverage}, {concluded} of {n} \
                     requirements",
                    coverage = percent(view, c),
                    concluded = figure.concluded,
                    n = figure.applicable
                )
            },
        )
    };
    let figures = [
        say!(
            view,
            "Edition: {edition}.",
            edition = or(edition.trim_end_matches('.'), say!(view, "not recorded"))
        ),
        say!(
            view,
            "Concluded: {score} ({coverage}).",
            score = score(&total.concluded),
            coverage = coverage(&total.concluded)
        ),
        say!(
            view,
            "By the vendor's claims alone: {score} ({coverage}).",
            score = score(&total.claimed),
            coverage = coverage(&total.claimed)
        ),
        say!(
            view,
            "Of {n}\u{a0}requirement, {concluded} concluded, {not_assessed} asked and not assessed, {not_asked} not \
             asked, {not_applicable} not applicable.|Of {n}\u{a0}requirements, {concluded} concluded, {not_assessed} \
             asked and not assessed, {not_asked} not asked, {not_applicable} not applicable.",
            n = result.requirements.len(),
            concluded = in_state(RequirementState::Concluded),
            not_assessed = in_state(RequirementState::NotAssessed),
            not_asked = in_state(RequirementState::NotAsked),
            not_applicable = in_state(RequirementState::NotApplicable)
        ),
    ];
    sentences(view, &figures)
}

/// A domain by number and title; some titles begin with the number in words, as in `Clause 4: …`.
fn domain(group: &GroupResult) -> String {
    let title = flat(&group.title);
    let numbered = ["Annex ", "Article ", "Chapter ", "Clause "].iter().any(|word| title.starts_with(word));
    if numbered { title } else { format!("{} {title}", group.id) }
}

fn bar(view: &View, label: String, group: &GroupResult) -> Bar {
    let figure = &group.concluded;
    Bar {
        label,
        value: figure.score,
        coverage: figure.coverage().unwrap_or(0.0),
        note: if figure.applicable == 0 {
            say!(view, "nothing applies")
        } else {
            say!(
                view,
                "{concluded} of {applicable} requirements",
                concluded = figure.concluded,
                applicable = figure.applicable
            )
        },
    }
}
