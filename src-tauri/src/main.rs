//! The window: a page that shows what the use cases return, and nothing else.
//!
//! Ten commands cross from the page to here: `call` (a use case by name), `act` (the same, and what it changes on screen),
//! `look` (what changed on screen), `cancel` (stop a long one), `hear` (progress, files dropped, and that the window is to
//! close), `saving` (what is typed is being saved before it closes), `leave` (it may close now), two file dialogs, and the file
//! the program was opened with. The page learns no path: files are offered to it as tokens, which only the desk turns back
//! (`assay_desk::ChosenFile`). Of Tauri's own commands and events it may use none.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![allow(clippy::unreachable)] // what the toolkit writes around its commands

mod dialogs;
mod leaving;
#[cfg(feature = "window-tests")]
mod page;

use assay_desk::shown::{self, Acted, Shown, Watched};
use assay_desk::{Desk, Environment, Job, Problem, Progress, api};
use assay_message::message;
use leaving::{Asked, Leaving, Watch};
use mimalloc::MiMalloc;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tauri::ipc::Channel;
use tauri::{
    AppHandle, DragDropEvent, Manager, RunEvent, State, WebviewUrl, WebviewWindowBuilder, WindowEvent,
};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Long work under way, by the name the page gave it; setting the flag stops it.
#[derive(Default)]
struct Jobs(Mutex<BTreeMap<String, Arc<AtomicBool>>>);

