//! A digest, a key and a certificate into the CMS container of a PAdES B-B signature, and any container into its parts.
//!
//! A container of another program is judged by what it holds: the attributes are signed, the digest is the document's, the
//! certificate is the one signed along. What this program writes has exactly one form besides: reading takes certificate,
//! digest and value out, builds the container again and compares bytes, so that no bit of it can change unseen.

use crate::algorithm::{self, Hash, Refusal};
use crate::error::SealError;
use crate::key::Key;
use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, SliceReader};
use sha1::{Digest, Sha1};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const TIME_STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Bytes of `/Contents` that are looked at, at most, and certificates in it.
const MAX_CONTENTS: usize = 256 << 10;
const MAX_CERTIFICATES: usize = 32;
/// Values inside each other, at most.
const MAX_NESTING: usize = 16;

/// `IssuerSerial` of RFC 5035.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial_number: SerialNumber,
}

/// `ESSCertIDv2` of RFC 5035; where no hash is named it is SHA-256.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct EssCertIdV2 {
    #[asn1(optional = "true")]
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<IssuerSerial>,
}

/// `ESSCertID` of RFC 2634, whose hash is SHA-1.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct EssCertId {
    cert_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<IssuerSerial>,
}

/// `SigningCertificate` of RFC 2634, which authorities for time stamps still write.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct SigningCertificate {
    certs: Vec<EssCertId>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// `SigningCertificateV2` of RFC 5035.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// What is wrong with a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Not a container, or not one that can be read.
    Form,
    /// A kind of signature that is not supported.
    Unsupported,
    /// The digest is not the digest of the document.
    Digest,
    /// The certificate is not the one that was signed along, or names a different signer.
    Certificate,
    /// The signature value does not belong to key and content.
    Signature,
}

/// What a container signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// The bytes of a document, which are not in it.
    Document,
    /// What a time stamp says, which is in it.
    TimeStamp,
}

/// A container that was read, and not yet checked.
#[derive(Debug)]
pub(crate) struct Container {
    /// The signer's certificate.
    pub certificate: Certificate,
    /// The certificates that came with it.
    pub beside: Vec<Certificate>,
    /// The hash of the document.
    pub hash: Hash,
    /// When they say they signed, if the container states it.
    pub time: Option<DateTime<Utc>>,
    /// What a time stamp says.
    pub content: Option<Vec<u8>>,
    signs: Content,
    signer: SignerInfo,
    attributes: Attributes,
    bytes: Vec<u8>,
}

/// Signs a document's digest, made with the key's hash. The result is the same each time.
pub(crate) fn sign(key: &Key, digest: &[u8]) -> Result<Vec<u8>, SealError> {
    let attributes = signed_attributes(&key.certificate, &key.above, digest)?;
    let own = Own {
        certificate: &key.certificate,
        above: &key.above,
        hash: key.private.hash,
        algorithm: key.private.identifier()?,
        value: &key.private.sign(&attributes.to_der()?)?,
        stamp: None,
    };
    Ok(own.container(attributes)?)
}

/// Reads what a signature's `/Contents` hold: one signer, their certificate, signed attributes, all of it in DER.
pub(crate) fn read(contents: &[u8]) -> Result<Container, Flaw> {
    read_as(contents, Content::Document)
}

