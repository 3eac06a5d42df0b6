//! Who signs: identities made in the vault, read from a file or on a token, and their certificates.

use super::vaults::{IdentityView, TokenOf};
use super::{Done, add, input, plan, required, unknown};
use crate::{ChosenFile, Desk, Job, Passphrase, Problem, files};
use assay_core::ids::IdentityId;
use assay_core::pack::hex;
use assay_core::record::{IdentityKey, Record, SigningIdentity, TokenKey};
use assay_core::signing::Period;
use assay_message::message;
use assay_seal::identity::{Algorithm, CertificateSummary, Subject};
use assay_seal::pkcs12::{self, ImportError};
use assay_vault::State;
use chrono::{DateTime, FixedOffset};
use std::path::Path;
use zeroize::Zeroizing;

/// Years a certificate made here is valid.
pub const YEARS: u8 = 5;
/// The largest PKCS#12 file read.
const PKCS12: files::Limit = files::Limit { bytes: pkcs12::MAX_FILE, what: || message!("PKCS#12 files") };

input! {
    /// Who will sign.
    NewIdentity {
        /// Name.
        name: String,
        /// Organisation.
        organisation: String,
        /// Mail address; may be empty.
        email: String,
        /// Kind of key.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(as = "Option<Algorithm>", optional))]
        algorithm: Algorithm,
    }
    /// A certificate to write to a file.
    CertificateToFile {
        /// Whose.
        identity: IdentityId,
        /// Where to.
        path: ChosenFile,
    }
}

/// A file with a key and its certificate, and the passphrase of the file. Like every input with a passphrase it is read and
/// never written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IdentityFile {
    /// The PKCS#12 file (.p12 or .pfx).
    pub path: ChosenFile,
    /// Its passphrase; empty when it has none.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub passphrase: Passphrase,
}

pub(crate) fn from_hex(text: &str) -> Result<Vec<u8>, Problem> {
    let digits: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    digits.ok_or_else(|| {
        Problem::new(
            "damaged",
            message!("An identity in this vault does not read. Make a new one; nothing was changed."),
        )
    })
}

/// Who may sign: a certificate, those above it, and where the key is.
pub(crate) struct Holder {
    /// DER.
    pub certificate_der: Vec<u8>,
    /// DER, the nearest first.
    pub chain_der: Vec<Vec<u8>>,
    pub key: HeldKey,
}

pub(crate) enum HeldKey {
    /// In the vault: PKCS#8 DER.
    Here(Zeroizing<Vec<u8>>),
    OnToken(TokenKey),
}

pub(crate) fn identity(state: &State, id: &IdentityId) -> Result<Holder, Problem> {
    let Some(Record::Identity(kept)) = state.get(&super::key("identity", id))? else {
        return Err(unknown(message!("identity"), id));
    };
    Ok(Holder {
        certificate_der: from_hex(&kept.certificate)?,
        chain_der: kept.chain.iter().map(|one| from_hex(one)).collect::<Result<_, _>>()?,
        key: match kept.key {
            IdentityKey::Here(private_key) => HeldKey::Here(Zeroizing::new(from_hex(&private_key)?)),
            IdentityKey::OnToken(token) => HeldKey::OnToken(token),
        },
    })
}

pub(crate) fn identities(
    desk: &Desk,
    state: &State,
    at: DateTime<FixedOffset>,
) -> Result<Vec<IdentityView>, Problem> {
    let mut all = Vec::new();
    for record in state.all("identity")?.read {
        if let Record::Identity(kept) = record {
            all.push(shown(desk, &kept, at)?);
        }
    }
    Ok(all)
}

/// When a certificate is valid.
pub(crate) fn period(summary: &CertificateSummary) -> Period {
    Period { from: summary.not_before, until: summary.not_after }
}

