//! A case → the pages for those who decide: what was decided, what is asked of them, what stands against it, and what
//! nobody knows. They open the report and are the whole of the board paper.
//!
//! What a person typed stands here whole. A list that is a choice says how many more there are, and where.

use super::front::{client, outcome_tone, outcome_words, subtitle, version};
use super::outline::Section;
use super::view::View;
use super::words::{
    all_told, band_tone, bound, count, date, date_or, flat, gap_words, knock_out_tone, knock_out_word, list,
    or, paragraphs, percent, sentence, severity_tone, told, whole,
};
use super::{decide, limits};
use crate::document::{
    Block, Callout, Cell, Column, Drawing, Figure, Level, Segment, Span, Stack, StackRow, Table, Tile, Tone,
};
use assay_core::changed::{ChangedSinceIssue, RecordChange};
use assay_core::comparison::Shift;
use assay_core::decision::DecisionState;
use assay_core::gate;
use assay_core::knockout::{KnockOutResult, KnockOutState};
use assay_core::record::{Decision, Finding};
use assay_core::score::GroupResult;
use assay_core::words::{Outcome, Severity, Word};
use std::cmp::Reverse;

/// Findings named at least, the gravest first; one that is critical is never left out.
const FINDINGS: usize = 6;
/// Risks named, the highest after treatment first.
const RISKS: usize = 5;
/// Changes named, the newest first.
const CHANGES: usize = 3;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks =
        vec![Block::unnumbered(Level::One, "Executive summary", "summary"), parties(view), decision(view)];
    blocks.push(figures(view));
    blocks.extend(conclusion(view));
    blocks.extend(conditions(view));
    blocks.extend(knock_outs(view));
    blocks.extend(findings(view));
    blocks.push(scores(view));
    blocks.push(risks(view));
    blocks.push(not_assessed(view));
    blocks.push(trend(view));
    blocks
}

/// For whom, about whom, which version: the pages can be lifted out.
fn parties(view: &View) -> Block {
    let about = &view.about;
    Block::spans(vec![
        Span::strong(subtitle(view)),
        Span::plain(format!(
            ". For {}. {}, {}.",
            client(view),
            date(about.issued.date_naive()),
            version(view).to_lowercase()
        )),
    ])
}

/// The decision, and what the reader is to do.
fn decision(view: &View) -> Block {
    let standing = &view.evaluation.decision;
    let best = &view.evaluation.advice;
    let (tone, word, mut text) = match &view.case.decision {
        None => {
            let mut text = format!("The best decision this assessment allows is “{}”.", best.best.title());
            for why in &best.because {
                text.push_str(&format!(" {}", told(why)));
            }
            (outcome_tone(None), "", text)
        }
        Some(decision) => {
            let (tone, word) = match standing.state {
                DecisionState::Missing | DecisionState::Stands => (outcome_tone(Some(decision.outcome)), ""),
                // A decision that does not stand must not look like a good one.
                DecisionState::ToConfirm => (Tone::Critical, ", to be confirmed"),
                DecisionState::NotAllowed => (Tone::Critical, ", which does not stand"),
            };
            let day = match decision.decided_on {
                Some(day) => format!("on {}", date(day)),
                None => "on a day not recorded".to_owned(),
            };
            let by = sentence(&or(&decision.decided_by, "nobody named"));
            let reason = or(&sentence(&decision.rationale), "No reason was recorded.");
            (tone, word, format!("Decided {day} by {by} {reason}"))
        }
    };
    if !word.is_empty() {
        text.push_str(&format!(" {}", sentence(&all_told(&standing.because))));
    }
    let spans = vec![
        Span::plain(format!("{text} ")),
        Span::strong("What you are asked to decide: "),
        Span::plain(format!("{} You accept the residual risk by signing in ", asked(view))),
        view.outline.refer(Section::SignOff),
        Span::plain("."),
    ];
    Block::Callout(Callout { tone, title: format!("Decision: {}{word}", outcome_words(view)), spans })
}

fn asked(view: &View) -> String {
    let best = view.evaluation.advice.best.title();
    match (&view.case.decision, view.evaluation.decision.state) {
        (None, _) | (Some(_), DecisionState::Missing) => {
            format!("on the use of the service; at best the assessment allows “{best}”.")
        }
        (Some(_), DecisionState::ToConfirm) => {
            "to confirm the decision or to change it, for what it rested on is not as it was.".to_owned()
        }
        (Some(_), DecisionState::NotAllowed) => {
            format!("to decide again, for at best the assessment allows “{best}”.")
        }
        (Some(decision), DecisionState::Stands) => to_do(view, decision),
    }
}

