//! How the reports of a house look: its logo, its colour and its name. All else of a page is the same for everyone.

use crate::document::Document;
use assay_message::word;
use image::codecs::png::PngEncoder;
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage, imageops,
};
use std::fmt;
use std::io::Cursor;
use std::str::FromStr;

/// A look. That of the program itself is the default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Stands on the cover.
    pub logo: Option<Logo>,
    /// The colour of the cover, of headings, rules and scores; the program's own when none.
    pub accent: Option<Rgb>,
    /// The name on the cover, in the place of the organisation that the assessment names. Where empty, that stays.
    pub organisation: String,
}

impl Theme {
    /// The name that stands on the cover: its own, or that of the organisation which the assessment names.
    pub fn name<'a>(&'a self, organisation: &'a str) -> &'a str {
        if self.organisation.trim().is_empty() { organisation } else { &self.organisation }
    }

    /// The logo for who does not see it: whose it is, or what it is where nobody is named.
    pub(crate) fn logo_in_words(&self, document: &Document) -> String {
        match self.name(&document.organisation).trim() {
            "" => document.language.say(&word!("Logo")),
            name => name.to_owned(),
        }
    }
}

/// Paper.
pub(crate) const PAPER: Rgb = Rgb(0xFF, 0xFF, 0xFF);
/// Quiet backgrounds.
pub(crate) const TINT: Rgb = Rgb(0xF2, 0xF5, 0xF8);
/// The word across a page.
pub(crate) const WATERMARK: Rgb = Rgb(0xEC, 0xEF, 0xF3);
/// What level AA of WCAG 2 asks of ordinary text.
const READABLE: f64 = 4.5;

/// A colour in sRGB: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
#[error("“{0}” is no colour. Write it as # and six digits from 0 to F, such as #14365C.")]
pub struct NoColour(pub String);

impl FromStr for Rgb {
    type Err = NoColour;

    /// Reads `#RRGGBB`, or `#RGB` for the same with each digit twice.
    fn from_str(text: &str) -> Result<Self, NoColour> {
        let no = || NoColour(text.to_owned());
        let digits = text.trim().strip_prefix('#').ok_or_else(no)?;
        let digits: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()
            .ok_or_else(no)?;
        match *digits.as_slice() {
            [r, g, b] => Ok(Self(r * 17, g * 17, b * 17)),
            [r, s, g, h, b, c] => Ok(Self(r * 16 + s, g * 16 + h, b * 16 + c)),
            _ => Err(no()),
        }
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self(red, green, blue) = self;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl Rgb {
    /// The contrast of WCAG 2 to another colour: from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The relative luminance of WCAG 2: from 0 to 1.
    fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    /// The same colour, as dark as it must be for text on everything that is behind text. One that is dark enough
    /// stays as it is.
    pub fn readable(self) -> Self {
        let behind = [PAPER, TINT, WATERMARK];
        let holds = |colour: &Self| behind.iter().all(|ground| colour.contrast(*ground) >= READABLE);
        let darker = (0..=100).map(|step| self.mixed(Self(0, 0, 0), f64::from(step) / 100.0));
        darker.into_iter().find(holds).unwrap_or(Self(0, 0, 0))
    }

    /// A mixture with a share, from 0 to 1, of another colour.
    fn mixed(self, other: Self, share: f64) -> Self {
        let part =
            |own: u8, other: u8| (f64::from(own) + (f64::from(other) - f64::from(own)) * share).round() as u8;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }
}

/// The colours that follow from the accent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    /// For text on paper, and for grounds that carry white text.
    pub accent: Rgb,
    /// Thin bright line on the accent.
    pub spark: Rgb,
    /// Secondary text on the accent.
    pub pale: Rgb,
    /// The accent, less loud.
    pub soft: Rgb,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            accent: Rgb(0x14, 0x36, 0x5C),
            spark: Rgb(0x6F, 0xB3, 0xCC),
            pale: Rgb(0xD5, 0xE1, 0xEC),
            soft: Rgb(0x7F, 0xA3, 0xB5),
        }
    }
}

impl Palette {
    pub fn of(theme: &Theme) -> Self {
        let Some(accent) = theme.accent.map(Rgb::readable) else { return Self::default() };
        let pale = accent.mixed(PAPER, 0.85);
        Self {
            accent,
            spark: accent.mixed(PAPER, 0.55),
            pale: if pale.contrast(accent) >= READABLE { pale } else { PAPER },
            soft: accent.mixed(PAPER, 0.5),
        }
    }
}

