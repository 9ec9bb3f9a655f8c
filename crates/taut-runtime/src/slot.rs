//! Where a session stays. It is in its slot, or away while a thread uses it; the newest connection has the lease.
//!
//! The mutex of a slot is only ever held for a few instructions: nothing of a view runs under it.

mod in_use;
mod lease;

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Waker;
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Done, Position, Reject, Session};

use crate::form_post::{FormDigest, LastForm, Outcome};
use crate::inbox::{Full, Inbox};
use crate::owner::Owner;
use crate::rate::{Rate, SharedBucket};
use crate::registry::Registry;
use crate::snapshot_writer::{self, Saving, SnapshotWriter};
use crate::ticks::Ticks;
use crate::token::{Token, Tokens};

pub(crate) use in_use::{InUse, end, note};
pub use lease::Lease;
pub(crate) use lease::Look;

/// A session, and all that is known of it while a thread uses it.
pub struct Slot {
    id: u64,
    owner: Owner,
    limits: Arc<Limits>,
    events: SharedBucket,
    state: Mutex<State>,
    given_back: Condvar,
}

struct State {
    /// Away while a thread uses it, and gone when it has ended.
    session: Option<Box<dyn Session>>,
    /// The thread that uses the session.
    used_by: Option<ThreadId>,
    /// Where the session stood when it was last put back.
    position: Position,
    tokens: Tokens,
    /// The number of the newest lease.
    newest: u32,
    is_leased: bool,
    has_ended: bool,
    /// Whether the lease waits for the session.
    is_wanted: bool,
    /// Whether the session was used by others than the lease, and may have something to send.
    has_news: bool,
    saving: Saving,
    /// Wakes the connection that has the lease.
    waker: Option<Waker>,
    /// Takes the events that are posted for that connection, if it has no other way to get them.
    inbox: Weak<Inbox>,
    /// Until when the session waits for a browser, if it does.
    waiting: Option<Instant>,
    /// What few sessions have, so that the others need no room for it.
    rare: Option<Box<Rare>>,
}

#[derive(Default)]
struct Rare {
    /// What a handler has left that took its time; the next to use the session settles it.
    done: Option<Done>,
    last_form: Option<LastForm>,
    /// When the view is to tick, if it does.
    ticks: Option<Ticks>,
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}

impl Slot {
    /// A slot with a session that waits until then.
    pub(crate) fn new(
        session: Box<dyn Session>,
        tokens: Tokens,
        owner: Owner,
        limits: Arc<Limits>,
        writer: Option<&SnapshotWriter>,
    ) -> Self {
        let ticks = Ticks::of(&*session, Instant::now());
        let state = State {
            position: session.position(),
            saving: Saving::of(&*session, writer),
            rare: ticks.map(|ticks| {
                Box::new(Rare {
                    ticks: Some(ticks),
                    ..Rare::default()
                })
            }),
            session: Some(session),
            used_by: None,
            tokens,
            newest: 0,
            is_leased: false,
            has_ended: false,
            is_wanted: false,
            has_news: false,
            waker: None,
            inbox: Weak::new(),
            waiting: None,
        };
        Self {
            id: tokens.id(),
            owner,
            limits,
            events: SharedBucket::default(),
            state: Mutex::new(state),
            given_back: Condvar::new(),
        }
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The owner of the session.
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
        self.events.take(
            Rate::new(self.limits.events_per_second, self.limits.event_burst),
            now,
        )
    }

    /// Whether a secret is that of a good token.
    pub(crate) fn admits(&self, secret: u128) -> bool {
        self.lock().tokens.is_good(secret)
    }

    /// Notes that the browser has a token, and so needs none from before it.
    pub(crate) fn confirm_token(&self, token: Token) {
        self.lock().tokens.confirm(token.secret);
    }

    /// The token that the browser has, or should have.
    #[must_use]
    pub fn token(&self) -> Token {
        self.lock().tokens.current()
    }

    /// Where the session stood when nothing was at work in it.
    pub(crate) fn position(&self) -> Position {
        self.lock().position
    }

    /// Whether the session is over.
    pub(crate) fn has_ended(&self) -> bool {
        self.lock().has_ended
    }

