//! The questionnaire's engine through the command: tier, many answers, interviews, the vendor's file, last year.

use assay_tests::Desk;
use chrono::{Days, Local, NaiveDate};
use serde_json::{Value, json};

fn titles(points: &Value) -> Vec<&str> {
    points.as_array().expect("points").iter().filter_map(|p| p["title"].as_str()).collect()
}

fn asked(desk: &Desk, more: &[&str]) -> Vec<String> {
    let view = desk.json(&[&["questions", "work.assay"], more].concat());
    let topics = view["topics"].as_array().expect("topics");
    let questions = topics.iter().flat_map(|t| t["questions"].as_array().expect("questions"));
    questions.filter_map(|q| q["id"].as_str().map(str::to_owned)).collect()
}

/// A vendor and an assessment, with the id of the assessment.
fn started(desk: &Desk, more: &[&str]) -> String {
    let start =
        ["start", "work.assay", "--vendor", "Tallow", "--assessor", "Ada Moore", "--framework", "soc2"];
    desk.json(&[&start, more].concat())["id"].as_str().expect("an id").to_owned()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.ok(&["new", "work.assay"]);
    desk.ok(&["vendor", "work.assay", "--name", "Tallow"]);
    desk
}

#[test]
fn what_the_buyer_answers_makes_the_tier_and_the_size() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "3"]);
    let before = asked(&desk, &[]).len();
    let view = desk.json(&["inherent", "work.assay", "--set", "IR-06=carries", "--set", "IR-01=special"]);
    assert_eq!((&view["tier"], &view["critical"]), (&json!(1), &json!(true)));
    assert!(asked(&desk, &[]).len() > before, "tier 1 is asked more than tier 3");

    let refused = desk.refused(1, &["inherent", "work.assay", "--set", "IR-06=perhaps"]);
    assert!(refused.contains("supports"), "it names the answers there are: {refused}");
    let milder = ["inherent", "work.assay", "--tier", "3", "--reason", "A pilot.", "--by", "Ada Moore"];
    let refused = desk.refused(1, &milder);
    assert!(refused.contains("second person"), "{refused}");
    let view = desk.json(&[&milder[..], &["--second", "Ben Lee"]].concat());
    assert_eq!(view["tier"], 3);
    assert!(view["tier_reason"].as_str().is_some_and(|r| r.contains("Ada Moore and Ben Lee")), "{view}");
}

#[test]
fn a_file_of_answers_is_taken_whole_or_says_where_it_stops() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "1"]);
    let all = asked(&desk, &[]);
    let lines: Vec<Value> = all
        .iter()
        .map(|q| json!({ "question": q, "claim": "yes", "conclusion": "effective", "assurance": 4, "methods": ["examine"], "rationale": "Seen." }))
        .collect();
    std::fs::write(desk.file("answers.json"), json!(lines).to_string()).expect("written");
    let tally = desk.json(&["answers", "work.assay", "answers.json"]);
    assert_eq!(tally["answered"], all.len());
    assert_eq!(tally["concluded"]["score"], 100.0);

    let wrong = json!([{ "question": all[0], "claim": "perhaps" }]);
    std::fs::write(desk.file("wrong.json"), wrong.to_string()).expect("written");
    let refused = desk.refused(1, &["answers", "work.assay", "wrong.json"]);
    assert!(
        refused.contains("wrong.json")
            && refused.contains("line 1")
            && refused.contains("Nothing was changed"),
        "{refused}"
    );
    let open = desk.json(&["close-out", "work.assay"]);
    assert!(!titles(&open).contains(&"Not concluded"), "{open}");

    // One that cannot be taken stops all of them, and says where it stands.
    let before = desk.json(&["journal", "work.assay"]);
    let text = format!(
        "[\n{{\"question\":\"{}\",\"notes\":\"one\"}},\n\n{{\"question\":\"NONE-99\",\"notes\":\"two\"}}]",
        all[0]
    );
    std::fs::write(desk.file("half.json"), text).expect("written");
    let refused = desk.refused(1, &["answers", "work.assay", "half.json"]);
    assert!(refused.contains("half.json, line 4 (NONE-99)"), "{refused}");
    assert!(refused.contains("Nothing was changed"), "{refused}");
    assert_eq!(desk.json(&["journal", "work.assay"]), before);
    // All of them are one step for undo.
    assert!(desk.ok(&["undo", "work.assay"]).contains(&format!("{} answers from a file", all.len())));
    assert_eq!(desk.json(&["questions", "work.assay"])["tally"]["answered"], 0);
    desk.ok(&["redo", "work.assay"]);

    // The same answers give nothing to ask in an interview.
    let plan = desk.json(&["interview", "work.assay", "--with", "security=60"]);
    assert_eq!(plan["sittings"][0]["questions"], json!([]));
    assert_eq!(plan["concluded"], all.len());
}

