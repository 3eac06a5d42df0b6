//! A PDF as its revisions: each has one cross-reference section, and an object is looked up as of a revision.

use super::lexer::Lexer;
use super::object::{Body, Dictionary, Id, Object};
use super::{Broken, Read, filter};
use assay_message::message;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Revisions followed, at most.
const MAX_REVISIONS: usize = 64;
/// Cross-reference entries of all revisions together, at most.
const MAX_ENTRIES: usize = 2_000_000;
/// Highest object number that the PDF standard lets a reader expect.
pub(crate) const MAX_NUMBER: u32 = 8_388_607;
/// Decompressed bytes of cross-reference and object streams together, at most.
const MAX_INFLATED: u64 = 256 << 20;

/// Where an object of a revision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Free,
    At { offset: usize, generation: u16 },
    In { container: u32, index: usize },
}

/// How a cross-reference section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    /// An object with this number.
    Stream(u32),
}

/// The cross-reference section of one revision.
#[derive(Debug)]
pub(crate) struct Section {
    /// Byte offset of the section.
    pub at: usize,
    pub kind: Kind,
    pub entries: BTreeMap<u32, Place>,
    pub trailer: Dictionary,
    /// What stands behind it: `startxref`, and the end of the file as it was.
    tail: Option<Tail>,
    /// Has a second cross-reference section beside it (`XRefStm`), which readers treat differently.
    pub hybrid: bool,
}

impl Section {
    /// Whether this object is the section itself, written as a stream.
    pub fn is_own(&self, number: u32, offset: usize) -> bool {
        offset == self.at && self.kind == Kind::Stream(number)
    }
}

/// `startxref N %%EOF`.
#[derive(Debug, Clone, Copy)]
struct Tail {
    target: usize,
    /// Behind `%%EOF`, and behind the end of that line.
    mark: usize,
    end: usize,
}

/// Objects packed into one stream.
#[derive(Debug)]
pub(crate) struct Container {
    /// Object numbers with their offsets in `data`, in the stream's order.
    pub members: Vec<(u32, usize)>,
    data: Vec<u8>,
}

/// A PDF that was read: `sections[0]` is the base, each further one an incremental update.
pub(crate) struct File<'a> {
    pub bytes: &'a [u8],
    pub sections: Vec<Section>,
    /// Object streams by the byte offset they stand at.
    containers: BTreeMap<usize, Container>,
    /// Bytes that may still be parsed: bounds the time that overlapping objects can take.
    work: AtomicUsize,
}

