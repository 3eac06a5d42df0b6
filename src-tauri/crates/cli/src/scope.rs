//! Whom and what: vendors, assessments with their scope and tier, and where the work stands.

use crate::context::{Context, JOB, Pair, Where, filled, of, tier, usage, word};
use crate::terminal::Text;
use assay_core::ids::{AssessmentId, FrameworkId, VendorId};
use assay_core::progress::StepState;
use assay_core::record::{Assessment, Person, Tier, TierOverride};
use assay_core::score::Figure;
use assay_core::words::ScopeFact;
use assay_desk::Problem;
use assay_desk::use_cases::vaults::Session;
use assay_desk::use_cases::{inherent, issuing, scope};
use assay_message::message;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on vendors and the scope of assessments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a vendor
    Vendor(Vendor),
    /// Start an assessment of a vendor
    Start(Start),
    /// Show who assesses, reviews and accepts what remains, or name one of them: the report has a signature place for each
    People(People),
    /// Remove an assessment with everything in it; undo --vault takes that back
    Remove(Remove),
    /// Show or answer the inherent-risk questions, which make the tier
    Inherent(Inherent),
    /// Show the way through an assessment and where each step stands
    Status(Where),
}

/// A vendor to add.
#[derive(Debug, Args)]
pub struct Vendor {
    /// The vault file
    vault: PathBuf,
    /// The name people use
    #[arg(long)]
    name: String,
    /// The name in the contract
    #[arg(long, default_value = "")]
    legal_name: String,
    /// Country of establishment
    #[arg(long, default_value = "")]
    country: String,
    /// Whom to talk to
    #[arg(long, default_value = "")]
    contact: String,
    /// Their mail address
    #[arg(long, default_value = "")]
    email: String,
    /// A service it offers; repeat for more
    #[arg(long = "service", value_parser = filled)]
    services: Vec<String>,
}

/// An assessment to start.
#[derive(Debug, Args)]
pub struct Start {
    /// The vault file
    vault: PathBuf,
    /// Name or id of the vendor
    #[arg(long)]
    vendor: String,
    /// Title, as on the report
    #[arg(long)]
    title: String,
    /// The service looked at
    #[arg(long, default_value = "")]
    service: String,
    /// Risk tier, 1 (most critical) to 4; 2 when none is given. An assessment that follows another begins in its tier
    #[arg(long, value_parser = tier, conflicts_with = "follows")]
    tier: Option<Tier>,
    /// A framework to report on: soc2, iso27001, gdpr, nist-ai-rmf, iso42001, eu-ai-act, hipaa, ccpa; repeat for more
    #[arg(long = "framework", required = true)]
    frameworks: Vec<FrameworkId>,
    /// A fact of the scope; repeat for more
    #[arg(long = "fact", value_parser = word::<ScopeFact>())]
    facts: Vec<ScopeFact>,
    /// Who assesses
    #[arg(long, value_parser = filled)]
    assessor: String,
    /// The assessor's organisation
    #[arg(long, default_value = "")]
    organisation: String,
    /// What is in scope; repeat for more
    #[arg(long = "in-scope", value_parser = filled)]
    scope_in: Vec<String>,
    /// Id of the assessment this one follows; scope and model are taken over
    #[arg(long)]
    follows: Option<AssessmentId>,
}

/// A person of an assessment to name.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("person").args(["assessor", "reviewer", "executive"]))]
pub struct People {
    #[command(flatten)]
    at: Where,
    /// Who assesses and signs first
    #[arg(long, value_name = "NAME", value_parser = filled)]
    assessor: Option<String>,
    /// Who reviews and countersigns; an empty name takes the place off the report
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// Who accepts what remains and countersigns last; an empty name takes the place off the report
    #[arg(long, value_name = "NAME")]
    executive: Option<String>,
    /// The role of the person named; the one recorded stays when left out
    #[arg(long, requires = "person")]
    role: Option<String>,
    /// The organisation of the person named; the one recorded stays when left out
    #[arg(long, requires = "person")]
    organisation: Option<String>,
}

/// An assessment to remove.
#[derive(Debug, Args)]
pub struct Remove {
    /// The vault file
    vault: PathBuf,
    /// Id of the assessment
    #[arg(long, short)]
    assessment: AssessmentId,
    /// Also when reports were issued of it, which go with it
    #[arg(long)]
    with_reports: bool,
}

