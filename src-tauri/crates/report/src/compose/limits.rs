//! What the work could not see: limitations given and limitations that follow from the data; open points.

use super::evidence::expired;
use super::outline::{Section, part};
use super::view::View;
use super::words::{bound, count, flat, list, sentence, share, told};
use crate::document::{Block, Span};
use assay_core::closeout::Kind;
use assay_core::ids::QuestionId;
use assay_core::knockout::KnockOutState;
use assay_core::words::{Conclusion, Severity, Word};
use assay_message::Message;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let given: Vec<String> =
        view.case.assessment.limitations.iter().map(|l| sentence(l)).filter(|l| !l.is_empty()).collect();
    let mut blocks = vec![part("Limitations given by the assessor")];
    blocks.push(if given.is_empty() {
        Block::p("The assessor recorded no limitation beyond those below.")
    } else {
        Block::bullets(given)
    });
    blocks.push(part("Limitations that follow from the data"));
    blocks.push(Block::bullets(standing(view)));
    blocks.push(part("Open points"));
    let grave: Vec<String> = view.open_points.iter().filter(|p| p.grave).map(|p| told(&p.text)).collect();
    let all = view.open_points.len();
    blocks.push(match (all, grave.len()) {
        (0, _) => Block::p("No point stood open when this report was made."),
        (_, 0) => Block::p("No point of weight for the decision stood open when this report was made."),
        (_, n) => Block::p(format!("{} of weight for the decision:", count(n, "point", "points"))),
    });
    if !grave.is_empty() {
        blocks.push(Block::bullets(grave));
    }
    if all > 0 {
        blocks.push(Block::spans(vec![
            Span::plain(format!("{} in all; they are in ", count(all, "open point", "open points"))),
            view.outline.refer(Section::OpenPoints),
            Span::plain("."),
        ]));
    }
    blocks
}

/// Every point that stood open; nothing when there is none.
pub(super) fn all_open(view: &View) -> Vec<Block> {
    if view.open_points.is_empty() { Vec::new() } else { vec![Block::bullets(open(view))] }
}

/// Open points by kind, gravest first. Questions without a conclusion are only counted: the answers show them.
fn open(view: &View) -> Vec<String> {
    let mut by_kind: BTreeMap<Kind, Vec<&Message>> = BTreeMap::new();
    for point in &view.open_points {
        by_kind.entry(point.kind).or_default().push(&point.text);
    }
    by_kind
        .into_iter()
        .flat_map(|(kind, texts)| {
            if kind == Kind::NotConcluded {
                let total = &view.evaluation.results.total;
                let missing = (total.applicable - total.concluded) as usize;
                let looked = missing.saturating_sub(texts.len());
                vec![format!(
                    "{missing} of {} questions that apply have no conclusion: {} were not concluded, {looked} were \
                     concluded as not assessed.",
                    total.applicable,
                    missing - looked
                )]
            } else {
                texts.into_iter().map(told).collect()
            }
        })
        .collect()
}

/// What a newer program recorded and this one cannot read.
fn unreadable(view: &View) -> Option<String> {
    let unreadable = &view.case.unreadable;
    if unreadable.is_empty() {
        return None;
    }
    let own = format!("{}/", view.case.assessment.id);
    let named: Vec<String> = unreadable
        .iter()
        .map(|record| {
            let id = record.key.id.strip_prefix(&own).unwrap_or(&record.key.id);
            bound(&format!("{} {id}", record.key.kind.replace('-', " ")))
        })
        .collect();
    Some(format!(
        "{} written by a newer version of Assay, could not be read when this report was made, and {} in it: {}.",
        count(named.len(), "record was", "records were"),
        if named.len() == 1 { "is not" } else { "are not" },
        list(&named)
    ))
}

/// What was not assessed, most telling first, framework by framework.
fn not_assessed(view: &View) -> Vec<String> {
    let mut all = not_assessed_at_all(view);
    for result in &view.evaluation.results.frameworks {
        let figure = &result.total.concluded;
        let missing = figure.applicable - figure.concluded;
        if missing > 0 {
            all.push(format!(
                "{}: {missing} of {} requirements that apply have no conclusion.",
                flat(&result.total.title),
                figure.applicable
            ));
        }
    }
    all
}

/// What was not assessed, most telling first. How much of each framework was stands with its score.
pub(super) fn not_assessed_at_all(view: &View) -> Vec<String> {
    let total = &view.evaluation.results.total;
    let mut all = Vec::new();
    let missing = total.applicable - total.concluded;
    if missing > 0 {
        all.push(format!(
            "{missing} of {} questions that apply have no conclusion ({}).",
            total.applicable,
            share(missing, total.applicable)
        ));
    }
    let unknown: Vec<String> =
        view.knock_outs_in(KnockOutState::NotAssessed).map(|k| bound(k.id.as_str())).collect();
    if !unknown.is_empty() {
        all.push(format!(
            "{} not assessed: {}.",
            count(unknown.len(), "knock-out", "knock-outs"),
            list(&unknown)
        ));
    }
    for id in view.case.assessment.frameworks.iter().filter(|id| !view.library.frameworks.contains_key(id)) {
        all.push(format!(
            "The framework {id} was chosen, but its pack is not at hand; nothing is reported on it."
        ));
    }
    if view.case.elements.is_empty() {
        all.push("No threat model was recorded.".into());
    }
    all
}

/// Whether the packs at hand are those the assessment was frozen with; a sentence when they are not.
pub(super) fn packs_differ(view: &View) -> Option<String> {
    let frozen = &view.case.assessment.packs;
    let names: Vec<String> = view
        .library
        .packs
        .iter()
        .filter(|p| {
            frozen.iter().any(|f| f.name == p.name && f != *p) || !frozen.iter().any(|f| f.name == p.name)
        })
        .map(|p| format!("{} {}", p.name, p.version))
        .collect();
    (!frozen.is_empty() && !names.is_empty()).then(|| {
        format!(
            "This report was made with other packs than those frozen into the assessment: {}. Scores can differ for \
             that reason alone.",
            list(&names)
        )
    })
}

