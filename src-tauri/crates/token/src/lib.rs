//! A PKCS#11 module → the certificates on its tokens, and signatures by the keys that never leave them.
//!
//! ```text
//! module ── look ──► tokens, each with its certificates
//! place of a key + PIN ── OnToken, asked by seal ──► one signature value
//! ```
//!
//! A module is code of somebody else that runs in this process, with every right that this process has: it is loaded when a
//! person asks for what is on a token or signs with one, and at no other time. One call uses a module at a time. The session is
//! closed and the module is finalized at the end of each, whichever way it ends; nothing of a token stays open, and no PIN stays.
//!
//! A token is known by its serial number: the number of its slot changes when it is plugged in elsewhere. Certificates are read
//! without a PIN; whether a certificate's private key is there shows when it signs, for a token may keep its keys from who has
//! given no PIN. What a token says is believed nothing: `seal` holds the value against the certificate.
#![forbid(unsafe_code)]

mod error;
mod module;

pub use error::TokenError;

use assay_message::{Told as _, message};
use assay_seal::error::SealError;
use assay_seal::outside::{Asked, Hash, Outside, Refused, Scheme};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, ObjectClass};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use module::{InSlot, Module};
use std::path::{Path, PathBuf};

/// Things of one kind that are looked at on a token, at most.
const MOST: usize = 64;
/// Bytes of a certificate that is looked at, at most.
const LARGEST: usize = 64 << 10;

/// A token, and what is on it for everybody to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its serial number, by which it is known.
    pub serial: String,
    /// What its owner calls it.
    pub label: String,
    /// How it is with its PIN.
    pub pin: Pin,
    /// The PIN is typed at the reader's own keys.
    pub pin_at_reader: bool,
    /// The certificates on it that may have a key there.
    pub certificates: Vec<OfKey>,
}

/// How it is with a token's PIN, as far as the token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    /// Nothing is known against it.
    Free,
    /// A wrong one was given since the last right one.
    Few,
    /// One more wrong one locks the token.
    Last,
    /// It is locked.
    Locked,
}

/// A certificate on a token, and what its key is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfKey {
    /// What the token calls it.
    pub label: String,
    /// The id (`CKA_ID`) that certificate and key have in common.
    pub id: Vec<u8>,
    /// The certificate, DER.
    pub certificate_der: Vec<u8>,
    /// Those above it that are on the token, DER, the nearest first.
    pub chain_der: Vec<Vec<u8>>,
}

/// Loads a module and looks at what is on its tokens. No PIN is needed.
///
/// # Errors
/// See [`TokenError`]; [`TokenError::NoToken`] when there is none.
pub fn look(module: &Path) -> Result<Vec<Token>, TokenError> {
    let module = Module::load(module)?;
    let tokens = module.tokens()?;
    if tokens.is_empty() {
        return Err(TokenError::NoToken(module.name()));
    }
    tokens.into_iter().map(|token| on(&module, &token)).collect()
}

fn on(module: &Module, token: &InSlot) -> Result<Token, TokenError> {
    let failed = |error: Error| token.failed(&error);
    let session = module.session(token)?;
    // Private keys are seen without a PIN only where the token hides nothing.
    let private = found(&session, ObjectClass::PRIVATE_KEY).map_err(failed)?;
    let public = found(&session, ObjectClass::PUBLIC_KEY).map_err(failed)?;
    let found = found(&session, ObjectClass::CERTIFICATE).map_err(failed)?;
    let all: Vec<Vec<u8>> = found.iter().filter_map(|one| one.value.clone()).collect();
    let mut certificates = Vec::new();
    for Found { id, label, value } in found {
        let Some(certificate_der) = value else { continue };
        let is_among = |keys: &[Found]| keys.iter().any(|key| key.id == id);
        let is_own = if private.is_empty() {
            is_among(&public) || !assay_seal::identity::is_authority(&certificate_der)
        } else {
            is_among(&private)
        };
        // What is no certificate in DER is none to sign with.
        let Ok(chain_der) = assay_seal::identity::above(&certificate_der, &all) else { continue };
        if is_own {
            certificates.push(OfKey { label, id, certificate_der, chain_der });
        }
    }
    Ok(Token {
        serial: token.serial(),
        label: token.label(),
        pin: token.pin(),
        pin_at_reader: token.info.protected_authentication_path(),
        certificates,
    })
}

