//! A document into what in it acts by itself, or lets what is seen change without a change of the file.
//!
//! PDF/A forbids all of it, and no report of this program holds any. Links within the document are not active.

use crate::pdf::Read;
use crate::pdf::file::{File, Place};
use crate::pdf::object::{Body, Dictionary, Id, Object};
use assay_message::{Message, message};
use std::collections::BTreeSet;

/// Kinds told at most; one sentence for each kind, however often it occurs.
type Found = BTreeSet<Message>;

/// One sentence for each kind of active content that any revision of the file holds, used or not.
pub(crate) fn content(file: &File) -> Read<Vec<Message>> {
    let mut found = Found::new();
    for (revision, section) in file.sections.iter().enumerate() {
        for (number, place) in &section.entries {
            match place {
                Place::Free => {}
                Place::At { offset, .. } => {
                    let (_, body, _) = file.indirect(*offset, revision)?;
                    look(&body, &mut found);
                }
                Place::In { .. } => {
                    if let Some(body) = file.object(Id::new(*number), revision)? {
                        look(&body, &mut found);
                    }
                }
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn look(body: &Body, found: &mut Found) {
    match body {
        Body::Plain(object) => object_into(object, found),
        Body::Stream(dictionary, _) => dictionary_into(dictionary, found),
    }
}

fn object_into(object: &Object, found: &mut Found) {
    match object {
        Object::Dictionary(dictionary) => dictionary_into(dictionary, found),
        Object::Array(items) => items.iter().for_each(|item| object_into(item, found)),
        Object::Null
        | Object::Bool(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(_)
        | Object::Name(_)
        | Object::Reference(_) => {}
    }
}

fn dictionary_into(dictionary: &Dictionary, found: &mut Found) {
    for (key, value) in &dictionary.0 {
        // A place in the document to open at is a list; an action is a dictionary.
        let is_place = key == b"OpenAction" && matches!(value, Object::Array(_));
        found.extend(by_key(key).filter(|_| !is_place));
        object_into(value, found);
    }
    found.extend(dictionary.name("S").and_then(by_action));
    found.extend(dictionary.name("Subtype").and_then(by_annotation));
}

fn by_key(key: &[u8]) -> Option<Message> {
    Some(match key {
        b"JavaScript" | b"JS" => message!("It holds a script (JavaScript)."),
        b"OpenAction" => message!("Something happens when it is opened (OpenAction)."),
        b"AA" => message!("Something happens by itself while it is read (additional actions)."),
        b"XFA" => message!("It holds a form that is drawn by the reader's program (XFA)."),
        b"OCProperties" => message!("It has layers that can be switched on and off (optional content)."),
        b"AlternatePresentations" => {
            message!("It can be shown in more than one way (alternate presentations).")
        }
        _ => return None,
    })
}

fn by_action(action: &[u8]) -> Option<Message> {
    Some(match action {
        b"JavaScript" => message!("It holds a script (JavaScript)."),
        b"Launch" => message!("It can start a program (Launch)."),
        b"URI" => message!("It leads to an address on the network (URI)."),
        b"GoToR" | b"GoToE" => message!("It leads into another file (GoToR, GoToE)."),
        b"SubmitForm" | b"ImportData" | b"ResetForm" => {
            message!("It can send, fetch or clear what is filled in (form actions).")
        }
        b"SetOCGState" | b"Hide" => message!("It can hide what is seen (SetOCGState, Hide)."),
        b"Rendition" | b"Sound" | b"Movie" | b"RichMediaExecute" | b"GoTo3DView" | b"Trans" => {
            message!("It can play sound, film or moving drawings.")
        }
        _ => return None,
    })
}

fn by_annotation(kind: &[u8]) -> Option<Message> {
    Some(match kind {
        b"Movie" | b"Sound" | b"Screen" | b"3D" | b"RichMedia" => {
            message!("It can play sound, film or moving drawings.")
        }
        _ => return None,
    })
}
