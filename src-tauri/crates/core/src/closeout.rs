//! A case → what should be settled before its report is signed, each point with the place to mend it.
//!
//! Nothing here forbids signing; what is left open is printed in the report.

use crate::applicability::asked;
use crate::assurance;
use crate::case::Case;
use crate::ids::*;
use crate::knockout::{KnockOutResult, KnockOutState};
use crate::monitoring;
use crate::pack::Library;
use crate::red_flag;
use crate::risk::Band;
use crate::words::*;
use chrono::NaiveDate;
use serde::Serialize;

/// What a check looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "CloseOutKind"))]
pub enum Kind {
    /// A knock-out strikes and is not set aside.
    KnockOutOpen,
    /// A knock-out nothing is known about.
    KnockOutNotAssessed,
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
    /// Known less well than the tier asks.
    AssuranceTooLow,
    /// Evidence that no longer counts.
    EvidenceExpired,
    /// Something named that stopped counting, such as a validation under a withdrawn edition.
    Lapsed,
    /// Evidence the vendor still owes.
    EvidenceOwed,
    /// A failed question without a finding.
    FindingMissing,
    /// A red flag without a finding.
    FlagWithoutFinding,
    /// A high risk nobody owns.
    RiskWithoutOwner,
    /// A suggestion nobody decided.
    SuggestionOpen,
    /// No decision.
    NoDecision,
}

