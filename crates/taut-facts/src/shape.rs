//! The form of a JSON value: from it come a type in TypeScript, and what the test double accepts.

/// The form of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Any value.
    Any,
    /// A string.
    Text,
    /// A string that starts so.
    Cell(&'static str),
    /// A whole number between two, both included.
    Number(i64, i64),
    /// `null`.
    Null,
    /// Any number of values of one form.
    List(&'static Shape),
    /// An object whose members have any names.
    Map(&'static Shape),
    /// An array whose parts have names.
    Tuple(&'static [Part]),
    /// An object with these members.
    Object(&'static [Part]),
    /// One of several.
    OneOf(&'static [Shape]),
    /// A template of the table of templates.
    Template,
    /// An object of effects.
    Effects,
}

/// A part of an array, or a member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part(
    /// Its name.
    pub &'static str,
    /// Its form.
    pub Shape,
    /// How often it comes.
    pub Count,
);

/// How often a part comes. After one that may be missing come others that may, or as many as there are of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Once.
    One,
    /// Once, or not.
    Optional,
    /// Any number of times.
    Many,
}

/// A number that is `0` or more.
pub const NATURAL: Shape = Shape::Number(0, i64::MAX);

/// A number that is `1` or more.
pub const POSITIVE: Shape = Shape::Number(1, i64::MAX);

/// `0` or `1`.
pub const TRUTH: Shape = Shape::Number(0, 1);

/// `1`, where the part is left out otherwise.
pub const SET: Shape = Shape::Number(1, 1);
