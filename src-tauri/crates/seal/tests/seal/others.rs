//! Signatures that another program made: judged by what they hold, beside the judgement of programs written by others.

use crate::fixture::{self, *};
use crate::tools::run;
use assay_seal::identity::certificate_from_file;
use assay_seal::sign::Place;
use assay_seal::verify::{Code, Coverage, Intact, Trust, Verdict, Word, signed_revision, verify};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The keys that people have, as OpenSSL makes them.
const KEYS: [(&str, &[&str]); 4] = [
    ("P-256", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("P-384", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ("RSA-2048", &["-newkey", "rsa:2048"]),
    ("RSA-3072", &["-newkey", "rsa:3072"]),
];
const USES: &str = "keyUsage=critical,digitalSignature,nonRepudiation";

/// A folder with a key and a certificate for each kind.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for (name, options) in KEYS.iter().chain([&("Ed25519", ["-newkey", "ed25519"].as_slice())]) {
        let (key, certificate) = (path(&folder, name, "key"), path(&folder, name, "pem"));
        let to =
            ["-keyout", &key, "-out", &certificate, "-subj", "/O=Example Bank/CN=Cleo Park", "-addext", USES];
        let (good, said) =
            run("openssl", &[["req", "-x509", "-nodes", "-days", "800"].as_slice(), options, &to].concat());
        assert!(good, "{said}");
    }
    folder
});

fn path(folder: &tempfile::TempDir, name: &str, end: &str) -> String {
    folder.path().join(format!("{name}.{end}")).to_string_lossy().into_owned()
}

fn certificate(name: &str) -> Vec<u8> {
    certificate_from_file(&std::fs::read(path(&FOLDER, name, "pem")).unwrap()).unwrap()
}

/// How pyHanko is asked to sign: `ETSI.CAdES.detached`, or `adbe.pkcs7.detached`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pades,
    Pkcs7,
}

/// Signs with pyHanko in a place that is there, or in a new one (`1/10,10,90,40/Name`).
fn signed_by_other(pdf: &[u8], key: &str, kind: Kind, place: &str, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (path(&folder, "from", "pdf"), path(&folder, "to", "pdf"));
    std::fs::write(&from, pdf).unwrap();
    let (key, certificate) = (path(&FOLDER, key, "key"), path(&FOLDER, key, "pem"));
    let mut arguments = vec!["sign", "addsig", "--field", place];
    if kind == Kind::Pades {
        arguments.push("--use-pades");
    }
    arguments.extend(more);
    arguments.extend(["pemder", "--no-pass", "--key", &key, "--cert", &certificate, &from, &to]);
    let (good, said) = run("pyhanko", &arguments);
    assert!(good, "{said}");
    std::fs::read(to).unwrap()
}

/// By somebody who trusts the three people and the certificate of this key.
fn by(key: &str, pdf: &[u8]) -> Verdict {
    verify(pdf, &[trusted(), vec![certificate(key)]].concat())
}

fn is_accepted(word: Word) -> bool {
    match word {
        Word::Valid | Word::ValidUnknownSigner => true,
        Word::Unsigned | Word::Invalid | Word::NotJudged | Word::NotAPdf => false,
    }
}

/// What poppler and pyHanko say: how many signatures are valid.
fn judges(pdf: &[u8], key: &str) -> (usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder, "judged", "pdf");
    std::fs::write(&file, pdf).unwrap();
    let poppler = run("pdfsig", &["-nocert", &file]).1.matches("Signature is Valid.").count();
    let certificates: Vec<String> = (0..)
        .zip([trusted(), vec![certificate(key)]].concat())
        .map(|(n, der)| {
            let path = path(&folder, &format!("{n}"), "pem");
            std::fs::write(&path, assay_seal::identity::certificate_pem(&der)).unwrap();
            path
        })
        .collect();
    let mut arguments =
        vec!["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust-replace"];
    certificates.iter().for_each(|certificate| arguments.extend(["--trust", certificate]));
    arguments.push(&file);
    let pyhanko = run("pyhanko", &arguments).1.matches("The signature is judged VALID.").count();
    (poppler, pyhanko)
}

