//! An assessment keeps the content it was started with, whatever the program at hand brings with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod office;

use assay_core::pack;
use assay_core::record::{Key, Record};
use assay_desk::content;
use assay_vault::{Change, Edit, Vault, VaultError};
use office::Office;
use serde_json::json;

const PASSPHRASE: &str = "correct horse battery staple";

/// Makes the assessment one that was started with a framework more than this program has: our house rules.
fn with_house_rules(office: &Office) {
    let mut source = content::source();
    let (name, text) = source.iter().find(|(name, _)| name.contains("ccpa")).unwrap();
    let (name, text) = (name.replace("ccpa", "house"), text.replace("ccpa", "house"));
    source.insert(name, text);
    let path = office.folder.join("work.assay");
    let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
    let mut packs = Vec::new();
    for (pack, bytes) in pack::bundles(&source).unwrap() {
        vault.store_bytes(&bytes).unwrap();
        packs.push(pack);
    }
    assert!(packs.iter().any(|pack| pack.name == "house"), "{packs:?}");
    let key = Key { kind: "assessment".into(), id: office.assessment.clone() };
    vault
        .change(*office.clock.lock().unwrap(), |state| {
            let Some(Record::Assessment(old)) = state.get(&key)? else { panic!("an assessment") };
            let mut next = old.clone();
            next.packs = packs;
            let edit = Edit::Replace {
                expected: Box::new(Record::Assessment(old)),
                next: Box::new(Record::Assessment(next)),
            };
            let change = Change {
                label: "as another program".into(),
                scope: None,
                actor: "Ada".into(),
                edits: vec![edit],
            };
            Ok::<_, VaultError>((change, ()))
        })
        .unwrap();
}

#[test]
fn frameworks_are_those_the_assessment_was_started_with() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    with_house_rules(&office);
    let choose = |frameworks: &[&str], title: &str| {
        let mut whole = office.call("overview", office.of())["assessment"].clone();
        whole["frameworks"] = json!(frameworks);
        whole["title"] = json!(title);
        office.try_call("save_assessment", json!({ "assessment": whole }))
    };
    // What this program does not bring is chosen, reported and saved again.
    choose(&["house", "soc2"], "With the house rules").unwrap();
    let results = office.call("results", office.of());
    let shown = results["frameworks"].as_array().unwrap().iter().map(|f| f["framework"].as_str().unwrap());
    assert_eq!(shown.collect::<Vec<_>>(), ["house", "soc2"]);
    choose(&["house", "soc2"], "Another title").unwrap();
    let refused = choose(&["soc2", "weather"], "With the weather").unwrap_err();
    assert!(refused.sentence.to_string().contains("“weather” is not among the frameworks"), "{refused}");
    assert_eq!(office.call("overview", office.of())["assessment"]["title"], "Another title");
}
