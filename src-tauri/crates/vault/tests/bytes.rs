//! Files in the vault: taken in while answers are saved, kept once, checked on the way out, and gone without trace when
//! they are not to stay.

mod common;
use assay_vault::{Intake, Stats, Stored, Vault, VaultError};
use common::*;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow::{Break, Continue};

/// Bytes that do not compress and do not repeat, and what their SHA-256 is.
fn bytes(length: usize) -> (Vec<u8>, String) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(length)
    .collect();
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    (bytes, sha256)
}

fn store(intake: &mut Intake, mut bytes: &[u8]) -> Result<Stored, VaultError> {
    intake.store(&mut bytes, u64::MAX, &mut |_| Continue(()))
}

fn read(vault: &Vault, sha256: &str) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    let length = vault.state()?.read_blob(sha256, &mut bytes)?;
    assert_eq!(length, bytes.len() as u64);
    Ok(bytes)
}

/// A reader that does something else before each read.
struct Between<'a, R, F>(R, &'a mut F);
impl<R: Read, F: FnMut() -> io::Result<()>> Read for Between<'_, R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.1)()?;
        // In small and odd pieces, as files from slow media come.
        let length = buffer.len().min(99_991);
        self.0.read(&mut buffer[..length])
    }
}

#[test]
fn what_goes_in_comes_out() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let mut intake = vault.intake().unwrap();
    let mib = 1 << 20;
    let lengths = [0, 1, mib - 1, mib, mib + 1, 2 * mib - 1, 2 * mib, 2 * mib + 1, 4 * mib, 5 * mib + 77];
    for length in lengths {
        let (content, sha256) = bytes(length);
        let stored = store(&mut intake, &content).unwrap();
        assert_eq!(stored, Stored { sha256: sha256.clone(), size: length as u64 });
        assert!(read(&vault, &sha256).unwrap() == content, "{length}");
        assert_eq!(vault.state().unwrap().blob_size(&sha256).unwrap(), Some(length as u64));
    }
    let before = vault.state().unwrap().stats().unwrap();
    assert_eq!(before.blobs, lengths.len() as u64);
    assert_eq!(before.blob_bytes, lengths.iter().sum::<usize>() as u64);
    // Again: nothing is kept twice, whichever way it comes.
    for length in lengths {
        let (content, sha256) = bytes(length);
        assert_eq!(store(&mut intake, &content).unwrap().sha256, sha256);
        assert_eq!(vault.store_bytes(&content).unwrap().sha256, sha256);
    }
    assert_eq!(vault.state().unwrap().stats().unwrap(), before);
    let error = read(&vault, &"0".repeat(64)).unwrap_err();
    assert_eq!(error.code(), "no-such-blob");
    drop((vault, intake));
    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(vault.state().unwrap().stats().unwrap(), before);
}

#[test]
fn answers_are_saved_and_vaults_opened_while_a_file_is_taken_in() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let mut intake = vault.intake().unwrap();
    let (content, sha256) = bytes(6 << 20);
    let mut reads = 0;
    let mut meanwhile = || {
        reads += 1;
        if reads % 16 == 0 {
            answer(&mut vault, &format!("Q-{reads}"), "said while the file was read");
        }
        if reads == 40 {
            // Opening sweeps what a crash left. What is under way is not that.
            let other = Vault::open(&path, PASSPHRASE).unwrap();
            assert_eq!(stats(&other).blobs, 0);
            assert_eq!(read(&other, &sha256).unwrap_err().code(), "no-such-blob");
        }
        Ok(())
    };
    let mut told = Vec::new();
    let stored = intake
        .store(&mut Between(&content[..], &mut meanwhile), 6 << 20, &mut |read| {
            told.push(read);
            Continue(())
        })
        .unwrap();
    assert_eq!(stored.sha256, sha256);
    assert!(told.is_sorted() && told.len() >= 6 && told.last() == Some(&(6 << 20)), "{told:?}");
    assert!(read(&vault, &sha256).unwrap() == content);
    assert!(vault.state().unwrap().stats().unwrap().records > 5);
}

