//! Names by which parts of a file refer to each other (`bom-ref`) → which are given twice, and which lead nowhere.

use super::field::{Fields, Path, plain};
use super::tree::Tree;
use crate::text::{Notes, quoted};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many are told one by one in a remark.
const TOLD: usize = 5;

/// All `bom-ref` of a file, and what has been looked for among them.
pub(super) struct References<'t> {
    given: BTreeMap<Cow<'t, str>, Given<'t>>,
    /// References that lead nowhere, the first ones with their place.
    dangling: (usize, Vec<String>),
    /// References into other bills of materials.
    elsewhere: usize,
}

struct Given<'t> {
    times: usize,
    name: Option<&'t Tree<'t>>,
}

impl<'t> References<'t> {
    /// Gathers the names of all objects, wherever they are.
    pub(super) fn gather(tree: &'t Tree<'t>) -> Self {
        let mut all = Self { given: BTreeMap::new(), dangling: (0, Vec::new()), elsewhere: 0 };
        all.add(tree);
        all
    }

    /// Recursion is safe: a tree is at most 64 levels deep.
    fn add(&mut self, tree: &'t Tree<'t>) {
        match tree {
            Tree::List(items) => items.iter().for_each(|item| self.add(item)),
            Tree::Object(fields) => {
                let field = |key| fields.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value);
                if let Some(reference) = field("bom-ref").and_then(plain).filter(|text| !text.is_empty()) {
                    let name = field("name");
                    self.given.entry(reference).or_insert(Given { times: 0, name }).times += 1;
                }
                fields.iter().for_each(|(_, value)| self.add(value));
            }
            _ => {}
        }
    }

    /// Whether something has this name; if not, that will be said. Links into other files are not followed.
    pub(super) fn look(&mut self, reference: &str, at: &Path) {
        if reference.starts_with("urn:cdx:") {
            self.elsewhere += 1;
        } else if !self.given.contains_key(reference) {
            let (count, first) = &mut self.dangling;
            *count += 1;
            if first.len() < TOLD {
                first.push(format!("{} at {at}", quoted(reference)));
            }
        }
    }

    /// The `name` of what `reference` leads to.
    pub(super) fn name(&self, reference: &str) -> Option<Cow<'t, str>> {
        self.given.get(reference)?.name.and_then(plain).filter(|name| !name.is_empty())
    }

    /// Looks for whatever the lists at the top of the file refer to.
    pub(super) fn check(&mut self, file: &Fields<'t, '_>, notes: &mut Notes) {
        let lists: [(&str, &[&str]); 3] = [
            ("dependencies", &["dependsOn", "provides"]),
            ("compositions", &["assemblies", "dependencies", "vulnerabilities"]),
            ("annotations", &["subjects"]),
        ];
        for (list, keys) in lists {
            for entry in file.objects(list, notes) {
                if let Some(reference) = entry.raw("ref", notes) {
                    self.look(&reference, &Path::Field(&entry.at, "ref"));
                }
                for key in keys {
                    entry.raw_texts(key, notes, |at, reference, _| self.look(&reference, at));
                }
            }
        }
    }

    /// Says which names are given twice and which references lead nowhere.
    pub(super) fn conclude(self, notes: &mut Notes) {
        let (mut count, mut first) = (0, Vec::new());
        for (reference, given) in self.given.iter().filter(|(_, given)| given.times > 1) {
            count += 1;
            if first.len() < TOLD {
                first.push(format!("{} ({} times)", quoted(reference), given.times));
            }
        }
        tell("Values of “bom-ref” given more than once", count, &first, notes);
        tell("References that lead to nothing in the file", self.dangling.0, &self.dangling.1, notes);
        tell("References into other bills of materials, which are not followed", self.elsewhere, &[], notes);
    }
}

fn tell(what: &str, count: usize, first: &[String], notes: &mut Notes) {
    if count == 0 {
        return;
    }
    let colon = if first.is_empty() { "" } else { "; " };
    let more = if !first.is_empty() && count > first.len() { ", and more" } else { "" };
    notes.say(format!("{what}: {count}{colon}{}{more}.", first.join(", ")));
}
