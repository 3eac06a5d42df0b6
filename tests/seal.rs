//! The signed report before judges that others wrote, and before everything done to it that must be noticed.

use assay_tests::{Desk, Numbers, judge};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn report(desk: &Desk) -> Vec<u8> {
    std::fs::read(desk.file("report.pdf")).expect("the report")
}

/// What the verifier says of changed bytes; it must exit with 5 and name a problem.
fn must_notice(desk: &Desk, name: &str, bytes: &[u8]) {
    let path = desk.file("changed.pdf");
    std::fs::write(&path, bytes).expect("written");
    let output = desk.run(&["verify", "changed.pdf"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(5),
        "{name} went unnoticed: {}{said}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(said.starts_with("assay: ") && said.trim().len() > 15, "{name}: {said}");
}

#[test]
fn judges_of_others_find_it_sound() {
    let desk = Desk::new();
    desk.with_demo();
    let at = desk.path();

    let said = judge(0, "pdfsig", &["-nocert", "report.pdf"], at);
    assert!(said.contains("Signature is Valid"), "{said}");
    assert!(said.contains("Total document signed"), "{said}");
    assert!(said.contains("ETSI.CAdES.detached"), "{said}");

    let said = judge(
        0,
        "pyhanko",
        &["sign", "validate", "--pretty-print", "--trust", "assessor.pem", "--trust-replace", "report.pdf"],
        at,
    );
    assert!(said.contains("judged VALID") || said.contains("INTACT"), "{said}");

    judge(0, "qpdf", &["--check", "report.pdf"], at);
    judge(0, "openssl", &["x509", "-in", "assessor.pem", "-noout", "-text"], at);

    let fonts = judge(0, "pdffonts", &["report.pdf"], at);
    let rows: Vec<&str> = fonts.lines().skip(2).filter(|l| !l.trim().is_empty()).collect();
    assert!(rows.len() >= 3, "{fonts}");
    for row in rows {
        let flags: Vec<&str> = row.split_whitespace().rev().take(5).collect();
        // From the right: generation, object, unicode, subset, embedded.
        assert_eq!((flags[4], flags[3], flags[2]), ("yes", "yes", "yes"), "{row}");
    }

    let info = judge(0, "pdfinfo", &["report.pdf"], at);
    for part in ["Tagged:", "Title:"] {
        assert!(info.contains(part), "{info}");
    }
    assert!(info.lines().any(|l| l.starts_with("Tagged:") && l.ends_with("yes")), "{info}");
    let structure = judge(0, "pdfinfo", &["-struct", "report.pdf"], at);
    for part in ["H1", "H2", "Table", "TH", "TD", "Figure", "Form"] {
        assert!(
            structure.lines().any(|l| l.trim_start().starts_with(part)),
            "the structure tree has no {part}"
        );
    }
    assert!(
        judge(0, "qpdf", &["--json", "report.pdf"], at).contains("\"/Alt\""),
        "figures have alternative texts"
    );
}

#[test]
fn the_report_carries_its_own_data() {
    let desk = Desk::new();
    desk.with_demo();
    judge(0, "pdfdetach", &["-saveall", "-o", ".", "report.pdf"], desk.path());
    let data: serde_json::Value =
        serde_json::from_slice(&std::fs::read(desk.file("assessment.json")).expect("attached"))
            .expect("JSON");
    assert_eq!(data["format"], "assay-assessment");
    let verdict = desk.json(&["verify", "report.pdf", "--trust", "assessor.pem"]);
    let sum = judge(0, "sha256sum", &["assessment.json"], desk.path());
    assert_eq!(verdict["attachments"][0]["sha256"].as_str(), sum.split_whitespace().next());
    // The paper names the hash of the data it carries.
    let text = judge(0, "pdftotext", &["-layout", "report.pdf", "-"], desk.path());
    let hash = sum.split_whitespace().next().expect("hash");
    let flat: String = text.split_whitespace().collect();
    assert!(flat.contains(hash), "the report prints the SHA-256 of its data");
}

#[test]
fn words_that_belong_to_others_are_not_used() {
    let desk = Desk::new();
    desk.with_demo();
    let text = judge(0, "pdftotext", &["report.pdf", "-"], desk.path()).to_lowercase();
    for word in ["attest", "assurance", "opinion", "certify", "certified"] {
        let found = text.lines().find(|line| line.contains(word));
        assert_eq!(found, None, "“{word}” is in the report");
    }
}

#[test]
fn an_unknown_signer_is_told_apart_and_never_passes() {
    let desk = Desk::new();
    desk.with_demo();
    let said = desk.refused(6, &["verify", "report.pdf"]);
    assert!(said.contains("no certificate was given to trust") && said.contains("--trust"), "{said}");
    desk.ok(&["new", "other.assay"]);
    desk.ok(&["identity", "new", "other.assay", "--name", "Isolde Hartwig", "--organisation", "Elsewhere"]);
    desk.ok(&["certificate", "other.assay", "--out", "other.pem"]);
    let said = desk.refused(6, &["verify", "report.pdf", "--trust", "other.pem"]);
    assert!(said.contains("not among the certificates given"), "{said}");
    desk.ok(&["verify", "report.pdf", "--trust", "assessor.pem"]);
    // The paper itself gives the command that says who signed.
    let text = judge(0, "pdftotext", &["report.pdf", "-"], desk.path());
    assert!(
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains("--trust <certificate>"),
        "{text}"
    );
}

#[test]
fn every_changed_byte_is_noticed() {
    let desk = Desk::new();
    desk.with_demo();
    let original = report(&desk);
    desk.ok(&["verify", "report.pdf", "--trust", "assessor.pem"]);
    let mut numbers = Numbers(2026);
    for round in 0..300 {
        let mut bytes = original.clone();
        let at = numbers.below(bytes.len());
        let bit = 1_u8 << numbers.below(8);
        bytes[at] ^= bit;
        must_notice(&desk, &format!("round {round}: byte {at}, bit {bit}"), &bytes);
    }
}

#[test]
fn appended_bytes_are_noticed() {
    let desk = Desk::new();
    desk.with_demo();
    let original = report(&desk);
    for tail in [&b"\n\n"[..], b" ", b"\0", b"% hello\n", b"%%EOF\n", b"1 0 obj\n<</Type/Catalog>>\nendobj\n"]
    {
        let mut bytes = original.clone();
        bytes.extend(tail);
        must_notice(&desk, "appended bytes", &bytes);
    }
    must_notice(&desk, "cut off", &original[..original.len() - 1]);
    must_notice(&desk, "cut in half", &original[..original.len() / 2]);
    must_notice(&desk, "two in one", &[original.clone(), original].concat());
}

#[test]
fn what_was_signed_is_written_out_again_without_what_mail_added() {
    let desk = Desk::new();
    desk.with_demo();
    let original = report(&desk);
    for (name, tail, code) in [("line.pdf", "\r\n", 0), ("mail.pdf", "\n% scanned\n", 5)] {
        std::fs::write(desk.file(name), [&original, tail.as_bytes()].concat()).expect("written");
        let signed = format!("signed-{name}");
        let output = desk.run(&["verify", name, "--trust", "assessor.pem", "--signed-revision", &signed]);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains("follow the") && said.contains(&format!("Wrote {signed}")), "{said}");
        let names_nobody = said.contains("nobody is named");
        assert!(!names_nobody, "the paper names three people: {said}");
        assert!(std::fs::read(desk.file(&signed)).expect("written out") == original);
    }
}

#[test]
fn an_empty_place_is_signed_with_what_people_have() {
    let desk = Desk::new();
    desk.with_demo();
    let at = desk.path();
    for (key, options, code) in [("rsa", ["-newkey", "rsa:3072"], 0), ("ed25519", ["-newkey", "ed25519"], 8)]
    {
        let (private, certificate, out) = (format!("{key}.key"), format!("{key}.pem"), format!("{key}.pdf"));
        let subject = ["-subj", "/O=Northmoor Mutual/CN=Tomasz Brennan", "-days", "800", "-nodes"];
        let files = ["-keyout", &private, "-out", &certificate];
        judge(0, "openssl", &[&["req", "-x509"], &options[..], &subject, &files].concat(), at);
        let place = ["sign", "addsig", "--field", "Reviewer", "--use-pades", "pemder", "--no-pass"];
        let with = ["--key", &private, "--cert", &certificate, "report.pdf", &out];
        judge(0, "pyhanko", &[&place[..], &with].concat(), at);
        let output =
            desk.run(&["--json", "verify", &out, "--trust", "assessor.pem", "--trust", &certificate]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{said}");
        let verdict: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let (word, intact) = if code == 0 { ("valid", "yes") } else { ("not-judged", "not-judged") };
        assert_eq!(
            (verdict["word"].as_str(), verdict["signatures"][1]["intact"].as_str()),
            (Some(word), Some(intact))
        );
        assert_eq!(verdict["signatures"][0]["intact"], "yes");
    }
}

/// Attacks that leave other verifiers content, built with a PDF library others wrote.
/// Does a command with the sample's vault.
fn with_sample(desk: &Desk, arguments: &[&str]) -> Vec<u8> {
    let output =
        desk.command(arguments).env("ASSAY_PASSPHRASE", "a sample, not a secret").output().expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Attacks on the signed report of last year's small assessment: its objects stand in the file one by one, so that the
/// script can rewrite them as an attacker would.
fn build_attacks(desk: &Desk) {
    desk.with_demo();
    let session: Value =
        serde_json::from_slice(&with_sample(desk, &["--json", "list", "sample.assay"])).expect("JSON");
    let cards = session["vendors"][0]["assessments"].as_array().expect("assessments");
    let first = cards.iter().map(|card| &card["assessment"]).find(|a| a["previous"].is_null());
    let id = first.and_then(|a| a["id"].as_str()).expect("the assessment that follows none");
    with_sample(
        desk,
        &[
            "sign",
            "sample.assay",
            "--assessment",
            id,
            "--out",
            "small.pdf",
            "--override",
            "open-points=Small",
        ],
    );
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/attacks.py");
    judge(0, "python3", &[script.to_str().expect("path"), "small.pdf"], desk.path());
}

#[test]
fn known_attacks_are_noticed() {
    let desk = Desk::new();
    build_attacks(&desk);
    let mut attacks = 0;
    for entry in std::fs::read_dir(desk.file("attacks")).expect("attacks") {
        let path = entry.expect("entry").path();
        must_notice(&desk, &path.display().to_string(), &std::fs::read(&path).expect("attack"));
        attacks += 1;
    }
    assert!(attacks >= 8, "{attacks} attacks were built");
}

#[test]
fn a_report_changed_and_then_countersigned_is_refused() {
    let desk = Desk::new();
    build_attacks(&desk);
    // The countersigner's own tool must not lend its signature to it.
    let output = desk
        .command(&[
            "countersign",
            "sample.assay",
            "attacks/annotation.pdf",
            "--as",
            "executive",
            "--out",
            "lent.pdf",
        ])
        .env("ASSAY_PASSPHRASE", "a sample, not a secret")
        .output()
        .expect("runs");
    assert!(!output.status.success());
    assert!(!desk.file("lent.pdf").exists());
}

#[test]
fn the_same_vault_and_clock_give_the_same_bytes() {
    let desk = Desk::new();
    desk.with_demo();
    let draft = |name: &str| {
        // The clock stands still for the program alone.
        let output = Command::new("faketime")
            .args(["-f", "2026-11-23 10:00:00"])
            .arg(assay_tests::assay_program())
            .args(["report", "sample.assay", "--out", name])
            .current_dir(desk.path())
            .env("ASSAY_PASSPHRASE", "a sample, not a secret")
            .env("ASSAY_CONFIG_DIR", desk.file("settings"))
            .env("TZ", "UTC")
            .output()
            .expect("faketime starts: ./dev test installs it");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(desk.file(name)).expect("drawn")
    };
    let (first, second) = (draft("first.pdf"), draft("second.pdf"));
    assert!(first == second, "two drafts of one vault at one time differ");
}
