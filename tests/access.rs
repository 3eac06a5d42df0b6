//! The real window, for everybody: every screen under a judge of accessibility, in every look; nothing is cut off; what a
//! person typed is in the vault when the window is closed.

use assay_tests::window::{Key, Window};
use assay_tests::{Desk, root, window_program};
use serde_json::Value;
use std::path::PathBuf;

/// Of the sample that `assay demo` makes.
const PASSPHRASE: &str = "a sample, not a secret";

/// The list of assessments comes last: there the window is at first, and each screen is gone to from another.
const SCREENS: [&str; 22] = [
    "scope",
    "inherent",
    "comparison",
    "questionnaire",
    "interview",
    "suggestions",
    "owed",
    "vendor-files",
    "findings",
    "threats",
    "components",
    "tests",
    "risks",
    "decision",
    "close-out",
    "report",
    "gates",
    "evidence",
    "reviews",
    "journal",
    "verify",
    "home",
];

/// A way the window may look.
struct Look {
    name: &'static str,
    theme: &'static str,
    /// Width and height in pixels.
    size: (u32, u32),
    zoom: u8,
}

/// Looks in a window that is drawn as large as usual, and those in one that is drawn twice as large.
const LOOKS: [Look; 4] = [
    Look { name: "light", theme: "light", size: (1280, 840), zoom: 1 },
    Look { name: "dark", theme: "dark", size: (1280, 840), zoom: 1 },
    Look { name: "the smallest", theme: "light", size: (1024, 700), zoom: 1 },
    Look { name: "twice as large", theme: "light", size: (1280, 840), zoom: 2 },
];

/// The sample, open in the window; the vault's file and the assessment.
async fn sample(desk: &Desk, zoom: u8) -> (Window, PathBuf, String) {
    desk.with_demo();
    let vault = desk.file("sample.assay");
    let window = Window::open_zoomed(desk, &window_program(), &[vault.to_str().expect("a path")], zoom).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    window.find_css("[data-testid^='assessment-asm']").await;
    let id = window
        .script("return document.querySelector(\"[data-testid^='assessment-asm']\").dataset.testid.slice('assessment-'.length)")
        .await;
    let assessment = id.as_str().expect("an id").to_owned();
    (window, vault, assessment)
}

async fn go(window: &Window, screen: &str, assessment: &str) {
    let place =
        if screen == "home" { "#/home".to_owned() } else { format!("#/{screen}?assessment={assessment}") };
    // What was the heading goes with the screen before; the new one comes with what it shows.
    let script = format!(
        "for (const old of document.querySelectorAll('main h1')) old.dataset.old = 'true'; location.hash = '{place}'"
    );
    window.script(&script).await;
    window.find_css("main h1:not([data-old])").await;
    window.gone(".shown-wait").await;
    window.at_rest().await;
}

/// What the judge holds against the page: the rule, and where it is broken.
const JUDGE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`))),
        (error) => done([`the judge failed: ${error}`]));";

/// Text that cannot be read whole: cut off inside its element without a title that says it, or beside the window where
/// nothing scrolls to it.
const CUT: &str = "
    const cut = [];
    for (const one of document.querySelectorAll('body *')) {
        const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
        const { width, height, right } = one.getBoundingClientRect();
        if (!own || width < 2 || height < 2 || one.closest('.sr-only, [aria-hidden=true]') !== null) continue;
        const { overflowX, textOverflow, visibility } = getComputedStyle(one);
        if (visibility === 'hidden') continue;
        const says = textOverflow === 'ellipsis' && one.title !== '';
        if (overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1 && !says)
            cut.push(`cut off in ${one.className}: ${one.textContent.slice(0, 60)}`);
        let scrolls = null;
        for (let above = one.parentElement; above !== null && scrolls === null; above = above.parentElement)
            if (['auto', 'scroll'].includes(getComputedStyle(above).overflowX) && above.scrollWidth > above.clientWidth + 1) scrolls = above;
        if (right > innerWidth + 1 && scrolls === null) cut.push(`beside the window ${one.className}: ${one.textContent.slice(0, 60)}`);
        // A table may scroll sideways in itself; a whole screen may not.
        if (scrolls?.matches('main, .screen, .paged-content')) cut.push(`sideways ${scrolls.className}: ${one.textContent.slice(0, 60)}`);
    }
    return [...new Set(cut)]";

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_for_everybody_in_every_look() {
    let judge = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"))
        .expect("axe-core: ./dev test installs it");
    let mut wrong = Vec::new();
    for zoom in [1, 2] {
        let desk = Desk::new();
        let (window, _, assessment) = sample(&desk, zoom).await;
        for look in LOOKS.iter().filter(|look| look.zoom == zoom) {
            let (width, height) = look.size;
            window.resize(width, height, zoom).await;
            window.script(&format!("document.documentElement.dataset.theme = '{}'", look.theme)).await;
            for screen in SCREENS {
                go(&window, screen, &assessment).await;
                // A script of the driver is not under the page's policy, which lets no text become a program.
                window.script(&format!("if (window.axe === undefined) {{ {judge} }}")).await;
                for found in [window.script_later(JUDGE).await, window.script(CUT).await] {
                    let found = found.as_array().cloned().unwrap_or_else(|| vec![Value::Null]);
                    wrong.extend(found.into_iter().map(|what| format!("{screen}, {}: {what}", look.name)));
                }
            }
        }
        window.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_window_was_closed_by_hand_is_in_the_vault() {
    let desk = Desk::new();
    let (window, vault, assessment) = sample(&desk, 1).await;
    go(&window, "scope", &assessment).await;
    window.keys_on("scope-reviewer-name", "").await;
    window.with(Key::Control, 'a').await;
    window.keys("Typed And Closed").await;
    window.close_by_hand().await;
    let vault = vault.to_str().expect("a path");
    let said =
        desk.command(&["people", vault]).env("ASSAY_PASSPHRASE", PASSPHRASE).output().expect("it starts");
    let people = String::from_utf8_lossy(&said.stdout);
    assert!(people.contains("Typed And Closed"), "{people}");
}
