//! The facts of a signature into what is seen in its place on the page.
//!
//! The drawing is part of the format: verification draws it again from the signed facts and compares,
//! so that a signature cannot show another name than its certificate's. A changed drawing is therefore
//! a further [`Form`] beside the earlier ones, which files signed before have; its first line names the form.
//! Its words follow from the language that the document says it is in (`/Lang`), by a table that is part of the format too
//! ([`Words::of`]).
//!
//! All measures are whole thousandths of a point: no rounding differs between machines.

use crate::font::{self, Font};
use crate::pdf::object::{Body, Dictionary, Object, hex};
use chrono::{DateTime, FixedOffset};

/// Space between the frame and the text, and on the left, where a bar stands.
const PADDING: i64 = 5_000;
const INDENT: i64 = 9_000;
/// What is left free at the edge, where the page may have drawn a frame around the place.
const FRAME: i64 = 1_000;
/// Largest and smallest size of the text, and the step between sizes tried.
const LARGEST: i64 = 10_000;
const SMALLEST: i64 = 4_000;
const STEP: i64 = 250;

/// A form of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The moment in digits: `2026-05-12 14:05:09 +02:00`.
    First,
    /// The moment as the report writes it: `12 May 2026, 14:05 (UTC+02:00)`.
    Second,
}

impl Form {
    /// All forms that a file may have.
    pub(crate) const ALL: [Self; 2] = [Self::First, Self::Second];
    /// The form that is signed with.
    pub(crate) const NOW: Self = Self::Second;

    fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    fn moment(self, at: DateTime<FixedOffset>) -> String {
        match self {
            Self::First => at.format("%Y-%m-%d %H:%M:%S %:z").to_string(),
            Self::Second => at.format("%-d %B %Y, %H:%M (UTC%:z)").to_string(),
        }
    }
}

/// What the drawing says.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'a> {
    pub words: Words,
    pub name: &'a str,
    pub organisation: &'a str,
    pub at: DateTime<FixedOffset>,
    pub location: Option<&'a str>,
    pub reason: &'a str,
    pub fingerprint: &'a str,
}

/// The fixed words of the drawing, before what they introduce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    signed_by: &'static str,
    reason: &'static str,
    certificate: &'static str,
}

const ENGLISH: Words = Words { signed_by: "Signed by", reason: "Reason:", certificate: "Certificate" };

impl Words {
    /// Those of a language by its BCP 47 tag; English where it has none here. A language may be added; words that files were
    /// signed with never change.
    pub(crate) fn of(tag: Option<&str>) -> Self {
        match tag.and_then(|tag| tag.split('-').next()) {
            // The language of tests, which nobody speaks.
            #[cfg(test)]
            Some("qaa") => {
                Words { signed_by: "Sïgnëd bÿ", reason: "Rëäsön:", certificate: "Cërtïfïcätë" }
            }
            Some(_) | None => ENGLISH,
        }
    }
}

/// One paragraph: its text, and its size in hundredths of the common size.
struct Paragraph {
    text: String,
    scale: i64,
    grey: &'static str,
}

/// The appearance stream for a place of `width` by `height` points; `None` if the text does not fit legibly.
pub(crate) fn draw(facts: &Facts, form: Form, rect: (f64, f64), font: &Font) -> Option<Body<'static>> {
    let (width, height) = (milli(rect.0)?, milli(rect.1)?);
    let paragraphs = paragraphs(facts, form);
    let (size, lines) =
        (0..=(LARGEST - SMALLEST) / STEP).map(|step| LARGEST - step * STEP).find_map(|size| {
            let lines = wrap(&paragraphs, size, width - INDENT - PADDING, font)?;
            let needed: i64 = lines.iter().map(|(_, paragraph)| leading(size, paragraph)).sum();
            (needed <= height - 2 * PADDING).then_some((size, lines))
        })?;

    let mut drawing = format!(
        "% assay-seal appearance {form}\nq\n0.965 0.973 0.98 rg\n1 1 {w} {h} re f\n0.17 0.31 0.52 rg\n1 1 2 {h} re f\nQ\nBT\n",
        form = form.number(),
        w = decimal(width - 2 * FRAME),
        h = decimal(height - 2 * FRAME)
    );
    let mut top = height - PADDING;
    for (text, paragraph) in &lines {
        let size = size * paragraph.scale / 100;
        let leading = size * 5 / 4;
        drawing += &format!(
            "{} g\n/{} {} Tf\n1 0 0 1 {} {} Tm\n<{}> Tj\n",
            paragraph.grey,
            font::NAME,
            decimal(size),
            decimal(INDENT),
            decimal(top - size),
            String::from_utf8_lossy(&hex(&font.encode(text)))
        );
        top -= leading;
    }
    drawing += "ET\n";
    Some(Body::Stream(dictionary(width, height, font, drawing.len()), drawing.into_bytes().into()))
}

