//! A kind of report → its outline: what stands in front, which sections follow, and what each is numbered.
//!
//! A number of a section comes from here and from nowhere else. A section that a report does not hold has none, so it
//! cannot be referred to by number: [`Outline::refer`] then says where else it stands.

use super::words::told;
use crate::document::{Block, Level, Span};
use assay_message::{Language, Message, word};
use serde::{Deserialize, Serialize};

/// What a report is for, which decides what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReportKind"))]
pub enum Kind {
    /// The full report with its annexes in one file: what is issued and signed.
    #[default]
    Complete,
    /// The pages for those who decide, on their own.
    Board,
    /// The full report without its annexes.
    Full,
    /// The annexes on their own.
    Annexes,
    /// What the vendor may have: findings, what it owes, its own answers. No judgement that was not shared.
    Vendor,
    /// What is to be done, by whom and when.
    Plan,
    /// The questions with what was answered and concluded.
    Questionnaire,
    /// Which requirements apply, why, and where they stand.
    Applicability,
}

impl Kind {
    /// All kinds, the one that is issued first.
    pub const ALL: [Self; 8] = [
        Self::Complete,
        Self::Board,
        Self::Full,
        Self::Annexes,
        Self::Vendor,
        Self::Plan,
        Self::Questionnaire,
        Self::Applicability,
    ];

    /// Its name in files and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Board => "board",
            Self::Full => "full",
            Self::Annexes => "annexes",
            Self::Vendor => "vendor",
            Self::Plan => "plan",
            Self::Questionnaire => "questionnaire",
            Self::Applicability => "applicability",
        }
    }

    /// The kind of that name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// What it is called.
    pub fn title(self) -> Message {
        match self {
            Self::Complete => word!("Full report with annexes"),
            Self::Board => word!("Board paper"),
            Self::Full => word!("Full report"),
            Self::Annexes => word!("Annexes"),
            Self::Vendor => word!("Vendor copy"),
            Self::Plan => word!("Remediation plan"),
            Self::Questionnaire => word!("Questionnaire and answers"),
            Self::Applicability => word!("Statement of applicability"),
        }
    }

    /// What stands before the sections.
    pub(super) const fn front(self) -> &'static [Front] {
        match self {
            Self::Complete | Self::Full => &[Front::Cover, Front::Summary, Front::Control, Front::Contents],
            Self::Board => &[Front::Summary],
            Self::Annexes => &[Front::Cover, Front::Contents],
            Self::Vendor | Self::Plan | Self::Questionnaire | Self::Applicability => &[Front::Cover],
        }
    }

    /// Its numbered sections and its annexes.
    const fn sections(self) -> (&'static [Section], &'static [Section]) {
        match self {
            Self::Complete => (&MAIN, &ANNEXES),
            Self::Board => (&[], &[]),
            Self::Full => (MAIN.split_at(MAIN.len() - 1).0, &[]),
            Self::Annexes => (&[], &ANNEXES),
            Self::Vendor => (&[Section::ForTheVendor, Section::Owed, Section::OwnAnswers], &[]),
            Self::Plan => (&[Section::Plan], &[]),
            Self::Questionnaire => (&[Section::Answers], &[]),
            Self::Applicability => (&[Section::Applicability], &[]),
        }
    }
}

/// What can stand before the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Front {
    Cover,
    Summary,
    Control,
    Contents,
}

/// A section of some kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReportSection"))]
pub enum Section {
    /// Who, what, why, and what is left out.
    Engagement,
    /// Scores with their coverage.
    Results,
    /// All findings as a list, the gravest in full.
    Findings,
    /// The system, what threatens it most, what was tried.
    Threats,
    /// The matrix and the register of risks.
    Risks,
    /// What is to be done.
    Plan,
    /// Knock-outs and decision.
    Decision,
    /// The way into use.
    Gates,
    /// What the work could not see, and what stood open.
    Limitations,
    /// Places for signatures.
    SignOff,
    /// How it was done, with which packs.
    Method,
    /// The findings that are not in the section on findings in full.
    FurtherFindings,
    /// Where each requirement stands.
    Requirements,
    /// Every question asked, with its answer.
    Answers,
    /// The model in tables, and every threat.
    ThreatRegister,
    /// Risk of AI by category, with the measures that answer it.
    Categories,
    /// Every knock-out, and every item of every gate.
    GateItems,
    /// Every point that stood open.
    OpenPoints,
    /// Evidence and the hashes of its files.
    Evidence,
    /// Which requirements apply, and why.
    Applicability,
    /// Findings as the vendor is told them.
    ForTheVendor,
    /// What the vendor has still to hand in.
    Owed,
    /// What the vendor answered.
    OwnAnswers,
}

