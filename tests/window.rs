//! The real window, by keyboard.

use assay_tests::window::{Key, Window};
use assay_tests::{Desk, PASSPHRASE, day, judge, window_program};
use serde_json::{Value, json};

/// Creates a vault from the welcome screen.
async fn create_vault(window: &Window, desk: &Desk) {
    window.enter_on("welcome-create").await;
    window.choose_in("create-path", &desk.file("work.assay")).await;
    window.keys_on("create-passphrase", PASSPHRASE).await;
    window.keys_on("create-again", PASSPHRASE).await;
    window.enter_on("create-vault").await;
}

/// Adds a vendor and starts an assessment of it in the widest frameworks.
async fn start_assessment(window: &Window) {
    window.enter_on("add-vendor").await;
    window.keys_on("vendor-name", "Tallow & Wick Ltd").await;
    window.enter_on("save-vendor").await;
    window.enter_on("start-assessment").await;
    window.fill("assessment-title", "Tallow 2026").await;
    window.fill("assessor-name", "Ada Moore").await;
    window.fill("assessor-organisation", "Moore & Co").await;
    for framework in ["soc2", "iso27001", "gdpr"] {
        window.space_on(&format!("framework-{framework}")).await;
    }
    window.enter_on("create-assessment").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_job_is_done_by_keyboard() {
    let desk = Desk::new();
    std::fs::write(desk.file("policy.txt"), "every administrator, hardware key").expect("written");
    std::fs::write(desk.file("model.json"), include_str!("data/kiosk.json")).expect("written");
    let window = Window::open(&desk, &window_program()).await;

    window.find("welcome-create").await;
    window.picture("welcome").await;
    create_vault(&window, &desk).await;
    start_assessment(&window).await;
    window.find("scope-title").await;
    window.picture("scope").await;

    // Twenty answers: Y says what the vendor claims, 1 what we conclude, U goes to the next unanswered one.
    window.with(Key::Alt, '2').await;
    window.find("question-pane").await;
    // No waiting between the keys: a quick hand loses nothing.
    for _ in 1..=20 {
        window.keys("y1u").await;
    }
    let asked = desk.json(&["questions", "work.assay"])["tally"]["asked"].clone();
    window.shows(&format!("20 of {asked} answered")).await;
    window.saved().await;
    let tally = desk.json(&["questions", "work.assay"])["tally"].clone();
    assert_eq!(tally["answered"], 20, "each answer is in the vault while the window is open");
    window.picture("questionnaire").await;

    window.keys("e").await;
    window.choose_in("attach-path", &desk.file("policy.txt")).await;
    window.enter_on("attach-file").await;
    window.find_css("[data-testid^='basis-ev-']").await;
    window.picture("evidence").await;

    let view = desk.json(&["questions", "work.assay"]);
    let topics = view["topics"].as_array().expect("topics");
    let mut rows = topics.iter().flat_map(|t| t["questions"].as_array().expect("questions"));
    let question = rows.find(|row| row["evidence"] == 1).expect("one question has the evidence");
    let pieces = desk.json(&["question", "work.assay", question["id"].as_str().expect("an id")]);
    let pieces = pieces["evidence"].clone();
    assert_eq!(pieces[0]["file"]["name"], "policy.txt", "the file is in the vault, tied to its question");

    window.with(Key::Alt, '5').await;
    window.enter_on("import-model").await;
    window.choose("import-choose", &desk.file("model.json")).await;
    window.find("import-result").await;
    window.enter_on("import-to-model").await;
    window.shows("Check-in service").await;
    window.picture("threats").await;

    window.with(Key::Alt, '7').await;
    window.enter_on("add-risk").await;
    window.fill("risk-title", "Kiosk is opened").await;
    window.fill("risk-owner", "B. Lee").await;
    window.enter_on("save-risk").await;
    window.enter_on("all-risks").await;
    window.shows("Kiosk is opened").await;
    window.picture("risks").await;

    window.with(Key::Alt, '9').await;
    window.fill("new-identity-name", "Ada Moore").await;
    window.fill("new-identity-organisation", "Moore & Co").await;
    window.enter_on("new-identity-create").await;
    // What stands against signing is seen and answered for before anything is signed.
    window.shows("Certificate valid until").await;
    window.picture("report").await;
    window.enter_on("issue-check").await;
    window.fill("reason-open-points", "The questionnaire goes on next week").await;
    window.choose_in("issue-path", &desk.file("report.pdf")).await;
    window.enter_on("issue-report").await;
    window.find("issued").await;
    window.picture("issued").await;
    window.enter_on("issued-close").await;
    desk.ok(&["certificate", "work.assay", "--out", "ada.pem"]);
    assert!(desk.ok(&["verify", "report.pdf", "--trust", "ada.pem"]).contains("Ada Moore"));

    window.with(Key::Control, 'k').await;
    window.keys("verify a report").await;
    window.keys(&String::from(char::from(Key::Return))).await;
    window.choose("verify-choose", &desk.file("report.pdf")).await;
    window.find_css("[data-testid='verdict'][data-word^='valid']").await;
    window.picture("verify").await;
    window.close().await;
}

/// A colleague, or the same person with the command, works on the vault that the window shows: nobody has to touch the
/// window to see it.
#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_saves_shows_by_itself() {
    let desk = Desk::new();
    let window = Window::open(&desk, &window_program()).await;
    create_vault(&window, &desk).await;
    start_assessment(&window).await;
    window.find("scope-title").await;
    window.with(Key::Alt, '2').await;
    window.find("question-pane").await;
    let asked = desk.json(&["questions", "work.assay"])["tally"]["asked"].clone();
    window.shows(&format!("0 of {asked} answered")).await;
    desk.ok(&["answer", "work.assay", "ACC-01", "--claim", "no", "--conclude", "partially"]);
    window.shows(&format!("1 of {asked} answered")).await;
    window.shows(&format!("1 of {asked} concluded")).await;
    desk.ok(&["undo", "work.assay"]);
    window.shows(&format!("0 of {asked} answered")).await;
    window.close().await;
}

