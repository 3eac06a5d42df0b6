//! Every use case, by what it is about. Each is a function of the desk and what the person asked for.
//!
//! A use case that changes something makes one [`Plan`] of what it reads, named in the person's words, so that undo can say
//! what it would undo. Reading and writing are one transaction, [`Desk::change`]; nothing is read before and written after.

use crate::{Desk, Problem};
use assay_core::case::Case;
use assay_core::ids::AssessmentId;
use assay_core::pack::Library;
use assay_core::record::{Assessment, Key, Record};
use assay_message::{Message, message};
use assay_vault::{Change, Clash, Edit, Records, State, VaultError};
use std::sync::Arc;

pub mod components;
pub mod decide;
pub mod drafts;
pub mod evidence;
pub mod exports;
pub mod findings;
pub mod history;
pub mod identities;
pub mod inherent;
pub mod issuing;
pub mod looks;
pub mod onboarding;
pub mod preparation;
pub mod questionnaire;
mod removing;
pub mod report;
pub mod reviews;
pub mod risks;
pub mod scope;
pub mod sealing;
pub mod specifications;
pub mod testing;
pub mod threats;
pub mod tokens;
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

pub(crate) fn key(kind: &str, id: &impl ToString) -> Key {
    Key { kind: kind.into(), id: id.to_string() }
}

fn key_in(kind: &str, assessment: &AssessmentId, id: &impl ToString) -> Key {
    Key { kind: kind.into(), id: format!("{assessment}/{}", id.to_string()) }
}

/// A record that is new.
pub(crate) fn add(record: Record) -> Edit {
    Edit::Insert(Box::new(record))
}

/// A record as it was read, and what becomes of it.
pub(crate) fn replace(expected: Record, next: Record) -> Edit {
    Edit::Replace { expected: Box::new(expected), next: Box::new(next) }
}

/// A record in the place of the one that was read, if there was one.
pub(crate) fn put(before: Option<Record>, next: Record) -> Edit {
    match before {
        Some(expected) => replace(expected, next),
        None => add(next),
    }
}

/// A record as it was read, to go.
pub(crate) fn remove(record: Record) -> Edit {
    Edit::Remove(Box::new(record))
}

/// What becomes of a record that is `old` now, when a person made `typed` of the `base` they saw: what they did not touch
/// stays as it is now. Without a `base` they meant the record as it is now. The fields named `collections` are put
/// together item by item.
///
/// # Errors
/// `changed-since` with the fields that another person changed to something else meanwhile.
pub(crate) fn made<T: Clone + serde::Serialize + serde::de::DeserializeOwned>(
    label: &str,
    base: Option<&T>,
    typed: T,
    old: Option<&T>,
    collections: &[&str],
    whole: impl Fn(T) -> Record,
) -> Result<T, Problem> {
    let Some((old, base)) = old.map(|old| (old, base.unwrap_or(old))) else { return Ok(typed) };
    let value = |of: &T| serde_json::to_value(of).map_err(internal);
    match assay_vault::merged(&value(base)?, &value(&typed)?, value(old)?, collections) {
        Ok(merged) => serde_json::from_value(merged).map_err(internal),
        Err(clashes) => Err(clashing(label, whole(old.clone()).key(), clashes)),
    }
}

/// The same, when the person saw that there was no record: one that somebody else made meanwhile stands, and where it is
/// another, both are said.
pub(crate) fn made_anew<T: Clone + serde::Serialize + serde::de::DeserializeOwned>(
    label: &str,
    typed: T,
    old: Option<&T>,
    whole: impl Fn(T) -> Record,
) -> Result<T, Problem> {
    let Some(old) = old else { return Ok(typed) };
    let value = |of: &T| serde_json::to_value(of).map_err(internal);
    match assay_vault::merged(&serde_json::json!({}), &value(&typed)?, value(old)?, &[]) {
        Ok(merged) => serde_json::from_value(merged).map_err(internal),
        Err(clashes) => Err(clashing(label, whole(old.clone()).key(), clashes)),
    }
}

/// Others changed these fields of a record meanwhile.
pub(crate) fn clashing(label: &str, record: Key, clashes: Vec<Clash>) -> Problem {
    VaultError::FieldsChangedSince { label: label.into(), record, clashes }.into()
}

fn internal(error: serde_json::Error) -> Problem {
    Problem::new("internal", message!("A record could not be put together: {error}. Nothing was changed."))
}

/// What a use case makes of what it read.
pub(crate) struct Plan<T> {
    /// What undo will call it.
    label: String,
    /// What becomes of which record.
    edits: Vec<Edit>,
    /// What the use case hands out.
    out: T,
}

pub(crate) fn plan(label: impl Into<String>, edits: Vec<Edit>) -> Plan<()> {
    Plan { label: label.into(), edits, out: () }
}

impl Plan<()> {
    pub(crate) fn giving<T>(self, out: T) -> Plan<T> {
        Plan { label: self.label, edits: self.edits, out }
    }
}

pub(crate) fn unknown(what: Message, id: &impl ToString) -> Problem {
    Problem::new(
        "unknown",
        message!("There is no {what} “{id}” here. Nothing was changed.", id = id.to_string()),
    )
}

/// A text that must say something.
pub(crate) fn required(what: Message, text: &str) -> Result<(), Problem> {
    // Nothing but blanks, dots or what cannot be seen names nobody and nothing.
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Problem::new(
            "missing",
            message!("{what} is missing. Nothing was changed; fill it in and try again."),
        ));
    }
    Ok(())
}

/// A name that may be left out, but is not made of blanks and signs alone.
pub(crate) fn named(what: Message, name: &str) -> Result<(), Problem> {
    if name.is_empty() { Ok(()) } else { required(what, name) }
}

impl Desk {
    pub(crate) fn assessment(&self, state: &State, id: &AssessmentId) -> Result<Assessment, Problem> {
        let Some(Record::Assessment(assessment)) = state.get(&key("assessment", id))? else {
            return Err(unknown(message!("assessment"), id));
        };
        Ok(*assessment)
    }

    /// An assessment of these records of it, with the library it was made with.
    pub(crate) fn case_of(
        &self,
        state: &State,
        id: &AssessmentId,
        records: Records,
    ) -> Result<(Case, Arc<Library>), Problem> {
        let assessment = self.assessment(state, id)?;
        let Some(Record::Vendor(vendor)) = state.get(&key("vendor", &assessment.vendor))? else {
            return Err(unknown(message!("vendor"), &assessment.vendor));
        };
        let library = self.library_of(state, &assessment)?;
        let case = Case { unreadable: records.unreadable, ..Case::new(vendor, assessment, records.read) };
        Ok((case, library))
    }

    /// The one way a use case changes what a vault holds: what `work` reads and what it plans are one transaction. It is
    /// durable when this returns.
    pub(crate) fn change<T>(
        &self,
        scope: Option<&AssessmentId>,
        work: impl FnOnce(&State) -> Result<Plan<T>, Problem>,
    ) -> Result<T, Problem> {
        let at = self.now();
        self.with(|vault| {
            let (_, out) = vault.change(at, |state| {
                let Plan { label, edits, out } = work(state)?;
                let actor = self.actor(state, scope);
                Ok::<_, Problem>((Change { label, scope: scope.cloned(), actor, edits }, out))
            })?;
            Ok(out)
        })
    }

    /// Who acts, for the journal: the assessor.
    pub(crate) fn actor(&self, state: &State, scope: Option<&AssessmentId>) -> String {
        let named = scope.and_then(|id| self.assessment(state, id).ok()).map(|a| a.assessor.name);
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| "assessor".into())
    }
}
