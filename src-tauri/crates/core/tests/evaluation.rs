//! What the evaluation promises, over random cases with every standing: claims stay claims, nothing unassessed improves a
//! decision, levels are earned, notes and decisions stand only on what they rested on.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod common;

use assay_core::case::Case;
use assay_core::closeout::{self, Kind};
use assay_core::decision::{self, DecisionState};
use assay_core::gate::{self, State};
use assay_core::ids::{FrameworkId, KnockOutId, QuestionId, RiskId, ThreatId};
use assay_core::inherent;
use assay_core::pack::Question;
use assay_core::record::{AssuranceLevel, Decision, Response, Tier, TierOverride};
use assay_core::risk::Rating;
use assay_core::standing::Standing;
use assay_core::words::{
    Claim, Conclusion, KnockOutState, Method, Outcome, RiskStatus, ScopeFact, TestKind, Word,
};
use assay_core::{Evaluation, evaluate};
use common::{LIBRARY, asked, conclusion, english, id, today};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A vendor of an AI service in the cloud that handles personal data.
const FACTS: &[ScopeFact] = &[
    ScopeFact::PersonalData,
    ScopeFact::Processor,
    ScopeFact::CloudHosted,
    ScopeFact::MultiTenant,
    ScopeFact::DevelopsSoftware,
    ScopeFact::Subprocessors,
    ScopeFact::Transfers,
    ScopeFact::Ai,
    ScopeFact::GenerativeAi,
    ScopeFact::AiProvider,
    ScopeFact::BuyerDeploysAi,
];

/// A case with nothing answered.
fn case(tier: u8, facts: &[ScopeFact]) -> Case {
    let frameworks: Vec<&FrameworkId> = LIBRARY.frameworks.keys().collect();
    let assessment = json!({
        "id": "asm-1", "vendor": "ven-1", "title": "T", "tier": tier, "started": "2026-11-01T09:00:00+00:00",
        "packs": [], "frameworks": frameworks, "facts": facts,
        "assessor": { "name": "Ada Moore", "role": "", "organisation": "Fenwick Lane" },
    });
    let vendor = json!({ "id": "ven-1", "name": "Acme", "legal_name": "Acme Ltd" });
    Case::new(
        serde_json::from_value(vendor).unwrap(),
        serde_json::from_value(assessment).unwrap(),
        Vec::new(),
    )
}

fn look(case: &Case) -> Evaluation<'_> {
    evaluate(case, &LIBRARY, today())
}

/// Changes the response to a question, which is made when there is none.
fn respond(case: &mut Case, question: &QuestionId, change: impl FnOnce(&mut Response)) {
    let assessment = case.assessment.id.clone();
    let fresh = || Response::unanswered(assessment, question.clone());
    change(case.responses.entry(question.clone()).or_insert_with(fresh));
}

fn conclude(case: &mut Case, question: &QuestionId, conclusion: Option<Conclusion>) {
    respond(case, question, |r| r.conclusion = conclusion);
}

fn put(case: &mut Case, kind: &str, body: serde_json::Value) {
    let record = serde_json::from_value(json!({ "kind": kind, "body": body })).expect("a record");
    let records = case.records().into_iter().chain([record]);
    *case = Case::new(case.vendor.clone(), case.assessment.clone(), records.collect());
}

/// A report is issued.
fn issue(case: &mut Case) {
    put(
        case,
        "issue",
        json!({
            "id": "iss-1", "assessment": "asm-1", "number": 1, "issued": "2026-11-23T09:00:00+00:00", "signer": "Ada Moore",
            "fingerprint": "", "file": { "name": "r.pdf", "size": 1, "sha256": "" },
        }),
    );
}

/// Evidence; more fields replace the usual ones.
fn evidence(case: &mut Case, name: &str, fields: serde_json::Value) {
    let mut body = json!({
        "id": name, "assessment": "asm-1", "title": name, "kind": "record", "issued": "2026-11-20",
        "received": "2026-11-20T09:00:00+00:00",
        "file": { "name": "paper.pdf", "size": 1, "sha256": "0".repeat(64) },
    });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    put(case, "evidence", body);
}

fn claim() -> impl Strategy<Value = Option<Claim>> {
    (0..=Claim::ALL.len()).prop_map(|n| Claim::ALL.get(n).copied())
}

/// What is said and judged of one question, with any level recorded and any evidence linked: none, a piece in date, one
/// that is not, one that was removed.
#[derive(Debug, Clone)]
struct Said {
    claim: Option<Claim>,
    conclusion: Option<Conclusion>,
    reasoned: bool,
    level: u8,
    evidence: Option<&'static str>,
}

fn said() -> impl Strategy<Value = Said> {
    let evidence = prop::sample::select(vec![None, Some("ev-new"), Some("ev-old"), Some("ev-gone")]);
    (claim(), conclusion(), any::<bool>(), 0u8..=4, evidence).prop_map(
        |(claim, conclusion, reasoned, level, evidence)| Said {
            claim,
            conclusion,
            reasoned,
            level,
            evidence,
        },
    )
}

fn say(case: &mut Case, question: &QuestionId, said: Said) {
    respond(case, question, |r| {
        r.claim = said.claim;
        r.conclusion = said.conclusion;
        r.rationale = if said.reasoned { "It has no such part.".into() } else { String::new() };
        r.reason = "We say so.".into();
        r.assurance = AssuranceLevel::new(said.level).unwrap();
        r.methods = [Method::Examine].into();
        r.evidence = said.evidence.into_iter().map(id).collect();
    });
}

