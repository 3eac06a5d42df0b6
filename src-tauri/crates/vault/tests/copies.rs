//! Backups and passphrases.

mod common;
use assay_vault::{Vault, VaultError};
use common::*;
use std::fs;
use std::ops::ControlFlow::{Break, Continue};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

const OTHER: &str = "ten blue bottles";

#[test]
fn a_backup_is_a_vault_under_the_same_passphrase() {
    let (folder, path) = place();
    let copy = folder.path().join("copy.assay");
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "one");
    let stored = vault.store_bytes(&[9; 3_000_000]).unwrap();
    back_up(&vault, &copy).unwrap();
    answer(&mut vault, "ACC-01", "two");
    assert_eq!(back_up(&vault, &copy).unwrap_err().code(), "already-exists");
    assert_eq!(back_up(&vault, &path).unwrap_err().code(), "already-exists");
    assert_eq!(back_up(&vault, &folder.path().join("none/copy.assay")).unwrap_err().code(), "no-such-file");

    let mut backup = Vault::open(&copy, PASSPHRASE).unwrap();
    assert_eq!(
        backup.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(),
        Some(response("a1", "ACC-01", "one"))
    );
    let mut bytes = Vec::new();
    assert_eq!(backup.state().unwrap().read_blob(&stored.sha256, &mut bytes).unwrap(), 3_000_000);
    assert_eq!(bytes, vec![9; 3_000_000]);
    assert_eq!(backup.state().unwrap().search("one", None, 5).unwrap().len(), 1);
    undo(&mut backup, Some(&assessment_id("a1"))).unwrap().unwrap();
    assert_eq!(answer(&mut vault, "ACC-01", "three"), 4, "the original is not affected");
    assert_eq!(fs::read(&path).unwrap()[..16], fs::read(&copy).unwrap()[..16]);
    drop((vault, backup));
    let mut names: Vec<_> = contents(folder.path()).into_keys().collect();
    names.sort();
    assert_eq!(names, ["copy.assay", "ledger.assay"]);
}

#[test]
fn a_backup_can_be_watched_and_stopped_and_answers_are_saved_meanwhile() {
    let (folder, path) = place();
    let copy = folder.path().join("copy.assay");
    let mut vault = vault_at(&path);
    vault.store_bytes(&[9; 24 << 20]).unwrap();
    answer(&mut vault, "ACC-01", "before");
    // Stopped before it begins, at the first bytes, and once everything is written.
    for stop_at in [0, 1, 24 << 20] {
        let mut stop = |done, _| if done >= stop_at { Break(()) } else { Continue(()) };
        let error = vault.reader().unwrap().backup_to(&copy, &mut stop).unwrap_err();
        assert_eq!(error.code(), "cancelled", "{stop_at}");
        assert!(contents(folder.path()).keys().all(|name| name.starts_with("ledger.assay")), "{stop_at}");
    }
    let (mut told, mut saved) = (Vec::new(), 0);
    let reader = vault.reader().unwrap();
    reader
        .backup_to(&copy, &mut |done, total| {
            told.push((done, total));
            answer(&mut vault, "ACC-01", &format!("meanwhile {saved}"));
            saved += 1;
            Continue(())
        })
        .unwrap();
    let (first, last) = (told[0], told[told.len() - 1]);
    assert_eq!((first.0, last.0), (0, last.1), "{told:?}");
    assert!(told.iter().all(|(done, total)| done <= total && *total > 24 << 20), "{told:?}");
    assert!(Vault::open(&copy, PASSPHRASE).is_ok());
    let last = Some(response("a1", "ACC-01", &format!("meanwhile {}", saved - 1)));
    assert_eq!(get(&vault, "response", "a1/ACC-01"), last);
}

#[test]
fn a_change_of_passphrase_tells_how_far_it_is() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    vault.store_bytes(&[9; 24 << 20]).unwrap();
    let told = Mutex::new(Vec::new());
    vault
        .change_passphrase(PASSPHRASE, OTHER, &|done, total| told.lock().unwrap().push((done, total)))
        .unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.len() > 1 && told.is_sorted(), "{told:?}");
    assert!(told.iter().all(|(done, total)| done <= total && *total > 24 << 20), "{told:?}");
}

