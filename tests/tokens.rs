//! Keys on tokens by command: looked at, taken, signed with; and every way in which a token does not sign.

use assay_tests::card::{Card, LABEL, P256, P384, PIN, PSS, RSA, SOFTHSM};
use assay_tests::{Desk, judge};
use serde_json::Value;
use std::process::Output;

const ASIDE: &[&str] = &["--override", "open-points=The board meets today"];
const SIGNS: &str = "digitalSignature,nonRepudiation";

/// Runs the command with a token in its slot and this PIN; an empty one is none.
fn with(desk: &Desk, card: &Card, pin: &str, arguments: &[&str]) -> Output {
    let mut command = desk.command(arguments);
    command.env("SOFTHSM2_CONF", card.conf());
    if !pin.is_empty() {
        command.env("ASSAY_TOKEN_PIN", pin);
    }
    command.output().expect("the command starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ok(desk: &Desk, card: &Card, arguments: &[&str]) -> String {
    let output = with(desk, card, PIN, arguments);
    assert!(output.status.success(), "assay {}: {}", arguments.join(" "), said(&output));
    said(&output)
}

/// It must refuse in one sentence, without panic.
fn refused(output: &Output) -> String {
    let text = said(output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.starts_with("assay: ") && text.lines().count() == 1, "one sentence, not {text}");
    assert!(!text.contains(PIN) && !text.contains("0000 wrong"), "the PIN is told: {text}");
    text
}

/// Takes the certificate of this file and gives the identity's id.
fn take(desk: &Desk, card: &Card, module: &str, der: &str) -> String {
    let fingerprint =
        assay_seal::identity::fingerprint(&std::fs::read(card.file(der)).expect("a certificate"));
    let arguments = ["--json", "identity", "take", "work.assay", module, "--certificate", &fingerprint];
    let taken: Value = serde_json::from_str(&ok(desk, card, &arguments)).expect("JSON");
    taken["id"].as_str().expect("an id").to_owned()
}

fn judged_sound(desk: &Desk, card: &Card, report: &str, poppler_knows: bool) {
    let root = card.file("root.pem").display().to_string();
    let text = desk.ok(&["verify", report, "--trust", &root]);
    assert!(text.contains("an authority among those held to be genuine vouches for it"), "{text}");
    if poppler_knows {
        let valid = judge(0, "pdfsig", &["-nocert", report], desk.path());
        assert_eq!(valid.matches("Signature is Valid.").count(), 1, "{valid}");
    }
    let validate =
        ["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust-replace", "--trust"];
    let valid = judge(0, "pyhanko", &[&validate[..], &[&root, report]].concat(), desk.path());
    assert!(valid.contains("The signature is judged VALID."), "{valid}");
}

#[test]
fn a_key_of_each_kind_signs_without_leaving_its_token() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let card = Card::new(desk.path());
    for (id, kind) in [("a1", P256), ("a2", P384), ("a3", RSA), ("a4", PSS)] {
        card.put(id, kind, "900", SIGNS);
    }
    card.put("a5", P256, "900", "keyEncipherment");
    card.put_careful("a6", RSA);

    let text = ok(&desk, &card, &["identity", "token", SOFTHSM]);
    for part in [
        LABEL,
        "certificate a1  Ada Moore, Moore",
        "ECDSA, P-384, issued by Moore Authority",
        "RSA (PSS), 3072 bits",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(text.matches("It cannot sign. Its certificate is not meant for signing").count(), 1, "{text}");
    assert!(!text.contains("certificate authority"), "an authority signs no report: {text}");

    for id in ["a1", "a2", "a3", "a4", "a6"] {
        let identity = take(&desk, &card, SOFTHSM, &format!("{id}.der"));
        let out = format!("{id}.pdf");
        ok(&desk, &card, &[&["sign", vault, "--out", &out, "--identity", &identity], ASIDE].concat());
        // Of the judges poppler knows no certificate whose key is for PSS alone.
        judged_sound(&desk, &card, &out, id != "a4");
    }
    let listed = desk.ok(&["identity", "list", vault]);
    assert!(listed.contains(&format!("Its key is on the token {LABEL}, serial number ")), "{listed}");

    // The rules of the paper hold for a key on a token as for any other; the PIN comes from a file.
    std::fs::write(desk.file("pin.txt"), format!("{PIN}\n")).expect("written");
    let listed = desk.json(&["identity", "list", vault]);
    let second = listed[1]["id"].as_str().expect("an id");
    let countersign = [
        "countersign",
        vault,
        "a1.pdf",
        "--as",
        "reviewer",
        "--out",
        "two.pdf",
        "--identity",
        second,
        "--pin-file",
        "pin.txt",
    ];
    let against = refused(&with(&desk, &card, "", &countersign));
    assert!(against.contains("nobody-named: "), "{against}");
    assert!(against.contains("same-person: "), "{against}");
    let aside = ["--override", "nobody-named=She may", "--override", "same-person=Two keys"];
    let aside = [&countersign[..], &aside].concat();
    let twice = with(&desk, &card, "", &aside);
    assert!(twice.status.success(), "{}", said(&twice));
    let text = desk.ok(&[
        "verify",
        "two.pdf",
        "--signatures",
        "2",
        "--trust",
        &card.file("root.pem").display().to_string(),
    ]);
    assert!(text.contains("Reviewer: Ada Moore"), "{text}");
}

#[test]
fn a_token_that_does_not_sign_says_why_and_changes_nothing() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let card = Card::new(desk.path());
    card.put("a1", P256, "900", SIGNS);
    let plain = card.module("plain.so").display().to_string();
    take(&desk, &card, &plain, "a1.der");
    let journal = || desk.json(&["journal", vault, "--vault"]);
    let before = (journal(), std::fs::read(desk.file(vault)).expect("the vault"));
    let sign = [&["sign", vault, "--out", "report.pdf"], ASIDE].concat();

    let unasked = refused(&with(&desk, &card, "", &sign));
    assert!(unasked.contains("signs with its PIN only") && unasked.contains("ASSAY_TOKEN_PIN"), "{unasked}");
    let wrong = refused(&with(&desk, &card, "0000 wrong", &sign));
    assert!(
        wrong.contains("The PIN is not that of the token") && wrong.contains("a few times only"),
        "{wrong}"
    );
    for (manner, why) in [
        ("last.so", "takes one more try"),
        ("locked.so", "is locked after too many wrong PINs"),
        ("gone.so", "was pulled out"),
        ("rubbish.so", "is no signature of the certificate's key"),
        ("deaf.so", "does not start: Initialize answered GeneralError"),
    ] {
        let module = card.module(manner).display().to_string();
        let pin = if manner == "last.so" { "0000 wrong" } else { PIN };
        let refused = refused(&with(&desk, &card, pin, &[&sign[..], &["--module", &module]].concat()));
        assert!(refused.contains(why) && refused.contains("Nothing was signed."), "{manner}: {refused}");
    }
    std::fs::write(desk.file("text.so"), "no module at all").expect("written");
    for (module, why) in [
        ("text.so", "is no PKCS#11 module for this machine"),
        ("/lib/x86_64-linux-gnu/libm.so.6", "is a library, but no PKCS#11 module"),
        ("gone/away.so", "There is no file"),
        (".", "There is no file"),
    ] {
        for call in [&["identity", "token", module][..], &["identity", "take", vault, module]] {
            let refused = refused(&with(&desk, &card, PIN, call));
            assert!(refused.contains(why) && refused.contains("Nothing was changed."), "{refused}");
        }
        let refused = refused(&with(&desk, &card, PIN, &[&sign[..], &["--module", module]].concat()));
        assert!(refused.contains(why), "{refused}");
    }
    card.pull_out();
    let gone = refused(&with(&desk, &card, PIN, &sign));
    assert!(gone.contains(&format!("The token {LABEL} is not there.")), "{gone}");
    let gone = refused(&with(&desk, &card, PIN, &["identity", "token", &plain]));
    assert!(gone.contains("finds no token"), "{gone}");

    assert!(!desk.file("report.pdf").exists());
    assert_eq!(desk.json(&["issued", vault]), serde_json::json!([]));
    assert_eq!((journal(), std::fs::read(desk.file(vault)).expect("the vault")), before);
    let left: Vec<_> =
        std::fs::read_dir(desk.path()).expect("read").flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_module_that_nobody_chose_here_is_not_loaded() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let card = Card::new(desk.path());
    card.put("a1", P256, "900", SIGNS);
    let module = card.module("plain.so").display().to_string();
    take(&desk, &card, &module, "a1.der");
    // The vault comes to another machine.
    std::fs::remove_dir_all(desk.file("settings")).expect("forgotten");
    let sign = [&["sign", vault, "--out", "report.pdf"], ASIDE].concat();
    let unknown = refused(&with(&desk, &card, PIN, &sign));
    assert!(unknown.contains("nobody chose that one on this machine"), "{unknown}");
    assert_eq!(desk.json(&["identity", "list", vault])[0]["token"]["is_chosen"], false);
    ok(&desk, &card, &[&sign[..], &["--module", &module]].concat());
    assert_eq!(desk.json(&["identity", "list", vault])[0]["token"]["is_chosen"], true);
    // From then on it is known.
    ok(&desk, &card, &[&["sign", vault, "--out", "again.pdf"], ASIDE].concat());
}

