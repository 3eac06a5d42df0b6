//! Random partial cases: any subset of the rich case, any answers, any text.

use crate::rich;
use assay_core::case::Case;
use assay_core::ids::QuestionId;
use assay_core::pack::Library;
use assay_core::record::{AssuranceLevel, Record, Response, Tier};
use assay_core::words::{Claim, Conclusion, Outcome, ScopeFact, Word};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Text with what people and hostile files put into fields: nothing, line ends, controls, other scripts, long words.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("\n\t \u{0}".to_owned()),
        Just("word ".repeat(300)),
        Just("x".repeat(2_000)),
        "\\PC{0,40}",
        any::<String>(),
    ]
}

fn word<T: Word + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

/// What is said to one question.
#[derive(Debug, Clone)]
struct Said {
    which: Index,
    claim: Option<Claim>,
    conclusion: Option<Conclusion>,
    level: u8,
    comment: String,
    reason: String,
    rationale: String,
    evidence: bool,
}

fn said() -> impl Strategy<Value = Said> {
    (
        any::<Index>(),
        prop::option::of(word::<Claim>()),
        prop::option::of(word::<Conclusion>()),
        0u8..=4,
        (text(), text(), text()),
        any::<bool>(),
    )
        .prop_map(|(which, claim, conclusion, level, (comment, reason, rationale), evidence)| Said {
            which,
            claim,
            conclusion,
            level,
            comment,
            reason,
            rationale,
            evidence,
        })
}

/// A case that holds some of the rich one's records, other answers, and other words.
pub fn case(library: &'static Library) -> impl Strategy<Value = Case> {
    let scope = (
        1u8..=4,
        prop::collection::btree_set(word::<ScopeFact>(), 0..6),
        prop::collection::btree_set(select(library.frameworks.keys().cloned().collect::<Vec<_>>()), 0..4),
        any::<bool>(),
    );
    let words = (prop::collection::vec(text(), 8), prop::option::of(word::<Outcome>()));
    let keep = prop::collection::vec(any::<bool>(), 64);
    (scope, prop::collection::vec(said(), 0..60), words, keep).prop_map(
        move |((tier, facts, frameworks, other_packs), said, (words, outcome), keep)| {
            let base = rich::case(library);
            let mut assessment = base.assessment.clone();
            assessment.tier = Tier::new(tier).unwrap();
            assessment.facts = facts;
            assessment.frameworks = frameworks;
            if other_packs {
                assessment.packs.truncate(1);
            }
            assessment.title.clone_from(&words[0]);
            assessment.summary.clone_from(&words[1]);
            assessment.limitations = vec![words[2].clone()];
            assessment.assessor.name.clone_from(&words[3]);
            assessment.distribution = vec![words[4].clone(), words[5].clone()];
            let mut records: Vec<Record> = base
                .records()
                .into_iter()
                .filter(|record| !matches!(record, Record::Response(_)))
                .zip(keep.iter().cycle())
                .filter(|(_, keep)| **keep)
                .map(|(record, _)| record)
                .collect();
            for record in &mut records {
                match record {
                    Record::Finding(finding) => {
                        finding.condition.clone_from(&words[6]);
                        finding.owner.clone_from(&words[7]);
                    }
                    Record::Element(element) => element.name.clone_from(&words[7]),
                    Record::Risk(risk) => risk.title.clone_from(&words[6]),
                    Record::Decision(decision) => {
                        decision.outcome = outcome.unwrap_or(decision.outcome);
                        decision.rationale.clone_from(&words[5]);
                    }
                    _ => {}
                }
            }
            let questions: Vec<&QuestionId> = library.bank.questions.keys().collect();
            for said in said {
                let question = said.which.get(&questions);
                records.push(Record::Response(Response {
                    claim: said.claim,
                    conclusion: said.conclusion,
                    assurance: AssuranceLevel::new(said.level).unwrap(),
                    comment: said.comment,
                    reason: said.reason,
                    rationale: said.rationale,
                    evidence: if said.evidence { [rich::id("ev-aaaaaaaaaaaa")].into() } else { [].into() },
                    ..rich::response(question.as_str())
                }));
            }
            Case::new(base.vendor.clone(), assessment, records)
        },
    )
}
