//! What the vault holds of an assessment's answers → the same, kept from one look to the next. What was saved since the
//! last look is all that is read again, so an answer costs the same in a small questionnaire and in a large one.

use crate::use_cases::key;
use crate::{Desk, Problem};
use assay_core::case::Case;
use assay_core::ids::AssessmentId;
use assay_core::pack::Library;
use assay_core::standing::{self, NotAskedHere, Standings};
use assay_vault::{Mark, Records, State};
use chrono::NaiveDate;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What answers stand on. A model or bill of materials of thousands of parts costs an answer nothing.
const KINDS: [&str; 3] = ["response", "evidence", "finding"];

/// Of how many assessments the answers are kept, for who goes back and forth between last year's and this one's.
const KEPT: usize = 4;

/// As much of an assessment as its answers stand on, at one moment.
#[derive(Clone)]
pub(crate) struct Answers {
    /// How far the vault was.
    mark: Mark,
    /// The assessment, with its responses, evidence and findings and nothing else.
    pub(crate) case: Arc<Case>,
    /// The library it was made with.
    pub(crate) library: Arc<Library>,
    not_asked: Arc<NotAskedHere>,
}

/// The answers looked at last, the newest first.
#[derive(Default)]
pub(crate) struct Kept(Mutex<VecDeque<Answers>>);

impl Kept {
    /// Forgets them all: they were another vault's.
    pub(crate) fn forget(&self) {
        self.all().clear();
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Answers>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, id: &AssessmentId) -> Option<Answers> {
        let mut all = self.all();
        let place = all.iter().position(|answers| answers.case.assessment.id == *id)?;
        all.remove(place)
    }

    fn keep(&self, answers: Answers) {
        let mut all = self.all();
        all.push_front(answers);
        all.truncate(KEPT);
    }
}

impl Desk {
    /// As much of an assessment as its answers stand on.
    pub(crate) fn answers(&self, state: &State, id: &AssessmentId) -> Result<Answers, Problem> {
        let mark = state.mark()?;
        let kept = self.answers.take(id).map(|kept| kept.brought_to(state, mark)).transpose()?.flatten();
        let answers = match kept {
            Some(answers) => answers,
            None => self.read_answers(state, id, mark)?,
        };
        self.answers.keep(answers.clone());
        Ok(answers)
    }

    fn read_answers(&self, state: &State, id: &AssessmentId, mark: Mark) -> Result<Answers, Problem> {
        let mut records = Records::default();
        for kind in KINDS {
            let found = state.children_of_kind(&key("assessment", id), kind)?;
            records.read.extend(found.read);
            records.unreadable.extend(found.unreadable);
        }
        let (case, library) = self.case_of(state, id, records)?;
        let not_asked = Arc::new(standing::not_asked(&library, &case.assessment));
        Ok(Answers { mark, case: Arc::new(case), library, not_asked })
    }
}

impl Answers {
    /// Where every question stands on a day.
    pub(crate) fn standings(&self, day: NaiveDate) -> Standings<'_> {
        standing::standings_where(&self.case, &self.library, &self.not_asked, day)
    }

    /// With what this desk saved since. `None` when they are to be read anew: somebody else wrote to the file, the
    /// assessment or its vendor is not as it was, or an answer is gone or cannot be read.
    fn brought_to(mut self, state: &State, mark: Mark) -> Result<Option<Self>, Problem> {
        if self.mark.elsewhere != mark.elsewhere
            || self.mark.entry > mark.entry
            || !self.case.unreadable.is_empty()
        {
            return Ok(None);
        }
        let own = key("assessment", &self.case.assessment.id);
        let vendor = key("vendor", &self.case.vendor.id);
        for (altered, record) in state.edits_since(self.mark.entry)? {
            let is_answer = KINDS.contains(&altered.kind.as_str());
            match record {
                _ if altered == own || altered == vendor => return Ok(None),
                None if is_answer => return Ok(None),
                Some(record) if is_answer && record.parent().as_ref() == Some(&own) => {
                    Arc::make_mut(&mut self.case).insert(record);
                }
                Some(_) | None => {}
            }
        }
        Ok(Some(Self { mark, ..self }))
    }
}
