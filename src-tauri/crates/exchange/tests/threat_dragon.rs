//! Models of Threat Dragon, whole, odd and hostile, read into records.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests
#![allow(clippy::wildcard_enum_match_arm)] // what a test does not expect fails it

use assay_core::ids::AssessmentId;
use assay_core::record::{Boundary, Element, Flow, RecordedThreat, ThreatNote};
use assay_core::words::{ElementFact, ElementKind, Known, Letter, Severity, ThreatDecision};
use assay_exchange::{Counts, ImportError, Imported, threat_dragon};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SHOP: &str = include_str!("fixtures/shop.json");
const FIRST_VERSION: &str = include_str!("fixtures/first-version.json");

fn try_read(bytes: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    threat_dragon::read(bytes.as_ref(), &AssessmentId::new("ass-1").unwrap())
}

fn read(bytes: impl AsRef<[u8]>) -> Imported {
    try_read(bytes).unwrap()
}

fn shop() -> Imported {
    read(SHOP)
}

fn element<'a>(model: &'a Imported, id: &str) -> &'a Element {
    model.elements.iter().find(|e| e.id.as_str() == id).unwrap_or_else(|| panic!("no element {id}"))
}

fn flow<'a>(model: &'a Imported, id: &str) -> &'a Flow {
    model.flows.iter().find(|f| f.id.as_str() == id).unwrap_or_else(|| panic!("no flow {id}"))
}

fn boundary<'a>(model: &'a Imported, id: &str) -> &'a Boundary {
    model.boundaries.iter().find(|b| b.id.as_str() == id).unwrap_or_else(|| panic!("no boundary {id}"))
}

fn threat<'a>(model: &'a Imported, id: &str) -> &'a RecordedThreat {
    model.threats.iter().find(|t| t.id.as_str() == id).unwrap_or_else(|| panic!("no threat {id}"))
}

fn note<'a>(model: &'a Imported, id: &str) -> Option<&'a ThreatNote> {
    model.decisions.iter().find(|n| n.threat.as_str() == id)
}

fn remarked(model: &Imported, words: &[&str]) {
    assert!(
        model.remarks.iter().any(|r| words.iter().all(|w| r.contains(w))),
        "no remark with {words:?} in\n{}",
        model.remarks.join("\n")
    );
}

fn crossed(flow: &Flow) -> Vec<&str> {
    flow.crosses.iter().map(|b| b.as_str()).collect()
}

/// A model of one diagram.
fn model(cells: Value) -> String {
    json!({"version": "2.0", "summary": {"title": "M"}, "detail": {"diagrams": [{"title": "D", "cells": cells}]}}).to_string()
}

fn boxed(id: &str, x: f64, y: f64, width: f64, height: f64) -> Value {
    json!({"shape": "trust-boundary-box", "id": id, "position": {"x": x, "y": y},
           "size": {"width": width, "height": height}, "data": {"name": id}})
}

#[test]
fn everything_is_counted_as_in_the_file() {
    let model = shop();
    assert_eq!(model.title, "Web shop");
    assert_eq!(
        model.counts,
        Counts {
            actors: 2,
            processes: 3,
            stores: 3,
            flows: 5,
            boundary_boxes: 3,
            boundary_curves: 3,
            threats: 11
        }
    );
    assert_eq!(model.boundaries.len(), 6);
    assert_eq!(model.flows.len(), 5);
    assert_eq!(model.threats.len(), 11);
    // Three ends of flows are at no element.
    assert_eq!(model.elements.len(), 8 + 3);
    remarked(&model, &["Ends of data flows attached to no element", "3"]);
    let kinds = |kind| model.elements.iter().filter(|e| e.kind == kind).count();
    assert_eq!(
        [kinds(ElementKind::Actor), kinds(ElementKind::Process), kinds(ElementKind::Store)],
        [2 + 3, 3, 3]
    );
}

