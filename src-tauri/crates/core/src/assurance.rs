//! A response and its evidence → the assurance level it earned, and the level the tier asks for.
//!
//! The level a person records is kept as it is; what counts is the lower of it and what is earned. A level is earned by
//! what is linked, not by what is written about it: without linked evidence nothing goes above level 1.

use crate::case::Case;
use crate::pack::Question;
use crate::record::{AssuranceLevel, Evidence, Response, Tier};
use crate::words::{EvidenceKind, Method};
use assay_message::{Message, Part, message};
use chrono::NaiveDate;
use serde::Serialize;

/// The level a response earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "EarnedLevel"))]
pub struct Earned {
    /// The highest level that stands.
    pub level: AssuranceLevel,
    /// What the next level needs; `None` at the highest.
    pub because: Option<Message>,
    /// Linked evidence that is not in date for this question, each with why, in a sentence.
    pub out_of_date: Vec<Message>,
}

/// Whether a piece of evidence no longer counts on that day.
pub fn has_expired(piece: &Evidence, today: NaiveDate) -> bool {
    expired(piece, today).is_some()
}

/// That a piece of evidence no longer counts on that day, in a sentence; `None` while it does.
pub fn expired(piece: &Evidence, today: NaiveDate) -> Option<Message> {
    let last = piece.valid_until.filter(|last| *last < today)?;
    Some(message!("“{title}” counted until {last}.", title = piece.title))
}

/// Why a piece is not in date for a question, in a sentence; `None` when it is. What was seen and not kept has the day it
/// was received; a file has the date on it, and one without a date shows nothing of its age.
pub fn out_of_date(piece: &Evidence, question: &Question, today: NaiveDate) -> Option<Message> {
    if let Some(expired) = expired(piece, today) {
        return Some(expired);
    }
    let title = &piece.title;
    let seen = piece.file.is_none().then(|| piece.received.date_naive());
    let Some(dated) = piece.issued.or(seen) else {
        return Some(message!("“{title}” has no date, so nothing shows how old it is."));
    };
    if dated > today {
        return Some(message!("“{title}” is dated {dated}, a day to come."));
    }
    let asked = freshness(piece.kind, question)?;
    let age = (today - dated).num_days();
    (age > i64::from(asked))
        .then(|| message!("“{title}” is of {dated}; {id} asks for at most {asked} days.", id = question.id))
}

/// How old evidence of a kind may be for a question, in days: what is asked of that kind, else the longest that is asked
/// of any; the shortest for what nobody said the kind of. `None` when the question asks for no evidence.
fn freshness(kind: EvidenceKind, question: &Question) -> Option<u32> {
    if kind == EvidenceKind::Other {
        return question.evidence.iter().map(|ask| ask.fresh_days).min();
    }
    let asked = |wanted: Option<EvidenceKind>| {
        let fitting = question.evidence.iter().filter(|ask| wanted.is_none_or(|kind| ask.kind == kind));
        fitting.map(|ask| ask.fresh_days).max()
    };
    asked(Some(kind)).or_else(|| asked(None))
}

/// Whether somebody independent of the vendor made it: a report, certificate or test result with an issuer that is not
/// the vendor.
fn is_independent(piece: &Evidence, case: &Case) -> bool {
    match piece.kind {
        EvidenceKind::Report | EvidenceKind::Certificate | EvidenceKind::TestResult => {}
        EvidenceKind::Policy
        | EvidenceKind::Procedure
        | EvidenceKind::Record
        | EvidenceKind::Configuration
        | EvidenceKind::Contract
        | EvidenceKind::Diagram
        | EvidenceKind::Log
        | EvidenceKind::Screenshot
        | EvidenceKind::Other => return false,
    }
    let issuer = &piece.issuer;
    names_somebody(issuer) && !is_same(issuer, &case.vendor.name) && !is_same(issuer, &case.vendor.legal_name)
}

/// Whether a text names an issuer, and not just that there is one, or the vendor by its part.
fn names_somebody(issuer: &str) -> bool {
    const NOBODY: [&str; 14] = [
        "auditor",
        "it",
        "na",
        "none",
        "not known",
        "self",
        "self issued",
        "supplier",
        "tbd",
        "third party",
        "unknown",
        "us",
        "vendor",
        "yes",
    ];
    let words = words(issuer);
    let plain: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "the").collect();
    plain.iter().any(|word| word.chars().count() > 1) && !NOBODY.contains(&plain.join(" ").as_str())
}

