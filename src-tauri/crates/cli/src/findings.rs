//! What does not hold: findings.

use crate::context::{Context, JOB, Where, of};
use crate::terminal::Text;
use assay_core::ids::QuestionId;
use assay_core::words::Word;
use assay_desk::Problem;
use assay_desk::use_cases::findings;
use assay_desk::use_cases::questionnaire::OfQuestion;
use clap::{Args, Subcommand};

/// Commands on findings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show findings and failed questions without one; with a question write its finding
    Finding(Finding),
}

/// A finding to write.
#[derive(Debug, Args)]
pub struct Finding {
    #[command(flatten)]
    at: Where,
    /// The failed question
    question: Option<QuestionId>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Finding(Finding { at, question }) = command;
    let assessment = context.assessment(&at)?;
    let Some(question) = question else {
        let view = findings::findings(&context.desk, of(assessment), &JOB)?;
        return context.show(&view, || text(&view));
    };
    let finding = findings::raise_finding(&context.desk, OfQuestion { assessment, question }, &JOB)?;
    context.show(&finding, || {
        let severity = finding.severity.title();
        let mut text = Text::of(format_args!("{} {} ({severity})", finding.id, finding.title));
        text.line(&finding.condition);
        text
    })
}

fn text(view: &findings::Findings) -> Text {
    let mut text = Text::new();
    for row in &view.findings {
        let f = &row.finding;
        text.line(format_args!("{}  {:<9} {}", f.id, f.severity.title(), f.title));
    }
    for f in &view.failing {
        text.line(format_args!("to write: {} {} – {}", f.question, f.conclusion.title(), f.title));
    }
    text
}
