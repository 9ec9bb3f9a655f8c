//! The state of a form in a view: what its controls show, and which errors.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::{Deref, DerefMut};

use super::derived::{Form, FormFields};
use super::field_state::FieldState;
use super::input::FormInput;
use super::invalid::Invalid;
use super::part::{Part, PartMut, Parts};
use super::place::{Place, error_attributes};
use super::rules::FieldKind;
use crate::spread::Attributes;

/// What a form shows: its fields, as they were typed, and what is wrong with them.
///
/// It has a field for each field of `T`: `form.name.attributes()`, `form.name.error()`; see
/// [`FieldState`]. A view keeps it, passes the input of its form to [`change`](FormState::change) and
/// [`submit`](FormState::submit), and shows it. With `serde`, it is saved with a view that persists,
/// but for fields with `#[form(secret)]`.
pub struct FormState<T: Form> {
    pub(super) prefix: Cow<'static, str>,
    pub(super) fields: T::Fields,
    pub(super) refused: Option<Invalid>,
}

impl<T: Form> FormState<T> {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self::named("")
    }

    /// An empty form whose names and ids start with a prefix, for a second form of the same type in a page.
    #[must_use]
    pub fn named(prefix: impl Into<Cow<'static, str>>) -> Self {
        let prefix = prefix.into();
        Self {
            fields: T::Fields::new(&Place::below(prefix.clone())),
            prefix,
            refused: None,
        }
    }

    /// A form that begins with the values of a struct.
    #[must_use]
    pub fn of(values: &T) -> Self {
        let mut form = Self::new();
        form.set(values);
        form
    }

    /// Shows the values of a struct, as if the form had begun with them.
    pub fn set(&mut self, values: &T) {
        *self = Self::named(std::mem::take(&mut self.prefix));
        self.fields.set(values);
    }

    /// Empties the form, as if it had just begun.
    pub fn reset(&mut self) {
        *self = Self::named(std::mem::take(&mut self.prefix));
    }

    /// Takes what the user has typed so far. Fields that it changes show their errors from then on.
    pub fn change(&mut self, input: FormInput<T>) {
        self.take(input);
        self.check();
    }

    /// Takes what the user has sent. If it is valid, returns it; otherwise, all errors are shown, and the
    /// first wrong field gets the focus. What the application has refused before, it is asked again.
    #[must_use = "nothing is shown to the user if the form is valid"]
    pub fn submit(&mut self, input: FormInput<T>) -> Option<T> {
        self.take(input);
        self.fields.each_mut(&mut |part| match part {
            PartMut::Field(field) => field.note_sent(),
            PartMut::Rows(rows) => rows.state().note_sent(),
        });
        let values = self.check();
        if values.is_none() {
            focus_first(&mut self.fields);
        }
        values
    }

    /// Shows an error for the form as a whole, until the user changes something.
    pub fn refuse(&mut self, error: impl Into<Invalid>) {
        self.refused = Some(error.into());
    }

    /// What is wrong with the form as a whole.
    #[must_use]
    pub fn error(&self) -> Option<&Invalid> {
        self.refused.as_ref()
    }

    /// The attributes of the element that shows this error.
    #[must_use]
    pub fn error_attributes(&self) -> Attributes {
        match &*self.prefix {
            "" => error_attributes("form"),
            prefix => error_attributes(prefix),
        }
    }

    /// Whether no error is shown, in no field and for no row.
    #[must_use]
    pub fn shows_no_error(&self) -> bool {
        let mut shows_none = self.refused.is_none();
        self.fields.each(&mut |part| {
            shows_none &= match part {
                Part::Field(field) => field.error().is_none(),
                Part::Rows(rows) => !rows.is_touched || rows.mistake().is_none(),
            };
        });
        shows_none
    }

    /// Checks all fields; their errors are as of now.
    pub(super) fn check(&mut self) -> Option<T> {
        self.fields.checked()
    }

    fn take(&mut self, input: FormInput<T>) {
        self.refused = None;
        let mut sent = input.by_name();
        let absent = absent_places(&self.fields, &sent);
        self.fields.each_mut(&mut |part| {
            if let PartMut::Field(field) = part {
                field.is_first = false;
                let texts = sent.remove(&*field.name);
                if texts.is_some() || !absent.contains(place_of(field)) {
                    field.take(texts);
                }
            }
        });
    }
}

/// The part of a field's name that it shares with the fields next to it.
fn place_of(field: &FieldState) -> &str {
    field.name.rsplit_once('.').map_or("", |(place, _)| place)
}

/// The places of which a form has sent nothing, though it would have: they were not in the page, such as
/// a row that was added since. Their checkboxes are not unchecked.
fn absent_places(fields: &dyn Parts, sent: &HashMap<String, Vec<String>>) -> HashSet<String> {
    let mut absent = HashSet::new();
    let mut present = HashSet::new();
    fields.each(&mut |part| {
        let Part::Field(field) = part else { return };
        let sends_always = matches!(
            field.kind,
            FieldKind::Text | FieldKind::Number | FieldKind::Moment
        );
        if sent.contains_key(&*field.name) {
            present.insert(place_of(field).to_owned());
        } else if sends_always {
            absent.insert(place_of(field).to_owned());
        }
    });
    absent.retain(|place| !present.contains(place));
    absent
}

/// Notes which field gets the focus.
fn focus_first(fields: &mut dyn Parts) {
    let mut is_found = false;
    fields.each_mut(&mut |part| {
        if let PartMut::Field(field) = part {
            field.is_first = !is_found && field.mistake().is_some();
            is_found |= field.is_first;
        }
    });
}

impl<T: Form> Default for FormState<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Form> Deref for FormState<T> {
    type Target = T::Fields;

    fn deref(&self) -> &T::Fields {
        &self.fields
    }
}

impl<T: Form> DerefMut for FormState<T> {
    fn deref_mut(&mut self) -> &mut T::Fields {
        &mut self.fields
    }
}

impl<T: Form> Clone for FormState<T> {
    fn clone(&self) -> Self {
        Self {
            prefix: self.prefix.clone(),
            fields: self.fields.clone(),
            refused: self.refused.clone(),
        }
    }
}

impl<T: Form> PartialEq for FormState<T> {
    fn eq(&self, other: &Self) -> bool {
        self.fields == other.fields && self.refused == other.refused
    }
}

impl<T: Form> fmt::Debug for FormState<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormState")
            .field("fields", &self.fields)
            .field("error", &self.refused)
            .finish_non_exhaustive()
    }
}
