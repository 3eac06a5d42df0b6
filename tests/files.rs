//! Files and passphrases: what is read is bounded, what is written is whole, and nothing of the machine stops the work.

use assay_tests::{Desk, PASSPHRASE};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A vault under another passphrase than that of the tests, ready to be opened with one.
fn with_passphrase(desk: &Desk, passphrase: &str, arguments: &[&str]) -> Output {
    desk.command(arguments).env("ASSAY_PASSPHRASE", passphrase).output().expect("runs")
}

fn with_file(desk: &Desk, content: &[u8], arguments: &[&str]) -> Output {
    std::fs::write(desk.file("p.txt"), content).expect("written");
    let mut all = vec!["--passphrase-file", "p.txt"];
    all.extend(arguments);
    desk.command(&all).env_remove("ASSAY_PASSPHRASE").output().expect("runs")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_passphrase_opens_the_vault_however_its_letters_are_typed() {
    let desk = Desk::new();
    let (composed, decomposed) = ("gr\u{fc}ne \u{c9}pic caf\u{e9}", "gru\u{308}ne E\u{301}pic cafe\u{301}");
    assert_eq!(code(&with_passphrase(&desk, decomposed, &["new", "v.assay"])), Some(0));
    for passphrase in [composed, decomposed] {
        assert_eq!(
            code(&with_passphrase(&desk, passphrase, &["list", "v.assay"])),
            Some(0),
            "{passphrase:?}"
        );
    }
    let other = with_passphrase(&desk, "grune Epic cafe", &["list", "v.assay"]);
    assert_eq!(code(&other), Some(3), "other letters are another passphrase");
}

#[test]
fn a_vault_made_before_passphrases_had_one_spelling_still_opens_and_can_be_changed() {
    let desk = Desk::new();
    let typed = "cafe\u{301} au lait";
    drop(assay_vault::Vault::create(&desk.file("old.assay"), typed, [7; 16]).expect("as it was typed"));
    assert_eq!(code(&with_passphrase(&desk, typed, &["list", "old.assay"])), Some(0));
    let changed = desk
        .command(&["passphrase", "old.assay"])
        .env("ASSAY_PASSPHRASE", typed)
        .env("ASSAY_NEW_PASSPHRASE", "cafe\u{301} cre\u{300}me")
        .output()
        .expect("runs");
    assert_eq!(code(&changed), Some(0), "{}", said(&changed));
    assert_eq!(code(&with_passphrase(&desk, "caf\u{e9} cr\u{e8}me", &["list", "old.assay"])), Some(0));
}

#[test]
fn a_passphrase_file_may_come_from_any_editor() {
    let desk = Desk::new();
    desk.ok(&["new", "v.assay"]);
    let mut files = vec![PASSPHRASE.as_bytes().to_vec()];
    for (before, after) in [("", "\n"), ("", "\r\n"), ("\u{feff}", "\r\nsecond line\r\n")] {
        files.push(format!("{before}{PASSPHRASE}{after}").into_bytes());
    }
    for content in files {
        let output = with_file(&desk, &content, &["list", "v.assay"]);
        assert_eq!(code(&output), Some(0), "{content:?}: {}", said(&output));
    }
    let output = with_file(&desk, format!("{PASSPHRASE} \n").as_bytes(), &["list", "v.assay"]);
    assert_eq!(code(&output), Some(3));
    assert!(said(&output).contains("p.txt begins or ends with a blank"), "{}", said(&output));
    let output = with_file(&desk, b"caf\xe9 au lait\n", &["list", "v.assay"]);
    assert!(said(&output).contains("not UTF-8"), "{}", said(&output));
}

#[test]
fn a_passphrase_that_protects_nothing_makes_no_vault_and_no_folder() {
    let desk = Desk::new();
    for weak in ["", "short", "        ", "aaaaaaaaaaaa", "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}"]
    {
        let output = with_passphrase(&desk, weak, &["new", "deep/er/v.assay"]);
        assert_eq!(code(&output), Some(1), "{weak:?} {}", said(&output));
    }
    assert!(!desk.file("deep").exists(), "no folder is left");
    desk.ok(&["new", "deep/er/v.assay"]);
    desk.ok(&["list", "deep/er/v.assay"]);
    let output =
        desk.command(&["passphrase", "deep/er/v.assay"]).env("ASSAY_NEW_PASSPHRASE", "zzzzzzzzz").output();
    assert_eq!(code(&output.expect("runs")), Some(1));
    desk.ok(&["list", "deep/er/v.assay"]);
}

#[test]
fn pipes_devices_and_folders_are_no_files() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
    let journal = desk.json(&["journal", vault]);
    std::fs::write(desk.file("p12.txt"), "of the file").expect("written");
    assert!(Command::new("mkfifo").arg(desk.file("pipe")).status().expect("mkfifo").success());
    for no_file in ["pipe", "/dev/zero", "/dev/tty", "."] {
        for call in [
            &["import", "threat-dragon", vault, no_file][..],
            &["import", "cyclonedx", vault, no_file],
            &["verify", no_file],
            &["verify", no_file, "--trust", no_file],
            &["--passphrase-file", no_file, "list", vault],
            &["answers", vault, no_file],
            &["answer", vault, "--from", no_file],
            &["components", vault, "--from", no_file],
            &["tests", vault, "--from", no_file],
            &["review", vault, "--soc", no_file],
            &["review", vault, "--certificate", no_file],
            &["identity", "import", vault, no_file, "--p12-passphrase-file", "p12.txt"],
            &["identity", "import", vault, "any.p12", "--p12-passphrase-file", no_file],
            &["timestamp", "request", no_file, "--out", "r.tsq"],
            &["timestamp", "add", no_file, no_file, "--out", "s.pdf"],
            &["evidence", vault, no_file],
            &["returned", vault, no_file],
            &["countersign", vault, no_file, "--as", "reviewer", "--out", "c.pdf"],
        ] {
            let said = desk.refused(1, call);
            assert!(said.contains(no_file), "{}: {said}", call.join(" "));
        }
    }
    assert_eq!(desk.json(&["journal", vault]), journal);
}

