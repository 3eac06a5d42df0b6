//! The look of the page: grid, type scale and colours, in one place.
//!
//! Lengths are points; y runs downwards from the top edge of the sheet.

use crate::document::Tone;

/// Width of an A4 sheet.
pub const SHEET_WIDTH: f32 = 595.28;
/// Height of an A4 sheet.
pub const SHEET_HEIGHT: f32 = 841.89;
/// Left and right margin: 22 mm.
pub const MARGIN: f32 = 62.36;
/// Where the body starts.
pub const BODY_TOP: f32 = 76.0;
/// Where the body ends.
pub const BODY_BOTTOM: f32 = SHEET_HEIGHT - 66.0;
/// Width of the body.
pub const BODY_WIDTH: f32 = SHEET_WIDTH - 2.0 * MARGIN;
/// Height of the body.
pub const BODY_HEIGHT: f32 = BODY_BOTTOM - BODY_TOP;
/// Space between the twelve columns of the grid.
pub const GUTTER: f32 = 12.0;

/// Width of `count` of the twelve columns, with the gutters between them.
pub fn columns(count: u8) -> f32 {
    let one = (BODY_WIDTH - 11.0 * GUTTER) / 12.0;
    f32::from(count) * one + f32::from(count.saturating_sub(1)) * GUTTER
}

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Text.
pub const INK: Colour = Colour(0x18, 0x22, 0x30);
/// Headings, rules, scores: the one accent.
pub const ACCENT: Colour = Colour(0x14, 0x36, 0x5C);
/// Secondary text.
pub const MUTED: Colour = Colour(0x52, 0x5D, 0x6B);
/// Hairlines.
pub const RULE: Colour = Colour(0xCF, 0xD6, 0xDE);
/// Quiet backgrounds.
pub const TINT: Colour = Colour(0xF2, 0xF5, 0xF8);
/// Thin bright line on the cover.
pub const SPARK: Colour = Colour(0x6F, 0xB3, 0xCC);
/// Secondary text on the cover.
pub const PALE: Colour = Colour(0xD5, 0xE1, 0xEC);
/// The word across a page: pale enough that text on it stays readable.
pub const WATERMARK: Colour = Colour(0xEC, 0xEF, 0xF3);
/// Paper.
pub const PAPER: Colour = Colour(0xFF, 0xFF, 0xFF);

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
        Tone::Neutral => (MUTED, Colour(0xDD, 0xE3, 0xE9), Colour(0xF2, 0xF4, 0xF6)),
        Tone::Good => (Colour(0x1D, 0x6B, 0x3C), Colour(0xBF, 0xE0, 0xC8), Colour(0xEB, 0xF5, 0xEE)),
        Tone::Low => (Colour(0x1F, 0x66, 0x78), Colour(0xC4, 0xE0, 0xE8), Colour(0xE8, 0xF2, 0xF5)),
        Tone::Medium => (Colour(0x85, 0x57, 0x00), Colour(0xF6, 0xDD, 0x9E), Colour(0xFC, 0xF4, 0xE1)),
        Tone::High => (Colour(0xA8, 0x3A, 0x10), Colour(0xF2, 0xB5, 0x92), Colour(0xFC, 0xED, 0xE5)),
        Tone::Critical => (Colour(0x8C, 0x13, 0x33), Colour(0xE2, 0x98, 0xA9), Colour(0xF9, 0xE8, 0xEC)),
        Tone::Info => (Colour(0x1F, 0x4E, 0x96), Colour(0xCB, 0xDA, 0xF2), Colour(0xEA, 0xF0, 0xFA)),
    };
    Shades { strong, fill, tint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(Colour(r, g, b): Colour) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    /// The contrast of WCAG 2: 4.5 is what level AA asks of ordinary text.
    fn contrast(one: Colour, other: Colour) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
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
            (PALE, ACCENT),
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
