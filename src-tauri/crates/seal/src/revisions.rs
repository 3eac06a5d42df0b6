//! Two consecutive revisions of a file into what lies between them: a signature, or changes in plain words.
//!
//! A revision is accepted object by object, whichever program wrote it. It may fill one signature place that was empty, with
//! the value and the drawing that this needs; the first signature may name itself in the catalog; and what programs leave
//! behind that no reader sees (the time of the change, the program's own name, data to check signatures with later) may go
//! along. Its objects must follow each other without a gap. Anything else is a change, and is named.

use crate::form::{self, Field};
use crate::pdf::file::{File, Kind, Place, Section};
use crate::pdf::object::{Body, Dictionary, Id, Object};
use crate::pdf::{Broken, Read, filter, lexer::Lexer};
use assay_message::{Message, Part, message};
use std::collections::{BTreeMap, BTreeSet};

/// Changes of one revision that are named; the rest is counted.
const MAX_NAMED: usize = 20;
/// Pages looked through to find the number of one, at most.
const MAX_PAGES: usize = 20_000;
/// Decompressed bytes of the document's description, at most.
const MAX_DESCRIPTION: u64 = 4 << 20;

/// What a revision adds to the one before.
#[derive(Debug)]
pub(crate) enum Step {
    /// One signature, and nothing else that can be seen.
    Signature { field: String },
    /// Data that a reader needs to check the signatures later (`DSS`), and nothing else.
    ValidationData,
    /// Something else, or more.
    Other(Changes),
}

/// What a revision changes: the first of it in words, the rest as a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Changes {
    named: Vec<Message>,
    more: usize,
}

impl Changes {
    fn one(sentence: Message) -> Step {
        Step::Other(Changes { named: vec![sentence], more: 0 })
    }

