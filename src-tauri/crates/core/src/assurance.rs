//! A response and its evidence → how far its assurance level can go, and what the tier asks for.
//!
//! The level a person gives is kept as it is; what counts is the lower of it and the cap.

use crate::case::Case;
use crate::pack::Question;
use crate::record::{AssuranceLevel, Evidence, Response, Tier};
use crate::words::*;
use chrono::NaiveDate;
use serde::Serialize;

/// What a response's evidence allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "AssuranceCap"))]
pub struct Cap {
    /// The highest level that stands.
    pub level: AssuranceLevel,
    /// Why not higher.
    pub because: String,
}

/// Kinds that somebody independent of the vendor makes.
fn is_independent(kind: EvidenceKind) -> bool {
    matches!(kind, EvidenceKind::Report | EvidenceKind::Certificate | EvidenceKind::TestResult)
}

/// Whether a piece of evidence no longer counts on that day.
pub fn has_expired(piece: &Evidence, today: NaiveDate) -> bool {
    piece.valid_until.is_some_and(|last| last < today)
}

/// The cap: 4 when the assessor tested, or examined a thing and wrote down what was seen; 3 with a report, certificate
/// or test result in date; 2 with any evidence in date; 1 with evidence out of date only; 0 without anything.
pub fn cap(case: &Case, response: &Response, today: NaiveDate) -> Cap {
    let said = |level: u8, because: &str| Cap {
        level: AssuranceLevel::new(level).unwrap_or_default(),
        because: because.to_owned(),
    };
    let looked = response.methods.contains(&Method::Test) || response.methods.contains(&Method::Examine);
    if looked && !response.rationale.trim().is_empty() {
        return said(4, "");
    }
    let pieces: Vec<&Evidence> = response.evidence.iter().filter_map(|id| case.evidence.get(id)).collect();
    let in_date = |piece: &&&Evidence| !has_expired(piece, today);
    if pieces.iter().filter(in_date).any(|piece| is_independent(piece.kind)) {
        return said(
            3,
            "Level 4 needs something examined or tested by the assessor, and what was seen in words.",
        );
    }
    if pieces.iter().any(|piece| !has_expired(piece, today)) {
        return said(2, "Level 3 needs a report, certificate or test result by somebody independent.");
    }
    if !pieces.is_empty() {
        return said(1, "All its evidence has expired.");
    }
    if response.methods.contains(&Method::Interview) && !response.spoken_to.is_empty() {
        return said(1, "A conversation alone goes no further; higher levels need evidence.");
    }
    said(0, "There is no evidence behind it.")
}

/// The level that counts: the one given, no higher than its cap.
pub fn effective(case: &Case, response: &Response, today: NaiveDate) -> AssuranceLevel {
    response.assurance.min(cap(case, response, today).level)
}

/// The level a tier asks of a question: tier 1 asks 2, and 3 of those with weight 3; tier 2 asks 2 of those with weight
/// 3 and 1 of the rest; tier 3 asks 1; tier 4 asks none.
pub fn required(tier: Tier, question: &Question) -> AssuranceLevel {
    let level = match (tier.get(), question.weight) {
        (1, 3) => 3,
        (1, _) | (2, 3) => 2,
        (2, _) | (3, _) => 1,
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
