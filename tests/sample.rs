//! The sample on any day: it is made, and what it says of days agrees with itself.

use assay_core::ids::AssessmentId;
use assay_desk::use_cases::history::InScope;
use assay_desk::use_cases::vaults::VaultKey;
use assay_desk::use_cases::{self, OfAssessment};
use assay_desk::{Desk, Environment, Job, Passphrase, Problem, demo};
use assay_tests::{Desk as Folder, assay_program, judge};
use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta};
use serde_json::Value;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "a sample, not a secret";

/// A desk whose clock stands still.
fn desk_at(clock: &str) -> Desk {
    let now = DateTime::parse_from_rfc3339(clock).expect("a moment");
    let environment =
        Environment { now: Box::new(move || now), settings: None, ..Environment::of_this_machine() };
    Desk::new(environment).expect("the packs read")
}

fn made(desk: &Desk, path: &Path) -> AssessmentId {
    let key = VaultKey { path: path.into(), passphrase: Passphrase::new(PASSPHRASE.into()) };
    demo::make(desk, &key, &Job::UNWATCHED).expect("the sample is made")
}

/// `assay demo` where it is this time.
fn demo_at(folder: &Folder, zone: &str, clock: &str) {
    let output = Command::new("faketime")
        .args(["-f", &format!("@{clock}")])
        .arg(assay_program())
        .args(["demo", "--out", "."])
        .current_dir(folder.path())
        .env("ASSAY_CONFIG_DIR", folder.file("settings"))
        .env("TZ", zone)
        .output()
        .expect("faketime starts: ./dev test installs it");
    assert!(output.status.success(), "{zone} {clock}: {}", String::from_utf8_lossy(&output.stderr));
}

fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.as_str()?;
    Some(text.get(..10).and_then(|day| day.parse().ok()).unwrap_or_else(|| panic!("{text} is no day")))
}

fn days<'a>(list: &'a Value, field: &'a str) -> impl Iterator<Item = NaiveDate> + 'a {
    list.as_array().expect("a list").iter().filter_map(move |item| day(&item[field]))
}

/// The days of the attached data agree with each other and with the day of issue.
fn days_agree(data: &Value) {
    let issued = day(&data["report"]["issued"]).expect("issued");
    let assessment = &data["assessment"];
    let started = day(&assessment["started"]).expect("begun");
    let (from, to) =
        (day(&assessment["period_from"]).expect("from"), day(&assessment["period_to"]).expect("to"));
    assert!(from < started && started < to && to <= issued, "{from} {started} {to} {issued}");
    for talk in days(&assessment["interviews"], "date") {
        assert!(started <= talk && talk <= to, "a conversation on {talk}; begun {started}, period to {to}");
        assert!(talk.weekday().number_from_monday() <= 5, "a conversation on {talk}, a {}", talk.weekday());
    }
    for piece in data["evidence"].as_array().expect("evidence") {
        let received = day(&piece["received"]).expect("received");
        assert!(received <= issued, "{piece}");
        assert!(day(&piece["issued"]).is_none_or(|made| made <= received), "{piece}");
        assert!(day(&piece["valid_until"]).is_none_or(|last| last > issued), "{piece}");
    }
    for review in data["soc_reviews"].as_array().expect("reviews") {
        let (from, to) = (day(&review["period_from"]).expect("from"), day(&review["period_to"]).expect("to"));
        assert_eq!(from + Months::new(12), to.succ_opt().expect("a day"), "twelve months");
        let report = data["evidence"].as_array().expect("evidence").iter().find(|e| e["kind"] == "report");
        let made = report.and_then(|piece| day(&piece["issued"])).expect("the report has a day");
        assert!(to < made, "the report of {made} covers {to}");
    }
    for test in data["security_tests"].as_array().expect("tests") {
        assert!(day(&test["done"]).is_none_or(|done| done <= to), "{test}");
        let due = day(&test["planned"]).filter(|_| test["outcome"].is_null());
        assert!(due.is_none_or(|planned| planned > issued), "{test}");
    }
    assert!(days(&data["events"], "date").all(|happened| happened <= to), "{}", data["events"]);
    for (what, field) in
        [(&data["findings"], "due"), (&data["risks"], "due"), (&data["decision"]["conditions"], "due")]
    {
        assert!(days(what, field).count() > 0);
        let past = days(what, field).find(|due| *due <= issued);
        assert_eq!(past, None, "due before the report of {issued} is issued: {what}");
    }
    assert!(
        day(&data["next_assessment"]["day"]).is_some_and(|next| next > issued),
        "{}",
        data["next_assessment"]
    );
    let title = assessment["title"].as_str().expect("a title");
    assert!(title.ends_with(&started.year().to_string()), "{title} begun {started}");
    let before = data["since_last_time"]["previous_title"].as_str().expect("compared");
    assert!(before.ends_with(&(started.year() - 1).to_string()), "{before} before {title}");
}

