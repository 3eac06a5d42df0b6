//! Results and knock-outs → how good a decision can be, and why. The person decides; this says what caps it.

use crate::case::Case;
use crate::ids::KnockOutId;
use crate::knockout::{KnockOutResult, KnockOutState};
use crate::pack::Cap;
use crate::record::{Decision, Override};
use crate::score::Results;
use crate::words::*;
use chrono::NaiveDate;
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
    /// An override that nobody answers for.
    #[error("Setting {0} aside needs a name, a reason and a compensating control")]
    OverrideIncomplete(KnockOutId),
}

/// Whether an executive set a knock-out aside and that day is not past.
pub fn is_set_aside(case: &Case, knock_out: &KnockOutId, today: NaiveDate) -> bool {
    set_aside(case, knock_out, today).is_some()
}

fn set_aside<'a>(case: &'a Case, knock_out: &KnockOutId, today: NaiveDate) -> Option<&'a Override> {
    let decision = case.decision.as_ref()?;
    decision.overrides.iter().find(|o| o.knock_out == *knock_out && o.until >= today)
}

/// What the case allows. A knock-out set aside caps at “approve with conditions”: its compensating control is one.
pub fn advice(case: &Case, results: &Results, knock_outs: &[KnockOutResult], today: NaiveDate) -> Advice {
    let mut best = Outcome::Approve;
    let mut because = Vec::new();
    for knock_out in knock_outs {
        if let Some(aside) =
            set_aside(case, &knock_out.id, today).filter(|_| knock_out.state == KnockOutState::Struck)
        {
            best = best.max(Outcome::Conditions);
            because.push(format!(
                "{} is struck and set aside by {} until {}: {} Instead: {}",
                knock_out.id, aside.by, aside.until, aside.reason, aside.compensating_control
            ));
            continue;
        }
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
    let blank =
        |o: &&Override| [&o.by, &o.reason, &o.compensating_control].iter().any(|t| t.trim().is_empty());
    if let Some(incomplete) = decision.overrides.iter().find(blank) {
        return Err(DecisionError::OverrideIncomplete(incomplete.knock_out.clone()));
    }
    Ok(())
}
