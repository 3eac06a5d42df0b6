//! The commands around the questionnaire: inherent risk, many answers at once, interviews, reviews, the vendor's files.

use crate::arguments::{Command, Where};
use crate::run::{JOB, at, date, open, text_of};
use crate::show::show;
use assay_core::comparison;
use assay_core::ids::*;
use assay_core::interview::Sitting;
use assay_core::record::{Tier, TierOverride};
use assay_core::words::{Alternative, Claim, Conclusion, Word};
use assay_desk::use_cases::questionnaire::{Answer, ResponseChange, parse_word};
use assay_desk::use_cases::specifications::ChooseSpecification;
use assay_desk::use_cases::*;
use assay_desk::{Desk, Problem};
use serde::de::DeserializeOwned;
use std::fmt::Write;
use std::path::Path;

fn of(assessment: AssessmentId) -> OfAssessment {
    OfAssessment { assessment }
}

/// Larger files of answers or reviews are not read.
const LARGEST: u64 = 16 << 20;

/// One answer of a file: the question and what changes in its response.
#[derive(serde::Deserialize)]
struct Line {
    question: QuestionId,
    #[serde(flatten)]
    change: serde_json::Map<String, serde_json::Value>,
}

pub(crate) fn json_file<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let size = std::fs::metadata(path).map_err(|e| Problem::file("read", path, &e))?.len();
    if size > LARGEST {
        return Err(Problem::new(
            "too-large",
            format!("{} has more than {} MB. Nothing was changed.", path.display(), LARGEST >> 20),
        ));
    }
    let bytes = std::fs::read(path).map_err(|e| Problem::file("read", path, &e))?;
    serde_json::from_slice(&bytes)
        .map_err(|e| Problem::new("json", format!("{}: {e}. Nothing was changed.", path.display())))
}

/// `a=b` in two.
fn pair<'a>(what: &str, text: &'a str) -> Result<(&'a str, &'a str), Problem> {
    text.split_once('=')
        .ok_or_else(|| Problem::new("usage", format!("“{text}” is not {what}. Nothing was changed.")))
}

