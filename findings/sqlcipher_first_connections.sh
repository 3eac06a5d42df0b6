#!/usr/bin/env bash
# SQLCipher 4.19.0 in SQLite 3.53.4 (crate rusqlite 0.41.0, feature bundled-sqlcipher): of several first connections of a
# process that are opened at the same time, some cannot be keyed.
#
# sqlite3_initialize() marks itself as done and leaves its mutex before it calls what SQLITE_EXTRA_INIT names, and
# SQLCipher sets itself up there. A second thread that opens a connection in between gets one whose key is refused with the
# plain error 1 and "An error occurred with PRAGMA key or rekey. PRAGMA key requires a key of one or more characters. ...",
# though the key has 64 digits. One connection opened alone before the threads begin, even in memory, takes the error away.
#
# Seen: 8 threads that open a new file each at the start of a process: 6 of 300 processes see the error on two processors;
# 0 of 300 when a connection was opened before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat > "$work/Cargo.toml" <<'T'
[package]
name = "first"
version = "0.0.0"
edition = "2021"
[dependencies]
rusqlite = { version = "=0.41.0", features = ["bundled-sqlcipher"] }
T
cat > "$work/src/main.rs" <<'T'
use rusqlite::Connection;
use std::sync::Barrier;
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments[2] == "one-before" {
        drop(Connection::open_in_memory().unwrap());
    }
    // A raw key: nothing is derived.
    let key = format!("x'{}'", "5a".repeat(32));
    let start = Barrier::new(8);
    let refused = std::thread::scope(|all| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let (path, start, key) = (format!("{}/{n}.db", arguments[1]), &start, &key);
                all.spawn(move || {
                    start.wait();
                    let conn = Connection::open(path).unwrap();
                    conn.pragma_update(None, "key", key).and_then(|()| conn.execute_batch("CREATE TABLE t(a)"))
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap().err()).map(|error| error.to_string()).next()
    });
    if let Some(error) = refused {
        println!("{error}");
        std::process::exit(1);
    }
}
T
(cd "$work" && cargo build --quiet --release)
count() {
    local refused=0
    for _ in $(seq 300); do
        mkdir "$work/run"
        "$work/target/release/first" "$work/run" "$1" >> "$work/$1.txt" 2>/dev/null || refused=$((refused + 1))
        rm -r "$work/run"
    done
    echo "$refused"
}
at_once=$(count at-once)
before=$(count one-before)
echo "processes in which a key was refused, of 300: $at_once when all begin at once, $before after one connection alone"
sort "$work/at-once.txt" | uniq -c
[ "$at_once" -gt 0 ] && [ "$before" -eq 0 ]
