//! Drives one session over one transport: joins it, passes events one by one, and runs what takes time.
//!
//! It reads no clock: the transport says what time it is, and comes back at the time that it is told.

mod joined;

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use taut_core::limits::Limits;
use taut_core::{Joining, Session, read_join};
use tokio::task::JoinHandle;

use joined::{Joined, frame};

use crate::delivery::take_all;
use crate::inbox::Inbox;
use crate::owner::Owner;
use crate::page::{Mounting, Page};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::seat::Seat;
use crate::token::Token;
use crate::turn::{TURN, give_way};
use crate::work::Working;

/// One browser's end of a session.
#[derive(Debug)]
pub struct Driver {
    registry: Arc<Registry>,
    limits: Arc<Limits>,
    state: State,
    waiting: VecDeque<Box<str>>,
    /// Until when no event is handled, because there were too many.
    slowed_until: Option<Instant>,
    inbox: Option<Arc<Inbox>>,
}

/// Most drivers have joined: what they do not need any more takes no place in them.
enum State {
    /// Nothing has been said yet.
    New(Box<Page>),
    /// The session is not there, but may have been saved.
    Looking {
        page: Box<Page>,
        owner: Box<Owner>,
        /// What is told to the browser if the session comes back.
        greeting: Box<Greeting>,
        revived: JoinHandle<Option<Arc<Seat>>>,
    },
    Mounting {
        owner: Box<Owner>,
        templates: Option<Arc<str>>,
        mounting: Mounting,
    },
    /// The session is there, but a handler of an earlier socket may still be at work in it.
    Sitting {
        seat: Arc<Seat>,
        holder: u64,
        greeting: Box<Greeting>,
    },
    Joined(Joined),
    Ended,
}

/// What is told to a browser depends on what it has said of itself.
struct Greeting {
    seen: i64,
    /// The secret that it has used; nothing if its session is new.
    used: Option<u128>,
    /// The address of the templates, if it has others.
    templates: Option<Arc<str>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::New(_) => "New",
            State::Looking { .. } => "Looking",
            State::Mounting { .. } => "Mounting",
            State::Sitting { .. } => "Sitting",
            State::Joined(_) => "Joined",
            State::Ended => "Ended",
        })
    }
}

impl Driver {
    /// A driver for a browser that has not said anything yet.
    #[must_use]
    pub fn new(registry: Arc<Registry>, page: Page) -> Self {
        Self {
            registry,
            limits: Arc::clone(&page.limits),
            state: State::New(Box::new(page)),
            waiting: VecDeque::new(),
            slowed_until: None,
            inbox: None,
        }
    }

    /// Lets events be posted for the session as long as this driver holds it. Whoever drives it passes on
    /// what comes in.
    #[must_use]
    pub fn with_inbox(mut self, inbox: &Arc<Inbox>) -> Self {
        self.inbox = Some(Arc::clone(inbox));
        self
    }

    /// Whether the browser has joined a session.
    #[must_use]
    pub fn has_joined(&self) -> bool {
        !matches!(self.state, State::New(_))
    }

    /// The number of the last frame that was sent, if the browser has joined.
    #[must_use]
    pub fn last_frame(&self) -> Option<u32> {
        let State::Joined(joined) = &self.state else { return None };
        joined.seat.with(joined.holder, |session| session.position().frame)
    }

    /// Notes that the browser has a frame, and all before it.
    pub fn confirm(&self, frame: u32) {
        if let State::Joined(joined) = &self.state {
            joined.seat.with(joined.holder, |session| session.confirm(frame));
        }
    }

