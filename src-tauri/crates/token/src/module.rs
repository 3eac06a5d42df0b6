//! A module in use: loaded, started, and finalized when dropped.

use crate::Pin;
use crate::error::TokenError;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::MechanismType;
use cryptoki::session::Session;
use cryptoki::slot::{Slot, TokenInfo};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while a module is in use. Most modules have one state for the whole process.
static IN_USE: Mutex<()> = Mutex::new(());

/// A module in use. No session may outlive it.
pub struct Module {
    path: PathBuf,
    pkcs11: Pkcs11,
    /// Whether it was started here and is to be ended here; another part of the process may have started it before.
    started: bool,
    _alone: MutexGuard<'static, ()>,
}

impl Drop for Module {
    fn drop(&mut self) {
        if self.started {
            // What does not end now ends with the process.
            let _ = self.pkcs11.clone().finalize();
        }
    }
}

impl Module {
    pub fn load(path: &Path) -> Result<Self, TokenError> {
        let alone = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        let name = path.display().to_string();
        // A bare name would be looked for in the folders of the system.
        let path = std::path::absolute(path).map_err(|_| TokenError::NoModule(name.clone()))?;
        if !path.is_file() {
            return Err(TokenError::NoModule(name));
        }
        let pkcs11 = Pkcs11::new(&path).map_err(|error| not_loaded(name.clone(), error))?;
        let started = match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) => true,
            Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => false,
            Err(error) => return Err(TokenError::NotStarted { module: name, why: words(&error) }),
        };
        Ok(Self { path, pkcs11, started, _alone: alone })
    }

    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The tokens that are there and set up.
    pub fn tokens(&self) -> Result<Vec<InSlot>, TokenError> {
        let failed = |error: Error| TokenError::NotStarted { module: self.name(), why: words(&error) };
        let mut tokens = Vec::new();
        for slot in self.pkcs11.get_slots_with_token().map_err(failed)?.into_iter().take(crate::MOST) {
            match self.pkcs11.get_token_info(slot) {
                Ok(info) if info.token_initialized() => tokens.push(InSlot { slot, info }),
                // Empty, or pulled out since the slots were counted.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(tokens)
    }

    pub fn session(&self, token: &InSlot) -> Result<Session, TokenError> {
        self.pkcs11.open_ro_session(token.slot).map_err(|error| token.failed(&error))
    }

    pub fn mechanisms(&self, token: &InSlot) -> Result<Vec<MechanismType>, TokenError> {
        self.pkcs11.get_mechanism_list(token.slot).map_err(|error| token.failed(&error))
    }

    /// How it is with a token's PIN now.
    pub fn pin(&self, token: &InSlot) -> Pin {
        self.pkcs11.get_token_info(token.slot).map_or(Pin::Few, |info| pin(&info))
    }
}

/// A token in its slot.
pub struct InSlot {
    slot: Slot,
    pub info: TokenInfo,
}

impl InSlot {
    pub fn serial(&self) -> String {
        self.info.serial_number().chars().filter(|c| !c.is_control()).collect()
    }

    pub fn label(&self) -> String {
        self.info.label().chars().filter(|c| !c.is_control()).collect()
    }

    /// How it was with its PIN when it was looked at.
    pub fn pin(&self) -> Pin {
        pin(&self.info)
    }

    /// What an error on this token means for a person.
    pub fn failed(&self, error: &Error) -> TokenError {
        let token = self.label();
        let Error::Pkcs11(why, _) = error else {
            return TokenError::Failed { token, why: words(error) };
        };
        if is_gone(*why) {
            TokenError::Gone(token)
        } else if is_not_for_this(*why) {
            TokenError::KeyCannot(token)
        } else {
            TokenError::Failed { token, why: words(error) }
        }
    }
}

fn pin(info: &TokenInfo) -> Pin {
    if info.user_pin_locked() {
        Pin::Locked
    } else if info.user_pin_final_try() {
        Pin::Last
    } else if info.user_pin_count_low() {
        Pin::Few
    } else {
        Pin::Free
    }
}

fn is_gone(why: RvError) -> bool {
    matches!(
        why,
        RvError::DeviceRemoved
            | RvError::DeviceError
            | RvError::TokenNotPresent
            | RvError::TokenNotRecognized
            | RvError::SlotIdInvalid
            | RvError::SessionHandleInvalid
            | RvError::SessionClosed
    )
}

fn is_not_for_this(why: RvError) -> bool {
    matches!(
        why,
        RvError::KeyFunctionNotPermitted
            | RvError::KeyTypeInconsistent
            | RvError::KeySizeRange
            | RvError::MechanismInvalid
            | RvError::MechanismParamInvalid
            | RvError::FunctionNotSupported
    )
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what else goes wrong is told in its own words")]
fn not_loaded(module: String, error: Error) -> TokenError {
    match error {
        Error::MissingSymbol(_) | Error::NullFunctionPointer => TokenError::NotAModule(module),
        Error::Pkcs11(..) => TokenError::NotStarted { module, why: words(&error) },
        Error::LibraryLoading(why) => {
            let why = plain(&why.to_string());
            // The system begins with the path as well.
            let why = why.strip_prefix(&format!("{module}: ")).map_or_else(|| why.clone(), str::to_owned);
            TokenError::NotLoaded { module, why }
        }
        other => TokenError::NotLoaded { module, why: words(&other) },
    }
}

/// An error in the words of the standard: `CKR_…` for what a module answers.
fn words(error: &Error) -> String {
    if let Error::Pkcs11(why, function) = error {
        format!("{function:?} answered {why:?}")
    } else {
        plain(&error.to_string())
    }
}

/// What a system says, as the end of a sentence.
fn plain(text: &str) -> String {
    text.trim_end_matches(['.', '\n', ' ']).chars().take(300).collect()
}
