//! Vendor and scope: who is assessed, what is in scope, and where the work stands.

use super::issuing::changed_since_issue;
use super::{
    OfAssessment, add, input, key, made, named, plan, put, remove, replace, required, unknown, view,
};
use crate::use_cases::Nothing;
use crate::{Desk, Job, Problem};
use assay_core::changed::Changed;
use assay_core::ids::{AssessmentId, FrameworkId, VendorId};
use assay_core::pack::{AssuranceStep, ClaimStep, ConclusionStep, Framework, RequirementKind};
use assay_core::progress::{self, Step, StepState};
use assay_core::record::{Assessment, Person, Record, Tier, Vendor};
use assay_core::removal::{Removal, removal};
use assay_core::words::{
    AiRole, ConditionStage, ElementFact, ElementKind, EvidenceKind, Letter, Method, Outcome, Party,
    RiskCategory, RiskStatus, ScopeFact, Severity, Stage, TestKind, TestOutcome, ThreatDecision, Treatment,
    Trigger, Word,
};
use assay_core::{inherent, score};
use assay_message::{Message, message};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The tier of an assessment that nobody rated yet.
const USUAL_TIER: Tier = Tier::MIDDLE;

input! {
    /// What an assessment is compared with.
    FollowInput {
        /// The assessment.
        assessment: AssessmentId,
        /// An earlier one of the same vendor.
        previous: AssessmentId,
    }
    /// A vendor to make or change.
    VendorInput {
        /// Which; `None` makes a new one.
        id: Option<VendorId>,
        /// The name people use.
        name: String,
        /// The name in the contract.
        legal_name: String,
        /// Country.
        country: String,
        /// Site, as text.
        website: String,
        /// Whom to talk to.
        contact_name: String,
        /// Their mail address.
        contact_email: String,
        /// What it offers.
        services: Vec<String>,
        /// Notes.
        notes: String,
        /// The vendor as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Vendor>,
    }
    /// A new assessment.
    NewAssessment {
        /// Of which vendor.
        vendor: VendorId,
        /// Title.
        title: String,
        /// The service.
        service: String,
        /// Tier, 1 to 4; `None` is 2, or, following another, the tier of that one, which no other may replace here.
        tier: Option<Tier>,
        /// Scope facts.
        facts: BTreeSet<ScopeFact>,
        /// Frameworks.
        frameworks: BTreeSet<FrameworkId>,
        /// Who assesses.
        assessor: Person,
        /// What is in scope; `None` is what the assessment it follows had, if it follows one.
        #[cfg_attr(feature = "ts", ts(optional))]
        scope_in: Option<Vec<String>>,
        /// The assessment it follows: its scope and model are taken over, its answers are shown beside the new ones.
        previous: Option<AssessmentId>,
    }
    /// An assessment as it should be from now on.
    AssessmentInput {
        /// The whole.
        assessment: Assessment,
        /// The assessment as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Assessment>,
    }
    /// An assessment to remove.
    RemoveAssessment {
        /// Which.
        assessment: AssessmentId,
        /// That reports were issued of it is known, and they may go with it.
        #[cfg_attr(feature = "ts", ts(optional))]
        issued: Option<bool>,
    }
    /// One vendor.
    OfVendor {
        /// Which.
        vendor: VendorId,
    }
}

