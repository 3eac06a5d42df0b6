//! What each kind of key signs, before every judge.

use crate::fixture::{self, *};
use crate::tools::run;
use assay_seal::identity::{self, Algorithm, Identity, certificate_pem};
use assay_seal::sign::{self, Place};
use assay_seal::verify::{Trust, Word, verify};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A person with a key of this kind, made here.
pub fn made(algorithm: Algorithm) -> Identity {
    let subject =
        identity::Subject { name: "Cleo Park".into(), organisation: "Example Bank".into(), email: None };
    identity::create(&subject, moment("2026-01-01T00:00:00Z").to_utc(), 3, algorithm, [7; 64]).unwrap()
}

/// A key that OpenSSL made, with a certificate below two authorities, in a PKCS#12 file locked with “first”.
pub struct Issued {
    _folder: tempfile::TempDir,
    pub p12: PathBuf,
    pub root: Vec<u8>,
    pub middle: Vec<u8>,
    pub leaf: Vec<u8>,
}

const USES: &str = "keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\n";
const MAY_ISSUE: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";

pub const P256: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
pub const P384: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
pub const RSA_2048: &[&str] = &["rsa:2048"];
const RSA_4096: &[&str] = &["rsa:4096"];
const PSS: &[&str] = &["rsa-pss", "-pkeyopt", "rsa_keygen_bits:3072"];

/// How a certificate comes to be; the defaults are those of a company's.
pub struct Recipe {
    pub authorities: &'static [&'static str],
    pub leaf: &'static [&'static str],
    pub middle_says: &'static str,
    pub leaf_says: &'static str,
    pub leaf_days: &'static str,
    pub with_chain: bool,
}

impl Recipe {
    pub const fn of(leaf: &'static [&'static str]) -> Recipe {
        Recipe {
            authorities: P256,
            leaf,
            middle_says: MAY_ISSUE,
            leaf_says: USES,
            leaf_days: "900",
            with_chain: true,
        }
    }
}

fn openssl(folder: &Path, steps: &[&str]) {
    let steps: Vec<String> = steps
        .iter()
        .map(|step| match step.strip_prefix('@') {
            Some(name) => folder.join(name).to_string_lossy().into_owned(),
            None => (*step).to_owned(),
        })
        .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (good, said) = run("openssl", &steps);
    assert!(good, "openssl {}: {said}", steps.join(" "));
}

pub fn issued(recipe: &Recipe) -> Issued {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("root.cnf"), MAY_ISSUE).unwrap();
    std::fs::write(at.join("middle.cnf"), recipe.middle_says).unwrap();
    std::fs::write(at.join("leaf.cnf"), recipe.leaf_says).unwrap();
    for (name, subject, key) in [
        ("root", "/O=Example Trust/CN=Example Root", recipe.authorities),
        ("middle", "/O=Example Trust/CN=Example Issuing Authority", recipe.authorities),
        ("leaf", "/O=Example Bank/CN=Cleo Park", recipe.leaf),
    ] {
        let (key_file, request) = (format!("@{name}.key"), format!("@{name}.csr"));
        let to = ["-nodes", "-subj", subject, "-keyout", &key_file, "-out", &request];
        openssl(at, &[&["req", "-new", "-newkey"], key, &to[..]].concat());
    }
    let sign = |name: &str, by: &[&str], days: &str| {
        let (request, extensions, out) =
            (format!("@{name}.csr"), format!("@{name}.cnf"), format!("@{name}.pem"));
        let rest = ["-req", "-in", &request, "-extfile", &extensions, "-days", days, "-out", &out];
        openssl(at, &[&["x509"], &rest[..], by].concat());
    };
    sign("root", &["-signkey", "@root.key"], "2000");
    sign("middle", &["-CA", "@root.pem", "-CAkey", "@root.key", "-CAcreateserial"], "1500");
    sign("leaf", &["-CA", "@middle.pem", "-CAkey", "@middle.key", "-CAcreateserial"], recipe.leaf_days);
    let [root, middle] = ["root.pem", "middle.pem"].map(|name| std::fs::read(at.join(name)).unwrap());
    std::fs::write(at.join("chain.pem"), [middle, root].concat()).unwrap();
    let chain: &[&str] = if recipe.with_chain { &["-certfile", "@chain.pem"] } else { &[] };
    let export = ["pkcs12", "-export", "-inkey", "@leaf.key", "-in", "@leaf.pem", "-passout", "pass:first"];
    openssl(at, &[&export[..], chain, &["-out", "@key.p12"]].concat());
    let read = |name: &str| identity::certificate_from_file(&std::fs::read(at.join(name)).unwrap()).unwrap();
    Issued {
        p12: at.join("key.p12"),
        root: read("root.pem"),
        middle: read("middle.pem"),
        leaf: read("leaf.pem"),
        _folder: folder,
    }
}

