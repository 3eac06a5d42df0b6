//! Making and opening: what is refused, with which sentence, and that a refused file stays as it is.

mod common;
use assay_vault::{Vault, VaultError};
use common::*;
use std::fs;

#[test]
fn a_new_vault_begins_with_its_salt_and_shows_nothing_else() {
    let (folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "heliotrope passwords everywhere");
    vault.store_bytes(b"vermilion evidence, vermilion evidence").unwrap();
    assert!(fs::metadata(folder.path().join("ledger.assay-wal")).unwrap().len() > 0);
    let open = contents(folder.path());
    drop(vault);
    let closed = contents(folder.path());
    assert_eq!(closed.keys().collect::<Vec<_>>(), ["ledger.assay"], "one file and nothing beside it");
    assert_eq!(&closed["ledger.assay"][..16], &[7; 16]);
    for bytes in open.values().chain(closed.values()) {
        for word in [
            "SQLite format 3",
            "heliotrope",
            "vermilion",
            "Ledgerworks",
            "CREATE TABLE",
            "response",
            PASSPHRASE,
        ] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_new_vault_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = place();
    let vault = vault_at(&path);
    back_up(&vault, &folder.path().join("copy.assay")).unwrap();
    for name in ["ledger.assay", "ledger.assay-wal", "copy.assay"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn making_a_vault_never_overwrites() {
    let (folder, path) = place();
    fs::write(&path, "my only copy").unwrap();
    let error = Vault::create(&path, PASSPHRASE, [7; 16]).unwrap_err();
    assert_eq!(error.code(), "already-exists");
    assert_eq!(Vault::create(folder.path(), PASSPHRASE, [7; 16]).unwrap_err().code(), "already-exists");
    assert_eq!(fs::read(&path).unwrap(), b"my only copy");
    let error = Vault::create(&folder.path().join("none/x.assay"), PASSPHRASE, [7; 16]).unwrap_err();
    assert_eq!(error.code(), "no-such-file");
    let error = Vault::create(&folder.path().join("x.assay"), "sieben7", [7; 16]).unwrap_err();
    assert_eq!(error.code(), "passphrase-too-short");
    assert_eq!(contents(folder.path()).len(), 1);
    // Characters are counted, not bytes.
    Vault::create(&folder.path().join("y.assay"), "äöüßäöüß", [7; 16]).unwrap();
    assert!(Vault::create(&folder.path().join("z.assay"), "äöüß", [7; 16]).is_err());
}

#[test]
fn names_mean_nothing_but_themselves() {
    let (folder, _) = place();
    for name in ["file:a?mode=memory", ":memory:", "100%25 #1 ü.assay", "a b'c\".assay"] {
        let path = folder.path().join(name);
        drop(vault_at(&path));
        let vault = Vault::open(&path, PASSPHRASE).unwrap();
        assert_eq!(vault.path(), path);
        assert_eq!(vault.state().unwrap().stats().unwrap().records, 2);
    }
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let (folder, path) = place();
    let page = |start: &[u8]| [start, &vec![0xA7; 8192 - start.len()]].concat();
    let plain = folder.path().join("plain");
    rusqlite::Connection::open(&plain)
        .unwrap()
        .execute_batch("CREATE TABLE a(b); PRAGMA user_version = 9")
        .unwrap();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"".to_vec(), "too short"),
        (vec![b'x'; 4095], "too short"),
        (vec![0xA7; 5000], "length"),
        (fs::read(&plain).unwrap(), "SQLite"),
        (page(b"%PDF-1.7\n"), "PDF"),
        (page(b"PK\x03\x04\x14\0\x06\0"), "ZIP"),
        (b"Dear Sir or Madam,\n".repeat(8192)[..8192].to_vec(), "text"),
    ];
    for (bytes, expected) in cases {
        fs::write(&path, &bytes).unwrap();
        let before = contents(folder.path());
        let error = Vault::open(&path, PASSPHRASE).unwrap_err();
        assert!(
            matches!(&error, VaultError::NotAVault { why, .. } if why.to_string().contains(expected)),
            "{expected}: {error:?}"
        );
        assert_eq!(contents(folder.path()), before);
    }
    assert_eq!(Vault::open(&folder.path().join("none"), PASSPHRASE).unwrap_err().code(), "no-such-file");
    assert_eq!(Vault::open(folder.path(), PASSPHRASE).unwrap_err().code(), "not-a-vault");
    // Noise might be a vault.
    let noise: Vec<u8> = (0..8192_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(&path, noise).unwrap();
    assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "wrong-passphrase");
}

#[test]
fn a_wrong_passphrase_touches_nothing() {
    let (folder, path) = place();
    drop(vault_at(&path));
    let before = contents(folder.path());
    for wrong in ["nine green bottle", "", "Nine green bottles", "nine green bottles "] {
        let error = Vault::open(&path, wrong).unwrap_err();
        assert_eq!(error.code(), "wrong-passphrase");
        assert!(error.to_string().contains("may be damaged"));
    }
    assert_eq!(contents(folder.path()), before);
    // Also while it is open elsewhere.
    let vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(Vault::open(&path, "nine green bottle").unwrap_err().code(), "wrong-passphrase");
    assert_eq!(vault.state().unwrap().stats().unwrap().records, 2);
}

#[test]
fn nothing_is_written_to_standard_error_about_keys() {
    // SQLCipher writes there past the test harness, so a process of its own is asked to use wrong keys.
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_wrong_passphrase_touches_nothing"])
        .output()
        .unwrap();
    assert!(run.status.success() && String::from_utf8_lossy(&run.stdout).contains("1 passed"));
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
}

#[test]
fn a_vault_cut_off_is_told_from_a_wrong_passphrase() {
    let (folder, path) = place();
    let mut vault = vault_at(&path);
    vault.store_bytes(&[3; 300_000]).unwrap();
    drop(vault);
    let whole = fs::read(&path).unwrap();
    for pages in [1, 2, whole.len() / 8192, whole.len() / 4096 - 1] {
        fs::write(&path, &whole[..pages * 4096]).unwrap();
        let before = contents(folder.path());
        assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "truncated", "{pages} pages");
        assert_eq!(contents(folder.path()), before);
    }
    fs::write(&path, &whole[..whole.len() - 1000]).unwrap();
    assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "not-a-vault");
}

