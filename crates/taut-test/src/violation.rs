//! Violations of the protocol by a page or a frame.

use std::fmt;

use serde_json::Value;

/// A violation of the protocol, with what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation(String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Violation {}

/// A result whose error is a violation.
pub(crate) type Judged<T = ()> = Result<T, Violation>;

/// A violation with a message.
pub(crate) fn violation<T>(message: impl Into<String>) -> Judged<T> {
    Err(Violation(message.into()))
}

/// A part of a frame, read value by value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream<'a> {
    rest: &'a [Value],
}

impl<'a> Stream<'a> {
    pub(crate) fn new(values: &'a [Value]) -> Self {
        Self { rest: values }
    }

    pub(crate) fn of(value: &'a Value, what: &str) -> Judged<Self> {
        match value {
            Value::Array(values) => Ok(Self::new(values)),
            other => violation(format!("expected {what}, found {other}")),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The remaining values.
    pub(crate) fn rest(&self) -> &'a [Value] {
        self.rest
    }

    /// The number of remaining values.
    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn next(&mut self, what: &str) -> Judged<&'a Value> {
        let Some((first, rest)) = self.rest.split_first() else {
            return violation(format!("{what} is missing"));
        };
        self.rest = rest;
        Ok(first)
    }

    pub(crate) fn integer(&mut self, what: &str) -> Judged<i64> {
        let value = self.next(what)?;
        value
            .as_i64()
            .map_or_else(|| violation(format!("expected {what}, found {value}")), Ok)
    }

    pub(crate) fn count(&mut self, what: &str) -> Judged<usize> {
        let number = self.integer(what)?;
        usize::try_from(number).or_else(|_| violation(format!("expected {what}, found {number}")))
    }

    pub(crate) fn text(&mut self, what: &str) -> Judged<&'a str> {
        let value = self.next(what)?;
        value
            .as_str()
            .map_or_else(|| violation(format!("expected {what}, found {value}")), Ok)
    }

    /// Expects that no value remains.
    pub(crate) fn end(&self, what: &str) -> Judged {
        match self.rest.first() {
            None => Ok(()),
            Some(value) => violation(format!("{value} is left over after {what}")),
        }
    }
}
