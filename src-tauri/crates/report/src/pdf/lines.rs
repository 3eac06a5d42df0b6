//! Runs of styled text → lines that fit a width.
//!
//! Lines break at white space, and after the hyphen of a compound. Only a word wider than the line is broken inside: by
//! hyphenation when it is a word, at any character when it is an identifier, a hash or an address. Text that runs from
//! right to left is put in the order of sight, and keeps the order of reading for those who listen.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::fonts::Face;
use super::shape::{Shaper, Word};
use super::style::Colour;
use crate::clean::clean;
use crate::document::{Span, Style};

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The face of plain text; other styles take theirs.
    pub face: Face,
    /// Size of the text.
    pub size: f32,
    /// Height of a line.
    pub leading: f32,
    /// Colour of the text.
    pub colour: Colour,
}

/// A shaped word in its place on a line.
#[derive(Debug, Clone)]
pub struct Run {
    /// The word.
    pub word: Arc<Word>,
    /// Its left edge from the left edge of the line.
    pub x: f32,
    /// Its size.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
    /// Which of the spans it comes from, when that span is a link.
    pub link: Option<usize>,
}

/// A line, its runs in reading order.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The runs.
    pub runs: Vec<Run>,
    /// Width of what is seen, without white space at the end.
    pub width: f32,
    /// Height of the line.
    pub leading: f32,
    /// Size of its text.
    pub size: f32,
    /// Whether the text as a whole runs from right to left.
    pub backwards: bool,
}

impl Line {
    /// The base line from the top of the line: capitals stand in the middle of its height.
    pub fn baseline(&self) -> f32 {
        self.leading * 0.5 + self.size * 0.35
    }
}

/// Height of some lines.
pub fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.leading).sum()
}

/// What comes between two words, or two parts of one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum After {
    /// Nothing; the line must not break here.
    Joined,
    /// The line may break here.
    Breakable,
}

/// Text in one style and direction that is never broken, unless it is wider than a line.
#[derive(Clone)]
struct Atom {
    /// Where it stands in the text.
    text: Range<usize>,
    space: bool,
    word: Arc<Word>,
    face: Face,
    size: f32,
    level: Level,
    link: Option<usize>,
    after: After,
}

impl Atom {
    fn width(&self) -> f32 {
        self.word.width * self.size / 1000.0
    }
}

/// Text that is shaped: it can be broken into lines of any width without being shaped again.
pub struct Shaped {
    text: String,
    setting: Setting,
    /// Where each paragraph ends among the atoms, and its direction.
    paragraphs: Vec<(usize, Level)>,
    atoms: Vec<Atom>,
}

/// How much width a text takes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Extent {
    /// The widest part that cannot be broken without need.
    pub widest: f32,
    /// The widest line when none is broken.
    pub whole: f32,
}

impl Shaped {
    /// Shapes a text.
    pub fn new(shaper: &mut Shaper, spans: &[Span], setting: &Setting) -> Self {
        let (text, parts) = joined(spans, setting);
        let mut atoms = Vec::with_capacity(text.len() / 3);
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for paragraph in text.split('\n') {
            let direction = add_atoms(shaper, paragraph, start, &parts, &mut atoms);
            paragraphs.push((atoms.len(), direction));
            start += paragraph.len() + 1;
        }
        Self { text, setting: *setting, paragraphs, atoms }
    }

    /// The atoms of each paragraph, and its direction.
    fn paragraphs(&self) -> impl Iterator<Item = (&[Atom], Level)> {
        let mut start = 0;
        self.paragraphs.iter().map(move |&(end, direction)| {
            let atoms = self.atoms.get(start..end).unwrap_or_default();
            start = end;
            (atoms, direction)
        })
    }

    /// Breaks the text into lines no wider than `width`. There is always at least one line.
    pub fn lines(&self, shaper: &mut Shaper, width: f32) -> Vec<Line> {
        let setting = &self.setting;
        let mut lines = Vec::new();
        for (atoms, direction) in self.paragraphs() {
            let before = lines.len();
            self.fill(shaper, atoms, direction, width.max(1.0), &mut lines);
            if lines.len() == before {
                lines.push(Line { leading: setting.leading, size: setting.size, ..Line::default() });
            }
        }
        // Empty lines at the end say nothing.
        while lines.len() > 1 && lines.last().is_some_and(|line| line.runs.is_empty()) {
            lines.pop();
        }
        lines
    }

