//! What the report and its data say of a rich case, of an empty one, and of whatever lies between.

// What fails here must say so at once, in helpers as in tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// A test looks for the blocks it is about.
#![allow(clippy::wildcard_enum_match_arm)]

// Its other questions are those of the tests of the file alone.
#[allow(dead_code, unused_imports)]
#[path = "../inspect/mod.rs"]
mod inspect;
mod kinds;
mod languages;
mod pages;
mod random;
mod rich;
#[path = "../templates/mod.rs"]
mod templates;

use assay_core::case::Case;
use assay_core::changed::{Became, Changed, ChangedSinceIssue, FieldChange, RecordChange, Since};
use assay_core::ids::{BoundaryId, ElementId, FlowId};
use assay_core::pack::{Library, Question, hex};
use assay_core::record::{Boundary, Element, Flow};
use assay_core::record::{KnockOutNote, Response, Review};
use assay_core::signing::{Exception, SigningRule};
use assay_core::standing::standings;
use assay_core::words::{Conclusion, ElementKind, Outcome};
use assay_core::{Evaluation, evaluate};
use assay_message::{Language, Message};
use assay_report::compose::{self, About, Kind, Outline, Status};
use assay_report::document::{
    Area, Block, Card, Cell, Document, Drawing, Fact, Figure, Level, Row, Span, Style, Table, Tile, Tone,
};
use assay_report::pdf::{self, Attachment, RenderInputs};
use assay_report::theme::Theme;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::OnceLock;

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(rich::library)
}

/// The questions asked in a case, in talking order.
fn asked(case: &Case) -> Vec<&'static Question> {
    standings(case, library(), issued().issued.date_naive()).asked
}

/// What the rules say about a case on the day of the report.
fn evaluation(case: &Case) -> Evaluation<'_> {
    evaluate(case, library(), issued().issued.date_naive())
}

/// The report that is issued.
fn compose(case: &Case, library: &Library, about: &About) -> Document {
    of_kind(Kind::Complete, case, library, about)
}

fn of_kind(kind: Kind, case: &Case, library: &Library, about: &About) -> Document {
    compose::compose(case, library, about, &Outline::of(kind), &Language::english()).document
}

/// The data attached to it.
fn data(case: &Case, library: &Library, about: &About) -> Vec<u8> {
    compose::compose(case, library, about, &Outline::of(Kind::Complete), &Language::english())
        .data
        .unwrap()
        .bytes
}

fn issued() -> About {
    rich::about(Status::Issued)
}

fn rich_report() -> Document {
    compose(&rich::case(library()), library(), &issued())
}

fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.replace('\u{a0}', " ")).collect()
}

/// Every run of text of a block, those of its parts included.
fn runs(block: &Block) -> Vec<Span> {
    let mut all = Vec::new();
    let plain = |text: &str| Span::plain(text);
    let fact =
        |fact: &Fact| std::iter::once(plain(&fact.label)).chain(fact.value.clone()).collect::<Vec<_>>();
    match block {
        Block::Cover(cover) => all.extend(cover.lines.iter().flat_map(fact)),
        Block::Contents(contents) => all.push(plain(&contents.title)),
        Block::Heading(heading) => all.push(plain(&heading.text)),
        Block::Paragraph(paragraph) => all.extend(paragraph.spans.clone()),
        Block::Bullets(bullets) => all.extend(bullets.items.iter().flatten().cloned()),
        Block::Facts(facts) => all.extend(facts.rows.iter().flat_map(fact)),
        Block::Table(table) => {
            all.push(plain(&table.caption));
            all.extend(table.columns.iter().map(|c| plain(&c.title)));
            all.extend(table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| c.spans.clone()));
            if table.rows.is_empty() {
                all.push(plain(&table.empty));
            }
        }
        Block::Callout(callout) => {
            all.push(plain(&callout.title));
            all.extend(callout.spans.clone());
        }
        Block::Figure(figure) => {
            all.push(plain(&figure.caption));
            all.push(plain(&figure.alternative(&Language::english())));
            all.push(plain(&serde_json::to_string(&figure.drawing).unwrap()));
        }
        Block::Tiles(tiles) => {
            for tile in &tiles.tiles {
                all.extend([plain(&tile.label), plain(&tile.value), plain(&tile.note)]);
            }
        }
        Block::Card(card) => {
            all.extend([plain(&card.number), plain(&card.title), plain(&card.badge)]);
            all.extend(card.facts.iter().flat_map(fact));
            for part in &card.parts {
                all.push(plain(&part.label));
                all.extend(part.spans.clone());
            }
        }
        Block::Signature(signature) => all.extend([plain(&signature.label), plain(&signature.who)]),
        Block::PageBreak => {}
    }
    all
}

fn all_runs(document: &Document) -> Vec<Span> {
    let head = [
        &document.title,
        &document.subtitle,
        &document.author,
        &document.organisation,
        &document.classification,
        &document.reference,
        &document.issued,
        &document.footer,
    ];
    head.into_iter().map(Span::plain).chain(document.blocks.iter().flat_map(runs)).collect()
}

fn whole_text(document: &Document) -> String {
    all_runs(document).iter().map(|run| run.text.replace('\u{a0}', " ")).collect::<Vec<_>>().join("\n")
}

/// The blocks under a heading, up to the next heading that is as high.
fn under<'a>(document: &'a Document, heading: &str) -> &'a [Block] {
    under_of(&document.blocks, heading)
}

fn under_of<'a>(blocks: &'a [Block], heading: &str) -> &'a [Block] {
    let level = |block: &Block| match block {
        Block::Heading(heading) => Some(heading.level),
        _ => None,
    };
    let start = blocks
        .iter()
        .position(|block| matches!(block, Block::Heading(h) if h.text == heading))
        .unwrap_or_else(|| panic!("no heading “{heading}”"));
    let own = level(&blocks[start]);
    let rest = &blocks[start + 1..];
    let end = rest.iter().position(|b| level(b).is_some() && level(b) <= own).unwrap_or(rest.len());
    &rest[..end]
}

fn tables(blocks: &[Block]) -> impl Iterator<Item = &Table> {
    blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

fn table<'a>(document: &'a Document, caption: &str) -> &'a Table {
    tables(&document.blocks)
        .find(|table| table.caption.starts_with(caption))
        .unwrap_or_else(|| panic!("no table “{caption}”"))
}

fn of_the_packs(caption: &str) -> bool {
    let packs = ["Packs ", "Questions of the bank", "Requirements with", "Requirements that"];
    packs.iter().any(|start| caption.starts_with(start)) || caption.ends_with(": questions and answers")
}

/// `(6 of 147 questions)` without the second number.
fn without_bank_size(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 2..words.len() {
        if words[at].starts_with("questions") && words[at - 2] == "of" {
            words[at - 1] = "…";
        }
    }
    words.join(" ")
}

