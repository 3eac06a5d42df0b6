//! Undo and redo: a journal entry → a new one that takes it back.
//!
//! Where undo stands is not kept anywhere; it follows from the newest entry of the scope. After a plain change, that
//! change is next to undo and nothing can be redone. After the undo of a change, undo stands where it stood before that
//! change, and the change is next to redo. A redo takes back an undo, so everything stands where it stood before that undo.

use crate::change::{check_families, write_row};
use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Edited, Heading};
use crate::record;
use assay_core::ids::AssessmentId;
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A change was taken back, or made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The new entry of the journal.
    pub seq: i64,
    /// Label of the change.
    pub label: String,
}

/// An entry as far as undo looks at it.
struct Place {
    seq: i64,
    label: String,
    undoes: Option<i64>,
    redoes: Option<i64>,
}

const COLUMNS: &str = "SELECT seq, label, undoes, redoes FROM journal WHERE";

fn place(row: &Row) -> rusqlite::Result<Place> {
    Ok(Place { seq: row.get(0)?, label: row.get(1)?, undoes: row.get(2)?, redoes: row.get(3)? })
}

/// The newest entry of the scope that is older than `seq`.
fn before(conn: &Connection, scope: Option<&str>, seq: i64) -> Result<Option<Place>, VaultError> {
    Ok(conn
        .prepare_cached(&format!("{COLUMNS} scope IS ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1"))?
        .query_row(params![scope, seq], place)
        .optional()?)
}

/// The change that undo would take back.
fn next_undo(conn: &Connection, scope: Option<&str>) -> Result<Option<Place>, VaultError> {
    let mut newest = before(conn, scope, i64::MAX)?;
    while let Some(entry) = newest {
        newest = match (entry.undoes, entry.redoes) {
            (None, None) => return Ok(Some(entry)),
            (Some(change), _) => before(conn, scope, change)?,
            (None, Some(undo)) => before(conn, scope, undo)?,
        };
    }
    Ok(None)
}

/// The undo that redo would take back.
fn next_redo(conn: &Connection, scope: Option<&str>) -> Result<Option<Place>, VaultError> {
    let mut newest = before(conn, scope, i64::MAX)?;
    while let Some(entry) = newest {
        newest = match (entry.undoes, entry.redoes) {
            (None, None) => return Ok(None),
            (Some(_), _) => return Ok(Some(entry)),
            (None, Some(undo)) => before(conn, scope, undo)?,
        };
    }
    Ok(None)
}

/// Writes a new entry with the opposite of the edits of entry `seq`.
fn take_back(conn: &Connection, seq: i64, heading: &Heading) -> Result<Undone, VaultError> {
    let mut edits = journal::edits(conn, seq)?;
    edits.reverse();
    let mut written = Vec::with_capacity(edits.len());
    for Edited { key, before: after, after: before } in edits {
        // Another scope may have changed the record since; its state must not be lost.
        if record::body(conn, &key)? != before {
            return Err(VaultError::ChangedSince { label: heading.label.into(), record: key });
        }
        let next = after.as_deref().map(|body| record::from_body(&key, body)).transpose()?;
        let edit = Edited { key, before, after };
        write_row(conn, &edit, next.as_ref())?;
        written.push(edit);
    }
    check_families(conn, heading.label, &written)?;
    Ok(Undone { seq: journal::append(conn, heading, &written)?, label: heading.label.into() })
}

