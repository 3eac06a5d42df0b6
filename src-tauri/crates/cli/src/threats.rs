//! The threat model: what it yields, and what was decided.

use crate::context::{Context, JOB, Where, of, word};
use crate::terminal::Text;
use assay_core::ids::ThreatId;
use assay_core::words::{ThreatDecision, Word};
use assay_desk::Problem;
use assay_desk::use_cases::threats;
use clap::{Args, Subcommand};

/// Commands on threats.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the threats the model yields, each with the reason; or decide some
    Threats(Threats),
}

/// Threats to decide.
#[derive(Debug, Args)]
pub struct Threats {
    #[command(flatten)]
    at: Where,
    /// A threat to decide; repeat for more
    #[arg(long = "decide", requires = "decision")]
    decide: Vec<ThreatId>,
    /// What is decided
    #[arg(long = "as", requires = "decide", value_parser = word::<ThreatDecision>())]
    decision: Option<ThreatDecision>,
    /// Why
    #[arg(long, default_value = "", requires = "decide")]
    reason: String,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Threats(given) = command;
    let assessment = context.assessment(&given.at)?;
    let view = match given.decision {
        Some(decision) => {
            let decided = threats::Decided { decision, reason: given.reason };
            let threats = given.decide.into_iter().map(|threat| (threat, decided.clone())).collect();
            let input = threats::Decide { assessment, threats, base: None };
            threats::decide_threats(&context.desk, input, &JOB)?
        }
        None => threats::threat_model(&context.desk, of(assessment), &JOB)?,
    };
    context.show(&view, || text(&view))
}

fn text(view: &threats::ThreatModel) -> Text {
    let mut text = Text::of(format_args!(
        "{} elements, {} flows, {} boundaries; {} threats from rules, {} recorded, {} decided",
        view.elements.len(),
        view.flows.len(),
        view.boundaries.len(),
        view.threats.len(),
        view.recorded.len(),
        view.decided
    ));
    for t in &view.threats {
        let (letter, decision) = (t.threat.letter.id(), t.decision.title());
        text.gap();
        text.line(format_args!(
            "{letter} {}  [{decision}]  likelihood {} × impact {}",
            t.threat.title, t.threat.likelihood, t.threat.impact
        ));
        text.line(format_args!("  {}", t.threat.id));
        text.line(format_args!("  {}", t.threat.reason));
    }
    for r in &view.recorded {
        let (letter, decision) = (r.threat.letter.map_or("-", Word::id), r.decision.title());
        text.gap();
        text.line(format_args!("{letter} {}  [{decision}]  on {}", r.threat.title, r.on_name));
        text.line(format_args!("  {} ({})", r.threat.id, r.threat.source));
    }
    for note in &view.stale {
        let decision = note.decision.title();
        text.gap();
        text.line(format_args!(
            "No longer yielded by the model: {} [{decision}] {}",
            note.title, note.threat
        ));
    }
    text
}
