//! The PDF as others see it: the tools of qpdf and Poppler, and a reader of structures written for this test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::wildcard_enum_match_arm)]

mod inspect;
mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use assay_report::document::{
    Area, Bar, Bars, Block, Card, Cell, Column, Contents, DataFlow, DiagramBoundary, DiagramElement,
    DiagramFlow, DiagramKind, Document, Drawing, Fact, Figure, HeatCell, HeatMap, HeatPoint, Level, Part,
    Place, Segment, Signer, Span, Spot, Stack, StackRow, Table, Tile, Tone,
};
use assay_report::pdf::{Progress, RenderError, RenderInputs, Rendered, Stage, render};
use assay_report::theme::{Logo, Rgb, Theme};
use inspect::{Inspected, contents, tool};

fn rendered(document: &Document) -> Rendered {
    render(document, &sample::inputs(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn with(blocks: Vec<Block>) -> Document {
    Document { blocks, ..sample::empty() }
}

/// The words of each page, as Poppler reads them.
fn page_texts(pdf: &[u8]) -> Vec<String> {
    let text = tool("pdftotext", &["-layout"], pdf, &["-"]);
    let mut pages: Vec<String> = text.split('\u{C}').map(str::to_owned).collect();
    pages.pop();
    pages
}

#[test]
fn the_file_is_sound_and_its_fonts_are_embedded_subsets() {
    let pdf = rendered(&sample::document());
    assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
    assert!(
        tool("qpdf", &["--check"], &pdf.bytes, &[]).contains("No syntax or stream encoding errors found")
    );
    let fonts = tool("pdffonts", &[], &pdf.bytes, &[]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 4, "{fonts}");
    for row in rows {
        assert!(row.contains("CID TrueType") && row.contains("yes yes yes"), "{row}");
        let name = row.split_whitespace().next().unwrap();
        assert!(name.split_once('+').is_some_and(|(tag, _)| tag.len() == 6), "{name}");
    }
    let info = tool("pdfinfo", &[], &pdf.bytes, &[]);
    for line in [
        "Tagged:          yes",
        "Form:            AcroForm",
        "PDF version:     1.7",
        "(A4)",
        "Suspects:        no",
    ] {
        assert!(info.contains(line), "{line} in {info}");
    }
    assert!(info.contains(&format!("Pages:           {}", pdf.pages)));
}

#[test]
fn poppler_reads_headings_tables_lists_and_alternatives() {
    let pdf = rendered(&sample::document());
    let structure = tool("pdfinfo", &["-struct-text"], &pdf.bytes, &[]);
    for part in [
        "H1 \"1 Executive summary\"",
        "H2 ",
        "H3 ",
        "THead",
        "TBody",
        "TH",
        "TD",
        "LBody",
        "TOCI",
        "Figure",
        "Form",
    ] {
        assert!(structure.contains(part), "{part}");
    }
    assert!(structure.contains("\"Access control\""));
    let inspected = Inspected::read(&pdf.bytes);
    let figures: Vec<String> =
        inspected.elements("Figure").map(|element| element.alternative.clone().unwrap()).collect();
    assert_eq!(figures.len(), 4);
    assert!(figures[0].contains("Access control: score 74 of 100, coverage 92 %"), "{}", figures[0]);
    let summary = inspected.elements("Table").find_map(|table| table.attribute("Summary")).unwrap();
    assert!(
        summary.contains(
            "R-01: likelihood Likely, impact Severe (Critical); after treatment likelihood Unlikely"
        ),
        "{summary}"
    );
}

#[test]
fn all_content_is_tagged_or_an_artifact_and_all_tags_have_content() {
    for document in [sample::document(), with(vec![]), with(hostile_blocks())] {
        let pdf = rendered(&document);
        let inspected = Inspected::read(&pdf.bytes);
        let mut on_pages: BTreeSet<(usize, i64)> = BTreeSet::new();
        for (page, pieces) in contents(&inspected.file).into_iter().enumerate() {
            assert_eq!(pieces.unmarked, 0, "page {page} draws outside of marked content");
            assert_eq!(
                pieces.nested, 0,
                "page {page} has content within artifacts or artifacts within content"
            );
            for number in pieces.numbers {
                assert!(on_pages.insert((page, number)), "piece {number} of page {page} appears twice");
            }
        }
        let mut in_tree: BTreeMap<(usize, i64), usize> = BTreeMap::new();
        for (index, element) in inspected.all.iter().enumerate() {
            for piece in &element.pieces {
                assert_eq!(in_tree.insert(*piece, index), None, "{piece:?} belongs to two elements");
                assert_eq!(inspected.parent_of_piece(*piece), element.id, "{piece:?}");
            }
            for annotation in &element.annotations {
                assert_eq!(inspected.parent_of_annotation(*annotation), element.id);
            }
        }
        assert_eq!(in_tree.into_keys().collect::<BTreeSet<_>>(), on_pages);
    }
}

#[test]
fn the_structure_follows_the_rules_of_its_parts() {
    let pdf = rendered(&sample::document());
    let inspected = Inspected::read(&pdf.bytes);
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("Table", &["Caption", "THead", "TBody"][..]),
        ("THead", &["TR"]),
        ("TBody", &["TR"]),
        ("TR", &["TH", "TD"]),
        ("L", &["LI"]),
        ("LI", &["Lbl", "LBody"]),
        ("TOC", &["TOCI"]),
        ("TOCI", &["Reference", "TOC"]),
    ]);
    let mut level = 0;
    for element in &inspected.all {
        if let Some(kids) = allowed.get(element.role.as_str()) {
            assert!(!element.kids.is_empty(), "empty {}", element.role);
            assert!(element.pieces.is_empty(), "{} has content of its own", element.role);
            for kid in &element.kids {
                assert!(kids.contains(&kid.as_str()), "{kid} in {}", element.role);
            }
        }
        match element.role.as_str() {
            "TH" => assert!(element.attribute("Scope").is_some()),
            "L" => assert!(element.attribute("ListNumbering").is_some()),
            "Figure" => {
                assert!(element.alternative.as_ref().is_some_and(|words| words.len() > 20));
                assert!(element.attribute("BBox").is_some());
            }
            "Link" | "Form" => assert!(!element.annotations.is_empty()),
            role => {
                if let Some(depth) = role.strip_prefix('H').and_then(|depth| depth.parse::<i32>().ok()) {
                    assert!(depth <= level + 1, "H{depth} after H{level}");
                    level = depth;
                }
            }
        }
    }
    for table in inspected.tables() {
        assert!(table.windows(2).all(|rows| rows[0] == rows[1]), "rows of different widths: {table:?}");
    }
    for annotation in inspected.annotations() {
        let words = if annotation.kind == "Link" { annotation.contents } else { annotation.tooltip };
        assert!(words.is_some_and(|words| !words.is_empty()), "an annotation without words");
        assert!(annotation.flags & 4 != 0, "an annotation that is not printed");
    }
}

#[test]
fn the_structure_of_a_small_report_is_as_expected() {
    let document = with(vec![
        Block::heading(Level::Three, "1", "Deep first", "first"),
        Block::spans(vec![Span::plain("See "), Span::plain("below").to("F-1"), Span::plain(".")]),
        Block::bullets(["one"]),
        Table::new("Caption", vec![Column::new("A", 1.0), Column::number("B", 1.0)], "Nothing.")
            .row(vec![Cell::new("x"), Cell::toned("High", Tone::High)])
            .into(),
        Table::new("", vec![Column::new("A", 1.0), Column::new("B", 1.0)], "Nothing.").into(),
        Card {
            id: "F-1".into(),
            title: "Finding".into(),
            parts: vec![Part::new("Cause", "None.")],
            ..Card::default()
        }
        .into(),
        Block::signature(Signer::Reviewer, "Reviewer", ""),
    ]);
    insta::assert_snapshot!(Inspected::read(&rendered(&document).bytes).outline());
}

#[test]
fn the_file_says_what_it_is() {
    let document = Document { title: "Grüße & <naïve> façade".into(), ..sample::document() };
    let pdf = rendered(&document);
    let inspected = Inspected::read(&pdf.bytes);
    let xmp = inspected.xmp();
    for part in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/",
        "Grüße &amp; &lt;naïve&gt; façade",
        "<xmp:CreateDate>2026-11-23T09:45:00+01:00</xmp:CreateDate>",
        "<pdf:Producer>Assay 0.1.0</pdf:Producer>",
        "<rdf:li>Ingrid Sørensen</rdf:li>",
        "<rdf:li>en-GB</rdf:li>",
    ] {
        assert!(xmp.contains(part), "{part} in {xmp}");
    }
    let catalog = inspected.file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(
        inspected.dictionary(catalog.get(b"MarkInfo").unwrap()).get(b"Marked").unwrap().as_bool().unwrap()
    );
    let preferences = inspected.dictionary(catalog.get(b"ViewerPreferences").unwrap());
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let intents = inspected.array(catalog.get(b"OutputIntents").unwrap());
    let intent = inspected.dictionary(&intents[0]);
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let profile = inspected.stream(intent.get(b"DestOutputProfile").unwrap());
    assert_eq!(&profile[36..40], b"acsp");
    let ids = inspected.file.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert!(ids.iter().all(|id| id.as_str().unwrap() == sample::inputs().id_seed));
    let info = tool("pdfinfo", &["-rawdates"], &pdf.bytes, &[]);
    assert!(info.contains("Grüße & <naïve> façade") && info.contains("D:20261123094500+01'00'"), "{info}");
    for (page, entry) in inspected.pages().enumerate() {
        assert_eq!(entry.get(b"StructParents").unwrap().as_i64().unwrap(), page as i64);
        assert_eq!(entry.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
}

#[test]
fn the_data_comes_out_as_it_went_in() {
    let pdf = rendered(&sample::document());
    let listed = tool("qpdf", &["--list-attachments", "--verbose"], &pdf.bytes, &[]);
    assert!(listed.contains("assessment.json") && listed.contains("application/json"), "{listed}");
    let data = tool("qpdf", &["--show-attachment=assessment.json"], &pdf.bytes, &[]);
    assert_eq!(data.as_bytes(), sample::inputs().attachment.unwrap().bytes);
    let inspected = Inspected::read(&pdf.bytes);
    let associated = inspected.array(inspected.file.catalog().unwrap().get(b"AF").unwrap());
    let specification = inspected.dictionary(&associated[0]);
    assert_eq!(specification.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Data");
}

#[test]
fn the_outline_and_the_contents_lead_to_their_headings() {
    let pdf = rendered(&sample::document());
    let pages = page_texts(&pdf.bytes);
    let inspected = Inspected::read(&pdf.bytes);
    let outline = inspected.bookmarks();
    let titles: Vec<(usize, &str)> = outline.iter().map(|mark| (mark.depth, mark.title.as_str())).collect();
    assert!(
        titles.starts_with(&[
            (1, "Contents"),
            (1, "1 Executive summary"),
            (2, "Conditions"),
            (1, "2 Results")
        ]),
        "{titles:?}"
    );
    assert!(titles.contains(&(3, "F-01 Model updates reach patients without an independent test")));
    for mark in &outline {
        let words = mark.title.split(' ').next_back().unwrap();
        assert!(pages[mark.page].contains(words), "{} on page {}", mark.title, mark.page);
    }
    for mark in
        outline.iter().filter(|mark| mark.title.starts_with(|c: char| c.is_ascii_digit()) && mark.depth < 3)
    {
        let (number, words) = mark.title.split_once(' ').unwrap();
        let line = pages[1]
            .lines()
            .find(|line| line.contains(words))
            .unwrap_or_else(|| panic!("{words} is not listed"));
        assert!(
            line.trim().starts_with(number) && line.trim().ends_with(&(mark.page + 1).to_string()),
            "{line}"
        );
    }
}

#[test]
fn a_heading_is_never_parted_from_what_follows_it() {
    let mut blocks = Vec::new();
    for index in 0..90 {
        for _ in 0..index % 7 {
            blocks.push(Block::p("A line of text that moves the next heading down."));
        }
        blocks.push(Block::unnumbered(Level::Two, format!("Heading{index:03}"), ""));
        blocks.push(match index % 3 {
            0 => Block::p(format!("Following{index:03} {}", "and so on, for more than a line, ".repeat(8))),
            1 => Table::new(format!("Following{index:03}"), vec![Column::new("A", 1.0)], "")
                .row(vec![Cell::new("word ".repeat(60))])
                .into(),
            _ => Block::callout(Tone::Info, format!("Following{index:03}"), "text ".repeat(60)),
        });
    }
    let pages = page_texts(&rendered(&with(blocks)).bytes);
    assert!(pages.len() > 8);
    let page_of = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
    for index in 0..90 {
        assert_eq!(
            page_of(&format!("Heading{index:03}")),
            page_of(&format!("Following{index:03}")),
            "{index}"
        );
    }
}

#[test]
fn the_header_of_a_table_is_repeated_but_read_once() {
    let pdf = rendered(&with(vec![sample::findings_table(150).into()]));
    let pages = page_texts(&pdf.bytes);
    assert!(pages.len() > 5);
    assert!(pages.iter().all(|page| page.contains("Severity")));
    let inspected = Inspected::read(&pdf.bytes);
    let columns =
        inspected.elements("TH").filter(|cell| cell.attribute("Scope").as_deref() == Some("Column"));
    assert_eq!(columns.count(), 6);
    assert_eq!(inspected.elements("TR").count(), 151);
}

#[test]
fn rows_stay_whole_unless_no_page_could_hold_them() {
    let long = "This row is about a fifth of a page high and stays in one piece. ".repeat(14);
    let row = |index: usize| vec![Cell::new(format!("Start{index:02} {long} End{index:02}"))];
    let columns = || vec![Column::new("Text", 1.0)];
    let mut table = Table::new("", columns(), "").rows((0..20).map(row));
    table.row_headers = false;
    let pages = page_texts(&rendered(&with(vec![table.into()])).bytes);
    let page_of = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
    for index in 0..20 {
        assert_eq!(page_of(&format!("Start{index:02}")), page_of(&format!("End{index:02}")));
    }
    let endless =
        Table::new("", columns(), "").row(vec![Cell::new(format!("Start {} End", "word ".repeat(4000)))]);
    let pages = page_texts(&rendered(&with(vec![endless.into()])).bytes);
    assert!(pages.len() > 2 && pages.last().unwrap().contains("End"));
}

#[test]
fn signature_fields_wait_for_their_signers() {
    let pdf = rendered(&sample::document());
    let inspected = Inspected::read(&pdf.bytes);
    let form = inspected.dictionary(inspected.file.catalog().unwrap().get(b"AcroForm").unwrap());
    assert_eq!(form.get(b"SigFlags").unwrap().as_i64().unwrap(), 3);
    let fields = inspected.array(form.get(b"Fields").unwrap());
    let mut names = Vec::new();
    for field in &fields {
        let field = inspected.dictionary(field);
        assert_eq!(field.get(b"FT").unwrap().as_name().unwrap(), b"Sig");
        assert!(!field.has(b"V"), "a field that is signed already");
        let area: Vec<f32> = field
            .get(b"Rect")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|side| side.as_float().unwrap())
            .collect();
        assert!(
            (area[2] - area[0] - 240.0).abs() < 0.1 && (area[3] - area[1] - 72.0).abs() < 0.1,
            "{area:?}"
        );
        names.push(String::from_utf8(field.get(b"T").unwrap().as_str().unwrap().to_vec()).unwrap());
    }
    assert_eq!(names, ["Assessor", "Reviewer", "Executive"]);

    let fonts = inspected.dictionary(inspected.dictionary(form.get(b"DR").unwrap()).get(b"Font").unwrap());
    let font = inspected.dictionary(fonts.get(b"SealText").unwrap());
    let map = String::from_utf8(inspected.stream(font.get(b"ToUnicode").unwrap())).unwrap();
    let shown: BTreeSet<char> = map
        .lines()
        .filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"))
        .filter_map(|(_, code)| char::from_u32(u32::from_str_radix(code, 16).ok()?))
        .collect();
    for character in ('\u{20}'..='\u{7E}').chain('\u{C0}'..='\u{17E}').chain("–—’“”·…".chars()) {
        assert!(shown.contains(&character), "{character} cannot be written into a signature");
    }
}

#[test]
fn a_second_place_for_the_same_signer_is_not_a_field() {
    let place = || Block::signature(Signer::Assessor, "Assessor", "");
    let pdf = rendered(&with(vec![place(), place()]));
    assert_eq!(pdf.warnings.len(), 1);
    assert_eq!(Inspected::read(&pdf.bytes).annotations().len(), 1);
}

/// Blocks that try to break the layout, the file or the reader.
fn hostile_blocks() -> Vec<Block> {
    let nasty = [
        "",
        " ",
        "\0\u{1}\u{7F}\u{9F}",
        ") Tj ET Q /Im1 Do BT (",
        "<script>alert(1)</script> endobj trailer %%EOF",
        "مرحبا بالعالم 2026 (ABC) שלום",
        "\u{202E}fdp.exe\u{202C} a\u{200D}\u{200C}b",
        "👩‍⚕️🔒🇳🇴 漢字かな交じり文 한국어 ไทย देवनागरी",
        "e\u{301}\u{323}\u{35C}x Z\u{351}\u{36B}a\u{340}\u{315}l\u{328}g\u{315}o",
        "\u{E000}\u{FFFF}\u{10FFFF}\u{FFFD}",
        "line\nbreak\r\nand\ttab\u{2028}more\n\n\n",
        "-------------------------------------------------------------------------------------------------------------",
        "fi ffi fl office Ærø ĳ ß ŉ ǆ",
    ];
    let long = "A".repeat(10_000);
    let all: Vec<String> = nasty.iter().map(|text| (*text).to_owned()).chain([long]).collect();
    let mut blocks = vec![
        Block::cover(all.iter().map(|text| Fact::new(text, text)).collect()),
        Block::contents("", Level::Three),
        Block::cover(vec![]),
        Block::PageBreak,
        Block::PageBreak,
    ];
    for text in &all {
        let cell = || Cell { spans: vec![Span::mono(text), Span::strong(text)], tone: Some(Tone::Low) };
        blocks.extend([
            Block::heading(Level::Three, text.as_str(), text.as_str(), text.as_str()),
            Block::lead(text.as_str()),
            Block::spans(vec![
                Span::strong(text),
                Span::emphasis(text),
                Span::mono(text).to(text),
                Span::plain(text).to("nowhere"),
            ]),
            Block::numbered([text.as_str(), text.as_str()]),
            Block::facts(vec![Fact::new(text, text)]),
            Table::new(
                text,
                vec![
                    Column::new(text, f64::NAN),
                    Column::number(text, -1.0),
                    Column::new("C", f64::INFINITY),
                ],
                text,
            )
            .row(vec![cell(), cell(), cell(), cell()])
            .row(vec![])
            .into(),
            Table::new(text, vec![Column::new("A", 1.0)], text).into(),
            Table::new(text, vec![], text).row(vec![cell()]).into(),
            Block::callout(Tone::Critical, text.as_str(), text.as_str()),
            Block::tiles(vec![Tile::new(text, text, text, Tone::Good); 7]),
            Block::tiles(vec![]),
            Card {
                id: text.clone(),
                number: text.clone(),
                title: text.clone(),
                badge: text.clone(),
                tone: Tone::Info,
                facts: vec![Fact::new(text, text); 5],
                parts: vec![Part::new(text, text)],
            }
            .into(),
            Card::default().into(),
            Block::signature(Signer::Executive, text.as_str(), text.as_str()),
        ]);
        for drawing in hostile_drawings(text) {
            blocks.push(Block::Figure(Figure { caption: text.clone(), alt: text.clone(), drawing }));
        }
    }
    blocks
}

fn hostile_drawings(text: &str) -> Vec<Drawing> {
    let everywhere = Area { x: f64::NAN, y: 1e300, width: -5.0, height: f64::INFINITY };
    let far = Area { x: -1e12, y: 1e12, width: 1e9, height: 0.0 };
    let element = |area| DiagramElement { label: text.to_owned(), kind: DiagramKind::Process, area };
    let nowhere = Spot { x: f64::NEG_INFINITY, y: 1e300 };
    vec![
        Drawing::HeatMap(HeatMap::default()),
        Drawing::HeatMap(HeatMap {
            likelihood: vec![text.to_owned(); 3],
            impact: vec![text.to_owned(); 3],
            cells: vec![vec![], vec![HeatCell { label: text.to_owned(), tone: Tone::High }; 9]],
            points: vec![
                HeatPoint {
                    id: text.to_owned(),
                    inherent: Place { likelihood: 1, impact: 1 },
                    residual: Some(Place { likelihood: 7, impact: usize::MAX })
                };
                40
            ],
        }),
        Drawing::Bars(Bars {
            rows: vec![
                Bar {
                    label: text.to_owned(),
                    value: Some(f64::NAN),
                    coverage: 1e9,
                    note: text.to_owned()
                };
                3
            ],
        }),
        Drawing::Bars(Bars::default()),
        Drawing::Stack(Stack {
            rows: vec![
                StackRow {
                    label: text.to_owned(),
                    segments: vec![Segment { label: text.to_owned(), count: u32::MAX, tone: Tone::Good }; 3]
                };
                2
            ],
        }),
        Drawing::Stack(Stack::default()),
        Drawing::DataFlow(DataFlow::default()),
        Drawing::DataFlow(DataFlow {
            boundaries: vec![DiagramBoundary { label: text.to_owned(), area: everywhere }],
            elements: vec![element(everywhere), element(far)],
            flows: vec![
                DiagramFlow {
                    from: 0,
                    to: 1,
                    label: text.to_owned(),
                    mark: nowhere,
                    ..DiagramFlow::default()
                },
                DiagramFlow { from: 5, to: 0, label: String::new(), mark: nowhere, ..DiagramFlow::default() },
            ],
        }),
        Drawing::DataFlow(DataFlow {
            boundaries: vec![DiagramBoundary { label: text.to_owned(), area: far }],
            elements: vec![
                element(Area::default()),
                element(far),
                element(Area { x: 5.0, y: 5.0, width: 1.0, height: 1.0 }),
            ],
            flows: vec![
                DiagramFlow {
                    from: 0,
                    to: 0,
                    label: text.to_owned(),
                    mark: nowhere,
                    ..DiagramFlow::default()
                },
                DiagramFlow {
                    from: 0,
                    to: 2,
                    label: text.to_owned(),
                    mark: nowhere,
                    ..DiagramFlow::default()
                },
            ],
        }),
    ]
}

#[test]
fn hostile_text_is_text() {
    let document = Document {
        title: "\u{202E})) /JS (x) \0".into(),
        subtitle: "]]> & <x> \u{1F512}".into(),
        footer: "x".repeat(500),
        organisation: "y ".repeat(300),
        ..with(hostile_blocks())
    };
    let pdf = rendered(&document);
    assert!(
        tool("qpdf", &["--check"], &pdf.bytes, &[]).contains("No syntax or stream encoding errors found")
    );
    assert!(tool("pdfinfo", &[], &pdf.bytes, &[]).contains("JavaScript:      no"));
    let text = tool("pdftotext", &[], &pdf.bytes, &["-"]);
    for words in [") Tj ET Q /Im1 Do BT (", "<script>alert(1)</script> endobj trailer %%EOF", "office"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(
        pdf.warnings.iter().any(|warning| warning.to_string().contains("漢字かな交じり文")),
        "{:?}",
        pdf.warnings
    );
    assert!(pdf.warnings.iter().any(|warning| warning.to_string().contains("links to “nowhere”")));
}

#[test]
fn a_great_many_rows_are_laid_out() {
    let pdf = rendered(&with(vec![
        Block::heading(Level::One, "1", "Rows", "rows"),
        sample::findings_table(5_000).into(),
    ]));
    assert!(pdf.pages > 200);
    assert!(
        tool("qpdf", &["--check"], &pdf.bytes, &[]).contains("No syntax or stream encoding errors found")
    );
    assert!(pdf.bytes.len() < 3_000_000, "{}", pdf.bytes.len());
    let inspected = Inspected::read(&pdf.bytes);
    assert_eq!(inspected.elements("TR").count(), 5_001);
    assert!(inspected.xmp().contains("pdfaid:part"));
}

#[test]
fn the_work_can_be_watched_and_broken_off() {
    let mut seen: Vec<Progress> = Vec::new();
    render(&sample::document(), &sample::inputs(), &mut |progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].fraction <= pair[1].fraction));
    assert_eq!(seen.last().map(|progress| (progress.stage, progress.fraction)), Some((Stage::Writing, 1.0)));
    for stop_at in [0, 5, seen.len() - 1] {
        let mut count = 0;
        let result = render(&sample::document(), &sample::inputs(), &mut |_| {
            count += 1;
            if count > stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(result, Err(RenderError::Cancelled)));
    }
    let table = with(vec![sample::findings_table(5_000).into()]);
    let mut count = 0;
    let result = render(&table, &sample::inputs(), &mut |_| {
        count += 1;
        if count > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(result, Err(RenderError::Cancelled)), "one long table is broken off too");
}

/// Where a second process leaves what it made.
const LEAVE_AT: &str = "ASSAY_REPORT_LEAVE_AT";

#[test]
fn the_same_input_gives_the_same_bytes_everywhere() {
    let here = rendered(&sample::document()).bytes;
    if let Ok(path) = std::env::var(LEAVE_AT) {
        std::fs::write(path, here).unwrap();
        return;
    }
    // A document before it must leave no trace.
    let threads: Vec<_> = (0..3)
        .map(|count| {
            std::thread::spawn(move || {
                (0..count).for_each(|_| drop(rendered(&with(hostile_blocks()))));
                rendered(&sample::document()).bytes
            })
        })
        .collect();
    for thread in threads {
        assert!(thread.join().unwrap() == here, "another thread gives other bytes");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.pdf");
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_same_input_gives_the_same_bytes_everywhere"])
        .env(LEAVE_AT, &path)
        .output()
        .unwrap();
    assert!(status.status.success());
    assert!(std::fs::read(path).unwrap() == here, "another process gives other bytes");

    let mut inputs = sample::inputs();
    inputs.id_seed = [7; 16];
    let other = render(&sample::document(), &inputs, &mut |_| ControlFlow::Continue(())).unwrap().bytes;
    assert!(other != here);
}

/// The words of a file in the order of reading, one space between them.
fn read_by_poppler(pdf: &[u8]) -> String {
    let text = tool("pdftotext", &[], pdf, &["-"]);
    // Marks of direction that Poppler adds.
    let text: String = text.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn other_scripts_are_extracted_as_they_were_typed() {
    for text in [
        "Company (Ltd) before, Regulation (EU) 2016/679 [1] {x}",
        "אבגד (בעמ) חברה",
        "שלום עולם",
        "مرحبا بالعالم",
        "الشركة (المحدودة) للتقنية",
        "Ελληνικά (ΑΕ) Ζωή",
        "Общество (ООО) Ёлка Їжак",
        "Հայերեն ქართული",
    ] {
        let pdf = rendered(&with(vec![Block::p(text), Block::p("after (in brackets)")]));
        assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
        let read = read_by_poppler(&pdf.bytes);
        assert!(read.contains(text), "{text} is read as {read}");
        assert!(read.contains("after (in brackets)"), "{read}");
    }
}

/// Scripts that the typefaces of the program lack.
const FAR_SCRIPTS: [&str; 4] = ["ภาษาไทย", "देवनागरी", "日本語の文章", "한국어"];

fn rendered_with_font(embedding: u16) -> Rendered {
    let folder = tempfile::tempdir().unwrap();
    let characters: Vec<char> = FAR_SCRIPTS.concat().chars().collect();
    let deeper = folder.path().join("truetype/far");
    std::fs::create_dir_all(&deeper).unwrap();
    std::fs::write(deeper.join("Far-Regular.ttf"), inspect::font(&characters, embedding)).unwrap();
    std::fs::write(deeper.join("Broken.ttf"), b"no font").unwrap();
    let mut inputs = sample::inputs();
    inputs.font_folders = vec![folder.path().to_path_buf()];
    let mut blocks = vec![Block::heading(Level::One, "1", "Scripts", "scripts")];
    blocks.extend(FAR_SCRIPTS.map(Block::p));
    render(&with(blocks), &inputs, &mut |_| ControlFlow::Continue(())).unwrap()
}

#[test]
fn a_font_of_the_machine_shows_what_the_typefaces_of_the_program_lack() {
    for embedding in [0, 4, 8] {
        let pdf = rendered_with_font(embedding);
        assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
        let read = read_by_poppler(&pdf.bytes);
        for text in FAR_SCRIPTS {
            assert!(read.contains(text), "{text} is read as {read}");
        }
        let fonts = tool("pdffonts", &[], &pdf.bytes, &[]);
        assert!(fonts.lines().skip(2).all(|row| row.contains("yes yes yes")), "{fonts}");
        assert!(pdf.bytes == rendered_with_font(embedding).bytes);
    }
}

#[test]
fn a_font_that_may_not_be_embedded_is_left_alone_and_what_lacks_is_named_with_its_place() {
    for embedding in [2, 0x0100, 0x0200] {
        let pdf = rendered_with_font(embedding);
        for text in FAR_SCRIPTS {
            let named = |warning: String| warning.contains(text) && warning.contains("in “1 Scripts”");
            assert!(pdf.warnings.iter().map(ToString::to_string).any(named), "{:?}", pdf.warnings);
        }
    }
}

/// Numbered words, so that a missing one is seen.
fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("Word{index:04}")).collect()
}

#[test]
fn nothing_is_cut_for_want_of_room() {
    let words = numbered(400);
    let all = words.join(" ");
    let risks = HeatMap {
        likelihood: vec!["Rare".into(), "Likely".into()],
        impact: vec!["Minor".into(), "Severe".into()],
        cells: vec![vec![HeatCell { label: "High".into(), tone: Tone::High }; 2]; 2],
        points: words
            .iter()
            .map(|id| HeatPoint {
                id: id.clone(),
                inherent: Place { likelihood: 1, impact: 1 },
                residual: None,
            })
            .collect(),
    };
    let blocks: Vec<Block> = vec![
        Card { title: "Weak answers".into(), facts: vec![Fact::new("Answers", &all)], ..Card::default() }
            .into(),
        Card { title: all.clone(), badge: "High".into(), ..Card::default() }.into(),
        Block::tiles(vec![Tile::new("Label", &all, &all, Tone::Good); 3]),
        Block::signature(Signer::Assessor, "Assessor", all.as_str()),
        Block::Figure(Figure {
            caption: "Risks".into(),
            alt: String::new(),
            drawing: Drawing::HeatMap(risks),
        }),
    ];
    for block in blocks {
        let is_map = matches!(block, Block::Figure(_));
        let pdf = rendered(&with(vec![block]));
        assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
        let inspected = Inspected::read(&pdf.bytes);
        let read = if is_map {
            contents(&inspected.file).iter().flat_map(|page| page.actual_texts.clone()).collect()
        } else {
            read_by_poppler(&pdf.bytes)
        };
        let missing: Vec<&String> = words.iter().filter(|word| !read.contains(*word)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn short_columns_keep_their_lines_and_no_word_is_broken_beside_a_long_answer() {
    let answer = "The vendor says that privileged accounts are reviewed each quarter. ".repeat(300);
    let columns = vec![
        Column::new("Question", 1.0),
        Column::new("Answer", 1.0),
        Column::new("Conclusion", 1.0),
        Column::new("Severity", 1.0),
        Column::new("Seen", 1.0),
    ];
    let row = |number: usize, answer: &str| {
        vec![
            Cell::new(format!("F-{number:02}")),
            Cell::new(answer),
            Cell::new("Largely effective"),
            Cell::toned("Medium", Tone::Medium),
            Cell::new("31 January 2027"),
        ]
    };
    let table = Table::new("", columns, "").row(row(1, &answer)).row(row(2, "None."));
    let pages = page_texts(&rendered(&with(vec![table.into()])).bytes);
    for page in [&pages[0], pages.last().unwrap()] {
        for words in ["Largely effective", "Medium", "31 January 2027"] {
            assert!(page.lines().any(|line| line.contains(words)), "{words} is broken in {page}");
        }
    }
    // 20,000 characters in half of the width are five pages; in an equal share they would be more than twice as many.
    assert!(pages.len() <= 7, "{}", pages.len());
}

#[test]
fn a_low_table_stays_on_one_page_and_no_last_row_is_alone() {
    for above in 0..60 {
        let lines = || (0..above).map(|_| Block::p("A line above."));
        let matrix = Table::new("Matrix", vec![Column::new("A", 1.0), Column::new("B", 1.0)], "")
            .rows((0..6).map(|row| vec![Cell::new(format!("Level{row}")), Cell::new("High")]));
        let pages = page_texts(&rendered(&with(lines().chain([matrix.into()]).collect())).bytes);
        let page_of = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
        assert_eq!(page_of("Level0"), page_of("Level5"), "{above}");

        let table = Table::new("", vec![Column::new("A", 1.0)], "")
            .rows((0..40).map(|row| vec![Cell::new(format!("Row{row:02}"))]));
        let pages = page_texts(&rendered(&with(lines().chain([table.into()]).collect())).bytes);
        let page_of = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
        assert_eq!(page_of("Row38"), page_of("Row39"), "{above}");
    }
}

#[test]
fn a_card_that_goes_on_and_the_head_of_a_page_say_of_what() {
    let parts =
        (0..12).map(|part| Part::new(format!("Part {part}"), "A sentence about it. ".repeat(40))).collect();
    let card = Card { number: "F-07".into(), title: "Long finding".into(), parts, ..Card::default() };
    let pdf = rendered(&with(vec![Block::heading(Level::One, "5", "Findings", "findings"), card.into()]));
    let pages = page_texts(&pdf.bytes);
    assert!(pages.len() > 2);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.lines().next().unwrap().contains("5 Findings"), "{page}");
        assert_eq!(page.contains("F-07 (continued)"), index > 0, "{page}");
    }
    let structure = tool("pdfinfo", &["-struct-text"], &pdf.bytes, &[]);
    assert!(!structure.contains("(continued)"), "what is repeated is read again");
}

#[test]
fn a_table_that_goes_on_says_which_one_it_is() {
    let table = |caption: &str| {
        let rows = (0..120).map(|row| vec![Cell::new(format!("Row{row:03}"))]);
        Table::new(caption, vec![Column::new("A", 1.0)], "").rows(rows)
    };
    let pdf = rendered(&with(vec![table("All rows").into()]));
    let pages = page_texts(&pdf.bytes);
    assert!(pages.len() > 2);
    for (index, page) in pages.iter().enumerate() {
        assert_eq!(page.contains("All rows (continued)"), index > 0, "{page}");
    }
    let structure = tool("pdfinfo", &["-struct-text"], &pdf.bytes, &[]);
    assert!(!structure.contains("(continued)"), "what is repeated is read again");
    let pages = page_texts(&rendered(&with(vec![table("").into()])).bytes);
    assert!(pages.iter().all(|page| !page.contains("continued")));
}

#[test]
fn a_line_break_in_a_cell_is_one_on_the_page() {
    let table = Table::new("", vec![Column::new("Question", 1.0), Column::new("Answer", 1.0)], "")
        .row(vec![Cell::new("Are keys used?"), Cell::new("Yes: by all.\nBut two.\nSince May.")]);
    let words = tool("pdftotext", &["-raw"], &rendered(&with(vec![table.into()])).bytes, &["-"]);
    let lines: Vec<&str> = words.lines().map(str::trim_end).collect();
    assert!(lines.contains(&"But two.") && lines.contains(&"Since May."), "{words}");
}

#[test]
fn the_title_of_a_part_goes_with_the_figure_that_its_section_begins_with() {
    let names: Vec<String> = (0..16).map(|name| format!("Bar{name:02}")).collect();
    let bar =
        |label: &String| Bar { label: label.clone(), value: Some(50.0), coverage: 90.0, ..Bar::default() };
    let drawing = Drawing::Bars(Bars { rows: names.iter().map(bar).collect() });
    for above in 0..30 {
        let mut blocks = vec![Block::heading(Level::One, "1", "First", "first")];
        blocks.extend((0..above).map(|_| Block::p("A line above.")));
        blocks.push(Block::heading(Level::One, "2", "Model", "model"));
        blocks.push(Block::heading(Level::Two, "2.1", "Elements", "elements"));
        let figure = Figure { caption: "All of them".into(), alt: "All.".into(), drawing: drawing.clone() };
        blocks.push(Block::Figure(figure));
        let pages = page_texts(&rendered(&with(blocks)).bytes);
        let page_of = |word: &str| pages.iter().rposition(|page| page.contains(word)).unwrap();
        let title = pages.iter().position(|page| page.contains("Model")).unwrap();
        assert_eq!([title, page_of("Elements"), page_of("All of them")], [page_of("Bar00"); 3], "{above}");
    }
}

#[test]
fn a_draft_says_so_across_each_page() {
    for watermark in ["DRAFT", ""] {
        let document = Document { watermark: watermark.into(), ..sample::document() };
        let inspected = Inspected::read(&rendered(&document).bytes);
        for page in inspected.file.page_iter() {
            let content = inspected.file.get_page_content(page);
            let marks = content.windows(10).filter(|window| window == b"/Watermark").count();
            assert_eq!(marks, watermark.len().min(1));
        }
    }
}

/// A logo of 4 by 2 pixels, some of them transparent.
fn logo() -> Logo {
    Logo::read(include_bytes!("../../desk/tests/data/logo.png")).unwrap()
}

#[test]
fn a_look_of_ones_own_is_on_the_cover_and_in_the_structure() {
    let theme = Theme {
        logo: Some(logo()),
        accent: Some(Rgb(0x00, 0xBB, 0x55)),
        organisation: "Moore & Daughters".into(),
    };
    let inputs = RenderInputs { theme, ..sample::inputs() };
    let pdf = render(&sample::document(), &inputs, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
    assert!(
        tool("qpdf", &["--check"], &pdf.bytes, &[]).contains("No syntax or stream encoding errors found")
    );
    let inspected = Inspected::read(&pdf.bytes);
    let figure = inspected.elements("Figure").next().unwrap();
    assert_eq!(figure.alternative.as_deref(), Some("Moore & Daughters"));
    assert_eq!(figure.pieces.iter().map(|(page, _)| *page).collect::<Vec<_>>(), [0]);
    for pieces in contents(&inspected.file) {
        assert_eq!((pieces.unmarked, pieces.nested), (0, 0));
    }
    // The picture and its mask, both of the same size, in colours that the file defines.
    let listed = tool("pdfimages", &["-list"], &pdf.bytes, &[]);
    let kinds: BTreeSet<&str> =
        listed.lines().skip(2).filter_map(|line| line.split_whitespace().nth(2)).collect();
    assert_eq!(kinds, BTreeSet::from(["image", "smask"]), "{listed}");
    assert!(page_texts(&pdf.bytes)[0].contains("Moore & Daughters"));
    // Nothing is drawn in the accent of the program any more.
    let own = b"0.078 0.212 0.361 rg";
    let drawn = |bytes: &[u8]| {
        let file = Inspected::read(bytes).file;
        file.page_iter()
            .any(|page| file.get_page_content(page).windows(own.len()).any(|window| window == own))
    };
    assert!(drawn(&rendered(&sample::document()).bytes) && !drawn(&pdf.bytes));
}

#[test]
fn a_hyphen_that_only_the_line_needs_is_a_soft_one() {
    let mut columns = vec![Column::new("A", 1.0)];
    columns.extend((0..11).map(|_| Column::new("internationalisation", 1.0)));
    let row = vec![Cell::new("characteristically")];
    let pdf = rendered(&with(vec![Table::new("", columns, "").row(row).into()]));
    let text = tool("pdftotext", &["-raw"], &pdf.bytes, &["-"]);
    assert!(text.contains('\u{AD}'), "{text}");
    assert!(text.lines().all(|line| !line.trim_end().ends_with('-')), "{text}");
}

#[test]
fn a_part_does_not_leave_a_page_nearly_empty() {
    let part = |number: &str| Block::heading(Level::One, number, format!("Part {number}"), number);
    let short = vec![part("1"), Block::p("There are none."), part("2"), Block::p("There are some.")];
    assert_eq!(rendered(&with(short)).pages, 1);
    let mut long = vec![part("1")];
    long.extend((0..20).map(|_| Block::p("A line of a longer part.")));
    long.push(part("2"));
    assert_eq!(rendered(&with(long)).pages, 2);
    // A page that is a third full is shared, and so is one above a short table of contents.
    let third = (0..10).map(|_| Block::p("A line of a part."));
    let listed = Contents { title: "Contents".into(), depth: Level::One };
    let mut front = vec![Block::unnumbered(Level::One, "Control", "control")];
    front.extend(third.clone().chain([Block::Contents(listed), part("1")]).chain(third).chain([part("2")]));
    front.push(Block::p("There are some."));
    let pages = page_texts(&rendered(&with(front)).bytes);
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(pages[0].contains("Contents") && pages[1].contains("There are some."));
}