/// The sections of the full report.
const MAIN: [Section; 10] = [
    Section::Engagement,
    Section::Results,
    Section::Findings,
    Section::Risks,
    Section::Plan,
    Section::Decision,
    Section::Threats,
    Section::Gates,
    Section::Limitations,
    Section::SignOff,
];

/// Its annexes.
const ANNEXES: [Section; 9] = [
    Section::Method,
    Section::FurtherFindings,
    Section::Requirements,
    Section::Answers,
    Section::ThreatRegister,
    Section::Categories,
    Section::GateItems,
    Section::OpenPoints,
    Section::Evidence,
];

impl Section {
    /// Its heading.
    pub(super) fn title(self) -> Message {
        match self {
            Self::Engagement => word!("Engagement and scope"),
            Self::Results => word!("Results by framework"),
            Self::Findings => word!("Findings"),
            Self::Threats => word!("Threat model"),
            Self::Risks => word!("Risk register"),
            Self::Plan => word!("Remediation plan"),
            Self::Decision => word!("Knock-outs and decision"),
            Self::Gates => word!("Gates and checks"),
            Self::Limitations => word!("Limitations and open points"),
            Self::SignOff => word!("Sign-off"),
            Self::Method => word!("Method"),
            Self::FurtherFindings => word!("Further findings in full"),
            Self::Requirements => word!("Requirement by requirement"),
            Self::Answers => word!("Questions and answers"),
            Self::ThreatRegister => word!("Threat register"),
            Self::Categories => word!("AI risk by category"),
            Self::GateItems => word!("Knock-outs and gates item by item"),
            Self::OpenPoints => word!("Open points"),
            Self::Evidence => word!("Evidence index"),
            Self::Applicability => word!("Requirements and whether they apply"),
            Self::ForTheVendor => word!("What was found"),
            Self::Owed => word!("What is still to be handed in"),
            Self::OwnAnswers => word!("Your answers"),
        }
    }

    /// Its name in files, on the command line and in links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::Results => "results",
            Self::Findings => "findings",
            Self::Threats => "threats",
            Self::Risks => "risks",
            Self::Plan => "plan",
            Self::Decision => "decision",
            Self::Gates => "gates",
            Self::Limitations => "limitations",
            Self::SignOff => "sign-off",
            Self::Method => "method",
            Self::FurtherFindings => "further-findings",
            Self::Requirements => "requirements",
            Self::Answers => "answers",
            Self::ThreatRegister => "threat-register",
            Self::Categories => "categories",
            Self::GateItems => "gate-items",
            Self::OpenPoints => "open-points",
            Self::Evidence => "evidence",
            Self::Applicability => "applicability",
            Self::ForTheVendor => "for-the-vendor",
            Self::Owed => "owed",
            Self::OwnAnswers => "own-answers",
        }
    }

    fn anchor(self) -> String {
        format!("section-{}", self.id())
    }
}

/// What a section is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// From 1.
    Section(usize),
    /// From `A`.
    Annex(char),
}

impl Number {
    /// As it stands before the heading.
    fn heading(self, language: &Language) -> String {
        match self {
            Self::Section(n) => n.to_string(),
            Self::Annex(letter) => say!(language, "Annex\u{a0}{letter}"),
        }
    }

    /// As it is referred to within a sentence.
    fn reference(self, language: &Language) -> String {
        match self {
            Self::Section(number) => say!(language, "section\u{a0}{number}"),
            Self::Annex(letter) => say!(language, "annex\u{a0}{letter}"),
        }
    }

