//! The use cases in a process of their own, called as the window calls them: `hand VAULT`.
//!
//! Each line of standard input is `{"call": name, "input": …}`. Each is answered with a line: the view, or
//! `{"error": …}`.
#![allow(clippy::expect_used, clippy::print_stdout)] // a test's own program

use assay_desk::use_cases::vaults::{VaultKey, open_vault};
use assay_desk::{Desk, Environment, Job, Passphrase, api};
use serde_json::{Value, json};
use std::io::BufRead;

fn main() {
    let path = std::env::args_os().nth(1).expect("the vault");
    let desk = Desk::new(Environment { settings: None, ..Environment::of_this_machine() }).expect("a desk");
    let passphrase = Passphrase::new(assay_tests::PASSPHRASE.into());
    let key = VaultKey { path: std::path::PathBuf::from(path).into(), passphrase };
    open_vault(&desk, key, &Job::UNWATCHED).expect("it opens");
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let name = line["call"].as_str().expect("a name");
        let done = api::call(&desk, name, line["input"].clone(), &Job::UNWATCHED);
        println!("{}", done.unwrap_or_else(|problem| json!({ "error": problem })));
    }
}
