//! Scope + library → why a question is not asked and why a requirement does not apply.

use crate::case::Case;
use crate::ids::RequirementId;
use crate::pack::{Framework, Library, Question, Requirement};
use crate::record::Assessment;
use crate::words::{Alternative, LegalRole, ScopeFact};
use assay_message::{Message, Part, message};
use chrono::NaiveDate;
use serde::Serialize;

/// Why a question is not asked. Its words are a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, assay_message::Told)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum NotAsked {
    /// The tier asks less.
    #[error("Asked down to tier {asked_to}; this assessment is tier {tier}.")]
    Tier {
        /// The lowest-risk tier still asked.
        asked_to: u8,
        /// The tier of the assessment.
        tier: u8,
    },
    /// The scope lacks a fact.
    #[error("Asked when the scope has “{fact}”.")]
    Fact {
        /// Which.
        fact: ScopeFact,
    },
    /// No chosen framework has it.
    #[error("Bears on none of the chosen frameworks.")]
    NoFramework,
    /// Nothing it examines applies, with why the first does not.
    #[error("Nothing it examines applies here. {first}")]
    NothingApplies {
        /// Why the first of what it examines does not apply, in a sentence.
        first: Message,
    },
}

/// Why a question is not asked; `None` when it is: the tier and the facts of the scope call for it, and of what it examines
/// something applies in a chosen framework.
pub fn why_not_asked(library: &Library, question: &Question, assessment: &Assessment) -> Option<NotAsked> {
    if assessment.tier.get() > question.tier {
        return Some(NotAsked::Tier { asked_to: question.tier, tier: assessment.tier.get() });
    }
    if let Some(fact) = question.applies_when.iter().find(|fact| !assessment.has(**fact)) {
        return Some(NotAsked::Fact { fact: *fact });
    }
    let mut why = NotAsked::NoFramework;
    for id in &question.requirements {
        let chosen = assessment.frameworks.iter().find(|f| f.as_str() == id.framework());
        let Some(framework) = chosen.and_then(|id| library.frameworks.get(id)) else { continue };
        let Some(requirement) = library.requirement(id) else { continue };
        match why_not_applicable(framework, requirement, assessment) {
            None => return None,
            Some(first) if why == NotAsked::NoFramework => why = NotAsked::NothingApplies { first },
            Some(_) => {}
        }
    }
    Some(why)
}

/// Which facts of the scope put somebody into a role. A joint controller has a controller's duties, a sub-processor a
/// processor's; a duty of the AI system's deployer is ours when we are the deployer. No fact speaks of the roles that are
/// not listed.
const ROLES: &[(LegalRole, &[ScopeFact])] = &[
    (LegalRole::Controller, &[ScopeFact::Controller, ScopeFact::JointController]),
    (LegalRole::Processor, &[ScopeFact::Processor, ScopeFact::SubProcessor]),
    (LegalRole::Provider, &[ScopeFact::AiProvider]),
    (LegalRole::Deployer, &[ScopeFact::AiDeployer, ScopeFact::BuyerDeploysAi]),
    (LegalRole::GpaiProvider, &[ScopeFact::GeneralPurposeAi]),
    (LegalRole::Business, &[ScopeFact::Business]),
    (LegalRole::ServiceProvider, &[ScopeFact::ServiceProvider]),
    (LegalRole::Contractor, &[ScopeFact::ServiceProvider]),
];

/// Facts that hold beside any role of the vendor and so do not settle which it has.
const SETTLES_NOTHING: &[ScopeFact] = &[ScopeFact::BuyerDeploysAi, ScopeFact::GeneralPurposeAi];

/// The day whose law counts: the last day the work looks at, but never one before the work began.
pub fn reference_day(assessment: &Assessment) -> NaiveDate {
    let began = assessment.started.date_naive();
    assessment.period_to.map_or(began, |last| last.max(began))
}