    /// How much width the text takes.
    pub fn extent(&self) -> Extent {
        let mut extent = Extent::default();
        for (atoms, _) in self.paragraphs() {
            let (mut whole, mut part) = (0.0, 0.0);
            for atom in atoms {
                whole += atom.width();
                if !atom.space {
                    part += atom.width();
                    extent.widest = extent.widest.max(part);
                }
                if atom.after == After::Breakable {
                    part = 0.0;
                }
            }
            extent.whole = extent.whole.max(whole);
        }
        extent
    }

    /// Fills lines with one paragraph.
    fn fill(&self, shaper: &mut Shaper, atoms: &[Atom], direction: Level, width: f32, lines: &mut Vec<Line>) {
        let mut line: Vec<Atom> = Vec::new();
        let mut used = 0.0;
        // What stays together: atoms up to the next place for a break.
        for cluster in atoms.chunk_by(|atom, _| atom.after == After::Joined) {
            let seen: f32 = cluster.iter().filter(|atom| !atom.space).map(Atom::width).sum();
            if seen > 0.0 && used + seen > width && !line.is_empty() {
                lines.push(finish(&mut line, direction, &self.setting));
                used = 0.0;
            }
            if seen <= width - used {
                used += cluster.iter().map(Atom::width).sum::<f32>();
                line.extend_from_slice(cluster);
                continue;
            }
            for atom in cluster {
                for atom in self.cut(shaper, atom, width, width - used) {
                    if !atom.space && used + atom.width() > width && !line.is_empty() {
                        lines.push(finish(&mut line, direction, &self.setting));
                        used = 0.0;
                    }
                    used += atom.width();
                    line.push(atom);
                }
            }
        }
        if !line.is_empty() {
            lines.push(finish(&mut line, direction, &self.setting));
        }
    }

    /// Cuts an atom that is wider than a line into parts that fit: the first into `first`, the others into `width`.
    fn cut(&self, shaper: &mut Shaper, atom: &Atom, width: f32, first: f32) -> Vec<Atom> {
        if atom.space || atom.width() <= width {
            return vec![atom.clone()];
        }
        let mut parts = Vec::new();
        let mut start = atom.text.start;
        let mut rest = self.text.get(atom.text.clone()).unwrap_or_default();
        let mut room = first;
        while !rest.is_empty() {
            let (end, hyphen) = cut_at(shaper, rest, atom, room);
            if end == 0 && room < width {
                room = width;
                continue;
            }
            // At least one character a line, however narrow it is.
            let end = if end == 0 { rest.chars().next().map_or(rest.len(), char::len_utf8) } else { end };
            let (text, remainder) = rest.split_at(end);
            let word = if hyphen {
                shaper.hyphenated(atom.face, text, atom.level.is_rtl())
            } else {
                shaper.word(atom.face, text, atom.level.is_rtl())
            };
            let after = if remainder.is_empty() { atom.after } else { After::Breakable };
            parts.push(Atom { text: start..start + end, word, after, ..atom.clone() });
            start += end;
            rest = remainder;
            room = width;
        }
        parts
    }
}

/// Breaks text into lines no wider than `width`. There is always at least one line.
pub fn break_lines(shaper: &mut Shaper, spans: &[Span], setting: &Setting, width: f32) -> Vec<Line> {
    Shaped::new(shaper, spans, setting).lines(shaper, width)
}

/// The cleaned text of some spans, and what each part of it looks like.
fn joined(spans: &[Span], setting: &Setting) -> (String, Vec<Part>) {
    let mut text = String::new();
    let mut parts: Vec<Part> = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let start = text.len();
        text.push_str(&clean(&span.text));
        let (face, scale) = face(setting.face, span.style);
        parts.push(Part {
            end: text.len(),
            start,
            face,
            size: setting.size * scale,
            link: span.link.is_some().then_some(index),
        });
    }
    (text, parts)
}

