//! What is read a second time, or compared with something, changes only what it says.

use assay_core::comparison;
use assay_core::ids::{AssessmentId, ElementId};
use assay_core::record::Component;
use assay_core::words::{AiRole, ElementFact, Known, Stage};
use assay_desk::use_cases::OfAssessment;
use assay_desk::use_cases::components::{self, ComponentInput};
use assay_desk::use_cases::history::{self, HistoryStep};
use assay_desk::use_cases::preparation;
use assay_desk::use_cases::scope::{self, FollowInput, NewAssessment, VendorInput};
use assay_desk::use_cases::threats::{self, ElementInput, ImportModel};
use assay_desk::use_cases::vaults::{self, VaultKey};
use assay_desk::{Desk, Environment, Job, Passphrase, Problem};
use assay_tests::{Desk as Folder, root};
use chrono::{DateTime, TimeDelta};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

const JOB: Job<'static> = Job::UNWATCHED;

/// A desk with a new vault, whose clock goes on by a day each time it is read.
fn desk(folder: &Folder) -> Desk {
    let days = AtomicI64::new(0);
    let start = DateTime::parse_from_rfc3339("2026-03-02T09:00:00Z").expect("a moment");
    let now = move || start + TimeDelta::days(days.fetch_add(1, Ordering::Relaxed));
    let environment = Environment { now: Box::new(now), settings: None, ..Environment::of_this_machine() };
    let desk = Desk::new(environment).expect("the packs read");
    let passphrase = Passphrase::new(assay_tests::PASSPHRASE.into());
    let key = VaultKey { path: folder.file("work.assay").into(), passphrase };
    vaults::create_vault(&desk, key, &JOB).expect("made");
    desk
}

fn begun(desk: &Desk, vendor: &str, title: &str) -> AssessmentId {
    let named = VendorInput {
        id: None,
        name: vendor.into(),
        legal_name: String::new(),
        country: String::new(),
        website: String::new(),
        contact_name: String::new(),
        contact_email: String::new(),
        services: Vec::new(),
        notes: String::new(),
        base: None,
    };
    let session = vaults::session(desk, assay_desk::use_cases::Nothing {}, &JOB).expect("a session");
    let known =
        session.vendors.into_iter().find(|card| card.vendor.name == vendor).map(|card| card.vendor.id);
    let vendor = known.unwrap_or_else(|| scope::save_vendor(desk, named, &JOB).expect("a vendor").id);
    let new = NewAssessment {
        vendor,
        title: title.into(),
        service: "Triage".into(),
        tier: Some(2.try_into().expect("a tier")),
        facts: BTreeSet::new(),
        frameworks: BTreeSet::from(["soc2".parse().expect("an id")]),
        previous: None,
        assessor: serde_json::from_value(json!({ "name": "Ada Moore" })).expect("a person"),
        scope_in: None,
    };
    scope::create_assessment(desk, new, &JOB).expect("begun").id
}

#[test]
fn an_assessment_is_compared_with_an_earlier_one_and_undo_takes_back_just_that() {
    let folder = Folder::new();
    let desk = desk(&folder);
    let first = begun(&desk, "Acme", "Acme 2025");
    let other = begun(&desk, "Borough", "Borough 2025");
    let second = begun(&desk, "Acme", "Acme 2026");
    let third = begun(&desk, "Acme", "Acme 2027");
    let follow = |previous: &AssessmentId| {
        let input = FollowInput { assessment: second.clone(), previous: previous.clone() };
        scope::follow_assessment(&desk, input, &JOB)
    };
    let code = |refused: Result<scope::Overview, Problem>| refused.expect_err("refused").code;
    assert_eq!(code(follow(&other)), "other-vendor");
    assert_eq!(code(follow(&third)), "not-earlier");
    assert_eq!(code(follow(&second)), "not-earlier");

    let of = || OfAssessment { assessment: second.clone() };
    let mut named = scope::overview(&desk, of(), &JOB).expect("a view").assessment;
    named.purpose = "Sorts letters.".into();
    scope::save_assessment(&desk, scope::AssessmentInput { assessment: named, base: None }, &JOB)
        .expect("saved");
    assert_eq!(follow(&first).expect("compared").assessment.previous, Some(first.clone()));
    // As the window calls it.
    let input = json!({ "assessment": second, "previous": first });
    let view = assay_desk::api::call(&desk, "follow_assessment", input, &JOB).expect("compared");
    assert_eq!(view["assessment"]["previous"], json!(first));

    history::undo(&desk, HistoryStep { assessment: Some(of().assessment), entry: None }, &JOB)
        .expect("taken back");
    let after = scope::overview(&desk, of(), &JOB).expect("a view").assessment;
    assert_eq!((after.previous, after.purpose), (None, "Sorts letters.".to_owned()));
}

/// An element that a person has described as a component.
fn described(desk: &Desk, assessment: &AssessmentId, element: &ElementId) {
    let component = Component {
        owner: "Adaeze Whitlock".into(),
        product: "Classifier".into(),
        version: "4.1".into(),
        providers: vec!["Aurelian Models".into()],
        stages: BTreeSet::from([Stage::Operation]),
        data: vec!["Letters".into()],
        ..Component::default()
    };
    let role = Some(AiRole::ModelArtifact);
    let input = ComponentInput {
        assessment: assessment.clone(),
        element: element.clone(),
        role,
        component,
        base: None,
    };
    components::save_component(desk, input, &JOB).expect("described");
}

