//! The commands around a product's way into use: components, tests, gates, categories, what happened since.

use crate::arguments::{Command, Where};
use crate::engine::json_file;
use crate::run::{JOB, at, date};
use crate::show::show;
use assay_core::category::MeasureState;
use assay_core::gate::{ItemResult, State};
use assay_core::ids::*;
use assay_core::record::{Component, Element, SecurityTest};
use assay_core::words::*;
use assay_desk::use_cases::questionnaire::parse_word;
use assay_desk::use_cases::*;
use assay_desk::{Desk, Problem};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

fn of(assessment: AssessmentId) -> OfAssessment {
    OfAssessment { assessment }
}

/// One component of a file: an element by its name, made when there is none of that name.
#[derive(serde::Deserialize)]
struct ComponentLine {
    name: String,
    /// `actor`, `process` or `store`; of a new one only.
    #[serde(default)]
    kind: Option<ElementKind>,
    #[serde(default)]
    role: Option<AiRole>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    facts: BTreeMap<ElementFact, Known>,
    #[serde(flatten)]
    component: Component,
}

/// One test of a file; a test of that title is changed, else one is planned.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TestLine {
    kind: TestKind,
    title: String,
    /// Elements by name; none means all with a part in the AI system.
    #[serde(default)]
    elements: Vec<String>,
    #[serde(default)]
    techniques: BTreeSet<String>,
    #[serde(default)]
    planned: Option<NaiveDate>,
    #[serde(default)]
    done: Option<NaiveDate>,
    #[serde(default)]
    by: String,
    #[serde(default)]
    method: String,
    #[serde(default)]
    outcome: Option<TestOutcome>,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    limits: String,
    /// Evidence by its id or title.
    #[serde(default)]
    evidence: Vec<String>,
}

fn named<'a>(elements: &'a [Element], name: &str) -> Option<&'a Element> {
    elements.iter().find(|e| e.name == name || e.id.as_str() == name)
}

fn missing(what: &str, name: &str) -> Problem {
    Problem::new(
        "unknown",
        format!(
            "There is no {what} “{name}” here. What stood before it in the file is kept; mend the name and run the file again."
        ),
    )
}

fn take_components(desk: &Desk, assessment: &AssessmentId, path: &Path) -> Result<(), Problem> {
    for line in json_file::<Vec<ComponentLine>>(path)? {
        let view = components::components(desk, of(assessment.clone()), &JOB)?;
        let elements: Vec<Element> = view.components.into_iter().map(|row| row.element).collect();
        let element = match named(&elements, &line.name) {
            Some(element) => element.id.clone(),
            None => {
                let model = threats::save_element(
                    desk,
                    threats::ElementInput {
                        assessment: assessment.clone(),
                        id: None,
                        name: line.name.clone(),
                        kind: line.kind.unwrap_or(ElementKind::Process),
                        boundary: None,
                        role: line.role,
                        description: line.description,
                        facts: line.facts,
                        out_of_scope: None,
                        base: None,
                    },
                    &JOB,
                )?;
                let made = model.elements.iter().find(|e| e.name == line.name.trim());
                made.map(|e| e.id.clone()).ok_or_else(|| missing("component", &line.name))?
            }
        };
        let role = line.role.or_else(|| named(&elements, &line.name).and_then(|e| e.role));
        let input = components::ComponentInput {
            assessment: assessment.clone(),
            element,
            role,
            component: line.component,
            base: None,
        };
        components::save_component(desk, input, &JOB)?;
    }
    Ok(())
}

fn take_tests(desk: &Desk, assessment: &AssessmentId, path: &Path) -> Result<(), Problem> {
    let pieces = evidence::evidence(desk, of(assessment.clone()), &JOB)?;
    for line in json_file::<Vec<TestLine>>(path)? {
        let before = testing::tests(desk, of(assessment.clone()), &JOB)?;
        let planned = match before.tests.iter().find(|t| t.title == line.title && t.kind == line.kind) {
            Some(test) => test.clone(),
            None => {
                let known: BTreeSet<&TestId> = before.tests.iter().map(|t| &t.id).collect();
                let input = testing::TestInput {
                    assessment: assessment.clone(),
                    test: None,
                    kind: Some(line.kind),
                    base: None,
                };
                let after = testing::save_test(desk, input, &JOB)?;
                let made = after.tests.iter().find(|t| !known.contains(&t.id)).cloned();
                made.ok_or_else(|| missing("test", &line.title))?
            }
        };
        let elements = if line.elements.is_empty() {
            planned.elements.clone()
        } else {
            let found = line.elements.iter().map(|name| {
                named(&before.elements, name).map(|e| e.id.clone()).ok_or_else(|| missing("component", name))
            });
            found.collect::<Result<_, _>>()?
        };
        let evidence = line.evidence.iter().map(|name| {
            let piece = pieces.iter().find(|p| p.evidence.id.as_str() == name || p.evidence.title == *name);
            piece.map(|p| p.evidence.id.clone()).ok_or_else(|| missing("evidence", name))
        });
        let base = Some(planned.clone());
        let test = SecurityTest {
            title: line.title,
            elements,
            techniques: line.techniques,
            planned: line.planned,
            done: line.done,
            by: line.by,
            method: line.method,
            outcome: line.outcome,
            seen: line.seen,
            limits: line.limits,
            evidence: evidence.collect::<Result<_, _>>()?,
            ..planned
        };
        let input = testing::TestInput { assessment: assessment.clone(), test: Some(test), kind: None, base };
        testing::save_test(desk, input, &JOB)?;
    }
    Ok(())
}

