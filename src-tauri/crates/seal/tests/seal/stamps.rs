//! Time stamps: OpenSSL is the authority and a judge, poppler and pyHanko judge the file.

use crate::fixture::{self, *};
use crate::keys::{self, P256, Recipe, judges, signed};
use crate::tools::run;
use assay_seal::identity::{Algorithm, Identity};
use assay_seal::sign::{self, Place};
use assay_seal::stamp::{self, StampError};
use assay_seal::verify::{Code, Trust, Verdict, Word, verify};
use chrono::{Local, TimeDelta};
use std::path::Path;
use std::sync::LazyLock;

/// An authority for time stamps, as OpenSSL runs it in a folder.
struct Authority {
    folder: tempfile::TempDir,
    root: Vec<u8>,
}

const FOR_STAMPS: &str = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";

fn authority(says: &'static str) -> Authority {
    let issued = keys::issued(&Recipe { leaf_says: says, ..Recipe::of(P256) });
    let folder = tempfile::tempdir().unwrap();
    for name in ["leaf.key", "leaf.pem", "chain.pem", "root.pem"] {
        std::fs::copy(issued.p12.with_file_name(name), folder.path().join(name)).unwrap();
    }
    let at = folder.path().to_string_lossy().into_owned();
    let settings = format!(
        "[stamps]\nserial = {at}/serial\nsigner_cert = {at}/leaf.pem\ncerts = {at}/chain.pem\nsigner_key = {at}/leaf.key\n\
         signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256, sha384\naccuracy = secs:1\nordering = yes\n\
         tsa_name = yes\ness_cert_id_alg = sha256\n\n[older]\nserial = {at}/serial\nsigner_cert = {at}/leaf.pem\n\
         signer_key = {at}/leaf.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha384\n\
         ess_cert_id_alg = sha1\n\n[alone]\nserial = {at}/serial\nsigner_cert = {at}/leaf.pem\nsigner_key = {at}/leaf.key\n\
         signer_digest = sha512\ndefault_policy = 1.2.3.4.1\ndigests = sha256, sha384\ness_cert_id_alg = sha1\n"
    );
    std::fs::write(folder.path().join("ts.cnf"), settings).unwrap();
    std::fs::write(folder.path().join("serial"), "01\n").unwrap();
    Authority { folder, root: issued.root.clone() }
}

static CLOCK: LazyLock<Authority> = LazyLock::new(|| authority(FOR_STAMPS));

impl Authority {
    /// Answers a request as this section of its settings says; the files stay beside each other.
    fn answer(&self, request: &[u8], section: &str, more: &[&str]) -> Vec<u8> {
        let one = tempfile::tempdir_in(self.folder.path()).unwrap();
        let path = |folder: &Path, name: &str| folder.join(name).to_string_lossy().into_owned();
        let (query, reply) = (path(one.path(), "q.tsq"), path(one.path(), "r.tsr"));
        std::fs::write(&query, request).unwrap();
        let settings = path(self.folder.path(), "ts.cnf");
        let call = ["ts", "-reply", "-queryfile", &query, "-config", &settings, "-section", section];
        let (good, said) = run("openssl", &[&call[..], more, &["-out", &reply]].concat());
        assert!(good, "{said}");
        std::fs::read(&reply).unwrap()
    }

    fn stamped(&self, pdf: &[u8], section: &str) -> Vec<u8> {
        let answer = self.answer(&stamp::ask(pdf).unwrap(), section, &[]);
        stamp::add(pdf, &answer, &[]).unwrap()
    }
}

/// By somebody who trusts the three people, these certificates and the authority.
fn by(pdf: &[u8], more: &[Vec<u8>]) -> Verdict {
    verify(pdf, &[trusted().as_slice(), more, std::slice::from_ref(&CLOCK.root)].concat())
}

fn cleo() -> Identity {
    keys::made(Algorithm::P256)
}

fn countersigned(pdf: &[u8], later: TimeDelta) -> Vec<u8> {
    let mut stated = statement(2);
    stated.at = Local::now().fixed_offset() + later;
    sign::sign(pdf, &PEOPLE[2], Place { field: "Executive".into() }, stated).unwrap()
}

