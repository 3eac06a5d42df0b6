//! The way of a product into use: the five steps, the gates, the do's and don'ts, the six categories, and what happened
//! since. Everything here is read from the assessment; only what happened is recorded.

use super::removing::removed;
use super::{OfAssessment, input, key_in, made, plan, put, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::category::{self, CategoryResult};
use assay_core::evaluate;
use assay_core::gate::{self, GateResult, ItemResult};
use assay_core::ids::{AssessmentId, EventId, FrameworkId, RequirementId};
use assay_core::methodology::{self, Step};
use assay_core::monitoring::{LapsedUse, NextAssessment, OpenEvent};
use assay_core::pack::{Library, PackRef};
use assay_core::record::{Event, Record};
use assay_core::words::Trigger;
use assay_message::{Message, Part, message};
use chrono::NaiveDate;
use std::collections::BTreeSet;

input! {
    /// Something that happened.
    EventInput {
        /// To which assessment.
        assessment: AssessmentId,
        /// Which; `None` records a new one.
        id: Option<EventId>,
        /// What kind.
        trigger: Trigger,
        /// When it happened.
        date: NaiveDate,
        /// What happened.
        what: String,
        /// When it was dealt with.
        closed: Option<NaiveDate>,
        /// What came of it.
        outcome: String,
        /// What happened as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Event>,
    }
    /// One thing that happened.
    OfEvent {
        /// To which assessment.
        assessment: AssessmentId,
        /// Which.
        event: EventId,
    }
}

view! {
    /// What a newer version of a pack would change.
    PackChange {
        /// The pack as the assessment froze it; `None` when it is new.
        then: Option<PackRef>,
        /// The pack in this program; `None` when it is gone.
        now: Option<PackRef>,
        /// What would be asked, judged or left out differently, in sentences.
        changes: Vec<Message>,
    }
    /// The way of a product into use, as it stands.
    Onboarding {
        /// The five steps of the method.
        steps: Vec<Step>,
        /// The gates.
        gates: Vec<GateResult>,
        /// What must be done.
        dos: Vec<ItemResult>,
        /// What must not be.
        donts: Vec<ItemResult>,
        /// The six categories.
        categories: Vec<CategoryResult>,
        /// When it is looked at again.
        next: NextAssessment,
        /// What happened, as recorded.
        events: Vec<Event>,
        /// What happened and is open, recorded or read from the evidence.
        open: Vec<OpenEvent>,
        /// What is relied on and stopped counting.
        lapsed: Vec<LapsedUse>,
        /// Packs of which this program has another version; the assessment stays with its own.
        packs: Vec<PackChange>,
    }
}

/// The way of a product into use.
pub fn onboarding(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Onboarding, Problem> {
    let today = desk.now().date_naive();
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let evaluation = evaluate(&case, &library, today);
        Ok(Onboarding {
            steps: methodology::steps(&evaluation),
            gates: gate::gates(&evaluation),
            dos: gate::dos(&evaluation),
            donts: gate::donts(&evaluation),
            categories: category::categories(&evaluation),
            events: case.events.values().cloned().collect(),
            next: evaluation.next,
            open: evaluation.events,
            lapsed: evaluation.lapsed,
            packs: pack_changes(&library, desk.built_in()?),
        })
    })
}

/// What happens to the ids of one list in another: those that are new, those that are gone.
fn moved<'a, T: Ord + std::fmt::Display + 'a>(
    what: Moved,
    then: impl Iterator<Item = &'a T>,
    now: impl Iterator<Item = &'a T>,
) -> Vec<Message> {
    let (then, now): (BTreeSet<&T>, BTreeSet<&T>) = (then.collect(), now.collect());
    let named = |ids: Vec<&&T>| {
        const SHOWN: usize = 12;
        let more = ids.len().saturating_sub(SHOWN);
        let shown = Part::list(ids.iter().take(SHOWN).map(ToString::to_string));
        let list = if more > 0 { message!("{shown} and {more} more").into() } else { shown };
        (!ids.is_empty()).then_some((ids.len(), list))
    };
    let added = named(now.difference(&then).collect()).map(|(n, ids)| match what {
        Moved::Questions => message!("{n} questions added: {ids}."),
        Moved::Requirements => message!("{n} requirements added: {ids}."),
    });
    let gone = named(then.difference(&now).collect()).map(|(n, ids)| match what {
        Moved::Questions => message!("{n} questions dropped: {ids}."),
        Moved::Requirements => message!("{n} requirements dropped: {ids}."),
    });
    added.into_iter().chain(gone).collect()
}

