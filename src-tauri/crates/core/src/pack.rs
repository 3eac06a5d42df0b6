//! Texts of content packs → frameworks, questions, scales, knock-outs and threat rules, checked against each other.
//!
//! A [`Library`] is everything an assessment is made with. It is parsed from [`Source`]s: files by name. Each pack has a
//! version and a SHA-256 over its files, and an assessment freezes those ([`PackRef`]).

mod categories;
mod dated;
mod frameworks;
mod gates;
mod inherent;
mod knock_outs;
mod matrix;
mod questions;
mod red_flags;
mod scales;
mod techniques;
mod threats;

pub use categories::{Category, Measure};
pub use dated::Lapsed;
pub use frameworks::{Framework, Requirement, RequirementKind};
pub use gates::{Fact, Gate, Gates, Item};
pub use inherent::{InherentOption, InherentQuestion, InherentRisk, TierPoints};
pub use knock_outs::{Cap, KnockOut};
pub use matrix::{Band, Matrix, ScaleStep};
pub use questions::{Ask, Bank, FindingText, Good, Near, Question, Role, Strike, Topic, Verify};
pub use red_flags::{Form, RedFlag};
pub use scales::{AssuranceStep, ClaimStep, ConclusionStep, Scale};
pub use techniques::{Edition, Technique};
pub use threats::{On, Rule, ThreatRules};

use crate::ids::{FrameworkId, KnockOutId, QuestionId, RequirementId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::thread;

/// Why a pack cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum PackError {
    /// The file does not read.
    #[error("the pack “{pack}” does not read: {what}")]
    Syntax {
        /// Which.
        pack: String,
        /// What is wrong, with the place.
        what: String,
    },
    /// The file reads and says something impossible.
    #[error("the pack “{pack}” contradicts itself: {what}")]
    Content {
        /// Which.
        pack: String,
        /// What is wrong.
        what: String,
    },
    /// A file is missing.
    #[error("the pack file “{0}” is missing")]
    Missing(String),
}

/// A pack as an assessment freezes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PackRef {
    /// Id of the pack, such as `soc2` or `assay-base`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files, 64 lower-case hex digits.
    pub sha256: String,
}

/// The files packs are read from: path under `assets/` → text.
pub type Source = BTreeMap<String, String>;

/// Everything an assessment is made with.
#[derive(Debug, Clone)]
pub struct Library {
    /// Frameworks by id.
    pub frameworks: BTreeMap<FrameworkId, Framework>,
    /// The question bank.
    pub bank: Bank,
    /// Conclusions, claims and assurance levels.
    pub scale: Scale,
    /// The risk matrix.
    pub matrix: Matrix,
    /// Knock-outs by id.
    pub knock_outs: BTreeMap<KnockOutId, KnockOut>,
    /// Threat rules.
    pub threats: ThreatRules,
    /// Inherent-risk questions; without any in an assessment made before there were some.
    pub inherent: InherentRisk,
    /// Red flags by id; none in an assessment made before there were some.
    pub red_flags: BTreeMap<String, RedFlag>,
    /// Gates, do's and don'ts; none in an assessment made before there were some.
    pub gates: Gates,
    /// The six risk categories with their measures; none in an assessment made before there were some.
    pub categories: Vec<Category>,
    /// What stopped counting on a day; nothing in an assessment made before it was listed.
    pub lapsed: Vec<Lapsed>,
    /// Published techniques and weaknesses by edition; none in an assessment made before they were listed.
    pub techniques: Vec<Edition>,
    /// What was read, with versions and hashes.
    pub packs: Vec<PackRef>,
    by_requirement: BTreeMap<RequirementId, Vec<QuestionId>>,
    /// The framework of each requirement and its place in it.
    places: BTreeMap<RequirementId, (FrameworkId, usize)>,
}

