//! A case → what its vendor may have: the findings, what the vendor still owes, and the vendor's own answers.
//!
//! [`VendorCopy`] is all that the vendor's paper and the data attached to it are made of. It has no place for private
//! notes, conclusions and their basis, scores, risks, threats, knock-outs, the decision, the tier, or the people of the
//! buyer, so none of these can reach it.

use super::outline::{Kind, Outline, Section};
use super::words::{
    bound, date, date_or, flat, in_lines, list, or, or_in_lines, severity_tone, told, within,
};
use super::{About, Data, Report};
use crate::document::{Block, Card, Cell, Column, Document, Fact, Part, Span, Table};
use assay_core::case::Case;
use assay_core::pack::{Library, hex};
use assay_core::standing::standings;
use assay_core::words::{Claim, Respondent, Severity, Word};
use assay_message::Language;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// Raised when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// What the vendor may have of its assessment, as attached to its copy as `findings.json`.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct VendorCopy<'a> {
    /// `assay-vendor-copy`.
    format: &'static str,
    /// Raised when a field changes its meaning or goes away.
    version: u32,
    /// When it was made, by the local clock.
    made: DateTime<FixedOffset>,
    /// The program that made it.
    program: &'a str,
    /// The name people use.
    vendor: &'a str,
    /// The name in the contract.
    legal_name: &'a str,
    service: &'a str,
    /// The organisation for which the vendor was assessed.
    assessed_for: &'a str,
    /// The organisation that assessed.
    assessed_by: &'a str,
    /// Handling words, such as `Confidential`.
    classification: &'a str,
    /// Worst first.
    findings: Vec<VendorFinding<'a>>,
    /// The nearest day first.
    owed: Vec<VendorOwes<'a>>,
    /// Every question asked of the vendor, in talking order.
    answers: Vec<VendorAnswer<'a>>,
}

/// A finding as the vendor is told it.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct VendorFinding<'a> {
    id: &'a str,
    title: &'a str,
    severity: Severity,
    /// What was found.
    condition: &'a str,
    /// What was expected.
    criterion: &'a str,
    /// Why it is so.
    cause: &'a str,
    /// What it can lead to.
    effect: &'a str,
    recommendation: &'a str,
    due: Option<NaiveDate>,
    /// What the vendor said to it.
    response: &'a str,
}

/// Something that the vendor promised.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct VendorOwes<'a> {
    what: &'a str,
    until: Option<NaiveDate>,
    question: &'a str,
}

/// A question with what the vendor said.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
struct VendorAnswer<'a> {
    question: &'a str,
    topic: &'a str,
    text: &'a str,
    claim: Option<Claim>,
    comment: &'a str,
    /// Why it does not apply.
    reason: &'a str,
}

impl<'a> VendorCopy<'a> {
    pub(super) fn of(case: &'a Case, library: &'a Library, about: &'a About) -> Self {
        let a = &case.assessment;
        let mut findings: Vec<_> = case.findings.values().collect();
        findings.sort_by_key(|f| (Reverse(f.severity), f.due.is_none(), f.due, &f.id));
        let mut owed: Vec<VendorOwes> = case
            .responses
            .values()
            .filter_map(|response| {
                let deferred = response.deferred.as_ref()?;
                Some(VendorOwes {
                    what: &deferred.what,
                    until: deferred.until,
                    question: response.question.as_str(),
                })
            })
            .collect();
        owed.sort_by_key(|owes| (owes.until.is_none(), owes.until, owes.question));
        let asked = standings(case, library, about.issued.date_naive()).asked;
        let of_the_vendor = asked.into_iter().filter(|question| question.respondent == Respondent::Vendor);
        Self {
            format: "assay-vendor-copy",
            version: VERSION,
            made: about.issued,
            program: &about.program,
            vendor: &case.vendor.name,
            legal_name: &case.vendor.legal_name,
            service: &a.service,
            assessed_for: &a.accountable.organisation,
            assessed_by: &a.assessor.organisation,
            classification: &a.classification,
            findings: findings
                .into_iter()
                .map(|f| VendorFinding {
                    id: f.id.as_str(),
                    title: &f.title,
                    severity: f.severity,
                    condition: &f.condition,
                    criterion: &f.criterion,
                    cause: &f.cause,
                    effect: &f.effect,
                    recommendation: &f.recommendation,
                    due: f.due,
                    response: &f.vendor_response,
                })
                .collect(),
            owed,
            answers: of_the_vendor
                .map(|question| {
                    let response = case.responses.get(&question.id);
                    let topic = library.bank.topics.iter().find(|topic| topic.id == question.topic);
                    VendorAnswer {
                        question: question.id.as_str(),
                        topic: topic.map_or(question.topic.as_str(), |topic| &topic.title),
                        text: &question.text,
                        claim: response.and_then(|r| r.claim),
                        comment: response.map_or("", |r| &r.comment),
                        reason: response.map_or("", |r| &r.reason),
                    }
                })
                .collect(),
        }
    }

