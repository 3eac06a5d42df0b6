//! Identities, countersignatures, verification of any PDF.

use super::vaults::IdentityView;
use super::{Done, add, input, plan, required, unknown};
use crate::verdict::{self, Verdict};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_core::ids::IdentityId;
use assay_core::pack::hex;
use assay_core::record::{Record, SigningIdentity};
use assay_core::signing::{self, Exception, Objection, SetAside, Signature};
use assay_core::words::Word as _;
use assay_report::document::Signer;
use assay_seal::identity::{Identity, Subject};
use assay_seal::sign::{Place, Statement};
use assay_seal::verify;
use assay_vault::State;
use chrono::{DateTime, FixedOffset};

/// Years a certificate made here is valid.
pub const YEARS: u8 = 5;
/// The largest PDF read.
const PDF: files::Limit = files::Limit { bytes: 300 << 20, what: "PDFs" };
/// The largest certificate read.
const CERTIFICATE: files::Limit = files::Limit { bytes: 1 << 20, what: "certificates" };

input! {
    /// Who will sign.
    NewIdentity {
        /// Name.
        name: String,
        /// Organisation.
        organisation: String,
        /// Mail address; may be empty.
        email: String,
    }
    /// A certificate to write to a file.
    CertificateToFile {
        /// Whose.
        identity: IdentityId,
        /// Where to.
        path: ChosenFile,
    }
    /// A further signature on a signed report.
    Countersign {
        /// The signed PDF.
        path: ChosenFile,
        /// Where the countersigned PDF goes.
        out: ChosenFile,
        /// Reviewer or executive.
        place: Signer,
        /// Who signs.
        identity: IdentityId,
        /// Where it is signed; may be empty.
        location: String,
        /// Rules set aside, each with the reason that the signature will state.
        #[serde(default)]
        set_aside: Vec<SetAside>,
    }
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
    /// A PDF to which something was added after it was signed.
    SignedRevision {
        /// The file.
        path: ChosenFile,
        /// Where what was signed goes.
        out: ChosenFile,
    }
}

pub(super) fn from_hex(text: &str) -> Result<Vec<u8>, Problem> {
    let digits: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    digits.ok_or_else(|| {
        Problem::new(
            "damaged",
            "An identity in this vault does not read. Make a new one; nothing was changed.",
        )
    })
}

pub(crate) fn identity(state: &State, id: &IdentityId) -> Result<Identity, Problem> {
    let Some(Record::Identity(kept)) = state.get(&super::key("identity", id))? else {
        return Err(unknown("identity", id));
    };
    Ok(Identity {
        certificate_der: from_hex(&kept.certificate)?,
        private_key: zeroize::Zeroizing::new(from_hex(&kept.private_key)?),
    })
}

pub(crate) fn identities(state: &State) -> Result<Vec<IdentityView>, Problem> {
    let mut all = Vec::new();
    for record in state.all("identity")?.read {
        if let Record::Identity(kept) = record {
            all.push(shown(&kept)?);
        }
    }
    Ok(all)
}

fn shown(kept: &SigningIdentity) -> Result<IdentityView, Problem> {
    let der = from_hex(&kept.certificate)?;
    let summary = assay_seal::identity::summary(&der)?;
    Ok(IdentityView {
        id: kept.id.clone(),
        name: kept.name.clone(),
        organisation: kept.organisation.clone(),
        fingerprint: assay_seal::identity::fingerprint(&der),
        valid_until: summary.not_after.date_naive().to_string(),
    })
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
    identity: &Identity,
    statement: Statement,
) -> Result<Vec<u8>, Problem> {
    Ok(assay_seal::sign::sign(pdf, identity, Place { field: signer.field().into() }, statement)?)
}

/// A place that is left empty when nothing but blanks was typed.
pub(crate) fn location(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|place| !place.is_empty())
}

/// The signature that an identity would make.
pub(crate) fn signature_of(
    identity: &Identity,
    signer: Signer,
    at: DateTime<FixedOffset>,
) -> Result<Signature, Problem> {
    Ok(Signature {
        field: signer.field().into(),
        name: assay_seal::identity::summary(&identity.certificate_der)?.name,
        fingerprint: assay_seal::identity::fingerprint(&identity.certificate_der),
        at,
    })
}

