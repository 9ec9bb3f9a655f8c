//! Takes the events that a page posts: beside its stream, which answers them, or as it is hidden without a connection.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use taut_core::limits::OVERTAKING_SECONDS;
use taut_core::{Delivery, Order, ProtocolError};
use tokio::task::yield_now;

use crate::inbox::Full;
use crate::owner::Owner;
use crate::registry::Registry;
use crate::seat::Seat;
use crate::token::Token;
use crate::turn::TURN;
use crate::work;

/// Why events were not taken, or not all of them.
#[derive(Debug)]
pub enum Undelivered {
    /// An event is none, or one was lost before it.
    Protocol(ProtocolError),
    /// The session has ended, or belongs to another page.
    Gone,
    /// A socket has joined meanwhile; its browser learns which events were taken.
    Taken,
    /// The stream of the page has as many events as it may; the browser posts them again later.
    Full,
}

impl fmt::Display for Undelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undelivered::Protocol(error) => error.fmt(f),
            Undelivered::Gone => f.write_str("the session is gone"),
            Undelivered::Taken => f.write_str("another connection has taken over"),
            Undelivered::Full => f.write_str("too many events wait"),
        }
    }
}

impl Registry {
    /// Passes the events to the stream of the page, which checks and answers them. Without one, takes
    /// those that the session has not taken yet, one after the other.
    ///
    /// A socket that still holds the session loses it, unless there is no such event. Run this as a task
    /// of its own: a handler that was begun must come to its end although the browser is gone.
    ///
    /// # Errors
    /// When events were not taken.
    pub async fn deliver(self: Arc<Self>, delivery: Delivery, owner: &Owner) -> Result<(), Undelivered> {
        let token = Token::parse(&delivery.token).ok_or(Undelivered::Gone)?;
        let seat = self.claim(token, owner).ok_or(Undelivered::Gone)?;
        let posted: Vec<&str> = delivery.events.iter().map(|event| event.get()).collect();
        if let Some(first) = posted.first() {
            until_next(&seat, first).await.map_err(Undelivered::Protocol)?;
        }
        if let Some(put) = seat.post(&posted, delivery.seen) {
            return put.map_err(|Full| Undelivered::Full);
        }
        let mut events = Vec::with_capacity(posted.len());
        for event in posted {
            if seat.look(|session| session.order(event)).map_err(Undelivered::Protocol)? != Order::Taken {
                events.push(event);
            }
        }
        if events.is_empty() {
            return Ok(());
        }
        let holder = self.take(&seat).ok_or(Undelivered::Gone)?;
        let result = take_all(&seat, holder, &events).await;
        self.wait(&seat, holder);
        self.save_if_draining(&seat).await;
        result
    }
}

/// How often a post asks whether those that it has overtaken are there.
const LOOK: Duration = Duration::from_millis(10);

/// Waits for what comes before an event: a page that goes posts all at once, in several requests that may overtake each other.
async fn until_next(seat: &Seat, event: &str) -> Result<(), ProtocolError> {
    let until = Instant::now() + Duration::from_secs(OVERTAKING_SECONDS);
    while seat.look(|session| session.order(event))? == Order::Later && Instant::now() < until {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Takes events for a browser that is not there to hear the answers.
pub(crate) async fn take_all(seat: &Seat, holder: u64, events: &[impl AsRef<str>]) -> Result<(), Undelivered> {
    let mut began = Instant::now();
    for event in events {
        if began.elapsed() > TURN {
            yield_now().await;
            began = Instant::now();
        }
        until_free(seat, holder).await?;
        while let Err(until) = seat.admit(Instant::now()) {
            tokio::time::sleep_until(until.into()).await;
        }
        let taken = seat.with(holder, |session| session.receive(event.as_ref(), &mut Vec::new()));
        if let Some(work) = taken.ok_or(Undelivered::Taken)?.map_err(Undelivered::Protocol)? {
            let done = work::begin(work).await;
            seat.with_any(|session| session.finish(done, &mut Vec::new()));
        }
    }
    Ok(())
}

/// Waits for a handler that an earlier socket has begun.
pub(crate) async fn until_free(seat: &Seat, holder: u64) -> Result<(), Undelivered> {
    poll_fn(|cx| {
        if seat.listen(holder, cx.waker(), |_| ()).is_none() {
            return Poll::Ready(Err(Undelivered::Taken));
        }
        match seat.with(holder, |session| session.is_busy()) {
            Some(true) => Poll::Pending,
            Some(false) => Poll::Ready(Ok(())),
            None => Poll::Ready(Err(Undelivered::Taken)),
        }
    })
    .await
}