    /// Pretty JSON, the same bytes for the same copy.
    fn bytes(&self) -> Vec<u8> {
        // Keys are text, so writing to memory cannot fail.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The vendor's paper with its data.
pub(super) fn report(language: &Language, copy: &VendorCopy, outline: &Outline) -> Report {
    let bytes = copy.bytes();
    let hash = hex(&Sha256::digest(&bytes));
    let mut blocks = vec![cover(language, copy)];
    for section in outline.sections() {
        blocks.extend(outline.numbered(language, section, content(language, copy, section)));
    }
    let (vendor, service) = (flat(copy.vendor), flat(copy.service));
    let document = Document {
        title: say!(language, "{kind}: security assessment", kind = Kind::Vendor.title()),
        subtitle: if service.is_empty() { vendor } else { say!(language, "{vendor}: {service}") },
        language: language.clone(),
        author: flat(copy.assessed_by),
        organisation: flat(copy.assessed_by),
        classification: flat(copy.classification),
        reference: say!(language, "Vendor copy of {day}", day = copy.made.date_naive()),
        issued: date(language, copy.made.date_naive()),
        watermark: String::new(),
        footer: say!(language, "Data SHA-256 {hash}", hash = hash.get(..16).unwrap_or(&hash)),
        blocks,
    };
    let description = say!(
        language,
        "What the vendor may have of the assessment, as data: findings, what is owed, its own answers"
    );
    Report { document, data: Some(Data { name: "findings.json", description, bytes }) }
}

fn cover(language: &Language, copy: &VendorCopy) -> Block {
    let legal = flat(copy.legal_name);
    Block::cover(vec![
        Fact::new(
            say!(language, "Document"),
            say!(language, "Vendor security assessment: what was found, for the vendor"),
        ),
        Fact::new(
            say!(language, "Prepared for"),
            if legal.is_empty() { or(copy.vendor, say!(language, "Not named")) } else { legal },
        ),
        Fact::new(say!(language, "Service"), or(copy.service, say!(language, "Not named"))),
        Fact::new(say!(language, "On behalf of"), or(copy.assessed_for, say!(language, "Not recorded"))),
        Fact::new(say!(language, "Prepared by"), or(copy.assessed_by, say!(language, "Not recorded"))),
        Fact::new(
            say!(language, "Version"),
            say!(language, "Unsigned copy of {day}", day = copy.made.date_naive()),
        ),
    ])
}

fn content(language: &Language, copy: &VendorCopy, section: Section) -> Vec<Block> {
    match section {
        Section::ForTheVendor => findings(language, copy),
        Section::Owed => owed(language, copy),
        Section::OwnAnswers => answers(language, copy),
        // Made for the organisation that assesses, of what the vendor does not get.
        Section::Engagement
        | Section::Results
        | Section::Findings
        | Section::Threats
        | Section::Risks
        | Section::Plan
        | Section::Decision
        | Section::Gates
        | Section::Limitations
        | Section::SignOff
        | Section::Method
        | Section::FurtherFindings
        | Section::Requirements
        | Section::Answers
        | Section::ThreatRegister
        | Section::Categories
        | Section::GateItems
        | Section::OpenPoints
        | Section::Evidence
        | Section::Applicability => Vec::new(),
    }
}

fn findings(language: &Language, copy: &VendorCopy) -> Vec<Block> {
    let mut blocks = vec![Block::p(say!(
        language,
        "What was found in the assessment of your service, the worst first, with what is recommended. Please answer each \
         finding with what you will do, who will do it and by when, or with why you see it otherwise."
    ))];
    if copy.findings.is_empty() {
        blocks.push(Block::p(say!(language, "No finding was recorded.")));
        return blocks;
    }
    let counts: Vec<String> = Severity::ALL
        .iter()
        .rev()
        .map(|s| (s, copy.findings.iter().filter(|f| f.severity == *s).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| say!(language, "{n}\u{a0}{severity}", severity = within(language, s)))
        .collect();
    blocks.push(Block::p(say!(
        language,
        "{n}\u{a0}finding: {counts}.|{n}\u{a0}findings: {counts}.",
        n = copy.findings.len(),
        counts = list(language, &counts)
    )));
    blocks.extend(copy.findings.iter().map(|f| Block::Card(card(language, f))));
    blocks
}

fn card(language: &Language, f: &VendorFinding) -> Card {
    let said = |text: &str| or_in_lines(text, say!(language, "Not recorded."));
    Card {
        id: format!("finding-{}", f.id),
        number: f.id.to_owned(),
        title: or(f.title, say!(language, "Untitled")),
        badge: told(language, &f.severity),
        tone: severity_tone(f.severity),
        facts: vec![Fact::new(say!(language, "Due"), date_or(language, f.due, say!(language, "No date")))],
        parts: vec![
            Part::new(say!(language, "Condition"), said(f.condition)),
            Part::new(say!(language, "Criterion"), said(f.criterion)),
            Part::new(say!(language, "Cause"), said(f.cause)),
            Part::new(say!(language, "Effect"), said(f.effect)),
            Part::new(say!(language, "Recommendation"), said(f.recommendation)),
            Part::new(
                say!(language, "Your response"),
                or_in_lines(f.response, say!(language, "None given yet.")),
            ),
        ],
    }
}

fn owed(language: &Language, copy: &VendorCopy) -> Vec<Block> {
    let columns = vec![
        Column::new(say!(language, "Until"), 2.0),
        Column::new(say!(language, "What"), 6.0),
        Column::new(say!(language, "Question"), 1.4),
    ];
    let table = Table::new(
        say!(language, "What you promised to hand in"),
        columns,
        say!(language, "Nothing is owed."),
    );
    let rows = copy.owed.iter().map(|owes| {
        vec![
            Cell::new(date_or(language, owes.until, say!(language, "No date"))),
            Cell::new(or(owes.what, say!(language, "Not spelled out"))),
            Cell::mono(bound(owes.question)),
        ]
    });
    vec![table.rows(rows).into()]
}

fn answers(language: &Language, copy: &VendorCopy) -> Vec<Block> {
    let columns = vec![
        Column::new(say!(language, "No."), 0.9),
        Column::new(say!(language, "Question"), 5.0),
        Column::new(say!(language, "Your answer"), 4.4),
    ];
    let rows = copy.answers.iter().map(|answer| {
        let unanswered = || say!(language, "Unanswered");
        let claim = answer.claim.map_or_else(unanswered, |claim| told(language, &claim));
        let mut spans = vec![Span::strong(claim)];
        for text in [answer.comment, answer.reason] {
            let text = in_lines(text);
            if !text.is_empty() {
                spans.push(Span::plain(say!(language, ": {text}")));
            }
        }
        vec![Cell::mono(bound(answer.question)), Cell::new(flat(answer.text)), Cell::rich(spans)]
    });
    let table = Table::new(
        say!(language, "Questions and your answers"),
        columns,
        say!(language, "No question was asked of the vendor."),
    );
    vec![
        Block::p(say!(
            language,
            "As they are recorded on the day of this copy. Tell us what is not as you said it."
        )),
        table.rows(rows).into(),
    ]
}

/// The TypeScript of the attached data: a file for each type, into the folder.
#[cfg(feature = "ts")]
pub(super) fn typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    let config = ts_rs::Config::new().with_large_int("number").with_out_dir(folder);
    <VendorCopy<'static> as ts_rs::TS>::export_all(&config)
}