#[test]
fn a_file_that_is_too_large_is_refused_with_the_size_that_is_read() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let huge = std::fs::File::create(desk.file("huge")).expect("made");
    huge.set_len(10 << 30).expect("sparse");
    std::fs::write(desk.file("small.pdf"), "%PDF-1.7\n").expect("written");
    for (call, size) in [
        (&["import", "threat-dragon", vault, "huge"][..], "32 MB"),
        (&["verify", "huge"], "300 MB"),
        (&["verify", "small.pdf", "--trust", "huge"], "1 MB"),
        (&["--passphrase-file", "huge", "list", vault], "64 kB"),
        (&["answers", vault, "huge"], "16 MB"),
        (&["returned", vault, "huge"], "64 MB"),
        (&["answer", vault, "--from", "huge"], "line 1: it has more than 1 MB"),
    ] {
        let said = desk.refused(1, call);
        assert!(said.contains("huge") && said.contains(size), "{said}");
    }
}

/// Takes a file in as evidence and writes it out again, as the window does.
fn evidence_out(desk: &Desk, vault: &str, out: &str) {
    use assay_desk::{Desk as Window, Environment, Job, api};
    use serde_json::json;
    let window =
        Window::new(Environment { settings: None, ..Environment::of_this_machine() }).expect("a desk");
    let call = |name: &str, input: serde_json::Value| {
        api::call(&window, name, input, &Job::UNWATCHED).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    let at = window.offer(&desk.file(vault));
    call("open_vault", json!({ "path": at, "passphrase": PASSPHRASE }));
    let assessment = desk.json(&["status", vault])["assessment"]["id"].clone();
    let source = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(source.path(), "seen").expect("written");
    let piece = call(
        "attach_evidence",
        json!({ "assessment": assessment, "path": window.offer(source.path()), "title": "Seen", "kind": "record",
                "issuer": "", "issued": null, "valid_until": null, "pages": "", "questions": [] }),
    );
    let to = window.offer(&desk.file(out));
    call("export_evidence", json!({ "assessment": assessment, "evidence": piece["id"], "path": to }));
}

#[test]
fn what_is_written_is_for_its_owner_alone_and_leaves_nothing_beside_it() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore & Co"]);
    let before = names(desk.path());
    desk.ok(&["report", vault, "--out", "draft.pdf"]);
    desk.ok(&["export", vault, "q.xlsx"]);
    desk.ok(&["export", vault, "q.csv"]);
    desk.ok(&["certificate", vault, "--out", "ada.pem"]);
    desk.ok(&["backup", vault, "copy.assay"]);
    desk.ok(&["sign", vault, "--out", "signed.pdf", "--override", "open-points=The board meets today"]);
    desk.ok(&["issued", vault, "--out", "issued.pdf"]);
    desk.ok(&["timestamp", "request", "signed.pdf", "--out", "signed.tsq"]);
    evidence_out(&desk, vault, "seen.txt");
    let written = [
        "ada.pem",
        "copy.assay",
        "draft.pdf",
        "issued.pdf",
        "q.csv",
        "q.xlsx",
        "seen.txt",
        "signed.pdf",
        "signed.tsq",
    ];
    for name in written.iter().chain([&vault, &"settings/settings.json"]) {
        let mode = std::fs::metadata(desk.file(name)).expect("written").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let new: Vec<String> = names(desk.path()).into_iter().filter(|n| !before.contains(n)).collect();
    assert_eq!(new, written);
    for (out, call) in [("draft.pdf", "report"), ("ada.pem", "certificate")] {
        let whole = std::fs::read(desk.file(out)).expect("read");
        assert!(desk.refused(1, &[call, vault, "--out", out]).contains("exists already"));
        assert_eq!(std::fs::read(desk.file(out)).expect("read"), whole, "{out} stays");
    }
}

#[test]
fn a_name_that_is_not_unicode_is_a_name() {
    let desk = Desk::new();
    let name = OsStr::from_bytes(b"r\xe9sum\xe9.assay");
    let run = |arguments: &[&OsStr]| {
        let output = desk.command(&[]).args(arguments).output().expect("runs");
        assert_eq!(code(&output), Some(0), "{}", said(&output));
        output
    };
    let text = OsStr::new;
    run(&[text("new"), name]);
    assert!(desk.path().join(name).is_file());
    run(&[text("list"), name]);
    run(&[text("vendor"), name, text("--name"), text("Acme")]);
    let start = ["--vendor", "Acme", "--title", "T", "--assessor", "Ada", "--framework", "soc2"].map(text);
    run(&[&[text("start"), name][..], &start].concat());
    let evidence = OsStr::from_bytes(b"caf\xe9.txt");
    std::fs::write(desk.path().join(evidence), "seen").expect("written");
    run(&[text("evidence"), name, evidence]);
    let csv = OsStr::from_bytes(b"fragen\xfc.csv");
    run(&[text("export"), name, csv]);
    run(&[text("returned"), name, csv]);
    let backup = OsStr::from_bytes(b"copy\xff.assay");
    run(&[text("backup"), name, backup]);
    run(&[text("list"), backup]);
}

#[test]
fn settings_that_cannot_be_kept_stop_nothing() {
    let desk = Desk::new();
    std::fs::write(desk.file("file"), "in the way").expect("written");
    for folder in ["file", "file/below", "/proc/assay", "/dev/null/assay"] {
        let run = |arguments: &[&str]| {
            let output = desk.command(arguments).env("ASSAY_CONFIG_DIR", folder).output().expect("runs");
            assert_eq!(code(&output), Some(0), "{folder}: {}", said(&output));
        };
        run(&["new", "v.assay"]);
        run(&["list", "v.assay"]);
        std::fs::remove_file(desk.file("v.assay")).expect("removed");
    }
    std::fs::create_dir(desk.file("settings")).expect("made");
    std::fs::write(desk.file("settings/settings.json"), "{ not settings").expect("written");
    desk.ok(&["new", "v.assay"]);
    let kept = std::fs::read_to_string(desk.file("settings/settings.json")).expect("settings");
    assert!(kept.contains("v.assay"), "{kept}");
}

#[test]
fn many_commands_at_once_share_the_settings() {
    let desk = Desk::new();
    desk.ok(&["new", "v.assay"]);
    let running: Vec<_> = (0..12)
        .map(|_| {
            let mut command = desk.command(&["list", "v.assay"]);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
            command.spawn().expect("starts")
        })
        .collect();
    for child in running {
        let output = child.wait_with_output().expect("ends");
        assert_eq!(code(&output), Some(0), "{}", said(&output));
    }
    assert_eq!(names(&desk.file("settings")), ["settings.json"]);
}

#[test]
fn a_vault_whose_making_was_cut_off_stands_in_nobodys_way() {
    let desk = Desk::new();
    let is_begun = || names(desk.path()).iter().any(|name| name.ends_with(".part"));
    for round in 0..5 {
        let vault = format!("v{round}.assay");
        let mut command = desk.command(&["new", &vault]);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().expect("starts");
        while !is_begun() && child.try_wait().expect("asked").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        if desk.file(&vault).exists() {
            // It was quicker: then it is whole.
            desk.ok(&["list", &vault]);
        } else {
            desk.ok(&["new", &vault]);
        }
        for left in names(desk.path()).iter().filter(|name| name.starts_with('.')) {
            std::fs::remove_file(desk.file(left)).expect("removed");
        }
    }
}

/// The command without the power of root to write where it is not permitted.
fn bound_by_permissions(desk: &Desk, arguments: &[&str]) -> Output {
    let id = Command::new("id").arg("-u").output().expect("id");
    let command = desk.command(arguments);
    if id.stdout != b"0\n" {
        return { command }.output().expect("runs");
    }
    let mut bound = Command::new("setpriv");
    bound.args(["--bounding-set", "-dac_override,-dac_read_search", "--"]).arg(command.get_program());
    bound.args(command.get_args()).current_dir(desk.path()).stdin(std::process::Stdio::null());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            bound.env(name, value);
        }
    }
    bound.output().expect("setpriv runs")
}

