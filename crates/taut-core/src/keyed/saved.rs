//! A collection as a list of pairs, for views that are saved.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Keyed;
use crate::key::Key;

impl<K: Serialize, T: Serialize> Serialize for Keyed<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pairs())
    }
}

impl<'de, K, T> Deserialize<'de> for Keyed<K, T>
where
    K: Deserialize<'de> + Key + Eq,
    T: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Pairs(PhantomData))
    }
}

struct Pairs<K, T>(PhantomData<(K, T)>);

impl<'de, K, T> Visitor<'de> for Pairs<K, T>
where
    K: Deserialize<'de> + Key + Eq,
    T: Deserialize<'de>,
{
    type Value = Keyed<K, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of keys and rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pairs: A) -> Result<Keyed<K, T>, A::Error> {
        let mut keyed = Keyed::new();
        while let Some((key, row)) = pairs.next_element()? {
            keyed.push(key, row);
        }
        Ok(keyed)
    }
}
