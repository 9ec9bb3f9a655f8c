//! Handlers at work: one that holds its thread gets a thread on which nobody else waits.

use std::future::{Future, pending};
use std::pin::Pin;

use taut_core::{Done, Work};

/// A handler at work, which may be polled where others wait.
pub(crate) type Working = Pin<Box<dyn Future<Output = Done>>>;

/// Begins what a handler has left to do.
pub(crate) fn begin(work: Work) -> Working {
    match work.into_blocking() {
        Err(work) => Box::pin(work),
        Ok(run) => {
            let running = tokio::task::spawn_blocking(run);
            Box::pin(async move {
                match running.await {
                    Ok(done) => done,
                    // A panic of the handler is caught further in: it was never run, because all ends.
                    Err(_) => pending().await,
                }
            })
        }
    }
}
