//! What each page carries: section, title and classification above, reference and page number below, and a word across
//! a page that is not what it will be.

use super::text::heading_words;
use super::typesetter::Typesetter;
use super::{LEFT, Layout, WIDTH};
use crate::document::Level;
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, one_line};
use crate::pdf::shape::Shaper;
use crate::pdf::style::{MUTED, RULE, WATERMARK};

const HEADER: f32 = 42.0;
/// How far the footer stands from the lower edge.
const FOOTER: f32 = 34.0;
/// Size and width of the word across a page, at most.
const WATERMARK_SIZE: f32 = 150.0;
const WATERMARK_WIDTH: f32 = 520.0;

impl Layout<'_> {
    /// Draws header and footer on all pages but the plain ones.
    pub(super) fn furniture(&mut self, typesetter: &mut Typesetter) {
        let shaper = &mut typesetter.shaper;
        let document = self.document;
        let quiet = Setting { face: Face::Regular, size: 7.5, leading: 10.0, colour: MUTED };
        let strong = Setting { face: Face::SemiBold, ..quiet };
        let classification = one_line(shaper, &document.classification, &strong, WIDTH * 0.3);
        let reference = one_line(shaper, &document.reference, &strong, WIDTH * 0.4);
        let between = if document.reference.trim().is_empty() { 0.0 } else { 10.0 };
        let room = WIDTH - reference.width - between - 80.0;
        let footer = one_line(shaper, &document.footer, &quiet, room);
        let title = one_line(shaper, &document.title, &quiet, f32::MAX);
        let count = self.canvas.len();
        self.watermark(&document.watermark, shaper);
        for page in (0..count).filter(|page| !self.plain.contains(page)) {
            let number = say!(&document.language, "Page {page} of {pages}", page = page + 1, pages = count);
            let number = one_line(shaper, &number, &quiet, 80.0);
            let section = self.section_at(page);
            let sheet = self.canvas.sheet(page);
            let right = LEFT + sheet.body_width();
            let bottom = sheet.height() - FOOTER;
            let room = sheet.body_width() - classification.width - 14.0;
            let section = one_line(shaper, &section, &strong, room);
            let after = if section.width > 0.0 { section.width + 10.0 } else { 0.0 };
            // The title stands on the cover whole; beside a long section it is left out rather than cut.
            let title = Some(&title).filter(|title| title.width <= room - after).cloned().unwrap_or_default();
            self.canvas.decorate(page, Decoration::Header, |ink| {
                ink.line(&section, LEFT, HEADER);
                ink.line(&title, LEFT + after, HEADER);
                ink.line(&classification, right - classification.width, HEADER);
                ink.rule((LEFT, HEADER + 8.0), (right, HEADER + 8.0), Stroke::solid(RULE, 0.5));
            });
            self.canvas.decorate(page, Decoration::Footer, |ink| {
                ink.rule((LEFT, bottom - 14.0), (right, bottom - 14.0), Stroke::solid(RULE, 0.5));
                ink.line(&reference, LEFT, bottom);
                ink.line(&footer, LEFT + reference.width + between, bottom);
                ink.line(&number, right - number.width, bottom);
            });
        }
    }

    /// The section that a page begins in: the last heading of the first level that stands on it or before it.
    fn section_at(&self, page: usize) -> String {
        let last = self
            .headings
            .iter()
            .zip(&self.heading_spots)
            .rfind(|(heading, spot)| heading.level == Level::One && spot.page <= page);
        last.map_or(String::new(), |(heading, _)| heading_words(heading))
    }

    /// Writes a word across each page, below everything else but the paper.
    fn watermark(&mut self, word: &str, shaper: &mut Shaper) {
        if word.trim().is_empty() {
            return;
        }
        let setting = Setting { face: Face::SemiBold, size: 1.0, leading: 1.0, colour: WATERMARK };
        let width = one_line(shaper, word, &setting, f32::MAX).width.max(0.1);
        let size = (WATERMARK_WIDTH / width).min(WATERMARK_SIZE);
        let setting = Setting { size, leading: size, ..setting };
        let line = one_line(shaper, word, &setting, f32::MAX);
        for page in 0..self.canvas.len() {
            let sheet = self.canvas.sheet(page);
            self.canvas.underlay(page, |ink| ink.turned(&line, sheet.width() / 2.0, sheet.height() / 2.0));
        }
    }
}
