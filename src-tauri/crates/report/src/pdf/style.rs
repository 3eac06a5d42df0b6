//! The look of the page: grid, type scale and colours, in one place.
//!
//! Lengths are points; y runs downwards from the top edge of the sheet.

use crate::document::Tone;
use crate::theme::{Palette, Rgb};

/// Width of an A4 sheet.
pub const SHEET_WIDTH: f32 = 595.28;
/// Height of an A4 sheet.
pub const SHEET_HEIGHT: f32 = 841.89;
/// Left and right margin: 22 mm.
pub const MARGIN: f32 = 62.36;
/// Where the body starts.
pub const BODY_TOP: f32 = 76.0;
/// Where the body of an upright sheet ends.
pub const BODY_BOTTOM: f32 = Sheet::Upright.body_bottom();
/// Width of the body of an upright sheet.
pub const BODY_WIDTH: f32 = Sheet::Upright.body_width();
/// Height of the body of an upright sheet.
pub const BODY_HEIGHT: f32 = Sheet::Upright.body_height();
/// Space between the twelve columns of the grid.
pub const GUTTER: f32 = 12.0;

/// How a sheet of A4 lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sheet {
    /// Higher than wide.
    #[default]
    Upright,
    /// Wider than high: for tables that have no room on an upright one.
    Turned,
}

impl Sheet {
    /// Its width.
    pub const fn width(self) -> f32 {
        match self {
            Sheet::Upright => SHEET_WIDTH,
            Sheet::Turned => SHEET_HEIGHT,
        }
    }

    /// Its height.
    pub const fn height(self) -> f32 {
        match self {
            Sheet::Upright => SHEET_HEIGHT,
            Sheet::Turned => SHEET_WIDTH,
        }
    }

    /// Width of its body.
    pub const fn body_width(self) -> f32 {
        self.width() - 2.0 * MARGIN
    }

    /// Where its body ends.
    pub const fn body_bottom(self) -> f32 {
        self.height() - 66.0
    }

    /// Height of its body.
    pub const fn body_height(self) -> f32 {
        self.body_bottom() - BODY_TOP
    }

    /// Left, bottom, right, top in the coordinates of the file. All sheets have the same upper left corner, so that
    /// what stands on one keeps its place when it is turned.
    pub const fn area(self) -> [f32; 4] {
        [0.0, SHEET_HEIGHT - self.height(), self.width(), SHEET_HEIGHT]
    }
}

/// Width of `count` of the twelve columns, with the gutters between them.
pub fn columns(count: u8) -> f32 {
    let one = (BODY_WIDTH - 11.0 * GUTTER) / 12.0;
    f32::from(count) * one + f32::from(count.saturating_sub(1)) * GUTTER
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// The same in every look.
    Fixed(Rgb),
    /// Headings, rules, scores: the one accent.
    Accent,
    /// Thin bright line on the cover.
    Spark,
    /// Secondary text on the cover.
    Pale,
    /// What stands beside the accent and says less, such as coverage beside a score.
    Soft,
}

impl Colour {
    /// What it is in a look.
    pub const fn within(self, palette: &Palette) -> Rgb {
        match self {
            Colour::Fixed(rgb) => rgb,
            Colour::Accent => palette.accent,
            Colour::Spark => palette.spark,
            Colour::Pale => palette.pale,
            Colour::Soft => palette.soft,
        }
    }
}

const fn fixed(red: u8, green: u8, blue: u8) -> Colour {
    Colour::Fixed(Rgb(red, green, blue))
}

/// Text.
pub const INK: Colour = fixed(0x18, 0x22, 0x30);
/// Headings, rules, scores.
pub const ACCENT: Colour = Colour::Accent;
/// Secondary text.
pub const MUTED: Colour = fixed(0x52, 0x5D, 0x6B);
/// Hairlines.
pub const RULE: Colour = fixed(0xCF, 0xD6, 0xDE);
/// Quiet backgrounds.
pub const TINT: Colour = Colour::Fixed(crate::theme::TINT);
/// The word across a page: pale enough that text on it stays readable.
pub const WATERMARK: Colour = Colour::Fixed(crate::theme::WATERMARK);
/// Paper.
pub const PAPER: Colour = Colour::Fixed(crate::theme::PAPER);

/// The colours of a tone.
#[derive(Debug, Clone, Copy)]
pub struct Shades {
    /// For words and marks on paper or on `tint`.
    pub strong: Colour,
    /// For areas that carry dark text.
    pub fill: Colour,
    /// For quiet backgrounds.
    pub tint: Colour,
}

/// The colours of a tone.
pub fn shades(tone: Tone) -> Shades {
    let (strong, fill, tint) = match tone {
        Tone::Neutral => (MUTED, fixed(0xDD, 0xE3, 0xE9), fixed(0xF2, 0xF4, 0xF6)),
        Tone::Good => (fixed(0x1D, 0x6B, 0x3C), fixed(0xBF, 0xE0, 0xC8), fixed(0xEB, 0xF5, 0xEE)),
        Tone::Low => (fixed(0x1F, 0x66, 0x78), fixed(0xC4, 0xE0, 0xE8), fixed(0xE8, 0xF2, 0xF5)),
        Tone::Medium => (fixed(0x85, 0x57, 0x00), fixed(0xF6, 0xDD, 0x9E), fixed(0xFC, 0xF4, 0xE1)),
        Tone::High => (fixed(0xA8, 0x3A, 0x10), fixed(0xF2, 0xB5, 0x92), fixed(0xFC, 0xED, 0xE5)),
        Tone::Critical => (fixed(0x8C, 0x13, 0x33), fixed(0xE2, 0x98, 0xA9), fixed(0xF9, 0xE8, 0xEC)),
        Tone::Info => (fixed(0x1F, 0x4E, 0x96), fixed(0xCB, 0xDA, 0xF2), fixed(0xEA, 0xF0, 0xFA)),
    };
    Shades { strong, fill, tint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: Colour, other: Colour) -> f64 {
        let palette = Palette::default();
        one.within(&palette).contrast(other.within(&palette))
    }

    #[test]
    fn words_stand_out_from_what_is_behind_them() {
        for tone in
            [Tone::Neutral, Tone::Good, Tone::Low, Tone::Medium, Tone::High, Tone::Critical, Tone::Info]
        {
            let shades = shades(tone);
            for (text, ground) in [
                (shades.strong, PAPER),
                (shades.strong, shades.tint),
                (PAPER, shades.strong),
                (INK, shades.fill),
                (INK, shades.tint),
            ] {
                assert!(contrast(text, ground) >= 4.5, "{tone:?}: {}", contrast(text, ground));
            }
        }
        for (text, ground) in [
            (INK, WATERMARK),
            (MUTED, WATERMARK),
            (ACCENT, WATERMARK),
            (INK, TINT),
            (MUTED, PAPER),
            (MUTED, TINT),
            (ACCENT, PAPER),
            (PAPER, ACCENT),
            (Colour::Pale, ACCENT),
        ] {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
        }
    }

    #[test]
    fn twelve_columns_fill_the_body() {
        assert!((columns(12) - BODY_WIDTH).abs() < 0.01);
        assert!((columns(6) * 2.0 + GUTTER - BODY_WIDTH).abs() < 0.01);
    }
}
