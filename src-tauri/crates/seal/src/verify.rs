//! A file into a verdict: is it whole, who signed it, and what happened to it since.
//!
//! The answer comes in parts and with one [`Word`] on top: sound, wrong, or not judged, because it is of a kind that is not
//! known here. Whatever is not proved is never called sound, and every reason is a sentence. See the crate's documentation
//! for what an attacker may try.

use crate::form::{self, Field};
use crate::identity::CertificateSummary;
use crate::pdf::file::File;
use crate::revisions::{self, Step};
use crate::signature::{self, Signature};
use crate::{active, attachments, geometry, pdf};
use assay_message::{Message, Part, message};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::thread;

/// The largest file that is looked at, in bytes.
pub const MAX_FILE: usize = 300 << 20;
/// Signatures of one file, at most.
const MAX_SIGNATURES: usize = 16;
/// Problems told, and changes told of one signature, at most; what goes beyond is counted.
const MAX_TOLD: usize = 50;

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The answer in one word.
    pub word: Word,
    /// The answer in one sentence.
    pub sentence: Message,
    /// Each signature found, oldest first.
    pub signatures: Vec<SignatureVerdict>,
    /// Each place for a signature, in the document's order. A file cut back to an earlier revision is
    /// still whole; the places then show which signatures are not there.
    pub places: Vec<PlaceVerdict>,
    /// Everything that speaks against the file or keeps it from being judged: at least one for [`Word::Invalid`],
    /// [`Word::NotJudged`] and [`Word::NotAPdf`], none if it is valid. Of an unsigned file only that its attachments cannot
    /// be listed.
    pub problems: Vec<Problem>,
    /// What is worth knowing and speaks against nothing.
    pub remarks: Vec<Message>,
    /// The attached files, with their hashes.
    pub attachments: Vec<Attachment>,
    /// What in the file acts by itself or lets what is seen change: one sentence for each kind. The word does not depend on it.
    pub active: Vec<Message>,
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
    /// Altered or damaged, or a signature in it is false.
    Invalid,
    /// Nothing in it was found wrong, but it is of a kind that is not known here, so nobody can call it sound either.
    NotJudged,
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
    pub intact: Intact,
    /// How much of the file it covers.
    pub covers: Coverage,
    /// What was added behind it, one sentence each; further signatures are the only thing permitted.
    pub changed_since: Vec<Message>,
    /// Who signed, as their certificate says; only if the signature is intact.
    pub signer: Option<CertificateSummary>,
    /// How far the certificate is trusted.
    pub trust: Trust,
    /// When they say they signed, by their own clock (see `clock`); only if the signature is intact.
    pub claimed_time: Option<DateTime<FixedOffset>>,
    /// Whose clock the claimed time was read from.
    pub clock: Clock,
    /// The time stamp of the signature; only if both hold.
    pub time_stamp: Option<TimeStampVerdict>,
    /// Why they say they signed; only if the signature is intact.
    pub reason: Option<String>,
    /// Where they say they signed; only if the signature is intact.
    pub location: Option<String>,
    /// Whether it is the signature that limits later changes to further signatures.
    pub certifying: bool,
    /// Whether its place was drawn by this program and shows what was signed. Another program may have drawn anything there.
    pub drawn_as_signed: bool,
}

/// A time stamp: a moment at which the signature was there already, in the word of somebody else than the signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimeStampVerdict {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The authority, as its certificate says.
    pub authority: CertificateSummary,
    /// How far the authority's certificate is trusted. Where it is not, the stamp proves nothing.
    pub trust: Trust,
}

/// Whether something is as it was signed: the three answers there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Intact {
    /// It was checked, and it is so.
    Yes,
    /// It was checked, and it is not so.
    No,
    /// It is of a kind that cannot be checked here.
    NotJudged,
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
    /// An authority among those trusted vouches for the certificate. Whether it was revoked nobody can tell without a network.
    Authority,
    /// The signer made the certificate themselves, and it is not among those trusted.
    UnknownSelfSigned,
    /// The certificates in the signature lead to an authority that is not among those trusted.
    UnknownIssuer,
    /// Somebody else issued the certificate, and those between it and an authority are not in the signature.
    IncompleteChain,
    /// The certificates lead to an authority that is trusted, but one on the way may not vouch for the next, or was not valid
    /// at the time.
    RefusedChain,
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
    pub sentence: Message,
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
    /// The signature's dictionary cannot be read, or is not what this program writes.
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
    /// A signature of a form that is not known here.
    UnsupportedForm,
    /// A signature that does not say when it was made.
    TimeMissing,
    /// A time stamp that is false, stamps something else, or contradicts the times stated.
    TimeStamp,
    /// The document under another program's signature is built in a way that is not followed here.
    NotFollowed,
    /// Problems beyond those told.
    More,
}