#[test]
fn records_belong_to_the_assessment_and_refer_to_each_other() {
    let model = shop();
    let elements: BTreeSet<&str> = model.elements.iter().map(|e| e.id.as_str()).collect();
    let flows: BTreeSet<&str> = model.flows.iter().map(|f| f.id.as_str()).collect();
    let boundaries: BTreeSet<&str> = model.boundaries.iter().map(|b| b.id.as_str()).collect();
    assert_eq!(elements.len(), model.elements.len(), "ids are unique");
    assert!(
        model
            .flows
            .iter()
            .all(|f| elements.contains(f.source.as_str()) && elements.contains(f.target.as_str()))
    );
    assert!(
        model.elements.iter().filter_map(|e| e.boundary.as_ref()).all(|b| boundaries.contains(b.as_str()))
    );
    assert!(model.threats.iter().all(|t| elements.contains(t.on.as_str()) || flows.contains(t.on.as_str())));
    assert!(model.elements.iter().all(|e| e.assessment.as_str() == "ass-1"));
    assert!(model.decisions.iter().all(|n| n.assessment.as_str() == "ass-1"));
}

#[test]
fn the_same_bytes_yield_the_same_records() {
    assert_eq!(shop(), shop());
}

#[test]
fn diagrams_people_and_texts_are_kept_in_remarks() {
    let model = shop();
    remarked(&model, &["Diagram 1, “Shop”", "STRIDE", "16 cells"]);
    remarked(&model, &["Diagram 2, “Shop again”", "LINDDUN", "5 cells"]);
    remarked(&model, &["diagram 2", "“The same shop for privacy”"]);
    remarked(&model, &["owner", "“Ada”"]);
    remarked(&model, &["contributors", "“Grace”"]);
    remarked(&model, &["description", "“A shop with two drawings.”"]);
    remarked(&model, &["cell 15 (shape “td-text-block”)", "“Draft, not final”"]);
    remarked(&model, &["boundary “Data centre”", "“Rented”"]);
}

#[test]
fn an_unknown_shape_is_told_by_cell_and_shape() {
    remarked(&shop(), &["cell 16", "shape “cloud”", "diagram 1, “Shop”", "not read"]);
}

#[test]
fn boxes_nest_and_elements_are_in_the_innermost() {
    let model = shop();
    assert_eq!(boundary(&model, "tb-box-db").parent.as_ref().unwrap().as_str(), "tb-box-dc");
    assert_eq!(boundary(&model, "tb-box-dc").parent, None);
    assert_eq!(boundary(&model, "tb-box-jobs").parent, None);
    let inside = |id| element(&model, id).boundary.as_ref().map(|b| b.as_str().to_owned());
    assert_eq!(inside("el-proc-web").as_deref(), Some("tb-box-dc"));
    assert_eq!(inside("el-store-orders").as_deref(), Some("tb-box-db"));
    assert_eq!(inside("el-act-customer"), None);
    // The end of “Pay” is a point inside the data centre.
    assert_eq!(inside("el-fl-flow-pay-target").as_deref(), Some("tb-box-dc"));
}

#[test]
fn a_declared_box_goes_before_the_drawn_one_and_the_difference_is_told() {
    let model = shop();
    assert_eq!(element(&model, "el-proc-batch").boundary.as_ref().unwrap().as_str(), "tb-box-jobs");
    remarked(
        &model,
        &["The process “Batch”", "declared to be inside “Job zone”", "drawn inside “Data centre”"],
    );
    assert!(!model.remarks.iter().any(|r| r.contains("“Orders” is declared")), "no remark where both agree");
}

#[test]
fn flows_cross_boundary_lines_where_the_lines_meet() {
    let model = shop();
    assert_eq!(crossed(flow(&model, "fl-flow-order")), ["tb-curve-net"]);
    assert_eq!(crossed(flow(&model, "fl-flow-save")), Vec::<&str>::new());
    remarked(&model, &["“Order” crosses the boundary line “Internet”", "diagram 1, “Shop”"]);
    remarked(&model, &["No data flow crosses", "“Unnamed boundary 1”"]);
    // The store's place is unusable; the flow's own point is past the line. The misspelt shape is a line too.
    assert_eq!(crossed(flow(&model, "fl-flow-visit")), ["tb-curve-old"]);
}

#[test]
fn a_flow_without_ends_is_kept() {
    let model = shop();
    let loose = flow(&model, "fl-flow-loose");
    assert_eq!(
        (loose.source.as_str(), loose.target.as_str()),
        ("el-fl-flow-loose-source", "el-fl-flow-loose-target")
    );
    let end = element(&model, "el-fl-flow-loose-source");
    assert_eq!((end.name.as_str(), end.kind), ("Unattached end of Loose", ElementKind::Actor));
    assert!(end.facts.is_empty());
    remarked(&model, &["source of the data flow “Loose”", "“box-dc”", "no element"]);
    remarked(&model, &["target of the data flow “Pay”", "attached to nothing"]);
}

