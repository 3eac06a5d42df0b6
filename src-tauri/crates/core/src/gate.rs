//! An evaluation → where it stands at each gate and at each do and don't, every item with why and with the place to mend it.
//!
//! Nothing is ticked by hand: an item holds because the assessment says so.

use crate::applicability::NotAsked;
use crate::assurance;
use crate::decision::{DecisionState, is_set_aside};
use crate::evaluation::{Evaluation, TestProgress, ai_components, component_gaps, lacking, those};
use crate::ids::{FrameworkId, KnockOutId, QuestionId, RuleId};
use crate::monitoring::LapsedUse;
use crate::pack::{Fact, Item};
use crate::record::{Assessment, Condition, Element, Risk};
use crate::score::RequirementState;
use crate::standing::Standing;
use crate::stride::Threat;
use crate::words::{
    Conclusion, ConditionStage, KnockOutState, Outcome, Party, RiskCategory, RiskStatus, TestKind,
    ThreatDecision, Treatment,
};
use assay_message::{Message, Part, message};
use serde::Serialize;
use std::collections::BTreeSet;

/// Whether an item holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "GateState"))]
pub enum State {
    /// It holds.
    Met,
    /// It does not hold, or not yet.
    Open,
    /// It is about something that is not in scope.
    NotApplicable,
}

/// Where an item is mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "at", content = "id", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "GatePlace"))]
pub enum Place {
    /// The inherent-risk questions.
    InherentRisk,
    /// The scope.
    Scope,
    /// A question.
    Question(QuestionId),
    /// The components.
    Components,
    /// The threats.
    Threats,
    /// The tests.
    Tests,
    /// The risks.
    Risks,
    /// The decision with its knock-outs and conditions.
    Decision,
    /// The report.
    Report,
    /// The evidence.
    Evidence,
    /// What happened since.
    Monitoring,
}

/// An item as it stands in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ItemResult {
    /// Which.
    pub id: String,
    /// What must hold.
    pub text: String,
    /// Who must act when it does not.
    pub who: Party,
    /// Whether it holds.
    pub state: State,
    /// Why, in sentences.
    pub because: Message,
    /// Where to mend it.
    pub place: Place,
}

/// A gate as it stands in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GateResult {
    /// Which.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What passing it means.
    pub meaning: String,
    /// Whether everything that applies holds.
    pub passed: bool,
    /// Items that hold.
    pub met: u32,
    /// Items that apply.
    pub of: u32,
    /// Its items.
    pub items: Vec<ItemResult>,
}

/// Every gate, in order.
pub fn gates(evaluation: &Evaluation) -> Vec<GateResult> {
    evaluation
        .library
        .gates
        .gates
        .iter()
        .map(|gate| {
            let items: Vec<ItemResult> = gate.items.iter().map(|item| result(evaluation, item)).collect();
            let count =
                |state| u32::try_from(items.iter().filter(|i| i.state == state).count()).unwrap_or(u32::MAX);
            let (met, open) = (count(State::Met), count(State::Open));
            GateResult {
                id: gate.id.clone(),
                title: gate.title.clone(),
                meaning: gate.meaning.clone(),
                passed: open == 0 && met > 0,
                met,
                of: met + open,
                items,
            }
        })
        .collect()
}

/// What must be done, as it stands.
pub fn dos(evaluation: &Evaluation) -> Vec<ItemResult> {
    evaluation.library.gates.dos.iter().map(|item| result(evaluation, item)).collect()
}

/// What must not be, as it stands; met means that it is kept.
pub fn donts(evaluation: &Evaluation) -> Vec<ItemResult> {
    evaluation.library.gates.donts.iter().map(|item| result(evaluation, item)).collect()
}

/// What came of reading a fact: what is missing, or what was seen when nothing is.
enum Reading {
    Holds(Message),
    Lacks(Vec<Message>, Option<Place>),
    Beside(Message),
}

