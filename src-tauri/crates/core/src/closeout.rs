//! An evaluation → what should be settled before its report is signed, each point with the place to mend it.
//!
//! Nothing here forbids signing; what is left open is printed in the report.

use crate::assurance;
use crate::decision::{DecisionState, is_set_aside};
use crate::evaluation::Evaluation;
use crate::finding;
use crate::ids::{EvidenceId, FindingId, KnockOutId, QuestionId, RequirementId, ReviewId, RiskId};
use crate::pack::Question;
use crate::record::{AssuranceLevel, Response};
use crate::standing::Standing;
use crate::words::{Claim, Conclusion, KnockOutState};
use assay_message::{Message, Part, message};
use serde::Serialize;

/// What a check looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "CloseOutKind"))]
pub enum Kind {
    /// Something recorded that this version of Assay cannot read, and that is in nothing it says.
    Unreadable,
    /// No decision.
    NoDecision,
    /// A knock-out strikes and is not set aside.
    KnockOutOpen,
    /// A knock-out the vendor's own answer points to.
    KnockOutSuspected,
    /// A knock-out nothing is known about.
    KnockOutNotAssessed,
    /// A decision that the case does not allow, or no longer.
    DecisionNotAllowed,
    /// A decision that what it rested on left behind.
    DecisionToConfirm,
    /// A question without a conclusion.
    NotConcluded,
    /// A returned file changed what the vendor says, and nobody looked at it since.
    ClaimChanged,
    /// A conclusion changed after a second person looked at it.
    ChangedAfterReview,
    /// Effective or largely effective, and nothing behind it.
    WithoutEvidence,
    /// Not applicable without a reason.
    WithoutReason,
    /// A level recorded above what the evidence shows.
    LevelNotEarned,
    /// Known less well than the tier asks.
    AssuranceTooLow,
    /// Evidence relied on that is older than its question asks, or has no date.
    EvidenceTooOld,
    /// Evidence that no longer counts.
    EvidenceExpired,
    /// Something named that stopped counting, such as a validation under a withdrawn edition.
    Lapsed,
    /// Evidence the vendor still owes.
    EvidenceOwed,
    /// A failed question without a finding.
    FindingMissing,
    /// A finding in which something is still to be written.
    FindingUnfinished,
    /// A red flag without a finding.
    FlagWithoutFinding,
    /// A high risk nobody owns.
    RiskWithoutOwner,
    /// A suggestion nobody decided.
    SuggestionOpen,
    /// The tier was set at the start, and nobody rated the inherent risk.
    TierNotRated,
}

impl Kind {
    /// The check in words.
    pub fn title(self) -> Message {
        match self {
            Self::Unreadable => message!("Recorded and not readable here"),
            Self::KnockOutOpen => message!("Knock-out open"),
            Self::KnockOutSuspected => message!("Knock-out suspected"),
            Self::KnockOutNotAssessed => message!("Knock-out not assessed"),
            Self::DecisionNotAllowed => message!("Decision does not stand"),
            Self::DecisionToConfirm => message!("Decision to be confirmed"),
            Self::NotConcluded => message!("Not concluded"),
            Self::ClaimChanged => message!("Claim changed by a file"),
            Self::ChangedAfterReview => message!("Changed after review"),
            Self::WithoutEvidence => message!("Effective without evidence"),
            Self::WithoutReason => message!("Not applicable without a reason"),
            Self::LevelNotEarned => message!("Level above what the evidence shows"),
            Self::EvidenceTooOld => message!("Evidence not in date for its question"),
            Self::AssuranceTooLow => message!("Known less well than the tier asks"),
            Self::EvidenceExpired => message!("Evidence expired"),
            Self::Lapsed => message!("Named, and counts no longer"),
            Self::EvidenceOwed => message!("Evidence still owed"),
            Self::FindingMissing => message!("Failed without a finding"),
            Self::FindingUnfinished => message!("Finding with something to write"),
            Self::FlagWithoutFinding => message!("Red flag without a finding"),
            Self::RiskWithoutOwner => message!("Risk without owner"),
            Self::SuggestionOpen => message!("Suggestion undecided"),
            Self::TierNotRated => message!("Tier not rated"),
            Self::NoDecision => message!("No decision"),
        }
    }

