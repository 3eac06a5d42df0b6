//! What can go wrong with a module, a token or its key: one sentence each, about what and what to do.

use assay_message::Told;
use thiserror::Error;

/// Why a token showed or signed nothing. A token is named by its label, a module by its path.
#[derive(Debug, Clone, PartialEq, Eq, Error, Told)]
pub enum TokenError {
    /// The path leads to no file.
    #[error(
        "There is no file {0}. The program that came with the card or token says where its PKCS#11 module is."
    )]
    NoModule(String),
    /// It is no library for this machine.
    #[error("{module} is no PKCS#11 module for this machine: {why}.")]
    NotLoaded {
        /// Which.
        module: String,
        /// In the words of the system.
        why: String,
    },
    /// It is a library of another kind.
    #[error("{0} is a library, but no PKCS#11 module: it does not name the functions of one.")]
    NotAModule(String),
    /// The module does not start.
    #[error("The PKCS#11 module {module} does not start: {why}. Its own program may say more.")]
    NotStarted {
        /// Which.
        module: String,
        /// In the words of the module.
        why: String,
    },
    /// No slot has a token.
    #[error(
        "{0} finds no token that is set up. Plug the token in, or put the card into its reader, and look again."
    )]
    NoToken(String),
    /// The token meant is not there.
    #[error("The token {0} is not there. Plug it in, or put the card into its reader, and try again.")]
    NotThere(String),
    /// It was there a moment ago.
    #[error("The token {0} was pulled out or did not answer any more. Plug it in again, and try again.")]
    Gone(String),
    /// No PIN was given.
    #[error("The token {0} signs with its PIN only, and none was given.")]
    PinNeeded(String),
    /// Another PIN.
    #[error(
        "The PIN is not that of the token {0}. A token takes a wrong PIN a few times only, often three, and is locked then."
    )]
    PinWrong(String),
    /// Another PIN, and one try left.
    #[error(
        "The PIN is not that of the token {0}. The token takes one more try: with another wrong PIN it is locked. Make sure of the \
         PIN before you try again."
    )]
    PinWrongLast(String),
    /// Too many wrong ones.
    #[error(
        "The token {0} is locked after too many wrong PINs. Whoever issued it can unlock it, or the program that came with it and \
         its PUK."
    )]
    PinLocked(String),
    /// The PIN must be changed first.
    #[error(
        "The token {0} wants its PIN changed before it signs. Change it with the program that came with it."
    )]
    PinChange(String),
    /// There is no PIN yet.
    #[error("The token {0} has no PIN yet. Set one with the program that came with it.")]
    PinNone(String),
    /// The person stopped it at the reader.
    #[error("The PIN of the token {0} was not entered at the reader.")]
    Stopped(String),
    /// The key is not on the token.
    #[error("The token {0} has no longer the key of this identity.")]
    NoKey(String),
    /// The key is not for this.
    #[error("The key on the token {0} cannot make the signatures that its certificate stands for.")]
    KeyCannot(String),
    /// Anything else.
    #[error("The token {token} did not do what was asked of it: {why}.")]
    Failed {
        /// Which.
        token: String,
        /// In the words of the module.
        why: String,
    },
}

impl TokenError {
    /// For scripts: kebab-case, stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoModule(_) | Self::NotLoaded { .. } | Self::NotAModule(_) | Self::NotStarted { .. } => {
                "token-module"
            }
            Self::NoToken(_) | Self::NotThere(_) | Self::Gone(_) => "token-gone",
            Self::PinNeeded(_) => "token-pin-needed",
            Self::PinWrong(_) | Self::PinWrongLast(_) => "token-pin-wrong",
            Self::PinLocked(_) | Self::PinChange(_) | Self::PinNone(_) => "token-pin-locked",
            Self::Stopped(_) => "token-stopped",
            Self::NoKey(_) | Self::KeyCannot(_) => "token-key",
            Self::Failed { .. } => "token",
        }
    }
}
