//! A second person at the same vault, who writes between any two steps of whatever the first one does: nothing that either
//! was told is saved is lost.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // helpers of tests are tests

use assay_core::record::Key;
use assay_desk::{Desk, Environment, Job, Problem, api};
use assay_vault::Vault;
use card::Card;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

#[path = "../../../../tests/support/card.rs"]
#[allow(dead_code, clippy::expect_used)] // other tests use the rest
mod card;

const PASSPHRASE: &str = "nine green bottles";

/// Use cases that change no record: they read, or are about the vault as a file.
const READING: &[&str] = &[
    "welcome",
    "create_vault",
    "open_vault",
    "open_sample",
    "close_vault",
    "change_passphrase",
    "forget_recent",
    "set_theme",
    "back_up",
    "session",
    "drafts",
    "keep_draft",
    "drop_draft",
    "choices",
    "overview",
    "inherent_risk",
    "interview_plan",
    "owed",
    "suggestions",
    "since_last_time",
    "specifications",
    "reviews",
    "export_questionnaire",
    "status",
    "newest",
    "journal",
    "search",
    "questionnaire",
    "question",
    "evidence",
    "export_evidence",
    "findings",
    "threat_model",
    "why_not",
    "components",
    "tests",
    "onboarding",
    "risks",
    "risk_from_threat",
    "results",
    "decision",
    "report_preview",
    "write_draft",
    "export_registers",
    "look",
    "change_look",
    "reset_look",
    "export_editable",
    "export_oscal",
    "issues",
    "issue_changes",
    "issuing_objections",
    "countersigning_objections",
    "export_issue",
    "export_certificate",
    "look_at_token",
    "countersign",
    "verify_pdf",
    "write_signed_revision",
    "request_time_stamp",
    "add_time_stamp",
];

/// A clock that goes on by a second each time it is read, so that what comes later is later.
fn environment(meanwhile: Box<dyn Fn() + Send + Sync>) -> Environment {
    static SECONDS: AtomicUsize = AtomicUsize::new(0);
    let start = chrono::Local::now().fixed_offset();
    let now = move || start + chrono::TimeDelta::seconds(SECONDS.fetch_add(1, Ordering::Relaxed) as i64);
    Environment { settings: None, meanwhile, now: Box::new(now), ..Environment::of_this_machine() }
}

fn call(desk: &Desk, name: &str, input: Value) -> Result<Value, Problem> {
    api::call(desk, name, input, &Job::UNWATCHED)
}

