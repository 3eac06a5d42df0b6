//! A PDF → what may be said of it: whether it is whole, who signed, and whether its signatures keep the rules of the paper.
//!
//! `assay-seal` judges the bytes and knows nothing of assessments; `assay-core` has the rules and knows no file. Here the
//! people whom the report names are read from the data it carries, and the two are put together.

use crate::use_cases::identities::period;
use crate::use_cases::view;
use assay_core::record::Assessment;
use assay_core::signing::{self, Exception, Objection, Paper, PaperPlace, SetAside, Signature, SigningRule};
use assay_core::words::Word as _;
use assay_message::{Message, Part, message};
use assay_report::document::Signer;
use assay_seal::verify::{self, Attachment, Problem, SignatureVerdict};
use serde::Deserialize;

/// The attached assessment is read up to this many bytes.
const LARGEST_DATA: u64 = 256 << 20;

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Word {
    /// Signed, unchanged since, every signer's certificate is among those trusted, and the rules are kept or were set
    /// aside with a reason.
    Valid,
    /// Signed and unchanged since, but the signatures do not keep the rules of the paper.
    AgainstRules,
    /// Signed and unchanged since, but at least one signer's certificate is not among those trusted.
    UnknownSigner,
    /// A PDF without a signature.
    Unsigned,
    /// Altered or damaged, or a signature in it is false.
    Invalid,
    /// Nothing in it was found wrong, but it is of a kind that is not known here, so nobody can call it sound either.
    NotJudged,
    /// Not a PDF at all.
    NotAPdf,
}

view! {
    /// A place for a signature: whom the report names for it, and who signed there.
    PlaceVerdict {
        /// The name of the signature field.
        field: String,
        /// Whether it holds a signature (sound or not).
        signed: bool,
        /// Who is to sign there, as the report says; `None` when it names nobody.
        expected: Option<String>,
        /// Who signed there, as their certificate says; `None` when nobody did or the signature does not hold.
        signer: Option<String>,
        /// What stands against the signature.
        objections: Vec<Objection>,
        /// Rules set aside for it, with the reasons given.
        exceptions: Vec<Exception>,
    }
    /// What may be said of a PDF.
    Verdict {
        /// The answer in one word.
        word: Word,
        /// The answer in one sentence.
        sentence: Message,
        /// Each signature found, oldest first.
        signatures: Vec<SignatureVerdict>,
        /// Each place for a signature, in the document's order. A file cut back to an earlier revision is still whole;
        /// the places then show which signatures are not there.
        places: Vec<PlaceVerdict>,
        /// Everything that speaks against the file's being whole, or keeps it from being judged.
        problems: Vec<Problem>,
        /// What is worth knowing and speaks against nothing.
        remarks: Vec<Message>,
        /// What in the file acts by itself or lets what is seen change.
        active: Vec<Message>,
        /// The attached files, with their hashes.
        attachments: Vec<Attachment>,
    }
}

/// Whom an assessment names to sign its report.
pub(crate) fn paper(assessment: &Assessment) -> Paper {
    let places = Signer::ALL.map(|signer| {
        let person = match signer {
            Signer::Assessor => &assessment.assessor,
            Signer::Reviewer => &assessment.reviewer,
            Signer::Executive => &assessment.accountable,
        };
        PaperPlace { field: signer.field().into(), name: person.name.clone() }
    });
    Paper { places: places.into() }
}

/// The part of the attached assessment that is read here.
#[derive(Deserialize)]
struct Data {
    format: String,
    report: ReportData,
}

#[derive(Deserialize)]
struct ReportData {
    signatures_expected: Vec<ExpectedData>,
    #[serde(default)]
    rules_set_aside: Vec<ExceptionData>,
}

#[derive(Deserialize)]
struct ExpectedData {
    field: String,
    name: String,
}

#[derive(Deserialize)]
struct ExceptionData {
    rule: String,
    stood_against_it: String,
    reason: String,
}

/// What a report says about its own signatures.
pub(crate) struct OwnWords {
    /// Who is to sign it.
    pub(crate) paper: Paper,
    /// The rules that were set aside to issue it.
    pub(crate) exceptions: Vec<Exception>,
}

/// What the report says about its own signatures; `None` for a file that carries no assessment.
pub(crate) fn own_words(pdf: &[u8]) -> Option<OwnWords> {
    let bytes = assay_seal::attached(pdf, "assessment.json", LARGEST_DATA)?;
    let data: Data =
        serde_json::from_slice(&bytes).ok().filter(|data: &Data| data.format == "assay-assessment")?;
    let expected = |field: &str| data.report.signatures_expected.iter().find(|one| one.field == field);
    let places = Signer::ALL.map(|signer| PaperPlace {
        field: signer.field().into(),
        name: expected(signer.field()).map(|one| one.name.clone()).unwrap_or_default(),
    });
    let exceptions = data.report.rules_set_aside.into_iter().filter_map(|one| {
        let rule = SigningRule::parse(&one.rule)?;
        Some(Exception { rule, sentence: Message::verbatim(one.stood_against_it), reason: one.reason })
    });
    Some(OwnWords { paper: Paper { places: places.into() }, exceptions: exceptions.collect() })
}

/// The signatures that hold, oldest first, as the rules look at them.
pub(crate) fn signatures(of: &verify::Verdict) -> Vec<Signature> {
    of.signatures
        .iter()
        .filter_map(|one| {
            let signer = one.signer.as_ref()?;
            Some(Signature {
                field: one.field.clone(),
                name: signer.name.clone(),
                fingerprint: signer.fingerprint.clone(),
                period: period(signer),
                at: one.claimed_time?,
            })
        })
        .collect()
}