view! {
    /// One assessment at a glance.
    Overview {
        /// The vendor.
        vendor: Vendor,
        /// The assessment.
        assessment: Assessment,
        /// The way through it.
        steps: Vec<Step>,
        /// Figure over all questions.
        total: score::Figure,
        /// What was saved and can be undone.
        status: super::history::Status,
    }
    /// A word of a list, explained.
    Choice {
        /// As in files.
        id: String,
        /// As for people.
        title: Message,
        /// What it means; may be empty.
        meaning: String,
    }
    /// A framework on the list.
    FrameworkChoice {
        /// Id.
        id: FrameworkId,
        /// Name.
        title: String,
        /// Edition.
        edition: String,
        /// What the list is.
        note: String,
        /// Requirements that can be judged, points apart.
        assessable: u32,
        /// Finer points that can be judged.
        points: u32,
    }
    /// Every closed list the screens offer.
    Choices {
        /// Claims.
        claims: Vec<ClaimStep>,
        /// Conclusions.
        conclusions: Vec<ConclusionStep>,
        /// Assurance levels.
        assurance: Vec<AssuranceStep>,
        /// Methods.
        methods: Vec<Choice>,
        /// Scope facts.
        scope_facts: Vec<Choice>,
        /// Frameworks.
        frameworks: Vec<FrameworkChoice>,
        /// Kinds of evidence.
        evidence_kinds: Vec<Choice>,
        /// Kinds of element.
        element_kinds: Vec<Choice>,
        /// Facts about elements and flows.
        element_facts: Vec<Choice>,
        /// AI roles.
        ai_roles: Vec<Choice>,
        /// Letters.
        letters: Vec<Choice>,
        /// Decisions on threats.
        threat_decisions: Vec<Choice>,
        /// Treatments.
        treatments: Vec<Choice>,
        /// States of a risk.
        risk_statuses: Vec<Choice>,
        /// Risk categories.
        risk_categories: Vec<Choice>,
        /// Severities.
        severities: Vec<Choice>,
        /// Outcomes.
        outcomes: Vec<Choice>,
        /// Stages of a condition.
        condition_stages: Vec<Choice>,
        /// Stages of the life of a system.
        life_stages: Vec<Choice>,
        /// Kinds of security test.
        test_kinds: Vec<Choice>,
        /// How a security test can come out.
        test_outcomes: Vec<Choice>,
        /// What can happen that asks for another look.
        triggers: Vec<Choice>,
        /// Who acts.
        parties: Vec<Choice>,
        /// What of an assessment can change.
        changed: Vec<Choice>,
        /// Roles at the vendor.
        roles: Vec<assay_core::pack::Role>,
    }
}

fn words<W: Word>() -> Vec<Choice> {
    W::ALL
        .iter()
        .map(|word| Choice { id: word.id().into(), title: word.message(), meaning: String::new() })
        .collect()
}

fn count(framework: &Framework, kind: RequirementKind) -> u32 {
    u32::try_from(framework.requirements.iter().filter(|r| r.assessable && r.kind == kind).count())
        .unwrap_or(u32::MAX)
}

/// Every closed list the screens offer.
pub fn choices(desk: &Desk, _: Nothing, _: &Job) -> Result<Choices, Problem> {
    let library = desk.built_in()?;
    Ok(Choices {
        claims: library.scale.claims.clone(),
        conclusions: library.scale.conclusions.clone(),
        assurance: library.scale.assurance.clone(),
        methods: words::<Method>(),
        scope_facts: words::<ScopeFact>(),
        frameworks: library
            .frameworks
            .values()
            .map(|f| FrameworkChoice {
                id: f.id.clone(),
                title: f.title.clone(),
                edition: f.edition.clone(),
                note: f.note.clone(),
                assessable: count(f, RequirementKind::Requirement),
                points: count(f, RequirementKind::Point),
            })
            .collect(),
        evidence_kinds: words::<EvidenceKind>(),
        element_kinds: words::<ElementKind>(),
        element_facts: words::<ElementFact>()
            .into_iter()
            .filter(|c| c.id != ElementFact::CrossesBoundary.id())
            .collect(),
        ai_roles: words::<AiRole>(),
        letters: words::<Letter>(),
        threat_decisions: words::<ThreatDecision>(),
        treatments: words::<Treatment>(),
        risk_statuses: words::<RiskStatus>(),
        risk_categories: words::<RiskCategory>(),
        severities: words::<Severity>(),
        outcomes: words::<Outcome>(),
        condition_stages: words::<ConditionStage>(),
        life_stages: words::<Stage>(),
        test_kinds: words::<TestKind>(),
        test_outcomes: words::<TestOutcome>(),
        triggers: words::<Trigger>(),
        parties: words::<Party>(),
        changed: words::<Changed>(),
        roles: library.bank.roles.clone(),
    })
}

