//! What a form consists of, without its types: fields, and lists of rows.

use super::field_state::FieldState;
use super::rows_state::RowsState;

/// A part of a form.
#[derive(Debug)]
pub enum Part<'a> {
    /// A field.
    Field(&'a FieldState),
    /// A list of rows, before the parts of its rows.
    Rows(&'a RowsState),
}

/// A part of a form that can change.
pub enum PartMut<'a> {
    /// A field.
    Field(&'a mut FieldState),
    /// A list of rows, before the parts of its rows.
    Rows(&'a mut dyn ManyRows),
}

impl std::fmt::Debug for PartMut<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PartMut::Field(field) => field.fmt(f),
            PartMut::Rows(_) => f.write_str("rows"),
        }
    }
}

/// A list of rows of any type.
pub trait ManyRows {
    /// The facts about it.
    fn state(&mut self) -> &mut RowsState;
    /// Replaces the rows by empty ones with the given keys.
    fn renew(&mut self, keys: &[u32]);
}

/// Something that has fields: a field, rows, or the struct of all of them.
pub trait Parts {
    /// Visits the parts in the order in which they are declared.
    fn each(&self, visit: &mut dyn FnMut(Part<'_>));
    /// Visits the parts, which may change.
    fn each_mut(&mut self, visit: &mut dyn FnMut(PartMut<'_>));
}
