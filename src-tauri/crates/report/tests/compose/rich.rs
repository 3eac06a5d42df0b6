//! The packs as shipped, and a case with something of everything: what the tests of the report look at.

use assay_core::case::Case;
use assay_core::decision::basis;
use assay_core::evaluate;
use assay_core::ids::{AssessmentId, BoundaryId, NotAnId};
use assay_core::pack::{Library, Source};
use assay_core::record::{
    Assessment, AssuranceLevel, Bom, BomPart, Boundary, Component, Condition, Decision, Element, Event,
    Evidence, FileRef, Finding, Flow, Interview, Issue, KnockOutNote, Person, Record, RecordedThreat,
    Response, Risk, SecurityTest, ThreatNote, Tier, Vendor,
};
use assay_core::risk::{Rating, Ratings};
use assay_core::words::{
    AiRole, Claim, Conclusion, ConditionStage, ElementFact, ElementKind, EvidenceKind, Known, Letter, Method,
    Outcome, RiskCategory, RiskStatus, ScopeFact, Severity, Stage, TestKind, TestOutcome, ThreatDecision,
    Treatment, Trigger,
};
use assay_report::compose::{About, Status};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Stands in every private note of the case.
pub const PRIVATE: &str = "PRIVATE-MARKER-7c1f";

