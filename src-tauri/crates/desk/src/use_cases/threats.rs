//! The threat model as an editable list, its threats, decisions on them, and import.

use super::removing::removed;
use super::{OfAssessment, clashing, input, internal, key_in, made, plan, put, required, unknown, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::case::Case;
use assay_core::evaluate;
use assay_core::evaluation::Evaluation;
use assay_core::ids::{AssessmentId, BoundaryId, ElementId, FlowId, RiskId, RuleId, ThreatId};
use assay_core::pack::{Library, Rule};
use assay_core::record::{Boundary, Element, Flow, Record, RecordedThreat, ThreatNote};
use assay_core::stride::{self, Threat};
use assay_core::words::{AiRole, ElementFact, ElementKind, Known, RiskCategory, ThreatDecision, Word};
use assay_message::{Message, message};
use assay_vault::{Clash, Edit};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The largest model file read.
const LARGEST: files::Limit = files::Limit { bytes: 32 << 20, what: || message!("models") };

input! {
    /// An element; an empty id makes a new one.
    ElementInput {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which; `None` makes a new one.
        id: Option<ElementId>,
        /// Name.
        name: String,
        /// Kind.
        kind: ElementKind,
        /// Boundary it is in.
        boundary: Option<BoundaryId>,
        /// Part in an AI system.
        role: Option<AiRole>,
        /// What it does.
        description: String,
        /// What is known about it.
        facts: BTreeMap<ElementFact, Known>,
        /// Why it is out of scope.
        out_of_scope: Option<String>,
        /// The element as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Element>,
    }
    /// A flow.
    FlowInput {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which; `None` makes a new one.
        id: Option<FlowId>,
        /// Name.
        name: String,
        /// From.
        source: ElementId,
        /// To.
        target: ElementId,
        /// Protocol.
        protocol: String,
        /// What goes over it.
        description: String,
        /// What is known about it.
        facts: BTreeMap<ElementFact, Known>,
        /// Why it is out of scope.
        out_of_scope: Option<String>,
        /// The flow as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Flow>,
    }
    /// A boundary.
    BoundaryInput {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which; `None` makes a new one.
        id: Option<BoundaryId>,
        /// Name.
        name: String,
        /// The boundary around it.
        parent: Option<BoundaryId>,
        /// The boundary as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Boundary>,
    }
    /// One element, flow or boundary.
    OfPart {
        /// In which assessment.
        assessment: AssessmentId,
        /// Its id.
        id: String,
    }
    /// Decisions on several threats at once.
    Decide {
        /// In which assessment.
        assessment: AssessmentId,
        /// What is decided on each.
        threats: BTreeMap<ThreatId, Decided>,
        /// The same as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<BTreeMap<ThreatId, Decided>>,
    }
    /// What is decided on a threat.
    Decided {
        /// The decision.
        decision: ThreatDecision,
        /// Why.
        reason: String,
    }
    /// A model file to read in.
    ImportModel {
        /// Into which assessment.
        assessment: AssessmentId,
        /// The file.
        path: ChosenFile,
    }
    /// Why a rule is silent somewhere.
    WhyNot {
        /// In which assessment.
        assessment: AssessmentId,
        /// The element or flow.
        on: String,
    }
}

view! {
    /// A threat with its rule's words and what was decided.
    ThreatView {
        /// The threat.
        threat: Threat,
        /// What happens to whom.
        effect: String,
        /// When it is a false alarm.
        not_when: String,
        /// How to check on site.
        check: String,
        /// What answers it.
        mitigations: Vec<String>,
        /// Ids in other catalogues.
        refs: Vec<String>,
        /// Risk categories.
        categories: Vec<RiskCategory>,
        /// What was decided.
        decision: ThreatDecision,
        /// Why.
        reason: String,
        /// Risks that name it.
        risks: Vec<RiskId>,
    }
    /// A threat no rule made.
    RecordedView {
        /// The threat.
        threat: RecordedThreat,
        /// Name of what it is on.
        on_name: String,
        /// What was decided.
        decision: ThreatDecision,
        /// Why.
        reason: String,
    }
    /// A flow with what it crosses.
    FlowView {
        /// The flow.
        flow: Flow,
        /// Name of its source.
        source_name: String,
        /// Name of its target.
        target_name: String,
        /// Names of the boundaries it crosses.
        crossed: Vec<String>,
    }
    /// The model, its threats and what was decided.
    ThreatModel {
        /// Boundaries.
        boundaries: Vec<Boundary>,
        /// Elements.
        elements: Vec<Element>,
        /// Flows.
        flows: Vec<FlowView>,
        /// Threats by element and rule.
        threats: Vec<ThreatView>,
        /// Threats no rule made.
        recorded: Vec<RecordedView>,
        /// Decisions whose threat the model no longer yields.
        stale: Vec<ThreatNote>,
        /// Threats decided.
        decided: u32,
    }
    /// What an import brought.
    Imported {
        /// Title of the model.
        title: String,
        /// Actors, processes and stores of the file.
        elements: u32,
        /// Actors put in where the file has a flow with a loose end.
        stand_ins: u32,
        /// Flows.
        flows: u32,
        /// Boundaries.
        boundaries: u32,
        /// Threats the file recorded.
        threats: u32,
        /// Threats the rules yield now.
        generated: u32,
        /// What was changed or not understood, in sentences.
        remarks: Vec<String>,
    }
    /// A rule that is silent on an element or flow.
    Silent {
        /// The rule.
        rule: RuleId,
        /// Its title.
        title: String,
        /// Why.
        because: Message,
    }
}

fn rules(library: &Library) -> BTreeMap<&RuleId, &Rule> {
    library.threats.rules.iter().map(|r| (&r.id, r)).collect()
}

/// What is decided on a threat so far.
fn noted(case: &Case, threat: &ThreatId) -> Decided {
    match case.threat_notes.get(threat) {
        Some(note) => Decided { decision: note.decision, reason: note.reason.clone() },
        None => Decided { decision: ThreatDecision::Open, reason: String::new() },
    }
}

fn model(case: &Case, library: &Library, today: NaiveDate) -> ThreatModel {
    let rules = rules(library);
    let crossed = stride::crossings(case);
    let name = |id: &ElementId| case.elements.get(id).map_or_else(|| id.to_string(), |e| e.name.clone());
    let threats = evaluate(case, library, today).threats;
    let stale = stride::stale(case, &threats).into_iter().cloned().collect();
    let threats: Vec<ThreatView> = threats
        .into_iter()
        .filter_map(|threat| {
            let rule = rules.get(&threat.rule)?;
            let Decided { decision, reason } = noted(case, &threat.id);
            Some(ThreatView {
                effect: rule.effect.clone(),
                not_when: rule.not_when.clone(),
                check: rule.check.clone(),
                mitigations: rule.mitigations.clone(),
                refs: rule.refs.clone(),
                categories: rule.risk_categories.iter().copied().collect(),
                decision,
                reason,
                risks: case
                    .risks
                    .values()
                    .filter(|r| r.threats.contains(&threat.id))
                    .map(|r| r.id.clone())
                    .collect(),
                threat,
            })
        })
        .collect();
    let recorded: Vec<RecordedView> = case
        .recorded_threats
        .values()
        .map(|threat| {
            let Decided { decision, reason } = noted(case, &threat.id);
            let on_name = case
                .elements
                .values()
                .find(|e| e.id.as_str() == threat.on)
                .map(|e| e.name.clone())
                .or_else(|| case.flows.values().find(|f| f.id.as_str() == threat.on).map(|f| f.name.clone()))
                .unwrap_or_else(|| threat.on.clone());
            RecordedView { threat: threat.clone(), on_name, decision, reason }
        })
        .collect();
    let decided = threats
        .iter()
        .map(|t| t.decision)
        .chain(recorded.iter().map(|r| r.decision))
        .filter(|d| *d != ThreatDecision::Open)
        .count();
    ThreatModel {
        boundaries: case.boundaries.values().cloned().collect(),
        elements: case.elements.values().cloned().collect(),
        flows: case
            .flows
            .values()
            .map(|flow| FlowView {
                source_name: name(&flow.source),
                target_name: name(&flow.target),
                crossed: crossed
                    .get(&flow.id)
                    .into_iter()
                    .flatten()
                    .filter_map(|b| case.boundaries.get(b))
                    .map(|b| b.name.clone())
                    .collect(),
                flow: flow.clone(),
            })
            .collect(),
        threats,
        recorded,
        stale,
        decided: u32::try_from(decided).unwrap_or(u32::MAX),
    }
}

/// The model, its threats and what was decided.
pub fn threat_model(desk: &Desk, input: OfAssessment, _: &Job) -> Result<ThreatModel, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        Ok(model(&case, &library, desk.now().date_naive()))
    })
}