/// A case in one of two moods. Half are anything: each question is said and judged anyhow, and nothing else is recorded.
/// The other half are done and good but for a few questions: only there a single answer decides between approval and less.
fn any_case() -> impl Strategy<Value = Case> {
    let anything = proptest::collection::vec(said(), LIBRARY.bank.questions.len())
        .prop_map(|all| LIBRARY.bank.questions.keys().cloned().zip(all).collect::<Vec<_>>());
    let few = proptest::collection::vec(
        (prop::sample::select(LIBRARY.bank.questions.keys().cloned().collect::<Vec<_>>()), said()),
        0..6,
    );
    let answers = prop_oneof![(Just(false), anything), (Just(true), few)];
    (1u8..=4, answers).prop_map(|(tier, (is_good, answers))| {
        let mut case = if is_good { everything_done(tier) } else { case(tier, FACTS) };
        case.decision = None;
        evidence(&mut case, "ev-new", json!({ "kind": "report", "issuer": "Holm & Sedge" }));
        evidence(&mut case, "ev-old", json!({ "issued": "2019-03-01" }));
        for (question, said) in answers {
            say(&mut case, &question, said);
        }
        case
    })
}

/// The random cases are worth their name: every standing of a question, every state of a knock-out, every best decision
/// and every state of an item on a gate comes up, and levels that are earned and that are not.
/// Where every question of the bank stands, asked or not.
fn all_standings<'e>(evaluation: &'e Evaluation) -> impl Iterator<Item = &'e Standing> {
    LIBRARY.bank.questions.keys().filter_map(|question| evaluation.standings.of(question))
}

#[test]
fn random_cases_reach_every_standing_and_every_decision() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut seen = BTreeSet::new();
    for _ in 0..120 {
        let case = any_case().new_tree(&mut runner).unwrap().current();
        let evaluation = look(&case);
        for standing in all_standings(&evaluation) {
            seen.extend(match standing {
                Standing::NotAsked { .. } => vec!["not asked".to_owned()],
                Standing::Unanswered => vec!["unanswered".to_owned()],
                Standing::Claimed { claim } => vec![format!("claimed {claim}")],
                Standing::WithoutReason => vec!["without reason".to_owned()],
                Standing::NotApplicable { .. } => vec!["not applicable".to_owned()],
                Standing::NotAssessed => vec!["not assessed".to_owned()],
                Standing::Concluded { conclusion, level, recorded, .. } => vec![
                    format!("concluded {conclusion}"),
                    format!("level {}", level.get()),
                    format!("earned {}", level == recorded),
                ],
            });
        }
        seen.extend(evaluation.knock_outs.iter().map(|k| format!("knock-out {:?}", k.state)));
        seen.insert(format!("best {:?}", evaluation.advice.best));
        seen.extend(judged(&case).gates.into_iter().map(|(_, state)| format!("gate {state:?}")));
    }
    let conclusions = Conclusion::ALL
        .iter()
        .filter(|c| !matches!(c, Conclusion::NotAssessed | Conclusion::NotApplicable))
        .map(|c| format!("concluded {c}"));
    let wanted = ["not asked", "unanswered", "without reason", "not applicable", "not assessed"]
        .map(str::to_owned)
        .into_iter()
        .chain(Claim::ALL.iter().map(|claim| format!("claimed {claim}")))
        .chain(conclusions)
        .chain([0, 1, 2, 3].map(|level| format!("level {level}")))
        .chain([true, false].map(|is| format!("earned {is}")))
        .chain(KnockOutState::ALL.iter().map(|state| format!("knock-out {state:?}")))
        .chain(Outcome::ALL.iter().map(|outcome| format!("best {outcome:?}")))
        .chain([State::Met, State::Open, State::NotApplicable].map(|state| format!("gate {state:?}")));
    let missing: Vec<String> = wanted.filter(|what| !seen.contains(what)).collect();
    assert!(missing.is_empty(), "never came up: {missing:?}");
}

/// Everything that claims alone must not move.
#[derive(Debug, PartialEq)]
struct Judged {
    conclusions: Vec<Conclusion>,
    cleared: BTreeSet<KnockOutId>,
    gates: Vec<(String, State)>,
    best: Outcome,
    decision: DecisionState,
    score: Option<f64>,
    coverage: (u32, u32),
    likelihoods: Vec<(ThreatId, u8)>,
}

fn judged(case: &Case) -> Judged {
    let evaluation = look(case);
    let conclusions = all_standings(&evaluation).map(Standing::counted).collect();
    let cleared = evaluation
        .knock_outs
        .iter()
        .filter(|k| matches!(k.state, KnockOutState::Clear | KnockOutState::NotApplicable))
        .map(|k| k.id.clone())
        .collect();
    let items = gate::gates(&evaluation).into_iter().flat_map(|gate| gate.items);
    let items = items.chain(gate::dos(&evaluation)).chain(gate::donts(&evaluation));
    let gates = items.map(|item| (item.id, item.state)).collect();
    let total = &evaluation.results.total;
    Judged {
        conclusions,
        cleared,
        gates,
        best: evaluation.advice.best,
        decision: evaluation.decision.state,
        score: total.score,
        coverage: (total.concluded, total.applicable),
        likelihoods: evaluation.threats.iter().map(|t| (t.id.clone(), t.likelihood)).collect(),
    }
}

