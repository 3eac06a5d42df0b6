//! A signature into a request for a time stamp, the authority's answer into the signature, and a time stamp into what it proves.
//!
//! The request and the answer are files (RFC 3161), so that the machine with the report needs no network. What is stamped is the
//! signature value. The token goes into the container as an attribute that nobody signs, into room that was left for it: the
//! bytes that the signature covers stay as they are (PAdES B-T).
//!
//! The number that ties an answer to its request follows from the signature value, which nobody can know before the signature
//! is made. So nothing has to be kept between the two.

use crate::algorithm::Hash;
use crate::chain;
use crate::cms::{self, Content, Flaw};
use crate::identity::{self, CertificateSummary};
use crate::pdf::file::File;
use crate::pdf::object::hex;
use crate::sign::Signer;
use crate::signature::{self, Newest};
use crate::verify::{self, Trust, Word};
use assay_message::{Message, Told, message};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use der::asn1::{Int, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Sequence, Tag, Tagged};
use spki::AlgorithmIdentifierOwned;
use thiserror::Error;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

/// How far a signer's clock may be ahead of an authority's before the two contradict each other.
pub(crate) const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// `MessageImprint` of RFC 3161.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    hashed: OctetString,
}

/// `TimeStampReq` of RFC 3161, the fields used here.
#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    nonce: Int,
    /// The authority's certificate is to come with the answer.
    with_certificate: bool,
}

/// A request for a time stamp over a signature value, as the authority reads it.
fn request(value: &[u8], hash: Hash) -> der::Result<Vec<u8>> {
    let algorithm = AlgorithmIdentifierOwned { oid: hash.oid(), parameters: Some(Any::null()) };
    let imprint = Imprint { algorithm, hashed: OctetString::new(hash.digest(&[value]))? };
    Request { version: 1, imprint, nonce: nonce(value)?, with_certificate: true }.to_der()
}

/// What the request is known by: 63 bits that follow from the signature value.
fn nonce(value: &[u8]) -> der::Result<Int> {
    let mut bytes = Hash::Sha256.digest(&[b"assay-seal time stamp", value]);
    bytes.truncate(8);
    // Neither negative nor with zeros in front, so that there is one way to write it.
    if let Some(first) = bytes.first_mut() {
        *first = *first & 0x3f | 0x40;
    }
    Int::new(&bytes)
}

/// The token in an authority's answer, or a token by itself, in its one spelling.
fn token(answer: &[u8]) -> Result<Vec<u8>, StampError> {
    let parts = Vec::<Any>::from_der(answer).map_err(|_| StampError::NoAnswer)?;
    let token = match parts.as_slice() {
        // An object identifier first: it is a token and no answer.
        [first, ..] if first.tag() == Tag::ObjectIdentifier => answer.to_vec(),
        [status, rest @ ..] => {
            let status = Vec::<Any>::from_der(&status.to_der().map_err(|_| StampError::NoAnswer)?);
            let status = status.map_err(|_| StampError::NoAnswer)?;
            // 0 is granted, 1 granted with changes.
            match status.first().map(|code| (code.tag(), code.value())) {
                Some((Tag::Integer, [0 | 1])) => {}
                Some((Tag::Integer, _)) => return Err(refused(texts(&status))),
                _ => return Err(StampError::NoAnswer),
            }
            let [token] = rest else { return Err(StampError::NoAnswer) };
            token.to_der().map_err(|_| StampError::NoAnswer)?
        }
        [] => return Err(StampError::NoAnswer),
    };
    cms::spelled(&token).map_err(|_| StampError::NoAnswer)
}

fn refused(said: String) -> StampError {
    if said.is_empty() { StampError::Refused } else { StampError::RefusedSaying(said) }
}

/// What an authority says when it refuses, for a person to read.
fn texts(status: &[Any]) -> String {
    let said = status.get(1).filter(|one| one.tag() == Tag::Sequence);
    let all = said.and_then(|one| Vec::<String>::from_der(&one.to_der().ok()?).ok()).unwrap_or_default();
    all.join(" ").chars().filter(|c| !identity::deceives(*c)).take(200).collect()
}