#[test]
fn what_is_not_to_stay_leaves_no_trace() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    vault.store_bytes(&[1; 100_000]).unwrap();
    let mut intake = vault.intake().unwrap();
    let (content, sha256) = bytes(9 << 20);
    let before = vault.state().unwrap().stats().unwrap();

    let error = intake.store(&mut &content[..], (9 << 20) - 1, &mut |_| Continue(())).unwrap_err();
    assert!(matches!(error, VaultError::TooLarge { max } if max == (9 << 20) - 1), "{error:?}");
    assert_eq!(vault.state().unwrap().stats().unwrap(), before);

    let mut stop = |read| if read > 7 << 20 { Break(()) } else { Continue(()) };
    let error = intake.store(&mut &content[..], u64::MAX, &mut stop).unwrap_err();
    assert!(matches!(error, VaultError::Cancelled), "{error:?}");
    assert_eq!(vault.state().unwrap().stats().unwrap(), before, "also the file is no longer than it was");

    let mut reads = 0;
    let mut fail = || {
        reads += 1;
        if reads == 70 { Err(io::Error::other("the stick was pulled out")) } else { Ok(()) }
    };
    let error =
        intake.store(&mut Between(&content[..], &mut fail), u64::MAX, &mut |_| Continue(())).unwrap_err();
    assert!(error.to_string().contains("the stick was pulled out"), "{error}");
    assert_eq!(vault.state().unwrap().stats().unwrap(), before);

    // The intake still works.
    assert_eq!(store(&mut intake, &content).unwrap().sha256, sha256);
    assert!(read(&vault, &sha256).unwrap() == content);
}

#[test]
fn what_a_crash_left_is_swept_out_at_opening() {
    let (folder, path) = place();
    let crashed = folder.path().join("crashed.assay");
    let mut vault = vault_at(&path);
    let kept = vault.store_bytes(b"kept").unwrap().sha256;
    let before = vault.state().unwrap().stats().unwrap();
    let mut intake = vault.intake().unwrap();
    let (content, sha256) = bytes(9 << 20);
    let mut reads = 0;
    let mut crash = || {
        reads += 1;
        if reads == 70 {
            // The files as a crash at this moment would leave them.
            fs::copy(&path, &crashed)?;
            fs::copy(folder.path().join("ledger.assay-wal"), folder.path().join("crashed.assay-wal"))?;
        }
        Ok(())
    };
    intake.store(&mut Between(&content[..], &mut crash), u64::MAX, &mut |_| Continue(())).unwrap();
    assert!(fs::metadata(&crashed).unwrap().len() > 1 << 20, "something was staged");
    for _ in ["first opening", "second opening"] {
        let vault = Vault::open(&crashed, PASSPHRASE).unwrap();
        let now = vault.state().unwrap().stats().unwrap();
        // A vault begins with a page or two that are free; sweeping gives them back too.
        assert!(now.file_bytes <= before.file_bytes, "{now:?}");
        assert_eq!(Stats { file_bytes: before.file_bytes, ..now }, before);
        assert_eq!(read(&vault, &kept).unwrap(), b"kept");
        assert_eq!(read(&vault, &sha256).unwrap_err().code(), "no-such-blob");
    }
    let staged =
        raw(&crashed).query_row("SELECT count(*) FROM chunk", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(staged, 1);
}

#[test]
fn bytes_that_are_not_those_stored_are_reported() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let (content, sha256) = bytes(3 << 20);
    vault.store_bytes(&content).unwrap();
    drop(vault);
    let whole = fs::read(&path).unwrap();
    for sql in [
        "UPDATE chunk SET data = zeroblob(length(data)) WHERE n = 1",
        "DELETE FROM chunk WHERE n = 2",
        "UPDATE chunk SET n = 5 WHERE n = 0",
        "UPDATE blob SET size = size + 1",
        "INSERT INTO chunk(blob, n, data) SELECT n, 9, x'00' FROM blob",
    ] {
        fs::write(&path, &whole).unwrap();
        raw(&path).execute_batch(sql).unwrap();
        let vault = Vault::open(&path, PASSPHRASE).unwrap();
        assert_eq!(read(&vault, &sha256).unwrap_err().code(), "damaged", "{sql}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_not_the_vaults_fault() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let stored = vault.store_bytes(b"some").unwrap();
    assert_eq!(
        vault.state().unwrap().read_blob(&stored.sha256, &mut Full).unwrap_err().code(),
        "target-unwritable"
    );
    assert_eq!(vault.state().unwrap().read_blob(&stored.sha256, &mut io::sink()).unwrap(), 4);
}
