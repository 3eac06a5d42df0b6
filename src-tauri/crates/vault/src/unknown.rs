//! A stored record and the one that takes its place → the text to store: what this program knows is the new record's,
//! what it does not know stays as a newer program wrote it, byte for byte.
//!
//! Unknown is a field that may hold anything without changing what is read. It stays with the object it stands in for as
//! long as that object is there; of a list, an item is the same object as before when what is known of it is the same, or
//! its id or name, or, in a list as long as before, its place.

use crate::error::VaultError;
use crate::record::{from_body, to_body, unreadable};
use assay_core::record::{Key, Record};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;

/// The body to store for `next` over the body `stored` under the same key.
///
/// # Errors
/// [`VaultError::Unreadable`] when this version cannot read what is stored, so nobody knows what would be lost.
pub(crate) fn body_over(key: &Key, stored: &str, next: &Record) -> Result<String, VaultError> {
    let known = from_body(key, stored)?;
    if known == *next {
        // However it is spelled, it says the same.
        return Ok(stored.to_owned());
    }
    let (read, new) = (to_body(&known)?, to_body(next)?);
    if read == stored {
        return Ok(new);
    }
    let carried = carry(&Stored { text: stored, key, known: &known }, &read, &new)
        .map_err(|error| unreadable(key, &error))?;
    let whole = from_body(key, &carried)?;
    if whole == *next {
        Ok(carried)
    } else {
        Err(VaultError::Unreadable {
            kind: key.kind.clone(),
            id: key.id.clone(),
            detail: "it holds fields of a newer Assay that do not go with this change".into(),
        })
    }
}

/// The record as it lies in the vault, and what this program reads in it.
struct Stored<'a> {
    text: &'a str,
    key: &'a Key,
    known: &'a Record,
}

impl Stored<'_> {
    /// Whether the value, a part of the text, may be anything. A field that is read under an older name may not.
    fn is_unknown(&self, value: &RawValue) -> bool {
        // Nothing that is read takes this.
        const STRANGE: &str = "[[{}]]";
        let start = value.get().as_ptr() as usize - self.text.as_ptr() as usize;
        let (before, after) = (&self.text[..start], &self.text[start + value.get().len()..]);
        from_body(self.key, &format!("{before}{STRANGE}{after}")).is_ok_and(|record| record == *self.known)
    }
}

fn carry(stored: &Stored, read: &str, new: &str) -> serde_json::Result<String> {
    let (old, read, new) = (
        serde_json::from_str::<&RawValue>(stored.text)?,
        serde_json::from_str::<&RawValue>(read)?,
        serde_json::from_str::<&RawValue>(new)?,
    );
    let mut text = String::with_capacity(stored.text.len());
    value(stored, old, read, new, &mut text)?;
    Ok(text)
}

/// Writes `new` with what `old` holds and `read` does not: the same value as stored, and as this program reads it.
fn value(
    stored: &Stored,
    old: &RawValue,
    read: &RawValue,
    new: &RawValue,
    text: &mut String,
) -> serde_json::Result<()> {
    let same = old.get() == read.get();
    match [old, read, new].map(|value| value.get().as_bytes().first()) {
        [Some(b'{'), Some(b'{'), Some(b'{')] if !same => {
            object(stored, parse(old)?, &parse(read)?, parse(new)?, text)
        }
        [Some(b'['), Some(b'['), Some(b'[')] if !same => {
            list(stored, &parse_list(old)?, &parse_list(read)?, &parse_list(new)?, text)
        }
        _ => {
            text.push_str(new.get());
            Ok(())
        }
    }
}

