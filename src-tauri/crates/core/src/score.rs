//! Standings → scores with coverage, claimed and concluded apart, each with the inputs that made it.
//!
//! Score = Σ weight·value ÷ Σ weight over what is concluded. Effective 1, largely 0.75, partially 0.4, ineffective 0
//! (from the scale pack). Not applicable leaves the sum; not assessed stays out of the score and shows as missing
//! coverage. The figure from the vendor's claims alone is separate and never mixed in.

use crate::applicability::{documented_as_unreasonable, why_not_applicable};
use crate::case::Case;
use crate::ids::{FrameworkId, QuestionId, RequirementId};
use crate::pack::{Framework, Library, Question, Requirement, RequirementKind, Scale};
use crate::standing::{Standing, Standings};
use crate::suggestion::accepted;
use crate::words::{Claim, Conclusion, Word};
use assay_message::{Message, Told, message};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// One question's part in a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Input {
    /// The question.
    pub question: QuestionId,
    /// Its weight.
    pub weight: u8,
    /// What was judged or claimed, in words.
    pub said: Message,
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

/// A score with its coverage, without the inputs that made it.
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

impl Figure {
    /// Concluded ÷ applicable, 0 to 100; `None` when nothing applies.
    pub fn coverage(&self) -> Option<f64> {
        (self.applicable > 0).then(|| f64::from(self.concluded) * 100.0 / f64::from(self.applicable))
    }

    /// The arithmetic, for a reader with a pencil.
    pub fn explain(&self) -> Message {
        let counted: Vec<(&Input, f64)> =
            self.inputs.iter().filter_map(|i| i.value.map(|v| (i, v))).collect();
        let Some(score) = self.score else {
            return message!(
                "Nothing is concluded: 0 of {applicable} apply and are concluded.",
                applicable = self.applicable
            );
        };
        let top: f64 = counted.iter().map(|(i, v)| f64::from(i.weight) * v).sum();
        let bottom: u32 = counted.iter().map(|(i, _)| u32::from(i.weight)).sum();
        message!(
            "Σ weight·value ÷ Σ weight = {top} ÷ {bottom} = {score} %, over {concluded} of {applicable} that apply",
            top = format!("{top:.2}"),
            // Halves away from zero, as a reader rounds who works it out again.
            score = format!("{:.0}", score.round()),
            concluded = self.concluded,
            applicable = self.applicable
        )
    }
}

/// What is said about a question.
#[derive(Clone, Copy)]
enum Said {
    Judged(Conclusion),
    Claimed(Option<Claim>),
}

impl Said {
    fn in_words(self) -> Message {
        match self {
            Self::Judged(conclusion) => conclusion.message(),
            Self::Claimed(Some(claim)) => claim.message(),
            Self::Claimed(None) => message!("Unanswered"),
        }
    }
}

/// What a question puts into a figure.
#[derive(Clone, Copy)]
struct Part<'a> {
    question: &'a Question,
    /// What was judged or claimed.
    said: Said,
    /// What it counts, 0 to 1; `None` is outside the sum.
    value: Option<f64>,
    /// Whether it is in the coverage.
    applies: bool,
    /// Whether it is judged, or claimed.
    counts: bool,
}

impl<'a> Part<'a> {
    /// By its conclusion.
    fn judged(question: &'a Question, standing: &Standing, scale: &Scale) -> Self {
        let conclusion = standing.conclusion();
        Self {
            question,
            said: Said::Judged(standing.counted()),
            value: conclusion.and_then(|conclusion| scale.value(conclusion)),
            applies: standing.is_applicable(),
            counts: conclusion.is_some(),
        }
    }

    /// By the vendor's claim alone.
    fn claimed(question: &'a Question, case: &Case, scale: &Scale) -> Self {
        let claim = case.responses.get(&question.id).and_then(|response| response.claim);
        let value = claim.and_then(|claim| scale.claim_value(claim, question.good_answer));
        Self {
            question,
            said: Said::Claimed(claim),
            value,
            applies: claim != Some(Claim::NotApplicable),
            counts: value.is_some(),
        }
    }

    fn input(self) -> Input {
        let Self { question, said, value, applies: _, counts: _ } = self;
        Input { question: question.id.clone(), weight: question.weight, said: said.in_words(), value }
    }
}

/// A figure without its inputs: coverage counts questions.
fn share<'a>(parts: impl Iterator<Item = Part<'a>>) -> Share {
    let (mut concluded, mut applicable) = (0, 0);
    let (mut top, mut bottom) = (0.0, 0.0);
    for part in parts {
        applicable += u32::from(part.applies);
        concluded += u32::from(part.counts);
        if let Some(value) = part.value {
            let weight = f64::from(part.question.weight);
            (top, bottom) = (top + weight * value, bottom + weight);
        }
    }
    Share { score: (bottom > 0.0).then(|| top / bottom * 100.0), concluded, applicable }
}