fn result(evaluation: &Evaluation, item: &Item) -> ItemResult {
    let beside = item.applies_when.iter().find(|fact| !evaluation.case.assessment.has(**fact));
    let reading = match beside {
        Some(fact) => Reading::Beside(message!("The scope has no “{fact}”.")),
        None => read(evaluation, &item.fact),
    };
    let usual = place(&item.fact);
    let (state, because, place) = match reading {
        Reading::Holds(why) => (State::Met, why, usual),
        Reading::Lacks(missing, place) => (State::Open, few(missing), place.unwrap_or(usual)),
        Reading::Beside(why) => (State::NotApplicable, why, usual),
    };
    ItemResult { id: item.id.clone(), text: item.text.clone(), who: item.who, state, because, place }
}

/// The first few sentences, and how many more there are.
fn few(sentences: Vec<Message>) -> Message {
    const SHOWN: usize = 4;
    let more = sentences.len().saturating_sub(SHOWN);
    let rest = (more > 0).then(|| message!("And {more} more."));
    Message::sentences(sentences.into_iter().take(SHOWN).chain(rest))
}

fn place(fact: &Fact) -> Place {
    match fact {
        Fact::Questions { questions, .. } => {
            questions.first().map_or(Place::Scope, |question| Place::Question(question.clone()))
        }
        Fact::InherentRisk => Place::InherentRisk,
        Fact::Scope | Fact::Frameworks { .. } => Place::Scope,
        Fact::Components | Fact::Bom => Place::Components,
        Fact::Threats | Fact::AdversarialThreats => Place::Threats,
        Fact::Tests { .. } => Place::Tests,
        Fact::Ratings | Fact::Treatment | Fact::Layers => Place::Risks,
        Fact::KnockOuts { .. } | Fact::Approved | Fact::Conditions { .. } => Place::Decision,
        Fact::Issued | Fact::Assessed => Place::Report,
        Fact::NextAssessment | Fact::Events => Place::Monitoring,
        Fact::Evidence => Place::Evidence,
    }
}

fn holds_unless(missing: Vec<Message>, seen: impl FnOnce() -> Message) -> Reading {
    if missing.is_empty() { Reading::Holds(seen()) } else { Reading::Lacks(missing, None) }
}

fn read(evaluation: &Evaluation, fact: &Fact) -> Reading {
    match fact {
        Fact::Questions { questions, at_least } => read_questions(evaluation, questions, *at_least),
        Fact::InherentRisk => read_inherent_risk(evaluation),
        Fact::Scope => read_scope(&evaluation.case.assessment),
        Fact::Frameworks { frameworks, coverage } => read_frameworks(evaluation, frameworks, *coverage),
        Fact::Components => read_components(evaluation),
        Fact::Bom => read_bom(evaluation),
        Fact::Threats => read_threats(evaluation),
        Fact::AdversarialThreats => read_adversarial(evaluation),
        Fact::Tests { kinds } => read_tests(evaluation, kinds),
        Fact::Ratings => read_ratings(evaluation),
        Fact::Treatment => read_treatment(evaluation),
        Fact::Layers => read_layers(evaluation),
        Fact::KnockOuts { ids } => read_knock_outs(evaluation, ids),
        Fact::Approved => read_approved(evaluation),
        Fact::Conditions { stage } => read_conditions(evaluation, *stage),
        Fact::Issued => match read_approved(evaluation) {
            Reading::Holds(approved) => match read_assessed(evaluation) {
                Reading::Holds(issued) => Reading::Holds(Message::sentences([approved, issued])),
                lacks @ (Reading::Lacks(..) | Reading::Beside(_)) => lacks,
            },
            lacks @ (Reading::Lacks(..) | Reading::Beside(_)) => lacks,
        },
        Fact::Assessed => read_assessed(evaluation),
        Fact::NextAssessment => read_next(evaluation),
        Fact::Events => {
            let missing = evaluation
                .events
                .iter()
                .map(|event| {
                    message!(
                        "{trigger} ({day}): {what}",
                        trigger = event.trigger,
                        day = event.date,
                        what = event.what
                    )
                })
                .collect();
            holds_unless(missing, || message!("Nothing that happened since is open."))
        }
        Fact::Evidence => read_evidence(evaluation),
    }
}