fn object(
    stored: &Stored,
    old: Object,
    read: &Object,
    new: Object,
    text: &mut String,
) -> serde_json::Result<()> {
    let former: BTreeMap<&str, &RawValue> =
        old.0.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let known: BTreeMap<&str, &RawValue> =
        read.0.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let mut fields = 0;
    let mut name_into = |name: &str, text: &mut String| -> serde_json::Result<()> {
        text.push(if fields == 0 { '{' } else { ',' });
        fields += 1;
        text.push_str(&serde_json::to_string(name)?);
        text.push(':');
        Ok(())
    };
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for (name, next) in &new.0 {
        name_into(name, text)?;
        written.insert(name);
        match (former.get(name.as_str()), known.get(name.as_str())) {
            (Some(old), Some(read)) => value(stored, old, read, next, text)?,
            (None, _) | (_, None) => text.push_str(next.get()),
        }
    }
    for (name, unknown) in &old.0 {
        let name = name.as_str();
        if !known.contains_key(name) && !written.contains(name) && stored.is_unknown(unknown) {
            name_into(name, text)?;
            text.push_str(unknown.get());
        }
    }
    text.push_str(if fields == 0 { "{}" } else { "}" });
    Ok(())
}

fn list(
    stored: &Stored,
    old: &[&RawValue],
    read: &[&RawValue],
    new: &[&RawValue],
    text: &mut String,
) -> serde_json::Result<()> {
    // A set that was read in another number cannot be told apart.
    let before = if old.len() == read.len() { pair(read, new) } else { vec![None; new.len()] };
    for (n, (item, before)) in new.iter().zip(before).enumerate() {
        text.push(if n == 0 { '[' } else { ',' });
        match before {
            Some(before) => value(stored, old[before], read[before], item, text)?,
            None => text.push_str(item.get()),
        }
    }
    text.push_str(if new.is_empty() { "[]" } else { "]" });
    Ok(())
}

/// For each item of `new`, which of `read` it is. No item is taken twice.
fn pair(read: &[&RawValue], new: &[&RawValue]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; read.len()];
    // The most certain first: the same in the same place, the same elsewhere, of the same name, in the same place.
    for (n, item) in new.iter().enumerate() {
        if read.get(n).is_some_and(|before| before.get() == item.get()) {
            pairs[n] = Some(n);
            taken[n] = true;
        }
    }
    for name in [whole, named] {
        let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (n, before) in read.iter().enumerate().filter(|(n, _)| !taken[*n]) {
            if let Some(name) = name(before) {
                places.entry(name).or_default().push_back(n);
            }
        }
        for (item, pair) in new.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            *pair = name(item).and_then(|name| places.get_mut(&name)?.pop_front());
            if let Some(before) = *pair {
                taken[before] = true;
            }
        }
    }
    if read.len() == new.len() {
        for (n, pair) in pairs.iter_mut().enumerate() {
            if pair.is_none() && !taken[n] {
                *pair = Some(n);
            }
        }
    }
    pairs
}

/// All that is known of an item.
fn whole(item: &RawValue) -> Option<String> {
    Some(item.get().to_owned())
}

/// Id or name of an item that has one.
fn named(item: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
        #[serde(borrow)]
        name: Option<&'a RawValue>,
    }
    let named: Named = serde_json::from_str(item.get()).ok()?;
    named.id.or(named.name).map(|name| name.get().to_owned())
}

/// An object in the order of its fields.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

fn parse(value: &RawValue) -> serde_json::Result<Object<'_>> {
    serde_json::from_str(value.get())
}

fn parse_list(value: &RawValue) -> serde_json::Result<Vec<&RawValue>> {
    serde_json::from_str(value.get())
}

#[cfg(test)]
mod tests {
    use super::body_over;
    use crate::record::from_body;
    use assay_core::record::{Condition, Decision, Record};
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
    use serde_json::json;

    fn condition(text: &str) -> Condition {
        serde_json::from_value(json!({ "text": text, "stage": "pre-go-live" })).unwrap()
    }

    fn decision(rationale: &str, conditions: Vec<Condition>) -> Record {
        let body =
            json!({ "assessment": "a1", "outcome": "approve-with-conditions", "rationale": rationale });
        let decision: Decision = serde_json::from_value(body).unwrap();
        Record::Decision(Decision { conditions, ..decision })
    }