impl<'a> File<'a> {
    /// Follows the chain of cross-reference sections from the end of the file.
    pub fn read(bytes: &'a [u8]) -> Read<File<'a>> {
        let last = last_startxref(bytes)
            .ok_or_else(|| Broken::because(message!("it has no end, it may be cut off")))?;
        let work = AtomicUsize::new(bytes.len().saturating_mul(4).saturating_add(16 << 20));
        let mut file = File { bytes, sections: Vec::new(), containers: BTreeMap::new(), work };
        let mut budget = MAX_INFLATED;
        let mut entries = 0;
        let mut seen = BTreeSet::new();
        let mut next = Some(last);
        while let Some(at) = next {
            if !seen.insert(at) || seen.len() > MAX_REVISIONS {
                return Err(Broken::because(message!(
                    "its cross-references run in a circle or are too many"
                )));
            }
            let section = file.section(at, &mut budget)?;
            if section.trailer.has("Encrypt") {
                return Err(Broken::because(message!("it is encrypted")));
            }
            entries += section.entries.len();
            if entries > MAX_ENTRIES {
                return Err(Broken::because(message!("it has too many objects")));
            }
            next = match section.trailer.get("Prev") {
                None => None,
                Some(Object::Integer(at)) => Some(
                    usize::try_from(*at)
                        .map_err(|_| Broken::because(message!("a cross-reference points nowhere")))?,
                ),
                Some(_) => return Err(Broken::because(message!("a cross-reference points nowhere"))),
            };
            file.sections.push(section);
        }
        file.sections.reverse();
        file.open_containers(&mut budget)?;
        Ok(file)
    }

    /// The number of the newest revision, counted from 0.
    pub fn newest(&self) -> usize {
        self.sections.len().saturating_sub(1)
    }

    /// The end of a revision's bytes, with the end of its last line.
    pub fn end(&self, revision: usize) -> Read<usize> {
        Ok(self.tail(revision)?.end)
    }

    /// Where the last mark of a revision ends, before the end of that line.
    pub fn mark(&self, revision: usize) -> Read<usize> {
        Ok(self.tail(revision)?.mark)
    }

    /// The `startxref` that leads to the revision: its own, or (in a linearised file) that of the section it goes on with.
    fn tail(&self, revision: usize) -> Read<Tail> {
        let leads = |tail: &Tail| self.sections.get(revision).is_some_and(|own| tail.target == own.at);
        let own = self.sections.get(revision).and_then(|own| own.tail).filter(leads);
        let before =
            || self.sections.get(revision.checked_sub(1)?).and_then(|other| other.tail).filter(leads);
        own.or_else(before).ok_or_else(|| {
            Broken(message!("revision {revision} does not end as it should", revision = revision + 1))
        })
    }

    /// Bytes behind the end of the newest revision.
    pub fn trailing(&self) -> usize {
        self.end(self.newest()).map_or(0, |end| self.bytes.len() - end)
    }

    /// Where object `number` is as of `revision`, and in which revision's section that stands.
    pub fn locate(&self, number: u32, revision: usize) -> Option<(usize, Place)> {
        let sections = self.sections.get(..=revision)?;
        let found =
            sections.iter().enumerate().rev().find_map(|(k, s)| s.entries.get(&number).map(|p| (k, *p)));
        found.filter(|(_, place)| *place != Place::Free)
    }

    /// The object as of `revision`; `None` if it is not defined.
    pub fn object(&self, id: Id, revision: usize) -> Read<Option<Body<'a>>> {
        let Some((section, place)) = self.locate(id.number, revision) else { return Ok(None) };
        match place {
            Place::Free => Ok(None),
            Place::At { generation, .. } if generation != id.generation => Ok(None),
            Place::At { offset, .. } => {
                let (found, body, _) = self.indirect(offset, revision)?;
                if found != id {
                    return Err(Broken(message!(
                        "object {number} is not where the cross-reference says",
                        number = id.number
                    )));
                }
                Ok(Some(body))
            }
            Place::In { .. } if id.generation != 0 => Ok(None),
            Place::In { container, index } => {
                let container = self.container(container, section)?;
                match container.members.get(index) {
                    Some((number, offset)) if *number == id.number => {
                        Ok(Some(Body::Plain(self.member(container, *offset)?)))
                    }
                    _ => Err(Broken(message!(
                        "object {number} is not in its object stream",
                        number = id.number
                    ))),
                }
            }
        }
    }

    /// The dictionary that `object` is or refers to.
    pub fn dictionary(&self, object: Option<&Object>, revision: usize) -> Read<Option<Dictionary>> {
        let Some(Object::Dictionary(dictionary)) = self.resolve(object, revision)? else { return Ok(None) };
        Ok(Some(dictionary))
    }

    /// The direct object that `object` is or refers to; streams give `None`.
    pub fn resolve(&self, object: Option<&Object>, revision: usize) -> Read<Option<Object>> {
        match object {
            Some(Object::Reference(id)) => match self.object(*id, revision)? {
                Some(Body::Plain(Object::Reference(_))) => {
                    Err(Broken(message!("object {number} is only a reference", number = id.number)))
                }
                Some(Body::Plain(object)) => Ok(Some(object)),
                Some(Body::Stream(..)) | None => Ok(None),
            },
            other => Ok(other.cloned()),
        }
    }

