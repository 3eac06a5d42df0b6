//! What stands in the places of a message, by name.

use crate::Part;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

type Name = Cow<'static, str>;

/// Parts by their names, in order of these. A message has few, and a large model tens of thousands of messages: a tree would
/// keep room for eleven in each.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Places(Box<[(Name, Part)]>);

impl Places {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, name: &str) -> Option<&Part> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, part)| part)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.0.iter_mut().map(|(_, part)| part)
    }
}

/// Of two parts with one name the later stands there.
impl FromIterator<(Name, Part)> for Places {
    fn from_iter<I: IntoIterator<Item = (Name, Part)>>(parts: I) -> Self {
        Self(parts.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect())
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, part)| (name, part)))
    }
}

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(BTreeMap::deserialize(deserializer)?.into_iter().collect())
    }
}
