//! What both models are made of: ids, texts as OSCAL takes them, properties, people, metadata.

use super::{NAMESPACE, OSCAL};
use assay_core::evaluation::Evaluation;
use assay_core::ids::RequirementId;
use assay_core::record::Person;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

/// An assessment on a day, and what writes it.
pub struct Source<'a> {
    pub evaluation: &'a Evaluation<'a>,
    pub made: DateTime<FixedOffset>,
    pub program: &'a str,
}

/// The namespace of the version 5 UUIDs, drawn once.
const SPACE: [u8; 16] =
    [0x5e, 0x4b, 0x0c, 0x7a, 0x91, 0xd2, 0x4f, 0x3e, 0xa8, 0x66, 0x1f, 0x0b, 0xc3, 0x72, 0x9d, 0x54];

impl Source<'_> {
    /// The UUID of a thing of this assessment: the same for the same kind and id, in every file.
    pub fn uuid(&self, kind: &str, id: &str) -> String {
        uuid(&format!("{}/{kind}/{id}", self.evaluation.case.assessment.id))
    }

    /// A day as a moment: its beginning, by the clock of the file. None for a day that OSCAL has no form for.
    pub fn moment(&self, day: NaiveDate) -> Option<String> {
        let offset = self.made.format("%:z");
        (1900..=2999).contains(&day.year()).then(|| format!("{}T00:00:00{offset}", day.format("%Y-%m-%d")))
    }

    /// Who assessed, as the origin of what was seen and judged.
    pub fn origin(&self) -> Value {
        json!({ "actors": [{ "type": "party", "actor-uuid": self.uuid("party", "assessor") }] })
    }

    /// What the file says of itself: title, version, people.
    pub fn metadata(&self, what: &str) -> Value {
        let case = self.evaluation.case;
        let issue = case.issues.keys().next_back();
        let version = match issue {
            Some(number) => format!("after issue {number}"),
            None => "before the first issue".to_owned(),
        };
        let assessment = &case.assessment;
        let mut parties = Vec::new();
        let mut roles = Vec::new();
        let mut responsible = Vec::new();
        let named = [
            ("assessor", "Assessor", &assessment.assessor),
            ("reviewer", "Reviewer", &assessment.reviewer),
            ("accountable", "Accountable executive", &assessment.accountable),
        ];
        for (id, title, person) in named {
            // The assessor is the origin of everything, named or not.
            if person.name.trim().is_empty() && id != "assessor" {
                continue;
            }
            parties.push(party(&self.uuid("party", id), person));
            roles.push(json!({ "id": id, "title": title }));
            responsible.push(json!({ "role-id": id, "party-uuids": [self.uuid("party", id)] }));
        }
        parties.push(json!({
            "uuid": self.uuid("party", "vendor"),
            "type": "organization",
            "name": string(&case.vendor.name).unwrap_or_else(|| "Not named".into()),
        }));
        roles.push(json!({ "id": "vendor", "title": "Vendor assessed" }));
        responsible.push(json!({ "role-id": "vendor", "party-uuids": [self.uuid("party", "vendor")] }));
        let props = [prop("program", self.program), prop("classification", &assessment.classification)];
        object([
            ("title", line(&format!("{what}: {}", assessment.title))),
            ("last-modified", Some(json!(self.made.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)))),
            ("version", Some(json!(version))),
            ("oscal-version", Some(json!(OSCAL))),
            ("props", list(props.into_iter().flatten())),
            ("roles", list(roles)),
            ("parties", list(parties)),
            ("responsible-parties", list(responsible)),
            (
                "remarks",
                Some(json!("An unsigned extract. What counts is the signed report of the assessment.")),
            ),
        ])
    }
}

fn party(uuid: &str, person: &Person) -> Value {
    let props = [prop("role", &person.role), prop("organisation", &person.organisation)];
    object([
        ("uuid", Some(json!(uuid))),
        ("type", Some(json!("person"))),
        ("name", Some(json!(string(&person.name).unwrap_or_else(|| "Nobody is named".into())))),
        ("props", list(props.into_iter().flatten())),
    ])
}

/// The version 5 UUID (RFC 9562) of a name.
fn uuid(name: &str) -> String {
    let digest = Sha1::new().chain_update(SPACE).chain_update(name).finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// An object of the fields that there are.
pub fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

/// A list, where it has anything: OSCAL has no empty lists.
pub fn list(items: impl IntoIterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.into_iter().collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// The text on one line, without blanks around it; nothing for an empty one.
pub fn string(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A property of our own; nothing for an empty value.
pub fn prop(name: &str, value: &str) -> Option<Value> {
    Some(json!({ "name": name, "ns": NAMESPACE, "value": string(value)? }))
}

/// One line of text as Markdown that shows exactly it; nothing for an empty one.
pub fn line(text: &str) -> Option<Value> {
    string(text).map(|text| Value::String(escaped(&text)))
}

/// A text of several lines as Markdown that shows exactly it; nothing for an empty one.
pub fn prose(text: &str) -> Option<Value> {
    let lines: Vec<String> = text.lines().filter_map(string).map(|line| escaped(&line)).collect();
    // A blank line keeps each line a paragraph of its own.
    (!lines.is_empty()).then(|| Value::String(lines.join("\n\n")))
}

/// Several labelled texts as one; nothing where all are empty.
pub fn labelled<const N: usize>(parts: [(&str, &str); N]) -> Option<Value> {
    let said = parts.into_iter().filter_map(|(label, text)| match prose(text)? {
        Value::String(text) => Some(format!("{label}: {text}")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| Value::String(said.join("\n\n")))
}

/// What Markdown would take for markup has a backslash before it.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in line.chars().enumerate() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '^' | '~' | '&' | '|' | '"' => true,
            '#' | '+' | '-' | '=' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as a token of OSCAL: what a token cannot hold becomes `_`.
pub fn token(text: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let token: String = text.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    let begins = token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if begins { token } else { format!("_{token}") }
}

/// A requirement as a token, such as `soc2_CC6.1`.
pub fn control(id: &RequirementId) -> String {
    token(id.as_str())
}

/// A file's name as a relative reference.
pub fn reference(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_uuid_of_version_5() {
        let one = uuid("asm-1/finding/F-01");
        assert_eq!(one, uuid("asm-1/finding/F-01"));
        assert_ne!(one, uuid("asm-1/finding/F-02"));
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(one.as_bytes()[14], b'5');
        assert!(matches!(one.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{one}");
    }

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(line(" <b>*x*</b>\n# a "), Some(json!("\\<b\\>\\*x\\*\\</b\\> # a")));
        assert_eq!(prose("# a\n\n1. b\n"), Some(json!("\\# a\n\n1\\. b")));
        assert_eq!(line(" \n"), None);
        assert_eq!(labelled([("Cause", ""), ("Effect", "x")]), Some(json!("Effect: x")));
    }

    #[test]
    fn what_no_token_can_hold_is_replaced() {
        assert_eq!(token("eu-ai-act:Art.5(NCII)"), "eu-ai-act_Art.5_NCII_");
        assert_eq!(token("7x"), "_7x");
        assert_eq!(reference("Plan 1/é.pdf"), "Plan%201%2F%C3%A9.pdf");
    }
}
