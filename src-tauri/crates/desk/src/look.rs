//! The look of reports ↔ a file beside the settings. It is no secret, and not encrypted.
//!
//! Unlike a setting it is no convenience: no report goes out in another look than the one that was chosen, so nothing is
//! drawn while the file is there and cannot be read.

use crate::{Desk, Problem, files};
use assay_message::{Told, message};
use assay_report::theme::{Logo, Rgb, Theme};
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FILE: &str = "look.json";
/// A logo is kept as at most 1,000 by 1,000 pixels.
const LARGEST: files::Limit = files::Limit { bytes: 8 << 20, what: || message!("looks of reports") };

/// A look as the file has it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Kept {
    accent: Option<String>,
    organisation: String,
    /// A PNG file in Base64.
    logo: Option<String>,
}

impl Desk {
    /// The look that reports are drawn in.
    ///
    /// # Errors
    /// When one was chosen and cannot be read.
    pub(crate) fn theme(&self) -> Result<Theme, Problem> {
        let Some(path) = self.environment.settings.as_ref().map(|folder| folder.join(FILE)) else {
            return Ok(Theme::default());
        };
        if path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Ok(Theme::default());
        }
        let bytes = files::read(&path, LARGEST)?;
        read(&bytes).ok_or_else(|| damaged(&path))
    }

    /// Keeps a look: the old or the new one is there afterwards.
    ///
    /// # Errors
    /// When it cannot be written, or there is no folder for settings.
    pub(crate) fn keep_theme(&self, theme: &Theme) -> Result<(), Problem> {
        let path = self.look_file()?;
        let failed = |e: std::io::Error| Problem::file(message!("write"), &path, &e);
        if *theme == Theme::default() {
            return match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        let Theme { logo, accent, organisation } = theme;
        let kept = Kept {
            accent: accent.map(|accent| accent.to_string()),
            organisation: organisation.clone(),
            logo: logo.as_ref().map(|logo| Base64::encode_string(logo.png())),
        };
        // Strings alone: writing them cannot fail.
        let text = serde_json::to_vec_pretty(&kept).unwrap_or_default();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        files::replace(&path, &text).map_err(failed)
    }

    /// Where the look is kept.
    ///
    /// # Errors
    /// When there is no folder for settings.
    fn look_file(&self) -> Result<PathBuf, Problem> {
        let folder = self.environment.settings.as_ref().ok_or_else(|| {
            Problem::new(
                "no-settings",
                message!(
                    "This machine names no folder for settings, so no look of reports can be kept. Nothing was changed; name one \
                     in ASSAY_CONFIG_DIR."
                ),
            )
        })?;
        Ok(folder.join(FILE))
    }
}

fn read(bytes: &[u8]) -> Option<Theme> {
    let Kept { accent, organisation, logo } = serde_json::from_slice(bytes).ok()?;
    let accent = accent.map(|accent| accent.parse::<Rgb>().ok());
    let logo = logo.map(|logo| Base64::decode_vec(&logo).ok().and_then(|png| Logo::kept(png).ok()));
    // What is there and cannot be read makes the whole unreadable.
    if matches!(accent, Some(None)) || matches!(logo, Some(None)) {
        return None;
    }
    Some(Theme { accent: accent.flatten(), organisation, logo: logo.flatten() })
}

fn damaged(path: &Path) -> Problem {
    Problem::new(
        "look-damaged",
        message!(
            "The look of reports in {path} cannot be read, and no report is drawn in another. Nothing was written; go back to the \
             program's own look and choose yours again."
        ),
    )
}

impl From<assay_report::theme::LogoError> for Problem {
    fn from(error: assay_report::theme::LogoError) -> Self {
        Self::new("logo", message!("{error} The look of reports stays as it was.", error = error.message()))
    }
}

impl From<assay_report::theme::NoColour> for Problem {
    fn from(error: assay_report::theme::NoColour) -> Self {
        Self::new("accent", message!("{error} The look of reports stays as it was.", error = error.message()))
    }
}
