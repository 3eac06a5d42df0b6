//! What every command stands on: the desk, the vault with its passphrase, the assessment meant, and where output goes.

use crate::terminal::{self, Text};
use assay_core::ids::{AssessmentId, IdentityId};
use assay_core::record::{AssuranceLevel, Tier};
use assay_core::risk::Rating;
use assay_core::words::Word;
use assay_desk::files;
use assay_desk::use_cases::tokens::TokenUse;
use assay_desk::use_cases::{OfAssessment, vaults};
use assay_desk::{ChosenFile, Desk, Environment, Job, Passphrase, Problem, Progress};
use assay_message::{Message, message};
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The vault, and which assessment in it.
#[derive(Debug, Args)]
pub struct Where {
    /// The vault file
    pub vault: PathBuf,
    /// Id of the assessment; not needed when the vault holds one that no other follows
    #[arg(long, short)]
    pub assessment: Option<AssessmentId>,
}

/// The vault.
#[derive(Debug, Args)]
pub struct InVault {
    /// The vault file
    pub vault: PathBuf,
}

/// For an identity on a token.
#[derive(Debug, Args)]
pub struct OnToken {
    /// For an identity on a token: read its PIN from the first line of this file; else it comes from ASSAY_TOKEN_PIN or is asked
    /// for
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
    /// For an identity on a token: its PKCS#11 module, when nobody chose it on this machine yet. A module is code that is run
    #[arg(long, value_name = "MODULE")]
    module: Option<PathBuf>,
}

/// Long work, whose progress shows on a terminal.
pub const JOB: Job<'static> = Job(&watched);

fn watched(progress: Progress) -> ControlFlow<()> {
    terminal::progress(&progress.label.to_string(), progress.done, progress.total);
    ControlFlow::Continue(())
}

/// What was asked in a way that has no meaning; the exit code is 2.
pub fn usage(sentence: impl Into<String>) -> Problem {
    // Said in the terminal alone, which has no catalogue.
    Problem::new("usage", Message::verbatim(sentence))
}

/// The desk, and how this run of the command talks.
pub struct Context {
    /// The use cases' desk.
    pub desk: Desk,
    json: bool,
    passphrase_file: Option<PathBuf>,
}

impl Context {
    /// A desk with no vault open.
    ///
    /// # Errors
    /// When the program's own content does not read.
    pub fn new(json: bool, passphrase_file: Option<PathBuf>) -> Result<Self, Problem> {
        Ok(Self { desk: Desk::new(Environment::of_this_machine())?, json, passphrase_file })
    }