/// Why a signature gets no time stamp, in one sentence about “it”, the signed file or the answer.
#[derive(Debug, Clone, PartialEq, Eq, Error, Told)]
pub enum StampError {
    /// Nothing is signed.
    #[error("The file carries no signature that a time stamp could be asked for.")]
    NotSigned,
    /// The signatures do not hold.
    #[error("The file cannot be stamped, because what is signed in it does not hold: {0}")]
    NotSound(Message),
    /// Something came behind the newest signature.
    #[error(
        "Something was added to the file after the newest signature, so that one can be stamped no more."
    )]
    NotNewest,
    /// There is one.
    #[error("The signature in the place {0} has a time stamp already.")]
    Stamped(String),
    /// The token is larger than what was left for it.
    #[error("The time stamp is too large: the signature has room for {room} bytes, and {needed} are needed.")]
    Room {
        /// Bytes there are.
        room: usize,
        /// Bytes there would have to be.
        needed: usize,
    },
    /// It is no answer of a time stamping authority.
    #[error("The answer is none of a time stamping authority (.tsr), or it is damaged.")]
    NoAnswer,
    /// The authority refused, and said this.
    #[error("The time stamping authority refused the request.")]
    Refused,
    /// The authority refused, and said this.
    #[error("The time stamping authority refused the request, saying “{0}”.")]
    RefusedSaying(String),
    /// It is of a kind that is not known.
    #[error("The answer uses an algorithm, key or form that is not known here, or no longer safe.")]
    Unsupported,
    /// The token is false.
    #[error("The answer is false: it was altered, or not made with the key of its certificate.")]
    False,
    /// It stamps something else.
    #[error(
        "The answer stamps something else than the newest signature of this file. Only the newest can be stamped, so ask before \
         the next person signs."
    )]
    OtherSignature,
    /// It answers another request for the same signature.
    #[error("The answer belongs to another request for this signature.")]
    OtherRequest,
    /// The certificate that made it is not for time stamps.
    #[error(
        "The certificate that made the answer is not meant for time stamps, or was not valid at its time."
    )]
    Certificate,
    /// The signer claims a later time.
    #[error(
        "The answer says {stamped}, and the signature claims to be of {claimed}, which is later. One of the clocks is wrong: look at \
         the machine's, and sign anew."
    )]
    Contradiction {
        /// The authority's time, as UTC.
        stamped: String,
        /// The signer's time, as UTC.
        claimed: String,
    },
    /// Nobody trusted made it.
    #[error("The answer was made by {0}, for which none of the certificates given vouches.")]
    Unknown(String),
    /// It could not be written.
    #[error("The time stamp could not be encoded: {0}.")]
    Encoding(String),
}

impl From<der::Error> for StampError {
    fn from(error: der::Error) -> Self {
        StampError::Encoding(error.to_string())
    }
}

/// A time stamp that holds for its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub at: DateTime<Utc>,
    pub authority: CertificateSummary,
    certificate: Certificate,
    beside: Vec<Certificate>,
    nonce: Option<Vec<u8>>,
}

impl Stamp {
    /// Reads a token over a signature value and checks it by itself.
    pub fn read(token: &[u8], value: &[u8]) -> Result<Stamp, StampError> {
        let wrong = |flaw| match flaw {
            Flaw::Unsupported => StampError::Unsupported,
            Flaw::Form | Flaw::Digest | Flaw::Certificate | Flaw::Signature => StampError::False,
        };
        let container = cms::read_as(token, Content::TimeStamp).map_err(wrong)?;
        let info = container.content.as_deref().ok_or(StampError::False)?;
        container.check(&container.hash.digest(&[info]), true).map_err(wrong)?;
        let Info { imprint, at, nonce } = Info::read(info).ok_or(StampError::False)?;
        let hash = Hash::of(imprint.algorithm.oid).ok_or(StampError::Unsupported)?;
        if imprint.hashed.as_bytes() != hash.digest(&[value]) {
            return Err(StampError::OtherSignature);
        }
        let certificate = container.certificate;
        if !is_for_time_stamps(&certificate) || !identity::is_valid_at(&certificate, at.fixed_offset()) {
            return Err(StampError::Certificate);
        }
        let Signer { summary, .. } = Signer::read(&certificate).map_err(|_| StampError::False)?;
        Ok(Stamp { at, authority: summary, certificate, beside: container.beside, nonce })
    }

    /// How far the authority's certificate is trusted by somebody who trusts these (DER).
    pub fn trust(&self, trusted: &[Vec<u8>]) -> Trust {
        chain::trust(&self.certificate, &self.beside, trusted, self.at.fixed_offset())
    }
}

/// The fields of `TSTInfo` of RFC 3161 that are looked at.
struct Info {
    imprint: Imprint,
    at: DateTime<Utc>,
    nonce: Option<Vec<u8>>,
}

impl Info {
    fn read(der: &[u8]) -> Option<Info> {
        let parts = Vec::<Any>::from_der(der).ok()?;
        let [version, _policy, imprint, _serial, time, rest @ ..] = parts.as_slice() else { return None };
        if version.tag() != Tag::Integer || version.value() != [1] || time.tag() != Tag::GeneralizedTime {
            return None;
        }
        let nonce = rest.iter().find(|one| one.tag() == Tag::Integer);
        Some(Info {
            imprint: imprint.decode_as().ok()?,
            at: moment(std::str::from_utf8(time.value()).ok()?)?,
            nonce: nonce.map(|nonce| nonce.value().to_vec()),
        })
    }
}

/// A GeneralizedTime, which may have fractions of a second: `20261128161200.25Z`. The fractions are left out.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let (digits, rest) = text.strip_suffix('Z')?.split_at_checked(14)?;
    let fraction = match rest.strip_prefix('.') {
        None if rest.is_empty() => "",
        None | Some("") => return None,
        Some(fraction) => fraction,
    };
    if !digits.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let day = NaiveDate::from_ymd_opt(digits.get(0..4)?.parse().ok()?, number(4, 6)?, number(6, 8)?)?;
    Some(day.and_hms_opt(number(8, 10)?, number(10, 12)?, number(12, 14)?)?.and_utc())
}

