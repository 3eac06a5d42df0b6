//! A program and the vault of its own sample → what answering by keys costs in its window, one figure a line.
//!
//! Run by `./dev bench --against` with the program of either commit: `window_probe PROGRAM VAULT`.

use assay_tests::Desk;
use assay_tests::window::{answering, time_to_first_question};
use std::path::PathBuf;

/// Of the sample that `assay demo` makes.
const PASSPHRASE: &str = "a sample, not a secret";

/// How many answers, and after how many of them the memory is measured and the report shown.
const ANSWERS: (usize, usize) = (300, 60);

fn tell(name: &str, unit: &str, figure: f64) {
    println!("{name}\t{unit}\t{figure:.3}");
}

fn main() {
    let mut given = std::env::args().skip(1);
    let mut next = || given.next().expect("window_probe PROGRAM VAULT");
    let (program, made) = (PathBuf::from(next()), PathBuf::from(next()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let desk = Desk::new();
    let vault = desk.file("sample.assay");
    std::fs::copy(made, &vault).expect("copied");
    let own = (vault.as_path(), PASSPHRASE);
    let (asked, shown) = runtime.block_on(time_to_first_question(&desk, &program, own));
    tell("start to first question", "ms", (asked + shown).as_secs_f64() * 1000.0);
    let found = runtime.block_on(answering(&desk, &program, own, ANSWERS));
    let last = found.times.len() - 1;
    let ms = |at: usize| found.times[at].as_secs_f64() * 1000.0;
    tell("key to an answer durable and painted, p50", "ms", ms(last / 2));
    tell("key to an answer durable and painted, p99", "ms", ms(last * 99 / 100));
    let middle = |part: fn(&(u64, u64)) -> u64| {
        let mut all: Vec<u64> = found.calls.iter().map(part).collect();
        all.sort_unstable();
        all[all.len() / 2] as f64
    };
    tell("calls of a key", "calls", middle(|(calls, _)| *calls));
    tell("bytes of a key", "bytes", middle(|(_, bytes)| *bytes));
    for (name, memory) in
        [("memory after 60 answers", found.answered), ("memory with the report shown", found.reported)]
    {
        tell(name, "MiB", memory.expect("the system tells"));
    }
}
