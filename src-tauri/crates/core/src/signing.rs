//! What a paper asks of its signatures, those it has, and the one to be made → what stands against it.
//!
//! The same rules hold before a report is issued, before it is countersigned, and when it is verified. A rule can be set
//! aside with a reason, which is then part of what is signed: printed in the report, or stated with the signature.

use crate::closeout::OpenPoint;
use crate::names::{is_same_person, may_be_same_person};
use crate::words::{Word, words};
use assay_message::{Message, Part, message};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// A rule that signatures keep.
    SigningRule {
        /// The file says who is to sign it.
        NamesUnknown = "names-unknown", "Who is to sign is not known";
        /// The paper names somebody for the place.
        NobodyNamed = "nobody-named", "Nobody is named for the place";
        /// Who signs is the person named for the place.
        OtherName = "other-name", "Another name than the paper's";
        /// Whoever prepares, reviews and accepts are different people.
        SamePerson = "same-person", "The same person in two places";
        /// A place is signed once. Cannot be set aside.
        PlaceTaken = "place-taken", "The place is signed already";
        /// Signatures are made in the order that the paper states.
        Order = "order", "Out of order";
        /// No signature is dated before one that it covers.
        EarlierTime = "earlier-time", "Dated before a signature it covers";
        /// The certificate is valid when it signs. Cannot be set aside.
        CertificateTime = "certificate-time", "The certificate is not valid";
        /// Nothing in the file acts by itself or changes what is seen.
        ActiveContent = "active-content", "Active content";
        /// What should be settled before signing is settled.
        OpenPoints = "open-points", "Points open before signing";
        /// The report shows everything as it was written.
        Warnings = "warnings", "Not shown as written";
    }
}

words! {
    /// Where a certificate stands in its period.
    CertificateStanding {
        /// It can sign.
        Valid = "valid", "Valid";
        /// It can sign, for a few days more.
        EndsSoon = "ends-soon", "Ends soon";
        /// It cannot sign any more.
        Ended = "ended", "Ended";
        /// It cannot sign yet.
        NotYet = "not-yet", "Not valid yet";
    }
}

/// Days before its end on which a certificate is said to end soon.
const SOON: i64 = 30;

/// When a certificate is valid, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The last moment.
    pub until: DateTime<Utc>,
}

impl Period {
    /// Where the certificate stands in it.
    pub fn standing(&self, at: DateTime<FixedOffset>) -> CertificateStanding {
        // A certificate counts whole seconds.
        let at = at.timestamp();
        if at < self.from.timestamp() {
            CertificateStanding::NotYet
        } else if at > self.until.timestamp() {
            CertificateStanding::Ended
        } else if at > (self.until - TimeDelta::days(SOON)).timestamp() {
            CertificateStanding::EndsSoon
        } else {
            CertificateStanding::Valid
        }
    }

    /// What to do about the period of somebody's certificate; `None` while there is nothing to do.
    pub fn notice(&self, name: &str, at: DateTime<FixedOffset>) -> Option<Message> {
        let day = |moment: DateTime<Utc>| moment.with_timezone(at.offset()).date_naive();
        let instead =
            message!("Make a new identity or import a new certificate, and give that to those who verify");
        match self.standing(at) {
            CertificateStanding::Valid => None,
            CertificateStanding::EndsSoon => Some(message!(
                "The certificate of {name} ends on {until}. {instead} before then.",
                until = day(self.until)
            )),
            CertificateStanding::Ended => Some(message!(
                "The certificate of {name} ended on {until}, so it signs nothing any more. {instead}. What it signed before \
                 stays as it is.",
                until = day(self.until)
            )),
            CertificateStanding::NotYet => Some(message!(
                "The certificate of {name} is not valid before {from}. Check the clock, or sign then.",
                from = day(self.from)
            )),
        }
    }
}

/// Who is to sign a paper, place by place, in the order in which they sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// The places. One that the paper does not list counts as one for which nobody is named.
    pub places: Vec<PaperPlace>,
}

