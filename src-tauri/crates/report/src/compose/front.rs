//! What a reader needs first → cover, document control, and the one page for the person who decides.

use super::section::Section;
use super::view::View;
use super::words::{
    band_tone, bound, clip, count, date, date_or, flat, knock_out_word, moment, or, percent, sentence,
};
use super::{Status, changed, limits};
use crate::document::{Block, Bullets, Cell, Column, Fact, Level, Span, Table, Tile, Tone};
use assay_core::decision::DecisionState;
use assay_core::gate::{self, State};
use assay_core::knockout::{KnockOutResult, KnockOutState};
use assay_core::record::{Assessment, Person};
use assay_core::score::Figure;
use assay_core::words::{Outcome, Word};

/// Rows of each list on the page for the executive: what keeps it one page.
const RISKS: usize = 5;
const KNOCK_OUTS: usize = 3;
const CONDITIONS: usize = 3;
const NOT_ASSESSED: usize = 3;
/// Characters of its texts, and of a point in a list, which fits a line.
const REASON: usize = 240;
const SUMMARY: usize = 270;
const LINE: usize = 92;

/// The cover: what was assessed, what came out, by whom.
pub(super) fn cover(view: &View) -> Block {
    let a = &view.case.assessment;
    Block::cover(vec![
        Fact::new("Vendor", or(&view.case.vendor.legal_name, &or(&view.case.vendor.name, "Not named"))),
        Fact::new("Service", or(&a.service, "Not named")),
        Fact::new("Decision", outcome_words(view)),
        Fact::new("Score", score_words(&view.evaluation.results.total)),
        Fact::new("Period", period(a)),
        Fact::new("Prepared by", person(&a.assessor)),
        Fact::new("Reviewer named", reviewer(view)),
        Fact::new("Version", version(view)),
    ])
}

