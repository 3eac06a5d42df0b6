//! What was done: take back, do again, read, look for words.

use crate::context::{Context, JOB, Where, of};
use crate::terminal::Text;
use assay_desk::Problem;
use assay_desk::use_cases::history;
use clap::{Args, Subcommand};

/// Commands on what was done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take back the last change of an assessment
    Undo(Where),
    /// Do again what was taken back last
    Redo(Where),
    /// Show what was done, newest first
    Journal(Where),
    /// Look for words in questions, answers, notes and the rest
    Search(Search),
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
            let view = history::journal(&context.desk, context.of(&at)?, &JOB)?;
            context.show(&view, || journal_text(&view))
        }
        Command::Search(wanted) => search(&wanted, context),
    }
}

fn undo(at: &Where, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(at)?;
    let before = history::status(&context.desk, of(assessment.clone()), &JOB)?;
    let view = history::undo(&context.desk, of(assessment), &JOB)?;
    context.show(&view, || match &before.undo {
        Some(label) => Text::of(format_args!("Took back: {label}.")),
        None => Text::of("Nothing to undo."),
    })
}

fn redo(at: &Where, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(at)?;
    let before = history::status(&context.desk, of(assessment.clone()), &JOB)?;
    let view = history::redo(&context.desk, of(assessment), &JOB)?;
    context.show(&view, || match &before.redo {
        Some(label) => Text::of(format_args!("Did again: {label}.")),
        None => Text::of("Nothing to redo."),
    })
}

fn journal_text(view: &[history::JournalEntry]) -> Text {
    let mut text = Text::new();
    for e in view {
        let hash = e.hash.get(..12).unwrap_or_default();
        text.line(format_args!("{:>6}  {}  {hash}  {}  {}", e.entry, e.at, e.actor, e.label));
    }
    text
}

fn search(wanted: &Search, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&wanted.at)?;
    let input = history::Search { assessment, text: wanted.words.join(" ") };
    let view = history::search(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::new();
        for hit in &view {
            text.line(format_args!("{:<16} {:<10} {}", hit.kind, hit.id, hit.snippet));
        }
        text
    })
}
