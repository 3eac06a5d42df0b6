//! Reviews of SOC 2 reports and ISO certificates → what they prove, what they leave open, and their red flags.

use super::view::View;
use super::words::{bound, date, date_or, flat, or, sentence, severity_tone};
use crate::document::{Block, Cell, Column, Fact, Level, Span, Table};
use assay_core::record::{CertificateReview, SocReview};
use assay_core::words::{SocCategory, Word};
use chrono::NaiveDate;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let case = view.case;
    if case.soc_reviews.is_empty() && case.certificate_reviews.is_empty() {
        return vec![Block::p("No SOC 2 report and no ISO certificate was reviewed with a form of its own.")];
    }
    let mut blocks: Vec<Block> = case.soc_reviews.values().flat_map(|r| soc(view, r)).collect();
    blocks.extend(case.certificate_reviews.values().flat_map(|r| certificate(view, r)));
    blocks.push(
        Table::new(
            "Red flags",
            vec![
                Column::new("Review", 1.2),
                Column::new("Red flag", 5.0),
                Column::new("Severity", 1.4),
                Column::new("Finding", 1.2),
            ],
            "No red flag was raised.",
        )
        .rows(view.evaluation.red_flags.iter().map(|flag| {
            vec![
                Cell::mono(bound(flag.review.as_str())),
                Cell::rich(vec![
                    Span::strong(sentence(&flag.title)),
                    Span::plain(format!(" {}", sentence(&flag.condition))),
                ]),
                Cell::toned(flag.severity.title(), severity_tone(flag.severity)),
                match &flag.finding {
                    Some(id) => Cell::rich(vec![view.finding_span(id)]),
                    None => Cell::new("None written"),
                },
            ]
        }))
        .into(),
    );
    blocks
}

fn known(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Not known",
    }
}

fn span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{} to {}", date(from), date(to)),
        (None, Some(to)) => date(to),
        (Some(_) | None, None) => "Not recorded".into(),
    }
}

fn soc(view: &View, r: &SocReview) -> Vec<Block> {
    let categories: Vec<&str> = r.categories.iter().copied().map(SocCategory::title).collect();
    let evidence = r
        .evidence
        .as_ref()
        .map_or_else(|| vec![Span::plain("None recorded")], |id| vec![view.evidence_span(id)]);
    let mut blocks = vec![
        Block::unnumbered(
            Level::Three,
            format!("{} SOC 2 report, {}", r.id, or(&r.auditor, "audit firm not recorded")),
            format!("review-{}", r.id),
        ),
        Block::facts(vec![
            Fact::rich("Evidence", evidence),
            Fact::new("Firm licensed and peer reviewed", known(r.auditor_licensed)),
            Fact::new("Type", r.kind.map_or("Not recorded", Word::title)),
            Fact::new("Period", span(r.period_from, r.period_to)),
            Fact::new("Bridge letter until", date_or(r.bridge_until, "None")),
            Fact::new("Categories", or(&categories.join(", "), "None recorded")),
            Fact::new("Auditor concludes", r.result.map_or("Not recorded", Word::title)),
            Fact::new("Reservations", or(&r.reservations, "None recorded")),
            Fact::new("Boundary", or(&r.boundary, "Not recorded")),
            Fact::new("Covers what we rely on", known(r.covers_our_service)),
            Fact::new("After the period", or(&r.subsequent_events, "Nothing recorded")),
        ]),
    ];
    let table = |caption: &str, columns: &[(&str, f64)], empty: &str| {
        let columns = columns.iter().map(|(title, width)| Column::new(*title, *width)).collect();
        Table::new(format!("{}: {caption}", r.id), columns, empty)
    };
    blocks.push(
        table(
            "organisations the vendor relies on",
            &[
                ("Organisation", 2.4),
                ("What it does", 3.6),
                ("In the report", 1.6),
                ("Own report seen", 1.4),
                ("Key", 1.0),
            ],
            "None is named.",
        )
        .rows(r.subservices.iter().map(|s| {
            vec![
                Cell::new(or(&s.name, "Not named")),
                Cell::new(or(&s.does, "Not recorded")),
                Cell::new(s.method.title()),
                Cell::new(known(s.own_report_seen)),
                Cell::new(if s.is_key { "Yes" } else { "No" }),
            ]
        }))
        .into(),
    );
    blocks.push(
        table(
            "controls expected of us",
            &[("Control", 6.0), ("Owner here", 2.4), ("In place", 1.4)],
            "None is recorded.",
        )
        .rows(r.customer_controls.iter().map(|c| {
            vec![
                Cell::new(or(&c.text, "Not spelled out")),
                Cell::new(or(&c.owner, "No owner")),
                Cell::new(known(c.in_place)),
            ]
        }))
        .into(),
    );
    blocks.push(
        table(
            "deviations the auditor found",
            &[
                ("Criterion", 1.1),
                ("Control", 2.2),
                ("Deviation", 2.6),
                ("The vendor's response", 2.2),
                ("What we think of it", 2.4),
            ],
            "None is recorded.",
        )
        .rows(r.exceptions.iter().map(|e| {
            vec![
                Cell::new(or(&e.criterion, "Not recorded")),
                Cell::new(or(&e.control, "Not recorded")),
                Cell::new(or(&e.deviation, "Not recorded")),
                Cell::new(or(&e.response, "None given")),
                Cell::new(or(&e.our_view, "Not recorded")),
            ]
        }))
        .into(),
    );
    blocks
}