/// One line of plain text, cut and closed by an ellipsis when it is too wide.
pub fn one_line(shaper: &mut Shaper, text: &str, setting: &Setting, width: f32) -> Line {
    let flat: String = clean(text).replace('\n', " ");
    let mut lines = break_lines(shaper, &[Span::plain(flat.as_str())], setting, f32::MAX);
    if lines.first().is_none_or(|line| line.width <= width) {
        return lines.pop().unwrap_or_default();
    }
    let room = width * 1000.0 / setting.size - shaper.character_width(setting.face, '…');
    let mut used = 0.0;
    let kept: String = flat
        .chars()
        .take_while(|&character| {
            used += shaper.character_width(setting.face, character);
            used <= room
        })
        .collect();
    let shortened = format!("{}…", kept.trim_end());
    break_lines(shaper, &[Span::plain(shortened)], setting, f32::MAX).pop().unwrap_or_default()
}

/// One line of plain text, smaller by up to a half where it is too wide, and only then cut.
pub fn fitting_line(shaper: &mut Shaper, text: &str, setting: &Setting, width: f32) -> Line {
    let whole = one_line(shaper, text, setting, f32::MAX);
    if whole.width <= width {
        return whole;
    }
    // A hair less, for widths are sums of rounded ones.
    let size = setting.size * (width / whole.width * 0.999).max(0.5);
    one_line(shaper, text, &Setting { size, ..*setting }, width)
}

/// The face and relative size of a style within text of another face.
fn face(base: Face, style: Style) -> (Face, f32) {
    match style {
        Style::Plain => (base, 1.0),
        Style::Strong => (Face::SemiBold, 1.0),
        Style::Emphasis => (Face::Italic, 1.0),
        // Plex Mono looks larger than Plex Sans of the same size.
        Style::Mono => (Face::Mono, 0.92),
    }
}

struct Part {
    start: usize,
    end: usize,
    face: Face,
    size: f32,
    link: Option<usize>,
}

/// Cuts one paragraph, `offset` bytes into the whole text, into atoms. Returns the direction of the whole.
fn add_atoms(
    shaper: &mut Shaper,
    paragraph: &str,
    offset: usize,
    parts: &[Part],
    atoms: &mut Vec<Atom>,
) -> Level {
    let has_backwards = is_backwards(paragraph);
    let runs_back = has_backwards && (shaper.backwards || is_mostly_backwards(paragraph));
    let base = if runs_back { Level::rtl() } else { Level::ltr() };
    let bidi = has_backwards.then(|| BidiInfo::new(paragraph, Some(base)));
    let level = |at: usize| match &bidi {
        Some(bidi) => bidi.levels.get(at).copied().unwrap_or(base),
        None => Level::ltr(),
    };
    for part in parts {
        let (start, end) = (part.start.max(offset), part.end.min(offset + paragraph.len()));
        if start >= end {
            continue;
        }
        let Some(text) = paragraph.get(start - offset..end - offset) else { continue };
        tokens(text, start - offset, &level, &mut |at, token, after| {
            let level = level(at);
            atoms.push(Atom {
                text: offset + at..offset + at + token.len(),
                space: token.starts_with(' '),
                word: shaper.word(part.face, token, level.is_rtl()),
                face: part.face,
                size: part.size,
                level,
                link: part.link,
                after,
            });
        });
    }
    base
}

/// Cuts text into words, white space, and parts of words after which a line may break.
fn tokens(
    text: &str,
    offset: usize,
    level: &impl Fn(usize) -> Level,
    found: &mut dyn FnMut(usize, &str, After),
) {
    let mut start = 0;
    let mut push = |start: usize, end: usize, after: After| {
        if let Some(token) = text.get(start..end).filter(|token| !token.is_empty()) {
            found(offset + start, token, after);
        }
    };
    let mut previous: Option<char> = None;
    for (at, character) in text.char_indices() {
        if at > start {
            let before_is_space = previous == Some(' ');
            if (character == ' ') != before_is_space {
                push(start, at, if before_is_space { After::Breakable } else { After::Joined });
                start = at;
            } else if previous == Some('-') && is_compound(text.get(start..at), text.get(at..)) {
                push(start, at, After::Breakable);
                start = at;
            } else if level(offset + at) != level(offset + start) {
                push(start, at, After::Joined);
                start = at;
            }
        }
        previous = Some(character);
    }
    push(start, text.len(), if previous == Some(' ') { After::Breakable } else { After::Joined });
}

