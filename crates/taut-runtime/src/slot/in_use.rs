//! A session while a thread uses it. It goes back to its slot when that ends, whatever happens.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, PoisonError};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

use taut_core::{Collector, Done, Reply, Session};

use super::{Saving, Slot, Stage, State};
use crate::event_log::{end, note};
use crate::token::Tokens;

/// A session in use.
pub(crate) struct InUse<'a> {
    pub(crate) slot: &'a Arc<Slot>,
    /// The session, until this is dropped.
    session: Option<Box<dyn Session>>,
    /// The result of a handler, until it is settled.
    done: Option<Done>,
    /// Collects the background work that the view starts, until this is dropped.
    collector: Option<Collector>,
    /// Whether it is only looked at.
    is_read: bool,
    /// Whether a connection has the session that does not know of this.
    pub(super) is_news: bool,
}

/// Another thread uses a session.
#[derive(Debug)]
pub(crate) struct Occupied;

impl InUse<'_> {
    /// Settles the event of a handler that took its time, if one has finished, as a frame.
    pub(crate) fn settle(&mut self, frame: &mut Vec<u8>) {
        if let Some(done) = self.done.take() {
            let _ = self.finish(done, frame);
        }
    }

    /// Settles an event as a frame, and answers the form that it was, if it was one.
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
            None => unreachable!("a session goes back when it is used no more"),
        }
    }
}

impl DerefMut for InUse<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match &mut self.session {
            Some(session) => &mut **session,
            None => unreachable!("a session goes back when it is used no more"),
        }
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        self.settle(&mut Vec::new());
        if let Some(mut session) = self.session.take() {
            note(&mut *session);
            self.slot.put_back(session, !self.is_read, self.is_news);
        }
        if let Some(collector) = self.collector.take() {
            self.slot.run_tasks(collector.end());
        }
    }
}

