//! The errors of decoding a form.

use std::fmt::{self, Display};

use serde::de;

use crate::short::short;

/// The reason why the text of a control or form was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FormError {
    /// The field that does not fit, if it is one of several.
    pub(crate) field: Option<String>,
    /// What is wrong with it.
    pub(crate) why: String,
    is_missing: bool,
    /// A required field of the target for which no value was sent.
    pub(super) missing: Option<&'static str>,
}

impl FormError {
    /// Adds the name of the field, and whether it is missing.
    pub(super) fn of_field(self, name: &str, is_missing: bool) -> Self {
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
