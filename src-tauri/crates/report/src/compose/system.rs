//! Components and bills of materials → the parts of threat model and threat register that say what the system is made of and whose it is.

use super::view::{View, bom_anchor};
use super::words::{flat, in_row, list, or, sentence, sentences, told};
use crate::document::{Block, Cell, Column, Fact, Level, Span, Table};
use assay_core::evaluation::component_lacks;
use assay_core::record::{Bom, Component, Element};
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
        blocks
            .push(Block::p(say!(view, "The scope has AI, and no component with a part in it is recorded.")));
    }
    if all.is_empty() {
        return blocks;
    }
    let table = Table::new(
        say!(view, "Components: those with a part in the AI system first; providers nearest first"),
        vec![
            Column::new(say!(view, "Component"), 2.0),
            Column::new(say!(view, "Part in AI"), 1.4),
            Column::new(say!(view, "Product and version"), 2.4),
            Column::new(say!(view, "Provided by"), 1.6),
            Column::new(say!(view, "Owner"), 1.4),
            Column::new(say!(view, "Stages of life"), 1.4),
            Column::new(say!(view, "Data"), 2.0),
        ],
        say!(view, "No component is recorded."),
    );
    blocks.push(table.rows(all.into_iter().map(|element| component(view, element))).into());
    blocks
}

fn component(view: &View, element: &Element) -> Vec<Cell> {
    let c = &element.component;
    let mut name = vec![Span::strong(or(&element.name, say!(view, "Unnamed")))];
    let lacks = element.role.map_or_else(Vec::new, |_| component_lacks(element));
    if !lacks.is_empty() {
        let lacks: Vec<String> = lacks.iter().map(|message| told(view, message)).collect();
        name.push(Span::plain(say!(view, ": lacks {what}.", what = list(view, &lacks))));
    }
    let mut product = flat(&format!("{} {}", c.product, c.version));
    if !c.licence.trim().is_empty() {
        product = flat(&say!(view, "{product} (licence {licence})", licence = flat(&c.licence)));
    }
    let all = |texts: &[String], between: &str| {
        texts.iter().map(|t| flat(t)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(between)
    };
    let stages: Vec<String> = c.stages.iter().map(|stage| told(view, stage)).collect();
    let recorded = |text: &str| Cell::new(or(text, say!(view, "Not recorded")));
    vec![
        Cell::rich(name),
        Cell::new(element.role.map_or_else(|| say!(view, "None"), |role| told(view, &role))),
        recorded(&product),
        recorded(&all(&c.providers, " → ")),
        Cell::new(or(&c.owner, say!(view, "No owner"))),
        recorded(&in_row(view, &stages)),
        recorded(&all(&c.data, &say!(view, "; "))),
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
        say!(view, "Bills are counted as the vendor gave them. The entries themselves, up to 5,000 of each, are in the attached data."),
    ));
    blocks
}

fn bill(view: &View, bom: &Bom) -> [Block; 2] {
    let licences = match bom.licences.len().checked_sub(LICENCES) {
        Some(more) if more > 0 => {
            let licences = named(view, most_first(&bom.licences).take(LICENCES));
            say!(view, "{licences} and {n} more licence|{licences} and {n} more licences", n = more)
        }
        _ => named(view, most_first(&bom.licences)),
    };
    let mut severities: Vec<_> = most_first(&bom.vulnerabilities).collect();
    let place =
        |name: &str| SEVERITIES.iter().position(|s| s.eq_ignore_ascii_case(name)).unwrap_or(SEVERITIES.len());
    severities.sort_by_key(|(name, _)| place(name));
    let mut rows = vec![
        Fact::new(say!(view, "Format"), made(view, bom)),
        Fact::new(say!(view, "Entries"), entries(view, bom)),
        Fact::new(say!(view, "Licences"), or(&licences, say!(view, "None is stated"))),
        Fact::new(
            say!(view, "Not stated"),
            say!(
                view,
                "Version of {n}\u{a0}entry, licence of {licence}, hash of {hash}|Version of {n}\u{a0}entries, licence of {licence}, \
                 hash of {hash}",
                n = bom.without_version,
                licence = bom.without_licence,
                hash = bom.without_hash
            ),
        ),
        Fact::new(
            say!(view, "Vulnerabilities"),
            or(&named(view, severities.into_iter()), say!(view, "None is named in it")),
        ),
        Fact::rich(say!(view, "File"), vec![view.evidence_span(&bom.evidence)]),
    ];
    let notes: Vec<String> = bom.notes.iter().map(|n| sentence(n)).filter(|n| !n.is_empty()).collect();
    if !notes.is_empty() {
        rows.push(Fact::new(say!(view, "Odd in the file"), sentences(view, &notes)));
    }
    let title = [bom.id.to_string(), or(&bom.about, say!(view, "What it describes is not named"))].join(" ");
    [Block::unnumbered(Level::Three, title, bom_anchor(&bom.id)), Block::facts(rows)]
}

