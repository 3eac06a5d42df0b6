//! An assessment and the one before it → what changed, what got worse, and what changed without new evidence.

use crate::case::Case;
use crate::changed::ChangedSinceIssue;
use crate::ids::{AssessmentId, QuestionId};
use crate::pack::Good;
use crate::record::{Evidence, Response};
use crate::standing::Standings;
use crate::words::{Claim, Conclusion};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// How an answer differs from last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Shift {
    /// Was good news and is no longer.
    Worse,
    /// Was not good news and is now.
    Better,
    /// Changed in other ways.
    Changed,
    /// The same.
    Same,
    /// Answered last time, not yet this time.
    Pending,
    /// Not asked or not answered last time.
    New,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "AnswerThen"))]
pub struct Then {
    /// Claim.
    pub claim: Option<Claim>,
    /// Comment.
    pub comment: String,
    /// Conclusion.
    pub conclusion: Option<Conclusion>,
    /// Rationale.
    pub rationale: String,
    /// Titles of the evidence.
    pub evidence: Vec<String>,
}

/// One question, then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Difference {
    /// Which.
    pub question: QuestionId,
    /// What is asked.
    pub text: String,
    /// How it differs.
    pub shift: Shift,
    /// The claim turned from good news to bad.
    pub claim_turned: bool,
    /// Claim or conclusion changed and no evidence dated after the last assessment stands behind it.
    pub without_new_evidence: bool,
    /// A long comment is the same, word for word.
    pub same_words: bool,
    /// Last time.
    pub then: Option<Then>,
    /// This time.
    pub now: Option<Then>,
}

/// Both assessments side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Comparison {
    /// The assessment before.
    pub previous: AssessmentId,
    /// Its title.
    pub previous_title: String,
    /// Every question asked now, what got worse first.
    pub differences: Vec<Difference>,
    /// Questions answered last time that are not asked now.
    pub dropped: Vec<QuestionId>,
    /// What changed in the assessment before after its last report, so that the report does not say what stands here.
    pub changed_after: Option<ChangedAfter>,
}

/// An assessment is not what its last report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangedAfter {
    /// The number of the report.
    pub issue: u32,
    /// How many things changed; at least one.
    pub changes: u32,
}

impl ChangedAfter {
    /// How an assessment stands to its last report; `None` when it says what the report says.
    pub fn of(since: &ChangedSinceIssue) -> Option<Self> {
        let changes = u32::try_from(since.changes.len()).unwrap_or(u32::MAX);
        (changes > 0).then_some(Self { issue: since.number, changes })
    }
}

/// What changed since `previous`, which is `changed_after` its last report. `standings` are those of `case`.
pub fn compare(
    case: &Case,
    standings: &Standings,
    previous: &Case,
    changed_after: Option<ChangedAfter>,
) -> Comparison {
    let since = last_day(previous);
    // The same bytes again are no new evidence, whatever day they came.
    let hashes: BTreeSet<&str> =
        previous.evidence.values().filter_map(|e| Some(e.file.as_ref()?.sha256.as_str())).collect();
    let is_known =
        |piece: &Evidence| piece.file.as_ref().is_some_and(|file| hashes.contains(file.sha256.as_str()));
    let mut differences: Vec<Difference> = standings
        .asked
        .iter()
        .map(|question| {
            let then = previous.responses.get(&question.id);
            let now = case.responses.get(&question.id);
            let said = |r: Option<&Response>| r.is_some_and(|r| r.claim.is_some() || r.conclusion.is_some());
            let claim = |r: Option<&Response>| goodness(r.and_then(|r| r.claim), question.good_answer);
            let judged = |r: Option<&Response>| r.and_then(|r| r.conclusion);
            // Conclusions are ordered best first; “not assessed” and “not applicable” rank nothing.
            let ranked = |c: Option<Conclusion>| c.filter(|c| *c <= Conclusion::Ineffective);
            let worse = matches!((claim(then), claim(now)), (Some(a), Some(b)) if b < a)
                || matches!((ranked(judged(then)), ranked(judged(now))), (Some(a), Some(b)) if b > a);
            let better = matches!((claim(then), claim(now)), (Some(a), Some(b)) if b > a)
                || matches!((ranked(judged(then)), ranked(judged(now))), (Some(a), Some(b)) if b < a);
            let same = then.map(|r| (r.claim, r.conclusion)) == now.map(|r| (r.claim, r.conclusion));
            let shift = match (said(then), said(now)) {
                (true, false) => Shift::Pending,
                (false, _) => Shift::New,
                (true, true) if worse => Shift::Worse,
                (true, true) if better => Shift::Better,
                (true, true) if same => Shift::Same,
                (true, true) => Shift::Changed,
            };
            let new_evidence = now.is_some_and(|r| {
                let mut linked = r.evidence.iter().filter_map(|e| case.evidence.get(e));
                linked.any(|e| e.issued.unwrap_or(e.received.date_naive()) > since && !is_known(e))
            });
            let moved = matches!(shift, Shift::Worse | Shift::Better | Shift::Changed);
            Difference {
                question: question.id.clone(),
                text: question.text.clone(),
                shift,
                claim_turned: claim(then) == Some(2) && claim(now) == Some(0),
                without_new_evidence: moved && !new_evidence,
                same_words: matches!((then, now), (Some(a), Some(b)) if a.comment.chars().count() >= LONG && a.comment.trim() == b.comment.trim()),
                then: then.filter(|_| said(then)).map(|r| side(previous, r)),
                now: now.filter(|_| said(now)).map(|r| side(case, r)),
            }
        })
        .collect();
    // The talking order stays within each kind.
    differences.sort_by_key(|d| d.shift);
    let dropped = previous
        .responses
        .values()
        .filter(|r| r.claim.is_some() || r.conclusion.is_some())
        .filter(|r| !standings.is_asked(&r.question))
        .map(|r| r.question.clone())
        .collect();
    Comparison {
        previous: previous.assessment.id.clone(),
        previous_title: previous.assessment.title.clone(),
        differences,
        dropped,
        changed_after,
    }
}

fn side(case: &Case, response: &Response) -> Then {
    Then {
        claim: response.claim,
        comment: response.comment.clone(),
        conclusion: response.conclusion,
        rationale: response.rationale.clone(),
        evidence: response
            .evidence
            .iter()
            .filter_map(|e| case.evidence.get(e))
            .map(|e| e.title.clone())
            .collect(),
    }
}

/// How good a claim is, from bad to good; `None` says nothing.
fn goodness(claim: Option<Claim>, good: Good) -> Option<u8> {
    match (claim?, good) {
        (Claim::Yes, Good::Yes) | (Claim::No, Good::No) => Some(2),
        (Claim::Partial, _) => Some(1),
        (Claim::No, Good::Yes) | (Claim::Yes, Good::No) => Some(0),
        (Claim::NotApplicable, _) => None,
    }
}

/// A comment shorter than this says the same by chance, in characters.
const LONG: usize = 80;

/// The last day an assessment knew of: what is dated later was not known to it.
fn last_day(case: &Case) -> NaiveDate {
    let received = case.evidence.values().map(|e| e.received.date_naive());
    let started = case.assessment.started.date_naive();
    received.chain(case.assessment.period_to).fold(started, NaiveDate::max)
}