impl Code {
    /// Whether the problem keeps the file from being judged, and says nothing against it.
    fn is_open(self) -> bool {
        match self {
            Code::UnsupportedAlgorithm
            | Code::UnsupportedForm
            | Code::TimeMissing
            | Code::NotFollowed
            | Code::TooLarge => true,
            Code::NotAPdf
            | Code::Damaged
            | Code::BytesAfterEnd
            | Code::HiddenContent
            | Code::ChangedAfterSigning
            | Code::SignatureRemoved
            | Code::SignatureMisplaced
            | Code::SignatureForm
            | Code::ByteRange
            | Code::ContentChanged
            | Code::ContainerForm
            | Code::CertificateChanged
            | Code::CertificateUse
            | Code::SignatureWrong
            | Code::NotValidAtTime
            | Code::Appearance
            | Code::Attachment
            | Code::TimeStamp
            | Code::More => false,
        }
    }
}

impl Problem {
    pub(crate) fn new(code: Code, sentence: Message) -> Problem {
        Problem { code, sentence }
    }
}

/// Verifies a file against the certificates (DER) that the person trusts.
///
/// Takes any bytes, does not panic, and bounds its own time and memory.
pub fn verify(pdf: &[u8], trusted: &[Vec<u8>]) -> Verdict {
    if !is_pdf(pdf) {
        let sentence = message!("The file is not a PDF.");
        return bare(Word::NotAPdf, Problem::new(Code::NotAPdf, sentence));
    }
    if pdf.len() > MAX_FILE {
        let sentence = message!(
            "The file is larger than {max_file} MB and was not looked at.",
            max_file = MAX_FILE >> 20
        );
        return bare(Word::NotJudged, Problem::new(Code::TooLarge, sentence));
    }
    examine(pdf, trusted).unwrap_or_else(|broken| {
        bare(
            Word::Invalid,
            Problem::new(Code::Damaged, message!("The PDF cannot be read exactly: {broken}.")),
        )
    })
}

pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    matches!(bytes.strip_prefix(b"%PDF-"), Some([b'1' | b'2', b'.', b'0'..=b'9', ..]))
}

fn bare(word: Word, problem: Problem) -> Verdict {
    Verdict {
        word,
        sentence: problem.sentence.clone(),
        signatures: Vec::new(),
        places: Vec::new(),
        problems: vec![problem],
        remarks: Vec::new(),
        attachments: Vec::new(),
        active: Vec::new(),
    }
}

/// What speaks against a file, up to a number that a person can read.
#[derive(Default)]
struct Problems {
    told: Vec<Problem>,
    more: usize,
}

impl Problems {
    fn add(&mut self, code: Code, sentence: Message) {
        self.put(Problem::new(code, sentence));
    }

