//! Keys on tokens and smart cards: what is on a token, an identity of it in the vault, and the key when it is to sign.
//!
//! The vault keeps the certificate and where its key is. The PIN comes with each signature and is kept nowhere. A PKCS#11 module
//! is code that runs in this process: it is loaded when a person looks at a token or signs with one, and only when a person of
//! this machine chose it. What a vault says of a module is a name to be recognised and no reason to load it.

use super::identities::{HeldKey, Holder, Taken, from_hex, keep};
use super::input;
use super::vaults::IdentityView;
use super::view;
use crate::{ChosenFile, Desk, Job, Passphrase, Problem};
use assay_core::pack::hex;
use assay_core::record::{IdentityKey, TokenKey};
use assay_message::{Message, Told as _, message};
use assay_seal::identity;
use assay_seal::sign::{Signatory, SigningKey};
use assay_token::{OfKey, OnToken, Pin, Place, Token, TokenError};
use std::path::PathBuf;

input! {
    /// A PKCS#11 module, whose tokens are to be looked at. It is loaded, and what it does is done in this program.
    LookAtToken {
        /// The module: a .so, .dylib or .dll.
        path: ChosenFile,
    }
    /// A certificate on a token, to sign with its key from now on.
    TokenIdentity {
        /// The module that reaches the token.
        path: ChosenFile,
        /// The token's serial number.
        serial: String,
        /// SHA-256 fingerprint of the certificate.
        fingerprint: String,
    }
}

view! {
    /// A token, and what is on it for everybody to read.
    TokenSeen {
        /// Its serial number, by which it is known.
        serial: String,
        /// What its owner calls it.
        label: String,
        /// Whether its PIN is typed at the reader's own keys.
        pin_at_reader: bool,
        /// What is to be known about its PIN; `None` while there is nothing.
        notice: Option<Message>,
        /// The certificates that may have a key on it.
        certificates: Vec<TokenCertificate>,
    }
    /// A certificate on a token.
    TokenCertificate {
        /// What the token calls it.
        label: String,
        /// Name in the certificate.
        name: String,
        /// Organisation in the certificate; may be empty.
        organisation: String,
        /// Who issued it; `None` when it vouches for itself.
        issuer: Option<String>,
        /// Kind of its key, such as “RSA, 3072 bits”.
        key: String,
        /// Last day it can sign.
        valid_until: String,
        /// SHA-256 fingerprint.
        fingerprint: String,
        /// Why it is not one to sign with; `None` when it is.
        unfit: Option<Message>,
    }
}

/// What an identity on a token needs besides: asked for at each signature. Like every input with a secret it is read and never
/// written.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TokenUse {
    /// The PIN; left out where it is typed at the reader.
    #[cfg_attr(feature = "ts", ts(type = "string", optional))]
    pub pin: Option<Passphrase>,
    /// The module that reaches the token, where it is another than when the identity was taken, or was not yet chosen on this
    /// machine.
    #[cfg_attr(feature = "ts", ts(optional))]
    pub module: Option<ChosenFile>,
}

fn module_of(desk: &Desk, chosen: &ChosenFile) -> Result<PathBuf, Problem> {
    let path = desk.path_of(chosen)?;
    Ok(std::path::absolute(&path).unwrap_or(path))
}

fn unchanged(why: &TokenError) -> Problem {
    Problem::new(why.code(), message!("{why} Nothing was changed.", why = why.message()))
}

/// Loads a module that a person chose and looks at what is on its tokens; no PIN is needed. Where it is a module, it is one of
/// those chosen on this machine from now on.
pub fn look_at_token(desk: &Desk, input: LookAtToken, job: &Job) -> Result<Vec<TokenSeen>, Problem> {
    let module = module_of(desk, &input.path)?;
    job.at(message!("Looking at the token"), 0, 1)?;
    let tokens = assay_token::look(&module).map_err(|why| unchanged(&why))?;
    desk.remember_module(&module);
    tokens.into_iter().map(|token| seen(desk, token)).collect()
}

fn seen(desk: &Desk, token: Token) -> Result<TokenSeen, Problem> {
    let Token { serial, label, pin, pin_at_reader, certificates } = token;
    let notice = match pin {
        Pin::Free => None,
        Pin::Few => Some(message!(
            "A wrong PIN was given since the last right one. After a few, the token is locked."
        )),
        Pin::Last => Some(message!("One more wrong PIN locks the token.")),
        Pin::Locked => {
            Some(message!("The token is locked after too many wrong PINs. Whoever issued it can unlock it."))
        }
    };
    let certificates =
        certificates.into_iter().map(|one| certificate(desk, one)).collect::<Result<_, _>>()?;
    Ok(TokenSeen { serial, label, pin_at_reader, notice, certificates })
}

