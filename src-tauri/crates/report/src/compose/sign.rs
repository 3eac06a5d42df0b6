//! People named: the places where they sign, and how many signatures to expect.

use super::Status;
use super::front::person;
use super::view::View;
use super::words::{flat, list, or};
use crate::document::{Block, Cell, Column, Signer, Table};
use assay_core::words::Word;

/// Rules that were set aside to issue this report, each with its reason.
fn exceptions(view: &View) -> Option<Block> {
    let exceptions = &view.about.exceptions;
    (!exceptions.is_empty()).then(|| {
        let columns = vec![
            Column::new("Rule", 2.0),
            Column::new("What stood against it", 4.0),
            Column::new("Reason", 4.0),
        ];
        let rows = exceptions.iter().map(|exception| {
            vec![
                Cell::new(exception.rule.title()),
                Cell::new(flat(&exception.sentence.to_string())),
                Cell::new(or(&exception.reason, "None")),
            ]
        });
        Table::new("Rules of signing set aside to issue this report", columns, "None.").rows(rows).into()
    })
}

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
        Block::p(text),
        Block::p(
            "Signatures are made in order: the assessor first, then the reviewer, then the executive. A later \
             signature is added to the file and leaves what was signed before as it was. A change to the report after \
             the first signature shows when the signatures are checked. Whoever prepares, reviews and accepts are \
             different people, and each signs in the place where their name stands; a signature that sets one of \
             these rules aside says so with its reason.",
        ),
    ];
    blocks.extend(exceptions(view));
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
