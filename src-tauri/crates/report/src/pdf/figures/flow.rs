//! A data-flow diagram: boundaries, elements and numbered arrows where the document puts them.
//!
//! It is drawn in several sizes, as long as its words can be read.

use super::{Band, Scene, Shape};
use crate::document::{Area, DataFlow, DiagramElement, DiagramKind, Span, Spot, Tone};
use crate::pdf::canvas::Stroke;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines, fitting_line, height, one_line};
use crate::pdf::shape::Shaper;
use crate::pdf::style::{ACCENT, INK, MUTED, PAPER, TINT, shades};

/// The diagram is never higher than this, in points: the titles of a part and of a section have room above it.
const MOST_HEIGHT: f32 = 550.0;
/// Room around the diagram.
const EDGE: f32 = 4.0;
/// Half the side of the square that a number stands in, in the document's points.
const MARK: f32 = 6.0;
/// Half the side of that square on the page, at least.
const LEAST_MARK: f32 = 5.0;
/// Sizes tried, as shares of the largest.
const SIZES: [f32; 5] = [1.0, 0.9, 0.8, 0.7, 0.6];
/// No name is smaller than this in a drawing that is smaller than it could be.
const READABLE: f32 = 6.5;
/// Places beyond this are not taken seriously.
const FAR: f64 = 5_000.0;
const NAME: Setting = Setting { face: Face::SemiBold, size: 7.5, leading: 9.0, colour: INK };
const NUMBER: Setting = Setting { face: Face::SemiBold, size: 6.5, leading: 8.0, colour: ACCENT };
const BOUNDARY: Setting = Setting { face: Face::SemiBold, size: 7.0, leading: 9.0, colour: MUTED };

/// A rectangle on the page, in points.
#[derive(Clone, Copy)]
struct Box {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

/// From the document's places to those on the page.
struct Fit {
    scale: f32,
    left: f32,
}

fn sound(value: f64) -> f32 {
    if value.is_finite() { value.clamp(0.0, FAR) as f32 } else { 0.0 }
}

impl Fit {
    fn area(&self, area: &Area) -> Box {
        let (x, y) = self.spot(Spot { x: area.x, y: area.y });
        Box { x, y, width: sound(area.width) * self.scale, height: sound(area.height) * self.scale }
    }

