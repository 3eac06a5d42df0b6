//! A document that uses every kind of block, for the tests of this crate.

use assay_message::Language;
use assay_report::document::{
    Area, Bar, Bars, Block, Card, Cell, Column, DataFlow, DiagramBoundary, DiagramElement, DiagramFlow,
    DiagramKind, Document, Drawing, Fact, HeatCell, HeatMap, HeatPoint, Level, Part, Place, Segment, Signer,
    Span, Spot, Stack, StackRow, Table, Tile, Tone,
};
use assay_report::pdf::{Attachment, RenderInputs};
use assay_report::theme::Theme;
use chrono::DateTime;

/// What a report needs beyond its document.
pub fn inputs() -> RenderInputs {
    let now = DateTime::parse_from_rfc3339("2026-11-23T09:45:00+01:00").unwrap();
    RenderInputs {
        attachment: Some(Attachment {
            name: "assessment.json".into(),
            mime: "application/json".into(),
            bytes: br#"{"vendor":"Nordlys Health Analytics"}"#.to_vec(),
            description: "The data of this assessment".into(),
            modified: now,
        }),
        created: now,
        producer: "Assay 0.1.0".into(),
        font_folders: Vec::new(),
        theme: Theme::default(),
        id_seed: *b"0123456789abcdef",
    }
}

/// An empty document.
pub fn empty() -> Document {
    Document {
        title: "Third-party security assessment".into(),
        subtitle: "Nordlys Health Analytics — clinical triage assistant".into(),
        language: Language::english(),
        author: "Ingrid Sørensen".into(),
        organisation: "Harbour Point Advisory".into(),
        classification: "Confidential".into(),
        reference: "ASR-2026-0014, issue 2".into(),
        issued: "23 November 2026".into(),
        footer: "Data SHA-256 9f2c41d07be6 …".into(),
        watermark: String::new(),
        blocks: Vec::new(),
    }
}

