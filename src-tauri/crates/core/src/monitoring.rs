//! A case and a day → when it is looked at again, and what happened since that asks for another look before.

use crate::applicability::{reference_day, why_not_applicable};
use crate::assurance::{has_expired, months_to_next};
use crate::case::Case;
use crate::ids::{EventId, EvidenceId, QuestionId};
use crate::pack::Library;
use crate::record::Assessment;
use crate::words::{EvidenceKind, Outcome, Trigger};
use assay_message::{Message, message};
use chrono::{Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// When the next assessment is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NextAssessment {
    /// The day; `None` when none is due.
    pub day: Option<NaiveDate>,
    /// How it comes about, in a sentence.
    pub because: Message,
}

/// Something open that happened since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenEvent {
    /// The recorded event; `None` when the records themselves show it.
    pub id: Option<EventId>,
    /// What kind.
    pub trigger: Trigger,
    /// When.
    pub date: NaiveDate,
    /// What.
    pub what: Message,
}

/// Something relied on that stopped counting on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LapsedUse {
    /// Where it is named: a question's id or the title of a piece of evidence.
    pub on: String,
    /// The question, when it is an answer.
    pub question: Option<QuestionId>,
    /// The piece of evidence, when it is one.
    pub evidence: Option<EvidenceId>,
    /// Since when it does not count.
    pub from: NaiveDate,
    /// What that means.
    pub meaning: String,
    /// What to ask for instead.
    pub instead: String,
}

impl LapsedUse {
    /// Where it is named and what that means, in a sentence.
    pub fn in_words(&self) -> Message {
        message!("{on}: {meaning}", on = self.on, meaning = self.meaning)
    }
}

/// The next assessment: so many months after the last signed issue, or after the work was begun while there is none. A
/// vendor that was rejected is not looked at again by the calendar.
pub fn next_assessment(case: &Case) -> NextAssessment {
    if case.decision.as_ref().is_some_and(|decision| decision.outcome == Outcome::Reject) {
        let because = message!("The decision is to reject, so no further assessment is due.");
        return NextAssessment { day: None, because };
    }
    let tier = case.assessment.tier;
    let months = months_to_next(tier);
    let (from, because) = match case.issues.values().next_back() {
        Some(issue) => {
            let from = issue.issued.date_naive();
            let said = message!(
                "Tier {tier} is looked at every {months} months, counted from issue {number} ({from}).",
                tier = tier.get(),
                number = issue.number
            );
            (from, said)
        }
        None => {
            let from = case.assessment.started.date_naive();
            let said = message!(
                "Tier {tier} is looked at every {months} months, counted from the start of this work ({from}).",
                tier = tier.get()
            );
            (from, said)
        }
    };
    let day = Some(from.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX));
    NextAssessment { day, because }
}

/// Duties that came into force after the day whose law the assessment was made by: one event for each framework and day.
fn law_since(case: &Case, library: &Library, today: NaiveDate) -> Vec<OpenEvent> {
    let made = reference_day(&case.assessment);
    // The same scope, seen today.
    let now = Assessment { period_to: Some(today), ..case.assessment.clone() };
    let mut days: BTreeMap<(&str, NaiveDate), u32> = BTreeMap::new();
    for framework in case.assessment.frameworks.iter().filter_map(|id| library.frameworks.get(id)) {
        let since = framework.requirements.iter().filter_map(|r| Some((r, r.applies_from?)));
        for (requirement, day) in since.filter(|(_, day)| *day > made && *day <= today) {
            if why_not_applicable(framework, requirement, &now).is_none() {
                *days.entry((framework.title.as_str(), day)).or_default() += 1;
            }
        }
    }
    days.into_iter()
        .map(|((title, date), count)| OpenEvent {
            id: None,
            trigger: Trigger::LawChange,
            date,
            what: message!("{count} duties of {title} apply since then and were left out."),
        })
        .collect()
}

/// What happened and is open: recorded events without an end, certificates and reports that ran out, duties that came
/// into force since.
pub fn open_events(case: &Case, library: &Library, today: NaiveDate) -> Vec<OpenEvent> {
    let recorded = case.events.values().filter(|event| event.closed.is_none()).map(|event| OpenEvent {
        id: Some(event.id.clone()),
        trigger: event.trigger,
        date: event.date,
        what: Message::verbatim(&event.what),
    });
    let is_report = |kind| matches!(kind, EvidenceKind::Certificate | EvidenceKind::Report);
    let ran_out =
        case.evidence.values().filter(|piece| is_report(piece.kind) && has_expired(piece, today)).filter_map(
            |piece| {
                Some(OpenEvent {
                    id: None,
                    trigger: Trigger::CertificateLapse,
                    date: piece.valid_until?.succ_opt()?,
                    what: message!("“{title}” counts no longer.", title = piece.title),
                })
            },
        );
    let mut all: Vec<OpenEvent> = recorded.chain(ran_out).chain(law_since(case, library, today)).collect();
    all.sort_by(|a, b| (a.date, &a.what).cmp(&(b.date, &b.what)));
    all
}

/// What answers and evidence name that no longer counts on that day.
pub fn lapsed(case: &Case, library: &Library, today: NaiveDate) -> Vec<LapsedUse> {
    let mut all = Vec::new();
    for fact in library.lapsed.iter().filter(|fact| fact.from <= today) {
        let mut add = |on: String, question: Option<QuestionId>, evidence: Option<EvidenceId>| {
            all.push(LapsedUse {
                on,
                question,
                evidence,
                from: fact.from,
                meaning: fact.meaning.clone(),
                instead: fact.instead.clone(),
            });
        };
        for (id, piece) in &case.evidence {
            let texts = [&piece.title, &piece.note, &piece.issuer];
            if texts.iter().any(|text| fact.is_named_in(text)) {
                add(piece.title.clone(), None, Some(id.clone()));
            }
        }
        for (id, response) in &case.responses {
            let texts = [&response.comment, &response.rationale, &response.offered];
            if texts.iter().any(|text| fact.is_named_in(text)) {
                add(id.to_string(), Some(id.clone()), None);
            }
        }
    }
    all
}
