//! Keys of every kind by command: made, read from a file, used, ended; and a time stamp by files.

use assay_tests::{Desk, PASSPHRASE, assay_program, judge};
use std::process::{Command, Output};

const ASIDE: &[&str] = &["--override", "open-points=The board meets today"];
const FILE_PASSPHRASE: &str = "four quiet words";

/// Runs OpenSSL in the folder; `~` is a blank within an argument.
fn openssl(desk: &Desk, arguments: &str) {
    let arguments: Vec<String> = arguments.split(' ').map(|one| one.replace('~', " ")).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    judge(0, "openssl", &arguments, desk.path());
}

/// A company's authority, and a certificate of it for Ada Moore that lasts this many days: `root.pem`, `ada.p12`.
fn issue(desk: &Desk, days: &str, says: &str) {
    let write = |name: &str, text: &str| std::fs::write(desk.file(name), text).expect("written");
    write("ca.cnf", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
    write("says.cnf", says);
    write("passphrase.txt", FILE_PASSPHRASE);
    openssl(
        desk,
        "req -new -newkey rsa:2048 -nodes -subj /O=Moore/CN=Moore-Authority -keyout root.key -out root.csr",
    );
    openssl(desk, "x509 -req -in root.csr -signkey root.key -extfile ca.cnf -days 4000 -out root.pem");
    openssl(
        desk,
        "req -new -newkey rsa:2048 -nodes -subj /O=Moore/CN=Ada~Moore -keyout ada.key -out ada.csr",
    );
    openssl(
        desk,
        &format!(
            "x509 -req -in ada.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile says.cnf -days {days} -out ada.pem"
        ),
    );
    openssl(
        desk,
        "pkcs12 -export -inkey ada.key -in ada.pem -certfile root.pem -passout file:passphrase.txt -out ada.p12",
    );
}

const FOR_SIGNING: &str = "keyUsage=critical,digitalSignature,nonRepudiation\n";

fn import<'a>(vault: &'a str, file: &'a str) -> [&'a str; 6] {
    ["identity", "import", vault, file, "--p12-passphrase-file", "passphrase.txt"]
}

