//! Standings → scores with coverage, claimed and concluded apart, each with the inputs that made it.
//!
//! Score = Σ weight·value ÷ Σ weight over what is concluded. Effective 1, largely 0.75, partially 0.4, ineffective 0
//! (from the scale pack). Not applicable leaves the sum; not assessed stays out of the score and shows as missing
//! coverage. The figure from the vendor's claims alone is separate and never mixed in.

use crate::applicability::{documented_as_unreasonable, why_not_applicable};
use crate::case::Case;
use crate::ids::{FrameworkId, QuestionId, RequirementId};
use crate::pack::{Framework, Library, Question, Requirement, RequirementKind, Scale};
use crate::record::Response;
use crate::standing::{Standing, Standings};
use crate::suggestion::accepted;
use crate::words::{Claim, Conclusion, Word};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One question's part in a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Input {
    /// The question.
    pub question: QuestionId,
    /// Its weight.
    pub weight: u8,
    /// What was judged or claimed, in words.
    pub said: &'static str,
    /// What it counts, 0 to 1; `None` is outside the sum.
    pub value: Option<f64>,
}

/// A score with its coverage and inputs. The two are never shown apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ScoreFigure"))]
pub struct Figure {
    /// 0 to 100; `None` when nothing is concluded.
    pub score: Option<f64>,
    /// Things concluded.
    pub concluded: u32,
    /// Things that apply.
    pub applicable: u32,
    /// What went in.
    pub inputs: Vec<Input>,
}

/// A score with its coverage, where the inputs are asked for apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ScoreShare"))]
pub struct Share {
    /// 0 to 100; `None` when nothing is concluded.
    pub score: Option<f64>,
    /// Things concluded.
    pub concluded: u32,
    /// Things that apply.
    pub applicable: u32,
}

impl From<&Figure> for Share {
    fn from(figure: &Figure) -> Self {
        Self { score: figure.score, concluded: figure.concluded, applicable: figure.applicable }
    }
}

impl Figure {
    /// Concluded ÷ applicable, 0 to 100; `None` when nothing applies.
    pub fn coverage(&self) -> Option<f64> {
        (self.applicable > 0).then(|| f64::from(self.concluded) * 100.0 / f64::from(self.applicable))
    }

    /// The arithmetic, for a reader with a pencil.
    pub fn explain(&self) -> String {
        let counted: Vec<(&Input, f64)> =
            self.inputs.iter().filter_map(|i| i.value.map(|v| (i, v))).collect();
        let Some(score) = self.score else {
            return format!("Nothing is concluded: 0 of {} apply and are concluded.", self.applicable);
        };
        let top: f64 = counted.iter().map(|(i, v)| f64::from(i.weight) * v).sum();
        let bottom: u32 = counted.iter().map(|(i, _)| u32::from(i.weight)).sum();
        format!(
            "Σ weight·value ÷ Σ weight = {top:.2} ÷ {bottom} = {:.0} %, over {} of {} that apply",
            // Halves away from zero, as a reader rounds who works it out again.
            score.round(),
            self.concluded,
            self.applicable
        )
    }
}

/// Σ weight·value ÷ Σ weight over the inputs that have a value, in percent.
fn weighted(inputs: &[Input]) -> Option<f64> {
    let (top, bottom) = inputs
        .iter()
        .filter_map(|i| i.value.map(|v| (f64::from(i.weight), v)))
        .fold((0.0, 0.0), |(top, bottom), (weight, value)| (top + weight * value, bottom + weight));
    (bottom > 0.0).then(|| top / bottom * 100.0)
}

/// The figure of a set of questions by conclusions: coverage counts questions.
pub fn concluded<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
    standings: &Standings,
    scale: &Scale,
) -> Figure {
    let mut figure = Figure { score: None, concluded: 0, applicable: 0, inputs: Vec::new() };
    for question in questions {
        let Some(standing) = standings.of(&question.id) else { continue };
        let conclusion = standing.conclusion();
        figure.applicable += u32::from(standing.is_applicable());
        figure.concluded += u32::from(conclusion.is_some());
        figure.inputs.push(Input {
            question: question.id.clone(),
            weight: question.weight,
            said: standing.counted().title(),
            value: conclusion.and_then(|conclusion| scale.value(conclusion)),
        });
    }
    figure.score = weighted(&figure.inputs);
    figure
}

