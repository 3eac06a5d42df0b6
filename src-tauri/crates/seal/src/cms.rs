//! A digest, a key and a certificate into the CMS container of a PAdES B-B signature, and back.
//!
//! There is exactly one container for given certificate, digest and signature value. Reading takes
//! these three out, checks each, builds the container again and compares bytes: no bit of the
//! container, signed or not, can change unseen.

use crate::identity::{self, ECDSA_WITH_SHA256};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Reader, Sequence, SliceReader};
use p256::ecdsa::{Signature, SigningKey};
use sha2::{Digest, Sha256};
use signature::{Signer, Verifier};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Bytes of `/Contents` that are looked at, at most.
const MAX_CONTENTS: usize = 64 << 10;

/// `IssuerSerial` of RFC 5035.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial_number: SerialNumber,
}

/// `ESSCertIDv2` of RFC 5035; the hash is SHA-256, which the standard has by default and DER leaves out.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct EssCertIdV2 {
    cert_hash: OctetString,
    issuer_serial: IssuerSerial,
}

/// `SigningCertificateV2` of RFC 5035, without policies.
#[derive(Debug, PartialEq, Eq, Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

/// What is wrong with a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Not a container, or not written in the one exact way.
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

/// Signs a document's digest. The result is the same each time (RFC 6979).
pub(crate) fn sign(certificate: &Certificate, key: &SigningKey, digest: &[u8; 32]) -> der::Result<Vec<u8>> {
    let attributes = signed_attributes(certificate, digest)?;
    let signature: Signature = key.sign(&attributes.to_der()?);
    // Of the two values (r, s) and (r, n - s), only the smaller is ever written or accepted.
    container(certificate, attributes, &signature.normalize_s())
}

/// Checks what a signature's `/Contents` hold against the document's digest; returns the signer's certificate.
pub(crate) fn check(contents: &[u8], digest: &[u8; 32]) -> Result<Certificate, Flaw> {
    let (signed_data, bytes) = parse(contents).map_err(|_| Flaw::Form)?;
    let [signer] = signed_data.signer_infos.0.as_slice() else { return Err(Flaw::Form) };
    let [CertificateChoices::Certificate(certificate)] =
        signed_data.certificates.as_ref().map(|set| set.0.as_slice()).unwrap_or_default()
    else {
        return Err(Flaw::Form);
    };
    if signer.signature_algorithm != identity::algorithm() || signer.digest_alg.oid != SHA256 {
        return Err(Flaw::Unsupported);
    }
    let key = identity::public_key(certificate).ok_or(Flaw::Unsupported)?;
    let attributes = signer.signed_attrs.as_ref().ok_or(Flaw::Form)?;

    let stated: OctetString = attribute(attributes, MESSAGE_DIGEST)?;
    let stated_certificate: SigningCertificateV2 = attribute(attributes, SIGNING_CERTIFICATE_V2)?;
    if stated_certificate != signing_certificate(certificate).map_err(|_| Flaw::Form)?
        || signer.sid != signer_identifier(certificate)
    {
        return Err(Flaw::Certificate);
    }
    let signature = Signature::from_der(signer.signature.as_bytes()).map_err(|_| Flaw::Signature)?;
    let signed = attributes.to_der().map_err(|_| Flaw::Form)?;
    key.verify(&signed, &signature).map_err(|_| Flaw::Signature)?;
    if stated.as_bytes() != digest {
        return Err(Flaw::Digest);
    }
    if signature != signature.normalize_s() {
        return Err(Flaw::Form);
    }
    let expected = signed_attributes(certificate, digest)
        .and_then(|attributes| container(certificate, attributes, &signature))
        .map_err(|_| Flaw::Form)?;
    if expected != bytes { Err(Flaw::Form) } else { Ok(certificate.clone()) }
}

/// Splits `/Contents` into the container and the zeros behind it.
fn parse(contents: &[u8]) -> der::Result<(SignedData, &[u8])> {
    if contents.len() > MAX_CONTENTS {
        return Err(der::ErrorKind::Overlength.into());
    }
    let mut reader = SliceReader::new(contents)?;
    let info = ContentInfo::decode(&mut reader)?;
    let length = usize::try_from(reader.position())?;
    let (bytes, padding) = contents.split_at_checked(length).unwrap_or((contents, &[]));
    if info.content_type != SIGNED_DATA || padding.iter().any(|byte| *byte != 0) {
        return Err(der::ErrorKind::Failed.into());
    }
    Ok((info.content.decode_as()?, bytes))
}

fn container(
    certificate: &Certificate,
    attributes: Attributes,
    signature: &Signature,
) -> der::Result<Vec<u8>> {
    let digest_algorithm = AlgorithmIdentifierOwned { oid: SHA256, parameters: None };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: signer_identifier(certificate),
        digest_alg: digest_algorithm.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None },
        signature: OctetString::new(signature.to_der().as_bytes())?,
        unsigned_attrs: None,
    };
    let certificates = vec![CertificateChoices::Certificate(certificate.clone())];
    let signed_data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![digest_algorithm])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed_data)? }.to_der()
}

fn signed_attributes(certificate: &Certificate, digest: &[u8; 32]) -> der::Result<Attributes> {
    let attribute = |oid, value| der::Result::Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? });
    Attributes::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest.as_slice())?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate(certificate)?)?)?,
    ])
}

fn signing_certificate(certificate: &Certificate) -> der::Result<SigningCertificateV2> {
    let tbs = certificate.tbs_certificate();
    Ok(SigningCertificateV2 {
        certs: vec![EssCertIdV2 {
            cert_hash: OctetString::new(Sha256::digest(certificate.to_der()?).as_slice())?,
            issuer_serial: IssuerSerial {
                issuer: vec![GeneralName::DirectoryName(tbs.issuer().clone())],
                serial_number: tbs.serial_number().clone(),
            },
        }],
    })
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

    fn parts(n: usize) -> (Certificate, SigningKey) {
        let certificate = identity::parse(&PEOPLE[n].certificate_der).unwrap();
        let key = identity::signing_key(&PEOPLE[n], &certificate).unwrap();
        (certificate, key)
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