    /// Whether it weighs on the decision, rather than on the order of the file.
    pub fn is_grave(self) -> bool {
        match self {
            Self::Unreadable
            | Self::KnockOutOpen
            | Self::KnockOutSuspected
            | Self::KnockOutNotAssessed
            | Self::DecisionNotAllowed
            | Self::DecisionToConfirm
            | Self::ClaimChanged
            | Self::ChangedAfterReview
            | Self::WithoutEvidence
            | Self::FindingUnfinished
            | Self::RiskWithoutOwner
            | Self::NoDecision => true,
            Self::NotConcluded
            | Self::WithoutReason
            | Self::LevelNotEarned
            | Self::AssuranceTooLow
            | Self::EvidenceTooOld
            | Self::EvidenceExpired
            | Self::Lapsed
            | Self::EvidenceOwed
            | Self::FindingMissing
            | Self::FlagWithoutFinding
            | Self::SuggestionOpen
            | Self::TierNotRated => false,
        }
    }
}

/// Where a point is mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "at", content = "id", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "MendingPlace"))]
pub enum Place {
    /// At a question.
    Question(QuestionId),
    /// At a piece of evidence.
    Evidence(EvidenceId),
    /// At a finding.
    Finding(FindingId),
    /// At a risk.
    Risk(RiskId),
    /// At a review of a report or certificate.
    Review(ReviewId),
    /// At the knock-outs, with the decision.
    KnockOut(KnockOutId),
    /// At the decision.
    Decision,
    /// At the inherent-risk questions.
    InherentRisk,
}

/// One thing to settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenPoint {
    /// What the check looks for.
    pub kind: Kind,
    /// The check in words.
    pub title: Message,
    /// Whether it weighs on the decision.
    pub grave: bool,
    /// What was seen, in a sentence.
    pub text: Message,
    /// Where to mend it.
    pub place: Place,
}

impl OpenPoint {
    fn new(kind: Kind, place: Place, text: Message) -> Self {
        Self { kind, title: kind.title(), grave: kind.is_grave(), text, place }
    }
}

/// Everything open, gravest kind first.
pub fn open_points(evaluation: &Evaluation) -> Vec<OpenPoint> {
    let mut points: Vec<OpenPoint> = unreadable(evaluation)
        .chain(knock_outs(evaluation))
        .chain(evaluation.standings.asked.iter().flat_map(|question| of_question(evaluation, question)))
        .chain(evidence(evaluation))
        .chain(findings(evaluation))
        .chain(flags(evaluation))
        .chain(risks(evaluation))
        .chain(suggestions(evaluation))
        .chain(tier(evaluation))
        .chain(decision(evaluation))
        .collect();
    points.sort_by_key(|p| p.kind);
    points
}

fn unreadable(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    let within = format!("{}/", evaluation.case.assessment.id);
    evaluation.case.unreadable.iter().map(move |record| {
        let question = record.key.id.strip_prefix(&within).filter(|_| record.key.kind == "response");
        let place = match question.map(QuestionId::new) {
            Some(Ok(question)) => Place::Question(question),
            Some(Err(_)) | None => Place::Decision,
        };
        OpenPoint::new(
            Kind::Unreadable,
            place,
            message!("{record}. It counts in nothing here; update Assay."),
        )
    })
}

fn knock_outs(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.knock_outs.iter().filter_map(|knock_out| {
        let id = &knock_out.id;
        let place = Place::KnockOut(id.clone());
        let title = &knock_out.title;
        match knock_out.state {
            KnockOutState::Struck if is_set_aside(evaluation.case, id, evaluation.day) => None,
            KnockOutState::Struck => {
                Some(OpenPoint::new(Kind::KnockOutOpen, place, message!("Knock-out {id} is open: {title}.")))
            }
            KnockOutState::Suspected => Some(OpenPoint::new(
                Kind::KnockOutSuspected,
                place,
                message!(
                    "Knock-out {id} is suspected: {title}. {because}",
                    because = Part::sentences(knock_out.because.iter().cloned())
                ),
            )),
            KnockOutState::NotAssessed => Some(OpenPoint::new(
                Kind::KnockOutNotAssessed,
                place,
                message!("Knock-out {id} is not assessed."),
            )),
            KnockOutState::Clear | KnockOutState::NotApplicable => None,
        }
    })
}