/// Whether a certificate is for time stamps and for nothing else, as RFC 3161 asks.
fn is_for_time_stamps(certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    let purpose = match tbs.get_extension::<ExtendedKeyUsage>() {
        Ok(Some((critical, purposes))) => critical && purposes.0 == [TIME_STAMPING],
        Ok(None) | Err(_) => false,
    };
    let usage = match tbs.get_extension::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Err(_) => false,
    };
    purpose && usage
}

/// A signed file and its newest signature, which gets the time stamp.
fn newest(pdf: &[u8]) -> Result<Newest, StampError> {
    let unreadable = |why: Message| StampError::NotSound(why);
    if !verify::is_pdf(pdf) || pdf.len() > verify::MAX_FILE {
        return Err(unreadable(message!("it is not a PDF, or too large.")));
    }
    let file = File::read(pdf).map_err(|broken| unreadable(message!("{broken}.")))?;
    let (word, signatures, reason) =
        verify::standing(&file).map_err(|broken| unreadable(message!("{broken}.")))?;
    match word {
        Word::Valid | Word::ValidUnknownSigner if signatures > 0 => {}
        Word::Unsigned | Word::Valid | Word::ValidUnknownSigner => return Err(StampError::NotSigned),
        Word::Invalid | Word::NotJudged | Word::NotAPdf => return Err(StampError::NotSound(reason)),
    }
    let newest = signature::newest(&file).ok_or(StampError::NotNewest)?;
    if newest.container.stamps().next().is_some() {
        return Err(StampError::Stamped(newest.field));
    }
    Ok(newest)
}

/// Asks for a time stamp of the newest signature: the bytes of a request (.tsq), to be sent to an authority.
///
/// # Errors
/// See [`StampError`]: nothing is signed, the signatures do not hold, or there is a time stamp already.
pub fn ask(pdf: &[u8]) -> Result<Vec<u8>, StampError> {
    let Newest { container, .. } = newest(pdf)?;
    Ok(request(container.value(), container.hash)?)
}

/// Puts an authority's answer (.tsr, or the token by itself) into the newest signature: the same file, stamped.
///
/// With `trusted` certificates (DER) one of them must vouch for the authority; with none, nobody is asked for.
///
/// # Errors
/// See [`StampError`]. The file stays as it was.
pub fn add(pdf: &[u8], answer: &[u8], trusted: &[Vec<u8>]) -> Result<Vec<u8>, StampError> {
    let Newest { container, hole, at, .. } = newest(pdf)?;
    let token = token(answer)?;
    let value = container.value();
    let stamp = Stamp::read(&token, value)?;
    if stamp
        .nonce
        .as_ref()
        .is_some_and(|answered| nonce(value).is_ok_and(|asked| asked.as_bytes() != answered))
    {
        return Err(StampError::OtherRequest);
    }
    if at.is_some_and(|claimed| claimed.to_utc() > stamp.at + TOLERANCE) {
        return Err(StampError::Contradiction {
            stamped: identity::shown(stamp.at),
            claimed: at.map(|claimed| identity::shown(claimed.to_utc())).unwrap_or_default(),
        });
    }
    if !trusted.is_empty() && !matches!(stamp.trust(trusted), Trust::Pinned | Trust::Authority) {
        return Err(StampError::Unknown(stamp.authority.name));
    }
    let stamped = container.with_stamp(&token).map_err(|_| StampError::NoAnswer)?;
    // Two digits for each byte, between two delimiters.
    let room = hole.len().saturating_sub(2) / 2;
    if stamped.len() > room {
        return Err(StampError::Room { room, needed: stamped.len() });
    }
    let mut out = pdf.to_vec();
    let digits = hex(&[stamped.as_slice(), &vec![0; room - stamped.len()]].concat());
    if let Some(place) = out.get_mut(hole.start + 1..hole.end - 1) {
        place.copy_from_slice(&digits);
    }
    match verify::verify(&out, &[]) {
        checked if matches!(checked.word, Word::Valid | Word::ValidUnknownSigner) => Ok(out),
        checked => Err(StampError::NotSound(checked.sentence)),
    }
}

#[cfg(test)]
mod tests {
    use super::{moment, nonce};

    #[test]
    fn times_are_read_as_authorities_write_them() {
        let shown = |text| moment(text).map(|at| at.to_rfc3339());
        for text in ["20261128161200Z", "20261128161200.25Z", "20261128161200.000001Z"] {
            assert_eq!(shown(text).as_deref(), Some("2026-11-28T16:12:00+00:00"), "{text}");
        }
        for text in [
            "",
            "Z",
            "20261128161200",
            "20261128161200.Z",
            "20261128161200,5Z",
            "20261328161200Z",
            "2026112816120éZ",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_request_s_number_is_written_in_one_way() {
        for n in 0..200u8 {
            let bytes = nonce(&[n]).unwrap();
            assert_eq!(bytes.as_bytes().len(), 8);
            assert!((0x40..0x80).contains(&bytes.as_bytes()[0]));
        }
    }
}
