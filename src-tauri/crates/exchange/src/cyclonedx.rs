//! A bill of materials in CycloneDX JSON → models, data sets and services of a vendor, and a counted inventory.
//!
//! What an assessment asks about is read: who made a model, with which data, for what and with which limits; where
//! services answer and what data goes through them; how many components there are, under which licences, and what is not
//! stated about them. What is not read is in the description of the format, and parts of a file that are not read are
//! named in a note. Nothing is checked against the world outside: no hash, no signature, no link.
//!
//! Versions 1.4 to 1.7 are meant; 1.2 and 1.3 have the same shape. The same bytes yield the same result.

mod data;
mod error;
mod field;
mod inventory;
mod licence;
mod model;
mod reference;
mod service;
mod tree;
mod vulnerability;

pub use data::Dataset;
pub use error::Error;
pub use inventory::{Component, Inventory, Kind, LicenceCount};
pub use licence::{Licence, LicenceForm};
pub use model::{Ancestor, Card, DatasetUse, Hash, Model};
pub use service::{DataFlow, Direction, Service};
pub use vulnerability::{OpenVulnerability, Severity, Vulnerabilities};

use crate::text::{LONGEST_NAME, Notes, quoted};
use assay_core::pack::hex;
use field::{Fields, Path, bounded, one_line};
use inventory::LicenceCounts;
use reference::References;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tree::Tree;

/// Components a file may have, nested ones included.
const MOST_COMPONENTS: usize = 200_000;
/// Parts at the top of a file that are named as not read, at most.
const MOST_NAMED: usize = 12;

/// A bill of materials, read. A text that is not stated is `None`; none is longer than 20,000 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bom {
    /// The name of the file.
    pub file: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The version of CycloneDX the file names; empty when it names none.
    pub spec_version: String,
    /// The number of the bill of materials, a `urn:uuid:`. Its form is not checked.
    pub serial_number: Option<String>,
    /// How often it was issued under that number.
    pub version: Option<u64>,
    /// When it was made, as the file writes it.
    pub timestamp: Option<String>,
    /// What it is about.
    pub about: Option<About>,
    /// Machine-learning models, up to 500, in the order of the file.
    pub models: Vec<Model>,
    /// Data sets, up to 2,000, in the order of the file.
    pub datasets: Vec<Dataset>,
    /// Services, up to 2,000, each before those it consists of.
    pub services: Vec<Service>,
    /// All components, counted.
    pub inventory: Inventory,
    /// One sentence per thing that was not understood, was changed, is left out or does not hold together.
    pub notes: Vec<String>,
}

/// What a bill of materials is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What it is.
    pub kind: Kind,
}

/// Reads the bytes of a bill of materials; `name` is what the file is called.
///
/// # Errors
/// [`Error`] when the bytes are too many (64 MiB), are XML or otherwise no JSON, nest too deep (64 levels), hold too much
/// (200,000 components, 100,000 different licences, 3,000,000 values), are no CycloneDX, or when its lists do not have the form the format gives them.
pub fn read(name: &str, bytes: &[u8]) -> Result<Bom, Error> {
    let parsed = tree::parse(bytes)?;
    let file = Fields::of_file(&parsed.tree)?;
    recognise(&file)?;
    let mut draft = Draft::new(References::gather(&parsed.tree));
    let mut bom = draft.header(name, &file)?;
    draft.components(&file)?;
    draft.services(&file, None)?;
    draft.vulnerabilities(&file)?;
    draft.order_licences();
    draft.lead_to_datasets();
    draft.references.check(&file, &mut draft.notes);
    draft.completeness(&file);
    draft.unread(&file, parsed.repeated);
    bom.sha256 = hex(&Sha256::digest(bytes));
    Ok(draft.finish(bom))
}

/// Tells CycloneDX from other JSON.
fn recognise(file: &Fields) -> Result<(), Error> {
    match file.get("bomFormat") {
        Some(Tree::Text(format)) if format == "CycloneDX" => Ok(()),
        None if file.get("spdxVersion").is_some() => Err(Error::Spdx),
        Some(Tree::Text(format)) => Err(Error::NotCycloneDx { found: quoted(format) }),
        other => Err(Error::NotCycloneDx { found: Tree::kind(other).into() }),
    }
}

/// What is read so far.
struct Draft<'t> {
    notes: Notes,
    references: References<'t>,
    models: Vec<Model>,
    datasets: Vec<Dataset>,
    services: Vec<Service>,
    inventory: Inventory,
    licences: LicenceCounts<'t>,
    /// Where in `datasets` a reference leads.
    dataset_by_ref: BTreeMap<Cow<'t, str>, usize>,
    /// References of model cards: the model, the entry of its list, the reference.
    awaited: Vec<(usize, usize, Cow<'t, str>)>,
    left_out: LeftOut,
    unnamed: usize,
}

/// How many more there were than are kept.
#[derive(Default)]
struct LeftOut {
    models: usize,
    datasets: usize,
    services: usize,
}

