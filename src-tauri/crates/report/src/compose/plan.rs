//! Recommendations, treatments and conditions: one list of what is to be done, by date.

use super::outline::{Kind, Section};
use super::view::View;
use super::words::{band_tone, count, date, date_or, flat, or, severity_tone};
use crate::document::{Block, Cell, Column, Span, Table};
use assay_core::record::Risk;
use assay_core::words::{RiskStatus, Treatment, Word};
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
            Some(day) if day < today => format!("{}, past", date(day)),
            day => date_or(day, "No date"),
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
            "What is to be done",
            vec![
                Column::new("Due", 2.0),
                Column::new("Action", 5.0),
                Column::new("From", 1.4),
                Column::new("Priority", 1.4),
                Column::new("Owner", 1.8),
            ],
            "Nothing is to be done: there is no finding, no risk to treat and no condition.",
        )
        .rows(rows)
        .into(),
        owed(view),
        Table::new(
            "Risks borne as they are",
            vec![
                Column::new("No.", 0.9),
                Column::new("Risk", 4.0),
                Column::new("Residual", 1.4),
                Column::new("Owner", 2.0),
                Column::new("Look again by", 1.8),
            ],
            "No risk is accepted without treatment.",
        )
        .rows(accepted.iter().map(|risk| {
            let band = view.band(risk.ratings.residual());
            vec![
                Cell::rich(vec![view.risk_span(&risk.id)]),
                Cell::new(or(&risk.title, "Untitled")),
                Cell::toned(&band.title, band_tone(band)),
                Cell::new(or(&risk.owner, "No owner")),
                Cell::new(date_or(risk.due, "No date")),
            ]
        }))
        .into(),
    ]
}

fn intro(view: &View, all: bool) -> Block {
    let further = view.findings().into_iter().filter(|f| !all && !view.in_front(f)).count();
    let which = if further == 0 { "all findings" } else { "the gravest findings" };
    let mut spans = vec![Span::plain(format!(
        "The recommendations of {which}, the treatments of all risks that are not closed, and the conditions of the decision, \
         by due date. What has no date comes last. The priority is the severity of a finding, the band of a risk before \
         treatment, or the stage of a condition."
    ))];
    if further > 0 {
        spans.push(Span::plain(format!(
            " What is recommended for {} less grave stands with them in ",
            count(further, "finding", "findings")
        )));
        spans.extend([view.outline.refer(Section::FurtherFindings), Span::plain(".")]);
    }
    Block::spans(spans)
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
        "Evidence that the vendor still owes",
        vec![Column::new("Until", 2.0), Column::new("What", 6.0), Column::new("Question", 1.4)],
        "Nothing is owed.",
    )
    .rows(all.into_iter().map(|(_, until, question, what)| {
        let until = match until {
            Some(day) if day < today => format!("{}, past", date(day)),
            day => date_or(day, "No date"),
        };
        vec![
            Cell::new(until),
            Cell::new(or(what, "Not spelled out")),
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
                &format!("No recommendation recorded for: {}", or(&f.title, "untitled finding")),
            ),
            source: vec![view.finding_span(&f.id)],
            priority: Cell::toned(f.severity.title(), severity_tone(f.severity)),
            owner: or(&f.owner, "No owner"),
        })
        .collect()
}

fn treatment(view: &View, risk: &Risk) -> Task {
    let inherent = risk.ratings.inherent();
    let band = view.band(inherent);
    let controls: Vec<String> = risk.controls.iter().map(|c| flat(c)).filter(|c| !c.is_empty()).collect();
    let by = if controls.is_empty() { String::new() } else { format!(", by: {}", controls.join("; ")) };
    Task {
        due: risk.due,
        weight: view.library.matrix.rank(inherent),
        what: format!("{}: {}{by}", risk.treatment.title(), or(&risk.title, "untitled risk")),
        source: vec![view.risk_span(&risk.id)],
        priority: Cell::toned(&band.title, band_tone(band)),
        owner: or(&risk.owner, "No owner"),
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
            what: or(&c.text, "Not spelled out"),
            source: vec![Span::plain(format!("Condition\u{a0}{n}"))],
            priority: Cell::new(c.stage.title()),
            owner: or(&c.owner, "No owner"),
        })
        .collect()
}
