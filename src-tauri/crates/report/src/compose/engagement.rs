//! The scope of an assessment: who, what, why, in which role, and what is left out.

use super::front::{period, person};
use super::outline::{Section, part};
use super::view::View;
use super::words::{bound, date, flat, in_row, labelled, list, moment, or, sentence, series, told};
use crate::document::{Block, Cell, Column, Fact, Level, Table, Tone};
use assay_core::inherent;
use assay_core::pack::{InherentOption, InherentQuestion};
use assay_core::record::Assessment;
use assay_core::words::{ScopeFact, Word};

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let _a = &view.case.assessment;
    let mut blocks =
        vec![part(say!(view, "Parties and service")), parties(view), part(say!(view, "Inherent risk"))];
    blocks.extend(inherent_risk(view));
    blocks.push(part(say!(view, "Scope")));
    blocks.extend(scope(view));
    blocks.push(part(say!(view, "People and interviews")));
    blocks.extend(people(view));
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
    let critical = if a.critical {
        say!(view, "Yes: a critical function depends on the service")
    } else {
        say!(view, "None recorded")
    };
    Block::facts(vec![
        Fact::new(say!(view, "Vendor"), or(&vendor.name, say!(view, "Not named"))),
        Fact::new(say!(view, "Legal name"), or(&vendor.legal_name, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Country"), or(&vendor.country, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Site"), or(&vendor.website, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Contact"), or(&in_row(view, &contact), say!(view, "Not recorded"))),
        Fact::new(say!(view, "Services offered"), or(&series(view, &services), say!(view, "Not recorded"))),
        Fact::new(say!(view, "Service assessed"), or(&a.service, say!(view, "Not named"))),
        Fact::new(say!(view, "Bought for"), or(&a.purpose, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Assessed for"), or(&a.accountable.organisation, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Assessed by"), or(&a.assessor.organisation, say!(view, "Not recorded"))),
        Fact::new(
            say!(view, "Risk tier"),
            say!(view, "Tier {tier} of 4, where 1 is the most critical", tier = a.tier.get()),
        ),
        Fact::new(say!(view, "Reason for the tier"), or(&a.tier_reason, say!(view, "Not recorded"))),
        Fact::new(say!(view, "Critical function"), critical),
        Fact::new(say!(view, "Role in data protection law"), roles(view, a)),
        Fact::new(say!(view, "Period"), period(view, a)),
        Fact::new(say!(view, "Work begun"), moment(view, a.started)),
    ])
}

fn roles(view: &View, a: &Assessment) -> String {
    let held: Vec<String> = [
        (ScopeFact::Controller, say!(view, "controller")),
        (ScopeFact::JointController, say!(view, "joint controller")),
        (ScopeFact::Processor, say!(view, "processor")),
        (ScopeFact::SubProcessor, say!(view, "sub-processor")),
    ]
    .into_iter()
    .filter(|(fact, _)| a.has(*fact))
    .map(|(_, word)| word)
    .collect();
    match (held.as_slice(), a.has(ScopeFact::PersonalData)) {
        ([], true) => say!(view, "Not recorded, though personal data are in scope"),
        ([], false) => say!(view, "None: no personal data are in scope"),
        (roles, _) => say!(view, "The vendor is {roles}", roles = list(view, roles)),
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
        return vec![Block::p(say!(
            view,
            "The questions on inherent risk were not answered: the tier was set by hand, for the reason above."
        ))];
    }
    let proposal = inherent::proposal(pack, &a.inherent);
    let mut blocks = vec![Block::p(say!(
        view,
        "What the buyer answered before the vendor was asked. {proposal}",
        proposal = proposal.explanation
    ))];
    if let Some(set) = &a.tier_override {
        let by = or(&set.by, say!(view, "nobody named"));
        let second = flat(&set.second);
        let reason = or(&sentence(&set.reason), say!(view, "No reason was recorded."));
        blocks.push(Block::callout(
            Tone::Info,
            say!(view, "Tier {tier} was set against the proposal", tier = set.tier.get()),
            if second.is_empty() {
                say!(view, "By {by}. {reason}")
            } else {
                say!(view, "By {by} and {second}. {reason}")
            },
        ));
    }
    blocks.push(Block::spans(runs!(
        view,
        [section = view.outline.refer(view, Section::Method)],
        "The answers are in {section}."
    )));
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
            say!(view, "Inherent risk"),
            vec![
                Column::new(say!(view, "No."), 0.9),
                Column::new(say!(view, "Question"), 4.6),
                Column::new(say!(view, "Answer"), 4.0),
                Column::number(say!(view, "Points"), 1.0),
            ],
            "",
        )
        .rows(pack.questions.iter().map(|q| {
            let option = chosen(a, q);
            let mut answer = vec![option.map_or_else(|| say!(view, "Not answered"), |o| flat(&o.title))];
            if option.is_some_and(|o| o.tier_1) {
                answer.push(say!(view, "this alone makes tier 1"));
            }
            if option.is_some_and(|o| o.critical) {
                answer.push(say!(view, "a critical function hangs on it"));
            }
            vec![
                Cell::mono(bound(&q.id)),
                Cell::new(flat(&q.text)),
                Cell::new(series(view, &answer)),
                Cell::new(option.map_or_else(String::new, |o| o.points.to_string())),
            ]
        }))
        .into(),
    )
}

