//! Identities in PKCS#12 files: of OpenSSL made here, of other programs as they wrote them once.

use crate::fixture::moment;
use crate::keys::{self, Issued, P256, P384, RSA_2048, Recipe};
use crate::tools::run;
use assay_seal::identity::{Identity, Unfit, summary};
use assay_seal::pkcs12::{ImportError, import};
use std::path::Path;
use std::sync::LazyLock;

static CLEO: LazyLock<Issued> = LazyLock::new(|| keys::issued(&Recipe::of(P256)));

fn at(pdf: &Path, passphrase: &str) -> Result<Identity, ImportError> {
    import(&std::fs::read(pdf).unwrap(), passphrase, chrono::Local::now().fixed_offset())
}

/// Writes another file beside an issued one and reads it: `@` stands for the folder.
fn written(issued: &Issued, options: &[&str], passphrase: &str) -> Result<Identity, ImportError> {
    let folder = issued.p12.parent().unwrap();
    let out = folder.join("other.p12");
    let options: Vec<String> = options
        .iter()
        .map(|one| match one.strip_prefix('@') {
            Some(name) => folder.join(name).to_string_lossy().into_owned(),
            None => (*one).to_owned(),
        })
        .collect();
    let mut arguments: Vec<&str> = vec!["pkcs12", "-export"];
    arguments.extend(options.iter().map(String::as_str));
    let (password, to) = (format!("pass:{passphrase}"), out.to_string_lossy().into_owned());
    arguments.extend(["-passout", &password, "-out", &to]);
    let (good, said) = run("openssl", &arguments);
    assert!(good, "{said}");
    at(&out, passphrase)
}

const OWN: &[&str] = &["-inkey", "@leaf.key", "-in", "@leaf.pem", "-certfile", "@chain.pem"];

fn is_cleo(identity: &Identity) {
    assert_eq!(identity.certificate_der, CLEO.leaf);
    assert_eq!(identity.chain_der, [CLEO.middle.clone(), CLEO.root.clone()], "the nearest first");
}

#[test]
fn what_openssl_writes_is_read_however_it_is_locked() {
    // One after another: they share a file name.
    for locked in [
        &[][..],
        &["-legacy"],
        &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
        &[
            "-keypbe",
            "PBE-SHA1-3DES",
            "-certpbe",
            "PBE-SHA1-RC2-128",
            "-provider",
            "legacy",
            "-provider",
            "default",
        ],
        &["-keypbe", "AES-128-CBC", "-certpbe", "AES-192-CBC", "-macalg", "sha384"],
        &["-keypbe", "DES-EDE3-CBC", "-certpbe", "DES-EDE3-CBC", "-macalg", "sha512"],
        &["-keypbe", "NONE", "-certpbe", "NONE"],
        &["-nomac"],
        &["-iter", "600000"],
    ] {
        for passphrase in ["four quiet words", "naïve Größe 中文 𝄞", ""] {
            let read = written(&CLEO, &[OWN, locked].concat(), passphrase);
            is_cleo(&read.unwrap_or_else(|error| panic!("{locked:?} “{passphrase}”: {error}")));
        }
    }
}

#[test]
fn what_other_programs_write_is_read() {
    for (name, file) in [
        ("keytool", include_bytes!("pkcs12/keytool-17.p12").as_slice()),
        ("GnuTLS", include_bytes!("pkcs12/gnutls-3.7.p12")),
        ("NSS", include_bytes!("pkcs12/nss-3.87.p12")),
    ] {
        let on = moment("2027-01-01T00:00:00Z");
        let read = import(file, "four quiet words", on).unwrap_or_else(|error| panic!("{name}: {error}"));
        let who = summary(&read.certificate_der).unwrap();
        assert_eq!((who.name.as_str(), who.organisation.as_str()), ("Cleo Park", "Example Bank"), "{name}");
        assert_eq!((who.issuer.as_str(), read.chain_der.len()), ("Example Authority", 1), "{name}");
        assert_eq!(import(file, "four quiet word", on).unwrap_err(), ImportError::Passphrase, "{name}");
    }
}

#[test]
fn every_file_that_gives_no_identity_says_why() {
    assert_eq!(at(&CLEO.p12, "second").unwrap_err(), ImportError::Passphrase);
    assert_eq!(at(&CLEO.p12, "").unwrap_err(), ImportError::Passphrase);
    let own = |more: &[&str]| written(&CLEO, &[OWN, more].concat(), "first").map(drop);
    assert_eq!(
        own(&["-nomac"]).map(|()| at(&CLEO.p12.with_file_name("other.p12"), "x").unwrap_err()),
        Ok(ImportError::Passphrase)
    );
    assert_eq!(own(&["-iter", "3000001"]), Err(ImportError::Work));
    let without_key = ["-nokeys", "-in", "@leaf.pem"];
    assert_eq!(written(&CLEO, &without_key, "first").map(drop), Err(ImportError::NoKey));
    let other = ["-inkey", "@leaf.key", "-in", "@leaf.pem"];
    is_just_the_leaf(&written(&CLEO, &other, "first").unwrap());
    let now = chrono::Local::now().fixed_offset();
    for bytes in [b"hello".as_slice(), b"", b"\x30\x80\x00\x00", b"%PDF-1.7\n", &CLEO.leaf] {
        assert_eq!(import(bytes, "first", now).unwrap_err(), ImportError::NotPkcs12);
    }
    assert_eq!(import(&vec![0x30; (1 << 20) + 1], "first", now).unwrap_err(), ImportError::Work);
    let later = moment("2040-01-01T00:00:00Z");
    let file = std::fs::read(&CLEO.p12).unwrap();
    assert!(matches!(import(&file, "first", later).unwrap_err(), ImportError::Unfit(Unfit::Ended(_))));
    assert!(matches!(
        import(&file, "first", moment("2020-01-01T00:00:00Z")).unwrap_err(),
        ImportError::Unfit(Unfit::NotYet(_))
    ));
    for (uses, may) in [
        ("keyUsage=critical,keyEncipherment", false),
        ("keyUsage=critical,digitalSignature", true),
        ("keyUsage=nonRepudiation", true),
        ("extendedKeyUsage=emailProtection", true),
    ] {
        let issued = keys::issued(&Recipe { leaf_says: uses, ..Recipe::of(P384) });
        let read = at(&issued.p12, "first").map(drop);
        assert_eq!(read, if may { Ok(()) } else { Err(ImportError::Unfit(Unfit::Usage)) }, "{uses}");
    }
    let small = keys::issued(&Recipe::of(&["rsa:1024"]));
    let Err(ImportError::Unfit(Unfit::Unusable(why))) = at(&small.p12, "first") else {
        panic!("too small a key")
    };
    assert!(why.to_string().contains("RSA of 2,048 to 4,096 bits are"), "{why}");
    let other = keys::issued(&Recipe::of(&["ed25519"]));
    let Err(ImportError::Unusable(why)) = at(&other.p12, "first") else { panic!("a kind not known") };
    assert!(why.to_string().contains("not signed with here"), "{why}");
}

