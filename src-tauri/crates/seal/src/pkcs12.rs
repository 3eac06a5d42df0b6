//! A PKCS#12 file and its passphrase → the identity in it: one key, its certificate, and the certificates above that.
//!
//! Read are files as OpenSSL, Java, NSS, GnuTLS and Windows write them: in DER or BER, locked with PBES2 (PBKDF2 with AES or
//! 3DES) or with the older schemes of PKCS#12 (3DES, RC2). How long somebody else's file may keep the machine busy is bounded:
//! its size, how deep it nests, and how often all of it together asks a passphrase to be hashed.

use crate::algorithm::Hash;
use crate::chain;
use crate::cms::value;
use crate::error::SealError;
use crate::identity::{self, Identity, Unfit};
use crate::key::Key;
use assay_message::Told;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use chrono::{DateTime, FixedOffset};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Sequence, Tag, TagNumber, Tagged};
use hmac::{Mac, SimpleHmac};
use pkcs5::pbes2;
use pkcs8::PrivateKeyInfoRef;
use pkcs12::MacData;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::pbe_params::{EncryptedPrivateKeyInfo, Pkcs12PbeParams};
use sha1::Sha1;
use sha2::digest::FixedOutputReset;
use sha2::digest::block_api::BlockSizeUser;
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::AlgorithmIdentifierOwned;
use std::cell::Cell;
use thiserror::Error;
use x509_cert::Certificate;
use zeroize::Zeroizing;

/// The largest file read, in bytes.
pub const MAX_FILE: u64 = 1 << 20;
/// How often a passphrase is hashed for one file, at most: NSS and GnuTLS ask 600,000 times for each part.
const MAX_ROUNDS: u32 = 6_000_000;
/// Values inside each other, at most, and entries of a file.
const MAX_NESTING: usize = 24;
const MAX_ENTRIES: usize = 64;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.6");
const PBES2: ObjectIdentifier = oid("1.2.840.113549.1.5.13");
const SHA_AND_3DES: ObjectIdentifier = oid("1.2.840.113549.1.12.1.3");
const SHA_AND_RC2_128: ObjectIdentifier = oid("1.2.840.113549.1.12.1.5");
const SHA_AND_RC2_40: ObjectIdentifier = oid("1.2.840.113549.1.12.1.6");
const KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.3");
const SAFE_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.6");
const X509: ObjectIdentifier = oid("1.2.840.113549.1.9.22.1");
const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");

/// Why a file gives no identity, in one sentence about “it”.
#[derive(Debug, Clone, PartialEq, Eq, Error, Told)]
pub enum ImportError {
    /// It is something else.
    #[error("It is not a PKCS#12 file (.p12 or .pfx), or it is damaged.")]
    NotPkcs12,
    /// The passphrase is another one.
    #[error("The passphrase does not open it.")]
    Passphrase,
    /// It is locked in a way that is not known.
    #[error(
        "It is locked in a way that is not read here. OpenSSL writes it anew: openssl pkcs12 -in OLD -nodes -out all.pem, then \
         openssl pkcs12 -export -in all.pem -out NEW; delete all.pem, in which the key stands unlocked."
    )]
    Scheme,
    /// It asks for more work than any program's file does.
    #[error(
        "To open it the passphrase would have to be hashed more than {MAX_ROUNDS} times, or it holds more than {MAX_ENTRIES} entries."
    )]
    Work,
    /// No private key.
    #[error("It holds no private key. Export the certificate together with its private key.")]
    NoKey,
    /// More than one private key.
    #[error(
        "It holds {0} private keys, and nobody can say which is meant. Export the one into a file of its own."
    )]
    SeveralKeys(usize),
    /// A key and no certificate.
    #[error("It holds a private key and no certificate. Export the key together with its certificate.")]
    NoCertificate,
    /// The certificates are of other keys.
    #[error("Its private key belongs to none of its certificates.")]
    NotTogether,
    /// Key or certificate is of a kind that is not signed with.
    #[error(transparent)]
    Unusable(SealError),
    /// The certificate is not one to sign with.
    #[error(transparent)]
    Unfit(Unfit),
}

impl From<der::Error> for ImportError {
    fn from(_: der::Error) -> Self {
        ImportError::NotPkcs12
    }
}

#[derive(Sequence)]
struct Pfx {
    version: u8,
    safe: Content,
    #[asn1(optional = "true")]
    mac: Option<MacData>,
}

