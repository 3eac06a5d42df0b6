//! Who may sign where, in which order and when, by command: refused with a sentence each, or signed with the reason that
//! everybody reads.

use assay_desk::{Desk, Environment, Job, api};
use assay_tests::{Desk as Folder, PASSPHRASE, assay_program, judge};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::{Command, Output};

const VAULT: &str = "work.assay";
const MORNING: &str = "2026-11-23 10:00:00";
const NOON: &str = "2026-11-23 12:00:00";
const EVENING: &str = "2026-11-23 18:00:00";
const OPEN: &str = "open-points=The board meets today";

/// A vault whose assessment names Ada Moore, Ben Ash and Cleo Park, with an identity for each and for Dan Reed, who is
/// not on the paper.
struct Office {
    folder: Folder,
    identities: BTreeMap<String, String>,
}

impl Office {
    fn new() -> Self {
        let folder = Folder::new();
        let now: DateTime<FixedOffset> = "2026-11-23T08:00:00Z".parse().expect("a moment");
        let environment =
            Environment { now: Box::new(move || now), settings: None, ..Environment::of_this_machine() };
        let desk = Desk::new(environment).expect("the packs read");
        let call = |name: &str, input: Value| {
            api::call(&desk, name, input, &Job::UNWATCHED)
                .unwrap_or_else(|problem| panic!("{name}: {problem}"))
        };
        let person = |name: &str| json!({ "name": name, "role": "", "organisation": "Moore & Co" });
        let path = desk.offer(&folder.file(VAULT));
        call("create_vault", json!({ "path": path, "passphrase": PASSPHRASE }));
        let vendor = json!({ "id": null, "name": "Tallow & Wick", "legal_name": "", "country": "", "website": "",
                             "contact_name": "", "contact_email": "", "services": [], "notes": "" });
        let vendor = call("save_vendor", vendor);
        let new = json!({ "vendor": vendor["id"], "title": "Tallow 2026", "service": "Candles", "tier": 3, "facts": [],
                          "frameworks": ["soc2"], "assessor": person("Ada Moore"), "previous": null });
        let mut assessment = call("create_assessment", new);
        assessment["reviewer"] = person("Ben Ash");
        assessment["accountable"] = person("Cleo Park");
        call("save_assessment", json!({ "assessment": assessment }));
        let identities = ["Ada Moore", "Ben Ash", "Cleo Park", "Dan Reed"].map(|name| {
            let made =
                call("create_identity", json!({ "name": name, "organisation": "Moore & Co", "email": "" }));
            (name.to_owned(), made["id"].as_str().expect("an id").to_owned())
        });
        Self { folder, identities: identities.into() }
    }

    /// The command at a time of day.
    fn run(&self, clock: &str, arguments: &[&str]) -> Output {
        Command::new("faketime")
            .args(["-f", &format!("@{clock}")])
            .arg(assay_program())
            .args(arguments)
            .current_dir(self.folder.path())
            .env("ASSAY_PASSPHRASE", PASSPHRASE)
            .env("ASSAY_CONFIG_DIR", self.folder.file("settings"))
            .env("TZ", "UTC")
            .output()
            .expect("faketime starts: ./dev test installs it")
    }

    fn sign(&self, clock: &str, who: &str, out: &str, aside: &[&str]) -> Output {
        let mut arguments = vec!["sign", VAULT, "--out", out, "--identity", &self.identities[who]];
        arguments.extend(aside.iter().flat_map(|one| ["--override", one]));
        self.run(clock, &arguments)
    }

    fn countersign(
        &self,
        clock: &str,
        (from, out): (&str, &str),
        (who, place): (&str, &str),
        aside: &[&str],
    ) -> Output {
        let who = self.identities[who].as_str();
        let mut arguments = vec!["countersign", VAULT, from, "--as", place, "--out", out, "--identity", who];
        arguments.extend(aside.iter().flat_map(|one| ["--override", one]));
        self.run(clock, &arguments)
    }

