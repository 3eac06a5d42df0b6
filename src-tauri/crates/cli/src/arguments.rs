//! What can be typed after `assay`: the families of commands, and what holds for all of them.

use crate::context::Context;
use crate::{
    answers, components, decision, evidence, exports, findings, gates, history, identities, import, look,
    preparation, report, risks, sample, scope, threats, timestamps, vaults,
};
use assay_desk::Problem;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

const AFTER: &str = "\
A first assessment, start to end:
  assay new acme.assay                                     make a vault (asks for a passphrase)
  assay vendor acme.assay --name \"Acme Ltd\"
  assay start acme.assay --vendor \"Acme Ltd\" --title \"Acme 2026\" --assessor \"A. Moore\" \\
        --framework soc2 --framework iso27001 --fact personal-data
  assay questions acme.assay                               what to ask
  assay answer acme.assay ACC-01 --claim yes --conclude effective --level 4
  assay evidence acme.assay report.pdf --kind report --question ACC-01
  assay import threat-dragon acme.assay model.json
  assay threats acme.assay
  assay risk acme.assay --title \"…\" --inherent 4x4 --residual 2x3 --owner \"B. Lee\"
  assay decide acme.assay --outcome approve --by \"C. Park\"
  assay people acme.assay --reviewer \"B. Ash\"            who countersigns
  assay identity new acme.assay --name \"A. Moore\" --organisation \"Moore & Co\"
  assay sign acme.assay --out acme.pdf                     draw, sign, verify, keep
  assay certificate acme.assay --out moore.pem             for those who will verify
  assay verify acme.pdf --trust moore.pem

The passphrase comes from --passphrase-file, else from the variable ASSAY_PASSPHRASE, else it is asked for.

Exit codes: 0 done · 1 refused: the message says what was kept · 2 wrong usage, nothing was done · 3 wrong passphrase ·
4 not a vault, damaged or newer · 5 the PDF did not verify ·
6 signed and unchanged, but a signer is not among those trusted · 7 signed and unchanged, but against the rules of the paper ·
8 not judged: nothing was found wrong, but it is of a kind that cannot be checked here";

/// Security assessments of vendors, offline, ending in a signed report.
#[derive(Debug, Parser)]
#[command(name = "assay", version, after_help = AFTER, max_term_width = 110)]
pub struct Arguments {
    /// Write JSON, for scripts
    #[arg(long, global = true)]
    pub json: bool,
    /// Read the passphrase from the first line of this file
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The families.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(flatten)]
    Vaults(vaults::Command),
    #[command(flatten)]
    Scope(scope::Command),
    #[command(flatten)]
    Preparation(preparation::Command),
    #[command(flatten)]
    Answers(answers::Command),
    #[command(flatten)]
    Evidence(evidence::Command),
    #[command(flatten)]
    Import(import::Command),
    #[command(flatten)]
    Components(components::Command),
    #[command(flatten)]
    Threats(threats::Command),
    #[command(flatten)]
    Findings(findings::Command),
    #[command(flatten)]
    Risks(risks::Command),
    #[command(flatten)]
    Decision(decision::Command),
    #[command(flatten)]
    Gates(gates::Command),
    #[command(flatten)]
    Identities(identities::Command),
    #[command(flatten)]
    Look(look::Command),
    #[command(flatten)]
    Report(report::Command),
    #[command(flatten)]
    Timestamps(timestamps::Command),
    #[command(flatten)]
    Exports(exports::Command),
    #[command(flatten)]
    History(history::Command),
    #[command(flatten)]
    Sample(sample::Command),
}

impl Command {
    /// Does what was asked.
    ///
    /// # Errors
    /// What a person should know when it could not be done.
    pub fn run(self, context: &Context) -> Result<(), Problem> {
        match self {
            Self::Vaults(command) => vaults::run(command, context),
            Self::Scope(command) => scope::run(command, context),
            Self::Preparation(command) => preparation::run(command, context),
            Self::Answers(command) => answers::run(command, context),
            Self::Evidence(command) => evidence::run(command, context),
            Self::Import(command) => import::run(command, context),
            Self::Components(command) => components::run(command, context),
            Self::Threats(command) => threats::run(command, context),
            Self::Findings(command) => findings::run(command, context),
            Self::Risks(command) => risks::run(command, context),
            Self::Decision(command) => decision::run(command, context),
            Self::Gates(command) => gates::run(command, context),
            Self::Identities(command) => identities::run(command, context),
            Self::Look(command) => look::run(command, context),
            Self::Report(command) => report::run(command, context),
            Self::Timestamps(command) => timestamps::run(command, context),
            Self::Exports(command) => exports::run(command, context),
            Self::History(command) => history::run(command, context),
            Self::Sample(command) => sample::run(command, context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        Arguments::command().debug_assert();
    }
}
