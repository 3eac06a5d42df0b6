//! What a reader needs first → title, cover and document control.

use super::outline::{Kind, Section};
use super::view::View;
use super::words::{bound, flat, in_row, moment, or, percent, series, told, whole, within};
use super::{Status, changed, limits};
use crate::document::{Block, Bullets, Cell, Column, Fact, Level, Span, Table, Tone};
use assay_core::record::{Assessment, Person};
use assay_core::score::Figure;
use assay_core::words::Outcome;

/// What the assessment is called.
pub(super) fn title(view: &View) -> String {
    let own = or(&view.case.assessment.title, say!(view, "Vendor security assessment"));
    match view.outline.kind() {
        Kind::Complete | Kind::Full => own,
        other @ (Kind::Board
        | Kind::Annexes
        | Kind::Vendor
        | Kind::Plan
        | Kind::Questionnaire
        | Kind::Applicability) => say!(view, "{kind}: {title}", kind = other.title(), title = own),
    }
}

/// Whom and what it is about.
pub(super) fn subtitle(view: &View) -> String {
    let service = flat(&view.case.assessment.service);
    let vendor = flat(&view.case.vendor.name);
    if service.is_empty() { vendor } else { say!(view, "{vendor}: {service}") }
}

/// What the paper is, by its kind.
fn nature(view: &View) -> String {
    let kind = within(view, &view.outline.kind().title());
    if view.has_ai() {
        say!(view, "Vendor security and AI risk assessment: {kind}")
    } else {
        say!(view, "Vendor security assessment: {kind}")
    }
}

/// For whom the vendor is assessed.
pub(super) fn client(view: &View) -> String {
    or(&view.case.assessment.accountable.organisation, say!(view, "Not recorded"))
}

/// The cover: what this is, for whom, about whom, what came out, by whom.
pub(super) fn cover(view: &View) -> Block {
    let a = &view.case.assessment;
    let legal = flat(&view.case.vendor.legal_name);
    let mut lines = vec![
        Fact::new(say!(view, "Document"), nature(view)),
        Fact::new(say!(view, "Prepared for"), client(view)),
        Fact::new(
            say!(view, "About"),
            if legal.is_empty() { or(&view.case.vendor.name, say!(view, "Not named")) } else { legal },
        ),
        Fact::new(say!(view, "Service"), or(&a.service, say!(view, "Not named"))),
    ];
    match view.outline.kind() {
        Kind::Complete | Kind::Full => lines.extend([
            Fact::new(say!(view, "Decision"), decision_words(view)),
            Fact::new(say!(view, "Score"), score_words(view, &view.evaluation.results.total)),
        ]),
        Kind::Board
        | Kind::Annexes
        | Kind::Vendor
        | Kind::Plan
        | Kind::Questionnaire
        | Kind::Applicability => {}
    }
    lines.extend([
        Fact::new(say!(view, "Period"), period(view, a)),
        Fact::new(say!(view, "Prepared by"), person(view, &a.assessor)),
        Fact::new(say!(view, "Reviewer named"), reviewer(view)),
        Fact::new(say!(view, "Version"), version(view)),
    ]);
    Block::cover(lines)
}

/// The decision with its day.
fn decision_words(view: &View) -> String {
    let day = view.case.decision.as_ref().and_then(|decision| decision.decided_on);
    match day {
        Some(day) => say!(view, "{decision}, {day}", decision = outcome_words(view)),
        None => outcome_words(view),
    }
}

/// Which report this is, and whether it is signed.
pub(super) fn version(view: &View) -> String {
    let number = view.about.number;
    match (view.outline.kind(), view.about.status) {
        (Kind::Complete, Status::Draft) => say!(view, "Draft of issue {number}, not issued"),
        (Kind::Complete, Status::Issued) => say!(view, "Issue {number}"),
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
            None => say!(view, "Unsigned copy; no report is issued yet"),
            Some(issue) => say!(view, "Unsigned copy; the report signed last is issue {issue}"),
        },
    }
}

