//! In builds for the window's tests only: a page of another build, read from the folder that a test names, such as the one
//! in languages that nobody speaks. Packages are built without it and show the page inside them.

use std::borrow::Cow;
use std::path::PathBuf;
use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{Assets, Runtime};

/// The folder that holds the page.
pub struct Page(PathBuf);

impl Page {
    /// The page of the folder in `ASSAY_PAGE`; nothing when none is named.
    pub fn named() -> Option<Self> {
        std::env::var_os("ASSAY_PAGE").map(|folder| Self(folder.into()))
    }
}

impl<R: Runtime> Assets<R> for Page {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        let path = self.0.join(key.as_ref().trim_start_matches('/'));
        std::fs::read(path).ok().map(Cow::Owned)
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(std::iter::empty())
    }

    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}