fn shown(desk: &Desk, kept: &SigningIdentity, at: DateTime<FixedOffset>) -> Result<IdentityView, Problem> {
    let der = from_hex(&kept.certificate)?;
    let summary = assay_seal::identity::summary(&der)?;
    let period = period(&summary);
    Ok(IdentityView {
        id: kept.id.clone(),
        name: kept.name.clone(),
        organisation: kept.organisation.clone(),
        fingerprint: summary.fingerprint.clone(),
        key: assay_seal::identity::key_kind(&der)?,
        issuer: Some(summary.issuer).filter(|_| !summary.self_signed),
        valid_until: summary.not_after.date_naive().to_string(),
        standing: period.standing(at),
        notice: period.notice(&kept.name, at),
        token: match &kept.key {
            IdentityKey::Here(_) => None,
            IdentityKey::OnToken(token) => Some(TokenOf {
                label: token.label.clone(),
                serial: token.serial.clone(),
                module: Path::new(&token.module)
                    .file_name()
                    .map_or_else(|| token.module.clone(), |name| name.to_string_lossy().into_owned()),
                is_chosen: desk.has_chosen(&token.module),
            }),
        },
    })
}

/// An identity that is to be kept.
pub(super) struct Taken<'a> {
    /// As the journal says it: “import”.
    pub doing: &'a str,
    pub name: String,
    pub organisation: String,
    /// DER.
    pub certificate_der: &'a [u8],
    /// DER, the nearest first.
    pub chain_der: &'a [Vec<u8>],
    pub key: IdentityKey,
}

pub(super) fn keep(desk: &Desk, taken: Taken) -> Result<IdentityView, Problem> {
    let now = desk.now();
    let Taken { doing, name, organisation, certificate_der, chain_der, key } = taken;
    let kept = SigningIdentity {
        id: IdentityId::new(desk.new_id("idy")?)?,
        name,
        organisation,
        created: now,
        certificate: hex(certificate_der),
        chain: chain_der.iter().map(|der| hex(der)).collect(),
        key,
    };
    let shown = shown(desk, &kept, now)?;
    desk.change(None, |state| {
        for other in identities(desk, state, now)? {
            if other.fingerprint == shown.fingerprint {
                let who = other.name;
                return Err(Problem::new(
                    "identity-there",
                    message!("The identity of {who} with this certificate is in the vault already. Nothing was changed."),
                ));
            }
        }
        let label = format!("{doing} the identity {}", kept.name);
        Ok(plan(label, vec![add(Record::Identity(kept.clone()))]).giving(shown.clone()))
    })
}

/// Makes a signing identity in the vault: a key that never leaves it, and its certificate.
pub fn create_identity(desk: &Desk, input: NewIdentity, job: &Job) -> Result<IdentityView, Problem> {
    required(message!("The signer's name"), &input.name)?;
    required(message!("The signer's organisation"), &input.organisation)?;
    let subject = Subject {
        name: input.name.trim().into(),
        organisation: input.organisation.trim().into(),
        email: Some(input.email.trim().to_owned()).filter(|e| !e.is_empty()),
    };
    job.at(message!("Making the key"), 0, 1)?;
    let made =
        assay_seal::identity::create(&subject, desk.now().to_utc(), YEARS, input.algorithm, desk.random()?)?;
    let taken = Taken {
        doing: "make",
        name: subject.name,
        organisation: subject.organisation,
        certificate_der: &made.certificate_der,
        chain_der: &made.chain_der,
        key: IdentityKey::Here(hex(&made.private_key)),
    };
    keep(desk, taken)
}

/// Reads a signing identity that somebody issued from a PKCS#12 file into the vault: key, certificate and those above it.
pub fn import_identity(desk: &Desk, input: IdentityFile, job: &Job) -> Result<IdentityView, Problem> {
    let path = desk.path_of(&input.path)?;
    let file = zeroize::Zeroizing::new(files::read(&path, PKCS12)?);
    job.at(message!("Opening the file"), 0, 1)?;
    let now = desk.now();
    let refused = |why: ImportError| {
        let code = if why == ImportError::Passphrase { "wrong-file-passphrase" } else { "pkcs12" };
        Problem::new(code, message!("{path} was not imported. {why} Nothing was changed.", path = input.path))
    };
    let [prepared, typed] = input.passphrase.spellings();
    let read = match pkcs12::import(&file, prepared, now) {
        Err(ImportError::Passphrase) if typed != prepared => pkcs12::import(&file, typed, now),
        read => read,
    };
    let read = read.map_err(refused)?;
    let summary = assay_seal::identity::summary(&read.certificate_der)?;
    let taken = Taken {
        doing: "import",
        name: summary.name,
        organisation: summary.organisation,
        certificate_der: &read.certificate_der,
        chain_der: &read.chain_der,
        key: IdentityKey::Here(hex(&read.private_key)),
    };
    keep(desk, taken)
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
