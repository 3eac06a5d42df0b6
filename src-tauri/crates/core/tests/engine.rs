//! The questionnaire's rules over the shipped packs: scores, coverage, sizes, tiers, interviews.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod common;

use assay_core::applicability::why_not_applicable;
use assay_core::case::Case;
use assay_core::category::{self, MeasureState};
use assay_core::evaluation::{Evaluation, evaluate};
use assay_core::gate::{self, GateResult, ItemResult, State};
use assay_core::ids::{FrameworkId, KnockOutId, QuestionId, RuleId};
use assay_core::interview::{self, Sitting};
use assay_core::pack::RequirementKind;
use assay_core::record::{Adoption, Response, SocReview, SpecChoice, Tier, TierOverride};
use assay_core::score::{self, RequirementState, Results};
use assay_core::standing::standings;
use assay_core::words::{
    Alternative, Conclusion, KnockOutState, Outcome, Party, RiskCategory, ScopeFact, SpecAnswer, Trigger,
    Word,
};
use assay_core::{closeout, decision, inherent, methodology, specification, suggestion};
use chrono::NaiveDate;
use common::{LIBRARY, asked, conclusion, english, id, today};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every framework shipped, with its number of requirements and points.
const FRAMEWORKS: [(&str, usize); 8] = [
    ("soc2", 61),
    ("iso27001", 123),
    ("gdpr", 141),
    ("hipaa", 70),
    ("ccpa", 64),
    ("nist-ai-rmf", 72),
    ("iso42001", 70),
    ("eu-ai-act", 79),
];

/// The topics about AI.
const AI_TOPICS: [&str; 4] = ["ai-governance", "ai-data", "ai-model", "ai-operation"];

/// The scores of a case.
fn results(case: &Case) -> Results {
    score::results(case, &LIBRARY, &standings(case, &LIBRARY, today()))
}

/// A case with nothing answered.
fn case(tier: u8, facts: &[ScopeFact]) -> Case {
    let assessment = serde_json::json!({
        "id": "asm-1", "vendor": "ven-1", "title": "T", "tier": tier, "started": "2026-11-01T09:00:00+00:00",
        "packs": [], "frameworks": FRAMEWORKS.map(|(id, _)| id), "facts": facts,
    });
    let vendor = serde_json::json!({ "id": "ven-1", "name": "V" });
    Case::new(
        serde_json::from_value(vendor).expect("a vendor"),
        serde_json::from_value(assessment).expect("an assessment"),
        Vec::new(),
    )
}

/// A vendor of software in the cloud that handles personal data for us, with suppliers of its own.
const TYPICAL: &[ScopeFact] = &[
    ScopeFact::PersonalData,
    ScopeFact::Processor,
    ScopeFact::CloudHosted,
    ScopeFact::MultiTenant,
    ScopeFact::DevelopsSoftware,
    ScopeFact::Subprocessors,
    ScopeFact::Transfers,
];

/// What comes on top when such a vendor makes a generative AI that learns from our data and weighs in grave decisions.
const AI_VENDOR: &[ScopeFact] = &[
    ScopeFact::Ai,
    ScopeFact::GenerativeAi,
    ScopeFact::AiProvider,
    ScopeFact::TrainsOnCustomerData,
    ScopeFact::ConsequentialDecisions,
];

fn conclude(case: &mut Case, question: &QuestionId, conclusion: Option<Conclusion>) {
    let mut response = Response::unanswered(case.assessment.id.clone(), question.clone());
    response.conclusion = conclusion;
    response.rationale = "It does not exist here.".into();
    case.responses.insert(question.clone(), response);
}

fn answered() -> impl Strategy<Value = Case> {
    proptest::collection::vec(conclusion(), LIBRARY.bank.questions.len()).prop_map(|conclusions| {
        let mut case = case(1, TYPICAL);
        for (question, conclusion) in LIBRARY.bank.questions.keys().zip(conclusions) {
            conclude(&mut case, question, conclusion);
        }
        case
    })
}

