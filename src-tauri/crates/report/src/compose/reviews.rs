//! Reviews of SOC 2 reports and ISO certificates → what they prove, what they leave open, and their red flags.

use super::view::View;
use super::words::{bound, date, date_or, flat, in_row, or, sentence, series, severity_tone, told, within};
use crate::document::{Block, Cell, Column, Fact, Level, Span, Table};
use assay_core::record::{CertificateReview, SocReview};
use chrono::NaiveDate;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let case = view.case;
    if case.soc_reviews.is_empty() && case.certificate_reviews.is_empty() {
        return vec![Block::p(say!(
            view,
            "No SOC 2 report and no ISO certificate was reviewed with a form of its own."
        ))];
    }
    let mut blocks: Vec<Block> = case.soc_reviews.values().flat_map(|r| soc(view, r)).collect();
    blocks.extend(case.certificate_reviews.values().flat_map(|r| certificate(view, r)));
    blocks.push(
        Table::new(
            say!(view, "Red flags"),
            vec![
                Column::new(say!(view, "Review"), 1.2),
                Column::new(say!(view, "Red flag"), 5.0),
                Column::new(say!(view, "Severity"), 1.4),
                Column::new(say!(view, "Finding"), 1.2),
            ],
            say!(view, "No red flag was raised."),
        )
        .rows(view.evaluation.red_flags.iter().map(|flag| {
            vec![
                Cell::mono(bound(flag.review.as_str())),
                Cell::rich(vec![
                    Span::strong(sentence(&flag.title)),
                    Span::plain(say!(view, " ")),
                    Span::plain(sentence(&flag.condition)),
                ]),
                Cell::toned(told(view, &flag.severity), severity_tone(flag.severity)),
                match &flag.finding {
                    Some(id) => Cell::rich(vec![view.finding_span(id)]),
                    None => Cell::new(say!(view, "None written")),
                },
            ]
        }))
        .into(),
    );
    blocks
}

fn known(view: &View, answer: Option<bool>) -> String {
    match answer {
        Some(true) => say!(view, "Yes"),
        Some(false) => say!(view, "No"),
        None => say!(view, "Not known"),
    }
}

fn span(view: &View, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => say!(view, "{from} to {to}"),
        (None, Some(to)) => date(view, to),
        (Some(_) | None, None) => say!(view, "Not recorded"),
    }
}

