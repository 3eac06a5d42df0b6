//! Who signs: identities made in a vault or read from a file, and their certificates.

use crate::context::{Context, InVault, JOB, identity};
use crate::terminal::Text;
use assay_core::ids::IdentityId;
use assay_desk::Problem;
use assay_desk::use_cases::identities;
use assay_desk::use_cases::vaults::IdentityView;
use assay_seal::identity::Algorithm;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on identities.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Who signs: a key that never leaves the vault, and its certificate
    Identity {
        /// What to do
        #[command(subcommand)]
        what: Identity,
    },
    /// Write an identity's certificate, for those who will verify
    Certificate(Certificate),
}

/// What can be done with identities.
#[derive(Debug, Subcommand)]
pub enum Identity {
    /// Make one: a key and a certificate that vouches for itself
    New(New),
    /// Read one that somebody issued from a PKCS#12 file (.p12, .pfx): key, certificate and those above it
    Import(Import),
    /// Show those of a vault, and what to do about certificates that end
    List(InVault),
}

/// Who will sign.
#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    at: InVault,
    /// The signer's name
    #[arg(long)]
    name: String,
    /// The signer's organisation
    #[arg(long)]
    organisation: String,
    /// The signer's mail address
    #[arg(long, default_value = "")]
    email: String,
    /// Kind of key: p256, p384, rsa3072, rsa4096
    #[arg(long, default_value = "p256", value_parser = algorithm, hide_possible_values = true)]
    algorithm: Algorithm,
}

fn algorithm(text: &str) -> Result<Algorithm, String> {
    Algorithm::ALL
        .into_iter()
        .find(|one| one.id() == text)
        .ok_or_else(|| format!("the kinds of key are {}", Algorithm::ALL.map(Algorithm::id).join(", ")))
}

/// A file to read.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    at: InVault,
    /// The PKCS#12 file
    file: PathBuf,
    /// Read the file's own passphrase from the first line of this one; else it comes from ASSAY_P12_PASSPHRASE or is asked for
    #[arg(long, value_name = "FILE")]
    p12_passphrase_file: Option<PathBuf>,
}

/// A certificate to write.
#[derive(Debug, Args)]
pub struct Certificate {
    #[command(flatten)]
    at: InVault,
    /// Where to (PEM)
    #[arg(long)]
    out: PathBuf,
    /// Id of the identity; not needed when the vault holds one
    #[arg(long)]
    identity: Option<IdentityId>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Identity { what: Identity::New(who) } => create(who, context),
        Command::Identity { what: Identity::Import(file) } => import(file, context),
        Command::Identity { what: Identity::List(at) } => {
            let session = context.open(&at.vault)?;
            context.show(&session.identities, || list_text(&session.identities))
        }
        Command::Certificate(which) => export(which, context),
    }
}

fn create(who: New, context: &Context) -> Result<(), Problem> {
    context.open(&who.at.vault)?;
    let New { name, organisation, email, algorithm, .. } = who;
    let input = identities::NewIdentity { name, organisation, email, algorithm };
    let view = identities::create_identity(&context.desk, input, &JOB)?;
    context.show(&view, || made_text("Made", &view))
}

fn import(file: Import, context: &Context) -> Result<(), Problem> {
    context.open(&file.at.vault)?;
    let passphrase = context.file_passphrase(file.p12_passphrase_file.as_deref())?;
    let input = identities::IdentityFile { path: file.file.into(), passphrase };
    let view = identities::import_identity(&context.desk, input, &JOB)?;
    context.show(&view, || made_text("Imported", &view))
}

fn export(which: Certificate, context: &Context) -> Result<(), Problem> {
    let session = context.open(&which.at.vault)?;
    let input = identities::CertificateToFile {
        identity: identity(&session, which.identity)?,
        path: which.out.as_path().into(),
    };
    let view = identities::export_certificate(&context.desk, input, &JOB)?;
    context.show(&view, || Text::of(format_args!("Wrote {}.", which.out.display())))
}

fn made_text(verb: &str, view: &IdentityView) -> Text {
    let who = if view.organisation.is_empty() || view.organisation == view.name {
        view.name.clone()
    } else {
        format!("{}, {}", view.name, view.organisation)
    };
    let mut text = Text::of(format_args!("{verb} {} for {who}; valid until {}.", view.id, view.valid_until));
    about(&mut text, view);
    text
}

fn list_text(all: &[IdentityView]) -> Text {
    let mut text = Text::new();
    for view in all {
        one(&mut text, view);
    }
    if all.is_empty() {
        text.line("No signing identity yet. Make one: assay identity new VAULT --help, or import one.");
    }
    text
}

/// An identity, as it stands on a list.
pub fn one(text: &mut Text, view: &IdentityView) {
    text.gap();
    text.line(format_args!(
        "identity {}  {}, {}  valid until {}",
        view.id, view.name, view.organisation, view.valid_until
    ));
    about(text, view);
}

fn about(text: &mut Text, view: &IdentityView) {
    match &view.issuer {
        Some(issuer) => text.line(format_args!("  {}, issued by {issuer}", view.key)),
        None => text.line(format_args!("  {}, vouches for itself", view.key)),
    }
    text.line(format_args!("  Fingerprint {}", view.fingerprint));
    if let Some(notice) = &view.notice {
        text.line(format_args!("  {notice}"));
    }
}
