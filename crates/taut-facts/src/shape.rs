//! The shapes of JSON values, for the client's TypeScript types and for the checks of the test double.

/// The shape of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Any value.
    Any,
    /// A string.
    Text,
    /// A string with this prefix.
    Cell(&'static str),
    /// An integer between two bounds, both included.
    Number(i64, i64),
    /// `null`.
    Null,
    /// Any number of values of one shape.
    List(&'static Shape),
    /// An object with members of any name.
    Map(&'static Shape),
    /// An array with named parts.
    Tuple(&'static [Part]),
    /// An object with these members.
    Object(&'static [Part]),
    /// One of several shapes.
    OneOf(&'static [Shape]),
    /// A template in the table of templates.
    Template,
    /// An object of effects.
    Effects,
}

/// A part of an array, or a member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part(
    /// Its name.
    pub &'static str,
    /// Its shape.
    pub Shape,
    /// How often it occurs.
    pub Count,
);

/// How often a part occurs. After an optional part, only optional ones follow, or any number of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Once.
    One,
    /// At most once.
    Optional,
    /// Any number of times.
    Many,
}

/// A number from `0` on.
pub const NATURAL: Shape = Shape::Number(0, i64::MAX);

/// A number from `1` on.
pub const POSITIVE: Shape = Shape::Number(1, i64::MAX);

/// `0` or `1`.
pub const TRUTH: Shape = Shape::Number(0, 1);

/// `1`; the part is omitted otherwise.
pub const SET: Shape = Shape::Number(1, 1);
