//! A file into a verdict: is it whole, who signed it, and what happened to it since.
//!
//! The answer comes in parts and with one [`Word`] on top. Whatever is not proved is refused, and every
//! reason is a sentence. See the crate's documentation for what an attacker may try.

use crate::cms::{self, Flaw};
use crate::form::{self, Field};
use crate::identity::{self, CertificateSummary};
use crate::pdf::file::{File, Place};
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{Body, Dictionary, Object, hex};
use crate::revisions::{self, Step};
use crate::sign::{self, ByteRange, Signer};
use crate::{active, attachments, pdf};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// The largest file that is looked at, in bytes.
pub const MAX_FILE: usize = 300 << 20;
/// Signatures of one file, at most.
const MAX_SIGNATURES: usize = 16;

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The answer in one word.
    pub word: Word,
    /// The answer in one sentence.
    pub sentence: String,
    /// Each signature found, oldest first.
    pub signatures: Vec<SignatureVerdict>,
    /// Each place for a signature, in the document's order. A file cut back to an earlier revision is
    /// still whole; the places then show which signatures are not there.
    pub places: Vec<PlaceVerdict>,
    /// Everything that speaks against the file: at least one for [`Word::Invalid`] and [`Word::NotAPdf`],
    /// none if it is valid. Of an unsigned file only that its attachments cannot be listed.
    pub problems: Vec<Problem>,
    /// The attached files, with their hashes.
    pub attachments: Vec<Attachment>,
    /// What in the file acts by itself or lets what is seen change: one sentence for each kind. The word does not depend on it.
    pub active: Vec<String>,
}

impl Verdict {
    /// The first problem's sentence, or the verdict's.
    pub(crate) fn reason(&self) -> String {
        self.problems.first().map_or(&self.sentence, |problem| &problem.sentence).clone()
    }
}

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Signed, unchanged since, and every signer's certificate is among those trusted.
    Valid,
    /// Signed and unchanged since, but at least one signer's certificate is not among those trusted.
    ValidUnknownSigner,
    /// A PDF without a signature.
    Unsigned,
    /// Altered, damaged, or signed in a way that cannot be vouched for.
    Invalid,
    /// Not a PDF at all.
    NotAPdf,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceVerdict {
    /// The name of the signature field.
    pub field: String,
    /// Whether it holds a signature (sound or not).
    pub signed: bool,
}

/// A file attached to the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Attachment {
    /// Its name, as the document gives it: not safe to use as a path.
    pub name: String,
    /// SHA-256 of its content, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
}

/// One signature, question by question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignatureVerdict {
    /// The place it stands in.
    pub field: String,
    /// Whether the bytes it covers are the bytes that were signed, by the key in its certificate.
    pub intact: bool,
    /// How much of the file it covers.
    pub covers: Coverage,
    /// What was added behind it, one sentence each; further signatures are the only thing permitted.
    pub changed_since: Vec<String>,
    /// Who signed, as their certificate says; only if the signature is intact.
    pub signer: Option<CertificateSummary>,
    /// How far the certificate is trusted.
    pub trust: Trust,
    /// When they say they signed, by their own clock (see `clock`); only if the signature is intact.
    pub claimed_time: Option<DateTime<FixedOffset>>,
    /// Whose clock the time was read from.
    pub clock: Clock,
    /// Why they say they signed; only if the signature is intact.
    pub reason: Option<String>,
    /// Where they say they signed; only if the signature is intact.
    pub location: Option<String>,
    /// Whether it is the signature that limits later changes to further signatures.
    pub certifying: bool,
}

/// How much of the file a signature covers. It never covers the place where it is itself written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Coverage {
    /// The file up to its last byte.
    WholeFile,
    /// The file as it was at an earlier revision.
    Revision {
        /// The revision, counted from 1 (the document without signatures).
        number: usize,
        /// All revisions of the file.
        of: usize,
    },
    /// Not what a signature should cover.
    Unclear,
}

/// How far a signer's certificate is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Trust {
    /// Exactly this certificate is among those trusted.
    Pinned,
    /// The signer made the certificate themselves, and it is not among those trusted.
    UnknownSelfSigned,
    /// Somebody else issued the certificate, and it is not among those trusted.
    UnknownIssuer,
    /// The claimed time lies outside the certificate's validity.
    NotValidAtTime,
    /// The signature is not intact, so nobody can be named.
    NotEstablished,
}

