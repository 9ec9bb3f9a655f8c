//! Drives one session over one transport: joins it, and passes events one by one.
//!
//! The transport says what time it is, and polls again at the time that [`Driver::wakes_at`] returns.

mod held;
mod joined;

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Join, Joining, read_join};
use tokio::task::JoinHandle;

use held::Held;
use joined::{Joined, frame, news};

use crate::beacon::take_all;
use crate::inbox::Inbox;
use crate::owner::Owner;
use crate::page::{Elsewhere, Page};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::restore::Unreachable;
use crate::slot::Slot;
use crate::slot::lease::Lease;
use crate::time_slice::{TIME_SLICE, give_way};
use crate::token::Token;

/// The time after which a browser tries again whose session cannot be looked for, because the store fails.
const STORE_AGAIN: Duration = Duration::from_secs(1);

/// One browser's end of a session.
pub struct Driver {
    registry: Arc<Registry>,
    limits: Arc<Limits>,
    state: State,
    waiting: VecDeque<Box<str>>,
    /// What the browser is told when the session is saved.
    held: Held,
    /// The time until which no event is handled, because there were too many.
    slowed_until: Option<Instant>,
    /// The time at which a handler of the view is to tick, if one does.
    ticks_at: Option<Instant>,
    inbox: Option<Arc<Inbox>>,
    /// Finds the page of another view, which may take the place of the one that was loaded.
    elsewhere: Option<Elsewhere>,
}

/// The state of a driver. Most have joined: what they do not need any more takes no place in them.
enum State {
    /// Nothing was received yet.
    New(Box<Page>),
    /// The session is being restored, or mounted.
    Opening(Opening),
    /// The driver has the session, which may still be in use.
    Leased {
        lease: Lease,
        greeting: Box<Greeting>,
    },
    Joined(Joined),
    Ended,
}

/// A session that was not there on its way, and what its browser is answered.
type Opening = Pin<Box<dyn Future<Output = Result<(Lease, Box<Greeting>), Refusal>>>>;

