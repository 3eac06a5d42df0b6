//! The questionnaire: one list, answers saved as they are given.

use super::{OfAssessment, input, key_in, made, plan, put, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::applicability::{NotAsked, why_not_asked};
use assay_core::assurance::{self, Earned};
use assay_core::case::Case;
use assay_core::ids::{AssessmentId, EvidenceId, KnockOutId, QuestionId, RequirementId};
use assay_core::knockout::KnockOutResult;
use assay_core::names::may_be_same_person;
use assay_core::pack::{Good, Library, Question};
use assay_core::record::{Assessment, AssuranceLevel, Deferred, Evidence, Finding, Record, Response, Review};
use assay_core::score::{self, Figure, Share};
use assay_core::standing::{Standing, Standings};
use assay_core::words::{Claim, Conclusion, Method, Word};
use assay_core::{knockout, stride, suggestion};
use assay_message::{Message, Part, message};
use assay_vault::{Edit, State};
use std::collections::{BTreeMap, BTreeSet};

input! {
    /// One question of one assessment.
    OfQuestion {
        /// Which assessment.
        assessment: AssessmentId,
        /// Which question.
        question: QuestionId,
    }
    /// What changes in a response; `None` leaves a field as it is.
    Answer {
        /// Which assessment.
        assessment: AssessmentId,
        /// Which question.
        question: QuestionId,
        /// What changes.
        change: ResponseChange,
        /// The response as the person saw it: what others changed meanwhile is kept or refused, never overwritten.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Response>,
    }
    /// Questions that the assessor concludes not to apply, for one reason.
    NotApplicable {
        /// Which assessment.
        assessment: AssessmentId,
        /// Which questions; none named means all that the vendor says do not apply and nobody concluded.
        questions: Vec<QuestionId>,
        /// Why, in the assessor's words.
        reason: String,
    }
}

/// What changes in a response; a missing field stays as it is. To clear claim or conclusion, say `clear_claim` or `clear_conclusion`.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ResponseChange {
    /// The vendor's claim.
    pub claim: Option<Claim>,
    /// Back to unanswered.
    pub clear_claim: Option<bool>,
    /// The vendor's comment.
    pub comment: Option<String>,
    /// Why it does not apply: as the vendor says, or with the conclusion that it does not, as the assessor says.
    pub reason: Option<String>,
    /// Evidence relied on, whole.
    pub evidence: Option<BTreeSet<EvidenceId>>,
    /// The assessor's conclusion.
    pub conclusion: Option<Conclusion>,
    /// Back to not concluded.
    pub clear_conclusion: Option<bool>,
    /// Assurance level, 0 to 4.
    pub assurance: Option<AssuranceLevel>,
    /// Methods, whole.
    pub methods: Option<BTreeSet<Method>>,
    /// The assessor's words.
    pub rationale: Option<String>,
    /// Whom the assessor spoke to.
    pub spoken_to: Option<Vec<String>>,
    /// Private notes.
    pub notes: Option<String>,
    /// Marked to come back to.
    pub flagged: Option<bool>,
    /// Evidence put off.
    pub deferred: Option<Deferred>,
    /// Nothing is owed any more.
    pub clear_deferred: Option<bool>,
    /// The second person who looked at it; empty takes the look back.
    pub reviewed_by: Option<String>,
    /// What a returned file changed was looked at, and the conclusion stands.
    pub change_seen: Option<bool>,
}