impl Vault {
    /// Takes back the last change of an assessment that is not taken back yet; with `None`, of the vault itself.
    /// `Ok(None)` when there is none.
    ///
    /// # Errors
    /// [`VaultError::ChangedSince`] when a change outside the scope has altered the same record since, and those of
    /// [`Vault::apply`].
    pub fn undo(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: &str,
    ) -> Result<Option<Undone>, VaultError> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(change) = next_undo(tx, scope)? else { return Ok(None) };
            let (at, undoes) = (at.to_rfc3339(), Some(change.seq));
            let heading = Heading { at: &at, actor, scope, label: &change.label, undoes, redoes: None };
            take_back(tx, change.seq, &heading).map(Some)
        })
    }

    /// Makes again what the last undo of the scope took back. `Ok(None)` when there is none, such as after a new change.
    ///
    /// # Errors
    /// As for [`Vault::undo`].
    pub fn redo(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: &str,
    ) -> Result<Option<Undone>, VaultError> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(undo) = next_redo(tx, scope)? else { return Ok(None) };
            let (at, redoes) = (at.to_rfc3339(), Some(undo.seq));
            let heading = Heading { at: &at, actor, scope, label: &undo.label, undoes: None, redoes };
            take_back(tx, undo.seq, &heading).map(Some)
        })
    }

    /// Label of the change that [`Vault::undo`] would take back.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn undo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        Ok(next_undo(&self.conn, scope.map(AssessmentId::as_str))?.map(|change| change.label))
    }

    /// Label of the change that [`Vault::redo`] would make again.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn redo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        Ok(next_redo(&self.conn, scope.map(AssessmentId::as_str))?.map(|undo| undo.label))
    }
}

#[cfg(test)]
mod tests {
    use crate::common::*;
    use crate::key::FileKey;
    use crate::{Change, Edit, Vault};
    use assay_core::ids::AssessmentId;
    use assay_core::record::{Key, Record};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Two states of a record: before and after.
    type Step = (Key, Option<Record>, Option<Record>);

    /// Changes with their labels, the next one last.
    type Stack = Vec<(String, Vec<Step>)>;

    /// What a vault should do, said as plainly as it can be.
    #[derive(Clone, Default)]
    struct Model {
        records: BTreeMap<Key, Record>,
        /// By scope: what can be undone, and what can be redone.
        stacks: BTreeMap<Option<AssessmentId>, (Stack, Stack)>,
    }

    impl Model {
        /// Takes the steps if every record is in the state before, and every record keeps the one it belongs to.
        fn take(&mut self, steps: &[Step]) -> bool {
            let mut records = self.records.clone();
            for (key, before, after) in steps {
                if records.get(key) != before.as_ref() {
                    return false;
                }
                match after {
                    Some(record) => records.insert(key.clone(), record.clone()),
                    None => records.remove(key),
                };
            }
            let whole =
                records.values().filter_map(Record::parent).all(|parent| records.contains_key(&parent));
            if whole {
                self.records = records;
            }
            whole
        }

        fn apply(&mut self, change: &Change) -> bool {
            let mut next: BTreeMap<Key, Option<Record>> = BTreeMap::new();
            for edit in &change.edits {
                match edit {
                    Edit::Put(record) => next.insert(record.key(), Some((**record).clone())),
                    Edit::Remove(key) => next.insert(key.clone(), None),
                };
            }
            let steps: Vec<Step> = next
                .into_iter()
                .map(|(key, after)| (key.clone(), self.records.get(&key).cloned(), after))
                .filter(|(_, before, after)| before != after)
                .collect();
            let taken = self.take(&steps);
            if taken && !steps.is_empty() {
                let (undo, redo) = self.stacks.entry(change.scope.clone()).or_default();
                undo.push((change.label.clone(), steps));
                redo.clear();
            }
            taken
        }

        /// `Err` when it must be refused, else the label.
        fn back(&mut self, scope: &Option<AssessmentId>, redo: bool) -> Result<Option<String>, ()> {
            let (undos, redos) = self.stacks.entry(scope.clone()).or_default();
            let from = if redo { redos } else { undos };
            let Some((label, steps)) = from.last().cloned() else { return Ok(None) };
            let mut opposite = steps.clone();
            if !redo {
                opposite = steps.iter().cloned().map(|(key, before, after)| (key, after, before)).collect();
            }
            if !self.take(&opposite) {
                return Err(());
            }
            let (undos, redos) = self.stacks.entry(scope.clone()).or_default();
            let (from, to) = if redo { (redos, undos) } else { (undos, redos) };
            to.extend(from.pop());
            Ok(Some(label))
        }
    }

    #[derive(Debug, Clone)]
    enum Act {
        Apply(Change),
        Undo(Option<AssessmentId>),
        Redo(Option<AssessmentId>),
    }