/// An assessment with a little of everything in it; its id.
fn small(desk: &Desk) -> String {
    let call = |name: &str, input: Value| {
        call(desk, name, input).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    let vendor = call(
        "save_vendor",
        json!({
            "id": null, "name": "Tallow & Wick", "legal_name": "", "country": "", "website": "", "contact_name": "",
            "contact_email": "", "services": [], "notes": ""
        }),
    );
    let start = |title: &str, previous: &Value| {
        let input = json!({
            "vendor": vendor["id"], "title": title, "service": "", "tier": 1, "facts": ["ephi", "ai"],
            "frameworks": ["soc2", "iso27001", "hipaa"], "previous": previous,
            "assessor": { "name": "Ada Moore", "role": "", "organisation": "" }
        });
        call("create_assessment", input)
    };
    let started = start("2026", &start("2025", &Value::Null)["id"]);
    let assessment = started["id"].as_str().unwrap().to_owned();
    let with = |mut input: Value| {
        input["assessment"] = assessment.clone().into();
        input
    };
    for (number, question) in ["ACC-01", "ACC-02", "ACC-03", "ACC-09", "ACC-11", "CHG-01", "LOG-01", "VUL-01"]
        .into_iter()
        .enumerate()
    {
        let conclusion = if number % 2 == 0 { "ineffective" } else { "largely" };
        let change =
            json!({ "claim": "yes", "conclusion": conclusion, "methods": ["examine"], "rationale": "Seen." });
        call("answer", with(json!({ "question": question, "change": change })));
    }
    let evidence = call("record_seen", with(seen("Policy")))["id"].clone();
    call("raise_finding", with(json!({ "question": "ACC-01" })));
    let mut elements = Vec::new();
    for name in ["Browser", "Service"] {
        let element = with(json!({
            "id": null, "name": name, "kind": "process", "boundary": null, "role": null, "description": "",
            "facts": {}, "out_of_scope": null
        }));
        let model = call("save_element", element)["elements"].clone();
        elements = model.as_array().unwrap().iter().map(|element| element["id"].clone()).collect();
    }
    let test = call("save_test", with(json!({ "test": null, "kind": "robustness" })))["tests"][0].clone();
    let mut done = test.clone();
    (done["elements"], done["evidence"]) = (elements.into(), json!([evidence]));
    call("save_test", with(json!({ "test": done, "kind": null, "base": test })));
    call(
        "save_risk",
        with(json!({
            "id": null, "title": "Outage", "scenario": "It fails.", "threats": [], "findings": ["F-01"],
            "categories": [], "inherent": { "likelihood": 4, "impact": 4 }, "residual": { "likelihood": 2, "impact": 2 },
            "rationale": "", "treatment": "mitigate", "controls": [], "combining": "", "owner": "", "due": null,
            "status": "open"
        })),
    );
    let decision = json!({
        "assessment": assessment, "outcome": "defer", "rationale": "Not yet.", "conditions": [],
        "decided_by": "Ben Lee", "overrides": []
    });
    call("save_decision", json!({ "decision": decision, "confirm": false }));
    assessment
}

/// Something seen and not retained.
fn seen(title: &str) -> Value {
    json!({
        "title": title, "kind": "record", "note": "Seen on site.", "issuer": "", "issued": null,
        "valid_until": null, "pages": "", "questions": ["ACC-01", "ACC-02"]
    })
}

/// The second person: says each time something else about a handful of records, and remembers what was saved.
struct Bob {
    desk: Desk,
    assessment: String,
    times: AtomicUsize,
}

/// What Bob was told is saved: record → field → value.
type Saved = BTreeMap<(&'static str, String), (&'static str, String)>;

impl Bob {
    fn read(&self, name: &str) -> Value {
        call(&self.desk, name, json!({ "assessment": self.assessment })).unwrap()
    }

    /// Changes one field of a record as he sees it.
    fn change(
        &self,
        name: &str,
        whole: &str,
        seen: &Value,
        field: &str,
        text: &str,
    ) -> Result<Value, Problem> {
        let mut next = seen.clone();
        next[field] = text.into();
        call(&self.desk, name, json!({ whole: next, "base": seen }))
    }

    fn write(&self) -> Saved {
        let text = format!("Bob {}", self.times.fetch_add(1, Ordering::Relaxed));
        let within = |id: &Value| format!("{}/{}", self.assessment, id.as_str().unwrap());
        let mut saved = Saved::new();

        let change = json!({ "notes": text });
        call(
            &self.desk,
            "answer",
            json!({ "assessment": self.assessment, "question": "ACC-01", "change": change }),
        )
        .unwrap();
        saved.insert(("response", format!("{}/ACC-01", self.assessment)), ("notes", text.clone()));

        let overview = self.read("overview");
        self.change("save_assessment", "assessment", &overview["assessment"], "purpose", &text).unwrap();
        saved.insert(("assessment", self.assessment.clone()), ("purpose", text.clone()));

        let seen = &overview["vendor"];
        let mut vendor = seen.clone();
        vendor["notes"] = text.clone().into();
        vendor["base"] = seen.clone();
        call(&self.desk, "save_vendor", vendor).unwrap();
        saved.insert(("vendor", seen["id"].as_str().unwrap().into()), ("notes", text.clone()));

        let finding = &self.read("findings")["findings"][0]["finding"];
        self.change("save_finding", "finding", finding, "owner", &text).unwrap();
        saved.insert(("finding", within(&finding["id"])), ("owner", text.clone()));

        // The first there was: by id, a piece that is about to be removed may come before it.
        let rows = self.read("evidence");
        let rows = rows.as_array().unwrap().iter().map(|row| &row["evidence"]);
        let evidence = rows.min_by_key(|piece| piece["received"].to_string()).unwrap();
        self.change("save_evidence", "evidence", evidence, "issuer", &text).unwrap();
        saved.insert(("evidence", within(&evidence["id"])), ("issuer", text.clone()));

        let test = &self.read("tests")["tests"][0];
        let mut next = test.clone();
        next["limits"] = text.clone().into();
        let input = json!({ "assessment": self.assessment, "test": next, "kind": null, "base": test });
        call(&self.desk, "save_test", input).unwrap();
        saved.insert(("security-test", within(&test["id"])), ("limits", text.clone()));

        let risks = self.read("risks");
        let first = &risks["risks"][0]["risk"];
        call(&self.desk, "save_risk", risk(first, Some(("owner", &text)))).unwrap();
        saved.insert(("risk", within(&first["id"])), ("owner", text.clone()));
        let known = ids(&risks["risks"], "risk");
        let mut new = risk(first, Some(("title", &text)));
        (new["id"], new["base"]) = (Value::Null, Value::Null);
        let after = call(&self.desk, "save_risk", new).unwrap();
        let id = ids(&after["risks"], "risk").into_iter().find(|id| !known.contains(id)).unwrap();
        saved.insert(("risk", within(&id.into())), ("title", text));

        saved
    }
}

fn ids(list: &Value, whole: &str) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|row| row[whole]["id"].as_str().unwrap().to_owned()).collect()
}

/// A risk as it was seen, as an input that changes one field.
fn risk(seen: &Value, change: Option<(&str, &str)>) -> Value {
    let mut input = seen.clone();
    let ratings = input.as_object_mut().unwrap().remove("ratings").unwrap();
    (input["inherent"], input["residual"]) = (ratings["inherent"].clone(), ratings["residual"].clone());
    if let Some((field, text)) = change {
        input[field] = text.into();
    }
    input["base"] = seen.clone();
    input
}

/// What Bob was told is saved and is not there.
fn lost(observer: &Vault, saved: &Saved) -> Vec<String> {
    let state = observer.state().unwrap();
    let missing = saved.iter().filter(|((kind, id), (field, text))| {
        let record = state.get(&Key { kind: (*kind).into(), id: id.clone() }).unwrap();
        let body = record.map(|record| serde_json::to_value(record).unwrap()["body"].clone());
        body.is_none_or(|body| body[*field] != text.as_str())
    });
    missing.map(|((kind, id), (field, text))| format!("{kind} {id}: {field} is not {text}")).collect()
}

/// The first person, and the means to make an input of what she sees.
struct Ada<'a> {
    desk: &'a Desk,
    folder: &'a Path,
    vault: PathBuf,
    assessment: String,
    identity: String,
    times: AtomicUsize,
}