view! {
    /// A question on the list.
    QuestionRow {
        /// Id.
        id: QuestionId,
        /// What is asked.
        text: String,
        /// Its topic.
        topic: String,
        /// 1 to 3.
        weight: u8,
        /// Minutes it takes.
        minutes: u32,
        /// Titles of roles that can answer.
        who: Vec<String>,
        /// The knock-out it feeds.
        knock_out: Option<KnockOutId>,
        /// Claim.
        claim: Option<Claim>,
        /// Whether the claim is good news; `None` when unanswered or not applicable.
        good_news: Option<bool>,
        /// Conclusion.
        conclusion: Option<Conclusion>,
        /// Where it stands: what counts, which a claim or a conclusion without a reason does not.
        standing: Standing,
        /// Assurance level that counts: the one recorded, no higher than the evidence shows.
        assurance: u8,
        /// Pieces of evidence.
        evidence: u32,
        /// Marked.
        flagged: bool,
        /// Not applicable without a reason.
        reason_missing: bool,
        /// Why it does not apply, as the vendor says; empty where the vendor does not say so.
        claim_reason: String,
        /// A returned file changed the claim, and nobody has looked since.
        claim_changed: bool,
        /// A finding is recorded.
        has_finding: bool,
        /// Evidence is put off.
        owed: bool,
        /// A second person looked at it as it stands now.
        reviewed: bool,
    }
    /// A topic with its questions.
    TopicView {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Questions asked, in order.
        questions: Vec<QuestionRow>,
    }
    /// A question that is not asked, and why.
    OffRow {
        /// Id.
        id: QuestionId,
        /// What would be asked.
        text: String,
        /// Why not.
        because: NotAsked,
        /// The same in a sentence.
        reason: String,
    }
    /// How far the questionnaire is.
    Tally {
        /// Questions asked.
        asked: u32,
        /// Claims recorded.
        answered: u32,
        /// By conclusions.
        concluded: Figure,
        /// By claims alone.
        claimed: Figure,
    }
    /// How far the questionnaire is, without what went into the figures: sent with every answer.
    TallyNow {
        /// Questions asked.
        asked: u32,
        /// Claims recorded.
        answered: u32,
        /// By conclusions.
        concluded: Share,
        /// By claims alone.
        claimed: Share,
    }
    /// The whole list.
    Questionnaire {
        /// Topics in talking order.
        topics: Vec<TopicView>,
        /// What is not asked.
        off: Vec<OffRow>,
        /// How far.
        tally: Tally,
    }
    /// A requirement a question bears on.
    TagView {
        /// Full id.
        id: RequirementId,
        /// Its framework's name.
        framework: String,
        /// Our title.
        title: String,
    }
    /// A question with its response and what it rests on.
    QuestionView {
        /// The question.
        question: Question,
        /// Titles of the roles that can answer.
        who: Vec<String>,
        /// The response.
        response: Response,
        /// Evidence relied on.
        evidence: Vec<Evidence>,
        /// Requirements it bears on.
        requirements: Vec<TagView>,
        /// The finding recorded on it.
        finding: Option<Finding>,
        /// The knock-out it feeds, as it stands.
        knock_out: Option<KnockOutResult>,
        /// Threats whose likelihood it moves, by title.
        threats: Vec<String>,
        /// The assurance level its evidence shows, and what the next one needs.
        earned: Earned,
        /// The level the tier asks for.
        required: AssuranceLevel,
        /// Requirements its answer is offered for.
        suggestions: Vec<assay_core::suggestion::Suggestion>,
        /// What was said in the assessment before.
        previous: Option<Response>,
        /// Its row on the list.
        row: QuestionRow,
    }
    /// A saved answer.
    Answered {
        /// The response as saved.
        response: Response,
        /// Its row on the list.
        row: QuestionRow,
        /// How far the questionnaire is now.
        tally: TallyNow,
        /// What was saved and can be undone.
        status: super::history::Status,
    }
}