/// The same, of a container that signs this.
pub(crate) fn read_as(contents: &[u8], signs: Content) -> Result<Container, Flaw> {
    let (signed_data, bytes) = parse(contents).map_err(|_| Flaw::Form)?;
    let [signer] = signed_data.signer_infos.0.as_slice() else { return Err(Flaw::Form) };
    let all = signed_data.certificates.as_ref().map(|set| set.0.as_slice()).unwrap_or_default();
    if all.len() > MAX_CERTIFICATES {
        return Err(Flaw::Unsupported);
    }
    let certificates = all.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    });
    let (own, beside): (Vec<_>, Vec<_>) =
        certificates.partition(|certificate| is_meant(&signer.sid, certificate));
    let certificate = match (own.as_slice(), beside.as_slice()) {
        ([certificate], _) => certificate.clone(),
        ([], [_, ..]) => return Err(Flaw::Certificate),
        _ => return Err(Flaw::Form),
    };
    let content = content(&signed_data.encap_content_info, signs)?;
    let version = match signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    let whole = if signs == Content::TimeStamp { CmsVersion::V3 } else { version };
    let hashes = signed_data.digest_algorithms.as_slice();
    let named = match signs {
        Content::Document => hashes == [signer.digest_alg.clone()],
        Content::TimeStamp => {
            // Nobody signs these, so there is nothing in them but their names.
            let plain = |hash: &AlgorithmIdentifierOwned| hash.parameters.as_ref().is_none_or(Any::is_null);
            hashes.iter().chain([&signer.digest_alg]).all(plain)
                && hashes.iter().any(|hash| hash.oid == signer.digest_alg.oid)
        }
    };
    if (signer.version, signed_data.version) != (version, whole) || !named {
        return Err(Flaw::Unsupported);
    }
    let hash = Hash::of(signer.digest_alg.oid).ok_or(Flaw::Unsupported)?;
    let attributes = signer.signed_attrs.clone().ok_or(Flaw::Unsupported)?;
    let time = match attributes.iter().any(|attribute| attribute.oid == SIGNING_TIME) {
        true => {
            let time: Time = attribute(&attributes, SIGNING_TIME)?;
            i64::try_from(time.to_unix_duration().as_secs())
                .ok()
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        }
        false => None,
    };
    let signer = signer.clone();
    Ok(Container {
        certificate,
        beside,
        hash,
        time,
        content,
        signs,
        signer,
        attributes,
        bytes: bytes.to_vec(),
    })
}

/// What a container holds beside signature and certificates: nothing for a document.
fn content(held: &EncapsulatedContentInfo, signs: Content) -> Result<Option<Vec<u8>>, Flaw> {
    match (signs, &held.econtent) {
        (Content::Document, None) if held.econtent_type == DATA => Ok(None),
        (Content::TimeStamp, Some(held_in)) if held.econtent_type == TST_INFO => {
            let octets: OctetString = held_in.decode_as().map_err(|_| Flaw::Form)?;
            Ok(Some(octets.as_bytes().to_vec()))
        }
        (Content::Document | Content::TimeStamp, _) => Err(Flaw::Unsupported),
    }
}

impl Container {
    /// Checks the container against the document's digest, made with the container's hash.
    ///
    /// `bound` asks that the certificate was signed along (`signing-certificate-v2`), as PAdES does.
    pub fn check(&self, digest: &[u8], bound: bool) -> Result<(), Flaw> {
        let content_type: ObjectIdentifier = attribute(&self.attributes, CONTENT_TYPE)?;
        let stated: OctetString = attribute(&self.attributes, MESSAGE_DIGEST)?;
        if self.attributes.iter().any(|attribute| attribute.oid == SIGNING_CERTIFICATE_V2) {
            let along: SigningCertificateV2 = attribute(&self.attributes, SIGNING_CERTIFICATE_V2)?;
            if !is_of(&along, &self.certificate)? {
                return Err(Flaw::Certificate);
            }
        } else if self.signs == Content::TimeStamp {
            let along: SigningCertificate = attribute(&self.attributes, SIGNING_CERTIFICATE)?;
            if !is_of_old(&along, &self.certificate)? {
                return Err(Flaw::Certificate);
            }
        } else if bound {
            return Err(Flaw::Unsupported);
        }
        let signed = self.attributes.to_der().map_err(|_| Flaw::Form)?;
        let key = self.certificate.tbs_certificate().subject_public_key_info();
        let algorithm = &self.signer.signature_algorithm;
        let value = self.signer.signature.as_bytes();
        algorithm::verify(key, algorithm, Some(self.hash), &signed, value).map_err(
            |refusal| match refusal {
                Refusal::Unknown => Flaw::Unsupported,
                Refusal::False => Flaw::Signature,
            },
        )?;
        if stated.as_bytes() != digest {
            return Err(Flaw::Digest);
        }
        let expected = match self.signs {
            Content::Document => DATA,
            Content::TimeStamp => TST_INFO,
        };
        if content_type != expected { Err(Flaw::Form) } else { Ok(()) }
    }