#[test]
fn a_pin_typed_at_the_reader_is_asked_for_there() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let card = Card::new(desk.path());
    card.put("a1", P256, "900", SIGNS);
    let module = card.module("reader.so").display().to_string();
    let text = ok(&desk, &card, &["identity", "token", &module]);
    assert!(text.contains("Its PIN is typed at the reader."), "{text}");
    take(&desk, &card, &module, "a1.der");
    let signed = with(&desk, &card, "", &[&["sign", vault, "--out", "report.pdf"], ASIDE].concat());
    assert!(signed.status.success(), "{}", said(&signed));
    judged_sound(&desk, &card, "report.pdf", true);
}

#[test]
fn a_certificate_on_a_token_that_cannot_sign_is_not_taken() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let card = Card::new(desk.path());
    let take = |desk: &Desk| with(desk, &card, "", &["identity", "take", vault, SOFTHSM]);
    let none = refused(&take(&desk));
    assert!(none.contains("There is no certificate on the token that could sign"), "{none}");
    card.put("a1", P256, "900", "keyEncipherment");
    let unfit = refused(&take(&desk));
    assert!(unfit.contains("is not meant for signing documents"), "{unfit}");
    card.put("a2", P256, "900", SIGNS);
    card.put("a3", P256, "900", SIGNS);
    let several = refused(&take(&desk));
    assert!(several.contains("There are 2 certificates that can sign"), "{several}");
    assert_eq!(desk.json(&["identity", "list", vault]), serde_json::json!([]));

    // What a key in the vault does not need is not dropped in silence.
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore"]);
    let needless = [&["sign", vault, "--out", "report.pdf", "--module", SOFTHSM], ASIDE].concat();
    assert_eq!(desk.run(&needless).status.code(), Some(2));
    assert!(!desk.file("report.pdf").exists());
}
