//! Reports in languages that nobody speaks, made of the English words on the fly: what stays plain English in one of them
//! did not come from the catalogue.

use crate::templates::{Spoken, read};
use crate::{inspect, issued, library, rich};
use assay_core::case::Case;
use assay_core::evaluate;
use assay_message::{Direction, Language, Plural, Table, Titles};
use assay_report::compose::{About, Kind, Outline, Status, compose};
use assay_report::document::{Block, Document};
use assay_report::theme::Theme;
use assay_report::{docx, languages, pdf};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// Every text that a report can use: its own and the core's.
fn templates() -> BTreeSet<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all = BTreeSet::new();
    read(&crates.join("core/src"), Spoken::ToThePage, &mut all).unwrap();
    for name in ["core", "message", "report"] {
        read(&crates.join(name).join("src"), Spoken::InDocuments, &mut all).unwrap();
    }
    // What is told as it is.
    all.retain(|words| words.chars().any(|c| c != '{' && c != '}') && words != "{text}");
    all
}

/// The places of a text, in order of their names.
fn places(words: &str) -> BTreeSet<&str> {
    words.split('{').skip(1).filter_map(|from| from.split_once('}')).map(|(place, _)| place).collect()
}

/// What is wrong with the texts of a language.
fn wrong(texts: &BTreeMap<String, String>, plural: Plural, templates: &BTreeSet<String>) -> Vec<String> {
    let lacking = templates.iter().filter(|english| !texts.contains_key(*english));
    let mut wrong: Vec<String> = lacking.map(|english| format!("lacks “{english}”")).collect();
    for (english, own) in texts {
        if !templates.contains(english) {
            wrong.push(format!("nothing says “{english}”"));
        }
        if places(english) != places(own) {
            wrong.push(format!("other places in “{own}”"));
        }
        let forms = if english.contains('|') { plural.forms() } else { 1 };
        if own.split('|').count() != forms {
            wrong.push(format!("not {forms} forms in “{own}”"));
        }
    }
    wrong
}

/// A language made of the English words; what has no letters stays as it is.
fn made(tag: &str, direction: Direction, change: fn(&str) -> String) -> Language {
    let lettered = |english: &str| {
        let mut outside = true;
        english.chars().any(|c| {
            outside = (outside || c == '}') && c != '{';
            outside && c.is_alphabetic()
        })
    };
    let own = |english: &String| {
        let forms: Vec<String> = english.split('|').map(change).collect();
        if lettered(english) { forms.join("|") } else { english.clone() }
    };
    Language::of(Table {
        tag: tag.into(),
        direction,
        plural: Plural::One,
        titles: Titles::Kept,
        texts: templates().iter().map(|english| (english.clone(), own(english))).collect(),
    })
}

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "àƀçđéƒĝĥîĵķļḿñôþǫŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ";
const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשתםןךףאבגדהוזחטיכלמנסעפצקרשתםןךף";

/// The text with other letters; its places stay.
fn lettered(text: &str, letters: &str) -> String {
    let mut outside = true;
    let other = |c: char| {
        outside = (outside || c == '}') && c != '{';
        let at = PLAIN.find(c).filter(|_| outside);
        at.and_then(|at| letters.chars().nth(at)).unwrap_or(c)
    };
    text.chars().map(other).collect()
}

/// Longer by a third, each letter with an accent, between marks.
fn accented(text: &str) -> String {
    let longer = " ~".repeat(text.chars().count() / 6);
    format!("⟦{}{longer}⟧", lettered(text, ACCENTED))
}

fn mirrored(text: &str) -> String {
    lettered(text, HEBREW)
}

/// What people typed and packs hold: every text within the data.
fn content(case: &Case, about: &About) -> String {
    let mut all =
        String::from("assay verify <file> --trust <certificate>\nassessment.json\nfindings.json\nAssay\n");
    // Titles that a pack's rule makes of the names of elements.
    for threat in &evaluate(case, library(), about.issued.date_naive()).threats {
        all.push_str(&format!("{}\n{}\n", threat.title, threat.target_name));
    }
    all.extend(case.numbered_evidence().into_iter().flat_map(|(number, _)| [number, "\n".into()]));
    for data in [format!("{case:?}"), format!("{:?}", library()), format!("{about:?}")] {
        // Of what is printed for a programmer, the texts stand in quotation marks.
        let mut quoted = false;
        let mut chars = data.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    quoted = !quoted;
                    all.push('\n');
                }
                '\\' if quoted => match chars.next() {
                    Some('n' | 't' | 'r') | None => all.push(' '),
                    Some(escaped) => all.push(escaped),
                },
                c if quoted => all.push(c),
                _ => {}
            }
        }
    }
    plain(&all)
}

