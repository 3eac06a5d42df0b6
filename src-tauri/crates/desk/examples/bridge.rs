//! The desk over lines of JSON, for the tests of the page: they run against the core itself.
//!
//! `bridge FOLDER` reads one request a line from standard input and writes one answer a line to standard output, under
//! the same `id`: `{"id": 1, "ok": …}` or `{"id": 1, "error": {"sentence": …, "code": …}}`. It ends with its input.
//!
//! | request                                          | does                                                            |
//! |--------------------------------------------------|-----------------------------------------------------------------|
//! | `"call": {"name": …, "input": …, "job": …}`      | what the window's command `call` does; `job` may be left out    |
//! | `"act": {"name": …, "watching": […], …}`         | the same, and what it changes of what is on screen               |
//! | `"look": {"name": …, "input": …, "version": …}`  | what became of something on screen                              |
//! | `"cancel": JOB`                                  | stops long work at its next report                              |
//! | `"choose": PATH`                                 | answers the file's token, as a file dialog does                 |
//! | `"reset": null`                                  | a desk without a vault in a new folder; answers the folder      |
//! | `"reset": {"vault": PATH, "passphrase": …}`      | the same, with a copy of that vault open: `work.assay`          |
//! | `"now": "2026-11-20T09:00:00+00:00"`             | sets the clock, which goes on by a second when it is read       |
//!
//! What is told without being asked is a line without an `id`: `{"event": "progress", "payload": {"job": …, …}}`.

use assay_desk::shown::{self, Watched};
use assay_desk::{Desk, Environment, Job, Problem, Progress, api};
use assay_message::{Message, message};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

#[derive(Deserialize)]
struct Request {
    id: u64,
    #[serde(flatten)]
    ask: Ask,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    Call(Call),
    Act(Act),
    Look(Watched),
    Cancel(String),
    Choose(PathBuf),
    Reset(Option<Template>),
    Now(DateTime<FixedOffset>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    name: String,
    input: Value,
    job: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    name: String,
    input: Value,
    job: Option<String>,
    watching: Vec<Watched>,
}

/// A vault to start from.
#[derive(Deserialize, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Template {
    vault: PathBuf,
    passphrase: String,
}

/// Seconds since 1970. Each look is a second later, so that what comes later is later.
struct Clock(AtomicI64);

impl Clock {
    fn look(&self) -> DateTime<FixedOffset> {
        let seconds = self.0.fetch_add(1, Ordering::Relaxed);
        DateTime::from_timestamp(seconds, 0).unwrap_or_default().fixed_offset()
    }
}

/// A folder of its own and a desk that works in it.
struct Room {
    folder: PathBuf,
    desk: Arc<Desk>,
}

/// A room being made.
type Coming = JoinHandle<Result<Room, Problem>>;

/// Makes rooms. The next is made while the one before is in use, because deriving a key is slow on purpose.
struct Rooms {
    root: PathBuf,
    clock: Arc<Clock>,
    made: usize,
    next: Option<(Option<Template>, Coming)>,
}

impl Rooms {
    fn take(&mut self, template: Option<Template>) -> Result<Room, Problem> {
        let ready = match self.next.take() {
            Some((of, room)) if of == template => room,
            Some(_) | None => self.begin(template.clone()),
        };
        let room = ready.join().map_err(|_| Problem::new("internal", message!("No desk could be made.")))?;
        let next = self.begin(template.clone());
        self.next = Some((template, next));
        room
    }

    fn begin(&mut self, template: Option<Template>) -> Coming {
        self.made += 1;
        let folder = self.root.join(self.made.to_string());
        let clock = Arc::clone(&self.clock);
        std::thread::spawn(move || furnished(folder, template.as_ref(), clock))
    }
}

fn furnished(folder: PathBuf, template: Option<&Template>, clock: Arc<Clock>) -> Result<Room, Problem> {
    std::fs::create_dir_all(&folder).map_err(|e| Problem::file(message!("make"), &folder, &e))?;
    let desk = Desk::new(Environment {
        now: Box::new(move || clock.look()),
        settings: Some(folder.join("settings")),
        ..Environment::of_this_machine()
    })?;
    if let Some(Template { vault, passphrase }) = template {
        let copy = folder.join("work.assay");
        std::fs::copy(vault, &copy).map_err(|e| Problem::file(message!("copy"), vault, &e))?;
        let key = json!({ "path": desk.offer(&copy), "passphrase": passphrase });
        api::call(&desk, "open_vault", key, &Job::UNWATCHED)?;
    }
    Ok(Room { folder, desk: Arc::new(desk) })
}

