//! Links within the document → link annotations.

use assay_message::Language;
use lopdf::{Object, ObjectId};

use super::file::File;
use super::finish::Page;
use super::layout::{Annotation, AnnotationKind};
use super::object::{dictionary, name, number, text};
use super::outline::destination;

/// Writes the links. `objects` and `keys` are those of all annotations, in order.
pub fn write(
    file: &mut File,
    language: &Language,
    pages: &[Page],
    annotations: &[Annotation],
    objects: &[(ObjectId, usize)],
    keys: &[i64],
) {
    for ((annotation, (object, at)), key) in annotations.iter().zip(objects).zip(keys) {
        let AnnotationKind::Link { to, words } = &annotation.kind else { continue };
        let words = crate::clean::flat(words);
        let mut entry = dictionary([
            ("Type", name("Annot")),
            ("Subtype", name("Link")),
            ("Rect", annotation.area.map(number).to_vec().into()),
            ("Border", vec![Object::Integer(0); 3].into()),
            ("F", 4.into()),
            ("Contents", text(&say!(language, "Go to {words}"))),
            ("StructParent", Object::Integer(*key)),
            ("Dest", destination(pages, *to)),
        ]);
        if let Some(page) = pages.get(*at) {
            entry.set("P", page.id);
        }
        file.set(*object, entry);
    }
}
