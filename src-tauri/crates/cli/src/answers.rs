//! The questionnaire: what is asked, and answers one by one, line by line, or from a file.

use crate::context::{Context, JOB, Pair, Where, level, of, word};
use crate::json_file;
use crate::scope::figure;
use crate::terminal::Text;
use assay_core::ids::{AssessmentId, EvidenceId, QuestionId, RequirementId};
use assay_core::record::{AssuranceLevel, Deferred};
use assay_core::words::{Alternative, Claim, Conclusion, Method, Word};
use assay_desk::use_cases::questionnaire::{self, Answer, OfQuestion, OneOfMany, ResponseChange};
use assay_desk::use_cases::{preparation, specifications};
use assay_desk::{Problem, files};
use assay_message::message;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Commands on questions and answers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what is asked, what is answered, and what is not asked and why
    Questions(Questions),
    /// Show one question: why, evidence to ask for, how to verify, and its response
    Question(Question),
    /// Record an answer: the vendor's claim, the assessor's conclusion, or both
    Answer(One),
    /// Record many answers from a JSON file, all of them or none: a list of objects with “question” and the fields of a response
    Answers(Many),
    /// Say of a whole topic that it does not apply
    NotApplicable(NotApplicable),
    /// Conclude that questions do not apply, for one reason in your words: claims of the vendor accepted one by one or together
    AcceptNotApplicable(AcceptNotApplicable),
    /// Show suggestions; with --accept or --refuse decide one
    Suggestions(Suggestions),
    /// Show how addressable specifications are met; with --set say what stands in the place of one
    Addressable(Addressable),
}

/// Which questions to show.
#[derive(Debug, Args)]
pub struct Questions {
    #[command(flatten)]
    at: Where,
    /// Only unanswered ones
    #[arg(long)]
    open: bool,
}

/// A question to show.
#[derive(Debug, Args)]
pub struct Question {
    #[command(flatten)]
    at: Where,
    /// Its id, such as ACC-01
    question: QuestionId,
}

/// An answer, or a file of them line by line.
#[derive(Debug, Args)]
pub struct One {
    #[command(flatten)]
    at: Where,
    /// Question id; leave out with --from
    #[arg(required_unless_present = "from", requires = "Said")]
    question: Option<QuestionId>,
    #[command(flatten)]
    said: Said,
    /// Read answers from a file, one JSON object a line ({"question": "ACC-01", "claim": "yes", …}); - reads standard input. Each line is acknowledged when it is durable
    #[arg(long, conflicts_with_all = ["question", "Said"])]
    from: Option<PathBuf>,
}

/// What an answer says.
#[derive(Debug, Args)]
pub struct Said {
    /// What the vendor says
    #[arg(long, value_parser = word::<Claim>())]
    claim: Option<Claim>,
    /// The vendor's comment
    #[arg(long)]
    comment: Option<String>,
    /// Why it does not apply, in the vendor's words; with --conclude not-applicable in yours
    #[arg(long)]
    reason: Option<String>,
    /// What you judge
    #[arg(long, value_parser = word::<Conclusion>())]
    conclude: Option<Conclusion>,
    /// How it is known, 0 asserted to 4 verified by you
    #[arg(long, value_parser = level)]
    level: Option<AssuranceLevel>,
    /// How it was looked at; repeat for more
    #[arg(long = "method", value_parser = word::<Method>())]
    methods: Vec<Method>,
    /// What was done and seen
    #[arg(long)]
    rationale: Option<String>,
    /// Private notes; never in the report
    #[arg(long)]
    notes: Option<String>,
    /// What a returned file changed was looked at, and the conclusion stands
    #[arg(long)]
    change_seen: bool,
}

/// A file of answers.
#[derive(Debug, Args)]
pub struct Many {
    #[command(flatten)]
    at: Where,
    /// The file
    file: PathBuf,
}

/// A topic that does not apply.
#[derive(Debug, Args)]
pub struct NotApplicable {
    #[command(flatten)]
    at: Where,
    /// The topic, such as physical
    topic: String,
    /// Why
    #[arg(long)]
    reason: String,
}

/// Questions concluded not to apply.
#[derive(Debug, Args)]
pub struct AcceptNotApplicable {
    #[command(flatten)]
    at: Where,
    /// Question ids; none means every question that the vendor says does not apply and nobody concluded
    questions: Vec<QuestionId>,
    /// Why, in your words
    #[arg(long)]
    reason: String,
}