/// A place for a signature and the person named for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPlace {
    /// Name of the signature field, such as `Reviewer`.
    pub field: String,
    /// Who is to sign there; blank when nobody is named.
    pub name: String,
}

impl Paper {
    /// The name on the paper for a place, if there is one.
    pub fn named(&self, field: &str) -> Option<&str> {
        let place = self.places.iter().find(|place| place.field == field)?;
        Some(place.name.trim()).filter(|name| !name.is_empty())
    }

    /// The place's rank in the order of signing.
    fn rank(&self, field: &str) -> Option<usize> {
        self.places.iter().position(|place| place.field == field)
    }
}

/// A signature that is there, or about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the signature field.
    pub field: String,
    /// The name in the signer's certificate.
    pub name: String,
    /// The fingerprint of the signer's certificate.
    pub fingerprint: String,
    /// When the signer's certificate is valid.
    pub period: Period,
    /// When, by the signer's own clock.
    pub at: DateTime<FixedOffset>,
}

/// A rule that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Objection {
    /// Which rule.
    pub rule: SigningRule,
    /// What stands against signing, and what to do about it.
    pub sentence: Message,
    /// Whether a reason lets it pass.
    pub can_be_set_aside: bool,
}

impl Objection {
    fn new(rule: SigningRule, sentence: Message) -> Self {
        let fixed = matches!(rule, SigningRule::PlaceTaken | SigningRule::CertificateTime);
        Self { rule, sentence, can_be_set_aside: !fixed }
    }
}

/// A rule set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetAside {
    /// Which.
    pub rule: SigningRule,
    /// Why; never blank where it counts.
    pub reason: String,
}

/// What stands against signing `next`, after the signatures that are `there`. `paper` is `None` for a file that does not
/// say who is to sign it.
pub fn objections(paper: Option<&Paper>, there: &[Signature], next: &Signature) -> Vec<Objection> {
    let mut all = Vec::new();
    if there.iter().any(|other| other.field == next.field) {
        let sentence = message!(
            "The place {field} is signed already. A signature is never replaced.",
            field = next.field
        );
        all.push(Objection::new(SigningRule::PlaceTaken, sentence));
    }
    match paper {
        Some(paper) => {
            all.extend(name(paper, next));
            all.extend(twice(paper, there, next));
            all.extend(order(paper, there, next));
        }
        None => {
            let sentence = message!(
                "The file does not say who is to sign it: it carries no assessment that names them."
            );
            all.push(Objection::new(SigningRule::NamesUnknown, sentence));
            all.extend(twice(&Paper::default(), there, next));
        }
    }
    all.extend(match next.period.standing(next.at) {
        CertificateStanding::Valid | CertificateStanding::EndsSoon => None,
        CertificateStanding::Ended | CertificateStanding::NotYet => next
            .period
            .notice(&next.name, next.at)
            .map(|sentence| Objection::new(SigningRule::CertificateTime, sentence)),
    });
    if let Some(later) = there.iter().filter(|other| other.at > next.at).max_by_key(|other| other.at) {
        let sentence = message!(
            "The signature in the place {field} is dated {at}, before that of {name} in the place {later_field}, {later_at}, which it covers. Check the \
             clock.",
            field = next.field,
            at = moment(next.at),
            name = later.name,
            later_field = later.field,
            later_at = moment(later.at)
        );
        all.push(Objection::new(SigningRule::EarlierTime, sentence));
    }
    all
}

