//! The questionnaire's rules over the shipped packs: scores, coverage, sizes, tiers, interviews.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use assay_core::applicability::{asked, why_not_applicable};
use assay_core::case::Case;
use assay_core::ids::*;
use assay_core::interview::{self, Sitting};
use assay_core::pack::{Library, RequirementKind, Source};
use assay_core::record::*;
use assay_core::score::{self, RequirementState, results};
use assay_core::words::*;
use assay_core::{closeout, decision, inherent, knockout, suggestion};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// The packs as they are shipped.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    fn read(folder: &Path, under: &str, source: &mut Source) {
        for entry in std::fs::read_dir(folder).expect("the assets").flatten() {
            let name = format!("{under}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                read(&entry.path(), &format!("{name}/"), source);
            } else if name.ends_with(".toml") || name.ends_with(".tsv") {
                source.insert(name, std::fs::read_to_string(entry.path()).expect("text"));
            }
        }
    }
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets");
    let mut source = Source::new();
    for part in ["frameworks", "questions", "scales", "threats"] {
        read(&assets.join(part), &format!("{part}/"), &mut source);
    }
    Library::parse(&source).expect("the shipped packs are sound")
});

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

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
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
    response.reason = "It does not exist here.".into();
    case.responses.insert(question.clone(), response);
}

fn conclusion() -> impl Strategy<Value = Option<Conclusion>> {
    (0..=Conclusion::ALL.len()).prop_map(|n| Conclusion::ALL.get(n).copied())
}

fn answered() -> impl Strategy<Value = Case> {
    proptest::collection::vec(conclusion(), LIBRARY.bank.order.len()).prop_map(|conclusions| {
        let mut case = case(1, TYPICAL);
        for (question, conclusion) in LIBRARY.bank.order.iter().zip(conclusions) {
            conclude(&mut case, question, conclusion);
        }
        case
    })
}

/// Every figure of the results.
fn figures(case: &Case) -> Vec<score::Figure> {
    let results = results(case, &LIBRARY);
    let mut all = vec![results.total, results.claimed];
    for framework in results.frameworks {
        all.push(framework.total.concluded);
        all.extend(framework.domains.into_iter().map(|d| d.concluded));
        all.extend(framework.requirements.into_iter().map(|r| r.figure));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

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
        let questions: Vec<QuestionId> = asked(&LIBRARY, &case.assessment).iter().map(|q| q.id.clone()).collect();
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
        let questions: Vec<QuestionId> = asked(&LIBRARY, &case.assessment).iter().map(|q| q.id.clone()).collect();
        let question = pick.get(&questions).clone();
        conclude(&mut case, &question, None);
        let open = results(&case, &LIBRARY);
        for out in [Conclusion::NotApplicable, Conclusion::NotAssessed] {
            conclude(&mut case, &question, Some(out));
            let now = results(&case, &LIBRARY);
            prop_assert_eq!(open.total.score, now.total.score);
            let applicable = open.total.applicable - u32::from(out == Conclusion::NotApplicable);
            prop_assert_eq!(now.total.applicable, applicable);
            prop_assert_eq!(now.total.concluded, open.total.concluded);
        }
    }

    #[test]
    fn no_average_hides_a_knock_out(mut case in answered()) {
        let striking: Vec<(QuestionId, KnockOutId)> = asked(&LIBRARY, &case.assessment)
            .iter()
            .filter_map(|q| q.knock_out.as_ref().map(|s| (q.id.clone(), s.id.clone())))
            .collect();
        for question in LIBRARY.bank.order.clone() {
            conclude(&mut case, &question, Some(Conclusion::Effective));
        }
        for (question, knock_out) in striking {
            conclude(&mut case, &question, Some(Conclusion::Ineffective));
            let results = results(&case, &LIBRARY);
            let standing = knockout::results(&case, &LIBRARY);
            let own = standing.iter().find(|k| k.id == knock_out).expect("known");
            prop_assert_eq!(own.state, knockout::KnockOutState::Struck);
            let advice = decision::advice(&case, &results, &standing, today());
            prop_assert!(advice.best > Outcome::Approve, "{} with a score of {:?}", knock_out, results.total.score);
            conclude(&mut case, &question, Some(Conclusion::Effective));
        }
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
        let plan = interview::plan(&case, &LIBRARY, &sittings);
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
        let open = asked(&LIBRARY, &case.assessment)
            .iter()
            .filter(|q| matches!(case.responses[&q.id].conclusion, None | Some(Conclusion::NotAssessed)))
            .count();
        prop_assert_eq!(count, open, "every open question is somewhere");
    }
}

