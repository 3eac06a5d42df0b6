//! The use cases: what a person can do, in a person's words → changes in a vault, files, views to show.
//!
//! Two callers lead here and nothing else does: the command `assay` and the window. Both call the same functions of
//! [`use_cases`]; the window goes through [`api`], which names each of them and speaks JSON. No rule of the domain lives
//! here (those are in `assay-core`) and no toolkit is known here.
//!
//! Time and randomness come in with [`Environment`]; long work reports to a [`Job`] and can be stopped by it.

#![warn(clippy::too_many_lines)]

mod answers;
pub mod api;
mod chosen;
pub mod content;
pub mod demo;
pub mod files;
mod look;
mod passphrase;
mod problem;
mod settings;
pub mod shown;
pub mod use_cases;
pub mod verdict;

pub use chosen::ChosenFile;
pub use passphrase::Passphrase;
pub use problem::Problem;
pub use settings::{Recent, Settings};

use answers::Kept;
use assay_core::pack::Library;
use assay_message::{Message, message};
use assay_vault::{State, Vault};
use chrono::{DateTime, FixedOffset};
use content::BuiltIn;
use shown::Told;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

/// Fills a buffer with random bytes, or says why it cannot.
pub type Random = dyn Fn(&mut [u8]) -> Result<(), Problem> + Send + Sync;

/// What the world gives: the time, random bytes, and where settings live.
pub struct Environment {
    /// The local time.
    pub now: Box<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>,
    /// Fills a buffer with random bytes, or says why it cannot.
    pub random: Box<Random>,
    /// Folder for settings and the list of recent vaults; `None` keeps none.
    pub settings: Option<PathBuf>,
    /// Called whenever the vault is about to be read or written. Another writer may have been there by then; a test makes
    /// one come just then.
    pub meanwhile: Box<dyn Fn() + Send + Sync>,
    /// Told of each step of issuing a report; a test stops the program there.
    pub issuing: Box<dyn Fn(use_cases::issuing::Step) + Send + Sync>,
}

impl Environment {
    /// The machine's clock and random source, and the platform's folder for settings.
    pub fn of_this_machine() -> Self {
        Self {
            now: Box::new(|| chrono::Local::now().fixed_offset()),
            random: Box::new(|bytes| {
                getrandom::fill(bytes).map_err(|e| {
                    Problem::new(
                        "no-randomness",
                        message!("The machine gave no random bytes ({e}). Nothing was changed; try again."),
                    )
                })
            }),
            settings: std::env::var_os("ASSAY_CONFIG_DIR").map(PathBuf::from).or_else(|| {
                directories::ProjectDirs::from("", "", "Assay").map(|dirs| dirs.config_dir().to_owned())
            }),
            meanwhile: Box::new(|| {}),
            issuing: Box::new(|_| {}),
        }
    }
}

/// How far a piece of long work is.
#[derive(Debug, Clone, serde::Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Progress {
    /// What is being done.
    pub label: Message,
    /// How much is done.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub done: u64,
    /// How much there is; 0 when not known.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: u64,
}

/// A piece of long work: hears of progress and may stop it.
pub struct Job<'a>(pub &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync));

impl Job<'_> {
    /// Work nobody watches.
    pub const UNWATCHED: Job<'static> = Job(&|_| ControlFlow::Continue(()));

    /// Tells how far the work is.
    ///
    /// # Errors
    /// A [`Problem`] with the code `cancelled` when the person stopped it.
    pub fn at(&self, label: Message, done: u64, total: u64) -> Result<(), Problem> {
        match (self.0)(Progress { label, done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Problem::cancelled()),
        }
    }
}

/// A person at work: at most one vault open, and what the program brings with it.
pub struct Desk {
    environment: Arc<Environment>,
    built_in: Arc<BuiltIn>,
    vault: Mutex<Option<Vault>>,
    frozen: Mutex<Vec<Arc<Library>>>,
    answers: Kept,
    /// What the page was told of what it has on screen.
    told: Told,
    /// Files offered to the page: a token's number is the place in this list.
    offered: Mutex<Vec<PathBuf>>,
}

impl Desk {
    /// A desk with no vault open.
    ///
    /// # Errors
    /// When the machine has no thread left to read the content packs by.
    pub fn new(environment: Environment) -> Result<Self, Problem> {
        Ok(Self {
            environment: Arc::new(environment),
            built_in: Arc::new(content::built_in()?),
            vault: Mutex::new(None),
            frozen: Mutex::default(),
            answers: Kept::default(),
            told: Told::default(),
            offered: Mutex::default(),
        })
    }

    /// Another desk in the same environment, for work on a vault that nobody else may see yet.
    fn beside(&self, vault: Vault) -> Self {
        Self {
            environment: Arc::clone(&self.environment),
            built_in: Arc::clone(&self.built_in),
            vault: Mutex::new(Some(vault)),
            frozen: Mutex::default(),
            answers: Kept::default(),
            told: Told::default(),
            offered: Mutex::default(),
        }
    }

    /// The vault, once this desk is done with.
    fn into_vault(self) -> Result<Vault, Problem> {
        let vault = self.vault.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        vault.ok_or_else(Problem::no_vault)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        // Whole seconds: what is shown is what is kept.
        let now = (self.environment.now)();
        now - chrono::TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()))
    }

    fn random<const N: usize>(&self) -> Result<[u8; N], Problem> {
        let mut bytes = [0; N];
        (self.environment.random)(&mut bytes)?;
        Ok(bytes)
    }

    fn new_id(&self, prefix: &str) -> Result<String, Problem> {
        Ok(assay_core::ids::random_id(prefix, self.random()?))
    }

    fn reached(&self, step: use_cases::issuing::Step) {
        (self.environment.issuing)(step);
    }

    fn held(&self) -> MutexGuard<'_, Option<Vault>> {
        (self.environment.meanwhile)();
        // A panic while the lock was held leaves a vault whose last transaction did not commit: sound to go on with.
        self.vault.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Takes a vault up in the place of the one that was open, or none.
    fn hold(&self, vault: Option<Vault>) {
        {
            let mut held = self.held();
            self.answers.forget();
            *held = vault;
        }
        // Whoever looks has what was told in hand and waits for the vault: nobody waits the other way round.
        self.told.forget();
    }

    fn has_vault(&self) -> bool {
        self.held().is_some()
    }

    /// Reads what the open vault holds, all of it at one moment.
    fn read<T>(&self, work: impl FnOnce(&State) -> Result<T, Problem>) -> Result<T, Problem> {
        self.with(|vault| work(&vault.state()?))
    }

    /// The same on a connection of its own, for work that takes long: whoever saves an answer meanwhile does not wait.
    fn read_beside<T>(&self, work: impl FnOnce(&State) -> Result<T, Problem>) -> Result<T, Problem> {
        let reader = self.with(|vault| Ok(vault.reader()?))?;
        work(&reader.state()?)
    }

    /// Does `work` with the open vault as a file: its bytes, its passphrase, a copy. What it holds is read through
    /// [`Desk::read`] and changed through [`Desk::change`].
    fn with<T>(&self, work: impl FnOnce(&mut Vault) -> Result<T, Problem>) -> Result<T, Problem> {
        match self.held().as_mut() {
            Some(vault) => work(vault),
            None => Err(Problem::no_vault()),
        }
    }
}
