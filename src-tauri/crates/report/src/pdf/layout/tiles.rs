//! Big numbers or words side by side.

use super::{AFTER_BLOCK, LABEL, LEFT, Layout, NOTE, Text, WIDTH, tone_mark};
use crate::document::{Align, Span, Tile, Tiles, Tone};
use crate::pdf::canvas::Decoration;
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, break_lines, height, widest_word};
use crate::pdf::style::{ACCENT, GUTTER, INK, MUTED, TINT, shades};
use crate::pdf::tags::{Node, Role};

/// Space within the edges of a tile.
const PAD: f32 = 11.0;
/// Sizes of the value, from a short number to a phrase.
const SIZES: [(f32, f32, usize); 4] = [(27.0, 33.0, 1), (18.0, 23.0, 2), (14.0, 18.0, 3), (11.0, 15.0, 6)];

impl<'d> Layout<'d> {
    pub(super) fn tiles(&mut self, tiles: &'d Tiles) {
        let across = across(tiles.tiles.len());
        for row in tiles.tiles.chunks(across) {
            let width = (WIDTH - GUTTER * (across - 1) as f32) / across as f32;
            let mut drawn: Vec<Vec<Text>> = Vec::with_capacity(row.len());
            for tile in row {
                let node = self.node(Role::Paragraph);
                drawn.push(self.tile(node, tile, width - 2.0 * PAD));
            }
            let height = drawn.iter().map(|texts| tile_height(texts)).fold(0.0, f32::max);
            self.need(height);
            let top = self.y;
            for (index, (tile, texts)) in row.iter().zip(&mut drawn).enumerate() {
                let x = LEFT + index as f32 * (width + GUTTER);
                let shade = shades(tile.tone);
                let bar = if tile.tone == Tone::Neutral { ACCENT } else { shade.strong };
                let ground = if tile.tone == Tone::Neutral { TINT } else { shade.tint };
                self.canvas.decorate(self.page, Decoration::Layout, |ink| {
                    ink.area(x, top, width, height, ground);
                    ink.area(x, top, width, 3.0, bar);
                    if tile.tone != Tone::Neutral {
                        tone_mark(ink, tile.tone, x + width - PAD - 3.0, top + PAD + 8.0, 8.0);
                    }
                });
                let mut y = top + PAD + 2.0;
                for text in texts {
                    let count = text.lines.len();
                    y += self.put(text, 0..count, x + PAD, y, width - 2.0 * PAD, Align::Start) + 3.0;
                }
            }
            self.y += height + GUTTER;
        }
        self.y += AFTER_BLOCK - GUTTER + 4.0;
    }

    pub(super) fn tiles_opening(&mut self, tiles: &Tiles) -> f32 {
        let across = across(tiles.tiles.len());
        let width = (WIDTH - GUTTER * (across - 1) as f32) / across as f32 - 2.0 * PAD;
        let mut highest: f32 = 0.0;
        for tile in tiles.tiles.iter().take(across) {
            let value = self.value_setting(tile, width);
            let mut sum = 2.0 * PAD + 11.0;
            for (words, setting) in [(&tile.label, LABEL), (&tile.value, value), (&tile.note, NOTE)] {
                let lines = break_lines(&mut self.shaper, &[Span::plain(words.as_str())], &setting, width);
                sum += height(&lines);
            }
            highest = highest.max(sum);
        }
        highest
    }

    fn tile(&mut self, node: Node, tile: &Tile, width: f32) -> Vec<Text> {
        let value = self.value_setting(tile, width);
        let label = Setting { colour: MUTED, ..LABEL };
        let mut texts = Vec::new();
        for (words, setting) in
            [(&tile.label, label), (&tile.value, value), (&tile.note, Setting { colour: INK, ..NOTE })]
        {
            if !words.trim().is_empty() {
                // A space at the end keeps the parts of a tile apart when they are read out as one.
                texts.push(self.plain_text(node, &format!("{} ", words.trim_end()), &setting, width));
            }
        }
        for text in &mut texts {
            // No page is high enough for a tile that tells a story.
            text.lines.truncate(12);
        }
        texts
    }

    /// The largest size in which the value has as few lines as befits that size.
    fn value_setting(&mut self, tile: &Tile, width: f32) -> Setting {
        let colour = if tile.tone == Tone::Neutral { ACCENT } else { shades(tile.tone).strong };
        let setting = |size, leading| Setting { face: Face::SemiBold, size, leading, colour };
        let spans = [Span::plain(tile.value.as_str())];
        for (size, leading, most) in SIZES {
            let setting = setting(size, leading);
            if widest_word(&mut self.shaper, &spans, &setting) <= width
                && break_lines(&mut self.shaper, &spans, &setting, width).len() <= most
            {
                return setting;
            }
        }
        setting(11.0, 15.0)
    }
}

fn tile_height(texts: &[Text]) -> f32 {
    texts.iter().map(|text| text.height() + 3.0).sum::<f32>() + 2.0 * PAD
}

/// How many tiles stand side by side.
fn across(count: usize) -> usize {
    match count {
        0..=4 => count.max(1),
        5 | 6 | 9 => 3,
        _ => 4,
    }
}