    /// Whether JSON is wanted.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Shows a view: `text` for people, the view itself with `--json`.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn show(&self, view: &impl Serialize, text: impl FnOnce() -> Text) -> Result<(), Problem> {
        terminal::show(self.json, view, text)
    }

    /// For a command that opens no vault of the person's: a passphrase file would mean nothing.
    ///
    /// # Errors
    /// A usage error when one was given.
    pub fn without_passphrase(&self) -> Result<(), Problem> {
        match &self.passphrase_file {
            Some(_) => Err(usage("This command needs no passphrase: leave --passphrase-file out.")),
            None => Ok(()),
        }
    }

    /// The passphrase of a vault that exists.
    ///
    /// # Errors
    /// When none is given and nobody can be asked, or the file cannot be read.
    pub fn passphrase(&self) -> Result<Passphrase, Problem> {
        self.given("ASSAY_PASSPHRASE", self.passphrase_file.as_deref())?
            .map_or_else(|| ask("ASSAY_PASSPHRASE", "Passphrase: "), Ok)
    }

    /// The passphrase of a vault to be made.
    ///
    /// # Errors
    /// As for [`Context::passphrase`]; or when the two entries in the terminal differ.
    pub fn new_passphrase(&self) -> Result<Passphrase, Problem> {
        self.given("ASSAY_PASSPHRASE", self.passphrase_file.as_deref())?
            .map_or_else(|| ask_twice("ASSAY_PASSPHRASE"), Ok)
    }

    /// The passphrase a vault is to have instead of its own.
    ///
    /// # Errors
    /// As for [`Context::new_passphrase`].
    pub fn next_passphrase(&self) -> Result<Passphrase, Problem> {
        self.given("ASSAY_NEW_PASSPHRASE", None)?.map_or_else(|| ask_twice("ASSAY_NEW_PASSPHRASE"), Ok)
    }

    /// The passphrase of a file that holds an identity.
    ///
    /// # Errors
    /// As for [`Context::passphrase`].
    pub fn file_passphrase(&self, file: Option<&Path>) -> Result<Passphrase, Problem> {
        self.given("ASSAY_P12_PASSPHRASE", file)?
            .map_or_else(|| ask("ASSAY_P12_PASSPHRASE", "Passphrase of the file: "), Ok)
    }

    /// What the identity's token needs: PIN and module. A PIN that is typed at the reader is left out.
    ///
    /// # Errors
    /// A usage error when something was given for an identity whose key is in the vault; or when the file of the PIN cannot be
    /// read.
    pub fn token_use(
        &self,
        session: &vaults::Session,
        identity: &IdentityId,
        given: OnToken,
    ) -> Result<TokenUse, Problem> {
        let view = session.identities.iter().find(|one| one.id == *identity);
        let Some(token) = view.and_then(|one| one.token.as_ref()) else {
            return match given {
                OnToken { pin_file: None, module: None } => Ok(TokenUse::default()),
                OnToken { .. } => {
                    Err(usage("The key of this identity is on no token: leave --pin-file and --module out."))
                }
            };
        };
        let pin = match self.given("ASSAY_TOKEN_PIN", given.pin_file.as_deref())? {
            Some(pin) => Some(pin),
            None if std::io::stdin().is_terminal() => {
                let label = terminal::one_line(&token.label);
                Some(typed(&format!("PIN of the token {label} (nothing, when it is typed at the reader): "))?)
            }
            None => None,
        };
        Ok(TokenUse { pin, module: given.module.map(ChosenFile::from) })
    }

    fn given(&self, variable: &str, file: Option<&Path>) -> Result<Option<Passphrase>, Problem> {
        if let Some(path) = file {
            return files::read_passphrase(path).map(Some);
        }
        match std::env::var(variable) {
            Ok(text) => Ok(Some(Passphrase::new(text))),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(Problem::new(
                "passphrase",
                message!("The passphrase in {variable} is not UTF-8. Nothing was opened."),
            )),
        }
    }

    /// Opens a vault.
    ///
    /// # Errors
    /// When it does not open.
    pub fn open(&self, vault: &Path) -> Result<vaults::Session, Problem> {
        let key = vaults::VaultKey { path: vault.into(), passphrase: self.passphrase()? };
        vaults::open_vault(&self.desk, key, &JOB).map_err(|problem| self.explained(problem))
    }

    /// A blank at the end of a passphrase file's line is part of the passphrase; nobody sees it.
    fn explained(&self, problem: Problem) -> Problem {
        let Some(path) = self.passphrase_file.as_deref().filter(|_| problem.code == "wrong-passphrase")
        else {
            return problem;
        };
        match files::read_passphrase(path) {
            Ok(passphrase) if passphrase.has_blank_at_an_end() => Problem::new(
                &problem.code,
                message!(
                    "{sentence} The first line of {path} begins or ends with a blank, which belongs to the passphrase.",
                    sentence = problem.sentence
                ),
            ),
            _ => problem,
        }
    }

    /// Opens the vault and finds the assessment meant.
    ///
    /// # Errors
    /// When the vault does not open, or holds no or several assessments under way and none was named.
    pub fn assessment(&self, at: &Where) -> Result<AssessmentId, Problem> {
        self.session_and_assessment(at).map(|(_, assessment)| assessment)
    }

    /// The same, with what the vault holds.
    ///
    /// # Errors
    /// As for [`Context::assessment`].
    pub fn session_and_assessment(&self, at: &Where) -> Result<(vaults::Session, AssessmentId), Problem> {
        let session = self.open(&at.vault)?;
        let meant = self.meant(&session, at)?;
        Ok((session, meant))
    }

    /// The assessment meant in a vault that is open.
    ///
    /// # Errors
    /// When the vault holds no or several assessments under way and none was named.
    pub fn meant(&self, session: &vaults::Session, at: &Where) -> Result<AssessmentId, Problem> {
        match &at.assessment {
            Some(id) => known(session, id),
            None => under_way(session),
        }
    }

    /// The same, as most use cases take it.
    ///
    /// # Errors
    /// As for [`Context::assessment`].
    pub fn of(&self, at: &Where) -> Result<OfAssessment, Problem> {
        self.assessment(at).map(of)
    }
}

/// An assessment as most use cases take it.
pub fn of(assessment: AssessmentId) -> OfAssessment {
    OfAssessment { assessment }
}

/// An assessment that is named, when the vault has it.
fn known(session: &vaults::Session, id: &AssessmentId) -> Result<AssessmentId, Problem> {
    let mut cards = session.vendors.iter().flat_map(|vendor| &vendor.assessments);
    let is_there = cards.any(|card| card.assessment.id == *id)
        || session.unreadable.iter().any(|one| one.key.id == id.as_str());
    is_there.then(|| id.clone()).ok_or_else(|| {
        Problem::new("unknown", message!("There is no assessment “{id}” here. Nothing was changed."))
    })
}

