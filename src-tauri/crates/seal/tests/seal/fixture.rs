//! Documents, people and updates to test with.

use assay_message::Message;
use assay_seal::identity::{self, Algorithm, Identity, Subject};
use assay_seal::sign::{self, Place, Statement};
use assay_seal::verify::{Verdict, verify};
use chrono::{DateTime, FixedOffset};
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::sync::LazyLock;

/// How the base document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A cross-reference table.
    Classic,
    /// A cross-reference stream, objects as they are.
    Stream,
    /// Object streams and a cross-reference stream.
    Modern,
}

pub const FORMS: [Form; 3] = [Form::Classic, Form::Stream, Form::Modern];
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
        Form::Classic => {
            doc.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
            doc.save_to(&mut out).unwrap();
        }
        Form::Stream => doc.save_to(&mut out).unwrap(),
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

/// Messages as a terminal shows them.
pub fn english(messages: &[Message]) -> Vec<String> {
    messages.iter().map(ToString::to_string).collect()
}

pub fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A person's identity; the same number gives the same keys.
pub fn person(name: &str, number: u8) -> Identity {
    let email = Some(format!("person{number}@example.org"));
    let subject = Subject { name: name.into(), organisation: "Example Assessments Ltd".into(), email };
    identity::create(&subject, moment("2026-01-01T00:00:00Z").to_utc(), 3, Algorithm::P256, [number; 64])
        .unwrap()
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
    static STREAM: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| make(Form::Stream));
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
        Form::Stream => &STREAM,
        Form::Modern => &MODERN,
    }
}

pub fn check(pdf: &[u8]) -> Verdict {
    verify(pdf, &trusted())
}

/// Where `needle` stands last.
pub fn find_last(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).rposition(|window| window == needle).expect("the needle is there")
}

fn number_at(pdf: &[u8], at: usize) -> usize {
    let digits: String = pdf[at..].iter().map(|b| *b as char).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// The text of object `number` between `obj` and `endobj`, as last defined. For [`Form::Classic`].
pub fn source(pdf: &[u8], number: u32) -> String {
    let head = format!("\n{number} 0 obj\n");
    let start = find_last(pdf, head.as_bytes()) + head.len();
    let length = pdf[start..].windows(6).position(|window| window == b"endobj").unwrap();
    String::from_utf8_lossy(&pdf[start..start + length]).trim().into()
}

/// The number of the last object whose text holds all of `parts`. For [`Form::Classic`].
pub fn number_of(pdf: &[u8], parts: &[&str]) -> u32 {
    (1..200)
        .rev()
        .filter(|number| pdf.windows(12).any(|w| w.starts_with(format!("\n{number} 0 obj\n").as_bytes())))
        .find(|number| parts.iter().all(|part| source(pdf, *number).contains(part)))
        .expect("there is such an object")
}

/// Appends an incremental update with these objects, as any PDF editor would. For [`Form::Classic`].
pub fn updated(pdf: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let previous = number_at(pdf, find_last(pdf, b"startxref\n") + 10);
    let start = find_last(pdf, b"trailer\n") + 8;
    let trailer = String::from_utf8_lossy(&pdf[start..find_last(pdf, b"startxref\n")]).into_owned();
    let mut out = pdf.to_vec();
    if out.last() != Some(&b'\n') {
        out.push(b'\n');
    }
    // The head of the list of free objects, which most programs write into every update.
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    let mut sorted = objects.to_vec();
    sorted.sort();
    for (number, text) in &sorted {
        table += &format!("{number} 1\n{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    }
    let at = out.len();
    let kept: String = ["/Root", "/Info"]
        .iter()
        .map(|key| {
            let from = trailer.find(key).unwrap();
            let to = from
                + trailer[from..]
                    .find('R')
                    .map(|r| if r == 1 { trailer[from + 2..].find('R').unwrap() + 2 } else { r })
                    .unwrap();
            trailer[from..=to].to_owned()
        })
        .collect();
    let id = &trailer[trailer.find("/ID").unwrap()..];
    let id = &id[..=id.find(']').unwrap()];
    let size = number_at(trailer.as_bytes(), trailer.find("/Size ").unwrap() + 6);
    let size = sorted.iter().map(|(number, _)| *number as usize + 1).chain([size]).max().unwrap();
    out.extend(
        format!("{table}trailer\n<</Size {size}/Prev {previous}{kept}{id}>>\nstartxref\n{at}\n%%EOF\n")
            .bytes(),
    );
    out
}

/// The changes an attacker makes behind a signature, each as an update. For [`Form::Classic`].
pub fn updates(pdf: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let red = "q 1 0 0 rg 0 0 500 500 re f Q";
    let painted = |head: &str| format!("<<{head}/Length {}>>\nstream\n{red}\nendstream", red.len());
    let page = number_of(pdf, &["/Type/Page/"]);
    let page_text = source(pdf, page);
    let contents: u32 =
        page_text.split("/Contents ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let catalog = number_of(pdf, &["/Type/Catalog"]);
    let catalog_text = source(pdf, catalog);
    let names = catalog_text.find("/Names").unwrap();
    let names = &catalog_text[names..=names + catalog_text[names..].find("]>>>>").unwrap() + 4];
    let field = number_of(pdf, &["/T(Assessor)"]);
    let field_text = source(pdf, field);
    let drawing = field_text.split("/AP<</N ").nth(1).unwrap().split(">>").next().unwrap();
    let value = field_text.split("/V ").nth(1).unwrap().split(" R").next().unwrap();
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 240 64]";
    let free = 150;
    vec![
        ("page content replaced", updated(pdf, &[(contents, painted(""))])),
        ("attachment removed", updated(pdf, &[(catalog, catalog_text.replace(names, ""))])),
        (
            "attachment exchanged",
            updated(pdf, &[(number_of(pdf, &["/Type/EmbeddedFile"]), painted("/Type/EmbeddedFile"))]),
        ),
        (
            "annotation added",
            updated(
                pdf,
                &[
                    (page, page_text.replace("/Annots[", &format!("/Annots[{free} 0 R "))),
                    (free, "<</Type/Annot/Subtype/FreeText/Rect[50 50 300 300]/Contents(paid)/F 4>>".into()),
                ],
            ),
        ),
        (
            "appearance exchanged",
            updated(
                pdf,
                &[(field, field_text.replace(drawing, &format!("{free} 0 R"))), (free, painted(form))],
            ),
        ),
        (
            "appearance overwritten",
            updated(pdf, &[(drawing.split(' ').next().unwrap().parse().unwrap(), painted(form))]),
        ),
        ("signature removed", updated(pdf, &[(field, field_text.replace(&format!("/V {value} R"), ""))])),
        ("object added that nothing refers to", updated(pdf, &[(free, painted(form))])),
        ("page written again unchanged", updated(pdf, &[(page, page_text)])),
        ("nothing changed", updated(pdf, &[])),
    ]
}

/// A small generator of numbers that look random and are the same each time (xorshift64).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
