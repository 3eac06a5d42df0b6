//! A page looks at what is on screen while vaults are opened and closed under it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use assay_desk::{Desk, Environment, Job, api, shown};
use serde_json::json;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

const ROUNDS: usize = 20_000;
/// Long enough for any machine; two that wait for each other wait for ever.
const FOR_EVER: Duration = Duration::from_secs(120);

#[test]
fn who_looks_and_who_closes_the_vault_never_wait_for_each_other() {
    // Each gives way just before it takes the vault, with whatever it has in hand by then.
    let meanwhile = Box::new(thread::yield_now);
    let desk =
        Desk::new(Environment { settings: None, meanwhile, ..Environment::of_this_machine() }).unwrap();
    let desk = Arc::new(desk);
    let (done, both) = channel();
    let (looking, closing) = (Arc::clone(&desk), Arc::clone(&desk));
    let looked = done.clone();
    thread::spawn(move || {
        for _ in 0..ROUNDS {
            let watched =
                serde_json::from_value(json!({ "name": "session", "input": {}, "version": 0 })).unwrap();
            shown::look(&looking, watched, &Job::UNWATCHED);
        }
        looked.send(()).unwrap();
    });
    thread::spawn(move || {
        for _ in 0..ROUNDS {
            let _ = api::call(&closing, "close_vault", json!({}), &Job::UNWATCHED);
        }
        done.send(()).unwrap();
    });
    for _ in 0..2 {
        both.recv_timeout(FOR_EVER).expect("nobody waits for ever");
    }
}
