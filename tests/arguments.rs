//! What is typed is done or refused: no option is taken and then passed over.

use assay_tests::Desk;
use std::collections::BTreeSet;

/// Every option of every command, with a call in which it would mean nothing. An empty call: it means something always.
/// `V` stands for a vault.
const OPTIONS: &[(&str, &str, &[&str])] = &[
    ("vendor", "--name", &[]),
    ("vendor", "--legal-name", &[]),
    ("vendor", "--country", &[]),
    ("vendor", "--contact", &[]),
    ("vendor", "--email", &[]),
    ("vendor", "--service", &["vendor", "V", "--name", "A", "--service", " "]),
    ("start", "--vendor", &[]),
    ("start", "--title", &[]),
    ("start", "--service", &[]),
    (
        "start",
        "--tier",
        &[
            "start",
            "V",
            "--vendor",
            "A",
            "--title",
            "T",
            "--assessor",
            "B",
            "--framework",
            "soc2",
            "--tier",
            "5",
        ],
    ),
    ("start", "--framework", &[]),
    (
        "start",
        "--fact",
        &[
            "start",
            "V",
            "--vendor",
            "A",
            "--title",
            "T",
            "--assessor",
            "B",
            "--framework",
            "soc2",
            "--fact",
            "weather",
        ],
    ),
    ("start", "--assessor", &[]),
    ("start", "--organisation", &[]),
    (
        "start",
        "--in-scope",
        &[
            "start",
            "V",
            "--vendor",
            "A",
            "--title",
            "T",
            "--assessor",
            "B",
            "--framework",
            "soc2",
            "--in-scope",
            "",
        ],
    ),
    ("start", "--follows", &[]),
    ("inherent", "--set", &["inherent", "V", "--set", "IR-01"]),
    ("inherent", "--tier", &["inherent", "V", "--tier", "0"]),
    ("inherent", "--reason", &["inherent", "V", "--reason", "R"]),
    ("inherent", "--by", &["inherent", "V", "--by", "B"]),
    ("inherent", "--second", &["inherent", "V", "--second", "C"]),
    ("interview", "--with", &["interview", "V", "--with", "it-ops=soon"]),
    ("export", "--due", &["export", "V", "q.csv", "--due", "2026-12-31"]),
    ("returned", "--after-issue", &[]),
    ("returned", "--assessment", &[]),
    ("questions", "--open", &[]),
    ("answer", "--change-seen", &[]),
    ("answer", "--claim", &["answer", "V", "--claim", "yes"]),
    ("answer", "--comment", &["answer", "V", "--from", "-", "--comment", "c"]),
    ("answer", "--reason", &["answer", "V", "--from", "-", "--reason", "r"]),
    ("answer", "--conclude", &["answer", "V", "--from", "-", "--conclude", "effective"]),
    ("answer", "--level", &["answer", "V", "--from", "-", "--level", "1"]),
    ("answer", "--method", &["answer", "V", "--from", "-", "--method", "test"]),
    ("answer", "--rationale", &["answer", "V", "--from", "-", "--rationale", "r"]),
    ("answer", "--notes", &["answer", "V", "--from", "-", "--notes", "n"]),
    ("answer", "--from", &["answer", "V", "ACC-01", "--from", "-"]),
    ("not-applicable", "--reason", &[]),
    ("suggestions", "--accept", &["suggestions", "V", "--accept", "ACC-01"]),
    (
        "suggestions",
        "--refuse",
        &["suggestions", "V", "--accept", "ACC-01=soc2:CC6.1", "--refuse", "ACC-01=soc2:CC6.1"],
    ),
    ("suggestions", "--reason", &["suggestions", "V", "--reason", "r"]),
    ("addressable", "--set", &["addressable", "V", "--set", "hipaa:164.312(a)(2)(iii)"]),
    ("addressable", "--as", &["addressable", "V", "--as", "equal"]),
    ("addressable", "--reason", &["addressable", "V", "--reason", "r"]),
    ("evidence", "--seen", &["evidence", "V", "a.txt", "--seen", "s", "--title", "t"]),
    ("evidence", "--title", &["evidence", "V", "--seen", "s"]),
    ("evidence", "--kind", &["evidence", "V", "a.txt", "--kind", "rumour"]),
    ("evidence", "--issuer", &[]),
    ("evidence", "--issued", &["evidence", "V", "a.txt", "--issued", "yesterday"]),
    ("evidence", "--valid-until", &["evidence", "V", "a.txt", "--valid-until", "soon"]),
    ("evidence", "--pages", &[]),
    ("evidence", "--question", &[]),
    ("review", "--soc", &["review", "V", "--soc", "a.json", "--certificate", "b.json"]),
    ("review", "--certificate", &[]),
    ("review", "--raise", &[]),
    ("components", "--from", &[]),
    ("finding", "--condition", &["finding", "V", "--condition", "c"]),
    ("finding", "--severity", &["finding", "V", "--severity", "high"]),
    ("finding", "--owner", &["finding", "V", "--owner", "o"]),
    ("finding", "--due", &["finding", "V", "--due", "2026-12-31"]),
    ("tests", "--from", &[]),
    ("threats", "--decide", &["threats", "V", "--decide", "R@e"]),
    ("threats", "--as", &["threats", "V", "--as", "mitigated"]),
    ("threats", "--reason", &["threats", "V", "--reason", "r"]),
    ("risk", "--id", &["risk", "V", "--id", "R-01"]),
    ("risk", "--title", &["risk", "V", "--title", "t"]),
    ("risk", "--rationale", &["risk", "V", "--rationale", "r"]),
    ("risk", "--status", &["risk", "V", "--status", "closed"]),
    ("risk", "--scenario", &["risk", "V", "--scenario", "s"]),
    ("risk", "--inherent", &["risk", "V", "--inherent", "4x4"]),
    ("risk", "--residual", &["risk", "V", "--residual", "4x4"]),
    ("risk", "--treatment", &["risk", "V", "--treatment", "accept"]),
    ("risk", "--control", &["risk", "V", "--control", "c"]),
    ("risk", "--threat", &["risk", "V", "--threat", "R@e"]),
    ("risk", "--finding", &["risk", "V", "--finding", "F-01"]),
    ("risk", "--owner", &["risk", "V", "--owner", "o"]),
    ("risk", "--due", &["risk", "V", "--due", "2026-12-31"]),
    ("results", "--explain", &["--json", "results", "V", "--explain"]),
    ("decide", "--outcome", &["decide", "V", "--outcome", "approve", "--met", "1=2026-12-18"]),
    ("decide", "--rationale", &["decide", "V", "--rationale", "r"]),
    ("decide", "--condition", &["decide", "V", "--condition", "c"]),
    ("decide", "--no-conditions", &["decide", "V", "--no-conditions"]),
    ("decide", "--by", &["decide", "V", "--by", "b"]),
    ("decide", "--met", &["decide", "V", "--met", "first"]),
    ("gates", "--open", &[]),
    ("monitor", "--event", &["monitor", "V", "--event", "incident"]),
    ("monitor", "--on", &["monitor", "V", "--on", "2026-12-18"]),
    ("monitor", "--what", &["monitor", "V", "--what", "w"]),
    ("monitor", "--id", &["monitor", "V", "--id", "EVT-01"]),
    ("monitor", "--closed", &["monitor", "V", "--closed", "2026-12-18"]),
    ("monitor", "--outcome", &["monitor", "V", "--outcome", "o"]),
    ("report", "--out", &[]),
    ("identity new", "--name", &[]),
    ("identity new", "--organisation", &[]),
    ("identity new", "--email", &[]),
    (
        "identity new",
        "--algorithm",
        &["identity", "new", "V", "--name", "A", "--organisation", "B", "--algorithm", "dsa"],
    ),
    ("identity import", "--p12-passphrase-file", &[]),
    ("identity take", "--token", &[]),
    ("identity take", "--certificate", &[]),
    ("certificate", "--out", &[]),
    ("certificate", "--identity", &[]),
    ("people", "--assessor", &["people", "V", "--assessor", " "]),
    ("people", "--reviewer", &["people", "V", "--reviewer", "A", "--executive", "B"]),
    ("people", "--executive", &["people", "V", "--assessor", "A", "--executive", "B"]),
    ("people", "--role", &["people", "V", "--role", "r"]),
    ("people", "--organisation", &["people", "V", "--organisation", "o"]),
    ("remove", "--with-reports", &["remove", "V", "--with-reports"]),
    ("issued", "--number", &["issued", "V", "--number", "1"]),
    ("issued", "--out", &[]),
    ("sign", "--override", &[]),
    ("sign", "--out", &[]),
    ("sign", "--identity", &[]),
    ("sign", "--pin-file", &[]),
    ("sign", "--module", &[]),
    ("sign", "--location", &[]),
    ("countersign", "--as", &["countersign", "V", "a.pdf", "--as", "assessor", "--out", "b.pdf"]),
    ("countersign", "--override", &[]),
    ("countersign", "--out", &[]),
    ("countersign", "--identity", &[]),
    ("countersign", "--pin-file", &[]),
    ("countersign", "--module", &[]),
    ("report", "--kind", &["report", "V", "--out", "r.pdf", "--kind", "poster"]),
    ("report", "--leave-out", &["report", "V", "--out", "r.pdf", "--kind", "plan", "--leave-out", "threats"]),
    ("look", "--logo", &["look", "--logo", "a.png", "--no-logo"]),
    ("look", "--no-logo", &["look", "--no-logo", "--reset"]),
    ("look", "--accent", &["look", "--accent", "green"]),
    ("look", "--organisation", &["look", "--organisation", "O", "--reset"]),
    ("look", "--reset", &["look", "--reset", "--accent", "#0B5"]),
    ("timestamp request", "--out", &[]),
    ("timestamp add", "--out", &[]),
    ("timestamp add", "--trust", &[]),
    ("registers", "--out", &["registers", "V", "--out", "r.docx"]),
    ("editable", "--out", &[]),
    ("editable", "--kind", &["editable", "V", "--out", "r.docx", "--kind", "poster"]),
    (
        "editable",
        "--leave-out",
        &["editable", "V", "--out", "r.docx", "--kind", "plan", "--leave-out", "threats"],
    ),
    ("oscal", "--out", &[]),
    ("oscal", "--model", &["oscal", "V", "--out", "o.json", "--model", "catalog"]),
    ("verify", "--signed-revision", &[]),
    ("verify", "--trust", &[]),
    ("verify", "--signatures", &["verify", "a.pdf", "--signatures", "0"]),
    ("undo", "--vault", &["undo", "V", "--vault", "--assessment", "A"]),
    ("redo", "--vault", &["redo", "V", "--vault", "--assessment", "A"]),
    ("journal", "--vault", &["journal", "V", "--vault", "--assessment", "A"]),
    ("demo", "--out", &[]),
    ("accept-not-applicable", "--reason", &[]),
    ("decide", "--on", &["decide", "V", "--on", "2026-12-18"]),
    ("decide", "--confirm", &["decide", "V", "--confirm", "--by", "Foo"]),
    ("inherent", "--proposed", &["inherent", "V", "--proposed", "--tier", "1"]),
    ("knock-out", "--clear", &["knock-out", "V", "KO-01", "--clear", " "]),
    ("knock-out", "--struck", &["knock-out", "V", "KO-01", "--clear", "a", "--struck", "b"]),
    ("knock-out", "--remove", &["knock-out", "V", "KO-01", "--remove", "--clear", "a"]),
];

