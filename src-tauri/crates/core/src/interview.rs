//! Open questions and who sits in the room for how long → what to ask whom, in talking order, nothing twice.

use crate::case::Case;
use crate::ids::{FrameworkId, KnockOutId, QuestionId, RequirementId};
use crate::pack::{Library, Question};
use crate::standing::Standings;
use crate::words::Claim;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A conversation to be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sitting {
    /// Roles in the room, by id.
    pub roles: Vec<String>,
    /// Minutes there are.
    pub minutes: u32,
}

/// A question in a sitting.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Planned {
    /// Which.
    pub question: QuestionId,
    /// What is asked.
    pub text: String,
    /// What to ask in an interview about it.
    pub interview: String,
    /// Title of the topic.
    pub topic: String,
    /// Minutes it takes.
    pub minutes: u32,
    /// 1 to 3.
    pub weight: u8,
    /// The knock-out it feeds.
    pub knock_out: Option<KnockOutId>,
    /// Frameworks one answer serves.
    pub frameworks: Vec<FrameworkId>,
    /// What the vendor claims so far.
    pub claim: Option<Claim>,
    /// Who can answer, by title, best first.
    pub who: Vec<String>,
}

/// What fits in a sitting.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SittingPlan {
    /// Titles of the roles in the room.
    pub roles: Vec<String>,
    /// Minutes there are.
    pub minutes: u32,
    /// Minutes the questions take.
    pub planned: u32,
    /// The questions, in talking order.
    pub questions: Vec<Planned>,
    /// What these roles could answer and there is no time for, in talking order.
    pub no_time: Vec<Planned>,
}

/// All sittings, and what remains for people who are in none of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InterviewPlan {
    /// The sittings, in the order given.
    pub sittings: Vec<SittingPlan>,
    /// Questions nobody in the rooms can answer.
    pub others: Vec<Planned>,
    /// Minutes those take.
    pub others_minutes: u32,
    /// Questions already concluded, which are not asked again.
    pub concluded: u32,
}

/// What matters most comes first when time is short: knock-outs, then weight, then what serves more frameworks.
fn urgency(question: &Question) -> (bool, u8, usize) {
    let frameworks: BTreeSet<&str> = question.requirements.iter().map(RequirementId::framework).collect();
    (question.knock_out.is_some(), question.weight, frameworks.len())
}

/// Shares the open questions out. A question goes to the first sitting with its best role; when there is no time left
/// there, to the next sitting that can answer it.
pub fn plan(case: &Case, library: &Library, standings: &Standings, sittings: &[Sitting]) -> InterviewPlan {
    let questions = standings.asked.clone();
    let all = questions.len();
    let open: Vec<(usize, &Question)> = questions
        .into_iter()
        // What could not be assessed is still to be talked about; what is concluded not to apply is not.
        .filter(|q| standings.of(&q.id).is_some_and(|s| s.is_applicable() && s.conclusion().is_none()))
        .enumerate()
        .collect();
    let title =
        |id: &String| library.bank.roles.iter().find(|r| r.id == *id).map_or(id, |r| &r.title).clone();
    let planned = |question: &Question| Planned {
        question: question.id.clone(),
        text: question.text.clone(),
        interview: question.verify.interview.clone(),
        topic: library
            .bank
            .topics
            .iter()
            .find(|t| t.id == question.topic)
            .map(|t| t.title.clone())
            .unwrap_or_default(),
        minutes: question.minutes,
        weight: question.weight,
        knock_out: question.knock_out.as_ref().map(|s| s.id.clone()),
        frameworks: case
            .assessment
            .frameworks
            .iter()
            .filter(|f| question.requirements.iter().any(|r| r.framework() == f.as_str()))
            .cloned()
            .collect(),
        claim: case.responses.get(&question.id).and_then(|r| r.claim),
        who: question.who.iter().map(title).collect(),
    };

    let mut by_urgency = open.clone();
    by_urgency.sort_by(|(a, x), (b, y)| urgency(y).cmp(&urgency(x)).then(a.cmp(b)));
    let mut left: Vec<u32> = sittings.iter().map(|s| s.minutes).collect();
    let mut taken: Vec<Vec<(usize, &Question)>> = vec![Vec::new(); sittings.len()];
    let mut without_time: Vec<Vec<(usize, &Question)>> = vec![Vec::new(); sittings.len()];
    let mut others = Vec::new();
    for (place, question) in by_urgency {
        // Sittings that can answer, those with the better role first.
        let mut able: Vec<(usize, usize)> = sittings
            .iter()
            .enumerate()
            .filter_map(|(n, s)| question.who.iter().position(|w| s.roles.contains(w)).map(|rank| (rank, n)))
            .collect();
        able.sort_unstable();
        match able.iter().find(|(_, n)| left[*n] >= question.minutes) {
            Some((_, n)) => {
                left[*n] -= question.minutes;
                taken[*n].push((place, question));
            }
            None => match able.first() {
                Some((_, n)) => without_time[*n].push((place, question)),
                None => others.push((place, question)),
            },
        }
    }
    let in_order = |mut questions: Vec<(usize, &Question)>| -> Vec<Planned> {
        questions.sort_by_key(|(place, _)| *place);
        questions.into_iter().map(|(_, q)| planned(q)).collect()
    };
    let others = in_order(others);
    InterviewPlan {
        sittings: sittings
            .iter()
            .zip(taken.into_iter().zip(without_time))
            .map(|(sitting, (questions, no_time))| SittingPlan {
                roles: sitting.roles.iter().map(title).collect(),
                minutes: sitting.minutes,
                planned: questions.iter().map(|(_, q)| q.minutes).sum(),
                questions: in_order(questions),
                no_time: in_order(no_time),
            })
            .collect(),
        others_minutes: others.iter().map(|q| q.minutes).sum(),
        others,
        concluded: u32::try_from(all - open.len()).unwrap_or(u32::MAX),
    }
}
