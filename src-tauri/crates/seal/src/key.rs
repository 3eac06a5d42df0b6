//! A key, its certificate and those above it → what signs, of whichever kind the key is and wherever it is.
//!
//! What a key that is here signs is the same each time: ECDSA takes its numbers from key and message (RFC 6979), PSS its salt from a stream
//! that follows from both. RSA is blinded with numbers of that stream, too.

use crate::algorithm::{self, Hash, Scheme};
use crate::error::SealError;
use crate::identity;
use crate::outside::{self, Outside};
use crate::sign::{Signatory, Signer, SigningKey};
use assay_message::{Message, message};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, PrivateKeyInfoRef};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, Pss};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, DecodePublicKey, SubjectPublicKeyInfoOwned};
use x509_cert::Certificate;
use zeroize::Zeroizing;

/// Bytes of a signature's `/Contents`, at least.
const ROOM: usize = 12_000;
/// Bytes of it that are left for a time stamp that may be asked for later.
const ROOM_FOR_STAMP: usize = 8_000;
/// Bytes of a container beside its certificates and what names them.
const ROOM_FOR_REST: usize = 1_500;

/// What is signed with.
const KINDS: &str = "P-256, P-384 and RSA of 2,048 to 4,096 bits are";

/// The kinds of key that are made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "KeyAlgorithm"))]
pub enum Algorithm {
    /// ECDSA on the curve P-256.
    #[default]
    P256,
    /// ECDSA on the curve P-384.
    P384,
    /// RSA with 3,072 bits.
    Rsa3072,
    /// RSA with 4,096 bits.
    Rsa4096,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Algorithm; 4] =
        [Algorithm::P256, Algorithm::P384, Algorithm::Rsa3072, Algorithm::Rsa4096];

    /// Its name on the command line and in files.
    pub fn id(self) -> &'static str {
        match self {
            Algorithm::P256 => "p256",
            Algorithm::P384 => "p384",
            Algorithm::Rsa3072 => "rsa3072",
            Algorithm::Rsa4096 => "rsa4096",
        }
    }
}

/// A certificate with the key that signs in its name, and the certificates above it.
pub(crate) struct Key<'k> {
    pub certificate: Certificate,
    /// Of the authorities above, the nearest first; empty for a certificate that vouches for itself.
    pub above: Vec<Certificate>,
    /// What the certificate says.
    pub facts: Signer,
    pub private: PrivateKey<'k>,
}

impl<'k> Key<'k> {
    /// Reads a key that may sign documents.
    pub fn read(signatory: impl Into<Signatory<'k>>) -> Result<Key<'k>, SealError> {
        let Signatory { certificate_der, chain_der, key } = signatory.into();
        let certificate = identity::parse(certificate_der)?;
        let above: Result<Vec<_>, _> = chain_der.iter().map(|der| identity::parse(der)).collect();
        let info = certificate.tbs_certificate().subject_public_key_info();
        let private = match key {
            SigningKey::Held(pkcs8) => PrivateKey::read(pkcs8, info)?,
            SigningKey::Outside(outside) => PrivateKey::outside(outside, info)?,
        };
        let facts = Signer::read(&certificate)?;
        if !identity::may_sign(&certificate) {
            return Err(SealError::Certificate(message!("it is not meant for signing")));
        }
        Ok(Key { certificate, above: above?, facts, private })
    }

    /// Bytes to reserve for a container with this key's signature, and for a time stamp in it.
    pub fn room(&self) -> Result<usize, SealError> {
        let mut certificates = 0;
        for certificate in std::iter::once(&self.certificate).chain(&self.above) {
            certificates += certificate.to_der()?.len();
        }
        // Each certificate stands there once, and its issuer once more in what was signed along.
        let needed = 2 * certificates + self.private.longest() + ROOM_FOR_REST + ROOM_FOR_STAMP;
        Ok(needed.max(ROOM))
    }
}

/// A private key, and how it signs.
pub(crate) struct PrivateKey<'k> {
    kind: Kind<'k>,
    scheme: Scheme,
    /// The hash it signs with.
    pub hash: Hash,
}

enum Kind<'k> {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa { key: Box<rsa::PrivateKey>, seed: Zeroizing<[u8; 32]> },
    Outside { key: &'k dyn Outside, public: SubjectPublicKeyInfoOwned },
}

/// How this program signs with the key of a certificate.
pub(crate) fn scheme(public: &SubjectPublicKeyInfoOwned) -> Result<(Scheme, Hash), SealError> {
    algorithm::ours(public).ok_or_else(|| {
        SealError::Certificate(message!("its key is of a kind that is not signed with here: {KINDS}"))
    })
}

