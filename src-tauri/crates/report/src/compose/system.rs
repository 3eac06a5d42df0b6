//! Components, bills of materials and security tests → the parts of section 5 that say what the system is made of and
//! what was tried on it.

use super::section::{Section, joined};
use super::view::View;
use super::words::*;
use crate::document::*;
use assay_core::methodology;
use assay_core::record::{Bom, SecurityTest};
use assay_core::words::{ScopeFact, TestOutcome, Word};

/// Licences named one by one; the rest is counted.
const LICENCES: usize = 10;

/// The parts, numbered from `first`; none when there is nothing to say and the scope has no AI.
pub(super) fn parts(view: &View, first: usize) -> Vec<Block> {
    let case = view.case;
    let with_ai = case.assessment.has(ScopeFact::Ai);
    let mut blocks = Vec::new();
    let mut next = first;
    let mut part = |title: &str, content: Vec<Block>| {
        blocks.push(Section::Threats.part(next, title));
        blocks.extend(content);
        next += 1;
    };
    if with_ai || case.elements.values().any(|e| e.component != Default::default()) {
        part("Components", vec![components(view)]);
    }
    if !case.boms.is_empty() {
        part("Bills of materials", case.boms.values().flat_map(|bom| bill(view, bom)).collect());
    }
    if with_ai || !case.tests.is_empty() {
        part("Security tests", tests(view));
    }
    blocks
}

fn components(view: &View) -> Block {
    let mut all: Vec<_> = view.case.elements.values().filter(|e| e.out_of_scope.is_none()).collect();
    all.sort_by_key(|e| (e.role.is_none(), e.role));
    Table::new(
        "Components: those of the AI system first",
        vec![
            Column::new("Component", 2.2),
            Column::new("Product and version", 2.2),
            Column::new("From", 2.0),
            Column::new("Owner", 1.6),
            Column::new("Stages of life", 1.7),
            Column::new("Data", 2.3),
        ],
        "No component is recorded.",
    )
    .rows(all.into_iter().map(|e| {
        let c = &e.component;
        let mut name = vec![Span::strong(flat(&e.name))];
        if let Some(role) = e.role {
            name.push(Span::plain(format!(", {}", role.title())));
        }
        if let Some(gaps) = e.role.and_then(|_| methodology::component_gaps(e)) {
            let lacks = gaps.strip_prefix(&format!("{} ", e.name)).unwrap_or(&gaps).to_owned();
            name.push(Span::emphasis(format!(" It {}", flat(&lacks))));
        }
        let stages: Vec<&str> = c.stages.iter().map(|stage| stage.title()).collect();
        let product = [c.product.as_str(), c.version.as_str()].join(" ");
        vec![
            Cell::rich(name),
            Cell::new(or(&product, "Not recorded")),
            Cell::new(or(&c.providers.join(" → "), "Not recorded")),
            Cell::new(or(&c.owner, "No owner")),
            Cell::new(or(&stages.join(", "), "Not recorded")),
            Cell::new(or(&c.data.join("; "), "Not recorded")),
        ]
    }))
    .into()
}

/// `62 library, 3 service`, most first.
fn counted<'a>(counts: impl IntoIterator<Item = (&'a String, &'a u32)>, most: usize) -> String {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), (*name).clone()));
    let shown: Vec<String> = all.iter().take(most).map(|(name, n)| format!("{n} {}", flat(name))).collect();
    match all.len().checked_sub(most) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

fn bill(view: &View, bom: &Bom) -> Vec<Block> {
    let vulnerabilities = counted(&bom.vulnerabilities, usize::MAX);
    let mut rows = vec![
        Fact::new("Describes", or(&bom.about, "Not named")),
        Fact::new("Form", flat(&format!("{} {}", bom.format, bom.made))),
        Fact::new("Entries", format!("{}: {}", bom.total(), counted(&bom.counts, usize::MAX))),
        Fact::new("Licences", or(&counted(&bom.licences, LICENCES), "None stated")),
        Fact::new(
            "Not stated",
            format!(
                "Licence {}, version {}, hash {}",
                bom.without_licence, bom.without_version, bom.without_hash
            ),
        ),
        Fact::new("Vulnerabilities in it", or(&vulnerabilities, "None listed")),
        Fact::rich("File", vec![view.evidence_span(&bom.evidence)]),
    ];
    if !bom.notes.is_empty() {
        rows.push(Fact::new("Notes", flat(&bom.notes.join(" "))));
    }
    vec![
        Block::unnumbered(
            Level::Three,
            format!("{} {}", bom.id, flat(&bom.about)),
            format!("bom-{}", bom.id),
        ),
        Block::facts(rows),
    ]
}

