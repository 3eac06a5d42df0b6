//! Bytes from outside → a JSON tree of bounded size and depth that borrows its texts from them.
//!
//! A bill of materials may have 64 MiB, so that a tree owning every text would take several times as much. Depth and
//! size are counted while the tree is built: what is too much is never built.

use super::error::Error;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_json::error::Category;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// Bytes a file may have.
const LARGEST: usize = 64 << 20;
/// Lists and objects that may be inside each other.
const DEEPEST: usize = 64;
/// Values a file may have, of all kinds and on all levels.
const MOST_VALUES: usize = 3_000_000;
/// Fields of an object that are compared one by one when looking for a name given twice.
const FEW: usize = 24;

/// A field of an object: its name and value.
pub(super) type Field<'t> = (Cow<'t, str>, Tree<'t>);

/// A value.
#[derive(Debug, PartialEq)]
pub(super) enum Tree<'t> {
    Null,
    Flag(bool),
    Number(Number),
    Text(Cow<'t, str>),
    List(Box<[Tree<'t>]>),
    Object(Box<[Field<'t>]>),
}

/// A whole file.
#[derive(Debug)]
pub(super) struct Parsed<'t> {
    pub(super) tree: Tree<'t>,
    /// Fields whose name their object has once more further on.
    pub(super) repeated: usize,
}

impl Tree<'_> {
    /// What a value is, in words.
    pub(super) fn kind(value: Option<&Self>) -> &'static str {
        match value {
            None => "missing",
            Some(Self::Null) => "null",
            Some(Self::Flag(_)) => "true or false",
            Some(Self::Number(_)) => "a number",
            Some(Self::Text(_)) => "a text",
            Some(Self::List(_)) => "a list",
            Some(Self::Object(_)) => "an object",
        }
    }
}

/// The tree.
///
/// # Errors
/// When the bytes are too many, are not UTF-8, are not JSON, nest too deep or hold too many values.
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed<'_>, Error> {
    if bytes.len() > LARGEST {
        return Err(Error::TooLarge { size: bytes.len(), limit: LARGEST });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| Error::NotText { position: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => return Err(Error::Empty),
        Some('<') => return Err(Error::Xml),
        Some(_) => {}
    }
    let seen = Seen::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let read =
        Value { depth: 0, seen: &seen }.deserialize(&mut json).and_then(|tree| json.end().map(|()| tree));
    let tree = read.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match seen.refused.get() {
            Some(Refused::Depth) => Error::TooDeep { line, column, limit: DEEPEST },
            Some(Refused::Size) => Error::TooMany { what: "values", limit: MOST_VALUES },
            None => Error::NotJson { line, column, why: why(&error) },
        }
    })?;
    Ok(Parsed { tree, repeated: seen.repeated.get() })
}

/// The parser's words without the place, which has fields of its own.
fn why(error: &serde_json::Error) -> String {
    if error.classify() == Category::Eof {
        return "it ends too early".into();
    }
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().to_owned()
}

#[derive(Clone, Copy)]
enum Refused {
    Depth,
    Size,
}

/// What is counted while reading, and why reading was stopped.
#[derive(Default)]
struct Seen {
    values: Cell<usize>,
    repeated: Cell<usize>,
    refused: Cell<Option<Refused>>,
}

/// A value still to be read, inside `depth` lists and objects.
#[derive(Clone, Copy)]
struct Value<'s> {
    depth: usize,
    seen: &'s Seen,
}