/// Records a decision as the program does: with what it rests on.
fn decide(case: &mut Case, outcome: Outcome) {
    let mut decision: Decision = serde_json::from_value(json!({
        "assessment": "asm-1", "outcome": outcome, "decided_by": "C. Park", "decided_on": "2026-11-23",
        "conditions": [{ "text": "A test", "stage": "pre-go-live" }],
    }))
    .unwrap();
    let evaluation = look(case);
    decision.basis = Some(decision::basis(case, &evaluation.standings, &evaluation.knock_outs));
    case.decision = Some(decision);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn claims_alone_change_no_judgement(
        mut case in any_case(),
        sweeps in proptest::collection::vec(
            proptest::collection::vec((claim(), any::<bool>()), LIBRARY.bank.questions.len()),
            1..4,
        ),
    ) {
        let best = look(&case).advice.best;
        decide(&mut case, best);
        let before = judged(&case);
        // Each sweep says something else about every question, with words or without.
        for sweep in sweeps {
            for (question, (claim, is_explained)) in LIBRARY.bank.questions.keys().zip(sweep) {
                let words = if is_explained { "So they say." } else { "" };
                respond(&mut case, question, |r| {
                    r.claim = claim;
                    for text in [&mut r.reason, &mut r.comment, &mut r.offered] {
                        words.clone_into(text);
                    }
                });
            }
            prop_assert_eq!(&judged(&case), &before);
        }
    }

    #[test]
    fn better_never_lowers_a_score_and_unassessed_never_improves_a_decision(
        mut case in any_case(),
        pick in any::<prop::sample::Index>(),
    ) {
        let questions: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
        let question = pick.get(&questions).clone();
        let figures = |case: &Case| {
            let evaluation = look(case);
            let mut all = vec![evaluation.results.total.score];
            for framework in &evaluation.results.frameworks {
                all.push(framework.total.concluded.score);
                all.extend(framework.requirements.iter().map(|r| r.figure.score));
            }
            (all, evaluation.advice.best)
        };
        conclude(&mut case, &question, Some(Conclusion::Ineffective));
        let (mut before, mut best) = figures(&case);
        for better in [Conclusion::Partially, Conclusion::Largely, Conclusion::Effective] {
            conclude(&mut case, &question, Some(better));
            let (after, now) = figures(&case);
            for (old, new) in before.iter().zip(&after) {
                prop_assert!(new >= old, "{question}: {old:?} then {new:?}");
            }
            prop_assert!(now <= best, "a better answer, a worse decision: {question}");
            (before, best) = (after, now);
        }
        // “Not applicable” without a reason is no assessment either.
        for unassessed in [None, Some(Conclusion::NotAssessed), Some(Conclusion::NotApplicable)] {
            respond(&mut case, &question, |r| (r.conclusion, r.rationale) = (unassessed, String::new()));
            let now = figures(&case).1;
            prop_assert!(now >= best, "{question} unassessed is better than effective");
            if let Some(strike) = &LIBRARY.bank.questions[&question].knock_out {
                let state = knock_out(&case, strike.id.as_str());
                prop_assert!(state != KnockOutState::Clear, "{question} unassessed clears {}", strike.id);
                let cap = LIBRARY.knock_outs[&strike.id].while_open.best();
                let is_beside = state == KnockOutState::NotApplicable;
                prop_assert!(is_beside || now >= cap, "{} is open: at best {cap}, not {now}", strike.id);
            }
        }
    }

    #[test]
    fn a_decision_stands_until_what_it_rests_on_changes(
        mut case in any_case(),
        pick in any::<prop::sample::Index>(),
        other in conclusion(),
    ) {
        let best = look(&case).advice.best;
        decide(&mut case, best);
        prop_assert_eq!(look(&case).decision.state, DecisionState::Stands);
        let questions: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
        let question = pick.get(&questions).clone();
        let counted = |case: &Case| look(case).standings.of(&question).unwrap().counted();
        let before = counted(&case);
        conclude(&mut case, &question, other);
        let after = counted(&case);
        let standing = look(&case).decision;
        if before == after {
            prop_assert_eq!(standing.state, DecisionState::Stands);
        } else {
            prop_assert_ne!(standing.state, DecisionState::Stands, "{} to {}", before, after);
            let said = english(&standing.because).join(" ");
            let named = said.contains(question.as_str()) || standing.state == DecisionState::NotAllowed;
            prop_assert!(named, "{}", said);
        }
    }
}

#[test]
fn what_the_vendor_says_does_not_apply_stays_in_the_coverage_until_it_is_concluded() {
    let mut case = case(1, FACTS);
    let questions: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
    for question in &questions {
        respond(&mut case, question, |r| {
            r.claim = Some(Claim::NotApplicable);
            r.reason = "Not ours.".into();
        });
    }
    conclude(&mut case, &id("ACC-02"), Some(Conclusion::Effective));
    let evaluation = look(&case);
    let total = &evaluation.results.total;
    assert_eq!((total.concluded, total.applicable as usize), (1, questions.len()));
    assert!(evaluation.knock_outs.iter().all(|k| k.state != KnockOutState::Clear));
    assert!(evaluation.advice.best >= Outcome::Defer);
    let waiting = closeout::open_points(&evaluation).into_iter().filter(|p| p.kind == Kind::NotConcluded);
    assert_eq!(waiting.count(), questions.len() - 1);

    let beside: QuestionId = id("ACC-03");
    conclude(&mut case, &beside, Some(Conclusion::NotApplicable));
    let evaluation = look(&case);
    assert_eq!(
        evaluation.results.total.applicable as usize,
        questions.len(),
        "the vendor's reason is no reason"
    );
    assert_eq!(evaluation.standings.of(&beside), Some(&Standing::WithoutReason));
    respond(&mut case, &beside, |r| r.rationale = "Seen: there is none.".into());
    assert_eq!(look(&case).results.total.applicable as usize, questions.len() - 1, "with the reason");
    respond(&mut case, &beside, |r| r.rationale = " ".into());
    let evaluation = look(&case);
    assert_eq!(evaluation.results.total.applicable as usize, questions.len(), "without a reason it counts");
    assert_eq!(evaluation.standings.of(&beside), Some(&Standing::WithoutReason));
}

/// The level that counts, and what is open about it.
fn level(case: &Case, question: &QuestionId) -> (u8, Vec<Kind>) {
    let evaluation = look(case);
    let Some(Standing::Concluded { level, .. }) = evaluation.standings.of(question) else {
        panic!("{question} is concluded")
    };
    let place = closeout::Place::Question(question.clone());
    let points = closeout::open_points(&evaluation).into_iter().filter(|p| p.place == place);
    (level.get(), points.map(|p| p.kind).collect())
}

