//! Decodes the text of form controls into typed values, through serde and without guessing.
//!
//! A control only has text. It becomes a number if the target is a number and the whole text is one
//! that a number control can hold, an `Option` if it is empty, and an enum by the name of its variant.
//! A checked box without a value sends `on`, which is `true`. A field that the target does not have is
//! ignored; a field that appears twice, and not in a list, is an error.
//!
//! Controls in which nothing is selected send nothing. So a missing field is an empty list or `false`
//! if the target takes a list or a `bool`, and an error otherwise, unless the target has a default for
//! it (`Option`, `#[serde(default)]`).

mod error;
mod fields;
mod number;
mod texts;

use serde::de::DeserializeOwned;

pub(crate) use self::error::FormError;
use self::fields::Fields;
use self::texts::Texts;

/// Decodes the text of one control.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, FormError> {
    T::deserialize(Texts::One(text))
}

/// Decodes the texts of the controls that share a name.
pub(crate) fn from_texts<T: DeserializeOwned>(texts: &[&str]) -> Result<T, FormError> {
    let mut all = Texts::None;
    texts.iter().for_each(|text| all.push(text));
    T::deserialize(all)
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
        // Only the type of the field determines its value if nothing was sent.
        match error.missing.filter(|name| !fields.has(name)) {
            Some(name) => fields.add_empty(name),
            None => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
