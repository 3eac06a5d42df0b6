//! Components → how many of what kind, under which licences, and what is not stated about them.

use super::field::{Fields, bounded, one_line};
use super::licence::{self, Licence, Stated};
use super::vulnerability::Vulnerabilities;
use super::{Draft, Error, MOST_COMPONENTS};
use crate::text::{LONGEST_NAME, Notes, quoted};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Components listed one by one.
const MOST_ENTRIES: usize = 5_000;
/// Licences listed one by one.
const MOST_LICENCES: usize = 500;

/// Different licences a file may state.
const MOST_STATED: usize = 100_000;

/// What a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `application`
    Application,
    /// `framework`
    Framework,
    /// `library`
    Library,
    /// `container`
    Container,
    /// `platform`
    Platform,
    /// `operating-system`
    OperatingSystem,
    /// `device`
    Device,
    /// `device-driver`
    DeviceDriver,
    /// `firmware`
    Firmware,
    /// `file`
    File,
    /// `machine-learning-model`
    Model,
    /// `data`
    Data,
    /// `cryptographic-asset`
    CryptographicAsset,
    /// Another word, or none.
    Unknown,
}

impl Kind {
    const WORDS: [(&'static str, Self); 13] = [
        ("application", Self::Application),
        ("framework", Self::Framework),
        ("library", Self::Library),
        ("container", Self::Container),
        ("platform", Self::Platform),
        ("operating-system", Self::OperatingSystem),
        ("device", Self::Device),
        ("device-driver", Self::DeviceDriver),
        ("firmware", Self::Firmware),
        ("file", Self::File),
        ("machine-learning-model", Self::Model),
        ("data", Self::Data),
        ("cryptographic-asset", Self::CryptographicAsset),
    ];

    /// The word of the format; `unknown` for a kind it does not have.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("unknown", |(word, _)| word)
    }

    pub(super) fn read(of: &Fields, notes: &mut Notes) -> Self {
        let word = of.raw("type", notes);
        let known = word.as_deref().and_then(|word| Self::WORDS.iter().find(|(known, _)| *known == word));
        known.map_or_else(
            || {
                notes.say_with(|| match &word {
                    Some(word) => format!("{} is of the type {}, which is not known.", of.at, quoted(word)),
                    None => format!("{} states no type.", of.at),
                });
                Self::Unknown
            },
            |(_, kind)| *kind,
        )
    }
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The name by which the file refers to it.
    pub bom_ref: Option<String>,
    /// Whose name-space the name is in: an organisation, a project.
    pub group: Option<String>,
    /// Its name; `Unnamed component` when the file gives none.
    pub name: String,
    /// Its version, or the range of versions given instead of one.
    pub version: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Its licences, up to 50.
    pub licences: Vec<Licence>,
    /// Its package URL.
    pub purl: Option<String>,
}

/// How many components are under a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCount {
    /// The licence.
    pub licence: Licence,
    /// Components that state it, alone or with others.
    pub components: usize,
}

/// Everything the file lists, counted. What is nested in a component counts as the component does; what the file is
/// about (`metadata.component`) is not counted, what is nested in it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// All components.
    pub components: usize,
    /// Components of each kind there is.
    pub by_kind: BTreeMap<Kind, usize>,
    /// Licences, the most frequent first, up to 500.
    pub licences: Vec<LicenceCount>,
    /// Licences beyond those listed.
    pub more_licences: usize,
    /// Components that state no version and no range of versions.
    pub without_version: usize,
    /// Components that state no licence.
    pub without_licence: usize,
    /// Components that state no hash.
    pub without_hash: usize,
    /// The first 5,000 components in the order of the file, each before what is nested in it.
    pub entries: Vec<Component>,
    /// Known vulnerabilities.
    pub vulnerabilities: Vulnerabilities,
}

/// What is counted of licences before it is known which are listed.
pub(super) type LicenceCounts<'t> = BTreeMap<Stated<'t>, usize>;

