//! Long work on a vault: nobody waits for it, it tells how far it is, and stopping it leaves no file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod office;

use assay_desk::{Job, Problem, Progress, api};
use office::Office;
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;

/// Bytes of the evidence: many pieces.
const LARGE: usize = 24 << 20;

fn office() -> (tempfile::TempDir, Office, Value) {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    std::fs::write(folder.path().join("scan.bin"), vec![7; LARGE]).unwrap();
    let piece = office.call(
        "attach_evidence",
        json!({ "assessment": office.assessment, "path": office.file("scan.bin"), "title": "", "kind": "record",
                "issuer": "", "issued": null, "valid_until": null, "pages": "", "questions": [] }),
    );
    (folder, office, piece["id"].clone())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        entries.filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect();
    names.sort();
    names
}

/// Does a use case and hears how far it is; `each` may do something else meanwhile, and stop it.
fn watched(
    office: &Office,
    (name, input): (&str, Value),
    each: impl Fn(&Progress) -> ControlFlow<()> + Sync,
) -> (Result<Value, Problem>, Vec<Progress>) {
    let told = Mutex::new(Vec::new());
    let hear = |progress: Progress| {
        let go_on = each(&progress);
        told.lock().unwrap().push(progress);
        go_on
    };
    let done = api::call(&office.desk, name, input, &Job(&hear));
    (done, told.into_inner().unwrap())
}

/// An answer saved each time something is told, and read back.
fn answers(office: &Office, progress: &Progress) -> ControlFlow<()> {
    let notes = format!("at {} of {}", progress.done, progress.total);
    let saved = office.answer("ACC-01", json!({ "notes": notes }));
    assert_eq!(saved["response"]["notes"], json!(notes));
    ControlFlow::Continue(())
}

#[test]
fn answers_are_saved_while_evidence_is_written_out_and_while_the_vault_is_copied() {
    let (folder, office, piece) = office();
    let export =
        json!({ "assessment": office.assessment, "evidence": piece, "path": office.file("out.bin") });
    let (done, told) = watched(&office, ("export_evidence", export), |progress| answers(&office, progress));
    done.unwrap();
    assert!(std::fs::read(folder.path().join("out.bin")).unwrap() == vec![7; LARGE]);
    assert!(told.len() > 20, "it tells of each piece: {told:?}");
    assert_eq!((told[told.len() - 1].done, told[0].total), (LARGE as u64, LARGE as u64));

    let copy = json!({ "path": office.file("copy.assay") });
    let (done, told) = watched(&office, ("back_up", copy), |progress| answers(&office, progress));
    done.unwrap();
    assert!(told.len() > 1 && told.iter().all(|p| p.total > LARGE as u64 && p.done <= p.total), "{told:?}");
    // What was saved last is in the vault; the copy is whole.
    let last = &told[told.len() - 1];
    let notes = office.call("question", json!({ "assessment": office.assessment, "question": "ACC-01" }));
    assert_eq!(notes["response"]["notes"], json!(format!("at {} of {}", last.done, last.total)));
    std::fs::create_dir(folder.path().join("elsewhere")).unwrap();
    std::fs::rename(folder.path().join("copy.assay"), folder.path().join("elsewhere/work.assay")).unwrap();
    let other = Office::there(&folder.path().join("elsewhere"), |_| {});
    let export = json!({ "assessment": other.assessment, "evidence": piece, "path": other.file("out.bin") });
    other.call("export_evidence", export);
    assert!(std::fs::read(folder.path().join("elsewhere/out.bin")).unwrap() == vec![7; LARGE]);
}

#[test]
fn what_is_stopped_leaves_no_file() {
    let (folder, office, piece) = office();
    let export =
        || json!({ "assessment": office.assessment, "evidence": piece, "path": office.file("out.bin") });
    let copy = || json!({ "path": office.file("copy.assay") });
    for (name, input) in [("export_evidence", export()), ("back_up", copy())] {
        let before = names(folder.path());
        for from in [0, 1, LARGE as u64] {
            let stop = |p: &Progress| {
                if p.done >= from { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let (done, told) = watched(&office, (name, input.clone()), stop);
            let refused = done.unwrap_err();
            assert_eq!(refused.code, "cancelled", "{name} at {from}");
            assert!(told.iter().filter(|p| p.done >= from).count() >= 1, "{told:?}");
            assert_eq!(names(folder.path()), before, "{name} at {from}");
        }
        // Within a piece: what came after the wish to stop was not written first.
        let stop = |p: &Progress| if p.done > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let (_, told) = watched(&office, (name, input.clone()), stop);
        if name == "export_evidence" {
            assert_eq!(told.iter().filter(|p| p.done > 0).count(), 1, "{told:?}");
        }
        // And it can be done after all.
        watched(&office, (name, input), |_| ControlFlow::Continue(())).0.unwrap();
    }
}

#[test]
fn an_issued_report_is_written_out_again_and_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new(folder.path(), |_| {});
    let issued = office.issue("report.pdf", office::open_points("Shown today")).unwrap();
    let input = || json!({ "assessment": office.assessment, "issue": issued["issue"]["id"], "path": office.file("b.pdf") });
    let (stopped, _) = watched(&office, ("export_issue", input()), |_| ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().code, "cancelled");
    assert!(!folder.path().join("b.pdf").exists());
    let (done, told) = watched(&office, ("export_issue", input()), |progress| answers(&office, progress));
    done.unwrap();
    assert!(!told.is_empty());
    let [a, b] = ["report.pdf", "b.pdf"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    assert!(a == b);
}

#[test]
fn a_change_of_passphrase_tells_how_far_it_is_and_is_not_left_half_done() {
    let (_folder, office, _) = office();
    let change = json!({ "old": "correct horse battery staple", "new": "another long passphrase" });
    // Asked to stop once pages are being written, it goes on to the end.
    let stop = |p: &Progress| if p.total > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let (done, told) = watched(&office, ("change_passphrase", change), stop);
    done.unwrap();
    let last = &told[told.len() - 1];
    assert!(last.done == last.total && last.total > LARGE as u64, "{told:?}");
    office.answer("ACC-01", json!({ "notes": "under the new one" }));
    // Asked before, it does not begin.
    let back = json!({ "old": "another long passphrase", "new": "correct horse battery staple" });
    let (stopped, _) = watched(&office, ("change_passphrase", back.clone()), |_| ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().code, "cancelled");
    office.call("change_passphrase", back);
}
