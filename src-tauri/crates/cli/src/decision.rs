//! What the case comes to: results, what is open, the decision.

use crate::context::{Context, JOB, Pair, Where, filled, of, usage, word};
use crate::scope::figure;
use crate::terminal::Text;
use assay_core::closeout::OpenPoint;
use assay_core::decision::DecisionState;
use assay_core::ids::{AssessmentId, KnockOutId};
use assay_core::knockout::KnockOutResult;
use assay_core::record::{Condition, Decision, KnockOutNote};
use assay_core::score::Results;
use assay_core::words::{ConditionStage, KnockOutState, Outcome, Word};
use assay_desk::Problem;
use assay_desk::use_cases::decide::{self, DecisionView};
use assay_message::message;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;

/// Commands on results and the decision.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show scores with coverage, and with --explain the arithmetic
    Results(Explained),
    /// Show what should be settled before signing, and where
    CloseOut(Where),
    /// Show what the case allows; with --outcome record a decision
    Decide(Decide),
    /// Note what was seen about a knock-out that nothing asked or reviewed here feeds, or take the note back
    KnockOut(KnockOut),
}

/// How much of the results to show.
#[derive(Debug, Args)]
pub struct Explained {
    #[command(flatten)]
    at: Where,
    /// Show the inputs of every figure; JSON always has them
    #[arg(long)]
    explain: bool,
}

/// A decision, or a condition that is met.
#[derive(Debug, Args)]
pub struct Decide {
    #[command(flatten)]
    at: Where,
    /// What is decided
    #[arg(long, value_parser = word::<Outcome>())]
    outcome: Option<Outcome>,
    /// Why; the reason recorded before stays when left out
    #[arg(long, requires = "outcome")]
    rationale: Option<String>,
    /// A condition; repeat for more. Those recorded before stay when none is given; one with the same words keeps its dates and owner
    #[arg(long = "condition", requires = "outcome", value_parser = filled)]
    conditions: Vec<String>,
    /// Decide without the conditions recorded before
    #[arg(long, requires = "outcome", conflicts_with = "conditions")]
    no_conditions: bool,
    /// Who decides; the name recorded before stays when left out
    #[arg(long, requires = "outcome")]
    by: Option<String>,
    /// The day it was decided (YYYY-MM-DD); today when left out
    #[arg(long, requires = "outcome", value_parser = crate::context::day)]
    on: Option<NaiveDate>,
    /// Confirm the decision recorded, on what is there today
    #[arg(long, conflicts_with_all = ["outcome", "met", "rationale", "conditions", "no_conditions", "by", "on"])]
    confirm: bool,
    /// Say that a condition is met, as 1=2026-12-18 for the first; repeat for more
    #[arg(long = "met", value_name = "NUMBER=DATE", conflicts_with = "outcome", value_parser = met)]
    met: Vec<(usize, NaiveDate)>,
}

/// A note on a knock-out.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("note").args(["clear", "struck", "remove"]).required(true))]
pub struct KnockOut {
    #[command(flatten)]
    at: Where,
    /// Which, such as KO-12
    knock_out: KnockOutId,
    /// It does not strike: what was seen
    #[arg(long, value_name = "SEEN", value_parser = filled)]
    clear: Option<String>,
    /// It strikes: what was seen
    #[arg(long, value_name = "SEEN", value_parser = filled)]
    struck: Option<String>,
    /// Take the note back
    #[arg(long)]
    remove: bool,
}

fn met(text: &str) -> Result<(usize, NaiveDate), String> {
    let Pair(number, day) = text.parse()?;
    let number = number.parse().map_err(|_| format!("“{number}” is not the number of a condition"))?;
    Ok((number, crate::context::day(&day)?))
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Results(which) => {
            if which.explain && context.is_json() {
                return Err(usage("JSON has the inputs of every figure anyway: leave --explain out."));
            }
            let view = decide::results(&context.desk, context.of(&which.at)?, &JOB)?;
            context.show(&view, || results_text(&view, which.explain))
        }
        Command::CloseOut(at) => {
            let view = decide::decision(&context.desk, context.of(&at)?, &JOB)?;
            context.show(&view.open_points, || open_points_text(&view))
        }
        Command::Decide(given) => decision(given, context),
        Command::KnockOut(given) => knock_out(given, context),
    }
}