fn certificate(desk: &Desk, of_key: OfKey) -> Result<TokenCertificate, Problem> {
    let der = &of_key.certificate_der;
    let summary = identity::summary(der)?;
    Ok(TokenCertificate {
        label: of_key.label,
        issuer: Some(summary.issuer).filter(|_| !summary.self_signed),
        key: identity::key_kind(der)?,
        valid_until: summary.not_after.date_naive().to_string(),
        fingerprint: summary.fingerprint,
        unfit: identity::fit(der, desk.now()).err().map(|why| why.message()),
        name: summary.name,
        organisation: summary.organisation,
    })
}

/// Takes an identity whose key is on a token into the vault: its certificate, those above it, and where the key is.
pub fn take_identity_from_token(
    desk: &Desk,
    input: TokenIdentity,
    job: &Job,
) -> Result<IdentityView, Problem> {
    let module = module_of(desk, &input.path)?;
    job.at(message!("Looking at the token"), 0, 1)?;
    let tokens = assay_token::look(&module).map_err(|why| unchanged(&why))?;
    desk.remember_module(&module);
    let token = tokens.into_iter().find(|token| token.serial == input.serial);
    let token = token.ok_or_else(|| unchanged(&TokenError::NotThere(input.serial.clone())))?;
    let taken = token
        .certificates
        .into_iter()
        .find(|one| identity::fingerprint(&one.certificate_der) == input.fingerprint);
    let Some(OfKey { id, certificate_der, chain_der, .. }) = taken else {
        return Err(Problem::new(
            "token-key",
            message!(
                "The certificate is not on the token {label}. Look at the token again. Nothing was changed.",
                label = token.label
            ),
        ));
    };
    identity::fit(&certificate_der, desk.now()).map_err(|why| {
        Problem::new("token-certificate", message!("{why} Nothing was changed.", why = why.message()))
    })?;
    let Some(path) = module.to_str() else {
        return Err(Problem::new(
            "token-module",
            message!(
                "The path of {path} is not Unicode, so the vault cannot name it. Nothing was changed.",
                path = input.path
            ),
        ));
    };
    let summary = identity::summary(&certificate_der)?;
    let key =
        TokenKey { module: path.to_owned(), serial: token.serial, label: token.label, key_id: hex(&id) };
    keep(
        desk,
        Taken {
            doing: "take from a token",
            name: summary.name,
            organisation: summary.organisation,
            certificate_der: &certificate_der,
            chain_der: &chain_der,
            key: IdentityKey::OnToken(key),
        },
    )
}

/// A key ready to sign once.
pub(crate) enum Ready<'k> {
    Here(&'k [u8]),
    OnToken(OnToken<'k>),
}

impl Ready<'_> {
    /// Who signs with it.
    pub(crate) fn of<'s>(&'s self, holder: &'s Holder) -> Signatory<'s> {
        Signatory {
            certificate_der: &holder.certificate_der,
            chain_der: &holder.chain_der,
            key: match self {
                Ready::Here(private_key) => SigningKey::Held(private_key),
                Ready::OnToken(key) => SigningKey::Outside(key),
            },
        }
    }

    /// Remembers the module of a token that signed: it was chosen to.
    pub(crate) fn signed(&self, desk: &Desk) {
        match self {
            Ready::Here(_) => {}
            Ready::OnToken(key) => desk.remember_module(&key.place.module),
        }
    }
}

/// The key of an identity with what was given for it. Nothing is loaded yet.
pub(crate) fn ready<'k>(desk: &Desk, holder: &'k Holder, given: &'k TokenUse) -> Result<Ready<'k>, Problem> {
    let pin = given.pin.as_ref().and_then(Passphrase::as_pin);
    let token = match &holder.key {
        HeldKey::Here(private_key) if pin.is_none() && given.module.is_none() => {
            return Ok(Ready::Here(private_key));
        }
        HeldKey::Here(_) => {
            return Err(Problem::new(
                "needless-pin",
                message!(
                    "Nothing was signed. The key of this identity is in the vault: leave PIN and module out."
                ),
            ));
        }
        HeldKey::OnToken(token) => token,
    };
    let module = match &given.module {
        Some(chosen) => module_of(desk, chosen)?,
        None if desk.has_chosen(&token.module) => PathBuf::from(&token.module),
        None => {
            return Err(Problem::new(
                "token-module-not-chosen",
                message!(
                    "Nothing was signed. The identity is on the token {label}, reached by the PKCS#11 module {module} where it was taken. A \
                     module is code that runs in this program, and nobody chose that one on this machine. Choose the module of the token.",
                    label = token.label,
                    module = token.module
                ),
            ));
        }
    };
    let place = Place {
        module,
        serial: token.serial.clone(),
        label: token.label.clone(),
        id: from_hex(&token.key_id)?,
    };
    Ok(Ready::OnToken(OnToken { place, pin }))
}
