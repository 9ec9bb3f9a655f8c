//! Handles events. A handler that takes its time goes on by itself; one that holds its thread gets a thread of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use taut_core::{Done, Event, ProtocolError, Reply, Work, guarded};

use crate::slot::in_use::InUse;

/// Handles an event, through whichever door it has come. What it answers is appended to `frame`, unless the handler takes its time.
///
/// # Errors
/// When it is none that a browser of ours sends.
pub(crate) fn handle(
    session: &mut InUse<'_>,
    event: &Event<'_>,
    frame: &mut Vec<u8>,
) -> Result<Reply, ProtocolError> {
    let mut reply = session.handle(event, frame)?;
    if let Some(done) = reply.work.take().and_then(|work| begin(session, work)) {
        reply = session.finish(done, frame);
    }
    Ok(reply)
}

/// Begins what a handler has left to do; gives what it leaves behind if it is done at once. An `async` handler begins while the
/// session is in use, so that none begins after a sign-out, which waits for that.
fn begin(session: &InUse<'_>, work: Work) -> Option<Done> {
    let (slot, home) = (Arc::clone(session.slot), session.slot.home());
    match work.into_blocking() {
        Err(mut work) => {
            if let Poll::Ready(done) =
                Pin::new(&mut work).poll(&mut Context::from_waker(Waker::noop()))
            {
                return Some(done);
            }
            tokio::task::spawn_local(async move {
                slot.finished(work.await);
                drop(home);
            });
        }
        Ok(run) => {
            tokio::task::spawn_blocking(move || {
                if slot.has_ended() {
                    // The view goes with it, and may panic.
                    return drop(guarded(|| drop(run)));
                }
                slot.finished(run());
                drop(home);
            });
        }
    }
    None
}
