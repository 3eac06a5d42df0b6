//! Threat model, rules and standings → threats, each with the reason why it fired.
//!
//! A rule fires on an element or flow when all facts of `when` are yes and no fact of `unless` is yes. An unknown
//! `unless` fact does not silence a rule: the threat says that the fact is not known. A threat's identity is
//! `rule@element`, so a decision survives renaming, moving and re-running.

use crate::applicability::NotAsked;
use crate::case::Case;
use crate::ids::{BoundaryId, ElementId, FlowId, QuestionId, RuleId, TestId, ThreatId};
use crate::pack::{Library, On, Rule};
use crate::record::{Boundary, Element, Flow, SecurityTest, ThreatNote};
use crate::standing::{Standing, Standings};
use crate::words::{AiRole, Conclusion, ElementFact, Known, Letter, TestOutcome};
use assay_message::{Message, Part, message};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a threat is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Target {
    /// An element.
    Element(ElementId),
    /// A flow.
    Flow(FlowId),
}

impl Target {
    /// The id, whichever kind.
    pub fn id(&self) -> &str {
        match self {
            Self::Element(id) => id.as_str(),
            Self::Flow(id) => id.as_str(),
        }
    }
}

/// A question that bears on a threat, and how it was judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bearing {
    /// The question.
    pub question: QuestionId,
    /// How it was judged; `None` is not assessed.
    pub conclusion: Option<Conclusion>,
}

/// A threat a rule yields.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Threat {
    /// `rule@element`.
    pub id: ThreatId,
    /// The rule.
    pub rule: RuleId,
    /// What it is on.
    pub target: Target,
    /// Name of what it is on.
    pub target_name: String,
    /// Letter.
    pub letter: Letter,
    /// What can happen, with names filled in.
    pub title: String,
    /// Why it fired.
    pub reason: Message,
    /// Facts that would silence it and that nobody knows.
    pub unknown: Vec<ElementFact>,
    /// Suggested likelihood, 1 to 5, after the answers that bear on it.
    pub likelihood: u8,
    /// Suggested impact, 1 to 5.
    pub impact: u8,
    /// How the suggestion came about.
    pub suggestion: Message,
    /// Answers that bear on it.
    pub bearing: Vec<Bearing>,
    /// Tests that tried it.
    pub tests: Vec<TestId>,
}

/// The ancestors of every boundary, itself included. A cycle in hostile data ends where it began.
fn lineages(boundaries: &BTreeMap<BoundaryId, Boundary>) -> BTreeMap<&BoundaryId, BTreeSet<&BoundaryId>> {
    boundaries
        .keys()
        .map(|id| {
            let mut line = BTreeSet::new();
            let mut here = Some(id);
            while let Some(id) = here.filter(|id| line.insert(*id)) {
                here = boundaries.get(id).and_then(|b| b.parent.as_ref());
            }
            (id, line)
        })
        .collect()
}

/// The boundaries each flow crosses: those around exactly one of its ends, nested ones all, and those drawn across it.
pub fn crossings(case: &Case) -> BTreeMap<FlowId, BTreeSet<BoundaryId>> {
    let lines = lineages(&case.boundaries);
    let none = BTreeSet::new();
    let around = |element: &ElementId| {
        case.elements
            .get(element)
            .and_then(|e| e.boundary.as_ref())
            .and_then(|b| lines.get(b))
            .unwrap_or(&none)
    };
    case.flows
        .values()
        .map(|flow| {
            let (source, target) = (around(&flow.source), around(&flow.target));
            let mut crossed: BTreeSet<BoundaryId> =
                source.symmetric_difference(target).map(|id| (*id).clone()).collect();
            crossed.extend(flow.crosses.iter().filter(|b| case.boundaries.contains_key(b)).cloned());
            (flow.id.clone(), crossed)
        })
        .collect()
}

/// What a rule is held against: kind, role and facts of one element or flow.
struct Subject<'a> {
    target: Target,
    name: &'a str,
    on: On,
    role: Option<AiRole>,
    facts: &'a BTreeMap<ElementFact, Known>,
    crossed: Option<&'a BTreeSet<BoundaryId>>,
    ends: Option<(&'a str, &'a str)>,
}

