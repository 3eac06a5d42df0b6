//! A place for a signature: who signs on the left, a frame with an empty form field on the right.

use super::{Annotation, AnnotationKind, LEFT, Layout, WIDTH, area};
use crate::document::{Align, Signature};
use crate::pdf::canvas::{Decoration, Stroke};
use crate::pdf::fonts::Face;
use crate::pdf::lines::Setting;
use crate::pdf::style::{ACCENT, INK, MUTED};
use crate::pdf::tags::Role;

/// Size of the frame.
const FRAME: (f32, f32) = (240.0, 72.0);
/// Height of the whole.
pub(super) const HEIGHT: f32 = FRAME.1 + 18.0;
const LABEL: Setting = Setting { face: Face::SemiBold, size: 10.5, leading: 15.0, colour: INK };
const WHO: Setting = Setting { face: Face::Regular, size: 8.5, leading: 12.0, colour: MUTED };

impl<'d> Layout<'d> {
    pub(super) fn signature(&mut self, signature: &'d Signature) {
        self.space(6.0);
        self.need(HEIGHT);
        let section = self.node(Role::Section);
        let around = std::mem::replace(&mut self.parent, section);
        let width = WIDTH - FRAME.0 - 20.0;
        let label = self.node(Role::Paragraph);
        let mut label = self.plain_text(label, &signature.label, &LABEL, width);
        label.lines.truncate(2);
        let mut who = (!signature.who.trim().is_empty()).then(|| {
            let node = self.node(Role::Paragraph);
            let mut who = self.plain_text(node, &signature.who, &WHO, width);
            who.lines.truncate(4);
            who
        });

        let top = self.y;
        let x = LEFT + WIDTH - FRAME.0;
        self.canvas.decorate(self.page, Decoration::Layout, |ink| {
            ink.frame(x, top, FRAME.0, FRAME.1, Stroke::solid(MUTED, 0.6));
            ink.area(LEFT, top, 22.0, 2.0, ACCENT);
        });
        let labels = label.lines.len();
        let used = self.put(&mut label, 0..labels, LEFT, top + 6.0, width, Align::Start);
        if let Some(who) = &mut who {
            let names = who.lines.len();
            self.put(who, 0..names, LEFT, top + 8.0 + used, width, Align::Start);
        }
        let who = signature.signer.field().to_lowercase();
        let taken = self.fields.iter().any(
            |field| matches!(&field.kind, AnnotationKind::Signature { signer, .. } if *signer == signature.signer),
        );
        if taken {
            self.warnings.push(format!(
                "There is more than one place for the signature of the {who}; only the first can be signed."
            ));
        } else {
            let words = format!("Signature of the {who}");
            let node = self.node(Role::Form(words.clone()));
            self.fields.push(Annotation {
                page: self.page,
                area: area(x, top, FRAME.0, FRAME.1),
                node,
                kind: AnnotationKind::Signature { signer: signature.signer, words },
            });
        }
        self.parent = around;
        self.y += HEIGHT;
    }
}
