//! Who signs: identities made in a vault, read from a file or on a token, and their certificates.

use crate::context::{Context, InVault, JOB, identity, listed};
use crate::terminal::Text;
use assay_core::ids::IdentityId;
use assay_desk::Problem;
use assay_desk::use_cases::identities;
use assay_desk::use_cases::tokens::{self, TokenCertificate, TokenSeen};
use assay_desk::use_cases::vaults::{IdentityView, TokenOf};
use assay_message::message;
use assay_seal::identity::Algorithm;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

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
    /// Show what is on the tokens and smart cards that a PKCS#11 module reaches. The module is code that is run
    Token(Token),
    /// Take one whose key stays on a token: its certificate and those above it. The PIN is asked for when it signs
    Take(Take),
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

/// Tokens to look at.
#[derive(Debug, Args)]
pub struct Token {
    /// The PKCS#11 module (.so, .dylib or .dll) of the program that came with the token
    module: PathBuf,
}

/// An identity to take.
#[derive(Debug, Args)]
pub struct Take {
    #[command(flatten)]
    at: InVault,
    /// The PKCS#11 module (.so, .dylib or .dll) of the program that came with the token
    module: PathBuf,
    /// Serial number of the token; not needed when one certificate alone can sign
    #[arg(long, value_name = "SERIAL")]
    token: Option<String>,
    /// SHA-256 fingerprint of the certificate; not needed when one alone can sign
    #[arg(long, value_name = "FINGERPRINT")]
    certificate: Option<String>,
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
        Command::Identity { what: Identity::Token(token) } => {
            context.without_passphrase()?;
            let seen = look(&token.module, context)?;
            context.show(&seen, || seen_text(&seen))
        }
        Command::Identity { what: Identity::Take(which) } => take(which, context),
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

fn look(module: &Path, context: &Context) -> Result<Vec<TokenSeen>, Problem> {
    tokens::look_at_token(&context.desk, tokens::LookAtToken { path: module.into() }, &JOB)
}

fn take(which: Take, context: &Context) -> Result<(), Problem> {
    context.open(&which.at.vault)?;
    let seen = look(&which.module, context)?;
    let (serial, fingerprint) = meant(&seen, which.token.as_deref(), which.certificate.as_deref())?;
    let input = tokens::TokenIdentity { path: which.module.into(), serial, fingerprint };
    let view = tokens::take_identity_from_token(&context.desk, input, &JOB)?;
    context.show(&view, || made_text("Took", &view))
}

/// Serial number and fingerprint of the certificate meant: the one named, or the only one that can sign.
fn meant(
    seen: &[TokenSeen],
    serial: Option<&str>,
    fingerprint: Option<&str>,
) -> Result<(String, String), Problem> {
    let named = |given: Option<&str>, own: &str| given.is_none_or(|given| given.eq_ignore_ascii_case(own));
    let there: Vec<(&TokenSeen, &TokenCertificate)> = seen
        .iter()
        .filter(|token| named(serial, &token.serial))
        .flat_map(|token| token.certificates.iter().map(move |one| (token, one)))
        .filter(|(_, one)| named(fingerprint, &one.fingerprint))
        .collect();
    let fit: Vec<_> = there.iter().filter(|(_, one)| one.unfit.is_none()).collect();
    match (fit.as_slice(), there.as_slice()) {
        // One that cannot sign is asked for all the same, so that it is said why.
        ([(token, one)], _) | ([], [(token, one)]) => Ok((token.serial.clone(), one.fingerprint.clone())),
        ([], _) => Err(Problem::new(
            "missing",
            message!("There is no certificate on the token that could sign. Nothing was changed."),
        )),
        (many, _) => Err(Problem::new(
            "missing",
            message!(
                "There are {many} certificates that can sign. Say which with --certificate: {which}",
                many = many.len(),
                which = listed(many.iter().map(|(_, one)| &one.fingerprint))
            ),
        )),
    }
}

fn seen_text(seen: &[TokenSeen]) -> Text {
    let mut text = Text::new();
    for token in seen {
        text.gap();
        text.line(format_args!("token {}  serial number {}", token.label, token.serial));
        if token.pin_at_reader {
            text.line("  Its PIN is typed at the reader.");
        }
        if let Some(notice) = &token.notice {
            text.line(format_args!("  {notice}"));
        }
        for one in &token.certificates {
            text.line(format_args!(
                "  certificate {}  {}  valid until {}",
                one.label,
                named(&one.name, &one.organisation),
                one.valid_until
            ));
            text.line(format_args!("    {}, {}", one.key, vouched(one.issuer.as_deref())));
            text.line(format_args!("    Fingerprint {}", one.fingerprint));
            if let Some(why) = &one.unfit {
                text.line(format_args!("    It cannot sign. {why}"));
            }
        }
        if token.certificates.is_empty() {
            text.line("  No certificate with a key is on it.");
        }
    }
    text
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
    let who = named(&view.name, &view.organisation);
    let mut text = Text::of(format_args!("{verb} {} for {who}; valid until {}.", view.id, view.valid_until));
    about(&mut text, view);
    text
}

fn named(name: &str, organisation: &str) -> String {
    if organisation.is_empty() || organisation == name {
        name.to_owned()
    } else {
        format!("{name}, {organisation}")
    }
}

fn vouched(issuer: Option<&str>) -> String {
    issuer.map_or_else(|| "vouches for itself".to_owned(), |issuer| format!("issued by {issuer}"))
}

fn list_text(all: &[IdentityView]) -> Text {
    let mut text = Text::new();
    for view in all {
        one(&mut text, view);
    }
    if all.is_empty() {
        text.line("No signing identity yet. Make one: assay identity new VAULT --help, import one, or take one from a token.");
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
    text.line(format_args!("  {}, {}", view.key, vouched(view.issuer.as_deref())));
    if let Some(TokenOf { label, serial, .. }) = &view.token {
        text.line(format_args!("  Its key is on the token {label}, serial number {serial}"));
    }
    text.line(format_args!("  Fingerprint {}", view.fingerprint));
    if let Some(notice) = &view.notice {
        text.line(format_args!("  {notice}"));
    }
}
