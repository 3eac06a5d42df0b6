//! A bill of materials in CycloneDX JSON → what it counts up to, its entries, and the models, datasets and services in
//! it as components.
//!
//! Versions 1.2 to 1.7 of the format have the parts read here in the same form. What is not read is left aside; what is
//! read and has another form is an error that names the place. Texts are bounded and free of control characters.

use crate::error::ImportError;
use crate::json::{self, kind};
use crate::text::Notes;
use assay_core::record::{BomPart, Component};
use assay_core::words::{AiRole, ElementFact, ElementKind, Known, Stage};
use assay_message::{Message, message};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Entries a file may have, nested ones included.
const MOST_ENTRIES: usize = 200_000;
/// Entries kept one by one; the counts are of all.
pub const MOST_PARTS: usize = 5_000;
/// Components made of one file.
const MOST_COMPONENTS: usize = 2_000;
/// Characters kept of a description.
const LONGEST: usize = 4_000;
/// The types of entries that become components; services are listed apart.
const MODEL: &str = "machine-learning-model";
const DATA: &str = "data";
/// The youngest version known here.
const YOUNGEST: u32 = 7;

/// Why a bill of materials could not be read. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum BomError {
    /// The file is no JSON of bounded size and depth.
    #[error(transparent)]
    File(#[from] ImportError),
    /// XML.
    #[error("The file is XML. CycloneDX is read as JSON: have it exported so.")]
    Xml,
    /// JSON of something else.
    #[error("The file is JSON and not a CycloneDX bill of materials: {0}.")]
    NotCycloneDx(Message),
    /// A version nobody can tell the form of.
    #[error("The bill of materials is in version “{0}” of CycloneDX; versions 1.2 to 1.7 are read.")]
    Version(String),
    /// A part has another form than the format gives it.
    #[error("The bill of materials cannot be read: {place} is {found} where {wanted} is expected.")]
    Malformed {
        /// Where, such as `components[3].name`.
        place: String,
        /// What is there.
        found: Message,
        /// What should be there.
        wanted: Message,
    },
}

/// A model, dataset or service of the file, ready to become an element of the threat model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name, with its group.
    pub name: String,
    /// What kind of element.
    pub kind: ElementKind,
    /// Its part in an AI system.
    pub role: Option<AiRole>,
    /// What the file says of it.
    pub description: String,
    /// What the file says holds of it.
    pub facts: BTreeMap<ElementFact, Known>,
    /// Product, version, providers, licence, data.
    pub component: Component,
}

/// A bill of materials, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bill {
    /// What it describes, with its version.
    pub about: String,
    /// Such as `CycloneDX 1.6`.
    pub format: String,
    /// Serial number.
    pub serial: String,
    /// When it was made, as it says.
    pub made: String,
    /// Entries by type; services as `service`.
    pub counts: BTreeMap<String, u32>,
    /// Entries by licence.
    pub licences: BTreeMap<String, u32>,
    /// Entries without a version.
    pub without_version: u32,
    /// Entries without a licence.
    pub without_licence: u32,
    /// Entries without a hash; services have none and are not counted.
    pub without_hash: u32,
    /// Vulnerabilities by severity; those the file calls settled apart.
    pub vulnerabilities: BTreeMap<String, u32>,
    /// The first [`MOST_PARTS`] entries.
    pub parts: Vec<BomPart>,
    /// Models, datasets and services.
    pub found: Vec<Found>,
    /// One sentence per thing that was odd.
    pub notes: Vec<String>,
}

