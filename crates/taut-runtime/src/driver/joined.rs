//! A driver whose browser has joined: it passes events to the session, and frames to the browser.

use std::cell::RefCell;
use std::task::Context;
use std::time::Instant;

use taut_core::{Event, Joining};

use crate::latency;
use crate::refusal::Refusal;
use crate::slot::in_use::InUse;
use crate::slot::lease::{Lease, Look};
use crate::token::Token;
use crate::work;

pub(super) struct Joined {
    pub(super) lease: Lease,
    /// The token that the browser was given, until it is known to have it.
    unconfirmed: Option<Box<Token>>,
}

thread_local! {
    /// The buffer that frames are written to before they go out; it keeps its memory.
    static FRAME: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lets `write` write a frame, and sends it if it did.
pub(super) fn frame<R>(send: &mut dyn FnMut(&[u8]), write: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut bytes = FRAME.take();
    let result = write(&mut bytes);
    if !bytes.is_empty() {
        send(&bytes);
        bytes.clear();
    }
    FRAME.set(bytes);
    result
}

impl Joined {
    /// A browser that was given a token; its first event on this connection shows that it has it.
    pub(super) fn new(lease: Lease, unconfirmed: Option<Token>) -> Self {
        Self {
            lease,
            unconfirmed: unconfirmed.map(Box::new),
        }
    }

    /// Handles an event, and tells whether it did. Otherwise the event must wait: for a session that is in use, or for the time
    /// that is noted in `slowed_until`, because there were too many.
    pub(super) fn receive(
        &mut self,
        text: &str,
        now: Instant,
        slowed_until: &mut Option<Instant>,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<bool, Refusal> {
        let Self { lease, unconfirmed } = self;
        let Some(mut session) = lease.session(None)? else {
            return Ok(false);
        };
        frame(send, |out| session.settle(out));
        if let Err(until) = session.slot.admit(now) {
            *slowed_until = Some(until);
            return Ok(false);
        }
        if let Some(token) = unconfirmed.take() {
            session.slot.confirm_token(*token);
        }
        let event = Event::read(text).map_err(Refusal::Protocol)?;
        let reply = frame(send, |out| work::handle(&mut session, &event, out))
            .map_err(Refusal::Protocol)?;
        if reply.is_out_of_sync {
            mend(&mut session, send);
        }
        latency::note(now.elapsed());
        Ok(true)
    }

    /// Whether the session is free. Sends the answer of a handler that has finished, and what has changed outside any event.
    pub(super) fn catch_up(
        &mut self,
        cx: &mut Context<'_>,
        takes_news: bool,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<bool, Refusal> {
        match self.lease.look(cx.waker(), takes_news)? {
            Look::InUse => Ok(false),
            Look::Quiet => Ok(true),
            Look::News => {
                let Some(mut session) = self.lease.session(Some(cx.waker()))? else {
                    return Ok(false);
                };
                // Not before: another thread may have taken the session in between, and the news would be lost.
                if takes_news {
                    self.lease.take_news();
                }
                frame(send, |out| session.settle(out));
                news(&mut session, send);
                mend(&mut session, send);
                Ok(true)
            }
        }
    }

    /// Lets handlers tick whose time has come; returns when the next one is to.
    pub(super) fn tick(
        &self,
        now: Instant,
        send: &mut dyn FnMut(&[u8]),
    ) -> Result<Option<Instant>, Refusal> {
        let next = self.lease.ticks_at();
        if next.is_none_or(|next| next > now) {
            return Ok(next);
        }
        // While it is in use, nothing ticks; the slot will wake the connection.
        let Some(mut session) = self.lease.session(None)? else {
            return Ok(None);
        };
        frame(send, |out| session.settle(out));
        let due = self.lease.due_ticks(now);
        let reply = frame(send, |out| session.tick(&due, out));
        if reply.is_out_of_sync {
            mend(&mut session, send);
        }
        // What they have changed may have begun or ended timers.
        drop(session);
        Ok(self.lease.ticks_at())
    }
}

/// Sends what has changed outside any event, also by the messages that the session receives.
pub(super) fn news(session: &mut InUse<'_>, send: &mut dyn FnMut(&[u8])) {
    frame(send, |out| {
        if session.has_messages() {
            session.receive_messages(out);
        } else {
            session.write_patch(out);
        }
    });
}

/// Sends all values when the browser does not show what the session knows of, as soon as it can.
fn mend(session: &mut InUse<'_>, send: &mut dyn FnMut(&[u8])) {
    if session.is_in_doubt() && !session.is_busy() {
        let token = session.slot.token().to_string();
        frame(send, |out| {
            session.write_joined(&Joining::again(&token, -1), out)
        });
    }
}
