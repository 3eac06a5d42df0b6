//! What two people made of one record → one record, or the fields on which they differ.

use crate::change::Field;
use crate::error::Clash;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Puts together what a person made of a record, `next` of the `base` they saw, and the record as it is `now`. Fields that
/// they did not touch stay as they are now. The fields named `collections` are put together item by item: lists that hold
/// an item once in any order, and objects by their keys. All three are objects of one type.
///
/// # Errors
/// The fields that were changed since to something else.
pub fn merged(base: &Value, next: &Value, now: Value, collections: &[&str]) -> Result<Value, Vec<Clash>> {
    let (mut fields, mut clashes) = (Vec::new(), Vec::new());
    let names: BTreeSet<&String> =
        [base, next].into_iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
    for name in names.into_iter().filter(|name| base[*name] != next[*name]) {
        let together = match (&base[name], &next[name], &now[name]) {
            _ if !collections.contains(&name.as_str()) => None,
            (Value::Array(base), Value::Array(next), Value::Array(now)) => Some(Ok(joined(base, next, now))),
            (base @ Value::Object(_), next @ Value::Object(_), now @ Value::Object(_)) => {
                Some(merged(base, next, now.clone(), collections))
            }
            _ => None,
        };
        let field = |was: &Value, now| Field { name: name.clone(), was: was.clone(), now };
        match together {
            None => fields.push(field(&base[name], next[name].clone())),
            Some(Ok(value)) => fields.push(field(&now[name], value)),
            Some(Err(inner)) => {
                let within = |clash: Clash| Clash { field: format!("{name}.{}", clash.field), ..clash };
                clashes.extend(inner.into_iter().map(within));
            }
        }
    }
    match with_fields(now, fields) {
        Ok(whole) if clashes.is_empty() => Ok(whole),
        Ok(_) => Err(clashes),
        Err(more) => Err(clashes.into_iter().chain(more).collect()),
    }
}

/// The items there are now, without those that went from `base` to `next` and with those that came.
fn joined(base: &[Value], next: &[Value], now: &[Value]) -> Value {
    let kept = now.iter().filter(|item| next.contains(item) || !base.contains(item));
    let came = next.iter().filter(|item| !base.contains(item) && !now.contains(item));
    kept.chain(came).cloned().collect()
}

/// An object with some of its fields changed. What is changed to `null` is left out, which is how an optional field is read.
///
/// # Errors
/// The fields that are neither what the change was made of nor what it makes of them.
pub(crate) fn with_fields(mut object: Value, fields: Vec<Field>) -> Result<Value, Vec<Clash>> {
    let mut clashes = Vec::new();
    for Field { name, was, now } in fields {
        let stands = object.get(&name).cloned().unwrap_or_default();
        if stands == was {
            match object.as_object_mut() {
                Some(object) if now.is_null() => drop(object.remove(&name)),
                Some(object) => drop(object.insert(name, now)),
                None => clashes.push(Clash { field: name, stands, wanted: now }),
            }
        } else if stands != now {
            clashes.push(Clash { field: name, stands, wanted: now });
        }
    }
    if clashes.is_empty() { Ok(object) } else { Err(clashes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_map, btree_set};
    use proptest::prelude::Strategy;
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use serde_json::json;

    /// A record of some texts, some of them missing, and one set.
    fn record() -> impl Strategy<Value = Value> {
        let texts = btree_map("[abc]", "[xy]", 0..3);
        (texts, btree_set(0..6_u8, 0..6)).prop_map(|(texts, set)| {
            let mut record = json!(texts);
            record["set"] = json!(set);
            record
        })
    }

    fn set(record: &Value) -> BTreeSet<u64> {
        record["set"].as_array().expect("a set").iter().filter_map(Value::as_u64).collect()
    }

    proptest! {
        #[test]
        fn nothing_that_either_did_is_lost(base in record(), mine in record(), theirs in record()) {
            match merged(&base, &mine, theirs.clone(), &["set"]) {
                Ok(both) => {
                    for field in ["a", "b", "c"] {
                        let touched = base[field] != mine[field];
                        prop_assert_eq!(&both[field], if touched { &mine[field] } else { &theirs[field] });
                        prop_assert!(!touched || [&base[field], &mine[field]].contains(&&theirs[field]));
                    }
                    let (base, mine, theirs) = (set(&base), set(&mine), set(&theirs));
                    let changed = |by: &BTreeSet<u64>, item: u64| base.contains(&item) != by.contains(&item);
                    for item in 0..6 {
                        let either = changed(&mine, item) || changed(&theirs, item);
                        prop_assert_eq!(set(&both).contains(&item), base.contains(&item) != either);
                    }
                }
                Err(clashes) => {
                    prop_assert!(!clashes.is_empty());
                    for Clash { field, stands, wanted } in clashes {
                        prop_assert!(base[&field] != stands && base[&field] != wanted && stands != wanted);
                    }
                }
            }
        }

        #[test]
        fn what_nobody_else_touched_becomes_what_was_given(base in record(), mine in record()) {
            prop_assert_eq!(merged(&base, &mine, base.clone(), &[]).expect("nobody else"), mine);
        }
    }

    #[test]
    fn a_collection_clashes_only_where_both_changed_the_same_item() {
        let of = |a: &str, b: &str| json!({ "facts": { "a": a, "b": b } });
        let both = merged(&of("x", "x"), &of("y", "x"), of("x", "z"), &["facts"]);
        assert_eq!(both, Ok(of("y", "z")));
        let clash = merged(&of("x", "x"), &of("y", "x"), of("z", "x"), &["facts"]);
        let only = Clash { field: "facts.a".into(), stands: json!("z"), wanted: json!("y") };
        assert_eq!(clash, Err(vec![only]));
    }
}
