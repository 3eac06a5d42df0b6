//! A failed question → the finding it yields; a finding → what is still to be written in it.
//!
//! A question brings the words for what should be, what can happen and what to do. What was found it cannot know: its
//! condition is a pattern such as “In the sample of [n] leavers …”, which shows how to say it and never stands in a
//! finding. The assessor's rationale does.

use crate::ids::FindingId;
use crate::pack::{Library, Question};
use crate::record::{Finding, Response};
use assay_message::{Message, Part, message};
use serde::Serialize;

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

/// A text of a finding that somebody has to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FindingPart {
    /// Its title.
    Title,
    /// What was found.
    Condition,
    /// What should be.
    Criterion,
    /// What can happen.
    Effect,
    /// What to do.
    Recommendation,
}

impl FindingPart {
    /// As part of a sentence: “what was found”.
    pub fn words(self) -> Message {
        match self {
            Self::Title => message!("the title"),
            Self::Condition => message!("what was found"),
            Self::Criterion => message!("what should be"),
            Self::Effect => message!("what can happen"),
            Self::Recommendation => message!("what to do"),
        }
    }
}

/// Texts still to be written, as part of a sentence: “the title, what was found”.
pub fn in_words(open: &[FindingPart]) -> Part {
    Part::list(open.iter().map(|part| part.words()))
}

/// What is still to be written in a finding. A report with such a finding is not issued: a place to fill says nothing to
/// its readers.
pub fn to_write(finding: &Finding, library: &Library) -> Vec<FindingPart> {
    let question = finding.question.as_ref().and_then(|id| library.bank.questions.get(id));
    // Brackets that a person typed are theirs; only those of the question's own words are places.
    let places: Vec<&str> = question.map_or_else(Vec::new, |question| {
        let text = &question.finding;
        let all = [&text.title, &text.condition, &text.criterion, &text.effect, &text.recommendation];
        all.into_iter().flat_map(|text| places(text)).collect()
    });
    let has_place = |text: &str| places.iter().any(|place| text.contains(place));
    let mut open = Vec::new();
    for (which, text, may_be_blank) in [
        (FindingPart::Title, &finding.title, false),
        (FindingPart::Condition, &finding.condition, false),
        (FindingPart::Criterion, &finding.criterion, true),
        (FindingPart::Effect, &finding.effect, true),
        (FindingPart::Recommendation, &finding.recommendation, true),
    ] {
        if has_place(text) || (!may_be_blank && text.trim().is_empty()) {
            open.push(which);
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
