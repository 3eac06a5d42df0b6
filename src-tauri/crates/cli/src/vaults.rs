//! Vault files: make, look into, copy, put under another passphrase.

use crate::context::{Context, InVault, JOB};
use crate::identities;
use crate::terminal::Text;
use assay_core::record::Unreadable;
use assay_desk::Problem;
use assay_desk::use_cases::vaults::{self, Session};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on a vault as a whole.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new, empty vault
    New(New),
    /// Show vendors, assessments and identities of a vault
    List(InVault),
    /// Copy a vault under the same passphrase
    Backup(Backup),
    /// Change a vault's passphrase; the new one comes from ASSAY_NEW_PASSPHRASE or is asked for
    Passphrase(InVault),
}

/// A vault to make.
#[derive(Debug, Args)]
pub struct New {
    /// The file to make; an existing one is never overwritten
    vault: PathBuf,
}

/// A vault to copy.
#[derive(Debug, Args)]
pub struct Backup {
    /// The vault file
    vault: PathBuf,
    /// Where to
    out: PathBuf,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::New(new) => make(new, context),
        Command::List(at) => {
            let session = context.open(&at.vault)?;
            context.show(&session, || text(&session))
        }
        Command::Backup(backup) => copy(backup, context),
        Command::Passphrase(at) => change_passphrase(&at, context),
    }
}

fn make(new: New, context: &Context) -> Result<(), Problem> {
    let passphrase = context.new_passphrase()?;
    let key = vaults::VaultKey { path: new.vault.as_path().into(), passphrase };
    let session = vaults::create_vault(&context.desk, key, &JOB)?;
    context.show(&session, || {
        let vault = new.vault.display();
        Text::of(format_args!("Made {}. Add a vendor: assay vendor {vault} --name NAME", session.path))
    })
}

fn copy(backup: Backup, context: &Context) -> Result<(), Problem> {
    context.open(&backup.vault)?;
    let view = vaults::back_up(&context.desk, vaults::File { path: backup.out.as_path().into() }, &JOB)?;
    context.show(&view, || Text::of(format_args!("Copied to {}.", backup.out.display())))
}

fn change_passphrase(at: &InVault, context: &Context) -> Result<(), Problem> {
    context.open(&at.vault)?;
    let input = vaults::NewPassphrase { old: context.passphrase()?, new: context.next_passphrase()? };
    let view = vaults::change_passphrase(&context.desk, input, &JOB)?;
    context.show(&view, || Text::of("The passphrase is changed."))
}

/// What is in a vault.
pub fn text(view: &Session) -> Text {
    let mut text = Text::of(&view.path);
    if view.vendors.is_empty() {
        text.line("No vendor yet. Add one: assay vendor VAULT --name NAME");
    }
    for card in &view.vendors {
        text.gap();
        text.line(format_args!("{}  ({})", card.vendor.name, card.vendor.id));
        for a in &card.assessments {
            text.line(format_args!(
                "  {}  {}  tier {}  {} of {} concluded  {} issued",
                a.assessment.id,
                a.assessment.title,
                a.assessment.tier.get(),
                a.concluded,
                a.applicable,
                a.issued
            ));
        }
    }
    for identity in &view.identities {
        identities::one(&mut text, identity);
    }
    let within = view.vendors.iter().flat_map(|card| &card.assessments).flat_map(|a| &a.unreadable);
    let unreadable: Vec<&Unreadable> = view.unreadable.iter().chain(within).collect();
    if !unreadable.is_empty() {
        let records =
            if unreadable.len() == 1 { "1 record" } else { &format!("{} records", unreadable.len()) };
        text.gap();
        text.line(format_args!(
            "{records} cannot be read by this version of Assay; kept as written, counted in nothing:"
        ));
        for Unreadable { key, detail } in unreadable {
            text.line(format_args!("  {} {}: {detail}", key.kind, key.id));
        }
    }
    text
}