/// Every figure of the results.
fn figures(case: &Case) -> Vec<score::Figure> {
    let results = results(case);
    let mut all = vec![results.total, results.claimed];
    for framework in results.frameworks {
        all.push(framework.total.concluded);
        all.extend(framework.domains.into_iter().map(|d| d.concluded));
        all.extend(framework.requirements.into_iter().map(|r| r.figure));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_bounded_and_coverage_is_counted(case in answered()) {
        for figure in figures(&case) {
            prop_assert!(figure.score.is_none_or(|s| (0.0..=100.0).contains(&s)), "{figure:?}");
            prop_assert!(figure.concluded <= figure.applicable);
            prop_assert_eq!(figure.score.is_some(), figure.inputs.iter().any(|i| i.value.is_some()));
        }
    }

    #[test]
    fn a_better_conclusion_never_lowers_a_score(mut case in answered(), pick in any::<prop::sample::Index>()) {
        let questions: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
        let question = pick.get(&questions).clone();
        conclude(&mut case, &question, Some(Conclusion::Ineffective));
        let mut before = figures(&case);
        for better in [Conclusion::Partially, Conclusion::Largely, Conclusion::Effective] {
            conclude(&mut case, &question, Some(better));
            let after = figures(&case);
            for (old, new) in before.iter().zip(&after) {
                prop_assert!(new.score >= old.score, "{question}: {:?} then {:?}", old.score, new.score);
            }
            before = after;
        }
    }

    #[test]
    fn what_does_not_apply_or_was_not_assessed_changes_no_score(mut case in answered(), pick in any::<prop::sample::Index>()) {
        let questions: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
        let question = pick.get(&questions).clone();
        conclude(&mut case, &question, None);
        let open = results(&case);
        for out in [Conclusion::NotApplicable, Conclusion::NotAssessed] {
            conclude(&mut case, &question, Some(out));
            let now = results(&case);
            prop_assert_eq!(open.total.score, now.total.score);
            let applicable = open.total.applicable - u32::from(out == Conclusion::NotApplicable);
            prop_assert_eq!(now.total.applicable, applicable);
            prop_assert_eq!(now.total.concluded, open.total.concluded);
        }
    }

    #[test]
    fn no_average_hides_a_knock_out(mut case in answered(), pick in any::<prop::sample::Index>()) {
        let striking: Vec<(QuestionId, KnockOutId)> = asked(&case)
            .iter()
            .filter_map(|q| q.knock_out.as_ref().map(|s| (q.id.clone(), s.id.clone())))
            .collect();
        let (question, knock_out) = pick.get(&striking).clone();
        conclude(&mut case, &question, Some(Conclusion::Ineffective));
        let evaluation = evaluate(&case, &LIBRARY, today());
        let own = evaluation.knock_outs.iter().find(|k| k.id == knock_out).expect("known");
        prop_assert_eq!(own.state, KnockOutState::Struck);
        prop_assert!(evaluation.advice.best >= own.cap.best(), "{} with {:?}", knock_out, evaluation.results.total.score);
        // One that nobody assessed allows no plain approval either, whatever the rest is like.
        conclude(&mut case, &question, None);
        let evaluation = evaluate(&case, &LIBRARY, today());
        let own = evaluation.knock_outs.iter().find(|k| k.id == knock_out).expect("known");
        prop_assert!(matches!(own.state, KnockOutState::Struck | KnockOutState::NotAssessed), "{own:?}");
        prop_assert!(evaluation.advice.best > Outcome::Approve);
    }

    #[test]
    fn an_interview_asks_nothing_twice_and_keeps_to_the_time(
        case in answered(),
        minutes in proptest::collection::vec(0u32..120, 1..4),
    ) {
        let roles = &LIBRARY.bank.roles;
        let sittings: Vec<Sitting> = minutes
            .iter()
            .enumerate()
            .map(|(n, minutes)| Sitting { roles: roles.iter().skip(n * 3).take(3).map(|r| r.id.clone()).collect(), minutes: *minutes })
            .collect();
        let plan = interview::plan(&case, &LIBRARY, &standings(&case, &LIBRARY, today()), &sittings);
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for (sitting, given) in plan.sittings.iter().zip(&sittings) {
            prop_assert!(sitting.planned <= given.minutes);
            for planned in sitting.questions.iter().chain(&sitting.no_time) {
                count += 1;
                prop_assert!(seen.insert(planned.question.clone()), "{} stands twice", planned.question);
                let question = &LIBRARY.bank.questions[&planned.question];
                prop_assert!(question.who.iter().any(|w| given.roles.contains(w)));
            }
        }
        for planned in &plan.others {
            count += 1;
            prop_assert!(seen.insert(planned.question.clone()));
        }
        let open = asked(&case)
            .iter()
            .filter(|q| matches!(case.responses[&q.id].conclusion, None | Some(Conclusion::NotAssessed)))
            .count();
        prop_assert_eq!(count, open, "every open question is somewhere");
    }
}

#[test]
fn the_heavy_one_counts_three_times() {
    let asked = asked(&case(1, TYPICAL));
    let by_weight = |weight: u8| *asked.iter().find(|q| q.weight == weight).expect("one");
    let (light, heavy) = (by_weight(1), by_weight(3));
    let score = |good: &[&QuestionId]| {
        let mut case = case(1, TYPICAL);
        for question in [&light.id, &heavy.id] {
            let effective = good.contains(&question);
            conclude(
                &mut case,
                question,
                Some(if effective { Conclusion::Effective } else { Conclusion::Ineffective }),
            );
        }
        score::concluded([light, heavy].into_iter(), &standings(&case, &LIBRARY, today()), &LIBRARY.scale)
            .score
    };
    assert_eq!(score(&[&heavy.id]), Some(75.0));
    assert_eq!(score(&[&light.id]), Some(25.0));
    assert_eq!(score(&[&light.id, &heavy.id]), Some(100.0));
}

/// Prints the table, and fails for a requirement that nothing examines and no reason excuses.
#[test]
fn every_requirement_is_covered_or_has_its_reason() {
    let shipped: BTreeSet<&str> = LIBRARY.frameworks.keys().map(FrameworkId::as_str).collect();
    assert_eq!(shipped, FRAMEWORKS.iter().map(|(id, _)| *id).collect());
    println!("{:<12} {:>6} {:>6} {:>6} {:>6} {:>10}", "framework", "1", "2", "3+", "none", "not judged");
    let mut uncovered = Vec::new();
    for (framework, size) in FRAMEWORKS {
        let framework = &LIBRARY.frameworks[&id(framework)];
        let mut by_count: BTreeMap<usize, u32> = BTreeMap::new();
        let mut out = 0;
        let rows: Vec<_> =
            framework.requirements.iter().filter(|r| r.kind != RequirementKind::Section).collect();
        assert_eq!(rows.len(), size, "{}", framework.id);
        for requirement in rows {
            if requirement.assessable {
                *by_count.entry(LIBRARY.questions_for(&requirement.id).len().min(3)).or_default() += 1;
            } else {
                out += 1;
                assert!(
                    !requirement.why_not.trim().is_empty(),
                    "{} is left out without a reason",
                    requirement.id
                );
            }
        }
        let n = |count: usize| by_count.get(&count).copied().unwrap_or(0);
        println!("{:<12} {:>6} {:>6} {:>6} {:>6} {:>10}", framework.id.as_str(), n(1), n(2), n(3), n(0), out);
        uncovered.extend(LIBRARY.uncovered(&framework.id).into_iter().map(|r| r.id.as_str()));
    }
    assert!(uncovered.is_empty(), "nothing examines {}", uncovered.join(", "));
}

/// A question with a long list of tags merely names them.
#[test]
fn no_question_claims_to_examine_half_a_framework() {
    for question in LIBRARY.bank.questions.values() {
        let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
        for requirement in &question.requirements {
            *tags.entry(requirement.framework()).or_default() += 1;
        }
        for (framework, count) in tags {
            assert!(count <= 16, "{} has {count} tags of {framework}", question.id);
        }
    }
}

#[test]
fn every_knock_out_is_fed_by_a_question() {
    let numbers: Vec<String> = (1..=17).map(|n| format!("KO-{n:02}")).collect();
    let known: Vec<&str> = LIBRARY.knock_outs.keys().map(KnockOutId::as_str).collect();
    assert_eq!(known, numbers);
    let fed: BTreeSet<&str> =
        LIBRARY.bank.questions.values().filter_map(|q| Some(q.knock_out.as_ref()?.id.as_str())).collect();
    // An adverse report is read from the reviews of reports.
    let starved: Vec<&str> = known.into_iter().filter(|k| !fed.contains(k) && *k != "KO-05").collect();
    assert!(starved.is_empty(), "no question feeds {}", starved.join(", "));
}

/// Why each of these does not apply; empty when it does.
fn reasons<const N: usize>(case: &Case, requirements: [&str; N]) -> [String; N] {
    requirements.map(|requirement| {
        let requirement = LIBRARY.requirement(&id(requirement)).expect("a requirement");
        let framework = &LIBRARY.frameworks[&id(requirement.id.framework())];
        let why = why_not_applicable(framework, requirement, &case.assessment);
        why.map(|why| why.to_string()).unwrap_or_default()
    })
}

#[test]
fn a_law_counts_where_the_scope_calls_for_it() {
    for (requirement, fact) in [
        ("gdpr:Art.32", ScopeFact::PersonalData),
        ("hipaa:164.308(a)(1)", ScopeFact::Ephi),
        ("ccpa:1798.130", ScopeFact::CaliforniaConsumers),
        ("nist-ai-rmf:GOVERN 1.1", ScopeFact::Ai),
        ("iso42001:A.6.2.8", ScopeFact::Ai),
        ("eu-ai-act:Art.5", ScopeFact::Ai),
    ] {
        let [without] = reasons(&case(1, &[]), [requirement]);
        assert!(without.contains(fact.title()), "{requirement}: {without}");
        assert_eq!(reasons(&case(1, &[fact]), [requirement]), [""]);
    }
    assert_eq!(reasons(&case(1, &[]), ["soc2:CC6.1", "iso27001:A.8.5"]), ["", ""]);
}

#[test]
fn duties_of_the_ai_act_come_with_their_day_and_their_role() {
    let rows = [
        "eu-ai-act:Art.5",
        "eu-ai-act:Art.9",
        "eu-ai-act:Art.26(2)",
        "eu-ai-act:Art.50(4)",
        "eu-ai-act:Art.53",
    ];
    let mut case = case(1, &[TYPICAL, AI_VENDOR].concat());
    let low = "The scope has no “High-risk use of AI”.";
    let later = "Applies from 2027-12-02.";
    let deployer = "Binds the deployer of the AI system; neither the vendor nor we are in that role here.";
    let model = "Binds the provider of a general-purpose AI model; the vendor is not in that role here.";
    assert_eq!(reasons(&case, rows), ["", low, low, deployer, model]);
    case.assessment.facts.insert(ScopeFact::HighRiskAi);
    assert_eq!(reasons(&case, rows), ["", later, later, deployer, model]);
    case.assessment.period_to = NaiveDate::from_ymd_opt(2027, 12, 2);
    assert_eq!(reasons(&case, rows), ["", "", deployer, deployer, model]);
    case.assessment.facts.insert(ScopeFact::BuyerDeploysAi);
    assert_eq!(reasons(&case, rows), ["", "", "", "", model]);
}

/// No question asks twice what another answered: prints the two that come nearest to each other by their words.
#[test]
fn no_question_asks_what_another_asks() {
    const SMALL: &str = " a an the is are was were be been of to in on for and or by with at from who what which how when \
        it its they them their this that every each all any do does did has have had can could will would not no if one \
        as so than then us we our you your there here before after into out up ";
    let stem = |word: &str| {
        let endings = ["ing", "ed", "es", "s", "ly"];
        endings.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).to_owned()
    };
    let words = |text: &str| -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        all.filter(|word| !SMALL.contains(&format!(" {word} "))).map(stem).collect()
    };
    let questions: Vec<(&QuestionId, BTreeSet<String>)> =
        LIBRARY.bank.questions.values().map(|q| (&q.id, words(&q.text))).collect();
    let mut nearest = (0.0, String::new());
    for (n, (id, own)) in questions.iter().enumerate() {
        for (other, others) in &questions[n + 1..] {
            let share = own.intersection(others).count() as f64 / own.union(others).count() as f64;
            if share > nearest.0 {
                nearest = (share, format!("{id} and {other}"));
            }
        }
    }
    println!("{} share {:.0} % of their words", nearest.1, nearest.0 * 100.0);
    assert!(nearest.0 < 0.4, "{} share {:.0} % of their words", nearest.1, nearest.0 * 100.0);
}

