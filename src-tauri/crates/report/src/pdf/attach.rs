//! The data of the report → an associated file, embedded in the PDF.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::Attachment;
use super::file::{File, written};
use super::object::{date, dictionary, name, text};

/// The attachment in the file.
pub struct Attached {
    /// Its file specification.
    pub specification: ObjectId,
    /// The tree of names that lists it.
    pub names: Dictionary,
}

/// The attachment as a stream of the file. It is nearly half of what there is to compress, and known before any page.
pub fn stream(attachment: &Attachment) -> Vec<u8> {
    let parameters = dictionary([
        ("Size", Object::Integer(attachment.bytes.len() as i64)),
        ("ModDate", date(&attachment.modified)),
    ]);
    written(Stream::new(
        dictionary([
            ("Type", name("EmbeddedFile")),
            ("Subtype", name(&attachment.mime)),
            ("Params", parameters.into()),
        ]),
        attachment.bytes.clone(),
    ))
}

/// Embeds the attachment, whose stream was made before.
pub fn write(file: &mut File, attachment: &Attachment, stream: Vec<u8>) -> Attached {
    let content = file.add_closed(stream);
    let file_name = text(&attachment.name);
    let specification = file.add(dictionary([
        ("Type", name("Filespec")),
        ("F", file_name.clone()),
        ("UF", file_name.clone()),
        ("Desc", text(&attachment.description)),
        ("AFRelationship", name("Data")),
        ("EF", dictionary([("F", content.into()), ("UF", content.into())]).into()),
    ]));
    let names = dictionary([("Names", vec![file_name, specification.into()].into())]);
    Attached { specification, names }
}
