//! Files made to crash, stall or fill the memory of whoever reads them.

use crate::fixture::{self, *};
use assay_seal::identity;
use assay_seal::verify::{Code, Word, verify};
use proptest::prelude::*;

/// A classic PDF out of these objects, numbered from 1; the first is the catalog.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, text) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    }
    let at = out.len();
    let size = objects.len() + 1;
    out.extend(format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    out
}

fn damaged(bytes: &[u8]) {
    let verdict = verify(bytes, &[]);
    assert_eq!(
        (verdict.word, verdict.problems[0].code),
        (Word::Invalid, Code::Damaged),
        "{}",
        verdict.sentence
    );
}

#[test]
fn what_is_no_pdf_is_said_to_be_none() {
    for bytes in [b"".as_slice(), b"%PDF", b"%PDF-", b"PK\x03\x04", b"\n%PDF-1.7\n", &[0xff; 4096]] {
        assert_eq!(verify(bytes, &[]).word, Word::NotAPdf);
    }
}

#[test]
fn a_plain_pdf_is_unsigned_and_an_empty_one_damaged() {
    assert_eq!(verify(&pdf(&["<</Type/Catalog>>"]), &[]).word, Word::Unsigned);
    damaged(b"%PDF-1.7\n%%EOF");
    damaged(b"%PDF-1.7\nstartxref\n0\n%%EOF");
    damaged(b"%PDF-1.7\nstartxref\n99999999999999999999999999\n%%EOF");
    damaged(b"%PDF-1.7\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF");
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "<</A", "<</A["] {
        damaged(&pdf(&[&open.repeat(1_000_000)]));
    }
    let kids = (1..5_000).map(|n| format!("<</T(x)/FT/Tx/Kids[{} 0 R]>>", n + 2));
    let objects: Vec<String> =
        std::iter::once("<</AcroForm<</Fields[2 0 R]>>>>".into()).chain(kids).collect();
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    assert_eq!(verify(&pdf(&objects), &[]).word, Word::Unsigned);
}

#[test]
fn circles_are_refused() {
    let circle = pdf(&["<</Type/Catalog>>"]);
    let text = String::from_utf8(circle.clone()).unwrap();
    let at = text.find("xref\n").unwrap();
    damaged(text.replace("/Root", &format!("/Prev {at}/Root")).as_bytes());
    for objects in [
        ["<</AcroForm 1 0 R/Fields 2 0 R>>", "[2 0 R 2 0 R]"],
        ["<</AcroForm<</Fields[2 0 R 2 0 R]>>>>", "<</T(a)/FT/Sig/Kids[2 0 R 2 0 R 2 0 R]>>"],
        ["<</Names<</EmbeddedFiles 2 0 R>>>>", "<</Kids[2 0 R 2 0 R]>>"],
        ["<</Names 2 0 R>>", "2 0 R"],
    ] {
        let word = verify(&pdf(&objects), &[]).word;
        assert!(matches!(word, Word::Unsigned | Word::Invalid), "{word:?}");
    }
}

#[test]
fn many_names_for_one_large_object_neither_stall_nor_fill_the_memory() {
    let filler = "0 ".repeat(20_000);
    let list = "2 0 R ".repeat(10_000);
    // Ten thousand fields, all of them the same object; then the same with a type that is not kept.
    for (kind, reason) in [("Sig", "signature fields are too large"), ("Tx", "too long to read")] {
        let field = format!("<</FT/{kind}/T(x)/A[{filler}]>>");
        let fields = format!("<</AcroForm<</Fields[{list}]>>>>");
        let verdict = verify(&pdf(&[&fields, &field]), &[]);
        assert_eq!(verdict.word, Word::Invalid, "{}", verdict.sentence);
        assert!(verdict.sentence.to_string().contains(reason), "{}", verdict.sentence);
    }
}

#[test]
fn long_names_are_refused_before_they_multiply() {
    let name = "x".repeat(2_000);
    let parent = format!("<</T({name})/Kids[{}]>>", "3 0 R ".repeat(5_000));
    damaged(&pdf(&["<</AcroForm<</Fields[2 0 R]>>>>", &parent, "<</FT/Sig/T(y)>>"]));
}