    fn scope() -> impl Strategy<Value = Option<AssessmentId>> {
        prop_oneof![Just(None), Just(Some(assessment_id("a0"))), Just(Some(assessment_id("a1")))]
    }

    fn record() -> impl Strategy<Value = Record> {
        prop_oneof![
            2 => (0..2, 0..3).prop_map(|(v, name)| vendor(&format!("v{v}"), &format!("name {name}"))),
            2 => (0..2, 0..2).prop_map(|(a, v)| assessment(&format!("a{a}"), &format!("v{v}"))),
            5 => (0..2, 0..3, 0..4).prop_map(|(a, q, text)| {
                response(&format!("a{a}"), &format!("Q-{q}"), &format!("text {text}"))
            }),
        ]
    }

    fn act() -> impl Strategy<Value = Act> {
        let edit = prop_oneof![
            4 => record().prop_map(|record| Edit::Put(Box::new(record))),
            1 => record().prop_map(|record| Edit::Remove(record.key())),
        ];
        let change = ("[a-z]{3}", scope(), prop::collection::vec(edit, 0..5));
        prop_oneof![
            4 => change.prop_map(|(label, scope, edits)| Act::Apply(Change { label, scope, edits })),
            3 => scope().prop_map(Act::Undo),
            2 => scope().prop_map(Act::Redo),
        ]
    }

    fn everything(vault: &Vault) -> BTreeMap<Key, Record> {
        ["vendor", "assessment", "response"]
            .iter()
            .flat_map(|kind| vault.all(kind).unwrap())
            .map(|record| (record.key(), record))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn a_vault_does_what_the_model_does(acts in prop::collection::vec(act(), 1..40)) {
            let (_folder, path) = place();
            let key = FileKey::of_bytes([1; 32], [2; 16]);
            let mut vault = Vault::create_with(&path, key.clone()).unwrap();
            let mut model = Model::default();
            let start = put("start", None, vec![vendor("v0", "x"), assessment("a0", "v0"), assessment("a1", "v0")]);
            prop_assert!(model.apply(&start));
            vault.apply(&start, now(), "Ada").unwrap();
            for act in &acts {
                let head = vault.journal_head().unwrap();
                let entries = match act {
                    Act::Apply(change) => {
                        let before = model.records.clone();
                        let taken = model.apply(change);
                        prop_assert_eq!(vault.apply(change, now(), "Ada").is_ok(), taken);
                        i64::from(taken && before != model.records)
                    }
                    Act::Undo(scope) => {
                        let label = model.back(scope, false);
                        let done = vault.undo(scope.as_ref(), now(), "Ada");
                        prop_assert_eq!(done.map(|u| u.map(|u| u.label)).map_err(drop), label.clone());
                        i64::from(matches!(label, Ok(Some(_))))
                    }
                    Act::Redo(scope) => {
                        let label = model.back(scope, true);
                        let done = vault.redo(scope.as_ref(), now(), "Ada");
                        prop_assert_eq!(done.map(|u| u.map(|u| u.label)).map_err(drop), label.clone());
                        i64::from(matches!(label, Ok(Some(_))))
                    }
                };
                prop_assert_eq!(vault.journal_head().unwrap().0, head.0 + entries);
                prop_assert_eq!(&everything(&vault), &model.records);
                for scope in [None, Some(assessment_id("a0")), Some(assessment_id("a1"))] {
                    let (undos, redos) = model.stacks.get(&scope).cloned().unwrap_or_default();
                    prop_assert_eq!(vault.undo_label(scope.as_ref()).unwrap(), undos.last().map(|x| x.0.clone()));
                    prop_assert_eq!(vault.redo_label(scope.as_ref()).unwrap(), redos.last().map(|x| x.0.clone()));
                }
            }
            let head = vault.journal_head().unwrap();
            drop(vault);
            let vault = Vault::open_with(path, key).unwrap();
            prop_assert_eq!(&everything(&vault), &model.records);
            prop_assert_eq!(vault.journal_head().unwrap(), head);
        }
    }
}
