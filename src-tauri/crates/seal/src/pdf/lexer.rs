//! Bytes into objects. Depth, number of parts and every length are bounded.

use super::object::{Body, Dictionary, Id, Object, is_regular, is_white};
use super::{Broken, Read};
use assay_message::message;
use std::borrow::Cow;
use std::ops::Range;

/// Arrays and dictionaries inside each other, at most.
const MAX_DEPTH: usize = 64;
/// Parts of one indirect object, at most: bounds the memory that small text can take.
const MAX_PARTS: usize = 1_000_000;

/// Whether a key stands there twice.
fn has_twice(entries: &[(Vec<u8>, Object)]) -> bool {
    // Looking at each pair is quicker for as few as nearly all dictionaries have.
    if entries.len() <= 12 {
        let mut rest = entries;
        while let [(key, _), after @ ..] = rest {
            if after.iter().any(|(other, _)| other == key) {
                return true;
            }
            rest = after;
        }
        return false;
    }
    let mut keys: Vec<&[u8]> = entries.iter().map(|(key, _)| key.as_slice()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}

/// A place in bytes, moving forward.
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    pub at: usize,
    parts: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Lexer { bytes, at, parts: 0 }
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Skips white space only.
    pub fn skip_white(&mut self) {
        while self.peek().is_some_and(is_white) {
            self.at += 1;
        }
    }

    /// Skips white space and comments.
    pub fn skip(&mut self) {
        loop {
            self.skip_white();
            if self.peek() != Some(b'%') {
                return;
            }
            while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                self.at += 1;
            }
        }
    }

    /// Takes `text` if it stands here.
    pub fn take(&mut self, text: &[u8]) -> bool {
        let here = self.rest().starts_with(text);
        if here {
            self.at += text.len();
        }
        here
    }

    /// Takes `word` if it stands here and is not the beginning of a longer one.
    pub fn keyword(&mut self, word: &[u8]) -> bool {
        let ends = !self.rest().get(word.len()).copied().is_some_and(is_regular);
        ends && self.take(word)
    }

    pub fn expect(&mut self, word: &str) -> Read<()> {
        if self.keyword(word.as_bytes()) {
            return Ok(());
        }
        Err(Broken(message!("\"{word}\" is missing at byte {at}", at = self.at)))
    }

    /// Takes a run of regular characters.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Takes unsigned decimal digits.
    pub fn unsigned<T: std::str::FromStr>(&mut self) -> Read<T> {
        let start = self.at;
        let word = self.word();
        let digits = !word.is_empty() && word.len() <= 20 && word.iter().all(u8::is_ascii_digit);
        std::str::from_utf8(word)
            .ok()
            .filter(|_| digits)
            .and_then(|word| word.parse().ok())
            .ok_or_else(|| Broken(message!("a number is missing at byte {start}")))
    }

    /// Reads one direct object, skipping white space before it.
    pub fn object(&mut self) -> Read<Object> {
        self.parts = 0;
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Read<Object> {
        self.parts += 1;
        if depth > MAX_DEPTH || self.parts > MAX_PARTS {
            return Err(Broken(message!(
                "the object at byte {at} is nested too deep or too large",
                at = self.at
            )));
        }
        self.skip();
        match self.peek() {
            Some(b'/') => Ok(Object::Name(self.name()?)),
            Some(b'(') => Ok(Object::String(self.literal()?)),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip();
                    if self.take(b"]") {
                        return Ok(Object::Array(items));
                    }
                    items.push(self.nested(depth + 1)?);
                }
            }
            Some(b'<') if self.rest().starts_with(b"<<") => {
                Ok(Object::Dictionary(self.dictionary(depth, &mut |_, _| {})?))
            }
            Some(b'<') => Ok(Object::String(self.hexadecimal()?)),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number(),
            _ => {
                let start = self.at;
                match self.word() {
                    b"null" => Ok(Object::Null),
                    b"true" => Ok(Object::Bool(true)),
                    b"false" => Ok(Object::Bool(false)),
                    _ => Err(Broken(message!("there is no object at byte {start}"))),
                }
            }
        }
    }

    /// Reads `<< … >>`, telling `seen` each key with the bytes its value takes.
    fn dictionary(&mut self, depth: usize, seen: &mut dyn FnMut(&[u8], Range<usize>)) -> Read<Dictionary> {
        let start = self.at;
        if !self.take(b"<<") {
            return Err(Broken(message!("there is no dictionary at byte {start}")));
        }
        let mut entries = Vec::new();
        loop {
            self.skip();
            if self.take(b">>") {
                break;
            }
            let key = self.name()?;
            self.skip();
            let from = self.at;
            let value = self.nested(depth + 1)?;
            seen(&key, from..self.at);
            entries.push((key, value));
        }
        if has_twice(&entries) {
            return Err(Broken(message!("the dictionary at byte {start} has a key twice")));
        }
        Ok(Dictionary(entries))
    }

    fn name(&mut self) -> Read<Vec<u8>> {
        let start = self.at;
        let broken = || Broken(message!("there is no name at byte {start}"));
        if !self.take(b"/") {
            return Err(broken());
        }
        let word = self.word();
        if !word.contains(&b'#') {
            return Ok(word.to_vec());
        }
        let (mut word, mut name) = (word.iter(), Vec::new());
        while let Some(&byte) = word.next() {
            name.push(match byte {
                b'#' => match (word.next().and_then(digit), word.next().and_then(digit)) {
                    (Some(high), Some(low)) => high << 4 | low,
                    _ => return Err(broken()),
                },
                byte => byte,
            });
        }
        Ok(name)
    }

    fn number(&mut self) -> Read<Object> {
        let start = self.at;
        let word = self.word();
        let unsigned = word.strip_prefix(b"-").or(word.strip_prefix(b"+")).unwrap_or(word);
        let broken = || Broken(message!("the number at byte {start} cannot be read"));
        let dots = unsigned.iter().filter(|byte| **byte == b'.').count();
        let digits = unsigned.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || dots > 1 || dots + digits != unsigned.len() || word.len() > 64 {
            return Err(broken());
        }
        if dots == 1 {
            return Ok(Object::Real(word.to_vec()));
        }
        let value: i64 =
            std::str::from_utf8(word).ok().and_then(|word| word.parse().ok()).ok_or_else(broken)?;
        if word[0].is_ascii_digit()
            && let Some(id) = self.reference_after(value)
        {
            return Ok(Object::Reference(id));
        }
        Ok(Object::Integer(value))
    }

    /// After `number`: takes `generation R`, or nothing.
    fn reference_after(&mut self, number: i64) -> Option<Id> {
        let number = u32::try_from(number).ok()?;
        let back = self.at;
        self.skip_white();
        let generation = if self.at > back { self.unsigned::<u16>().ok() } else { None };
        let gap = self.at;
        self.skip_white();
        match generation {
            Some(generation) if self.at > gap && self.keyword(b"R") => Some(Id { number, generation }),
            _ => {
                self.at = back;
                None
            }
        }
    }

    fn literal(&mut self) -> Read<Vec<u8>> {
        let start = self.at;
        let broken = || Broken(message!("the text at byte {start} does not end"));
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1usize;
        loop {
            let byte = self.peek().ok_or_else(broken)?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(out);
                    }
                }
                b'\r' => {
                    self.take(b"\n");
                    out.push(b'\n');
                    continue;
                }
                b'\\' => {
                    let escaped = self.peek().ok_or_else(broken)?;
                    self.at += 1;
                    match escaped {
                        b'n' => out.push(b'\n'),
                        b'r' => out.push(b'\r'),
                        b't' => out.push(b'\t'),
                        b'b' => out.push(8),
                        b'f' => out.push(12),
                        b'\n' => {}
                        b'\r' => {
                            self.take(b"\n");
                        }
                        b'0'..=b'7' => {
                            let mut value = u32::from(escaped - b'0');
                            for _ in 0..2 {
                                let Some(next @ b'0'..=b'7') = self.peek() else { break };
                                value = value * 8 + u32::from(next - b'0');
                                self.at += 1;
                            }
                            out.push((value & 0xff) as u8);
                        }
                        other => out.push(other),
                    }
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn hexadecimal(&mut self) -> Read<Vec<u8>> {
        let start = self.at;
        self.at += 1;
        let mut out = Vec::new();
        let mut high = None;
        loop {
            let byte =
                self.peek().ok_or_else(|| Broken(message!("the text at byte {start} does not end")))?;
            self.at += 1;
            if byte == b'>' {
                out.extend(high.map(|high: u8| high << 4));
                return Ok(out);
            }
            if is_white(byte) {
                continue;
            }
            let low = digit(&byte)
                .ok_or_else(|| Broken(message!("the text at byte {start} is not hexadecimal")))?;
            match high.take() {
                None => high = Some(low),
                Some(high) => out.push(high << 4 | low),
            }
        }
    }

    /// Reads `number generation obj … endobj`, ending just behind `endobj`.
    ///
    /// `length` answers where a stream's length stands in another object.
    pub fn indirect(&mut self, length: &dyn Fn(Id) -> Read<usize>) -> Read<(Id, Body<'a>)> {
        let id = self.indirect_head()?;
        let object = self.object()?;
        self.skip();
        let body = match object {
            Object::Dictionary(dictionary) if self.keyword(b"stream") => {
                let data = self.stream_data(&dictionary, length)?;
                Body::Stream(dictionary, Cow::Borrowed(data))
            }
            object @ (Object::Null
            | Object::Bool(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Reference(_)) => Body::Plain(object),
        };
        self.skip();
        self.expect("endobj")?;
        Ok((id, body))
    }

    /// Reads `number generation obj`.
    pub fn indirect_head(&mut self) -> Read<Id> {
        let number = self.unsigned()?;
        self.skip_white();
        let generation = self.unsigned()?;
        self.skip_white();
        self.expect("obj")?;
        Ok(Id { number, generation })
    }

    fn stream_data(&mut self, dictionary: &Dictionary, length: &dyn Fn(Id) -> Read<usize>) -> Read<&'a [u8]> {
        let start = self.at;
        let broken = || Broken(message!("the stream at byte {start} does not have the length it states"));
        if !self.take(b"\r\n") && !self.take(b"\n") {
            return Err(broken());
        }
        let length = match dictionary.get("Length") {
            Some(Object::Integer(length)) => usize::try_from(*length).map_err(|_| broken())?,
            Some(Object::Reference(id)) => length(*id)?,
            Some(
                Object::Null
                | Object::Bool(_)
                | Object::Real(_)
                | Object::String(_)
                | Object::Name(_)
                | Object::Array(_)
                | Object::Dictionary(_),
            )
            | None => return Err(broken()),
        };
        let data = self.rest().get(..length).ok_or_else(broken)?;
        self.at += length;
        self.skip_white();
        if self.keyword(b"endstream") { Ok(data) } else { Err(broken()) }
    }

    /// The bytes that the value of `key` takes in the indirect dictionary at `at`.
    pub fn value_span(bytes: &'a [u8], at: usize, key: &str) -> Option<Range<usize>> {
        let mut lexer = Lexer::new(bytes, at);
        lexer.indirect_head().ok()?;
        lexer.skip();
        let mut found = None;
        let mut seen = |name: &[u8], span: Range<usize>| {
            if name == key.as_bytes() {
                found = Some(span);
            }
        };
        lexer.dictionary(0, &mut seen).ok()?;
        found
    }
}