/// Why a requirement does not apply, in a sentence; `None` when it does. `framework` is the one it belongs to.
pub fn why_not_applicable(
    framework: &Framework,
    requirement: &Requirement,
    assessment: &Assessment,
) -> Option<Message> {
    if !requirement.assessable {
        return Some(match requirement.why_not.trim_end_matches('.') {
            "" => message!("Not assessable at a vendor."),
            why => message!("{why}."),
        });
    }
    let mut facts = framework.applies_when.iter().chain(&requirement.applies_when);
    if let Some(fact) = facts.find(|fact| !assessment.has(**fact)) {
        return Some(message!("The scope has no “{fact}”."));
    }
    if let Some(day) = requirement.applies_from.filter(|day| *day > reference_day(assessment)) {
        return Some(message!("Applies from {day}."));
    }
    not_in_role(framework, requirement, assessment)
}

/// Why an addressable specification is left out by what the vendor documented; `None` when it counts.
pub fn documented_as_unreasonable(case: &Case, requirement: &RequirementId) -> Option<Message> {
    let choice =
        case.spec_choices.get(requirement).filter(|choice| choice.alternative == Alternative::Reasons)?;
    let reason = choice.reason.trim().trim_end_matches('.');
    Some(message!("Addressable, and documented as not reasonable here: {reason}."))
}