    fn put(&mut self, problem: Problem) {
        // What is wrong is told before what is open, so that counting never hides the answer.
        let is_first = !self.told.iter().any(|told| told.code == problem.code);
        if self.told.len() < MAX_TOLD || is_first {
            self.told.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn all(mut self) -> Vec<Problem> {
        self.told.sort_by_key(|problem| problem.code.is_open());
        if self.more > 0 {
            let sentence = message!("There are {more} problems more.", more = self.more);
            self.told.push(Problem::new(Code::More, sentence));
        }
        self.told
    }
}

fn examine(pdf: &[u8], trusted: &[Vec<u8>]) -> pdf::Read<Verdict> {
    let file = File::read(pdf)?;
    let fields = form::signature_fields(&file, file.newest())?;
    let places =
        fields.iter().map(|field| PlaceVerdict { field: field.name.clone(), signed: field.is_signed() });
    let places: Vec<PlaceVerdict> = places.collect();
    let (mut problems, mut remarks) = (Problems::default(), Vec::new());
    let attachments = attachments::list(&file).unwrap_or_else(|broken| {
        problems.add(Code::Attachment, message!("The attachments cannot be listed: {broken}."));
        Vec::new()
    });
    // Looking through everything for what acts takes as long as judging the signatures.
    let (active, covered, judged) = thread::scope(|scope| {
        let active = scope.spawn(|| active::content(&file));
        let covered = geometry::covered(&file, &fields);
        if covered.is_err() {
            remarks.push(message!("What the signature places lie over cannot be told."));
        }
        let judged = judged(&file, &fields, trusted, &mut problems, &mut remarks);
        (active.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), covered, judged)
    });
    let Judged { word, signatures, is_only_added } = judged;
    let mut active = active.unwrap_or_else(|_| {
        vec![message!("Not all of it can be read, so nobody can say that nothing in it acts by itself.")]
    });
    active.extend(covered.unwrap_or_default());
    let problems = problems.all();
    let sentence = sentence(word, &signatures, &places, &problems, is_only_added);
    Ok(Verdict { word, sentence, signatures, places, problems, remarks, attachments, active })
}

/// How a file stands, for somebody who is about to sign it: the word, how many signatures there are, and what is wrong first.
pub(crate) fn standing(file: &File) -> pdf::Read<(Word, usize, Message)> {
    let fields = form::signature_fields(file, file.newest())?;
    let mut problems = Problems::default();
    let Judged { word, signatures, .. } = judged(file, &fields, &[], &mut problems, &mut Vec::new());
    let first = problems.all().into_iter().next().map(|problem| problem.sentence);
    Ok((word, signatures.len(), Message::sentences(first)))
}

/// Whether the newest revision is one sound signature in this place and nothing else, up to the last byte; else what is wrong.
pub(crate) fn is_newest(file: &File, place: &str, missing: &BTreeSet<u32>) -> Result<(), Message> {
    let newest = file.newest();
    let fields = form::signature_fields(file, newest).map_err(|broken| broken.0)?;
    let signature = fields
        .iter()
        .find(|field| field.name == place)
        .and_then(|field| signature::judge(file, field))
        .ok_or_else(|| message!("it is not there"))?;
    let sound = signature.outcome.as_ref().map_err(|problem| problem.sentence.clone())?;
    let objections = sound.objections(place).into_iter().map(|problem| problem.sentence);
    let step = revisions::step(file, newest, missing);
    let mut against: Vec<Message> = objections
        .chain(match &step {
            Step::Signature { field } if field == place => Vec::new(),
            Step::Signature { .. } | Step::ValidationData | Step::Other(_) => since(&step),
        })
        .collect();
    // What nobody had to ask of the document before it was signed.
    if names(&fields).len() != fields.len() {
        against.push(twice());
    }
    if let Err(broken) = attachments::list(file) {
        against.push(message!("the attachments cannot be listed: {broken}"));
    }
    if !signature.own || !signature::is_drawn_as_signed(file, &signature, sound) {
        against.push(message!("what is seen in the place is not what was signed there"));
    }
    if signature.end != file.bytes.len() {
        against.push(message!("it does not reach the end of the file"));
    }
    match against.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(first),
    }
}

/// What the signatures of a file say together.
struct Judged {
    word: Word,
    signatures: Vec<SignatureVerdict>,
    /// Whether they all hold, and everything wrong came behind the last of them.
    is_only_added: bool,
}

fn judged(
    file: &File,
    fields: &[Field],
    trusted: &[Vec<u8>],
    problems: &mut Problems,
    remarks: &mut Vec<Message>,
) -> Judged {
    let signed: Vec<&Field> = fields.iter().filter(|field| field.is_signed()).collect();
    let was_signed = removed(file, &signed, problems);
    if signed.is_empty() && !was_signed && has_byte_range(file.bytes) {
        problems
            .add(Code::SignatureRemoved, message!("The file holds a signature that its form does not show."));
    }
    let (found, mut signatures) = found(file, &signed, problems);
    let rest = rest(file, &found);
    match rest {
        [] => {}
        rest if is_line_end(rest) && found.is_empty() => {}
        rest if is_line_end(rest) => remarks.push(match rest.len() {
            1 => message!("1 byte of a line end follows the last signature, as mail and editors leave them. They change nothing."),
            count => message!("{count} bytes of a line end follow the last signature, as mail and editors leave them. They change nothing."),
        }),
        rest => problems.add(Code::BytesAfterEnd, follow(rest.len())),
    }
    if signed.is_empty() && problems.told.iter().all(|problem| problem.code == Code::Attachment) {
        return Judged { word: Word::Unsigned, signatures, is_only_added: false };
    }
    if names(fields).len() != fields.len() {
        problems.add(Code::HiddenContent, twice());
    }
    let steps = steps(file, &found, problems);
    let mut stamped = None;
    for signature in &found {
        let mut part = part(file, signature, &steps, trusted, problems);
        stamped = times(signature, &part, stamped, problems, remarks);
        if !rest.is_empty() {
            part.changed_since.push(follow(rest.len()));
        }
        signatures.push(part);
    }
    let others = signatures.iter().filter(|one| one.intact == Intact::Yes && !one.drawn_as_signed);
    remarks.extend(others.map(|one| {
        let name = &one.field;
        message!("Another program signed in the place {name} and drew what is seen there: rely on the name given here.")
    }));
    told(&steps, &signed, problems);
    let word = word(problems, &signatures);
    let is_only_added = is_only_added(problems, &found, &steps);
    Judged { word, signatures, is_only_added }
}

