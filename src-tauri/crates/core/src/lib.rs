//! The rules of an assessment: content packs + what people recorded → scores, findings, threats, risks, decision.
//!
//! Everything here is a function of its arguments. No file, no clock, no randomness, no network: time, random ids and
//! texts of packs come in as parameters, so every rule can be tested by calling it.
//!
//! The data runs one way (see `docs/architecture.md`): [`pack`] (what is asked) → [`record`] (what was recorded) →
//! [`case`] (one assessment, whole) → [`applicability`], [`score`], [`knockout`], [`stride`], [`risk`], [`decision`].
//! A later module reads an earlier one and never writes back into it.

pub mod applicability;
pub mod assurance;
pub mod case;
pub mod category;
pub mod closeout;
pub mod comparison;
pub mod decision;
pub mod gate;
pub mod ids;
pub mod inherent;
pub mod interview;
pub mod knockout;
pub mod methodology;
pub mod monitoring;
pub mod pack;
pub mod record;
pub mod red_flag;
pub mod removal;
pub mod risk;
pub mod score;
pub mod specification;
pub mod stride;
pub mod suggestion;
pub mod words;
