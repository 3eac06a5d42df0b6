//! What a reader needs first → title, cover and document control.

use super::outline::{Kind, Section};
use super::view::View;
use super::words::{bound, count, date, flat, moment, or, percent, whole};
use super::{Status, changed, limits};
use crate::document::{Block, Bullets, Cell, Column, Fact, Level, Span, Table, Tone};
use assay_core::record::{Assessment, Person};
use assay_core::score::Figure;
use assay_core::words::{Outcome, Word};

/// What the assessment is called.
pub(super) fn title(view: &View) -> String {
    let own = or(&view.case.assessment.title, NATURE);
    match view.outline.kind() {
        Kind::Complete | Kind::Full => own,
        other @ (Kind::Board
        | Kind::Annexes
        | Kind::Vendor
        | Kind::Plan
        | Kind::Questionnaire
        | Kind::Applicability) => format!("{}: {own}", other.title()),
    }
}

/// Whom and what it is about.
pub(super) fn subtitle(view: &View) -> String {
    let service = flat(&view.case.assessment.service);
    let vendor = flat(&view.case.vendor.name);
    if service.is_empty() { vendor } else { format!("{vendor}: {service}") }
}

/// What a report is, in the words of the field.
const NATURE: &str = "Vendor security assessment";

/// What the paper is, by its kind.
fn nature(view: &View) -> String {
    let what = if view.has_ai() { "Vendor security and AI risk assessment" } else { NATURE };
    format!("{what}: {}", view.outline.kind().title().to_lowercase())
}

/// For whom the vendor is assessed.
pub(super) fn client(view: &View) -> String {
    or(&view.case.assessment.accountable.organisation, "Not recorded")
}

/// The cover: what this is, for whom, about whom, what came out, by whom.
pub(super) fn cover(view: &View) -> Block {
    let a = &view.case.assessment;
    let legal = flat(&view.case.vendor.legal_name);
    let mut lines = vec![
        Fact::new("Document", nature(view)),
        Fact::new("Prepared for", client(view)),
        Fact::new("About", if legal.is_empty() { or(&view.case.vendor.name, "Not named") } else { legal }),
        Fact::new("Service", or(&a.service, "Not named")),
    ];
    match view.outline.kind() {
        Kind::Complete | Kind::Full => lines.extend([
            Fact::new("Decision", decision_words(view)),
            Fact::new("Score", score_words(&view.evaluation.results.total)),
        ]),
        Kind::Board
        | Kind::Annexes
        | Kind::Vendor
        | Kind::Plan
        | Kind::Questionnaire
        | Kind::Applicability => {}
    }
    lines.extend([
        Fact::new("Period", period(a)),
        Fact::new("Prepared by", person(&a.assessor)),
        Fact::new("Reviewer named", reviewer(view)),
        Fact::new("Version", version(view)),
    ]);
    Block::cover(lines)
}

/// The decision with its day.
fn decision_words(view: &View) -> String {
    let day = view.case.decision.as_ref().and_then(|decision| decision.decided_on);
    match day {
        Some(day) => format!("{}, {}", outcome_words(view), date(day)),
        None => outcome_words(view),
    }
}

/// Which report this is, and whether it is signed.
pub(super) fn version(view: &View) -> String {
    let number = view.about.number;
    match (view.outline.kind(), view.about.status) {
        (Kind::Complete, Status::Draft) => format!("Draft of issue {number}, not issued"),
        (Kind::Complete, Status::Issued) => format!("Issue {number}"),
        (
            Kind::Board
            | Kind::Full
            | Kind::Annexes
            | Kind::Vendor
            | Kind::Plan
            | Kind::Questionnaire
            | Kind::Applicability,
            _,
        ) => match view.about.supersedes {
            None => "Unsigned copy; no report is issued yet".into(),
            Some(issue) => format!("Unsigned copy; the report signed last is issue {issue}"),
        },
    }
}

/// Who a person is, or that nobody is named.
pub(super) fn person(person: &Person) -> String {
    let parts: Vec<String> = [&person.name, &person.role, &person.organisation]
        .into_iter()
        .map(|p| flat(p))
        .filter(|p| !p.is_empty())
        .collect();
    if person.name.trim().is_empty() { "Nobody is named".into() } else { parts.join(", ") }
}

/// The period the work looks at.
pub(super) fn period(a: &Assessment) -> String {
    match (a.period_from, a.period_to) {
        (Some(from), Some(to)) => format!("{} to {}", date(from), date(to)),
        (Some(from), None) => format!("From {}; no end recorded", date(from)),
        (None, Some(to)) => format!("Until {}; no beginning recorded", date(to)),
        (None, None) => "Not recorded".into(),
    }
}

/// A score with its coverage in one line.
pub(super) fn score_words(figure: &Figure) -> String {
    let coverage = match figure.coverage() {
        Some(coverage) => {
            format!(
                "coverage {} ({} of {} questions)",
                percent(coverage),
                figure.concluded,
                figure.applicable
            )
        }
        None => "no question applies".into(),
    };
    match figure.score {
        Some(score) => format!("{} of 100, {coverage}", whole(score)),
        None => format!("No score, {coverage}"),
    }
}

/// The decision in words, or that there is none.
pub(super) fn outcome_words(view: &View) -> String {
    view.case.decision.as_ref().map_or("None recorded", |d| d.outcome.title()).to_owned()
}

/// The tone that goes with a decision.
pub(super) fn outcome_tone(outcome: Option<Outcome>) -> Tone {
    match outcome {
        Some(Outcome::Approve) => Tone::Good,
        Some(Outcome::Conditions) => Tone::Medium,
        Some(Outcome::Defer) => Tone::Info,
        Some(Outcome::Reject) => Tone::Critical,
        None => Tone::Neutral,
    }
}

