//! Files of other tools.

use crate::context::{Context, JOB, Where};
use crate::terminal::Text;
use assay_desk::Problem;
use assay_desk::use_cases::{components, threats};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on files of other tools.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a file made by another tool
    Import {
        /// What to read
        #[command(subcommand)]
        what: Import,
    },
}

/// What can be read.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A bill of materials in CycloneDX JSON: models, datasets and services become components, the rest an inventory
    Cyclonedx(Source),
    /// An OWASP Threat Dragon version 2 model
    ThreatDragon(Source),
}

/// A file to read.
#[derive(Debug, Args)]
pub struct Source {
    #[command(flatten)]
    at: Where,
    /// The file
    file: PathBuf,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    let Command::Import { what } = command;
    match what {
        Import::Cyclonedx(Source { at, file: path }) => {
            let input = components::BomFile { assessment: context.assessment(&at)?, path: path.into() };
            let view = components::import_bom(&context.desk, input, &JOB)?;
            context.show(&view, || bom_text(&view))
        }
        Import::ThreatDragon(Source { at, file: path }) => {
            let input = threats::ImportModel { assessment: context.assessment(&at)?, path: path.into() };
            let view = threats::import_threat_dragon(&context.desk, input, &JOB)?;
            context.show(&view, || model_text(&view))
        }
    }
}

fn model_text(view: &threats::Imported) -> Text {
    let mut text = Text::of(format_args!(
        "“{}”: {} elements, {} flows, {} boundaries, {} recorded threats. The rules yield {} threats.",
        view.title, view.elements, view.flows, view.boundaries, view.threats, view.generated
    ));
    if view.stand_ins > 0 {
        let loose = view.stand_ins;
        text.line(format_args!("  {loose} loose ends of flows were given an actor to stand in."));
    }
    for remark in &view.remarks {
        text.line(format_args!("  {remark}"));
    }
    text
}

/// A number with its word, of one or of several.
fn count(n: u32, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

fn bom_text(view: &components::BomImported) -> Text {
    let bom = &view.bom;
    let mut text = Text::of(format_args!(
        "{} “{}” ({}): {}; {} added, {} known",
        bom.id,
        bom.about,
        bom.format,
        count(bom.total(), "entry", "entries"),
        count(view.added, "component", "components"),
        view.known
    ));
    for line in bom.contents() {
        text.line(format_args!("  {line}"));
    }
    let mut licences: Vec<_> = bom.licences.iter().collect();
    licences.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (licence, count) in licences.iter().take(10) {
        text.line(format_args!("  {count} under {licence}"));
    }
    text.line(format_args!(
        "  without licence {}, without version {}, without hash {}",
        bom.without_licence, bom.without_version, bom.without_hash
    ));
    for (severity, count) in &bom.vulnerabilities {
        text.line(format_args!("  vulnerabilities, {severity}: {count}"));
    }
    for note in &bom.notes {
        text.line(format_args!("  {note}"));
    }
    text
}