/// The answer that the browser gets when the session is free.
struct Greeting {
    seen: i64,
    /// The token that it has joined with; nothing if the session is new to it.
    used: Option<u128>,
    templates: Option<Arc<str>>,
    /// The session that the browser leaves, if it turns to another page. The rate of its events goes on.
    left: Option<Arc<Slot>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::New(_) => "New",
            State::Opening(_) => "Opening",
            State::Leased { .. } => "Leased",
            State::Joined(_) => "Joined",
            State::Ended => "Ended",
        })
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Driver {
    /// A driver for a browser that has not sent anything yet.
    #[must_use]
    pub fn new(registry: Arc<Registry>, page: Page) -> Self {
        Self {
            registry,
            limits: Arc::clone(&page.limits),
            elsewhere: page.elsewhere.clone(),
            state: State::New(Box::new(page)),
            waiting: VecDeque::new(),
            held: Held::default(),
            slowed_until: None,
            ticks_at: None,
            inbox: None,
        }
    }

    /// Lets events be posted for the session as long as this driver has it. The transport passes on what comes in.
    #[must_use]
    pub fn with_inbox(mut self, inbox: &Arc<Inbox>) -> Self {
        self.inbox = Some(Arc::clone(inbox));
        self
    }

    /// Whether the browser has asked for a session.
    #[must_use]
    pub fn has_received_join(&self) -> bool {
        !matches!(self.state, State::New(_))
    }

    /// The number of the last frame that was sent, if the browser has joined.
    #[must_use]
    pub fn last_frame(&self) -> Option<u32> {
        let State::Joined(joined) = &self.state else {
            return None;
        };
        Some(joined.lease.slot().position().frame)
    }

    /// Notes that the browser has a frame, and all before it.
    pub fn confirm(&self, frame: u32) {
        if let State::Joined(joined) = &self.state {
            joined.lease.confirm_frame(frame);
        }
    }

    /// Whether a further frame can be taken; if not, poll first.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.slowed_until.is_none()
            && !self.held.is_full()
            && self.waiting.len() < self.limits.max_waiting_events
            && self.waiting.iter().map(|event| event.len()).sum::<usize>()
                < self.limits.max_frame_bytes
    }

    /// The time to poll although nothing has happened: then the next event may be handled, or a handler is to tick.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Instant> {
        [self.slowed_until, self.ticks_at]
            .into_iter()
            .flatten()
            .min()
    }

    /// Takes a frame from the browser.
    ///
    /// # Errors
    /// When the connection must end.
    pub fn receive(
        &mut self,
        text: &str,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Refusal> {
        let received = self.when_saved(send, |driver, send| driver.take(text, now, send));
        received.map_err(|refusal| self.refused(refusal))
    }

    fn take(
        &mut self,
        text: &str,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Refusal> {
        match &mut self.state {
            State::New(_) => return self.join(text),
            State::Ended => return Err(Refusal::Taken),
            State::Joined(joined)
                if self.waiting.is_empty()
                    && !self.registry.is_draining()
                    && !Join::is_one(text) =>
            {
                if joined.receive(text, now, &mut self.slowed_until, send)? {
                    self.ticks_at = joined.lease.ticks_at();
                    return Ok(());
                }
            }
            State::Joined(_) | State::Opening(_) | State::Leased { .. } => {}
        }
        self.waiting.push_back(text.into());
        Ok(())
    }

    /// Goes on with what takes time, until it must wait.
    ///
    /// # Errors
    /// When the connection must end.
    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Refusal> {
        let done = self.when_saved(send, |driver, send| driver.go_on(cx, now, send));
        done.map_err(|refusal| self.refused(refusal))
    }

    fn go_on(
        &mut self,
        cx: &mut Context<'_>,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Refusal> {
        (self.slowed_until, self.ticks_at) = (None, None);
        if let State::Opening(opening) = &mut self.state {
            let Poll::Ready(opened) = opening.as_mut().poll(cx) else {
                return Ok(());
            };
            let (lease, greeting) = opened?;
            self.state = State::Leased { lease, greeting };
        }
        if let State::Leased { .. } = self.state {
            self.greet(cx, send)?;
        }
        let began = Instant::now();
        loop {
            let State::Joined(joined) = &mut self.state else {
                return Ok(());
            };
            if !joined.catch_up(cx, !self.held.is_full(), send)? {
                return Ok(());
            }
            if let Some(wait) = self.registry.drain_wait() {
                // Nothing is at work. What waits is for the next server: this one may have saved the session already.
                return Err(Refusal::Draining(wait));
            }
            if self.held.is_full() {
                // What happens meanwhile is one patch afterwards.
                return Ok(());
            }
            self.ticks_at = joined.tick(now, send)?;
            let Some(next) = self.waiting.front() else {
                return Ok(());
            };
            if Join::is_one(next) {
                self.slowed_until = joined.lease.slot().admit(now).err();
                if self.slowed_until.is_none() {
                    self.turn_to_page()?;
                    give_way(cx);
                }
                return Ok(());
            }
            if began.elapsed() > TIME_SLICE {
                give_way(cx);
                return Ok(());
            }
            if joined.receive(next, now, &mut self.slowed_until, send)? {
                self.ticks_at = joined.lease.ticks_at();
                self.waiting.pop_front();
            } else if self.slowed_until.is_some() {
                return Ok(());
            }
        }
    }

    /// Passes frames on, or holds them back if the browser is told only of what is saved.
    fn when_saved<R>(
        &mut self,
        send: &mut dyn FnMut(&[u8]),
        act: impl FnOnce(&mut Self, &mut dyn FnMut(&[u8])) -> R,
    ) -> R {
        // While a session is being opened, it is not known whether its frames may be sent at once.
        let may_hold = match &self.state {
            State::Joined(Joined { lease, .. }) | State::Leased { lease, .. } => {
                lease.slot().progress().is_some()
            }
            State::Opening(_) => true,
            State::New(_) | State::Ended => false,
        };
        if !may_hold {
            return act(self, send);
        }
        let mut frames = Vec::new();
        let result = act(self, &mut |frame| frames.push(frame.into()));
        let progress = match &self.state {
            State::Joined(Joined { lease, .. }) | State::Leased { lease, .. } => {
                lease.slot().progress()
            }
            _ => None,
        };
        self.held
            .pass_on(frames, progress.unwrap_or_default(), send);
        result
    }

    /// Takes nothing more after a refusal. A session that a drain has taken is not another connection's.
    fn refused(&mut self, refusal: Refusal) -> Refusal {
        drop(self.unanswered());
        match (refusal, self.registry.drain_wait()) {
            (Refusal::Taken, Some(wait)) => Refusal::Draining(wait),
            (refusal, _) => refusal,
        }
    }

    /// The events that wait, and no further ones: after what is refused, nothing is taken.
    fn unanswered(&mut self) -> Vec<Box<str>> {
        let posted = self.inbox.take().map(|inbox| inbox.close());
        self.waiting
            .drain(..)
            .chain(posted.unwrap_or_default())
            .collect()
    }

    fn join(&mut self, text: &str) -> Result<(), Refusal> {
        let State::New(mut page) = std::mem::replace(&mut self.state, State::Ended) else {
            return Err(Refusal::Taken);
        };
        if let Some(wait) = self.registry.drain_wait() {
            return Err(Refusal::Draining(wait));
        }
        let join = read_join(text).map_err(|error| Refusal::Join(error.to_string()))?;
        let owner = page.owner.clone().map_err(Refusal::Mount)?;
        let mut greeting = Box::new(Greeting {
            seen: join.seen,
            used: None,
            templates: (!join.has_templates(&page.templates)).then(|| Arc::clone(&page.templates)),
            left: None,
        });
        let mut restored = None;
        if let Some(token) = Token::parse(&join.token) {
            greeting.used = Some(token.secret);
            let claimed = self.registry.claim(token, &owner);
            if let Some(lease) = claimed.and_then(|slot| lease(&slot, self.inbox.as_ref())) {
                self.state = State::Leased { lease, greeting };
                return Ok(());
            }
            let restore = page.restore.take();
            restored = restore
                .and_then(|restore| self.registry.restore(token, &owner, restore, &self.limits));
        }
        self.open(page, owner, greeting, restored);
        Ok(())
    }

    /// Takes a join of a browser that has joined: another page is to take the place of its own. The session of its own waits, as
    /// that of any page that the browser has left.
    fn turn_to_page(&mut self) -> Result<(), Refusal> {
        let text = self.waiting.pop_front().unwrap_or_default();
        let join = read_join(&text).map_err(|error| Refusal::Join(error.to_string()))?;
        let (Some(address), Some(find)) = (join.page, &self.elsewhere) else {
            return Err(Refusal::Join("it has joined".to_owned()));
        };
        let page = find(&address).map_err(Refusal::Mount)?;
        let owner = page.owner.clone().map_err(Refusal::Mount)?;
        let State::Joined(Joined { lease, .. }) = std::mem::replace(&mut self.state, State::Ended)
        else {
            return Err(Refusal::Taken);
        };
        // What its own page was not told yet is nothing for the other one.
        self.held = Held::default();
        let greeting = Box::new(Greeting {
            seen: -1,
            used: None,
            templates: Some(Arc::clone(&page.templates)),
            left: Some(Arc::clone(lease.slot())),
        });
        self.open(Box::new(page), owner, greeting, None);
        Ok(())
    }

    /// Restores or mounts a session.
    fn open(
        &mut self,
        page: Box<Page>,
        owner: Owner,
        mut greeting: Box<Greeting>,
        restored: Option<JoinHandle<Result<Option<Arc<Slot>>, Unreachable>>>,
    ) {
        let (registry, inbox) = (Arc::clone(&self.registry), self.inbox.clone());
        self.state = State::Opening(Box::pin(async move {
            // The memo is new: whatever the browser has seen, it is sent all.
            greeting.seen = -1;
            if let Some(restored) = restored {
                let admits = |slot: &Arc<Slot>| greeting.used.is_some_and(|used| slot.admits(used));
                let slot = match restored.await.unwrap_or(Ok(None)) {
                    Ok(slot) => slot.filter(admits),
                    // A new session would take the place of one that may be there.
                    Err(Unreachable) => return Err(Refusal::Draining(STORE_AGAIN)),
                };
                if let Some(lease) = slot.and_then(|slot| lease(&slot, inbox.as_ref())) {
                    return Ok((lease, greeting));
                }
            }
            let mounted = (page.mount)().await.map_err(Refusal::Mount)?;
            let added = registry.add(mounted, owner, &page.limits);
            let (_, slot) = added.map_err(|_| Refusal::Token)?;
            greeting.left.take().inspect(|left| slot.go_on_from(left));
            greeting.used = None;
            let lease = lease(&slot, inbox.as_ref()).ok_or(Refusal::Taken)?;
            Ok((lease, greeting))
        }));
    }

    /// Answers the join, as soon as the session is free.
    fn greet(&mut self, cx: &mut Context<'_>, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        let State::Leased { lease, greeting } = &self.state else {
            return Ok(());
        };
        let Greeting {
            seen,
            used,
            templates,
            ..
        } = &**greeting;
        let Some(mut session) = lease.session(Some(cx.waker()))? else {
            return Ok(());
        };
        // It is among the frames that the browser has missed.
        session.settle(&mut Vec::new());
        let token = lease.next_token(*used)?;
        let mut is_sent = false;
        let mut send_it = |bytes: &[u8]| {
            is_sent = true;
            send(bytes);
        };
        let (text, seen) = (token.to_string(), *seen);
        let join = Joining {
            token: &text,
            seen,
            is_new: used.is_none(),
            templates: templates.as_deref(),
        };
        frame(&mut send_it, |out| session.write_joined(&join, out));
        if !is_sent {
            return Err(Refusal::Broken);
        }
        session.missed(seen, send);
        frame(send, |out| session.write_patch(out));
        if session.has_messages() {
            news(&mut session, send);
        }
        drop(session);
        let State::Leased { lease, .. } = std::mem::replace(&mut self.state, State::Ended) else {
            return Ok(());
        };
        // A post has the token of its page in it.
        let unconfirmed = self.inbox.is_none().then_some(token);
        self.state = State::Joined(Joined::new(lease, unconfirmed));
        Ok(())
    }
}

/// Takes the lease of a session, and lets events be posted for its connection.
fn lease(slot: &Arc<Slot>, inbox: Option<&Arc<Inbox>>) -> Option<Lease> {
    let lease = slot.lease()?;
    inbox.into_iter().for_each(|inbox| lease.open(inbox));
    Some(lease)
}

impl Drop for Driver {
    /// Leaves the session to the next connection. Events that wait are taken before.
    fn drop(&mut self) {
        let events = self.unanswered();
        let lease = match std::mem::replace(&mut self.state, State::Ended) {
            State::Joined(Joined { lease, .. }) | State::Leased { lease, .. } => lease,
            _ => return,
        };
        if !events.is_empty() {
            // The next connection learns how many were taken, and its browser sends the others again.
            tokio::task::spawn_local(async move { take_all(&lease, &events).await });
        }
    }
}