/// Makes or changes a vendor.
pub fn save_vendor(desk: &Desk, input: VendorInput, _: &Job) -> Result<Vendor, Problem> {
    required(message!("The vendor's name"), &input.name)?;
    desk.change(None, |state| {
        let (id, old, label) = match input.id {
            Some(id) => {
                let Some(Record::Vendor(old)) = state.get(&key("vendor", &id))? else {
                    return Err(unknown(message!("vendor"), &id));
                };
                (id, Some(old), format!("change vendor {}", input.name))
            }
            None => (VendorId::new(desk.new_id("ven")?)?, None, format!("add vendor {}", input.name)),
        };
        let typed = Vendor {
            id,
            name: input.name.trim().into(),
            legal_name: input.legal_name,
            country: input.country,
            website: input.website,
            contact_name: input.contact_name,
            contact_email: input.contact_email,
            services: input.services,
            notes: input.notes,
        };
        let vendor = made(&label, input.base.as_ref(), typed, old.as_ref(), &[], Record::Vendor)?;
        Ok(plan(label, vec![put(old.map(Record::Vendor), Record::Vendor(vendor.clone()))]).giving(vendor))
    })
}

/// Removes a vendor that has no assessment.
pub fn remove_vendor(desk: &Desk, input: OfVendor, job: &Job) -> Result<super::vaults::Session, Problem> {
    desk.change(None, |state| {
        let own = key("vendor", &input.vendor);
        let Some(Record::Vendor(vendor)) = state.get(&own)? else {
            return Err(unknown(message!("vendor"), &input.vendor));
        };
        if !state.children(&own)?.is_empty() {
            return Err(Problem::new(
                "in-use",
                message!("{name} has assessments and stays. Remove those first.", name = vendor.name),
            ));
        }
        Ok(plan(format!("remove vendor {}", vendor.name), vec![remove(Record::Vendor(vendor))]))
    })?;
    super::vaults::session(desk, Nothing {}, job)
}

/// Starts an assessment with the program's packs, frozen.
pub fn create_assessment(desk: &Desk, input: NewAssessment, _: &Job) -> Result<Assessment, Problem> {
    required(message!("The title"), &input.title)?;
    named(message!("The assessor’s name"), &input.assessor.name)?;
    let known = &desk.built_in()?.frameworks;
    if let Some(unknown) = input.frameworks.iter().find(|f| !known.contains_key(f)) {
        return Err(super::unknown(message!("framework"), unknown));
    }
    if input.frameworks.is_empty() {
        return Err(Problem::new("missing", message!("No framework is chosen. Choose at least one.")));
    }
    let packs = desk.keep_packs()?;
    desk.change(None, |state| {
        state.get(&key("vendor", &input.vendor))?.ok_or_else(|| unknown(message!("vendor"), &input.vendor))?;
        let id = AssessmentId::new(desk.new_id("asm")?)?;
        let before = input.previous.as_ref().map(|previous| desk.case(state, previous)).transpose()?;
        if let Some((before, _)) = before {
            if before.vendor.id != input.vendor {
                return Err(Problem::new(
                    "other-vendor",
                    message!("“{title}” is of another vendor. Nothing was changed.", title = before.assessment.title),
                ));
            }
            if let Some(tier) = input.tier.filter(|tier| *tier != before.assessment.tier) {
                return Err(Problem::new(
                    "tier",
                    message!("“{title}” is tier {tier}, and what follows it begins there with its reasons. Start without tier {tier_tier}, then \
                         set it with the inherent risk. Nothing was changed.", title = before.assessment.title, tier = before.assessment.tier.get(), tier_tier = tier.get()),
                ));
            }
            let assessment = follow(&before.assessment, id.clone(), &input, packs, desk.now());
            let mut edits = vec![add(Record::Assessment(Box::new(assessment.clone())))];
            edits.extend(Arc::unwrap_or_clone(before).into_model_of(&id).into_iter().map(add));
            return Ok(plan(format!("start {}", assessment.title), edits).giving(assessment));
        }
        let assessment = Assessment {
            id,
            vendor: input.vendor,
            title: input.title.trim().into(),
            service: input.service,
            purpose: String::new(),
            tier: input.tier.unwrap_or(USUAL_TIER),
            tier_reason: String::new(),
            critical: false,
            inherent: Default::default(),
            tier_override: None,
            derived_facts: BTreeSet::new(),
            purposes: Vec::new(),
            previous: None,
            facts: input.facts,
            frameworks: input.frameworks,
            scope_in: input.scope_in.unwrap_or_default(),
            scope_out: Vec::new(),
            locations: Vec::new(),
            data_classes: Vec::new(),
            period_from: None,
            period_to: None,
            assessor: input.assessor,
            reviewer: Person::default(),
            accountable: Person::default(),
            interviews: Vec::new(),
            distribution: Vec::new(),
            classification: "Confidential".into(),
            summary: String::new(),
            limitations: Vec::new(),
            started: desk.now(),
            packs,
        };
        let edits = vec![add(Record::Assessment(Box::new(assessment.clone())))];
        Ok(plan(format!("start {}", assessment.title), edits).giving(assessment))
    })
}

