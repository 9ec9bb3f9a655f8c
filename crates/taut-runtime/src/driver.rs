//! Drives one session over one transport: joins it, and passes events one by one.
//!
//! The transport says what time it is, and comes back at the time that it is told.

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

use joined::{Joined, Received, frame};

use crate::beacon::take_all;
use crate::inbox::Inbox;
use crate::owner::Owner;
use crate::page::{Mounting, Page};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::slot::lease::Lease;
use crate::time_slice::{TIME_SLICE, give_way};
use crate::token::Token;

/// One browser's end of a session.
#[derive(Debug)]
pub struct Driver {
    registry: Arc<Registry>,
    limits: Arc<Limits>,
    state: State,
    waiting: VecDeque<Box<str>>,
    /// Until when no event is handled, because there were too many.
    slowed_until: Option<Instant>,
    /// When a handler of the view is to tick, if one does.
    ticks_at: Option<Instant>,
    inbox: Option<Arc<Inbox>>,
}

/// Most drivers have joined: what they do not need any more takes no place in them.
enum State {
    /// Nothing was received yet.
    New(Box<Page>),
    /// The session is not there, but may have been saved.
    Restoring {
        page: Box<Page>,
        owner: Box<Owner>,
        /// What is sent to the browser if the session comes back.
        greeting: Box<Greeting>,
        restored: JoinHandle<Option<Arc<Slot>>>,
    },
    Mounting {
        owner: Box<Owner>,
        templates: Option<Arc<str>>,
        mounting: Mounting,
    },
    /// The driver has the session, which may still be in use.
    Leased {
        lease: Lease,
        greeting: Box<Greeting>,
    },
    Joined(Joined),
    Ended,
}

/// What the browser is answered when the session is free.
struct Greeting {
    seen: i64,
    /// The token that it has joined with; nothing if the session is new to it.
    used: Option<u128>,
    templates: Option<Arc<str>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::New(_) => "New",
            State::Restoring { .. } => "Restoring",
            State::Mounting { .. } => "Mounting",
            State::Leased { .. } => "Leased",
            State::Joined(_) => "Joined",
            State::Ended => "Ended",
        })
    }
}