fn of_question(evaluation: &Evaluation, question: &Question) -> Vec<OpenPoint> {
    let id = &question.id;
    let mut points = Vec::new();
    let mut add = |kind: Kind, text: Message| {
        points.push(OpenPoint::new(kind, Place::Question(id.clone()), text));
    };
    let response = evaluation.case.responses.get(id);
    if let Some(change) = response.and_then(|r| r.claim_changed.as_ref()) {
        let by = &change.by_file;
        let text = match change.was {
            Some(was) => message!(
                "{id}: {by} changed what the vendor says, “{was}” until then. Conclude again, or dismiss the change."
            ),
            None => message!(
                "{id}: {by} changed what the vendor says, nothing until then. Conclude again, or dismiss the change."
            ),
        };
        add(Kind::ClaimChanged, text);
    }
    if let Some(owed) = response.and_then(|r| r.deferred.as_ref()) {
        let what = &owed.what;
        let text = match owed.until {
            Some(day) => message!("{id}: the vendor owes {what}, by {day}."),
            None => message!("{id}: the vendor owes {what}."),
        };
        add(Kind::EvidenceOwed, text);
    }
    match evaluation.standings.of(id) {
        None | Some(Standing::NotAsked { .. } | Standing::NotApplicable { .. } | Standing::NotAssessed) => {}
        Some(Standing::Unanswered) => add(Kind::NotConcluded, message!("{id} is not answered.")),
        Some(Standing::Claimed { claim: Claim::NotApplicable }) => add(
            Kind::NotConcluded,
            message!("{id}: the vendor says it does not apply, and nobody concluded that."),
        ),
        Some(Standing::Claimed { claim: Claim::Yes | Claim::Partial | Claim::No }) => {
            add(Kind::NotConcluded, message!("{id} is not concluded."));
        }
        Some(Standing::WithoutReason) => add(
            Kind::WithoutReason,
            message!(
                "{id} is concluded “Not applicable” without a reason in the rationale, and counts as not assessed."
            ),
        ),
        Some(Standing::Concluded { conclusion, level, recorded, earned }) => {
            if let Some(response) = response {
                judged(evaluation, question, response, *conclusion, *level, &mut add);
            }
            for piece in &earned.out_of_date {
                add(Kind::EvidenceTooOld, message!("{id}: {piece}"));
            }
            if recorded > level {
                let (recorded, level) = (recorded.get(), level.get());
                let counts = message!("{id} is recorded at level {recorded} and counts as {level}.");
                let why = [counts].into_iter().chain(earned.because.clone());
                add(Kind::LevelNotEarned, Message::sentences(why));
            }
        }
    }
    points
}

fn judged(
    evaluation: &Evaluation,
    question: &Question,
    response: &Response,
    conclusion: Conclusion,
    level: AssuranceLevel,
    add: &mut impl FnMut(Kind, Message),
) {
    let id = &question.id;
    let case = evaluation.case;
    if let Some(review) = &response.reviewed
        && (review.conclusion != response.conclusion || review.assurance != response.assurance)
    {
        add(Kind::ChangedAfterReview, message!("{id} was changed after {by} looked at it.", by = review.by));
    }
    let linked = response.evidence.iter().any(|piece| case.evidence.contains_key(piece));
    let needed = assurance::required(case.assessment.tier, question);
    if conclusion <= Conclusion::Largely && !linked {
        add(Kind::WithoutEvidence, message!("{id} is concluded “{conclusion}” without evidence."));
    } else if conclusion <= Conclusion::Largely && level < needed {
        let (level, tier, needed) = (level.get(), case.assessment.tier.get(), needed.get());
        add(
            Kind::AssuranceTooLow,
            message!("{id} is known at level {level}; tier {tier} asks level {needed}."),
        );
    }
    let failed = conclusion >= Conclusion::Partially;
    if failed && !case.findings.values().any(|f| f.question.as_ref() == Some(id)) {
        add(Kind::FindingMissing, message!("{id} failed and has no finding."));
    }
}