/// A file with a logo is no larger than this, in bytes.
pub const LARGEST_LOGO: u64 = 2 << 20;
/// No side of it is longer than this, in pixels.
pub const LONGEST_SIDE: u32 = 6_000;
/// What is kept of it is no longer than this: a third of a page in print.
const KEPT_SIDE: u32 = 1_000;
/// The memory that reading it may take, in bytes.
const MEMORY: u64 = 256 << 20;

/// A logo: a picture of at most 1,000 by 1,000 pixels in sRGB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    pixels: RgbaImage,
    png: Vec<u8>,
}

/// Why a file is no logo.
#[derive(Debug, thiserror::Error, assay_message::Told)]
pub enum LogoError {
    /// The file is larger than [`LARGEST_LOGO`].
    #[error("The logo has {0} bytes; at most {limit} are read.", limit = LARGEST_LOGO)]
    Large(u64),
    /// It begins as neither PNG nor JPEG.
    #[error("The logo is neither a PNG nor a JPEG file.")]
    NoPicture,
    /// A side is longer than [`LONGEST_SIDE`], or nothing is in it.
    #[error("The logo has {0} by {1} pixels; each side has from 1 to {longest}.", longest = LONGEST_SIDE)]
    Side(u32, u32),
    /// It ends too early, or is not what it says.
    #[error("The logo is damaged: {0}.")]
    Broken(String),
}

impl Logo {
    /// Reads a PNG or JPEG file. A larger picture is made smaller; transparency stays.
    ///
    /// # Errors
    /// When it is none of these, too large or damaged; see [`LogoError`].
    pub fn read(bytes: &[u8]) -> Result<Self, LogoError> {
        let size = bytes.len() as u64;
        if size > LARGEST_LOGO {
            return Err(LogoError::Large(size));
        }
        let pixels = smaller(decoded(bytes)?);
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(&pixels, pixels.width(), pixels.height(), ExtendedColorType::Rgba8)
            .map_err(|error| LogoError::Broken(error.to_string()))?;
        Ok(Self { pixels, png })
    }

    /// Takes up one that was kept as [`Logo::png`].
    ///
    /// # Errors
    /// As for [`Logo::read`].
    pub fn kept(png: Vec<u8>) -> Result<Self, LogoError> {
        Ok(Self { pixels: smaller(decoded(&png)?), png })
    }

    /// It as a PNG file.
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.pixels.dimensions()
    }

    /// Red, green and blue of each pixel.
    pub(crate) fn colours(&self) -> Vec<u8> {
        self.pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect()
    }

    /// How much each pixel covers what is behind it; none when all cover it wholly.
    pub(crate) fn cover(&self) -> Option<Vec<u8>> {
        let cover: Vec<u8> = self.pixels.pixels().map(|pixel| pixel.0[3]).collect();
        cover.iter().any(|cover| *cover < u8::MAX).then_some(cover)
    }

    /// Whether it is made for a dark ground: on white it could not be seen.
    pub(crate) fn is_bright(&self) -> bool {
        let (mut light, mut weight) = (0.0, 0.0);
        for pixel in self.pixels.pixels() {
            let [red, green, blue, cover] = pixel.0;
            let cover = f64::from(cover);
            light += Rgb(red, green, blue).luminance() * cover;
            weight += cover;
        }
        let covered = weight / (f64::from(u8::MAX) * self.pixels.pixels().len() as f64);
        covered < 0.9 && weight > 0.0 && light / weight > 0.6
    }
}

