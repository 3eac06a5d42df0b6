//! The real window of the sample: what lies where a person looks for it, and what was typed when it was closed by hand.

use assay_tests::bus::{Bus, Heard};
use assay_tests::window::{Key, Window};
use assay_tests::{Desk, made_page, root, window_program};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Of the sample that `assay demo` makes.
const PASSPHRASE: &str = "a sample, not a secret";

/// The window with the sample open, and the assessment that is first in its list.
async fn opened(desk: &Desk) -> (Window, String) {
    opened_in(desk, &[]).await
}

/// The same in a changed environment.
async fn opened_in(desk: &Desk, environment: &[(&str, &str)]) -> (Window, String) {
    desk.with_demo();
    let vault = desk.file("sample.assay");
    let path = vault.to_str().expect("a path");
    let window = Window::open_in(desk, &window_program(), &[path], environment).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    let id = window.first_assessment().await;
    (window, id)
}

/// The names of all screens of an assessment.
fn screens() -> Vec<String> {
    let all = std::fs::read_to_string(root().join("ui/src/screens/all.ts")).expect("the list of screens");
    let lines = all.lines().filter(|line| line.starts_with("  ") && line.ends_with("Screen,"));
    let names: Vec<String> =
        lines.filter_map(|line| Some(line.split_once(':')?.0.trim().trim_matches('"').to_owned())).collect();
    assert!(names.len() > 20, "{names:?}");
    names
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

/// A way in which the window is looked at.
struct Look {
    name: &'static str,
    size: (u32, u32),
    theme: &'static str,
    language: &'static str,
    is_forced: bool,
}

const USUAL: Look =
    Look { name: "light", size: (1280, 840), theme: "light", language: "en-GB", is_forced: false };

/// Light and dark; the colours of a system with a high contrast theme; a small window, and one shown at twice the size; and
/// the languages that nobody speaks, a longer one and one from right to left.
const LOOKS: [Look; 7] = [
    USUAL,
    Look { name: "dark", theme: "dark", ..USUAL },
    Look { name: "forced colours", theme: "dark", is_forced: true, ..USUAL },
    Look { name: "1024 × 700", size: (1024, 700), ..USUAL },
    Look { name: "twice the size", size: (640, 420), ..USUAL },
    Look { name: "longer", language: "en-XA", ..USUAL },
    Look { name: "right to left", language: "he-XB", ..USUAL },
];

/// How many sheets of the paper are judged at once.
const SHEETS: u64 = 4;

/// What is wrong with what the window shows, place by place.
#[derive(Default)]
struct Judged {
    places: usize,
    wrong: Vec<String>,
    unsure: Vec<String>,
}

impl Judged {
    fn take(&mut self, into: fn(&mut Self) -> &mut Vec<String>, at: &str, said: &Value) {
        let said = said.as_array().expect("a list").iter();
        into(self).extend(said.map(|one| format!("{at}: {}", one.as_str().expect("a sentence"))));
    }

    /// Judges what shows now.
    async fn look(&mut self, window: &Window, look: &Look, place: &str) {
        let at = format!("{}, {place}", look.name);
        self.places += 1;
        if look.is_forced {
            let states = "return window.forced.states().map((one) => `chosen shows in nothing: ${one}`)";
            self.take(|all| &mut all.wrong, &at, &window.script(states).await);
            window.script("window.forced.paint()").await;
            let edges = "return window.forced.edgeless().map((one) => `no edge: ${one}`)";
            self.take(|all| &mut all.wrong, &at, &window.script(edges).await);
        }
        // The whole paper of the report once, a part at a time, and else as much of it as shows what it is made of.
        let sheets = window.script("return document.querySelectorAll('.sheet').length").await;
        let sheets = sheets.as_u64().expect("a count");
        let parts = if look.name == USUAL.name { sheets.div_ceil(SHEETS).max(1) } else { 1 };
        for part in 0..parts {
            let (from, to) = (part * SHEETS, (part + 1) * SHEETS);
            let axe = format!(
                "const done = arguments[arguments.length - 1];
                 window.judge.rules({from}, {to}).then(done, (e) => done(String(e)));"
            );
            let said = window.script_later(&axe).await;
            self.take(|all| &mut all.wrong, &at, &said["broken"]);
            self.take(|all| &mut all.unsure, &at, &said["unsure"]);
        }
        self.take(|all| &mut all.wrong, &at, &window.script("return window.judge.geometry()").await);
        if look.is_forced {
            window.script("window.forced.forget()").await;
        }
    }

    /// Judges a dialog that is opening, and closes it.
    async fn dialog(&mut self, window: &Window, look: &Look, place: &str) {
        let dialog = "[role=dialog], [role=alertdialog]";
        window.find_css(dialog).await;
        window.gone(".dialog [aria-busy=true]").await;
        self.look(window, look, place).await;
        window.keys(&String::from(char::from(Key::Escape))).await;
        window.gone(dialog).await;
    }
}

/// Prints a line past the harness, which keeps what a test prints to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).expect("written");
}

