//! The last form that a session has handled: the same one, sent twice, counts once.

use taut_core::Reject;
use tokio::sync::oneshot;

/// Tells forms apart, without keeping what was typed.
pub(crate) type FormDigest = [u8; 32];

/// The last form that a session has handled.
#[derive(Debug)]
pub(crate) struct LastForm {
    pub(crate) digest: FormDigest,
    pub(crate) outcome: Outcome,
}

/// The outcome of a form.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It was handled, or refused.
    Settled(Option<Reject>),
    /// Its handler takes its time; this answers its sender.
    AtWork(oneshot::Sender<Option<Reject>>),
}

impl LastForm {
    /// Settles the form if its handler was at work.
    pub(crate) fn settle(&mut self, error: Option<&Reject>) {
        if let Outcome::AtWork(_) = self.outcome
            && let Outcome::AtWork(sender) =
                std::mem::replace(&mut self.outcome, Outcome::Settled(error.cloned()))
        {
            // The browser may be gone.
            let _ = sender.send(error.cloned());
        }
    }
}
