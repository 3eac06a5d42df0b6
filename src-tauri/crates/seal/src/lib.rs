//! Names into identities, PDFs into signed PDFs, and files into verdicts.
//!
//! ```text
//! Subject + entropy ── identity::create ──► Identity (P-256 key, self-signed X.509 certificate)
//! PDF + Identity + Place + Statement ── sign::sign ──► the same PDF, one PAdES B-B signature longer
//! any bytes + trusted certificates ── verify::verify ──► Verdict (one word, each part, every problem)
//! ```
//!
//! Signing appends an incremental update and never rewrites a byte. Nothing here reads a clock, a random
//! generator, a file or a network: the same input gives the same bytes, always.
//!
//! # The form of a signature
//!
//! - `SubFilter` is `ETSI.CAdES.detached`; the signed attributes are content type, message digest and
//!   `signing-certificate-v2` (hash, issuer and serial number of the certificate), nothing else.
//! - The algorithm is ECDSA with P-256 and SHA-256, deterministic (RFC 6979), with the smaller of the two
//!   values of `s`. RSA and other curves are refused by name.
//! - `/Contents` has room for 12,000 bytes, written as lower-case hexadecimal digits and filled up with zeros.
//! - The signature that certifies allows further signatures only (DocMDP, `P` = 2).
//! - An update consists of the field, its appearance, the signature dictionary and (when it certifies)
//!   the catalog, followed by a cross-reference of the kind the base has. It is written in one way only.
//! - The place shows name, organisation, time, reason and the beginning of the certificate's fingerprint,
//!   in the document's own font `SealText`. The drawing follows from the signed facts and is checked
//!   against them.
//!
//! # What an attacker may try, and what stops it
//!
//! | attempt | what stops it |
//! |---|---|
//! | change a byte of the document | the message digest |
//! | change a byte of the signature itself: padding, spelling of its digits, an unsigned part | the container is built again from certificate, digest and value, and compared byte by byte; `s` must be the smaller value |
//! | swap or alter the certificate, keep the key | hash, issuer and serial number in `signing-certificate-v2` |
//! | append bytes, even one line end | the newest signature must reach the last byte |
//! | append an update: page, attachment, annotation, appearance | each revision may hold a signature and nothing else |
//! | change, then let somebody countersign | each revision is compared with the one before, signed or not |
//! | shorten or move `ByteRange` | it must be the whole revision but exactly its own `/Contents` |
//! | define what the base refers to but lacks | new objects need new numbers that nothing refers to |
//! | hide objects between objects; define one twice; write a key twice; two cross-references side by side | the base must consist of its objects without a gap, updates must be written in the one exact way |
//! | show another name in the place than the certificate's | the place is drawn again and compared |
//! | delete a signature by an update, or hide it by making the form unreadable | earlier revisions are asked for their signatures, too; a `ByteRange` that belongs to no signature shown is a problem |
//! | cut the file back to an earlier revision | nothing can: the file is then whole with fewer signatures, and the verdict lists the places that are empty |
//! | let a script, a layer or an action change what is seen | nothing in the file changes: the verdict names all active content |
//! | claim another time | nothing can: the time is the signer's own claim, and the verdict says so |
//! | sign with a key of one's own under another's name | the certificate is not among those trusted: `ValidUnknownSigner`, compare the fingerprint |
//! | exhaust or crash the verifier | size, depth, number of objects, decompressed bytes and work are bounded |
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as assay_seal;

mod active;
mod algorithm;
mod appearance;
mod attachments;
mod chain;
mod cms;
#[cfg(test)]
mod confusables;
pub mod error;
#[cfg(test)]
#[path = "../tests/seal/fixture.rs"]
#[allow(dead_code)]
mod fixture;
mod font;
mod form;
pub mod identity;
mod pdf;
mod revisions;
mod signature;
pub mod sign;
mod update;
pub mod verify;

pub use attachments::attached;
