//! The scope of an assessment: who, what, why, in which role, and what is left out.

use super::front::{period, person};
use super::outline::{Section, part};
use super::view::View;
use super::words::{bound, date, flat, list, moment, or, sentence};
use crate::document::{Block, Cell, Column, Fact, Level, Span, Table, Tone};
use assay_core::inherent;
use assay_core::pack::{InherentOption, InherentQuestion};
use assay_core::record::Assessment;
use assay_core::words::{ScopeFact, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let a = &view.case.assessment;
    let mut blocks = vec![part("Parties and service"), parties(view), part("Inherent risk")];
    blocks.extend(inherent_risk(view));
    blocks.push(part("Scope"));
    blocks.extend(scope(a));
    blocks.push(part("People and interviews"));
    blocks.extend(people(a));
    blocks
}

fn parties(view: &View) -> Block {
    let a = &view.case.assessment;
    let vendor = &view.case.vendor;
    let contact: Vec<String> = [&vendor.contact_name, &vendor.contact_email]
        .into_iter()
        .map(|t| flat(t))
        .filter(|t| !t.is_empty())
        .collect();
    let services: Vec<String> = vendor.services.iter().map(|s| flat(s)).filter(|s| !s.is_empty()).collect();
    let critical =
        if a.critical { "Yes: a critical function depends on the service" } else { "None recorded" };
    Block::facts(vec![
        Fact::new("Vendor", or(&vendor.name, "Not named")),
        Fact::new("Legal name", or(&vendor.legal_name, "Not recorded")),
        Fact::new("Country", or(&vendor.country, "Not recorded")),
        Fact::new("Site", or(&vendor.website, "Not recorded")),
        Fact::new("Contact", or(&contact.join(", "), "Not recorded")),
        Fact::new("Services offered", or(&services.join("; "), "Not recorded")),
        Fact::new("Service assessed", or(&a.service, "Not named")),
        Fact::new("Bought for", or(&a.purpose, "Not recorded")),
        Fact::new("Assessed for", or(&a.accountable.organisation, "Not recorded")),
        Fact::new("Assessed by", or(&a.assessor.organisation, "Not recorded")),
        Fact::new("Risk tier", format!("Tier {} of 4, where 1 is the most critical", a.tier.get())),
        Fact::new("Reason for the tier", or(&a.tier_reason, "Not recorded")),
        Fact::new("Critical function", critical),
        Fact::new("Role in data protection law", roles(a)),
        Fact::new("Period", period(a)),
        Fact::new("Work begun", moment(a.started)),
    ])
}

fn roles(a: &Assessment) -> String {
    let held: Vec<&str> = [
        (ScopeFact::Controller, "controller"),
        (ScopeFact::JointController, "joint controller"),
        (ScopeFact::Processor, "processor"),
        (ScopeFact::SubProcessor, "sub-processor"),
    ]
    .into_iter()
    .filter(|(fact, _)| a.has(*fact))
    .map(|(_, word)| word)
    .collect();
    match (held.as_slice(), a.has(ScopeFact::PersonalData)) {
        ([], true) => "Not recorded, though personal data are in scope".into(),
        ([], false) => "None: no personal data are in scope".into(),
        (roles, _) => format!("The vendor is {}", list(roles)),
    }
}

fn chosen<'a>(a: &Assessment, question: &'a InherentQuestion) -> Option<&'a InherentOption> {
    let option = a.inherent.get(&question.id)?;
    question.options.iter().find(|o| o.id == *option)
}

/// What the buyer answered before the vendor was asked anything, and the tier it makes.
fn inherent_risk(view: &View) -> Vec<Block> {
    let a = &view.case.assessment;
    let pack = &view.library.inherent;
    if !pack.questions.iter().any(|q| chosen(a, q).is_some()) {
        return vec![Block::p(
            "The questions on inherent risk were not answered: the tier was set by hand, for the reason above.",
        )];
    }
    let proposal = inherent::proposal(pack, &a.inherent);
    let mut blocks = vec![Block::p(format!(
        "What the buyer answered before the vendor was asked. {}",
        proposal.explanation
    ))];
    if let Some(set) = &a.tier_override {
        let second = flat(&set.second);
        let second = if second.is_empty() { String::new() } else { format!(" and {second}") };
        blocks.push(Block::callout(
            Tone::Info,
            format!("Tier {} was set against the proposal", set.tier.get()),
            format!(
                "By {}{second}. {}",
                or(&set.by, "nobody named"),
                or(&sentence(&set.reason), "No reason was recorded.")
            ),
        ));
    }
    blocks.push(Block::spans(vec![
        Span::plain("The answers are in "),
        view.outline.refer(Section::Method),
        Span::plain("."),
    ]));
    blocks
}

