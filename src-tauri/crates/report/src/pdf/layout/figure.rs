//! Figures: a caption and a drawing, kept together on one page.

use super::{AFTER_BLOCK, CAPTION, LEFT, Layout, WIDTH, area};
use crate::document::{Drawing, Figure, Span};
use crate::pdf::figures;
use crate::pdf::lines::{break_lines, height};
use crate::pdf::style::BODY_HEIGHT;
use crate::pdf::tags::Role;

/// Space above a figure.
pub(super) const ABOVE: f32 = 6.0;

/// Space below a caption.
const BELOW_CAPTION: f32 = 8.0;

impl<'d> Layout<'d> {
    pub(super) fn figure_height(&mut self, figure: &Figure) -> f32 {
        let caption = self.caption_height(figure);
        let drawing = match &figure.drawing {
            Drawing::HeatMap(map) => self.heat_map_height(map),
            drawing @ (Drawing::Bars(_) | Drawing::Stack(_) | Drawing::DataFlow(_)) => {
                figures::scene(&mut self.shaper, drawing, WIDTH).map_or(0.0, |scene| scene.height())
            }
        };
        (caption + drawing).min(BODY_HEIGHT)
    }

    pub(super) fn figure(&mut self, figure: &'d Figure) {
        let height = self.figure_height(figure);
        self.space(ABOVE);
        self.need(height);
        if let Drawing::HeatMap(map) = &figure.drawing {
            self.heat_map(map, figure);
            return;
        }
        let Some(scene) = figures::scene(&mut self.shaper, &figure.drawing, WIDTH) else { return };
        self.caption(&figure.caption);
        // Rows that no page can hold are parted; each part says which rows it shows.
        let parts = scene.split(BODY_HEIGHT - 60.0);
        for (index, scene) in parts.iter().enumerate() {
            self.need(scene.height());
            let area = area(LEFT, self.y, WIDTH, scene.height());
            let alternative =
                if index == 0 { figure.alternative() } else { format!("{} (continued)", figure.caption) };
            let node = self.node(Role::Figure { alternative, area });
            let top = self.y;
            self.canvas.mark(&mut self.tags, self.page, node, |ink| scene.draw(ink, LEFT, top));
            self.y += scene.height();
        }
        self.y += AFTER_BLOCK + 4.0;
    }

    pub(super) fn caption(&mut self, caption: &str) {
        if caption.trim().is_empty() {
            return;
        }
        let node = self.node(Role::Paragraph);
        let mut text = self.plain_text(node, caption, &CAPTION, WIDTH);
        self.flow(&mut text, LEFT, WIDTH);
        self.y += BELOW_CAPTION;
    }

    fn caption_height(&mut self, figure: &Figure) -> f32 {
        if figure.caption.trim().is_empty() {
            return 0.0;
        }
        let spans = [Span::plain(figure.caption.as_str())];
        let lines = break_lines(&mut self.shaper, &spans, &CAPTION, WIDTH);
        height(&lines) + BELOW_CAPTION
    }
}
