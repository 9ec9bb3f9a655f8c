//! Where a session sits: whichever socket holds the seat may use it, and the last one to come holds it.

mod state;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};
use std::task::Waker;
use std::time::Instant;

use taut_core::limits::Limits;
use taut_core::{Reject, Saved, Session, Settled};

use crate::inbox::{Full, Inbox};
use crate::owner::Owner;
use crate::rate::{Rate, SharedBucket};
use crate::saver::Saver;
use crate::submit::{FormDigest, LastForm};
use crate::token::{Token, Tokens};

use self::state::{InUse, State};

/// The holder of a seat that nobody has taken yet.
pub(crate) const NOBODY: u64 = 0;

/// A session between sockets.
pub struct Seat {
    id: u64,
    owner: Owner,
    limits: Arc<Limits>,
    events: SharedBucket,
    /// Whether the session is over: nobody will use it again.
    ended: AtomicBool,
    state: Mutex<State>,
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl Seat {
    pub(crate) fn new(
        session: Box<dyn Session>,
        tokens: Tokens,
        owner: Owner,
        limits: Arc<Limits>,
        saver: Option<&Saver>,
    ) -> Self {
        let saver = saver.filter(|_| session.persists());
        let queue = saver.filter(|_| session.persists_always()).map(Saver::queue);
        let state = State {
            session,
            tokens,
            holder: NOBODY,
            inbox: Weak::new(),
            waker: None,
            stirred: false,
            waiting: None,
            outlives: saver.is_some(),
            queue: queue.map(Box::new),
            queued: false,
            last_form: None,
        };
        Self {
            id: tokens.id(),
            owner,
            events: SharedBucket::default(),
            limits,
            ended: AtomicBool::new(false),
            state: Mutex::new(state),
        }
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// To whom the session belongs.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether the session may handle an event.
    ///
    /// # Errors
    /// When it has handled too many: the time at which it may.
    pub(crate) fn admit(&self, now: Instant) -> Result<(), Instant> {
        self.events.take(Rate::new(self.limits.events_per_second, self.limits.event_burst), now)
    }

    /// Whether a secret is that of a token which is still good.
    pub(crate) fn admits(&self, secret: u128) -> bool {
        self.lock().tokens.is_good(secret)
    }

    /// The token for a browser that joins: another one, if it has joined with one before.
    pub(crate) fn next_token(&self, used: Option<u128>) -> Token {
        let mut state = self.lock();
        match used {
            Some(used) => state.tokens.rotate(used),
            None => state.tokens.current(),
        }
    }

    /// The browser has the last token, if the seat is still held.
    pub(crate) fn confirm_token(&self, holder: u64) {
        let mut state = self.lock();
        if self.is_held_by(holder, &state) {
            state.tokens.confirm();
        }
    }

    /// The token that the browser has, or should have.
    #[must_use]
    pub fn token(&self) -> Token {
        self.lock().tokens.current()
    }

    /// What is to be kept of the session, with its tokens, if its view persists.
    pub(crate) fn save(&self) -> Result<Option<(Saved, Tokens)>, Reject> {
        let mut state = self.lock();
        state.queued = false;
        if self.has_ended() {
            return Ok(None);
        }
        Ok(state.session.save()?.map(|saved| (saved, state.tokens)))
    }

    /// Takes the seat from whoever holds it. Gives the number of the new holder, and until when the session
    /// has waited for one; nothing if it has ended.
    pub(crate) fn take(&self) -> Option<(u64, Option<Instant>)> {
        let mut state = self.lock();
        if self.has_ended() {
            return None;
        }
        let waited = state.waiting.take();
        Some((state.displace(), waited))
    }

    /// Ends the session: whoever holds the seat loses it, and nobody will take it again. A handler that is at work in it
    /// comes to its end before this returns, unless a handler has asked for it: two might wait for each other.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        if InUse::is_none() {
            drop(self.lock());
        } else {
            self.close();
        }
    }

    /// Whether the session is over.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    /// Tells the holder of a session that has ended, unless somebody uses it, who will.
    fn close(&self) {
        match self.state.try_lock() {
            Ok(mut state) => state.close(),
            Err(TryLockError::Poisoned(state)) => state.into_inner().close(),
            Err(TryLockError::WouldBlock) => {}
        }
    }

