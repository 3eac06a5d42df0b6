//! The decision: results, knock-outs, what caps it, what stands open.

use super::{OfAssessment, input, made, made_anew, plan, put, remove, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::closeout::{self, OpenPoint};
use assay_core::decision::{self, Advice, DecisionStanding};
use assay_core::evaluate;
use assay_core::ids::{AssessmentId, KnockOutId};
use assay_core::knockout::{self, KnockOutResult};
use assay_core::record::{Decision, KnockOutNote, Record};
use assay_core::score::Results;
use assay_core::words::Word;
use assay_message::{Message, Part, message};
use chrono::NaiveDate;
use std::sync::Arc;

input! {
    /// A decision to record. Its day is today where none is given; what it rests on is kept by the program.
    DecisionInput {
        /// The whole.
        decision: Decision,
        /// Decided on what is there today: anew, or once more after something changed. Without it, another text or a
        /// condition met leaves the day and what the same decision of the same person rested on as they were.
        confirm: bool,
        /// The decision as the person saw it, `None` when there was none yet: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Decision>,
    }
    /// What was seen about a knock-out that nothing asked or reviewed here feeds.
    KnockOutInput {
        /// The whole.
        note: KnockOutNote,
        /// What the person saw: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<KnockOutSeen>,
    }
    /// A note on a knock-out as a person saw it.
    KnockOutSeen {
        /// Whether it said that it strikes; `None` when there was no note.
        struck: Option<bool>,
        /// Its words.
        note: String,
    }
    /// One knock-out.
    OfKnockOut {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which.
        knock_out: KnockOutId,
    }
}

view! {
    /// Everything a decision rests on.
    DecisionView {
        /// The decision, once there is one.
        decision: Option<Decision>,
        /// Whether it stands, and what changed under it.
        standing: DecisionStanding,
        /// What the case allows.
        advice: Advice,
        /// Where every knock-out stands.
        knock_outs: Vec<KnockOutResult>,
        /// What stands open, gravest first, each with the place to mend it.
        open_points: Vec<OpenPoint>,
        /// Scores with coverage.
        results: Results,
    }
}

/// Scores with coverage and their inputs.
pub fn results(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Results, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        Ok(evaluate(&case, &library, desk.now().date_naive()).results)
    })
}

/// Everything a decision rests on.
pub fn decision(desk: &Desk, input: OfAssessment, _: &Job) -> Result<DecisionView, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let evaluation = evaluate(&case, &library, desk.now().date_naive());
        Ok(DecisionView {
            // What it rested on is the program's to keep and to compare.
            decision: case.decision.clone().map(|decision| Decision { basis: None, ..decision }),
            open_points: closeout::open_points(&evaluation),
            standing: evaluation.decision,
            advice: evaluation.advice,
            knock_outs: evaluation.knock_outs,
            results: evaluation.results,
        })
    })
}

/// Records a decision the case allows, with what it rests on.
pub fn save_decision(desk: &Desk, input: DecisionInput, job: &Job) -> Result<DecisionView, Problem> {
    let assessment = input.decision.assessment.clone();
    let today = desk.now().date_naive();
    let (confirm, decided_on) = (input.confirm, input.decision.decided_on);
    if let Some(day) = decided_on.filter(|day| *day > today) {
        return Err(Problem::new("date", message!("{day} is still to come. Nothing was changed.")));
    }
    if let Some(day) = input.decision.conditions.iter().filter_map(|c| c.met).find(|day| *day > today) {
        let sentence =
            message!("A condition cannot be met on {day}: that day is still to come. Nothing was changed.");
        return Err(Problem::new("date", sentence));
    }
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let mut case = Arc::unwrap_or_clone(case);
        let label = format!("decide: {}", input.decision.outcome.title().to_lowercase());
        let old = case.decision.take();
        let next = match input.base {
            Some(seen) => made(&label, Some(&seen), input.decision, old.as_ref(), &[], Record::Decision)?,
            // Somebody may have decided meanwhile.
            None => made_anew(&label, input.decision, old.as_ref(), Record::Decision)?,
        };
        not_before(decided_on, old.as_ref(), case.assessment.period_from)?;
        // What is set aside by this very decision counts for it.
        case.decision = Some(next.clone());
        let evaluation = evaluate(&case, &library, today);
        decision::check(&next, &evaluation.advice)?;
        let same =
            |old: &&Decision| !confirm && old.outcome == next.outcome && old.decided_by == next.decided_by;
        let (decided_on, basis) = match old.as_ref().filter(same) {
            Some(old) => (old.decided_on, old.basis.clone()),
            None => {
                let basis = decision::basis(&case, &evaluation.standings, &evaluation.knock_outs);
                (Some(decided_on.unwrap_or(today)), Some(basis))
            }
        };
        let next = Decision { decided_on, basis, ..next };
        Ok(plan(label, vec![put(old.map(Record::Decision), Record::Decision(next))]))
    })?;
    self::decision(desk, OfAssessment { assessment }, job)
}