    /// Takes the lease from the connection that has it; nothing if the session has ended.
    pub(crate) fn lease(self: &Arc<Self>, registry: &Arc<Registry>) -> Option<Lease> {
        let mut sessions = registry.lock();
        let mut state = self.lock();
        if state.has_ended {
            return None;
        }
        if let Some(until) = state.waiting.take() {
            sessions.leave(until, self.id);
        }
        drop(sessions);
        state.newest = state.newest.wrapping_add(1);
        state.is_leased = true;
        let (lease, before) = (Lease::new(registry, self, state.newest), state.displace());
        drop(state);
        before.into_iter().for_each(Waker::wake);
        Some(lease)
    }

    /// Ends the session: its connection loses it, and no other will get it. What is at work in it comes to its end.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        (state.has_ended, state.is_leased, state.waiting) = (true, false, None);
        let before = state.displace();
        let session = state.take_idle();
        drop(state);
        before.into_iter().for_each(Waker::wake);
        session.into_iter().for_each(end);
    }

    /// Waits until no other thread uses the session.
    pub(crate) fn until_given_back(&self) {
        let own = thread::current().id();
        let mut state = self.lock();
        while state.used_by.is_some_and(|thread| thread != own) {
            state = self
                .given_back
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Wakes the connection that has the lease.
    pub(crate) fn wake(&self) {
        let waker = self.lock().waker.take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Whether a connection has the session, or a handler is at work in it.
    pub(crate) fn is_in_use(&self) -> bool {
        let state = self.lock();
        state.waiting.is_none() && !state.has_ended
    }

    /// Posts events to the connection that has the lease; nothing if it gets them in another way.
    pub(crate) fn post(&self, events: &[&str], seen: i64) -> Option<Result<(), Full>> {
        let inbox = self.lock().inbox.upgrade()?;
        inbox.put(events, seen, &self.limits)
    }

    /// What has become of a form, if it is the last one that was handled in the session: why it was refused, if it was.
    pub(crate) fn became_of(&self, form: &FormDigest) -> Option<Option<Reject>> {
        let state = self.lock();
        match &state
            .rare
            .as_ref()?
            .last_form
            .as_ref()
            .filter(|last| last.digest == *form)?
            .outcome
        {
            Outcome::Settled(error) => Some(error.clone()),
            Outcome::AtWork(_) => None,
        }
    }

    /// Notes the last form that was handled in the session.
    pub(crate) fn note_form(&self, form: Option<LastForm>) {
        self.lock().rare().last_form = form;
    }

    /// Takes what a handler has left that took its time, for the session to settle.
    pub(crate) fn finished(self: &Arc<Self>, registry: &Arc<Registry>, done: Done) {
        let mut state = self.lock();
        state.rare().done = Some(done);
        let waker = state.waker.take();
        let is_leased = state.is_leased;
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        if !is_leased {
            // Whoever uses the session now settles it instead.
            drop(self.use_free(registry));
        }
    }

    /// Whether a handler has left something that nobody has settled.
    fn has_finished_handler(&self) -> bool {
        self.lock().has_done()
    }

    /// The session, whoever has the lease, unless a thread uses it or a handler is at work in it.
    pub(crate) fn use_free<'a>(
        self: &'a Arc<Self>,
        registry: &'a Arc<Registry>,
    ) -> Option<InUse<'a>> {
        let mut state = self.lock();
        let (session, done) = state.take_free(false)?;
        Some(InUse::new(registry, self, session, done).with_news())
    }

    /// The session as it is to be saved, and its tokens; nothing if it has ended, or a handler is at work in it.
    ///
    /// # Errors
    /// When another thread uses it for longer than that.
    pub(crate) fn begin_snapshot<'a>(
        self: &'a Arc<Self>,
        registry: &'a Arc<Registry>,
        within: Duration,
    ) -> Result<Option<(InUse<'a>, Tokens)>, snapshot_writer::InUse> {
        let state = self.lock();
        let waited = self
            .given_back
            .wait_timeout_while(state, within, |state| state.used_by.is_some());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.used_by.is_some() {
            return Err(snapshot_writer::InUse);
        }
        state.saving.is_asked_for = false;
        let tokens = state.tokens;
        let taken = state.take_free(false).filter(|_| !state.has_ended);
        Ok(taken.map(|(session, done)| {
            (
                InUse::new(registry, self, session, done).read_only(),
                tokens,
            )
        }))
    }

    /// Whether there is to be a snapshot of the session at any time.
    pub(crate) fn is_always_saved(&self) -> bool {
        self.lock().saving.is_always
    }

    /// Lets the session wait that was just made.
    pub(crate) fn wait(&self, until: Instant) {
        self.lock().waiting = Some(until);
    }

    /// Takes the session of a slot without a lease that does not wait yet.
    pub(crate) fn take_resting(&self) -> Option<Box<dyn Session>> {
        let mut state = self.lock();
        if state.is_leased || state.has_ended || state.waiting.is_some() {
            return None;
        }
        let session = state.take_idle()?;
        state.used_by = Some(thread::current().id());
        Some(session)
    }

    /// Puts the session back, which waits until then, unless it has a lease by now; tells whether it waits. Gives it back if it has ended.
    pub(crate) fn rest(
        &self,
        session: Box<dyn Session>,
        until: Instant,
    ) -> Result<bool, Box<dyn Session>> {
        let mut state = self.lock();
        state.used_by = None;
        self.given_back.notify_all();
        if state.has_ended {
            return Err(session);
        }
        state.position = session.position();
        state.session = Some(session);
        if !state.is_leased {
            state.waiting = Some(until);
        }
        let is_resting = !state.is_leased;
        let waker = state.take_waker_if_wanted();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        Ok(is_resting)
    }

    /// Whether the session has waited for too long. One that is saved before it goes may be had as long as it is here.
    pub(crate) fn is_over(&self, now: Instant) -> bool {
        let state = self.lock();
        !state.saving.outlives && state.waiting.is_some_and(|until| until <= now)
    }

    /// Whether the session waits until then, and is saved before it goes.
    pub(crate) fn outlives(&self, until: Instant) -> bool {
        let state = self.lock();
        state.saving.outlives && state.waiting == Some(until)
    }

    /// Ends the session if it still waits until then; tells whether it has ended.
    pub(crate) fn retire(&self, until: Instant) -> bool {
        let is_due = self.lock().waiting == Some(until);
        if is_due {
            self.end();
        }
        self.has_ended()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session, and what a handler has left for it to settle.
type Taken = (Box<dyn Session>, Option<Done>);

impl State {
    /// Takes the session to use it, unless it is away, or a handler is at work. What a handler has left that took its time is the
    /// connection's to settle, if there is one: it has to send the answer.
    fn take_free(&mut self, by_lease: bool) -> Option<Taken> {
        let is_busy = self.session.as_ref()?.is_busy();
        let settles = self.has_done() && (by_lease || !self.is_leased);
        if is_busy && !settles {
            return None;
        }
        let session = self.session.take()?;
        self.used_by = Some(thread::current().id());
        Some((
            session,
            self.rare
                .as_mut()
                .filter(|_| settles)
                .and_then(|rare| rare.done.take()),
        ))
    }

    /// Takes what a handler has left, if there is no connection that has to send the answer.
    fn take_done(&mut self) -> Option<Done> {
        let is_leased = self.is_leased;
        self.rare.as_mut().filter(|_| !is_leased)?.done.take()
    }

    fn has_done(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.done.is_some())
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// Takes the session, unless it is away, or a handler is at work.
    fn take_idle(&mut self) -> Option<Box<dyn Session>> {
        self.session.take_if(|session| !session.is_busy())
    }

    /// Makes way for the next lease; gives what wakes the connection that had the last one.
    fn displace(&mut self) -> Option<Waker> {
        self.inbox = Weak::new();
        self.waker.take()
    }

    /// What wakes the connection if it waits for the session, or if there is news.
    fn take_waker_if_wanted(&mut self) -> Option<Waker> {
        let is_wanted = std::mem::take(&mut self.is_wanted) || self.has_news;
        self.waker.take_if(|_| is_wanted)
    }
}

impl Drop for State {
    /// A view that panics when it is dropped is noted like any other.
    fn drop(&mut self) {
        self.session.take().into_iter().for_each(end);
    }
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn a_slot_takes_no_more_than_256_bytes_besides_its_session() {
        assert!(size_of::<Slot>() <= 256, "{} B", size_of::<Slot>());
    }
}