fn to_do(view: &View, decision: &Decision) -> String {
    let grave = view.risks().into_iter().filter(|risk| is_grave(view, risk.ratings.residual())).count();
    let risk = match grave {
        0 => "No risk stays in the two highest bands after treatment.".to_owned(),
        n => format!("{} in the two highest bands after treatment.", stay(n)),
    };
    let open = decision.conditions.iter().filter(|condition| condition.met.is_none()).count();
    match decision.outcome {
        Outcome::Approve => format!("whether to accept the residual risk of using the service. {risk}"),
        Outcome::Conditions => format!(
            "whether to accept the residual risk of using the service on the conditions below, {open} of {} open. {risk}",
            decision.conditions.len()
        ),
        Outcome::Defer => {
            format!("whether to keep the service out of use until what is open is settled. {risk}")
        }
        Outcome::Reject => format!("whether to keep the service out of use. {risk}"),
    }
}

fn stay(n: usize) -> String {
    format!("{} {}", count(n, "risk", "risks"), if n == 1 { "stays" } else { "stay" })
}

fn are(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n, one, many), if n == 1 { "is" } else { "are" })
}

fn is_grave(view: &View, rating: assay_core::risk::Rating) -> bool {
    view.library.matrix.rank(rating) + 2 >= view.library.matrix.bands.len()
}

