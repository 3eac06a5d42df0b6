//! A logo → a picture of the file (ISO 32000-1, 8.9.5), with a mask where it lets through what is behind it.

use lopdf::{Dictionary, ObjectId, Stream};

use super::file::File;
use super::object::{dictionary, name};
use crate::theme::Logo;

/// The name by which pages draw it.
pub const LOGO: &str = "Logo";

/// Writes the picture.
pub fn write(file: &mut File, logo: &Logo) -> ObjectId {
    let (width, height) = logo.size();
    let samples = |space: &str| {
        dictionary([
            ("Type", name("XObject")),
            ("Subtype", name("Image")),
            ("Width", i64::from(width).into()),
            ("Height", i64::from(height).into()),
            ("ColorSpace", name(space)),
            ("BitsPerComponent", 8.into()),
        ])
    };
    let mask = logo.cover().map(|cover| file.add(Stream::new(samples("DeviceGray"), cover)));
    let mut entries: Dictionary = samples("DeviceRGB");
    if let Some(mask) = mask {
        entries.set("SMask", mask);
    }
    file.add(Stream::new(entries, logo.colours()))
}