#[test]
fn a_vault_that_cannot_be_written_to_can_be_read() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    desk.ok(&["answer", vault, "ACC-01", "--claim", "yes", "--conclude", "effective"]);
    std::fs::create_dir(desk.file("disc")).expect("made");
    let name = "disc/work.assay";
    std::fs::rename(desk.file(vault), desk.file(name)).expect("moved");
    let permit = |path: &str, mode: u32| {
        std::fs::set_permissions(desk.file(path), std::fs::Permissions::from_mode(mode)).expect("set");
    };
    permit(name, 0o444);
    permit("disc", 0o555);
    let before = std::fs::read(desk.file(name)).expect("read");
    for call in [
        &["list", name][..],
        &["question", name, "ACC-01"],
        &["results", name],
        &["status", name],
        &["journal", name],
        &["report", name, "--out", "draft.pdf"],
        &["backup", name, "copy.assay"],
    ] {
        let output = bound_by_permissions(&desk, call);
        assert_eq!(code(&output), Some(0), "assay {} said {}", call.join(" "), said(&output));
    }
    for call in [
        &["answer", name, "ACC-01", "--claim", "no"][..],
        &["undo", name],
        &["identity", "new", name, "--name", "Ada", "--organisation", "Moore"],
    ] {
        let output = bound_by_permissions(&desk, call);
        assert_eq!(code(&output), Some(1), "assay {}", call.join(" "));
        assert!(said(&output).contains("read-only"), "{}", said(&output));
    }
    assert_eq!(std::fs::read(desk.file(name)).expect("read"), before);
    assert_eq!(names(&desk.file("disc")), ["work.assay"], "nothing lies beside it");
    permit("disc", 0o755);
    desk.ok(&["list", "copy.assay"]);
}