/// Sized to be finished: prints how much is asked of whom.
#[test]
fn a_lower_tier_is_asked_less() {
    let sizes: Vec<usize> = (1..=4).map(|tier| asked(&case(tier, TYPICAL)).len()).collect();
    let all = LIBRARY.bank.questions.len();
    println!("{all} questions; a typical vendor is asked {sizes:?} in tiers 1 to 4");
    let uncertified = [TYPICAL, &[ScopeFact::NoCertificate]].concat();
    let more: Vec<usize> = (1..=4).map(|tier| asked(&case(tier, &uncertified)).len()).collect();
    println!("without a certificate for its management system {more:?}");
    assert!((110..=140).contains(&sizes[0]), "{sizes:?}");
    assert!(sizes.windows(2).all(|pair| pair[0] > pair[1]), "{sizes:?}");
    assert!((30..=50).contains(&sizes[2]) && (8..=14).contains(&sizes[3]), "{sizes:?}");
}

/// The AI questions come on top of the others, and as few of them as the tier allows.
#[test]
fn an_ai_vendor_is_asked_about_its_ai() {
    let about_ai = |tier: u8, facts: &[ScopeFact]| {
        let case = case(tier, facts);
        asked(&case).iter().filter(|q| AI_TOPICS.contains(&q.topic.as_str())).count()
    };
    let facts = [TYPICAL, AI_VENDOR].concat();
    let sizes: Vec<usize> = (1..=4).map(|tier| about_ai(tier, &facts)).collect();
    let all: Vec<usize> = (1..=4).map(|tier| asked(&case(tier, &facts)).len()).collect();
    println!("an AI vendor is asked {sizes:?} questions about AI in tiers 1 to 4, {all:?} in all");
    for (size, bounds) in sizes.iter().zip([38..=50, 24..=36, 10..=18, 3..=8]) {
        assert!(bounds.contains(size), "{sizes:?}");
    }
    assert_eq!(about_ai(1, TYPICAL), 0, "nobody without AI is asked about it");
}

