//! A public key, an algorithm, a message and a signature value into whether they belong together.
//!
//! What is known: ECDSA with P-256 and P-384, RSA of 2048 to 4096 bits with PKCS#1 v1.5 or PSS, each over SHA-256, SHA-384
//! or SHA-512. Anything else is named and not judged, SHA-1 and short keys among it.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::{DecodeRsaPublicKey, RsaPssParams, TrailerField};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, Pss, PublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifier, AlgorithmIdentifierOwned, DecodePublicKey, SubjectPublicKeyInfoOwned};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub(crate) const EC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
pub(crate) const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
pub(crate) const P384: ObjectIdentifier = oid("1.3.132.0.34");
pub(crate) const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub(crate) const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
/// Bits of an RSA key, at least and at most.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// A hash function that signatures may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The hash function of this identifier, unless it is unknown or no longer safe.
    pub(crate) fn of(algorithm: ObjectIdentifier) -> Option<Hash> {
        [Hash::Sha256, Hash::Sha384, Hash::Sha512].into_iter().find(|hash| hash.oid() == algorithm)
    }

    pub(crate) fn oid(self) -> ObjectIdentifier {
        match self {
            Hash::Sha256 => oid("2.16.840.1.101.3.4.2.1"),
            Hash::Sha384 => oid("2.16.840.1.101.3.4.2.2"),
            Hash::Sha512 => oid("2.16.840.1.101.3.4.2.3"),
        }
    }

    /// Bytes of a hash.
    pub fn length(self) -> u8 {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }

    /// The hash of these bytes, one behind the other.
    pub(crate) fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn all<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            parts.iter().fold(D::new(), |hash, part| hash.chain_update(part)).finalize().to_vec()
        }
        match self {
            Hash::Sha256 => all::<Sha256>(parts),
            Hash::Sha384 => all::<Sha384>(parts),
            Hash::Sha512 => all::<Sha512>(parts),
        }
    }
}

/// How a signature value is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// ECDSA.
    Ecdsa,
    /// RSA as in PKCS#1 v1.5.
    Pkcs1,
    /// RSA as in PSS.
    Pss {
        /// Bytes of its salt.
        salt: u8,
    },
}

/// The identifiers that name a scheme together with its hash.
const NAMED: [(ObjectIdentifier, Scheme, Hash); 6] = [
    (oid("1.2.840.10045.4.3.2"), Scheme::Ecdsa, Hash::Sha256),
    (oid("1.2.840.10045.4.3.3"), Scheme::Ecdsa, Hash::Sha384),
    (oid("1.2.840.10045.4.3.4"), Scheme::Ecdsa, Hash::Sha512),
    (oid("1.2.840.113549.1.1.11"), Scheme::Pkcs1, Hash::Sha256),
    (oid("1.2.840.113549.1.1.12"), Scheme::Pkcs1, Hash::Sha384),
    (oid("1.2.840.113549.1.1.13"), Scheme::Pkcs1, Hash::Sha512),
];

/// Why a signature value is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nothing is known of this algorithm, key or size.
    Unknown,
    /// The value was not made with this key over this message.
    False,
}

/// Checks a signature value over `message`. `stated` is the hash that stands beside the algorithm; a certificate states none.
pub(crate) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    stated: Option<Hash>,
    message: &[u8],
    value: &[u8],
) -> Result<(), Refusal> {
    let (scheme, hash) = scheme(algorithm, stated).ok_or(Refusal::Unknown)?;
    if stated.is_some_and(|stated| stated != hash) {
        return Err(Refusal::Unknown);
    }
    let digest = hash.digest(&[message]);
    let der = key.to_der().map_err(|_| Refusal::Unknown)?;
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    // A key that is for PSS says so, and may say with which hash.
    let meant = match (scheme, key.algorithm.oid) {
        (Scheme::Pss { .. }, RSA_PSS) => {
            key.algorithm.parameters.is_none() || of_pss_key(&key.algorithm) == Some(hash)
        }
        _ => true,
    };
    if !meant {
        return Err(Refusal::Unknown);
    }
    match (scheme, key.algorithm.oid) {
        (Scheme::Ecdsa, EC_KEY) if curve() == Some(P256) => {
            let key = p256::ecdsa::VerifyingKey::from_public_key_der(&der).map_err(|_| Refusal::Unknown)?;
            let value = p256::ecdsa::Signature::from_der(value).map_err(|_| Refusal::False)?;
            key.verify_prehash(&digest, &value).map_err(|_| Refusal::False)
        }
        (Scheme::Ecdsa, EC_KEY) if curve() == Some(P384) => {
            let key = p384::ecdsa::VerifyingKey::from_public_key_der(&der).map_err(|_| Refusal::Unknown)?;
            let value = p384::ecdsa::Signature::from_der(value).map_err(|_| Refusal::False)?;
            key.verify_prehash(&digest, &value).map_err(|_| Refusal::False)
        }
        (Scheme::Pkcs1 | Scheme::Pss { .. }, RSA) | (Scheme::Pss { .. }, RSA_PSS) => {
            let key = rsa_key(key).ok_or(Refusal::Unknown)?;
            if !RSA_BITS.contains(&(key.size() * 8)) {
                return Err(Refusal::Unknown);
            }
            rsa_verify(&key, scheme, hash, &digest, value)
        }
        _ => Err(Refusal::Unknown),
    }
}