/// Makes or changes an element.
pub fn save_element(desk: &Desk, input: ElementInput, job: &Job) -> Result<ThreatModel, Problem> {
    required(message!("The element's name"), &input.name)?;
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (verb, id, old) = match input.id {
            Some(id) => {
                let old = case.elements.get(&id).ok_or_else(|| unknown(message!("element"), &id))?;
                ("change", id, Some(old))
            }
            None => ("add", ElementId::new(desk.new_id("el")?)?, None),
        };
        let seen = input.base.as_ref().or(old);
        let typed = Element {
            id,
            assessment: assessment.clone(),
            name: input.name.trim().into(),
            kind: input.kind,
            boundary: input.boundary,
            role: input.role,
            description: input.description,
            facts: input.facts,
            out_of_scope: input.out_of_scope.filter(|r| !r.trim().is_empty()),
            component: seen.map(|seen| seen.component.clone()).unwrap_or_default(),
        };
        let label = format!("{verb} element {}", typed.name);
        let element = made(&label, seen, typed, old, &["facts"], Record::Element)?;
        if let Some(boundary) = element.boundary.as_ref().filter(|b| !case.boundaries.contains_key(b)) {
            return Err(unknown(message!("boundary"), boundary));
        }
        Ok(plan(label, vec![put(old.cloned().map(Record::Element), Record::Element(element))]))
    })?;
    threat_model(desk, OfAssessment { assessment }, job)
}

