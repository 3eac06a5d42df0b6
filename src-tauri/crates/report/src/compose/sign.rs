//! People named → section 13: the places where they sign, and how many signatures to expect.

use super::Status;
use super::front::person;
use super::section::Section;
use super::view::View;
use super::words::*;
use crate::document::*;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let signers = view.signers();
    let (named, unnamed): (Vec<_>, Vec<_>) = signers.iter().partition(|(_, p)| !p.name.trim().is_empty());
    let expected: Vec<String> =
        named.iter().map(|(signer, p)| format!("{} ({})", signer.field(), flat(&p.name))).collect();
    let mut text = match expected.as_slice() {
        [] => "This report expects no signature, because nobody is named to sign it.".to_owned(),
        [one] => format!("This report expects 1 signature: {one}."),
        many => format!("This report expects {} signatures: {}.", many.len(), list(many)),
    };
    if !named.is_empty() && !unnamed.is_empty() {
        let places: Vec<&str> = unnamed.iter().map(|(signer, _)| signer.field()).collect();
        text.push_str(&format!(" Nobody is named for {}; the place stays open.", list(&places)));
    }
    if view.about.status == Status::Draft {
        text.push_str(" This is a draft and is not for signature.");
    }
    let mut blocks = vec![
        Section::SignOff.heading(),
        Block::p(text),
        Block::p(
            "Signatures are made in order: the assessor first, then the reviewer, then the executive. A later \
             signature is added to the file and leaves what was signed before as it was. A change to the report after \
             the first signature shows when the signatures are checked.",
        ),
    ];
    for (signer, who) in signers {
        let meaning = match signer {
            Signer::Assessor => "I made this assessment and issue this report.",
            Signer::Reviewer => "I reviewed this report.",
            Signer::Executive => "I have read this report and accept the residual risk.",
        };
        blocks.push(Block::signature(signer, signer.field(), format!("{}. {meaning}", person(who))));
    }
    blocks
}
