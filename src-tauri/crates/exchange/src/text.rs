//! Text from outside → names, prose and ids of bounded length, with remarks on what was changed.

use std::collections::{BTreeMap, BTreeSet};

/// Characters a name keeps.
pub(crate) const LONGEST_NAME: usize = 400;
/// Characters a longer text keeps.
pub(crate) const LONGEST_TEXT: usize = 20_000;
/// Characters an id keeps of the file's id: a threat's id is made of a rule's and an element's, and has 160.
const LONGEST_ID: usize = 96;
/// Remarks kept; the last one then tells how many more there were.
const MOST_REMARKS: usize = 1_000;

/// What is to be said about a file: remarks one by one, and counts of what would be said too often.
#[derive(Default)]
pub(crate) struct Notes {
    remarks: Vec<String>,
    left_out: usize,
    joined: usize,
    stripped: usize,
}

impl Notes {
    /// Adds one sentence.
    pub(crate) fn say(&mut self, remark: impl Into<String>) {
        self.say_with(|| remark.into());
    }

    /// Adds one sentence, made only if there is room: some could be said once for every pair of things.
    pub(crate) fn say_with(&mut self, remark: impl FnOnce() -> String) {
        if self.remarks.len() < MOST_REMARKS { self.remarks.push(remark()) } else { self.left_out += 1 }
    }

    /// A name on one line. `what` says whose, for the remark when it is cut.
    pub(crate) fn name(&mut self, raw: &str, what: &str) -> String {
        let raw = raw.trim();
        if raw.contains(['\n', '\r']) {
            self.joined += 1;
        }
        let printable = self.printable(raw);
        let line = printable.split_whitespace().collect::<Vec<_>>().join(" ");
        self.cut(line, LONGEST_NAME, &format!("The name of {what}"))
    }

    /// A text of several lines, at most `longest` characters. `what` names it, for the remark when it is cut.
    pub(crate) fn prose(&mut self, raw: &str, longest: usize, what: &str) -> String {
        let lines =
            raw.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
        let text = self.printable(&lines).trim().to_owned();
        self.cut(text, longest, what)
    }

    /// Without characters that are not shown, and counted when there were any.
    fn printable(&mut self, text: &str) -> String {
        let kept: String = text.chars().filter(is_shown).collect();
        if kept.len() != text.len() {
            self.stripped += 1;
        }
        kept
    }

    fn cut(&mut self, text: String, longest: usize, what: &str) -> String {
        match text.char_indices().nth(longest) {
            None => text,
            Some((end, _)) => {
                self.say(format!("{what} has more than {longest} characters; the rest is cut off."));
                text[..end].trim_end().to_owned()
            }
        }
    }

    /// All remarks, the counted ones at the end.
    pub(crate) fn into_remarks(mut self) -> Vec<String> {
        let closing = [
            (self.joined, "Names with line breaks, which became spaces"),
            (self.stripped, "Texts with control characters, which were removed"),
            (self.left_out, "Further remarks, left out of this list"),
        ];
        // Said whatever the number of remarks before: these are few.
        let counted = closing.iter().filter(|(count, _)| *count > 0);
        self.remarks.extend(counted.map(|(count, what)| format!("{what}: {count}.")));
        self.remarks
    }
}

/// A name in quotation marks, on one line and short enough to be one of several in a remark.
pub(crate) fn quoted(text: &str) -> String {
    quote(text, 120)
}

/// A text in quotation marks, cut to `longest` characters.
pub(crate) fn quoted_to(text: &str, longest: usize) -> String {
    quote(text, longest)
}

/// A text in quotation marks that is kept nowhere but in the remark, on one line.
pub(crate) fn kept(text: &str) -> String {
    quote(text, 4_000)
}

fn quote(text: &str, longest: usize) -> String {
    // Blanks count here and not below; four times as many characters hold enough words of any real text.
    let start: String = text.chars().filter(is_shown).take(4 * longest).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("“{}…”", line[..end].trim_end()),
        None => format!("“{line}”"),
    }
}

/// False for characters that do nothing but change how others are shown or read. Blanks of all kinds are shown.
pub(crate) fn is_shown(c: &char) -> bool {
    match c {
        '\n' | '\r' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    }
}

/// Ids given so far, so that none is given twice.
#[derive(Default)]
pub(crate) struct Ids {
    given: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

/// An id made from the file's, and what had to be done to it.
pub(crate) struct Made {
    /// The id.
    pub(crate) id: String,
    /// Characters were replaced or cut off.
    pub(crate) altered: bool,
    /// The file uses it for another thing already, so it got a number.
    pub(crate) numbered: bool,
}

impl Ids {
    /// `prefix-` and `raw` with every character an id cannot hold replaced by `-`; `-2`, `-3` … when taken.
    pub(crate) fn make(&mut self, prefix: &str, raw: &str) -> Made {
        let plain = |c: char| if c.is_ascii_alphanumeric() || " .:()/_-@".contains(c) { c } else { '-' };
        let clean: String = raw.chars().take(LONGEST_ID).map(plain).collect();
        let clean = clean.trim();
        let base = format!("{prefix}-{clean}");
        let mut id = base.clone();
        let numbered = !self.given.insert(id.clone());
        if numbered {
            let next = self.next.entry(base.clone()).or_insert(2);
            loop {
                id = format!("{base}-{next}");
                *next += 1;
                if self.given.insert(id.clone()) {
                    break;
                }
            }
        }
        Made { id, altered: clean != raw, numbered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_bounded_line() {
        let mut notes = Notes::default();
        assert_eq!(notes.name(" Web\r\nserver\u{0} \u{202e}one ", "a thing"), "Web server one");
        assert_eq!(notes.name(&"é".repeat(500), "the process").chars().count(), LONGEST_NAME);
        assert_eq!(
            notes.into_remarks(),
            [
                "The name of the process has more than 400 characters; the rest is cut off.",
                "Names with line breaks, which became spaces: 1.",
                "Texts with control characters, which were removed: 1.",
            ]
        );
    }

    #[test]
    fn prose_keeps_its_lines() {
        let mut notes = Notes::default();
        assert_eq!(notes.prose(" a\r\nb\tc\u{7} ", LONGEST_TEXT, "It"), "a\nb c");
    }

    #[test]
    fn ids_are_plain_and_unique() {
        let mut ids = Ids::default();
        assert_eq!(ids.make("el", "a<b>").id, "el-a-b-");
        assert_eq!(ids.make("el", "x").id, "el-x");
        assert_eq!(ids.make("el", "x-2").id, "el-x-2");
        let again = ids.make("el", "x");
        assert_eq!((again.id.as_str(), again.numbered, again.altered), ("el-x-3", true, false));
        let long = ids.make("el", &"ü".repeat(1000));
        assert!(long.altered && assay_core::ids::ElementId::new(long.id).is_ok());
    }

    #[test]
    fn remarks_are_bounded_and_the_rest_counted() {
        let mut notes = Notes::default();
        for n in 0..MOST_REMARKS + 3 {
            notes.say(n.to_string());
        }
        let remarks = notes.into_remarks();
        assert_eq!(remarks.len(), MOST_REMARKS + 1);
        assert_eq!(remarks.last().map(String::as_str), Some("Further remarks, left out of this list: 3."));
    }
}
