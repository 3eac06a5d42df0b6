//! Scope + library → which questions are asked and which requirements apply, and why the others do not.

use crate::ids::*;
use crate::pack::{Library, Question, Requirement};
use crate::record::Assessment;
use crate::words::*;

/// Why a question is not asked, in a sentence; `None` when it is asked.
pub fn why_not_asked(question: &Question, assessment: &Assessment) -> Option<String> {
    if assessment.tier.get() > question.tier {
        return Some(format!(
            "Asked down to tier {}; this assessment is tier {}.",
            question.tier,
            assessment.tier.get()
        ));
    }
    if let Some(fact) = question.applies_when.iter().find(|fact| !assessment.has(**fact)) {
        return Some(format!("Asked when the scope has “{}”.", fact.title()));
    }
    let reported = |r: &RequirementId| assessment.frameworks.iter().any(|f| f.as_str() == r.framework());
    if !question.requirements.iter().any(reported) {
        return Some("Bears on none of the chosen frameworks.".into());
    }
    None
}

/// The questions asked in an assessment, in talking order.
pub fn asked<'a>(library: &'a Library, assessment: &Assessment) -> Vec<&'a Question> {
    library.bank.in_order().filter(|question| why_not_asked(question, assessment).is_none()).collect()
}

/// Why a requirement does not apply, in a sentence; `None` when it does.
pub fn why_not_applicable(requirement: &Requirement, assessment: &Assessment) -> Option<String> {
    if !requirement.assessable {
        return Some(if requirement.why_not.is_empty() {
            "Not assessable at a vendor.".into()
        } else {
            format!("{}.", requirement.why_not.trim_end_matches('.'))
        });
    }
    if requirement.id.framework() == "gdpr" && !assessment.has(ScopeFact::PersonalData) {
        return Some("No personal data is in scope.".into());
    }
    // A joint controller has a controller's duties, a sub-processor a processor's.
    let is_controller = assessment.has(ScopeFact::Controller) || assessment.has(ScopeFact::JointController);
    let is_processor = assessment.has(ScopeFact::Processor) || assessment.has(ScopeFact::SubProcessor);
    let roles = [("controller", is_controller), ("processor", is_processor)];
    let known = roles.iter().any(|(_, holds)| *holds);
    let bound_to_role = roles.iter().any(|(role, _)| requirement.roles.contains(*role));
    let held = roles.iter().any(|(role, holds)| *holds && requirement.roles.contains(*role));
    // Without a role in the scope nothing is ruled out: an unknown role must not shrink the work.
    if bound_to_role && known && !held {
        let roles: Vec<&str> = requirement.roles.iter().map(String::as_str).collect();
        return Some(format!("Binds the {}; the vendor is not in that role here.", roles.join(" and ")));
    }
    None
}
