//! A framework file (tab-separated, with `#key` lines on top) → requirements in their order.

use super::PackError;
use crate::ids::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A list of requirements.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Framework {
    /// Id, such as `soc2`.
    pub id: FrameworkId,
    /// Version of our pack.
    pub version: String,
    /// Name.
    pub title: String,
    /// Edition of the text it is based on.
    pub edition: String,
    /// Who publishes that text.
    pub publisher: String,
    /// Since when the edition applies, ISO date or year.
    pub effective_from: String,
    /// What the list is.
    pub note: String,
    /// Requirements in their order.
    pub requirements: Vec<Requirement>,
}

/// What a row of a framework is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequirementKind {
    /// A heading.
    Section,
    /// A criterion, control, clause or article.
    Requirement,
    /// A finer point of the requirement above it.
    Point,
}

/// A criterion, control, clause, article or point: its number and our own short title.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Requirement {
    /// Full id, such as `soc2:CC6.1`.
    pub id: RequirementId,
    /// The row above it.
    pub parent: Option<RequirementId>,
    /// What kind of row.
    pub kind: RequirementKind,
    /// Our short title.
    pub title: String,
    /// Whether it can be judged at a vendor.
    pub assessable: bool,
    /// For whom it holds, when not for all: `controller`, `processor`.
    pub roles: BTreeSet<String>,
    /// Why it is not assessable, when it is not.
    pub why_not: String,
}

impl Framework {
    /// Reads a framework file.
    ///
    /// # Errors
    /// [`PackError`] naming file, line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, PackError> {
        let wrong = |line: usize, what: &str| PackError::Syntax {
            pack: file.into(),
            what: format!("line {line}: {what}"),
        };
        let mut meta: BTreeMap<&str, &str> = BTreeMap::new();
        let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line)).peekable();
        while let Some((number, line)) = lines.next_if(|(_, line)| line.starts_with('#')) {
            let (key, value) = line[1..]
                .split_once('\t')
                .ok_or_else(|| wrong(number, "a # line needs a key, a tab and a value"))?;
            meta.insert(key.trim(), value.trim());
        }
        let value = |key: &str| {
            meta.get(key)
                .map(|v| (*v).to_owned())
                .ok_or_else(|| wrong(1, &format!("the line “#{key}” is missing")))
        };
        let id = FrameworkId::new(value("id")?).map_err(|e| wrong(1, &e.to_string()))?;
        match lines.next() {
            Some((_, "id\tparent\tkind\ttitle\tassessable\trole\twhy_not")) => {}
            other => {
                return Err(wrong(
                    other.map_or(1, |(n, _)| n),
                    "the header row must be: id parent kind title assessable role why_not",
                ));
            }
        }
        let mut seen = BTreeSet::new();
        let mut requirements = Vec::new();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let mut cells = line.split('\t').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            let full = |part: &str| {
                RequirementId::new(format!("{id}:{part}")).map_err(|e| wrong(number, &e.to_string()))
            };
            let own = full(cell())?;
            let parent = match cell() {
                "" => None,
                part => Some(full(part)?),
            };
            let kind = match cell() {
                "section" => RequirementKind::Section,
                "requirement" => RequirementKind::Requirement,
                "point" => RequirementKind::Point,
                other => {
                    return Err(wrong(
                        number,
                        &format!("column kind: “{other}” is not section, requirement or point"),
                    ));
                }
            };
            let title = cell().to_owned();
            let assessable = match cell() {
                "yes" => true,
                "no" => false,
                other => {
                    return Err(wrong(number, &format!("column assessable: “{other}” is not yes or no")));
                }
            };
            let roles = cell()
                .split(',')
                .map(str::trim)
                .filter(|r| !r.is_empty() && *r != "all")
                .map(str::to_owned)
                .collect();
            let why_not = cell().to_owned();
            if title.is_empty() {
                return Err(wrong(number, "column title is empty"));
            }
            if parent.as_ref().is_some_and(|p| !seen.contains(p)) {
                return Err(wrong(number, "column parent names a row that is not above it"));
            }
            if !seen.insert(own.clone()) {
                return Err(wrong(number, &format!("{own} stands twice")));
            }
            requirements.push(Requirement { id: own, parent, kind, title, assessable, roles, why_not });
        }
        Ok(Self {
            version: value("version")?,
            title: value("title")?,
            edition: value("edition")?,
            publisher: value("publisher")?,
            effective_from: value("effective_from")?,
            note: value("note")?,
            id,
            requirements,
        })
    }

    /// The section a requirement stands under, at the top of its branch.
    pub fn domain_of(&self, id: &RequirementId) -> Option<&Requirement> {
        let mut here = self.requirements.iter().find(|r| r.id == *id)?;
        // Parents stand above their children, so this walk ends.
        while let Some(parent) = &here.parent {
            here = self.requirements.iter().find(|r| r.id == *parent)?;
        }
        Some(here)
    }
}