fn components_text(view: &components::Components) -> String {
    let mut text = String::new();
    for row in &view.components {
        let e = &row.element;
        let c = &e.component;
        let role = e.role.map_or("-", Word::title);
        let product = [c.product.as_str(), c.version.as_str()].join(" ");
        let _ = writeln!(
            text,
            "{}  [{role}]  {}\n  owner {} · from {} · {} of {} threats open · tests {}",
            e.name,
            product.trim(),
            or_none(&c.owner),
            or_none(&c.providers.join(" → ")),
            row.threats_open,
            row.threats,
            or_none(&row.tests.iter().map(TestId::as_str).collect::<Vec<_>>().join(", ")),
        );
        if let Some(gaps) = &row.gaps {
            let _ = writeln!(text, "  {gaps}");
        }
    }
    for bom in &view.boms {
        let _ = writeln!(text, "{}  {} ({})", bom.id, bom.about, bom.format);
        for line in bom.contents() {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn or_none(text: &str) -> &str {
    if text.trim().is_empty() { "none" } else { text }
}

fn tests_text(view: &testing::Tests) -> String {
    let mut text = String::new();
    for kind in &view.needed {
        let state = match (kind.done, kind.tests.is_empty()) {
            (true, _) => "done",
            (false, false) => "planned",
            (false, true) => "needed, none is planned",
        };
        let _ = writeln!(text, "{:<12} {state}", kind.kind.title());
    }
    for test in &view.tests {
        let day = test.done.or(test.planned).map_or_else(String::new, |d| d.to_string());
        let outcome = test.outcome.map_or("not done", Word::title);
        let _ = writeln!(text, "{}  {}  [{outcome}]  {day}\n  {}", test.id, test.title, or_none(&test.seen));
    }
    for tried in &view.tried {
        let _ = writeln!(text, "{}\n  {}", tried.title, tried.suggestion);
    }
    text
}

fn item_text(text: &mut String, item: &ItemResult, met: &str, open: &str) {
    let state = match item.state {
        State::Met => met,
        State::Open => open,
        State::NotApplicable => "not applicable",
    };
    let who = if item.state == State::Open { format!(" [{}]", item.who.title()) } else { String::new() };
    let _ = writeln!(text, "  {state:<14} {}{who}\n                 {}", item.text, item.because);
}

fn gates_text(view: &onboarding::Onboarding, open_only: bool) -> String {
    let mut text = String::new();
    for step in &view.steps {
        if !step.applies {
            let _ = writeln!(text, "{:<22} not applicable", step.title);
            continue;
        }
        let _ = writeln!(text, "{:<22} {} of {}  {}", step.title, step.done, step.of, step.missing.join(" "));
    }
    let shown = |item: &&ItemResult| !open_only || item.state == State::Open;
    for gate in &view.gates {
        let passed = if gate.passed { "passed" } else { "not passed" };
        let _ = writeln!(text, "\n{}: {passed}, {} of {}", gate.title, gate.met, gate.of);
        gate.items.iter().filter(shown).for_each(|item| item_text(&mut text, item, "met", "open"));
    }
    for (title, items, met, open) in
        [("Do", &view.dos, "done", "not done"), ("Don't", &view.donts, "kept", "not kept")]
    {
        let _ = writeln!(text, "\n{title}");
        items.iter().filter(shown).for_each(|item| item_text(&mut text, item, met, open));
    }
    let _ = writeln!(text, "\n{}", next_text(view));
    text
}

fn next_text(view: &onboarding::Onboarding) -> String {
    let day = view.next.day.map_or_else(|| "none is due".to_owned(), |day| day.to_string());
    format!("Next assessment: {day}. {}", view.next.because)
}

fn categories_text(view: &onboarding::Onboarding) -> String {
    let mut text = String::new();
    for c in &view.categories {
        let _ = writeln!(
            text,
            "{}: {}; {} of {} threats open; {} risks{}; weak: {}",
            c.title,
            crate::show::figure(&c.figure),
            c.threats_open,
            c.threats,
            c.risks.len(),
            c.worst.as_ref().map_or_else(String::new, |worst| format!(", worst {worst}")),
            or_none(&c.weak.iter().map(QuestionId::as_str).collect::<Vec<_>>().join(", ")),
        );
        for measure in &c.measures {
            let state = match measure.state {
                MeasureState::InPlace => "in place",
                MeasureState::InPart => "in part",
                MeasureState::Lacking => "lacking",
                MeasureState::NotAssessed => "not assessed",
                MeasureState::NotAsked => "not asked here",
                MeasureState::NotApplicable => "not applicable",
            };
            let _ = writeln!(text, "  {state:<14} {}", measure.text);
        }
    }
    text
}

fn monitoring_text(view: &onboarding::Onboarding) -> String {
    let mut text = format!("{}\n", next_text(view));
    for open in &view.open {
        let id = open.id.as_ref().map_or("-", EventId::as_str);
        let _ = writeln!(text, "open  {id}  {}  {}: {}", open.date, open.trigger.title(), open.what);
    }
    for event in view.events.iter().filter(|e| e.closed.is_some()) {
        let _ = writeln!(text, "dealt with  {}  {}: {} {}", event.id, event.date, event.what, event.outcome);
    }
    for lapsed in &view.lapsed {
        let _ = writeln!(text, "no longer counts  {}: {} {}", lapsed.on, lapsed.meaning, lapsed.instead);
    }
    for pack in &view.packs {
        let side = |p: &Option<assay_core::pack::PackRef>| {
            p.as_ref().map_or("none".to_owned(), |p| format!("{} {}", p.name, p.version))
        };
        let _ = writeln!(
            text,
            "pack  {} here, {} in this program: {}",
            side(&pack.then),
            side(&pack.now),
            pack.changes.join(" ")
        );
    }
    text
}

/// Does one of these commands.
pub fn run(command: Command, desk: &Desk, file: Option<&Path>, json: bool) -> Result<(), Problem> {
    let whose = |place: &Where| at(desk, file, place);
    match command {
        Command::Components { at: place, from } => {
            let assessment = whose(&place)?;
            if let Some(path) = from {
                take_components(desk, &assessment, &path)?;
            }
            let view = components::components(desk, of(assessment), &JOB)?;
            show(json, &view, || components_text(&view))
        }
        Command::Tests { at: place, from } => {
            let assessment = whose(&place)?;
            if let Some(path) = from {
                take_tests(desk, &assessment, &path)?;
            }
            let view = testing::tests(desk, of(assessment), &JOB)?;
            show(json, &view, || tests_text(&view))
        }
        Command::Gates { at: place, open } => {
            let view = onboarding::onboarding(desk, of(whose(&place)?), &JOB)?;
            show(json, &view, || gates_text(&view, open))
        }
        Command::Categories(place) => {
            let view = onboarding::onboarding(desk, of(whose(&place)?), &JOB)?;
            show(json, &view.categories, || categories_text(&view))
        }
        Command::Monitor { at: place, event, on, what, id, closed, outcome } => {
            let assessment = whose(&place)?;
            let closed = date("The day it was dealt with", closed)?;
            let view = match (event, id) {
                (Some(event), None) => {
                    let input = onboarding::EventInput {
                        assessment,
                        id: None,
                        trigger: parse_word("The kind of event", &event)?,
                        date: date("The day", on)?.ok_or_else(|| {
                            Problem::new("missing", "Say when it happened with --on. Nothing was changed.")
                        })?,
                        what,
                        closed,
                        outcome,
                        base: None,
                    };
                    onboarding::save_event(desk, input, &JOB)?
                }
                (_, Some(id)) => {
                    let id = EventId::new(id)?;
                    let view = onboarding::onboarding(desk, of(assessment.clone()), &JOB)?;
                    let old = view.events.into_iter().find(|e| e.id == id);
                    let old = old.ok_or_else(|| missing("event", id.as_str()))?;
                    let input = onboarding::EventInput {
                        assessment,
                        id: Some(id),
                        trigger: old.trigger,
                        date: old.date,
                        what: old.what.clone(),
                        closed,
                        outcome,
                        base: Some(old),
                    };
                    onboarding::save_event(desk, input, &JOB)?
                }
                (None, None) => onboarding::onboarding(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || monitoring_text(&view))
        }
        // Only the commands above are sent here.
        _ => Ok(()),
    }
}
