//! The names of controls: `name`, `home.street`, `addresses.3.street`.

use std::borrow::Cow;

use crate::spread::Attributes;

/// The start of the names of the fields in a form, a nested struct or a row.
#[derive(Debug, Clone, Default)]
pub struct Place(Cow<'static, str>);

impl Place {
    /// The place of the fields below a name.
    pub(super) fn below(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// The name of a field here.
    pub(super) fn name(&self, field: &'static str) -> Cow<'static, str> {
        match &*self.0 {
            "" => field.into(),
            before => format!("{before}.{field}").into(),
        }
    }

    /// The place of a nested struct.
    #[must_use]
    pub fn nested(&self, field: &'static str) -> Self {
        Self(self.name(field))
    }
}

/// The id of the element with a name: without white space, which an id cannot have, and dots, which selectors would
/// have to escape.
pub(super) fn id_of(name: &str) -> String {
    name.replace(['.', ' ', '\t', '\n', '\r', '\x0c'], "-")
}

/// The attributes of the element that shows the error of the field with a name.
pub(super) fn error_attributes(name: &str) -> Attributes {
    Attributes::new()
        .known("id", format!("{}-error", id_of(name)))
        .known("aria-live", "polite")
}