impl<'k> PrivateKey<'k> {
    /// A private key that is said to belong to a public one; its first value shows whether it does.
    fn outside(
        key: &'k dyn Outside,
        public: &SubjectPublicKeyInfoOwned,
    ) -> Result<PrivateKey<'k>, SealError> {
        let (scheme, hash) = scheme(public)?;
        Ok(PrivateKey { kind: Kind::Outside { key, public: public.clone() }, scheme, hash })
    }

    /// Reads a private key (PKCS#8 DER) that belongs to a public one.
    pub fn read(pkcs8: &[u8], public: &SubjectPublicKeyInfoOwned) -> Result<PrivateKey<'k>, SealError> {
        let (scheme, hash) = scheme(public)?;
        let kind = Kind::read(pkcs8)?;
        if !kind.belongs_to(public) {
            return Err(SealError::Key(message!("it does not belong to the certificate")));
        }
        Ok(PrivateKey { kind, scheme, hash })
    }

    /// The identifier of what [`PrivateKey::sign`] does.
    pub fn identifier(&self) -> der::Result<AlgorithmIdentifierOwned> {
        algorithm::identifier(self.scheme, self.hash)
    }

    /// Signs a message. The same message gives the same value, unless the key is outside.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SealError> {
        let digest = self.hash.digest(&[message]);
        let failed = |error: &dyn std::fmt::Display| SealError::Key(Message::verbatim(error.to_string()));
        match &self.kind {
            // Of the two values (r, s) and (r, n - s), this program writes the smaller alone.
            Kind::P256(key) => {
                let value: p256::ecdsa::Signature =
                    key.sign_prehash(&digest).map_err(|error| failed(&error))?;
                Ok(value.normalize_s().to_der().as_bytes().to_vec())
            }
            Kind::P384(key) => {
                let value: p384::ecdsa::Signature =
                    key.sign_prehash(&digest).map_err(|error| failed(&error))?;
                Ok(value.normalize_s().to_der().as_bytes().to_vec())
            }
            Kind::Rsa { key, seed } => {
                let numbers = &mut numbers(&[b"assay-seal RSA signature", seed.as_slice(), &digest]);
                let value = match (self.scheme, self.hash) {
                    (Scheme::Pss { salt }, Hash::Sha256) => {
                        key.sign_with_rng(numbers, Pss::<Sha256>::new_with_salt(salt.into()), &digest)
                    }
                    (Scheme::Pss { salt }, Hash::Sha384) => {
                        key.sign_with_rng(numbers, Pss::<Sha384>::new_with_salt(salt.into()), &digest)
                    }
                    (Scheme::Pss { salt }, Hash::Sha512) => {
                        key.sign_with_rng(numbers, Pss::<Sha512>::new_with_salt(salt.into()), &digest)
                    }
                    (Scheme::Pkcs1 | Scheme::Ecdsa, Hash::Sha256) => {
                        key.sign_with_rng(numbers, Pkcs1v15Sign::new::<Sha256>(), &digest)
                    }
                    (Scheme::Pkcs1 | Scheme::Ecdsa, Hash::Sha384) => {
                        key.sign_with_rng(numbers, Pkcs1v15Sign::new::<Sha384>(), &digest)
                    }
                    (Scheme::Pkcs1 | Scheme::Ecdsa, Hash::Sha512) => {
                        key.sign_with_rng(numbers, Pkcs1v15Sign::new::<Sha512>(), &digest)
                    }
                };
                value.map_err(|error| failed(&error))
            }
            Kind::Outside { key, public } => outside::signed(*key, public, (self.scheme, self.hash), message),
        }
    }

    /// Bytes of a signature value, at most.
    fn longest(&self) -> usize {
        match &self.kind {
            Kind::P256(_) => 72,
            Kind::P384(_) => 104,
            Kind::Rsa { key, .. } => key.size(),
            // In DER the numbers of ECDSA take a few bytes more than the point they belong to.
            Kind::Outside { public, .. } => public.subject_public_key.raw_bytes().len() + 16,
        }
    }
}