fn digit(byte: &u8) -> Option<u8> {
    char::from(*byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn writing_what_was_read_gives_the_one_spelling() {
        for (text, canonical) in [
            ("<< /A 1 /B [ 1 2 R 3.50 (x) null ] >>", "<</A 1/B[1 2 R 3.50(x)null]>>"),
            ("( a \\(b\\) \\\\ )", "( a \\(b\\) \\\\ )"),
            ("<41 4>", "(A@)"),
            ("<00fF>", "<00ff>"),
            ("/A#20b", "/A#20b"),
            ("[1 0 1 0 R -5 +7 true false]", "[1 0 1 0 R -5 7 true false]"),
            ("(a\r\nb\\\nc\\101)", "<610a6263 41>".replace(' ', "").as_str()),
        ] {
            let mut out = Vec::new();
            read(text).expect(text).write(&mut out);
            assert_eq!(String::from_utf8_lossy(&out), canonical, "{text}");
        }
    }

    #[test]
    fn ambiguous_and_endless_input_is_refused() {
        for text in
            ["<</A 1/A 2>>", "<</A#42 1/AB 2>>", "(a", "<4", "<4x>", "[1", "<<", "1.2.3", "--1", "nul", ""]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&format!("[{}]", "0 ".repeat(MAX_PARTS + 1))).is_err());
    }
}