    fn add(&mut self, describe: impl FnOnce() -> Read<Message>) -> Read<()> {
        if self.named.len() < MAX_NAMED {
            self.named.push(describe()?);
        } else {
            self.more += 1;
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.more == 0
    }

    /// Half sentences, the last one with the number of changes that have none of their own.
    pub fn sentences(&self) -> Vec<Message> {
        let rest =
            (self.more > 0).then(|| message!("{more} more objects were changed or added", more = self.more));
        self.named.iter().cloned().chain(rest).collect()
    }
}

/// Checks that the base has no byte outside its objects, and none of its objects twice.
///
/// Returns the numbers of objects that the base refers to but does not have. A later revision must not
/// define these: that would change the base's meaning without changing its objects.
pub(crate) fn check_base(file: &File) -> Read<BTreeSet<u32>> {
    let section = file.sections.first().ok_or_else(|| Broken::because(message!("it has no revision")))?;
    let end = file.end(0)?;
    if section.hybrid {
        return Err(Broken::because(message!("it has two cross-references side by side")));
    }
    let mut objects: Vec<(usize, Id)> = Vec::new();
    let mut packed = BTreeSet::new();
    let mut packed_members = 0usize;
    for (number, place) in &section.entries {
        match place {
            Place::Free => {}
            Place::At { offset, generation } => {
                objects.push((*offset, Id { number: *number, generation: *generation }));
            }
            Place::In { container, .. } => {
                packed.insert(*container);
                packed_members += 1;
            }
        }
    }
    objects.retain(|(offset, id)| !section.is_own(id.number, *offset));
    objects.sort_unstable();

    let mut missing = BTreeSet::new();
    let mut refer = |id: Id| {
        if !defines(file, id) {
            missing.insert(id.number);
        }
    };
    let mut lexer = Lexer::new(file.bytes, 0);
    lexer.skip();
    for (offset, id) in objects {
        lexer.skip_white();
        if lexer.at != offset {
            return Err(Broken(message!("there are bytes outside its objects at byte {at}", at = lexer.at)));
        }
        let (found, body, next) = file.indirect(offset, 0)?;
        if found != id {
            return Err(Broken(message!(
                "object {number} is not where the cross-reference says",
                number = id.number
            )));
        }
        let kind = body.dictionary().and_then(|dictionary| dictionary.name("Type"));
        if let Body::Stream(..) = body
            && (kind == Some(b"XRef") || kind == Some(b"ObjStm") && !packed.contains(&id.number))
        {
            return Err(Broken(message!(
                "object {number} holds structure that is not in use",
                number = id.number
            )));
        }
        body.references(&mut refer);
        lexer.at = next;
    }
    lexer.skip_white();
    if lexer.at != section.at || end <= section.at {
        return Err(Broken(message!("there are bytes outside its objects at byte {at}", at = lexer.at)));
    }
    section.trailer.references(&mut refer);

    for number in packed {
        let container = file.container(number, 0)?;
        for (index, (member, offset)) in container.members.iter().enumerate() {
            if section.entries.get(member) != Some(&Place::In { container: number, index }) {
                return Err(Broken(message!("object {member} is defined more than once")));
            }
            Body::Plain(file.member(container, *offset)?).references(&mut refer);
            packed_members -= 1;
        }
    }
    if packed_members != 0 {
        return Err(Broken::because(message!("an object is not in the object stream that should hold it")));
    }
    Ok(missing)
}

fn defines(file: &File, id: Id) -> bool {
    match file.locate(id.number, 0) {
        Some((_, Place::At { generation, .. })) => generation == id.generation,
        Some((_, Place::In { .. })) => id.generation == 0,
        Some((_, Place::Free)) | None => false,
    }
}

/// The numbers of objects that the file as of a revision refers to but does not have.
///
/// As with [`check_base`], no later revision may define them.
pub(crate) fn dangling(file: &File, revision: usize) -> Read<BTreeSet<u32>> {
    let mut missing = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut refer = |id: Id| {
        if file.locate(id.number, revision).is_none() {
            missing.insert(id.number);
        }
    };
    for (own, section) in file.sections.iter().enumerate().take(revision + 1).rev() {
        for number in section.entries.keys().filter(|number| seen.insert(**number)) {
            match file.locate(*number, revision) {
                Some((_, Place::At { offset, .. })) if section.is_own(*number, offset) => {}
                Some((_, Place::At { offset, .. })) => file.indirect(offset, own)?.1.references(&mut refer),
                Some((_, Place::In { .. })) => {
                    if let Some(body) = file.object(Id::new(*number), revision)? {
                        body.references(&mut refer);
                    }
                }
                Some((_, Place::Free)) | None => {}
            }
        }
        section.trailer.references(&mut refer);
    }
    Ok(missing)
}

/// Compares a revision (1 or later) with the one before it. `missing` comes from [`check_base`] or [`dangling`].
pub(crate) fn step(file: &File, revision: usize, missing: &BTreeSet<u32>) -> Step {
    compare(file, revision, missing).unwrap_or_else(|broken| {
        Changes::one(message!("what was added cannot be followed exactly, {broken}"))
    })
}

fn compare(file: &File, revision: usize, missing: &BTreeSet<u32>) -> Read<Step> {
    let mut update = Update::open(file, revision, missing)?;
    let fields = form::signature_fields(file, update.before)?;
    let first = !fields.iter().any(Field::is_signed);
    let mut filled = None;
    for field in fields.iter().filter(|field| !field.is_signed()) {
        if update.holds(field.id.number)
            && let Some(value) = update.fill(field)?
        {
            filled = Some((field.name.clone(), value));
            break;
        }
    }
    if filled.is_none() {
        filled = update.new_place(&fields)?;
    }
    let value = filled.as_ref().map(|(_, value)| *value);
    let catalog = update.catalog(value, first)?;
    if filled.is_some() {
        update.description()?;
    }
    let mut changes = update.unexplained()?;
    if update.previous.trailer.get("Root") != update.section.trailer.get("Root") {
        changes.add(|| Ok(message!("the document was given another catalog")))?;
    }
    if !changes.is_empty() {
        return Ok(Step::Other(changes));
    }
    if !update.is_closed()? {
        return Ok(Changes::one(message!("bytes were added beside the signature that belong to nothing")));
    }
    Ok(match (filled, catalog) {
        (Some((field, _)), _) => Step::Signature { field },
        (None, Catalog::ValidationData) => Step::ValidationData,
        (None, Catalog::Same) => Changes::one(message!("a revision was added that signs nothing")),
    })
}

/// What a revision does to the document's catalog, besides what only a signature explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Catalog {
    Same,
    ValidationData,
}

