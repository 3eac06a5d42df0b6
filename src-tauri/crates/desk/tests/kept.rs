//! What a window keeps from one look to the next is what a window opened this moment reads, whatever was done between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use office::Office;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

/// What is done, by the window itself or by another.
#[derive(Debug, Clone)]
enum Act {
    Answer(usize, Value),
    Undo,
    Redo,
    /// Evidence seen, and tied to a question.
    Seen(usize),
    /// The newest piece of evidence goes.
    Forget,
    /// Another tier asks other questions.
    Scope(u8),
    NotApplicable,
    Finding(usize),
    /// A security test is planned.
    Test,
    /// The newest test goes.
    NoTest,
    /// A risk like the one before it.
    Risk(u8),
    /// What happens is recorded.
    Event,
    Look,
}

/// What shows an assessment whole, or as much of it as answers stand on.
const VIEWS: [&str; 8] =
    ["questionnaire", "overview", "tests", "risks", "decision", "components", "evidence", "onboarding"];

const QUESTIONS: [&str; 4] = ["ACC-01", "ACC-02", "VUL-02", "CRY-01"];

fn acts() -> impl Strategy<Value = Vec<(bool, Act)>> {
    let changes = prop_oneof![
        Just(json!({ "claim": "yes" })),
        Just(json!({ "claim": "not-applicable", "reason": "None here" })),
        Just(json!({ "clear_claim": true })),
        Just(json!({ "conclusion": "partially", "assurance": 2, "rationale": "Read" })),
        Just(json!({ "conclusion": "not-applicable", "rationale": "Not here" })),
        Just(json!({ "clear_conclusion": true })),
        Just(json!({ "comment": "As they said" })),
    ];
    let act = prop_oneof![
        4 => (0..QUESTIONS.len(), changes).prop_map(|(at, change)| Act::Answer(at, change)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => (0..QUESTIONS.len()).prop_map(Act::Seen),
        1 => Just(Act::Forget),
        1 => (1..5u8).prop_map(Act::Scope),
        1 => Just(Act::NotApplicable),
        1 => (0..QUESTIONS.len()).prop_map(Act::Finding),
        1 => Just(Act::Test),
        1 => Just(Act::NoTest),
        1 => (1..6u8).prop_map(Act::Risk),
        1 => Just(Act::Event),
        1 => Just(Act::Look),
    ];
    prop::collection::vec((prop::bool::weighted(0.08), act), 1..25)
}

/// Refusals are part of the play: what matters is what is read afterwards.
fn perform(office: &Office, act: &Act) {
    let of = |more: Value| {
        let mut input = office.of();
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let done = match act {
        Act::Answer(at, change) => {
            office.try_call("answer", of(json!({ "question": QUESTIONS[*at], "change": change })))
        }
        Act::Undo => office.try_call("undo", office.of()),
        Act::Redo => office.try_call("redo", office.of()),
        Act::Seen(at) => office.try_call(
            "record_seen",
            of(json!({ "questions": [QUESTIONS[*at]], "title": "Console", "kind": "screenshot", "note": "Seen on site",
                       "issuer": "", "issued": null, "valid_until": null, "pages": "" })),
        ),
        Act::Forget => {
            let all = office.call("evidence", office.of());
            let newest = all.as_array().unwrap().last();
            let id = newest.map_or(json!("ev-none"), |row| row["evidence"]["id"].clone());
            office.try_call("remove_evidence", of(json!({ "evidence": id })))
        }
        Act::Scope(tier) => {
            let mut assessment = office.call("overview", office.of())["assessment"].clone();
            assessment["tier"] = json!(tier);
            assessment["tier_reason"] = json!("As agreed");
            office.try_call("save_assessment", json!({ "assessment": assessment }))
        }
        Act::NotApplicable => office.try_call(
            "conclude_not_applicable",
            of(json!({ "questions": [], "reason": "Agreed with the vendor" })),
        ),
        Act::Finding(at) => office.try_call("raise_finding", of(json!({ "question": QUESTIONS[*at] }))),
        Act::Test => {
            office.try_call("save_test", of(json!({ "test": null, "kind": "penetration", "base": null })))
        }
        Act::NoTest => {
            let all = office.call("tests", office.of());
            let newest = all["tests"].as_array().unwrap().last();
            office.try_call(
                "remove_test",
                of(json!({ "test": newest.map_or(json!("TST-99"), |test| test["id"].clone()) })),
            )
        }
        Act::Risk(level) => office.try_call(
            "save_risk",
            of(json!({ "id": null, "title": "Spills", "scenario": "", "threats": [], "findings": [], "categories": [],
                       "inherent": { "likelihood": level, "impact": 4 }, "residual": { "likelihood": 1, "impact": 1 },
                       "rationale": "", "treatment": "mitigate", "controls": [], "combining": "", "owner": "", "due": null,
                       "status": "open" })),
        ),
        Act::Event => office.try_call(
            "save_event",
            of(json!({ "id": null, "trigger": "incident", "date": "2026-11-23", "what": "A lamp fell over", "closed": null,
                       "outcome": "" })),
        ),
        Act::Look => office.try_call("questionnaire", office.of()),
    };
    if let Err(problem) = done {
        assert_ne!(problem.code, "api", "{act:?}: {problem}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn it_is_what_a_new_window_reads(acts in acts()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Office::new(folder.path(), |_| {}), Office::there(folder.path(), |_| {}));
        for (is_other, act) in &acts {
            perform(if *is_other { &other } else { &one }, act);
            one.call("questionnaire", one.of());
            one.call("overview", one.of());
        }
        let kept = VIEWS.map(|view| one.call(view, one.of()));
        // Opened last: a window that opens writes to the file, after which all is read anew.
        let fresh = Office::there(folder.path(), |_| {});
        for (view, kept) in VIEWS.iter().zip(&kept) {
            prop_assert_eq!(kept, &fresh.call(view, fresh.of()), "{}", view);
        }
    }
}
