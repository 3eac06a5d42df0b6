//! The sample: a vault with it, and the whole job done once.

use crate::context::{Context, JOB, of};
use crate::{report as report_command, scope as scope_command, vaults as vault_command};
use assay_core::signing::{SetAside, SigningRule};
use assay_desk::use_cases::tokens::TokenUse;
use assay_desk::use_cases::{identities, issuing, scope, vaults};
use assay_desk::{Passphrase, Problem, demo};
use assay_seal::identity::Algorithm;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on the sample.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new vault with the sample assessment in it
    Sample(Sample),
    /// Do the whole job once with the sample: vault, assessment, report, signature, verification
    Demo(Demo),
}

/// A vault to make.
#[derive(Debug, Args)]
pub struct Sample {
    /// The file to make; an existing one is never overwritten
    vault: PathBuf,
}

/// Where the whole job is done.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder for what it makes; a new temporary one when left out
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Sample(sample) => {
            let key = vaults::VaultKey { path: sample.vault.into(), passphrase: context.new_passphrase()? };
            let session = vaults::open_sample(&context.desk, key, &JOB)?;
            context.show(&session, || vault_command::text(&session))
        }
        Command::Demo(demo) => whole_job(demo, context),
    }
}

/// The passphrase of the demonstration's vault, which is printed.
const PASSPHRASE: &str = "a sample, not a secret";

fn whole_job(demo: Demo, context: &Context) -> Result<(), Problem> {
    context.without_passphrase()?;
    let desk = &context.desk;
    let folder =
        demo.out.unwrap_or_else(|| std::env::temp_dir().join(format!("assay-demo-{}", std::process::id())));
    let [vault, pdf, certificate] =
        ["sample.assay", "report.pdf", "assessor.pem"].map(|name| folder.join(name));
    let key =
        vaults::VaultKey { path: vault.as_path().into(), passphrase: Passphrase::new(PASSPHRASE.to_owned()) };
    let assessment = demo::make(desk, &key, &JOB)?;
    let overview = scope::overview(desk, of(assessment.clone()), &JOB)?;
    let assessor = overview.assessment.assessor.clone();
    let who = identities::NewIdentity {
        name: assessor.name,
        organisation: assessor.organisation,
        email: String::new(),
        algorithm: Algorithm::default(),
    };
    let identity = identities::create_identity(desk, who, &JOB)?.id;
    let to_file =
        identities::CertificateToFile { identity: identity.clone(), path: certificate.as_path().into() };
    identities::export_certificate(desk, to_file, &JOB)?;
    let input = issuing::IssueReport {
        assessment,
        identity,
        path: pdf.into(),
        location: String::new(),
        token: TokenUse::default(),
        // The sample shows what stands open, too.
        set_aside: vec![SetAside {
            rule: SigningRule::OpenPoints,
            reason: "A sample, to be looked at".into(),
        }],
    };
    let issued = issuing::issue_report(desk, input, &JOB)?;
    context.show(&issued, || {
        let mut text = scope_command::text(&overview);
        text.gap();
        text.line(format_args!("The vault       {} (passphrase: {PASSPHRASE})", vault.display()));
        text.line(format_args!("The certificate {}", certificate.display()));
        text.line(format_args!("The report      {} ({} pages)", issued.path, issued.pages));
        text.gap();
        text.add(&report_command::verdict_text(&issued.verdict));
        text
    })
}