/// The scripts that judge a page, and the one that puts it under forced colours.
fn judges(page: &Path) -> (String, String) {
    let axe = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"));
    let css = std::fs::read_dir(page.join("assets")).expect("a page").flatten().map(|file| file.path());
    let css = css.filter(|file| file.extension().is_some_and(|ending| ending == "css"));
    let css: String = css.map(|file| std::fs::read_to_string(file).expect("a style sheet")).collect();
    let judges = format!(
        "{}\n{}\n{}\n{STILL}",
        axe.expect("./dev test installs it"),
        include_str!("support/judge.js"),
        include_str!("support/forced.js")
    );
    (judges, format!("return window.forced.on({})", json!(css)))
}

/// Shows the window in this way, from the beginning of the page.
async fn looked_at(window: &Window, look: &Look, judges: &str) {
    let set = format!(
        "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('call', {{ name: 'set_theme', input: {{ theme: '{}' }} }}).then(() => done(true), (e) => done(String(e)));",
        look.theme
    );
    assert_eq!(window.script_later(&set).await, true);
    window.size(look.size.0, look.size.1).await;
    window.goes_to(&format!("tauri://localhost/?language={}", look.language)).await;
    window.find_css(&format!("html[data-theme={}]", look.theme)).await;
    window.script(judges).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_keeps_the_rules_of_access_however_it_is_looked_at() {
    let desk = Desk::new();
    desk.with_demo();
    let (vault, page) = (desk.file("sample.assay"), made_page());
    let path = |path: &Path| path.to_str().expect("a path").to_owned();
    let named = [("ASSAY_PAGE", path(&page))];
    let environment = named.each_ref().map(|(name, value)| (*name, value.as_str()));
    let window = Window::open_in(&desk, &window_program(), &[&path(&vault)], &environment).await;
    let (judges, force) = judges(&page);

    let mut judged = Judged::default();
    for look in &LOOKS {
        looked_at(&window, look, &judges).await;
        if look.is_forced {
            window.script(&force).await;
        }
        window.find("open-passphrase").await;
        judged.look(&window, look, "welcome").await;
    }
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    let assessment = window.first_assessment().await;

    for look in &LOOKS {
        let start = Instant::now();
        looked_at(&window, look, &judges).await;
        if look.is_forced {
            window.script(&force).await;
        }
        window.first_assessment().await;
        judged.look(&window, look, "home").await;
        for (place, opens) in [("vendor", "add-vendor"), ("identity", "new-identity")] {
            window.enter_on(opens).await;
            judged.dialog(&window, look, place).await;
        }
        for name in screens() {
            shown(&window, &format!("#/{name}?assessment={assessment}")).await;
            judged.look(&window, look, &name).await;
            match name.as_str() {
                "questionnaire" => {
                    window.find("question-pane").await;
                    window.keys("e").await;
                    judged.dialog(&window, look, "attach").await;
                }
                "report" => {
                    window.enter_on("issue-check").await;
                    judged.dialog(&window, look, "sign").await;
                }
                "journal" => {
                    window.with(Key::Control, 'k').await;
                    judged.dialog(&window, look, "palette").await;
                    window.keys("?").await;
                    judged.dialog(&window, look, "shortcuts").await;
                }
                _ => {}
            }
        }
        say(&format!("{}: {} judged, {:.1} s", look.name, judged.places, start.elapsed().as_secs_f64()));
    }
    let (each, ways) = (judged.places / LOOKS.len(), LOOKS.len());
    say(&format!("{each} screens and dialogs in {ways} ways: {} judged", judged.places));
    let mut told = String::new();
    for (what, all) in [("wrong", &judged.wrong), ("unsure", &judged.unsure)] {
        told += &format!("{what}: {}\n{}\n", all.len(), all.join("\n"));
    }
    std::fs::write(root().join("tests/out/access.txt"), told).expect("written");
    assert!(judged.wrong.is_empty(), "{}", judged.wrong.join("\n"));
    window.close().await;
}

/// Each of what the judges are there for, and nothing beside it.
const FAULTS: &str = "
    const main = document.querySelector('main');
    main.innerHTML = `<h1>Faults</h1>
        <p style='width: 3rem; overflow: hidden; white-space: nowrap'>cut off at its end</p>
        <p style='width: 3rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis' title='shortened and told'>shortened and told</p>
        <p style='position: relative; height: 4rem'>
            <button type='button' class='button' data-kind='plain'>One</button>
            <button type='button' class='button' data-kind='plain' style='margin-inline-start: -1rem'>Two</button></p>
        <p><a href='#/' style='text-decoration: none'>A link without a line</a></p>
        <p data-selected style='background: Plum'>Chosen by its ground</p>
        <p style='color: LightGray'>Too faint</p>`;";

#[tokio::test(flavor = "multi_thread")]
async fn the_judges_find_what_is_wrong_and_nothing_else() {
    let desk = Desk::new();
    let page = root().join("ui/dist");
    let (judges, force) = judges(&page);
    let window = Window::open(&desk, &window_program()).await;
    window.find("welcome-create").await;
    window.script(&judges).await;
    window.script(FAULTS).await;
    let axe = "const done = arguments[arguments.length - 1]; window.judge.rules(0, 1).then(done);";
    let broken = window.script_later(axe).await["broken"].to_string();
    assert!(broken.contains("color-contrast p:nth-child(7)"), "{broken}");
    let geometry = window
        .script("return window.judge.geometry().map((one) => one.split(':')[0].split(' at ')[0])")
        .await;
    assert_eq!(geometry, json!(["cut off in its width", "one on another"]));
    window.script(&force).await;
    let states = window.script("return window.forced.states()").await;
    assert_eq!(states, json!(["p  “Chosen by its ground”"]));
    window.script("window.forced.paint()").await;
    let edges = window.script("return window.forced.edgeless()").await;
    assert_eq!(edges, json!(["a  “A link without a line”"]));
    window.close().await;
}

/// On Linux no colours are forced: the engine says of the desktop's high contrast theme that more contrast is wished for.
#[tokio::test(flavor = "multi_thread")]
async fn the_high_contrast_theme_of_the_desktop_is_followed() {
    let desk = Desk::new();
    let soft = "return [matchMedia('(prefers-contrast: more)').matches, matchMedia('(forced-colors: active)').matches,
        getComputedStyle(document.querySelector('.soft')).color]";
    let window = Window::open(&desk, &window_program()).await;
    window.find("welcome-create").await;
    let usual = window.script(soft).await;
    window.close().await;
    let window = Window::open_in(&desk, &window_program(), &[], &[("GTK_THEME", "HighContrast")]).await;
    window.find("welcome-create").await;
    let clearer = window.script(soft).await;
    window.close().await;
    assert_eq!(usual, json!([false, false, "rgb(74, 80, 91)"]));
    assert_eq!(clearer, json!([true, false, "rgb(22, 25, 31)"]));
}