#[test]
fn the_vendors_file_comes_back_as_claims_and_nothing_else() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "2"]);
    desk.ok(&["answer", "work.assay", "ACC-01", "--conclude", "ineffective"]);
    for file in ["form.xlsx", "form.csv"] {
        // A CSV file has no place for the day.
        let due: &[&str] = if file.ends_with(".csv") { &[] } else { &["--due", "2027-01-15"] };
        desk.ok(&[&["export", "work.assay", file], due].concat());
    }
    assert!(desk.refused(1, &["export", "work.assay", "form.csv"]).contains("form.csv"), "never overwritten");
    let text = std::fs::read_to_string(desk.file("form.csv")).expect("text");
    assert!(!text.contains("neffective"), "no conclusion leaves the house");
    let filled = text.replacen(",,,\r\nACC-02,", ",Yes,'=1+1,policy.pdf\r\nACC-02,", 1).replacen(
        ",,,\r\nACC-03,",
        ",perhaps,,\r\nACC-03,",
        1,
    );
    assert_ne!(text, filled);
    std::fs::write(desk.file("back.csv"), filled).expect("written");
    let back = desk.json(&["returned", "work.assay", "back.csv", "form.xlsx"]);
    assert_eq!((&back[0]["changed"], &back[0]["refused"]), (&json!(1), &json!(1)), "{}", back[0]);
    assert_eq!((&back[1]["changed"], &back[1]["refused"]), (&json!(0), &json!(0)), "{}", back[1]);
    let why = back[0]["rows"].to_string();
    assert!(why.contains("perhaps") && why.contains("Answer"), "the row, the column and the value: {why}");

    let response = desk.json(&["question", "work.assay", "ACC-01"])["response"].clone();
    assert_eq!(response["claim"], "yes");
    assert_eq!(response["comment"], "=1+1", "text stays text");
    assert_eq!(response["offered"], "policy.pdf");
    assert_eq!(response["conclusion"], "ineffective", "the conclusion is ours");

    let refused = desk.refused(1, &["returned", "work.assay", "work.assay"]);
    assert!(refused.contains("work.assay"), "{refused}");
}

