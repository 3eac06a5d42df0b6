//! How reports look is chosen once, for all vaults, and holds for what is drawn afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;

use office::{Office, open_points};
use serde_json::{Value, json};
use std::path::Path;

/// A picture of one colour, 4 by 2 pixels.
const LOGO: &[u8] = include_bytes!("data/logo.png");

fn office(folder: &Path) -> Office {
    Office::with_settings(folder, Some(folder.join("settings")), |_| {})
}

fn draft(office: &Office, name: &str) -> Result<Vec<u8>, String> {
    let input = json!({ "assessment": office.assessment, "path": office.file(name), "kind": "full" });
    office.try_call("write_draft", input).map_err(|problem| problem.to_string())?;
    Ok(std::fs::read(office.folder.join(name)).unwrap())
}

fn pictures(pdf: &[u8]) -> usize {
    let file = lopdf::Document::load_mem(pdf).unwrap();
    let is_picture = |object: &&lopdf::Object| {
        object.as_stream().is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(|kind| kind.as_name()).ok() == Some(b"Image")
        })
    };
    file.objects.values().filter(is_picture).count()
}

#[test]
fn a_house_has_its_reports_look_as_it_does_and_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let own = draft(&office, "own.pdf").unwrap();
    office.issue("first.pdf", open_points("To be shown today")).unwrap();
    std::fs::write(folder.path().join("logo.png"), LOGO).unwrap();

    let change = json!({ "accent": "#0B5", "organisation": "Moore & Daughters", "logo": { "take": office.file("logo.png") } });
    let look = office.call("change_look", change);
    assert_eq!((&look["accent"], &look["organisation"]), (&json!("#00BB55"), &json!("Moore & Daughters")));
    assert_ne!(look["drawn"], look["accent"], "bright green is darkened for text");
    assert_eq!((&look["logo"]["width"], &look["logo"]["height"]), (&json!(4), &json!(2)));
    assert_eq!(office.call("look", json!({})), look);

    let chosen = draft(&office, "chosen.pdf").unwrap();
    assert_eq!((pictures(&own), pictures(&chosen)), (0, 2), "the picture and its mask");
    office.call("change_look", json!({ "logo": "remove" }));
    assert_eq!(pictures(&draft(&office, "plain.pdf").unwrap()), 0);
    // What was issued stays as it was, and what is issued now has the look.
    assert_eq!(office.verify("first.pdf")["word"], "valid");
    office.issue("second.pdf", open_points("To be shown today")).unwrap();
    assert_eq!(office.verify("second.pdf")["word"], "valid");

    office.call("reset_look", json!({}));
    assert!(!folder.path().join("settings/look.json").exists());
    let again = draft(&office, "again.pdf").unwrap();
    assert!(pictures(&again) == 0);
}

#[test]
fn what_is_no_logo_colour_or_name_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let look = office.call("change_look", json!({ "accent": "#123456" }));
    std::fs::write(folder.path().join("broken.png"), &LOGO[..LOGO.len() / 2]).unwrap();
    std::fs::write(folder.path().join("words.png"), "not a picture").unwrap();
    std::fs::write(folder.path().join("large.png"), vec![0; (2 << 20) + 1]).unwrap();
    let refused = |change: Value| office.try_call("change_look", change).unwrap_err().sentence.to_string();
    for (file, says) in [
        ("broken.png", "The logo is damaged"),
        ("words.png", "neither a PNG nor a JPEG"),
        ("large.png", "logos up to 2 MB are read"),
    ] {
        let said = refused(json!({ "accent": "#654321", "logo": { "take": office.file(file) } }));
        assert!(said.contains(says), "{said}");
    }
    assert!(refused(json!({ "accent": "green" })).contains("is no colour"));
    assert!(refused(json!({ "organisation": "Moore ".repeat(20) })).contains("at most 60 characters"));
    assert_eq!(office.call("look", json!({})), look);
}

#[test]
fn no_report_goes_out_in_another_look_than_the_one_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    office.call("change_look", json!({ "accent": "#123456" }));
    std::fs::write(folder.path().join("settings/look.json"), "{ \"accent\": \"#12").unwrap();
    let said = draft(&office, "report.pdf").unwrap_err();
    assert!(said.contains("cannot be read") && !folder.path().join("report.pdf").exists(), "{said}");
    assert!(office.issue("issued.pdf", open_points("To be shown today")).is_err());
    office.call("reset_look", json!({}));
    draft(&office, "report.pdf").unwrap();
}