fn read_inherent_risk(evaluation: &Evaluation) -> Reading {
    let a = &evaluation.case.assessment;
    let proposal = crate::inherent::proposal(&evaluation.library.inherent, &a.inherent);
    if proposal.tier.is_some() || a.tier_override.is_some() {
        let tier = message!("Tier {tier}.", tier = a.tier.get());
        return Reading::Holds(match a.tier_reason.trim() {
            "" => tier,
            reason => Message::sentences([tier, Message::verbatim(reason)]),
        });
    }
    let (answered, asked) = (proposal.answered, proposal.asked);
    Reading::Lacks(vec![message!("{answered} of {asked} inherent-risk questions are answered.")], None)
}

fn read_scope(a: &Assessment) -> Reading {
    holds_unless(scope_gaps(a), || {
        message!(
            "{service} for “{purpose}”; {name} answers for the risk.",
            service = a.service,
            purpose = a.purpose,
            name = a.accountable.name
        )
    })
}

fn read_components(evaluation: &Evaluation) -> Reading {
    let all = ai_components(evaluation.case);
    if all.is_empty() {
        return Reading::Lacks(vec![message!("No component has a part in the AI system yet.")], None);
    }
    let missing: Vec<Message> = all.iter().filter_map(|e| component_gaps(e)).collect();
    holds_unless(missing, || message!("{all} AI components are described.", all = all.len()))
}

fn read_bom(evaluation: &Evaluation) -> Reading {
    let boms = &evaluation.case.boms;
    if boms.is_empty() {
        return Reading::Lacks(vec![message!("No bill of materials was read.")], None);
    }
    Reading::Holds(Message::sentences(boms.values().map(|bom| {
        message!(
            "{about}: {all} entries ({format}).",
            about = bom.about,
            all = bom.total(),
            format = bom.format
        )
    })))
}

fn read_threats(evaluation: &Evaluation) -> Reading {
    match (evaluation.all_threats().count(), evaluation.undecided()) {
        (0, _) => {
            Reading::Lacks(vec![message!("The threat model has no element, so it yields no threat.")], None)
        }
        (all, 0) => Reading::Holds(message!("All {all} threats are decided.")),
        (all, open) => Reading::Lacks(vec![message!("{open} of {all} threats are not decided.")], None),
    }
}

/// A kind that this system does not need is beside the point, unless it was done: then it tells.
fn read_tests(evaluation: &Evaluation, kinds: &BTreeSet<TestKind>) -> Reading {
    let tests: Vec<_> = kinds
        .iter()
        .filter_map(|kind| evaluation.test(*kind))
        .filter(|test| test.needed || !test.tests.is_empty())
        .collect();
    if tests.is_empty() {
        return Reading::Beside(message!("There is no AI to test here."));
    }
    let mut seen = Vec::new();
    let mut missing = Vec::new();
    for test in tests {
        let kind = test.kind;
        let sentence = match &test.progress {
            TestProgress::None => message!("{kind} test: none is planned."),
            TestProgress::Planned => message!("{kind} test: it is planned."),
            TestProgress::Done { test, outcome } => message!("{kind} test: {test} came out “{outcome}”."),
        };
        if test.is_withstood() { seen.push(sentence) } else { missing.push(sentence) }
    }
    holds_unless(missing, || Message::sentences(seen))
}

fn read_ratings(evaluation: &Evaluation) -> Reading {
    let missing = evaluation.in_no_risk();
    let risks = evaluation.case.risks.len();
    if risks == 0 && missing.is_empty() {
        return Reading::Lacks(vec![message!("The risk register is empty.")], None);
    }
    holds_unless(missing, || message!("{risks} risks are rated."))
}

