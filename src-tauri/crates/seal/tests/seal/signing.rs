//! What signing makes, and what verification says of it.

use crate::fixture::{self, *};
use assay_seal::error::SealError;
use assay_seal::sign::{self, Place};
use assay_seal::verify::{Coverage, Intact, Trust, Word, verify};
use sha2::{Digest, Sha256};

fn place(field: &str) -> Place {
    Place { field: field.into() }
}

#[test]
fn one_two_and_three_signatures_are_valid() {
    for form in FORMS {
        for (count, pdf) in fixture::revisions(form).iter().enumerate().skip(1) {
            let verdict = check(pdf);
            assert_eq!((verdict.word, &verdict.problems), (Word::Valid, &vec![]), "{form:?} {count}");
            assert_eq!(verdict.signatures.len(), count);
            for (n, signature) in verdict.signatures.iter().enumerate() {
                assert_eq!(signature.intact, Intact::Yes);
                assert_eq!(signature.field, PLACES[n]);
                assert_eq!(signature.trust, Trust::Pinned);
                assert_eq!(signature.certifying, n == 0);
                let stated = statement(n);
                assert_eq!(signature.reason.as_ref(), Some(&stated.reason));
                assert_eq!(signature.location, stated.location);
                assert_eq!(signature.claimed_time.unwrap().to_rfc3339(), stated.at.to_rfc3339());
                let last = n + 1 == count;
                let covers = if last {
                    Coverage::WholeFile
                } else {
                    Coverage::Revision { number: n + 2, of: count + 1 }
                };
                assert_eq!(signature.covers, covers);
                let since: Vec<String> = PLACES[n + 1..count]
                    .iter()
                    .map(|field| format!("a further signature: {field}"))
                    .collect();
                assert_eq!(english(&signature.changed_since), since);
            }
            let names: Vec<String> =
                verdict.signatures.iter().map(|s| s.signer.as_ref().unwrap().name.clone()).collect();
            assert_eq!(names, ["Anna Müller", "Bob O'Neil (QA)", "Zoë Łukasiewicz"][..count]);
            let signed: Vec<bool> = verdict.places.iter().map(|place| place.signed).collect();
            assert_eq!(signed, (0..3).map(|n| n < count).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_signature_only_appends() {
    for form in FORMS {
        for pair in fixture::revisions(form).windows(2) {
            assert!(pair[1].starts_with(&pair[0]));
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for form in FORMS {
        let [base, one, two, _] = fixture::revisions(form);
        assert!(sign(base, 0) == *one);
        assert!(sign(one, 1) == *two);
    }
}

#[test]
fn cut_back_to_an_earlier_revision_the_file_is_valid_with_fewer_signatures() {
    let [base, one, _, three] = fixture::revisions(Form::Classic);
    let verdict = check(&three[..one.len()]);
    assert_eq!(verdict.word, Word::Valid);
    assert_eq!(verdict.places.iter().filter(|place| place.signed).count(), 1);
    assert_eq!(check(&three[..base.len()]).word, Word::Unsigned);
}

#[test]
fn places_may_be_filled_in_any_order_and_without_certifying() {
    for form in FORMS {
        let mut pdf = document(form);
        for n in [2, 0, 1] {
            let mut stated = statement(n);
            stated.certify = false;
            pdf = sign::sign(&pdf, &PEOPLE[n], place(PLACES[n]), stated).unwrap();
        }
        let verdict = check(&pdf);
        assert_eq!(verdict.word, Word::Valid);
        let order: Vec<&str> = verdict.signatures.iter().map(|s| s.field.as_str()).collect();
        assert_eq!(order, ["Executive", "Assessor", "Reviewer"]);
        assert!(verdict.signatures.iter().all(|signature| !signature.certifying));
    }
}

#[test]
fn an_unknown_signer_is_said_to_be_unknown() {
    let [_, _, two, _] = fixture::revisions(Form::Classic);
    let verdict = verify(two, &trusted()[..1]);
    assert_eq!(verdict.word, Word::ValidUnknownSigner);
    assert_eq!(verdict.signatures[0].trust, Trust::Pinned);
    assert_eq!(verdict.signatures[1].trust, Trust::UnknownSelfSigned);
    assert!(verdict.signatures.iter().all(|signature| signature.intact == Intact::Yes));
}

#[test]
fn attachments_are_listed_with_their_hash() {
    for form in FORMS {
        let sha256: String = Sha256::digest(ATTACHMENT).iter().map(|byte| format!("{byte:02x}")).collect();
        for pdf in fixture::revisions(form) {
            let verdict = check(pdf);
            let [attachment] = verdict.attachments.as_slice() else { panic!("{:?}", verdict.attachments) };
            assert_eq!(attachment.name, "assessment.json");
            assert_eq!(
                (attachment.sha256.as_str(), attachment.size),
                (sha256.as_str(), ATTACHMENT.len() as u64)
            );
        }
    }
}

#[test]
fn what_cannot_be_signed_is_refused_with_the_reason() {
    let [base, one, ..] = fixture::revisions(Form::Classic);
    let refused = |pdf: &[u8], field: &str, change: &dyn Fn(&mut sign::Statement)| {
        let mut stated = statement(1);
        change(&mut stated);
        sign::sign(pdf, &PEOPLE[1], place(field), stated).unwrap_err()
    };
    assert_eq!(refused(b"hello", "Reviewer", &|_| {}), SealError::NotAPdf);
    assert_eq!(refused(base, "Nobody", &|_| {}), SealError::NoSuchPlace("Nobody".into()));
    assert_eq!(refused(one, "Assessor", &|_| {}), SealError::AlreadySigned("Assessor".into()));
    assert_eq!(refused(one, "Reviewer", &|s| s.certify = true), SealError::NotFirst);
    let outside = refused(base, "Reviewer", &|s| s.at = moment("2031-01-01T00:00:00Z"));
    assert!(matches!(outside, SealError::NotValidAtTime { .. }));
    assert!(matches!(refused(base, "Reviewer", &|s| s.reason = " ".into()), SealError::Statement { .. }));
    assert!(matches!(
        refused(base, "Reviewer", &|s| s.reason = "a\u{202e}b".into()),
        SealError::Statement { .. }
    ));
    assert!(matches!(
        refused(base, "Reviewer", &|s| s.reason = "x".repeat(201)),
        SealError::Statement { .. }
    ));
    assert!(matches!(
        refused(&[base, b"x".as_slice()].concat(), "Reviewer", &|_| {}),
        SealError::Unreadable(_)
    ));
    assert!(matches!(refused(&[one, b"x".as_slice()].concat(), "Reviewer", &|_| {}), SealError::NotSound(_)));
    let mut altered = one.clone();
    altered[base.len() / 2] ^= 1;
    assert!(matches!(refused(&altered, "Reviewer", &|_| {}), SealError::NotSound(_)));

    let mut mixed = PEOPLE[0].clone();
    mixed.private_key = PEOPLE[1].private_key.clone();
    let error = sign::sign(base, &mixed, place("Assessor"), statement(0)).unwrap_err();
    assert!(matches!(error, SealError::Key(_)));
}

#[test]
fn a_place_too_small_for_legible_text_is_refused() {
    let base = document_with(Form::Classic, |doc| {
        for object in doc.objects.values_mut() {
            if let Ok(dict) = object.as_dict_mut()
                && dict.get(b"T").and_then(|t| t.as_str()).is_ok_and(|t| t == b"Reviewer")
            {
                dict.set("Rect", vec![60.into(), 60.into(), 100.into(), 80.into()]);
            }
        }
    });
    let error = sign::sign(&base, &PEOPLE[1], place("Reviewer"), statement(1)).unwrap_err();
    assert_eq!(error, SealError::TooSmall("Reviewer".into()));
}

#[test]
fn a_document_with_two_places_of_one_name_is_refused() {
    let base = document_with(Form::Classic, |doc| {
        for object in doc.objects.values_mut() {
            if let Ok(dict) = object.as_dict_mut()
                && dict.get(b"T").and_then(|t| t.as_str()).is_ok_and(|t| t == b"Reviewer")
            {
                dict.set("T", lopdf::Object::string_literal("Assessor"));
            }
        }
    });
    let error = sign::sign(&base, &PEOPLE[0], place("Assessor"), statement(0)).unwrap_err();
    assert!(matches!(error, SealError::SelfCheck(reason) if reason.to_string().contains("same name")));
}

#[test]
fn a_document_without_the_font_is_refused() {
    let base = document_with(Form::Classic, |doc| {
        for object in doc.objects.values_mut() {
            if let Ok(dict) = object.as_dict_mut() {
                dict.remove(b"DR");
            }
        }
    });
    let error = sign::sign(&base, &PEOPLE[0], place("Assessor"), statement(0)).unwrap_err();
    assert!(matches!(error, SealError::Unreadable(reason) if reason.to_string().contains("SealText")));
}

#[test]
fn a_verdict_travels_as_json() {
    let [_, _, two, _] = fixture::revisions(Form::Classic);
    let verdict = check(two);
    let json = serde_json::to_string(&verdict).unwrap();
    for part in [r#""word":"valid""#, r#""kind":"whole-file""#, r#""trust":"pinned""#, r#""clock":"signer""#]
    {
        assert!(json.contains(part), "{part} in {json}");
    }
    assert_eq!(serde_json::from_str::<assay_seal::verify::Verdict>(&json).unwrap(), verdict);
}

#[test]
fn each_signature_changes_the_second_half_of_the_identifier_alone() {
    let halves = |pdf: &[u8]| {
        let text = String::from_utf8_lossy(&pdf[find_last(pdf, b"/ID")..]).into_owned();
        let inner = text.split(['[', ']']).nth(1).unwrap().replace(' ', "");
        let (first, second) = inner.split_once("><").unwrap();
        (first.to_owned(), second.to_owned())
    };
    let [base, signed @ ..] = fixture::revisions(Form::Classic);
    let (first, mut before) = halves(base);
    for pdf in signed {
        let (same, second) = halves(pdf);
        assert_eq!(same, first);
        assert_ne!(second, before);
        before = second;
    }
}
