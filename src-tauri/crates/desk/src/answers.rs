//! What the vault holds of an assessment → the same, kept from one look to the next. What was saved since the last look is
//! all that is read again, so an act costs the same in a small assessment and in a large one.

use crate::use_cases::key;
use crate::{Desk, Problem};
use assay_core::case::Case;
use assay_core::ids::AssessmentId;
use assay_core::pack::Library;
use assay_core::standing::{self, NotAskedHere, Standings};
use assay_core::{Evaluation, evaluate_where};
use assay_vault::{Mark, Records, State};
use chrono::NaiveDate;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much of an assessment is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// What answers stand on. A model or bill of materials of thousands of parts costs an answer nothing.
    Answers,
    /// Everything.
    Whole,
}

/// The kinds of record that answers stand on.
const ANSWERS: [&str; 3] = ["response", "evidence", "finding"];

impl Extent {
    fn holds(self, kind: &str) -> bool {
        match self {
            Self::Answers => ANSWERS.contains(&kind),
            Self::Whole => true,
        }
    }

    fn read(self, state: &State, id: &AssessmentId) -> Result<Records, Problem> {
        let own = key("assessment", id);
        match self {
            Self::Answers => {
                let mut records = Records::default();
                for kind in ANSWERS {
                    let found = state.children_of_kind(&own, kind)?;
                    records.read.extend(found.read);
                    records.unreadable.extend(found.unreadable);
                }
                Ok(records)
            }
            Self::Whole => Ok(state.children(&own)?),
        }
    }
}

/// How many assessments are kept, for who goes back and forth between last year's and this one's.
const KEPT: usize = 4;

/// An assessment at one moment, or as much of it as its answers stand on.
#[derive(Clone)]
pub(crate) struct Answers {
    /// How far the vault was.
    mark: Mark,
    extent: Extent,
    /// The assessment, with its responses, evidence and findings at least.
    pub(crate) case: Arc<Case>,
    /// The library it was made with.
    pub(crate) library: Arc<Library>,
    not_asked: Arc<NotAskedHere>,
}

/// The assessments looked at last, the newest first; none twice.
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

    /// The assessment as it was kept; nothing when less of it was.
    fn take(&self, id: &AssessmentId, extent: Extent) -> Option<Answers> {
        let mut all = self.all();
        let place = all.iter().position(|kept| kept.case.assessment.id == *id)?;
        all.remove(place).filter(|kept| kept.extent >= extent)
    }

    fn keep(&self, answers: Answers) {
        let mut all = self.all();
        all.push_front(answers);
        all.truncate(KEPT);
    }
}

impl Desk {
    /// One assessment whole, with the library it was made with.
    pub(crate) fn case(
        &self,
        state: &State,
        id: &AssessmentId,
    ) -> Result<(Arc<Case>, Arc<Library>), Problem> {
        let Answers { case, library, .. } = self.whole(state, id)?;
        Ok((case, library))
    }

    /// One assessment whole, with what is known of which questions it asks.
    pub(crate) fn whole(&self, state: &State, id: &AssessmentId) -> Result<Answers, Problem> {
        self.looked_at(state, id, Extent::Whole)
    }

    /// As much of an assessment as its answers stand on.
    pub(crate) fn answers(&self, state: &State, id: &AssessmentId) -> Result<Answers, Problem> {
        self.looked_at(state, id, Extent::Answers)
    }

    fn looked_at(&self, state: &State, id: &AssessmentId, extent: Extent) -> Result<Answers, Problem> {
        let mark = state.mark()?;
        let kept =
            self.answers.take(id, extent).map(|kept| kept.brought_to(state, mark)).transpose()?.flatten();
        let answers = match kept {
            Some(answers) => answers,
            None => {
                let (case, library) = self.case_of(state, id, extent.read(state, id)?)?;
                let not_asked = Arc::new(standing::not_asked(&library, &case.assessment));
                Answers { mark, extent, case: Arc::new(case), library, not_asked }
            }
        };
        self.answers.keep(answers.clone());
        Ok(answers)
    }
}

impl Answers {
    /// Where every question stands on a day.
    pub(crate) fn standings(&self, day: NaiveDate) -> Standings<'_> {
        standing::standings_where(&self.case, &self.library, Arc::clone(&self.not_asked), day)
    }

    /// What the rules say of them on a day; of [`Desk::whole`], of all that is recorded.
    pub(crate) fn evaluation(&self, day: NaiveDate) -> Evaluation<'_> {
        evaluate_where(&self.case, &self.library, self.standings(day), day)
    }

    /// With what this desk saved since. `None` when they are to be read anew: somebody else wrote to the file, the
    /// assessment or its vendor is not as it was, or a record is gone or cannot be read.
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
            let is_held = self.extent.holds(&altered.kind);
            match record {
                _ if altered == own || altered == vendor => return Ok(None),
                None if is_held => return Ok(None),
                Some(record) if is_held && record.parent().as_ref() == Some(&own) => {
                    Arc::make_mut(&mut self.case).insert(record);
                }
                Some(_) | None => {}
            }
        }
        Ok(Some(Self { mark, ..self }))
    }
}