    /// The document catalog as of `revision`, with its number.
    pub fn catalog(&self, revision: usize) -> Read<(Id, Dictionary)> {
        let broken = || Broken::because(message!("it has no document catalog"));
        let section = self.sections.get(revision).ok_or_else(broken)?;
        let id = section.trailer.reference("Root").ok_or_else(broken)?;
        let Some(Body::Plain(Object::Dictionary(catalog))) = self.object(id, revision)? else {
            return Err(broken());
        };
        Ok((id, catalog))
    }

    /// The indirect object at `offset` and the byte behind it.
    pub fn indirect(&self, offset: usize, revision: usize) -> Read<(Id, Body<'a>, usize)> {
        let mut lexer = Lexer::new(self.bytes, offset);
        let (id, body) = lexer.indirect(&|id| self.length(id, revision))?;
        let stream = if let Body::Stream(_, data) = &body { data.len() } else { 0 };
        self.charge(lexer.at - offset - stream)?;
        Ok((id, body, lexer.at))
    }

    /// A stream's length that stands in an object of its own: one number, read without reading more.
    fn length(&self, id: Id, revision: usize) -> Read<usize> {
        let broken = || Broken::because(message!("a stream's length cannot be found"));
        match self.locate(id.number, revision) {
            Some((_, Place::At { offset, generation })) if generation == id.generation => {
                let mut lexer = Lexer::new(self.bytes, offset);
                let found = lexer.indirect_head()?;
                lexer.skip_white();
                let length = lexer.unsigned()?;
                lexer.skip_white();
                lexer.expect("endobj")?;
                if found == id { Ok(length) } else { Err(broken()) }
            }
            Some((_, Place::At { .. } | Place::In { .. } | Place::Free)) | None => Err(broken()),
        }
    }

    fn charge(&self, bytes: usize) -> Read<()> {
        // What is left goes with a charge that is too high, so that nothing is read after it.
        let less = |left: usize| Some(left.saturating_sub(bytes));
        match self.work.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less) {
            Ok(left) if left >= bytes => Ok(()),
            Ok(_) | Err(_) => {
                Err(Broken::because(message!("its objects overlap, it would take too long to read")))
            }
        }
    }

    /// The object stream `number` as of `revision`.
    pub fn container(&self, number: u32, revision: usize) -> Read<&Container> {
        match self.locate(number, revision) {
            Some((_, Place::At { offset, .. })) => self.containers.get(&offset),
            Some((_, Place::In { .. } | Place::Free)) | None => None,
        }
        .ok_or_else(|| Broken(message!("object stream {number} is missing")))
    }

    /// A member of an object stream.
    pub fn member(&self, container: &Container, offset: usize) -> Read<Object> {
        let mut lexer = Lexer::new(&container.data, offset);
        let object = lexer.object()?;
        self.charge(lexer.at.saturating_sub(offset))?;
        Ok(object)
    }

    fn open_containers(&mut self, budget: &mut u64) -> Read<()> {
        let mut found = BTreeMap::new();
        for (revision, section) in self.sections.iter().enumerate() {
            let numbers: BTreeSet<u32> = section
                .entries
                .values()
                .filter_map(
                    |place| if let Place::In { container, .. } = place { Some(*container) } else { None },
                )
                .collect();
            for number in numbers {
                let Some((_, Place::At { offset, .. })) = self.locate(number, revision) else {
                    return Err(Broken(message!("object stream {number} is missing")));
                };
                if found.contains_key(&offset) {
                    continue;
                }
                let (id, body, _) = self.indirect(offset, revision)?;
                match body {
                    Body::Stream(dictionary, data) if id == Id::new(number) => {
                        found.insert(offset, open_container(&dictionary, &data, budget)?);
                    }
                    Body::Stream(..) | Body::Plain(_) => {
                        return Err(Broken(message!("object stream {number} is missing")));
                    }
                }
            }
        }
        self.containers = found;
        Ok(())
    }

    fn section(&self, at: usize, budget: &mut u64) -> Read<Section> {
        let mut lexer = Lexer::new(self.bytes, at);
        let (kind, entries, trailer) = if lexer.keyword(b"xref") {
            let entries = table(&mut lexer)?;
            lexer.skip_white();
            let Object::Dictionary(trailer) = lexer.object()? else {
                return Err(Broken::because(message!("its trailer cannot be read")));
            };
            (Kind::Table, entries, trailer)
        } else {
            let no_length =
                |_| Err(Broken::because(message!("a cross-reference stream has no length of its own")));
            let (id, body) = lexer.indirect(&no_length)?;
            let Body::Stream(dictionary, data) = body else {
                return Err(Broken::because(message!("a cross-reference is not where it should be")));
            };
            let data = inflate(&dictionary, &data, budget)?;
            (Kind::Stream(id.number), stream_entries(&dictionary, &data)?, dictionary)
        };
        let size = trailer.integer("Size").and_then(|size| u32::try_from(size).ok());
        match (size, entries.last_key_value()) {
            (Some(size), last) if last.is_none_or(|(number, _)| *number < size) && size <= MAX_NUMBER + 1 => {
            }
            _ => {
                return Err(Broken::because(message!(
                    "a cross-reference has entries beyond its stated size"
                )));
            }
        }
        let tail = tail(&mut lexer);
        let hybrid = trailer.has("XRefStm");
        Ok(Section { at, kind, entries, trailer, tail, hybrid })
    }
}

