//! The cover: a dark field with logo and title, and below it the lines that say what the report is.

use super::rows::{Frame, Pairs};
use super::typesetter::Typesetter;
use super::{LEFT, Layout, Text, WIDTH, area, on_dark};
use crate::document::{Align, Cover, Span};
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::{Line, Setting, Shaped, height, one_line};
use crate::pdf::picture;
use crate::pdf::style::{
    ACCENT, BODY_BOTTOM, Colour, INK, MUTED, PAPER, RULE, SHEET_HEIGHT, SHEET_WIDTH, columns,
};
use crate::pdf::tags::{Node, Role};
use crate::theme::Logo;

/// Where the dark field ends when the title is short.
const FIELD: f32 = 400.0;
/// Where the field ends at the latest: what follows needs its room too.
const FIELD_MOST: f32 = 560.0;
/// Base line of the organisation's name.
const ORGANISATION: f32 = 84.0;
/// Width and height of a logo, at most. Its middle is that of the organisation's name.
const LOGO: (f32, f32) = (150.0, 46.0);
/// How far the white ground of a logo reaches around it, and the radius of its corners.
const LOGO_GROUND: f32 = 10.0;
const LOGO_CORNER: f32 = 3.0;
/// Space between the organisation's name and the logo.
const LOGO_GAP: f32 = 20.0;
/// Sizes of the title, from the one wished for to the smallest.
const SIZES: [(f32, f32); 6] =
    [(34.0, 41.0), (28.0, 34.0), (22.0, 28.0), (16.0, 21.0), (12.0, 15.0), (8.0, 10.0)];
/// The title is set smaller when it is higher than this.
const TITLE_HEIGHT: f32 = 166.0;
/// Width of the title.
const TITLE_WIDTH: f32 = WIDTH - 20.0;

/// The cover, measured.
pub(super) struct Measured {
    organisation: Line,
    title: Text,
    subtitle: Text,
    lines: Pairs,
    foot: Vec<Foot>,
}

/// A line at the foot of the cover.
struct Foot {
    line: Line,
    /// How far below the first row.
    below: f32,
    right: bool,
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_cover(&mut self, cover: &'d Cover) -> Measured {
        let document = self.document;
        let setting = on_dark(Face::SemiBold, 11.0, 16.0);
        let name = self.theme.name(&document.organisation);
        let logo = self.theme.logo.as_ref().map_or(0.0, |logo| logo_size(logo).0 + LOGO_GAP);
        let organisation = one_line(&mut self.shaper, name, &setting, WIDTH - logo);
        let title = self.cover_title();
        let long = document.subtitle.len() > 400;
        let (size, leading) = if long { (8.0, 10.0) } else { (14.0, 20.0) };
        let setting = Setting { face: Face::Regular, size, leading, colour: Colour::Pale };
        let subtitle = self.measure_plain(&document.subtitle, &setting, TITLE_WIDTH);
        let pairs = cover.lines.iter().map(|fact| (fact.label.as_str(), fact.value.as_slice()));
        let frame = Frame { left: LEFT, label: columns(3), width: WIDTH, pad: 3.5 };
        let lines = self.measure_pairs(pairs, frame);
        Measured { organisation, title, subtitle, lines, foot: self.cover_foot() }
    }

    /// The title in the largest size in which no word is broken and it does not fill the field.
    fn cover_title(&mut self) -> Text {
        let spans = [Span::plain(self.document.title.as_str())];
        let mut title = None;
        for (size, leading) in SIZES {
            let shaped = Shaped::new(&mut self.shaper, &spans, &on_dark(Face::SemiBold, size, leading));
            let text = self.break_shaped(&spans, &shaped, TITLE_WIDTH);
            let fits = shaped.extent().widest <= TITLE_WIDTH && text.height() <= TITLE_HEIGHT;
            title = Some(text);
            if fits {
                break;
            }
        }
        title.unwrap_or_default()
    }

    /// At the foot of the cover: reference and day of issue on the left, classification on the right.
    fn cover_foot(&mut self) -> Vec<Foot> {
        let document = self.document;
        let strong = Setting { face: Face::SemiBold, size: 9.0, leading: 14.0, colour: INK };
        let quiet = Setting { face: Face::Regular, size: 9.0, leading: 14.0, colour: MUTED };
        let half = WIDTH / 2.0 - 10.0;
        let mut foot = Vec::new();
        for (words, setting, below, right) in [
            (&document.reference, &strong, 0.0, false),
            (&document.issued, &quiet, 14.0, false),
            (&document.classification, &strong, 0.0, true),
        ] {
            if !words.trim().is_empty() {
                foot.push(Foot { line: one_line(&mut self.shaper, words, setting, half), below, right });
            }
        }
        foot
    }
}