impl Kind<'_> {
    fn read(pkcs8: &[u8]) -> Result<Self, SealError> {
        let failed = |error: &dyn std::fmt::Display| SealError::Key(Message::verbatim(error.to_string()));
        let info = PrivateKeyInfoRef::from_der(pkcs8).map_err(|error| failed(&error))?;
        let curve = || info.algorithm.parameters?.decode_as::<ObjectIdentifier>().ok();
        match info.algorithm.oid {
            algorithm::EC_KEY if curve() == Some(algorithm::P256) => {
                p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8).map(Kind::P256).map_err(|error| failed(&error))
            }
            algorithm::EC_KEY if curve() == Some(algorithm::P384) => {
                p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8).map(Kind::P384).map_err(|error| failed(&error))
            }
            algorithm::RSA | algorithm::RSA_PSS => {
                let key = rsa::PrivateKey::from_pkcs1_der(info.private_key.as_bytes())
                    .map_err(|error| failed(&error))?;
                let hash = Sha256::new().chain_update(b"assay-seal RSA seed").chain_update(pkcs8);
                Ok(Kind::Rsa { key: Box::new(key), seed: Zeroizing::new(hash.finalize().into()) })
            }
            _ => Err(SealError::Key(message!("it is of a kind that is not signed with here: {KINDS}"))),
        }
    }

    fn belongs_to(&self, public: &SubjectPublicKeyInfoOwned) -> bool {
        let Ok(der) = public.to_der() else { return false };
        match self {
            Kind::P256(key) => p256::ecdsa::VerifyingKey::from_public_key_der(&der)
                .is_ok_and(|public| public == *key.verifying_key()),
            Kind::P384(key) => p384::ecdsa::VerifyingKey::from_public_key_der(&der)
                .is_ok_and(|public| public == *key.verifying_key()),
            Kind::Rsa { key, .. } => {
                algorithm::rsa_key(public).is_some_and(|public| public == *key.as_public_key())
            }
            Kind::Outside { public: own, .. } => own == public,
        }
    }
}

/// Whether a private key (PKCS#8 DER) belongs to a public one.
pub(crate) fn belongs_to(pkcs8: &[u8], public: &SubjectPublicKeyInfoOwned) -> bool {
    Kind::read(pkcs8).is_ok_and(|kind| kind.belongs_to(public))
}

/// Whether a private key (PKCS#8 DER) is of a kind that is signed with here.
pub(crate) fn is_known(pkcs8: &[u8]) -> Result<(), SealError> {
    Kind::read(pkcs8).map(drop)
}

/// A private key just made, PKCS#8 DER, and its public half.
pub(crate) struct Made {
    pub pkcs8: Zeroizing<Vec<u8>>,
    pub public: SubjectPublicKeyInfoOwned,
}

/// Makes a key of this kind; it follows from the entropy alone.
pub(crate) fn make(algorithm: Algorithm, entropy: &[u8; 64]) -> Result<Made, SealError> {
    fn made(
        private: pkcs8::Result<pkcs8::SecretDocument>,
        public: spki::Result<spki::Document>,
    ) -> Result<Made, SealError> {
        let private = private.map_err(|error| SealError::Key(Message::verbatim(error.to_string())))?;
        let public = public.map_err(|error| SealError::Key(Message::verbatim(error.to_string())))?;
        Ok(Made {
            pkcs8: Zeroizing::new(private.as_bytes().to_vec()),
            public: SubjectPublicKeyInfoOwned::from_der(public.as_bytes())?,
        })
    }
    match algorithm {
        Algorithm::P256 => {
            let key = derive::<Sha256, _>(b"assay-seal P-256 key", entropy, |scalar| {
                p256::ecdsa::SigningKey::from_slice(scalar).ok()
            });
            made(key.to_pkcs8_der(), key.verifying_key().to_public_key_der())
        }
        Algorithm::P384 => {
            let key = derive::<Sha384, _>(b"assay-seal P-384 key", entropy, |scalar| {
                p384::ecdsa::SigningKey::from_slice(scalar).ok()
            });
            made(key.to_pkcs8_der(), key.verifying_key().to_public_key_der())
        }
        Algorithm::Rsa3072 => made_of_rsa(3072, entropy, made),
        Algorithm::Rsa4096 => made_of_rsa(4096, entropy, made),
    }
}

fn made_of_rsa(
    bits: usize,
    entropy: &[u8; 64],
    made: impl Fn(pkcs8::Result<pkcs8::SecretDocument>, spki::Result<spki::Document>) -> Result<Made, SealError>,
) -> Result<Made, SealError> {
    let mut numbers = numbers(&[b"assay-seal RSA key", &bits.to_be_bytes(), entropy]);
    let key = rsa::PrivateKey::new(&mut numbers, bits)
        .map_err(|error| SealError::Key(Message::verbatim(error.to_string())))?;
    made(key.to_pkcs8_der(), key.as_public_key().to_public_key_der())
}

/// Hashes the entropy with a counter until the hash is a valid key: the first try but once in 2^32.
fn derive<D: Digest, K>(domain: &[u8], entropy: &[u8; 64], key: impl Fn(&[u8]) -> Option<K>) -> K {
    let mut counter = 0u32;
    loop {
        let hash = D::new().chain_update(domain).chain_update(counter.to_be_bytes()).chain_update(entropy);
        let scalar = Zeroizing::new(hash.finalize().to_vec());
        if let Some(key) = key(&scalar) {
            return key;
        }
        counter += 1;
    }
}

/// A stream of numbers that follows from these bytes.
fn numbers(parts: &[&[u8]]) -> ChaCha20Rng {
    let mut seed = Zeroizing::new([0; 32]);
    seed.copy_from_slice(&Hash::Sha256.digest(parts));
    ChaCha20Rng::from_seed(*seed)
}
