//! Tells Tauri which commands the page may call; everything else is refused.

fn main() {
    let commands = &[
        "call",
        "act",
        "look",
        "cancel",
        "hear",
        "saving",
        "leave",
        "choose_file",
        "choose_new_file",
        "opened_with",
    ];
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(commands));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
