//! A person's name and 64 random bytes into a signing identity: a key and its self-signed certificate.
//!
//! The certificate is X.509 version 3 and says what the key is for: signing documents, and nothing
//! else (not a certificate authority; digital signature and non-repudiation). It proves nothing about
//! the name by itself; trust comes from comparing the fingerprint with the person.

use crate::algorithm;
use crate::chain;
use crate::error::SealError;
use crate::key::{self, PrivateKey};
use assay_message::{Message, Told, message};
use chrono::{DateTime, FixedOffset, Months, SecondsFormat, Utc};
use der::asn1::{BitString, Ia5String, ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, EncodePem, Sequence, Tag, Tagged, pem::LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use std::time::Duration;
use thiserror::Error;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, Version};
use zeroize::Zeroizing;

pub use crate::key::Algorithm;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");

/// Whom a certificate names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Subject {
    /// The person's name, 1 to 64 characters (the limit of X.520).
    pub name: String,
    /// The organisation they sign for, 1 to 64 characters (the limit of X.520).
    pub organisation: String,
    /// Their e-mail address in ASCII, at most 254 characters.
    pub email: Option<String>,
}

/// A private key with the certificate of its public half.
#[derive(Clone)]
pub struct Identity {
    /// The X.509 certificate, DER.
    pub certificate_der: Vec<u8>,
    /// The certificates of the authorities above it, DER, the nearest first; empty for one that vouches for itself.
    pub chain_der: Vec<Vec<u8>>,
    /// The private key, PKCS#8 DER; wiped from memory when dropped.
    pub private_key: Zeroizing<Vec<u8>>,
}

/// Keeps the private key out of logs.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({})", fingerprint(&self.certificate_der))
    }
}

/// What a certificate says, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CertificateSummary {
    /// The common name of the subject, or else its organisation.
    pub name: String,
    /// The organisation of the subject; empty if the certificate names none.
    pub organisation: String,
    /// The e-mail address, if the certificate has one.
    pub email: Option<String>,
    /// First moment of validity.
    pub not_before: DateTime<Utc>,
    /// Last moment of validity.
    pub not_after: DateTime<Utc>,
    /// SHA-256 of the certificate, see [`fingerprint`].
    pub fingerprint: String,
    /// Who issued it: the common name, or else the organisation; empty if the certificate names neither.
    pub issuer: String,
    /// Whether the certificate is signed with its own key, and that signature holds.
    pub self_signed: bool,
}

