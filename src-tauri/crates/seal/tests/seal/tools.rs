//! Tools written by others as judges. poppler, qpdf and OpenSSL must be there; pyHanko is asked where it is installed.

use crate::fixture::{self, *};
use assay_seal::identity::certificate_pem;
use assay_seal::verify::Word;
use std::path::Path;
use std::process::{Command, Output};

pub fn run(tool: &str, arguments: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{tool} is needed: {error}"));
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// Writes the revision with `count` signatures and the certificates; returns their paths.
fn files(folder: &Path, form: Form, count: usize) -> (String, Vec<String>) {
    let pdf = folder.join("signed.pdf");
    std::fs::write(&pdf, &fixture::revisions(form)[count]).unwrap();
    let certificates = (0..).zip(PEOPLE.iter()).map(|(n, person)| {
        let path = folder.join(format!("{n}.pem"));
        std::fs::write(&path, certificate_pem(&person.certificate_der)).unwrap();
        path.to_string_lossy().into_owned()
    });
    (pdf.to_string_lossy().into_owned(), certificates.collect())
}

fn each_signed(mut judge: impl FnMut(&Path, Form, usize)) {
    for form in FORMS {
        for count in 1..=3 {
            let folder = tempfile::tempdir().unwrap();
            judge(folder.path(), form, count);
        }
    }
}

#[test]
fn poppler_finds_every_signature_valid_and_the_last_covering_everything() {
    each_signed(|folder, form, count| {
        let (pdf, _) = files(folder, form, count);
        let (_, said) = run("pdfsig", &["-nocert", &pdf]);
        let said_times = |text: &str| said.matches(text).count();
        assert_eq!(said_times("Signature is Valid."), count, "{form:?} {count}: {said}");
        assert_eq!(said_times("- Total document signed"), 1, "{form:?} {count}: {said}");
        assert_eq!(said_times("- Signature Type: ETSI.CAdES.detached"), count, "{said}");
        for (n, name) in ["Anna Müller", "Bob O'Neil (QA)", "Zoë Łukasiewicz"].iter().enumerate() {
            assert_eq!(said.contains(name), n < count, "{name}: {said}");
        }
    });
}

#[test]
fn qpdf_finds_nothing_to_complain_about() {
    each_signed(|folder, form, count| {
        let (pdf, _) = files(folder, form, count);
        let (good, said) = run("qpdf", &["--check", &pdf]);
        assert!(good && !said.contains("WARNING"), "{form:?} {count}: {said}");
    });
}

#[test]
fn pyhanko_finds_every_signature_sound() {
    each_signed(|folder, form, count| {
        let (pdf, certificates) = files(folder, form, count);
        let mut arguments =
            vec!["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust-replace"];
        certificates.iter().for_each(|certificate| arguments.extend(["--trust", certificate]));
        arguments.push(&pdf);
        let (good, said) = run("pyhanko", &arguments);
        assert!(good, "{form:?} {count}: {said}");
        assert_eq!(said.matches("The signature is judged VALID.").count(), count, "{form:?} {count}: {said}");
    });
}

#[test]
fn openssl_reads_the_certificate_and_accepts_its_signature() {
    let folder = tempfile::tempdir().unwrap();
    let (_, certificates) = files(folder.path(), Form::Classic, 1);
    let (good, said) =
        run("openssl", &["x509", "-noout", "-text", "-nameopt", "utf8", "-in", &certificates[0]]);
    assert!(good, "{said}");
    for part in [
        "Version: 3 (0x2)",
        "Signature Algorithm: ecdsa-with-SHA256",
        "CN=Anna Müller",
        "O=Example Assessments Ltd",
        "Not Before: Jan  1 00:00:00 2026 GMT",
        "Not After : Jan  1 00:00:00 2029 GMT",
        "ASN1 OID: prime256v1",
        "CA:FALSE",
        "Digital Signature, Non Repudiation",
        "X509v3 Subject Key Identifier",
        "email:person1@example.org",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let verify = ["verify", "-x509_strict", "-check_ss_sig", "-no_check_time", "-CAfile"];
    let (good, said) = run("openssl", &[&verify[..], &[&certificates[0], &certificates[0]]].concat());
    assert!(good, "{said}");
}

#[test]
fn openssl_accepts_the_private_key_as_the_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.der");
    std::fs::write(&key, PEOPLE[0].private_key.as_slice()).unwrap();
    let (_, certificates) = files(folder.path(), Form::Classic, 1);
    let of_key = run("openssl", &["pkey", "-inform", "DER", "-in", &key.to_string_lossy(), "-pubout"]);
    let of_certificate = run("openssl", &["x509", "-noout", "-pubkey", "-in", &certificates[0]]);
    assert!(of_key.0 && of_key == of_certificate, "{of_key:?} {of_certificate:?}");
}

#[test]
fn poppler_draws_and_reads_the_text_of_each_place() {
    let folder = tempfile::tempdir().unwrap();
    let (pdf, _) = files(folder.path(), Form::Modern, 3);
    let (good, text) = run("pdftotext", &["-layout", &pdf, "-"]);
    assert!(good, "{text}");
    for part in [
        "Signed by Anna Müller",
        "Signed by Bob O'Neil (QA)",
        "Signed by Zoë Łukasiewicz",
        "Example Assessments Ltd",
        "23 November 2026, 14:15 (UTC+01:00), Zürich",
        "24 November 2026, 08:00 (UTC-05:00)",
        "Reason: Residual risk accepted (2 conditions)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let short = assay_seal::identity::short_fingerprint(&PEOPLE[0].certificate_der);
    assert!(text.contains(&format!("Certificate {short}")), "{short} in {text}");
}

#[test]
fn what_another_program_wrote_is_read_and_can_be_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("base.pdf"), document(Form::Classic)).unwrap();
    for (option, signable) in
        [("--object-streams=generate", true), ("--object-streams=disable", true), ("--linearize", false)]
    {
        let (good, said) =
            run("qpdf", &[option, "--deterministic-id", &path("base.pdf"), &path("other.pdf")]);
        assert!(good, "{said}");
        let other = std::fs::read(path("other.pdf")).unwrap();
        assert_eq!(check(&other).word, Word::Unsigned, "{option}");
        // A linearised file has two cross-references from the start, so nothing can be said about its order.
        let place = assay_seal::sign::Place { field: "Assessor".into() };
        match assay_seal::sign::sign(&other, &PEOPLE[0], place, statement(0)) {
            Ok(signed) => assert!(signable && check(&signed).word == Word::Valid, "{option}"),
            Err(error) => assert!(!signable, "{option}: {error}"),
        }
    }
}
