//! Before and around the conversation: the interview plan, what the vendor still owes, whole topics that do not apply,
//! suggestions, and what changed since last time.

use super::issuing::changed_since_issue;
use super::{OfAssessment, input, made, plan, put, remove, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::case::Case;
use assay_core::comparison::{self, ChangedAfter, Comparison};
use assay_core::ids::{AssessmentId, QuestionId, RequirementId};
use assay_core::interview::{self, InterviewPlan, Sitting};
use assay_core::pack::Library;
use assay_core::record::{Adoption, Deferred, Record, Response};
use assay_core::standing::standings;
use assay_core::suggestion::{self, Suggestion};
use assay_core::words::Conclusion;
use assay_message::{Part, message};
use assay_vault::{Edit, State};
use chrono::NaiveDate;

input! {
    /// Who sits in the room, and for how long.
    PlanInput {
        /// Of which assessment.
        assessment: AssessmentId,
        /// The conversations.
        sittings: Vec<Sitting>,
    }
    /// What becomes of a suggestion; `None` takes the decision back.
    DecideSuggestion {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Whose answer.
        question: QuestionId,
        /// For which requirement.
        requirement: RequirementId,
        /// Accepted or refused.
        accepted: Option<bool>,
        /// Why.
        reason: String,
        /// What was decided as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<SuggestionSeen>,
    }
    /// What was decided on a suggestion, as a person saw it.
    SuggestionSeen {
        /// Accepted or refused; `None` when it was open.
        accepted: Option<bool>,
        /// Why.
        reason: String,
    }
    /// A whole topic that does not apply.
    TopicOff {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which topic.
        topic: String,
        /// Why.
        reason: String,
    }
}

view! {
    /// Something the vendor still owes.
    Owed {
        /// For which question.
        question: QuestionId,
        /// What the question asks.
        text: String,
        /// What is owed, and by when.
        deferred: Deferred,
        /// The whole response: what a change of it is made of.
        response: Response,
        /// What the question asks for.
        asked_for: Vec<String>,
        /// That day is past.
        overdue: bool,
    }
}

/// What to ask whom, in talking order, nothing twice.
pub fn interview_plan(desk: &Desk, input: PlanInput, _: &Job) -> Result<InterviewPlan, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let roles = &library.bank.roles;
        for role in input.sittings.iter().flat_map(|s| &s.roles) {
            if !roles.iter().any(|r| r.id == *role) {
                let all: Vec<&str> = roles.iter().map(|r| r.id.as_str()).collect();
                return Err(Problem::new(
                    "word",
                    message!("There is no role “{role}”. There are: {all}.", all = Part::list(&all)),
                ));
            }
        }
        let standings = standings(&case, &library, desk.now().date_naive());
        Ok(interview::plan(&case, &library, &standings, &input.sittings))
    })
}

/// What the vendor still owes, the earliest first.
pub fn owed(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<Owed>, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let today = desk.now().date_naive();
        let mut all: Vec<Owed> = standings(&case, &library, today)
            .asked
            .into_iter()
            .filter_map(|question| {
                let response = case.responses.get(&question.id)?;
                let deferred = response.deferred.clone()?;
                Some(Owed {
                    question: question.id.clone(),
                    text: question.text.clone(),
                    overdue: deferred.until.is_some_and(|day| day < today),
                    deferred,
                    response: response.clone(),
                    asked_for: question.evidence.iter().map(|e| e.ask.clone()).collect(),
                })
            })
            .collect();
        all.sort_by_key(|o| (o.deferred.until.is_none(), o.deferred.until));
        Ok(all)
    })
}

