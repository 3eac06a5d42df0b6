//! The real window of the sample: what lies where a person looks for it, and what was typed when it was closed by hand.

use assay_tests::window::{Key, Window};
use assay_tests::{Desk, root, window_program};
use serde_json::{Value, json};

/// Of the sample that `assay demo` makes.
const PASSPHRASE: &str = "a sample, not a secret";

/// The window with the sample open, and the assessment that is first in its list.
async fn opened(desk: &Desk) -> (Window, String) {
    desk.with_demo();
    let vault = desk.file("sample.assay");
    let window = Window::open_with(desk, &window_program(), &[vault.to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    let open = "[data-testid^='assessment-asm']";
    window.find_css(open).await;
    let id = format!("return document.querySelector(\"{open}\").dataset.testid.slice('assessment-'.length)");
    let id = window.script(&id).await.as_str().expect("an id").to_owned();
    (window, id)
}

/// Goes to a place and waits until it has its figures.
async fn shown(window: &Window, place: &str) {
    let there = format!(
        "const done = arguments[arguments.length - 1];
         location.hash = '{place}';
         requestAnimationFrame(() => requestAnimationFrame(() => done(null)));"
    );
    window.script_later(&there).await;
    window.find_css("main h1").await;
    window.gone(".shown-wait").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_window_was_closed_by_hand_is_in_the_vault() {
    let desk = Desk::new();
    let (window, assessment) = opened(&desk).await;
    window.script(&format!("location.hash = '#/scope?assessment={assessment}'")).await;
    window.keys_on("scope-reviewer-name", "").await;
    window.with(Key::Control, 'a').await;
    window.keys("Typed And Closed").await;
    window.close_by_hand().await;
    let said = desk
        .command(&["people", "sample.assay"])
        .env("ASSAY_PASSPHRASE", PASSPHRASE)
        .output()
        .expect("it starts");
    let people = String::from_utf8_lossy(&said.stdout);
    assert!(people.contains("Typed And Closed"), "{people}");
}

/// What reaches beyond the window's width, by name; what scrolls by itself within the content may.
const BESIDE: &str = "
    const named = (e) => `${e.tagName} ${e.dataset.testid ?? e.className} ${(e.textContent ?? '').slice(0, 30)}`;
    const wide = [document.scrollingElement, document.body, document.querySelector('main')]
        .filter((e) => e.scrollWidth > e.clientWidth)
        .map((e) => `${named(e).slice(0, 30)}: ${e.scrollWidth} in ${e.clientWidth}`);
    const scrolls = (e) => {
        for (let at = e.parentElement; at !== null && at.tagName !== 'MAIN'; at = at.parentElement)
            if (getComputedStyle(at).overflowX !== 'visible') return true;
        return false;
    };
    const beyond = [...document.querySelectorAll('main :is(button, input, select, textarea, h1, h2)')].filter((e) => {
        const { left, right, width } = e.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 1 || left < -1) && !scrolls(e);
    });
    return [...wide, ...beyond.map(named)];";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_reaches_beyond_the_window_at_twice_the_size_of_its_letters() {
    let desk = Desk::new();
    let (window, assessment) = opened(&desk).await;
    // Half the pixels in each direction are what twice the size leaves of an ordinary window.
    window.size(640, 420).await;
    let all = std::fs::read_to_string(root().join("ui/src/screens/all.ts")).expect("the list of screens");
    let screens = all.lines().filter(|line| line.starts_with("  ") && line.ends_with("Screen,"));
    let names: Vec<&str> =
        screens.filter_map(|line| Some(line.split_once(':')?.0.trim().trim_matches('"'))).collect();
    assert!(names.len() > 20, "{names:?}");
    let mut found = Vec::new();
    for name in names {
        shown(&window, &format!("#/{name}?assessment={assessment}")).await;
        let beside = window.script(BESIDE).await;
        if beside != json!([]) {
            window.picture(&format!("beyond-{name}")).await;
            found.push(format!("{name}: {beside}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    window.close().await;
}

/// Presses every cell of the matrix of a risk, and tells how far the matrix moved by it.
const PRESSED: &str = "
    const done = arguments[arguments.length - 1];
    const at = () => document.querySelector(\"[data-testid='rating-matrix']\").getBoundingClientRect().top;
    const cells = [...document.querySelectorAll(\"[data-testid^='rating-matrix-']\")];
    const first = at();
    const moved = [];
    const next = () => {
        const cell = cells.shift();
        if (cell === undefined) return void done({ moved, width: innerWidth });
        cell.click();
        requestAnimationFrame(() => requestAnimationFrame(() => {
            if (at() !== first) moved.push(`${cell.dataset.testid}: ${at() - first}`);
            next();
        }));
    };
    next();";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_under_the_hand_that_presses_it() {
    let desk = Desk::new();
    let (window, assessment) = opened(&desk).await;
    shown(&window, &format!("#/risks?assessment={assessment}&item=R-01")).await;
    window.find("rating-matrix").await;
    let said = window.script_later(PRESSED).await;
    assert_eq!(said["moved"], json!([]), "the matrix moves when a cell is pressed: {said}");
    window.saved().await;

    // Escape leaves a text and nothing else.
    shown(&window, &format!("#/questionnaire?assessment={assessment}&item=ACC-01")).await;
    window.find("question-pane").await;
    window.keys_on("rationale", "Seen ").await;
    window.saved().await;
    let scrolled = "
        let at = document.querySelector(\"[data-testid='rationale']\");
        const tops = [];
        for (; at !== null; at = at.parentElement) tops.push(at.scrollTop);
        return tops;";
    let before = window.script(scrolled).await;
    let is_scrolled =
        |tops: &Value| tops.as_array().is_some_and(|all| all.iter().any(|top| *top != json!(0)));
    assert!(is_scrolled(&before), "the text lies below what shows at first: {before}");
    window.keys(&String::from(char::from(Key::Escape))).await;
    let left = "return document.activeElement?.tagName";
    assert_eq!(window.script(left).await, "H2");
    assert_eq!(window.script(scrolled).await, before);
    window.close().await;
}

/// Rules that only a real layout can break, and names that must hold what is seen.
const RULES: [&str; 3] = ["scrollable-region-focusable", "label-content-name-mismatch", "heading-order"];

#[tokio::test(flavor = "multi_thread")]
async fn what_scrolls_is_reached_by_keys_and_names_hold_what_is_seen() {
    let desk = Desk::new();
    let (window, assessment) = opened(&desk).await;
    window.size(1024, 700).await;
    let axe = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"));
    window.script(&axe.expect("./dev test installs it")).await;
    let mut found = Vec::new();
    for name in ["scope", "risks", "questionnaire", "evidence", "threats", "decision", "report", "gates"] {
        shown(&window, &format!("#/{name}?assessment={assessment}")).await;
        let run = format!(
            "const done = arguments[arguments.length - 1];
             axe.run(document, {{ runOnly: {{ type: 'rule', values: {} }} }}).then(({{ violations }}) =>
                 done(violations.flatMap(({{ id, nodes }}) => nodes.map(({{ target }}) => `${{id}} ${{target.join(' ')}}`))));",
            json!(RULES)
        );
        let broken = window.script_later(&run).await;
        if broken != json!([]) {
            found.push(format!("{name}: {broken}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    window.close().await;
}