/// Whose clock a time was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Clock {
    /// The signer's own: the time is their claim, not a proof.
    Signer,
}

/// Something that speaks against the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "SealProblem"))]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong, for a person.
    pub sentence: String,
}

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Code {
    /// Not a PDF.
    NotAPdf,
    /// Larger than [`MAX_FILE`].
    TooLarge,
    /// The structure cannot be read without guessing.
    Damaged,
    /// Bytes behind the file's end.
    BytesAfterEnd,
    /// The document under the signatures has bytes or objects outside its order.
    HiddenContent,
    /// A revision holds something other than a signature.
    ChangedAfterSigning,
    /// A signature that was there is gone.
    SignatureRemoved,
    /// A signature does not stand where a signature has to stand.
    SignatureMisplaced,
    /// The signature's dictionary is not what this program writes.
    SignatureForm,
    /// The range of bytes covered is not the whole revision.
    ByteRange,
    /// The bytes covered are not the bytes signed.
    ContentChanged,
    /// The container of the signature is not exact.
    ContainerForm,
    /// A kind of signature that is not supported.
    UnsupportedAlgorithm,
    /// The certificate is not the one that was signed along.
    CertificateChanged,
    /// The certificate may not be used for signing.
    CertificateUse,
    /// The signature value is wrong.
    SignatureWrong,
    /// The claimed time lies outside the certificate's validity.
    NotValidAtTime,
    /// What is seen in the place is not what was signed.
    Appearance,
    /// An attachment cannot be read.
    Attachment,
}

fn problem(code: Code, sentence: impl Into<String>) -> Problem {
    Problem { code, sentence: sentence.into() }
}

/// Verifies a file against the certificates (DER) that the person trusts.
///
/// Takes any bytes, does not panic, and bounds its own time and memory.
pub fn verify(pdf: &[u8], trusted: &[Vec<u8>]) -> Verdict {
    if !is_pdf(pdf) {
        let sentence = "The file is not a PDF.";
        return bare(Word::NotAPdf, problem(Code::NotAPdf, sentence));
    }
    if pdf.len() > MAX_FILE {
        let sentence = format!("The file is larger than {} MB and was not looked at.", MAX_FILE >> 20);
        return bare(Word::Invalid, problem(Code::TooLarge, sentence));
    }
    examine(pdf, trusted).unwrap_or_else(|broken| {
        bare(Word::Invalid, problem(Code::Damaged, format!("The PDF cannot be read exactly: {broken}.")))
    })
}

fn is_pdf(bytes: &[u8]) -> bool {
    matches!(bytes.strip_prefix(b"%PDF-"), Some([b'1' | b'2', b'.', b'0'..=b'9', ..]))
}

fn bare(word: Word, problem: Problem) -> Verdict {
    Verdict {
        word,
        sentence: problem.sentence.clone(),
        signatures: Vec::new(),
        places: Vec::new(),
        problems: vec![problem],
        attachments: Vec::new(),
        active: Vec::new(),
    }
}

