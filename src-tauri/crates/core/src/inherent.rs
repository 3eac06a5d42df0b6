//! The buyer's answers about a service → the tier they propose and the criticality flag, each explained.
//!
//! The two are kept apart: a plain service can be one the business cannot do without.

use crate::names::may_be_same_person;
use crate::pack::{InherentOption, InherentQuestion, InherentRisk};
use crate::record::{Assessment, Tier, TierOverride};
use crate::words::ScopeFact;
use assay_message::{Message, Part, message};
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
    pub explanation: Message,
}

/// Why a tier does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
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
    /// Less is to be asked before it is known what is proposed.
    #[error(
        "Tier {wanted} may ask less than the inherent-risk questions will propose. Answer them first, or set it against them with a reason and a second person, other than the first"
    )]
    NotProposedYet {
        /// As wanted.
        wanted: u8,
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
    let limits = message!(
        "tier 1 from {tier_1}, tier 2 from {tier_2}, tier 3 from {tier_3}, else tier 4",
        tier_1 = pack.tiers.tier_1,
        tier_2 = pack.tiers.tier_2,
        tier_3 = pack.tiers.tier_3
    );
    let explanation = match (number, decisive.is_empty()) {
        (Some(tier), true) => message!("{points} of {most} points make tier {tier} ({limits})."),
        (Some(_), false) => message!(
            "Tier 1 whatever the points ({points} of {most}): {decisive}.",
            decisive = Part::list(&decisive)
        ),
        (None, _) => message!(
            "{answered} of {asked} answered, {points} of {most} points so far ({limits}).",
            answered = chosen.len(),
            asked = pack.questions.len()
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
/// [`TierError`] when an override lacks its reason, its name or, asking less than proposed, its second person. While
/// nothing is proposed yet, anything but the strictest tier may be less than what will be.
pub fn effective(proposal: &Proposal, set: Option<&TierOverride>, before: Tier) -> Result<Tier, TierError> {
    let Some(set) = set else { return Ok(proposal.tier.unwrap_or(before)) };
    if set.reason.trim().is_empty() || set.by.trim().is_empty() {
        return Err(TierError::NoReason);
    }
    let alone = set.second.trim().is_empty() || may_be_same_person(&set.second, &set.by);
    // A higher number asks less.
    match proposal.tier {
        Some(proposed) if set.tier > proposed && alone => {
            Err(TierError::NoSecondPerson { wanted: set.tier.get(), proposed: proposed.get() })
        }
        None if set.tier > Tier::STRICTEST && alone => {
            Err(TierError::NotProposedYet { wanted: set.tier.get() })
        }
        Some(_) | None => Ok(set.tier),
    }
}

/// Takes answers and override into an assessment: tier, reason, criticality, and the facts that follow. Facts recorded by
/// hand stay as they are. Without an override and without a proposal the tier goes back to the one before the override.
///
/// # Errors
/// As [`effective`]; the assessment is as it was.
pub fn apply(
    pack: &InherentRisk,
    answers: BTreeMap<String, String>,
    set: Option<TierOverride>,
    assessment: &mut Assessment,
) -> Result<Proposal, TierError> {
    let proposal = proposal(pack, &answers);
    let before = match &assessment.tier_override {
        Some(old) => old.before.unwrap_or(assessment.tier),
        None => assessment.tier,
    };
    let tier = effective(&proposal, set.as_ref(), before)?;
    if let Some(set) = &set {
        let second =
            if set.second.trim().is_empty() { String::new() } else { format!(" and {}", set.second) };
        let proposed = proposal.tier.map_or_else(String::new, |t| format!(" instead of tier {}", t.get()));
        assessment.tier_reason =
            format!("Tier {}{proposed}, set by {}{second}: {}", tier.get(), set.by, set.reason);
    } else if proposal.tier.is_some() {
        assessment.tier_reason = proposal.explanation.to_string();
    } else if assessment.tier_override.is_some() {
        assessment.tier_reason.clear();
    }
    if proposal.answered > 0 {
        assessment.critical = proposal.critical;
    }
    assessment.tier = tier;
    assessment.derived_facts.clone_from(&proposal.facts);
    assessment.inherent = answers;
    assessment.tier_override = set.map(|set| TierOverride { before: Some(before), ..set });
    Ok(proposal)
}

/// What an assessment takes over of how the tier of the one before came about: tier, reason, criticality, answers, the
/// facts that follow from them, and the override with its names.
pub fn follow(before: &Assessment, assessment: Assessment) -> Assessment {
    Assessment {
        tier: before.tier,
        tier_reason: before.tier_reason.clone(),
        critical: before.critical,
        inherent: before.inherent.clone(),
        tier_override: before.tier_override.clone(),
        derived_facts: before.derived_facts.clone(),
        facts: assessment.facts.union(&before.facts).copied().collect(),
        ..assessment
    }
}

/// Whether a tier can be set without rating the inherent risk: one that asks no less than the one that stands.
///
/// # Errors
/// [`TierError::NotProposedYet`] when it asks less: that takes a reason and two people.
pub fn set_by_hand(stands: Tier, wanted: Tier) -> Result<(), TierError> {
    if wanted > stands { Err(TierError::NotProposedYet { wanted: wanted.get() }) } else { Ok(()) }
}
