//! Results and knock-outs → how good a decision can be, and whether the one recorded still stands. The person decides; this
//! says what caps it and what changed under it.

use crate::case::Case;
use crate::ids::KnockOutId;
use crate::knockout::KnockOutResult;
use crate::record::{Basis, Decision, Override, RiskBasis};
use crate::score::Results;
use crate::standing::Standings;
use crate::words::{KnockOutState, Outcome};
use assay_message::{Message, Told, message};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Below this coverage, in percent, too little is known to approve: the work can be deferred or its gaps made conditions.
pub const ENOUGH_COVERAGE: f64 = 60.0;

/// What the case allows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Advice {
    /// The best decision the case allows.
    pub best: Outcome,
    /// Why not better; empty when nothing caps it.
    pub because: Vec<Message>,
}

/// Whether the decision recorded stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DecisionState {
    /// None is recorded.
    Missing,
    /// What it rested on is as it was, and the case allows it.
    Stands,
    /// What it rested on changed or is not known, or nobody is named: it is to be confirmed.
    ToConfirm,
    /// It is better than the case allows now, or incomplete.
    NotAllowed,
}

/// Where the decision stands, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DecisionStanding {
    /// Whether it stands.
    pub state: DecisionState,
    /// What changed under it or forbids it, in sentences; empty when it stands.
    pub because: Vec<Message>,
}

/// Why a decision does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum DecisionError {
    /// Better than the case allows.
    #[error("“{wanted}” is better than this assessment allows; the best is “{best}”: {because}")]
    AboveCap {
        /// As wanted.
        wanted: Outcome,
        /// The best allowed.
        best: Outcome,
        /// Why.
        because: Message,
    },
    /// Nobody answers for it.
    #[error("A decision needs the name of the person who decides")]
    NobodyDecides,
    /// Conditional without conditions, or with an empty one.
    #[error("“Approve with conditions” needs at least one condition, and each condition its words")]
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

/// What the case allows. A knock-out that struck caps the decision as its pack says, one that is suspected or that nobody
/// assessed caps it as the pack says for that; one set aside caps it at “approve with conditions”: its compensating control
/// is one.
pub fn advice(case: &Case, results: &Results, knock_outs: &[KnockOutResult], today: NaiveDate) -> Advice {
    let mut best = Outcome::Approve;
    let mut because = Vec::new();
    for knock_out in knock_outs {
        let id = &knock_out.id;
        let title = &knock_out.title;
        let (cap, said) = match knock_out.state {
            KnockOutState::Struck => match set_aside(case, id, today) {
                Some(aside) => {
                    best = best.max(Outcome::Conditions);
                    because.push(message!(
                        "{id} is struck and set aside by {by} until {until}: {reason} Instead: {control}",
                        by = aside.by,
                        until = aside.until,
                        reason = aside.reason,
                        control = aside.compensating_control
                    ));
                    continue;
                }
                None => (knock_out.cap, message!("{id} is struck: {title}.")),
            },
            KnockOutState::Suspected => (knock_out.while_open, message!("{id} is suspected: {title}.")),
            KnockOutState::NotAssessed => (knock_out.while_open, message!("{id} is not assessed: {title}.")),
            KnockOutState::Clear | KnockOutState::NotApplicable => continue,
        };
        best = best.max(cap.best());
        because.push(Message::sentences([said].into_iter().chain(knock_out.because.iter().cloned())));
    }
    match results.total.coverage() {
        None => {
            best = best.max(Outcome::Defer);
            because.push(message!("No question applies, so nothing is known."));
        }
        Some(coverage) if coverage < ENOUGH_COVERAGE => {
            best = best.max(Outcome::Defer);
            because.push(message!(
                "Only {coverage} % of the questions that apply are concluded; below {enough} % too little is known.",
                coverage = format_args!("{coverage:.0}"),
                enough = format_args!("{ENOUGH_COVERAGE:.0}")
            ));
        }
        Some(_) => {}
    }
    Advice { best, because }
}

/// Checks a decision against what the case allows.
///
/// # Errors
/// [`DecisionError`] when it is better than allowed, nobody is named, or a condition or an override is incomplete.
pub fn check(decision: &Decision, advice: &Advice) -> Result<(), DecisionError> {
    // Outcomes are ordered best first. Deferring is always open: it decides nothing yet.
    if decision.outcome < advice.best && decision.outcome != Outcome::Defer {
        return Err(DecisionError::AboveCap {
            wanted: decision.outcome,
            best: advice.best,
            because: Message::sentences(advice.because.iter().cloned()),
        });
    }
    if !decision.decided_by.chars().any(char::is_alphanumeric) {
        return Err(DecisionError::NobodyDecides);
    }
    let conditional = decision.outcome == Outcome::Conditions;
    if (conditional && decision.conditions.is_empty())
        || decision.conditions.iter().any(|condition| condition.text.trim().is_empty())
    {
        return Err(DecisionError::NoConditions);
    }
    let blank =
        |o: &&Override| [&o.by, &o.reason, &o.compensating_control].iter().any(|t| t.trim().is_empty());
    if let Some(incomplete) = decision.overrides.iter().find(blank) {
        return Err(DecisionError::OverrideIncomplete(incomplete.knock_out.clone()));
    }
    Ok(())
}