impl Ada<'_> {
    fn read(&self, name: &str) -> Value {
        self.call(name, json!({ "assessment": self.assessment }))
    }

    fn call(&self, name: &str, input: Value) -> Value {
        call(self.desk, name, input).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    }

    /// Something that was not said before.
    fn words(&self) -> String {
        format!("Ada {}", self.times.fetch_add(1, Ordering::Relaxed))
    }

    /// A record as she sees it, with one field changed.
    fn changed(&self, whole: &str, seen: &Value, field: &str) -> Value {
        let mut next = seen.clone();
        next[field] = self.words().into();
        json!({ whole: next, "base": seen })
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, text).unwrap();
        self.desk.offer(&path)
    }

    fn element(&self, id: &Value) -> Value {
        json!({
            "assessment": self.assessment, "id": id, "name": self.words(), "kind": "process", "boundary": null,
            "role": null, "description": "", "facts": {}, "out_of_scope": null
        })
    }

    fn boundary(&self) -> Value {
        json!({ "assessment": self.assessment, "id": null, "name": self.words(), "parent": null })
    }

    /// The newest of a list, by its id.
    fn newest(list: &Value, whole: Option<&str>) -> Value {
        let of = |row: &Value| whole.map_or_else(|| row.clone(), |whole| row[whole].clone());
        list.as_array().unwrap().iter().map(of).max_by_key(|r| r["id"].to_string()).unwrap()
    }

    fn seen(&self) -> Value {
        let mut input = seen(&self.words());
        input["assessment"] = self.assessment.clone().into();
        input
    }

    /// A note on a knock-out that nothing asked here feeds.
    fn note(&self) -> Value {
        let all = self.read("decision")["knock_outs"].clone();
        let open = all.as_array().unwrap().iter().find(|knock_out| knock_out["by_note"] == true).unwrap();
        json!({ "assessment": self.assessment, "knock_out": open["id"], "struck": false, "note": self.words() })
    }

    fn review(&self, kind: &str, list: &str) -> Value {
        let after = self.call(kind, json!({ "assessment": self.assessment, "review": null }));
        Self::newest(&after[list], None)
    }

    fn vendor(&self) -> Value {
        json!({
            "id": null, "name": self.words(), "legal_name": "", "country": "", "website": "", "contact_name": "",
            "contact_email": "", "services": [], "notes": ""
        })
    }

    fn start(&self) -> Value {
        let overview = self.read("overview");
        json!({
            "vendor": overview["vendor"]["id"], "title": self.words(), "service": "", "tier": null, "facts": [],
            "frameworks": ["soc2"], "previous": self.assessment,
            "assessor": { "name": "Ada Moore", "role": "", "organisation": "" }
        })
    }

    fn event(&self) -> Value {
        json!({
            "assessment": self.assessment, "id": null, "trigger": "incident", "date": "2020-01-02",
            "what": self.words(), "closed": null, "outcome": ""
        })
    }

    fn planned(&self) -> Value {
        let kinds = json!({ "assessment": self.assessment, "test": null, "kind": "robustness" });
        let kinds = call(self.desk, "save_test", kinds).unwrap_or_else(|problem| panic!("{problem}"));
        Self::newest(&kinds["tests"], None)
    }

    fn step(&self) -> Value {
        let status = self.read("status");
        json!({ "assessment": self.assessment, "entry": status["entry"] })
    }

    fn bom(&self) -> String {
        let name = self.words();
        let bom = json!({
            "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": { "component": { "type": "application", "name": name } },
            "components": [{ "type": "machine-learning-model", "name": name, "version": "1" }]
        });
        self.file("bom.json", &bom.to_string())
    }

    fn csv(&self) -> String {
        let path = self.folder.join(format!("{}.csv", self.words()));
        let path = self.desk.offer(&path);
        let out = json!({ "assessment": self.assessment, "path": path, "due": null });
        self.call("export_questionnaire", out);
        path
    }
}

