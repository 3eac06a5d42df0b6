//! A component that is a machine-learning model → what it is, what it was made from, and what its model card says.

use super::Draft;
use super::data::{organisation, person, property};
use super::field::{Fields, MOST_LISTED, Path, bounded, one_line};
use super::inventory::Component;
use crate::text::{LONGEST_NAME, Notes};

/// Models kept.
const MOST_MODELS: usize = 500;

/// A machine-learning model: a component of that type, or any with a model card. Lists have up to 200 entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Name, version, licences and package URL.
    pub component: Component,
    /// What it is about.
    pub description: Option<String>,
    /// Who supplied it.
    pub supplier: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who made it.
    pub manufacturer: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Hashes of its file.
    pub hashes: Vec<Hash>,
    /// Models it was made from (`pedigree.ancestors`).
    pub ancestors: Vec<Ancestor>,
    /// What is said about its origin (`pedigree.notes`).
    pub origin: Option<String>,
    /// Its model card.
    pub card: Option<Card>,
}

/// A hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hash {
    /// Its algorithm, as the file names it.
    pub algorithm: Option<String>,
    /// Its value, as the file writes it. It is compared with nothing.
    pub content: String,
}

/// A component that another was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Whose name-space the name is in.
    pub group: Option<String>,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Its package URL.
    pub purl: Option<String>,
}

/// What a model card says. What it does not say is empty; an entry of a list that has several parts is one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// How it learns: `supervised`, `unsupervised`, `reinforcement-learning`, `semi-supervised`, `self-supervised`.
    pub approach: Option<String>,
    /// What it is for.
    pub task: Option<String>,
    /// The family of its architecture.
    pub architecture_family: Option<String>,
    /// Its architecture.
    pub architecture: Option<String>,
    /// Data it was made or tested with.
    pub datasets: Vec<DatasetUse>,
    /// Formats it takes.
    pub inputs: Vec<String>,
    /// Formats it gives.
    pub outputs: Vec<String>,
    /// Measured performance.
    pub metrics: Vec<String>,
    /// Whom it is meant for.
    pub users: Vec<String>,
    /// What it is meant for.
    pub use_cases: Vec<String>,
    /// What it cannot do.
    pub limitations: Vec<String>,
    /// What its performance costs.
    pub tradeoffs: Vec<String>,
    /// Ethical risks, with how they are reduced.
    pub ethics: Vec<String>,
    /// Groups at risk, with benefits, harms and how they are reduced.
    pub fairness: Vec<String>,
    /// Energy used and carbon dioxide given off, by activity.
    pub environment: Vec<String>,
    /// Whatever else is stated as `name: value`.
    pub properties: Vec<String>,
}

/// A data set that a model card names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetUse {
    /// The name of the data set, or the reference where it leads nowhere.
    pub name: String,
    /// Its place in [`Bom::datasets`](super::Bom::datasets), if it is one of those.
    pub dataset: Option<usize>,
}

impl<'t> Draft<'t> {
    /// Keeps a model; the component is read already.
    pub(super) fn model(
        &mut self,
        fields: &Fields<'t, '_>,
        card: Option<&Fields<'t, '_>>,
        component: &Component,
        hashes: &[Fields],
    ) {
        if self.models.len() == MOST_MODELS {
            self.left_out.models += 1;
            return;
        }
        let notes = &mut self.notes;
        let mut authors: Vec<String> = fields.listed("authors", notes, person);
        authors.extend(fields.line("author", notes));
        let pedigree = fields.object("pedigree", notes);
        let model = Model {
            component: component.clone(),
            description: fields.prose("description", notes),
            supplier: organisation(fields, "supplier", notes),
            publisher: fields.line("publisher", notes),
            manufacturer: organisation(fields, "manufacturer", notes),
            authors,
            hashes: hashes.iter().take(MOST_LISTED).filter_map(|h| hash(h, notes)).collect(),
            ancestors: pedigree.map(|p| p.listed("ancestors", notes, ancestor)).unwrap_or_default(),
            origin: pedigree.and_then(|p| p.prose("notes", notes)),
            card: None,
        };
        let index = self.models.len();
        self.models.push(model);
        if let Some(card) = card {
            let card = self.card(card, component, index);
            self.models[index].card = Some(card);
        }
    }

    fn card(&mut self, fields: &Fields<'t, '_>, component: &Component, model: usize) -> Card {
        let mut card = Card::default();
        if let Some(parameters) = fields.object("modelParameters", &mut self.notes) {
            let notes = &mut self.notes;
            card.approach =
                parameters.object("approach", notes).and_then(|approach| approach.line("type", notes));
            card.task = parameters.item("task", notes);
            card.architecture_family = parameters.item("architectureFamily", notes);
            card.architecture = parameters.item("modelArchitecture", notes);
            card.inputs = parameters.listed("inputs", notes, |input, notes| input.item("format", notes));
            card.outputs = parameters.listed("outputs", notes, |output, notes| output.item("format", notes));
            card.datasets = self.card_datasets(&parameters, component, model);
        }
        let notes = &mut self.notes;
        if let Some(analysis) = fields.object("quantitativeAnalysis", notes) {
            card.metrics = analysis.listed("performanceMetrics", notes, metric);
        }
        if let Some(considerations) = fields.object("considerations", notes) {
            card.users = considerations.texts("users", notes);
            card.use_cases = considerations.texts("useCases", notes);
            card.limitations = considerations.texts("technicalLimitations", notes);
            card.tradeoffs = considerations.texts("performanceTradeoffs", notes);
            card.ethics = considerations.listed("ethicalConsiderations", notes, |risk, notes| {
                parts(risk, &[("name", ""), ("mitigationStrategy", "Mitigation: ")], notes)
            });
            card.fairness = considerations.listed("fairnessAssessments", notes, |assessed, notes| {
                let labels = [
                    ("groupAtRisk", "Group at risk: "),
                    ("benefits", "Benefits: "),
                    ("harms", "Harms: "),
                    ("mitigationStrategy", "Mitigation: "),
                ];
                parts(assessed, &labels, notes)
            });
            if let Some(environment) = considerations.object("environmentalConsiderations", notes) {
                card.environment = environment.listed("energyConsumptions", notes, consumption);
                card.environment.extend(environment.listed("properties", notes, property));
            }
        }
        card.properties = fields.listed("properties", notes, property);
        card
    }