const BANK: &str = "questions/bank.toml";
const CONCLUSION: &str = "scales/conclusion.toml";
const MATRIX: &str = "scales/risk-5x5.toml";
const KNOCK_OUTS: &str = "scales/knock-outs.toml";
const THREATS: &str = "threats/stride.toml";
const INHERENT: &str = "scales/inherent-risk.toml";
const RED_FLAGS: &str = "scales/red-flags.toml";
const GATES: &str = "scales/gates.toml";
const CATEGORIES: &str = "scales/risk-categories.toml";
const DATED: &str = "scales/dated-facts.toml";
const TECHNIQUES: &str = "threats/techniques.toml";
/// Packs that came later: an assessment frozen before them goes on without.
const LATER: [&str; 6] = [INHERENT, RED_FLAGS, GATES, CATEGORIES, DATED, TECHNIQUES];

#[derive(Deserialize)]
struct Named {
    id: String,
    version: String,
    #[serde(default)]
    topics: Vec<Topic>,
}

impl Library {
    /// Reads and checks all packs of `source`.
    ///
    /// # Errors
    /// [`PackError`] naming the pack and the place: a file that does not read, an id used twice, a tag that names
    /// nothing, a matrix that is not monotone, weights out of range.
    pub fn parse(source: &Source) -> Result<Self, PackError> {
        let file = |name: &str| source.get(name).ok_or_else(|| PackError::Missing(name.into()));
        let questions =
            || Bank::parse(file(BANK)?, |name| file(&format!("questions/{name}")).map(String::as_str));
        // The questions are as much to read as all the rest.
        let (bank, frameworks, packs) = thread::scope(|scope| {
            let bank = scope.spawn(questions);
            let frameworks = frameworks(source)?;
            let packs = bundled(source, &frameworks)?.into_iter().map(|(pack, _)| pack).collect();
            let bank = bank.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok((bank, frameworks, packs))
        })?;
        let frameworks: BTreeMap<FrameworkId, Framework> =
            frameworks.into_iter().map(|framework| (framework.id.clone(), framework)).collect();
        let scale = Scale::parse(file(CONCLUSION)?)?;
        let matrix = Matrix::parse(file(MATRIX)?)?;
        let knock_outs = knock_outs::parse(file(KNOCK_OUTS)?)?;
        let threats = ThreatRules::parse(file(THREATS)?)?;
        let inherent =
            source.get(INHERENT).map(|text| InherentRisk::parse(text)).transpose()?.unwrap_or_default();
        let red_flags =
            source.get(RED_FLAGS).map(|text| red_flags::parse(text)).transpose()?.unwrap_or_default();
        let gates = source.get(GATES).map(|text| Gates::parse(text)).transpose()?.unwrap_or_default();
        let categories =
            source.get(CATEGORIES).map(|text| categories::parse(text)).transpose()?.unwrap_or_default();
        let techniques =
            source.get(TECHNIQUES).map(|text| techniques::parse(text)).transpose()?.unwrap_or_default();
        let lapsed = source.get(DATED).map(|text| dated::parse(text)).transpose()?.unwrap_or_default();

        let mut by_requirement: BTreeMap<RequirementId, Vec<QuestionId>> = BTreeMap::new();
        for question in bank.questions.values() {
            for requirement in &question.requirements {
                by_requirement.entry(requirement.clone()).or_default().push(question.id.clone());
            }
        }
        let places = frameworks
            .values()
            .flat_map(|framework: &Framework| {
                let rows = framework.requirements.iter().enumerate();
                rows.map(|(place, row)| (row.id.clone(), (framework.id.clone(), place)))
            })
            .collect();
        let library = Self {
            frameworks,
            bank,
            scale,
            matrix,
            knock_outs,
            threats,
            inherent,
            red_flags,
            gates,
            categories,
            lapsed,
            techniques,
            packs,
            by_requirement,
            places,
        };
        library.check()?;
        Ok(library)
    }