fn soc(view: &View, r: &SocReview) -> Vec<Block> {
    let categories: Vec<String> =
        r.categories.iter().copied().map(|category| told(view, &category)).collect();
    let evidence = r
        .evidence
        .as_ref()
        .map_or_else(|| vec![Span::plain(say!(view, "None recorded"))], |id| vec![view.evidence_span(id)]);
    let mut blocks = vec![
        Block::unnumbered(
            Level::Three,
            say!(
                view,
                "{id} SOC 2 report, {auditor}",
                id = r.id,
                auditor = or(&r.auditor, say!(view, "audit firm not recorded"))
            ),
            format!("review-{}", r.id),
        ),
        Block::facts(vec![
            Fact::rich(say!(view, "Evidence"), evidence),
            Fact::new(say!(view, "Firm licensed and peer reviewed"), known(view, r.auditor_licensed)),
            Fact::new(
                say!(view, "Type"),
                r.kind.map_or_else(|| say!(view, "Not recorded"), |word| told(view, &word)),
            ),
            Fact::new(say!(view, "Period"), span(view, r.period_from, r.period_to)),
            Fact::new(say!(view, "Bridge letter until"), date_or(view, r.bridge_until, say!(view, "None"))),
            Fact::new(say!(view, "Categories"), or(&in_row(view, &categories), say!(view, "None recorded"))),
            Fact::new(
                say!(view, "Auditor concludes"),
                r.result.map_or_else(|| say!(view, "Not recorded"), |word| told(view, &word)),
            ),
            Fact::new(say!(view, "Reservations"), or(&r.reservations, say!(view, "None recorded"))),
            Fact::new(say!(view, "Boundary"), or(&r.boundary, say!(view, "Not recorded"))),
            Fact::new(say!(view, "Covers what we rely on"), known(view, r.covers_our_service)),
            Fact::new(
                say!(view, "After the period"),
                or(&r.subsequent_events, say!(view, "Nothing recorded")),
            ),
        ]),
    ];
    let table = |caption: String, columns: &[(String, f64)], empty: String| {
        let columns = columns.iter().map(|(title, width)| Column::new(title, *width)).collect();
        Table::new(caption, columns, empty)
    };
    let id = &r.id;
    blocks.push(
        table(
            say!(view, "{id}: organisations the vendor relies on"),
            &[
                (say!(view, "Organisation"), 2.4),
                (say!(view, "What it does"), 3.6),
                (say!(view, "In the report"), 1.6),
                (say!(view, "Own report seen"), 1.4),
                (say!(view, "Key"), 1.0),
            ],
            say!(view, "None is named."),
        )
        .rows(r.subservices.iter().map(|s| {
            vec![
                Cell::new(or(&s.name, say!(view, "Not named"))),
                Cell::new(or(&s.does, say!(view, "Not recorded"))),
                Cell::new(told(view, &s.method)),
                Cell::new(known(view, s.own_report_seen)),
                Cell::new(if s.is_key { say!(view, "Yes") } else { say!(view, "No") }),
            ]
        }))
        .into(),
    );
    blocks.push(
        table(
            say!(view, "{id}: controls expected of us"),
            &[(say!(view, "Control"), 6.0), (say!(view, "Owner here"), 2.4), (say!(view, "In place"), 1.4)],
            say!(view, "None is recorded."),
        )
        .rows(r.customer_controls.iter().map(|c| {
            vec![
                Cell::new(or(&c.text, say!(view, "Not spelled out"))),
                Cell::new(or(&c.owner, say!(view, "No owner"))),
                Cell::new(known(view, c.in_place)),
            ]
        }))
        .into(),
    );
    blocks.push(
        table(
            say!(view, "{id}: deviations the auditor found"),
            &[
                (say!(view, "Criterion"), 1.1),
                (say!(view, "Control"), 2.2),
                (say!(view, "Deviation"), 2.6),
                (say!(view, "The vendor's response"), 2.2),
                (say!(view, "What we think of it"), 2.4),
            ],
            say!(view, "None is recorded."),
        )
        .rows(r.exceptions.iter().map(|e| {
            vec![
                Cell::new(or(&e.criterion, say!(view, "Not recorded"))),
                Cell::new(or(&e.control, say!(view, "Not recorded"))),
                Cell::new(or(&e.deviation, say!(view, "Not recorded"))),
                Cell::new(or(&e.response, say!(view, "None given"))),
                Cell::new(or(&e.our_view, say!(view, "Not recorded"))),
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
        .map_or_else(|| vec![Span::plain(say!(view, "None recorded"))], |id| vec![view.evidence_span(id)]);
    let sites: Vec<String> = r.sites.iter().map(|s| flat(s)).filter(|s| !s.is_empty()).collect();
    vec![
        Block::unnumbered(
            Level::Three,
            say!(
                view,
                "{id} certificate, {standard}",
                id = r.id,
                standard = or(&r.standard, say!(view, "standard not recorded"))
            ),
            format!("review-{}", r.id),
        ),
        Block::facts(vec![
            Fact::rich(say!(view, "Evidence"), evidence),
            Fact::new(say!(view, "Number"), or(&r.number, say!(view, "Not recorded"))),
            Fact::new(say!(view, "Issued by"), or(&r.body, say!(view, "Not recorded"))),
            Fact::new(
                say!(view, "Accredited by"),
                say!(
                    view,
                    "{body}; stands for this standard: {known}",
                    body = or(&r.accreditation, say!(view, "Not recorded")),
                    known = within(view, &known(view, r.accredited))
                ),
            ),
            Fact::new(say!(view, "Scope"), or(&r.scope, say!(view, "Not recorded"))),
            Fact::new(say!(view, "Covers what we rely on"), known(view, r.covers_our_service)),
            Fact::new(say!(view, "Sites"), or(&series(view, &sites), say!(view, "Not recorded"))),
            Fact::new(say!(view, "Valid"), span(view, r.issued, r.expires)),
            Fact::new(
                say!(view, "Last surveillance"),
                date_or(view, r.surveillance, say!(view, "Not recorded")),
            ),
            Fact::new(
                say!(view, "Last internal audit"),
                date_or(view, r.internal_audit, say!(view, "Not recorded")),
            ),
            Fact::new(
                say!(view, "Statement of applicability"),
                say!(
                    view,
                    "{version}; seen: {known}",
                    version = or(&r.statement, say!(view, "version not recorded")),
                    known = within(view, &known(view, r.statement_seen))
                ),
            ),
            Fact::new(
                say!(view, "Major nonconformities open"),
                r.open_majors.map_or_else(|| say!(view, "Not known"), |n| n.to_string()),
            ),
        ]),
        Table::new(
            say!(view, "{id}: controls left out", id = r.id),
            vec![
                Column::new(say!(view, "Control"), 1.4),
                Column::new(say!(view, "The vendor's reason"), 5.0),
                Column::new(say!(view, "Holds here"), 1.4),
            ],
            say!(view, "None is recorded."),
        )
        .rows(r.exclusions.iter().map(|e| {
            vec![
                Cell::mono(bound(&e.control)),
                Cell::new(or(&e.justification, say!(view, "None given"))),
                Cell::new(known(view, e.holds)),
            ]
        }))
        .into(),
    ]
}
