//! Bad input: one clear sentence, an exit code, nothing changed.

use assay_tests::Desk;
use std::path::Path;

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the file")
}

#[test]
fn what_is_not_a_vault_is_refused() {
    let desk = Desk::new();
    let not_vaults: [(&str, Vec<u8>); 5] = [
        ("empty.assay", Vec::new()),
        ("text.assay", b"This is a shopping list.\n".repeat(400)),
        ("pdf.assay", [b"%PDF-1.7\n".to_vec(), vec![b'x'; 8183]].concat()),
        ("plain.assay", [b"SQLite format 3\0".to_vec(), vec![0; 8176]].concat()),
        ("odd.assay", vec![0xa5; 5000]),
    ];
    for (name, content) in not_vaults {
        std::fs::write(desk.file(name), &content).expect("written");
        let said = desk.refused(4, &["list", name]);
        assert!(said.contains(name), "{said}");
        assert_eq!(bytes(&desk.file(name)), content, "{name} was touched");
    }
    desk.refused(1, &["list", "missing.assay"]);
    assert!(!desk.file("missing.assay").exists(), "opening makes nothing");
}

#[test]
fn a_wrong_passphrase_tells_nothing() {
    let desk = Desk::new();
    desk.ok(&["new", "v.assay"]);
    let before = bytes(&desk.file("v.assay"));
    let said = desk
        .command(&["list", "v.assay"])
        .env("ASSAY_PASSPHRASE", "not the passphrase")
        .output()
        .expect("runs");
    assert_eq!(said.status.code(), Some(3));
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    for word in ["SQL", "hmac", "decrypt", "code", "panicked"] {
        assert!(!said.contains(word), "“{word}” is a detail: {said}");
    }
    assert_eq!(bytes(&desk.file("v.assay")), before);
}

#[test]
fn a_truncated_vault_is_refused() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let whole = bytes(&desk.file(vault));
    for keep in [4096, 8192, whole.len() / 2 / 4096 * 4096, whole.len() - 4096, whole.len() - 1] {
        std::fs::write(desk.file("cut.assay"), &whole[..keep]).expect("written");
        let said = desk.refused(4, &["list", "cut.assay"]);
        assert!(said.contains("cut.assay"), "{said}");
        assert_eq!(bytes(&desk.file("cut.assay")).len(), keep);
    }
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let desk = Desk::new();
    std::fs::write(desk.file("taken.assay"), "my only copy").expect("written");
    desk.refused(1, &["new", "taken.assay"]);
    assert_eq!(bytes(&desk.file("taken.assay")), b"my only copy");
    desk.with_demo();
    std::fs::write(desk.file("taken.pdf"), "my only copy").expect("written");
    let output = desk
        .command(&["sign", "sample.assay", "--out", "taken.pdf", "--override", "open-points=A sample"])
        .env("ASSAY_PASSPHRASE", "a sample, not a secret")
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(bytes(&desk.file("taken.pdf")), b"my only copy");
}

#[test]
fn a_threat_dragon_model_that_is_wrong_is_refused_whole() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let before = desk.json(&["threats", vault]);
    let good = include_str!("data/kiosk.json");
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let models: [(&str, String); 7] = [
        ("not json", "{ not json".into()),
        ("a list", "[]".into()),
        ("nothing in it", "{}".into()),
        ("cut off", good[..good.len() / 2].into()),
        ("deep", deep),
        ("no cells", r#"{"version":"2.5.0","summary":{"title":"t"},"detail":{"diagrams":[{"id":0,"cells":7}]}}"#.into()),
        ("another version", r#"{"version":"9.1.0","summary":{"title":"t"},"detail":{"diagrams":[{"diagramJson":{"cells":[]}}]}}"#.into()),
    ];
    for (name, model) in models {
        std::fs::write(desk.file("model.json"), model).expect("written");
        let said = desk.refused(1, &["import", "threat-dragon", vault, "model.json"]);
        assert!(said.contains("model.json") && said.contains("Nothing was changed"), "{name}: {said}");
    }
    // Huge: refused by its size, before a byte of it is read.
    std::fs::File::create(desk.file("huge.json")).and_then(|f| f.set_len(10 << 30)).expect("a sparse file");
    desk.refused(1, &["import", "threat-dragon", vault, "huge.json"]);
    // A shape nobody knows is told of and does not stop the rest.
    std::fs::write(desk.file("model.json"), good.replacen("\"actor\"", "\"spaceship\"", 1)).expect("written");
    let view = desk.json(&["import", "threat-dragon", vault, "model.json"]);
    assert!(
        view["remarks"]
            .as_array()
            .is_some_and(|r| r.iter().any(|r| r.as_str().is_some_and(|r| r.contains("spaceship")))),
        "{view}"
    );
    assert_ne!(desk.json(&["threats", vault]), before);
}

#[test]
fn answers_that_make_no_sense_change_nothing() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let journal = desk.json(&["journal", vault]);
    for arguments in [
        &["answer", vault, "ZZZ-99", "--claim", "yes"][..],
        &["evidence", vault, "missing.pdf", "--question", "ACC-01"],
        &["evidence", vault, ".", "--question", "ACC-01"],
        &["decide", vault, "--outcome", "approve"],
        &["threats", vault, "--decide", "S-NO@thing", "--as", "mitigated"],
    ] {
        let said = desk.refused(1, arguments);
        assert!(said.len() > 30, "a sentence that helps: {said}");
    }
    for arguments in [
        &["answer", vault, "ACC-01", "--claim", "perhaps"][..],
        &["answer", vault, "ACC-01", "--conclude", "good"],
        &["answer", vault, "ACC-01", "--level", "9"],
    ] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(desk.json(&["journal", vault]), journal);
    let lines = b"{\"question\":\"ACC-01\",\"claim\":\"yes\"}\n{\"question\":\"NOPE\"}\n{\"question\":\"ACC-02\",\"claim\":\"yes\"}\n";
    let output = desk.fed(&["answer", vault, "--from", "-"], lines);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("line 2") && said.contains("before it is saved"), "{said}");
    assert_eq!(desk.json(&["question", vault, "ACC-01"])["response"]["claim"], "yes");
}