/// A document with every kind of block.
pub fn document() -> Document {
    let mut blocks = vec![
        Block::cover(vec![
            Fact::new("Vendor", "Nordlys Health Analytics AS, Tromsø"),
            Fact::new("Service", "Clinical triage assistant (SaaS, version 4.2)"),
            Fact::new("Frameworks", "SOC 2, ISO/IEC 27001:2022, GDPR, EU AI Act"),
            Fact::new("Assessed on site", "9 to 13 November 2026"),
            Fact::new("Assessor", "Ingrid Sørensen, Harbour Point Advisory"),
            Fact::rich(
                "Data hash",
                vec![Span::mono("9f2c41d07be6a5e0c1b2d3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3a2b1c")],
            ),
        ]),
        Block::contents("Contents", Level::Two),
        Block::heading(Level::One, "1", "Executive summary", "summary"),
        Block::lead(
            "The service can go live once three conditions are met. Its controls over access and data are sound; its model supply chain is not yet under control.",
        ),
        Block::tiles(vec![
            Tile::new(
                "Decision",
                "Approve with conditions",
                "3 conditions, due before go-live",
                Tone::Medium,
            ),
            Tile::new("Score", "72", "of 100 · coverage 86 %", Tone::Neutral),
            Tile::new(
                "Vendor tier",
                "Tier 1",
                "critical: processes health data of 1.2 million people",
                Tone::High,
            ),
        ]),
        Block::spans(vec![
            Span::plain("We assessed "),
            Span::strong("118 of 137"),
            Span::plain(" applicable requirements. The gravest matter is "),
            Span::plain("F-01, unreviewed model updates").to("F-01"),
            Span::plain(
                ": a new model version reaches patients without an independent test. The vendor’s own claims alone would give 91; the gap of 19 points is explained in ",
            ),
            Span::plain("section 2.1").to("scores"),
            Span::plain(". The term "),
            Span::emphasis("effective"),
            Span::plain(" means that the control was seen to work during the period; see "),
            Span::mono("assessment.json"),
            Span::plain(" for every answer."),
        ]),
        Block::callout(
            Tone::High,
            "High: one knock-out limits the decision",
            "Personal data leaves the EEA without a transfer assessment. Whatever the score, the decision cannot be better than “approve with conditions” until this is settled.",
        ),
        Block::unnumbered(Level::Three, "Conditions", "conditions"),
        Block::numbered([
            "Independent test of each model version before release, with a record that names the tester and the result.",
            "Transfer impact assessment for the support desk in Bengaluru.",
            "Multi-factor authentication for all administrators, including the two shared accounts found on site.",
        ]),
        Block::facts(vec![
            Fact::new("Next review", "31 May 2027, or at the next major model version"),
            Fact::new("Residual risk owner", "Chief Medical Information Officer"),
            Fact::rich(
                "Method",
                vec![
                    Span::plain("Examine, interview and test, on site; "),
                    Span::plain("limits").to("limits"),
                    Span::plain(" apply."),
                ],
            ),
        ]),
        Block::heading(Level::One, "2", "Results", "results"),
        Block::heading(Level::Two, "2.1", "Scores with their coverage", "scores"),
        Block::p(
            "A score is the weighted mean of what was concluded. It is never shown without its coverage, the share of applicable requirements that were concluded at all.",
        ),
        Block::figure(
            "Figure 1. Score and coverage by domain",
            Drawing::Bars(Bars {
                rows: vec![
                    Bar {
                        label: "Governance and risk".into(),
                        value: Some(81.0),
                        coverage: 100.0,
                        note: String::new(),
                    },
                    Bar {
                        label: "Access control".into(),
                        value: Some(74.0),
                        coverage: 92.0,
                        note: "two shared accounts".into(),
                    },
                    Bar {
                        label: "Data protection and privacy by design and by default".into(),
                        value: Some(63.0),
                        coverage: 88.0,
                        note: String::new(),
                    },
                    Bar {
                        label: "Model life cycle".into(),
                        value: Some(41.0),
                        coverage: 71.0,
                        note: String::new(),
                    },
                    Bar {
                        label: "Physical security".into(),
                        value: None,
                        coverage: 0.0,
                        note: "data centre not visited".into(),
                    },
                ],
            }),
        ),
        Block::figure(
            "Figure 2. Conclusions",
            Drawing::Stack(Stack {
                rows: vec![StackRow { label: String::new(), segments: conclusions([52, 31, 21, 14, 19, 6]) }],
            }),
        ),
        Block::figure(
            "Figure 3. Conclusions by framework",
            Drawing::Stack(Stack {
                rows: vec![
                    StackRow { label: "SOC 2".into(), segments: conclusions([30, 14, 9, 2, 6, 0]) },
                    StackRow {
                        label: "ISO/IEC 27001:2022 Annex A".into(),
                        segments: conclusions([41, 20, 12, 9, 11, 3]),
                    },
                    StackRow { label: "GDPR".into(), segments: conclusions([0, 0, 0, 0, 0, 0]) },
                ],
            }),
        ),
        Block::heading(Level::Two, "2.2", "Risk matrix", "matrix"),
        Block::p("Risks before treatment are shown dark, after treatment light."),
        Block::figure("Figure 4. Likelihood by impact", Drawing::HeatMap(heat_map())),
        Block::heading(Level::Two, "2.3", "Data flow", "flow"),
        Block::figure("Figure 5. The system assessed", Drawing::DataFlow(data_flow())),
        Block::heading(Level::One, "3", "Findings", "findings"),
        Block::heading(Level::Two, "3.1", "All findings at a glance", "glance"),
        findings_table(12).into(),
        Block::heading(Level::Two, "3.2", "Findings in detail", "detail"),
        card("F-01", "Model updates reach patients without an independent test", "Critical", Tone::Critical)
            .into(),
        card("F-02", "Support staff outside the EEA see identifiable records", "High", Tone::High).into(),
        card("F-03", "Backups are encrypted with a key that is stored beside them", "Medium", Tone::Medium)
            .into(),
        Block::heading(Level::Two, "3.3", "Exceptions", "exceptions"),
        Table::new(
            "Table 2. Exceptions granted",
            vec![Column::new("Exception", 3.0), Column::new("Until", 1.0)],
            "No exceptions were recorded.",
        )
        .into(),
        Block::heading(Level::Three, "3.3.1", "What this report does not say", "limits"),
        Block::bullets([
            "It says what was seen in November 2026. It is not a promise about the future.",
            "Nineteen requirements were not assessed; they are listed in the annex.",
            "Interviews were held in Norwegian; the notes are the assessor’s translation.",
        ]),
        Block::callout(
            Tone::Info,
            "How to check this report",
            "Open it in any reader that knows signatures. The attached data can be compared with the pages.",
        ),
        Block::PageBreak,
        Block::heading(Level::One, "4", "Sign-off", "signoff"),
        Block::p("Each signature covers the whole file as it stands when it is made."),
        Block::signature(Signer::Assessor, "Assessor", "Ingrid Sørensen. Made this assessment as described."),
        Block::signature(
            Signer::Reviewer,
            "Reviewer",
            "Tomasz Łęcki. Reviewed method, evidence and conclusions.",
        ),
        Block::signature(
            Signer::Executive,
            "Executive",
            "Dr Amélie Dubois. Decides, and accepts the residual risk.",
        ),
    ];
    blocks.push(Block::PageBreak);
    Document { blocks, ..empty() }
}

