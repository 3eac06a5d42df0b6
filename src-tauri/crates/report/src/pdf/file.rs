//! Objects → the bytes of a file.
//!
//! Objects are numbered from 1 in the order in which they are asked for, without gaps: gaps would split the table of
//! objects, which makes some readers void earlier signatures when a later one is added. An object is turned into bytes
//! when it is given, so that a large report takes no more room in memory than in the file. Streams are compressed on
//! all processors at once; the bytes do not depend on how many there are.

use std::cmp::Reverse;
use std::io::Write;
use std::num::NonZero;
use std::thread;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

/// Above this size objects are packed into streams; below, the plain table of objects is the most widely read.
const PACK_ABOVE: usize = 2_000_000;
/// Objects packed into one stream.
const PACKED: usize = 200;
/// The first line, and the mark that says that the file is not text (ISO 32000-1, 7.5.2).
const HEAD: &[u8] = b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n";
/// How hard streams are compressed, from 1 to 9: one more takes nearly half as long again and saves three per cent.
const EFFORT: u32 = 5;

/// A file in the making.
#[derive(Default)]
pub struct File {
    bodies: Vec<Body>,
}

/// What stands between `obj` and `endobj`.
enum Body {
    /// Anything but a stream. An object that was asked for and never given is null.
    Plain(Vec<u8>),
    /// A stream that is not compressed yet.
    Open(Stream),
    /// A stream as it stands in the file.
    Closed(Vec<u8>),
}

impl Body {
    fn close(&mut self) {
        if let Body::Open(stream) = self {
            *self =
                Body::Closed(written(std::mem::replace(stream, Stream::new(Dictionary::new(), Vec::new()))));
        }
    }

    /// How much there is to compress.
    fn length(&self) -> usize {
        match self {
            Body::Open(stream) => stream.content.len(),
            Body::Plain(_) | Body::Closed(_) => 0,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Body::Plain(bytes) | Body::Closed(bytes) => bytes,
            Body::Open(_) => &[],
        }
    }
}

impl File {
    /// A number for an object that is given later.
    pub fn reserve(&mut self) -> ObjectId {
        self.bodies.push(Body::Plain(b"null".to_vec()));
        (number(self.bodies.len()), 0)
    }

