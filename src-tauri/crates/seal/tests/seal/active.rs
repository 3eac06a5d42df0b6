//! What acts by itself in a file is named, wherever it hides; and the attached data is found again.

use crate::fixture::{ATTACHMENT, FORMS, Form, check, document, document_with, english, revisions, sign};
use assay_seal::attached;
use assay_seal::verify::Word;
use lopdf::{Document, Object, dictionary};

/// What is done to a document before it is signed.
type Change = Box<dyn Fn(&mut Document)>;

fn catalog(doc: &mut Document) -> &mut lopdf::Dictionary {
    doc.catalog_mut().unwrap()
}

fn action(kind: &str, key: &str, value: Object) -> Object {
    Object::Dictionary(dictionary! { "S" => kind, key => value })
}

#[test]
fn a_report_has_nothing_active_in_it() {
    for form in FORMS {
        assert_eq!(check(&revisions(form)[3]).active, []);
    }
}

#[test]
fn active_content_is_named_and_the_file_still_whole() {
    let text = |text: &str| Object::string_literal(text);
    let cases: [(&str, Change); 7] = [
        (
            "OpenAction",
            Box::new(move |doc| {
                catalog(doc).set("OpenAction", action("JavaScript", "JS", text("app.alert(1)")))
            }),
        ),
        (
            "additional actions",
            Box::new(move |doc| {
                catalog(doc).set("AA", dictionary! { "WC" => action("Named", "N", "Print".into()) })
            }),
        ),
        (
            "XFA",
            Box::new(|doc| {
                doc.add_object(dictionary! { "XFA" => Object::string_literal("<xdp/>") });
            }),
        ),
        (
            "layers",
            Box::new(|doc| catalog(doc).set("OCProperties", dictionary! { "OCGs" => Object::Array(vec![]) })),
        ),
        (
            "Launch",
            Box::new(move |doc| {
                doc.add_object(action("Launch", "F", text("calc.exe")));
            }),
        ),
        (
            "URI",
            Box::new(move |doc| {
                doc.add_object(action("URI", "URI", text("https://example.org/")));
            }),
        ),
        (
            "film",
            Box::new(|doc| {
                doc.add_object(dictionary! { "Type" => "Annot", "Subtype" => "RichMedia" });
            }),
        ),
    ];
    for form in FORMS {
        for (what, change) in &cases {
            let verdict = check(&sign(&document_with(form, change), 0));
            assert_eq!(verdict.word, Word::Valid, "{what}: {}", verdict.sentence);
            assert!(
                verdict.active.iter().any(|sentence| sentence.to_string().contains(what)),
                "{what}: {:?}",
                verdict.active
            );
        }
    }
}

#[test]
fn a_name_spelled_otherwise_is_the_same_name() {
    // `J#53` reads as `JS`: the bytes of the file are changed after the library wrote them, keeping their number.
    let mut pdf = document_with(Form::Classic, |doc| {
        doc.add_object(dictionary! { "JaSc" => Object::Null });
    });
    let at = pdf.windows(5).position(|window| window == b"/JaSc").unwrap();
    pdf[at..at + 5].copy_from_slice(b"/J#53");
    assert_eq!(english(&check(&sign(&pdf, 0)).active), ["It holds a script (JavaScript)."]);
}

#[test]
fn the_attached_data_is_read_back() {
    for form in FORMS {
        for pdf in [&document(form), &revisions(form)[3]] {
            assert_eq!(attached(pdf, "assessment.json", 1_000).as_deref(), Some(ATTACHMENT));
            assert_eq!(attached(pdf, "assessment.json", 5), None, "longer than wanted");
            assert_eq!(attached(pdf, "other.json", 1_000), None);
        }
    }
    assert_eq!(attached(b"%PDF-1.7 nothing", "assessment.json", 1_000), None);
}

#[test]
fn a_place_over_text_a_picture_or_another_place_is_named() {
    let move_to = |name: &'static str, corners: [i64; 4]| {
        move |doc: &mut Document| {
            for object in doc.objects.values_mut() {
                if let Ok(field) = object.as_dict_mut()
                    && field.get(b"T").and_then(Object::as_str).is_ok_and(|own| own == name.as_bytes())
                {
                    field.set("Rect", corners.map(Object::Integer).to_vec());
                }
            }
        }
    };
    for form in FORMS {
        // The text of the page stands at 60, 760; the place of the executive at 60, 120.
        for (corners, sentence) in [
            (
                [50, 750, 200, 790],
                Some("The signature place Reviewer lies over text or a picture on page 1."),
            ),
            ([70, 755, 71, 800], None),
            ([60, 780, 300, 830], None),
            (
                [200, 150, 400, 200],
                Some("The signature places Reviewer and Executive lie over each other on page 1."),
            ),
        ] {
            let verdict = check(&document_with(form, move_to("Reviewer", corners)));
            let expected: Vec<&str> = sentence.into_iter().collect();
            assert_eq!(english(&verdict.active), expected, "{form:?} {corners:?}");
        }
    }
}
