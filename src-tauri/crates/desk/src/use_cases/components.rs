//! The components of the system looked at: whose they are, which version, with which data.

use super::removing::removed;
use super::{OfAssessment, add, input, key_in, made, plan, put, replace, required, unknown, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::case::Case;
use assay_core::evaluation::{component_gaps, evaluate};
use assay_core::ids::{AssessmentId, BomId, ElementId, EvidenceId, TestId};
use assay_core::record::{Bom, Component, Element, Evidence, FileRef, Record};
use assay_core::words::{AiRole, ElementFact, ElementKind, EvidenceKind, Known, Stage, ThreatDecision};
use assay_exchange::cyclonedx::{self, Found};
use assay_message::{Message, message};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Larger bills of materials are not read.
const LARGEST: files::Limit = files::Limit { bytes: 32 << 20, what: || message!("bills of materials") };

input! {
    /// What is known of an element as a component.
    ComponentInput {
        /// In which assessment.
        assessment: AssessmentId,
        /// Which element.
        element: ElementId,
        /// Its part in the AI system.
        role: Option<AiRole>,
        /// The particulars.
        component: Component,
        /// The element as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<Element>,
    }
    /// A bill of materials to read.
    BomFile {
        /// Into which assessment.
        assessment: AssessmentId,
        /// Where the file is.
        path: ChosenFile,
    }
    /// One bill of materials.
    OfBom {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which.
        bom: BomId,
    }
}

view! {
    /// A bill of materials, read.
    BomImported {
        /// It.
        bom: Bom,
        /// Components that are new.
        added: u32,
        /// Components of that name that were here already; what the file says of their product was taken over.
        known: u32,
    }
    /// A component on the list.
    ComponentRow {
        /// The element of the threat model it is.
        element: Element,
        /// What is not recorded of it, in a sentence; `None` when nothing is missing or it has no part in AI.
        gaps: Option<Message>,
        /// Threats on it.
        threats: u32,
        /// Those not decided.
        threats_open: u32,
        /// Tests of it.
        tests: Vec<TestId>,
    }
    /// The components, and the bills of materials they came with.
    Components {
        /// All elements in scope, those with a part in the AI system first.
        components: Vec<ComponentRow>,
        /// Bills of materials.
        boms: Vec<Bom>,
    }
}

/// The components of an assessment.
pub fn components(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Components, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let threats = evaluate(&case, &library, desk.now().date_naive()).threats;
        let mut components: Vec<ComponentRow> = case
            .elements
            .values()
            .filter(|element| element.out_of_scope.is_none())
            .map(|element| {
                let own = threats.iter().filter(|t| t.target.id() == element.id.as_str());
                let open = own.clone().filter(|t| {
                    case.threat_notes.get(&t.id).is_none_or(|n| n.decision == ThreatDecision::Open)
                });
                ComponentRow {
                    gaps: element.role.and_then(|_| component_gaps(element)),
                    threats: own.clone().count() as u32,
                    threats_open: open.count() as u32,
                    tests: case
                        .tests
                        .values()
                        .filter(|t| t.elements.contains(&element.id))
                        .map(|t| t.id.clone())
                        .collect(),
                    element: element.clone(),
                }
            })
            .collect();
        components.sort_by_key(|row| (row.element.role.is_none(), row.element.role));
        Ok(Components { components, boms: case.boms.values().cloned().collect() })
    })
}

/// Records what is known of an element as a component.
pub fn save_component(desk: &Desk, input: ComponentInput, job: &Job) -> Result<Components, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let (case, _) = desk.case(state, &assessment)?;
        let old =
            case.elements.get(&input.element).ok_or_else(|| unknown(message!("element"), &input.element))?;
        let component = Component {
            data: kept(input.component.data),
            providers: kept(input.component.providers),
            ..input.component
        };
        let seen = input.base.as_ref().unwrap_or(old);
        let typed = Element { role: input.role, component, ..seen.clone() };
        let label = format!("describe component {}", old.name);
        let collections = ["component", "stages"];
        let element = made(&label, Some(seen), typed, Some(old), &collections, Record::Element)?;
        if let Some(bom) = element.component.bom.as_ref().filter(|id| !case.boms.contains_key(id)) {
            return Err(unknown(message!("bill of materials"), bom));
        }
        Ok(plan(label, vec![replace(Record::Element(old.clone()), Record::Element(element))]))
    })?;
    components(desk, OfAssessment { assessment }, job)
}