/// One revision beside the one before, with the numbers of the objects that are accounted for.
struct Update<'f, 'a> {
    file: &'f File<'a>,
    revision: usize,
    before: usize,
    previous: &'f Section,
    section: &'f Section,
    missing: &'f BTreeSet<u32>,
    explained: BTreeSet<u32>,
    /// Objects that were defined before and are free now.
    deleted: Vec<u32>,
    /// Whether the form has one more place, which the revision signs.
    has_new_place: bool,
}

impl<'f, 'a> Update<'f, 'a> {
    /// Finds every object of the revision within the revision's own bytes.
    fn open(file: &'f File<'a>, revision: usize, missing: &'f BTreeSet<u32>) -> Read<Update<'f, 'a>> {
        let before = revision
            .checked_sub(1)
            .ok_or_else(|| Broken::because(message!("there is no revision before it")))?;
        let (start, end) = (file.end(before)?, file.end(revision)?);
        let (previous, section) = (&file.sections[before], &file.sections[revision]);
        let same_kind = matches!(
            (previous.kind, section.kind),
            (Kind::Table, Kind::Table) | (Kind::Stream(_), Kind::Stream(_))
        );
        if !(start..end).contains(&section.at) || section.hybrid || !same_kind {
            return Err(Broken::because(message!("the revisions do not follow each other")));
        }
        let mut update = Update {
            file,
            revision,
            before,
            previous,
            section,
            missing,
            explained: BTreeSet::new(),
            deleted: Vec::new(),
            has_new_place: false,
        };
        let mut containers = BTreeMap::new();
        for (number, place) in &section.entries {
            let stray = || Broken(message!("object {number} is not written in its own revision"));
            match place {
                Place::At { offset, .. } if section.is_own(*number, *offset) && update.is_fresh(*number) => {
                    update.explained.insert(*number);
                }
                Place::At { offset, generation: 0 } if (start..section.at).contains(offset) => {}
                Place::Free if file.locate(*number, before).is_some() => update.deleted.push(*number),
                Place::Free => {
                    update.explained.insert(*number);
                }
                Place::In { container, .. } if section.entries.contains_key(container) => {
                    *containers.entry(*container).or_insert(0usize) += 1;
                }
                Place::At { .. } | Place::In { .. } => return Err(stray()),
            }
        }
        for (number, members) in containers {
            let container = file.container(number, revision)?;
            let placed = |(index, (member, _)): (usize, &(u32, usize))| {
                section.entries.get(member) == Some(&Place::In { container: number, index })
            };
            let all = container.members.iter().enumerate().all(placed);
            if all && container.members.len() == members && update.is_fresh(number) {
                update.explained.insert(number);
            }
        }
        Ok(update)
    }

    /// Whether nothing before the revision has this number or refers to it.
    fn is_fresh(&self, number: u32) -> bool {
        let size = self.previous.trailer.integer("Size").unwrap_or(i64::MAX);
        i64::from(number) >= size && !self.missing.contains(&number)
    }

    fn holds(&self, number: u32) -> bool {
        !matches!(self.section.entries.get(&number), None | Some(Place::Free))
    }

    fn dictionaries(&self, id: Id) -> Read<Option<(Dictionary, Dictionary)>> {
        let reference = Object::Reference(id);
        let old = self.file.dictionary(Some(&reference), self.before)?;
        let new = self.file.dictionary(Some(&reference), self.revision)?;
        Ok(old.zip(new))
    }

    /// Accounts for the new objects that these refer to, directly or through each other.
    fn explain(&mut self, from: &Object) -> Read<()> {
        let mut open = Vec::new();
        from.references(&mut |id| open.push(id));
        while let Some(id) = open.pop() {
            let number = id.number;
            if !self.holds(number) || !self.is_fresh(number) || !self.explained.insert(number) {
                continue;
            }
            if let Some(body) = self.file.object(id, self.revision)? {
                body.references(&mut |id| open.push(id));
            }
        }
        Ok(())
    }