/// With one kind of space, and no line ends within a text.
fn plain(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The parts of a text that are in plain letters, and were neither typed nor come from a pack.
fn foreign(text: &str, content: &str) -> Vec<String> {
    let holds = |part: &str| {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = part.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic));
        let hash = part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        !letters || hash || content.contains(part)
    };
    // An id or a version may stand before or after what it belongs to.
    let both = |halves: Option<(&str, &str)>| halves.is_some_and(|(one, other)| holds(one) && holds(other));
    let is_known = |part: &str| {
        let part = part.trim();
        holds(part) || both(part.split_once(' ')) || both(part.rsplit_once(' '))
    };
    let parts = |part: &str| part.split(['.', ',', ';', ':', '(', ')', '→', '›', '\n']).all(is_known);
    let text = plain(text);
    let foreign = text.split(is_of_language).filter(|part| !is_known(part) && !parts(part));
    foreign.map(str::to_owned).collect()
}

/// Whether a character stands in texts of the languages alone.
fn is_of_language(c: char) -> bool {
    ACCENTED.contains(c) || HEBREW.contains(c) || "⟦⟧~".contains(c)
}

/// Every text of a document, as it goes to the page, with what figures say.
fn texts(document: &Document) -> Vec<String> {
    fn walk(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::String(text) => all.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| walk(value, all)),
            Value::Object(fields) => {
                let codes =
                    ["type", "level", "style", "tone", "align", "kind", "signer", "id", "link", "language"];
                let of_texts = fields.iter().filter(|(name, _)| !codes.contains(&name.as_str()));
                of_texts.for_each(|(_, value)| walk(value, all));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut all = Vec::new();
    walk(&serde_json::to_value(document).unwrap(), &mut all);
    all.extend(document.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure.alternative(&document.language)),
        _ => None,
    }));
    all
}

fn rendered(document: &Document, data: Option<assay_report::compose::Data>) -> pdf::Rendered {
    let at = issued().issued;
    let inputs = pdf::RenderInputs {
        attachment: data.map(|data| pdf::Attachment {
            name: data.name.into(),
            mime: "application/json".into(),
            bytes: data.bytes,
            description: data.description,
            modified: at,
        }),
        created: at,
        producer: "Assay 0.1.0".into(),
        font_folders: Vec::new(),
        theme: Theme::default(),
        id_seed: *b"0123456789abcdef",
    };
    pdf::render(document, &inputs, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// What a PDF tells beside its pages: bookmarks, alternatives, links, places for signatures, the attachment.
fn told_by_pdf(bytes: &[u8]) -> Vec<String> {
    let keys = ["Title", "Alt", "Contents", "TU", "Desc", "Subject", "ActualText"];
    inspect::Inspected::read(bytes).texts(&keys)
}

/// The plain words on the pages of a PDF that stand nowhere in the plain text of its document, and words cut off.
fn added_by_layout(bytes: &[u8], said: &[String]) -> Vec<String> {
    let said = said.join("\n");
    let pages = inspect::tool("pdftotext", &["-raw"], bytes, &["-"]);
    let of_plain = |c: char| is_of_language(c) || !c.is_alphanumeric();
    let words = pages
        .split(of_plain)
        .filter(|word| word.len() > 1 && word.contains(|c: char| c.is_alphabetic()) && !said.contains(word));
    let cut = pages.lines().filter(|line| line.contains('…') && !said.contains('…'));
    words.chain(cut).map(str::to_owned).collect()
}

fn told_by_docx(document: &Document) -> Vec<String> {
    let bytes = docx::render(document, &Theme::default(), issued().issued, "Assay 0.1.0").unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for name in ["word/document.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml"] {
        let mut xml = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        let told = |part: &&str| !part.starts_with("w:instrText") && !part.starts_with("dc:language");
        for part in xml.split('<').filter(told) {
            let (tag, text) = part.split_once('>').unwrap_or_default();
            all.push(text.to_owned());
            if let Some(said) = tag.strip_prefix("w:tblCaption").or(tag.strip_prefix("w:tblDescription")) {
                all.push(said.trim_start_matches(" w:val=").trim_end_matches('/').to_owned());
            }
        }
    }
    let signs = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];
    all.iter()
        .map(|text| signs.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to)))
        .collect()
}

