//! The components of the system looked at: whose they are, which version, with which data.

use super::{OfAssessment, input, put, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::ids::*;
use assay_core::methodology;
use assay_core::record::*;
use assay_core::stride;
use assay_core::words::*;

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
    }
}

view! {
    /// A component on the list.
    ComponentRow {
        /// The element of the threat model it is.
        element: Element,
        /// What is not recorded of it, in a sentence; `None` when nothing is missing or it has no part in AI.
        gaps: Option<String>,
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
    desk.with(|vault| {
        let (case, library) = desk.case(vault, &input.assessment)?;
        let threats = stride::threats(&case, &library);
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
                    gaps: element.role.and_then(|_| methodology::component_gaps(element)),
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
        Ok(Components { components, boms: case.boms.into_values().collect() })
    })
}

/// Records what is known of an element as a component.
pub fn save_component(desk: &Desk, input: ComponentInput, job: &Job) -> Result<Components, Problem> {
    let assessment = input.assessment.clone();
    desk.with(|vault| {
        let (case, _) = desk.case(vault, &assessment)?;
        let element = case.elements.get(&input.element).ok_or_else(|| unknown("element", &input.element))?;
        if let Some(bom) = input.component.bom.as_ref().filter(|id| !case.boms.contains_key(id)) {
            return Err(unknown("bill of materials", bom));
        }
        let kept = |texts: Vec<String>| -> Vec<String> {
            texts.into_iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
        };
        let component = Component {
            data: kept(input.component.data),
            providers: kept(input.component.providers),
            ..input.component
        };
        let element = Element { role: input.role, component, ..element.clone() };
        let label = format!("describe component {}", element.name);
        desk.apply(vault, Some(&assessment), label, vec![put(Record::Element(element))])
    })?;
    components(desk, OfAssessment { assessment }, job)
}