/// `ContentInfo`.
#[derive(Sequence)]
struct Content {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: Any,
}

#[derive(Sequence)]
struct EncryptedData {
    version: u8,
    content: EncryptedContent,
}

#[derive(Sequence)]
struct EncryptedContent {
    kind: ObjectIdentifier,
    algorithm: AlgorithmIdentifierOwned,
    /// An OCTET STRING under the tag 0, whole or in parts.
    content: Any,
}

#[derive(Sequence)]
struct Bag {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: Any,
    #[asn1(optional = "true")]
    attributes: Option<Any>,
}

#[derive(Sequence)]
struct CertificateBag {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    certificate: OctetString,
}

/// Reads the identity in a PKCS#12 file, to be used from `at` on.
///
/// # Errors
/// See [`ImportError`].
pub fn import(file: &[u8], passphrase: &str, at: DateTime<FixedOffset>) -> Result<Identity, ImportError> {
    let Contents { keys, certificates } = Opening::new(passphrase).open(file)?;
    let key = match keys.as_slice() {
        [] => return Err(ImportError::NoKey),
        [key] => key,
        several => return Err(ImportError::SeveralKeys(several.len())),
    };
    let identity = together(key, &certificates)?;
    identity::fit(&identity.certificate_der, at).map_err(ImportError::Unfit)?;
    Key::read(&identity).map_err(unusable)?;
    Ok(identity)
}

fn unusable(error: crate::error::SealError) -> ImportError {
    ImportError::Unusable(error)
}

/// The key with its certificate, and what is above that.
fn together(key: &Zeroizing<Vec<u8>>, certificates: &[Vec<u8>]) -> Result<Identity, ImportError> {
    PrivateKeyInfoRef::from_der(key)?;
    if certificates.is_empty() {
        return Err(ImportError::NoCertificate);
    }
    let read: Vec<Certificate> = certificates.iter().filter_map(|der| identity::parse(der).ok()).collect();
    // Of a certificate and the one that renewed it for the same key, the newer is meant.
    let own = read
        .iter()
        .filter(|one| crate::key::belongs_to(key, one.tbs_certificate().subject_public_key_info()))
        .max_by_key(|one| one.tbs_certificate().validity().not_after.to_unix_duration());
    let Some(own) = own else {
        // A kind of key that is not known here belongs to nothing; that is said instead.
        let kinds = crate::key::is_known(key).map_err(unusable);
        return Err(kinds.err().unwrap_or(ImportError::NotTogether));
    };
    let above: der::Result<Vec<Vec<u8>>> = chain::above(own, &read).iter().map(Encode::to_der).collect();
    Ok(Identity { certificate_der: own.to_der()?, chain_der: above?, private_key: key.clone() })
}

/// What a file holds.
#[derive(Default)]
struct Contents {
    /// PKCS#8 DER.
    keys: Vec<Zeroizing<Vec<u8>>>,
    /// DER.
    certificates: Vec<Vec<u8>>,
}

/// A file being opened: the passphrase, and how much work is left.
struct Opening<'p> {
    passphrase: &'p str,
    /// In UTF-16 with an end, as the older schemes and the check of the whole take it.
    wide: Zeroizing<Vec<u8>>,
    rounds: Cell<u32>,
}