/// An input for every use case that changes records, made of what Ada sees.
fn input(ada: &Ada, name: &str) -> Value {
    let assessment = &ada.assessment;
    let with = |field: &str, value: Value| {
        let mut input = json!({ "assessment": assessment });
        input[field] = value;
        input
    };
    let question = |id: &str, change: Value| {
        let seen = ada.call("question", json!({ "assessment": assessment, "question": id }));
        json!({ "assessment": assessment, "question": id, "change": change, "base": seen["response"] })
    };
    match name {
        "save_vendor" => {
            let seen = &ada.read("overview")["vendor"];
            let mut input = seen.clone();
            (input["legal_name"], input["base"]) = (ada.words().into(), seen.clone());
            input
        }
        "remove_vendor" => json!({ "vendor": ada.call("save_vendor", ada.vendor())["id"] }),
        "create_assessment" => ada.start(),
        "save_assessment" => ada.changed("assessment", &ada.read("overview")["assessment"], "summary"),
        "follow_assessment" => with("previous", ada.read("overview")["assessment"]["previous"].clone()),
        "remove_assessment" => json!({ "assessment": ada.call("create_assessment", ada.start())["id"] }),
        "save_inherent_risk" => {
            let seen = ada.read("inherent_risk");
            let (answers, tier_override) = (&seen["answers"], &seen["tier_override"]);
            let mut next = answers.clone();
            let question = &seen["pack"]["question"][2];
            let options = question["options"].as_array().unwrap();
            let id = question["id"].as_str().unwrap();
            let other = options.iter().find(|option| option["id"] != answers[id]).unwrap();
            next[id] = other["id"].clone();
            json!({
                "assessment": assessment, "answers": next, "tier_override": tier_override,
                "base": { "answers": answers, "tier_override": tier_override }
            })
        }
        "topic_not_applicable" => {
            let topics = ada.read("questionnaire")["topics"].clone();
            let topic = topics.as_array().unwrap().last().unwrap();
            let id = topic["questions"][0]["id"].as_str().unwrap();
            ada.call("answer", question(id, json!({ "clear_claim": true, "clear_conclusion": true })));
            json!({ "assessment": assessment, "topic": topic["id"], "reason": ada.words() })
        }
        "conclude_not_applicable" => {
            let claim = json!({ "claim": "not-applicable", "clear_conclusion": true, "reason": "None." });
            ada.call("answer", question("CHG-02", claim));
            json!({ "assessment": assessment, "questions": ["CHG-02"], "reason": ada.words() })
        }
        "decide_suggestion" => {
            let offered = ada.read("suggestions")[0].clone();
            json!({
                "assessment": assessment, "question": offered["question"], "requirement": offered["requirement"],
                "accepted": true, "reason": ada.words()
            })
        }
        "save_soc_review" => {
            let seen = ada.review(name, "soc");
            let mut input = ada.changed("review", &seen, "auditor");
            input["assessment"] = assessment.clone().into();
            input
        }
        "save_certificate_review" => {
            let seen = ada.review(name, "certificates");
            let mut input = ada.changed("review", &seen, "body");
            input["assessment"] = assessment.clone().into();
            input
        }
        "remove_review" => with("review", ada.review("save_soc_review", "soc")["id"].clone()),
        "raise_flags" => {
            let seen = ada.review("save_soc_review", "soc");
            let mut next = seen.clone();
            next["covers_our_service"] = false.into();
            ada.call("save_soc_review", json!({ "assessment": assessment, "review": next, "base": seen }));
            with("only", Value::Null)
        }
        "read_returns" => json!({ "paths": [ada.csv()], "assessment": assessment }),
        "undo" => {
            ada.call("answer", question("ACC-02", json!({ "notes": ada.words() })));
            ada.step()
        }
        "redo" => {
            ada.call("answer", question("ACC-02", json!({ "notes": ada.words() })));
            let step = ada.step();
            ada.call("undo", step);
            ada.step()
        }
        "answer" => question("ACC-01", json!({ "comment": ada.words(), "methods": ["examine"] })),
        "attach_evidence" => json!({
            "assessment": assessment, "path": ada.file("policy.txt", &ada.words()), "title": "", "kind": "policy",
            "issuer": "", "issued": null, "valid_until": null, "pages": "", "questions": ["ACC-01"]
        }),
        "record_seen" => ada.seen(),
        "save_evidence" => ada.changed("evidence", &ada.read("evidence")[0]["evidence"], "pages"),
        "remove_evidence" => with("evidence", ada.call("record_seen", ada.seen())["id"].clone()),
        "raise_finding" => {
            let failing = ada.read("findings")["failing"].clone();
            with("question", failing.get(0).map_or("ACC-02".into(), |f| f["question"].clone()))
        }
        "save_finding" => ada.changed("finding", &ada.read("findings")["findings"][0]["finding"], "cause"),
        "remove_finding" => {
            let raised = ada.call("raise_finding", json!({ "assessment": assessment, "question": "ACC-03" }));
            with("finding", raised["id"].clone())
        }
        "save_element" => ada.element(&Value::Null),
        "save_flow" => {
            let model = ada.read("threat_model");
            json!({
                "assessment": assessment, "id": null, "name": ada.words(), "source": model["elements"][0]["id"],
                "target": model["elements"][1]["id"], "protocol": "", "description": "", "facts": {},
                "out_of_scope": null
            })
        }
        "save_boundary" => ada.boundary(),
        "remove_part" => {
            let model = ada.call("save_element", ada.element(&Value::Null));
            let last = model["elements"]
                .as_array()
                .unwrap()
                .iter()
                .find(|e| e["name"].as_str().unwrap().starts_with("Ada "));
            with("id", last.unwrap()["id"].clone())
        }
        "decide_threats" => {
            let threat = ada.read("threat_model")["threats"][0]["threat"]["id"].clone();
            let mut decided = json!({ "assessment": assessment, "threats": {} });
            decided["threats"][threat.as_str().unwrap()] =
                json!({ "decision": "accepted", "reason": ada.words() });
            decided
        }
        "import_threat_dragon" => {
            let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/fixtures");
            let mut files: Vec<_> =
                std::fs::read_dir(model).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            with("path", ada.desk.offer(&files[0]).into())
        }
        "save_component" => {
            let element = ada.read("components")["components"][0]["element"].clone();
            let mut component = element["component"].clone();
            component["owner"] = ada.words().into();
            json!({
                "assessment": assessment, "element": element["id"], "role": element["role"],
                "component": component, "base": element
            })
        }
        "import_bom" => with("path", ada.bom().into()),
        "remove_bom" => {
            let imported = ada.call("import_bom", with("path", ada.bom().into()));
            with("bom", imported["bom"]["id"].clone())
        }
        "save_test" => {
            let seen = ada.read("tests")["tests"][0].clone();
            let mut next = seen.clone();
            next["method"] = ada.words().into();
            json!({ "assessment": assessment, "test": next, "kind": null, "base": seen })
        }
        "remove_test" => with("test", ada.planned()["id"].clone()),
        "save_event" => ada.event(),
        "remove_event" => {
            let events = ada.call("save_event", ada.event())["events"].clone();
            let own =
                events.as_array().unwrap().iter().rfind(|e| e["what"].as_str().unwrap().starts_with("Ada "));
            with("event", own.unwrap()["id"].clone())
        }
        "save_risk" => {
            let mut input = risk(&ada.read("risks")["risks"][0]["risk"], Some(("rationale", &ada.words())));
            (input["id"], input["base"]) = (Value::Null, Value::Null);
            input
        }
        "remove_risk" => {
            let before = ids(&ada.read("risks")["risks"], "risk");
            let after = ada.call("save_risk", input(ada, "save_risk"));
            with(
                "risk",
                ids(&after["risks"], "risk").into_iter().find(|id| !before.contains(id)).unwrap().into(),
            )
        }
        "save_decision" => {
            let mut input = ada.changed("decision", &ada.read("decision")["decision"], "rationale");
            input["confirm"] = false.into();
            input
        }
        "note_knock_out" => json!({ "note": ada.note() }),
        "remove_knock_out_note" => {
            let note = ada.note();
            ada.call("note_knock_out", json!({ "note": note }));
            with("knock_out", note["knock_out"].clone())
        }
        "choose_specification" => {
            let offered = ada.read("specifications")[0].clone();
            json!({
                "assessment": assessment, "requirement": offered["requirement"], "alternative": "equal",
                "reason": ada.words()
            })
        }
        "issue_report" => json!({
            "assessment": assessment, "identity": ada.identity, "location": "",
            "set_aside": all_that_stands(ada.desk, assessment, &ada.identity),
            "path": ada.desk.offer(&ada.folder.join(format!("{}.pdf", ada.words())))
        }),
        "import_identity" => {
            let path = issued_identity(ada.folder, &ada.words());
            json!({ "path": ada.desk.offer(&path), "passphrase": "four quiet words" })
        }
        "take_identity_from_token" => {
            // Each time another certificate: the one before is in the vault.
            let name = ada.words();
            let card = Card::new(&ada.folder.join(&name));
            card.put("a1", card::P256, "900", "digitalSignature");
            let certificate = std::fs::read(card.file("a1.der")).unwrap();
            let module = ada.desk.offer(&card.module("plain.so"));
            let seen = call(ada.desk, "look_at_token", json!({ "path": module })).unwrap();
            json!({
                "path": module,
                "serial": seen[0]["serial"],
                "fingerprint": assay_seal::identity::fingerprint(&certificate)
            })
        }
        "create_identity" => json!({ "name": ada.words(), "organisation": "Moore", "email": "" }),
        other => panic!("{other} reads or writes: say which, and what a second person may do meanwhile"),
    }
}