/// Long work under way, by the name the page gave it; setting the flag stops it.
type Jobs = Arc<Mutex<BTreeMap<String, Arc<AtomicBool>>>>;

fn tell(line: &Value) {
    let mut out = std::io::stdout().lock();
    // When nobody listens any more, the input ends as well.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn nowhere() -> Problem {
    Problem::new("bridge", message!("There is no desk before the first “reset”."))
}

fn answer(id: u64, done: Result<Value, Problem>) {
    match done {
        Ok(view) => tell(&json!({ "id": id, "ok": view })),
        Err(problem) => tell(&json!({ "id": id, "error": problem })),
    }
}

/// Does something beside others, as the window does.
fn beside<T: Serialize>(
    id: u64,
    desk: Option<&Arc<Desk>>,
    jobs: &Jobs,
    job: Option<String>,
    what: impl FnOnce(&Desk, &Job) -> Result<T, Problem> + Send + 'static,
) {
    let Some(desk) = desk else { return answer(id, Err(nowhere())) };
    let (desk, jobs) = (Arc::clone(desk), Arc::clone(jobs));
    let stop = Arc::new(AtomicBool::new(false));
    if let Some(job) = &job {
        jobs.lock().unwrap_or_else(PoisonError::into_inner).insert(job.clone(), Arc::clone(&stop));
    }
    std::thread::spawn(move || {
        let report = |Progress { label, done, total }: Progress| {
            if let Some(job) = &job {
                let payload = json!({ "job": job, "label": label, "done": done, "total": total });
                tell(&json!({ "event": "progress", "payload": payload }));
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let work = || {
            let done = what(&desk, &Job(&report))?;
            serde_json::to_value(done).map_err(|e| Problem::new("internal", Message::verbatim(e.to_string())))
        };
        let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
            Err(Problem::new("internal", message!("The work stopped unexpectedly (it panicked).")))
        });
        if let Some(job) = &job {
            jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(job);
        }
        answer(id, done);
    });
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: bridge FOLDER")?;
    let root: &Path = &std::path::absolute(root)?;
    let clock = Arc::new(Clock(AtomicI64::new(chrono::Utc::now().timestamp())));
    let jobs = Jobs::default();
    let mut rooms = Rooms { root: root.to_owned(), clock: Arc::clone(&clock), made: 0, next: None };
    let mut desk: Option<Arc<Desk>> = None;
    for line in std::io::stdin().lines() {
        let Request { id, ask } = serde_json::from_str(&line?)?;
        match ask {
            Ask::Call(Call { name, input, job }) => {
                beside(id, desk.as_ref(), &jobs, job, move |desk, job| api::call(desk, &name, input, job));
            }
            Ask::Act(Act { name, input, job, watching }) => {
                let act = move |desk: &Desk, job: &Job| shown::act(desk, &name, input, watching, job);
                beside(id, desk.as_ref(), &jobs, job, act);
            }
            Ask::Look(watched) => {
                beside(id, desk.as_ref(), &jobs, None, move |desk, job| Ok(shown::look(desk, watched, job)));
            }
            Ask::Cancel(job) => {
                if let Some(stop) = jobs.lock().unwrap_or_else(PoisonError::into_inner).get(&job) {
                    stop.store(true, Ordering::Relaxed);
                }
                answer(id, Ok(Value::Null));
            }
            Ask::Choose(path) => {
                let token = desk.as_ref().map(|desk| desk.offer(&path).into());
                answer(id, token.ok_or_else(nowhere));
            }
            Ask::Reset(template) => {
                // The vault of the one before is closed with it.
                desk = None;
                let room = rooms.take(template).map(|room| {
                    desk = Some(room.desk);
                    json!({ "folder": room.folder })
                });
                answer(id, room);
            }
            Ask::Now(now) => {
                clock.0.store(now.timestamp(), Ordering::Relaxed);
                answer(id, Ok(Value::Null));
            }
        }
    }
    Ok(())
}
