//! Time stamps by file: the request out, the authority's answer in. No network.

use crate::context::{Context, JOB};
use crate::report::verdict_text;
use crate::terminal::Text;
use assay_desk::use_cases::sealing;
use assay_desk::{ChosenFile, Problem};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on time stamps.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A time stamp on the newest signature of a report, by files (RFC 3161): the request goes out, the answer comes in
    Timestamp {
        /// What to do
        #[command(subcommand)]
        what: Timestamp,
    },
}

/// What can be done about time stamps.
#[derive(Debug, Subcommand)]
pub enum Timestamp {
    /// Write the request (.tsq) for an authority
    Request(Request),
    /// Put the authority's answer (.tsr) into the signature, in a copy of the report
    Add(Add),
}

/// A request to write.
#[derive(Debug, Args)]
pub struct Request {
    /// The signed PDF
    pdf: PathBuf,
    /// Where to (.tsq)
    #[arg(long)]
    out: PathBuf,
}

/// An answer to put in.
#[derive(Debug, Args)]
pub struct Add {
    /// The signed PDF
    pdf: PathBuf,
    /// The answer (.tsr)
    answer: PathBuf,
    /// Where the stamped PDF goes
    #[arg(long)]
    out: PathBuf,
    /// The authority's certificate, or one above it, held to be genuine (PEM or DER); repeat for more. With one, any other
    /// authority's answer is refused
    #[arg(long)]
    trust: Vec<PathBuf>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    context.without_passphrase()?;
    let Command::Timestamp { what } = command;
    match what {
        Timestamp::Request(Request { pdf, out }) => {
            let input = sealing::TimeStampRequest { path: pdf.into(), out: out.as_path().into() };
            let view = sealing::request_time_stamp(&context.desk, input, &JOB)?;
            context.show(&view, || {
                let out = out.display();
                let mut text = Text::of(format_args!("Wrote {out}. It holds a hash and nothing of the report."));
                text.line(format_args!(
                    "Have an authority answer it before anybody signs again, such as: curl -H \"Content-Type: \
                     application/timestamp-query\" --data-binary \"@{out}\" URL -o answer.tsr"
                ));
                text
            })
        }
        Timestamp::Add(Add { pdf, answer, out, trust }) => {
            let input = sealing::TimeStampAnswer {
                path: pdf.into(),
                answer: answer.into(),
                out: out.as_path().into(),
                trusted: trust.into_iter().map(ChosenFile::from).collect(),
            };
            let view = sealing::add_time_stamp(&context.desk, input, &JOB)?;
            context.show(&view, || {
                let mut text = Text::of(format_args!("Wrote {}.", out.display()));
                text.add(&verdict_text(&view));
                text
            })
        }
    }
}
