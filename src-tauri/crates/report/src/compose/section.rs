//! The thirteen numbered sections: their order, headings and the links that lead to them.

use crate::document::{Block, Level, Span};

/// A numbered section of the report, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Engagement,
    Method,
    Results,
    Findings,
    Threats,
    Risks,
    Plan,
    Decision,
    Gates,
    Answers,
    Evidence,
    Limitations,
    SignOff,
}

impl Section {
    /// From 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    fn title(self) -> &'static str {
        match self {
            Self::Engagement => "Engagement and scope",
            Self::Method => "Method",
            Self::Results => "Results by framework",
            Self::Findings => "Findings",
            Self::Threats => "Threat model",
            Self::Risks => "Risk register",
            Self::Plan => "Remediation plan",
            Self::Decision => "Knock-outs and decision",
            Self::Gates => "Gates and checks",
            Self::Answers => "Questions and answers",
            Self::Evidence => "Evidence index",
            Self::Limitations => "Limitations and open points",
            Self::SignOff => "Sign-off",
        }
    }

    fn id(self) -> String {
        format!("section-{}", self.number())
    }

    /// The heading that opens the section.
    pub fn heading(self) -> Block {
        Block::heading(Level::One, self.number().to_string(), self.title(), self.id())
    }

    /// The heading of its `n`th part, from 1.
    pub fn part(self, n: usize, text: impl Into<String>) -> Block {
        self.named_part(n, text, format!("{}-{n}", self.id()))
    }

    /// The heading of its `n`th part, found by `id`.
    pub fn named_part(self, n: usize, text: impl Into<String>, id: impl Into<String>) -> Block {
        Block::heading(Level::Two, format!("{}.{n}", self.number()), text, id)
    }

    /// `section 8`, leading there.
    pub fn link(self) -> Span {
        Span::plain(format!("section\u{a0}{}", self.number())).to(self.id())
    }
}

/// The runs with `, ` between them.
pub(super) fn joined(items: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans = Vec::new();
    for item in items {
        if !spans.is_empty() {
            spans.push(Span::plain(", "));
        }
        spans.push(item);
    }
    spans
}

/// The runs with `, ` between them, or other words when there are none.
pub(super) fn joined_or(items: impl IntoIterator<Item = Span>, otherwise: &str) -> Vec<Span> {
    let spans = joined(items);
    if spans.is_empty() { vec![Span::plain(otherwise)] } else { spans }
}
