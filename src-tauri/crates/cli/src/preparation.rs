//! Before and between conversations: plans, what is owed, what changed since last time, the vendor's files.

use crate::context::{Context, JOB, Pair, Where, day, usage};
use crate::terminal::Text;
use assay_core::comparison;
use assay_core::ids::AssessmentId;
use assay_core::interview::Sitting;
use assay_core::words::{Claim, Word};
use assay_desk::use_cases::{preparation, vendor_files};
use assay_desk::{ChosenFile, Problem};
use assay_message::{Message, message};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on the work around the questionnaire.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Plan conversations: who sits in the room for how long, and what to ask them
    Interview(Interview),
    /// Show what the vendor still owes
    Owed(Where),
    /// Show what changed since the assessment this one follows
    Compare(Where),
    /// Write the questionnaire for the vendor to fill in: an Excel workbook, or CSV when the name ends so
    Export(Export),
    /// Read questionnaires that vendors sent back, each into the assessment it names
    Returned(Returned),
}

/// Conversations to plan.
#[derive(Debug, Args)]
pub struct Interview {
    #[command(flatten)]
    at: Where,
    /// Roles and minutes, as it-ops,security=45; repeat for more conversations
    #[arg(long = "with", value_name = "ROLES=MINUTES", required = true, value_parser = sitting)]
    sittings: Vec<Sitting>,
}

/// A questionnaire to write.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    at: Where,
    /// The new file
    file: PathBuf,
    /// The day it is wanted back, as 2026-12-31; in a workbook only
    #[arg(long, value_parser = day)]
    due: Option<NaiveDate>,
}

/// Returned questionnaires.
#[derive(Debug, Args)]
pub struct Returned {
    /// The vault file
    vault: PathBuf,
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The assessment of files that do not say theirs
    #[arg(long, short)]
    assessment: Option<AssessmentId>,
    /// Read the files into assessments whose report is issued, too
    #[arg(long)]
    after_issue: bool,
}

fn sitting(text: &str) -> Result<Sitting, String> {
    let Pair(roles, minutes) = text.parse()?;
    let minutes = minutes.parse().map_err(|_| format!("“{minutes}” is not a number of minutes"))?;
    Ok(Sitting { roles: roles.split(',').map(|role| role.trim().to_owned()).collect(), minutes })
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Interview(plan) => interview(plan, context),
        Command::Owed(at) => owed(&at, context),
        Command::Compare(at) => {
            let view = preparation::since_last_time(&context.desk, context.of(&at)?, &JOB)?;
            context.show(&view, || comparison_text(&view))
        }
        Command::Export(export) => write(export, context),
        Command::Returned(returned) => read(returned, context),
    }
}

fn interview(plan: Interview, context: &Context) -> Result<(), Problem> {
    let input = preparation::PlanInput { assessment: context.assessment(&plan.at)?, sittings: plan.sittings };
    let plan = preparation::interview_plan(&context.desk, input, &JOB)?;
    context.show(&plan, || {
        let mut text = Text::new();
        for sitting in &plan.sittings {
            text.line(format_args!(
                "With {}: {} questions, {} of {} minutes; no time for {}",
                sitting.roles.join(" and "),
                sitting.questions.len(),
                sitting.planned,
                sitting.minutes,
                sitting.no_time.len()
            ));
            for q in &sitting.questions {
                text.line(format_args!("  {:<8} {:>2} min  {}", q.question, q.minutes, q.text));
            }
        }
        let (others, minutes) = (plan.others.len(), plan.others_minutes);
        text.line(format_args!("For others: {others} questions, {minutes} minutes"));
        text
    })
}

fn owed(at: &Where, context: &Context) -> Result<(), Problem> {
    let view = preparation::owed(&context.desk, context.of(at)?, &JOB)?;
    context.show(&view, || {
        let mut text = Text::new();
        for owed in &view {
            let until = owed.deferred.until.map_or_else(|| "no date".to_owned(), |d| d.to_string());
            let late = if owed.overdue { ", overdue" } else { "" };
            text.line(format_args!("{:<8} {until}{late}  {}", owed.question, owed.deferred.what));
        }
        text
    })
}