#[test]
fn flags_become_facts_and_absent_ones_stay_unknown() {
    let model = shop();
    let facts = |id: &str| element(&model, id).facts.clone();
    assert_eq!(facts("el-act-customer"), [(ElementFact::Authenticated, Known::Yes)].into());
    assert_eq!(facts("el-proc-web"), [(ElementFact::WebApplication, Known::Yes)].into());
    assert_eq!(facts("el-proc-batch"), [].into(), "null is not known");
    assert_eq!(
        facts("el-store-orders"),
        [
            (ElementFact::Encrypted, Known::Yes),
            (ElementFact::Signed, Known::No),
            (ElementFact::StoresCredentials, Known::Yes),
            (ElementFact::IsLog, Known::No),
        ]
        .into()
    );
    assert_eq!(
        flow(&model, "fl-flow-order").facts,
        [(ElementFact::Encrypted, Known::Yes), (ElementFact::PublicNetwork, Known::Yes)].into()
    );
    assert_eq!(flow(&model, "fl-flow-save").facts, [(ElementFact::Encrypted, Known::No)].into());
    remarked(&model, &["Facts recorded as “no”", "3"]);
    remarked(&model, &["“isWebApplication” in cell 2 (shape “process”) of diagram 2", "a text", "not known"]);
}

#[test]
fn what_no_fact_has_a_place_for_is_described() {
    let model = shop();
    assert_eq!(
        element(&model, "el-proc-web").description,
        "Sells\nHandles card payments.\nHandles goods or services.\nPrivilege level: Limited."
    );
    assert_eq!(element(&model, "el-store-orders").description, "Stores an inventory.");
    let order = flow(&model, "fl-flow-order");
    assert_eq!((order.protocol.as_str(), order.description.as_str()), ("HTTPS", "Data goes both ways."));
    remarked(&model, &["“Order” goes both ways"]);
}

#[test]
fn out_of_scope_keeps_its_reason() {
    let model = shop();
    assert_eq!(element(&model, "el-store-log").out_of_scope.as_deref(), Some("Run by another team"));
    assert_eq!(
        flow(&model, "fl-flow-pay").out_of_scope.as_deref(),
        Some("No reason is given in Threat Dragon.")
    );
    assert_eq!(flow(&model, "fl-flow-save").out_of_scope, None);
    remarked(&model, &["is in scope", "“Was once”"]);
}

#[test]
fn names_are_made_where_there_are_none_and_told() {
    let model = shop();
    assert_eq!(element(&model, "el-proc-web").name, "Web shop");
    assert_eq!(flow(&model, "fl-flow-save").name, "Web shop to Orders");
    assert_eq!(boundary(&model, "tb-curve-far").name, "Unnamed boundary 1");
    assert_eq!(element(&model, "el-d2-c4").name, "Unnamed actor 1");
    remarked(&model, &["no name", "“Web shop to Orders”"]);
    remarked(&model, &["Names with line breaks"]);
}

#[test]
fn ids_keep_the_files_text_and_are_made_unique() {
    let model = shop();
    assert_eq!(element(&model, "el-proc-web-2").name, "Web shop");
    remarked(&model, &["“proc-web”", "another cell has", "el-proc-web-2"]);
    let visit = flow(&model, "fl-flow-visit");
    assert_eq!((visit.source.as_str(), visit.target.as_str()), ("el-proc-web-2", "el-st-re -1-"));
    remarked(&model, &["“störe <1>”", "cannot be one here"]);
    remarked(&model, &["has no id", "el-d2-c4"]);
    assert_eq!(threat(&model, "th-t-open-2").title, "Linking visits");
}

#[test]
fn texts_lose_control_characters() {
    let model = shop();
    assert_eq!(element(&model, "el-st-re -1-").name, "Profiles");
    remarked(&model, &["Texts with control characters", "1"]);
}