    /// Gives an object that a number was reserved for.
    pub fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        let body = match object.into() {
            Object::Stream(stream) => Body::Open(stream),
            object @ (Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Reference(_)) => {
                let mut bytes = Vec::new();
                write_object(&object, &mut bytes);
                Body::Plain(bytes)
            }
        };
        self.put(id, body);
    }

    /// Adds a stream as it stands in the file.
    pub fn add_closed(&mut self, stream: Vec<u8>) -> ObjectId {
        self.bodies.push(Body::Closed(stream));
        (number(self.bodies.len()), 0)
    }

    /// Gives an object that is no stream in its written form.
    pub fn set_written(&mut self, id: ObjectId, bytes: Vec<u8>) {
        self.put(id, Body::Plain(bytes));
    }

    /// Adds an object.
    pub fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    fn put(&mut self, (number, _): ObjectId, body: Body) {
        if let Some(place) = (number as usize).checked_sub(1).and_then(|at| self.bodies.get_mut(at)) {
            *place = body;
        }
    }

    /// Writes the file. `trailer` names the catalog and the identifier.
    pub fn save(mut self, trailer: Dictionary) -> Vec<u8> {
        close(&mut self.bodies);
        // What stands around an object, and its line in the table, take some forty bytes.
        let size: usize = self.bodies.iter().map(|body| body.bytes().len() + 40).sum();
        if size > PACK_ABOVE { self.packed(trailer, size) } else { self.plain(trailer, size) }
    }

    /// Each object by itself, and a table of them (ISO 32000-1, 7.5.4).
    fn plain(self, mut trailer: Dictionary, size: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(size + 1024);
        out.extend(HEAD);
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.bodies.len() + 1);
        for (index, body) in self.bodies.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", out.len()));
            indirect(number(index + 1), body.bytes(), &mut out);
        }
        let at = out.len();
        trailer.set("Size", self.bodies.len() as i64 + 1);
        out.extend(table.as_bytes());
        out.extend(b"trailer\n");
        write_dictionary(&trailer, &mut out);
        end(at, &mut out);
        out
    }

    /// Streams by themselves, the other objects packed into streams, and a stream that says where each is
    /// (ISO 32000-1, 7.5.7 and 7.5.8).
    fn packed(self, mut trailer: Dictionary, size: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(size / 2);
        out.extend(HEAD);
        let mut places = vec![Place::Free];
        let mut containers: Vec<Container> = Vec::new();
        let first = self.bodies.len() + 1;
        for (index, body) in self.bodies.into_iter().enumerate() {
            let own = number(index + 1);
            match body {
                Body::Plain(bytes) => {
                    if containers.last().is_none_or(|container| container.count == PACKED) {
                        containers.push(Container::default());
                    }
                    let place = containers.len() - 1;
                    if let Some(container) = containers.last_mut() {
                        places.push(Place::In(number(first + place), container.count));
                        container.add(own, &bytes);
                    }
                }
                Body::Open(_) => places.push(Place::Free),
                Body::Closed(bytes) => {
                    places.push(Place::At(out.len()));
                    indirect(own, &bytes, &mut out);
                }
            }
        }
        let mut containers: Vec<Body> = containers.into_iter().map(Container::finish).collect();
        close(&mut containers);
        for (index, body) in containers.iter().enumerate() {
            places.push(Place::At(out.len()));
            indirect(number(first + index), body.bytes(), &mut out);
        }
        let at = out.len();
        places.push(Place::At(at));
        trailer.set("Type", Object::Name(b"XRef".to_vec()));
        trailer.set("Size", places.len() as i64);
        trailer.set("W", [1, 4, 2].map(Object::Integer).to_vec());
        let table = places.iter().flat_map(Place::bytes).collect();
        let mut table = Body::Open(Stream::new(trailer, table));
        table.close();
        indirect(number(places.len() - 1), table.bytes(), &mut out);
        end(at, &mut out);
        out
    }
}

/// Where an object is.
enum Place {
    Free,
    At(usize),
    In(u32, usize),
}

impl Place {
    fn bytes(&self) -> [u8; 7] {
        let (kind, place, index) = match self {
            Place::Free => (0, 0, u16::MAX),
            Place::At(offset) => (1, number(*offset), 0),
            Place::In(container, index) => (2, *container, u16::try_from(*index).unwrap_or(u16::MAX)),
        };
        let ([a, b, c, d], [e, f]) = (place.to_be_bytes(), index.to_be_bytes());
        [kind, a, b, c, d, e, f]
    }
}

/// Objects that are packed into one stream.
#[derive(Default)]
struct Container {
    count: usize,
    offsets: String,
    content: Vec<u8>,
}

impl Container {
    fn add(&mut self, number: u32, bytes: &[u8]) {
        self.offsets.push_str(&format!("{number} {} ", self.content.len()));
        self.content.extend(bytes);
        self.content.push(b'\n');
        self.count += 1;
    }

    fn finish(self) -> Body {
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", Object::Name(b"ObjStm".to_vec()));
        dictionary.set("N", self.count as i64);
        dictionary.set("First", self.offsets.len() as i64);
        let mut content = self.offsets.into_bytes();
        content.extend(self.content);
        Body::Open(Stream::new(dictionary, content))
    }
}

/// The number of an object, or a place in the file: PDF has no room for more than four bytes.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn indirect(number: u32, body: &[u8], out: &mut Vec<u8>) {
    out.extend(format!("{number} 0 obj\n").as_bytes());
    out.extend(body);
    out.extend(b"\nendobj\n");
}

fn end(at: usize, out: &mut Vec<u8>) {
    out.extend(format!("\nstartxref\n{at}\n%%EOF").as_bytes());
}