fn figure<'a>(parts: impl Iterator<Item = Part<'a>> + Clone) -> Figure {
    let Share { score, concluded, applicable } = share(parts.clone());
    Figure { score, concluded, applicable, inputs: parts.map(Part::input).collect() }
}

/// The questions asked, by conclusions or by the vendor's claims alone.
#[derive(Debug, Clone, Copy)]
pub struct Sums<T> {
    /// By conclusions.
    pub concluded: T,
    /// By the vendor's claims alone.
    pub claimed: T,
}

/// The figures of the questions asked: coverage counts questions.
pub fn figures(case: &Case, library: &Library, standings: &Standings) -> Sums<Figure> {
    let (concluded, claimed) = parts(case, &library.scale, standings);
    Sums { concluded: figure(concluded), claimed: figure(claimed) }
}

/// The same without what went in.
pub fn shares(case: &Case, library: &Library, standings: &Standings) -> Sums<Share> {
    let (concluded, claimed) = parts(case, &library.scale, standings);
    Sums { concluded: share(concluded), claimed: share(claimed) }
}

/// The figure of some questions by conclusions.
pub fn concluded<'a>(
    questions: impl Iterator<Item = &'a Question> + Clone,
    standings: &Standings,
    scale: &Scale,
) -> Figure {
    figure(questions.filter_map(|question| Some(Part::judged(question, standings.of(&question.id)?, scale))))
}

fn parts<'s>(
    case: &'s Case,
    scale: &'s Scale,
    standings: &'s Standings,
) -> (impl Iterator<Item = Part<'s>> + Clone, impl Iterator<Item = Part<'s>> + Clone) {
    let asked = standings.of_asked();
    let judged = asked.clone().map(|(question, standing)| Part::judged(question, standing, scale));
    (judged, asked.map(|(question, _)| Part::claimed(question, case, scale)))
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
    /// Why it does not apply or is not asked; `None` otherwise.
    pub reason: Option<Message>,
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

/// A question asked, with what it puts into every figure that it stands in.
struct Asked<'a> {
    question: &'a Question,
    standing: &'a Standing,
    judged: Part<'a>,
    said: Part<'a>,
}

/// The questions asked in talking order, and the place of each.
struct AllAsked<'a> {
    all: Vec<Asked<'a>>,
    places: HashMap<&'a QuestionId, usize>,
}

impl<'a> AllAsked<'a> {
    fn of(case: &Case, scale: &Scale, standings: &'a Standings) -> Self {
        let asked = |(question, standing): (&'a Question, &'a Standing)| Asked {
            question,
            standing,
            judged: Part::judged(question, standing, scale),
            said: Part::claimed(question, case, scale),
        };
        let all: Vec<Asked> = standings.of_asked().map(asked).collect();
        let places = all.iter().enumerate().map(|(place, asked)| (&asked.question.id, place)).collect();
        Self { all, places }
    }

    /// Those at places, in the order of the places.
    fn at<'b>(&'b self, places: &'b [usize]) -> impl Iterator<Item = &'b Asked<'a>> + Clone {
        places.iter().filter_map(|place| self.all.get(*place))
    }
}

/// Scores everything.
pub fn results(case: &Case, library: &Library, standings: &Standings) -> Results {
    let asked = AllAsked::of(case, &library.scale, standings);
    let overclaimed = asked
        .all
        .iter()
        .filter(|asked| matches!((asked.judged.value, asked.said.value), (Some(j), Some(s)) if s > j + 0.3))
        .map(|asked| asked.question.id.clone())
        .collect();
    let mut assurance: BTreeMap<u8, u32> = (0..=4).map(|level| (level, 0)).collect();
    for (_, standing) in standings.of_asked() {
        if let Standing::Concluded { level, .. } = standing {
            *assurance.entry(level.get()).or_default() += 1;
        }
    }
    let chosen = case.assessment.frameworks.iter().filter_map(|id| library.frameworks.get(id));
    Results {
        distribution: distribution(asked.all.iter()),
        frameworks: chosen.map(|framework| of_framework(case, library, &asked, framework)).collect(),
        total: figure(asked.all.iter().map(|asked| asked.judged)),
        claimed: figure(asked.all.iter().map(|asked| asked.said)),
        overclaimed,
        assurance,
    }
}

fn distribution<'a>(asked: impl Iterator<Item = &'a Asked<'a>>) -> BTreeMap<Conclusion, u32> {
    let mut counts: BTreeMap<Conclusion, u32> = Conclusion::ALL.iter().map(|c| (*c, 0)).collect();
    for asked in asked {
        *counts.entry(asked.standing.counted()).or_default() += 1;
    }
    counts
}

