//! The way into use and what comes after: gates, risk categories, monitoring.

use crate::components::or_none;
use crate::context::{Context, JOB, Where, day, filled, listed, of, word};
use crate::scope::figure;
use crate::terminal::Text;
use assay_core::category::MeasureState;
use assay_core::gate::{ItemResult, State};
use assay_core::ids::{AssessmentId, EventId};
use assay_core::words::{Trigger, Word};
use assay_desk::Problem;
use assay_desk::use_cases::onboarding::{self, Onboarding};
use assay_message::{Message, message};
use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// Commands on the way into use.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the way into use: the five steps, the gates, the do's and don'ts, and why each stands as it does
    Gates(Gates),
    /// Show the six risk categories: what was found in each, and how far the measures against it are in place
    Categories(Where),
    /// Show when the next assessment is due and what happened since; with --event record something, with --id close it
    Monitor(Monitor),
}

/// Which items to show.
#[derive(Debug, Args)]
pub struct Gates {
    #[command(flatten)]
    at: Where,
    /// Only what is open
    #[arg(long)]
    open: bool,
}

/// Something that happened, or what came of it.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").args(["event", "id"]))]
#[command(group = clap::ArgGroup::new("ending").args(["closed", "outcome"]).multiple(true))]
pub struct Monitor {
    #[command(flatten)]
    at: Where,
    /// What kind of thing happened
    #[arg(long, requires_all = ["on", "what"], value_parser = word::<Trigger>())]
    event: Option<Trigger>,
    /// When it happened (YYYY-MM-DD)
    #[arg(long, requires = "event", value_parser = day)]
    on: Option<NaiveDate>,
    /// What happened
    #[arg(long, requires = "event", value_parser = filled)]
    what: Option<String>,
    /// One recorded before
    #[arg(long, requires = "ending")]
    id: Option<EventId>,
    /// When it was dealt with (YYYY-MM-DD)
    #[arg(long, requires = "which", value_parser = day)]
    closed: Option<NaiveDate>,
    /// What came of it
    #[arg(long, requires = "which", value_parser = filled)]
    outcome: Option<String>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Gates(which) => {
            let mut view = onboarding::onboarding(&context.desk, context.of(&which.at)?, &JOB)?;
            if which.open {
                let is_open = |item: &ItemResult| item.state == State::Open;
                view.gates.iter_mut().for_each(|gate| gate.items.retain(is_open));
                view.dos.retain(is_open);
                view.donts.retain(is_open);
            }
            context.show(&view, || gates_text(&view))
        }
        Command::Categories(at) => {
            let view = onboarding::onboarding(&context.desk, context.of(&at)?, &JOB)?;
            context.show(&view.categories, || categories_text(&view))
        }
        Command::Monitor(given) => monitor(given, context),
    }
}

fn monitor(given: Monitor, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let view = match (given.event, given.on, given.what, given.id) {
        (Some(trigger), Some(date), Some(what), _) => {
            let (closed, outcome) = (given.closed, given.outcome.unwrap_or_default());
            let input = onboarding::EventInput {
                assessment,
                id: None,
                trigger,
                date,
                what,
                closed,
                outcome,
                base: None,
            };
            onboarding::save_event(&context.desk, input, &JOB)?
        }
        (_, _, _, Some(id)) => close(assessment, id, given.closed, given.outcome, context)?,
        _ => onboarding::onboarding(&context.desk, of(assessment), &JOB)?,
    };
    context.show(&view, || monitoring_text(&view))
}

/// Says of something recorded before when it was dealt with and what came of it; what is not given stays.
fn close(
    assessment: AssessmentId,
    id: EventId,
    closed: Option<NaiveDate>,
    outcome: Option<String>,
    context: &Context,
) -> Result<Onboarding, Problem> {
    let view = onboarding::onboarding(&context.desk, of(assessment.clone()), &JOB)?;
    let old = view.events.into_iter().find(|e| e.id == id).ok_or_else(|| {
        Problem::new("unknown", message!("There is no event “{id}” here. Nothing was changed."))
    })?;
    let input = onboarding::EventInput {
        assessment,
        id: Some(id),
        trigger: old.trigger,
        date: old.date,
        what: old.what.clone(),
        closed: closed.or(old.closed),
        outcome: outcome.unwrap_or_else(|| old.outcome.clone()),
        base: Some(old),
    };
    onboarding::save_event(&context.desk, input, &JOB)
}