/// The sentence for a requirement that binds only roles nobody has here.
fn not_in_role(framework: &Framework, requirement: &Requirement, assessment: &Assessment) -> Option<Message> {
    let facts = |role: &LegalRole| ROLES.iter().find(|(r, _)| r == role).map(|(_, facts)| *facts);
    let holds = |fact: &ScopeFact| assessment.has(*fact);
    // Without a role in the scope nothing is ruled out, nor is what binds a role no fact speaks of: an unknown role must
    // not shrink the work.
    let could_bind = requirement.roles.is_empty()
        || requirement.roles.iter().any(|role| facts(role).is_none_or(|facts| facts.iter().any(holds)));
    if could_bind {
        return None;
    }
    let settles =
        |role| facts(role).is_some_and(|f| f.iter().any(|f| !SETTLES_NOTHING.contains(f) && holds(f)));
    if !framework.requirements.iter().flat_map(|r| &r.roles).any(settles) {
        return None;
    }
    let roles = Part::all_of(&requirement.roles);
    Some(if requirement.roles.contains(&LegalRole::Deployer) {
        message!("Binds the {roles}; neither the vendor nor we are in that role here.")
    } else {
        message!("Binds the {roles}; the vendor is not in that role here.")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::words::Word;

    /// A framework with the given header lines and rows `id role from`.
    fn framework(id: &str, heads: &str, rows: &[(&str, &str, &str)]) -> Framework {
        let mut text = format!("#id\t{id}\n#version\t1.0.0\n#title\tT\n#edition\tE\n#publisher\tP\n");
        text += &format!("#effective_from\t2024-01-01\n#note\tN.\n{heads}");
        text += "id\tparent\tkind\ttitle\tassessable\trole\twhy_not\tfrom\tspec\n";
        for (id, role, from) in rows {
            text += &format!("{id}\t\trequirement\tTitle\tyes\t{role}\t\t{from}\t\n");
        }
        Framework::parse("t.tsv", &text).unwrap()
    }

    fn assessment(facts: &[ScopeFact], period_to: Option<&str>) -> Assessment {
        serde_json::from_value(serde_json::json!({
            "id": "asm-1", "vendor": "ven-1", "title": "T", "tier": 1, "started": "2026-11-23T09:00:00+00:00",
            "packs": [], "facts": facts, "period_to": period_to,
        }))
        .unwrap()
    }

    /// The rows that do not apply, each with its reason.
    fn left_out(framework: &Framework, assessment: &Assessment) -> Vec<(String, String)> {
        let out = |r: &Requirement| {
            why_not_applicable(framework, r, assessment)
                .map(|why| (r.id.as_str().split_once(':').unwrap().1.to_owned(), why.to_string()))
        };
        framework.requirements.iter().filter_map(out).collect()
    }

    fn ids(left_out: &[(String, String)]) -> Vec<&str> {
        left_out.iter().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn a_framework_waits_for_all_its_facts() {
        let both = framework("x", "#applies_when\tai, ephi\n", &[("1", "", "")]);
        for facts in [&[][..], &[ScopeFact::Ai], &[ScopeFact::Ephi]] {
            assert_eq!(ids(&left_out(&both, &assessment(facts, None))), ["1"], "{facts:?}");
        }
        let why = left_out(&both, &assessment(&[ScopeFact::Ai], None));
        assert!(why[0].1.contains(ScopeFact::Ephi.title()), "{why:?}");
        assert!(left_out(&both, &assessment(&[ScopeFact::Ai, ScopeFact::Ephi], None)).is_empty());
        let always = framework("x", "", &[("1", "", "")]);
        assert!(left_out(&always, &assessment(&[], None)).is_empty());
    }

    #[test]
    fn a_row_waits_for_facts_of_its_own() {
        let mut law = framework("x", "#applies_when\tai\n", &[("1", "", ""), ("2", "", "")]);
        law.requirements[1].applies_when = [ScopeFact::HighRiskAi].into();
        let out = left_out(&law, &assessment(&[ScopeFact::Ai], None));
        assert_eq!(ids(&out), ["2"]);
        assert!(out[0].1.contains(ScopeFact::HighRiskAi.title()), "{out:?}");
        assert!(left_out(&law, &assessment(&[ScopeFact::Ai, ScopeFact::HighRiskAi], None)).is_empty());
    }

    #[test]
    fn an_early_gdpr_pack_still_waits_for_personal_data() {
        let early = framework("gdpr", "", &[("1", "", "")]);
        assert_eq!(left_out(&early, &assessment(&[], None)).len(), 1);
        assert!(left_out(&early, &assessment(&[ScopeFact::PersonalData], None)).is_empty());
    }

    #[test]
    fn law_of_a_later_day_waits() {
        let law = framework(
            "x",
            "",
            &[("now", "", "2026-11-23"), ("soon", "", "2026-11-24"), ("then", "", "2027-12-02")],
        );
        let out = left_out(&law, &assessment(&[], None));
        assert_eq!(ids(&out), ["soon", "then"]);
        assert_eq!(out[1].1, "Applies from 2027-12-02.");
        // The period reaches further than the day the work began; one that ended before it takes nothing back.
        assert_eq!(ids(&left_out(&law, &assessment(&[], Some("2026-11-30")))), ["then"]);
        assert_eq!(ids(&left_out(&law, &assessment(&[], Some("2026-06-30")))), ["soon", "then"]);
    }

    #[test]
    fn each_role_is_held_through_its_facts() {
        for (role, facts) in ROLES {
            let law =
                framework("x", "", &[("own", role.id(), ""), ("other", "controller,provider,business", "")]);
            for fact in *facts {
                assert!(!ids(&left_out(&law, &assessment(&[*fact], None))).contains(&"own"), "{role} {fact}");
            }
        }
    }

    #[test]
    fn duties_of_another_role_are_left_out_with_the_reason() {
        let law = framework(
            "x",
            "",
            &[
                ("all", "all", ""),
                ("p", "provider", ""),
                ("d", "deployer", ""),
                ("g", "gpai-provider", ""),
                ("pd", "provider,deployer", ""),
                ("i", "importer", ""),
            ],
        );
        let out = |facts: &[ScopeFact]| left_out(&law, &assessment(facts, None));
        assert!(out(&[]).is_empty(), "no role known, nothing ruled out");
        assert_eq!(ids(&out(&[ScopeFact::AiProvider])), ["d", "g"]);
        assert_eq!(ids(&out(&[ScopeFact::AiDeployer])), ["p", "g"]);
        assert_eq!(ids(&out(&[ScopeFact::AiProvider, ScopeFact::BuyerDeploysAi])), ["g"]);
        assert!(out(&[ScopeFact::BuyerDeploysAi]).is_empty(), "our role says nothing about the vendor's");
        assert!(out(&[ScopeFact::GeneralPurposeAi]).is_empty());
        let why = &out(&[ScopeFact::AiProvider])[0].1;
        assert_eq!(
            why,
            "Binds the deployer of the AI system; neither the vendor nor we are in that role here."
        );
    }

    #[test]
    fn facts_of_another_law_settle_no_role() {
        let law = framework("x", "", &[("p", "provider", ""), ("d", "deployer", "")]);
        assert!(left_out(&law, &assessment(&[ScopeFact::Processor, ScopeFact::Business], None)).is_empty());
    }
}