impl Value<'_> {
    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST {
            self.seen.refused.set(Some(Refused::Depth));
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Tree<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Tree<'de>, D::Error> {
        self.seen.values.set(self.seen.values.get() + 1);
        if self.seen.values.get() > MOST_VALUES {
            self.seen.refused.set(Some(Refused::Size));
            return Err(D::Error::custom("too many values"));
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Tree<'de>;

    fn expecting(&self, words: &mut fmt::Formatter) -> fmt::Result {
        words.write_str("any value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree<'de>, E> {
        Ok(Number::from_f64(number).map_or(Tree::Null, Tree::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree<'de>, A::Error> {
        let value = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(value)? {
            items.push(item);
        }
        Ok(Tree::List(items.into_boxed_slice()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree<'de>, A::Error> {
        let value = self.inside()?;
        let mut fields = Vec::new();
        while let Some(Name(name)) = object.next_key()? {
            fields.push((name, object.next_value_seed(value)?));
        }
        self.seen.repeated.set(self.seen.repeated.get() + repeated(&fields));
        Ok(Tree::Object(fields.into_boxed_slice()))
    }
}

/// The name of a field, borrowed where it can be.
#[derive(Deserialize)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

/// How many fields have a name that comes once more.
fn repeated(fields: &[Field]) -> usize {
    if fields.len() > FEW {
        let names: BTreeSet<&str> = fields.iter().map(|(name, _)| &**name).collect();
        return fields.len() - names.len();
    }
    let later = |n: usize| fields.iter().skip(n + 1).any(|(name, _)| *name == fields[n].0);
    (0..fields.len()).filter(|&n| later(n)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree<'_> {
        parse(text.as_bytes()).unwrap().tree
    }

    fn refused(text: &str) -> Error {
        parse(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let list = tree(r#"[null, true, -1, 2, 0.5, "a\u00e9", [], {"k": "v"}]"#);
        let number = |n: f64| Tree::Number(Number::from_f64(n).unwrap());
        let Tree::List(items) = list else { panic!("a list") };
        assert_eq!(items[..3], [Tree::Null, Tree::Flag(true), Tree::Number((-1).into())]);
        assert_eq!(items[3..5], [Tree::Number(2.into()), number(0.5)]);
        assert_eq!(items[5], Tree::Text("aé".into()));
        assert_eq!(items[6], Tree::List(Box::default()));
        assert_eq!(items[7], Tree::Object(Box::new([("k".into(), Tree::Text("v".into()))])));
    }

    #[test]
    fn texts_are_borrowed_unless_written_with_escapes() {
        let Tree::Object(fields) = tree(r#"{"plain": "plain", "esc\u0061ped": "\n"}"#) else {
            panic!("an object")
        };
        assert!(matches!(&fields[0], (Cow::Borrowed("plain"), Tree::Text(Cow::Borrowed("plain")))));
        assert!(
            matches!(&fields[1], (Cow::Owned(name), Tree::Text(Cow::Owned(text))) if name == "escaped" && text == "\n")
        );
    }

    #[test]
    fn places_are_named() {
        let bad = refused("{\n  \"a\": ]\n}");
        assert!(matches!(bad, Error::NotJson { line: 2, column: 8, .. }), "{bad:?}");
        assert_eq!(
            refused("{\"a\": [1, 2").to_string(),
            "The file is not valid JSON at line 1, column 11: it ends too early."
        );
        assert!(matches!(refused("{} {}"), Error::NotJson { .. }));
        assert_eq!(refused(" \n"), Error::Empty);
        assert_eq!(parse(b"{\"a\xff\"}").unwrap_err(), Error::NotText { position: 3 });
        assert_eq!(refused("\u{feff}\n <?xml version=\"1.0\"?><bom/>"), Error::Xml);
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(nested(DEEPEST).as_bytes()).is_ok());
        let deep = refused(&format!("\n{}", nested(DEEPEST + 1)));
        assert_eq!(deep, Error::TooDeep { line: 2, column: DEEPEST + 1, limit: DEEPEST });
        assert!(matches!(refused(&nested(1_000_000)), Error::TooDeep { .. }));
        assert!(matches!(refused(&"{\"a\":".repeat(65)), Error::TooDeep { .. }));
    }

    #[test]
    fn size_is_bounded() {
        assert!(matches!(parse(&vec![b' '; LARGEST + 1]), Err(Error::TooLarge { .. })));
        let many = format!("[{}0]", "0,".repeat(MOST_VALUES));
        assert_eq!(refused(&many), Error::TooMany { what: "values", limit: MOST_VALUES });
    }

    #[test]
    fn names_given_twice_are_counted() {
        let repeated = |text: &str| parse(text.as_bytes()).unwrap().repeated;
        assert_eq!(repeated(r#"[{"a": 1, "b": 2}, {"a": 3}]"#), 0);
        assert_eq!(repeated(r#"[{"a": 1, "b": 2, "a": 3}, {"c": {"d": 1, "d": 2, "d": 3}}]"#), 3);
        let long: Vec<String> = (0..40).map(|n| format!("\"k{}\": 0", n % 39)).collect();
        assert_eq!(repeated(&format!("{{{}}}", long.join(","))), 1);
    }
}