/// Who a person is, or that nobody is named.
pub(super) fn person(view: &View, person: &Person) -> String {
    let parts: Vec<String> = [&person.name, &person.role, &person.organisation]
        .into_iter()
        .map(|p| flat(p))
        .filter(|p| !p.is_empty())
        .collect();
    if person.name.trim().is_empty() { say!(view, "Nobody is named") } else { in_row(view, &parts) }
}

/// The period the work looks at.
pub(super) fn period(view: &View, a: &Assessment) -> String {
    match (a.period_from, a.period_to) {
        (Some(from), Some(to)) => say!(view, "{from} to {to}"),
        (Some(from), None) => say!(view, "From {from}; no end recorded"),
        (None, Some(to)) => say!(view, "Until {to}; no beginning recorded"),
        (None, None) => say!(view, "Not recorded"),
    }
}

/// A score with its coverage in one line.
pub(super) fn score_words(view: &View, figure: &Figure) -> String {
    let coverage = coverage_words(view, figure);
    match figure.score {
        Some(score) => say!(view, "{score} of 100, {coverage}", score = whole(score)),
        None => say!(view, "No score, {coverage}"),
    }
}

/// How much a score rests on.
pub(super) fn coverage_words(view: &View, figure: &Figure) -> String {
    match figure.coverage() {
        Some(coverage) => say!(
            view,
            "coverage {coverage} ({concluded} of {applicable} questions)",
            coverage = percent(view, coverage),
            concluded = figure.concluded,
            applicable = figure.applicable
        ),
        None => say!(view, "no question applies"),
    }
}

/// The decision in words, or that there is none.
pub(super) fn outcome_words(view: &View) -> String {
    view.case.decision.as_ref().map_or_else(|| say!(view, "None recorded"), |d| told(view, &d.outcome))
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
        return person(view, &a.reviewer);
    }
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let named = plain(&a.reviewer.name);
    let others = view
        .case
        .responses
        .values()
        .filter(|response| response.reviewed.as_ref().is_some_and(|review| plain(&review.by) == named));
    let reviewer = person(view, &a.reviewer);
    match others.count() {
        0 => say!(view, "{reviewer}; no review is recorded before issue"),
        n => {
            say!(view, "{reviewer}; looked at {n}\u{a0}conclusion|{reviewer}; looked at {n}\u{a0}conclusions")
        }
    }
}

