//! Vault files: create, open, close, change the passphrase, and what is in one.

use super::{Done, Nothing, input, key, view};
use crate::{ChosenFile, Desk, Job, Passphrase, Problem, Progress, files};
use assay_core::ids::AssessmentId;
use assay_core::record::{Assessment, Key, Record, Unreadable, Vendor};
use assay_message::{Message, message};
use assay_vault::{State, Vault};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The program by its version, whose rules are others in the next.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// A vault file and its passphrase. Like every input with a passphrase it is read and never written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VaultKey {
    /// The file.
    pub path: ChosenFile,
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
        path: ChosenFile,
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
        /// `light`, `dark`, or empty for the system's.
        theme: String,
        /// Vaults that were open before, newest first.
        recent: Vec<RecentVault>,
        /// A new file to suggest for a vault.
        suggested: SuggestedFile,
        /// A new file to suggest for the sample.
        suggested_sample: SuggestedFile,
    }
    /// A vault that was open before.
    RecentVault {
        /// Its file, as a token that only this run of the program knows.
        file: String,
        /// Name of the folder it lies in.
        folder: String,
        /// When it was last opened, RFC 3339.
        opened: String,
        /// Whether the file is still there.
        is_present: bool,
    }
    /// A file that does not exist yet.
    SuggestedFile {
        /// Its token.
        file: String,
        /// Name of the folder it would lie in.
        folder: String,
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
        /// Kind of its key, such as “RSA, 3072 bits”.
        key: String,
        /// Who issued the certificate; `None` when it vouches for itself.
        issuer: Option<String>,
        /// Last day it can sign.
        valid_until: String,
        /// Where it stands in its period.
        standing: assay_core::signing::CertificateStanding,
        /// What to do about its period; `None` while there is nothing to do.
        notice: Option<Message>,
        /// The token that its key is on; `None` when the key is in the vault.
        token: Option<TokenOf>,
    }
    /// The token that an identity's key is on.
    TokenOf {
        /// What the token's owner calls it.
        label: String,
        /// Its serial number.
        serial: String,
        /// The module that reaches it, by its file's name.
        module: String,
        /// Whether that module was chosen on this machine. Otherwise it is chosen once more before it is used.
        is_chosen: bool,
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
        /// What is recorded in it and cannot be read.
        unreadable: Vec<Unreadable>,
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
        /// Its file: the path for who named it, the name for who chose it.
        path: String,
        /// The file's name without its ending.
        name: String,
        /// Vendors by name.
        vendors: Vec<VendorCard>,
        /// Signing identities.
        identities: Vec<IdentityView>,
        /// Vendors, assessments and identities that cannot be read.
        unreadable: Vec<Unreadable>,
    }
}

/// What to show before a vault is open.
pub fn welcome(desk: &Desk, _: Nothing, _: &Job) -> Result<Welcome, Problem> {
    let settings = desk.settings();
    let recent = settings.recent.into_iter().map(|recent| {
        let path = PathBuf::from(recent.path);
        let (folder, is_present) = (folder_name(&path), path.is_file());
        RecentVault { file: desk.offer(&path), folder, opened: recent.opened, is_present }
    });
    let folder = directories::UserDirs::new()
        .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
        .unwrap_or_else(|| PathBuf::from("."));
    Ok(Welcome {
        version: env!("CARGO_PKG_VERSION").into(),
        theme: settings.theme,
        recent: recent.collect(),
        suggested: suggested(desk, &folder, "assessments"),
        suggested_sample: suggested(desk, &folder, "sample"),
    })
}