fn examine(pdf: &[u8], trusted: &[Vec<u8>]) -> pdf::Read<Verdict> {
    let file = File::read(pdf)?;
    let newest = file.newest();
    let mut signed_before = BTreeSet::new();
    for revision in 0..newest {
        // An earlier revision alone may be unreadable (in linearised files it is); if the file is signed,
        // that is found below.
        let fields = form::signature_fields(&file, revision).unwrap_or_default();
        signed_before.extend(fields.into_iter().filter(Field::is_signed).map(|field| field.name));
    }
    let fields = form::signature_fields(&file, newest)?;
    let places =
        fields.iter().map(|field| PlaceVerdict { field: field.name.clone(), signed: field.is_signed() });
    let places: Vec<PlaceVerdict> = places.collect();

    let mut problems = Vec::new();
    let attachments = attachments::list(&file).unwrap_or_else(|broken| {
        let sentence = format!("The attachments cannot be listed: {broken}.");
        problems.push(problem(Code::Attachment, sentence));
        Vec::new()
    });
    let active = active::content(&file).unwrap_or_else(|_| {
        vec!["Not all of it can be read, so nobody can say that nothing in it acts by itself.".into()]
    });
    let trailing = trailing(&file);
    problems.extend(
        trailing.clone().map(|sentence| problem(Code::BytesAfterEnd, format!("In the file, {sentence}."))),
    );

    let signed: Vec<&Field> = fields.iter().filter(|field| field.is_signed()).collect();
    for field in signed_before.iter().filter(|name| !signed.iter().any(|field| field.name == **name)) {
        let sentence = format!("The signature in the place {field} was removed.");
        problems.push(problem(Code::SignatureRemoved, sentence));
    }
    if signed.is_empty() && signed_before.is_empty() && has_byte_range(pdf) {
        let sentence = "The file holds a signature that its form does not show.";
        problems.push(problem(Code::SignatureRemoved, sentence));
    }
    if signed.is_empty() && problems.iter().all(|problem| problem.code == Code::Attachment) {
        let sentence = "The file carries no signature, so nothing shows whether it was changed.".into();
        return Ok(Verdict {
            word: Word::Unsigned,
            sentence,
            signatures: vec![],
            places,
            problems,
            attachments,
            active,
        });
    }

    let names: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    if names.len() != fields.len() {
        problems
            .push(problem(Code::HiddenContent, "Two signature places of the document have the same name."));
    }
    let missing = revisions::check_base(&file).unwrap_or_else(|broken| {
        let sentence = format!("The document under the signatures is not in order: {broken}.");
        problems.push(problem(Code::HiddenContent, sentence));
        BTreeSet::new()
    });
    let steps: Vec<Step> = (1..=newest).map(|revision| revisions::step(&file, revision, &missing)).collect();
    let mut signatures: Vec<(usize, SignatureVerdict)> = Vec::new();
    // One signature for each revision behind the base: this also bounds how often the file is hashed.
    if newest > MAX_SIGNATURES || signed.len() > newest {
        let sentence = "There are more signatures or revisions than belong together.";
        problems.push(problem(Code::SignatureMisplaced, sentence));
    }
    for field in signed.iter().take(newest.min(MAX_SIGNATURES)) {
        let (revision, verdict) = signature(&file, field, &steps, trusted, &mut problems);
        signatures.push((revision, verdict));
    }
    for (revision, step) in (2..).zip(&steps) {
        match step {
            Step::Signature { field } if signed.iter().any(|signed| signed.name == *field) => {}
            Step::Signature { field } => {
                let sentence = format!("The signature in the place {field} was removed.");
                problems.push(problem(Code::SignatureRemoved, sentence));
            }
            Step::Other(changes) => problems.extend(changes.iter().map(|change| {
                let sentence = format!("In revision {revision} of the file, {change}.");
                problem(Code::ChangedAfterSigning, sentence)
            })),
        }
    }

    signatures.sort_by_key(|(revision, _)| *revision);
    let mut signatures: Vec<SignatureVerdict> = signatures.into_iter().map(|(_, verdict)| verdict).collect();
    for verdict in &mut signatures {
        verdict.changed_since.extend(trailing.clone());
    }
    let word = if !problems.is_empty() {
        Word::Invalid
    } else if signatures.iter().all(|verdict| verdict.trust == Trust::Pinned) {
        Word::Valid
    } else {
        Word::ValidUnknownSigner
    };
    let sentence = sentence(word, &signatures, &places, &problems);
    Ok(Verdict { word, sentence, signatures, places, problems, attachments, active })
}

/// Whether the key that every signature has stands anywhere: a signed file must not pass for one never signed.
fn has_byte_range(pdf: &[u8]) -> bool {
    pdf.windows(b"/ByteRange".len()).any(|window| window == b"/ByteRange")
}

fn trailing(file: &File) -> Option<String> {
    match file.trailing() {
        0 => None,
        1 => Some("1 byte follows the end of the last complete revision".into()),
        count => Some(format!("{count} bytes follow the end of the last complete revision")),
    }
}

