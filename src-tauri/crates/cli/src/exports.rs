//! An assessment for those who count, edit and feed other tools.

use crate::context::{Context, JOB, Where, usage};
use crate::report::What;
use crate::terminal::Text;
use assay_desk::Problem;
use assay_desk::use_cases::exports::{self, Listed};
use assay_exchange::oscal::Model;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands that write what other tools read.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the registers as a workbook: findings, risks, plan, requirements, questions, evidence, threats
    Registers(Registers),
    /// Write a report as a document that can be edited (.docx): a copy, which is never signed
    Editable(Editable),
    /// Write the assessment in OSCAL (JSON): its results, or its plan of action and milestones
    Oscal(Oscal),
}

/// Registers to write.
#[derive(Debug, Args)]
pub struct Registers {
    #[command(flatten)]
    at: Where,
    /// Where to: a new .xlsx
    #[arg(long)]
    out: PathBuf,
}

/// An editable copy to write.
#[derive(Debug, Args)]
pub struct Editable {
    #[command(flatten)]
    at: Where,
    /// Where to: a new .docx
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    what: What,
}

/// A model of OSCAL to write.
#[derive(Debug, Args)]
pub struct Oscal {
    #[command(flatten)]
    at: Where,
    /// Where to: a new .json
    #[arg(long)]
    out: PathBuf,
    /// As what: assessment-results or plan-of-action
    #[arg(long, default_value = "assessment-results", value_parser = model)]
    model: Model,
}

fn model(text: &str) -> Result<Model, String> {
    Model::parse(text).ok_or_else(|| format!("the models are {}", Model::ALL.map(Model::id).join(", ")))
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Registers(which) => registers(which, context),
        Command::Editable(which) => editable(which, context),
        Command::Oscal(which) => oscal(which, context),
    }
}

fn lists(text: &mut Text, lists: &[Listed]) {
    for Listed { name, entries } in lists {
        text.line(format_args!("{entries:>6}  {name}"));
    }
}

fn registers(which: Registers, context: &Context) -> Result<(), Problem> {
    if !which.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Err(usage(
            "The registers are an Excel workbook: name it with the ending .xlsx. Nothing was written.",
        ));
    }
    let assessment = context.assessment(&which.at)?;
    let input = exports::RegistersToFile { assessment, path: which.out.into() };
    let view = exports::export_registers(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::of(format_args!("Wrote the registers {}.", view.path));
        lists(&mut text, &view.sheets);
        let many = match view.continued {
            0 => return text,
            1 => "1 text is".to_owned(),
            n => format!("{n} texts are"),
        };
        text.line(format_args!(
            "{many} longer than a cell can hold: the rest is in the sheet “Long texts”, and the cell says in which row."
        ));
        text
    })
}

fn editable(which: Editable, context: &Context) -> Result<(), Problem> {
    let (kind, leave_out) = which.what.checked()?;
    let assessment = context.assessment(&which.at)?;
    let input = exports::EditableToFile { assessment, path: which.out.into(), kind, leave_out };
    let view = exports::export_editable(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let what = kind.title().to_string().to_lowercase();
        Text::of(format_args!(
            "Wrote the {what} {} to be edited. It is a copy; what counts is the signed PDF.",
            view.path
        ))
    })
}

fn oscal(which: Oscal, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&which.at)?;
    let input = exports::OscalToFile { assessment, path: which.out.into(), model: which.model };
    let view = exports::export_oscal(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::of(format_args!("Wrote {}.", view.path));
        lists(&mut text, &view.lists);
        text
    })
}