#[test]
fn a_time_stamp_goes_into_the_signature_and_every_judge_accepts_it() {
    println!("key                       authority  here     poppler  pyHanko  then countersigned");
    let large = keys::issued(&Recipe { authorities: &["rsa:4096"], ..Recipe::of(&["rsa:4096"]) });
    for (name, identity, trusts) in [
        ("P-256 made here", cleo(), cleo().certificate_der),
        ("P-384 made here", keys::made(Algorithm::P384), keys::made(Algorithm::P384).certificate_der),
        ("RSA-4096, chain of three", keys::import(&large), large.root.clone()),
    ] {
        for section in ["stamps", "alone"] {
            let before = signed(&identity);
            let stamped = CLOCK.stamped(&before, section);
            let verdict = by(&stamped, std::slice::from_ref(&trusts));
            assert_eq!((verdict.word, &verdict.problems), (Word::Valid, &vec![]), "{name} {section}");
            let stamp = verdict.signatures[1].time_stamp.as_ref().unwrap();
            let trust = if section == "stamps" { Trust::Authority } else { Trust::IncompleteChain };
            assert_eq!((stamp.trust, stamp.authority.name.as_str()), (trust, "Cleo Park"));
            assert!((stamp.at - Local::now().to_utc()).abs() < TimeDelta::minutes(10));
            assert!(verdict.signatures[0].time_stamp.is_none());
            // What the signature covers is as it was: only its own place changed.
            let changed: Vec<usize> = (0..before.len()).filter(|at| before[*at] != stamped[*at]).collect();
            let hole = find_last(&before, b"/Contents<");
            assert_eq!(before.len(), stamped.len());
            assert!(changed.iter().all(|at| (hole..hole + 60_000).contains(at)));

            let everybody = [trusted(), vec![trusts.clone(), CLOCK.root.clone()]].concat();
            let three = countersigned(&stamped, TimeDelta::zero());
            let after = by(&three, std::slice::from_ref(&trusts));
            assert_eq!((after.word, after.signatures[1].time_stamp.as_ref()), (Word::Valid, Some(stamp)));
            let (said, again) = (judges(&stamped, &everybody), judges(&three, &everybody));
            println!("{name:25} {section:10} {:8} {said:?}   {again:?}", format!("{:?}", verdict.word));
            // pyHanko takes no certificate for an authority that is none above the one that made the stamp.
            let expected = if section == "stamps" { ((2, 2), (3, 3)) } else { ((2, said.1), (3, again.1)) };
            assert_eq!((said, again), expected, "{name} {section}");
        }
    }
}

