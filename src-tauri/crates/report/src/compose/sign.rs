//! People named: the places where they sign, and how many signatures to expect.

use super::Status;
use super::front::person;
use super::view::View;
use super::words::{flat, list, or, sentences, told};
use crate::document::{Block, Cell, Column, Signer, Table};

/// Rules that were set aside to issue this report, each with its reason.
fn exceptions(view: &View) -> Option<Block> {
    let exceptions = &view.about.exceptions;
    (!exceptions.is_empty()).then(|| {
        let columns = vec![
            Column::new(say!(view, "Rule"), 2.0),
            Column::new(say!(view, "What stood against it"), 4.0),
            Column::new(say!(view, "Reason"), 4.0),
        ];
        let rows = exceptions.iter().map(|exception| {
            vec![
                Cell::new(told(view, &exception.rule)),
                Cell::new(told(view, &exception.sentence)),
                Cell::new(or(&exception.reason, say!(view, "None"))),
            ]
        });
        Table::new(
            say!(view, "Rules of signing set aside to issue this report"),
            columns,
            say!(view, "None."),
        )
        .rows(rows)
        .into()
    })
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let signers = view.signers();
    let (named, unnamed): (Vec<_>, Vec<_>) = signers.iter().partition(|(_, p)| !p.name.trim().is_empty());
    let expected: Vec<String> = {
        let named = named.iter();
        named
            .map(|(signer, p)| say!(view, "{signer} ({name})", signer = signer.title(), name = flat(&p.name)))
            .collect()
    };
    let mut text = vec![match expected.len() {
        0 => say!(view, "This report expects no signature, because nobody is named to sign it."),
        n => say!(
            view,
            "This report expects {n} signature: {signers}.|This report expects {n} signatures: {signers}.",
            signers = list(view, &expected)
        ),
    }];
    if !named.is_empty() && !unnamed.is_empty() {
        let places: Vec<String> = unnamed.iter().map(|(signer, _)| told(view, &signer.title())).collect();
        text.push(say!(
            view,
            "Nobody is named for {places}; the place stays open.",
            places = list(view, &places)
        ));
    }
    if view.about.status == Status::Draft {
        text.push(say!(view, "This is a draft and is not for signature."));
    }
    let mut blocks = vec![
        Block::p(sentences(view, &text)),
        Block::p(say!(
            view,
            "Signatures are made in order: the assessor first, then the reviewer, then the executive. A later \
             signature is added to the file and leaves what was signed before as it was. A change to the report after \
             the first signature shows when the signatures are checked. Whoever prepares, reviews and accepts are \
             different people, and each signs in the place where their name stands; a signature that sets one of \
             these rules aside says so with its reason."
        )),
    ];
    blocks.extend(exceptions(view));
    for (signer, who) in signers {
        let meaning = match signer {
            Signer::Assessor => say!(view, "I made this assessment and issue this report."),
            Signer::Reviewer => say!(view, "I reviewed this report."),
            Signer::Executive => say!(view, "I have read this report and accept the residual risk."),
        };
        let who = say!(view, "{person}. {meaning}", person = person(view, who));
        blocks.push(Block::signature(signer, told(view, &signer.title()), who));
    }
    blocks
}