/// A suggestion to decide.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("decided").args(["accept", "refuse"]))]
pub struct Suggestions {
    #[command(flatten)]
    at: Where,
    /// The suggestion, as QUESTION=REQUIREMENT
    #[arg(long)]
    accept: Option<Pair>,
    /// The suggestion, as QUESTION=REQUIREMENT
    #[arg(long)]
    refuse: Option<Pair>,
    /// Why
    #[arg(long, default_value = "", requires = "decided")]
    reason: String,
}

/// What stands in the place of an addressable specification.
#[derive(Debug, Args)]
pub struct Addressable {
    #[command(flatten)]
    at: Where,
    /// The specification, such as "hipaa:164.312(a)(2)(iii)"
    #[arg(long, value_name = "REQUIREMENT", requires = "alternative")]
    set: Option<RequirementId>,
    /// equal (a measure that does as much), reasons (none, with reasons written down) or as-written
    #[arg(long = "as", value_name = "WHAT", requires = "set", value_parser = ["equal", "reasons", "as-written"])]
    alternative: Option<String>,
    /// The measure or the reasons, and where they are written down
    #[arg(long, default_value = "", requires = "set")]
    reason: String,
}

/// Does one of these commands.
pub fn run(command: Command, context: &Context) -> Result<(), Problem> {
    match command {
        Command::Questions(which) => questions(&which, context),
        Command::Question(which) => {
            let input = OfQuestion { assessment: context.assessment(&which.at)?, question: which.question };
            let view = questionnaire::question(&context.desk, input, &JOB)?;
            context.show(&view, || question_text(&view))
        }
        Command::Answer(one) => answer(one, context),
        Command::Answers(many) => answers(&many, context),
        Command::NotApplicable(topic) => not_applicable(topic, context),
        Command::AcceptNotApplicable(given) => accept_not_applicable(given, context),
        Command::Suggestions(given) => suggestions(given, context),
        Command::Addressable(given) => addressable(given, context),
    }
}

fn questions(which: &Questions, context: &Context) -> Result<(), Problem> {
    let mut view = questionnaire::questionnaire(&context.desk, context.of(&which.at)?, &JOB)?;
    if which.open {
        for topic in &mut view.topics {
            topic.questions.retain(|q| q.claim.is_none());
        }
        view.topics.retain(|topic| !topic.questions.is_empty());
        view.off.clear();
    }
    context.show(&view, || questions_text(&view))
}

fn answer(one: One, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&one.at)?;
    let Some(question) = one.question else {
        let path = one.from.unwrap_or_else(|| PathBuf::from("-"));
        return line_by_line(&assessment, &path, context);
    };
    let said = one.said;
    let change = ResponseChange {
        claim: said.claim,
        comment: said.comment,
        reason: said.reason,
        conclusion: said.conclude,
        assurance: said.level,
        methods: (!said.methods.is_empty()).then(|| said.methods.into_iter().collect()),
        rationale: said.rationale,
        notes: said.notes,
        change_seen: said.change_seen.then_some(true),
        ..ResponseChange::default()
    };
    let view =
        questionnaire::answer(&context.desk, Answer { assessment, question, change, base: None }, &JOB)?;
    context.show(&view, || {
        let mut text = Text::of(format_args!(
            "Saved {} at {}. {} of {} answered.",
            view.row.id, view.status.saved_at, view.tally.answered, view.tally.asked
        ));
        if view.row.reason_missing {
            text.line("“Not applicable” does not count without a reason: give it with --reason.");
        }
        text
    })
}

