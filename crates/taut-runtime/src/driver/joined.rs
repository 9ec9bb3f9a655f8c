//! A driver whose browser has joined: it passes events to the session, and what the session says to the browser.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::{Context, Poll};

use taut_core::{Joining, Session};

use crate::refusal::Refusal;
use crate::seat::Seat;
use crate::work::{self, Working};

pub(super) struct Joined {
    pub(super) seat: Arc<Seat>,
    pub(super) holder: u64,
    pub(super) work: Option<Working>,
    /// Whether the browser has used the token it was given.
    is_confirmed: bool,
}

thread_local! {
    /// Where frames are written before they go out; it keeps its memory.
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
    pub(super) fn new(seat: Arc<Seat>, holder: u64) -> Self {
        Self { seat, holder, work: None, is_confirmed: false }
    }

    pub(super) fn receive(&mut self, text: &str, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        if !std::mem::replace(&mut self.is_confirmed, true) {
            self.seat.confirm_token(self.holder);
        }
        let received = self.say(send, |session, out| session.receive(text, out));
        self.work = received.ok_or(Refusal::Taken)?.map_err(Refusal::Protocol)?.map(work::begin);
        Ok(())
    }

    /// Lets the session say something, if the seat is still held.
    fn say<R>(&self, send: &mut dyn FnMut(&[u8]), say: impl FnOnce(&mut dyn Session, &mut Vec<u8>) -> R) -> Option<R> {
        let (result, is_in_doubt) =
            frame(send, |out| self.seat.with(self.holder, |session| (say(session, out), session.is_in_doubt())))?;
        if is_in_doubt {
            self.mend(send);
        }
        Some(result)
    }

    /// Says all when the session is in doubt of what the browser shows, as soon as it can.
    fn mend(&self, send: &mut dyn FnMut(&[u8])) {
        let token = self.seat.token();
        frame(send, |out| {
            self.seat.with(self.holder, |session| {
                if session.is_in_doubt() && !session.is_busy() {
                    session.write_joined(&Joining::again(&token.to_string(), -1), out);
                }
            })
        });
    }

    /// Goes on with a handler at work; tells whether none is at work any more.
    pub(super) fn work(&mut self, cx: &mut Context<'_>, send: &mut dyn FnMut(&[u8])) -> Result<bool, Refusal> {
        if let Some(work) = &mut self.work {
            let Poll::Ready(done) = work.as_mut().poll(cx) else {
                self.seat.listen(self.holder, cx.waker(), |_| ()).ok_or(Refusal::Taken)?;
                return Ok(false);
            };
            self.work = None;
            let mut done = Some(done);
            self.say(send, |session, out| done.take().map(|done| session.finish(done, out)));
            if let Some(done) = done {
                self.seat.with_any(|session| session.finish(done, &mut Vec::new()));
                return Err(Refusal::Taken);
            }
        }
        Ok(true)
    }

    /// Says what has changed outside any event, and waits for more of it.
    pub(super) fn rest(&mut self, cx: &mut Context<'_>, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
        let heard = frame(send, |out| {
            self.seat.listen(self.holder, cx.waker(), |session| {
                session.write_patch(out);
                session.is_in_doubt()
            })
        });
        if heard.ok_or(Refusal::Taken)? == Some(true) {
            self.mend(send);
        }
        Ok(())
    }
}