    /// Every reference from one pack into another leads somewhere.
    fn check(&self) -> Result<(), PackError> {
        let wrong = |pack: &str, what: String| Err(PackError::Content { pack: pack.into(), what });
        for question in self.bank.questions.values() {
            if let Some(near) = question.near.iter().find(|n| question.requirements.contains(&n.requirement))
            {
                return wrong(
                    &self.bank.id,
                    format!("{} examines {} and also comes near to it", question.id, near.requirement),
                );
            }
            for tag in question.requirements.iter().chain(question.near.iter().map(|n| &n.requirement)) {
                match self.requirement(tag) {
                    None => {
                        return wrong(
                            &self.bank.id,
                            format!("{} is tagged with the unknown requirement {tag}", question.id),
                        );
                    }
                    Some(requirement) if !requirement.assessable => {
                        return wrong(
                            &self.bank.id,
                            format!("{} is tagged with {tag}, which is not assessable", question.id),
                        );
                    }
                    Some(_) => {}
                }
            }
            if let Some(strike) = &question.knock_out
                && !self.knock_outs.contains_key(&strike.id)
            {
                return wrong(
                    &self.bank.id,
                    format!("{} feeds the unknown knock-out {}", question.id, strike.id),
                );
            }
        }
        for rule in &self.threats.rules {
            if let Some(question) = rule.questions.iter().find(|q| !self.bank.questions.contains_key(*q)) {
                return wrong("threat rules", format!("{} names the unknown question {question}", rule.id));
            }
        }
        let listed: BTreeSet<&str> =
            self.techniques.iter().flat_map(|edition| &edition.techniques).map(|t| t.id.as_str()).collect();
        let of_a_list = |r: &&String| ["AML.", "LLM", "ML", "ASI"].iter().any(|start| r.starts_with(start));
        for rule in self.threats.rules.iter().filter(|_| !listed.is_empty()) {
            if let Some(lost) = rule.refs.iter().filter(of_a_list).find(|r| !listed.contains(r.as_str())) {
                return wrong("threat rules", format!("{} names the unknown technique {lost}", rule.id));
            }
        }
        let unknown =
            |ids: &[QuestionId]| ids.iter().find(|q| !self.bank.questions.contains_key(*q)).cloned();
        for item in self.gates.items() {
            let lost = match &item.fact {
                Fact::Questions { questions, .. } => unknown(questions).map(|q| format!("question {q}")),
                Fact::Frameworks { frameworks, .. } => frameworks
                    .iter()
                    .find(|f| !self.frameworks.contains_key(f))
                    .map(|f| format!("framework {f}")),
                Fact::KnockOuts { ids } => {
                    ids.iter().find(|k| !self.knock_outs.contains_key(k)).map(|k| format!("knock-out {k}"))
                }
                Fact::InherentRisk
                | Fact::Scope
                | Fact::Components
                | Fact::Bom
                | Fact::Threats
                | Fact::AdversarialThreats
                | Fact::Tests { .. }
                | Fact::Ratings
                | Fact::Treatment
                | Fact::Layers
                | Fact::Approved
                | Fact::Conditions { .. }
                | Fact::Issued
                | Fact::Assessed
                | Fact::NextAssessment
                | Fact::Events
                | Fact::Evidence => None,
            };
            if let Some(lost) = lost {
                return wrong("gates", format!("{} names the unknown {lost}", item.id));
            }
        }
        for measure in self.categories.iter().flat_map(|category| &category.measures) {
            if let Some(question) = unknown(&measure.questions) {
                return wrong(
                    "risk-categories",
                    format!("“{}” names the unknown question {question}", measure.text),
                );
            }
        }
        Ok(())
    }

    /// A requirement by its full id.
    pub fn requirement(&self, id: &RequirementId) -> Option<&Requirement> {
        let (framework, place) = self.places.get(id)?;
        self.frameworks.get(framework)?.requirements.get(*place)
    }

    /// The questions tagged with a requirement, in bank order.
    pub fn questions_for(&self, requirement: &RequirementId) -> &[QuestionId] {
        self.by_requirement.get(requirement).map_or(&[], Vec::as_slice)
    }

    /// Assessable requirements of a framework that no question of the bank examines.
    pub fn uncovered(&self, framework: &FrameworkId) -> Vec<&Requirement> {
        let covered: BTreeSet<&RequirementId> = self.by_requirement.keys().collect();
        self.frameworks.get(framework).map_or_else(Vec::new, |f| {
            f.requirements.iter().filter(|r| r.assessable && !covered.contains(&r.id)).collect()
        })
    }
}

fn framework_files(source: &Source) -> impl Iterator<Item = (&String, &String)> {
    source
        .range("frameworks/".to_owned()..)
        .take_while(|(n, _)| n.starts_with("frameworks/"))
        .filter(|(n, _)| n.ends_with(".tsv"))
}