    /// The signature value.
    pub fn value(&self) -> &[u8] {
        self.signer.signature.as_bytes()
    }

    /// The time stamps of the signature, each a token in DER.
    pub fn stamps(&self) -> impl Iterator<Item = Vec<u8>> {
        let unsigned = self.signer.unsigned_attrs.iter().flat_map(|attributes| attributes.iter());
        let values = unsigned
            .filter(|attribute| attribute.oid == TIME_STAMP_TOKEN)
            .flat_map(|attribute| attribute.values.iter());
        values.filter_map(|value| value.to_der().ok())
    }

    /// The same container with a time stamp, which nobody signs, instead of what nobody signed in it so far.
    pub fn with_stamp(&self, token: &[u8]) -> der::Result<Vec<u8>> {
        let (mut signed_data, _) = parse(&self.bytes)?;
        let signer = SignerInfo { unsigned_attrs: Some(stamped(token)?), ..self.signer.clone() };
        signed_data.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer])?);
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? }.to_der()
    }

    /// Whether the container is, byte for byte, what this program writes for this digest.
    pub fn is_exact(&self, digest: &[u8]) -> bool {
        let rebuilt = || {
            let above = self.signed_along()?;
            let info = self.certificate.tbs_certificate().subject_public_key_info();
            let (scheme, hash) = algorithm::ours(info)?;
            let value = self.signer.signature.as_bytes();
            let algorithm = algorithm::identifier(scheme, hash).ok()?;
            let attributes = signed_attributes(&self.certificate, &above, digest).ok()?;
            let stamp = self.stamps().next();
            let stamp = stamp.as_deref();
            // A time stamp is in its one spelling, too.
            if stamp.is_some_and(|token| spelled(token).as_deref() != Ok(token)) {
                return None;
            }
            let own = Own { certificate: &self.certificate, above: &above, hash, algorithm, value, stamp };
            let exact = own.container(attributes).ok()?;
            algorithm::is_canonical(scheme, info, value).then_some(exact)
        };
        rebuilt().as_ref() == Some(&self.bytes)
    }

    /// The certificates beside the signer's in the order in which they were signed along; `None` unless each was.
    fn signed_along(&self) -> Option<Vec<Certificate>> {
        let along: SigningCertificateV2 = attribute(&self.attributes, SIGNING_CERTIFICATE_V2).ok()?;
        let named = along.certs.get(1..)?;
        let above: Option<Vec<Certificate>> = named
            .iter()
            .map(|named| self.beside.iter().find(|one| is_named(named, one) == Ok(true)).cloned())
            .collect();
        above.filter(|above| above.len() == self.beside.len())
    }
}

/// Splits `/Contents` into the container and the zeros behind it. With every length stated, and its certificates in order and
/// once each, the container must be exactly its own DER encoding.
fn parse(contents: &[u8]) -> der::Result<(SignedData, &[u8])> {
    if contents.len() > MAX_CONTENTS {
        return Err(der::ErrorKind::Overlength.into());
    }
    let mut rest = contents;
    let stated = definite(&mut rest, 0).ok_or(der::ErrorKind::Failed)?;
    let (written, padding) = contents.split_at(contents.len() - rest.len());
    let mut reader = SliceReader::new(&stated)?;
    let info = ContentInfo::decode(&mut reader)?;
    if info.content_type != SIGNED_DATA || padding.iter().any(|byte| *byte != 0) {
        return Err(der::ErrorKind::Failed.into());
    }
    let signed_data: SignedData = info.content.decode_as()?;
    let again = ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? };
    if again.to_der()? != stated {
        return Err(der::ErrorKind::Failed.into());
    }
    Ok((signed_data, written))
}

