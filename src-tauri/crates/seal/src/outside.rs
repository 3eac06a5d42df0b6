//! A key that is not here, such as one on a token → signature values of this program's own form.
//!
//! What is outside is asked for a value and is believed nothing: a value that the certificate's key did not make over what was
//! asked is refused before anything is written. Such a key need not give the same value twice. Nothing here asks that of it: a
//! signature's form follows from certificates, digest and value.

use crate::algorithm;
pub use crate::algorithm::{Hash, Scheme};
use crate::error::SealError;
use assay_message::{Message, message};
use der::Encode;
use der::asn1::OctetString;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// Signs with a private key that never comes here.
pub trait Outside {
    /// The value over what is asked: for ECDSA the numbers `r` and `s`, one behind the other and of equal length, for RSA as
    /// PKCS#1 writes it.
    ///
    /// # Errors
    /// [`Refused`] when there is none.
    fn sign(&self, asked: &Asked) -> Result<Vec<u8>, Refused>;
}

/// What a key outside is to sign, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// How the value is made.
    pub scheme: Scheme,
    /// The hash that goes with it.
    pub hash: Hash,
    /// What is signed, whole.
    pub message: Vec<u8>,
    /// Its hash.
    pub digest: Vec<u8>,
}

impl Asked {
    /// The hash with the name of its algorithm, `DigestInfo` of RFC 8017, as PKCS#1 v1.5 signs it.
    ///
    /// # Errors
    /// [`SealError::Encoding`] if it cannot be written.
    pub fn digest_info(&self) -> Result<Vec<u8>, SealError> {
        #[derive(der::Sequence)]
        struct DigestInfo {
            algorithm: AlgorithmIdentifierOwned,
            digest: OctetString,
        }
        let algorithm = AlgorithmIdentifierOwned { oid: self.hash.oid(), parameters: Some(der::Any::null()) };
        Ok(DigestInfo { algorithm, digest: OctetString::new(self.digest.as_slice())? }.to_der()?)
    }
}

/// Why a key outside signed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// For scripts: kebab-case, stable.
    pub code: &'static str,
    /// For people, in whole sentences.
    pub sentence: Message,
}

/// Has a message signed by the key of a certificate, and holds the value against that certificate.
pub(crate) fn signed(
    outside: &dyn Outside,
    public: &SubjectPublicKeyInfoOwned,
    (scheme, hash): (Scheme, Hash),
    message: &[u8],
) -> Result<Vec<u8>, SealError> {
    let asked = Asked { scheme, hash, message: message.to_vec(), digest: hash.digest(&[message]) };
    let answered =
        outside.sign(&asked).map_err(|Refused { code, sentence }| SealError::Outside { code, sentence })?;
    let value = match scheme {
        Scheme::Ecdsa => algorithm::ecdsa_of_numbers(public, &answered),
        Scheme::Pkcs1 | Scheme::Pss { .. } => Some(answered),
    };
    let identifier = algorithm::identifier(scheme, hash)?;
    value
        .filter(|value| algorithm::verify(public, &identifier, Some(hash), message, value).is_ok())
        .ok_or_else(|| SealError::Outside {
            code: "key-answer",
            sentence: message!(
                "Nothing was signed. What the key answered is no signature of the certificate's key: it is another key, or what leads to \
                 it does not work."
            ),
        })
}
