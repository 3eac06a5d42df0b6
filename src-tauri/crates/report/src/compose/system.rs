//! Components and bills of materials → the parts of threat model and threat register that say what the system is made of and whose it is.

use super::view::{View, bom_anchor};
use super::words::{NBSP, count, date, flat, list, or, sentence, told};
use crate::document::{Block, Cell, Column, Fact, Level, Span, Table};
use assay_core::evaluation::component_lacks;
use assay_core::record::{Bom, Component, Element};
use assay_core::words::Word;
use chrono::DateTime;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Licences named one by one; the rest is counted.
const LICENCES: usize = 10;
/// Severities in the words of bills of materials, worst first; others come after them.
const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// What the elements are as components; nothing when there is no AI and nothing was recorded of any.
pub(super) fn components(view: &View) -> Vec<Block> {
    let mut all: Vec<&Element> = view.case.elements.values().filter(|e| e.out_of_scope.is_none()).collect();
    if !view.has_ai() && all.iter().all(|e| e.component == Component::default()) {
        return Vec::new();
    }
    // Roles are ordered along the life of a model: from data over training to use and watch.
    all.sort_by_key(|e| (e.role.is_none(), e.role));
    let mut blocks = Vec::new();
    if all.iter().all(|e| e.role.is_none()) {
        blocks.push(Block::p("The scope has AI, and no component with a part in it is recorded."));
    }
    if all.is_empty() {
        return blocks;
    }
    let table = Table::new(
        "Components: those with a part in the AI system first; providers nearest first",
        vec![
            Column::new("Component", 2.0),
            Column::new("Part in AI", 1.4),
            Column::new("Product and version", 2.4),
            Column::new("Provided by", 1.6),
            Column::new("Owner", 1.4),
            Column::new("Stages of life", 1.4),
            Column::new("Data", 2.0),
        ],
        "No component is recorded.",
    );
    blocks.push(table.rows(all.into_iter().map(component)).into());
    blocks
}

fn component(element: &Element) -> Vec<Cell> {
    let c = &element.component;
    let mut name = vec![Span::strong(or(&element.name, "Unnamed"))];
    let lacks = element.role.map_or_else(Vec::new, |_| component_lacks(element));
    if !lacks.is_empty() {
        let lacks: Vec<String> = lacks.iter().map(told).collect();
        name.push(Span::plain(format!(": lacks {}.", list(&lacks))));
    }
    let mut product = flat(&format!("{} {}", c.product, c.version));
    if !c.licence.trim().is_empty() {
        product = flat(&format!("{product} (licence {})", flat(&c.licence)));
    }
    let all = |texts: &[String], between: &str| {
        texts.iter().map(|t| flat(t)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(between)
    };
    let stages: Vec<&str> = c.stages.iter().map(|stage| stage.title()).collect();
    let recorded = |text: &str| Cell::new(or(text, "Not recorded"));
    vec![
        Cell::rich(name),
        Cell::new(element.role.map_or("None", Word::title)),
        recorded(&product),
        recorded(&all(&c.providers, " → ")),
        Cell::new(or(&c.owner, "No owner")),
        recorded(&stages.join(", ")),
        recorded(&all(&c.data, "; ")),
    ]
}

/// What each bill counts up to. Its entries are in the attached data.
pub(super) fn bills(view: &View) -> Vec<Block> {
    let bills = &view.case.boms;
    if bills.is_empty() {
        return Vec::new();
    }
    let mut blocks: Vec<Block> = bills.values().flat_map(|bom| bill(view, bom)).collect();
    blocks.push(Block::p(
        "Bills are counted as the vendor gave them. The entries themselves, up to 5,000 of each, are in the attached data.",
    ));
    blocks
}

fn bill(view: &View, bom: &Bom) -> [Block; 2] {
    let licences = match bom.licences.len().checked_sub(LICENCES) {
        Some(more) if more > 0 => {
            format!("{} and {more} more licences", named(most_first(&bom.licences).take(LICENCES)))
        }
        _ => named(most_first(&bom.licences)),
    };
    let mut severities: Vec<_> = most_first(&bom.vulnerabilities).collect();
    let place =
        |name: &str| SEVERITIES.iter().position(|s| s.eq_ignore_ascii_case(name)).unwrap_or(SEVERITIES.len());
    severities.sort_by_key(|(name, _)| place(name));
    let mut rows = vec![
        Fact::new("Format", made(bom)),
        Fact::new("Entries", or(&format!("{}: {}", bom.total(), bom.contents().join(", ")), "None")),
        Fact::new("Licences", or(&licences, "None is stated")),
        Fact::new(
            "Not stated",
            format!(
                "Version of {}, licence of {}, hash of {}",
                count(bom.without_version as usize, "entry", "entries"),
                bom.without_licence,
                bom.without_hash
            ),
        ),
        Fact::new("Vulnerabilities", or(&named(severities.into_iter()), "None is named in it")),
        Fact::rich("File", vec![view.evidence_span(&bom.evidence)]),
    ];
    let notes: Vec<String> = bom.notes.iter().map(|n| sentence(n)).filter(|n| !n.is_empty()).collect();
    if !notes.is_empty() {
        rows.push(Fact::new("Odd in the file", notes.join(" ")));
    }
    let title = format!("{} {}", bom.id, or(&bom.about, "What it describes is not named"));
    [Block::unnumbered(Level::Three, title, bom_anchor(&bom.id)), Block::facts(rows)]
}

/// Format and day, as the file says them.
fn made(bom: &Bom) -> String {
    let format = or(&bom.format, "Not recorded");
    match DateTime::parse_from_rfc3339(bom.made.trim()) {
        Ok(at) => format!("{format}, made on {}", date(at.date_naive())),
        Err(_) if bom.made.trim().is_empty() => format!("{format}; no day is stated"),
        Err(_) => format!("{format}, made {}", flat(&bom.made)),
    }
}

fn most_first(counts: &BTreeMap<String, u32>) -> impl Iterator<Item = (&String, u32)> {
    let mut all: Vec<(&String, u32)> = counts.iter().map(|(name, n)| (name, *n)).collect();
    all.sort_by_key(|(_, n)| Reverse(*n));
    all.into_iter()
}

/// `6 MIT, 3 Apache-2.0`.
fn named<'a>(counts: impl Iterator<Item = (&'a String, u32)>) -> String {
    counts.map(|(name, n)| format!("{n}{NBSP}{}", or(name, "without a name"))).collect::<Vec<_>>().join(", ")
}
