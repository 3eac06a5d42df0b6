//! Folders of fonts → a font that has a character which the typefaces of this program lack.
//!
//! Which one is taken depends on the characters and on what lies in the folders, on nothing else: files are tried in the
//! order of their names, upright text faces of ordinary weight first. A font whose licence forbids embedding it
//! (`fsType` in its table OS/2), and one without TrueType outlines, is left alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustybuzz::ttf_parser::{self, Permissions};

/// Folders within folders are looked into so deep.
const DEPTH: usize = 6;
/// Files looked at, at most, and the size of one, in bytes.
const MOST_FILES: usize = 4_000;
const MOST_BYTES: u64 = 48 << 20;
/// Fonts taken from the machine for one report, at most.
pub const MOST_FONTS: usize = 24;

/// A font of the machine.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its file.
    pub bytes: Arc<[u8]>,
    /// Which of the fonts in the file it is.
    pub index: u32,
    /// Its name, in letters that a PDF name can have.
    pub name: String,
}

/// The fonts in some folders, looked at when first needed.
pub struct Machine {
    folders: Vec<PathBuf>,
    known: Option<Vec<Known>>,
}

/// A font that was looked at.
struct Known {
    path: PathBuf,
    index: u32,
    /// The blocks of 256 characters of which it has some.
    blocks: BTreeSet<u32>,
}

impl Machine {
    /// The fonts in some folders.
    pub fn new(folders: &[PathBuf]) -> Self {
        Self { folders: folders.to_vec(), known: None }
    }

    /// The first font that has a character.
    pub fn find(&mut self, character: char) -> Option<Found> {
        let folders = &self.folders;
        let known = self.known.get_or_insert_with(|| look(folders));
        let block = u32::from(character) >> 8;
        known.iter().filter(|font| font.blocks.contains(&block)).find_map(|font| {
            let bytes = fs::read(&font.path).ok()?;
            let face = ttf_parser::Face::parse(&bytes, font.index).ok()?;
            let has = face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0);
            let name = has.then(|| name(&face))?;
            Some(Found { bytes: bytes.into(), index: font.index, name })
        })
    }
}

/// All fonts in some folders that may be used.
fn look(folders: &[PathBuf]) -> Vec<Known> {
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, DEPTH, &mut files);
    }
    files.sort_by_cached_key(|path| (unlike_text(path), path.clone()));
    files.dedup();
    let mut known = Vec::new();
    for path in files {
        let Ok(bytes) = fs::read(&path) else { continue };
        for index in 0..ttf_parser::fonts_in_collection(&bytes).unwrap_or(1) {
            let Ok(face) = ttf_parser::Face::parse(&bytes, index) else { continue };
            if is_usable(&face) {
                known.push(Known { path: path.clone(), index, blocks: blocks(&face) });
            }
        }
    }
    known
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let Ok(facts) = fs::metadata(&path) else { continue };
        if facts.is_dir() && depth > 0 {
            walk(&path, depth - 1, files);
        } else if facts.is_file() && is_font(&path) && facts.len() <= MOST_BYTES && files.len() < MOST_FILES {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["ttf", "ttc", "otf"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether the name of a file says that its font is not made for running text.
fn unlike_text(path: &Path) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    ["bold", "italic", "oblique", "light", "thin", "black", "heavy", "condensed", "mono", "display"]
        .iter()
        .any(|word| name.contains(word))
}

fn is_usable(face: &ttf_parser::Face) -> bool {
    let permitted = match face.permissions() {
        Some(Permissions::Installable | Permissions::PreviewAndPrint | Permissions::Editable) => true,
        Some(Permissions::Restricted) | None => false,
    };
    permitted
        && face.is_subsetting_allowed()
        && face.is_outline_embedding_allowed()
        && face.tables().glyf.is_some()
        && !face.is_variable()
}

fn blocks(face: &ttf_parser::Face) -> BTreeSet<u32> {
    let mut blocks = BTreeSet::new();
    let tables = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
    for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            blocks.insert(code >> 8);
        });
    }
    blocks
}

fn name(face: &ttf_parser::Face) -> String {
    let names = face.names();
    let told = names
        .into_iter()
        .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string());
    let name: String = told
        .unwrap_or_default()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .take(60)
        .collect();
    if name.is_empty() { "Font".to_owned() } else { name }
}
