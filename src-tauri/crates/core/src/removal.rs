//! A record that goes → what becomes of those that point to it: no record is left pointing to nothing.

use crate::ids::AssessmentId;
use crate::record::{Key, Record};
use std::collections::BTreeSet;
use std::fmt::Display;

/// What goes and what is changed when a record goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// The record, and those that mean nothing without it: an element's flows, the threats recorded on them.
    pub gone: Vec<Record>,
    /// Those that pointed to it: as they are, and without that.
    pub freed: Vec<(Record, Record)>,
}

/// Why a record stays: another was made of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
#[error(
    "The {by_kind} {by_id} needs the {kind} {id}. Remove that first; nothing was changed.",
    by_kind = by.named(), by_id = by.id, kind = record.named(), id = record.id
)]
pub struct Needed {
    /// The record that stays.
    pub record: Key,
    /// What needs it.
    pub by: Key,
}

/// Takes a record away from `others`. What lay within a boundary lies within the one around it.
///
/// # Errors
/// [`Needed`] when another record cannot be without it.
pub fn removal(record: Record, others: &[Record]) -> Result<Removal, Needed> {
    let mut left: Vec<(&Record, Record)> = others
        .iter()
        .filter(|other| other.key() != record.key())
        .map(|other| (other, other.clone()))
        .collect();
    let mut gone = Vec::new();
    let mut going = vec![record];
    while let Some(record) = going.pop() {
        let key = record.key();
        let mut stay = Vec::with_capacity(left.len());
        for (before, now) in left {
            match freed(now, &record, &key)? {
                Some(next) => stay.push((before, next)),
                None => going.push(before.clone()),
            }
        }
        left = stay;
        gone.push(record);
    }
    let freed = left.into_iter().filter(|(before, now)| *before != now);
    Ok(Removal { gone, freed: freed.map(|(before, now)| (before.clone(), now)).collect() })
}

/// What becomes of a record when `gone`, whose key is `key`, goes; `None` when it goes with it.
fn freed(mut record: Record, gone: &Record, key: &Key) -> Result<Option<Record>, Needed> {
    match &mut record {
        Record::Assessment(x) => {
            if x.previous.as_ref().is_some_and(|id| key.kind == "assessment" && key.id == id.as_str()) {
                x.previous = None;
            }
        }
        Record::Response(x) => drop_from(&mut x.evidence, key, "evidence", &x.assessment),
        Record::Boundary(x) => hand_over(&mut x.parent, gone, key, &x.assessment),
        Record::Element(x) => {
            hand_over(&mut x.boundary, gone, key, &x.assessment);
            forget(&mut x.component.bom, key, "bom", &x.assessment);
        }
        Record::Flow(x) => {
            if [&x.source, &x.target].into_iter().any(|end| names(key, "element", &x.assessment, end)) {
                return Ok(None);
            }
            drop_from(&mut x.crosses, key, "boundary", &x.assessment);
        }
        Record::RecordedThreat(x) => {
            if ["element", "flow"].into_iter().any(|kind| names(key, kind, &x.assessment, &x.on)) {
                return Ok(None);
            }
        }
        Record::Risk(x) => drop_from(&mut x.findings, key, "finding", &x.assessment),
        Record::Finding(x) => {
            let on = |kind| x.flag.as_ref().is_some_and(|flag| names(key, kind, &x.assessment, &flag.review));
            if on("soc-review") || on("certificate-review") {
                x.flag = None;
            }
        }
        Record::SocReview(x) => forget(&mut x.evidence, key, "evidence", &x.assessment),
        Record::CertificateReview(x) => forget(&mut x.evidence, key, "evidence", &x.assessment),
        Record::Bom(x) => {
            if names(key, "evidence", &x.assessment, &x.evidence) {
                return Err(Needed { record: key.clone(), by: record.key() });
            }
        }
        Record::SecurityTest(x) => {
            drop_from(&mut x.elements, key, "element", &x.assessment);
            drop_from(&mut x.evidence, key, "evidence", &x.assessment);
        }
        Record::Vendor(_)
        | Record::Evidence(_)
        | Record::ThreatNote(_)
        | Record::Decision(_)
        | Record::KnockOutNote(_)
        | Record::Identity(_)
        | Record::Issue(_)
        | Record::Adoption(_)
        | Record::Event(_)
        | Record::SpecChoice(_) => {}
    }
    Ok(Some(record))
}

/// Whether an id within an assessment is that of `key`.
fn names(key: &Key, kind: &str, assessment: &AssessmentId, id: &impl Display) -> bool {
    key.kind == kind && key.id == format!("{assessment}/{id}")
}

fn drop_from<T: Ord + Display>(ids: &mut BTreeSet<T>, key: &Key, kind: &str, assessment: &AssessmentId) {
    ids.retain(|id| !names(key, kind, assessment, id));
}

fn forget<T: Display>(id: &mut Option<T>, key: &Key, kind: &str, assessment: &AssessmentId) {
    if id.as_ref().is_some_and(|id| names(key, kind, assessment, id)) {
        *id = None;
    }
}

fn hand_over(
    around: &mut Option<crate::ids::BoundaryId>,
    gone: &Record,
    key: &Key,
    assessment: &AssessmentId,
) {
    if let Record::Boundary(gone) = gone
        && around.as_ref().is_some_and(|id| names(key, "boundary", assessment, id))
    {
        around.clone_from(&gone.parent);
    }
}
