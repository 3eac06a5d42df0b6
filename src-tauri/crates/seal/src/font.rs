//! The document's own embedded font into glyph numbers and widths for the text of a signature.
//!
//! The report embeds the font `SealText` in its form resources for this, because text added later
//! must not bring a font of its own: the signed file has to stay self-contained and accessible.

use crate::pdf::file::File;
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{Body, Dictionary, Id, Object};
use crate::pdf::{Broken, Read, filter};
use assay_message::message;
use std::collections::BTreeMap;
use unicode_bidi::{BidiInfo, Level};

/// The name of the font in the form's default resources.
pub(crate) const NAME: &str = "SealText";
/// Decompressed size of a character map, at most.
const MAX_MAP: u64 = 4 << 20;
/// Glyphs of a font, at most.
const MAX_GLYPHS: usize = 65_536;

/// What is needed to write text with the font.
#[derive(Debug)]
pub(crate) struct Font {
    /// The font object in the document.
    pub id: Id,
    glyphs: BTreeMap<char, u16>,
    widths: BTreeMap<u16, i64>,
    default_width: i64,
}

impl Font {
    /// Reads `/AcroForm /DR /Font /SealText`: a composite font with Identity-H encoding.
    pub fn read(file: &File, revision: usize) -> Read<Font> {
        let missing = || Broken::because(message!("its form does not provide the font SealText"));
        let (_, catalog) = file.catalog(revision)?;
        let form = file.dictionary(catalog.get("AcroForm"), revision)?.ok_or_else(missing)?;
        let resources = file.dictionary(form.get("DR"), revision)?.ok_or_else(missing)?;
        let fonts = file.dictionary(resources.get("Font"), revision)?.ok_or_else(missing)?;
        let id = fonts.reference(NAME).ok_or_else(missing)?;
        let font = file.dictionary(fonts.get(NAME), revision)?.ok_or_else(missing)?;
        if font.name("Subtype") != Some(b"Type0") || font.name("Encoding") != Some(b"Identity-H") {
            return Err(Broken::because(message!(
                "the font SealText is not a composite font with Identity-H encoding"
            )));
        }
        let descendants = file.resolve(font.get("DescendantFonts"), revision)?;
        let Some(Object::Array(items)) = &descendants else { return Err(missing()) };
        let descendant = file.dictionary(items.first(), revision)?.ok_or_else(missing)?;
        let map = font.reference("ToUnicode").map(|id| file.object(id, revision)).transpose()?.flatten();
        let Some(Body::Stream(dictionary, data)) = map else {
            return Err(Broken::because(message!("the font SealText does not say which characters it has")));
        };
        let map = filter::decode(&dictionary, &data, MAX_MAP)?;
        Ok(Font {
            id,
            glyphs: glyphs(&map)?,
            widths: widths(file.resolve(descendant.get("W"), revision)?.as_ref())?,
            default_width: default_width(&descendant),
        })
    }

    /// The glyph of a character; a question mark for one that the font lacks.
    fn glyph(&self, c: char) -> u16 {
        self.glyphs.get(&c).or_else(|| self.glyphs.get(&'?')).copied().unwrap_or(0)
    }

    /// The width of a text in thousandths of the font size.
    pub fn width(&self, text: &str) -> i64 {
        text.chars().map(|c| *self.widths.get(&self.glyph(c)).unwrap_or(&self.default_width)).sum()
    }

    /// The text as a PDF string: its glyphs from left to right.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        in_sight(text).into_iter().flat_map(|c| self.glyph(c).to_be_bytes()).collect()
    }
}

/// The characters of a line as they stand from left to right, brackets within text from right to left mirrored.
fn in_sight(text: &str) -> Vec<char> {
    let bidi = BidiInfo::new(text, None);
    if !bidi.has_rtl() {
        return text.chars().collect();
    }
    let characters: Vec<char> = text.chars().collect();
    let levels: Vec<Level> = text.char_indices().filter_map(|(at, _)| bidi.levels.get(at).copied()).collect();
    let order = BidiInfo::reorder_visual(&levels);
    let seen = order.into_iter().filter_map(|at| Some((characters.get(at)?, levels.get(at)?)));
    seen.map(|(character, level)| if level.is_rtl() { mirrored(*character) } else { *character }).collect()
}