macro_rules! line {
    ($($field:ident: $type:ty,)*) => {
        /// One answer of a file: the question and what changes in its response.
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Line {
            question: QuestionId,
            $(#[serde(default)] $field: Option<$type>,)*
        }

        impl Line {
            fn into_answer(self, assessment: &AssessmentId) -> Answer {
                let change = ResponseChange { $($field: self.$field,)* };
                Answer { assessment: assessment.clone(), question: self.question, change, base: None }
            }
        }
    };
}
line! {
    claim: Claim,
    clear_claim: bool,
    comment: String,
    reason: String,
    evidence: BTreeSet<EvidenceId>,
    conclusion: Conclusion,
    clear_conclusion: bool,
    assurance: AssuranceLevel,
    methods: BTreeSet<Method>,
    rationale: String,
    spoken_to: Vec<String>,
    notes: String,
    flagged: bool,
    deferred: Deferred,
    clear_deferred: bool,
    reviewed_by: String,
    change_seen: bool,
}

/// What was kept when entry number `saved + 1` was refused.
fn kept(saved: usize) -> String {
    match saved {
        0 => "Nothing was changed.".to_owned(),
        1 => "The one before it is saved.".to_owned(),
        n => format!("The {n} before it are saved."),
    }
}

fn answers(many: &Many, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&many.at)?;
    let lines: Vec<(usize, Line)> = json_file::read_list(&many.file)?;
    if lines.is_empty() {
        return context.show(&None::<questionnaire::TallyNow>, || Text::of("The file held no answers."));
    }
    let (all, file) = (lines.len(), many.file.display());
    let answers = lines.into_iter().map(|(line, said)| {
        let Answer { question, change, .. } = said.into_answer(&assessment);
        OneOfMany { place: format!("{file}, line {line}"), question, change }
    });
    let label = format!("{all} answers from a file");
    let tally = questionnaire::answer_all(&context.desk, &assessment, &label, answers.collect(), &JOB)?;
    context.show(&Some(&tally), || {
        Text::of(format_args!("{all} answers saved. {} of {} answered.", tally.answered, tally.asked))
    })
}

/// What went wrong, without the statement that nothing was changed: that is said for the whole file.
fn said(problem: &Problem) -> String {
    problem.sentence.to_string().replace(" Nothing was changed.", "")
}

/// The longest line of answers, in bytes.
const LONGEST: usize = 1 << 20;

/// Saves answers line by line; each is acknowledged on standard output once it is durable.
fn line_by_line(assessment: &AssessmentId, path: &Path, context: &Context) -> Result<(), Problem> {
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(files::open(path)?.0))
    };
    let mut saved = 0;
    for number in 1_usize.. {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut line);
        let read = read.map_err(|e| Problem::file(message!("read"), path, &e))?;
        if read == 0 {
            break;
        }
        let refused = |why: String| {
            let (file, kept) = (path.display(), kept(saved));
            Problem::new("answers", message!("{file}, line {number}: {why} {kept}"))
        };
        if line.len() > LONGEST {
            return Err(refused(format!("it has more than {} MB.", LONGEST >> 20)));
        }
        let text = std::str::from_utf8(&line).map_err(|_| refused("it is not UTF-8.".to_owned()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            continue;
        }
        let line: Line = json_file::parse(text).map_err(|e| refused(format!("{e}.")))?;
        let view = questionnaire::answer(&context.desk, line.into_answer(assessment), &JOB)
            .map_err(|p| refused(said(&p)))?;
        saved += 1;
        let acknowledged = serde_json::json!({ "saved": view.row.id, "entry": view.status.entry, "at": view.status.saved_at });
        context
            .show(&acknowledged, || Text::of(format_args!("saved {} {}", view.row.id, view.status.entry)))?;
    }
    Ok(())
}

fn not_applicable(topic: NotApplicable, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&topic.at)?;
    let input = preparation::TopicOff { assessment, topic: topic.topic, reason: topic.reason };
    let view = preparation::topic_not_applicable(&context.desk, input, &JOB)?;
    context.show(&view.tally, || {
        let concluded = &view.tally.concluded;
        Text::of(format_args!("{} of {} concluded apply.", concluded.concluded, concluded.applicable))
    })
}

fn accept_not_applicable(given: AcceptNotApplicable, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let input = questionnaire::NotApplicable { assessment, questions: given.questions, reason: given.reason };
    let view = questionnaire::conclude_not_applicable(&context.desk, input, &JOB)?;
    context.show(&view.tally, || Text::of(format_args!("Concluded: {}.", figure(&view.tally.concluded))))
}

fn suggestions(given: Suggestions, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let decided = given.accept.map(|which| (which, true)).or(given.refuse.map(|which| (which, false)));
    let view = match decided {
        Some((Pair(question, requirement), accepted)) => {
            let input = preparation::DecideSuggestion {
                assessment,
                question: QuestionId::new(question)?,
                requirement: RequirementId::new(requirement)?,
                accepted: Some(accepted),
                reason: given.reason,
                base: None,
            };
            preparation::decide_suggestion(&context.desk, input, &JOB)?
        }
        None => preparation::suggestions(&context.desk, of(assessment), &JOB)?,
    };
    context.show(&view, || {
        let mut text = Text::new();
        for s in &view {
            let state = match s.adoption.as_ref().map(|a| a.accepted) {
                None => "open",
                Some(true) => "accepted",
                Some(false) => "refused",
            };
            text.line(format_args!("{state:<9} {}={}  {}", s.question, s.requirement, s.why));
        }
        text
    })
}

