//! Undo and redo: a journal entry → a new one that takes it back.
//!
//! Where undo stands is not kept anywhere; it follows from the newest entry of the scope. After a plain change, that
//! change is next to undo and nothing can be redone. After the undo of a change, undo stands where it stood before that
//! change, and the change is next to redo. A redo takes back an undo, so everything stands where it stood before that undo.
//!
//! An issued report is a barrier: what put it into the vault is never taken back, and nothing before it either.

use crate::change::{check_families, write_row};
use crate::error::VaultError;
use crate::file::Vault;
use crate::journal::{self, Edited, Heading};
use crate::record;
use crate::state::State;
use assay_core::ids::AssessmentId;
use assay_core::record::Record;
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

/// Whether an entry put an issued report into the vault.
fn issues(conn: &Connection, seq: i64) -> Result<bool, VaultError> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM edit WHERE seq = ?1 AND kind = 'issue' AND after IS NOT NULL")?
        .exists([seq])?)
}

/// The entry, as long as it may be taken back.
fn free(conn: &Connection, entry: Option<Place>) -> Result<Option<Place>, VaultError> {
    match entry {
        Some(entry) if issues(conn, entry.seq)? => Err(VaultError::Issued { label: entry.label }),
        entry => Ok(entry),
    }
}

/// Label of the entry, if it may be taken back.
fn label_of(conn: &Connection, entry: Option<Place>) -> Result<Option<String>, VaultError> {
    match entry {
        Some(entry) if !issues(conn, entry.seq)? => Ok(Some(entry.label)),
        Some(_) | None => Ok(None),
    }
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
    /// `Ok(None)` when there is none. `actor` says who does so, or why not, of what is there before.
    ///
    /// # Errors
    /// [`VaultError::Issued`] when the change issued a report; [`VaultError::ChangedSince`] when a change outside the
    /// scope has altered the same record since, and those of [`Vault::change`].
    pub fn undo<E: From<VaultError>>(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: impl FnOnce(&State) -> Result<String, E>,
    ) -> Result<Option<Undone>, E> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(change) = free(tx, next_undo(tx, scope)?)? else { return Ok(None) };
            let (at, actor, undoes) = (at.to_rfc3339(), actor(&State::within(tx))?, Some(change.seq));
            let heading =
                Heading { at: &at, actor: &actor, scope, label: &change.label, undoes, redoes: None };
            Ok(Some(take_back(tx, change.seq, &heading)?))
        })
    }

    /// Makes again what the last undo of the scope took back. `Ok(None)` when there is none, such as after a new change.
    ///
    /// # Errors
    /// As for [`Vault::undo`].
    pub fn redo<E: From<VaultError>>(
        &mut self,
        scope: Option<&AssessmentId>,
        at: DateTime<FixedOffset>,
        actor: impl FnOnce(&State) -> Result<String, E>,
    ) -> Result<Option<Undone>, E> {
        let scope = scope.map(AssessmentId::as_str);
        self.write(|tx| {
            let Some(undo) = free(tx, next_redo(tx, scope)?)? else { return Ok(None) };
            let (at, actor, redoes) = (at.to_rfc3339(), actor(&State::within(tx))?, Some(undo.seq));
            let heading = Heading { at: &at, actor: &actor, scope, label: &undo.label, undoes: None, redoes };
            Ok(Some(take_back(tx, undo.seq, &heading)?))
        })
    }
}

