//! Elements and data flows of a diagram, with their threats → records.

use super::boundary::{Boxes, Curve, centres, line};
use super::cell::{Cell, End, Shape};
use super::plane::Point;
use super::threat::{self, join};
use super::{Diagram, Draft, MOST_CROSSINGS, MOST_PAIRS, MOST_THREATS, capital};
use crate::error::ImportError;
use crate::text::{LONGEST_NAME, LONGEST_TEXT, kept, quoted};
use assay_core::ids::{BoundaryId, ElementId, FlowId};
use assay_core::record::{Component, Element, Flow};
use assay_core::words::{ElementFact, ElementKind, Known};
use assay_message::message;
use std::collections::{BTreeMap, BTreeSet};

/// Elements of one diagram by the file's id: the record's id and the name.
type Elements<'a> = BTreeMap<&'a str, (ElementId, String)>;

impl Draft {
    /// The elements, each with its facts and threats.
    pub(super) fn elements<'a>(
        &mut self,
        diagram: &'a Diagram,
        boxes: &Boxes,
        parents: &BTreeMap<&str, &str>,
    ) -> Result<Elements<'a>, ImportError> {
        let mut by_id: Elements = BTreeMap::new();
        for (n, cell) in diagram.cells.iter().enumerate() {
            let Shape::Element(kind) = cell.shape else { continue };
            let count = match kind {
                ElementKind::Actor => &mut self.imported.counts.actors,
                ElementKind::Process => &mut self.imported.counts.processes,
                ElementKind::Store => &mut self.imported.counts.stores,
            };
            *count += 1;
            let name = self.name(cell, cell.shape.noun());
            let fallback = diagram.fallback(n);
            let id = ElementId::new(self.id(cell, "el", &name, &fallback))?;
            if let Some(raw) = &cell.id {
                by_id.entry(raw).or_insert_with(|| (id.clone(), name.clone()));
            }
            let drawn = cell.rect.and_then(|rect| boxes.around(rect.centre()));
            let inside = self.placed(cell, &name, drawn, cell.rect.is_some(), boxes, parents);
            if cell.rect.is_none() && inside.is_none() && !boxes.is_empty() {
                self.notes.say(format!("{} is drawn nowhere; it is in no boundary.", cell.called(&name)));
            }
            let facts = self.facts(cell);
            let description = self.description(cell, &[]);
            let out_of_scope = self.out_of_scope(cell, &name);
            self.threats(cell, id.as_str(), &name, diagram, &fallback)?;
            self.imported.elements.push(Element {
                id,
                assessment: self.assessment.clone(),
                name,
                kind,
                boundary: inside.map(|i| boxes.id(i)),
                role: None,
                description,
                facts,
                out_of_scope,
                component: Component::default(),
            });
        }
        Ok(by_id)
    }

    /// The flows, with a stand-in for every end that is at no element.
    pub(super) fn flows(
        &mut self,
        diagram: &Diagram,
        boxes: &Boxes,
        curves: &[Curve],
        elements: &Elements,
    ) -> Result<(), ImportError> {
        let centres = centres(diagram);
        let mut crossed = BTreeSet::new();
        for (n, cell) in diagram.cells.iter().enumerate().filter(|(_, c)| c.shape == Shape::Flow) {
            self.imported.counts.flows += 1;
            let fallback = diagram.fallback(n);
            let ends =
                [&cell.source, &cell.target].map(|end| end.cell.as_deref().and_then(|id| elements.get(id)));
            let name = self.flow_name(cell, ends.map(|end| end.map(|(_, name)| name.as_str())));
            let id = FlowId::new(self.id(cell, "fl", &name, &fallback))?;

            let crosses = self.crosses(cell, &name, diagram, &centres, curves)?;
            crossed.extend(crosses.iter().cloned());
            let [source, target] = ends.map(|end| end.map(|(id, _)| id.clone()));
            let source = match source {
                Some(id) => id,
                None => self.stand_in(&name, &id, "source", &cell.source, boxes)?,
            };
            let target = match target {
                Some(id) => id,
                None => self.stand_in(&name, &id, "target", &cell.target, boxes)?,
            };
            let facts = self.facts(cell);
            let mut more = Vec::new();
            if cell.flag("isBidirectional", &mut self.notes) == Some(true) {
                more.push("Data goes both ways.".to_owned());
                self.notes.say(format!(
                    "The data flow {} goes both ways; it is one flow in the direction drawn, and its description says so.",
                    quoted(&name)
                ));
            }
            let description = self.description(cell, &more);
            let protocol = cell.text("protocol", &mut self.notes);
            let protocol = self.notes.name(&protocol, &format!("the protocol in {}", cell.place));
            let out_of_scope = self.out_of_scope(cell, &name);
            self.threats(cell, id.as_str(), &name, diagram, &fallback)?;
            self.imported.flows.push(Flow {
                id,
                assessment: self.assessment.clone(),
                name,
                source,
                target,
                protocol,
                description,
                facts,
                crosses,
                out_of_scope,
            });
        }
        for curve in curves.iter().filter(|curve| !crossed.contains(&curve.id)) {
            self.notes.say(format!(
                "No data flow crosses the boundary line {} as drawn in {}.",
                quoted(&curve.name),
                diagram.called
            ));
        }
        if !curves.is_empty() {
            self.notes.say(format!(
                "Lines in {} are compared as straight between their points; where Threat Dragon rounds them, look again.",
                diagram.called
            ));
        }
        Ok(())
    }

    /// The boundaries drawn as lines that the line of a flow meets.
    fn crosses(
        &mut self,
        cell: &Cell,
        name: &str,
        diagram: &Diagram,
        centres: &BTreeMap<&str, Point>,
        curves: &[Curve],
    ) -> Result<BTreeSet<BoundaryId>, ImportError> {
        let mut crosses = BTreeSet::new();
        if curves.is_empty() {
            return Ok(crosses);
        }
        let Some(flow) = line(cell, centres) else {
            self.notes.say(format!(
                "The data flow {} has no line on the drawing; whether it crosses a boundary line is not known.",
                quoted(name)
            ));
            return Ok(crosses);
        };
        for curve in curves {
            self.pairs = self.pairs.saturating_add(flow.pieces().saturating_mul(curve.line.pieces()));
            if self.pairs > MOST_PAIRS {
                let what = message!("pairs of straight pieces of data flows and boundary lines");
                return Err(ImportError::TooMany { what, limit: MOST_PAIRS });
            }
            if !flow.meets(&curve.line) {
                continue;
            }
            self.crossings += 1;
            if self.crossings > MOST_CROSSINGS {
                let what = message!("crossings of data flows and boundary lines");
                return Err(ImportError::TooMany { what, limit: MOST_CROSSINGS });
            }
            crosses.insert(curve.id.clone());
            self.notes.say_with(|| {
                let curve = quoted(&curve.name);
                format!(
                    "The data flow {} crosses the boundary line {curve} as drawn in {}.",
                    quoted(name),
                    diagram.called
                )
            });
        }
        Ok(crosses)
    }

    fn flow_name(&mut self, cell: &Cell, ends: [Option<&str>; 2]) -> String {
        if !cell.name.is_empty() {
            return cell.name.clone();
        }
        let name = match ends {
            [Some(source), Some(target)] => format!("{source} to {target}"),
            [Some(source), None] => format!("From {source}"),
            [None, Some(target)] => format!("To {target}"),
            [None, None] => return self.name(cell, "data flow"),
        };
        let name: String = name.chars().take(LONGEST_NAME).collect();
        self.notes.say(format!("{} has no name; it is called {}.", capital(&cell.place), quoted(&name)));
        name
    }

    /// An actor for the end of a flow that is at no element, so that the flow is kept.
    fn stand_in(
        &mut self,
        flow_name: &str,
        flow: &FlowId,
        side: &str,
        end: &End,
        boxes: &Boxes,
    ) -> Result<ElementId, ImportError> {
        let name: String = format!("Unattached end of {flow_name}").chars().take(LONGEST_NAME).collect();
        let made = self.ids.make("el", &format!("{flow}-{side}"));
        let id = ElementId::new(made.id)?;
        let why = match &end.cell {
            Some(cell) => format!("names the cell {}, which is no element of its diagram", quoted(cell)),
            None => "is attached to nothing".to_owned(),
        };
        self.notes.say(format!(
            "The {side} of the data flow {} {why}; the actor {} stands for it.",
            quoted(flow_name),
            quoted(&name)
        ));
        self.stand_ins += 1;
        let inside = end.point.and_then(|point| boxes.around(point));
        self.imported.elements.push(Element {
            id: id.clone(),
            assessment: self.assessment.clone(),
            name,
            kind: ElementKind::Actor,
            boundary: inside.map(|i| boxes.id(i)),
            role: None,
            description: format!("Stands for the {side} of a data flow that is attached to no element."),
            facts: BTreeMap::new(),
            out_of_scope: None,
            component: Component::default(),
        });
        Ok(id)
    }

    fn facts(&mut self, cell: &Cell) -> BTreeMap<ElementFact, Known> {
        const FACTS: [(&str, ElementFact); 7] = [
            ("isEncrypted", ElementFact::Encrypted),
            ("isPublicNetwork", ElementFact::PublicNetwork),
            ("providesAuthentication", ElementFact::Authenticated),
            ("storesCredentials", ElementFact::StoresCredentials),
            ("isALog", ElementFact::IsLog),
            ("isSigned", ElementFact::Signed),
            ("isWebApplication", ElementFact::WebApplication),
        ];
        let mut facts = BTreeMap::new();
        for (key, fact) in FACTS {
            if let Some(flag) = cell.flag(key, &mut self.notes) {
                facts.insert(fact, if flag { Known::Yes } else { Known::No });
                self.said_no += usize::from(!flag);
            }
        }
        facts
    }

    /// The description, followed by what the file says and no fact has a place for.
    fn description(&mut self, cell: &Cell, more: &[String]) -> String {
        const SENTENCES: [(&str, &str); 3] = [
            ("handlesCardPayment", "Handles card payments."),
            ("handlesGoodsOrServices", "Handles goods or services."),
            ("storesInventory", "Stores an inventory."),
        ];
        let mut more = more.to_vec();
        for (key, sentence) in SENTENCES {
            if cell.flag(key, &mut self.notes) == Some(true) {
                more.push(sentence.to_owned());
            }
        }
        let level = cell.text("privilegeLevel", &mut self.notes);
        let level = self.notes.name(&level, &format!("the privilege level in {}", cell.place));
        if !level.is_empty() {
            more.push(format!("Privilege level: {level}."));
        }
        let added: usize = more.iter().map(|sentence| sentence.chars().count() + 1).sum();
        let raw = cell.text("description", &mut self.notes);
        let about = self.notes.prose(&raw, LONGEST_TEXT - added, &format!("“description” in {}", cell.place));
        join(about, &more)
    }

    fn out_of_scope(&mut self, cell: &Cell, name: &str) -> Option<String> {
        let out = cell.flag("outOfScope", &mut self.notes) == Some(true);
        let reason = cell.prose("reasonOutOfScope", &mut self.notes);
        if out {
            return Some(if reason.is_empty() {
                "No reason is given in Threat Dragon.".into()
            } else {
                reason
            });
        }
        if !reason.is_empty() {
            self.notes.say(format!(
                "{} is in scope; the reason for its being out of scope is kept in this remark only: {}.",
                cell.called(name),
                kept(&reason)
            ));
        }
        None
    }

    fn threats(
        &mut self,
        cell: &Cell,
        on: &str,
        name: &str,
        diagram: &Diagram,
        fallback: &str,
    ) -> Result<(), ImportError> {
        let called = format!("the {} {}", cell.shape.noun(), quoted(name));
        for (n, threat) in cell.threats.iter().enumerate() {
            self.imported.counts.threats += 1;
            if self.imported.counts.threats > MOST_THREATS {
                return Err(ImportError::TooMany { what: message!("threats"), limit: MOST_THREATS });
            }
            let owner: String = cell.id.as_deref().unwrap_or(fallback).chars().take(80).collect();
            let on = threat::On {
                id: on,
                called: &called,
                diagram: &diagram.called,
                fallback: format!("{owner}-{}", n + 1),
            };
            let (record, note) = threat::read(
                threat,
                &on,
                &self.assessment,
                &mut self.ids,
                &mut self.filled_in,
                &mut self.notes,
            )?;
            self.imported.threats.push(record);
            self.imported.decisions.extend(note);
        }
        Ok(())
    }
}