#[test]
fn the_next_year_starts_from_the_last_and_shows_what_turned() {
    let desk = desk();
    let first = started(&desk, &["--title", "2026", "--tier", "2", "--fact", "multi-tenant"]);
    desk.ok(&["answer", "work.assay", "ACC-01", "--claim", "yes", "--conclude", "effective"]);
    desk.ok(&["answer", "work.assay", "ACC-02", "--claim", "yes"]);
    let second = started(&desk, &["--title", "2027", "--follows", &first]);
    let of = ["--assessment", &second];
    assert!(asked(&desk, &of).contains(&"ACC-05".to_owned()), "the scope is taken over");
    let view = desk.json(&[&["question", "work.assay", "ACC-01"], &of[..]].concat());
    assert_eq!(view["response"]["claim"], Value::Null, "statuses are reset");
    assert_eq!(view["previous"]["claim"], "yes", "and the old answer is shown beside");

    desk.ok(&[&["answer", "work.assay", "ACC-01", "--claim", "no"], &of[..]].concat());
    let compared = desk.json(&[&["compare", "work.assay"], &of[..]].concat());
    let found = compared["differences"].as_array().expect("differences");
    assert_eq!(found[0]["question"], "ACC-01", "what got worse stands first");
    assert_eq!((&found[0]["shift"], &found[0]["claim_turned"]), (&json!("worse"), &json!(true)));
    assert_eq!(found[0]["without_new_evidence"], true);
    let told = desk.ok(&[&["compare", "work.assay"], &of[..]].concat());
    let line = told.lines().find(|line| line.contains("ACC-01")).expect("its line");
    assert!(line.contains("Effective → claimed “No”  the claim turned from “Yes” to “No”"), "{line}");
    let pending: Vec<_> = found.iter().filter(|d| d["shift"] == "pending").collect();
    assert_eq!(pending.len(), 1, "ACC-02 was answered last year and is open now");
}

#[test]
fn a_report_reviewed_raises_its_red_flags_as_findings() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "1"]);
    let review = json!({ "auditor": "Fell & Partner", "kind": "type-1", "result": "adverse", "covers_our_service": false });
    std::fs::write(desk.file("soc.json"), review.to_string()).expect("written");
    let view = desk.json(&["review", "work.assay", "--soc", "soc.json"]);
    let flags: Vec<&str> =
        view["flags"].as_array().expect("flags").iter().filter_map(|f| f["flag"].as_str()).collect();
    assert_eq!(flags, ["soc-adverse", "soc-type-1", "soc-outside"]);
    // One act for undo; and one that cannot be taken whole leaves no form behind.
    assert_eq!(desk.json(&["undo", "work.assay"])["redo"], "add a SOC 2 review");
    let reviews = || desk.json(&["review", "work.assay"]);
    assert_eq!(reviews()["soc"], json!([]));
    desk.ok(&["redo", "work.assay"]);
    for (option, wrong) in [
        ("--soc", json!({ "period_from": "2026-06-30", "period_to": "2026-01-01" })),
        ("--certificate", json!({ "issued": "2026-06-30", "expires": "2026-01-01" })),
        ("--certificate", json!({ "evidence": "ev-none" })),
    ] {
        std::fs::write(desk.file("wrong.json"), wrong.to_string()).expect("written");
        desk.refused(1, &["review", "work.assay", option, "wrong.json"]);
    }
    assert_eq!((&reviews()["soc"][0]["id"], &reviews()["soc"][1]), (&json!("SOC-01"), &Value::Null));
    assert_eq!(reviews()["certificates"], json!([]));
    desk.json(&["review", "work.assay", "--raise"]);
    let findings = desk.json(&["finding", "work.assay"])["findings"].clone();
    assert_eq!(findings.as_array().map(Vec::len), Some(3));
    let open = desk.json(&["close-out", "work.assay"]);
    assert!(open.to_string().contains("KO-05 is open"), "an adverse report strikes its knock-out");
}

