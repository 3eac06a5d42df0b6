//! Security tests of the system: planned, done, and what they say about its threats.

use super::removing::removed;
use super::{OfAssessment, input, key_in, made, plan, put, required, unknown, view};
use crate::{Desk, Job, Problem};
use assay_core::case::Case;
use assay_core::evaluation::{ai_components, evaluate};
use assay_core::ids::{AssessmentId, TestId, ThreatId};
use assay_core::pack::{Edition, Library};
use assay_core::record::{Element, Record, SecurityTest};
use assay_core::words::{TestKind, TestOutcome, Word};
use assay_message::{Message, message};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

input! {
    /// A test to plan, or one changed.
    TestInput {
        /// Of which assessment.
        assessment: AssessmentId,
        /// The whole; an id of one that exists changes it. `None` together with a kind plans a new one.
        test: Option<SecurityTest>,
        /// The kind of a new one.
        kind: Option<TestKind>,
        /// The test as the person saw it: only what differs from it is changed.
        #[cfg_attr(feature = "ts", ts(optional))]
        base: Option<SecurityTest>,
    }
    /// One test.
    OfTest {
        /// Of which assessment.
        assessment: AssessmentId,
        /// Which.
        test: TestId,
    }
}

view! {
    /// A kind of test this scope needs.
    KindNeeded {
        /// Which.
        kind: TestKind,
        /// Tests of it.
        tests: Vec<TestId>,
        /// Whether one has a result.
        done: bool,
    }
    /// A threat that a test tried.
    Tried {
        /// Which.
        threat: ThreatId,
        /// What can happen.
        title: String,
        /// Tests that tried it.
        tests: Vec<TestId>,
        /// What they do to its likelihood, in a sentence.
        suggestion: Message,
    }
    /// The tests, what else is needed, and what they say.
    Tests {
        /// All tests.
        tests: Vec<SecurityTest>,
        /// Kinds this scope needs.
        needed: Vec<KindNeeded>,
        /// Threats that were tried.
        tried: Vec<Tried>,
        /// Elements that can be tested.
        elements: Vec<Element>,
        /// Techniques that can be tried, by published list.
        techniques: Vec<Edition>,
    }
}

/// The tests of an assessment.
pub fn tests(desk: &Desk, input: OfAssessment, _: &Job) -> Result<Tests, Problem> {
    desk.read(|state| {
        let (case, library) = desk.case(state, &input.assessment)?;
        let evaluation = evaluate(&case, &library, desk.now().date_naive());
        let needed = evaluation
            .tests
            .iter()
            .filter(|test| test.needed)
            .map(|test| KindNeeded { kind: test.kind, tests: test.tests.clone(), done: test.is_done() })
            .collect();
        let tried = evaluation
            .threats
            .into_iter()
            .filter(|threat| !threat.tests.is_empty())
            .map(|threat| Tried {
                threat: threat.id,
                title: threat.title,
                tests: threat.tests,
                suggestion: threat.suggestion,
            })
            .collect();
        Ok(Tests {
            needed,
            tried,
            techniques: library.techniques.clone(),
            elements: case.elements.values().filter(|e| e.out_of_scope.is_none()).cloned().collect(),
            tests: case.tests.values().cloned().collect(),
        })
    })
}

/// Plans a test, or records how it came out.
pub fn save_test(desk: &Desk, input: TestInput, job: &Job) -> Result<Tests, Problem> {
    let assessment = input.assessment.clone();
    put_test(desk, input)?;
    tests(desk, OfAssessment { assessment }, job)
}

/// Plans a test, or records how it came out, where nobody looks at the others. Gives its id.
pub(crate) fn put_test(desk: &Desk, input: TestInput) -> Result<TestId, Problem> {
    let assessment = input.assessment.clone();
    let today = desk.now().date_naive();
    desk.change(Some(&assessment), |state| {
        let (case, library) = desk.case(state, &assessment)?;
        let (label, old, typed) = match (input.test, input.kind) {
            (Some(test), _) => {
                let old = case.tests.get(&test.id).ok_or_else(|| unknown(message!("test"), &test.id))?;
                (format!("change test {}", test.id), Some(old), test)
            }
            (None, Some(kind)) => {
                let test = planned(&case, kind, case.tests.keys())?;
                (format!("plan a test: {}", kind.title().to_lowercase()), None, test)
            }
            (None, None) => {
                return Err(Problem::new("missing", message!("Say what kind of test. Nothing was changed.")));
            }
        };
        let whole = |test| Record::SecurityTest(Box::new(test));
        let sets = ["elements", "techniques", "evidence"];
        let test = made(&label, input.base.as_ref(), typed, old, &sets, whole)?;
        sound(&case, &library, &test, today)?;
        let id = test.id.clone();
        Ok(plan(label, vec![put(old.cloned().map(whole), whole(test))]).giving(id))
    })
}

/// A test of a kind, planned; what has a part in the AI system is what one would test. `known` are the numbers given out.
fn planned<'a>(
    case: &'a Case,
    kind: TestKind,
    known: impl Iterator<Item = &'a TestId>,
) -> Result<SecurityTest, Problem> {
    let id = super::findings::next_number(case, "TST", known.map(TestId::as_str));
    Ok(SecurityTest {
        id: TestId::new(id)?,
        assessment: case.assessment.id.clone(),
        kind,
        title: format!("{} test", kind.title()),
        elements: ai_components(case).into_iter().map(|e| e.id.clone()).collect(),
        techniques: Default::default(),
        planned: None,
        done: None,
        by: String::new(),
        method: String::new(),
        outcome: None,
        seen: String::new(),
        limits: String::new(),
        evidence: Default::default(),
    })
}