/// The reference on each page, of letters of the vendor and the end of an id.
fn without_reference(text: &str, document: &Document) -> String {
    let reference = document.reference.split(' ').next().unwrap_or_default();
    text.replace('\u{a0}', " ").replace(reference, "")
}

fn assert_whole(language: &Language, cases: &[(&str, Case)]) {
    let mut all = BTreeSet::new();
    for (name, case) in cases {
        for kind in Kind::ALL {
            for status in [Status::Draft, Status::Issued] {
                let about = rich::about(status);
                let content = content(case, &about);
                let report = compose(case, library(), &about, &Outline::of(kind), language);
                let document = report.document;
                let mut said = texts(&document);
                said.extend(told_by_docx(&document));
                if status == Status::Issued {
                    let pdf = rendered(&document, report.data);
                    assert_eq!(pdf.warnings, [], "{name} {kind:?}");
                    assert!(
                        inspect::tool("qpdf", &["--check"], &pdf.bytes, &[])
                            .contains("No syntax or stream encoding errors found")
                    );
                    if language.direction() == Direction::LeftToRight {
                        all.extend(added_by_layout(&pdf.bytes, &said));
                        said.extend(told_by_pdf(&pdf.bytes));
                    }
                }
                for text in said {
                    let text = without_reference(&text, &document);
                    all.extend(foreign(&text, &content).into_iter().map(|part| format!("{part} in {text}")));
                }
            }
        }
    }
    let all: Vec<String> = all.into_iter().collect();
    assert!(all.is_empty(), "in plain English:\n{}", all.join("\n"));
}

fn cases() -> [(&'static str, Case); 2] {
    [("rich", rich::case(library())), ("bare", rich::bare(library()))]
}

#[test]
fn every_word_of_every_report_is_in_the_language_but_what_was_typed() {
    assert_whole(&made("en-XA", Direction::LeftToRight, accented), &cases());
}

#[test]
fn a_report_can_run_from_right_to_left() {
    assert_whole(&made("he-XB", Direction::RightToLeft, mirrored), &cases());
}

#[test]
fn a_language_that_lacks_a_text_or_has_one_too_many_is_named() {
    let templates = templates();
    assert!(templates.contains("Executive summary") && templates.contains("Largely effective"));
    for file in languages::FILES {
        let table: Table = serde_json::from_str(file).unwrap();
        assert_eq!(wrong(&table.texts, table.plural, &templates), Vec::<String>::new(), "{}", table.tag);
    }
    let mut texts: BTreeMap<String, String> = templates.iter().map(|t| (t.clone(), t.clone())).collect();
    assert_eq!(wrong(&texts, Plural::One, &templates), Vec::<String>::new());
    texts.remove("Executive summary");
    texts.insert("Greetings".into(), "Grüße".into());
    texts.insert("Issue {number}".into(), "Ausgabe".into());
    texts.insert("{n}\u{a0}claim|{n}\u{a0}claims".into(), "{n} Aussagen".into());
    assert_eq!(
        wrong(&texts, Plural::One, &templates),
        [
            "lacks “Executive summary”",
            "nothing says “Greetings”",
            "other places in “Ausgabe”",
            "not 2 forms in “{n} Aussagen”"
        ]
    );
}

#[test]
fn a_language_writes_days_numbers_lists_and_plurals_in_its_own_way() {
    let texts = [
        ("May", "mai"),
        ("{day}\u{a0}{month} {year}", "{day}.\u{a0}{month} {year}"),
        (".", ","),
        (" and ", " och "),
        ("{n}\u{a0}claim|{n}\u{a0}claims", "{n} påstående|{n} påståenden"),
    ];
    let texts = texts.map(|(english, own)| (english.to_owned(), own.to_owned()));
    let table = Table {
        tag: "sv-SE".into(),
        direction: Direction::LeftToRight,
        plural: Plural::One,
        titles: Titles::Kept,
        texts: texts.into(),
    };
    let file = serde_json::to_string(&table).unwrap();
    let swedish = Language::read(&file).unwrap();
    assert_eq!(swedish.day(rich::day(2026, 5, 12)), "12.\u{a0}mai 2026");
    assert_eq!(swedish.decimal(1.44, 1), "1,4");
    assert_eq!(swedish.all_of(&["a", "b", "c"]), "a, b och c");
    let claims = |n: usize| swedish.say(&assay_message::word!("{n}\u{a0}claim|{n}\u{a0}claims"));
    assert_eq!((claims(1), claims(2)), ("1 påstående".to_owned(), "2 påståenden".to_owned()));
    assert_eq!(swedish.say(&assay_message::word!("Sites")), "Sites", "what it lacks stands in English");
}