/// A container by itself in its one spelling: DER, with its certificates in order.
pub(crate) fn spelled(bytes: &[u8]) -> der::Result<Vec<u8>> {
    let (signed_data, written) = parse(bytes)?;
    if written.len() < bytes.len() {
        return Err(der::ErrorKind::Overlength.into());
    }
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? }.to_der()
}

/// Takes one value off the front of `rest` and writes it with its length stated, where BER lets it end with a mark.
///
/// The set of certificates, which nobody signs, is put in order; programs write it as it comes, and twice.
fn definite(rest: &mut &[u8], depth: usize) -> Option<Vec<u8>> {
    const CERTIFICATES: (usize, u8) = (3, 0xa0);
    let all = *rest;
    let [tag, length, ..] = *all else { return None };
    if tag & 0x1f == 0x1f || depth > MAX_NESTING {
        return None;
    }
    let ends_with_mark = length == 0x80;
    let (head, body) = match length {
        0x80 => (2, None),
        ..0x80 => (2, Some(usize::from(length))),
        0x81.. => {
            let digits = all.get(2..2 + usize::from(length & 0x7f)).filter(|digits| digits.len() <= 4)?;
            let body = digits.iter().fold(0usize, |sum, digit| sum << 8 | usize::from(*digit));
            (2 + digits.len(), Some(body))
        }
    };
    let is_looked_into = tag & 0x20 != 0 && (ends_with_mark || depth <= CERTIFICATES.0);
    let mut inner = all.get(head..)?;
    if let Some(body) = body {
        inner = inner.get(..body)?;
        *rest = all.get(head + body..)?;
    }
    if !is_looked_into {
        return (!ends_with_mark).then(|| value(tag, inner));
    }
    let mut parts = Vec::new();
    while !(inner.is_empty() || ends_with_mark && inner.starts_with(&[0, 0])) {
        parts.push(definite(&mut inner, depth + 1)?);
    }
    if ends_with_mark {
        *rest = inner.get(2..)?;
    }
    if (depth, tag) == CERTIFICATES {
        parts.sort();
        parts.dedup();
    }
    Some(value(tag, &parts.concat()))
}

/// A value in DER.
pub(crate) fn value(tag: u8, body: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = body.len().to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
    let length = match body.len() {
        short @ ..0x80 => vec![short as u8],
        _ => [[0x80 | digits.len() as u8].as_slice(), &digits].concat(),
    };
    [[tag].as_slice(), &length, body].concat()
}

/// Whether the certificate that was signed along is this one.
fn is_of(along: &SigningCertificateV2, certificate: &Certificate) -> Result<bool, Flaw> {
    is_named(along.certs.first().ok_or(Flaw::Form)?, certificate)
}

/// The same with SHA-1: another certificate would have to be found for a hash that is there already, which nobody can.
fn is_of_old(along: &SigningCertificate, certificate: &Certificate) -> Result<bool, Flaw> {
    let first = along.certs.first().ok_or(Flaw::Form)?;
    let der = certificate.to_der().map_err(|_| Flaw::Form)?;
    let named = first.issuer_serial.as_ref().is_none_or(|named| *named == issuer_serial(certificate));
    Ok(named && first.cert_hash.as_bytes() == Sha1::digest(&der).as_slice())
}

fn is_named(one: &EssCertIdV2, certificate: &Certificate) -> Result<bool, Flaw> {
    let hash = match &one.hash_algorithm {
        None => Hash::Sha256,
        Some(algorithm) => Hash::of(algorithm.oid).ok_or(Flaw::Unsupported)?,
    };
    let der = certificate.to_der().map_err(|_| Flaw::Form)?;
    let named = one.issuer_serial.as_ref().is_none_or(|named| *named == issuer_serial(certificate));
    Ok(named && one.cert_hash.as_bytes() == hash.digest(&[&der]))
}