impl Kind {
    /// The check in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::KnockOutOpen => "Knock-out open",
            Self::KnockOutNotAssessed => "Knock-out not assessed",
            Self::NotConcluded => "Not concluded",
            Self::ClaimChanged => "Claim changed by a file",
            Self::ChangedAfterReview => "Changed after review",
            Self::WithoutEvidence => "Effective without evidence",
            Self::WithoutReason => "Not applicable without a reason",
            Self::AssuranceTooLow => "Known less well than the tier asks",
            Self::EvidenceExpired => "Evidence expired",
            Self::Lapsed => "Named, and counts no longer",
            Self::EvidenceOwed => "Evidence still owed",
            Self::FindingMissing => "Failed without a finding",
            Self::FlagWithoutFinding => "Red flag without a finding",
            Self::RiskWithoutOwner => "Risk without owner",
            Self::SuggestionOpen => "Suggestion undecided",
            Self::NoDecision => "No decision",
        }
    }

    /// Whether it weighs on the decision, rather than on the order of the file.
    pub fn is_grave(self) -> bool {
        matches!(
            self,
            Self::KnockOutOpen
                | Self::KnockOutNotAssessed
                | Self::ClaimChanged
                | Self::ChangedAfterReview
                | Self::WithoutEvidence
                | Self::RiskWithoutOwner
                | Self::NoDecision
        )
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
    /// At a risk.
    Risk(RiskId),
    /// At a review of a report or certificate.
    Review(ReviewId),
    /// At the knock-outs, with the decision.
    KnockOut(KnockOutId),
    /// At the decision.
    Decision,
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

/// Everything open, gravest kind first.
pub fn open_points(
    case: &Case,
    library: &Library,
    knock_outs: &[KnockOutResult],
    today: NaiveDate,
) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    let mut add = |kind: Kind, place: Place, text: String| {
        points.push(OpenPoint { kind, title: kind.title().to_owned(), grave: kind.is_grave(), text, place });
    };

    for knock_out in knock_outs {
        let place = Place::KnockOut(knock_out.id.clone());
        match knock_out.state {
            KnockOutState::Struck if !crate::decision::is_set_aside(case, &knock_out.id, today) => {
                add(
                    Kind::KnockOutOpen,
                    place,
                    format!("Knock-out {} is open: {}.", knock_out.id, knock_out.title),
                );
            }
            KnockOutState::NotAssessed => {
                add(Kind::KnockOutNotAssessed, place, format!("Knock-out {} is not assessed.", knock_out.id));
            }
            _ => {}
        }
    }

    for question in asked(library, &case.assessment) {
        let place = || Place::Question(question.id.clone());
        let id = &question.id;
        let Some(response) = case.responses.get(id) else {
            add(Kind::NotConcluded, place(), format!("{id} is not answered."));
            continue;
        };
        if let Some(change) = &response.claim_changed {
            let was = change.was.map_or("nothing".to_owned(), |claim| format!("“{}”", claim.title()));
            let text = format!(
                "{id}: {} changed what the vendor says, {was} until then. Conclude again, or dismiss the change.",
                change.by_file
            );
            add(Kind::ClaimChanged, place(), text);
        }
        if let Some(owed) = &response.deferred {
            let until = owed.until.map_or_else(String::new, |day| format!(", by {day}"));
            add(Kind::EvidenceOwed, place(), format!("{id}: the vendor owes {}{until}.", owed.what));
        }
        if response.is_not_applicable() {
            if response.reason.trim().is_empty() {
                add(Kind::WithoutReason, place(), format!("{id} is “not applicable” without a reason."));
            }
            continue;
        }
        let Some(conclusion) = response.conclusion.filter(|c| *c != Conclusion::NotAssessed) else {
            if response.conclusion.is_none() {
                add(Kind::NotConcluded, place(), format!("{id} is not concluded."));
            }
            continue;
        };
        if let Some(review) = &response.reviewed
            && (review.conclusion != response.conclusion || review.assurance != response.assurance)
        {
            add(
                Kind::ChangedAfterReview,
                place(),
                format!("{id} was changed after {} looked at it.", review.by),
            );
        }
        let level = assurance::effective(case, response, today);
        if conclusion <= Conclusion::Largely && response.evidence.is_empty() && level.get() < 4 {
            add(
                Kind::WithoutEvidence,
                place(),
                format!("{id} is concluded {} without evidence.", conclusion.title().to_lowercase()),
            );
        } else if conclusion <= Conclusion::Largely {
            let needed = assurance::required(case.assessment.tier, question);
            if level < needed {
                add(
                    Kind::AssuranceTooLow,
                    place(),
                    format!(
                        "{id} is known at level {}; tier {} asks level {}.",
                        level.get(),
                        case.assessment.tier.get(),
                        needed.get()
                    ),
                );
            }
        }
        let failed = matches!(conclusion, Conclusion::Partially | Conclusion::Ineffective);
        if failed && !case.findings.values().any(|f| f.question.as_ref() == Some(id)) {
            add(Kind::FindingMissing, place(), format!("{id} failed and has no finding."));
        }
    }

    for piece in case.evidence.values().filter(|piece| assurance::has_expired(piece, today)) {
        let last = piece.valid_until.map(|d| d.to_string()).unwrap_or_default();
        add(
            Kind::EvidenceExpired,
            Place::Evidence(piece.id.clone()),
            format!("“{}” counted until {last}.", piece.title),
        );
    }
    for lapsed in monitoring::lapsed(case, library, today) {
        let place = match (lapsed.question, lapsed.evidence) {
            (Some(question), _) => Place::Question(question),
            (None, Some(evidence)) => Place::Evidence(evidence),
            (None, None) => continue,
        };
        add(Kind::Lapsed, place, format!("{}: {}", lapsed.on, lapsed.meaning));
    }
    for flag in red_flag::raised(case, library, today).into_iter().filter(|f| f.finding.is_none()) {
        add(
            Kind::FlagWithoutFinding,
            Place::Review(flag.review.clone()),
            format!("{}: no finding.", flag.title),
        );
    }
    for risk in case.risks.values().filter(|risk| risk.owner.trim().is_empty()) {
        let band = library.matrix.band(risk.ratings.residual());
        let words = if is_high(band, library) { "A high risk, " } else { "Risk " };
        add(
            Kind::RiskWithoutOwner,
            Place::Risk(risk.id.clone()),
            format!("{words}{} has no owner.", risk.id),
        );
    }
    // Only where it would tell: a requirement that an answer of its own speaks for can do without a near one.
    let answered = |requirement: &RequirementId| {
        let mut own = library.questions_for(requirement).iter().filter_map(|q| case.responses.get(q));
        own.any(|r| r.conclusion.is_some_and(|c| c != Conclusion::NotAssessed))
    };
    for suggestion in crate::suggestion::suggestions(case, library)
        .into_iter()
        .filter(|s| s.adoption.is_none() && !answered(&s.requirement))
    {
        add(
            Kind::SuggestionOpen,
            Place::Question(suggestion.question.clone()),
            format!("{} is suggested for {} and not decided.", suggestion.question, suggestion.requirement),
        );
    }
    if case.decision.is_none() {
        add(Kind::NoDecision, Place::Decision, "No decision is recorded.".into());
    }
    points.sort_by_key(|p| p.kind);
    points
}

fn is_high(band: &Band, library: &Library) -> bool {
    library.matrix.bands.iter().rev().take(2).any(|b| b.id == band.id)
}