fn read_treatment(evaluation: &Evaluation) -> Reading {
    let lacks = |risk: &Risk| {
        let waits = risk.status == RiskStatus::Open && risk.treatment != Treatment::Accept;
        lacking(
            risk.id.as_str(),
            &those([
                (risk.owner.trim().is_empty(), message!("an owner")),
                (risk.due.is_none(), message!("a day")),
                (waits, message!("a treatment under way")),
            ]),
        )
    };
    let risks = evaluation.case.risks.values();
    let missing = risks.filter(|r| evaluation.is_high(r.ratings.residual())).filter_map(lacks).collect();
    holds_unless(missing, || message!("No high residual risk is without owner, day and treatment."))
}

fn read_layers(evaluation: &Evaluation) -> Reading {
    let high: Vec<&Risk> =
        evaluation.case.risks.values().filter(|r| evaluation.is_high(r.ratings.inherent())).collect();
    let thin = |risk: &&&Risk| {
        let controls = risk.controls.iter().map(|c| c.trim().to_lowercase());
        let controls: BTreeSet<String> = controls.filter(|c| !c.is_empty()).collect();
        let id = &risk.id;
        match controls.len() {
            0 => Some(message!("{id} rests on no control.")),
            1 => Some(message!("{id} rests on one control.")),
            _ => None,
        }
    };
    let missing =
        high.iter().filter(|r| r.treatment == Treatment::Mitigate).filter_map(|r| thin(&r)).collect();
    holds_unless(missing, || {
        if high.is_empty() {
            message!("No risk is rated high.")
        } else {
            message!("Every high risk rests on two controls or more.")
        }
    })
}

fn read_knock_outs(evaluation: &Evaluation, ids: &[KnockOutId]) -> Reading {
    let about: Vec<_> =
        evaluation.knock_outs.iter().filter(|k| ids.is_empty() || ids.contains(&k.id)).collect();
    if about.iter().all(|k| k.state == KnockOutState::NotApplicable) {
        return Reading::Beside(message!("The knock-out does not apply to this scope."));
    }
    let missing = about
        .iter()
        .filter_map(|k| {
            let (id, title) = (&k.id, &k.title);
            match k.state {
                KnockOutState::Struck if is_set_aside(evaluation.case, id, evaluation.day) => None,
                KnockOutState::Struck => Some(message!("{id} strikes: {title}.")),
                KnockOutState::Suspected => Some(message!("{id} is suspected: {title}.")),
                KnockOutState::NotAssessed => Some(message!("{id} is not assessed: {title}.")),
                KnockOutState::Clear | KnockOutState::NotApplicable => None,
            }
        })
        .collect();
    holds_unless(missing, || message!("Looked at, and nothing strikes."))
}

fn no_decision() -> Reading {
    Reading::Lacks(vec![message!("No decision is recorded.")], None)
}

fn read_approved(evaluation: &Evaluation) -> Reading {
    let Some(decision) = &evaluation.case.decision else { return no_decision() };
    let outcome = decision.outcome;
    let said = |first: Message| {
        Reading::Lacks([first].into_iter().chain(evaluation.decision.because.clone()).collect(), None)
    };
    match (evaluation.decision.state, outcome) {
        (DecisionState::Missing, _) => no_decision(),
        (DecisionState::ToConfirm, _) => said(message!("The decision “{outcome}” is to be confirmed.")),
        (DecisionState::NotAllowed, _) => said(message!("The decision “{outcome}” does not stand.")),
        (DecisionState::Stands, Outcome::Approve | Outcome::Conditions) => {
            let by = &decision.decided_by;
            Reading::Holds(match decision.decided_on {
                Some(day) => message!("{outcome}, by {by} on {day}."),
                None => message!("{outcome}, by {by}."),
            })
        }
        (DecisionState::Stands, Outcome::Defer | Outcome::Reject) => {
            Reading::Lacks(vec![message!("The decision is “{outcome}”.")], None)
        }
    }
}

fn read_conditions(evaluation: &Evaluation, stage: ConditionStage) -> Reading {
    let Some(decision) = &evaluation.case.decision else { return no_decision() };
    // What is due after going live is open only once its day has passed.
    let is_due = |c: &&Condition| match stage {
        ConditionStage::PreContract | ConditionStage::PreGoLive => true,
        ConditionStage::PostGoLive => c.due.is_none_or(|day| day < evaluation.day),
    };
    let of_stage = decision.conditions.iter().filter(|c| c.stage == stage).filter(is_due);
    let missing = of_stage
        .filter(|c| c.met.is_none())
        .map(|c| message!("Not met: {condition}.", condition = c.text.trim_end_matches('.')))
        .collect();
    holds_unless(missing, || message!("No condition is open."))
}

