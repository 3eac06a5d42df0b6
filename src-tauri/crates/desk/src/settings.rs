//! The settings file ↔ theme, the list of recent vaults and the modules of tokens that were chosen here. Nothing of an assessment is ever in it.
//!
//! Settings are a convenience. A folder that cannot be read or written costs the convenience and nothing else: no work
//! stops over it.

use crate::{Desk, files};
use assay_message::message;
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "settings.json";
const MOST_RECENT: usize = 12;
const LARGEST: files::Limit = files::Limit { bytes: 1 << 20, what: || message!("settings") };

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
    /// PKCS#11 modules that a person of this machine chose. No other is loaded, whatever a vault says.
    pub modules: Vec<String>,
}

impl Desk {
    /// The settings; a missing or unreadable file reads as the defaults.
    pub fn settings(&self) -> Settings {
        let Some(folder) = &self.environment.settings else { return Settings::default() };
        files::read(&folder.join(FILE), LARGEST)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Changes the settings, as far as they can be kept.
    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        let Some(folder) = &self.environment.settings else { return };
        let mut settings = self.settings();
        change(&mut settings);
        if let Ok(text) = serde_json::to_vec_pretty(&settings)
            && std::fs::create_dir_all(folder).is_ok()
        {
            // What cannot be kept is done without.
            let _ = files::replace(&folder.join(FILE), &text);
        }
    }

    /// Whether a person of this machine chose this module of tokens.
    pub(crate) fn has_chosen(&self, module: &str) -> bool {
        self.settings().modules.iter().any(|chosen| chosen == module)
    }

    /// Remembers a module of tokens that a person chose and that is one.
    pub(crate) fn remember_module(&self, module: &Path) {
        let Some(module) = module.to_str().map(str::to_owned).filter(|module| !self.has_chosen(module))
        else {
            return;
        };
        self.change_settings(|settings| {
            settings.modules.insert(0, module);
            settings.modules.truncate(MOST_RECENT);
        });
    }

    /// Puts a vault first on the list of recent ones. A path that is not Unicode cannot stand there.
    pub(crate) fn remember(&self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let Some(path) = path.to_str().map(str::to_owned) else { return };
        let opened = self.now().to_rfc3339();
        self.change_settings(|settings| {
            settings.recent.retain(|recent| recent.path != path);
            settings.recent.insert(0, Recent { path, opened });
            settings.recent.truncate(MOST_RECENT);
        });
    }
}