#[test]
fn statuses_become_decisions() {
    let model = shop();
    let decided = |id| note(&model, id).map(|n| (n.decision, n.reason.as_str(), n.title.as_str()));
    assert_eq!(
        decided("th-t-accepted"),
        Some((ThreatDecision::Accepted, "The shop bears it.", "Stolen password"))
    );
    assert_eq!(decided("th-t-beside"), Some((ThreatDecision::Mitigated, "Signed rows", "Rewritten order")));
    assert_eq!(decided("th-t-moved"), Some((ThreatDecision::Transferred, "Payment provider", "Card data")));
    assert_eq!(decided("th-t-gone"), Some((ThreatDecision::Avoided, "Removed", "Admin page")));
    assert_eq!(note(&model, "th-t-avoided").unwrap().decision, ThreatDecision::Avoided);
    assert_eq!(decided("th-t-open"), None);
    assert_eq!(decided("th-t-odd"), None);
    remarked(&model, &["“Odd”", "“Deferred”", "read as open"]);
    remarked(&model, &["“Admin page”", "eliminated", "avoided"]);
    // Not applicable without a reason: what Threat Dragon filled in is none.
    let not_applicable = note(&model, "th-t-na").unwrap();
    assert_eq!(not_applicable.decision, ThreatDecision::NotApplicable);
    assert_eq!(not_applicable.reason, "Recorded as “NotApplicable” in Threat Dragon, without a reason.");
    remarked(&model, &["“Denied order”", "not applicable without a reason"]);
    assert_eq!(
        decided("th-d2-c4-1"),
        Some((ThreatDecision::NotApplicable, "Not here", "Threat without a title"))
    );
}

#[test]
fn severities_and_letters_are_read() {
    let model = shop();
    let severity = |id| threat(&model, id).severity;
    assert_eq!(severity("th-t-accepted"), Some(Severity::Critical));
    assert_eq!(severity("th-t-beside"), Some(Severity::High));
    assert_eq!(
        [severity("th-t-na"), severity("th-t-gone"), severity("th-t-generic"), severity("th-t-odd")],
        [None; 4]
    );
    remarked(&model, &["“Odd”", "severity “Huge”"]);
    assert!(!model.remarks.iter().any(|r| r.contains("TBD") || r.contains("TBA")));

    let letter = |id| threat(&model, id).letter;
    assert_eq!(letter("th-t-accepted"), Some(Letter::Spoofing));
    assert_eq!(letter("th-t-na"), Some(Letter::Repudiation));
    assert_eq!(letter("th-t-open"), Some(Letter::Denial));
    assert_eq!(letter("th-t-gone"), Some(Letter::Elevation));
    assert_eq!(letter("th-t-avoided"), Some(Letter::Disclosure), "without a method, STRIDE is meant");
    assert_eq!(letter("th-t-moved"), Some(Letter::Tampering));
    assert_eq!(letter("th-t-odd"), None);
    remarked(&model, &["“Odd”", "“Sabotage”", "no letter"]);
    assert_eq!(letter("th-t-open-2"), None);
}

#[test]
fn other_methods_and_scores_are_described() {
    let model = shop();
    assert_eq!(threat(&model, "th-t-open-2").description, "Cookies\nMethod: LINDDUN; category: Linkability.");
    assert_eq!(threat(&model, "th-t-open").description, "Too much\nScore in the source: 7.5.");
    let generic = threat(&model, "th-t-generic");
    assert_eq!(generic.letter, Some(Letter::Disclosure));
    assert_eq!(generic.description, "Method: Generic; category: Information disclosure.");
    assert_eq!(generic.on, "fl-flow-order");
    assert_eq!(threat(&model, "th-t-open").source, "Threat Dragon, diagram 1, “Shop”, threat 3");
}

#[test]
fn texts_filled_in_by_the_tool_are_left_empty() {
    let model = shop();
    let threat = threat(&model, "th-t-na");
    assert_eq!((threat.description.as_str(), threat.mitigation.as_str()), ("", ""));
    remarked(&model, &["Threat Dragon fills in", "2"]);
}

#[test]
fn the_first_version_is_read_too() {
    let model = read(FIRST_VERSION);
    assert_eq!(
        model.counts,
        Counts {
            actors: 1,
            processes: 1,
            stores: 1,
            flows: 2,
            boundary_boxes: 0,
            boundary_curves: 1,
            threats: 1
        }
    );
    assert_eq!(element(&model, "el-p1").name, "Letter box");
    assert_eq!(element(&model, "el-p1").description, "Privilege level: none.");
    assert_eq!(element(&model, "el-s1").facts, [(ElementFact::IsLog, Known::Yes)].into());
    let letter = flow(&model, "fl-f1");
    assert_eq!(
        (letter.name.as_str(), letter.source.as_str(), letter.target.as_str()),
        ("Letter", "el-a1", "el-p1")
    );
    assert_eq!(crossed(letter), ["tb-b1"]);
    assert_eq!(crossed(flow(&model, "fl-f2")), Vec::<&str>::new());
    assert_eq!(note(&model, "th-p1-1").unwrap().decision, ThreatDecision::Mitigated);
    remarked(&model, &["names no version"]);
    remarked(&model, &["Diagram 1, “Post”", "of version 1"]);
}