/// Reads the bytes of a bill of materials.
///
/// # Errors
/// [`BomError`] when the bytes are no JSON of at most 32 MB and 64 levels, no CycloneDX of a version that can be read,
/// or when a part that is read has another form than the format gives it.
pub fn read(bytes: &[u8]) -> Result<Bill, BomError> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(b));
    if start.is_some_and(|at| bytes[at] == b'<') {
        return Err(BomError::Xml);
    }
    let value = json::parse(bytes)?;
    let root = object(Some(&value), "the file")?;
    match root.get("bomFormat") {
        Some(Value::String(format)) if format == "CycloneDX" => {}
        Some(_) => return Err(BomError::NotCycloneDx(message!("“bomFormat” is not “CycloneDX”"))),
        None => return Err(BomError::NotCycloneDx(message!("it has no “bomFormat”"))),
    }
    let mut reader = Reader {
        bill: Bill::default(),
        notes: Notes::default(),
        refs: BTreeSet::new(),
        twice: 0,
        entries: 0,
        lost: 0,
    };
    reader.heading(root)?;
    reader.components(root, "components")?;
    reader.services(root, "services")?;
    reader.vulnerabilities(root)?;
    reader.dangling(root)?;
    Ok(reader.finish())
}

struct Reader {
    bill: Bill,
    notes: Notes,
    refs: BTreeSet<String>,
    /// References given to more than one entry.
    twice: usize,
    entries: usize,
    /// Components beyond the bound.
    lost: usize,
}

fn wrong(place: &str, found: Option<&Value>, wanted: Message) -> BomError {
    BomError::Malformed { place: place.into(), found: kind(found), wanted }
}

fn object<'a>(value: Option<&'a Value>, place: &str) -> Result<&'a Map<String, Value>, BomError> {
    match value {
        Some(Value::Object(map)) => Ok(map),
        other => Err(wrong(place, other, message!("an object"))),
    }
}

/// The list of that name; absent is empty.
fn list<'a>(of: &'a Map<String, Value>, name: &str, place: &str) -> Result<&'a [Value], BomError> {
    match of.get(name) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(all)) => Ok(all),
        other => Err(wrong(&format!("{place}{name}"), other, message!("a list"))),
    }
}

/// The text of that name; absent is empty.
fn text<'a>(of: &'a Map<String, Value>, name: &str, place: &str) -> Result<&'a str, BomError> {
    match of.get(name) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        other => Err(wrong(&format!("{place}{name}"), other, message!("a text"))),
    }
}

/// The object of that name; absent is none.
fn inner<'a>(
    of: &'a Map<String, Value>,
    name: &str,
    place: &str,
) -> Result<Option<&'a Map<String, Value>>, BomError> {
    match of.get(name) {
        None | Some(Value::Null) => Ok(None),
        other => object(other, &format!("{place}{name}")).map(Some),
    }
}

/// The name inside the object of that name, or the text itself: organisations come in both forms.
fn organisation<'a>(of: &'a Map<String, Value>, name: &str, place: &str) -> Result<&'a str, BomError> {
    match of.get(name) {
        Some(Value::Object(map)) => text(map, "name", &format!("{place}{name}.")),
        _ => text(of, name, place),
    }
}

/// The severity a rating gives; where it gives a CVSS score only, the one that CVSS gives that score. None is empty.
fn severity<'a>(rating: &'a Map<String, Value>, place: &str) -> Result<&'a str, BomError> {
    let given = text(rating, "severity", place)?;
    let method = text(rating, "method", place)?;
    let score = match rating.get("score") {
        None | Some(Value::Null) => None,
        Some(Value::Number(score)) => score.as_f64(),
        other => return Err(wrong(&format!("{place}score"), other, message!("a number"))),
    };
    let Some(score) = score.filter(|_| given.is_empty() && (method.is_empty() || method.starts_with("CVSS")))
    else {
        return Ok(given);
    };
    Ok(match score {
        score if score >= 9.0 && method != "CVSSv2" => "critical",
        score if score >= 7.0 => "high",
        score if score >= 4.0 => "medium",
        score if score > 0.0 || method == "CVSSv2" => "low",
        _ => "none",
    })
}