#[test]
fn a_level_is_earned_by_what_is_linked() {
    let mut case = case(1, FACTS);
    let question: QuestionId = id("VUL-02");
    let link = |case: &mut Case, piece: &str| {
        respond(case, &question, |r| r.evidence = [id(piece)].into());
    };
    respond(&mut case, &question, |r| {
        r.conclusion = Some(Conclusion::Effective);
        r.assurance = AssuranceLevel::new(4).unwrap();
        r.methods = [Method::Examine, Method::Test].into();
        r.rationale = "Seen to work.".into();
    });
    let (reached, points) = level(&case, &question);
    assert_eq!(reached, 1, "words alone");
    assert!(points.contains(&Kind::WithoutEvidence) && points.contains(&Kind::LevelNotEarned), "{points:?}");

    evidence(&mut case, "ev-own", json!({ "kind": "test-result", "issuer": "ACME Ltd" }));
    link(&mut case, "ev-own");
    assert_eq!(level(&case, &question).0, 2, "the vendor's own paper, whatever its kind");
    respond(&mut case, &question, |r| r.methods.clear());
    assert_eq!(level(&case, &question).0, 1, "linked, and not read");
    respond(&mut case, &question, |r| r.methods = [Method::Examine].into());
    evidence(&mut case, "ev-blank", json!({ "kind": "report" }));
    link(&mut case, "ev-blank");
    assert_eq!(level(&case, &question).0, 2, "a report by nobody named");
    for nobody in ["-", "Vendor", "the vendor", "n/a", "Acme Limited", "ACME, Inc.", "acme limited (UK)"] {
        evidence(&mut case, "ev-nobody", json!({ "kind": "report", "issuer": nobody }));
        link(&mut case, "ev-nobody");
        assert_eq!(level(&case, &question).0, 2, "a report by {nobody}");
    }
    evidence(&mut case, "ev-report", json!({ "kind": "report", "issuer": "Holm & Sedge" }));
    link(&mut case, "ev-report");
    assert_eq!(level(&case, &question).0, 3);
    evidence(
        &mut case,
        "ev-seen",
        json!({ "file": null, "issued": null, "note": "Seen on J.'s screen by A. Moore." }),
    );
    link(&mut case, "ev-seen");
    assert_eq!(level(&case, &question).0, 4, "seen by the assessor, with the words for it");
    respond(&mut case, &question, |r| r.rationale.clear());
    assert!(level(&case, &question).0 < 4, "nobody says what was seen");

    // Evidence that was removed and evidence that is too old count for nothing more than that something was there.
    respond(&mut case, &question, |r| r.evidence = [id("ev-gone")].into());
    assert!(level(&case, &question).0 <= 1);
    let asked_for =
        LIBRARY.bank.questions[&question].evidence.iter().map(|ask| ask.fresh_days).max().unwrap();
    for (issued, wanted) in [
        (Some(today() - chrono::Days::new(u64::from(asked_for))), 3),
        (Some(today() - chrono::Days::new(u64::from(asked_for) + 1)), 1),
        (Some(today() + chrono::Days::new(1)), 1),
        (None, 1),
    ] {
        let dated = json!({ "kind": "record", "issuer": "Holm & Sedge", "issued": issued });
        evidence(&mut case, "ev-old", dated);
        link(&mut case, "ev-old");
        let (reached, points) = level(&case, &question);
        assert_eq!(reached, wanted.min(2), "{issued:?}");
        assert_eq!(points.contains(&Kind::EvidenceTooOld), wanted == 1, "{issued:?}: {points:?}");
    }
}

#[test]
fn figures_count_levels_that_are_earned() {
    let mut case = case(1, FACTS);
    for question in ["ACC-01", "ACC-02", "ACC-03"] {
        respond(&mut case, &id(question), |r| {
            r.conclusion = Some(Conclusion::Effective);
            r.assurance = AssuranceLevel::new(2).unwrap();
            r.methods = [Method::Examine].into();
        });
    }
    evidence(&mut case, "ev-1", json!({}));
    respond(&mut case, &id("ACC-01"), |r| r.evidence = [id("ev-1")].into());
    let counted = look(&case).results.assurance;
    assert_eq!(counted, BTreeMap::from([(0, 2), (1, 0), (2, 1), (3, 0), (4, 0)]));
}

fn knock_out(case: &Case, name: &str) -> KnockOutState {
    look(case).knock_outs.into_iter().find(|k| k.id.as_str() == name).expect("known").state
}

/// The best decision when every question asked is effective.
fn all_effective(tier: u8) -> Case {
    let mut case = case(tier, FACTS);
    for question in asked(&case).iter().map(|q| q.id.clone()).collect::<Vec<_>>() {
        conclude(&mut case, &question, Some(Conclusion::Effective));
    }
    let note = json!({ "assessment": "asm-1", "knock_out": "KO-05", "struck": false, "note": "There is no report." });
    put(&mut case, "knock-out-note", note);
    case
}

#[test]
fn a_knock_out_nobody_assessed_or_one_suspected_allows_no_plain_approval() {
    let mut case = all_effective(2);
    assert_eq!(look(&case).advice.best, Outcome::Approve);
    let feeding: Vec<&Question> = asked(&case).into_iter().filter(|q| q.knock_out.is_some()).collect();
    assert!(feeding.len() > 10);
    for question in feeding {
        let strike = question.knock_out.as_ref().unwrap();
        let bad = match question.good_answer {
            assay_core::pack::Good::Yes => Claim::No,
            assay_core::pack::Good::No => Claim::Yes,
        };
        for (claim, state, kind) in [
            (None, KnockOutState::NotAssessed, Kind::KnockOutNotAssessed),
            (Some(bad), KnockOutState::Suspected, Kind::KnockOutSuspected),
        ] {
            respond(&mut case, &question.id, |r| (r.claim, r.conclusion) = (claim, None));
            assert_eq!(knock_out(&case, strike.id.as_str()), state, "{}", strike.id);
            let evaluation = look(&case);
            let cap = LIBRARY.knock_outs[&strike.id].while_open.best();
            assert_eq!(evaluation.advice.best, cap, "{}", strike.id);
            assert!(cap > Outcome::Approve);
            assert!(
                closeout::open_points(&evaluation).iter().any(|p| p.kind == kind && p.grave),
                "{}",
                strike.id
            );
        }
        conclude(&mut case, &question.id, Some(Conclusion::Effective));
    }
}