fn read_assessed(evaluation: &Evaluation) -> Reading {
    match (evaluation.issuing, evaluation.case.issues.values().next_back()) {
        (Some(number), _) => Reading::Holds(message!("This report is issue {number}.")),
        (None, None) => Reading::Lacks(vec![message!("No signed report was issued.")], Some(Place::Report)),
        (None, Some(issue)) => {
            let said = message!(
                "Issue {number} of {day}, signed by {signer}.",
                number = issue.number,
                day = issue.issued.date_naive(),
                signer = issue.signer
            );
            Reading::Holds(Message::sentences([said].into_iter().chain(further_signatures(evaluation))))
        }
    }
}

/// Who else is to sign. They sign copies of the file, of which the vault knows nothing.
fn further_signatures(evaluation: &Evaluation) -> Option<Message> {
    let Assessment { reviewer, accountable, .. } = &evaluation.case.assessment;
    let named: Vec<&str> =
        [reviewer, accountable].into_iter().map(|p| p.name.trim()).filter(|n| !n.is_empty()).collect();
    (!named.is_empty())
        .then(|| message!("Whether {named} signed too is seen in the file.", named = Part::all_of(&named)))
}

fn read_next(evaluation: &Evaluation) -> Reading {
    let next = &evaluation.next;
    match next.day {
        None => Reading::Beside(next.because.clone()),
        Some(day) if day < evaluation.day => {
            let due = message!("It was due on {day}.");
            Reading::Lacks(vec![Message::sentences([due, next.because.clone()])], None)
        }
        Some(day) => Reading::Holds(Message::sentences([message!("Due on {day}."), next.because.clone()])),
    }
}

fn read_evidence(evaluation: &Evaluation) -> Reading {
    let pieces = evaluation.case.evidence.values();
    let mut missing: Vec<Message> =
        pieces.filter_map(|piece| assurance::expired(piece, evaluation.day)).collect();
    missing.extend(evaluation.lapsed.iter().map(LapsedUse::in_words));
    for (question, standing) in evaluation.standings.of_asked() {
        let Some(earned) = standing.earned() else { continue };
        for piece in &earned.out_of_date {
            if !missing.contains(piece) {
                missing.push(message!("{id}: {piece}", id = question.id));
            }
        }
    }
    holds_unless(missing, || message!("Everything relied on is in date."))
}

fn scope_gaps(a: &Assessment) -> Vec<Message> {
    those([
        (a.service.trim().is_empty(), message!("The service is not named.")),
        (a.purpose.trim().is_empty(), message!("What it is bought for is not recorded.")),
        (
            a.accountable.name.trim().is_empty(),
            message!("Nobody is named who answers for the residual risk."),
        ),
        (a.assessor.name.trim().is_empty(), message!("No assessor is named.")),
    ])
}

fn read_questions(evaluation: &Evaluation, questions: &[QuestionId], at_least: Conclusion) -> Reading {
    let standings = &evaluation.standings;
    let mut missing = Vec::new();
    let mut first = None;
    let mut seen = Vec::new();
    for id in questions {
        let mut lacks = |said: Message| {
            first.get_or_insert_with(|| Place::Question(id.clone()));
            missing.push(said);
        };
        let Some(standing) = standings.of(id) else { continue };
        match standing {
            Standing::NotAsked { .. } => match standings.why_not_asked(id) {
                // Left out by the tier or by the scope it is beside the point; left out because nobody chose a framework
                // that asks it, it is not.
                Some(NotAsked::NoFramework) => {
                    lacks(message!("{id} is not asked: none of its frameworks is in scope."));
                }
                Some(NotAsked::Tier { .. } | NotAsked::Fact { .. } | NotAsked::NothingApplies { .. })
                | None => {}
            },
            Standing::NotApplicable { .. } => {}
            Standing::Unanswered
            | Standing::Claimed { .. }
            | Standing::WithoutReason
            | Standing::NotAssessed => lacks(message!("{id} is not concluded.")),
            Standing::Concluded { conclusion, .. } => {
                if *conclusion <= at_least {
                    seen.push(message!("{id}: {conclusion}"));
                } else {
                    lacks(message!("{id} is concluded “{conclusion}”."));
                }
            }
        }
    }
    match (missing.is_empty(), seen.is_empty()) {
        (false, _) => Reading::Lacks(missing, first),
        (true, true) => {
            Reading::Beside(message!("Each of its questions is not asked here or concluded not applicable."))
        }
        (true, false) => Reading::Holds(message!("{seen}.", seen = Part::list(seen))),
    }
}