#[test]
fn many_fields_for_one_signature_do_not_stall() {
    let fields = format!("<</AcroForm<</Fields[{}]>>>>", "2 0 R ".repeat(5_000));
    let value =
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>/ByteRange[0 0 0 0]>>";
    let verdict = verify(&pdf(&[&fields, "<</FT/Sig/T(y)/V 3 0 R>>", value]), &[]);
    assert_eq!(verdict.word, Word::Invalid);
    assert_eq!(verdict.signatures, vec![]);
    assert!(verdict.problems.iter().any(|problem| problem.code == Code::SignatureMisplaced));
}

#[test]
fn a_compressed_attachment_is_hashed_as_it_was() {
    let small = deflated_zeros(1 << 20);
    let attachment = format!("<</Filter/FlateDecode/Length {}>>\nstream\n", small.len());
    let objects = ["<</Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 2 0 R>>>>]>>>>>>", "@"];
    let text = pdf(&objects);
    let mut file = Vec::new();
    let at = find_last(&text, b"@");
    file.extend(&text[..at]);
    file.extend(attachment.bytes());
    file.extend(&small);
    file.extend(b"\nendstream");
    file.extend(&text[at + 1..]);
    let moved = find_last(&file, b"xref\n0 ");
    let start = find_last(&file, b"startxref\n") + 10;
    file.truncate(start);
    file.extend(format!("{moved}\n%%EOF\n").bytes());
    let verdict = verify(&file, &[]);
    assert_eq!((verdict.word, verdict.attachments[0].size), (Word::Unsigned, 1 << 20));
    // One byte of the compressed data lost: said, not passed over.
    file.splice(find_last(&file, b"\nendstream") - 1..find_last(&file, b"\nendstream"), *b"~");
    let verdict = verify(&file, &[]);
    assert_eq!(verdict.problems[0].code, Code::Attachment);
}

/// `size` zeros, deflated.
fn deflated_zeros(size: usize) -> Vec<u8> {
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), vec![0; size]);
    stream.compress().unwrap();
    stream.content
}

#[test]
fn absurd_sizes_are_refused() {
    let text = String::from_utf8(pdf(&["<</Type/Catalog>>"])).unwrap();
    for (from, to) in [
        ("/Size 2", "/Size 99999999"),
        ("/Size 2", "/Size -1"),
        ("/Size 2", "/Size 1"),
        ("xref\n0 2", "xref\n0 4294967295"),
        ("xref\n0 2", "xref\n4294967295 2"),
        ("/Root 1 0 R", "/Root 9 0 R"),
        ("/Root 1 0 R", "/Root 1 0 R/Encrypt<<>>"),
        ("/Root 1 0 R", "/Root 1 0 R/Prev 4"),
        ("/Root 1 0 R", "/Root 1 0 R/Root 1 0 R"),
    ] {
        damaged(text.replacen(from, to, 1).as_bytes());
    }
    assert_eq!(verify(&vec![b'%'; 1024], &[]).word, Word::NotAPdf);
    let mut huge = b"%PDF-1.7\n".to_vec();
    huge.resize(assay_seal::verify::MAX_FILE + 1, 0);
    assert_eq!(verify(&huge, &[]).problems[0].code, Code::TooLarge);
}

#[test]
fn absurd_cross_reference_streams_are_refused() {
    let with = |dictionary: &str, data: &str| {
        let head = "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n";
        format!(
            "{head}2 0 obj\n<</Type/XRef/Root 1 0 R/Length {}{dictionary}>>\nstream\n{data}\nendstream\nendobj\nstartxref\n{}\n%%EOF\n",
            data.len(),
            head.len()
        )
    };
    for (dictionary, data) in [
        ("/Size 3/W[0 0 0]/Index[0 3]", ""),
        ("/Size 3/W[1 1]", ""),
        ("/Size 3/W[9 9 9]", ""),
        ("/Size 3/W[1 4294967295 1]", ""),
        ("/Size 3/W[1 1 1]/Index[0 2147483647]", "abc"),
        ("/Size 3/W[1 1 1]/Index[0 1 0 1]", "\0\0\0\0\0\0"),
        ("/Size 3/W[1 1 1]/Index[1]", "\0\0\0"),
        ("/Size 3/W[1 1 1]/Index[1 1]", "\u{2}\u{2}\0"),
        ("/Size 3/W[1 1 1]/Index[1 1]", "\u{7}\u{2}\0"),
        ("/Size 3/W[1 1 1]/Index[1 1]/Filter/Crypt", "\0\0\0"),
        ("/Size 3/W[1 1 1]/Index[1 1]/DecodeParms<</Predictor 12/Columns 0>>", "\0\0\0"),
    ] {
        damaged(with(dictionary, data).as_bytes());
    }
}

