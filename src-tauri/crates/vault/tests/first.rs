//! The first connections of a process, several at once.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use assay_vault::{Vault, VaultError};
use common::PASSPHRASE;
use std::process::Command;
use std::sync::Barrier;

/// Says to a copy of this test that it is one.
const COPY: &str = "ASSAY_FIRST_CONNECTIONS";

/// What stands ready only for the first connection would be ready by now in a process that other tests share. So each round
/// is a process of its own: this test again.
#[test]
fn the_first_connections_of_a_process_all_work() {
    if std::env::var_os(COPY).is_some() {
        return open_at_once();
    }
    let this = std::env::current_exe().unwrap();
    for round in 0..6 {
        let done = Command::new(&this).env(COPY, "1").output().unwrap();
        assert!(done.status.success(), "round {round}: {}", String::from_utf8_lossy(&done.stdout));
    }
}

fn open_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let start = Barrier::new(8);
    std::thread::scope(|all| {
        for n in 0..8u8 {
            let (path, start) = (folder.path().join(format!("{n}.assay")), &start);
            all.spawn(move || {
                std::fs::write(&path, [&b"%PDF-1.7"[..], &[n; 4088]].concat()).unwrap();
                start.wait();
                // Before the passphrase is tried, the file is looked into.
                let opened = Vault::open(&path, PASSPHRASE).map(drop);
                assert!(matches!(opened, Err(VaultError::NotAVault { .. })), "{opened:?}");
            });
        }
    });
}
