//! The platform's dialogs → the path that a person chose, or nothing when they thought better of it; and whether to go on
//! waiting for a page that is silent.

use std::path::PathBuf;

#[cfg(feature = "window-tests")]
pub use answers::{ends_without_page, new_file, open};
#[cfg(not(feature = "window-tests"))]
pub use platform::{ends_without_page, new_file, open};

#[cfg(not(feature = "window-tests"))]
mod platform {
    use super::PathBuf;
    use std::sync::mpsc::{Receiver, channel};
    use tauri::AppHandle;
    use tauri_plugin_dialog::{DialogExt, FilePath, MessageDialogButtons, MessageDialogKind};

    /// Asks for an existing file. `endings` without dots; empty for any.
    pub async fn open(app: &AppHandle, title: String, endings: &[String]) -> Option<PathBuf> {
        let mut dialog = app.dialog().file().set_title(title);
        if !endings.is_empty() {
            let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
            dialog = dialog.add_filter("Files", &endings);
        }
        let (tell, told) = channel();
        dialog.pick_file(move |path| drop(tell.send(path)));
        chosen(told).await
    }

    /// Asks for a file to be made.
    pub async fn new_file(app: &AppHandle, title: String, name: &str) -> Option<PathBuf> {
        let (tell, told) = channel();
        app.dialog().file().set_title(title).set_file_name(name).save_file(move |path| drop(tell.send(path)));
        chosen(told).await
    }

    /// Asks whether the program is to end although the page does not say that what is typed is saved. Not on the event loop:
    /// it waits for the answer.
    pub fn ends_without_page(app: &AppHandle) -> bool {
        let sentence = "The window does not answer, so it is not sure that what was typed last is saved. What it kept before \
                        is in the vault and is there when the vault is opened again.";
        let buttons = MessageDialogButtons::OkCancelCustom("Close without waiting".into(), "Wait".into());
        app.dialog()
            .message(sentence)
            .title("Assay")
            .kind(MessageDialogKind::Warning)
            .buttons(buttons)
            .blocking_show()
    }

    async fn chosen(told: Receiver<Option<FilePath>>) -> Option<PathBuf> {
        let waiting = tauri::async_runtime::spawn_blocking(move || told.recv().ok().flatten());
        waiting.await.ok().flatten()?.into_path().ok()
    }
}

/// In builds for the window's tests only: a test cannot press keys in a dialog of the platform, so it lays down the
/// answer to the next one in the folder of the settings. Packages are built without it.
#[cfg(feature = "window-tests")]
mod answers {
    use super::PathBuf;
    use tauri::AppHandle;

    pub async fn open(_: &AppHandle, _: String, _: &[String]) -> Option<PathBuf> {
        answer()
    }

    pub async fn new_file(_: &AppHandle, _: String, _: &str) -> Option<PathBuf> {
        answer()
    }

    pub fn ends_without_page(_: &AppHandle) -> bool {
        answer().is_some_and(|answer| answer.as_os_str() == "close")
    }

    fn answer() -> Option<PathBuf> {
        let file = PathBuf::from(std::env::var_os("ASSAY_CONFIG_DIR")?).join("dialog-answer");
        let path = std::fs::read_to_string(&file).ok()?;
        std::fs::remove_file(file).ok()?;
        Some(path.into())
    }
}