/// Holds the time of a signature against its time stamp and against the newest one that it covers; returns the newest so far.
fn times(
    signature: &Signature,
    part: &SignatureVerdict,
    before: Option<DateTime<Utc>>,
    problems: &mut Problems,
    remarks: &mut Vec<Message>,
) -> Option<DateTime<Utc>> {
    let Ok(sound) = &signature.outcome else { return before };
    if sound.stamp.is_err() {
        let name = &signature.field;
        remarks.push(message!("The time stamp of the signature in the place {name} is of a kind that is not known here: rely on no time for it."));
    }
    // What somebody unknown says of a time proves nothing, for or against.
    let stamp = part.time_stamp.as_ref().filter(|stamp| is_known(stamp.trust)).map(|stamp| stamp.at);
    let found = sound.contradictions(&signature.field, stamp, before);
    found.into_iter().for_each(|problem| problems.put(problem));
    before.max(stamp)
}

fn twice() -> Message {
    message!("Two signature places of the document have the same name.")
}

fn names(fields: &[Field]) -> BTreeSet<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

/// Tells the signatures that an earlier revision had and the newest has not; whether an earlier one had any.
fn removed(file: &File, signed: &[&Field], problems: &mut Problems) -> bool {
    let there: BTreeSet<&str> = signed.iter().map(|field| field.name.as_str()).collect();
    let mut before = BTreeSet::new();
    for revision in 0..file.newest() {
        // An earlier revision alone may be unreadable (in linearised files it is); if the file is signed,
        // that is found below.
        let fields = form::signature_fields(file, revision).unwrap_or_default();
        before.extend(fields.into_iter().filter(Field::is_signed).map(|field| field.name));
    }
    for field in before.iter().filter(|name| !there.contains(name.as_str())) {
        problems.add(Code::SignatureRemoved, message!("The signature in the place {field} was removed."));
    }
    !before.is_empty()
}

/// The signatures, oldest first, each looked at by itself; and those that stand nowhere.
fn found(file: &File, signed: &[&Field], problems: &mut Problems) -> (Vec<Signature>, Vec<SignatureVerdict>) {
    let (mut found, mut stray) = (Vec::new(), Vec::new());
    // One signature for each revision: this also bounds how often the file is hashed.
    let most = match signed.len() <= file.sections.len() {
        true => file.sections.len(),
        false => file.newest(),
    };
    if signed.len() > most.min(MAX_SIGNATURES) {
        problems.add(
            Code::SignatureMisplaced,
            message!("There are more signatures or revisions than belong together."),
        );
    }
    for field in signed.iter().take(most.min(MAX_SIGNATURES)) {
        match signature::judge(file, field) {
            Some(signature) => found.push(signature),
            None => {
                let name = &field.name;
                let sentence =
                    message!("The signature in the place {name} was not added as a revision of its own.");
                problems.add(Code::SignatureMisplaced, sentence);
                stray.push(unknown(name));
            }
        }
    }
    found.sort_by_key(|signature: &Signature| signature.revision);
    (found, stray)
}

/// What each revision adds, by its number. Revisions up to another program's first signature are part of what it signed.
fn steps(file: &File, found: &[Signature], problems: &mut Problems) -> Vec<(usize, Step)> {
    let foreign = found.first().filter(|first| !first.own);
    let missing = match foreign {
        None => revisions::check_base(file).unwrap_or_else(|broken| {
            let sentence = message!("The document under the signatures is not in order: {broken}.");
            problems.add(Code::HiddenContent, sentence);
            BTreeSet::new()
        }),
        Some(first) => revisions::dangling(file, first.revision).unwrap_or_else(|broken| {
            let sentence = message!(
                "The document under the signatures is built in a way that is not followed: {broken}."
            );
            problems.add(Code::NotFollowed, sentence);
            BTreeSet::new()
        }),
    };
    if foreign.is_some() && file.sections.iter().any(|section| section.hybrid) {
        let sentence =
            message!("The document has two cross-references side by side, which programs read differently.");
        problems.add(Code::NotFollowed, sentence);
    }
    let from = foreign.map_or(0, |first| first.revision) + 1;
    (from..=file.newest()).map(|revision| (revision, revisions::step(file, revision, &missing))).collect()
}

