//! Nothing points to what is not there: a change that would leave it so is refused, and says what points to what.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use assay_core::record::Record;
use assay_vault::Edit;
use common::{assessment_id, get, place, put, redo, remove, save, undo, vault_at};
use serde_json::json;

fn boundary(id: &str) -> Record {
    let body = json!({ "id": id, "assessment": "a1", "name": id });
    Record::Boundary(serde_json::from_value(body).unwrap())
}

fn element(id: &str, boundary: Option<&str>) -> Record {
    let body = json!({ "id": id, "assessment": "a1", "name": id, "kind": "process", "boundary": boundary });
    Record::Element(serde_json::from_value(body).unwrap())
}

#[test]
fn a_record_that_points_to_nothing_is_refused_by_name() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let error = put(&mut vault, "Draw", Some("a1"), vec![element("api", Some("cloud"))]).unwrap_err();
    assert_eq!(error.code(), "missing-reference");
    assert!(error.to_string().contains("element a1/api points to the boundary a1/cloud"), "{error}");
    // Both in one change are fine, in whatever order.
    put(&mut vault, "Draw", Some("a1"), vec![element("api", Some("cloud")), boundary("cloud")]).unwrap();
}

#[test]
fn what_something_points_to_goes_only_together_with_the_pointer() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    put(&mut vault, "Draw", Some("a1"), vec![boundary("cloud"), element("api", Some("cloud"))]).unwrap();
    let error = remove(&mut vault, "Remove", &[("boundary", "a1/cloud")]).unwrap_err();
    assert_eq!(error.code(), "still-referred");
    assert!(error.to_string().contains("element a1/api still points to the boundary a1/cloud"), "{error}");

    save(&mut vault, "Remove", Some("a1"), |state| {
        let old = |kind, id| state.get(&common::key(kind, id)).map(Option::unwrap).map(Box::new);
        let expected = old("element", "a1/api")?;
        let next = Box::new(element("api", None));
        Ok(vec![Edit::Remove(old("boundary", "a1/cloud")?), Edit::Replace { expected, next }])
    })
    .unwrap();
    let scope = assessment_id("a1");
    undo(&mut vault, Some(&scope)).unwrap().unwrap();
    assert_eq!(get(&vault, "element", "a1/api"), Some(element("api", Some("cloud"))));
    redo(&mut vault, Some(&scope)).unwrap().unwrap();
    assert_eq!(get(&vault, "boundary", "a1/cloud"), None);
}