/// Answers to the inherent-risk questions, or a tier against what they propose.
#[derive(Debug, Args)]
pub struct Inherent {
    #[command(flatten)]
    at: Where,
    /// An answer, as IR-01=option; repeat for more
    #[arg(long = "set", value_name = "QUESTION=OPTION")]
    set: Vec<Pair>,
    /// A tier against the proposal, or before there is one; asking less needs --reason, --by and --second
    #[arg(long, value_parser = tier)]
    tier: Option<Tier>,
    /// Take back the tier that was set against the proposal
    #[arg(long, conflicts_with = "tier")]
    proposed: bool,
    /// Why
    #[arg(long, default_value = "", requires = "tier", conflicts_with = "proposed")]
    reason: String,
    /// Who sets it
    #[arg(long, default_value = "", requires = "tier", conflicts_with = "proposed")]
    by: String,
    /// The second person
    #[arg(long, default_value = "", requires = "tier", conflicts_with = "proposed")]
    second: String,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Vendor(new) => vendor(new, context),
        Command::Start(new) => start(new, context),
        Command::People(given) => people(given, context),
        Command::Remove(which) => remove(which, context),
        Command::Inherent(given) => inherent_risk(given, context),
        Command::Status(at) => {
            let assessment = context.of(&at)?;
            let view = scope::overview(&context.desk, assessment.clone(), &JOB)?;
            let changes = issuing::issue_changes(&context.desk, assessment, &JOB)?;
            context.show(&view, || {
                let mut text = text(&view);
                changes_text(&mut text, &changes);
                text
            })
        }
    }
}

fn vendor(new: Vendor, context: &Context) -> Result<(), Problem> {
    context.open(&new.vault)?;
    let input = scope::VendorInput {
        id: None,
        name: new.name,
        legal_name: new.legal_name,
        country: new.country,
        website: String::new(),
        contact_name: new.contact,
        contact_email: new.email,
        services: new.services,
        notes: String::new(),
        base: None,
    };
    let vendor = scope::save_vendor(&context.desk, input, &JOB)?;
    context.show(&vendor, || Text::of(format_args!("Added {} ({}).", vendor.name, vendor.id)))
}

fn named(session: &Session, name: &str) -> Result<VendorId, Problem> {
    let called = |v: &&assay_core::record::Vendor| v.name == name || v.id.as_str() == name;
    let found: Vec<_> = session.vendors.iter().map(|card| &card.vendor).filter(called).collect();
    match found.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Problem::new("unknown", message!("No vendor is called “{name}”. Nothing was changed."))),
        several => Err(Problem::new(
            "unknown",
            message!(
                "{several} vendors are called “{name}”. Nothing was changed; name one by its id: {id}",
                several = several.len(),
                id = crate::context::listed(several.iter().map(|v| &v.id))
            ),
        )),
    }
}

fn start(new: Start, context: &Context) -> Result<(), Problem> {
    let session = context.open(&new.vault)?;
    let input = scope::NewAssessment {
        vendor: named(&session, &new.vendor)?,
        title: new.title,
        service: new.service,
        tier: new.tier,
        facts: new.facts.into_iter().collect(),
        frameworks: new.frameworks.into_iter().collect(),
        previous: new.follows,
        assessor: Person { name: new.assessor, organisation: new.organisation, ..Person::default() },
        scope_in: (!new.scope_in.is_empty()).then_some(new.scope_in),
    };
    let assessment = scope::create_assessment(&context.desk, input, &JOB)?;
    context.show(&assessment, || {
        let (title, id, vault) = (&assessment.title, &assessment.id, new.vault.display());
        Text::of(format_args!("Started {title} ({id}). What to ask: assay questions {vault}"))
    })
}

fn people(given: People, context: &Context) -> Result<(), Problem> {
    let mut view = scope::overview(&context.desk, context.of(&given.at)?, &JOB)?;
    let base = view.assessment.clone();
    let mut assessment = view.assessment.clone();
    let named = [
        (given.assessor, &mut assessment.assessor),
        (given.reviewer, &mut assessment.reviewer),
        (given.executive, &mut assessment.accountable),
    ];
    for (name, person) in named {
        let Some(name) = name.map(|name| name.trim().to_owned()) else { continue };
        if name.is_empty() && (given.role.is_some() || given.organisation.is_some()) {
            return Err(usage(
                "A place that is taken off the report has no role and no organisation. Leave them out, or name somebody. \
                 Nothing was changed.",
            ));
        }
        if name.is_empty() {
            *person = Person::default();
            continue;
        }
        person.name = name;
        person.role = given.role.clone().unwrap_or_else(|| person.role.clone());
        person.organisation = given.organisation.clone().unwrap_or_else(|| person.organisation.clone());
    }
    if assessment != base {
        let input = scope::AssessmentInput { assessment, base: Some(base) };
        view = scope::save_assessment(&context.desk, input, &JOB)?;
    }
    context.show(&view, || people_text(&view.assessment))
}

