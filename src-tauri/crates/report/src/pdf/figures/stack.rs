//! Counts as parts of a whole: one bar for each row, and a legend that names every part.

use super::{Band, Scene, Shape};
use crate::document::{Segment, Span, Stack, StackRow};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, break_lines, height, one_line};
use crate::pdf::shape::Shaper;
use crate::pdf::style::{Colour, INK, MUTED, PAPER, TINT, shades};
use assay_message::Language;

const BAR: f32 = 18.0;
const LABELS: f32 = 138.0;
const GAP: f32 = 12.0;
const LABEL: Setting = Setting { face: Face::Regular, size: 8.5, leading: 11.0, colour: INK };
const COUNT: Setting = Setting { face: Face::SemiBold, size: 8.5, leading: 11.0, colour: PAPER };
const LEGEND: Setting = Setting { face: Face::Regular, size: 8.0, leading: 11.0, colour: INK };

pub fn scene(language: &Language, shaper: &mut Shaper, stack: &Stack, width: f32) -> Scene {
    let single = matches!(stack.rows.as_slice(), [row] if row.label.trim().is_empty());
    let mut bands: Vec<Band> =
        stack.rows.iter().map(|row| bar(language, shaper, row, width, single)).collect();
    bands.push(legend(language, shaper, stack, width, single));
    Scene { bands }
}

/// The colours of a part and of its count. A second part of the same tone takes the lighter shade, so that
/// neighbours can be told apart.
fn colours(segments: &[Segment], index: usize) -> (Colour, Colour) {
    let Some(segment) = segments.get(index) else { return (TINT, INK) };
    let before = segments.iter().take(index).filter(|other| other.tone == segment.tone).count();
    let shade = shades(segment.tone);
    if before % 2 == 0 { (shade.strong, PAPER) } else { (shade.fill, INK) }
}

fn bar(language: &Language, shaper: &mut Shaper, row: &StackRow, width: f32, single: bool) -> Band {
    let left = if single { 0.0 } else { LABELS + GAP };
    let track = width - left;
    let mut shapes = Vec::new();
    let mut high = BAR + 8.0;
    if !single {
        let mut label = break_lines(shaper, &[Span::plain(row.label.as_str())], &LABEL, LABELS);
        label.truncate(3);
        high = high.max(height(&label) + 6.0);
        let mut y = (high - height(&label)) / 2.0;
        for line in label {
            let baseline = y + line.baseline();
            y += line.leading;
            shapes.push(Shape::Text { line, x: 0.0, baseline });
        }
    }
    let top = (high - BAR) / 2.0;
    let total: u64 = row.segments.iter().map(|segment| u64::from(segment.count)).sum();
    if total == 0 {
        shapes.push(Shape::Area { x: left, y: top, width: track, height: BAR, radius: 0.0, colour: TINT });
        let line = one_line(
            shaper,
            &say!(language, "nothing counted"),
            &Setting { face: Face::Italic, colour: MUTED, ..LEGEND },
            track,
        );
        shapes.push(Shape::Text { x: left + 6.0, baseline: high / 2.0 + 2.9, line });
        return Band { height: high, shapes };
    }
    let mut x = left;
    for (index, segment) in row.segments.iter().enumerate().filter(|(_, segment)| segment.count > 0) {
        let wide = track * (f64::from(segment.count) / total as f64) as f32;
        let (ground, text) = colours(&row.segments, index);
        // A hair of paper between neighbours.
        let inner = (wide - 1.0).max(0.4);
        shapes.push(Shape::Area { x, y: top, width: inner, height: BAR, radius: 0.0, colour: ground });
        let line =
            one_line(shaper, &format!("{} ", segment.count), &Setting { colour: text, ..COUNT }, f32::MAX);
        if line.width + 6.0 <= inner {
            shapes.push(Shape::Text { x: x + (inner - line.width) / 2.0, baseline: high / 2.0 + 3.0, line });
        }
        x += wide;
    }
    Band { height: high, shapes }
}

/// All labels in the order in which they first appear; with their counts when there is one row.
fn legend(language: &Language, shaper: &mut Shaper, stack: &Stack, width: f32, single: bool) -> Band {
    let mut entries: Vec<(String, Colour)> = Vec::new();
    for row in &stack.rows {
        for (index, segment) in row.segments.iter().enumerate() {
            let words = if single {
                say!(language, "{label} {count}", label = segment.label, count = segment.count)
            } else {
                segment.label.clone()
            };
            if !entries.iter().any(|(other, _)| *other == words) {
                entries.push((words, colours(&row.segments, index).0));
            }
        }
    }
    let mut shapes = Vec::new();
    let (mut x, mut y) = (0.0, 6.0);
    // No honest chart has more kinds of parts than a reader can tell apart.
    for (words, colour) in entries.iter().take(24) {
        let line = one_line(shaper, &format!("{words} "), &LEGEND, width - 16.0);
        if x > 0.0 && x + 16.0 + line.width > width {
            x = 0.0;
            y += 14.0;
        }
        shapes.push(Shape::Area { x, y: y + 1.5, width: 9.0, height: 9.0, radius: 0.0, colour: *colour });
        let end = x + 13.0 + line.width + 16.0;
        shapes.push(Shape::Text { x: x + 13.0, baseline: y + 9.0, line });
        x = end;
    }
    Band { height: y + 16.0, shapes }
}
