//! A JSON file a person wrote → what a command takes. A key nobody knows is refused by name and line: it would be an
//! answer that was typed and not taken.

use assay_desk::{Problem, files};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::Path;

/// Larger files of answers or reviews are not read.
pub const LARGEST: u64 = 16 << 20;

/// Reads a file that holds one value.
///
/// # Errors
/// When it cannot be read, is no JSON, or holds a key that is not known. The sentence ends in what was kept.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let text = text(path)?;
    parse(&text).map_err(|why| refused(path, &why))
}

/// The text of a file, without the mark some editors put before it.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn text(path: &Path) -> Result<String, Problem> {
    let bytes = files::read(path, files::Limit { bytes: LARGEST, what: "JSON files" })?;
    let text = String::from_utf8(bytes).map_err(|_| refused(path, "it is not UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A problem with what a file says, before anything of it was taken.
pub fn refused(path: &Path, why: &str) -> Problem {
    Problem::new("json", format!("{}: {why}. Nothing was changed.", path.display()))
}

/// Reads a text that holds one value.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut unknown = Vec::new();
    let mut source = serde_json::Deserializer::from_str(text);
    let value = serde_ignored::deserialize(&mut source, |path| unknown.push(path.to_string()))
        .map_err(|e| e.to_string())?;
    source.end().map_err(|e| e.to_string())?;
    match unknown.first() {
        Some(path) => Err(unknown_key(text, path)),
        None => Ok(value),
    }
}

/// Says which key nobody knows, and in which line of the text it stands. `path` has its steps parted by dots.
pub fn unknown_key(text: &str, path: &str) -> String {
    // An optional field shows as a step of its own.
    let steps: Vec<&str> = path.split('.').filter(|step| *step != "?").collect();
    let key = steps.last().copied().unwrap_or_default();
    match line_of(text, &steps) {
        Some(line) => format!("line {line} has the key “{key}”, which is not known here"),
        None => format!("it has the key “{key}”, which is not known here"),
    }
}

/// The line in which the value at the end of the steps begins.
fn line_of(text: &str, steps: &[&str]) -> Option<usize> {
    let mut at: &RawValue = serde_json::from_str(text).ok()?;
    for step in steps {
        at = match step.parse::<usize>() {
            Ok(n) => serde_json::from_str::<Vec<&RawValue>>(at.get()).ok()?.get(n).copied()?,
            Err(_) => {
                serde_json::from_str::<BTreeMap<String, &RawValue>>(at.get()).ok()?.get(*step).copied()?
            }
        };
    }
    // The parts are borrowed from the text, so where one begins is where it stands in the text.
    let offset = (at.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    Some(text.get(..offset)?.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[derive(Debug, serde::Deserialize)]
    struct Inner {
        #[serde(default)]
        #[expect(dead_code, reason = "only read")]
        note: String,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        parts: Vec<Inner>,
        #[serde(default)]
        #[expect(dead_code, reason = "only read")]
        one: Option<Inner>,
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_however_deep() {
        assert!(parse::<Outer>("{\n\"parts\": [{ \"note\": \"a\" }]\n}").is_ok());
        let said = parse::<Outer>("{\n\"parts\": [\n{ \"note\": \"a\" },\n{ \"nte\": \"b\" }]}").unwrap_err();
        assert_eq!(said, "line 4 has the key “nte”, which is not known here");
        let said = parse::<Outer>("{\"parts\": [],\n\"one\":{\n\"x\": 1}}").unwrap_err();
        assert_eq!(said, "line 3 has the key “x”, which is not known here");
        assert!(parse::<Outer>("{\"parts\": []} more").is_err());
    }
}