pub fn import(issued: &Issued) -> Identity {
    let file = std::fs::read(&issued.p12).unwrap();
    assay_seal::pkcs12::import(&file, "first", chrono::Local::now().fixed_offset()).unwrap()
}

/// The document signed by the assessor, and after that by this key as the reviewer, now.
pub fn signed(identity: &Identity) -> Vec<u8> {
    let mut stated = statement(1);
    stated.at = chrono::Local::now().fixed_offset();
    let one = &fixture::revisions(Form::Modern)[1];
    sign::sign(one, identity, Place { field: "Reviewer".into() }, stated).unwrap()
}

/// How many signatures poppler and pyHanko find valid, for somebody who trusts these.
pub fn judges(pdf: &[u8], trusted: &[Vec<u8>]) -> (usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: String| folder.path().join(name).to_string_lossy().into_owned();
    let file = path("judged.pdf".into());
    std::fs::write(&file, pdf).unwrap();
    let poppler = run("pdfsig", &["-nocert", &file]).1.matches("Signature is Valid.").count();
    let mut arguments: Vec<String> =
        ["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust-replace"]
            .map(str::to_owned)
            .into();
    for (n, der) in trusted.iter().enumerate() {
        let certificate = path(format!("{n}.pem"));
        std::fs::write(&certificate, certificate_pem(der)).unwrap();
        arguments.extend(["--trust".into(), certificate]);
    }
    arguments.push(file);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = run("pyhanko", &arguments).1;
    (poppler, said.matches("The signature is judged VALID.").count())
}

/// RSA with 4,096 bits below two authorities with as many.
static LARGEST: LazyLock<Issued> =
    LazyLock::new(|| issued(&Recipe { authorities: RSA_4096, ..Recipe::of(RSA_4096) }));

#[test]
fn what_each_kind_of_key_signs_is_accepted_by_every_judge() {
    println!("key                          here                            poppler  pyHanko  bytes");
    let check = |name: &str, identity: &Identity, trusts: Vec<u8>, trust: Trust| {
        let pdf = signed(identity);
        let everybody = [trusted(), vec![trusts]].concat();
        let verdict = verify(&pdf, &everybody);
        let said = judges(&pdf, &everybody);
        let bytes = pdf.len() - fixture::revisions(Form::Modern)[1].len();
        println!(
            "{name:28} {:31} {:7}  {:7}  {bytes:5}",
            format!("{:?}, {:?}", verdict.word, verdict.signatures[1].trust),
            format!("{} of 2", said.0),
            format!("{} of 2", said.1)
        );
        assert_eq!((verdict.word, &verdict.problems), (Word::Valid, &vec![]), "{name}");
        assert_eq!((verdict.signatures[1].trust, verdict.signatures[1].drawn_as_signed), (trust, true));
        // poppler knows no key that is for PSS alone.
        let poppler =
            if identity::key_kind(&identity.certificate_der).unwrap().contains("PSS") { said.0 } else { 2 };
        assert_eq!(said, (poppler, 2), "{name}");
        assert_eq!(signed_again(identity, &pdf), pdf, "{name}: the same input gives the same bytes");
    };
    for algorithm in Algorithm::ALL {
        let identity = made(algorithm);
        let der = identity.certificate_der.clone();
        check(&format!("{} made here", algorithm.id()), &identity, der, Trust::Pinned);
    }
    for (name, recipe) in [
        ("P-256 issued", Recipe::of(P256)),
        ("P-384 issued", Recipe { authorities: P384, ..Recipe::of(P384) }),
        ("RSA-2048 issued", Recipe::of(RSA_2048)),
        ("RSA-3072 with PSS issued", Recipe::of(PSS)),
    ] {
        let issued = issued(&recipe);
        check(name, &import(&issued), issued.root.clone(), Trust::Authority);
    }
    check("RSA-4096, chain of three", &import(&LARGEST), LARGEST.root.clone(), Trust::Authority);
}

/// Signs at the time at which the second signature of `pdf` was made.
fn signed_again(identity: &Identity, pdf: &[u8]) -> Vec<u8> {
    let mut stated = statement(1);
    stated.at = verify(pdf, &[]).signatures[1].claimed_time.unwrap();
    let one = &fixture::revisions(Form::Modern)[1];
    sign::sign(one, identity, Place { field: "Reviewer".into() }, stated).unwrap()
}

