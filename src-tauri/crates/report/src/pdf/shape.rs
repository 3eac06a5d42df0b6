//! Words → positioned glyphs, in the face asked for or in one that has the characters.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rustybuzz::{BufferFlags, Direction, UnicodeBuffer};

use super::RenderError;
use super::clean::REPLACEMENT;
use super::fonts::{Face, Fonts};

/// A glyph with the corrections of the pen that kerning and marks need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Its number in the subset of its font.
    pub number: u16,
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
    /// The glyphs, left to right.
    pub glyphs: Vec<Glyph>,
    /// How far the pen moves, in thousandths of an em.
    pub width: f32,
    /// The text, where the glyphs in their order do not spell it.
    pub actual: Option<String>,
}

/// A shaped word.
#[derive(Debug, PartialEq)]
pub struct Word {
    /// Its pieces, left to right.
    pub pieces: Vec<Piece>,
    /// Its width, in thousandths of an em.
    pub width: f32,
}

/// How many texts with characters that cannot be shown are named.
const NAMED_TEXTS: usize = 40;

/// Shapes words, and remembers them.
pub struct Shaper {
    /// The fonts, with the glyphs used so far.
    pub fonts: Fonts,
    words: HashMap<(Face, bool), HashMap<String, Rc<Word>>>,
    buffer: Option<UnicodeBuffer>,
    unshown: BTreeSet<String>,
    unshown_more: usize,
}

impl Shaper {
    /// A shaper that has seen no word yet.
    pub fn new() -> Result<Self, RenderError> {
        Ok(Self {
            fonts: Fonts::new()?,
            words: HashMap::new(),
            buffer: Some(UnicodeBuffer::new()),
            unshown: BTreeSet::new(),
            unshown_more: 0,
        })
    }

    /// Shapes a word: cleaned text without line breaks. `backwards` when it is read from right to left.
    pub fn word(&mut self, face: Face, text: &str, backwards: bool) -> Rc<Word> {
        if let Some(word) = self.words.get(&(face, backwards)).and_then(|words| words.get(text)) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.shape(face, text, backwards));
        self.words.entry((face, backwards)).or_default().insert(text.to_owned(), Rc::clone(&word));
        word
    }

    /// The width of a character by itself, in thousandths of an em: what a long word is cut by.
    pub fn character_width(&self, face: Face, character: char) -> f32 {
        let widths =
            [face, Face::Fallback].into_iter().map(|face| self.fonts.get(face).character_width(character));
        widths.flatten().next().unwrap_or(1000.0)
    }

    /// A sentence for each text with characters that no font can show.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = self
            .unshown
            .iter()
            .map(|text| {
                format!("Some characters of “{text}” cannot be shown and were replaced by {REPLACEMENT}.")
            })
            .collect();
        if self.unshown_more > 0 {
            warnings.push(format!("{} more words have characters that cannot be shown.", self.unshown_more));
        }
        warnings
    }

    fn shape(&mut self, face: Face, text: &str, backwards: bool) -> Word {
        let mut runs: Vec<(Face, String)> = Vec::new();
        let mut replaced = false;
        for character in text.chars() {
            let joins = matches!(character, '\u{200C}' | '\u{200D}');
            let (face, character) = match runs.last() {
                Some((last, _)) if joins => (*last, character),
                None if joins => continue,
                _ if self.fonts.get(face).has(character) => (face, character),
                _ if self.fonts.get(Face::Fallback).has(character) => {
                    replaced |= character == REPLACEMENT;
                    (Face::Fallback, character)
                }
                _ => {
                    replaced = true;
                    (Face::Fallback, REPLACEMENT)
                }
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
        let pieces: Vec<Piece> = runs.iter().map(|(face, run)| self.piece(*face, run, backwards)).collect();
        let width = pieces.iter().map(|piece| piece.width).sum();
        Word { pieces, width }
    }

    fn note_unshown(&mut self, text: &str) {
        let shown: String = text.chars().take(60).collect();
        if self.unshown.contains(&shown) {
            return;
        }
        if self.unshown.len() < NAMED_TEXTS {
            self.unshown.insert(shown);
        } else {
            self.unshown_more += 1;
        }
    }

    fn piece(&mut self, face: Face, text: &str, backwards: bool) -> Piece {
        let font = self.fonts.get_mut(face);
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.guess_segment_properties();
        buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = rustybuzz::shape(&font.program, &[], buffer);

        let starts: BTreeSet<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let mut seen = BTreeSet::new();
        let mut spelled = !backwards;
        let mut glyphs = Vec::with_capacity(shaped.len());
        let mut width = 0.0;
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let start = info.cluster as usize;
            let end = starts.range(start + 1..).next().copied().unwrap_or(text.len());
            // The first glyph of a cluster stands for its text. Further ones spell what they can by themselves.
            let first = seen.insert(start);
            spelled &= first;
            let own = if first { text.get(start..end).unwrap_or_default() } else { "" };
            // A font's table decides the glyph numbers; there are never more than 65,535.
            let glyph = u16::try_from(info.glyph_id).unwrap_or(0);
            let advance = font.advance(glyph);
            let (x_offset, x_advance) =
                (font.thousandths(position.x_offset), font.thousandths(position.x_advance));
            glyphs.push(Glyph {
                number: font.take(glyph, own),
                before: -x_offset,
                after: x_offset + advance - x_advance,
                rise: font.thousandths(position.y_offset),
            });
            width += x_advance;
        }
        self.buffer = Some(shaped.clear());
        Piece { face, glyphs, width, actual: (!spelled).then(|| text.to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kerning_narrows_a_pair_and_moves_the_pen() {
        let mut shaper = Shaper::new().unwrap();
        let pair = shaper.word(Face::Regular, "AV", false);
        let (a, v) = (shaper.word(Face::Regular, "A", false), shaper.word(Face::Regular, "V", false));
        assert!(pair.width < a.width + v.width);
        let moved: f32 = pair.pieces[0].glyphs.iter().map(|glyph| glyph.before + glyph.after).sum();
        assert!((a.width + v.width - pair.width - moved).abs() < 0.01);
    }

    #[test]
    fn a_character_without_a_glyph_is_replaced_and_its_word_is_named() {
        let mut shaper = Shaper::new().unwrap();
        let word = shaper.word(Face::Regular, "漢字Ltd", false);
        assert_eq!(word.pieces[0].face, Face::Fallback);
        assert_eq!(word.pieces[1].face, Face::Regular);
        assert_eq!(shaper.warnings().len(), 1);
        assert!(shaper.warnings()[0].contains("漢字Ltd"));
        shaper.word(Face::Regular, "Привет", false);
        shaper.word(Face::Regular, "שלום", true);
        assert_eq!(shaper.warnings().len(), 1);
    }

    #[test]
    fn no_glyph_is_the_one_for_missing_characters() {
        let mut shaper = Shaper::new().unwrap();
        for (text, backwards) in
            [("Ærøskøbing", false), ("e\u{301}\u{323}", false), ("العربية", true), ("\u{FFFD}", false)]
        {
            for face in Face::ALL {
                let word = shaper.word(face, text, backwards);
                assert!(
                    word.pieces.iter().flat_map(|piece| &piece.glyphs).all(|glyph| glyph.number != 0),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn text_read_from_right_to_left_is_spelled_out() {
        let mut shaper = Shaper::new().unwrap();
        let word = shaper.word(Face::Regular, "שלום", true);
        assert_eq!(word.pieces[0].actual.as_deref(), Some("שלום"));
        assert_eq!(shaper.word(Face::Regular, "fine", false).pieces[0].actual, None);
    }
}
