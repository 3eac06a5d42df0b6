//! A case → the pages for those who decide: what was decided, what is asked of them, what stands against it, and what
//! nobody knows. They open the report and are the whole of the board paper.
//!
//! What a person typed stands here whole. A list that is a choice says how many more there are, and where.

use super::front::{client, coverage_words, outcome_tone, outcome_words, subtitle, version};
use super::outline::Section;
use super::view::View;
use super::words::{
    all_told, band_tone, bound, date_or, flat, gap_words, in_row, knock_out_tone, knock_out_word, labelled,
    list, or, paragraphs, percent, run_on, sentence, sentences, series, severity_tone, told, whole, within,
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
use assay_message::word;
use std::cmp::Reverse;

/// Findings named at least, the gravest first; one that is critical is never left out.
const FINDINGS: usize = 6;
/// Risks named, the highest after treatment first.
const RISKS: usize = 5;
/// Changes named, the newest first.
const CHANGES: usize = 3;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![
        Block::unnumbered(Level::One, say!(view, "Executive summary"), "summary"),
        parties(view),
        decision(view),
    ];
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
        Span::plain(say!(
            view,
            ". For {client}. {day}, {version}.",
            client = client(view),
            day = about.issued.date_naive(),
            version = within(view, &version(view))
        )),
    ])
}

/// The decision, and what the reader is to do.
fn decision(view: &View) -> Block {
    let standing = &view.evaluation.decision;
    let best = &view.evaluation.advice;
    let outcome = outcome_words(view);
    let (tone, title, mut text) = match &view.case.decision {
        None => {
            let allowed =
                say!(view, "The best decision this assessment allows is “{decision}”.", decision = best.best);
            let because = best.because.iter().map(|why| told(view, why));
            let text = std::iter::once(allowed).chain(because).collect();
            (outcome_tone(None), say!(view, "Decision: {outcome}"), text)
        }
        Some(decision) => {
            let (tone, title) = match standing.state {
                DecisionState::Missing | DecisionState::Stands => {
                    (outcome_tone(Some(decision.outcome)), say!(view, "Decision: {outcome}"))
                }
                // A decision that does not stand must not look like a good one.
                DecisionState::ToConfirm => {
                    (Tone::Critical, say!(view, "Decision: {outcome}, to be confirmed"))
                }
                DecisionState::NotAllowed => {
                    (Tone::Critical, say!(view, "Decision: {outcome}, which does not stand"))
                }
            };
            let by = sentence(&or(&decision.decided_by, say!(view, "nobody named")));
            let reason = or(&sentence(&decision.rationale), say!(view, "No reason was recorded."));
            let text = match decision.decided_on {
                Some(day) => say!(view, "Decided on {day} by {by} {reason}"),
                None => say!(view, "Decided on a day not recorded by {by} {reason}"),
            };
            (tone, title, vec![text])
        }
    };
    match standing.state {
        DecisionState::Missing | DecisionState::Stands => {}
        DecisionState::ToConfirm | DecisionState::NotAllowed => {
            text.push(sentence(&all_told(view, &standing.because)));
        }
    }
    let to_decide = say!(view, "What you are asked to decide: ");
    let spans = run_on(
        view,
        [
            vec![Span::plain(sentences(view, &text))],
            labelled(to_decide, asked(view)),
            runs!(
                view,
                [section = view.outline.refer(view, Section::SignOff)],
                "You accept the residual risk by signing in {section}."
            ),
        ],
    );
    Block::Callout(Callout { tone, title, spans })
}

fn asked(view: &View) -> String {
    let best = told(view, &view.evaluation.advice.best);
    match (&view.case.decision, view.evaluation.decision.state) {
        (None, _) | (Some(_), DecisionState::Missing) => {
            say!(view, "on the use of the service; at best the assessment allows “{best}”.")
        }
        (Some(_), DecisionState::ToConfirm) => {
            say!(view, "to confirm the decision or to change it, for what it rested on is not as it was.")
        }
        (Some(_), DecisionState::NotAllowed) => {
            say!(view, "to decide again, for at best the assessment allows “{best}”.")
        }
        (Some(decision), DecisionState::Stands) => to_do(view, decision),
    }
}

