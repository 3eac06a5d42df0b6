//! What was done: take back, do again, read, look for words.

use crate::context::{Context, JOB, Where};
use crate::terminal::Text;
use assay_core::ids::AssessmentId;
use assay_desk::Problem;
use assay_desk::use_cases::history;
use clap::{Args, Subcommand};

/// Commands on what was done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take back the last change of an assessment, or with --vault of the vault itself
    Undo(Scope),
    /// Do again what was taken back last
    Redo(Scope),
    /// Show what was done, newest first
    Journal(Scope),
    /// Look for words in questions, answers, notes and the rest
    Search(Search),
}

/// Whose history.
#[derive(Debug, Args)]
pub struct Scope {
    #[command(flatten)]
    at: Where,
    /// The vault's own: its vendors, assessments and identities, and what was removed of them; also where it holds no assessment
    #[arg(long = "vault", conflicts_with = "assessment")]
    own: bool,
}

/// Words to look for.
#[derive(Debug, Args)]
pub struct Search {
    #[command(flatten)]
    at: Where,
    /// The words
    #[arg(required = true)]
    words: Vec<String>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Undo(at) => undo(&at, context),
        Command::Redo(at) => redo(&at, context),
        Command::Journal(at) => {
            let assessment = scope(&at, context)?;
            let view = history::journal(&context.desk, history::InScope { assessment }, &JOB)?;
            context.show(&view, || journal_text(&view))
        }
        Command::Search(wanted) => search(&wanted, context),
    }
}

/// The assessment whose history is meant; `None` is the vault's own.
fn scope(of: &Scope, context: &Context) -> Result<Option<AssessmentId>, Problem> {
    if of.own {
        context.open(&of.at.vault)?;
        return Ok(None);
    }
    let session = context.open(&of.at.vault)?;
    if of.at.assessment.is_none() && session.vendors.iter().all(|vendor| vendor.assessments.is_empty()) {
        // Only the vault's own history is left, with the removal of the last assessment in it.
        return Ok(None);
    }
    context.meant(&session, &of.at).map(Some)
}

/// What stands before a step, and the step that goes no further.
fn step(of: &Scope, context: &Context) -> Result<(history::Status, history::HistoryStep), Problem> {
    let assessment = scope(of, context)?;
    let before = history::status(&context.desk, history::InScope { assessment: assessment.clone() }, &JOB)?;
    let entry = Some(before.entry);
    Ok((before, history::HistoryStep { assessment, entry }))
}

fn undo(at: &Scope, context: &Context) -> Result<(), Problem> {
    let (before, step) = step(at, context)?;
    let view = history::undo(&context.desk, step, &JOB)?;
    context.show(&view, || match &before.undo {
        Some(label) => Text::of(format_args!("Took back: {label}.")),
        None => Text::of("Nothing to undo."),
    })
}

fn redo(at: &Scope, context: &Context) -> Result<(), Problem> {
    let (before, step) = step(at, context)?;
    let view = history::redo(&context.desk, step, &JOB)?;
    context.show(&view, || match &before.redo {
        Some(label) => Text::of(format_args!("Did again: {label}.")),
        None => Text::of("Nothing to redo."),
    })
}

fn journal_text(view: &[history::JournalEntry]) -> Text {
    let mut text = Text::new();
    for e in view {
        let hash = e.hash.get(..12).unwrap_or_default();
        let what = match (e.undoes, e.redoes) {
            (Some(entry), _) => format!("took back {entry}: {}", e.label),
            (None, Some(_)) => format!("did again: {}", e.label),
            (None, None) => e.label.clone(),
        };
        text.line(format_args!("{:>6}  {}  {hash}  {}  {what}", e.entry, e.at, e.actor));
    }
    text
}

fn search(wanted: &Search, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&wanted.at)?;
    let input = history::Search { assessment, text: wanted.words.join(" ") };
    let view = history::search(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::new();
        if view.is_empty() {
            text.line(format_args!("Nothing in this assessment holds “{}”.", wanted.words.join(" ")));
        }
        for hit in &view {
            text.line(format_args!("{:<16} {:<10} {}", hit.kind, hit.id, hit.snippet));
        }
        text
    })
}
