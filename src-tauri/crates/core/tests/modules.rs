//! How the modules of the rules may know each other: the data run one way.

#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Imports = BTreeMap<String, BTreeSet<String>>;

/// What the shipped part of each top module names of the others. A folder belongs to the module of its name.
fn imports() -> Imports {
    fn read(folder: &Path, module: Option<&str>, found: &mut Imports) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let own = module.unwrap_or(path.file_stem().unwrap().to_str().unwrap()).to_owned();
            if path.is_dir() {
                read(&path, Some(&own), found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let shipped = text.split("#[cfg(test)]").next().unwrap();
            let code = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
            for named in code.flat_map(|line| line.split("crate::").skip(1)) {
                let end = named.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(named.len());
                if !named[..end].is_empty() && named[..end] != own {
                    found.entry(own.clone()).or_default().insert(named[..end].to_owned());
                }
            }
        }
    }
    let mut found = Imports::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut found);
    found.remove("lib");
    found
}

/// All that a module leads to, itself only when it leads back.
fn reached(from: &str, imports: &Imports) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut next = vec![from];
    while let Some(module) = next.pop() {
        for named in imports.get(module).into_iter().flatten() {
            if all.insert(named.clone()) {
                next.push(named);
            }
        }
    }
    all
}

#[test]
fn no_module_leads_back_to_itself() {
    let imports = imports();
    assert!(imports.len() > 20 && imports["evaluation"].contains("standing"), "{imports:?}");
    let circular: Vec<&str> = imports
        .keys()
        .filter(|module| reached(module, &imports).contains(*module))
        .map(String::as_str)
        .collect();
    // A case is made of records, and the registry says where in a case each kind of them stands.
    assert_eq!(circular, ["case", "record"]);
}

#[test]
fn what_reads_the_evaluation_does_not_read_each_other() {
    let imports = imports();
    let readers = ["gate", "methodology", "category", "closeout", "progress"];
    for (reader, other) in readers.iter().flat_map(|reader| readers.map(|other| (*reader, other))) {
        let is_known = imports[reader].contains(other);
        assert_eq!(is_known, (reader, other) == ("progress", "gate"), "{reader} and {other}");
    }
    for earlier in
        ["pack", "record", "case", "standing", "score", "knockout", "stride", "decision", "monitoring"]
    {
        assert!(!reached(earlier, &imports).contains("evaluation"), "{earlier} leads to the evaluation");
    }
}
