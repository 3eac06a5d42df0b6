#!/usr/bin/env bash
# rusqlite 0.41.0 (feature bundled, SQLite 3.54.1): a statement of Connection::prepare_cached whose plan depends on what is bound
# is planned anew at every use, though it comes from the cache each time; the same statement prepared once and kept is not.
#
# Two things meet. SQLite is built with STAT4 there, so the planner looks at the value bound, and a change of it marks the
# statement as expired. And the cache of rusqlite clears what is bound when a statement goes back, which counts as a change:
# the next use prepares it again, with the same value too. No call says so, only the counter SQLITE_STMTSTATUS_REPREPARE; for
# a query of one row the planning takes longer than the query. SQLITE_DBCONFIG_ENABLE_QPSG takes it away.
#
# Seen, 1,000 uses with the same value: prepared again 999 times from the cache, 0 times when kept, 0 times from the cache
# with QPSG.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat > "$work/Cargo.toml" <<'T'
[package]
name = "replanned"
version = "0.0.0"
edition = "2021"
[dependencies]
rusqlite = { version = "=0.41.0", features = ["bundled"] }
T
cat > "$work/src/main.rs" <<'T'
use rusqlite::{config::DbConfig, Connection, Statement, StatementStatus};
fn main() {
    println!("SQLite {}", rusqlite::version());
    for (cached, stable) in [(true, false), (false, false), (true, true)] {
        let conn = Connection::open_in_memory().unwrap();
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, stable).unwrap();
        conn.execute_batch(
            "CREATE TABLE entry(n INTEGER PRIMARY KEY, scope TEXT); CREATE INDEX by_scope ON entry(scope, n);
             INSERT INTO entry(scope) VALUES('a'), ('b');",
        )
        .unwrap();
        let text = "SELECT n FROM entry WHERE scope = ?1 ORDER BY n DESC LIMIT 1";
        let mut kept = conn.prepare(text).unwrap();
        let newest = |query: &mut Statement| query.query_row(["b"], |row| row.get::<_, i64>(0)).unwrap();
        for _ in 0..1000 {
            let found = if cached { newest(&mut conn.prepare_cached(text).unwrap()) } else { newest(&mut kept) };
            assert_eq!(found, 2);
        }
        let again = StatementStatus::RePrepare;
        let times = if cached { conn.prepare_cached(text).unwrap().get_status(again) } else { kept.get_status(again) };
        println!("cached={cached} qpsg={stable}: prepared again {times} times");
    }
}
T
(cd "$work" && cargo build --quiet --release)
"$work/target/release/replanned" | tee "$work/seen.txt"
mapfile -t times < <(sed -n 's/.*again \([0-9]*\) times/\1/p' "$work/seen.txt")
[ "${times[0]}" -ge 999 ] && [ "${times[1]}" -eq 0 ] && [ "${times[2]}" -eq 0 ]
