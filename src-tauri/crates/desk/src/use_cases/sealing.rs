//! Signatures: what they mean, countersignatures, verification of any PDF.

use super::identities::{Holder, from_hex, identity, period};
use super::tokens::{self, TokenUse};
use super::{Done, input};
use crate::verdict::{self, Verdict};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::ids::IdentityId;
use assay_core::record::Record;
use assay_core::signing::{self, Exception, Objection, SetAside, Signature};
use assay_core::words::Word as _;
use assay_message::{Part, message};
use assay_report::document::Signer;
use assay_seal::sign::{Place, Signatory, Statement};
use assay_seal::{stamp, verify};
use chrono::{DateTime, FixedOffset};

/// The largest PDF read.
const PDF: files::Limit = files::Limit { bytes: 300 << 20, what: || message!("PDFs") };
/// The largest answer of a time stamping authority read.
const ANSWER: files::Limit = files::Limit { bytes: 256 << 10, what: || message!("time stamps") };
/// The largest certificate read.
const CERTIFICATE: files::Limit = files::Limit { bytes: 1 << 20, what: || message!("certificates") };

input! {
    /// A further signature to be looked at beforehand.
    CountersignCheck {
        /// The signed PDF.
        path: ChosenFile,
        /// Reviewer or executive.
        place: Signer,
        /// Who would sign.
        identity: IdentityId,
    }
    /// A PDF to verify.
    VerifyPdf {
        /// The file.
        path: ChosenFile,
        /// Certificates held to be genuine, as PEM or DER files.
        trusted: Vec<ChosenFile>,
        /// Hold the identities of the open vault to be genuine too.
        trust_vault: bool,
    }
    /// A signed PDF whose newest signature is to get a time stamp.
    TimeStampRequest {
        /// The file.
        path: ChosenFile,
        /// Where the request goes.
        out: ChosenFile,
    }
    /// The answer of a time stamping authority.
    TimeStampAnswer {
        /// The signed PDF.
        path: ChosenFile,
        /// The answer.
        answer: ChosenFile,
        /// Where the stamped PDF goes.
        out: ChosenFile,
        /// Certificates held to be genuine, of which one is to vouch for the authority; empty when any authority will do.
        trusted: Vec<ChosenFile>,
    }
    /// A PDF to which something was added after it was signed.
    SignedRevision {
        /// The file.
        path: ChosenFile,
        /// Where what was signed goes.
        out: ChosenFile,
    }
}

/// A further signature on a signed report. Like every input with a secret it is read and never written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Countersign {
    /// The signed PDF.
    pub path: ChosenFile,
    /// Where the countersigned PDF goes.
    pub out: ChosenFile,
    /// Reviewer or executive.
    pub place: Signer,
    /// Who signs.
    pub identity: IdentityId,
    /// Where it is signed; may be empty.
    pub location: String,
    /// Rules set aside, each with the reason that the signature will state.
    #[serde(default)]
    pub set_aside: Vec<SetAside>,
    /// What an identity on a token needs besides.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<TokenUse>", optional))]
    pub token: TokenUse,
}

/// What signing in a place means.
pub(crate) fn meaning(signer: Signer) -> &'static str {
    match signer {
        Signer::Assessor => "I made this assessment and issue this report",
        Signer::Reviewer => "I reviewed this report",
        Signer::Executive => "I have read this report and accept the residual risk",
    }
}

pub(crate) fn sign_at(
    pdf: &[u8],
    signer: Signer,
    signatory: Signatory,
    statement: Statement,
) -> Result<Vec<u8>, Problem> {
    Ok(assay_seal::sign::sign(pdf, signatory, Place { field: signer.field().into() }, statement)?)
}

/// A place that is left empty when nothing but blanks was typed.
pub(crate) fn location(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|place| !place.is_empty())
}

/// The signature that an identity would make.
pub(crate) fn signature_of(
    identity: &Holder,
    signer: Signer,
    at: DateTime<FixedOffset>,
) -> Result<Signature, Problem> {
    let summary = assay_seal::identity::summary(&identity.certificate_der)?;
    Ok(Signature {
        field: signer.field().into(),
        period: period(&summary),
        name: summary.name,
        fingerprint: summary.fingerprint,
        at,
    })
}

/// Refuses to sign while a rule stands that was not set aside, or one is set aside that is kept; returns those set aside.
pub(crate) fn permitted(
    objections: Vec<Objection>,
    set_aside: &[SetAside],
) -> Result<Vec<Exception>, Problem> {
    if let Some(rule) = signing::doubled(set_aside) {
        let sentence = message!(
            "Nothing was signed. {id} is set aside twice; only one reason can be printed.",
            id = rule.id()
        );
        return Err(Problem::new("twice", sentence));
    }
    let needless = signing::needless(&objections, set_aside);
    let (passed, standing) = signing::weigh(objections, set_aside);
    if standing.is_empty() && needless.is_empty() {
        return Ok(passed);
    }
    if standing.is_empty() {
        let rules: Vec<&str> = needless.iter().map(|rule| rule.id()).collect();
        return Err(Problem::new(
            "needless-override",
            message!(
                "Nothing was signed. {rules} is kept: there is nothing to set aside, and the reason would stand nowhere. Leave it \
                 out.",
                rules = Part::list(&rules)
            ),
        ));
    }
    let all = standing
        .iter()
        .map(|one| message!("{rule}: {sentence}", rule = one.rule.id(), sentence = one.sentence));
    let hint = standing
        .iter()
        .any(|one| one.can_be_set_aside)
        .then(|| message!("A rule can be set aside with a reason, which is printed."));
    let all = Part::sentences(all.chain(hint));
    Err(Problem::new("signing-rules", message!("Nothing was signed. {all}")))
}

