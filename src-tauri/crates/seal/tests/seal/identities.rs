//! Making identities and reading certificates.

use crate::fixture::*;
use assay_seal::error::SealError;
use assay_seal::identity::{self, Algorithm, Subject};

fn subject(name: &str, email: Option<&str>) -> Subject {
    Subject { name: name.into(), organisation: "Example AG".into(), email: email.map(Into::into) }
}

fn start() -> chrono::DateTime<chrono::Utc> {
    moment("2026-01-01T00:00:00Z").to_utc()
}

#[test]
fn an_identity_depends_on_its_input_alone() {
    let make = |name: &str, byte: u8| {
        identity::create(&subject(name, None), start(), 2, Algorithm::P256, [byte; 64]).unwrap()
    };
    let (a, again, other) = (make("Anna", 1), make("Anna", 1), make("Anna", 2));
    assert_eq!(a.certificate_der, again.certificate_der);
    assert_eq!(a.private_key, again.private_key);
    assert_ne!(a.private_key, other.private_key);
    assert_ne!(a.certificate_der, make("Bob", 1).certificate_der);
}

#[test]
fn a_summary_says_what_went_in() {
    let made = identity::create(
        &subject("Żółć Müller-O'Neil", Some("z@example.org")),
        start(),
        2,
        Algorithm::P256,
        [9; 64],
    )
    .unwrap();
    let summary = identity::summary(&made.certificate_der).unwrap();
    assert_eq!(summary.name, "Żółć Müller-O'Neil");
    assert_eq!(summary.organisation, "Example AG");
    assert_eq!(summary.email.as_deref(), Some("z@example.org"));
    assert_eq!(summary.not_before, start());
    assert_eq!(summary.not_after, moment("2028-01-01T00:00:00Z").to_utc());
    assert!(summary.self_signed);
    assert_eq!(summary.fingerprint, identity::fingerprint(&made.certificate_der));
    assert_eq!(summary.fingerprint.len(), 32 * 3 - 1);
    assert!(summary.fingerprint.starts_with(&identity::short_fingerprint(&made.certificate_der)));
    assert!(!format!("{made:?}").contains("private"));
}

#[test]
fn a_certificate_whose_own_signature_is_broken_is_not_self_signed() {
    let mut der = person("Anna", 1).certificate_der;
    let last = der.len() - 1;
    der[last] ^= 1;
    assert!(!identity::summary(&der).unwrap().self_signed);
}

#[test]
fn subjects_that_deceive_or_do_not_fit_are_refused() {
    let refused = |subject: Subject, years| {
        identity::create(&subject, start(), years, Algorithm::P256, [1; 64]).unwrap_err()
    };
    for name in ["", "  ", " Anna", "An\nna", "An\u{202e}na", "A\u{200b}nna", &"x".repeat(65)] {
        assert!(
            matches!(refused(subject(name, None), 1), SealError::Subject { part, .. } if part.to_string() == "name"),
            "{name:?}"
        );
    }
    for email in ["", "anna", "anna@", "@example.org", "änna@example.org", "a b@example.org", "a@b@c"] {
        let error = refused(subject("Anna", Some(email)), 1);
        assert!(
            matches!(error, SealError::Subject { part, .. } if part.to_string() == "e-mail address"),
            "{email:?}"
        );
    }
    assert_eq!(refused(subject("Anna", None), 0), SealError::Period);
    assert_eq!(refused(subject("Anna", None), 31), SealError::Period);
    let before_1970 = moment("1969-12-31T23:59:59Z").to_utc();
    assert_eq!(
        identity::create(&subject("Anna", None), before_1970, 1, Algorithm::P256, [1; 64]).unwrap_err(),
        SealError::Period
    );
}

#[test]
fn bytes_that_are_no_certificate_are_refused() {
    assert!(matches!(identity::summary(b"hello"), Err(SealError::Certificate(_))));
    assert_eq!(identity::certificate_pem(b"hello"), "");
    let mut longer = person("Anna", 1).certificate_der;
    longer.push(0);
    assert!(identity::summary(&longer).is_err());
}

#[test]
fn a_certificate_is_found_in_a_file_whatever_stands_around_it() {
    let der = PEOPLE[0].certificate_der.clone();
    let pem = identity::certificate_pem(&der);
    let other = identity::certificate_pem(&PEOPLE[1].certificate_der);
    for file in [
        der.clone(),
        pem.clone().into_bytes(),
        format!("\u{feff}{pem}").into_bytes(),
        format!("subject=CN = Anna\nissuer=CN = Anna\n{pem}").into_bytes(),
        format!("Bag Attributes\n    localKeyID: 01\n{}", pem.replace('\n', "\r\n")).into_bytes(),
    ] {
        assert_eq!(identity::certificate_from_file(&file).as_ref(), Ok(&der));
    }
    for (file, sentence) in [
        (format!("{pem}{other}"), "holds 2 certificates; give the one that is meant"),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".into(),
            "a private key and no certificate",
        ),
        ("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n".into(), "cannot be read"),
        ("hello".into(), "neither as PEM nor as DER"),
        (String::new(), "neither as PEM nor as DER"),
    ] {
        let error = identity::certificate_from_file(file.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(sentence), "{error}");
    }
}