/// `TBSCertificate` of RFC 5280, the fields used here.
#[derive(Sequence)]
struct ToBeSigned {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: Version,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: RdnSequence,
    validity: Validity,
    subject: RdnSequence,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// `Certificate` of RFC 5280.
#[derive(Sequence)]
struct Signed {
    to_be_signed: Any,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// Makes a key and a self-signed certificate, valid from `valid_from` for `years` (1 to 30).
///
/// Key and serial number come from `entropy` alone: the same input gives the same bytes. The caller
/// provides 64 bytes from the operating system's random generator, and forgets them.
///
/// # Errors
/// [`SealError::Subject`] if a part of the subject is empty, too long or holds characters that hide or
/// reorder text; [`SealError::Period`] if the validity cannot be written.
pub fn create(
    subject: &Subject,
    valid_from: DateTime<Utc>,
    years: u8,
    algorithm: Algorithm,
    entropy: [u8; 64],
) -> Result<Identity, SealError> {
    let entropy = Zeroizing::new(entropy);
    check_text(message!("name"), &subject.name, 64)?;
    check_text(message!("organisation"), &subject.organisation, 64)?;
    if !(1..=30).contains(&years) {
        return Err(SealError::Period);
    }
    let valid_until =
        valid_from.checked_add_months(Months::new(12 * u32::from(years))).ok_or(SealError::Period)?;
    let validity = Validity::new(moment(valid_from)?, moment(valid_until)?);

    let key::Made { pkcs8, public } = key::make(algorithm, &entropy)?;
    let private = PrivateKey::read(&pkcs8, &public)?;
    let name =
        RdnSequence::from(vec![rdn(COMMON_NAME, &subject.name)?, rdn(ORGANISATION, &subject.organisation)?]);
    let to_be_signed = ToBeSigned {
        version: Version::V3,
        serial_number: SerialNumber::new(&serial(&entropy))?,
        signature: private.identifier()?,
        issuer: name.clone(),
        validity,
        subject: name,
        extensions: extensions(subject, &public)?,
        subject_public_key_info: public,
    };
    let to_be_signed = to_be_signed.to_der()?;
    let certificate = Signed {
        to_be_signed: Any::from_der(&to_be_signed)?,
        signature_algorithm: private.identifier()?,
        signature: BitString::from_bytes(&private.sign(&to_be_signed)?)?,
    };
    Ok(Identity { certificate_der: certificate.to_der()?, chain_der: Vec::new(), private_key: pkcs8 })
}

/// The certificate as PEM text, for tools that want to trust it. Bytes that are no certificate give an empty text.
pub fn certificate_pem(certificate_der: &[u8]) -> String {
    Certificate::from_der(certificate_der)
        .and_then(|certificate| certificate.to_pem(LineEnding::LF))
        .unwrap_or_default()
}

/// SHA-256 of the certificate's bytes as upper-case hexadecimal pairs with colons, as people compare it.
pub fn fingerprint(certificate_der: &[u8]) -> String {
    let pairs: Vec<String> =
        Sha256::digest(certificate_der).iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

/// The first eight bytes of a [`fingerprint`]: enough to recognise a certificate on a page.
pub fn short_fingerprint(certificate_der: &[u8]) -> String {
    fingerprint(certificate_der).chars().take(8 * 3 - 1).collect()
}

/// The certificate in a file: DER, or PEM with any text around it.
///
/// # Errors
/// [`SealError::Certificate`] if the bytes hold no certificate, or several, of which nobody could say which is meant.
pub fn certificate_from_file(bytes: &[u8]) -> Result<Vec<u8>, SealError> {
    use der::DecodePem;
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let refuse = |why: Message| SealError::Certificate(why);
    let text = String::from_utf8_lossy(bytes);
    if !text.contains("-----BEGIN ") {
        return parse(bytes)
            .and_then(|certificate| Ok(certificate.to_der()?))
            .map_err(|_| refuse(message!("the file holds none, neither as PEM nor as DER")));
    }
    let mut blocks = text.match_indices(BEGIN).map(|(at, _)| text.get(at..).unwrap_or_default());
    match (blocks.next(), blocks.count()) {
        (None, _) if text.contains("PRIVATE KEY-----") => {
            Err(refuse(message!("the file holds a private key and no certificate")))
        }
        (None, _) => Err(refuse(message!("the file holds PEM text but no certificate"))),
        (Some(block), 0) => {
            let end = block.find(END).map(|at| at + END.len());
            end.and_then(|end| block.get(..end))
                .and_then(|block| Certificate::from_pem(block.as_bytes()).ok())
                .and_then(|certificate| certificate.to_der().ok())
                .ok_or_else(|| refuse(message!("what stands between its BEGIN and END cannot be read")))
        }
        (Some(_), more) => Err(refuse(message!(
            "the file holds {more} certificates; give the one that is meant in a file of its own",
            more = more + 1
        ))),
    }
}

/// Reads what a certificate says.
///
/// # Errors
/// [`SealError::Certificate`] if the bytes are not an X.509 certificate.
pub fn summary(certificate_der: &[u8]) -> Result<CertificateSummary, SealError> {
    Ok(summarise(&parse(certificate_der)?, certificate_der))
}

/// What kind of key a certificate is for, as people call it: “RSA, 3072 bits”.
///
/// # Errors
/// [`SealError::Certificate`] if the bytes are not an X.509 certificate.
pub fn key_kind(certificate_der: &[u8]) -> Result<String, SealError> {
    let certificate = parse(certificate_der)?;
    Ok(algorithm::called(certificate.tbs_certificate().subject_public_key_info()))
}

/// Why a certificate that others issued is not one to sign with, in one sentence about “it”, what holds the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error, Told)]
pub enum Unfit {
    /// The certificate, or its kind of key, is not known here.
    #[error(transparent)]
    Unusable(SealError),
    /// The certificate names nobody.
    #[error("Its certificate names nobody, neither a person nor an organisation.")]
    NoName,
    /// The certificate may not be used to sign documents.
    #[error(
        "Its certificate is not meant for signing documents: it allows neither digital signatures nor non-repudiation. Ask whoever \
         issued it for one that is."
    )]
    Usage,
    /// The certificate ended.
    #[error("Its certificate ended on {0}. Ask whoever issued it for a new one.")]
    Ended(String),
    /// The certificate is not valid yet.
    #[error("Its certificate is not valid before {0}. Check the clock, or import it then.")]
    NotYet(String),
}

/// Whether a certificate is one to sign with from `at` on.
///
/// # Errors
/// See [`Unfit`].
pub fn fit(certificate_der: &[u8], at: DateTime<FixedOffset>) -> Result<(), Unfit> {
    let certificate = parse(certificate_der).map_err(Unfit::Unusable)?;
    let summary = summarise(&certificate, certificate_der);
    if at.to_utc() < summary.not_before {
        return Err(Unfit::NotYet(shown(summary.not_before)));
    }
    if !is_valid_at(&certificate, at) {
        return Err(Unfit::Ended(shown(summary.not_after)));
    }
    if !may_sign(&certificate) {
        return Err(Unfit::Usage);
    }
    if summary.name.is_empty() {
        return Err(Unfit::NoName);
    }
    key::scheme(certificate.tbs_certificate().subject_public_key_info()).map_err(Unfit::Unusable)?;
    Ok(())
}

/// Whether a certificate is an authority's, which vouches for others and signs no documents.
pub fn is_authority(certificate_der: &[u8]) -> bool {
    let constraints = |certificate: Certificate| {
        let found = certificate.tbs_certificate().get_extension::<BasicConstraints>().ok().flatten();
        found.is_some_and(|(_, constraints)| constraints.ca)
    };
    parse(certificate_der).is_ok_and(constraints)
}

/// The certificates of the authorities above a certificate, the nearest first, found among `others`; all of them DER.
///
/// # Errors
/// [`SealError::Certificate`] if the bytes are not an X.509 certificate. One of the others that is none is left aside.
pub fn above(certificate_der: &[u8], others: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, SealError> {
    let others: Vec<Certificate> = others.iter().filter_map(|der| parse(der).ok()).collect();
    let above = chain::above(&parse(certificate_der)?, &others);
    Ok(above.iter().map(Encode::to_der).collect::<der::Result<_>>()?)
}

/// Reads a certificate whose bytes are exactly its own DER encoding.
pub(crate) fn parse(certificate_der: &[u8]) -> Result<Certificate, SealError> {
    let certificate = Certificate::from_der(certificate_der)
        .map_err(|error| SealError::Certificate(Message::verbatim(error.to_string())))?;
    if certificate.to_der()? != certificate_der {
        return Err(SealError::Certificate(message!("it is not written in DER")));
    }
    Ok(certificate)
}

pub(crate) fn summarise(certificate: &Certificate, certificate_der: &[u8]) -> CertificateSummary {
    let tbs = certificate.tbs_certificate();
    let alternative = tbs.get_extension::<SubjectAltName>().ok().flatten();
    let email = alternative.and_then(|(_, names)| {
        names.0.iter().find_map(|name| {
            let GeneralName::Rfc822Name(address) = name else { return None };
            Some(address.to_string())
        })
    });
    CertificateSummary {
        name: name(tbs.subject()),
        issuer: name(tbs.issuer()),
        organisation: part(tbs.subject(), ORGANISATION),
        email,
        not_before: utc(tbs.validity().not_before),
        not_after: utc(tbs.validity().not_after),
        fingerprint: fingerprint(certificate_der),
        self_signed: is_self_signed(certificate),
    }
}

/// Whether the certificate may sign documents: a certificate that says nothing about its use may.
pub(crate) fn may_sign(certificate: &Certificate) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Err(_) => false,
    }
}