    /// Data sets of a card: described in it, or somewhere else in the file, perhaps further on.
    fn card_datasets(
        &mut self,
        parameters: &Fields<'t, '_>,
        component: &Component,
        model: usize,
    ) -> Vec<DatasetUse> {
        let entries = parameters.objects("datasets", &mut self.notes);
        let mut named = Vec::new();
        for entry in &entries {
            if named.len() == MOST_LISTED {
                let all = entries.len();
                self.notes.say_with(|| {
                    format!("{}.datasets has {all} entries; the first {MOST_LISTED} are kept.", parameters.at)
                });
                break;
            }
            match entry.raw("ref", &mut self.notes) {
                None => {
                    if let Some(dataset) = self.dataset(entry, component) {
                        let name = self.datasets[dataset].name.clone();
                        named.push(DatasetUse { name, dataset: Some(dataset) });
                    }
                }
                Some(reference) => {
                    let at = Path::Field(&entry.at, "ref");
                    self.references.look(&reference, &at);
                    let name = self.references.name(&reference).unwrap_or_else(|| reference.clone());
                    let name = bounded(&name, LONGEST_NAME, &at, &mut self.notes);
                    let Some(name) = name.map(one_line) else { continue };
                    self.awaited.push((model, named.len(), reference));
                    named.push(DatasetUse { name, dataset: None });
                }
            }
        }
        named
    }

    /// Leads references of model cards to data sets, once all are read.
    pub(super) fn lead_to_datasets(&mut self) {
        for (model, entry, reference) in std::mem::take(&mut self.awaited) {
            if let (Some(card), Some(index)) =
                (&mut self.models[model].card, self.dataset_by_ref.get(&reference))
            {
                card.datasets[entry] =
                    DatasetUse { name: self.datasets[*index].name.clone(), dataset: Some(*index) };
            }
        }
    }
}

fn hash(fields: &Fields, notes: &mut Notes) -> Option<Hash> {
    let content = fields.line("content", notes)?;
    Some(Hash { algorithm: fields.line("alg", notes), content })
}

fn ancestor(fields: &Fields, notes: &mut Notes) -> Option<Ancestor> {
    Some(Ancestor {
        group: fields.line("group", notes),
        name: fields.line("name", notes).unwrap_or_else(|| "Unnamed component".into()),
        version: fields.line("version", notes),
        purl: fields.link("purl", notes),
    })
}

/// `accuracy: 0.9; slice: adults; between 0.8 and 0.95`.
fn metric(fields: &Fields, notes: &mut Notes) -> Option<String> {
    let said = match (fields.line("type", notes), fields.item("value", notes)) {
        (Some(kind), Some(value)) => Some(format!("{kind}: {value}")),
        (kind, value) => kind.or(value),
    };
    let slice = fields.item("slice", notes).map(|slice| format!("slice: {slice}"));
    let interval = fields.object("confidenceInterval", notes).and_then(|interval| {
        match (interval.line("lowerBound", notes), interval.line("upperBound", notes)) {
            (Some(lower), Some(upper)) => Some(format!("between {lower} and {upper}")),
            (Some(lower), None) => Some(format!("at least {lower}")),
            (None, Some(upper)) => Some(format!("at most {upper}")),
            (None, None) => None,
        }
    });
    joined([said, slice, interval])
}

/// `training: 0.4 kWh; 31 tCO2eq given off; 31 tCO2eq offset`.
fn consumption(fields: &Fields, notes: &mut Notes) -> Option<String> {
    let activity = fields.line("activity", notes);
    let used = measure(fields, "activityEnergyCost", notes);
    let used = match (activity, used) {
        (Some(activity), Some(used)) => Some(format!("{activity}: {used}")),
        (activity, used) => activity.or(used),
    };
    let emitted = measure(fields, "co2CostEquivalent", notes).map(|m| format!("{m} given off"));
    let offset = measure(fields, "co2CostOffset", notes).map(|m| format!("{m} offset"));
    joined([used, emitted, offset])
}

fn measure(fields: &Fields, key: &'static str, notes: &mut Notes) -> Option<String> {
    let measure = fields.object(key, notes)?;
    let value = measure.line("value", notes)?;
    Some(match measure.line("unit", notes) {
        Some(unit) => format!("{value} {unit}"),
        None => value,
    })
}

/// The texts of several fields as one, each behind its label.
fn parts(fields: &Fields, labels: &[(&'static str, &str)], notes: &mut Notes) -> Option<String> {
    joined(labels.iter().map(|(key, label)| fields.item(key, notes).map(|text| format!("{label}{text}"))))
}

fn joined(texts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}
