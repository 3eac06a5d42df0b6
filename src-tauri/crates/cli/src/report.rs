//! The report: drafts, issues, signatures, verification.

use crate::context::{Context, JOB, OnToken, Where, identity, of, usage, with_pin_hint};
use crate::terminal::Text;
use assay_core::ids::IdentityId;
use assay_core::record::Issue;
use assay_core::signing::{SetAside, SigningRule};
use assay_core::words::Word as _;
use assay_desk::use_cases::{issuing, report, sealing};
use assay_desk::verdict::{PlaceVerdict, Verdict, Word as Verified};
use assay_desk::{ChosenFile, Problem};
use assay_message::{Message, message};
use assay_report::compose::{Kind, Outline, Section};
use assay_report::document::Signer;
use assay_seal::verify::{Coverage, Intact, SignatureVerdict, Trust};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on the report and its signatures.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the report unsigned: a draft of what is issued, or another kind, such as the board paper
    Report(Draft),
    /// Issue the report: draw, sign, verify, keep a copy in the vault
    Sign(Sign),
    /// Show the reports issued; with --out write one to a file again, as it was signed
    Issued(Issued),
    /// Add the reviewer's or the executive's signature to a signed report
    Countersign(Countersign),
    /// Verify a signed PDF, strictly, without a network. Exits 0 only when every signer is trusted and nothing is wrong
    Verify(Verify),
}

/// A draft to write.
#[derive(Debug, Args)]
pub struct Draft {
    #[command(flatten)]
    at: Where,
    /// Where to
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    what: What,
}

/// What a report is to hold.
#[derive(Debug, Args)]
pub struct What {
    /// What it is for: complete (the full report with its annexes, as it is issued), board (for those who decide), full,
    /// annexes, vendor (what the vendor may have), plan, questionnaire, applicability
    #[arg(long, default_value = "complete", value_parser = kind)]
    kind: Kind,
    /// A section that it does without, such as threats; repeat for more
    #[arg(long, value_name = "SECTION", value_parser = section)]
    leave_out: Vec<Section>,
}

/// A kind of report by its name.
fn kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text).ok_or_else(|| format!("the kinds are {}", Kind::ALL.map(Kind::id).join(", ")))
}

/// A section of a report by its name.
fn section(text: &str) -> Result<Section, String> {
    let all = || Kind::ALL.into_iter().flat_map(|kind| Outline::of(kind).sections().collect::<Vec<_>>());
    all().find(|section| section.id() == text).ok_or_else(|| {
        let names: std::collections::BTreeSet<&str> = all().map(Section::id).collect();
        format!("the sections are {}", Vec::from_iter(names).join(", "))
    })
}

/// A report to issue.
#[derive(Debug, Args)]
pub struct Sign {
    #[command(flatten)]
    at: Where,
    /// Where to
    #[arg(long)]
    out: PathBuf,
    /// Id of the identity; not needed when the vault holds one
    #[arg(long)]
    identity: Option<IdentityId>,
    /// Where it is signed
    #[arg(long, default_value = "")]
    location: String,
    /// Sign although a rule stands against it, such as open-points=REASON; the report prints rule and reason
    #[arg(long = "override", value_name = "RULE=REASON", value_parser = set_aside)]
    overrides: Vec<SetAside>,
    #[command(flatten)]
    token: OnToken,
}

/// A rule set aside, as `RULE=REASON`.
fn set_aside(text: &str) -> Result<SetAside, String> {
    let (rule, reason) = text.split_once('=').unwrap_or((text, ""));
    let rule = SigningRule::parse(rule).ok_or_else(|| {
        let all: Vec<&str> = SigningRule::ALL.iter().map(|rule| rule.id()).collect();
        format!("the rules are {}", all.join(", "))
    })?;
    if !reason.contains(char::is_alphanumeric) {
        return Err("a rule is set aside with a reason: RULE=REASON".into());
    }
    Ok(SetAside { rule, reason: reason.trim().into() })
}

/// A report issued before.
#[derive(Debug, Args)]
pub struct Issued {
    #[command(flatten)]
    at: Where,
    /// Which, by its number; the newest when left out
    #[arg(long, requires = "out")]
    number: Option<u32>,
    /// Where to
    #[arg(long)]
    out: Option<PathBuf>,
}

/// The places a further signature can go to.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Place {
    Reviewer,
    Executive,
}

