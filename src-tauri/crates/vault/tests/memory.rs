//! A long file is taken in without being held in memory. Alone in its process, whose memory is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;
use common::*;
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow::Continue;

const LENGTH: u64 = 200 << 20;

/// Peak resident memory since it was last reset, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Numbers, as long as asked for, and a place to do something else now and then.
struct Numbers<F>(u64, F);
impl<F: FnMut()> Read for Numbers<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = (LENGTH - self.0).min(buffer.len() as u64).min(64 << 10) as usize;
        for (n, bytes) in buffer[..length].chunks_mut(8).enumerate() {
            bytes.copy_from_slice(&(self.0 + n as u64).to_le_bytes()[..bytes.len()]);
        }
        if self.0.is_multiple_of(10 << 20) {
            (self.1)();
        }
        self.0 += length as u64;
        Ok(length)
    }
}

#[test]
fn memory_stays_flat_while_two_hundred_mebibytes_go_in_and_out() {
    let (folder, path) = place();
    let mut vault = vault_at(&path);
    let mut intake = vault.intake().unwrap();
    // Resets the peak, which deriving the key has pushed up.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let mut answers = 0;
    let numbers = Numbers(0, || {
        answers += 1;
        answer(&mut vault, &format!("Q-{answers}"), "said while the file was read");
    });
    let stored = intake.store(&mut { numbers }, LENGTH, &mut |_| Continue(())).unwrap();
    assert_eq!(stored.size, LENGTH);
    assert!(answers >= 20);
    assert_eq!(vault.state().unwrap().read_blob(&stored.sha256, &mut io::sink()).unwrap(), LENGTH);
    let grown = peak() - before;
    assert!(grown < 32 << 20, "memory grew by {grown} bytes");
    let wal = fs::metadata(folder.path().join("ledger.assay-wal")).unwrap().len();
    assert!(wal < 64 << 20, "the write-ahead log grew to {wal} bytes");
}