/// Headings, captions with the number of rows, tiles, cards and signature places.
fn outline(document: &Document) -> String {
    let mut out = String::new();
    writeln!(
        out,
        "{} | {} | {} | {}",
        document.title, document.subtitle, document.reference, document.issued
    )
    .unwrap();
    for block in &document.blocks {
        match block {
            Block::Cover(cover) => {
                for line in &cover.lines {
                    writeln!(out, "cover: {}: {}", line.label, text(&line.value)).unwrap();
                }
            }
            Block::Contents(contents) => writeln!(out, "contents: {}", contents.title).unwrap(),
            Block::Heading(h) => {
                let depth = match h.level {
                    Level::One => "#",
                    Level::Two => "##",
                    Level::Three => "###",
                };
                writeln!(out, "{depth} {} {}", h.number.as_deref().unwrap_or("-"), h.text).unwrap();
            }
            // What grows with the question bank and the packs is told without a number.
            Block::Table(t) if of_the_packs(&t.caption) => writeln!(out, "  table: {}", t.caption).unwrap(),
            Block::Table(t) => writeln!(out, "  table: {} | rows {}", t.caption, t.rows.len()).unwrap(),
            Block::Tiles(tiles) => {
                for t in &tiles.tiles {
                    writeln!(out, "  tile: {} | {} | {} | {:?}", t.label, t.value, t.note, t.tone).unwrap();
                }
            }
            Block::Callout(c) => writeln!(out, "  callout {:?}: {}", c.tone, c.title).unwrap(),
            Block::Card(c) => writeln!(out, "  card: {} {} | {}", c.number, c.title, c.badge).unwrap(),
            Block::Figure(f) => writeln!(out, "  figure: {}", f.caption).unwrap(),
            Block::Signature(s) => writeln!(out, "  signature: {} | {}", s.label, s.who).unwrap(),
            Block::Facts(f) => writeln!(out, "  facts: {}", f.rows.len()).unwrap(),
            Block::Bullets(b) => writeln!(out, "  bullets: {}", b.items.len()).unwrap(),
            Block::Paragraph(_) | Block::PageBreak => {}
        }
    }
    out.replace('\u{a0}', " ").lines().map(without_bank_size).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_outline_of_a_rich_report() {
    insta::assert_snapshot!(outline(&rich_report()));
}

#[test]
fn the_outline_of_a_report_on_nothing() {
    let document = compose(&rich::bare(library()), library(), &rich::about(Status::Draft));
    insta::assert_snapshot!(outline(&document));
}

#[test]
fn sections_are_numbered_in_order_and_none_disappears() {
    let numbers = |document: &Document| -> Vec<String> {
        document
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Heading(h) if h.level == Level::One => h.number.clone(),
                _ => None,
            })
            .collect()
    };
    let all = |last: char| -> Vec<String> {
        let sections = (1..=10).map(|n| n.to_string());
        sections.chain(('A'..=last).map(|letter| format!("Annex\u{a0}{letter}"))).collect()
    };
    // The few findings of this case are told in full where they are listed, so no annex tells the others.
    assert_eq!(numbers(&rich_report()), all('H'));
    // Without AI there is no annex on the risk of AI.
    let bare = compose(&rich::bare(library()), library(), &issued());
    assert_eq!(numbers(&bare), all('G'));
    // Nothing recorded is said in words, right under the heading and in each table.
    for heading in ["Findings", "Threat model", "Risk register", "Threat register"] {
        assert!(matches!(under(&bare, heading), [Block::Paragraph(_)]), "{heading}");
    }
    for table in tables(&bare.blocks).chain(tables(&rich_report().blocks)) {
        assert!(!table.rows.is_empty() || !table.empty.is_empty(), "{}", table.caption);
    }
}

#[test]
fn the_same_case_gives_the_same_report_and_bytes() {
    let (case, about) = (rich::case(library()), issued());
    assert_eq!(compose(&case, library(), &about), compose(&case, library(), &about));
    assert_eq!(data(&case, library(), &about), data(&case, library(), &about));
    let mut later = about.clone();
    later.issued = rich::moment("2026-11-24T00:00:00+01:00");
    assert_ne!(data(&case, library(), &about), data(&case, library(), &later));
}

#[test]
fn private_notes_reach_neither_report_nor_data() {
    let case = rich::case(library());
    // The marker stands in the case, or its absence would prove nothing.
    assert!(serde_json::to_string(&case).unwrap().contains(rich::PRIVATE));
    let document = serde_json::to_string(&compose(&case, library(), &issued())).unwrap();
    assert!(!document.contains(rich::PRIVATE));
    let data = String::from_utf8(data(&case, library(), &issued())).unwrap();
    assert!(!data.contains(rich::PRIVATE));
    // Nor do the data say how the vendor's people can be reached, or who was spoken to about an answer.
    assert_eq!(case.vendor.contact_email, "orla@lumen.example");
    assert!(!data.contains("orla@lumen.example") && !data.contains("spoken_to"));
}

/// Pages of the blocks under a heading of the first level, on their own.
fn pages(document: &Document, heading: &str) -> usize {
    let start =
        document.blocks.iter().position(|b| matches!(b, Block::Heading(h) if h.text == heading)).unwrap();
    let mut part = Document { blocks: vec![document.blocks[start].clone()], ..document.clone() };
    // What follows up to the next part of the report, which starts on a page of its own.
    let rest = document.blocks[start + 1..].iter();
    part.blocks.extend(
        rest.take_while(|b| {
            !matches!(b, Block::Contents(_)) && !matches!(b, Block::Heading(h) if h.level == Level::One)
        })
        .cloned(),
    );
    let made = rich::moment("2026-11-23T14:05:00+01:00");
    let inputs = RenderInputs {
        attachment: Some(Attachment {
            name: "assessment.json".into(),
            mime: "application/json".into(),
            bytes: b"{}".to_vec(),
            description: "Data".into(),
            modified: made,
        }),
        created: made,
        producer: "Assay 0.1.0".into(),
        font_folders: Vec::new(),
        theme: Theme::default(),
        id_seed: [0; 16],
    };
    pdf::render(&part, &inputs, &mut |_| ControlFlow::Continue(())).unwrap().pages
}

/// Words reserved for those who report under an audit standard. “Certificate” is the name of a kind of evidence.
fn reserved(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| {
            ["attest", "assurance", "opinion", "certif"].iter().any(|stem| word.contains(stem))
                && !["certificate", "certificates"].contains(word)
        })
        .map(str::to_owned)
        .collect()
}

/// The report's text without what it only names: an article or control of a publisher, why one of them does not concern
/// a vendor, and the result of somebody else's report.
fn own_text(document: &Document) -> String {
    let requirements = library().frameworks.values().flat_map(|f| &f.requirements);
    let names: BTreeSet<&str> = requirements
        .flat_map(|r| [r.title.as_str(), &r.why_not])
        .filter(|name| !reserved(name).is_empty())
        .collect();
    let own: Vec<String> = all_runs(document)
        .into_iter()
        .map(|run| run.text)
        .filter(|run| !names.contains(run.trim_end_matches('.')))
        .collect();
    OTHERS_RESULTS.iter().fold(own.join("\n"), |text, name| text.replace(name, ""))
}