fn version(view: &View) -> String {
    let number = view.about.number;
    match view.about.status {
        Status::Draft => format!("Draft of issue {number}, not issued"),
        Status::Issued => format!("Issue {number}"),
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
        Some(score) => format!("{score:.0} of 100, {coverage}"),
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

/// What a knock-out caps the decision at as it stands; for one that caps nothing, what it would when it strikes.
pub(super) fn cap_words(knock_out: &KnockOutResult) -> &'static str {
    match knock_out.state {
        KnockOutState::Suspected | KnockOutState::NotAssessed => knock_out.while_open.best().title(),
        KnockOutState::Struck | KnockOutState::Clear | KnockOutState::NotApplicable => {
            knock_out.cap.best().title()
        }
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
pub(super) fn control(view: &View, hash: &str) -> Vec<Block> {
    let a = &view.case.assessment;
    let about = view.about;
    let mut blocks = vec![Block::unnumbered(Level::One, "Document control", "document-control")];
    if about.status == Status::Draft {
        blocks.push(Block::callout(
            Tone::Info,
            "Draft",
            "This is a draft to be read before issuing. It is not issued, it may still change, and it is not for signature.",
        ));
    }
    let supersedes = match about.supersedes {
        Some(number) => format!("supersedes issue {number}"),
        None => "there is no earlier issue".into(),
    };
    let status = match about.status {
        Status::Draft => format!("Draft of issue {}, not issued", about.number),
        Status::Issued => format!("Issue {}, issued", about.number),
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
        Fact::new("Version and status", format!("{status}; {supersedes}")),
        Fact::new("Made on", moment(about.issued)),
        Fact::new("Classification", or(&a.classification, "None given")),
        Fact::new("Distribution", or(&distribution.join("; "), "Nobody is listed")),
        Fact::new("Prepared by", person(&a.assessor)),
        Fact::new("Reviewer named", reviewer(view)),
        Fact::new("Named to accept the residual risk", person(&a.accountable)),
        Fact::new("Made with", flat(&about.program)),
        Fact::new("Packs", or(&packs.join(", "), "None is recorded with this assessment")),
        Fact::rich("Journal of the vault", journal),
        Fact::rich("Data SHA-256", vec![Span::mono(hash)]),
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
    blocks.push(Block::unnumbered(Level::Two, "How to check this report", "how-to-check"));
    blocks.push(Block::Bullets(Bullets {
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
                Span::plain(" and compare its SHA-256 with the one above. The foot of each page shows its first digits."),
            ],
            vec![
                Span::plain("The evidence: compare the SHA-256 of a file with the one in "),
                Section::Evidence.link(),
                Span::plain("."),
            ],
            vec![Span::plain(
                "The time: times in this report come from the local clock of the computer it was made on. Nobody else \
                 confirms them, unless a signature carries a timestamp of its own.",
            )],
        ],
    }));
    blocks
}

/// The page for the executive. Each list and text is bounded, so that it stays one page, and says where the rest is.
pub(super) fn summary(view: &View) -> Vec<Block> {
    let mut blocks = vec![
        Block::unnumbered(Level::One, "Executive summary", "summary"),
        decision(view),
        Block::tiles(tiles(view)),
    ];
    let text = clip(&view.case.assessment.summary, SUMMARY);
    blocks.push(Block::p(if text.is_empty() { "No summary was written.".to_owned() } else { text }));
    blocks.push(top_risks(view));
    blocks.extend(knock_outs(view));
    blocks.extend(conditions(view));
    blocks.push(way(view));
    blocks.push(not_assessed(view));
    blocks
}

fn decision(view: &View) -> Block {
    let best = &view.evaluation.advice;
    let mut title = format!("Decision: {}", outcome_words(view));
    let (tone, text) = match &view.case.decision {
        None => {
            let because =
                if best.because.is_empty() { String::new() } else { format!(" {}", best.because.join(" ")) };
            let text =
                format!("The best decision this assessment allows is “{}”.{because}", best.best.title());
            (outcome_tone(None), clip(&text, REASON + 2 * LINE))
        }
        Some(decision) => {
            let mut text = or(&sentence(&clip(&decision.rationale, REASON)), "No reason was recorded.");
            let by = flat(&decision.decided_by);
            if !by.is_empty() {
                text.push_str(&format!(" Decided by {}", sentence(&clip(&by, 40))));
            }
            let mut tone = outcome_tone(Some(decision.outcome));
            let standing = &view.evaluation.decision;
            let word = match standing.state {
                DecisionState::Missing | DecisionState::Stands => None,
                DecisionState::ToConfirm => Some(", to be confirmed"),
                DecisionState::NotAllowed => Some(", which does not stand"),
            };
            if let Some(word) = word {
                // A decision that does not stand must not look like a good one.
                tone = Tone::Critical;
                title.push_str(word);
                text.push_str(&format!(" {}", sentence(&clip(&standing.because.join(" "), LINE + 34))));
            }
            (tone, text)
        }
    };
    Block::callout(tone, title, text)
}

fn tiles(view: &View) -> Vec<Tile> {
    let results = &view.evaluation.results;
    let a = &view.case.assessment;
    let total = &results.total;
    let coverage = match total.coverage() {
        Some(coverage) => {
            format!("coverage {} ({} of {} questions)", percent(coverage), total.concluded, total.applicable)
        }
        None => "no question applies".into(),
    };
    let score = match total.score {
        Some(score) => {
            Tile::new("Score", format!("{score:.0}"), format!("of 100, {coverage}"), Tone::Neutral)
        }
        None => Tile::new("Score", "None", format!("nothing is concluded, {coverage}"), Tone::Neutral),
    };
    let critical =
        if a.critical { "a critical function depends on it" } else { "no critical function is recorded" };
    let in_state = |state| view.knock_outs_in(state).count();
    let (struck, suspected, unknown) = (
        in_state(KnockOutState::Struck),
        in_state(KnockOutState::Suspected),
        in_state(KnockOutState::NotAssessed),
    );
    let tone = match (struck, suspected, unknown) {
        (0, 0, 0) => Tone::Good,
        (0, 0, _) => Tone::Neutral,
        (0, _, _) => Tone::High,
        _ => Tone::Critical,
    };
    vec![
        score,
        Tile::new("Risk tier", format!("Tier {}", a.tier.get()), critical, Tone::Neutral),
        Tile::new(
            "Knock-outs struck",
            struck.to_string(),
            format!("{suspected} suspected, {unknown} not assessed"),
            tone,
        ),
        gap(view),
    ]
}

/// The gap between what the vendor claims and what is concluded.
fn gap(view: &View) -> Tile {
    let results = &view.evaluation.results;
    let (value, note) = match (results.claimed.score, results.total.score) {
        (Some(claimed), Some(concluded)) => {
            (gap_words(claimed, concluded), format!("claimed {claimed:.0} less concluded {concluded:.0}"))
        }
        (Some(claimed), None) => ("None".to_owned(), format!("claimed {claimed:.0}, nothing concluded")),
        (None, _) => ("None".to_owned(), "no claim counts".to_owned()),
    };
    Tile::new("Claim gap", value, note, Tone::Neutral)
}

/// The difference of the two figures as they are printed, with its sign.
pub(super) fn gap_words(claimed: f64, concluded: f64) -> String {
    // Rounded before subtracting, so that a reader with the two printed figures finds the same difference.
    let shown = |value: f64| format!("{value:.0}").parse::<i64>().unwrap_or_default();
    match shown(claimed) - shown(concluded) {
        0 => "0".into(),
        gap if gap > 0 => format!("+{gap}"),
        gap => format!("−{}", -gap),
    }
}

fn top_risks(view: &View) -> Block {
    let risks = view.risks();
    let caption = more("Highest risks after treatment", RISKS, risks.len(), Section::Risks);
    Table::new(
        caption,
        vec![
            Column::new("No.", 0.8),
            Column::new("Risk", 4.4),
            Column::new("Residual", 1.4),
            Column::new("Owner", 2.2),
            Column::new("Due", 1.8),
        ],
        "No risk is recorded.",
    )
    .rows(risks.iter().take(RISKS).map(|risk| {
        let band = view.band(risk.ratings.residual());
        vec![
            Cell::rich(vec![view.risk_span(&risk.id)]),
            Cell::new(or(&clip(&risk.title, LINE / 2), "Untitled")),
            Cell::toned(&band.title, band_tone(band)),
            Cell::new(or(&clip(&risk.owner, LINE / 4), "No owner")),
            Cell::new(date_or(risk.due, "No date")),
        ]
    }))
    .into()
}

fn knock_outs(view: &View) -> Vec<Block> {
    let bad: Vec<_> = view
        .evaluation
        .knock_outs
        .iter()
        .filter(|k| matches!(k.state, KnockOutState::Struck | KnockOutState::Suspected))
        .collect();
    let none = match view.knock_outs_in(KnockOutState::NotAssessed).count() {
        0 => "none; all that apply were assessed.".to_owned(),
        1 => "none; 1 is not assessed.".to_owned(),
        n => format!("none; {n} are not assessed."),
    };
    let items = bad.iter().take(KNOCK_OUTS).map(|k| {
        let cap = cap_words(k);
        vec![
            Span::mono(bound(k.id.as_str())),
            Span::plain(format!(" {}: ", clip(&k.title, LINE - 50))),
            Span::strong(knock_out_word(k.state)),
            match super::decide::set_aside(view, &k.id) {
                Some(o) => Span::plain(format!(
                    "; set aside by {} until {}",
                    or(&clip(&o.by, LINE / 4), "nobody named"),
                    date(o.until)
                )),
                None => Span::plain(format!("; at best “{cap}”")),
            },
        ]
    });
    points("Knock-outs struck or suspected", bad.len(), items.collect(), Section::Decision, &none)
}

fn conditions(view: &View) -> Vec<Block> {
    let conditions = view.case.decision.as_ref().map_or(&[][..], |d| &d.conditions);
    let items = super::decide::by_stage(conditions).into_iter().take(CONDITIONS).map(|(_, c)| {
        let (owner, due) = (or(&clip(&c.owner, LINE / 4), "no owner"), date_or(c.due, "no date"));
        vec![
            Span::strong(c.stage.title()),
            Span::plain(format!(": {} ({owner}, {due})", clip(&c.text, LINE - 50))),
        ]
    });
    let none = "the decision has none.";
    points("Conditions", conditions.len(), items.collect(), Section::Decision, none)
}

/// How many gates are passed, what stands in the way of the next one, and when it is looked at again.
fn way(view: &View) -> Block {
    let gates = gate::gates(&view.evaluation);
    let passed = gates.iter().filter(|gate| gate.passed).count();
    let next = date_or(view.evaluation.next.day, "none is due");
    // A gate of which nothing applies is not passed, and nothing stands in its way.
    let next_gate = gates.iter().find(|gate| gate.met < gate.of);
    let said = match next_gate {
        _ if gates.is_empty() => String::new(),
        None => format!("{passed} of {} passed, nothing stands in the way. ", gates.len()),
        Some(gate) => {
            let mut open = gate.items.iter().filter(|item| item.state == State::Open);
            let first = open.next().map_or_else(String::new, |i| sentence(&clip(&i.text, LINE - 12)));
            let more = match open.count() {
                0 => String::new(),
                n => format!(" And {n} more."),
            };
            let title = clip(&gate.title, LINE / 4);
            format!("{passed} of {} passed. In the way of “{title}”: {first}{more} ", gates.len())
        }
    };
    let mut spans = Vec::new();
    if !said.is_empty() {
        spans.extend([Span::strong("Gates: "), Span::plain(said)]);
    }
    spans.extend([Span::strong("Next assessment: "), Span::plain(format!("{next}; all in "))]);
    spans.extend([Section::Gates.link(), Span::plain(".")]);
    Block::spans(spans)
}

fn not_assessed(view: &View) -> Block {
    let all = limits::not_assessed(view);
    let shown: Vec<String> = all.iter().take(NOT_ASSESSED).map(|text| sentence(&clip(text, LINE))).collect();
    let said = if shown.is_empty() {
        "nothing; every question that applies has a conclusion. ".to_owned()
    } else {
        format!("{} ", shown.join(" "))
    };
    Block::spans(vec![
        Span::strong("Not assessed: "),
        Span::plain(said),
        Span::plain("All limitations are in "),
        Section::Limitations.link(),
        Span::plain("."),
    ])
}

/// A title with its points, or with what to say when there are none. Names the section that holds the rest.
fn points(title: &str, all: usize, items: Vec<Vec<Span>>, rest: Section, none: &str) -> Vec<Block> {
    if items.is_empty() {
        return vec![Block::spans(vec![Span::strong(format!("{title}: ")), Span::plain(none)])];
    }
    let mut head = vec![Span::strong(title)];
    if all > items.len() {
        head.push(Span::plain(format!(": {} of {all}, all in ", items.len())));
        head.push(rest.link());
    }
    vec![Block::spans(head), Block::Bullets(Bullets { ordered: false, items })]
}

/// A caption that says how many of how many are shown, and where the rest is.
fn more(what: &str, shown: usize, all: usize, rest: Section) -> String {
    if all > shown {
        format!("{what}: {shown} of {all}, all in section\u{a0}{}", rest.number())
    } else {
        what.to_owned()
    }
}
