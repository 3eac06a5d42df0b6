//! Black-box tests of the seal: make identities, sign, attack, verify, and let other tools judge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod active;
mod fixture;
mod hostile;
mod identities;
mod imported;
mod keys;
mod others;
mod signing;
mod stamps;
mod tampering;
mod tools;
