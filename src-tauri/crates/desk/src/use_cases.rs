//! Every use case, by what it is about. Each is a function of the desk and what the person asked for.
//!
//! A use case that changes something makes one [`assay_vault::Change`], named in the person's words, so that undo can
//! say what it would undo.

use crate::{Desk, Problem};
use assay_core::case::Case;
use assay_core::ids::*;
use assay_core::pack::Library;
use assay_core::record::*;
use assay_vault::{Change, Edit, Vault};
use std::sync::Arc;

pub mod components;
pub mod decide;
pub mod evidence;
pub mod findings;
pub mod history;
pub mod inherent;
pub mod onboarding;
pub mod preparation;
pub mod questionnaire;
pub mod report;
pub mod reviews;
pub mod risks;
pub mod scope;
pub mod sealing;
pub mod specifications;
pub mod testing;
pub mod threats;
pub mod vaults;
pub mod vendor_files;

/// What a person gives to a use case.
macro_rules! input {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }
    )*};
}
/// What a use case shows.
macro_rules! view {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }
    )*};
}
pub(crate) use {input, view};

input! {
    /// Nothing is asked for.
    Nothing {}
    /// Something about one assessment.
    OfAssessment {
        /// Which.
        assessment: AssessmentId,
    }
}

view! {
    /// It is done.
    Done {}
}

fn key(kind: &str, id: &impl ToString) -> Key {
    Key { kind: kind.into(), id: id.to_string() }
}

fn key_in(kind: &str, assessment: &AssessmentId, id: &impl ToString) -> Key {
    Key { kind: kind.into(), id: format!("{assessment}/{}", id.to_string()) }
}

pub(crate) fn put(record: Record) -> Edit {
    Edit::Put(Box::new(record))
}

pub(crate) fn unknown(what: &str, id: &impl ToString) -> Problem {
    Problem::new("unknown", format!("There is no {what} “{}” here. Nothing was changed.", id.to_string()))
}

/// A text that must say something.
fn required(what: &str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new(
            "missing",
            format!("{what} is missing. Nothing was changed; fill it in and try again."),
        ));
    }
    Ok(())
}

impl Desk {
    pub(crate) fn assessment(&self, vault: &Vault, id: &AssessmentId) -> Result<Assessment, Problem> {
        match vault.get(&key("assessment", id))? {
            Some(Record::Assessment(assessment)) => Ok(*assessment),
            _ => Err(unknown("assessment", id)),
        }
    }

    /// One assessment whole, with the library it was made with.
    pub(crate) fn case(&self, vault: &Vault, id: &AssessmentId) -> Result<(Case, Arc<Library>), Problem> {
        let assessment = self.assessment(vault, id)?;
        let Some(Record::Vendor(vendor)) = vault.get(&key("vendor", &assessment.vendor))? else {
            return Err(unknown("vendor", &assessment.vendor));
        };
        let library = self.library_of(vault, &assessment)?;
        let records = vault.children(&key("assessment", id))?;
        Ok((Case::new(vendor, assessment, records), library))
    }

    /// The one way a use case changes a vault.
    pub(crate) fn apply(
        &self,
        vault: &mut Vault,
        scope: Option<&AssessmentId>,
        label: impl Into<String>,
        edits: Vec<Edit>,
    ) -> Result<(), Problem> {
        let actor = match scope {
            Some(id) => self.assessment(vault, id).map(|a| a.assessor.name).unwrap_or_default(),
            None => String::new(),
        };
        let change = Change { label: label.into(), scope: scope.cloned(), edits };
        vault.apply(&change, self.now(), if actor.is_empty() { "assessor" } else { &actor })?;
        Ok(())
    }
}
