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
use crate::words::{Claim, Conclusion, KnockOutState, Word};
use serde::Serialize;

/// What a check looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "CloseOutKind"))]
pub enum Kind {
    /// Something recorded that this version of Assay cannot read, and that is in nothing it says.
    Unreadable,
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
    /// No decision.
    NoDecision,
}

impl Kind {
    /// The check in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Unreadable => "Recorded and not readable here",
            Self::KnockOutOpen => "Knock-out open",
            Self::KnockOutSuspected => "Knock-out suspected",
            Self::KnockOutNotAssessed => "Knock-out not assessed",
            Self::DecisionNotAllowed => "Decision does not stand",
            Self::DecisionToConfirm => "Decision to be confirmed",
            Self::NotConcluded => "Not concluded",
            Self::ClaimChanged => "Claim changed by a file",
            Self::ChangedAfterReview => "Changed after review",
            Self::WithoutEvidence => "Effective without evidence",
            Self::WithoutReason => "Not applicable without a reason",
            Self::LevelNotEarned => "Level above what the evidence shows",
            Self::EvidenceTooOld => "Evidence not in date for its question",
            Self::AssuranceTooLow => "Known less well than the tier asks",
            Self::EvidenceExpired => "Evidence expired",
            Self::Lapsed => "Named, and counts no longer",
            Self::EvidenceOwed => "Evidence still owed",
            Self::FindingMissing => "Failed without a finding",
            Self::FindingUnfinished => "Finding with something to write",
            Self::FlagWithoutFinding => "Red flag without a finding",
            Self::RiskWithoutOwner => "Risk without owner",
            Self::SuggestionOpen => "Suggestion undecided",
            Self::TierNotRated => "Tier not rated",
            Self::NoDecision => "No decision",
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
    pub title: String,
    /// Whether it weighs on the decision.
    pub grave: bool,
    /// What was seen, in a sentence.
    pub text: String,
    /// Where to mend it.
    pub place: Place,
}

impl OpenPoint {
    fn new(kind: Kind, place: Place, text: String) -> Self {
        Self { kind, title: kind.title().to_owned(), grave: kind.is_grave(), text, place }
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
        OpenPoint::new(Kind::Unreadable, place, format!("{record}. It counts in nothing here; update Assay."))
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
                Some(OpenPoint::new(Kind::KnockOutOpen, place, format!("Knock-out {id} is open: {title}.")))
            }
            KnockOutState::Suspected => Some(OpenPoint::new(
                Kind::KnockOutSuspected,
                place,
                format!("Knock-out {id} is suspected: {title}. {}", knock_out.because.join(" ")),
            )),
            KnockOutState::NotAssessed => Some(OpenPoint::new(
                Kind::KnockOutNotAssessed,
                place,
                format!("Knock-out {id} is not assessed."),
            )),
            KnockOutState::Clear | KnockOutState::NotApplicable => None,
        }
    })
}