fn comparison_text(view: &comparison::Comparison) -> Text {
    // What is claimed never reads as what is concluded.
    let word = |side: &Option<comparison::Then>| match side.as_ref().map(|then| (then.conclusion, then.claim))
    {
        Some((Some(conclusion), _)) => conclusion.title().to_owned(),
        Some((None, Some(claim))) => format!("claimed “{claim}”"),
        Some((None, None)) | None => "nothing".to_owned(),
    };
    let claim = |side: &Option<comparison::Then>| {
        side.as_ref().and_then(|then| then.claim).map_or("nothing", Claim::title)
    };
    let mut text = Text::of(format_args!("Against “{}”:", view.previous_title));
    if let Some(after) = view.changed_after {
        text.line(format_args!(
            "It was changed after its report {} was issued ({} times): what stands here as before is what it says now.",
            after.issue, after.changes
        ));
    }
    for d in &view.differences {
        let kind = serde_json::to_value(d.shift).ok().and_then(|v| v.as_str().map(str::to_owned));
        let turned = || format!("the claim turned from “{}” to “{}”", claim(&d.then), claim(&d.now));
        let notes: Vec<String> = [
            d.claim_turned.then(turned),
            d.without_new_evidence.then(|| "no new evidence".to_owned()),
            d.same_words.then(|| "same words as last time".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        text.line(format_args!(
            "{:<8} {:<8} {} → {}  {}",
            kind.unwrap_or_default(),
            d.question,
            word(&d.then),
            word(&d.now),
            notes.join(", ")
        ));
    }
    text
}

fn write(export: Export, context: &Context) -> Result<(), Problem> {
    let is_csv = export.file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    if is_csv && export.due.is_some() {
        return Err(usage("A CSV file has no place for the day it is wanted back: leave --due out."));
    }
    let assessment = context.assessment(&export.at)?;
    let input =
        vendor_files::ExportQuestionnaire { assessment, path: export.file.as_path().into(), due: export.due };
    let done = vendor_files::export_questionnaire(&context.desk, input, &JOB)?;
    context.show(&done, || Text::of(format_args!("Written: {}", export.file.display())))
}

fn read(returned: Returned, context: &Context) -> Result<(), Problem> {
    context.open(&returned.vault)?;
    let input = vendor_files::ReadReturns {
        paths: returned.files.into_iter().map(ChosenFile::from).collect(),
        assessment: returned.assessment,
        after_issue: returned.after_issue,
    };
    let view = vendor_files::read_returns(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let mut text = Text::new();
        // The problem of the only file is the problem of the command.
        let alone = view.len() == 1;
        view.iter().filter(|f| !alone || f.problem.is_none()).for_each(|f| file_text(&mut text, f));
        text
    })?;
    let failed: Vec<&Message> = view.iter().filter_map(|f| f.problem.as_ref()).collect();
    match (failed.as_slice(), view.len()) {
        ([], _) => Ok(()),
        ([one], 1) => Err(Problem::new("import", (*one).clone())),
        (several, all) => Err(Problem::new(
            "import",
            message!(
                "{several} of {all} files could not be taken; each is named above. The others are saved.",
                several = several.len()
            ),
        )),
    }
}

fn file_text(text: &mut Text, of_file: &vendor_files::FileReturn) {
    match &of_file.problem {
        Some(problem) => text.line(problem),
        None => text.line(format_args!(
            "{}: {} changed, {} unchanged, {} blank, {} refused ({})",
            of_file.path,
            of_file.changed,
            of_file.unchanged,
            of_file.blank,
            of_file.refused,
            of_file.assessment
        )),
    }
    let told = |r: &&vendor_files::ReturnedRow| {
        r.state == vendor_files::RowState::Refused || r.replaces || !r.notes.is_empty()
    };
    for row in of_file.rows.iter().filter(told) {
        let question = row.question.as_ref().map(|id| format!(", {id}")).unwrap_or_default();
        let (sheet, number) = (&row.sheet, row.row);
        let said = Message::sentences(row.says.iter().chain(&row.notes).cloned());
        text.line(format_args!("  {sheet} row {number}{question}: {said}"));
    }
    for remark in &of_file.remarks {
        text.line(format_args!("  {remark}"));
    }
}
