//! The embedded typefaces: font programs → the subset of glyphs used → Type 0 fonts in the file.
//!
//! Glyph numbers outside this module are those of the subset. A glyph gets its number, and the text that it stands
//! for, when it is first used; so the same document numbers its glyphs in the same way.

use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Object, ObjectId, Stream};
use rustybuzz::ttf_parser::{self, GlyphId};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::RenderError;
use super::object::{dictionary, name};

/// A typeface of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Text.
    Regular,
    /// Headings and important text.
    SemiBold,
    /// Stressed text.
    Italic,
    /// Identifiers.
    Mono,
    /// Characters that the others lack.
    Fallback,
}

impl Face {
    /// All faces, in the order of their fonts.
    pub const ALL: [Face; 5] = [Face::Regular, Face::SemiBold, Face::Italic, Face::Mono, Face::Fallback];

    /// The name of the font in the resources of a page.
    pub const fn resource(self) -> &'static str {
        match self {
            Face::Regular => "Text",
            Face::SemiBold => "Strong",
            Face::Italic => "Italic",
            Face::Mono => "Mono",
            Face::Fallback => "Other",
        }
    }

    const fn program(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../../../assets/fonts/IBMPlexSans-Regular.ttf"),
            Face::SemiBold => include_bytes!("../../../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
            Face::Italic => include_bytes!("../../../../../assets/fonts/IBMPlexSans-Italic.ttf"),
            Face::Mono => include_bytes!("../../../../../assets/fonts/IBMPlexMono-Regular.ttf"),
            Face::Fallback => include_bytes!("../../../../../assets/fonts/DejaVuSans.ttf"),
        }
    }

    const fn postscript_name(self) -> &'static str {
        match self {
            Face::Regular => "IBMPlexSans",
            Face::SemiBold => "IBMPlexSans-SemiBold",
            Face::Italic => "IBMPlexSans-Italic",
            Face::Mono => "IBMPlexMono",
            Face::Fallback => "DejaVuSans",
        }
    }

    const fn index(self) -> usize {
        match self {
            Face::Regular => 0,
            Face::SemiBold => 1,
            Face::Italic => 2,
            Face::Mono => 3,
            Face::Fallback => 4,
        }
    }
}

/// One font: its program and the glyphs used so far.
pub struct Font {
    /// The program, ready to shape text with.
    pub program: rustybuzz::Face<'static>,
    face: Face,
    glyphs: GlyphRemapper,
    /// What each used glyph stands for, by its number in the subset.
    text: BTreeMap<u16, String>,
    /// Which character has a glyph, by the glyph's number in the program. Made when first needed.
    characters: Option<HashMap<u16, char>>,
}

impl Font {
    /// A font of which nothing is used yet.
    pub fn new(face: Face) -> Result<Self, RenderError> {
        let program = rustybuzz::Face::from_slice(face.program(), 0)
            .ok_or_else(|| RenderError::Font(face.postscript_name()))?;
        Ok(Self { program, face, glyphs: GlyphRemapper::new(), text: BTreeMap::new(), characters: None })
    }

    /// Whether the font can show a character.
    pub fn has(&self, character: char) -> bool {
        self.program.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
    }

    /// Thousandths of an em in a length of the font's own units.
    pub fn thousandths(&self, units: i32) -> f32 {
        units as f32 * 1000.0 / self.program.units_per_em() as f32
    }