/// What independent practitioners call the result of their own reports.
const OTHERS_RESULTS: [&str; 1] = ["adverse opinion"];

#[test]
fn reserved_words_are_found_when_they_occur() {
    assert_eq!(
        reserved("We attest, with Assurance: an opinion; certified. A certificate is fine."),
        ["attest", "assurance", "opinion", "certified"]
    );
}

#[test]
fn reserved_words_never_occur_in_the_reports_own_text() {
    let case = rich::case(library());
    for status in [Status::Draft, Status::Issued] {
        let found = reserved(&own_text(&compose(&case, library(), &rich::about(status))));
        assert_eq!(found, Vec::<String>::new());
    }
    let found = reserved(&own_text(&compose(&rich::bare(library()), library(), &issued())));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn nothing_is_called_compliant() {
    assert!(!whole_text(&rich_report()).to_lowercase().contains("compliant"));
}

#[test]
fn every_link_leads_somewhere_and_no_name_stands_twice() {
    let document = rich_report();
    let mut ids = BTreeSet::new();
    for block in &document.blocks {
        let id = match block {
            Block::Heading(heading) => &heading.id,
            Block::Card(card) => &card.id,
            _ => continue,
        };
        assert!(ids.insert(id.clone()), "{id} stands twice");
    }
    let links: Vec<String> = all_runs(&document).into_iter().filter_map(|run| run.link).collect();
    assert!(links.len() > 50, "{} links", links.len());
    for link in links {
        assert!(ids.contains(&link), "{link} leads nowhere");
    }
}

#[test]
fn text_shown_holds_no_control_characters_but_the_line_breaks_of_answers() {
    for run in all_runs(&rich_report()) {
        let control = |c: char| c.is_control() && c != '\n';
        assert!(!run.text.contains(control), "{:?}", run.text);
    }
}

#[test]
fn the_hash_in_the_report_is_that_of_the_data() {
    let case = rich::case(library());
    let hash = hex(&Sha256::digest(data(&case, library(), &issued())));
    let document = compose(&case, library(), &issued());
    assert!(document.footer.contains(&hash[..16]));
    let control: Vec<Span> = under(&document, "Document control").iter().flat_map(runs).collect();
    assert!(control.iter().any(|run| run.text == hash));
}

#[test]
fn a_reviewer_is_named_and_not_said_to_have_reviewed() {
    let mut case = rich::case(library());
    case.responses.values_mut().for_each(|response| response.reviewed = None);
    let said = whole_text(&compose(&case, library(), &issued()));
    assert!(!said.contains("Reviewed by"), "nobody reviewed yet");
    assert!(
        said.contains("Tom Hale, Reviewer, Northgate Advisory; no review is recorded before issue"),
        "{said}"
    );
    let looked = case.responses.values_mut().find(|response| response.conclusion.is_some()).unwrap();
    looked.reviewed = Some(Review {
        by: "tom  hale".into(),
        at: rich::moment("2026-11-20T10:00:00+01:00"),
        conclusion: looked.conclusion,
        assurance: looked.assurance,
    });
    let said = whole_text(&compose(&case, library(), &issued())).replace('\u{a0}', " ");
    assert!(said.contains("; looked at 1 conclusion"), "{said}");
}

#[test]
fn a_report_tells_how_to_verify_it_and_where_the_certificate_comes_from() {
    let said = whole_text(&rich_report()).replace('\u{a0}', " ");
    assert!(said.contains("assay verify <file> --trust <certificate>"), "{said}");
    assert!(said.contains("The certificate comes from the signer by another way"), "{said}");
}

#[test]
fn a_report_lists_what_changed_since_the_issue_before_and_the_rules_set_aside() {
    let at = rich::moment("2026-11-22T09:00:00+01:00");
    let field = FieldChange { field: "Claim".into(), was: "no".into(), is: "yes".into() };
    let change = RecordChange {
        what: Changed::Answer,
        id: "ACC-01".into(),
        title: String::new(),
        became: Became::Changed,
        fields: vec![field],
    };
    let since = Since { change, at, by: "Ada Kern".into(), doing: "read late.xlsx".into() };
    let about = About {
        changed: Some(ChangedSinceIssue { number: 1, issued: at, changes: vec![since] }),
        exceptions: vec![Exception {
            rule: SigningRule::OpenPoints,
            sentence: Message::verbatim("12 points are open before signing."),
            reason: "The board meets today".into(),
        }],
        ..issued()
    };
    let case = rich::case(library());
    let report = compose(&case, library(), &about);
    let row: Vec<String> =
        table(&report, "Changed since issue 1").rows[0].cells.iter().map(|c| text(&c.spans)).collect();
    assert_eq!(row[0], "Answer ACC-01");
    assert_eq!(row[1], "Claim: no → yes");
    assert!(row[2].contains("22 November 2026") && row[2].ends_with("Ada Kern"), "{row:?}");
    assert_eq!(row[3], "read late.xlsx");
    let rules = table(&report, "Rules of signing set aside to issue this report");
    let row: Vec<String> = rules.rows[0].cells.iter().map(|c| text(&c.spans)).collect();
    assert_eq!(
        row,
        ["Points open before signing", "12 points are open before signing.", "The board meets today"]
    );
    let data: serde_json::Value = serde_json::from_slice(&data(&case, library(), &about)).unwrap();
    assert_eq!(data["report"]["changed_since_issue"]["changes"][0]["fields"][0]["was"], "no");
    assert_eq!(data["report"]["rules_set_aside"][0]["rule"], "open-points");
}

#[test]
fn a_model_read_in_since_the_issue_before_is_one_line_of_its_changes() {
    let at = rich::moment("2026-11-22T09:00:00+01:00");
    let added = |what, n: usize, doing: &str| {
        let (id, title) = (format!("fl-{n}"), format!("Flow {n}"));
        let change = RecordChange { what, id, title, became: Became::Added, fields: vec![] };
        Since { change, at, by: "Ada Kern".into(), doing: doing.into() }
    };
    let mut changes: Vec<Since> = (0..3).map(|n| added(Changed::DataFlow, n, "draw")).collect();
    changes.extend((0..4_000).map(|n| added(Changed::DataFlow, n, "import the model “Big”")));
    let about = About { changed: Some(ChangedSinceIssue { number: 1, issued: at, changes }), ..issued() };
    let case = rich::case(library());
    let report = compose(&case, library(), &about);
    let rows = &table(&report, "Changed since issue 1").rows;
    let said: Vec<String> = rows.iter().map(|row| text(&row.cells[1].spans)).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(said[3], "4000 added at once, from “Flow 0” to “Flow 3999”.");
    let data: serde_json::Value = serde_json::from_slice(&data(&case, library(), &about)).unwrap();
    let each = data["report"]["changed_since_issue"]["changes"].as_array().map(Vec::len);
    assert_eq!(each, Some(4_003), "the data have each");
}

#[test]
fn what_stands_in_the_place_of_a_specification_is_told() {
    let mut case = rich::case(library());
    assert!(!rich_report().blocks.iter().any(|b| format!("{b:?}").contains("Addressable specifications")));
    case.assessment.facts.insert(assay_core::words::ScopeFact::Ephi);
    case.assessment.frameworks = [rich::id("hipaa")].into();
    let requirement: assay_core::ids::RequirementId = rich::id("hipaa:164.312(a)(2)(iii)");
    case.spec_choices.insert(
        requirement.clone(),
        assay_core::record::SpecChoice {
            assessment: case.assessment.id.clone(),
            requirement,
            alternative: assay_core::words::Alternative::Reasons,
            reason: "Nobody works at a shared desk; memo 4".into(),
        },
    );
    let document = compose(&case, library(), &issued());
    let text = whole_text(&document);
    assert!(text.contains("Not reasonable, documented"), "{text}");
    assert!(text.contains("Nobody works at a shared desk; memo 4"));
}

#[test]
fn every_question_asked_is_answered_for_exactly_once() {
    let case = rich::case(library());
    let document = compose(&case, library(), &issued());
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    let answers = tables(under(&document, "Questions and answers")).filter(|t| t.columns[0].title == "No.");
    for row in answers.flat_map(|t| &t.rows) {
        *listed.entry(row.cells[0].spans[0].text.clone()).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> = asked(&case).iter().map(|q| (q.id.to_string(), 1)).collect();
    assert_eq!(listed, expected);
    // Those left out are listed by reason; the two numbers make up the bank.
    let left: usize = table(&document, "Questions of the bank that were not asked")
        .rows
        .iter()
        .map(|row| text(&row.cells[1].spans).parse::<usize>().unwrap())
        .sum();
    assert_eq!(expected.len() + left, library().bank.questions.len());
}

#[test]
fn every_requirement_stands_in_one_of_the_two_tables_of_its_framework() {
    let case = rich::case(library());
    let document = compose(&case, library(), &issued());
    let results = evaluation(&case).results;
    assert_eq!(results.frameworks.len(), 3);
    for framework in results.frameworks {
        let part = under_of(under(&document, "Requirement by requirement"), &framework.total.title);
        let named = |start: &str| tables(part).find(|table| table.caption.starts_with(start));
        let asked = named("Requirements with questions").expect("some have questions");
        let silent = named("Requirements that do not apply").map_or(&[][..], |table| &table.rows);
        let mut listed: Vec<String> = asked.rows.iter().map(|r| text(&r.cells[0].spans)).collect();
        for row in silent {
            assert!(!text(&row.cells[2].spans).is_empty(), "a reason is given");
            let ids = text(&row.cells[0].spans);
            // Several begin with their number: `3: A.5.1, A.5.2, A.5.3`.
            listed.extend(ids.split_once(": ").map_or(&*ids, |(_, ids)| ids).split(", ").map(str::to_owned));
        }
        let mut expected: Vec<String> =
            framework.requirements.iter().map(|r| r.id.number().to_owned()).collect();
        listed.sort();
        expected.sort();
        assert_eq!(listed, expected);
    }
}

#[test]
fn every_threat_is_listed_open_ones_first() {
    let case = rich::case(library());
    let document = compose(&case, library(), &issued());
    let threats = evaluation(&case).threats;
    let rows = &table(&document, "All threats").rows;
    assert_eq!(rows.len(), threats.len() + case.recorded_threats.len());
    assert!(threats.len() > 20, "{} threats", threats.len());
    assert!(text(&rows[0].cells[4].spans).starts_with("Open"));
    let decided: Vec<bool> = rows.iter().map(|row| !text(&row.cells[4].spans).starts_with("Open")).collect();
    assert!(decided.is_sorted(), "what is decided comes last");
    let last: Vec<String> =
        rows.iter().map(|row| text(&row.cells[4].spans)).filter(|said| !said.starts_with("Open")).collect();
    assert!(last[0].starts_with("Mitigated: Single sign-on"), "{last:?}");
    let stale = &table(&document, "Decisions kept").rows;
    assert_eq!(text(&stale[0].cells[0].spans), "Someone changes the queue");
}

#[test]
fn components_of_ai_come_first_and_what_is_missing_is_said() {
    let document = rich_report();
    let rows = &table(&document, "Components").rows;
    let said = |n: usize| rows[n].cells.iter().map(|c| text(&c.spans)).collect::<Vec<_>>();
    assert_eq!(
        said(0),
        [
            "Reading model: lacks an owner.",
            "Inference API",
            "Papyrus 4.2 (licence Proprietary)",
            "Lumen Papers → Quill Models → Basalt Cloud",
            "No owner",
            "Development, Operation",
            "Invoices; Corrections by clerks",
        ]
    );
    // Payments is out of scope.
    assert_eq!(rows.len(), 4);
    assert!(rows[1..].iter().all(|row| text(&row.cells[1].spans) == "None"));
    // Where there is no AI and nothing is recorded, the part is left out; where there is AI without a component, said.
    let mut case = rich::case(library());
    for element in case.elements.values_mut() {
        element.role = None;
        element.component = Default::default();
    }
    let said = whole_text(&compose(&case, library(), &issued()));
    assert!(said.contains("no component with a part in it is recorded"));
    case.assessment.facts.clear();
    case.tests.clear();
    let document = compose(&case, library(), &issued());
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading(heading) => Some(heading.text.as_str()),
            _ => None,
        })
        .collect();
    for gone in ["Components", "Security tests", "AI risk by category", "The five steps"] {
        assert!(!headings.contains(&gone), "{gone}");
    }
    assert!(headings.contains(&"Bills of materials") && headings.contains(&"Monitoring"));
}

