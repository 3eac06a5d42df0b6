//! Small constructors for PDF objects: Rust values → `lopdf` objects.

use chrono::{DateTime, FixedOffset};
use lopdf::{Dictionary, Object, StringFormat};

/// A dictionary from its entries.
pub fn dictionary<'a>(entries: impl IntoIterator<Item = (&'a str, Object)>) -> Dictionary {
    entries.into_iter().collect()
}

/// A name.
pub fn name(name: impl AsRef<str>) -> Object {
    Object::Name(name.as_ref().as_bytes().to_vec())
}

/// Text for people: ASCII as it is, the rest in UTF-16.
pub fn text(text: &str) -> Object {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
    } else {
        Object::String(utf16(text), StringFormat::Hexadecimal)
    }
}

/// Text in UTF-16 with its byte order mark.
pub fn utf16(text: &str) -> Vec<u8> {
    [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// A date as `D:20261123094500+01'00'` (ISO 32000-1, 7.9.4).
pub fn date(date: &DateTime<FixedOffset>) -> Object {
    let offset = date.offset().local_minus_utc() / 60;
    let stamp = date.format("D:%Y%m%d%H%M%S");
    let words = if offset == 0 {
        format!("{stamp}Z")
    } else {
        let sign = if offset < 0 { '-' } else { '+' };
        format!("{stamp}{sign}{:02}'{:02}'", offset.abs() / 60, offset.abs() % 60)
    };
    text(&words)
}

/// A number for a coordinate: hundredths of a point are finer than any printer.
pub fn number(value: f32) -> Object {
    Object::Real(hundredths(value))
}

/// A value rounded to hundredths.
pub fn hundredths(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// Writes a value with as many of three digits behind the point as say something.
pub fn push_number(out: &mut String, value: f32) {
    let thousandths = (f64::from(value) * 1000.0).round() as i64;
    if thousandths < 0 {
        out.push('-');
    }
    let (whole, mut part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    push_digits(out, whole);
    let mut unit = 100;
    if part > 0 {
        out.push('.');
    }
    while part > 0 {
        push_digits(out, part / unit);
        part %= unit;
        unit /= 10;
    }
}

fn push_digits(out: &mut String, value: u64) {
    if value >= 10 {
        push_digits(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_outside_ascii_is_utf16() {
        assert_eq!(text("Report (1)").as_str().unwrap(), b"Report (1)");
        assert_eq!(text("é").as_str().unwrap(), [0xFE, 0xFF, 0x00, 0xE9]);
        assert_eq!(text("a\u{2028}b").as_str().unwrap()[..2], [0xFE, 0xFF]);
    }

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        for (value, expected) in [
            (0.0, "0"),
            (7.0, "7"),
            (-12.5, "-12.5"),
            (841.89, "841.89"),
            (0.094, "0.094"),
            (1000.05, "1000.05"),
        ] {
            let mut out = String::new();
            push_number(&mut out, value);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn dates_carry_their_offset() {
        let shown = |stamp: &str| {
            let date = date(&DateTime::parse_from_rfc3339(stamp).unwrap());
            String::from_utf8(date.as_str().unwrap().to_vec()).unwrap()
        };
        assert_eq!(shown("2026-11-23T09:45:00Z"), "D:20261123094500Z");
        assert_eq!(shown("2026-11-23T09:45:00+05:30"), "D:20261123094500+05'30'");
        assert_eq!(shown("2026-11-23T09:45:00-03:30"), "D:20261123094500-03'30'");
    }
}
