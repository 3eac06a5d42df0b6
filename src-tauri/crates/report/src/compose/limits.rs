//! What the work could not see: limitations given and limitations that follow from the data; open points.

use super::evidence::expired;
use super::outline::{Section, part};
use super::view::View;
use super::words::{bound, flat, list, sentence, share, told, within};
use crate::document::Block;
use assay_core::closeout::Kind;
use assay_core::ids::QuestionId;
use assay_core::knockout::KnockOutState;
use assay_core::words::{Conclusion, Severity};
use assay_message::Message;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let given: Vec<String> =
        view.case.assessment.limitations.iter().map(|l| sentence(l)).filter(|l| !l.is_empty()).collect();
    let mut blocks = vec![part(say!(view, "Limitations given by the assessor"))];
    blocks.push(if given.is_empty() {
        Block::p(say!(view, "The assessor recorded no limitation beyond those below."))
    } else {
        Block::bullets(given)
    });
    blocks.push(part(say!(view, "Limitations that follow from the data")));
    blocks.push(Block::bullets(standing(view)));
    blocks.push(part(say!(view, "Open points")));
    let grave: Vec<String> =
        view.open_points.iter().filter(|p| p.grave).map(|p| told(view, &p.text)).collect();
    let all = view.open_points.len();
    blocks.push(match (all, grave.len()) {
        (0, _) => Block::p(say!(view, "No point stood open when this report was made.")),
        (_, 0) => {
            Block::p(say!(view, "No point of weight for the decision stood open when this report was made."))
        }
        (_, n) => Block::p(say!(
            view,
            "{n}\u{a0}point of weight for the decision:|{n}\u{a0}points of weight for the decision:"
        )),
    });
    if !grave.is_empty() {
        blocks.push(Block::bullets(grave));
    }
    if all > 0 {
        blocks.push(Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::OpenPoints)],
            "{n}\u{a0}open point in all; they are in {section}.|{n}\u{a0}open points in all; they are in {section}.",
            n = all
        )));
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
                vec![say!(
                    view,
                    "{missing} of {applicable} questions that apply have no conclusion: {silent} were not concluded, \
                     {looked} were concluded as not assessed.",
                    applicable = total.applicable,
                    silent = missing - looked
                )]
            } else {
                texts.into_iter().map(|message| told(view, message)).collect()
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
    Some(say!(
        view,
        "{n}\u{a0}record was written by a newer version of Assay, could not be read when this report was made, and is not \
         in it: {records}.|{n}\u{a0}records were written by a newer version of Assay, could not be read when this report \
         was made, and are not in it: {records}.",
        n = named.len(),
        records = list(view, &named)
    ))
}

/// What was not assessed, most telling first, framework by framework.
fn not_assessed(view: &View) -> Vec<String> {
    let mut all = not_assessed_at_all(view);
    for result in &view.evaluation.results.frameworks {
        let figure = &result.total.concluded;
        let missing = figure.applicable - figure.concluded;
        if missing > 0 {
            all.push(say!(
                view,
                "{framework}: {missing} of {applicable} requirements that apply have no conclusion.",
                framework = flat(&result.total.title),
                applicable = figure.applicable
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
        all.push(say!(
            view,
            "{missing} of {applicable} questions that apply have no conclusion ({share}).",
            applicable = total.applicable,
            share = share(view, missing, total.applicable)
        ));
    }
    let unknown: Vec<String> =
        view.knock_outs_in(KnockOutState::NotAssessed).map(|k| bound(k.id.as_str())).collect();
    if !unknown.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}knock-out not assessed: {knock_outs}.|{n}\u{a0}knock-outs not assessed: {knock_outs}.",
            n = unknown.len(),
            knock_outs = list(view, &unknown)
        ));
    }
    for id in view.case.assessment.frameworks.iter().filter(|id| !view.library.frameworks.contains_key(id)) {
        all.push(say!(
            view,
            "The framework {id} was chosen, but its pack is not at hand; nothing is reported on it."
        ));
    }
    if view.case.elements.is_empty() {
        all.push(say!(view, "No threat model was recorded."));
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
        say!(
            view,
            "This report was made with other packs than those frozen into the assessment: {packs}. Scores can differ for \
             that reason alone.",
            packs = list(view, &names)
        )
    })
}