/// What a file says of one component, named as the element it is. What it leaves out stays as it is.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentSaid {
    /// The element's name or id; one of a new name is made.
    pub name: String,
    /// `actor`, `process` or `store`; a new one is a process when left out.
    pub kind: Option<ElementKind>,
    /// Its part in the AI system.
    pub role: Option<AiRole>,
    /// What it does.
    pub description: Option<String>,
    /// What is known about it.
    #[serde(default)]
    pub facts: BTreeMap<ElementFact, Known>,
    /// Where in its life it was looked at.
    pub stages: Option<BTreeSet<Stage>>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What data it handles, whole.
    pub data: Option<Vec<String>>,
    /// What it is.
    pub product: Option<String>,
    /// Which version.
    pub version: Option<String>,
    /// Whose it is, nearest first, whole.
    pub providers: Option<Vec<String>>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The bill of materials that lists it.
    pub bom: Option<BomId>,
}

/// Takes what a file says of components as one change, which undo takes back as one: all of it, or nothing.
///
/// # Errors
/// A component that cannot be taken, with its number in the file.
pub fn take_components(
    desk: &Desk,
    assessment: &AssessmentId,
    said: Vec<ComponentSaid>,
    job: &Job,
) -> Result<Components, Problem> {
    desk.change(Some(assessment), |state| {
        let (case, _) = desk.case(state, assessment)?;
        let mut elements = case.elements.clone();
        for (number, one) in (1..).zip(said) {
            let name = one.name.clone();
            let element = described(desk, &case, &elements, one).map_err(|p| {
                Problem::new(
                    &p.code,
                    message!("Component {number} ({name}): {sentence}", sentence = p.sentence),
                )
            })?;
            elements.insert(element.id.clone(), element);
        }
        let changed =
            elements.into_values().filter(|element| case.elements.get(&element.id) != Some(element));
        let edits = changed.map(|element| {
            let before = case.elements.get(&element.id).cloned().map(Record::Element);
            put(before, Record::Element(element))
        });
        Ok(plan("take in components", edits.collect()))
    })?;
    components(desk, OfAssessment { assessment: assessment.clone() }, job)
}

/// The element that a component of a file is, with what the file says of it.
fn described(
    desk: &Desk,
    case: &Case,
    elements: &BTreeMap<ElementId, Element>,
    said: ComponentSaid,
) -> Result<Element, Problem> {
    required(message!("The component's name"), &said.name)?;
    if let Some(bom) = said.bom.as_ref().filter(|id| !case.boms.contains_key(id)) {
        return Err(unknown(message!("bill of materials"), bom));
    }
    let name = said.name.trim();
    let known = elements.values().find(|e| e.name == name || e.id.as_str() == name).cloned();
    let old = match known {
        Some(element) => element,
        None => Element {
            id: ElementId::new(desk.new_id("el")?)?,
            assessment: case.assessment.id.clone(),
            name: name.to_owned(),
            kind: ElementKind::Process,
            boundary: None,
            role: None,
            description: String::new(),
            facts: BTreeMap::new(),
            out_of_scope: None,
            component: Component::default(),
        },
    };
    let own = old.component;
    Ok(Element {
        kind: said.kind.unwrap_or(old.kind),
        role: said.role.or(old.role),
        description: said.description.unwrap_or(old.description),
        facts: old.facts.into_iter().chain(said.facts).collect(),
        component: Component {
            stages: said.stages.unwrap_or(own.stages),
            owner: said.owner.unwrap_or(own.owner),
            data: said.data.map_or(own.data, kept),
            product: said.product.unwrap_or(own.product),
            version: said.version.unwrap_or(own.version),
            providers: said.providers.map_or(own.providers, kept),
            licence: said.licence.unwrap_or(own.licence),
            bom: said.bom.or(own.bom),
        },
        ..old
    })
}