fn to_do(view: &View, decision: &Decision) -> String {
    let grave = view.risks().into_iter().filter(|risk| is_grave(view, risk.ratings.residual())).count();
    let risk = match grave {
        0 => say!(view, "No risk stays in the two highest bands after treatment."),
        n => say!(
            view,
            "{n}\u{a0}risk stays in the two highest bands after treatment.|{n}\u{a0}risks stay in the two highest bands after \
             treatment."
        ),
    };
    let open = decision.conditions.iter().filter(|condition| condition.met.is_none()).count();
    match decision.outcome {
        Outcome::Approve => say!(view, "whether to accept the residual risk of using the service. {risk}"),
        Outcome::Conditions => say!(
            view,
            "whether to accept the residual risk of using the service on the conditions below, {open} of {all} open. {risk}",
            all = decision.conditions.len()
        ),
        Outcome::Defer => {
            say!(view, "whether to keep the service out of use until what is open is settled. {risk}")
        }
        Outcome::Reject => say!(view, "whether to keep the service out of use. {risk}"),
    }
}

fn is_grave(view: &View, rating: assay_core::risk::Rating) -> bool {
    view.library.matrix.rank(rating) + 2 >= view.library.matrix.bands.len()
}

/// Score with coverage, the gap to what the vendor claims, tier and knock-outs.
fn figures(view: &View) -> Block {
    let a = &view.case.assessment;
    let results = &view.evaluation.results;
    let total = &results.total;
    let coverage = coverage_words(view, total);
    let (score, of) = match total.score {
        Some(score) => (whole(score), say!(view, "of 100, {coverage}")),
        None => (say!(view, "None"), say!(view, "nothing is concluded, {coverage}")),
    };
    let (gap, note) = match (results.claimed.score, total.score) {
        (Some(claimed), Some(concluded)) => (
            gap_words(claimed, concluded),
            say!(
                view,
                "claimed {claimed} less concluded {concluded}",
                claimed = whole(claimed),
                concluded = whole(concluded)
            ),
        ),
        (Some(claimed), None) => {
            (say!(view, "None"), say!(view, "claimed {claimed}, nothing concluded", claimed = whole(claimed)))
        }
        (None, _) => (say!(view, "None"), say!(view, "no claim counts")),
    };
    let critical = if a.critical {
        say!(view, "a critical function depends on it")
    } else {
        say!(view, "no critical function is recorded")
    };
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
        Tile::new(say!(view, "Score"), score, of, Tone::Neutral),
        Tile::new(say!(view, "Claim gap"), gap, note, Tone::Neutral),
        Tile::new(
            say!(view, "Risk tier"),
            say!(view, "Tier {tier}", tier = a.tier.get()),
            critical,
            Tone::Neutral,
        ),
        Tile::new(
            say!(view, "Knock-outs struck"),
            struck.to_string(),
            say!(view, "{suspected} suspected, {unknown} not assessed"),
            tone,
        ),
    ])
}

/// The overall conclusion in the assessor's words, whole.
fn conclusion(view: &View) -> Vec<Block> {
    let mut written = paragraphs(&view.case.assessment.summary).into_iter();
    let first = written.next().unwrap_or_else(|| say!(view, "The assessor wrote none."));
    let mut blocks = vec![Block::spans(labelled(say!(view, "Overall conclusion. "), first))];
    blocks.extend(written.map(Block::p));
    blocks
}