/// Makes or changes a flow.
pub fn save_flow(desk: &Desk, input: FlowInput, job: &Job) -> Result<ThreatModel, Problem> {
    required(message!("The flow's name"), &input.name)?;
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (verb, id, old) = match input.id {
            Some(id) => {
                let old = case.flows.get(&id).ok_or_else(|| unknown(message!("flow"), &id))?;
                ("change", id, Some(old))
            }
            None => ("add", FlowId::new(desk.new_id("fl")?)?, None),
        };
        let seen = input.base.as_ref().or(old);
        let typed = Flow {
            id,
            assessment: assessment.clone(),
            name: input.name.trim().into(),
            source: input.source,
            target: input.target,
            protocol: input.protocol,
            description: input.description,
            facts: input.facts,
            crosses: seen.map(|seen| seen.crosses.clone()).unwrap_or_default(),
            out_of_scope: input.out_of_scope.filter(|r| !r.trim().is_empty()),
        };
        let label = format!("{verb} flow {}", typed.name);
        let flow = made(&label, seen, typed, old, &["facts"], Record::Flow)?;
        for end in [&flow.source, &flow.target] {
            if !case.elements.contains_key(end) {
                return Err(unknown(message!("element"), end));
            }
        }
        Ok(plan(label, vec![put(old.cloned().map(Record::Flow), Record::Flow(flow))]))
    })?;
    threat_model(desk, OfAssessment { assessment }, job)
}

/// Makes or changes a boundary. A boundary cannot lie within itself.
pub fn save_boundary(desk: &Desk, input: BoundaryInput, job: &Job) -> Result<ThreatModel, Problem> {
    required(message!("The boundary's name"), &input.name)?;
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let (verb, id, old) = match input.id {
            Some(id) => {
                let old = case.boundaries.get(&id).ok_or_else(|| unknown(message!("boundary"), &id))?;
                ("change", id, Some(old))
            }
            None => ("add", BoundaryId::new(desk.new_id("tb")?)?, None),
        };
        let (assessment, name) = (assessment.clone(), input.name.trim().into());
        let typed = Boundary { id, assessment, name, parent: input.parent };
        let label = format!("{verb} boundary {}", typed.name);
        let boundary = made(&label, input.base.as_ref(), typed, old, &[], Record::Boundary)?;
        not_within_itself(&case, &boundary)?;
        Ok(plan(label, vec![put(old.cloned().map(Record::Boundary), Record::Boundary(boundary))]))
    })?;
    threat_model(desk, OfAssessment { assessment }, job)
}

fn not_within_itself(case: &Case, boundary: &Boundary) -> Result<(), Problem> {
    let mut above = boundary.parent.as_ref();
    let mut steps = 0;
    while let Some(parent) = above {
        let outer = case.boundaries.get(parent).ok_or_else(|| unknown(message!("boundary"), parent))?;
        steps += 1;
        if *parent == boundary.id || steps > case.boundaries.len() {
            let why = message!(
                "“{name}” would lie within itself. Nothing was changed; choose another boundary around it.",
                name = boundary.name
            );
            return Err(Problem::new("cycle", why));
        }
        above = outer.parent.as_ref();
    }
    Ok(())
}