/// A vendor's file says of every question that it does not apply. In the window that is a claim, until it is accepted there
/// with a reason; after an issue, the window shows what changed since.
#[tokio::test(flavor = "multi_thread")]
async fn claims_of_not_applicable_are_accepted_with_a_reason_and_show_as_changed_since_the_issue() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
    let view = desk.json(&["questions", vault]);
    let topics = view["topics"].as_array().expect("topics");
    let rows = topics.iter().flat_map(|topic| topic["questions"].as_array().expect("questions"));
    let claims: Vec<Value> = rows
        .map(|row| json!({ "question": row["id"], "claim": "not-applicable", "reason": "Not ours" }))
        .collect();
    std::fs::write(desk.file("answers.json"), json!(claims).to_string()).expect("written");
    desk.ok(&["answers", vault, "answers.json"]);
    desk.ok(&["answer", vault, "ACC-02", "--claim", "yes", "--conclude", "effective"]);
    desk.ok(&["sign", vault, "--out", "one.pdf", "--override", "open-points=The board meets today"]);
    let total = || {
        let total = desk.json(&["results", vault])["total"].clone();
        (total["concluded"].as_u64(), total["applicable"].as_u64())
    };
    let asked = claims.len() as u64;
    assert_eq!(total(), (Some(1), Some(asked)));

    let window =
        Window::open_with(&desk, &window_program(), &[desk.file(vault).to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    let assessment = desk.json(&["status", vault])["assessment"]["id"].clone();
    window.enter_on(&format!("assessment-{}", assessment.as_str().expect("an id"))).await;
    window.with(Key::Alt, '2').await;
    window.find("question-pane").await;
    window.shows(&format!("1 of {asked} concluded")).await;
    window.with(Key::Control, 'k').await;
    window.keys(&format!("show claimed not applicable{}", char::from(Key::Return))).await;
    window.enter_on("accept-off").await;
    window.space_on("accept-off-all").await;
    window.fill("accept-off-reason", "Seen on site: the service has no such part").await;
    window.picture("accept-not-applicable").await;
    window.enter_on("accept-off-set").await;
    window.shows("1 of 1 concluded").await;
    window.saved().await;
    assert_eq!(total(), (Some(1), Some(1)));
    let answer = desk.json(&["question", vault, "ACC-01"])["response"].clone();
    assert_eq!(answer["rationale"], "Seen on site: the service has no such part");
    assert_eq!(answer["reason"], "Not ours");

    window.with(Key::Alt, '9').await;
    window.find("changed-since").await;
    window.shows(&format!("{} changes", asked - 1)).await;
    window.picture("changed-since").await;
    window.enter_on("issue-check").await;
    window.find("objection-open-points").await;
    window.picture("signing-step").await;
    window.close().await;
}

/// The sample's vendor is brought through the five steps and the four gates; each thing done in the window shows at its
/// step or gate, and the command reads the same from the vault.
#[tokio::test(flavor = "multi_thread")]
async fn the_sample_walks_five_steps_and_four_gates() {
    let desk = Desk::new();
    let vault = "sample.assay";
    desk.ok(&["sample", vault]);
    let today = day(0);
    let gates = || desk.json(&["gates", vault]);
    let item = |id: &str| {
        let view = gates();
        let gates = view["gates"].as_array().expect("gates").clone();
        let items = gates.iter().flat_map(|gate| gate["items"].as_array().expect("items"));
        items.clone().find(|item| item["id"] == id).unwrap_or_else(|| panic!("no item {id}"))["state"].clone()
    };
    let session = desk.json(&["list", vault]);
    let assessments = session["vendors"][0]["assessments"].as_array().expect("assessments").clone();
    let latest =
        assessments.iter().find(|a| !a["assessment"]["previous"].is_null()).expect("the one that follows");
    let assessment = latest["assessment"]["id"].as_str().expect("an id");

    let window =
        Window::open_with(&desk, &window_program(), &[desk.file(vault).to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    window.enter_on(&format!("assessment-{assessment}")).await;
    window.find("stage-gates").await;

    // Where it stands: five steps, four gates.
    window.with(Key::Alt, '0').await;
    for step in ["components", "threats", "tests", "scores", "mitigation"] {
        window.find(&format!("method-{step}")).await;
    }
    for gate in gates()["gates"].as_array().expect("gates") {
        window.find(&format!("gate-{}", gate["id"].as_str().expect("an id"))).await;
    }
    let missing = |step: usize| gates()["steps"][step]["missing"].as_array().expect("sentences").len();
    assert_eq!((missing(0), missing(1), missing(2)), (0, 1, 2));
    assert!(missing(3) > 0 && missing(4) > 0, "{}", gates()["steps"]);

    // One: the components, with the bill of materials they came with. A newer version is written down.
    window.with(Key::Alt, '4').await;
    window.find("bom-BOM-01").await;
    window.enter_on("component-el-assistant").await;
    window.fill("component-version", "2.4").await;
    window.saved().await;
    window.picture("components").await;

    // Two: what is open is decided.
    window.with(Key::Alt, '5').await;
    window.find("threats-show-open").await;
    let model = desk.json(&["threats", vault]);
    let threats = model["threats"].as_array().expect("threats");
    let left = threats.iter().filter(|t| t["decision"] == "open").count();
    window.keys(&"m".repeat(left)).await;
    window.shows("Open (0)").await;
    window.saved().await;
    assert_eq!((missing(1), item("pre-threats")), (0, json!("met")));

    // Three: the tests that were only planned are done.
    window.with(Key::Alt, '6').await;
    let tests = desk.json(&["tests", vault]);
    let planned: Vec<&Value> =
        tests["tests"].as_array().expect("tests").iter().filter(|t| t["outcome"].is_null()).collect();
    assert_eq!(planned.len(), 2);
    for test in planned {
        let id = test["id"].as_str().expect("an id");
        window.enter_on(&format!("test-{id}")).await;
        window.find(&format!("test-form-{id}")).await;
        window.space_on("test-outcome-withstood").await;
        window.fill("test-done", &today).await;
        window.fill("test-seen", "None of 200 got through").await;
    }
    window.picture("tests").await;
    window.with(Key::Alt, '7').await;
    window.find("add-risk").await;
    window.saved().await;
    assert_eq!(missing(2), 0, "{}", gates()["steps"][2]);

    // Four and five: what was accepted and rates high becomes a risk with an owner and a day.
    let high = gates()["steps"][3]["missing"].clone();
    for threat in threats {
        let title = threat["threat"]["title"].as_str().expect("a title");
        if !high.as_array().expect("sentences").iter().any(|s| s == &format!("“{title}” is in no risk."))
        {
            continue;
        }
        window.with(Key::Alt, '5').await;
        window.space_on("threats-show-all").await;
        window.enter_on(&format!("threat-{}", threat["threat"]["id"].as_str().expect("an id"))).await;
        window.enter_on("make-risk").await;
        window.fill("risk-owner", "Jonas Lindqvist").await;
        window.fill("risk-due", &day(90)).await;
        window.enter_on("save-risk").await;
        window.find("remove-risk").await;
    }
    window.saved().await;
    assert_eq!(missing(3), 0, "{}", gates()["steps"]);
    assert!(missing(4) > 0, "what is planned is not treated yet");
    assert_eq!(item("pre-ratings"), "met");

    // The conditions before contract are met, and what happened since is closed.
    assert_eq!((item("pre-conditions"), item("run-events")), (json!("open"), json!("open")));
    window.with(Key::Alt, '8').await;
    let decided = desk.json(&["decide", vault])["decision"]["conditions"].clone();
    let conditions = decided.as_array().expect("conditions").iter().enumerate();
    for (condition, _) in conditions.filter(|(_, c)| c["stage"] == "pre-contract") {
        window.fill(&format!("condition-{condition}-met"), &today).await;
    }
    window.with(Key::Alt, '0').await;
    window.find("gate-intake").await;
    window.keys("4").await;
    window.enter_on("event-EVT-01").await;
    window.enter_on("close-event").await;
    window.fill("closing-date", &today).await;
    window.fill("closing-outcome", "The next version was tried; nothing changes").await;
    window.enter_on("closing-done").await;
    window.find("reopen-event").await;
    window.saved().await;
    assert_eq!((item("pre-conditions"), item("run-events")), (json!("met"), json!("met")));
    window.keys("1").await;
    window.find("gate-intake").await;
    window.picture("gates").await;
    window.close().await;

    // The report tells the whole of it.
    desk.ok(&["report", vault, "--out", "draft.pdf"]);
    let text = judge(0, "pdftotext", &["-layout", "draft.pdf", "-"], desk.path());
    for told in
        ["Identify components", "BOM-01", "TST-05", "Model poisoning", "Pre-onboarding", "Dealt with on"]
    {
        assert!(text.contains(told), "the report does not tell “{told}”");
    }
}

/// What the `n`th question of an assessment is answered with, in the form of a file of answers.
fn answer(n: usize, question: &str) -> Value {
    let said = format!("said {n}");
    match n % 5 {
        0 | 3 => json!({ "question": question, "claim": "yes", "conclusion": "effective" }),
        1 => json!({ "question": question, "claim": "partial", "comment": said, "conclusion": "largely" }),
        2 => {
            json!({ "question": question, "claim": "no", "comment": said, "conclusion": "ineffective", "rationale": "seen" })
        }
        _ => json!({ "question": question, "claim": "not-applicable", "reason": said }),
    }
}

/// The same answer, by keys.
async fn answer_by_keys(window: &Window, answer: &Value) {
    let text = |field: &str| answer[field].as_str().map(str::to_owned);
    let escape = String::from(char::from(Key::Escape));
    let claim = text("claim").expect("a claim");
    window.keys(if claim == "not-applicable" { "a" } else { &claim[..1] }).await;
    if let Some(reason) = text("reason") {
        window.find("reason").await;
        window.keys_on("reason", &(reason + &escape)).await;
    }
    if let Some(comment) = text("comment") {
        window.keys(&format!("c{comment}{escape}")).await;
    }
    match text("conclusion").as_deref() {
        Some("effective") => window.keys("1").await,
        Some("largely") => window.keys("2").await,
        Some("ineffective") => window.keys("4").await,
        _ => {}
    }
    if let Some(rationale) = text("rationale") {
        window.keys(&format!("r{rationale}{escape}")).await;
    }
}

/// What an assessment holds, as a draft of its report carries it: without ids that chance made, and without times.
fn held(desk: &Desk, vault: &str) -> Value {
    desk.ok(&["report", vault, "--out", &format!("{vault}.pdf")]);
    let data = format!("{vault}.json");
    judge(0, "pdfdetach", &["-save", "1", "-o", &data, &format!("{vault}.pdf")], desk.path());
    let mut held: Value =
        serde_json::from_slice(&std::fs::read(desk.file(&data)).expect("the data")).expect("JSON");
    // The reference ends in letters of the assessment's id, which chance made.
    held["report"]["reference"].take();
    // How the journal got there is another matter.
    held["report"]["journal_entry"].take();
    held["report"]["journal_hash"].take();
    forget_chance(&mut held);
    held
}

fn forget_chance(value: &mut Value) {
    match value {
        Value::String(text) => {
            let by_chance = ["asm-", "ven-", "ev-"].iter().any(|p| text.starts_with(p));
            let is_time = text.len() >= 19 && text.as_bytes()[10] == b'T' && text.as_bytes()[13] == b':';
            if by_chance || is_time {
                *text = "…".into();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(forget_chance),
        Value::Object(all) => all.values_mut().for_each(forget_chance),
        _ => {}
    }
}

/// Fails at the first place where two vaults hold different things.
fn same(place: &str, one: &Value, other: &Value) {
    match (one, other) {
        (Value::Object(ones), Value::Object(others)) => {
            assert!(ones.keys().eq(others.keys()), "{place} has other parts");
            ones.iter().for_each(|(part, one)| same(&format!("{place}/{part}"), one, &others[part]));
        }
        (Value::Array(ones), Value::Array(others)) => {
            assert_eq!(ones.len(), others.len(), "{place}");
            let pairs = ones.iter().zip(others).enumerate();
            pairs.for_each(|(n, (one, other))| same(&format!("{place}/{n}"), one, other));
        }
        _ => assert_eq!(one, other, "{place}"),
    }
}

/// A whole tier-1 assessment twice: in the window by keyboard alone, and through the command from a file of answers.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_and_the_command_end_in_the_same_vault() {
    let desk = Desk::new();
    std::fs::write(desk.file("policy.txt"), "every administrator, hardware key").expect("written");
    let enter = String::from(char::from(Key::Return));
    let window = Window::open(&desk, &window_program()).await;
    create_vault(&window, &desk).await;
    start_assessment(&window).await;
    window.find("scope-title").await;

    // The last option of each question has the most at stake: tier 1, and most facts of the scope.
    let inherent = desk.json(&["inherent", "work.assay"])["pack"]["question"].clone();
    let inherent = inherent.as_array().expect("questions");
    window.with(Key::Control, 'k').await;
    window.keys(&format!("go to inherent risk{enter}")).await;
    window.enter_on("inherent-start").await;
    for (n, question) in (1..).zip(inherent) {
        let options = question["options"].as_array().expect("options").len();
        window.keys(&options.to_string()).await;
        window.shows(&format!("{n} of {} answered", inherent.len())).await;
    }

    window.saved().await;
    window.with(Key::Alt, '2').await;
    window.find("question-pane").await;
    let view = desk.json(&["questions", "work.assay"]);
    let topics = view["topics"].as_array().expect("topics");
    let rows = topics.iter().flat_map(|t| t["questions"].as_array().expect("questions"));
    let asked: Vec<&str> = rows.map(|row| row["id"].as_str().expect("an id")).collect();
    assert!(asked.len() > 100, "tier 1 is asked {} questions", asked.len());
    let answers: Vec<Value> = asked.iter().enumerate().map(|(n, id)| answer(n, id)).collect();
    for (n, answer) in answers.iter().enumerate() {
        window.shows(&format!("{} of {}", n + 1, asked.len())).await;
        answer_by_keys(&window, answer).await;
        if n == 0 {
            window.keys("e").await;
            window.choose_in("attach-path", &desk.file("policy.txt")).await;
            window.enter_on("attach-file").await;
            window.find_css("[data-testid^='basis-ev-']").await;
            window.gone("[role=dialog]").await;
        }
        window.keys("j").await;
    }
    window.with(Key::Alt, '8').await;
    window.space_on("outcome-reject").await;
    window.fill("rationale", "Too much is missing").await;
    window.fill("decided-by", "Ines Hartwig").await;
    window.with(Key::Alt, '2').await;
    window.find("question-pane").await;
    window.saved().await;
    window.close().await;

    std::fs::write(desk.file("answers.json"), json!(answers).to_string()).expect("written");
    desk.ok(&["new", "other.assay"]);
    desk.ok(&["vendor", "other.assay", "--name", "Tallow & Wick Ltd"]);
    let start = ["start", "other.assay", "--vendor", "Tallow & Wick Ltd", "--title", "Tallow 2026"];
    let who = [
        "--assessor",
        "Ada Moore",
        "--organisation",
        "Moore & Co",
        "--framework",
        "soc2",
        "--framework",
        "iso27001",
        "--framework",
        "gdpr",
    ];
    desk.ok(&[&start[..], &who].concat());
    let set: Vec<String> = inherent
        .iter()
        .map(|question| {
            let last = question["options"].as_array().and_then(|o| o.last()).expect("an option");
            format!("{}={}", question["id"].as_str().expect("an id"), last["id"].as_str().expect("an id"))
        })
        .collect();
    let set = set.iter().flat_map(|one| ["--set", one]);
    desk.ok(&["inherent", "other.assay"].into_iter().chain(set).collect::<Vec<_>>());
    desk.ok(&["answers", "other.assay", "answers.json"]);
    desk.ok(&["evidence", "other.assay", "policy.txt", "--question", asked[0]]);
    desk.ok(&[
        "decide",
        "other.assay",
        "--outcome",
        "reject",
        "--rationale",
        "Too much is missing",
        "--by",
        "Ines Hartwig",
    ]);

    let (by_keyboard, by_command) = (held(&desk, "work.assay"), held(&desk, "other.assay"));
    assert_eq!(by_keyboard["responses"].as_array().map(Vec::len), Some(asked.len()));
    same("", &by_keyboard, &by_command);
}

/// A report of a hundred pages is drawn where it is looked at. Who goes to its last section sees that section, and who
/// scrolls up from there sees the paper pass as far as it was scrolled, though what comes near grows to its true height.
#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_drawn_where_it_is_looked_at() {
    let desk = Desk::new();
    desk.ok(&["sample", "sample.assay"]);
    let vault = desk.file("sample.assay");
    let window = Window::open_with(&desk, &window_program(), &[vault.to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    window.enter_first_assessment().await;
    window.enter_on("stage-report").await;
    window.find_css(".paper .sheet-body").await;

    window.with(Key::Control, 'k').await;
    window.keys("Go to Evidence index").await;
    window.keys(&String::from(char::from(Key::Return))).await;
    window.find_css(".sheet:last-child .sheet-body").await;
    window.gone("[role=dialog]").await;
    let place = "const done = arguments[arguments.length - 1];
        const desk = document.querySelector('.report-desk');
        const heading = [...document.querySelectorAll('.sheet h2')].at(-1);
        const top = () => Math.round(heading.getBoundingClientRect().top - desk.getBoundingClientRect().top);
        const sheets = [...document.querySelectorAll('.sheet')];
        const rest = (then) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(then)));
        const drawn = () => sheets.filter((one) => one.querySelector('.sheet-body') !== null).length;";
    let found = window
        .script_later(&format!(
            "{place} rest(() => done({{ at: document.activeElement === heading, top: top(), all: sheets.length, drawn: drawn() }}))"
        ))
        .await;
    window.picture("report-last-section").await;
    assert_eq!(found["at"], true, "the heading has the focus: {found}");
    let top = found["top"].as_i64().expect("a place");
    assert!((0..200).contains(&top), "the heading is at the top of what is seen: {found}");
    let (all, drawn) = (found["all"].as_u64().expect("a count"), found["drawn"].as_u64().expect("a count"));
    assert!(drawn * 2 < all, "most of the paper is not drawn: {found}");

    let steps = window
        .script_later(&format!(
            "{place} const steps = [];
             const step = () => {{
                 const before = top();
                 desk.scrollTop -= 500;
                 rest(() => {{
                     steps.push(top() - before);
                     if (steps.length < 12) step(); else done(steps);
                 }});
             }};
             step();"
        ))
        .await;
    // Heights are parts of a pixel, and places whole ones.
    let steps: Vec<i64> = steps.as_array().expect("a list").iter().filter_map(Value::as_i64).collect();
    let is_true = steps.len() == 12 && steps.iter().all(|step| (498..=502).contains(step));
    assert!(is_true, "the paper passes as far as it is scrolled: {steps:?}");
    window.close().await;
}

/// What the core refuses, and what is typed beside it a moment before the window is closed, stands in its field again when
/// the vault is opened, and is found from the bar.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_outlives_the_window() {
    let desk = Desk::new();
    let window = Window::open(&desk, &window_program()).await;
    create_vault(&window, &desk).await;
    start_assessment(&window).await;
    window.fill("scope-title", " ").await;
    window.find("save-trouble").await;
    window.keys_on("scope-purpose", "Half a sentence").await;
    window.close().await;

    let vault = desk.file("work.assay");
    let window = Window::open_with(&desk, &window_program(), &[vault.to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    window.enter_on("unsaved").await;
    window.find("unsaved-item").await;
    window.enter_on("unsaved-show").await;
    window.find("save-trouble").await;
    let typed = "return document.querySelector('[data-testid=scope-purpose]').value";
    assert_eq!(window.script(typed).await, "Half a sentence");
    // Mended, it is saved, and nothing is left to say.
    window.fill("scope-title", "Tallow 2027").await;
    window.saved().await;
    let left = window.script("return document.querySelector('[data-testid=unsaved]') === null").await;
    assert_eq!(left, true);
    window.close().await;
}

/// The page's own attempts to reach anything but the program must fail.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_can_reach_nothing_outside() {
    let desk = Desk::new();
    let window = Window::open(&desk, &window_program()).await;
    window.find("welcome-create").await;
    // Somebody listens, so that only the page's own rules keep it from getting there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("set");
    let port = listener.local_addr().expect("an address").port();
    let said = window
        .script_later(&format!(
            "const done = arguments[arguments.length - 1];
             const there = 'http://127.0.0.1:{port}';
             const tried = (work) => Promise.race([work, new Promise((_, no) => setTimeout(() => no('late'), 4000))]).then(() => 'reached', () => 'refused');
             const blocked = [];
             document.addEventListener('securitypolicyviolation', (e) => blocked.push(e.effectiveDirective));
             const picture = new Promise((yes, no) => {{ const i = new Image(); i.onload = yes; i.onerror = no; i.src = there + '/x.png'; }});
             const script = new Promise((yes, no) => {{ const s = document.createElement('script'); s.onload = yes; s.onerror = no; s.src = there + '/x.js'; document.head.append(s); }});
             const socket = new Promise((yes, no) => {{ try {{ const w = new WebSocket('ws://127.0.0.1:{port}'); w.onopen = yes; w.onerror = no; }} catch (e) {{ no(e); }} }});
             Promise.all([tried(fetch(there + '/')), tried(picture), tried(script), tried(socket)]).then((all) => setTimeout(() => done({{ all, blocked }}), 50));"
        ))
        .await;
    assert_eq!(said["all"], serde_json::json!(["refused", "refused", "refused", "refused"]), "{said}");
    let blocked: Vec<&str> =
        said["blocked"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    for rule in ["connect-src", "img-src", "script-src"] {
        assert!(blocked.iter().any(|one| one.starts_with(rule)), "{rule} is not what refused it: {said}");
    }
    let reached = listener.accept().map(|(_, from)| from);
    assert!(reached.is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock), "something came through");
    let evaluated = window.script("try { return (0, eval)('1 + 1') } catch (e) { return 'refused' }").await;
    assert_eq!(evaluated, "refused", "no text becomes a program");
    let refused = window
        .script_later(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('call', { name: 'read_any_file', input: {} }).then(() => done('done'), (e) => done(e.code || String(e)));",
        )
        .await;
    assert_eq!(refused, "api", "only use cases can be called");
    let secret = desk.file("secret.pdf");
    std::fs::write(&secret, "chosen by nobody").expect("written");
    for (name, input) in [
        ("verify_pdf", json!({ "path": secret, "trusted": [], "trust_vault": false })),
        ("create_vault", json!({ "path": desk.file("planted.assay"), "passphrase": PASSPHRASE })),
    ] {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('call', {{ name: '{name}', input: {input} }}).then(() => done('done'), (e) => done(e.code));"
        );
        assert_eq!(window.script_later(&script).await, "not-chosen", "{name} takes no path from the page");
    }
    assert!(!desk.file("planted.assay").exists());
    let refused = window
        .script_later(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('plugin:event|listen', { event: 'tauri://drag-drop', target: { kind: 'Any' }, handler: 1 }).then(() => done('done'), () => done('refused'));",
        )
        .await;
    assert_eq!(refused, "refused", "the toolkit's own events, which name paths, are not heard");
    let refused = window
        .script_later(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('plugin:dialog|open', { options: {} }).then(() => done('done'), (e) => done('refused'));",
        )
        .await;
    assert_eq!(refused, "refused", "a command that is not on the window's list is refused");
    window.close().await;
}

/// The window's processes are watched while they work. Being driven takes a socket of its own, to the driver on this
/// machine, which the driver names in the environment; beside it there must be none.
#[tokio::test(flavor = "multi_thread")]
async fn the_window_opens_no_internet_socket() {
    let desk = Desk::new();
    let (trace, driver) = (desk.file("trace"), desk.file("driver"));
    let watched = desk.file("watched");
    let script = format!(
        "#!/bin/sh\nprintf '%s' \"$WEBKIT_INSPECTOR_SERVER\" > '{}'\nexec strace -f -qq -e trace=socket,connect,bind -o '{}' '{}' \"$@\"\n",
        driver.display(),
        trace.display(),
        window_program().display()
    );
    std::fs::write(&watched, script).expect("written");
    std::fs::set_permissions(&watched, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
    let window = Window::open(&desk, &watched).await;
    create_vault(&window, &desk).await;
    start_assessment(&window).await;
    window.find("scope-title").await;
    window.close().await;

    let trace = std::fs::read_to_string(trace).expect("the trace");
    assert!(trace.contains("AF_UNIX"), "the trace holds what the window did");
    let driver = std::fs::read_to_string(driver).expect("the driver's address");
    let port = driver.rsplit(':').next().filter(|p| !p.is_empty()).expect("a port");
    let own = format!("htons({port}), sin_addr=inet_addr(\"127.0.0.1\")");
    let other: Vec<&str> = trace
        .lines()
        .filter(|line| line.contains("AF_INET") && !line.contains("socket(") && !line.contains(&own))
        .collect();
    assert!(other.is_empty(), "{other:#?}");
    let opened = trace.lines().filter(|line| line.contains("socket(AF_INET")).count();
    let used = trace.lines().filter(|line| line.contains(&own)).count();
    assert_eq!(opened, used, "every internet socket is the driver's:\n{trace}");
}