/// The command so many days from now.
fn later(desk: &Desk, days: u32, arguments: &[&str]) -> Output {
    Command::new("faketime")
        .args(["-f", &format!("+{days}d")])
        .arg(assay_program())
        .args(arguments)
        .current_dir(desk.path())
        .env("ASSAY_PASSPHRASE", PASSPHRASE)
        .env("ASSAY_CONFIG_DIR", desk.file("settings"))
        .output()
        .expect("faketime starts: ./dev test installs it")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_company_s_certificate_signs_and_is_known_by_its_authority_and_stamped_by_another() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    issue(&desk, "900", FOR_SIGNING);
    let text = desk.ok(&import(vault, "ada.p12"));
    for part in ["Imported idy-", "Ada Moore, Moore", "RSA, 2048 bits, issued by Moore-Authority"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let listed = desk.json(&["identity", "list", vault]);
    assert_eq!((&listed[0]["standing"], &listed[0]["notice"]), (&"valid".into(), &serde_json::Value::Null));
    let again = desk.refused(1, &import(vault, "ada.p12"));
    assert!(again.contains("is in the vault already"), "{again}");

    desk.ok(&[&["sign", vault, "--out", "report.pdf"], ASIDE].concat());
    let text = desk.ok(&["verify", "report.pdf", "--trust", "root.pem"]);
    assert!(text.contains("an authority among those held to be genuine vouches for it"), "{text}");
    let text = desk.ok(&["verify", "report.pdf", "--trust", "ada.pem"]);
    assert!(text.contains("this certificate is among those held to be genuine"), "{text}");
    let unknown = desk.run(&["verify", "report.pdf"]);
    assert_eq!(unknown.status.code(), Some(6));
    assert!(said(&unknown).contains("lead to an authority that is not among those"), "{}", said(&unknown));
    let valid = judge(0, "pdfsig", &["-nocert", "report.pdf"], desk.path());
    assert_eq!(valid.matches("Signature is Valid.").count(), 1, "{valid}");

    stamped(&desk);
}

/// Has the report stamped by an authority that OpenSSL plays.
fn stamped(desk: &Desk) {
    let write = |name: &str, text: &str| std::fs::write(desk.file(name), text).expect("written");
    write("clock.cnf", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
    openssl(
        desk,
        "req -new -newkey rsa:2048 -nodes -subj /CN=Example-Clock -keyout clock.key -out clock.csr",
    );
    openssl(
        desk,
        "x509 -req -in clock.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile clock.cnf -days 900 -out clock.pem",
    );
    write("serial", "01\n");
    write(
        "ts.cnf",
        "[ts]\nserial = serial\nsigner_cert = clock.pem\nsigner_key = clock.key\nsigner_digest = sha256\n\
         default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n",
    );
    let text = desk.ok(&["timestamp", "request", "report.pdf", "--out", "report.tsq"]);
    assert!(text.contains("nothing of the report"), "{text}");
    openssl(desk, "ts -reply -queryfile report.tsq -config ts.cnf -section ts -out report.tsr");
    let add = ["timestamp", "add", "report.pdf", "report.tsr", "--out", "stamped.pdf", "--trust"];
    let refused = desk.refused(1, &[&add[..], &["ada.pem"]].concat());
    assert!(refused.contains("none of the certificates given vouches"), "{refused}");
    assert!(!desk.file("stamped.pdf").exists());
    desk.ok(&[&add[..], &["root.pem"]].concat());
    let text = desk.ok(&["verify", "stamped.pdf", "--trust", "root.pem"]);
    for part in ["it was there at 2", "in the word of Example-Clock", "the whole file"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let view = desk.json(&["verify", "stamped.pdf", "--trust", "root.pem"]);
    assert_eq!(view["signatures"][0]["time_stamp"]["trust"], "authority");
    let valid = judge(0, "pdfsig", &["-nocert", "stamped.pdf"], desk.path());
    assert_eq!(valid.matches("Signature is Valid.").count(), 1, "{valid}");
    let validate =
        "sign validate --pretty-print --no-revocation-check --trust-replace --trust root.pem stamped.pdf";
    let validate: Vec<&str> = validate.split(' ').collect();
    let valid = judge(0, "pyhanko", &validate, desk.path());
    assert!(valid.contains("The signature is judged VALID."), "{valid}");
    assert!(valid.contains("timestamp"), "{valid}");
}

#[test]
fn a_file_that_gives_no_identity_says_why_and_changes_nothing() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    let journal = || desk.json(&["journal", vault, "--vault"]);
    let before = journal();
    issue(&desk, "900", "keyUsage=critical,keyEncipherment\n");
    let write = |name: &str, text: &str| std::fs::write(desk.file(name), text).expect("written");
    write("other.txt", "another passphrase");
    write("not.p12", "hello");
    std::fs::write(desk.file("large.p12"), vec![0; (1 << 20) + 1]).expect("written");
    openssl(&desk, "pkcs12 -export -nokeys -in ada.pem -passout file:passphrase.txt -out no-key.p12");
    let other = ["identity", "import", vault, "ada.p12", "--p12-passphrase-file", "other.txt"];
    for (call, why) in [
        (other, "The passphrase does not open it."),
        (import(vault, "ada.p12"), "is not meant for signing documents"),
        (import(vault, "no-key.p12"), "holds no private key"),
        (import(vault, "not.p12"), "is not a PKCS#12 file"),
        (import(vault, "large.p12"), "PKCS#12 files up to 1 MB are read"),
        (import(vault, "gone.p12"), "does not exist"),
    ] {
        let refused = desk.refused(1, &call);
        assert!(refused.contains(why), "{why} in {refused}");
        assert!(refused.contains("Nothing") && refused.contains("changed."), "{refused}");
    }
    let refused = desk.refused(1, &["identity", "import", vault, "ada.p12"]);
    assert!(refused.contains("ASSAY_P12_PASSPHRASE"), "nobody can be asked: {refused}");
    assert_eq!(journal(), before);
    assert_eq!(desk.json(&["identity", "list", vault]), serde_json::json!([]));
}

#[test]
fn a_certificate_that_ends_is_named_before_and_signs_nothing_afterwards() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    issue(&desk, "100", FOR_SIGNING);
    desk.ok(&import(vault, "ada.p12"));
    let sign = |out: &'static str| [&["sign", vault, "--out", out], ASIDE].concat();
    let soon = later(&desk, 80, &["identity", "list", vault]);
    assert!(said(&soon).contains("Moore ends on 2"), "{}", said(&soon));
    let signed = later(&desk, 80, &sign("soon.pdf"));
    assert_eq!(signed.status.code(), Some(0), "{}", said(&signed));
    assert!(said(&signed).contains("Make a new identity or import a new certificate"), "{}", said(&signed));
    let ended = later(&desk, 120, &sign("late.pdf"));
    assert_eq!(ended.status.code(), Some(1));
    assert!(
        said(&ended).contains("certificate-time: ") && said(&ended).contains("ended on 2"),
        "{}",
        said(&ended)
    );
    let insisted = [sign("late.pdf").as_slice(), &["--override", "certificate-time=It must go out"]].concat();
    assert_eq!(later(&desk, 120, &insisted).status.code(), Some(1), "no reason sets that aside");
    assert!(!desk.file("late.pdf").exists());
    let listed = later(&desk, 120, &["--json", "identity", "list", vault]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(listed[0]["standing"], "ended");
    let refused = later(&desk, 120, &import(vault, "ada.p12"));
    assert!(said(&refused).contains("Its certificate ended on 2"), "{}", said(&refused));
    // What was signed in time still verifies.
    let verify = ["verify", "soon.pdf", "--trust", "root.pem"];
    assert_eq!(later(&desk, 120, &verify).status.code(), Some(0));
}

#[test]
fn a_key_of_each_kind_is_made_and_signs() {
    let desk = Desk::new();
    let vault = desk.with_assessment();
    for (kind, called) in [
        ("p256", "ECDSA, P-256"),
        ("p384", "ECDSA, P-384"),
        ("rsa3072", "RSA, 3072 bits"),
        ("rsa4096", "RSA, 4096 bits"),
    ] {
        let new =
            ["identity", "new", vault, "--name", "Ada Moore", "--organisation", "Moore", "--algorithm", kind];
        let made = desk.json(&new);
        assert_eq!((&made["key"], &made["issuer"]), (&called.into(), &serde_json::Value::Null));
        let (id, out, pem) =
            (made["id"].as_str().expect("an id"), format!("{kind}.pdf"), format!("{kind}.pem"));
        desk.ok(&[&["sign", vault, "--out", &out, "--identity", id], ASIDE].concat());
        desk.ok(&["certificate", vault, "--identity", id, "--out", &pem]);
        desk.ok(&["verify", &out, "--trust", &pem]);
    }
}