/// Runs the command where there is a terminal and no passphrase is given, and types one line for each time it asks.
fn typed(desk: &Desk, lines: &[&str], arguments: &[&str]) -> (i32, String) {
    let script = r#"
import json, os, pty, sys, termios
program, arguments, lines = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
child, terminal = pty.fork()
if child == 0:
    os.environ.pop("ASSAY_PASSPHRASE", None)
    os.environ["ASSAY_CONFIG_DIR"] = os.path.join(os.getcwd(), "settings")
    os.execv(program, [program, *arguments])
shown, asked = "", 0
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part.decode()
    while asked < len(lines) and shown.count("assphrase: ") + shown.count("again: ") > asked:
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            pass  # nobody types before the prompt is ready to be typed at
        os.write(terminal, (lines[asked] + "\n").encode())
        asked += 1
print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown]))
"#;
    let words = |list: &[&str]| serde_json::to_string(list).expect("JSON");
    let program = assay_tests::assay_program();
    let program = std::fs::canonicalize(program).expect("it is there");
    let program = program.to_str().expect("text");
    let said = assay_tests::judge(
        0,
        "python3",
        &["-c", script, program, &words(arguments), &words(lines)],
        desk.path(),
    );
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn a_new_passphrase_is_asked_for_twice_and_a_slip_makes_no_vault() {
    let desk = Desk::new();
    let (slip, next) = ("correct horse battery stapel", "another long passphrase");
    let (code, shown) = typed(&desk, &[PASSPHRASE, slip], &["new", "v.assay"]);
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("The two passphrases differ. Nothing was changed"), "{shown}");
    assert!(shown.contains("New passphrase: ") && shown.contains("The same again: "), "{shown}");
    assert!(!shown.contains("correct horse"), "what is typed is not shown: {shown}");
    assert!(!desk.file("v.assay").exists());

    let (code, shown) = typed(&desk, &[PASSPHRASE, PASSPHRASE], &["new", "v.assay"]);
    assert_eq!(code, 0, "{shown}");
    desk.ok(&["list", "v.assay"]);
    // To open it, it is asked for once; the one to be is asked for twice.
    let (code, shown) = typed(&desk, &[PASSPHRASE], &["list", "v.assay"]);
    assert_eq!(
        (code, shown.matches("assphrase: ").count(), shown.contains("again: ")),
        (0, 1, false),
        "{shown}"
    );
    let change = ["passphrase", "v.assay"];
    let (code, shown) = typed(&desk, &[PASSPHRASE, PASSPHRASE, next, slip], &change);
    assert_eq!(code, 1, "{shown}");
    desk.ok(&["list", "v.assay"]);
    let (code, shown) = typed(&desk, &[PASSPHRASE, PASSPHRASE, next, next], &change);
    assert_eq!(code, 0, "{shown}");
    desk.refused(3, &["list", "v.assay"]);
}

#[test]
fn evidence_too_large_to_keep_is_refused_before_any_of_it_is_read() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let film = std::fs::File::create(desk.file("film.mkv")).expect("a file");
    // A file with nothing but a length: reading it would fill the vault with zeros.
    film.set_len(40 << 30).expect("a length");
    let before = std::fs::metadata(desk.file(vault)).expect("the vault").len();
    let said = desk.refused(1, &["evidence", vault, "film.mkv", "--question", "ACC-01"]);
    assert!(said.contains("too large") && said.contains("up to 2 GB"), "{said}");
    assert_eq!(std::fs::metadata(desk.file(vault)).expect("the vault").len(), before);
}
