//! The texts of controls, as serde reads them.

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};

use super::error::FormError;
use super::number;

/// The texts of the controls that share a name.
#[derive(Debug, Clone)]
pub(super) enum Texts<'a> {
    /// A control in which nothing is selected.
    None,
    One(&'a str),
    Many(Vec<&'a str>),
}

impl<'a> Texts<'a> {
    fn one(self) -> Result<&'a str, FormError> {
        match self {
            Texts::None => Err(de::Error::custom("it is missing")),
            Texts::One(text) => Ok(text),
            Texts::Many(_) => Err(de::Error::custom("it appears more than once")),
        }
    }

    pub(super) fn push(&mut self, text: &'a str) {
        match self {
            Texts::None => *self = Texts::One(text),
            Texts::One(first) => *self = Texts::Many(vec![first, text]),
            Texts::Many(texts) => texts.push(text),
        }
    }
}

macro_rules! whole_numbers {
    ($($method:ident $type:ty => $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
            let whole = number::whole(self.one()?).ok_or_else(|| {
                let (least, most) = (<$type>::MIN, <$type>::MAX);
                de::Error::custom(format_args!("expected a whole number from {least} to {most}"))
            });
            visitor.$visit(whole?)
        }
    )*};
}

macro_rules! floats {
    ($($method:ident => $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
            visitor.$visit(number::float(self.one()?).ok_or_else(|| de::Error::custom("expected a number"))?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Texts<'de> {
    type Error = FormError;

    /// Types that accept anything, as `#[serde(flatten)]` does, accept several texts too.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self {
            Texts::Many(_) => self.deserialize_seq(visitor),
            other => visitor.visit_str(other.one()?),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_str(self.one()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        self.deserialize_str(visitor)
    }

    whole_numbers! {
        deserialize_i8 i8 => visit_i8; deserialize_i16 i16 => visit_i16; deserialize_i32 i32 => visit_i32;
        deserialize_i64 i64 => visit_i64; deserialize_i128 i128 => visit_i128;
        deserialize_u8 u8 => visit_u8; deserialize_u16 u16 => visit_u16; deserialize_u32 u32 => visit_u32;
        deserialize_u64 u64 => visit_u64; deserialize_u128 u128 => visit_u128;
    }

    floats! { deserialize_f32 => visit_f32; deserialize_f64 => visit_f64; }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        if let Texts::None = self {
            return visitor.visit_bool(false);
        }
        match self.one()? {
            "on" | "true" => visitor.visit_bool(true),
            "off" | "false" | "" => visitor.visit_bool(false),
            other => Err(de::Error::invalid_value(
                de::Unexpected::Str(other),
                &"`on`, `true`, `off` or `false`",
            )),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_char(
            self.one()?
                .parse()
                .map_err(|_| de::Error::custom("expected one character"))?,
        )
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self {
            Texts::None | Texts::One("") => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        match self.one()? {
            "" => visitor.visit_unit(),
            other => Err(de::Error::invalid_value(
                de::Unexpected::Str(other),
                &"nothing",
            )),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, FormError> {
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
            Texts::None => Vec::new(),
            Texts::One(text) => vec![text],
            Texts::Many(texts) => texts,
        };
        visitor.visit_seq(SeqDeserializer::new(texts.into_iter().map(Texts::One)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, FormError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FormError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bytes byte_buf unit_struct tuple_struct map struct identifier
    }
}

impl<'de> IntoDeserializer<'de, FormError> for Texts<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}