/// The figure of a set of questions by the vendor's claims alone.
pub fn claimed<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
    responses: &BTreeMap<QuestionId, Response>,
    scale: &Scale,
) -> Figure {
    let mut figure = Figure { score: None, concluded: 0, applicable: 0, inputs: Vec::new() };
    for question in questions {
        let claim = responses.get(&question.id).and_then(|r| r.claim);
        if claim != Some(Claim::NotApplicable) {
            figure.applicable += 1;
        }
        let value = claim.and_then(|claim| scale.claim_value(claim, question.good_answer));
        figure.concluded += u32::from(value.is_some());
        let said = claim.map_or("Unanswered", Claim::title);
        figure.inputs.push(Input { question: question.id.clone(), weight: question.weight, said, value });
    }
    figure.score = weighted(&figure.inputs);
    figure
}

/// Where a requirement stands. Four things are never mixed: not assessable, not applicable, not assessed, judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequirementState {
    /// Does not apply here; the reason is given.
    NotApplicable,
    /// Applies, and no question asked in this assessment examines it.
    NotAsked,
    /// Asked, and nothing is concluded.
    NotAssessed,
    /// At least one of its questions is concluded.
    Concluded,
}

/// A requirement with its figure.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequirementResult {
    /// Full id.
    pub id: RequirementId,
    /// Our title.
    pub title: String,
    /// Heading it stands under.
    pub domain: String,
    /// Where it stands.
    pub state: RequirementState,
    /// Why it does not apply or is not asked; empty otherwise.
    pub reason: String,
    /// Its figure over the questions asked; coverage counts questions.
    pub figure: Figure,
    /// The lowest conclusion among its questions.
    pub lowest: Option<Conclusion>,
}

/// A domain or framework: coverage counts requirements, so that what no question examines shows as missing.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupResult {
    /// Id of the section or framework.
    pub id: String,
    /// Title.
    pub title: String,
    /// By conclusions.
    pub concluded: Figure,
    /// By the vendor's claims alone.
    pub claimed: Figure,
}

/// A framework's result.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FrameworkResult {
    /// The framework.
    pub framework: FrameworkId,
    /// The whole.
    pub total: GroupResult,
    /// Its top sections.
    pub domains: Vec<GroupResult>,
    /// Its assessable requirements and those that do not apply.
    pub requirements: Vec<RequirementResult>,
    /// How many questions concluded how.
    pub distribution: BTreeMap<Conclusion, u32>,
}

/// The score of a whole assessment.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Results {
    /// All questions asked, each once; coverage counts questions.
    pub total: Figure,
    /// The same by claims alone.
    pub claimed: Figure,
    /// Questions claimed better than concluded.
    pub overclaimed: Vec<QuestionId>,
    /// How many questions concluded how.
    pub distribution: BTreeMap<Conclusion, u32>,
    /// How many conclusions rest on which assurance level: the one earned, not the one recorded.
    pub assurance: BTreeMap<u8, u32>,
    /// Per framework.
    pub frameworks: Vec<FrameworkResult>,
}

/// Scores everything.
pub fn results(case: &Case, library: &Library, standings: &Standings) -> Results {
    let scale = &library.scale;
    let questions = || standings.asked.iter().copied();
    let total = concluded(questions(), standings, scale);
    let claimed = claimed(questions(), &case.responses, scale);
    let overclaimed = total
        .inputs
        .iter()
        .zip(&claimed.inputs)
        .filter(|(judged, said)| matches!((judged.value, said.value), (Some(j), Some(s)) if s > j + 0.3))
        .map(|(judged, _)| judged.question.clone())
        .collect();
    let mut assurance: BTreeMap<u8, u32> = (0..=4).map(|level| (level, 0)).collect();
    for (_, standing) in standings.all() {
        if let Standing::Concluded { level, .. } = standing {
            *assurance.entry(level.get()).or_default() += 1;
        }
    }
    let chosen = case.assessment.frameworks.iter().filter_map(|id| library.frameworks.get(id));
    Results {
        distribution: distribution(questions(), standings),
        frameworks: chosen.map(|framework| of_framework(case, library, standings, framework)).collect(),
        total,
        claimed,
        overclaimed,
        assurance,
    }
}

fn distribution<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
    standings: &Standings,
) -> BTreeMap<Conclusion, u32> {
    let mut counts: BTreeMap<Conclusion, u32> = Conclusion::ALL.iter().map(|c| (*c, 0)).collect();
    for standing in questions.into_iter().filter_map(|question| standings.of(&question.id)) {
        *counts.entry(standing.counted()).or_default() += 1;
    }
    counts
}

/// A requirement's result with the top section it stands under.
type Row<'a> = (&'a RequirementId, RequirementResult);

