//! What was given and seen: files, things seen, reviews of reports and certificates.

use crate::context::{Context, JOB, Where, day, of, word};
use crate::json_file;
use crate::terminal::Text;
use assay_core::ids::{AssessmentId, QuestionId};
use assay_core::words::EvidenceKind;
use assay_desk::Problem;
use assay_desk::use_cases::{evidence, reviews};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Commands on evidence.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a file in as evidence, or record a thing seen
    Evidence(Evidence),
    /// Show reviews of reports and certificates with their red flags; with a file record one
    Review(Review),
}

/// A file to take in, or a thing seen.
#[derive(Debug, Args)]
pub struct Evidence {
    #[command(flatten)]
    at: Where,
    /// The file; leave out with --seen
    file: Option<PathBuf>,
    /// What was seen and not retained
    #[arg(long, conflicts_with = "file", required_unless_present = "file", requires = "title")]
    seen: Option<String>,
    /// What it is called in the report; a file has its name when left out
    #[arg(long)]
    title: Option<String>,
    /// What kind of thing
    #[arg(long, default_value = "other", value_parser = word::<EvidenceKind>())]
    kind: EvidenceKind,
    /// Who made it
    #[arg(long, default_value = "")]
    issuer: String,
    /// Date on it (YYYY-MM-DD)
    #[arg(long, value_parser = day)]
    issued: Option<NaiveDate>,
    /// Last day it counts (YYYY-MM-DD)
    #[arg(long, value_parser = day)]
    valid_until: Option<NaiveDate>,
    /// Pages relied on
    #[arg(long, default_value = "")]
    pages: String,
    /// A question it bears on; repeat for more
    #[arg(long = "question")]
    questions: Vec<QuestionId>,
}

/// A review to record.
#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    at: Where,
    /// A review of a SOC 2 report, as JSON
    #[arg(long, value_name = "FILE", conflicts_with = "certificate")]
    soc: Option<PathBuf>,
    /// A review of an ISO certificate, as JSON
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Write findings for all red flags that have none
    #[arg(long)]
    raise: bool,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Evidence(piece) => record(piece, context),
        Command::Review(given) => review(given, context),
    }
}

fn record(piece: Evidence, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&piece.at)?;
    let title = piece.title.unwrap_or_default();
    let questions = piece.questions.into_iter().collect();
    let kept = match piece.file {
        Some(path) => {
            let input = evidence::Attach {
                assessment,
                path: path.into(),
                title,
                kind: piece.kind,
                issuer: piece.issuer,
                issued: piece.issued,
                valid_until: piece.valid_until,
                pages: piece.pages,
                questions,
            };
            evidence::attach_evidence(&context.desk, input, &JOB)?
        }
        None => {
            let input = evidence::Seen {
                assessment,
                title,
                kind: piece.kind,
                note: piece.seen.unwrap_or_default(),
                issuer: piece.issuer,
                issued: piece.issued,
                valid_until: piece.valid_until,
                pages: piece.pages,
                questions,
            };
            evidence::record_seen(&context.desk, input, &JOB)?
        }
    };
    context.show(&kept, || match &kept.file {
        Some(file) => Text::of(format_args!(
            "Kept {} as {} ({} bytes, SHA-256 {}).",
            file.name, kept.id, file.size, file.sha256
        )),
        None => Text::of(format_args!("Recorded {} as seen, not retained.", kept.id)),
    })
}

fn review(given: Review, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let mut view = match (given.soc, given.certificate) {
        (Some(path), _) => {
            reviews::take_soc_review(&context.desk, &assessment, form(&assessment, &path)?, &JOB)?
        }
        (None, Some(path)) => {
            reviews::take_certificate_review(&context.desk, &assessment, form(&assessment, &path)?, &JOB)?
        }
        (None, None) => reviews::reviews(&context.desk, of(assessment.clone()), &JOB)?,
    };
    if given.raise {
        view = reviews::raise_flags(&context.desk, reviews::RaiseFlags { assessment, only: None }, &JOB)?;
    }
    context.show(&view, || reviews_text(&view))
}

/// A review as the file says it; which one it is and of which assessment is not the file's to say.
fn form<T: Serialize + DeserializeOwned>(assessment: &AssessmentId, path: &Path) -> Result<T, Problem> {
    let text = json_file::text(path)?;
    let mut whole: serde_json::Map<String, serde_json::Value> =
        json_file::parse(&text).map_err(|e| json_file::refused(path, &e))?;
    if let Some(key) = ["id", "assessment"].iter().find(|key| whole.contains_key(**key)) {
        return Err(json_file::refused(path, &json_file::unknown_key(&text, key)));
    }
    whole.insert("id".into(), "SOC-00".into());
    whole.insert("assessment".into(), assessment.as_str().into());
    let mut unknown = None;
    let form = serde_ignored::deserialize(serde_json::Value::Object(whole), |key| {
        unknown.get_or_insert_with(|| key.to_string());
    })
    .map_err(|e| json_file::refused(path, &e.to_string()))?;
    match unknown {
        Some(key) => Err(json_file::refused(path, &json_file::unknown_key(&text, &key))),
        None => Ok(form),
    }
}

fn reviews_text(view: &reviews::Reviews) -> Text {
    let mut text = Text::new();
    for flag in &view.flags {
        let finding = flag.finding.as_ref().map_or("no finding", |f| f.as_str());
        let severity = flag.severity.to_string();
        text.line(format_args!("{:<8} {severity:<9} {finding:<10} {}", flag.review, flag.condition));
    }
    text.line(format_args!(
        "SOC 2 reviews: {}, certificate reviews: {}, red flags: {}",
        view.soc.len(),
        view.certificates.len(),
        view.flags.len()
    ));
    text
}
