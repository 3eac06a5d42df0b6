//! Recommendations, treatments and conditions: one list of what is to be done, by date.

use super::outline::{Kind, Section};
use super::view::View;
use super::words::{band_tone, date_or, flat, or, series, severity_tone, told};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::record::Risk;
use assay_core::words::{RiskStatus, Treatment};
use assay_message::word;
use chrono::NaiveDate;

/// One thing to do.
struct Task {
    due: Option<NaiveDate>,
    /// Among those of one day the gravest first: higher is graver.
    weight: usize,
    what: String,
    source: Vec<Span>,
    priority: Cell,
    owner: String,
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let all = view.outline.kind() == Kind::Plan;
    let mut tasks = findings(view, all);
    let (accepted, treated): (Vec<&Risk>, Vec<&Risk>) = view
        .risks()
        .into_iter()
        .filter(|r| r.status != RiskStatus::Closed)
        .partition(|r| r.treatment == Treatment::Accept);
    tasks.extend(treated.into_iter().map(|risk| treatment(view, risk)));
    tasks.extend(conditions(view));
    // Stable: equals keep the order findings, risks, conditions.
    tasks.sort_by_key(|t| (t.due.is_none(), t.due, std::cmp::Reverse(t.weight)));
    let today = view.about.issued.date_naive();
    let rows = tasks.into_iter().map(|task| {
        let due = match task.due {
            Some(day) if day < today => say!(view, "{day}, past"),
            day => date_or(view, day, say!(view, "No date")),
        };
        vec![
            Cell::new(due),
            Cell::new(task.what),
            Cell::rich(task.source),
            task.priority,
            Cell::new(task.owner),
        ]
    });
    vec![
        intro(view, all),
        Table::new(
            say!(view, "What is to be done"),
            vec![
                Column::new(say!(view, "Due"), 2.0),
                Column::new(say!(view, "Action"), 5.0),
                Column::new(say!(view, "From"), 1.4),
                Column::new(say!(view, "Priority"), 1.4),
                Column::new(say!(view, "Owner"), 1.8),
            ],
            say!(view, "Nothing is to be done: there is no finding, no risk to treat and no condition."),
        )
        .rows(rows)
        .into(),
        owed(view),
        Table::new(
            say!(view, "Risks borne as they are"),
            vec![
                Column::new(say!(view, "No."), 0.9),
                Column::new(say!(view, "Risk"), 4.0),
                Column::new(say!(view, "Residual"), 1.4),
                Column::new(say!(view, "Owner"), 2.0),
                Column::new(say!(view, "Look again by"), 1.8),
            ],
            say!(view, "No risk is accepted without treatment."),
        )
        .rows(accepted.iter().map(|risk| {
            let band = view.band(risk.ratings.residual());
            vec![
                Cell::rich(vec![view.risk_span(&risk.id)]),
                Cell::new(or(&risk.title, say!(view, "Untitled"))),
                Cell::toned(&band.title, band_tone(band)),
                Cell::new(or(&risk.owner, say!(view, "No owner"))),
                Cell::new(date_or(view, risk.due, say!(view, "No date"))),
            ]
        }))
        .into(),
    ]
}

fn intro(view: &View, all: bool) -> Block {
    let further = view.findings().into_iter().filter(|f| !all && !view.in_front(f)).count();
    Block::spans(match further {
        0 => vec![Span::plain(say!(
            view,
            "The recommendations of all findings, the treatments of all risks that are not closed, and the conditions of the \
             decision, by due date. What has no date comes last. The priority is the severity of a finding, the band of a \
             risk before treatment, or the stage of a condition."
        ))],
        _ => runs!(
            view,
            [section = view.outline.refer(view, Section::FurtherFindings)],
            "The recommendations of the gravest findings, the treatments of all risks that are not closed, and the conditions \
             of the decision, by due date. What has no date comes last. The priority is the severity of a finding, the band \
             of a risk before treatment, or the stage of a condition. What is recommended for {findings} less grave stands \
             with them in {section}.",
            findings = word!("{n}\u{a0}finding|{n}\u{a0}findings", n = further)
        ),
    })
}

/// Evidence that the vendor promised, the nearest day first.
fn owed(view: &View) -> Block {
    let today = view.about.issued.date_naive();
    let mut all: Vec<_> = view
        .case
        .responses
        .values()
        .filter_map(|r| {
            r.deferred.as_ref().map(|owed| (owed.until.is_none(), owed.until, &r.question, &owed.what))
        })
        .collect();
    all.sort();
    Table::new(
        say!(view, "Evidence that the vendor still owes"),
        vec![
            Column::new(say!(view, "Until"), 2.0),
            Column::new(say!(view, "What"), 6.0),
            Column::new(say!(view, "Question"), 1.4),
        ],
        say!(view, "Nothing is owed."),
    )
    .rows(all.into_iter().map(|(_, until, question, what)| {
        let until = match until {
            Some(day) if day < today => say!(view, "{day}, past"),
            day => date_or(view, day, say!(view, "No date")),
        };
        vec![
            Cell::new(until),
            Cell::new(or(what, say!(view, "Not spelled out"))),
            Cell::rich(vec![view.question_span(question)]),
        ]
    }))
    .into()
}

fn findings(view: &View, all: bool) -> Vec<Task> {
    view.findings()
        .into_iter()
        .filter(|f| all || view.in_front(f))
        .map(|f| Task {
            due: f.due,
            weight: f.severity as usize,
            what: or(
                &f.recommendation,
                say!(
                    view,
                    "No recommendation recorded for: {finding}",
                    finding = or(&f.title, say!(view, "untitled finding"))
                ),
            ),
            source: vec![view.finding_span(&f.id)],
            priority: Cell::toned(told(view, &f.severity), severity_tone(f.severity)),
            owner: or(&f.owner, say!(view, "No owner")),
        })
        .collect()
}

fn treatment(view: &View, risk: &Risk) -> Task {
    let inherent = risk.ratings.inherent();
    let band = view.band(inherent);
    let controls: Vec<String> = risk.controls.iter().map(|c| flat(c)).filter(|c| !c.is_empty()).collect();
    let (kind, title) = (risk.treatment, or(&risk.title, say!(view, "untitled risk")));
    Task {
        due: risk.due,
        weight: view.library.matrix.rank(inherent),
        what: if controls.is_empty() {
            say!(view, "{kind}: {title}")
        } else {
            say!(view, "{kind}: {title}, by: {controls}", controls = series(view, &controls))
        },
        source: vec![view.risk_span(&risk.id)],
        priority: Cell::toned(&band.title, band_tone(band)),
        owner: or(&risk.owner, say!(view, "No owner")),
    }
}

fn conditions(view: &View) -> Vec<Task> {
    let conditions = view.case.decision.as_ref().map_or(&[][..], |d| &d.conditions);
    super::decide::by_stage(conditions)
        .into_iter()
        .map(|(n, c)| Task {
            due: c.due,
            // Nothing is graver than what the decision hangs on.
            weight: usize::MAX,
            what: or(&c.text, say!(view, "Not spelled out")),
            source: vec![Span::plain(say!(view, "Condition\u{a0}{number}", number = n))],
            priority: Cell::new(told(view, &c.stage)),
            owner: or(&c.owner, say!(view, "No owner")),
        })
        .collect()
}
