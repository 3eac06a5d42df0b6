//! Everything an attacker does to a signed file must be found, and named.

use crate::fixture::{self, *};
use assay_seal::verify::{Code, Coverage, Intact, Verdict, Word, signed_revision};
use std::ops::Range;

fn refused(verdict: &Verdict) -> bool {
    matches!(verdict.word, Word::Invalid | Word::NotAPdf) && !verdict.problems.is_empty()
}

fn has(verdict: &Verdict, code: Code) -> bool {
    verdict.problems.iter().any(|problem| problem.code == code)
}

/// The bytes of the last `/Contents`, delimiters included.
fn hole(pdf: &[u8]) -> Range<usize> {
    let start = find_last(pdf, b"/Contents<") + 9;
    start..start + 2 + 24_000
}

#[test]
fn random_single_byte_changes_are_all_found() {
    for form in FORMS {
        let pdf = &fixture::revisions(form)[2];
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for _ in 0..300 {
            let at = numbers.below(pdf.len());
            let mut altered = pdf.clone();
            altered[at] ^= 1 + numbers.below(255) as u8;
            let verdict = check(&altered);
            assert!(refused(&verdict), "{form:?}: byte {at} became {:#04x}", altered[at]);
        }
    }
}

#[test]
fn a_signature_cannot_be_hidden_by_hiding_the_form() {
    // Inside the update of a certifying signature stands the catalog, which names the form.
    for form in FORMS {
        let pdf = &fixture::revisions(form)[1];
        for (key, other) in
            [("/AcroForm", "/AcroFoam"), ("/Prev ", "/Prew "), ("/V ", "/W "), ("/FT/Sig", "/FT/Sip")]
        {
            let at = find_last(pdf, key.as_bytes());
            let mut altered = pdf.clone();
            altered[at..at + key.len()].copy_from_slice(other.as_bytes());
            let verdict = check(&altered);
            assert!(refused(&verdict), "{form:?} {key}: {:?} {}", verdict.word, verdict.sentence);
        }
    }
}

#[test]
fn every_byte_of_the_signature_itself_counts() {
    let pdf = &fixture::revisions(Form::Modern)[1];
    let hole = hole(pdf);
    assert_eq!((pdf[hole.start], pdf[hole.end - 1]), (b'<', b'>'));
    let end = pdf[hole.clone()].iter().rposition(|byte| !b"0>".contains(byte)).unwrap() + hole.start;
    assert!(end - hole.start > 1_000);
    let mut altered = pdf.clone();
    // Every digit of the container and both delimiters; of the zeros behind it, every eleventh.
    let last = hole.end - 1;
    for at in (hole.start..=end + 200).chain((end..last).step_by(11)).chain([last]) {
        let was = pdf[at];
        // Another digit; within the container, another spelling of the same digit and (at times) a gap as well.
        let other = if was == b'0' { b'1' } else { b'0' };
        let spelled = [was.to_ascii_uppercase(), if at % 7 == 0 { b' ' } else { was }];
        let spellings = if at <= end { spelled.as_slice() } else { &[] };
        for byte in std::iter::once(other).chain(spellings.iter().copied()).filter(|byte| *byte != was) {
            altered[at] = byte;
            assert!(refused(&check(&altered)), "byte {at}: {} became {}", was as char, byte as char);
        }
        altered[at] = was;
    }
    assert_eq!(check(&altered).word, Word::Valid);
}

#[test]
fn digits_of_the_padding_cannot_be_spelled_otherwise() {
    let pdf = &fixture::revisions(Form::Classic)[1];
    let hole = hole(pdf);
    for at in hole.clone().rev().step_by(97).take(100) {
        for byte in [b' ', b'\n', b'O', b'f', b'>', 0] {
            let mut altered = pdf.clone();
            altered[at] = byte;
            assert!(refused(&check(&altered)) || altered == *pdf, "byte {at}");
        }
    }
    let mut shifted = pdf.clone();
    shifted[hole.end - 2..hole.end].copy_from_slice(b">0");
    assert!(refused(&check(&shifted)));
}