/// The RSA key in a certificate, whether it is for both paddings or for PSS alone.
pub(crate) fn rsa_key(key: &SubjectPublicKeyInfoOwned) -> Option<PublicKey> {
    PublicKey::from_pkcs1_der(key.subject_public_key.as_bytes()?).ok()
}

/// The hash that a key for PSS is limited to.
pub(crate) fn of_pss_key(algorithm: &AlgorithmIdentifierOwned) -> Option<Hash> {
    pss(&algorithm.parameters.as_ref()?.to_der().ok()?).map(|(_, hash)| hash)
}

/// How this program signs with the key in a certificate; `None` for a kind of key that it does not sign with.
pub(crate) fn ours(key: &SubjectPublicKeyInfoOwned) -> Option<(Scheme, Hash)> {
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    let known = || rsa_key(key).filter(|key| RSA_BITS.contains(&(key.size() * 8))).is_some();
    match key.algorithm.oid {
        EC_KEY if curve() == Some(P256) => Some((Scheme::Ecdsa, Hash::Sha256)),
        EC_KEY if curve() == Some(P384) => Some((Scheme::Ecdsa, Hash::Sha384)),
        RSA if known() => Some((Scheme::Pkcs1, Hash::Sha256)),
        RSA_PSS if known() => {
            let hash = match key.algorithm.parameters {
                None => Hash::Sha256,
                Some(_) => of_pss_key(&key.algorithm)?,
            };
            Some((Scheme::Pss { salt: hash.length() }, hash))
        }
        _ => None,
    }
}

/// What people call this kind of key.
pub(crate) fn called(key: &SubjectPublicKeyInfoOwned) -> String {
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    let bits = || rsa_key(key).map_or(0, |key| key.n().bit_width_vartime());
    match key.algorithm.oid {
        EC_KEY if curve() == Some(P256) => "ECDSA, P-256".into(),
        EC_KEY if curve() == Some(P384) => "ECDSA, P-384".into(),
        RSA => format!("RSA, {} bits", bits()),
        RSA_PSS => format!("RSA (PSS), {} bits", bits()),
        other => other.to_string(),
    }
}

/// Whether a value that holds is the one this program writes: of two for ECDSA, the one with the smaller `s`.
pub(crate) fn is_canonical(scheme: Scheme, key: &SubjectPublicKeyInfoOwned, value: &[u8]) -> bool {
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    match (scheme, curve()) {
        (Scheme::Pkcs1 | Scheme::Pss { .. }, _) => true,
        (Scheme::Ecdsa, Some(P256)) => p256::ecdsa::Signature::from_der(value)
            .is_ok_and(|one| one == one.normalize_s() && one.to_der().as_bytes() == value),
        (Scheme::Ecdsa, Some(P384)) => p384::ecdsa::Signature::from_der(value)
            .is_ok_and(|one| one == one.normalize_s() && one.to_der().as_bytes() == value),
        (Scheme::Ecdsa, _) => false,
    }
}