impl State<'_> {
    /// What [`Vault::undo`] would take away: the records that the change put in, as far as they can be read.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn undo_takes_away(&self, scope: Option<&AssessmentId>) -> Result<Vec<Record>, VaultError> {
        let Some(change) = next_undo(self.conn, scope.map(AssessmentId::as_str))? else {
            return Ok(Vec::new());
        };
        let put_in = journal::edits(self.conn, change.seq)?.into_iter().filter(|edit| edit.before.is_none());
        Ok(put_in.filter_map(|Edited { key, after, .. }| record::from_body(&key, &after?).ok()).collect())
    }

    /// Label of the change that [`Vault::undo`] would take back; none at an issued report.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn undo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        label_of(self.conn, next_undo(self.conn, scope.map(AssessmentId::as_str))?)
    }

    /// Label of the change that [`Vault::redo`] would make again; none at an issued report.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the file is damaged there.
    pub fn redo_label(&self, scope: Option<&AssessmentId>) -> Result<Option<String>, VaultError> {
        label_of(self.conn, next_redo(self.conn, scope.map(AssessmentId::as_str))?)
    }
}

#[cfg(test)]
mod tests {
    use crate::common::{
        self, assessment, assessment_id, head, key, place, redo, redo_label, response, save, undo,
        undo_label, vendor,
    };
    use crate::key::FileKey;
    use crate::{Edit, Field, Vault};
    use assay_core::ids::AssessmentId;
    use assay_core::record::{Key, Record};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

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

