//! Tests: signers who leave out the checks that [`crate::sign::sign`] makes, before or after signing.
//!
//! Their signatures are cryptographically sound, so only the rules about the document can refuse them.

use crate::appearance;
use crate::fixture::{self, *};
use crate::form::signature_fields;
use crate::key::Key;
use crate::pdf::file::File;
use crate::pdf::object::{Body, Dictionary, Object};
use crate::sign::{Statement, append, dangling, drawing};
use crate::verify::{Code, Coverage, Intact, Verdict, Word};

fn sign_unchecked(pdf: &[u8], n: usize, statement: Statement, drawing: Option<Body<'static>>) -> Vec<u8> {
    let signer = Key::read(&PEOPLE[n]).unwrap();
    let file = File::read(pdf).unwrap();
    let missing = dangling(&file).unwrap();
    append(&file, &missing, &signer, PLACES[n], &statement, drawing).unwrap()
}

fn codes(verdict: &Verdict) -> Vec<Code> {
    verdict.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn without_deceit_the_unchecked_signature_is_valid() {
    let [base, one, two, _] = fixture::revisions(Form::Classic);
    assert!(sign_unchecked(base, 0, statement(0), None) == *one);
    assert!(sign_unchecked(one, 1, statement(1), None) == *two);
}

#[test]
fn a_signature_keeps_the_drawing_that_it_was_made_with() {
    let [base, one, ..] = fixture::revisions(Form::Classic);
    for form in appearance::Form::ALL {
        let (file, signer) = (File::read(base).unwrap(), Key::read(&PEOPLE[0]).unwrap());
        let fields = signature_fields(&file, file.newest()).unwrap();
        let place = fields.iter().find(|field| field.name == PLACES[0]).unwrap();
        let facts = (&signer.facts, &statement(0));
        let drawn = drawing(&file, file.newest(), place, form, facts).unwrap().unwrap();
        let signed = sign_unchecked(base, 0, statement(0), Some(drawn));
        assert_eq!(check(&signed), check(one), "{form:?}");
        assert_eq!(signed == *one, form == appearance::Form::NOW);
    }
}

#[test]
fn a_change_that_is_countersigned_is_refused() {
    let [_, one, two, _] = fixture::revisions(Form::Classic);
    for (signed, n) in [(one, 1), (two, 2)] {
        for (name, changed) in fixture::updates(signed) {
            let countersigned = sign_unchecked(&changed, n, statement(n), None);
            let verdict = check(&countersigned);
            assert_eq!(verdict.word, Word::Invalid, "{name}");
            assert!(codes(&verdict).contains(&Code::ChangedAfterSigning), "{name}: {:?}", verdict.problems);
            let last = verdict.signatures.last().unwrap();
            assert_eq!((last.intact, last.covers), (Intact::Yes, Coverage::WholeFile), "{name}");
            assert_eq!(last.changed_since, [], "{name}");
            if name != "signature removed" {
                let first = &verdict.signatures[0];
                assert_eq!(first.intact, Intact::Yes, "{name}");
                assert_eq!(
                    first.changed_since.last().unwrap().to_string(),
                    format!("a further signature: {}", PLACES[n])
                );
                assert!(first.changed_since.len() > n, "{name}: {:?}", first.changed_since);
            }
        }
    }
}

#[test]
fn a_change_before_the_first_signature_is_refused_if_it_came_as_an_update() {
    let base = &fixture::revisions(Form::Classic)[0];
    let page = number_of(base, &["/Type/Page/"]);
    let changed = updated(base, &[(page, source(base, page).replace("842", "843"))]);
    assert_eq!(check(&changed).word, Word::Unsigned);
    let refused = crate::sign::sign(
        &changed,
        &PEOPLE[0],
        crate::sign::Place { field: "Assessor".into() },
        statement(0),
    );
    assert!(refused.unwrap_err().to_string().contains("changed after it was first written"));
    let verdict = check(&sign_unchecked(&changed, 0, statement(0), None));
    assert_eq!(verdict.word, Word::Invalid);
    assert!(codes(&verdict).contains(&Code::ChangedAfterSigning));
}

#[test]
fn a_drawing_that_shows_something_else_is_refused() {
    for form in FORMS {
        let one = &fixture::revisions(form)[1];
        let drawing = b"q 1 0 0 rg 0 0 240 70 re f Q".to_vec();
        let numbers = [0i64, 0, 240, 70].map(Object::from).to_vec();
        let dictionary = Dictionary::default()
            .with("Type", Object::name("XObject"))
            .with("Subtype", Object::name("Form"))
            .with("BBox", numbers)
            .with("Length", drawing.len() as i64);
        let other = Body::Stream(dictionary, drawing.into());
        let verdict = check(&sign_unchecked(one, 1, statement(1), Some(other)));
        assert_eq!((verdict.word, codes(&verdict)), (Word::Invalid, vec![Code::Appearance]), "{form:?}");
        assert!(verdict.signatures.iter().all(|signature| signature.intact == Intact::Yes));
    }
}

#[test]
fn a_second_signature_that_certifies_is_refused() {
    for form in FORMS {
        let base = &fixture::revisions(form)[0];
        let one = sign_unchecked(base, 0, Statement { certify: false, ..statement(0) }, None);
        let verdict = check(&sign_unchecked(&one, 1, Statement { certify: true, ..statement(1) }, None));
        assert_eq!(verdict.word, Word::Invalid);
        assert!(codes(&verdict).contains(&Code::ChangedAfterSigning), "{form:?}: {:?}", verdict.problems);
    }
}

#[test]
fn a_time_outside_the_certificates_validity_is_refused() {
    for at in ["2025-12-31T23:59:59Z", "2029-01-01T00:00:01Z"] {
        let base = &fixture::revisions(Form::Classic)[0];
        let verdict = check(&sign_unchecked(base, 0, Statement { at: moment(at), ..statement(0) }, None));
        assert_eq!((verdict.word, codes(&verdict)), (Word::Invalid, vec![Code::NotValidAtTime]), "{at}");
    }
}

/// Edits the base's text without moving what the cross-reference points at, or mending that.
fn refused_base(text: Vec<u8>, sentence: &str) {
    let place = crate::sign::Place { field: "Assessor".into() };
    let error = crate::sign::sign(&text, &PEOPLE[0], place, statement(0)).unwrap_err();
    assert!(error.to_string().contains(sentence), "{error}");
}

#[test]
fn a_base_with_something_hidden_is_not_signed() {
    let base = &fixture::revisions(Form::Classic)[0];
    let table = find_last(base, b"\nxref\n") + 1;
    let hidden = |text: &str| {
        let mut out = base[..table].to_vec();
        out.extend(text.bytes());
        out.extend(&base[table..]);
        let start = find_last(&out, b"startxref\n") + 10;
        out.truncate(start);
        out.extend(format!("{}\n%%EOF", table + text.len()).bytes());
        out
    };
    assert_eq!(check(&hidden("\n")).word, Word::Unsigned);
    refused_base(hidden("% a remark\n"), "bytes outside its objects");
    refused_base(hidden("4 0 obj\nnull\nendobj\n"), "bytes outside its objects");
    refused_base(hidden("garbage\n"), "bytes outside its objects");
}

#[test]
fn a_base_with_two_cross_references_side_by_side_is_not_signed() {
    let base = &fixture::revisions(Form::Classic)[0];
    let trailer = find_last(base, b"trailer\n<<") + 10;
    let mut hybrid = base.clone();
    hybrid.splice(trailer..trailer, b"/XRefStm 9".iter().copied());
    refused_base(hybrid, "two cross-references side by side");
}

#[test]
fn numbers_that_the_base_refers_to_but_lacks_are_left_alone() {
    for form in FORMS {
        let base = document_with(form, |doc| {
            let root = doc.trailer.get(b"Root").unwrap().as_reference().unwrap();
            let missing = lopdf::Object::Reference((400, 0));
            doc.get_object_mut(root).unwrap().as_dict_mut().unwrap().set("Extra", missing);
        });
        let signed = sign(&base, 0);
        assert!(find_last(&signed, b"\n401 0 obj\n") > base.len(), "{form:?}");
        assert!(!signed.windows(11).any(|window| window == b"\n400 0 obj\n"), "{form:?}");
        assert_eq!(check(&signed).word, Word::Valid);
    }
}