impl<'p> Opening<'p> {
    fn new(passphrase: &'p str) -> Self {
        let mut wide = Zeroizing::new(Vec::with_capacity(2 * passphrase.len() + 2));
        wide.extend(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
        Opening { passphrase, wide, rounds: Cell::new(MAX_ROUNDS) }
    }

    fn open(&self, file: &[u8]) -> Result<Contents, ImportError> {
        if file.len() as u64 > MAX_FILE {
            return Err(ImportError::Work);
        }
        let pfx = Pfx::from_der(&stated(file)?)?;
        if pfx.version != 3 || pfx.safe.kind != DATA {
            return Err(ImportError::NotPkcs12);
        }
        let safe = pfx.safe.content.decode_as::<OctetString>()?;
        if let Some(mac) = &pfx.mac {
            self.check(mac, safe.as_bytes())?;
        }
        let mut contents = Contents::default();
        for part in Vec::<Content>::from_der(&stated(safe.as_bytes())?)? {
            let bags = match part.kind {
                DATA => Zeroizing::new(part.content.decode_as::<OctetString>()?.as_bytes().to_vec()),
                ENCRYPTED_DATA => {
                    let EncryptedContent { algorithm, content, .. } =
                        part.content.decode_as::<EncryptedData>()?.content;
                    self.unlocked(&algorithm, &joined(&content)?)?
                }
                _ => return Err(ImportError::Scheme),
            };
            self.take(&bags, &mut contents, 0)?;
        }
        Ok(contents)
    }

    fn take(&self, bags: &[u8], contents: &mut Contents, depth: usize) -> Result<(), ImportError> {
        let bags = Zeroizing::new(stated(bags)?);
        for bag in Vec::<Bag>::from_der(&bags)? {
            if contents.keys.len() + contents.certificates.len() >= MAX_ENTRIES || depth > 2 {
                return Err(ImportError::Work);
            }
            match bag.kind {
                KEY_BAG => contents.keys.push(Zeroizing::new(bag.content.to_der()?)),
                SHROUDED_KEY_BAG => {
                    let locked: EncryptedPrivateKeyInfo = bag.content.decode_as()?;
                    let key =
                        self.unlocked(&locked.encryption_algorithm, locked.encrypted_data.as_bytes())?;
                    contents.keys.push(key);
                }
                CERTIFICATE_BAG => {
                    let bag: CertificateBag = bag.content.decode_as()?;
                    if bag.kind == X509 {
                        contents.certificates.push(bag.certificate.as_bytes().to_vec());
                    }
                }
                SAFE_BAG => self.take(&bag.content.to_der()?, contents, depth + 1)?,
                // Revocation lists and secrets that are no keys.
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes rounds off what is left.
    fn spend(&self, rounds: u32, times: u32) -> Result<(), ImportError> {
        let spent = rounds.checked_mul(times).and_then(|all| self.rounds.get().checked_sub(all));
        self.rounds.set(spent.filter(|_| rounds > 0).ok_or(ImportError::Work)?);
        Ok(())
    }

    /// Checks the passphrase, and that the whole is as it was written.
    fn check(&self, mac: &MacData, safe: &[u8]) -> Result<(), ImportError> {
        let rounds = u32::try_from(mac.iterations).map_err(|_| ImportError::NotPkcs12)?;
        self.spend(rounds, if self.passphrase.is_empty() { 2 } else { 1 })?;
        let holds = match Hash::of(mac.mac.algorithm.oid) {
            Some(Hash::Sha256) => self.holds::<Sha256>(mac, safe),
            Some(Hash::Sha384) => self.holds::<Sha384>(mac, safe),
            Some(Hash::Sha512) => self.holds::<Sha512>(mac, safe),
            None if mac.mac.algorithm.oid == SHA1 => self.holds::<Sha1>(mac, safe),
            None => return Err(ImportError::Scheme),
        };
        if holds { Ok(()) } else { Err(ImportError::Passphrase) }
    }

    fn holds<D: Digest + FixedOutputReset + BlockSizeUser>(&self, mac: &MacData, safe: &[u8]) -> bool {
        // An empty passphrase is written with its end, or as nothing at all.
        let nothing = self.passphrase.is_empty().then_some([].as_slice());
        std::iter::once(self.wide.as_slice()).chain(nothing).any(|passphrase| {
            let (salt, length) = (mac.mac_salt.as_bytes(), <D as Digest>::output_size());
            let key = derive_key::<D>(passphrase, salt, Pkcs12KeyType::Mac, mac.iterations, length);
            SimpleHmac::<D>::new_from_slice(&Zeroizing::new(key))
                .is_ok_and(|hmac| hmac.chain_update(safe).verify_slice(mac.mac.digest.as_bytes()).is_ok())
        })
    }

    fn unlocked(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        locked: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let parameters = algorithm.parameters.as_ref().ok_or(ImportError::NotPkcs12)?;
        match algorithm.oid {
            PBES2 => {
                let der = parameters.to_der()?;
                let parameters = pbes2::Parameters::from_der(&der).map_err(|_| ImportError::Scheme)?;
                let kdf = parameters.kdf.pbkdf2().ok_or(ImportError::Scheme)?;
                self.spend(kdf.iteration_count, 1)?;
                let unlocked = parameters.decrypt(self.passphrase.as_bytes(), locked);
                unlocked.map(Zeroizing::new).map_err(|_| ImportError::Passphrase)
            }
            SHA_AND_3DES => self.unlocked_as_before::<des::TdesEde3>(parameters, locked, 24),
            SHA_AND_RC2_128 => self.unlocked_as_before::<rc2::Rc2>(parameters, locked, 16),
            SHA_AND_RC2_40 => self.unlocked_as_before::<rc2::Rc2>(parameters, locked, 5),
            _ => Err(ImportError::Scheme),
        }
    }

    /// The schemes of PKCS#12 itself, from before PBES2.
    fn unlocked_as_before<C: KeyInit + BlockCipherDecrypt>(
        &self,
        parameters: &Any,
        locked: &[u8],
        length: usize,
    ) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let Pkcs12PbeParams { salt, iterations } = parameters.decode_as()?;
        self.spend(u32::try_from(iterations).map_err(|_| ImportError::NotPkcs12)?, 3)?;
        let part = |kind, length| {
            Zeroizing::new(derive_key::<Sha1>(&self.wide, salt.as_bytes(), kind, iterations, length))
        };
        let (key, start) = (part(Pkcs12KeyType::EncryptionKey, length), part(Pkcs12KeyType::Iv, 8));
        let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &start).map_err(|_| ImportError::Scheme)?;
        let unlocked = cipher.decrypt_padded_vec::<Pkcs7>(locked);
        unlocked.map(Zeroizing::new).map_err(|_| ImportError::Passphrase)
    }
}

/// The content under a tag of its own: an OCTET STRING, whole or in parts.
fn joined(content: &Any) -> Result<Vec<u8>, ImportError> {
    let Tag::ContextSpecific { constructed, number: TagNumber(0) } = content.tag() else {
        return Err(ImportError::NotPkcs12);
    };
    if !constructed {
        return Ok(content.value().to_vec());
    }
    let (mut rest, mut all) = (content.value(), Vec::new());
    while !rest.is_empty() {
        let (part, behind) = OctetString::from_der_partial(rest)?;
        all.extend_from_slice(part.as_bytes());
        rest = behind;
    }
    Ok(all)
}

/// The one value in these bytes with every length stated and every OCTET STRING in one piece, where BER lets a value end with a
/// mark and a string come in parts.
fn stated(bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut rest = bytes;
    let value = one(&mut rest, 0).ok_or(ImportError::NotPkcs12)?;
    if rest.is_empty() { Ok(value) } else { Err(ImportError::NotPkcs12) }
}

fn one(rest: &mut &[u8], depth: usize) -> Option<Vec<u8>> {
    const OCTET_STRING: u8 = 0x04;
    const CONSTRUCTED: u8 = 0x20;
    let Head { tag, body } = Head::take(rest)?;
    if depth > MAX_NESTING {
        return None;
    }
    if tag & CONSTRUCTED == 0 {
        return body.and_then(|length| rest.split_off(..length)).map(|body| value(tag, body));
    }
    let mut within = match body {
        Some(length) => rest.split_off(..length)?,
        None => *rest,
    };
    let mut parts = Vec::new();
    while !(within.is_empty() || body.is_none() && within.starts_with(&[0, 0])) {
        parts.push(one(&mut within, depth + 1)?);
    }
    if body.is_none() {
        *rest = within.get(2..)?;
    }
    if tag != OCTET_STRING | CONSTRUCTED {
        return Some(value(tag, &parts.concat()));
    }
    let pieces: Option<Vec<Vec<u8>>> = parts
        .iter()
        .map(|part| OctetString::from_der(part).ok().map(|piece| piece.as_bytes().to_vec()))
        .collect();
    Some(value(OCTET_STRING, &pieces?.concat()))
}

/// The tag of a value, and the length of its body unless that ends with a mark.
struct Head {
    tag: u8,
    body: Option<usize>,
}

impl Head {
    fn take(rest: &mut &[u8]) -> Option<Head> {
        let (tag, length) = (*rest.split_off_first()?, *rest.split_off_first()?);
        // Tags of more than one byte stand in no such file.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let body = match length {
            0x80 if tag & 0x20 == 0 => return None,
            0x80 => None,
            ..0x80 => Some(usize::from(length)),
            0x81.. => {
                let digits = rest.split_off(..usize::from(length & 0x7f)).filter(|all| all.len() <= 4)?;
                Some(digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))
            }
        };
        Some(Head { tag, body })
    }
}