#[test]
fn a_bill_of_materials_is_counted_in_the_report_and_listed_in_the_data() {
    let case = rich::case(library());
    let said: Vec<String> =
        under(&rich_report(), "Bills of materials").iter().map(|b| text(&runs(b))).collect();
    let said = said.join("\n");
    for words in [
        "CycloneDX 1.6, made on 30 October 2026",
        "62: 61 libraries, 1 machine learning model",
        "21 Apache-2.0, 14 MIT, 9 BSD-3-Clause, 4 MPL-2.0, 3 ISC, 2 BSD-2-Clause, 2 LGPL-2.1, 1 CC0-1.0, 1 EPL-2.0, \
         1 GPL-3.0-only and 2 more licences",
        "Version of 1 entry, licence of 2, hash of 40",
        "Vulnerabilities1 critical, 3 low",
        "FileEV-01",
    ] {
        assert!(said.contains(words), "{words}\nnot in\n{said}");
    }
    // Entries stand in the data only.
    assert!(!whole_text(&rich_report()).contains("torch"));
    let data: serde_json::Value = serde_json::from_slice(&data(&case, library(), &issued())).unwrap();
    assert_eq!(data["bills_of_materials"][0]["parts"][0]["name"], "torch");
    // The evidence is used for it, and for the tests.
    let document = rich_report();
    let evidence = tables(under(&document, "What was relied on")).next().unwrap();
    let used = |n: usize| text(&evidence.rows[n].cells[5].spans);
    assert_eq!(used(0), "ACC-02, BOM-01");
    assert_eq!(used(1), "ACC-01, ACC-02, TST-01, TST-02");
}