/// What a decision recorded now rests on.
pub fn basis(case: &Case, standings: &Standings, knock_outs: &[KnockOutResult]) -> Basis {
    let risk = |risk: &crate::record::Risk| {
        let residual = risk.ratings.residual();
        RiskBasis { likelihood: residual.likelihood(), impact: residual.impact(), treatment: risk.treatment }
    };
    Basis {
        tier: case.assessment.tier,
        conclusions: standings.of_asked().map(|(q, s)| (q.id.clone(), s.counted())).collect(),
        levels: Some(standings.of_asked().filter_map(|(q, s)| Some((q.id.clone(), s.level()?))).collect()),
        knock_outs: knock_outs.iter().map(|k| (k.id.clone(), k.state)).collect(),
        findings: case.findings.values().map(|f| (f.id.clone(), f.severity)).collect(),
        risks: case.risks.values().map(|r| (r.id.clone(), risk(r))).collect(),
    }
}

/// What is another today than when the decision was made, in sentences.
fn changed(then: &Basis, now: &Basis) -> Vec<Message> {
    let mut all = Vec::new();
    if then.tier != now.tier {
        all.push(message!("The tier was {was} and is {is}.", was = then.tier.get(), is = now.tier.get()));
    }
    // Suspicion is the vendor's word, not a judgement: it is shown, and changes no decision.
    let judged = |state: &KnockOutState| match state {
        KnockOutState::Suspected => KnockOutState::NotAssessed.message(),
        KnockOutState::Struck
        | KnockOutState::NotAssessed
        | KnockOutState::Clear
        | KnockOutState::NotApplicable => state.message(),
    };
    let rated = |risk: &RiskBasis| {
        message!(
            "likelihood {likelihood}, impact {impact}, {treatment}",
            likelihood = risk.likelihood,
            impact = risk.impact,
            treatment = risk.treatment
        )
    };
    let no_knock_out = || message!("is not among the knock-outs");
    all.extend(differences(&then.knock_outs, &now.knock_outs, no_knock_out, judged));
    all.extend(differences(&then.conclusions, &now.conclusions, || message!("is not asked"), Told::message));
    all.extend(fallen(then, now));
    all.extend(differences(&then.findings, &now.findings, || message!("is not recorded"), Told::message));
    all.extend(differences(&then.risks, &now.risks, || message!("is not in the register"), rated));
    all
}

/// The conclusions that are as they were and rest on less, each in a sentence: what they rested on ran out or was taken away.
fn fallen<'b>(then: &'b Basis, now: &'b Basis) -> impl Iterator<Item = Message> + 'b {
    let levels = |basis: &'b Basis| basis.levels.iter().flatten();
    levels(then).filter_map(|(question, before)| {
        let is_as_before = then.conclusions.get(question) == now.conclusions.get(question);
        let level = now.levels.as_ref()?.get(question)?;
        (is_as_before && level < before).then(|| {
            message!(
                "{question} counted at assurance level {before} and counts at level {level}.",
                before = before.get(),
                level = level.get()
            )
        })
    })
}

/// The entries of two lists that differ, each in a sentence; `gone` says what an entry is that one of them lacks.
fn differences<K: Ord + std::fmt::Display, V>(
    then: &BTreeMap<K, V>,
    now: &BTreeMap<K, V>,
    gone: impl Fn() -> Message,
    word: impl Fn(&V) -> Message,
) -> Vec<Message> {
    let keys: BTreeSet<&K> = then.keys().chain(now.keys()).collect();
    keys.into_iter()
        .filter_map(|key| match (then.get(key).map(&word), now.get(key).map(&word)) {
            (Some(old), Some(new)) if old == new => None,
            (Some(old), Some(new)) => Some(message!("{key} was “{old}” and is “{new}”.")),
            (Some(old), None) => Some(message!("{key} was “{old}” and now {gone}.", gone = gone())),
            (None, Some(new)) => Some(message!("{key} is new: “{new}”.")),
            (None, None) => None,
        })
        .collect()
}

/// Where the decision of a case stands.
pub fn standing(
    case: &Case,
    standings: &Standings,
    knock_outs: &[KnockOutResult],
    advice: &Advice,
) -> DecisionStanding {
    let Some(decision) = &case.decision else {
        return DecisionStanding { state: DecisionState::Missing, because: Vec::new() };
    };
    match check(decision, advice) {
        Ok(()) => {}
        Err(error @ DecisionError::NobodyDecides) => {
            return DecisionStanding { state: DecisionState::ToConfirm, because: vec![message!("{error}.")] };
        }
        Err(error @ DecisionError::AboveCap { .. }) => {
            return DecisionStanding { state: DecisionState::NotAllowed, because: vec![error.message()] };
        }
        Err(error @ (DecisionError::NoConditions | DecisionError::OverrideIncomplete(_))) => {
            return DecisionStanding {
                state: DecisionState::NotAllowed,
                because: vec![message!("{error}.")],
            };
        }
    }
    let because = match &decision.basis {
        Some(then) => changed(then, &basis(case, standings, knock_outs)),
        None => vec![message!(
            "What it rested on was not kept by the program that recorded it, so nobody can say what changed since."
        )],
    };
    let state = if because.is_empty() { DecisionState::Stands } else { DecisionState::ToConfirm };
    DecisionStanding { state, because }
}
