//! Responses: every question asked, by topic, with claim, conclusion and what it rests on.

use super::outline::{joined, named_part};
use super::view::{View, topic_anchor};
use super::words::{bound, conclusion_tone, flat, in_lines, list, or, sentence, sentence_in_lines, told};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::ids::QuestionId;
use assay_core::pack::Question;
use assay_core::record::Response;
use assay_core::standing::Standing;
use assay_core::words::{Claim, Conclusion, Respondent, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![Block::p(
        "The claim is what the vendor, or the own organisation where marked, says. The conclusion is what the \
             assessor judges, with the evidence level and the methods. The basis is what was done and seen. Questions \
             are in our own words.",
    )];
    for topic in &view.library.bank.topics {
        let its: Vec<&Question> = view.asked.iter().copied().filter(|q| q.topic == topic.id).collect();
        if its.is_empty() {
            continue;
        }
        blocks.push(named_part(flat(&topic.title), topic_anchor(&topic.id)));
        blocks.push(answers(view, &topic.title, &its));
    }
    if view.asked.is_empty() {
        blocks.push(Block::p("No question was asked: none applies in this scope and tier."));
    }
    blocks.push(named_part("Questions not asked", "questions-not-asked"));
    blocks.push(not_asked(view));
    blocks
}

fn answers(view: &View, topic: &str, questions: &[&Question]) -> Block {
    Table::new(
        format!("{}: questions and answers", flat(topic)),
        vec![
            Column::new("No.", 0.9),
            Column::new("Question", 3.2),
            Column::new("Claim", 2.2),
            Column::new("Conclusion", 1.6),
            Column::new("Basis", 3.6),
        ],
        "No question of this topic was asked.",
    )
    .rows(questions.iter().map(|question| {
        let response = view.response(&question.id);
        vec![
            Cell::mono(bound(question.id.as_str())),
            Cell::new(asked(question)),
            claim(response),
            conclusion(view, question),
            basis(view, response),
        ]
    }))
    .into()
}

fn asked(question: &Question) -> String {
    match question.respondent {
        Respondent::Vendor => flat(&question.text),
        Respondent::Buyer => format!("{} (Own organisation)", flat(&question.text)),
    }
}

fn claim(response: Option<&Response>) -> Cell {
    let comment = response.map(|r| in_lines(&r.comment)).unwrap_or_default();
    let word = Span::strong(response.and_then(|r| r.claim).map_or("Unanswered", Claim::title));
    if comment.is_empty() {
        Cell::rich(vec![word])
    } else {
        Cell::rich(vec![word, Span::plain(format!(": {comment}"))])
    }
}

fn conclusion(view: &View, question: &Question) -> Cell {
    let word = |text: &str| Cell::rich(vec![Span::strong(text.to_owned())]);
    match view.evaluation.standings.of(&question.id) {
        None | Some(Standing::NotAsked { .. } | Standing::Unanswered) => word("Not concluded"),
        Some(Standing::Claimed { claim }) => match claim {
            Claim::NotApplicable => Cell::rich(vec![
                Span::strong("Not concluded"),
                Span::plain("; “not applicable” is the vendor's claim alone"),
            ]),
            Claim::Yes | Claim::Partial | Claim::No => word("Not concluded"),
        },
        Some(Standing::WithoutReason) => Cell::rich(vec![
            Span::strong(Conclusion::NotApplicable.title()),
            Span::plain(" without a reason; counts as not assessed"),
        ]),
        Some(Standing::NotApplicable { .. }) => word(Conclusion::NotApplicable.title()),
        Some(Standing::NotAssessed) => word(Conclusion::NotAssessed.title()),
        Some(Standing::Concluded { conclusion, level, recorded, .. }) => {
            let methods = view.response(&question.id).into_iter().flat_map(|r| &r.methods);
            let methods: Vec<String> = methods.map(|m| m.title().to_lowercase()).collect();
            let methods = or(&methods.join(", "), "no method recorded");
            let above =
                if recorded > level { format!(" (recorded as {})", recorded.get()) } else { String::new() };
            Cell {
                spans: vec![
                    Span::strong(conclusion.title()),
                    Span::plain(format!(". Evidence level\u{a0}{}{above}; {methods}", level.get())),
                ],
                tone: Some(conclusion_tone(*conclusion)),
            }
        }
    }
}

fn basis(view: &View, response: Option<&Response>) -> Cell {
    let Some(response) = response else { return Cell::new("Nothing is recorded.") };
    let mut spans: Vec<Span> = Vec::new();
    let mut say = |text: String| {
        if !text.is_empty() {
            // What follows lines that were typed begins a line too.
            let lined = text.contains('\n') || spans.last().is_some_and(|last| last.text.contains('\n'));
            let between = if lined { "\n" } else { " " };
            spans.push(Span::plain(if spans.is_empty() { text } else { format!("{between}{text}") }));
        }
    };
    let beside = response.conclusion == Some(Conclusion::NotApplicable);
    match (response.rationale.trim().is_empty(), beside) {
        (true, true) => say("Why it does not apply: no reason recorded.".into()),
        (false, true) => say(format!("Why it does not apply: {}", sentence_in_lines(&response.rationale))),
        (_, false) => say(sentence_in_lines(&response.rationale)),
    }
    if !response.reason.trim().is_empty() && !response.rationale.contains(response.reason.trim()) {
        say(format!("The vendor's reason: {}", sentence_in_lines(&response.reason)));
    }
    let spoken: Vec<String> = response.spoken_to.iter().map(|s| flat(s)).filter(|s| !s.is_empty()).collect();
    if !spoken.is_empty() {
        say(format!("Spoken to: {}", sentence(&list(&spoken))));
    }
    let judged = response.conclusion.is_some_and(|c| c <= Conclusion::Ineffective);
    if response.evidence.is_empty() {
        say(if judged { "No evidence is linked.".into() } else { String::new() });
    } else {
        say("Evidence: ".into());
        spans.extend(joined(response.evidence.iter().map(|id| view.evidence_span(id))));
        spans.push(Span::plain("."));
    }
    if let Some(Standing::Concluded { earned, .. }) = view.evaluation.standings.of(&response.question) {
        let out_of_date = earned.out_of_date.iter();
        spans.extend(out_of_date.map(|why| Span::plain(format!(" Not in date: {}", told(why)))));
    }
    if spans.is_empty() { Cell::new("Nothing is recorded.") } else { Cell::rich(spans) }
}

/// Questions left out, by the reason they share.
fn not_asked(view: &View) -> Block {
    let mut groups: Vec<(String, Vec<&QuestionId>)> = Vec::new();
    for question in view.library.bank.in_order() {
        let Some(why) = view.evaluation.standings.why_not_asked(&question.id) else { continue };
        let reason = why.to_string();
        match groups.iter_mut().find(|(r, _)| *r == reason) {
            Some((_, ids)) => ids.push(&question.id),
            None => groups.push((reason, vec![&question.id])),
        }
    }
    Table::new(
        "Questions of the bank that were not asked",
        vec![Column::new("Reason", 3.0), Column::number("Number", 0.8), Column::new("Questions", 5.0)],
        "Every question of the bank was asked.",
    )
    .rows(groups.into_iter().map(|(reason, ids)| {
        vec![
            Cell::new(flat(&reason)),
            Cell::new(ids.len().to_string()),
            Cell::rich(joined(ids.into_iter().map(|id| Span::mono(bound(id.as_str()))))),
        ]
    }))
    .into()
}