    /// Accounts for a place that was empty and is signed now; returns its signature, or `None` if it was changed otherwise.
    fn fill(&mut self, field: &Field) -> Read<Option<Id>> {
        let Some((old, new)) = self.dictionaries(field.id)? else { return Ok(None) };
        let value = new.reference("V").filter(|id| self.is_fresh(id.number) && self.holds(id.number));
        let Some(value) = value.filter(|_| same_but(&old, &new, &["V", "AP", "M", "MK"])) else {
            return Ok(None);
        };
        if !self.is_signature(value)? {
            return Ok(None);
        }
        // A field may have its drawing in an object of its own.
        if let Some(Object::Array(kids)) = old.get("Kids") {
            for kid in kids {
                let Object::Reference(id) = kid else { continue };
                if self.holds(id.number)
                    && let Some((old, new)) = self.dictionaries(*id)?
                    && same_but(&old, &new, &["AP", "M", "MK"])
                {
                    self.explained.insert(id.number);
                    self.explain_keys(&new, &["AP", "MK"])?;
                }
            }
        }
        self.explained.insert(field.id.number);
        self.explain_keys(&new, &["V", "AP", "MK"])?;
        Ok(Some(value))
    }

    fn is_signature(&self, value: Id) -> Read<bool> {
        let value = self.file.dictionary(Some(&Object::Reference(value)), self.revision)?;
        Ok(value.is_some_and(|value| value.has("Contents") && value.has("ByteRange")))
    }

    fn explain_keys(&mut self, dictionary: &Dictionary, keys: &[&str]) -> Read<()> {
        for value in keys.iter().filter_map(|key| dictionary.get(key)) {
            self.explain(value)?;
        }
        Ok(())
    }

    /// Accounts for a place that the revision adds and signs at once; returns its name and signature.
    fn new_place(&mut self, before: &[Field]) -> Read<Option<(String, Id)>> {
        let known: BTreeSet<Id> = before.iter().map(|field| field.id).collect();
        let now = form::signature_fields(self.file, self.revision)?;
        let mut added = now.iter().filter(|field| !known.contains(&field.id));
        let (Some(field), None) = (added.next(), added.next()) else { return Ok(None) };
        let value = field.dictionary.reference("V").filter(|id| self.is_fresh(id.number));
        let (Some(value), true) = (value, self.is_fresh(field.id.number) && self.holds(field.id.number))
        else {
            return Ok(None);
        };
        if !self.is_signature(value)? || !self.form_with(field.id)? || !self.page_with(field)? {
            return Ok(None);
        }
        self.has_new_place = true;
        self.explained.insert(field.id.number);
        self.explain_keys(&field.dictionary, &["V", "AP", "MK"])?;
        Ok(Some((field.name.clone(), value)))
    }

    /// Whether the form is as before, with one more field at its end.
    fn form_with(&mut self, field: Id) -> Read<bool> {
        let (_, old) = self.file.catalog(self.before)?;
        let (_, new) = self.file.catalog(self.revision)?;
        let form = |catalog: &Dictionary, revision| self.file.dictionary(catalog.get("AcroForm"), revision);
        let old_form = form(&old, self.before)?.unwrap_or_default();
        let Some(new_form) = form(&new, self.revision)? else { return Ok(false) };
        let kept = same_but(&old_form, &new_form, &["Fields", "SigFlags"]);
        if !kept || !self.longer_by(&old_form, &new_form, "Fields", field)? {
            return Ok(false);
        }
        if let Some(id) = new.reference("AcroForm")
            && (self.is_fresh(id.number) || old.reference("AcroForm") == Some(id))
        {
            self.explained.insert(id.number);
        }
        Ok(true)
    }

    /// Whether the page of the field is as before, with one more annotation at the end; a field may be on no page.
    fn page_with(&mut self, field: &Field) -> Read<bool> {
        let Some(page) = field.dictionary.reference("P").filter(|page| self.holds(page.number)) else {
            return Ok(true);
        };
        let Some((old, new)) = self.dictionaries(page)? else { return Ok(false) };
        if !same_but(&old, &new, &["Annots"]) || !self.longer_by(&old, &new, "Annots", field.id)? {
            return Ok(false);
        }
        self.explained.insert(page.number);
        Ok(true)
    }