fn evidence(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    let pieces = evaluation.case.evidence.values();
    let expired = pieces.filter_map(|piece| {
        let text = assurance::expired(piece, evaluation.day)?;
        Some(OpenPoint::new(Kind::EvidenceExpired, Place::Evidence(piece.id.clone()), text))
    });
    let lapsed = evaluation.lapsed.iter().filter_map(|lapsed| {
        let place = match (&lapsed.question, &lapsed.evidence) {
            (Some(question), _) => Place::Question(question.clone()),
            (None, Some(evidence)) => Place::Evidence(evidence.clone()),
            (None, None) => return None,
        };
        Some(OpenPoint::new(Kind::Lapsed, place, lapsed.in_words()))
    });
    expired.chain(lapsed)
}

fn findings(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.case.findings.values().filter_map(|finding| {
        let open = finding::to_write(finding, evaluation.library);
        let text =
            message!("{id} is to be finished: {parts}.", id = finding.id, parts = finding::in_words(&open));
        let place = Place::Finding(finding.id.clone());
        (!open.is_empty()).then(|| OpenPoint::new(Kind::FindingUnfinished, place, text))
    })
}

fn flags(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.red_flags.iter().filter(|flag| flag.finding.is_none()).map(|flag| {
        let text = message!("{flag}: no finding.", flag = flag.title);
        OpenPoint::new(Kind::FlagWithoutFinding, Place::Review(flag.review.clone()), text)
    })
}

fn risks(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.case.risks.values().filter(|risk| risk.owner.trim().is_empty()).map(|risk| {
        let text = if evaluation.is_high(risk.ratings.residual()) {
            message!("A high risk, {id} has no owner.", id = risk.id)
        } else {
            message!("Risk {id} has no owner.", id = risk.id)
        };
        OpenPoint::new(Kind::RiskWithoutOwner, Place::Risk(risk.id.clone()), text)
    })
}

fn suggestions(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    let Evaluation { case, library, standings, .. } = evaluation;
    // Only where it would tell: a requirement that an answer of its own speaks for can do without a near one.
    let answered = |requirement: &RequirementId| {
        library.questions_for(requirement).iter().any(|q| standings.conclusion(q).is_some())
    };
    crate::suggestion::suggestions(case, library, standings)
        .into_iter()
        .filter(move |s| s.adoption.is_none() && !answered(&s.requirement))
        .map(|s| {
            let text = message!(
                "{question} is suggested for {requirement} and not decided.",
                question = s.question,
                requirement = s.requirement
            );
            OpenPoint::new(Kind::SuggestionOpen, Place::Question(s.question), text)
        })
}

fn tier(evaluation: &Evaluation) -> Option<OpenPoint> {
    let a = &evaluation.case.assessment;
    let proposal = crate::inherent::proposal(&evaluation.library.inherent, &a.inherent);
    let rated = proposal.tier.is_some()
        || a.tier_override.is_some()
        || evaluation.library.inherent.questions.is_empty();
    (!rated).then(|| {
        let text = message!(
            "Tier {tier} was set without the inherent risk: {answered} of {asked} questions are answered.",
            tier = a.tier.get(),
            answered = proposal.answered,
            asked = proposal.asked
        );
        OpenPoint::new(Kind::TierNotRated, Place::InherentRisk, text)
    })
}

fn decision(evaluation: &Evaluation) -> Vec<OpenPoint> {
    let point = |kind, text| OpenPoint::new(kind, Place::Decision, text);
    let because = || evaluation.decision.because.iter();
    match evaluation.decision.state {
        DecisionState::Stands => Vec::new(),
        DecisionState::Missing => vec![point(Kind::NoDecision, message!("No decision is recorded."))],
        DecisionState::ToConfirm => {
            because().map(|why| point(Kind::DecisionToConfirm, why.clone())).collect()
        }
        DecisionState::NotAllowed => {
            because().map(|why| point(Kind::DecisionNotAllowed, why.clone())).collect()
        }
    }
}
