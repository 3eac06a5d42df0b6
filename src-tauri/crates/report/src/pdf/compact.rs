//! Keeps the objects that can be reached from the trailer, numbered from 1 without gaps.
//!
//! Gaps would split the table of objects, which makes some readers void earlier signatures when a later one is added.
//! `lopdf` can do this too, in time that grows with the square of the number of objects.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document as File, Object, ObjectId};

/// Drops what cannot be reached and numbers the rest anew.
pub fn compact(file: &mut File) {
    let mut reached: BTreeSet<ObjectId> = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    for (_, object) in file.trailer.iter() {
        each_reference(object, &mut |id| waiting.push(id));
    }
    while let Some(id) = waiting.pop() {
        if let Some(object) = file.objects.get(&id)
            && reached.insert(id)
        {
            each_reference(object, &mut |id| waiting.push(id));
        }
    }

    let numbers: BTreeMap<ObjectId, ObjectId> =
        reached.iter().copied().zip((1..).map(|number| (number, 0))).collect();
    let objects = std::mem::take(&mut file.objects);
    for (id, mut object) in objects {
        if let Some(number) = numbers.get(&id) {
            renumber(&mut object, &numbers);
            file.objects.insert(*number, object);
        }
    }
    for (_, object) in file.trailer.iter_mut() {
        renumber(object, &numbers);
    }
    file.max_id = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of lopdf's objects only these hold others")]
fn each_reference(object: &Object, found: &mut impl FnMut(ObjectId)) {
    match object {
        Object::Reference(id) => found(*id),
        Object::Array(items) => items.iter().for_each(|item| each_reference(item, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, entry)| each_reference(entry, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, entry)| each_reference(entry, found)),
        _ => {}
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of lopdf's objects only these hold others")]
fn renumber(object: &mut Object, numbers: &BTreeMap<ObjectId, ObjectId>) {
    match object {
        // A reference to nothing means null (ISO 32000-1, 7.3.10).
        Object::Reference(id) => {
            *object = numbers.get(id).map_or(Object::Null, |number| Object::Reference(*number))
        }
        Object::Array(items) => items.iter_mut().for_each(|item| renumber(item, numbers)),
        Object::Dictionary(entries) => entries.iter_mut().for_each(|(_, entry)| renumber(entry, numbers)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, entry)| renumber(entry, numbers)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::object::dictionary;
    use super::*;

    #[test]
    fn what_is_reached_is_kept_and_numbered_without_gaps() {
        let mut file = File::with_version("1.7");
        file.set_object((3, 0), dictionary([("Next", Object::Reference((9, 0)))]));
        file.set_object((5, 0), Object::Integer(5));
        file.set_object((9, 0), Object::Array(vec![Object::Reference((3, 0)), Object::Reference((77, 0))]));
        file.trailer.set("Root", Object::Reference((3, 0)));
        compact(&mut file);
        assert_eq!(file.objects.keys().copied().collect::<Vec<_>>(), [(1, 0), (2, 0)]);
        assert_eq!(file.max_id, 2);
        assert_eq!(file.trailer.get(b"Root").unwrap().as_reference().unwrap(), (1, 0));
        assert_eq!(file.objects[&(2, 0)].as_array().unwrap(), &[Object::Reference((1, 0)), Object::Null]);
    }
}
