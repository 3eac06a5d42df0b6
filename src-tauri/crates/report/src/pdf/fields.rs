//! Places for signatures → form fields, and the font with which signing will write into them.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::RenderError;
use super::file::File;
use super::finish::Page;
use super::fonts::seal_font;
use super::layout::{Annotation, AnnotationKind};
use super::object::{dictionary, name, number, text};

/// The name of the font for the visible part of a signature.
pub const SEAL_FONT: &str = "SealText";
/// Printed, and locked in its place.
const FLAGS: i64 = 4 | 128;

/// Writes the fields and the form that lists them. `objects` and `keys` are those of all annotations, in
/// order; `names` are those of the people who are expected to sign.
pub fn write(
    file: &mut File,
    pages: &[Page],
    annotations: &[Annotation],
    objects: &[(ObjectId, usize)],
    keys: &[i64],
    names: &str,
) -> Result<ObjectId, RenderError> {
    let mut fields: Vec<Object> = Vec::new();
    for ((annotation, (object, at)), key) in annotations.iter().zip(objects).zip(keys) {
        let AnnotationKind::Signature { signer, words } = &annotation.kind else { continue };
        let [left, bottom, right, top] = annotation.area;
        let mut appearance = Stream::new(
            dictionary([
                ("Type", name("XObject")),
                ("Subtype", name("Form")),
                ("BBox", [0.0, 0.0, right - left, top - bottom].map(number).to_vec().into()),
                ("Resources", Dictionary::new().into()),
            ]),
            Vec::new(),
        );
        appearance.allows_compression = false;
        let appearance = file.add(appearance);
        let mut entry = dictionary([
            ("Type", name("Annot")),
            ("Subtype", name("Widget")),
            ("FT", name("Sig")),
            ("T", text(signer.field())),
            ("TU", text(words)),
            ("F", FLAGS.into()),
            ("Rect", annotation.area.map(number).to_vec().into()),
            ("StructParent", Object::Integer(*key)),
            ("AP", dictionary([("N", appearance.into())]).into()),
        ]);
        if let Some(page) = pages.get(*at) {
            entry.set("P", page.id);
        }
        file.set(*object, entry);
        fields.push((*object).into());
    }
    let font = seal_font(names)?.embed(file)?;
    let resources = dictionary([("Font", dictionary([(SEAL_FONT, font.into())]).into())]);
    let mut form = dictionary([("DR", resources.into()), ("DA", text(&format!("/{SEAL_FONT} 8 Tf 0 g")))]);
    // Signatures will come; files are then only ever appended to.
    if !fields.is_empty() {
        form.set("SigFlags", 3);
    }
    form.set("Fields", fields);
    Ok(file.add(form))
}