/// The value of the numbers `r` and `s`, one behind the other, with the smaller of the two values of `s`, in DER; `None` when
/// they are none of the key's curve.
pub(crate) fn ecdsa_of_numbers(key: &SubjectPublicKeyInfoOwned, numbers: &[u8]) -> Option<Vec<u8>> {
    match key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()? {
        P256 => {
            let value = p256::ecdsa::Signature::from_slice(numbers).ok()?;
            Some(value.normalize_s().to_der().as_bytes().to_vec())
        }
        P384 => {
            let value = p384::ecdsa::Signature::from_slice(numbers).ok()?;
            Some(value.normalize_s().to_der().as_bytes().to_vec())
        }
        _ => None,
    }
}

/// The identifier that names a scheme with its hash: the inverse of what [`verify`] reads.
pub(crate) fn identifier(scheme: Scheme, hash: Hash) -> der::Result<AlgorithmIdentifierOwned> {
    let null = || Some(der::Any::null());
    Ok(match scheme {
        Scheme::Ecdsa | Scheme::Pkcs1 => {
            let named = NAMED.iter().find(|(_, one, with)| (*one, *with) == (scheme, hash));
            let (id, ..) = named.ok_or(der::ErrorKind::Failed)?;
            let parameters = if scheme == Scheme::Pkcs1 { null() } else { None };
            AlgorithmIdentifierOwned { oid: *id, parameters }
        }
        Scheme::Pss { salt } => {
            let hashed = AlgorithmIdentifierOwned { oid: hash.oid(), parameters: null() };
            let parameters = RsaPssParams::<der::Any> {
                hash: hashed.clone(),
                mask_gen: AlgorithmIdentifier { oid: MGF1, parameters: Some(hashed) },
                salt_len: salt,
                trailer_field: TrailerField::BC,
            };
            let parameters = der::Any::from_der(&parameters.to_der()?)?;
            AlgorithmIdentifierOwned { oid: RSA_PSS, parameters: Some(parameters) }
        }
    })
}

fn rsa_verify(
    key: &PublicKey,
    scheme: Scheme,
    hash: Hash,
    digest: &[u8],
    value: &[u8],
) -> Result<(), Refusal> {
    let checked = match (scheme, hash) {
        (Scheme::Ecdsa, _) => return Err(Refusal::Unknown),
        (Scheme::Pkcs1, Hash::Sha256) => key.verify(Pkcs1v15Sign::new::<Sha256>(), digest, value),
        (Scheme::Pkcs1, Hash::Sha384) => key.verify(Pkcs1v15Sign::new::<Sha384>(), digest, value),
        (Scheme::Pkcs1, Hash::Sha512) => key.verify(Pkcs1v15Sign::new::<Sha512>(), digest, value),
        (Scheme::Pss { salt }, Hash::Sha256) => {
            key.verify(Pss::<Sha256>::new_with_salt(salt.into()), digest, value)
        }
        (Scheme::Pss { salt }, Hash::Sha384) => {
            key.verify(Pss::<Sha384>::new_with_salt(salt.into()), digest, value)
        }
        (Scheme::Pss { salt }, Hash::Sha512) => {
            key.verify(Pss::<Sha512>::new_with_salt(salt.into()), digest, value)
        }
    };
    checked.map_err(|_| Refusal::False)
}

/// Reads an algorithm's identifier; one that names no hash takes the one stated beside it.
fn scheme(algorithm: &AlgorithmIdentifierOwned, stated: Option<Hash>) -> Option<(Scheme, Hash)> {
    let parameters = algorithm.parameters.as_ref();
    let plain = parameters.is_none_or(der::Any::is_null);
    match NAMED.iter().find(|(id, ..)| *id == algorithm.oid) {
        Some((_, scheme, hash)) => plain.then_some((*scheme, *hash)),
        None if algorithm.oid == RSA => plain.then_some((Scheme::Pkcs1, stated?)),
        None if algorithm.oid == RSA_PSS => pss(&parameters?.to_der().ok()?),
        None => None,
    }
}

/// The parameters of PSS: one hash for the message and the mask.
fn pss(der: &[u8]) -> Option<(Scheme, Hash)> {
    let parameters = RsaPssParams::<der::Any>::from_der(der).ok()?;
    let hash = Hash::of(parameters.hash.oid)?;
    let mask = Hash::of(parameters.mask_gen.parameters.as_ref()?.oid)?;
    (parameters.mask_gen.oid == MGF1 && mask == hash)
        .then_some((Scheme::Pss { salt: parameters.salt_len }, hash))
}