/// Whether the assessor saw or made it: a thing seen and not kept, with the note that says what was seen, or something
/// the assessor or the assessor's organisation issued.
fn is_first_hand(piece: &Evidence, case: &Case) -> bool {
    let assessor = &case.assessment.assessor;
    let seen = piece.file.is_none() && !piece.note.trim().is_empty();
    let made = is_same(&piece.issuer, &assessor.name) || is_same(&piece.issuer, &assessor.organisation);
    (seen && !assessor.name.trim().is_empty()) || made
}

/// Whether one name is the other, or begins with it: “Acme”, “Acme Ltd.” and “ACME Limited (UK)”.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (one, other) = (without_form(&one), without_form(&other));
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

/// The words of a name, small.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A name without the legal form at its end, unless there is nothing else.
fn without_form(words: &[String]) -> &[String] {
    const FORMS: [&str; 26] = [
        "ab",
        "ag",
        "as",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "kk",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pte",
        "pty",
        "sa",
        "sas",
        "spa",
    ];
    match words {
        [name @ .., last] if !name.is_empty() && FORMS.contains(&last.as_str()) => without_form(name),
        _ => words,
    }
}

/// What a response earned:
///
/// - 1: evidence is linked, or a conversation or an examination is recorded with whom or what;
/// - 2: a piece linked is in date for the question and was examined;
/// - 3: such a piece is a report, certificate or test result with an issuer independent of the vendor;
/// - 4: such a piece is first hand, seen or made by the assessor, and the rationale says what was seen.
pub fn earned(case: &Case, question: &Question, response: &Response, today: NaiveDate) -> Earned {
    let linked: Vec<&Evidence> = response.evidence.iter().filter_map(|id| case.evidence.get(id)).collect();
    let out_of_date: Vec<Message> =
        linked.iter().filter_map(|piece| out_of_date(piece, question, today)).collect();
    let said = |level: u8, because: Option<Message>| Earned {
        level: AssuranceLevel::new(level).unwrap_or_default(),
        because,
        out_of_date: out_of_date.clone(),
    };
    let told = !response.rationale.trim().is_empty();
    let examined = response.methods.contains(&Method::Examine);
    let tested = response.methods.contains(&Method::Test);
    if linked.is_empty() {
        let spoke = response.methods.contains(&Method::Interview) && !response.spoken_to.is_empty();
        return if spoke || (told && (examined || tested)) {
            said(1, Some(message!("No evidence is linked; higher levels rest on evidence that is.")))
        } else {
            said(0, Some(message!("There is no evidence behind it.")))
        };
    }
    let current: Vec<&Evidence> =
        linked.iter().copied().filter(|piece| self::out_of_date(piece, question, today).is_none()).collect();
    if current.is_empty() {
        let pieces = Part::sentences(out_of_date.iter().cloned());
        return said(1, Some(message!("Nothing linked is in date. {pieces}")));
    }
    if !examined && !tested {
        return said(1, Some(message!("Level 2 needs the evidence examined: the method is not recorded.")));
    }
    if told && current.iter().any(|piece| is_first_hand(piece, case)) {
        return said(4, None);
    }
    if current.iter().any(|piece| is_independent(piece, case)) {
        let next = message!(
            "Level 4 needs something the assessor saw or made, linked as evidence, and what was seen in the rationale."
        );
        return said(3, Some(next));
    }
    let next = message!(
        "Level 3 needs a report, certificate or test result whose issuer is recorded and is not the vendor."
    );
    said(2, Some(next))
}

/// The level a tier asks of a question: tier 1 asks 2, and 3 of those with weight 3; tier 2 asks 2 of those with weight
/// 3 and 1 of the rest; tier 3 asks 1; tier 4 asks none.
pub fn required(tier: Tier, question: &Question) -> AssuranceLevel {
    let level = match (tier.get(), question.weight) {
        (1, 3) => 3,
        (1, _) | (2, 3) => 2,
        (2 | 3, _) => 1,
        _ => 0,
    };
    AssuranceLevel::new(level).unwrap_or_default()
}

/// How often a vendor of a tier is looked at again, in months.
pub fn months_to_next(tier: Tier) -> u32 {
    match tier.get() {
        1 => 12,
        2 => 18,
        3 => 24,
        _ => 36,
    }
}