    /// Whether a browser has the session.
    pub(crate) fn is_held(&self) -> bool {
        let state = self.lock();
        state.waiting.is_none() && !self.has_ended()
    }

    /// Wakes whoever holds the seat.
    pub(crate) fn wake(&self) {
        if let Some(waker) = self.lock().waker.take() {
            waker.wake();
        }
    }

    /// Uses the session, if the seat is still held.
    pub(crate) fn with<R>(&self, holder: u64, use_it: impl FnOnce(&mut dyn Session) -> R) -> Option<R> {
        let mut state = self.lock();
        self.is_held_by(holder, &state).then(|| state.using(self.id, use_it))
    }

    /// Looks at the session whoever holds the seat.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&dyn Session) -> R) -> R {
        look(&*self.lock().session)
    }

    /// Uses the session whoever holds the seat, and wakes the holder.
    pub(crate) fn with_any<R>(&self, use_it: impl FnOnce(&mut dyn Session) -> R) -> R {
        self.change(|state| state.using(self.id, use_it))
    }

    /// Lets the session finish with a form whoever holds the seat, notes what has become of it, and wakes the holder.
    pub(crate) fn finish_form(&self, finish: impl FnOnce(&mut dyn Session) -> LastForm) {
        self.change(|state| state.last_form = Some(Box::new(state.using(self.id, finish))));
    }

    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.lock();
        let result = change(&mut state);
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
        if !self.is_held_by(holder, &state) {
            return None;
        }
        if !state.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            state.waker = Some(waker.clone());
        }
        let stirred = std::mem::take(&mut state.stirred);
        Some(stirred.then(|| state.using(self.id, hear)))
    }

    /// Lets events be posted for the holder, if the seat is still held.
    pub(crate) fn open(&self, holder: u64, inbox: &Arc<Inbox>) {
        let mut state = self.lock();
        if self.is_held_by(holder, &state) {
            state.inbox = Arc::downgrade(inbox);
        }
    }

    /// Puts events where the holder finds them; gives nothing if it gets them in another way.
    pub(crate) fn post(&self, events: &[&str], seen: i64) -> Option<Result<(), Full>> {
        let inbox = self.lock().inbox.upgrade()?;
        inbox.put(events, seen, &self.limits)
    }

    /// What has become of a form, if it is the last one that was handled in the session.
    pub(crate) fn became_of(&self, form: &FormDigest) -> Option<Settled> {
        let state = self.lock();
        let last = state.last_form.as_ref().filter(|last| last.digest == *form)?;
        Some(last.settled.clone())
    }

    /// Uses the session for a form, if the seat is still held, and notes what has become of it.
    pub(crate) fn with_form<R>(
        &self,
        holder: u64,
        use_it: impl FnOnce(&mut dyn Session) -> (R, Option<LastForm>),
    ) -> Option<R> {
        let mut state = self.lock();
        if !self.is_held_by(holder, &state) {
            return None;
        }
        let (result, form) = state.using(self.id, use_it);
        if let Some(form) = form {
            state.last_form = Some(Box::new(form));
        }
        Some(result)
    }

    /// Begins to wait, if the seat is still held; gives how much the session weighs.
    pub(crate) fn wait(&self, holder: u64, until: Instant) -> Option<usize> {
        let mut state = self.lock();
        if !self.is_held_by(holder, &state) {
            return None;
        }
        state.waiting = Some(until);
        Some(state.session.weight())
    }

    /// Whether the session has waited for too long. One that is saved before it goes may be had as long as it is here.
    pub(crate) fn is_over(&self, now: Instant) -> bool {
        let state = self.lock();
        !state.outlives && state.waiting.is_some_and(|until| until <= now)
    }

    /// Whether the session waits until then, and is saved before it goes.
    pub(crate) fn outlives(&self, until: Instant) -> bool {
        let state = self.lock();
        state.outlives && state.waiting == Some(until)
    }

    /// Ends the session if it still waits until then; tells whether it has ended.
    pub(crate) fn retire(&self, until: Instant) -> bool {
        let state = self.lock();
        if state.waiting == Some(until) {
            self.ended.store(true, Ordering::SeqCst);
        }
        self.has_ended()
    }

    fn is_held_by(&self, holder: u64, state: &State) -> bool {
        state.holder == holder && !self.has_ended()
    }

    fn lock(&self) -> InUse<'_> {
        InUse::of(self, self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