#[test]
fn a_note_on_a_knock_out_falls_when_something_feeds_it() {
    let mut case = case(4, &[]);
    case.assessment.frameworks.clear();
    let note = |struck: bool| json!({ "assessment": "asm-1", "knock_out": "KO-12", "struck": struck, "note": "They offer a yearly report." });
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::NotAssessed);
    put(&mut case, "knock-out-note", note(false));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Clear);
    case.assessment.frameworks = LIBRARY.frameworks.keys().cloned().collect();
    let fed = look(&case).knock_outs.into_iter().find(|k| k.id.as_str() == "KO-12").unwrap();
    assert_eq!(fed.state, KnockOutState::NotAssessed, "it is asked now");
    assert!(
        !fed.by_note && english(&fed.because).join(" ").contains("no longer counts"),
        "{:?}",
        fed.because
    );
    conclude(&mut case, &id("SUP-04"), Some(Conclusion::Ineffective));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Struck);

    // What struck by a note is not let off by a question that nobody concluded.
    conclude(&mut case, &id("SUP-04"), None);
    put(&mut case, "knock-out-note", note(true));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Struck);
    conclude(&mut case, &id("SUP-04"), Some(Conclusion::Effective));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Clear);
}

#[test]
fn a_note_that_clears_a_knock_out_counts_only_with_the_conclusions_it_was_made_on() {
    let mut case = case(4, &[]);
    case.assessment.frameworks.clear();
    let note = |seen_with: serde_json::Value| json!({ "assessment": "asm-1", "knock_out": "KO-12", "struck": false, "note": "Seen.", "seen_with": seen_with });
    put(&mut case, "knock-out-note", note(json!({})));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Clear);
    // Concluded while it was asked, and left out again.
    conclude(&mut case, &id("SUP-04"), Some(Conclusion::Ineffective));
    let fallen = look(&case).knock_outs.into_iter().find(|k| k.id.as_str() == "KO-12").unwrap();
    assert_eq!(fallen.state, KnockOutState::NotAssessed);
    assert!(
        fallen.by_note && english(&fallen.because).join(" ").contains("no longer counts"),
        "{:?}",
        fallen.because
    );
    put(&mut case, "knock-out-note", note(json!({ "SUP-04": "ineffective" })));
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::Clear, "noted with that in sight");
    conclude(&mut case, &id("SUP-04"), None);
    assert_eq!(knock_out(&case, "KO-12"), KnockOutState::NotAssessed);
}

#[test]
fn no_report_is_not_an_adverse_report() {
    let mut case = case(1, FACTS);
    conclude(&mut case, &id("SUP-03"), Some(Conclusion::Ineffective));
    assert_eq!(knock_out(&case, "KO-05"), KnockOutState::NotAssessed);
    for (result, state) in [
        ("unqualified", KnockOutState::Clear),
        ("qualified", KnockOutState::Clear),
        ("disclaimer", KnockOutState::Struck),
        ("adverse", KnockOutState::Struck),
    ] {
        put(&mut case, "soc-review", json!({ "id": "SOC-01", "assessment": "asm-1", "result": result }));
        assert_eq!(knock_out(&case, "KO-05"), state, "{result}");
    }
}

#[test]
fn a_decision_is_confirmed_when_what_a_conclusion_rests_on_has_run_out() {
    let mut case = all_effective(2);
    let question: QuestionId = id("ACC-02");
    evidence(
        &mut case,
        "ev-report",
        json!({ "kind": "report", "issuer": "Holm & Sedge", "valid_until": today() + chrono::Days::new(30) }),
    );
    respond(&mut case, &question, |r| {
        r.evidence = [id("ev-report")].into();
        r.methods = [Method::Examine].into();
        r.assurance = AssuranceLevel::new(3).unwrap();
    });
    assert_eq!(level(&case, &question).0, 3);
    decide(&mut case, Outcome::Approve);
    assert_eq!(look(&case).decision.state, DecisionState::Stands);
    let later = evaluate(&case, &LIBRARY, today() + chrono::Days::new(31)).decision;
    assert_eq!(later.state, DecisionState::ToConfirm);
    assert_eq!(english(&later.because), ["ACC-02 counted at assurance level 3 and counts at level 1."]);
}

#[test]
fn a_decision_names_its_person_and_says_what_changed_under_it() {
    let mut case = all_effective(2);
    decide(&mut case, Outcome::Approve);
    assert_eq!(look(&case).decision.state, DecisionState::Stands);
    let met = |case: &Case| {
        let items = gate::gates(&look(case)).into_iter().flat_map(|g| g.items);
        items.filter(|i| i.id == "pre-decision").all(|i| i.state == State::Met)
    };
    assert!(met(&case));

    conclude(&mut case, &id("ACC-02"), Some(Conclusion::Partially));
    let standing = look(&case).decision;
    assert_eq!(standing.state, DecisionState::ToConfirm);
    assert_eq!(english(&standing.because), ["ACC-02 was “Effective” and is “Partially effective”."]);
    assert!(!met(&case));
    let points = closeout::open_points(&look(&case));
    assert!(points.iter().any(|p| p.kind == Kind::DecisionToConfirm && p.grave));

    conclude(&mut case, &id("ACC-01"), Some(Conclusion::Ineffective));
    let standing = look(&case).decision;
    assert_eq!(standing.state, DecisionState::NotAllowed, "{:?}", standing.because);
    assert!(!met(&case));
    let points = closeout::open_points(&look(&case));
    assert!(points.iter().any(|p| p.kind == Kind::DecisionNotAllowed && p.grave));

    let mut case = all_effective(2);
    decide(&mut case, Outcome::Approve);
    let mut nameless = case.decision.clone().unwrap();
    nameless.decided_by = " ".into();
    assert!(decision::check(&nameless, &look(&case).advice).is_err());
    case.decision = Some(nameless);
    assert_eq!(look(&case).decision.state, DecisionState::ToConfirm);
}

