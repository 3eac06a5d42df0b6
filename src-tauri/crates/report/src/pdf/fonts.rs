//! The embedded typefaces: font programs → the subset of glyphs used → Type 0 fonts in the file.
//!
//! A code outside this module is a glyph together with the text that it stands for: a bracket drawn for its mirror
//! image, or a mark that belongs to another letter each time, has a code for each. Codes are given when they are first
//! used; so the same document has the same codes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;

use lopdf::{Dictionary, Object, ObjectId, Stream};
use rustybuzz::ttf_parser::GlyphId;
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::RenderError;
use super::file::File;
use super::machine::{Found, MOST_FONTS, Machine};
use super::object::{dictionary, hundredths, name};

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
    /// Characters that all of those lack: a font of the machine, by its number among those of the report.
    Machine(u8),
}

impl Face {
    /// The faces that every report has, in the order of their fonts.
    pub const SHIPPED: [Face; 5] = [Face::Regular, Face::SemiBold, Face::Italic, Face::Mono, Face::Fallback];

    /// The name of the font in the resources of a page.
    pub fn resource(self) -> Cow<'static, str> {
        match self {
            Face::Regular => "Text".into(),
            Face::SemiBold => "Strong".into(),
            Face::Italic => "Italic".into(),
            Face::Mono => "Mono".into(),
            Face::Fallback => "Other".into(),
            Face::Machine(number) => format!("Other{number}").into(),
        }
    }

    const fn index(self) -> usize {
        match self {
            Face::Regular => 0,
            Face::SemiBold => 1,
            Face::Italic => 2,
            Face::Mono => 3,
            Face::Fallback => 4,
            Face::Machine(number) => Face::SHIPPED.len() + number as usize,
        }
    }
}

const REGULAR: Shipped = Shipped {
    name: "IBMPlexSans",
    program: include_bytes!("../../../../../assets/fonts/IBMPlexSans-Regular.ttf"),
};
const FALLBACK: Shipped =
    Shipped { name: "DejaVuSans", program: include_bytes!("../../../../../assets/fonts/DejaVuSans.ttf") };