fn mirrored(character: char) -> char {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»')];
    PAIRS
        .iter()
        .find_map(|(one, other)| match character {
            c if c == *one => Some(*other),
            c if c == *other => Some(*one),
            _ => None,
        })
        .unwrap_or(character)
}

/// How wide the glyphs of a font are.
#[derive(Debug)]
pub(crate) struct Advances {
    widths: BTreeMap<u16, i64>,
    default: i64,
    /// Bytes that stand for one glyph.
    step: usize,
}

impl Advances {
    /// Reads the widths of a font that a page uses, as far as it states them; others count as half their size.
    pub fn read(file: &File, revision: usize, font: &Dictionary) -> Read<Advances> {
        if font.name("Subtype") == Some(b"Type0") {
            let descendants = file.resolve(font.get("DescendantFonts"), revision)?;
            let first = if let Some(Object::Array(items)) = &descendants { items.first() } else { None };
            let descendant = file.dictionary(first, revision)?.unwrap_or_default();
            let stated = file.resolve(descendant.get("W"), revision)?;
            let widths = if stated.is_some() { widths(stated.as_ref())? } else { BTreeMap::new() };
            return Ok(Advances { widths, default: default_width(&descendant), step: 2 });
        }
        let first = font.integer("FirstChar").and_then(|first| u16::try_from(first).ok()).unwrap_or(0);
        let stated = file.resolve(font.get("Widths"), revision)?;
        let list = if let Some(Object::Array(list)) = stated { list } else { Vec::new() };
        let stated = list.iter().map(|width| width.as_number().and_then(rounded_up).unwrap_or(500));
        Ok(Advances { widths: (first..=u16::MAX).zip(stated).collect(), default: 500, step: 1 })
    }

    /// Width in thousandths and whether it is a blank, for each glyph of a string.
    pub fn of<'s>(&'s self, string: &'s [u8]) -> impl Iterator<Item = (f64, bool)> + 's {
        string.chunks(self.step).map(move |code| {
            let number = code.iter().fold(0u16, |number, byte| number << 8 | u16::from(*byte));
            let width = *self.widths.get(&number).unwrap_or(&self.default);
            (width as f64, self.step == 1 && number == 32)
        })
    }
}

/// Reads a ToUnicode map backwards: from characters to glyphs, the lowest glyph winning.
fn glyphs(map: &[u8]) -> Read<BTreeMap<char, u16>> {
    let mut glyphs = BTreeMap::new();
    let mut put = |glyph: u32, c: Option<char>| {
        if let (Ok(glyph), Some(c)) = (u16::try_from(glyph), c) {
            let lowest = glyphs.entry(c).or_insert(glyph);
            *lowest = glyph.min(*lowest);
        }
    };
    let mut lexer = Lexer::new(map, 0);
    let mut operands: Vec<Object> = Vec::new();
    let mut budget = MAX_GLYPHS;
    loop {
        lexer.skip();
        match lexer.peek() {
            None => return Ok(glyphs),
            Some(byte) if byte.is_ascii_alphabetic() => match lexer.word() {
                b"endbfchar" => {
                    for pair in operands.as_chunks::<2>().0 {
                        put(code(&pair[0])?, character(&pair[1]));
                    }
                    operands.clear();
                }
                b"endbfrange" => {
                    for [first, last, target] in operands.as_chunks::<3>().0 {
                        let (first, last) = (code(first)?, code(last)?);
                        let count = last.checked_sub(first).map_or(0, |n| n as usize + 1);
                        budget = budget.checked_sub(count).ok_or_else(|| broken("is too large"))?;
                        for (step, glyph) in (first..=last).enumerate() {
                            let c = if let Object::Array(each) = target {
                                each.get(step).and_then(character)
                            } else {
                                character(target)
                                    .and_then(|c| char::from_u32((c as u32).checked_add(step as u32)?))
                            };
                            put(glyph, c);
                        }
                    }
                    operands.clear();
                }
                _ => operands.clear(),
            },
            Some(_) => operands.push(lexer.object()?),
        }
    }
}

