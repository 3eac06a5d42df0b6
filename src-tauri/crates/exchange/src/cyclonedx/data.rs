//! Data a component consists of, or a model was made with → data sets with their classification and who answers for them.

use super::Draft;
use super::field::Fields;
use super::inventory::{Component, Kind};
use super::licence::Licence;
use crate::text::Notes;

/// Data sets kept.
const MOST_DATASETS: usize = 2_000;

/// A collection of data: a component of the type `data`, an entry of its `data`, or a data set inside a model card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    /// The name by which the file refers to it.
    pub bom_ref: Option<String>,
    /// Its name; that of its component, or `Unnamed data`, when the file gives none.
    pub name: String,
    /// The component or model it is described in, unless it is the component itself.
    pub of: Option<String>,
    /// What data it is: `dataset`, `configuration`, `source-code`, `definition`, `other`, or another word.
    pub kind: Option<String>,
    /// The version of its component.
    pub version: Option<String>,
    /// The licences of its component; a data set inside a model card has none of its own.
    pub licences: Vec<Licence>,
    /// How sensitive it is, in the author's words.
    pub classification: Option<String>,
    /// What is sensitive in it.
    pub sensitive: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Where its contents are: links, `name: value`, or that they are attached. An attachment itself is not kept.
    pub contents: Vec<String>,
    /// Who owns it.
    pub owners: Vec<String>,
    /// Who answers for its content and meaning.
    pub stewards: Vec<String>,
    /// Who keeps it.
    pub custodians: Vec<String>,
}

impl<'t> Draft<'t> {
    /// The data of a component. One of the type `data` without further detail is a data set itself.
    pub(super) fn data(&mut self, fields: &Fields<'t, '_>, component: &Component) {
        let parts = fields.objects("data", &mut self.notes);
        if parts.is_empty() && component.kind == Kind::Data {
            let description = fields.prose("description", &mut self.notes);
            self.add_dataset(Dataset {
                bom_ref: component.bom_ref.clone(),
                name: component.name.clone(),
                version: component.version.clone(),
                licences: component.licences.clone(),
                description,
                ..Dataset::default()
            });
        }
        for (n, part) in parts.iter().enumerate() {
            let Some(index) = self.dataset(part, component) else { continue };
            let dataset = &mut self.datasets[index];
            if component.kind != Kind::Data {
                continue;
            }
            dataset.version.clone_from(&component.version);
            dataset.licences.clone_from(&component.licences);
            if dataset.description.is_none() && parts.len() == 1 {
                dataset.description = fields.prose("description", &mut self.notes);
            }
            // A reference to the component means its data; the first part stands for all.
            if let (0, Some(reference)) = (n, fields.raw("bom-ref", &mut self.notes)) {
                self.dataset_by_ref.entry(reference).or_insert(index);
            }
        }
    }

    /// Data described inside a component; its place among the data sets, unless there are too many.
    pub(super) fn dataset(&mut self, fields: &Fields<'t, '_>, inside: &Component) -> Option<usize> {
        let notes = &mut self.notes;
        let own = fields.line("name", notes);
        let of = (own.as_ref() != Some(&inside.name)).then(|| inside.name.clone());
        let dataset = Dataset {
            bom_ref: fields.line("bom-ref", notes),
            of: if own.is_none() && inside.kind == Kind::Data { None } else { of },
            name: own.unwrap_or_else(|| match inside.kind {
                Kind::Data => inside.name.clone(),
                _ => "Unnamed data".into(),
            }),
            kind: fields.line("type", notes),
            classification: fields.line("classification", notes),
            sensitive: fields.texts("sensitiveData", notes),
            description: fields.prose("description", notes),
            contents: fields.object("contents", notes).map(|c| contents(&c, notes)).unwrap_or_default(),
            ..Dataset::default()
        };
        let dataset = match fields.object("governance", notes) {
            None => dataset,
            Some(governance) => Dataset {
                owners: governance.listed("owners", notes, party),
                stewards: governance.listed("stewards", notes, party),
                custodians: governance.listed("custodians", notes, party),
                ..dataset
            },
        };
        let reference = fields.raw("bom-ref", notes);
        let index = self.add_dataset(dataset)?;
        if let Some(reference) = reference {
            self.dataset_by_ref.entry(reference).or_insert(index);
        }
        Some(index)
    }

    fn add_dataset(&mut self, dataset: Dataset) -> Option<usize> {
        if self.datasets.len() == MOST_DATASETS {
            self.left_out.datasets += 1;
            return None;
        }
        self.datasets.push(dataset);
        Some(self.datasets.len() - 1)
    }
}

/// Links, properties and the presence of an attachment.
fn contents(fields: &Fields, notes: &mut Notes) -> Vec<String> {
    let mut contents: Vec<String> = fields.link("url", notes).into_iter().collect();
    if let Some(attachment) = fields.object("attachment", notes) {
        let kind = attachment.line("contentType", notes);
        contents.push(
            kind.map_or_else(|| "An attachment".into(), |kind| format!("An attachment of the type {kind}")),
        );
    }
    contents.extend(fields.listed("properties", notes, property));
    contents
}

/// `name: value`.
pub(super) fn property(fields: &Fields, notes: &mut Notes) -> Option<String> {
    match (fields.line("name", notes), fields.item("value", notes)) {
        (Some(name), Some(value)) => Some(format!("{name}: {value}")),
        (name, value) => name.or(value),
    }
}

/// Who answers for data: the organisation, else the person.
fn party(fields: &Fields, notes: &mut Notes) -> Option<String> {
    organisation(fields, "organization", notes)
        .or_else(|| fields.object("contact", notes).and_then(|c| person(&c, notes)))
}

/// The name of an organisation, else its first contact, else its first link.
pub(super) fn organisation(fields: &Fields, key: &'static str, notes: &mut Notes) -> Option<String> {
    let organisation = fields.object(key, notes)?;
    organisation
        .line("name", notes)
        .or_else(|| organisation.listed("contact", notes, person).into_iter().next())
        .or_else(|| organisation.texts("url", notes).into_iter().next())
}

/// A person's name, else the address.
pub(super) fn person(fields: &Fields, notes: &mut Notes) -> Option<String> {
    fields.line("name", notes).or_else(|| fields.line("email", notes))
}