/// Reads `startxref N %%EOF` and one end of line.
fn tail(lexer: &mut Lexer) -> Option<Tail> {
    lexer.skip_white();
    lexer.expect("startxref").ok()?;
    lexer.skip_white();
    let target = lexer.unsigned().ok()?;
    lexer.skip_white();
    if !lexer.take(b"%%EOF") {
        return None;
    }
    let mark = lexer.at;
    if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
        lexer.take(b"\r");
    }
    Some(Tail { target, mark, end: lexer.at })
}

fn last_startxref(bytes: &[u8]) -> Option<usize> {
    const WORD: &[u8] = b"startxref";
    let mut end = bytes.len();
    loop {
        let at = bytes.get(..end)?.windows(WORD.len()).rposition(|window| window == WORD)?;
        if let Some(tail) = tail(&mut Lexer::new(bytes, at)) {
            return Some(tail.target);
        }
        end = at + WORD.len() - 1;
    }
}

/// The subsections of a table, up to and with the word `trailer`.
fn table(lexer: &mut Lexer) -> Read<BTreeMap<u32, Place>> {
    let broken = |at: usize| Broken(message!("the cross-reference table cannot be read at byte {at}"));
    let mut entries = BTreeMap::new();
    loop {
        lexer.skip_white();
        if lexer.keyword(b"trailer") {
            return Ok(entries);
        }
        let first: u32 = lexer.unsigned()?;
        lexer.skip_white();
        let count: u32 = lexer.unsigned()?;
        for number in first..first.checked_add(count).ok_or_else(|| broken(lexer.at))? {
            lexer.skip_white();
            let offset = lexer.unsigned()?;
            lexer.skip_white();
            let generation: u32 = lexer.unsigned()?;
            lexer.skip_white();
            let place = match (lexer.word(), u16::try_from(generation)) {
                (b"n", Ok(generation)) => Place::At { offset, generation },
                (b"f", _) => Place::Free,
                _ => return Err(broken(lexer.at)),
            };
            insert(&mut entries, number, place)?;
        }
    }
}

fn insert(entries: &mut BTreeMap<u32, Place>, number: u32, place: Place) -> Read<()> {
    if entries.insert(number, place).is_some() {
        return Err(Broken(message!("object {number} is listed twice in one revision")));
    }
    if entries.len() > MAX_ENTRIES || number > MAX_NUMBER {
        return Err(Broken::because(message!("it has too many objects")));
    }
    Ok(())
}

