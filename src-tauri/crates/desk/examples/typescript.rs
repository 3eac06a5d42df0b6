//! Writes the TypeScript types of the window's surface into the first folder given, and those of the data attached to a
//! report into the second.
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let page = folders.next().ok_or("usage: typescript PAGE [ATTACHED]")?;
    std::fs::create_dir_all(&page)?;
    assay_desk::api::typescript(&page)?;
    if let Some(attached) = folders.next() {
        std::fs::create_dir_all(&attached)?;
        assay_report::compose::data_typescript(&attached)?;
    }
    Ok(())
}