fn people_text(assessment: &Assessment) -> Text {
    let mut text = Text::new();
    for (place, person) in [
        ("assessor", &assessment.assessor),
        ("reviewer", &assessment.reviewer),
        ("executive", &assessment.accountable),
    ] {
        let parts = [&person.name, &person.role, &person.organisation];
        let said: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let said = if person.name.is_empty() { "nobody is named".to_owned() } else { said.join(", ") };
        text.line(format_args!("{place:<10} {said}"));
    }
    text
}

fn remove(which: Remove, context: &Context) -> Result<(), Problem> {
    let session = context.open(&which.vault)?;
    let mut cards = session.vendors.iter().flat_map(|vendor| &vendor.assessments);
    let title = cards.find(|card| card.assessment.id == which.assessment).map(|c| c.assessment.title.clone());
    let issued = which.with_reports.then_some(true);
    let input = scope::RemoveAssessment { assessment: which.assessment, issued };
    let view = scope::remove_assessment(&context.desk, input, &JOB)?;
    context.show(&view, || {
        let (title, vault) = (title.unwrap_or_default(), which.vault.display());
        let mut text = Text::of(format_args!("Removed “{title}” with everything in it."));
        text.line(format_args!("To take that back: assay undo {vault} --vault. For that, its content stays in the vault’s journal."));
        text
    })
}

fn inherent_risk(given: Inherent, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let mut view = inherent::inherent_risk(&context.desk, of(assessment.clone()), &JOB)?;
    if !given.set.is_empty() || given.tier.is_some() || given.proposed {
        let base = Some(inherent::InherentBase {
            answers: view.answers.clone(),
            tier_override: view.tier_override.clone(),
        });
        let mut answers = view.answers;
        answers.extend(given.set.into_iter().map(|Pair(question, option)| (question, option)));
        let tier_override = match given.tier {
            Some(tier) => {
                let (reason, by, second) = (given.reason, given.by, given.second);
                Some(TierOverride { tier, reason, by, second, before: None })
            }
            None if given.proposed => None,
            None => view.tier_override,
        };
        let input = inherent::InherentInput { assessment, answers, tier_override, base };
        view = inherent::save_inherent_risk(&context.desk, input, &JOB)?;
    }
    context.show(&view, || inherent_text(&view))
}

fn inherent_text(view: &inherent::InherentView) -> Text {
    let mut text = Text::new();
    for question in &view.pack.questions {
        text.line(format_args!("{}  {}", question.id, question.text));
        for option in &question.options {
            let mark = if view.answers.get(&question.id) == Some(&option.id) { "*" } else { " " };
            text.line(format_args!("    {mark} {:<16} {:>2}  {}", option.id, option.points, option.title));
        }
    }
    let critical = if view.critical { " Critical function." } else { "" };
    text.line(format_args!("Tier {}. {}{critical}", view.tier.get(), view.tier_reason));
    text.line(&view.proposal.explanation);
    text
}

/// Score and coverage, never apart.
pub fn figure(figure: &Figure) -> String {
    let coverage = figure.coverage().map_or_else(
        || "nothing applies".into(),
        |c| format!("coverage {c:.0} % ({} of {})", figure.concluded, figure.applicable),
    );
    match figure.score {
        Some(score) => format!("{score:.0} %, {coverage}"),
        None => format!("no score, {coverage}"),
    }
}

/// What changed since the last report was issued, a line for each record.
fn changes_text(text: &mut Text, changes: &issuing::IssueChanges) {
    let Some(since) = changes.since.as_ref().filter(|since| !since.changes.is_empty()) else { return };
    text.gap();
    text.line(format_args!("Changed since issue {}:", since.number));
    for one in &since.changes {
        let change = &one.change;
        let fields: Vec<String> =
            change.fields.iter().map(|f| format!("{}: {} → {}", f.field, f.was, f.is)).collect();
        let at = one.at.format("%Y-%m-%d %H:%M");
        let (fields, by, doing) = (fields.join("; "), &one.by, &one.doing);
        text.line(format_args!("  {} {} {fields}  ({at}, {by}, {doing})", change.what, change.id));
    }
}

/// Where an assessment stands.
pub fn text(view: &scope::Overview) -> Text {
    let mut text = Text::of(format_args!("{} · {}", view.vendor.name, view.assessment.title));
    text.line(figure(&view.total));
    text.gap();
    for step in &view.steps {
        let state = match step.state {
            StepState::NotStarted => "·",
            StepState::InProgress => "…",
            StepState::Done => "✓",
            StepState::NeedsAttention => "!",
        };
        text.line(format_args!("  {state} {:<16} {}", step.title, step.detail));
    }
    if !view.status.saved_at.is_empty() {
        text.gap();
        text.line(format_args!("Saved {}", view.status.saved_at));
    }
    text
}