/// How many entries of which kinds, the most frequent first.
fn entries(view: &View, bom: &Bom) -> String {
    let kinds: Vec<String> = most_first(&bom.counts).map(|(kind, n)| kind_of_entry(view, kind, n)).collect();
    if kinds.is_empty() {
        return say!(view, "None");
    }
    say!(view, "{total}: {kinds}", total = bom.total(), kinds = in_row(view, &kinds))
}

/// So many entries of a kind of CycloneDX; one that a later edition may add as the file spells it.
fn kind_of_entry(view: &View, kind: &str, n: u32) -> String {
    match kind {
        "application" => say!(view, "{n} application|{n} applications"),
        "framework" => say!(view, "{n} framework|{n} frameworks"),
        "library" => say!(view, "{n} library|{n} libraries"),
        "container" => say!(view, "{n} container|{n} containers"),
        "platform" => say!(view, "{n} platform|{n} platforms"),
        "operating-system" => say!(view, "{n} operating system|{n} operating systems"),
        "device" => say!(view, "{n} device|{n} devices"),
        "device-driver" => say!(view, "{n} device driver|{n} device drivers"),
        "firmware" => say!(view, "{n} firmware|{n} firmware"),
        "file" => say!(view, "{n} file|{n} files"),
        "machine-learning-model" => say!(view, "{n} machine learning model|{n} machine learning models"),
        "data" => say!(view, "{n} data|{n} data"),
        "cryptographic-asset" => say!(view, "{n} cryptographic asset|{n} cryptographic assets"),
        "service" => say!(view, "{n} service|{n} services"),
        other => say!(view, "{number} “{kind}”", number = n, kind = flat(other)),
    }
}

/// Format and day, as the file says them.
fn made(view: &View, bom: &Bom) -> String {
    let format = or(&bom.format, say!(view, "Not recorded"));
    match DateTime::parse_from_rfc3339(bom.made.trim()) {
        Ok(at) => say!(view, "{format}, made on {day}", day = at.date_naive()),
        Err(_) if bom.made.trim().is_empty() => say!(view, "{format}; no day is stated"),
        Err(_) => say!(view, "{format}, made {when}", when = flat(&bom.made)),
    }
}

fn most_first(counts: &BTreeMap<String, u32>) -> impl Iterator<Item = (&String, u32)> {
    let mut all: Vec<(&String, u32)> = counts.iter().map(|(name, n)| (name, *n)).collect();
    all.sort_by_key(|(_, n)| Reverse(*n));
    all.into_iter()
}

/// `6 MIT, 3 Apache-2.0`.
fn named<'a>(view: &View, counts: impl Iterator<Item = (&'a String, u32)>) -> String {
    let named = counts.map(|(name, number)| {
        say!(view, "{number}\u{a0}{name}", name = or(name, say!(view, "without a name")))
    });
    in_row(view, &named.collect::<Vec<_>>())
}
