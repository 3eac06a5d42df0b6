//! `assay`: the use cases without a window. Arguments → use cases → text or JSON.
//!
//! A module per family of commands holds their arguments, what they do and how it is shown. Below them are [`context`]
//! (vault, passphrase, assessment, the shapes of arguments), [`json_file`] and [`terminal`].

#![warn(clippy::too_many_lines)]

mod answers;
mod arguments;
mod components;
mod context;
mod decision;
mod evidence;
mod exports;
mod findings;
mod gates;
mod history;
mod identities;
mod import;
mod json_file;
mod look;
mod preparation;
mod report;
mod risks;
mod sample;
mod scope;
mod terminal;
mod threats;
mod timestamps;
mod vaults;

use arguments::Arguments;
use assay_desk::Problem;
use clap::Parser;
use context::Context;
use mimalloc::MiMalloc;
use std::ffi::OsString;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The exit code a problem ends in; `assay --help` documents them.
fn exit_code(problem: &Problem) -> u8 {
    match problem.code.as_str() {
        "usage" => 2,
        "wrong-passphrase" => 3,
        "not-a-vault" | "truncated" | "damaged" | "journal-broken" | "newer-version" => 4,
        "not-verified" => 5,
        "unknown-signer" => 6,
        "against-rules" => 7,
        "not-judged" => 8,
        _ => 1,
    }
}

fn main() -> ExitCode {
    let Arguments { json, passphrase_file, command } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misused(&error),
    };
    let done = Context::new(json, passphrase_file).and_then(|context| command.run(&context));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            terminal::complain(json, &problem);
            ExitCode::from(exit_code(&problem))
        }
    }
}

/// Help and version that were asked for; or what is wrong with the arguments, which may hold anything.
fn misused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help has no arguments in it. Nothing is left to tell when it cannot be printed.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let has_line_breaks = |argument: OsString| argument.to_string_lossy().contains(['\n', '\r']);
    if std::env::args_os().any(|argument| argument == "--json") {
        terminal::complain(true, &context::usage(terminal::one_line(text.trim())));
    } else if std::env::args_os().any(has_line_breaks) {
        // The message repeats what was typed, and its lines could pass for ours.
        terminal::remark(text.trim_end());
    } else {
        text.trim_end().lines().for_each(terminal::remark);
    }
    ExitCode::from(2)
}
