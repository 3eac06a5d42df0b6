//! Writes the TypeScript types of the window's surface into the folder given.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: typescript FOLDER")?;
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    assay_desk::api::typescript(&folder)?;
    Ok(())
}
