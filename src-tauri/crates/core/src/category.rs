//! An evaluation → what was found in each of the six risk categories, and how far the measures that answer it are in place.

use crate::evaluation::Evaluation;
use crate::ids::{FindingId, QuestionId, RiskId, RuleId, TestId};
use crate::pack::{Band, Question};
use crate::score::{Figure, concluded};
use crate::words::{Conclusion, RiskCategory, TestKind, ThreatDecision, Word};
use assay_message::{Message, Told};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How far a measure is in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MeasureState {
    /// Everything asked about it is at least largely effective.
    InPlace,
    /// Some of it is.
    InPart,
    /// It failed.
    Lacking,
    /// Nothing is concluded about it.
    NotAssessed,
    /// None of its questions is asked here.
    NotAsked,
    /// Each of its questions is concluded not to apply.
    NotApplicable,
}

/// A measure as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MeasureResult {
    /// What is done.
    pub text: String,
    /// How far.
    pub state: MeasureState,
    /// The questions asked about it.
    pub questions: Vec<QuestionId>,
}

/// A category as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CategoryResult {
    /// Which.
    pub id: RiskCategory,
    /// Its name.
    pub title: Message,
    /// What can happen.
    pub meaning: String,
    /// Score and coverage over the questions that carry it.
    pub figure: Figure,
    /// Questions of it concluded partially effective or worse.
    pub weak: Vec<QuestionId>,
    /// Threats of it.
    pub threats: u32,
    /// Those not decided.
    pub threats_open: u32,
    /// Findings behind its questions.
    pub findings: Vec<FindingId>,
    /// Its risks, worst residual first.
    pub risks: Vec<RiskId>,
    /// The worst residual band among them.
    pub worst: Option<String>,
    /// Tests that look for it.
    pub tests: Vec<TestId>,
    /// What answers it.
    pub measures: Vec<MeasureResult>,
}

/// The kind of test that looks for a category.
fn tests_for(category: RiskCategory) -> &'static [TestKind] {
    match category {
        RiskCategory::DataPrivacy => &[TestKind::Privacy, TestKind::Penetration],
        RiskCategory::AdversarialAttacks => &[TestKind::Adversarial, TestKind::Robustness],
        RiskCategory::ModelPoisoning => &[TestKind::Robustness],
        RiskCategory::BiasEthics => &[TestKind::Bias],
        RiskCategory::SupplyChain | RiskCategory::Regulatory => &[],
    }
}

fn measure_state(evaluation: &Evaluation, questions: &[QuestionId]) -> MeasureState {
    if questions.is_empty() {
        return MeasureState::NotAsked;
    }
    let standings = questions.iter().filter_map(|id| evaluation.standings.of(id));
    let applicable = standings.filter(|standing| standing.is_applicable());
    let conclusions: Vec<Option<Conclusion>> = applicable.map(|standing| standing.conclusion()).collect();
    if conclusions.is_empty() {
        return MeasureState::NotApplicable;
    }
    let all = conclusions.len();
    let conclusions: Vec<Conclusion> = conclusions.into_iter().flatten().collect();
    let good = conclusions.iter().filter(|c| **c <= Conclusion::Largely).count();
    if conclusions.is_empty() {
        MeasureState::NotAssessed
    } else if good == all {
        MeasureState::InPlace
    } else if conclusions.iter().all(|c| *c == Conclusion::Ineffective) {
        MeasureState::Lacking
    } else {
        MeasureState::InPart
    }
}

/// The six categories. Categories of a library without the pack have no meaning and no measures.
pub fn categories(evaluation: &Evaluation) -> Vec<CategoryResult> {
    let case = evaluation.case;
    let questions: &[&Question] = &evaluation.standings.asked;
    let asked: BTreeSet<&QuestionId> = questions.iter().map(|q| &q.id).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let rules: BTreeMap<&RuleId, &BTreeSet<RiskCategory>> =
        evaluation.library.threats.rules.iter().map(|r| (&r.id, &r.risk_categories)).collect();
    RiskCategory::ALL
        .iter()
        .map(|category| {
            let pack = evaluation.library.categories.iter().find(|c| c.id == *category);
            let of: Vec<&Question> =
                questions.iter().copied().filter(|q| q.risk_categories.contains(category)).collect();
            let weak: Vec<QuestionId> = of
                .iter()
                .filter(|q| {
                    evaluation.standings.conclusion(&q.id).is_some_and(|c| c >= Conclusion::Partially)
                })
                .map(|q| q.id.clone())
                .collect();
            let threats: Vec<_> = evaluation
                .threats
                .iter()
                .filter(|t| rules.get(&t.rule).is_some_and(|all| all.contains(category)))
                .collect();
            let mut risks: Vec<_> = case.risks.values().filter(|r| r.categories.contains(category)).collect();
            risks.sort_by_key(|r| std::cmp::Reverse(evaluation.library.matrix.rank(r.ratings.residual())));
            let band =
                |r: &&crate::record::Risk| -> &Band { evaluation.library.matrix.band(r.ratings.residual()) };
            CategoryResult {
                id: *category,
                title: category.message(),
                meaning: pack.map(|c| c.meaning.clone()).unwrap_or_default(),
                figure: concluded(of.iter().copied(), &evaluation.standings, &evaluation.library.scale),
                findings: case
                    .findings
                    .values()
                    .filter(|f| f.question.as_ref().is_some_and(|q| of.iter().any(|own| own.id == *q)))
                    .map(|f| f.id.clone())
                    .collect(),
                weak,
                threats: count(threats.len()),
                threats_open: count(
                    threats.iter().filter(|t| evaluation.decided(&t.id) == ThreatDecision::Open).count(),
                ),
                worst: risks.first().map(|r| band(r).title.clone()),
                risks: risks.iter().map(|r| r.id.clone()).collect(),
                tests: case
                    .tests
                    .values()
                    .filter(|t| tests_for(*category).contains(&t.kind))
                    .map(|t| t.id.clone())
                    .collect(),
                measures: pack
                    .into_iter()
                    .flat_map(|c| &c.measures)
                    .map(|measure| {
                        let own: Vec<QuestionId> =
                            measure.questions.iter().filter(|q| asked.contains(q)).cloned().collect();
                        MeasureResult {
                            text: measure.text.clone(),
                            state: measure_state(evaluation, &own),
                            questions: own,
                        }
                    })
                    .collect(),
            }
        })
        .collect()
}