/// What may be said of a PDF, by a person who trusts these certificates (DER).
pub(crate) fn verdict(pdf: &[u8], trusted: &[Vec<u8>]) -> Verdict {
    let sealed = verify::verify(pdf, trusted);
    let is_whole = matches!(sealed.word, verify::Word::Valid | verify::Word::ValidUnknownSigner);
    // What a file that was altered says about itself counts for nothing.
    let own = if is_whole { own_words(pdf) } else { None };
    let there = if is_whole { signatures(&sealed) } else { Vec::new() };
    let judged: Vec<(Vec<Exception>, Vec<Objection>)> =
        there.iter().enumerate().map(|(at, _)| judge(&there, at, own.as_ref(), &sealed)).collect();
    let places = sealed.places.iter().map(|place| {
        let at = there.iter().position(|one| one.field == place.field);
        let (exceptions, objections) = at.and_then(|at| judged.get(at)).cloned().unwrap_or_default();
        PlaceVerdict {
            field: place.field.clone(),
            signed: place.signed,
            expected: own.as_ref().and_then(|own| own.paper.named(&place.field)).map(str::to_owned),
            signer: at.and_then(|at| there.get(at)).map(|one| one.name.clone()),
            objections,
            exceptions,
        }
    });
    let places: Vec<PlaceVerdict> = places.collect();
    let (word, sentence) = word(&sealed, &places);
    let mut remarks = sealed.remarks;
    if is_whole && own.is_none() {
        remarks.push(message!("It carries no assessment, so it does not say who was to sign it."));
    }
    Verdict {
        word,
        sentence,
        places,
        signatures: sealed.signatures,
        problems: sealed.problems,
        remarks,
        active: sealed.active,
        attachments: sealed.attachments,
    }
}

/// The rules set aside for the signature at a place in their order, and what stands against it.
fn judge(
    there: &[Signature],
    at: usize,
    own: Option<&OwnWords>,
    sealed: &verify::Verdict,
) -> (Vec<Exception>, Vec<Objection>) {
    let (before, Some(one)) = (there.get(..at).unwrap_or_default(), there.get(at)) else {
        return Default::default();
    };
    // The signature that issues the report stands behind what is printed in it; any other states its exceptions itself.
    let printed = own.filter(|_| at == 0).map(|own| own.exceptions.as_slice()).unwrap_or_default();
    let stated = sealed.signatures.iter().find(|other| other.field == one.field);
    let stated =
        stated.and_then(|stated| stated.reason.as_deref()).map(signing::set_aside_by).unwrap_or_default();
    let printed_too = printed.iter().map(|e| SetAside { rule: e.rule, reason: e.reason.clone() });
    let set_aside: Vec<SetAside> = printed_too.chain(stated).collect();
    let mut found = signing::objections(own.map(|own| &own.paper), before, one);
    // A document that is no report of this program has signatures, but no rules of its own for them.
    found.retain(|objection| own.is_some() || objection.rule == SigningRule::EarlierTime);
    let sentence_of = |rule: SigningRule| {
        let printed = printed.iter().filter(|e| e.rule == rule).map(|e| &e.sentence);
        let found = found.iter().filter(|o| o.rule == rule).map(|o| &o.sentence);
        printed.chain(found).next().map_or_else(|| message!("{rule}."), Clone::clone)
    };
    let exceptions = set_aside
        .iter()
        .map(|one| Exception { rule: one.rule, sentence: sentence_of(one.rule), reason: one.reason.clone() })
        .collect();
    (exceptions, signing::weigh(found.clone(), &set_aside).1)
}

fn word(sealed: &verify::Verdict, places: &[PlaceVerdict]) -> (Word, Message) {
    let word = match sealed.word {
        verify::Word::Valid => Word::Valid,
        verify::Word::ValidUnknownSigner => Word::UnknownSigner,
        verify::Word::Unsigned => return (Word::Unsigned, sealed.sentence.clone()),
        verify::Word::Invalid => return (Word::Invalid, sealed.sentence.clone()),
        verify::Word::NotJudged => return (Word::NotJudged, sealed.sentence.clone()),
        verify::Word::NotAPdf => return (Word::NotAPdf, sealed.sentence.clone()),
    };
    let against: Vec<Message> = signing::active(&sealed.active)
        .iter()
        .chain(places.iter().flat_map(|place| &place.objections))
        .map(|objection| objection.sentence.clone())
        .collect();
    let set_aside: usize = places.iter().map(|place| place.exceptions.len()).sum();
    let sentence = &sealed.sentence;
    match (against.is_empty(), set_aside) {
        (true, 0) => (word, sentence.clone()),
        (true, 1) => (word, message!("{sentence} 1 rule was set aside, with a reason.")),
        (true, n) => (word, message!("{sentence} {n} rules were set aside, with a reason.")),
        (false, _) => {
            let known = match word {
                Word::UnknownSigner => {
                    Some(message!("Not every signer's certificate is one you trust, either."))
                }
                Word::Valid
                | Word::AgainstRules
                | Word::Unsigned
                | Word::Invalid
                | Word::NotJudged
                | Word::NotAPdf => None,
            };
            let rules = Part::sentences(against.into_iter().chain(known));
            (Word::AgainstRules, message!("Signed and unchanged since, but against the rules: {rules}"))
        }
    }
}