    /// As it stands before the heading of its `n`th part, from 1.
    fn part(self, n: usize) -> String {
        match self {
            Self::Section(own) => format!("{own}.{n}"),
            Self::Annex(letter) => format!("{letter}.{n}"),
        }
    }
}

/// What a report holds, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    kind: Kind,
    sections: Vec<Section>,
    annexes: Vec<Section>,
}

impl Outline {
    /// All that a kind of report holds.
    pub fn of(kind: Kind) -> Self {
        let (sections, annexes) = kind.sections();
        Self { kind, sections: sections.to_vec(), annexes: annexes.to_vec() }
    }

    /// The same without some sections; those that follow move up.
    #[must_use]
    pub fn without(mut self, left_out: &[Section]) -> Self {
        self.sections.retain(|section| !left_out.contains(section));
        self.annexes.retain(|section| !left_out.contains(section));
        self
    }

    /// What the report is for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its sections and annexes, in order.
    pub fn sections(&self) -> impl Iterator<Item = Section> {
        self.sections.iter().chain(&self.annexes).copied()
    }

    /// Whether it holds a section.
    pub fn holds(&self, section: Section) -> bool {
        self.sections().any(|own| own == section)
    }

    fn number(&self, section: Section) -> Option<Number> {
        let within = |all: &[Section]| all.iter().position(|own| *own == section);
        match (within(&self.sections), within(&self.annexes)) {
            (Some(at), _) => Some(Number::Section(at + 1)),
            (None, Some(at)) => ('A'..='Z').nth(at).map(Number::Annex),
            (None, None) => None,
        }
    }

    /// `section 8`, leading there; other words where this report does not hold it.
    pub(super) fn refer(&self, speaker: &impl AsRef<Language>, section: Section) -> Span {
        match self.number(section) {
            Some(number) => Span::plain(number.reference(speaker.as_ref())).to(section.anchor()),
            None if self.kind == Kind::Full && ANNEXES.contains(&section) => {
                Span::plain(say!(speaker, "the annexes"))
            }
            None => Span::plain(say!(speaker, "the full report with annexes")),
        }
    }

    /// A section with its heading and the numbers of its parts; nothing where this report does not hold it.
    pub(super) fn numbered(
        &self,
        speaker: &impl AsRef<Language>,
        section: Section,
        content: Vec<Block>,
    ) -> Vec<Block> {
        let Some(number) = self.number(section) else { return Vec::new() };
        let (heading, title) = (number.heading(speaker.as_ref()), told(speaker, &section.title()));
        let mut blocks = vec![Block::heading(Level::One, heading, title, section.anchor())];
        let mut parts = 0;
        blocks.extend(content.into_iter().map(|mut block| {
            if let Block::Heading(heading) = &mut block
                && heading.level == Level::Two
            {
                parts += 1;
                heading.number = Some(number.part(parts));
                if heading.id.is_empty() {
                    heading.id = format!("{}-{parts}", section.anchor());
                }
            }
            block
        }));
        blocks
    }
}

/// The heading of a part of a section, which is given its number when the section is.
pub(super) fn part(text: impl Into<String>) -> Block {
    named_part(text, "")
}

/// The heading of a part of a section, found by `id`.
pub(super) fn named_part(text: impl Into<String>, id: impl Into<String>) -> Block {
    Block::unnumbered(Level::Two, text, id)
}

/// The runs with `, ` between them.
pub(super) fn joined(speaker: &impl AsRef<Language>, items: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans = Vec::new();
    for item in items {
        if !spans.is_empty() {
            spans.push(Span::plain(say!(speaker, ", ")));
        }
        spans.push(item);
    }
    spans
}

/// The runs with `, ` between them, or other words when there are none.
pub(super) fn joined_or(
    speaker: &impl AsRef<Language>,
    items: impl IntoIterator<Item = Span>,
    otherwise: String,
) -> Vec<Span> {
    let spans = joined(speaker, items);
    if spans.is_empty() { vec![Span::plain(otherwise)] } else { spans }
}