#[test]
fn a_threat_dragon_model_read_again_keeps_what_it_does_not_say() {
    let folder = Folder::new();
    let desk = desk(&folder);
    let assessment = begun(&desk, "Acme", "Acme 2026");
    let path = root().join("src-tauri/crates/exchange/tests/fixtures/shop.json");
    let import = || {
        let input = ImportModel { assessment: assessment.clone(), path: path.clone().into() };
        threats::import_threat_dragon(&desk, input, &JOB).expect("read")
    };
    let model = || {
        threats::threat_model(&desk, OfAssessment { assessment: assessment.clone() }, &JOB).expect("a view")
    };
    import();
    let element = model().elements.first().expect("an element").clone();
    described(&desk, &assessment, &element.id);
    let said = element.facts.clone();
    let own = ElementInput {
        assessment: assessment.clone(),
        id: Some(element.id.clone()),
        name: "Renamed here".into(),
        kind: element.kind,
        boundary: element.boundary.clone(),
        role: Some(AiRole::ModelArtifact),
        description: element.description.clone(),
        facts: said.iter().map(|(f, k)| (*f, *k)).chain([(ElementFact::PersonalData, Known::Yes)]).collect(),
        out_of_scope: element.out_of_scope.clone(),
        base: None,
    };
    threats::save_element(&desk, own, &JOB).expect("saved");

    import();
    let after = model().elements.into_iter().find(|e| e.id == element.id).expect("the element");
    assert_eq!(after.name, element.name, "the file names it");
    assert_eq!(after.role, Some(AiRole::ModelArtifact));
    assert_eq!(after.component.owner, "Adaeze Whitlock");
    assert_eq!(after.component.version, "4.1");
    assert_eq!(after.facts.get(&ElementFact::PersonalData), Some(&Known::Yes), "{:?}", after.facts);
}

/// What the comparison of an assessment with the one before says of a question.
fn difference(desk: &Desk, assessment: &AssessmentId, question: &str) -> comparison::Difference {
    let of = OfAssessment { assessment: assessment.clone() };
    let compared = preparation::since_last_time(desk, of, &JOB).expect("compared");
    compared.differences.into_iter().find(|d| d.question.as_str() == question).expect("it is asked")
}

fn answered(desk: &Desk, assessment: &AssessmentId, question: &str, change: serde_json::Value) {
    let input = json!({ "assessment": assessment, "question": question, "change": change });
    assay_desk::api::call(desk, "answer", input, &JOB).expect("saved");
}

fn attached(desk: &Desk, folder: &Folder, assessment: &AssessmentId, name: &str, bytes: &[u8]) {
    std::fs::write(folder.file(name), bytes).expect("written");
    let input = json!({
        "assessment": assessment, "path": desk.offer(&folder.file(name)), "title": "", "kind": "record", "issuer": "",
        "issued": null, "valid_until": null, "pages": "", "questions": ["ACC-01"],
    });
    assay_desk::api::call(desk, "attach_evidence", input, &JOB).expect("attached");
}

#[test]
fn the_file_of_last_year_is_no_new_evidence() {
    let folder = Folder::new();
    let desk = desk(&folder);
    let first = begun(&desk, "Acme", "Acme 2025");
    let second = begun(&desk, "Acme", "Acme 2026");
    scope::follow_assessment(
        &desk,
        FollowInput { assessment: second.clone(), previous: first.clone() },
        &JOB,
    )
    .expect("compared");
    answered(&desk, &first, "ACC-01", json!({ "claim": "no", "conclusion": "ineffective" }));
    attached(&desk, &folder, &first, "policy.pdf", b"the policy of 2025");
    answered(&desk, &second, "ACC-01", json!({ "claim": "yes", "conclusion": "effective" }));
    let without = || difference(&desk, &second, "ACC-01").without_new_evidence;
    assert!(without(), "nothing is attached");
    attached(&desk, &folder, &second, "policy 2026.pdf", b"the policy of 2025");
    assert!(without(), "the same bytes under another name");
    attached(&desk, &folder, &second, "policy.pdf", b"the policy of 2026");
    assert!(!without());
}

#[test]
fn what_was_only_concluded_and_is_asked_no_more_is_told() {
    let folder = Folder::new();
    let desk = desk(&folder);
    let first = begun(&desk, "Acme", "Acme 2025");
    let second = begun(&desk, "Acme", "Acme 2026");
    scope::follow_assessment(
        &desk,
        FollowInput { assessment: second.clone(), previous: first.clone() },
        &JOB,
    )
    .expect("compared");
    answered(&desk, &first, "ACC-01", json!({ "conclusion": "ineffective" }));
    answered(&desk, &first, "ACC-02", json!({ "claim": "yes" }));
    let of = || OfAssessment { assessment: second.clone() };
    let dropped = || preparation::since_last_time(&desk, of(), &JOB).expect("compared").dropped;
    assert!(dropped().is_empty());
    let mut other = scope::overview(&desk, of(), &JOB).expect("a view").assessment;
    other.frameworks = BTreeSet::from(["ccpa".parse().expect("an id")]);
    scope::save_assessment(&desk, scope::AssessmentInput { assessment: other, base: None }, &JOB)
        .expect("saved");
    let told: Vec<String> = dropped().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["ACC-01", "ACC-02"]);
}