fn conditions(view: &View) -> Vec<Block> {
    let conditions = view.case.decision.as_ref().map_or(&[][..], |decision| &decision.conditions);
    if conditions.is_empty() {
        return vec![run_in(view, say!(view, "Conditions"), say!(view, "the decision has none."))];
    }
    let rows = decide::by_stage(conditions).into_iter().map(|(n, c)| {
        vec![
            Cell::new(n.to_string()),
            Cell::rich(vec![
                Span::strong(say!(view, "{stage}: ", stage = c.stage)),
                Span::plain(or(&c.text, say!(view, "Not spelled out"))),
            ]),
            Cell::new(or(&c.owner, say!(view, "No owner"))),
            Cell::new(match c.met {
                Some(day) => say!(view, "met on {day}"),
                None => date_or(view, c.due, say!(view, "No date")),
            }),
        ]
    });
    let columns = vec![
        Column::number(say!(view, "No."), 0.5),
        Column::new(say!(view, "Condition"), 6.6),
        Column::new(say!(view, "Owner"), 3.1),
        Column::new(say!(view, "Due"), 1.9),
    ];
    vec![Table::new(say!(view, "Conditions"), columns, "").rows(rows).into()]
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
            0 => say!(view, "none is struck; all that apply were assessed."),
            n => say!(
                view,
                "none is struck; {n}\u{a0}knock-out is not assessed.|none is struck; {n}\u{a0}knock-outs are not assessed."
            ),
        };
        return vec![run_in(view, say!(view, "Knock-outs"), none)];
    }
    // Struck before suspected, and what allows less before what allows more.
    bad.sort_by_key(|k| (k.state != KnockOutState::Struck, Reverse(decide::at_best(k)), &k.id));
    let rows = bad.into_iter().map(|k| {
        let lifts = match decide::set_aside(view, &k.id) {
            Some(o) => say!(
                view,
                "Set aside by {by} until {day}: {reason}",
                by = or(&o.by, say!(view, "nobody named")),
                day = o.until,
                reason = sentence(&or(&o.reason, say!(view, "no reason recorded")))
            ),
            None => sentence(&k.remedy),
        };
        vec![
            Cell::mono(bound(k.id.as_str())),
            Cell::new(flat(&k.title)),
            Cell::toned(knock_out_word(view, k.state), knock_out_tone(k.state)),
            Cell::new(told(view, &decide::at_best(k))),
            Cell::new(lifts),
        ]
    });
    let columns = vec![
        Column::new(say!(view, "No."), 0.9),
        Column::new(say!(view, "Knock-out"), 2.8),
        Column::new(say!(view, "State"), 1.2),
        Column::new(say!(view, "At best"), 1.8),
        Column::new(say!(view, "What lifts it"), 5.6),
    ];
    vec![
        Table::new(say!(view, "Knock-outs struck or suspected, the worst first"), columns, "")
            .rows(rows)
            .into(),
    ]
}