/// Coverage is taken over what a question asked here examines, so that a tier that asks less can pass by answering what it
/// is asked; what it does not ask is said beside.
fn read_frameworks(evaluation: &Evaluation, frameworks: &[FrameworkId], coverage: u8) -> Reading {
    let mut missing = Vec::new();
    let mut seen = Vec::new();
    for id in frameworks {
        let title = evaluation.library.frameworks.get(id).map_or(id.as_str(), |f| f.title.as_str());
        let Some(result) = evaluation.results.frameworks.iter().find(|f| f.framework == *id) else {
            missing.push(message!("{title} is not in scope."));
            continue;
        };
        let count =
            |wanted: RequirementState| result.requirements.iter().filter(|r| r.state == wanted).count();
        let concluded = count(RequirementState::Concluded);
        let asked = concluded + count(RequirementState::NotAssessed);
        if asked == 0 {
            continue;
        }
        let reached = concluded * 100 / asked;
        let more = match count(RequirementState::NotAsked) {
            0 => None,
            more => Some(message!("{more} more are not asked in this tier and scope")),
        };
        if reached >= usize::from(coverage) {
            seen.push(match more {
                None => message!("{title} {reached} % of what is asked"),
                Some(more) => message!("{title} {reached} % of what is asked ({more})"),
            });
        } else {
            missing.push(match more {
                None => {
                    message!("{title}: {reached} % of what is asked is concluded; {coverage} % are needed.")
                }
                Some(more) => message!(
                    "{title}: {reached} % of what is asked is concluded; {coverage} % are needed ({more})."
                ),
            });
        }
    }
    match (missing.is_empty(), seen.is_empty()) {
        (false, _) => Reading::Lacks(missing, None),
        (true, true) => Reading::Beside(message!("Nothing of it applies and is asked here.")),
        (true, false) => Reading::Holds(message!("Concluded: {seen}.", seen = Part::list(seen))),
    }
}

fn read_adversarial(evaluation: &Evaluation) -> Reading {
    let components = ai_components(evaluation.case);
    if components.is_empty() {
        return Reading::Lacks(
            vec![message!("No component has a part in the AI system yet.")],
            Some(Place::Components),
        );
    }
    let of_adversaries: BTreeSet<&RuleId> = evaluation
        .library
        .threats
        .rules
        .iter()
        .filter(|rule| {
            rule.risk_categories.contains(&RiskCategory::AdversarialAttacks)
                || rule.risk_categories.contains(&RiskCategory::ModelPoisoning)
        })
        .map(|rule| &rule.id)
        .collect();
    let mut all = 0;
    let missing = components
        .iter()
        .filter_map(|element: &&Element| {
            let on = |t: &&Threat| t.target.id() == element.id.as_str() && of_adversaries.contains(&t.rule);
            let threats: Vec<&Threat> = evaluation.threats.iter().filter(on).collect();
            all += threats.len();
            let open = threats.iter().filter(|t| evaluation.decided(&t.id) == ThreatDecision::Open).count();
            (open > 0).then(|| message!("{name}: {open} not decided.", name = element.name))
        })
        .collect();
    holds_unless(missing, || message!("All {all} of them are decided."))
}