impl Jobs {
    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the page hears of without asking.
#[derive(Clone, Serialize)]
#[serde(rename_all = "kebab-case", tag = "event", content = "payload")]
enum News {
    /// How far a job is.
    Progress {
        job: String,
        #[serde(flatten)]
        progress: Progress,
    },
    /// Files are dragged over the window, or no longer are.
    FilesOver(bool),
    /// Files were dropped: their tokens.
    FilesDropped(Vec<String>),
    /// The window is to close: what is typed is to be saved, and `leave` called.
    Closing(()),
}

/// The page, once it listens.
#[derive(Default)]
struct Listener(Mutex<Option<Channel<News>>>);

impl Listener {
    /// Whether there is a page that hears it. One that no longer listens is no reason to stop the work.
    fn hears(&self, news: News) -> bool {
        let page = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        page.as_ref().is_some_and(|page| page.send(news).is_ok())
    }
}

/// How far the window is on its way out.
#[derive(Default)]
struct Exit(Mutex<Leaving>);

impl Exit {
    fn now(&self) -> std::sync::MutexGuard<'_, Leaving> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the window stays for now: the page is told to save what is typed. Where no page listens, nothing was typed.
fn stays(app: &AppHandle) -> bool {
    let asked = app.state::<Exit>().now().ask(Instant::now());
    if asked == Asked::MayGo || !app.state::<Listener>().hears(News::Closing(())) {
        return false;
    }
    if asked == Asked::First {
        let app = app.clone();
        std::thread::spawn(move || watch(&app));
    }
    true
}

/// Waits until the page has saved what is typed, and asks a person whenever it is silent for long.
fn watch(app: &AppHandle) {
    loop {
        let next = app.state::<Exit>().now().watch(Instant::now());
        match next {
            Watch::Wait(time) => std::thread::sleep(time),
            Watch::AskPerson => {
                if dialogs::ends_without_page(app) {
                    go(app);
                } else {
                    app.state::<Exit>().now().hear(Instant::now());
                }
            }
            Watch::Over => return,
        }
    }
}

/// Ends the program, if somebody asked for that.
fn go(app: &AppHandle) {
    if app.state::<Exit>().now().go() {
        app.exit(0);
    }
}

/// The page saves what is typed.
#[tauri::command]
fn saving(exit: State<'_, Exit>) {
    exit.now().hear(Instant::now());
}

/// What was typed is saved or kept: the window may close, if somebody asked for that.
#[tauri::command]
fn leave(app: AppHandle) {
    go(&app);
}

/// Tells progress and files dropped to `page` from now on.
#[tauri::command]
fn hear(listener: State<'_, Listener>, page: Channel<News>) {
    *listener.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
}

/// Does a use case. `job` is a name of the page's choosing under which progress is reported.
#[tauri::command]
async fn call(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    jobs: State<'_, Arc<Jobs>>,
    name: String,
    input: Value,
    job: Option<String>,
) -> Result<Value, Problem> {
    work(app, &desk, &jobs, job, move |desk, job| api::call(desk, &name, input, job)).await
}

/// Does a use case, and tells what became of what the page has on screen.
#[tauri::command]
async fn act(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    jobs: State<'_, Arc<Jobs>>,
    name: String,
    input: Value,
    job: Option<String>,
    watching: Vec<Watched>,
) -> Result<Acted, Problem> {
    work(app, &desk, &jobs, job, move |desk, job| shown::act(desk, &name, input, watching, job)).await
}

/// Tells what became of something the page has on screen.
#[tauri::command]
async fn look(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    jobs: State<'_, Arc<Jobs>>,
    watched: Watched,
) -> Result<Shown, Problem> {
    work(app, &desk, &jobs, None, move |desk, job| Ok(shown::look(desk, watched, job))).await
}

/// Work off the event loop; under the name of a job it reports and can be stopped.
async fn work<T: Send + 'static>(
    app: AppHandle,
    desk: &Arc<Desk>,
    jobs: &Arc<Jobs>,
    job: Option<String>,
    what: impl FnOnce(&Desk, &Job) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (desk, jobs) = (Arc::clone(desk), Arc::clone(jobs));
    let stop = Arc::new(AtomicBool::new(false));
    if let Some(job) = &job {
        jobs.all().insert(job.clone(), Arc::clone(&stop));
    }
    let under = job.clone();
    // Off the event loop: a slow disk or a large file never blocks the window.
    let work = tauri::async_runtime::spawn_blocking(move || {
        let report = |progress: Progress| {
            if let Some(job) = under.clone() {
                let _ = app.state::<Listener>().hears(News::Progress { job, progress });
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        what(&desk, &Job(&report))
    });
    let done = work.await;
    if let Some(job) = &job {
        jobs.all().remove(job);
    }
    done.map_err(|e| {
        Problem::new(
            "internal",
            message!("The work stopped unexpectedly ({e}). What was saved before is kept; try again."),
        )
    })?
}

/// Stops the long work `job`, at its next report.
#[tauri::command]
fn cancel(jobs: State<'_, Arc<Jobs>>, job: String) {
    if let Some(stop) = jobs.all().get(&job) {
        stop.store(true, Ordering::Relaxed);
    }
}

/// Asks for an existing file; answers its token. `endings` without dots; empty for any.
#[tauri::command]
async fn choose_file(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    title: String,
    endings: Vec<String>,
) -> Result<Option<String>, Problem> {
    Ok(dialogs::open(&app, title, &endings).await.map(|path| desk.offer(&path)))
}

/// Asks for a file to be made; answers its token.
#[tauri::command]
async fn choose_new_file(
    app: AppHandle,
    desk: State<'_, Arc<Desk>>,
    title: String,
    name: String,
) -> Result<Option<String>, Problem> {
    let path = dialogs::new_file(&app, title, &name).await;
    Ok(path.map(|path| desk.offer(&with_ending_of(&name, path))))
}

/// Some dialogs leave the ending to the person. No file is ever overwritten, so adding it is safe.
fn with_ending_of(name: &str, path: PathBuf) -> PathBuf {
    match Path::new(name).extension() {
        Some(ending) if path.extension().is_none() => path.with_extension(ending),
        _ => path,
    }
}

/// The vault the program was opened with, such as by a double click, as a token.
#[tauri::command]
fn opened_with(desk: State<'_, Arc<Desk>>) -> Option<String> {
    let path = PathBuf::from(std::env::args_os().nth(1)?);
    (path.extension()? == "assay").then(|| desk.offer(&path))
}

/// Files dragged over the window or dropped on it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the toolkit may know more events one day")]
fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let news = match event {
        DragDropEvent::Enter { .. } => vec![News::FilesOver(true)],
        DragDropEvent::Drop { paths, .. } => {
            let desk = app.state::<Arc<Desk>>();
            let tokens = paths.iter().map(|path| desk.offer(path)).collect();
            vec![News::FilesOver(false), News::FilesDropped(tokens)]
        }
        DragDropEvent::Leave => vec![News::FilesOver(false)],
        // Of where exactly they are, nothing is told.
        _ => vec![],
    };
    let listener = app.state::<Listener>();
    for one in news {
        let _ = listener.hears(one);
    }
}

/// What the page's engine and the allocator take from the environment alone. Starting again with the variables set is the
/// one way that needs no unsafe code: a process may not change its environment while threads run. What somebody set stays
/// as it is.
#[cfg(target_os = "linux")]
fn restarted_with_variables() -> bool {
    use std::os::unix::process::CommandExt;
    let has_gpu = std::fs::read_dir("/dev/dri").is_ok_and(|mut entries| entries.next().is_some());
    let mut wanted = vec![
        // What a report took to compose goes back to the system.
        ("MIMALLOC_PURGE_DELAY", "0"),
        // The page is drawn by code that runs once in a while: compiled to machine code it takes 100 MB more and is no quicker.
        ("JSC_useJIT", "0"),
    ];
    if !has_gpu {
        // Without a GPU, WebKit's DMA-BUF renderer is slower than plain memory and costs 90 MB more.
        wanted.push(("WEBKIT_DISABLE_DMABUF_RENDERER", "1"));
    }
    let missing: Vec<(&str, &str)> =
        wanted.into_iter().filter(|(name, _)| std::env::var_os(name).is_none()).collect();
    if missing.is_empty() {
        return false;
    }
    let Ok(own) = std::env::current_exe() else { return false };
    // `exec` returns only when it failed; the window then opens without them.
    let _ = std::process::Command::new(own).args(std::env::args_os().skip(1)).envs(missing).exec();
    false
}

/// What is told to who asks at a terminal, where there may be no display.
const HELP: &str = "\
Assay: security assessments, offline. Opens its window.

Usage: assay-desktop [VAULT]

