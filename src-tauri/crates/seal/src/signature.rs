//! One signature of a file into what can be said of it by itself: its range, its container, its certificate, its time.
//!
//! Which program made it does not matter for that. A signature that has this program's own form is held to that form in every
//! byte besides, and to the drawing that follows from it.

use crate::appearance::Form;
use crate::chain;
use crate::cms::{self, Container, Flaw};
use crate::form::{self as places, Field};
use crate::identity;
use crate::pdf::file::{File, Place};
use crate::pdf::lexer::Lexer;
use crate::pdf::object::{Body, Dictionary, Object, hex};
use crate::sign::{self, ByteRange, Signer, Statement};
use crate::stamp::{Stamp, StampError, TOLERANCE};
use crate::verify::{Code, Problem, Trust};
use assay_message::{Message, message};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};
use std::ops::Range;
use x509_cert::Certificate;

/// Characters of a reason or location that another program wrote, at most.
const MAX_TEXT: usize = 500;

/// A signature, looked at by itself.
pub(crate) struct Signature {
    /// The place it stands in.
    pub field: String,
    /// The revision it stands in, counted from 0.
    pub revision: usize,
    /// Where the bytes it covers end.
    pub end: usize,
    /// Whether it has this program's own form.
    pub own: bool,
    /// What it says, if it holds.
    pub outcome: Result<Sound, Problem>,
    place: Field,
}

/// A signature that holds.
pub(crate) struct Sound {
    pub signer: Signer,
    pub at: Option<DateTime<FixedOffset>>,
    pub reason: Option<String>,
    pub location: Option<String>,
    /// What may follow, if it limits that (DocMDP): 1 nothing, 2 further signatures, 3 comments as well.
    pub changes_allowed: Option<i64>,
    /// The time stamp; or why there is one that is not looked at.
    pub stamp: Result<Option<Stamp>, StampError>,
    certificate: Certificate,
    beside: Vec<Certificate>,
    statement: Option<Statement>,
}

impl Sound {
    /// How far the signer's certificate is trusted by somebody who trusts these (DER).
    pub fn trust(&self, trusted: &[Vec<u8>]) -> Trust {
        let Some(at) = self.at else { return Trust::NotEstablished };
        chain::trust(&self.certificate, &self.beside, trusted, at)
    }

    /// What a time stamp by somebody trusted proves against the signature's own time, and against that of the stamp before it.
    pub fn contradictions(
        &self,
        name: &str,
        stamped: Option<DateTime<Utc>>,
        before: Option<DateTime<Utc>>,
    ) -> Vec<Problem> {
        let mut all = Vec::new();
        let claimed = self.at.map(|at| at.to_utc());
        if let (Some(stamped), Some(claimed)) = (stamped, claimed)
            && claimed > stamped + TOLERANCE
        {
            let sentence = message!(
                "The signature in the place {name} claims to be of {claimed}, and its time stamp proves that it was there at {stamped}.",
                claimed = identity::shown(claimed),
                stamped = identity::shown(stamped)
            );
            all.push(Problem::new(Code::TimeStamp, sentence));
        }
        if let (Some(before), Some(claimed)) = (before, claimed)
            && claimed + TOLERANCE < before
        {
            let sentence = message!(
                "The signature in the place {name} claims to be of {claimed}, and covers a time stamp of {before}.",
                claimed = identity::shown(claimed),
                before = identity::shown(before)
            );
            all.push(Problem::new(Code::TimeStamp, sentence));
        }
        if stamped.is_some_and(|stamped| !identity::is_valid_at(&self.certificate, stamped.fixed_offset())) {
            let sentence = message!(
                "The certificate in the place {name} was not valid when the signature got its time stamp."
            );
            all.push(Problem::new(Code::NotValidAtTime, sentence));
        }
        all
    }

    /// What stands against the certificate, and against the time stated.
    pub fn objections(&self, name: &str) -> Vec<Problem> {
        let mut all = Vec::new();
        match self.at {
            None => {
                let sentence = message!(
                    "The signature in the place {name} does not say when it was made, so nobody can say whether its \
                     certificate was valid."
                );
                all.push(Problem::new(Code::TimeMissing, sentence));
            }
            Some(at) if !identity::is_valid_at(&self.certificate, at) => {
                let sentence =
                    message!("The certificate in the place {name} was not valid at the time stated.");
                all.push(Problem::new(Code::NotValidAtTime, sentence));
            }
            Some(_) => {}
        }
        if !identity::may_sign(&self.certificate) {
            let sentence = message!("The certificate in the place {name} is not meant for signing.");
            all.push(Problem::new(Code::CertificateUse, sentence));
        }
        all
    }
}

