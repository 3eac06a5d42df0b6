//! The vault file: unreadable without its passphrase, and nothing acknowledged is ever lost.

use assay_tests::{Desk, Numbers, judge};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

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
    desk.ok(&["identity", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
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

/// Both programs start together, answer by answer.
fn at_once(desk: &Desk, vault: &str, one: &str, other: &str) -> [usize; 2] {
    let run = |lines: &str| desk.fed(&["answer", vault, "--from", "-"], lines.as_bytes());
    std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| run(one)), scope.spawn(|| run(other)));
        [one, other].map(|thread| {
            let output = thread.join().expect("joined");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).lines().count()
        })
    })
}

/// Two processes write the same records, a thousand rounds in all: fields of one answer, risks and findings with their
/// numbers. Whatever either acknowledged is there.
#[test]
fn nothing_acknowledged_is_lost_to_another_process() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let csv = |name: &str| {
        desk.ok(&["export", vault, name]);
        std::fs::read_to_string(desk.file(name)).expect("text")
    };
    let blank = csv("blank.csv");
    let asked = desk.json(&["questions", vault]);
    let topics = asked["topics"].as_array().expect("topics").iter();
    let questions: Vec<&str> = topics
        .flat_map(|topic| topic["questions"].as_array().expect("questions"))
        .filter_map(|question| question["id"].as_str())
        .filter(|question| blank.contains(&format!("\n{question},")))
        .collect();
    let mut table = Vec::new();

    // Each round is one question, of which each process writes another field.
    let (mut rounds, mut acknowledged, mut lost) = (0, 0, 0);
    for pass in 0.. {
        let count = questions.len().min(940 - rounds);
        if count == 0 {
            break;
        }
        let lines = |field: &str| {
            let line = |q: &&str| format!("{{\"question\":\"{q}\",\"{field}\":\"{field} {pass}.\"}}\n");
            questions[..count].iter().map(line).collect::<String>()
        };
        acknowledged += at_once(&desk, vault, &lines("comment"), &lines("reason")).iter().sum::<usize>();
        // A draft's data have both fields; the vendor's form shows only one.
        let [pdf, data] = ["pdf", "json"].map(|ending| format!("{pass}.{ending}"));
        desk.ok(&["report", vault, "--out", &pdf]);
        judge(0, "pdfdetach", &["-save", "1", "-o", &data, &pdf], desk.path());
        let after = std::fs::read_to_string(desk.file(&data)).expect("the data");
        let kept = |field: &str| after.matches(&format!("\"{field} {pass}.\"")).count();
        lost += 2 * count - kept("comment") - kept("reason");
        rounds += count;
    }
    table.push(("fields of one answer", rounds, acknowledged, lost));

    for number in 0..30 {
        desk.ok(&["answer", vault, questions[2 * number], "--conclude", "ineffective"]);
        desk.ok(&["answer", vault, questions[2 * number + 1], "--conclude", "ineffective"]);
    }
    let risk = |title: &str| {
        let more = ["--inherent", "4x4", "--residual", "2x2", "--scenario", "It fails."];
        desk.ok(&[&["risk", vault, "--title", title], &more[..]].concat());
    };
    for number in 0..30 {
        std::thread::scope(|scope| {
            scope.spawn(|| risk(&format!("one {number}")));
            scope.spawn(|| risk(&format!("other {number}")));
        });
        std::thread::scope(|scope| {
            scope.spawn(|| desk.ok(&["finding", vault, questions[2 * number]]));
            scope.spawn(|| desk.ok(&["finding", vault, questions[2 * number + 1]]));
        });
    }
    for (what, list) in [("risk", "risks"), ("finding", "findings")] {
        let kept = desk.json(&[what, vault])[list].as_array().expect("a list").len();
        table.push((list, 30, 60, 60 - kept));
    }

    println!("{:<24} {:>6} {:>13} {:>5}", "two processes", "rounds", "acknowledged", "lost");
    for (what, rounds, acknowledged, lost) in &table {
        println!("{what:<24} {rounds:>6} {acknowledged:>13} {lost:>5}");
    }
    assert_eq!(table.iter().map(|(_, rounds, ..)| rounds).sum::<usize>(), 1000);
    assert_eq!(table.iter().map(|(.., lost)| lost).sum::<usize>(), 0);
}