/// A PKCS#12 file with a key and a certificate in this name.
fn issued_identity(folder: &Path, name: &str) -> PathBuf {
    let [key, certificate, file] = ["pem.key", "pem", "p12"]
        .map(|end| folder.join(format!("{name}.{end}")).to_str().unwrap().to_owned());
    let subject = format!("/O=Moore/CN={name}");
    for arguments in [
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            &subject,
        ][..],
        &["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-passout", "pass:four quiet words"],
    ] {
        let to: &[&str] = match arguments[0] {
            "req" => &["-days", "900", "-keyout", &key, "-out", &certificate],
            _ => &["-out", &file],
        };
        let done = std::process::Command::new("openssl").args(arguments).args(to).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    file.into()
}

/// Who signs and what stands open is no matter here.
fn all_that_stands(desk: &Desk, assessment: &str, identity: &str) -> Value {
    let check = json!({ "assessment": assessment, "identity": identity });
    let found = call(desk, "issuing_objections", check).unwrap();
    let aside = |one: &Value| json!({ "rule": one["rule"], "reason": "For the test" });
    found["objections"].as_array().unwrap().iter().map(aside).collect()
}

#[test]
fn what_a_page_looks_at_changes_nothing() {
    for name in api::LOOKED_AT {
        assert!(READING.contains(name), "{name} changes something");
    }
}

#[test]
fn nothing_is_lost_whenever_a_second_person_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.assay");
    let key = |desk: &Desk| json!({ "path": desk.offer(&path), "passphrase": PASSPHRASE });

    // Counts down to the step at which Bob comes; negative is never.
    let steps = Arc::new(AtomicI64::new(-1));
    let bob: Arc<std::sync::OnceLock<Bob>> = Arc::default();
    let saved: Arc<std::sync::Mutex<Option<Saved>>> = Arc::default();
    let meanwhile = {
        let (steps, bob, saved) = (Arc::clone(&steps), Arc::clone(&bob), Arc::clone(&saved));
        move || {
            if steps.fetch_sub(1, Ordering::Relaxed) == 0 {
                *saved.lock().unwrap() = bob.get().map(Bob::write);
            }
        }
    };
    let desk = Desk::new(environment(Box::new(meanwhile))).unwrap();
    call(&desk, "create_vault", key(&desk)).unwrap();
    let assessment = small(&desk);
    let second = Desk::new(environment(Box::new(|| {}))).unwrap();
    call(&second, "open_vault", key(&second)).unwrap();
    let observer = Vault::open(&path, PASSPHRASE).unwrap();
    let times = AtomicUsize::new(0);
    bob.set(Bob { desk: second, assessment: assessment.clone(), times }).ok().unwrap();
    let who = json!({ "name": "Ada Moore", "organisation": "Moore", "email": "" });
    let identity = call(&desk, "create_identity", who).unwrap()["id"].as_str().unwrap().to_owned();
    let times = AtomicUsize::new(0);
    let ada = Ada { desk: &desk, folder: folder.path(), vault: path, assessment, identity, times };

    let mut rounds = 0;
    for name in api::NAMES.iter().filter(|name| !READING.contains(name)) {
        for step in 0.. {
            let input = input(&ada, name);
            saved.lock().unwrap().take();
            steps.store(step, Ordering::Relaxed);
            let done = call(&desk, name, input);
            steps.store(-1, Ordering::Relaxed);
            let Some(saved) = saved.lock().unwrap().take() else {
                // Ada was through before it was Bob's turn.
                done.unwrap_or_else(|problem| panic!("{name}, alone: {problem}"));
                assert!(step > 0, "{name} takes no step at all");
                break;
            };
            rounds += 1;
            let lost = lost(&observer, &saved);
            assert!(lost.is_empty(), "{name}, Bob at step {step}: {}", lost.join("; "));
            // What cannot be put together is refused and said, which loses nothing either.
            if let Err(problem) = done {
                assert_eq!(problem.code, "changed-since", "{name}, Bob at step {step}: {problem}");
            }
        }
    }
    observer.check_journal().unwrap();
    assert!(ada.vault.is_file());
    println!("{rounds} rounds, nothing lost");
}