#[test]
fn trusted_certificates_may_be_any_bytes() {
    let [_, one, ..] = fixture::revisions(Form::Classic);
    let verdict = verify(one, &[vec![], vec![0; 10], b"hello".to_vec()]);
    assert_eq!(verdict.word, Word::ValidUnknownSigner);
}

/// One change to a file.
#[derive(Debug, Clone)]
enum Edit {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let word = prop::sample::select(vec![
        "obj",
        "endobj",
        "stream",
        "endstream",
        "xref",
        "trailer",
        "startxref",
        "%%EOF",
        "<<",
        ">>",
        "[",
        "]",
        "(",
        ")",
        "/Prev 0",
        "/Length 99999999999",
        "/Kids[1 0 R]",
        "0 0 R",
        "/V 1 0 R",
        "-1",
        "99999999999999999999",
        "%",
    ]);
    let text = prop_oneof![
        word.prop_map(|word| word.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..20)
    ];
    prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (any::<prop::sample::Index>(), 1..3_000usize).prop_map(|(at, length)| Edit::Cut(at, length)),
        (any::<prop::sample::Index>(), text).prop_map(|(at, text)| Edit::Insert(at, text)),
        (any::<prop::sample::Index>(), 1..3_000usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
    ]
}

fn apply(mut bytes: Vec<u8>, edits: Vec<Edit>) -> Vec<u8> {
    for edit in edits {
        if bytes.is_empty() {
            break;
        }
        match edit {
            Edit::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            Edit::Cut(at, length) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Edit::Insert(at, text) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, text);
            }
            Edit::Repeat(at, length) => {
                let at = at.index(bytes.len());
                let copy = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_eq!(verify(&bytes, &[]).word == Word::NotAPdf, !bytes.starts_with(b"%PDF-"));
    }

    #[test]
    fn any_bytes_behind_a_header_get_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let word = verify(&[b"%PDF-1.7\n".as_slice(), &bytes].concat(), &[]).word;
        prop_assert_eq!(word, Word::Invalid);
    }

    #[test]
    fn edited_files_are_never_valid(
        form in prop::sample::select(FORMS.to_vec()),
        count in 1..=3usize,
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let original = &fixture::revisions(form)[count];
        let edited = apply(original.clone(), edits);
        let lines: [&[u8]; 3] = [b"", b"\n", b"\r\n"];
        let whole = |one: &Vec<u8>| lines.iter().any(|line| edited == [one.as_slice(), line].concat());
        let whole = fixture::revisions(form)[1..].iter().any(whole);
        let word = check(&edited).word;
        prop_assert!(whole || !matches!(word, Word::Valid | Word::ValidUnknownSigner), "{:?}", word);
    }

    #[test]
    fn edited_bases_are_signed_soundly_or_not_at_all(
        form in prop::sample::select(FORMS.to_vec()),
        edits in prop::collection::vec(edit(), 1..4),
    ) {
        let edited = apply(fixture::revisions(form)[0].clone(), edits);
        let place = assay_seal::sign::Place { field: "Assessor".into() };
        if let Ok(signed) = assay_seal::sign::sign(&edited, &PEOPLE[0], place, statement(0)) {
            prop_assert_eq!(check(&signed).word, Word::Valid);
        }
    }

    #[test]
    fn any_certificate_bytes_are_read_or_refused(
        edits in prop::collection::vec(edit(), 0..4),
    ) {
        let der = apply(PEOPLE[0].certificate_der.clone(), edits);
        let same = der == PEOPLE[0].certificate_der;
        prop_assert!(identity::summary(&der).is_ok() || !same);
        prop_assert_eq!(identity::certificate_pem(&der).is_empty(), x509(&der).is_err());
    }
}

fn x509(der: &[u8]) -> Result<(), ()> {
    use der::Decode;
    x509_cert::Certificate::from_der(der).map(|_| ()).map_err(|_| ())
}
