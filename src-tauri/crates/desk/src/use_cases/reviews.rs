//! Reviews of a SOC 2 report and of an ISO certificate: forms of their own, whose red flags become findings.

use super::findings::next_number;
use super::removing::removed;
use super::{OfAssessment, add, input, key_in, made, plan, put, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::case::Case;
use assay_core::ids::{AssessmentId, EvidenceId, FindingId, ReviewId};
use assay_core::record::{CertificateReview, FlagRef, Record, SocReview};
use assay_core::red_flag::{self, Raised};
use assay_message::message;
use std::sync::Arc;

input! {
    /// A SOC 2 review to make or change.
    SocInput {
        /// Of which assessment.
        assessment: AssessmentId,
        /// The whole; `None` makes a new, empty one.
        review: Option<SocReview>,
        /// The review as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<SocReview>,
    }
    /// A certificate review to make or change.
    CertificateInput {
        /// Of which assessment.
        assessment: AssessmentId,
        /// The whole; `None` makes a new, empty one.
        review: Option<CertificateReview>,
        /// The review as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<CertificateReview>,
    }
    /// One review.
    OfReview {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which.
        review: ReviewId,
    }
    /// Red flags to write findings for.
    RaiseFlags {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which flag on which review; `None` is all that have no finding.
        only: Option<FlagRef>,
    }
}

view! {
    /// All reviews with their red flags.
    Reviews {
        /// Of SOC 2 reports.
        soc: Vec<SocReview>,
        /// Of ISO certificates.
        certificates: Vec<CertificateReview>,
        /// What they raise.
        flags: Vec<Raised>,
    }
}

/// All reviews with their red flags.
pub fn reviews(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Reviews, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let flags = red_flag::raised(&case, &library, desk.now().date_naive());
        Ok(Reviews {
            soc: case.soc_reviews.values().cloned().collect(),
            certificates: case.certificate_reviews.values().cloned().collect(),
            flags,
        })
    })
}

fn period(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> Result<(), Problem> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(Problem::new(
            "period",
            message!("It ends ({to}) before it begins ({from}). Nothing was changed."),
        )),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// A form with nothing filled in.
fn empty<T: serde::de::DeserializeOwned>(id: &str, assessment: &AssessmentId) -> Result<T, Problem> {
    serde_json::from_value(serde_json::json!({ "id": id, "assessment": assessment }))
        .map_err(|e| Problem::new("internal", message!("An empty form could not be made: {e}.")))
}

/// Makes or changes the review of a SOC 2 report.
pub fn save_soc_review(desk: &Desk, input: SocInput, job: &Job) -> Result<Reviews, Problem> {
    let assessment = input.assessment;
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (label, old, typed) = match input.review {
            Some(review) => {
                let old = case
                    .soc_reviews
                    .get(&review.id)
                    .ok_or_else(|| unknown(message!("review"), &review.id))?;
                ("change the SOC 2 review", Some(old), review)
            }
            None => {
                let taken = case.soc_reviews.keys().map(ReviewId::as_str);
                ("add a SOC 2 review", None, empty(&next_number(&case, "SOC", taken), &assessment)?)
            }
        };
        let whole = |review| Record::SocReview(Box::new(review));
        let review = made(label, input.base.as_ref(), typed, old, &["categories"], whole)?;
        soc_holds(&case, &review)?;
        Ok(plan(label, vec![put(old.cloned().map(whole), whole(review))]))
    })?;
    reviews(desk, OfAssessment { assessment }, job)
}

/// Makes or changes the review of an ISO certificate.
pub fn save_certificate_review(desk: &Desk, input: CertificateInput, job: &Job) -> Result<Reviews, Problem> {
    let assessment = input.assessment;
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (label, old, typed) = match input.review {
            Some(review) => {
                let old = case.certificate_reviews.get(&review.id);
                let old = old.ok_or_else(|| unknown(message!("review"), &review.id))?;
                ("change the certificate review", Some(old), review)
            }
            None => {
                let taken = case.certificate_reviews.keys().map(ReviewId::as_str);
                ("add a certificate review", None, empty(&next_number(&case, "ISO", taken), &assessment)?)
            }
        };
        let whole = |review| Record::CertificateReview(Box::new(review));
        let review = made(label, input.base.as_ref(), typed, old, &[], whole)?;
        certificate_holds(&case, &review)?;
        Ok(plan(label, vec![put(old.cloned().map(whole), whole(review))]))
    })?;
    reviews(desk, OfAssessment { assessment }, job)
}