fn sentence(
    word: Word,
    signatures: &[SignatureVerdict],
    places: &[PlaceVerdict],
    problems: &[Problem],
) -> String {
    let count = format!("{} of {} places signed", signatures.len(), places.len());
    match word {
        Word::Valid => format!("Signed by people you trust and unchanged since ({count})."),
        Word::ValidUnknownSigner => format!(
            "Signed and unchanged since ({count}), but not every signer's certificate is one you trust: compare the fingerprint with the signer."
        ),
        Word::Unsigned | Word::Invalid | Word::NotAPdf => format!(
            "Do not rely on this file. {}",
            problems.first().map_or("", |problem| problem.sentence.as_str())
        ),
    }
}

/// Looks at one signature. Returns the revision it stands in, and adds what is wrong to `problems`.
fn signature(
    file: &File,
    field: &Field,
    steps: &[Step],
    trusted: &[Vec<u8>],
    problems: &mut Vec<Problem>,
) -> (usize, SignatureVerdict) {
    let name = &field.name;
    let mut verdict = SignatureVerdict {
        field: name.clone(),
        intact: false,
        covers: Coverage::Unclear,
        changed_since: Vec::new(),
        signer: None,
        trust: Trust::NotEstablished,
        claimed_time: None,
        clock: Clock::Signer,
        reason: None,
        location: None,
        certifying: false,
    };
    let Some((revision, offset)) = position(file, field) else {
        let sentence = format!("The signature in the place {name} was not added as a revision of its own.");
        problems.push(problem(Code::SignatureMisplaced, sentence));
        return (0, verdict);
    };
    verdict.changed_since = steps.iter().skip(revision).flat_map(since).collect();
    match cryptography(file, name, revision, offset) {
        Ok(sound) => {
            verdict.covers = match revision == file.newest() && file.trailing() == 0 {
                true => Coverage::WholeFile,
                false => Coverage::Revision { number: revision + 1, of: file.sections.len() },
            };
            verdict.intact = true;
            verdict.certifying = sound.statement.certify;
            verdict.trust = trust(&sound, trusted);
            if verdict.trust == Trust::NotValidAtTime {
                let sentence =
                    format!("The certificate in the place {name} was not valid at the time stated.");
                problems.push(problem(Code::NotValidAtTime, sentence));
            }
            if !identity::may_sign(&sound.certificate) {
                let sentence = format!("The certificate in the place {name} is not meant for signing.");
                problems.push(problem(Code::CertificateUse, sentence));
            }
            if !drawn_as_signed(file, field, revision, &sound) {
                let sentence = format!("What is seen in the place {name} is not what was signed there.");
                problems.push(problem(Code::Appearance, sentence));
            }
            verdict.claimed_time = Some(sound.statement.at);
            verdict.reason = Some(sound.statement.reason);
            verdict.location = sound.statement.location;
            verdict.signer = Some(sound.signer.summary);
        }
        Err(found) => problems.push(found),
    }
    if !matches!(&steps[revision - 1], Step::Signature { field } if field == name) {
        let sentence = format!("The signature in the place {name} does not stand in a revision of its own.");
        problems.push(problem(Code::SignatureMisplaced, sentence));
    }
    (revision, verdict)
}

fn since(step: &Step) -> Vec<String> {
    match step {
        Step::Signature { field } => vec![format!("a further signature: {field}")],
        Step::Other(changes) => changes.clone(),
    }
}

/// The revision (1 or later) and byte offset of a field's signature dictionary.
fn position(file: &File, field: &Field) -> Option<(usize, usize)> {
    let id = field.dictionary.reference("V").filter(|id| id.generation == 0)?;
    match file.locate(id.number, file.newest())? {
        (revision @ 1.., Place::At { offset, generation: 0 }) => Some((revision, offset)),
        (_, Place::At { .. } | Place::In { .. } | Place::Free) => None,
    }
}

/// A signature that holds.
struct Sound {
    certificate: x509_cert::Certificate,
    der: Vec<u8>,
    signer: Signer,
    statement: sign::Statement,
}