/// Whether the signer's identifier means this certificate.
fn is_meant(identifier: &SignerIdentifier, certificate: &Certificate) -> bool {
    match identifier {
        SignerIdentifier::IssuerAndSerialNumber(_) => *identifier == signer_identifier(certificate),
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            match certificate.tbs_certificate().get_extension::<SubjectKeyIdentifier>() {
                Ok(Some((_, own))) => own == *key,
                Ok(None) | Err(_) => false,
            }
        }
    }
}

/// What a container of this program's own form is made of, beside what was signed.
struct Own<'a> {
    certificate: &'a Certificate,
    above: &'a [Certificate],
    hash: Hash,
    algorithm: AlgorithmIdentifierOwned,
    value: &'a [u8],
    /// A token in DER.
    stamp: Option<&'a [u8]>,
}

impl Own<'_> {
    fn container(self, attributes: Attributes) -> der::Result<Vec<u8>> {
        let hash = || AlgorithmIdentifierOwned { oid: self.hash.oid(), parameters: None };
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: signer_identifier(self.certificate),
            digest_alg: hash(),
            signed_attrs: Some(attributes),
            signature_algorithm: self.algorithm,
            signature: OctetString::new(self.value)?,
            unsigned_attrs: self.stamp.map(stamped).transpose()?,
        };
        let all = std::iter::once(self.certificate).chain(self.above);
        let certificates: Vec<_> = all.cloned().map(CertificateChoices::Certificate).collect();
        let signed_data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![hash()])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? }.to_der()
    }
}

/// A time stamp as an attribute that nobody signs.
fn stamped(token: &[u8]) -> der::Result<Attributes> {
    let values = SetOfVec::try_from(vec![Any::from_der(token)?])?;
    Attributes::try_from(vec![Attribute { oid: TIME_STAMP_TOKEN, values }])
}

fn signed_attributes(
    certificate: &Certificate,
    above: &[Certificate],
    digest: &[u8],
) -> der::Result<Attributes> {
    let attribute = |oid, value| der::Result::Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? });
    let along = SigningCertificateV2 {
        certs: std::iter::once(certificate).chain(above).map(named).collect::<der::Result<_>>()?,
        policies: None,
    };
    Attributes::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&along)?)?,
    ])
}

/// What binds a certificate to a signature.
fn named(certificate: &Certificate) -> der::Result<EssCertIdV2> {
    Ok(EssCertIdV2 {
        hash_algorithm: None,
        cert_hash: OctetString::new(Hash::Sha256.digest(&[&certificate.to_der()?]))?,
        issuer_serial: Some(issuer_serial(certificate)),
    })
}

fn issuer_serial(certificate: &Certificate) -> IssuerSerial {
    let tbs = certificate.tbs_certificate();
    IssuerSerial {
        issuer: vec![GeneralName::DirectoryName(tbs.issuer().clone())],
        serial_number: tbs.serial_number().clone(),
    }
}

fn signer_identifier(certificate: &Certificate) -> SignerIdentifier {
    let tbs = certificate.tbs_certificate();
    SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
        issuer: tbs.issuer().clone(),
        serial_number: tbs.serial_number().clone(),
    })
}