fn folder_name(path: &Path) -> String {
    path.parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The first of `name.assay`, `name-2.assay` … that is not there yet.
fn suggested(desk: &Desk, folder: &Path, name: &str) -> SuggestedFile {
    let mut path = folder.join(format!("{name}.assay"));
    let mut number = 2_u32;
    while path.exists() {
        path = folder.join(format!("{name}-{number}.assay"));
        number += 1;
    }
    SuggestedFile { file: desk.offer(&path), folder: folder_name(&path) }
}

/// The file that a new vault is to be.
pub(crate) fn new_file(desk: &Desk, chosen: &ChosenFile) -> Result<PathBuf, Problem> {
    let path = desk.path_of(chosen)?;
    if path.file_name().is_none() {
        return Err(Problem::new("missing", message!("The vault needs a file name. Nothing was made.")));
    }
    Ok(path)
}

/// Makes a new vault and opens it.
pub fn create_vault(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    let path = new_file(desk, &input.path)?;
    let passphrase = input.passphrase.strong()?;
    job.at(message!("Deriving the key"), 0, 1)?;
    let folders = files::Folders::above(&path)?;
    let vault = Vault::create(&path, passphrase, desk.random()?)?;
    folders.keep();
    desk.hold(Some(vault));
    desk.remember(&path);
    session(desk, Nothing {}, job)
}

/// Opens a vault.
pub fn open_vault(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    job.at(message!("Deriving the key"), 0, 1)?;
    let path = desk.path_of(&input.path)?;
    let vault = input.passphrase.try_spellings(|spelling| Vault::open(&path, spelling))?;
    desk.hold(Some(vault));
    super::issuing::settle(desk);
    desk.remember(&path);
    session(desk, Nothing {}, job)
}

/// Makes a new vault with the sample assessment in it and opens it.
pub fn open_sample(desk: &Desk, input: VaultKey, job: &Job) -> Result<Session, Problem> {
    crate::demo::make(desk, &input, job)?;
    session(desk, Nothing {}, job)
}

/// Closes the vault. Everything is saved already.
pub fn close_vault(desk: &Desk, _: Nothing, job: &Job) -> Result<Welcome, Problem> {
    desk.hold(None);
    welcome(desk, Nothing {}, job)
}

/// Changes the passphrase of the open vault. Everything else waits meanwhile, and it cannot be stopped: every page of the
/// file is written anew in its place, so that a crash leaves the old passphrase or the new one and never a bit of both.
pub fn change_passphrase(desk: &Desk, input: NewPassphrase, job: &Job) -> Result<Done, Problem> {
    let new = input.new.strong()?;
    job.at(message!("Deriving the keys"), 0, 0)?;
    let progress = |done, total| {
        let label = message!("Writing every page anew");
        // Whoever asks it to stop now learns that it is done.
        let _ = (job.0)(Progress { label, done, total });
    };
    desk.with(|vault| Ok(input.old.try_spellings(|old| vault.change_passphrase(old, new, &progress))?))?;
    Ok(Done {})
}

/// Takes a vault off the list of recent ones. The file stays.
pub fn forget_recent(desk: &Desk, input: File, job: &Job) -> Result<Welcome, Problem> {
    let gone = desk.path_of(&input.path)?.display().to_string();
    desk.change_settings(|settings| settings.recent.retain(|recent| recent.path != gone));
    welcome(desk, Nothing {}, job)
}

/// Remembers how the window looks.
pub fn set_theme(desk: &Desk, input: Theme, _: &Job) -> Result<Done, Problem> {
    if !["", "light", "dark"].contains(&input.theme.as_str()) {
        return Err(Problem::new("theme", message!("A theme is light, dark or the system's.")));
    }
    desk.change_settings(|settings| settings.theme = input.theme);
    Ok(Done {})
}

/// Copies the open vault, under the same passphrase, to a new file. Answers can be saved meanwhile, and stopping it leaves
/// no file.
pub fn back_up(desk: &Desk, input: File, job: &Job) -> Result<Done, Problem> {
    let path = desk.path_of(&input.path)?;
    let reader = desk.with(|vault| Ok(vault.reader()?))?;
    reader.backup_to(&path, &mut |done, total| {
        (job.0)(Progress { label: message!("Copying the vault"), done, total })
    })?;
    Ok(Done {})
}

/// What is in the open vault. What cannot be read is named and keeps nothing else from being shown.
pub fn session(desk: &Desk, _: Nothing, _: &Job) -> Result<Session, Problem> {
    let path = desk.with(|vault| Ok(vault.path().to_owned()))?;
    let (session, seq, made) = desk.read(|state| {
        let mut summaries = Summaries { kept: state.summaries()?, made: Vec::new() };
        let found = state.all("vendor")?;
        let mut unreadable = found.unreadable;
        unreadable.extend(state.all("identity")?.unreadable);
        let mut vendors = Vec::new();
        for record in found.read {
            let Record::Vendor(vendor) = record else { continue };
            vendors.push(vendor_card(desk, state, vendor, &mut summaries, &mut unreadable)?);
        }
        vendors.sort_by_key(|card| card.vendor.name.to_lowercase());
        let session = Session {
            name: path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            path: desk.told(&path),
            vendors,
            identities: super::identities::identities(desk, state, desk.now())?,
            unreadable,
        };
        Ok((session, state.journal_head()?.0, summaries.made))
    })?;
    if !made.is_empty() {
        // They only spare work: a vault that cannot be written is read all the same.
        let _ = desk.with(|vault| Ok(vault.keep_summaries(seq, &made)?));
    }
    Ok(session)
}

/// What the list tells of an assessment, as the vault keeps it beside the records.
#[derive(serde::Serialize, serde::Deserialize)]
struct Summary {
    /// The program whose rules made it.
    program: String,
    concluded: u32,
    applicable: u32,
    issued: u32,
    unreadable: Vec<Unreadable>,
}

/// Summaries that the vault has, and those made for want of one.
struct Summaries {
    kept: HashMap<String, String>,
    made: Vec<(AssessmentId, String)>,
}

impl Summaries {
    fn of(&mut self, desk: &Desk, state: &State, id: &AssessmentId) -> Result<Summary, Problem> {
        let kept = self.kept.get(id.as_str()).and_then(|body| serde_json::from_str::<Summary>(body).ok());
        if let Some(summary) = kept.filter(|summary| summary.program == PROGRAM) {
            return Ok(summary);
        }
        // Looked at once: what is kept for going back and forth stays.
        let (case, library) = desk.case_of(state, id, state.children(&key("assessment", id))?)?;
        let standings = assay_core::standing::standings(&case, &library, desk.now().date_naive());
        let share = assay_core::score::shares(&case, &library, &standings).concluded;
        let summary = Summary {
            program: PROGRAM.into(),
            concluded: share.concluded,
            applicable: share.applicable,
            issued: u32::try_from(case.issues.len()).unwrap_or(u32::MAX),
            unreadable: case.unreadable,
        };
        self.made.push((id.clone(), serde_json::to_string(&summary).map_err(super::internal)?));
        Ok(summary)
    }
}

fn vendor_card(
    desk: &Desk,
    state: &State,
    vendor: Vendor,
    summaries: &mut Summaries,
    unreadable: &mut Vec<Unreadable>,
) -> Result<VendorCard, Problem> {
    let found = state.children(&key("vendor", &vendor.id))?;
    unreadable.extend(found.unreadable);
    let mut assessments = Vec::new();
    for record in found.read {
        let own: Key = record.key();
        let Record::Assessment(assessment) = record else { continue };
        // What it was made with may be what cannot be read.
        match summaries.of(desk, state, &assessment.id) {
            Ok(summary) => assessments.push(AssessmentCard {
                assessment: *assessment,
                concluded: summary.concluded,
                applicable: summary.applicable,
                issued: summary.issued,
                unreadable: summary.unreadable,
            }),
            Err(problem) => unreadable.push(Unreadable { key: own, detail: problem.sentence.to_string() }),
        }
    }
    assessments.sort_by_key(|card| std::cmp::Reverse(card.assessment.started));
    Ok(VendorCard { vendor, assessments })
}