fn conclusions(counts: [u32; 6]) -> Vec<Segment> {
    let kinds = [
        ("Effective", Tone::Good),
        ("Largely effective", Tone::Low),
        ("Partially effective", Tone::Medium),
        ("Ineffective", Tone::Critical),
        ("Not assessed", Tone::Neutral),
        ("Not applicable", Tone::Neutral),
    ];
    kinds
        .into_iter()
        .zip(counts)
        .map(|((label, tone), count)| Segment { label: label.into(), count, tone })
        .collect()
}

/// A risk matrix of five by five with a handful of risks.
pub fn heat_map() -> HeatMap {
    let band = |score: usize| match score {
        0..=4 => ("Low", Tone::Low),
        5..=9 => ("Medium", Tone::Medium),
        10..=16 => ("High", Tone::High),
        _ => ("Critical", Tone::Critical),
    };
    let at = |likelihood, impact| Place { likelihood, impact };
    let point = |id: &str, inherent, residual| HeatPoint { id: id.into(), inherent, residual };
    HeatMap {
        likelihood: ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"].map(String::from).to_vec(),
        impact: ["Negligible", "Minor", "Moderate", "Major", "Severe"].map(String::from).to_vec(),
        cells: (1..=5)
            .map(|likelihood| {
                (1..=5)
                    .map(|impact| {
                        let (label, tone) = band(likelihood * impact);
                        HeatCell { label: label.into(), tone }
                    })
                    .collect()
            })
            .collect(),
        points: vec![
            point("R-01", at(3, 4), Some(at(1, 4))),
            point("R-02", at(3, 3), Some(at(1, 2))),
            point("R-03", at(2, 2), Some(at(1, 2))),
            point("R-04", at(3, 3), Some(at(2, 3))),
            point("R-05", at(3, 3), None),
            point("R-06", at(1, 1), Some(at(0, 0))),
            point("R-07", at(4, 2), Some(at(2, 2))),
        ],
    }
}