/// Takes in the review of a SOC 2 report as a whole, under the next number, in one change.
///
/// # Errors
/// When its period ends before it begins, or the evidence it names is not there.
pub fn take_soc_review(
    desk: &Desk,
    assessment: &AssessmentId,
    said: SocReview,
    job: &Job,
) -> Result<Reviews, Problem> {
    desk.change(Some(assessment), |state| {
        let (case, _) = desk.case(state, assessment)?;
        let id = next_number(&case, "SOC", case.soc_reviews.keys().map(ReviewId::as_str));
        let review = SocReview { id: ReviewId::new(id)?, assessment: assessment.clone(), ..said };
        soc_holds(&case, &review)?;
        Ok(plan("add a SOC 2 review", vec![add(Record::SocReview(Box::new(review)))]))
    })?;
    reviews(desk, OfAssessment { assessment: assessment.clone() }, job)
}

/// Takes in the review of an ISO certificate as a whole, under the next number, in one change.
///
/// # Errors
/// When it expires before it was issued, or the evidence it names is not there.
pub fn take_certificate_review(
    desk: &Desk,
    assessment: &AssessmentId,
    said: CertificateReview,
    job: &Job,
) -> Result<Reviews, Problem> {
    desk.change(Some(assessment), |state| {
        let (case, _) = desk.case(state, assessment)?;
        let id = next_number(&case, "ISO", case.certificate_reviews.keys().map(ReviewId::as_str));
        let review = CertificateReview { id: ReviewId::new(id)?, assessment: assessment.clone(), ..said };
        certificate_holds(&case, &review)?;
        Ok(plan("add a certificate review", vec![add(Record::CertificateReview(Box::new(review)))]))
    })?;
    reviews(desk, OfAssessment { assessment: assessment.clone() }, job)
}

fn soc_holds(case: &Case, review: &SocReview) -> Result<(), Problem> {
    period(review.period_from, review.period_to)?;
    known(case, review.evidence.as_ref())
}

fn certificate_holds(case: &Case, review: &CertificateReview) -> Result<(), Problem> {
    period(review.issued, review.expires)?;
    known(case, review.evidence.as_ref())
}

fn known(case: &Case, evidence: Option<&EvidenceId>) -> Result<(), Problem> {
    match evidence.filter(|id| !case.evidence.contains_key(id)) {
        Some(id) => Err(unknown(message!("evidence"), id)),
        None => Ok(()),
    }
}

/// Removes a review; its findings stay.
pub fn remove_review(desk: &Desk, input: OfReview, job: &Job) -> Result<Reviews, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let keys =
            ["soc-review", "certificate-review"].map(|kind| key_in(kind, &input.assessment, &input.review));
        for key in keys {
            if let Some(review) = state.get(&key)? {
                let label = format!("remove review {}", input.review);
                return removed(state, &input.assessment, label, review);
            }
        }
        Err(unknown(message!("review"), &input.review))
    })?;
    reviews(desk, OfAssessment { assessment: input.assessment }, job)
}

/// Writes findings for red flags, ready to edit. One step for undo.
pub fn raise_flags(desk: &Desk, input: RaiseFlags, job: &Job) -> Result<Reviews, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let mut case = Arc::unwrap_or_clone(case);
        let wanted =
            red_flag::raised(&case, &library, desk.now().date_naive()).into_iter().filter(|raised| {
                let only = input.only.as_ref();
                raised.finding.is_none()
                    && only.is_none_or(|o| o.review == raised.review && o.flag == raised.flag)
            });
        let mut edits = Vec::new();
        for raised in wanted.collect::<Vec<_>>() {
            let id = next_number(&case, "F", case.findings.keys().map(FindingId::as_str));
            if let Some(finding) = red_flag::finding(&case, &library, &raised, FindingId::new(id)?) {
                case.findings.insert(finding.id.clone(), finding.clone());
                edits.push(add(Record::Finding(finding)));
            }
        }
        if edits.is_empty() {
            return Err(Problem::new(
                "nothing",
                message!("Every red flag has its finding. Nothing was changed."),
            ));
        }
        Ok(plan("write findings for red flags", edits))
    })?;
    reviews(desk, OfAssessment { assessment: input.assessment }, job)
}