#[test]
fn appended_bytes_are_found() {
    for form in FORMS {
        for pdf in &fixture::revisions(form)[1..] {
            for tail in [b" ".as_slice(), b"\0", b"\n\n", b"\n% hello\n", b"\n%%EOF\n"] {
                let verdict = check(&[pdf, tail].concat());
                assert!(refused(&verdict) && has(&verdict, Code::BytesAfterEnd), "{tail:?}");
                let last = verdict.signatures.last().unwrap();
                assert_eq!(last.intact, Intact::Yes);
                assert!(matches!(last.covers, Coverage::Revision { .. }));
                assert!(last.changed_since.iter().any(|change| change.to_string().contains("follow")));
            }
            // A second end behind the first leads a reader elsewhere.
            let start: usize = 100;
            let verdict = check(&[pdf, format!("startxref\n{start}\n%%EOF\n").as_bytes()].concat());
            assert!(refused(&verdict));
        }
    }
}

#[test]
fn the_end_of_a_line_behind_the_last_signature_is_named_and_harmless() {
    for form in FORMS {
        for pdf in &fixture::revisions(form)[1..] {
            for (tail, sentence) in [
                (b"\n".as_slice(), "1 byte of a line end follows the last signature"),
                (b"\r\n", "2 bytes of a line end follow the last signature"),
            ] {
                let verdict = check(&[pdf, tail].concat());
                assert_eq!((verdict.word, &verdict.problems), (Word::Valid, &vec![]), "{form:?}");
                assert!(
                    verdict.remarks.iter().any(|remark| remark.to_string().contains(sentence)),
                    "{:?}",
                    verdict.remarks
                );
                assert!(verdict.signatures.iter().all(|one| one.covers != Coverage::WholeFile));
            }
        }
    }
}

#[test]
fn what_was_signed_is_written_out_without_what_was_added() {
    for form in FORMS {
        let [base, one, two, _] = fixture::revisions(form);
        for tail in [b"\n".as_slice(), b"\n% hello\n"] {
            assert_eq!(signed_revision(&[two, tail].concat()), Some(two.as_slice()), "{form:?}");
        }
        assert_eq!(signed_revision(base), None);
        let mut altered = one.clone();
        altered[60] ^= 1;
        assert_eq!(signed_revision(&altered), None);
    }
    let [_, one, ..] = fixture::revisions(Form::Classic);
    for (name, pdf) in fixture::updates(one).iter().filter(|(name, _)| *name != "signature removed") {
        let verdict = check(pdf);
        assert!(
            verdict.sentence.to_string().contains("What was signed is unchanged"),
            "{name}: {}",
            verdict.sentence
        );
        assert_eq!(signed_revision(pdf), Some(one.as_slice()), "{name}");
    }
}

#[test]
fn a_comment_is_named_with_its_page() {
    let [_, one, ..] = fixture::revisions(Form::Classic);
    let attacks = fixture::updates(one);
    let (_, pdf) = attacks.iter().find(|(name, _)| *name == "annotation added").unwrap();
    let verdict = check(pdf);
    assert!(verdict.sentence.to_string().contains("a comment was added on page 1"), "{}", verdict.sentence);
}

#[test]
fn many_changes_are_told_up_to_a_number_and_counted() {
    let [_, _, two, _] = fixture::revisions(Form::Classic);
    let objects: Vec<(u32, String)> = (200..5_200).map(|number| (number, "null".into())).collect();
    let verdict = check(&updated(two, &objects));
    assert_eq!(verdict.word, Word::Invalid);
    assert!(verdict.problems.len() <= 51, "{}", verdict.problems.len());
    let counted = |text: &str| text.contains("4980 more objects were changed or added");
    assert!(
        verdict.problems.iter().any(|problem| counted(&problem.sentence.to_string())),
        "{:?}",
        verdict.problems
    );
    for signature in &verdict.signatures {
        assert!(signature.changed_since.len() <= 51);
    }
}

#[test]
fn a_file_cut_off_anywhere_is_not_taken_for_the_whole() {
    for form in FORMS {
        let [base, one, two, _] = fixture::revisions(form);
        let whole = |length: usize| length == base.len() || length == base.len() + 1 || length == one.len();
        let near_ends = [base.len(), one.len(), two.len()].into_iter().flat_map(|end| end - 12..end + 12);
        for length in (0..two.len()).step_by(389).chain(near_ends).filter(|length| *length < two.len()) {
            let verdict = check(&two[..length]);
            assert!(refused(&verdict) || whole(length), "{form:?}: cut at {length}: {:?}", verdict.word);
        }
    }
}

