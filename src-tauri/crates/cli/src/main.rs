//! `assay`: the use cases without a window. Arguments → use cases → text or JSON.

mod arguments;
mod engine;
mod onboarding;
mod run;
mod show;

use arguments::Arguments;
use assay_desk::{Desk, Environment, Problem};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// The exit code a problem ends in; `assay --help` documents them.
fn exit_code(problem: &Problem) -> u8 {
    match problem.code.as_str() {
        "wrong-passphrase" => 3,
        "not-a-vault" | "truncated" | "damaged" | "journal-broken" | "newer-version" => 4,
        "not-verified" => 5,
        "unknown-signer" => 6,
        "against-rules" => 7,
        _ => 1,
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let done = Desk::new(Environment::of_this_machine()).and_then(|desk| run::run(&desk, arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            let mut err = std::io::stderr().lock();
            // Nothing is left to tell when even this cannot be written.
            let _ = if json {
                writeln!(err, "{}", serde_json::json!({ "error": problem }))
            } else {
                writeln!(err, "assay: {problem}")
            };
            ExitCode::from(exit_code(&problem))
        }
    }
}
