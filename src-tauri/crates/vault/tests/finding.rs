//! Search: what is typed, what is found, and that the index follows every change.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;
use assay_vault::Vault;
use common::*;

fn found(vault: &Vault, query: &str) -> Vec<String> {
    let hits = vault.state().unwrap().search(query, None, 50).unwrap();
    hits.into_iter().map(|hit| hit.key.id).collect()
}

#[test]
fn words_are_found_unfinished_and_without_accents() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "NET-01", "Zürich and Genève are separate networks, rule AC-2 applies.");
    answer(&mut vault, "LOG-01", "Logs of networks are kept for a year.");
    assert_eq!(found(&vault, "zurich gen"), ["a1/NET-01"]);
    assert_eq!(found(&vault, "GENÈVE"), ["a1/NET-01"]);
    assert_eq!(found(&vault, "AC-2"), ["a1/NET-01"]);
    assert_eq!(found(&vault, "netw year"), [""; 0], "only the last word may be unfinished");
    let mut both = found(&vault, "netw");
    both.sort();
    assert_eq!(both, ["a1/LOG-01", "a1/NET-01"]);
    let hit = &vault.state().unwrap().search("kept", None, 5).unwrap()[0];
    assert_eq!(hit.snippet, "Logs of networks are kept for a year.");
    assert_eq!(vault.state().unwrap().search("netw", None, 1).unwrap().len(), 1);
}

#[test]
fn a_search_stays_in_its_assessment() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let more = vec![
        assessment("a2", "v1"),
        response("a2", "LOG-01", "Logs, elsewhere"),
        response("a1", "LOG-01", "Logs"),
    ];
    put(&mut vault, "More", None, more).unwrap();
    let a2 = assessment_id("a2");
    let keys = |query| {
        vault
            .state()
            .unwrap()
            .search(query, Some(&a2), 9)
            .unwrap()
            .into_iter()
            .map(|h| h.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(keys("logs"), [key("response", "a2/LOG-01")]);
    assert_eq!(keys("hosted ledger"), [key("assessment", "a2")]);
    assert_eq!(keys("Ledgerworks"), []);
    assert_eq!(found(&vault, "Ledgerworks"), ["v1"]);
}

#[test]
fn nothing_typed_is_an_error() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    answer(&mut vault, "LOG-01", "Logs \"are\" kept AND * (not) NEAR");
    for typed in [
        "\"",
        "\"\"\"",
        "*",
        "-",
        "logs AND",
        "NOT",
        "NEAR(",
        "text:logs",
        "kind : x",
        "^logs",
        "{a b}:c",
        "logs\0are",
        "'; DROP TABLE record; --",
        "",
        "   ",
        "💥",
        "é́́",
        "\u{301}",
        "a\"b*c",
        "+",
        ")(",
    ] {
        vault.state().unwrap().search(typed, None, 5).unwrap();
    }
    for typed in ["logs \"are\"", "AND not", "logs\0are", "NEAR", "logs*"] {
        assert_eq!(found(&vault, typed), ["a1/LOG-01"], "{typed:?}");
    }
}

#[test]
fn the_index_follows_changes_undo_and_redo() {
    let (_folder, path) = place();
    let mut vault = vault_at(&path);
    let a1 = assessment_id("a1");
    answer(&mut vault, "LOG-01", "heliotrope");
    answer(&mut vault, "LOG-01", "vermilion");
    assert_eq!((found(&vault, "heliotrope").len(), found(&vault, "vermilion").len()), (0, 1));
    undo(&mut vault, Some(&a1)).unwrap().unwrap();
    assert_eq!((found(&vault, "heliotrope").len(), found(&vault, "vermilion").len()), (1, 0));
    redo(&mut vault, Some(&a1)).unwrap().unwrap();
    assert_eq!((found(&vault, "heliotrope").len(), found(&vault, "vermilion").len()), (0, 1));
    remove(&mut vault, "Remove", &[("response", "a1/LOG-01")]).unwrap();
    assert_eq!(found(&vault, "vermilion").len(), 0);
    answer(&mut vault, "LOG-01", "");
    assert_eq!(found(&vault, "vermilion").len(), 0);
}