#[test]
fn the_heavy_one_counts_three_times() {
    let by_weight = |weight: u8| LIBRARY.bank.questions.values().find(|q| q.weight == weight).expect("one");
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
        score::concluded([light, heavy], &case.responses, &LIBRARY.scale).score
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
    let starved: Vec<&str> = known.into_iter().filter(|k| !fed.contains(k)).collect();
    assert!(starved.is_empty(), "no question feeds {}", starved.join(", "));
}

/// Why each of these does not apply; empty when it does.
fn reasons<const N: usize>(case: &Case, requirements: [&str; N]) -> [String; N] {
    requirements.map(|requirement| {
        let requirement = LIBRARY.requirement(&id(requirement)).expect("a requirement");
        let framework = &LIBRARY.frameworks[&id(requirement.id.framework())];
        why_not_applicable(framework, requirement, &case.assessment).unwrap_or_default()
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
    let later = "Applies from 2 December 2027.";
    let deployer = "Binds the deployer of the AI system; neither the vendor nor we are in that role here.";
    let model = "Binds the provider of a general-purpose AI model; the vendor is not in that role here.";
    assert_eq!(reasons(&case, rows), ["", later, later, deployer, model]);
    case.assessment.period_to = NaiveDate::from_ymd_opt(2027, 12, 2);
    assert_eq!(reasons(&case, rows), ["", "", deployer, deployer, model]);
    case.assessment.facts.insert(ScopeFact::BuyerDeploysAi);
    assert_eq!(reasons(&case, rows), ["", "", "", "", model]);
}

/// Sized to be finished: prints how much is asked of whom.
#[test]
fn a_lower_tier_is_asked_less() {
    let sizes: Vec<usize> =
        (1..=4).map(|tier| asked(&LIBRARY, &case(tier, TYPICAL).assessment).len()).collect();
    let all = LIBRARY.bank.order.len();
    println!("{all} questions; a typical vendor is asked {sizes:?} in tiers 1 to 4");
    let uncertified = [TYPICAL, &[ScopeFact::NoCertificate]].concat();
    let more: Vec<usize> =
        (1..=4).map(|tier| asked(&LIBRARY, &case(tier, &uncertified).assessment).len()).collect();
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
        asked(&LIBRARY, &case.assessment).iter().filter(|q| AI_TOPICS.contains(&q.topic.as_str())).count()
    };
    let facts = [TYPICAL, AI_VENDOR].concat();
    let sizes: Vec<usize> = (1..=4).map(|tier| about_ai(tier, &facts)).collect();
    let all: Vec<usize> = (1..=4).map(|tier| asked(&LIBRARY, &case(tier, &facts).assessment).len()).collect();
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
    };
    inherent::apply(pack, least.clone(), Some(set), &mut stricter).expect("upward freely");
    assert_eq!(stricter.tier.get(), 1);

    let mut corrected = case(2, &[ScopeFact::DevelopsSoftware]).assessment;
    inherent::apply(pack, most, None, &mut corrected).expect("no override");
    let followed = corrected.facts.len();
    assert!(followed > 1, "facts follow from answers");
    inherent::apply(pack, least, None, &mut corrected).expect("no override");
    assert!(corrected.facts.len() < followed, "and go with them");
    assert!(corrected.facts.contains(&ScopeFact::DevelopsSoftware), "what was recorded by hand stays");
}

#[test]
fn a_suggestion_counts_only_when_accepted() {
    let mut case = case(1, TYPICAL);
    let Some(question) = asked(&LIBRARY, &case.assessment).into_iter().find(|q| !q.near.is_empty()) else {
        panic!("no question of the bank comes near to another requirement")
    };
    conclude(&mut case, &question.id, Some(Conclusion::Effective));
    let offered = suggestion::suggestions(&case, &LIBRARY).into_iter().next().expect("offered");
    let inputs = |case: &Case| {
        let results = results(case, &LIBRARY);
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
    let struck = knockout::results(&case, &LIBRARY);
    let adverse = struck.iter().find(|k| k.id.as_str() == "KO-05").expect("known");
    assert_eq!(adverse.state, knockout::KnockOutState::Struck);

    // An executive sets it aside for a time: the decision is then capped at conditions, and only until that day.
    let decision = serde_json::json!({
        "assessment": "asm-1", "outcome": "approve-with-conditions", "decided_by": "C. Park",
        "overrides": [{ "knock_out": "KO-05", "by": "C. Park", "reason": "R.", "compensating_control": "C.", "until": "2026-12-31" }],
    });
    case.decision = Some(serde_json::from_value(decision).expect("a decision"));
    let later = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
    assert!(decision::is_set_aside(&case, &id("KO-05"), today()));
    assert!(!decision::is_set_aside(&case, &id("KO-05"), later));
    let open = |day| closeout::open_points(&case, &LIBRARY, &struck, day);
    let grave = |day| open(day).iter().filter(|p| p.kind == closeout::Kind::KnockOutOpen).count();
    assert_eq!((grave(today()), grave(later)), (0, 1));
}