impl<'d> Layout<'d> {
    pub(super) fn cover(&mut self, measured: Measured) {
        let Measured { organisation: name, title: mut title_text, subtitle: mut subtitle_text, lines, foot } =
            measured;
        self.start_page();
        self.plain.insert(self.page);
        let document = self.document;
        let section = self.node(Role::Section);

        let organisation = self.tags.add(section, Role::Paragraph);
        let title = self.tags.add(section, Role::Paragraph);
        let subtitle = self.tags.add(section, Role::Paragraph);

        // The title hangs from the middle of the field; a long one makes the field higher.
        let title_top: f32 = 190.0;
        let fits = |from: f32, text: &Text| {
            let mut y = from;
            text.lines
                .iter()
                .take_while(|line| {
                    y += line.leading;
                    y <= FIELD_MOST - 30.0
                })
                .count()
        };
        let title_lines = fits(title_top, &title_text);
        let subtitle_top = title_top + height(title_text.lines.get(..title_lines).unwrap_or_default()) + 12.0;
        let subtitle_lines = fits(subtitle_top, &subtitle_text);
        let text_end = subtitle_top + height(subtitle_text.lines.get(..subtitle_lines).unwrap_or_default());
        let field = (text_end + 44.0).clamp(FIELD, FIELD_MOST);

        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.area(0.0, 0.0, SHEET_WIDTH, field, ACCENT);
            ink.area(LEFT, title_top - 30.0, 44.0, 3.0, Colour::Spark);
        });
        let house = self.theme.name(&document.organisation);
        if !house.trim().is_empty() {
            self.canvas
                .mark(&mut self.tags, self.page, organisation, |ink| ink.line(&name, LEFT, ORGANISATION));
        }
        if let Some(logo) = &self.theme.logo {
            self.logo(logo, &self.theme.logo_in_words(document), section);
        }
        self.put(title, &mut title_text, 0..title_lines, (LEFT, title_top), TITLE_WIDTH, Align::Start);
        if !document.subtitle.trim().is_empty() {
            let lines = 0..subtitle_lines;
            self.put(subtitle, &mut subtitle_text, lines, (LEFT, subtitle_top), TITLE_WIDTH, Align::Start);
        }

        let page = self.page;
        self.y = field + 34.0;
        self.pairs(lines, &mut |_| {}, &|_, _| {});
        self.cover_foot(foot, page);
        self.end_page();
    }

    /// The logo, on white unless it is made for a dark ground.
    fn logo(&mut self, logo: &Logo, alternative: &str, section: Node) {
        let (width, height) = logo_size(logo);
        let ground = if logo.is_bright() { 0.0 } else { LOGO_GROUND };
        let (x, y) = (LEFT + WIDTH - ground - width, ORGANISATION - 4.0 - height / 2.0);
        if ground > 0.0 {
            let (width, height) = (width + 2.0 * ground, height + 2.0 * ground);
            self.canvas.decorate(self.page, Decoration::Layout, |ink| {
                ink.round_area(x - ground, y - ground, width, height, LOGO_CORNER, PAPER);
            });
        }
        let area = area(x, y, width, height);
        let node = self.tags.add(section, Role::Figure { alternative: alternative.to_owned(), area });
        self.canvas.mark(&mut self.tags, self.page, node, |ink| {
            ink.picture(picture::LOGO, x, y, width, height);
        });
    }

    fn cover_foot(&mut self, foot: Vec<Foot>, page: usize) {
        let y = BODY_BOTTOM - 8.0;
        self.canvas.decorate(page, Decoration::Layout, |ink| {
            ink.rule((LEFT, y), (LEFT + WIDTH, y), Stroke::solid(RULE, 0.6));
        });
        for Foot { line, below, right } in foot {
            let node = self.node(Role::Paragraph);
            let x = if right { LEFT + WIDTH - line.width } else { LEFT };
            let y = (y + 20.0 + below).min(SHEET_HEIGHT - 20.0);
            self.canvas.mark(&mut self.tags, page, node, |ink| ink.line(&line, x, y));
        }
    }
}

/// Width and height of a logo on the cover.
fn logo_size(logo: &Logo) -> (f32, f32) {
    let (width, height) = logo.size();
    let (width, height) = (width as f32, height as f32);
    let scale = (LOGO.0 / width).min(LOGO.1 / height);
    (width * scale, height * scale)
}