/// A further signature.
#[derive(Debug, Args)]
pub struct Countersign {
    /// The vault with the identity
    vault: PathBuf,
    /// The signed PDF
    pdf: PathBuf,
    /// In which place
    #[arg(long = "as")]
    place: Place,
    /// Where to
    #[arg(long)]
    out: PathBuf,
    /// Id of the identity; not needed when the vault holds one
    #[arg(long)]
    identity: Option<IdentityId>,
    /// Sign although a rule stands against it, such as other-name=REASON; the signature states rule and reason
    #[arg(long = "override", value_name = "RULE=REASON", value_parser = set_aside)]
    overrides: Vec<SetAside>,
    #[command(flatten)]
    token: OnToken,
}

/// A PDF to verify.
#[derive(Debug, Args)]
pub struct Verify {
    /// The PDF
    pdf: PathBuf,
    /// A certificate held to be genuine (PEM or DER), from the signer by another way than the file; repeat for more
    #[arg(long)]
    trust: Vec<PathBuf>,
    /// The least number of signatures there must be, at least 1
    #[arg(long, default_value_t = 1)]
    signatures: usize,
    /// Write what was signed, without what was added since, to this new file
    #[arg(long, value_name = "OUT")]
    signed_revision: Option<PathBuf>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Report(draft) => write_draft(draft, context),
        Command::Sign(report) => sign(report, context),
        Command::Issued(which) => issued(which, context),
        Command::Countersign(report) => countersign(report, context),
        Command::Verify(pdf) => verify(pdf, context),
    }
}

fn warned(text: &mut Text, warnings: &[Message]) {
    for warning in warnings {
        text.line(format_args!("  {warning}"));
    }
}

impl What {
    /// The kind, and its sections that are left out.
    ///
    /// # Errors
    /// A usage error when the kind has one of them not.
    pub fn checked(self) -> Result<(Kind, Vec<Section>), Problem> {
        let Self { kind, leave_out } = self;
        match leave_out.iter().find(|section| !Outline::of(kind).holds(**section)) {
            None => Ok((kind, leave_out)),
            Some(missing) => Err(usage(format!(
                "The {} has no section {} that could be left out.",
                kind.title().to_string().to_lowercase(),
                missing.id()
            ))),
        }
    }
}

fn write_draft(draft: Draft, context: &Context) -> Result<(), Problem> {
    let (kind, leave_out) = draft.what.checked()?;
    let assessment = context.assessment(&draft.at)?;
    let input = report::DraftToFile { assessment, path: draft.out.into(), kind, leave_out };
    let view = report::write_draft(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let (path, pages) = (&view.path, view.pages);
        let what = match kind {
            Kind::Complete => "draft".to_owned(),
            Kind::Board
            | Kind::Full
            | Kind::Annexes
            | Kind::Vendor
            | Kind::Plan
            | Kind::Questionnaire
            | Kind::Applicability => kind.title().to_string().to_lowercase(),
        };
        let mut text = Text::of(format_args!("Wrote the {what} {path} ({pages} pages, unsigned)."));
        warned(&mut text, &view.warnings);
        text
    })
}

fn sign(sign: Sign, context: &Context) -> Result<(), Problem> {
    let (session, assessment) = context.session_and_assessment(&sign.at)?;
    let identity = identity(&session, sign.identity)?;
    let input = issuing::IssueReport {
        assessment,
        token: context.token_use(&session, &identity, sign.token)?,
        identity,
        path: sign.out.into(),
        location: sign.location,
        set_aside: sign.overrides,
    };
    let view = issuing::issue_report(&context.desk, input, &JOB).map_err(with_pin_hint)?;
    context.show(&view, || {
        let (number, path, pages) = (view.issue.number, &view.path, view.pages);
        let mut text = Text::of(format_args!("Issued report {number} as {path} ({pages} pages)."));
        warned(&mut text, &view.warnings);
        text.add(&verdict_text(&view.verdict));
        text
    })
}

fn issued(which: Issued, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&which.at)?;
    let all = report::issues(&context.desk, of(assessment.clone()), &JOB)?;
    let Some(out) = which.out else {
        return context.show(&all, || issued_text(&all));
    };
    let issue = all.iter().find(|issue| which.number.is_none_or(|number| issue.number == number));
    let issue = issue.ok_or_else(|| {
        let number = which.number.map_or_else(String::new, |number| format!(" {number}"));
        Problem::new("unknown", message!("There is no issued report{number} here. Nothing was written."))
    })?;
    let input = report::IssueToFile { assessment, issue: issue.id.clone(), path: out.as_path().into() };
    let view = report::export_issue(&context.desk, input, &JOB)?;
    context.show(&view, || {
        Text::of(format_args!("Wrote report {} as {}, as it was signed.", issue.number, out.display()))
    })
}