#[test]
fn a_decision_that_does_not_say_what_it_rested_on_is_to_be_confirmed() {
    let mut case = all_effective(2);
    decide(&mut case, Outcome::Approve);
    if let Some(decision) = &mut case.decision {
        decision.basis = None;
    }
    let standing = look(&case).decision;
    assert_eq!(standing.state, DecisionState::ToConfirm);
    assert!(english(&standing.because).join(" ").contains("was not kept"), "{:?}", standing.because);
}

#[test]
fn nobody_is_looked_at_again_by_the_calendar_after_a_rejection() {
    let mut case = case(2, FACTS);
    assert!(look(&case).next.day.is_some());
    decide(&mut case, Outcome::Reject);
    let next = look(&case).next;
    assert!(next.day.is_none() && next.because.to_string().contains("reject"), "{next:?}");
    issue(&mut case);
    let gates = gate::gates(&look(&case));
    let approved = gates.iter().flat_map(|g| &g.items).find(|i| i.id == "live-approved").unwrap();
    assert_eq!(approved.state, State::Open, "signed, and rejected: {}", approved.because);

    // Approved, and signed by one of the three: the others sign the file, and the item does not say that they have.
    let mut case = everything_done(2);
    case.assessment.reviewer.name = "Ben Ash".into();
    let gates = gate::gates(&look(&case));
    let approved = gates.iter().flat_map(|g| &g.items).find(|i| i.id == "live-approved").unwrap();
    assert_eq!(approved.state, State::Met);
    let said = "signed by Ada Moore. Whether Ben Ash and C. Park signed too is seen in the file.";
    assert!(approved.because.to_string().ends_with(said), "{}", approved.because);
}

#[test]
fn less_than_will_be_proposed_needs_two_people_and_can_be_taken_back() {
    let pack = &LIBRARY.inherent;
    let set = |tier: u8, second: &str| TierOverride {
        tier: Tier::new(tier).unwrap(),
        reason: "A pilot.".into(),
        by: "Ada".into(),
        second: second.into(),
        before: None,
    };
    let mut own = case(2, FACTS).assessment;
    let untouched = own.clone();
    for tier in 2..=4 {
        for second in ["", "ada"] {
            inherent::apply(pack, BTreeMap::new(), Some(set(tier, second)), &mut own).unwrap_err();
        }
    }
    assert_eq!(own, untouched);
    inherent::apply(pack, BTreeMap::new(), Some(set(4, "Ben")), &mut own).unwrap();
    inherent::apply(pack, BTreeMap::new(), Some(set(3, "Ben")), &mut own).unwrap();
    assert_eq!(own.tier.get(), 3);
    inherent::apply(pack, BTreeMap::new(), None, &mut own).unwrap();
    assert_eq!((own.tier.get(), own.tier_reason.as_str()), (2, ""), "back to where it was before both");
}

#[test]
fn a_fact_recorded_by_hand_outlives_every_answer() {
    let pack = &LIBRARY.inherent;
    let (question, option) = pack
        .questions
        .iter()
        .find_map(|q| Some((q, q.options.iter().find(|o| o.facts.contains(&ScopeFact::PersonalData))?)))
        .expect("an answer that makes it so");
    let answer = |option: &str| BTreeMap::from([(question.id.clone(), option.to_owned())]);
    for (by_hand, after) in [(&[ScopeFact::PersonalData][..], true), (&[], false)] {
        let mut own = case(2, by_hand).assessment;
        inherent::apply(pack, answer(&option.id), None, &mut own).unwrap();
        assert!(own.has(ScopeFact::PersonalData));
        inherent::apply(pack, answer(&question.options[0].id), None, &mut own).unwrap();
        assert_eq!(own.has(ScopeFact::PersonalData), after);
    }
}

#[test]
fn what_follows_keeps_tier_reason_and_override() {
    let mut before = case(1, &[ScopeFact::Transfers]).assessment;
    before.tier_reason = "Tier 1 whatever the points.".into();
    before.inherent = BTreeMap::from([("IR-01".to_owned(), "special".to_owned())]);
    before.derived_facts = [ScopeFact::PersonalData].into();
    let next = inherent::follow(&before, case(4, &[ScopeFact::Ai]).assessment);
    assert_eq!(
        (next.tier, &next.tier_reason, &next.inherent),
        (before.tier, &before.tier_reason, &before.inherent)
    );
    assert!([ScopeFact::Transfers, ScopeFact::PersonalData, ScopeFact::Ai].into_iter().all(|f| next.has(f)));
}

#[test]
fn a_question_is_asked_only_where_something_it_examines_applies() {
    let mut case = case(1, &[]);
    case.assessment.frameworks = [id("hipaa")].into();
    assert!(asked(&case).is_empty(), "nothing of the rule applies without health data");
    case.assessment.facts.insert(ScopeFact::Ephi);
    let now = asked(&case);
    assert!(now.len() > 40, "{}", now.len());
    let result = &look(&case).results.frameworks[0];
    assert_eq!(result.distribution.values().sum::<u32>() as usize, now.len());
}

#[test]
fn every_knock_out_that_applies_is_asked_about_in_every_tier() {
    let facts: Vec<ScopeFact> = [FACTS, &[ScopeFact::Ephi]].concat();
    for tier in 1..=4 {
        let case = case(tier, &facts);
        let open: Vec<String> = look(&case)
            .knock_outs
            .iter()
            .filter(|k| k.by_note && k.id.as_str() != "KO-05")
            .map(|k| k.id.to_string())
            .collect();
        assert!(open.is_empty(), "tier {tier} asks nothing about {}", open.join(", "));
    }
}