impl Reader {
    fn heading(&mut self, root: &Map<String, Value>) -> Result<(), BomError> {
        let version = text(root, "specVersion", "")?;
        let minor = version.strip_prefix("1.").and_then(|minor| minor.parse::<u32>().ok());
        match minor {
            Some(minor) if minor > YOUNGEST => self.notes.say(format!(
                "It is in version {version} of the format, younger than this reader; what has the known form was read."
            )),
            Some(minor) if minor >= 2 => {}
            _ => return Err(BomError::Version(version.chars().take(20).collect())),
        }
        self.bill.format = format!("CycloneDX {version}");
        self.bill.serial = self.notes.name(text(root, "serialNumber", "")?, "the serial number");
        let Some(metadata) = inner(root, "metadata", "")? else { return Ok(()) };
        self.bill.made = self.notes.name(text(metadata, "timestamp", "metadata.")?, "the day it was made");
        if let Some(about) = inner(metadata, "component", "metadata.")? {
            let place = "metadata.component.";
            self.bill.about = self.full_name(about, place)?;
            let version = text(about, "version", place)?;
            if !version.is_empty() && !self.bill.about.is_empty() {
                self.bill.about = format!("{} {}", self.bill.about, self.notes.name(version, "a version"));
            }
            // An application is what its entries make up; a model or dataset the file is about is itself one of them.
            if [MODEL, DATA].contains(&text(about, "type", place)?) {
                self.component(about, place)?;
            }
            self.components(about, &format!("{place}components"))?;
        }
        Ok(())
    }

    /// `group/name`.
    fn full_name(&mut self, of: &Map<String, Value>, place: &str) -> Result<String, BomError> {
        let name = match of.get("name") {
            Some(Value::String(name)) => self.notes.name(name, "an entry"),
            other => return Err(wrong(&format!("{place}name"), other, message!("a text"))),
        };
        let group = self.notes.name(text(of, "group", place)?, "a group");
        Ok(if group.is_empty() { name } else { format!("{group}/{name}") })
    }