fn is_just_the_leaf(identity: &Identity) {
    assert_eq!((&identity.certificate_der, identity.chain_der.len()), (&CLEO.leaf, 0));
}

/// What no program writes: put together from parts of files that were not locked.
#[test]
fn two_keys_a_key_alone_and_a_stranger_s_certificate_are_told_apart() {
    let [one, other] = [P256, RSA_2048].map(|key| keys::issued(&Recipe::of(key)));
    let parts = |issued: &Issued| {
        let open = ["-keypbe", "NONE", "-certpbe", "NONE", "-nomac"];
        written(issued, &[OWN, &open].concat(), "first").unwrap();
        let file = std::fs::read(issued.p12.with_file_name("other.p12")).unwrap();
        bags(&file)
    };
    let (one, other) = (parts(&one), parts(&other));
    let now = chrono::Local::now().fixed_offset();
    let read = |bags: &[&Vec<u8>]| import(&pfx(bags), "first", now).map(drop);
    let (key, certificates) = one.split_last().unwrap();
    let (other_key, other_certificates) = other.split_last().unwrap();
    assert_eq!(read(&[key, &certificates[0]]), Ok(()));
    assert_eq!(read(&[key, other_key, &certificates[0]]), Err(ImportError::SeveralKeys(2)));
    assert_eq!(read(&[key]), Err(ImportError::NoCertificate));
    assert_eq!(read(&[key, &other_certificates[0]]), Err(ImportError::NotTogether));
    assert_eq!(read(&[]), Err(ImportError::NoKey));
    let many: Vec<&Vec<u8>> = std::iter::repeat_n(&certificates[0], 80).collect();
    assert_eq!(read(&many), Err(ImportError::Work));
}

/// One value off the front: its tag, its body, and what is behind it.
fn value(bytes: &[u8]) -> (u8, &[u8], &[u8]) {
    let length = usize::from(bytes[1]);
    let (head, length) = match length {
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
        short => (2, short),
    };
    (bytes[0], &bytes[head..head + length], &bytes[head + length..])
}

fn wrapped(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_be_bytes();
    [[tag, 0x84].as_slice(), &length, body].concat()
}

/// The bags of a file that is not locked, certificates first.
fn bags(file: &[u8]) -> Vec<Vec<u8>> {
    let (_, pfx, _) = value(file);
    let (_, _, rest) = value(pfx);
    let content = |info: &[u8]| {
        let (_, _, rest) = value(info);
        let (_, octets, _) = value(value(rest).1);
        octets.to_vec()
    };
    let safe = content(value(rest).1);
    let (mut all, mut parts) = (Vec::new(), value(&safe).1);
    while !parts.is_empty() {
        let (_, info, behind) = value(parts);
        let bags = content(info);
        let mut rest = value(&bags).1;
        while !rest.is_empty() {
            let behind = value(rest).2;
            all.push(rest[..rest.len() - behind.len()].to_vec());
            rest = behind;
        }
        parts = behind;
    }
    all
}

fn pfx(bags: &[&Vec<u8>]) -> Vec<u8> {
    const DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    let info = |content: &[u8]| wrapped(0x30, &[DATA, &wrapped(0xa0, &wrapped(0x04, content))].concat());
    let bags: Vec<u8> = bags.iter().flat_map(|bag| bag.iter().copied()).collect();
    let safe = wrapped(0x30, &info(&wrapped(0x30, &bags)));
    wrapped(0x30, &[&[2, 1, 3], info(&safe).as_slice()].concat())
}

#[test]
fn nothing_in_a_file_can_crash_the_reading_of_it() {
    let file = include_bytes!("pkcs12/keytool-17.p12");
    let mut numbers = crate::fixture::Numbers(0x2545_f491_4f6c_dd1d);
    let on = moment("2027-01-01T00:00:00Z");
    for _ in 0..200 {
        let mut altered = file.to_vec();
        for _ in 0..=numbers.below(2) {
            let at = numbers.below(altered.len());
            altered[at] = numbers.below(256) as u8;
        }
        altered.truncate(altered.len() - numbers.below(2) * numbers.below(altered.len()));
        assert!(import(&altered, "four quiet words", on).is_err() || altered == file);
    }
}
