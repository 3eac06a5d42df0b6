//! Tokens of SoftHSM in a folder, keys and certificates on them, and modules that lead there in a manner of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The PKCS#11 module of SoftHSM.
pub const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";
/// The PIN of every token of a test.
pub const PIN: &str = "4711 and more";
/// What every token of a test is called.
pub const LABEL: &str = "Ada's card";

/// A token with keys.
pub struct Card {
    folder: PathBuf,
}

/// A kind of key, in the words of `openssl genpkey`.
pub const P256: &[&str] = &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
/// The same.
pub const P384: &[&str] = &["EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
/// The same.
pub const RSA: &[&str] = &["RSA", "-pkeyopt", "rsa_keygen_bits:3072"];
/// The same.
pub const PSS: &[&str] = &["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:3072"];

impl Card {
    /// An empty token in a new folder below this one.
    pub fn new(beside: &Path) -> Self {
        let folder = beside.join("card");
        std::fs::create_dir_all(folder.join("tokens")).expect("a folder");
        let conf = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            folder.join("tokens").display()
        );
        std::fs::write(folder.join("softhsm2.conf"), conf).expect("written");
        let card = Self { folder };
        let init = ["--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "12345678"];
        card.tool("softhsm2-util", &init);
        card
    }

    /// What SoftHSM reads: to stand in `SOFTHSM2_CONF`.
    pub fn conf(&self) -> PathBuf {
        self.folder.join("softhsm2.conf")
    }

    /// A file in the token's folder, such as `root.pem`.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A module that leads to this token and has a manner, such as `locked.so`: see `tests/data/manners.c`.
    pub fn module(&self, manner: &str) -> PathBuf {
        let module = self.file(manner);
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|at| at.join("tests/data/manners.c"));
        let source = source.into_iter().find(|file| file.is_file()).expect("in the repository");
        self.tool("cc", &["-shared", "-fPIC", "-o", manner, &source.display().to_string(), "-ldl"]);
        module
    }

    /// Puts a key on the token, and a certificate of Ada Moore for it by a company's authority (`root.pem`), which lasts so many
    /// days and says this of its uses.
    pub fn put(&self, id: &str, kind: &[&str], days: &str, uses: &str) {
        let p8 = self.issue(id, kind, days, uses);
        let import = ["--import", &p8, "--token", LABEL, "--label", id, "--id", id, "--pin", PIN];
        self.tool("softhsm2-util", &import);
    }

    /// The same with a key that wants the PIN at each signature.
    pub fn put_careful(&self, id: &str, kind: &[&str]) {
        let p8 = self.issue(id, kind, "900", "digitalSignature,nonRepudiation");
        self.tool("openssl", &["pkcs8", "-in", &p8, "-nocrypt", "-outform", "DER", "-out", "careful.der"]);
        self.pkcs11(&[
            "--login",
            "--pin",
            PIN,
            "--write-object",
            "careful.der",
            "--type",
            "privkey",
            "--id",
            id,
            "--label",
            id,
            "--always-auth",
            "--usage-sign",
        ]);
    }

    /// Makes a key and puts its certificate on the token; gives the file of the key.
    fn issue(&self, id: &str, kind: &[&str], days: &str, uses: &str) -> String {
        let (key, request) = (format!("{id}.key"), format!("{id}.csr"));
        let (pem, der, p8) = (format!("{id}.pem"), format!("{id}.der"), format!("{id}.p8"));
        let openssl = |steps: &[&str]| self.tool("openssl", steps);
        if !self.file("root.pem").exists() {
            std::fs::write(
                self.file("root.cnf"),
                "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n",
            )
            .expect("written");
            openssl(&[
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/O=Moore/CN=Moore Authority",
                "-keyout",
                "root.key",
                "-out",
                "root.csr",
            ]);
            openssl(&[
                "x509", "-req", "-in", "root.csr", "-signkey", "root.key", "-extfile", "root.cnf", "-days",
                "4000", "-outform", "DER", "-out", "root.der",
            ]);
            openssl(&["x509", "-inform", "DER", "-in", "root.der", "-out", "root.pem"]);
            self.write("root.der", "cert", "0000", "authority");
        }
        std::fs::write(self.file("says.cnf"), format!("keyUsage=critical,{uses}\n")).expect("written");
        openssl(&[&["genpkey", "-out", &key, "-algorithm"], kind].concat());
        openssl(&["req", "-new", "-key", &key, "-subj", "/O=Moore/CN=Ada Moore", "-out", &request]);
        openssl(&[
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-extfile",
            "says.cnf",
            "-days",
            days,
            "-outform",
            "DER",
            "-out",
            &der,
        ]);
        openssl(&["x509", "-inform", "DER", "-in", &der, "-out", &pem]);
        if kind == PSS {
            // SoftHSM takes keys for RSA of no particular padding: what is within is the same.
            openssl(&["pkey", "-in", &key, "-outform", "DER", "-out", "whole.der"]);
            let within = self.octets_in("whole.der");
            openssl(&[
                "asn1parse",
                "-inform",
                "DER",
                "-in",
                "whole.der",
                "-strparse",
                &within,
                "-noout",
                "-out",
                "within.der",
            ]);
            openssl(&["rsa", "-inform", "DER", "-in", "within.der", "-out", &key]);
        }
        openssl(&["pkcs8", "-topk8", "-nocrypt", "-in", &key, "-out", &p8]);
        self.write(&der, "cert", id, id);
        p8
    }

    /// Takes the token away.
    pub fn pull_out(&self) {
        std::fs::remove_dir_all(self.file("tokens")).expect("removed");
        std::fs::create_dir(self.file("tokens")).expect("made");
    }

    fn octets_in(&self, file: &str) -> String {
        let shown = self.tool("openssl", &["asn1parse", "-inform", "DER", "-in", file]);
        let line = shown.lines().rfind(|line| line.contains("OCTET STRING")).expect("a key within");
        line.split(':').next().expect("a place").trim().to_owned()
    }

    fn write(&self, file: &str, kind: &str, id: &str, label: &str) {
        self.pkcs11(&["--write-object", file, "--type", kind, "--id", id, "--label", label]);
    }

    fn pkcs11(&self, arguments: &[&str]) {
        self.tool("pkcs11-tool", &[&["--module", SOFTHSM, "--token-label", LABEL], arguments].concat());
    }

    fn tool(&self, tool: &str, arguments: &[&str]) -> String {
        let output = Command::new(tool)
            .args(arguments)
            .current_dir(&self.folder)
            .env("SOFTHSM2_CONF", self.conf())
            .output()
            .unwrap_or_else(|e| panic!("{tool} does not start ({e}): ./dev test installs it"));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{tool} {}: {said}{wrong}", arguments.join(" "));
        said
    }
}