/// A requirement's result on the way to those of its section and framework.
struct Row {
    /// Which of the top sections it stands under.
    domain: usize,
    result: RequirementResult,
    /// The places of its questions.
    places: Vec<usize>,
}

fn of_framework(case: &Case, library: &Library, asked: &AllAsked, framework: &Framework) -> FrameworkResult {
    // The rows carry their parents above them, so the top section is known when a row is reached.
    let mut top: HashMap<&RequirementId, &Requirement> = HashMap::new();
    let mut domains: Vec<&Requirement> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for requirement in &framework.requirements {
        let above = requirement.parent.as_ref().and_then(|parent| top.get(parent).copied());
        let section = above.unwrap_or(requirement);
        top.insert(&requirement.id, section);
        if requirement.kind == RequirementKind::Section {
            continue;
        }
        let domain = domains.iter().rposition(|known| std::ptr::eq(*known, section)).unwrap_or_else(|| {
            domains.push(section);
            domains.len() - 1
        });
        rows.push(of_requirement(case, library, asked, framework, requirement, (domain, section)));
    }
    let applies = |row: &&Row| row.result.state != RequirementState::NotApplicable;
    let all: Vec<&Row> = rows.iter().filter(applies).collect();
    let examining = examining(asked, &all);
    let total = group(asked, (framework.id.to_string(), framework.title.clone()), &all, &examining);
    let of_domain = |(domain, section): (usize, &&Requirement)| {
        let members: Vec<&Row> = all.iter().copied().filter(|row| row.domain == domain).collect();
        let name = (section.id.number().to_owned(), section.title.clone());
        group(asked, name, &members, &self::examining(asked, &members))
    };
    FrameworkResult {
        framework: framework.id.clone(),
        distribution: distribution(asked.at(&examining)),
        total,
        domains: domains.iter().enumerate().map(of_domain).collect(),
        requirements: rows.into_iter().map(|row| row.result).collect(),
    }
}

fn of_requirement(
    case: &Case,
    library: &Library,
    asked: &AllAsked,
    framework: &Framework,
    requirement: &Requirement,
    (domain, section): (usize, &Requirement),
) -> Row {
    let tagged = library.questions_for(&requirement.id);
    let places: Vec<usize> = tagged
        .iter()
        // An answer accepted for a requirement it comes near to counts like one that examines it.
        .chain(accepted(case, &requirement.id))
        .filter_map(|id| asked.places.get(id).copied())
        .collect();
    let figure = figure(asked.at(&places).map(|asked| asked.judged));
    let lowest = asked.at(&places).filter_map(|asked| asked.standing.conclusion()).max();
    let beside = why_not_applicable(framework, requirement, &case.assessment)
        .or_else(|| documented_as_unreasonable(case, &requirement.id));
    let (state, reason) = match beside {
        Some(reason) => (RequirementState::NotApplicable, Some(reason)),
        None if places.is_empty() && tagged.is_empty() => {
            (RequirementState::NotAsked, Some(message!("No question of the bank examines it.")))
        }
        None if places.is_empty() => {
            let why = message!("Its questions are not asked in this scope and tier.");
            (RequirementState::NotAsked, Some(why))
        }
        None if figure.applicable == 0 => {
            let why = message!("All its questions are concluded not applicable.");
            (RequirementState::NotApplicable, Some(why))
        }
        None if figure.concluded == 0 => (RequirementState::NotAssessed, None),
        None => (RequirementState::Concluded, None),
    };
    let result = RequirementResult {
        id: requirement.id.clone(),
        title: requirement.title.clone(),
        domain: section.title.clone(),
        state,
        reason,
        figure,
        lowest,
    };
    Row { domain, result, places }
}

/// The places of the questions that examine one of the requirements, each once, in talking order.
fn examining(asked: &AllAsked, members: &[&Row]) -> Vec<usize> {
    let mut examines = vec![false; asked.all.len()];
    for place in members.iter().flat_map(|row| &row.places) {
        if let Some(examines) = examines.get_mut(*place) {
            *examines = true;
        }
    }
    (0..).zip(examines).filter_map(|(place, examines)| examines.then_some(place)).collect()
}

fn group(
    asked: &AllAsked,
    (id, title): (String, String),
    members: &[&Row],
    examining: &[usize],
) -> GroupResult {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let judged = members.iter().filter(|row| row.result.state == RequirementState::Concluded).count();
    let spoken = members.iter().filter(|row| asked.at(&row.places).any(|asked| asked.said.counts)).count();
    let of = |concluded, figure| Figure {
        applicable: count(members.len()),
        concluded: count(concluded),
        ..figure
    };
    GroupResult {
        id,
        title,
        concluded: of(judged, figure(asked.at(examining).map(|asked| asked.judged))),
        claimed: of(spoken, figure(asked.at(examining).map(|asked| asked.said))),
    }
}