/// What the paper says in words is what the data say.
fn words_agree(text: &str, data: &Value) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let long = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    let talks: Vec<NaiveDate> = days(&data["assessment"]["interviews"], "date").collect();
    let evidence = data["evidence"].as_array().expect("evidence");
    let of =
        |title: &str| evidence.iter().find(|e| e["title"].as_str().is_some_and(|t| t.starts_with(title)));
    let terms = of("Sub-processor register").and_then(|e| day(&e["issued"])).expect("a day");
    let review = of("Quarterly access review").and_then(|e| day(&e["issued"])).expect("a day");
    for said in [
        format!("its terms were read as they stood on {}", long(terms)),
        format!("in the meeting of {}", long(*talks.last().expect("a conversation"))),
        format!("were not part of the access review of {}", long(review)),
    ] {
        assert!(text.contains(&said), "the report does not say “{said}”");
    }
    assert!(!text.contains("<-") && !text.contains("<+"), "a day was not written out");
    let between = |open: char, close: char| {
        let start = text.find(open)?;
        text[start..].find(close).map(|end| text[start..start + end].to_owned())
    };
    assert_eq!(between('[', ']'), None, "a place was not filled in");
}

#[test]
fn the_sample_is_made_on_any_clock_and_its_report_agrees_with_itself() {
    for (zone, clock) in [
        ("UTC", "2020-01-01 00:00:30"),
        ("Pacific/Auckland", "2024-02-29 00:10:00"),
        ("America/Boise", "2028-02-29 23:50:00"),
        ("Pacific/Auckland", "2031-09-28 02:30:00"),
        ("America/Boise", "2026-11-01 01:30:00"),
        ("UTC", "2040-12-31 23:59:00"),
    ] {
        let folder = Folder::new();
        demo_at(&folder, zone, clock);
        judge(0, "pdfdetach", &["-saveall", "report.pdf"], folder.path());
        let data = std::fs::read(folder.file("assessment.json")).expect("attached");
        let data: Value = serde_json::from_slice(&data).expect("JSON");
        assert_eq!(day(&data["report"]["issued"]), clock[..10].parse().ok(), "issued on the day it is");
        days_agree(&data);
        words_agree(&judge(0, "pdftotext", &["report.pdf", "-"], folder.path()), &data);
    }
}

#[test]
fn the_sample_leaves_the_same_points_open_on_every_day() {
    let points = |clock: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk_at(clock);
        let assessment = made(&desk, &folder.path().join("sample.assay"));
        let view =
            use_cases::decide::decision(&desk, OfAssessment { assessment }, &Job::UNWATCHED).expect("a view");
        let points = view.open_points.into_iter().map(|point| (point.kind, format!("{:?}", point.place)));
        points.collect::<Vec<_>>()
    };
    let first = points("2026-11-20T09:00:00+01:00");
    assert!(!first.is_empty());
    // Days of a week across the end of a year, and the shortest month: no law begins to apply meanwhile.
    let week = (0..7).step_by(3).map(|n| {
        let start = DateTime::parse_from_rfc3339("2026-12-29T23:30:00+13:00").expect("a moment");
        (start + TimeDelta::days(n)).to_rfc3339()
    });
    let others = ["2027-02-28T12:00:00-07:00", "2027-03-01T00:00:00Z"].map(str::to_owned);
    for clock in week.chain(others) {
        assert_eq!(points(&clock), first, "{clock}");
    }
}