fn row(question: &Question, case: &Case, library: &Library, standing: Standing) -> QuestionRow {
    let response = case.responses.get(&question.id);
    let claim = response.and_then(|r| r.claim);
    QuestionRow {
        id: question.id.clone(),
        text: question.text.clone(),
        topic: question.topic.clone(),
        weight: question.weight,
        minutes: question.minutes,
        who: roles(question, library),
        knock_out: question.knock_out.as_ref().map(|s| s.id.clone()),
        claim,
        good_news: match (claim, question.good_answer) {
            (Some(Claim::Yes), good) => Some(good == Good::Yes),
            (Some(Claim::No), good) => Some(good == Good::No),
            (Some(Claim::Partial), _) => Some(false),
            (Some(Claim::NotApplicable) | None, _) => None,
        },
        conclusion: response.and_then(|r| r.conclusion),
        assurance: match &standing {
            Standing::Concluded { level, .. } => level.get(),
            Standing::NotAsked { .. }
            | Standing::Unanswered
            | Standing::Claimed { .. }
            | Standing::WithoutReason
            | Standing::NotApplicable { .. }
            | Standing::NotAssessed => 0,
        },
        evidence: response.map_or(0, |r| u32::try_from(r.evidence.len()).unwrap_or(u32::MAX)),
        flagged: response.is_some_and(|r| r.flagged),
        reason_missing: match (&standing, claim) {
            (Standing::WithoutReason, _) => true,
            (Standing::Claimed { .. }, Some(Claim::NotApplicable)) => {
                response.is_some_and(|r| r.reason.trim().is_empty())
            }
            (
                Standing::NotAsked { .. }
                | Standing::Unanswered
                | Standing::Claimed { .. }
                | Standing::NotApplicable { .. }
                | Standing::NotAssessed
                | Standing::Concluded { .. },
                _,
            ) => false,
        },
        claim_reason: match (claim, response) {
            (Some(Claim::NotApplicable), Some(response)) => response.reason.clone(),
            (Some(Claim::NotApplicable | Claim::Yes | Claim::Partial | Claim::No) | None, _) => String::new(),
        },
        claim_changed: response.is_some_and(|r| r.claim_changed.is_some()),
        has_finding: case.findings.values().any(|f| f.question.as_ref() == Some(&question.id)),
        owed: response.is_some_and(|r| r.deferred.is_some()),
        reviewed: response.is_some_and(|r| {
            r.reviewed.as_ref().is_some_and(|w| w.conclusion == r.conclusion && w.assurance == r.assurance)
        }),
        standing,
    }
}

fn roles(question: &Question, library: &Library) -> Vec<String> {
    question
        .who
        .iter()
        .filter_map(|who| library.bank.roles.iter().find(|r| r.id == *who))
        .map(|role| role.title.clone())
        .collect()
}

/// How many of the questions asked have a claim.
fn claims(case: &Case, standings: &Standings) -> u32 {
    let has_claim = |id| case.responses.get(id).is_some_and(|response| response.claim.is_some());
    whole(standings.asked.iter().filter(|question| has_claim(&question.id)).count())
}

fn tally(case: &Case, library: &Library, standings: &Standings) -> Tally {
    let score::Sums { concluded, claimed } = score::figures(case, library, standings);
    Tally { asked: whole(standings.asked.len()), answered: claims(case, standings), concluded, claimed }
}

