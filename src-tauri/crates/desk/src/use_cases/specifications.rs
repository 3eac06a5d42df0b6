//! Addressable specifications: how each is met, and what stands in the place of one that is not put in place as written.

use super::{OfAssessment, input, plan, put, remove, required};
use crate::{Desk, Job, Problem};
use assay_core::evaluate;
use assay_core::ids::{AssessmentId, RequirementId};
use assay_core::record::{Record, SpecChoice};
use assay_core::specification::{self, Specification};
use assay_core::words::Alternative;

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
                format!(
                    "{requirement} is no addressable specification of this assessment, so nothing may stand in its place. \
                     Nothing was changed."
                ),
            ));
        }
        let choice = |alternative| SpecChoice {
            assessment: assessment.clone(),
            requirement: requirement.clone(),
            alternative,
            reason: input.reason.trim().into(),
        };
        let before = case.spec_choices.get(&requirement).cloned().map(Record::SpecChoice);
        let (word, edits) = match input.alternative {
            Some(alternative) => {
                required("The measure in its place, or the reasons for none,", &input.reason)?;
                ("say what stands in the place of", vec![put(before, Record::SpecChoice(choice(alternative)))])
            }
            None => ("take back what stands in the place of", before.map(remove).into_iter().collect()),
        };
        let label = format!("{word} {}", requirement.as_str());
        Ok(plan(label, edits))
    })?;
    specifications(desk, OfAssessment { assessment }, job)
}
