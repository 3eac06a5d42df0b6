//! Documents, people and updates to test with.

use assay_seal::identity::{self, Identity, Subject};
use assay_seal::sign::{self, Place, Statement};
use assay_seal::verify::{Verdict, verify};
use chrono::{DateTime, FixedOffset};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::sync::LazyLock;

/// How the base document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cross-reference table.
    Classic,
    /// Object streams and a cross-reference stream.
    Modern,
}

pub const PLACES: [&str; 3] = ["Assessor", "Reviewer", "Executive"];
pub const ATTACHMENT: &[u8] = b"{\"assessment\":\"Example\",\"score\":75}";

const FONT: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/fonts/IBMPlexSans-Regular.ttf"));

/// A one-page report with an attachment, three signature places and the font for them.
pub fn document(form: Form) -> Vec<u8> {
    document_with(form, |_| {})
}

/// The same, after `change` was made to it.
pub fn document_with(form: Form, change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut doc = Document::with_version("1.7");
    let pages = doc.new_object_id();
    let page = doc.new_object_id();
    let root = doc.new_object_id();
    let font = font(&mut doc);
    let content = b"BT /SealText 18 Tf 60 760 Td <00240025> Tj ET\n".repeat(4);
    let content = doc.add_object(Stream::new(Dictionary::new(), content).with_compression(true));
    let fields: Vec<Object> = (0..).zip(PLACES).map(|(n, name)| place(&mut doc, page, n, name)).collect();
    doc.set_object(
        page,
        dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Annots" => fields.clone(),
            "MediaBox" => numbers(&[0, 0, 595, 842]),
            "Resources" => dictionary! { "Font" => dictionary! { "SealText" => font } },
        },
    );
    doc.set_object(pages, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] });
    let attached = doc.add_object(
        Stream::new(
            dictionary! { "Type" => "EmbeddedFile", "Subtype" => "application/json" },
            ATTACHMENT.into(),
        )
        .with_compression(true),
    );
    let name = || Object::string_literal("assessment.json");
    let file = doc.add_object(dictionary! {
        "Type" => "Filespec", "F" => name(), "UF" => name(), "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => attached, "UF" => attached },
    });
    let form_id = doc.add_object(dictionary! {
        "Fields" => fields, "SigFlags" => 3,
        "DR" => dictionary! { "Font" => dictionary! { "SealText" => font } },
    });
    doc.set_object(
        root,
        dictionary! {
            "Type" => "Catalog", "Pages" => pages, "AcroForm" => form_id, "AF" => vec![file.into()],
            "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![name(), file.into()] } },
        },
    );
    let info = doc.add_object(dictionary! { "Title" => Object::string_literal("Assessment (example)") });
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    doc.trailer.set("Root", root);
    doc.trailer.set("Info", info);
    doc.trailer.set("ID", vec![id.clone(), id]);
    change(&mut doc);
    let mut out = Vec::new();
    match form {
        Form::Classic => doc.save_to(&mut out).unwrap(),
        Form::Modern => doc.save_modern(&mut out).unwrap(),
    }
    out
}

fn numbers(values: &[i64]) -> Object {
    Object::Array(values.iter().map(|value| Object::Integer(*value)).collect())
}

fn place(doc: &mut Document, page: ObjectId, n: i64, name: &str) -> Object {
    let bottom = 300 - n * 90;
    doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "F" => 4, "P" => page,
        "T" => Object::string_literal(name), "TU" => Object::string_literal(format!("Signature: {name}")),
        "Rect" => numbers(&[60, bottom, 300, bottom + 70]),
    })
    .into()
}

