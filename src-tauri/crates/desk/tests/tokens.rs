//! Keys on tokens as the window uses them: nothing of a PIN stays, nothing happens when a token does not sign, and the vault of
//! before reads on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)] // helpers of tests are tests

#[path = "../../../../tests/support/card.rs"]
#[allow(dead_code)] // other tests use the rest
mod card;
mod office;

use assay_core::record::{IdentityKey, SigningIdentity};
use assay_desk::use_cases::issuing::{IssueReport, Step};
use card::{Card, PIN};
use office::{Office, open_points};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// An identity of Ada Moore on the token, taken through this module.
fn taken(office: &Office, card: &Card, module: &Value) -> Value {
    let certificate = std::fs::read(card.file("a1.der")).unwrap();
    let seen = office.call("look_at_token", json!({ "path": module }));
    let fingerprint = assay_seal::identity::fingerprint(&certificate);
    let input = json!({ "path": module, "serial": seen[0]["serial"], "fingerprint": fingerprint });
    office.call("take_identity_from_token", input)
}

#[test]
fn a_report_is_issued_with_a_token_all_of_it_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let steps: Arc<Mutex<Vec<Step>>> = Arc::default();
    let reached = Arc::clone(&steps);
    let office = Office::new(folder.path(), move |step| reached.lock().unwrap().push(step));
    let card = Card::new(folder.path());
    card.put("a1", card::P384, "900", "digitalSignature");
    // Its certificate is valid from now on.
    office.set_clock(&chrono::Local::now().to_rfc3339());
    let module = Value::from(office.desk.offer(&card.module("plain.so")));
    let ada = taken(&office, &card, &module);
    assert_eq!(ada["token"]["label"], card::LABEL);
    let again = office.try_call("take_identity_from_token", {
        let serial = &ada["token"]["serial"];
        json!({ "path": module, "serial": serial, "fingerprint": ada["fingerprint"] })
    });
    assert_eq!(again.unwrap_err().code, "identity-there");

    let journal = || office.call("journal", json!({ "assessment": office.assessment }));
    let before = journal();
    let input = |token: Value| {
        json!({ "assessment": office.assessment, "identity": ada["id"], "path": office.file("r.pdf"), "location": "",
                "set_aside": open_points("For the test"), "token": token })
    };
    let rubbish = Value::from(office.desk.offer(&card.module("rubbish.so")));
    let gone = Value::from(office.desk.offer(&card.module("gone.so")));
    for (token, code) in [
        (json!({}), "token-module-not-chosen"),
        (json!({ "module": module }), "token-pin-needed"),
        (json!({ "module": module, "pin": "" }), "token-pin-needed"),
        (json!({ "module": module, "pin": "0000 wrong" }), "token-pin-wrong"),
        (json!({ "module": rubbish, "pin": PIN }), "key-answer"),
        (json!({ "module": gone, "pin": PIN }), "token-gone"),
        (json!({ "module": "7/none.so", "pin": PIN }), "not-chosen"),
    ] {
        let refused = office.try_call("issue_report", input(token)).unwrap_err();
        let said = refused.sentence.to_string();
        assert_eq!(refused.code, code, "{said}");
        assert!(!said.contains(PIN) && !said.contains("0000 wrong"), "{said}");
    }
    assert!(steps.lock().unwrap().is_empty());
    assert_eq!(journal(), before);
    assert!(!folder.path().join("r.pdf").exists());

    let issued = office.call("issue_report", input(json!({ "module": module, "pin": PIN })));
    assert_eq!(issued["verdict"]["word"], "valid");
    assert_eq!(*steps.lock().unwrap(), Step::ALL);
    // What is read is never told: neither in the program's own words nor in the vault.
    let read: IssueReport = serde_json::from_value(input(json!({ "pin": PIN }))).unwrap();
    assert!(!format!("{read:?}").contains(PIN), "{read:?}");
    for entry in ["assessment", "vault"] {
        let scope = if entry == "vault" { Value::Null } else { json!(office.assessment) };
        let journal = office.call("journal", json!({ "assessment": scope }));
        assert!(!journal.to_string().contains(PIN), "{journal}");
    }
}

#[test]
fn an_identity_has_its_key_in_one_place_and_those_of_before_read_on() {
    let with = |more: Value| {
        let mut stored = json!({ "id": "idy-1", "name": "Ada Moore", "organisation": "Moore",
            "created": "2026-11-23T10:00:00+01:00", "certificate": "30" });
        stored.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        stored
    };
    let token = json!({ "module": "/usr/lib/token.so", "serial": "17", "label": "Card", "key_id": "a1" });
    let before = with(json!({ "private_key": "3031" }));
    let read: SigningIdentity = serde_json::from_value(before.clone()).unwrap();
    assert!(matches!(&read.key, IdentityKey::Here(key) if key == "3031"));
    assert_eq!(serde_json::to_value(&read).unwrap(), before);
    let on_token = with(json!({ "token": token }));
    let read: SigningIdentity = serde_json::from_value(on_token.clone()).unwrap();
    assert!(matches!(&read.key, IdentityKey::OnToken(on) if on.serial == "17"));
    assert_eq!(serde_json::to_value(&read).unwrap(), on_token);
    for neither in [with(json!({})), with(json!({ "private_key": "3031", "token": token }))] {
        assert!(serde_json::from_value::<SigningIdentity>(neither).is_err());
    }
}