fn moment(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

fn name(paper: &Paper, next: &Signature) -> Option<Objection> {
    match paper.named(&next.field) {
        None => Some(Objection::new(
            SigningRule::NobodyNamed,
            message!(
                "The report names nobody for the place {field}. Name them in the assessment and issue the report anew, or say \
                 why {name} signs there.",
                field = next.field,
                name = next.name
            ),
        )),
        Some(named) if !is_same_person(named, &next.name) => Some(Objection::new(
            SigningRule::OtherName,
            message!(
                "The report names {named} for the place {field}; the certificate is {name}'s.",
                field = next.field,
                name = next.name
            ),
        )),
        Some(_) => None,
    }
}

fn twice(paper: &Paper, there: &[Signature], next: &Signature) -> Option<Objection> {
    let signed =
        there.iter().find(|other| other.field != next.field && is_one_person(other, next)).map(|other| {
            message!("{name} has signed in the place {field} already", name = next.name, field = other.field)
        });
    let named = || {
        let own = paper.named(&next.field)?;
        let other = paper
            .places
            .iter()
            .find(|other| other.field != next.field && may_be_same_person(&other.name, own))?;
        Some(message!(
            "The report names {own} for the places {field} and {other_field}",
            field = next.field,
            other_field = other.field
        ))
    };
    signed.or_else(named).map(|what| {
        Objection::new(
            SigningRule::SamePerson,
            message!("{what}. Whoever prepares, reviews and accepts are to be different people."),
        )
    })
}

/// Whether both are one person: by key, or by name.
fn is_one_person(other: &Signature, next: &Signature) -> bool {
    other.fingerprint == next.fingerprint || may_be_same_person(&other.name, &next.name)
}

fn order(paper: &Paper, there: &[Signature], next: &Signature) -> Option<Objection> {
    let rank = paper.rank(&next.field)?;
    let missing = paper.places.iter().take(rank).find(|before| {
        paper.named(&before.field).is_some() && !there.iter().any(|other| other.field == before.field)
    });
    let later = there.iter().find(|other| paper.rank(&other.field).is_some_and(|other| other > rank));
    let what = match (missing, later) {
        (Some(before), _) => {
            message!(
                "{name} signs first, in the place {field}, and has not yet",
                name = before.name.trim(),
                field = before.field
            )
        }
        (None, Some(later)) => {
            message!(
                "The place {field} is signed already and comes after {next_field}",
                field = later.field,
                next_field = next.field
            )
        }
        (None, None) => return None,
    };
    let fields: Vec<&str> = paper.places.iter().map(|place| place.field.as_str()).collect();
    Some(Objection::new(
        SigningRule::Order,
        message!("{what}. The order on the paper is {fields}.", fields = Part::list(&fields)),
    ))
}

/// What stands against issuing besides who signs: points open before signing.
pub fn unsettled(points: &[OpenPoint]) -> Option<Objection> {
    const SHOWN: usize = 3;
    let (grave, minor): (Vec<_>, Vec<_>) = points.iter().partition(|point| point.grave);
    let first = grave.iter().chain(&minor).take(SHOWN).map(|point| point.text.clone());
    let grave = grave.len();
    let more = points.len().saturating_sub(SHOWN);
    let rest = (more > 0).then(|| message!("And {more} more."));
    let points_open = Part::sentences(first.chain(rest));
    let sentence = match points.len() {
        0 => return None,
        1 => message!("1 point is open before signing, {grave} of weight for the decision: {points_open}"),
        n => {
            message!("{n} points are open before signing, {grave} of weight for the decision: {points_open}")
        }
    };
    Some(Objection::new(SigningRule::OpenPoints, sentence))
}

/// What stands against issuing a report that cannot show everything as it was written.
pub fn not_as_written(warnings: &[Message]) -> Option<Objection> {
    (!warnings.is_empty())
        .then(|| Objection::new(SigningRule::Warnings, Message::sentences(warnings.iter().cloned())))
}

/// What stands against signing a file in which something acts by itself, each named in a sentence.
pub fn active(found: &[Message]) -> Option<Objection> {
    (!found.is_empty()).then(|| {
        Objection::new(
            SigningRule::ActiveContent,
            message!(
                "What is seen may change without a trace: {cloned}",
                cloned = Part::sentences(found.iter().cloned())
            ),
        )
    })
}

/// A rule that stood against a signature, and was set aside with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "SigningException"))]
pub struct Exception {
    /// Which rule.
    pub rule: SigningRule,
    /// What stood against signing.
    pub sentence: Message,
    /// Why it was signed all the same.
    pub reason: String,
}

/// Parts objections into those set aside with a reason and those that stand.
pub fn weigh(objections: Vec<Objection>, set_aside: &[SetAside]) -> (Vec<Exception>, Vec<Objection>) {
    let mut passed = Vec::new();
    let mut standing = Vec::new();
    for objection in objections {
        let reason = set_aside
            .iter()
            .filter(|_| objection.can_be_set_aside)
            // A reason has words: a full stop says nothing that could be printed.
            .find(|one| one.rule == objection.rule && one.reason.contains(char::is_alphanumeric));
        match reason {
            Some(one) => passed.push(Exception {
                rule: objection.rule,
                sentence: objection.sentence,
                reason: one.reason.trim().to_owned(),
            }),
            None => standing.push(objection),
        }
    }
    (passed, standing)
}

/// The rules set aside against which nothing stands: each reason would be dropped without a word.
pub fn needless(objections: &[Objection], set_aside: &[SetAside]) -> Vec<SigningRule> {
    let needed = |rule: SigningRule| objections.iter().any(|one| one.rule == rule);
    set_aside.iter().map(|one| one.rule).filter(|rule| !needed(*rule)).collect()
}

/// A rule set aside more than once: one of its reasons would be dropped without a word.
pub fn doubled(set_aside: &[SetAside]) -> Option<SigningRule> {
    let mut rules = Vec::new();
    set_aside.iter().map(|one| one.rule).find(|rule| {
        let is_known = rules.contains(rule);
        rules.push(*rule);
        is_known
    })
}

/// Between a signature's meaning and the rules its signer set aside.
const SET_ASIDE: &str = ". Set aside: ";

/// What a signature states: its meaning, and the rules set aside with their reasons.
pub fn statement(meaning: &str, exceptions: &[Exception]) -> String {
    let parts: Vec<String> =
        exceptions.iter().map(|one| format!("{} ({})", one.rule.id(), one.reason)).collect();
    if parts.is_empty() { meaning.to_owned() } else { format!("{meaning}{SET_ASIDE}{}", parts.join("; ")) }
}

/// The rules that a signature's statement sets aside: the inverse of [`statement`].
pub fn set_aside_by(statement: &str) -> Vec<SetAside> {
    let Some((_, mut rest)) = statement.split_once(SET_ASIDE) else { return Vec::new() };
    let opening = |text: &str| {
        SigningRule::ALL
            .iter()
            .copied()
            .find(|rule| text.strip_prefix(rule.id()).is_some_and(|reason| reason.starts_with(" (")))
    };
    let mut all = Vec::new();
    while let Some(rule) = opening(rest) {
        let reason = rest.get(rule.id().len() + 2..).unwrap_or_default();
        // A reason may hold brackets and semicolons itself: it ends where the next rule begins.
        let next = reason
            .match_indices("); ")
            .find(|(at, mark)| reason.get(at + mark.len()..).is_some_and(|text| opening(text).is_some()));
        let (reason, following) = match next {
            Some((at, mark)) => (reason.get(..at), reason.get(at + mark.len()..)),
            None => (reason.strip_suffix(')').or(Some(reason)), None),
        };
        all.push(SetAside { rule, reason: reason.unwrap_or_default().to_owned() });
        rest = following.unwrap_or_default();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{
        CertificateStanding, Exception, Paper, PaperPlace, Period, SetAside, Signature, SigningRule,
        objections, set_aside_by, statement, weigh,
    };
    use assay_message::Message;
    use proptest::prelude::*;

    fn paper(names: [&str; 3]) -> Paper {
        let places = ["Assessor", "Reviewer", "Executive"].into_iter().zip(names);
        Paper {
            places: places
                .map(|(field, name)| PaperPlace { field: field.into(), name: name.into() })
                .collect(),
        }
    }

    fn period(from: &str, until: &str) -> Period {
        let moment = |text| chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        Period { from: moment(from), until: moment(until) }
    }

    #[test]
    fn a_certificate_signs_in_its_period_and_says_when_that_nears_its_end() {
        let period = period("2026-01-10T12:00:00Z", "2026-06-30T12:00:00Z");
        use CertificateStanding::{Ended, EndsSoon, NotYet, Valid};
        let paper = paper(["Ada Moore", "", ""]);
        for (at, standing, said) in [
            ("2026-01-10T11:59:59Z", NotYet, Some("not valid before 2026-01-10. Check the clock")),
            ("2026-01-10T12:00:00Z", Valid, None),
            ("2026-05-31T12:00:00Z", Valid, None),
            ("2026-05-31T12:00:01Z", EndsSoon, Some("ends on 2026-06-30. Make a new identity")),
            ("2026-06-30T12:00:00.9Z", EndsSoon, Some("import a new certificate")),
            ("2026-06-30T12:00:01Z", Ended, Some("ended on 2026-06-30, so it signs nothing any more")),
        ] {
            let at = chrono::DateTime::parse_from_rfc3339(at).unwrap();
            let notice = period.notice("Ada Moore", at);
            assert_eq!((period.standing(at), notice.is_some()), (standing, said.is_some()), "{at}");
            assert!(
                said.is_none_or(|said| notice.as_ref().is_some_and(|n| n.to_string().contains(said))),
                "{notice:?}"
            );
            let next =
                Signature { period: period.clone(), at, ..signature("Assessor", "Ada Moore", "2026-01-01") };
            let found = objections(Some(&paper), &[], &next);
            let signs = matches!(standing, Valid | EndsSoon);
            assert_eq!(found.is_empty(), signs, "{at}: {found:?}");
            assert!(
                found.iter().all(|one| one.rule == SigningRule::CertificateTime && !one.can_be_set_aside)
            );
        }
    }

    fn signature(field: &str, name: &str, day: &str) -> Signature {
        Signature {
            field: field.into(),
            name: name.into(),
            fingerprint: format!("key of {name}"),
            period: period("2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z"),
            at: chrono::DateTime::parse_from_rfc3339(&format!("{day}T10:00:00+01:00")).unwrap(),
        }
    }

    fn rules(paper: Option<&Paper>, there: &[Signature], next: &Signature) -> Vec<SigningRule> {
        objections(paper, there, next).into_iter().map(|objection| objection.rule).collect()
    }

    #[test]
    fn one_person_written_in_two_ways_is_one_person() {
        for other in ["A Moore", "Moore, A.", "a. MOORE", "A.\u{a0}Moore", "A. Moore\u{200b}"] {
            let paper = paper(["A. Moore", other, ""]);
            let next = signature("Assessor", "A. Moore", "2026-11-01");
            assert_eq!(rules(Some(&paper), &[], &next), [SigningRule::SamePerson], "{other}");
        }
    }

    #[test]
    fn three_people_in_the_order_of_the_paper_meet_no_objection() {
        let paper = paper(["Ada Moore", "Ben Ash", "Cleo Park"]);
        let mut there = Vec::new();
        for (field, name, day) in [
            ("Assessor", "Ada Moore", "2026-11-01"),
            ("Reviewer", "ben  ASH", "2026-11-02"),
            ("Executive", "Cleo Park", "2026-11-02"),
        ] {
            let next = signature(field, name, day);
            assert_eq!(rules(Some(&paper), &there, &next), []);
            there.push(next);
        }
    }

    #[test]
    fn each_rule_has_a_sentence_of_its_own() {
        let full = paper(["Ada Moore", "Ben Ash", "Cleo Park"]);
        let ada = signature("Assessor", "Ada Moore", "2026-11-02");
        let there = std::slice::from_ref(&ada);
        let case = |paper: Option<&Paper>, there: &[Signature], next: Signature| rules(paper, there, &next);
        use SigningRule::{EarlierTime, NamesUnknown, NobodyNamed, Order, OtherName, PlaceTaken, SamePerson};
        assert_eq!(case(Some(&full), there, signature("Reviewer", "Dan", "2026-11-03")), [OtherName]);
        assert_eq!(
            case(Some(&full), there, signature("Reviewer", "Ada Moore", "2026-11-03")),
            [OtherName, SamePerson]
        );
        assert_eq!(case(Some(&full), there, signature("Executive", "Cleo Park", "2026-11-03")), [Order]);
        assert_eq!(case(Some(&full), there, signature("Reviewer", "Ben Ash", "2026-11-01")), [EarlierTime]);
        assert_eq!(case(Some(&full), there, ada.clone()), [PlaceTaken]);
        assert_eq!(case(None, there, signature("Reviewer", "Ben Ash", "2026-11-03")), [NamesUnknown]);
        let open = paper(["Ada Moore", "", "Cleo Park"]);
        assert_eq!(case(Some(&open), there, signature("Reviewer", "Ben Ash", "2026-11-03")), [NobodyNamed]);
        // Nobody waits for a place for which nobody is named, and nobody signs there once a later one has.
        let cleo = signature("Executive", "Cleo Park", "2026-11-03");
        assert_eq!(rules(Some(&open), there, &cleo), []);
        let both = [ada.clone(), cleo];
        assert_eq!(
            case(Some(&open), &both, signature("Reviewer", "Ben Ash", "2026-11-04")),
            [NobodyNamed, Order]
        );
        // The same key under another name, and one name twice on the paper.
        let key = Signature {
            fingerprint: ada.fingerprint.clone(),
            ..signature("Reviewer", "Ben Ash", "2026-11-03")
        };
        assert_eq!(case(Some(&full), there, key), [SamePerson]);
        assert_eq!(case(Some(&paper(["Ada Moore", "Ada Moore", ""])), &[], ada), [SamePerson]);
    }

    #[test]
    fn a_reason_lets_a_rule_pass_and_a_blank_one_does_not() {
        let paper = paper(["Ada Moore", "Ben Ash", ""]);
        let there = [signature("Assessor", "Ada Moore", "2026-11-02")];
        let found = objections(Some(&paper), &there, &signature("Reviewer", "Dan", "2026-11-01"));
        let aside = |rule, reason: &str| SetAside { rule, reason: reason.into() };
        let given = [aside(SigningRule::OtherName, "Deputy"), aside(SigningRule::EarlierTime, "  ")];
        let (passed, standing) = weigh(found, &given);
        assert_eq!(
            passed.iter().map(|e| (e.rule, e.reason.as_str())).collect::<Vec<_>>(),
            [(SigningRule::OtherName, "Deputy")]
        );
        assert_eq!(standing.iter().map(|o| o.rule).collect::<Vec<_>>(), [SigningRule::EarlierTime]);
        let taken = objections(Some(&paper), &there, &signature("Assessor", "Ada Moore", "2026-11-02"));
        let (passed, standing) = weigh(taken, &[aside(SigningRule::PlaceTaken, "Please")]);
        assert_eq!((passed.len(), standing.len()), (0, 1));
    }

    proptest! {
        #[test]
        fn what_a_signature_sets_aside_reads_back(reasons in prop::collection::vec("[ -~]{0,30}", 0..4)) {
            use crate::words::Word;
            let given = SigningRule::ALL.iter().zip(&reasons);
            let exceptions: Vec<Exception> = given
                .clone()
                .map(|(rule, reason)| Exception { rule: *rule, sentence: Message::verbatim(""), reason: reason.clone() })
                .collect();
            let read = set_aside_by(&statement("I reviewed this report", &exceptions));
            let given: Vec<SetAside> =
                given.map(|(rule, reason)| SetAside { rule: *rule, reason: reason.clone() }).collect();
            prop_assert_eq!(read, given);
        }
    }
}