#[test]
fn updates_behind_a_signature_are_refused_and_named() {
    let [_, one, two, _] = fixture::revisions(Form::Classic);
    let words = [
        ("page content replaced", "the content of a page or another stream was replaced"),
        ("attachment removed", "the document's catalog was changed: Names removed"),
        ("attachment exchanged", "an attached file was replaced"),
        ("annotation added", "a page was changed: Annots changed"),
        ("appearance exchanged", "the form field Assessor was changed: AP changed"),
        ("appearance overwritten", "a drawing was replaced"),
        ("signature removed", "the form field Assessor was changed: V removed"),
        ("object added that nothing refers to", "a drawing was added"),
        ("page written again unchanged", "a page was written again"),
        ("nothing changed", "a revision was added that signs nothing"),
    ];
    for signed in [one, two] {
        let attacks = fixture::updates(signed);
        assert_eq!(attacks.len(), words.len());
        for ((name, pdf), (expected, sentence)) in attacks.iter().zip(words) {
            assert_eq!(*name, expected);
            let verdict = check(pdf);
            assert_eq!(verdict.word, Word::Invalid, "{name}");
            assert!(has(&verdict, Code::ChangedAfterSigning), "{name}");
            let named =
                |problem: &assay_seal::verify::Problem| problem.sentence.to_string().contains(sentence);
            assert!(verdict.problems.iter().any(named), "{name}: {:?}", verdict.problems);
            assert_eq!(has(&verdict, Code::SignatureRemoved), *name == "signature removed", "{name}");
            for signature in &verdict.signatures {
                assert_eq!(signature.intact, Intact::Yes, "{name}");
                assert!(
                    signature.changed_since.iter().any(|change| change.to_string().contains(sentence)),
                    "{name}"
                );
                assert!(matches!(signature.covers, Coverage::Revision { .. }), "{name}");
            }
        }
    }
}

#[test]
fn a_shortened_byte_range_is_refused() {
    for form in FORMS {
        let [_, one, two, _] = fixture::revisions(form);
        for (pdf, needle) in [(one, "last"), (two, "last"), (two, "first")] {
            let at = match needle {
                "last" => find_last(pdf, b"/ByteRange["),
                _ => pdf.windows(11).position(|window| window == b"/ByteRange[").unwrap(),
            };
            let close = at + pdf[at..].iter().position(|byte| *byte == b']').unwrap();
            let mut altered = pdf.clone();
            altered[close - 1] = if altered[close - 1] == b'0' { b'9' } else { altered[close - 1] - 1 };
            let verdict = check(&altered);
            assert!(refused(&verdict) && has(&verdict, Code::ByteRange), "{:?}", verdict.problems);
        }
    }
}

#[test]
fn an_altered_name_in_the_certificate_is_refused() {
    for form in FORMS {
        let [_, one, two, _] = fixture::revisions(form);
        for pdf in [one, two] {
            let name: String = "Anna".bytes().map(|byte| format!("{byte:02x}")).collect();
            let other: String = "Evil".bytes().map(|byte| format!("{byte:02x}")).collect();
            // The name stands as issuer and as subject, in the certificate and beside it: change one, then all.
            let places: Vec<usize> =
                (0..pdf.len() - 8).filter(|at| pdf[*at..].starts_with(name.as_bytes())).collect();
            assert!(places.len() >= 4);
            let mut all = pdf.clone();
            for at in places {
                let mut altered = pdf.clone();
                altered[at..at + 8].copy_from_slice(other.as_bytes());
                all[at..at + 8].copy_from_slice(other.as_bytes());
                let verdict = check(&altered);
                assert!(refused(&verdict) && verdict.signatures[0].intact == Intact::No);
                assert_eq!(verdict.signatures[0].signer, None);
            }
            assert!(refused(&check(&all)));
        }
    }
}

#[test]
fn the_signature_of_another_document_does_not_fit() {
    let [_, one, ..] = fixture::revisions(Form::Classic);
    let other = sign(
        &document_with(Form::Classic, |doc| {
            doc.version = "1.6".into();
        }),
        0,
    );
    assert_eq!(one.len(), other.len());
    let mut mixed = one.clone();
    mixed[hole(one)].copy_from_slice(&other[hole(&other)]);
    let verdict = check(&mixed);
    assert!(refused(&verdict) && has(&verdict, Code::ContentChanged), "{:?}", verdict.problems);
}
