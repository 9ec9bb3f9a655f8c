//! A session while a thread uses it. It goes back to its slot when that ends, whatever happens.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::task::Waker;

use taut_core::{Done, Reject, Reply, Session};

use crate::form_post::Outcome;
use crate::refusal::note as note_refused;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot_writer::Task;

/// A session in use.
pub(crate) struct InUse<'a> {
    pub(crate) registry: &'a Arc<Registry>,
    pub(crate) slot: &'a Arc<Slot>,
    /// There until this is dropped.
    session: Option<Box<dyn Session>>,
    /// What a handler has left, until it is settled.
    done: Option<Done>,
    /// Whether it is only looked at.
    is_read: bool,
    /// Whether a connection has the session that does not know of this.
    is_news: bool,
}

impl<'a> InUse<'a> {
    pub(super) fn new(
        registry: &'a Arc<Registry>,
        slot: &'a Arc<Slot>,
        session: Box<dyn Session>,
        done: Option<Done>,
    ) -> Self {
        Self {
            registry,
            slot,
            session: Some(session),
            done,
            is_read: false,
            is_news: false,
        }
    }

    /// The session will not be changed.
    pub(crate) fn read_only(mut self) -> Self {
        self.is_read = true;
        self
    }

    /// The connection is to send what has changed.
    pub(super) fn with_news(mut self) -> Self {
        self.is_news = true;
        self
    }

    /// Settles the event of a handler that took its time, if one has finished, as a frame.
    pub(crate) fn settle(&mut self, frame: &mut Vec<u8>) {
        if let Some(done) = self.done.take() {
            let _ = self.finish(done, frame);
        }
    }

    /// Settles an event as a frame, and tells whoever has sent it as a form.
    pub(crate) fn finish(&mut self, done: Done, frame: &mut Vec<u8>) -> Reply {
        let reply = Session::finish(&mut **self, done, frame);
        self.slot.settle_form(reply.error.as_ref());
        reply
    }
}

impl Deref for InUse<'_> {
    type Target = dyn Session;

    fn deref(&self) -> &Self::Target {
        match &self.session {
            Some(session) => &**session,
            None => unreachable!("a session goes back when nobody uses it any more"),
        }
    }
}

impl DerefMut for InUse<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match &mut self.session {
            Some(session) => &mut **session,
            None => unreachable!("a session goes back when nobody uses it any more"),
        }
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        self.settle(&mut Vec::new());
        if let Some(mut session) = self.session.take() {
            note(&mut *session);
            self.slot
                .put_back(self.registry, session, !self.is_read, self.is_news);
        }
    }
}

impl Slot {
    /// Puts a session back that was used, and begins to wait if there is no lease.
    fn put_back(
        self: &Arc<Self>,
        registry: &Arc<Registry>,
        mut session: Box<dyn Session>,
        has_changed: bool,
        is_news: bool,
    ) {
        let mut state = self.lock();
        while let Some(done) = state.take_done() {
            // A handler has finished while the session was away.
            drop(state);
            let reply = session.finish(done, &mut Vec::new());
            note(&mut *session);
            self.settle_form(reply.error.as_ref());
            state = self.lock();
        }
        state.used_by = None;
        self.given_back.notify_all();
        if state.has_ended && !session.is_busy() {
            drop(state);
            return end(session);
        }
        state.position = session.position();
        state.has_news |= is_news && state.is_leased;
        let asks = has_changed && state.saving.asks();
        let rests = !state.is_leased && state.waiting.is_none();
        state.session = Some(session);
        let waker = state.take_waker_if_wanted();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        if asks && let Some(writer) = registry.writer.get() {
            writer.ask(Task::Changed(self.id));
        }
        if rests {
            registry.rest(self);
        }
    }

    /// Notes what has become of the last form, if its handler took its time.
    pub(crate) fn settle_form(&self, error: Option<&Reject>) {
        let mut state = self.lock();
        let Some(form) = state.rare.as_mut().and_then(|rare| rare.last_form.as_mut()) else {
            return;
        };
        if let Outcome::AtWork(_) = form.outcome
            && let Outcome::AtWork(tell) =
                std::mem::replace(&mut form.outcome, Outcome::Settled(error.cloned()))
        {
            // The browser may be gone.
            let _ = tell.send(error.cloned());
        }
    }
}

/// Logs a panic of a view, and an event that was refused, since the last call.
pub(crate) fn note(session: &mut dyn Session) {
    if let Some(panic) = session.take_panic() {
        log::error!("{panic}");
    }
    if let Some(refused) = session.take_refused() {
        note_refused(&refused);
    }
}

/// Drops a view.
pub(crate) fn end(mut session: Box<dyn Session>) {
    session.end();
    note(&mut *session);
}