#[test]
fn the_sample_is_made_before_and_after_the_laws_it_is_held_against() {
    for clock in [
        "2020-01-01T00:00:30Z",
        "2024-02-29T00:10:00+13:00",
        "2028-02-29T23:50:00-07:00",
        "2040-12-31T23:59:00Z",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk_at(clock);
        let assessment = made(&desk, &folder.path().join("sample.assay"));
        let of = OfAssessment { assessment };
        let view = use_cases::decide::decision(&desk, of, &Job::UNWATCHED).expect("a view");
        assert!(view.decision.is_some(), "{clock}");
    }
}

#[test]
fn no_finding_of_the_sample_has_something_left_to_write_and_each_risk_names_its_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk_at("2027-03-01T08:00:00Z");
    let assessment = made(&desk, &folder.path().join("sample.assay"));
    let of = || OfAssessment { assessment: assessment.clone() };
    let findings = use_cases::findings::findings(&desk, of(), &Job::UNWATCHED).expect("findings");
    assert_eq!(findings.failing.len(), 0, "every failed question has its finding");
    for view in &findings.findings {
        assert_eq!(view.to_write, [], "{}", view.finding.id);
        let text = serde_json::to_string(&view.finding).expect("JSON");
        assert!(!text.contains(['<', '>']), "{text}");
    }
    let hidden = findings.findings.iter().find(|f| f.finding.title.starts_with("Instructions hidden"));
    assert!(hidden.is_some_and(|f| !f.risks.is_empty()), "what was tried belongs to its risk");
}

#[test]
fn the_answers_of_the_sample_are_saved_at_one_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk_at("2027-03-01T08:00:00Z");
    let assessment = made(&desk, &folder.path().join("sample.assay"));
    let journal =
        use_cases::history::journal(&desk, InScope { assessment: Some(assessment) }, &Job::UNWATCHED);
    let entries = journal.expect("a journal");
    let answered: Vec<&str> =
        entries.iter().map(|entry| entry.label.as_str()).filter(|label| label.contains("answer")).collect();
    assert_eq!(answered, ["answer the sample's questions"]);
}

