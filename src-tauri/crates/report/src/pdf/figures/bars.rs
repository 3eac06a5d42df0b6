//! Scores with their coverage: for each, a bar for the score and a thin one below it for how much was looked at.

use super::{Band, Scene, Shape};
use crate::document::{Bar, Bars, Span};
use crate::pdf::canvas::Stroke;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, break_lines, fitting_line, height, one_line};
use crate::pdf::shape::Shaper;
use crate::pdf::style::{ACCENT, Colour, INK, MUTED, RULE, TINT};
use assay_message::Language;

/// Width of the labels.
const LABELS: f32 = 138.0;
/// Room for the figures on the right.
const FIGURES: f32 = 108.0;
const GAP: f32 = 12.0;
/// Colour of the coverage.
const COVERAGE: Colour = Colour::Soft;
const LABEL: Setting = Setting { face: Face::Regular, size: 8.5, leading: 11.0, colour: INK };
const SCORE: Setting = Setting { face: Face::SemiBold, size: 9.5, leading: 11.0, colour: ACCENT };
const SMALL: Setting = Setting { face: Face::Regular, size: 7.5, leading: 9.5, colour: MUTED };

pub fn scene(language: &Language, shaper: &mut Shaper, bars: &Bars, width: f32) -> Scene {
    let track = width - LABELS - FIGURES - 2.0 * GAP;
    let mut bands: Vec<Band> = bars.rows.iter().map(|bar| row(language, shaper, bar, track)).collect();
    bands.push(scale(language, shaper, track));
    Scene { bands }
}

fn row(language: &Language, shaper: &mut Shaper, bar: &Bar, track: f32) -> Band {
    let mut label = break_lines(shaper, &[Span::plain(bar.label.as_str())], &LABEL, LABELS);
    label.truncate(3);
    let high = (height(&label) + 9.0).max(26.0);
    let left = LABELS + GAP;
    let middle = high / 2.0;
    let mut shapes = vec![
        Shape::Rule {
            from: (0.0, high - 0.25),
            to: (LABELS + 2.0 * GAP + track + FIGURES, high - 0.25),
            stroke: Stroke::solid(RULE, 0.4),
        },
        Shape::Area { x: left, y: middle - 6.5, width: track, height: 8.0, radius: 0.0, colour: TINT },
        Shape::Area { x: left, y: middle + 3.0, width: track, height: 2.5, radius: 0.0, colour: TINT },
    ];
    let part =
        |value: f64| track * (if value.is_finite() { value.clamp(0.0, 100.0) } else { 0.0 } / 100.0) as f32;
    if let Some(value) = bar.value.map(part).filter(|width| *width > 0.0) {
        shapes.push(Shape::Area {
            x: left,
            y: middle - 6.5,
            width: value,
            height: 8.0,
            radius: 0.0,
            colour: ACCENT,
        });
    }
    let covered = part(bar.coverage);
    if covered > 0.0 {
        shapes.push(Shape::Area {
            x: left,
            y: middle + 3.0,
            width: covered,
            height: 2.5,
            radius: 0.0,
            colour: COVERAGE,
        });
    }
    let mut y = middle - height(&label) / 2.0;
    for line in label {
        let baseline = y + line.baseline();
        y += line.leading;
        shapes.push(Shape::Text { line, x: 0.0, baseline });
    }
    let x = left + track + GAP;
    let score = match bar.value {
        Some(value) => format!("{value:.0} "),
        None => say!(language, "not scored "),
    };
    let setting = if bar.value.is_some() {
        SCORE
    } else {
        Setting { face: Face::Italic, size: 8.0, colour: MUTED, ..SCORE }
    };
    let score = fitting_line(shaper, &score, &setting, FIGURES / 2.0);
    let beside = x + if bar.value.is_some() { 22.0 } else { score.width + 6.0 };
    let coverage = fitting_line(
        shaper,
        &say!(language, "coverage {coverage} % ", coverage = format!("{:.0}", bar.coverage)),
        &SMALL,
        FIGURES + x - beside,
    );
    let note = fitting_line(shaper, &bar.note, &SMALL, FIGURES);
    let lift = if bar.note.trim().is_empty() { 0.0 } else { 4.5 };
    shapes.push(Shape::Text { x, baseline: middle - lift + 3.2, line: score });
    shapes.push(Shape::Text { x: beside, baseline: middle - lift + 3.0, line: coverage });
    if lift > 0.0 {
        shapes.push(Shape::Text { x, baseline: middle + 8.5, line: note });
    }
    Band { height: high, shapes }
}

/// The scale from 0 to 100, and what the two bars mean.
fn scale(language: &Language, shaper: &mut Shaper, track: f32) -> Band {
    let left = LABELS + GAP;
    let mut shapes = Vec::new();
    for step in 0..=4_u8 {
        let x = left + track * f32::from(step) / 4.0;
        let line = one_line(shaper, &format!("{} ", u16::from(step) * 25), &SMALL, 40.0);
        shapes.push(Shape::Rule { from: (x, 0.0), to: (x, 3.5), stroke: Stroke::solid(MUTED, 0.5) });
        shapes.push(Shape::Text { x: x - line.width / 2.0, baseline: 12.5, line });
    }
    let mut x = 0.0;
    for (words, colour, thickness) in
        [(say!(language, "score "), ACCENT, 8.0), (say!(language, "coverage "), COVERAGE, 2.5)]
    {
        let line = one_line(shaper, &words, &SMALL, LABELS);
        shapes.push(Shape::Area {
            x,
            y: 10.0 - thickness / 2.0,
            width: 14.0,
            height: thickness,
            radius: 0.0,
            colour,
        });
        let end = x + 18.0 + line.width + 12.0;
        shapes.push(Shape::Text { x: x + 18.0, baseline: 12.5, line });
        x = end;
    }
    Band { height: 20.0, shapes }
}
