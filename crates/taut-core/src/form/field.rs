//! A field of a form, with its type.

use std::fmt::{self, Display};
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use super::field_state::FieldState;
use super::invalid::Invalid;
use super::part::{Part, PartMut, Parts};
use super::place::Place;
use super::rules::{FieldKind, Rules};
use super::value::FormValue;

/// A field of type `T` in a [`FormState`](crate::FormState); [`FieldState`] has what a template needs.
pub struct FormField<T: 'static> {
    state: FieldState,
    reading: &'static Reading<T>,
}

/// How texts become values and back. Only who makes a field must know that its type can be one, so that the
/// compiler complains once about a type that cannot.
struct Reading<T> {
    read: fn(&[String]) -> Result<T, Invalid>,
    show: fn(&T) -> Vec<String>,
    blank: fn() -> Option<T>,
}

impl<T> FormField<T> {
    /// Shows a value, as if the form had begun with it: without an error, untouched.
    pub fn set(&mut self, value: &T) {
        self.state.texts = (self.reading.show)(value);
        self.state.begin();
    }

    /// Whether the field shows a value: for the options of a `<select>` that are not an enum.
    #[must_use]
    pub fn is(&self, value: &T) -> bool {
        let is_empty = |texts: &[String]| texts.iter().all(String::is_empty);
        let texts = (self.reading.show)(value);
        self.state.texts == texts || (is_empty(&self.state.texts) && is_empty(&texts))
    }

    /// The value, if it is valid; what is wrong is kept with the field.
    pub fn checked(&mut self, rule: impl FnOnce(&T) -> Result<(), Invalid>) -> Option<T> {
        let checked = self.read().and_then(|value| rule(&value).map(|()| value));
        self.state.invalid = checked.as_ref().err().cloned();
        checked.ok()
    }

    /// A value that stands for one that is not valid, if the type has any.
    #[must_use]
    pub fn blank(&self) -> Option<T> {
        (self.reading.blank)()
    }

    /// The value by the rules that HTML knows.
    fn read(&self) -> Result<T, Invalid> {
        let Self { state, .. } = self;
        let value = self
            .decoded()
            .map_err(|error| state.rules.in_own_words(error))?;
        match state.kind {
            FieldKind::Several => state.rules.check_count(state.texts.len())?,
            _ if state.is_empty() => {}
            kind => state.rules.check(kind, state.value())?,
        }
        Ok(value)
    }

    /// The value of the type.
    fn decoded(&self) -> Result<T, Invalid> {
        let Self { state, reading } = self;
        let has_list = matches!(state.kind, FieldKind::Check | FieldKind::Several);
        if !has_list && state.texts.len() > 1 {
            return Err(Invalid::Repeated);
        }
        if state.is_required() && state.is_empty() {
            return Err(Invalid::Missing);
        }
        (reading.read)(&state.texts)
    }
}

/// An empty field.
#[must_use]
pub fn new_field<T: FormValue>(
    place: &Place,
    name: &'static str,
    rules: &'static Rules,
) -> FormField<T> {
    let state = FieldState {
        kind: T::KIND,
        may_be_empty: T::MAY_BE_EMPTY,
        range: const { &T::RANGE },
        ..FieldState::new(place.name(name), rules)
    };
    let reading = const {
        &Reading {
            read: T::of_texts,
            show: T::to_texts,
            blank: T::blank,
        }
    };
    FormField { state, reading }
}

/// An empty field with `#[form(text)]`.
#[must_use]
pub fn new_parsed_field<T: FromStr + Display>(
    place: &Place,
    name: &'static str,
    rules: &'static Rules,
) -> FormField<T> {
    let state = FieldState::new(place.name(name), rules);
    let reading = const {
        &Reading {
            read: parsed,
            show: printed,
            blank: || None,
        }
    };
    FormField { state, reading }
}

fn parsed<T: FromStr>(texts: &[String]) -> Result<T, Invalid> {
    let text = texts.first().map_or("", String::as_str);
    text.parse().map_err(|_| Invalid::Unreadable)
}

fn printed<T: Display>(value: &T) -> Vec<String> {
    vec![value.to_string()]
}

impl<T> Parts for FormField<T> {
    fn each(&self, visit: &mut dyn FnMut(Part<'_>)) {
        visit(Part::Field(&self.state));
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(PartMut<'_>)) {
        visit(PartMut::Field(&mut self.state));
    }
}

impl<T> Deref for FormField<T> {
    type Target = FieldState;

    fn deref(&self) -> &FieldState {
        &self.state
    }
}

impl<T> DerefMut for FormField<T> {
    fn deref_mut(&mut self) -> &mut FieldState {
        &mut self.state
    }
}

impl<T> Clone for FormField<T> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            reading: self.reading,
        }
    }
}

impl<T> PartialEq for FormField<T> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<T> fmt::Debug for FormField<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}