/// Whether a hyphen joins two words, so that a line may break after it: `third-party`, but not `F-03`.
fn is_compound(before: Option<&str>, after: Option<&str>) -> bool {
    let letters = |characters: &mut dyn Iterator<Item = char>| {
        characters.take(3).filter(|c| c.is_alphabetic()).count() == 3
    };
    let (Some(before), Some(after)) = (before.and_then(|text| text.strip_suffix('-')), after) else {
        return false;
    };
    letters(&mut before.chars().rev()) && letters(&mut after.chars())
}

/// Where to cut a text so that its first part fits, and whether a hyphen shows the cut.
fn cut_at(shaper: &mut Shaper, text: &str, atom: &Atom, room: f32) -> (usize, bool) {
    let room = room * 1000.0 / atom.size;
    let mut used = 0.0;
    let mut fits = 0;
    let mut fits_with_hyphen = 0;
    let hyphen = shaper.character_width(atom.face, '-');
    for (at, character) in text.char_indices() {
        used += shaper.character_width(atom.face, character);
        if used > room {
            break;
        }
        fits = at + character.len_utf8();
        if used + hyphen <= room {
            fits_with_hyphen = fits;
        }
    }
    if fits == text.len() {
        return (fits, false);
    }
    // Longer than any word of any language: an identifier after all.
    const LONGEST_WORD: usize = 60;
    if let Some(language) = shaper.hyphenation
        && text.len() <= LONGEST_WORD
        && text.chars().all(char::is_alphabetic)
    {
        let mut best = 0;
        let mut at = 0;
        for syllable in hypher::hyphenate(text, language) {
            at += syllable.len();
            if at <= fits_with_hyphen && at < text.len() {
                best = at;
            }
        }
        if best > 0 {
            return (best, true);
        }
    }
    // An address or a path is easier to read when it breaks after one of its marks.
    let marks = |character: char| {
        matches!(character, '/' | '-' | '_' | '.' | ':' | '?' | '&' | '=' | ',' | ';' | '@')
    };
    let head = text.get(..fits).unwrap_or_default();
    match head.rfind(marks) {
        Some(at) if at * 3 >= fits * 2 => (at + 1, false),
        _ => (fits, false),
    }
}

/// Puts the atoms of a line in their places and leaves none behind.
fn finish(atoms: &mut Vec<Atom>, base: Level, setting: &Setting) -> Line {
    let seen = atoms.iter().rposition(|atom| !atom.space).map_or(0, |last| last + 1);
    let (places, width) = places(atoms, seen);
    let runs = atoms
        .drain(..)
        .zip(places)
        .map(|(atom, x)| Run { word: atom.word, x, size: atom.size, colour: setting.colour, link: atom.link })
        .collect();
    Line { runs, width, leading: setting.leading, size: setting.size, backwards: base.is_rtl() }
}

/// The left edge of each atom of a line, and the width of those that are seen, which come first.
fn places(atoms: &[Atom], seen: usize) -> (Vec<f32>, f32) {
    let mut places = vec![0.0; atoms.len()];
    let mut x = 0.0;
    if atoms.iter().any(|atom| atom.level.is_rtl()) {
        let levels: Vec<Level> = atoms.iter().take(seen).map(|atom| atom.level).collect();
        for index in BidiInfo::reorder_visual(&levels) {
            if let (Some(place), Some(atom)) = (places.get_mut(index), atoms.get(index)) {
                *place = x;
                x += atom.width();
            }
        }
    } else {
        for (place, atom) in places.iter_mut().zip(atoms.iter().take(seen)) {
            *place = x;
            x += atom.width();
        }
    }
    let width = x;
    for (place, atom) in places.iter_mut().zip(atoms).skip(seen) {
        *place = x;
        x += atom.width();
    }
    (places, width)
}