#[test]
fn an_empty_diagram_is_a_model() {
    let model =
        read(r#"{"version":"2.3.0","summary":{},"detail":{"diagrams":[{"title":"New"},{"cells":null}]}}"#);
    assert_eq!(model.counts, Counts::default());
    assert_eq!(model.title, "Untitled model");
    remarked(&model, &["Diagram 1, “New”", "0 cells"]);
    remarked(&model, &["no title"]);
}

#[test]
fn boxes_of_one_place_nest_in_the_order_drawn() {
    let model = read(model(json!([boxed("a", 0.0, 0.0, 9.0, 9.0), boxed("b", 0.0, 0.0, 9.0, 9.0)])));
    assert_eq!(boundary(&model, "tb-a").parent, None);
    assert_eq!(boundary(&model, "tb-b").parent.as_ref().unwrap().as_str(), "tb-a");
}

#[test]
fn boxes_that_overlap_in_part_are_told() {
    let model = read(model(json!([boxed("a", 0.0, 0.0, 90.0, 90.0), boxed("b", 50.0, 50.0, 60.0, 60.0)])));
    assert!(model.boundaries.iter().all(|b| b.parent.is_none()));
    remarked(&model, &["“b” and “a” overlap"]);
}

#[test]
fn overlaps_of_very_many_boxes_are_not_looked_at_and_that_is_told() {
    let boxes: Vec<Value> =
        (0..2_001).map(|n| boxed(&format!("b{n}"), f64::from(n), 0.0, 9.0, 9.0)).collect();
    remarked(&read(model(json!(boxes))), &["more than 2000 boundary boxes", "not looked at"]);
}

#[test]
fn boxes_declared_in_a_circle_end_outside() {
    let mut boxes =
        [boxed("a", 0.0, 0.0, 9.0, 9.0), boxed("b", 20.0, 0.0, 9.0, 9.0), boxed("c", 40.0, 0.0, 9.0, 9.0)];
    for (inner, outer) in [(0, "b"), (1, "c"), (2, "a")] {
        boxes[inner]["parent"] = json!(outer);
    }
    let model = read(model(json!(boxes)));
    for start in &model.boundaries {
        let mut here = start;
        let mut steps = 0;
        while let Some(parent) = &here.parent {
            here = boundary(&model, parent.as_str());
            steps += 1;
            assert!(steps < 3, "a circle is left");
        }
    }
    assert_eq!(model.boundaries.iter().filter(|b| b.parent.is_none()).count(), 1);
    remarked(&model, &["which is inside it", "placed outside"]);

    let mut own = boxed("own", 0.0, 0.0, 9.0, 9.0);
    own["parent"] = json!("own");
    assert_eq!(read(self::model(json!([own]))).boundaries[0].parent, None);
}

#[test]
fn a_parent_that_is_no_box_is_told() {
    let cells = json!([boxed("a", 0.0, 0.0, 99.0, 99.0),
        {"shape": "store", "id": "s", "parent": "gone", "position": {"x": 9, "y": 9}, "size": {"width": 9, "height": 9}, "data": {"name": "S"}}]);
    let model = read(model(cells));
    assert_eq!(element(&model, "el-s").boundary.as_ref().unwrap().as_str(), "tb-a");
    remarked(&model, &["“S”", "“gone”", "placed as drawn"]);
}

#[test]
fn places_that_are_none_are_told_and_nothing_else_changes() {
    let cells = json!([boxed("a", 0.0, 0.0, 99.0, 99.0), boxed("flat", 0.0, 0.0, 0.0, 9.0), boxed("far", 1e300, 0.0, 9.0, 9.0),
        {"shape": "store", "id": "huge", "position": {"x": 1e308, "y": -1e308}, "size": {"width": 1e308, "height": 9}},
        {"shape": "store", "id": "list", "position": [1, 2]},
        {"shape": "store", "id": "none"},
        {"shape": "trust-boundary-curve", "id": "dot", "source": {"x": 1, "y": 1}, "target": {"x": 1e99, "y": null}, "vertices": 7},
        {"shape": "flow", "id": "f", "source": 5, "target": "none"}]);
    let model = read(model(cells));
    assert_eq!(
        model.counts,
        Counts { stores: 3, flows: 1, boundary_boxes: 3, boundary_curves: 1, ..Counts::default() }
    );
    assert!(model.elements.iter().all(|e| e.boundary.is_none()));
    remarked(&model, &["cell 4 (shape “store”)", "cannot be placed"]);
    remarked(&model, &["cell 5 (shape “store”)", "cannot be placed"]);
    remarked(&model, &["“flat”", "no area"]);
    remarked(&model, &["“target” in cell 7", "no place"]);
    remarked(&model, &["“vertices” in cell 7", "a number"]);
    remarked(&model, &["boundary line", "no two points"]);
    remarked(&model, &["“source” in cell 8", "a number"]);
    assert_eq!(flow(&model, "fl-f").target.as_str(), "el-none");
}

#[test]
fn threats_on_a_boundary_are_told() {
    let mut zone = boxed("zone", 0.0, 0.0, 9.0, 9.0);
    zone["data"]["threats"] = json!([{"title": "T"}]);
    let model = read(model(json!([zone])));
    assert_eq!(model.counts.threats, 0);
    remarked(&model, &["threats listed in cell 1 (shape “trust-boundary-box”)", "(1)"]);
}

#[test]
fn a_threat_both_inside_and_beside_the_data_is_one_threat() {
    let one = json!({"id": "t", "title": "T", "status": "Open"});
    let other = json!({"id": "u", "title": "U", "status": "Open"});
    let cell = json!({"shape": "actor", "id": "a", "data": {"name": "A", "threats": [one]}, "threats": [one, other]});
    let model = read(model(json!([cell])));
    assert_eq!(model.threats.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["th-t", "th-u"]);
}

#[test]
fn long_texts_are_cut_and_told() {
    let cell = json!({"shape": "process", "id": "p".repeat(500),
        "data": {"name": "n".repeat(500), "description": "d".repeat(30_000), "handlesCardPayment": true}});
    let model = read(model(json!([cell])));
    let process = &model.elements[0];
    assert_eq!(process.name.chars().count(), 400);
    assert_eq!(process.description.chars().count(), 20_000);
    assert!(process.description.ends_with("\nHandles card payments."));
    remarked(&model, &["name of cell 1", "more than 400 characters"]);
    remarked(&model, &["“description” in cell 1", "more than"]);
    remarked(&model, &["cannot be one here"]);
}

#[test]
fn what_is_malformed_is_named_with_its_place() {
    let said = |text: &str| try_read(text).unwrap_err().to_string();
    let cases = [
        ("", "The file is empty."),
        ("{\n\"a\":1,\n}", "line 3, column 1"),
        ("{\"version\": \"2\"", "ends too early"),
        ("{\"x\": NaN}", "line 1, column 7"),
        ("{\"x\": 1e999}", "number out of range"),
        ("[]", "the whole file is a list where an object is expected"),
        ("{}", "“detail” beside “summary” is missing"),
        ("{\"version\":\"2.0\",\"summary\":{}}", "“detail” is missing where an object is expected"),
        ("{\"detail\":{}}", "“diagrams” in “detail” is missing where a list is expected"),
        ("{\"detail\":{\"diagrams\":[3]}}", "diagram 1 is a number where an object is expected"),
        ("{\"summary\":[],\"detail\":{\"diagrams\":[]}}", "“summary” is a list where an object is expected"),
        ("{\"version\":\"3.1\",\"detail\":{\"diagrams\":[]}}", "version “3.1”"),
        (
            "{\"detail\":{\"diagrams\":[{\"title\":\"A\",\"cells\":{}}]}}",
            "“cells” in diagram 1, “A” is an object",
        ),
        ("{\"detail\":{\"diagrams\":[{\"diagramJson\":1}]}}", "“diagramJson” in diagram 1 is a number"),
    ];
    for (text, words) in cases {
        assert!(said(text).contains(words), "{text}: {}", said(text));
    }
    let cells = [
        (json!([null]), "cell 1 of diagram 1, “D” is null where an object is expected"),
        (
            json!([{"shape": "flow", "data": 7}]),
            "“data” in cell 1 (shape “flow”) of diagram 1, “D” is a number",
        ),
        (
            json!([{"shape": "actor", "data": {"threats": "none"}}]),
            "“threats” in cell 1 (shape “actor”) of diagram 1, “D” is a text where a list is expected",
        ),
        (
            json!([{"shape": "actor"}, {"shape": "store", "data": {"threats": [{}, true]}}]),
            "threat 2 in cell 2 (shape “store”) of diagram 1, “D” is true or false where an object is expected",
        ),
    ];
    for (cells, words) in cells {
        let said = said(&model(cells));
        assert!(said.contains(words) && said.ends_with('.'), "{said}");
    }
}

#[test]
fn hostile_sizes_are_refused() {
    assert!(matches!(try_read(vec![b' '; (32 << 20) + 1]), Err(ImportError::TooLarge { .. })));
    assert!(matches!(try_read([0xff, 0xfe, 0, 0]), Err(ImportError::NotText { position: 0 })));
    let deep = format!("{{\"detail\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(try_read(deep), Err(ImportError::TooDeep { line: 1, .. })));
    let cell = json!({"shape": "td-text-block"});
    assert!(matches!(
        try_read(model(json!(vec![cell.clone(); 20_001]))),
        Err(ImportError::TooMany { what, limit: 20_000 }) if what.to_string() == "cells"
    ));
    assert_eq!(read(model(json!(vec![cell; 20_000]))).counts, Counts::default());
    let threats = json!([{"shape": "actor", "data": {"threats": vec![json!({}); 50_001]}}]);
    assert!(
        matches!(try_read(model(threats)), Err(ImportError::TooMany { what, .. }) if what.to_string() == "threats")
    );
    let empty = json!({"detail": {"diagrams": vec![json!({}); 1_001]}}).to_string();
    assert!(
        matches!(try_read(empty), Err(ImportError::TooMany { what, .. }) if what.to_string() == "diagrams")
    );
}

#[test]
fn lines_that_would_take_hours_to_compare_are_refused() {
    let line = |shape: &str, y: usize| {
        let vertices: Vec<Value> = (0..5_000).map(|x| json!({"x": x, "y": y + x % 2})).collect();
        json!({"shape": shape, "id": format!("{shape}{y}"), "vertices": vertices})
    };
    let cells = json!([line("flow", 0), line("trust-boundary-curve", 9)]);
    assert!(matches!(try_read(model(cells)), Err(ImportError::TooMany { limit: 20_000_000, .. })));
    let many = |shape: &str, flip: bool| -> Vec<Value> {
        let across =
            |n: usize, far: usize| if flip { json!({"x": n, "y": far}) } else { json!({"x": far, "y": n}) };
        (0..400).map(|n| json!({"shape": shape, "source": across(n, 0), "target": across(n, 400)})).collect()
    };
    let grid = [many("flow", false), many("trust-boundary-curve", true)].concat();
    assert!(matches!(try_read(model(json!(grid))), Err(ImportError::TooMany { limit: 100_000, .. })));
}

#[test]
fn remarks_are_bounded() {
    let model = read(model(json!(vec![json!({"shape": "odd"}); 5_000])));
    assert!(model.remarks.len() < 1_010, "{}", model.remarks.len());
    remarked(&model, &["Further remarks, left out of this list: 400"]);
}

/// JSON of every form, with the words of the format among its keys and texts.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "version",
        "summary",
        "detail",
        "diagrams",
        "cells",
        "shape",
        "data",
        "type",
        "id",
        "name",
        "threats",
        "status",
        "severity",
        "position",
        "size",
        "x",
        "y",
        "width",
        "height",
        "source",
        "target",
        "cell",
        "vertices",
        "parent",
        "children",
        "flow",
        "actor",
        "store",
        "process",
        "trust-boundary-box",
        "trust-boundary-curve",
        "2.0",
        "a",
        "",
    ]);
    let text = prop_oneof![word.clone().prop_map(str::to_owned), any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        (-500..500).prop_map(|n| json!(n)),
        text.prop_map(Value::String),
    ];
    leaf.prop_recursive(6, 60, 8, move |inner| {
        let key = prop_oneof![4 => word.clone().prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// A cell of a known shape with few ids to meet each other, and anything in one more place.
fn any_cell() -> impl Strategy<Value = Value> {
    let shape = prop::sample::select(vec![
        "actor",
        "process",
        "store",
        "flow",
        "trust-boundary-box",
        "trust-boundary-curve",
        "td-text-block",
    ]);
    let id = prop::sample::select(vec!["a", "b", "c", "d"]);
    let key = prop::sample::select(vec![
        "id", "parent", "children", "position", "size", "source", "target", "vertices", "threats", "data",
        "attrs",
    ]);
    let place = (-90..90, -90..90, 0..90, 0..90);
    (shape, [id.clone(), id.clone(), id.clone(), id], place, prop::option::weighted(0.3, (key, any_json()))).prop_map(
        |(shape, [id, parent, source, target], (x, y, width, height), odd)| {
            let mut cell = json!({
                "shape": shape, "id": id, "parent": parent, "children": [target],
                "position": {"x": x, "y": y}, "size": {"width": width, "height": height},
                "source": {"cell": source}, "target": {"cell": target, "x": y, "y": x}, "vertices": [{"x": width, "y": x}],
                "data": {"name": parent, "threats": [{"id": source, "status": "Accepted"}]},
            });
            if let Some((key, value)) = odd {
                cell[key] = value;
            }
            cell
        },
    )
}

/// Puts `new` in the place of the `index`-th node of the tree; false when it has fewer.
fn replace(value: &mut Value, index: &mut usize, new: &Value) -> bool {
    if *index == 0 {
        *value = new.clone();
        return true;
    }
    *index -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, index, new)),
        Value::Object(fields) => fields.values_mut().any(|item| replace(item, index, new)),
        _ => false,
    }
}

