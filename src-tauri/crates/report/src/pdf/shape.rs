//! Words → positioned glyphs, in the face asked for or in one that has the characters.

use assay_message::{Message, message};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rustybuzz::{BufferFlags, Direction, Script, ShapePlan, UnicodeBuffer, script};

use super::RenderError;
use super::fonts::{Face, Fonts};
use super::object::{hundredths, push_number};
use crate::clean::REPLACEMENT;

/// A glyph with the corrections of the pen that kerning and marks need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Its code in its font.
    pub code: u16,
    /// How far the pen moves left before it, in thousandths of an em.
    pub before: f32,
    /// How far the pen moves left after it, beyond its width, in thousandths of an em.
    pub after: f32,
    /// How far it is lifted, in thousandths of an em.
    pub rise: f32,
}

/// Glyphs of one font.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The font.
    pub face: Face,
    /// The distance of its left edge from that of the word, in thousandths of an em.
    pub from: f32,
    /// The glyphs, left to right.
    pub glyphs: Vec<Glyph>,
    /// The glyphs as a page shows them, unless some are lifted.
    pub shown: Option<Shown>,
    /// How far the pen moves, in thousandths of an em.
    pub width: f32,
    /// The text, where the glyphs in their order do not spell it.
    pub actual: Option<String>,
}

/// A shaped word.
#[derive(Debug, PartialEq)]
pub struct Word {
    /// Its pieces, in the order of reading.
    pub pieces: Vec<Piece>,
    /// Its width, in thousandths of an em.
    pub width: f32,
}

/// Glyphs that are not lifted, as they stand within the operand of `TJ` (ISO 32000-1, 9.4.3): strings of codes and moves
/// between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its words. A string that it begins with is not opened in it, nor one that it ends with closed.
    pub words: String,
    /// Whether it begins with a string.
    pub opens: bool,
    /// Whether it ends with a string.
    pub closes: bool,
}

impl Shown {
    fn of(glyphs: &[Glyph]) -> Option<Self> {
        if glyphs.iter().any(|glyph| glyph.rise != 0.0) {
            return None;
        }
        let mut shown = Operand::default();
        for glyph in glyphs {
            shown.glyph(glyph);
        }
        let Operand { words, within } = shown;
        let opens = words.starts_with('<');
        Some(Self { words: words.trim_start_matches('<').to_owned(), opens, closes: within })
    }
}

/// Codes and moves between them: the operand of `TJ` in the making.
#[derive(Debug, Default)]
pub struct Operand {
    /// What stands in it so far.
    pub words: String,
    /// Whether that ends within a string of codes.
    within: bool,
}

impl Operand {
    /// Adds a glyph, whatever its height.
    pub fn glyph(&mut self, glyph: &Glyph) {
        self.step(glyph.before);
        self.open();
        for shift in [12, 8, 4, 0] {
            let digit = char::from_digit(u32::from((glyph.code >> shift) & 15), 16);
            self.words.push(digit.unwrap_or('0'));
        }
        self.step(glyph.after);
    }

    /// Adds glyphs that were written before.
    pub fn shown(&mut self, shown: &Shown) {
        if shown.opens {
            self.open();
        } else if !shown.words.is_empty() {
            self.close();
        }
        self.words.push_str(&shown.words);
        if !shown.words.is_empty() {
            self.within = shown.closes;
        }
    }

    /// Moves the pen to the left by thousandths of an em.
    fn step(&mut self, left: f32) {
        let left = hundredths(left);
        if left != 0.0 {
            self.close();
            push_number(&mut self.words, left);
            self.words.push(' ');
        }
    }

    fn open(&mut self) {
        if !std::mem::replace(&mut self.within, true) {
            self.words.push('<');
        }
    }

    /// Closes the string of codes.
    pub fn close(&mut self) {
        if std::mem::take(&mut self.within) {
            self.words.push('>');
        }
    }
}

/// A hyphen that is there because the line breaks (ISO 32000-1, 14.8.2.2.3). Cleaned text has none.
const SOFT_HYPHEN: char = '\u{AD}';
/// How many texts with characters that cannot be shown are named.
const NAMED_TEXTS: usize = 40;

/// Shapes words, and remembers them.
pub struct Shaper {
    /// The fonts, with the glyphs used so far.
    pub fonts: Fonts,
    words: HashMap<(Face, bool), HashMap<String, Arc<Word>>>,
    buffer: Option<UnicodeBuffer>,
    /// How a face sets a script, from right to left or not: the same for all words. Digits and signs have no script.
    plans: HashMap<(Face, Option<Script>, bool), ShapePlan>,
    /// Texts with characters that no font has, and where the first of them stands.
    unshown: BTreeMap<String, String>,
    /// Where the text stands that is being set, in words.
    pub place: String,
    unshown_more: usize,
    /// The language by whose rules a word that fits nowhere is parted; none where there are no rules.
    pub hyphenation: Option<hypher::Lang>,
    /// Whether lines begin on the right.
    pub backwards: bool,
}

