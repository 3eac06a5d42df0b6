//! Risks: the matrix before and after treatment, the register, how each rating came about.

use super::outline::{Section, joined_or};
use super::view::{View, risk_anchor};
use super::words::{band_tone, date_or, flat, list, or, sentence};
use crate::document::{
    Block, Card, Cell, Column, Drawing, Fact, HeatCell, HeatMap, HeatPoint, Part, Place, Span, Table,
};
use assay_core::record::Risk;
use assay_core::risk::Rating;
use assay_core::words::{RiskCategory, Treatment, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = register(view);
    if view.outline.holds(Section::Categories) {
        blocks.push(Block::spans(vec![
            Span::plain("The risk of AI by category, with the measures that answer it, is in "),
            view.outline.refer(Section::Categories),
            Span::plain("."),
        ]));
    }
    blocks
}

fn register(view: &View) -> Vec<Block> {
    let risks = view.risks();
    if risks.is_empty() {
        return vec![Block::p("No risk was recorded, so there is nothing to place in the matrix.")];
    }
    let mut blocks = vec![
        Block::figure("Risks before and after treatment", Drawing::HeatMap(heat_map(view, &risks))),
        list_of(view, &risks),
    ];
    blocks.extend(risks.iter().map(|r| Block::Card(card(view, r))));
    blocks
}

fn place(rating: Rating) -> Place {
    Place { likelihood: usize::from(rating.likelihood() - 1), impact: usize::from(rating.impact() - 1) }
}

fn heat_map(view: &View, risks: &[&Risk]) -> HeatMap {
    let matrix = &view.library.matrix;
    HeatMap {
        likelihood: matrix.likelihood.iter().map(|s| flat(&s.title)).collect(),
        impact: matrix.impact.iter().map(|s| flat(&s.title)).collect(),
        cells: (1..=5)
            .map(|l| {
                (1..=5)
                    .filter_map(|i| Rating::new(l, i).ok())
                    .map(|rating| {
                        let band = view.band(rating);
                        HeatCell { label: band.title.clone(), tone: band_tone(band) }
                    })
                    .collect()
            })
            .collect(),
        points: risks
            .iter()
            .map(|risk| HeatPoint {
                id: risk.id.to_string(),
                inherent: place(risk.ratings.inherent()),
                residual: Some(place(risk.ratings.residual())),
            })
            .collect(),
    }
}

/// A rating in a cell: the band with the two numbers behind it.
fn rated(view: &View, rating: Rating) -> Cell {
    let band = view.band(rating);
    Cell::toned(
        format!("{} ({}\u{a0}×\u{a0}{})", band.title, rating.likelihood(), rating.impact()),
        band_tone(band),
    )
}

fn list_of(view: &View, risks: &[&Risk]) -> Block {
    Table::new(
        "Risk register: highest after treatment first; in brackets likelihood × impact",
        vec![
            Column::new("No.", 0.9),
            Column::new("Risk", 3.4),
            Column::new("Inherent", 1.5),
            Column::new("Residual", 1.5),
            Column::new("Treatment", 1.3),
            Column::new("Owner", 1.6),
            Column::new("Due", 1.8),
            Column::new("Status", 1.2),
        ],
        "No risk is recorded.",
    )
    .rows(risks.iter().map(|risk| {
        vec![
            Cell::rich(vec![view.risk_span(&risk.id)]),
            Cell::new(or(&risk.title, "Untitled")),
            rated(view, risk.ratings.inherent()),
            rated(view, risk.ratings.residual()),
            Cell::new(risk.treatment.title()),
            Cell::new(or(&risk.owner, "No owner")),
            Cell::new(date_or(risk.due, "No date")),
            Cell::new(risk.status.title()),
        ]
    }))
    .into()
}

fn card(view: &View, risk: &Risk) -> Card {
    let matrix = &view.library.matrix;
    let (inherent, residual) = (risk.ratings.inherent(), risk.ratings.residual());
    let band = view.band(residual);
    let categories: Vec<&str> = risk.categories.iter().map(|c| RiskCategory::title(*c)).collect();
    let threats: Vec<String> = risk.threats.iter().map(|id| view.threat_words(id)).collect();
    Card {
        id: risk_anchor(&risk.id),
        number: risk.id.to_string(),
        title: or(&risk.title, "Untitled"),
        badge: format!("{} after treatment", band.title),
        tone: band_tone(band),
        facts: vec![
            Fact::new("Owner", or(&risk.owner, "No owner")),
            Fact::new("Due", date_or(risk.due, "No date")),
            Fact::new("Treatment", risk.treatment.title()),
            Fact::new("Status", risk.status.title()),
            Fact::new("Categories", or(&list(&categories), "None")),
            Fact::rich("Findings", joined_or(risk.findings.iter().map(|f| view.finding_span(f)), "None")),
        ],
        parts: vec![
            Part::new("Scenario", or(&risk.scenario, "Not recorded.")),
            Part::new("Inherent", format!("{}.", matrix.explain(inherent))),
            Part::new("Residual", format!("{}.", matrix.explain(residual))),
            Part::new("Why these ratings", or(&risk.rationale, "Not recorded.")),
            Part::new("Controls", controls(view, risk)),
            Part::new("Threats behind it", or(&list(&threats), "None is linked.")),
        ],
    }
}

/// The controls relied on, how they were taken together, and a warning when a high risk hangs on fewer than two.
fn controls(view: &View, risk: &Risk) -> String {
    let named: Vec<String> = risk.controls.iter().map(|c| flat(c)).filter(|c| !c.is_empty()).collect();
    let mut text = if named.is_empty() { "None is named.".to_owned() } else { sentence(&named.join("; ")) };
    match named.len() {
        0 | 1 => {}
        _ if risk.combining.trim().is_empty() => {
            text.push_str(" How they were taken together is not recorded.")
        }
        _ => text.push_str(&format!(" Taken together: {}", sentence(&risk.combining))),
    }
    if named.len() < 2 && risk.treatment != Treatment::Avoid && rests_on_little(view, risk) {
        text.push_str(" A risk this high, lowered by fewer than two controls, hangs on a single layer.");
    }
    text
}

/// Whether a risk in the two highest bands is rated lower after treatment.
fn rests_on_little(view: &View, risk: &Risk) -> bool {
    let matrix = &view.library.matrix;
    let (inherent, residual) = (matrix.rank(risk.ratings.inherent()), matrix.rank(risk.ratings.residual()));
    inherent + 2 >= matrix.bands.len() && residual < inherent
}
