//! Reviews of SOC 2 reports and ISO certificates → red flags, each with what was seen.
//!
//! Which flag is raised when is here; its words are in the red-flag pack under the same id. What was not looked at
//! raises nothing: an empty field is unknown, not bad.

use crate::case::Case;
use crate::ids::{FindingId, ReviewId};
use crate::pack::Library;
use crate::record::{CertificateReview, Finding, FlagRef, SocReview};
use crate::words::{AuditResult, ScopeFact, Severity, SocCategory, SocType, SubserviceMethod};
use chrono::{Months, NaiveDate};
use serde::Serialize;

/// A red flag raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "RaisedFlag"))]
pub struct Raised {
    /// The flag, by id.
    pub flag: String,
    /// On which review.
    pub review: ReviewId,
    /// Short name.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub condition: String,
    /// Why it matters.
    pub why: String,
    /// The finding written for it.
    pub finding: Option<FindingId>,
}

/// Controls whose exclusion weighs on a vendor that runs software for us.
const WEIGHTY: &[&str] = &[
    "A.5.19", "A.5.20", "A.5.21", "A.5.22", "A.5.23", "A.8.8", "A.8.15", "A.8.16", "A.8.24", "A.8.25",
    "A.8.26", "A.8.27", "A.8.28", "A.8.29",
];

/// Every red flag of the case's reviews.
pub fn raised(case: &Case, library: &Library, today: NaiveDate) -> Vec<Raised> {
    let soc =
        case.soc_reviews.values().flat_map(|r| of_soc(r, case, today).into_iter().map(|f| (r.id.clone(), f)));
    let certificates = case
        .certificate_reviews
        .values()
        .flat_map(|r| of_certificate(r, today).into_iter().map(|f| (r.id.clone(), f)));
    soc.chain(certificates)
        .filter_map(|(review, (flag, detail))| {
            let words = library.red_flags.get(flag)?;
            let own = FlagRef { review: review.clone(), flag: flag.to_owned() };
            let finding =
                case.findings.values().find(|f| f.flag.as_ref() == Some(&own)).map(|f| f.id.clone());
            Some(Raised {
                flag: flag.to_owned(),
                review,
                title: words.title.clone(),
                severity: words.severity,
                condition: words.condition.replace("{detail}", detail.trim_end_matches('.')),
                why: words.why.clone(),
                finding,
            })
        })
        .collect()
}