/// Score with coverage, the gap to what the vendor claims, tier and knock-outs.
fn figures(view: &View) -> Block {
    let a = &view.case.assessment;
    let results = &view.evaluation.results;
    let total = &results.total;
    let coverage = match total.coverage() {
        Some(coverage) => {
            format!("coverage {} ({} of {} questions)", percent(coverage), total.concluded, total.applicable)
        }
        None => "no question applies".into(),
    };
    let score = match total.score {
        Some(score) => Tile::new("Score", whole(score), format!("of 100, {coverage}"), Tone::Neutral),
        None => Tile::new("Score", "None", format!("nothing is concluded, {coverage}"), Tone::Neutral),
    };
    let (gap, note) = match (results.claimed.score, total.score) {
        (Some(claimed), Some(concluded)) => (
            gap_words(claimed, concluded),
            format!("claimed {} less concluded {}", whole(claimed), whole(concluded)),
        ),
        (Some(claimed), None) => {
            ("None".to_owned(), format!("claimed {}, nothing concluded", whole(claimed)))
        }
        (None, _) => ("None".to_owned(), "no claim counts".to_owned()),
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
    Block::tiles(vec![
        score,
        Tile::new("Claim gap", gap, note, Tone::Neutral),
        Tile::new("Risk tier", format!("Tier {}", a.tier.get()), critical, Tone::Neutral),
        Tile::new(
            "Knock-outs struck",
            struck.to_string(),
            format!("{suspected} suspected, {unknown} not assessed"),
            tone,
        ),
    ])
}

/// The overall conclusion in the assessor's words, whole.
fn conclusion(view: &View) -> Vec<Block> {
    let mut written = paragraphs(&view.case.assessment.summary).into_iter();
    let first = written.next().unwrap_or_else(|| "The assessor wrote none.".to_owned());
    let mut blocks = vec![Block::spans(vec![Span::strong("Overall conclusion. "), Span::plain(first)])];
    blocks.extend(written.map(Block::p));
    blocks
}

fn conditions(view: &View) -> Vec<Block> {
    let conditions = view.case.decision.as_ref().map_or(&[][..], |decision| &decision.conditions);
    if conditions.is_empty() {
        return vec![run_in("Conditions", "the decision has none.")];
    }
    let rows = decide::by_stage(conditions).into_iter().map(|(n, c)| {
        vec![
            Cell::new(n.to_string()),
            Cell::rich(vec![
                Span::strong(format!("{}: ", c.stage.title())),
                Span::plain(or(&c.text, "Not spelled out")),
            ]),
            Cell::new(or(&c.owner, "No owner")),
            Cell::new(match c.met {
                Some(day) => format!("met on {}", date(day)),
                None => date_or(c.due, "No date"),
            }),
        ]
    });
    let columns = vec![
        Column::number("No.", 0.5),
        Column::new("Condition", 6.6),
        Column::new("Owner", 3.1),
        Column::new("Due", 1.9),
    ];
    vec![Table::new("Conditions", columns, "").rows(rows).into()]
}

fn knock_outs(view: &View) -> Vec<Block> {
    let mut bad: Vec<&KnockOutResult> = view
        .evaluation
        .knock_outs
        .iter()
        .filter(|k| matches!(k.state, KnockOutState::Struck | KnockOutState::Suspected))
        .collect();
    if bad.is_empty() {
        let none = match view.knock_outs_in(KnockOutState::NotAssessed).count() {
            0 => "none is struck; all that apply were assessed.".to_owned(),
            n => format!("none is struck; {} not assessed.", are(n, "knock-out", "knock-outs")),
        };
        return vec![run_in("Knock-outs", &none)];
    }
    // Struck before suspected, and what allows less before what allows more.
    bad.sort_by_key(|k| (k.state != KnockOutState::Struck, Reverse(decide::at_best(k)), &k.id));
    let rows = bad.into_iter().map(|k| {
        let lifts = match decide::set_aside(view, &k.id) {
            Some(o) => format!(
                "Set aside by {} until {}: {}",
                or(&o.by, "nobody named"),
                date(o.until),
                sentence(&or(&o.reason, "no reason recorded"))
            ),
            None => sentence(&k.remedy),
        };
        vec![
            Cell::mono(bound(k.id.as_str())),
            Cell::new(flat(&k.title)),
            Cell::toned(knock_out_word(k.state), knock_out_tone(k.state)),
            Cell::new(decide::at_best(k).title()),
            Cell::new(lifts),
        ]
    });
    let columns = vec![
        Column::new("No.", 0.9),
        Column::new("Knock-out", 2.8),
        Column::new("State", 1.2),
        Column::new("At best", 1.8),
        Column::new("What lifts it", 5.6),
    ];
    vec![Table::new("Knock-outs struck or suspected, the worst first", columns, "").rows(rows).into()]
}

/// The findings by severity, and the worst of them with what they mean.
fn findings(view: &View) -> Vec<Block> {
    let all = view.findings();
    if all.is_empty() {
        return vec![run_in("Findings", "none was recorded.")];
    }
    let counts: Vec<(Severity, u32)> = Severity::ALL
        .iter()
        .rev()
        .map(|severity| (*severity, all.iter().filter(|f| f.severity == *severity).count() as u32))
        .collect();
    let words: Vec<String> =
        counts.iter().map(|(s, n)| format!("{n} {}", s.title().to_lowercase())).collect();
    let segments = counts
        .into_iter()
        .map(|(s, n)| Segment { label: s.title().into(), count: n, tone: severity_tone(s) })
        .collect();
    let mut blocks = vec![Block::Figure(Figure {
        caption: format!("{} by severity", count(all.len(), "finding", "findings")),
        alt: format!("{} by severity: {}.", count(all.len(), "finding", "findings"), list(&words)),
        drawing: Drawing::Stack(Stack { rows: vec![StackRow { label: String::new(), segments }] }),
    })];
    let shown: Vec<&Finding> =
        all.iter().copied().enumerate().filter(|(n, f)| is_named(*n, f)).map(|(_, f)| f).collect();
    let rows = shown.into_iter().map(|f| {
        vec![
            Cell::rich(vec![view.finding_span(&f.id)]),
            Cell::new(or(&f.title, "Untitled")),
            Cell::toned(f.severity.title(), severity_tone(f.severity)),
            Cell::new(or(&f.effect, "Not recorded")),
        ]
    });
    let columns = vec![
        Column::new("No.", 0.8),
        Column::new("Finding", 3.6),
        Column::new("Severity", 1.2),
        Column::new("What it can lead to", 6.6),
    ];
    blocks.push(Table::new("The worst findings", columns, "").rows(rows).into());
    blocks
}

/// Each framework with its score and coverage, in a few lines; the pictures stand with the results.
fn scores(view: &View) -> Block {
    let results = &view.evaluation.results;
    let said: Vec<String> = results
        .frameworks
        .iter()
        .map(|framework| {
            let GroupResult { title, concluded, .. } = &framework.total;
            let score = concluded.score.map_or_else(|| "no score".to_owned(), whole);
            let coverage = concluded.coverage().map_or_else(|| "nothing applies".to_owned(), percent);
            format!("{} {score}\u{a0}({coverage})", flat(title))
        })
        .collect();
    if said.is_empty() {
        return run_in("Frameworks", "none was chosen, so nothing is scored by framework.");
    }
    run_in("Score of 100, with coverage, by framework", &format!("{}.", said.join("; ")))
}

fn risks(view: &View) -> Block {
    let all = view.risks();
    let rated = |rating| {
        let band = view.band(rating);
        Cell::toned(&band.title, band_tone(band))
    };
    let rows = all.iter().take(RISKS).map(|risk| {
        vec![
            Cell::rich(vec![view.risk_span(&risk.id)]),
            Cell::new(or(&risk.title, "Untitled")),
            rated(risk.ratings.inherent()),
            rated(risk.ratings.residual()),
            Cell::new(or(&risk.owner, "No owner")),
            Cell::new(date_or(risk.due, "No date")),
        ]
    });
    let columns = vec![
        Column::new("No.", 0.8),
        Column::new("Risk", 4.8),
        Column::new("Inherent", 1.3),
        Column::new("Residual", 1.3),
        Column::new("Owner", 2.2),
        Column::new("Due", 1.8),
    ];
    let table = Table::new(
        "The risks that matter most, before (inherent) and after (residual) treatment",
        columns,
        "No risk is recorded.",
    );
    table.rows(rows).into()
}

/// Whether a finding is named on these pages: it stands at the `n`th place, from 0, when the worst come first.
fn is_named(n: usize, finding: &Finding) -> bool {
    n < FINDINGS || finding.severity == Severity::Critical
}

/// `And 19 more findings in section 3, 2 more risks in section 4. `; nothing when there are no more.
fn further(view: &View) -> Vec<Span> {
    let findings = view.findings().into_iter().enumerate().filter(|(n, f)| !is_named(*n, f)).count();
    let risks = view.case.risks.len().saturating_sub(RISKS);
    let mut spans = Vec::new();
    for (more, one, many, section) in
        [(findings, "finding", "findings", Section::Findings), (risks, "risk", "risks", Section::Risks)]
    {
        if more > 0 {
            let before = if spans.is_empty() { "And " } else { ", " };
            spans
                .push(Span::plain(format!("{before}{more} more {} in ", if more == 1 { one } else { many })));
            spans.push(view.outline.refer(section));
        }
    }
    if !spans.is_empty() {
        spans.push(Span::plain(". "));
    }
    spans
}

fn not_assessed(view: &View) -> Block {
    let all = limits::not_assessed_at_all(view);
    let said = if all.is_empty() {
        "nothing; every question that applies has a conclusion. ".to_owned()
    } else {
        format!("{} ", all.join(" "))
    };
    let mut spans = further(view);
    spans.extend([
        Span::strong("Not assessed: "),
        Span::plain(said),
        Span::plain("All limitations are in "),
        view.outline.refer(Section::Limitations),
        Span::plain("."),
    ]);
    Block::spans(spans)
}

/// How it moved since last year and since the issue before, where the gates stand, and when to look again.
fn trend(view: &View) -> Block {
    let mut spans = vec![Span::strong("Since the last assessment: ")];
    spans.push(Span::plain(match &view.about.since {
        None => "there is none before this one. ".to_owned(),
        Some(since) => {
            let of = |shift| since.differences.iter().filter(|d| d.shift == shift).count();
            format!(
                "{} worse, {} better, {} otherwise changed, {} the same. ",
                count(of(Shift::Worse), "answer", "answers"),
                of(Shift::Better),
                of(Shift::Changed),
                of(Shift::Same)
            )
        }
    }));
    spans.extend(changes(view));
    let gates = gate::gates(&view.evaluation);
    if !gates.is_empty() {
        let passed = gates.iter().filter(|gate| gate.passed).count();
        spans.push(Span::strong("Gates: "));
        spans.push(Span::plain(format!("{passed} of {} passed", gates.len())));
        // A gate of which nothing applies is not passed, and nothing stands in its way.
        spans.push(Span::plain(match gates.iter().find(|gate| gate.met < gate.of) {
            None => "; nothing stands in the way. ".to_owned(),
            Some(gate) => format!(
                "; {} of {} items still open before “{}”. ",
                gate.of - gate.met,
                gate.of,
                flat(&gate.title)
            ),
        }));
    }
    spans.push(Span::strong("Next assessment: "));
    spans.push(Span::plain(format!("{}.", date_or(view.evaluation.next.day, "none is due"))));
    Block::spans(spans)
}

fn changes(view: &View) -> Vec<Span> {
    let Some(ChangedSinceIssue { number, issued, changes }) = &view.about.changed else {
        return vec![Span::strong("Since the last issue: "), Span::plain("nothing was issued before. ")];
    };
    let label = Span::strong(format!("Since issue {number} of {}: ", date(issued.date_naive())));
    let mut newest: Vec<_> = changes.iter().collect();
    newest.sort_by_key(|since| Reverse(since.at));
    let named: Vec<String> = newest.iter().take(CHANGES).map(|since| changed(&since.change)).collect();
    match changes.len().saturating_sub(CHANGES) {
        _ if changes.is_empty() => vec![label, Span::plain("nothing changed. ")],
        0 => vec![label, Span::plain(format!("changed: {}. ", list(&named)))],
        more => vec![
            label,
            Span::plain(format!("changed: {}, and {more} more, listed in ", named.join(", "))),
            control(view),
            Span::plain(". "),
        ],
    }
}

/// Document control, where this report holds it.
fn control(view: &View) -> Span {
    if view.outline.kind().front().contains(&super::Front::Control) {
        Span::plain("document control").to("document-control")
    } else {
        Span::plain("the full report")
    }
}

fn changed(change: &RecordChange) -> String {
    let RecordChange { what, id, title, became: _, fields: _ } = change;
    let named: Vec<String> = [what.title().to_owned(), flat(id), flat(title)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    named.join(" ")
}

fn run_in(title: &str, text: &str) -> Block {
    Block::spans(vec![Span::strong(format!("{title}: ")), Span::plain(text)])
}