/// Looks at the signature in a field; `None` if there is no object of its own for it.
pub(crate) fn judge(file: &File, field: &Field) -> Option<Signature> {
    let id = field.dictionary.reference("V").filter(|id| id.generation == 0)?;
    let (revision, offset) = match file.locate(id.number, file.newest())? {
        (revision, Place::At { offset, generation: 0 }) => (revision, offset),
        (_, Place::At { .. } | Place::In { .. } | Place::Free) => return None,
    };
    let name = &field.name;
    let mut signature = Signature {
        field: name.clone(),
        revision,
        end: file.bytes.len(),
        own: false,
        outcome: Err(form(name, message!("cannot be read"))),
        place: field.clone(),
    };
    if let Ok((_, Body::Plain(Object::Dictionary(dictionary)), _)) = file.indirect(offset, revision) {
        signature.outcome = read(file, &dictionary, offset, &mut signature);
    }
    Some(signature)
}

fn form(name: &str, what: Message) -> Problem {
    Problem::new(Code::SignatureForm, message!("The signature in the place {name} {what}."))
}

fn open(name: &str, what: Message) -> Problem {
    Problem::new(Code::UnsupportedForm, message!("The signature in the place {name} {what}."))
}

fn misplaced(name: &str) -> Problem {
    let sentence =
        message!("The signature in the place {name} does not cover exactly its revision without itself.");
    Problem::new(Code::ByteRange, sentence)
}

/// Checks range, container and dictionary; notes where the range ends and whether the form is this program's.
fn read(
    file: &File,
    dictionary: &Dictionary,
    offset: usize,
    signature: &mut Signature,
) -> Result<Sound, Problem> {
    let name = &signature.field.clone();
    let revision = signature.revision;
    let contents = dictionary.string("Contents").unwrap_or_default();
    let hole = Lexer::value_span(file.bytes, offset, "Contents")
        .ok_or_else(|| form(name, message!("does not hold its own bytes")))?;
    let covered = range(file, dictionary, &hole, revision).ok_or_else(|| misplaced(name))?;
    signature.end = covered.end();
    let statement = sign::read_statement(dictionary).filter(|statement| {
        let named = dictionary.get("Name").and_then(Object::as_text).unwrap_or_default();
        sign::signature_dictionary(&named, statement, contents.to_vec(), covered) == *dictionary
    });
    signature.own = statement.is_some();
    spelled(file, &hole, contents, signature.own).map_err(|what| match signature.own {
        true => form(name, what),
        false => open(name, what),
    })?;
    let container = cms::read(contents).map_err(|flaw| describe(flaw, name, signature.own))?;
    let digest =
        covered.digest(file.bytes, container.hash).ok_or_else(|| form(name, message!("cannot be read")))?;
    let method = dictionary.name("SubFilter").unwrap_or_default();
    let bound = method == b"ETSI.CAdES.detached";
    container.check(&digest, bound).map_err(|flaw| match flaw {
        // A range that stops before the end of the last line is what some programs write, and what a shortened one is.
        Flaw::Digest if file.end(revision) != Ok(covered.end()) => misplaced(name),
        Flaw::Digest | Flaw::Form | Flaw::Unsupported | Flaw::Certificate | Flaw::Signature => {
            describe(flaw, name, signature.own)
        }
    })?;
    if !bound && method != b"adbe.pkcs7.detached" {
        return Err(open(name, message!("is of a kind that is not known here")));
    }
    let sound = sound(file, dictionary, revision, container.time, (&container, statement))
        .ok_or_else(|| form(name, message!("has a certificate that cannot be read")))?;
    match &sound.stamp {
        Ok(_) => {}
        Err(StampError::Unsupported) if !signature.own => {}
        Err(unfit) => return Err(Problem::new(Code::TimeStamp, told(unfit, name))),
    }
    if signature.own {
        if dictionary.get("Name") != Some(&Object::text(&sound.signer.summary.name)) {
            return Err(form(name, message!("names another signer than its certificate")));
        }
        if !container.is_exact(&digest) {
            return Err(describe(Flaw::Form, name, true));
        }
    }
    Ok(sound)
}