fn later(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// What lies open after the end of a report's period: a bridge letter may span three months, from the end on, and speaks
/// for nothing beyond the day it names.
fn gap(end: NaiveDate, bridge: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let bridged = bridge.filter(|until| *until > end);
    if let Some(until) = bridged.filter(|until| *until > later(end, 3)) {
        return Some(format!("the bridge letter spans {end} to {until}"));
    }
    let before = bridge.filter(|until| *until <= end);
    let spoken = bridged.unwrap_or(end);
    (later(end, 3) < today && spoken < today).then(|| match before {
        Some(until) => {
            format!("nothing speaks for the time since {end}; the bridge letter ends before, on {until}")
        }
        None => format!("nothing speaks for the time since {spoken}"),
    })
}

/// Flags of a SOC 2 review with what was seen, by id.
fn of_soc(review: &SocReview, case: &Case, today: NaiveDate) -> Vec<(&'static str, String)> {
    let mut flags = Vec::new();
    let about = |words: &str| {
        if review.reservations.trim().is_empty() {
            words.to_owned()
        } else {
            review.reservations.trim().to_owned()
        }
    };
    match review.result {
        Some(AuditResult::Adverse) => flags.push(("soc-adverse", about("adverse"))),
        Some(AuditResult::Disclaimer) => flags.push(("soc-adverse", about("disclaimer"))),
        Some(AuditResult::Qualified) => {
            flags.push(("soc-qualified", about("the reservation is not recorded")))
        }
        Some(AuditResult::Unqualified) | None => {}
    }
    if review.kind == Some(SocType::Type1) && case.assessment.tier.get() == 1 {
        flags.push(("soc-type-1", "tier 1 vendor, Type 1 report".into()));
    }
    if let (Some(SocType::Type2), Some(from), Some(to)) = (review.kind, review.period_from, review.period_to)
        && later(from, 6) > to.succ_opt().unwrap_or(to)
    {
        flags.push(("soc-short-period", format!("{from} to {to}")));
    }
    if let Some(end) = review.period_to {
        if later(end, 12) < today {
            flags.push(("soc-old", format!("ended {end}")));
        }
        flags.extend(gap(end, review.bridge_until, today).map(|seen| ("soc-gap", seen)));
    }
    if review.covers_our_service == Some(false) {
        let what = if review.boundary.trim().is_empty() {
            "the boundary is not recorded"
        } else {
            review.boundary.trim()
        };
        flags.push(("soc-outside", what.to_owned()));
    }
    let carved: Vec<&str> = review
        .subservices
        .iter()
        .filter(|s| s.is_key && s.method == SubserviceMethod::CarvedOut && s.own_report_seen != Some(true))
        .map(|s| s.name.as_str())
        .collect();
    if !carved.is_empty() {
        flags.push(("soc-carved-out", carved.join(", ")));
    }
    let access: Vec<&str> = review
        .exceptions
        .iter()
        .map(|e| e.criterion.trim())
        .filter(|c| c.starts_with("CC6") || c.starts_with("CC7"))
        .collect();
    if access.len() >= 3 {
        flags.push(("soc-access-exceptions", format!("{} exceptions: {}", access.len(), access.join(", "))));
    }
    let unanswered: Vec<&str> = review
        .exceptions
        .iter()
        .filter(|e| e.response.trim().is_empty() || e.our_view.trim().is_empty())
        .map(|e| e.criterion.trim())
        .collect();
    if !unanswered.is_empty() {
        flags.push(("soc-exception-unanswered", unanswered.join(", ")));
    }
    if review.auditor_licensed == Some(false) {
        let who =
            if review.auditor.trim().is_empty() { "the firm is not named" } else { review.auditor.trim() };
        flags.push(("soc-auditor", who.to_owned()));
    }
    let ours: Vec<&str> = review
        .customer_controls
        .iter()
        .filter(|c| c.owner.trim().is_empty() || c.in_place == Some(false))
        .map(|c| c.text.trim())
        .collect();
    if !ours.is_empty() {
        flags.push(("soc-customer-control", ours.join("; ")));
    }
    if !review.categories.is_empty() {
        let mut missing = Vec::new();
        if case.assessment.has(ScopeFact::PersonalData)
            && !review.categories.contains(&SocCategory::Privacy)
            && !review.categories.contains(&SocCategory::Confidentiality)
        {
            missing.push("Privacy or Confidentiality, with personal data in scope");
        }
        if case.assessment.critical && !review.categories.contains(&SocCategory::Availability) {
            missing.push("Availability, for a critical function");
        }
        if !missing.is_empty() {
            flags.push(("soc-category", missing.join("; ")));
        }
    }
    if !review.subsequent_events.trim().is_empty() {
        flags.push(("soc-subsequent", review.subsequent_events.trim().to_owned()));
    }
    flags
}

/// Flags of a certificate review with what was seen, by id.
fn of_certificate(review: &CertificateReview, today: NaiveDate) -> Vec<(&'static str, String)> {
    let mut flags = Vec::new();
    if review.standard.contains("2013") {
        flags.push(("iso-old-edition", review.standard.trim().to_owned()));
    }
    if review.accredited == Some(false) {
        let who = if review.body.trim().is_empty() { "the body is not named" } else { review.body.trim() };
        flags.push(("iso-not-accredited", who.to_owned()));
    }
    if let Some(last) = review.expires.filter(|last| *last < today) {
        flags.push(("iso-expired", format!("expired {last}")));
    }
    let watched = review.surveillance.into_iter().chain(review.issued).max();
    if let Some(last) = watched.filter(|last| later(*last, 12) < today) {
        flags.push(("iso-surveillance", format!("last audit known: {last}")));
    }
    if review.covers_our_service == Some(false) {
        let what =
            if review.scope.trim().is_empty() { "the scope is not recorded" } else { review.scope.trim() };
        flags.push(("iso-outside", what.to_owned()));
    }
    if review.statement_seen == Some(false) {
        flags.push(("iso-no-statement", "it was asked for".into()));
    }
    let listed = |wanted: &dyn Fn(&str, &crate::record::Exclusion) -> bool| -> String {
        let all: Vec<&str> = review
            .exclusions
            .iter()
            .map(|e| (e.control.trim(), e))
            .filter(|(c, e)| wanted(c, e))
            .map(|(c, _)| c)
            .collect();
        all.join(", ")
    };
    let weighty = listed(&|control, _| WEIGHTY.contains(&control));
    if !weighty.is_empty() {
        flags.push(("iso-weighty-exclusion", weighty));
    }
    let unfounded = listed(&|_, e| e.justification.trim().is_empty() || e.holds == Some(false));
    if !unfounded.is_empty() {
        flags.push(("iso-exclusion-unfounded", unfounded));
    }
    if let Some(last) = review.internal_audit.filter(|last| later(*last, 12) < today) {
        flags.push(("iso-internal-audit", format!("last held {last}")));
    }
    if let Some(open) = review.open_majors.filter(|open| *open > 0) {
        flags.push(("iso-open-major", format!("{open} open")));
    }
    flags
}

/// The finding a raised flag becomes, ready to edit, under the id `id`.
pub fn finding(case: &Case, library: &Library, raised: &Raised, id: FindingId) -> Option<Finding> {
    let words = library.red_flags.get(&raised.flag)?;
    Some(Finding {
        id,
        assessment: case.assessment.id.clone(),
        question: None,
        flag: Some(FlagRef { review: raised.review.clone(), flag: raised.flag.clone() }),
        title: words.title.clone(),
        condition: raised.condition.clone(),
        criterion: words.criterion.clone(),
        cause: String::new(),
        effect: words.effect.clone(),
        recommendation: words.recommendation.clone(),
        severity: words.severity,
        owner: String::new(),
        due: None,
        vendor_response: String::new(),
    })
}
