//! Rows of a form: nested structs that the user adds, removes and moves.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::derived::{Form, FormFields};
use super::invalid::Invalid;
use super::part::{ManyRows, Part, PartMut, Parts};
use super::place::{Place, error_attributes};
use super::rows_state::RowsState;
use super::rules::Rules;
use crate::spread::Attributes;

/// The rows of a field `#[form(nested)] name: Vec<T>`.
///
/// A row keeps its key as long as it exists, and its controls are named by it (`addresses.3.street`).
/// So whatever happens to the rows, what is typed stays with its row.
pub struct FormRows<T: Form> {
    state: RowsState,
    rows: Vec<FormRow<T>>,
}

/// A row: `row.street` is its field, [`row.key()`](FormRow::key) its key.
pub struct FormRow<T: Form> {
    key: u32,
    fields: T::Fields,
}

impl<T: Form> FormRows<T> {
    /// No rows.
    #[must_use]
    pub fn new(place: &Place, name: &'static str, rules: &'static Rules) -> Self {
        Self {
            state: RowsState {
                name: place.name(name),
                rules,
                keys: Vec::new(),
                next: 0,
                is_touched: false,
                invalid: None,
                refused: None,
            },
            rows: Vec::new(),
        }
    }

    /// The rows, for `for row in form.addresses.rows(); key = row.key() { … }`.
    #[must_use]
    pub fn rows(&self) -> &[FormRow<T>] {
        &self.rows
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there can be one more row: at most as many as `#[form(max = …)]` allows, or 100.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.rows.len() < self.state.most()
    }

    /// What is wrong with the number of rows, once that has changed or the form was sent.
    #[must_use]
    pub fn error(&self) -> Option<&Invalid> {
        self.state.mistake().filter(|_| self.state.is_touched)
    }

    /// The attributes of the element that shows this error.
    #[must_use]
    pub fn error_attributes(&self) -> Attributes {
        error_attributes(&self.state.name)
    }

    /// Shows an error for the whole list, until a row is added or removed.
    pub fn refuse(&mut self, error: impl Into<Invalid>) {
        self.state.refused = Some(error.into());
        self.state.is_touched = true;
    }

    /// Adds an empty row at the end; nothing if there is no room.
    pub fn add(&mut self) -> Option<&mut FormRow<T>> {
        if !self.has_room() {
            return None;
        }
        self.state.note_sent();
        let key = self.state.next;
        self.state.next = key.wrapping_add(1);
        self.rows.push(self.row(key));
        self.note_keys();
        self.rows.last_mut()
    }

    /// Removes the row with a key, if there is one.
    pub fn remove(&mut self, key: u32) {
        self.state.note_sent();
        self.rows.retain(|row| row.key != key);
        self.note_keys();
    }

    /// Moves the row with a key by so many places, as far as there are any; negative numbers move it up.
    pub fn shift(&mut self, key: u32, places: isize) {
        if let Some(at) = self.rows.iter().position(|row| row.key == key) {
            let to = at.saturating_add_signed(places);
            let row = self.rows.remove(at);
            self.rows.insert(to.min(self.rows.len()), row);
            self.note_keys();
        }
    }

    /// The row with a key.
    pub fn row_mut(&mut self, key: u32) -> Option<&mut FormRow<T>> {
        self.rows.iter_mut().find(|row| row.key == key)
    }

    /// Shows values, as if the form had begun with them.
    pub fn set(&mut self, values: &[T]) {
        self.rows.clear();
        for value in values {
            let key = self.state.next;
            self.state.next = key.wrapping_add(1);
            let mut row = self.row(key);
            row.fields.set(value);
            self.rows.push(row);
        }
        self.note_keys();
        self.state.is_touched = false;
        (self.state.invalid, self.state.refused) = (None, None);
    }

    /// The values, if all are valid.
    pub fn checked(&mut self) -> Option<Vec<T>> {
        self.state.invalid = self.state.rules.check_count(self.rows.len()).err();
        let values: Vec<_> = self
            .rows
            .iter_mut()
            .map(|row| row.fields.checked())
            .collect();
        let values = values.into_iter().collect::<Option<Vec<_>>>();
        values.filter(|_| self.state.invalid.is_none())
    }

    fn row(&self, key: u32) -> FormRow<T> {
        let place = Place::below(format!("{}.{key}", self.state.name));
        FormRow {
            key,
            fields: T::Fields::new(&place),
        }
    }

    fn note_keys(&mut self) {
        self.state.keys = self.rows.iter().map(|row| row.key).collect();
    }
}

impl<T: Form> FormRow<T> {
    /// Its key, which stays the same as long as the row exists.
    #[must_use]
    pub fn key(&self) -> u32 {
        self.key
    }
}

impl<T: Form> Parts for FormRows<T> {
    fn each(&self, visit: &mut dyn FnMut(Part<'_>)) {
        visit(Part::Rows(&self.state));
        self.rows.iter().for_each(|row| row.fields.each(visit));
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(PartMut<'_>)) {
        visit(PartMut::Rows(self));
        self.rows
            .iter_mut()
            .for_each(|row| row.fields.each_mut(visit));
    }
}

impl<T: Form> ManyRows for FormRows<T> {
    fn state(&mut self) -> &mut RowsState {
        &mut self.state
    }

    fn renew(&mut self, keys: &[u32]) {
        let most = self.state.most();
        self.rows.clear();
        for key in keys {
            if self.rows.len() < most && self.rows.iter().all(|row| row.key != *key) {
                self.rows.push(self.row(*key));
            }
        }
        self.note_keys();
    }
}

impl<T: Form> Deref for FormRow<T> {
    type Target = T::Fields;

    fn deref(&self) -> &T::Fields {
        &self.fields
    }
}

impl<T: Form> DerefMut for FormRow<T> {
    fn deref_mut(&mut self) -> &mut T::Fields {
        &mut self.fields
    }
}

impl<T: Form> Clone for FormRow<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key,
            fields: self.fields.clone(),
        }
    }
}

impl<T: Form> Clone for FormRows<T> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            rows: self.rows.clone(),
        }
    }
}

impl<T: Form> PartialEq for FormRow<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.fields == other.fields
    }
}

impl<T: Form> PartialEq for FormRows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && self.rows == other.rows
    }
}

impl<T: Form> fmt::Debug for FormRow<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FormRow")
            .field(&self.key)
            .field(&self.fields)
            .finish()
    }
}

impl<T: Form> fmt::Debug for FormRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.rows).finish()
    }
}
