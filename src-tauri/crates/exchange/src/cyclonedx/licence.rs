//! The licences of a component, service or data set, as the file states them.

use super::field::{Fields, Path, bounded, one_line};
use crate::text::{LONGEST_NAME, Notes};
use std::borrow::Cow;

/// Licences kept of one component: they are copied to every data set in it.
const MOST_STATED: usize = 50;

/// How a licence is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LicenceForm {
    /// An identifier of the SPDX licence list. Whether the list has it is not checked.
    Id,
    /// A name in the author's words.
    Name,
    /// An SPDX expression of several licences. It is kept as it is written.
    Expression,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Licence {
    /// How it is stated.
    pub form: LicenceForm,
    /// The identifier, name or expression, up to 400 characters.
    pub text: String,
}

/// A licence as it is in the file.
pub(super) type Stated<'t> = (LicenceForm, Cow<'t, str>);

/// What `licenses` states. Entries without identifier, name and expression are left aside with a remark.
pub(super) fn stated<'t>(of: &Fields<'t, '_>, notes: &mut Notes) -> Vec<Stated<'t>> {
    let mut stated = Vec::new();
    for choice in of.objects("licenses", notes) {
        if let Some(expression) = choice.raw("expression", notes) {
            stated.push((LicenceForm::Expression, expression));
            continue;
        }
        let licence = choice.object("license", notes);
        let id = licence.and_then(|l| l.raw("id", notes)).map(|id| (LicenceForm::Id, id));
        let name = || licence.and_then(|l| l.raw("name", notes)).map(|name| (LicenceForm::Name, name));
        match id.or_else(name) {
            Some(licence) => stated.push(licence),
            None => notes.say_with(|| {
                format!("{} states no identifier, name or expression; it is left aside.", choice.at)
            }),
        }
    }
    stated
}

/// A licence on one bounded line.
pub(super) fn read((form, raw): &Stated, at: &Path, notes: &mut Notes) -> Option<Licence> {
    let text = bounded(raw, LONGEST_NAME, &Path::Field(at, "licenses"), notes).map(one_line)?;
    Some(Licence { form: *form, text })
}

/// All of them, at most [`MOST_STATED`].
pub(super) fn read_all(stated: &[Stated], at: &Path, notes: &mut Notes) -> Vec<Licence> {
    if stated.len() > MOST_STATED {
        notes
            .say_with(|| format!("{at} states {} licences; the first {MOST_STATED} are kept.", stated.len()));
    }
    stated.iter().take(MOST_STATED).filter_map(|licence| read(licence, at, notes)).collect()
}