/// Nothing moves while it is judged, for a colour on its way to another is neither; and nothing is left undrawn.
const STILL: &str = "
    const still = document.createElement('style');
    still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important; }';
    document.head.append(still);
    window.IntersectionObserver = class {
        constructor(hear) { this.hear = hear; }
        observe(target) { this.hear([{ target, isIntersecting: true }]); }
        disconnect() {}
    };";

#[test]
fn the_finished_program_has_no_language_that_nobody_speaks() {
    let signs = ["en-XA", "he-XB", "àƀçđ", "אבגד"];
    let said = |folder: &Path| {
        let files = std::fs::read_dir(folder.join("assets")).expect("a page").flatten();
        let texts: String = files
            .map(|file| String::from_utf8_lossy(&std::fs::read(file.path()).expect("read")).into_owned())
            .collect();
        signs.map(|sign| texts.contains(sign))
    };
    assert_eq!(said(&made_page()), [true; 4]);
    assert_eq!(said(&root().join("ui/dist")), [false; 4]);
}

/// What the command says of the sample.
fn in_sample(desk: &Desk, arguments: &[&str]) -> Value {
    let all = [&["--json"], arguments].concat();
    let said = desk.command(&all).env("ASSAY_PASSPHRASE", PASSPHRASE).output().expect("it starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).expect("JSON")
}

/// What must be called something, for it can be operated.
const NAMED: [&str; 10] = [
    "push button",
    "toggle button",
    "radio button",
    "check box",
    "combo box",
    "entry",
    "link",
    "page tab",
    "menu item",
    "level bar",
];

/// The one thing of this role and name.
fn one<'a>(tree: &'a Heard, role: &str, name: &str) -> &'a Heard {
    let found: Vec<&Heard> =
        tree.all().into_iter().filter(|one| one.role == role && one.name == name).collect();
    assert_eq!(found.len(), 1, "{role} “{name}” in\n{}", tree.drawn());
    found[0]
}