/// The findings by severity, and the worst of them with what they mean.
fn findings(view: &View) -> Vec<Block> {
    let all = view.findings();
    if all.is_empty() {
        return vec![run_in(view, say!(view, "Findings"), say!(view, "none was recorded."))];
    }
    let counts: Vec<(Severity, u32)> = Severity::ALL
        .iter()
        .rev()
        .map(|severity| (*severity, all.iter().filter(|f| f.severity == *severity).count() as u32))
        .collect();
    let words: Vec<String> =
        counts.iter().map(|(s, n)| say!(view, "{n} {severity}", severity = within(view, s))).collect();
    let segments = counts
        .into_iter()
        .map(|(s, n)| Segment { label: told(view, &s), count: n, tone: severity_tone(s) })
        .collect();
    let mut blocks = vec![Block::Figure(Figure {
        caption: say!(view, "{n}\u{a0}finding by severity|{n}\u{a0}findings by severity", n = all.len()),
        alt: say!(
            view,
            "{n}\u{a0}finding by severity: {counts}.|{n}\u{a0}findings by severity: {counts}.",
            n = all.len(),
            counts = list(view, &words)
        ),
        drawing: Drawing::Stack(Stack { rows: vec![StackRow { label: String::new(), segments }] }),
    })];
    let shown: Vec<&Finding> =
        all.iter().copied().enumerate().filter(|(n, f)| is_named(*n, f)).map(|(_, f)| f).collect();
    let rows = shown.into_iter().map(|f| {
        vec![
            Cell::rich(vec![view.finding_span(&f.id)]),
            Cell::new(or(&f.title, say!(view, "Untitled"))),
            Cell::toned(told(view, &f.severity), severity_tone(f.severity)),
            Cell::new(or(&f.effect, say!(view, "Not recorded"))),
        ]
    });
    let columns = vec![
        Column::new(say!(view, "No."), 0.8),
        Column::new(say!(view, "Finding"), 3.6),
        Column::new(say!(view, "Severity"), 1.2),
        Column::new(say!(view, "What it can lead to"), 6.6),
    ];
    blocks.push(Table::new(say!(view, "The worst findings"), columns, "").rows(rows).into());
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
            let score = concluded.score.map_or_else(|| say!(view, "no score"), whole);
            let coverage =
                concluded.coverage().map_or_else(|| say!(view, "nothing applies"), |c| percent(view, c));
            say!(view, "{framework} {score}\u{a0}({coverage})", framework = flat(title))
        })
        .collect();
    if said.is_empty() {
        return run_in(
            view,
            say!(view, "Frameworks"),
            say!(view, "none was chosen, so nothing is scored by framework."),
        );
    }
    let scores = say!(view, "{scores}.", scores = series(view, &said));
    run_in(view, say!(view, "Score of 100, with coverage, by framework"), scores)
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
            Cell::new(or(&risk.title, say!(view, "Untitled"))),
            rated(risk.ratings.inherent()),
            rated(risk.ratings.residual()),
            Cell::new(or(&risk.owner, say!(view, "No owner"))),
            Cell::new(date_or(view, risk.due, say!(view, "No date"))),
        ]
    });
    let columns = vec![
        Column::new(say!(view, "No."), 0.8),
        Column::new(say!(view, "Risk"), 4.8),
        Column::new(say!(view, "Inherent"), 1.3),
        Column::new(say!(view, "Residual"), 1.3),
        Column::new(say!(view, "Owner"), 2.2),
        Column::new(say!(view, "Due"), 1.8),
    ];
    let table = Table::new(
        say!(view, "The risks that matter most, before (inherent) and after (residual) treatment"),
        columns,
        say!(view, "No risk is recorded."),
    );
    table.rows(rows).into()
}

/// Whether a finding is named on these pages: it stands at the `n`th place, from 0, when the worst come first.
fn is_named(n: usize, finding: &Finding) -> bool {
    n < FINDINGS || finding.severity == Severity::Critical
}

/// `And 19 more findings in section 3, 2 more risks in section 4.`; nothing when there are no more.
fn further(view: &View) -> Vec<Span> {
    let findings = view.findings().into_iter().enumerate().filter(|(n, f)| !is_named(*n, f)).count();
    let risks = view.case.risks.len().saturating_sub(RISKS);
    let more_findings = word!("{n} more finding|{n} more findings", n = findings);
    let more_risks = word!("{n} more risk|{n} more risks", n = risks);
    let refer = |section| view.outline.refer(view, section);
    match (findings, risks) {
        (0, 0) => Vec::new(),
        (_, 0) => runs!(
            view,
            [section = refer(Section::Findings)],
            "And {more} in {section}.",
            more = more_findings
        ),
        (0, _) => {
            runs!(view, [section = refer(Section::Risks)], "And {more} in {section}.", more = more_risks)
        }
        (_, _) => runs!(
            view,
            [section_of_findings = refer(Section::Findings), section_of_risks = refer(Section::Risks)],
            "And {more_findings} in {section_of_findings}, {more_risks} in {section_of_risks}."
        ),
    }
}

