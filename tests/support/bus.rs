//! A session's bus of its own, and what a program tells assistive technology over it.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// The bus. What is started by it goes with it.
pub struct Bus {
    child: Child,
    address: String,
}

/// A thing as it is told: what it is, what it is called, how it stands, and what is within.
#[derive(Debug, Deserialize)]
pub struct Heard {
    pub role: String,
    pub name: String,
    pub description: String,
    /// What is written in it, where nothing else is.
    pub text: Option<String>,
    pub states: BTreeSet<String>,
    pub attributes: BTreeMap<String, String>,
    /// Names of what it points to, by the kind of the relation.
    pub relations: BTreeMap<String, Vec<String>>,
    pub within: Vec<Heard>,
}

impl Bus {
    /// Starts it.
    pub fn start() -> Self {
        let mut child = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("dbus-daemon starts: ./dev test installs dbus");
        let mut address = String::new();
        let told = child.stdout.take().expect("piped");
        BufReader::new(told).read_line(&mut address).expect("it tells its address");
        Self { child, address: address.trim().to_owned() }
    }

    /// What makes a program speak over it.
    pub fn environment(&self) -> [(&str, &str); 1] {
        [("DBUS_SESSION_BUS_ADDRESS", &self.address)]
    }

    /// All that the program of this name tells now.
    pub fn tree(&self, program: &str) -> Heard {
        // The bindings belong to the system's own interpreter, whatever other one is found first.
        let told = Command::new("/usr/bin/python3")
            .arg("-W")
            .arg("ignore")
            .arg(crate::root().join("tests/support/tree.py"))
            .arg(program)
            .envs(self.environment())
            .output()
            .expect("python3 starts: ./dev test installs python3-gi");
        let (said, why) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
        assert!(told.status.success(), "{why}");
        serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}\n{why}"))
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        // The group may be gone already.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

impl Heard {
    /// It and all within, in the order in which they are read.
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.within.iter().flat_map(Self::all));
        all
    }

    /// Whether it stands like this.
    pub fn is(&self, state: &str) -> bool {
        self.states.contains(state)
    }

    /// The tree for people: a line for each thing.
    pub fn drawn(&self) -> String {
        let mut lines = String::new();
        self.draw(0, &mut lines);
        lines
    }

    fn draw(&self, depth: usize, lines: &mut String) {
        let usual = ["enabled", "sensitive", "showing", "visible", "focusable", "opaque"];
        let mut line = format!("{}{}", "  ".repeat(depth), self.role);
        if !self.name.is_empty() {
            line += &format!(" “{}”", self.name);
        }
        if let Some(text) = self.text.as_ref().filter(|text| **text != self.name) {
            line += &format!(" text “{}”", text.replace('\n', "⏎"));
        }
        if !self.description.is_empty() {
            line += &format!(" described “{}”", self.description);
        }
        for state in self.states.iter().filter(|state| !usual.contains(&state.as_str())) {
            line += &format!(" [{state}]");
        }
        let told = ["level", "posinset", "setsize", "live", "current", "xml-roles"];
        for (name, value) in self.attributes.iter().filter(|(name, _)| told.contains(&name.as_str())) {
            line += &format!(" {name}={value}");
        }
        for (name, others) in &self.relations {
            line += &format!(" {name}→{others:?}");
        }
        lines.push_str(&line);
        lines.push('\n');
        for one in &self.within {
            one.draw(depth + 1, lines);
        }
    }
}