impl Driver {
    /// A driver for a browser that has not sent anything yet.
    #[must_use]
    pub fn new(registry: Arc<Registry>, page: Page) -> Self {
        Self {
            registry,
            limits: Arc::clone(&page.limits),
            state: State::New(Box::new(page)),
            waiting: VecDeque::new(),
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
    pub fn has_joined(&self) -> bool {
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
            && self.waiting.len() < self.limits.max_waiting_events
            && self.waiting.iter().map(|event| event.len()).sum::<usize>()
                < self.limits.max_frame_bytes
    }

    /// When to poll although nothing has happened: then the next event may be handled, or a handler is to tick.
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
        let received = self.take(text, now, send);
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
            State::Joined(joined) if self.waiting.is_empty() && !self.registry.is_draining() => {
                match joined.receive(text, now, send)? {
                    Received::Handled => return Ok(()),
                    Received::Slowed(until) => self.slowed_until = Some(until),
                    Received::InUse => {}
                }
            }
            State::Joined(_)
            | State::Restoring { .. }
            | State::Mounting { .. }
            | State::Leased { .. } => {}
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
        let done = self.go_on(cx, now, send);
        done.map_err(|refusal| self.refused(refusal))
    }

    fn go_on(
        &mut self,
        cx: &mut Context<'_>,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Refusal> {
        (self.slowed_until, self.ticks_at) = (None, None);
        if let State::Restoring { restored, .. } = &mut self.state {
            let Poll::Ready(restored) = Pin::new(restored).poll(cx) else {
                return Ok(());
            };
            self.restored(restored.ok().flatten())?;
        }
        if let State::Mounting { mounting, .. } = &mut self.state {
            let Poll::Ready(mounted) = mounting.as_mut().poll(cx) else {
                return Ok(());
            };
            self.mounted(mounted.map_err(Refusal::Mount)?)?;
        }
        if let State::Leased { .. } = self.state {
            self.greet(cx, send)?;
        }
        let began = Instant::now();
        loop {
            let State::Joined(joined) = &mut self.state else {
                return Ok(());
            };
            if !joined.catch_up(cx, send)? {
                return Ok(());
            }
            if let Some(wait) = self.registry.drain_wait() {
                // Nothing is at work. What waits is for the next server: this one may have saved the session already.
                return Err(Refusal::Draining(wait));
            }
            self.ticks_at = joined.tick(now, send)?;
            if self.waiting.is_empty() {
                return Ok(());
            }
            if began.elapsed() > TIME_SLICE {
                give_way(cx);
                return Ok(());
            }
            let Some(next) = self.waiting.front() else {
                return Ok(());
            };
            match joined.receive(next, now, send)? {
                Received::Handled => drop(self.waiting.pop_front()),
                Received::InUse => {}
                Received::Slowed(until) => {
                    self.slowed_until = Some(until);
                    return Ok(());
                }
            }
        }
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
        let owner = Box::new(page.owner.clone().map_err(Refusal::Mount)?);
        let templates = (!join.has_templates(&page.templates)).then(|| Arc::clone(&page.templates));
        let Some(token) = Token::parse(&join.token) else {
            self.state = State::Mounting {
                owner,
                templates,
                mounting: (page.mount)(),
            };
            return Ok(());
        };
        let mut greeting = Box::new(Greeting {
            seen: join.seen,
            used: Some(token.secret),
            templates,
        });
        let claimed = self
            .registry
            .claim(token, &owner)
            .and_then(|slot| self.lease(&slot));
        self.state = if let Some(lease) = claimed {
            State::Leased { lease, greeting }
        } else {
            let restore = page.restore.take();
            match restore
                .and_then(|restore| self.registry.restore(token, &owner, restore, &self.limits))
            {
                Some(restored) => {
                    // Its memo is new: whatever the browser has seen, it is sent all.
                    greeting.seen = -1;
                    State::Restoring {
                        page,
                        owner,
                        greeting,
                        restored,
                    }
                }
                None => State::Mounting {
                    owner,
                    templates: greeting.templates,
                    mounting: (page.mount)(),
                },
            }
        };
        Ok(())
    }

    /// Goes on with what was saved of the session, if anything was.
    fn restored(&mut self, restored: Option<Arc<Slot>>) -> Result<(), Refusal> {
        let State::Restoring {
            page,
            owner,
            greeting,
            ..
        } = std::mem::replace(&mut self.state, State::Ended)
        else {
            return Err(Refusal::Taken);
        };
        let admits = |slot: &Arc<Slot>| greeting.used.is_some_and(|used| slot.admits(used));
        self.state = match restored.filter(admits).and_then(|slot| self.lease(&slot)) {
            Some(lease) => State::Leased { lease, greeting },
            None => State::Mounting {
                owner,
                templates: greeting.templates,
                mounting: (page.mount)(),
            },
        };
        Ok(())
    }

    fn lease(&self, slot: &Arc<Slot>) -> Option<Lease> {
        let lease = slot.lease()?;
        self.inbox.iter().for_each(|inbox| lease.open(inbox));
        Some(lease)
    }

    fn mounted(&mut self, session: Box<dyn Session>) -> Result<(), Refusal> {
        let State::Mounting {
            owner, templates, ..
        } = std::mem::replace(&mut self.state, State::Ended)
        else {
            return Err(Refusal::Taken);
        };
        let (_, slot) = self
            .registry
            .add(session, *owner, &self.limits)
            .map_err(|_| Refusal::Token)?;
        let lease = self.lease(&slot).ok_or(Refusal::Taken)?;
        self.state = State::Leased {
            lease,
            greeting: Box::new(Greeting {
                seen: -1,
                used: None,
                templates,
            }),
        };
        Ok(())
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
        drop(session);
        let State::Leased { lease, .. } = std::mem::replace(&mut self.state, State::Ended) else {
            return Ok(());
        };
        // What is posted says itself which token its page has.
        let unconfirmed = self.inbox.is_none().then_some(token);
        self.state = State::Joined(Joined::new(lease, unconfirmed));
        Ok(())
    }
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
