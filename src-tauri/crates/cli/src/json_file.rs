//! A JSON file a person wrote → what a command takes. A key nobody knows is refused by name and line: it would be an
//! answer that was typed and not taken.

use assay_desk::{Problem, files};
use assay_message::message;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::error::Category;
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
    let bytes = files::read(path, files::Limit { bytes: LARGEST, what: || message!("JSON files") })?;
    let text = String::from_utf8(bytes).map_err(|_| refused(path, "it is not UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A problem with what a file says, before anything of it was taken.
pub fn refused(path: &Path, why: &str) -> Problem {
    Problem::new("json", message!("{path}: {why}. Nothing was changed."))
}

/// Reads a text that holds one value.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut unknown = Vec::new();
    let mut source = serde_json::Deserializer::from_str(text);
    let value = serde_ignored::deserialize(Named(&mut source), |path| unknown.push(path.to_string()))
        .map_err(|e| why(&e))?;
    source.end().map_err(|e| why(&e))?;
    match unknown.first() {
        Some(path) => Err(unknown_key(text, path)),
        None => Ok(value),
    }
}

/// What is wrong with a JSON file, in words for who wrote it.
fn why(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let said = said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said);
    match error.classify() {
        Category::Eof => format!("it ends in line {line}, before what was begun is closed"),
        Category::Io | Category::Syntax => format!("line {line}, column {column} is not JSON: {said}"),
        Category::Data => {
            let parts = said.split_once(", expected ");
            let told = match (parts, said.strip_prefix("missing field ")) {
                (_, Some(key)) => format!("the key {key} is missing"),
                (Some((found, wanted)), None) => match found.strip_prefix("unknown variant ") {
                    Some(word) => format!("the word {word} is not known here; it takes {wanted}"),
                    None => {
                        let found = found.split_once(": ").map_or(found, |(_, found)| found);
                        format!("{found} stands where {wanted} belongs")
                    }
                },
                (None, None) => said.to_owned(),
            };
            format!("line {line}, column {column}: {told}")
        }
    }
}

/// Reads as the deserializer within does, but takes an object for what has keys, and not a list of its values in some order.
struct Named<T>(T);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Named<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Named(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Named(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Named(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Named(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Named<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.0.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.0.visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.0.visit_str(value)
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(value)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, within: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Named(within))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, within: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Named(within))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Named(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Named(map))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Named<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Named(seed))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Named<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Named(seed))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Named<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, within: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Named(within))
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

/// Reads a file that holds a list: each entry with the line it begins in.
///
/// # Errors
/// As for [`read`].
pub fn read_list<T: DeserializeOwned>(path: &Path) -> Result<Vec<(usize, T)>, Problem> {
    let text = text(path)?;
    let entries: Vec<T> = parse(&text).map_err(|why| refused(path, &why))?;
    let line = |entry: usize| line_of(&text, &[&entry.to_string()]).unwrap_or(1);
    Ok(entries.into_iter().enumerate().map(|(number, entry)| (line(number), entry)).collect())
}

/// The line in which the key at the end of the steps stands, or the object there begins.
fn line_of(text: &str, steps: &[&str]) -> Option<usize> {
    let mut source = serde_json::Deserializer::from_str(text);
    Way(steps).deserialize(&mut source).err().map(|found| found.line())
}

/// Goes the steps through a JSON value and stops with an error at the last of them, for an error knows its line.
struct Way<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for Way<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Way<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value with the key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.0.is_empty() {
            return Err(A::Error::custom("here"));
        }
        while let Some(key) = map.next_key::<String>()? {
            match self.0 {
                [last] if *last == key => return Err(A::Error::custom("here")),
                [next, rest @ ..] if *next == key => map.next_value_seed(Way(rest))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let (next, rest) =
            self.0.split_first().map_or((None, self.0), |(next, rest)| (next.parse().ok(), rest));
        let mut at = 0_usize;
        loop {
            let more = if Some(at) == next {
                seq.next_element_seed(Way(rest))?.is_some()
            } else {
                seq.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                return Ok(());
            }
            at += 1;
        }
    }
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

    #[test]
    fn what_is_wrong_is_said_for_who_wrote_it() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        enum Word {
            Yes,
            No,
        }
        let said = |text| parse::<Vec<Word>>(text).unwrap_err();
        assert_eq!(said("[\"yes\",\n\"no\""), "it ends in line 2, before what was begun is closed");
        assert_eq!(said("[\"yes\"\n\"no\"]"), "line 2, column 1 is not JSON: expected `,` or `]`");
        assert_eq!(
            said("[\"maybe\"]"),
            "line 1, column 8: the word `maybe` is not known here; it takes `yes` or `no`"
        );
        let said = parse::<Vec<String>>("[1]").unwrap_err();
        assert_eq!(said, "line 1, column 2: integer `1` stands where a string belongs");
    }

    #[test]
    fn what_has_keys_is_no_list_of_values() {
        assert!(parse::<Outer>("{\"parts\": [[\"a\"]]}").unwrap_err().contains("line 1"));
        assert!(parse::<Outer>("{\"parts\": [], \"one\": [\"a\"]}").is_err());
        assert!(parse::<Outer>("[[]]").is_err());
        assert!(parse::<Vec<Inner>>("[[\"a\"]]").is_err());
        assert!(parse::<Vec<Inner>>("[{\"note\": \"a\"}]").is_ok());
    }
}
