//! The vault file: unreadable without its passphrase, and nothing acknowledged is ever lost.

use assay_core::record::{Key, Record, Response};
use assay_tests::{Desk, Numbers, PASSPHRASE};
use assay_vault::Vault;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

fn holds(file: &std::path::Path, word: &[u8]) -> bool {
    std::fs::read(file).expect("the file").windows(word.len()).any(|window| window == word)
}

#[test]
fn the_file_shows_nothing_of_what_is_in_it() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let comment = "marzipanlighthouse in the comment";
    desk.ok(&["answer", vault, "ACC-01", "--claim", "yes", "--comment", comment, "--notes", "quincetrellis"]);
    std::fs::write(desk.file("secret.txt"), "basaltpetticoat ".repeat(5000)).expect("written");
    desk.ok(&["evidence", vault, "secret.txt", "--question", "ACC-01"]);
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
    for entry in std::fs::read_dir(desk.path()).expect("folder") {
        let path = entry.expect("entry").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("work.assay")) {
            for word in [
                "SQLite format 3",
                "marzipanlighthouse",
                "quincetrellis",
                "basaltpetticoat",
                "Tallow",
                "Ada Moore",
                "ACC-01",
                "journal",
            ] {
                assert!(!holds(&path, word.as_bytes()), "{} shows “{word}”", path.display());
            }
        }
    }
    // It is there for whoever has the passphrase.
    assert!(desk.ok(&["question", vault, "ACC-01"]).contains(comment));
}

