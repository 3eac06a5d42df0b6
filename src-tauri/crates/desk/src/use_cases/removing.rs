//! A record that goes → the change that takes it, and what others say of it, out of the assessment.

use super::{Plan, key, plan, remove, replace};
use crate::Problem;
use assay_core::ids::AssessmentId;
use assay_core::record::Record;
use assay_core::removal::{Removal, removal};
use assay_vault::{Edit, State};

/// The most others that the label of a removal names.
const NAMED: usize = 6;

/// Takes `record` out of its assessment, and out of every other record there that points to it. The label tells which.
///
/// # Errors
/// `in-use` when another record cannot be without it.
pub(crate) fn removed(
    state: &State,
    assessment: &AssessmentId,
    label: String,
    record: Record,
) -> Result<Plan<()>, Problem> {
    let Removal { gone, freed } = removal(record, &state.children(&key("assessment", assessment))?.read)?;
    let others: Vec<String> =
        gone.iter().skip(1).chain(freed.iter().map(|(before, _)| before)).map(name).collect();
    let edits: Vec<Edit> = freed
        .into_iter()
        .map(|(before, next)| replace(before, next))
        .chain(gone.into_iter().map(remove))
        .collect();
    Ok(plan(labelled(label, &others), edits))
}

fn labelled(label: String, others: &[String]) -> String {
    let shown = others.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match others.len() {
        0 => label,
        n if n <= NAMED => format!("{label}, also from {shown}"),
        n => format!("{label}, also from {shown} and {} more", n - NAMED),
    }
}

/// What a person calls a record: parts of the threat model by their name, others by their number.
fn name(record: &Record) -> String {
    let key = record.key();
    if ["element", "flow", "boundary", "recorded-threat"].contains(&record.kind()) {
        return record.search_text().lines().next().unwrap_or_default().to_owned();
    }
    key.id.rsplit('/').next().unwrap_or_default().to_owned()
}