/// An object on a token.
struct Found {
    id: Vec<u8>,
    label: String,
    value: Option<Vec<u8>>,
}

fn found(session: &Session, class: ObjectClass) -> Result<Vec<Found>, Error> {
    let handles: Vec<_> =
        session.iter_objects(&[Attribute::Class(class)])?.take(MOST).collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for handle in handles {
        let mut one = Found { id: Vec::new(), label: String::new(), value: None };
        let wanted: &[AttributeType] = if class == ObjectClass::CERTIFICATE {
            &[AttributeType::Id, AttributeType::Label, AttributeType::Value]
        } else {
            &[AttributeType::Id]
        };
        for attribute in session.get_attributes(handle, wanted)? {
            if let Attribute::Id(id) = attribute {
                one.id = id;
            } else if let Attribute::Label(label) = attribute {
                one.label = String::from_utf8_lossy(&label).trim().to_owned();
            } else if let Attribute::Value(value) = attribute {
                one.value = Some(value).filter(|value| value.len() <= LARGEST);
            }
        }
        all.push(one);
    }
    Ok(all)
}

/// Where a key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The module that reaches its token.
    pub module: PathBuf,
    /// The token's serial number.
    pub serial: String,
    /// What the token's owner calls it.
    pub label: String,
    /// The key's id (`CKA_ID`).
    pub id: Vec<u8>,
}

/// A key on a token, with the PIN that was typed for this one signature.
pub struct OnToken<'p> {
    /// Where the key is.
    pub place: Place,
    /// The PIN; `None` where it is typed at the reader.
    pub pin: Option<&'p str>,
}

impl Outside for OnToken<'_> {
    fn sign(&self, asked: &Asked) -> Result<Vec<u8>, Refused> {
        self.value(asked).map_err(|why| Refused {
            code: why.code(),
            sentence: message!("Nothing was signed. {why}", why = why.message()),
        })
    }
}

impl OnToken<'_> {
    fn value(&self, asked: &Asked) -> Result<Vec<u8>, TokenError> {
        let module = Module::load(&self.place.module)?;
        let token = module.tokens()?.into_iter().find(|token| token.serial() == self.place.serial);
        let token = token.ok_or_else(|| TokenError::NotThere(self.place.label.clone()))?;
        if self.pin.is_none() && token.info.login_required() && !token.info.protected_authentication_path() {
            return Err(TokenError::PinNeeded(token.label()));
        }
        let session = module.session(&token)?;
        if token.info.login_required() {
            self.log_in(UserType::User, &module, &token, &session)?;
        }
        let value = self.signed(asked, (&module, &token), &session);
        // Where it fails the session ends all the same, and with the last one the token forgets that somebody was there.
        let _ = session.logout();
        value
    }

    fn log_in(
        &self,
        user: UserType,
        module: &Module,
        token: &InSlot,
        session: &Session,
    ) -> Result<(), TokenError> {
        let pin = self.pin.map(AuthPin::from);
        let Err(error) = session.login(user, pin.as_ref()) else { return Ok(()) };
        let Error::Pkcs11(why, _) = error else { return Err(token.failed(&error)) };
        if why == RvError::UserAlreadyLoggedIn {
            return Ok(());
        }
        let label = token.label();
        Err(if matches!(why, RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange) {
            match module.pin(token) {
                Pin::Free | Pin::Few => TokenError::PinWrong(label),
                Pin::Last => TokenError::PinWrongLast(label),
                Pin::Locked => TokenError::PinLocked(label),
            }
        } else if why == RvError::PinLocked {
            TokenError::PinLocked(label)
        } else if why == RvError::PinExpired {
            TokenError::PinChange(label)
        } else if why == RvError::UserPinNotInitialized {
            TokenError::PinNone(label)
        } else if matches!(why, RvError::FunctionCanceled | RvError::Cancel) {
            TokenError::Stopped(label)
        } else {
            token.failed(&error)
        })
    }

    fn signed(
        &self,
        asked: &Asked,
        (module, token): (&Module, &InSlot),
        session: &Session,
    ) -> Result<Vec<u8>, TokenError> {
        let failed = |error: Error| token.failed(&error);
        let wanted = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Id(self.place.id.clone())];
        let keys = session.find_objects(&wanted).map_err(failed)?;
        let key = *keys.first().ok_or_else(|| TokenError::NoKey(token.label()))?;
        let says = session
            .get_attributes(key, &[AttributeType::Sign, AttributeType::AlwaysAuthenticate])
            .map_err(failed)?;
        if says.contains(&Attribute::Sign(false)) {
            return Err(TokenError::KeyCannot(token.label()));
        }
        let each_time = says.contains(&Attribute::AlwaysAuthenticate(true));
        let known = module.mechanisms(token)?;
        let mut ways = ways(asked).map_err(|_| TokenError::KeyCannot(token.label()))?;
        if each_time {
            ways.reverse();
        }
        let way = ways.into_iter().find(|way| known.contains(&way.mechanism.mechanism_type()));
        let Way { mechanism, data } = way.ok_or_else(|| TokenError::KeyCannot(token.label()))?;
        if !each_time {
            return session.sign(&mechanism, key, &data).map_err(failed);
        }
        // Such a key wants the PIN between the announcement of a signature and what is signed.
        session.sign_init(&mechanism, key).map_err(failed)?;
        self.log_in(UserType::ContextSpecific, module, token, session)?;
        session.sign_update(&data).and_then(|()| session.sign_final()).map_err(failed)
    }
}

