//! A case → where it stands at each gate and at each do and don't, every item with why and with the place to mend it.
//!
//! Nothing is ticked by hand: an item holds because the assessment says so.

use crate::applicability::asked;
use crate::assurance::has_expired;
use crate::case::Case;
use crate::decision::is_set_aside;
use crate::ids::*;
use crate::knockout::{KnockOutResult, KnockOutState};
use crate::methodology::{self, listed};
use crate::monitoring;
use crate::pack::{Fact, Item, Library};
use crate::record::{Assessment, Condition, Element};
use crate::score::Results;
use crate::stride::Threat;
use crate::words::*;
use chrono::NaiveDate;
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
    pub because: String,
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

/// What the items are read from, worked out once.
pub struct Picture<'a> {
    /// The case.
    pub case: &'a Case,
    /// What it was made with.
    pub library: &'a Library,
    /// Its threats.
    pub threats: &'a [Threat],
    /// Its knock-outs.
    pub knock_outs: &'a [KnockOutResult],
    /// Its scores.
    pub results: &'a Results,
    /// The day.
    pub today: NaiveDate,
    /// The number of the issue that is being made of this picture, if one is.
    pub issuing: Option<u32>,
}

/// Every gate, in order.
pub fn gates(picture: &Picture) -> Vec<GateResult> {
    picture
        .library
        .gates
        .gates
        .iter()
        .map(|gate| {
            let items: Vec<ItemResult> = gate.items.iter().map(|item| result(picture, item)).collect();
            let count = |state| items.iter().filter(|i| i.state == state).count() as u32;
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
pub fn dos(picture: &Picture) -> Vec<ItemResult> {
    picture.library.gates.dos.iter().map(|item| result(picture, item)).collect()
}

/// What must not be, as it stands; met means that it is kept.
pub fn donts(picture: &Picture) -> Vec<ItemResult> {
    picture.library.gates.donts.iter().map(|item| result(picture, item)).collect()
}

/// What came of reading a fact: what is missing, or what was seen when nothing is.
enum Reading {
    Holds(String),
    Lacks(Vec<String>, Option<Place>),
    Beside(String),
}

fn result(picture: &Picture, item: &Item) -> ItemResult {
    let beside = item.applies_when.iter().find(|fact| !picture.case.assessment.has(**fact));
    let reading = match beside {
        Some(fact) => Reading::Beside(format!("The scope has no “{}”.", fact.title())),
        None => read(picture, &item.fact),
    };
    let usual = place(&item.fact);
    let (state, because, place) = match reading {
        Reading::Holds(why) => (State::Met, why, usual),
        Reading::Lacks(missing, place) => (State::Open, few(&missing), place.unwrap_or(usual)),
        Reading::Beside(why) => (State::NotApplicable, why, usual),
    };
    ItemResult { id: item.id.clone(), text: item.text.clone(), who: item.who, state, because, place }
}

/// The first few sentences, and how many more there are.
fn few(sentences: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown = sentences.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(" ");
    match sentences.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} And {more} more."),
        _ => shown,
    }
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
        Fact::Issued => Place::Report,
        Fact::NextAssessment | Fact::Events => Place::Monitoring,
        Fact::Evidence => Place::Evidence,
    }
}

fn holds_unless(missing: Vec<String>, seen: impl FnOnce() -> String) -> Reading {
    if missing.is_empty() { Reading::Holds(seen()) } else { Reading::Lacks(missing, None) }
}