/// Document control: what this paper is, what it was made from, and how to check it.
pub(super) fn control(view: &View, hash: Option<&str>) -> Vec<Block> {
    let a = &view.case.assessment;
    let about = view.about;
    let mut blocks = vec![Block::unnumbered(Level::One, say!(view, "Document control"), "document-control")];
    let is_issued_kind = view.outline.kind() == Kind::Complete;
    if about.status == Status::Draft {
        let title = if is_issued_kind { say!(view, "Draft") } else { say!(view, "Unsigned copy") };
        blocks.push(Block::callout(
            Tone::Info,
            title,
            say!(view, "This is to be read before issuing. It is not issued, it may still change, and it is not for signature."),
        ));
    }
    let version = version(view);
    let status = match (about.supersedes, about.status) {
        (Some(_) | None, _) if !is_issued_kind => version,
        (Some(number), Status::Issued) => say!(view, "{version}, issued; supersedes issue {number}"),
        (Some(number), Status::Draft) => say!(view, "{version}; supersedes issue {number}"),
        (None, Status::Issued) => say!(view, "{version}, issued; there is no earlier issue"),
        (None, Status::Draft) => say!(view, "{version}; there is no earlier issue"),
    };
    let packs: Vec<String> =
        a.packs.iter().map(|p| bound(&format!("{} {}", flat(&p.name), flat(&p.version)))).collect();
    let distribution: Vec<String> =
        a.distribution.iter().map(|d| flat(d)).filter(|d| !d.is_empty()).collect();
    let (entry, journal_hash) = &about.journal;
    let journal = if journal_hash.is_empty() {
        vec![Span::plain(say!(view, "No journal entry was given"))]
    } else {
        runs!(view, [hash = Span::mono(flat(journal_hash))], "Entry {entry}, SHA-256 {hash}")
    };
    blocks.push(Block::facts(vec![
        Fact::rich(say!(view, "Report"), vec![Span::mono(bound(&view.reference()))]),
        Fact::rich(say!(view, "Assessment id"), vec![Span::mono(a.id.as_str())]),
        Fact::new(say!(view, "Version and status"), status),
        Fact::new(say!(view, "Made on"), moment(view, about.issued)),
        Fact::new(say!(view, "Classification"), or(&a.classification, say!(view, "None given"))),
        Fact::new(
            say!(view, "Distribution"),
            or(&series(view, &distribution), say!(view, "Nobody is listed")),
        ),
        Fact::new(say!(view, "Prepared by"), person(view, &a.assessor)),
        Fact::new(say!(view, "Reviewer named"), reviewer(view)),
        Fact::new(say!(view, "Named to accept the residual risk"), person(view, &a.accountable)),
        Fact::new(say!(view, "Made with"), flat(&about.program)),
        Fact::new(
            say!(view, "Packs"),
            or(&in_row(view, &packs), say!(view, "None is recorded with this assessment")),
        ),
        Fact::rich(say!(view, "Journal of the vault"), journal),
        Fact::rich(
            say!(view, "Data SHA-256"),
            vec![hash.map_or_else(|| Span::plain(say!(view, "No data are attached")), Span::mono)],
        ),
    ]));
    if let Some(differs) = limits::packs_differ(view) {
        blocks.push(Block::callout(Tone::Medium, say!(view, "Packs differ"), differs));
    }
    let earlier: Vec<Vec<Cell>> = view
        .case
        .issues
        .values()
        .filter(|issue| issue.number < about.number)
        .map(|issue| {
            vec![
                Cell::new(say!(view, "Issue {number}", number = issue.number)),
                Cell::new(moment(view, issue.issued)),
                Cell::new(or(&issue.signer, say!(view, "Not recorded"))),
                Cell::mono(&issue.file.sha256),
            ]
        })
        .collect();
    // Where there is none, the version says so already.
    if !earlier.is_empty() {
        let columns = vec![
            Column::new(say!(view, "Issue"), 1.0),
            Column::new(say!(view, "Issued"), 2.0),
            Column::new(say!(view, "Signed by"), 2.0),
            Column::new(say!(view, "SHA-256 of the file"), 4.0),
        ];
        blocks.push(
            Table::new(say!(view, "Earlier issues"), columns, say!(view, "None.")).rows(earlier).into(),
        );
    }
    blocks.extend(changed::blocks(view));
    // An unsigned copy has no signature to check.
    if is_issued_kind {
        blocks.push(Block::unnumbered(Level::Two, say!(view, "How to check this report"), "how-to-check"));
        blocks.push(how_to_check(view));
    }
    blocks
}

fn how_to_check(view: &View) -> Block {
    Block::Bullets(Bullets {
        ordered: true,
        items: vec![
            runs!(
                view,
                [command = Span::mono("assay verify <file> --trust <certificate>")],
                "The signatures: run {command}, or open the file in any PDF reader with signature support. Each signature \
                 says who signed and whether anything was changed afterwards. The certificate comes from the signer by \
                 another way than this file, such as in person; one that came with the file proves nothing. Without it \
                 nobody can say who signed."
            ),
            runs!(
                view,
                [file = Span::mono("assessment.json")],
                "The data: save the attachment {file} and compare its SHA-256 with the one above. The foot of each page \
                 shows its first digits."
            ),
            runs!(
                view,
                [section = view.outline.refer(view, Section::Evidence)],
                "The evidence: compare the SHA-256 of a file with the one in {section}."
            ),
            vec![Span::plain(say!(
                view,
                "The time: times in this report come from the local clock of the computer it was made on. Nobody else \
                 confirms them, unless a signature carries a timestamp of its own."
            ))],
        ],
    })
}