/// A process answers questions and is killed at a random moment, two hundred times. Whatever it acknowledged is there.
#[test]
fn no_acknowledged_answer_is_lost_to_a_kill() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let mut numbers = Numbers(7);
    // Answers are numbered through all rounds, so the one kept must be at least the last one acknowledged.
    let (mut written, mut acknowledged) = (0_usize, 0_usize);
    for round in 0..200 {
        let mut child = desk
            .command(&["answer", vault, "--from", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut input = child.stdin.take().expect("piped");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let mut answer = || {
            written += 1;
            writeln!(input, r#"{{"question":"ACC-01","comment":"number {written}"}}"#)
                .expect("the command reads");
            written
        };
        for _ in 0..numbers.below(30) {
            let number = answer();
            let mut line = String::new();
            output.read_line(&mut line).expect("the command writes");
            assert!(line.starts_with("saved ACC-01"), "round {round}: {line}");
            acknowledged = number;
        }
        // And killed while up to three more are on their way.
        let on_their_way: Vec<usize> = (0..numbers.below(4)).map(|_| answer()).collect();
        child.kill().expect("SIGKILL");
        child.wait().expect("gone");
        for (number, line) in on_their_way.iter().zip(output.lines()) {
            if line.is_ok_and(|line| line.starts_with("saved ACC-01")) {
                acknowledged = *number;
            }
        }
        if round % 10 == 9 {
            // Opening checks the journal's chain and every record against it.
            let view = desk.json(&["question", vault, "ACC-01"]);
            let comment = view["response"]["comment"].as_str().expect("comment");
            let kept: usize = comment.strip_prefix("number ").and_then(|n| n.parse().ok()).unwrap_or(0);
            assert!(
                (acknowledged..=written).contains(&kept),
                "round {round}: {kept} kept, {acknowledged} acknowledged of {written}"
            );
        }
    }
    assert!(acknowledged > 1000, "{acknowledged} answers were acknowledged in all");
}

/// A process that does one thing for each line it is given, and answers it with a line.
struct Hand {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Hand {
    fn new(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, input, output }
    }

    fn told(&mut self, line: &Value) {
        writeln!(self.input, "{line}").expect("it reads");
    }

    fn said(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it writes");
        line
    }

    fn ends(self) {
        let Self { mut child, input, .. } = self;
        drop(input);
        assert!(child.wait().expect("it ends").success());
    }
}

/// Both are told at once, and then both are heard.
fn at_once(hands: &mut [Hand; 2], lines: [&Value; 2]) -> [String; 2] {
    let [one, other] = hands;
    one.told(lines[0]);
    other.told(lines[1]);
    [one.said(), other.said()]
}

/// A response as it lies in the vault.
fn response(vault: &Vault, assessment: &str, question: &str) -> Option<Response> {
    let key = Key { kind: "response".into(), id: format!("{assessment}/{question}") };
    match vault.state().expect("a state").get(&key).expect("readable") {
        Some(Record::Response(response)) => Some(response),
        _ => None,
    }
}

/// A vault whose questionnaire is short, its assessment, the questions it asks, and those it does not.
fn short(desk: &Desk) -> (&'static str, String, Vec<String>, Vec<String>) {
    let vault = "work.assay";
    desk.ok(&["new", vault]);
    desk.ok(&["vendor", vault, "--name", "Tallow"]);
    let start = ["start", vault, "--vendor", "Tallow", "--title", "2026", "--tier", "3", "--assessor", "Ada"];
    let begun = desk.json(&[&start[..], &["--framework", "soc2"]].concat());
    let view = desk.json(&["questions", vault]);
    let topics = view["topics"].as_array().expect("topics").iter();
    let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
    let asked = topics.flat_map(|t| t["questions"].as_array().expect("questions")).map(id).collect();
    let off = view["off"].as_array().expect("a list").iter().map(id).collect();
    (vault, id(&begun), asked, off)
}

/// One row of what became of so many rounds.
struct Rounds {
    what: &'static str,
    rounds: usize,
    acknowledged: usize,
    lost: usize,
}

/// In each round both write another field of one answer, and the vault is looked into.
fn fields_of_one_answer(desk: &Desk, vault: &str, assessment: &str, questions: &[String]) -> Rounds {
    let rounds = 940;
    let mut hands = [(), ()].map(|()| Hand::new(desk.command(&["answer", vault, "--from", "-"])));
    let observer = Vault::open(&desk.file(vault), PASSPHRASE).expect("the vault");
    let (mut acknowledged, mut lost) = (0, 0);
    for (round, question) in (0..rounds).zip(questions.iter().cycle()) {
        let line = |field: &str| json!({ "question": question, field: format!("{field} {round}") });
        let said = at_once(&mut hands, [&line("comment"), &line("reason")]);
        assert!(said.iter().all(|line| line.starts_with(&format!("saved {question}"))), "{said:?}");
        acknowledged += 2;
        let kept = response(&observer, assessment, question).expect("it was saved");
        for (field, text) in [("comment", &kept.comment), ("reason", &kept.reason)] {
            lost += usize::from(*text != format!("{field} {round}"));
        }
    }
    hands.into_iter().for_each(Hand::ends);
    Rounds { what: "fields of one answer", rounds, acknowledged, lost }
}

/// In each round both add a record, whose number is drawn; the list at the end has them all.
fn numbered(
    desk: &Desk,
    vault: &str,
    what: &'static str,
    line: impl Fn(usize) -> Value,
    list: impl Fn(&Value) -> Vec<String>,
) -> Rounds {
    let rounds = 30;
    let mut hands = [(), ()].map(|()| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hand"));
        command.arg(desk.file(vault));
        Hand::new(command)
    });
    let mut acknowledged = 0;
    for round in 0..rounds {
        let said = at_once(&mut hands, [&line(2 * round), &line(2 * round + 1)]);
        assert!(said.iter().all(|view| !view.contains("\"error\"") && view.starts_with('{')), "{said:?}");
        acknowledged += 2;
    }
    hands.into_iter().for_each(Hand::ends);
    let kept: BTreeSet<String> = list(&desk.json(&[what, vault])).into_iter().collect();
    Rounds { what, rounds, acknowledged, lost: acknowledged - kept.len() }
}

/// Two processes write the same records, a thousand rounds in all: fields of one answer, risks and findings with their
/// numbers. Whatever either acknowledged is there.
#[test]
fn nothing_acknowledged_is_lost_to_another_process() {
    let desk = Desk::new();
    let (vault, assessment, questions, off) = short(&desk);
    let all = [questions.clone(), off].concat();
    let ids = |list: &Value, one: &str| {
        let all = list.as_array().expect("a list").iter();
        all.map(|row| row[one]["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    let risk = |number: usize| {
        json!({ "call": "save_risk", "input": {
            "assessment": assessment, "id": null, "title": format!("risk {number}"), "scenario": "It fails.",
            "threats": [], "findings": [], "categories": [], "inherent": { "likelihood": 4, "impact": 4 },
            "residual": { "likelihood": 2, "impact": 2 }, "rationale": "", "treatment": "mitigate", "controls": [],
            "combining": "", "owner": "", "due": null, "status": "open",
        } })
    };
    let finding = |number: usize| json!({ "call": "raise_finding", "input": { "assessment": assessment, "question": all[number] } });
    let table = [
        fields_of_one_answer(&desk, vault, &assessment, &questions),
        numbered(&desk, vault, "risk", risk, |view| ids(&view["risks"], "risk")),
        numbered(&desk, vault, "finding", finding, |view| ids(&view["findings"], "finding")),
    ];
    println!("{:<24} {:>6} {:>13} {:>5}", "two processes", "rounds", "acknowledged", "lost");
    for Rounds { what, rounds, acknowledged, lost } in &table {
        println!("{what:<24} {rounds:>6} {acknowledged:>13} {lost:>5}");
    }
    assert_eq!(table.iter().map(|row| row.rounds).sum::<usize>(), 1000);
    assert_eq!(table.iter().map(|row| row.lost).sum::<usize>(), 0);
    // The chain of the journal holds, and what everybody reads is what was looked at.
    let last = desk.json(&["question", vault, &questions[(940 - 1) % questions.len()]]);
    assert_eq!([&last["response"]["comment"], &last["response"]["reason"]], ["comment 939", "reason 939"]);
}
