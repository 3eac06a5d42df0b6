//! A place for a signature: who signs on the left, a frame with an empty form field on the right.

use super::rows::Column;
use super::typesetter::Typesetter;
use super::{Annotation, AnnotationKind, LEFT, Layout, Text, WIDTH, area};
use crate::document::{Signature, Signer};
use crate::pdf::canvas::Stroke;
use crate::pdf::fonts::Face;
use crate::pdf::lines::Setting;
use crate::pdf::style::{ACCENT, BODY_HEIGHT, INK, MUTED};
use crate::pdf::tags::Role;
use assay_message::{message, word};

/// Size of the frame.
const FRAME: (f32, f32) = (240.0, 72.0);
/// Width of what stands beside the frame.
const WHO_WIDTH: f32 = WIDTH - FRAME.0 - 20.0;
/// Space above and below the whole, above and below its texts, and between them.
const ABOVE: f32 = 6.0;
const BELOW: f32 = 18.0;
const PAD: f32 = 6.0;
const BETWEEN: f32 = 2.0;
const LABEL: Setting = Setting { face: Face::SemiBold, size: 10.5, leading: 15.0, colour: INK };
const WHO: Setting = Setting { face: Face::Regular, size: 8.5, leading: 12.0, colour: MUTED };

/// A place for a signature, measured.
pub(super) struct Measured<'d> {
    signature: &'d Signature,
    texts: Vec<Text>,
}

impl Measured<'_> {
    /// Its height with the space above: it is not parted, unless no page can hold it.
    pub(super) fn opening(&self) -> f32 {
        let texts: f32 = self.texts.iter().map(|text| text.height() + BETWEEN).sum();
        (texts + 2.0 * PAD).max(FRAME.1) + ABOVE
    }
}

impl<'d> Typesetter<'d> {
    pub(super) fn measure_signature(&mut self, signature: &'d Signature) -> Measured<'d> {
        let mut texts = vec![self.measure_plain(&signature.label, &LABEL, WHO_WIDTH)];
        if !signature.who.trim().is_empty() {
            texts.push(self.measure_plain(&signature.who, &WHO, WHO_WIDTH));
        }
        Measured { signature, texts }
    }
}

impl<'d> Layout<'d> {
    pub(super) fn signature(&mut self, measured: Measured<'d>, opening: f32) {
        let Measured { signature, texts } = measured;
        self.space(ABOVE);
        self.need((opening - ABOVE).min(BODY_HEIGHT));
        let section = self.node(Role::Section);
        let around = std::mem::replace(&mut self.parent, section);
        let texts = texts.into_iter().map(|text| (self.node(Role::Paragraph), text)).collect();
        let mut columns = [Column::new(LEFT, WHO_WIDTH, texts)];
        columns[0].between = BETWEEN;
        let x = LEFT + WIDTH - FRAME.0;
        let begins = self.row(&mut columns, PAD, &mut |_| {}, &|ink, strip| {
            if strip.first {
                ink.frame(x, strip.top, FRAME.0, FRAME.1, Stroke::solid(MUTED, 0.6));
                ink.area(LEFT, strip.top, 22.0, 2.0, ACCENT);
            }
        });
        let taken = self.fields.iter().any(
            |field| matches!(&field.kind, AnnotationKind::Signature { signer, .. } if *signer == signature.signer),
        );
        if taken {
            let who = signature.signer.field().to_lowercase();
            self.warnings.push(message!(
                "There is more than one place for the signature of the {who}; only the first can be signed."
            ));
        } else {
            let words = self.document.language.say(&match signature.signer {
                Signer::Assessor => word!("Signature of the assessor"),
                Signer::Reviewer => word!("Signature of the reviewer"),
                Signer::Executive => word!("Signature of the executive"),
            });
            let node = self.node(Role::Form(words.clone()));
            self.fields.push(Annotation {
                page: begins.page,
                area: area(x, begins.y, FRAME.0, FRAME.1),
                node,
                kind: AnnotationKind::Signature { signer: signature.signer, words },
            });
        }
        self.parent = around;
        if self.page == begins.page {
            self.y = self.y.max(begins.y + FRAME.1);
        }
        self.y += BELOW;
    }
}
