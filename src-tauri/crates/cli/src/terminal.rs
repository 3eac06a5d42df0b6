//! Text → what a terminal, or a script reading JSON, may be given.
//!
//! Names and answers come from vendors and file systems. What reaches standard output or standard error goes through
//! here, so that no escape sequence, reversal of writing direction or line break in a name can pass for something else.

use assay_desk::Problem;
use assay_message::message;
use serde::Serialize;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// Lines for standard output. A line break inside a line shows as a blank: one line says one thing.
#[derive(Default)]
pub struct Text(String);

impl Text {
    /// No line yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One line.
    pub fn of(line: impl Display) -> Self {
        let mut text = Self::new();
        text.line(line);
        text
    }

    /// Adds a line.
    pub fn line(&mut self, line: impl Display) {
        self.0.push_str(&one_line(&line.to_string()));
        self.0.push('\n');
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.0.push('\n');
    }

    /// Adds the lines of another text.
    pub fn add(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }
}

/// Whether a terminal acts on the character instead of showing it: control characters, and those that turn the writing
/// direction of what follows.
fn acts(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in one line; what a terminal would act on shows as `�`.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c if acts(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// JSON in which nothing is left that a terminal would act on. Outside of strings JSON has line breaks only.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if acts(character) && character != '\n' {
            safe.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Writes a view to standard output: `text` for people, the view itself as JSON.
///
/// # Errors
/// When the output cannot be written. A reader that has seen enough, such as `head`, is none.
pub fn show(json: bool, view: &impl Serialize, text: impl FnOnce() -> Text) -> Result<(), Problem> {
    let failed = |e: &dyn Display| Problem::new("output", message!("The output could not be written: {e}."));
    let written = if json {
        let mut value = serde_json::to_value(view).map_err(|e| failed(&e))?;
        assay_message::in_english(&mut value);
        escaped(&format!("{value:#}")) + "\n"
    } else {
        text().0
    };
    let mut out = std::io::stdout().lock();
    match out.write_all(written.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|e| failed(&e)),
    }
}

/// Writes a problem to standard error.
pub fn complain(json: bool, problem: &Problem) {
    let line = if json {
        let mut value = serde_json::json!({ "error": problem });
        assay_message::in_english(&mut value);
        escaped(&value.to_string())
    } else {
        one_line(&format!("assay: {problem}"))
    };
    // Nothing is left to tell when even this cannot be written.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes what is to be known beside the result to standard error.
pub fn remark(sentence: &str) {
    // The result is what matters.
    let _ = writeln!(std::io::stderr().lock(), "{}", one_line(sentence));
}

/// Shows how far long work is when somebody looks, and says nothing in a script.
pub fn progress(label: &str, done: u64, total: u64) {
    let mut err = std::io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    let part = (done * 100).checked_div(total).map(|p| format!(" {p} %")).unwrap_or_default();
    let ended = total > 0 && done >= total;
    // Progress is a courtesy: a terminal that cannot show it changes nothing.
    let _ = if ended {
        write!(err, "\r\x1b[K")
    } else {
        write!(err, "\r\x1b[K{}{part}", one_line(label)).and_then(|()| err.flush())
    };
}

#[cfg(test)]
mod tests {
    use super::{Text, escaped, one_line};

    #[test]
    fn nothing_a_terminal_acts_on_is_left() {
        let hostile = "a\u{1b}]0;x\u{7}b\u{9b}31m\u{202e}c\u{2066}d\r\n\u{85}e\u{7f}\tf";
        assert_eq!(one_line(hostile), "a�]0;x�b�31m�c�d  �e� f");
        let json = serde_json::to_string(hostile).expect("text");
        assert!(escaped(&json).chars().all(|c| c == ' ' || c.is_ascii_graphic()), "{}", escaped(&json));
        assert_eq!(serde_json::from_str::<String>(&escaped(&json)).expect("JSON"), hostile);
    }

    #[test]
    fn a_line_stays_one_line() {
        let mut text = Text::of("Acme\nLtd");
        text.line("second");
        assert_eq!(text.0, "Acme Ltd\nsecond\n");
    }
}
