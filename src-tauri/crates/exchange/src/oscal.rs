//! An evaluation → OSCAL (NIST's Open Security Controls Assessment Language) in JSON: the assessment's results, or its plan of
//! action and milestones.
//!
//! `docs/formats/oscal.md` says what becomes what. Ids are version 5 UUIDs of our own ids, so the same thing has the same id in
//! both models and in every file of the assessment; numbers of requirements are facts and stand as they are, in the
//! characters that OSCAL allows. What people typed is escaped, for texts of OSCAL are Markdown. Private notes, the names of
//! those spoken to and how the vendor's people can be reached are not in it.

mod assessed;
mod plan;
mod value;

use assay_core::evaluation::Evaluation;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// The version of OSCAL that is written.
pub const OSCAL: &str = "1.2.1";

/// The namespace of what OSCAL has no name for.
pub const NAMESPACE: &str = "urn:x-assay:oscal";

/// The models that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "OscalModel"))]
pub enum Model {
    /// What was looked at, seen, found and rated.
    AssessmentResults,
    /// What is to be done, with its days.
    PlanOfAction,
}

impl Model {
    /// Both models.
    pub const ALL: [Self; 2] = [Self::AssessmentResults, Self::PlanOfAction];

    /// Its name on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AssessmentResults => "assessment-results",
            Self::PlanOfAction => "plan-of-action",
        }
    }

    /// The model of that name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.id() == id)
    }
}

/// Why a model was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum OscalError {
    /// OSCAL has no results without a control that was reviewed.
    #[error(
        "results in OSCAL are about controls that were reviewed, and no requirement of a framework is asked about in this assessment"
    )]
    NothingReviewed,
    /// OSCAL has no plan without an item.
    #[error("a plan of action in OSCAL has at least one item, and nothing is to be done in this assessment")]
    NothingToDo,
}

/// A model written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file: JSON.
    pub bytes: Vec<u8>,
    /// What it holds: name of the list and number of entries.
    pub counts: Vec<(&'static str, usize)>,
}

/// An assessment as one of the models. The same arguments give the same bytes.
///
/// # Errors
/// When OSCAL has no place for so empty an assessment; see [`OscalError`].
pub fn write(
    evaluation: &Evaluation,
    model: Model,
    made: DateTime<FixedOffset>,
    program: &str,
) -> Result<Written, OscalError> {
    let source = value::Source { evaluation, made, program };
    let (root, counts) = match model {
        Model::AssessmentResults => assessed::results(&source)?,
        Model::PlanOfAction => plan::plan(&source)?,
    };
    // Keys are text and numbers are finite, so writing to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&root).unwrap_or_default();
    bytes.push(b'\n');
    Ok(Written { bytes, counts })
}
