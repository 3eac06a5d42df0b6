//! Files that a person chose ↔ tokens for the page.
//!
//! The page knows no path. A file chosen in a dialog, dropped on the window or listed as recent is offered to it as a
//! token, `3/report.pdf`: a number that only [`Desk`] can turn back into a path, and the name to show. What comes as
//! JSON is a token always, so a page that was taken over can neither read nor write a file that nobody chose.

use crate::{Desk, Problem};
use assay_message::message;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// A file that a use case reads or makes. Callers in Rust name its path; JSON names the token of an offered file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct ChosenFile(Source);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Path(PathBuf),
    Token(String),
}

impl From<PathBuf> for ChosenFile {
    fn from(path: PathBuf) -> Self {
        Self(Source::Path(path))
    }
}

impl From<&Path> for ChosenFile {
    fn from(path: &Path) -> Self {
        path.to_owned().into()
    }
}

impl ChosenFile {
    /// The file's own name.
    pub fn name(&self) -> String {
        match &self.0 {
            Source::Path(path) => name_of(path),
            Source::Token(_) => self.to_string(),
        }
    }
}

/// As it is told to the one who chose it: a path whole, an offered file by its name.
impl fmt::Display for ChosenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Path(path) => path.display().fmt(f),
            Source::Token(token) => token.split_once('/').map_or(token.as_str(), |(_, name)| name).fmt(f),
        }
    }
}

impl Serialize for ChosenFile {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChosenFile {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|token| Self(Source::Token(token)))
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn token(at: usize, path: &Path) -> String {
    format!("{at}/{}", name_of(path))
}

impl Desk {
    /// A token for a file that a person chose, or that the program itself suggests. One file has one token.
    pub fn offer(&self, path: &Path) -> String {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        let at = offered.iter().position(|known| *known == path).unwrap_or_else(|| {
            offered.push(path.clone());
            offered.len() - 1
        });
        token(at, &path)
    }

    /// Where a chosen file is.
    ///
    /// # Errors
    /// `not-chosen` when what was given is no token of an offered file.
    pub(crate) fn path_of(&self, file: &ChosenFile) -> Result<PathBuf, Problem> {
        let given = match &file.0 {
            Source::Path(path) => return Ok(path.clone()),
            Source::Token(given) => given,
        };
        let offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        let at = given.split_once('/').and_then(|(number, _)| number.parse::<usize>().ok());
        at.and_then(|at| offered.get(at).filter(|path| token(at, path) == *given)).cloned().ok_or_else(|| {
            Problem::new(
                "not-chosen",
                message!("Nobody chose “{file}” in this window. Nothing was read or changed; choose the file again."),
            )
        })
    }

    /// A path as it is told: whole to who named it, an offered file by its name.
    pub(crate) fn told(&self, path: &Path) -> String {
        let offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if offered.iter().any(|known| known == path) { name_of(path) } else { path.display().to_string() }
    }

    /// A problem for the page: offered files by their names.
    pub(crate) fn without_paths(&self, mut problem: Problem) -> Problem {
        let offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        problem.sentence.change_texts(&|text| {
            for path in offered.iter() {
                *text = text.replace(&path.display().to_string(), &name_of(path));
            }
        });
        problem
    }
}