fn certificate(view: &View, r: &CertificateReview) -> Vec<Block> {
    let evidence = r
        .evidence
        .as_ref()
        .map_or_else(|| vec![Span::plain("None recorded")], |id| vec![view.evidence_span(id)]);
    let sites: Vec<String> = r.sites.iter().map(|s| flat(s)).filter(|s| !s.is_empty()).collect();
    vec![
        Block::unnumbered(
            Level::Three,
            format!("{} certificate, {}", r.id, or(&r.standard, "standard not recorded")),
            format!("review-{}", r.id),
        ),
        Block::facts(vec![
            Fact::rich("Evidence", evidence),
            Fact::new("Number", or(&r.number, "Not recorded")),
            Fact::new("Issued by", or(&r.body, "Not recorded")),
            Fact::new(
                "Accredited by",
                format!(
                    "{}; stands for this standard: {}",
                    or(&r.accreditation, "Not recorded"),
                    known(r.accredited).to_lowercase()
                ),
            ),
            Fact::new("Scope", or(&r.scope, "Not recorded")),
            Fact::new("Covers what we rely on", known(r.covers_our_service)),
            Fact::new("Sites", or(&sites.join("; "), "Not recorded")),
            Fact::new("Valid", span(r.issued, r.expires)),
            Fact::new("Last surveillance", date_or(r.surveillance, "Not recorded")),
            Fact::new("Last internal audit", date_or(r.internal_audit, "Not recorded")),
            Fact::new(
                "Statement of applicability",
                format!(
                    "{}; seen: {}",
                    or(&r.statement, "version not recorded"),
                    known(r.statement_seen).to_lowercase()
                ),
            ),
            Fact::new(
                "Major nonconformities open",
                r.open_majors.map_or_else(|| "Not known".into(), |n| n.to_string()),
            ),
        ]),
        Table::new(
            format!("{}: controls left out", r.id),
            vec![
                Column::new("Control", 1.4),
                Column::new("The vendor's reason", 5.0),
                Column::new("Holds here", 1.4),
            ],
            "None is recorded.",
        )
        .rows(r.exclusions.iter().map(|e| {
            vec![
                Cell::mono(bound(&e.control)),
                Cell::new(or(&e.justification, "None given")),
                Cell::new(known(e.holds)),
            ]
        }))
        .into(),
    ]
}
