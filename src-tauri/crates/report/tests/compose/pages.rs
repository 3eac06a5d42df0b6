//! The pages that reports take: none is nearly empty, and wide tables lie on turned ones.

use super::inspect::{Inspected, filled};
use super::{issued, library, rich};
use assay_core::case::Case;
use assay_message::Language;
use assay_report::compose::{Kind, Outline, compose};
use assay_report::document::{Block, Document};
use assay_report::pdf::{RenderInputs, render};
use assay_report::theme::Theme;
use std::ops::ControlFlow;

/// No page is filled less, but the last of a part.
const LEAST: f32 = 0.3;

fn drawn(document: &Document) -> Inspected {
    let inputs = RenderInputs {
        attachment: None,
        created: issued().issued,
        producer: "Assay 0.1.0".into(),
        font_folders: Vec::new(),
        theme: Theme::default(),
        id_seed: [0; 16],
    };
    Inspected::read(&render(document, &inputs, &mut |_| ControlFlow::Continue(())).unwrap().bytes)
}

/// The rich case, and the same with long answers, some of them from right to left.
fn cases() -> [Case; 2] {
    let rich = rich::case(library());
    let mut wordy = rich.clone();
    for (index, response) in wordy.responses.values_mut().enumerate() {
        let sentence = match index % 3 {
            0 => "تتم مراجعة الحسابات المميزة كل ثلاثة أشهر وتسجل النتائج. ",
            1 => {
                "Die Zugriffsberechtigungsüberprüfungsverantwortlichen bestätigen jede Änderung schriftlich. "
            }
            _ => "Reviewed each quarter, and what is found is settled within ten days. ",
        };
        response.rationale = sentence.repeat(1 + index % 9);
    }
    [rich, wordy]
}

#[test]
fn no_page_but_the_last_of_a_part_is_nearly_empty() {
    for (case, kind) in cases().iter().flat_map(|case| Kind::ALL.map(|kind| (case, kind))) {
        let document = compose(case, library(), &issued(), &Outline::of(kind), &Language::english()).document;
        let inspected = drawn(&document);
        let parts: Vec<usize> =
            inspected.bookmarks().iter().filter(|mark| mark.depth == 1).map(|mark| mark.page).collect();
        let pages = filled(&inspected.file);
        for (page, filled) in pages.iter().enumerate().take(pages.len() - 1) {
            let is_last = parts.contains(&(page + 1));
            assert!(is_last || *filled >= LEAST, "{kind:?}: page {} is filled {filled}", page + 1);
        }
    }
}

#[test]
fn wide_tables_lie_on_turned_pages_with_what_leads_to_them() {
    let [_, case] = cases();
    let document =
        compose(&case, library(), &issued(), &Outline::of(Kind::Annexes), &Language::english()).document;
    let wide = |block: &Block| matches!(block, Block::Table(table) if table.wide);
    assert!(document.blocks.iter().any(wide) && !document.blocks.iter().all(wide));
    let inspected = drawn(&document);
    let turned: Vec<bool> = inspected
        .pages()
        .map(|page| {
            let sheet: Vec<f32> = page
                .get(b"MediaBox")
                .unwrap()
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge.as_float().unwrap())
                .collect();
            assert!(!page.has(b"Rotate"), "a page is read as it lies");
            assert!((sheet[3] - 841.89).abs() < 0.01, "all sheets have the same upper edge");
            sheet[2] - sheet[0] > sheet[3] - sheet[1]
        })
        .collect();
    assert!(turned.contains(&true) && turned.contains(&false));
    // The heading of a wide table is on a page that lies as the table does.
    let marks = inspected.bookmarks();
    let lies = document.turned();
    for (block, lies) in document.blocks.iter().zip(lies) {
        let Block::Heading(heading) = block else { continue };
        let Some(number) = &heading.number else { continue };
        let mark = marks.iter().find(|mark| mark.title == format!("{number} {}", heading.text)).unwrap();
        assert!(!lies || turned[mark.page], "{}", mark.title);
    }
}