fn addressable(given: Addressable, context: &Context) -> Result<(), Problem> {
    let assessment = context.assessment(&given.at)?;
    let view = match (given.set, given.alternative) {
        (Some(requirement), Some(alternative)) => {
            let input = specifications::ChooseSpecification {
                assessment,
                requirement,
                alternative: Alternative::parse(&alternative),
                reason: given.reason,
                base: None,
            };
            specifications::choose_specification(&context.desk, input, &JOB)?
        }
        _ => specifications::specifications(&context.desk, of(assessment), &JOB)?,
    };
    context.show(&view, || {
        if view.is_empty() {
            return Text::of("No chosen framework has an addressable specification that applies here.");
        }
        let mut text = Text::new();
        for s in &view {
            let answer = s.answer.map_or("Open", Word::title);
            text.line(format_args!("{:<28} {answer:<27} {}. {}", s.requirement, s.title, s.because));
        }
        text
    })
}

fn questions_text(view: &questionnaire::Questionnaire) -> Text {
    let mut text = Text::new();
    for topic in &view.topics {
        text.gap();
        text.line(&topic.title);
        for q in &topic.questions {
            let claim = q.claim.map_or("unanswered", Claim::title);
            let conclusion = q.conclusion.map_or("not concluded", Conclusion::title);
            text.line(format_args!("  {:<7} {claim:<15} {conclusion:<20} {}", q.id, q.text));
        }
    }
    text.gap();
    text.line(format_args!(
        "{} asked, {} answered. Concluded: {}. By claims alone: {}.",
        view.tally.asked,
        view.tally.answered,
        figure(&view.tally.concluded),
        figure(&view.tally.claimed)
    ));
    if !view.off.is_empty() {
        text.gap();
        text.line("Not asked:");
        for off in &view.off {
            text.line(format_args!("  {:<7} {}", off.id, off.reason));
        }
    }
    text
}

fn question_text(view: &questionnaire::QuestionView) -> Text {
    let q = &view.question;
    let mut text = Text::of(format_args!("{}  {}", q.id, q.text));
    text.gap();
    text.line(format_args!("Why        {}", q.why));
    text.line(format_args!("Who        {} ({} min)", view.who.join(", "), q.minutes));
    text.line(format_args!("Good       {}", q.good));
    for flag in &q.red_flags {
        text.line(format_args!("Red flag   {flag}"));
    }
    for ask in &q.evidence {
        let kind = ask.kind.title().to_lowercase();
        text.line(format_args!("Ask for    {} ({kind}, not older than {} days)", ask.ask, ask.fresh_days));
    }
    for (name, how) in [
        ("Examine", &q.verify.examine),
        ("Interview", &q.verify.interview),
        ("Test", &q.verify.test),
        ("Sample", &q.verify.sample),
    ] {
        if !how.is_empty() {
            text.line(format_args!("{name:<10} {how}"));
        }
    }
    let tags: Vec<&str> = view.requirements.iter().map(|r| r.id.as_str()).collect();
    text.line(format_args!("Serves     {}", tags.join(", ")));
    text.gap();
    let r = &view.response;
    text.line(format_args!("Claim      {} {}", r.claim.map_or("unanswered", Claim::title), r.comment));
    let conclusion = r.conclusion.map_or("not concluded", Conclusion::title);
    let (counts, recorded) = (view.row.assurance, r.assurance.get());
    let above = match &view.earned.because {
        Some(because) if recorded > counts => format!(" (recorded as {recorded}; {because})"),
        Some(_) | None => String::new(),
    };
    text.line(format_args!("Concluded  {conclusion} · level {counts}{above} {}", r.rationale));
    for why in &view.earned.out_of_date {
        text.line(format_args!("Not in date  {why}"));
    }
    for piece in &view.evidence {
        text.line(format_args!("Evidence   {} {}", piece.id, piece.title));
    }
    text
}