/// The assessment that follows another: scope, people and how its tier came about as before; period, summary and
/// conversations to be made anew.
fn follow(
    before: &Assessment,
    id: AssessmentId,
    input: &NewAssessment,
    packs: Vec<assay_core::pack::PackRef>,
    now: chrono::DateTime<chrono::FixedOffset>,
) -> Assessment {
    let next = Assessment {
        id,
        title: input.title.trim().into(),
        service: if input.service.trim().is_empty() { before.service.clone() } else { input.service.clone() },
        facts: input.facts.clone(),
        frameworks: input.frameworks.clone(),
        assessor: input.assessor.clone(),
        scope_in: input.scope_in.clone().unwrap_or_else(|| before.scope_in.clone()),
        previous: Some(before.id.clone()),
        period_from: before.period_to.and_then(|day| day.succ_opt()),
        period_to: None,
        interviews: Vec::new(),
        summary: String::new(),
        limitations: Vec::new(),
        started: now,
        packs,
        ..before.clone()
    };
    inherent::follow(before, next)
}

/// Changes scope and people of an assessment. Vendor, start, packs and what it follows stay as they were; so do inherent
/// risk and, where that was asked, the tier it makes.
pub fn save_assessment(desk: &Desk, input: AssessmentInput, job: &Job) -> Result<Overview, Problem> {
    let id = input.assessment.id.clone();
    required(message!("The title"), &input.assessment.title)?;
    named(message!("The assessor’s name"), &input.assessment.assessor.name)?;
    named(message!("The reviewer’s name"), &input.assessment.reviewer.name)?;
    named(message!("The executive’s name"), &input.assessment.accountable.name)?;
    desk.change(Some(&id), |state| {
        let old = desk.assessment(state, &id)?;
        let seen = input.base.as_ref().unwrap_or(&old);
        // What has a use case of its own is not changed through this one.
        let mut typed = Assessment {
            vendor: seen.vendor.clone(),
            started: seen.started,
            packs: seen.packs.clone(),
            previous: seen.previous.clone(),
            inherent: seen.inherent.clone(),
            tier_override: seen.tier_override.clone(),
            derived_facts: seen.derived_facts.clone(),
            ..input.assessment
        };
        if !old.inherent.is_empty() || old.tier_override.is_some() {
            (typed.tier, typed.tier_reason, typed.critical) =
                (seen.tier, seen.tier_reason.clone(), seen.critical);
        }
        let label = "change vendor and scope";
        let sets = ["facts", "frameworks"];
        let new = made(label, Some(seen), typed, Some(&old), &sets, |a| Record::Assessment(Box::new(a)))?;
        inherent::set_by_hand(old.tier, new.tier)?;
        let library = desk.library_of(state, &old)?;
        // One that was chosen stays, whatever a later program brings with it.
        let is_known = |f: &&FrameworkId| library.frameworks.contains_key(*f) || old.frameworks.contains(*f);
        if let Some(unknown) = new.frameworks.iter().find(|f| !is_known(f)) {
            return Err(Problem::new(
                "unknown",
                message!("“{unknown}” is not among the frameworks this assessment was started with, whose content stays as it \
                     was then. Nothing was changed; start an assessment that follows this one to add it."),
            ));
        }
        if let (Some(from), Some(to)) = (new.period_from, new.period_to)
            && from > to
        {
            return Err(Problem::new(
                "period",
                message!("The period ends ({to}) before it begins ({from}). Nothing was changed."),
            ));
        }
        let [old, new] = [old, new].map(|a| Record::Assessment(Box::new(a)));
        Ok(plan(label, vec![replace(old, new)]))
    })?;
    overview(desk, OfAssessment { assessment: id }, job)
}

