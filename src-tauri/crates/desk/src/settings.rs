//! The settings file ↔ theme and the list of recent vaults. Nothing of an assessment is ever in it.

use crate::{Desk, Problem};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "settings.json";
const MOST_RECENT: usize = 12;

/// A vault that was open before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recent {
    /// Where it is.
    pub path: String,
    /// When it was last opened, RFC 3339.
    pub opened: String,
}

/// What is remembered between starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settings {
    /// Vaults, newest first.
    pub recent: Vec<Recent>,
    /// `light`, `dark`, or empty for the system's.
    pub theme: String,
}

impl Desk {
    /// The settings; a missing or unreadable file reads as the defaults, for settings are a convenience.
    pub fn settings(&self) -> Settings {
        let Some(folder) = &self.environment.settings else { return Settings::default() };
        std::fs::read(folder.join(FILE))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Problem> {
        let Some(folder) = &self.environment.settings else { return Ok(()) };
        let mut settings = self.settings();
        change(&mut settings);
        let path = folder.join(FILE);
        let text = serde_json::to_vec_pretty(&settings)
            .map_err(|e| Problem::new("settings", format!("The settings could not be written: {e}.")))?;
        std::fs::create_dir_all(folder).map_err(|e| Problem::file("make the folder", folder, &e))?;
        // Written aside and renamed, so that a crash leaves the old file or the new one.
        let aside = folder.join("settings.json.new");
        std::fs::write(&aside, text).map_err(|e| Problem::file("write", &aside, &e))?;
        std::fs::rename(&aside, &path).map_err(|e| Problem::file("write", &path, &e))
    }

    pub(crate) fn remember(&self, path: &Path) -> Result<(), Problem> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
        let opened = self.now().to_rfc3339();
        self.change_settings(|settings| {
            settings.recent.retain(|recent| recent.path != path);
            settings.recent.insert(0, Recent { path, opened });
            settings.recent.truncate(MOST_RECENT);
        })
    }
}
