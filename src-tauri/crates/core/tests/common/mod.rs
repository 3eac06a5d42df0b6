//! What the tests of the rules start from: the packs as shipped, a day, ids.

use assay_core::case::Case;
use assay_core::pack::{Library, Question, Source};
use assay_core::standing::standings;
use assay_core::words::{Conclusion, Word};
use assay_message::Message;
use chrono::NaiveDate;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// The packs as they are shipped.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    fn read(folder: &Path, under: &str, source: &mut Source) {
        for entry in std::fs::read_dir(folder).expect("the assets").flatten() {
            let name = format!("{under}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                read(&entry.path(), &format!("{name}/"), source);
            } else if name.ends_with(".toml") || name.ends_with(".tsv") {
                source.insert(name, std::fs::read_to_string(entry.path()).expect("text"));
            }
        }
    }
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets");
    let mut source = Source::new();
    for part in ["frameworks", "questions", "scales", "threats"] {
        read(&assets.join(part), &format!("{part}/"), &mut source);
    }
    Library::parse(&source).expect("the shipped packs are sound")
});

/// The day on which everything is looked at.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

/// A text that is an id.
pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

/// The questions asked in a case, in talking order.
pub fn asked(case: &Case) -> Vec<&'static Question> {
    standings(case, &LIBRARY, today()).asked
}

/// Any conclusion, or none.
pub fn conclusion() -> impl Strategy<Value = Option<Conclusion>> {
    (0..=Conclusion::ALL.len()).prop_map(|n| Conclusion::ALL.get(n).copied())
}

/// What is told, in English.
pub fn english(messages: &[Message]) -> Vec<String> {
    messages.iter().map(ToString::to_string).collect()
}
