//! Texts of content packs → frameworks, questions, scales, knock-outs and threat rules, checked against each other.
//!
//! A [`Library`] is everything an assessment is made with. It is parsed from [`Source`]s: files by name. Each pack has a
//! version and a SHA-256 over its files, and an assessment freezes those ([`PackRef`]).

mod frameworks;
mod knock_outs;
mod questions;
mod scales;
mod threats;

pub use frameworks::{Framework, Requirement, RequirementKind};
pub use knock_outs::{Cap, KnockOut};
pub use questions::{Ask, Bank, FindingText, Good, Question, Role, Strike, Topic, Verify};
pub use scales::{AssuranceStep, ClaimStep, ConclusionStep, Scale};
pub use threats::{On, Rule, ThreatRules};

use crate::ids::*;
use crate::risk::Matrix;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Why a pack cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// What was read, with versions and hashes.
    pub packs: Vec<PackRef>,
    by_requirement: BTreeMap<RequirementId, Vec<QuestionId>>,
}

const BANK: &str = "questions/bank.toml";
const CONCLUSION: &str = "scales/conclusion.toml";
const MATRIX: &str = "scales/risk-5x5.toml";
const KNOCK_OUTS: &str = "scales/knock-outs.toml";
const THREATS: &str = "threats/stride.toml";

#[derive(Deserialize)]
struct Named {
    id: String,
    version: String,
}

impl Library {
    /// Reads and checks all packs of `source`.
    ///
    /// # Errors
    /// [`PackError`] naming the pack and the place: a file that does not read, an id used twice, a tag that names
    /// nothing, a matrix that is not monotone, weights out of range.
    pub fn parse(source: &Source) -> Result<Self, PackError> {
        let file = |name: &str| source.get(name).ok_or_else(|| PackError::Missing(name.into()));
        let mut packs = Vec::new();

        let mut frameworks = BTreeMap::new();
        for (name, text) in source.range("frameworks/".to_owned()..).take_while(|(n, _)| n.starts_with("frameworks/")) {
            if !name.ends_with(".tsv") {
                continue;
            }
            let framework = Framework::parse(name, text)?;
            packs.push(pack_ref(framework.id.as_str(), &framework.version, &[(name, text)]));
            frameworks.insert(framework.id.clone(), framework);
        }

        let bank = Bank::parse(file(BANK)?, |name| file(&format!("questions/{name}")).map(String::as_str))?;
        let mut bank_files = vec![(BANK, file(BANK)?)];
        let topic_files: Vec<String> = bank.topics.iter().map(|t| format!("questions/{}", t.file)).collect();
        for name in &topic_files {
            bank_files.push((name, file(name)?));
        }
        packs.push(pack_ref(&bank.id, &bank.version, &bank_files));

        for name in [CONCLUSION, MATRIX, KNOCK_OUTS, THREATS] {
            let text = file(name)?;
            let named: Named = toml::from_str(text)
                .map_err(|e| PackError::Syntax { pack: name.into(), what: e.to_string() })?;
            packs.push(pack_ref(&named.id, &named.version, &[(name, text)]));
        }
        let scale = Scale::parse(file(CONCLUSION)?)?;
        let matrix = Matrix::parse(file(MATRIX)?)?;
        let knock_outs = knock_outs::parse(file(KNOCK_OUTS)?)?;
        let threats = ThreatRules::parse(file(THREATS)?)?;

        let mut by_requirement: BTreeMap<RequirementId, Vec<QuestionId>> = BTreeMap::new();
        for question in bank.questions.values() {
            for requirement in &question.requirements {
                by_requirement.entry(requirement.clone()).or_default().push(question.id.clone());
            }
        }
        let library = Self { frameworks, bank, scale, matrix, knock_outs, threats, packs, by_requirement };
        library.check()?;
        Ok(library)
    }

    /// Every reference from one pack into another leads somewhere.
    fn check(&self) -> Result<(), PackError> {
        let wrong = |pack: &str, what: String| Err(PackError::Content { pack: pack.into(), what });
        for question in self.bank.questions.values() {
            for tag in &question.requirements {
                match self.requirement(tag) {
                    None => return wrong(&self.bank.id, format!("{} is tagged with the unknown requirement {tag}", question.id)),
                    Some(requirement) if !requirement.assessable => {
                        return wrong(&self.bank.id, format!("{} is tagged with {tag}, which is not assessable", question.id));
                    }
                    Some(_) => {}
                }
            }
            if let Some(strike) = &question.knock_out
                && !self.knock_outs.contains_key(&strike.id)
            {
                return wrong(&self.bank.id, format!("{} feeds the unknown knock-out {}", question.id, strike.id));
            }
        }
        for rule in &self.threats.rules {
            if let Some(question) = rule.questions.iter().find(|q| !self.bank.questions.contains_key(q)) {
                return wrong("threat rules", format!("{} names the unknown question {question}", rule.id));
            }
        }
        Ok(())
    }

    /// A requirement by its full id.
    pub fn requirement(&self, id: &RequirementId) -> Option<&Requirement> {
        let framework = FrameworkId::new(id.framework()).ok()?;
        self.frameworks.get(&framework)?.requirements.iter().find(|r| r.id == *id)
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

/// Version and hash of a pack. The hash is over each file's name, length and bytes, in the order given.
fn pack_ref(name: &str, version: &str, files: &[(&str, &String)]) -> PackRef {
    let mut hash = Sha256::new();
    for (file, text) in files {
        hash.update((file.len() as u64).to_be_bytes());
        hash.update(file.as_bytes());
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    PackRef { name: name.into(), version: version.into(), sha256: hex(&hash.finalize()) }
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