fn read(picture: &Picture, fact: &Fact) -> Reading {
    let case = picture.case;
    let a = &case.assessment;
    match fact {
        Fact::Questions { questions, at_least } => read_questions(picture, questions, *at_least),
        Fact::InherentRisk => {
            let proposal = crate::inherent::proposal(&picture.library.inherent, &a.inherent);
            if proposal.tier.is_some() || a.tier_override.is_some() {
                Reading::Holds(format!("Tier {}. {}", a.tier.get(), a.tier_reason).trim().to_owned())
            } else {
                let (answered, asked) = (proposal.answered, proposal.asked);
                Reading::Lacks(
                    vec![format!("{answered} of {asked} inherent-risk questions are answered.")],
                    None,
                )
            }
        }
        Fact::Scope => holds_unless(scope_gaps(a), || {
            format!("{} for “{}”; {} answers for the risk.", a.service, a.purpose, a.accountable.name)
        }),
        Fact::Frameworks { frameworks, coverage } => read_frameworks(picture, frameworks, *coverage),
        Fact::Components => {
            let all = methodology::ai_components(case);
            if all.is_empty() {
                return Reading::Lacks(vec!["No component has a part in the AI system yet.".into()], None);
            }
            let missing: Vec<String> = all.iter().filter_map(|e| methodology::component_gaps(e)).collect();
            holds_unless(missing, || format!("{} AI components are described.", all.len()))
        }
        Fact::Bom => match case.boms.len() {
            0 => Reading::Lacks(vec!["No bill of materials was read.".into()], None),
            _ => Reading::Holds(
                case.boms
                    .values()
                    .map(|bom| format!("{}: {} entries ({}).", bom.about, bom.total(), bom.format))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        },
        Fact::Threats => {
            let ids: Vec<&ThreatId> = methodology::all_threats(case, picture.threats);
            if ids.is_empty() {
                return Reading::Lacks(
                    vec!["The threat model has no element, so it yields no threat.".into()],
                    None,
                );
            }
            let open = ids.iter().filter(|id| !methodology::is_decided(case, id)).count();
            if open == 0 {
                Reading::Holds(format!("All {} threats are decided.", ids.len()))
            } else {
                Reading::Lacks(vec![format!("{open} of {} threats are not decided.", ids.len())], None)
            }
        }
        Fact::AdversarialThreats => read_adversarial(picture),
        Fact::Tests { kinds } => {
            let missing = kinds
                .iter()
                .filter(|kind| !methodology::is_tested(case, **kind))
                .map(|kind| {
                    let planned = case.tests.values().any(|t| t.kind == *kind && t.outcome.is_none());
                    let said = match case.tests.values().find(|t| t.kind == *kind && t.outcome.is_some()) {
                        Some(test) => format!(
                            "{} came out “{}”",
                            test.id,
                            test.outcome.map(Word::title).unwrap_or_default().to_lowercase()
                        ),
                        None if planned => "it is planned".into(),
                        None => "none is planned".into(),
                    };
                    format!("{} test: {said}.", kind.title())
                })
                .collect();
            holds_unless(missing, || {
                let ids: Vec<&str> = case
                    .tests
                    .values()
                    .filter(|t| kinds.contains(&t.kind) && t.outcome.is_some())
                    .map(|t| t.id.as_str())
                    .collect();
                format!("Done: {}.", ids.join(", "))
            })
        }
        Fact::Ratings => {
            let missing = methodology::unrated(picture);
            if case.risks.is_empty() && missing.is_empty() {
                return Reading::Lacks(vec!["The risk register is empty.".into()], None);
            }
            let missing = missing.iter().map(|title| format!("“{title}” is in no risk.")).collect();
            holds_unless(missing, || format!("{} risks are rated.", case.risks.len()))
        }
        Fact::Treatment => {
            let missing = case
                .risks
                .values()
                .filter(|risk| picture.is_high(risk.ratings.residual()))
                .filter_map(|risk| {
                    let mut lacks = Vec::new();
                    if risk.owner.trim().is_empty() {
                        lacks.push("an owner");
                    }
                    if risk.due.is_none() {
                        lacks.push("a day");
                    }
                    if risk.status == RiskStatus::Open && risk.treatment != Treatment::Accept {
                        lacks.push("a treatment under way");
                    }
                    (!lacks.is_empty()).then(|| format!("{} lacks {}.", risk.id, listed(&lacks)))
                })
                .collect();
            holds_unless(missing, || "No high residual risk is without owner, day and treatment.".into())
        }
        Fact::Layers => {
            let thin: Vec<String> = case
                .risks
                .values()
                .filter(|r| r.treatment == Treatment::Mitigate && picture.is_high(r.ratings.inherent()))
                .filter_map(|risk| {
                    let controls: BTreeSet<String> = risk
                        .controls
                        .iter()
                        .map(|c| c.trim().to_lowercase())
                        .filter(|c| !c.is_empty())
                        .collect();
                    (controls.len() < 2).then(|| {
                        format!(
                            "{} rests on {}.",
                            risk.id,
                            if controls.is_empty() { "no control" } else { "one control" }
                        )
                    })
                })
                .collect();
            let any = case.risks.values().any(|r| picture.is_high(r.ratings.inherent()));
            holds_unless(thin, || {
                if any {
                    "Every high risk rests on two controls or more.".into()
                } else {
                    "No risk is rated high.".into()
                }
            })
        }
        Fact::KnockOuts { ids } => {
            let missing = picture
                .knock_outs
                .iter()
                .filter(|k| ids.is_empty() || ids.contains(&k.id))
                .filter(|k| !is_set_aside(case, &k.id, picture.today))
                .filter_map(|k| {
                    let word = match k.state {
                        KnockOutState::Struck => "strikes",
                        KnockOutState::Suspected => "is suspected",
                        KnockOutState::NotAssessed => "is not assessed",
                        KnockOutState::Clear | KnockOutState::NotApplicable => return None,
                    };
                    Some(format!("{} {word}: {}.", k.id, k.title))
                })
                .collect();
            let relevant = |k: &&KnockOutResult| ids.is_empty() || ids.contains(&k.id);
            let mut about = picture.knock_outs.iter().filter(relevant);
            if about.all(|k| k.state == KnockOutState::NotApplicable) {
                return Reading::Beside("The knock-out does not apply to this scope.".into());
            }
            holds_unless(missing, || "Looked at, and nothing strikes.".into())
        }
        Fact::Approved => match &case.decision {
            None => Reading::Lacks(vec!["No decision is recorded.".into()], None),
            Some(d) if d.outcome <= Outcome::Conditions => {
                Reading::Holds(format!("{}, by {}.", d.outcome.title(), d.decided_by))
            }
            Some(d) => Reading::Lacks(vec![format!("The decision is “{}”.", d.outcome.title())], None),
        },
        Fact::Conditions { stage } => match &case.decision {
            None => Reading::Lacks(vec!["No decision is recorded.".into()], None),
            Some(decision) => {
                // What is due after going live is open only once its day has passed.
                let is_due = |c: &&Condition| {
                    *stage != ConditionStage::PostGoLive || c.due.is_none_or(|day| day < picture.today)
                };
                let of_stage = decision.conditions.iter().filter(|c| c.stage == *stage).filter(is_due);
                let missing = of_stage
                    .filter(|c| c.met.is_none())
                    .map(|c| format!("Not met: {}.", c.text.trim_end_matches('.')))
                    .collect();
                holds_unless(missing, || "No condition is open.".into())
            }
        },
        Fact::Issued => match (picture.issuing, case.issues.values().next_back()) {
            (Some(number), _) => Reading::Holds(format!("This report is issue {number}.")),
            (None, None) => Reading::Lacks(vec!["No signed report was issued.".into()], None),
            (None, Some(issue)) => Reading::Holds(format!(
                "Issue {} of {}, signed by {}.",
                issue.number,
                issue.issued.date_naive(),
                issue.signer
            )),
        },
        Fact::NextAssessment => {
            let due = monitoring::next_assessment(case);
            if due.day < picture.today {
                Reading::Lacks(vec![format!("It was due on {}. {}", due.day, due.because)], None)
            } else {
                Reading::Holds(format!("Due on {}. {}", due.day, due.because))
            }
        }
        Fact::Events => {
            let missing = monitoring::open_events(picture)
                .into_iter()
                .map(|event| format!("{} ({}): {}", event.trigger.title(), event.date, event.what))
                .collect();
            holds_unless(missing, || "Nothing that happened is open.".into())
        }
        Fact::Evidence => {
            let missing = case
                .evidence
                .values()
                .filter(|piece| has_expired(piece, picture.today))
                .map(|piece| {
                    let last = piece.valid_until.map(|d| d.to_string()).unwrap_or_default();
                    format!("“{}” counted until {last}.", piece.title)
                })
                .chain(
                    monitoring::lapsed(case, picture.library, picture.today)
                        .into_iter()
                        .map(|l| format!("{}: {}", l.on, l.meaning)),
                )
                .collect();
            holds_unless(missing, || "Everything relied on is in date.".into())
        }
    }
}

fn scope_gaps(a: &Assessment) -> Vec<String> {
    [
        (a.service.trim().is_empty(), "The service is not named."),
        (a.purpose.trim().is_empty(), "What it is bought for is not recorded."),
        (a.accountable.name.trim().is_empty(), "Nobody is named who answers for the residual risk."),
        (a.assessor.name.trim().is_empty(), "No assessor is named."),
    ]
    .into_iter()
    .filter(|(lacks, _)| *lacks)
    .map(|(_, said)| said.to_owned())
    .collect()
}

fn read_questions(picture: &Picture, questions: &[QuestionId], at_least: Conclusion) -> Reading {
    let case = picture.case;
    let asked: BTreeSet<&QuestionId> =
        asked(picture.library, &case.assessment).into_iter().map(|q| &q.id).collect();
    let mut missing = Vec::new();
    let mut first = None;
    let mut seen = Vec::new();
    for id in questions {
        let mut lacks = |said: String| {
            first.get_or_insert_with(|| Place::Question(id.clone()));
            missing.push(said);
        };
        if !asked.contains(id) {
            // Left out by the tier or by a fact of the scope it is beside the point; left out because nobody chose a
            // framework that asks it, it is not.
            let wanted = picture.library.bank.questions.get(id).filter(|q| {
                case.assessment.tier.get() <= q.tier && q.applies_when.iter().all(|f| case.assessment.has(*f))
            });
            if wanted.is_some() {
                lacks(format!("{id} is not asked: none of its frameworks is in scope."));
            }
            continue;
        }
        let response = case.responses.get(id);
        if response.is_some_and(crate::record::Response::is_not_applicable) {
            continue;
        }
        match response.and_then(|r| r.conclusion).filter(|c| *c != Conclusion::NotAssessed) {
            None => lacks(format!("{id} is not concluded.")),
            Some(conclusion) if conclusion <= at_least => {
                seen.push(format!("{id} {}", conclusion.title().to_lowercase()));
            }
            Some(conclusion) => {
                lacks(format!("{id} is concluded “{}”.", conclusion.title().to_lowercase()));
            }
        }
    }
    match (missing.is_empty(), seen.is_empty()) {
        (false, _) => Reading::Lacks(missing, first),
        (true, true) => Reading::Beside("None of its questions is asked in this assessment.".into()),
        (true, false) => Reading::Holds(format!("{}.", seen.join(", "))),
    }
}

fn read_frameworks(picture: &Picture, frameworks: &[FrameworkId], coverage: u8) -> Reading {
    let mut missing = Vec::new();
    let mut seen = Vec::new();
    for id in frameworks {
        let title = picture.library.frameworks.get(id).map_or(id.as_str(), |f| f.title.as_str());
        match picture.results.frameworks.iter().find(|f| f.framework == *id) {
            None => missing.push(format!("{title} is not in scope.")),
            Some(result) => match result.total.concluded.coverage() {
                Some(reached) if reached >= f64::from(coverage) => {
                    seen.push(format!("{title} {reached:.0} %"));
                }
                Some(reached) => missing.push(format!(
                    "{title}: {reached:.0} % of what applies is concluded; {coverage} % are needed."
                )),
                None => {}
            },
        }
    }
    match (missing.is_empty(), seen.is_empty()) {
        (false, _) => Reading::Lacks(missing, None),
        (true, true) => Reading::Beside("Nothing of it applies.".into()),
        (true, false) => Reading::Holds(format!("Concluded: {}.", seen.join(", "))),
    }
}

fn read_adversarial(picture: &Picture) -> Reading {
    let case = picture.case;
    let components = methodology::ai_components(case);
    if components.is_empty() {
        return Reading::Lacks(
            vec!["No component has a part in the AI system yet.".into()],
            Some(Place::Components),
        );
    }
    let of_adversaries: BTreeSet<&RuleId> = picture
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
    let mut all = 0_u32;
    let missing = components
        .iter()
        .filter_map(|element: &&Element| {
            let on = |t: &&Threat| t.target.id() == element.id.as_str() && of_adversaries.contains(&t.rule);
            let threats: Vec<&Threat> = picture.threats.iter().filter(on).collect();
            all += threats.len() as u32;
            let open = threats.iter().filter(|t| !methodology::is_decided(case, &t.id)).count();
            (open > 0).then(|| format!("{}: {open} not decided.", element.name))
        })
        .collect();
    holds_unless(missing, || format!("All {all} of them are decided."))
}

impl Picture<'_> {
    /// Whether a rating lies in one of the two worst bands of the matrix.
    pub fn is_high(&self, rating: crate::risk::Rating) -> bool {
        let band = self.library.matrix.band(rating);
        self.library.matrix.bands.iter().rev().take(2).any(|b| b.id == band.id)
    }
}
