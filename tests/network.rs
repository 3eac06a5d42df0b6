//! No network: neither program opens an internet socket. The page's own limits are tested with the window.

use assay_tests::{Desk, judge};

#[test]
fn the_command_opens_no_socket() {
    let desk = Desk::new();
    let program = assay_tests::assay_program();
    let trace = desk.file("trace");
    judge(
        0,
        "strace",
        &[
            "-f",
            "-qq",
            "-e",
            "trace=socket,connect,bind",
            "-o",
            trace.to_str().expect("path"),
            program.to_str().expect("path"),
            "demo",
            "--out",
            ".",
        ],
        desk.path(),
    );
    assert!(desk.file("report.pdf").is_file(), "it did its whole job under watch");
    let trace = std::fs::read_to_string(trace).expect("the trace");
    let sockets: Vec<&str> = trace.lines().filter(|line| line.contains("AF_INET")).collect();
    assert!(sockets.is_empty(), "{sockets:#?}");
}
