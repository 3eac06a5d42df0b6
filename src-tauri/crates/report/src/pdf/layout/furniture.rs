//! What each page carries: title and classification above, reference and page number below.

use super::{LEFT, Layout, WIDTH};
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, one_line};
use crate::pdf::style::{MUTED, RULE, SHEET_HEIGHT};

const HEADER: f32 = 42.0;
const FOOTER: f32 = SHEET_HEIGHT - 34.0;

impl Layout<'_> {
    /// Draws header and footer on all pages but the plain ones.
    pub(super) fn furniture(&mut self) {
        let document = self.document;
        let quiet = Setting { face: Face::Regular, size: 7.5, leading: 10.0, colour: MUTED };
        let strong = Setting { face: Face::SemiBold, ..quiet };
        let title = one_line(&mut self.shaper, &document.title, &quiet, WIDTH * 0.66);
        let classification = one_line(&mut self.shaper, &document.classification, &strong, WIDTH * 0.3);
        let reference = one_line(&mut self.shaper, &document.reference, &strong, WIDTH * 0.4);
        let between = if document.reference.trim().is_empty() { 0.0 } else { 10.0 };
        let room = WIDTH - reference.width - between - 80.0;
        let footer = one_line(&mut self.shaper, &document.footer, &quiet, room);
        let count = self.canvas.len();
        for page in (0..count).filter(|page| !self.plain.contains(page)) {
            let number = format!("Page {} of {count}", page + 1);
            let number = one_line(&mut self.shaper, &number, &quiet, 80.0);
            self.canvas.decorate(page, Decoration::Header, |ink| {
                ink.line(&title, LEFT, HEADER);
                ink.line(&classification, LEFT + WIDTH - classification.width, HEADER);
                ink.rule((LEFT, HEADER + 8.0), (LEFT + WIDTH, HEADER + 8.0), Stroke::solid(RULE, 0.5));
            });
            self.canvas.decorate(page, Decoration::Footer, |ink| {
                ink.rule((LEFT, FOOTER - 14.0), (LEFT + WIDTH, FOOTER - 14.0), Stroke::solid(RULE, 0.5));
                ink.line(&reference, LEFT, FOOTER);
                ink.line(&footer, LEFT + reference.width + between, FOOTER);
                ink.line(&number, LEFT + WIDTH - number.width, FOOTER);
            });
        }
    }
}
