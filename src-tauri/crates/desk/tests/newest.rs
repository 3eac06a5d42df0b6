//! A window learns that somebody else saved something, and does not take its own changes for another's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use office::Office;
use serde_json::{Value, json};

/// What a window does at each look: whether to read again.
struct Window<'a> {
    office: &'a Office,
    before: Value,
}

impl<'a> Window<'a> {
    fn on(office: &'a Office) -> Self {
        Self { office, before: office.call("newest", json!({})) }
    }

    fn finds_another(&mut self) -> bool {
        let now = self.office.call("newest", json!({}));
        let before = std::mem::replace(&mut self.before, now.clone());
        before["entry"] != now["entry"] && before["elsewhere"] != now["elsewhere"]
    }
}

#[test]
fn another_writer_is_found_and_ones_own_changes_are_not_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (Office::new(folder.path(), |_| {}), Office::there(folder.path(), |_| {}));
    let mut window = Window::on(&one);
    assert!(!window.finds_another(), "nothing happened");

    one.answer("ACC-01", json!({ "claim": "yes" }));
    one.call("session", json!({}));
    one.call("undo", one.of());
    assert!(!window.finds_another(), "its own changes it has read itself");

    other.answer("ACC-01", json!({ "conclusion": "partially" }));
    assert!(window.finds_another());
    assert!(!window.finds_another(), "told once");
    let seen = one.call("question", json!({ "assessment": one.assessment, "question": "ACC-01" }));
    assert_eq!(seen["response"]["conclusion"], "partially", "and it is what is read");

    one.answer("ACC-02", json!({ "claim": "yes" }));
    other.answer("ACC-03", json!({ "claim": "yes" }));
    one.answer("ACC-04", json!({ "claim": "yes" }));
    assert!(window.finds_another(), "between its own changes too");
    other.call("undo", other.of());
    assert!(window.finds_another(), "what was taken back is a change");
}

#[test]
fn what_others_only_look_at_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (Office::new(folder.path(), |_| {}), Office::there(folder.path(), |_| {}));
    one.answer("ACC-01", json!({ "claim": "yes" }));
    let mut window = Window::on(&one);
    // A list that is read keeps what it found out, in the same file.
    other.call("session", json!({}));
    other.call("overview", other.of());
    assert!(!window.finds_another());
}

#[test]
fn without_a_vault_there_is_nothing_to_follow() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    office.call("close_vault", json!({}));
    assert_eq!(office.try_call("newest", json!({})).unwrap_err().code, "no-vault");
}