  VAULT          a vault to open (.assay)
  -h, --help     this text
  -V, --version  the version

The command `assay` does the same without a window: assay --help
";

/// What was asked for instead of the window.
fn told() -> Option<String> {
    match std::env::args_os().nth(1)?.to_str()? {
        "-h" | "--help" => Some(HELP.to_owned()),
        "-V" | "--version" => Some(format!("assay-desktop {}\n", env!("CARGO_PKG_VERSION"))),
        _ => None,
    }
}

/// The program with the page that a test names, where it names one.
#[cfg(feature = "window-tests")]
fn with_page_named(mut context: tauri::Context) -> tauri::Context {
    if let Some(page) = page::Page::named() {
        let _ = context.set_assets(Box::new(page));
    }
    context
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(text) = told() {
        std::io::stdout().write_all(text.as_bytes())?;
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    if restarted_with_variables() {
        return Ok(());
    }
    let desk = Arc::new(Desk::new(Environment::of_this_machine())?);
    let context = tauri::generate_context!();
    #[cfg(feature = "window-tests")]
    let context = with_page_named(context);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .manage(Arc::new(Jobs::default()))
        .manage(Listener::default())
        .manage(Exit::default())
        .invoke_handler(tauri::generate_handler![
            call,
            act,
            look,
            cancel,
            hear,
            saving,
            leave,
            choose_file,
            choose_new_file,
            opened_with
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                dragged(window.app_handle(), event);
            }
            if let WindowEvent::CloseRequested { api, .. } = event
                && stays(window.app_handle())
            {
                api.prevent_close();
            }
        })
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Assay")
                .inner_size(1280.0, 840.0)
                // Half of what it opens with: on a screen shown at twice the size there is no more.
                .min_inner_size(640.0, 420.0)
                // The page holds no links; whatever asks to leave it is refused.
                .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
                .build()?;
            window.set_focus()?;

            Ok(())
        })
        .build(context)?
        .run(|app, event| {
            // Quitting, as by a menu or the system, asks the page too. Without a code nobody said yet that it may end.
            if let RunEvent::ExitRequested { code: None, api, .. } = event
                && !app.webview_windows().is_empty()
                && stays(app)
            {
                api.prevent_exit();
            }
        });
    Ok(())
}