pub(crate) fn is_self_signed(certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    tbs.issuer() == tbs.subject() && chain::is_signed_by(certificate, certificate)
}

/// Whether the moment lies within the certificate's period of validity, both ends included.
pub(crate) fn is_valid_at(certificate: &Certificate, at: DateTime<FixedOffset>) -> bool {
    let validity = certificate.tbs_certificate().validity();
    (utc(validity.not_before).timestamp()..=utc(validity.not_after).timestamp()).contains(&at.timestamp())
}

/// 16 bytes, positive, of which 126 bits vary.
fn serial(entropy: &[u8; 64]) -> [u8; 16] {
    let hash = Sha256::new().chain_update(b"assay-seal serial number").chain_update(entropy).finalize();
    let mut serial = [0; 16];
    serial.copy_from_slice(&hash[..16]);
    serial[0] = serial[0] & 0x3f | 0x40;
    serial
}

fn extensions(subject: &Subject, public: &SubjectPublicKeyInfoOwned) -> Result<Vec<Extension>, SealError> {
    // RFC 7093, method 1: the first 160 bits of the key's SHA-256.
    let key_id = &Sha256::digest(public.subject_public_key.raw_bytes())[..20];
    let mut extensions = vec![
        extension(BASIC_CONSTRAINTS, true, &BasicConstraints { ca: false, path_len_constraint: None })?,
        extension(KEY_USAGE, true, &KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation))?,
        extension(SUBJECT_KEY_IDENTIFIER, false, &SubjectKeyIdentifier(OctetString::new(key_id)?))?,
    ];
    if let Some(email) = &subject.email {
        let names = SubjectAltName(vec![GeneralName::Rfc822Name(check_email(email)?)]);
        extensions.push(extension(SUBJECT_ALT_NAME, false, &names)?);
    }
    Ok(extensions)
}