#[test]
fn a_newer_vault_is_left_as_it_is_to_the_byte() {
    let (folder, path) = place();
    drop(vault_at(&path));
    raw(&path).pragma_update(None, "user_version", 99).unwrap();
    let before = contents(folder.path());
    assert_eq!(before.len(), 1);
    let error = Vault::open(&path, PASSPHRASE).unwrap_err();
    assert!(matches!(error, VaultError::NewerVersion { found: 99, known: 5 }), "{error:?}");
    assert_eq!(contents(folder.path()), before);

    // Also when it was not closed: the newest state is in the file beside it, and both stay.
    let newer = raw(&path);
    newer
        .execute_batch("PRAGMA wal_autocheckpoint = 0; CREATE TABLE later(a); PRAGMA user_version = 99")
        .unwrap();
    let crashed = tempfile::tempdir().unwrap();
    for name in ["ledger.assay", "ledger.assay-wal"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let before = contents(crashed.path());
    let error = Vault::open(&crashed.path().join("ledger.assay"), PASSPHRASE).unwrap_err();
    assert!(matches!(error, VaultError::NewerVersion { found: 99, known: 5 }), "{error:?}");
    let after = contents(crashed.path());
    for name in ["ledger.assay", "ledger.assay-wal"] {
        assert_eq!(after[name], before[name]);
    }
}

#[test]
fn another_programmes_file_under_the_same_key_is_refused() {
    let (_folder, path) = place();
    drop(vault_at(&path));
    raw(&path).pragma_update(None, "application_id", 77).unwrap();
    assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "not-a-vault");
}

