//! A data-flow sketch: boundaries, elements and arrows, scaled to the width of the page.

use std::collections::BTreeMap;

use super::{Band, Scene, Shape};
use crate::document::{Area, DataFlow, Element, ElementKind, Flow, Span, Tone};
use crate::pdf::canvas::Stroke;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, break_lines, height, one_line};
use crate::pdf::shape::Shaper;
use crate::pdf::style::{ACCENT, INK, MUTED, PAPER, TINT, shades};

/// The sketch is never higher than this.
const MOST_HEIGHT: f32 = 400.0;
/// The smallest box that holds a name.
const LEAST_BOX: (f32, f32) = (78.0, 32.0);
/// Room around the sketch.
const EDGE: f32 = 6.0;
const NAME: Setting = Setting { face: Face::SemiBold, size: 7.5, leading: 9.5, colour: INK };
const FLOW: Setting = Setting { face: Face::Regular, size: 6.5, leading: 8.5, colour: INK };
const BOUNDARY: Setting = Setting { face: Face::SemiBold, size: 7.0, leading: 9.0, colour: MUTED };

/// A rectangle on the page, in points.
#[derive(Clone, Copy)]
struct Box {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Box {
    fn centre(self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Where a line from the centre towards a point leaves the box.
    fn edge_towards(self, (x, y): (f32, f32)) -> (f32, f32) {
        let (cx, cy) = self.centre();
        let (dx, dy) = (x - cx, y - cy);
        let across = if dx.abs() > 0.01 { self.width / 2.0 / dx.abs() } else { f32::MAX };
        let down = if dy.abs() > 0.01 { self.height / 2.0 / dy.abs() } else { f32::MAX };
        let part = across.min(down).min(1.0);
        (cx + dx * part, cy + dy * part)
    }
}

pub(super) fn scene(shaper: &mut Shaper, flow: &DataFlow, width: f32) -> Scene {
    let (boxes, boundaries, high) = place(flow, width);
    let mut shapes = Vec::new();
    for area in &boundaries {
        let stroke = Stroke::dashed(shades(Tone::High).strong, 0.8, 4.0, 3.0);
        shapes.push(Shape::Frame {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            radius: 4.0,
            stroke,
        });
    }
    let mut labels = Vec::new();
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for arrow in &flow.flows {
        *counts.entry(pair(arrow)).or_insert(0) += 1;
    }
    let mut drawn = BTreeMap::new();
    for arrow in &flow.flows {
        let (Some(from), Some(to)) = (boxes.get(arrow.from), boxes.get(arrow.to)) else { continue };
        if arrow.from == arrow.to {
            continue;
        }
        // Flows between the same two elements are drawn side by side.
        let pair = pair(arrow);
        let count = counts.get(&pair).copied().unwrap_or(1);
        let position = drawn.entry(pair).or_insert(0_usize);
        let side = (*position as f32 - (count as f32 - 1.0) / 2.0) * 11.0;
        *position += 1;
        let turned = if arrow.from < arrow.to { 1.0 } else { -1.0 };
        let (start, end) = between(*from, *to, side * turned);
        shapes.extend(arrow_shapes(start, end));
        if !arrow.label.trim().is_empty() {
            let line = one_line(shaper, &format!("{} ", arrow.label), &FLOW, 110.0);
            labels.push((line, middle(start, end)));
        }
    }
    for (element, area) in flow.elements.iter().zip(&boxes) {
        shapes.extend(element_shapes(shaper, element, *area));
    }
    for (boundary, area) in flow.boundaries.iter().zip(&boundaries) {
        let room = (area.width - 10.0).max(20.0);
        let line = one_line(shaper, &format!("{} ", boundary.label), &BOUNDARY, room);
        let ground = Shape::Area {
            x: area.x + 3.0,
            y: area.y + 2.0,
            width: line.width + 4.0,
            height: 10.0,
            radius: 0.0,
            colour: PAPER,
        };
        shapes.push(ground);
        shapes.push(Shape::Text { line, x: area.x + 5.0, baseline: area.y + 9.5 });
    }
    for (line, (x, y)) in labels {
        shapes.extend(label_shapes(line, x, y));
    }
    Scene { bands: vec![Band { height: high, shapes }] }
}

/// The two elements of a flow, whatever its direction.
fn pair(flow: &Flow) -> (usize, usize) {
    (flow.from.min(flow.to), flow.from.max(flow.to))
}

/// Puts elements and boundaries on the page: scaled from their own places, or in columns when they have none.
fn place(flow: &DataFlow, width: f32) -> (Vec<Box>, Vec<Box>, f32) {
    let sound = |area: &Area| [area.x, area.y, area.width, area.height].iter().all(|value| value.is_finite());
    let areas: Vec<&Area> = flow
        .elements
        .iter()
        .map(|element| &element.area)
        .chain(flow.boundaries.iter().map(|boundary| &boundary.area))
        .collect();
    let placed = areas.iter().all(|area| sound(area))
        && flow.elements.windows(2).any(
            |pair| matches!(pair, [one, other] if (one.area.x, one.area.y) != (other.area.x, other.area.y)),
        );
    if !placed {
        return in_columns(flow, width);
    }
    let edge = |pick: fn(&Area) -> f64, choose: fn(f64, f64) -> f64, start: f64| {
        areas.iter().map(|area| pick(area)).fold(start, choose)
    };
    let left = edge(|area| area.x, f64::min, f64::MAX);
    let top = edge(|area| area.y, f64::min, f64::MAX);
    let right = edge(|area| area.x + area.width.max(0.0), f64::max, f64::MIN);
    let bottom = edge(|area| area.y + area.height.max(0.0), f64::max, f64::MIN);
    // Boxes are never smaller than their names need, so the outermost ones need room beyond their places.
    let (free_width, free_height) =
        (width - LEAST_BOX.0 - 2.0 * EDGE, MOST_HEIGHT - LEAST_BOX.1 - 2.0 * EDGE);
    let across = (right - left).max(1.0);
    let down = (bottom - top).max(1.0);
    let scale = (f64::from(free_width) / across).min(f64::from(free_height) / down).min(1.2) as f32;
    let indent = (width - across as f32 * scale) / 2.0;
    let map = |area: &Area, least: (f32, f32)| {
        let (own_width, own_height) =
            (area.width.max(0.0) as f32 * scale, area.height.max(0.0) as f32 * scale);
        let (cx, cy) = (
            indent + (area.x - left) as f32 * scale + own_width / 2.0,
            EDGE + LEAST_BOX.1 / 2.0 + (area.y - top) as f32 * scale + own_height / 2.0,
        );
        let (box_width, box_height) = (own_width.max(least.0), own_height.max(least.1));
        Box { x: cx - box_width / 2.0, y: cy - box_height / 2.0, width: box_width, height: box_height }
    };
    let boxes = flow.elements.iter().map(|element| map(&element.area, LEAST_BOX)).collect();
    let boundaries = flow.boundaries.iter().map(|boundary| map(&boundary.area, (20.0, 14.0))).collect();
    (boxes, boundaries, down as f32 * scale + LEAST_BOX.1 + 2.0 * EDGE)
}

/// Elements without places: those outside on the left, what acts in the middle, what stores on the right.
fn in_columns(flow: &DataFlow, width: f32) -> (Vec<Box>, Vec<Box>, f32) {
    let column = |kind: ElementKind| match kind {
        ElementKind::External => 0,
        ElementKind::Process => 1,
        ElementKind::Store => 2,
    };
    let mut used = [0_usize; 3];
    let gap = (width - 3.0 * (LEAST_BOX.0 + 20.0)) / 2.0;
    let mut boxes = Vec::with_capacity(flow.elements.len());
    let most =
        flow.elements.iter().map(|element| column(element.kind)).fold([0_usize; 3], |mut counts, at| {
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
            counts
        });
    let rows = most.into_iter().max().unwrap_or(0).max(1);
    let step = (LEAST_BOX.1 + 26.0).min((MOST_HEIGHT - 2.0 * EDGE) / rows as f32);
    for element in &flow.elements {
        let at = column(element.kind);
        let row = used.get_mut(at).map_or(0, |count| {
            *count += 1;
            *count - 1
        });
        boxes.push(Box {
            x: at as f32 * (LEAST_BOX.0 + 20.0 + gap),
            y: EDGE + row as f32 * step,
            width: LEAST_BOX.0 + 20.0,
            height: LEAST_BOX.1.min(step - 4.0).max(12.0),
        });
    }
    (boxes, Vec::new(), rows as f32 * step + 2.0 * EDGE)
}

/// The ends of an arrow between two boxes, moved sideways.
fn between(from: Box, to: Box, side: f32) -> ((f32, f32), (f32, f32)) {
    let (start, end) = (from.centre(), to.centre());
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let length = (dx * dx + dy * dy).sqrt().max(0.01);
    let (sx, sy) = (-dy / length * side, dx / length * side);
    let moved = |(x, y): (f32, f32)| (x + sx, y + sy);
    (moved(from.edge_towards(end)), moved(to.edge_towards(start)))
}

fn middle(one: (f32, f32), other: (f32, f32)) -> (f32, f32) {
    ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0)
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

fn element_shapes(shaper: &mut Shaper, element: &Element, area: Box) -> Vec<Shape> {
    let Box { x, y, width, height: high } = area;
    let stroke = Stroke::solid(ACCENT, 0.9);
    let mut shapes = Vec::new();
    match element.kind {
        ElementKind::External => {
            shapes.push(Shape::Area { x, y, width, height: high, radius: 0.0, colour: PAPER });
            shapes.push(Shape::Frame { x, y, width, height: high, radius: 0.0, stroke });
        }
        ElementKind::Process => {
            shapes.push(Shape::Area { x, y, width, height: high, radius: 9.0, colour: TINT });
            shapes.push(Shape::Frame { x, y, width, height: high, radius: 9.0, stroke });
        }
        ElementKind::Store => {
            shapes.push(Shape::Area { x, y, width, height: high, radius: 0.0, colour: TINT });
            shapes.push(Shape::Rule { from: (x, y), to: (x + width, y), stroke });
            shapes.push(Shape::Rule { from: (x, y + high), to: (x + width, y + high), stroke });
        }
    }
    let mut lines =
        break_lines(shaper, &[Span::plain(element.label.as_str())], &NAME, (width - 8.0).max(10.0));
    let most = ((high - 4.0) / NAME.leading).floor().max(1.0) as usize;
    lines.truncate(most);
    let mut top = y + (high - height(&lines)) / 2.0;
    for line in lines {
        let (left, baseline) = (x + (width - line.width) / 2.0, top + line.baseline());
        top += line.leading;
        shapes.push(Shape::Text { line, x: left, baseline });
    }
    shapes
}

/// The label of a flow, on a piece of paper that interrupts the arrow.
fn label_shapes(line: Line, x: f32, y: f32) -> Vec<Shape> {
    let width = line.width + 4.0;
    vec![
        Shape::Area { x: x - width / 2.0, y: y - 5.0, width, height: 10.0, radius: 0.0, colour: PAPER },
        Shape::Text { x: x - line.width / 2.0, baseline: y + 2.3, line },
    ]
}
