//! A failed question → the finding it yields; a finding → what is still to be written in it.
//!
//! A question brings the words for what should be, what can happen and what to do. What was found it cannot know: its
//! condition is a pattern such as “In the sample of [n] leavers …”, which shows how to say it and never stands in a
//! finding. The assessor's rationale does.

use crate::ids::FindingId;
use crate::pack::{Library, Question};
use crate::record::{Finding, Response};

/// The finding on a failed question: the question's words, and the assessor's rationale as what was found.
pub fn drafted(id: FindingId, question: &Question, response: &Response) -> Finding {
    let text = &question.finding;
    let general = if has_places(&text.condition) { "" } else { text.condition.as_str() };
    let condition = [general, response.rationale.trim()].map(str::trim).join(" ");
    Finding {
        id,
        assessment: response.assessment.clone(),
        question: Some(question.id.clone()),
        flag: None,
        title: text.title.clone(),
        condition: condition.trim().to_owned(),
        criterion: text.criterion.clone(),
        cause: String::new(),
        effect: text.effect.clone(),
        recommendation: text.recommendation.clone(),
        severity: text.severity,
        owner: String::new(),
        due: None,
        vendor_response: String::new(),
    }
}

/// How the condition of a finding may be worded, with places to fill; `None` where its question brings no pattern.
pub fn pattern<'a>(finding: &Finding, library: &'a Library) -> Option<&'a str> {
    let question = library.bank.questions.get(finding.question.as_ref()?)?;
    Some(question.finding.condition.as_str()).filter(|text| has_places(text))
}

/// What is still to be written in a finding, in words such as “what was found”. A report with such a finding is not
/// issued: a place to fill says nothing to its readers.
pub fn to_write(finding: &Finding, library: &Library) -> Vec<&'static str> {
    let question = finding.question.as_ref().and_then(|id| library.bank.questions.get(id));
    // Brackets that a person typed are theirs; only those of the question's own words are places.
    let places: Vec<&str> = question.map_or_else(Vec::new, |question| {
        let text = &question.finding;
        let all = [&text.title, &text.condition, &text.criterion, &text.effect, &text.recommendation];
        all.into_iter().flat_map(|text| places(text)).collect()
    });
    let has_place = |text: &str| places.iter().any(|place| text.contains(place));
    let mut open = Vec::new();
    for (words, text, may_be_blank) in [
        ("the title", &finding.title, false),
        ("what was found", &finding.condition, false),
        ("what should be", &finding.criterion, true),
        ("what can happen", &finding.effect, true),
        ("what to do", &finding.recommendation, true),
    ] {
        if has_place(text) || (!may_be_blank && text.trim().is_empty()) {
            open.push(words);
        }
    }
    open
}

fn has_places(text: &str) -> bool {
    places(text).next().is_some()
}

/// The parts in square brackets, brackets included.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('[').filter_map(|(start, _)| {
        let end = text[start..].find(']')?;
        Some(&text[start..=start + end])
    })
}
