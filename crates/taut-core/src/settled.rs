//! What is known of an event once it is handled or refused.

use crate::context::Context;
use crate::refused::Refused;
use crate::reject::Reject;

/// An event that was handled or refused: the effects of its handler, and why it failed, if it did.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) context: Context,
    pub(crate) failure: Option<Box<Failure>>,
}

/// Why an event was refused, or where its handler leads.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reject: Reject,
    /// What the view was asked for; the log names it after a panic.
    pub(crate) during: &'static str,
    /// The log entry; `None` after a redirect, or after a panic, which is logged as such.
    pub(crate) refused: Option<Refused>,
    /// The panic of the view's `on_reject`.
    pub(crate) panic: Option<Reject>,
}

impl Settled {
    /// Whether a handler was called.
    pub(crate) fn is_of_handler(&self) -> bool {
        let refused = self
            .failure
            .as_ref()
            .and_then(|failure| failure.refused.as_ref());
        refused.is_none_or(|refused| refused.why.is_none())
    }
}