/// Refuses a test that names what is not there, or a result without what it rests on.
fn sound(case: &Case, library: &Library, test: &SecurityTest, today: NaiveDate) -> Result<(), Problem> {
    required(message!("The test's name"), &test.title)?;
    if let Some(element) = test.elements.iter().find(|e| !case.elements.contains_key(e)) {
        return Err(unknown(message!("element"), element));
    }
    if let Some(evidence) = test.evidence.iter().find(|e| !case.evidence.contains_key(e)) {
        return Err(unknown(message!("evidence"), evidence));
    }
    let listed = |id: &String| library.techniques.iter().any(|e| e.techniques.iter().any(|t| t.id == *id));
    if let Some(technique) = test.techniques.iter().find(|t| !listed(t)) {
        return Err(unknown(message!("technique"), technique));
    }
    if test.outcome.is_none() {
        return Ok(());
    }
    required(message!("What was measured and seen"), &test.seen)?;
    match test.done {
        None => Err(Problem::new(
            "missing",
            message!("A result needs the day the test was done. Nothing was changed."),
        )),
        Some(day) if day > today => Err(Problem::new(
            "date",
            message!(
                "The test cannot have been done on {day}: that day is still to come. Nothing was changed."
            ),
        )),
        Some(_) => Ok(()),
    }
}

/// What a file says of one test; a test of that kind and title is changed, else one is planned. What it leaves out stays as
/// it is.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestSaid {
    /// Its kind.
    pub kind: TestKind,
    /// Its name.
    pub title: String,
    /// Elements by name or id; of a new test all with a part in the AI system when left out.
    pub elements: Option<Vec<String>>,
    /// Ids of what was tried.
    pub techniques: Option<BTreeSet<String>>,
    /// The day it is planned for.
    pub planned: Option<NaiveDate>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Who did it.
    pub by: Option<String>,
    /// How.
    pub method: Option<String>,
    /// How it came out.
    pub outcome: Option<TestOutcome>,
    /// What was measured and seen.
    pub seen: Option<String>,
    /// What it does not tell.
    pub limits: Option<String>,
    /// Evidence by its id or title.
    pub evidence: Option<Vec<String>>,
}

/// Takes what a file says of tests as one change, which undo takes back as one: all of it, or nothing.
///
/// # Errors
/// A test that cannot be taken, with its number in the file.
pub fn take_tests(
    desk: &Desk,
    assessment: &AssessmentId,
    said: Vec<TestSaid>,
    job: &Job,
) -> Result<Tests, Problem> {
    let today = desk.now().date_naive();
    desk.change(Some(assessment), |state| {
        let (case, library) = desk.case(state, assessment)?;
        let mut tests = case.tests.clone();
        for (number, one) in (1..).zip(said) {
            let title = one.title.clone();
            let test = described(&case, &tests, one)
                .and_then(|test| sound(&case, &library, &test, today).map(|()| test))
                .map_err(|p| {
                    Problem::new(
                        &p.code,
                        message!("Test {number} ({title}): {sentence}", sentence = p.sentence),
                    )
                })?;
            tests.insert(test.id.clone(), test);
        }
        let whole = |test| Record::SecurityTest(Box::new(test));
        let changed = tests.into_values().filter(|test| case.tests.get(&test.id) != Some(test));
        let edits = changed.map(|test| put(case.tests.get(&test.id).cloned().map(whole), whole(test)));
        Ok(plan("take in tests", edits.collect()))
    })?;
    self::tests(desk, OfAssessment { assessment: assessment.clone() }, job)
}

/// The test that a file means, with what the file says of it.
fn described(
    case: &Case,
    tests: &BTreeMap<TestId, SecurityTest>,
    said: TestSaid,
) -> Result<SecurityTest, Problem> {
    let element = |name: String| {
        let found = case.elements.values().find(|e| e.name == name || e.id.as_str() == name);
        found.map(|e| e.id.clone()).ok_or_else(|| unknown(message!("component"), &name))
    };
    let piece = |name: String| {
        let found = case.evidence.values().find(|e| e.id.as_str() == name || e.title == name);
        found.map(|e| e.id.clone()).ok_or_else(|| unknown(message!("evidence"), &name))
    };
    let elements = said.elements.map(|names| names.into_iter().map(element).collect()).transpose()?;
    let evidence = said.evidence.map(|names| names.into_iter().map(piece).collect()).transpose()?;
    let old = match tests.values().find(|t| t.title == said.title && t.kind == said.kind) {
        Some(test) => test.clone(),
        None => planned(case, said.kind, tests.keys())?,
    };
    Ok(SecurityTest {
        title: said.title,
        elements: elements.unwrap_or(old.elements),
        techniques: said.techniques.unwrap_or(old.techniques),
        planned: said.planned.or(old.planned),
        done: said.done.or(old.done),
        by: said.by.unwrap_or(old.by),
        method: said.method.unwrap_or(old.method),
        outcome: said.outcome.or(old.outcome),
        seen: said.seen.unwrap_or(old.seen),
        limits: said.limits.unwrap_or(old.limits),
        evidence: evidence.unwrap_or(old.evidence),
        ..old
    })
}

/// Removes a test.
pub fn remove_test(desk: &Desk, input: OfTest, job: &Job) -> Result<Tests, Problem> {
    let assessment = input.assessment.clone();
    desk.change(Some(&assessment), |state| {
        let key = key_in("security-test", &assessment, &input.test);
        let test = state.get(&key)?.ok_or_else(|| unknown(message!("test"), &input.test))?;
        removed(state, &assessment, format!("remove test {}", input.test), test)
    })?;
    tests(desk, OfAssessment { assessment }, job)
}
