//! An assessor's office for the tests: one vault with an assessment and identities, spoken to as the window does.
#![allow(dead_code)]

use assay_desk::use_cases::issuing::Step;
use assay_desk::{Desk, Environment, Job, Problem, api};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const PASSPHRASE: &str = "correct horse battery staple";

/// Everything is set aside but who signs: the assessments of these tests are never finished.
pub fn open_points(reason: &str) -> Value {
    json!([{ "rule": "open-points", "reason": reason }])
}

pub struct Office {
    pub desk: Desk,
    pub folder: PathBuf,
    pub assessment: String,
    /// The clock on the wall.
    pub clock: Arc<Mutex<DateTime<FixedOffset>>>,
}

fn desk(
    clock: &Arc<Mutex<DateTime<FixedOffset>>>,
    settings: Option<PathBuf>,
    issuing: impl Fn(Step) + Send + Sync + 'static,
) -> Desk {
    let clock = Arc::clone(clock);
    let environment = Environment {
        now: Box::new(move || *clock.lock().unwrap()),
        settings,
        issuing: Box::new(issuing),
        ..Environment::of_this_machine()
    };
    Desk::new(environment).unwrap()
}

fn clock() -> Arc<Mutex<DateTime<FixedOffset>>> {
    Arc::new(Mutex::new(DateTime::parse_from_rfc3339("2026-11-23T10:00:00+01:00").unwrap()))
}

impl Office {
    /// A new vault: an assessment by Ada Moore, reviewed by Ben Ash, accepted by Cleo Park, and an identity for each.
    pub fn new(folder: &Path, issuing: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self::with_settings(folder, None, issuing)
    }

    /// The same, with a folder for settings.
    pub fn with_settings(
        folder: &Path,
        settings: Option<PathBuf>,
        issuing: impl Fn(Step) + Send + Sync + 'static,
    ) -> Self {
        let clock = clock();
        let desk = desk(&clock, settings, issuing);
        let mut office = Self { desk, folder: folder.into(), assessment: String::new(), clock };
        office.call("create_vault", office.key());
        let vendor = office.call(
            "save_vendor",
            json!({ "id": null, "name": "Tallow & Wick", "legal_name": "", "country": "", "website": "",
                    "contact_name": "", "contact_email": "", "services": [], "notes": "" }),
        );
        let assessment = office.call(
            "create_assessment",
            json!({ "vendor": vendor["id"], "title": "Tallow 2026", "service": "Candles", "tier": 3, "facts": [],
                    "frameworks": ["soc2"], "assessor": office.person("Ada Moore"), "previous": null }),
        );
        office.assessment = assessment["id"].as_str().unwrap().to_owned();
        office.name("reviewer", "Ben Ash");
        office.name("accountable", "Cleo Park");
        for name in ["Ada Moore", "Ben Ash", "Cleo Park"] {
            office.identity(name);
        }
        office
    }

    /// The vault of an office that was there before, opened.
    pub fn there(folder: &Path, issuing: impl Fn(Step) + Send + Sync + 'static) -> Self {
        let clock = clock();
        let desk = desk(&clock, None, issuing);
        let mut office = Self { desk, folder: folder.into(), assessment: String::new(), clock };
        let session = office.call("open_vault", office.key());
        let assessment = &session["vendors"][0]["assessments"][0]["assessment"]["id"];
        office.assessment = assessment.as_str().unwrap().to_owned();
        office
    }

    fn key(&self) -> Value {
        json!({ "path": self.file("work.assay"), "passphrase": PASSPHRASE })
    }

    /// A file of the office as a person chooses it.
    pub fn file(&self, name: &str) -> String {
        self.desk.offer(&self.folder.join(name))
    }

    fn person(&self, name: &str) -> Value {
        json!({ "name": name, "role": "", "organisation": "Moore & Co" })
    }

    /// What a use case answers, with messages in English.
    pub fn try_call(&self, name: &str, input: Value) -> Result<Value, Problem> {
        let mut answer = api::call(&self.desk, name, input, &Job::UNWATCHED)?;
        assay_message::in_english(&mut answer);
        Ok(answer)
    }

    pub fn call(&self, name: &str, input: Value) -> Value {
        self.try_call(name, input).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    }

    pub fn of(&self) -> Value {
        json!({ "assessment": self.assessment })
    }

    /// Names a person on the paper; an empty name takes them off it.
    pub fn name(&self, place: &str, name: &str) {
        let mut assessment = self.call("overview", self.of())["assessment"].clone();
        assessment[place] = self.person(name);
        self.call("save_assessment", json!({ "assessment": assessment }));
    }

    pub fn identity(&self, name: &str) -> String {
        let made =
            self.call("create_identity", json!({ "name": name, "organisation": "Moore & Co", "email": "" }));
        made["id"].as_str().unwrap().to_owned()
    }

    /// The identity of a person in the vault.
    pub fn identity_of(&self, name: &str) -> String {
        let session = self.call("session", json!({}));
        let identities = session["identities"].as_array().unwrap();
        let found = identities.iter().find(|identity| identity["name"] == name);
        found.unwrap_or_else(|| panic!("{name}"))["id"].as_str().unwrap().to_owned()
    }

    pub fn answer(&self, question: &str, change: Value) -> Value {
        self.call("answer", json!({ "assessment": self.assessment, "question": question, "change": change }))
    }

    pub fn issue(&self, file: &str, set_aside: Value) -> Result<Value, Problem> {
        self.issue_as("Ada Moore", file, set_aside)
    }

    pub fn issue_as(&self, who: &str, file: &str, set_aside: Value) -> Result<Value, Problem> {
        let input = json!({ "assessment": self.assessment, "identity": self.identity_of(who),
                            "path": self.file(file), "location": "", "set_aside": set_aside });
        self.try_call("issue_report", input)
    }

    pub fn countersign(
        &self,
        (from, to): (&str, &str),
        (who, place): (&str, &str),
        set_aside: Value,
    ) -> Result<Value, Problem> {
        let input = json!({ "path": self.file(from), "out": self.file(to), "place": place,
                            "identity": self.identity_of(who), "location": "", "set_aside": set_aside });
        self.try_call("countersign", input)
    }

    /// The verdict on a file by somebody who trusts the identities of the vault.
    pub fn verify(&self, file: &str) -> Value {
        self.call("verify_pdf", json!({ "path": self.file(file), "trusted": [], "trust_vault": true }))
    }

    pub fn set_clock(&self, at: &str) {
        *self.clock.lock().unwrap() = DateTime::parse_from_rfc3339(at).unwrap();
    }
}
