//! What the black-box tests share: the two programs, a place to work in, and the tools that judge.

pub mod bus;
pub mod card;
pub mod window;

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The passphrase of every vault a test makes.
pub const PASSPHRASE: &str = "correct horse battery staple";

fn program(variable: &str, name: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug").join(name);
    assert!(path.is_file(), "{} is missing: ./dev test builds it first", path.display());
    path
}

/// The command under test.
pub fn assay_program() -> PathBuf {
    program("ASSAY_BIN", "assay")
}

/// The window under test.
pub fn window_program() -> PathBuf {
    program("ASSAY_WINDOW", "assay-desktop")
}

/// The page built with the languages that nobody speaks.
pub fn made_page() -> PathBuf {
    let folder = match std::env::var_os("ASSAY_MADE_PAGE") {
        Some(folder) => folder.into(),
        None => root().join("target/made"),
    };
    assert!(
        folder.join("index.html").is_file(),
        "{} is missing: ./dev test builds it first",
        folder.display()
    );
    folder
}

/// The repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_owned()
}

/// A folder of its own for a test, with the command run inside it.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command with these arguments, ready to run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assay_program());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("ASSAY_PASSPHRASE", PASSPHRASE)
            .env("ASSAY_CONFIG_DIR", self.folder.path().join("settings"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the command, whatever comes of it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command starts")
    }

    /// Runs the command, which must succeed, and gives what it printed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "assay {} → {}\n{}{}",
            arguments.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the command with `--json`, which must succeed, and gives what it printed.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(arguments);
        serde_json::from_str(&self.ok(&all)).expect("JSON")
    }

    /// Runs the command, which must refuse with this exit code and one sentence, and gives the sentence.
    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "assay {} said {said}", arguments.join(" "));
        assert!(said.starts_with("assay: "), "{said}");
        assert_eq!(said.lines().count(), 1, "one sentence, not {said}");
        assert!(!said.contains("panicked"), "{said}");
        said
    }

    /// Runs the command with this on its standard input.
    pub fn fed(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        child.stdin.take().expect("piped").write_all(input).expect("the command reads");
        child.wait_with_output().expect("the command ends")
    }

    /// A vault with one vendor and one assessment of the widest scope.
    pub fn with_assessment(&self) -> &'static str {
        self.ok(&["new", "work.assay"]);
        self.ok(&["vendor", "work.assay", "--name", "Tallow & Wick Ltd", "--country", "Ireland"]);
        let mut start = vec![
            "start",
            "work.assay",
            "--vendor",
            "Tallow & Wick Ltd",
            "--title",
            "Tallow 2026",
            "--tier",
            "1",
        ];
        start.extend([
            "--framework",
            "soc2",
            "--framework",
            "iso27001",
            "--framework",
            "gdpr",
            "--assessor",
            "Ada Moore",
        ]);
        for fact in [
            "personal-data",
            "special-categories",
            "transfers",
            "ai",
            "trains-on-customer-data",
            "cloud-hosted",
            "multi-tenant",
            "develops-software",
            "remote-access",
            "processor",
            "subprocessors",
        ] {
            start.extend(["--fact", fact]);
        }
        start.extend(["--in-scope", "The hosted service"]);
        self.ok(&start);
        "work.assay"
    }

    /// The demonstration, done: its folder holds `sample.assay`, `report.pdf` and `assessor.pem`.
    pub fn with_demo(&self) {
        self.ok(&["demo", "--out", "."]);
    }
}

/// The day so many days from today, as a field takes it. What a test says of days must hold whenever it runs.
pub fn day(ahead: u64) -> String {
    (chrono::Local::now().date_naive() + chrono::Days::new(ahead)).to_string()
}

/// Runs a tool that judges and gives what it printed, both channels; it must exit with `code`.
pub fn judge(code: i32, tool: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|e| panic!("{tool} does not start ({e}): ./dev test installs it"));
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{tool} {} said\n{said}", arguments.join(" "));
    said
}

/// Numbers that look random and are the same every time: SplitMix64.
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.draw() % end as u64).expect("fits")
    }
}