#[test]
fn a_change_behind_the_journal_is_found() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "ACC-01", "one"); // entry 2
    answer(&mut vault, "LOG-01", "two"); // entry 3
    answer(&mut vault, "ACC-01", "three"); // entry 4
    let a1 = assessment_id("a1");
    undo(&mut vault, Some(&a1)).unwrap().unwrap(); // entry 5
    drop(vault);
    let whole = fs::read(&path).unwrap();
    let of = |id: &str| format!("kind = 'response' AND id = 'a1/{id}'");
    let cases = [
        (format!("UPDATE record SET body = replace(body, 'two', 'six') WHERE {}", of("LOG-01")), 3),
        (format!("UPDATE record SET body = replace(body, 'one', 'six') WHERE {}", of("ACC-01")), 5),
        (format!("DELETE FROM record WHERE {}", of("LOG-01")), 3),
        (format!("UPDATE record SET parent_id = 'a2' WHERE {}", of("LOG-01")), 3),
        (format!("UPDATE record SET id = 'a1/LOG-02' WHERE {}", of("LOG-01")), 0),
        ("INSERT INTO record(kind, id, body) VALUES('vendor', 'v9', '{}')".into(), 0),
        ("UPDATE edit SET after = replace(after, 'two', 'six')".into(), 3),
        ("UPDATE edit SET before = replace(before, 'one', 'six') WHERE seq = 4".into(), 4),
        ("UPDATE edit SET after = NULL WHERE seq = 2".into(), 2),
        ("DELETE FROM edit WHERE seq = 3".into(), 3),
        ("INSERT INTO edit SELECT 9, 0, kind, id, before, after FROM edit WHERE seq = 3".into(), 9),
        ("INSERT INTO edit SELECT 3, 1, kind, 'x', before, after FROM edit WHERE seq = 3".into(), 3),
        ("UPDATE journal SET label = 'Something else' WHERE seq = 2".into(), 2),
        ("UPDATE journal SET actor = 'Eve' WHERE seq = 5".into(), 5),
        ("UPDATE journal SET at = '2026-03-02T09:31:00+01:00' WHERE seq = 3".into(), 3),
        ("UPDATE journal SET scope = NULL WHERE seq = 4".into(), 4),
        ("UPDATE journal SET undoes = 3 WHERE seq = 5".into(), 5),
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 2".into(), 2),
        ("UPDATE journal SET prev = zeroblob(32) WHERE seq = 2".into(), 2),
        ("DELETE FROM journal WHERE seq = 5".into(), 5),
        ("DELETE FROM journal WHERE seq = 3; DELETE FROM edit WHERE seq = 3".into(), 4),
        ("DELETE FROM journal WHERE seq = 5; DELETE FROM edit WHERE seq = 5".into(), 4),
    ];
    for (sql, seq) in cases {
        fs::write(&path, &whole).unwrap();
        raw(&path).execute_batch(&sql).unwrap();
        let error = Vault::open(&path, PASSPHRASE).unwrap_err();
        assert!(
            matches!(error, VaultError::JournalBroken { seq: found } if found == seq),
            "{sql}: {error:?}"
        );
    }
    fs::write(&path, &whole).unwrap();
    Vault::open(&path, PASSPHRASE).unwrap();
}

#[test]
fn wrong_types_behind_the_journal_are_an_error_and_no_panic() {
    let (_folder, path) = place();
    drop(vault_at(&path));
    let whole = fs::read(&path).unwrap();
    let with = |sql: &str| {
        fs::write(&path, &whole).unwrap();
        let raw = raw(&path);
        raw.execute_batch("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '')")
            .unwrap();
        drop(raw);
        common::raw(&path).execute_batch(sql).unwrap();
        Vault::open(&path, PASSPHRASE).map(drop)
    };
    with("").unwrap();
    for sql in [
        "UPDATE record SET body = x'ff'",
        "UPDATE record SET body = NULL",
        "UPDATE edit SET after = x'80'",
        "UPDATE edit SET seq = 'x'",
        "UPDATE journal SET label = NULL",
        "UPDATE journal SET undoes = 'x'",
        "UPDATE journal SET hash = 'text'",
        "DROP TABLE edit",
        "DROP TABLE search",
    ] {
        let outcome = with(sql);
        if sql != "DROP TABLE search" {
            outcome.expect_err(sql);
        }
    }
}

