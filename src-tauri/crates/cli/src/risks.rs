//! The risk register.

use crate::context::{Context, JOB, Where, day, filled, of, rating, usage, word};
use crate::terminal::Text;
use assay_core::ids::{AssessmentId, FindingId, RiskId, ThreatId};
use assay_core::risk::Rating;
use assay_core::words::{RiskStatus, Treatment, Word};
use assay_desk::Problem;
use assay_desk::use_cases::risks::{self, RiskInput, RiskRegister};
use assay_message::message;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;

/// Commands on risks.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the risk register; with --title add a risk, with --id change one: what is not given stays
    Risk(Risk),
}

/// A risk to add or change.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").args(["title", "id"]).multiple(true))]
pub struct Risk {
    #[command(flatten)]
    at: Where,
    /// One of the register, such as R-03
    #[arg(long, requires = "said")]
    id: Option<RiskId>,
    #[command(flatten)]
    said: Said,
}

/// What is said of it.
#[derive(Debug, Args)]
#[group(id = "said", multiple = true)]
pub struct Said {
    /// Short name; without --id that of a new risk, with --inherent and --residual
    #[arg(long, value_parser = filled)]
    title: Option<String>,
    /// What happens, by what cause, to whom
    #[arg(long, requires = "which")]
    scenario: Option<String>,
    /// Likelihood x impact before treatment, such as 4x5
    #[arg(long, requires = "which", value_parser = rating)]
    inherent: Option<Rating>,
    /// Likelihood x impact after treatment; never above the inherent one
    #[arg(long, requires = "which", value_parser = rating)]
    residual: Option<Rating>,
    /// Why these ratings
    #[arg(long, requires = "which")]
    rationale: Option<String>,
    /// What is done about it; mitigate for a new one
    #[arg(long, requires = "which", value_parser = word::<Treatment>())]
    treatment: Option<Treatment>,
    /// A control relied on; repeat for more. Those of the register stay when none is given
    #[arg(long = "control", requires = "which", value_parser = filled)]
    controls: Vec<String>,
    /// A threat behind it; repeat for more. Those of the register stay when none is given
    #[arg(long = "threat", requires = "which")]
    threats: Vec<ThreatId>,
    /// A finding behind it; repeat for more. Those of the register stay when none is given
    #[arg(long = "finding", requires = "which")]
    findings: Vec<FindingId>,
    /// Whose it is
    #[arg(long, requires = "which")]
    owner: Option<String>,
    /// By when (YYYY-MM-DD)
    #[arg(long, requires = "which", value_parser = day)]
    due: Option<NaiveDate>,
    /// How far the treatment is; open for a new one
    #[arg(long, requires = "which", value_parser = word::<RiskStatus>())]
    status: Option<RiskStatus>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Risk(Risk { at, id, said }) = command;
    let new = match (&id, &said) {
        (None, Said { title: Some(title), inherent: Some(inherent), residual: Some(residual), .. }) => {
            Some((title.clone(), *inherent, *residual))
        }
        (None, Said { title: Some(_), .. }) => {
            return Err(usage("A new risk needs its ratings: --inherent and --residual, such as 4x5."));
        }
        (None, _) | (Some(_), _) => None,
    };
    let assessment = context.assessment(&at)?;
    let before = match (new, id) {
        (Some(new), _) => blank(assessment, new),
        (None, Some(id)) => of_register(assessment, id, context)?,
        (None, None) => {
            let view = risks::risks(&context.desk, of(assessment), &JOB)?;
            return context.show(&view, || text(&view));
        }
    };
    let view = risks::save_risk(&context.desk, with(before, said), &JOB)?;
    context.show(&view, || text(&view))
}

/// A new risk.
fn blank(assessment: AssessmentId, (title, inherent, residual): (String, Rating, Rating)) -> RiskInput {
    RiskInput {
        assessment,
        id: None,
        title,
        scenario: String::new(),
        threats: BTreeSet::new(),
        findings: BTreeSet::new(),
        categories: BTreeSet::new(),
        inherent,
        residual,
        rationale: String::new(),
        treatment: Treatment::Mitigate,
        controls: Vec::new(),
        combining: String::new(),
        owner: String::new(),
        due: None,
        status: RiskStatus::Open,
        base: None,
    }
}

/// A risk as it stands in the register.
fn of_register(assessment: AssessmentId, id: RiskId, context: &Context) -> Result<RiskInput, Problem> {
    let view = risks::risks(&context.desk, of(assessment.clone()), &JOB)?;
    let old = view.risks.into_iter().map(|row| row.risk).find(|risk| risk.id == id);
    let old = old.ok_or_else(|| {
        Problem::new("unknown", message!("There is no risk “{id}” here. Nothing was changed."))
    })?;
    let base = Some(old.clone());
    Ok(RiskInput {
        assessment,
        id: Some(id),
        title: old.title,
        scenario: old.scenario,
        threats: old.threats,
        findings: old.findings,
        categories: old.categories,
        inherent: old.ratings.inherent(),
        residual: old.ratings.residual(),
        rationale: old.rationale,
        treatment: old.treatment,
        controls: old.controls,
        combining: old.combining,
        owner: old.owner,
        due: old.due,
        status: old.status,
        base,
    })
}

/// The risk with what is said of it; what is not said stays.
fn with(before: RiskInput, said: Said) -> RiskInput {
    fn given<T, L: FromIterator<T>>(said: Vec<T>, before: L) -> L {
        if said.is_empty() { before } else { said.into_iter().collect() }
    }
    RiskInput {
        title: said.title.unwrap_or(before.title),
        scenario: said.scenario.unwrap_or(before.scenario),
        threats: given(said.threats, before.threats),
        findings: given(said.findings, before.findings),
        inherent: said.inherent.unwrap_or(before.inherent),
        residual: said.residual.unwrap_or(before.residual),
        rationale: said.rationale.unwrap_or(before.rationale),
        treatment: said.treatment.unwrap_or(before.treatment),
        controls: given(said.controls, before.controls),
        owner: said.owner.unwrap_or(before.owner),
        due: said.due.or(before.due),
        status: said.status.unwrap_or(before.status),
        ..before
    }
}

fn text(view: &RiskRegister) -> Text {
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
