//! Where a session stays. It is in its slot, or away while a thread uses it; the newest connection has the lease.
//!
//! The mutex of a slot is only ever held for a few instructions: nothing of a view runs under it.

pub(crate) mod in_use;
pub(crate) mod lease;
mod messages;
mod presence;
mod tasks;

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Waker;
use std::thread::{self, ThreadId};
use std::time::Instant;

use taut_core::limits::Limits;
use taut_core::{Done, Position, Reject, SaveWhen, Session, Timer, Timers};

use crate::event_log;
use crate::home::Home;
use crate::inbox::{Full, Inbox};
use crate::last_form::{FormDigest, LastForm, Outcome};
use crate::news_turns::Turns;
use crate::owner::Owner;
use crate::present::Present;
use crate::rate::{Rate, SharedBucket};
use crate::tasks::Tasks;
use crate::token::{Token, Tokens};

/// A session, and all that is known of it while a thread uses it.
pub struct Slot {
    id: u64,
    owner: Owner,
    limits: Arc<Limits>,
    home: Weak<dyn Home>,
    events: SharedBucket,
    state: Mutex<State>,
    given_back: Condvar,
}

struct State {
    /// Away while a thread uses it, and gone when it has ended.
    session: Option<Box<dyn Session>>,
    /// The thread that uses the session.
    used_by: Option<ThreadId>,
    /// The position of the session when it was last put back.
    position: Position,
    tokens: Tokens,
    stage: Stage,
    /// The number of the newest lease.
    newest: u32,
    /// Whether the lease waits for the session.
    is_wanted: bool,
    /// Whether the session was used by others than the lease, and may have something to send.
    has_news: bool,
    saving: Saving,
    /// Wakes the connection that has the lease.
    waker: Option<Waker>,
    /// The worker of that connection, where it waits for its turn if it has news.
    turns: Option<Arc<Turns>>,
    /// The parts that few sessions have, so that the others need no room for them.
    rare: Option<Box<Rare>>,
}

/// The stage of a session between its page and its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It has no lease, and will wait as soon as it is free.
    Free,
    /// A connection has the lease.
    Leased,
    /// It waits for a browser, until then.
    Waiting(Instant),
    Ended,
}

/// The occasions at which a session is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    Never,
    /// Before it goes.
    AtEnd,
    /// Whenever it has changed, and before it goes.
    Always,
    /// Like that; a snapshot is asked for, and not begun.
    AskedFor,
}

/// The changes of a session, counted.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Progress {
    pub(crate) changes: u64,
    /// How many of them were there when the last snapshot was taken that the store has.
    pub(crate) saved: u64,
}

#[derive(Default)]
struct Rare {
    /// The result of a handler that took its time; the next to use the session settles it.
    done: Option<Box<Done>>,
    last_form: Option<Box<LastForm>>,
    /// The handlers that the server is to call by itself, and when.
    timers: Timers,
    /// How far the session is saved, if its browser is told only of what is saved.
    progress: Option<Progress>,
    /// Takes the events that are posted for the connection that has the lease, if it has no other way to get them.
    inbox: Weak<Inbox>,
    /// The presences that it is in by now, if it is in any.
    present: Option<Box<Present>>,
    /// The background work of the view, if there was any.
    tasks: Option<Box<Tasks>>,
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}