/// A sound signed report, and what stands against a further signature.
fn to_countersign(
    desk: &Desk,
    path: &ChosenFile,
    (signer, identity): (Signer, &Holder),
    at: DateTime<FixedOffset>,
) -> Result<(Vec<u8>, Vec<Objection>), Problem> {
    let pdf = files::read(&desk.path_of(path)?, PDF)?;
    let sealed = assay_seal::verify::verify(&pdf, &[]);
    if !matches!(sealed.word, verify::Word::Valid | verify::Word::ValidUnknownSigner) {
        return Err(Problem::new(
            "seal",
            message!("{path} was not countersigned: {sentence}", sentence = sealed.sentence),
        ));
    }
    let own = verdict::own_words(&pdf);
    let next = signature_of(identity, signer, at)?;
    let paper = own.as_ref().map(|own| &own.paper);
    let mut found = signing::objections(paper, &verdict::signatures(&sealed), &next);
    found.extend(signing::active(&sealed.active));
    Ok((pdf, found))
}

/// What stands against a further signature on a signed report.
pub fn countersigning_objections(
    desk: &Desk,
    input: CountersignCheck,
    _: &Job,
) -> Result<Vec<Objection>, Problem> {
    desk.path_of(&input.path)?;
    let identity = desk.read(|state| identity(state, &input.identity))?;
    Ok(to_countersign(desk, &input.path, (input.place, &identity), desk.now())?.1)
}

/// Adds a further signature to a signed report, as a new file. Refuses a report that does not verify, and a signature
/// against the rules of the paper unless they are set aside with reasons, which the signature then states.
pub fn countersign(desk: &Desk, input: Countersign, _: &Job) -> Result<Verdict, Problem> {
    let out = desk.path_of(&input.out)?;
    let identity = desk.read(|state| identity(state, &input.identity))?;
    let at = desk.now();
    let (pdf, found) = to_countersign(desk, &input.path, (input.place, &identity), at)?;
    let exceptions = permitted(found, &input.set_aside)?;
    let key = tokens::ready(desk, &identity, &input.token)?;
    let statement = Statement {
        reason: signing::statement(meaning(input.place), &exceptions),
        location: location(&input.location),
        at,
        certify: false,
    };
    let signed = sign_at(&pdf, input.place, key.of(&identity), statement)?;
    key.signed(desk);
    files::write(&out, &signed)?;
    Ok(verdict::verdict(&signed, std::slice::from_ref(&identity.certificate_der)))
}

/// Verifies any PDF, strictly, without a network.
pub fn verify_pdf(desk: &Desk, input: VerifyPdf, _: &Job) -> Result<Verdict, Problem> {
    let mut trusted = certificates(desk, &input.trusted)?;
    if input.trust_vault && desk.has_vault() {
        for record in desk.read(|state| Ok(state.all("identity")?))?.read {
            if let Record::Identity(kept) = record {
                trusted.push(from_hex(&kept.certificate)?);
            }
        }
    }
    Ok(verdict::verdict(&files::read(&desk.path_of(&input.path)?, PDF)?, &trusted))
}

/// Writes the request for a time stamp on the newest signature. It holds a hash and nothing of the report.
pub fn request_time_stamp(desk: &Desk, input: TimeStampRequest, _: &Job) -> Result<Done, Problem> {
    let out = desk.path_of(&input.out)?;
    let pdf = files::read(&desk.path_of(&input.path)?, PDF)?;
    let request = stamp::ask(&pdf).map_err(|why| {
        Problem::new("time-stamp", message!("No request was written for {path}. {why}", path = input.path))
    })?;
    files::write(&out, &request)?;
    Ok(Done {})
}

/// Puts the answer of a time stamping authority into the newest signature, in a copy of the file.
pub fn add_time_stamp(desk: &Desk, input: TimeStampAnswer, _: &Job) -> Result<Verdict, Problem> {
    let out = desk.path_of(&input.out)?;
    let answer = files::read(&desk.path_of(&input.answer)?, ANSWER)?;
    let trusted = certificates(desk, &input.trusted)?;
    let pdf = files::read(&desk.path_of(&input.path)?, PDF)?;
    let stamped = stamp::add(&pdf, &answer, &trusted).map_err(|why| {
        Problem::new(
            "time-stamp",
            message!("{path} was not stamped, and stays as it is. {why}", path = input.path),
        )
    })?;
    files::write(&out, &stamped)?;
    Ok(verdict::verdict(&stamped, &trusted))
}

/// Certificates from files, DER.
fn certificates(desk: &Desk, chosen: &[ChosenFile]) -> Result<Vec<Vec<u8>>, Problem> {
    let read = |file: &ChosenFile| {
        let bytes = files::read(&desk.path_of(file)?, CERTIFICATE)?;
        Ok(assay_seal::identity::certificate_from_file(&bytes)?)
    };
    chosen.iter().map(read).collect()
}

/// Writes out what was signed, without what was added to the file since.
pub fn write_signed_revision(desk: &Desk, input: SignedRevision, _: &Job) -> Result<Done, Problem> {
    let out = desk.path_of(&input.out)?;
    let pdf = files::read(&desk.path_of(&input.path)?, PDF)?;
    let Some(signed) = verify::signed_revision(&pdf) else {
        return Err(Problem::new(
            "seal",
            message!("Nothing was written: no part of {path} is signed and sound.", path = input.path),
        ));
    };
    files::write(&out, signed)?;
    Ok(Done {})
}