/// Says of every question of a topic that has no answer yet that it does not apply, for one reason. One step for undo.
pub fn topic_not_applicable(
    desk: &Desk,
    input: TopicOff,
    job: &Job,
) -> Result<super::questionnaire::Questionnaire, Problem> {
    required(message!("The reason"), &input.reason)?;
    desk.change(Some(&input.assessment), |state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let topic = library.bank.topics.iter().find(|t| t.id == input.topic);
        let topic = topic.ok_or_else(|| unknown(message!("topic"), &input.topic))?;
        let edits: Vec<Edit> = standings(&case, &library, desk.now().date_naive())
            .asked
            .into_iter()
            .filter(|q| q.topic == topic.id)
            .filter_map(|q| {
                let before = case.responses.get(&q.id).cloned();
                let response = before
                    .clone()
                    .unwrap_or_else(|| Response::unanswered(input.assessment.clone(), q.id.clone()));
                if response.claim.is_some() || response.conclusion.is_some() {
                    return None;
                }
                let next = Response {
                    conclusion: Some(Conclusion::NotApplicable),
                    rationale: super::questionnaire::with_reason(&response.rationale, input.reason.trim()),
                    ..response
                };
                Some(put(before.map(Record::Response), Record::Response(next)))
            })
            .collect();
        if edits.is_empty() {
            return Err(Problem::new(
                "nothing",
                message!("Every question of “{title}” has an answer already.", title = topic.title),
            ));
        }
        Ok(plan(format!("{} does not apply", topic.title), edits))
    })?;
    super::questionnaire::questionnaire(desk, OfAssessment { assessment: input.assessment }, job)
}

/// Answers offered for requirements they come near to, open ones first.
pub fn suggestions(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<Suggestion>, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let standings = standings(&case, &library, desk.now().date_naive());
        Ok(suggestion::suggestions(&case, &library, &standings))
    })
}

/// Accepts or refuses a suggestion, or takes that back.
pub fn decide_suggestion(
    desk: &Desk,
    input: DecideSuggestion,
    job: &Job,
) -> Result<Vec<Suggestion>, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let standings = standings(&case, &library, desk.now().date_naive());
        let offered = suggestion::suggestions(&case, &library, &standings);
        if !offered.iter().any(|s| s.question == input.question && s.requirement == input.requirement) {
            return Err(Problem::new(
                "not-offered",
                message!(
                    "{question} is not suggested for {requirement}. Nothing was changed.",
                    question = input.question,
                    requirement = input.requirement
                ),
            ));
        }
        let adoption = |accepted: bool, reason: String| {
            Record::Adoption(Adoption {
                assessment: assessment.clone(),
                question: input.question.clone(),
                requirement: input.requirement.clone(),
                accepted,
                reason,
                by: case.assessment.assessor.name.clone(),
                at: desk.now(),
            })
        };
        let word = match input.accepted {
            Some(true) => "accept",
            Some(false) => "refuse",
            None => "reopen",
        };
        let label = format!("{word} {} for {}", input.question, input.requirement);
        let record = |_| adoption(false, String::new());
        let before = state.get(&adoption(false, String::new()).key())?;
        let stands = if let Some(Record::Adoption(before)) = &before {
            SuggestionSeen { accepted: Some(before.accepted), reason: before.reason.clone() }
        } else {
            SuggestionSeen { accepted: None, reason: String::new() }
        };
        let typed = SuggestionSeen { accepted: input.accepted, reason: input.reason.trim().into() };
        let next = made(&label, input.base.as_ref(), typed, Some(&stands), &[], record)?;
        let edits = match next.accepted {
            Some(accepted) => vec![put(before, adoption(accepted, next.reason))],
            None => before.map(remove).into_iter().collect(),
        };
        Ok(plan(label, edits))
    })?;
    suggestions(desk, OfAssessment { assessment }, job)
}

/// What changed since the assessment this one follows.
pub fn since_last_time(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Comparison, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        compared(desk, state, (&case, &library), desk.now().date_naive())?.ok_or_else(|| {
            Problem::new(
                "no-previous",
                message!(
                    "This assessment follows none. Start the next one from the last to see what changed."
                ),
            )
        })
    })
}

/// What changed since the assessment that a case follows, seen on a day; `None` when it follows none.
pub(crate) fn compared(
    desk: &Desk,
    state: &State,
    (case, library): (&Case, &Library),
    day: NaiveDate,
) -> Result<Option<Comparison>, Problem> {
    let Some(previous) = &case.assessment.previous else { return Ok(None) };
    let (before, _) = desk.case(state, previous)?;
    let changed_after = changed_since_issue(state, &before)?.as_ref().and_then(ChangedAfter::of);
    let standings = standings(case, library, day);
    Ok(Some(comparison::compare(case, &standings, &before, changed_after)))
}
