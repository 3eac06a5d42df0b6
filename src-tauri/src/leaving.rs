//! The way out of the window: somebody asks to close it, the page saves what is typed, the program ends.
//!
//! The page takes as long as it needs and tells meanwhile that it is at it. Only when it tells nothing is a person asked
//! whether to end without it: a page that died keeps no window open without a word, and a slow disk loses nothing.

use std::time::{Duration, Instant};

/// How long the page may be silent before a person is asked.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How far the window is on its way out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Nobody asked to close it.
    #[default]
    Stays,
    /// Somebody did; the page is to be heard of before this moment.
    Asked { until: Instant },
    /// It may go: the page has saved what was typed, or a person gave up waiting for it.
    Goes,
}

/// What is to be done when somebody asks to close the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// Tell the page, and watch that it is heard of.
    First,
    /// It is being closed already. The page is told once more, and nothing else changes.
    Again,
    /// Nothing holds it.
    MayGo,
}

/// What is to be done about a page that saves.
#[derive(Debug, PartialEq, Eq)]
pub enum Watch {
    /// It was heard of: look again after this long.
    Wait(Duration),
    /// It was silent for too long.
    AskPerson,
    /// There is nothing to wait for.
    Over,
}

impl Leaving {
    /// Somebody asks to close the window, at `now`.
    pub fn ask(&mut self, now: Instant) -> Asked {
        match self {
            Self::Stays => {
                *self = Self::Asked { until: now + PATIENCE };
                Asked::First
            }
            Self::Asked { .. } => Asked::Again,
            Self::Goes => Asked::MayGo,
        }
    }

    /// The page was heard of, or a person wants to wait on for it.
    pub fn hear(&mut self, now: Instant) {
        if let Self::Asked { until } = self {
            *until = now + PATIENCE;
        }
    }

    /// What was typed is saved, or given up by a person. Answers whether the program is to end now; it is not when nobody
    /// asked for that, or when it ends already.
    pub fn go(&mut self) -> bool {
        match self {
            Self::Asked { .. } => {
                *self = Self::Goes;
                true
            }
            Self::Stays | Self::Goes => false,
        }
    }

    /// How the page does at `now`.
    pub fn watch(&self, now: Instant) -> Watch {
        match self {
            Self::Asked { until } => match until.checked_duration_since(now) {
                Some(left) if !left.is_zero() => Watch::Wait(left),
                Some(_) | None => Watch::AskPerson,
            },
            Self::Stays | Self::Goes => Watch::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Leaving, PATIENCE, Watch};
    use std::time::{Duration, Instant};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_page_that_is_heard_of_may_take_as_long_as_it_needs() {
        let mut leaving = Leaving::default();
        let mut now = Instant::now();
        assert_eq!(leaving.ask(now), Asked::First);
        for _ in 0..3600 {
            now += SECOND;
            assert_eq!(leaving.watch(now), Watch::Wait(PATIENCE - SECOND));
            leaving.hear(now);
        }
        assert!(leaving.go(), "it saved everything");
        assert_eq!(leaving.watch(now), Watch::Over);
    }

    #[test]
    fn asking_twice_ends_nothing_and_starts_nothing_anew() {
        let mut leaving = Leaving::default();
        let now = Instant::now();
        assert_eq!(leaving.ask(now), Asked::First);
        assert_eq!(leaving.ask(now + SECOND), Asked::Again);
        assert_eq!(
            leaving.watch(now + SECOND),
            Watch::Wait(PATIENCE - SECOND),
            "impatience gives no more time"
        );
        assert!(leaving.go());
        assert!(!leaving.go(), "the program ends once");
        assert_eq!(leaving.ask(now), Asked::MayGo);
    }

    #[test]
    fn of_a_silent_page_a_person_is_asked_and_may_wait_on() {
        let mut leaving = Leaving::default();
        let now = Instant::now();
        leaving.ask(now);
        assert_eq!(leaving.watch(now + PATIENCE), Watch::AskPerson);
        leaving.hear(now + PATIENCE);
        assert_eq!(leaving.watch(now + PATIENCE), Watch::Wait(PATIENCE));
        assert_eq!(leaving.watch(now + PATIENCE * 3), Watch::AskPerson);
        assert!(leaving.go());
    }

    #[test]
    fn a_page_that_has_nothing_to_save_closes_nothing_by_itself() {
        let mut leaving = Leaving::default();
        let now = Instant::now();
        leaving.hear(now);
        assert!(!leaving.go());
        assert_eq!((leaving, leaving.watch(now)), (Leaving::Stays, Watch::Over));
        assert_eq!(leaving.ask(now), Asked::First);
    }
}
