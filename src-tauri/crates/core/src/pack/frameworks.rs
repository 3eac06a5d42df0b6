//! A framework file (tab-separated, with `#key` lines on top) → requirements in their order.

use super::PackError;
use crate::ids::{FrameworkId, RequirementId};
use crate::words::{LegalRole, ScopeFact, Spec, Word};
use chrono::NaiveDate;
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
    /// Scope facts that must all hold for any of it to apply.
    pub applies_when: BTreeSet<ScopeFact>,
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
    /// For whom it holds, when not for all.
    pub roles: BTreeSet<LegalRole>,
    /// Why it is not assessable, when it is not.
    pub why_not: String,
    /// The day it applies from, when later than the edition.
    pub applies_from: Option<NaiveDate>,
    /// Whether it leaves a choice, in frameworks that say so.
    pub spec: Option<Spec>,
    /// Scope facts that must all hold for it to apply, beside those of its framework.
    pub applies_when: BTreeSet<ScopeFact>,
}

/// The header row of a file, and what packs written before the last columns have in its place.
const HEADERS: [&str; 3] = [
    "id\tparent\tkind\ttitle\tassessable\trole\twhy_not\tfrom\tspec\twhen",
    "id\tparent\tkind\ttitle\tassessable\trole\twhy_not\tfrom\tspec",
    "id\tparent\tkind\ttitle\tassessable\trole\twhy_not",
];

/// The framework whose first packs had no line `#applies_when` and meant this fact all the same.
const MEANT: (&str, ScopeFact) = ("gdpr", ScopeFact::PersonalData);

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
        let applies_when = match meta.get("applies_when") {
            Some(facts) => words(facts).map_err(|word| {
                wrong(1, &format!("the line “#applies_when”: “{word}” is not a fact of the scope"))
            })?,
            None => (id.as_str() == MEANT.0).then_some(MEANT.1).into_iter().collect(),
        };
        match lines.next() {
            Some((_, header)) if HEADERS.contains(&header) => {}
            other => {
                return Err(wrong(
                    other.map_or(1, |(n, _)| n),
                    "the header row must be: id parent kind title assessable role why_not from spec when",
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
            let roles = match cell() {
                "all" => BTreeSet::new(),
                roles => words(roles).map_err(|word| {
                    wrong(number, &format!("column role: “{word}” is not a role the program knows"))
                })?,
            };
            let why_not = cell().to_owned();
            let applies_from = match cell() {
                "" => None,
                day => Some(day.parse::<NaiveDate>().map_err(|_| {
                    wrong(number, &format!("column from: “{day}” is not a date such as 2026-08-02"))
                })?),
            };
            let spec = match cell() {
                "" => None,
                word => Some(Spec::parse(word).ok_or_else(|| {
                    wrong(number, &format!("column spec: “{word}” is not required or addressable"))
                })?),
            };
            let applies_when = words(cell()).map_err(|word| {
                wrong(number, &format!("column when: “{word}” is not a fact of the scope"))
            })?;
            if cells.next().is_some() {
                return Err(wrong(number, "more columns than the header row has"));
            }
            if title.is_empty() {
                return Err(wrong(number, "column title is empty"));
            }
            if parent.as_ref().is_some_and(|p| !seen.contains(p)) {
                return Err(wrong(number, "column parent names a row that is not above it"));
            }
            if !seen.insert(own.clone()) {
                return Err(wrong(number, &format!("{own} stands twice")));
            }
            requirements.push(Requirement {
                id: own,
                parent,
                kind,
                title,
                assessable,
                roles,
                why_not,
                applies_from,
                spec,
                applies_when,
            });
        }
        Ok(Self {
            version: value("version")?,
            title: value("title")?,
            edition: value("edition")?,
            publisher: value("publisher")?,
            effective_from: value("effective_from")?,
            note: value("note")?,
            applies_when,
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

/// The words of a comma list, or the first that is not one.
fn words<W: Word + Ord>(list: &str) -> Result<BTreeSet<W>, &str> {
    list.split(',').map(str::trim).filter(|w| !w.is_empty()).map(|w| W::parse(w).ok_or(w)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const TOP: &str =
        "#id\tx\n#version\t1.0.0\n#title\tT\n#edition\tE\n#publisher\tP\n#effective_from\t2024\n#note\tN.\n";

    fn parse(heads: &str, header: &str, row: &str) -> Result<Framework, PackError> {
        Framework::parse("x.tsv", &format!("{TOP}{heads}{header}\n{row}\n"))
    }

    #[test]
    fn date_and_choice_are_read() {
        let row = "1\t\tpoint\tTitle\tyes\tprovider,deployer\t\t2027-12-02\taddressable\thigh-risk-ai";
        let read = parse("#applies_when\tai\n", HEADERS[0], row).unwrap();
        assert_eq!(read.applies_when, [ScopeFact::Ai].into());
        let row = &read.requirements[0];
        assert_eq!(row.roles, [LegalRole::Provider, LegalRole::Deployer].into());
        assert_eq!(row.applies_from, NaiveDate::from_ymd_opt(2027, 12, 2));
        assert_eq!(row.spec, Some(Spec::Addressable));
        assert_eq!(row.applies_when, [ScopeFact::HighRiskAi].into());
    }

    #[test]
    fn a_file_without_the_last_columns_reads() {
        let read = parse("", HEADERS[2], "1\t\trequirement\tTitle\tyes\tall\t").unwrap();
        let row = &read.requirements[0];
        assert!(read.applies_when.is_empty() && row.roles.is_empty());
        assert_eq!((row.applies_from, row.spec), (None, None));
    }

    #[test]
    fn words_outside_their_list_are_refused_with_the_place() {
        for (heads, row, wanted) in [
            ("", "1\t\trequirement\tT\tyes\tprovidr\t\t\t", "“providr”"),
            ("", "1\t\trequirement\tT\tyes\t\t\t2 Aug 2026\t", "“2 Aug 2026”"),
            ("", "1\t\trequirement\tT\tyes\t\t\t2026-02-30\t", "“2026-02-30”"),
            ("", "1\t\trequirement\tT\tyes\t\t\t\toptional", "“optional”"),
            ("", "1\t\trequirement\tT\tyes\t\t\t\t\textra", "“extra”"),
            ("", "1\t\trequirement\tT\tyes\t\t\t\t\t\textra", "more columns"),
            ("#applies_when\tai,aI\n", "1\t\trequirement\tT\tyes\t\t\t\t", "“aI”"),
        ] {
            let said = parse(heads, HEADERS[0], row).unwrap_err().to_string();
            assert!(said.contains(wanted), "{said}");
        }
    }
}