fn of_framework(
    case: &Case,
    library: &Library,
    standings: &Standings,
    framework: &Framework,
) -> FrameworkResult {
    // The rows carry their parents above them, so the top section is known when a row is reached.
    let mut top: BTreeMap<&RequirementId, &RequirementId> = BTreeMap::new();
    let titles: BTreeMap<&RequirementId, &str> =
        framework.requirements.iter().map(|r| (&r.id, r.title.as_str())).collect();
    let title = |id: &RequirementId| titles.get(id).copied().unwrap_or_default().to_owned();
    let mut domains: Vec<&RequirementId> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for requirement in &framework.requirements {
        let domain = match &requirement.parent {
            None => &requirement.id,
            Some(parent) => top.get(parent).copied().unwrap_or(&requirement.id),
        };
        top.insert(&requirement.id, domain);
        if requirement.kind == RequirementKind::Section {
            continue;
        }
        if !domains.contains(&domain) {
            domains.push(domain);
        }
        let result = of_requirement(case, library, standings, framework, requirement, title(domain));
        rows.push((domain, result));
    }
    let all = |wanted: Option<&RequirementId>| {
        let applies = |row: &&Row| row.1.state != RequirementState::NotApplicable;
        let inside = move |row: &&Row| wanted.is_none_or(|domain| domain == row.0);
        rows.iter().filter(applies).filter(inside).map(|(_, result)| result).collect::<Vec<_>>()
    };
    let total =
        group(case, library, standings, framework.id.to_string(), framework.title.clone(), &all(None));
    let domains = domains
        .iter()
        .map(|id| group(case, library, standings, id.number().to_owned(), title(id), &all(Some(id))))
        .collect();
    FrameworkResult {
        framework: framework.id.clone(),
        distribution: distribution(examining(standings, &all(None)), standings),
        total,
        domains,
        requirements: rows.into_iter().map(|(_, result)| result).collect(),
    }
}

fn of_requirement(
    case: &Case,
    library: &Library,
    standings: &Standings,
    framework: &Framework,
    requirement: &Requirement,
    domain: String,
) -> RequirementResult {
    let its: Vec<&Question> = library
        .questions_for(&requirement.id)
        .iter()
        // An answer accepted for a requirement it comes near to counts like one that examines it.
        .chain(accepted(case, &requirement.id))
        .filter(|id| standings.is_asked(id))
        .filter_map(|id| library.bank.questions.get(id))
        .collect();
    let figure = concluded(its.iter().copied(), standings, &library.scale);
    let lowest = its.iter().filter_map(|q| standings.conclusion(&q.id)).max();
    let beside = why_not_applicable(framework, requirement, &case.assessment)
        .or_else(|| documented_as_unreasonable(case, &requirement.id));
    let (state, reason) = match beside {
        Some(reason) => (RequirementState::NotApplicable, reason),
        None if its.is_empty() && library.questions_for(&requirement.id).is_empty() => {
            (RequirementState::NotAsked, "No question of the bank examines it.".into())
        }
        None if its.is_empty() => {
            (RequirementState::NotAsked, "Its questions are not asked in this scope and tier.".into())
        }
        None if figure.applicable == 0 => {
            (RequirementState::NotApplicable, "All its questions are concluded not applicable.".into())
        }
        None if figure.concluded == 0 => (RequirementState::NotAssessed, String::new()),
        None => (RequirementState::Concluded, String::new()),
    };
    RequirementResult {
        id: requirement.id.clone(),
        title: requirement.title.clone(),
        domain,
        state,
        reason,
        figure,
        lowest,
    }
}

/// The questions asked that examine one of the requirements, in talking order, each once.
fn examining<'a>(standings: &Standings<'a>, members: &[&RequirementResult]) -> Vec<&'a Question> {
    let ids: BTreeSet<&QuestionId> =
        members.iter().flat_map(|r| r.figure.inputs.iter().map(|i| &i.question)).collect();
    standings.asked.iter().copied().filter(|q| ids.contains(&q.id)).collect()
}

fn group(
    case: &Case,
    library: &Library,
    standings: &Standings,
    id: String,
    title: String,
    members: &[&RequirementResult],
) -> GroupResult {
    let its = examining(standings, members);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let judged = members.iter().filter(|r| r.state == RequirementState::Concluded).count();
    let claims = claimed(its.iter().copied(), &case.responses, &library.scale);
    let said: BTreeSet<&QuestionId> =
        claims.inputs.iter().filter(|i| i.value.is_some()).map(|i| &i.question).collect();
    let spoken =
        members.iter().filter(|r| r.figure.inputs.iter().any(|i| said.contains(&i.question))).count();
    GroupResult {
        id,
        title,
        concluded: Figure {
            applicable: count(members.len()),
            concluded: count(judged),
            ..concluded(its.iter().copied(), standings, &library.scale)
        },
        claimed: Figure { applicable: count(members.len()), concluded: count(spoken), ..claims.clone() },
    }
}