fn standing(view: &View) -> Vec<String> {
    let a = &view.case.assessment;
    let case = view.case;
    let mut all = vec![
        say!(view, "The work rests on enquiries, documents and tests named in this report. What nobody asked about and nobody \
         showed is not in it, and a control that worked on the day it was seen may not work on another.")
            .to_owned(),
    ];
    all.extend(unreadable(view));
    all.extend(not_assessed(view));
    let concluded: u32 = view.evaluation.results.assurance.values().sum();
    let weak: u32 = view.evaluation.results.assurance.range(0..=1).map(|(_, n)| n).sum();
    if weak > 0 {
        all.push(say!(
            view,
            "{weak} of {concluded} conclusions ({share}) rest on evidence level 0 or 1: on the vendor's word, or on a \
             document that was not read against the question.",
            share = share(view, weak, concluded)
        ));
    }
    let seen: Vec<String> =
        view.evidence().iter().filter(|(_, e)| e.file.is_none()).map(|(n, _)| bound(n)).collect();
    if !seen.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}piece of evidence was seen and not retained and cannot be looked at again: {pieces}.|{n}\u{a0}pieces \
             of evidence were seen and not retained and cannot be looked at again: {pieces}.",
            n = seen.len(),
            pieces = list(view, &seen)
        ));
    }
    let old: Vec<String> =
        view.evidence().iter().filter(|(_, e)| expired(view, e)).map(|(n, _)| bound(n)).collect();
    if !old.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}piece of evidence had run out before this report was made: {pieces}.|{n}\u{a0}pieces of evidence had \
             run out before this report was made: {pieces}.",
            n = old.len(),
            pieces = list(view, &old)
        ));
    }
    let aged = view.open_points.iter().filter(|point| point.kind == Kind::EvidenceTooOld).count();
    if aged > 0 {
        all.push(say!(
            view,
            "{n}\u{a0}use of evidence is older than its question asks, or without a date; what rests on it alone counts at \
             level 1.|{n}\u{a0}uses of evidence are older than its question asks, or without a date; what rests on it alone \
             counts at level 1.",
            n = aged
        ));
    }
    if case.evidence.is_empty() {
        all.push(say!(view, "No evidence is recorded."));
    }
    if a.interviews.is_empty() {
        all.push(say!(view, "No interview is recorded."));
    }
    all.extend(four_eyes(view));
    let silent: Vec<String> = without_finding(view).iter().map(|id| bound(id.as_str())).collect();
    if !silent.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}question is concluded partially effective or ineffective without a finding: {questions}.|{n}\u{a0}\
             questions are concluded partially effective or ineffective without a finding: {questions}.",
            n = silent.len(),
            questions = list(view, &silent)
        ));
    }
    all.extend(threats(view));
    let asked: BTreeSet<&QuestionId> = view.asked.iter().map(|q| &q.id).collect();
    let left: Vec<String> =
        case.responses.keys().filter(|id| !asked.contains(id)).map(|id| bound(id.as_str())).collect();
    if !left.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}answer is kept to questions that are no longer asked and do not count: {questions}.|{n}\u{a0}answers \
             are kept to questions that are no longer asked and do not count: {questions}.",
            n = left.len(),
            questions = list(view, &left)
        ));
    }
    all.extend(packs_differ(view));
    all.push(say!(view, "Samples were chosen by judgement; their results hold for the items looked at."));
    all.push(say!(
        view,
        "Dates and times come from the local clock of the computer and are confirmed by nobody else."
    ));
    all
}

fn four_eyes(view: &View) -> Option<String> {
    let a = &view.case.assessment;
    let (assessor, reviewer) = (flat(&a.assessor.name), flat(&a.reviewer.name));
    if reviewer.is_empty() {
        Some(say!(view, "No reviewer is named, so nobody but the assessor has looked at this report."))
    } else if reviewer.to_lowercase() == assessor.to_lowercase() {
        Some(say!(view, "Assessor and reviewer are the same person, so there was no second pair of eyes."))
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
        all.push(say!(view, "{n}\u{a0}threat is not decided.|{n}\u{a0}threats are not decided.", n = open));
    }
    let unknown = view.evaluation.threats.iter().filter(|t| !t.unknown.is_empty()).count();
    if unknown > 0 {
        all.push(say!(
            view,
            "{n}\u{a0}threat stands because facts that would answer them are not known.|{n}\u{a0}threats stand because \
             facts that would answer them are not known.",
            n = unknown
        ));
    }
    let grave = view.case.findings.values().filter(|f| f.severity >= Severity::High);
    let linked: BTreeSet<_> = view.case.risks.values().flat_map(|r| &r.findings).collect();
    let unlinked: Vec<String> =
        grave.filter(|f| !linked.contains(&f.id)).map(|f| bound(f.id.as_str())).collect();
    if !unlinked.is_empty() {
        all.push(say!(
            view,
            "{n}\u{a0}finding of severity {high} or {critical} stands behind no risk of the register: {findings}.|{n}\u{a0}\
             findings of severity {high} or {critical} stand behind no risk of the register: {findings}.",
            n = unlinked.len(),
            high = within(view, &Severity::High),
            critical = within(view, &Severity::Critical),
            findings = list(view, &unlinked)
        ));
    }
    all
}