/// The one value of the one attribute with this identifier.
fn attribute<T: for<'a> Decode<'a>>(attributes: &Attributes, oid: ObjectIdentifier) -> Result<T, Flaw> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next(), found.next()) {
        (Some(attribute), None) => match attribute.values.as_slice() {
            [value] => value.to_der().ok().and_then(|der| T::from_der(&der).ok()).ok_or(Flaw::Form),
            _ => Err(Flaw::Form),
        },
        _ => Err(Flaw::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{PEOPLE, person};
    use crate::identity;
    use p256::ecdsa::signature::Verifier;
    use p256::ecdsa::{Signature, VerifyingKey};
    use spki::DecodePublicKey;

    fn key(n: usize) -> Key<'static> {
        Key::read(&PEOPLE[n]).unwrap()
    }

    /// As a signature of this program's own form is checked.
    fn check(contents: &[u8], digest: &[u8; 32]) -> Result<Certificate, Flaw> {
        let container = read(contents)?;
        container.check(digest, true)?;
        if container.is_exact(digest) { Ok(container.certificate) } else { Err(Flaw::Form) }
    }

    fn container_with(certificate: &Certificate, attributes: Attributes, key: &Key) -> Vec<u8> {
        let value = key.private.sign(&attributes.to_der().unwrap()).unwrap();
        container_of(certificate, attributes, key, &value)
    }

    fn container_of(certificate: &Certificate, attributes: Attributes, key: &Key, value: &[u8]) -> Vec<u8> {
        let algorithm = key.private.identifier().unwrap();
        let own = Own { certificate, above: &[], hash: Hash::Sha256, algorithm, value, stamp: None };
        own.container(attributes).unwrap()
    }

    fn attributes(certificate: &Certificate) -> Attributes {
        signed_attributes(certificate, &[], &[7; 32]).unwrap()
    }

    #[test]
    fn a_container_holds_for_its_digest_alone() {
        let key = key(0);
        let signed = sign(&key, &[7; 32]).unwrap();
        assert_eq!(check(&signed, &[7; 32]), Ok(key.certificate));
        assert_eq!(check(&signed, &[8; 32]), Err(Flaw::Digest));
        assert_eq!(check(&[signed.as_slice(), &[0; 9]].concat(), &[7; 32]).map(|_| ()), Ok(()));
        assert_eq!(check(&[signed.as_slice(), &[0, 1]].concat(), &[7; 32]), Err(Flaw::Form));
        assert_eq!(check(&[], &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn the_other_value_of_s_is_refused() {
        let key = key(0);
        let signed = attributes(&key.certificate);
        let message = signed.to_der().unwrap();
        let low = Signature::from_der(&key.private.sign(&message).unwrap()).unwrap();
        let (r, s) = low.split_scalars();
        let high = Signature::from_scalars(r, -s).unwrap();
        let info = key.certificate.tbs_certificate().subject_public_key_info().to_der().unwrap();
        assert!(VerifyingKey::from_public_key_der(&info).unwrap().verify(&message, &high).is_ok());
        let other = container_of(&key.certificate, signed, &key, high.to_der().as_bytes());
        assert_eq!(check(&other, &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn a_certificate_for_the_same_key_under_another_name_is_refused() {
        let key = key(0);
        // The key stays, the name goes: the entropy alone makes the key.
        let other = identity::parse(&person("Somebody Else", 1).certificate_der).unwrap();
        let signed = attributes(&key.certificate);
        assert_eq!(check(&container_with(&other, signed, &key), &[7; 32]), Err(Flaw::Certificate));
    }

    #[test]
    fn a_signature_by_another_key_is_refused() {
        let own = key(0);
        let signed = attributes(&own.certificate);
        let other = container_with(&own.certificate, signed, &key(1));
        assert_eq!(check(&other, &[7; 32]), Err(Flaw::Signature));
    }

    #[test]
    fn further_signed_attributes_are_refused() {
        let key = key(0);
        let mut signed = attributes(&key.certificate);
        let time = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
        let values = SetOfVec::try_from(vec![Any::encode_from(&DATA).unwrap()]).unwrap();
        signed.insert(Attribute { oid: time, values }).unwrap();
        assert_eq!(check(&container_with(&key.certificate, signed, &key), &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn other_algorithms_are_refused_by_name() {
        let signed = sign(&key(0), &[7; 32]).unwrap();
        let oid = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
        let oid = oid.as_bytes();
        let at = signed.windows(oid.len()).rposition(|window| window == oid).unwrap();
        let mut with_sha384 = signed;
        with_sha384[at + oid.len() - 1] = 3;
        assert_eq!(check(&with_sha384, &[7; 32]), Err(Flaw::Unsupported));
    }
}
