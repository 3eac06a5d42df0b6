//! Text and spans → runs: escaped, in their style, each in one direction.

use crate::clean::clean;
use crate::document::{Span, Style};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_bidi::BidiInfo;

/// Names of the places that text can lead to: id of a heading or card → name of its bookmark.
pub type Bookmarks<'d> = BTreeMap<&'d str, String>;

/// Text as it stands in an attribute or element.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Runs of a paragraph, and whether it runs from right to left.
pub struct Runs {
    pub xml: String,
    pub backwards: bool,
}

/// The spans as runs.
pub fn runs(spans: &[Span], bookmarks: &Bookmarks) -> Runs {
    let texts: Vec<String> = spans.iter().map(|span| clean(&span.text).into_owned()).collect();
    let whole = texts.concat();
    // A line break ends a paragraph for the rules of direction; here it does not.
    let bidi = BidiInfo::new(&whole, None);
    let mut xml = String::new();
    let mut from = 0;
    for (span, text) in spans.iter().zip(&texts) {
        let target = span.link.as_deref().and_then(|id| bookmarks.get(id));
        if let Some(target) = target {
            let _ = write!(xml, r#"<w:hyperlink w:anchor="{target}" w:history="1">"#);
        }
        for (piece, backwards) in one_way(text, from, &bidi) {
            run(&mut xml, piece, span.style, target.is_some(), backwards);
        }
        if target.is_some() {
            xml.push_str("</w:hyperlink>");
        }
        from += text.len();
    }
    Runs { xml, backwards: bidi.paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl()) }
}

/// A text, which begins at `from` within the paragraph, in pieces that run in one direction each.
fn one_way<'t>(text: &'t str, from: usize, bidi: &BidiInfo) -> Vec<(&'t str, bool)> {
    let is_backwards = |at: usize| bidi.levels.get(from + at).is_some_and(|level| level.is_rtl());
    let mut pieces = Vec::new();
    let mut begun = 0;
    for (at, _) in text.char_indices().skip(1) {
        if is_backwards(at) != is_backwards(begun) {
            pieces.extend(text.get(begun..at).map(|piece| (piece, is_backwards(begun))));
            begun = at;
        }
    }
    pieces.extend(text.get(begun..).filter(|rest| !rest.is_empty()).map(|rest| (rest, is_backwards(begun))));
    pieces
}

fn run(xml: &mut String, text: &str, style: Style, is_link: bool, backwards: bool) {
    xml.push_str("<w:r><w:rPr>");
    xml.push_str(match style {
        Style::Plain if is_link => r#"<w:rStyle w:val="Link"/>"#,
        Style::Plain => "",
        Style::Strong => "<w:b/><w:bCs/>",
        Style::Emphasis => "<w:i/><w:iCs/>",
        Style::Mono => r#"<w:rStyle w:val="Code"/>"#,
    });
    if backwards {
        xml.push_str("<w:rtl/>");
    }
    xml.push_str("</w:rPr>");
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            xml.push_str("<w:br/>");
        }
        if !line.is_empty() {
            let _ = write!(xml, r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line));
        }
    }
    xml.push_str("</w:r>");
}
