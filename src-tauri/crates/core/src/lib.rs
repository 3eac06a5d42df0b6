//! The rules of an assessment: content packs + what people recorded → scores, findings, threats, risks, decision.
//!
//! Everything here is a function of its arguments. No file, no clock, no randomness, no network: time, random ids and
//! texts of packs come in as parameters, so every rule can be tested by calling it.
//!
//! The data runs one way (see `docs/architecture.md`): [`pack`] (what is asked) → [`record`] (what was recorded) →
//! [`case`] (one assessment, whole) → [`standing`] (where each question stands) → [`score`], [`knockout`], [`stride`],
//! [`decision`], [`monitoring`] → [`evaluation`] (all of it on one day) → [`gate`], [`methodology`], [`category`],
//! [`closeout`], [`progress`]. A later module reads an earlier one and never writes back into it; the last five do not know
//! each other, but that [`progress`] counts the gates. The one circle is between records and case: the registry of records
//! says where in a case each kind of them stands.

pub mod applicability;
pub mod assurance;
pub mod case;
pub mod category;
pub mod changed;
pub mod closeout;
pub mod comparison;
pub mod decision;
pub mod evaluation;
pub mod finding;
pub mod gate;
pub mod ids;
pub mod inherent;
pub mod interview;
pub mod knockout;
pub mod methodology;
pub mod monitoring;
pub mod names;
pub mod pack;
pub mod progress;
pub mod record;
pub mod red_flag;
pub mod removal;
pub mod risk;
pub mod score;
pub mod signing;
pub mod specification;
pub mod standing;
pub mod stride;
pub mod suggestion;
pub mod words;

pub use evaluation::{Evaluation, evaluate, evaluate_where};