/// The typefaces of this program, in the order of [`Face::SHIPPED`].
const SHIPPED: [Shipped; 5] = [
    REGULAR,
    Shipped {
        name: "IBMPlexSans-SemiBold",
        program: include_bytes!("../../../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
    },
    Shipped {
        name: "IBMPlexSans-Italic",
        program: include_bytes!("../../../../../assets/fonts/IBMPlexSans-Italic.ttf"),
    },
    Shipped {
        name: "IBMPlexMono",
        program: include_bytes!("../../../../../assets/fonts/IBMPlexMono-Regular.ttf"),
    },
    FALLBACK,
];

/// A typeface that comes with this program.
#[derive(Clone, Copy)]
struct Shipped {
    name: &'static str,
    program: &'static [u8],
}

/// Where the program of a font is.
enum Program {
    Shipped(Shipped, Box<rustybuzz::Face<'static>>),
    Machine(Found),
}

/// One font: its program and the glyphs used so far.
pub struct Font {
    program: Program,
    units: f32,
    glyphs: GlyphRemapper,
    /// The glyph in the subset, in the program, and the text of each code from 1 on.
    codes: Vec<(u16, u16, String)>,
    /// The codes by glyph of the program and text.
    known: HashMap<(u16, String), u16>,
}

impl Font {
    /// A typeface of this program of which nothing is used yet.
    fn shipped(shipped: Shipped) -> Result<Self, RenderError> {
        let face = rustybuzz::Face::from_slice(shipped.program, 0).ok_or(RenderError::Font(shipped.name))?;
        Ok(Self::new(face.units_per_em(), Program::Shipped(shipped, Box::new(face))))
    }

    /// A font of the machine; none if it cannot be read.
    fn found(found: Found) -> Option<Self> {
        let units = rustybuzz::Face::from_slice(&found.bytes, found.index)?.units_per_em();
        Some(Self::new(units, Program::Machine(found)))
    }

    fn new(units: i32, program: Program) -> Self {
        Self {
            program,
            units: units as f32,
            glyphs: GlyphRemapper::new(),
            codes: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Does something with the program of the font; nothing where it cannot be read.
    pub fn with_program<T>(&self, work: impl FnOnce(&rustybuzz::Face) -> T) -> Option<T> {
        match &self.program {
            Program::Shipped(_, face) => Some(work(face)),
            Program::Machine(found) => {
                rustybuzz::Face::from_slice(&found.bytes, found.index).map(|face| work(&face))
            }
        }
    }

    fn name(&self) -> &str {
        match &self.program {
            Program::Shipped(shipped, _) => shipped.name,
            Program::Machine(found) => &found.name,
        }
    }

    fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.with_program(|program| program.glyph_index(character)).flatten();
        glyph.map(|glyph| glyph.0).filter(|glyph| *glyph != 0)
    }

    /// Whether the font can show a character.
    pub fn has(&self, character: char) -> bool {
        self.glyph(character).is_some()
    }

    /// Thousandths of an em in a length of the font's own units.
    pub fn thousandths(&self, units: i32) -> f32 {
        units as f32 * 1000.0 / self.units
    }

    /// The width of a glyph of the program, in thousandths of an em.
    pub fn advance(&self, glyph: u16) -> f32 {
        let units = self.with_program(|program| program.glyph_hor_advance(GlyphId(glyph))).flatten();
        self.thousandths(i32::from(units.unwrap_or(0)))
    }

    /// The width of a character by itself, in thousandths of an em; none when the font lacks it.
    pub fn character_width(&self, character: char) -> Option<f32> {
        self.glyph(character).map(|glyph| self.advance(glyph))
    }

    /// Takes a glyph of the program, standing for a text, into the subset. Returns its code.
    pub fn take(&mut self, glyph: u16, text: &str) -> u16 {
        let text = match text {
            // A glyph without any text is not allowed in an archived file.
            "" => "\u{200B}".to_owned(),
            // A space that does not break is a space for those who search and copy.
            "\u{A0}" => " ".to_owned(),
            _ => text.to_owned(),
        };
        if let Some(code) = self.known.get(&(glyph, text.clone())) {
            return *code;
        }
        // No report uses as many as there are numbers; if one did, the last would stand for all further ones.
        let code = u16::try_from(self.codes.len() + 1).unwrap_or(u16::MAX);
        self.codes.push((self.glyphs.remap(glyph), glyph, text.clone()));
        self.known.insert((glyph, text), code);
        code
    }

    /// A code for the same glyph that stands for another text.
    pub fn restate(&mut self, code: u16, text: &str) -> u16 {
        match usize::from(code).checked_sub(1).and_then(|at| self.codes.get(at)) {
            Some((_, glyph, _)) => self.take(*glyph, text),
            None => code,
        }
    }

    /// Takes the glyph of a character into the subset, unshaped. Returns its code.
    pub fn take_character(&mut self, character: char) -> Option<u16> {
        let glyph = self.glyph(character)?;
        Some(self.take(glyph, character.encode_utf8(&mut [0; 4])))
    }

    /// Whether any glyph is used.
    pub fn is_used(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Writes the font: the subset of its program, and glyph, width and text of each code.
    pub fn embed(&self, file: &mut File) -> Result<ObjectId, RenderError> {
        let damaged = || match &self.program {
            Program::Shipped(shipped, _) => RenderError::Font(shipped.name),
            Program::Machine(found) => RenderError::MachineFont(found.name.clone()),
        };
        let (bytes, index) = match &self.program {
            Program::Shipped(shipped, _) => (shipped.program, 0),
            Program::Machine(found) => (&*found.bytes, found.index),
        };
        let program = subsetter::subset(bytes, index, &self.glyphs).map_err(|_| damaged())?;
        let base = name(format!("{}+{}", self.subset_tag(), self.name()));
        let length = Object::Integer(program.len() as i64);
        let program = file.add(Stream::new(dictionary([("Length1", length)]), program));
        let descriptor =
            self.with_program(|face| self.descriptor(face, &base, program)).ok_or_else(damaged)?;
        let descriptor = file.add(descriptor);

        let widths: Vec<Object> = std::iter::once(0)
            .chain(self.codes.iter().map(|(_, glyph, _)| *glyph))
            .map(|glyph| Object::Real(hundredths(self.advance(glyph))))
            .collect();
        // Two bytes for each code: the glyph of the subset that it shows.
        let map: Vec<u8> = std::iter::once(0)
            .chain(self.codes.iter().map(|(glyph, _, _)| *glyph))
            .flat_map(u16::to_be_bytes)
            .collect();
        let map = file.add(Stream::new(Dictionary::new(), map));
        let descendant = file.add(dictionary([
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
            ("CIDToGIDMap", map.into()),
            ("DW", 0.into()),
            ("W", vec![0.into(), widths.into()].into()),
        ]));

        let to_unicode = Stream::new(Dictionary::new(), self.to_unicode().into_bytes());
        let to_unicode = file.add(to_unicode);

        Ok(file.add(dictionary([
            ("Type", name("Font")),
            ("Subtype", name("Type0")),
            ("BaseFont", base),
            ("Encoding", name("Identity-H")),
            ("DescendantFonts", vec![descendant.into()].into()),
            ("ToUnicode", to_unicode.into()),
        ])))
    }

    /// What a reader knows of the font without its program (ISO 32000-1, 9.8).
    fn descriptor(&self, face: &rustybuzz::Face, base: &Object, program: ObjectId) -> Dictionary {
        let box_ = face.global_bounding_box();
        let units = |value: i16| Object::Integer(self.thousandths(i32::from(value)).round() as i64);
        // Symbolic, since glyphs are addressed by number; fixed pitch; italic (ISO 32000-1, table 123).
        let flags = 4 | i64::from(face.is_monospaced()) | if face.is_italic() { 64 } else { 0 };
        dictionary([
            ("Type", name("FontDescriptor")),
            ("FontName", base.clone()),
            ("Flags", flags.into()),
            (
                "FontBBox",
                vec![units(box_.x_min), units(box_.y_min), units(box_.x_max), units(box_.y_max)].into(),
            ),
            ("ItalicAngle", Object::Real(face.italic_angle())),
            ("Ascent", units(face.ascender())),
            ("Descent", units(face.descender())),
            ("CapHeight", units(face.capital_height().unwrap_or(face.ascender()))),
            ("StemV", Object::Integer(10 + i64::from(face.weight().to_number()) / 5)),
            ("FontFile2", program.into()),
        ])
    }

    /// Six capital letters that differ when the subsets differ (ISO 32000-1, 9.6.4).
    fn subset_tag(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.name());
        for glyph in self.glyphs.remapped_gids() {
            hash.update(glyph.to_be_bytes());
        }
        hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
    }

    /// The map from codes to text (ISO 32000-1, 9.10.3).
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let mut code = 0;
        for chunk in self.codes.chunks(100) {
            map.push_str(&format!("{} beginbfchar\n", chunk.len()));
            for (_, _, text) in chunk {
                code += 1;
                let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                map.push_str(&format!("<{code:04X}> <{units}>\n"));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

/// The fonts of a report.
pub struct Fonts {
    /// In the order of [`Face::index`]: those of this program are always there.
    fonts: Vec<Font>,
    machine: Machine,
    /// Characters that the fonts of this program lack, and the font that has them.
    elsewhere: HashMap<char, Option<Face>>,
    /// Stands in where there is no font of a number, which does not happen.
    none: Font,
}

impl Fonts {
    /// Reads the typefaces of this program. What they lack is looked for in `folders`.
    pub fn new(folders: &[PathBuf]) -> Result<Self, RenderError> {
        Ok(Self {
            fonts: SHIPPED.into_iter().map(Font::shipped).collect::<Result<_, _>>()?,
            machine: Machine::new(folders),
            elsewhere: HashMap::new(),
            none: Font::shipped(REGULAR)?,
        })
    }

    /// The font of a face.
    pub fn get(&self, face: Face) -> &Font {
        self.fonts.get(face.index()).unwrap_or(&self.none)
    }

    /// The font of a face, to take glyphs from.
    pub fn get_mut(&mut self, face: Face) -> &mut Font {
        self.fonts.get_mut(face.index()).unwrap_or(&mut self.none)
    }

    /// The faces of the report, in the order of their fonts.
    pub fn faces(&self) -> impl Iterator<Item = Face> {
        let machine = (0_u8..).take(self.fonts.len().saturating_sub(Face::SHIPPED.len()));
        Face::SHIPPED.into_iter().chain(machine.map(Face::Machine))
    }

    /// The face that shows a character: the one asked for, else the first that has it.
    pub fn face_for(&mut self, face: Face, character: char) -> Option<Face> {
        if self.get(face).has(character) {
            return Some(face);
        }
        if self.get(Face::Fallback).has(character) {
            return Some(Face::Fallback);
        }
        if let Some(known) = self.elsewhere.get(&character) {
            return *known;
        }
        let taken = self.faces().skip(Face::SHIPPED.len()).find(|face| self.get(*face).has(character));
        let found = taken.or_else(|| self.take_machine_font(character));
        self.elsewhere.insert(character, found);
        found
    }

    fn take_machine_font(&mut self, character: char) -> Option<Face> {
        let number = self.fonts.len() - Face::SHIPPED.len();
        if number >= MOST_FONTS {
            return None;
        }
        let font = Font::found(self.machine.find(character)?)?;
        self.fonts.push(font);
        Some(Face::Machine(u8::try_from(number).ok()?))
    }
}

/// The font for text that signing adds later: one glyph for each character of the Latin, Greek and Cyrillic scripts and
/// of common punctuation, unshaped. Where `names`, which those who sign are expected to have, need other characters, it
/// is the typeface that has most of them.
pub fn seal_font(names: &str) -> Result<Font, RenderError> {
    let (mut regular, mut fallback) = (Font::shipped(REGULAR)?, Font::shipped(FALLBACK)?);
    let lacking = |font: &Font| names.chars().filter(|character| !font.has(*character)).count();
    if lacking(&regular) > lacking(&fallback) {
        std::mem::swap(&mut regular, &mut fallback);
    }
    for character in seal_characters().chain(names.chars()) {
        regular.take_character(character);
    }
    Ok(regular)
}

/// The characters that a signature appearance can show in any report.
pub fn seal_characters() -> impl Iterator<Item = char> {
    ('\u{20}'..='\u{7E}')
        .chain('\u{A1}'..='\u{17F}')
        .chain('\u{218}'..='\u{21B}')
        .chain('\u{386}'..='\u{3CE}')
        .chain('\u{400}'..='\u{4FF}')
        .chain('\u{1E80}'..='\u{1EF9}')
        .filter(|&character| character != '\u{AD}')
        .chain("–—’‘“”·…€№".chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seal_font_has_all_characters_that_a_name_may_need() {
        let font = seal_font("").unwrap();
        for character in "ĄčŁőřŞžÿß—’“”…·ȘțΑθήναЖщЇђẂỹ".chars() {
            assert!(font.has(character), "{character}");
        }
        let font = seal_font("שרה").unwrap();
        assert!("שרה Sarah".chars().all(|character| font.has(character)));
    }

    #[test]
    fn a_subset_is_named_by_its_glyphs() {
        let mut one = Font::shipped(REGULAR).unwrap();
        let mut other = Font::shipped(REGULAR).unwrap();
        one.take_character('a');
        other.take_character('b');
        assert_ne!(one.subset_tag(), other.subset_tag());
        assert!(
            one.subset_tag().bytes().all(|byte| byte.is_ascii_uppercase()) && one.subset_tag().len() == 6
        );
    }
}
