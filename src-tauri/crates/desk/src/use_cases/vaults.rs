//! Vault files: create, open, close, change the passphrase, and what is in one.

use super::{Done, Nothing, input, key, view};
use crate::{Desk, Job, Passphrase, Problem, Settings, files};
use assay_core::record::{Assessment, Record, Vendor};
use assay_vault::Vault;
use std::path::{Path, PathBuf};

/// A vault file and its passphrase. Like every input with a passphrase it is read and never written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VaultKey {
    /// The file.
    pub path: PathBuf,
    /// The passphrase.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub passphrase: Passphrase,
}

/// Another passphrase.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewPassphrase {
    /// The one in force.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub old: Passphrase,
    /// The one to be.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub new: Passphrase,
}

input! {
    /// A file.
    File {
        /// Where.
        path: PathBuf,
    }
    /// How the window looks.
    Theme {
        /// `light`, `dark` or empty for the system's.
        theme: String,
    }
}

view! {
    /// What the program shows before a vault is open.
    Welcome {
        /// Version of the program.
        version: String,
        /// Settings, with recent vaults.
        settings: Settings,
        /// Recent vaults whose file is still there.
        present: Vec<String>,
        /// A folder to suggest for a new vault.
        suggested_folder: String,
    }
    /// A signing identity, without its key.
    IdentityView {
        /// Its id.
        id: assay_core::ids::IdentityId,
        /// Name in the certificate.
        name: String,
        /// Organisation in the certificate.
        organisation: String,
        /// SHA-256 fingerprint of the certificate.
        fingerprint: String,
        /// Last day it can sign.
        valid_until: String,
    }
    /// An assessment on the list.
    AssessmentCard {
        /// The assessment.
        assessment: Assessment,
        /// Questions concluded.
        concluded: u32,
        /// Questions that apply.
        applicable: u32,
        /// Reports issued.
        issued: u32,
    }
    /// A vendor on the list.
    VendorCard {
        /// The vendor.
        vendor: Vendor,
        /// Its assessments, newest first.
        assessments: Vec<AssessmentCard>,
    }
    /// The open vault.
    Session {
        /// Its file.
        path: String,
        /// The file's name without its ending.
        name: String,
        /// Vendors by name.
        vendors: Vec<VendorCard>,
        /// Signing identities.
        identities: Vec<IdentityView>,
    }
}

/// What to show before a vault is open.
pub fn welcome(desk: &Desk, _: Nothing, _: &Job) -> Result<Welcome, Problem> {
    let settings = desk.settings();
    let present = settings.recent.iter().map(|r| r.path.clone()).filter(|p| Path::new(p).is_file()).collect();
    let folder = directories::UserDirs::new()
        .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
        .unwrap_or_else(|| PathBuf::from("."));
    Ok(Welcome {
        version: env!("CARGO_PKG_VERSION").into(),
        settings,
        present,
        suggested_folder: folder.display().to_string(),
    })
}

/// Makes a new vault and opens it.
pub fn create_vault(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    let passphrase = input.passphrase.strong()?;
    if input.path.file_name().is_none() {
        return Err(Problem::new("missing", "The vault needs a file name. Nothing was made."));
    }
    job.at("Deriving the key", 0, 1)?;
    let folders = files::Folders::above(&input.path)?;
    let vault = Vault::create(&input.path, passphrase, desk.random()?)?;
    folders.keep();
    *desk.held() = Some(vault);
    desk.remember(&input.path);
    session(desk, Nothing {}, job)
}

/// Opens a vault.
pub fn open_vault(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    job.at("Deriving the key", 0, 1)?;
    let vault = input.passphrase.try_spellings(|spelling| Vault::open(&input.path, spelling))?;
    *desk.held() = Some(vault);
    desk.remember(&input.path);
    session(desk, Nothing {}, job)
}

/// Makes a new vault with the sample assessment in it and opens it.
pub fn open_sample(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    create_vault(desk, input, job)?;
    crate::demo::fill(desk, job)?;
    session(desk, Nothing {}, job)
}

/// Closes the vault. Everything is saved already.
pub fn close_vault(desk: &Desk, _: Nothing, job: &Job) -> Result<Welcome, Problem> {
    *desk.held() = None;
    welcome(desk, Nothing {}, job)
}

/// Changes the passphrase of the open vault.
pub fn change_passphrase(desk: &Desk, input: NewPassphrase, _: &Job) -> Result<Done, Problem> {
    let new = input.new.strong()?;
    desk.with(|vault| Ok(input.old.try_spellings(|old| vault.change_passphrase(old, new))?))?;
    Ok(Done {})
}

/// Takes a vault off the list of recent ones. The file stays.
pub fn forget_recent(desk: &Desk, input: File, job: &Job) -> Result<Welcome, Problem> {
    desk.change_settings(|settings| settings.recent.retain(|recent| Path::new(&recent.path) != input.path));
    welcome(desk, Nothing {}, job)
}

/// Remembers how the window looks.
pub fn set_theme(desk: &Desk, input: Theme, _: &Job) -> Result<Done, Problem> {
    if !["", "light", "dark"].contains(&input.theme.as_str()) {
        return Err(Problem::new("theme", "A theme is light, dark or the system's."));
    }
    desk.change_settings(|settings| settings.theme = input.theme);
    Ok(Done {})
}

/// Copies the open vault, under the same passphrase, to a new file.
pub fn back_up(desk: &Desk, input: File, _: &Job) -> Result<Done, Problem> {
    desk.with(|vault| Ok(vault.backup_to(&input.path)?))?;
    Ok(Done {})
}

/// What is in the open vault.
pub fn session(desk: &Desk, _: Nothing, _: &Job) -> Result<Session, Problem> {
    desk.with(|vault| {
        let mut vendors = Vec::new();
        for record in vault.all("vendor")? {
            let Record::Vendor(vendor) = record else { continue };
            let mut assessments = Vec::new();
            for record in vault.children(&key("vendor", &vendor.id))? {
                let Record::Assessment(assessment) = record else { continue };
                let (case, library) = desk.case(vault, &assessment.id)?;
                let figure = assay_core::score::concluded(
                    assay_core::applicability::asked(&library, &assessment),
                    &case.responses,
                    &library.scale,
                );
                assessments.push(AssessmentCard {
                    assessment: *assessment,
                    concluded: figure.concluded,
                    applicable: figure.applicable,
                    issued: u32::try_from(case.issues.len()).unwrap_or(u32::MAX),
                });
            }
            assessments.sort_by_key(|card| std::cmp::Reverse(card.assessment.started));
            vendors.push(VendorCard { vendor, assessments });
        }
        vendors.sort_by_key(|card| card.vendor.name.to_lowercase());
        let path = vault.path().to_owned();
        Ok(Session {
            name: path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            path: path.display().to_string(),
            vendors,
            identities: super::sealing::identities(vault)?,
        })
    })
}
