//! Forms: their state in a view (`FormState`), and, for handlers that take a plain struct, decoding in one step.
//!
//! `derived.rs` is what `#[derive(Form)]` implements, `state.rs` the form as a whole, `field.rs` and `rows.rs` its parts.
//!
//! Decoding in one step goes from the text of controls to typed values, through serde and without guessing.
//!
//! A control only has text. It becomes a number if the target is a number and the whole text is one
//! that a number control can hold, an `Option` if it is empty, and an enum by the name of its variant.
//! A checked box without a value sends `on`, which is `true`. A field that the target does not have is
//! ignored; a field that appears twice, and not in a list, is an error.
//!
//! Controls in which nothing is selected send nothing. So a missing field is an empty list or `false`
//! if the target takes a list or a `bool`, and an error otherwise, unless the target has a default for
//! it (`Option`, `#[serde(default)]`).

#[cfg(feature = "garde")]
pub(crate) mod by_garde;
mod choice;
mod derived;
mod error;
mod field;
mod field_state;
mod fields;
pub mod form_options;
mod format;
mod input;
mod invalid;
mod moment;
mod number;
mod part;
mod pattern;
mod place;
mod rows;
mod rows_state;
mod rules;
mod saved;
mod state;
mod texts;
mod value;

use serde::de::DeserializeOwned;

pub use self::choice::{Choice, FormChoice, HasChoices, chosen};
pub use self::derived::{Form, FormFields, by_rule, refuse_first, ruled};
pub(crate) use self::error::FormError;
pub use self::field::{FormField, new_field, new_parsed_field};
pub use self::field_state::FieldState;
use self::fields::Fields;
pub use self::format::Format;
pub use self::input::FormInput;
pub use self::invalid::Invalid;
pub use self::moment::{Date, DateTime, Time};
pub use self::part::{ManyRows, Part, PartMut, Parts};
pub use self::pattern::Pattern;
pub use self::place::Place;
pub use self::rows::{FormRow, FormRows};
pub use self::rows_state::RowsState;
pub use self::rules::{FieldKind, Rules};
pub use self::state::FormState;
use self::texts::Texts;
pub use self::value::{FormText, FormValue};

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
