//! What was done: saved state, undo, redo, the journal, search.

use super::identities::from_hex;
use super::{Nothing, input, view};
use crate::{Desk, Job, Problem};
use assay_core::ids::AssessmentId;
use assay_core::record::Record;
use assay_core::standing::standings;
use assay_message::message;
use assay_vault::State;

input! {
    /// Words to look for.
    Search {
        /// In which assessment.
        assessment: AssessmentId,
        /// The words.
        text: String,
    }
    /// One assessment, or the vault itself: its vendors, assessments and identities.
    InScope {
        /// Which assessment; `None` is the vault itself.
        assessment: Option<AssessmentId>,
    }
    /// A step back or forward.
    HistoryStep {
        /// In which assessment; `None` is the vault itself.
        assessment: Option<AssessmentId>,
        /// The newest entry as the person saw it: when there is a newer one, the step is refused.
        #[cfg_attr(feature = "ts", ts(optional))]
        entry: Option<i64>,
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
    /// How far the vault is: where both numbers moved between two looks, somebody else saved something.
    Newest {
        /// Number of the journal's newest entry.
        entry: i64,
        /// Another number than before whenever another program wrote to the vault.
        elsewhere: i64,
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
        /// The entry it takes back.
        undoes: Option<i64>,
        /// The entry, itself one that took something back, that it takes back.
        redoes: Option<i64>,
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

pub(crate) fn status_of(state: &State, scope: Option<&AssessmentId>) -> Result<Status, Problem> {
    let last = state.journal(scope, 1)?;
    Ok(Status {
        saved_at: last.first().map(|e| e.at.to_rfc3339()).unwrap_or_default(),
        entry: last.first().map_or(0, |e| e.seq),
        undo: state.undo_label(scope)?,
        redo: state.redo_label(scope)?,
    })
}

/// What was saved last and what undo and redo would do.
pub fn status(desk: &Desk, input: InScope, _: &Job) -> Result<Status, Problem> {
    desk.read(|state| status_of(state, input.assessment.as_ref()))
}

/// How far the vault is. It is asked more than once a second by a window that is looked at, and reads two numbers.
pub fn newest(desk: &Desk, _: Nothing, _: &Job) -> Result<Newest, Problem> {
    let mark = desk.with(|vault| Ok(vault.mark()?))?;
    Ok(Newest { entry: mark.entry, elsewhere: mark.elsewhere })
}

/// Takes back the last change of the assessment, or of the vault itself.
pub fn undo(desk: &Desk, input: HistoryStep, job: &Job) -> Result<Status, Problem> {
    let at = desk.now();
    desk.with(|vault| {
        vault.undo(input.assessment.as_ref(), at, |state| {
            let actor = stepper(desk, state, &input)?;
            state
                .undo_takes_away(input.assessment.as_ref())?
                .iter()
                .try_for_each(|gone| spared(state, gone))?;
            Ok(actor)
        })
    })?;
    status(desk, InScope { assessment: input.assessment }, job)
}

/// Does again what was taken back last.
pub fn redo(desk: &Desk, input: HistoryStep, job: &Job) -> Result<Status, Problem> {
    let at = desk.now();
    desk.with(|vault| vault.redo(input.assessment.as_ref(), at, |state| stepper(desk, state, &input)))?;
    status(desk, InScope { assessment: input.assessment }, job)
}

/// An identity that signed a report stays: its certificate is what the report is verified with.
fn spared(state: &State, gone: &Record) -> Result<(), Problem> {
    let Record::Identity(identity) = gone else { return Ok(()) };
    let fingerprint = assay_seal::identity::fingerprint(&from_hex(&identity.certificate)?);
    for issued in state.all("issue")?.read {
        if let Record::Issue(issue) = issued
            && issue.fingerprint == fingerprint
        {
            return Err(Problem::new(
                "issued",
                message!(
                    "The identity of {name} signed report {number} and stays: the report is verified with its certificate. Nothing was \
                     taken back.",
                    name = identity.name,
                    number = issue.number
                ),
            ));
        }
    }
    Ok(())
}

/// Who takes a step, as long as nothing was saved since they looked.
fn stepper(desk: &Desk, state: &State, step: &HistoryStep) -> Result<String, Problem> {
    let scope = step.assessment.as_ref();
    if let Some(seen) = step.entry
        && let Some(newer) = state.journal(scope, 1)?.into_iter().find(|newest| newest.seq != seen)
    {
        let sentence = message!(
            "“{label}” by {actor} was saved since. Nothing was taken back; look at it and undo again.",
            label = newer.label,
            actor = newer.actor
        );
        return Err(Problem::new("changed-since", sentence));
    }
    Ok(desk.actor(state, scope))
}

/// The newest entries of the assessment's journal, or of the whole vault's.
pub fn journal(desk: &Desk, input: InScope, _: &Job) -> Result<Vec<JournalEntry>, Problem> {
    desk.read(|state| {
        let entries = state.journal(input.assessment.as_ref(), 500)?.into_iter();
        let shown = entries.map(|e| JournalEntry {
            entry: e.seq,
            at: e.at.to_rfc3339(),
            actor: e.actor,
            label: e.label,
            undoes: e.undoes,
            redoes: e.redoes,
            hash: e.hash,
        });
        Ok(shown.collect())
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
        let mut hits: Vec<SearchHit> = standings(&case, &library, desk.now().date_naive())
            .asked
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
