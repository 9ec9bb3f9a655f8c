//! The fields of a form, by name, as serde reads them.

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

use super::error::FormError;
use super::texts::Texts;

/// The fields of a form.
pub(super) struct Fields<'a> {
    /// In the order in which they arrived.
    all: &'a [(String, String)],
    /// By name, in the order in which each name first appeared.
    named: Vec<(&'a str, Texts<'a>)>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(all: &'a [(String, String)]) -> Self {
        let mut named: Vec<(&str, Texts<'_>)> = Vec::with_capacity(all.len());
        for (name, text) in all {
            match named.iter_mut().find(|(known, _)| known == name) {
                None => named.push((name, Texts::One(text))),
                Some((_, texts)) => texts.push(text),
            }
        }
        Self { all, named }
    }

    /// Whether there is a field with that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.named.iter().any(|(known, _)| *known == name)
    }

    /// Adds a field whose control has sent nothing.
    pub(super) fn add_empty(&mut self, name: &'static str) {
        self.named.push((name, Texts::None));
    }
}

impl<'de> Deserializer<'de> for &Fields<'de> {
    type Error = FormError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_map(ByName {
            rest: self.named.iter(),
            next: None,
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, FormError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_seq(Pairs(self.all.iter()))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The fields by name, for structs and maps.
struct ByName<'a, 'f> {
    rest: std::slice::Iter<'f, (&'a str, Texts<'a>)>,
    next: Option<&'f (&'a str, Texts<'a>)>,
}

impl<'de> de::MapAccess<'de> for ByName<'de, '_> {
    type Error = FormError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, FormError> {
        self.next = self.rest.next();
        self.next
            .map(|(name, _)| seed.deserialize(StrDeserializer::new(name)))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, FormError> {
        let Some((name, texts)) = self.next.take() else {
            return Err(de::Error::custom("a value without a name"));
        };
        seed.deserialize(texts.clone())
            .map_err(|error| error.of_field(name, matches!(texts, Texts::None)))
    }
}

/// The fields as pairs, for targets such as `Vec<(String, String)>`.
struct Pairs<'a>(std::slice::Iter<'a, (String, String)>);

impl<'de> de::SeqAccess<'de> for Pairs<'de> {
    type Error = FormError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, FormError> {
        let pair = self
            .0
            .next()
            .map(|(name, text)| [name, text].map(|text| Texts::One(text)));
        pair.map(|pair| seed.deserialize(SeqDeserializer::new(pair.into_iter())))
            .transpose()
    }
}
