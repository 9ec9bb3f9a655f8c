//! The right to use a session. The newest lease counts: to take one is to take it from the connection that had the last.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, MutexGuard};
use std::task::{Poll, Waker};
use std::time::Instant;

use taut_core::Timer;

use super::in_use::InUse;
use super::{Slot, Stage, State};
use crate::home::Home;
use crate::inbox::Inbox;
use crate::news_turns::Turns;
use crate::refusal::Refusal;
use crate::token::Token;

/// The right to use a session, until another connection takes it. When it is dropped, the session waits for the next one.
///
/// All that it is asked for fails with [`Refusal::Taken`] when another connection has the session, or it has ended.
pub struct Lease {
    slot: Arc<Slot>,
    number: u32,
    _home: Option<Arc<dyn Home>>,
}

/// The work for a connection besides events.
pub(crate) enum Look {
    /// A handler is at work, or another thread uses the session.
    InUse,
    /// Something may have changed outside any event of the connection.
    News,
    /// Nothing.
    Quiet,
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}

impl Lease {
    pub(crate) fn slot(&self) -> &Arc<Slot> {
        &self.slot
    }

    /// The session; nothing while a handler is at work, or another thread uses it. The waker is woken when that may have
    /// changed, or there is news.
    pub(crate) fn session(&self, waker: Option<&Waker>) -> Result<Option<InUse<'_>>, Refusal> {
        let mut state = self.lock(waker)?;
        let session = self.slot.take(&mut state, true);
        state.is_wanted |= session.is_none();
        Ok(session)
    }

    /// Looks for work besides events, also for news unless the connection takes none now. The waker is woken when there may be some.
    pub(crate) fn look(&self, waker: &Waker, takes_news: bool) -> Result<Look, Refusal> {
        let mut state = self.lock(Some(waker))?;
        let is_free = state
            .session
            .as_ref()
            .is_some_and(|session| !session.is_busy() || state.has_done());
        if !is_free {
            state.is_wanted = true;
            return Ok(Look::InUse);
        }
        let has_news = state.has_done() || (takes_news && state.has_news);
        Ok(if has_news { Look::News } else { Look::Quiet })
    }

    /// Notes that the session, which the connection uses, will send what has changed until now.
    pub(crate) fn take_news(&self) {
        self.slot.lock().has_news = false;
    }

    /// The token for a browser that joins: another one, if it has joined with one before.
    pub(crate) fn next_token(&self, used: Option<u128>) -> Result<Token, Refusal> {
        let mut state = self.lock(None)?;
        Ok(used.map_or(state.tokens.current(), |used| state.tokens.rotate(used)))
    }

    /// The time at which the view is to tick, if it does.
    pub(crate) fn ticks_at(&self) -> Option<Instant> {
        self.slot.lock().rare.as_ref()?.timers.next()
    }

    /// The handlers that are to tick by now.
    pub(crate) fn due_ticks(&self, now: Instant) -> Vec<Timer> {
        let mut state = self.slot.lock();
        let timers = state.rare.as_mut().map(|rare| &mut rare.timers);
        timers
            .map(|timers| timers.take_due(now))
            .unwrap_or_default()
    }

    /// Lets events be posted for the connection.
    pub(crate) fn open(&self, inbox: &Arc<Inbox>) {
        if let Ok(mut state) = self.lock(None) {
            state.rare().inbox = Arc::downgrade(inbox);
        }
    }

    /// Notes that the browser has a frame, and all before it. While the session is in use, that can wait.
    pub(crate) fn confirm_frame(&self, frame: u32) {
        if let Ok(mut state) = self.lock(None) {
            state
                .session
                .iter_mut()
                .for_each(|session| session.confirm(frame));
        }
    }

    fn lock(&self, waker: Option<&Waker>) -> Result<MutexGuard<'_, State>, Refusal> {
        let mut state = self.slot.lock();
        if !state.is_leased() || state.newest != self.number {
            return Err(Refusal::Taken);
        }
        if let Some(waker) = waker {
            state
                .waker
                .get_or_insert_with(|| waker.clone())
                .clone_from(waker);
            if state.turns.is_none() {
                state.turns = Turns::of_thread();
            }
        }
        Ok(state)
    }

    /// Waits until the session is free.
    pub(crate) async fn free_session(&self) -> Result<InUse<'_>, Refusal> {
        poll_fn(|cx| match self.session(Some(cx.waker())) {
            Ok(Some(session)) => Poll::Ready(Ok(session)),
            Ok(None) => Poll::Pending,
            Err(refusal) => Poll::Ready(Err(refusal)),
        })
        .await
    }

    /// Waits until the session may handle an event.
    pub(crate) async fn ready_session(&self) -> Result<InUse<'_>, Refusal> {
        drop(self.free_session().await?);
        while let Err(until) = self.slot.admit(Instant::now()) {
            tokio::time::sleep_until(until.into()).await;
        }
        self.free_session().await
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Ok(mut state) = self.lock(None) {
            drop(self.slot.displace(&mut state, Stage::Free));
            self.slot.set_grace(&mut state);
        }
        if self.slot.lock().has_done() {
            // The connection has gone before it could send the answer.
            drop(self.slot.use_free());
        }
        self.slot.rest();
    }
}

impl Slot {
    /// Takes the lease from the connection that has it; nothing if the session has ended.
    pub(crate) fn lease(self: &Arc<Self>) -> Option<Lease> {
        let mut state = self.lock();
        if state.stage == Stage::Ended {
            return None;
        }
        let before = self.displace(&mut state, Stage::Leased);
        self.set_grace(&mut state);
        state.newest = state.newest.wrapping_add(1);
        let lease = Lease {
            slot: Arc::clone(self),
            number: state.newest,
            _home: self.home(),
        };
        drop(state);
        before.into_iter().for_each(Waker::wake);
        Some(lease)
    }
}