/// The packs under `assets/`.
pub fn library() -> Library {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets");
    let mut source = Source::new();
    for folder in ["frameworks", "questions", "scales", "threats"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap());
            source.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    Library::parse(&source).unwrap()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub fn about(status: Status) -> About {
    About {
        number: 2,
        status,
        issued: moment("2026-11-23T14:05:00+01:00"),
        journal: (481, "9f".repeat(32)),
        program: "Assay 0.1.0".into(),
        supersedes: Some(1),
        since: None,
        changed: None,
        exceptions: Vec::new(),
    }
}

/// An id of any kind.
pub fn id<T: TryFrom<String, Error = NotAnId>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

pub fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

fn person(name: &str, role: &str, organisation: &str) -> Person {
    Person { name: name.into(), role: role.into(), organisation: organisation.into() }
}

pub fn vendor() -> Vendor {
    Vendor {
        id: id("ven-1"),
        name: "Lumen Papers".into(),
        legal_name: "Lumen Papers Ltd".into(),
        country: "Ireland".into(),
        website: "https://lumen.example".into(),
        contact_name: "Orla Byrne".into(),
        contact_email: "orla@lumen.example".into(),
        services: lines(&["Reading of invoices", "Archive"]),
        notes: PRIVATE.into(),
    }
}

pub fn assessment(library: &Library) -> Assessment {
    Assessment {
        id: id("asm-1"),
        vendor: id("ven-1"),
        title: "Security assessment of Lumen Invoice Reader".into(),
        service: "Lumen Invoice Reader".into(),
        purpose: "Reading supplier invoices into the ledger".into(),
        tier: Tier::new(1).unwrap(),
        tier_reason: "Reads personal data of many people and suggests bookings.".into(),
        critical: true,
        inherent: Default::default(), tier_override: None, derived_facts: Default::default(), purposes: Vec::new(), previous: None, facts: [
            ScopeFact::PersonalData,
            ScopeFact::Ai,
            ScopeFact::Processor,
            ScopeFact::CloudHosted,
            ScopeFact::MultiTenant,
            ScopeFact::DevelopsSoftware,
            ScopeFact::Subprocessors,
        ]
        .into(),
        frameworks: ["gdpr", "iso27001", "soc2"].map(id).into_iter().collect(),
        scope_in: lines(&["Web application", "Reading model", "Archive of documents"]),
        scope_out: lines(&["Payment module, which is not bought"]),
        locations: lines(&["Dublin", "Frankfurt"]),
        data_classes: lines(&["Invoices", "Names and bank details of suppliers"]),
        period_from: Some(day(2026, 10, 1)),
        period_to: Some(day(2026, 11, 20)),
        assessor: person("Ada Kern", "Lead assessor", "Northgate Advisory"),
        reviewer: person("Tom Hale", "Reviewer", "Northgate Advisory"),
        accountable: person("Mira Stone", "Chief operating officer", "Harbour Foods"),
        interviews: vec![
            Interview {
                name: "Orla Byrne".into(),
                role: "Head of security".into(),
                date: day(2026, 11, 12),
                topics: "Access, logging, incidents".into(),
            },
            Interview {
                name: "Piet Maas".into(),
                role: "Platform lead".into(),
                date: day(2026, 11, 13),
                topics: "Pipeline, isolation of customers".into(),
            },
        ],
        distribution: lines(&["Mira Stone", "Purchasing board"]),
        classification: "Confidential".into(),
        summary: "The service is well run. Sign-in of administrators has no second factor, and the archive is restored \
                  untested.\nBoth can be mended before going live."
            .into(),
        limitations: lines(&["The data centre was not visited"]),
        started: moment("2026-10-01T09:00:00+02:00"),
        packs: library.packs.clone(),
    }
}

pub fn response(question: &str) -> Response {
    Response { notes: PRIVATE.into(), ..Response::unanswered(id("asm-1"), id(question)) }
}

fn responses() -> Vec<Response> {
    let level = |n| AssuranceLevel::new(n).unwrap();
    let judged = |question: &str, claim, conclusion, n, rationale: &str| Response {
        claim: Some(claim),
        conclusion: Some(conclusion),
        assurance: level(n),
        methods: [Method::Examine, Method::Interview].into(),
        rationale: rationale.into(),
        spoken_to: lines(&["Orla Byrne"]),
        ..response(question)
    };
    vec![
        Response {
            evidence: [id("ev-aaaaaaaaaaaa")].into(),
            flagged: true,
            offered: String::new(),
            deferred: None,
            reviewed: None,
            comment: "All administrators use keys.\nExcept two.".into(),
            ..judged(
                "ACC-01",
                Claim::Yes,
                Conclusion::Ineffective,
                4,
                "Two of five administrators signed in with a password alone",
            )
        },
        Response {
            evidence: [id("ev-aaaaaaaaaaaa"), id("ev-bbbbbbbbbbbb")].into(),
            ..judged(
                "ACC-02",
                Claim::Yes,
                Conclusion::Effective,
                3,
                "Five leavers sampled of forty; all closed in a day.",
            )
        },
        judged("ACC-03", Claim::Yes, Conclusion::Largely, 2, "Reviews are held twice a year."),
        judged("ACC-04", Claim::Partial, Conclusion::Partially, 1, "A list was shown on the screen."),
        judged("CRY-01", Claim::Yes, Conclusion::Effective, 4, "Version 1.3 seen on all hosts."),
        judged("BCP-01", Claim::Yes, Conclusion::Ineffective, 0, "No restore was ever tried."),
        judged("LOG-01", Claim::Yes, Conclusion::NotAssessed, 0, "The log was not reachable on the day."),
        Response { claim: Some(Claim::No), comment: "There is none yet.".into(), ..response("INC-02") },
        Response {
            claim: Some(Claim::NotApplicable),
            conclusion: Some(Conclusion::NotApplicable),
            reason: "We have desks of our own.".into(),
            rationale: "Everybody works at the vendor's own desks.".into(),
            ..response("PPL-04")
        },
        Response {
            claim: Some(Claim::NotApplicable),
            reason: "No devices are handed out.".into(),
            ..response("PPL-03")
        },
        Response { claim: Some(Claim::Yes), ..response("GOV-01") },
        Response { claim: Some(Claim::Yes), conclusion: Some(Conclusion::Effective), ..response("OLD-99") },
    ]
}

fn evidence() -> Vec<Evidence> {
    let base = |text: &str, title: &str, kind| Evidence {
        id: id(text),
        assessment: id("asm-1"),
        title: title.into(),
        kind,
        issuer: "Lumen Papers".into(),
        issued: Some(day(2026, 3, 1)),
        valid_until: None,
        received: moment("2026-11-12T10:00:00+01:00"),
        pages: "3 to 5".into(),
        reliability: String::new(),
        note: String::new(),
        file: None,
    };
    vec![
        Evidence {
            note: "List of administrators on the live system, seen by Ada Kern".into(),
            ..base("ev-aaaaaaaaaaaa", "Administrators", EvidenceKind::Configuration)
        },
        Evidence {
            issuer: "Register of Standards Bodies".into(),
            valid_until: Some(day(2026, 9, 30)),
            reliability: "Issued by an accredited body".into(),
            received: moment("2026-11-11T10:00:00+01:00"),
            file: Some(FileRef { name: "iso-27001.pdf".into(), size: 482_113, sha256: "ab".repeat(32) }),
            ..base("ev-bbbbbbbbbbbb", "Certificate of the management system", EvidenceKind::Certificate)
        },
    ]
}

fn model() -> Vec<Record> {
    let a: AssessmentId = id("asm-1");
    let boundary = |text: &str, name: &str, parent: Option<&str>| {
        Record::Boundary(Boundary {
            id: id(text),
            assessment: a.clone(),
            name: name.into(),
            parent: parent.map(id::<BoundaryId>),
        })
    };
    let element = |text: &str, name: &str, kind, inside: Option<&str>, role| Element {
        id: id(text),
        assessment: a.clone(),
        name: name.into(),
        kind,
        boundary: inside.map(id::<BoundaryId>),
        role,
        description: String::new(),
        facts: BTreeMap::new(),
        out_of_scope: None,
        component: Component::default(),
    };
    let flow = |text: &str, name: &str, source: &str, target: &str| Flow {
        id: id(text),
        assessment: a.clone(),
        name: name.into(),
        source: id(source),
        target: id(target),
        protocol: "HTTPS".into(),
        description: String::new(),
        facts: [(ElementFact::Encrypted, Known::Yes), (ElementFact::PublicNetwork, Known::Yes)].into(),
        crosses: BTreeSet::new(),
        out_of_scope: None,
    };
    vec![
        boundary("tb-1", "Vendor cloud", None),
        boundary("tb-2", "Customer zone", Some("tb-1")),
        Record::Element(element("el-user", "Clerk", ElementKind::Actor, None, None)),
        Record::Element(Element {
            facts: [(ElementFact::WebApplication, Known::Yes), (ElementFact::Logged, Known::No)].into(),
            component: Component {
                stages: [Stage::Operation].into(),
                owner: "Platform team".into(),
                data: lines(&["Invoices"]),
                ..Component::default()
            },
            ..element("el-web", "Web application", ElementKind::Process, Some("tb-1"), None)
        }),
        Record::Element(Element {
            component: Component {
                stages: [Stage::Development, Stage::Operation].into(),
                owner: String::new(),
                data: lines(&["Invoices", "Corrections by clerks"]),
                product: "Papyrus".into(),
                version: "4.2".into(),
                providers: lines(&["Lumen Papers", "Quill Models", "Basalt Cloud"]),
                licence: "Proprietary".into(),
                bom: Some(id("BOM-01")),
            },
            ..element(
                "el-model",
                "Reading model",
                ElementKind::Process,
                Some("tb-2"),
                Some(AiRole::InferenceApi),
            )
        }),
        Record::Element(Element {
            facts: [(ElementFact::PersonalData, Known::Yes), (ElementFact::Encrypted, Known::Unknown)].into(),
            ..element("el-store", "Archive", ElementKind::Store, Some("tb-2"), None)
        }),
        Record::Element(Element {
            out_of_scope: Some("Not bought".into()),
            ..element("el-pay", "Payments", ElementKind::Process, Some("tb-1"), None)
        }),
        Record::Flow(flow("fl-1", "Upload", "el-user", "el-web")),
        Record::Flow(flow("fl-2", "Read", "el-web", "el-model")),
        Record::Flow(flow("fl-3", "Keep", "el-model", "el-store")),
        Record::ThreatNote(ThreatNote {
            threat: id("S-ACTOR@el-user"),
            assessment: a.clone(),
            decision: ThreatDecision::Mitigated,
            reason: "Single sign-on of the buyer".into(),
            title: "Someone poses as Clerk".into(),
        }),
        Record::ThreatNote(ThreatNote {
            threat: id("T-OLD@el-gone"),
            assessment: a.clone(),
            decision: ThreatDecision::Accepted,
            reason: "Small effect".into(),
            title: "Someone changes the queue".into(),
        }),
        Record::RecordedThreat(RecordedThreat {
            id: id("rt-1"),
            assessment: a.clone(),
            on: "el-model".into(),
            letter: Some(Letter::Harm),
            title: "An invoice carries instructions that the model follows".into(),
            description: "Text hidden in a document".into(),
            mitigation: "Output is checked by a clerk".into(),
            severity: Some(Severity::High),
            source: "Workshop of 13 November".into(),
        }),
    ]
}

fn bom() -> Bom {
    let part = |name: &str, version: &str, kind: &str, licence: &str| BomPart {
        name: name.into(),
        version: version.into(),
        kind: kind.into(),
        licence: licence.into(),
        purl: format!("pkg:pypi/{name}@{version}"),
    };
    let licences = [
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "EPL-2.0",
        "GPL-3.0-only",
        "ISC",
        "LGPL-2.1",
    ];
    let licences = licences.into_iter().chain(["MIT", "MPL-2.0", "PSF-2.0", "Zlib"]);
    Bom {
        id: id("BOM-01"),
        assessment: id("asm-1"),
        evidence: id("ev-bbbbbbbbbbbb"),
        about: "Lumen Invoice Reader 7.1".into(),
        format: "CycloneDX 1.6".into(),
        serial: "urn:uuid:6f0d6b1e-2f6a-4b58-9a2c-0c4f0a5f7a11".into(),
        made: "2026-10-30T08:00:00Z".into(),
        counts: [("library".to_owned(), 61), ("machine-learning-model".to_owned(), 1)].into(),
        licences: licences
            .zip([21, 2, 9, 1, 1, 1, 3, 2, 14, 4, 1, 1])
            .map(|(l, n)| (l.to_owned(), n))
            .collect(),
        without_version: 1,
        without_licence: 2,
        without_hash: 40,
        vulnerabilities: [("critical".to_owned(), 1), ("low".to_owned(), 3)].into(),
        parts: vec![
            part("torch", "2.8.0", "library", "BSD-3-Clause"),
            part("papyrus", "4.2", "machine-learning-model", ""),
        ],
        notes: lines(&["Two entries have the same name and version."]),
    }
}

/// One that failed and one that was withstood, each on a technique that a threat of the model stands for; one planned.
fn tests() -> Vec<SecurityTest> {
    let base = |n: &str, kind, title: &str, technique: &str| SecurityTest {
        id: id(n),
        assessment: id("asm-1"),
        kind,
        title: title.into(),
        elements: [id("el-model")].into(),
        techniques: [technique.to_owned()].into(),
        planned: None,
        done: Some(day(2026, 11, 16)),
        by: "Ada Kern".into(),
        method: "Sixty made-up invoices, read by the test tenant.".into(),
        outcome: None,
        seen: String::new(),
        limits: "English papers only.".into(),
        evidence: [id("ev-aaaaaaaaaaaa")].into(),
    };
    vec![
        SecurityTest {
            outcome: Some(TestOutcome::Failed),
            seen: "17 of 60 invoices changed the amount that was read.".into(),
            ..base("TST-01", TestKind::Adversarial, "Instructions hidden in invoices", "AML.T0015")
        },
        SecurityTest {
            outcome: Some(TestOutcome::Withstood),
            seen: "None of 200 names of the training data came out.".into(),
            ..base("TST-02", TestKind::Privacy, "Names brought out of the model", "AML.T0024.000")
        },
        SecurityTest {
            elements: BTreeSet::new(),
            techniques: BTreeSet::new(),
            planned: Some(day(2027, 1, 20)),
            done: None,
            method: String::new(),
            limits: String::new(),
            evidence: BTreeSet::new(),
            ..base("TST-03", TestKind::Penetration, "Break-in from the web", "")
        },
    ]
}

fn events() -> Vec<Event> {
    let base = |n: &str, trigger, what: &str| Event {
        id: id(n),
        assessment: id("asm-1"),
        trigger,
        date: day(2026, 11, 2),
        what: what.into(),
        closed: None,
        outcome: String::new(),
    };
    vec![
        base("EVT-01", Trigger::NewModel, "Quill Models replaces the base model in March."),
        Event {
            closed: Some(day(2026, 11, 9)),
            outcome: "The answers on hosting were asked again.".into(),
            ..base("EVT-02", Trigger::NewSubprocessor, "Basalt Cloud opened a region in Madrid.")
        },
    ]
}

fn findings() -> Vec<Finding> {
    let base = |n: &str, question: &str, title: &str, severity| Finding {
        id: id(n),
        assessment: id("asm-1"),
        question: Some(id(question)),
        flag: None,
        title: title.into(),
        condition: "Two of five administrators sign in with a password alone.".into(),
        criterion: "Administrators sign in with a second factor.".into(),
        cause: "The old console was left out of the change.".into(),
        effect: "A stolen password opens every customer's data.".into(),
        recommendation: "Require a second factor on the old console.".into(),
        severity,
        owner: "Orla Byrne".into(),
        due: Some(day(2026, 12, 15)),
        vendor_response: "Accepted; planned for December.".into(),
    };
    vec![
        base("F-01", "ACC-01", "No second factor on the old console", Severity::Critical),
        Finding {
            cause: String::new(),
            recommendation: "Restore the archive once and record the time it takes.".into(),
            owner: String::new(),
            due: None,
            vendor_response: String::new(),
            ..base("F-02", "BCP-01", "Restore never tried", Severity::High)
        },
    ]
}

fn risk(n: u8, title: &str, inherent: (u8, u8), residual: (u8, u8), treatment: Treatment) -> Risk {
    let rating = |(l, i)| Rating::new(l, i).unwrap();
    Risk {
        id: id(&format!("R-{n:02}")),
        assessment: id("asm-1"),
        title: title.into(),
        scenario: "Somebody with a stolen password reads invoices.".into(),
        threats: [id("S-ACTOR@el-user"), id("rt-1")].into(),
        findings: [id("F-01")].into(),
        categories: [RiskCategory::DataPrivacy].into(),
        ratings: Ratings::new(rating(inherent), rating(residual)).unwrap(),
        rationale: "Passwords leak every week.".into(),
        treatment,
        controls: lines(&["Second factor", "Alerts on new devices"]),
        combining: "Each lowers the likelihood by one".into(),
        owner: "Mira Stone".into(),
        due: Some(day(2026, 12, 31)),
        status: RiskStatus::Open,
    }
}

fn risks() -> Vec<Risk> {
    vec![
        risk(1, "Strangers read the invoices", (5, 5), (3, 4), Treatment::Mitigate),
        Risk {
            controls: lines(&["Backup"]),
            combining: String::new(),
            owner: String::new(),
            due: None,
            ..risk(2, "The archive is lost", (4, 5), (2, 4), Treatment::Mitigate)
        },
        risk(3, "The model misreads an amount", (4, 3), (4, 3), Treatment::Accept),
        Risk {
            status: RiskStatus::Closed,
            ..risk(4, "A sub-processor changes", (3, 3), (1, 2), Treatment::Transfer)
        },
        risk(5, "The service is down for a day", (3, 3), (2, 3), Treatment::Mitigate),
        risk(6, "A clerk uploads a private paper", (2, 2), (1, 1), Treatment::Avoid),
    ]
}

fn decision() -> Decision {
    let condition = |text: &str, stage, due| Condition {
        text: text.into(),
        stage,
        owner: "Orla Byrne".into(),
        due,
        evidence_of_closure: "Screenshot of the setting, seen by the assessor".into(),
        met: None,
    };
    Decision {
        assessment: id("asm-1"),
        outcome: Outcome::Defer,
        rationale: "Too little is known yet; what is known can be mended.".into(),
        conditions: vec![
            condition("Restore the archive once", ConditionStage::PreGoLive, Some(day(2027, 1, 15))),
            Condition {
                met: Some(day(2026, 11, 21)),
                ..condition(
                    "Second factor for all administrators",
                    ConditionStage::PreContract,
                    Some(day(2026, 12, 1)),
                )
            },
        ],
        decided_by: "Mira Stone".into(),
        decided_on: Some(day(2026, 11, 22)),
        overrides: Vec::new(),
        basis: None,
    }
}

/// A case with something of everything, in words that avoid those the report leaves to others.
pub fn case(library: &Library) -> Case {
    let mut records = model();
    records.extend(responses().into_iter().map(Record::Response));
    records.extend(evidence().into_iter().map(Record::Evidence));
    records.extend(findings().into_iter().map(Record::Finding));
    records.extend(risks().into_iter().map(|risk| Record::Risk(Box::new(risk))));
    records.push(Record::Bom(Box::new(bom())));
    records.extend(tests().into_iter().map(|test| Record::SecurityTest(Box::new(test))));
    records.extend(events().into_iter().map(Record::Event));
    records.push(Record::Decision(decision()));
    records.push(Record::KnockOutNote(KnockOutNote {
        assessment: id("asm-1"),
        knock_out: id("KO-17"),
        struck: false,
        note: "Lists were searched on 12 November.".into(),
        seen_with: BTreeMap::new(),
    }));
    records.push(Record::Issue(Issue {
        id: id("iss-1"),
        assessment: id("asm-1"),
        number: 1,
        issued: moment("2026-11-20T16:00:00+01:00"),
        signer: "Ada Kern".into(),
        fingerprint: "cd".repeat(32),
        file: FileRef { name: "report-1.pdf".into(), size: 1_204_331, sha256: "ef".repeat(32) },
    }));
    let mut case = Case::new(vendor(), assessment(library), records);
    decided_today(&mut case, library);
    case
}

/// The decision as the program records it: with what it rests on.
pub fn decided_today(case: &mut Case, library: &Library) {
    let evaluation = evaluate(case, library, about(Status::Issued).issued.date_naive());
    let basis = basis(case, &evaluation.standings, &evaluation.knock_outs);
    if let Some(decision) = &mut case.decision {
        decision.basis = Some(basis);
    }
}

/// A case in which nothing was recorded but the names.
pub fn bare(library: &Library) -> Case {
    let a = Assessment {
        title: String::new(),
        service: String::new(),
        purpose: String::new(),
        tier: Tier::new(4).unwrap(),
        tier_reason: String::new(),
        critical: false,
        facts: BTreeSet::new(),
        frameworks: BTreeSet::new(),
        scope_in: vec![],
        scope_out: vec![],
        locations: vec![],
        data_classes: vec![],
        period_from: None,
        period_to: None,
        assessor: Person::default(),
        reviewer: Person::default(),
        accountable: Person::default(),
        interviews: vec![],
        distribution: vec![],
        classification: String::new(),
        summary: String::new(),
        limitations: vec![],
        packs: vec![],
        ..assessment(library)
    };
    Case::new(vendor(), a, vec![])
}