#[test]
fn asking_less_than_proposed_needs_a_second_person() {
    let pack = &LIBRARY.inherent;
    assert!((12..=15).contains(&pack.questions.len()), "{}", pack.questions.len());
    let most: BTreeMap<String, String> = pack
        .questions
        .iter()
        .map(|q| (q.id.clone(), q.options.last().expect("options").id.clone()))
        .collect();
    let least: BTreeMap<String, String> =
        pack.questions.iter().map(|q| (q.id.clone(), q.options[0].id.clone())).collect();
    assert_eq!(inherent::proposal(pack, &most).tier, Tier::new(1));
    assert_eq!(inherent::proposal(pack, &least).tier, Tier::new(4));

    let mut milder = case(2, &[]).assessment;
    let mut set = TierOverride {
        tier: Tier::new(3).expect("a tier"),
        reason: "A pilot with invented data.".into(),
        by: "Ada".into(),
        second: String::new(),
        before: None,
    };
    let alone = inherent::apply(pack, most.clone(), Some(set.clone()), &mut milder);
    assert!(alone.is_err(), "one person alone");
    assert!(milder.inherent.is_empty() && milder.tier_override.is_none(), "a refusal changes nothing");
    set.second = "ada ".into();
    assert!(
        inherent::apply(pack, most.clone(), Some(set.clone()), &mut milder).is_err(),
        "the same person twice"
    );
    set.second = "Ben".into();
    inherent::apply(pack, most.clone(), Some(set), &mut milder).expect("two people");
    assert_eq!(milder.tier.get(), 3);
    assert!(milder.critical, "the flag stays apart from the tier");

    let mut stricter = case(4, &[]).assessment;
    let set = TierOverride {
        tier: Tier::new(1).expect("a tier"),
        reason: "Bought by the board.".into(),
        by: "Ada".into(),
        second: String::new(),
        before: None,
    };
    inherent::apply(pack, least.clone(), Some(set), &mut stricter).expect("upward freely");
    assert_eq!(stricter.tier.get(), 1);

    let mut corrected = case(2, &[ScopeFact::DevelopsSoftware]).assessment;
    inherent::apply(pack, most, None, &mut corrected).expect("no override");
    let followed = corrected.derived_facts.len();
    assert!(followed > 1, "facts follow from answers");
    inherent::apply(pack, least, None, &mut corrected).expect("no override");
    assert!(corrected.derived_facts.len() < followed, "and go with them");
    assert!(corrected.has(ScopeFact::DevelopsSoftware), "what was recorded by hand stays");
}