/// Who is named to review, and what of a review is recorded: a name alone is no review.
fn reviewer(view: &View) -> String {
    let a = &view.case.assessment;
    if a.reviewer.name.trim().is_empty() {
        return person(&a.reviewer);
    }
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let named = plain(&a.reviewer.name);
    let others = view
        .case
        .responses
        .values()
        .filter(|response| response.reviewed.as_ref().is_some_and(|review| plain(&review.by) == named));
    let said = match others.count() {
        0 => "no review is recorded before issue".to_owned(),
        n => format!("looked at {}", count(n, "conclusion", "conclusions")),
    };
    format!("{}; {said}", person(&a.reviewer))
}

/// Document control: what this paper is, what it was made from, and how to check it.
pub(super) fn control(view: &View, hash: Option<&str>) -> Vec<Block> {
    let a = &view.case.assessment;
    let about = view.about;
    let mut blocks = vec![Block::unnumbered(Level::One, "Document control", "document-control")];
    let is_issued_kind = view.outline.kind() == Kind::Complete;
    if about.status == Status::Draft {
        let title = if is_issued_kind { "Draft" } else { "Unsigned copy" };
        blocks.push(Block::callout(
            Tone::Info,
            title,
            "This is to be read before issuing. It is not issued, it may still change, and it is not for signature.",
        ));
    }
    let issued = if about.status == Status::Issued { ", issued" } else { "" };
    let status = match about.supersedes {
        Some(number) if is_issued_kind => format!("{}{issued}; supersedes issue {number}", version(view)),
        None if is_issued_kind => format!("{}{issued}; there is no earlier issue", version(view)),
        Some(_) | None => version(view),
    };
    let packs: Vec<String> =
        a.packs.iter().map(|p| bound(&format!("{} {}", flat(&p.name), flat(&p.version)))).collect();
    let distribution: Vec<String> =
        a.distribution.iter().map(|d| flat(d)).filter(|d| !d.is_empty()).collect();
    let (entry, journal_hash) = &about.journal;
    let journal = if journal_hash.is_empty() {
        vec![Span::plain("No journal entry was given")]
    } else {
        vec![Span::plain(format!("Entry {entry}, SHA-256 ")), Span::mono(flat(journal_hash))]
    };
    blocks.push(Block::facts(vec![
        Fact::rich("Report", vec![Span::mono(bound(&view.reference()))]),
        Fact::rich("Assessment id", vec![Span::mono(a.id.as_str())]),
        Fact::new("Version and status", status),
        Fact::new("Made on", moment(about.issued)),
        Fact::new("Classification", or(&a.classification, "None given")),
        Fact::new("Distribution", or(&distribution.join("; "), "Nobody is listed")),
        Fact::new("Prepared by", person(&a.assessor)),
        Fact::new("Reviewer named", reviewer(view)),
        Fact::new("Named to accept the residual risk", person(&a.accountable)),
        Fact::new("Made with", flat(&about.program)),
        Fact::new("Packs", or(&packs.join(", "), "None is recorded with this assessment")),
        Fact::rich("Journal of the vault", journal),
        Fact::rich(
            "Data SHA-256",
            vec![hash.map_or_else(|| Span::plain("No data are attached"), Span::mono)],
        ),
    ]));
    if let Some(differs) = limits::packs_differ(view) {
        blocks.push(Block::callout(Tone::Medium, "Packs differ", differs));
    }
    let earlier: Vec<Vec<Cell>> = view
        .case
        .issues
        .values()
        .filter(|issue| issue.number < about.number)
        .map(|issue| {
            vec![
                Cell::new(format!("Issue {}", issue.number)),
                Cell::new(moment(issue.issued)),
                Cell::new(or(&issue.signer, "Not recorded")),
                Cell::mono(&issue.file.sha256),
            ]
        })
        .collect();
    // Where there is none, the version says so already.
    if !earlier.is_empty() {
        let columns = vec![
            Column::new("Issue", 1.0),
            Column::new("Issued", 2.0),
            Column::new("Signed by", 2.0),
            Column::new("SHA-256 of the file", 4.0),
        ];
        blocks.push(Table::new("Earlier issues", columns, "None.").rows(earlier).into());
    }
    blocks.extend(changed::blocks(view));
    // An unsigned copy has no signature to check.
    if is_issued_kind {
        blocks.push(Block::unnumbered(Level::Two, "How to check this report", "how-to-check"));
        blocks.push(how_to_check(view));
    }
    blocks
}

fn how_to_check(view: &View) -> Block {
    Block::Bullets(Bullets {
        ordered: true,
        items: vec![
            vec![
                Span::plain("The signatures: run "),
                Span::mono("assay verify <file> --trust <certificate>"),
                Span::plain(
                    ", or open the file in any PDF reader with signature support. Each signature says who signed and \
                     whether anything was changed afterwards. The certificate comes from the signer by another way \
                     than this file, such as in person; one that came with the file proves nothing. Without it nobody \
                     can say who signed.",
                ),
            ],
            vec![
                Span::plain("The data: save the attachment "),
                Span::mono("assessment.json"),
                Span::plain(
                    " and compare its SHA-256 with the one above. The foot of each page shows its first digits.",
                ),
            ],
            vec![
                Span::plain("The evidence: compare the SHA-256 of a file with the one in "),
                view.outline.refer(Section::Evidence),
                Span::plain("."),
            ],
            vec![Span::plain(
                "The time: times in this report come from the local clock of the computer it was made on. Nobody else \
                 confirms them, unless a signature carries a timestamp of its own.",
            )],
        ],
    })
}
