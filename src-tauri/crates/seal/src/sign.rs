//! A PDF, an identity and a statement into the same PDF with one more signature.
//!
//! A signature is an incremental update: the file so far stays as it is, byte for byte, and behind it
//! come the field with its value and appearance, those two, and (for the signature that certifies) the
//! catalog. The signature covers every byte of the result but the place where it is itself written.

use crate::algorithm::Hash;
use crate::appearance::{self, Facts, Form, Words};
use crate::error::SealError;
use crate::font::Font;
use crate::form::{self, Field};
use crate::identity::{self, CertificateSummary, Identity};
use crate::key::Key;
use crate::outside::Outside;
use crate::pdf::Broken;
use crate::pdf::file::{File, Kind, MAX_NUMBER, Section};
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{Body, Dictionary, Id, Object, hex};
use crate::verify::{self, Word};
use crate::{cms, revisions, update};
use assay_message::{Message, message};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Timelike};
use der::Encode;
use std::collections::BTreeSet;
use std::ops::Range;
use std::thread;
use x509_cert::Certificate;

/// Which of the document's signature places to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the signature field, such as `Assessor`.
    pub field: String,
}

/// What the signer states along with the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Why they sign, 1 to 200 characters.
    pub reason: String,
    /// Where they sign, 1 to 100 characters.
    pub location: Option<String>,
    /// When they sign, by their own clock, to the second, with the offset of their place from UTC in whole minutes.
    pub at: DateTime<FixedOffset>,
    /// Whether this signature, which must be the first, limits what may follow to further signatures (DocMDP, P=2).
    pub certify: bool,
}

/// Who signs: a certificate, those above it, and the key that signs in its name.
#[derive(Clone, Copy)]
pub struct Signatory<'k> {
    /// The X.509 certificate, DER.
    pub certificate_der: &'k [u8],
    /// The certificates of the authorities above it, DER, the nearest first.
    pub chain_der: &'k [Vec<u8>],
    /// The key.
    pub key: SigningKey<'k>,
}

/// Where the key is that signs.
#[derive(Clone, Copy)]
pub enum SigningKey<'k> {
    /// Here, as PKCS#8 DER.
    Held(&'k [u8]),
    /// Where this program cannot read it.
    Outside(&'k dyn Outside),
}

impl<'k> From<&'k Identity> for Signatory<'k> {
    fn from(identity: &'k Identity) -> Self {
        Signatory {
            certificate_der: &identity.certificate_der,
            chain_der: &identity.chain_der,
            key: SigningKey::Held(&identity.private_key),
        }
    }
}

