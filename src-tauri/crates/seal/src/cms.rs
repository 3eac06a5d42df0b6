//! A digest, a key and a certificate into the CMS container of a PAdES B-B signature, and any container into its parts.
//!
//! A container of another program is judged by what it holds: the attributes are signed, the digest is the document's, the
//! certificate is the one signed along. What this program writes has exactly one form besides: reading takes certificate,
//! digest and value out, builds the container again and compares bytes, so that no bit of it can change unseen.

use crate::algorithm::{self, Hash, Refusal};
use crate::identity::ECDSA_WITH_SHA256;
use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, SliceReader};
use p256::ecdsa::{Signature, SigningKey};
use signature::Signer;
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

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

/// `SigningCertificateV2` of RFC 5035.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: Hash::Sha256.oid(), parameters: None }
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
    signer: SignerInfo,
    attributes: Attributes,
    bytes: Vec<u8>,
}

/// Signs a document's digest (SHA-256). The result is the same each time (RFC 6979).
pub(crate) fn sign(certificate: &Certificate, key: &SigningKey, digest: &[u8]) -> der::Result<Vec<u8>> {
    let attributes = signed_attributes(certificate, digest)?;
    let signature: Signature = key.sign(&attributes.to_der()?);
    // Of the two values (r, s) and (r, n - s), this program writes the smaller alone.
    container(certificate, attributes, &signature.normalize_s())
}

/// Reads what a signature's `/Contents` hold: one signer, their certificate, signed attributes, all of it in DER.
pub(crate) fn read(contents: &[u8]) -> Result<Container, Flaw> {
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
    let encapsulated = &signed_data.encap_content_info;
    if encapsulated.econtent_type != DATA || encapsulated.econtent.is_some() {
        return Err(Flaw::Unsupported);
    }
    let version = match signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    let hashes = signed_data.digest_algorithms.as_slice();
    if (signer.version, signed_data.version) != (version, version) || hashes != [signer.digest_alg.clone()] {
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
    Ok(Container { certificate, beside, hash, time, signer, attributes, bytes: bytes.to_vec() })
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
        if content_type != DATA { Err(Flaw::Form) } else { Ok(()) }
    }

    /// Whether the container is, byte for byte, what this program writes for this digest.
    pub fn is_exact(&self, digest: &[u8]) -> bool {
        let rebuilt = || {
            let signature = Signature::from_der(self.signer.signature.as_bytes()).ok()?;
            let attributes = signed_attributes(&self.certificate, digest).ok()?;
            let exact = container(&self.certificate, attributes, &signature.normalize_s()).ok()?;
            (signature == signature.normalize_s()).then_some(exact)
        };
        self.beside.is_empty() && rebuilt().as_ref() == Some(&self.bytes)
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
fn value(tag: u8, body: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = body.len().to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
    let length = match body.len() {
        short @ ..0x80 => vec![short as u8],
        _ => [[0x80 | digits.len() as u8].as_slice(), &digits].concat(),
    };
    [[tag].as_slice(), &length, body].concat()
}

/// Whether the certificate that was signed along is this one.
fn is_of(along: &SigningCertificateV2, certificate: &Certificate) -> Result<bool, Flaw> {
    let first = along.certs.first().ok_or(Flaw::Form)?;
    let hash = match &first.hash_algorithm {
        None => Hash::Sha256,
        Some(algorithm) => Hash::of(algorithm.oid).ok_or(Flaw::Unsupported)?,
    };
    let der = certificate.to_der().map_err(|_| Flaw::Form)?;
    let named = first.issuer_serial.as_ref().is_none_or(|named| *named == issuer_serial(certificate));
    Ok(named && first.cert_hash.as_bytes() == hash.digest(&[&der]))
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

fn container(
    certificate: &Certificate,
    attributes: Attributes,
    signature: &Signature,
) -> der::Result<Vec<u8>> {
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: signer_identifier(certificate),
        digest_alg: sha256(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None },
        signature: OctetString::new(signature.to_der().as_bytes())?,
        unsigned_attrs: None,
    };
    let certificates = vec![CertificateChoices::Certificate(certificate.clone())];
    let signed_data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256()])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? }.to_der()
}

fn signed_attributes(certificate: &Certificate, digest: &[u8]) -> der::Result<Attributes> {
    let attribute = |oid, value| der::Result::Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? });
    Attributes::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate(certificate)?)?)?,
    ])
}

