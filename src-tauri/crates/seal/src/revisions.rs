//! Two consecutive revisions of a file into what lies between them: a signature, or changes in plain words.
//!
//! A revision is accepted object by object. It may fill one signature place that was empty, with the
//! value and the drawing that this needs, and (if it certifies, as the first one may) name itself in the
//! catalog. Its bytes must then be exactly those that writing these objects gives: nothing stands between
//! them. The base must consist of its objects and its cross-reference without a gap, too.

use crate::form;
use crate::pdf::file::{File, Kind, Place};
use crate::pdf::object::{Body, Dictionary, Id, Object};
use crate::pdf::{Broken, Read, lexer::Lexer};
use crate::{sign, update};
use std::collections::BTreeSet;

/// What a revision adds to the one before.
#[derive(Debug)]
pub(crate) enum Step {
    /// One signature and nothing else.
    Signature { field: String },
    /// Something else, or more: each change in words.
    Other(Vec<String>),
}

/// Checks that the base has no byte outside its objects, and none of its objects twice.
///
/// Returns the numbers of objects that the base refers to but does not have. A later revision must not
/// define these: that would change the base's meaning without changing its objects.
pub(crate) fn check_base(file: &File) -> Read<BTreeSet<u32>> {
    let section = file.sections.first().ok_or_else(|| Broken::because("it has no revision"))?;
    let end = file.end(0)?;
    if section.hybrid {
        return Err(Broken::because("it has two cross-references side by side"));
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
    objects.retain(|(offset, id)| *offset != section.at || section.kind != Kind::Stream(id.number));
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
            return Err(Broken(format!("there are bytes outside its objects at byte {}", lexer.at)));
        }
        let (found, body, next) = file.indirect(offset, 0)?;
        if found != id {
            return Err(Broken(format!("object {} is not where the cross-reference says", id.number)));
        }
        let kind = body.dictionary().and_then(|dictionary| dictionary.name("Type"));
        if let Body::Stream(..) = body
            && (kind == Some(b"XRef") || kind == Some(b"ObjStm") && !packed.contains(&id.number))
        {
            return Err(Broken(format!("object {} holds structure that is not in use", id.number)));
        }
        body.references(&mut refer);
        lexer.at = next;
    }
    lexer.skip_white();
    if lexer.at != section.at || end <= section.at {
        return Err(Broken(format!("there are bytes outside its objects at byte {}", lexer.at)));
    }
    section.trailer.references(&mut refer);

    for number in packed {
        let container = file.container(number, 0)?;
        for (index, (member, offset)) in container.members.iter().enumerate() {
            if section.entries.get(member) != Some(&Place::In { container: number, index }) {
                return Err(Broken(format!("object {member} is defined more than once")));
            }
            Body::Plain(file.member(container, *offset)?).references(&mut refer);
            packed_members -= 1;
        }
    }
    if packed_members != 0 {
        return Err(Broken::because("an object is not in the object stream that should hold it"));
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

/// Compares a revision (1 or later) with the one before it. `missing` comes from [`check_base`].
pub(crate) fn step(file: &File, revision: usize, missing: &BTreeSet<u32>) -> Step {
    compare(file, revision, missing).unwrap_or_else(|broken| {
        Step::Other(vec![format!("what was added cannot be followed exactly, {broken}")])
    })
}

fn compare(file: &File, revision: usize, missing: &BTreeSet<u32>) -> Read<Step> {
    let before = revision.checked_sub(1).ok_or_else(|| Broken::because("there is no revision before it"))?;
    let (start, end) = (file.end(before)?, file.end(revision)?);
    let (previous, section) = (&file.sections[before], &file.sections[revision]);
    if !(start..end).contains(&section.at) {
        return Err(Broken::because("the revisions do not follow each other"));
    }
    let size = previous.trailer.integer("Size").unwrap_or(i64::MAX);
    let fresh = |number: u32| i64::from(number) >= size && !missing.contains(&number);

    let mut objects: Vec<(usize, u32, Body)> = Vec::new();
    for (number, place) in &section.entries {
        match place {
            Place::At { offset, .. } if *offset == section.at && section.kind == Kind::Stream(*number) => {}
            Place::At { offset, generation: 0 } if (start..section.at).contains(offset) => {
                let (id, body, _) = file.indirect(*offset, revision)?;
                if id != Id::new(*number) {
                    return Err(Broken(format!("object {number} is not where the cross-reference says")));
                }
                objects.push((*offset, *number, body));
            }
            Place::Free if file.locate(*number, before).is_some() => {
                return Ok(Step::Other(vec![format!("object {number} was deleted")]));
            }
            Place::At { .. } | Place::In { .. } | Place::Free => {
                return Err(Broken(format!("object {number} is not written in its own revision")));
            }
        }
    }
    objects.sort_unstable_by_key(|(offset, ..)| *offset);

    let fields = form::signature_fields(file, before)?;
    let (root, catalog) = file.catalog(before)?;
    let body_of =
        |id: Id| objects.iter().find(|(_, number, _)| Id::new(*number) == id).map(|(.., body)| body);
    // The place that this revision fills, with all the objects that filling it explains.
    let filled = objects.iter().find_map(|(_, number, body)| {
        let field = fields.iter().find(|field| field.id == Id::new(*number) && !field.is_signed())?;
        let filled = body.dictionary()?;
        let signature = filled.reference("V").filter(|id| fresh(id.number))?;
        let Some(Object::Dictionary(appearances)) = filled.get("AP") else { return None };
        let appearance = appearances.reference("N").filter(|id| fresh(id.number))?;
        let value = body_of(signature)?.dictionary()?;
        body_of(appearance)?;
        let exact = sign::filled_field(&field.dictionary, signature, appearance) == *filled;
        let mut explained = vec![*number, signature.number, appearance.number];
        if value.has("Reference") {
            let certified = Body::Plain(Object::Dictionary(sign::certified_catalog(&catalog, signature)));
            if revision != 1 || catalog.has("Perms") || body_of(root) != Some(&certified) {
                return None;
            }
            explained.push(root.number);
        }
        (exact && signature != appearance).then(|| (field.name.clone(), explained))
    });
    let explained = filled.as_ref().map(|(_, explained)| explained.as_slice()).unwrap_or_default();
    let mut changes = Vec::new();
    for (_, number, body) in objects.iter().filter(|(_, number, _)| !explained.contains(number)) {
        let old = file.object(Id::new(*number), before)?;
        changes.push(describe(*number, old.as_ref(), body, fresh(*number)));
    }
    if previous.trailer.get("Root") != section.trailer.get("Root") {
        changes.push("the document was given another catalog".into());
    }
    let Some((field, _)) = filled.filter(|_| changes.is_empty()) else {
        if changes.is_empty() {
            changes.push("a revision was added that signs nothing".into());
        }
        return Ok(Step::Other(changes));
    };

    let kind_kept = match (previous.kind, section.kind) {
        (Kind::Table, Kind::Table) => true,
        (Kind::Stream(_), Kind::Stream(number)) => fresh(number),
        (Kind::Table, Kind::Stream(_)) | (Kind::Stream(_), Kind::Table) => false,
    };
    let base = file.bytes.get(..start).unwrap_or_default();
    let objects: Vec<(u32, Body)> = objects.into_iter().map(|(_, number, body)| (number, body)).collect();
    let exact = update::write(base, previous, section.kind, &objects);
    if !kind_kept || file.bytes.get(start..end) != Some(&exact.bytes) {
        return Ok(Step::Other(vec!["bytes were added beside the signature that belong to nothing".into()]));
    }
    Ok(Step::Signature { field })
}

/// One change in words.
fn describe(number: u32, old: Option<&Body>, new: &Body, fresh: bool) -> String {
    let Some(old) = old else {
        let what = thing(new.dictionary());
        return if fresh {
            format!("{what} was added (object {number})")
        } else {
            format!("{what} was put where the document refers to nothing (object {number})")
        };
    };
    let what = thing(old.dictionary());
    match (old, new) {
        (old, new) if old == new => format!("{what} was written again (object {number})"),
        (Body::Stream(_, a), Body::Stream(_, b)) if a != b => {
            format!("{what} was replaced (object {number})")
        }
        (old, new) => match (old.dictionary(), new.dictionary()) {
            (Some(a), Some(b)) => format!("{what} was changed: {} (object {number})", keys(a, b)),
            _ => format!("{what} was replaced (object {number})"),
        },
    }
}

fn thing(dictionary: Option<&Dictionary>) -> String {
    let Some(dictionary) = dictionary else { return "a value".into() };
    if dictionary.has("FT") || dictionary.name("Subtype") == Some(b"Widget") {
        let name = dictionary.get("T").and_then(Object::as_text);
        return name.map_or("a form field".into(), |name| format!("the form field {name}"));
    }
    match (dictionary.name("Type"), dictionary.name("Subtype")) {
        (Some(b"Catalog"), _) => "the document's catalog",
        (Some(b"Page"), _) => "a page",
        (Some(b"Pages"), _) => "the list of pages",
        (Some(b"Sig"), _) => "a signature",
        (Some(b"Filespec"), _) => "an attachment",
        (Some(b"EmbeddedFile"), _) => "an attached file",
        (Some(b"Annot"), _) => "an annotation",
        (Some(b"Font" | b"FontDescriptor"), _) => "a font",
        (Some(b"Metadata"), _) => "the document's description",
        (Some(b"StructElem" | b"StructTreeRoot"), _) => "the document's structure",
        (_, Some(b"Form")) => "a drawing",
        (_, Some(b"Image")) => "an image",
        _ if dictionary.has("Length") => "the content of a page or another stream",
        _ => "an object",
    }
    .into()
}

fn keys(old: &Dictionary, new: &Dictionary) -> String {
    let shown = |key: &[u8]| {
        String::from_utf8_lossy(key).chars().filter(|c| !c.is_control()).take(40).collect::<String>()
    };
    let mut words: Vec<String> = Vec::new();
    for (key, value) in &old.0 {
        match new.0.iter().find(|(other, _)| other == key) {
            None => words.push(format!("{} removed", shown(key))),
            Some((_, other)) if other != value => words.push(format!("{} changed", shown(key))),
            Some(_) => {}
        }
    }
    let added = new.0.iter().filter(|(key, _)| !old.0.iter().any(|(other, _)| other == key));
    words.extend(added.map(|(key, _)| format!("{} added", shown(key))));
    if words.is_empty() {
        words.push("its parts put in another order".into());
    }
    words.truncate(8);
    words.join(", ")
}