#[test]
fn the_passphrase_can_be_changed() {
    let (folder, path) = place();
    let mut vault = vault_at(&path);
    let head = vault.state().unwrap().journal_head().unwrap();
    let stored = vault.store_bytes(&[9; 3_000_000]).unwrap();
    assert_eq!(
        change_passphrase(&mut vault, "nine green bottle", OTHER).unwrap_err().code(),
        "wrong-passphrase"
    );
    assert_eq!(
        change_passphrase(&mut vault, PASSPHRASE, "short").unwrap_err().code(),
        "passphrase-too-short"
    );
    change_passphrase(&mut vault, PASSPHRASE, OTHER).unwrap();
    // It goes on working, a second connection included.
    answer(&mut vault, "ACC-01", "one");
    vault
        .intake()
        .unwrap()
        .store(&mut &b"more"[..], 10, &mut |_| std::ops::ControlFlow::Continue(()))
        .unwrap();
    assert_eq!(change_passphrase(&mut vault, PASSPHRASE, OTHER).unwrap_err().code(), "wrong-passphrase");
    drop(vault);
    assert_eq!(contents(folder.path()).len(), 1);

    assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "wrong-passphrase");
    let vault = Vault::open(&path, OTHER).unwrap();
    assert_eq!(vault.state().unwrap().journal(None, 9).unwrap().last().unwrap().hash, head.1);
    assert_eq!(vault.state().unwrap().read_blob(&stored.sha256, &mut std::io::sink()).unwrap(), 3_000_000);
    assert_eq!(vault.state().unwrap().stats().unwrap().blobs, 2);
}

#[test]
fn the_passphrase_stays_while_the_vault_is_in_use() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let intake = vault.intake().unwrap();
    assert!(matches!(change_passphrase(&mut vault, PASSPHRASE, OTHER), Err(VaultError::InUse)));
    drop(intake);
    let elsewhere = Vault::open(&path, PASSPHRASE).unwrap();
    assert!(matches!(change_passphrase(&mut vault, PASSPHRASE, OTHER), Err(VaultError::InUse)));
    drop(elsewhere);
    answer(&mut vault, "ACC-01", "one");
    change_passphrase(&mut vault, PASSPHRASE, OTHER).unwrap();
}

/// Run by the next test in a process of its own: changes the passphrase to and fro until it is killed.
#[test]
fn changing_for_ever() {
    let Ok(path) = std::env::var("ASSAY_TEST_VAULT") else { return };
    let mut vault = Vault::open(Path::new(&path), PASSPHRASE).unwrap();
    loop {
        change_passphrase(&mut vault, PASSPHRASE, OTHER).unwrap();
        change_passphrase(&mut vault, OTHER, PASSPHRASE).unwrap();
    }
}

#[test]
fn a_crash_while_the_passphrase_changes_leaves_the_old_or_the_new_one() {
    let (folder, path) = place();
    let mut vault = vault_at(&path);
    let stored = vault.store_bytes(&[9; 12 << 20]).unwrap();
    drop(vault);
    let whole = fs::read(&path).unwrap();
    let journal = folder.path().join("ledger.assay-journal");
    let mut interrupted = 0;
    // Killed at different points: when the rollback journal has grown to so many bytes.
    for size in [512, 100_000, 2_000_000, 6_000_000, 11_000_000] {
        fs::write(&path, &whole).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "changing_for_ever"])
            .env("ASSAY_TEST_VAULT", &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !fs::metadata(&journal).is_ok_and(|metadata| metadata.len() > size) {
            assert!(child.try_wait().unwrap().is_none(), "the child must not end by itself");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        interrupted += u32::from(fs::metadata(&journal).is_ok_and(|metadata| metadata.len() > 0));
        let (old, new) = (Vault::open(&path, PASSPHRASE), Vault::open(&path, OTHER));
        let vault = match (old, new) {
            (Ok(vault), Err(VaultError::WrongPassphrase)) | (Err(VaultError::WrongPassphrase), Ok(vault)) => {
                vault
            }
            (old, new) => panic!("{old:?} {new:?}"),
        };
        assert_eq!(vault.state().unwrap().read_blob(&stored.sha256, &mut std::io::sink()).unwrap(), 12 << 20);
        drop(vault);
        assert!(!journal.exists());
    }
    assert!(interrupted > 0, "at least one change must have been caught half done");
}

/// Run by the next test in a process of its own, whose files may not grow beyond a limit.
#[test]
fn changing_without_room() {
    let Ok(path) = std::env::var("ASSAY_TEST_FULL") else { return };
    let mut vault = Vault::open(Path::new(&path), PASSPHRASE).unwrap();
    let error = change_passphrase(&mut vault, PASSPHRASE, OTHER).unwrap_err();
    assert_eq!(error.code(), "passphrase-kept", "{error}");
    assert!(error.to_string().contains("everything in it is kept"), "{error}");
    // The vault goes on under the old passphrase.
    answer(&mut vault, "ACC-01", "said after the failure");
}

#[cfg(unix)]
#[test]
fn a_passphrase_that_cannot_be_written_changes_nothing() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let stored = vault.store_bytes(&[9; 12 << 20]).unwrap();
    drop(vault);
    let run = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 12000; exec \"$0\" --exact changing_without_room"])
        .arg(std::env::current_exe().unwrap())
        .env("ASSAY_TEST_FULL", &path)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    assert_eq!(Vault::open(&path, OTHER).unwrap_err().code(), "wrong-passphrase");
    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(
        vault.state().unwrap().get(&key("response", "a1/ACC-01")).unwrap(),
        Some(response("a1", "ACC-01", "said after the failure"))
    );
    assert_eq!(vault.state().unwrap().read_blob(&stored.sha256, &mut std::io::sink()).unwrap(), 12 << 20);
}
