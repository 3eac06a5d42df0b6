//! The content packs inside the program → a [`Source`], and packs ↔ the bytes a vault carries them as.

use crate::{Desk, Problem};
use assay_core::pack::{self, Library, PackRef, Source};
use assay_core::record::Assessment;
use assay_message::message;
use assay_vault::State;
use std::sync::{Arc, LazyLock};
use std::thread;

macro_rules! assets {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../../../assets/", $name))),)*] };
}

/// Every pack file, by its path under `assets/`. A test compares the list with the folders.
const FILES: &[(&str, &str)] = assets!(
    "frameworks/ccpa.tsv"
    "frameworks/eu-ai-act.tsv"
    "frameworks/gdpr.tsv"
    "frameworks/hipaa.tsv"
    "frameworks/iso27001.tsv"
    "frameworks/iso42001.tsv"
    "frameworks/nist-ai-rmf.tsv"
    "frameworks/soc2.tsv"
    "questions/access.toml"
    "questions/ai-data.toml"
    "questions/ai-governance.toml"
    "questions/ai-model.toml"
    "questions/ai-operation.toml"
    "questions/bank.toml"
    "questions/california.toml"
    "questions/change.toml"
    "questions/continuity.toml"
    "questions/cryptography.toml"
    "questions/governance.toml"
    "questions/health.toml"
    "questions/incident.toml"
    "questions/logging.toml"
    "questions/people.toml"
    "questions/physical.toml"
    "questions/privacy.toml"
    "questions/supplier.toml"
    "questions/vulnerability.toml"
    "scales/conclusion.toml"
    "scales/dated-facts.toml"
    "scales/gates.toml"
    "scales/inherent-risk.toml"
    "scales/knock-outs.toml"
    "scales/red-flags.toml"
    "scales/risk-5x5.toml"
    "scales/risk-categories.toml"
    "threats/stride.toml"
    "threats/techniques.toml"
);

/// The packs inside the program, as files.
pub fn source() -> Source {
    FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The content packs inside the program, which a thread of their own reads from the start: deriving a key or opening a
/// window takes as long.
pub(crate) type BuiltIn = LazyLock<Read, Box<dyn FnOnce() -> Read + Send>>;

/// The packs, or why they do not read, which a test rules out.
type Read = Result<Arc<Library>, Problem>;

/// Begins to read the content packs inside the program.
///
/// # Errors
/// When the machine has no thread left.
pub(crate) fn built_in() -> Result<BuiltIn, Problem> {
    let reading = thread::Builder::new()
        .spawn(|| Read::Ok(Arc::new(Library::parse(&source())?)))
        .map_err(|e| Problem::new("machine", message!("This machine cannot start another thread: {e}.")))?;
    Ok(LazyLock::new(Box::new(|| reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))))
}

impl Desk {
    /// The content packs inside the program.
    ///
    /// # Errors
    /// When they do not read, which a test rules out.
    pub fn built_in(&self) -> Result<&Arc<Library>, Problem> {
        self.built_in.as_ref().as_ref().map_err(Problem::clone)
    }

    /// Puts the program's packs into the vault, so that its assessments can be read for ever.
    pub(crate) fn keep_packs(&self) -> Result<Vec<PackRef>, Problem> {
        let packs = &self.built_in()?.packs;
        let is_kept =
            |state: &State, pack: &PackRef| Ok::<_, Problem>(state.blob_size(&pack.sha256)?.is_some());
        if !self.read(|state| packs.iter().try_fold(true, |all, pack| Ok(all && is_kept(state, pack)?)))? {
            for (_, bytes) in pack::bundles(&source())? {
                self.with(|vault| Ok(vault.store_bytes(&bytes)?))?;
            }
        }
        Ok(packs.clone())
    }

    /// The library an assessment was made with: the program's own, or the one its vault carries.
    pub(crate) fn library_of(&self, state: &State, assessment: &Assessment) -> Result<Arc<Library>, Problem> {
        let built_in = self.built_in()?;
        if assessment.packs == built_in.packs {
            return Ok(Arc::clone(built_in));
        }
        let mut frozen = self.frozen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(library) = frozen.iter().find(|library| library.packs == assessment.packs) {
            return Ok(Arc::clone(library));
        }
        let mut source = Source::new();
        for pack in &assessment.packs {
            let mut bytes = Vec::new();
            state.read_blob(&pack.sha256, &mut bytes)?;
            source.extend(pack::unbundle(&pack.name, &bytes)?);
        }
        let library = Arc::new(Library::parse(&source)?);
        frozen.push(Arc::clone(&library));
        Ok(library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_file_is_inside_the_program() {
        let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets");
        let mut found = Vec::new();
        for folder in ["frameworks", "questions", "scales", "threats"] {
            for entry in std::fs::read_dir(assets.join(folder)).unwrap() {
                found.push(format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()));
            }
        }
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, listed);
    }

    #[test]
    fn packs_survive_the_way_through_a_vault() {
        let library = Library::parse(&source()).unwrap();
        let mut back = Source::new();
        for (pack, bytes) in pack::bundles(&source()).unwrap() {
            assert!(library.packs.contains(&pack));
            back.extend(pack::unbundle(&pack.name, &bytes).unwrap());
        }
        assert_eq!(back, source());
    }
}
