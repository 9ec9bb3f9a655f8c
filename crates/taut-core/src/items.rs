//! Lists that a browser sends: limited in length, and refused without repeating their content.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};

use crate::limits::MAX_ITEMS;

/// The fields of a form, or the selected options of a control.
pub(crate) struct Items<T>(pub(crate) Vec<T>);

/// A field of a form: its name and its text.
pub(crate) struct Field(pub(crate) String, pub(crate) String);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(ItemsVisitor(PhantomData))
            .map(Items)
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ItemsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            if items.len() == MAX_ITEMS {
                return Err(de::Error::custom(format_args!(
                    "more than {MAX_ITEMS} items"
                )));
            }
            items.push(item);
        }
        Ok(items)
    }

    /// The message of serde would repeat the text.
    fn visit_str<E: de::Error>(self, _: &str) -> Result<Vec<T>, E> {
        Err(E::custom("expected a list, found a text"))
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field: [name, value]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Field, A::Error> {
        let missing = |at| de::Error::invalid_length(at, &self);
        let name = seq.next_element()?.ok_or_else(|| missing(0))?;
        Ok(Field(name, seq.next_element()?.ok_or_else(|| missing(1))?))
    }

    /// The message of serde would repeat the text.
    fn visit_str<E: de::Error>(self, _: &str) -> Result<Field, E> {
        Err(E::custom("expected a field, found a text"))
    }
}
