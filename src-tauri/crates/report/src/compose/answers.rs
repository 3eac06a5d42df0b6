//! Responses: every question asked, by topic, with claim, conclusion and what it rests on.

use super::outline::{joined, named_part};
use super::view::{View, topic_anchor};
use super::words::{
    bound, conclusion_tone, flat, in_lines, in_row, list, or, sentence, sentence_in_lines, told, within,
};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::applicability::NotAsked;
use assay_core::ids::QuestionId;
use assay_core::pack::Question;
use assay_core::record::Response;
use assay_core::standing::Standing;
use assay_core::words::{Claim, Conclusion, Respondent};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![Block::p(say!(
        view,
        "The claim is what the vendor, or the own organisation where marked, says. The conclusion is what the \
             assessor judges, with the evidence level and the methods. The basis is what was done and seen. Questions \
             are in our own words."
    ))];
    for topic in &view.library.bank.topics {
        let its: Vec<&Question> = view.asked.iter().copied().filter(|q| q.topic == topic.id).collect();
        if its.is_empty() {
            continue;
        }
        blocks.push(named_part(flat(&topic.title), topic_anchor(&topic.id)));
        blocks.push(answers(view, &topic.title, &its));
    }
    if view.asked.is_empty() {
        blocks.push(Block::p(say!(view, "No question was asked: none applies in this scope and tier.")));
    }
    blocks.push(named_part(say!(view, "Questions not asked"), "questions-not-asked"));
    blocks.push(not_asked(view));
    blocks
}

fn answers(view: &View, topic: &str, questions: &[&Question]) -> Block {
    Table::new(
        say!(view, "{topic}: questions and answers", topic = flat(topic)),
        vec![
            Column::new(say!(view, "No."), 0.9),
            Column::new(say!(view, "Question"), 3.2),
            Column::new(say!(view, "Claim"), 2.2),
            Column::new(say!(view, "Conclusion"), 1.6),
            Column::new(say!(view, "Basis"), 3.6),
        ],
        say!(view, "No question of this topic was asked."),
    )
    .rows(questions.iter().map(|question| {
        let response = view.response(&question.id);
        vec![
            Cell::mono(bound(question.id.as_str())),
            Cell::new(asked(view, question)),
            claim(view, response),
            conclusion(view, question),
            basis(view, response),
        ]
    }))
    .into()
}

fn asked(view: &View, question: &Question) -> String {
    match question.respondent {
        Respondent::Vendor => flat(&question.text),
        Respondent::Buyer => say!(view, "{question} (Own organisation)", question = flat(&question.text)),
    }
}

fn claim(view: &View, response: Option<&Response>) -> Cell {
    let comment = response.map(|r| in_lines(&r.comment)).unwrap_or_default();
    let word = Span::strong(claimed(view, response.and_then(|r| r.claim)));
    if comment.is_empty() {
        Cell::rich(vec![word])
    } else {
        Cell::rich(runs!(view, [claim = word], "{claim}: {comment}"))
    }
}

/// What the vendor claims, in a word.
pub(super) fn claimed(view: &View, claim: Option<Claim>) -> String {
    claim.map_or_else(|| say!(view, "Unanswered"), |claim| told(view, &claim))
}

fn conclusion(view: &View, question: &Question) -> Cell {
    let word = |text: String| Cell::rich(vec![Span::strong(text)]);
    match view.evaluation.standings.of(&question.id) {
        None | Some(Standing::NotAsked { .. } | Standing::Unanswered) => word(say!(view, "Not concluded")),
        Some(Standing::Claimed { claim }) => match claim {
            Claim::NotApplicable => Cell::rich(runs!(
                view,
                [conclusion = Span::strong(say!(view, "Not concluded"))],
                "{conclusion}; “not applicable” is the vendor's claim alone"
            )),
            Claim::Yes | Claim::Partial | Claim::No => word(say!(view, "Not concluded")),
        },
        Some(Standing::WithoutReason) => Cell::rich(runs!(
            view,
            [conclusion = Span::strong(told(view, &Conclusion::NotApplicable))],
            "{conclusion} without a reason; counts as not assessed"
        )),
        Some(Standing::NotApplicable { .. }) => word(told(view, &Conclusion::NotApplicable)),
        Some(Standing::NotAssessed) => word(told(view, &Conclusion::NotAssessed)),
        Some(Standing::Concluded { conclusion, level, recorded, .. }) => {
            let methods = view.response(&question.id).into_iter().flat_map(|r| &r.methods);
            let methods: Vec<String> = methods.map(|m| within(view, &m)).collect();
            let methods = or(&in_row(view, &methods), say!(view, "no method recorded"));
            let word = Span::strong(told(view, &conclusion));
            let (counted, recorded) = (level.get(), recorded.get());
            Cell {
                spans: if recorded > counted {
                    runs!(
                        view,
                        [conclusion = word],
                        "{conclusion}. Evidence level\u{a0}{counted} (recorded as {recorded}); {methods}"
                    )
                } else {
                    runs!(view, [conclusion = word], "{conclusion}. Evidence level\u{a0}{counted}; {methods}")
                },
                tone: Some(conclusion_tone(*conclusion)),
            }
        }
    }
}