/// A case in which everything is done and good.
fn everything_done(tier: u8) -> Case {
    let mut case = all_effective(tier);
    case.assessment.service = "Service".into();
    case.assessment.purpose = "Purpose".into();
    case.assessment.accountable.name = "C. Park".into();
    let least = LIBRARY.inherent.questions.iter().map(|q| (q.id.clone(), q.options[0].id.clone()));
    case.assessment.inherent = least.collect();
    put(
        &mut case,
        "element",
        json!({
            "id": "el-1", "assessment": "asm-1", "name": "Model", "kind": "process", "role": "inference-api",
            "component": { "owner": "Ada", "stages": ["operation"], "product": "M", "version": "2", "providers": ["P"] },
        }),
    );
    put(
        &mut case,
        "bom",
        json!({
            "id": "BOM-01", "assessment": "asm-1", "evidence": "ev-bom", "about": "Service", "format": "CycloneDX 1.6",
            "counts": {}, "licences": {}, "without_version": 0, "without_licence": 0, "without_hash": 0, "parts": [],
        }),
    );
    for (n, kind) in TestKind::ALL.iter().enumerate() {
        put(
            &mut case,
            "security-test",
            json!({
                "id": format!("TST-{n:02}"), "assessment": "asm-1", "kind": kind, "title": "T", "elements": ["el-1"],
                "done": "2026-11-20", "outcome": "withstood", "seen": "0 of 60",
            }),
        );
    }
    let threats: Vec<ThreatId> = look(&case).all_threats().cloned().collect();
    for threat in threats {
        put(
            &mut case,
            "threat-note",
            json!({ "threat": threat, "assessment": "asm-1", "decision": "mitigated" }),
        );
    }
    put(
        &mut case,
        "risk",
        json!({
            "id": "R-01", "assessment": "asm-1", "title": "Loss", "treatment": "mitigate", "status": "closed",
            "owner": "Ada", "due": "2026-12-01", "controls": ["Filter", "A person"],
            "ratings": { "inherent": { "likelihood": 5, "impact": 5 }, "residual": { "likelihood": 2, "impact": 2 } },
        }),
    );
    decide(&mut case, Outcome::Approve);
    if let Some(decision) = &mut case.decision {
        decision.conditions[0].met = Some(today());
    }
    issue(&mut case);
    case
}

#[test]
fn every_item_of_every_gate_can_be_met_in_every_tier() {
    for tier in 1..=4 {
        let case = everything_done(tier);
        let evaluation = look(&case);
        assert_eq!(evaluation.decision.state, DecisionState::Stands, "{:?}", evaluation.decision.because);
        let items = gate::gates(&evaluation).into_iter().flat_map(|gate| gate.items);
        for item in items.chain(gate::dos(&evaluation)).chain(gate::donts(&evaluation)) {
            assert_ne!(item.state, State::Open, "tier {tier}, {}: {}", item.id, item.because);
        }
    }
}

#[test]
fn a_newer_test_that_failed_takes_an_older_success_back() {
    let mut case = everything_done(1);
    let state = |case: &Case| {
        let gates = gate::gates(&look(case));
        gates.into_iter().flat_map(|g| g.items).find(|i| i.id == "live-tests").unwrap()
    };
    assert_eq!(state(&case).state, State::Met);
    let mut test = |id: &str, element: &str, day: &str, outcome: &str| {
        put(
            &mut case,
            "security-test",
            json!({
                "id": id, "assessment": "asm-1", "kind": "adversarial", "title": "Evasion", "elements": [element],
                "done": day, "outcome": outcome, "seen": "60 of 60",
            }),
        );
        state(&case)
    };
    let failed = test("TST-10", "el-1", "2026-11-22", "failed");
    assert_eq!(failed.state, State::Open);
    assert!(failed.because.to_string().contains("TST-10 came out “Failed”"), "{}", failed.because);
    assert_eq!(test("TST-11", "el-1", "2026-11-23", "withstood").state, State::Met, "mended and tried again");
    assert_eq!(test("TST-12", "el-1", "2026-11-01", "failed").state, State::Met, "older than the success");
}

#[test]
fn a_vendor_without_ai_is_asked_for_no_test_of_it() {
    let case = case(1, &[ScopeFact::PersonalData]);
    let steps = assay_core::methodology::steps(&look(&case));
    let beside: Vec<String> = steps.iter().filter(|s| !s.applies).map(|s| s.title.to_string()).collect();
    assert_eq!(beside, ["Identify components", "Test"]);
    assert!(look(&case).tests.iter().all(|test| !test.needed));
}

#[test]
fn a_step_is_complete_when_the_risks_are_treated() {
    let mut case = everything_done(1);
    let mitigation = |case: &Case| assay_core::methodology::steps(&look(case)).pop().unwrap();
    assert!(mitigation(&case).is_complete());
    case.risks.get_mut(&id::<RiskId>("R-01")).unwrap().status = RiskStatus::Open;
    let step = mitigation(&case);
    assert_eq!((step.done, step.of), (0, 1));
    assert_eq!(english(&step.missing), ["R-01: treatment “Open”, due 2026-12-01."]);
}