fn scope(view: &View) -> Vec<Block> {
    let a = &view.case.assessment;
    let (set, unset): (Vec<ScopeFact>, Vec<ScopeFact>) =
        ScopeFact::ALL.iter().copied().partition(|fact| a.has(*fact));
    let titles =
        |facts: Vec<ScopeFact>| series(view, &facts.iter().map(|fact| told(view, fact)).collect::<Vec<_>>());
    let mut blocks = vec![Block::facts(vec![
        Fact::new(say!(view, "Facts that hold"), or(&titles(set), say!(view, "None is recorded"))),
        Fact::new(say!(view, "Facts not set"), or(&titles(unset), say!(view, "None"))),
        Fact::new(
            say!(view, "Data"),
            or(&joined_lines(view, &a.data_classes), say!(view, "No kind of data is recorded")),
        ),
        Fact::new(
            say!(view, "Locations"),
            or(&joined_lines(view, &a.locations), say!(view, "No location is recorded")),
        ),
    ])];
    if !a.purposes.is_empty() {
        blocks.push(
            Table::new(
                say!(view, "What personal data are processed for"),
                vec![
                    Column::new(say!(view, "Purpose"), 4.0),
                    Column::new(say!(view, "The vendor is"), 2.0),
                    Column::new(say!(view, "Data"), 4.0),
                ],
                "",
            )
            .rows(a.purposes.iter().map(|p| {
                let data = or(&p.data, say!(view, "Not recorded"));
                vec![
                    Cell::new(or(&p.name, say!(view, "Not named"))),
                    Cell::new(told(view, &p.role)),
                    Cell::new(data),
                ]
            }))
            .into(),
        );
    }
    for (title, id, lines, none) in [
        (
            say!(view, "In scope"),
            "in-scope",
            &a.scope_in,
            say!(view, "What is in scope is not spelled out beyond the service named above."),
        ),
        (
            say!(view, "Out of scope"),
            "out-of-scope",
            &a.scope_out,
            say!(view, "Nothing is recorded as out of scope."),
        ),
    ] {
        let lines: Vec<String> = lines.iter().map(|l| flat(l)).filter(|l| !l.is_empty()).collect();
        if lines.is_empty() {
            blocks.push(Block::spans(labelled(say!(view, "{title}. "), none)));
        } else {
            blocks.push(Block::unnumbered(Level::Three, title, id));
            blocks.push(Block::bullets(lines));
        }
    }
    blocks
}

fn joined_lines(view: &View, lines: &[String]) -> String {
    series(view, &lines.iter().map(|l| flat(l)).filter(|l| !l.is_empty()).collect::<Vec<_>>())
}

fn people(view: &View) -> Vec<Block> {
    let a = &view.case.assessment;
    let interviews = a.interviews.iter().map(|i| {
        vec![
            Cell::new(date(view, i.date)),
            Cell::new(or(&i.name, say!(view, "Not named"))),
            Cell::new(or(&i.role, say!(view, "Not recorded"))),
            Cell::new(or(&i.topics, say!(view, "Not recorded"))),
        ]
    });
    vec![
        Block::facts(vec![
            Fact::new(say!(view, "Assessor"), person(view, &a.assessor)),
            Fact::new(say!(view, "Reviewer"), person(view, &a.reviewer)),
            Fact::new(say!(view, "Accountable executive"), person(view, &a.accountable)),
        ]),
        Table::new(
            say!(view, "Interviews"),
            vec![
                Column::new(say!(view, "Date"), 1.8),
                Column::new(say!(view, "With"), 2.0),
                Column::new(say!(view, "Role"), 2.0),
                Column::new(say!(view, "About"), 4.0),
            ],
            say!(view, "No interview is recorded."),
        )
        .rows(interviews)
        .into(),
    ]
}
