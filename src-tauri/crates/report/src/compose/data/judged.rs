//! What the rules made of it → its parts of the attached data.

use super::recorded::SpecChoicePart;
use super::{Of, parts};
use assay_core::category::{CategoryResult, MeasureResult, MeasureState};
use assay_core::closeout::{self, OpenPoint};
use assay_core::comparison::{ChangedAfter, Comparison, Difference, Shift, Then};
use assay_core::decision::{DecisionStanding, DecisionState};
use assay_core::gate::{self, GateResult, ItemResult};
use assay_core::ids::{
    AssessmentId, EventId, EvidenceId, FindingId, FrameworkId, KnockOutId, QuestionId, RequirementId,
    ReviewId, RiskId, RuleId, TestId, ThreatId,
};
use assay_core::knockout::KnockOutResult;
use assay_core::methodology::{Step, StepId};
use assay_core::monitoring::{LapsedUse, NextAssessment, OpenEvent};
use assay_core::pack::{Band, Cap, Matrix, ScaleStep};
use assay_core::record::AssuranceLevel;
use assay_core::red_flag::Raised;
use assay_core::risk::Rating;
use assay_core::score::{
    Figure, FrameworkResult, GroupResult, Input, RequirementResult, RequirementState, Results,
};
use assay_core::specification::Specification;
use assay_core::standing::Standing;
use assay_core::stride::{Bearing, Target, Threat};
use assay_core::words::{
    Claim, Conclusion, ElementFact, KnockOutState, Letter, Party, RiskCategory, Severity, SpecAnswer,
    ThreatDecision, Trigger,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

parts! {
    /// A knock-out and where it stands.
    KnockOutPart<'a> of KnockOutResult {
        id: &'a KnockOutId,
        title: &'a String,
        /// When it strikes.
        condition: &'a String,
        /// What it caps the decision at.
        cap: &'a Cap,
        /// What it caps the decision at while it is suspected or not assessed.
        while_open: &'a Cap,
        state: &'a KnockOutState,
        because: Vec<String>,
        /// What lifts it.
        remedy: &'a String,
        /// What was noted about it, whether it counts or not.
        note: Option<&'a String>,
    } without { by_note, struck };

    /// What is still open before the assessment can be closed.
    OpenPointPart<'a> of OpenPoint {
        kind: &'a closeout::Kind,
        title: String,
        /// Whether it weighs on the decision.
        grave: &'a bool,
        text: String,
        /// Where to mend it.
        place: &'a closeout::Place,
    } without {};

    /// A red flag of a review.
    RedFlagPart<'a> of Raised {
        flag: &'a String,
        review: &'a ReviewId,
        title: &'a String,
        severity: &'a Severity,
        condition: &'a String,
        why: &'a String,
        /// The finding written for it.
        finding: Option<&'a FindingId>,
    } without {};

    /// An answer at one time.
    ThenPart<'a> of Then {
        claim: Option<&'a Claim>,
        comment: &'a String,
        conclusion: Option<&'a Conclusion>,
        rationale: &'a String,
        /// Titles of the evidence.
        evidence: &'a Vec<String>,
    } without {};

    /// A question now and last time.
    DifferencePart<'a> of Difference {
        question: &'a QuestionId,
        text: &'a String,
        shift: &'a Shift,
        /// The claim turned from good news to bad.
        claim_turned: &'a bool,
        /// It changed, and no evidence dated since stands behind it.
        without_new_evidence: &'a bool,
        /// A long comment is the same, word for word.
        same_words: &'a bool,
        then: Option<ThenPart<'a>>,
        now: Option<ThenPart<'a>>,
    } without {};

    /// What changed since the assessment before.
    ComparisonPart<'a> of Comparison {
        previous: &'a AssessmentId,
        previous_title: &'a String,
        differences: Vec<DifferencePart<'a>>,
        /// Answered last time and not asked now.
        dropped: &'a Vec<QuestionId>,
        /// Null when the assessment before says what its last report says, or has none.
        changed_after: Option<ChangedAfterPart<'a>>,
    } without {};

    /// How much of an assessment changed after its last report.
    ChangedAfterPart<'a> of ChangedAfter {
        /// The number of the report.
        issue: &'a u32,
        changes: &'a u32,
    } without {};

    /// How an addressable specification is met.
    SpecificationPart<'a> of Specification {
        requirement: &'a RequirementId,
        title: &'a String,
        /// Null while nothing is concluded.
        answer: Option<&'a SpecAnswer>,
        because: String,
        questions: &'a Vec<QuestionId>,
        choice: Option<SpecChoicePart<'a>>,
    } without {};

    /// When to look again.
    NextAssessmentPart<'a> of NextAssessment {
        /// Null when none is due.
        day: Option<&'a NaiveDate>,
        because: String,
    } without {};

    /// Whether the decision recorded stands.
    DecisionStandingPart<'a> of DecisionStanding {
        state: &'a DecisionState,
        /// What changed under it or forbids it; empty when it stands.
        because: Vec<String>,
    } without {};

    /// An event nobody has dealt with.
    OpenEventPart<'a> of OpenEvent {
        /// Null when the records themselves show it.
        id: Option<&'a EventId>,
        trigger: &'a Trigger,
        date: &'a NaiveDate,
        what: String,
    } without {};

    /// Something named that stopped counting.
    LapsedPart<'a> of LapsedUse {
        on: &'a String,
        question: Option<&'a QuestionId>,
        evidence: Option<&'a EvidenceId>,
        from: &'a NaiveDate,
        meaning: &'a String,
        /// What to ask for instead.
        instead: &'a String,
    } without {};

    /// A step of the method, and how far it is done.
    StepPart<'a> of Step {
        id: &'a StepId,
        title: String,
        meaning: String,
        /// Whether there is anything to do in it.
        applies: &'a bool,
        done: &'a u32,
        of: &'a u32,
        /// Empty when it is complete.
        missing: Vec<String>,
    } without {};

    /// Something that must hold.
    GateItemPart<'a> of ItemResult {
        id: &'a String,
        text: &'a String,
        /// Who must act when it does not hold.
        who: &'a Party,
        state: &'a gate::State,
        because: String,
        /// Where to mend it.
        place: &'a gate::Place,
    } without {};

    /// A gate.
    GatePart<'a> of GateResult {
        id: &'a String,
        title: &'a String,
        meaning: &'a String,
        /// Whether everything that applies holds.
        passed: &'a bool,
        met: &'a u32,
        of: &'a u32,
        items: Vec<GateItemPart<'a>>,
    } without {};

    /// What answers a category of risk.
    MeasurePart<'a> of MeasureResult {
        text: &'a String,
        state: &'a MeasureState,
        questions: &'a Vec<QuestionId>,
    } without {};

    /// A category of risk.
    CategoryPart<'a> of CategoryResult {
        id: &'a RiskCategory,
        title: String,
        meaning: &'a String,
        figure: FigurePart<'a>,
        /// Questions of it concluded partially effective or worse.
        weak: &'a Vec<QuestionId>,
        threats: &'a u32,
        threats_open: &'a u32,
        findings: &'a Vec<FindingId>,
        /// Worst residual first.
        risks: &'a Vec<RiskId>,
        /// The worst residual band among them.
        worst: Option<&'a String>,
        tests: &'a Vec<TestId>,
        measures: Vec<MeasurePart<'a>>,
    } without {};

    /// What went into a figure.
    InputPart<'a> of Input {
        question: &'a QuestionId,
        weight: &'a u8,
        /// What was judged or claimed, in words.
        said: String,
        /// 0 to 1; null is outside the sum.
        value: Option<&'a f64>,
    } without {};

    /// Results of a framework or one of its sections.
    GroupPart<'a> of GroupResult {
        id: &'a String,
        title: &'a String,
        concluded: FigurePart<'a>,
        /// By the vendor's claims alone.
        claimed: FigurePart<'a>,
    } without {};

    /// Where a requirement stands.
    RequirementPart<'a> of RequirementResult {
        id: &'a RequirementId,
        title: &'a String,
        /// The heading it stands under.
        domain: &'a String,
        state: &'a RequirementState,
        /// Why it does not apply or is not asked.
        reason: Option<String>,
        #[serde(rename = "lowest_conclusion")]
        lowest: Option<&'a Conclusion>,
        figure: FigurePart<'a>,
    } without {};

    /// Results of one framework.
    FrameworkPart<'a> of FrameworkResult {
        framework: &'a FrameworkId,
        total: GroupPart<'a>,
        domains: Vec<GroupPart<'a>>,
        /// Conclusion → how many questions.
        distribution: &'a BTreeMap<Conclusion, u32>,
        requirements: Vec<RequirementPart<'a>>,
    } without {} with {
        title: &'a str,
        edition: &'a str,
        pack_version: &'a str,
    };

    /// Results over all questions asked.
    ResultsPart<'a> of Results {
        #[serde(rename = "concluded")]
        total: FigurePart<'a>,
        /// By the vendor's claims alone.
        claimed: FigurePart<'a>,
        #[serde(rename = "claimed_better_than_concluded")]
        overclaimed: &'a Vec<QuestionId>,
        /// Conclusion → how many questions.
        distribution: &'a BTreeMap<Conclusion, u32>,
        /// Evidence level → how many conclusions rest on it.
        #[serde(rename = "evidence_levels")]
        assurance: &'a BTreeMap<u8, u32>,
    } without { frameworks } with {
        frameworks: Vec<FrameworkPart<'a>>,
    };

    /// An answer that bears on a threat.
    BearingPart<'a> of Bearing {
        question: &'a QuestionId,
        /// Null is not assessed.
        conclusion: Option<&'a Conclusion>,
    } without {};

    /// A threat that a rule makes.
    ThreatPart<'a> of Threat {
        /// `rule@element`.
        id: &'a ThreatId,
        rule: &'a RuleId,
        target: &'a Target,
        target_name: &'a String,
        letter: &'a Letter,
        title: &'a String,
        /// Why it fired.
        reason: String,
        /// Facts that would silence it and that nobody knows.
        unknown: &'a Vec<ElementFact>,
        /// Suggested, 1 to 5.
        likelihood: &'a u8,
        /// Suggested, 1 to 5.
        impact: &'a u8,
        /// How the suggestion came about.
        suggestion: String,
        bearing: Vec<BearingPart<'a>>,
        /// Tests that tried it.
        tests: &'a Vec<TestId>,
    } without {} with {
        suggested_band: Option<&'a str>,
        decision: ThreatDecision,
        decision_reason: &'a str,
    };

    /// A level of likelihood or impact.
    LevelPart<'a> of ScaleStep {
        level: &'a u8,
        title: &'a String,
        meaning: &'a String,
    } without {};

    /// A band of the risk matrix.
    BandPart<'a> of Band {
        id: &'a String,
        title: &'a String,
        /// What the band asks for.
        action: &'a String,
        colour: &'a String,
    } without {};
}