    /// Whether the list `key` is as before with `last` at its end; accounts for the list if it is an object of its own.
    fn longer_by(&mut self, old: &Dictionary, new: &Dictionary, key: &str, last: Id) -> Read<bool> {
        let list = |dictionary: &Dictionary, revision| match self.file.resolve(dictionary.get(key), revision)
        {
            Ok(None) => Ok(Vec::new()),
            Ok(Some(Object::Array(items))) => Ok(items),
            Ok(Some(_)) => Err(Broken(message!("{key} is not a list"))),
            Err(broken) => Err(broken),
        };
        let (old_list, mut new_list) = (list(old, self.before)?, list(new, self.revision)?);
        let is_last = new_list.pop() == Some(Object::Reference(last));
        if let Some(id) = new.reference(key)
            && is_last
            && (self.is_fresh(id.number) || old.reference(key) == Some(id))
        {
            self.explained.insert(id.number);
        }
        Ok(is_last && old_list == new_list)
    }

    /// Accounts for what a signature, or data for later checks, may change in the catalog. The first signature of a file may
    /// be named there.
    fn catalog(&mut self, signature: Option<Id>, first: bool) -> Read<Catalog> {
        let (root, new) = self.file.catalog(self.revision)?;
        let (_, old) = self.file.catalog(self.before)?;
        if !self.holds(root.number) {
            return Ok(Catalog::Same);
        }
        let mut may = vec!["Version", "Extensions", "DSS"];
        let certifying = signature.filter(|_| first);
        let permissions = certifying.map(|id| Object::Dictionary(Dictionary::default().with("DocMDP", id)));
        if permissions.is_some() && !old.has("Perms") && new.get("Perms") == permissions.as_ref() {
            may.push("Perms");
        }
        if self.has_new_place {
            may.push("AcroForm");
        }
        if signature.is_some() && !old.has("Metadata") && self.is_description(&new)? {
            may.push("Metadata");
        }
        if !same_but(&old, &new, &may) {
            return Ok(Catalog::Same);
        }
        let added = old.get("DSS") != new.get("DSS");
        self.explained.insert(root.number);
        self.explain_keys(&new, &["Extensions", "DSS", "Metadata"])?;
        let store =
            old.reference("DSS").filter(|id| new.reference("DSS") == Some(*id) && self.holds(id.number));
        if let Some(id) = store {
            self.explained.insert(id.number);
            if let Some(store) = self.file.object(id, self.revision)? {
                let mut all = Vec::new();
                store.references(&mut |id| all.push(Object::Reference(id)));
                self.explain(&Object::Array(all))?;
            }
        }
        Ok(if added || store.is_some() { Catalog::ValidationData } else { Catalog::Same })
    }

    /// Whether the catalog's description is a new one of the usual kind.
    fn is_description(&self, catalog: &Dictionary) -> Read<bool> {
        let Some(id) = catalog.reference("Metadata").filter(|id| self.is_fresh(id.number)) else {
            return Ok(false);
        };
        Ok(self.file.object(id, self.revision)?.is_some_and(|description| title(&description).is_some()))
    }

    /// Accounts for the time of the change and the program's name, wherever programs note them.
    fn description(&mut self) -> Read<()> {
        let (old, new) = (self.previous.trailer.reference("Info"), self.section.trailer.reference("Info"));
        if let Some(id) = new.filter(|id| self.holds(id.number)) {
            let reference = Object::Reference(id);
            let before = match old {
                Some(old) if old == id => self.file.dictionary(Some(&reference), self.before)?,
                None if self.is_fresh(id.number) => Some(Dictionary::default()),
                Some(_) | None => None,
            };
            let after = self.file.dictionary(Some(&reference), self.revision)?;
            if let Some((before, after)) = before.zip(after)
                && same_but(&before, &after, &["ModDate", "Producer"])
            {
                self.explained.insert(id.number);
            }
        }
        let (_, catalog) = self.file.catalog(self.revision)?;
        let Some(id) = catalog.reference("Metadata").filter(|id| self.holds(id.number)) else {
            return Ok(());
        };
        let (old, new) = (self.file.object(id, self.before)?, self.file.object(id, self.revision)?);
        if let (Some(old), Some(new)) = (old, new)
            && let (Some(old), Some(new)) = (title(&old), title(&new))
            && old == new
        {
            self.explained.insert(id.number);
        }
        Ok(())
    }

    /// What nothing accounts for.
    fn unexplained(&self) -> Read<Changes> {
        let mut changes = Changes::default();
        for number in &self.deleted {
            changes.add(|| Ok(message!("object {number} was deleted")))?;
        }
        for number in self.section.entries.keys() {
            if self.explained.contains(number) || !self.holds(*number) {
                continue;
            }
            changes.add(|| self.describe(*number))?;
        }
        Ok(changes)
    }