fn dictionary(width: i64, height: i64, font: &Font, length: usize) -> Dictionary {
    let fonts = Dictionary::default().with(font::NAME, font.id);
    let real = |value| Object::Real(decimal(value).into_bytes());
    let bounds = vec![Object::Integer(0), Object::Integer(0), real(width), real(height)];
    Dictionary::default()
        .with("Type", Object::name("XObject"))
        .with("Subtype", Object::name("Form"))
        .with("BBox", bounds)
        .with("Resources", Dictionary::default().with("Font", fonts))
        .with("Length", length as i64)
}

fn paragraphs(facts: &Facts, form: Form) -> Vec<Paragraph> {
    let time = form.moment(facts.at);
    let when = facts.location.map_or(time.clone(), |place| format!("{time}, {place}"));
    let small = |text| Paragraph { text, scale: 100, grey: "0.25" };
    vec![
        Paragraph { text: format!("{} {}", facts.words.signed_by, facts.name), scale: 125, grey: "0.05" },
        small(facts.organisation.to_owned()),
        small(when),
        small(format!("{} {}", facts.words.reason, facts.reason)),
        small(format!("{} {}", facts.words.certificate, facts.fingerprint)),
    ]
}

fn leading(size: i64, paragraph: &Paragraph) -> i64 {
    size * paragraph.scale / 100 * 5 / 4
}

/// Breaks paragraphs into lines no wider than `width`, between words where it can; `None` if one character is wider.
fn wrap<'p>(
    paragraphs: &'p [Paragraph],
    size: i64,
    width: i64,
    font: &Font,
) -> Option<Vec<(String, &'p Paragraph)>> {
    let mut lines = Vec::new();
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.text.is_empty()) {
        let size = size * paragraph.scale / 100;
        let fits = |text: &str| font.width(text) * size / 1000 <= width;
        let mut line = String::new();
        for word in paragraph.text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push((std::mem::take(&mut line), paragraph));
            }
            for c in word.chars() {
                if !fits(c.encode_utf8(&mut [0; 4])) {
                    return None;
                }
                line.push(c);
                if !fits(&line) {
                    line.pop();
                    lines.push((std::mem::replace(&mut line, c.to_string()), paragraph));
                }
            }
        }
        lines.push((line, paragraph));
    }
    Some(lines)
}

/// Points into thousandths, for places between one and ten thousand points.
fn milli(points: f64) -> Option<i64> {
    (1.0..=10_000.0).contains(&points).then(|| (points * 1000.0).round() as i64)
}

/// Thousandths as a decimal number with three places.
fn decimal(milli: i64) -> String {
    let sign = if milli < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", milli.abs() / 1000, milli.abs() % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(tag: Option<&str>) -> Vec<String> {
        let facts = Facts {
            words: Words::of(tag),
            name: "Anna Müller",
            organisation: "",
            at: DateTime::parse_from_rfc3339("2026-11-23T14:15:09+01:00").unwrap(),
            location: None,
            reason: "I reviewed this report.",
            fingerprint: "AB12",
        };
        paragraphs(&facts, Form::NOW).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn the_words_follow_from_the_language_of_the_document_and_are_english_where_there_are_none() {
        let english = said(Some("en-GB"));
        assert_eq!(english[0], "Signed by Anna Müller");
        assert_eq!(english[3..], ["Reason: I reviewed this report.", "Certificate AB12"]);
        for tag in [None, Some(""), Some("en"), Some("tlh-Latn")] {
            assert_eq!(said(tag), english, "{tag:?}");
        }
        let other = said(Some("qaa-Latn"));
        assert_eq!(other[0], "Sïgnëd bÿ Anna Müller");
        assert_eq!(other[3..], ["Rëäsön: I reviewed this report.", "Cërtïfïcätë AB12"]);
    }
}