impl Slot {
    /// Uses the session, unless it is away or a handler is at work in it.
    pub(super) fn take<'a>(
        self: &'a Arc<Self>,
        state: &mut State,
        by_lease: bool,
    ) -> Option<InUse<'a>> {
        let (session, done) = state.take_free(by_lease)?;
        Some(InUse {
            slot: self,
            session: Some(session),
            done,
            collector: Some(Collector::begin()),
            is_read: false,
            is_news: false,
        })
    }

    /// Uses the session without its lease, unless a thread uses it or a handler is at work in it.
    pub(super) fn use_free(self: &Arc<Self>) -> Option<InUse<'_>> {
        let mut session = self.take(&mut self.lock(), false)?;
        session.is_news = true;
        Some(session)
    }

    /// Takes the result of a handler that took its time, for the session to settle.
    pub(crate) fn finished(self: &Arc<Self>, done: Done) {
        let mut state = self.lock();
        state.rare().done = Some(Box::new(done));
        let waker = state.waker.take();
        let is_leased = state.is_leased();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        if !is_leased {
            // A thread that uses the session now settles it instead.
            drop(self.use_free());
        }
    }

    /// The session as it is to be saved, its tokens, and how many changes it has seen; nothing if it has ended, or a handler is at work in it.
    ///
    /// # Errors
    /// When another thread uses it for longer than that.
    pub(crate) fn begin_snapshot(
        self: &Arc<Self>,
        within: Duration,
    ) -> Result<Option<(InUse<'_>, Tokens, u64)>, Occupied> {
        let state = self.lock();
        let waited = self
            .given_back
            .wait_timeout_while(state, within, |state| state.used_by.is_some());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.used_by.is_some() {
            return Err(Occupied);
        }
        if state.saving == Saving::AskedFor {
            state.saving = Saving::Always;
        }
        if state.stage == Stage::Ended {
            return Ok(None);
        }
        let tokens = state.tokens;
        let rare = state.rare.as_ref();
        let progress = rare.and_then(|rare| rare.progress).unwrap_or_default();
        let session = self.take(&mut state, false);
        Ok(session.map(|mut session| {
            session.is_read = true;
            (session, tokens, progress.changes)
        }))
    }

    /// Puts a session back that was used, and begins to wait if there is no lease.
    fn put_back(self: &Arc<Self>, mut session: Box<dyn Session>, has_changed: bool, is_news: bool) {
        self.follow_attendances(&*session);
        let mut has_messages = self.look_for_messages(&*session);
        let mut timers = session.timers();
        let mut state = self.lock();
        while let Some(done) = state.take_done() {
            // A handler has finished while the session was away.
            drop(state);
            let reply = session.finish(done, &mut Vec::new());
            note(&mut *session);
            self.settle_form(reply.error.as_ref());
            self.follow_attendances(&*session);
            has_messages = self.look_for_messages(&*session);
            timers = session.timers();
            state = self.lock();
        }
        state.used_by = None;
        self.given_back.notify_all();
        if state.stage == Stage::Ended && !session.is_busy() {
            drop(state);
            return end(session);
        }
        state.has_news |= (is_news || has_messages) && state.is_leased();
        let rare = state.rare.as_mut().filter(|_| has_changed);
        let progress = rare.and_then(|rare| rare.progress.as_mut());
        let is_awaited = progress.is_some();
        progress
            .into_iter()
            .for_each(|progress| progress.changes += 1);
        state.update_timers(timers);
        let is_to_save = has_changed && state.saving == Saving::Always;
        if is_to_save {
            state.saving = Saving::AskedFor;
        }
        let rests = state.stage == Stage::Free;
        has_messages |= state.take_owed_wake();
        let waker = state.put_back(session);
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        if is_to_save && let Some(home) = self.home.upgrade() {
            home.save(self.id, is_awaited);
        }
        if has_messages {
            self.wake_streams();
        }
        if rests {
            self.rest();
        }
    }

    /// Lets a session wait for its browser that has no lease and is not in use.
    pub(super) fn rest(self: &Arc<Self>) {
        let mut state = self.lock();
        if state.stage != Stage::Free {
            return;
        }
        let Some(mut session) = state.take_idle() else {
            return;
        };
        state.used_by = Some(thread::current().id());
        drop(state);
        let (bytes, tasks) = Collector::around(|| session.weight());
        note(&mut *session);
        let mut has_messages = session.has_messages();
        let mut state = self.lock();
        has_messages |= state.take_owed_wake();
        state.used_by = None;
        self.given_back.notify_all();
        if state.stage == Stage::Ended {
            drop(state);
            return end(session);
        }
        let rests = state.stage == Stage::Free;
        if rests {
            let until = Instant::now() + self.limits.retained_for;
            self.wait(&mut state, until, bytes);
        }
        let waker = state.put_back(session);
        drop(state);
        self.run_tasks(tasks);
        waker.into_iter().for_each(Waker::wake);
        if has_messages {
            self.wake_streams();
        }
        if rests && let Some(home) = self.home.upgrade() {
            home.make_room_for_another(&self.limits);
        }
    }
}

impl State {
    /// Takes the session to use it, unless it is away, or a handler is at work. The result of a handler that took its time is the
    /// connection's to settle, if there is one: it has to send the answer.
    fn take_free(&mut self, by_lease: bool) -> Option<(Box<dyn Session>, Option<Done>)> {
        let is_busy = self.session.as_ref()?.is_busy();
        let settles = self.has_done() && (by_lease || !self.is_leased());
        if is_busy && !settles {
            return None;
        }
        let session = self.session.take()?;
        self.used_by = Some(thread::current().id());
        let rare = self.rare.as_mut().filter(|_| settles);
        let done = rare.and_then(|rare| rare.done.take());
        Some((session, done.map(|done| *done)))
    }

    /// Takes the result of a handler, if there is no connection that has to send the answer.
    fn take_done(&mut self) -> Option<Done> {
        let is_leased = self.is_leased();
        let rare = self.rare.as_mut().filter(|_| !is_leased)?;
        rare.done.take().map(|done| *done)
    }
}