/// Tells what was changed, and signatures that the newest revision does not show.
fn told(steps: &[(usize, Step)], signed: &[&Field], problems: &mut Problems) {
    for (revision, step) in steps {
        match step {
            Step::Signature { field } if signed.iter().any(|signed| signed.name == *field) => {}
            Step::Signature { field } => {
                problems
                    .add(Code::SignatureRemoved, message!("The signature in the place {field} was removed."));
            }
            Step::ValidationData => {}
            Step::Other(changes) => {
                for change in changes.sentences() {
                    let sentence =
                        message!("In revision {revision} of the file, {change}.", revision = revision + 1);
                    problems.add(Code::ChangedAfterSigning, sentence);
                }
            }
        }
    }
}

/// The bytes behind what the newest revision holds, or behind what its signature covers.
fn rest<'a>(file: &File<'a>, found: &[Signature]) -> &'a [u8] {
    let newest = found.last().filter(|last| last.revision == file.newest()).map(|last| last.end);
    let end = newest.unwrap_or_else(|| file.bytes.len() - file.trailing());
    file.bytes.get(end..).unwrap_or_default()
}

/// Whether this is the end of one line: no program reads anything into it.
fn is_line_end(bytes: &[u8]) -> bool {
    matches!(bytes, b"\n" | b"\r" | b"\r\n")
}

fn follow(count: usize) -> Message {
    match count {
        1 => message!("In the file, 1 byte follows the end of the last complete revision."),
        count => message!("In the file, {count} bytes follow the end of the last complete revision."),
    }
}

/// Whether the key that every signature has stands anywhere: a signed file must not pass for one never signed.
fn has_byte_range(pdf: &[u8]) -> bool {
    pdf.windows(b"/ByteRange".len()).any(|window| window == b"/ByteRange")
}

fn is_known(trust: Trust) -> bool {
    match trust {
        Trust::Pinned | Trust::Authority => true,
        Trust::UnknownSelfSigned
        | Trust::UnknownIssuer
        | Trust::IncompleteChain
        | Trust::RefusedChain
        | Trust::NotValidAtTime
        | Trust::NotEstablished => false,
    }
}

fn word(problems: &Problems, signatures: &[SignatureVerdict]) -> Word {
    if problems.told.iter().any(|problem| !problem.code.is_open()) {
        Word::Invalid
    } else if !problems.told.is_empty() {
        Word::NotJudged
    } else if signatures.iter().all(|one| is_known(one.trust)) {
        Word::Valid
    } else {
        Word::ValidUnknownSigner
    }
}

fn sentence(
    word: Word,
    signatures: &[SignatureVerdict],
    places: &[PlaceVerdict],
    problems: &[Problem],
    is_only_added: bool,
) -> Message {
    let count = message!("{signed} of {all} places signed", signed = signatures.len(), all = places.len());
    let first = Part::sentences(problems.first().map(|problem| problem.sentence.clone()));
    match word {
        Word::Unsigned => message!("The file carries no signature, so nothing shows whether it was changed."),
        Word::Valid => message!("Signed by people you trust and unchanged since ({count})."),
        Word::ValidUnknownSigner => message!(
            "Signed and unchanged since ({count}), but not every signer's certificate is one you trust: compare the fingerprint with the signer."
        ),
        Word::NotJudged => {
            message!("Not judged: nothing was found wrong, but not all of it can be checked here. {first}")
        }
        Word::Invalid if is_only_added => message!(
            "Do not rely on this file as it is: something was added after the last signature. {first} What was signed is unchanged and can be written out again."
        ),
        Word::Invalid | Word::NotAPdf => message!("Do not rely on this file. {first}"),
    }
}

/// Whether the signatures hold and everything wrong came behind the last of them.
fn is_only_added(problems: &Problems, found: &[Signature], steps: &[(usize, Step)]) -> bool {
    let later = |code: Code| matches!(code, Code::ChangedAfterSigning | Code::BytesAfterEnd | Code::More);
    let Some(last) = found.last() else { return false };
    let mut until = steps.iter().filter(|(revision, _)| *revision <= last.revision);
    found.iter().all(|one| one.outcome.is_ok())
        && problems.told.iter().all(|problem| later(problem.code))
        && until.all(|(_, step)| matches!(step, Step::Signature { .. } | Step::ValidationData))
}