/// Does one of these commands.
pub fn run(command: Command, desk: &Desk, file: Option<&Path>, json: bool) -> Result<(), Problem> {
    let whose = |place: &Where| at(desk, file, place);
    match command {
        Command::Inherent { at: place, set, tier, reason, by, second } => {
            let assessment = whose(&place)?;
            let mut view = inherent::inherent_risk(desk, of(assessment.clone()), &JOB)?;
            if !set.is_empty() || tier.is_some() {
                let base = inherent::InherentBase {
                    answers: view.answers.clone(),
                    tier_override: view.tier_override.clone(),
                };
                let mut answers = view.answers;
                for one in &set {
                    let (question, option) = pair("QUESTION=OPTION", one)?;
                    answers.insert(question.to_owned(), option.to_owned());
                }
                let tier_override = match tier {
                    Some(tier) => {
                        let tier = Tier::try_from(tier).map_err(|e| Problem::new("tier", format!("{e}.")))?;
                        Some(TierOverride { tier, reason, by, second })
                    }
                    None => view.tier_override,
                };
                let input = inherent::InherentInput { assessment, answers, tier_override, base: Some(base) };
                view = inherent::save_inherent_risk(desk, input, &JOB)?;
            }
            show(json, &view, || {
                let mut text = String::new();
                for question in &view.pack.questions {
                    let _ = writeln!(text, "{}  {}", question.id, question.text);
                    for option in &question.options {
                        let mark = if view.answers.get(&question.id) == Some(&option.id) { "*" } else { " " };
                        let _ = writeln!(
                            text,
                            "    {mark} {:<16} {:>2}  {}",
                            option.id, option.points, option.title
                        );
                    }
                }
                let critical = if view.critical { " Critical function." } else { "" };
                let _ = writeln!(text, "Tier {}. {}{critical}", view.tier.get(), view.tier_reason);
                let _ = writeln!(text, "{}", view.proposal.explanation);
                text
            })
        }
        Command::Answers { at: place, file: path } => {
            let assessment = whose(&place)?;
            let lines: Vec<Line> = json_file(&path)?;
            // Every line is understood before the first is saved.
            let mut answers = Vec::with_capacity(lines.len());
            for (number, line) in (1..).zip(lines) {
                let change: ResponseChange = serde_json::from_value(line.change.into()).map_err(|e| {
                    let said = format!("{}: entry {number} ({}): {e}.", path.display(), line.question);
                    Problem::new("json", format!("{said} Nothing was changed."))
                })?;
                answers.push(Answer {
                    assessment: assessment.clone(),
                    question: line.question,
                    change,
                    base: None,
                });
            }
            let all = answers.len();
            let mut tally = None;
            for (number, answer) in (1..).zip(answers) {
                let question = answer.question.clone();
                let saved = questionnaire::answer(desk, answer, &JOB).map_err(|e| {
                    let kept = if number == 1 {
                        String::new()
                    } else {
                        format!(" The {} before it are saved.", number - 1)
                    };
                    Problem::new(
                        "answers",
                        format!("{}: entry {number} ({question}): {}{kept}", path.display(), e.sentence),
                    )
                })?;
                tally = Some(saved.tally);
            }
            show(json, &tally, || {
                let words = tally.as_ref().map(|t| format!("{} of {} answered", t.answered, t.asked));
                format!("{all} answers saved. {}.\n", words.unwrap_or_else(|| "The file held none".into()))
            })
        }
        Command::Interview { at: place, sittings } => {
            let assessment = whose(&place)?;
            let sittings = sittings
                .iter()
                .map(|text| {
                    let (roles, minutes) = pair("ROLES=MINUTES", text)?;
                    let minutes = minutes.parse().map_err(|_| {
                        Problem::new("usage", format!("“{minutes}” is not a number of minutes."))
                    })?;
                    Ok(Sitting { roles: roles.split(',').map(|r| r.trim().to_owned()).collect(), minutes })
                })
                .collect::<Result<Vec<_>, Problem>>()?;
            let plan =
                preparation::interview_plan(desk, preparation::PlanInput { assessment, sittings }, &JOB)?;
            show(json, &plan, || {
                let mut text = String::new();
                for sitting in &plan.sittings {
                    let _ = writeln!(
                        text,
                        "With {}: {} questions, {} of {} minutes; no time for {}",
                        sitting.roles.join(" and "),
                        sitting.questions.len(),
                        sitting.planned,
                        sitting.minutes,
                        sitting.no_time.len()
                    );
                    for question in &sitting.questions {
                        let _ = writeln!(
                            text,
                            "  {:<8} {:>2} min  {}",
                            question.question, question.minutes, question.text
                        );
                    }
                }
                let _ = writeln!(
                    text,
                    "For others: {} questions, {} minutes",
                    plan.others.len(),
                    plan.others_minutes
                );
                text
            })
        }
        Command::CloseOut(place) => {
            let view = decide::decision(desk, of(whose(&place)?), &JOB)?;
            show(json, &view.open_points, || {
                let mut text = String::new();
                for point in &view.open_points {
                    let mark = if point.grave { "!" } else { " " };
                    let _ = writeln!(text, "{mark} {:<36} {}", point.title, point.text);
                }
                if view.open_points.is_empty() {
                    text.push_str("Nothing stands open.\n");
                }
                text
            })
        }
        Command::Owed(place) => {
            let view = preparation::owed(desk, of(whose(&place)?), &JOB)?;
            show(json, &view, || {
                view.iter().fold(String::new(), |mut text, owed| {
                    let until = owed.deferred.until.map_or_else(|| "no date".to_owned(), |d| d.to_string());
                    let late = if owed.overdue { ", overdue" } else { "" };
                    let _ = writeln!(text, "{:<8} {until}{late}  {}", owed.question, owed.deferred.what);
                    text
                })
            })
        }
        Command::Suggestions { at: place, accept, refuse, reason } => {
            let assessment = whose(&place)?;
            let view = match accept.as_ref().map(|t| (t, true)).or(refuse.as_ref().map(|t| (t, false))) {
                Some((text, accepted)) => {
                    let (question, requirement) = pair("QUESTION=REQUIREMENT", text)?;
                    let input = preparation::DecideSuggestion {
                        assessment,
                        question: QuestionId::new(question)?,
                        requirement: RequirementId::new(requirement)?,
                        accepted: Some(accepted),
                        reason,
                    };
                    preparation::decide_suggestion(desk, input, &JOB)?
                }
                None => preparation::suggestions(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || {
                view.iter().fold(String::new(), |mut text, s| {
                    let state = match s.adoption.as_ref().map(|a| a.accepted) {
                        None => "open",
                        Some(true) => "accepted",
                        Some(false) => "refused",
                    };
                    let _ = writeln!(text, "{state:<9} {}={}  {}", s.question, s.requirement, s.why);
                    text
                })
            })
        }
        Command::Addressable { at: place, set, alternative, reason } => {
            let assessment = whose(&place)?;
            let view = match (set, alternative) {
                (Some(requirement), Some(alternative)) => {
                    let alternative = match alternative.as_str() {
                        "as-written" => None,
                        other => Some(parse_word::<Alternative>("What stands in its place", other)?),
                    };
                    let requirement = RequirementId::new(requirement)?;
                    let input = ChooseSpecification { assessment, requirement, alternative, reason };
                    specifications::choose_specification(desk, input, &JOB)?
                }
                _ => specifications::specifications(desk, of(assessment), &JOB)?,
            };
            show(json, &view, || {
                if view.is_empty() {
                    return "No chosen framework has an addressable specification that applies here.\n"
                        .into();
                }
                view.iter().fold(String::new(), |mut text, s| {
                    let answer = s.answer.map_or("Open", Word::title);
                    let _ = writeln!(text, "{:<28} {answer:<27} {}. {}", s.requirement, s.title, s.because);
                    text
                })
            })
        }
        Command::NotApplicable { at: place, topic, reason } => {
            let input = preparation::TopicOff { assessment: whose(&place)?, topic, reason };
            let view = preparation::topic_not_applicable(desk, input, &JOB)?;
            show(json, &view.tally, || {
                format!(
                    "{} of {} concluded apply.\n",
                    view.tally.concluded.concluded, view.tally.concluded.applicable
                )
            })
        }
        Command::Compare(place) => {
            let view = preparation::since_last_time(desk, of(whose(&place)?), &JOB)?;
            show(json, &view, || {
                let mut text = format!("Against “{}”:\n", view.previous_title);
                for d in &view.differences {
                    let kind = serde_json::to_value(d.shift).ok().and_then(|v| v.as_str().map(str::to_owned));
                    let notes = [
                        (d.claim_turned, "the claim turned"),
                        (d.without_new_evidence, "no new evidence"),
                        (d.same_words, "same words as last time"),
                    ];
                    let notes: Vec<&str> = notes.iter().filter(|(on, _)| *on).map(|(_, t)| *t).collect();
                    let word = |side: &Option<comparison::Then>| {
                        let side = side.as_ref();
                        let conclusion = side.and_then(|t| t.conclusion).map(Conclusion::title);
                        conclusion.or(side.and_then(|t| t.claim).map(Claim::title)).unwrap_or("nothing")
                    };
                    let _ = writeln!(
                        text,
                        "{:<8} {:<8} {} → {}  {}",
                        kind.unwrap_or_default(),
                        d.question,
                        word(&d.then),
                        word(&d.now),
                        notes.join(", ")
                    );
                }
                text
            })
        }
        Command::Review { at: place, soc, certificate, raise } => {
            let assessment = whose(&place)?;
            let mut view = reviews::reviews(desk, of(assessment.clone()), &JOB)?;
            if let Some(path) = soc {
                let given: serde_json::Value = json_file(&path)?;
                let known: Vec<ReviewId> = view.soc.iter().map(|r| r.id.clone()).collect();
                view = reviews::save_soc_review(
                    desk,
                    reviews::SocInput { assessment: assessment.clone(), review: None, base: None },
                    &JOB,
                )?;
                if let Some(new) = view.soc.iter().find(|r| !known.contains(&r.id)) {
                    let review = Some(filled(new, given, &path)?);
                    view = reviews::save_soc_review(
                        desk,
                        reviews::SocInput { assessment: assessment.clone(), review, base: None },
                        &JOB,
                    )?;
                }
            }
            if let Some(path) = certificate {
                let given: serde_json::Value = json_file(&path)?;
                let known: Vec<ReviewId> = view.certificates.iter().map(|r| r.id.clone()).collect();
                let empty =
                    reviews::CertificateInput { assessment: assessment.clone(), review: None, base: None };
                view = reviews::save_certificate_review(desk, empty, &JOB)?;
                if let Some(new) = view.certificates.iter().find(|r| !known.contains(&r.id)) {
                    let review = Some(filled(new, given, &path)?);
                    let input =
                        reviews::CertificateInput { assessment: assessment.clone(), review, base: None };
                    view = reviews::save_certificate_review(desk, input, &JOB)?;
                }
            }
            if raise {
                view = reviews::raise_flags(desk, reviews::RaiseFlags { assessment, only: None }, &JOB)?;
            }
            show(json, &view, || {
                let mut text = String::new();
                for flag in &view.flags {
                    let finding = flag.finding.as_ref().map_or("no finding", |f| f.as_str());
                    let _ = writeln!(
                        text,
                        "{:<8} {:<9} {:<10} {}",
                        flag.review,
                        flag.severity.to_string(),
                        finding,
                        flag.condition
                    );
                }
                let _ = writeln!(
                    text,
                    "{} SOC 2 reviews, {} certificate reviews, {} red flags",
                    view.soc.len(),
                    view.certificates.len(),
                    view.flags.len()
                );
                text
            })
        }
        Command::Export { at: place, file: path, due } => {
            let assessment = whose(&place)?;
            let input = vendor_files::ExportQuestionnaire {
                assessment,
                path: text_of(&path),
                due: date("--due", due)?,
            };
            let done = vendor_files::export_questionnaire(desk, input, &JOB)?;
            show(json, &done, || format!("Written: {}\n", path.display()))
        }
        Command::Returned { vault, files, assessment, after_issue } => {
            open(desk, file, &vault)?;
            let input = vendor_files::ReadReturns {
                paths: files.iter().map(|p| text_of(p)).collect(),
                assessment: assessment.map(AssessmentId::new).transpose()?,
                after_issue,
            };
            let view = vendor_files::read_returns(desk, input, &JOB)?;
            let failed = view.iter().filter(|f| f.problem.is_some()).count();
            show(json, &view, || {
                let mut text = String::new();
                for of_file in &view {
                    match &of_file.problem {
                        Some(problem) => {
                            let _ = writeln!(text, "{problem}");
                        }
                        None => {
                            let _ = writeln!(
                                text,
                                "{}: {} changed, {} unchanged, {} blank, {} refused ({})",
                                of_file.path,
                                of_file.changed,
                                of_file.unchanged,
                                of_file.blank,
                                of_file.refused,
                                of_file.assessment
                            );
                        }
                    }
                    for row in of_file
                        .rows
                        .iter()
                        .filter(|r| r.state == vendor_files::RowState::Refused || !r.notes.is_empty())
                    {
                        let _ = writeln!(
                            text,
                            "  {} row {}: {} {}",
                            row.sheet,
                            row.row,
                            row.says,
                            row.notes.join(" ")
                        );
                    }
                    for remark in &of_file.remarks {
                        let _ = writeln!(text, "  {remark}");
                    }
                }
                text
            })?;
            match (failed, view.as_slice()) {
                (0, _) => Ok(()),
                (_, [one]) => Err(Problem::new("import", one.problem.clone().unwrap_or_default())),
                (_, all) => Err(Problem::new(
                    "import",
                    format!("{failed} of {} files could not be taken; each is named above.", all.len()),
                )),
            }
        }
        _ => Err(Problem::new("usage", "This command belongs elsewhere.")),
    }
}

/// The empty form `new` with what the file says, its identity kept.
fn filled<T: serde::Serialize + DeserializeOwned>(
    new: &T,
    given: serde_json::Value,
    path: &Path,
) -> Result<T, Problem> {
    let wrong =
        |e: String| Problem::new("json", format!("{}: {e}. An empty review was kept.", path.display()));
    let mut whole = serde_json::to_value(new).map_err(|e| wrong(e.to_string()))?;
    let (Some(whole_fields), Some(given)) = (whole.as_object_mut(), given.as_object()) else {
        return Err(wrong("a review is an object".into()));
    };
    for (field, value) in given.iter().filter(|(field, _)| *field != "id" && *field != "assessment") {
        if !whole_fields.contains_key(field) {
            return Err(wrong(format!("a review has no field “{field}”")));
        }
        whole_fields.insert(field.clone(), value.clone());
    }
    serde_json::from_value(whole).map_err(|e| wrong(e.to_string()))
}
