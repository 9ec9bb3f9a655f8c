//! The parts of an address, by their types; for generated code. One function for both directions, so that a type that does
//! not fit is one compile error.

use std::fmt;

use super::read::{Parameters, RouteReader};
use super::write::RouteWriter;
use super::{PathParameter, QueryMember, QueryValue};

/// A parameter of the path.
pub struct Parameter<T> {
    write: fn(&mut RouteWriter, &T),
    read: fn(&Parameters<'_>, usize) -> Option<T>,
}

/// A parameter of the path, of a type.
#[must_use]
pub fn parameter<T: PathParameter>() -> Parameter<T> {
    Parameter {
        write: |writer, value| writer.parameter(value),
        read: |parameters, at| parameters.get(at),
    }
}

impl<T> Parameter<T> {
    /// Appends a value to an address.
    pub fn write(&self, writer: &mut RouteWriter, value: &T) {
        (self.write)(writer, value);
    }

    /// Reads a value, by its place in the path; nothing if it does not fit.
    #[must_use]
    pub fn read(&self, parameters: &Parameters<'_>, at: usize) -> Option<T> {
        (self.read)(parameters, at)
    }
}

impl<T> fmt::Debug for Parameter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parameter")
    }
}

/// A member of the query.
pub struct Member<T> {
    default: fn() -> T,
    write: fn(&mut RouteWriter, &str, &T, &T),
    read: Read<T>,
}

/// Reads a member by its name, or returns its default.
type Read<T> = fn(&RouteReader<'_>, &str, fn() -> T) -> Option<T>;

/// A member of the query, of a type.
#[must_use]
pub fn member<T: QueryMember>() -> Member<T> {
    member_or(T::default)
}

/// A member of the query with a default of its own.
pub fn member_or<T: QueryValue>(default: fn() -> T) -> Member<T> {
    Member {
        default,
        write: |writer, name, value, default| writer.member(name, value, default),
        read: |reader, name, default| reader.member(name, default),
    }
}

impl<T> Member<T> {
    /// Appends a value to an address, unless it is the default.
    pub fn write(&self, writer: &mut RouteWriter, name: &str, value: &T) {
        (self.write)(writer, name, value, &(self.default)());
    }

    /// Reads a value, which is the default if it is missing; nothing if it does not fit.
    #[must_use]
    pub fn read(&self, reader: &RouteReader<'_>, name: &str) -> Option<T> {
        (self.read)(reader, name, self.default)
    }
}

impl<T> fmt::Debug for Member<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}