/// Fills an empty signature place of a PDF.
///
/// The PDF must have been written in one piece, with a form that holds the place and provides the font
/// `SealText`; signatures already in it must hold. With a key that is here the same input gives the same bytes. The result has
/// passed [`crate::verify::verify`] before it is returned. A key outside is asked for one value, once everything else is settled.
///
/// # Errors
/// See [`SealError`]: an unreadable or altered PDF, an unknown or already filled place, a statement that
/// cannot be written, a certificate that is not valid at the time or does not belong to the key, a key outside that does not sign.
pub fn sign<'k>(
    pdf: &[u8],
    signatory: impl Into<Signatory<'k>>,
    place: Place,
    statement: Statement,
) -> Result<Vec<u8>, SealError> {
    check_statement(&statement)?;
    let signer = Key::read(signatory)?;
    check_validity(&signer, &statement)?;

    if !verify::is_pdf(pdf) {
        return Err(SealError::NotAPdf);
    }
    if pdf.len() > verify::MAX_FILE {
        return Err(SealError::Unreadable(message!(
            "it is larger than {max_file} MB",
            max_file = verify::MAX_FILE >> 20
        )));
    }
    let file = File::read(pdf)?;
    let (standing, missing) = thread::scope(|scope| {
        let missing = scope.spawn(|| dangling(&file));
        let standing = verify::standing(&file);
        (standing, missing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (word, signatures, reason) = standing?;
    match word {
        Word::NotAPdf => return Err(SealError::NotAPdf),
        Word::Invalid | Word::NotJudged if signatures == 0 => return Err(SealError::Unreadable(reason)),
        Word::Invalid | Word::NotJudged => return Err(SealError::NotSound(reason)),
        Word::Valid | Word::ValidUnknownSigner | Word::Unsigned => {}
    }
    if signatures == 0 && file.newest() > 0 {
        return Err(SealError::Unreadable(message!("it was changed after it was first written")));
    }
    if statement.certify && signatures > 0 {
        return Err(SealError::NotFirst);
    }
    let missing = missing?;
    let signed = append(&file, &missing, &signer, &place.field, &statement, None)?;

    // What was there is sound and stays as it is, so the new revision alone is looked at again.
    verify::is_newest(&File::read(&signed)?, &place.field, &missing).map_err(SealError::SelfCheck)?;
    Ok(signed)
}

/// The numbers that must not be given to new objects. A document that another program signed first need not be as well built
/// as one that is signed here first.
pub(crate) fn dangling(file: &File) -> Result<BTreeSet<u32>, SealError> {
    Ok(match revisions::check_base(file) {
        Ok(missing) => missing,
        Err(broken) if file.newest() == 0 => return Err(broken.into()),
        Err(_) => revisions::dangling(file, file.newest())?,
    })
}

/// Appends the signature to whatever the document has become; [`sign`] checks before and after.
///
/// `other_drawing` stands in for the drawing that follows from the facts: only a deceiver needs that, and the tests are one.
pub(crate) fn append(
    file: &File,
    dangling: &BTreeSet<u32>,
    signer: &Key,
    place: &str,
    statement: &Statement,
    other_drawing: Option<Body<'static>>,
) -> Result<Vec<u8>, SealError> {
    let (pdf, newest) = (file.bytes, file.newest());
    let field = form::signature_fields(file, newest)?
        .into_iter()
        .find(|field| field.name == place)
        .ok_or_else(|| SealError::NoSuchPlace(place.into()))?;
    if field.is_signed() {
        return Err(SealError::AlreadySigned(place.into()));
    }

    let section = &file.sections[newest];
    let size = section.trailer.integer("Size").and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
    let first = dangling.last().map_or(size, |highest| size.max(highest.saturating_add(1)));
    if first > MAX_NUMBER - 2 {
        return Err(SealError::Unreadable(message!("it has no object numbers left")));
    }
    let (signature, appearance) = (Id::new(first), Id::new(first + 1));
    let kind = match section.kind {
        Kind::Table => Kind::Table,
        Kind::Stream(_) => Kind::Stream(first + 2),
    };
    let drawing = match other_drawing {
        Some(other) => other,
        None => drawing(file, newest, &field, Form::NOW, (&signer.facts, statement))?
            .ok_or_else(|| SealError::TooSmall(place.into()))?,
    };
    let mut objects = vec![
        (
            field.id.number,
            Body::Plain(Object::Dictionary(filled_field(&field.dictionary, signature, appearance))),
        ),
        (appearance.number, drawing),
    ];
    if statement.certify {
        let (root, catalog) = file.catalog(newest)?;
        objects.push((root.number, Body::Plain(Object::Dictionary(certified_catalog(&catalog, signature)))));
    }

    let room = signer.room()?;
    let (update, hole, range) = settle(pdf, section, kind, signature, objects, |range| {
        signature_dictionary(&signer.facts.summary.name, statement, vec![0; room], range)
    })?;
    let mut signed = [pdf, &update].concat();
    let digest = range.digest(&signed, signer.private.hash).ok_or(SealError::Room)?;
    let container = cms::sign(signer, &digest)?;
    if container.len() > room {
        return Err(SealError::Room);
    }
    let digits = hex(&container);
    signed[hole.start + 1..][..digits.len()].copy_from_slice(&digits);
    Ok(signed)
}

/// Writes the update with the signature's value as its last object; returns it with the hole and the range around it.
///
/// The length of the last range depends on its own number of digits, so this writes until it settles.
fn settle(
    pdf: &[u8],
    previous: &Section,
    kind: Kind,
    signature: Id,
    mut objects: Vec<(u32, Body)>,
    value: impl Fn(ByteRange) -> Dictionary,
) -> Result<(Vec<u8>, Range<usize>, ByteRange), SealError> {
    let mut range = ByteRange::default();
    loop {
        objects.push((signature.number, Body::Plain(Object::Dictionary(value(range)))));
        let update = update::write(pdf, previous, kind, &objects);
        objects.pop();
        let hole = update
            .offsets
            .iter()
            .find(|(number, _)| *number == signature.number)
            .and_then(|(_, at)| Lexer::value_span(&update.bytes, at - pdf.len(), "Contents"))
            .ok_or(SealError::Room)?;
        let hole = pdf.len() + hole.start..pdf.len() + hole.end;
        let settled = ByteRange::around(hole.clone(), pdf.len() + update.bytes.len());
        if settled == range {
            return Ok((update.bytes, hole, range));
        }
        range = settled;
    }
}

impl From<Broken> for SealError {
    fn from(broken: Broken) -> Self {
        SealError::Unreadable(broken.0)
    }
}

/// What of a certificate goes into a signature's dictionary and drawing.
pub(crate) struct Signer {
    pub summary: CertificateSummary,
    short_fingerprint: String,
}

impl Signer {
    pub fn read(certificate: &Certificate) -> Result<Signer, SealError> {
        let der = certificate.to_der()?;
        Ok(Signer {
            summary: identity::summarise(certificate, &der),
            short_fingerprint: identity::short_fingerprint(&der),
        })
    }
}

/// The bytes a signature covers: all up to the hole, and all behind it up to the end of its revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ByteRange {
    before: usize,
    behind: usize,
    length: usize,
}

impl ByteRange {
    pub fn around(hole: Range<usize>, end: usize) -> Self {
        ByteRange { before: hole.start, behind: hole.end, length: end.saturating_sub(hole.end) }
    }

    /// Where the bytes covered end.
    pub fn end(&self) -> usize {
        self.behind.saturating_add(self.length)
    }

    /// The hash of the bytes covered; `None` if they do not lie within the file.
    pub fn digest(&self, file: &[u8], hash: Hash) -> Option<Vec<u8>> {
        let behind = file.get(self.behind..)?.get(..self.length)?;
        Some(hash.digest(&[file.get(..self.before)?, behind]))
    }

    fn object(self) -> Object {
        let numbers = [0, self.before, self.behind, self.length];
        Object::Array(numbers.iter().map(|number| Object::Integer(*number as i64)).collect())
    }
}

/// The signature dictionary. It holds nothing that is not listed here.
pub(crate) fn signature_dictionary(
    name: &str,
    statement: &Statement,
    contents: Vec<u8>,
    range: ByteRange,
) -> Dictionary {
    let mut dictionary = Dictionary::default()
        .with("Type", Object::name("Sig"))
        .with("Filter", Object::name("Adobe.PPKLite"))
        .with("SubFilter", Object::name("ETSI.CAdES.detached"))
        .with("Contents", Object::String(contents))
        .with("ByteRange", range.object())
        .with("Name", Object::text(name))
        .with("M", Object::text(&date(statement.at)))
        .with("Reason", Object::text(&statement.reason));
    if let Some(location) = &statement.location {
        dictionary = dictionary.with("Location", Object::text(location));
    }
    if statement.certify {
        let parameters = Dictionary::default()
            .with("Type", Object::name("TransformParams"))
            .with("P", 2i64)
            .with("V", Object::name("1.2"));
        let reference = Dictionary::default()
            .with("Type", Object::name("SigRef"))
            .with("TransformMethod", Object::name("DocMDP"))
            .with("TransformParams", parameters);
        dictionary = dictionary.with("Reference", vec![Object::Dictionary(reference)]);
    }
    dictionary
}

/// The statement that a signature dictionary holds; building the dictionary from it again shows whether it is exact.
pub(crate) fn read_statement(dictionary: &Dictionary) -> Option<Statement> {
    Some(Statement {
        reason: dictionary.get("Reason")?.as_text()?,
        location: match dictionary.get("Location") {
            None => None,
            Some(location) => Some(location.as_text()?),
        },
        at: read_date(&dictionary.get("M")?.as_text()?)?,
        certify: dictionary.has("Reference"),
    })
}

/// What the place shows in a form once it is signed; `None` if it does not fit.
pub(crate) fn drawing(
    file: &File,
    revision: usize,
    field: &Field,
    form: Form,
    (signer, statement): (&Signer, &Statement),
) -> Result<Option<Body<'static>>, Broken> {
    let font = Font::read(file, revision)?;
    let rect = field
        .size()
        .ok_or_else(|| Broken(message!("the place {name} has no rectangle", name = field.name)))?;
    let (_, catalog) = file.catalog(revision)?;
    let language = catalog.get("Lang").and_then(Object::as_text);
    let facts = Facts {
        words: Words::of(language.as_deref()),
        name: &signer.summary.name,
        organisation: &signer.summary.organisation,
        at: statement.at,
        location: statement.location.as_deref(),
        reason: &statement.reason,
        fingerprint: &signer.short_fingerprint,
    };
    Ok(appearance::draw(&facts, form, rect, &font))
}

/// An empty field with its value and appearance.
pub(crate) fn filled_field(field: &Dictionary, signature: Id, appearance: Id) -> Dictionary {
    field.without(&["V", "AP"]).with("V", signature).with("AP", Dictionary::default().with("N", appearance))
}

/// The catalog with the certifying signature named in it.
pub(crate) fn certified_catalog(catalog: &Dictionary, signature: Id) -> Dictionary {
    catalog.clone().with("Perms", Dictionary::default().with("DocMDP", signature))
}

fn check_statement(statement: &Statement) -> Result<(), SealError> {
    let check = |part: Message, text: &str, limit| {
        identity::plain_text(text, limit).map_err(|reason| SealError::Statement { part, reason })
    };
    check(message!("reason"), &statement.reason, 200)?;
    statement.location.as_deref().map_or(Ok(()), |location| check(message!("location"), location, 100))?;
    let whole = statement.at.with_nanosecond(0);
    if whole.is_none() || whole != read_date(&date(statement.at)) {
        let reason = message!("its year must have four digits, and its offset from UTC be whole minutes");
        return Err(SealError::Statement { part: message!("time"), reason });
    }
    Ok(())
}

fn check_validity(signer: &Key, statement: &Statement) -> Result<(), SealError> {
    if identity::is_valid_at(&signer.certificate, statement.at) {
        return Ok(());
    }
    let CertificateSummary { not_before, not_after, .. } = &signer.facts.summary;
    Err(SealError::NotValidAtTime { from: identity::shown(*not_before), until: identity::shown(*not_after) })
}

/// A PDF date with the offset from UTC: `D:20261123141509+01'00'`.
fn date(at: DateTime<FixedOffset>) -> String {
    let minutes = at.offset().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{}{sign}{:02}'{:02}'", at.format("D:%Y%m%d%H%M%S"), minutes / 60, minutes % 60)
}

/// The inverse of [`date`], and of nothing else.
fn read_date(text: &str) -> Option<DateTime<FixedOffset>> {
    let digits = text.strip_prefix("D:")?;
    let number = |range: Range<usize>| {
        let part = digits.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let local = NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(4..6)?, number(6..8)?)?
        .and_hms_opt(number(8..10)?, number(10..12)?, number(12..14)?)?;
    let minutes = i32::try_from(number(15..17)? * 60 + number(18..20)?).ok()?;
    let minutes = if digits.get(14..15)? == "-" { -minutes } else { minutes };
    let at = FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&local).single()?;
    (date(at) == text).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in ["2026-11-23T14:15:09+01:00", "2026-11-23T14:15:09-09:30", "2026-01-01T00:00:00+00:00"] {
            let at = DateTime::parse_from_rfc3339(text).unwrap();
            assert_eq!(read_date(&date(at)), Some(at));
        }
        for text in
            ["D:20261123141509Z", "D:20261123141509+01'00", "D:20261323141509+01'00'", "D:2026", "", "D:äöü"]
        {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
