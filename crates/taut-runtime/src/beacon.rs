//! Takes the events that a page posts: next to its stream, which answers them, or as it is hidden without a connection.

use std::sync::Arc;
use std::time::{Duration, Instant};

use taut_core::limits::OVERTAKING_SECONDS;
use taut_core::{Delivery, Event, Order, ProtocolError};
use tokio::task::yield_now;

use crate::inbox::Full;
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::slot::lease::Lease;
use crate::time_slice::TIME_SLICE;
use crate::token::Token;
use crate::work;

impl Registry {
    /// Passes the events to the stream of the page, which checks and answers them. Without one, takes
    /// those that the session has not taken yet, one after the other.
    ///
    /// A socket that still has the session loses it, unless there is no such event. Run this as a task
    /// of its own: a handler that was begun must come to its end although the browser is gone.
    ///
    /// # Errors
    /// When events were not taken.
    pub async fn take_beacon(
        self: Arc<Self>,
        beacon: Delivery,
        owner: &Owner,
    ) -> Result<(), Refusal> {
        let token = Token::parse(&beacon.token).ok_or(Refusal::Gone)?;
        let slot = self.claim(token, owner).ok_or(Refusal::Gone)?;
        slot.confirm_token(token);
        let posted: Vec<&str> = beacon.events.iter().map(|event| event.get()).collect();
        if let Some(first) = posted.first() {
            until_next(&slot, first).await.map_err(Refusal::Protocol)?;
        }
        if let Some(put) = slot.post(&posted, beacon.seen) {
            return put.map_err(|Full| Refusal::Full);
        }
        let mut events = Vec::with_capacity(posted.len());
        for event in posted {
            if slot.position().order(event).map_err(Refusal::Protocol)? != Order::Taken {
                events.push(event);
            }
        }
        if events.is_empty() {
            return self.save_before_answer(&slot).await;
        }
        let lease = slot.lease().ok_or(Refusal::Gone)?;
        let taken = take_all(&lease, &events).await;
        drop(lease);
        let saved = self.save_before_answer(&slot).await;
        taken.and(saved)
    }
}

/// The pause after which a post looks again for those that it has overtaken.
const LOOK: Duration = Duration::from_millis(10);

/// Waits for what comes before an event: a page that goes posts all at once, in several requests that may overtake each other.
async fn until_next(slot: &Slot, event: &str) -> Result<(), ProtocolError> {
    let until = Instant::now() + Duration::from_secs(OVERTAKING_SECONDS);
    while slot.position().order(event)? == Order::Later && Instant::now() < until {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Takes events for a browser that is not there to get the answers, and waits until all are settled.
pub(crate) async fn take_all(lease: &Lease, events: &[impl AsRef<str>]) -> Result<(), Refusal> {
    let mut began = Instant::now();
    for event in events {
        if began.elapsed() > TIME_SLICE {
            yield_now().await;
            began = Instant::now();
        }
        let mut session = lease.ready_session().await?;
        session.settle(&mut Vec::new());
        let event = Event::read(event.as_ref()).map_err(Refusal::Protocol)?;
        work::handle(&mut session, &event, &mut Vec::new()).map_err(Refusal::Protocol)?;
    }
    drop(lease.free_session().await?);
    Ok(())
}