/// Score and coverage, with what went in.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct FigurePart<'a> {
    /// 0 to 100; null when nothing is concluded.
    score: Option<f64>,
    /// 0 to 100; null when nothing applies.
    coverage: Option<f64>,
    concluded: u32,
    applicable: u32,
    /// The sum in one sentence.
    explained: String,
    inputs: Vec<InputPart<'a>>,
}

impl<'a> Of<'a, Figure> for FigurePart<'a> {
    fn of(figure: &'a Figure) -> Self {
        let Figure { score, concluded, applicable, inputs } = figure;
        Self {
            score: *score,
            coverage: figure.coverage(),
            concluded: *concluded,
            applicable: *applicable,
            explained: figure.explain().to_string(),
            inputs: Of::of(inputs),
        }
    }
}

/// The risk matrix.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) struct MatrixPart<'a> {
    title: &'a String,
    likelihood: Vec<LevelPart<'a>>,
    impact: Vec<LevelPart<'a>>,
    /// Lowest first.
    bands: Vec<BandPart<'a>>,
    /// Index into the bands; rows by likelihood 1 to 5, columns by impact 1 to 5.
    cells: Vec<Vec<usize>>,
}

impl<'a> Of<'a, Matrix> for MatrixPart<'a> {
    fn of(matrix: &'a Matrix) -> Self {
        let rank =
            |likelihood, impact| Rating::new(likelihood, impact).ok().map(|rating| matrix.rank(rating));
        Self {
            title: &matrix.title,
            likelihood: Of::of(&matrix.likelihood),
            impact: Of::of(&matrix.impact),
            bands: Of::of(&matrix.bands),
            cells: (1..=5)
                .map(|likelihood| (1..=5).filter_map(|impact| rank(likelihood, impact)).collect())
                .collect(),
        }
    }
}