#[test]
fn what_is_not_a_signed_pdf_is_called_so() {
    let desk = Desk::new();
    std::fs::write(desk.file("a.pdf"), "hello").expect("written");
    std::fs::write(desk.file("b.pdf"), b"").expect("written");
    std::fs::write(desk.file("c.pdf"), [b"%PDF-1.7\n".to_vec(), vec![0xff; 100_000]].concat())
        .expect("written");
    std::fs::write(desk.file("d.pdf"), format!("%PDF-1.7\n1 0 obj\n{}\nendobj\n", "[".repeat(500_000)))
        .expect("written");
    for name in ["a.pdf", "b.pdf", "c.pdf", "d.pdf"] {
        let said = desk.refused(5, &["verify", name]);
        assert!(said.len() > 20, "{said}");
    }
    desk.with_demo();
    let output = desk
        .command(&["report", "sample.assay", "--out", "draft.pdf"])
        .env("ASSAY_PASSPHRASE", "a sample, not a secret")
        .output()
        .expect("runs");
    assert!(output.status.success());
    let said = desk.refused(5, &["verify", "draft.pdf"]);
    assert!(said.contains("sign"), "a draft is not signed: {said}");
}

#[test]
fn what_people_type_is_text_everywhere() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let hostile = "<img src=x onerror=alert(1)> \u{202e}olleh \u{1b}[31mred ) Tj ET Q \\ =cmd|' /C calc'!A0 \u{1F9EF} 漢字 \u{0}end";
    let hostile: String = hostile.chars().filter(|c| *c != '\0').collect();
    desk.ok(&[
        "answer",
        vault,
        "ACC-01",
        "--claim",
        "yes",
        "--conclude",
        "partially",
        "--comment",
        &hostile,
        "--rationale",
        &hostile.repeat(50),
    ]);
    desk.ok(&["finding", vault, "ACC-01"]);
    desk.ok(&[
        "identity",
        "new",
        vault,
        "--name",
        "O'Brien, Ægir \"Ace\" <a@b>",
        "--organisation",
        "Łódź + Söhne, GmbH; CN=root",
    ]);
    let mut sign = vec!["sign", vault, "--out", "report.pdf"];
    for rule in ["open-points=Hostile", "other-name=Hostile", "warnings=Hostile"] {
        sign.extend(["--override", rule]);
    }
    desk.ok(&sign);
    assay_tests::judge(0, "qpdf", &["--check", "report.pdf"], desk.path());
    desk.ok(&["certificate", vault, "--out", "signer.pem"]);
    let said = desk.ok(&["verify", "report.pdf", "--trust", "signer.pem"]);
    assert!(said.contains("O'Brien, Ægir") && said.contains("Łódź + Söhne"), "{said}");
    assert!(
        !desk.ok(&["question", vault, "ACC-01"]).contains('\u{1b}'),
        "no escape sequence reaches the terminal"
    );
}

/// Whether a terminal would act on it instead of showing it.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_name_reaches_a_terminal_as_a_command() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let name = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}fdp.exe\r\nassay: all is well";
    desk.ok(&["vendor", vault, "--name", name]);
    desk.ok(&["answer", vault, "ACC-01", "--claim", "no", "--conclude", "ineffective", "--comment", name]);
    let on_disk = name.replace('/', "");
    std::fs::write(desk.file(&on_disk), "seen").expect("written");
    desk.ok(&["evidence", vault, &on_disk, "--question", "ACC-01"]);
    for call in [
        &["list", vault][..],
        &["question", vault, "ACC-01"],
        &["journal", vault],
        &["search", vault, "owned"],
        &["verify", &on_disk],
        &["verify", &format!("{on_disk}.pdf")],
        &["list", &on_disk],
        &["list", &format!("{on_disk}.assay")],
        &["returned", vault, &on_disk],
        &["answers", vault, &on_disk],
        &["import", "cyclonedx", vault, &on_disk],
        &["start", vault, "--vendor", name, "--title", name, "--assessor", name, "--framework", name],
        &["status", vault, name],
        &["answer", vault, "ACC-01", "--claim", name],
        &[name],
    ] {
        for mut whole in [vec![], vec!["--json"]] {
            whole.extend(call);
            let output = desk.run(&whole);
            for channel in [&output.stdout, &output.stderr] {
                let text = String::from_utf8(channel.clone()).expect("UTF-8");
                assert!(!text.chars().any(acts), "{call:?} lets through {text:?}");
                assert!(
                    !text.lines().any(|line| line.starts_with("assay: all")),
                    "{call:?} breaks the line: {text}"
                );
            }
        }
    }
}
