//! Drawings: data → shapes with places, independent of the page that they will stand on.

mod bars;
mod flow;
mod stack;

pub use bars::scene as bars;
pub use flow::scenes as flow;
pub use stack::scene as stack;

use super::canvas::{Ink, Stroke};
use super::lines::Line;
use super::style::Colour;

/// A shape. Coordinates run from the top left corner of its band.
pub enum Shape {
    /// A filled rectangle, its corners rounded by a radius.
    Area { x: f32, y: f32, width: f32, height: f32, radius: f32, colour: Colour },
    /// The outline of a rectangle, its corners rounded by a radius.
    Frame { x: f32, y: f32, width: f32, height: f32, radius: f32, stroke: Stroke },
    /// A straight line.
    Rule { from: (f32, f32), to: (f32, f32), stroke: Stroke },
    /// A filled polygon.
    Polygon { corners: Vec<(f32, f32)>, colour: Colour },
    /// Text with its left edge and base line.
    Text { line: Line, x: f32, baseline: f32 },
}

/// A horizontal part of a drawing that stays on one page.
pub struct Band {
    /// Its height.
    pub height: f32,
    /// What is drawn, from back to front.
    pub shapes: Vec<Shape>,
}

/// A drawing: bands below each other.
pub struct Scene {
    /// The bands.
    pub bands: Vec<Band>,
}

impl Scene {
    /// Height of the whole.
    pub fn height(&self) -> f32 {
        self.bands.iter().map(|band| band.height).sum()
    }

    /// Parts the scene between bands so that each part is no higher than asked, if its bands are not.
    pub fn split(self, most: f32) -> Vec<Scene> {
        let mut parts: Vec<Scene> = Vec::new();
        for band in self.bands {
            match parts.last_mut() {
                Some(part) if part.height() + band.height <= most => part.bands.push(band),
                _ => parts.push(Scene { bands: vec![band] }),
            }
        }
        parts
    }

    /// Draws the scene with its top left corner at a place.
    pub fn draw(&self, ink: &mut Ink, left: f32, top: f32) {
        let mut y0 = top;
        for band in &self.bands {
            for shape in &band.shapes {
                shape.draw(ink, left, y0);
            }
            y0 += band.height;
        }
    }
}

impl Shape {
    fn draw(&self, ink: &mut Ink, left: f32, top: f32) {
        let at = |(x, y): (f32, f32)| (left + x, top + y);
        match self {
            Shape::Area { x, y, width, height, radius, colour } => {
                if *radius > 0.0 {
                    ink.round_area(left + x, top + y, *width, *height, *radius, *colour);
                } else {
                    ink.area(left + x, top + y, *width, *height, *colour);
                }
            }
            Shape::Frame { x, y, width, height, radius, stroke } => {
                if *radius > 0.0 {
                    ink.round_frame(left + x, top + y, *width, *height, *radius, *stroke);
                } else {
                    ink.frame(left + x, top + y, *width, *height, *stroke);
                }
            }
            Shape::Rule { from, to, stroke } => ink.rule(at(*from), at(*to), *stroke),
            Shape::Polygon { corners, colour } => {
                let corners: Vec<(f32, f32)> = corners.iter().map(|corner| at(*corner)).collect();
                ink.polygon(&corners, *colour);
            }
            Shape::Text { line, x, baseline } => ink.line(line, left + x, top + baseline),
        }
    }
}
