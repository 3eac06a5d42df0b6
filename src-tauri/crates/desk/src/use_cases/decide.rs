//! The decision: results, knock-outs, what caps it, what stands open.

use super::{OfAssessment, changed_since, input, key_in, made, plan, put, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::closeout::{self, OpenPoint};
use assay_core::decision::{self, Advice};
use assay_core::knockout::{self, KnockOutResult};
use assay_core::record::*;
use assay_core::score::{self, Results};

input! {
    /// A decision to record.
    DecisionInput {
        /// The whole.
        decision: Decision,
        /// The decision as the person saw it, `None` when there was none yet: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Decision>,
    }
    /// What was seen about a knock-out.
    KnockOutInput {
        /// The whole.
        note: KnockOutNote,
        /// The note as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<KnockOutNote>,
    }
}

view! {
    /// Everything a decision rests on.
    DecisionView {
        /// The decision, once there is one.
        decision: Option<Decision>,
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
        Ok(score::results(&case, &library))
    })
}

/// Everything a decision rests on.
pub fn decision(desk: &Desk, input: OfAssessment, _: &Job) -> Result<DecisionView, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let today = desk.now().date_naive();
        let results = score::results(&case, &library);
        let knock_outs = knockout::results(&case, &library);
        Ok(DecisionView {
            advice: decision::advice(&case, &results, &knock_outs, today),
            open_points: closeout::open_points(&case, &library, &knock_outs, today),
            decision: case.decision,
            knock_outs,
            results,
        })
    })
}

/// Records a decision the case allows.
pub fn save_decision(desk: &Desk, input: DecisionInput, job: &Job) -> Result<DecisionView, Problem> {
    let assessment = input.decision.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (mut case, library) = desk.case(state, &assessment)?;
        let label =
            format!("decide: {}", assay_core::words::Word::title(input.decision.outcome).to_lowercase());
        let old = case.decision.take();
        if let (None, Some(old)) = (&input.base, &old) {
            // Somebody decided meanwhile.
            return Err(changed_since(&label, &Record::Decision(old.clone())));
        }
        let next = made(&label, input.base.as_ref(), input.decision, old.as_ref(), &[], Record::Decision)?;
        // What is set aside by this very decision counts for it.
        case.decision = Some(next.clone());
        let results = score::results(&case, &library);
        let knock_outs = knockout::results(&case, &library);
        let advice = decision::advice(&case, &results, &knock_outs, desk.now().date_naive());
        decision::check(&next, &advice)?;
        Ok(plan(label, vec![put(old.map(Record::Decision), Record::Decision(next))]))
    })?;
    decision(desk, OfAssessment { assessment }, job)
}

/// Records what was seen about a knock-out.
pub fn note_knock_out(desk: &Desk, input: KnockOutInput, job: &Job) -> Result<DecisionView, Problem> {
    let assessment = input.note.assessment.clone();
    super::required("What was seen", &input.note.note)?;
    desk.change(Some(&assessment), |state| {
        let own = desk.assessment(state, &assessment)?;
        let library = desk.library_of(state, &own)?;
        if !library.knock_outs.contains_key(&input.note.knock_out) {
            return Err(unknown("knock-out", &input.note.knock_out));
        }
        let label = format!("note on {}", input.note.knock_out);
        let old = match state.get(&key_in("knock-out-note", &assessment, &input.note.knock_out))? {
            Some(Record::KnockOutNote(old)) => Some(old),
            _ => None,
        };
        let note = made(&label, input.base.as_ref(), input.note, old.as_ref(), &[], Record::KnockOutNote)?;
        Ok(plan(label, vec![put(old.map(Record::KnockOutNote), Record::KnockOutNote(note))]))
    })?;
    decision(desk, OfAssessment { assessment }, job)
}