/// Whether more letters run from right to left than from left to right: a sentence keeps its direction though it begins with
/// a name of the other, and so does a text of somebody who names a product.
fn is_mostly_backwards(text: &str) -> bool {
    let classes = || text.chars().map(bidi_class);
    let back = classes().filter(|class| matches!(class, BidiClass::R | BidiClass::AL)).count();
    let forth = classes().filter(|class| *class == BidiClass::L).count();
    back > forth
}

/// Whether a text has characters that run from right to left.
fn is_backwards(text: &str) -> bool {
    text.chars().any(|character| {
        character >= '\u{590}'
            && matches!(bidi_class(character), BidiClass::R | BidiClass::AL | BidiClass::AN)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTING: Setting =
        Setting { face: Face::Regular, size: 10.0, leading: 14.0, colour: super::super::style::INK };

    fn broken(spans: &[Span], width: f32) -> Vec<Line> {
        break_lines(&mut Shaper::new(&[]).unwrap(), spans, &SETTING, width)
    }

    #[test]
    fn lines_fit_the_width_they_are_given() {
        let text =
            "The third-party provider keeps no record of the review of privileged accounts. ".repeat(20);
        for width in [40.0, 120.0, 470.0] {
            for line in broken(&[Span::plain(text.as_str())], width) {
                assert!(line.width <= width + 0.01, "{} in {width}", line.width);
            }
        }
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        for text in
            ["x".repeat(10_000), "0123456789abcdef".repeat(16), "Donaudampfschifffahrtsgesellschaft".into()]
        {
            let lines = broken(&[Span::plain(text)], 60.0);
            assert!(lines.len() > 2);
            assert!(lines.iter().all(|line| line.width <= 60.01));
        }
        assert!(broken(&[Span::plain("wide")], 0.1).len() == 4);
    }

    #[test]
    fn a_hyphenated_word_shows_its_hyphen() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let lines = break_lines(&mut shaper, &[Span::plain("characteristically")], &SETTING, 50.0);
        let hyphen = shaper.hyphenated(Face::Regular, "", false).pieces[0].glyphs[0].code;
        let last = |line: &Line| line.runs[0].word.pieces[0].glyphs.last().map(|glyph| glyph.code);
        assert_eq!(last(&lines[0]), Some(hyphen));
    }

    #[test]
    fn identifiers_do_not_break_at_their_hyphens_unless_they_must() {
        assert_eq!(broken(&[Span::plain("see F-03")], 34.0).len(), 2);
        assert_eq!(broken(&[Span::plain("third-party")], 40.0).len(), 2);
    }

    #[test]
    fn a_line_break_in_the_text_is_kept_and_empty_text_is_one_line() {
        assert_eq!(broken(&[Span::plain("a\n\nb\n\n")], 100.0).len(), 3);
        assert_eq!(broken(&[], 100.0).len(), 1);
        assert_eq!(broken(&[Span::plain(" ")], 100.0).len(), 1);
    }

    #[test]
    fn text_from_right_to_left_is_ordered_for_the_eye_and_kept_for_the_ear() {
        let lines = broken(&[Span::plain("אב גד 12")], 300.0);
        assert!(lines[0].backwards);
        let visible: Vec<f32> =
            lines[0].runs.iter().filter(|run| run.word.width > 300.0).map(|run| run.x).collect();
        assert!(visible.windows(2).all(|pair| pair[0] > pair[1]), "{visible:?}");
        let mixed = broken(&[Span::plain("Vendor שלום Ltd")], 300.0);
        assert!(!mixed[0].backwards);
        let named = broken(&[Span::plain("ישראל כהן: I made this assessment.")], 300.0);
        assert!(!named[0].backwards, "a sentence runs as its words do, whoever it names first");
    }

    #[test]
    fn styles_join_without_a_break_between_them() {
        let spans = [Span::plain("severity ("), Span::strong("High"), Span::plain(")")];
        let lines = broken(&spans, 50.0);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].runs.len(), 3, "the brackets stay with their word");
    }

    #[test]
    fn a_shortened_line_ends_in_an_ellipsis_and_fits() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let line = one_line(&mut shaper, "A very long title that will not fit", &SETTING, 80.0);
        assert!(line.width <= 80.0 && line.width > 60.0);
    }
}