impl Subject<'_> {
    fn fact(&self, fact: ElementFact) -> Known {
        if fact == ElementFact::CrossesBoundary {
            return if self.crossed.is_some_and(|c| !c.is_empty()) { Known::Yes } else { Known::No };
        }
        self.facts.get(&fact).copied().unwrap_or(Known::Unknown)
    }

    /// Why a rule is silent here; `Ok` holds the `unless` facts nobody knows.
    fn hold(&self, rule: &Rule) -> Result<Vec<ElementFact>, Message> {
        if !rule.on.contains(&self.on) {
            return Err(message!("It is about another kind of element."));
        }
        if !rule.roles.is_empty() && !self.role.is_some_and(|role| rule.roles.contains(&role)) {
            let roles = Part::list(&rule.roles);
            return Err(message!("It is about elements in one of these roles: {roles}."));
        }
        for fact in &rule.when {
            match self.fact(*fact) {
                Known::Yes => {}
                Known::No => return Err(message!("It needs “{fact}”, which does not hold.")),
                Known::Unknown => return Err(message!("It needs “{fact}”, which is not known.")),
            }
        }
        if let Some(fact) = rule.unless.iter().find(|fact| self.fact(**fact) == Known::Yes) {
            return Err(message!("“{fact}” holds and answers it."));
        }
        Ok(rule.unless.iter().copied().filter(|fact| self.fact(*fact) == Known::Unknown).collect())
    }
}

fn subjects<'a>(case: &'a Case, crossed: &'a BTreeMap<FlowId, BTreeSet<BoundaryId>>) -> Vec<Subject<'a>> {
    let name = |id: &ElementId| case.elements.get(id).map_or("?", |e| e.name.as_str());
    let element = |e: &'a Element| Subject {
        target: Target::Element(e.id.clone()),
        name: &e.name,
        on: On::from(e.kind),
        role: e.role,
        facts: &e.facts,
        crossed: None,
        ends: None,
    };
    let flow = |f: &'a Flow| Subject {
        target: Target::Flow(f.id.clone()),
        name: &f.name,
        on: On::Flow,
        role: None,
        facts: &f.facts,
        crossed: crossed.get(&f.id),
        ends: Some((name(&f.source), name(&f.target))),
    };
    let mut all: Vec<Subject> =
        case.elements.values().filter(|e| e.out_of_scope.is_none()).map(element).collect();
    all.extend(case.flows.values().filter(|f| f.out_of_scope.is_none()).map(flow));
    all
}

fn boundary_names(subject: &Subject, case: &Case) -> String {
    let Some(crossed) = subject.crossed else { return String::new() };
    let names: Vec<&str> =
        crossed.iter().filter_map(|b| case.boundaries.get(b)).map(|b| b.name.as_str()).collect();
    names.join(", ")
}

/// Fills `{element}` and its like in one pass, so that a name that looks like a placeholder stays a name.
fn fill(template: &str, subject: &Subject, boundary: &str) -> String {
    let mut text = String::with_capacity(template.len() + subject.name.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        text.push_str(before);
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        match (&from[1..end], subject.ends) {
            ("element", _) => text.push_str(subject.name),
            ("source", Some((source, _))) => text.push_str(source),
            ("target", Some((_, target))) => text.push_str(target),
            ("boundary", _) => text.push_str(if boundary.is_empty() { "a trust boundary" } else { boundary }),
            _ => text.push_str(&from[..=end]),
        }
        rest = &from[end + 1..];
    }
    text.push_str(rest);
    text
}

/// How likely a rule thinks it, after the answers that bear on it.
struct Suggested {
    likelihood: u8,
    why: Message,
    bearing: Vec<Bearing>,
}