/// Checks range, digest, container and dictionary of the signature at `offset`.
fn cryptography(file: &File, name: &str, revision: usize, offset: usize) -> Result<Sound, Problem> {
    let form =
        |what: &str| problem(Code::SignatureForm, format!("The signature in the place {name} {what}."));
    let range = |what: &str| problem(Code::ByteRange, format!("The signature in the place {name} {what}."));
    let Ok((_, Body::Plain(Object::Dictionary(dictionary)), _)) = file.indirect(offset, revision) else {
        return Err(form("cannot be read"));
    };
    for (key, value) in [("Type", "Sig"), ("Filter", "Adobe.PPKLite"), ("SubFilter", "ETSI.CAdES.detached")] {
        if dictionary.name(key) != Some(value.as_bytes()) {
            return Err(form("was made in another form than this program's, which it cannot vouch for"));
        }
    }
    let hole = hole(file, &dictionary, offset)
        .ok_or_else(|| form("does not hold its own bytes in the exact form"))?;
    let end = file.end(revision).map_err(|_| range("does not reach the end of its revision"))?;
    let covered = ByteRange::around(hole, end);
    let contents = dictionary.string("Contents").unwrap_or_default();
    let statement = sign::read_statement(&dictionary)
        .ok_or_else(|| form("does not state time and reason in the exact form"))?;
    let rebuilt = |name: &str| sign::signature_dictionary(name, &statement, contents.to_vec(), covered);
    if rebuilt("").get("ByteRange") != dictionary.get("ByteRange") {
        return Err(range("does not cover exactly its revision without itself"));
    }
    let digest = covered.digest(file.bytes).ok_or_else(|| range("covers bytes that are not there"))?;
    let certificate = cms::check(contents, &digest).map_err(|flaw| describe(flaw, name))?;
    let signer = Signer::read(&certificate).map_err(|_| form("has a certificate that cannot be read"))?;
    let der = der::Encode::to_der(&certificate).map_err(|_| form("has a certificate that cannot be read"))?;
    if rebuilt(&signer.summary.name) != dictionary {
        return Err(form("holds more or other entries than a signature needs"));
    }
    Ok(Sound { certificate, der, signer, statement })
}

/// The bytes of `/Contents` in the file, delimiters included, if they are spelled in the one way accepted.
fn hole(file: &File, dictionary: &Dictionary, offset: usize) -> Option<Range<usize>> {
    let span = Lexer::value_span(file.bytes, offset, "Contents")?;
    let spelled = file.bytes.get(span.clone())?.strip_prefix(b"<")?.strip_suffix(b">")?;
    (spelled == hex(dictionary.string("Contents")?)).then_some(span)
}

fn describe(flaw: Flaw, name: &str) -> Problem {
    let (code, what) = match flaw {
        Flaw::Form => (Code::ContainerForm, "is not written in the exact form, or was altered"),
        Flaw::Unsupported => (
            Code::UnsupportedAlgorithm,
            "uses another algorithm than ECDSA with P-256 and SHA-256, which is not supported",
        ),
        Flaw::Digest => (Code::ContentChanged, "does not match: the document was changed after signing"),
        Flaw::Certificate => {
            (Code::CertificateChanged, "carries a certificate other than the one it was made with")
        }
        Flaw::Signature => {
            (Code::SignatureWrong, "is false: it was not made with the key of its certificate")
        }
    };
    problem(code, format!("The signature in the place {name} {what}."))
}

fn trust(sound: &Sound, trusted: &[Vec<u8>]) -> Trust {
    if !sound.signer.valid_at(sound.statement.at) {
        Trust::NotValidAtTime
    } else if trusted.contains(&sound.der) {
        Trust::Pinned
    } else if sound.signer.summary.self_signed {
        Trust::UnknownSelfSigned
    } else {
        Trust::UnknownIssuer
    }
}

/// Whether the field's appearance, as of the signature's revision, is the drawing of what was signed.
fn drawn_as_signed(file: &File, field: &Field, revision: usize, sound: &Sound) -> bool {
    let drawn = || {
        let now = file.dictionary(Some(&Object::Reference(field.id)), revision).ok()??;
        let Some(Object::Dictionary(appearances)) = now.get("AP") else { return None };
        file.object(appearances.reference("N")?, revision).ok()?
    };
    let expected = sign::drawing(file, revision - 1, field, &sound.signer, &sound.statement);
    matches!((drawn(), expected), (Some(drawn), Ok(Some(expected))) if drawn == expected)
}
