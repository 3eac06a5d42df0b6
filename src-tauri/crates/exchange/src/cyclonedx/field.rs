//! The fields of one object of a bill of materials, and where in the file it is → bounded texts, flags and lists.
//!
//! A field that is missing, null or blank counts as not stated. A single field of the wrong form is a remark with its
//! place, and counts as not stated too; a list that everything else depends on is an error ([`Fields::entries`]).

use super::error::Error;
use super::tree::{Field, Tree};
use crate::text::{LONGEST_NAME, LONGEST_TEXT, Notes};
use std::borrow::Cow;
use std::fmt;

/// Entries kept of a list inside a component or service.
pub(super) const MOST_LISTED: usize = 200;
/// Characters kept of an entry of such a list, of a link and of a package URL.
const LONGEST_ITEM: usize = 2_000;

/// Where a value is, from the top of the file: `$.components[3].version`.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Top,
    Field(&'p Path<'p>, &'static str),
    Item(&'p Path<'p>, &'static str, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, words: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Top => words.write_str("$"),
            Self::Field(of, key) => write!(words, "{of}.{key}"),
            Self::Item(of, key, index) => write!(words, "{of}.{key}[{index}]"),
        }
    }
}

/// The fields of an object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t, 'p> {
    of: &'t [Field<'t>],
    pub(super) at: Path<'p>,
}

impl<'t, 'p> Fields<'t, 'p> {
    /// Of the whole file, if it is an object.
    pub(super) fn of_file(tree: &'t Tree<'t>) -> Result<Self, Error> {
        match tree {
            Tree::Object(fields) => Ok(Self { of: fields, at: Path::Top }),
            other => Err(malformed(&Path::Top, other, "an object")),
        }
    }

    /// The value, unless it is missing or null. Of a name given twice the last counts, as with most readers of JSON.
    pub(super) fn get(&self, key: &str) -> Option<&'t Tree<'t>> {
        let (_, value) = self.of.iter().rev().find(|(name, _)| name == key)?;
        (*value != Tree::Null).then_some(value)
    }