impl Slot {
    /// A slot with a session that has no lease. It is saved if there is a store and its view persists.
    pub(crate) fn new(
        mut session: Box<dyn Session>,
        tokens: Tokens,
        owner: Owner,
        limits: Arc<Limits>,
        home: Weak<dyn Home>,
        has_store: bool,
    ) -> Self {
        let timers = session.timers();
        let waits_for_store = has_store && session.saved_when() == Some(SaveWhen::EachEvent);
        let mut state = State {
            position: session.position(),
            saving: match session.saved_when().filter(|_| has_store) {
                None => Saving::Never,
                Some(SaveWhen::AtEnd) => Saving::AtEnd,
                Some(SaveWhen::Always | SaveWhen::EachEvent) => Saving::Always,
            },
            rare: waits_for_store.then(|| {
                Box::new(Rare {
                    progress: Some(Progress::default()),
                    ..Rare::default()
                })
            }),
            session: Some(session),
            used_by: None,
            tokens,
            stage: Stage::Free,
            newest: 0,
            is_wanted: false,
            has_news: false,
            waker: None,
            turns: None,
        };
        state.update_timers(timers);
        Self {
            id: tokens.id(),
            owner,
            limits,
            home,
            events: SharedBucket::default(),
            state: Mutex::new(state),
            given_back: Condvar::new(),
        }
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The registry, to be kept by what will still change the session: as long as it is there, the session is saved.
    pub(crate) fn home(&self) -> Option<Arc<dyn Home>> {
        self.home.upgrade()
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
        let rate = Rate::new(self.limits.events_per_second, self.limits.event_burst);
        self.events.take(rate, now)
    }

    /// Takes over how fast events came for the session that the same browser had before.
    pub(crate) fn go_on_from(&self, before: &Self) {
        self.events.set(&before.events);
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

    /// The position of the session when nothing was at work in it.
    pub(crate) fn position(&self) -> Position {
        self.lock().position
    }

    /// Whether the session is over.
    pub(crate) fn has_ended(&self) -> bool {
        self.lock().stage == Stage::Ended
    }

    /// Whether the session can be had. One that is saved before it goes may be had as long as it is here.
    pub(crate) fn is_there(&self, now: Instant) -> bool {
        let state = self.lock();
        match state.stage {
            Stage::Ended => false,
            Stage::Waiting(until) => until > now || state.saving != Saving::Never,
            Stage::Free | Stage::Leased => true,
        }
    }

    /// Whether a connection has the session, or a handler is at work in it.
    pub(crate) fn is_in_use(&self) -> bool {
        matches!(self.lock().stage, Stage::Free | Stage::Leased)
    }

    /// Whether the session waits until then, and is saved before it goes.
    pub(crate) fn outlives(&self, until: Instant) -> bool {
        let state = self.lock();
        state.saving != Saving::Never && state.stage == Stage::Waiting(until)
    }

    /// Whether the session is saved before it goes.
    #[cfg(feature = "valkey")]
    pub(crate) fn is_saved(&self) -> bool {
        let state = self.lock();
        state.saving != Saving::Never && state.stage != Stage::Ended
    }

    /// Until when the session waits for its browser, if it does.
    #[cfg(feature = "valkey")]
    pub(crate) fn waits_until(&self) -> Option<Instant> {
        match self.lock().stage {
            Stage::Waiting(until) => Some(until),
            _ => None,
        }
    }

    /// Whether there is to be a snapshot of the session at any time.
    pub(crate) fn is_always_saved(&self) -> bool {
        matches!(self.lock().saving, Saving::Always | Saving::AskedFor)
    }

    /// How far the session is saved, if its browser is told only of what is saved.
    pub(crate) fn progress(&self) -> Option<Progress> {
        self.lock().rare.as_ref()?.progress
    }

    /// The session was taken back from the store, which may count that.
    pub(crate) fn note_restored(&self, restores: u32) {
        self.lock().tokens.note_restored(restores);
    }

    /// The store has a snapshot that was taken after so many changes.
    pub(crate) fn note_saved(&self, changes: u64) {
        let mut state = self.lock();
        let rare = state.rare.as_mut();
        let Some(progress) = rare.and_then(|rare| rare.progress.as_mut()) else {
            return;
        };
        progress.saved = progress.saved.max(changes);
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }

    /// Ends the session: its connection loses it, and no other will get it. What is at work in it comes to its end.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        let before = self.displace(&mut state, Stage::Ended);
        let session = state.take_idle();
        let present = self.take_present(&mut state);
        drop(state);
        drop(present);
        before.into_iter().for_each(Waker::wake);
        session.into_iter().for_each(event_log::end);
    }

    /// Ends the session if it still waits until then; tells whether it has ended.
    pub(crate) fn retire(&self, until: Instant) -> bool {
        let is_due = self.lock().stage == Stage::Waiting(until);
        if is_due {
            self.end();
        }
        self.has_ended()
    }

    /// Waits until no other thread uses the session, or polls one of its tasks.
    pub(crate) fn until_given_back(&self) {
        let own = thread::current().id();
        let mut state = self.lock();
        while state.is_used_elsewhere(own) {
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

    /// Posts events to the connection that has the lease; nothing if it gets them in another way.
    pub(crate) fn post(&self, events: &[&str], seen: i64) -> Option<Result<(), Full>> {
        let inbox = self.lock().rare.as_ref()?.inbox.upgrade()?;
        inbox.put(events, seen, &self.limits)
    }

    /// The outcome of a form, if it is the last one that was handled in the session: why it was refused, if it was.
    pub(crate) fn became_of(&self, form: &FormDigest) -> Option<Option<Reject>> {
        let state = self.lock();
        let last = state.rare.as_ref()?.last_form.as_ref()?;
        match &last.outcome {
            Outcome::Settled(error) if last.digest == *form => Some(error.clone()),
            _ => None,
        }
    }

    /// Notes the last form that was handled in the session.
    pub(crate) fn note_form(&self, form: Option<LastForm>) {
        self.lock().rare().last_form = form.map(Box::new);
    }

    /// Notes the outcome of the last form, if its handler took its time.
    pub(crate) fn settle_form(&self, error: Option<&Reject>) {
        let mut state = self.lock();
        let form = state.rare.as_mut().and_then(|rare| rare.last_form.as_mut());
        form.into_iter().for_each(|form| form.settle(error));
    }

    /// Lets the session wait that was just made.
    pub(crate) fn begin_to_wait(&self, until: Instant, bytes: usize) {
        self.wait(&mut self.lock(), until, bytes);
    }

    fn wait(&self, state: &mut State, until: Instant, bytes: usize) {
        state.stage = Stage::Waiting(until);
        if let Some(home) = self.home.upgrade() {
            home.waits(self.id, until, bytes);
        }
    }

    /// Takes the session from the connection that has it, or from those that wait; gives what wakes that connection.
    fn displace(&self, state: &mut State, next: Stage) -> Option<Waker> {
        let before = std::mem::replace(&mut state.stage, next);
        if let Stage::Waiting(until) = before
            && let Some(home) = self.home.upgrade()
        {
            home.waits_no_more(self.id, until);
        }
        if let Some(rare) = &mut state.rare {
            rare.inbox = Weak::new();
        }
        state.turns = None;
        state.waker.take()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_leased(&self) -> bool {
        self.stage == Stage::Leased
    }

    /// Takes the session, unless it is away, or a handler is at work.
    fn take_idle(&mut self) -> Option<Box<dyn Session>> {
        self.session.take_if(|session| !session.is_busy())
    }

    /// Whether a thread other than this one runs code of the view.
    fn is_used_elsewhere(&self, own: ThreadId) -> bool {
        let tasks = self.tasks();
        self.used_by.is_some_and(|thread| thread != own)
            || tasks.is_some_and(|tasks| tasks.are_polled_elsewhere(own))
    }

    /// Takes over the timers that a session asks for, if that is known.
    fn update_timers(&mut self, asked: Option<Vec<Timer>>) {
        let Some(asked) = asked else {
            return;
        };
        let had_some = self
            .rare
            .as_ref()
            .is_some_and(|rare| !rare.timers.is_empty());
        if had_some || !asked.is_empty() {
            self.rare().timers.update(asked, Instant::now());
        }
    }

    fn has_waiting_tasks(&self) -> bool {
        self.tasks().is_some_and(Tasks::are_waiting)
    }

    fn tasks(&self) -> Option<&Tasks> {
        self.rare.as_ref()?.tasks.as_deref()
    }

    /// Whether a stream waits for the session, which was in use.
    fn take_owed_wake(&mut self) -> bool {
        let tasks = self
            .rare
            .as_mut()
            .and_then(|rare| rare.tasks.as_deref_mut());
        tasks.is_some_and(|tasks| std::mem::take(&mut tasks.is_owed_a_wake))
    }

    fn has_done(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.done.is_some())
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// Puts the session back; gives what wakes the connection if it waits for the session, or if there is news.
    fn put_back(&mut self, session: Box<dyn Session>) -> Option<Waker> {
        self.position = session.position();
        self.session = Some(session);
        let is_wanted = std::mem::take(&mut self.is_wanted) || self.has_news;
        self.waker.take_if(|_| is_wanted)
    }
}

impl Rare {
    fn tasks(&mut self) -> &mut Tasks {
        self.tasks.get_or_insert_default()
    }
}

impl Drop for State {
    /// A view that panics when it is dropped is noted like any other.
    fn drop(&mut self) {
        self.session.take().into_iter().for_each(event_log::end);
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