fn tally_now(case: &Case, library: &Library, standings: &Standings) -> TallyNow {
    let score::Sums { concluded, claimed } = score::shares(case, library, standings);
    TallyNow { asked: whole(standings.asked.len()), answered: claims(case, standings), concluded, claimed }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The whole list.
pub fn questionnaire(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Questionnaire, Problem> {
    desk.read(|state| {
        let answers = desk.answers(state, &input.assessment)?;
        let (case, library) = (&*answers.case, &*answers.library);
        let standings = answers.standings(desk.now().date_naive());
        let mut off = Vec::new();
        let mut topics: Vec<TopicView> = library
            .bank
            .topics
            .iter()
            .map(|t| TopicView { id: t.id.clone(), title: t.title.clone(), questions: Vec::new() })
            .collect();
        for question in library.bank.in_order() {
            let Some(standing) = standings.of(&question.id) else { continue };
            if let Some(because) = standings.why_not_asked(&question.id) {
                let (id, text) = (question.id.clone(), question.text.clone());
                off.push(OffRow { id, text, because: because.clone(), reason: because.to_string() });
            } else if let Some(topic) = topics.iter_mut().find(|t| t.id == question.topic) {
                topic.questions.push(row(question, case, library, standing.clone()));
            }
        }
        topics.retain(|t| !t.questions.is_empty());
        Ok(Questionnaire { topics, off, tally: tally(case, library, &standings) })
    })
}

/// One question with its response and what it rests on.
pub fn question(desk: &Desk, input: OfQuestion, _: &Job) -> Result<QuestionView, Problem> {
    desk.read(|state| {
        let whole = desk.whole(state, &input.assessment)?;
        let (case, library) = (&*whole.case, &*whole.library);
        let today = desk.now().date_naive();
        let question = library
            .bank
            .questions
            .get(&input.question)
            .ok_or_else(|| unknown(message!("question"), &input.question))?;
        let response = case
            .responses
            .get(&input.question)
            .cloned()
            .unwrap_or_else(|| Response::unanswered(input.assessment.clone(), input.question.clone()));
        let requirements = question
            .requirements
            .iter()
            .filter(|id| case.assessment.frameworks.iter().any(|f| f.as_str() == id.framework()))
            .filter_map(|id| library.requirement(id))
            .map(|r| TagView {
                id: r.id.clone(),
                framework: library
                    .frameworks
                    .values()
                    .find(|f| f.id.as_str() == r.id.framework())
                    .map(|f| f.title.clone())
                    .unwrap_or_default(),
                title: r.title.clone(),
            })
            .collect();
        let standings = whole.standings(today);
        let standing = standings.of(&question.id).cloned().unwrap_or(Standing::Unanswered);
        let struck = question.knock_out.as_ref().and_then(|strike| library.knock_outs.get(&strike.id));
        let threats = stride::threats_with(&question.id, case, library, &standings);
        let previous = match &case.assessment.previous {
            Some(before) => given(state, before, &input.question)?,
            None => None,
        };
        Ok(QuestionView {
            earned: assurance::earned(case, question, &response, today),
            required: assurance::required(case.assessment.tier, question),
            suggestions: suggestion::of_question(case, library, &standings, question),
            previous,
            who: roles(question, library),
            evidence: response.evidence.iter().filter_map(|e| case.evidence.get(e)).cloned().collect(),
            requirements,
            finding: case.findings.values().find(|f| f.question.as_ref() == Some(&question.id)).cloned(),
            knock_out: struck.map(|knock_out| knockout::result(case, library, &standings, knock_out)),
            threats: threats.into_iter().map(|threat| threat.title).collect(),
            row: row(question, case, library, standing),
            question: question.clone(),
            response,
        })
    })
}

/// Saves an answer. It is durable when this returns.
pub fn answer(desk: &Desk, input: Answer, _: &Job) -> Result<Answered, Problem> {
    let Answer { assessment, question: id, change, base } = input;
    desk.change(Some(&assessment), |state| {
        let own = desk.assessment(state, &assessment)?;
        let label = label(&id, &change);
        let before = given(state, &assessment, &id)?;
        let response = respond(desk, state, &own, (&id, change), (base.as_ref(), before.clone()))?;
        let before = before.map(Record::Response);
        Ok(plan(label, vec![put(before, Record::Response(response))]))
    })?;
    desk.read(|state| {
        let answers = desk.answers(state, &assessment)?;
        let (case, library) = (&*answers.case, &*answers.library);
        let question = library.bank.questions.get(&id).ok_or_else(|| unknown(message!("question"), &id))?;
        let unanswered = || Response::unanswered(assessment.clone(), id.clone());
        let standings = answers.standings(desk.now().date_naive());
        let standing = standings.of(&id).cloned().unwrap_or(Standing::Unanswered);
        Ok(Answered {
            row: row(question, case, library, standing),
            tally: tally_now(case, library, &standings),
            status: super::history::status_of(state, Some(&assessment))?,
            response: case.responses.get(&id).cloned().unwrap_or_else(unanswered),
        })
    })
}

/// An answer among many.
#[derive(Debug, Clone)]
pub struct OneOfMany {
    /// Where it was given, such as a line of a file: what a refusal begins with.
    pub place: String,
    /// To which question.
    pub question: QuestionId,
    /// What changes.
    pub change: ResponseChange,
}

/// Saves many answers as one change, which undo takes back as one: all of them, or none when one is refused.
///
/// # Errors
/// As for [`answer`]; the sentence begins with the place of the answer that is refused.
pub fn answer_all(
    desk: &Desk,
    assessment: &AssessmentId,
    label: &str,
    answers: Vec<OneOfMany>,
    job: &Job,
) -> Result<TallyNow, Problem> {
    let total = answers.len() as u64;
    desk.change(Some(assessment), |state| {
        let own = desk.assessment(state, assessment)?;
        let mut responses: BTreeMap<QuestionId, (Option<Response>, Response)> = BTreeMap::new();
        let mut said: BTreeMap<QuestionId, (Option<Claim>, Option<Conclusion>)> = BTreeMap::new();
        for (number, OneOfMany { place, question: id, change }) in (1..).zip(answers) {
            job.at(message!("Saving answers"), number, total)?;
            let (claim, conclusion) = said.entry(id.clone()).or_default();
            let differs = (claim.is_some() && change.claim.is_some() && *claim != change.claim)
                || (conclusion.is_some() && change.conclusion.is_some() && *conclusion != change.conclusion);
            if differs {
                let sentence = message!("{place}: {id} was answered otherwise before. Nothing was changed.");
                return Err(Problem::new("contradiction", sentence));
            }
            (*claim, *conclusion) = (change.claim.or(*claim), change.conclusion.or(*conclusion));
            let (stored, before) = match responses.remove(&id) {
                Some((stored, made)) => (stored, Some(made)),
                None => {
                    let stored = given(state, assessment, &id)?;
                    (stored.clone(), stored)
                }
            };
            let response = respond(desk, state, &own, (&id, change), (None, before)).map_err(|p| {
                Problem::new(&p.code, message!("{place} ({id}): {sentence}", sentence = p.sentence))
            })?;
            responses.insert(id, (stored, response));
        }
        let edits = responses
            .into_values()
            .map(|(stored, response)| put(stored.map(Record::Response), Record::Response(response)));
        Ok(plan(label, edits.collect()))
    })?;
    desk.read(|state| {
        let answers = desk.answers(state, assessment)?;
        let standings = answers.standings(desk.now().date_naive());
        Ok(tally_now(&answers.case, &answers.library, &standings))
    })
}

/// The response to a question as it is stored.
fn given(state: &State, assessment: &AssessmentId, id: &QuestionId) -> Result<Option<Response>, Problem> {
    let Some(Record::Response(response)) = state.get(&key_in("response", assessment, id))? else {
        return Ok(None);
    };
    Ok(Some(response))
}

/// What a change, made on what the person saw, makes of the response before, when the question is asked and what it names
/// is there.
fn respond(
    desk: &Desk,
    state: &State,
    own: &Assessment,
    (id, change): (&QuestionId, ResponseChange),
    (base, before): (Option<&Response>, Option<Response>),
) -> Result<Response, Problem> {
    let contradicts = [
        (change.clear_claim == Some(true) && change.claim.is_some(), message!("claim")),
        (change.clear_conclusion == Some(true) && change.conclusion.is_some(), message!("conclusion")),
        (
            change.clear_deferred == Some(true) && change.deferred.is_some(),
            message!("date that evidence is owed for"),
        ),
    ];
    if let Some((_, what)) = contradicts.into_iter().find(|(is_so, _)| *is_so) {
        return Err(Problem::new(
            "contradiction",
            message!("{id} cannot be given a {what} and have it cleared at once. Nothing was changed."),
        ));
    }
    let library = desk.library_of(state, own)?;
    let question = library.bank.questions.get(id).ok_or_else(|| unknown(message!("question"), id))?;
    if let Some(reason) = why_not_asked(&library, question, own) {
        return Err(Problem::new(
            "not-asked",
            message!("{id} is not asked in this assessment. {reason} Nothing was changed."),
        ));
    }
    for piece in change.evidence.iter().flatten() {
        state
            .get(&key_in("evidence", &own.id, piece))?
            .ok_or_else(|| unknown(message!("evidence"), piece))?;
    }
    let old = before.unwrap_or_else(|| Response::unanswered(own.id.clone(), id.clone()));
    let only_seen = ResponseChange { change_seen: Some(true), ..ResponseChange::default() };
    if change == only_seen && old.claim_changed.is_none() {
        return Err(Problem::new(
            "nothing",
            message!("No returned file changed what is claimed for {id}. Nothing was changed."),
        ));
    }
    let seen = base.unwrap_or(&old);
    let label = label(id, &change);
    let reviewed_by = change.reviewed_by.clone();
    let mut typed = seen.clone();
    merge(&mut typed, change);
    if let Some(by) = reviewed_by.map(|by| by.trim().to_owned()) {
        // What was looked at is what the person saw.
        typed.reviewed = if by.is_empty() { None } else { Some(review(own, &typed, by, desk.now())?) };
    }
    let collections = ["evidence", "methods"];
    made(&label, Some(seen), typed, Some(&old), &collections, Record::Response)
}

/// Concludes that questions do not apply, for one reason in the assessor's words: the claims of a vendor accepted one by
/// one or together. One step for undo.
///
/// # Errors
/// Without a reason, when a question is not asked or is judged already, or when nothing waits; nothing is changed then.
pub fn conclude_not_applicable(
    desk: &Desk,
    input: NotApplicable,
    job: &Job,
) -> Result<Questionnaire, Problem> {
    required(message!("The reason"), &input.reason)?;
    let assessment = input.assessment;
    desk.change(Some(&assessment), |state| {
        let answers = desk.answers(state, &assessment)?;
        let case = &*answers.case;
        let standings = answers.standings(desk.now().date_naive());
        let waiting = |id: &&QuestionId| {
            matches!(standings.of(id), Some(Standing::Claimed { claim: Claim::NotApplicable }))
        };
        let questions: Vec<QuestionId> = if input.questions.is_empty() {
            standings.asked.iter().map(|q| &q.id).filter(waiting).cloned().collect()
        } else {
            input.questions
        };
        if questions.is_empty() {
            let said = message!("No claim of “not applicable” waits for a conclusion. Nothing was changed.");
            return Err(Problem::new("nothing", said));
        }
        let edits = questions
            .iter()
            .map(|id| not_applicable(case, &standings, id, input.reason.trim()))
            .collect::<Result<Vec<Edit>, Problem>>()?;
        let label = match questions.as_slice() {
            [one] => format!("conclude {one}: not applicable"),
            many => format!("conclude {} questions: not applicable", many.len()),
        };
        Ok(plan(label, edits))
    })?;
    questionnaire(desk, OfAssessment { assessment }, job)
}

/// One question concluded not to apply. The reason goes to the assessor's words; what stands there is kept.
fn not_applicable(
    case: &Case,
    standings: &Standings,
    id: &QuestionId,
    reason: &str,
) -> Result<Edit, Problem> {
    match standings.of(id).ok_or_else(|| unknown(message!("question"), id))? {
        Standing::NotAsked { reason } => {
            let said = message!("{id} is not asked in this assessment. {reason} Nothing was changed.");
            return Err(Problem::new("not-asked", said));
        }
        Standing::Concluded { conclusion, .. } => {
            return Err(Problem::new(
                "concluded",
                message!(
                    "{id} is concluded “{conclusion}”. Clear that first, then say that it does not apply. Nothing was changed.",
                    conclusion = conclusion.title().to_lowercase()
                ),
            ));
        }
        Standing::Unanswered
        | Standing::Claimed { .. }
        | Standing::WithoutReason
        | Standing::NotApplicable { .. }
        | Standing::NotAssessed => {}
    }
    let before = case.responses.get(id).cloned();
    let mut next =
        before.clone().unwrap_or_else(|| Response::unanswered(case.assessment.id.clone(), id.clone()));
    next.conclusion = Some(Conclusion::NotApplicable);
    next.rationale = with_reason(&next.rationale, reason);
    Ok(put(before.map(Record::Response), Record::Response(next)))
}

/// A rationale with a reason in it; what stands there is kept.
pub(super) fn with_reason(rationale: &str, reason: &str) -> String {
    match rationale.trim() {
        "" => reason.to_owned(),
        said if said.contains(reason) => said.to_owned(),
        said => format!("{said}\n{reason}"),
    }
}

/// The reason on an answer is the vendor's. One that is given where only the assessor says that the question does not apply is
/// the assessor's; given once for a claim and a conclusion, it is the reason of both.
fn own_reason(response: &Response, change: &mut ResponseChange) {
    let Some(reason) = change.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) else {
        return;
    };
    let rationale = change.rationale.as_deref().unwrap_or(&response.rationale);
    let is_claimed = response.claim == Some(Claim::NotApplicable);
    let is_for_both = change.conclusion.is_some() && rationale.trim().is_empty();
    if response.conclusion == Some(Conclusion::NotApplicable) && (!is_claimed || is_for_both) {
        change.rationale = Some(with_reason(rationale, reason));
        change.reason = change.reason.take().filter(|_| is_claimed);
    }
}

fn merge(response: &mut Response, mut change: ResponseChange) {
    macro_rules! take { ($($field:ident)*) => { $(if let Some(value) = change.$field { response.$field = value; })* } }
    if change.clear_claim == Some(true) {
        response.claim = None;
    }
    if change.clear_conclusion == Some(true) {
        response.conclusion = None;
    }
    if change.clear_deferred == Some(true) {
        response.deferred = None;
    }
    // Whoever concludes or corrects the claim has seen what the file made of it.
    if change.change_seen == Some(true) || change.conclusion.is_some() || change.claim.is_some() {
        response.claim_changed = None;
    }
    response.deferred = change.deferred.take().or(response.deferred.take());
    response.claim = change.claim.or(response.claim);
    response.conclusion = change.conclusion.or(response.conclusion);
    own_reason(response, &mut change);
    take!(comment reason evidence assurance methods rationale spoken_to notes flagged);
}

/// A second person's look: not the assessor's own, and of something concluded.
fn review(
    assessment: &Assessment,
    response: &Response,
    by: String,
    at: chrono::DateTime<chrono::FixedOffset>,
) -> Result<Review, Problem> {
    if may_be_same_person(&by, &assessment.assessor.name) {
        return Err(Problem::new(
            "same-person",
            message!("{by} is the assessor; a review needs a second person. Nothing was changed."),
        ));
    }
    if response.conclusion.is_none() {
        return Err(Problem::new(
            "not-concluded",
            message!(
                "{question} is not concluded, so there is nothing to review. Nothing was changed.",
                question = response.question
            ),
        ));
    }
    Ok(Review { by, at, conclusion: response.conclusion, assurance: response.assurance })
}

/// What undo will call it.
fn label(id: &QuestionId, change: &ResponseChange) -> String {
    if let Some(conclusion) = change.conclusion {
        return format!("conclude {id}: {}", conclusion.title().to_lowercase());
    }
    if let Some(claim) = change.claim {
        return format!("answer {id}: {}", claim.title().to_lowercase());
    }
    if change.clear_claim == Some(true) {
        return format!("clear the answer to {id}");
    }
    if change.clear_conclusion == Some(true) {
        return format!("clear the conclusion on {id}");
    }
    let what = [
        (change.evidence.is_some(), "evidence of"),
        (change.assurance.is_some(), "assurance level of"),
        (change.methods.is_some(), "methods of"),
        (change.flagged.is_some(), "mark on"),
        (change.notes.is_some(), "notes on"),
        (change.comment.is_some(), "comment on"),
        (change.rationale.is_some(), "rationale of"),
        (change.reason.is_some(), "reason of"),
        (change.deferred.is_some() || change.clear_deferred.is_some(), "evidence owed on"),
        (change.reviewed_by.is_some(), "review of"),
        (change.change_seen.is_some(), "mark of a changed claim on"),
    ];
    format!("change {} {id}", what.iter().find(|(set, _)| *set).map_or("the response to", |(_, words)| words))
}

/// Says what a command gave for a claim or conclusion and did not mean.
pub fn parse_word<W: Word>(what: Message, text: &str) -> Result<W, Problem> {
    required(what.clone(), text)?;
    W::parse(text).ok_or_else(|| {
        let all: Vec<&str> = W::ALL.iter().map(|w| w.id()).collect();
        Problem::new(
            "word",
            message!("{what} “{text}” is not one of: {all}. Nothing was changed.", all = Part::list(&all)),
        )
    })
}
