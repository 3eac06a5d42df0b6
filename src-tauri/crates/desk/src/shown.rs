//! What a page shows → what of it differs since. A page that has something on screen says which state of it, and is told
//! what changed rather than the whole again.
//!
//! The difference is taken of the two answers themselves, whatever use case they are of: what a page makes of it is what it
//! would be told if it asked anew.

use crate::{Desk, Job, Problem, api};
use assay_message::message;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Of how many answers the last state is kept.
const KEPT: usize = 32;

/// Something a page has on screen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Watched {
    /// A use case that reads.
    pub name: String,
    /// Its input.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub input: Value,
    /// The state that the page has; 0 for none.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub version: u64,
}

/// What a page is told of something it has on screen.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Shown {
    /// All of it.
    Whole {
        /// Which state this is; a later one has a higher number.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        version: u64,
        /// The answer of the use case.
        #[cfg_attr(feature = "ts", ts(type = "unknown"))]
        value: Value,
    },
    /// What differs from the state that the page has.
    Since {
        /// The state that it differs from.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        from: u64,
        /// Which state it leads to.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        version: u64,
        /// What to change; `None` when nothing differs.
        change: Option<Change>,
    },
    /// It cannot be read.
    Refused(Problem),
}

/// What is done, and what a page has to change for it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Acted {
    /// The answer of the use case.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub out: Value,
    /// What the page said it has on screen, in the same order.
    pub shown: Vec<Shown>,
}

/// What makes one value of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Change {
    /// This value in the place of the other.
    To(#[cfg_attr(feature = "ts", ts(type = "unknown"))] Value),
    /// An object, with some fields changed.
    In {
        /// What becomes of fields, by name; one that was not there gets a value.
        fields: BTreeMap<String, Change>,
        /// Names of fields that go.
        gone: Vec<String>,
    },
    /// A list, put together anew from its beginning.
    List(Vec<Piece>),
}

/// A piece of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Piece {
    /// Items of the list as it was: the first of them, and how many.
    Keep(usize, usize),
    /// One item of the list as it was, changed.
    Change(usize, Change),
    /// An item that was not there.
    New(#[cfg_attr(feature = "ts", ts(type = "unknown"))] Value),
}

/// What pages were told last.
#[derive(Default)]
pub(crate) struct Told(Mutex<Last>);

#[derive(Default)]
struct Last {
    /// How many states were told.
    count: u64,
    /// What was asked, the number of the state and the answer; the newest first.
    answers: VecDeque<(String, u64, Value)>,
}

impl Told {
    /// Forgets them all: they were another vault's.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.clear();
    }
}

/// What became of something a page has on screen.
pub fn look(desk: &Desk, watched: Watched, job: &Job) -> Shown {
    if !api::LOOKED_AT.contains(&watched.name.as_str()) {
        return Shown::Refused(Problem::new(
            "api",
            message!("“{name}” is not to be looked at.", name = watched.name),
        ));
    }
    let key = format!("{} {}", watched.name, watched.input);
    // One look at a time: a state with a higher number was read later.
    let mut last = desk.told.0.lock().unwrap_or_else(PoisonError::into_inner);
    let value = match api::call(desk, &watched.name, watched.input, job) {
        Ok(value) => value,
        Err(problem) => return Shown::Refused(problem),
    };
    let before = last.answers.iter().position(|(of, ..)| *of == key).and_then(|at| last.answers.remove(at));
    last.count += 1;
    let version = last.count;
    let shown = match before {
        Some((_, from, was)) if from == watched.version => {
            Shown::Since { from, version, change: change(&was, &value) }
        }
        Some(_) | None => Shown::Whole { version, value: value.clone() },
    };
    last.answers.push_front((key, version, value));
    last.answers.truncate(KEPT);
    shown
}

/// Does the use case `name`, and tells what became of what the page has on screen.
///
/// # Errors
/// Those of [`api::call`].
pub fn act(
    desk: &Desk,
    name: &str,
    input: Value,
    watching: Vec<Watched>,
    job: &Job,
) -> Result<Acted, Problem> {
    let out = api::call(desk, name, input, job)?;
    let shown = watching.into_iter().map(|watched| look(desk, watched, &Job::UNWATCHED)).collect();
    Ok(Acted { out, shown })
}

/// What makes `now` of `was`; `None` when they are the same.
pub fn change(was: &Value, now: &Value) -> Option<Change> {
    match (was, now) {
        (Value::Object(was), Value::Object(now)) => fields(was, now),
        (Value::Array(was), Value::Array(now)) => list(was, now),
        (was, now) => (was != now).then(|| Change::To(now.clone())),
    }
}