/// What the buyer answered, question by question; nothing where it answered none.
pub(super) fn inherent_answers(view: &View) -> Option<Block> {
    let a = &view.case.assessment;
    let pack = &view.library.inherent;
    if !pack.questions.iter().any(|q| chosen(a, q).is_some()) {
        return None;
    }
    Some(
        Table::new(
            "Inherent risk",
            vec![
                Column::new("No.", 0.9),
                Column::new("Question", 4.6),
                Column::new("Answer", 4.0),
                Column::number("Points", 1.0),
            ],
            "",
        )
        .rows(pack.questions.iter().map(|q| {
            let option = chosen(a, q);
            let mut answer = option.map_or_else(|| "Not answered".to_owned(), |o| flat(&o.title));
            if option.is_some_and(|o| o.tier_1) {
                answer.push_str("; this alone makes tier 1");
            }
            if option.is_some_and(|o| o.critical) {
                answer.push_str("; a critical function hangs on it");
            }
            vec![
                Cell::mono(bound(&q.id)),
                Cell::new(flat(&q.text)),
                Cell::new(answer),
                Cell::new(option.map_or_else(String::new, |o| o.points.to_string())),
            ]
        }))
        .into(),
    )
}

fn scope(a: &Assessment) -> Vec<Block> {
    let (set, unset): (Vec<ScopeFact>, Vec<ScopeFact>) =
        ScopeFact::ALL.iter().copied().partition(|fact| a.has(*fact));
    let titles =
        |facts: Vec<ScopeFact>| facts.into_iter().map(ScopeFact::title).collect::<Vec<_>>().join("; ");
    let mut blocks = vec![Block::facts(vec![
        Fact::new("Facts that hold", or(&titles(set), "None is recorded")),
        Fact::new("Facts not set", or(&titles(unset), "None")),
        Fact::new("Data", or(&joined_lines(&a.data_classes), "No kind of data is recorded")),
        Fact::new("Locations", or(&joined_lines(&a.locations), "No location is recorded")),
    ])];
    if !a.purposes.is_empty() {
        blocks.push(
            Table::new(
                "What personal data are processed for",
                vec![
                    Column::new("Purpose", 4.0),
                    Column::new("The vendor is", 2.0),
                    Column::new("Data", 4.0),
                ],
                "",
            )
            .rows(a.purposes.iter().map(|p| {
                let data = or(&p.data, "Not recorded");
                vec![Cell::new(or(&p.name, "Not named")), Cell::new(p.role.title()), Cell::new(data)]
            }))
            .into(),
        );
    }
    for (title, id, lines, none) in [
        (
            "In scope",
            "in-scope",
            &a.scope_in,
            "What is in scope is not spelled out beyond the service named above.",
        ),
        ("Out of scope", "out-of-scope", &a.scope_out, "Nothing is recorded as out of scope."),
    ] {
        let lines: Vec<String> = lines.iter().map(|l| flat(l)).filter(|l| !l.is_empty()).collect();
        if lines.is_empty() {
            blocks.push(Block::spans(vec![Span::strong(format!("{title}. ")), Span::plain(none)]));
        } else {
            blocks.push(Block::unnumbered(Level::Three, title, id));
            blocks.push(Block::bullets(lines));
        }
    }
    blocks
}

fn joined_lines(lines: &[String]) -> String {
    lines.iter().map(|l| flat(l)).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ")
}

fn people(a: &Assessment) -> Vec<Block> {
    let interviews = a.interviews.iter().map(|i| {
        vec![
            Cell::new(date(i.date)),
            Cell::new(or(&i.name, "Not named")),
            Cell::new(or(&i.role, "Not recorded")),
            Cell::new(or(&i.topics, "Not recorded")),
        ]
    });
    vec![
        Block::facts(vec![
            Fact::new("Assessor", person(&a.assessor)),
            Fact::new("Reviewer", person(&a.reviewer)),
            Fact::new("Accountable executive", person(&a.accountable)),
        ]),
        Table::new(
            "Interviews",
            vec![
                Column::new("Date", 1.8),
                Column::new("With", 2.0),
                Column::new("Role", 2.0),
                Column::new("About", 4.0),
            ],
            "No interview is recorded.",
        )
        .rows(interviews)
        .into(),
    ]
}