impl Shaper {
    /// A shaper that has seen no word yet.
    pub fn new(font_folders: &[PathBuf]) -> Result<Self, RenderError> {
        Ok(Self {
            fonts: Fonts::new(font_folders)?,
            words: HashMap::new(),
            buffer: Some(UnicodeBuffer::new()),
            plans: HashMap::new(),
            unshown: BTreeMap::new(),
            place: String::new(),
            unshown_more: 0,
            hyphenation: Some(hypher::Lang::English),
            backwards: false,
        })
    }

    /// Shapes a word: cleaned text without line breaks. `backwards` when it is read from right to left.
    pub fn word(&mut self, face: Face, text: &str, backwards: bool) -> Arc<Word> {
        if let Some(word) = self.words.get(&(face, backwards)).and_then(|words| words.get(text)) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.shape(face, text, backwards));
        self.words.entry((face, backwards)).or_default().insert(text.to_owned(), Arc::clone(&word));
        word
    }

    /// Shapes the part of a word before a break, with the hyphen that shows the break and is not part of the text.
    pub fn hyphenated(&mut self, face: Face, text: &str, backwards: bool) -> Arc<Word> {
        self.word(face, &format!("{text}{SOFT_HYPHEN}"), backwards)
    }

    /// The width of a character by itself, in thousandths of an em: what a long word is cut by.
    pub fn character_width(&mut self, face: Face, character: char) -> f32 {
        let face = self.fonts.face_for(face, character);
        face.and_then(|face| self.fonts.get(face).character_width(character)).unwrap_or(1000.0)
    }

    /// A sentence for each text with characters that no font can show.
    pub fn warnings(&self) -> Vec<Message> {
        let mut warnings: Vec<Message> = self
            .unshown
            .iter()
            .map(|(text, place)| {
                if place.is_empty() {
                    message!("Some characters of “{text}” cannot be shown and were replaced by {REPLACEMENT}.")
                } else {
                    message!("Some characters of “{text}” in “{place}” cannot be shown and were replaced by {REPLACEMENT}.")
                }
            })
            .collect();
        if self.unshown_more > 0 {
            warnings.push(message!(
                "{unshown_more} more words have characters that cannot be shown.",
                unshown_more = self.unshown_more
            ));
        }
        warnings
    }

    fn shape(&mut self, face: Face, text: &str, backwards: bool) -> Word {
        let mut runs: Vec<(Face, String)> = Vec::new();
        let mut replaced = false;
        let soft = text.strip_suffix(SOFT_HYPHEN);
        for character in soft.unwrap_or(text).chars().chain(soft.map(|_| '-')) {
            let joins = matches!(character, '\u{200C}' | '\u{200D}');
            let (face, character) = match runs.last() {
                Some((last, _)) if joins => (*last, character),
                None if joins => continue,
                Some(_) | None => match self.fonts.face_for(face, character) {
                    Some(face) => {
                        replaced |= character == REPLACEMENT;
                        (face, character)
                    }
                    None => {
                        replaced = true;
                        (Face::Fallback, REPLACEMENT)
                    }
                },
            };
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push(character),
                _ => runs.push((face, character.to_string())),
            }
        }
        if replaced {
            self.note_unshown(text);
        }
        if backwards {
            runs.reverse();
        }
        let mut pieces: Vec<Piece> =
            runs.iter().map(|(face, run)| self.piece(*face, run, backwards)).collect();
        let last = if backwards { pieces.first_mut() } else { pieces.last_mut() };
        if let (Some(_), Some(piece)) = (soft, last) {
            let face = piece.face;
            let hyphen = if backwards { piece.glyphs.first_mut() } else { piece.glyphs.last_mut() };
            if let Some(hyphen) = hyphen {
                hyphen.code = self.fonts.get_mut(face).restate(hyphen.code, "\u{AD}");
            }
        }
        let mut width = 0.0;
        for piece in &mut pieces {
            piece.from = width;
            piece.shown = Shown::of(&piece.glyphs);
            width += piece.width;
        }
        if backwards {
            pieces.reverse();
        }
        Word { pieces, width }
    }

    fn note_unshown(&mut self, text: &str) {
        let shown: String = text.chars().take(60).collect();
        if self.unshown.contains_key(&shown) {
            return;
        }
        if self.unshown.len() < NAMED_TEXTS {
            self.unshown.insert(shown, self.place.clone());
        } else {
            self.unshown_more += 1;
        }
    }

    fn piece(&mut self, face: Face, text: &str, backwards: bool) -> Piece {
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.guess_segment_properties();
        let direction = if backwards { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let script = Some(buffer.script()).filter(|script| *script != script::UNKNOWN);
        let plan = self.plans.entry((face, script, backwards));
        let shaped = self.fonts.get(face).with_program(|program| {
            let plan = plan.or_insert_with(|| ShapePlan::new(program, direction, script, None, &[]));
            rustybuzz::shape_with_plan(program, plan, buffer)
        });
        let Some(shaped) = shaped else {
            return Piece { face, from: 0.0, glyphs: Vec::new(), shown: None, width: 0.0, actual: None };
        };
        let font = self.fonts.get_mut(face);

        let infos = shaped.glyph_infos();
        let texts = spelled(text, infos, backwards);
        // Readers put text that runs from right to left in order by themselves, glyph by glyph: a text beside the
        // glyphs would come out reversed.
        let actual = (!backwards && texts.contains(&"\u{200B}")).then(|| text.to_owned());
        let mut glyphs = Vec::with_capacity(shaped.len());
        let mut width = 0.0;
        for ((info, position), own) in infos.iter().zip(shaped.glyph_positions()).zip(texts) {
            // A font's table decides the glyph numbers; there are never more than 65,535.
            let glyph = u16::try_from(info.glyph_id).unwrap_or(0);
            let advance = font.advance(glyph);
            let (x_offset, x_advance) =
                (font.thousandths(position.x_offset), font.thousandths(position.x_advance));
            glyphs.push(Glyph {
                code: font.take(glyph, own),
                before: -x_offset,
                after: x_offset + advance - x_advance,
                rise: font.thousandths(position.y_offset),
            });
            width += x_advance;
        }
        self.buffer = Some(shaped.clear());
        Piece { face, from: 0.0, glyphs, shown: None, width, actual }
    }
}