/// Further calls without a meaning.
const MISUSED: &[&[&str]] = &[
    &["--passphrase-file", "p.txt", "verify", "a.pdf"],
    &["--passphrase-file", "p.txt", "timestamp", "request", "a.pdf", "--out", "a.tsq"],
    &["timestamp"],
    &["identity"],
    &["--passphrase-file", "p.txt", "demo", "--out", "demo"],
    &["answer", "V", "ACC-01"],
    &["answer", "V", "<script>", "--claim", "yes"],
    &["decide", "V", "--outcome", "approve", "--condition", " "],
    &["decide", "V", "--outcome", "approve", "--condition", "c", "--no-conditions"],
    &["risk", "V", "--title", "t", "--inherent", "9x9", "--residual", "1x1"],
    &["risk", "V", "--title", "t", "--inherent", "4x4", "--residual", "1x1", "--control", ""],
    &["monitor", "V", "--event", "incident", "--id", "EVT-01", "--on", "2026-12-18", "--what", "w"],
    &["nonsense"],
    &[],
];

/// The long options a help text names, without those of every command.
fn options(help: &str) -> BTreeSet<String> {
    let everywhere = ["--json", "--passphrase-file", "--help", "--version"];
    help.lines()
        .map(str::trim_start)
        .filter_map(|line| line.strip_prefix("-a, ").or(Some(line)))
        .filter_map(|line| line.split_whitespace().next())
        .map(|word| word.trim_end_matches("...").to_owned())
        .filter(|word| word.starts_with("--") && word.len() > 2 && !everywhere.contains(&word.as_str()))
        .collect()
}