/// What the ids of a list stand for.
#[derive(Clone, Copy)]
enum Moved {
    Questions,
    Requirements,
}

fn pack_changes(then: &Library, now: &Library) -> Vec<PackChange> {
    let names: BTreeSet<&String> = then.packs.iter().chain(&now.packs).map(|pack| &pack.name).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let of = |library: &Library| library.packs.iter().find(|pack| pack.name == *name).cloned();
            let (old, new) = (of(then), of(now));
            if old == new {
                return None;
            }
            let framework = |library: &'_ Library| {
                FrameworkId::new(name.as_str()).ok().and_then(|id| library.frameworks.get(&id).cloned())
            };
            let mut changes = match (framework(then), framework(now)) {
                (None, None) => Vec::new(),
                (before, after) => {
                    let ids = |f: Option<assay_core::pack::Framework>| -> Vec<RequirementId> {
                        f.into_iter().flat_map(|f| f.requirements).map(|r| r.id).collect()
                    };
                    let (before, after) = (ids(before), ids(after));
                    moved(Moved::Requirements, before.iter(), after.iter())
                }
            };
            if *name == then.bank.id || *name == now.bank.id {
                changes.extend(moved(
                    Moved::Questions,
                    then.bank.questions.keys(),
                    now.bank.questions.keys(),
                ));
                let reworded: Vec<&str> = now
                    .bank
                    .questions
                    .values()
                    .filter(|q| then.bank.questions.get(&q.id).is_some_and(|old| old.text != q.text))
                    .map(|q| q.id.as_str())
                    .collect();
                if !reworded.is_empty() {
                    changes.push(message!(
                        "{n} questions reworded: {ids}.",
                        n = reworded.len(),
                        ids = Part::list(&reworded)
                    ));
                }
                let tagged = now
                    .bank
                    .questions
                    .values()
                    .filter(|q| {
                        then.bank.questions.get(&q.id).is_some_and(|old| old.requirements != q.requirements)
                    })
                    .count();
                if tagged > 0 {
                    changes.push(message!("{tagged} questions speak for other requirements."));
                }
            }
            if old.is_none() {
                changes.insert(0, message!("New in this program."));
            } else if changes.is_empty() {
                changes.push(message!("Same entries, other words or figures."));
            }
            Some(PackChange { then: old, now: new, changes })
        })
        .collect()
}

/// Records something that happened, or what came of it.
pub fn save_event(desk: &Desk, input: EventInput, job: &Job) -> Result<Onboarding, Problem> {
    let assessment = input.assessment.clone();
    put_event(desk, input)?;
    onboarding(desk, OfAssessment { assessment }, job)
}

/// Records what happened, where nobody looks at what it leads to.
pub(crate) fn put_event(desk: &Desk, input: EventInput) -> Result<(), Problem> {
    required(message!("What happened"), &input.what)?;
    let today = desk.now().date_naive();
    if let Some(day) = [Some(input.date), input.closed].into_iter().flatten().find(|day| *day > today) {
        return Err(Problem::new("date", message!("{day} is still to come. Nothing was changed.")));
    }
    if let Some(closed) = input.closed {
        required(message!("What came of it"), &input.outcome)?;
        if closed < input.date {
            let date = input.date;
            let said = message!(
                "It cannot have been dealt with on {closed}, before it happened on {date}. Nothing was changed."
            );
            return Err(Problem::new("period", said));
        }
    }
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (label, id, old) = match input.id {
            Some(id) => {
                let old = case.events.get(&id).ok_or_else(|| unknown(message!("event"), &id))?;
                (format!("change what happened {id}"), id, Some(old))
            }
            None => {
                let id = super::findings::next_number(&case, "EVT", case.events.keys().map(EventId::as_str));
                ("record what happened".to_owned(), EventId::new(id)?, None)
            }
        };
        let typed = Event {
            id,
            assessment: assessment.clone(),
            trigger: input.trigger,
            date: input.date,
            what: input.what.trim().to_owned(),
            closed: input.closed,
            outcome: input.outcome,
        };
        let event = made(&label, input.base.as_ref(), typed, old, &[], Record::Event)?;
        Ok(plan(label, vec![put(old.cloned().map(Record::Event), Record::Event(event))]))
    })
}

/// Removes something that was recorded by mistake.
pub fn remove_event(desk: &Desk, input: OfEvent, job: &Job) -> Result<Onboarding, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let key = key_in("event", &assessment, &input.event);
        let event = state.get(&key)?.ok_or_else(|| unknown(message!("event"), &input.event))?;
        removed(state, &assessment, format!("remove event {}", input.event), event)
    })?;
    onboarding(desk, OfAssessment { assessment }, job)
}