fn standing(view: &View) -> Vec<String> {
    let a = &view.case.assessment;
    let case = view.case;
    let mut all = vec![
        "The work rests on enquiries, documents and tests named in this report. What nobody asked about and nobody \
         showed is not in it, and a control that worked on the day it was seen may not work on another."
            .to_owned(),
    ];
    all.extend(unreadable(view));
    all.extend(not_assessed(view));
    let concluded: u32 = view.evaluation.results.assurance.values().sum();
    let weak: u32 = view.evaluation.results.assurance.range(0..=1).map(|(_, n)| n).sum();
    if weak > 0 {
        all.push(format!(
            "{weak} of {concluded} conclusions ({}) rest on evidence level 0 or 1: on the vendor's word, or on a \
             document that was not read against the question.",
            share(weak, concluded)
        ));
    }
    let seen: Vec<String> =
        view.evidence().iter().filter(|(_, e)| e.file.is_none()).map(|(n, _)| bound(n)).collect();
    if !seen.is_empty() {
        all.push(format!(
            "{} seen and not retained and cannot be looked at again: {}.",
            count(seen.len(), "piece of evidence was", "pieces of evidence were"),
            list(&seen)
        ));
    }
    let old: Vec<String> =
        view.evidence().iter().filter(|(_, e)| expired(view, e)).map(|(n, _)| bound(n)).collect();
    if !old.is_empty() {
        all.push(format!(
            "{} run out before this report was made: {}.",
            count(old.len(), "piece of evidence had", "pieces of evidence had"),
            list(&old)
        ));
    }
    let aged = view.open_points.iter().filter(|point| point.kind == Kind::EvidenceTooOld).count();
    if aged > 0 {
        all.push(format!(
            "{} older than its question asks, or without a date; what rests on it alone counts at level 1.",
            count(aged, "use of evidence is", "uses of evidence are")
        ));
    }
    if case.evidence.is_empty() {
        all.push("No evidence is recorded.".into());
    }
    if a.interviews.is_empty() {
        all.push("No interview is recorded.".into());
    }
    all.extend(four_eyes(view));
    let silent: Vec<String> = without_finding(view).iter().map(|id| bound(id.as_str())).collect();
    if !silent.is_empty() {
        all.push(format!(
            "{} concluded partially effective or ineffective without a finding: {}.",
            count(silent.len(), "question is", "questions are"),
            list(&silent)
        ));
    }
    all.extend(threats(view));
    let asked: BTreeSet<&QuestionId> = view.asked.iter().map(|q| &q.id).collect();
    let left: Vec<String> =
        case.responses.keys().filter(|id| !asked.contains(id)).map(|id| bound(id.as_str())).collect();
    if !left.is_empty() {
        all.push(format!(
            "{} kept to questions that are no longer asked and do not count: {}.",
            count(left.len(), "answer is", "answers are"),
            list(&left)
        ));
    }
    all.extend(packs_differ(view));
    all.push("Samples were chosen by judgement; their results hold for the items looked at.".into());
    all.push(
        "Dates and times come from the local clock of the computer and are confirmed by nobody else.".into(),
    );
    all
}

fn four_eyes(view: &View) -> Option<String> {
    let a = &view.case.assessment;
    let (assessor, reviewer) = (flat(&a.assessor.name), flat(&a.reviewer.name));
    if reviewer.is_empty() {
        Some("No reviewer is named, so nobody but the assessor has looked at this report.".into())
    } else if reviewer.to_lowercase() == assessor.to_lowercase() {
        Some("Assessor and reviewer are the same person, so there was no second pair of eyes.".into())
    } else {
        None
    }
}

/// Questions concluded partially effective or ineffective that no finding names.
fn without_finding<'a>(view: &'a View) -> Vec<&'a QuestionId> {
    let named: BTreeSet<&QuestionId> =
        view.case.findings.values().filter_map(|f| f.question.as_ref()).collect();
    view.asked
        .iter()
        .map(|q| &q.id)
        .filter(|id| {
            let conclusion = view.evaluation.standings.conclusion(id);
            conclusion.is_some_and(|c| c >= Conclusion::Partially) && !named.contains(id)
        })
        .collect()
}

fn threats(view: &View) -> Vec<String> {
    let mut all = Vec::new();
    let open = view.evaluation.undecided();
    if open > 0 {
        all.push(format!("{} not decided.", count(open, "threat is", "threats are")));
    }
    let unknown = view.evaluation.threats.iter().filter(|t| !t.unknown.is_empty()).count();
    if unknown > 0 {
        all.push(format!(
            "{} because facts that would answer them are not known.",
            count(unknown, "threat stands", "threats stand")
        ));
    }
    let grave = view.case.findings.values().filter(|f| f.severity >= Severity::High);
    let linked: BTreeSet<_> = view.case.risks.values().flat_map(|r| &r.findings).collect();
    let unlinked: Vec<String> =
        grave.filter(|f| !linked.contains(&f.id)).map(|f| bound(f.id.as_str())).collect();
    if !unlinked.is_empty() {
        all.push(format!(
            "{} of severity {} or {} {} behind no risk of the register: {}.",
            count(unlinked.len(), "finding", "findings"),
            Severity::High.title().to_lowercase(),
            Severity::Critical.title().to_lowercase(),
            if unlinked.len() == 1 { "stands" } else { "stand" },
            list(&unlinked)
        ));
    }
    all
}