impl<'t> Draft<'t> {
    /// The components of `holder`, and all nested in them.
    pub(super) fn components(&mut self, holder: &Fields<'t, '_>) -> Result<(), Error> {
        for component in holder.entries("components")? {
            self.inventory.components += 1;
            if self.inventory.components > MOST_COMPONENTS {
                return Err(Error::TooMany { what: "components", limit: MOST_COMPONENTS });
            }
            self.component(&component, true);
            if self.licences.len() > MOST_STATED {
                return Err(Error::TooMany { what: "different licences", limit: MOST_STATED });
            }
            self.components(&component)?;
        }
        Ok(())
    }

    /// One component: `counted` unless it is what the file is about. Models and data are read further.
    pub(super) fn component(&mut self, fields: &Fields<'t, '_>, counted: bool) -> Kind {
        let notes = &mut self.notes;
        let kind = Kind::read(fields, notes);
        let licences = licence::stated(fields, notes);
        let version = fields.raw("version", notes).or_else(|| fields.raw("versionRange", notes));
        let hashes = fields.objects("hashes", notes);
        if counted {
            let inventory = &mut self.inventory;
            *inventory.by_kind.entry(kind).or_default() += 1;
            inventory.without_version += usize::from(version.is_none());
            inventory.without_licence += usize::from(licences.is_empty());
            inventory.without_hash += usize::from(!hashes.iter().any(|hash| hash.get("content").is_some()));
            let mut once: Vec<_> = licences.iter().collect();
            once.sort_unstable();
            once.dedup();
            for licence in once {
                match self.licences.get_mut(licence) {
                    Some(count) => *count += 1,
                    None => _ = self.licences.insert(licence.clone(), 1),
                }
            }
        }
        let listed = counted && self.inventory.entries.len() < MOST_ENTRIES;
        let card = fields.object("modelCard", notes);
        let is_model = kind == Kind::Model || card.is_some();
        if fields.get("name").is_none() {
            self.unnamed += 1;
        }
        if !(listed || is_model || kind == Kind::Data || fields.get("data").is_some()) {
            return kind;
        }
        let component = Component {
            bom_ref: fields.line("bom-ref", notes),
            group: fields.line("group", notes),
            name: fields.line("name", notes).unwrap_or_else(|| "Unnamed component".into()),
            version: version.and_then(|v| bounded(&v, LONGEST_NAME, &fields.at, notes)).map(one_line),
            kind,
            licences: licence::read_all(&licences, &fields.at, notes),
            purl: fields.link("purl", notes),
        };
        if is_model {
            self.model(fields, card.as_ref(), &component, &hashes);
        }
        self.data(fields, &component);
        if listed {
            self.inventory.entries.push(component);
        }
        kind
    }

    /// Puts the licences in order, once all components are counted.
    pub(super) fn order_licences(&mut self) {
        let counted = std::mem::take(&mut self.licences);
        // The same texts after cleaning are one licence.
        let mut clean: BTreeMap<Licence, usize> = BTreeMap::new();
        for (stated, count) in counted {
            if let Some(licence) = quietly(&stated) {
                *clean.entry(licence).or_default() += count;
            }
        }
        let mut all: Vec<_> =
            clean.into_iter().map(|(licence, components)| LicenceCount { licence, components }).collect();
        all.sort_by(|a, b| b.components.cmp(&a.components).then_with(|| a.licence.cmp(&b.licence)));
        self.inventory.more_licences = all.len().saturating_sub(MOST_LICENCES);
        all.truncate(MOST_LICENCES);
        self.inventory.licences = all;
        let listed = self.inventory.entries.len();
        if listed < self.inventory.components {
            let all = self.inventory.components;
            self.notes.say(format!(
                "The first {listed} of {all} components are listed one by one; all are counted."
            ));
        }
    }
}

/// A licence, without the remarks made when its component was read.
fn quietly((form, raw): &Stated) -> Option<Licence> {
    licence::read(&(*form, Cow::Borrowed(raw)), &super::field::Path::Top, &mut Notes::default())
}