    /// What somebody who trusts all four is told of a file, and the words on its pages.
    fn read(&self, file: &str) -> (String, String) {
        let mut verify = vec!["verify".to_owned(), file.to_owned()];
        for (n, id) in self.identities.values().enumerate() {
            let pem = format!("{n}.pem");
            if !self.folder.file(&pem).exists() {
                self.folder.ok(&["certificate", VAULT, "--identity", id, "--out", &pem]);
            }
            verify.extend(["--trust".to_owned(), pem]);
        }
        let said = self.folder.ok(&verify.iter().map(String::as_str).collect::<Vec<_>>());
        let pages = judge(0, "pdftotext", &[file, "-"], self.folder.path());
        (one_line(&said), one_line(&pages))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// It was refused in one sentence, which says this; and nothing was written.
#[track_caller]
fn refused(office: &Office, output: &Output, out: &str, says: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("Nothing was signed.") && said.contains(says), "“{says}” is not in: {said}");
    assert!(!office.folder.file(out).exists(), "{out} was written");
}

#[track_caller]
fn signed(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn each_rule_of_countersigning_has_its_sentence_and_passes_with_a_reason_that_is_printed() {
    let office = Office::new();
    signed(&office.sign(MORNING, "Ada Moore", "one.pdf", &[OPEN]));
    for (clock, who, place, says, aside) in [
        (
            NOON,
            "Ada Moore",
            "reviewer",
            &[
                "same-person: Ada Moore has signed in the place Assessor already.",
                "other-name: The report names Ben Ash for the place Reviewer; the certificate is Ada Moore's.",
            ][..],
            &["same-person=Nobody else is left", "other-name=Ben Ash is ill"][..],
        ),
        (
            NOON,
            "Dan Reed",
            "reviewer",
            &["other-name: The report names Ben Ash for the place Reviewer; the certificate is Dan Reed's."],
            &["other-name=Deputy of Ben Ash"],
        ),
        (
            NOON,
            "Cleo Park",
            "executive",
            &[
                "order: Ben Ash signs first, in the place Reviewer, and has not yet. The order on the paper is Assessor, \
               Reviewer, Executive.",
            ],
            &["order=Ben Ash reads it on the plane"],
        ),
        (
            "2026-11-23 09:30:00",
            "Ben Ash",
            "reviewer",
            &["earlier-time: The signature in the place Reviewer is dated 2026-11-23 09:30:"],
            &["earlier-time=This clock is an hour slow"],
        ),
    ] {
        let what = format!("{who} as {place} at {clock}");
        let files = ("one.pdf", "two.pdf");
        let plain = office.countersign(clock, files, (who, place), &[]);
        for sentence in says {
            refused(&office, &plain, "two.pdf", sentence);
        }
        // One reason of two is not enough, and a blank one is no reason.
        if aside.len() > 1 {
            let half = office.countersign(clock, files, (who, place), &aside[..1]);
            refused(&office, &half, "two.pdf", says[1]);
        }
        let rule = aside[0].split_once('=').expect("a reason").0;
        let blank = office.countersign(clock, files, (who, place), &[&format!("{rule}= ")]);
        assert_eq!(blank.status.code(), Some(2), "{what}: a blank reason is wrong usage");

        signed(&office.countersign(clock, files, (who, place), aside));
        let (verdict, pages) = office.read("two.pdf");
        for one in aside {
            let (rule, reason) = one.split_once('=').expect("a reason");
            assert!(
                pages.contains(&format!("{rule} ({reason})")),
                "{what}: the page does not say why: {pages}"
            );
            assert!(verdict.contains(&format!("Reason: {reason}")), "{what}: {verdict}");
        }
        assert!(
            verdict.contains("Set aside:") && verdict.contains("Reason: The board meets today"),
            "{verdict}"
        );
        std::fs::remove_file(office.folder.file("two.pdf")).expect("gone");
    }
}

#[test]
fn who_issues_is_named_on_the_paper_or_the_paper_says_why_not() {
    let office = Office::new();
    let says =
        "other-name: The report names Ada Moore for the place Assessor; the certificate is Dan Reed's.";
    refused(&office, &office.sign(MORNING, "Dan Reed", "one.pdf", &[OPEN]), "one.pdf", says);
    let nothing = office.run(MORNING, &["--json", "list", VAULT]);
    let list: Value = serde_json::from_slice(&nothing.stdout).expect("JSON");
    assert_eq!(list["vendors"][0]["assessments"][0]["issued"], 0, "no number was used up");
    signed(&office.sign(MORNING, "Dan Reed", "one.pdf", &[OPEN, "other-name=Ada Moore left the firm"]));
    let (verdict, pages) = office.read("one.pdf");
    assert!(verdict.contains("Reason: Ada Moore left the firm"), "{verdict}");
    assert!(pages.contains("Rules of signing set aside to issue this report"), "{pages}");
    for printed in ["Ada Moore left the firm", "The board meets today"] {
        assert!(pages.contains(printed), "“{printed}” is not printed");
    }
}

#[test]
fn an_issue_cannot_be_taken_back_and_the_next_has_its_own_number() {
    let office = Office::new();
    signed(&office.sign(MORNING, "Ada Moore", "one.pdf", &[OPEN]));
    let said = office.folder.refused(1, &["undo", VAULT]);
    assert!(said.contains("issued"), "{said}");
    office.folder.ok(&["answer", VAULT, "ACC-01", "--conclude", "ineffective"]);
    office.folder.ok(&["undo", VAULT]);
    office.folder.refused(1, &["undo", VAULT]);
    office.folder.ok(&["answer", VAULT, "ACC-01", "--conclude", "effective"]);
    signed(&office.sign(NOON, "Ada Moore", "two.pdf", &[OPEN]));
    for (file, issue) in [("one.pdf", "Issue 1, issued"), ("two.pdf", "Issue 2, issued; supersedes issue 1")]
    {
        let (_, pages) = office.read(file);
        assert!(pages.contains(issue), "{file} does not say “{issue}”");
    }
}

#[test]
fn three_people_in_the_order_of_the_paper_need_no_reason() {
    let office = Office::new();
    signed(&office.sign(MORNING, "Ada Moore", "one.pdf", &[OPEN]));
    signed(&office.countersign(NOON, ("one.pdf", "two.pdf"), ("Ben Ash", "reviewer"), &[]));
    signed(&office.countersign(EVENING, ("two.pdf", "three.pdf"), ("Cleo Park", "executive"), &[]));
    let (verdict, _) = office.read("three.pdf");
    for place in ["Assessor (named: Ada Moore) by Ada Moore", "Executive (named: Cleo Park) by Cleo Park"] {
        assert!(verdict.contains(&format!("Signed: {place}")), "{verdict}");
    }
    assert_eq!(verdict.matches("Set aside:").count(), 1, "only what stood against issuing: {verdict}");
    let taken = office.countersign(
        EVENING,
        ("three.pdf", "four.pdf"),
        ("Ben Ash", "reviewer"),
        &["place-taken=Once more", "order=Once more"],
    );
    refused(&office, &taken, "four.pdf", "place-taken: The place Reviewer is signed already.");
}

#[test]
fn a_signature_made_elsewhere_against_the_rules_ends_in_an_exit_code_of_its_own() {
    use assay_seal::identity::{Algorithm, Subject, certificate_pem, create};
    use assay_seal::sign::{Place, Statement, sign};
    let office = Office::new();
    signed(&office.sign(MORNING, "Ada Moore", "one.pdf", &[OPEN]));
    let pdf = std::fs::read(office.folder.file("one.pdf")).expect("read");
    let at: DateTime<FixedOffset> = "2026-11-24T10:00:00Z".parse().expect("a moment");
    let subject = Subject { name: "Mallory".into(), organisation: "Elsewhere".into(), email: None };
    let mallory = create(&subject, at.to_utc(), 1, Algorithm::P256, [7; 64]).expect("an identity");
    let statement = Statement { reason: "I reviewed this report".into(), location: None, at, certify: false };
    let signed = sign(&pdf, &mallory, Place { field: "Reviewer".into() }, statement).expect("signed");
    std::fs::write(office.folder.file("two.pdf"), signed).expect("written");
    std::fs::write(office.folder.file("mallory.pem"), certificate_pem(&mallory.certificate_der))
        .expect("written");
    office.folder.ok(&[
        "certificate",
        VAULT,
        "--identity",
        &office.identities["Ada Moore"],
        "--out",
        "ada.pem",
    ]);
    let verify = ["verify", "two.pdf", "--trust", "ada.pem", "--trust", "mallory.pem"];
    let said = office.folder.refused(7, &verify);
    assert!(said.contains("The report names Ben Ash for the place Reviewer"), "{said}");
}