fn of_question(evaluation: &Evaluation, question: &Question) -> Vec<OpenPoint> {
    let id = &question.id;
    let mut points = Vec::new();
    let mut add = |kind: Kind, text: String| {
        points.push(OpenPoint::new(kind, Place::Question(id.clone()), text));
    };
    let response = evaluation.case.responses.get(id);
    if let Some(change) = response.and_then(|r| r.claim_changed.as_ref()) {
        let was = change.was.map_or("nothing".to_owned(), |claim| format!("“{}”", claim.title()));
        let text = format!(
            "{id}: {} changed what the vendor says, {was} until then. Conclude again, or dismiss the change.",
            change.by_file
        );
        add(Kind::ClaimChanged, text);
    }
    if let Some(owed) = response.and_then(|r| r.deferred.as_ref()) {
        let until = owed.until.map_or_else(String::new, |day| format!(", by {day}"));
        add(Kind::EvidenceOwed, format!("{id}: the vendor owes {}{until}.", owed.what));
    }
    match evaluation.standings.of(id) {
        None | Some(Standing::NotAsked { .. } | Standing::NotApplicable { .. } | Standing::NotAssessed) => {}
        Some(Standing::Unanswered) => add(Kind::NotConcluded, format!("{id} is not answered.")),
        Some(Standing::Claimed { claim: Claim::NotApplicable }) => add(
            Kind::NotConcluded,
            format!("{id}: the vendor says it does not apply, and nobody concluded that."),
        ),
        Some(Standing::Claimed { claim: Claim::Yes | Claim::Partial | Claim::No }) => {
            add(Kind::NotConcluded, format!("{id} is not concluded."));
        }
        Some(Standing::WithoutReason) => add(
            Kind::WithoutReason,
            format!(
                "{id} is concluded “not applicable” without a reason in the rationale, and counts as not assessed."
            ),
        ),
        Some(Standing::Concluded { conclusion, level, recorded, earned }) => {
            if let Some(response) = response {
                judged(evaluation, question, response, *conclusion, *level, &mut add);
            }
            for piece in &earned.out_of_date {
                add(Kind::EvidenceTooOld, format!("{id}: {piece}"));
            }
            if recorded > level {
                add(
                    Kind::LevelNotEarned,
                    format!(
                        "{id} is recorded at level {} and counts as {}. {}",
                        recorded.get(),
                        level.get(),
                        earned.because
                    ),
                );
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
    add: &mut impl FnMut(Kind, String),
) {
    let id = &question.id;
    let case = evaluation.case;
    if let Some(review) = &response.reviewed
        && (review.conclusion != response.conclusion || review.assurance != response.assurance)
    {
        add(Kind::ChangedAfterReview, format!("{id} was changed after {} looked at it.", review.by));
    }
    let linked = response.evidence.iter().any(|piece| case.evidence.contains_key(piece));
    let needed = assurance::required(case.assessment.tier, question);
    if conclusion <= Conclusion::Largely && !linked {
        let word = conclusion.title().to_lowercase();
        add(Kind::WithoutEvidence, format!("{id} is concluded {word} without evidence."));
    } else if conclusion <= Conclusion::Largely && level < needed {
        let (level, tier, needed) = (level.get(), case.assessment.tier.get(), needed.get());
        add(
            Kind::AssuranceTooLow,
            format!("{id} is known at level {level}; tier {tier} asks level {needed}."),
        );
    }
    let failed = conclusion >= Conclusion::Partially;
    if failed && !case.findings.values().any(|f| f.question.as_ref() == Some(id)) {
        add(Kind::FindingMissing, format!("{id} failed and has no finding."));
    }
}

fn evidence(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    let pieces = evaluation.case.evidence.values();
    let expired = pieces.filter(|piece| assurance::has_expired(piece, evaluation.day)).map(|piece| {
        let last = piece.valid_until.map(|d| d.to_string()).unwrap_or_default();
        let text = format!("“{}” counted until {last}.", piece.title);
        OpenPoint::new(Kind::EvidenceExpired, Place::Evidence(piece.id.clone()), text)
    });
    let lapsed = evaluation.lapsed.iter().filter_map(|lapsed| {
        let place = match (&lapsed.question, &lapsed.evidence) {
            (Some(question), _) => Place::Question(question.clone()),
            (None, Some(evidence)) => Place::Evidence(evidence.clone()),
            (None, None) => return None,
        };
        Some(OpenPoint::new(Kind::Lapsed, place, format!("{}: {}", lapsed.on, lapsed.meaning)))
    });
    expired.chain(lapsed)
}

fn findings(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.case.findings.values().filter_map(|finding| {
        let open = finding::to_write(finding, evaluation.library);
        let text = format!("{} is to be finished: {}.", finding.id, finding::in_words(&open));
        let place = Place::Finding(finding.id.clone());
        (!open.is_empty()).then(|| OpenPoint::new(Kind::FindingUnfinished, place, text))
    })
}

fn flags(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.red_flags.iter().filter(|flag| flag.finding.is_none()).map(|flag| {
        let text = format!("{}: no finding.", flag.title);
        OpenPoint::new(Kind::FlagWithoutFinding, Place::Review(flag.review.clone()), text)
    })
}

fn risks(evaluation: &Evaluation) -> impl Iterator<Item = OpenPoint> {
    evaluation.case.risks.values().filter(|risk| risk.owner.trim().is_empty()).map(|risk| {
        let high = evaluation.is_high(risk.ratings.residual());
        let words = if high { "A high risk, " } else { "Risk " };
        let text = format!("{words}{} has no owner.", risk.id);
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
            let text = format!("{} is suggested for {} and not decided.", s.question, s.requirement);
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
        let text = format!(
            "Tier {} was set without the inherent risk: {} of {} questions are answered.",
            a.tier.get(),
            proposal.answered,
            proposal.asked
        );
        OpenPoint::new(Kind::TierNotRated, Place::InherentRisk, text)
    })
}

fn decision(evaluation: &Evaluation) -> Vec<OpenPoint> {
    let point = |kind, text| OpenPoint::new(kind, Place::Decision, text);
    let because = || evaluation.decision.because.iter();
    match evaluation.decision.state {
        DecisionState::Stands => Vec::new(),
        DecisionState::Missing => vec![point(Kind::NoDecision, "No decision is recorded.".into())],
        DecisionState::ToConfirm => {
            because().map(|why| point(Kind::DecisionToConfirm, why.clone())).collect()
        }
        DecisionState::NotAllowed => {
            because().map(|why| point(Kind::DecisionNotAllowed, why.clone())).collect()
        }
    }
}