/// Rule likelihood, raised by one when an answer that bears on it failed, lowered by one when all hold.
fn suggest(rule: &Rule, standings: &Standings) -> Suggested {
    let bearing: Vec<Bearing> = rule
        .questions
        .iter()
        .map(|question| Bearing { question: question.clone(), conclusion: standings.conclusion(question) })
        .collect();
    let base = rule.likelihood;
    let list = |wanted: &dyn Fn(Conclusion) -> bool| {
        let fitting = bearing.iter().filter(|b| b.conclusion.is_some_and(wanted));
        fitting.map(|b| b.question.as_str()).collect::<Vec<_>>()
    };
    let failed = list(&|c| c == Conclusion::Ineffective);
    // What is beside the point in this scope does not keep the others from lowering; what the tier leaves out does, for
    // nobody looked at it.
    let mut due = bearing.iter().filter(|b| is_due(standings, &b.question)).peekable();
    let all_hold =
        due.peek().is_some() && due.all(|b| b.conclusion.is_some_and(|c| c <= Conclusion::Largely));
    let (likelihood, why) = if !failed.is_empty() {
        let said = message!(
            "Likelihood {base} from the rule, raised by 1 because of what is concluded ineffective: {failed}.",
            failed = Part::list(failed)
        );
        ((base + 1).min(5), said)
    } else if all_hold {
        let held = list(&|c| c <= Conclusion::Largely);
        let said = message!(
            "Likelihood {base} from the rule, lowered by 1 because of what holds: {held}.",
            held = Part::list(held)
        );
        ((base - 1).max(1), said)
    } else {
        (base, message!("Likelihood {base} from the rule; no answer moves it."))
    };
    Suggested { likelihood, why, bearing }
}

/// Whether an answer to a question is due before a threat it bears on can be thought less likely.
fn is_due(standings: &Standings, question: &QuestionId) -> bool {
    let beside = matches!(standings.of(question), Some(Standing::NotApplicable { .. }));
    !beside
        && match standings.why_not_asked(question) {
            None | Some(NotAsked::Tier { .. }) => true,
            Some(NotAsked::Fact { .. } | NotAsked::NoFramework | NotAsked::NothingApplies { .. }) => false,
        }
}

/// Whether two techniques of a published list are one: the same, or one a sub-technique of the other.
pub fn is_same_technique(one: &str, other: &str) -> bool {
    let under = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
    one == other || under(one, other) || under(other, one)
}

/// The tests of `target` that tried a technique the rule names, and what they do to the likelihood. The newest of each kind
/// counts: one that failed raises it by one; when all told something, were withstood, and evidence shows it, it falls by
/// one.
fn tried(case: &Case, rule: &Rule, target: &Target, likelihood: u8) -> (u8, Option<Message>, Vec<TestId>) {
    let tests: Vec<&SecurityTest> = case
        .tests
        .values()
        .filter(|t| t.elements.iter().any(|e| e.as_str() == target.id()))
        .filter(|t| t.techniques.iter().any(|own| rule.refs.iter().any(|r| is_same_technique(own, r))))
        .collect();
    let ids = tests.iter().map(|t| t.id.clone()).collect();
    let newest = newest_by(tests.iter().copied(), |test| test.kind);
    // A later test that told nothing takes no failure back.
    let told_something = tests.iter().copied().filter(|t| t.outcome != Some(TestOutcome::Inconclusive));
    let failed: Vec<&str> = newest_by(told_something, |test| test.kind)
        .iter()
        .filter(|t| t.outcome == Some(TestOutcome::Failed))
        .map(|t| t.id.as_str())
        .collect();
    if !failed.is_empty() {
        let said =
            message!("Raised by 1 because of a test that failed: {tests}.", tests = Part::list(failed));
        return ((likelihood + 1).min(5), Some(said), ids);
    }
    let told: Vec<&&SecurityTest> =
        newest.iter().filter(|t| t.outcome != Some(TestOutcome::Inconclusive)).collect();
    // Evidence that was removed shows nothing.
    let shown = |t: &SecurityTest| {
        t.outcome == Some(TestOutcome::Withstood) && t.evidence.iter().any(|e| case.evidence.contains_key(e))
    };
    if !told.is_empty() && told.iter().all(|t| shown(t)) {
        let held: Vec<&str> = told.iter().map(|t| t.id.as_str()).collect();
        let said = message!(
            "Lowered by 1 because of a test withstood, with evidence: {tests}.",
            tests = Part::list(held)
        );
        return ((likelihood - 1).max(1), Some(said), ids);
    }
    (likelihood, None, ids)
}