fn basis(view: &View, response: Option<&Response>) -> Cell {
    let Some(response) = response else { return Cell::new(say!(view, "Nothing is recorded.")) };
    let mut spans: Vec<Span> = Vec::new();
    let mut add = |more: Vec<Span>| {
        if more.iter().all(|span| span.text.is_empty()) {
            return;
        }
        if let Some(last) = spans.last() {
            // What follows lines that were typed begins a line too.
            let lined = last.text.contains('\n') || more.iter().any(|span| span.text.contains('\n'));
            spans.push(Span::plain(if lined { "\n".to_owned() } else { say!(view, " ") }));
        }
        spans.extend(more);
    };
    let plain = |text: String| vec![Span::plain(text)];
    let beside = response.conclusion == Some(Conclusion::NotApplicable);
    match (response.rationale.trim().is_empty(), beside) {
        (true, true) => add(plain(say!(view, "Why it does not apply: no reason recorded."))),
        (false, true) => {
            let reason = sentence_in_lines(&response.rationale);
            add(plain(say!(view, "Why it does not apply: {reason}")));
        }
        (_, false) => add(plain(sentence_in_lines(&response.rationale))),
    }
    if !response.reason.trim().is_empty() && !response.rationale.contains(response.reason.trim()) {
        let reason = sentence_in_lines(&response.reason);
        add(plain(say!(view, "The vendor's reason: {reason}")));
    }
    let spoken: Vec<String> = response.spoken_to.iter().map(|s| flat(s)).filter(|s| !s.is_empty()).collect();
    if !spoken.is_empty() {
        add(plain(say!(view, "Spoken to: {people}", people = sentence(&list(view, &spoken)))));
    }
    let judged = response.conclusion.is_some_and(|c| c <= Conclusion::Ineffective);
    if response.evidence.is_empty() {
        if judged {
            add(plain(say!(view, "No evidence is linked.")));
        }
    } else {
        let evidence = joined(view, response.evidence.iter().map(|id| view.evidence_span(id)));
        add(runs!(view, [evidence = evidence], "Evidence: {evidence}."));
    }
    if let Some(Standing::Concluded { earned, .. }) = view.evaluation.standings.of(&response.question) {
        for why in &earned.out_of_date {
            add(plain(say!(view, "Not in date: {why}", why = told(view, why))));
        }
    }
    if spans.is_empty() { Cell::new(say!(view, "Nothing is recorded.")) } else { Cell::rich(spans) }
}

/// Questions left out, by the reason they share.
fn not_asked(view: &View) -> Block {
    let mut groups: Vec<(&NotAsked, Vec<&QuestionId>)> = Vec::new();
    for question in view.library.bank.in_order() {
        let Some(why) = view.evaluation.standings.why_not_asked(&question.id) else { continue };
        match groups.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, ids)) => ids.push(&question.id),
            None => groups.push((why, vec![&question.id])),
        }
    }
    Table::new(
        say!(view, "Questions of the bank that were not asked"),
        vec![
            Column::new(say!(view, "Reason"), 3.0),
            Column::number(say!(view, "Number"), 0.8),
            Column::new(say!(view, "Questions"), 5.0),
        ],
        say!(view, "Every question of the bank was asked."),
    )
    .rows(groups.into_iter().map(|(reason, ids)| {
        vec![
            Cell::new(told(view, reason)),
            Cell::new(ids.len().to_string()),
            Cell::rich(joined(view, ids.into_iter().map(|id| Span::mono(bound(id.as_str()))))),
        ]
    }))
    .into()
}
