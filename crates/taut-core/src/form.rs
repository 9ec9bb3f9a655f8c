//! Decodes the text of form controls into typed values, through serde and without guessing.
//!
//! A control only has text. It becomes a number when the target is a number and the whole text is one,
//! an `Option` when it is empty, an enum by the name of its variant. A checked box without a value says
//! `on`, which is `true`. A field that the target does not have, or has once and comes twice, is an error.

use std::fmt::{self, Display};

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use crate::short::short;

/// Decodes the text of one control.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, FormError> {
    T::deserialize(Texts::One(text))
}

/// Decodes the fields of a form or of a query string.
pub(crate) fn from_fields<T: DeserializeOwned>(fields: &[(String, String)]) -> Result<T, FormError> {
    T::deserialize(Fields(fields))
}

/// Why the text of a control or form was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormError(String);

impl Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FormError {}

impl de::Error for FormError {
    fn custom<T: Display>(message: T) -> Self {
        FormError(short(&message))
    }
}

impl From<FormError> for crate::event::EventError {
    fn from(error: FormError) -> Self {
        Self::Invalid(error.0)
    }
}

/// The texts of the controls that share a name.
#[derive(Debug, Clone)]
enum Texts<'a> {
    One(&'a str),
    Many(Vec<&'a str>),
}

impl<'a> Texts<'a> {
    fn one(self) -> Result<&'a str, FormError> {
        match self {
            Texts::One(text) => Ok(text),
            Texts::Many(_) => Err(de::Error::custom("a field came more than once")),
        }
    }

    fn parse<T: std::str::FromStr<Err: Display>>(self) -> Result<T, FormError> {
        self.one()?.parse().map_err(de::Error::custom)
    }
}

macro_rules! parse {
    ($($method:ident => $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
            visitor.$visit(self.parse()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Texts<'de> {
    type Error = FormError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_str(self.one()?)
    }

    parse! {
        deserialize_i8 => visit_i8; deserialize_i16 => visit_i16; deserialize_i32 => visit_i32;
        deserialize_i64 => visit_i64; deserialize_i128 => visit_i128;
        deserialize_u8 => visit_u8; deserialize_u16 => visit_u16; deserialize_u32 => visit_u32;
        deserialize_u64 => visit_u64; deserialize_u128 => visit_u128;
        deserialize_f32 => visit_f32; deserialize_f64 => visit_f64; deserialize_char => visit_char;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self.one()? {
            "on" | "true" => visitor.visit_bool(true),
            "off" | "false" | "" => visitor.visit_bool(false),
            other => Err(de::Error::invalid_value(de::Unexpected::Str(other), &"`on`, `true`, `off` or `false`")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self {
            Texts::One("") => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self.one()? {
            "" => visitor.visit_unit(),
            other => Err(de::Error::invalid_value(de::Unexpected::Str(other), &"nothing")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FormError> {
        let text: StrDeserializer<'_, FormError> = self.one()?.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        let texts = match self {
            Texts::One(text) => vec![text],
            Texts::Many(texts) => texts,
        };
        visitor.visit_seq(SeqDeserializer::new(texts.into_iter().map(Texts::One)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, FormError> {
        self.deserialize_seq(visitor)
    }

    serde::forward_to_deserialize_any! {
        str string bytes byte_buf unit_struct tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, FormError> for Texts<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

struct Fields<'a>(&'a [(String, String)]);

impl<'de> Fields<'de> {
    /// The fields by name, in the order in which each name first came.
    fn grouped(&self) -> Vec<(&'de str, Texts<'de>)> {
        let mut grouped: Vec<(&str, Texts<'_>)> = Vec::with_capacity(self.0.len());
        for (name, text) in self.0 {
            match grouped.iter_mut().find(|(known, _)| known == name) {
                None => grouped.push((name, Texts::One(text))),
                Some((_, Texts::Many(texts))) => texts.push(text),
                Some((_, texts)) => {
                    *texts = Texts::Many(texts.clone().one().into_iter().chain([text.as_str()]).collect())
                }
            }
        }
        grouped
    }
}

impl<'de> Deserializer<'de> for Fields<'de> {
    type Error = FormError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_map(MapDeserializer::new(self.grouped().into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FormError> {
        match self.0.iter().find(|(name, _)| !fields.contains(&name.as_str())) {
            Some((unknown, _)) => Err(de::Error::unknown_field(unknown, fields)),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_seq(Pairs(self.0.iter()))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct tuple tuple_struct map enum identifier ignored_any
    }
}

/// The fields as pairs, for targets such as `Vec<(String, String)>`.
struct Pairs<'a>(std::slice::Iter<'a, (String, String)>);

impl<'de> de::SeqAccess<'de> for Pairs<'de> {
    type Error = FormError;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, FormError> {
        self.0
            .next()
            .map(|(name, text)| {
                seed.deserialize(SeqDeserializer::new([name, text].map(|text| Texts::One(text)).into_iter()))
            })
            .transpose()
    }
}