/// Of the tests that have a result, the newest for each key. Of two on one day the worse counts.
pub(crate) fn newest_by<'a, K: Ord>(
    tests: impl IntoIterator<Item = &'a SecurityTest>,
    key: impl Fn(&SecurityTest) -> K,
) -> Vec<&'a SecurityTest> {
    let mut newest: BTreeMap<K, &SecurityTest> = BTreeMap::new();
    for test in tests.into_iter().filter(|test| test.outcome.is_some()) {
        let own = newest.entry(key(test)).or_insert(test);
        let rank = |test: &SecurityTest| (test.done, test.outcome.map(badness));
        if rank(test) > rank(own) {
            *own = test;
        }
    }
    newest.into_values().collect()
}

/// How bad an outcome is to go on with; one that tells nothing is better than a failure and worse than the rest.
pub(crate) fn badness(outcome: TestOutcome) -> u8 {
    match outcome {
        TestOutcome::Withstood => 0,
        TestOutcome::Partly => 1,
        TestOutcome::Inconclusive => 2,
        TestOutcome::Failed => 3,
    }
}

/// The threats of a case, by target and rule order. Deterministic.
pub fn threats(case: &Case, library: &Library, standings: &Standings) -> Vec<Threat> {
    of_rules(library.threats.rules.iter(), case, standings)
}

/// Those that an answer to `question` bears on.
pub fn threats_with(
    question: &QuestionId,
    case: &Case,
    library: &Library,
    standings: &Standings,
) -> Vec<Threat> {
    of_rules(library.threats.rules.iter().filter(|rule| rule.questions.contains(question)), case, standings)
}

fn of_rules<'a>(rules: impl Iterator<Item = &'a Rule>, case: &Case, standings: &Standings) -> Vec<Threat> {
    let crossed = crossings(case);
    // What the answers say about a rule is the same on every element: work it out once a rule.
    let rules: Vec<(&Rule, Suggested)> = rules.map(|rule| (rule, suggest(rule, standings))).collect();
    let mut all = Vec::new();
    for subject in subjects(case, &crossed) {
        let boundary = boundary_names(&subject, case);
        for (rule, suggested) in &rules {
            let Ok(unknown) = subject.hold(rule) else { continue };
            let Ok(id) = ThreatId::new(format!("{}@{}", rule.id, subject.target.id())) else { continue };
            let (likelihood, by_tests, tests) = tried(case, rule, &subject.target, suggested.likelihood);
            all.push(Threat {
                id,
                rule: rule.id.clone(),
                target: subject.target.clone(),
                target_name: subject.name.to_owned(),
                letter: rule.letter,
                title: fill(&rule.title, &subject, &boundary),
                reason: reason(rule, &unknown, &boundary),
                unknown,
                likelihood,
                impact: rule.impact,
                suggestion: match by_tests {
                    Some(by_tests) => Message::sentences([suggested.why.clone(), by_tests]),
                    None => suggested.why.clone(),
                },
                bearing: suggested.bearing.clone(),
                tests,
            });
        }
    }
    all
}

/// Why a rule fires, and which facts would silence it that nobody knows.
fn reason(rule: &Rule, unknown: &[ElementFact], boundary: &str) -> Message {
    let held = Part::list(&rule.when);
    let crosses = rule.when.contains(&ElementFact::CrossesBoundary) && !boundary.is_empty();
    let fires = (!rule.when.is_empty()).then(|| {
        if crosses {
            message!("Fires because: {held} ({boundary}).")
        } else {
            message!("Fires because: {held}.")
        }
    });
    let open = (!unknown.is_empty()).then(|| message!("Not known: {facts}.", facts = Part::list(unknown)));
    Message::sentences([Message::verbatim(&rule.why)].into_iter().chain(fires).chain(open))
}

/// Why a rule does not fire on an element or flow; `None` when it does or the target does not exist.
pub fn why_not(case: &Case, rule: &Rule, target: &Target) -> Option<Message> {
    let crossed = crossings(case);
    let all = subjects(case, &crossed);
    all.iter().find(|s| s.target == *target)?.hold(rule).err()
}

/// Decisions on threats that the model no longer yields: kept, and shown as what became of them.
pub fn stale<'a>(case: &'a Case, threats: &[Threat]) -> Vec<&'a ThreatNote> {
    let live: BTreeSet<&ThreatId> =
        threats.iter().map(|t| &t.id).chain(case.recorded_threats.keys()).collect();
    case.threat_notes.values().filter(|note| !live.contains(&note.threat)).collect()
}