#[test]
fn a_sample_that_fails_or_is_stopped_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sample.assay");
    let key = || VaultKey { path: path.as_path().into(), passphrase: Passphrase::new(PASSPHRASE.into()) };
    let desk = desk_at("2026-11-20T09:00:00Z");
    let stopped = Job(&|progress| {
        if progress.label.to_string() == "Saving answers" {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let code = |made: Result<AssessmentId, Problem>| made.expect_err("not made").code;
    assert_eq!(code(demo::make(&desk, &key(), &stopped)), "cancelled");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);

    // The next try is not in the way of itself, and what is there is never written over.
    demo::make(&desk, &key(), &Job::UNWATCHED).expect("made");
    let before = std::fs::read(&path).expect("the vault");
    let other = desk_at("2026-11-21T09:00:00Z");
    assert_eq!(code(demo::make(&other, &key(), &Job::UNWATCHED)), "already-exists");
    assert!(std::fs::read(&path).expect("the vault") == before);
    drop(desk);
    let desk = desk_at("2026-11-22T09:00:00Z");
    let session =
        use_cases::vaults::open_vault(&desk, key(), &Job::UNWATCHED).expect("it opens as any other");
    assert_eq!(session.vendors[0].assessments.len(), 2);
}

/// Of each page of a PDF: how far down its words reach, as a share of its body, and whether it begins with the title of a
/// part.
fn pages(folder: &Folder, pdf: &str) -> Vec<(f64, bool)> {
    /// The body begins so far below the upper edge, and ends so far above the lower one.
    const AROUND: (f64, f64) = (75.0, 66.0);
    let said = judge(0, "pdftotext", &["-bbox", pdf, "-"], folder.path());
    let number = |line: &str, name: &str| -> f64 {
        let (_, rest) = line.split_once(&format!("{name}=\"")).expect("a measure");
        rest.split('"').next().and_then(|number| number.parse().ok()).expect("a number")
    };
    let mut pages: Vec<(f64, bool)> = Vec::new();
    let (mut end, mut whole) = (0.0, 1.0);
    let mut has_words = false;
    for line in said.lines().map(str::trim) {
        if line.starts_with("<page ") {
            let height = number(line, "height");
            (end, whole, has_words) = (height - AROUND.1, height - AROUND.0 - AROUND.1, false);
            pages.push((0.0, false));
        } else if line.starts_with("<word ") {
            let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
            let Some((filled, begins_part)) = pages.last_mut() else { continue };
            if top >= AROUND.0 && bottom <= end + 1.0 {
                *filled = filled.max((bottom - AROUND.0) / whole);
                *begins_part |= !has_words && bottom - top > 25.0;
                has_words = true;
            }
        }
    }
    pages
}

#[test]
fn no_page_of_the_samples_report_but_the_last_of_a_part_is_nearly_empty() {
    let folder = Folder::new();
    folder.with_demo();
    let pages = pages(&folder, "report.pdf");
    assert!(pages.len() > 100 && pages.iter().filter(|(_, begins_part)| *begins_part).count() > 10);
    for (page, pair) in pages.windows(2).enumerate() {
        let ((filled, _), (_, is_last)) = (pair[0], pair[1]);
        assert!(is_last || filled >= 0.3, "page {} is filled {filled:.2}", page + 1);
    }
}

#[test]
fn each_kind_of_report_on_the_sample_is_as_long_as_it_is_meant_to_be() {
    let folder = Folder::new();
    folder.with_demo();
    let run = |arguments: &[&str]| {
        let output =
            folder.command(arguments).env("ASSAY_PASSPHRASE", PASSPHRASE).output().expect("assay starts");
        let said =
            String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
        (output.status.code(), said.into_owned())
    };
    let mut printed = std::collections::BTreeMap::new();
    for kind in ["complete", "board", "full", "annexes", "vendor", "plan", "questionnaire", "applicability"] {
        let file = format!("{kind}.pdf");
        let (code, said) = run(&["--json", "report", "sample.assay", "--kind", kind, "--out", &file]);
        assert_eq!(code, Some(0), "{said}");
        let view: Value = serde_json::from_str(&said).expect("JSON");
        let pages = view["pages"].as_u64().expect("pages");
        assert_eq!(view["warnings"], serde_json::json!([]), "{kind}");
        let said = judge(0, "pdftotext", &[&file, "-"], folder.path());
        assert!(!said.contains('…'), "{kind}");
        assert!(kind == "complete" || said.contains("Unsigned copy"), "{kind}");
        judge(0, "qpdf", &["--check", &file], folder.path());
        printed.insert(kind, pages);
    }
    println!("pages of each kind: {printed:?}");
    assert_eq!(printed["board"], 2);
    assert!(printed["full"] <= 35, "{printed:?}");
    assert!(printed["complete"] > printed["full"]);
    // What is attached is what the kind may carry.
    let attached = |file: &str| judge(0, "pdfdetach", &["-list", file], folder.path());
    assert!(attached("vendor.pdf").contains("findings.json"));
    assert!(!attached("vendor.pdf").contains("assessment.json"));
    assert!(attached("board.pdf").contains("0 embedded files"));
    assert!(attached("complete.pdf").contains("assessment.json"));
    // A section left out is gone, and a word that is no kind is refused with the kinds there are.
    let short = ["report", "sample.assay", "--kind", "full", "--leave-out", "threats", "--out", "short.pdf"];
    assert_eq!(run(&short).0, Some(0));
    let said = judge(0, "pdftotext", &["short.pdf", "-"], folder.path());
    assert!(!said.contains("Threat model") && said.contains("Risk register"));
    let (code, refused) = run(&["report", "sample.assay", "--kind", "novel", "--out", "no.pdf"]);
    assert_eq!(code, Some(2), "{refused}");
    assert!(refused.contains("board"), "{refused}");
}
