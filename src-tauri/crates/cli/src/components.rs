//! The components of the system, and the tests of them.

use crate::context::{Context, JOB, Where, listed, of};
use crate::json_file;
use crate::terminal::Text;
use assay_core::ids::{AssessmentId, ElementId, TestId};
use assay_core::record::{Element, SecurityTest};
use assay_core::words::{TestKind, TestOutcome, Word};
use assay_desk::Problem;
use assay_desk::use_cases::{components, evidence, testing};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
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
            if let Some(path) = given.from {
                take_tests(&assessment, &path, context)?;
            }
            let view = testing::tests(&context.desk, of(assessment), &JOB)?;
            context.show(&view, || tests_text(&view))
        }
    }
}

/// One test of a file; a test of that kind and title is changed, else one is planned. What is left out stays.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TestLine {
    kind: TestKind,
    title: String,
    /// Elements by name; of a new test all with a part in the AI system when left out.
    elements: Option<Vec<String>>,
    techniques: Option<BTreeSet<String>>,
    planned: Option<NaiveDate>,
    done: Option<NaiveDate>,
    by: Option<String>,
    method: Option<String>,
    outcome: Option<TestOutcome>,
    seen: Option<String>,
    limits: Option<String>,
    /// Evidence by its id or title.
    evidence: Option<Vec<String>>,
}

fn named<'a>(elements: &'a [Element], name: &str) -> Option<&'a Element> {
    elements.iter().find(|e| e.name == name || e.id.as_str() == name)
}

fn missing(what: &str, name: &str) -> Problem {
    Problem::new("unknown", format!("There is no {what} “{name}” here."))
}

/// Takes the entries of a file in one after the other; the first that is refused ends it, and says what was kept.
fn each<T>(
    path: &Path,
    entries: Vec<T>,
    mut take: impl FnMut(T) -> Result<(), Problem>,
) -> Result<(), Problem> {
    for (saved, entry) in entries.into_iter().enumerate() {
        take(entry).map_err(|problem| {
            let kept = if saved == 0 {
                "Nothing of the file is saved.".to_owned()
            } else {
                format!("What stands before it in the file is saved ({saved}).")
            };
            let sentence = problem.sentence.replace(" Nothing was changed.", "");
            let (path, number) = (path.display(), saved + 1);
            Problem::new(&problem.code, format!("{path}: entry {number}: {sentence} {kept}"))
        })?;
    }
    Ok(())
}

fn take_components(
    assessment: &AssessmentId,
    path: &Path,
    context: &Context,
) -> Result<components::Components, Problem> {
    components::take_components(&context.desk, assessment, json_file::read(path)?, &JOB)
        .map_err(|problem| Problem::new(&problem.code, format!("{}: {}", path.display(), problem.sentence)))
}

fn take_tests(assessment: &AssessmentId, path: &Path, context: &Context) -> Result<(), Problem> {
    let pieces = evidence::evidence(&context.desk, of(assessment.clone()), &JOB)?;
    each(path, json_file::read(path)?, |line| take_test(assessment, line, &pieces, context))
}

fn take_test(
    assessment: &AssessmentId,
    line: TestLine,
    pieces: &[evidence::EvidenceRow],
    context: &Context,
) -> Result<(), Problem> {
    let before = testing::tests(&context.desk, of(assessment.clone()), &JOB)?;
    // What the line names is found before a test is planned for it.
    let element = |name: &String| {
        named(&before.elements, name).map(|e| e.id.clone()).ok_or_else(|| missing("component", name))
    };
    let elements: Option<BTreeSet<ElementId>> =
        line.elements.map(|names| names.iter().map(element).collect()).transpose()?;
    let piece = |name: &String| {
        let found = pieces.iter().find(|p| p.evidence.id.as_str() == name || p.evidence.title == *name);
        found.map(|p| p.evidence.id.clone()).ok_or_else(|| missing("evidence", name))
    };
    let evidence = line.evidence.map(|names| names.iter().map(piece).collect()).transpose()?;
    let planned = match before.tests.iter().find(|t| t.title == line.title && t.kind == line.kind) {
        Some(test) => test.clone(),
        None => plan(assessment, line.kind, &before, context)?,
    };
    let base = Some(planned.clone());
    let test = SecurityTest {
        title: line.title,
        elements: elements.unwrap_or(planned.elements),
        techniques: line.techniques.unwrap_or(planned.techniques),
        planned: line.planned.or(planned.planned),
        done: line.done.or(planned.done),
        by: line.by.unwrap_or(planned.by),
        method: line.method.unwrap_or(planned.method),
        outcome: line.outcome.or(planned.outcome),
        seen: line.seen.unwrap_or(planned.seen),
        limits: line.limits.unwrap_or(planned.limits),
        evidence: evidence.unwrap_or(planned.evidence),
        ..planned
    };
    let input = testing::TestInput { assessment: assessment.clone(), test: Some(test), kind: None, base };
    testing::save_test(&context.desk, input, &JOB)?;
    Ok(())
}

fn plan(
    assessment: &AssessmentId,
    kind: TestKind,
    before: &testing::Tests,
    context: &Context,
) -> Result<SecurityTest, Problem> {
    let known: BTreeSet<&TestId> = before.tests.iter().map(|t| &t.id).collect();
    let input =
        testing::TestInput { assessment: assessment.clone(), test: None, kind: Some(kind), base: None };
    let after = testing::save_test(&context.desk, input, &JOB)?;
    let made = after.tests.into_iter().find(|t| !known.contains(&t.id));
    made.ok_or_else(|| missing("test", kind.title()))
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