#[test]
fn tests_say_what_is_needed_how_they_came_out_and_which_threats_they_moved() {
    let document = rich_report();
    let part = under(&document, "Security tests");
    let [needed, tried] = tables(part).collect::<Vec<_>>()[..] else { panic!("two tables") };
    let line = |row: &Row| row.cells.iter().map(|c| text(&c.spans)).collect::<Vec<_>>().join(" | ");
    assert_eq!(
        needed.rows.iter().map(line).collect::<Vec<_>>(),
        [
            "Adversarial | Done: failed | TST-01",
            "Robustness | None planned | None",
            "Privacy | Done: withstood | TST-02",
            "Penetration | Planned | TST-03",
        ]
    );
    let cards: Vec<(&str, &str, Tone)> = part
        .iter()
        .filter_map(|b| match b {
            Block::Card(card) => Some((card.number.as_str(), card.badge.as_str(), card.tone)),
            _ => None,
        })
        .collect();
    assert_eq!(
        cards,
        [
            ("TST-01", "Failed", Tone::High),
            ("TST-02", "Withstood", Tone::Good),
            ("TST-03", "Not done", Tone::Neutral)
        ]
    );
    // Published techniques are named.
    assert!(part.iter().any(|b| text(&runs(b)).contains("AML.T0015 Evade AI Model")));
    let moved: Vec<String> = tried.rows.iter().map(line).collect();
    assert_eq!(moved.len(), 2);
    assert!(moved[0].contains("T-AI-EVADE | TST-01 | 4 of 5 |") && moved[0].contains("Raised by 1"));
    assert!(moved[1].contains("I-AI-EXTRACT | TST-02 | 1 of 5 |") && moved[1].contains("Lowered by 1"));
}

#[test]
fn categories_stand_on_two_pages_with_their_measures() {
    let document = rich_report();
    let part = under(&document, "AI risk by category");
    let cards: Vec<&Card> = part
        .iter()
        .filter_map(|b| match b {
            Block::Card(card) => Some(card),
            _ => None,
        })
        .collect();
    assert_eq!(cards.len(), 6);
    assert_eq!((cards[0].title.as_str(), cards[0].badge.as_str()), ("Data privacy", "Worst risk: High"));
    let fact = |n: usize, label: &str| {
        let fact = cards[n].facts.iter().find(|fact| fact.label == label).unwrap();
        text(&fact.value)
    };
    assert!(fact(0, "Score").contains("coverage"));
    assert_eq!(fact(0, "Tests"), "TST-02, TST-03");
    assert_eq!(fact(1, "Tests"), "TST-01");
    assert_eq!(fact(0, "Findings"), "F-01, F-02");
    assert_eq!(fact(0, "Weak answers"), "ACC-01, ACC-04, BCP-01");
    // Every measure of the pack is named under a state.
    for (card, pack) in cards.iter().zip(&library().categories) {
        let measures = card.parts.iter().find(|p| p.label == "Measures").unwrap();
        assert_eq!(measures.spans[0].style, Style::Strong);
        for measure in &pack.measures {
            assert!(text(&measures.spans).contains(&measure.text), "{}", measure.text);
        }
    }
    let at = document
        .blocks
        .iter()
        .position(|b| matches!(b, Block::Card(c) if c.title == "Data privacy"))
        .unwrap();
    let mut alone = Document { blocks: document.blocks[at - 1..at + 7].to_vec(), ..document.clone() };
    alone.blocks[0] = Block::unnumbered(Level::One, "AI risk by category", "categories");
    assert!(pages(&alone, "AI risk by category") <= 2);
}

#[test]
fn gates_are_read_and_the_summary_says_how_many_are_passed() {
    let case = rich::case(library());
    let document = rich_report();
    let part = under(&document, "Knock-outs and gates item by item");
    let gates = &library().gates.gates;
    assert_eq!(tables(part).count(), gates.len() + 3);
    for (gate, table) in gates.iter().zip(tables(part).skip(1)) {
        assert_eq!(table.caption, gate.title);
        assert_eq!(table.rows.len(), gate.items.len());
        for row in &table.rows {
            let [_, state, why, who] = &row.cells[..] else { panic!("four cells") };
            assert!(!text(&why.spans).is_empty());
            assert_eq!(text(&who.spans) == "–", text(&state.spans) != "Open");
        }
    }
    // In the report itself stand the items still open, gate by gate.
    for table in tables(under(&document, "Gates")).skip(1) {
        assert!(table.caption.starts_with("Still open before"), "{}", table.caption);
        assert!(table.rows.iter().all(|row| text(&row.cells[1].spans) == "Open"));
    }
    assert_eq!(table(&document, "Assessing an AI system").rows.len(), 5);
    let summary = |document: &Document| -> String {
        under(document, "Executive summary").iter().map(|b| text(&runs(b)) + "\n").collect()
    };
    let said = summary(&document);
    let words =
        "Gates: 0 of 4 passed; 3 of 4 items still open before “Intake”. Next assessment: 20 November 2027.";
    assert!(said.contains(words), "{words}\nnot in\n{said}");
    // An assessment made before there were gates says that there are none.
    let mut older = library().clone();
    older.gates = Default::default();
    older.categories.clear();
    let document = compose(&case, &older, &issued());
    assert!(under(&document, "Gates").iter().all(|block| matches!(block, Block::Paragraph(_))));
    let said = summary(&document);
    assert!(!said.contains("Gates:") && said.contains("Next assessment: 20 November 2027"));
    // One gate that is passed.
    older.gates.gates = vec![gates[0].clone()];
    older.gates.gates[0].items.truncate(1);
    assert!(
        summary(&compose(&case, &older, &issued()))
            .contains("Gates: 1 of 1 passed; nothing stands in the way. Next")
    );
}

