//! Changed and new objects into the bytes of an incremental update, in the one way this crate writes it.

use crate::pdf::file::{Kind, Section};
use crate::pdf::object::{Body, Dictionary, Object, write_indirect};
use sha2::{Digest, Sha256};

/// An update, and where each of its objects begins, counted from the start of the file.
pub(crate) struct Update {
    pub bytes: Vec<u8>,
    pub offsets: Vec<(u32, usize)>,
}

/// Writes `objects` (all of generation 0) behind `base`, with a cross-reference of the kind the base has.
///
/// `kind` is the previous section's kind; for a cross-reference stream it names the new stream's own number.
pub(crate) fn write(base: &[u8], previous: &Section, kind: Kind, objects: &[(u32, Body)]) -> Update {
    let mut bytes = Vec::new();
    if !matches!(base.last(), Some(b'\n' | b'\r')) {
        bytes.push(b'\n');
    }
    let mut offsets = Vec::new();
    for (number, body) in objects {
        offsets.push((*number, base.len() + bytes.len()));
        write_indirect(*number, body, &mut bytes);
    }
    let at = base.len() + bytes.len();
    if let Kind::Stream(number) = kind {
        offsets.push((number, at));
    }
    let mut sorted = offsets.clone();
    sorted.sort_unstable();
    let size = previous.trailer.integer("Size").unwrap_or(0);
    let size = sorted.last().map_or(size, |(number, _)| size.max(i64::from(*number) + 1));
    let trailer = Dictionary::default().with("Size", size).with("Prev", previous.at as i64);
    let trailer = ["Root", "Info"].iter().fold(trailer, |trailer, key| match previous.trailer.get(key) {
        Some(value) => trailer.with(key, value.clone()),
        None => trailer,
    });
    let trailer = match previous.trailer.get("ID") {
        Some(Object::Array(id)) => trailer.with("ID", changed_id(id, &bytes)),
        Some(other) => trailer.with("ID", other.clone()),
        None => trailer,
    };
    match kind {
        Kind::Table => table(&sorted, &trailer, &mut bytes),
        Kind::Stream(number) => stream(number, &sorted, trailer, &mut bytes),
    }
    bytes.extend(format!("startxref\n{at}\n%%EOF\n").as_bytes());
    Update { bytes, offsets }
}

/// The document's identifier: its first half stays as long as the document does, its second changes with every update.
fn changed_id(id: &[Object], update: &[u8]) -> Vec<Object> {
    let first = id.first().cloned();
    let second = Object::String(Sha256::digest(update).iter().take(16).copied().collect());
    first.into_iter().chain([second]).collect()
}

fn table(sorted: &[(u32, usize)], trailer: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"xref\n");
    for run in runs(sorted) {
        out.extend(format!("{} {}\n", run[0].0, run.len()).as_bytes());
        for (_, offset) in run {
            out.extend(format!("{offset:010} 00000 n \n").as_bytes());
        }
    }
    out.extend(b"trailer\n");
    trailer.write(out);
    out.push(b'\n');
}

fn stream(number: u32, sorted: &[(u32, usize)], trailer: Dictionary, out: &mut Vec<u8>) {
    let index: Vec<Object> =
        runs(sorted).flat_map(|run| [Object::from(run[0].0), Object::from(run.len() as i64)]).collect();
    let data: Vec<u8> = sorted
        .iter()
        .flat_map(|(_, offset)| [&[1], (*offset as u64).to_be_bytes().as_slice(), &[0]].concat())
        .collect();
    let widths: Vec<Object> = [1i64, 8, 1].map(Object::from).to_vec();
    let head =
        Dictionary::default().with("Type", Object::name("XRef")).with("W", widths).with("Index", index);
    let mut dictionary = head.with("Length", data.len() as i64);
    dictionary.0.extend(trailer.0);
    write_indirect(number, &Body::Stream(dictionary, data.into()), out);
}

/// Runs of consecutive object numbers.
fn runs(sorted: &[(u32, usize)]) -> impl Iterator<Item = &[(u32, usize)]> {
    sorted.chunk_by(|a, b| b.0.checked_sub(a.0) == Some(1))
}