    fn describe(&self, number: u32) -> Read<Message> {
        let id = Id::new(number);
        let Some(new) = self.file.object(id, self.revision)? else {
            return Ok(message!("object {number} cannot be found"));
        };
        let old = self.file.object(id, self.before)?;
        let said = describe(number, old.as_ref(), &new, self.is_fresh(number));
        let comments = match (old.as_ref().and_then(Body::dictionary), new.dictionary()) {
            (Some(old), Some(new)) if old.name("Type") == Some(b"Page") => self.comments(old, new)?,
            _ => Vec::new(),
        };
        let own = new.dictionary().filter(|new| old.is_none() && new.name("Type") == Some(b"Annot"));
        let page = match own.and_then(|own| own.reference("P")) {
            Some(page) => page_number(self.file, self.before, page.number)?,
            None if comments.is_empty() => None,
            None => page_number(self.file, self.before, number)?,
        };
        let place = page.map(|page| message!("on page {page}"));
        let more: Vec<Message> = comments.into_iter().chain(place).collect();
        Ok(if more.is_empty() { said } else { message!("{said}, {more}", more = Part::sentences(more)) })
    }

    /// The comments that a page has now and had not.
    fn comments(&self, old: &Dictionary, new: &Dictionary) -> Read<Vec<Message>> {
        let list = |page: &Dictionary, revision| match self.file.resolve(page.get("Annots"), revision) {
            Ok(Some(Object::Array(items))) => Ok(items),
            Ok(_) => Ok(Vec::new()),
            Err(broken) => Err(broken),
        };
        let had = list(old, self.before)?;
        let mut all = Vec::new();
        for item in list(new, self.revision)?.iter().filter(|item| !had.contains(item)).take(MAX_NAMED) {
            let comment = self.file.dictionary(Some(item), self.revision)?.unwrap_or_default();
            let what = match comment.name("Subtype") {
                Some(b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly") => {
                    message!("a highlight was added")
                }
                Some(b"Text" | b"FreeText" | b"Popup") => message!("a comment was added"),
                Some(b"Link") => message!("a link was added"),
                Some(b"Widget") => message!("a form field was added"),
                Some(b"Stamp" | b"Ink" | b"Line" | b"Square" | b"Circle") => message!("a drawing was added"),
                Some(_) | None => message!("an annotation was added"),
            };
            all.push(what);
        }
        all.dedup();
        Ok(all)
    }

    /// Whether the revision's bytes are its objects and its cross-reference, with nothing but white space between them.
    fn is_closed(&self) -> Read<bool> {
        let mut offsets: Vec<(usize, u32)> = Vec::new();
        for (number, place) in &self.section.entries {
            match place {
                Place::At { offset, .. } if !self.section.is_own(*number, *offset) => {
                    offsets.push((*offset, *number));
                }
                Place::At { .. } | Place::In { .. } | Place::Free => {}
            }
        }
        offsets.sort_unstable();
        let mut lexer = Lexer::new(self.file.bytes, self.file.end(self.before)?);
        for (offset, number) in offsets {
            lexer.skip_white();
            if lexer.at != offset {
                return Ok(false);
            }
            let (found, _, next) = self.file.indirect(offset, self.revision)?;
            if found != Id::new(number) {
                return Err(Broken(message!("object {number} is not where the cross-reference says")));
            }
            lexer.at = next;
        }
        lexer.skip_white();
        Ok(lexer.at == self.section.at)
    }
}

/// Whether two dictionaries are the same but for the values of `keys`.
fn same_but(old: &Dictionary, new: &Dictionary, keys: &[&str]) -> bool {
    let rest = |of: &Dictionary| {
        let mut rest = of.without(keys).0;
        rest.sort_by(|a, b| a.0.cmp(&b.0));
        rest
    };
    rest(old) == rest(new)
}

/// The title in a document's description, without its markup; `None` if the object is no description that can be read.
fn title(body: &Body) -> Option<String> {
    let Body::Stream(dictionary, data) = body else { return None };
    if dictionary.name("Type") != Some(b"Metadata") {
        return None;
    }
    let data = filter::decode(dictionary, data, MAX_DESCRIPTION).ok()?;
    let text = String::from_utf8(data).ok()?;
    let Some((_, title)) = text.split_once("<dc:title") else { return Some(String::new()) };
    let title = title.split_once("</dc:title>")?.0;
    let words = title.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    Some(words.collect())
}

