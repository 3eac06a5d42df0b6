//! Figures: a caption and a drawing, kept together on one page, in the largest size in which it has room on the page.

use super::heatmap::Matrix;
use super::text::continued;
use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, CAPTION, LEFT, Layout, Text, WIDTH, area};
use crate::document::{Drawing, Figure};
use crate::pdf::figures::{self, Scene};
use crate::pdf::style::BODY_HEIGHT;
use crate::pdf::tags::Role;

/// Space above a figure.
const ABOVE: f32 = 6.0;

/// Space below a caption.
const BELOW_CAPTION: f32 = 8.0;

/// A figure, measured.
pub(super) struct Drawn<'d> {
    figure: &'d Figure,
    caption: Option<Text>,
    drawing: Picture<'d>,
}

/// What stands below the caption.
enum Picture<'d> {
    /// A matrix with cells, for those who listen a table.
    Matrix(Matrix<'d>),
    /// Shapes, in sizes from the largest to the smallest that can be read.
    Scenes(Vec<Scene>),
}

impl Drawn<'_> {
    /// Its height with the space above, as far as it must stay on one page: all of it in its smallest size, unless no
    /// page can hold it.
    pub(super) fn opening(&self) -> f32 {
        let caption = self.caption.as_ref().map_or(0.0, |caption| caption.height() + BELOW_CAPTION);
        let drawing = match &self.drawing {
            Picture::Matrix(matrix) => matrix.height(),
            Picture::Scenes(sizes) => sizes.last().map_or(0.0, Scene::height),
        };
        ABOVE + (caption + drawing).min(BODY_HEIGHT - ABOVE)
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_figure(&mut self, figure: &'d Figure) -> Drawn<'d> {
        let caption =
            (!figure.caption.trim().is_empty()).then(|| self.measure_plain(&figure.caption, &CAPTION, WIDTH));
        let language = &self.document.language;
        let shaper = &mut self.shaper;
        let drawing = match &figure.drawing {
            Drawing::HeatMap(map) => Picture::Matrix(self.measure_heat_map(map)),
            Drawing::Bars(bars) => Picture::Scenes(vec![figures::bars(language, shaper, bars, WIDTH)]),
            Drawing::Stack(stack) => Picture::Scenes(vec![figures::stack(language, shaper, stack, WIDTH)]),
            Drawing::DataFlow(flow) => Picture::Scenes(figures::flow(shaper, flow, WIDTH)),
        };
        Drawn { figure, caption, drawing }
    }
}

impl<'d> Layout<'d> {
    pub(super) fn figure(&mut self, drawn: Drawn<'d>, opening: f32) {
        let Drawn { figure, caption, drawing } = drawn;
        self.space(ABOVE);
        self.need(opening - ABOVE);
        if let Some(mut caption) = caption {
            let node = self.node(Role::Paragraph);
            self.flow(node, &mut caption, LEFT, WIDTH);
            self.y += BELOW_CAPTION;
        }
        match drawing {
            Picture::Matrix(matrix) => self.heat_map(matrix, figure.alternative(&self.document.language)),
            Picture::Scenes(sizes) => self.scene(figure, sizes),
        }
    }

    fn scene(&mut self, figure: &Figure, sizes: Vec<Scene>) {
        let room = self.room();
        let fitting = sizes.iter().position(|scene| scene.height() <= room).unwrap_or(0);
        let Some(scene) = sizes.into_iter().nth(fitting) else { return };
        // Rows that no page can hold are parted; each part says which rows it shows.
        let parts = scene.split(BODY_HEIGHT - 60.0);
        for (index, scene) in parts.iter().enumerate() {
            self.need(scene.height());
            let area = area(LEFT, self.y, WIDTH, scene.height());
            let language = &self.document.language;
            let alternative =
                if index == 0 { figure.alternative(language) } else { continued(language, &figure.caption) };
            let node = self.node(Role::Figure { alternative, area });
            let top = self.y;
            self.canvas.mark(&mut self.tags, self.page, node, |ink| scene.draw(ink, LEFT, top));
            self.y += scene.height();
        }
        self.y += AFTER_BLOCK + 4.0;
    }
}
