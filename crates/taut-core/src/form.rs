//! Decodes the text of form controls into typed values, through serde and without guessing.
//!
//! A control only has text. It becomes a number when the target is a number and the whole text is one that a number
//! control can hold, an `Option` when it is empty, an enum by the name of its variant. A checked box without a value
//! says `on`, which is `true`. A field that the target does not have is ignored; one that it has once and that comes twice
//! is an error.
//!
//! Controls in which nothing is chosen send nothing. So a field that is missing is an empty list or `false` where the target
//! takes a list or a `bool`, and an error otherwise, unless the target says what it is then (`Option`, `#[serde(default)]`).

mod fields;
mod number;

use std::fmt::{self, Display};

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use crate::short::short;

use self::fields::Fields;

/// Decodes the text of one control.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, FormError> {
    T::deserialize(Texts::One(text))
}

/// Decodes the fields of a form or of a query string.
pub(crate) fn from_fields<T: DeserializeOwned>(
    fields: &[(String, String)],
) -> Result<T, FormError> {
    let mut fields = Fields::of(fields);
    loop {
        let error = match T::deserialize(&fields) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        // Only the type of the field knows what it means that nothing was sent.
        match error.missing.filter(|name| !fields.has(name)) {
            Some(name) => fields.add_empty(name),
            None => return Err(error),
        }
    }
}

/// Why the text of a control or form was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FormError {
    /// The field that does not fit, if it is one of several.
    pub(crate) field: Option<String>,
    /// What is wrong with it.
    pub(crate) why: String,
    is_missing: bool,
    /// A field that the target must have, and of which it has not heard.
    missing: Option<&'static str>,
}

impl FormError {
    /// Says which field is wrong, or that it is missing.
    fn of_field(self, name: &str, is_missing: bool) -> Self {
        Self {
            field: self.field.or_else(|| Some(short(&name))),
            is_missing,
            ..self
        }
    }
}

impl Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) if self.is_missing => write!(f, "`{field}` is missing"),
            Some(field) => write!(f, "`{field}` does not fit: {}", self.why),
            None => f.write_str(&self.why),
        }
    }
}

impl std::error::Error for FormError {}

impl de::Error for FormError {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            why: short(&message),
            ..Self::default()
        }
    }

    fn missing_field(name: &'static str) -> Self {
        Self {
            field: Some(name.to_owned()),
            why: "it is missing".to_owned(),
            is_missing: true,
            missing: Some(name),
        }
    }
}

/// The texts of the controls that share a name.
#[derive(Debug, Clone)]
enum Texts<'a> {
    /// A control in which nothing is chosen.
    None,
    One(&'a str),
    Many(Vec<&'a str>),
}

impl<'a> Texts<'a> {
    fn one(self) -> Result<&'a str, FormError> {
        match self {
            Texts::None => Err(de::Error::custom("it is missing")),
            Texts::One(text) => Ok(text),
            Texts::Many(_) => Err(de::Error::custom("it came more than once")),
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

    /// Whoever takes anything, as `#[serde(flatten)]` does, takes several texts too.
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

#[cfg(test)]
mod tests;