fn inflate(dictionary: &Dictionary, data: &[u8], budget: &mut u64) -> Read<Vec<u8>> {
    let plain = filter::decode(dictionary, data, *budget)?;
    *budget -= (plain.len() as u64).min(*budget);
    Ok(plain)
}

fn stream_entries(dictionary: &Dictionary, data: &[u8]) -> Read<BTreeMap<u32, Place>> {
    let broken = || Broken::because(message!("the cross-reference stream cannot be read"));
    if dictionary.name("Type") != Some(b"XRef") {
        return Err(broken());
    }
    let integers = |key| match dictionary.get(key) {
        None => Ok(None),
        Some(Object::Array(items)) => items
            .iter()
            .map(|item| if let Object::Integer(value) = item { u32::try_from(*value).ok() } else { None })
            .collect::<Option<Vec<u32>>>()
            .map(Some)
            .ok_or_else(broken),
        Some(_) => Err(broken()),
    };
    let widths = integers("W")?.ok_or_else(broken)?;
    if widths.len() != 3 || widths.iter().any(|width| *width > 8) || widths[1] == 0 {
        return Err(broken());
    }
    let whole = dictionary.integer("Size").and_then(|size| u32::try_from(size).ok()).ok_or_else(broken)?;
    let index = integers("Index")?.unwrap_or_else(|| vec![0, whole]);
    let (ranges, rest) = index.as_chunks::<2>();
    let count: u64 = ranges.iter().map(|[_, count]| u64::from(*count)).sum();
    let width: u64 = widths.iter().map(|width| u64::from(*width)).sum();
    if !rest.is_empty() || data.len() as u64 != count * width {
        return Err(broken());
    }
    let mut entries = BTreeMap::new();
    let mut data = data.iter();
    let mut field =
        |width: u32| data.by_ref().take(width as usize).fold(0u64, |n, byte| n << 8 | u64::from(*byte));
    for [first, count] in ranges {
        for number in *first..first.checked_add(*count).ok_or_else(broken)? {
            let kind = if widths[0] == 0 { 1 } else { field(widths[0]) };
            let (second, third) = (field(widths[1]), field(widths[2]));
            let place = match kind {
                0 => Place::Free,
                1 => Place::At {
                    offset: usize::try_from(second).map_err(|_| broken())?,
                    generation: u16::try_from(third).map_err(|_| broken())?,
                },
                2 => Place::In {
                    container: u32::try_from(second).map_err(|_| broken())?,
                    index: usize::try_from(third).map_err(|_| broken())?,
                },
                _ => return Err(broken()),
            };
            insert(&mut entries, number, place)?;
        }
    }
    Ok(entries)
}

fn open_container(dictionary: &Dictionary, data: &[u8], budget: &mut u64) -> Read<Container> {
    let broken = || Broken::because(message!("an object stream cannot be read"));
    let number =
        |key| dictionary.integer(key).and_then(|value| usize::try_from(value).ok()).ok_or_else(broken);
    let (count, first) = (number("N")?, number("First")?);
    if dictionary.name("Type") != Some(b"ObjStm") || dictionary.has("Extends") {
        return Err(broken());
    }
    let data = inflate(dictionary, data, budget)?;
    if count > data.len() {
        return Err(broken());
    }
    let mut members = Vec::new();
    let mut seen = BTreeSet::new();
    let mut lexer = Lexer::new(&data, 0);
    for _ in 0..count {
        lexer.skip_white();
        let number: u32 = lexer.unsigned()?;
        lexer.skip_white();
        let offset: usize = lexer.unsigned()?;
        if !seen.insert(number) {
            return Err(Broken(message!("object {number} is twice in one object stream")));
        }
        members.push((number, offset.checked_add(first).ok_or_else(broken)?));
    }
    Ok(Container { members, data })
}