fn sound(
    file: &File,
    dictionary: &Dictionary,
    revision: usize,
    time: Option<DateTime<chrono::Utc>>,
    (container, statement): (&Container, Option<Statement>),
) -> Option<Sound> {
    let stated = dictionary.get("M").and_then(text).and_then(|text| moment(&text));
    Some(Sound {
        signer: Signer::read(&container.certificate).ok()?,
        at: stated.or(time.map(|time| time.fixed_offset())),
        reason: dictionary.get("Reason").and_then(text),
        location: dictionary.get("Location").and_then(text),
        changes_allowed: changes_allowed(file, dictionary, revision),
        stamp: container.stamps().next().map(|token| Stamp::read(&token, container.value())).transpose(),
        certificate: container.certificate.clone(),
        beside: container.beside.clone(),
        statement,
    })
}

/// What is wrong with a time stamp.
fn told(unfit: &StampError, name: &str) -> Message {
    let what = if *unfit == StampError::OtherSignature {
        message!("stamps something else")
    } else if *unfit == StampError::Certificate {
        message!(
            "was made with a certificate that is not meant for time stamps, or was not valid at its time"
        )
    } else {
        message!("is false, or was altered")
    };
    message!("The time stamp of the signature in the place {name} {what}.")
}

/// The newest signature of a file, with all that is needed to stamp it.
pub(crate) struct Newest {
    pub field: String,
    pub container: Container,
    /// Where the container stands, delimiters included.
    pub hole: Range<usize>,
    /// When the signer says they signed.
    pub at: Option<DateTime<FixedOffset>>,
}

/// The signature of the newest revision, if that is one that holds.
pub(crate) fn newest(file: &File) -> Option<Newest> {
    let fields = places::signature_fields(file, file.newest()).ok()?;
    let mut signed = fields.iter().filter(|field| field.is_signed()).filter_map(|field| judge(file, field));
    let signature = signed.find(|one| one.revision == file.newest())?;
    let sound = signature.outcome.ok()?;
    let id = signature.place.dictionary.reference("V")?;
    let (revision, Place::At { offset, .. }) = file.locate(id.number, file.newest())? else { return None };
    let (_, Body::Plain(Object::Dictionary(dictionary)), _) = file.indirect(offset, revision).ok()? else {
        return None;
    };
    let container = cms::read(dictionary.string("Contents")?).ok()?;
    let hole = Lexer::value_span(file.bytes, offset, "Contents")?;
    Some(Newest { field: signature.field, container, hole, at: sound.at })
}

/// The bytes that a signature states to cover, if they are its revision without the hole.
fn range(file: &File, dictionary: &Dictionary, hole: &Range<usize>, revision: usize) -> Option<ByteRange> {
    let Some(Object::Array(numbers)) = dictionary.get("ByteRange") else { return None };
    let numbers: Vec<usize> = numbers
        .iter()
        .filter_map(|number| if let Object::Integer(n) = number { usize::try_from(*n).ok() } else { None })
        .collect();
    let [0, before, behind, length] = numbers.as_slice() else { return None };
    let end = behind.checked_add(*length)?;
    let ends = file.mark(revision).ok()?..=file.end(revision).ok()?;
    (*before == hole.start && *behind == hole.end && ends.contains(&end))
        .then(|| ByteRange::around(hole.clone(), end))
}

/// Whether `/Contents` is spelled in hexadecimal digits of one kind; in this program's form they are the lower-case ones.
fn spelled(file: &File, hole: &Range<usize>, contents: &[u8], own: bool) -> Result<(), Message> {
    let digits = file.bytes.get(hole.clone()).and_then(|all| all.strip_prefix(b"<")?.strip_suffix(b">"));
    let lower = hex(contents);
    match digits {
        Some(digits) if digits == lower => Ok(()),
        Some(digits) if !own && digits == lower.to_ascii_uppercase() => Ok(()),
        Some(_) | None => Err(message!("does not hold its own bytes in the exact form")),
    }
}