/// A way to the same signature value.
struct Way {
    mechanism: Mechanism<'static>,
    data: Vec<u8>,
}

/// The ways to what is asked: over the hash, in one piece; and over what is signed, which the token hashes and takes in parts.
fn ways(asked: &Asked) -> Result<[Way; 2], SealError> {
    let (over_hash, over_all) = match asked.scheme {
        Scheme::Ecdsa => (
            Mechanism::Ecdsa,
            match asked.hash {
                Hash::Sha256 => Mechanism::EcdsaSha256,
                Hash::Sha384 => Mechanism::EcdsaSha384,
                Hash::Sha512 => Mechanism::EcdsaSha512,
            },
        ),
        Scheme::Pkcs1 => (
            Mechanism::RsaPkcs,
            match asked.hash {
                Hash::Sha256 => Mechanism::Sha256RsaPkcs,
                Hash::Sha384 => Mechanism::Sha384RsaPkcs,
                Hash::Sha512 => Mechanism::Sha512RsaPkcs,
            },
        ),
        Scheme::Pss { salt } => {
            let (hash_alg, mgf) = match asked.hash {
                Hash::Sha256 => (MechanismType::SHA256, PkcsMgfType::MGF1_SHA256),
                Hash::Sha384 => (MechanismType::SHA384, PkcsMgfType::MGF1_SHA384),
                Hash::Sha512 => (MechanismType::SHA512, PkcsMgfType::MGF1_SHA512),
            };
            let parameters = PkcsPssParams { hash_alg, mgf, s_len: u64::from(salt).into() };
            let over_all = match asked.hash {
                Hash::Sha256 => Mechanism::Sha256RsaPkcsPss(parameters),
                Hash::Sha384 => Mechanism::Sha384RsaPkcsPss(parameters),
                Hash::Sha512 => Mechanism::Sha512RsaPkcsPss(parameters),
            };
            (Mechanism::RsaPkcsPss(parameters), over_all)
        }
    };
    let hashed = match asked.scheme {
        Scheme::Pkcs1 => asked.digest_info()?,
        Scheme::Ecdsa | Scheme::Pss { .. } => asked.digest.clone(),
    };
    Ok([Way { mechanism: over_hash, data: hashed }, Way { mechanism: over_all, data: asked.message.clone() }])
}
