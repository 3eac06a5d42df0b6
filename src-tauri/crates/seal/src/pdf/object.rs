//! PDF objects, and the one way this crate writes them.
//!
//! Writing is canonical: an object has exactly one text. A signature's update is checked by writing
//! it again and comparing bytes, so nothing can hide in spelling.

/// Number and generation of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub number: u32,
    pub generation: u16,
}

impl Id {
    /// An object of generation 0, the only generation this crate writes.
    pub fn new(number: u32) -> Self {
        Id { number, generation: 0 }
    }
}

/// A direct object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Object {
    Null,
    Bool(bool),
    Integer(i64),
    /// Kept as written, so that a number never changes by being read.
    Real(Vec<u8>),
    String(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(Id),
}

/// An indirect object's body. Streams exist only here: they cannot be nested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body<'a> {
    Plain(Object),
    Stream(Dictionary, std::borrow::Cow<'a, [u8]>),
}

impl Body<'_> {
    /// The dictionary of the object, be it plain or of a stream.
    pub fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Body::Plain(Object::Dictionary(dictionary)) | Body::Stream(dictionary, _) => Some(dictionary),
            Body::Plain(_) => None,
        }
    }

    /// Calls `visit` for every reference in the object.
    pub fn references(&self, visit: &mut impl FnMut(Id)) {
        match self {
            Body::Plain(object) => object.references(visit),
            Body::Stream(dictionary, _) => dictionary.references(visit),
        }
    }
}

/// A dictionary: keys are unique (the lexer sees to it) and keep their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Dictionary(pub Vec<(Vec<u8>, Object)>);

impl Dictionary {
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(k, _)| k == key.as_bytes()).map(|(_, value)| value)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value of `key` if it is a name.
    pub fn name(&self, key: &str) -> Option<&[u8]> {
        let Object::Name(name) = self.get(key)? else { return None };
        Some(name)
    }

    pub fn integer(&self, key: &str) -> Option<i64> {
        let Object::Integer(value) = self.get(key)? else { return None };
        Some(*value)
    }

    pub fn reference(&self, key: &str) -> Option<Id> {
        let Object::Reference(id) = self.get(key)? else { return None };
        Some(*id)
    }

    pub fn string(&self, key: &str) -> Option<&[u8]> {
        let Object::String(bytes) = self.get(key)? else { return None };
        Some(bytes)
    }

    /// The same dictionary without `keys`.
    pub fn without(&self, keys: &[&str]) -> Dictionary {
        Dictionary(
            self.0.iter().filter(|(k, _)| !keys.iter().any(|key| key.as_bytes() == k)).cloned().collect(),
        )
    }

    /// The same dictionary with one more entry at its end.
    pub fn with(mut self, key: &str, value: impl Into<Object>) -> Dictionary {
        self.0.push((key.as_bytes().to_vec(), value.into()));
        self
    }

    /// How many objects the dictionary is made of.
    pub fn parts(&self) -> usize {
        self.0.iter().map(|(_, value)| value.parts()).sum::<usize>() + 1
    }

    pub fn references(&self, visit: &mut impl FnMut(Id)) {
        self.0.iter().for_each(|(_, value)| value.references(visit));
    }
}

impl Object {
    pub fn name(name: &str) -> Object {
        Object::Name(name.as_bytes().to_vec())
    }

    /// A PDF text string: ASCII as it is, anything else as UTF-16 with its mark.
    pub fn text(text: &str) -> Object {
        if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return Object::String(text.as_bytes().to_vec());
        }
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        Object::String([0xfe, 0xff].into_iter().chain(units).collect())
    }

    /// The inverse of [`Object::text`]; also reads UTF-8 with its mark. Latin text in other spellings gives `None`.
    pub fn as_text(&self) -> Option<String> {
        let Object::String(bytes) = self else { return None };
        if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
            let (pairs, rest) = units.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            return if rest.is_empty() { String::from_utf16(&units).ok() } else { None };
        }
        if let Some(utf8) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
            return String::from_utf8(utf8.to_vec()).ok();
        }
        if bytes.is_ascii() { String::from_utf8(bytes.clone()).ok() } else { None }
    }

    /// A number, in the unit it is given in.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Object::Integer(value) => Some(*value as f64),
            Object::Real(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            Object::Null
            | Object::Bool(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Reference(_) => None,
        }
    }

    fn parts(&self) -> usize {
        match self {
            Object::Array(items) => items.iter().map(Object::parts).sum::<usize>() + 1,
            Object::Dictionary(dictionary) => dictionary.parts(),
            Object::Null
            | Object::Bool(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Reference(_) => 1,
        }
    }

    /// Calls `visit` for every reference in the object.
    pub fn references(&self, visit: &mut impl FnMut(Id)) {
        match self {
            Object::Reference(id) => visit(*id),
            Object::Array(items) => items.iter().for_each(|item| item.references(visit)),
            Object::Dictionary(dictionary) => dictionary.references(visit),
            Object::Null
            | Object::Bool(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(_)
            | Object::Name(_) => {}
        }
    }

    /// Appends the object's one text to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Object::Null => word(out, b"null"),
            Object::Bool(true) => word(out, b"true"),
            Object::Bool(false) => word(out, b"false"),
            Object::Integer(value) => word(out, value.to_string().as_bytes()),
            Object::Real(text) => word(out, text),
            Object::Reference(id) => word(out, format!("{} {} R", id.number, id.generation).as_bytes()),
            Object::Name(name) => write_name(name, out),
            Object::String(bytes) => write_string(bytes, out),
            Object::Array(items) => {
                out.push(b'[');
                items.iter().for_each(|item| item.write(out));
                out.push(b']');
            }
            Object::Dictionary(dictionary) => dictionary.write(out),
        }
    }
}

impl Dictionary {
    /// Appends the dictionary's one text to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(b"<<");
        for (key, value) in &self.0 {
            write_name(key, out);
            value.write(out);
        }
        out.extend(b">>");
    }
}

/// Writes `number 0 obj … endobj`.
pub(crate) fn write_indirect(number: u32, body: &Body, out: &mut Vec<u8>) {
    out.extend(format!("{number} 0 obj\n").as_bytes());
    match body {
        Body::Plain(object) => object.write(out),
        Body::Stream(dictionary, data) => {
            dictionary.write(out);
            out.extend(b"\nstream\n");
            out.extend(data.iter());
            out.extend(b"\nendstream");
        }
    }
    out.extend(b"\nendobj\n");
}

/// Writes a run of regular characters, with a space where it would grow together with the one before.
fn word(out: &mut Vec<u8>, text: &[u8]) {
    if out.last().is_some_and(|byte| is_regular(*byte)) {
        out.push(b' ');
    }
    out.extend(text);
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && is_regular(byte) && byte != b'#' {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        out.push(b'(');
        for &byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        out.extend(hex(bytes));
        out.push(b'>');
    }
}

/// Lower-case hexadecimal digits: the only spelling of signature bytes that verification accepts.
pub(crate) fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

/// White space as PDF counts it.
pub(crate) fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Neither white space nor one of the characters that end a word.
pub(crate) fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

macro_rules! from {
    ($($kind:ty => $variant:ident),*) => {
        $(impl From<$kind> for Object { fn from(value: $kind) -> Object { Object::$variant(value.into()) } })*
    };
}
from!(bool => Bool, i64 => Integer, u32 => Integer, Vec<Object> => Array, Dictionary => Dictionary, Id => Reference);