fn signing_certificate(certificate: &Certificate) -> der::Result<SigningCertificateV2> {
    Ok(SigningCertificateV2 {
        certs: vec![EssCertIdV2 {
            hash_algorithm: None,
            cert_hash: OctetString::new(Hash::Sha256.digest(&[&certificate.to_der()?]))?,
            issuer_serial: Some(issuer_serial(certificate)),
        }],
        policies: None,
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
    use crate::fixture::PEOPLE;
    use crate::identity;
    use signature::Verifier;

    fn parts(n: usize) -> (Certificate, SigningKey) {
        let certificate = identity::parse(&PEOPLE[n].certificate_der).unwrap();
        let key = identity::signing_key(&PEOPLE[n], &certificate).unwrap();
        (certificate, key)
    }

    /// As a signature of this program's own form is checked.
    fn check(contents: &[u8], digest: &[u8; 32]) -> Result<Certificate, Flaw> {
        let container = read(contents)?;
        container.check(digest, true)?;
        if container.is_exact(digest) { Ok(container.certificate) } else { Err(Flaw::Form) }
    }

    fn container_with(certificate: &Certificate, attributes: Attributes, key: &SigningKey) -> Vec<u8> {
        let signature: Signature = key.sign(&attributes.to_der().unwrap());
        container(certificate, attributes, &signature.normalize_s()).unwrap()
    }

    #[test]
    fn a_container_holds_for_its_digest_alone() {
        let (certificate, key) = parts(0);
        let signed = sign(&certificate, &key, &[7; 32]).unwrap();
        assert_eq!(check(&signed, &[7; 32]), Ok(certificate));
        assert_eq!(check(&signed, &[8; 32]), Err(Flaw::Digest));
        assert_eq!(check(&[signed.as_slice(), &[0; 9]].concat(), &[7; 32]).map(|_| ()), Ok(()));
        assert_eq!(check(&[signed.as_slice(), &[0, 1]].concat(), &[7; 32]), Err(Flaw::Form));
        assert_eq!(check(&[], &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn the_other_value_of_s_is_refused() {
        let (certificate, key) = parts(0);
        let attributes = signed_attributes(&certificate, &[7; 32]).unwrap();
        let signature: Signature = key.sign(&attributes.to_der().unwrap());
        let low = signature.normalize_s();
        let (r, s) = low.split_scalars();
        let high = Signature::from_scalars(r, -s).unwrap();
        let public = key.verifying_key();
        assert!(public.verify(&attributes.to_der().unwrap(), &high).is_ok());
        let other = container(&certificate, attributes, &high).unwrap();
        assert_eq!(check(&other, &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn a_certificate_for_the_same_key_under_another_name_is_refused() {
        let (certificate, key) = parts(0);
        // The key stays, the name goes: the entropy alone makes the key.
        let other = crate::fixture::person("Somebody Else", 1);
        let other = identity::parse(&other.certificate_der).unwrap();
        let attributes = signed_attributes(&certificate, &[7; 32]).unwrap();
        assert_eq!(check(&container_with(&other, attributes, &key), &[7; 32]), Err(Flaw::Certificate));
    }

    #[test]
    fn a_signature_by_another_key_is_refused() {
        let (certificate, _) = parts(0);
        let (_, key) = parts(1);
        let attributes = signed_attributes(&certificate, &[7; 32]).unwrap();
        assert_eq!(check(&container_with(&certificate, attributes, &key), &[7; 32]), Err(Flaw::Signature));
    }

    #[test]
    fn further_signed_attributes_are_refused() {
        let (certificate, key) = parts(0);
        let mut attributes = signed_attributes(&certificate, &[7; 32]).unwrap();
        let time = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
        let values = SetOfVec::try_from(vec![Any::encode_from(&DATA).unwrap()]).unwrap();
        attributes.insert(Attribute { oid: time, values }).unwrap();
        assert_eq!(check(&container_with(&certificate, attributes, &key), &[7; 32]), Err(Flaw::Form));
    }

    #[test]
    fn other_algorithms_are_refused_by_name() {
        let (certificate, key) = parts(0);
        let signed = sign(&certificate, &key, &[7; 32]).unwrap();
        let oid = ECDSA_WITH_SHA256.as_bytes();
        let at = signed.windows(oid.len()).rposition(|window| window == oid).unwrap();
        let mut with_sha384 = signed;
        with_sha384[at + oid.len() - 1] = 3;
        assert_eq!(check(&with_sha384, &[7; 32]), Err(Flaw::Unsupported));
    }
}
