//! The vault file: unreadable without its passphrase, and nothing acknowledged is ever lost.

use assay_tests::{Desk, Numbers};
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

#[test]
fn two_processes_can_write_one_vault() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let lines = |question: &str| {
        (0..40).map(|n| format!("{{\"question\":\"{question}\",\"comment\":\"{n}\"}}\n")).collect::<String>()
    };
    std::thread::scope(|scope| {
        let one = scope.spawn(|| desk.fed(&["answer", vault, "--from", "-"], lines("ACC-01").as_bytes()));
        let other = scope.spawn(|| desk.fed(&["answer", vault, "--from", "-"], lines("ACC-02").as_bytes()));
        for output in [one.join().expect("joined"), other.join().expect("joined")] {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 40);
        }
    });
    for question in ["ACC-01", "ACC-02"] {
        assert_eq!(desk.json(&["question", vault, question])["response"]["comment"], "39");
    }
}
