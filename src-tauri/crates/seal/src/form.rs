//! The signature places of a document: the signature fields of its form.

use crate::pdf::file::File;
use crate::pdf::object::{Body, Dictionary, Id, Object};
use crate::pdf::{Broken, Read};
use assay_message::message;

/// Fields of one form, at most, and fields inside each other.
const MAX_FIELDS: usize = 20_000;
const MAX_DEPTH: usize = 8;
/// Bytes of a field's name, at most.
const MAX_NAME: usize = 1_000;
/// Parts of all signature fields together, at most: bounds the memory they take.
const MAX_PARTS: usize = 100_000;

/// A signature field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub id: Id,
    /// The name; of a field inside others, the names from outside in, with dots.
    pub name: String,
    pub dictionary: Dictionary,
}

impl Field {
    pub fn is_signed(&self) -> bool {
        !matches!(self.dictionary.get("V"), None | Some(Object::Null))
    }

    /// Width and height of the field's rectangle on its page, in points.
    pub fn size(&self) -> Option<(f64, f64)> {
        let Some(Object::Array(corners)) = self.dictionary.get("Rect") else { return None };
        let corners: Vec<f64> = corners.iter().filter_map(Object::as_number).collect();
        let [left, bottom, right, top] = corners.try_into().ok()?;
        Some(((right - left).abs(), (top - bottom).abs()))
    }
}

/// The signature fields as of a revision, in the form's order.
pub(crate) fn signature_fields(file: &File, revision: usize) -> Read<Vec<Field>> {
    let (_, catalog) = file.catalog(revision)?;
    let Some(form) = file.dictionary(catalog.get("AcroForm"), revision)? else { return Ok(Vec::new()) };
    let mut walk = Walk { file, revision, left: MAX_FIELDS, parts: MAX_PARTS, found: Vec::new() };
    walk.fields(form.get("Fields"), "", false, 0)?;
    Ok(walk.found)
}

struct Walk<'f, 'a> {
    file: &'f File<'a>,
    revision: usize,
    left: usize,
    parts: usize,
    found: Vec<Field>,
}

impl Walk<'_, '_> {
    /// `signature` tells whether the fields inherit the type of a signature field.
    fn fields(&mut self, list: Option<&Object>, prefix: &str, signature: bool, depth: usize) -> Read<()> {
        let Some(Object::Array(items)) = self.file.resolve(list, self.revision)? else { return Ok(()) };
        for item in &items {
            self.left = self
                .left
                .checked_sub(1)
                .ok_or_else(|| Broken::because(message!("its form has too many fields")))?;
            let Object::Reference(id) = item else { continue };
            let Some(Body::Plain(Object::Dictionary(dictionary))) = self.file.object(*id, self.revision)?
            else {
                continue;
            };
            if dictionary.string("T").is_some_and(|name| name.len() > MAX_NAME) {
                return Err(Broken::because(message!("a field of its form has too long a name")));
            }
            let own = dictionary.get("T").and_then(Object::as_text);
            let name = match (own, prefix) {
                (Some(own), "") => own,
                (Some(own), prefix) => format!("{prefix}.{own}"),
                (None, prefix) => prefix.to_owned(),
            };
            let signature = dictionary.name("FT").map_or(signature, |kind| kind == b"Sig");
            if dictionary.has("Kids") && depth < MAX_DEPTH {
                self.fields(dictionary.get("Kids"), &name, signature, depth + 1)?;
            }
            if signature && (!dictionary.has("Kids") || dictionary.has("V")) {
                let parts = self.parts.checked_sub(dictionary.parts());
                self.parts =
                    parts.ok_or_else(|| Broken::because(message!("its signature fields are too large")))?;
                self.found.push(Field { id: *id, name, dictionary });
            }
        }
        Ok(())
    }
}