/// Removes an element, flow or boundary, also from the tests that name it. An element takes its flows with it; a boundary
/// leaves its content to the one around it.
/// Decisions on threats stay and show as no longer yielded.
pub fn remove_part(desk: &Desk, input: OfPart, job: &Job) -> Result<ThreatModel, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        for kind in ["element", "flow", "boundary"] {
            if let Some(part) = state.get(&key_in(kind, &assessment, &input.id))? {
                let name = part.search_text().lines().next().unwrap_or_default().to_owned();
                return removed(state, &assessment, format!("remove {kind} {name}"), part);
            }
        }
        Err(unknown(message!("element, flow or boundary"), &input.id))
    })?;
    threat_model(desk, OfAssessment { assessment }, job)
}

/// Records decisions on threats.
pub fn decide_threats(desk: &Desk, input: Decide, job: &Job) -> Result<ThreatModel, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let title = |words: &BTreeSet<&str>| words.iter().copied().collect::<Vec<_>>().join(", ");
        let words: BTreeSet<&str> = input.threats.values().map(|one| one.decision.title()).collect();
        let what = match input.threats.keys().collect::<Vec<_>>().as_slice() {
            [one] => one.to_string(),
            many => format!("{} threats", many.len()),
        };
        let label = format!("decide {what}: {}", title(&words).to_lowercase());
        let decisions = on_top(&case, &label, input.threats, input.base.as_ref())?;
        let edits = decided(&evaluate(&case, &library, desk.now().date_naive()), decisions)?;
        Ok(plan(label, edits))
    })?;
    threat_model(desk, OfAssessment { assessment }, job)
}

/// What a person decided on threats, on top of what others decided since.
///
/// # Errors
/// `changed-since` with the fields of all threats that others changed to something else, each after its threat's id.
fn on_top(
    case: &Case,
    label: &str,
    typed: BTreeMap<ThreatId, Decided>,
    base: Option<&BTreeMap<ThreatId, Decided>>,
) -> Result<Vec<(ThreatId, ThreatDecision, String)>, Problem> {
    let (mut decisions, mut clashes, mut first) = (Vec::new(), Vec::new(), None);
    let value = |of: &Decided| serde_json::to_value(of).map_err(internal);
    for (threat, typed) in typed {
        let stands = noted(case, &threat);
        let seen = base.and_then(|base| base.get(&threat)).unwrap_or(&stands);
        match assay_vault::merged(&value(seen)?, &value(&typed)?, value(&stands)?, &[]) {
            Ok(merged) => {
                let Decided { decision, reason } = serde_json::from_value(merged).map_err(internal)?;
                decisions.push((threat, decision, reason));
            }
            Err(more) => {
                let of = |clash: Clash| Clash { field: format!("{threat}.{}", clash.field), ..clash };
                clashes.extend(more.into_iter().map(of));
                first.get_or_insert_with(|| key_in("threat-note", &case.assessment.id, &threat));
            }
        }
    }
    match first {
        None => Ok(decisions),
        Some(record) => Err(clashing(label, record, clashes)),
    }
}

/// The notes that decisions on threats leave, each with its reason.
pub(crate) fn decided(
    evaluation: &Evaluation,
    decisions: Vec<(ThreatId, ThreatDecision, String)>,
) -> Result<Vec<Edit>, Problem> {
    let case = evaluation.case;
    let live: BTreeMap<ThreatId, String> = evaluation
        .threats
        .iter()
        .map(|t| (t.id.clone(), t.title.clone()))
        .chain(case.recorded_threats.values().map(|t| (t.id.clone(), t.title.clone())))
        .collect();
    let edits = decisions.into_iter().map(|(threat, decision, reason)| {
        if matches!(decision, ThreatDecision::Accepted | ThreatDecision::NotApplicable) {
            required(message!("A reason"), &reason)?;
        }
        let before = case.threat_notes.get(&threat);
        let title = live.get(&threat).or(before.map(|note| &note.title)).cloned();
        let title = title.ok_or_else(|| unknown(message!("threat"), &threat))?;
        let assessment = case.assessment.id.clone();
        let note = ThreatNote { threat, assessment, decision, reason, title };
        Ok(put(before.cloned().map(Record::ThreatNote), Record::ThreatNote(note)))
    });
    edits.collect()
}

/// Rules that are silent on an element or flow, each with the reason.
pub fn why_not(desk: &Desk, input: WhyNot, _: &Job) -> Result<Vec<Silent>, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let target = if let Some(element) = case.elements.keys().find(|e| e.as_str() == input.on) {
            stride::Target::Element(element.clone())
        } else if let Some(flow) = case.flows.keys().find(|f| f.as_str() == input.on) {
            stride::Target::Flow(flow.clone())
        } else {
            return Err(unknown(message!("element or flow"), &input.on));
        };
        Ok(library
            .threats
            .rules
            .iter()
            .filter_map(|rule| {
                let because = stride::why_not(&case, rule, &target)?;
                Some(Silent { rule: rule.id.clone(), title: rule.title.clone(), because })
            })
            .collect())
    })
}