fn describe(flaw: Flaw, name: &str, own: bool) -> Problem {
    let (code, what) = match flaw {
        Flaw::Form | Flaw::Unsupported if own => {
            (Code::ContainerForm, message!("is not written in the exact form, or was altered"))
        }
        Flaw::Form => (
            Code::UnsupportedForm,
            message!("has a container that cannot be read: it is not written in DER, or was altered"),
        ),
        Flaw::Unsupported => (
            Code::UnsupportedAlgorithm,
            message!("uses an algorithm, key or form that is not known here, or no longer safe"),
        ),
        Flaw::Digest => {
            (Code::ContentChanged, message!("does not match: the document was changed after signing"))
        }
        Flaw::Certificate => {
            (Code::CertificateChanged, message!("carries a certificate other than the one it was made with"))
        }
        Flaw::Signature => {
            (Code::SignatureWrong, message!("is false: it was not made with the key of its certificate"))
        }
    };
    Problem::new(code, message!("The signature in the place {name} {what}."))
}

/// What may follow a signature that certifies (`P` of DocMDP).
fn changes_allowed(file: &File, dictionary: &Dictionary, revision: usize) -> Option<i64> {
    let Some(Object::Array(references)) = file.resolve(dictionary.get("Reference"), revision).ok()? else {
        return None;
    };
    references.iter().find_map(|reference| {
        let reference = file.dictionary(Some(reference), revision).ok()??;
        if reference.name("TransformMethod") != Some(b"DocMDP") {
            return None;
        }
        let parameters = file.dictionary(reference.get("TransformParams"), revision).ok()?;
        Some(parameters.and_then(|parameters| parameters.integer("P")).unwrap_or(2))
    })
}

/// Whether the field's appearance, as of the signature's revision, is the drawing of what was signed.
pub(crate) fn is_drawn_as_signed(file: &File, signature: &Signature, sound: &Sound) -> bool {
    let (field, revision) = (&signature.place, signature.revision);
    let drawn = || {
        let now = file.dictionary(Some(&Object::Reference(field.id)), revision).ok()??;
        let Some(Object::Dictionary(appearances)) = now.get("AP") else { return None };
        file.object(appearances.reference("N")?, revision).ok()?
    };
    let expected = |form: Form| {
        let statement = sound.statement.as_ref()?;
        sign::drawing(file, revision.checked_sub(1)?, field, form, (&sound.signer, statement)).ok()?
    };
    drawn().is_some_and(|drawn| Form::ALL.into_iter().any(|form| expected(form).as_ref() == Some(&drawn)))
}

/// What another program wrote, for a person to read: without characters that hide or reorder text.
fn text(object: &Object) -> Option<String> {
    let text = match (object.as_text(), object) {
        (Some(text), _) => text,
        (None, Object::String(bytes)) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        (None, _) => return None,
    };
    let shown: String = text.chars().filter(|c| !identity::deceives(*c)).take(MAX_TEXT).collect();
    Some(shown)
}

/// A PDF date as programs write it: `D:20261123141509` with `Z`, `+01'00'`, `+01'00` or nothing behind it, which means UTC.
fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    let digits = text.strip_prefix("D:").unwrap_or(text);
    let number = |range: Range<usize>| {
        let part = digits.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let local = NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(4..6)?, number(6..8)?)?
        .and_hms_opt(number(8..10)?, number(10..12)?, number(12..14)?)?;
    let behind = digits.get(14..)?;
    let offset = match behind.as_bytes() {
        [] | [b'Z', ..] => 0,
        [sign @ (b'+' | b'-'), ..] => {
            let hours = i32::try_from(number(15..17)?).ok()?;
            let minutes = number(18..20).and_then(|minutes| i32::try_from(minutes).ok()).unwrap_or(0);
            let seconds = (hours * 60 + minutes) * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    FixedOffset::east_opt(offset)?.from_local_datetime(&local).single()
}

#[cfg(test)]
mod tests {
    use super::moment;
    use chrono::DateTime;

    #[test]
    fn dates_are_read_as_programs_write_them() {
        for (text, expected) in [
            ("D:20261128124311Z", "2026-11-28T12:43:11Z"),
            ("D:20261128031108Z'", "2026-11-28T03:11:08Z"),
            ("D:20261128124311Z00'00'", "2026-11-28T12:43:11Z"),
            ("D:20261128124311+01'00'", "2026-11-28T12:43:11+01:00"),
            ("D:20261128124311-09'30", "2026-11-28T12:43:11-09:30"),
            ("D:20261128124311+01", "2026-11-28T12:43:11+01:00"),
            ("20261128124311", "2026-11-28T12:43:11Z"),
        ] {
            assert_eq!(moment(text), DateTime::parse_from_rfc3339(expected).ok(), "{text}");
        }
        for text in ["", "D:2026", "D:20261328124311Z", "D:20261128124311x", "äöü", "D:2026112812431é"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
