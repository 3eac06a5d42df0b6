//! Addressable specifications: how each is met, and what stands in the place of one that is not put in place as written.

use super::{OfAssessment, input, made, plan, put, remove, required};
use crate::{Desk, Job, Problem};
use assay_core::evaluate;
use assay_core::ids::{AssessmentId, RequirementId};
use assay_core::record::{Record, SpecChoice};
use assay_core::specification::{self, Specification};
use assay_core::words::Alternative;
use assay_message::message;

input! {
    /// What stands in the place of a specification; `None` takes it back.
    ChooseSpecification {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which specification.
        requirement: RequirementId,
        /// What stands in its place.
        alternative: Option<Alternative>,
        /// The measure or the reasons, and where they are written down.
        reason: String,
        /// What stood there as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<SpecificationSeen>,
    }
    /// What stands in the place of a specification, as a person saw it.
    SpecificationSeen {
        /// What; `None` when nothing did.
        alternative: Option<Alternative>,
        /// Its words.
        reason: String,
    }
}

/// Every addressable specification that applies, and how it is met.
pub fn specifications(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<Specification>, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        Ok(specification::specifications(
            &case,
            &library,
            &evaluate(&case, &library, desk.now().date_naive()).results,
        ))
    })
}

/// Records what stands in the place of a specification, or takes that back.
pub fn choose_specification(
    desk: &Desk,
    input: ChooseSpecification,
    job: &Job,
) -> Result<Vec<Specification>, Problem> {
    let (assessment, requirement) = (input.assessment.clone(), input.requirement.clone());
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        if !specification::is_addressable(&case, &library, &requirement) {
            return Err(Problem::new(
                "not-addressable",
                message!("{requirement} is no addressable specification of this assessment, so nothing may stand in its place. \
                     Nothing was changed."),
            ));
        }
        let choice = |alternative, reason| SpecChoice {
            assessment: assessment.clone(),
            requirement: requirement.clone(),
            alternative,
            reason,
        };
        let before = case.spec_choices.get(&requirement);
        let word = match input.alternative {
            Some(_) => "say what stands in the place of",
            None => "take back what stands in the place of",
        };
        let label = format!("{word} {}", requirement.as_str());
        let stands = SpecificationSeen {
            alternative: before.map(|before| before.alternative),
            reason: before.map(|before| before.reason.clone()).unwrap_or_default(),
        };
        let typed =
            SpecificationSeen { alternative: input.alternative, reason: input.reason.trim().into() };
        let record = |_| Record::SpecChoice(choice(Alternative::Equal, String::new()));
        let next = made(&label, input.base.as_ref(), typed, Some(&stands), &[], record)?;
        let before = before.cloned().map(Record::SpecChoice);
        let edits = match next.alternative {
            Some(alternative) => {
                required(message!("The measure in its place, or the reasons for none,"), &next.reason)?;
                vec![put(before, Record::SpecChoice(choice(alternative, next.reason)))]
            }
            None => before.map(remove).into_iter().collect(),
        };
        Ok(plan(label, edits))
    })?;
    specifications(desk, OfAssessment { assessment }, job)
}
