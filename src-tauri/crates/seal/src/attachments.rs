//! The files attached to a document into their names, sizes and hashes, or one of them into its bytes.

use crate::pdf::file::File;
use crate::pdf::object::{Body, Dictionary, Object};
use crate::pdf::{Broken, Read, filter};
use crate::verify::Attachment;
use assay_message::message;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Attachments, nodes of the tree of names, and nodes inside each other, at most.
const MAX_NODES: usize = 10_000;
const MAX_DEPTH: usize = 16;
/// Decompressed bytes of all attachments together, at most.
const MAX_BYTES: u64 = 1 << 30;

/// The attachments as of the newest revision, in the order of the document's tree of names.
pub(crate) fn list(file: &File) -> Read<Vec<Attachment>> {
    let (mut found, mut left) = (Vec::new(), MAX_BYTES);
    for embedded in embedded(file)? {
        let mut hash = Sha256::new();
        let size = embedded.read(left, &mut |piece| hash.update(piece))?;
        // What was read is charged as well as what came out, so that naming one stream often does not pay.
        left = left.saturating_sub(size.max(embedded.data.len() as u64));
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        found.push(Attachment { name: embedded.name, sha256, size });
    }
    Ok(found)
}

/// The bytes of the one attachment of that name, unless it is longer than `most`. `None` too when there are several.
///
/// Says nothing of whether the file is sound: [`crate::verify::verify`] does.
pub fn attached(pdf: &[u8], name: &str, most: u64) -> Option<Vec<u8>> {
    let file = File::read(pdf).ok()?;
    let mut named = embedded(&file).ok()?.into_iter().filter(|embedded| embedded.name == name);
    let (Some(one), None) = (named.next(), named.next()) else { return None };
    let mut bytes = Vec::new();
    one.read(most, &mut |piece| bytes.extend_from_slice(piece)).ok()?;
    Some(bytes)
}

/// A file in the document, packed as it lies there.
struct Embedded<'a> {
    name: String,
    dictionary: Dictionary,
    data: Cow<'a, [u8]>,
}

impl Embedded<'_> {
    /// Gives its bytes, `most` of them, piece by piece; returns how many there are.
    fn read(&self, most: u64, out: &mut dyn FnMut(&[u8])) -> Read<u64> {
        filter::decode_to(&self.dictionary, &self.data, most, out).map_err(|_| unreadable(&self.name))
    }
}

fn unreadable(name: &str) -> Broken {
    Broken(message!("the attachment {name} cannot be read"))
}

fn embedded<'a>(file: &File<'a>) -> Read<Vec<Embedded<'a>>> {
    let (_, catalog) = file.catalog(file.newest())?;
    let Some(names) = file.dictionary(catalog.get("Names"), file.newest())? else { return Ok(Vec::new()) };
    let mut walk = Walk { file, nodes: MAX_NODES, found: Vec::new() };
    walk.node(names.get("EmbeddedFiles"), 0)?;
    Ok(walk.found)
}

struct Walk<'f, 'a> {
    file: &'f File<'a>,
    nodes: usize,
    found: Vec<Embedded<'a>>,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: Option<&Object>, depth: usize) -> Read<()> {
        let newest = self.file.newest();
        let Some(node) = self.file.dictionary(node, newest)? else { return Ok(()) };
        if depth > MAX_DEPTH {
            return Err(Broken::because(message!("the list of attachments is nested too deep")));
        }
        if let Some(Object::Array(pairs)) = self.file.resolve(node.get("Names"), newest)? {
            for [_, specification] in pairs.as_chunks::<2>().0 {
                self.count()?;
                if let Some(specification) = self.file.dictionary(Some(specification), newest)? {
                    self.attachment(&specification)?;
                }
            }
        }
        if let Some(Object::Array(kids)) = self.file.resolve(node.get("Kids"), newest)? {
            for kid in &kids {
                self.count()?;
                self.node(Some(kid), depth + 1)?;
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Read<()> {
        self.nodes = self
            .nodes
            .checked_sub(1)
            .ok_or_else(|| Broken::because(message!("it has too many attachments")))?;
        Ok(())
    }

    fn attachment(&mut self, specification: &Dictionary) -> Read<()> {
        let newest = self.file.newest();
        let name = specification.get("UF").or(specification.get("F")).and_then(Object::as_text);
        let name = name.ok_or_else(|| Broken::because(message!("an attachment has no readable name")))?;
        let embedded =
            self.file.dictionary(specification.get("EF"), newest)?.ok_or_else(|| unreadable(&name))?;
        let id = embedded.reference("F").or(embedded.reference("UF")).ok_or_else(|| unreadable(&name))?;
        let Some(Body::Stream(dictionary, data)) = self.file.object(id, newest)? else {
            return Err(unreadable(&name));
        };
        if filter::has_predictor(&dictionary) {
            return Err(unreadable(&name));
        }
        self.found.push(Embedded { name, dictionary, data });
        Ok(())
    }
}