    /// The width of a glyph of the program, in thousandths of an em.
    pub fn advance(&self, glyph: u16) -> f32 {
        self.thousandths(i32::from(self.program.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)))
    }

    /// The width of a character by itself, in thousandths of an em; none when the font lacks it.
    pub fn character_width(&self, character: char) -> Option<f32> {
        self.program.glyph_index(character).map(|glyph| self.advance(glyph.0))
    }

    /// Takes a glyph of the program into the subset. Returns its number there.
    pub fn take(&mut self, glyph: u16, text: &str) -> u16 {
        let number = self.glyphs.remap(glyph);
        if !self.text.contains_key(&number) {
            let text = if text.is_empty() { self.own_text(glyph) } else { text.to_owned() };
            self.text.insert(number, text);
        }
        number
    }

    /// Takes the glyph of a character into the subset, unshaped.
    pub fn take_character(&mut self, character: char) -> Option<u16> {
        let glyph = self.program.glyph_index(character).filter(|glyph| glyph.0 != 0)?;
        Some(self.take(glyph.0, character.encode_utf8(&mut [0; 4])))
    }

    /// What a glyph stands for when the text does not say: the character that has it, else a zero-width space, since
    /// a glyph without any text is not allowed in an archived file.
    fn own_text(&mut self, glyph: u16) -> String {
        let program = &self.program;
        let characters = self.characters.get_or_insert_with(|| {
            let mut map = HashMap::new();
            let tables = program.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
            for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
                table.codepoints(|code| {
                    if let (Some(character), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) {
                        map.entry(glyph.0).or_insert(character);
                    }
                });
            }
            map
        });
        characters.get(&glyph).copied().unwrap_or('\u{200B}').to_string()
    }

    /// Whether any glyph is used.
    pub fn is_used(&self) -> bool {
        self.glyphs.num_gids() > 1
    }

    /// Writes the font: the subset of its program, and widths and text of each glyph of that subset.
    pub fn embed(&self, file: &mut lopdf::Document) -> Result<ObjectId, RenderError> {
        let program = subsetter::subset(self.face.program(), 0, &self.glyphs)
            .map_err(|_| RenderError::Font(self.face.postscript_name()))?;
        let base = name(format!("{}+{}", self.subset_tag(), self.face.postscript_name()));

        let mut stream =
            Stream::new(dictionary([("Length1", Object::Integer(program.len() as i64))]), program);
        stream.compress().map_err(RenderError::Save)?;
        let program = file.add_object(stream);

        let box_ = self.program.global_bounding_box();
        let units = |value: i16| Object::Integer(self.thousandths(i32::from(value)).round() as i64);
        // Symbolic, since glyphs are addressed by number; fixed pitch; italic (ISO 32000-1, table 123).
        let flags =
            4 | i64::from(self.program.is_monospaced()) | if self.program.is_italic() { 64 } else { 0 };
        let descriptor = file.add_object(dictionary([
            ("Type", name("FontDescriptor")),
            ("FontName", base.clone()),
            ("Flags", flags.into()),
            (
                "FontBBox",
                vec![units(box_.x_min), units(box_.y_min), units(box_.x_max), units(box_.y_max)].into(),
            ),
            ("ItalicAngle", Object::Real(self.program.italic_angle())),
            ("Ascent", units(self.program.ascender())),
            ("Descent", units(self.program.descender())),
            ("CapHeight", units(self.program.capital_height().unwrap_or(self.program.ascender()))),
            ("StemV", Object::Integer(10 + i64::from(self.program.weight().to_number()) / 5)),
            ("FontFile2", program.into()),
        ]));

        let widths: Vec<Object> =
            self.glyphs.remapped_gids().map(|glyph| Object::Real(hundredths(self.advance(glyph)))).collect();
        let descendant = file.add_object(dictionary([
            ("Type", name("Font")),
            ("Subtype", name("CIDFontType2")),
            ("BaseFont", base.clone()),
            (
                "CIDSystemInfo",
                dictionary([
                    ("Registry", Object::string_literal("Adobe")),
                    ("Ordering", Object::string_literal("Identity")),
                    ("Supplement", 0.into()),
                ])
                .into(),
            ),
            ("FontDescriptor", descriptor.into()),
            ("CIDToGIDMap", name("Identity")),
            ("DW", 0.into()),
            ("W", vec![0.into(), widths.into()].into()),
        ]));

        let mut to_unicode = Stream::new(Dictionary::new(), self.to_unicode().into_bytes());
        to_unicode.compress().map_err(RenderError::Save)?;
        let to_unicode = file.add_object(to_unicode);

        Ok(file.add_object(dictionary([
            ("Type", name("Font")),
            ("Subtype", name("Type0")),
            ("BaseFont", base),
            ("Encoding", name("Identity-H")),
            ("DescendantFonts", vec![descendant.into()].into()),
            ("ToUnicode", to_unicode.into()),
        ])))
    }

    /// Six capital letters that differ when the subsets differ (ISO 32000-1, 9.6.4).
    fn subset_tag(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.face.postscript_name());
        for glyph in self.glyphs.remapped_gids() {
            hash.update(glyph.to_be_bytes());
        }
        hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
    }

    /// The map from glyphs to text (ISO 32000-1, 9.10.3).
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let entries: Vec<_> = self.text.iter().collect();
        for chunk in entries.chunks(100) {
            map.push_str(&format!("{} beginbfchar\n", chunk.len()));
            for (glyph, text) in chunk {
                let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                map.push_str(&format!("<{glyph:04X}> <{units}>\n"));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

fn hundredths(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// The fonts of a report.
pub struct Fonts([Font; 5]);

impl Fonts {
    /// Reads the font programs.
    pub fn new() -> Result<Self, RenderError> {
        let mut fonts = Self([
            Font::new(Face::Regular)?,
            Font::new(Face::SemiBold)?,
            Font::new(Face::Italic)?,
            Font::new(Face::Mono)?,
            Font::new(Face::Fallback)?,
        ]);
        // Some fonts show a no-break space by the glyph of the space: make sure that it stands for the latter.
        for face in Face::ALL {
            if face != Face::Fallback {
                fonts.get_mut(face).take_character(' ');
            }
        }
        Ok(fonts)
    }

    /// The font of a face.
    pub fn get(&self, face: Face) -> &Font {
        &self.0[face.index()]
    }

    /// The font of a face, to take glyphs from.
    pub fn get_mut(&mut self, face: Face) -> &mut Font {
        &mut self.0[face.index()]
    }
}

/// The font for text that signing adds later: the letters of the Latin scripts and common punctuation, one glyph for
/// each character, unshaped.
pub fn seal_font() -> Result<Font, RenderError> {
    let mut font = Font::new(Face::Regular)?;
    for character in seal_characters() {
        font.take_character(character);
    }
    Ok(font)
}

/// The characters that a signature appearance can show.
pub fn seal_characters() -> impl Iterator<Item = char> {
    ('\u{20}'..='\u{7E}')
        .chain('\u{A1}'..='\u{17F}')
        .filter(|&character| character != '\u{AD}')
        .chain("–—’‘“”·…".chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seal_font_has_all_characters_that_a_name_may_need() {
        let font = seal_font().unwrap();
        let missing: Vec<char> = seal_characters().filter(|&character| !font.has(character)).collect();
        // Long s and a few letters of no living language are the only ones that a signature cannot show.
        assert!(missing.len() <= 4, "{missing:?}");
        for character in "ĄčŁőřŞžÿß—’“”…·".chars() {
            assert!(font.has(character), "{character}");
        }
    }

    #[test]
    fn a_subset_is_named_by_its_glyphs() {
        let mut one = Font::new(Face::Regular).unwrap();
        let mut other = Font::new(Face::Regular).unwrap();
        one.take_character('a');
        other.take_character('b');
        assert_ne!(one.subset_tag(), other.subset_tag());
        assert!(
            one.subset_tag().bytes().all(|byte| byte.is_ascii_uppercase()) && one.subset_tag().len() == 6
        );
    }
}
