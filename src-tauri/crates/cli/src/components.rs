//! The components of the system, and the tests of them.

use crate::context::{Context, JOB, Where, listed, of};
use crate::json_file;
use crate::terminal::Text;
use assay_core::ids::AssessmentId;
use assay_core::words::Word;
use assay_desk::Problem;
use assay_desk::use_cases::{components, testing};
use assay_message::message;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Commands on components and tests.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the components of the system; with a file describe them
    Components(Components),
    /// Show security tests, what this scope needs, and what they say about threats; with a file record some
    Tests(Tests),
}

/// Components to describe.
#[derive(Debug, Args)]
pub struct Components {
    #[command(flatten)]
    at: Where,
    /// A JSON list of objects with “name”, “kind”, “role”, “description”, “facts”, “product”, “version”, “providers”, “owner”, “stages”, “data”, “licence”, “bom”; one whose name is new is added, what is left out stays as it is
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// Tests to record.
#[derive(Debug, Args)]
pub struct Tests {
    #[command(flatten)]
    at: Where,
    /// A JSON list of objects with “kind”, “title”, “elements”, “techniques”, “planned”, “done”, “by”, “method”, “outcome”, “seen”, “limits”, “evidence”; a test of that kind and title is changed, what is left out stays as it is
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Components(given) => {
            let assessment = context.assessment(&given.at)?;
            let view = match given.from {
                Some(path) => take_components(&assessment, &path, context)?,
                None => components::components(&context.desk, of(assessment), &JOB)?,
            };
            context.show(&view, || components_text(&view))
        }
        Command::Tests(given) => {
            let assessment = context.assessment(&given.at)?;
            let view = match given.from {
                Some(path) => take_tests(&assessment, &path, context)?,
                None => testing::tests(&context.desk, of(assessment), &JOB)?,
            };
            context.show(&view, || tests_text(&view))
        }
    }
}

fn take_components(
    assessment: &AssessmentId,
    path: &Path,
    context: &Context,
) -> Result<components::Components, Problem> {
    components::take_components(&context.desk, assessment, json_file::read(path)?, &JOB).map_err(|problem| {
        Problem::new(&problem.code, message!("{path}: {sentence}", sentence = problem.sentence))
    })
}

fn take_tests(assessment: &AssessmentId, path: &Path, context: &Context) -> Result<testing::Tests, Problem> {
    testing::take_tests(&context.desk, assessment, json_file::read(path)?, &JOB).map_err(|problem| {
        Problem::new(&problem.code, message!("{path}: {sentence}", sentence = problem.sentence))
    })
}

/// The text, or that there is none.
pub fn or_none(text: &str) -> &str {
    if text.trim().is_empty() { "none" } else { text }
}

fn components_text(view: &components::Components) -> Text {
    let mut text = Text::new();
    for row in &view.components {
        let e = &row.element;
        let c = &e.component;
        let role = e.role.map_or("-", Word::title);
        let product = [c.product.as_str(), c.version.as_str()].join(" ");
        text.line(format_args!("{}  [{role}]  {}", e.name, product.trim()));
        text.line(format_args!(
            "  owner {} · from {} · {} of {} threats open · tests {}",
            or_none(&c.owner),
            or_none(&c.providers.join(" → ")),
            row.threats_open,
            row.threats,
            or_none(&listed(row.tests.iter())),
        ));
        if let Some(gaps) = &row.gaps {
            text.line(format_args!("  {gaps}"));
        }
    }
    for bom in &view.boms {
        text.line(format_args!("{}  {} ({})", bom.id, bom.about, bom.format));
        for line in bom.contents() {
            text.line(format_args!("  {line}"));
        }
    }
    text
}

fn tests_text(view: &testing::Tests) -> Text {
    let mut text = Text::new();
    for kind in &view.needed {
        let state = match (kind.done, kind.tests.is_empty()) {
            (true, _) => "done",
            (false, false) => "planned",
            (false, true) => "needed, none is planned",
        };
        text.line(format_args!("{:<12} {state}", kind.kind.title()));
    }
    for test in &view.tests {
        let day = test.done.or(test.planned).map_or_else(String::new, |d| d.to_string());
        let outcome = test.outcome.map_or("not done", Word::title);
        text.line(format_args!("{}  {}  [{outcome}]  {day}", test.id, test.title));
        text.line(format_args!("  {}", or_none(&test.seen)));
    }
    for tried in &view.tried {
        text.line(&tried.title);
        text.line(format_args!("  {}", tried.suggestion));
    }
    text
}
