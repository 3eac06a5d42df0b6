//! A public key, an algorithm, a message and a signature value into whether they belong together.
//!
//! What is known: ECDSA with P-256 and P-384, RSA of 2048 to 4096 bits with PKCS#1 v1.5 or PSS, each over SHA-256, SHA-384
//! or SHA-512. Anything else is named and not judged, SHA-1 and short keys among it.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::RsaPssParams;
use rsa::{Pkcs1v15Sign, Pss, PublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, DecodePublicKey, SubjectPublicKeyInfoOwned};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const EC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
/// Bits of an RSA key, at least and at most.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// A hash function that signatures may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash function of this identifier, unless it is unknown or no longer safe.
    pub fn of(algorithm: ObjectIdentifier) -> Option<Hash> {
        [Hash::Sha256, Hash::Sha384, Hash::Sha512].into_iter().find(|hash| hash.oid() == algorithm)
    }

    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Hash::Sha256 => oid("2.16.840.1.101.3.4.2.1"),
            Hash::Sha384 => oid("2.16.840.1.101.3.4.2.2"),
            Hash::Sha512 => oid("2.16.840.1.101.3.4.2.3"),
        }
    }

    /// The hash of these bytes, one behind the other.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
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

/// How a signature value was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Ecdsa,
    Pkcs1,
    Pss { salt: u8 },
}

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
        (Scheme::Pkcs1 | Scheme::Pss { .. }, RSA) => {
            let key = PublicKey::from_public_key_der(&der).map_err(|_| Refusal::Unknown)?;
            if !RSA_BITS.contains(&(rsa::traits::PublicKeyParts::size(&key) * 8)) {
                return Err(Refusal::Unknown);
            }
            rsa_verify(&key, scheme, hash, &digest, value)
        }
        _ => Err(Refusal::Unknown),
    }
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
    let named: [(&str, Scheme, Hash); 6] = [
        ("1.2.840.10045.4.3.2", Scheme::Ecdsa, Hash::Sha256),
        ("1.2.840.10045.4.3.3", Scheme::Ecdsa, Hash::Sha384),
        ("1.2.840.10045.4.3.4", Scheme::Ecdsa, Hash::Sha512),
        ("1.2.840.113549.1.1.11", Scheme::Pkcs1, Hash::Sha256),
        ("1.2.840.113549.1.1.12", Scheme::Pkcs1, Hash::Sha384),
        ("1.2.840.113549.1.1.13", Scheme::Pkcs1, Hash::Sha512),
    ];
    let parameters = algorithm.parameters.as_ref();
    let plain = parameters.is_none_or(der::Any::is_null);
    match named.iter().find(|(id, ..)| oid(id) == algorithm.oid) {
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
