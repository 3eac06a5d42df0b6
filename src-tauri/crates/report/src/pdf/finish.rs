//! Drawn pages → a finished file: everything that makes it tagged, archivable and signable is added here.

use assay_message::Direction;
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::canvas::Canvas;
use super::file::File;
use super::fonts::Fonts;
use super::layout::{Annotation, Entry};
use super::object::{dictionary, name, number, text};
use super::shape::Shaper;
use super::tags::Tags;
use super::{RenderError, RenderInputs, attach, fields, links, metadata, outline, picture};
use crate::clean::clean;
use crate::document::{Block, Document};

/// A page in the file.
pub struct Page {
    /// Its object.
    pub id: ObjectId,
    /// How many pieces of content it has.
    pub pieces: usize,
}

/// What goes into the file besides the pages.
pub struct Parts<'a> {
    /// The document.
    pub document: &'a Document,
    /// What the caller gave.
    pub inputs: &'a RenderInputs,
    /// The attachment as a stream of the file, if there is one.
    pub attached: Option<Vec<u8>>,
    /// The structure.
    pub tags: Tags,
    /// Links and fields.
    pub annotations: Vec<Annotation>,
    /// The outline.
    pub outline: Vec<Entry>,
    /// The fonts with the glyphs used.
    pub shaper: Shaper,
}

/// Numbers for the pages, which everything else refers to.
pub fn number_pages(file: &mut File, canvas: &Canvas) -> Vec<Page> {
    (0..canvas.len()).map(|page| Page { id: file.reserve(), pieces: canvas.pieces(page) }).collect()
}

/// Adds pages, fonts, structure, links, fields, outline, attachment and metadata. Returns what stands in the trailer.
pub fn finish(
    file: &mut File,
    canvas: Canvas,
    pages: &[Page],
    parts: Parts,
) -> Result<Dictionary, RenderError> {
    let Parts { document, inputs, attached, tags, annotations, outline, shaper } = parts;
    let fonts = embed_fonts(file, &shaper.fonts)?;
    drop(shaper);
    let objects: Vec<(ObjectId, usize)> =
        annotations.iter().map(|annotation| (file.reserve(), annotation.page)).collect();
    let (structure, keys) = tags.write(file, pages, &objects);
    links::write(file, &document.language, pages, &annotations, &objects, &keys);
    let names = signer_names(document);
    let form = fields::write(file, pages, &annotations, &objects, &keys, &names)?;
    let mut resources = dictionary([("Font", fonts.into())]);
    let has_cover = document.blocks.iter().any(|block| matches!(block, Block::Cover(_)));
    if let Some(logo) = inputs.theme.logo.as_ref().filter(|_| has_cover) {
        resources.set("XObject", dictionary([(picture::LOGO, picture::write(file, logo).into())]));
    }
    let resources = file.add(resources);
    let tree = write_pages(file, canvas, pages, &objects, resources);

    let outline = outline::write(file, pages, &outline);
    let attached = inputs.attachment.as_ref().zip(attached);
    let attached = attached.map(|(attachment, stream)| attach::write(file, attachment, stream));
    let xmp = metadata::write_xmp(file, document, inputs);
    let intent = metadata::write_output_intent(file);
    let info = metadata::write_info(file, document, inputs);

    let mut catalog = dictionary([
        ("Type", name("Catalog")),
        ("Pages", tree.into()),
        ("Lang", text(document.language.tag())),
        ("MarkInfo", dictionary([("Marked", true.into())]).into()),
        ("ViewerPreferences", preferences(document).into()),
        ("StructTreeRoot", structure.into()),
        ("Metadata", xmp.into()),
        ("OutputIntents", vec![Object::Reference(intent)].into()),
        ("AcroForm", form.into()),
        ("PageMode", name(if outline.is_some() { "UseOutlines" } else { "UseNone" })),
    ]);
    if let Some(attached) = attached {
        catalog.set("AF", vec![Object::Reference(attached.specification)]);
        catalog.set("Names", dictionary([("EmbeddedFiles", attached.names.into())]));
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let catalog = file.add(catalog);
    let id = Object::String(inputs.id_seed.to_vec(), lopdf::StringFormat::Hexadecimal);
    Ok(dictionary([("Root", catalog.into()), ("Info", info.into()), ("ID", vec![id.clone(), id].into())]))
}

/// The words beside the places for signatures: the names of those who are expected to sign.
fn signer_names(document: &Document) -> String {
    let signatures = document.blocks.iter().filter_map(|block| {
        let Block::Signature(signature) = block else { return None };
        Some(clean(&signature.who).into_owned())
    });
    signatures.collect()
}

/// Writes the fonts that are used. Returns the resource that names them.
fn embed_fonts(file: &mut File, fonts: &Fonts) -> Result<ObjectId, RenderError> {
    let mut names = Dictionary::new();
    for face in fonts.faces() {
        let font = fonts.get(face);
        if font.is_used() {
            names.set(face.resource().as_bytes(), font.embed(file)?);
        }
    }
    Ok(file.add(names))
}

/// Writes the pages: what is drawn on each, its fonts and pictures, its place in the structure and its annotations. Returns their
/// tree.
fn write_pages(
    file: &mut File,
    canvas: Canvas,
    pages: &[Page],
    annotations: &[(ObjectId, usize)],
    resources: ObjectId,
) -> ObjectId {
    let tree = file.reserve();
    let mut on_pages: Vec<Vec<Object>> = pages.iter().map(|_| Vec::new()).collect();
    for (id, page) in annotations {
        if let Some(on_page) = on_pages.get_mut(*page) {
            on_page.push(Object::Reference(*id));
        }
    }
    for (index, ((page, drawn), on_page)) in pages.iter().zip(canvas.into_pages()).zip(on_pages).enumerate() {
        let sheet: Object = drawn.sheet.area().map(number).to_vec().into();
        let content = file.add(Stream::new(Dictionary::new(), drawn.content));
        let mut entry = dictionary([
            ("Type", name("Page")),
            ("Parent", tree.into()),
            ("MediaBox", sheet.clone()),
            ("TrimBox", sheet.clone()),
            ("CropBox", sheet),
            ("Resources", resources.into()),
            ("Contents", content.into()),
            ("StructParents", Object::Integer(index as i64)),
            ("Tabs", name("S")),
        ]);
        if !on_page.is_empty() {
            entry.set("Annots", on_page);
        }
        file.set(page.id, entry);
    }
    let kids: Vec<Object> = pages.iter().map(|page| Object::Reference(page.id)).collect();
    file.set(
        tree,
        dictionary([
            ("Type", name("Pages")),
            ("Count", Object::Integer(pages.len() as i64)),
            ("Kids", kids.into()),
        ]),
    );
    tree
}

/// How a reader is to show the file.
fn preferences(document: &Document) -> Dictionary {
    let mut preferences = dictionary([("DisplayDocTitle", true.into())]);
    match document.language.direction() {
        Direction::LeftToRight => {}
        Direction::RightToLeft => preferences.set("Direction", name("R2L")),
    }
    preferences
}
