//! What a seat holds, and what happens when it is unlocked.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::mpsc::Sender;
use std::sync::{MutexGuard, Weak};
use std::task::Waker;
use std::time::Instant;

use taut_core::Session;

use crate::inbox::Inbox;
use crate::refusal::note;
use crate::saver::Task;
use crate::seat::Seat;
use crate::submit::LastForm;
use crate::token::Tokens;

pub(super) struct State {
    pub(super) session: Box<dyn Session>,
    pub(super) tokens: Tokens,
    /// Counts the sockets that have held the seat.
    pub(super) holder: u64,
    /// Where events for the holder are put, if it has none of its own way to get them.
    pub(super) inbox: Weak<Inbox>,
    pub(super) waker: Option<Waker>,
    /// Whether the session may have something to say that nobody has heard.
    pub(super) stirred: bool,
    /// Until when the session waits for a browser, if it has none.
    pub(super) waiting: Option<Instant>,
    /// Whether the session is saved before it goes.
    pub(super) outlives: bool,
    /// Where the session asks to be saved after each change, if it does.
    pub(super) queue: Option<Box<Sender<Task>>>,
    /// Whether it has asked.
    pub(super) queued: bool,
    pub(super) last_form: Option<Box<LastForm>>,
}

thread_local! {
    /// How many seats this thread is using: handlers may use others, but must not wait for them.
    static IN_USE: Cell<usize> = const { Cell::new(0) };
}

/// The state of a seat, in use by this thread. What is to be done afterwards follows when it is unlocked.
pub(super) struct InUse<'a> {
    state: MutexGuard<'a, State>,
    _afterwards: Afterwards<'a>,
}

struct Afterwards<'a>(&'a Seat);

impl Drop for Afterwards<'_> {
    fn drop(&mut self) {
        IN_USE.set(IN_USE.get() - 1);
        if self.0.has_ended() {
            self.0.close();
        }
    }
}

impl<'a> InUse<'a> {
    pub(super) fn of(seat: &'a Seat, state: MutexGuard<'a, State>) -> Self {
        IN_USE.set(IN_USE.get() + 1);
        Self { state, _afterwards: Afterwards(seat) }
    }

    /// Whether this thread uses no seat, so that it may wait for one.
    pub(super) fn is_none() -> bool {
        IN_USE.get() == 0
    }
}

impl Deref for InUse<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for InUse<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl State {
    /// Uses the session, and notes if its view has panicked, or an event was refused.
    pub(super) fn using<R>(&mut self, id: u64, use_it: impl FnOnce(&mut dyn Session) -> R) -> R {
        let result = use_it(&mut *self.session);
        if let Some(panic) = self.session.take_panic() {
            log::error!("{panic}");
        }
        if let Some(refused) = self.session.take_refused() {
            note(&refused);
        }
        if let Some(queue) = self.queue.as_ref().filter(|_| !self.queued) {
            self.queued = queue.send(Task::Changed(id)).is_ok();
        }
        result
    }

    /// Lets nobody hold a session that has ended.
    pub(super) fn close(&mut self) {
        self.displace();
        self.waiting = None;
    }

    /// Makes place for the next holder, and tells the one before.
    pub(super) fn displace(&mut self) -> u64 {
        self.holder += 1;
        self.inbox = Weak::new();
        if let Some(before) = self.waker.take() {
            before.wake();
        }
        self.holder
    }
}

impl Drop for State {
    /// A view that panics when it is dropped is noted like any other.
    fn drop(&mut self) {
        self.queue = None;
        self.using(0, |session| session.end());
    }
}