/// The frameworks in the order of their files.
fn frameworks(source: &Source) -> Result<Vec<Framework>, PackError> {
    framework_files(source).map(|(name, text)| Framework::parse(name, text)).collect()
}

/// Each pack of `source` with the bytes a vault carries it as. The pack's SHA-256 is over exactly those bytes: for each
/// file the length and bytes of its name and of its text, lengths as eight bytes, most significant first.
///
/// # Errors
/// When a pack's own heading does not read.
pub fn bundles(source: &Source) -> Result<Vec<(PackRef, Vec<u8>)>, PackError> {
    bundled(source, &frameworks(source)?)
}

fn bundled(source: &Source, frameworks: &[Framework]) -> Result<Vec<(PackRef, Vec<u8>)>, PackError> {
    let file = |name: &str| source.get_key_value(name).ok_or_else(|| PackError::Missing(name.into()));
    let mut all = Vec::new();
    for (file, framework) in framework_files(source).zip(frameworks) {
        all.push(bundle(framework.id.as_str(), &framework.version, &[file]));
    }
    for single in [BANK, CONCLUSION, MATRIX, KNOCK_OUTS, THREATS].into_iter().chain(LATER) {
        let (name, text) = match file(single) {
            Err(_) if LATER.contains(&single) => continue,
            found => found?,
        };
        let head = heading(single, text)?;
        let mut files = vec![(name, text)];
        for topic in &head.topics {
            files.push(file(&format!("questions/{}", topic.file))?);
        }
        all.push(bundle(&head.id, &head.version, &files));
    }
    Ok(all)
}

/// What a pack says of itself. Where nothing of that stands in a table, what is before the first one is all there is to read.
fn heading(name: &str, text: &str) -> Result<Named, PackError> {
    let before = text.find("\n[").and_then(|end| text.get(..end)).filter(|_| name != BANK);
    before.and_then(|before| read(name, before).ok()).map_or_else(|| read(name, text), Ok)
}

fn bundle(name: &str, version: &str, files: &[(&String, &String)]) -> (PackRef, Vec<u8>) {
    let mut bytes = Vec::new();
    for part in files.iter().flat_map(|(file, text)| [file, text]) {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    let sha256 = hex(&Sha256::digest(&bytes));
    (PackRef { name: name.into(), version: version.into(), sha256 }, bytes)
}

/// The files of a pack from the bytes a vault carries.
///
/// # Errors
/// When the bytes are not what [`bundles`] makes.
pub fn unbundle(pack: &str, mut bytes: &[u8]) -> Result<Source, PackError> {
    let wrong =
        || PackError::Syntax { pack: pack.into(), what: "the copy kept in the vault is damaged".into() };
    let mut part = || -> Result<Option<String>, PackError> {
        if bytes.is_empty() {
            return Ok(None);
        }
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(wrong)?;
        let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| wrong())?;
        let (text, rest) = rest.split_at_checked(length).ok_or_else(wrong)?;
        bytes = rest;
        Ok(Some(String::from_utf8(text.to_vec()).map_err(|_| wrong())?))
    };
    let mut files = Source::new();
    while let Some(name) = part()? {
        let text = part()?.ok_or_else(wrong)?;
        files.insert(name, text);
    }
    Ok(files)
}

/// The text of the pack `pack` in its form.
fn read<T: DeserializeOwned>(pack: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|e| PackError::Syntax { pack: pack.into(), what: e.to_string() })
}

/// Refuses an id of the pack `pack` that stands twice.
fn unique<T: Ord + Display>(pack: &str, ids: impl IntoIterator<Item = T>) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if seen.contains(&id) {
            return Err(PackError::Content { pack: pack.into(), what: format!("{id} stands twice") });
        }
        seen.insert(id);
    }
    Ok(())
}

/// The form `Headed` of a file that has these lists below the head of a pack, and no other key. The head is read with the
/// pack's name; see [`Named`].
macro_rules! headed {
    ($($(#[$meta:meta])* $list:ident: $type:ty),* $(,)?) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Headed {
            #[serde(rename = "id")]
            _id: String,
            #[serde(rename = "version")]
            _version: String,
            #[serde(rename = "title")]
            _title: String,
            $($(#[$meta])* $list: $type,)*
        }
    };
}
use headed;

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