#[test]
fn questions_about_ai_move_the_threats_to_it() {
    let ai_topics = ["ai-governance", "ai-data", "ai-model", "ai-operation"];
    let ai: BTreeSet<&QuestionId> = LIBRARY
        .bank
        .questions
        .values()
        .filter(|q| ai_topics.contains(&q.topic.as_str()))
        .map(|q| &q.id)
        .collect();
    let rules = &LIBRARY.threats.rules;
    for rule in rules.iter().filter(|rule| !rule.roles.is_empty()) {
        assert!(rule.questions.iter().any(|q| ai.contains(q)), "no question about AI bears on {}", rule.id);
    }
    let named: BTreeSet<&QuestionId> = rules.iter().flat_map(|rule| &rule.questions).collect();
    for id in &ai {
        let question = &LIBRARY.bank.questions[*id];
        assert!(question.stride.is_empty() || named.contains(id), "{id} bears on letters and on no rule");
    }

    let mut case = everything_done(1);
    let likelihoods = |case: &Case| -> BTreeMap<ThreatId, u8> {
        look(case).threats.into_iter().map(|t| (t.id, t.likelihood)).collect()
    };
    for question in &ai {
        conclude(&mut case, question, Some(Conclusion::Ineffective));
    }
    let failed = likelihoods(&case);
    for question in &ai {
        conclude(&mut case, question, Some(Conclusion::Effective));
    }
    let moved = likelihoods(&case).iter().filter(|(id, likelihood)| failed[*id] > **likelihood).count();
    assert!(moved >= 4, "{moved} threats to the model moved");

    // Answers about anything else do not make them less likely by themselves.
    let lowest = likelihoods(&case);
    for question in &ai {
        conclude(&mut case, question, None);
    }
    let open = likelihoods(&case);
    for rule in rules.iter().filter(|rule| rule.questions.iter().any(|q| ai.contains(q))) {
        for (threat, likelihood) in
            open.iter().filter(|(id, _)| id.as_str().split('@').next() == Some(rule.id.as_str()))
        {
            let due =
                rule.questions.iter().any(|q| ai.contains(q) && asked(&case).iter().any(|a| a.id == *q));
            assert!(!due || *likelihood >= rule.likelihood.max(lowest[threat]), "{threat} fell unasked");
        }
    }
}

#[test]
fn a_sub_technique_counts_with_its_parent() {
    let parents: Vec<(&str, &str)> = vec![("AML.T0043", "AML.T0043.001"), ("AML.T0043.001", "AML.T0043")];
    for (one, other) in parents {
        assert!(assay_core::stride::is_same_technique(one, other));
    }
    assert!(!assay_core::stride::is_same_technique("AML.T0043.001", "AML.T0043.004"));
    assert!(!assay_core::stride::is_same_technique("LLM01:2025", "LLM010:2025"));
    let mut case = everything_done(1);
    let rule = LIBRARY.threats.rules.iter().find(|r| r.refs.iter().any(|x| x == "AML.T0043")).unwrap();
    let likelihood = |case: &Case| look(case).threats.iter().find(|t| t.rule == rule.id).unwrap().likelihood;
    let before = likelihood(&case);
    put(
        &mut case,
        "security-test",
        json!({
            "id": "TST-20", "assessment": "asm-1", "kind": "adversarial", "title": "Evasion", "elements": ["el-1"],
            "techniques": ["AML.T0043.001"], "done": "2026-11-22", "outcome": "failed", "seen": "60 of 60",
        }),
    );
    assert_eq!(likelihood(&case), before + 1);

    // A rule that names a sub-technique is moved by a test of the technique above it.
    let listed = |id: &str| LIBRARY.techniques.iter().flat_map(|e| &e.techniques).any(|t| t.id == id);
    let mut tried = 0;
    for threat in look(&everything_done(1)).threats {
        let rule = LIBRARY.threats.rules.iter().find(|r| r.id == threat.rule).unwrap();
        let parents = rule.refs.iter().filter_map(|own| own.strip_prefix("AML.")?.split_once('.'));
        let parents = parents.map(|(above, _)| format!("AML.{above}"));
        let Some(parent) = parents.into_iter().find(|p| listed(p) && !rule.refs.contains(p)) else {
            continue;
        };
        let mut case = everything_done(1);
        put(
            &mut case,
            "security-test",
            json!({
                "id": "TST-20", "assessment": "asm-1", "kind": "adversarial", "title": "Tried", "elements": ["el-1"],
                "techniques": [parent], "done": "2026-11-22", "outcome": "failed", "seen": "60 of 60",
            }),
        );
        let after = look(&case).threats.into_iter().find(|t| t.id == threat.id).unwrap();
        assert_eq!(after.likelihood, threat.likelihood + 1, "{parent} and {}", rule.id);
        tried += 1;
    }
    assert!(tried > 0, "no rule that fires names a sub-technique alone");
}

#[test]
fn open_threats_that_weigh_must_stand_in_the_register() {
    let mut case = case(1, FACTS);
    put(
        &mut case,
        "element",
        json!({
            "id": "el-1", "assessment": "asm-1", "name": "Portal", "kind": "process",
        }),
    );
    put(
        &mut case,
        "recorded-threat",
        json!({
            "id": "THR-1", "assessment": "asm-1", "on": "el-1", "title": "Doors stand open", "severity": "high", "source": "walk",
        }),
    );
    let named = |case: &Case| look(case).unrated().iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    assert!(named(&case).contains(&"Doors stand open".to_owned()));
    // So must what the rules suggest, as long as nothing is decided about it.
    let high: Vec<(ThreatId, String)> = {
        let evaluation = look(&case);
        let weighs = |t: &&assay_core::stride::Threat| {
            evaluation.is_high(Rating::new(t.likelihood, t.impact).unwrap())
        };
        evaluation.threats.iter().filter(weighs).map(|t| (t.id.clone(), t.title.clone())).collect()
    };
    assert!(!high.is_empty());
    for (threat, title) in high {
        assert!(named(&case).contains(&title), "{title}");
        put(
            &mut case,
            "threat-note",
            json!({ "threat": threat, "assessment": "asm-1", "decision": "mitigated" }),
        );
        assert!(!named(&case).contains(&title), "{title} is mitigated");
    }
    put(
        &mut case,
        "threat-note",
        json!({ "threat": "THR-1", "assessment": "asm-1", "decision": "mitigated" }),
    );
    assert!(!named(&case).contains(&"Doors stand open".to_owned()));
}
