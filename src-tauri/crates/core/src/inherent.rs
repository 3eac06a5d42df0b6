//! The buyer's answers about a service → the tier they propose and the criticality flag, each explained.
//!
//! The two are kept apart: a plain service can be one the business cannot do without.

use crate::pack::{InherentOption, InherentQuestion, InherentRisk};
use crate::record::{Assessment, Tier, TierOverride};
use crate::words::ScopeFact;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the answers propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Proposal {
    /// The tier; `None` while a question is open, for a half-answered sum says too little.
    pub tier: Option<Tier>,
    /// Whether a critical function hangs on the service.
    pub critical: bool,
    /// Points so far.
    pub points: u32,
    /// The most there could be.
    pub most: u32,
    /// Questions answered.
    pub answered: u32,
    /// Questions asked.
    pub asked: u32,
    /// Answers that make tier 1 whatever the points.
    pub decisive: Vec<String>,
    /// Answers that make the function critical.
    pub critical_because: Vec<String>,
    /// Scope facts that follow from the answers.
    pub facts: BTreeSet<ScopeFact>,
    /// The arithmetic in a sentence.
    pub explanation: String,
}

/// Why a tier does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TierError {
    /// An override without its reason or name.
    #[error("Setting the tier against the proposal needs a reason and a name")]
    NoReason,
    /// Less is to be asked than proposed, and one person alone says so.
    #[error(
        "Asking less than proposed (tier {wanted} instead of tier {proposed}) needs a second person, other than the first"
    )]
    NoSecondPerson {
        /// As wanted.
        wanted: u8,
        /// As proposed.
        proposed: u8,
    },
}

fn chosen<'a>(
    pack: &'a InherentRisk,
    answers: &BTreeMap<String, String>,
) -> Vec<(&'a InherentQuestion, &'a InherentOption)> {
    pack.questions
        .iter()
        .filter_map(|q| {
            let option = answers.get(&q.id)?;
            q.options.iter().find(|o| o.id == *option).map(|o| (q, o))
        })
        .collect()
}

/// What the answers propose. Answers to questions or options the pack does not have count for nothing.
pub fn proposal(pack: &InherentRisk, answers: &BTreeMap<String, String>) -> Proposal {
    let chosen = chosen(pack, answers);
    let points: u32 = chosen.iter().map(|(_, o)| o.points).sum();
    let most = pack.questions.iter().filter_map(|q| q.options.iter().map(|o| o.points).max()).sum();
    let said = |(q, o): &(&InherentQuestion, &InherentOption)| format!("{}: {}", q.id, o.title);
    let decisive: Vec<String> = chosen.iter().filter(|(_, o)| o.tier_1).map(said).collect();
    let critical_because: Vec<String> = chosen.iter().filter(|(_, o)| o.critical).map(said).collect();
    let by_points = match points {
        p if p >= pack.tiers.tier_1 => 1,
        p if p >= pack.tiers.tier_2 => 2,
        p if p >= pack.tiers.tier_3 => 3,
        _ => 4,
    };
    let complete = !pack.questions.is_empty() && chosen.len() == pack.questions.len();
    // A decisive answer is enough: further answers cannot make the tier milder.
    let number = if decisive.is_empty() { complete.then_some(by_points) } else { Some(1) };
    let limits = format!(
        "tier 1 from {}, tier 2 from {}, tier 3 from {}, else tier 4",
        pack.tiers.tier_1, pack.tiers.tier_2, pack.tiers.tier_3
    );
    let explanation = match (number, decisive.is_empty()) {
        (Some(tier), true) => format!("{points} of {most} points make tier {tier} ({limits})."),
        (Some(_), false) => {
            format!("Tier 1 whatever the points ({points} of {most}): {}.", decisive.join("; "))
        }
        (None, _) => format!(
            "{} of {} answered, {points} of {most} points so far ({limits}).",
            chosen.len(),
            pack.questions.len()
        ),
    };
    Proposal {
        tier: number.and_then(Tier::new),
        critical: !critical_because.is_empty(),
        points,
        most,
        answered: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
        asked: u32::try_from(pack.questions.len()).unwrap_or(u32::MAX),
        decisive,
        critical_because,
        facts: chosen.iter().flat_map(|(_, o)| o.facts.iter().copied()).collect(),
        explanation,
    }
}

/// The tier that counts: the override when there is one, else the proposal, else what was set before.
///
/// # Errors
/// [`TierError`] when an override lacks its reason, its name or, asking less, its second person.
pub fn effective(proposal: &Proposal, set: Option<&TierOverride>, before: Tier) -> Result<Tier, TierError> {
    let Some(set) = set else { return Ok(proposal.tier.unwrap_or(before)) };
    if set.reason.trim().is_empty() || set.by.trim().is_empty() {
        return Err(TierError::NoReason);
    }
    // A higher number asks less.
    if let Some(proposed) = proposal.tier
        && set.tier > proposed
        && (set.second.trim().is_empty() || set.second.trim().eq_ignore_ascii_case(set.by.trim()))
    {
        return Err(TierError::NoSecondPerson { wanted: set.tier.get(), proposed: proposed.get() });
    }
    Ok(set.tier)
}

/// Takes answers and override into an assessment: tier, reason, criticality, and the facts that follow. A fact that
/// followed from the answers before and from none now goes with them.
///
/// # Errors
/// As [`effective`]; the assessment is as it was.
pub fn apply(
    pack: &InherentRisk,
    answers: BTreeMap<String, String>,
    set: Option<TierOverride>,
    assessment: &mut Assessment,
) -> Result<Proposal, TierError> {
    let before = proposal(pack, &assessment.inherent).facts;
    let proposal = proposal(pack, &answers);
    let tier = effective(&proposal, set.as_ref(), assessment.tier)?;
    if let Some(set) = &set {
        let second =
            if set.second.trim().is_empty() { String::new() } else { format!(" and {}", set.second) };
        let proposed = proposal.tier.map_or_else(String::new, |t| format!(" instead of tier {}", t.get()));
        assessment.tier_reason =
            format!("Tier {}{proposed}, set by {}{second}: {}", tier.get(), set.by, set.reason);
    } else if proposal.tier.is_some() {
        assessment.tier_reason.clone_from(&proposal.explanation);
    }
    if proposal.answered > 0 {
        assessment.critical = proposal.critical;
    }
    assessment.tier = tier;
    assessment.facts.retain(|fact| proposal.facts.contains(fact) || !before.contains(fact));
    assessment.facts.extend(proposal.facts.iter().copied());
    assessment.inherent = answers;
    assessment.tier_override = set;
    Ok(proposal)
}
