//! The risk register.

use crate::context::{Context, JOB, Where, day, filled, of, rating, word};
use crate::terminal::Text;
use assay_core::ids::{FindingId, ThreatId};
use assay_core::risk::Rating;
use assay_core::words::{RiskStatus, Treatment, Word};
use assay_desk::Problem;
use assay_desk::use_cases::risks;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;

/// Commands on risks.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the risk register; with --title add a risk
    Risk(Risk),
}

/// A risk to add.
#[derive(Debug, Args)]
pub struct Risk {
    #[command(flatten)]
    at: Where,
    /// Short name of a new risk
    #[arg(long, requires_all = ["inherent", "residual"])]
    title: Option<String>,
    /// What happens, by what cause, to whom
    #[arg(long, default_value = "", requires = "title")]
    scenario: String,
    /// Likelihood x impact before treatment, such as 4x5
    #[arg(long, requires = "title", value_parser = rating)]
    inherent: Option<Rating>,
    /// Likelihood x impact after treatment; never above the inherent one
    #[arg(long, requires = "title", value_parser = rating)]
    residual: Option<Rating>,
    /// What is done about it
    #[arg(long, default_value = "mitigate", requires = "title", value_parser = word::<Treatment>())]
    treatment: Treatment,
    /// A control relied on; repeat for more
    #[arg(long = "control", requires = "title", value_parser = filled)]
    controls: Vec<String>,
    /// A threat behind it; repeat for more
    #[arg(long = "threat", requires = "title")]
    threats: Vec<ThreatId>,
    /// A finding behind it; repeat for more
    #[arg(long = "finding", requires = "title")]
    findings: Vec<FindingId>,
    /// Whose it is
    #[arg(long, default_value = "", requires = "title")]
    owner: String,
    /// By when (YYYY-MM-DD)
    #[arg(long, requires = "title", value_parser = day)]
    due: Option<NaiveDate>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Risk(risk) = command;
    let assessment = context.assessment(&risk.at)?;
    let view = match (risk.title, risk.inherent, risk.residual) {
        (Some(title), Some(inherent), Some(residual)) => {
            let input = risks::RiskInput {
                assessment,
                id: None,
                title,
                scenario: risk.scenario,
                threats: risk.threats.into_iter().collect(),
                findings: risk.findings.into_iter().collect(),
                categories: BTreeSet::new(),
                inherent,
                residual,
                rationale: String::new(),
                treatment: risk.treatment,
                controls: risk.controls,
                combining: String::new(),
                owner: risk.owner,
                due: risk.due,
                status: RiskStatus::Open,
                base: None,
            };
            risks::save_risk(&context.desk, input, &JOB)?
        }
        _ => risks::risks(&context.desk, of(assessment), &JOB)?,
    };
    context.show(&view, || text(&view))
}

fn text(view: &risks::RiskRegister) -> Text {
    let mut text = Text::new();
    for r in &view.risks {
        text.line(format_args!("{}  {}", r.risk.id, r.risk.title));
        text.line(format_args!(
            "  inherent {} ({}), residual {} ({})",
            r.inherent.title, r.inherent_why, r.residual.title, r.residual_why
        ));
        let owner = if r.risk.owner.is_empty() { "nobody yet" } else { &r.risk.owner };
        let due = r.risk.due.map_or_else(|| "not set".into(), |d| d.to_string());
        let (treatment, status) = (r.risk.treatment.title(), r.risk.status.title());
        text.line(format_args!("  {treatment} · owner {owner} · due {due} · {status}"));
    }
    if view.risks.is_empty() {
        text.line("The register is empty.");
    }
    text
}