/// Whatever was read holds together.
fn holds_together(model: &Imported) {
    let elements: BTreeSet<&str> = model.elements.iter().map(|e| e.id.as_str()).collect();
    let boundaries: BTreeSet<&str> = model.boundaries.iter().map(|b| b.id.as_str()).collect();
    let threats: BTreeSet<&str> = model.threats.iter().map(|t| t.id.as_str()).collect();
    let counts = &model.counts;
    assert_eq!(elements.len(), model.elements.len());
    assert!(elements.len() >= counts.actors + counts.processes + counts.stores);
    assert_eq!(model.flows.len(), counts.flows);
    assert_eq!(boundaries.len(), counts.boundary_boxes + counts.boundary_curves);
    assert_eq!(threats.len(), counts.threats);
    for flow in &model.flows {
        assert!(elements.contains(flow.source.as_str()) && elements.contains(flow.target.as_str()));
        assert!(flow.crosses.iter().all(|b| boundaries.contains(b.as_str())));
        assert!(!flow.name.is_empty() && flow.name.chars().count() <= 400);
    }
    assert!(model.elements.iter().all(|e| !e.name.is_empty() && e.name.chars().count() <= 400));
    assert!(model.decisions.iter().all(|n| threats.contains(n.threat.as_str()) && !n.reason.is_empty()));
    for start in &model.boundaries {
        let line =
            std::iter::successors(Some(start), |b| b.parent.as_ref().map(|p| boundary(model, p.as_str())));
        assert!(line.take(boundaries.len() + 1).count() <= boundaries.len(), "a boundary is inside itself");
    }
    assert!(model.remarks.iter().all(|r| r.ends_with('.') && !r.contains('\n')));
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = try_read(bytes);
    }

    #[test]
    fn json_never_panics(value in any_json()) {
        if let Ok(read) = try_read(value.to_string()) {
            holds_together(&read);
        }
    }

    #[test]
    fn cells_of_every_kind_never_panic(cells in prop::collection::vec(any_cell(), 0..20)) {
        if let Ok(read) = try_read(model(json!(cells))) {
            holds_together(&read);
        }
    }

    #[test]
    fn changed_models_never_panic(
        changes in prop::collection::vec((1_usize..470, any_json()), 1..8),
        first in any::<bool>(),
    ) {
        let mut tree: Value = serde_json::from_str(if first { FIRST_VERSION } else { SHOP }).unwrap();
        for (index, new) in changes {
            replace(&mut tree, &mut { index }, &new);
        }
        if let Ok(read) = try_read(tree.to_string()) {
            holds_together(&read);
        }
    }

    #[test]
    fn damaged_files_never_panic(at in 0..SHOP.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = SHOP.as_bytes().to_vec();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok(read) = try_read(bytes) {
            holds_together(&read);
        }
    }
}
