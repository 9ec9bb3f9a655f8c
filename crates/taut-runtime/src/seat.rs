//! Where a session sits: whichever socket holds the seat may use it, and the last one to come holds it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Waker;
use std::time::Instant;

use taut_core::Session;
use taut_core::limits::Limits;

use crate::inbox::{Full, Inbox};
use crate::rate::{Rate, SharedBucket};
use crate::registry::Token;

/// A session between sockets.
pub struct Seat {
    token: Token,
    route: Arc<str>,
    limits: Arc<Limits>,
    rate: Rate,
    events: SharedBucket,
    state: Mutex<State>,
}

pub(crate) struct State {
    pub(crate) session: Box<dyn Session>,
    /// Counts the sockets that have held the seat.
    holder: u64,
    /// Where events for the holder are put, if it has none of its own way to get them.
    inbox: Weak<Inbox>,
    waker: Option<Waker>,
    /// Whether the session may have something to say that nobody has heard.
    stirred: bool,
    /// Until when the session waits for a browser, if it does.
    waiting: Option<Instant>,
}

impl State {
    /// Uses the session, and notes if its view has panicked.
    fn using<R>(&mut self, use_it: impl FnOnce(&mut dyn Session) -> R) -> R {
        let result = use_it(&mut *self.session);
        if let Some(panic) = self.session.take_panic() {
            log::error!("{panic}");
        }
        result
    }
}

impl Drop for State {
    /// A view that panics when it is dropped is noted like any other.
    fn drop(&mut self) {
        self.using(|session| session.end());
    }
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").field("route", &self.route).finish_non_exhaustive()
    }
}

impl Seat {
    pub(crate) fn new(session: Box<dyn Session>, token: Token, route: Arc<str>, limits: Arc<Limits>) -> Self {
        Self {
            token,
            route,
            rate: Rate::new(limits.events_per_second, limits.event_burst),
            events: SharedBucket::default(),
            limits,
            state: Mutex::new(State {
                session,
                holder: 0,
                inbox: Weak::new(),
                waker: None,
                stirred: false,
                waiting: None,
            }),
        }
    }

    /// Names the session.
    #[must_use]
    pub fn token(&self) -> Token {
        self.token
    }

    pub(crate) fn route(&self) -> &str {
        &self.route
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether the session may handle an event.
    ///
    /// # Errors
    /// When it has handled too many: the time at which it may.
    pub(crate) fn admit(&self, now: Instant) -> Result<(), Instant> {
        self.events.take(self.rate, now)
    }

    /// Takes the seat from whoever holds it. Gives the number of the new holder, and until when the session
    /// would have waited for one.
    pub(crate) fn take(&self) -> (u64, Option<Instant>) {
        let mut state = self.lock();
        state.holder += 1;
        state.inbox = Weak::new();
        let waited = state.waiting.take();
        let (holder, before) = (state.holder, state.waker.take());
        drop(state);
        if let Some(before) = before {
            before.wake();
        }
        (holder, waited)
    }

    /// Uses the session, if the seat is still held.
    pub(crate) fn with<R>(&self, holder: u64, use_it: impl FnOnce(&mut dyn Session) -> R) -> Option<R> {
        let mut state = self.lock();
        (state.holder == holder).then(|| state.using(use_it))
    }

    /// Looks at the session whoever holds the seat.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&dyn Session) -> R) -> R {
        look(&*self.lock().session)
    }

    /// Uses the session whoever holds the seat, and wakes the holder.
    pub(crate) fn with_any<R>(&self, use_it: impl FnOnce(&mut dyn Session) -> R) -> R {
        let mut state = self.lock();
        let result = state.using(use_it);
        state.stirred = true;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        result
    }

    /// Will wake the holder when the session has something to say, or when the seat is taken. Gives the
    /// session if it has something to say already.
    pub(crate) fn listen<R>(
        &self,
        holder: u64,
        waker: &Waker,
        hear: impl FnOnce(&mut dyn Session) -> R,
    ) -> Option<Option<R>> {
        let mut state = self.lock();
        if state.holder != holder {
            return None;
        }
        if !state.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            state.waker = Some(waker.clone());
        }
        let stirred = std::mem::take(&mut state.stirred);
        Some(stirred.then(|| state.using(hear)))
    }

    /// Lets events be posted for the holder, if the seat is still held.
    pub(crate) fn open(&self, holder: u64, inbox: &Arc<Inbox>) {
        let mut state = self.lock();
        if state.holder == holder {
            state.inbox = Arc::downgrade(inbox);
        }
    }

    /// Puts events where the holder finds them; gives nothing if it gets them in another way.
    pub(crate) fn post(&self, events: &[&str], seen: i64) -> Option<Result<(), Full>> {
        let inbox = self.lock().inbox.upgrade()?;
        inbox.put(events, seen, &self.limits)
    }

    pub(crate) fn set_waiting(&self, until: Option<Instant>) {
        self.lock().waiting = until;
    }

    /// Whether the session has waited for too long.
    pub(crate) fn has_waited_until(&self, now: Instant) -> bool {
        self.lock().waiting.is_some_and(|until| until <= now)
    }

    pub(crate) fn waits_until(&self, until: Instant) -> bool {
        self.lock().waiting == Some(until)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