/// Compresses the streams among some bodies, each by itself, on as many processors as there are.
fn close(bodies: &mut [Body]) {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut open: Vec<&mut Body> = bodies.iter_mut().filter(|body| matches!(body, Body::Open(_))).collect();
    if threads == 1 || open.len() < 2 {
        open.into_iter().for_each(Body::close);
        return;
    }
    // Dealt out like cards, the longest first: one of them is as long as all pages together.
    open.sort_by_key(|body| Reverse(body.length()));
    let mut hands: Vec<Vec<&mut Body>> = (0..threads).map(|_| Vec::new()).collect();
    for (index, body) in open.drain(..).enumerate() {
        if let Some(hand) = hands.get_mut(index % threads) {
            hand.push(body);
        }
    }
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(|| hand.into_iter().for_each(Body::close));
        }
    });
}

/// A stream as it stands in the file.
pub fn written(stream: Stream) -> Vec<u8> {
    let Stream { mut dict, mut content, allows_compression, .. } = stream;
    if allows_compression && let Some(smaller) = deflated(&content) {
        dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        content = smaller;
    }
    dict.set("Length", content.len() as i64);
    let mut out = Vec::with_capacity(content.len() + 100);
    write_dictionary(&dict, &mut out);
    out.extend(b"stream\n");
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

/// The compressed content, if that is smaller.
fn deflated(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(EFFORT));
    // Writing into memory does not fail; if it did, the stream would stay as it is.
    encoder.write_all(content).ok()?;
    encoder.finish().ok().filter(|smaller| smaller.len() + 20 < content.len())
}

/// Writes an object that is part of another one, or no stream.
pub fn write_object(object: &Object, out: &mut Vec<u8>) {
    match object {
        // A stream is never part of another object.
        Object::Null | Object::Stream(_) => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend(value.to_string().as_bytes()),
        Object::Real(value) => out.extend(value.to_string().as_bytes()),
        Object::Name(name) => write_name(name, out),
        Object::String(bytes, StringFormat::Literal) => write_literal(bytes, out),
        Object::String(bytes, StringFormat::Hexadecimal) => write_hexadecimal(bytes, out),
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_object(item, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Reference((number, generation)) => {
            out.extend(format!("{number} {generation} R").as_bytes());
        }
    }
}

fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (key, value) in dictionary.iter() {
        write_name(key, out);
        out.push(b' ');
        write_object(value, out);
    }
    out.extend(b">>");
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"#()<>[]{}/%".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_literal(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

fn write_hexadecimal(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push(b'<');
    for byte in bytes {
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    out.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::super::object::{dictionary, name, text};
    use super::*;

    fn made(rows: usize) -> Vec<u8> {
        let mut file = File::default();
        let root = file.reserve();
        let kept = file.reserve();
        for row in 0..rows {
            file.add(text(&format!("row {row} with (brackets) and \\ and ü")));
        }
        let stream = file.add(Stream::new(Dictionary::new(), b"content ".repeat(rows)));
        file.set(
            root,
            dictionary([("Type", name("Catalog #1")), ("Stream", stream.into()), ("Kept", kept.into())]),
        );
        file.save(dictionary([("Root", root.into())]))
    }

    #[test]
    fn what_is_written_is_read_back_in_both_forms() {
        for rows in [3, 40_000] {
            let bytes = made(rows);
            let read = lopdf::Document::load_mem(&bytes).unwrap();
            assert_eq!(bytes.windows(7).any(|window| window == b"/ObjStm"), rows > 3);
            let root = read.catalog().unwrap();
            assert_eq!(root.get(b"Type").unwrap().as_name().unwrap(), b"Catalog #1");
            let stream = read.dereference(root.get(b"Stream").unwrap()).unwrap().1.as_stream().unwrap();
            assert_eq!(stream.decompressed_content().unwrap(), b"content ".repeat(rows));
            assert_eq!(read.get_object((2, 0)).unwrap(), &Object::Null);
            for row in [0, rows - 1] {
                let expected = text(&format!("row {row} with (brackets) and \\ and ü"));
                let number = u32::try_from(row + 3).unwrap();
                assert_eq!(
                    read.get_object((number, 0)).unwrap().as_str().unwrap(),
                    expected.as_str().unwrap()
                );
            }
        }
    }

    #[test]
    fn the_bytes_do_not_depend_on_which_thread_is_first() {
        assert_eq!(made(40_000), made(40_000));
    }
}