/// The picture of a PNG or JPEG file.
fn decoded(bytes: &[u8]) -> Result<DynamicImage, LogoError> {
    let format = image::guess_format(bytes).map_err(|_| LogoError::NoPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(LogoError::NoPicture);
    }
    let broken = |error: image::ImageError| LogoError::Broken(error.to_string());
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(broken)?;
    if !(1..=LONGEST_SIDE).contains(&width) || !(1..=LONGEST_SIDE).contains(&height) {
        return Err(LogoError::Side(width, height));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let mut reader = reader();
    reader.limits(limits);
    reader.decode().map_err(broken)
}

/// A picture as it is kept.
fn smaller(picture: DynamicImage) -> RgbaImage {
    let mut pixels = picture.into_rgba8();
    let (width, height) = pixels.dimensions();
    let longest = width.max(height);
    if longest <= KEPT_SIDE {
        return pixels;
    }
    let side = |side: u32| (u64::from(side) * u64::from(KEPT_SIDE) / u64::from(longest)).max(1) as u32;
    // What cannot be seen has a colour too, and must not shine through at the edges.
    for pixel in pixels.pixels_mut() {
        let [red, green, blue, cover] = pixel.0;
        let part = |part: u8| (u16::from(part) * u16::from(cover) / 255) as u8;
        pixel.0 = [part(red), part(green), part(blue), cover];
    }
    let mut pixels = imageops::resize(&pixels, side(width), side(height), imageops::FilterType::Triangle);
    for pixel in pixels.pixels_mut() {
        let [red, green, blue, cover] = pixel.0;
        let part = |part: u8| {
            (u16::from(part) * 255).checked_div(u16::from(cover)).map_or(0, |part| part.min(255) as u8)
        };
        pixel.0 = [part(red), part(green), part(blue), cover];
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_written() {
        assert_eq!("#0B5".parse(), Ok(Rgb(0x00, 0xBB, 0x55)));
        assert_eq!(" #14365c ".parse::<Rgb>().unwrap().to_string(), "#14365C");
        for text in ["", "#", "14365C", "#14365", "#14365G", "#١٢٣", "green"] {
            assert_eq!(text.parse::<Rgb>(), Err(NoColour(text.into())), "{text}");
        }
    }

    #[test]
    fn a_bright_accent_is_darkened_until_text_in_it_is_readable_and_a_dark_one_stays() {
        for accent in [Rgb(0, 0xBB, 0x55), Rgb(0xFF, 0xE6, 0), PAPER, Rgb(0x77, 0x77, 0x77)] {
            let palette = Palette::of(&Theme { accent: Some(accent), ..Theme::default() });
            for ground in [PAPER, TINT, WATERMARK] {
                assert!(palette.accent.contrast(ground) >= READABLE, "{accent}");
            }
            assert!(palette.pale.contrast(palette.accent) >= READABLE, "{accent}");
            // No darker than it must be, and still green, yellow or grey.
            assert!(palette.accent.contrast(WATERMARK) < READABLE + 0.3, "{accent} {}", palette.accent);
        }
        let own = Palette::default().accent;
        assert_eq!(own.readable(), own);
        let green = Rgb(0, 0xBB, 0x55).readable();
        assert!(green.0 == 0 && green.1 > green.2);
    }

    fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels = RgbaImage::from_pixel(width, height, image::Rgba(pixel));
        PngEncoder::new(&mut bytes).write_image(&pixels, width, height, ExtendedColorType::Rgba8).unwrap();
        bytes
    }

    #[test]
    fn a_large_logo_is_made_smaller_and_keeps_its_colours() {
        let logo = Logo::read(&png(3_000, 1_500, [0, 0xBB, 0x55, 128])).unwrap();
        assert_eq!(logo.size(), (1_000, 500));
        let [red, green, blue, cover] = logo.pixels.get_pixel(500, 250).0;
        assert!(red == 0 && green.abs_diff(0xBB) < 3 && blue.abs_diff(0x55) < 3 && cover == 128);
        assert_eq!(Logo::read(logo.png()).unwrap(), logo);
    }

    #[test]
    fn a_white_logo_without_a_ground_is_made_for_a_dark_one() {
        let mut white = RgbaImage::from_pixel(20, 20, image::Rgba([0, 0, 0, 0]));
        (0..10).for_each(|x| white.put_pixel(x, x, image::Rgba([255; 4])));
        let logo = |pixels| Logo { pixels, png: Vec::new() };
        assert!(logo(white).is_bright());
        assert!(
            !logo(RgbaImage::from_pixel(20, 20, image::Rgba([255; 4]))).is_bright(),
            "white on white paper"
        );
        assert!(!logo(RgbaImage::from_pixel(20, 20, image::Rgba([0, 0, 80, 100]))).is_bright());
    }

    #[test]
    fn what_is_no_logo_says_why() {
        let whole = png(300, 300, [1, 2, 3, 255]);
        let said = |bytes: &[u8]| Logo::read(bytes).unwrap_err().to_string();
        assert!(said(b"%PDF-1.7").contains("neither a PNG nor a JPEG"));
        assert!(said(b"").contains("neither"));
        assert!(said(b"<svg/>").contains("neither"));
        assert!(said(&whole[..whole.len() / 2]).contains("damaged"));
        assert!(said(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0]).contains("damaged"));
        assert!(said(&vec![0; 3 << 20]).contains("3145728 bytes"));
        assert!(said(&png(6_001, 1, [0; 4])).contains("6001 by 1 pixels"));
    }
}