fn issued_text(all: &[Issue]) -> Text {
    let mut text = Text::new();
    for Issue { number, issued, signer, file, .. } in all {
        let at = issued.format("%Y-%m-%d %H:%M");
        text.line(format_args!("{number:>3}  {at}  {signer}  {} ({} bytes)", file.name, file.size));
        text.line(format_args!("     SHA-256 {}", file.sha256));
    }
    if all.is_empty() {
        text.line("No report is issued yet.");
    }
    text
}

fn countersign(report: Countersign, context: &Context) -> Result<(), Problem> {
    let session = context.open(&report.vault)?;
    let identity = identity(&session, report.identity)?;
    let input = sealing::Countersign {
        token: context.token_use(&session, &identity, report.token)?,
        path: report.pdf.into(),
        out: report.out.as_path().into(),
        place: match report.place {
            Place::Reviewer => Signer::Reviewer,
            Place::Executive => Signer::Executive,
        },
        identity,
        location: String::new(),
        set_aside: report.overrides,
    };
    let view = sealing::countersign(&context.desk, input, &JOB).map_err(with_pin_hint)?;
    context.show(&view, || {
        let mut text = Text::of(format_args!("Wrote {}.", report.out.display()));
        text.add(&verdict_text(&view));
        text
    })
}

fn verify(pdf: Verify, context: &Context) -> Result<(), Problem> {
    context.without_passphrase()?;
    if pdf.signatures == 0 {
        return Err(usage("A report without a signature cannot verify: --signatures is at least 1."));
    }
    if let Some(out) = &pdf.signed_revision {
        let input = sealing::SignedRevision { path: pdf.pdf.clone().into(), out: out.as_path().into() };
        sealing::write_signed_revision(&context.desk, input, &JOB)?;
    }
    let trusts_nobody = pdf.trust.is_empty();
    let trusted = pdf.trust.into_iter().map(ChosenFile::from).collect();
    let file = pdf.pdf;
    let input = sealing::VerifyPdf { path: file.as_path().into(), trusted, trust_vault: false };
    let view = sealing::verify_pdf(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::new();
        if let Some(out) = &pdf.signed_revision {
            text.line(format_args!(
                "Wrote {}: what was signed. Of {} itself:",
                out.display(),
                file.display()
            ));
        }
        text.add(&verdict_text(&view));
        text
    })?;
    let found = view.signatures.len();
    let problem = match view.word {
        Verified::Valid | Verified::UnknownSigner | Verified::AgainstRules if found < pdf.signatures => {
            Problem::new(
                "not-verified",
                message!(
                    "{found} signatures were found and {signatures} are expected.",
                    signatures = pdf.signatures
                ),
            )
        }
        Verified::Valid => return Ok(()),
        Verified::AgainstRules => Problem::new("against-rules", view.sentence),
        Verified::UnknownSigner if trusts_nobody => Problem::new(
            "unknown-signer",
            message!(
                "Nobody can say who signed: no certificate was given to trust. Get the signer's certificate by another way than \
             this file and name it with --trust."
            ),
        ),
        Verified::UnknownSigner => {
            Problem::new("unknown-signer", message!("A signer is not among the certificates given."))
        }
        Verified::NotJudged => Problem::new("not-judged", view.sentence),
        Verified::Unsigned | Verified::Invalid | Verified::NotAPdf => {
            Problem::new("not-verified", view.sentence)
        }
    };
    Err(problem)
}

fn intact(answer: Intact) -> &'static str {
    match answer {
        Intact::Yes => "yes",
        Intact::No => "no",
        Intact::NotJudged => "not judged",
    }
}