    fn count(&mut self) -> Result<(), BomError> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES {
            return Err(ImportError::TooMany { what: message!("entries"), limit: MOST_ENTRIES }.into());
        }
        Ok(())
    }

    fn note_reference(&mut self, of: &Map<String, Value>, place: &str) -> Result<(), BomError> {
        let reference = text(of, "bom-ref", place)?;
        if !reference.is_empty() && !self.refs.insert(reference.to_owned()) {
            self.twice += 1;
        }
        Ok(())
    }

    fn licence(&mut self, of: &Map<String, Value>, place: &str) -> Result<String, BomError> {
        let mut all = BTreeSet::new();
        for (n, choice) in list(of, "licenses", place)?.iter().enumerate() {
            let place = format!("{place}licenses[{n}].");
            let choice = object(Some(choice), place.trim_end_matches('.'))?;
            let words = match inner(choice, "license", &place)? {
                Some(licence) => {
                    let place = format!("{place}license.");
                    let id = text(licence, "id", &place)?;
                    if id.is_empty() { text(licence, "name", &place)? } else { id }
                }
                None => text(choice, "expression", &place)?,
            };
            let words = self.notes.name(words, "a licence");
            if !words.is_empty() {
                all.insert(words);
            }
        }
        Ok(all.into_iter().collect::<Vec<_>>().join(", "))
    }

    fn components(&mut self, of: &Map<String, Value>, place: &str) -> Result<(), BomError> {
        let name = "components";
        let before = place.strip_suffix(name).unwrap_or_default();
        for (n, value) in list(of, name, before)?.iter().enumerate() {
            let own = format!("{place}[{n}]");
            let entry = object(Some(value), &own)?;
            let dot = format!("{own}.");
            self.component(entry, &dot)?;
            self.components(entry, &format!("{dot}components"))?;
        }
        Ok(())
    }

    fn component(&mut self, entry: &Map<String, Value>, place: &str) -> Result<(), BomError> {
        self.count()?;
        let kind = match entry.get("type") {
            Some(Value::String(kind)) => self.notes.name(kind, "a type"),
            other => return Err(wrong(&format!("{place}type"), other, message!("a text"))),
        };
        self.note_reference(entry, place)?;
        let name = self.full_name(entry, place)?;
        let version = self.notes.name(text(entry, "version", place)?, "a version");
        let licence = self.licence(entry, place)?;
        let purl = self.notes.name(text(entry, "purl", place)?, "a package address");
        *self.bill.counts.entry(kind.clone()).or_default() += 1;
        self.tally(&version, &licence);
        self.bill.without_hash += u32::from(list(entry, "hashes", place)?.is_empty());
        if kind == MODEL {
            self.model(entry, place, &name, &version, &licence)?;
        } else if kind == DATA {
            self.dataset(entry, place, &name, &version, &licence)?;
        }
        if self.bill.parts.len() < MOST_PARTS {
            self.bill.parts.push(BomPart { name, version, kind, licence, purl });
        }
        Ok(())
    }

    fn tally(&mut self, version: &str, licence: &str) {
        self.bill.without_version += u32::from(version.is_empty());
        if licence.is_empty() {
            self.bill.without_licence += 1;
        } else {
            *self.bill.licences.entry(licence.to_owned()).or_default() += 1;
        }
    }

    fn services(&mut self, of: &Map<String, Value>, place: &str) -> Result<(), BomError> {
        let name = "services";
        let before = place.strip_suffix(name).unwrap_or_default();
        for (n, value) in list(of, name, before)?.iter().enumerate() {
            self.count()?;
            let own = format!("{place}[{n}]");
            let entry = object(Some(value), &own)?;
            let dot = format!("{own}.");
            self.note_reference(entry, &dot)?;
            let name = self.full_name(entry, &dot)?;
            let version = self.notes.name(text(entry, "version", &dot)?, "a version");
            let licence = self.licence(entry, &dot)?;
            *self.bill.counts.entry("service".into()).or_default() += 1;
            self.tally(&version, &licence);
            self.service(entry, &dot, &name, &version, &licence)?;
            if self.bill.parts.len() < MOST_PARTS {
                let kind = "service".into();
                self.bill.parts.push(BomPart { name, version, kind, licence, purl: String::new() });
            }
            self.services(entry, &format!("{dot}services"))?;
        }
        Ok(())
    }

    fn add(&mut self, found: Found) {
        if self.bill.found.len() < MOST_COMPONENTS { self.bill.found.push(found) } else { self.lost += 1 }
    }

    /// Who provides an entry, nearest first, each once.
    fn providers(&mut self, of: &Map<String, Value>, place: &str) -> Result<Vec<String>, BomError> {
        let mut all: Vec<String> = Vec::new();
        for field in ["provider", "supplier", "publisher", "manufacturer", "author"] {
            let name = self.notes.name(organisation(of, field, place)?, "a provider");
            if !name.is_empty() && !all.contains(&name) {
                all.push(name);
            }
        }
        Ok(all)
    }

    fn model(
        &mut self,
        entry: &Map<String, Value>,
        place: &str,
        name: &str,
        version: &str,
        licence: &str,
    ) -> Result<(), BomError> {
        let mut lines = vec![text(entry, "description", place)?.to_owned()];
        let mut ancestors = Vec::new();
        if let Some(pedigree) = inner(entry, "pedigree", place)? {
            let dot = format!("{place}pedigree.");
            for (n, base) in list(pedigree, "ancestors", &dot)?.iter().enumerate() {
                let own = format!("{dot}ancestors[{n}]");
                ancestors.push(self.full_name(object(Some(base), &own)?, &format!("{own}."))?);
            }
        }
        if !ancestors.is_empty() {
            lines.push(format!("Made from {}.", ancestors.join(", ")));
        }
        if let Some(card) = inner(entry, "modelCard", place)? {
            self.card(card, &format!("{place}modelCard."), &mut lines)?;
        } else {
            self.notes.say(format!("The model {name} comes without a model card."));
        }
        let providers = self.providers(entry, place)?;
        let description = self.described(&lines);
        self.add(Found {
            name: name.into(),
            kind: ElementKind::Store,
            role: Some(AiRole::ModelArtifact),
            description,
            facts: BTreeMap::new(),
            component: Component {
                stages: BTreeSet::from([Stage::Development, Stage::Deployment]),
                product: name.into(),
                version: version.into(),
                providers,
                licence: licence.into(),
                ..Component::default()
            },
        });
        Ok(())
    }

    fn described(&mut self, lines: &[String]) -> String {
        let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        self.notes.prose(&lines.join("\n"), LONGEST, "A description")
    }

    /// What a model card says, in lines; datasets it describes become components.
    fn card(
        &mut self,
        card: &Map<String, Value>,
        place: &str,
        lines: &mut Vec<String>,
    ) -> Result<(), BomError> {
        if let Some(parameters) = inner(card, "modelParameters", place)? {
            let dot = format!("{place}modelParameters.");
            let approach = match inner(parameters, "approach", &dot)? {
                Some(approach) => text(approach, "type", &format!("{dot}approach."))?,
                None => "",
            };
            for (title, said) in [
                ("Approach", approach),
                ("Task", text(parameters, "task", &dot)?),
                ("Family", text(parameters, "architectureFamily", &dot)?),
                ("Architecture", text(parameters, "modelArchitecture", &dot)?),
            ] {
                if !said.trim().is_empty() {
                    lines.push(format!("{title}: {said}"));
                }
            }
            for (n, data) in list(parameters, "datasets", &dot)?.iter().enumerate() {
                let own = format!("{dot}datasets[{n}]");
                let data = object(Some(data), &own)?;
                let dot = format!("{own}.");
                // One that only refers to a component stands among the components already.
                if !text(data, "ref", &dot)?.is_empty() {
                    continue;
                }
                let name = self.notes.name(text(data, "name", &dot)?, "a dataset");
                let name = if name.is_empty() { "Unnamed dataset".to_owned() } else { name };
                self.one_dataset(data, &dot, &name, "", "")?;
                self.notes
                    .say(format!("The dataset {name} stands inside a model card and became a component."));
            }
        }
        if let Some(considerations) = inner(card, "considerations", place)? {
            let dot = format!("{place}considerations.");
            for (field, title) in [
                ("users", "Users"),
                ("useCases", "Uses"),
                ("technicalLimitations", "Limits"),
                ("performanceTradeoffs", "Trade-offs"),
            ] {
                let said = self.texts(considerations, field, &dot)?;
                if !said.is_empty() {
                    lines.push(format!("{title}: {}", said.join("; ")));
                }
            }
            for (field, title, of, answer) in [
                ("ethicalConsiderations", "Ethical risk", "name", "mitigationStrategy"),
                ("fairnessAssessments", "Fairness", "groupAtRisk", "mitigationStrategy"),
            ] {
                for (n, value) in list(considerations, field, &dot)?.iter().enumerate() {
                    let own = format!("{dot}{field}[{n}]");
                    let one = object(Some(value), &own)?;
                    let dot = format!("{own}.");
                    let (risk, answer) = (text(one, of, &dot)?, text(one, answer, &dot)?);
                    lines.push(format!(
                        "{title}: {risk}{}{answer}",
                        if answer.is_empty() { "" } else { ". Answer: " }
                    ));
                }
            }
        } else {
            self.notes.say("A model card says nothing of uses, limits and ethical risks.");
        }
        Ok(())
    }

    fn texts(&mut self, of: &Map<String, Value>, name: &str, place: &str) -> Result<Vec<String>, BomError> {
        let all = list(of, name, place)?;
        all.iter()
            .enumerate()
            .map(|(n, value)| {
                let text = value.as_str().map(str::to_owned);
                text.ok_or_else(|| wrong(&format!("{place}{name}[{n}]"), Some(value), message!("a text")))
            })
            .collect()
    }

    fn dataset(
        &mut self,
        entry: &Map<String, Value>,
        place: &str,
        name: &str,
        version: &str,
        licence: &str,
    ) -> Result<(), BomError> {
        let parts = list(entry, "data", place)?;
        if parts.is_empty() {
            return self.one_dataset(entry, place, name, version, licence);
        }
        for (n, value) in parts.iter().enumerate() {
            let own = format!("{place}data[{n}]");
            let part = object(Some(value), &own)?;
            let dot = format!("{own}.");
            let inside = self.notes.name(text(part, "name", &dot)?, "a dataset");
            let name = if inside.is_empty() || parts.len() == 1 {
                name.to_owned()
            } else {
                format!("{name}: {inside}")
            };
            self.one_dataset(part, &dot, &name, version, licence)?;
        }
        Ok(())
    }

    fn one_dataset(
        &mut self,
        of: &Map<String, Value>,
        place: &str,
        name: &str,
        version: &str,
        licence: &str,
    ) -> Result<(), BomError> {
        let mut data = Vec::new();
        let class = self.notes.name(text(of, "classification", place)?, "a classification");
        if !class.is_empty() {
            data.push(class);
        }
        // A text in 1.5, a list of texts from then on.
        let sensitive = match of.get("sensitiveData") {
            Some(Value::String(one)) => vec![one.clone()],
            _ => self.texts(of, "sensitiveData", place)?,
        };
        let mut facts = BTreeMap::new();
        for said in sensitive {
            let said = self.notes.name(&said, "a kind of data");
            if !said.is_empty() {
                facts.insert(ElementFact::PersonalData, Known::Yes);
                data.push(said);
            }
        }
        let mut owner = String::new();
        if let Some(governance) = inner(of, "governance", place)? {
            let dot = format!("{place}governance.");
            for field in ["owners", "stewards", "custodians"] {
                for (n, value) in list(governance, field, &dot)?.iter().enumerate() {
                    let own = format!("{dot}{field}[{n}]");
                    let party = object(Some(value), &own)?;
                    let dot = format!("{own}.");
                    let named = match organisation(party, "organization", &dot)? {
                        "" => organisation(party, "contact", &dot)?,
                        name => name,
                    };
                    if owner.is_empty() {
                        owner = self.notes.name(named, "an owner");
                    }
                }
            }
        }
        let providers = self.providers(of, place)?;
        let description = self.described(&[text(of, "description", place)?.to_owned()]);
        self.add(Found {
            name: name.into(),
            kind: ElementKind::Store,
            role: Some(AiRole::TrainingData),
            description,
            facts,
            component: Component {
                stages: BTreeSet::from([Stage::Acquisition, Stage::Development]),
                owner,
                data,
                product: name.into(),
                version: version.into(),
                providers,
                licence: licence.into(),
                ..Component::default()
            },
        });
        Ok(())
    }

    fn service(
        &mut self,
        entry: &Map<String, Value>,
        place: &str,
        name: &str,
        version: &str,
        licence: &str,
    ) -> Result<(), BomError> {
        let mut facts = BTreeMap::new();
        let known = |value: Option<&Value>, field: &str| match value {
            None | Some(Value::Null) => Ok(Known::Unknown),
            Some(Value::Bool(true)) => Ok(Known::Yes),
            Some(Value::Bool(false)) => Ok(Known::No),
            other => Err(wrong(&format!("{place}{field}"), other, message!("true or false"))),
        };
        let authenticated = known(entry.get("authenticated"), "authenticated")?;
        if authenticated != Known::Unknown {
            facts.insert(ElementFact::Authenticated, authenticated);
        }
        let mut lines = vec![text(entry, "description", place)?.to_owned()];
        if known(entry.get("x-trust-boundary"), "x-trust-boundary")? == Known::Yes {
            lines.push("Calls to it cross a trust boundary, as the bill of materials says.".into());
        }
        let endpoints = self.texts(entry, "endpoints", place)?;
        if !endpoints.is_empty() {
            lines.push(format!("Reached at {}", endpoints.join(", ")));
        }
        let mut data: Vec<String> = Vec::new();
        for (n, value) in list(entry, "data", place)?.iter().enumerate() {
            let own = format!("{place}data[{n}]");
            let one = object(Some(value), &own)?;
            let class = self.notes.name(text(one, "classification", &format!("{own}."))?, "a classification");
            if class.eq_ignore_ascii_case("pii") {
                facts.insert(ElementFact::PersonalData, Known::Yes);
            }
            if !class.is_empty() && !data.contains(&class) {
                data.push(class);
            }
        }
        let providers = self.providers(entry, place)?;
        let description = self.described(&lines);
        self.add(Found {
            name: name.into(),
            kind: ElementKind::Process,
            role: None,
            description,
            facts,
            component: Component {
                stages: BTreeSet::from([Stage::Operation]),
                data,
                product: name.into(),
                version: version.into(),
                providers,
                licence: licence.into(),
                ..Component::default()
            },
        });
        Ok(())
    }

    fn vulnerabilities(&mut self, root: &Map<String, Value>) -> Result<(), BomError> {
        for (n, value) in list(root, "vulnerabilities", "")?.iter().enumerate() {
            let own = format!("vulnerabilities[{n}]");
            let one = object(Some(value), &own)?;
            let dot = format!("{own}.");
            let state = match inner(one, "analysis", &dot)? {
                Some(analysis) => text(analysis, "state", &format!("{dot}analysis."))?,
                None => "",
            };
            let settled =
                ["resolved", "resolved_with_pedigree", "false_positive", "not_affected"].contains(&state);
            let mut worst = "";
            let order = ["", "unknown", "none", "info", "low", "medium", "high", "critical"];
            let rank = |s: &str| order.iter().position(|o| *o == s).unwrap_or(0);
            for (n, value) in list(one, "ratings", &dot)?.iter().enumerate() {
                let own = format!("{dot}ratings[{n}]");
                let severity = severity(object(Some(value), &own)?, &format!("{own}."))?;
                if rank(severity) > rank(worst) {
                    worst = severity;
                }
            }
            let word = match (settled, worst) {
                (true, _) => "settled",
                (false, "") => "unknown",
                (false, severity) => severity,
            };
            *self.bill.vulnerabilities.entry(word.to_owned()).or_default() += 1;
        }
        Ok(())
    }

    /// References among dependencies that name no entry.
    fn dangling(&mut self, root: &Map<String, Value>) -> Result<(), BomError> {
        if let Some(metadata) = inner(root, "metadata", "")?
            && let Some(about) = inner(metadata, "component", "metadata.")?
        {
            let reference = text(about, "bom-ref", "metadata.component.")?;
            self.refs.insert(reference.to_owned());
        }
        let mut dangling = 0_usize;
        for (n, value) in list(root, "dependencies", "")?.iter().enumerate() {
            let own = format!("dependencies[{n}]");
            let one = object(Some(value), &own)?;
            let on = self.texts(one, "dependsOn", &format!("{own}."))?;
            let named = std::iter::once(text(one, "ref", &format!("{own}."))?.to_owned()).chain(on);
            dangling += named.filter(|name| !self.refs.contains(name)).count();
        }
        if dangling > 0 {
            self.notes.say(format!("{dangling} dependencies name an entry the file does not have."));
        }
        Ok(())
    }

    fn finish(mut self) -> Bill {
        if self.entries == 0 {
            self.notes.say("It has no entries.");
        }
        if self.twice > 0 {
            self.notes.say(format!("{} entries share a reference with another.", self.twice));
        }
        if self.entries > MOST_PARTS {
            self.notes.say(format!(
                "The first {MOST_PARTS} of {} entries are listed; the counts are of all.",
                self.entries
            ));
        }
        if self.lost > 0 {
            self.notes.say(format!(
                "{} models, datasets and services beyond the first {MOST_COMPONENTS} did not become components.",
                self.lost
            ));
        }
        if self.bill.about.is_empty() {
            // A file may describe nothing by name: what it holds then names it.
            self.bill.about = match self.bill.parts.as_slice() {
                [one] => one.name.clone(),
                _ => "Unnamed bill of materials".into(),
            };
        }
        self.bill.notes = self.notes.into_remarks();
        self.bill
    }
}