fn broken(how: &str) -> Broken {
    Broken(message!("the character map of the font SealText {how}"))
}

fn code(object: &Object) -> Read<u32> {
    let Object::String(bytes) = object else { return Err(broken("cannot be read")) };
    match bytes.as_slice() {
        [high, low] => Ok(u32::from(*high) << 8 | u32::from(*low)),
        _ => Err(broken("cannot be read")),
    }
}

/// The one character that a UTF-16 string stands for; glyphs for several characters are not used.
fn character(object: &Object) -> Option<char> {
    let Object::String(bytes) = object else { return None };
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    let text = String::from_utf16(&units).ok()?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn default_width(descendant: &Dictionary) -> i64 {
    descendant.get("DW").and_then(Object::as_number).and_then(rounded_up).unwrap_or(1000)
}

/// Reads `/W`: `first [w w …]` and `first last w`. Widths are rounded up, so that text never turns out wider.
fn widths(array: Option<&Object>) -> Read<BTreeMap<u16, i64>> {
    let broken = || Broken::because(message!("the widths of the font SealText cannot be read"));
    let Some(Object::Array(items)) = array else { return Err(broken()) };
    let number =
        |item: Option<&Object>| item.and_then(Object::as_number).and_then(rounded_up).ok_or_else(broken);
    let glyph = |item: Option<&Object>| {
        let Some(Object::Integer(glyph)) = item else { return Err(broken()) };
        u16::try_from(*glyph).map_err(|_| broken())
    };
    let mut widths = BTreeMap::new();
    let mut items = items.iter();
    let mut budget = MAX_GLYPHS;
    while let Some(first) = items.next() {
        let first = glyph(Some(first))?;
        match items.next() {
            Some(Object::Array(each)) => {
                for (glyph, width) in (first..=u16::MAX).zip(each) {
                    widths.insert(glyph, number(Some(width))?);
                }
            }
            last => {
                let (last, width) = (glyph(last)?, number(items.next())?);
                budget =
                    budget.checked_sub(usize::from(last.saturating_sub(first)) + 1).ok_or_else(broken)?;
                widths.extend((first..=last).map(|glyph| (glyph, width)));
            }
        }
    }
    Ok(widths)
}

fn rounded_up(width: f64) -> Option<i64> {
    (0.0..=100_000.0).contains(&width).then(|| width.ceil() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_map_is_read_backwards() {
        let map = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
            1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
            2 beginbfchar <0003> <0041> <0002> <0041> endbfchar\n\
            2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0066> <00660069>] endbfrange\n\
            1 beginbfchar <0030> <D83DDE00> endbfchar endcmap end end";
        let glyphs = glyphs(map).unwrap();
        let expected = [('A', 2), ('a', 0x10), ('b', 0x11), ('c', 0x12), ('f', 0x20), ('\u{1f600}', 0x30)];
        assert_eq!(glyphs, expected.into());
    }

    #[test]
    fn a_name_from_right_to_left_stands_as_it_is_seen() {
        let seen = |text: &str| in_sight(text).into_iter().collect::<String>();
        assert_eq!(seen("Signed by Dana"), "Signed by Dana");
        assert_eq!(seen("Signed by אבג (ד)"), "Signed by (ד) גבא");
    }

    #[test]
    fn widths_are_read_in_both_forms() {
        let array = Lexer::new(b"[1 [500 250.5] 10 12 600]", 0).object().unwrap();
        assert_eq!(
            widths(Some(&array)).unwrap(),
            [(1, 500), (2, 251), (10, 600), (11, 600), (12, 600)].into()
        );
        let endless = format!("[{}]", "0 65535 1 ".repeat(2));
        assert!(widths(Some(&Lexer::new(endless.as_bytes(), 0).object().unwrap())).is_err());
    }
}