/// A decision is no older than the one it replaces, nor than the first day that the work looks at.
fn not_before(
    day: Option<NaiveDate>,
    old: Option<&Decision>,
    period_from: Option<NaiveDate>,
) -> Result<(), Problem> {
    let Some(day) = day else { return Ok(()) };
    let refuse = |what: Message, first: NaiveDate| {
        Err(Problem::new("date", message!("{day} is before {what}, {first}. Nothing was changed.")))
    };
    match (old.and_then(|old| old.decided_on), period_from) {
        (Some(last), _) if day < last => refuse(message!("the decision it replaces"), last),
        (_, Some(from)) if day < from => refuse(message!("the first day that the work looks at"), from),
        _ => Ok(()),
    }
}

/// Records what was seen about a knock-out that nothing asked or reviewed here feeds.
pub fn note_knock_out(desk: &Desk, input: KnockOutInput, job: &Job) -> Result<DecisionView, Problem> {
    let assessment = input.note.assessment.clone();
    super::required(message!("What was seen"), &input.note.note)?;
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let id = &input.note.knock_out;
        let evaluation = evaluate(&case, &library, desk.now().date_naive());
        let known = evaluation.knock_outs.iter().find(|k| k.id == *id);
        let known = known.ok_or_else(|| unknown(message!("knock-out"), id))?;
        if !known.by_note {
            return Err(Problem::new(
                "fed",
                message!("{id} is read from what is answered or reviewed here, so a note would change nothing: {because} Nothing was \
                     changed.", because = Part::sentences(known.because.iter().cloned())),
            ));
        }
        let label = format!("note on {id}");
        let old = case.knock_outs.get(id).cloned();
        let typed = input.note.clone();
        let seen = match input.base {
            Some(KnockOutSeen { struck: None, .. }) => None,
            Some(KnockOutSeen { struck: Some(struck), note }) => {
                Some(KnockOutNote { struck, note, ..typed.clone() })
            }
            None => old.clone(),
        };
        let note = match &seen {
            Some(_) => made(&label, seen.as_ref(), typed, old.as_ref(), &[], Record::KnockOutNote)?,
            None => made_anew(&label, typed, old.as_ref(), Record::KnockOutNote)?,
        };
        let note = KnockOutNote { seen_with: knockout::seen_with(&case, &library, id), ..note };
        Ok(plan(label, vec![put(old.map(Record::KnockOutNote), Record::KnockOutNote(note))]))
    })?;
    decision(desk, OfAssessment { assessment }, job)
}

/// Takes back what was noted about a knock-out.
pub fn remove_knock_out_note(desk: &Desk, input: OfKnockOut, job: &Job) -> Result<DecisionView, Problem> {
    let assessment = input.assessment;
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let id = &input.knock_out;
        let note = case.knock_outs.get(id).ok_or_else(|| unknown(message!("note on the knock-out"), id))?;
        Ok(plan(format!("remove the note on {id}"), vec![remove(Record::KnockOutNote(note.clone()))]))
    })?;
    decision(desk, OfAssessment { assessment }, job)
}
