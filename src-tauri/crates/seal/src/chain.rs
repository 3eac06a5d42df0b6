//! A certificate, others beside it and those trusted into whether somebody trusted vouches for it.
//!
//! Without a network nobody can be asked whether a certificate was revoked; a verdict never says that it was not.

use crate::algorithm;
use crate::identity;
use crate::verify::Trust;
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

/// How far a certificate is trusted at a time by somebody who trusts these (DER).
pub(crate) fn trust(
    certificate: &Certificate,
    beside: &[Certificate],
    trusted: &[Vec<u8>],
    at: DateTime<FixedOffset>,
) -> Trust {
    if !identity::is_valid_at(certificate, at) {
        return Trust::NotValidAtTime;
    }
    if certificate.to_der().is_ok_and(|der| trusted.contains(&der)) {
        return Trust::Pinned;
    }
    if identity::is_self_signed(certificate) {
        return Trust::UnknownSelfSigned;
    }
    match follow(certificate, beside, trusted, at) {
        Above::Trusted => Trust::Authority,
        Above::Refused => Trust::RefusedChain,
        Above::Unknown => Trust::UnknownIssuer,
        Above::Incomplete => Trust::IncompleteChain,
    }
}

/// Who stands above a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    /// An authority that is trusted vouches for it, directly or through the certificates that came with it.
    Trusted,
    /// The certificates lead to an authority that is trusted, but one of them may not vouch for the next: it is not an
    /// authority, or was not valid at the time, or sets a condition that is not understood.
    Refused,
    /// The certificates lead to an authority that is not trusted.
    Unknown,
    /// The certificates end before they reach an authority that vouches for itself.
    Incomplete,
}

/// Who stands above `signer`, for somebody who trusts these (DER), at a time.
fn follow(
    signer: &Certificate,
    beside: &[Certificate],
    trusted: &[Vec<u8>],
    at: DateTime<FixedOffset>,
) -> Above {
    let anchors: Vec<Certificate> = trusted.iter().filter_map(|der| identity::parse(der).ok()).collect();
    let mut search = Search { anchors: &anchors, beside, at, checks: MAX_CHECKS };
    if is_understood(signer) && search.climb(signer, 0) {
        return Above::Trusted;
    }
    let all = [anchors.as_slice(), beside].concat();
    let path = above(signer, &all);
    if path.iter().any(|one| anchors.contains(one)) {
        return Above::Refused;
    }
    match path.last() {
        Some(last) if identity::is_self_signed(last) => Above::Unknown,
        Some(_) | None => Above::Incomplete,
    }
}

/// The authorities above a certificate, the nearest first, as far as they are among `others`. The one that vouches for itself
/// ends them.
pub(crate) fn above(certificate: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
    let mut path = vec![certificate.clone()];
    while let Some(below) = path.last().filter(|_| path.len() <= MAX_DEPTH) {
        let issuer = below.tbs_certificate().issuer();
        let above = others.iter().find(|other| {
            other.tbs_certificate().subject() == issuer && !path.contains(other) && is_signed_by(below, other)
        });
        match above {
            Some(above) => path.push(above.clone()),
            None => break,
        }
    }
    path.split_off(1)
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