/// Where a question stands.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(super) enum StandingPart<'a> {
    /// Not asked here, and why.
    NotAsked { reason: String },
    /// Asked, and nothing is said or judged.
    Unanswered,
    /// The vendor claims something, and nothing is judged.
    Claimed { claim: &'a Claim },
    /// Judged not to apply without a reason, and so it does not count.
    WithoutReason,
    /// Judged not to apply, with the reason.
    NotApplicable { reason: &'a String },
    /// Looked at, and no judgement was possible.
    NotAssessed,
    /// Judged.
    Concluded {
        conclusion: &'a Conclusion,
        /// The level that counts.
        level: &'a AssuranceLevel,
        /// The level recorded, which may be above what the evidence shows.
        recorded: &'a AssuranceLevel,
    },
}

impl<'a> Of<'a, Standing> for StandingPart<'a> {
    fn of(standing: &'a Standing) -> Self {
        match standing {
            Standing::NotAsked { reason } => Self::NotAsked { reason: reason.to_string() },
            Standing::Unanswered => Self::Unanswered,
            Standing::Claimed { claim } => Self::Claimed { claim },
            Standing::WithoutReason => Self::WithoutReason,
            Standing::NotApplicable { reason } => Self::NotApplicable { reason },
            Standing::NotAssessed => Self::NotAssessed,
            Standing::Concluded { conclusion, level, recorded, earned: _ } => {
                Self::Concluded { conclusion, level, recorded }
            }
        }
    }
}

/// The level that counts for a question that is concluded.
pub(super) fn level(standing: &Standing) -> Option<u8> {
    match standing {
        Standing::Concluded { level, .. } => Some(level.get()),
        Standing::NotAsked { .. }
        | Standing::Unanswered
        | Standing::Claimed { .. }
        | Standing::WithoutReason
        | Standing::NotApplicable { .. }
        | Standing::NotAssessed => None,
    }
}