/// Two windows on one file, in one process.
struct Windows {
    one: Desk,
    other: Desk,
    assessment: String,
    observer: Vault,
    folder: tempfile::TempDir,
}

fn windows() -> Windows {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.assay");
    let key = |desk: &Desk| json!({ "path": desk.offer(&path), "passphrase": PASSPHRASE });
    let [one, other] = [(), ()].map(|()| Desk::new(environment(Box::new(|| {}))).unwrap());
    call(&one, "create_vault", key(&one)).unwrap();
    let assessment = small(&one);
    call(&other, "open_vault", key(&other)).unwrap();
    let observer = Vault::open(&path, PASSPHRASE).unwrap();
    Windows { one, other, assessment, observer, folder }
}

impl Windows {
    fn read(&self, name: &str) -> Value {
        call(&self.one, name, json!({ "assessment": self.assessment })).unwrap()
    }

    /// Ids of the records within the assessment that mention a text.
    fn mentioning(&self, text: &str) -> Vec<String> {
        let key = Key { kind: "assessment".into(), id: self.assessment.clone() };
        let records = self.observer.state().unwrap().children(&key).unwrap().read;
        let mention =
            |record: &&assay_core::record::Record| serde_json::to_string(record).unwrap().contains(text);
        records.iter().filter(mention).map(|record| record.key().id).collect()
    }
}

#[test]
fn two_windows_lose_nothing_to_each_other() {
    let windows = windows();
    let assessment = &windows.assessment;
    let seen = windows.read("risks")["risks"][0]["risk"].clone();
    let before = windows.read("risks")["risks"].as_array().unwrap().len();
    std::thread::scope(|threads| {
        for (desk, field) in [(&windows.one, "notes"), (&windows.other, "comment")] {
            let seen = &seen;
            threads.spawn(move || {
                for number in 0..50 {
                    let change = json!({ field: format!("{field} {number}") });
                    let answer = json!({ "assessment": assessment, "question": "ACC-01", "change": change });
                    call(desk, "answer", answer).unwrap();
                    let mut new = risk(seen, Some(("title", &format!("{field} {number}"))));
                    (new["id"], new["base"]) = (Value::Null, Value::Null);
                    call(desk, "save_risk", new).unwrap();
                }
            });
        }
    });
    let question = json!({ "assessment": assessment, "question": "ACC-01" });
    let response = call(&windows.one, "question", question).unwrap()["response"].clone();
    assert_eq!((&response["notes"], &response["comment"]), (&json!("notes 49"), &json!("comment 49")));
    assert_eq!(windows.read("risks")["risks"].as_array().unwrap().len(), before + 100);
}

#[test]
fn what_two_people_made_of_one_field_is_refused_with_both_values() {
    let windows = windows();
    let seen = windows.read("findings")["findings"][0]["finding"].clone();
    let with = |field: &str, text: &str| {
        let mut next = seen.clone();
        next[field] = text.into();
        json!({ "finding": next, "base": seen })
    };
    call(&windows.other, "save_finding", with("title", "Theirs")).unwrap();
    let kept = call(&windows.one, "save_finding", with("cause", "Mine")).unwrap();
    assert_eq!((&kept["title"], &kept["cause"]), (&json!("Theirs"), &json!("Mine")));
    let refused = call(&windows.one, "save_finding", with("title", "Mine")).unwrap_err();
    assert_eq!(refused.code, "changed-since");
    assert!(refused.sentence.to_string().contains("title is now “Theirs”, and you gave “Mine”"), "{refused}");
    let clash = &refused.clashes[0];
    assert_eq!(
        (clash.field.as_str(), &clash.stands, &clash.wanted),
        ("title", &json!("Theirs"), &json!("Mine"))
    );
}