fn next_text(view: &Onboarding) -> String {
    let day = view.next.day.map_or_else(|| "none is due".to_owned(), |day| day.to_string());
    format!("Next assessment: {day}. {}", view.next.because)
}

fn item_text(text: &mut Text, item: &ItemResult, met: &str, open: &str) {
    let state = match item.state {
        State::Met => met,
        State::Open => open,
        State::NotApplicable => "not applicable",
    };
    let who = if item.state == State::Open { format!(" [{}]", item.who.title()) } else { String::new() };
    text.line(format_args!("  {state:<14} {}{who}", item.text));
    text.line(format_args!("                 {}", item.because));
}

fn gates_text(view: &Onboarding) -> Text {
    let mut text = Text::new();
    for step in &view.steps {
        if !step.applies {
            text.line(format_args!("{:<22} not applicable", step.title));
            continue;
        }
        let missing = Message::sentences(step.missing.iter().cloned());
        text.line(format_args!("{:<22} {} of {}  {missing}", step.title, step.done, step.of));
    }
    for gate in &view.gates {
        let passed = if gate.passed { "passed" } else { "not passed" };
        text.gap();
        text.line(format_args!("{}: {passed}, {} of {}", gate.title, gate.met, gate.of));
        gate.items.iter().for_each(|item| item_text(&mut text, item, "met", "open"));
    }
    for (title, items, met, open) in
        [("Do", &view.dos, "done", "not done"), ("Don't", &view.donts, "kept", "not kept")]
    {
        text.gap();
        text.line(title);
        items.iter().for_each(|item| item_text(&mut text, item, met, open));
    }
    text.gap();
    text.line(next_text(view));
    text
}

fn categories_text(view: &Onboarding) -> Text {
    let mut text = Text::new();
    for c in &view.categories {
        text.line(format_args!(
            "{}: {}; threats open: {} of {}; risks: {}{}; weak: {}",
            c.title,
            figure(&c.figure),
            c.threats_open,
            c.threats,
            c.risks.len(),
            c.worst.as_ref().map_or_else(String::new, |worst| format!(", worst {worst}")),
            or_none(&listed(c.weak.iter())),
        ));
        for measure in &c.measures {
            let state = match measure.state {
                MeasureState::InPlace => "in place",
                MeasureState::InPart => "in part",
                MeasureState::Lacking => "lacking",
                MeasureState::NotAssessed => "not assessed",
                MeasureState::NotAsked => "not asked here",
                MeasureState::NotApplicable => "not applicable",
            };
            text.line(format_args!("  {state:<14} {}", measure.text));
        }
    }
    text
}

fn monitoring_text(view: &Onboarding) -> Text {
    let mut text = Text::of(next_text(view));
    for open in &view.open {
        let id = open.id.as_ref().map_or("-", EventId::as_str);
        text.line(format_args!("open  {id}  {}  {}: {}", open.date, open.trigger.title(), open.what));
    }
    for event in view.events.iter().filter(|e| e.closed.is_some()) {
        let (id, date, what, outcome) = (&event.id, event.date, &event.what, &event.outcome);
        text.line(format_args!("dealt with  {id}  {date}: {what} {outcome}"));
    }
    for lapsed in &view.lapsed {
        let (on, meaning, instead) = (&lapsed.on, &lapsed.meaning, &lapsed.instead);
        text.line(format_args!("no longer counts  {on}: {meaning} {instead}"));
    }
    for pack in &view.packs {
        let side = |p: &Option<assay_core::pack::PackRef>| {
            p.as_ref().map_or("none".to_owned(), |p| format!("{} {}", p.name, p.version))
        };
        let (then, now, changes) =
            (side(&pack.then), side(&pack.now), Message::sentences(pack.changes.iter().cloned()));
        text.line(format_args!("pack  {then} here, {now} in this program: {changes}"));
    }
    text
}