fn knock_out(given: KnockOut, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let knock_out = given.knock_out;
    let note = given.struck.map(|seen| (true, seen)).or(given.clear.map(|seen| (false, seen)));
    let view = match note {
        Some((struck, note)) => {
            let note = KnockOutNote { assessment, knock_out, struck, note, seen_with: BTreeMap::new() };
            decide::note_knock_out(&context.desk, decide::KnockOutInput { note, base: None }, &JOB)?
        }
        None => {
            let input = decide::OfKnockOut { assessment, knock_out };
            decide::remove_knock_out_note(&context.desk, input, &JOB)?
        }
    };
    context.show(&view, || decision_text(&view))
}

fn decision(given: Decide, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let mut view = decide::decision(&context.desk, of(assessment.clone()), &JOB)?;
    let before = view.decision.take();
    let confirm = given.outcome.is_some() || given.confirm;
    let decision = match given.outcome {
        Some(outcome) => Some(decided(assessment.clone(), outcome, before.clone(), given)),
        None if given.confirm => Some(confirmed(before.clone())?),
        None if given.met.is_empty() => None,
        None => Some(conditions_met(before.clone(), &given.met)?),
    };
    view = match decision {
        Some(decision) => {
            let input = decide::DecisionInput { decision, confirm, base: before };
            decide::save_decision(&context.desk, input, &JOB)?
        }
        None => DecisionView { decision: before, ..view },
    };
    context.show(&view, || decision_text(&view))
}

/// The decision as asked for. What was recorded before and is not said anew stays.
fn decided(assessment: AssessmentId, outcome: Outcome, before: Option<Decision>, given: Decide) -> Decision {
    let mut decision = before.unwrap_or(Decision {
        assessment,
        outcome,
        rationale: String::new(),
        conditions: Vec::new(),
        decided_by: String::new(),
        decided_on: None,
        overrides: Vec::new(),
        basis: None,
    });
    decision.outcome = outcome;
    decision.decided_on = given.on;
    if let Some(rationale) = given.rationale {
        decision.rationale = rationale;
    }
    if let Some(by) = given.by {
        decision.decided_by = by;
    }
    if given.no_conditions {
        decision.conditions.clear();
    }
    if !given.conditions.is_empty() {
        let mut old = std::mem::take(&mut decision.conditions);
        decision.conditions = given
            .conditions
            .into_iter()
            .map(|text| match old.iter().position(|condition| condition.text == text) {
                Some(at) => old.remove(at),
                None => condition(text),
            })
            .collect();
    }
    decision
}

/// The decision recorded, of today.
fn confirmed(before: Option<Decision>) -> Result<Decision, Problem> {
    let before = before.ok_or_else(|| {
        Problem::new("missing", message!("No decision is recorded yet. Nothing was changed."))
    })?;
    Ok(Decision { decided_on: None, ..before })
}

fn condition(text: String) -> Condition {
    Condition {
        text,
        stage: ConditionStage::PreContract,
        owner: String::new(),
        due: None,
        evidence_of_closure: String::new(),
        met: None,
    }
}

fn conditions_met(before: Option<Decision>, met: &[(usize, NaiveDate)]) -> Result<Decision, Problem> {
    let mut decision = before.ok_or_else(|| {
        Problem::new("missing", message!("No decision is recorded yet. Nothing was changed."))
    })?;
    for (n, (number, day)) in met.iter().enumerate() {
        if met.iter().take(n).any(|(other, _)| other == number) {
            return Err(usage(format!("Condition {number} is met once: give --met {number}=DATE once.")));
        }
        let at = number.checked_sub(1).and_then(|at| decision.conditions.get_mut(at));
        let condition = at.ok_or_else(|| {
            Problem::new("unknown", message!("There is no condition {number}. Nothing was changed."))
        })?;
        condition.met = Some(*day);
    }
    Ok(decision)
}

