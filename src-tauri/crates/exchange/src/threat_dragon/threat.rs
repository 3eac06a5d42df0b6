//! A threat of a cell → a recorded threat and, when it was decided, the note of the decision.

use super::cell::{Object, id_text, text};
use crate::error::ImportError;
use crate::text::{Ids, LONGEST_TEXT, Notes, quoted};
use assay_core::ids::{AssessmentId, ThreatId};
use assay_core::record::{RecordedThreat, ThreatNote};
use assay_core::words::{Letter, Severity, ThreatDecision, Word};

/// What Threat Dragon fills in when a threat is made: nobody wrote it.
const FILLED_IN: [&str; 2] = [
    "Provide a description for this threat",
    "Provide remediation for this threat or a reason if status is N/A",
];

/// Where a threat is.
pub(super) struct On<'a> {
    /// The record's id.
    pub(super) id: &'a str,
    /// The record, for remarks.
    pub(super) called: &'a str,
    /// The diagram, as the threat's source.
    pub(super) diagram: &'a str,
    /// The file's id of the cell and the threat's number on it, for a threat without an id.
    pub(super) fallback: String,
}

/// Letters and digits in lower case, so that “Not Applicable”, “NotApplicable” and “N/A” need no spelling each.
fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The record, and the note unless the threat is open. `filled_in` counts texts nobody wrote.
pub(super) fn read(
    threat: &Object,
    on: &On,
    assessment: &AssessmentId,
    ids: &mut Ids,
    filled_in: &mut usize,
    notes: &mut Notes,
) -> Result<(RecordedThreat, Option<ThreatNote>), ImportError> {
    let place = format!("a threat on {}", on.called);
    let mut field = |key: &str, notes: &mut Notes| {
        let raw = text(threat, key, &place, notes);
        if FILLED_IN.contains(&raw.trim()) {
            *filled_in += 1;
            return String::new();
        }
        notes.prose(&raw, LONGEST_TEXT, &format!("“{key}” of {place}"))
    };
    let description = field("description", notes);
    let mitigation = field("mitigation", notes);
    let mut short = |key: &str| {
        let raw = text(threat, key, &place, notes);
        notes.name(&raw, &place)
    };
    let (mut title, category, method) = (short("title"), short("type"), short("modelType"));
    let (status, severity, score, number) =
        (short("status"), short("severity"), short("score"), short("number"));
    if title.is_empty() {
        title = if category.is_empty() { "Threat without a title".into() } else { category.clone() };
        notes.say(format!("A threat on {} has no title; it is called {}.", on.called, quoted(&title)));
    }
    let known = ["id", "threatId"].iter().find_map(|key| threat.get(*key).and_then(id_text));
    let made = ids.make("th", known.as_deref().unwrap_or(&on.fallback));
    if known.is_some() && (made.altered || made.numbered) {
        notes.say(format!("The threat {} on {} got the id {}.", quoted(&title), on.called, made.id));
    }
    let id = ThreatId::new(made.id)?;

    let letter = letter(&method, &category);
    let stride = matches!(bare(&method).as_str(), "" | "stride");
    if stride && letter.is_none() && !category.is_empty() {
        notes.say(format!(
            "The threat {} on {} is of the type {}, which is no letter of STRIDE; the type is in its description.",
            quoted(&title),
            on.called,
            quoted(&category)
        ));
    }
    let mut more = Vec::new();
    if !(stride && (letter.is_some() || category.is_empty())) {
        let shown = |text: &str| if text.is_empty() { "not named".to_owned() } else { text.to_owned() };
        more.push(format!("Method: {}; category: {}.", shown(&method), shown(&category)));
    }
    if !score.is_empty() {
        more.push(format!("Score in the source: {score}."));
    }

    let decision = decision(&status).unwrap_or_else(|| {
        let said =
            if status.is_empty() { "no status".into() } else { format!("the status {}", quoted(&status)) };
        notes.say(format!("The threat {} on {} has {said}; it is read as open.", quoted(&title), on.called));
        ThreatDecision::Open
    });
    let severity = match bare(&severity).as_str() {
        "" | "tbd" | "tba" => None,
        word => Severity::parse(word).or_else(|| {
            notes.say(format!(
                "The threat {} on {} has the severity {}, which is not known; it has none here.",
                quoted(&title),
                on.called,
                quoted(&severity)
            ));
            None
        }),
    };
    let note = (decision != ThreatDecision::Open).then(|| {
        let mut reason = mitigation.clone();
        if reason.is_empty() {
            reason = format!("Recorded as {} in Threat Dragon, without a reason.", quoted(&status));
            if matches!(decision, ThreatDecision::Accepted | ThreatDecision::NotApplicable) {
                notes.say(format!(
                    "The threat {} on {} is decided as {} without a reason; one is required.",
                    quoted(&title),
                    on.called,
                    decision.title().to_lowercase()
                ));
            }
        }
        if bare(&status) == "eliminated" {
            notes.say(format!(
                "The threat {} on {} is eliminated, which is read as avoided.",
                quoted(&title),
                on.called
            ));
        }
        ThreatNote {
            threat: id.clone(),
            assessment: assessment.clone(),
            decision,
            reason,
            title: title.clone(),
        }
    });
    let numbered = if number.is_empty() { String::new() } else { format!(", threat {number}") };
    let record = RecordedThreat {
        id,
        assessment: assessment.clone(),
        on: on.id.to_owned(),
        letter,
        title,
        description: join(description, &more),
        mitigation,
        severity,
        source: format!("Threat Dragon, {}{numbered}", on.diagram),
    };
    Ok((record, note))
}

/// The letter a category stands for under STRIDE, or under “Generic”, which offers the categories of all methods.
fn letter(method: &str, category: &str) -> Option<Letter> {
    matches!(bare(method).as_str(), "" | "stride" | "generic").then_some(())?;
    Some(match bare(category).as_str() {
        "spoofing" => Letter::Spoofing,
        "tampering" => Letter::Tampering,
        "repudiation" => Letter::Repudiation,
        "informationdisclosure" => Letter::Disclosure,
        "denialofservice" => Letter::Denial,
        "elevationofprivilege" => Letter::Elevation,
        _ => return None,
    })
}

fn decision(status: &str) -> Option<ThreatDecision> {
    Some(match bare(status).as_str() {
        "open" => ThreatDecision::Open,
        "mitigated" => ThreatDecision::Mitigated,
        "accepted" => ThreatDecision::Accepted,
        "transferred" => ThreatDecision::Transferred,
        // Eliminated is what avoiding ends in: the cause is gone.
        "avoided" | "eliminated" => ThreatDecision::Avoided,
        "notapplicable" | "na" => ThreatDecision::NotApplicable,
        _ => return None,
    })
}

/// A text with sentences added on lines of their own.
pub(super) fn join(text: String, more: &[String]) -> String {
    let parts = std::iter::once(text.as_str()).chain(more.iter().map(String::as_str));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
