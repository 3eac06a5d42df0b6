//! What was done: saved state, undo, redo, the journal, search.

use super::{OfAssessment, input, view};
use crate::{Desk, Job, Problem};
use assay_core::ids::*;
use assay_vault::State;

input! {
    /// Words to look for.
    Search {
        /// In which assessment.
        assessment: AssessmentId,
        /// The words.
        text: String,
    }
}

view! {
    /// What was saved last and what undo and redo would do.
    Status {
        /// When the last change was saved, RFC 3339; empty before the first.
        saved_at: String,
        /// Number of the last journal entry.
        entry: i64,
        /// What undo would take back.
        undo: Option<String>,
        /// What redo would do again.
        redo: Option<String>,
    }
    /// An entry of the journal.
    JournalEntry {
        /// Its number.
        entry: i64,
        /// When.
        at: String,
        /// Who.
        actor: String,
        /// What.
        label: String,
        /// Its hash.
        hash: String,
    }
    /// Something that holds the words looked for.
    SearchHit {
        /// `question`, `response`, `risk` …
        kind: String,
        /// Its id.
        id: String,
        /// The words around.
        snippet: String,
    }
}

pub(crate) fn status_of(state: &State, assessment: &AssessmentId) -> Result<Status, Problem> {
    let last = state.journal(Some(assessment), 1)?;
    Ok(Status {
        saved_at: last.first().map(|e| e.at.to_rfc3339()).unwrap_or_default(),
        entry: last.first().map_or(0, |e| e.seq),
        undo: state.undo_label(Some(assessment))?,
        redo: state.redo_label(Some(assessment))?,
    })
}

/// What was saved last and what undo and redo would do.
pub fn status(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Status, Problem> {
    desk.read(|state| status_of(state, &input.assessment))
}

/// Takes back the last change of the assessment.
pub fn undo(desk: &Desk, input: OfAssessment, job: &Job) -> Result<Status, Problem> {
    let (scope, at) = (Some(&input.assessment), desk.now());
    desk.with(|vault| Ok(vault.undo(scope, at, |state| desk.actor(state, scope))?))?;
    status(desk, input, job)
}

/// Does again what was taken back last.
pub fn redo(desk: &Desk, input: OfAssessment, job: &Job) -> Result<Status, Problem> {
    let (scope, at) = (Some(&input.assessment), desk.now());
    desk.with(|vault| Ok(vault.redo(scope, at, |state| desk.actor(state, scope))?))?;
    status(desk, input, job)
}

/// The newest entries of the assessment's journal.
pub fn journal(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Vec<JournalEntry>, Problem> {
    desk.read(|state| {
        Ok(state
            .journal(Some(&input.assessment), 500)?
            .into_iter()
            .map(|e| JournalEntry {
                entry: e.seq,
                at: e.at.to_rfc3339(),
                actor: e.actor,
                label: e.label,
                hash: e.hash,
            })
            .collect())
    })
}

/// Looks for words in questions, answers, notes and the rest of the assessment.
pub fn search(desk: &Desk, input: Search, _: &Job) -> Result<Vec<SearchHit>, Problem> {
    const MOST: usize = 60;
    let wanted: Vec<String> = input.text.split_whitespace().map(str::to_lowercase).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let holds = |text: &str| {
            let text = text.to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        };
        let mut hits: Vec<SearchHit> = assay_core::applicability::asked(&library, &case.assessment)
            .into_iter()
            .filter(|q| holds(&format!("{} {} {} {}", q.id, q.text, q.why, q.good)))
            .map(|q| SearchHit { kind: "question".into(), id: q.id.to_string(), snippet: q.text.clone() })
            .take(MOST)
            .collect();
        let prefix = format!("{}/", input.assessment);
        hits.extend(state.search(&input.text, Some(&input.assessment), MOST)?.into_iter().map(|hit| {
            SearchHit {
                id: hit.key.id.strip_prefix(&prefix).unwrap_or(&hit.key.id).to_owned(),
                kind: hit.key.kind,
                snippet: hit.snippet,
            }
        }));
        Ok(hits)
    })
}