/// The commands a help text names.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_option_that_would_mean_nothing_is_wrong_usage() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let before = std::fs::read(desk.file(vault)).expect("the vault");
    let calls = OPTIONS.iter().map(|(_, _, call)| *call).filter(|call| !call.is_empty());
    for call in calls.chain(MISUSED.iter().copied()) {
        let call: Vec<&str> = call.iter().map(|word| if *word == "V" { vault } else { word }).collect();
        let output = desk.run(&call);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "assay {} said {said}", call.join(" "));
        assert!(said.len() > 20 && output.stdout.is_empty(), "assay {} said {said}", call.join(" "));
    }
    assert_eq!(std::fs::read(desk.file(vault)).expect("the vault"), before, "nothing was done");
}

#[test]
fn every_option_of_every_command_is_known_to_the_test_above() {
    let desk = Desk::new();
    let mut found = BTreeSet::new();
    let mut open: Vec<Vec<String>> =
        commands(&desk.ok(&["--help"])).into_iter().map(|one| vec![one]).collect();
    while let Some(command) = open.pop() {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = desk.ok(&words);
        open.extend(commands(&help).into_iter().map(|one| [command.as_slice(), &[one]].concat()));
        for option in options(&help) {
            // Which assessment is meant is the same everywhere.
            if option != "--assessment" || command == ["returned"] {
                found.insert((command.join(" "), option));
            }
        }
    }
    let listed: BTreeSet<(String, String)> =
        OPTIONS.iter().map(|(command, option, _)| ((*command).to_owned(), (*option).to_owned())).collect();
    assert!(found.len() > 80, "{found:?}");
    assert_eq!(found, listed);
}