#[test]
fn an_addressable_specification_is_answered_on_its_own_scale() {
    let mut case = case(1, &[&[ScopeFact::Ephi], TYPICAL].concat());
    let hipaa: FrameworkId = FrameworkId::new("hipaa").expect("an id");
    case.assessment.frameworks = [hipaa].into();
    let of = |case: &Case| specification::specifications(case, &LIBRARY, &results(case));
    let open = of(&case);
    assert!(open.len() > 15, "{} are asked about", open.len());
    assert!(open.iter().all(|s| s.answer.is_none() && s.choice.is_none()));
    let one = open.iter().find(|s| !s.questions.is_empty()).expect("one is examined").clone();
    let answer = |case: &Case| {
        of(case).into_iter().find(|s| s.requirement == one.requirement).expect("it applies").answer
    };
    let state = |case: &Case| {
        let results = results(case);
        let row = results.frameworks[0].requirements.iter().find(|r| r.id == one.requirement).cloned();
        row.expect("reported").state
    };
    let conclude_all = |case: &mut Case, conclusion| {
        one.questions.iter().for_each(|question| conclude(case, question, Some(conclusion)));
    };
    let choose = |case: &mut Case, alternative| {
        let choice = SpecChoice {
            assessment: case.assessment.id.clone(),
            requirement: one.requirement.clone(),
            alternative,
            reason: "Kiosks sign out at once; see memo 4".into(),
        };
        case.spec_choices.insert(one.requirement.clone(), choice);
    };
    conclude_all(&mut case, Conclusion::Largely);
    assert_eq!(answer(&case), Some(SpecAnswer::Implemented));
    conclude_all(&mut case, Conclusion::Ineffective);
    assert_eq!(answer(&case), Some(SpecAnswer::Gap));
    choose(&mut case, Alternative::Equal);
    assert_eq!(answer(&case), Some(SpecAnswer::Gap), "a measure that does not work stands for nothing");
    conclude_all(&mut case, Conclusion::Effective);
    assert_eq!((answer(&case), state(&case)), (Some(SpecAnswer::Equal), RequirementState::Concluded));
    choose(&mut case, Alternative::Reasons);
    assert_eq!((answer(&case), state(&case)), (Some(SpecAnswer::Reasons), RequirementState::NotApplicable));
    case.assessment.facts.remove(&ScopeFact::Ephi);
    assert!(of(&case).is_empty(), "without health information none applies");
}

#[test]
fn a_suggestion_counts_only_when_accepted() {
    let mut case = case(1, TYPICAL);
    let Some(question) = asked(&case).into_iter().find(|q| !q.near.is_empty()) else {
        panic!("no question of the bank comes near to another requirement")
    };
    conclude(&mut case, &question.id, Some(Conclusion::Effective));
    let offered = suggestion::suggestions(&case, &LIBRARY, &standings(&case, &LIBRARY, today()))
        .into_iter()
        .next()
        .expect("offered");
    let inputs = |case: &Case| {
        let results = results(case);
        let mut all = results.frameworks.iter().flat_map(|f| &f.requirements);
        let own = all.find(|r| r.id == offered.requirement).expect("reported").clone();
        (own.state, own.figure.inputs.iter().filter(|i| i.question == offered.question).count())
    };
    assert_eq!(inputs(&case).1, 0);
    for (accepted, counted) in [(false, 0), (true, 1)] {
        let adoption = Adoption {
            assessment: case.assessment.id.clone(),
            question: offered.question.clone(),
            requirement: offered.requirement.clone(),
            accepted,
            reason: String::new(),
            by: "Ada".into(),
            at: case.assessment.started,
        };
        case.adoptions
            .entry(offered.requirement.clone())
            .or_default()
            .insert(offered.question.clone(), adoption);
        assert_eq!(inputs(&case).1, counted);
    }
    assert_eq!(inputs(&case).0, RequirementState::Concluded);
}

/// An answer accepted for a requirement of a framework that its question does not examine is among what that framework
/// counts.
#[test]
fn an_accepted_suggestion_is_among_the_conclusions_of_its_framework() {
    let mut case = case(1, TYPICAL);
    for question in asked(&case).iter().map(|q| q.id.clone()).collect::<Vec<_>>() {
        conclude(&mut case, &question, Some(Conclusion::Effective));
    }
    let is_elsewhere = |s: &suggestion::Suggestion| {
        let own = &LIBRARY.bank.questions[&s.question].requirements;
        own.iter().all(|r| r.framework() != s.requirement.framework())
    };
    let all = suggestion::suggestions(&case, &LIBRARY, &standings(&case, &LIBRARY, today()));
    let offered = all.into_iter().find(is_elsewhere).expect("an answer that comes near to another framework");
    let counted = |case: &Case| {
        let all = results(case);
        let own = all.frameworks.iter().find(|f| f.framework.as_str() == offered.requirement.framework());
        own.expect("chosen").distribution.values().sum::<u32>()
    };
    let before = counted(&case);
    let adoption = Adoption {
        assessment: case.assessment.id.clone(),
        question: offered.question.clone(),
        requirement: offered.requirement.clone(),
        accepted: true,
        reason: String::new(),
        by: "Ada".into(),
        at: case.assessment.started,
    };
    case.adoptions.entry(offered.requirement.clone()).or_default().insert(offered.question.clone(), adoption);
    assert_eq!(counted(&case), before + 1);
}