#[test]
fn a_bridge_letter_speaks_for_three_months_and_not_beyond_its_day() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "2"]);
    let ago = |days: u64| Local::now().date_naive() - Days::new(days);
    // The end of the period, the day the letter speaks to, and whether a gap is left, which the words tell.
    let cases: [(u64, Option<NaiveDate>, Option<&str>); 7] = [
        (30, None, None),
        (200, None, Some("nothing speaks for the time since")),
        (85, Some(ago(0) + Days::new(1)), None),
        (150, Some(ago(0) + Days::new(10)), Some("the bridge letter spans")),
        (360, Some(ago(275)), Some("nothing speaks for the time since")),
        (200, Some(ago(210)), Some("the bridge letter ends before")),
        (30, Some(ago(40)), None),
    ];
    for (number, (end, until, wanted)) in (1..).zip(cases) {
        let review = json!({
            "kind": "type-2", "result": "unqualified", "auditor": "Fell", "auditor_licensed": true,
            "period_from": ago(end + 330), "period_to": ago(end), "bridge_until": until,
        });
        std::fs::write(desk.file("soc.json"), review.to_string()).expect("written");
        let view = desk.json(&["review", "work.assay", "--soc", "soc.json"]);
        let own = format!("SOC-{number:02}");
        let flags = view["flags"].as_array().expect("flags").iter();
        let gap = flags.filter(|f| f["review"] == own).find(|f| f["flag"] == "soc-gap");
        let said = gap.map(|f| f["condition"].as_str().expect("words").to_owned());
        assert_eq!(said.is_some(), wanted.is_some(), "{review}: {said:?}");
        if let (Some(said), Some(wanted)) = (said, wanted) {
            assert!(said.contains(wanted), "{review}: {said}");
        }
    }
}

#[test]
fn a_suggestion_waits_for_a_decision() {
    let desk = desk();
    started(&desk, &["--title", "2026", "--tier", "1", "--framework", "iso27001"]);
    for question in asked(&desk, &[]) {
        desk.ok(&["answer", "work.assay", &question, "--conclude", "largely"]);
    }
    let offered = desk.json(&["suggestions", "work.assay"]);
    let one = &offered[0];
    assert_eq!(one["adoption"], Value::Null);
    let name =
        format!("{}={}", one["question"].as_str().expect("id"), one["requirement"].as_str().expect("id"));
    let after = desk.json(&["suggestions", "work.assay", "--refuse", &name, "--reason", "Another system."]);
    let refused =
        after.as_array().expect("all").iter().find(|s| s["adoption"].is_object()).expect("recorded");
    assert_eq!(refused["adoption"]["accepted"], false);
    assert_eq!(refused["adoption"]["by"], "Ada Moore");
    desk.ok(&["undo", "work.assay"]);
    let again = desk.json(&["suggestions", "work.assay"]);
    assert!(
        again.as_array().expect("all").iter().all(|s| s["adoption"].is_null()),
        "undone like anything else"
    );
}

#[test]
fn an_addressable_specification_may_be_met_otherwise_with_its_reason() {
    let desk = desk();
    let facts = ["--fact", "ephi", "--framework", "hipaa"];
    started(&desk, &[&["--title", "2026", "--tier", "1"], &facts[..]].concat());
    let log_off = "hipaa:164.312(a)(2)(iii)";
    let answer = |view: &Value| {
        let rows = view.as_array().expect("specifications");
        rows.iter().find(|s| s["requirement"] == log_off).expect("it applies")["answer"].clone()
    };
    assert_eq!(answer(&desk.json(&["addressable", "work.assay"])), Value::Null);
    let set = |what: &str, requirement: &str, reason: &str| {
        let arguments = ["addressable", "work.assay", "--set", requirement, "--as", what, "--reason", reason];
        arguments.map(str::to_owned)
    };
    let run = |arguments: [String; 8]| desk.json(&arguments.each_ref().map(String::as_str));
    let said = desk.refused(1, &set("reasons", log_off, "").each_ref().map(String::as_str));
    assert!(said.contains("is missing. Nothing was changed"), "{said}");
    let required = "hipaa:164.312(a)(2)(i)";
    let said = desk.refused(1, &set("equal", required, "Other").each_ref().map(String::as_str));
    assert!(said.contains("no addressable specification"), "{said}");
    let view = run(set("reasons", log_off, "Nobody works at a shared desk; memo 4"));
    assert_eq!(answer(&view), "reasons");
    assert!(desk.ok(&["search", "work.assay", "shared desk"]).contains("164.312(a)(2)(iii)"));
    desk.ok(&["undo", "work.assay"]);
    assert_eq!(answer(&desk.json(&["addressable", "work.assay"])), Value::Null);
}