/// The bytes of the file up to the end of its newest signature, if that much of it is sound: what was signed, without what
/// was added since. `None` if no signature holds.
pub fn signed_revision(pdf: &[u8]) -> Option<&[u8]> {
    let file = File::read(pdf).ok()?;
    let fields = form::signature_fields(&file, file.newest()).ok()?;
    let signed = fields.iter().filter(|field| field.is_signed()).take(MAX_SIGNATURES);
    let found = signed.filter_map(|field| signature::judge(&file, field)).filter(|one| one.outcome.is_ok());
    let whole = pdf.get(..found.map(|one| one.end).max()?)?;
    match verify(whole, &[]).word {
        Word::Valid | Word::ValidUnknownSigner => Some(whole),
        Word::Unsigned | Word::Invalid | Word::NotJudged | Word::NotAPdf => None,
    }
}

/// A signature of which nothing is known but its place.
fn unknown(field: &str) -> SignatureVerdict {
    SignatureVerdict {
        field: field.to_owned(),
        intact: Intact::No,
        covers: Coverage::Unclear,
        changed_since: Vec::new(),
        signer: None,
        trust: Trust::NotEstablished,
        claimed_time: None,
        clock: Clock::Signer,
        time_stamp: None,
        reason: None,
        location: None,
        certifying: false,
        drawn_as_signed: false,
    }
}

/// What is told of one signature; adds what is wrong with it to `problems`.
fn part(
    file: &File,
    signature: &Signature,
    steps: &[(usize, Step)],
    trusted: &[Vec<u8>],
    problems: &mut Problems,
) -> SignatureVerdict {
    let mut part = unknown(&signature.field);
    let mut later = steps.iter().filter(|(revision, _)| *revision > signature.revision);
    let mut since: Vec<Message> = later.clone().flat_map(|(_, step)| since(step)).collect();
    if since.len() > MAX_TOLD {
        let more = since.split_off(MAX_TOLD).len();
        since.push(message!("{more} changes more"));
    }
    part.changed_since = since;
    match &signature.outcome {
        Ok(sound) => {
            part.intact = Intact::Yes;
            part.covers = match signature.end == file.bytes.len() {
                true => Coverage::WholeFile,
                false => Coverage::Revision { number: signature.revision + 1, of: file.sections.len() },
            };
            part.certifying = sound.changes_allowed.is_some();
            part.trust = sound.trust(trusted);
            part.drawn_as_signed = signature.own;
            part.claimed_time = sound.at;
            part.time_stamp =
                sound.stamp.as_ref().ok().and_then(Option::as_ref).map(|stamp| TimeStampVerdict {
                    at: stamp.at,
                    authority: stamp.authority.clone(),
                    trust: stamp.trust(trusted),
                });
            part.reason = sound.reason.clone();
            part.location = sound.location.clone();
            part.signer = Some(sound.signer.summary.clone());
            sound.objections(&signature.field).into_iter().for_each(|found| problems.put(found));
            if signature.own && !signature::is_drawn_as_signed(file, signature, sound) {
                let name = &signature.field;
                part.drawn_as_signed = false;
                problems.add(
                    Code::Appearance,
                    message!("What is seen in the place {name} is not what was signed there."),
                );
            }
            if sound.changes_allowed == Some(1)
                && later.any(|(_, step)| matches!(step, Step::Signature { .. }))
            {
                let sentence = message!(
                    "The signature in the place {field} allows no further one, and one was added.",
                    field = signature.field
                );
                problems.add(Code::ChangedAfterSigning, sentence);
            }
        }
        Err(found) => {
            part.intact = if found.code.is_open() { Intact::NotJudged } else { Intact::No };
            problems.put(found.clone());
        }
    }
    let own = steps.iter().find(|(revision, _)| *revision == signature.revision).map(|(_, step)| step);
    if own.is_some_and(|step| !matches!(step, Step::Signature { field } if *field == signature.field)) {
        let sentence = message!(
            "The signature in the place {field} does not stand in a revision of its own.",
            field = signature.field
        );
        problems.add(Code::SignatureMisplaced, sentence);
    }
    part
}

fn since(step: &Step) -> Vec<Message> {
    match step {
        Step::Signature { field } => vec![message!("a further signature: {field}")],
        Step::ValidationData => vec![message!("data to check the signatures with later")],
        Step::Other(changes) => changes.sentences(),
    }
}