/// The one assessment that no other follows: last year's is not meant when this year's is there.
fn under_way(session: &vaults::Session) -> Result<AssessmentId, Problem> {
    let cards = || session.vendors.iter().flat_map(|v| &v.assessments).map(|card| &card.assessment);
    let followed: Vec<&AssessmentId> = cards().filter_map(|a| a.previous.as_ref()).collect();
    let under_way: Vec<&AssessmentId> = cards().map(|a| &a.id).filter(|id| !followed.contains(id)).collect();
    match under_way.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Problem::new(
            "missing",
            message!("The vault holds no assessment yet. Start one: assay start VAULT --help"),
        )),
        many => Err(Problem::new(
            "missing",
            message!(
                "The vault holds {many} assessments under way. Say which with --assessment: {iter}",
                many = many.len(),
                iter = listed(many.iter())
            ),
        )),
    }
}

/// The identity meant: the one named, or the only one.
///
/// # Errors
/// When none was named and the vault holds no or several.
pub fn identity(session: &vaults::Session, wanted: Option<IdentityId>) -> Result<IdentityId, Problem> {
    if let Some(id) = wanted {
        return Ok(id);
    }
    match session.identities.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Problem::new(
            "missing",
            message!(
                "The vault holds no signing identity yet. Make one: assay identity new VAULT --name NAME --organisation ORGANISATION"
            ),
        )),
        many => Err(Problem::new(
            "missing",
            message!(
                "The vault holds {many} identities. Say which with --identity: {id}",
                many = many.len(),
                id = listed(many.iter().map(|i| &i.id))
            ),
        )),
    }
}

/// Names one after the other.
pub fn listed<T: ToString>(names: impl Iterator<Item = T>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}

fn ask(variable: &str, prompt: &str) -> Result<Passphrase, Problem> {
    if !std::io::stdin().is_terminal() {
        return Err(Problem::new(
            "missing",
            message!("No passphrase was given. Set {variable}, use --passphrase-file, or run in a terminal."),
        ));
    }
    typed(prompt)
}

/// What somebody types at the terminal, shown to nobody.
fn typed(prompt: &str) -> Result<Passphrase, Problem> {
    rpassword::prompt_password(prompt)
        .map(Passphrase::new)
        .map_err(|e| Problem::new("missing", message!("What was typed could not be read: {e}.")))
}

/// What to do about a PIN that nobody could be asked for.
pub fn with_pin_hint(problem: Problem) -> Problem {
    if problem.code != "token-pin-needed" {
        return problem;
    }
    Problem::new(
        &problem.code,
        message!(
            "{sentence} Set ASSAY_TOKEN_PIN, use --pin-file, or run in a terminal.",
            sentence = problem.sentence
        ),
    )
}

/// A slip of the finger in a passphrase nobody sees would be the end of the vault.
fn ask_twice(variable: &str) -> Result<Passphrase, Problem> {
    let first = ask(variable, "New passphrase: ")?;
    let second = ask(variable, "The same again: ")?;
    if first.same_as(&second) {
        return Ok(first);
    }
    Err(Problem::new("passphrase", message!("The two passphrases differ. Nothing was changed; try again.")))
}

/// For an argument that is a word of a closed list; the words stand in `--help`.
pub fn word<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(W::ALL.iter().map(|w| w.id()))
        .try_map(|text| W::parse(&text).ok_or_else(|| format!("“{text}” is none of the words")))
}

/// For an argument that is a day.
///
/// # Errors
/// A sentence when it is not.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "it is not a day of the calendar, such as 2026-05-12".to_owned())
}

/// For an argument that is a risk tier.
///
/// # Errors
/// A sentence when it is not 1 to 4.
pub fn tier(text: &str) -> Result<Tier, String> {
    text.parse().ok().and_then(Tier::new).ok_or_else(|| "tiers are 1 to 4".to_owned())
}

/// For an argument that is an assurance level.
///
/// # Errors
/// A sentence when it is not 0 to 4.
pub fn level(text: &str) -> Result<AssuranceLevel, String> {
    text.parse().ok().and_then(AssuranceLevel::new).ok_or_else(|| "levels are 0 to 4".to_owned())
}

/// For an argument that is likelihood x impact.
///
/// # Errors
/// A sentence when it is not two numbers of 1 to 5.
pub fn rating(text: &str) -> Result<Rating, String> {
    let wrong = || "it is not likelihood x impact, such as 4x5".to_owned();
    let (likelihood, impact) = text.split_once(['x', '×', ',']).ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<u8>().map_err(|_| wrong());
    Rating::new(number(likelihood)?, number(impact)?).map_err(|e| e.to_string())
}

/// For an argument that must say something.
///
/// # Errors
/// A sentence when it is blank.
pub fn filled(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it says nothing".to_owned()) } else { Ok(text.to_owned()) }
}

/// For an argument of two parts, `a=b`.
#[derive(Debug, Clone)]
pub struct Pair(pub String, pub String);

impl std::str::FromStr for Pair {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (left, right) = text.split_once('=').ok_or("it has no “=”")?;
        Ok(Self(filled(left)?, filled(right)?))
    }
}