    /// The names of all fields, as they come.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.of.iter().map(|(name, _)| &**name)
    }

    fn wrong(&self, key: &'static str, value: &Tree, wanted: &str, notes: &mut Notes) {
        wrong(&Path::Field(&self.at, key), value, wanted, notes);
    }

    /// A text as it is in the file, without the blanks around it; numbers count as text.
    pub(super) fn raw(&self, key: &'static str, notes: &mut Notes) -> Option<Cow<'t, str>> {
        let value = self.get(key)?;
        let text = plain(value);
        if text.is_none() {
            self.wrong(key, value, "a text", notes);
        }
        text.filter(|text| !text.is_empty())
    }

    fn bounded(&self, key: &'static str, longest: usize, notes: &mut Notes) -> Option<String> {
        let raw = self.raw(key, notes)?;
        bounded(&raw, longest, &Path::Field(&self.at, key), notes)
    }

    /// A name, a version or a word, on one line.
    pub(super) fn line(&self, key: &'static str, notes: &mut Notes) -> Option<String> {
        self.bounded(key, LONGEST_NAME, notes).map(one_line)
    }

    /// A package URL or a link, on one line.
    pub(super) fn link(&self, key: &'static str, notes: &mut Notes) -> Option<String> {
        self.bounded(key, LONGEST_ITEM, notes).map(one_line)
    }

    /// A text of several lines.
    pub(super) fn prose(&self, key: &'static str, notes: &mut Notes) -> Option<String> {
        self.bounded(key, LONGEST_TEXT, notes)
    }

    /// What becomes part of an entry of a list.
    pub(super) fn item(&self, key: &'static str, notes: &mut Notes) -> Option<String> {
        self.bounded(key, LONGEST_ITEM, notes)
    }

    /// A flag.
    pub(super) fn flag(&self, key: &'static str, notes: &mut Notes) -> Option<bool> {
        match self.get(key)? {
            Tree::Flag(flag) => Some(*flag),
            other => {
                self.wrong(key, other, "true or false", notes);
                None
            }
        }
    }

    /// A whole number, also when written as a text.
    pub(super) fn whole(&self, key: &'static str, notes: &mut Notes) -> Option<u64> {
        let value = self.get(key)?;
        let number = plain(value).and_then(|text| text.parse().ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number", notes);
        }
        number
    }

    /// An object.
    pub(super) fn object<'s>(&'s self, key: &'static str, notes: &mut Notes) -> Option<Fields<'t, 's>> {
        match self.get(key)? {
            Tree::Object(fields) => Some(Fields { of: fields, at: Path::Field(&self.at, key) }),
            other => {
                self.wrong(key, other, "an object", notes);
                None
            }
        }
    }

    fn list(&self, key: &'static str, notes: &mut Notes) -> &'t [Tree<'t>] {
        match self.get(key) {
            None => &[],
            Some(Tree::List(items)) => items,
            Some(other) => {
                self.wrong(key, other, "a list", notes);
                &[]
            }
        }
    }

    /// The objects of a list; entries of another kind are left aside with a remark.
    pub(super) fn objects<'s>(&'s self, key: &'static str, notes: &mut Notes) -> Vec<Fields<'t, 's>> {
        let mut objects = Vec::new();
        for (n, item) in self.list(key, notes).iter().enumerate() {
            let at = Path::Item(&self.at, key, n);
            match item {
                Tree::Object(fields) => objects.push(Fields { of: fields, at }),
                other => wrong(&at, other, "an object", notes),
            }
        }
        objects
    }

    /// The objects of a list that everything else depends on.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is not a list of objects.
    pub(super) fn entries<'s>(&'s self, key: &'static str) -> Result<Vec<Fields<'t, 's>>, Error> {
        let items = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Tree::List(items)) => items,
            Some(other) => return Err(malformed(&Path::Field(&self.at, key), other, "a list")),
        };
        let object = |(n, item): (usize, &'t Tree<'t>)| {
            let at = Path::Item(&self.at, key, n);
            match item {
                Tree::Object(fields) => Ok(Fields { of: fields, at }),
                other => Err(malformed(&at, other, "an object")),
            }
        };
        items.iter().enumerate().map(object).collect()
    }

    /// An object that everything else depends on.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is something else.
    pub(super) fn part<'s>(&'s self, key: &'static str) -> Result<Option<Fields<'t, 's>>, Error> {
        let at = Path::Field(&self.at, key);
        match self.get(key) {
            None => Ok(None),
            Some(Tree::Object(fields)) => Ok(Some(Fields { of: fields, at })),
            Some(other) => Err(malformed(&at, other, "an object")),
        }
    }

    /// What `read` makes of the objects of a list, at most [`MOST_LISTED`].
    pub(super) fn listed<T>(
        &self,
        key: &'static str,
        notes: &mut Notes,
        mut read: impl FnMut(&Fields<'t, '_>, &mut Notes) -> Option<T>,
    ) -> Vec<T> {
        let objects = self.objects(key, notes);
        self.too_many(key, objects.len(), notes);
        objects.iter().take(MOST_LISTED).filter_map(|object| read(object, notes)).collect()
    }

    /// The texts of a list as they are in the file, each with its place; a text alone counts as a list of one.
    pub(super) fn raw_texts(
        &self,
        key: &'static str,
        notes: &mut Notes,
        mut each: impl FnMut(&Path, Cow<'t, str>, &mut Notes),
    ) {
        let items = match self.get(key) {
            Some(text @ Tree::Text(_)) => std::slice::from_ref(text),
            _ => self.list(key, notes),
        };
        for (n, item) in items.iter().enumerate() {
            let at = Path::Item(&self.at, key, n);
            match plain(item) {
                Some(text) if text.is_empty() => {}
                Some(text) => each(&at, text, notes),
                None => wrong(&at, item, "a text", notes),
            }
        }
    }

    /// The texts of a list, at most [`MOST_LISTED`]; a text alone counts as a list of one.
    pub(super) fn texts(&self, key: &'static str, notes: &mut Notes) -> Vec<String> {
        let (mut texts, mut all) = (Vec::new(), 0);
        self.raw_texts(key, notes, |at, text, notes| {
            all += 1;
            if all <= MOST_LISTED {
                texts.extend(bounded(&text, LONGEST_ITEM, at, notes));
            }
        });
        self.too_many(key, all, notes);
        texts
    }

    fn too_many(&self, key: &'static str, all: usize, notes: &mut Notes) {
        if all > MOST_LISTED {
            notes.say_with(|| {
                let at = Path::Field(&self.at, key);
                format!("{at} has {all} entries; the first {MOST_LISTED} are kept.")
            });
        }
    }
}

/// A text or a number as text, without the blanks around it.
pub(super) fn plain<'t>(value: &'t Tree<'t>) -> Option<Cow<'t, str>> {
    match value {
        Tree::Text(text) => Some(Cow::Borrowed(text.trim())),
        Tree::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

fn malformed(at: &Path, value: &Tree, wanted: &'static str) -> Error {
    Error::Malformed { place: at.to_string(), found: Tree::kind(Some(value)), wanted }
}

fn wrong(at: &Path, value: &Tree, wanted: &str, notes: &mut Notes) {
    notes.say_with(|| {
        let found = Tree::kind(Some(value));
        format!("{at} is {found} where {wanted} is expected; it is left aside.")
    });
}

/// A text without characters that are not shown, at most `longest` characters of it.
pub(super) fn bounded(raw: &str, longest: usize, at: &Path, notes: &mut Notes) -> Option<String> {
    // Nearly all texts of a file need nothing done to them, and there may be millions.
    if raw.len() <= longest && raw.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let text = raw.trim();
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let place = at.to_string();
    let text = notes.prose(raw, longest, &place);
    (!text.is_empty()).then_some(text)
}

/// Line breaks and other blanks as single spaces.
pub(super) fn one_line(text: String) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