/// How far a certificate is trusted.
fn trusted(trust: Trust) -> &'static str {
    match trust {
        Trust::Pinned => "this certificate is among those held to be genuine",
        Trust::Authority => {
            "an authority among those held to be genuine vouches for it; whether it was revoked was not asked"
        }
        Trust::UnknownSelfSigned => "self-made certificate: compare its fingerprint with the signer",
        Trust::UnknownIssuer => {
            "its certificates lead to an authority that is not among those held to be genuine: get that one's certificate, or \
             compare the fingerprint with the signer"
        }
        Trust::IncompleteChain => {
            "its certificates do not lead up to an authority, for one between is missing: get the certificate of the one that \
             issued it, or compare the fingerprint with the signer"
        }
        Trust::RefusedChain => {
            "its certificates lead to an authority held to be genuine, but one of them may not vouch for the next or was not \
             valid at the time"
        }
        Trust::NotValidAtTime => "the certificate was not valid at the claimed time",
        Trust::NotEstablished => "not established",
    }
}

/// One signature, question by question.
fn signature_text(text: &mut Text, s: &SignatureVerdict) {
    match &s.signer {
        Some(who) => {
            text.line(format_args!("{}: {}, {}", s.field, who.name, who.organisation));
            text.line(format_args!("  certificate  {}", who.fingerprint));
        }
        None => text.line(format_args!("{}: signer not established", s.field)),
    }
    let covers = match s.covers {
        Coverage::WholeFile => "the whole file".to_owned(),
        Coverage::Revision { number, of } => format!("the file as it was at revision {number} of {of}"),
        Coverage::Unclear => "unclear".to_owned(),
    };
    text.line(format_args!("  trust        {}", trusted(s.trust)));
    text.line(format_args!("  intact       {}", intact(s.intact)));
    text.line(format_args!("  covers       {covers}"));
    for change in &s.changed_since {
        text.line(format_args!("  since then   {change}"));
    }
    if let Some(at) = s.claimed_time {
        text.line(format_args!("  time         {} (the signer's own clock)", at.to_rfc3339()));
    }
    if let Some(stamp) = &s.time_stamp {
        let (at, who) = (stamp.at.format("%Y-%m-%dT%H:%M:%S%:z"), &stamp.authority);
        text.line(format_args!(
            "  time stamp   it was there at {at}, in the word of {}, {}",
            who.name, who.organisation
        ));
        text.line(format_args!("               certificate {}", who.fingerprint));
        text.line(format_args!("               {}", trusted(stamp.trust)));
    }
    if let Some(reason) = &s.reason {
        text.line(format_args!("  reason       {reason}"));
    }
    if let Some(location) = &s.location {
        text.line(format_args!("  place        {location}"));
    }
}

/// A place: whom the report names, who signed, and what the rules say of it.
/// What a file that was altered says of its places counts for nothing, so there only which are signed is said.
fn place_text(text: &mut Text, place: &PlaceVerdict, word: Verified) {
    match word {
        Verified::Valid | Verified::UnknownSigner | Verified::AgainstRules => {}
        Verified::Unsigned | Verified::Invalid | Verified::NotJudged | Verified::NotAPdf => {
            text.line(format_args!(
                "{}: {}",
                if place.signed { "Signed" } else { "Not signed" },
                place.field
            ));
            return;
        }
    }
    let named =
        place.expected.as_deref().map_or("nobody is named".to_owned(), |name| format!("named: {name}"));
    match &place.signer {
        Some(signer) => text.line(format_args!("Signed: {} ({named}) by {signer}", place.field)),
        None if place.signed => {
            text.line(format_args!("Signed: {} ({named}), by whom is not established", place.field))
        }
        None => text.line(format_args!("Not signed: {} ({named})", place.field)),
    }
    for objection in &place.objections {
        text.line(format_args!("  Against the rules: {}", objection.sentence));
    }
    for exception in &place.exceptions {
        text.line(format_args!("  Set aside: {} Reason: {}", exception.sentence, exception.reason));
    }
}

/// What the verifier says of a PDF.
pub fn verdict_text(view: &Verdict) -> Text {
    let mut text = Text::of(&view.sentence);
    for s in &view.signatures {
        text.gap();
        signature_text(&mut text, s);
    }
    view.places.iter().for_each(|place| place_text(&mut text, place, view.word));
    for active in &view.active {
        text.line(format_args!("Active content: {active}"));
    }
    for a in &view.attachments {
        text.line(format_args!("Attached: {} ({} bytes, SHA-256 {})", a.name, a.size, a.sha256));
    }
    for remark in &view.remarks {
        text.line(format_args!("Note: {remark}"));
    }
    for p in &view.problems {
        text.line(format_args!("Problem: {}", p.sentence));
    }
    text
}