fn results_text(view: &Results, explain: bool) -> Text {
    let mut text = Text::of(format_args!("All questions   {}", figure(&view.total)));
    text.line(format_args!("Claims alone    {}", figure(&view.claimed)));
    for f in &view.frameworks {
        text.gap();
        text.line(format_args!("{}  {}", f.total.title, figure(&f.total.concluded)));
        for d in &f.domains {
            text.line(format_args!("  {:<10} {:<44} {}", d.id, d.title, figure(&d.concluded)));
            if explain {
                text.line(format_args!("             {}", d.concluded.explain()));
            }
        }
    }
    if explain {
        text.gap();
        text.line(view.total.explain());
        for input in &view.total.inputs {
            let value = input.value.map_or_else(|| "outside the sum".into(), |v| format!("{v}"));
            let (question, weight, said) = (&input.question, input.weight, &input.said);
            text.line(format_args!("  {question:<7} weight {weight}  {said:<22} {value}"));
        }
    }
    text
}

fn open_points_text(view: &DecisionView) -> Text {
    if view.open_points.is_empty() {
        return Text::of("Nothing stands open.");
    }
    let mut text = Text::new();
    for points in kinds(view) {
        text.line(heading(points));
        for point in points {
            text.line(format_args!("    {}", point.text));
        }
    }
    text
}

/// What stands open, kind by kind.
fn kinds(view: &DecisionView) -> impl Iterator<Item = &[OpenPoint]> {
    view.open_points.chunk_by(|one, next| one.kind == next.kind)
}

/// A kind of open point, how many there are, and whether it weighs on the decision.
fn heading(points: &[OpenPoint]) -> String {
    let mark = if points.iter().any(|point| point.grave) { "!" } else { " " };
    let title = points.first().map(|point| point.title.to_string()).unwrap_or_default();
    format!("{mark} {title}: {}", points.len())
}

fn decision_text(view: &DecisionView) -> Text {
    let mut text = match &view.decision {
        Some(d) => {
            let day = d.decided_on.map_or_else(String::new, |day| format!(" on {day}"));
            let standing = match view.standing.state {
                DecisionState::Missing | DecisionState::Stands => "",
                DecisionState::ToConfirm => ", to be confirmed",
                DecisionState::NotAllowed => ", which does not stand",
            };
            let (outcome, by) = (d.outcome.title(), &d.decided_by);
            Text::of(format_args!("Decision: {outcome}{standing}, by {by}{day}. {}", d.rationale))
        }
        None => Text::of("No decision yet."),
    };
    for (n, condition) in (1..).zip(view.decision.iter().flat_map(|decision| &decision.conditions)) {
        let state = condition.met.map_or_else(|| "open".to_owned(), |day| format!("met on {day}"));
        text.line(format_args!("  Condition {n}, {state}: {}", condition.text));
    }
    text.line(format_args!("The case allows at best: {}.", view.advice.best.title()));
    for because in &view.advice.because {
        text.line(format_args!("  {because}"));
    }
    let is_settled = |k: &&KnockOutResult| match k.state {
        KnockOutState::Clear | KnockOutState::NotApplicable => true,
        KnockOutState::Struck | KnockOutState::Suspected | KnockOutState::NotAssessed => false,
    };
    for k in view.knock_outs.iter().filter(|k| !is_settled(k)) {
        text.line(format_args!("{:<6} {:<15} {}", k.id, k.state.id(), k.title));
    }
    let settled = view.knock_outs.iter().filter(is_settled).count();
    text.line(format_args!("{settled} of {} knock-outs are clear or do not apply.", view.knock_outs.len()));
    if !view.open_points.is_empty() {
        text.line(format_args!("{} points stand open; assay close-out names each:", view.open_points.len()));
        kinds(view).for_each(|points| text.line(heading(points)));
    }
    text
}