    /// The decision as a newer program stores it: `top` in it, and in each condition a field of its own.
    fn stored(record: &Record, top: &str, spelled: &[String]) -> String {
        let mut text = serde_json::to_string(record).unwrap();
        for (n, value) in spelled.iter().enumerate() {
            text = text
                .replace(&format!("{{\"text\":\"c{n}\""), &format!("{{\"x{n}\":{value},\"text\":\"c{n}\""));
        }
        text.replace("\"body\":{", &format!("\"body\":{{\"x\":{top},"))
    }

    /// What becomes of the conditions of a decision.
    #[derive(Debug, Clone)]
    enum Edit {
        Nothing,
        Reword(usize),
        Remove(usize),
        Add(usize),
        Turn(usize),
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            Just(Edit::Nothing),
            any::<usize>().prop_map(Edit::Reword),
            any::<usize>().prop_map(Edit::Remove),
            any::<usize>().prop_map(Edit::Add),
            any::<usize>().prop_map(Edit::Turn),
        ]
    }

    /// A value as it could be spelled, none like another.
    fn spelled(n: usize, how: u8) -> String {
        match how % 5 {
            0 => format!("7{n}.50e+02"),
            1 => format!("1844674407370955161700{n}"),
            2 => format!("[ 2{n}, \"\\u00e9\" ]"),
            3 => format!("{{ \"id\": 3{n}, \"deep\": [{{}}] }}"),
            _ => format!("\"\\u0041 {n}\""),
        }
    }

    proptest! {
        #[test]
        fn unknown_fields_stay_with_what_they_stand_in_and_known_ones_are_the_new(
            hows in prop::collection::vec(any::<u8>(), 0..6),
            top in any::<u8>(),
            edit in edit(),
            reworded in any::<bool>(),
        ) {
            let before: Vec<Condition> = (0..hows.len()).map(|n| condition(&format!("c{n}"))).collect();
            let values: Vec<String> = hows.iter().enumerate().map(|(n, how)| spelled(n, *how)).collect();
            let old = decision("why", before.clone());
            let top = spelled(9, top);
            let text = stored(&old, &top, &values);
            let key = old.key();
            prop_assert_eq!(from_body(&key, &text).unwrap(), old);

            let mut after = before.clone();
            let mut gone = None;
            match edit {
                Edit::Nothing => {}
                Edit::Add(at) => after.insert(at % (after.len() + 1), condition("new")),
                Edit::Reword(at) if !after.is_empty() => {
                    let at = at % after.len();
                    after[at].owner = "Jo".into();
                    after[at].text = "other words".into();
                }
                Edit::Remove(at) if !after.is_empty() => {
                    let at = at % after.len();
                    after.remove(at);
                    gone = Some(at);
                }
                Edit::Turn(by) if !after.is_empty() => {
                    let by = by % after.len();
                    after.rotate_left(by);
                }
                Edit::Reword(_) | Edit::Remove(_) | Edit::Turn(_) => {}
            }
            let next = decision(if reworded { "why not" } else { "why" }, after);
            let body = body_over(&key, &text, &next).unwrap();
            prop_assert_eq!(from_body(&key, &body).unwrap(), next);
            prop_assert!(body.contains(&format!("\"x\":{top}")), "{}", body);
            for (n, value) in values.iter().enumerate() {
                let kept = body.contains(&format!("\"x{n}\":{value}"));
                prop_assert_eq!(kept, gone != Some(n), "{} of {}", n, body);
            }
        }
    }

    #[test]
    fn a_field_read_under_an_older_name_is_known_and_goes_over_to_the_new_name() {
        let body = r#"{"kind":"spec-choice","body":{"assessment":"a1","requirement":"hipaa:1","stead":"equal","x":1,"reason":"as is"}}"#;
        let key = assay_core::record::Key { kind: "spec-choice".into(), id: "a1/hipaa:1".into() };
        let Record::SpecChoice(mut choice) = from_body(&key, body).unwrap() else { panic!("a choice") };
        choice.reason = "written down".into();
        let after = body_over(&key, body, &Record::SpecChoice(choice)).unwrap();
        assert!(!after.contains("stead") && after.contains(r#""alternative":"equal""#), "{after}");
        assert!(after.contains(r#""x":1"#), "{after}");
    }
}