/// Compares an assessment with an earlier one of the same vendor. Nothing is copied.
pub fn follow_assessment(desk: &Desk, input: FollowInput, job: &Job) -> Result<Overview, Problem> {
    desk.change(Some(&input.assessment), |state| {
        let old = desk.assessment(state, &input.assessment)?;
        let earlier = desk.assessment(state, &input.previous)?;
        if earlier.vendor != old.vendor {
            return Err(Problem::new(
                "other-vendor",
                message!("“{title}” is of another vendor. Nothing was changed.", title = earlier.title),
            ));
        }
        if earlier.id == old.id || earlier.started >= old.started {
            return Err(Problem::new(
                "not-earlier",
                message!(
                    "“{title}” was not begun before “{old_title}”. Nothing was changed.",
                    title = earlier.title,
                    old_title = old.title
                ),
            ));
        }
        let next = Assessment { previous: Some(earlier.id), ..old.clone() };
        let edit = replace(Record::Assessment(Box::new(old)), Record::Assessment(Box::new(next)));
        Ok(plan(format!("compare with {}", earlier.title), vec![edit]))
    })?;
    overview(desk, OfAssessment { assessment: input.assessment }, job)
}

/// Removes an assessment with everything in it; one that follows it, follows none then. Undo of the vault itself brings it back.
pub fn remove_assessment(
    desk: &Desk,
    input: RemoveAssessment,
    job: &Job,
) -> Result<super::vaults::Session, Problem> {
    desk.change(None, |state| {
        let assessment = desk.assessment(state, &input.assessment)?;
        let within = state.children(&key("assessment", &input.assessment))?;
        if let Some(unreadable) = within.unreadable.first() {
            let sentence = message!("{unreadable}. “{title}” was not removed, because that could not be undone. Update Assay and try again.", title = assessment.title);
            return Err(Problem::new("unreadable-record", sentence));
        }
        let within = within.read;
        let issued = within.iter().filter(|record| matches!(record, Record::Issue(_))).count();
        if issued > 0 && input.issued != Some(true) {
            let title = &assessment.title;
            let sentence = if issued == 1 {
                message!("“{title}” has an issued report, which would go with it. Nothing was removed; say that they may go too.")
            } else {
                message!("“{title}” has issued reports, which would go with it. Nothing was removed; say that they may go too.")
            };
            return Err(Problem::new("issued", sentence));
        }
        let label = format!("remove {}", assessment.title);
        let Removal { gone, freed } =
            removal(Record::Assessment(Box::new(assessment)), &state.all("assessment")?.read)?;
        let edits = within.into_iter().chain(gone).map(remove);
        let edits = edits.chain(freed.into_iter().map(|(before, next)| replace(before, next))).collect();
        Ok(plan(label, edits))
    })?;
    super::vaults::session(desk, Nothing {}, job)
}

/// One assessment at a glance: the way through it and where each step stands.
pub fn overview(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Overview, Problem> {
    desk.read(|state| {
        let whole = desk.whole(state, &input.assessment)?;
        let case = &*whole.case;
        let evaluation = whole.evaluation(desk.now().date_naive());
        let mut steps = progress::steps(&evaluation);
        let total = evaluation.results.total;
        let changed = changed_since_issue(state, case)?.map_or(0, |since| since.changes.len());
        for report in steps.iter_mut().filter(|step| step.id == "report" && changed > 0) {
            report.state = StepState::NeedsAttention;
            let issued = case.issues.len();
            report.detail = message!("{issued} issued, {changed} changed since");
        }
        let status = super::history::status_of(state, Some(&input.assessment))?;
        Ok(Overview {
            steps,
            total,
            status,
            vendor: case.vendor.clone(),
            assessment: case.assessment.clone(),
        })
    })
}