#[test]
fn an_adverse_report_strikes_and_raises_its_finding() {
    let mut case = case(1, TYPICAL);
    let review = serde_json::json!({
        "id": "SOC-01", "assessment": "asm-1", "auditor": "Fell & Partner", "result": "adverse", "kind": "type-2",
        "period_from": "2025-01-01", "period_to": "2025-03-31", "categories": ["security"],
        "subservices": [{ "name": "Cloudberry", "method": "carved-out", "is_key": true }],
        "exceptions": [
            { "criterion": "CC6.1", "deviation": "2 of 25" }, { "criterion": "CC6.2", "deviation": "1 of 5" },
            { "criterion": "CC7.2", "deviation": "1 of 12", "response": "Mended", "our_view": "Small" },
        ],
        "customer_controls": [{ "text": "Review users" }],
    });
    let review: SocReview = serde_json::from_value(review).expect("a review");
    case.soc_reviews.insert(review.id.clone(), review);
    let flags: Vec<String> =
        assay_core::red_flag::raised(&case, &LIBRARY, today()).into_iter().map(|f| f.flag).collect();
    let wanted = [
        "soc-adverse",
        "soc-short-period",
        "soc-old",
        "soc-gap",
        "soc-carved-out",
        "soc-access-exceptions",
        "soc-exception-unanswered",
        "soc-customer-control",
        "soc-category",
    ];
    assert_eq!(flags, wanted);
    let knock_out = |case: &Case| {
        let all = evaluate(case, &LIBRARY, today()).knock_outs;
        all.into_iter().find(|k| k.id.as_str() == "KO-05").expect("known").state
    };
    assert_eq!(knock_out(&case), KnockOutState::Struck);

    // An executive sets it aside for a time: the decision is then capped at conditions, and only until that day.
    let decision = serde_json::json!({
        "assessment": "asm-1", "outcome": "approve-with-conditions", "decided_by": "C. Park",
        "overrides": [{ "knock_out": "KO-05", "by": "C. Park", "reason": "R.", "compensating_control": "C.", "until": "2026-12-31" }],
    });
    case.decision = Some(serde_json::from_value(decision).expect("a decision"));
    let later = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
    assert!(decision::is_set_aside(&case, &id("KO-05"), today()));
    assert!(!decision::is_set_aside(&case, &id("KO-05"), later));
    let open = |day| closeout::open_points(&evaluate(&case, &LIBRARY, day));
    let grave = |day| open(day).iter().filter(|p| p.kind == closeout::Kind::KnockOutOpen).count();
    assert_eq!((grave(today()), grave(later)), (0, 1));
}

/// Evaluates a case and hands it on.
fn look<T>(case: &Case, today: NaiveDate, read: impl FnOnce(&Evaluation) -> T) -> T {
    read(&evaluate(case, &LIBRARY, today))
}

/// The threats of a case.
fn threats(case: &Case) -> Vec<assay_core::stride::Threat> {
    evaluate(case, &LIBRARY, today()).threats
}

fn item(case: &Case, name: &str) -> ItemResult {
    look(case, today(), |evaluation| {
        let gates = gate::gates(evaluation).into_iter().flat_map(|g| g.items);
        let mut all = gates.chain(gate::dos(evaluation)).chain(gate::donts(evaluation));
        all.find(|i| i.id == name).unwrap_or_else(|| panic!("there is no item {name}"))
    })
}

fn put(case: &mut Case, record: serde_json::Value) {
    let records = case.records().into_iter().chain([serde_json::from_value(record).expect("a record")]);
    *case = Case::new(case.vendor.clone(), case.assessment.clone(), records.collect());
}

/// A file kept as evidence.
fn file(id: &str, kind: &str, issued: &str, issuer: &str) -> serde_json::Value {
    serde_json::json!({ "kind": "evidence", "body": {
        "id": id, "assessment": "asm-1", "title": format!("Paper {id}"), "kind": kind, "issued": issued, "issuer": issuer,
        "received": "2026-11-20T09:00:00+00:00",
        "file": { "name": "paper.pdf", "size": 1, "sha256": "0".repeat(64) },
    }})
}

/// An AI vendor with one model behind an interface, all questions about it concluded well.
fn ai_case() -> Case {
    let mut case = case(1, &[TYPICAL, AI_VENDOR].concat());
    let all: Vec<QuestionId> = asked(&case).iter().map(|q| q.id.clone()).collect();
    for question in &all {
        conclude(&mut case, question, Some(Conclusion::Effective));
    }
    put(
        &mut case,
        serde_json::json!({ "kind": "element", "body": {
            "id": "el-1", "assessment": "asm-1", "name": "Model", "kind": "process", "role": "inference-api",
        }}),
    );
    case
}