#[test]
fn an_empty_place_may_be_signed_with_another_program_and_the_next_one_here() {
    println!("key       form   base     here     poppler  pyHanko  then countersigned here");
    for (form, keys) in [(Form::Modern, KEYS.as_slice()), (Form::Classic, &KEYS[..1])] {
        for (key, _) in keys {
            for kind in [Kind::Pades, Kind::Pkcs7] {
                let one = &fixture::revisions(form)[1];
                let two = signed_by_other(one, key, kind, "Reviewer", &[]);
                let verdict = by(key, &two);
                assert_eq!(
                    (verdict.word, &verdict.problems),
                    (Word::Valid, &vec![]),
                    "{key} {kind:?} {form:?}"
                );
                let [ours, theirs] = verdict.signatures.as_slice() else { panic!("{verdict:?}") };
                assert_eq!((ours.intact, theirs.intact), (Intact::Yes, Intact::Yes));
                assert_eq!(english(&ours.changed_since), ["a further signature: Reviewer"]);
                assert_eq!((theirs.covers, theirs.trust), (Coverage::WholeFile, Trust::Pinned));
                assert!(ours.drawn_as_signed && !theirs.drawn_as_signed);
                assert_eq!(theirs.signer.as_ref().map(|who| who.name.as_str()), Some("Cleo Park"));
                assert_eq!(check(&two).word, Word::ValidUnknownSigner);

                let three = assay_seal::sign::sign(
                    &two,
                    &PEOPLE[2],
                    Place { field: "Executive".into() },
                    fixture::statement(2),
                )
                .unwrap();
                let after = by(key, &three);
                assert_eq!((after.word, after.signatures.len()), (Word::Valid, 3), "{:?}", after.problems);
                let (said, again) = (judges(&two, key), judges(&three, key));
                println!(
                    "{key:9} {kind:6?} {form:8?} {:8?} {said:?}   {:?} {again:?}",
                    verdict.word, after.word
                );
                assert_eq!((said, again), ((2, 2), (3, 3)), "{key} {kind:?} {form:?}");
            }
        }
    }
}

#[test]
fn rsa_with_pss_is_judged_and_ed25519_is_not() {
    let one = &fixture::revisions(Form::Modern)[1];
    let pss = signed_by_other(one, "RSA-2048", Kind::Pades, "Reviewer", &["--prefer-pss"]);
    assert_eq!(by("RSA-2048", &pss).word, Word::Valid);
    let other = signed_by_other(one, "Ed25519", Kind::Pades, "Reviewer", &[]);
    let verdict = by("Ed25519", &other);
    assert_eq!((verdict.word, verdict.problems[0].code), (Word::NotJudged, Code::UnsupportedAlgorithm));
    let answers: Vec<Intact> = verdict.signatures.iter().map(|one| one.intact).collect();
    assert_eq!(answers, [Intact::Yes, Intact::NotJudged]);
    // What was not judged gets no signature of ours.
    let place = Place { field: "Executive".into() };
    assert!(assay_seal::sign::sign(&other, &PEOPLE[2], place, fixture::statement(2)).is_err());
}

#[test]
fn a_plain_pdf_that_others_signed_is_judged_and_what_came_later_named() {
    let base = document(Form::Classic);
    let one = signed_by_other(&base, "P-256", Kind::Pkcs7, "1/400,700,550,760/First", &[]);
    let two = signed_by_other(&one, "RSA-2048", Kind::Pades, "1/400,600,550,660/Second", &[]);
    for (pdf, count) in [(&one, 1), (&two, 2)] {
        let everybody = [certificate("P-256"), certificate("RSA-2048")];
        let verdict = verify(pdf, &everybody);
        assert_eq!((verdict.word, &verdict.problems), (Word::Valid, &vec![]), "{count}");
        assert_eq!(verdict.signatures.len(), count);
        assert_eq!(verify(pdf, &[]).word, Word::ValidUnknownSigner);
    }
    for (tail, word) in [("\r\n", Word::ValidUnknownSigner), ("\n% hello\n", Word::Invalid)] {
        let verdict = verify(&[one.as_slice(), tail.as_bytes()].concat(), &[]);
        assert_eq!(verdict.word, word, "{:?}", verdict.problems);
        assert_eq!(signed_revision(&[one.as_slice(), tail.as_bytes()].concat()), Some(one.as_slice()));
    }
}

