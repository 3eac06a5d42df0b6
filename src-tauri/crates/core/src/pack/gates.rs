//! The gate file (TOML) → the gates a product passes on its way into use, and the do's and don'ts, as items that are
//! each read from an assessment.

use super::{PackError, headed, read, unique};
use crate::ids::{FrameworkId, KnockOutId, QuestionId};
use crate::words::{Conclusion, ConditionStage, Party, ScopeFact, TestKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an item reads from the assessment. None is ticked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reads", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fact {
    /// Each of the questions that is asked here is concluded at least so well.
    Questions {
        /// Which.
        questions: Vec<QuestionId>,
        /// How well; conclusions are ordered best first.
        at_least: Conclusion,
    },
    /// The buyer answered the inherent-risk questions, or the tier was set with a reason.
    InherentRisk,
    /// The service, what it is bought for and who answers for the residual risk are recorded.
    Scope,
    /// The frameworks are in scope, and enough is concluded of what this scope and tier ask of each.
    Frameworks {
        /// Which; each must be in scope.
        frameworks: Vec<FrameworkId>,
        /// Coverage needed, in percent of the requirements that apply and that a question asked here examines.
        coverage: u8,
    },
    /// There is an AI component, and each has its owner, its stage of life, and, when it is a model, its product,
    /// version and provider.
    Components,
    /// A bill of materials was read.
    Bom,
    /// Every threat is decided.
    Threats,
    /// Every AI component has the threats of adversaries on it decided.
    AdversarialThreats,
    /// For each kind that a system of this scope needs, the newest test of each component it was tried on came out other
    /// than failed or inconclusive.
    Tests {
        /// Which kinds.
        kinds: BTreeSet<TestKind>,
    },
    /// Risks are rated, and every threat open, accepted or transferred whose suggested rating or recorded severity is high
    /// stands in the register.
    Ratings,
    /// Every high residual risk has an owner, a day and a treatment under way.
    Treatment,
    /// Every high inherent risk rests on at least two controls.
    Layers,
    /// The knock-outs do not strike, or are set aside by name.
    KnockOuts {
        /// Which; none named means all.
        #[serde(default)]
        ids: Vec<KnockOutId>,
    },
    /// The decision stands and approves, at least with conditions.
    Approved,
    /// Every condition of the stage is met; of those after going live, the ones whose day has passed.
    Conditions {
        /// Which stage.
        stage: ConditionStage,
    },
    /// The decision stands and approves, at least with conditions, and a signed report was issued.
    Issued,
    /// A signed report was issued, whatever was decided.
    Assessed,
    /// The next assessment is not overdue; after a rejection none is due.
    NextAssessment,
    /// Nothing that happened since is still open.
    Events,
    /// No evidence relied on has expired.
    Evidence,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id, unique in the pack.
    pub id: String,
    /// What must hold, in a sentence.
    pub text: String,
    /// Who must act when it does not.
    pub who: Party,
    /// Facts of the scope that must hold for it to apply.
    #[serde(default)]
    pub applies_when: BTreeSet<ScopeFact>,
    /// What is read.
    #[serde(flatten)]
    pub fact: Fact,
}

/// A point on the way of a product into use, and on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What passing it means, in a sentence.
    pub meaning: String,
    /// What must hold.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// Gates, and the do's and don'ts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gates {
    /// In the order a product passes them.
    pub gates: Vec<Gate>,
    /// What must be done.
    pub dos: Vec<Item>,
    /// What must not be; the text says the don't, the fact says what shows that it is kept.
    pub donts: Vec<Item>,
}

impl Gates {
    /// All items, of gates and of do's and don'ts.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.gates.iter().flat_map(|gate| &gate.items).chain(&self.dos).chain(&self.donts)
    }

    pub(super) fn parse(text: &str) -> Result<Self, PackError> {
        headed! {
            gate: Vec<Gate>,
            #[serde(rename = "do")]
            dos: Vec<Item>,
            dont: Vec<Item>,
        }
        let raw: Headed = read("gates", text)?;
        let gates = Self { gates: raw.gate, dos: raw.dos, donts: raw.dont };
        let ids = gates.gates.iter().map(|gate| &gate.id).chain(gates.items().map(|item| &item.id));
        unique("gates", ids)?;
        Ok(gates)
    }
}