#[test]
fn monitoring_shows_what_happened_what_ran_out_and_which_conditions_are_met() {
    let document = rich_report();
    let line = |row: &Row| row.cells.iter().map(|c| text(&c.spans)).collect::<Vec<_>>().join(" | ");
    let happened: Vec<String> = table(&document, "What happened").rows.iter().map(line).collect();
    assert_eq!(
        happened,
        [
            "1 October 2026 | Certificate or report lapsed | “Certificate of the management system” counts no longer. | \
             Open",
            "2 November 2026 | New sub-processor or region | Basalt Cloud opened a region in Madrid. | Dealt with on \
             9 November 2026: The answers on hosting were asked again.",
            "2 November 2026 | New or changed model | Quill Models replaces the base model in March. | Open",
        ]
    );
    let conditions = tables(under(&document, "Knock-outs and decision")).find(|t| t.caption == "Conditions");
    let met: Vec<String> = conditions.unwrap().rows.iter().map(|row| text(&row.cells[6].spans)).collect();
    assert_eq!(met, ["21 November 2026", "Open"]);
    let said: String = under(&document, "Monitoring").iter().map(|b| text(&runs(b)) + "\n").collect();
    assert!(said.contains("1 of 2 met; the next of those open is due on 15 January 2027"), "{said}");
    assert!(!said.contains("counts no longer on"));
    // What stopped counting on a day is listed with what to ask for instead.
    let mut case = rich::case(library());
    let fact = library().lapsed.iter().find(|fact| fact.from <= rich::day(2026, 11, 23)).unwrap();
    let name = ["FIPS 140-2", "Privacy Shield"].into_iter().find(|name| fact.is_named_in(name)).unwrap();
    case.responses.get_mut(&rich::id("CRY-01")).unwrap().rationale = format!("Modules: {name}.");
    let document = compose(&case, library(), &issued());
    let row = line(&table(&document, "Relied on, and counts no longer").rows[0]);
    assert!(row.starts_with("CRY-01 | ") && row.ends_with(&fact.instead), "{row}");
}

#[test]
fn a_score_is_never_shown_without_its_coverage() {
    let document = rich_report();
    let results = evaluation(&rich::case(library())).results;
    let score = format!("{:.0}", results.total.score.unwrap());
    let tiles: Vec<&Tile> = document
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Tiles(tiles) => Some(&tiles.tiles),
            _ => None,
        })
        .flatten()
        .collect();
    let tile = tiles.iter().find(|t| t.label == "Score").unwrap();
    assert_eq!(tile.value, score);
    let coverage = format!("coverage {:.0}\u{a0}%", results.total.coverage().unwrap());
    assert!(tile.note.contains(&coverage), "{}", tile.note);
    let cover = runs(&document.blocks[0]);
    assert!(cover.iter().any(|run| run.text.starts_with(&format!("{score} of 100, {coverage}"))));
}

#[test]
fn the_worked_example_adds_up() {
    let document = rich_report();
    let example = table(&document, "Worked example");
    let number = |cell: &Cell| text(&cell.spans).parse::<f64>().ok();
    let (mut top, mut bottom) = (0.0, 0.0);
    for row in &example.rows {
        if let (Some(weight), Some(value)) = (number(&row.cells[2]), number(&row.cells[3])) {
            assert_eq!(number(&row.cells[4]), Some((weight * value * 100.0).round() / 100.0));
            top += weight * value;
            bottom += weight;
        }
    }
    let said = format!("= {top:.2} ÷ {bottom} = {:.0} %", (top / bottom * 100.0).round());
    assert!(whole_text(&document).contains(&said), "{said}");
}

#[test]
fn four_kinds_of_no_answer_are_four_different_things() {
    let document = rich_report();
    let mut answers: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in tables(under(&document, "Questions and answers")).flat_map(|t| &t.rows) {
        if let [number, _, claim, conclusion, _] = &row.cells[..] {
            answers.insert(number.spans[0].text.clone(), (text(&claim.spans), text(&conclusion.spans)));
        }
    }
    let said = |id: &str| answers.get(id).map(|(a, b)| (a.as_str(), b.as_str())).unwrap();
    assert_eq!(said("INC-02"), ("No: There is none yet.", "Not concluded"));
    assert_eq!(said("LOG-01"), ("Yes", "Not assessed"));
    assert_eq!(said("PPL-04"), ("Not applicable", "Not applicable"));
    assert_eq!(
        said("PPL-03"),
        ("Not applicable", "Not concluded; “not applicable” is the vendor's claim alone")
    );
    assert_eq!(said("CRY-02"), ("Unanswered", "Not concluded"));
    assert_eq!(
        said("ACC-01").0,
        "Yes: All administrators use keys.\nExcept two.",
        "an answer has the lines in which it was typed"
    );
}

#[test]
fn the_pages_before_the_sections_are_few() {
    let document = rich_report();
    assert!(pages(&document, "Executive summary") <= 2);
    assert_eq!(pages(&document, "Document control"), 1);
    let draft = compose(&rich::case(library()), library(), &rich::about(Status::Draft));
    assert!(
        pages(&draft, "Document control") <= 2,
        "a draft says that it is one, and lists the issue before"
    );
    let mut first = rich::case(library());
    first.issues.clear();
    let first = compose(&first, library(), &rich::about(Status::Draft));
    assert_eq!(pages(&first, "Document control"), 1, "the first draft has no list of earlier issues");
}

#[test]
fn a_decision_beyond_what_the_case_allows_says_so_on_the_first_page_and_in_its_section() {
    let mut case = rich::case(library());
    case.decision.as_mut().unwrap().outcome = Outcome::Approve;
    let document = compose(&case, library(), &issued());
    let words = "is better than this assessment allows";
    for heading in ["Executive summary", "Decision"] {
        let said: String = under(&document, heading).iter().flat_map(runs).map(|run| run.text).collect();
        assert!(said.contains(words), "{heading}");
    }
    assert!(!whole_text(&rich_report()).contains(words));
    let callout = |case: &Case| {
        let document = compose(case, library(), &issued());
        let page = under(&document, "Executive summary").to_vec();
        page.into_iter()
            .find_map(|b| match b {
                Block::Callout(callout) => Some((callout.title, callout.tone)),
                _ => None,
            })
            .unwrap()
    };
    let beyond = "Decision: Approve, which does not stand".to_owned();
    assert_eq!(callout(&case), (beyond, Tone::Critical));
    // With every question concluded well, approval with conditions is allowed, but not without one.
    for question in asked(&case) {
        let response =
            Response { conclusion: Some(Conclusion::Effective), ..rich::response(question.id.as_str()) };
        case.responses.insert(question.id.clone(), response);
    }
    // What no question feeds was looked at, and does not strike.
    for knock_out in library().knock_outs.keys() {
        let note = KnockOutNote {
            assessment: case.assessment.id.clone(),
            knock_out: knock_out.clone(),
            struck: false,
            note: "Seen".into(),
            seen_with: BTreeMap::new(),
        };
        case.knock_outs.insert(knock_out.clone(), note);
    }
    case.decision.as_mut().unwrap().outcome = Outcome::Conditions;
    rich::decided_today(&mut case, library());
    assert_eq!(callout(&case), ("Decision: Approve with conditions".to_owned(), Tone::Medium));
    case.decision.as_mut().unwrap().conditions.clear();
    let empty = "Decision: Approve with conditions, which does not stand".to_owned();
    assert_eq!(callout(&case), (empty, Tone::Critical));
}