        /// Makes the change whose edits are these, if each meets the state it was made of.
        fn change(&mut self, label: &str, scope: &Option<AssessmentId>, edits: &[Edit]) -> bool {
            let mut records = self.records.clone();
            for edit in edits {
                let done = match edit {
                    Edit::Insert(record) => records.insert(record.key(), (**record).clone()).is_none(),
                    Edit::Replace { expected, next } => {
                        records.insert(next.key(), (**next).clone()).as_ref() == Some(expected)
                            && next.key() == expected.key()
                    }
                    Edit::Remove(expected) => records.remove(&expected.key()).as_ref() == Some(expected),
                    Edit::Fields { key, fields } => {
                        records.get_mut(key).is_some_and(|record| comment(record, fields))
                    }
                };
                if !done {
                    return false;
                }
            }
            let keys: BTreeSet<&Key> = self.records.keys().chain(records.keys()).collect();
            let steps: Vec<Step> = keys
                .into_iter()
                .map(|key| (key.clone(), self.records.get(key).cloned(), records.get(key).cloned()))
                .filter(|(_, before, after)| before != after)
                .collect();
            let taken = self.take(&steps);
            if taken && !steps.is_empty() {
                let (undo, redo) = self.stacks.entry(scope.clone()).or_default();
                undo.push((label.to_owned(), steps));
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

    /// Changes the comment of an answer as [`Edit::Fields`] says, or tells that it was changed since.
    fn comment(record: &mut Record, fields: &[Field]) -> bool {
        let Record::Response(response) = record else { panic!("only answers have comments") };
        fields.iter().all(|field| {
            let (was, now) = (field.was.as_str().unwrap(), field.now.as_str().unwrap());
            let fits = response.comment == was || response.comment == now;
            response.comment = now.to_owned();
            fits
        })
    }

    /// What somebody is up to: with a record, whatever its state; or of a state that they believe it to be in.
    #[derive(Debug, Clone)]
    enum Intent {
        Put(Record),
        Drop(Record),
        Blind(Edit),
    }

    impl Intent {
        /// The edit it comes to, where the record is in this state.
        fn edit(self, current: Option<Record>) -> Edit {
            match (self, current) {
                (Self::Put(record), None) => Edit::Insert(Box::new(record)),
                (Self::Put(record), Some(old)) => {
                    Edit::Replace { expected: Box::new(old), next: Box::new(record) }
                }
                (Self::Drop(record), current) => Edit::Remove(Box::new(current.unwrap_or(record))),
                (Self::Blind(edit), _) => edit,
            }
        }

        fn key(&self) -> Key {
            match self {
                Self::Put(record) | Self::Drop(record) => record.key(),
                Self::Blind(Edit::Insert(record) | Edit::Remove(record)) => record.key(),
                Self::Blind(Edit::Replace { expected, .. }) => expected.key(),
                Self::Blind(Edit::Fields { key, .. }) => key.clone(),
            }
        }
    }

    #[derive(Debug, Clone)]
    enum Act {
        Change(String, Option<AssessmentId>, Vec<Intent>),
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
        let text = || (0..4).prop_map(|text| format!("text {text}"));
        let comment = (0..2, 0..3, text(), text()).prop_map(|(a, q, was, now)| Edit::Fields {
            key: key("response", &format!("a{a}/Q-{q}")),
            fields: vec![Field { name: "comment".into(), was: was.into(), now: now.into() }],
        });
        let blind = prop_oneof![
            1 => record().prop_map(|record| Edit::Insert(Box::new(record))),
            1 => (record(), record())
                .prop_map(|(a, b)| Edit::Replace { expected: Box::new(a), next: Box::new(b) }),
            1 => record().prop_map(|record| Edit::Remove(Box::new(record))),
            3 => comment,
        ];
        let intent = prop_oneof![
            8 => record().prop_map(Intent::Put),
            2 => record().prop_map(Intent::Drop),
            1 => blind.prop_map(Intent::Blind),
        ];
        let change = ("[a-z]{3}", scope(), prop::collection::vec(intent, 0..5));
        prop_oneof![
            4 => change.prop_map(|(label, scope, intents)| Act::Change(label, scope, intents)),
            3 => scope().prop_map(Act::Undo),
            2 => scope().prop_map(Act::Redo),
        ]
    }

    fn everything(vault: &Vault) -> BTreeMap<Key, Record> {
        ["vendor", "assessment", "response"]
            .iter()
            .flat_map(|kind| vault.state().unwrap().all(kind).unwrap().read)
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
            let start = [vendor("v0", "x"), assessment("a0", "v0"), assessment("a1", "v0")];
            let start = Act::Change("start".into(), None, start.map(Intent::Put).into());
            for act in std::iter::once(start).chain(acts) {
                let head = head(&vault);
                let entries = match act {
                    Act::Change(label, scope, intents) => {
                        let before = model.records.clone();
                        // What several intents come to is decided by what was there before the change.
                        let edits: Vec<Edit> = intents
                            .into_iter()
                            .map(|intent| {
                                let current = before.get(&intent.key()).cloned();
                                intent.edit(current)
                            })
                            .collect();
                        let taken = model.change(&label, &scope, &edits);
                        let scope = scope.as_ref().map(AssessmentId::as_str);
                        prop_assert_eq!(save(&mut vault, &label, scope, |_| Ok(edits)).is_ok(), taken);
                        i64::from(taken && before != model.records)
                    }
                    Act::Undo(scope) => {
                        let label = model.back(&scope, false);
                        let done = undo(&mut vault, scope.as_ref());
                        prop_assert_eq!(done.map(|u| u.map(|u| u.label)).map_err(drop), label.clone());
                        i64::from(matches!(label, Ok(Some(_))))
                    }
                    Act::Redo(scope) => {
                        let label = model.back(&scope, true);
                        let done = redo(&mut vault, scope.as_ref());
                        prop_assert_eq!(done.map(|u| u.map(|u| u.label)).map_err(drop), label.clone());
                        i64::from(matches!(label, Ok(Some(_))))
                    }
                };
                prop_assert_eq!(common::head(&vault).0, head.0 + entries);
                prop_assert_eq!(&everything(&vault), &model.records);
                for scope in [None, Some(assessment_id("a0")), Some(assessment_id("a1"))] {
                    let (undos, redos) = model.stacks.get(&scope).cloned().unwrap_or_default();
                    prop_assert_eq!(undo_label(&vault, scope.as_ref()), undos.last().map(|x| x.0.clone()));
                    prop_assert_eq!(redo_label(&vault, scope.as_ref()), redos.last().map(|x| x.0.clone()));
                }
            }
            let head = head(&vault);
            drop(vault);
            let vault = Vault::open_with(path, key).unwrap();
            prop_assert_eq!(&everything(&vault), &model.records);
            prop_assert_eq!(common::head(&vault), head);
        }
    }
}