/// Refuses to sign while a rule stands that was not set aside, or one is set aside that is kept; returns those set aside.
pub(crate) fn permitted(
    objections: Vec<Objection>,
    set_aside: &[SetAside],
) -> Result<Vec<Exception>, Problem> {
    let needless = signing::needless(&objections, set_aside);
    let (passed, standing) = signing::weigh(objections, set_aside);
    if standing.is_empty() && needless.is_empty() {
        return Ok(passed);
    }
    if standing.is_empty() {
        let rules: Vec<&str> = needless.iter().map(|rule| rule.id()).collect();
        return Err(Problem::new(
            "needless-override",
            format!(
                "Nothing was signed. {} is kept: there is nothing to set aside, and the reason would stand nowhere. Leave it \
                 out.",
                rules.join(", ")
            ),
        ));
    }
    let all: Vec<String> =
        standing.iter().map(|one| format!("{}: {}", one.rule.id(), one.sentence)).collect();
    Err(Problem::new(
        "signing-rules",
        format!(
            "Nothing was signed. {} A rule can be set aside with a reason, which is printed.",
            all.join(" ")
        ),
    ))
}

/// Makes a signing identity in the vault: a key that never leaves it, and its certificate.
pub fn create_identity(desk: &Desk, input: NewIdentity, _: &Job) -> Result<IdentityView, Problem> {
    required("The signer's name", &input.name)?;
    required("The signer's organisation", &input.organisation)?;
    let subject = Subject {
        name: input.name.trim().into(),
        organisation: input.organisation.trim().into(),
        email: Some(input.email.trim().to_owned()).filter(|e| !e.is_empty()),
    };
    let now = desk.now();
    let made = assay_seal::identity::create(&subject, now.to_utc(), YEARS, desk.random()?)?;
    let kept = SigningIdentity {
        id: IdentityId::new(desk.new_id("idy")?)?,
        name: subject.name,
        organisation: subject.organisation,
        created: now,
        certificate: hex(&made.certificate_der),
        private_key: hex(&made.private_key),
    };
    let shown = shown(&kept)?;
    desk.change(None, |_| {
        let label = format!("make the identity {}", kept.name);
        Ok(plan(label, vec![add(Record::Identity(kept))]).giving(shown))
    })
}

/// Writes an identity's certificate as PEM, for those who will verify.
pub fn export_certificate(desk: &Desk, input: CertificateToFile, _: &Job) -> Result<Done, Problem> {
    let path = desk.path_of(&input.path)?;
    desk.read(|state| {
        let identity = identity(state, &input.identity)?;
        let pem = assay_seal::identity::certificate_pem(&identity.certificate_der);
        files::write(&path, pem.as_bytes())?;
        Ok(Done {})
    })
}

/// A sound signed report, and what stands against a further signature.
fn to_countersign(
    desk: &Desk,
    path: &ChosenFile,
    (signer, identity): (Signer, &Identity),
    at: DateTime<FixedOffset>,
) -> Result<(Vec<u8>, Vec<Objection>), Problem> {
    let pdf = files::read(&desk.path_of(path)?, PDF)?;
    let sealed = assay_seal::verify::verify(&pdf, &[]);
    if !matches!(sealed.word, verify::Word::Valid | verify::Word::ValidUnknownSigner) {
        return Err(Problem::new("seal", format!("{path} was not countersigned: {}", sealed.sentence)));
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
    let statement = Statement {
        reason: signing::statement(meaning(input.place), &exceptions),
        location: location(&input.location),
        at,
        certify: false,
    };
    let signed = sign_at(&pdf, input.place, &identity, statement)?;
    files::write(&out, &signed)?;
    Ok(verdict::verdict(&signed, std::slice::from_ref(&identity.certificate_der)))
}

/// Verifies any PDF, strictly, without a network.
pub fn verify_pdf(desk: &Desk, input: VerifyPdf, _: &Job) -> Result<Verdict, Problem> {
    let mut trusted = Vec::new();
    for file in &input.trusted {
        let bytes = files::read(&desk.path_of(file)?, CERTIFICATE)?;
        trusted.push(assay_seal::identity::certificate_from_file(&bytes)?);
    }
    if input.trust_vault && desk.has_vault() {
        for record in desk.read(|state| Ok(state.all("identity")?))?.read {
            if let Record::Identity(kept) = record {
                trusted.push(from_hex(&kept.certificate)?);
            }
        }
    }
    Ok(verdict::verdict(&files::read(&desk.path_of(&input.path)?, PDF)?, &trusted))
}

/// Writes out what was signed, without what was added to the file since.
pub fn write_signed_revision(desk: &Desk, input: SignedRevision, _: &Job) -> Result<Done, Problem> {
    let out = desk.path_of(&input.out)?;
    let pdf = files::read(&desk.path_of(&input.path)?, PDF)?;
    let Some(signed) = verify::signed_revision(&pdf) else {
        return Err(Problem::new(
            "seal",
            format!("Nothing was written: no part of {} is signed and sound.", input.path),
        ));
    };
    files::write(&out, signed)?;
    Ok(Done {})
}