/// The font `SealText`: Latin letters of IBM Plex Sans, with their widths and characters.
fn font(doc: &mut Document) -> ObjectId {
    let face = rustybuzz::ttf_parser::Face::parse(FONT, 0).unwrap();
    let mut mapper = subsetter::GlyphRemapper::new();
    let mut known: Vec<(u16, char, i64)> = Vec::new();
    for c in (0x20..=0x17f).filter_map(char::from_u32) {
        if let Some(glyph) = face.glyph_index(c) {
            let units = i64::from(face.units_per_em());
            let width = i64::from(face.glyph_hor_advance(glyph).unwrap()) * 1000 / units;
            known.push((mapper.remap(glyph.0), c, width));
        }
    }
    known.sort();
    known.dedup_by_key(|(glyph, ..)| *glyph);
    let program = subsetter::subset(FONT, 0, &mapper).unwrap();
    let file = Stream::new(dictionary! { "Length1" => program.len() as i64 }, program).with_compression(true);
    let file = doc.add_object(compressed(file));
    let descriptor = doc.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "ABCDEF+IBMPlexSans", "Flags" => 4, "ItalicAngle" => 0,
        "FontBBox" => numbers(&[-200, -300, 1200, 1000]), "Ascent" => 1025, "Descent" => -275,
        "CapHeight" => 700, "StemV" => 80, "FontFile2" => file,
    });
    let mut widths = Vec::new();
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /SealText def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    for chunk in known.chunks(100) {
        map += &format!("{} beginbfchar\n", chunk.len());
        for (glyph, c, width) in chunk {
            map += &format!("<{glyph:04X}> <{:04X}>\n", *c as u32);
            widths.extend([Object::Integer(i64::from(*glyph)), Object::Array(vec![Object::Integer(*width)])]);
        }
        map += "endbfchar\n";
    }
    map += "endcmap CMapName currentdict /CMap defineresource pop end end\n";
    let map = doc.add_object(compressed(Stream::new(Dictionary::new(), map.into_bytes())));
    let descendant = doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "ABCDEF+IBMPlexSans", "DW" => 1000,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
        },
        "FontDescriptor" => descriptor, "W" => widths, "CIDToGIDMap" => "Identity",
    });
    doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "ABCDEF+IBMPlexSans", "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()], "ToUnicode" => map,
    })
}

fn compressed(mut stream: Stream) -> Stream {
    stream.compress().unwrap();
    stream
}

pub fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A person's identity; the same number gives the same keys.
pub fn person(name: &str, number: u8) -> Identity {
    let email = Some(format!("person{number}@example.org"));
    let subject = Subject { name: name.into(), organisation: "Example Assessments Ltd".into(), email };
    identity::create(&subject, moment("2026-01-01T00:00:00Z").to_utc(), 3, [number; 64]).unwrap()
}

pub static PEOPLE: LazyLock<[Identity; 3]> =
    LazyLock::new(|| [person("Anna Müller", 1), person("Bob O'Neil (QA)", 2), person("Zoë Łukasiewicz", 3)]);

/// The certificates of all people.
pub fn trusted() -> Vec<Vec<u8>> {
    PEOPLE.iter().map(|person| person.certificate_der.clone()).collect()
}

pub fn statement(n: usize) -> Statement {
    Statement {
        reason: ["Assessment completed", "Reviewed: nothing to add", "Residual risk accepted (2 conditions)"]
            [n]
            .into(),
        location: (n == 0).then(|| "Zürich".into()),
        at: moment(["2026-11-23T14:15:09+01:00", "2026-11-24T08:00:00-05:00", "2026-11-25T23:59:59Z"][n]),
        certify: n == 0,
    }
}

/// Puts the n-th signature.
pub fn sign(pdf: &[u8], n: usize) -> Vec<u8> {
    sign::sign(pdf, &PEOPLE[n], Place { field: PLACES[n].into() }, statement(n)).unwrap()
}

/// Revisions of one document: the base, and with one, two and three signatures.
pub fn revisions(form: Form) -> &'static [Vec<u8>; 4] {
    static CLASSIC: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| make(Form::Classic));
    static MODERN: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| make(Form::Modern));
    fn make(form: Form) -> [Vec<u8>; 4] {
        let base = document(form);
        let one = sign(&base, 0);
        let two = sign(&one, 1);
        let three = sign(&two, 2);
        [base, one, two, three]
    }
    match form {
        Form::Classic => &CLASSIC,
        Form::Modern => &MODERN,
    }
}

pub fn check(pdf: &[u8]) -> Verdict {
    verify(pdf, &trusted())
}
