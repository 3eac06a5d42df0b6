//! What was typed in the window and is not saved yet: kept in the vault until it is saved or given up.
//!
//! A draft is the page's own: no rule reads it, and it is in no journal, report or file that goes out. A backup holds it.

use super::{Done, Nothing, input, view};
use crate::{Desk, Job, Problem};
use assay_message::message;

/// The most a draft may take, in bytes of JSON.
pub const MAX_DRAFT: usize = 1 << 20;

/// The most its address, its name and the place it was typed may take, in bytes each.
const MAX_NAME: usize = 2048;

input! {
    /// Something typed and not saved yet.
    DraftInput {
        /// What it is about.
        address: String,
        /// Number of its earlier state, in whose place it is kept.
        #[cfg_attr(feature = "ts", ts(optional))]
        before: Option<i64>,
        /// What was typed, as the page needs it to go on.
        #[cfg_attr(feature = "ts", ts(type = "unknown"))]
        body: serde_json::Value,
        /// What a person calls it.
        what: String,
        /// Where in the window it was typed.
        place: String,
    }
    /// One draft.
    OfDraft {
        /// Its number.
        number: i64,
    }
}

view! {
    /// A draft is kept.
    KeptDraft {
        /// Its number now.
        number: i64,
    }
    /// Something typed and not saved yet, as it was kept.
    Draft {
        /// Its number. It has another whenever something is typed in it.
        number: i64,
        /// What it is about. Two windows may each have a draft of the same.
        address: String,
        /// What was typed.
        #[cfg_attr(feature = "ts", ts(type = "unknown"))]
        body: serde_json::Value,
        /// What a person calls it.
        what: String,
        /// Where in the window it was typed.
        place: String,
        /// When it was kept, RFC 3339.
        at: String,
    }
}

/// Every draft of the open vault, by address and of one address the earliest first. What another program kept in another
/// form is shown as its text.
pub fn drafts(desk: &Desk, _: Nothing, _: &Job) -> Result<Vec<Draft>, Problem> {
    let kept = desk.read(|state| Ok(state.drafts()?))?;
    let shown = kept.into_iter().map(|(number, assay_vault::Draft { address, body, what, place, at })| {
        let body = serde_json::from_str(&body).unwrap_or(serde_json::Value::String(body));
        Draft { number, address, body, what, place, at }
    });
    Ok(shown.collect())
}

/// Keeps a draft in the place of its earlier state. What another window typed on that meanwhile stays beside it.
pub fn keep_draft(desk: &Desk, input: DraftInput, _: &Job) -> Result<KeptDraft, Problem> {
    let DraftInput { address, before, body, what, place } = input;
    let body = serde_json::to_string(&body).map_err(super::internal)?;
    if body.len() > MAX_DRAFT {
        return Err(Problem::new(
            "too-large",
            message!(
                "What was typed for “{what}” is longer than the {max_draft} KB that are kept before it is saved. It stands on the screen and an earlier state of it is kept; save it in parts, or shorten it.",
                max_draft = MAX_DRAFT >> 10
            ),
        ));
    }
    if [&address, &what, &place].iter().any(|name| name.len() > MAX_NAME) {
        return Err(Problem::new("too-large", message!("The name of a draft is too long. It was not kept.")));
    }
    let at = desk.now().to_rfc3339();
    let draft = assay_vault::Draft { address, body, what, place, at };
    let number = desk.with(|vault| Ok(vault.keep_draft(&draft, before)?))?;
    Ok(KeptDraft { number })
}

/// Gives a draft up, or says that it is saved. Where there is none, nothing happens.
pub fn drop_draft(desk: &Desk, input: OfDraft, _: &Job) -> Result<Done, Problem> {
    desk.with(|vault| Ok(vault.drop_draft(input.number)?))?;
    Ok(Done {})
}