#[test]
fn a_vault_of_the_first_format_is_brought_up_to_date() {
    // Made by format 1 of this crate, which had no search. The passphrase is "nine green bottles".
    let old = include_bytes!("old/v1.assay");
    let (_folder, path) = place();
    fs::write(&path, old).unwrap();
    let version =
        |path: &_| raw(path).pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).unwrap();
    assert_eq!(version(&path), 1);
    let a1 = assessment_id("a1");
    for _ in ["first opening", "second opening"] {
        let vault = Vault::open(&path, PASSPHRASE).unwrap();
        let head = "5fa2c6d768e597d0c522eb1241e71bb7676f30b22f15f9a4f9ba46675cecf2f8";
        assert_eq!(vault.state().unwrap().journal_head().unwrap(), (6, head.to_string()));
        let hits = vault.state().unwrap().search("geneve", Some(&a1), 5).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.key.id.as_str()).collect::<Vec<_>>(), ["a1/NET-01"]);
        assert_eq!(vault.state().unwrap().search("a year", None, 5).unwrap(), [], "that answer was undone");
        let mut policy = Vec::new();
        let sha256 = "3c5b81c4360791754fe1ef9bbddb3487289f12af1303d03bd90389ddf1291574";
        vault.state().unwrap().read_blob(sha256, &mut policy).unwrap();
        assert_eq!(policy, b"a policy of eleven words that is kept in an old vault");
    }
    assert_eq!(version(&path), 5);
    let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(undo(&mut vault, Some(&a1)).unwrap().unwrap().label, "Answer NET-01");
    assert_eq!(undo(&mut vault, Some(&a1)).unwrap().unwrap().label, "Answer LOG-01");
    assert_eq!(vault.state().unwrap().search("kept", None, 5).unwrap(), []);
}

#[test]
fn an_old_vault_that_does_not_hold_is_not_migrated() {
    let (_folder, path) = place();
    fs::write(&path, include_bytes!("old/v1.assay")).unwrap();
    raw(&path).execute_batch("UPDATE record SET body = replace(body, 'owner', 'other')").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(Vault::open(&path, PASSPHRASE).unwrap_err().code(), "journal-broken");
    assert!(before == fs::read(&path).unwrap());
}

#[test]
fn a_vault_of_the_second_format_is_brought_up_to_date() {
    // Made by format 2, which knew no reviews, suggestions or knock-out notes.
    let (_folder, path) = place();
    fs::write(&path, include_bytes!("old/v2.assay")).unwrap();
    let version =
        |path: &_| raw(path).pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).unwrap();
    assert_eq!(version(&path), 2);
    let a1 = assessment_id("a1");
    let mut vault = Vault::open(&path, PASSPHRASE).unwrap();
    assert_eq!(
        vault.state().unwrap().journal_head().unwrap(),
        (5, "c62dc22e0d214fdb3597c0913fa4539e3732ef91654b64a2d395a288cb78e932".to_string())
    );
    let hits = vault.state().unwrap().search("two gates", Some(&a1), 5).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.key.id.as_str()).collect::<Vec<_>>(), ["a1/NET-01"]);
    let mut policy = Vec::new();
    let stored = "118bc67dbce8f1c710a8c24d64496548d1a1cb96b1750a976b43d33ab1abe914";
    vault.state().unwrap().read_blob(stored, &mut policy).unwrap();
    assert_eq!(policy, b"a policy of eight words in format two");
    assert_eq!(redo(&mut vault, Some(&a1)).unwrap().unwrap().label, "Answer NET-01");
    drop(vault);
    assert_eq!(version(&path), 5);
}
