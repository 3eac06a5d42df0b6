//! Services, and services they consist of → where they answer, who runs them, and what data goes through them.

use super::data::organisation;
use super::field::Fields;
use super::licence::{self, Licence};
use super::{Draft, Error};
use crate::text::{Notes, quoted};

/// Services kept.
const MOST_SERVICES: usize = 2_000;

/// A service. Lists have up to 200 entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The name by which the file refers to it.
    pub bom_ref: Option<String>,
    /// Whose name-space the name is in.
    pub group: Option<String>,
    /// Its name; `Unnamed service` when the file gives none.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The service it is a part of.
    pub within: Option<String>,
    /// Who runs it.
    pub provider: Option<String>,
    /// Addresses at which it answers.
    pub endpoints: Vec<String>,
    /// Whether it asks who is calling, where the file says so.
    pub authenticated: Option<bool>,
    /// Whether calling it crosses a trust boundary (`x-trust-boundary`), where the file says so.
    pub crosses_boundary: Option<bool>,
    /// The trust zone it is in.
    pub trust_zone: Option<String>,
    /// Data that flows in or out.
    pub data: Vec<DataFlow>,
    /// Its licences.
    pub licences: Vec<Licence>,
}

/// Which way data goes, seen from the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the service.
    Inbound,
    /// From the service.
    Outbound,
    /// Both ways.
    Both,
    /// The file says that it is not known, says nothing, or says something else.
    Unknown,
}

/// Data that flows into a service or out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFlow {
    /// Which way.
    pub direction: Direction,
    /// How sensitive the data is, in the author's words.
    pub classification: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// Where it goes.
    pub destinations: Vec<String>,
}

impl<'t> Draft<'t> {
    /// The services of `holder`, and all they consist of.
    pub(super) fn services(&mut self, holder: &Fields<'t, '_>, within: Option<&str>) -> Result<(), Error> {
        for fields in holder.entries("services")? {
            if self.services.len() == MOST_SERVICES {
                self.left_out.services += 1;
                self.services(&fields, None)?;
                continue;
            }
            let service = read(&fields, within, &mut self.notes);
            let name = service.name.clone();
            self.services.push(service);
            self.services(&fields, Some(&name))?;
        }
        Ok(())
    }
}

fn read(fields: &Fields, within: Option<&str>, notes: &mut Notes) -> Service {
    let licences = licence::stated(fields, notes);
    let name = fields.line("name", notes).unwrap_or_else(|| {
        notes.say_with(|| format!("{} has no name; it is called “Unnamed service”.", fields.at));
        "Unnamed service".into()
    });
    Service {
        bom_ref: fields.line("bom-ref", notes),
        group: fields.line("group", notes),
        name,
        version: fields.line("version", notes),
        description: fields.prose("description", notes),
        within: within.map(str::to_owned),
        provider: organisation(fields, "provider", notes),
        endpoints: fields.texts("endpoints", notes),
        authenticated: fields.flag("authenticated", notes),
        crosses_boundary: fields.flag("x-trust-boundary", notes),
        trust_zone: fields.line("trustZone", notes),
        data: fields.listed("data", notes, |flow, notes| Some(data_flow(flow, notes))),
        licences: licence::read_all(&licences, &fields.at, notes),
    }
}

fn data_flow(fields: &Fields, notes: &mut Notes) -> DataFlow {
    let direction = match fields.raw("flow", notes).as_deref() {
        Some("inbound") => Direction::Inbound,
        Some("outbound") => Direction::Outbound,
        Some("bi-directional") => Direction::Both,
        None | Some("unknown") => Direction::Unknown,
        Some(word) => {
            notes.say_with(|| {
                format!(
                    "{}.flow is {}, which is no direction; it counts as not known.",
                    fields.at,
                    quoted(word)
                )
            });
            Direction::Unknown
        }
    };
    DataFlow {
        direction,
        classification: fields.line("classification", notes),
        name: fields.line("name", notes),
        description: fields.prose("description", notes),
        sources: fields.texts("source", notes),
        destinations: fields.texts("destination", notes),
    }
}