fn extension(extn_id: ObjectIdentifier, critical: bool, value: &impl Encode) -> Result<Extension, SealError> {
    Ok(Extension { extn_id, critical, extn_value: OctetString::new(value.to_der()?)? })
}

fn rdn(oid: ObjectIdentifier, text: &str) -> Result<RelativeDistinguishedName, SealError> {
    let value = Any::new(Tag::Utf8String, text.as_bytes())?;
    Ok(RelativeDistinguishedName::from(SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])?))
}

/// Text that a person reads as it is: no control characters, nothing that reorders or hides characters.
pub(crate) fn plain_text(text: &str, limit: usize) -> Result<(), Message> {
    if text.trim().is_empty() {
        return Err(message!("it is empty"));
    }
    if text.trim() != text {
        return Err(message!("it begins or ends with a space"));
    }
    if text.chars().count() > limit {
        return Err(message!("it is longer than {limit} characters"));
    }
    if text.chars().any(deceives) {
        return Err(message!("it holds an invisible character"));
    }
    Ok(())
}

/// Characters that change what a reader sees without being seen. The joiners of Persian and Indic scripts are not among them.
pub(crate) fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff0}'..='\u{fffb}')
}

fn check_text(part: Message, text: &str, limit: usize) -> Result<(), SealError> {
    plain_text(text, limit).map_err(|reason| SealError::Subject { part, reason })
}

fn check_email(email: &str) -> Result<Ia5String, SealError> {
    let broken = |reason: Message| SealError::Subject { part: message!("e-mail address"), reason };
    let sound = email.bytes().all(|byte| byte.is_ascii_graphic()) && email.len() <= 254;
    match email.split_once('@') {
        Some((user, host)) if sound && !user.is_empty() && !host.is_empty() && !host.contains('@') => {
            Ia5String::new(email).map_err(|_| broken(message!("it is not ASCII")))
        }
        _ => Err(broken(message!("it is not an address of the form user@host in ASCII"))),
    }
}

fn moment(time: DateTime<Utc>) -> Result<Time, SealError> {
    let seconds = u64::try_from(time.timestamp()).map_err(|_| SealError::Period)?;
    let time =
        der::DateTime::from_unix_duration(Duration::from_secs(seconds)).map_err(|_| SealError::Period)?;
    Ok(Time::from(time))
}

fn utc(time: Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A moment as people read it.
pub(crate) fn shown(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What a name is called: a company's seal may have no common name.
fn name(name: &Name) -> String {
    Some(part(name, COMMON_NAME)).filter(|text| !text.is_empty()).unwrap_or_else(|| part(name, ORGANISATION))
}

fn part(name: &Name, oid: ObjectIdentifier) -> String {
    let attributes = name.as_ref().as_ref().iter().flat_map(|rdn| rdn.as_ref().iter());
    attributes
        .filter(|attribute| attribute.oid == oid)
        .map(|attribute| text(&attribute.value))
        .next()
        .unwrap_or_default()
}

fn text(value: &Any) -> String {
    // The text may come from a stranger's certificate, and it is shown.
    let bytes = value.value();
    let tag = value.tag();
    let text = if matches!(tag, Tag::Utf8String | Tag::PrintableString | Tag::Ia5String) {
        String::from_utf8_lossy(bytes).into_owned()
    } else if tag == Tag::TeletexString {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else if tag == Tag::BmpString {
        let units =
            bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)));
        String::from_utf16_lossy(&units.collect::<Vec<u16>>())
    } else {
        String::new()
    };
    text.chars().map(|c| if deceives(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