#[test]
fn a_gate_opens_by_what_is_recorded_and_by_nothing_else() {
    let nothing = case(1, &[TYPICAL, AI_VENDOR].concat());
    look(&nothing, today(), |evaluation| {
        let gates = gate::gates(evaluation);
        let names: Vec<&str> = gates.iter().map(|g| g.id.as_str()).collect();
        assert_eq!(names, ["intake", "pre-onboarding", "go-live", "continuous"]);
        assert!(gates.iter().all(|g| !g.passed));
        for item in gates.iter().flat_map(|g: &GateResult| &g.items) {
            assert!(!item.because.to_string().is_empty(), "{} says why", item.id);
        }
    });
    // What is not in scope is beside the point: without AI no item about it is open.
    let without = case(1, TYPICAL);
    assert_eq!(item(&without, "pre-policy").state, State::NotApplicable);
    assert_eq!(item(&without, "dont-unencrypted").state, State::NotApplicable);

    let mut case = ai_case();
    assert_eq!(item(&case, "pre-policy").state, State::Met);
    conclude(&mut case, &id("AIG-18"), Some(Conclusion::Partially));
    let policy = item(&case, "pre-policy");
    assert_eq!((policy.state, policy.who), (State::Open, Party::Buyer));
    assert_eq!(policy.because.to_string(), "AIG-18 is concluded “Partially effective”.");
    // A question nobody asks, because its framework was not chosen, does not pass unseen.
    case.assessment.frameworks = BTreeSet::from([id("soc2")]);
    let policy = item(&case, "pre-policy");
    assert_eq!(policy.because.to_string(), "AIG-18 is not asked: none of its frameworks is in scope.");
}

#[test]
fn the_donts_are_checked_and_not_ticked() {
    let mut case = ai_case();
    assert_eq!(item(&case, "dont-unencrypted").state, State::Met);
    conclude(&mut case, &id("AID-04"), Some(Conclusion::Ineffective));
    assert_eq!(
        item(&case, "dont-unencrypted").because.to_string(),
        "KO-14 strikes: Sensitive training data unencrypted."
    );
    conclude(&mut case, &id("AIM-10"), Some(Conclusion::Ineffective));
    assert_eq!(item(&case, "dont-opaque").state, State::Open);
    assert_eq!(item(&case, "dont-unassessed").because.to_string(), "No decision is recorded.");

    // What adversaries can do to an AI component stays open until each such threat is decided.
    assert_eq!(item(&case, "dont-adversarial").state, State::Open);
    for threat in threats(&case) {
        put(
            &mut case,
            serde_json::json!({ "kind": "threat-note", "body": {
                "threat": threat.id, "assessment": "asm-1", "decision": "mitigated",
            }}),
        );
    }
    assert_eq!(item(&case, "dont-adversarial").state, State::Met);

    // A high risk on one control is a don't; two are not.
    let mut risk = serde_json::json!({ "kind": "risk", "body": {
        "id": "R-01", "assessment": "asm-1", "title": "Loss", "treatment": "mitigate", "status": "open",
        "ratings": {
            "inherent": { "likelihood": 5, "impact": 5 }, "residual": { "likelihood": 2, "impact": 2 },
        },
        "controls": ["Filter", " filter "],
    }});
    put(&mut case, risk.clone());
    assert_eq!(item(&case, "dont-single").because.to_string(), "R-01 rests on one control.");
    risk["body"]["controls"] = serde_json::json!(["Filter", "A person approves"]);
    put(&mut case, risk);
    assert_eq!(item(&case, "dont-single").state, State::Met);
}

#[test]
fn a_test_moves_the_likelihood_of_what_it_tried_and_of_nothing_else() {
    let mut case = ai_case();
    put(&mut case, file("ev-1", "test-result", "2026-11-18", "Fenwick Lane"));
    let before = threats(&case);
    let test = |outcome: &str, evidence: &[&str]| {
        serde_json::json!({ "kind": "security-test", "body": {
            "id": "TST-01", "assessment": "asm-1", "kind": "adversarial", "title": "Evasion", "elements": ["el-1"],
            "techniques": ["ML01:2023"], "done": "2026-11-18", "outcome": outcome, "seen": "17 of 60", "evidence": evidence,
        }})
    };
    let tried = |rule: &RuleId| {
        let mut rules = LIBRARY.threats.rules.iter();
        rules.any(|r| r.id == *rule && r.refs.iter().any(|x| x == "ML01:2023"))
    };
    assert!(before.iter().any(|t| tried(&t.rule)), "a rule stands for it");
    for (outcome, evidence, by) in [
        ("failed", &[][..], 1_i8),
        ("withstood", &["ev-1"], -1),
        ("withstood", &[], 0),
        ("inconclusive", &["ev-1"], 0),
    ] {
        put(&mut case, test(outcome, evidence));
        for (old, new) in before.iter().zip(threats(&case)) {
            let by = if tried(&old.rule) { by } else { 0 };
            let wanted = (old.likelihood as i8 + by).clamp(1, 5) as u8;
            assert_eq!(new.likelihood, wanted, "{} after {outcome}: {}", new.id, new.suggestion);
            assert_eq!(new.suggestion.to_string().contains("TST-01"), by != 0, "{}", new.suggestion);
        }
    }
}