#[test]
fn wrong_usage_is_json_when_json_was_asked_for() {
    let desk = Desk::new();
    let output = desk.run(&["--json", "decide", "work.assay", "--by", "Ada"]);
    assert_eq!(output.status.code(), Some(2));
    let said: serde_json::Value = serde_json::from_slice(&output.stderr).expect("JSON");
    assert_eq!(said["error"]["code"], "usage");
    assert!(said["error"]["sentence"].as_str().is_some_and(|s| s.contains("--outcome")), "{said}");
}

#[test]
fn nothing_that_is_said_twice_or_without_effect_is_dropped_in_silence() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    for alone in ["--by", "--reason", "--second"] {
        assert_eq!(
            desk.run(&["inherent", vault, "--proposed", alone, "x"]).status.code(),
            Some(2),
            "{alone}"
        );
    }
    for command in ["undo", "redo", "journal", "status", "questions"] {
        let said = desk.refused(1, &[command, vault, "-a", "foo"]);
        assert!(said.contains("There is no assessment “foo” here"), "{command}: {said}");
    }
    desk.ok(&["decide", vault, "--outcome", "defer", "--by", "C. Park", "--condition", "Sign the agreement"]);
    let said = desk.refused(1, &["decide", vault, "--met", "1=2999-01-01"]);
    assert!(said.contains("still to come"), "{said}");
    desk.refused(2, &["decide", vault, "--met", "1=2026-01-02", "--met", "1=2026-01-03"]);
    assert!(desk.ok(&["decide", vault]).contains("Condition 1, open: Sign the agreement"));

    let journal = desk.json(&["journal", vault]);
    let refused = |command: &[&str], text: &str, says: &str| {
        std::fs::write(desk.file("f.json"), text).expect("written");
        let said = desk.refused(1, command);
        assert!(said.contains(says), "{text}: {said}");
        assert_eq!(desk.json(&["journal", vault]), journal, "{text}");
    };
    let one = ["answer", vault, "--from", "f.json"];
    let many = ["answers", vault, "f.json"];
    refused(&one, r#"["ACC-02","no",false,"c","r",[],"ineffective"]"#, "line 1");
    refused(&many, r#"[["ACC-01","no"]]"#, "f.json");
    refused(&one, r#"{"question":"ACC-03","conclusion":"ineffective","clear_conclusion":true}"#, "at once");
    let twice = r#"[{"question":"ACC-01","claim":"no"},{"question":"ACC-01","claim":"yes"}]"#;
    refused(&many, twice, "ACC-01 was answered otherwise before");
}

#[test]
fn a_key_nobody_knows_is_refused_with_its_line() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let journal = desk.json(&["journal", vault]);
    let files: [(&[&str], &str, &str, usize); 6] = [
        (
            &["answers", vault, "f.json"],
            "[\n{\"question\":\"ACC-01\",\"claim\":\"yes\"},\n{\"question\":\"ACC-02\",\n\"conclude\":\"effective\"}]",
            "conclude",
            4,
        ),
        (
            &["answers", vault, "f.json"],
            "[{\"question\":\"ACC-01\",\n\"deferred\":{\"what\":\"the policy\",\n\"by\":\"2026-12-31\"}}]",
            "by",
            3,
        ),
        (
            &["answer", vault, "--from", "f.json"],
            "{\"question\":\"ACC-01\",\"conclude\":\"effective\"}\n",
            "conclude",
            1,
        ),
        (
            &["components", vault, "--from", "f.json"],
            "[{\"name\":\"Model\",\n\"owners\":[\"Ada\"]}]",
            "owners",
            2,
        ),
        (
            &["tests", vault, "--from", "f.json"],
            "[{\"kind\":\"bias\",\"title\":\"t\",\n\n\"result\":\"failed\"}]",
            "result",
            3,
        ),
        (
            &["review", vault, "--soc", "f.json"],
            "{\"auditor\":\"Fell\",\n\"exceptions\":[{\"criterion\":\"CC6.1\",\"deviation\":\"2 of 25\",\n\"expect\":\"x\"}]}",
            "expect",
            3,
        ),
    ];
    for (call, text, key, line) in files {
        std::fs::write(desk.file("f.json"), text).expect("written");
        let said = desk.refused(1, call);
        for part in [key, &format!("line {line}"), "Nothing was changed"] {
            assert!(said.contains(part), "{}: {said}", call.join(" "));
        }
    }
    assert_eq!(desk.json(&["journal", vault]), journal);
}

#[test]
fn what_was_decided_before_stays_unless_it_is_said_anew() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let conditions = ["--condition", "Sign the agreement", "--condition", "Test the restore"];
    let first = ["decide", vault, "--outcome", "defer", "--by", "Cem Park", "--rationale", "Too early"];
    desk.ok(&[&first[..], &conditions].concat());
    desk.ok(&["decide", vault, "--met", "1=2026-02-01"]);
    let decision = |arguments: &[&str]| desk.json(arguments)["decision"].clone();
    let again = decision(&["decide", vault, "--outcome", "reject"]);
    assert_eq!(again["outcome"], "reject");
    assert_eq!((&again["decided_by"], &again["rationale"]), (&"Cem Park".into(), &"Too early".into()));
    assert_eq!(again["conditions"][0]["met"], "2026-02-01");
    assert_eq!(again["conditions"].as_array().map(Vec::len), Some(2));
    // Conditions given anew replace the list; the one with the same words keeps its date.
    let other = ["--condition", "Train the staff", "--condition", "Sign the agreement"];
    let again = decision(&[&["decide", vault, "--outcome", "defer"][..], &other].concat());
    let met: Vec<_> =
        again["conditions"].as_array().expect("a list").iter().map(|c| c["met"].clone()).collect();
    assert_eq!(met, [serde_json::Value::Null, "2026-02-01".into()]);
    let none = decision(&["decide", vault, "--outcome", "defer", "--no-conditions"]);
    assert_eq!(none["conditions"], serde_json::json!([]));
}

