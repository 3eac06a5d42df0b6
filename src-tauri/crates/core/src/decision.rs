//! Results and knock-outs → how good a decision can be, and why. The person decides; this says what caps it.

use crate::case::Case;
use crate::knockout::{KnockOutResult, KnockOutState};
use crate::pack::Cap;
use crate::record::Decision;
use crate::score::Results;
use crate::words::*;
use serde::Serialize;

/// Below this coverage, in percent, too little is known to approve: the work can be deferred or its gaps made conditions.
pub const ENOUGH_COVERAGE: f64 = 60.0;

/// What the case allows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Advice {
    /// The best decision the case allows.
    pub best: Outcome,
    /// Why not better; empty when nothing caps it.
    pub because: Vec<String>,
}

/// Why a decision does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// Better than the case allows.
    #[error("“{}” is better than this assessment allows; the best is “{}”: {because}", wanted.title(), best.title())]
    AboveCap {
        /// As wanted.
        wanted: Outcome,
        /// The best allowed.
        best: Outcome,
        /// Why.
        because: String,
    },
    /// Conditional without conditions.
    #[error("“Approve with conditions” needs at least one condition")]
    NoConditions,
}

/// What the case allows.
pub fn advice(results: &Results, knock_outs: &[KnockOutResult]) -> Advice {
    let mut best = Outcome::Approve;
    let mut because = Vec::new();
    for knock_out in knock_outs {
        let cap = match (knock_out.state, knock_out.cap) {
            (KnockOutState::Struck, Cap::Reject) => Outcome::Reject,
            (KnockOutState::Struck, Cap::Conditions) | (KnockOutState::Suspected, _) => Outcome::Conditions,
            _ => continue,
        };
        best = best.max(cap);
        let word = if knock_out.state == KnockOutState::Struck { "is struck" } else { "is suspected" };
        because.push(format!(
            "{} {word}: {}. {}",
            knock_out.id,
            knock_out.title,
            knock_out.because.join(" ")
        ));
    }
    match results.total.coverage() {
        None => {
            best = best.max(Outcome::Defer);
            because.push("No question applies, so nothing is known.".into());
        }
        Some(coverage) if coverage < ENOUGH_COVERAGE => {
            best = best.max(Outcome::Defer);
            because.push(format!(
                "Only {coverage:.0} % of the questions that apply are concluded; below {ENOUGH_COVERAGE:.0} % too little is known."
            ));
        }
        Some(_) => {}
    }
    Advice { best, because }
}

/// Checks a decision against what the case allows.
///
/// # Errors
/// [`DecisionError`] when it is better than allowed, or conditional without a condition.
pub fn check(decision: &Decision, advice: &Advice) -> Result<(), DecisionError> {
    // Outcomes are ordered best first. Deferring is always open: it decides nothing yet.
    if decision.outcome < advice.best && decision.outcome != Outcome::Defer {
        return Err(DecisionError::AboveCap {
            wanted: decision.outcome,
            best: advice.best,
            because: advice.because.join(" "),
        });
    }
    if decision.outcome == Outcome::Conditions && decision.conditions.is_empty() {
        return Err(DecisionError::NoConditions);
    }
    Ok(())
}

/// What stands open before a report should be signed, in sentences. Nothing here forbids signing; the report lists it.
pub fn open_points(case: &Case, results: &Results, knock_outs: &[KnockOutResult]) -> Vec<String> {
    let mut points = Vec::new();
    let unconcluded = results.total.applicable - results.total.concluded;
    if unconcluded > 0 {
        points.push(format!(
            "{unconcluded} of {} questions that apply are not concluded.",
            results.total.applicable
        ));
    }
    for response in case.responses.values() {
        if response.is_not_applicable() && response.reason.trim().is_empty() {
            points.push(format!("{} is “not applicable” without a reason.", response.question));
        }
        if response.conclusion == Some(Conclusion::Effective)
            && response.evidence.is_empty()
            && response.assurance.get() < 4
        {
            points.push(format!("{} is concluded effective without evidence.", response.question));
        }
    }
    for risk in case.risks.values().filter(|risk| risk.owner.trim().is_empty()) {
        points.push(format!("Risk {} has no owner.", risk.id));
    }
    for knock_out in knock_outs.iter().filter(|k| k.state == KnockOutState::NotAssessed) {
        points.push(format!("Knock-out {} is not assessed.", knock_out.id));
    }
    if case.decision.is_none() {
        points.push("No decision is recorded.".into());
    }
    points
}
