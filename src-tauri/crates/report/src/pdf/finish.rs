//! Drawn pages → a finished file: everything that makes it tagged, archivable and signable is added here.

use lopdf::{Dictionary, Document as File, Object, ObjectId};
use printpdf::{
    FontId, FontMetrics, Mm, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt, Rect,
};

use super::canvas::Canvas;
use super::compact::compact;
use super::fonts::{Face, Fonts};
use super::layout::{Annotation, Entry};
use super::object::{dictionary, name, text};
use super::shape::Shaper;
use super::style::{SHEET_HEIGHT, SHEET_WIDTH};
use super::tags::Tags;
use super::{RenderError, RenderInputs, attach, fields, links, metadata, outline};
use crate::document::Document;

/// Above this size objects are packed into streams; below, the plain table of objects is the most widely read.
const PACK_ABOVE: usize = 2_000_000;

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
    /// The structure.
    pub tags: Tags,
    /// Links and fields.
    pub annotations: Vec<Annotation>,
    /// The outline.
    pub outline: Vec<Entry>,
    /// The fonts with the glyphs used.
    pub shaper: Shaper,
}

/// Turns drawing operations into the pages of a file. Its fonts are empty until [`finish`].
pub fn draw(canvas: Canvas) -> (File, Vec<Page>) {
    let mut drawing = PdfDocument::new("");
    for face in Face::ALL {
        // Only the name matters here: glyphs are given by number, and the font itself is written by `finish`.
        let font = ParsedFont::with_glyph_data(
            Vec::new(),
            0,
            Some(face.resource().to_owned()),
            Default::default(),
            Default::default(),
            1000,
            FontMetrics { ascent: 0, descent: 0 },
        );
        drawing.resources.fonts.map.insert(FontId(face.resource().to_owned()), PdfFont::new(font));
    }
    let sheet = Rect {
        x: Pt(0.0),
        y: Pt(0.0),
        width: Pt(SHEET_WIDTH),
        height: Pt(SHEET_HEIGHT),
        mode: None,
        winding_order: None,
    };
    let mut pieces = Vec::new();
    for content in canvas.into_sheets() {
        let mut page = PdfPage::new(Mm(210.0), Mm(297.0), content.ops);
        page.media_box = sheet.clone();
        page.trim_box = sheet.clone();
        page.crop_box = sheet.clone();
        drawing.pages.push(page);
        pieces.push(content.pieces);
    }
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    // The warnings are about the empty fonts.
    let file = drawing.to_lopdf_document(&options, &mut Vec::new());
    let pages = file.page_iter().zip(pieces).map(|(id, pieces)| Page { id, pieces }).collect();
    (file, pages)
}

/// Adds fonts, structure, links, fields, outline, attachment and metadata.
pub fn finish(file: &mut File, pages: &[Page], parts: &Parts) -> Result<(), RenderError> {
    let fonts = embed_fonts(file, &parts.shaper.fonts)?;
    let objects: Vec<(ObjectId, usize)> =
        parts.annotations.iter().map(|annotation| (file.new_object_id(), annotation.page)).collect();
    let counts: Vec<(ObjectId, usize)> = pages.iter().map(|page| (page.id, page.pieces)).collect();
    let (structure, keys) = parts.tags.write(file, &counts, &objects);

    links::write(file, pages, &parts.annotations, &objects, &keys);
    let form = fields::write(file, pages, &parts.annotations, &objects, &keys)?;
    finish_pages(file, pages, &objects, fonts)?;

    let outline = outline::write(file, pages, &parts.outline);
    let attached =
        parts.inputs.attachment.as_ref().map(|attachment| attach::write(file, attachment)).transpose()?;
    let xmp = metadata::write_xmp(file, parts.document, parts.inputs);
    let intent = metadata::write_output_intent(file)?;
    let info = metadata::write_info(file, parts.document, parts.inputs);

    let root = file.trailer.get(b"Root").and_then(Object::as_reference).map_err(RenderError::Save)?;
    let catalog = file.get_dictionary_mut(root).map_err(RenderError::Save)?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", text(&parts.document.language));
    catalog.set("MarkInfo", dictionary([("Marked", true.into())]));
    catalog.set("ViewerPreferences", dictionary([("DisplayDocTitle", true.into())]));
    catalog.set("StructTreeRoot", structure);
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    if let Some(attached) = attached {
        catalog.set("AF", vec![Object::Reference(attached.specification)]);
        catalog.set("Names", dictionary([("EmbeddedFiles", attached.names.into())]));
    }
    catalog.set("AcroForm", form);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", name("UseOutlines"));
    }
    file.trailer.set("Info", info);
    let id = Object::String(parts.inputs.id_seed.to_vec(), lopdf::StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// Writes the fonts that are used. Returns the resource that names them.
fn embed_fonts(file: &mut File, fonts: &Fonts) -> Result<ObjectId, RenderError> {
    let mut names = Dictionary::new();
    for face in Face::ALL {
        let font = fonts.get(face);
        if font.is_used() {
            names.set(face.resource(), font.embed(file)?);
        }
    }
    Ok(file.add_object(names))
}

/// Gives each page its fonts, its place in the structure and its annotations.
fn finish_pages(
    file: &mut File,
    pages: &[Page],
    annotations: &[(ObjectId, usize)],
    fonts: ObjectId,
) -> Result<(), RenderError> {
    let resources = file.add_object(dictionary([("Font", fonts.into())]));
    for (index, page) in pages.iter().enumerate() {
        let on_page: Vec<Object> =
            annotations.iter().filter(|(_, at)| *at == index).map(|(id, _)| Object::Reference(*id)).collect();
        let entry = file.get_dictionary_mut(page.id).map_err(RenderError::Save)?;
        entry.set("Resources", resources);
        entry.set("StructParents", index as i64);
        entry.set("Tabs", name("S"));
        if on_page.is_empty() {
            entry.remove(b"Annots");
        } else {
            entry.set("Annots", on_page);
        }
    }
    Ok(())
}

/// Writes the file.
pub fn save(file: &mut File) -> Result<Vec<u8>, RenderError> {
    file.version = "1.7".to_owned();
    compact(file);
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        // Archived metadata stays readable by tools that know nothing of PDF.
        let is_metadata =
            stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Metadata");
        if !is_metadata && !stream.dict.has(b"Filter") {
            stream.compress().map_err(RenderError::Save)?;
        }
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(RenderError::Write)?;
    if bytes.len() > PACK_ABOVE {
        bytes.clear();
        file.save_modern(&mut bytes).map_err(RenderError::Write)?;
    }
    Ok(bytes)
}
