//! The log entry of an event that was refused.

use crate::handler::Handler;

/// An event that was refused, for the log: nothing in it comes from a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The handler, as `View::handler`, or only the view.
    pub by: String,
    /// The reason why no handler was called; nothing if the handler itself has refused.
    pub why: Option<String>,
}

impl Refused {
    /// An event that the handler of a view has refused.
    pub(crate) fn by_handler(view: &str, handler: Option<&Handler>) -> Self {
        let name = handler.map_or("", |handler| handler.name);
        Self {
            by: format!("{view}::{name}"),
            why: None,
        }
    }
}
