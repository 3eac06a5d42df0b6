//! Inherent risk: what the buyer answers about a service before the vendor is asked anything, and the tier it makes.

use super::{OfAssessment, input, made, plan, replace, view};
use crate::{Desk, Job, Problem};
use assay_core::ids::AssessmentId;
use assay_core::inherent::{self, Proposal};
use assay_core::pack::InherentRisk;
use assay_core::record::{Assessment, Record, Tier, TierOverride};
use assay_core::words::ScopeFact;
use assay_message::{Part, message};
use std::collections::{BTreeMap, BTreeSet};

input! {
    /// Answers and override as they should be from now on.
    InherentInput {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Question id → option id.
        answers: BTreeMap<String, String>,
        /// The tier set against the proposal.
        tier_override: Option<TierOverride>,
        /// Answers and override as the person saw them: only what differs is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<InherentBase>,
    }
    /// Answers and override as the person saw them.
    InherentBase {
        /// Question id → option id.
        answers: BTreeMap<String, String>,
        /// The tier set against the proposal.
        tier_override: Option<TierOverride>,
    }
}

view! {
    /// The inherent-risk questions with their answers and what follows.
    InherentView {
        /// The questions and the points that make a tier.
        pack: InherentRisk,
        /// Question id → option id.
        answers: BTreeMap<String, String>,
        /// The tier set against the proposal.
        tier_override: Option<TierOverride>,
        /// What the answers propose.
        proposal: Proposal,
        /// The tier that counts.
        tier: Tier,
        /// Why.
        tier_reason: String,
        /// A critical function hangs on the service.
        critical: bool,
        /// Months until the vendor is looked at again.
        next_in_months: u32,
        /// Facts of the scope recorded by hand.
        facts: BTreeSet<ScopeFact>,
        /// Facts that follow from the answers.
        derived_facts: BTreeSet<ScopeFact>,
    }
}

fn show(library: &assay_core::pack::Library, assessment: Assessment) -> InherentView {
    InherentView {
        proposal: inherent::proposal(&library.inherent, &assessment.inherent),
        pack: library.inherent.clone(),
        next_in_months: assay_core::assurance::months_to_next(assessment.tier),
        answers: assessment.inherent,
        tier_override: assessment.tier_override,
        tier: assessment.tier,
        tier_reason: assessment.tier_reason,
        critical: assessment.critical,
        facts: assessment.facts,
        derived_facts: assessment.derived_facts,
    }
}

/// The questions, the answers, and the tier they make.
pub fn inherent_risk(desk: &Desk, input: OfAssessment, _: &Job) -> Result<InherentView, Problem> {
    desk.read(|state| {
        let assessment = desk.assessment(state, &input.assessment)?;
        let library = desk.library_of(state, &assessment)?;
        Ok(show(&library, assessment))
    })
}

/// The record calls the answers otherwise than whoever sent them.
fn as_sent(mut problem: Problem) -> Problem {
    for clash in &mut problem.clashes {
        if let Some(question) = clash.field.strip_prefix("inherent.") {
            clash.field = format!("answers.{question}");
        }
    }
    problem
}

/// Saves answers and override; tier, criticality and scope facts follow.
pub fn save_inherent_risk(desk: &Desk, input: InherentInput, _: &Job) -> Result<InherentView, Problem> {
    let id = input.assessment;
    desk.change(Some(&id), |state| {
        let old = desk.assessment(state, &id)?;
        let whole = |assessment| Record::Assessment(Box::new(assessment));
        let seen = input.base.map_or(old.clone(), |base| Assessment {
            inherent: base.answers,
            tier_override: base.tier_override,
            ..old.clone()
        });
        let typed =
            Assessment { inherent: input.answers, tier_override: input.tier_override, ..seen.clone() };
        let label = "change inherent risk";
        let Assessment { inherent: answers, tier_override, .. } =
            made(label, Some(&seen), typed, Some(&old), &["inherent"], whole).map_err(as_sent)?;
        let mut assessment = old.clone();
        let library = desk.library_of(state, &assessment)?;
        for (question, option) in &answers {
            let known = library.inherent.questions.iter().find(|q| q.id == *question);
            let Some(known) = known else {
                return Err(super::unknown(message!("inherent-risk question"), question));
            };
            if !known.options.iter().any(|o| o.id == *option) {
                let all: Vec<&str> = known.options.iter().map(|o| o.id.as_str()).collect();
                return Err(Problem::new(
                    "word",
                    message!(
                        "{question} has no answer “{option}”; it has {all}. Nothing was changed.",
                        all = Part::list(&all)
                    ),
                ));
            }
        }
        inherent::apply(&library.inherent, answers, tier_override, &mut assessment)
            .map_err(|e| Problem::new("tier", message!("{e}. Nothing was changed.")))?;
        let edits = vec![replace(whole(old), whole(assessment.clone()))];
        Ok(plan(label, edits).giving(show(&library, assessment)))
    })
}