/// The choices of a group, and which of them is taken.
fn choices<'a>(tree: &'a Heard, group: &str) -> (Vec<&'a str>, Vec<&'a str>) {
    let group = one(tree, "panel", group);
    assert_eq!(group.attributes.get("xml-roles").map(String::as_str), Some("radiogroup"));
    let all: Vec<&Heard> = group.all().into_iter().filter(|one| one.role == "radio button").collect();
    let names = |all: &[&'a Heard]| all.iter().map(|one| one.name.as_str()).collect();
    let taken: Vec<&Heard> = all.iter().copied().filter(|one| one.is("checked")).collect();
    (names(&all), names(&taken))
}

/// Everything that has no name and must have one, or is there for the eye alone.
fn nameless(tree: &Heard) -> Vec<String> {
    let is_junk = |one: &&Heard| {
        let drawing = ["image", "icon", "canvas", "graphics"].contains(&one.role.as_str());
        (NAMED.contains(&one.role.as_str()) || drawing) && one.name.trim().is_empty()
    };
    tree.all().into_iter().filter(is_junk).map(Heard::drawn).collect()
}

/// The questionnaire as a screen reader has it, over the bus, not as the page says it of itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_heard_as_it_is_seen() {
    let desk = Desk::new();
    let bus = Bus::start();
    let (window, assessment) = opened_in(&desk, &bus.environment()).await;
    shown(&window, &format!("#/questionnaire?assessment={assessment}&item=ACC-01")).await;
    window.find("question-pane").await;
    window.find("knock-out-state").await;
    let tree = bus.tree("assay-desktop");
    std::fs::write(root().join("tests/out/questionnaire.txt"), tree.drawn()).expect("written");
    assert_eq!(nameless(&tree), Vec::<String>::new());

    // The list: each question with its place among all, one of them current.
    let view = in_sample(&desk, &["questions", "sample.assay", "--assessment", &assessment]);
    let topics = view["topics"].as_array().expect("topics");
    let questions: Vec<&Value> =
        topics.iter().flat_map(|topic| topic["questions"].as_array().expect("questions")).collect();
    let list = one(&tree, "landmark", "Questions");
    let rows: Vec<&Heard> =
        list.all().into_iter().filter(|one| one.attributes.contains_key("posinset")).collect();
    assert_eq!(rows.len(), questions.len());
    for (n, (row, question)) in (1..).zip(rows.iter().zip(&questions)) {
        assert_eq!((row.role.as_str(), row.attributes["posinset"].clone()), ("list item", n.to_string()));
        assert_eq!(row.attributes["setsize"], questions.len().to_string());
        let name = &row.within[0].name;
        let (id, text) =
            (question["id"].as_str().expect("an id"), question["text"].as_str().expect("a text"));
        assert!(name.starts_with(id) && name.ends_with(text), "{name}");
        assert!(name.contains("Claim: ") && name.contains("Conclusion: "), "{name}");
    }
    let current: Vec<&&Heard> =
        rows.iter().filter(|row| row.within[0].attributes.contains_key("current")).collect();
    assert_eq!(current.len(), 1);
    assert!(current[0].within[0].name.starts_with("ACC-01"));

    // The question: a heading; its choices in named groups with their state; its fields named.
    let question = in_sample(&desk, &["question", "sample.assay", "ACC-01", "--assessment", &assessment]);
    let text = question["question"]["text"].as_str().expect("a text");
    assert_eq!(one(&tree, "heading", text).attributes["level"], "2");
    assert_eq!(one(&tree, "heading", "Questionnaire").attributes["level"], "1");
    assert_eq!(choices(&tree, "Claim"), (vec!["Yes", "Partial", "No", "N/A"], vec!["Yes"]));
    let conclusions =
        vec!["Effective", "Largely", "Partially", "Ineffective", "Not assessed", "Not applicable"];
    assert_eq!(choices(&tree, "Conclusion"), (conclusions, vec!["Largely"]));
    let (levels, level) = choices(&tree, "How it is known");
    assert_eq!((levels.len(), level), (5, vec!["4 Verified by the assessor"]));
    for group in ["Conclusion", "How it is known"] {
        // What describes the one taken describes the group, and no other choice.
        let group = one(&tree, "panel", group);
        assert!(!group.description.is_empty());
        assert!(
            group.within.iter().flat_map(Heard::all).all(|one| one.description.is_empty()),
            "{}",
            group.drawn()
        );
    }
    for field in ["Their comment", "Rationale: what was done and seen", "Notes, never in the report"] {
        assert!(one(&tree, "entry", field).is("editable"));
    }

    // Read in the order in which it is seen.
    let order = [
        "Skip to content",
        "All assessments",
        "Pages of this stage",
        "Questionnaire",
        "Questions",
        text,
        "Evidence to ask for",
        "The vendor says",
        "Claim",
        "Their comment",
        "We conclude",
        "Conclusion",
        "How it is known",
        "Rationale: what was done and seen",
        "Private",
        "Next question",
        "Based on",
        "Notices",
    ];
    let mut left = order.iter().peekable();
    for one in tree.all() {
        left.next_if(|name| one.name == ***name && one.role != "level bar");
    }
    assert_eq!(left.next(), None, "in this order in\n{}", tree.drawn());

    // What happens by itself is told: what is saved, and a notice with its way back.
    let polite = |tree: &Heard| {
        let live = tree
            .all()
            .into_iter()
            .filter(|one| one.attributes.get("live").is_some_and(|how| how == "polite"));
        live.map(Heard::drawn).collect::<String>()
    };
    assert!(polite(&tree).contains("status bar"), "{}", polite(&tree));
    window.keys_on("claim-yes", "").await;
    window.keys("a").await;
    window.find("reason").await;
    let taken = "document.querySelector('[data-testid^=basis-ev-] > .icon-button').click()";
    window.script(taken).await;
    window.find_css(".notice").await;
    window.saved().await;
    let tree = bus.tree("assay-desktop");
    assert_eq!(nameless(&tree), Vec::<String>::new());
    assert!(polite(&tree).contains("push button “Undo”"), "{}", polite(&tree));
    assert_eq!(choices(&tree, "Claim").1, ["N/A"]);
    // A field that lacks something says so.
    let described = |tree: &Heard| {
        let fields = tree.all().into_iter().filter(|one| one.role == "entry" && one.is("focused"));
        fields.map(|one| one.description.clone()).collect::<Vec<_>>()
    };
    window.keys_on("reason", "").await;
    assert_eq!(described(&bus.tree("assay-desktop")), ["The vendor gives no reason."]);
    window.close().await;
}

/// A list is told as one, wherever it stands: how many there are is the first that a reader hears of it.
#[tokio::test(flavor = "multi_thread")]
async fn every_list_is_heard_as_a_list() {
    let desk = Desk::new();
    let bus = Bus::start();
    let (window, assessment) = opened_in(&desk, &bus.environment()).await;
    let mut heard = 0;
    for screen in ["evidence", "components", "findings", "gates", "decision"] {
        shown(&window, &format!("#/{screen}?assessment={assessment}")).await;
        window.find("stage-gates").await;
        let tree = bus.tree("assay-desktop");
        let seen = window
            .script(
                "return [...document.querySelectorAll('[role=list]')]
                     .filter((list) => list.checkVisibility() && list.children.length > 0).length",
            )
            .await;
        let lists: Vec<&Heard> = tree.all().into_iter().filter(|one| one.role == "list").collect();
        assert_eq!(json!(lists.len()), seen, "{screen}:\n{}", tree.drawn());
        heard += lists.len();
    }
    assert!(heard > 20, "{heard}");
}
