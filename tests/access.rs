//! The real window, closed as a person closes it: what was typed is in the vault.

use assay_tests::window::{Key, Window};
use assay_tests::{Desk, window_program};

/// Of the sample that `assay demo` makes.
const PASSPHRASE: &str = "a sample, not a secret";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_window_was_closed_by_hand_is_in_the_vault() {
    let desk = Desk::new();
    desk.with_demo();
    let vault = desk.file("sample.assay");
    let vault = vault.to_str().expect("a path");
    let window = Window::open_with(&desk, &window_program(), &[vault]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    let open = "[data-testid^='assessment-asm']";
    window.find_css(open).await;
    let place = format!(
        "location.hash = '#/scope?assessment=' + document.querySelector(\"{open}\").dataset.testid.slice('assessment-'.length)"
    );
    window.script(&place).await;
    window.keys_on("scope-reviewer-name", "").await;
    window.with(Key::Control, 'a').await;
    window.keys("Typed And Closed").await;
    window.close_by_hand().await;
    let said =
        desk.command(&["people", vault]).env("ASSAY_PASSPHRASE", PASSPHRASE).output().expect("it starts");
    let people = String::from_utf8_lossy(&said.stdout);
    assert!(people.contains("Typed And Closed"), "{people}");
}