fn fields(was: &Map<String, Value>, now: &Map<String, Value>) -> Option<Change> {
    let changed = now.iter().filter_map(|(name, now)| {
        let change = match was.get(name) {
            Some(was) => change(was, now)?,
            None => Change::To(now.clone()),
        };
        Some((name.clone(), change))
    });
    let fields: BTreeMap<String, Change> = changed.collect();
    let gone: Vec<String> = was.keys().filter(|name| !now.contains_key(*name)).cloned().collect();
    (!fields.is_empty() || !gone.is_empty()).then_some(Change::In { fields, gone })
}

/// Items that are as they were stay, wherever they are now; of the others each is made of one that is there no longer, in
/// their order, while there are as many.
fn list(was: &[Value], now: &[Value]) -> Option<Change> {
    let same = was.iter().zip(now).take_while(|(was, now)| was == now).count();
    if same == was.len() && same == now.len() {
        return None;
    }
    let rest = was.len().min(now.len()) - same;
    let same_end =
        was.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(was, now)| was == now).count();
    let (old, new) = (&was[same..was.len() - same_end], &now[same..now.len() - same_end]);
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, item) in old.iter().enumerate() {
        places.entry(item.to_string()).or_default().push_back(same + at);
    }
    let found: Vec<Option<usize>> =
        new.iter().map(|item| places.get_mut(&item.to_string()).and_then(VecDeque::pop_front)).collect();
    let mut left: Vec<usize> = places.into_values().flatten().collect();
    left.sort_unstable();
    let is_paired = left.len() == found.iter().filter(|place| place.is_none()).count();
    let mut left = left.into_iter();
    let mut pieces = vec![Piece::Keep(0, same)];
    for (item, place) in new.iter().zip(found) {
        let pair = match place {
            Some(at) => {
                pieces.push(Piece::Keep(at, 1));
                continue;
            }
            None if is_paired => left.next(),
            None => None,
        };
        match pair.and_then(|at| Some((at, change(was.get(at)?, item)?))) {
            Some((_, Change::To(value))) => pieces.push(Piece::New(value)),
            Some((at, change)) => pieces.push(Piece::Change(at, change)),
            None => pieces.push(Piece::New(item.clone())),
        }
    }
    pieces.push(Piece::Keep(was.len() - same_end, same_end));
    Some(Change::List(joined(pieces)))
}

/// Runs of items that stay as one piece each.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (all.last_mut(), piece) {
            (_, Piece::Keep(_, 0)) => {}
            (Some(Piece::Keep(first, many)), Piece::Keep(next, more)) if *first + *many == next => {
                *many += more
            }
            (_, piece) => all.push(piece),
        }
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may fail
mod tests {
    use super::*;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::{Just, Strategy, any, prop_oneof};
    use proptest::{prop_assert_eq, proptest};
    use serde_json::json;

    /// What a page makes of a change, as `ui/src/state/patch.ts` does.
    fn made(was: &Value, change: &Change) -> Value {
        match change {
            Change::To(value) => value.clone(),
            Change::In { fields, gone } => {
                let mut now = was.as_object().unwrap().clone();
                for name in gone {
                    now.remove(name);
                }
                for (name, change) in fields {
                    now.insert(name.clone(), made(&was[name], change));
                }
                now.into()
            }
            Change::List(pieces) => {
                let was = was.as_array().unwrap();
                let mut now = Vec::new();
                for piece in pieces {
                    match piece {
                        Piece::Keep(first, many) => now.extend_from_slice(&was[*first..first + many]),
                        Piece::Change(at, change) => now.push(made(&was[*at], change)),
                        Piece::New(value) => now.push(value.clone()),
                    }
                }
                now.into()
            }
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..4_u8).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..6).prop_map(Value::from),
                btree_map("[abc]", inner, 0..4).prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_change_makes_the_one_of_the_other(was in value(), now in value()) {
            match change(&was, &now) {
                None => prop_assert_eq!(was, now),
                Some(change) => prop_assert_eq!(made(&was, &change), now),
            }
        }
    }

    #[test]
    fn an_item_that_moved_and_changed_costs_no_more_than_itself() {
        let row = |id: usize, said: &str| json!({ "id": id, "text": "What is asked here. ".repeat(20), "said": said });
        let was: Vec<Value> = (0..200).map(|id| row(id, "")).collect();
        let mut now = was.clone();
        let mut moved = now.remove(150);
        moved["said"] = "no".into();
        now.insert(3, moved);
        let change = change(&was.into(), &now.into()).unwrap();
        let size = serde_json::to_string(&change).unwrap().len();
        assert!(size < 150, "{size} bytes");
    }
}