#[test]
fn openssl_reads_the_request_and_finds_the_answer_in_order() {
    let pdf = signed(&cleo());
    let request = stamp::ask(&pdf).unwrap();
    assert_eq!(request, stamp::ask(&pdf).unwrap(), "the same signature is asked about in the same words");
    let folder = CLOCK.folder.path();
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    std::fs::write(path("one.tsq"), &request).unwrap();
    let (good, said) = run("openssl", &["ts", "-query", "-in", &path("one.tsq"), "-text"]);
    assert!(good, "{said}");
    for part in ["Version: 1", "Hash Algorithm: sha256", "Nonce: 0x", "Certificate required: yes"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    std::fs::write(path("one.tsr"), CLOCK.answer(&request, "stamps", &[])).unwrap();
    let (query, reply, root) = (path("one.tsq"), path("one.tsr"), path("root.pem"));
    let (good, said) =
        run("openssl", &["ts", "-verify", "-queryfile", &query, "-in", &reply, "-CAfile", &root]);
    assert!(good, "{said}");
}

#[test]
fn a_token_by_itself_is_taken_as_well_as_a_whole_answer() {
    let pdf = signed(&cleo());
    let token = CLOCK.answer(&stamp::ask(&pdf).unwrap(), "stamps", &["-token_out"]);
    let stamped = stamp::add(&pdf, &token, &[]).unwrap();
    assert_eq!(by(&stamped, &[cleo().certificate_der]).word, Word::Valid);
    // Whoever does not trust the authority is told so, and the signature is as good as before.
    let verdict = verify(&stamped, &[trusted(), vec![cleo().certificate_der]].concat());
    let stamp = verdict.signatures[1].time_stamp.as_ref().unwrap();
    assert_eq!((verdict.word, stamp.trust), (Word::Valid, Trust::UnknownIssuer));
}

#[test]
fn an_answer_that_does_not_fit_is_refused_and_says_why() {
    let pdf = signed(&cleo());
    let request = stamp::ask(&pdf).unwrap();
    let answer = CLOCK.answer(&request, "stamps", &[]);
    let refused = |pdf: &[u8], answer: &[u8]| stamp::add(pdf, answer, &[]).unwrap_err();
    for bytes in [b"hello".as_slice(), b"", &request, &pdf, &answer[..answer.len() - 1]] {
        assert_eq!(refused(&pdf, bytes), StampError::NoAnswer);
    }
    assert!(matches!(refused(&pdf, &CLOCK.answer(&request, "older", &[])), StampError::RefusedSaying(_)));
    let stamped = stamp::add(&pdf, &answer, &[]).unwrap();
    assert_eq!(refused(&stamped, &answer), StampError::Stamped("Reviewer".into()));
    assert_eq!(stamp::ask(&stamped).unwrap_err(), StampError::Stamped("Reviewer".into()));
    let three = countersigned(&pdf, TimeDelta::zero());
    assert_eq!(refused(&three, &answer), StampError::OtherSignature);
    assert_eq!(refused(&fixture::document(Form::Modern), &answer), StampError::NotSigned);
    let mut changed = pdf.clone();
    changed[2_000] ^= 1;
    assert!(matches!(refused(&changed, &answer), StampError::NotSound(_)));
    let added = [pdf.as_slice(), b"more"].concat();
    assert!(matches!(refused(&added, &answer), StampError::NotSound(_)));
    assert_eq!(
        stamp::add(&pdf, &answer, &trusted()).unwrap_err(),
        StampError::Unknown("Cleo Park".into()),
        "the certificates given do not vouch for it"
    );
    let mut false_answer = answer.clone();
    let last = false_answer.len() - 1;
    false_answer[last] ^= 1;
    assert_eq!(refused(&pdf, &false_answer), StampError::False);
    let other = authority(FOR_STAMPS);
    let by_other = other.answer(&request, "stamps", &[]);
    let add = |root: &Vec<u8>| stamp::add(&pdf, &by_other, std::slice::from_ref(root)).map(drop);
    assert_eq!(add(&other.root), Ok(()));
    assert_eq!(add(&CLOCK.root), Err(StampError::Unknown("Cleo Park".into())));
    let no_authority = said_by_a_signer(&CLOCK.answer(&request, "stamps", &["-token_out"]));
    assert_eq!(refused(&pdf, &no_authority), StampError::Certificate);
}

/// What a time stamp says, signed by somebody whose certificate is for documents.
fn said_by_a_signer(token: &[u8]) -> Vec<u8> {
    let signer = keys::issued(&Recipe::of(P256));
    let path = |name: &str| signer.p12.with_file_name(name).to_string_lossy().into_owned();
    let (from, info, to) = (path("token.der"), path("info.der"), path("other.der"));
    std::fs::write(&from, token).unwrap();
    let kind = "1.2.840.113549.1.9.16.1.4";
    for call in [
        ["cms", "-verify", "-noverify", "-inform", "DER", "-in", &from, "-out", &info].as_slice(),
        &[
            "cms",
            "-sign",
            "-cades",
            "-binary",
            "-nodetach",
            "-nosmimecap",
            "-econtent_type",
            kind,
            "-md",
            "sha256",
        ],
    ] {
        let (certificate, key) = (path("leaf.pem"), path("leaf.key"));
        let signing = ["-in", &info, "-signer", &certificate, "-inkey", &key, "-outform", "DER", "-out", &to];
        let more = if call.contains(&"-sign") { signing.as_slice() } else { &[] };
        let (good, said) = run("openssl", &[call, more].concat());
        assert!(good, "{said}");
    }
    std::fs::read(to).unwrap()
}

#[test]
fn times_that_contradict_each_other_are_named() {
    let mut stated = statement(1);
    stated.at = Local::now().fixed_offset() + TimeDelta::hours(1);
    let one = &fixture::revisions(Form::Modern)[1];
    let ahead = sign::sign(one, &cleo(), Place { field: "Reviewer".into() }, stated).unwrap();
    let answer = CLOCK.answer(&stamp::ask(&ahead).unwrap(), "stamps", &[]);
    assert!(matches!(stamp::add(&ahead, &answer, &[]).unwrap_err(), StampError::Contradiction { .. }));
    // Somebody signs over the stamp and claims a time before it.
    let stamped = CLOCK.stamped(&signed(&cleo()), "stamps");
    let before = countersigned(&stamped, -TimeDelta::days(1));
    let verdict = by(&before, &[cleo().certificate_der]);
    let found: Vec<Code> = verdict.problems.iter().map(|one| one.code).collect();
    assert_eq!((verdict.word, found.as_slice()), (Word::Invalid, [Code::TimeStamp].as_slice()));
    // What an authority says that is not trusted proves nothing.
    let known = [trusted(), vec![cleo().certificate_der]].concat();
    assert_eq!(verify(&before, &known).word, Word::Valid);
}

#[test]
fn no_byte_of_a_stamped_file_can_be_changed() {
    let stamped = CLOCK.stamped(&signed(&cleo()), "alone");
    let everybody = [cleo().certificate_der];
    assert_eq!(by(&stamped, &everybody).word, Word::Valid);
    let hole = find_last(&stamped, b"/Contents<") + 10;
    let used = stamped[hole..].iter().position(|byte| *byte == b'>').unwrap();
    let used = stamped[hole..hole + used].iter().rposition(|byte| *byte != b'0').unwrap() + 2;
    let mut numbers = Numbers(0x51ed_270b_9f2e_4c33);
    for round in 0..800 {
        let at = if round % 2 == 0 { numbers.below(stamped.len()) } else { hole + numbers.below(used) };
        let mut altered = stamped.clone();
        altered[at] = if round % 4 == 1 { *numbers.pick(b"0123456789abcdef") } else { altered[at] ^ 0x15 };
        if altered == stamped {
            continue;
        }
        let word = by(&altered, &everybody).word;
        assert!(matches!(word, Word::Invalid | Word::NotAPdf), "byte {at}: {word:?}");
    }
}
