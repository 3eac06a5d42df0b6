//! How quick a vault is: `cargo bench -p assay-vault`. Prints milliseconds; asserts what a user would notice.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;
use assay_vault::Vault;
use common::*;
use std::io::Read;
use std::ops::ControlFlow::Continue;
use std::time::{Duration, Instant};

const COMMENT: &str = "Accounts are reviewed every quarter by the owner of the system; leavers are removed within a \
    working day. Seen: the last two reviews with signatures, and the ticket of one leaver.";

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, ms(start.elapsed()))
}

fn percentile(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * part) as usize]
}

/// Saves `changes` answers to `questions` questions, and returns how long each took.
fn fill(vault: &mut Vault, changes: usize, questions: usize) -> Vec<f64> {
    (0..changes)
        .map(|n| timed(|| answer(vault, &format!("Q-{}", n % questions), &format!("{n}: {COMMENT}"))).1)
        .collect()
}

fn main() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let mut times = fill(&mut vault, 50_000, 300);
    println!(
        "save one answer      p50 {:.2}  p99 {:.2}  max {:.1}",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99),
        percentile(&mut times, 1.0)
    );
    assert!(percentile(&mut times, 0.99) < 50.0);
    let (_, one) = timed(|| undo(&mut vault, Some(&assessment_id("a1"))).unwrap());
    let (_, label) = timed(|| vault.state().unwrap().undo_label(Some(&assessment_id("a1"))).unwrap());
    let (hits, search) = timed(|| vault.state().unwrap().search("quarter rev", None, 50).unwrap().len());
    println!("undo {one:.2}  undo label {label:.2}  search {search:.2} ({hits} hits)");
    let mut check: Vec<f64> = (0..5).map(|_| timed(|| vault.check_journal().unwrap()).1).collect();
    println!("check 50,000 entries of 300 records    {:.0}", percentile(&mut check, 0.5));
    // The quickest, so that what else the machine does matters least.
    assert!(percentile(&mut check, 0.0) < 300.0);
    println!("vault file {:.1} MB", vault.state().unwrap().stats().unwrap().file_bytes as f64 / 1e6);
    drop(vault);
    let (vault, open) = timed(|| Vault::open(&path, PASSPHRASE).unwrap());
    println!("open it              {open:.0}");
    drop(vault);

    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let all = (0..50_000).map(|n| response("a1", &format!("Q-{n}"), COMMENT)).collect();
    let (_, import) = timed(|| put(&mut vault, "Import", Some("a1"), all).unwrap());
    let (_, check) = timed(|| vault.check_journal().unwrap());
    println!("import 50,000 records in one change {import:.0}, check it {check:.0}");
    let (many, read) =
        timed(|| vault.state().unwrap().children(&key("assessment", "a1")).unwrap().read.len());
    println!("read {many} records  {read:.0}");
    drop(vault);

    let (_folder, path) = place();
    drop(vault_at(&path));
    let (mut vault, open) = timed(|| Vault::open(&path, PASSPHRASE).unwrap());
    println!("open a small vault   {open:.0}");

    let mut intake = vault.intake().unwrap();
    let length = 200 << 20;
    let mut saves = Vec::new();
    let (stored, alone) =
        timed(|| intake.store(&mut std::io::repeat(1).take(length), length, &mut |_| Continue(())));
    let stored = stored.unwrap();
    let (_, out) = timed(|| vault.state().unwrap().read_blob(&stored.sha256, &mut std::io::sink()).unwrap());
    println!("200 MiB in {alone:.0}, out {out:.0}");
    std::thread::scope(|threads| {
        let taking = threads
            .spawn(|| intake.store(&mut std::io::repeat(2).take(length), length, &mut |_| Continue(())));
        while !taking.is_finished() {
            let n = saves.len();
            saves.push(timed(|| answer(&mut vault, &format!("Q-{}", n % 300), &format!("{n}: {COMMENT}"))).1);
        }
        taking.join().unwrap().unwrap();
    });
    println!(
        "save one answer meanwhile ({})  p50 {:.1}  p99 {:.1}  max {:.1}",
        saves.len(),
        percentile(&mut saves, 0.5),
        percentile(&mut saves, 0.99),
        percentile(&mut saves, 1.0)
    );
    let mut stop = |read| if read > length / 2 { std::ops::ControlFlow::Break(()) } else { Continue(()) };
    let (_, cancel) =
        timed(|| intake.store(&mut std::io::repeat(3).take(length), length, &mut stop).unwrap_err());
    println!("take in 100 MiB and cancel {cancel:.0}");
    let other = "ten blue bottles";
    drop(intake);
    let (_, rekey) = timed(|| change_passphrase(&mut vault, PASSPHRASE, other).unwrap());
    println!(
        "change passphrase of {:.0} MB  {rekey:.0}",
        vault.state().unwrap().stats().unwrap().file_bytes as f64 / 1e6
    );
    let (_, backup) = timed(|| back_up(&vault, &path.with_extension("copy")).unwrap());
    println!("backup               {backup:.0}");
}