/// Texts that say something.
fn kept(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

/// Reads a bill of materials: its models, datasets and services become components, the file becomes evidence, the rest
/// an inventory. One step for undo.
pub fn import_bom(desk: &Desk, input: BomFile, job: &Job) -> Result<BomImported, Problem> {
    let path = desk.path_of(&input.path)?;
    job.at(message!("Reading the bill of materials"), 0, 1)?;
    let bytes = files::read(&path, LARGEST)?;
    take_in_bom(desk, &input.assessment, &path, &bytes)
}

/// Makes components and an inventory of the bytes of a bill of materials, which came from `path`.
pub(crate) fn take_in_bom(
    desk: &Desk,
    assessment: &AssessmentId,
    path: &Path,
    bytes: &[u8],
) -> Result<BomImported, Problem> {
    let bill = cyclonedx::read(bytes)
        .map_err(|e| Problem::new("import", message!("{path}: {e} Nothing was changed.")))?;
    let name: String = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // Bytes mean nothing until a record names them.
    let stored = desk.with(|vault| Ok(vault.store_bytes(bytes)?))?;
    desk.change(Some(assessment), |state| {
        let (case, _) = desk.case(state, assessment)?;
        let same = |bom: &&Bom| {
            case.evidence
                .get(&bom.evidence)
                .and_then(|e| e.file.as_ref())
                .is_some_and(|f| f.sha256 == stored.sha256)
        };
        if let Some(bom) = case.boms.values().find(same) {
            return Err(Problem::new(
                "known",
                message!("{path} was read before, as {id}. Nothing was changed.", id = bom.id),
            ));
        }
        let id = BomId::new(super::findings::next_number(&case, "BOM", case.boms.keys().map(BomId::as_str)))?;
        let evidence = Evidence {
            id: EvidenceId::new(desk.new_id("ev")?)?,
            assessment: assessment.clone(),
            title: format!("Bill of materials: {}", bill.about),
            kind: EvidenceKind::Record,
            issuer: String::new(),
            issued: None,
            valid_until: None,
            received: desk.now(),
            pages: "all".into(),
            reliability: String::new(),
            note: format!("{}; read as {id}.", bill.format),
            file: Some(FileRef { name, size: stored.size, sha256: stored.sha256 }),
        };
        let bom = Bom {
            id: id.clone(),
            assessment: assessment.clone(),
            evidence: evidence.id.clone(),
            about: bill.about,
            format: bill.format,
            serial: bill.serial,
            made: bill.made,
            counts: bill.counts,
            licences: bill.licences,
            without_version: bill.without_version,
            without_licence: bill.without_licence,
            without_hash: bill.without_hash,
            vulnerabilities: bill.vulnerabilities,
            parts: bill.parts,
            notes: bill.notes,
        };
        let mut edits = vec![add(Record::Evidence(evidence)), add(Record::Bom(Box::new(bom.clone())))];
        let (mut added, mut known) = (0, 0);
        for found in bill.found {
            match case.elements.values().find(|e| e.name == found.name) {
                Some(old) => {
                    known += 1;
                    let next = joined(old, found, &id);
                    edits.push(replace(Record::Element(old.clone()), Record::Element(next)));
                }
                None => {
                    added += 1;
                    edits.push(add(Record::Element(element_of(desk, &case, found, &id)?)));
                }
            }
        }
        let label = format!("read the bill of materials {}", bom.about);
        Ok(plan(label, edits).giving(BomImported { bom, added, known }))
    })
}

fn element_of(desk: &Desk, case: &Case, found: Found, bom: &BomId) -> Result<Element, Problem> {
    Ok(Element {
        id: ElementId::new(desk.new_id("el")?)?,
        assessment: case.assessment.id.clone(),
        name: found.name,
        kind: found.kind,
        boundary: None,
        role: found.role,
        description: found.description,
        facts: found.facts,
        out_of_scope: None,
        component: Component { bom: Some(bom.clone()), ..found.component },
    })
}

/// What the file says of a component that is here already: product, version, providers and licence. What a person
/// recorded about owner, stages, data and facts stays.
fn joined(old: &Element, found: Found, bom: &BomId) -> Element {
    let own = old.component.clone();
    let or = |new: String, old: String| if new.is_empty() { old } else { new };
    let or_list = |new: Vec<String>, old: Vec<String>| if new.is_empty() { old } else { new };
    Element {
        role: old.role.or(found.role),
        description: or(old.description.clone(), found.description),
        component: Component {
            stages: if own.stages.is_empty() { found.component.stages } else { own.stages },
            owner: or(own.owner, found.component.owner),
            data: or_list(own.data, found.component.data),
            // A service's name is all the file gives for a product; a person may know better.
            product: if !own.product.is_empty() && found.component.product == found.name {
                own.product
            } else {
                or(found.component.product, own.product)
            },
            version: or(found.component.version, own.version),
            // A chain that names the file's provider among others tells more.
            providers: if found.component.providers.iter().all(|p| own.providers.contains(p)) {
                own.providers
            } else {
                found.component.providers
            },
            licence: or(found.component.licence, own.licence),
            bom: Some(bom.clone()),
        },
        ..old.clone()
    }
}

/// Removes a bill of materials; its components and the file stay.
pub fn remove_bom(desk: &Desk, input: OfBom, job: &Job) -> Result<Components, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let own = key_in("bom", &assessment, &input.bom);
        let bom = state.get(&own)?.ok_or_else(|| unknown(message!("bill of materials"), &input.bom))?;
        removed(state, &assessment, format!("remove {}", input.bom), bom)
    })?;
    components(desk, OfAssessment { assessment }, job)
}