#[test]
fn limitations_follow_from_the_data() {
    let said: String = under(&rich_report(), "Limitations and open points")
        .iter()
        .flat_map(runs)
        .map(|r| r.text + "\n")
        .collect();
    let said = said.replace('\u{a0}', " ");
    for words in [
        "The data centre was not visited.",
        "rest on evidence level 0 or 1",
        "1 piece of evidence was seen and not retained",
        "1 piece of evidence had run out",
        "1 question is concluded partially effective or ineffective without a finding: ACC-04.",
        "1 answer is kept to questions that are no longer asked and do not count: OLD-99.",
        "1 finding of severity high or critical stands behind no risk of the register: F-02.",
    ] {
        assert!(said.contains(words), "{words}\nnot in\n{said}");
    }
    assert!(!said.contains("No reviewer is named"));
}

#[test]
fn signature_places_are_three_and_the_number_expected_is_that_of_people_named() {
    let mut case = rich::case(library());
    let said = |case: &Case| {
        let document = compose(case, library(), &issued());
        let section = under(&document, "Sign-off").to_vec();
        let places = section.iter().filter(|b| matches!(b, Block::Signature(_))).count();
        assert_eq!(places, 3);
        text(&runs(&section[0]))
    };
    assert_eq!(
        said(&case),
        "This report expects 3 signatures: Assessor (Ada Kern), Reviewer (Tom Hale) and Executive (Mira Stone)."
    );
    case.assessment.reviewer.name.clear();
    assert_eq!(
        said(&case),
        "This report expects 2 signatures: Assessor (Ada Kern) and Executive (Mira Stone). Nobody is named for \
         Reviewer; the place stays open."
    );
}

/// What the published schema of that name says against some data; empty when it says nothing.
fn judged(schema: &str, data: &[u8]) -> String {
    let schema = format!("{}/../../../docs/formats/{schema}", env!("CARGO_MANIFEST_DIR"));
    let script = "import json, sys, jsonschema\n\
                  schema = jsonschema.Draft202012Validator(json.load(open(sys.argv[1], encoding='utf-8')))\n\
                  wrong = [f'{e.json_path}: {e.message[:300]}' for e in schema.iter_errors(json.load(sys.stdin))]\n\
                  print('\\n'.join(wrong))";
    let mut child = std::process::Command::new("python3")
        .args(["-c", script, &schema])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("python3 starts; ./dev test installs jsonschema");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), data).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_data_are_what_their_published_schema_says() {
    let vendor = |case: &Case| {
        let report =
            compose::compose(case, library(), &issued(), &Outline::of(Kind::Vendor), &Language::english());
        report.data.unwrap().bytes
    };
    for case in [rich::case(library()), rich::bare(library())] {
        let bytes = data(&case, library(), &issued());
        assert_eq!(judged("assessment.schema.json", &bytes), "");
        // A field nobody published does not fit.
        let mut other: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        other["vendor"]["contact_email"] = "mira@example.org".into();
        assert!(judged("assessment.schema.json", other.to_string().as_bytes()).contains("contact_email"));
        let bytes = vendor(&case);
        assert_eq!(judged("vendor-copy.schema.json", &bytes), "");
        let mut other: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        other["decision"] = "defer".into();
        assert!(judged("vendor-copy.schema.json", other.to_string().as_bytes()).contains("decision"));
    }
}

#[test]
fn the_data_hold_every_answer_score_threat_and_risk() {
    let case = rich::case(library());
    let data: serde_json::Value = serde_json::from_slice(&data(&case, library(), &issued())).unwrap();
    assert_eq!(data["format"], "assay-assessment");
    assert_eq!(data["version"], 2);
    assert_eq!(data["report"]["journal_entry"], 481);
    assert_eq!(data["packs"].as_array().unwrap().len(), case.assessment.packs.len());
    let list = |key: &str| data[key].as_array().unwrap().len();
    // One answer is kept to a question that is no longer asked.
    assert_eq!(list("responses"), asked(&case).len() + 1);
    assert_eq!(list("responses") - 1 + list("questions_not_asked"), library().bank.questions.len());
    assert_eq!(list("threats"), evaluation(&case).threats.len());
    assert_eq!(list("risks"), 6);
    assert_eq!(list("findings"), 2);
    assert_eq!(list("evidence"), 2);
    let answer = data["responses"].as_array().unwrap().iter().find(|r| r["question"] == "ACC-01").unwrap();
    assert_eq!(answer["conclusion"], "ineffective");
    assert_eq!(answer["evidence_level"], 1, "recorded as 4, and nothing that shows it is linked");
    assert_eq!(answer["standing"]["recorded"], 4);
    assert!(!answer["text"].as_str().unwrap().is_empty());
    assert!(answer.get("notes").is_none() && answer.get("flagged").is_none());
    assert_eq!(data["evidence"][0]["number"], "EV-01");
    assert_eq!(data["evidence"][0]["file"]["sha256"], "ab".repeat(32));
    assert_eq!(data["evidence"][1]["retained"], false);
    assert_eq!(
        data["risks"][0]["residual_band"],
        library().matrix.band(case.risks.values().next().unwrap().ratings.residual()).title.as_str()
    );
    let figure = &data["results"]["concluded"];
    assert_eq!(figure["inputs"].as_array().unwrap().len(), asked(&case).len());
    assert!(figure["explained"].as_str().unwrap().contains('÷'));
    assert_eq!(data["decision"]["outcome"], "defer");
    assert_eq!(list("bills_of_materials"), 1);
    assert_eq!(list("security_tests"), 3);
    assert_eq!(list("events"), 2);
    assert_eq!(list("open_events"), 2);
    assert_eq!(list("gates"), library().gates.gates.len());
    assert_eq!(list("risk_categories"), 6);
    assert_eq!(list("method_steps"), 5);
    assert_eq!(data["next_assessment"]["day"], "2027-11-20");
    assert_eq!(data["kinds_of_test_needed"][0], "adversarial");
    let elements = data["threat_model"]["elements"].as_array().unwrap();
    assert!(elements.iter().any(|e| e["component"]["product"] == "Papyrus"));
}

