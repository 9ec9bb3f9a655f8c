//! What is known about the handlers of a view at compile time: their names, and what their annotations say.
//!
//! The macro writes the table as a constant; a browser gets it beside the templates, and does what is
//! declared in it. Nothing on the server depends on it.

/// A handler that a listener calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// The method's name.
    pub name: &'static str,
}

impl Handler {
    /// A handler without annotations.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name }
    }
}
