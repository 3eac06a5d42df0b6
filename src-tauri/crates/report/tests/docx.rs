//! The editable copy: nothing of a document is lost in it, and it is sound XML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // what a PDF needs besides
mod sample;

use assay_report::document::{Block, Document, Drawing, Level, Span, Style, Tone};
use assay_report::docx::{copy, copy_says, render};
use assay_report::theme::{Logo, Rgb, Theme};
use chrono::DateTime;
use std::io::{Cursor, Read};

fn parts(document: &Document) -> Vec<(String, String)> {
    let at = DateTime::parse_from_rfc3339("2026-11-23T09:45:00+01:00").unwrap();
    let bytes = render(document, &Theme::default(), at, "Assay 0.1.0").unwrap();
    assert_eq!(
        bytes,
        render(document, &Theme::default(), at, "Assay 0.1.0").unwrap(),
        "the same document, the same bytes"
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(document: &Document, name: &str) -> String {
    parts(document).into_iter().find(|(part, _)| part == name).unwrap().1
}

/// The text between the marks, without blanks.
fn text(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    squashed(&out)
}

fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every text that a block shows.
fn texts(block: &Block) -> Vec<String> {
    let spans = |spans: &[Span]| spans.iter().map(|span| span.text.clone()).collect::<String>();
    match block {
        Block::Cover(cover) => {
            cover.lines.iter().flat_map(|fact| [fact.label.clone(), spans(&fact.value)]).collect()
        }
        Block::Contents(contents) => vec![contents.title.clone()],
        Block::Heading(heading) => {
            vec![heading.number.clone().unwrap_or_default(), heading.text.clone()]
        }
        Block::Paragraph(paragraph) => vec![spans(&paragraph.spans)],
        Block::Bullets(bullets) => bullets.items.iter().map(|item| spans(item)).collect(),
        Block::Facts(facts) => {
            facts.rows.iter().flat_map(|fact| [fact.label.clone(), spans(&fact.value)]).collect()
        }
        Block::Table(table) => {
            let mut all = vec![table.caption.clone()];
            all.extend(table.columns.iter().map(|column| column.title.clone()));
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            all.extend(cells.map(|cell| spans(&cell.spans)));
            if table.rows.is_empty() {
                all.push(table.empty.clone());
            }
            all
        }
        Block::Callout(callout) => vec![callout.title.clone(), spans(&callout.spans)],
        Block::Figure(figure) => {
            let mut all = vec![figure.caption.clone()];
            match &figure.drawing {
                Drawing::HeatMap(map) => {
                    all.extend(map.likelihood.iter().chain(&map.impact).cloned());
                    all.extend(map.points.iter().map(|point| format!("{} before treatment", point.id)));
                }
                Drawing::Bars(bars) => {
                    all.extend(bars.rows.iter().flat_map(|bar| [bar.label.clone(), bar.note.clone()]));
                }
                Drawing::Stack(stack) => {
                    let segments = stack.rows.iter().flat_map(|row| &row.segments);
                    all.extend(segments.map(|segment| format!("{}{}", segment.label, segment.count)));
                }
                Drawing::DataFlow(flow) => {
                    all.extend(flow.elements.iter().map(|element| element.label.clone()));
                    all.extend(flow.boundaries.iter().map(|boundary| boundary.label.clone()));
                    all.extend(flow.flows.iter().map(|flow| flow.label.clone()));
                }
            }
            all
        }
        Block::Tiles(tiles) => {
            let all = tiles.tiles.iter();
            all.flat_map(|tile| [tile.label.clone(), tile.value.clone(), tile.note.clone()]).collect()
        }
        Block::Card(card) => {
            let mut all = vec![card.number.clone(), card.title.clone(), card.badge.clone()];
            all.extend(card.facts.iter().flat_map(|fact| [fact.label.clone(), spans(&fact.value)]));
            all.extend(card.parts.iter().flat_map(|part| [part.label.clone(), spans(&part.spans)]));
            all
        }
        Block::Signature(signature) => vec![signature.label.clone(), signature.who.clone()],
        Block::PageBreak => Vec::new(),
    }
}

#[test]
fn every_text_of_every_block_is_in_the_copy() {
    let document = sample::document();
    let shown = text(&part(&document, "word/document.xml"));
    let mut looked_at = 0;
    for one in document.blocks.iter().flat_map(texts) {
        assert!(shown.contains(&squashed(&one)), "{one:?} is not in the copy");
        looked_at += 1;
    }
    assert!(looked_at > 60, "{looked_at} texts");
    for one in [
        &copy().to_string(),
        &copy_says().to_string(),
        &document.title,
        &document.subtitle,
        &document.organisation,
    ] {
        assert!(shown.contains(&squashed(one)), "{one:?} is not in the copy");
    }
}

#[test]
fn a_copy_says_what_it_is_on_its_first_page_with_a_cover_and_without() {
    let mut document = sample::empty();
    document.watermark = "DRAFT".into();
    for blocks in [vec![Block::cover(Vec::new())], vec![Block::p("The rest.")], Vec::new()] {
        document.blocks = blocks;
        let body = part(&document, "word/document.xml");
        let says = body.find("What counts is the report as a signed PDF.").unwrap();
        let rest = body.find("pageBreakBefore").or_else(|| body.find("The rest.")).unwrap_or(body.len());
        assert!(says < rest, "{body}");
        assert!(text(&part(&document, "word/header1.xml")).contains("DRAFT·Editablecopy"));
        assert!(part(&document, "docProps/core.xml").contains("<cp:contentStatus>DRAFT<"));
    }
}

#[test]
fn no_text_becomes_markup_and_every_part_is_sound() {
    let mut document = sample::empty();
    document.title = "A & B <w:p> \"x\" \u{0}\u{8}\u{FFFE}".into();
    document.blocks = vec![
        Block::p("</w:t></w:r><w:br/> & \u{1b}[31m"),
        Block::callout(Tone::Info, "<b>", "one\ntwo"),
        Block::heading(assay_report::document::Level::Two, "1", "A", "same"),
        Block::heading(assay_report::document::Level::Two, "2", "B", "same"),
        Block::spans(vec![Span::plain("there").to("same"), Span::plain("nowhere").to("gone")]),
    ];
    for (name, xml) in parts(&document) {
        assert!(!xml.contains(['\u{0}', '\u{8}', '\u{1b}', '\u{FFFE}']), "{name}");
        balanced(&name, &xml);
    }
    let body = part(&document, "word/document.xml");
    assert!(body.contains("&lt;/w:t&gt;&lt;/w:r&gt;&lt;w:br/&gt; &amp;"), "{body}");
    assert!(body.contains("one</w:t><w:br/><w:t"), "a line break stays: {body}");
    assert_eq!(body.matches("<w:bookmarkStart").count(), 1, "one place of a name");
    assert_eq!(body.matches("<w:hyperlink").count(), 1, "what leads nowhere is no link");
}

/// Each element that begins ends, in order.
fn balanced(name: &str, xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for mark in xml.split('<').skip(1) {
        let mark = mark.split('>').next().unwrap();
        if mark.starts_with('?') || mark.ends_with('/') {
            continue;
        }
        let element = mark.split(' ').next().unwrap();
        match element.strip_prefix('/') {
            Some(end) => assert_eq!(open.pop(), Some(end), "{name}"),
            None => open.push(element),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn text_from_right_to_left_runs_that_way() {
    let mut document = sample::empty();
    document.blocks = vec![
        Block::spans(vec![
            Span::plain("Decided by "),
            Span::new("אבגד (בעמ) 12", Style::Strong),
            Span::plain("."),
        ]),
        Block::p("שלום Assay"),
    ];
    let body = part(&document, "word/document.xml");
    let paragraphs: Vec<&str> =
        body.split("<w:p>").filter(|p| p.contains("אבגד") || p.contains("שלום")).collect();
    assert_eq!(paragraphs.len(), 2);
    assert!(!paragraphs[0].contains("<w:bidi/>") && paragraphs[1].contains("<w:bidi/>"), "{paragraphs:?}");
    assert!(
        paragraphs[0]
            .contains(r#"<w:b/><w:bCs/><w:rtl/></w:rPr><w:t xml:space="preserve">אבגד (בעמ) </w:t>"#),
        "{}",
        paragraphs[0]
    );
    assert!(
        paragraphs[0].contains(r#"<w:r><w:rPr></w:rPr><w:t xml:space="preserve">Decided by </w:t>"#),
        "{}",
        paragraphs[0]
    );
    assert!(
        paragraphs[1].contains(r#"<w:r><w:rPr></w:rPr><w:t xml:space="preserve">Assay</w:t>"#),
        "{}",
        paragraphs[1]
    );
}

#[test]
fn wide_tables_lie_in_sections_of_their_own_with_what_leads_to_them() {
    let mut table = sample::findings_table(3);
    table.wide = true;
    let blocks = vec![
        Block::heading(Level::One, "1", "Before", "before"),
        Block::p("Words."),
        Block::heading(Level::One, "2", "Register", "register"),
        table.into(),
        Block::heading(Level::One, "3", "Behind", "behind"),
    ];
    let xml = part(&Document { blocks, ..sample::empty() }, "word/document.xml");
    let sections: Vec<&str> = xml.split("</w:sectPr>").collect();
    assert_eq!(sections.len(), 4, "upright, turned, upright, and the end of the body");
    let turned: Vec<bool> =
        sections.iter().map(|section| section.contains(r#"w:orient="landscape""#)).collect();
    assert_eq!(turned, [false, true, false, false]);
    assert!(sections[1].contains("Register") && !sections[1].contains("Behind"));
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 0, "a section begins a page by itself");
}

#[test]
fn a_look_of_ones_own_is_in_the_copy_too() {
    let logo = Logo::read(include_bytes!("../../desk/tests/data/logo.png")).unwrap();
    let theme = Theme {
        logo: Some(logo),
        accent: Some(Rgb(0, 0x60, 0x30)),
        organisation: "Moore & Daughters".into(),
    };
    let at = DateTime::parse_from_rfc3339("2026-11-23T09:45:00+01:00").unwrap();
    let bytes = render(&sample::document(), &theme, at, "Assay 0.1.0").unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert!(read("word/media/logo.png").starts_with(b"\x89PNG"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let body = text(read("word/document.xml"));
    assert!(body.contains(r#"descr="Moore &amp; Daughters""#) && body.contains(r#"r:embed="rId8""#));
    let styles = text(read("word/styles.xml"));
    assert!(styles.contains(r#"w:color w:val="006030""#) && !styles.contains("14365C"));
    assert!(text(read("[Content_Types].xml")).contains("image/png"));
    assert!(text(read("word/_rels/document.xml.rels")).contains("media/logo.png"));
}