fn not_assessed(view: &View) -> Block {
    let all = limits::not_assessed_at_all(view);
    let said = if all.is_empty() {
        say!(view, "nothing; every question that applies has a conclusion.")
    } else {
        sentences(view, &all)
    };
    let limits = runs!(
        view,
        [section = view.outline.refer(view, Section::Limitations)],
        "All limitations are in {section}."
    );
    let not_assessed = labelled(say!(view, "Not assessed: "), said);
    Block::spans(run_on(view, [further(view), not_assessed, limits]))
}

/// How it moved since last year and since the issue before, where the gates stand, and when to look again.
fn trend(view: &View) -> Block {
    let since = match &view.about.since {
        None => say!(view, "there is none before this one."),
        Some(since) => {
            let of = |shift| since.differences.iter().filter(|d| d.shift == shift).count();
            say!(
                view,
                "{n}\u{a0}answer worse, {better} better, {changed} otherwise changed, {same} the same.|{n}\u{a0}answers worse, \
                 {better} better, {changed} otherwise changed, {same} the same.",
                n = of(Shift::Worse),
                better = of(Shift::Better),
                changed = of(Shift::Changed),
                same = of(Shift::Same)
            )
        }
    };
    let mut said = vec![labelled(say!(view, "Since the last assessment: "), since), changes(view)];
    let gates = gate::gates(&view.evaluation);
    if !gates.is_empty() {
        let passed = gates.iter().filter(|gate| gate.passed).count();
        let all = gates.len();
        // A gate of which nothing applies is not passed, and nothing stands in its way.
        let stands = match gates.iter().find(|gate| gate.met < gate.of) {
            None => say!(view, "{passed} of {all} passed; nothing stands in the way."),
            Some(gate) => say!(
                view,
                "{passed} of {all} passed; {open} of {of} items still open before “{gate}”.",
                open = gate.of - gate.met,
                of = gate.of,
                gate = flat(&gate.title)
            ),
        };
        said.push(labelled(say!(view, "Gates: "), stands));
    }
    let next = date_or(view, view.evaluation.next.day, say!(view, "none is due"));
    said.push(labelled(say!(view, "Next assessment: "), say!(view, "{day}.", day = next)));
    Block::spans(run_on(view, said))
}

fn changes(view: &View) -> Vec<Span> {
    let Some(ChangedSinceIssue { number, issued, changes }) = &view.about.changed else {
        return labelled(say!(view, "Since the last issue: "), say!(view, "nothing was issued before."));
    };
    let label = Span::strong(say!(view, "Since issue {number} of {day}: ", day = issued.date_naive()));
    let mut newest: Vec<_> = changes.iter().collect();
    newest.sort_by_key(|since| Reverse(since.at));
    let named: Vec<String> = newest.iter().take(CHANGES).map(|since| changed(view, &since.change)).collect();
    match changes.len().saturating_sub(CHANGES) {
        _ if changes.is_empty() => vec![label, Span::plain(say!(view, "nothing changed."))],
        0 => vec![label, Span::plain(say!(view, "changed: {records}.", records = list(view, &named)))],
        more => {
            let mut spans = vec![label];
            spans.extend(runs!(
                view,
                [control = control(view)],
                "changed: {records}, and {more} more, listed in {control}.",
                records = in_row(view, &named)
            ));
            spans
        }
    }
}

/// Document control, where this report holds it.
fn control(view: &View) -> Span {
    if view.outline.kind().front().contains(&super::Front::Control) {
        Span::plain(say!(view, "document control")).to("document-control")
    } else {
        Span::plain(say!(view, "the full report"))
    }
}

fn changed(view: &View, change: &RecordChange) -> String {
    let RecordChange { what, id, title, became: _, fields: _ } = change;
    let named: Vec<String> =
        [told(view, what), flat(id), flat(title)].into_iter().filter(|part| !part.is_empty()).collect();
    named.join(" ")
}

fn run_in(view: &View, title: String, text: String) -> Block {
    Block::spans(labelled(say!(view, "{title}: "), text))
}