/// Two people begin with the same, and the second to save wants another text: it is refused with both, and what the first
/// saved stands. Then the second saves again, on top of what stands.
#[test]
fn no_text_of_another_is_overwritten_whatever_form_it_is_typed_in() {
    let windows = windows();
    let assessment = &windows.assessment;
    let threat = windows.read("threat_model")["threats"][0]["threat"]["id"].as_str().unwrap().to_owned();
    let offered = windows.read("suggestions")[0].clone();
    let specification = windows.read("specifications")[0]["requirement"].clone();
    let all = windows.read("decision")["knock_outs"].clone();
    let noted = all.as_array().unwrap().iter().find(|one| one["by_note"] == true).unwrap()["id"].clone();
    let of = |field: &str, value: Value| {
        let mut map = json!({});
        map[field] = value;
        map
    };
    // What is sent for a text, typed when another stood there.
    type Form<'a> = Box<dyn Fn(&str, &str) -> Value + 'a>;
    let said = |text: &str| if text.is_empty() { "open" } else { "accepted" };
    let forms: [(&str, String, Form); 5] = [
        (
            "decide_threats",
            format!("{threat}.reason"),
            Box::new(|text, was| {
                let one = |text: &str| of(&threat, json!({ "decision": said(text), "reason": text }));
                json!({ "assessment": assessment, "threats": one(text), "base": one(was) })
            }),
        ),
        (
            "decide_suggestion",
            "reason".into(),
            Box::new(|text, was| {
                let accepted = |text: &str| if text.is_empty() { Value::Null } else { true.into() };
                json!({
                    "assessment": assessment, "question": offered["question"],
                    "requirement": offered["requirement"], "accepted": true, "reason": text,
                    "base": { "accepted": accepted(was), "reason": was }
                })
            }),
        ),
        (
            "choose_specification",
            "reason".into(),
            Box::new(|text, was| {
                let alternative = |text: &str| if text.is_empty() { Value::Null } else { "equal".into() };
                json!({
                    "assessment": assessment, "requirement": specification, "alternative": "equal",
                    "reason": text, "base": { "alternative": alternative(was), "reason": was }
                })
            }),
        ),
        (
            "note_knock_out",
            "note".into(),
            Box::new(|text, was| {
                let struck = if was.is_empty() { Value::Null } else { false.into() };
                let note =
                    json!({ "assessment": assessment, "knock_out": noted, "struck": false, "note": text });
                json!({ "note": note, "base": { "struck": struck, "note": was } })
            }),
        ),
        (
            "answer",
            "reviewed".into(),
            Box::new(|text, was| {
                let question = json!({ "assessment": assessment, "question": "ACC-02" });
                let mut seen = call(&windows.one, "question", question).unwrap()["response"].clone();
                if seen["reviewed"]["by"] != was {
                    seen["reviewed"] = Value::Null;
                }
                json!({
                    "assessment": assessment, "question": "ACC-02", "change": { "reviewed_by": text },
                    "base": seen
                })
            }),
        ),
    ];
    for (name, field, form) in &forms {
        let before = call(&windows.other, name, form("Theirs", "")).unwrap_or_else(|p| panic!("{name}: {p}"));
        let refused = call(&windows.one, name, form("Mine", "")).expect_err(name);
        assert_eq!(refused.code, "changed-since", "{name}: {refused}");
        let clash = refused.clashes.iter().find(|clash| clash.field == *field);
        let clash = clash.unwrap_or_else(|| panic!("{name}: {:?}", refused.clashes));
        assert!(clash.stands.to_string().contains("Theirs"), "{name}: {clash:?}");
        assert!(clash.wanted.to_string().contains("Mine"), "{name}: {clash:?}");
        assert!(before.to_string().contains("Theirs") && windows.mentioning("Mine").is_empty(), "{name}");
        let after =
            call(&windows.one, name, form("Mine", "Theirs")).unwrap_or_else(|p| panic!("{name}: {p}"));
        assert!(after.to_string().contains("Mine"), "{name}");
        call(&windows.one, "undo", json!({ "assessment": assessment })).unwrap();
    }

    // A decision, where there was none when both began.
    let decision = windows.read("decision")["decision"].clone();
    let mut mine = decision.clone();
    mine["rationale"] = "Mine".into();
    let refused = call(&windows.one, "save_decision", json!({ "decision": mine, "confirm": false }));
    let refused = refused.unwrap_err();
    assert_eq!(refused.clashes.len(), 1, "{refused}");
    assert_eq!(
        (&refused.clashes[0].stands, &refused.clashes[0].wanted),
        (&decision["rationale"], &json!("Mine"))
    );
}

#[test]
fn a_decision_on_many_threats_leaves_what_another_did_and_asks_of_the_rest() {
    let windows = windows();
    let assessment = &windows.assessment;
    let model = windows.read("threat_model");
    let id = |at: usize| model["threats"][at]["threat"]["id"].as_str().unwrap().to_owned();
    let (first, second) = (id(0), id(1));
    let open = json!({ "decision": "open", "reason": "" });
    let of = |decision: &Value, ids: &[&String]| {
        ids.iter().map(|id| (id.to_string(), decision.clone())).collect::<serde_json::Map<_, _>>()
    };
    let theirs = json!({ "decision": "mitigated", "reason": "Theirs" });
    let one =
        json!({ "assessment": assessment, "threats": of(&theirs, &[&first]), "base": of(&open, &[&first]) });
    call(&windows.other, "decide_threats", one).unwrap();
    let mine = json!({ "decision": "accepted", "reason": "Mine" });
    let both = [&first, &second];
    let input = json!({ "assessment": assessment, "threats": of(&mine, &both), "base": of(&open, &both) });
    let refused = call(&windows.one, "decide_threats", input).unwrap_err();
    let fields: Vec<&str> = refused.clashes.iter().map(|clash| clash.field.as_str()).collect();
    assert_eq!(fields, [format!("{first}.decision"), format!("{first}.reason")]);
    assert!(windows.mentioning("Mine").is_empty(), "all of it, or nothing");

    // Another text beside another decision: each stands.
    let decided = json!({ "decision": "accepted", "reason": "" });
    let of_first = |decision: &Value| of(decision, &[&first]);
    let said = json!({ "assessment": assessment, "threats": of_first(&json!({ "decision": "open", "reason": "Theirs, said better" })),
                       "base": of_first(&json!({ "decision": "open", "reason": "Theirs" })) });
    call(&windows.other, "decide_threats", said).unwrap();
    let again = json!({ "assessment": assessment,
                        "threats": of_first(&json!({ "decision": "accepted", "reason": "Theirs, said better" })),
                        "base": of_first(&json!({ "decision": "mitigated", "reason": "Theirs, said better" })) });
    let model = call(&windows.one, "decide_threats", again).unwrap();
    let view = &model["threats"][0];
    assert_eq!((&view["decision"], &view["reason"]), (&decided["decision"], &json!("Theirs, said better")));
}

