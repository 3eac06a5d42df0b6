//! A certificate, others beside it and those trusted into whether somebody trusted vouches for it.
//!
//! Without a network nobody can be asked whether a certificate was revoked; a verdict never says that it was not.

use crate::algorithm;
use crate::identity;
use chrono::{DateTime, FixedOffset};
use der::Encode;
use der::asn1::ObjectIdentifier;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

/// Authorities above one another, at most, and signatures of certificates checked for one signer, at most.
const MAX_DEPTH: usize = 8;
const MAX_CHECKS: usize = 64;

/// Extensions that are understood, so that they may be critical: basic constraints, key usage, extended key usage, names of
/// the subject, policies.
const UNDERSTOOD: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.15"),
    ObjectIdentifier::new_unwrap("2.5.29.37"),
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.32"),
];

/// Whether an authority among `trusted` (DER) vouches for `signer`, directly or through the certificates that came with it.
pub(crate) fn is_vouched_for(
    signer: &Certificate,
    beside: &[Certificate],
    trusted: &[Vec<u8>],
    at: DateTime<FixedOffset>,
) -> bool {
    let anchors: Vec<Certificate> = trusted.iter().filter_map(|der| identity::parse(der).ok()).collect();
    let mut search = Search { anchors: &anchors, beside, at, checks: MAX_CHECKS };
    is_understood(signer) && search.climb(signer, 0)
}

struct Search<'c> {
    anchors: &'c [Certificate],
    beside: &'c [Certificate],
    at: DateTime<FixedOffset>,
    checks: usize,
}

impl Search<'_> {
    /// Whether a trusted authority stands above `below`, which has `depth` authorities under it.
    fn climb(&mut self, below: &Certificate, depth: usize) -> bool {
        if depth >= MAX_DEPTH {
            return false;
        }
        let (anchors, beside) = (self.anchors, self.beside);
        anchors.iter().any(|anchor| self.issued(anchor, below, depth))
            || beside.iter().any(|other| self.issued(other, below, depth) && self.climb(other, depth + 1))
    }

    fn issued(&mut self, issuer: &Certificate, below: &Certificate, depth: usize) -> bool {
        let (above, tbs) = (issuer.tbs_certificate(), below.tbs_certificate());
        if above.subject() != tbs.issuer() || issuer == below || !may_issue(issuer, depth) {
            return false;
        }
        if !identity::is_valid_at(issuer, self.at) || self.checks == 0 {
            return false;
        }
        self.checks -= 1;
        is_signed_by(below, issuer)
    }
}

/// Whether the signature on `below` was made with the key of `issuer`.
pub(crate) fn is_signed_by(below: &Certificate, issuer: &Certificate) -> bool {
    let (Ok(message), Some(value)) = (below.tbs_certificate().to_der(), below.signature().as_bytes()) else {
        return false;
    };
    let key = issuer.tbs_certificate().subject_public_key_info();
    let algorithm = below.signature_algorithm();
    algorithm == below.tbs_certificate().signature()
        && algorithm::verify(key, algorithm, None, &message, value).is_ok()
}

fn may_issue(issuer: &Certificate, depth: usize) -> bool {
    let tbs = issuer.tbs_certificate();
    let authority = match tbs.get_extension::<BasicConstraints>() {
        Ok(Some((_, basic))) => {
            basic.ca && basic.path_len_constraint.is_none_or(|most| depth <= usize::from(most))
        }
        Ok(None) | Err(_) => false,
    };
    let usage = match tbs.get_extension::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.key_cert_sign(),
        Err(_) => false,
    };
    authority && usage && is_understood(issuer)
}

/// Whether all that a certificate calls critical is understood here.
fn is_understood(certificate: &Certificate) -> bool {
    let extensions = certificate.tbs_certificate().extensions().map(Vec::as_slice).unwrap_or_default();
    extensions.iter().all(|extension| !extension.critical || UNDERSTOOD.contains(&extension.extn_id))
}