#[test]
fn no_byte_of_what_rsa_and_p384_sign_can_be_changed() {
    let files = [
        (signed(&made(Algorithm::Rsa3072)), made(Algorithm::Rsa3072).certificate_der),
        (signed(&made(Algorithm::P384)), made(Algorithm::P384).certificate_der),
        (signed(&import(&LARGEST)), LARGEST.root.clone()),
        (signed(&import(&issued(&Recipe::of(P384)))), Vec::new()),
    ];
    let mut numbers = Numbers(0x1d87_2b41_9c5e_f37b);
    let one = fixture::revisions(Form::Modern)[1].len();
    for (pdf, certificate) in &files {
        let everybody = [trusted(), vec![certificate.clone()]].concat();
        for round in 0..500 {
            // Half of them anywhere, half in the update with the signature, and of those most in what it holds.
            let from = if round % 2 == 0 { 0 } else { one };
            let at = from + numbers.below(if round % 4 == 1 { 9_000 } else { pdf.len() - from });
            let mut altered = pdf.clone();
            altered[at] ^= 1 + numbers.below(255) as u8;
            let word = verify(&altered, &everybody).word;
            assert!(
                matches!(word, Word::Invalid | Word::NotAPdf),
                "byte {at} became {}: {word:?}",
                altered[at]
            );
        }
    }
}

#[test]
fn a_certificate_is_trusted_by_its_chain_or_says_why_it_is_not() {
    let by = |issued: &Issued, trusts: &[&Vec<u8>], wanted: Trust| {
        let everybody: Vec<Vec<u8>> = trusted().into_iter().chain(trusts.iter().copied().cloned()).collect();
        let verdict = verify(&signed(&import(issued)), &everybody);
        assert_eq!((verdict.signatures[1].trust, &verdict.problems), (wanted, &vec![]));
        let known = matches!(wanted, Trust::Pinned | Trust::Authority);
        assert_eq!(verdict.word, if known { Word::Valid } else { Word::ValidUnknownSigner });
    };
    let whole = issued(&Recipe::of(P256));
    by(&whole, &[&whole.root], Trust::Authority);
    by(&whole, &[&whole.middle], Trust::Authority);
    by(&whole, &[&whole.leaf], Trust::Pinned);
    by(&whole, &[], Trust::UnknownIssuer);
    let alone = issued(&Recipe { with_chain: false, ..Recipe::of(P256) });
    by(&alone, &[&alone.root], Trust::IncompleteChain);
    by(&alone, &[&alone.middle], Trust::Authority);
    by(&alone, &[&alone.middle, &alone.root], Trust::Authority);
    let no_authority = Recipe { middle_says: "basicConstraints=critical,CA:FALSE", ..Recipe::of(P256) };
    let no_certificates = Recipe {
        middle_says: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature",
        ..Recipe::of(P256)
    };
    let only_below = Recipe {
        middle_says: "basicConstraints=critical,CA:TRUE\nnameConstraints=critical,permitted;DNS:example.org",
        ..Recipe::of(P256)
    };
    for recipe in [no_authority, no_certificates, only_below] {
        let issued = issued(&recipe);
        by(&issued, &[&issued.root], Trust::RefusedChain);
        by(&issued, &[&issued.leaf], Trust::Pinned);
        by(&issued, &[], Trust::UnknownIssuer);
    }
}

#[test]
fn a_key_depends_on_its_kind_and_the_entropy_alone() {
    for algorithm in [Algorithm::P256, Algorithm::P384, Algorithm::Rsa3072] {
        let (one, again) = (made(algorithm), made(algorithm));
        assert_eq!(one.certificate_der, again.certificate_der);
        assert_eq!(one.private_key, again.private_key);
    }
    let kinds: Vec<String> = Algorithm::ALL[..3]
        .iter()
        .map(|kind| identity::key_kind(&made(*kind).certificate_der).unwrap())
        .collect();
    assert_eq!(kinds, ["ECDSA, P-256", "ECDSA, P-384", "RSA, 3072 bits"]);
}

#[test]
fn openssl_finds_the_certificate_and_key_of_each_kind_sound() {
    for algorithm in Algorithm::ALL {
        let folder = tempfile::tempdir().unwrap();
        let identity = made(algorithm);
        std::fs::write(folder.path().join("c.pem"), certificate_pem(&identity.certificate_der)).unwrap();
        std::fs::write(folder.path().join("key.der"), identity.private_key.as_slice()).unwrap();
        openssl(
            folder.path(),
            &["verify", "-x509_strict", "-check_ss_sig", "-no_check_time", "-CAfile", "@c.pem", "@c.pem"],
        );
        openssl(folder.path(), &["pkey", "-inform", "DER", "-in", "@key.der", "-check", "-noout"]);
    }
}