fn outcome_tone(outcome: TestOutcome) -> Tone {
    match outcome {
        TestOutcome::Withstood => Tone::Good,
        TestOutcome::Partly => Tone::Medium,
        TestOutcome::Failed => Tone::High,
        TestOutcome::Inconclusive => Tone::Neutral,
    }
}

fn tests(view: &View) -> Vec<Block> {
    let case = view.case;
    let needed: Vec<String> = methodology::kinds_needed(case)
        .into_iter()
        .map(|kind| {
            let mut of_kind = case.tests.values().filter(|t| t.kind == kind).peekable();
            let state = match (of_kind.peek().is_some(), of_kind.any(|t| t.outcome.is_some())) {
                (_, true) => "done",
                (true, false) => "planned",
                (false, false) => "none planned",
            };
            format!("{}: {state}", kind.title())
        })
        .collect();
    let mut blocks = vec![Block::p(format!("What a system of this scope needs. {}.", needed.join("; ")))];
    blocks.push(
        Table::new(
            "Security tests",
            vec![
                Column::new("No.", 0.9),
                Column::new("Test", 2.2),
                Column::new("How", 2.6),
                Column::new("Outcome", 1.3),
                Column::new("Seen", 3.4),
            ],
            "No test was planned or made.",
        )
        .rows(case.tests.values().map(|test| row(view, test)))
        .into(),
    );
    let moved: Vec<String> = view
        .threats
        .iter()
        .filter(|t| !t.tests.is_empty())
        .map(|t| format!("{}: {}", flat(&t.title), flat(&t.suggestion)))
        .collect();
    if !moved.is_empty() {
        blocks.push(Block::unnumbered(Level::Three, "Threats that were tried", "threats-tried"));
        blocks.push(Block::bullets(moved));
    }
    blocks
}

fn row(view: &View, test: &SecurityTest) -> Vec<Cell> {
    let elements: Vec<String> = test.elements.iter().map(|id| view.name_of(id.as_str())).collect();
    let techniques: Vec<&str> = test.techniques.iter().map(String::as_str).collect();
    let mut what = vec![
        Span::strong(flat(&test.title)),
        Span::plain(format!(
            ": {}, on {}",
            test.kind.title().to_lowercase(),
            or(&elements.join(", "), "nothing named")
        )),
    ];
    if !techniques.is_empty() {
        what.push(Span::plain(format!("; {}", techniques.join(", "))));
    }
    let when = match (test.done, test.planned) {
        (Some(day), _) => format!("Done {}", date(day)),
        (None, Some(day)) => format!("Planned for {}", date(day)),
        (None, None) => "No day set".into(),
    };
    let how: Vec<String> =
        [when, flat(&test.by), flat(&test.method)].into_iter().filter(|t| !t.is_empty()).collect();
    let mut seen = vec![Span::plain(or(&test.seen, "Nothing yet"))];
    if !test.limits.trim().is_empty() {
        seen.push(Span::emphasis(format!(" Not told: {}", sentence(&flat(&test.limits)))));
    }
    if !test.evidence.is_empty() {
        seen.push(Span::plain(" Evidence: "));
        seen.extend(joined(test.evidence.iter().map(|id| view.evidence_span(id))));
    }
    vec![
        Cell::mono(bound(test.id.as_str())),
        Cell::rich(what),
        Cell::new(how.join(". ")),
        test.outcome.map_or_else(
            || Cell::new("Not done"),
            |outcome| Cell::toned(outcome.title(), outcome_tone(outcome)),
        ),
        Cell::rich(seen),
    ]
}