/// The text that each glyph stands for. A cluster with as many characters as glyphs is spelled by them in the order of
/// reading; else its first glyph stands for all of it, and the others for a space without width.
fn spelled<'t>(text: &'t str, infos: &[rustybuzz::GlyphInfo], backwards: bool) -> Vec<&'t str> {
    let mut texts = vec!["\u{200B}"; infos.len()];
    let mut ends: Vec<usize> = infos.iter().map(|info| info.cluster as usize).chain([text.len()]).collect();
    ends.sort_unstable();
    let mut start = 0;
    for cluster in infos.chunk_by(|one, next| one.cluster == next.cluster) {
        let from = cluster.first().map_or(0, |info| info.cluster as usize);
        let end = ends.get(ends.partition_point(|end| *end <= from)).copied().unwrap_or(text.len());
        let whole = text.get(from..end).unwrap_or_default();
        let Some(places) = texts.get_mut(start..start + cluster.len()) else { break };
        if backwards && cluster.len() > 1 && cluster.len() == whole.chars().count() {
            let characters =
                whole.char_indices().map(|(at, c)| whole.get(at..at + c.len_utf8()).unwrap_or_default());
            places.iter_mut().rev().zip(characters).for_each(|(place, character)| *place = character);
        } else if let Some(place) = if backwards { places.last_mut() } else { places.first_mut() } {
            *place = whole;
        }
        start += cluster.len();
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kerning_narrows_a_pair_and_moves_the_pen() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let pair = shaper.word(Face::Regular, "AV", false);
        let (a, v) = (shaper.word(Face::Regular, "A", false), shaper.word(Face::Regular, "V", false));
        assert!(pair.width < a.width + v.width);
        let moved: f32 = pair.pieces[0].glyphs.iter().map(|glyph| glyph.before + glyph.after).sum();
        assert!((a.width + v.width - pair.width - moved).abs() < 0.01);
    }

    #[test]
    fn a_character_without_a_glyph_is_replaced_and_its_word_is_named() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let word = shaper.word(Face::Regular, "漢字Ltd", false);
        assert_eq!(word.pieces[0].face, Face::Fallback);
        assert_eq!(word.pieces[1].face, Face::Regular);
        assert_eq!(shaper.warnings().len(), 1);
        assert!(shaper.warnings()[0].to_string().contains("漢字Ltd"));
        shaper.word(Face::Regular, "Привет", false);
        shaper.word(Face::Regular, "שלום", true);
        assert_eq!(shaper.warnings().len(), 1);
    }

    #[test]
    fn no_glyph_is_the_one_for_missing_characters() {
        let mut shaper = Shaper::new(&[]).unwrap();
        for (text, backwards) in
            [("Ærøskøbing", false), ("e\u{301}\u{323}", false), ("العربية", true), ("\u{FFFD}", false)]
        {
            for face in Face::SHIPPED {
                let word = shaper.word(face, text, backwards);
                assert!(
                    word.pieces.iter().flat_map(|piece| &piece.glyphs).all(|glyph| glyph.code != 0),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn a_mirrored_bracket_has_a_code_of_its_own() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let code = |word: &Word| word.pieces[0].glyphs[0].code;
        let mirrored = shaper.word(Face::Fallback, "(א", true).pieces[0].glyphs[1].code;
        let (open, close) =
            (shaper.word(Face::Fallback, "(", false), shaper.word(Face::Fallback, ")", false));
        assert!(mirrored != code(&open) && mirrored != code(&close));
    }
}
