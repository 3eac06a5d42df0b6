//! Headings and cards → the outline (bookmarks), nested by depth.

use lopdf::{Dictionary, Object, ObjectId};

use super::file::File;
use super::finish::Page;
use super::layout::{Entry, Spot};
use super::object::{dictionary, name, number, text};
use super::style::{MARGIN, SHEET_HEIGHT};

/// A place, a little above what stands there.
pub fn destination(pages: &[Page], spot: Spot) -> Object {
    let page = pages.get(spot.page).map_or(Object::Null, |page| Object::Reference(page.id));
    let top = SHEET_HEIGHT - (spot.y - 12.0).max(0.0);
    vec![page, name("XYZ"), number(MARGIN), number(top), Object::Null].into()
}

/// Writes the outline. None when there is nothing to list.
pub fn write(file: &mut File, pages: &[Page], entries: &[Entry]) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = file.reserve();
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.reserve()).collect();
    let tree = nest(entries);
    let id = |entry: Option<usize>| entry.and_then(|entry| ids.get(entry)).copied();
    for ((entry, own), place) in entries.iter().zip(&ids).zip(&tree.places) {
        let mut item = dictionary([
            ("Title", text(&entry.title)),
            ("Parent", id(place.parent).unwrap_or(root).into()),
            ("Dest", destination(pages, entry.spot)),
        ]);
        for (key, to) in [("Prev", place.previous), ("Next", place.next)] {
            if let Some(to) = id(to) {
                item.set(key, to);
            }
        }
        // Closed: a reader opens the parts that matter to them.
        link_children(&mut item, id(place.first), id(place.last), -(place.children as i64));
        file.set(*own, item);
    }
    let mut outline = dictionary([("Type", name("Outlines"))]);
    link_children(&mut outline, id(tree.first), id(tree.last), tree.children as i64);
    file.set(root, outline);
    Some(root)
}

fn link_children(item: &mut Dictionary, first: Option<ObjectId>, last: Option<ObjectId>, count: i64) {
    if let (Some(first), Some(last)) = (first, last) {
        item.set("First", first);
        item.set("Last", last);
        item.set("Count", count);
    }
}

/// The relations of an entry, by positions in the list.
#[derive(Debug, Clone, Default, PartialEq)]
struct Relations {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    children: usize,
}

struct Tree {
    places: Vec<Relations>,
    first: Option<usize>,
    last: Option<usize>,
    children: usize,
}

/// Each entry belongs to the nearest one before it that is less deep.
fn nest(entries: &[Entry]) -> Tree {
    let mut tree =
        Tree { places: vec![Relations::default(); entries.len()], first: None, last: None, children: 0 };
    let mut open: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while open.last().and_then(|&at| entries.get(at)).is_some_and(|above| above.depth >= entry.depth) {
            open.pop();
        }
        let parent = open.last().copied();
        let previous = match parent.and_then(|parent| tree.places.get_mut(parent)) {
            Some(parent) => {
                parent.first.get_or_insert(index);
                parent.children += 1;
                parent.last.replace(index)
            }
            None => {
                tree.first.get_or_insert(index);
                tree.children += 1;
                tree.last.replace(index)
            }
        };
        if let Some(place) = tree.places.get_mut(index) {
            (place.parent, place.previous) = (parent, previous);
        }
        if let Some(previous) = previous.and_then(|previous| tree.places.get_mut(previous)) {
            previous.next = Some(index);
        }
        open.push(index);
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_nest_by_depth() {
        let entries: Vec<Entry> = [1, 2, 3, 2, 1, 3]
            .into_iter()
            .map(|depth| Entry { depth, title: String::new(), spot: Spot { page: 0, y: 0.0 } })
            .collect();
        let tree = nest(&entries);
        let parents: Vec<Option<usize>> = tree.places.iter().map(|place| place.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), Some(0), None, Some(4)]);
        assert_eq!((tree.first, tree.last, tree.children), (Some(0), Some(4), 2));
        assert_eq!(
            (tree.places[0].first, tree.places[0].last, tree.places[0].children),
            (Some(1), Some(3), 2)
        );
        assert_eq!((tree.places[1].next, tree.places[3].previous), (Some(3), Some(1)));
    }
}