    /// Whether a further frame can be taken; if not, poll first.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.slowed_until.is_none()
            && self.waiting.len() < self.limits.max_waiting_events
            && self.waiting.iter().map(|event| event.len()).sum::<usize>() < self.limits.max_frame_bytes
    }

    /// When to poll although nothing has happened: then the next event may be handled.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Instant> {
        self.slowed_until
    }

    /// Takes a frame from the browser.
    ///
    /// # Errors
    /// When the conversation must end.
    pub fn receive(&mut self, text: &str, now: Instant, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        let received = self.hear(text, now, send);
        received.inspect_err(|_| drop(self.unanswered()))
    }

    fn hear(&mut self, text: &str, now: Instant, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        match &mut self.state {
            State::Joined(joined) if joined.work.is_none() && self.waiting.is_empty() => {
                self.slowed_until = joined.seat.admit(now).err();
                if self.slowed_until.is_none() {
                    return joined.receive(text, send);
                }
            }
            State::Joined(_) | State::Looking { .. } | State::Mounting { .. } | State::Sitting { .. } => {}
            State::New(_) => return self.join(text),
            State::Ended => return Err(Refusal::Taken),
        }
        self.waiting.push_back(text.into());
        Ok(())
    }

    /// Goes on with what takes time, until it must wait.
    ///
    /// # Errors
    /// When the conversation must end.
    pub fn poll(&mut self, cx: &mut Context<'_>, now: Instant, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        let done = self.go_on(cx, now, send);
        done.inspect_err(|_| drop(self.unanswered()))
    }

    fn go_on(&mut self, cx: &mut Context<'_>, now: Instant, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        if let State::Looking { revived, .. } = &mut self.state {
            let Poll::Ready(revived) = Pin::new(revived).poll(cx) else { return Ok(()) };
            self.looked(revived.ok().flatten())?;
        }
        if let State::Mounting { mounting, .. } = &mut self.state {
            let Poll::Ready(mounted) = mounting.as_mut().poll(cx) else { return Ok(()) };
            self.mounted(mounted.map_err(Refusal::Mount)?)?;
        }
        if let State::Sitting { .. } = self.state {
            self.sit(cx, send)?;
        }
        let began = Instant::now();
        loop {
            let State::Joined(joined) = &mut self.state else { return Ok(()) };
            if !joined.work(cx, send)? {
                return Ok(());
            }
            if !self.waiting.is_empty() && began.elapsed() > TURN {
                give_way(cx);
                return Ok(());
            }
            if self.waiting.is_empty() {
                joined.rest(cx, send)?;
                // Nothing is at work, nothing waits, and the seat would wake this task: it may end here.
                return self.registry.drain_wait().map_or(Ok(()), |wait| Err(Refusal::Draining(wait)));
            }
            self.slowed_until = joined.seat.admit(now).err();
            if self.slowed_until.is_some() {
                return joined.rest(cx, send);
            }
            let Some(next) = self.waiting.pop_front() else { return Ok(()) };
            joined.receive(&next, send)?;
        }
    }

    /// The events that wait, and no further ones: after what is refused, nothing is taken.
    fn unanswered(&mut self) -> Vec<Box<str>> {
        let posted = self.inbox.take().map(|inbox| inbox.close());
        self.waiting.drain(..).chain(posted.unwrap_or_default()).collect()
    }

    fn join(&mut self, text: &str) -> Result<(), Refusal> {
        let State::New(mut page) = std::mem::replace(&mut self.state, State::Ended) else { return Err(Refusal::Taken) };
        if let Some(wait) = self.registry.drain_wait() {
            return Err(Refusal::Draining(wait));
        }
        let join = read_join(text).map_err(|error| Refusal::Join(error.to_string()))?;
        let owner = Box::new(page.owner.clone().map_err(Refusal::Mount)?);
        let templates = (!join.has_templates(&page.templates)).then(|| Arc::clone(&page.templates));
        let Some(token) = Token::parse(&join.token) else {
            self.state = State::Mounting { owner, templates, mounting: (page.mount)() };
            return Ok(());
        };
        let mut greeting = Box::new(Greeting { seen: join.seen, used: Some(token.secret), templates });
        let claimed = self.registry.claim(token, &owner).and_then(|seat| Some((self.take(&seat)?, seat)));
        self.state = if let Some((holder, seat)) = claimed {
            State::Sitting { seat, holder, greeting }
        } else {
            let restore = page.restore.take();
            match restore.and_then(|restore| self.registry.revive(token, &owner, restore, &self.limits)) {
                Some(revived) => {
                    // Its memo is new: whatever the browser has seen, it is told all.
                    greeting.seen = -1;
                    State::Looking { page, owner, greeting, revived }
                }
                None => State::Mounting { owner, templates: greeting.templates, mounting: (page.mount)() },
            }
        };
        Ok(())
    }

    /// Goes on with what was saved of the session, if anything was.
    fn looked(&mut self, revived: Option<Arc<Seat>>) -> Result<(), Refusal> {
        let State::Looking { page, owner, greeting, .. } = std::mem::replace(&mut self.state, State::Ended) else {
            return Err(Refusal::Taken);
        };
        let admits = |seat: &Arc<Seat>| greeting.used.is_some_and(|used| seat.admits(used));
        let seated = revived.filter(admits).and_then(|seat| Some((self.take(&seat)?, seat)));
        self.state = match seated {
            Some((holder, seat)) => State::Sitting { seat, holder, greeting },
            None => State::Mounting { owner, templates: greeting.templates, mounting: (page.mount)() },
        };
        Ok(())
    }

    fn take(&self, seat: &Seat) -> Option<u64> {
        let holder = self.registry.take(seat)?;
        if let Some(inbox) = &self.inbox {
            seat.open(holder, inbox);
        }
        Some(holder)
    }

    fn mounted(&mut self, session: Box<dyn Session>) -> Result<(), Refusal> {
        let State::Mounting { owner, templates, .. } = std::mem::replace(&mut self.state, State::Ended) else {
            return Err(Refusal::Taken);
        };
        let (_, seat) = self.registry.add(session, *owner, &self.limits).map_err(|_| Refusal::Token)?;
        let holder = self.take(&seat).ok_or(Refusal::Taken)?;
        self.state = State::Sitting { seat, holder, greeting: Box::new(Greeting { seen: -1, used: None, templates }) };
        Ok(())
    }

    /// Answers the join, as soon as the session is free.
    fn sit(&mut self, cx: &mut Context<'_>, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        let State::Sitting { seat, holder, greeting } = &self.state else { return Ok(()) };
        let (seat, holder) = (Arc::clone(seat), *holder);
        let Greeting { seen, used, templates } = &**greeting;
        let (seen, used) = (*seen, *used);
        seat.listen(holder, cx.waker(), |_| ()).ok_or(Refusal::Taken)?;
        if seat.with(holder, |session| session.is_busy()).ok_or(Refusal::Taken)? {
            return Ok(());
        }
        let token = seat.next_token(used).to_string();
        let mut is_said = false;
        let mut say = |bytes: &[u8]| {
            is_said = true;
            send(bytes);
        };
        let join = Joining { token: &token, seen, is_new: used.is_none(), templates: templates.as_deref() };
        frame(&mut say, |out| seat.with(holder, |session| session.write_joined(&join, out)));
        if !is_said {
            return Err(Refusal::Broken);
        }
        seat.with(holder, |session| session.missed(seen, send));
        frame(send, |out| seat.with(holder, |session| session.write_patch(out)));
        self.state = State::Joined(Joined::new(seat, holder));
        Ok(())
    }
}

impl Drop for Driver {
    /// Leaves the session to the next socket. Until then, a handler that is still at work finishes, and events
    /// that wait are taken.
    fn drop(&mut self) {
        let events = self.unanswered();
        let (seat, holder, work) = match std::mem::replace(&mut self.state, State::Ended) {
            State::Joined(Joined { seat, holder, work, .. }) => (seat, holder, work),
            State::Sitting { seat, holder, .. } => (seat, holder, None),
            _ => return,
        };
        if work.is_some() || !events.is_empty() {
            tokio::task::spawn_local(finish(Arc::clone(&self.registry), seat, holder, work, events));
        } else {
            self.registry.wait(&seat, holder);
        }
    }
}

async fn finish(registry: Arc<Registry>, seat: Arc<Seat>, holder: u64, work: Option<Working>, events: Vec<Box<str>>) {
    if let Some(work) = work {
        let done = work.await;
        seat.with_any(|session| session.finish(done, &mut Vec::new()));
    }
    // The next socket learns how many were taken, and sends the others again.
    let _ = take_all(&seat, holder, &events).await;
    registry.wait(&seat, holder);
}
