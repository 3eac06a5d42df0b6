//! Names into identities, PDFs into signed PDFs, and files into verdicts.
//!
//! ```text
//! Subject + entropy ── identity::create ──► Identity (key, self-signed X.509 certificate)
//! PKCS#12 file + passphrase ── pkcs12::import ──► Identity (key, certificate, those above it)
//! PDF + Signatory + Place + Statement ── sign::sign ──► the same PDF, one PAdES B-B signature longer
//! signed PDF ── stamp::ask ──► request; signed PDF + answer ── stamp::add ──► the same PDF, its newest signature stamped (B-T)
//! any bytes + trusted certificates ── verify::verify ──► Verdict (sound, wrong or not judged; each part, every problem)
//! ```
//!
//! Signing appends an incremental update and never rewrites a byte. Nothing here reads a clock, a random
//! generator, a file, a device or a network: the same input gives the same bytes, always. Only a key outside, which the caller
//! brings, may give another value each time.
//!
//! # What is sound
//!
//! A signature is judged by what it holds, whichever program made it: `ETSI.CAdES.detached` or `adbe.pkcs7.detached`, one
//! signer, a container that is its own DER encoding once its lengths are stated; ECDSA with P-256 or P-384, RSA of 2048 to 4096 bits (PKCS#1 v1.5 or PSS), over SHA-256, SHA-384
//! or SHA-512. What is of another kind is not judged: the verdict says so, and calls it neither sound nor wrong.
//! A certificate is trusted when it is pinned itself, or when an authority that is pinned vouches for it.
//!
//! # The form of this program's own signatures
//!
//! - `SubFilter` is `ETSI.CAdES.detached`; the signed attributes are content type, message digest and
//!   `signing-certificate-v2` (hash, issuer and serial number of the certificate and of each above it in the container), nothing else.
//! - The algorithm follows from the key: ECDSA with P-256 and SHA-256 or with P-384 and SHA-384, deterministic (RFC 6979), with
//!   the smaller of the two values of `s`; RSA with PKCS#1 v1.5 and SHA-256; PSS for a key that is for PSS alone.
//! - A time stamp of the signature value is the one attribute that may stand there unsigned.
//! - `/Contents` has room for 12,000 bytes or what key, chain and time stamp need, written as lower-case hexadecimal digits and
//!   filled up with zeros.
//! - The signature that certifies allows further signatures only (DocMDP, `P` = 2).
//! - An update consists of the field, its appearance, the signature dictionary and (when it certifies)
//!   the catalog, followed by a cross-reference of the kind the base has.
//! - The place shows name, organisation, time, reason and the beginning of the certificate's fingerprint,
//!   in the document's own font `SealText`. The drawing follows from the signed facts and is checked
//!   against them.
//!
//! # What an attacker may try, and what stops it
//!
//! | attempt | what stops it |
//! |---|---|
//! | change a byte of the document | the message digest |
//! | change a byte of the signature itself: padding, spelling of its digits, an unsigned part | the container must be exactly its own DER encoding, with nothing but zeros behind it and digits of one spelling; one of this program's own form is built again from certificate, digest and value, and compared byte by byte |
//! | swap or alter the certificate, keep the key | hash, issuer and serial number in `signing-certificate-v2` |
//! | append bytes | the newest signature must reach the last byte; the end of one line is named and harmless |
//! | append an update: page, attachment, annotation, appearance | each revision may hold a signature and what no reader sees, and nothing else |
//! | change, then let somebody countersign, here or with another program | each revision is compared with the one before, signed or not |
//! | shorten or move `ByteRange` | it must be the whole revision but exactly its own `/Contents` |
//! | define what the base refers to but lacks | new objects need new numbers that nothing refers to |
//! | hide objects between objects; define one twice; write a key twice; two cross-references side by side | the base under this program's signature, and every update, must consist of its objects without a gap |
//! | show another name in the place than the certificate's | in this program's form the place is drawn again and compared; of another program's the verdict says that its drawing was not |
//! | lay a place over what is to be read, and fill it later | places over text, pictures or each other are named like active content |
//! | delete a signature by an update, or hide it by making the form unreadable | earlier revisions are asked for their signatures, too; a `ByteRange` that belongs to no signature shown is a problem |
//! | cut the file back to an earlier revision | nothing can: the file is then whole with fewer signatures, and the verdict lists the places that are empty |
//! | let a script, a layer or an action change what is seen | nothing in the file changes: the verdict names all active content |
//! | claim another time | nothing can: the time is the signer's own claim, and the verdict says so; where an authority that is trusted stamped the signature, a claim that contradicts it is a problem |
//! | put in a time stamp of another signature, or of one's own making | it must stamp this signature's value; an authority that is not trusted proves nothing, and the verdict says so |
//! | hand in a key file that keeps the machine busy | size, entries, depth and rounds of hashing are bounded, all parts together |
//! | sign with a key of one's own under another's name | the certificate is not among those trusted: `ValidUnknownSigner`, compare the fingerprint |
//! | let a token or its module answer with something else than a signature of the certificate's key | the value is held against the certificate before anything is written |
//! | use a certificate that was revoked | nothing can without a network: the verdict never says that it was not |
//! | exhaust or crash the verifier | size, depth, number of objects, decompressed bytes, work and what is told are bounded |
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
mod geometry;
pub mod identity;
mod key;
pub mod outside;
mod pdf;
pub mod pkcs12;
mod revisions;
pub mod sign;
mod signature;
pub mod stamp;
mod update;
pub mod verify;

pub use attachments::attached;