/// What a file says of facts that are recorded already: it changes those it knows.
fn facts_again(
    old: &BTreeMap<ElementFact, Known>,
    new: &BTreeMap<ElementFact, Known>,
) -> BTreeMap<ElementFact, Known> {
    let said = new.iter().filter(|(_, known)| **known != Known::Unknown);
    old.iter().chain(said).map(|(fact, known)| (*fact, *known)).collect()
}

fn text_again(old: &str, new: &str) -> String {
    if new.trim().is_empty() { old } else { new }.to_owned()
}

/// What a model says of an element that was read before. Its part in the AI system and what is recorded of it as a
/// component have no words there, so they stay.
fn element_again(old: &Element, new: &Element) -> Element {
    Element {
        role: new.role.or(old.role),
        description: text_again(&old.description, &new.description),
        facts: facts_again(&old.facts, &new.facts),
        component: old.component.clone(),
        ..new.clone()
    }
}

fn flow_again(old: &Flow, new: &Flow) -> Flow {
    Flow {
        protocol: text_again(&old.protocol, &new.protocol),
        description: text_again(&old.description, &new.description),
        facts: facts_again(&old.facts, &new.facts),
        ..new.clone()
    }
}

/// A decision that stays the same keeps its reason when the file gives none.
fn note_again(old: &ThreatNote, new: &ThreatNote) -> ThreatNote {
    let old_reason = if old.decision == new.decision { old.reason.as_str() } else { "" };
    ThreatNote { reason: text_again(old_reason, &new.reason), ..new.clone() }
}

/// The edits that bring the records of a model into a case that may hold some of them. What the file does not say stays.
fn taken_in(case: &Case, model: &assay_exchange::threat_dragon::Imported) -> Vec<Edit> {
    let boundaries = model.boundaries.iter().map(|new| {
        put(case.boundaries.get(&new.id).cloned().map(Record::Boundary), Record::Boundary(new.clone()))
    });
    let elements = model.elements.iter().map(|new| {
        let old = case.elements.get(&new.id);
        let next = old.map_or_else(|| new.clone(), |old| element_again(old, new));
        put(old.cloned().map(Record::Element), Record::Element(next))
    });
    let flows = model.flows.iter().map(|new| {
        let old = case.flows.get(&new.id);
        let next = old.map_or_else(|| new.clone(), |old| flow_again(old, new));
        put(old.cloned().map(Record::Flow), Record::Flow(next))
    });
    let threats = model.threats.iter().map(|new| {
        let old = case.recorded_threats.get(&new.id).cloned().map(Record::RecordedThreat);
        put(old, Record::RecordedThreat(new.clone()))
    });
    let decisions = model.decisions.iter().map(|new| {
        let old = case.threat_notes.get(&new.threat);
        let next = old.map_or_else(|| new.clone(), |old| note_again(old, new));
        put(old.cloned().map(Record::ThreatNote), Record::ThreatNote(next))
    });
    boundaries.chain(elements).chain(flows).chain(threats).chain(decisions).collect()
}

/// Reads an OWASP Threat Dragon model into the assessment, as one change.
pub fn import_threat_dragon(desk: &Desk, input: ImportModel, job: &Job) -> Result<Imported, Problem> {
    let path = desk.path_of(&input.path)?;
    job.at(message!("Reading the model"), 0, 1)?;
    let bytes = files::read(&path, LARGEST)?;
    let model = assay_exchange::threat_dragon::read(&bytes, &input.assessment)
        .map_err(|e| Problem::new("import", message!("{path}: {e} Nothing was changed.")))?;
    let model = &model;
    desk.change(Some(&input.assessment), |state| {
        let (case, _) = desk.case(state, &input.assessment)?;
        let edits = taken_in(&case, model);
        Ok(plan(format!("import the model “{}”", model.title), edits))
    })?;
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Imported {
            title: model.title.clone(),
            elements: n(model.counts.actors + model.counts.processes + model.counts.stores),
            stand_ins: n(
                model.elements.len() - (model.counts.actors + model.counts.processes + model.counts.stores)
            ),
            flows: n(model.counts.flows),
            boundaries: n(model.counts.boundary_boxes + model.counts.boundary_curves),
            threats: n(model.counts.threats),
            generated: n(evaluate(&case, &library, desk.now().date_naive()).threats.len()),
            remarks: model.remarks.clone(),
        })
    })
}
