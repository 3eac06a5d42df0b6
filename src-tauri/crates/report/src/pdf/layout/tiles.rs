//! Big numbers or words side by side.

use super::rows::Column;
use super::typesetter::Typesetter;
use super::{AFTER_BLOCK, LABEL, LEFT, Layout, NOTE, Text, WIDTH, tone_mark};
use crate::document::{Span, Tile, Tiles, Tone};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Setting, Shaped};
use crate::pdf::style::{ACCENT, GUTTER, INK, MUTED, TINT, shades};
use crate::pdf::tags::Role;

/// Space within the edges of a tile.
const PAD: f32 = 11.0;
/// Sizes of the value, from a short number to a phrase.
const SIZES: [(f32, f32, usize); 4] = [(27.0, 33.0, 1), (18.0, 23.0, 2), (14.0, 18.0, 3), (11.0, 15.0, 6)];

/// Space between the texts of a tile.
const BETWEEN: f32 = 3.0;

/// Tiles side by side, measured.
pub(super) struct TileRow {
    width: f32,
    tiles: Vec<(Tone, Vec<Text>)>,
}

impl TileRow {
    /// Its height: no tile is parted.
    pub(super) fn opening(&self) -> f32 {
        let height = |texts: &[Text]| texts.iter().map(|text| text.height() + BETWEEN).sum::<f32>();
        self.tiles.iter().map(|(_, texts)| height(texts)).fold(0.0, f32::max) + 2.0 * PAD
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_tiles(&mut self, tiles: &Tiles) -> Vec<TileRow> {
        let across = across(tiles.tiles.len());
        let width = (WIDTH - GUTTER * (across - 1) as f32) / across as f32;
        tiles
            .tiles
            .chunks(across)
            .map(|row| TileRow {
                width,
                tiles: row
                    .iter()
                    .map(|tile| (tile.tone, self.measure_tile(tile, width - 2.0 * PAD)))
                    .collect(),
            })
            .collect()
    }

    fn measure_tile(&mut self, tile: &Tile, width: f32) -> Vec<Text> {
        let value = self.value_setting(tile, width);
        let label = Setting { colour: MUTED, ..LABEL };
        let mut texts = Vec::new();
        for (words, setting) in
            [(&tile.label, label), (&tile.value, value), (&tile.note, Setting { colour: INK, ..NOTE })]
        {
            if !words.trim().is_empty() {
                // A space at the end keeps the parts of a tile apart when they are read out as one.
                texts.push(self.measure_plain(&format!("{} ", words.trim_end()), &setting, width));
            }
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
            let shaped = Shaped::new(&mut self.shaper, &spans, &setting);
            if shaped.extent().widest <= width && shaped.lines(&mut self.shaper, width).len() <= most {
                return setting;
            }
        }
        setting(11.0, 15.0)
    }
}

impl<'d> Layout<'d> {
    pub(super) fn tiles(&mut self, rows: Vec<TileRow>) {
        for row in rows {
            let (width, height) = (row.width, row.opening());
            let mut columns = Vec::new();
            let mut looks: Vec<(f32, Tone)> = Vec::new();
            for (index, (tone, texts)) in row.tiles.into_iter().enumerate() {
                let x = LEFT + index as f32 * (width + GUTTER);
                let node = self.node(Role::Paragraph);
                looks.push((x, tone));
                let texts = texts.into_iter().map(|text| (node, text)).collect();
                let mut column = Column::new(x + PAD, width - 2.0 * PAD, texts);
                column.between = BETWEEN;
                columns.push(column);
            }
            self.need(height);
            self.row(&mut columns, PAD, &mut |_| {}, &|ink, strip| {
                for (x, tone) in &looks {
                    let shade = shades(*tone);
                    let plain = *tone == Tone::Neutral;
                    let (bar, ground) = if plain { (ACCENT, TINT) } else { (shade.strong, shade.tint) };
                    ink.area(*x, strip.top, width, strip.bottom - strip.top, ground);
                    ink.area(*x, strip.top, width, 3.0, bar);
                    if strip.first && !plain {
                        tone_mark(ink, *tone, x + width - PAD - 3.0, strip.top + PAD + 8.0, 8.0);
                    }
                }
            });
            self.y += GUTTER;
        }
        self.y += AFTER_BLOCK - GUTTER + 4.0;
    }
}

/// How many tiles stand side by side.
fn across(count: usize) -> usize {
    match count {
        0..=4 => count.max(1),
        5 | 6 | 9 => 3,
        _ => 4,
    }
}
