//! What does not hold: findings.

use crate::arguments::word;
use crate::context::{Context, JOB, Where, of};
use crate::terminal::Text;
use assay_core::ids::QuestionId;
use assay_core::words::{Severity, Word};
use assay_desk::Problem;
use assay_desk::use_cases::findings;
use assay_desk::use_cases::questionnaire::OfQuestion;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// Commands on findings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show findings and failed questions without one; with a question write its finding, or change what it says
    Finding(Finding),
}

/// A finding to write.
#[derive(Debug, Args)]
pub struct Finding {
    #[command(flatten)]
    at: Where,
    /// The failed question
    question: Option<QuestionId>,
    /// What was found
    #[arg(long, requires = "question")]
    condition: Option<String>,
    /// How bad it is
    #[arg(long, requires = "question", value_parser = word::<Severity>())]
    severity: Option<Severity>,
    /// Who mends it
    #[arg(long, requires = "question")]
    owner: Option<String>,
    /// By when (YYYY-MM-DD)
    #[arg(long, requires = "question")]
    due: Option<NaiveDate>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Finding(Finding { at, question, condition, severity, owner, due }) = command;
    let assessment = context.assessment(&at)?;
    let Some(question) = question else {
        let view = findings::findings(&context.desk, of(assessment), &JOB)?;
        return context.show(&view, || text(&view));
    };
    let raised = findings::raise_finding(&context.desk, OfQuestion { assessment, question }, &JOB)?;
    let said = raised.clone();
    let wanted = assay_core::record::Finding {
        condition: condition.unwrap_or(said.condition),
        severity: severity.unwrap_or(said.severity),
        owner: owner.unwrap_or(said.owner),
        due: due.or(said.due),
        ..said
    };
    let finding = if wanted == raised {
        raised
    } else {
        let input = findings::FindingInput { finding: wanted, base: Some(raised) };
        findings::save_finding(&context.desk, input, &JOB)?
    };
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
