//! Risks: the matrix before and after treatment, the register, how each rating came about.

use super::outline::{Section, joined_or};
use super::view::{View, risk_anchor};
use super::words::{band_tone, date_or, flat, list, or, sentence, sentences, series, told};
use crate::document::{
    Block, Card, Cell, Column, Drawing, Fact, HeatCell, HeatMap, HeatPoint, Part, Place, Table,
};
use assay_core::record::Risk;
use assay_core::risk::Rating;
use assay_core::words::Treatment;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = register(view);
    if view.outline.holds(Section::Categories) {
        blocks.push(Block::spans(runs!(
            view,
            [section = view.outline.refer(view, Section::Categories)],
            "The risk of AI by category, with the measures that answer it, is in {section}."
        )));
    }
    blocks
}

fn register(view: &View) -> Vec<Block> {
    let risks = view.risks();
    if risks.is_empty() {
        return vec![Block::p(say!(
            view,
            "No risk was recorded, so there is nothing to place in the matrix."
        ))];
    }
    let mut blocks = vec![
        Block::figure(
            say!(view, "Risks before and after treatment"),
            Drawing::HeatMap(heat_map(view, &risks)),
        ),
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
        say!(
            view,
            "{band} ({likelihood}\u{a0}×\u{a0}{impact})",
            band = band.title,
            likelihood = rating.likelihood(),
            impact = rating.impact()
        ),
        band_tone(band),
    )
}

fn list_of(view: &View, risks: &[&Risk]) -> Block {
    Table::new(
        say!(view, "Risk register: highest after treatment first; in brackets likelihood × impact"),
        vec![
            Column::new(say!(view, "No."), 0.9),
            Column::new(say!(view, "Risk"), 3.4),
            Column::new(say!(view, "Inherent"), 1.5),
            Column::new(say!(view, "Residual"), 1.5),
            Column::new(say!(view, "Treatment"), 1.3),
            Column::new(say!(view, "Owner"), 1.6),
            Column::new(say!(view, "Due"), 1.8),
            Column::new(say!(view, "Status"), 1.2),
        ],
        say!(view, "No risk is recorded."),
    )
    .rows(risks.iter().map(|risk| {
        vec![
            Cell::rich(vec![view.risk_span(&risk.id)]),
            Cell::new(or(&risk.title, say!(view, "Untitled"))),
            rated(view, risk.ratings.inherent()),
            rated(view, risk.ratings.residual()),
            Cell::new(told(view, &risk.treatment)),
            Cell::new(or(&risk.owner, say!(view, "No owner"))),
            Cell::new(date_or(view, risk.due, say!(view, "No date"))),
            Cell::new(told(view, &risk.status)),
        ]
    }))
    .into()
}

fn card(view: &View, risk: &Risk) -> Card {
    let matrix = &view.library.matrix;
    let (inherent, residual) = (risk.ratings.inherent(), risk.ratings.residual());
    let band = view.band(residual);
    let categories: Vec<String> = risk.categories.iter().map(|c| told(view, c)).collect();
    let threats: Vec<String> = risk.threats.iter().map(|id| view.threat_words(id)).collect();
    Card {
        id: risk_anchor(&risk.id),
        number: risk.id.to_string(),
        title: or(&risk.title, say!(view, "Untitled")),
        badge: say!(view, "{band} after treatment", band = band.title),
        tone: band_tone(band),
        facts: vec![
            Fact::new(say!(view, "Owner"), or(&risk.owner, say!(view, "No owner"))),
            Fact::new(say!(view, "Due"), date_or(view, risk.due, say!(view, "No date"))),
            Fact::new(say!(view, "Treatment"), told(view, &risk.treatment)),
            Fact::new(say!(view, "Status"), told(view, &risk.status)),
            Fact::new(say!(view, "Categories"), or(&list(view, &categories), say!(view, "None"))),
            Fact::rich(
                say!(view, "Findings"),
                joined_or(view, risk.findings.iter().map(|f| view.finding_span(f)), say!(view, "None")),
            ),
        ],
        parts: vec![
            Part::new(say!(view, "Scenario"), or(&risk.scenario, say!(view, "Not recorded."))),
            Part::new(say!(view, "Inherent"), say!(view, "{rating}.", rating = matrix.explain(inherent))),
            Part::new(say!(view, "Residual"), say!(view, "{rating}.", rating = matrix.explain(residual))),
            Part::new(say!(view, "Why these ratings"), or(&risk.rationale, say!(view, "Not recorded."))),
            Part::new(say!(view, "Controls"), controls(view, risk)),
            Part::new(
                say!(view, "Threats behind it"),
                or(&list(view, &threats), say!(view, "None is linked.")),
            ),
        ],
    }
}

/// The controls relied on, how they were taken together, and a warning when a high risk hangs on fewer than two.
fn controls(view: &View, risk: &Risk) -> String {
    let named: Vec<String> = risk.controls.iter().map(|c| flat(c)).filter(|c| !c.is_empty()).collect();
    let all = sentence(&series(view, &named));
    let mut said = vec![if named.is_empty() { say!(view, "None is named.") } else { all }];
    match named.len() {
        0 | 1 => {}
        _ if risk.combining.trim().is_empty() => {
            said.push(say!(view, "How they were taken together is not recorded."));
        }
        _ => said.push(say!(view, "Taken together: {how}", how = sentence(&risk.combining))),
    }
    if named.len() < 2 && risk.treatment != Treatment::Avoid && rests_on_little(view, risk) {
        said.push(say!(
            view,
            "A risk this high, lowered by fewer than two controls, hangs on a single layer."
        ));
    }
    sentences(view, &said)
}

/// Whether a risk in the two highest bands is rated lower after treatment.
fn rests_on_little(view: &View, risk: &Risk) -> bool {
    let matrix = &view.library.matrix;
    let (inherent, residual) = (matrix.rank(risk.ratings.inherent()), matrix.rank(risk.ratings.residual()));
    inherent + 2 >= matrix.bands.len() && residual < inherent
}