#[test]
fn tones_never_stand_alone() {
    for block in rich_report().blocks {
        match block {
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells).filter(|c| c.tone.is_some()) {
                    assert!(!text(&cell.spans).trim().is_empty(), "{}", table.caption);
                }
            }
            Block::Card(card) => assert!(!card.badge.is_empty()),
            Block::Callout(callout) => assert!(!callout.title.is_empty()),
            Block::Tiles(tiles) => assert!(tiles.tiles.iter().all(|t| !t.value.is_empty())),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_recorded_a_report_comes_out(case in random::case(library()), draft: bool) {
        let about = rich::about(if draft { Status::Draft } else { Status::Issued });
        let document = compose(&case, library(), &about);
        let bytes = data(&case, library(), &about);
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        let hash = hex(&Sha256::digest(&bytes));
        prop_assert!(document.footer.contains(&hash[..16]));
        prop_assert!(!whole_text(&document).contains(rich::PRIVATE));
        prop_assert!(!String::from_utf8(bytes).unwrap().contains(rich::PRIVATE));
        let mut ids = BTreeSet::new();
        for block in &document.blocks {
            match block {
                Block::Heading(heading) => prop_assert!(ids.insert(heading.id.clone()), "{}", heading.id),
                Block::Card(card) => prop_assert!(ids.insert(card.id.clone()), "{}", card.id),
                _ => {}
            }
        }
        for run in all_runs(&document) {
            prop_assert!(!run.text.chars().any(char::is_control), "{:?}", run.text);
            if let Some(link) = run.link {
                prop_assert!(ids.contains(&link), "{} leads nowhere", link);
            }
        }
    }
}

#[test]
fn a_hostile_model_is_drawn_or_told_and_never_loops() {
    use assay_core::ids::BoundaryId;
    let mut case = rich::case(library());
    // Two boundaries that contain each other, and one that contains itself.
    let ring = |own: &str, parent: &str| {
        let mut boundary = case.boundaries.values().next().unwrap().clone();
        boundary.id = rich::id(own);
        boundary.parent = Some(rich::id::<BoundaryId>(parent));
        boundary
    };
    for boundary in [ring("tb-1", "tb-2"), ring("tb-2", "tb-1"), ring("tb-3", "tb-3")] {
        case.boundaries.insert(boundary.id.clone(), boundary);
    }
    let document = compose(&case, library(), &issued());
    let drawn = document.blocks.iter().find_map(|b| match b {
        Block::Figure(Figure { drawing: Drawing::DataFlow(flow), .. }) => Some(flow),
        _ => None,
    });
    let drawn = drawn.expect("a small model is drawn");
    assert_eq!(drawn.elements.len(), case.elements.len());
    assert_eq!(drawn.boundaries.len(), 3);
    // Elements do not lie on each other.
    for (n, one) in drawn.elements.iter().enumerate() {
        for other in &drawn.elements[n + 1..] {
            let apart = |a: f64, size: f64, b: f64, other: f64| a + size <= b || b + other <= a;
            assert!(
                apart(one.area.x, one.area.width, other.area.x, other.area.width)
                    || apart(one.area.y, one.area.height, other.area.y, other.area.height),
                "{} and {}",
                one.label,
                other.label
            );
        }
    }
    for n in 0..40 {
        let mut element = case.elements.values().next().unwrap().clone();
        element.id = rich::id(&format!("el-{n:03}"));
        case.elements.insert(element.id.clone(), element);
    }
    let document = compose(&case, library(), &issued());
    assert!(whole_text(&document).contains("too many to draw on a page"));
    assert_eq!(table(&document, "Elements").rows.len(), case.elements.len());
}

/// Models of any nesting and any flows, on the rich case.
fn models() -> impl Strategy<Value = Case> {
    let inside = || proptest::option::of(0usize..12);
    let elements = proptest::collection::vec((0usize..3, inside(), "\\PC{0,60}"), 1..=28);
    let boundaries = proptest::collection::vec((inside(), "\\PC{0,60}"), 0..=12);
    let flows = proptest::collection::vec((0usize..28, 0usize..28), 0..40);
    (elements, boundaries, flows).prop_map(|(elements, boundaries, flows)| {
        let mut case = rich::case(library());
        let (element, boundary, flow) = (
            case.elements.values().next().unwrap().clone(),
            case.boundaries.values().next().unwrap().clone(),
            case.flows.values().next().unwrap().clone(),
        );
        let kinds = [ElementKind::Actor, ElementKind::Process, ElementKind::Store];
        let named = |n: usize| ElementId::new(format!("e-{n}")).unwrap();
        let around = |n: usize| BoundaryId::new(format!("b-{n}")).unwrap();
        case.elements = (0..)
            .zip(elements)
            .map(|(n, (kind, inside, name))| {
                let boundary = inside.map(around);
                let own = Element { id: named(n), kind: kinds[kind], boundary, name, ..element.clone() };
                (own.id.clone(), own)
            })
            .collect();
        case.boundaries = (0..)
            .zip(boundaries)
            .map(|(n, (inside, name))| {
                let own = Boundary { id: around(n), parent: inside.map(around), name, ..boundary.clone() };
                (own.id.clone(), own)
            })
            .collect();
        case.flows = (0..)
            .zip(flows)
            .map(|(n, (source, target))| {
                let id = FlowId::new(format!("f-{n}")).unwrap();
                let own = Flow { id, source: named(source), target: named(target), ..flow.clone() };
                (own.id.clone(), own)
            })
            .collect();
        case
    })
}

/// True when one covers part of the other.
fn meet(one: Area, other: Area) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

/// True when one lies wholly in the other.
fn within(one: Area, other: Area) -> bool {
    one.x >= other.x
        && one.y >= other.y
        && one.x + one.width <= other.x + other.width
        && one.y + one.height <= other.y + other.height
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the model: boxes and numbers of a diagram stand apart, and boundaries hold what is theirs whole.
    #[test]
    fn nothing_in_a_diagram_covers_anything(case in models()) {
        let report = compose(&case, library(), &issued());
        let diagrams = report.blocks.iter().filter_map(|block| match block {
            Block::Figure(Figure { drawing: Drawing::DataFlow(flow), .. }) => Some(flow),
            _ => None,
        });
        let mut seen = 0;
        for diagram in diagrams {
            seen += 1;
            prop_assert_eq!(diagram.elements.len(), case.elements.len());
            let boxes = diagram.elements.iter().map(|e| e.area);
            let marks = diagram.flows.iter().map(|f| Area { x: f.mark.x - 6.0, y: f.mark.y - 6.0, width: 12.0, height: 12.0 });
            let all: Vec<Area> = boxes.chain(marks).collect();
            for (n, one) in all.iter().enumerate() {
                prop_assert!(one.x >= 0.0 && one.y >= 0.0 && one.x + one.width <= 470.0, "{one:?} is off the page");
                for other in &all[n + 1..] {
                    prop_assert!(!meet(*one, *other), "{one:?} covers {other:?}");
                }
            }
            let zones: Vec<Area> = diagram.boundaries.iter().map(|b| b.area).collect();
            for (n, zone) in zones.iter().enumerate() {
                for own in diagram.elements.iter().map(|e| e.area).chain(zones[n + 1..].iter().copied()) {
                    prop_assert!(!meet(own, *zone) || within(own, *zone) || within(*zone, own), "{own:?} and {zone:?}");
                }
            }
        }
        prop_assert!(seen == 1 || whole_text(&report).contains("too many to draw on a page"));
    }
}