#[test]
fn a_change_that_another_program_countersigns_is_refused() {
    let one = &fixture::revisions(Form::Classic)[1];
    for (name, changed) in fixture::updates(one) {
        if !matches!(
            name,
            "page content replaced" | "attachment exchanged" | "annotation added" | "appearance overwritten"
        ) {
            continue;
        }
        let verdict = by("P-256", &signed_by_other(&changed, "P-256", Kind::Pades, "Reviewer", &[]));
        assert_eq!(verdict.word, Word::Invalid, "{name}");
        assert!(verdict.problems.iter().any(|one| one.code == Code::ChangedAfterSigning), "{name}");
    }
}

#[test]
fn no_changed_file_of_others_is_accepted() {
    let one = &fixture::revisions(Form::Modern)[1];
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for (key, kind) in [("P-256", Kind::Pkcs7), ("RSA-2048", Kind::Pades)] {
        let signed = signed_by_other(one, key, kind, "Reviewer", &[]);
        let everybody = [trusted(), vec![certificate(key)]].concat();
        for _ in 0..300 {
            let at = numbers.below(signed.len());
            let mut altered = signed.clone();
            altered[at] ^= 1 + numbers.below(255) as u8;
            let verdict = verify(&altered, &everybody);
            assert!(verdict.word != Word::Valid, "{key} {kind:?}: byte {at} became {:#04x}", altered[at]);
        }
        // Each of the last bytes, where the update is.
        for at in (one.len()..signed.len()).step_by(7) {
            let mut altered = signed.clone();
            altered[at] ^= 0x01;
            let verdict = verify(&altered, &everybody);
            assert!(!is_accepted(verdict.word) || verdict.word == Word::ValidUnknownSigner, "byte {at}");
        }
    }
}

#[test]
fn an_authority_that_is_trusted_vouches_for_a_signer_and_a_mere_signer_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let one = &fixture::revisions(Form::Modern)[1];
    for (issuer_may, trust, word) in [
        ("basicConstraints=critical,CA:TRUE", Trust::Authority, Word::Valid),
        ("basicConstraints=critical,CA:FALSE", Trust::RefusedChain, Word::ValidUnknownSigner),
    ] {
        let issued = issued(folder.path(), issuer_may);
        let (key, certificate) = (issued.join("leaf.key"), issued.join("leaf.pem"));
        let (from, to) = (issued.join("from.pdf"), issued.join("to.pdf"));
        std::fs::write(&from, one).unwrap();
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let (good, said) = run(
            "pyhanko",
            &[
                "sign",
                "addsig",
                "--field",
                "Reviewer",
                "--use-pades",
                "pemder",
                "--no-pass",
                "--key",
                &text(&key),
                "--cert",
                &text(&certificate),
                "--chain",
                &text(&issued.join("ca.pem")),
                &text(&from),
                &text(&to),
            ],
        );
        assert!(good, "{said}");
        let authority = certificate_from_file(&std::fs::read(issued.join("ca.pem")).unwrap()).unwrap();
        let verdict = verify(&std::fs::read(&to).unwrap(), &[trusted(), vec![authority]].concat());
        assert_eq!((verdict.signatures[1].trust, verdict.word), (trust, word), "{:?}", verdict.problems);
    }
}

/// A folder with an issuer whose certificate says this of itself, and a signer below.
fn issued(folder: &Path, issuer_may: &str) -> PathBuf {
    let folder = folder.join(if issuer_may.contains("TRUE") { "authority" } else { "signer" });
    std::fs::create_dir(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let extensions = path("leaf.cnf");
    std::fs::write(&extensions, USES).unwrap();
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let (ca, ca_key, leaf, leaf_key, request) =
        (path("ca.pem"), path("ca.key"), path("leaf.pem"), path("leaf.key"), path("leaf.csr"));
    for step in [
        [
            ["req", "-x509", "-days", "900", "-subj", "/CN=Example Authority", "-addext", issuer_may]
                .as_slice(),
            curve.as_slice(),
            &["-keyout", &ca_key, "-out", &ca],
        ]
        .concat(),
        [
            ["req", "-new", "-subj", "/CN=Cleo Park"].as_slice(),
            curve.as_slice(),
            &["-keyout", &leaf_key, "-out", &request],
        ]
        .concat(),
        [
            ["x509", "-req", "-days", "800", "-in", &request, "-CA", &ca, "-CAkey", &ca_key].as_slice(),
            &["-CAcreateserial", "-extfile", &extensions, "-out", &leaf],
        ]
        .concat(),
    ] {
        let (good, said) = run("openssl", &step);
        assert!(good, "{said}");
    }
    folder
}