    fn spot(&self, spot: Spot) -> (f32, f32) {
        (self.left + sound(spot.x) * self.scale, EDGE + sound(spot.y) * self.scale)
    }
}

/// The drawing in sizes from the largest to the smallest whose names can be read.
pub fn scenes(shaper: &mut Shaper, flow: &DataFlow, width: f32) -> Vec<Scene> {
    let mut sizes = Vec::new();
    for share in SIZES {
        let (scene, least) = scene(shaper, flow, width, share);
        if share < 1.0 && least < READABLE {
            break;
        }
        sizes.push(scene);
    }
    sizes
}

/// The drawing in a share of its largest size, and the size of its smallest name.
fn scene(shaper: &mut Shaper, flow: &DataFlow, width: f32, share: f32) -> (Scene, f32) {
    let areas = || flow.elements.iter().map(|e| &e.area).chain(flow.boundaries.iter().map(|b| &b.area));
    let marks = || flow.flows.iter().map(|f| f.mark);
    let right = areas().map(|a| sound(a.x) + sound(a.width)).chain(marks().map(|m| sound(m.x) + MARK));
    let bottom = areas().map(|a| sound(a.y) + sound(a.height)).chain(marks().map(|m| sound(m.y) + MARK));
    let (right, bottom) = (right.fold(1.0, f32::max), bottom.fold(1.0, f32::max));
    let scale = (width / right).min((MOST_HEIGHT - 2.0 * EDGE) / bottom).min(1.0) * share;
    let fit = Fit { scale, left: (width - right * scale) / 2.0 };

    let mut shapes = Vec::new();
    let mut least = NAME.size;
    for boundary in &flow.boundaries {
        let Box { x, y, width, height } = fit.area(&boundary.area);
        let stroke = Stroke::dashed(shades(Tone::High).strong, 0.8, 4.0, 3.0);
        shapes.push(Shape::Frame { x, y, width, height, radius: 4.0, stroke });
    }
    let drawn = || {
        let there = |at: usize| at < flow.elements.len();
        flow.flows.iter().filter(move |f| f.from != f.to && there(f.from) && there(f.to))
    };
    for arrow in drawn() {
        shapes.extend(arrow_shapes(fit.spot(arrow.start), fit.spot(arrow.end)));
    }
    for element in &flow.elements {
        let (element, size) = element_shapes(shaper, element, fit.area(&element.area));
        shapes.extend(element);
        least = least.min(size);
    }
    for boundary in &flow.boundaries {
        let area = fit.area(&boundary.area);
        let room = (area.width - 8.0).max(20.0);
        // The space is read between this label and the next.
        let line = fitting_line(shaper, &format!("{} ", boundary.label), &BOUNDARY, room);
        least = least.min(line.size);
        let ground = Box { x: area.x + 3.0, y: area.y + 2.0, width: line.width + 4.0, height: 10.0 };
        shapes.push(paper(ground));
        shapes.push(Shape::Text { line, x: area.x + 5.0, baseline: area.y + 9.5 });
    }
    for arrow in drawn() {
        let (x, y) = fit.spot(arrow.mark);
        let line = one_line(shaper, &format!("{} ", arrow.number), &NUMBER, 20.0);
        let half = (MARK * scale).max(LEAST_MARK);
        let ground = Box { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half };
        let Box { x: left, y: top, width, height } = ground;
        shapes.push(Shape::Area { x: left, y: top, width, height, radius: half, colour: PAPER });
        let stroke = Stroke::solid(ACCENT, 0.6);
        shapes.push(Shape::Frame { x: left, y: top, width, height, radius: half, stroke });
        shapes.push(Shape::Text { x: x - line.width / 2.0 + 0.8, baseline: y + 2.3, line });
    }
    (Scene { bands: vec![Band { height: bottom * scale + 2.0 * EDGE, shapes }] }, least)
}

fn paper(Box { x, y, width, height }: Box) -> Shape {
    Shape::Area { x, y, width, height, radius: 0.0, colour: PAPER }
}

fn arrow_shapes(start: (f32, f32), end: (f32, f32)) -> Vec<Shape> {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1.0 {
        return Vec::new();
    }
    let (ux, uy) = (dx / length, dy / length);
    let back = |along: f32, across: f32| (end.0 - ux * along - uy * across, end.1 - uy * along + ux * across);
    vec![
        Shape::Rule { from: start, to: back(4.0, 0.0), stroke: Stroke::solid(ACCENT, 0.8) },
        Shape::Polygon { corners: vec![end, back(5.5, 2.6), back(5.5, -2.6)], colour: ACCENT },
    ]
}

/// An element, and the size of its name.
fn element_shapes(shaper: &mut Shaper, element: &DiagramElement, area: Box) -> (Vec<Shape>, f32) {
    let Box { x, y, width, height: high } = area;
    let stroke = Stroke::solid(ACCENT, 0.9);
    let mut shapes = Vec::new();
    match element.kind {
        DiagramKind::External => {
            shapes.push(paper(area));
            shapes.push(Shape::Frame { x, y, width, height: high, radius: 0.0, stroke });
        }
        DiagramKind::Process => {
            shapes.push(Shape::Area { x, y, width, height: high, radius: 9.0, colour: TINT });
            shapes.push(Shape::Frame { x, y, width, height: high, radius: 9.0, stroke });
        }
        DiagramKind::Store => {
            shapes.push(Shape::Area { x, y, width, height: high, radius: 0.0, colour: TINT });
            shapes.push(Shape::Rule { from: (x, y), to: (x + width, y), stroke });
            shapes.push(Shape::Rule { from: (x, y + high), to: (x + width, y + high), stroke });
        }
    }
    let lines = label(shaper, &element.label, (width - 8.0).max(10.0), high - 4.0);
    let mut top = y + (high - height(&lines)) / 2.0;
    let size = lines.iter().map(|line| line.size).fold(NAME.size, f32::min);
    for line in lines {
        let (left, baseline) = (x + (width - line.width) / 2.0, top + line.baseline());
        top += line.leading;
        shapes.push(Shape::Text { line, x: left, baseline });
    }
    (shapes, size)
}

/// A label in the largest size in which all of it fits. Of one that fits in none the beginning is shown: the text
/// alternative and the table of elements have all of it.
fn label(shaper: &mut Shaper, label: &str, width: f32, high: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for scale in [1.0, 0.87, 0.7, 0.55, 0.4] {
        let setting = Setting { size: NAME.size * scale, leading: NAME.leading * scale, ..NAME };
        lines = break_lines(shaper, &[Span::plain(label)], &setting, width);
        if height(&lines) <= high {
            return lines;
        }
    }
    let mut used = 0.0;
    lines.retain(|line: &Line| {
        used += line.leading;
        used <= high
    });
    lines
}
