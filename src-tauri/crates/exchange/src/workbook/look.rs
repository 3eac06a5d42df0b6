//! The look of the workbook that goes out: colours, type and lines, in one place.
//!
//! The colours are those of the program in daylight. The type is Calibri, which a vendor's spreadsheet has or replaces by
//! one of equal widths.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const INK: Color = Color::RGB(0x1c2027);
const SOFT: Color = Color::RGB(0x4a505b);
const LINE: Color = Color::RGB(0xe3e0d8);
const EDGE: Color = Color::RGB(0x7c818a);
const ACCENT: Color = Color::RGB(0x22427c);
const PAPER: Color = Color::RGB(0xf5f3ee);
const WHITE: Color = Color::RGB(0xffffff);
const DONE: Color = Color::RGB(0x17643d);
const OPEN: Color = Color::RGB(0xfbefd9);
const LACKS: Color = Color::RGB(0xfbe7e4);
const LACKS_LINE: Color = Color::RGB(0xa3231b);
/// The colour of the tab that is to be filled in.
pub(super) const TAB: Color = ACCENT;

/// Plain text at the top of its cell, wrapped.
pub(super) fn text() -> Format {
    Format::new()
        .set_font_name("Calibri")
        .set_font_size(11)
        .set_font_color(INK)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
}

/// The one large heading of a sheet.
pub(super) fn title() -> Format {
    text()
        .set_font_size(20)
        .set_bold()
        .set_font_color(ACCENT)
        .set_align(FormatAlign::VerticalCenter)
        .unset_text_wrap()
}

/// A line under the title.
pub(super) fn subtitle() -> Format {
    text().set_font_color(SOFT).unset_text_wrap()
}

/// How far it has come.
pub(super) fn progress() -> Format {
    text().set_bold().set_font_color(ACCENT).unset_text_wrap()
}

/// A heading inside the guide.
pub(super) fn section() -> Format {
    text().set_font_size(13).set_bold().set_font_color(ACCENT)
}

/// What a line of the guide is about.
pub(super) fn label() -> Format {
    text().set_font_color(SOFT)
}

/// A word of the guide that is to be found again in the sheet.
pub(super) fn strong() -> Format {
    text().set_bold()
}

/// A heading of a column.
pub(super) fn heading() -> Format {
    text()
        .set_bold()
        .set_font_color(WHITE)
        .set_background_color(ACCENT)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(ACCENT)
}

/// A cell that is only read.
pub(super) fn locked() -> Format {
    lined(text().set_background_color(PAPER))
}

/// The number of a question.
pub(super) fn number() -> Format {
    locked().set_bold()
}

/// What helps with a question, in a softer tone than the question.
pub(super) fn aside() -> Format {
    locked().set_font_color(SOFT).set_font_size(10)
}

/// A cell to fill in. It is formatted as text, so that a spreadsheet takes no answer that begins with a dash for a formula,
/// and no “1/2” for a date.
pub(super) fn entry() -> Format {
    lined(text().set_background_color(WHITE).set_num_format("@").set_unlocked()).set_border_color(EDGE)
}

/// The answer.
pub(super) fn answer() -> Format {
    entry().set_bold()
}

fn lined(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(LINE)
}

/// Over a number whose question is done.
pub(super) fn done() -> Format {
    Format::new().set_font_color(DONE)
}

/// Over an answer that is still to be given.
pub(super) fn open() -> Format {
    Format::new().set_background_color(OPEN)
}

/// Over an explanation that the answer needs.
pub(super) fn lacks() -> Format {
    Format::new().set_background_color(LACKS).set_border(FormatBorder::Thin).set_border_color(LACKS_LINE)
}