impl<'t> Draft<'t> {
    fn new(references: References<'t>) -> Self {
        Self {
            notes: Notes::default(),
            references,
            models: Vec::new(),
            datasets: Vec::new(),
            services: Vec::new(),
            inventory: Inventory::default(),
            licences: LicenceCounts::new(),
            dataset_by_ref: BTreeMap::new(),
            awaited: Vec::new(),
            left_out: LeftOut::default(),
            unnamed: 0,
        }
    }

    /// What the file says about itself, and what is nested in the component it is about.
    fn header(&mut self, name: &str, file: &Fields<'t, '_>) -> Result<Bom, Error> {
        let notes = &mut self.notes;
        let spec_version = file.line("specVersion", notes).unwrap_or_default();
        match spec_version.as_str() {
            "1.2" | "1.3" | "1.4" | "1.5" | "1.6" | "1.7" => {}
            "" => notes.say("The file names no version of CycloneDX; it is read like version 1.7."),
            other => notes.say(format!(
                "The file names the version {} of CycloneDX; it is read like version 1.7.",
                quoted(other)
            )),
        }
        let metadata = file.part("metadata")?;
        let mut bom = Bom {
            file: bounded(name, LONGEST_NAME, &Path::Top, &mut Notes::default())
                .map(one_line)
                .unwrap_or_default(),
            sha256: String::new(),
            spec_version,
            serial_number: file.line("serialNumber", notes),
            version: file.whole("version", notes),
            timestamp: metadata.and_then(|metadata| metadata.line("timestamp", notes)),
            about: None,
            models: Vec::new(),
            datasets: Vec::new(),
            services: Vec::new(),
            inventory: Inventory::default(),
            notes: Vec::new(),
        };
        if let Some(component) = metadata.as_ref().and_then(|metadata| metadata.object("component", notes)) {
            let kind = self.component(&component, false);
            // Remarks on these two were made when the component was read.
            let unheard = &mut Notes::default();
            let name = component.line("name", unheard).unwrap_or_else(|| "Unnamed component".into());
            bom.about = Some(About { name, version: component.line("version", unheard), kind });
            self.components(&component)?;
        }
        Ok(bom)
    }

    /// What the file says about its own completeness.
    fn completeness(&mut self, file: &Fields) {
        // Remarks on the list were made when its references were looked for.
        let unheard = &mut Notes::default();
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        for part in file.objects("compositions", unheard) {
            let word = part.raw("aggregate", unheard).filter(|word| word != "complete");
            if let Some(word) = word.filter(|word| said.len() < MOST_NAMED || said.contains_key(&**word)) {
                *said.entry(word.into_owned()).or_default() += 1;
            }
        }
        if !said.is_empty() {
            let said: Vec<String> =
                said.iter().map(|(word, count)| format!("{} ({count})", quoted(word))).collect();
            self.notes
                .say(format!("Parts that the file does not declare to be complete: {}.", said.join(", ")));
        }
    }

    /// Parts of the file that are not read, and what a reader of another program may see otherwise.
    fn unread(&mut self, file: &Fields, repeated: usize) {
        const READ: [&str; 12] = [
            "$schema",
            "bomFormat",
            "specVersion",
            "serialNumber",
            "version",
            "metadata",
            "components",
            "services",
            "dependencies",
            "compositions",
            "vulnerabilities",
            "signature",
        ];
        if file.get("signature").is_some() {
            self.notes.say("The file carries a signature, which is not checked.");
        }
        let mut other: Vec<&str> = file.names().filter(|name| !READ.contains(name)).collect();
        other.sort_unstable();
        other.dedup();
        if !other.is_empty() {
            let more = if other.len() > MOST_NAMED { ", and more" } else { "" };
            let names: Vec<String> = other.iter().take(MOST_NAMED).map(|name| quoted(name)).collect();
            self.notes.say(format!("Parts of the file that are not read: {}{more}.", names.join(", ")));
        }
        if repeated > 0 {
            self.notes.say(format!("Fields given more than once, of which the last counts: {repeated}."));
        }
    }

    fn finish(mut self, bom: Bom) -> Bom {
        self.references.conclude(&mut self.notes);
        let closing = [
            (self.unnamed, "Components without a name"),
            (self.left_out.models, "Models beyond the first 500, counted as components only"),
            (self.left_out.datasets, "Data sets beyond the first 2,000, left out"),
            (self.left_out.services, "Services beyond the first 2,000, left out"),
        ];
        // Said whatever the number of notes before: these are few.
        let mut notes = self.notes.into_remarks();
        let counted = closing.iter().filter(|(count, _)| *count > 0);
        notes.extend(counted.map(|(count, what)| format!("{what}: {count}.")));
        Bom {
            models: self.models,
            datasets: self.datasets,
            services: self.services,
            inventory: self.inventory,
            notes,
            ..bom
        }
    }
}