#[test]
fn what_the_window_recorded_of_a_decision_stays_when_the_command_decides_again() {
    use assay_desk::{Desk as Window, Environment, Job, api};
    use serde_json::json;
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let assessment = desk.json(&["status", vault])["assessment"]["id"].clone();
    let window =
        Window::new(Environment { settings: None, ..Environment::of_this_machine() }).expect("a desk");
    let call = |name: &str, input: serde_json::Value| {
        api::call(&window, name, input, &Job::UNWATCHED).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    let path = window.offer(&desk.file(vault));
    call("open_vault", json!({ "path": path, "passphrase": assay_tests::PASSPHRASE }));
    let conditions = json!([{ "text": "Sign the agreement", "stage": "pre-go-live", "owner": "Ben Lee",
        "due": "2027-01-31", "evidence_of_closure": "The agreement, signed", "met": null }]);
    let overrides = json!([{ "knock_out": "KO-07", "by": "Cem Park, CFO", "reason": "A pilot",
        "compensating_control": "Network access only", "until": "2999-01-31" }]);
    let decision = json!({ "assessment": assessment, "outcome": "defer", "rationale": "Too early",
        "conditions": conditions, "decided_by": "Cem Park", "overrides": overrides });
    call("save_decision", json!({ "decision": decision, "confirm": false }));
    let again = |call: &[&str]| desk.json(call)["decision"].clone();
    for said in [
        &["decide", vault, "--outcome", "reject"][..],
        &["decide", vault, "--outcome", "defer", "--condition", "Sign the agreement"],
        &["decide", vault, "--confirm"],
    ] {
        let kept = again(said);
        assert_eq!((&kept["conditions"], &kept["overrides"]), (&conditions, &overrides), "{said:?}");
    }
    let kept = again(&["decide", vault, "--met", "1=2026-02-01"]);
    assert_eq!(kept["conditions"][0]["owner"], "Ben Lee");
    assert_eq!((&kept["conditions"][0]["met"], &kept["overrides"]), (&json!("2026-02-01"), &overrides));
}

#[test]
fn a_file_that_cannot_be_taken_whole_leaves_nothing_of_it() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let journal = desk.json(&["journal", vault]);
    let refused = |command: &str, text: &str, says: &str| {
        std::fs::write(desk.file("f.json"), text).expect("written");
        let said = desk.refused(1, &[command, vault, "--from", "f.json"]);
        for part in ["f.json", says, "Nothing was changed"] {
            assert!(said.contains(part), "{command}: {said}");
        }
        assert_eq!(desk.json(&["journal", vault]), journal, "{command} {text}");
    };
    let good =
        r#"{"kind":"bias","title":"Bias","outcome":"withstood","seen":"none of 90","done":"2026-01-12"}"#;
    let late = r#"{"kind":"robustness","title":"Odd","outcome":"failed","seen":"9","done":"2999-01-01"}"#;
    let astray = r#"{"kind":"bias","title":"Other","elements":["Nowhere"]}"#;
    refused("tests", &format!("[{late}]"), "Test 1 (Odd)");
    refused("tests", &format!("[{good},{late}]"), "Test 2 (Odd)");
    refused("tests", &format!("[{good},{astray}]"), "There is no component “Nowhere” here");
    refused("components", r#"[{"name":"Model"},{"name":" "}]"#, "Component 2");
    refused("components", r#"[{"name":"Model"},{"name":"Store","bom":"BOM-09"}]"#, "BOM-09");
    // Taken whole, it is one step.
    std::fs::write(desk.file("f.json"), format!("[{good},{}]", good.replace("Bias", "Bias again")))
        .expect("written");
    let tests = |view: serde_json::Value| view["tests"].as_array().map(Vec::len);
    assert_eq!(tests(desk.json(&["tests", vault, "--from", "f.json"])), Some(2));
    desk.ok(&["undo", vault]);
    assert_eq!(tests(desk.json(&["tests", vault])), Some(0));
}

#[test]
fn a_file_of_components_changes_what_it_says_and_nothing_else() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let row = |view: &serde_json::Value| view["components"][0]["element"].clone();
    let whole = r#"[{"name":"Model","role":"inference-api","description":"Sorts letters","owner":"Ada","version":"1","providers":["Acme"],"stages":["operation"],"data":["Letters"],"product":"Sorter","licence":"MIT"}]"#;
    std::fs::write(desk.file("f.json"), whole).expect("written");
    let before = row(&desk.json(&["components", vault, "--from", "f.json"]));
    std::fs::write(desk.file("f.json"), r#"[{"name":"Model","version":"2"}]"#).expect("written");
    let mut after = row(&desk.json(&["components", vault, "--from", "f.json"]));
    assert_eq!(after["component"]["version"], "2");
    after["component"]["version"] = "1".into();
    assert_eq!(after, before);
    std::fs::write(desk.file("f.json"), r#"[{"name":"Model","description":"Sorts mail"}]"#).expect("written");
    let after = row(&desk.json(&["components", vault, "--from", "f.json"]));
    assert_eq!((&after["description"], &after["component"]["owner"]), (&"Sorts mail".into(), &"Ada".into()));
}

#[test]
fn what_was_seen_has_its_date_and_maker_too() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let seen =
        ["evidence", vault, "--seen", "On Bea's screen", "--title", "Sign-in policy", "--issuer", "Acme"];
    let more = ["--issued", "2026-01-05", "--valid-until", "2027-01-05", "--pages", "page 2"];
    let piece = desk.json(&[&seen[..], &more].concat());
    let kept = [&piece["issuer"], &piece["issued"], &piece["valid_until"], &piece["pages"]];
    assert_eq!(kept, ["Acme", "2026-01-05", "2027-01-05", "page 2"]);
}

#[test]
fn a_last_day_before_the_first_is_refused() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    std::fs::write(desk.file("a.txt"), "seen").expect("written");
    let days = ["--issued", "2026-06-30", "--valid-until", "2026-06-29"];
    for call in [&["evidence", vault, "a.txt"][..], &["evidence", vault, "--seen", "s", "--title", "t"]] {
        let said = desk.refused(1, &[call, &days].concat());
        assert!(said.contains("2026-06-29") && said.contains("Nothing was changed"), "{said}");
    }
    desk.ok(&["monitor", vault, "--event", "incident", "--on", "2026-01-05", "--what", "An outage"]);
    let close = ["monitor", vault, "--id", "EVT-01", "--outcome", "Mended", "--closed", "2026-01-04"];
    let said = desk.refused(1, &close);
    assert!(said.contains("before it happened"), "{said}");
}

#[test]
fn a_risk_is_changed_by_its_number_and_keeps_what_is_not_said() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let first = ["risk", vault, "--title", "Lost laptop", "--inherent", "4x4", "--residual", "3x3"];
    let more = ["--scenario", "On a train", "--control", "Disk encryption", "--owner", "B. Lee"];
    desk.ok(&[&first[..], &more, &["--due", "2026-12-01"]].concat());
    let risks = |call: &[&str]| desk.json(call)["risks"].clone();
    let before = risks(&["risk", vault])[0]["risk"].clone();
    let mut after =
        risks(&["risk", vault, "--id", "R-01", "--status", "closed", "--residual", "2x2"])[0]["risk"].clone();
    assert_eq!(after["status"], "closed");
    assert_eq!(after["ratings"]["residual"], serde_json::json!({ "likelihood": 2, "impact": 2 }));
    (after["status"], after["ratings"]) = (before["status"].clone(), before["ratings"].clone());
    assert_eq!(after, before);
    assert_eq!(risks(&["risk", vault]).as_array().map(Vec::len), Some(1));
    let said = desk.refused(1, &["risk", vault, "--id", "R-01", "--residual", "5x5"]);
    assert!(said.contains("above the inherent"), "{said}");
    let said = desk.refused(1, &["risk", vault, "--id", "R-09", "--owner", "C. Park"]);
    assert!(said.contains("There is no risk “R-09” here. Nothing was changed."), "{said}");
    assert!(desk.ok(&["undo", vault]).contains("change risk R-01"));
}

#[test]
fn a_risk_rests_on_threats_that_are_there() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let risk = ["risk", vault, "--title", "t", "--inherent", "4x4", "--residual", "2x2"];
    let said = desk.refused(1, &[&risk[..], &["--threat", "NOPE@nowhere"]].concat());
    assert!(said.contains("NOPE@nowhere") && said.contains("Nothing was changed"), "{said}");
    assert_eq!(desk.json(&["risk", vault])["risks"], serde_json::json!([]));
}