#[test]
fn what_two_people_add_to_one_answer_is_all_there() {
    let windows = windows();
    let assessment = &windows.assessment;
    let question = json!({ "assessment": assessment, "question": "ACC-01" });
    let base = call(&windows.one, "question", question).unwrap()["response"].clone();
    let answer = |desk: &Desk, methods: Value| {
        let change = json!({ "methods": methods });
        let input = json!({ "assessment": assessment, "question": "ACC-01", "change": change, "base": base });
        call(desk, "answer", input).unwrap()["response"]["methods"].clone()
    };
    let had = base["methods"].as_array().unwrap().clone();
    let with = |more: &str| Value::from([had.clone(), vec![more.into()]].concat());
    answer(&windows.other, with("test"));
    let both = answer(&windows.one, with("interview"));
    for method in had.iter().chain([&json!("test"), &json!("interview")]) {
        assert!(both.as_array().unwrap().contains(method), "{method} of {both}");
    }
}

#[test]
fn what_is_removed_is_mentioned_nowhere_and_comes_back_whole() {
    let windows = windows();
    let assessment = &windows.assessment;
    let all = windows.read("evidence").as_array().unwrap().clone();
    let tests = windows.read("tests")["tests"].clone();
    let used =
        |id: &Value| tests.as_array().unwrap().iter().any(|t| t["evidence"].as_array().unwrap().contains(id));
    let piece = all.iter().map(|row| &row["evidence"]["id"]).find(|id| used(id)).unwrap();
    let quoted = piece.to_string();
    let before = windows.mentioning(&quoted);
    assert!(before.len() > 1, "{before:?}");
    call(&windows.one, "remove_evidence", json!({ "assessment": assessment, "evidence": piece })).unwrap();
    assert_eq!(windows.mentioning(&quoted), [""; 0]);
    let step = json!({ "assessment": assessment });
    let label = call(&windows.one, "status", step.clone()).unwrap()["undo"].as_str().unwrap().to_owned();
    assert!(label.contains(&format!("also from {}", before[1].rsplit('/').next().unwrap())), "{label}");
    call(&windows.one, "undo", step).unwrap();
    assert_eq!(windows.mentioning(&quoted), before);

    let made = json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [] });
    let path = windows.folder.path().join("bom.json");
    std::fs::write(&path, made.to_string()).unwrap();
    let bom = json!({ "assessment": assessment, "path": windows.one.offer(&path) });
    let bom = call(&windows.one, "import_bom", bom).unwrap()["bom"].clone();
    let input = json!({ "assessment": assessment, "evidence": bom["evidence"] });
    let refused = call(&windows.one, "remove_evidence", input).unwrap_err();
    assert_eq!(refused.code, "in-use");
    assert!(refused.sentence.to_string().contains(bom["id"].as_str().unwrap()), "{refused}");
}

#[test]
fn a_removed_assessment_comes_back_and_one_with_a_report_goes_only_when_that_is_said() {
    let windows = windows();
    let assessment = &windows.assessment;
    let who = json!({ "name": "Ada Moore", "organisation": "Moore", "email": "" });
    let identity = call(&windows.one, "create_identity", who).unwrap()["id"].clone();
    let path = windows.one.offer(&windows.folder.path().join("report.pdf"));
    let set_aside = all_that_stands(&windows.one, assessment, identity.as_str().unwrap());
    let issue = json!({ "assessment": assessment, "identity": identity, "path": path, "location": "",
                        "set_aside": set_aside });
    call(&windows.one, "issue_report", issue).unwrap();
    let undo = call(&windows.one, "undo", json!({ "assessment": assessment })).unwrap_err();
    assert_eq!(undo.code, "issued");
    assert_eq!(
        call(&windows.one, "status", json!({ "assessment": assessment })).unwrap()["undo"],
        Value::Null
    );

    let before = windows.mentioning("");
    let refused = call(&windows.one, "remove_assessment", json!({ "assessment": assessment })).unwrap_err();
    assert_eq!(refused.code, "issued");
    let said = json!({ "assessment": assessment, "issued": true });
    call(&windows.one, "remove_assessment", said).unwrap();
    assert_eq!(windows.mentioning(""), [""; 0]);
    call(&windows.one, "undo", json!({ "assessment": null })).unwrap();
    assert_eq!(windows.mentioning(""), before);
}

#[test]
fn an_undo_takes_back_what_its_person_saw_and_nothing_newer() {
    let windows = windows();
    let assessment = &windows.assessment;
    let answer = |desk: &Desk, notes: &str| {
        let change = json!({ "notes": notes });
        call(desk, "answer", json!({ "assessment": assessment, "question": "ACC-01", "change": change }))
            .unwrap()
    };
    let entry = answer(&windows.one, "mine")["status"]["entry"].clone();
    answer(&windows.other, "theirs");
    let step = json!({ "assessment": assessment, "entry": entry });
    let refused = call(&windows.one, "undo", step).unwrap_err();
    assert_eq!(refused.code, "changed-since");
    let step = json!({ "assessment": assessment });
    call(&windows.one, "undo", step.clone()).unwrap();
    let journal = call(&windows.one, "journal", step).unwrap();
    assert_eq!(journal[0]["undoes"], journal[1]["entry"], "the journal tells an undo from a change");
}