/// The number of a page, counted from 1.
pub(crate) fn page_number(file: &File, revision: usize, page: u32) -> Read<Option<usize>> {
    let (_, catalog) = file.catalog(revision)?;
    let mut open: Vec<Object> = catalog.get("Pages").cloned().into_iter().collect();
    let (mut count, mut looked) = (0usize, 0usize);
    while let Some(node) = open.pop() {
        looked += 1;
        if looked > MAX_PAGES {
            return Ok(None);
        }
        let Object::Reference(id) = node else { continue };
        let Some(dictionary) = file.dictionary(Some(&node), revision)? else { continue };
        match file.resolve(dictionary.get("Kids"), revision)? {
            Some(Object::Array(kids)) => open.extend(kids.into_iter().rev()),
            _ => {
                count += 1;
                if id.number == page {
                    return Ok(Some(count));
                }
            }
        }
    }
    Ok(None)
}

/// One change in words.
fn describe(number: u32, old: Option<&Body>, new: &Body, fresh: bool) -> Message {
    let Some(old) = old else {
        let what = thing(new.dictionary());
        return if fresh {
            message!("{what} was added (object {number})")
        } else {
            message!("{what} was put where the document refers to nothing (object {number})")
        };
    };
    let what = thing(old.dictionary());
    match (old, new) {
        (old, new) if old == new => message!("{what} was written again (object {number})"),
        (Body::Stream(_, a), Body::Stream(_, b)) if a != b => {
            message!("{what} was replaced (object {number})")
        }
        (old, new) => match (old.dictionary(), new.dictionary()) {
            (Some(a), Some(b)) => message!("{what} was changed: {b} (object {number})", b = keys(a, b)),
            _ => message!("{what} was replaced (object {number})"),
        },
    }
}

fn thing(dictionary: Option<&Dictionary>) -> Message {
    let Some(dictionary) = dictionary else { return message!("a value") };
    if dictionary.has("FT") || dictionary.name("Subtype") == Some(b"Widget") {
        let name = dictionary.get("T").and_then(Object::as_text);
        return name.map_or_else(|| message!("a form field"), |name| message!("the form field {name}"));
    }
    match (dictionary.name("Type"), dictionary.name("Subtype")) {
        (Some(b"Catalog"), _) => message!("the document's catalog"),
        (Some(b"Page"), _) => message!("a page"),
        (Some(b"Pages"), _) => message!("the list of pages"),
        (Some(b"Sig"), _) => message!("a signature"),
        (Some(b"Filespec"), _) => message!("an attachment"),
        (Some(b"EmbeddedFile"), _) => message!("an attached file"),
        (Some(b"Annot"), _) => message!("an annotation"),
        (Some(b"Font" | b"FontDescriptor"), _) => message!("a font"),
        (Some(b"Metadata"), _) => message!("the document's description"),
        (Some(b"StructElem" | b"StructTreeRoot"), _) => message!("the document's structure"),
        (_, Some(b"Form")) => message!("a drawing"),
        (_, Some(b"Image")) => message!("an image"),
        _ if dictionary.has("Length") => message!("the content of a page or another stream"),
        _ => message!("an object"),
    }
}

fn keys(old: &Dictionary, new: &Dictionary) -> Part {
    let shown = |key: &[u8]| {
        String::from_utf8_lossy(key).chars().filter(|c| !c.is_control()).take(40).collect::<String>()
    };
    let mut words: Vec<Message> = Vec::new();
    for (key, value) in &old.0 {
        match new.0.iter().find(|(other, _)| other == key) {
            None => words.push(message!("{key} removed", key = shown(key))),
            Some((_, other)) if other != value => words.push(message!("{key} changed", key = shown(key))),
            Some(_) => {}
        }
    }
    let added = new.0.iter().filter(|(key, _)| !old.0.iter().any(|(other, _)| other == key));
    words.extend(added.map(|(key, _)| message!("{key} added", key = shown(key))));
    if words.is_empty() {
        words.push(message!("its parts put in another order"));
    }
    words.truncate(8);
    Part::list(words)
}
