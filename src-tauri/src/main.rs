//! The window: a page that shows what the use cases return, and nothing else.
//!
//! Five commands cross from the page to here: `call` (a use case by name), `cancel` (stop a long one), two file
//! dialogs, and the file the program was opened with. The page cannot reach the file system or the network.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use assay_desk::{Desk, Environment, Job, Problem, Progress, api};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Emitter, State, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_dialog::DialogExt;

/// Long work under way, by the name the page gave it; setting the flag stops it.
#[derive(Default)]
struct Jobs(Mutex<BTreeMap<String, Arc<AtomicBool>>>);

impl Jobs {
    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone, Serialize)]
struct JobProgress {
    job: String,
    #[serde(flatten)]
    progress: Progress,
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
    let (desk, jobs) = (Arc::clone(&desk), Arc::clone(&jobs));
    let stop = Arc::new(AtomicBool::new(false));
    if let Some(job) = &job {
        jobs.all().insert(job.clone(), Arc::clone(&stop));
    }
    let under = job.clone();
    // Off the event loop: a slow disk or a large file never blocks the window.
    let work = tauri::async_runtime::spawn_blocking(move || {
        let report = |progress: Progress| {
            if let Some(job) = under.clone() {
                // A page that no longer listens is no reason to stop the work.
                let _ = app.emit("progress", JobProgress { job, progress });
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        api::call(&desk, &name, input, &Job(&report))
    });
    let done = work.await;
    if let Some(job) = &job {
        jobs.all().remove(job);
    }
    done.map_err(|e| {
        Problem::new(
            "internal",
            format!("The work stopped unexpectedly ({e}). What was saved before is kept; try again."),
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

/// Asks for an existing file. `endings` without dots; empty for any.
#[tauri::command]
async fn choose_file(app: AppHandle, title: String, endings: Vec<String>) -> Option<String> {
    let mut dialog = app.dialog().file().set_title(title);
    if !endings.is_empty() {
        let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
        dialog = dialog.add_filter("Files", &endings);
    }
    let (tell, told) = std::sync::mpsc::channel();
    dialog.pick_file(move |path| drop(tell.send(path)));
    chosen(told).await
}

/// Asks for a file to be made.
#[tauri::command]
async fn choose_new_file(app: AppHandle, title: String, name: String) -> Option<String> {
    let (tell, told) = std::sync::mpsc::channel();
    app.dialog().file().set_title(title).set_file_name(name).save_file(move |path| drop(tell.send(path)));
    chosen(told).await
}

async fn chosen(told: std::sync::mpsc::Receiver<Option<tauri_plugin_dialog::FilePath>>) -> Option<String> {
    let path =
        tauri::async_runtime::spawn_blocking(move || told.recv().ok().flatten()).await.ok().flatten()?;
    Some(path.into_path().ok()?.display().to_string())
}

/// The vault the program was opened with, such as by a double click.
#[tauri::command]
fn opened_with() -> Option<String> {
    std::env::args().nth(1).filter(|path| path.ends_with(".assay"))
}

/// Without a GPU, WebKit's DMA-BUF renderer is slower than plain memory and costs 90 MB more. Starting again with the
/// variable set is the one way that needs no unsafe code: a process may not change its environment while threads run.
#[cfg(target_os = "linux")]
fn restarted_without_gpu() -> bool {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let has_gpu = std::fs::read_dir("/dev/dri").is_ok_and(|mut entries| entries.next().is_some());
    if has_gpu || std::env::var_os(VARIABLE).is_some() {
        return false;
    }
    let Ok(own) = std::env::current_exe() else { return false };
    // `exec` returns only when it failed; the window then opens with the slower renderer.
    let _ = std::process::Command::new(own).args(std::env::args_os().skip(1)).env(VARIABLE, "1").exec();
    false
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[cfg(target_os = "linux")]
    if restarted_without_gpu() {
        return Ok(());
    }
    let desk = Arc::new(Desk::new(Environment::of_this_machine())?);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .manage(Arc::new(Jobs::default()))
        .invoke_handler(tauri::generate_handler![call, cancel, choose_file, choose_new_file, opened_with])
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Assay")
                .inner_size(1280.0, 840.0)
                .min_inner_size(1024.0, 700.0)
                // The page holds no links; whatever asks to leave it is refused.
                .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
                .build()?;
            window.set_focus()?;

            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
