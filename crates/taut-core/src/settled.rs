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
    /// Whether nothing was refused: a redirect is no refusal.
    pub(crate) fn is_successful(&self) -> bool {
        let reject = self.failure.as_ref().map(|failure| &failure.reject);
        reject.is_none_or(|reject| reject.location().is_some())
    }

    /// Adds what a handler has done that was called afterwards, for the same event. The first failure counts, or the last
    /// redirect.
    pub(crate) fn append(&mut self, later: Self) {
        if self.is_successful() && later.failure.is_some() {
            self.failure = later.failure;
        }
        self.context.append(later.context);
    }

    /// Whether a handler was called.
    pub(crate) fn is_of_handler(&self) -> bool {
        let refused = self
            .failure
            .as_ref()
            .and_then(|failure| failure.refused.as_ref());
        refused.is_none_or(|refused| refused.why.is_none())
    }
}