#[test]
fn the_five_steps_say_what_is_missing() {
    let mut case = ai_case();
    let steps = look(&case, today(), methodology::steps);
    assert_eq!(steps.len(), 5);
    assert_eq!(
        english(&steps[0].missing),
        ["Model lacks an owner, its stages of life, the model's name, its version and its provider."]
    );
    assert_eq!((steps[2].done, steps[2].of), (0, 5), "{:?}", steps[2].missing);
    put(
        &mut case,
        serde_json::json!({ "kind": "element", "body": {
            "id": "el-1", "assessment": "asm-1", "name": "Model", "kind": "process", "role": "inference-api",
            "component": { "owner": "Ada", "stages": ["operation"], "product": "M", "version": "2", "providers": ["P"] },
        }}),
    );
    let steps = look(&case, today(), methodology::steps);
    assert!(steps[0].is_complete(), "{:?}", steps[0].missing);
    assert!(steps.iter().skip(1).all(|step| !step.is_complete()));
}

#[test]
fn each_category_shows_what_was_found_and_which_measures_stand() {
    let mut case = ai_case();
    let all = look(&case, today(), category::categories);
    let ids: Vec<RiskCategory> = all.iter().map(|c| c.id).collect();
    assert_eq!(ids, RiskCategory::ALL);
    for category in &all {
        assert!(category.figure.applicable > 0 && !category.measures.is_empty(), "{}", category.title);
        let standing = |m: &&category::MeasureResult| m.state == MeasureState::InPlace;
        let asked = category.measures.iter().filter(|m| m.state != MeasureState::NotAsked).count();
        assert_eq!(category.measures.iter().filter(standing).count(), asked, "{}", category.title);
    }
    conclude(&mut case, &id("AIM-08"), Some(Conclusion::Ineffective));
    let all = look(&case, today(), category::categories);
    let bias = all.iter().find(|c| c.id == RiskCategory::BiasEthics).expect("bias");
    assert_eq!(bias.weak, [id::<QuestionId>("AIM-08")]);
    assert_eq!(bias.measures[0].state, MeasureState::Lacking);
}

/// Dates are data: the same records read on another day say something else.
#[test]
fn what_stopped_counting_is_flagged_from_its_day_on() {
    let mut case = ai_case();
    put(
        &mut case,
        serde_json::json!({ "kind": "evidence", "body": {
            "id": "ev-1", "assessment": "asm-1", "title": "FIPS 140-2 certificate 4282", "kind": "certificate",
            "received": "2026-11-01T09:00:00+00:00",
        }}),
    );
    let lapsed = |case: &Case, day: &str| {
        let day = day.parse().expect("a day");
        evaluate(case, &LIBRARY, day).lapsed.into_iter().map(|l| l.on).collect::<Vec<_>>()
    };
    assert!(lapsed(&case, "2026-09-21").is_empty());
    assert_eq!(lapsed(&case, "2026-09-22"), ["FIPS 140-2 certificate 4282"]);
    let before_signing = |day: &str| {
        let points = closeout::open_points(&evaluate(&case, &LIBRARY, day.parse().expect("a day")));
        points.into_iter().filter(|p| p.kind == closeout::Kind::Lapsed).count()
    };
    assert_eq!((before_signing("2026-09-21"), before_signing("2026-09-22")), (0, 1));
    let mut answer = Response::unanswered(id("asm-1"), id("CRY-04"));
    answer.comment = "Validated to FIPS 140\u{2011}2; FIPS 140-3 from May.".into();
    case.responses.insert(id("CRY-04"), answer);
    assert_eq!(lapsed(&case, "2026-11-23").len(), 1, "a text that names the successor too is left alone");

    // A duty that came into force after the day the assessment was made by is an open event until it is looked at anew.
    let open = |case: &Case, day: &str| {
        let day = day.parse().expect("a day");
        look(case, day, |e| e.events.iter().map(|event| event.trigger).collect::<Vec<_>>())
    };
    assert!(open(&case, "2026-11-23").is_empty());
    assert_eq!(
        open(&case, "2027-12-02"),
        [Trigger::LawChange, Trigger::LawChange],
        "what binds nobody here is no event"
    );
}

/// The page that says what became of each line of the guide names only what there is.
#[test]
fn the_page_on_the_guide_names_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a file");
    let page = read("docs/guide-coverage.md");
    let tests = ["src-tauri/crates/core/tests/engine.rs", "tests/onboarding.rs", "tests/window.rs"]
        .map(read)
        .concat();
    let items: BTreeSet<&str> = LIBRARY.gates.items().map(|item| item.id.as_str()).collect();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| guide")).collect();
    assert!(rows.len() >= 50, "{}", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, asks, place, test] = cells.as_slice() else { panic!("four cells: {row}") };
        let marketing = place.contains("it is marketing");
        assert_eq!(*test == "none", marketing, "{row}");
        assert!(marketing || tests.contains(&format!("fn {}()", test.trim_matches('`'))), "{asks}: {test}");
        for name in place.split('`').skip(1).step_by(2).filter(|name| !name.contains('/')) {
            let question = QuestionId::new(name).is_ok_and(|id| LIBRARY.bank.questions.contains_key(&id));
            let framework = FrameworkId::new(name).is_ok_and(|id| LIBRARY.frameworks.contains_key(&id));
            assert!(question || framework || items.contains(name), "there is no {name}");
            named.insert(name);
        }
    }
    let lost: Vec<&&str> =
        items.iter().filter(|item| item.starts_with("do") && !named.contains(**item)).collect();
    assert!(lost.is_empty(), "no line of the guide stands for {lost:?}");
}