fn data_flow() -> DataFlow {
    let area = |x, y, width, height| Area { x, y, width, height };
    let element =
        |label: &str, kind, x, y| DiagramElement { label: label.into(), kind, area: area(x, y, 90.0, 34.0) };
    let spot = |(x, y)| Spot { x, y };
    let flow = |from, to, number, label: &str, start, end, mark| {
        let (start, end, mark) = (spot(start), spot(end), spot(mark));
        DiagramFlow { from, to, number, label: label.into(), start, end, mark }
    };
    DataFlow {
        boundaries: vec![
            DiagramBoundary { label: "Vendor cloud (EU)".into(), area: area(150.0, 0.0, 300.0, 150.0) },
            DiagramBoundary { label: "Support desk (India)".into(), area: area(150.0, 170.0, 110.0, 60.0) },
        ],
        elements: vec![
            element("Clinician", DiagramKind::External, 0.0, 60.0),
            element("Triage service", DiagramKind::Process, 160.0, 60.0),
            element("Language model", DiagramKind::Process, 340.0, 25.0),
            element("Patient records", DiagramKind::Store, 340.0, 100.0),
            element("Support staff", DiagramKind::External, 160.0, 190.0),
        ],
        flows: vec![
            flow(0, 1, 1, "symptoms", (90.0, 70.0), (160.0, 70.0), (125.0, 70.0)),
            flow(1, 0, 2, "triage advice", (160.0, 84.0), (90.0, 84.0), (125.0, 84.0)),
            flow(1, 2, 3, "prompt", (250.0, 70.0), (340.0, 45.0), (295.0, 57.5)),
            flow(1, 3, 4, "record", (250.0, 84.0), (340.0, 115.0), (295.0, 99.5)),
            flow(4, 1, 5, "remote access", (205.0, 190.0), (205.0, 94.0), (205.0, 160.0)),
        ],
    }
}

/// A table of findings.
pub fn findings_table(count: usize) -> Table {
    let severities = [
        ("Critical", Tone::Critical),
        ("High", Tone::High),
        ("Medium", Tone::Medium),
        ("Low", Tone::Low),
        ("None", Tone::Good),
    ];
    let domains = ["Access control", "Model life cycle", "Data protection", "Operations"];
    Table::new(
        "Table 1. Findings by severity",
        vec![
            Column::new("No.", 0.7),
            Column::new("Domain", 1.4),
            Column::new("Finding", 4.0),
            Column::new("Severity", 1.1),
            Column::number("Score", 0.7),
            Column::new("Due", 1.1),
        ],
        "No findings were recorded.",
    )
    .rows((1..=count).map(|index| {
        let (word, tone) = severities[index % severities.len()];
        vec![
            Cell::new(format!("F-{index:02}")),
            Cell::new(domains[index % domains.len()]),
            Cell::new(format!(
                "Control {} is only partly in place; evidence of a regular review is missing for {} of the months looked at.",
                index * 7 % 113,
                index % 11 + 1
            )),
            Cell::toned(word, tone),
            Cell::new(format!("{}", index * 13 % 25 + 1)),
            Cell::new(format!("2027-{:02}-{:02}", index % 12 + 1, index % 28 + 1)),
        ]
    }))
}

fn card(number: &str, title: &str, badge: &str, tone: Tone) -> Card {
    Card {
        id: number.into(),
        number: number.into(),
        title: title.into(),
        badge: badge.into(),
        tone,
        facts: vec![
            Fact::new("Owner", "Head of Data Science"),
            Fact::new("Due", "31 January 2027"),
            Fact::new("Requirements", "A.8.29, CC8.1, Art. 15"),
            Fact::new("Vendor response", "Accepted"),
        ],
        parts: vec![
            Part::new(
                "Condition",
                "Between March and October 2026 eleven model versions were released. For nine of them the only test was run by the team that had trained the model, and its result was not kept.",
            ),
            Part::new(
                "Criterion",
                "Changes to a system are tested by people who did not make them, in proportion to what may go wrong; for a high-risk AI system, accuracy is measured before release.",
            ),
            Part::new("Cause", "The release pipeline has no step that waits for an approval."),
            Part::new(
                "Effect",
                "A version that rates chest pain too low could reach 140 hospitals within the hour.",
            ),
            Part::new(
                "Recommendation",
                "Add a gate to the pipeline that opens only with a signed test record; keep the records for as long as the version is in use.",
            ),
        ],
    }
}
